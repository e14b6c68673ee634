//! Two rounds of a case side by side.

use super::super::model::Model;
use super::super::pages::{self, Entry, Page};
use super::super::theme::Look;
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
    let mut groups: Vec<Vec<Row>> = page
        .entries
        .iter()
        .enumerate()
        .map(|(n, e)| entry(m, e, n == at, (label, half, later)))
        .collect();
    let rows = usize::from(y.saturating_sub(TOP));
    let heads = page.entries.iter().skip(1).filter(|e| e.head.is_some());
    let airy = groups.iter().map(Vec::len).sum::<usize>() + heads.count() <= rows;
    for (n, group) in groups.iter_mut().enumerate().skip(1) {
        // A blank row before each part, where everything has room all the same.
        if airy && page.entries.get(n).is_some_and(|e| e.head.is_some()) {
            group.insert(0, Row::default());
        }
    }
    let heights: Vec<usize> = groups.iter().map(Vec::len).collect();
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
#[derive(Default)]
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
    let value: Style = if e.changed { t.bold() } else { t.ink() };
    let left = side(look, &e.left, half, t.ink(), ["[-", "-]"]);
    let note = look.width(&e.note) + 2;
    let room = later.saturating_sub(note).max(8);
    let right = side(look, &e.right, room, value, ["{+", "+}"]);
    let rows = left.len().max(right.len()).clamp(1, MOST);
    for k in 0..rows {
        let (sign, gutter, chip) = cursor(m, here && k == 0);
        let name = look.cut(if k == 0 { &e.label } else { "" }, label);
        let gap = label - look.width(&name) + 1;
        let mut spans = vec![
            Span::styled(sign, gutter),
            Span::raw("  "),
            Span::styled(name, chip),
            Span::raw(" ".repeat(gap)),
        ];
        spans.extend(left.get(k).cloned().unwrap_or_default());
        out.push(Row {
            left: Line::from(spans),
            right: Line::from(right.get(k).cloned().unwrap_or_default()),
            note: (k == 0 && !e.note.is_empty()).then(|| Span::styled(e.note.clone(), t.smoke())),
        });
    }
    out
}

/// One side in rows of so many cells: marked clauses are underlined, or where there are no lines
/// stand between signs.
fn side(
    look: Look,
    clauses: &[(String, bool)],
    cells: usize,
    style: Style,
    [open, close]: [&str; 2],
) -> Vec<Vec<Span<'static>>> {
    let signs = !look.glyphs.lines();
    let mut text = String::new();
    let mut marks: Vec<bool> = Vec::new();
    for (clause, marked) in clauses {
        let shown = look.shown(clause);
        let shown = if *marked && signs {
            format!("{open}{shown}{close}")
        } else {
            shown
        };
        marks.extend(shown.chars().map(|_| *marked && !signs));
        text.push_str(&shown);
    }
    let mut marks = marks.into_iter();
    let mut out = Vec::new();
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            // The end of a line takes no cell.
            marks.next();
        }
        for row in look.wrap(line, cells) {
            let mut spans: Vec<Span<'static>> = Vec::new();
            for c in row.chars() {
                let style = if marks.next().unwrap_or(false) {
                    style.patch(look.theme.rule_row())
                } else {
                    style
                };
                match spans.last_mut() {
                    Some(last) if last.style == style => last.content.to_mut().push(c),
                    _ => spans.push(Span::styled(c.to_string(), style)),
                }
            }
            out.push(spans);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::super::text::Ambiguous;
    use super::*;
    use ratatui::style::Modifier;

    #[test]
    fn changed_clauses_are_marked_in_both_sets() {
        let clauses = [
            ("改造，".to_owned(), false),
            ("年底前完工，".to_owned(), true),
            ("合格。".to_owned(), false),
        ];
        let plain = side(Look::new(false), &clauses, 40, Style::new(), ["{+", "+}"]);
        let text = |row: &Vec<Span<'_>>| row.iter().map(|s| s.content.clone()).collect::<String>();
        let rows: Vec<String> = plain.iter().map(text).collect();
        assert_eq!(rows, ["改造，{+年底前完工，+}合格。"]);
        let lines = Look::new(false).measured(Ambiguous::One, true);
        let rows = side(lines, &clauses, 14, Style::new(), ["{+", "+}"]);
        let marked: String = rows
            .iter()
            .flatten()
            .filter(|s| s.style.add_modifier.contains(Modifier::UNDERLINED))
            .map(|s| s.content.clone())
            .collect();
        assert_eq!(marked, "年底前完工，");
        assert_eq!(rows.len(), 2);
    }
}
