//! What the name of an indicator says: alike to another, better high or low, of which kind.

use crate::domain::level::{Level1, Level2};
use crate::domain::lexicon::{Words, lexicon};

/// A name for comparing: lower case, without blanks, marks and the usual endings.
pub(super) fn comparable(name: &str) -> String {
    let mut bare: String = name
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect();
    while let Some(end) = lexicon().name_endings.end(&bare) {
        let kept = bare.len() - end.len();
        if bare.get(..kept).is_none_or(|rest| rest.chars().count() < 2) {
            break;
        }
        bare.truncate(kept);
    }
    bare
}

/// True when two texts are alike to at least that many percent of the longer one.
pub(super) fn alike(a: &str, b: &str, percent: usize) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let longest = a.len().max(b.len());
    if longest == 0 {
        return false;
    }
    let allowed = longest * (100 - percent.min(100)) / 100;
    a.len().abs_diff(b.len()) <= allowed && distance(&a, &b, allowed).is_some()
}

/// Levenshtein distance, or `None` as soon as it is more than `most`.
fn distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut row = vec![0; b.len() + 1];
    for (i, x) in a.iter().enumerate() {
        let mut left = i + 1;
        let mut best = left;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        let pairs = b.iter().zip(above.iter().zip(above.iter().skip(1)));
        for ((y, (corner, up)), cell) in pairs.zip(row.iter_mut().skip(1)) {
            let change = corner + usize::from(x != y);
            left = change.min(up + 1).min(left + 1);
            *cell = left;
            best = best.min(left);
        }
        if best > most {
            return None;
        }
        std::mem::swap(&mut above, &mut row);
    }
    above.last().copied().filter(|d| *d <= most)
}

/// True when a name ends in a word such as 下降 or 缩短, perhaps with 率 or 幅度 behind it.
pub(super) fn flips(name: &str) -> bool {
    let l = lexicon();
    let ends = |text: &str| l.flips.end(text).is_some();
    ends(name)
        || l.flip_suffixes
            .iter()
            .any(|s| name.strip_suffix(s).is_some_and(ends))
}

/// True: better higher; false: better lower; `None`: the name does not say.
pub(super) fn better_higher(name: &str) -> Option<bool> {
    let l = lexicon();
    if flips(name) {
        return Some(true);
    }
    let (higher, lower) = (l.higher_better.within(name), l.lower_better.within(name));
    if higher.is_some() && lower.is_some() {
        return None;
    }
    // A rate is judged by its whole last word: 投诉处理率 is no matter of complaints.
    if l.rate_names.end(name).is_some() {
        let last = |words: &Words| words.end(name).is_some();
        return match (last(&l.higher_better), last(&l.lower_better)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        };
    }
    higher.map(|_| true).or(lower.map(|_| false))
}

/// Kinds as the words of the slots tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    Quantity,
    Quality,
    Timeliness,
    Cost,
    Benefit,
    Satisfaction,
}

impl Slot {
    const ALL: [Self; 6] = [
        Self::Quantity,
        Self::Quality,
        Self::Timeliness,
        Self::Cost,
        Self::Benefit,
        Self::Satisfaction,
    ];
    /// The slot of a level-2 kind.
    pub(super) fn of(kind: Level2) -> Self {
        match kind {
            Level2::Quantity => Self::Quantity,
            Level2::Quality => Self::Quality,
            Level2::Timeliness => Self::Timeliness,
            _ if kind.is_cost() => Self::Cost,
            _ if kind.level1() == Level1::Benefit => Self::Benefit,
            _ => Self::Satisfaction,
        }
    }
    fn words(self) -> &'static Words {
        let slots = &lexicon().slots;
        match self {
            Self::Quantity => &slots.quantity,
            Self::Quality => &slots.quality,
            Self::Timeliness => &slots.timeliness,
            Self::Cost => &slots.cost,
            Self::Benefit => &slots.benefit,
            Self::Satisfaction => &slots.satisfaction,
        }
    }
    /// The kind that stands for the slot.
    pub(super) const fn kind(self) -> Level2 {
        match self {
            Self::Quantity => Level2::Quantity,
            Self::Quality => Level2::Quality,
            Self::Timeliness => Level2::Timeliness,
            Self::Cost => Level2::Cost,
            Self::Benefit => Level2::Social,
            Self::Satisfaction => Level2::Satisfaction,
        }
    }
}

/// The slot a name belongs to, if it is clearly not `own`: judged by its last word that any slot
/// knows, and only when no word of its own slot is in it.
pub(super) fn other_slot(name: &str, own: Slot) -> Option<Slot> {
    let name = lexicon().masks.strike(name);
    if own != Slot::Satisfaction && Slot::Satisfaction.words().within(&name).is_some() {
        return Some(Slot::Satisfaction);
    }
    if own.words().within(&name).is_some() || name.contains(own.kind().word()) {
        return None;
    }
    let ends = |slot: &Slot| slot.words().last_end(&name).map(|end| (end, *slot));
    let last = if flips(&name) {
        Slot::Benefit
    } else {
        Slot::ALL
            .iter()
            .filter_map(ends)
            .max_by_key(|(end, _)| *end)?
            .1
    };
    let counted = own == Slot::Benefit && last == Slot::Quantity;
    (last != own && !counted).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likeness_counts_characters_of_the_longer() {
        assert!(alike("改造建筑面积", "改造建筑面积", 100));
        assert!(alike("一二三四五六七", "一二三四五六八", 85));
        assert!(!alike("一二三四五六", "一二三四五七", 85));
        assert!(!alike("", "", 50));
        assert_eq!(comparable("群众满意度指标"), "群众满意度");
        assert_eq!(comparable("工程 验收合格率（%）"), "工程验收合格");
        assert_eq!(comparable("数量"), "数量");
    }

    #[test]
    fn names_say_their_direction() {
        for (name, higher) in [
            ("居民投诉量较上年下降", Some(true)),
            ("居民投诉量", Some(false)),
            ("验收合格率", Some(true)),
            ("投诉处理率", None),
            ("违建处置率", None),
            ("结余率", Some(false)),
            ("预算执行率", None),
            ("平均响应时间缩短幅度", Some(true)),
            ("安置人口", None),
        ] {
            assert_eq!(better_higher(name), higher, "{name}");
        }
    }

    #[test]
    fn names_say_their_slot() {
        for (name, own, other) in [
            ("工程验收合格率", Slot::Quality, None),
            ("工程验收合格率", Slot::Quantity, Some(Slot::Quality)),
            ("市民满意度", Slot::Benefit, Some(Slot::Satisfaction)),
            ("救助人次", Slot::Benefit, None),
            ("空气呼吸器配备", Slot::Quality, None),
            ("产品不合格批次", Slot::Quantity, None),
            ("新增违建处置率", Slot::Timeliness, None),
            ("周期内空气质量", Slot::Quality, None),
            ("周期内空气质量", Slot::Quantity, Some(Slot::Benefit)),
        ] {
            assert_eq!(other_slot(name, own), other, "{name}");
        }
    }
}
