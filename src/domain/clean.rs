//! Foreign text made fit to show. Nothing that came from a file reaches a terminal or a paper
//! in another way; what is stored keeps the original.

use serde::{Deserialize, Serialize};
use std::fmt::Write as _;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Marks on one base beyond which the rest is cut (a storm of them covers neighbouring rows).
const MARKS: usize = 8;

/// One line fit to show: composed, without controls, bidi controls, invisible characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
#[serde(transparent)]
pub struct Clean(String);

impl Clean {
    /// Makes one line of any text; line ends become a blank.
    pub fn line(raw: &str) -> Self {
        Self(visible(raw, false))
    }
    /// The text, safe to print.
    pub fn as_str(&self) -> &str {
        &self.0
    }
    /// True when there is nothing to see.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Display for Clean {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Clean {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Clean {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d).map(|s| Self::line(&s))
    }
}

/// Text of several lines fit to show: as [`Clean`], but line ends stay (as `\n`).
pub fn lines(raw: &str) -> String {
    visible(raw, true)
}

/// True for characters that are never sent to a terminal as they are.
pub fn hidden(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
        || (c as u32) & 0xfffe == 0xfffe
        || matches!(c, '\u{fdd0}'..='\u{fdef}')
}

fn visible(raw: &str, many: bool) -> String {
    let plain = raw
        .chars()
        .all(|c| matches!(c, ' '..='~' | '\u{4e00}'..='\u{9fff}' | '\u{3001}'..='\u{3002}'));
    if plain {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    let mut marks = 0usize;
    let mut chars = raw.nfc().peekable();
    while let Some(c) = chars.next() {
        if is_combining_mark(c) {
            marks += 1;
            if marks == MARKS + 1 {
                out.push('~');
            }
            if marks > MARKS {
                continue;
            }
        } else {
            marks = 0;
        }
        match c {
            '\r' if chars.peek() == Some(&'\n') => {}
            '\n' if many => out.push('\n'),
            '\n' | '\t' | '\u{a0}' | '\u{3000}' => out.push(' '),
            _ if hidden(c) => {
                // Writing to a String cannot fail.
                write!(out, "<U+{:04X}>", c as u32).unwrap_or_default();
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hostile_text_becomes_visible() {
        for (raw, shown) in [
            ("a\u{1b}[2Jb", "a<U+001B>[2Jb"),
            ("\u{202e}fdp", "<U+202E>fdp"),
            ("两\u{200b}行", "两<U+200B>行"),
            ("一\r\n二", "一 二"),
            ("一\r二", "一<U+000D>二"),
            ("e\u{301}", "\u{e9}"),
            ("\u{9b}31m", "<U+009B>31m"),
        ] {
            assert_eq!(Clean::line(raw).as_str(), shown);
        }
        assert_eq!(lines("一\r\n二"), "一\n二");
        let storm = format!("a{}", "\u{300}".repeat(100));
        assert!(Clean::line(&storm).as_str().chars().count() < 15);
    }

    proptest! {
        #[test]
        fn nothing_hidden_is_left_and_twice_is_once(raw in any::<String>()) {
            let once = Clean::line(&raw);
            prop_assert!(!once.as_str().chars().any(hidden));
            prop_assert_eq!(Clean::line(once.as_str()), once);
        }
    }
}
