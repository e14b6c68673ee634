//! What panes are made of: blocks of lines under a rule with the block's name.

use super::super::model::{Model, Work};
use super::super::shape;
use super::canvas::{Canvas, cell};
use super::frame::marked;
use super::meter::bar;
use super::section::{End, section};
use crate::domain::clean::lines;
use crate::domain::finding::{Finding, Severity};
use crate::domain::grade::{self, Grade};
use crate::domain::level::{Level1, first};
use crate::domain::rounds::{Answer, Rounds};
use crate::words::{self, look as say, rounds as told, tui};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Lines under a name.
#[derive(Debug, Default)]
pub(super) struct Block {
    /// The name, and what counts.
    pub left: Vec<Span<'static>>,
    /// A position or a key.
    pub right: Vec<Span<'static>>,
    /// The lines.
    pub lines: Vec<Line<'static>>,
}

/// Draws blocks one under another between two rows, as many as there is room for; gives the row
/// after them. The rules join a divider at the left.
pub(super) fn stack(
    c: &mut Canvas<'_>,
    (x, cells): (u16, u16),
    (top, bottom): (u16, u16),
    blocks: &[Block],
    end: End,
) -> u16 {
    let mut y = top;
    for b in blocks.iter().filter(|b| !b.lines.is_empty()) {
        // A head without a line under it says nothing.
        if y + 1 >= bottom {
            break;
        }
        let begins = if x == 0 { End::Open } else { End::Wall };
        section(c, (x, y, cells), &b.left, &b.right, (begins, end));
        y += 1;
        for line in &b.lines {
            if y >= bottom {
                break;
            }
            c.put(x + 2, y, line, cells.saturating_sub(3));
            y += 1;
        }
        y += 1;
    }
    y
}

/// The hue of a severity.
pub(super) fn severity(m: &Model, s: Severity) -> Style {
    let t = m.look.theme;
    match s {
        Severity::Error => t.vermilion(),
        Severity::Warning => t.ochre(),
        Severity::Note => t.ink(),
    }
}

/// How a finding stands: its severity while it is open, else what was done with it.
pub(super) fn sign(m: &Model, w: &Work, n: usize, f: &Finding) -> Span<'static> {
    let t = m.look.theme;
    if w.is_waived(n) {
        Span::styled(tui::waived_sign(m.lang), t.ink())
    } else if w.is_open(n) {
        Span::styled(
            tui::sign(f.severity),
            severity(m, f.severity).patch(t.bold()),
        )
    } else {
        Span::styled(tui::adopted_sign(m.lang), t.ink())
    }
}

/// Counts of findings in words and hues: `错2 警1`.
pub(super) fn counts(m: &Model, [errors, warnings, notes]: [u32; 3]) -> Vec<Span<'static>> {
    let t = m.look.theme;
    let signs = tui::severities(m.lang);
    let styles = [
        t.vermilion().patch(t.bold()),
        t.ochre().patch(t.bold()),
        t.ink(),
    ];
    let mut out: Vec<Span<'static>> = Vec::new();
    for ((n, sign), style) in [errors, warnings, notes].into_iter().zip(signs).zip(styles) {
        if n > 0 {
            if !out.is_empty() {
                out.push(Span::raw("  "));
            }
            out.push(Span::styled(format!("{sign}{n}"), style));
        }
    }
    out
}

/// The findings that nothing was done with, by severity.
pub(super) fn unhandled(w: &Work) -> [u32; 3] {
    let mut out = [0; 3];
    for (n, f) in w.file.findings().iter().enumerate() {
        if w.is_open(n) {
            match f.severity {
                Severity::Error => out[0] += 1,
                Severity::Warning => out[1] += 1,
                Severity::Note => out[2] += 1,
            }
        }
    }
    out
}

/// A rule's short title; where it is not known, the beginning of what it says.
pub(super) fn rule_title(m: &Model, f: &Finding) -> String {
    crate::domain::rules::text(&f.rule).map_or_else(
        || lines(&f.message).replace('\n', " "),
        |r| words::either(m.lang, &r.title, &r.title_en),
    )
}

/// Where a finding points.
pub(super) fn place(m: &Model, w: &Work, f: &Finding) -> String {
    w.file.now().map_or_else(String::new, |r| {
        words::field::place(m.lang, &r.declaration, &f.field)
    })
}

/// A name in a rule.
pub(super) fn bold(m: &Model, text: String) -> Span<'static> {
    Span::styled(text, m.look.theme.ink())
}

/// What stands where there are no findings: that there are none, or that they are not shown yet.
pub(super) fn none_found(m: &Model, w: &Work) -> String {
    if w.file.standing.withholds(m.who.id) {
        say::withheld(m.lang)
    } else {
        say::clean(m.lang)
    }
}

/// The findings with their texts.
pub(super) fn findings(m: &Model, w: &Work, cells: usize) -> Block {
    let look = m.look;
    let mut left = vec![bold(m, say::check(m.lang)), Span::raw("  ")];
    left.extend(counts(m, w.file.row.findings));
    let mut out = Block {
        left,
        ..Block::default()
    };
    if w.file.findings().is_empty() {
        out.lines.push(Line::from(none_found(m, w)));
    }
    let short = cells < 40;
    for (n, f) in w.file.findings().iter().enumerate() {
        if n > 0 {
            out.lines.push(Line::default());
        }
        out.lines.push(Line::from(vec![
            sign(m, w, n, f),
            Span::raw(format!(" {}  ", f.rule)),
            Span::raw(look.cut(&place(m, w, f), cells.saturating_sub(9))),
        ]));
        let indent = if short { 4 } else { 9 };
        let parts = look.wrap(&rule_title(m, f), cells.saturating_sub(indent));
        for part in parts.into_iter().take(2) {
            out.lines
                .push(Line::from(format!("{}{part}", " ".repeat(indent))));
        }
        if let Some(s) = &f.suggestion {
            let label = say::suggest(m.lang);
            let room = cells.saturating_sub(indent + look.width(&label) + 1);
            out.lines.push(Line::from(vec![
                Span::raw(" ".repeat(indent)),
                Span::styled(format!("{label} "), look.theme.smoke()),
                Span::raw(look.cut(&lines(s).replace('\n', " "), room)),
            ]));
        }
    }
    out
}

/// The opinions of the earlier round, and what became of them.
pub(super) fn earlier(m: &Model, w: &Work, cells: usize) -> Block {
    let look = m.look;
    let given = shape::earlier(&w.file);
    let mut last = w.file.rounds.iter().rev();
    let (Some(after), Some(before)) = (last.next(), last.next()) else {
        return Block::default();
    };
    let rounds = Rounds::compare(&before.declaration, &after.declaration);
    let bare: Vec<_> = given.into_iter().map(|(o, _)| o).collect();
    let answers = rounds.answers(&bare, w.file.findings());
    let (n, of) = Rounds::landed(&answers);
    let mut out = Block {
        left: vec![
            bold(m, say::earlier(m.lang)),
            Span::raw(format!("  {}", say::landed(m.lang, n, of))),
        ],
        ..Block::default()
    };
    for a in &answers {
        let Some(o) = bare.get(a.opinion) else {
            continue;
        };
        let (mark, style) = answer(m, a.answer);
        let rule = o.rule.clone().unwrap_or_default();
        let text = o.rule.as_deref().and_then(crate::domain::rules::text);
        let text = text.map_or_else(
            || lines(&o.text).replace('\n', " "),
            |r| words::either(m.lang, &r.title, &r.title_en),
        );
        out.lines.push(Line::from(vec![
            Span::styled(mark, style),
            Span::raw(format!(" {} ", look.pad(&rule, 4))),
            Span::raw(look.cut(&text, cells.saturating_sub(8))),
        ]));
    }
    let c = rounds.counts();
    let mut tail = vec![Span::raw(say::changes(
        m.lang,
        c.changed + c.added + c.removed,
    ))];
    tail.extend(keyed(m, &say::see_rounds(m.lang)));
    out.lines.push(Line::from(tail));
    if answers.is_empty() {
        out.left = vec![bold(m, told::place(m.lang))];
    }
    out
}

/// The sign of what became of an opinion.
pub(super) fn answer(m: &Model, a: Answer) -> (&'static str, Style) {
    let (g, t) = (m.look.glyphs, m.look.theme);
    match a {
        Answer::Landed => (g.yes(), t.ink()),
        Answer::StillFound | Answer::NotLanded => (g.no(), t.vermilion()),
        Answer::Unclear => ("?", t.ochre()),
    }
}

/// Colleagues at a case, two at most.
pub(super) fn colleagues(m: &Model, case: crate::domain::id::CaseId) -> String {
    let all = m.colleagues.get(&case);
    let all = all.into_iter().flatten().take(2);
    let all = all.map(|b| tui::beside(m.lang, &b.name, b.claimed));
    all.collect::<Vec<_>>().join(" ")
}

/// Keys and labels of a text of ours.
pub(super) fn keyed(m: &Model, text: &str) -> Vec<Span<'static>> {
    marked(m.look.theme, text)
}

/// The seats, mine in azure.
pub(super) fn seats(m: &Model, w: &Work, cells: usize) -> Block {
    let (look, t) = (m.look, m.look.theme);
    let s = &w.file.standing;
    if s.seats.is_empty() {
        return Block::default();
    }
    let p = &w.file.procedure;
    let columns = if cells >= 40 { 2 } else { 1 };
    let each = cells / columns;
    let mut spans = Vec::new();
    for seat in &s.seats {
        let name = w.file.names.get(&seat.person).map_or("", |n| n.as_str());
        let mine = seat.person == m.who.id;
        let what = match seat.stands() {
            _ if seat.recused => say::recused(m.lang),
            Some(g) if g.hidden => say::hidden(m.lang),
            Some(g) => {
                let sign = p.verdict(&g.verdict).map_or("", |v| v.sign.as_str());
                let mark = g.sheet.as_ref().map(|_| words::matrix::proxy_mark(m.lang));
                format!("{sign}{}", mark.unwrap_or_default())
            }
            None => "--".to_owned(),
        };
        let text = format!(
            "{} {} {what}",
            say::seat(m.lang, seat.number),
            look.pad(name, each.saturating_sub(12).min(8)),
        );
        let style = if mine { t.azure() } else { t.ink() };
        spans.push(Span::styled(look.pad(&text, each), style));
    }
    let head = format!("  {}/{}", s.filled(), s.needed());
    Block {
        left: vec![bold(m, say::seats(m.lang)), Span::raw(head)],
        right: Vec::new(),
        lines: spans
            .chunks(columns)
            .map(|r| Line::from(r.to_vec()))
            .collect(),
    }
}

/// The amounts and their parts as shares.
pub(super) fn funds(m: &Model, w: &Work, cells: usize) -> Vec<Line<'static>> {
    let (look, t) = (m.look, m.look.theme);
    let Some(d) = w.file.now().map(|r| &r.declaration) else {
        return Vec::new();
    };
    let Some(total) = d.fen("total_amount").or_else(|| d.fen("annual_amount")) else {
        return Vec::new();
    };
    let whole = u64::try_from(total.get()).unwrap_or(0);
    let parts: Vec<(String, crate::domain::fen::Fen)> = [
        "bond_amount",
        "own_funds",
        "total_fiscal",
        "other_funds",
        "upper_funds",
        "total_other",
    ]
    .into_iter()
    .filter_map(|k| Some((words::field::name(m.lang, k), d.fen(k)?)))
    .filter(|(_, fen)| fen.get() > 0)
    .collect();
    // In a narrow column the unit stands in the head, and bars alone tell the shares.
    let narrow = cells < 40;
    let label = if narrow { 12 } else { 14 };
    let amount = total.wan().len().max(9);
    let beside = if narrow { 2 } else { 10 };
    let drawn = cells.saturating_sub(label + amount + beside).min(18);
    let name = words::field::name(m.lang, "total_amount");
    let mut out = vec![Line::from(vec![
        Span::styled(look.pad(&name, label), t.smoke()),
        Span::styled(look.right(&total.wan(), amount), t.bold()),
        Span::styled(
            if narrow {
                String::new()
            } else {
                format!(" {}", say::wan(m.lang))
            },
            t.smoke(),
        ),
    ])];
    for (name, fen) in parts {
        let part = u64::try_from(fen.get()).unwrap_or(0);
        let mut spans = vec![
            Span::styled(look.pad(&format!("  {name}"), label), t.smoke()),
            Span::raw(look.right(&fen.wan(), amount)),
            Span::raw("  "),
        ];
        if whole > 0 && drawn >= 4 {
            spans.extend(bar(look, part, whole, drawn));
            let tenths = (u128::from(part) * 1000 + u128::from(whole) / 2) / u128::from(whole);
            let share = format!("{}.{}%", tenths / 10, tenths % 10);
            if !narrow {
                spans.push(Span::raw(look.right(&share, 7)));
            }
        }
        out.push(Line::from(spans));
    }
    out
}

/// Points by the first level against what they must come to.
pub(super) fn weights(m: &Model, w: &Work, cells: usize) -> Block {
    let (look, t) = (m.look, m.look.theme);
    let Some(d) = w.file.now().map(|r| &r.declaration) else {
        return Block::default();
    };
    let ought = &w.file.profile.weights;
    let mut out = Block {
        left: vec![bold(m, say::weights(m.lang))],
        right: if cells < 40 {
            vec![Span::styled(say::ought(m.lang), t.smoke())]
        } else {
            Vec::new()
        },
        ..Block::default()
    };
    let mut sums: Vec<(Level1, i32)> = Vec::new();
    for i in d.indicators.iter().filter(|i| !i.whole_project) {
        let (Some(level), Some(points)) = (first(&i.level1), i.weight) else {
            continue;
        };
        match sums.iter_mut().find(|(known, _)| *known == level) {
            Some((_, sum)) => *sum += points,
            None => sums.push((level, points)),
        }
    }
    let most = sums
        .iter()
        .map(|(_, n)| *n)
        .max()
        .unwrap_or(0)
        .max(ought.output);
    let narrow = cells < 40;
    let beside = if narrow {
        9 + 6 + 2 + 7
    } else {
        9 + 6 + 2 + 11
    };
    let drawn = cells.saturating_sub(beside);
    for (level, sum) in sums {
        let due = match level {
            Level1::Output => Some(ought.output),
            Level1::Benefit => Some(ought.benefit),
            Level1::Satisfaction => Some(ought.satisfaction),
            Level1::Cost => None,
        };
        let wrong = due.is_some_and(|d| d != sum);
        let style = if wrong { t.vermilion() } else { t.ink() };
        let mut spans = vec![
            Span::raw(look.pad(&say::level(m.lang, level), 9)),
            Span::styled(look.right(&points(sum), 6), style),
            Span::raw("  "),
        ];
        let of = |n: i32| u64::try_from(n).unwrap_or(0);
        spans.extend(bar(look, of(sum), of(most), drawn.min(30)));
        if let Some(due) = due {
            if !narrow {
                spans.push(Span::styled(format!("  {}", say::ought(m.lang)), t.smoke()));
            }
            spans.push(Span::raw(look.right(&points(due), 7)));
        }
        out.lines.push(Line::from(spans));
    }
    out
}

/// Points with two decimals.
pub(super) fn points(hundredths: i32) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let n = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", n / 100, n % 100)
}

/// The goal of the year.
pub(super) fn goal(m: &Model, w: &Work, cells: usize, most: usize) -> Block {
    let text = w
        .file
        .now()
        .map_or_else(String::new, |r| r.declaration.many("goal_annual"));
    if text.is_empty() {
        return Block::default();
    }
    let rows = m.look.wrap(&lines(&text), cells);
    Block {
        left: vec![bold(m, say::goal(m.lang))],
        right: Vec::new(),
        lines: rows.into_iter().take(most).map(Line::from).collect(),
    }
}

/// An item of the sheet with its grade at the grade's place among four.
pub(super) fn item(
    m: &Model,
    name: &str,
    g: Grade,
    cells: usize,
    style: Style,
) -> Vec<Span<'static>> {
    let (look, t) = (m.look, m.look.theme);
    let mut spans = vec![Span::styled(
        look.pad(name, cells.saturating_sub(12).min(14)),
        style,
    )];
    for one in Grade::ALL {
        if one == g {
            let label = &one.named().label;
            spans.push(Span::styled(format!(" {}", look.pad(label, 2)), t.bold()));
        } else {
            spans.push(Span::styled(format!(" {} ", look.glyphs.blank()), t.line()));
        }
    }
    spans
}

/// The eight items as they stand.
pub(super) fn items(m: &Model, w: &Work, cells: usize) -> Block {
    if !w.file.procedure.sheet {
        return Block::default();
    }
    let columns = if cells >= 54 { 2 } else { 1 };
    let each = cells / columns;
    let names = grade::items().iter();
    let all: Vec<Vec<Span<'static>>> = names
        .zip(shape::graded(w))
        .map(|(i, g)| {
            let name = words::either(m.lang, &i.name, &i.name_en);
            let mut spans = item(m, &name, g, each, m.look.theme.ink());
            let used: usize = spans.iter().map(|s| m.look.width(&s.content)).sum();
            spans.push(Span::raw(" ".repeat(each.saturating_sub(used))));
            spans
        })
        .collect();
    Block {
        left: vec![
            bold(m, say::items(m.lang)),
            Span::raw(format!("  {}", general(m, w))),
        ],
        right: Vec::new(),
        lines: all
            .chunks(columns)
            .map(|r| Line::from(r.concat()))
            .collect(),
    }
}

/// The grade that the eight items come to.
pub(super) fn general(m: &Model, w: &Work) -> String {
    // Made of what the rules found, it would tell that they found nothing.
    if w.file.standing.withholds(m.who.id) && w.draft.items.is_empty() {
        return "--".to_owned();
    }
    grade::general(&shape::graded(w)).map_or_else(String::new, |g| {
        words::either(m.lang, &g.named().label, &g.named().label_en)
    })
}

/// The newest entries.
pub(super) fn recent(m: &Model, w: &Work, cells: usize, most: usize) -> Block {
    let mut all: Vec<_> = w.file.history.iter().collect();
    all.sort_by_key(|l| std::cmp::Reverse(l.seq));
    let line = |l: &&crate::store::LogLine| {
        let told = words::history::summary(m.lang, &w.file.procedure, l);
        let who = if cells < 40 {
            String::new()
        } else {
            format!("{} ", l.by.1)
        };
        let text = format!("{}  {who}{told}", l.at.short());
        Line::from(m.look.cut(&text, cells))
    };
    Block {
        left: vec![bold(m, say::recent(m.lang))],
        right: Vec::new(),
        lines: all.iter().take(most).map(line).collect(),
    }
}

/// Rows that blocks take with the blank row after each.
pub(super) fn height(b: &Block) -> u16 {
    if b.lines.is_empty() {
        0
    } else {
        cell(b.lines.len()) + 2
    }
}
