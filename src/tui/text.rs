//! All measuring, cutting, padding and wrapping of text on screens: by grapheme, never half a
//! wide character, under the width that characters of ambiguous width were measured to have. What
//! is stored or copied never passes here.

use crate::domain::clean::lines;
use std::borrow::Cow;
use std::fmt::Write as _;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Characters that do not begin a line.
const NOT_FIRST: &str = "，。、；：？！）》」』】,.;:?!)]}";
/// Characters that do not end a line.
const NOT_LAST: &str = "（《「『【([{";
/// A longer run of letters is broken like any other text.
const LONGEST: usize = 24;

/// How wide the terminal draws characters whose width Unicode leaves open (`“ — … ①`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ambiguous {
    /// One cell.
    One,
    /// Two cells.
    Two,
    /// Nobody knows: they are shown by twins whose width is known.
    #[default]
    Unknown,
}

/// True when a character's width is left open.
fn is_open(c: char) -> bool {
    c.width() != c.width_cjk() || is_open_letter(c)
}

/// Letters of open width, as `EastAsianWidth.txt` has them. The width library takes them as narrow
/// everywhere, but terminals with wide ambiguous characters do not.
const fn is_open_letter(c: char) -> bool {
    matches!(
        c,
        '\u{aa}' | '\u{ba}' | '\u{c6}' | '\u{d0}' | '\u{d8}' | '\u{de}'..='\u{e1}' | '\u{e6}'
            | '\u{e8}'..='\u{ea}' | '\u{ec}' | '\u{ed}' | '\u{f0}' | '\u{f2}' | '\u{f3}'
            | '\u{f8}'..='\u{fa}' | '\u{fc}' | '\u{fe}' | '\u{101}' | '\u{111}' | '\u{113}'
            | '\u{11b}' | '\u{126}' | '\u{127}' | '\u{12b}' | '\u{131}'..='\u{133}' | '\u{138}'
            | '\u{13f}'..='\u{142}' | '\u{144}' | '\u{148}'..='\u{14b}' | '\u{14d}' | '\u{152}'
            | '\u{153}' | '\u{166}' | '\u{167}' | '\u{16b}' | '\u{1ce}' | '\u{1d0}' | '\u{1d2}'
            | '\u{1d4}' | '\u{1d6}' | '\u{1d8}' | '\u{1da}' | '\u{1dc}' | '\u{251}' | '\u{261}'
            | '\u{391}'..='\u{3a9}' | '\u{3b1}'..='\u{3c1}' | '\u{3c3}'..='\u{3c9}' | '\u{401}'
            | '\u{410}'..='\u{44f}' | '\u{451}'
    )
}

/// Cells of a grapheme where open widths are two.
fn wide_cells(grapheme: &str) -> usize {
    match grapheme.chars().next() {
        Some(c) if is_open_letter(c) => 2,
        _ => grapheme.width_cjk(),
    }
}

/// Greek and Cyrillic letters of open width, and how they are written in Latin ones.
const LETTERS: &[(&str, &str)] = &[
    (
        "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
        "A B G D E Z H Th I K L M N X O P R S T Y Ph Ch Ps O",
    ),
    (
        "αβγδεζηθικλμνξοπρστυφχψω",
        "a b g d e z h th i k l m n x o p r s t y ph ch ps o",
    ),
    (
        "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ",
        "A B V G D E E Zh Z I J K L M N O P R S T U F H C Ch Sh Sch ' Y ' E Ju Ja",
    ),
    (
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i j k l m n o p r s t u f h c ch sh sch ' y ' e ju ja",
    ),
    (
        "ÆæØøßÞþÐðĐđŁłĦħĸŊŋŒœŦŧı",
        "AE ae O o ss Th th D d D d L l H h k Ng ng OE oe T t i",
    ),
    ("ɑɡ", "a g"),
];

/// Signs of open width and what they are shown by.
const SIGNS: &[(&str, &str)] = &[
    ("“", "「"),
    ("”", "」"),
    ("‘", "『"),
    ("’", "』"),
    ("—", "-"),
    ("–", "-"),
    ("―", "-"),
    ("‐", "-"),
    ("‖", "||"),
    ("…", ".."),
    ("‥", ".."),
    ("·", "."),
    ("•", "*"),
    ("‧", "."),
    ("×", "x"),
    ("÷", "/"),
    ("±", "+-"),
    ("∓", "-+"),
    ("≥", ">="),
    ("≧", ">="),
    ("≤", "<="),
    ("≦", "<="),
    ("≠", "!="),
    ("≡", "=="),
    ("≈", "~="),
    ("≒", "~="),
    ("≌", "~="),
    ("∽", "~"),
    ("∼", "~"),
    ("≪", "<<"),
    ("≫", ">>"),
    ("℃", "度C"),
    ("℉", "度F"),
    ("°", "度"),
    ("′", "'"),
    ("″", "\""),
    ("‵", "'"),
    ("‰", "0/00"),
    ("№", "No."),
    ("§", "S."),
    ("¶", "P."),
    ("¤", "$"),
    ("¡", "!"),
    ("¿", "?"),
    ("¨", "\""),
    ("´", "'"),
    ("¸", ","),
    ("ˇ", "v"),
    ("˘", "u"),
    ("˙", "."),
    ("˚", "o"),
    ("˝", "\""),
    ("˛", ","),
    ("˜", "~"),
    ("ˉ", "-"),
    ("ˊ", "'"),
    ("ˋ", "`"),
    ("ˍ", "_"),
    ("ˈ", "'"),
    ("ˌ", ","),
    ("ː", ":"),
    ("˄", "^"),
    ("˅", "v"),
    ("®", "(R)"),
    ("※", "*"),
    ("†", "+"),
    ("‡", "++"),
    ("‾", "-"),
    ("←", "<-"),
    ("→", "->"),
    ("↑", "^"),
    ("↓", "v"),
    ("↔", "<->"),
    ("↕", "^v"),
    ("⇒", "=>"),
    ("⇔", "<=>"),
    ("∀", "A"),
    ("∃", "E"),
    ("∂", "d"),
    ("∇", "V"),
    ("∈", "in"),
    ("∋", "ni"),
    ("∏", "积"),
    ("∑", "和"),
    ("∕", "/"),
    ("√", "根号"),
    ("∝", "正比"),
    ("∞", "无穷"),
    ("∟", "L"),
    ("∠", "角"),
    ("∣", "|"),
    ("∥", "||"),
    ("∧", "^"),
    ("∨", "v"),
    ("∩", "交"),
    ("∪", "并"),
    ("∫", "积分"),
    ("∬", "积分"),
    ("∮", "积分"),
    ("∴", "所以"),
    ("∵", "因为"),
    ("∶", ":"),
    ("∷", "::"),
    ("⊥", "垂直"),
    ("⊙", "(o)"),
    ("⊕", "(+)"),
    ("⌒", "弧"),
    ("■", "#"),
    ("□", "[]"),
    ("▣", "[#]"),
    ("▲", "^"),
    ("△", "^"),
    ("▼", "v"),
    ("▽", "v"),
    ("▶", ">"),
    ("▷", ">"),
    ("◀", "<"),
    ("◁", "<"),
    ("◆", "*"),
    ("◇", "*"),
    ("◈", "*"),
    ("○", "(o)"),
    ("●", "(*)"),
    ("◎", "(o)"),
    ("◐", "(o)"),
    ("◑", "(o)"),
    ("◯", "(o)"),
    ("★", "*"),
    ("☆", "*"),
    ("☎", "电话"),
    ("☏", "电话"),
    ("☜", "<-"),
    ("☞", "->"),
    ("♀", "女"),
    ("♂", "男"),
    ("♪", "音"),
    ("✓", "v"),
    ("✗", "x"),
];

/// What a character of open width is shown by: from the tables, else its plain form in Unicode,
/// else its number.
fn twin(c: char, out: &mut String) {
    let mut buffer = [0u8; 4];
    let one: &str = c.encode_utf8(&mut buffer);
    if let Some((_, as_)) = SIGNS.iter().find(|(sign, _)| *sign == one) {
        return out.push_str(as_);
    }
    for (from, to) in LETTERS {
        if let Some(n) = from.chars().position(|x| x == c) {
            return out.push_str(to.split(' ').nth(n).unwrap_or(""));
        }
    }
    let drawn = match c {
        '─' | '━' | '┄' | '┅' | '┈' | '┉' | '╌' | '╍' => "-",
        '│' | '┃' | '┆' | '┇' | '┊' | '┋' | '║' => "|",
        '═' => "=",
        '\u{2500}'..='\u{257f}' => "+",
        '\u{2580}'..='\u{259f}' => "#",
        _ => "",
    };
    if !drawn.is_empty() {
        return out.push_str(drawn);
    }
    let plain: String = one.nfkd().filter(|x| !is_combining_mark(*x)).collect();
    let known = !plain.is_empty() && plain != one && !plain.chars().any(is_open);
    let circled =
        matches!(c, '\u{2460}'..='\u{2473}' | '\u{24b6}'..='\u{24ea}' | '\u{3248}'..='\u{324f}');
    // Writing to a String cannot fail.
    match (known, circled) {
        (true, true) => write!(out, "({plain})"),
        (true, false) => write!(out, "{plain}"),
        (false, _) => match circled_number(c) {
            Some(n) => write!(out, "({n})"),
            None => write!(out, "<U+{:04X}>", u32::from(c)),
        },
    }
    .unwrap_or_default();
}

/// The number in a circle that Unicode gives no plain form: filled, sans-serif or double ones.
fn circled_number(c: char) -> Option<u32> {
    let n = u32::from(c);
    Some(match c {
        '\u{24eb}'..='\u{24f4}' => n - 0x24eb + 11,
        '\u{24f5}'..='\u{24fe}' => n - 0x24f5 + 1,
        '\u{24ff}' => 0,
        '\u{2776}'..='\u{277f}' => n - 0x2776 + 1,
        '\u{2780}'..='\u{2789}' => n - 0x2780 + 1,
        '\u{278a}'..='\u{2793}' => n - 0x278a + 1,
        _ => return None,
    })
}

impl Ambiguous {
    /// Cells of one grapheme.
    pub(super) fn cells(self, grapheme: &str) -> usize {
        match self {
            Self::Two => wide_cells(grapheme),
            Self::One | Self::Unknown => grapheme.width(),
        }
    }
    /// The text as it is shown: nothing hidden, composed, and of known width.
    pub fn shown(self, text: &str) -> Cow<'_, str> {
        let plain = |c| {
            matches!(c, ' '..='~' | '\u{4e00}'..='\u{9fff}' | '\u{3001}'..='\u{3002}'
                | '\u{300a}'..='\u{3011}' | '\u{ff01}'..='\u{ff5e}')
        };
        if text.chars().all(plain) {
            return Cow::Borrowed(text);
        }
        let clean = lines(text);
        let mut out = String::with_capacity(clean.len());
        for g in clean.graphemes(true) {
            if g == "\n" {
                out.push('\n');
            } else if self.cells(g) == 0 {
                // A mark without a base has no cell of its own.
                for c in g.chars() {
                    write!(out, "<U+{:04X}>", u32::from(c)).unwrap_or_default();
                }
            } else if self == Self::Unknown && g.width() != wide_cells(g) {
                for c in g.chars() {
                    if is_open(c) {
                        twin(c, &mut out);
                    } else if !is_combining_mark(c) {
                        out.push(c);
                    }
                }
            } else {
                out.push_str(g);
            }
        }
        Cow::Owned(out)
    }
    /// Cells that a text takes.
    pub fn width(self, text: &str) -> usize {
        if text.bytes().all(|b| matches!(b, b' '..=b'~')) {
            return text.len();
        }
        self.shown(text)
            .graphemes(true)
            .map(|g| self.cells(g))
            .sum()
    }
    /// The text cut to at most `cells`, with `mark` where something was cut off.
    pub fn cut(self, text: &str, cells: usize, mark: &str) -> String {
        let text = self.shown(text);
        let mut used = 0;
        // Where the text would end if a mark has to follow.
        let mut short = (0, 0);
        let room = cells.saturating_sub(self.width(mark));
        for (at, g) in text.grapheme_indices(true) {
            let w = self.cells(g);
            if used + w > cells {
                let head = text.get(..short.0).unwrap_or("");
                let fits = self.width(mark) <= cells;
                return format!("{head}{}", if fits { mark } else { "" });
            }
            used += w;
            if used <= room {
                short = (at + g.len(), used);
            }
        }
        text.into_owned()
    }
    /// The text in exactly `cells`, cut or filled with blanks on the right.
    pub fn pad(self, text: &str, cells: usize, mark: &str) -> String {
        let mut out = self.cut(text, cells, mark);
        let gap = cells.saturating_sub(self.width(&out));
        out.extend(std::iter::repeat_n(' ', gap));
        out
    }
    /// The text in exactly `cells`, at the right.
    pub fn right(self, text: &str, cells: usize, mark: &str) -> String {
        let out = self.cut(text, cells, mark);
        let gap = cells.saturating_sub(self.width(&out));
        format!("{}{out}", " ".repeat(gap))
    }
    /// The text in lines of at most `cells`; no line begins with a closing sign or ends with an
    /// opening one, where that can be had.
    pub fn wrap(self, text: &str, cells: usize) -> Vec<String> {
        self.wrap_raw(&self.shown(text), cells)
    }
    /// As [`Self::wrap`], for a text that is shown as it is.
    fn wrap_raw(self, text: &str, cells: usize) -> Vec<String> {
        let cells = cells.max(2);
        let mut out = Vec::new();
        for paragraph in text.split('\n') {
            let mut line = String::new();
            let mut used = 0;
            for g in paragraph.graphemes(true) {
                let w = self.cells(g);
                if used + w > cells && used > 0 {
                    // What goes down with it: the word it belongs to, or where it may not stand
                    // first, the last word or character.
                    let last = line.graphemes(true).next_back().unwrap_or("");
                    let word = word_at_end(&line);
                    let badly = NOT_FIRST.contains(g) || NOT_LAST.contains(last);
                    let mut carried = String::new();
                    for down in [word, if badly { last } else { "" }] {
                        let wanted = badly || is_word(g);
                        let fits = down.graphemes(true).map(|g| self.cells(g)).sum::<usize>() + w
                            <= cells
                            && down.len() <= LONGEST;
                        if wanted && fits && !down.is_empty() && down.len() < line.len() {
                            carried = down.to_owned();
                            break;
                        }
                    }
                    line.truncate(line.len() - carried.len());
                    out.push(std::mem::take(&mut line));
                    used = carried.graphemes(true).map(|g| self.cells(g)).sum();
                    line = carried;
                }
                line.push_str(g);
                used += w;
            }
            out.push(line);
        }
        out
    }
}

/// A letter or digit of a word that is kept whole.
fn is_word(g: &str) -> bool {
    g.chars().all(|c| c.is_ascii_alphanumeric())
}

/// The word that a row ends with, of whole characters as they are seen.
fn word_at_end(line: &str) -> &str {
    let letters = line.grapheme_indices(true).rev();
    let word = letters.take_while(|(_, g)| is_word(g));
    let from = word.last().map_or(line.len(), |(n, _)| n);
    line.get(from..).unwrap_or("")
}

/// Cells of a text that is being written, character by character as it is.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The rows of a text that is being written: nothing in it is shown by anything else.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    Ambiguous::One.wrap_raw(text, cells)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALL: [Ambiguous; 3] = [Ambiguous::One, Ambiguous::Two, Ambiguous::Unknown];

    #[test]
    fn wide_characters_are_never_halved() {
        let a = Ambiguous::One;
        assert_eq!(a.cut("长桥地区", 7, "~"), "长桥地~");
        assert_eq!(a.cut("长桥地区", 6, "~"), "长桥~");
        assert_eq!(a.cut("长桥地区", 8, "~"), "长桥地区");
        assert_eq!(a.cut("长桥", 0, "~"), "");
        assert_eq!(a.pad("长桥", 7, "~"), "长桥   ");
        assert_eq!(a.right("5.00", 6, "~"), "  5.00");
        assert_eq!(a.wrap("产出，指标", 4), ["产", "出，", "指标"]);
        assert_eq!(a.wrap("一二\n三", 8), ["一二", "三"]);
    }

    #[test]
    fn words_are_not_broken_where_there_is_room() {
        let a = Ambiguous::One;
        assert_eq!(
            a.wrap("try anything; u undoes", 12),
            ["try ", "anything; u ", "undoes"]
        );
        assert_eq!(a.wrap("try anything", 6), ["try ", "anythi", "ng"]);
        assert_eq!(
            a.wrap("编号31010420KY010的", 16),
            ["编号", "31010420KY010的"]
        );
        assert_eq!(a.wrap("abcd efg", 4), ["abcd", " efg"]);
        // A sign that joins the letter behind it stays with it.
        for row in a.wrap("“，①（\u{11d46}aA", 5) {
            assert!(a.width(&row) <= 5, "{row:?}");
        }
    }

    #[test]
    fn open_widths_are_taken_as_measured_or_shown_by_twins() {
        let quote = "“一”…";
        assert_eq!(Ambiguous::One.width(quote), 5);
        assert_eq!(Ambiguous::Two.width(quote), 8);
        assert_eq!(Ambiguous::Two.width("Ωμé"), 6);
        for (raw, shown) in [
            (quote, "「一」.."),
            ("①≥5×3℃→—·", "(1)>=5x3度C->-."),
            ("⑴⒈Ⅳⓐ❶⓫", "(1)1.IV(a)(1)(11)"),
            ("ΩЖé", "OZhe"),
            ("┌─┐█", "+-+#"),
            ("e\u{301}", "e"),
        ] {
            assert_eq!(Ambiguous::Unknown.shown(raw), shown, "{raw}");
            assert_eq!(Ambiguous::One.shown("“e\u{301}"), "“é");
        }
        assert_eq!(
            Ambiguous::One.shown("a\u{1b}[2J\u{202e}"),
            "a<U+001B>[2J<U+202E>"
        );
        assert_eq!(Ambiguous::One.shown("\u{301}"), "<U+0301>");
    }

    #[test]
    fn no_character_of_open_width_is_left_where_widths_are_unknown() {
        for c in '\u{0}'..=char::MAX {
            let text = c.to_string();
            let shown = Ambiguous::Unknown.shown(&text);
            assert_eq!(shown.width(), shown.width_cjk(), "U+{:04X}", u32::from(c));
            assert!(!shown.chars().any(is_open), "U+{:04X}", u32::from(c));
            assert!(!shown.is_empty() || c == '\r', "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn every_sign_has_a_twin_of_known_width() {
        for (sign, as_) in SIGNS {
            assert_eq!(as_.width(), as_.width_cjk(), "{sign}");
        }
        for (from, to) in LETTERS {
            assert_eq!(from.chars().count(), to.split(' ').count(), "{from}");
        }
    }

    fn hostile() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[一-龥，。（）“”…①]{1,6}",
            "[a-z ]{1,6}",
            Just("👩‍👩‍👧".to_owned()),
            Just("🇨🇳".to_owned()),
            Just("e\u{301}\u{302}".to_owned()),
            Just("\u{1b}[2J".to_owned()),
            Just("\u{202e}\u{200b}".to_owned()),
            "\\PC{0,4}",
        ];
        proptest::collection::vec(piece, 0..8).prop_map(|parts| parts.concat())
    }

    proptest! {
        #[test]
        fn padding_is_exact_and_cutting_splits_no_grapheme(raw in hostile(), cells in 0usize..60) {
            for a in ALL {
                let shown = a.shown(&raw).into_owned();
                prop_assert_eq!(a.shown(&shown).into_owned(), shown.clone());
                prop_assert_eq!(a.width(&a.pad(&raw, cells, "~")), cells);
                prop_assert_eq!(a.width(&a.right(&raw, cells, "~")), cells);
                let cut = a.cut(&raw, cells, "");
                let whole: Vec<&str> = shown.graphemes(true).collect();
                let part: Vec<&str> = cut.graphemes(true).collect();
                prop_assert!(whole.starts_with(&part), "{:?} of {:?}", part, whole);
                prop_assert!(!cut.chars().any(crate::domain::clean::hidden));
            }
        }

        #[test]
        fn wrapping_loses_nothing(raw in hostile(), cells in 4usize..40) {
            for a in ALL {
                let lines = a.wrap(&raw, cells);
                prop_assert_eq!(lines.concat(), a.shown(&raw).replace('\n', ""));
                prop_assert!(lines.iter().all(|l| a.width(l) <= cells));
            }
        }
    }
}
