//! One word looked for in names, codes and units: as it stands, by full pinyin, by initials, or
//! with gaps. All readings of a character count (重庆 is found by `cq` and `zq`).

use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;
use ib_matcher::matcher::{IbMatcher, PinyinMatchConfig};
use ib_matcher::pinyin::PinyinNotation;
use std::sync::Arc;

/// A word to look for.
#[derive(Clone)]
pub struct Needle {
    word: String,
    pinyin: Option<Arc<IbMatcher<'static>>>,
}

impl std::fmt::Debug for Needle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Needle").field(&self.word).finish()
    }
}

/// How well a word matched; a lower rank is better.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// 0 as it stands, 1 by pinyin, 2 with gaps.
    pub rank: u8,
    /// Characters from the beginning to the match.
    pub start: usize,
    /// Characters that matched, as indices.
    pub characters: Vec<usize>,
}

impl Needle {
    /// A word as typed; case does not matter.
    pub fn new(word: &str) -> Self {
        let word = word.to_lowercase();
        let letters = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric());
        let some = word.chars().any(|c| c.is_ascii_alphabetic());
        let pinyin = (letters && some).then(|| {
            let notations = PinyinNotation::Ascii | PinyinNotation::AsciiFirstLetter;
            let config = PinyinMatchConfig::notations(notations);
            Arc::new(IbMatcher::builder(word.as_str()).pinyin(config).build())
        });
        Self { word, pinyin }
    }

    /// True when the word is in `text`, as it stands or by pinyin (no gaps).
    pub fn is_in(&self, text: &str) -> bool {
        self.word.is_empty()
            || text.to_lowercase().contains(&self.word)
            || self.pinyin.as_ref().is_some_and(|m| m.is_match(text))
    }

    /// Where and how well the word matches `text`.
    pub fn hit(&self, text: &str) -> Option<Hit> {
        let low = text.to_lowercase();
        let chars = |byte: usize, of: &str| of.get(..byte).map_or(0, |s| s.chars().count());
        if let Some(at) = low.find(&self.word) {
            let start = chars(at, &low);
            let characters = (start..start + self.word.chars().count()).collect();
            return Some(Hit {
                rank: 0,
                start,
                characters,
            });
        }
        if let Some(m) = self.pinyin.as_ref().and_then(|m| m.find(text)) {
            let (start, end) = (chars(m.start(), text), chars(m.end(), text));
            return Some(Hit {
                rank: 1,
                start,
                characters: (start..end).collect(),
            });
        }
        let (_, characters) = SkimMatcherV2::default().fuzzy_indices(text, &self.word)?;
        let start = characters.first().copied().unwrap_or(0);
        Some(Hit {
            rank: 2,
            start,
            characters,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reading_counts() {
        for (word, text) in [
            ("dmjy", "东明家园"),
            ("dongming", "东明家园"),
            ("dongmjy", "东明家园"),
            ("DMJY", "东明家园"),
            ("cqdq", "长桥地区"),
            ("zqdq", "长桥地区"),
            ("cq", "重庆路"),
            ("yhj", "银行街"),
            ("东明", "东明家园"),
            ("ky010", "31010420KY010"),
        ] {
            assert!(Needle::new(word).is_in(text), "{word} in {text}");
        }
        assert!(!Needle::new("dmjz").is_in("东明家园"));
    }

    #[test]
    fn hits_say_where() {
        let hit = Needle::new("mj").hit("东明家园").unwrap();
        assert_eq!((hit.rank, hit.characters), (1, vec![1, 2]));
        let hit = Needle::new("家园").hit("东明家园").unwrap();
        assert_eq!((hit.rank, hit.start), (0, 2));
        let hit = Needle::new("东园").hit("东明家园").unwrap();
        assert_eq!((hit.rank, hit.characters), (2, vec![0, 3]));
    }
}
