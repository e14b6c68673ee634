//! The words the rules and the value grammar know, from `data/rules/lexicon.toml`.
//! The longest word is tried first.

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A list of words, longest first.
#[derive(Debug, Clone, Default)]
pub struct Words(Vec<String>);

impl Words {
    fn of(text: &str) -> Self {
        let mut words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        words.sort_by_key(|w| std::cmp::Reverse(w.chars().count()));
        Self(words)
    }
    /// The words, longest first.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
    /// True when `word` is one of them.
    pub fn has(&self, word: &str) -> bool {
        self.0.iter().any(|w| w == word)
    }
    /// The longest word that `text` contains.
    pub fn within(&self, text: &str) -> Option<&str> {
        self.iter().find(|w| text.contains(w))
    }
    /// The longest word that `text` begins with.
    pub fn start(&self, text: &str) -> Option<&str> {
        self.iter().find(|w| text.starts_with(w))
    }
    /// The longest word that `text` ends with.
    pub fn end(&self, text: &str) -> Option<&str> {
        self.iter().find(|w| text.ends_with(w))
    }
    /// Byte position of the end of the last occurrence of any of the words.
    pub fn last_end(&self, text: &str) -> Option<usize> {
        self.iter()
            .filter_map(|w| text.rfind(w).map(|at| at + w.len()))
            .max()
    }
    /// `text` with every one of the words taken out.
    pub fn strike(&self, text: &str) -> String {
        let mut out = text.to_owned();
        for w in self.iter() {
            if out.contains(w) {
                out = out.replace(w, "");
            }
        }
        out
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        String::deserialize(d).map(|s| Self::of(&s))
    }
}

/// Words that place an indicator's name under a level-2 kind.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are the kinds of the scheme")]
pub struct Slots {
    pub quantity: Words,
    pub quality: Words,
    pub timeliness: Words,
    pub cost: Words,
    pub benefit: Words,
    pub satisfaction: Words,
}

/// All word lists; what each is for stands in the data file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "described in data/rules/lexicon.toml")]
pub struct Lexicon {
    pub vague: Words,
    pub function_words: Words,
    pub scales: Vec<Words>,
    pub lower_better: Words,
    pub higher_better: Words,
    pub flips: Words,
    pub flip_suffixes: Words,
    pub masks: Words,
    pub units_additive: Words,
    pub units_money: Words,
    pub units_rate: Words,
    pub units_time: Words,
    pub negative: Words,
    pub negative_masks: Words,
    pub boilerplate: Words,
    pub placeholders: Words,
    pub inputs: Words,
    pub input_masks: Words,
    pub activities: Words,
    pub growth: Words,
    pub change: Words,
    pub survey: Words,
    pub satisfaction: Words,
    pub output_words: Words,
    pub works: Words,
    pub start_words: Words,
    pub finish_words: Words,
    pub fund_arrival: Words,
    pub capacity: Words,
    pub health: Words,
    pub dual_use: Words,
    pub document_open: Words,
    pub document_close: Words,
    pub document_number: Words,
    pub comparison: Words,
    pub template_names: Words,
    pub recurring: Words,
    pub ordinal: Words,
    pub sentence_marks: Words,
    pub name_endings: Words,
    pub rate_names: Words,
    pub scale_marks: Words,
    pub new_project: Words,
    pub phased: Words,
    pub running: Words,
    pub software: Words,
    pub yes: Words,
    pub total: Words,
    pub annual: Words,
    pub this_year: Words,
    pub sums: Words,
    pub treasury_bond: Words,
    pub special_bond: Words,
    pub spending: Words,
    pub begun: Words,
    pub attained: Words,
    pub part_attained: Words,
    pub not_attained: Words,
    pub proposals: Words,
    pub permitted_uses: Words,
    pub slots: Slots,
    unit_aliases: BTreeMap<String, String>,
    unit_ambiguous: BTreeMap<String, String>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/rules/lexicon.toml"))
        .expect("the word lists are checked by a test")
});

/// The word lists.
pub fn lexicon() -> &'static Lexicon {
    &LEXICON
}

impl Lexicon {
    /// The unit's usual name: `㎡` and `m2` are `平方米`. Expects NFKC text.
    pub fn unit<'a>(&'a self, unit: &'a str) -> &'a str {
        self.unit_aliases.get(unit).map_or(unit, String::as_str)
    }
    /// What an ambiguous unit (`万`, `M`) most likely stands for.
    pub fn ambiguous(&self, unit: &str) -> Option<&str> {
        self.unit_ambiguous.get(unit).map(String::as_str)
    }
    /// True for a unit of the dictionary: a plain one, 万 with an additive one, or one per another
    /// (`元/人·月`).
    pub fn knows_unit(&self, unit: &str) -> bool {
        !unit.is_empty() && self.unit_length(unit) == Some(unit.len())
    }
    /// Length in bytes of the longest dictionary unit or alias that `text` begins with.
    pub fn unit_length(&self, text: &str) -> Option<usize> {
        let base = self.base_length(text)?;
        let mut end = base;
        for mark in ['/', '·', '.'] {
            let Some(rest) = text.get(end..).and_then(|r| r.strip_prefix(mark)) else {
                continue;
            };
            if let Some(more) = self.base_length(rest) {
                end = text.len() - rest.len() + more;
            }
        }
        Some(end)
    }
    fn base_length(&self, text: &str) -> Option<usize> {
        let lists = [
            &self.units_additive,
            &self.units_money,
            &self.units_rate,
            &self.units_time,
        ];
        let plain = |t: &str| lists.iter().filter_map(|l| l.start(t)).map(str::len).max();
        let scaled = ["万", "亿"].iter().find_map(|scale| {
            let rest = text.strip_prefix(scale)?;
            self.units_additive
                .start(rest)
                .map(|u| scale.len() + u.len())
        });
        let alias = self
            .unit_aliases
            .keys()
            .filter(|a| text.starts_with(a.as_str()))
            .map(String::len)
            .max();
        plain(text).max(scaled).max(alias)
    }
    /// A number in whole units: `4.5万平方米` is 45000 `平方米`; 万元 stays.
    pub fn unscaled<'a>(&self, number: Decimal, unit: &'a str) -> (Decimal, &'a str) {
        let scaled = || number.checked_mul(Decimal::from(10_000));
        match unit.strip_prefix('万') {
            Some(rest) if self.units_additive.start(rest).is_some() => {
                (scaled().unwrap_or(number).normalize(), rest)
            }
            _ => (number, unit),
        }
    }
    /// True for a unit of money, also per something (`元/亩`).
    pub fn is_money(&self, unit: &str) -> bool {
        self.units_money.has(unit.split('/').next().unwrap_or(unit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_known_by_parts() {
        let l = lexicon();
        for unit in [
            "%",
            "万平方米",
            "元/人·月",
            "管/日",
            "%/年",
            "个工作日",
            "万元/张",
            "万只",
        ] {
            assert!(l.knows_unit(unit), "{unit}");
        }
        for unit in ["", "M", "万", "光年", "元/光年"] {
            assert!(!l.knows_unit(unit), "{unit}");
        }
        assert_eq!(l.unit("m2"), "平方米");
        assert_eq!(l.unit_length("次宣传"), Some("次".len()));
        assert!(l.is_money("元/亩") && !l.is_money("人"));
    }

    #[test]
    fn the_longest_word_wins() {
        assert_eq!(
            lexicon().lower_better.within("居民平均等待时间"),
            Some("等待时间")
        );
        assert_eq!(
            lexicon().negative.within("房地产开发贷款"),
            Some("房地产开发")
        );
    }
}
