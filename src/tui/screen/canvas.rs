//! A canvas of cells: text goes on it by grapheme, under the widths that were measured, and a wide
//! character is there whole or not at all.

use super::super::theme::Look;
use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Position;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use std::num::NonZeroU16;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Rows of styled text, cut to the screen.
pub struct Canvas<'a> {
    buffer: &'a mut Buffer,
    /// Hues, glyphs, widths.
    pub look: Look,
    caret: Option<Position>,
}

/// A number of cells as a coordinate.
pub(super) fn cell(n: usize) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

impl<'a> Canvas<'a> {
    /// A canvas over a buffer that begins at its first cell.
    pub const fn new(buffer: &'a mut Buffer, look: Look) -> Self {
        Self {
            buffer,
            look,
            caret: None,
        }
    }
    /// Columns.
    pub const fn width(&self) -> u16 {
        self.buffer.area.width
    }
    /// Rows.
    pub const fn height(&self) -> u16 {
        self.buffer.area.height
    }
    /// Where the caret was put, if it was.
    pub const fn caret_at(&self) -> Option<Position> {
        self.caret
    }
    /// Puts a line at a place, over at most `cells`; gives the column after it.
    pub fn put(&mut self, x: u16, y: u16, line: &Line<'_>, cells: u16) -> u16 {
        let end = x.saturating_add(cells).min(self.width());
        let mut at = x;
        for span in &line.spans {
            let style = line.style.patch(span.style);
            at = match self.text(at, y, &span.content, style, end) {
                (next, true) => next,
                (next, false) => return next,
            };
        }
        at
    }
    /// Puts a text in one style; gives the column after it.
    pub fn say(&mut self, x: u16, y: u16, text: &str, style: Style) -> u16 {
        let end = self.width();
        self.text(x, y, text, style, end).0
    }
    /// Puts a line so that it ends before a column.
    pub fn put_right(&mut self, end: u16, y: u16, line: &Line<'_>) {
        let cells = self.cells(&line.spans);
        let x = usize::from(end).saturating_sub(cells);
        self.put(cell(x), y, line, cell(cells));
    }
    /// Cells that spans take.
    pub fn cells(&self, spans: &[Span<'_>]) -> usize {
        spans.iter().map(|s| self.look.width(&s.content)).sum()
    }
    fn text(&mut self, x: u16, y: u16, text: &str, style: Style, end: u16) -> (u16, bool) {
        let ambiguous = self.look.ambiguous;
        let mut at = x;
        for g in ambiguous.shown(text).graphemes(true) {
            let g = if g == "\n" { " " } else { g };
            let w = cell(ambiguous.cells(g).max(1));
            if y >= self.height() || at.saturating_add(w) > end {
                return (at, false);
            }
            self.glyph(at, y, g, w, style);
            at += w;
        }
        (at, true)
    }
    fn glyph(&mut self, x: u16, y: u16, g: &str, w: u16, style: Style) {
        // What this covers the half of goes.
        let before = (0..x).rev().take(2).find(|b| self.reaches(*b, y) > x);
        if let Some(cell) = before.and_then(|b| self.buffer.cell_mut((b, y))) {
            cell.set_symbol(" ").set_diff_option(CellDiffOption::None);
        }
        for k in 1..w {
            if let Some(cell) = self.buffer.cell_mut((x + k, y)) {
                cell.reset();
            }
        }
        if let Some(cell) = self.buffer.cell_mut((x, y)) {
            cell.reset();
            cell.set_symbol(g).set_style(style);
            if g.width() != usize::from(w)
                && let Some(w) = NonZeroU16::new(w)
            {
                cell.set_diff_option(CellDiffOption::ForcedWidth(w));
            }
        }
    }
    /// The column after what stands at a cell.
    fn reaches(&self, x: u16, y: u16) -> u16 {
        self.buffer.cell((x, y)).map_or(0, |c| x + cell(breadth(c)))
    }
    /// Changes the style of cells.
    pub fn paint(&mut self, x: u16, y: u16, cells: u16, style: Style) {
        for k in x..x.saturating_add(cells).min(self.width()) {
            if let Some(cell) = self.buffer.cell_mut((k, y)) {
                cell.set_style(style);
            }
        }
    }
    /// Blanks rows.
    pub fn blank(&mut self, from: u16, to: u16) {
        for y in from..to.min(self.height()) {
            for x in 0..self.width() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
    }
    /// A divider between two panes.
    pub fn wall(&mut self, x: u16, rows: std::ops::Range<u16>) {
        let (glyph, style) = (self.look.glyphs.wall(), self.look.theme.line());
        for y in rows {
            self.say(x, y, glyph, style);
        }
    }
    /// Puts a joint on a rule where its line stands, not on its words.
    pub fn join(&mut self, x: u16, y: u16, joint: &str) {
        let (thin, style) = (self.look.glyphs.thin(), self.look.theme.line());
        let line = self.buffer.cell((x, y)).is_some_and(|c| c.symbol() == thin);
        if line && self.look.glyphs.lines() {
            self.say(x, y, joint, style);
        }
    }
    /// The terminal's own caret.
    pub fn caret(&mut self, x: u16, y: u16) {
        let at = Position::new(
            x.min(self.width().saturating_sub(1)),
            y.min(self.height().saturating_sub(1)),
        );
        self.caret = Some(at);
    }
}

/// Cells that a cell's symbol takes.
pub fn breadth(cell: &ratatui::buffer::Cell) -> usize {
    match cell.diff_option {
        CellDiffOption::ForcedWidth(w) => usize::from(w.get()),
        _ => cell.symbol().width(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::text::Ambiguous;
    use super::super::rows;
    use super::*;
    use proptest::prelude::*;
    use ratatui::layout::Rect;

    #[test]
    fn a_wide_character_is_never_halved() {
        let mut b = Buffer::empty(Rect::new(0, 0, 6, 2));
        let mut c = Canvas::new(&mut b, Look::new(false));
        c.say(0, 0, "一二三四", Style::new());
        c.say(1, 0, "x", Style::new());
        c.say(5, 1, "一", Style::new());
        assert_eq!(rows(&b), [" x二三", "      "]);
    }

    #[test]
    fn open_widths_are_forced() {
        let mut b = Buffer::empty(Rect::new(0, 0, 6, 1));
        let look = Look::new(false).measured(Ambiguous::Two, true);
        let mut c = Canvas::new(&mut b, look);
        assert_eq!(c.say(0, 0, "“一”", Style::new()), 6);
        assert_eq!(breadth(b.cell((4, 0)).unwrap()), 2);
    }

    proptest! {
        #[test]
        fn no_cell_is_half_a_wide_character(
            puts in proptest::collection::vec((0u16..20, 0u16..4, "[一-龥a-c “…①é]{0,9}", 0u16..20), 0..20),
            n in 0usize..3,
        ) {
            let a = [Ambiguous::One, Ambiguous::Two, Ambiguous::Unknown][n];
            let mut b = Buffer::empty(Rect::new(0, 0, 17, 3));
            let mut c = Canvas::new(&mut b, Look::new(true).measured(a, true));
            for (x, y, text, cells) in &puts {
                c.put(*x, *y, &Line::from(text.as_str()), *cells);
            }
            for y in 0..3 {
                let mut x = 0;
                while x < 17 {
                    let w = cell(breadth(b.cell((x, y)).unwrap()));
                    prop_assert!(w > 0 && x + w <= 17);
                    for k in 1..w {
                        prop_assert_eq!(b.cell((x + k, y)).unwrap().symbol(), " ");
                    }
                    x += w;
                }
            }
        }
    }
}
