//! What a character lets a word step over, and how characters compare.

use super::rank;
use ib_matcher::pinyin::{PinyinData, PinyinNotation};
use std::cmp::Ordering;
use std::sync::LazyLock;

static READINGS: LazyLock<PinyinData> =
    LazyLock::new(|| PinyinData::new(PinyinNotation::Ascii | PinyinNotation::AsciiTone));

/// Longest syllable that is looked up (`zhuang`, `chuang`, `shuang`).
const SYLLABLE: usize = 6;

/// A character's steps over a word: sets of places of the word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Steps {
    /// Nothing of the word begins or goes on with this character.
    pub(super) none: bool,
    /// All places that this character leads on from.
    pub(super) any: u64,
    /// The character itself stands there.
    same: u64,
    /// The initial of a reading stands there.
    initial: u64,
    /// `zh`, `ch`, `sh` stand there for a reading.
    double: u64,
    /// A whole reading of so many letters (from 2) stands there.
    whole: [u64; SYLLABLE - 1],
    /// A reading of one letter stands there.
    vowel: u64,
    /// The word ends there within a reading.
    tail: u64,
    /// The place behind the word.
    end: u64,
}

impl Steps {
    /// Of a character that the word has nothing to do with.
    pub(super) fn nothing() -> Self {
        Self {
            none: true,
            ..Self::default()
        }
    }

    pub(super) fn of(word: &[u16], unit: u16, letters: bool) -> Self {
        let mut s = Self {
            end: 1u64
                .checked_shl(u32::try_from(word.len()).unwrap_or(64))
                .unwrap_or(0),
            ..Self::default()
        };
        for (i, w) in word.iter().enumerate() {
            if *w == unit {
                s.same |= 1 << i;
            }
        }
        if letters
            && unit >= 0x80
            && let Some(c) = char::from_u32(u32::from(unit))
        {
            READINGS.get_pinyins_and_for_each(c, |p| {
                if let Some(p) = p.notation(PinyinNotation::Ascii) {
                    s.read(word, p.as_bytes());
                }
            });
        }
        let any = s.whole.iter().fold(0, |a, b| a | b);
        s.any = s.same | s.initial | s.double | s.vowel | s.tail | any;
        s.none = s.any == 0;
        s
    }

    fn read(&mut self, word: &[u16], reading: &[u8]) {
        for i in 0..word.len() {
            let Some(rest) = word.get(i..) else {
                continue;
            };
            let same = rest
                .iter()
                .zip(reading)
                .take_while(|(w, r)| **w == u16::from(**r))
                .count();
            if same == 0 {
                continue;
            }
            let here = 1u64 << i;
            self.initial |= here;
            if same >= 2 && matches!(reading, [b'z' | b'c' | b's', b'h', ..]) {
                self.double |= here;
            }
            if same == reading.len() {
                match same {
                    1 => self.vowel |= here,
                    n => {
                        if let Some(w) = self.whole.get_mut(n - 2) {
                            *w |= here;
                        }
                    }
                }
            }
            if same == rest.len() {
                self.tail |= here;
            }
        }
    }

    /// The same with only the steps that a rank allows.
    pub(super) fn only(mut self, r: u8) -> Self {
        let (text, pinyin, initials) = (rank::TEXT, rank::PINYIN, rank::INITIALS);
        if r == text || r == pinyin {
            (self.initial, self.double) = (0, 0);
        }
        if r == text || r == initials {
            self.whole = [0; SYLLABLE - 1];
            (self.vowel, self.tail) = (0, 0);
        }
        self
    }

    /// Places reached from `from` over this character.
    pub(super) fn after(&self, from: u64) -> u64 {
        if from & self.any == 0 {
            return 0;
        }
        let mut to = (from & (self.same | self.initial | self.vowel)) << 1;
        to |= (from & self.double) << 2;
        for (n, whole) in (2..).zip(self.whole) {
            to |= (from & whole) << n;
        }
        if from & self.tail != 0 {
            to |= self.end;
        }
        to
    }

    /// Places reached with only the steps of full pinyin, or only those of initials.
    pub(super) fn after_as(&self, r: u8, from: u64) -> u64 {
        if from & self.any == 0 {
            return 0;
        }
        if r == rank::INITIALS {
            return ((from & (self.same | self.initial)) << 1) | ((from & self.double) << 2);
        }
        let plain = Self {
            initial: 0,
            double: 0,
            ..*self
        };
        plain.after(from)
    }

    /// A place from which this character leads to `to`.
    fn before(&self, from: u64, to: usize) -> Option<usize> {
        (0..to)
            .filter(|p| from & (1 << p) != 0)
            .find(|p| self.after(1 << p) & (1 << to) != 0)
    }
}

/// The characters, as indices, that make the word up; those of its first end in the text.
pub(super) fn trace(text: &[Steps], n: usize, gaps: bool) -> Option<Vec<usize>> {
    let mut reached = Vec::with_capacity(text.len());
    let mut at = 0u64;
    for s in text {
        let next = s.after(at | 1);
        at = if gaps { at | next } else { next };
        reached.push(at);
        if at & (1 << n) != 0 {
            break;
        }
    }
    (at & (1 << n) != 0).then_some(())?;
    let (mut place, mut out) = (n, Vec::new());
    for i in (0..reached.len()).rev() {
        let before = 1 | i
            .checked_sub(1)
            .and_then(|j| reached.get(j))
            .copied()
            .unwrap_or(0);
        // Later characters first, so that what matched stands close together.
        let Some(from) = text.get(i).and_then(|s| s.before(before, place)) else {
            continue;
        };
        out.push(i);
        place = from;
        if place == 0 {
            break;
        }
    }
    out.reverse();
    Some(out)
}

/// A text as it is compared: small letters of plain width, without blanks and `'`; each unit with
/// the index of its character.
pub fn folded(text: &str) -> impl Iterator<Item = (usize, u16)> {
    text.chars().enumerate().flat_map(|(i, c)| {
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
            c => c,
        };
        let c = match c {
            'ü' | 'Ü' | 'ǖ' | 'ǘ' | 'ǚ' | 'ǜ' => 'v',
            c => {
                let mut low = c.to_lowercase();
                match (low.next(), low.next()) {
                    (Some(l), None) => l,
                    _ => c,
                }
            }
        };
        let gone = c.is_whitespace() || matches!(c, '\'' | '’' | '‘');
        let mut two = [0; 2];
        let n = c.encode_utf16(&mut two).len();
        two.into_iter()
            .take(if gone { 0 } else { n })
            .map(move |u| (i, u))
    })
}

/// Characters of a name that its sort key is made of.
const KEY: usize = 16;

/// Where every character of the basic plane stands in the order of pinyin: signs, figures and
/// letters first, then characters by their first reading and tone, then whatever has none.
static PLACES: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut read: Vec<(String, u16)> = Vec::new();
    let (mut plain, mut rest) = (Vec::new(), Vec::new());
    for unit in 0..=u16::MAX {
        let tone = char::from_u32(u32::from(unit))
            .filter(|_| unit >= 0x80)
            .and_then(first);
        match tone {
            Some(t) => read.push((t, unit)),
            None if unit < 0x3000 => plain.push(unit),
            None => rest.push(unit),
        }
    }
    read.sort_unstable_by(|a, b| match a.0.cmp(&b.0) {
        Ordering::Equal => a.1.cmp(&b.1),
        o => o,
    });
    let mut places = vec![0; 1 << 16];
    let order = plain
        .into_iter()
        .chain(read.into_iter().map(|(_, u)| u))
        .chain(rest);
    for (n, unit) in (0..=u16::MAX).zip(order) {
        if let Some(p) = places.get_mut(usize::from(unit)) {
            *p = n;
        }
    }
    places
});

/// The first reading of a character, with its tone.
fn first(c: char) -> Option<String> {
    let mut found = None;
    READINGS.get_pinyins_and_for_each(c, |p| {
        if found.is_none() {
            found = p.notation(PinyinNotation::AsciiTone).map(str::to_owned);
        }
    });
    found
}

/// What names are sorted by: bytes that compare as the names do by pinyin.
pub fn key(units: impl Iterator<Item = u16>) -> Vec<u8> {
    units
        .take(KEY)
        .flat_map(|u| {
            let place = PLACES.get(usize::from(u)).copied().unwrap_or(u);
            place.to_be_bytes()
        })
        .collect()
}
