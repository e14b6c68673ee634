//! Two rounds of a case side by side.

use super::super::model::Model;
use super::super::pages::{self, Entry, Page};
use super::canvas::{Canvas, cell};
use super::frame::{fact, header, marked, row as frame_row};
use super::section::{End, section};
use super::{cursor, first_shown, parts, title};
use crate::domain::clean::lines;
use crate::words::{self, look, rounds as say};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Rows that one text takes at most.
const MOST: usize = 6;
/// The first row of the comparison.
const TOP: u16 = 4;

/// Draws the comparison.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_>) {
    let (w, h) = (c.width(), c.height());
    let t = c.look.theme;
    let (Some(work), Some(page)) = (m.here(), pages::page(m)) else {
        title(m, c, &look::home(m.lang), &[]);
        c.say(3, 3, &look::loading(m.lang), t.smoke());
        return;
    };
    let r = &work.file.row;
    let p = &work.file.procedure;
    let queue = words::either(m.lang, &p.short, &p.name_en);
    let place = format!("{queue} / {} / {}", r.code, say::place(m.lang));
    let counts = say::counts(m.lang, &page.counts, page.landed);
    title(m, c, &place, &[fact(counts, t.ink())]);
    let view = m.rounds.as_ref();
    let n = &page.counts;
    let places = n.changed + n.added + n.removed + n.unchanged;
    let shown = say::shown(m.lang, view.is_some_and(|v| v.all), places);
    let left = [
        Span::styled(r.name.to_string(), t.bold()),
        Span::raw(format!("  {}", r.unit)),
    ];
    frame_row(c, 1, &left, &[fact(shown, t.smoke())]);
    let label = usize::from(w / 4).clamp(18, 34);
    let half = (usize::from(w).saturating_sub(label + 9)) / 2;
    // Gutter, label, the earlier round; then the divider and the later one.
    let wall = cell(3 + label + 1 + half + 1);
    let later = usize::from(w.saturating_sub(wall + 4));
    let [head, before, after] = say::heads(m.lang, page.rounds);
    let rounds = [&before, &after].map(|name| {
        let n = if *name == before {
            page.rounds.0
        } else {
            page.rounds.1
        };
        let at = work.file.rounds.iter().find(|r| r.number == n);
        at.map_or_else(|| name.clone(), |r| format!("{name}  {}", r.at.short()))
    });
    let head = format!(
        "   {} {}    {}",
        c.look.pad(&head, label),
        c.look.pad(&rounds[0], half),
        rounds[1]
    );
    header(c, 0, 3, w, &head);
    let at = view
        .map_or(0, |v| v.at)
        .min(page.entries.len().saturating_sub(1));
    // Below stands what is told of the row under the cursor.
    let foot = if h >= 30 { 9 } else { 6 };
    let y = h.saturating_sub(foot);
    c.wall(wall, TOP..y);
    let groups: Vec<Vec<Row>> = page
        .entries
        .iter()
        .enumerate()
        .map(|(n, e)| entry(m, e, n == at, (label, half, later)))
        .collect();
    let heights: Vec<usize> = groups.iter().map(Vec::len).collect();
    let rows = usize::from(y.saturating_sub(TOP));
    let from = first_shown(&heights, at, rows);
    for (k, row) in (0u16..).zip(groups.iter().skip(from).flatten().take(rows)) {
        c.put(0, TOP + k, &row.left, wall);
        c.put(wall + 3, TOP + k, &row.right, w.saturating_sub(wall + 4));
        if let Some(note) = &row.note {
            c.put_right(w.saturating_sub(2), TOP + k, &Line::from(note.clone()));
        }
    }
    let name = page.entries.get(at).map_or("", |e| e.label.as_str());
    let count = format!(
        "{} / {}",
        (at + 1).min(page.entries.len()),
        page.entries.len()
    );
    section(
        c,
        (0, y, w),
        &[Span::styled(name.to_owned(), t.bold())],
        &[Span::styled(count, t.smoke())],
        (End::Open, End::Open),
    );
    c.join(wall, y, c.look.glyphs.foot());
    for (k, line) in (0u16..).zip(
        told(m, c, &page, at)
            .into_iter()
            .take(usize::from(foot - 3)),
    ) {
        c.put(3, y + 1 + k, &line, w.saturating_sub(4));
    }
}

/// What is told of the row under the cursor: the opinion it answers.
fn told(m: &Model, c: &Canvas<'_>, page: &Page, at: usize) -> Vec<Line<'static>> {
    let t = c.look.theme;
    let Some(e) = page.entries.get(at) else {
        return Vec::new();
    };
    let cells = usize::from(c.width().saturating_sub(6));
    let mut out = Vec::new();
    if let Some((o, line)) = e.opinion.and_then(|n| page.opinions.get(n)) {
        let n = e.opinion.unwrap_or(0) + 1;
        let given = say::given(m.lang, n, line.by.1.as_str(), &line.at.short());
        out.push(Line::from(Span::styled(given, t.smoke())));
        out.extend(
            c.look
                .wrap(&lines(&o.text), cells)
                .into_iter()
                .map(Line::from),
        );
        if pages::again(m).is_some() {
            out.push(Line::default());
            out.push(Line::from(marked(t, &say::again_hint(m.lang))));
        }
    }
    out
}

/// A row: both sides, and what is said of them at the right.
struct Row {
    left: Line<'static>,
    right: Line<'static>,
    note: Option<Span<'static>>,
}

fn entry(
    m: &Model,
    e: &Entry,
    here: bool,
    (label, half, later): (usize, usize, usize),
) -> Vec<Row> {
    let (look, t) = (m.look, m.look.theme);
    let mut out = Vec::new();
    if let Some(head) = &e.head {
        let answer = e.answer.map(|a| {
            let (sign, style) = parts::answer(m, a);
            Span::styled(format!("{sign} {}", say::answer(m.lang, a)), style)
        });
        // What nobody asked for is to be minded.
        let style = if e.answer.is_none() && e.changed {
            t.ochre()
        } else {
            t.ink()
        };
        out.push(Row {
            left: Line::from(vec![
                Span::raw(" "),
                Span::styled(look.cut(head, label + half + 2), style.patch(t.bold())),
            ]),
            right: Line::default(),
            note: answer,
        });
    }
    let left = look.wrap(&e.left, half);
    let note = look.width(&e.note) + 2;
    let right = look.wrap(&e.right, later.saturating_sub(note).max(8));
    let rows = left.len().max(right.len()).clamp(1, MOST);
    let empty = String::new();
    for k in 0..rows {
        let (sign, gutter, chip) = cursor(m, here && k == 0);
        let name = look.cut(if k == 0 { &e.label } else { "" }, label);
        let gap = label - look.width(&name) + 1;
        let value: Style = if e.changed { t.bold() } else { t.ink() };
        out.push(Row {
            left: Line::from(vec![
                Span::styled(sign, gutter),
                Span::raw("  "),
                Span::styled(name, chip),
                Span::raw(" ".repeat(gap)),
                Span::raw(left.get(k).unwrap_or(&empty).clone()),
            ]),
            right: Line::from(Span::styled(right.get(k).unwrap_or(&empty).clone(), value)),
            note: (k == 0 && !e.note.is_empty()).then(|| Span::styled(e.note.clone(), t.smoke())),
        });
    }
    out
}
