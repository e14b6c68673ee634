//! The frame: where one is, what counts, the heads of tables.

use super::super::theme::Theme;
use super::canvas::{Canvas, cell};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// Blanks between facts in one line.
const GAP: usize = 3;

/// A fact in its style.
pub(super) fn fact(text: impl Into<String>, style: Style) -> Span<'static> {
    Span::styled(text.into(), style)
}

/// Row 1: the place chip, the place, and at the right what counts, as much of it as there is room
/// for.
pub(super) fn title(c: &mut Canvas<'_>, chip: &str, place: &str, facts: &[Span<'_>]) {
    let t = c.look.theme;
    let x = c.say(0, 0, &format!(" {chip} "), t.place()) + 1;
    let least = x + cell(c.look.width(place).min(12) + GAP);
    let from = at_right(c, 0, least, facts);
    let room = usize::from(from).saturating_sub(usize::from(x) + 2);
    let shown = c.look.cut(place, room);
    c.say(x, 0, &shown, t.bold());
}

/// A row of the frame: spans at the left, facts at the right.
pub(super) fn row(c: &mut Canvas<'_>, y: u16, left: &[Span<'_>], facts: &[Span<'_>]) {
    let cells = cell(c.cells(left).min(usize::from(c.width() / 2)));
    let from = at_right(c, y, 1 + cells + cell(GAP), facts);
    let room = from.saturating_sub(3).max(1);
    c.put(1, y, &Line::from(left.to_vec()), room);
}

/// Puts facts at the right of a row; those that would begin before `least` are left out, the
/// last first. Gives the column where they begin.
fn at_right(c: &mut Canvas<'_>, y: u16, least: u16, facts: &[Span<'_>]) -> u16 {
    let end = c.width().saturating_sub(1);
    let facts: Vec<&Span<'_>> = facts.iter().filter(|s| !s.content.is_empty()).collect();
    let mut n = facts.len();
    loop {
        let used: usize = facts.iter().take(n).map(|s| c.look.width(&s.content)).sum();
        let cells = used + GAP * n.saturating_sub(1);
        let x = usize::from(end).saturating_sub(cells);
        if n == 0 {
            return c.width();
        }
        if x >= usize::from(least) {
            let mut at = cell(x);
            for s in facts.iter().take(n) {
                at = c.say(at, y, &s.content, s.style) + cell(GAP);
            }
            return cell(x);
        }
        n -= 1;
    }
}

/// The head of a table: labels, underlined over its whole pane.
pub(super) fn header(c: &mut Canvas<'_>, x: u16, y: u16, cells: u16, text: &str) {
    let shown = c.look.pad(text, usize::from(cells));
    let line = Line::from(Span::styled(shown, c.look.theme.rule()));
    c.put(x, y, &line, cells);
}

/// Labels, values and keys in one line: those between `[` and `]` are labels, between `{` and
/// `}` keys. Both signs stand in no text of ours.
pub(super) fn marked(t: Theme, text: &str) -> Vec<Span<'static>> {
    let mut out = Vec::new();
    let mut style = t.ink();
    let mut part = String::new();
    for ch in text.chars() {
        let next = match ch {
            '[' => t.smoke(),
            '{' => t.bold(),
            ']' | '}' => t.ink(),
            _ => {
                part.push(ch);
                continue;
            }
        };
        if !part.is_empty() {
            out.push(Span::styled(std::mem::take(&mut part), style));
        }
        style = next;
    }
    if !part.is_empty() {
        out.push(Span::styled(part, style));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::super::theme::Look;
    use super::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    fn drawn(cells: u16, draw: impl Fn(&mut Canvas<'_>)) -> String {
        let mut b = Buffer::empty(Rect::new(0, 0, cells, 1));
        draw(&mut Canvas::new(&mut b, Look::new(false)));
        super::super::rows(&b).concat()
    }

    #[test]
    fn facts_give_way_before_the_place_does() {
        let ink = Style::new();
        let facts = [fact("47件", ink), fact("待我12", ink), fact("新2", ink)];
        let at = |n| drawn(n, |c| title(c, "练习库", "会审2020", &facts));
        assert_eq!(at(50), " 练习库  会审2020             47件   待我12   新2 ");
        assert_eq!(at(40), " 练习库  会审2020   47件   待我12   新2 ");
        assert_eq!(at(34).trim_end(), " 练习库  会审2020   47件   待我12");
        assert_eq!(at(20).trim_end(), " 练习库  会审2020");
        assert_eq!(at(14).trim_end(), " 练习库  会~");
    }

    #[test]
    fn marks_of_labels_and_keys_are_not_shown() {
        let spans = marked(Theme::default(), "[筛] 年度  {u}[撤回]");
        let text: String = spans.iter().map(|s| s.content.as_ref()).collect();
        assert_eq!(text, "筛 年度  u撤回");
    }
}
