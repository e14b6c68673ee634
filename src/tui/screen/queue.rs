//! A queue's list, with a small preview under it, or a pane beside it on wide screens.

use super::super::model::Model;
use super::canvas::{Canvas, cell};
use super::frame::{fact, header, marked, row as frame_row};
use super::meter::{bar, thousands};
use super::section::{End, section};
use super::{cursor, preview, procedure, title};
use crate::domain::profile::{built_in, lights};
use crate::store::{Row, Scope};
use crate::words::{self, look as say, tui};
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

/// From this width a pane stands beside the list.
const WIDE: u16 = 110;
/// From this width the list has its names in full.
const FULL: u16 = 160;
/// Rows under the list: the rule, three of the preview, message and keys.
const BELOW: u16 = 6;

/// True when a pane stands beside the list.
const fn beside_it(m: &Model) -> bool {
    m.size.0 >= WIDE && m.options.preview && !m.options.whole
}

/// The row under the last one of the list.
const fn bottom(m: &Model) -> u16 {
    let h = m.size.1;
    let previewed = m.options.preview && !m.options.whole && !beside_it(m);
    h.saturating_sub(if previewed { BELOW } else { 3 })
}

/// Rows of the list that are shown.
pub fn rows(m: &Model) -> usize {
    usize::from(bottom(m).saturating_sub(3))
}

/// The column of the divider.
fn wall(w: u16) -> u16 {
    if w < FULL {
        cell(usize::from(w) * 58 / 100 + 1)
    } else {
        95 + cell(usize::from(w - FULL) * 58 / 100)
    }
}

/// Draws the list.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_>) {
    let (w, h) = (c.width(), c.height());
    frame(m, c);
    let pane = beside_it(m);
    let cells = if pane { wall(w) } else { w };
    let k = Columns::new(m, usize::from(cells), !pane || w >= FULL);
    head(m, c, &k, cells);
    let (rows, top) = (rows(m), m.list.top);
    if m.list.rows.is_empty() {
        empty(m, c, cells);
    }
    for (n, row) in m.list.rows.iter().enumerate().skip(top).take(rows) {
        line(m, c, row, 3 + cell(n - top), &k, cells);
    }
    let t = c.look.theme;
    if pane {
        c.wall(cells, 2..h.saturating_sub(3));
        preview::beside(m, c, cells + 1);
    }
    let place = Span::styled(position(m, rows), t.smoke());
    if bottom(m) + BELOW == h {
        let y = h.saturating_sub(BELOW);
        section(
            c,
            (0, y, w),
            &preview::name(m),
            &[place],
            (End::Open, End::Open),
        );
        preview::below(m, c, y + 1);
    } else {
        c.say(1, h.saturating_sub(3), &place.content, place.style);
    }
}

/// `1-15 / 47`: it changes only when the window has moved and rests.
fn position(m: &Model, rows: usize) -> String {
    let l = &m.list;
    if l.searching {
        return say::searching(m.lang, l.rows.len());
    }
    if l.rows.is_empty() {
        return "0".to_owned();
    }
    let top = if m.rest.is_some() { l.rested } else { l.top };
    let last = (top + rows).min(l.rows.len());
    let first = (top + 1).min(last);
    let all = match l.total {
        Some(n) if l.filter.is_none() && l.scope == Scope::All => thousands(n),
        _ if l.more.is_some() || !l.begins => format!("{}+", l.rows.len()),
        _ => l.rows.len().to_string(),
    };
    if l.begins {
        format!("{first}-{last} / {all}")
    } else {
        format!(".. / {all}")
    }
}

fn frame(m: &Model, c: &mut Canvas<'_>) {
    let l = &m.list;
    let t = c.look.theme;
    let place = procedure(&l.queue).map_or_else(
        || l.queue.clone(),
        |p| words::either(m.lang, &p.name, &p.name_en),
    );
    let count = m.queues.iter().find(|q| q.queue == l.queue);
    let mut facts = Vec::new();
    if let Some(n) = count.map(|q| q.total).or(l.total) {
        facts.push(fact(say::cases(m.lang, &thousands(n)), t.ink()));
    }
    if let Some(q) = count {
        facts.push(fact(say::mine(m.lang, q.mine), t.bold()));
        if q.overdue > 0 {
            facts.push(fact(say::overdue(m.lang, q.overdue), t.vermilion()));
        }
    }
    if !l.marks.is_empty() {
        facts.push(fact(say::marked(m.lang, l.marks.len()), t.azure()));
    }
    if !l.news.is_empty() {
        facts.push(fact(say::news(m.lang, l.news.len()), t.news()));
    }
    title(m, c, &place, &facts);
    let scope = if l.scope == Scope::Mine {
        say::for_me(m.lang)
    } else {
        say::all(m.lang)
    };
    let mut left = vec![Span::raw(scope)];
    if let Some(f) = &l.filter {
        left.push(Span::styled(
            format!("   {} ", say::filtered(m.lang)),
            t.smoke(),
        ));
        left.push(Span::raw(f.echo().to_owned()));
    }
    let (name, down) = say::order(m.lang, l.order);
    let by = marked(
        t,
        &format!(
            "[{}] {name}{}",
            say::by(m.lang),
            arrow(c, down != l.reverse)
        ),
    );
    let by = Line::from(by);
    let room = c.cells(&by.spans) + 4;
    let w = c.width();
    frame_row(
        c,
        1,
        &fit(c, left, usize::from(w).saturating_sub(room)),
        &[],
    );
    c.put_right(w.saturating_sub(1), 1, &by);
}

/// Spans cut to so many cells together.
fn fit(c: &Canvas<'_>, spans: Vec<Span<'static>>, cells: usize) -> Vec<Span<'static>> {
    let mut left = cells;
    spans
        .into_iter()
        .map(|s| {
            let shown = c.look.cut(&s.content, left);
            left = left.saturating_sub(c.look.width(&shown));
            Span::styled(shown, s.style)
        })
        .collect()
}

const fn arrow(c: &Canvas<'_>, down: bool) -> &'static str {
    if down {
        c.look.glyphs.down()
    } else {
        c.look.glyphs.up()
    }
}

/// Cells of the columns; 0 is a column that is not shown.
struct Columns {
    code: usize,
    name: usize,
    district: usize,
    amount: usize,
    findings: usize,
    seats: usize,
    mine: usize,
    due: usize,
    gauge: usize,
}

/// The gutter of cursor and mark.
const GUTTER: usize = 3;
/// The mark of what others changed, with its blank, and the blank columns at the end.
const NEWS: usize = 4;

impl Columns {
    fn new(m: &Model, cells: usize, districts: bool) -> Self {
        let l = &m.list;
        let most = |of: &dyn Fn(&Row) -> usize| l.rows.iter().map(of).max().unwrap_or(0);
        // Codes are never cut; names are.
        // Without seats there is nothing to count.
        let unseated = procedure(&l.queue).is_some_and(|p| p.seats == 0);
        let seats = !unseated && (l.rows.is_empty() || l.rows.iter().any(|r| r.seats_total > 0));
        let placed = l.rows.is_empty() || l.rows.iter().any(|r| !district(r).is_empty());
        let known = districts && placed;
        let watched = l.rows.iter().any(|r| r.gauge.cell().is_some());
        let mut k = Self {
            code: most(&|r| m.look.width(r.code.as_str())).clamp(13, 24),
            name: 0,
            district: if known { 4 } else { 0 },
            amount: most(&|r| r.amount.wan().len()).clamp(9, 16),
            findings: 7,
            seats: if seats { 3 } else { 0 },
            mine: 2,
            due: 6,
            gauge: if watched { 5 } else { 0 },
        };
        let away: [fn(&mut Self); 5] = [
            |k| k.due = 0,
            |k| k.seats = 0,
            |k| k.district = 0,
            |k| k.gauge = 0,
            |k| k.amount = 0,
        ];
        for drop in away {
            if cells.saturating_sub(k.used()) >= 12 {
                break;
            }
            drop(&mut k);
        }
        k.name = cells.saturating_sub(k.used());
        // Scrolled sideways: what comes after the code goes, one column after another.
        for n in 0..l.shift {
            match n {
                0 => k.name = 0,
                1 => k.district = 0,
                2 => k.amount = 0,
                3 => k.findings = 0,
                4 => k.seats = 0,
                _ => k.mine = 0,
            }
        }
        k
    }
    fn used(&self) -> usize {
        let others = [
            self.district,
            self.amount,
            self.findings,
            self.seats,
            self.mine,
            self.due,
            self.gauge,
            self.gauge,
        ];
        let shown = others.iter().filter(|n| **n > 0);
        GUTTER + self.code + 1 + NEWS + shown.map(|n| n + 1).sum::<usize>()
    }
}

/// The short name of a row's district, where the profiles know it.
fn district(r: &Row) -> &'static str {
    let known = |p: &'static crate::domain::profile::Profile| p.districts.get(&r.district);
    let name = built_in().iter().find_map(known).map_or("", String::as_str);
    words::district(name)
}

fn head(m: &Model, c: &mut Canvas<'_>, k: &Columns, cells: u16) {
    let heads = say::list_heads(m.lang);
    let look = c.look;
    let mut text = " ".repeat(GUTTER);
    let mut put = |n: usize, head: &str, right: bool| {
        if n > 0 {
            text.push_str(&if right {
                look.right(head, n)
            } else {
                look.pad(head, n)
            });
            text.push(' ');
        }
    };
    put(k.code, &heads[0], false);
    put(k.name, &heads[1], false);
    put(k.district, &heads[2], false);
    put(k.amount, &heads[3], true);
    let scored = procedure(&m.list.queue).is_some_and(|p| p.checks());
    let (one, two) = if scored {
        (
            words::evaluation::declared(m.lang),
            words::evaluation::computed(m.lang),
        )
    } else {
        (heads[8].clone(), heads[9].clone())
    };
    put(k.gauge, &one, true);
    put(k.gauge, &two, true);
    put(k.findings, &heads[4], false);
    put(k.seats, &heads[5], false);
    put(k.mine, &heads[6], false);
    put(k.due, &heads[7], false);
    header(c, 0, 2, cells, &text);
}

fn line(m: &Model, c: &mut Canvas<'_>, row: &Row, y: u16, k: &Columns, cells: u16) {
    let here = Some(row.id) == m.list.cursor;
    let (look, t) = (c.look, c.look.theme);
    let (sign, gutter, chip) = cursor(m, here);
    let full = here && m.options.full_row && !super::covered(m);
    let mark = if m.list.marks.contains_key(&row.id) {
        "*"
    } else {
        " "
    };
    let code = look.cut(row.code.as_str(), k.code);
    let gap = k.code.saturating_sub(look.width(&code)) + 1;
    let mut spans = vec![
        Span::styled(sign, gutter),
        Span::styled(mark, t.azure()),
        Span::raw(" "),
        Span::styled(code, if full { t.ink() } else { chip }),
        Span::raw(" ".repeat(gap)),
    ];
    let mut put = |n: usize, text: String, style: Style| {
        if n > 0 {
            spans.push(Span::styled(text, style));
            spans.push(Span::raw(" "));
        }
    };
    put(k.name, look.pad(row.name.as_str(), k.name), t.ink());
    put(k.district, look.pad(district(row), k.district), t.ink());
    put(k.amount, look.right(&row.amount.wan(), k.amount), t.ink());
    let scored = procedure(&row.queue).is_some_and(|p| p.checks());
    let off = row.gauge.exec != row.gauge.goal;
    for (n, second) in [(row.gauge.exec, false), (row.gauge.goal, true)] {
        let (text, style) = if scored {
            score(m, n, second && off)
        } else {
            progress(m, n)
        };
        put(k.gauge, look.right(&text, k.gauge), style);
    }
    if k.findings > 0 {
        let signs = tui::severities(m.lang);
        let part = |n: usize| match row.findings.get(n) {
            Some(0) | None => String::new(),
            Some(count) => format!("{}{count}", signs[n]),
        };
        // Fixed places, so that the column is a picture of where the trouble is.
        spans.push(Span::styled(look.pad(&part(0), 4), t.vermilion()));
        spans.push(Span::styled(look.pad(&part(1), 4), t.ochre()));
    }
    let mut put = |n: usize, text: &str, style: Style| {
        if n > 0 {
            spans.push(Span::styled(look.pad(text, n), style));
            spans.push(Span::raw(" "));
        }
    };
    let seats = match row.seats_total {
        0 => String::new(),
        n => format!("{}/{n}", row.seats_done),
    };
    put(k.seats, &seats, t.ink());
    let (sign, style) = mine(m, row);
    put(k.mine, &sign, style);
    let (due, style) = due(m, row);
    put(k.due, &due, style);
    if m.list.news.contains(&row.id) {
        spans.push(Span::styled(tui::news(m.lang), t.news()));
    }
    c.put(0, y, &Line::from(spans), cells.saturating_sub(1));
    if full {
        c.paint(0, y, cells, Style::new().add_modifier(Modifier::REVERSED));
    }
}

/// What I have done with a case: letters, and azure only for what is not finished.
fn mine(m: &Model, row: &Row) -> (String, Style) {
    let t = m.look.theme;
    let p = procedure(&row.queue);
    if row.mine.recused {
        return (say::recused(m.lang), t.ink());
    }
    match &row.mine.verdict {
        Some(_) if p.is_some_and(|p| p.second == row.state) => (say::second(m.lang), t.azure()),
        Some(v) => {
            let sign = p.and_then(|p| p.verdict(v)).map_or("", |v| v.sign.as_str());
            (sign.to_owned(), t.ink())
        }
        None if m.drafts.contains(&row.id) => (say::draft(m.lang), t.azure()),
        None => {
            let mut all = m.colleagues.get(&row.id).into_iter().flatten();
            match all.find(|b| b.claimed) {
                Some(b) => (tui::short(&b.name), t.smoke()),
                None => ("--".to_owned(), t.ink()),
            }
        }
    }
}

/// Percent of what was due, whole; ochre and vermilion below the cuts that the lights have.
fn progress(m: &Model, n: Option<i32>) -> (String, Style) {
    let t = m.look.theme;
    let cuts = lights();
    let Some(n) = n else {
        return (String::new(), t.ink());
    };
    let style = if n < cuts.red * 100 {
        t.vermilion()
    } else if n < cuts.yellow * 100 {
        t.ochre()
    } else {
        t.ink()
    };
    // Rounded, but never over a cut that it does not reach.
    let near = (n + 50) / 100;
    let cut = [cuts.red, cuts.yellow, 100].contains(&near) && n < near * 100;
    let shown = if cut { near - 1 } else { near };
    (format!("{}%", shown.min(999)), style)
}

/// A score with one decimal; vermilion where it is not what was declared.
fn score(m: &Model, n: Option<i32>, off: bool) -> (String, Style) {
    let t = m.look.theme;
    let style = if off { t.vermilion() } else { t.ink() };
    let text = n.map_or_else(String::new, |n| {
        let tenths = (n + 5) / 10;
        format!("{}.{}", tenths / 10, tenths % 10)
    });
    (text, style)
}

/// The deadline, or the state that stands in its place.
fn due(m: &Model, row: &Row) -> (String, Style) {
    let t = m.look.theme;
    // What was to be mended and was not shows its day again.
    let back = row.mine.waiting && row.due.is_some_and(|d| d < m.today);
    let state = tui::short_state(m.lang, &row.state).filter(|_| !back);
    if let Some(s) = state {
        let apart = procedure(&row.queue).is_some_and(|p| p.dissent == row.state);
        return (s, if apart { t.ochre() } else { t.ink() });
    }
    row.due.map_or_else(
        || (String::new(), t.ink()),
        |d| {
            let late = d < m.today && row.mine.waiting;
            let style = if late { t.vermilion() } else { t.ink() };
            (tui::due(m.lang, d, m.today), style)
        },
    )
}

/// Nothing in the list: why, in numbers, and the keys that lead on.
fn empty(m: &Model, c: &mut Canvas<'_>, cells: u16) {
    let t = c.look.theme;
    let l = &m.list;
    if l.coming.is_some() || l.searching {
        c.say(3, 4, &say::loading(m.lang), t.smoke());
        return;
    }
    let mine = l.scope == Scope::Mine;
    c.say(
        3,
        4,
        &say::nothing(m.lang, mine, l.filter.is_some()),
        t.bold(),
    );
    let mut y = 6;
    let count = m.queues.iter().find(|q| q.queue == l.queue);
    let total = count.map_or(0, |q| q.total);
    if let Some(q) = count.filter(|q| q.total > 0) {
        let (head, parts) = say::queue_parts(m.lang, q.total);
        c.say(3, y, &head, t.ink());
        let numbers = [q.total.saturating_sub(q.pending), q.pending];
        for (part, n) in parts.iter().zip(numbers) {
            y += 1;
            let mut spans = vec![Span::raw(format!(
                "{}{}   ",
                c.look.pad(part, 10),
                c.look.right(&thousands(n), 8)
            ))];
            spans.extend(bar(c.look, n, q.total, 30));
            c.put(5, y, &Line::from(spans), cells.saturating_sub(6));
        }
        y += 2;
    }
    for way in say::ways_on(m.lang, mine, l.filter.is_some(), total) {
        let line = Line::from(marked(t, &way));
        c.put(3, y, &line, cells.saturating_sub(4));
        y += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_divider_leaves_both_sides_their_room() {
        for w in WIDE..=500 {
            assert!(wall(w) >= 60 && wall(w) + 40 < w, "{w}");
        }
        assert_eq!((wall(120), wall(160)), (70, 95));
    }
}
