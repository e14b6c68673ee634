//! Drawn figures: bars, and counts in their fixed places.

use super::super::glyphs::filled;
use super::super::theme::Look;
use ratatui::text::Span;

/// A bar: heavy for what is done, thin for what is open.
pub(super) fn bar(look: Look, part: u64, whole: u64, cells: usize) -> [Span<'static>; 2] {
    let n = filled(part, whole, cells);
    [
        Span::styled(look.glyphs.heavy().repeat(n), look.theme.ink()),
        Span::styled(look.glyphs.thin().repeat(cells - n), look.theme.line()),
    ]
}

/// A number with commas between thousands.
pub(super) fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::new();
    for (k, d) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k).is_multiple_of(3) {
            out.push(',');
        }
        out.push(d);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_have_their_cells_in_both_sets() {
        for look in [
            Look::new(false),
            Look::new(true).measured(super::super::super::text::Ambiguous::One, true),
        ] {
            let cells =
                |spans: &[Span<'_>]| spans.iter().map(|s| look.width(&s.content)).sum::<usize>();
            assert_eq!(cells(&bar(look, 3, 9, 12)), 12);
            assert_eq!(cells(&bar(look, 0, 0, 12)), 12);
        }
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(thousands(12), "12");
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(123), "123");
    }
}
