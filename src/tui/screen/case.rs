//! A case: form, indicators, findings, opinions, history; and the verdict rail under them.

use super::super::model::{Model, Work};
use super::super::{shape, sign};
use super::canvas::{Canvas, cell};
use super::frame::{fact, header, marked, row as frame_row};
use super::section::{End, section};
use super::{checklist, course, cursor, findings, form, indicators, opinions, parts, title};
use crate::words::{self, look as say, tui};
use ratatui::text::{Line, Span};

pub use super::form::line_of;

/// From this width a second pane stands beside the findings.
pub(super) const WIDE: u16 = 110;
/// The head of a tab's table; its rows begin below it.
pub(super) const HEAD: u16 = 5;

/// Rows that the cursor of the present tab can stand on, on a screen so wide.
pub fn rows_of(w: &Work, width: u16) -> usize {
    match w.tab {
        0 => form::rows_of(w, width),
        1 => match &w.file.sheet {
            Some(sheet) => sheet.rows.len(),
            None => w.file.now().map_or(0, |r| r.declaration.indicators.len()),
        },
        2 => w.file.findings().len(),
        3 => shape::items_from(w) + shape::items(w).len(),
        _ => w.file.history.len(),
    }
}

/// The row of the verdict's rule: a tab ends above it.
pub(super) fn foot(c: &Canvas<'_>) -> u16 {
    c.height().saturating_sub(4)
}

/// Draws the case.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_>) {
    let Some(work) = &m.work else {
        title(m, c, &say::home(m.lang), &[]);
        c.say(3, 3, &say::loading(m.lang), c.look.theme.smoke());
        return;
    };
    head(m, c, work);
    tabs(m, c, work);
    let sheet = work.file.sheet.as_ref().filter(|_| work.tab == 1);
    let wall = match work.tab {
        1 if let Some(sheet) = sheet => checklist::draw(m, c, work, sheet),
        0 => form::draw(m, c, work),
        1 if work.file.procedure.watch => course::draw(m, c, work),
        1 => indicators::draw(m, c, work),
        2 => findings::draw(m, c, work),
        3 => opinions::draw(m, c, work),
        _ => history(m, c, work),
    };
    verdict(m, c, work, wall);
}

fn head(m: &Model, c: &mut Canvas<'_>, w: &Work) {
    let t = c.look.theme;
    let r = &w.file.row;
    let p = &w.file.procedure;
    let queue = words::either(m.lang, &p.short, &p.name_en);
    let mut facts = Vec::new();
    let beside = parts::colleagues(m, r.id);
    if !beside.is_empty() {
        facts.push(fact(beside, t.azure()));
    }
    if m.list.queue == r.queue && m.list.rows.iter().any(|x| x.id == r.id) {
        let at = m.list.rows.iter().position(|x| x.id == r.id).unwrap_or(0) + 1;
        let all = m.list.total.filter(|_| m.list.filter.is_none());
        let all = all.map_or_else(|| m.list.rows.len().to_string(), |n| n.to_string());
        facts.push(fact(format!("{at}/{all}"), t.ink()));
    }
    facts.push(fact(format!("v{}", r.version), t.ink()));
    let seat = w.file.standing.seat_of(m.who.id);
    let seat = seat.map_or_else(String::new, |s| {
        format!(" {}", say::my_seat(m.lang, s.number))
    });
    facts.push(fact(format!("{}{seat}", m.who.name), t.ink()));
    title(m, c, &format!("{queue} / {}", r.code), &facts);
    let due = r.due.map(|d| {
        let style = if d < m.today { t.vermilion() } else { t.ink() };
        fact(tui::due(m.lang, d, m.today), style)
    });
    let due: Vec<Span<'_>> = due.into_iter().collect();
    let name = c.look.cut(r.name.as_str(), usize::from(c.width()) / 2);
    let left = [
        Span::styled(name, t.bold()),
        Span::raw(format!("  {}   {} ", r.unit, r.amount.wan())),
        Span::styled(say::wan(m.lang), t.smoke()),
        Span::raw(format!("   {}", tui::round(m.lang, r.round))),
    ];
    frame_row(c, 1, &left, &due);
}

fn tabs(m: &Model, c: &mut Canvas<'_>, w: &Work) {
    let (look, t) = (c.look, c.look.theme);
    let d = w.file.now().map(|r| &r.declaration);
    let n = [
        None,
        match &w.file.sheet {
            Some(sheet) => Some(sheet.rows.len()),
            None => d.map(|d| d.indicators.len()),
        },
        Some(w.file.findings().len()),
        Some(shape::items_from(w)),
        Some(w.file.history.len()),
    ];
    let mut x = 1;
    for (k, name) in tui::tabs(m.lang, &w.file.procedure.input)
        .iter()
        .enumerate()
    {
        let count = n.get(k).copied().flatten();
        let text = format!(
            "{name}{}",
            count.map_or_else(String::new, |n| n.to_string())
        );
        let (text, style) = match (k == w.tab, look.glyphs.lines(), super::covered(m)) {
            (true, true, false) => (format!(" {text} "), t.azure().patch(t.rule_row())),
            (true, true, true) => (format!(" {text} "), t.news()),
            (true, false, _) => (format!("[{text}]"), t.bold()),
            (false, ..) => (format!(" {text} "), t.ink()),
        };
        x = c.say(x, 3, &text, style) + 1;
    }
    let suggestion = course::suggestion(m, w);
    let mut right = suggestion.spans;
    if w.file.rounds.len() > 1 {
        if !right.is_empty() {
            right.push(Span::raw("   "));
        }
        right.extend(marked(t, &say::rounds_key(m.lang)));
    }
    if !right.is_empty() {
        let key = Line::from(right);
        if usize::from(x) + c.cells(&key.spans) + 2 < usize::from(c.width()) {
            c.put_right(c.width().saturating_sub(1), 3, &key);
        }
    }
}

/// The rule with my verdict in it and the rail of verdicts under it.
fn verdict(m: &Model, c: &mut Canvas<'_>, w: &Work, wall: Option<u16>) {
    let (t, y, width) = (c.look.theme, foot(c), c.width());
    let p = &w.file.procedure;
    let s = &w.file.standing;
    let name = |id: &str| {
        p.verdict(id).map_or_else(String::new, |v| {
            format!("{} {}", v.sign, words::either(m.lang, &v.name, &v.name_en))
        })
    };
    let mine = s.seat_of(m.who.id).and_then(|x| x.stands());
    let mine = mine.map_or_else(|| say::open(m.lang), |g| name(&g.verdict));
    let mut left = vec![
        Span::raw(format!("{}  ", say::verdict(m.lang))),
        Span::styled(mine, t.bold()),
    ];
    if let Some(g) = s.closing.as_ref().map(|x| &x.first) {
        left.push(Span::raw(format!("   {} ", say::closing(m.lang))));
        left.push(Span::styled(name(&g.verdict), t.bold()));
    }
    let state = p.state(&w.file.row.state);
    if let Some(state) = state {
        let name = words::either(m.lang, &state.name, &state.name_en);
        left.push(Span::styled(format!("   {name}"), t.smoke()));
    }
    if s.seated {
        let seats = format!("   {} {}/{}", say::seats(m.lang), s.filled(), s.needed());
        left.push(Span::styled(seats, t.smoke()));
    }
    let own = w.draft.opinions.iter().filter(|o| o.rule.is_none()).count();
    let adopted = w.draft.opinions.len() - own;
    let mut right = marked(t, &say::opinions(m.lang, adopted, own));
    right.push(Span::raw("   "));
    if let Some(sheet) = &w.file.sheet {
        let open = sheet.open(&w.draft.checks).len();
        let text = words::evaluation::open_count(m.lang, open);
        right.push(Span::styled(
            text,
            if open == 0 { t.smoke() } else { t.ochre() },
        ));
        right.push(Span::raw("   "));
    }
    let open = parts::counts(m, parts::unhandled(w));
    if w.file.standing.withholds(m.who.id) {
        right.push(Span::styled(say::withheld(m.lang), t.azure()));
    } else if open.is_empty() {
        right.push(Span::styled(say::handled(m.lang), t.smoke()));
    } else {
        right.push(Span::raw(say::unhandled(m.lang)));
        right.extend(open);
    }
    section(c, (0, y, width), &left, &right, (End::Open, End::Open));
    if let Some(x) = wall {
        c.join(x, y, c.look.glyphs.foot());
    }
    rail(m, c, w, y + 1);
}

/// The verdicts with their digits; one that the gate would refuse stands in round brackets.
fn rail(m: &Model, c: &mut Canvas<'_>, w: &Work, y: u16) {
    let t = c.look.theme;
    let p = &w.file.procedure;
    let mine = w.file.row.mine.verdict.as_deref();
    let tail = if let Some(sheet) = &w.file.sheet {
        let open = sheet.open(&w.draft.checks);
        let text = if open.is_empty() {
            String::new()
        } else {
            words::evaluation::first(m.lang, &open)
        };
        Line::from(Span::styled(text, t.smoke()))
    } else if p.sheet {
        Line::from(vec![
            Span::styled(format!("{} ", say::items(m.lang)), t.smoke()),
            Span::raw(parts::general(m, w)),
        ])
    } else {
        Line::default()
    };
    let wide = c.width() >= WIDE;
    let mut x = 1;
    for (n, v) in p.verdict.iter().enumerate() {
        let name = words::either(m.lang, &v.name, &v.name_en);
        let may = sign::refused(m, w, n, false).is_none();
        let chosen = mine == Some(v.id.as_str());
        let gap = if wide { " " } else { "" };
        let sign = format!("{}{gap}{}", n + 1, v.sign);
        let spans = match (chosen, may) {
            (true, _) => vec![Span::styled(format!("{sign} {name}"), t.azure())],
            (_, true) => vec![Span::styled(sign, t.bold()), Span::raw(format!(" {name}"))],
            _ => vec![Span::styled(format!("({sign} {name})"), t.smoke())],
        };
        x = c.put(x, y, &Line::from(spans), c.width()) + if wide { 5 } else { 2 };
    }
    if usize::from(x) + c.cells(&tail.spans) + 2 < usize::from(c.width()) {
        c.put_right(c.width().saturating_sub(1), y, &tail);
    }
}

fn history(m: &Model, c: &mut Canvas<'_>, w: &Work) -> Option<u16> {
    let (look, t) = (c.look, c.look.theme);
    let heads = say::history_heads(m.lang);
    let head = format!(
        "  {}  {}{}{}",
        look.right(&heads[0], 6),
        look.pad(&heads[1], 14),
        look.pad(&heads[2], 10),
        heads[3]
    );
    let width = c.width();
    header(c, 0, HEAD, width, &head);
    let rows = usize::from(foot(c).saturating_sub(HEAD + 1));
    let all = &w.file.history;
    let from = super::first_shown(&vec![1; all.len()], w.at[4], rows);
    for (n, l) in all.iter().enumerate().skip(from).take(rows) {
        let (sign, gutter, chip) = cursor(m, n == w.at[4]);
        let says = words::history::summary(m.lang, &w.file.procedure, l);
        let seq = l.seq.to_string();
        let line = Line::from(vec![
            Span::styled(sign, gutter),
            Span::raw(" ".repeat(7usize.saturating_sub(seq.len()))),
            Span::styled(seq, chip),
            Span::styled(format!("  {}", look.pad(&l.at.short(), 14)), t.smoke()),
            Span::raw(look.pad(l.by.1.as_str(), 10)),
            Span::raw(look.cut(&says, usize::from(width).saturating_sub(35))),
        ]);
        c.put(0, HEAD + 1 + cell(n - from), &line, width.saturating_sub(1));
    }
    None
}
