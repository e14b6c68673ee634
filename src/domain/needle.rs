//! One word looked for in names, codes and units: as it stands, by full pinyin, by initials, by a
//! mixture of them, or with gaps. All readings of a character count (重庆 is found by `cq` and
//! `zq`); case, width, blanks and `'` do not matter, `v` is `ü`.
//!
//! The word is a small automaton: a bit for each of its places, and for each character of a text
//! what that character lets one step over. So a text is read once, whatever the word, and a
//! million names cost as much as reading them.

mod steps;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use steps::{Steps, trace};
pub use steps::{folded, key};

/// Letters and characters beyond which a word is only looked for as it stands.
const LONGEST: usize = 60;

/// Ranks of [`Hit::rank`], the best first.
pub mod rank {
    /// The code itself.
    pub const CODE: u8 = 0;
    /// The beginning of the code.
    pub const PREFIX: u8 = 1;
    /// As it stands.
    pub const TEXT: u8 = 2;
    /// By full pinyin; the last syllable may be unfinished.
    pub const PINYIN: u8 = 3;
    /// By initials in a row.
    pub const INITIALS: u8 = 4;
    /// By initials and syllables mixed.
    pub const MIXED: u8 = 5;
    /// By any of them, with characters left out between.
    pub const GAPS: u8 = 6;
}

/// A word to look for.
#[derive(Clone)]
pub struct Needle(Arc<Word>);

struct Word {
    /// Folded: the way texts are compared.
    units: Vec<u16>,
    /// It may be read as pinyin.
    letters: bool,
    /// Gaps are looked for as well.
    gaps: bool,
}

impl std::fmt::Debug for Needle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Needle")
            .field(&String::from_utf16_lossy(&self.0.units))
            .finish()
    }
}

/// How well a word matched; a lower rank is better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// One of [`rank`].
    pub rank: u8,
    /// Characters from the beginning to the match.
    pub start: usize,
    /// Characters that matched, as indices.
    pub characters: Vec<usize>,
}

impl Needle {
    /// A word as typed.
    pub fn new(word: &str) -> Self {
        let units: Vec<u16> = folded(word).map(|(_, u)| u).collect();
        let letter = |u: &u16| (0x61..=0x7a).contains(u);
        let han = |u: &u16| (0x3400..=0x9fff).contains(u);
        let short = units.len() <= LONGEST;
        // Two letters with gaps are in nearly every name, and figures are in every code.
        let enough = units.len() >= 3 || (units.len() == 2 && units.iter().all(han));
        let gaps = short && enough && units.iter().all(|u| letter(u) || han(u));
        Self(Arc::new(Word {
            letters: short && units.iter().any(letter),
            gaps,
            units,
        }))
    }

    /// True when it asks for nothing.
    pub fn is_empty(&self) -> bool {
        self.0.units.is_empty()
    }

    /// What of the ASCII characters a text must have to have the word as it stands, as a set.
    pub fn ascii(&self) -> Option<u128> {
        self.0.units.iter().try_fold(0, |set, u| {
            (*u < 128).then(|| set | (1u128 << u32::from(*u)))
        })
    }

    /// True when the word is in `text` without gaps, as it stands or by pinyin.
    pub fn is_in(&self, text: &str) -> bool {
        self.rank(text).is_some_and(|r| r < rank::GAPS)
    }

    /// How well the word matches a name or unit; none when not at all.
    pub fn rank(&self, text: &str) -> Option<u8> {
        let units: Vec<u16> = folded(text).map(|(_, u)| u).collect();
        // One text is not worth a table of all characters.
        let mut once = Scanner {
            table: false,
            ..self.scanner()
        };
        once.rank(&units)
    }

    /// How well the word matches a code: only as it stands.
    pub fn code(&self, code: &str) -> Option<u8> {
        let units: Vec<u16> = code.encode_utf16().collect();
        self.code_of(&units)
    }

    /// The same of a code in UTF-16.
    pub fn code_of(&self, units: &[u16]) -> Option<u8> {
        let word = &self.0.units;
        let same = |part: &[u16]| part.iter().zip(word).all(|(u, w)| small(*u) == *w);
        let mut found = units.windows(word.len().max(1)).map(same);
        if word.is_empty() || found.next()? {
            let all = units.len() == word.len();
            return Some(if all { rank::CODE } else { rank::PREFIX });
        }
        found.any(|yes| yes).then_some(rank::TEXT)
    }

    /// Where and how well the word matches `text`, for underlining.
    pub fn hit(&self, text: &str) -> Option<Hit> {
        let (at, units): (Vec<usize>, Vec<u16>) = folded(text).unzip();
        let word = &self.0.units;
        let (rank, places) = if word.len() > LONGEST {
            let from = units.windows(word.len()).position(|w| w == word)?;
            (rank::TEXT, (from..from + word.len()).collect())
        } else {
            let rank = self.rank(text)?;
            let steps: Vec<Steps> = units.iter().map(|u| self.steps(*u).only(rank)).collect();
            (rank, trace(&steps, word.len(), rank == rank::GAPS)?)
        };
        let mut characters: Vec<usize> = places
            .into_iter()
            .filter_map(|i| at.get(i).copied())
            .collect();
        characters.dedup();
        Some(Hit {
            rank,
            start: characters.first().copied().unwrap_or(0),
            characters,
        })
    }

    /// Something that looks through many texts.
    pub fn scanner(&self) -> Scanner {
        Scanner {
            needle: self.clone(),
            table: true,
            known: Vec::new(),
            steps: Vec::new(),
            leads: Vec::new(),
        }
    }

    fn steps(&self, unit: u16) -> Steps {
        Steps::of(&self.0.units, unit, self.0.letters)
    }
}

/// A code's letter, small.
pub fn small(unit: u16) -> u16 {
    if (0x41..=0x5a).contains(&unit) {
        unit + 0x20
    } else {
        unit
    }
}

fn is_within(text: &[u16], word: &[u16]) -> bool {
    word.is_empty() || text.windows(word.len()).any(|w| w == word)
}

/// Looks through many texts for one word; keeps what each character lets it step over.
pub struct Scanner {
    needle: Needle,
    table: bool,
    /// For each unit 1 + its place in `steps`; 0 is not known yet. Empty until the first text.
    known: Vec<u16>,
    steps: Vec<Steps>,
    /// `any` of `steps`, close together.
    leads: Vec<u64>,
}

impl Scanner {
    /// How well the word matches folded text.
    pub fn rank(&mut self, units: &[u16]) -> Option<u8> {
        let n = self.needle.0.units.len();
        if n == 0 {
            return Some(rank::TEXT);
        }
        if n > LONGEST {
            return is_within(units, &self.needle.0.units).then_some(rank::TEXT);
        }
        if self.table && self.known.is_empty() {
            self.known = vec![0; 1 << 16];
            self.steps.push(Steps::nothing());
            self.leads.push(0);
        }
        let (end, gaps) = (1u64 << n, self.needle.0.gaps);
        let (mut row, mut loose) = (0u64, 0u64);
        for unit in units {
            let from = self.leads(*unit);
            let on = (row | 1) & from != 0;
            row = if on { self.at(*unit).after(row | 1) } else { 0 };
            if row & end != 0 {
                return Some(self.best(units));
            }
            if gaps && (loose | 1) & from != 0 {
                loose |= self.at(*unit).after(loose | 1);
            }
        }
        (loose & end != 0).then_some(rank::GAPS)
    }

    /// The places that a character leads on from: for most characters none, and all is said.
    fn leads(&mut self, unit: u16) -> u64 {
        let known = self.known.get(usize::from(unit)).copied().unwrap_or(0);
        if known == 0 {
            return self.at(unit).any;
        }
        self.leads
            .get(usize::from(known - 1))
            .copied()
            .unwrap_or_default()
    }

    fn at(&mut self, unit: u16) -> Steps {
        if !self.table {
            return self.needle.steps(unit);
        }
        let place = usize::from(unit);
        let known = self.known.get(place).copied().unwrap_or(0);
        if known != 0 {
            return self
                .steps
                .get(usize::from(known - 1))
                .copied()
                .unwrap_or_default();
        }
        let s = self.needle.steps(unit);
        let n = if s.none { 0 } else { self.steps.len() };
        if n > 0 {
            self.steps.push(s);
            self.leads.push(s.any);
        }
        if let (Some(k), Ok(n)) = (self.known.get_mut(place), u16::try_from(n + 1)) {
            *k = n;
        }
        s
    }

    /// The best rank of a text that has the word without gaps.
    fn best(&mut self, units: &[u16]) -> u8 {
        let word = &self.needle.0.units;
        if is_within(units, word) {
            return rank::TEXT;
        }
        let end = 1u64 << word.len();
        for r in [rank::PINYIN, rank::INITIALS] {
            let mut row = 0;
            for unit in units {
                row = self.at(*unit).after_as(r, row | 1);
                if row & end != 0 {
                    return r;
                }
            }
        }
        rank::MIXED
    }
}
