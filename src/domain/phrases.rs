//! Stock phrases 套话 for opinions, from `data/phrases.toml`.

use super::needle::Needle;
use serde::Deserialize;
use std::sync::LazyLock;

/// A stock phrase.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phrase {
    /// What one types to find it.
    pub name: String,
    /// What is written.
    pub text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    phrase: Vec<Phrase>,
}

static ALL: LazyLock<Vec<Phrase>> = LazyLock::new(|| {
    // The file is part of the program; that it reads is a test.
    toml::from_str::<File>(include_str!("../../data/phrases.toml"))
        .map_or_else(|_| Vec::new(), |f| f.phrase)
});

/// The phrases that a text finds by Han, pinyin or initials, those whose name matches first; with
/// an empty text all in their order.
pub fn search(text: &str) -> Vec<&'static Phrase> {
    if text.is_empty() {
        return ALL.iter().collect();
    }
    let needle = Needle::new(text);
    let rank = |p: &Phrase| {
        let name = needle.hit(&p.name).map(|h| (h.rank, h.start));
        name.or_else(|| needle.is_in(&p.text).then_some((3, 0)))
    };
    let mut found: Vec<_> = ALL.iter().filter_map(|p| Some((rank(p)?, p))).collect();
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, p)| p).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_reads_and_no_name_comes_twice() {
        let all = search("");
        assert!(all.len() >= 40);
        let names: std::collections::BTreeSet<_> = all.iter().map(|p| &p.name).collect();
        assert_eq!(names.len(), all.len());
        assert!(all.iter().all(|p| p.text.chars().count() < 80));
    }

    #[test]
    fn found_by_han_pinyin_and_initials() {
        for (typed, name) in [
            ("单位", "缺计量单位"),
            ("qjldw", "缺计量单位"),
            ("guilei", "归类不当"),
            ("批复文件", "缺立项依据"),
        ] {
            assert_eq!(search(typed)[0].name, name, "{typed}");
        }
        assert!(search("zzzz").is_empty());
    }
}
