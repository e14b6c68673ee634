//! The form as label and value, long text wrapped.

use super::super::model::{Model, Work};
use super::canvas::{Canvas, cell};
use super::case::{HEAD, foot};
use super::cursor;
use super::frame::header;
use crate::domain::clean::lines;
use crate::words::{self, Lang, look as say, tui};
use ratatui::text::{Line, Span};

/// Cells of the labels, and of the mark of a change after them.
const LABEL: usize = 16;
const MARK: usize = 4;

/// Rows that the cursor can stand on.
pub(super) fn rows_of(w: &Work, width: u16) -> usize {
    fields(w, Lang::Zh, cells(width))
        .iter()
        .map(|f| f.rows.len())
        .sum()
}

/// The row of the form where a head field stands.
pub fn line_of(w: &Work, width: u16, key: &str) -> usize {
    let all = fields(w, Lang::Zh, cells(width));
    let before = all.iter().take_while(|f| f.key != key);
    before.map(|f| f.rows.len()).sum()
}

fn cells(width: u16) -> usize {
    usize::from(width)
        .saturating_sub(LABEL + MARK + 6)
        .clamp(20, 100)
}

struct Field {
    key: &'static str,
    rows: Vec<String>,
    blank: bool,
    changed: bool,
}

fn fields(w: &Work, l: Lang, cells: usize) -> Vec<Field> {
    let mut last = w.file.rounds.iter().rev().map(|r| &r.declaration);
    let Some(d) = last.next() else {
        return Vec::new();
    };
    let before = last.next();
    let fields = words::field::FIELDS.iter().filter(|(key, ..)| d.has(key));
    fields
        .map(|(key, ..)| {
            let text = match (d.fen(key), d.day(key)) {
                (Some(fen), _) => tui::wan(l, fen),
                (None, Some(day)) => day.to_string(),
                _ => lines(&d.many(key)),
            };
            let blank = text.trim().is_empty();
            let text = if blank { tui::blank(l) } else { text };
            Field {
                key,
                rows: super::super::text::wrap(&text, cells),
                blank,
                changed: before.is_some_and(|b| b.text(key) != d.text(key)),
            }
        })
        .collect()
}

/// Draws the tab.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_>, w: &Work) -> Option<u16> {
    let (look, t, width) = (c.look, c.look.theme, c.width());
    let [label, content] = say::form_heads(m.lang);
    let head = format!(
        "   {}{}{content}",
        look.pad(&label, LABEL),
        " ".repeat(MARK)
    );
    header(c, 0, HEAD, width, &head);
    let rows = usize::from(foot(c).saturating_sub(HEAD + 1));
    let all = fields(w, m.lang, cells(width));
    let flat: Vec<(usize, &Field, usize)> = all
        .iter()
        .flat_map(|f| (0..f.rows.len()).map(move |k| (k, f)))
        .enumerate()
        .map(|(n, (k, f))| (n, f, k))
        .collect();
    let from = super::first_shown(&vec![1; flat.len()], w.at[0], rows);
    for (n, f, k) in flat.into_iter().skip(from).take(rows) {
        let (sign, gutter, chip) = cursor(m, n == w.at[0]);
        let name = if k == 0 {
            words::field::name(m.lang, f.key)
        } else {
            String::new()
        };
        let name = look.cut(&name, LABEL - 1);
        let gap = LABEL - look.width(&name);
        let changed = if f.changed && k == 0 {
            say::changed(m.lang)
        } else {
            String::new()
        };
        let label = if n == w.at[0] { chip } else { t.smoke() };
        let value = if f.blank { t.smoke() } else { t.ink() };
        let line = Line::from(vec![
            Span::styled(sign, gutter),
            Span::raw("  "),
            Span::styled(name, label),
            Span::raw(" ".repeat(gap)),
            Span::styled(changed.clone(), t.news()),
            Span::raw(" ".repeat(MARK.saturating_sub(look.width(&changed)))),
            Span::styled(f.rows.get(k).cloned().unwrap_or_default(), value),
        ]);
        c.put(0, HEAD + 1 + cell(n - from), &line, width.saturating_sub(1));
    }
    None
}
