//! The checklist of a self-evaluation: rows with declared and computed scores, all about the row
//! under the cursor, where the total stands between the grades.

use super::super::checklist::{TAB, evidence, name};
use super::super::model::{Model, Work};
use super::canvas::{Canvas, cell};
use super::case::{HEAD, WIDE, foot};
use super::evidence::provenance;
use super::frame::header;
use super::parts::{self, Block, bold, stack};
use super::section::{End, section};
use super::{cursor, first_shown};
use crate::domain::checklist::{Answer, Check, Part, Row, Settled, Sheet, State, find};
use crate::domain::clean::lines;
use crate::domain::evaluation::{Scored, by_labels};
use crate::domain::rules::reevaluation;
use crate::domain::score::{Formula, Points};
use crate::words::{self, evaluation as say, tui};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Cells of the columns of numbers.
const NUMBER: usize = 8;
/// Cells of the state.
const STATE: usize = 8;

/// The answers that stand: those of a decision where there is one, else one's own draft.
fn checks(w: &Work) -> &[Check] {
    let given = w.file.standing.closing.as_ref().map(|c| &c.first.checks);
    match given {
        Some(all) if w.draft.checks.is_empty() => all,
        _ => &w.draft.checks,
    }
}

fn settled(w: &Work, sheet: &Sheet) -> Settled {
    if let Some(s) = w
        .file
        .standing
        .closing
        .as_ref()
        .and_then(|c| c.first.settled.clone())
        && w.draft.checks.is_empty()
    {
        return s;
    }
    let total = w.draft.total.as_ref();
    let why = total.map_or("", |(_, why)| why.as_str());
    sheet.settled(checks(w), total.map(|(p, _)| *p), why)
}

fn grade(sheet: &Sheet, p: Points) -> String {
    let profile = by_labels(sheet.profile(), &sheet.evaluation.grade);
    profile
        .band(p.get())
        .map_or_else(String::new, |b| b.name.clone())
}

/// The tab's own line over the table: how far one is, declared and computed totals.
fn top(m: &Model, w: &Work, sheet: &Sheet) -> Line<'static> {
    let t = m.look.theme;
    let open = sheet.open(checks(w)).len();
    let all = sheet.rows.len();
    let e = &sheet.evaluation;
    let (able, of) = e.coverage();
    let s = settled(w, sheet);
    let fact = |label: String, text: String, style: Style| {
        [
            Span::styled(format!("{label} "), t.smoke()),
            Span::styled(format!("{text}   "), style),
        ]
    };
    let declared = s.declared;
    let now = s.score;
    let begun = !w.draft.checks.is_empty() || w.file.standing.closing.is_some();
    let label = if !begun {
        say::computed(m.lang)
    } else {
        say::settled(m.lang)
    };
    let mut out = vec![
        Span::styled(say::checked(m.lang, all - open, all), t.ink()),
        Span::raw("   "),
    ];
    out.extend(fact(
        say::declared(m.lang),
        format!("{declared} {}", grade(sheet, declared)),
        t.bold(),
    ));
    out.extend(fact(
        label,
        format!("{now} {}", grade(sheet, now)),
        t.bold(),
    ));
    let off = now - declared;
    if off != Points::ZERO {
        let style = t.vermilion().patch(t.bold());
        out.push(Span::styled(format!("{}   ", off.signed()), style));
    }
    out.push(Span::styled(say::coverage(m.lang, able, of), t.smoke()));
    Line::from(out)
}

fn number(p: Option<Points>) -> String {
    p.map_or_else(|| "--".to_owned(), |p| p.to_string())
}

/// The sign of an answer, or of what was found while nobody has answered.
fn state_of(m: &Model, sheet: &Sheet, r: &Row, s: State) -> (String, Style) {
    let t = m.look.theme;
    let found = || r.findings.iter().filter_map(|n| sheet.findings.get(*n));
    if s.answer.is_none() || s.by_rules && s.answer != Some(Answer::Agrees) {
        let worst = found().min_by_key(|f| f.severity);
        if let Some(f) = worst {
            let text = format!("{}{}", tui::sign(f.severity), f.rule);
            return (text, parts::severity(m, f.severity));
        }
    }
    let Some(answer) = s.answer else {
        return (String::new(), t.ink());
    };
    let style = match answer {
        Answer::Differs => t.vermilion(),
        Answer::Lacking => t.ochre(),
        _ if s.by_rules => t.smoke(),
        _ => t.ink(),
    };
    (say::answer(m.lang, answer), style)
}

/// Level and name of a row.
fn called(m: &Model, w: &Work, sheet: &Sheet, row: &Row) -> String {
    let name = name(m.lang, sheet, row);
    let line = sheet.line(row).and_then(|l| l.at);
    let i = line.and_then(|n| w.file.now()?.declaration.indicators.get(n));
    i.map_or_else(
        || name.clone(),
        |i| {
            let level = if i.level2.is_empty() {
                &i.level1
            } else {
                &i.level2
            };
            format!("{}/{name}", words::field::bare(level))
        },
    )
}

fn row(m: &Model, w: &Work, sheet: &Sheet, n: usize, cells: usize) -> Line<'static> {
    let (look, t) = (m.look, m.look.theme);
    let Some(r) = sheet.rows.get(n) else {
        return Line::default();
    };
    let (sign, gutter, chip) = cursor(m, n == w.at[TAB]);
    let state = sheet.state(r, checks(w));
    let line = sheet.line(r);
    let name = look.cut(&lines(&called(m, w, sheet, r)).replace('\n', " "), cells);
    let gap = cells.saturating_sub(look.width(&name)) + 1;
    let style = if state.by_rules && line.is_none() && n != w.at[TAB] {
        t.smoke()
    } else {
        chip
    };
    let mut spans = vec![
        Span::styled(sign, gutter),
        Span::styled(format!("{:>3}  ", n + 1), t.smoke()),
        Span::styled(name, style),
        Span::raw(" ".repeat(gap)),
    ];
    let mut put = |text: &str, style: Style| {
        spans.push(Span::styled(look.right(text, NUMBER), style));
    };
    if let Some(l) = line {
        let split = sheet.split(l, checks(w));
        let answered = find(checks(w), &r.id).is_some();
        let now = match (&l.reckoned, answered) {
            (Err(_), false) => None,
            _ => Some(split.score),
        };
        let off = now.map(|p| p - split.declared);
        put(&number(l.weight), t.ink());
        put(&number(l.declared), t.ink());
        put(&number(now), t.ink());
        let lost = off.filter(|p| p.get() != 0);
        put(
            &lost.map_or_else(String::new, Points::signed),
            t.vermilion().patch(t.bold()),
        );
    } else {
        (0..4).for_each(|_| put("", t.ink()));
    }
    let (text, style) = state_of(m, sheet, r, state);
    spans.push(Span::raw("  "));
    spans.push(Span::styled(look.pad(&text, STATE), style));
    Line::from(spans)
}

fn head(m: &Model, c: &mut Canvas<'_>, name: usize, cells: u16) {
    let heads = say::heads(m.lang);
    let look = c.look;
    let mut text = format!("      {} ", look.pad(&heads[0], name));
    for h in heads.iter().skip(1).take(4) {
        text += &look.right(h, NUMBER);
    }
    text += &format!("  {}", heads[5]);
    header(c, 0, HEAD, cells, &text);
}

/// Draws the tab.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_>, w: &Work, sheet: &Sheet) -> Option<u16> {
    let (width, bottom) = (c.width(), foot(c));
    c.put(1, HEAD - 1, &top(m, w, sheet), width.saturating_sub(2));
    let wall = (width >= WIDE).then_some(width * 62 / 100);
    let cells = wall.unwrap_or(width);
    let name = usize::from(cells).saturating_sub(6 + 1 + 4 * NUMBER + 2 + STATE + 1);
    head(m, c, name, cells);
    let body = bottom.saturating_sub(HEAD + 1);
    let about = if wall.is_some() {
        (body * 2 / 5).clamp(8, 12)
    } else {
        (body * 2 / 5).max(6)
    };
    let rows = usize::from(body.saturating_sub(about.min(body)).max(3));
    let at = w.at[TAB].min(sheet.rows.len().saturating_sub(1));
    let from = first_shown(&vec![1; sheet.rows.len()], at, rows);
    for n in from..sheet.rows.len().min(from + rows) {
        let line = row(m, w, sheet, n, name);
        c.put(0, HEAD + 1 + cell(n - from), &line, cells.saturating_sub(1));
    }
    let y = HEAD + 1 + cell(rows);
    beneath(m, c, w, sheet, (at, y, cells));
    let x = wall?;
    c.wall(x, HEAD..bottom);
    c.join(x, y, c.look.glyphs.wall_left());
    beside(m, c, w, sheet, x);
    Some(x)
}

/// How the score of a line comes about: `80 / 100 x 10 = 8.00`.
fn sum(l: &Scored, points: Points, actual: &str) -> String {
    let weight = l.weight.unwrap_or_default().decimal().normalize();
    let target = l.target.to_string();
    match &l.reckoned {
        Ok(r) if matches!(r.formula, Formula::Positive | Formula::Equal) => {
            format!("{actual} / {target} x {weight} = {points}")
        }
        Ok(r) if r.formula == Formula::ReverseRatio => {
            format!("{target} / {actual} x {weight} = {points}")
        }
        _ => format!("{actual}  ({target})  {weight} = {points}"),
    }
}

/// All about the row under the cursor, as label and text.
fn about(m: &Model, w: &Work, sheet: &Sheet, row: &Row) -> Vec<(String, String, bool)> {
    let l = m.lang;
    let mut out = Vec::new();
    let check = find(checks(w), &row.id);
    if let Some(line) = sheet.line(row) {
        let split = sheet.split(line, checks(w));
        let e = &sheet.evaluation;
        match &line.reckoned {
            Ok(r) => {
                out.push((say::formula(l), say::by(l, r.formula), false));
                let text = if line.at.is_none() {
                    let wan = |f: Option<crate::domain::fen::Fen>| {
                        f.map_or_else(|| "--".to_owned(), |f| f.wan())
                    };
                    let weight = line.weight.unwrap_or_default().decimal().normalize();
                    let points = line.computed();
                    format!("{} / {} x {weight} = {points}", wan(e.paid), wan(e.budget))
                } else {
                    sum(line, line.computed(), &line.actual.to_string())
                };
                let off = line.said() - line.computed();
                let wrong = line.wrong();
                let tail = if wrong {
                    format!("   {}", say::off(l, off))
                } else {
                    String::new()
                };
                out.push((say::computed(l), format!("{text}{tail}"), wrong));
            }
            Err(why) => {
                let text = format!("{} ({})", line.actual.text, say::why(l, *why));
                out.push((say::computed(l), text, false));
            }
        }
        if let Some(t) = line.at.and_then(|n| sheet.approved.get(&n)) {
            out.push((say::approved(l), t.to_string(), true));
        }
        if let Some(c) = check {
            if !c.verified.is_empty() {
                let r = sheet.split(line, checks(w));
                let text = format!("{}   {}", c.verified, sum(line, r.score, &c.verified));
                out.push((say::verified(l), text, false));
            }
            let class = sheet.procedure.class(&c.class);
            if let Some(k) = class {
                let name = words::either(l, &k.name, &k.name_en);
                let costs = say::costs(l, k.share, k.how);
                let text = format!("{name}   {costs}   {} {}", say::settled(l), split.score);
                out.push((say::deductions(l), text, false));
            }
        }
        let i = line
            .at
            .and_then(|n| w.file.now()?.declaration.indicators.get(n));
        if let Some(i) = i {
            if !i.note("cause_text").trim().is_empty() {
                out.push((say::reason(l), lines(i.note("cause_text")), false));
            }
            let place = provenance(m, &i.at);
            if !place.is_empty() {
                out.push((say::source(l), place, false));
            }
        }
        for e in evidence(w, row) {
            let sample = e.sample.map_or_else(String::new, |n| say::sample(l, n));
            let text = format!("{}  {}   {} {sample}", e.file, e.page, e.shows);
            out.push((say::evidence(l), text, false));
        }
        if line.at.is_none()
            && let Some(paid) = sheet.treasury
        {
            out.push((String::new(), say::treasury(l, &paid.wan()), false));
        }
    }
    if let Some(c) = check {
        if !c.note.is_empty() {
            out.push((say::note(l), lines(&c.note), false));
        }
        if let Some(p) = &c.proof {
            let hash = p.sha256.map_or_else(String::new, |h| {
                let hex: String = h.to_string().chars().take(12).collect();
                format!("  sha256 {hex}..")
            });
            out.push((
                say::evidence(l),
                format!("{} {}{hash}", p.file, p.page),
                false,
            ));
        }
    }
    for f in row.findings.iter().filter_map(|n| sheet.findings.get(*n)) {
        let label = format!("{} {}", tui::sign(f.severity), f.rule);
        out.push((label, lines(&f.message), false));
    }
    out
}

fn beneath(
    m: &Model,
    c: &mut Canvas<'_>,
    w: &Work,
    sheet: &Sheet,
    (at, y, cells): (usize, u16, u16),
) {
    let (look, t, bottom) = (c.look, c.look.theme, foot(c));
    let Some(row) = sheet.rows.get(at) else {
        return;
    };
    let left = [Span::styled(
        lines(&called(m, w, sheet, row)).replace('\n', " "),
        t.bold(),
    )];
    let group = sheet.item(row).and_then(|i| {
        let all = &sheet.procedure.group;
        all.iter().find(|g| g.id == i.group)
    });
    let right = match group {
        Some(g) => words::either(m.lang, &g.name, &g.name_en),
        None => format!("{} / {}", at + 1, sheet.rows.len()),
    };
    let right = [Span::styled(right, t.smoke())];
    section(c, (0, y, cells), &left, &right, (End::Open, End::Open));
    let room = usize::from(cells).saturating_sub(14);
    let mut y = y + 1;
    for (label, text, wrong) in about(m, w, sheet, row) {
        let style = if wrong { t.vermilion() } else { t.ink() };
        for (k, part) in look.wrap(&text, room).into_iter().enumerate() {
            if y >= bottom {
                return;
            }
            if k == 0 {
                c.say(2, y, &look.pad(&label, 10), t.smoke());
            }
            c.put(12, y, &Line::from(Span::styled(part, style)), cell(room));
            y += 1;
        }
    }
}

/// The axis of the grades with both totals on it.
fn axis(m: &Model, w: &Work, sheet: &Sheet, cells: usize) -> Block {
    let (look, t, g) = (m.look, m.look.theme, m.look.glyphs);
    let s = settled(w, sheet);
    let profile = by_labels(sheet.profile(), &sheet.evaluation.grade);
    let mut cuts: Vec<i32> = profile
        .bands
        .iter()
        .map(|b| b.from)
        .filter(|n| *n > 0)
        .collect();
    cuts.push(10_000);
    cuts.sort_unstable();
    let low = cuts
        .first()
        .copied()
        .unwrap_or(0)
        .min(s.score.get())
        .min(s.declared.get());
    let low = low.clamp(0, 6_000) / 1_000 * 1_000;
    let width = cells.saturating_sub(6).clamp(10, 44);
    let at = |p: i32| {
        let span = i64::from(10_000 - low).max(1);
        let n = i64::from(p.clamp(low, 10_000) - low) * i64::try_from(width).unwrap_or(1) / span;
        usize::try_from(n).unwrap_or(0)
    };
    let (thin, tick) = if g.lines() {
        ("─", "┼")
    } else {
        ("-", "+")
    };
    let dot = if g.lines() { "●" } else { "o" };
    let mut names = String::new();
    let mut scale = vec![(thin, t.line()); width + 1];
    for cut in &cuts {
        let text = Points::new(*cut).decimal().normalize().to_string();
        let x = at(*cut);
        let gap = x.saturating_sub(look.width(&names));
        if x >= look.width(&names) {
            names += &format!("{}{text}", " ".repeat(gap));
        }
        if let Some(slot) = scale.get_mut(x) {
            *slot = (tick, t.line());
        }
    }
    for (p, style) in [(s.declared, t.ink()), (s.score, t.azure())] {
        if let Some(slot) = scale.get_mut(at(p.get())) {
            *slot = (dot, style);
        }
    }
    let scale: Vec<Span<'static>> = scale
        .into_iter()
        .map(|(text, style)| Span::styled(text.to_owned(), style))
        .collect();
    let both = vec![
        Span::styled(format!("{} {}", say::settled(m.lang), s.score), t.azure()),
        Span::raw(format!("   {} {}", say::declared(m.lang), s.declared)),
    ];
    Block {
        left: vec![bold(m, say::grade(m.lang))],
        lines: vec![Line::from(names), Line::from(scale), Line::from(both)],
        ..Block::default()
    }
}

/// What the difference is made of.
fn difference(m: &Model, w: &Work, sheet: &Sheet) -> Block {
    let (look, t) = (m.look, m.look.theme);
    let s = settled(w, sheet);
    let mut out = Block {
        left: vec![bold(m, say::made_of(m.lang))],
        right: vec![Span::styled((s.score - s.declared).signed(), t.bold())],
        ..Block::default()
    };
    for (part, points) in Part::ALL.iter().zip(s.parts) {
        if points != Points::ZERO {
            out.lines.push(Line::from(vec![
                Span::styled(look.pad(&say::part(m.lang, *part), 14), t.smoke()),
                Span::raw(look.right(&(Points::ZERO - points).signed(), 8)),
            ]));
        }
    }
    out
}

/// The aims with what each has of its points.
fn aims(m: &Model, w: &Work, sheet: &Sheet) -> Block {
    let (look, t) = (m.look, m.look.theme);
    let (whole, groups) = sheet.quality(checks(w));
    let mut out = Block {
        left: vec![bold(m, say::aims(m.lang))],
        right: vec![Span::styled(whole.to_string(), t.bold())],
        ..Block::default()
    };
    for (g, (has, all)) in sheet.procedure.group.iter().zip(groups) {
        let differ = sheet
            .rows
            .iter()
            .filter(|r| sheet.item(r).is_some_and(|i| i.group == g.id))
            .filter(|r| {
                let answer = sheet.state(r, checks(w)).answer;
                matches!(answer, Some(Answer::Differs | Answer::Lacking))
            })
            .count();
        let style = if differ > 0 { t.vermilion() } else { t.smoke() };
        out.lines.push(Line::from(vec![
            Span::raw(look.pad(&words::either(m.lang, &g.name, &g.name_en), 12)),
            Span::raw(look.right(&format!("{has} / {all}"), 15)),
            Span::styled(format!("   {differ}"), style),
        ]));
    }
    out
}

/// What the re-evaluation itself shows.
fn shows(m: &Model, w: &Work, sheet: &Sheet, cells: usize) -> Block {
    let total = w.draft.total.as_ref().map(|(p, _)| *p);
    let found = reevaluation::over(sheet, checks(w), &w.draft.opinions, total);
    let mut out = Block {
        left: vec![bold(m, say::odd(m.lang))],
        ..Block::default()
    };
    for f in found {
        let sign = Span::styled(tui::sign(f.severity), parts::severity(m, f.severity));
        let rows = m.look.wrap(&lines(&f.message), cells.saturating_sub(9));
        for (k, part) in rows.into_iter().enumerate() {
            out.lines.push(if k == 0 {
                Line::from(vec![
                    sign.clone(),
                    Span::raw(format!(" {}  ", f.rule)),
                    Span::raw(part),
                ])
            } else {
                Line::from(format!("         {part}"))
            });
        }
    }
    out
}

/// What was listed as evidence of the row under the cursor.
fn listed(m: &Model, w: &Work, sheet: &Sheet, cells: usize) -> Block {
    let (look, t) = (m.look, m.look.theme);
    let mut out = Block {
        left: vec![bold(m, say::listed(m.lang))],
        ..Block::default()
    };
    let Some(row) = sheet
        .rows
        .get(w.at[TAB])
        .filter(|r| sheet.line(r).is_some_and(|l| l.at.is_some()))
    else {
        return Block::default();
    };
    for e in evidence(w, row) {
        let line = sheet.line(row);
        let against = line.is_some_and(|l| {
            let shown = crate::domain::value::parse(&e.shows, sheet.year());
            let both = crate::domain::value::actual::comparable(&l.actual, &shown);
            both.is_some_and(|(a, b)| a != b)
        });
        out.lines.push(Line::from(vec![
            Span::raw(look.cut(&e.file, cells.saturating_sub(10))),
            Span::styled(format!("  {}", e.page), t.smoke()),
        ]));
        let sample = e
            .sample
            .map_or_else(String::new, |n| say::sample(m.lang, n));
        let style = if against { t.vermilion() } else { t.ink() };
        if !e.shows.is_empty() || !sample.is_empty() {
            out.lines.push(Line::from(Span::styled(
                format!("  {} {sample}", e.shows),
                style,
            )));
        }
    }
    if out.lines.is_empty() {
        out.lines.push(Line::from(Span::styled(
            say::no_evidence(m.lang),
            t.smoke(),
        )));
    }
    out
}

fn beside(m: &Model, c: &mut Canvas<'_>, w: &Work, sheet: &Sheet, x: u16) {
    let (width, bottom) = (c.width(), foot(c));
    let room = usize::from(width.saturating_sub(x + 4));
    let blocks = [
        listed(m, w, sheet, room),
        axis(m, w, sheet, room),
        difference(m, w, sheet),
        aims(m, w, sheet),
        shows(m, w, sheet, room),
    ];
    stack(
        c,
        (x + 1, width.saturating_sub(x + 1)),
        (HEAD, bottom),
        &blocks,
        End::Open,
    );
}
