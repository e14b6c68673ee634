//! All measuring, cutting, padding and wrapping of text on screens: by grapheme, never half a
//! wide character. What is drawn has passed `domain::clean` before.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// Characters that do not begin a line.
const NOT_FIRST: &str = "，。、；：？！）》」』】,.;:?!)]}";
/// Characters that do not end a line.
const NOT_LAST: &str = "（《「『【([{";

/// Cells that a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text cut to at most `cells`, with `mark` where something was cut off.
pub fn cut(text: &str, cells: usize, mark: &str) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let room = cells.saturating_sub(width(mark));
    let mut out = String::new();
    let mut used = 0;
    for g in text.graphemes(true) {
        let w = width(g);
        if used + w > room {
            break;
        }
        out.push_str(g);
        used += w;
    }
    if width(mark) <= cells {
        out.push_str(mark);
    }
    out
}

/// The text in exactly `cells`, cut or filled with blanks on the right.
pub fn pad(text: &str, cells: usize, mark: &str) -> String {
    let mut out = cut(text, cells, mark);
    out.push_str(&" ".repeat(cells.saturating_sub(width(&out))));
    out
}

/// The text in exactly `cells`, at the right.
pub fn right(text: &str, cells: usize) -> String {
    let out = cut(text, cells, "~");
    format!("{}{out}", " ".repeat(cells.saturating_sub(width(&out))))
}

/// The text in lines of at most `cells`; no line begins with a closing sign or ends with an
/// opening one, where that can be had.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let cells = cells.max(2);
    let mut out = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        let mut used = 0;
        for g in paragraph.graphemes(true) {
            let w = width(g).min(cells);
            if used + w > cells {
                let mut carried = String::new();
                if NOT_FIRST.contains(g) || line.ends_with(|c| NOT_LAST.contains(c)) {
                    // The last character goes down with it, so that the line begins well.
                    let last = line.graphemes(true).next_back().unwrap_or("").to_owned();
                    if line.len() > last.len() && width(&last) + w <= cells {
                        line.truncate(line.len() - last.len());
                        carried = last;
                    }
                }
                out.push(std::mem::take(&mut line));
                used = width(&carried);
                line = carried;
            }
            line.push_str(g);
            used += w;
        }
        out.push(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wide_characters_are_never_halved() {
        assert_eq!(cut("长桥地区", 7, "~"), "长桥地~");
        assert_eq!(cut("长桥地区", 6, "~"), "长桥~");
        assert_eq!(pad("长桥", 7, "~"), "长桥   ");
        assert_eq!(right("5.00", 6), "  5.00");
        assert_eq!(wrap("产出，指标", 4), ["产", "出，", "指标"]);
        assert_eq!(wrap("一二\n三", 8), ["一二", "三"]);
    }

    proptest! {
        #[test]
        fn padding_is_exact(raw in any::<String>(), cells in 0usize..60) {
            let text = crate::domain::clean::Clean::line(&raw);
            prop_assert_eq!(width(&pad(text.as_str(), cells, "~")), cells);
        }

        #[test]
        fn wrapping_loses_nothing(raw in "[一-龥，。（a-z ]{0,80}", cells in 4usize..40) {
            let lines = wrap(&raw, cells);
            prop_assert_eq!(lines.concat(), raw);
            prop_assert!(lines.iter().all(|l| width(l) <= cells));
        }
    }
}
