//! The last row: the keys that matter here and now, the help last.

use super::canvas::{Canvas, cell};

/// Commands at most, at any width: more is a second text to read.
const MOST: usize = 9;

/// A key and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    /// The key as shown.
    pub key: String,
    /// What it does.
    pub name: String,
    /// It can act now; if not it stands in round brackets.
    pub usable: bool,
}

impl Key {
    /// A blank stands only before a name in Latin letters.
    fn gap(&self) -> &'static str {
        let latin = self.name.chars().next().is_some_and(|c| c.is_ascii());
        if latin { " " } else { "" }
    }
    fn cells(&self, c: &Canvas<'_>) -> usize {
        let brackets = if self.usable { 0 } else { 2 };
        c.look.width(&self.key) + self.gap().len() + c.look.width(&self.name) + brackets
    }
}

/// Draws the keys in a row; the last one always has its room.
pub(super) fn keybar(c: &mut Canvas<'_>, y: u16, keys: &[Key]) {
    let t = c.look.theme;
    let room = usize::from(c.width()).saturating_sub(2);
    let Some((last, others)) = keys.split_last() else {
        return;
    };
    let mut left = room.saturating_sub(last.cells(c));
    let mut shown: Vec<&Key> = Vec::new();
    for k in others.iter().take(MOST - 1) {
        let need = k.cells(c) + 2;
        if need <= left {
            left -= need;
            shown.push(k);
        }
    }
    shown.push(last);
    let mut x = 1;
    for k in shown {
        x = if k.usable {
            let x = c.say(x, y, &k.key, t.bold());
            c.say(x, y, &format!("{}{}", k.gap(), k.name), t.smoke())
        } else {
            c.say(
                x,
                y,
                &format!("({}{}{})", k.key, k.gap(), k.name),
                t.smoke(),
            )
        } + cell(2);
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::theme::Look;
    use super::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    fn bar(cells: u16, keys: &[(&str, &str, bool)]) -> String {
        let keys: Vec<Key> = keys
            .iter()
            .map(|(key, name, usable)| Key {
                key: (*key).into(),
                name: (*name).into(),
                usable: *usable,
            })
            .collect();
        let mut b = Buffer::empty(Rect::new(0, 0, cells, 1));
        keybar(&mut Canvas::new(&mut b, Look::new(false)), 0, &keys);
        super::super::rows(&b).concat().trim_end().to_owned()
    }

    #[test]
    fn nine_at_most_and_the_help_last() {
        let many: Vec<(String, String, bool)> = (0..20)
            .map(|n| (n.to_string(), "做".to_owned(), true))
            .collect();
        let many: Vec<(&str, &str, bool)> = many
            .iter()
            .map(|(a, b, c)| (a.as_str(), b.as_str(), *c))
            .collect();
        let text = bar(160, &many);
        assert_eq!(text.split_whitespace().count(), 9);
        assert!(text.ends_with("19做"));
    }

    #[test]
    fn what_cannot_act_stands_in_brackets_and_the_last_keeps_its_room() {
        let keys = [
            ("p", "通过", false),
            ("m", "完善", true),
            ("Enter", "open", true),
            ("?", "帮助", true),
        ];
        assert_eq!(bar(40, &keys), " (p通过)  m完善  Enter open  ?帮助");
        assert_eq!(bar(24, &keys), " (p通过)  m完善  ?帮助");
        assert_eq!(bar(8, &keys), " ?帮助");
    }
}
