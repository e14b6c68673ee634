//! The scatter of a watched queue: braille dots by money and results, the two lines, the four parts
//! by name; each line has a row or column of its own on which no dot lies.

use super::super::model::Model;
use super::super::scatter::{EDGE, place};
use super::canvas::{Canvas, cell};
use super::frame::header;
use super::quadrant::{shown, style};
use super::{covered, marked_axis};
use crate::domain::gauge::Grid;
use crate::words::quadrant as say;
use ratatui::text::{Line, Span};
use std::collections::BTreeMap;

/// Cells of the labels at the left.
const LABEL: u16 = 6;

/// An axis: so many cells for all of it, a line at a share.
struct Axis {
    cells: u16,
    whole: i32,
    cut: i32,
}

impl Axis {
    /// Cells before the line.
    fn before(&self) -> u16 {
        let n = i64::from(self.cells.saturating_sub(1)) * i64::from(self.cut);
        cell(usize::try_from(n / i64::from(self.whole.max(1))).unwrap_or(0))
            .min(self.cells.saturating_sub(2))
    }
    /// The cell of a value, and the dot in it of `dots`; the line's own cell is left out.
    fn of(&self, value: i32, dots: u16) -> (u16, u16) {
        let before = self.before();
        let (from, to, first, cells) = if value < self.cut {
            (0, self.cut, 0, before)
        } else {
            let rest = self.cells.saturating_sub(before + 1);
            (self.cut, self.whole, before + 1, rest)
        };
        let all = i64::from(cells) * i64::from(dots);
        let n = i64::from(value - from) * all / i64::from((to - from).max(1));
        let n = u16::try_from(n.clamp(0, (all - 1).max(0))).unwrap_or(0);
        (first + n / dots, n % dots)
    }
}

/// Draws the dots over `width` columns, down to `bottom`.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_>, grid: &Grid, width: u16, bottom: u16) {
    let (q, t, look) = (&m.quadrant, c.look.theme, c.look);
    let (top, foot) = (3u16, bottom.saturating_sub(2));
    let left = LABEL + 2;
    let across = Axis {
        cells: width.saturating_sub(left + 2),
        whole: EDGE,
        cut: i32::from(q.cuts.exec) * 100,
    };
    let up = Axis {
        cells: foot.saturating_sub(top),
        whole: 10_001,
        cut: i32::from(q.cuts.goal) * 100,
    };
    header(c, 0, 2, width, &format!(" {}", say::dots(m.lang)));
    // The lines.
    let x_line = left + across.before();
    let y_line = foot.saturating_sub(1).saturating_sub(up.before());
    for x in left..left + across.cells {
        c.say(x, y_line, look.glyphs.thin(), t.line());
    }
    c.wall(x_line, top..foot);
    c.say(x_line, y_line, look.glyphs.middle(), t.line());
    let label = |c: &mut Canvas<'_>, y: u16, n: u8, bold: bool| {
        let style = if bold { t.bold() } else { t.smoke() };
        c.say(1, y, &look.right(&n.to_string(), usize::from(LABEL)), style);
    };
    for n in [0u8, 20, 40, 60, 100] {
        let (k, _) = up.of(i32::from(n) * 100, 1);
        let y = foot.saturating_sub(1).saturating_sub(k);
        if y.abs_diff(y_line) > 1 {
            label(c, y, n, false);
        }
    }
    label(c, y_line, q.cuts.goal, true);
    marked_axis(c, (left, foot), &|n| across.of(n * 100, 1).0, q.cuts.exec);
    c.put_right(
        width.saturating_sub(1),
        foot,
        &Line::from(Span::styled(say::money_axis(m.lang), t.smoke())),
    );
    // The dots, four rows of two in a cell.
    let mut cells: BTreeMap<(u16, u16), u8> = BTreeMap::new();
    let at = |(x, y): (i32, i32)| {
        let ((cx, dx), (cy, dy)) = (across.of(x, 2), up.of(y, 4));
        let column = left + cx;
        let row = foot.saturating_sub(1).saturating_sub(cy);
        ((column, row), bit(dx, 3 - dy))
    };
    for r in &q.scatter.dots {
        if let Some(p) = place(r) {
            let (k, b) = at(p);
            *cells.entry(k).or_default() |= b;
        }
    }
    let here = q.scatter.here().and_then(place).map(|p| at(p).0);
    for ((x, y), bits) in &cells {
        let part = (*x > x_line, *y < y_line);
        let glyph = char::from_u32(0x2800 + u32::from(*bits)).unwrap_or(' ');
        let style = match part {
            (false, false) => t.vermilion(),
            (true, false) => t.ochre(),
            _ => t.ink(),
        };
        let style = match (here == Some((*x, *y)), covered(m)) {
            (true, false) => t.chip(),
            (true, true) => t.bold(),
            _ => style,
        };
        c.say(*x, *y, &glyph.to_string(), style);
    }
    // The parts by name, where they cover least.
    for part in [(false, true), (true, true), (false, false), (true, false)] {
        let sum = grid.part(q.cuts, part);
        let text = format!(" {} {} ", say::part(m.lang, part), shown(m, &sum));
        let y = if part.1 {
            y_line.saturating_sub(1)
        } else {
            y_line + 1
        };
        let x = if part.0 {
            (left + across.cells).saturating_sub(cell(look.width(&text)))
        } else {
            left
        };
        c.say(
            x.max(if part.0 { x_line + 1 } else { left }),
            y,
            &text,
            style(m, part).1,
        );
    }
}

/// The bit of a braille dot: column 0 or 1, row 0 to 3 from above.
const fn bit(x: u16, y: u16) -> u8 {
    match (x, y) {
        (0, 0) => 0x01,
        (0, 1) => 0x02,
        (0, 2) => 0x04,
        (1, 0) => 0x08,
        (1, 1) => 0x10,
        (1, 2) => 0x20,
        (0, _) => 0x40,
        (_, _) => 0x80,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_value_lies_on_a_line_and_none_outside() {
        for cells in [20u16, 33, 61] {
            for cut in [3000, 8000, 10_000] {
                let a = Axis {
                    cells,
                    whole: EDGE,
                    cut,
                };
                let mut last = (0, 0);
                for v in (0..=EDGE).step_by(7) {
                    let at = a.of(v, 2);
                    assert!(at.0 < cells && at.1 < 2, "{v}");
                    assert_ne!(at.0, a.before(), "{v}");
                    assert_eq!(at.0 < a.before(), v < cut, "{v}");
                    assert!(at >= last);
                    last = at;
                }
            }
        }
    }
}
