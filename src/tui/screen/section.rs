//! Rules with words in them: the name at the left, the position or a key at the right.

use super::canvas::{Canvas, cell};
use ratatui::text::{Line, Span};

/// What a rule meets at an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum End {
    /// Nothing.
    #[default]
    Open,
    /// A divider beside it that goes on.
    Wall,
}

/// A rule over `cells` from a place: `─ name ───── 1-15 / 47 ─`, or without lines the same words
/// in an underlined row.
pub(super) fn section(
    c: &mut Canvas<'_>,
    (x, y, cells): (u16, u16, u16),
    left: &[Span<'_>],
    right: &[Span<'_>],
    ends: (End, End),
) {
    let (t, g) = (c.look.theme, c.look.glyphs);
    let end = x.saturating_add(cells).min(c.width());
    let right_cells = cell(c.cells(right));
    // Where the words at the right begin.
    let from = end.saturating_sub(right_cells + 2);
    let fits = right_cells > 0 && from > x + 4;
    let until = if fits { from.saturating_sub(1) } else { end };
    if g.lines() {
        let line = t.line();
        for k in x..end {
            c.say(k, y, g.thin(), line);
        }
        if ends.0 == End::Wall {
            c.say(x.saturating_sub(1), y, g.wall_right(), line);
        }
        if ends.1 == End::Wall {
            c.say(end, y, g.wall_left(), line);
        }
        if !left.is_empty() {
            c.say(x + 1, y, " ", t.ink());
            let room = until.saturating_sub(x + 3);
            let at = put(c, x + 2, y, left, room);
            c.say(at, y, " ", t.ink());
        }
        if fits {
            c.say(from.saturating_sub(1), y, " ", t.ink());
            let at = c.put(from, y, &Line::from(right.to_vec()), right_cells);
            c.say(at, y, " ", t.ink());
        }
        return;
    }
    for k in x..end {
        c.say(k, y, " ", t.ink());
    }
    put(c, x + 2, y, left, until.saturating_sub(x + 3));
    if fits {
        c.put(from, y, &Line::from(right.to_vec()), right_cells);
    }
    c.paint(x, y, end.saturating_sub(x), t.rule_row());
}

/// The words at the left, cut where there is no room.
fn put(c: &mut Canvas<'_>, x: u16, y: u16, words: &[Span<'_>], room: u16) -> u16 {
    let mut left = usize::from(room);
    let mut at = x;
    for s in words {
        let shown = c.look.cut(&s.content, left);
        left = left.saturating_sub(c.look.width(&shown));
        at = c.say(at, y, &shown, s.style);
    }
    at
}

#[cfg(test)]
mod tests {
    use super::super::super::text::Ambiguous;
    use super::super::super::theme::Look;
    use super::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Modifier;

    fn drawn(look: Look, cells: u16, ends: (End, End)) -> Buffer {
        let mut b = Buffer::empty(Rect::new(0, 0, cells, 1));
        let mut c = Canvas::new(&mut b, look);
        let words = |s: &'static str| [Span::raw(s)];
        let (x, n) = if ends.0 == End::Wall {
            (1, cells - 2)
        } else {
            (0, cells)
        };
        section(
            &mut c,
            (x, 0, n),
            &words("预审  错2"),
            &words("1-15 / 47"),
            ends,
        );
        b
    }

    #[test]
    fn a_rule_has_its_words_in_it_in_both_sets() {
        let lines = Look::new(false).measured(Ambiguous::One, true);
        let text = |b: &Buffer| super::super::rows(b).concat();
        let b = drawn(lines, 32, (End::Open, End::Open));
        assert_eq!(text(&b), "─ 预审  错2 ──────── 1-15 / 47 ─");
        let b = drawn(lines, 32, (End::Wall, End::Wall));
        assert_eq!(text(&b), "├─ 预审  错2 ────── 1-15 / 47 ─┤");
        let b = drawn(Look::new(false), 32, (End::Open, End::Open));
        assert_eq!(text(&b), "  预审  错2          1-15 / 47  ");
        assert!(
            b.content
                .iter()
                .all(|c| c.modifier.contains(Modifier::UNDERLINED))
        );
    }

    #[test]
    fn the_position_gives_way_when_there_is_no_room() {
        let b = drawn(Look::new(false), 12, (End::Open, End::Open));
        assert_eq!(super::super::rows(&b).concat().trim_end(), "  预审  错2");
    }
}
