use super::*;
use ib_matcher::pinyin::PinyinNotation;

fn rank_of(word: &str, text: &str) -> Option<u8> {
    Needle::new(word).rank(text)
}

#[test]
fn every_reading_counts() {
    for (word, text, rank) in [
        ("dmjy", "东明家园", rank::INITIALS),
        ("dongming", "东明家园", rank::PINYIN),
        ("dongmingjia", "东明家园", rank::PINYIN),
        ("dongmingji", "东明家园", rank::PINYIN),
        ("dongmjy", "东明家园", rank::MIXED),
        ("dmjiay", "东明家园", rank::MIXED),
        ("DMJY", "东明家园", rank::INITIALS),
        ("dong'ming", "东明家园", rank::PINYIN),
        ("cqdq", "长桥地区", rank::INITIALS),
        ("zqdq", "长桥地区", rank::INITIALS),
        ("zhqdq", "长桥地区", rank::INITIALS),
        ("cq", "重庆路", rank::INITIALS),
        ("zq", "重庆路", rank::INITIALS),
        ("cn", "长宁区", rank::INITIALS),
        ("zn", "长宁区", rank::INITIALS),
        ("yh", "银行街", rank::INITIALS),
        ("yx", "银行街", rank::INITIALS),
        ("lvdi", "绿地", rank::PINYIN),
        ("lüdi", "绿地", rank::PINYIN),
        ("东明", "东明家园", rank::TEXT),
        ("东ming", "东明家园", rank::PINYIN),
        ("(一期)", "家园（一期）", rank::TEXT),
        ("东明家园", "东明 家园", rank::TEXT),
        ("dmyq", "东明家园（一期）", rank::GAPS),
        ("东园", "东明家园", rank::GAPS),
    ] {
        assert_eq!(rank_of(word, text), Some(rank), "{word} in {text}");
    }
    for (word, text) in [("dmjz", "东明家园"), ("my", "东明家园"), ("2019", "2020")] {
        assert_eq!(rank_of(word, text), None, "{word} in {text}");
    }
}

#[test]
fn codes_are_read_as_they_stand() {
    let of = |word| Needle::new(word).code("31010420KY010");
    assert_eq!(of("31010420ky010"), Some(rank::CODE));
    assert_eq!(of("310104"), Some(rank::PREFIX));
    assert_eq!(of("ky010"), Some(rank::TEXT));
    assert_eq!(of("ky11"), None);
}

#[test]
fn hits_say_where() {
    for (word, text, characters) in [
        ("mj", "东明家园", vec![1, 2]),
        ("家园", "东明家园", vec![2, 3]),
        ("东园", "东明家园", vec![0, 3]),
        ("dongmj", "新东明 家园", vec![1, 2, 4]),
        ("zhongming", "东明重明", vec![2, 3]),
        // What matched stands close together.
        ("dmyq", "东明家园（一期）", vec![0, 1, 5, 6]),
    ] {
        let hit = Needle::new(word).hit(text).unwrap();
        assert_eq!(hit.characters, characters, "{word} in {text}");
        assert_eq!(hit.start, characters[0]);
    }
    assert!(Needle::new("dmjz").hit("东明家园").is_none());
}

#[test]
fn a_very_long_word_is_looked_for_as_it_stands() {
    let long = "东明家园".repeat(20);
    assert_eq!(rank_of(&long, &format!("新{long}一期")), Some(rank::TEXT));
    assert_eq!(rank_of(&long, "东明家园"), None);
    assert!(Needle::new(&long).hit(&long).is_some());
}

#[test]
fn names_sort_by_pinyin() {
    let mut names = ["重明", "东明", "A座", "安宁", "2号", "冬青", "北苑", "东北"];
    names.sort_by_key(|n| key(folded(n).map(|(_, u)| u)));
    assert_eq!(
        names,
        ["2号", "A座", "安宁", "北苑", "重明", "东北", "东明", "冬青"]
    );
}

proptest::proptest! {
    /// Whatever the library for pinyin finds is found; it knows neither `'` nor unfinished syllables.
    #[test]
    fn what_the_library_finds_is_found(
        text in "[东明家园长桥重庆银行区绿女a1]{0,8}",
        word in "[a-z]{1,2}|[dmjyczqhlngo]{1,6}|(dong|ming|jia|yuan|chang|zhong|hang|lv|d|m|j|q){1,4}",
    ) {
        use ib_matcher::matcher::{IbMatcher, PinyinMatchConfig};
        let notations = PinyinNotation::Ascii | PinyinNotation::AsciiFirstLetter;
        let lib = IbMatcher::builder(word.as_str())
            .pinyin(PinyinMatchConfig::notations(notations))
            .build();
        if lib.is_match(text.as_str()) {
            proptest::prop_assert!(Needle::new(&word).is_in(&text), "{word} in {text}");
        }
        let hit = Needle::new(&word).hit(&text);
        proptest::prop_assert_eq!(hit.map(|h| h.rank), rank_of(&word, &text));
    }
}
