//! What the bytes of a terminal mean: UTF-8, or GB18030 as on terminals set to GBK.

use encoding_rs::{GB18030, GBK};
use unicode_width::UnicodeWidthStr as _;

/// How a terminal takes and gives characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Charset {
    /// UTF-8.
    #[default]
    Utf8,
    /// GBK; what is sent is GB18030, which is the same for all that such a terminal can show.
    Gbk,
}

/// The character that bytes begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum First {
    /// A character of so many bytes.
    Char(char, usize),
    /// More bytes are needed.
    More,
    /// The first byte begins nothing.
    Bad,
}

impl Charset {
    /// Reads one character.
    pub(crate) fn first(self, bytes: &[u8]) -> First {
        let Some(&b) = bytes.first() else {
            return First::More;
        };
        if b < 0x80 {
            return First::Char(char::from(b), 1);
        }
        let need = match self {
            Self::Utf8 => match b {
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf4 => 4,
                _ => return First::Bad,
            },
            Self::Gbk => match (b, bytes.get(1)) {
                (0x80 | 0xff, _) => return First::Bad,
                (_, Some(0x30..=0x39)) => 4,
                _ => 2,
            },
        };
        let Some(whole) = bytes.get(..need) else {
            // What has come may be wrong already.
            let wrong =
                self == Self::Utf8 && bytes.iter().skip(1).any(|b| !(0x80..=0xbf).contains(b));
            return if wrong { First::Bad } else { First::More };
        };
        let text = match self {
            Self::Utf8 => std::str::from_utf8(whole).ok().map(str::to_owned),
            Self::Gbk => GB18030
                .decode_without_bom_handling_and_without_replacement(whole)
                .map(std::borrow::Cow::into_owned),
        };
        match text
            .as_deref()
            .map(|t| (t.chars().next(), t.chars().nth(1)))
        {
            Some((Some(c), None)) => First::Char(c, need),
            _ => First::Bad,
        }
    }

    /// A text, with a mark for what is no character.
    pub(crate) fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Self::Gbk => GB18030.decode_without_bom_handling(bytes).0.into_owned(),
        }
    }

    /// The bytes of a frame.
    pub(crate) fn encode(self, frame: Vec<u8>) -> Vec<u8> {
        if self == Self::Utf8 || frame.is_ascii() {
            return frame;
        }
        // The painter writes whole characters only.
        let text = String::from_utf8_lossy(&frame);
        GB18030.encode(&text).0.into_owned()
    }

    /// What is shown for a symbol: itself, or a mark as wide where the terminal has no such
    /// character.
    pub(crate) fn shown(self, symbol: &str) -> &str {
        if self == Self::Utf8 || symbol.is_ascii() || !GBK.encode(symbol).2 {
            symbol
        } else if symbol.width() > 1 {
            "〓"
        } else {
            "?"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_read_whole() {
        let utf8 = "审a".as_bytes();
        assert_eq!(Charset::Utf8.first(utf8), First::Char('审', 3));
        assert_eq!(Charset::Utf8.first(&utf8[..2]), First::More);
        assert_eq!(Charset::Utf8.first(&[0xe5, 0x41]), First::Bad);
        assert_eq!(Charset::Utf8.first(&[0xff]), First::Bad);
        assert_eq!(Charset::Utf8.first(&[0xed, 0xa0, 0x80]), First::Bad);
        let gbk = GB18030.encode("审𠮷a").0;
        assert_eq!(Charset::Gbk.first(&gbk), First::Char('审', 2));
        assert_eq!(Charset::Gbk.first(&gbk[..1]), First::More);
        assert_eq!(Charset::Gbk.first(&gbk[2..]), First::Char('𠮷', 4));
        assert_eq!(Charset::Gbk.first(&gbk[2..5]), First::More);
        assert_eq!(Charset::Gbk.first(b"a"), First::Char('a', 1));
    }

    #[test]
    fn what_gbk_cannot_show_keeps_its_width() {
        assert_eq!(Charset::Gbk.shown("审"), "审");
        assert_eq!(Charset::Gbk.shown("𠮷"), "〓");
        assert_eq!(Charset::Gbk.shown("é"), "é");
        assert_eq!(Charset::Gbk.shown("ő"), "?");
        assert_eq!(Charset::Utf8.shown("𠮷"), "𠮷");
        let frame = "\u{1b}[1m审核".as_bytes().to_vec();
        let sent = Charset::Gbk.encode(frame);
        assert_eq!(Charset::Gbk.decode(&sent), "\u{1b}[1m审核");
        assert_eq!(sent.len(), 4 + 4);
    }
}
