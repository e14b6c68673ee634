//! Where the text stands once it is wrapped: rows, the caret's cell, what a box of some rows shows.

use super::super::text::{width, wrap};
use super::{Buffer, Last, Outcome};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation as _;

/// A row of the wrapped text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// First grapheme, counted over the whole text with its line ends.
    pub start: usize,
    /// Grapheme after the last; a line end belongs to no row.
    pub end: usize,
    /// True where a line ends here and not only a row.
    pub last: bool,
    /// What the row shows.
    pub text: String,
}

impl Buffer {
    /// The rows of the text, wrapped as all texts are; an empty text has one.
    pub fn rows(&self, cells: usize) -> Vec<Row> {
        let mut out: Vec<Row> = Vec::new();
        let mut start = 0;
        for paragraph in self.text.split('\n') {
            for text in wrap(paragraph, cells) {
                let end = start + text.graphemes(true).count();
                out.push(Row {
                    start,
                    end,
                    last: false,
                    text,
                });
                start = end;
            }
            if let Some(row) = out.last_mut() {
                row.last = true;
            }
            start += 1;
        }
        out
    }

    /// Row and column of the caret. Between two rows of one line it stands at the beginning of
    /// the second. At the end of a line that fills its row the column is `cells`: the box keeps
    /// one cell free to the right of the text for it.
    pub fn caret_cell(&self, cells: usize) -> (usize, usize) {
        let rows = self.rows(cells);
        place(&rows, self.caret())
    }

    /// The rows that a box of `shown` rows has in it: the caret's is among them, and the text moves
    /// no further than it must.
    pub fn window(&self, cells: usize, shown: usize) -> Range<usize> {
        let shown = shown.max(1);
        let rows = self.rows(cells);
        let (row, _) = place(&rows, self.caret());
        let most = rows.len().saturating_sub(shown);
        let top = self.top.clamp((row + 1).saturating_sub(shown), row);
        let top = top.min(most);
        top..(top + shown).min(rows.len())
    }

    /// What a prompt of `cells` shows of its one line, and the caret's column in it: the line is
    /// moved so far that the caret is within.
    pub fn one_row(&self, cells: usize) -> (String, usize) {
        let before: Vec<&str> = self.before().graphemes(true).collect();
        let mut room = cells.saturating_sub(1);
        let mut from = before.len();
        let mut column = 0;
        while let Some(g) = from.checked_sub(1).and_then(|n| before.get(n)) {
            let w = width(g);
            if w > room {
                break;
            }
            room -= w;
            column += w;
            from -= 1;
        }
        let mut shown: String = before.iter().skip(from).copied().collect();
        let mut room = cells.saturating_sub(column);
        for g in self.after().graphemes(true) {
            let w = width(g);
            if w > room {
                break;
            }
            room -= w;
            shown.push_str(g);
        }
        (shown, column)
    }

    /// One row up or down, at the column it set out from; from the first row to its beginning, from
    /// the last to its end.
    pub(super) fn vertical(&mut self, cells: usize, down: bool) -> Outcome {
        let rows = self.rows(cells);
        let (row, column) = place(&rows, self.caret());
        let goal = self.goal.unwrap_or(column);
        let to = if down { row + 1 } else { row.wrapping_sub(1) };
        let grapheme = match rows.get(to) {
            Some(r) => at_column(r, goal),
            None if down => rows.get(row).map_or(0, |r| r.end),
            None => 0,
        };
        self.at = self.byte(grapheme);
        self.last = Last::Other;
        self.goal = Some(goal);
        Outcome::Same
    }
}

/// The row that a caret stands in, and its column there.
fn place(rows: &[Row], caret: usize) -> (usize, usize) {
    let here = |r: &Row| caret < r.end || (r.last && caret == r.end);
    let n = rows.iter().position(here).unwrap_or(0);
    let column = rows.get(n).map_or(0, |r| {
        let before = r.text.graphemes(true).take(caret.saturating_sub(r.start));
        before.map(width).sum()
    });
    (n, column)
}

/// The grapheme of a row at a column, or before it where a wide one covers it. The end of a row
/// within a line is the beginning of the next, so there it is the last grapheme.
fn at_column(row: &Row, goal: usize) -> usize {
    let mut used = 0;
    for (n, g) in (row.start..).zip(row.text.graphemes(true)) {
        used += width(g);
        if used > goal {
            return n;
        }
    }
    if row.last || row.end == row.start {
        row.end
    } else {
        row.end - 1
    }
}
