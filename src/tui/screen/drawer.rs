//! A drawer: the lower part of the screen over its whole width, opened by one heavy rule.

use super::canvas::{Canvas, cell};
use ratatui::text::{Line, Span};

/// Rows beside the body: the rule, a blank row, the message and the keys.
const FRAME: u16 = 4;

/// What a drawer shows.
#[derive(Debug, Default)]
pub(super) struct Drawer {
    /// What is about to happen.
    pub head: String,
    /// Provenance beside it.
    pub beside: String,
    /// The state of things, at the right.
    pub right: String,
    /// It tells of a failure.
    pub alarm: bool,
    /// Its lines.
    pub body: Vec<Line<'static>>,
    /// Lines of the body that have room at least.
    pub least: usize,
    /// It may cover two thirds of the screen.
    pub tall: bool,
    /// The caret: column, and line of the body.
    pub caret: Option<(usize, usize)>,
}

impl Drawer {
    /// Lines of the body that have room on a screen so high.
    pub(super) fn room(height: u16, tall: bool) -> usize {
        let most = if tall { height * 3 / 4 } else { height * 3 / 5 };
        usize::from(most.saturating_sub(FRAME).max(1))
    }
}

/// Draws a drawer at the foot of the screen; the last two rows stay for the message and the keys.
pub(super) fn drawer(c: &mut Canvas<'_>, d: &Drawer) {
    let h = c.height();
    let shown = d.body.len().max(d.least).min(Drawer::room(h, d.tall));
    let top = h.saturating_sub(cell(shown) + FRAME);
    c.blank(top, h.saturating_sub(1));
    head(c, top, d);
    let cells = c.width().saturating_sub(4);
    for (k, line) in (0u16..).zip(d.body.iter().take(shown)) {
        c.put(3, top + 2 + k, line, cells);
    }
    if let Some((x, y)) = d.caret {
        c.caret(3 + cell(x), top + 2 + cell(y.min(shown.saturating_sub(1))));
    }
}

/// The rule with the head in it; without lines the row is reversed.
fn head(c: &mut Canvas<'_>, y: u16, d: &Drawer) {
    let (t, g, w) = (c.look.theme, c.look.glyphs, c.width());
    let right = cell(c.look.width(&d.right));
    let from = w.saturating_sub(right + 3);
    let fits = right > 0 && from > 8;
    let until = if fits {
        from.saturating_sub(2)
    } else {
        w.saturating_sub(2)
    };
    let name = if d.alarm { t.vermilion() } else { t.azure() }.patch(t.bold());
    let beside = if d.beside.is_empty() {
        String::new()
    } else {
        format!("   {}", d.beside)
    };
    if g.lines() {
        for k in 0..w {
            c.say(k, y, g.heavy(), t.azure_line());
        }
        let room = usize::from(until.saturating_sub(3));
        let shown = c.look.cut(&d.head, room);
        let at = c.say(2, y, &format!(" {shown}"), name);
        let room = room.saturating_sub(c.look.width(&shown));
        let shown = c.look.cut(&beside, room);
        let at = c.say(at, y, &shown, t.ink());
        c.say(at, y, " ", t.ink());
        if fits {
            let at = c.say(
                from.saturating_sub(1),
                y,
                &format!(" {}", d.right),
                t.smoke(),
            );
            c.say(at, y, " ", t.ink());
        }
        return;
    }
    let text = c
        .look
        .cut(&format!("  {}{beside}", d.head), usize::from(until));
    let line = Line::from(Span::styled(c.look.pad(&text, usize::from(w)), t.place()));
    c.put(0, y, &line, w);
    if fits {
        c.say(from, y, &d.right, t.place());
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::text::Ambiguous;
    use super::super::super::theme::Look;
    use super::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::style::Modifier;

    fn drawn(look: Look, d: &Drawer) -> Buffer {
        let mut b = Buffer::empty(Rect::new(0, 0, 40, 20));
        drawer(&mut Canvas::new(&mut b, look), d);
        b
    }

    fn bulk() -> Drawer {
        Drawer {
            head: "对已选 14 件做：通过".into(),
            right: "默认不做".into(),
            body: vec![Line::from("将通过 9 件")],
            ..Drawer::default()
        }
    }

    #[test]
    fn a_heavy_rule_opens_it() {
        let b = drawn(Look::new(false).measured(Ambiguous::One, true), &bulk());
        let rows = super::super::rows(&b);
        assert_eq!(rows[15], "━━ 对已选 14 件做：通过 ━━━━ 默认不做 ━━");
        assert_eq!(rows[17].trim_end(), "   将通过 9 件");
        let b = drawn(Look::new(false), &bulk());
        assert_eq!(
            super::super::rows(&b)[15],
            "  对已选 14 件做：通过       默认不做   "
        );
        // The second halves of wide characters have nothing of their own.
        let mut x = 0;
        while let Some(here) = b.cell((x, 15)) {
            assert!(here.modifier.contains(Modifier::REVERSED), "{x}");
            x += cell(super::super::canvas::breadth(here));
        }
    }

    #[test]
    fn it_never_covers_everything() {
        let mut d = bulk();
        d.body = vec![Line::from("x"); 50];
        for tall in [false, true] {
            d.tall = tall;
            let b = drawn(Look::new(false), &d);
            let rows = super::super::rows(&b);
            let first = rows.iter().position(|r| r.contains("对已选")).unwrap();
            assert!(first >= 4, "{first}");
        }
    }
}
