//! Grades 优良中差 of the review sheet 绩效目标审核表: of its eight items, of the whole, and of
//! several seats together.

use super::finding::{Finding, Severity};
use super::rules;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// A grade, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Grade {
    /// 优.
    Excellent,
    /// 良.
    Good,
    /// 中.
    Fair,
    /// 差.
    Poor,
}

/// What the papers and queues call a grade.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// The grade.
    pub id: Grade,
    /// `优`.
    pub label: String,
    /// `excellent`.
    pub label_en: String,
    /// Verdict of the joint review that it leads to, `pass`.
    pub verdict: String,
    /// Lowest percent of an item's points it stands for in key projects.
    pub from: i32,
}

/// One of the eight items of the review sheet.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// `indicator-science`.
    pub id: String,
    /// 审核内容 it stands under.
    pub group: String,
    /// The same in English.
    pub group_en: String,
    /// Whole points in key projects.
    pub points: i32,
    /// 具体内容.
    pub name: String,
    /// The same in English.
    pub name_en: String,
    /// 审核要点.
    pub asks: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sheet {
    item: Vec<Item>,
    grade: Vec<Named>,
}

static SHEET: LazyLock<Sheet> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/papers/review-items.toml"))
        .expect("a test reads the items of the sheet")
});

/// The eight items in the order of the sheet.
pub fn items() -> &'static [Item] {
    &SHEET.item
}

impl Grade {
    /// All grades, best first.
    pub const ALL: [Self; 4] = [Self::Excellent, Self::Good, Self::Fair, Self::Poor];

    const fn step(self) -> usize {
        match self {
            Self::Excellent => 0,
            Self::Good => 1,
            Self::Fair => 2,
            Self::Poor => 3,
        }
    }
    /// What papers and queues call it.
    pub fn named(self) -> &'static Named {
        SHEET
            .grade
            .iter()
            .find(|n| n.id == self)
            .expect("a test finds every grade in the sheet")
    }
    /// The grade that a verdict of the joint review stands for.
    pub fn of_verdict(verdict: &str) -> Option<Self> {
        let named = SHEET.grade.iter().find(|n| n.verdict == verdict);
        named.map(|n| n.id)
    }
    /// Steps between two grades, 0 to 3.
    pub const fn distance(self, other: Self) -> usize {
        self.step().abs_diff(other.step())
    }
    /// The grade of a total score (key projects), in hundredths of a point: 90, 80, 60.
    pub fn of_score(score: i32) -> Self {
        let reached = |g: &Self| score >= g.named().from * 100;
        Self::ALL.into_iter().find(reached).unwrap_or(Self::Poor)
    }
    /// Lowest and highest score (hundredths) an item of `points` may get with this grade in a key
    /// project. The highest of a lower grade is one hundredth below the next grade.
    pub fn range(self, points: i32) -> (i32, i32) {
        let low = points * self.named().from;
        let above = Self::ALL.iter().rev().find(|g| **g < self);
        (
            low,
            above.map_or(points * 100, |g| points * g.named().from - 1),
        )
    }
}

/// The grade that open findings suggest for one item: none or notes only 优; one or two warnings
/// 良; more warnings, or one error, 中; two errors or more 差. A convention of this program.
pub fn suggest(item: &str, open: &[Finding]) -> Grade {
    let weighs = |f: &&Finding| rules::text(&f.rule).is_some_and(|r| r.item == item);
    let count = |severity| {
        let here = open.iter().filter(weighs);
        here.filter(|f| f.severity == severity).count()
    };
    match (count(Severity::Error), count(Severity::Warning)) {
        (0, 0) => Grade::Excellent,
        (0, 1..=2) => Grade::Good,
        (0..=1, _) => Grade::Fair,
        _ => Grade::Poor,
    }
}

/// Suggested grades of all eight items, in the order of the sheet.
pub fn suggest_all(open: &[Finding]) -> Vec<Grade> {
    items().iter().map(|item| suggest(&item.id, open)).collect()
}

/// 综合评定等级 of a general project 一般性项目 from its eight grades; `None` unless all are in.
///
/// 优: at least six 优, no 中, no 差; 良: at least six 优 or 良, no 差; 中: at least six 优, 良 or
/// 中; else 差 (财预〔2015〕88号).
pub fn general(grades: &[Grade]) -> Option<Grade> {
    if grades.len() != items().len() {
        return None;
    }
    let upto = |g: Grade| grades.iter().filter(|x| **x <= g).count();
    let (excellent, good, fair) = (upto(Grade::Excellent), upto(Grade::Good), upto(Grade::Fair));
    Some(if excellent >= 6 && good == grades.len() {
        Grade::Excellent
    } else if good >= 6 && fair == grades.len() {
        Grade::Good
    } else if fair >= 6 {
        Grade::Fair
    } else {
        Grade::Poor
    })
}

/// 综合评定等级 of a key project 重点项目 from the scores of its eight items (hundredths); `None`
/// unless all are in and each is within its points.
pub fn key(scores: &[i32]) -> Option<(i32, Grade)> {
    let within = |(item, score): (&Item, &i32)| (0..=item.points * 100).contains(score);
    if scores.len() != items().len() || !items().iter().zip(scores).all(within) {
        return None;
    }
    let total = scores.iter().sum();
    Some((total, Grade::of_score(total)))
}

/// The middle grade of several seats, a proposal for the lead; between two, the harsher.
pub fn middle(grades: &[Grade]) -> Option<Grade> {
    let mut sorted = grades.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied()
}

/// How far apart the seats are: steps between the mildest and the harshest.
pub fn spread(grades: &[Grade]) -> usize {
    let ends = grades.iter().min().zip(grades.iter().max());
    ends.map_or(0, |(a, b)| a.distance(*b))
}

#[cfg(test)]
mod tests {
    use super::super::finding::Place;
    use super::*;
    use proptest::prelude::*;

    fn of_label(c: char) -> Grade {
        let named = SHEET.grade.iter().find(|n| n.label == c.to_string());
        named.unwrap().id
    }

    #[test]
    fn the_sheet_has_eight_items_of_a_hundred_points() {
        assert_eq!(items().len(), 8);
        assert_eq!(items().iter().map(|i| i.points).sum::<i32>(), 100);
        for g in Grade::ALL {
            assert_eq!(g.named().id, g);
            assert_eq!(Grade::of_verdict(&g.named().verdict), Some(g));
        }
    }

    #[test]
    fn general_projects_are_counted_as_the_vectors_say() {
        let mut rows =
            csv::Reader::from_reader(include_str!("../../tests/data/scores.csv").as_bytes());
        let mut seen = 0;
        for row in rows
            .records()
            .map(Result::unwrap)
            .filter(|r| &r[1] == "review_general")
        {
            let mut grades = Vec::new();
            for part in row[4].split(' ') {
                let mut chars = part.chars();
                let grade = of_label(chars.next().unwrap());
                let n: usize = chars.as_str().parse().unwrap();
                grades.extend(std::iter::repeat_n(grade, n));
            }
            let label = &general(&grades).unwrap().named().label;
            assert_eq!(label, &row[6], "{}", &row[0]);
            seen += 1;
        }
        assert_eq!(seen, 6);
        assert_eq!(general(&[Grade::Good; 7]), None);
    }

    #[test]
    fn key_projects_are_scored() {
        let full: Vec<i32> = items().iter().map(|i| i.points * 100).collect();
        assert_eq!(key(&full), Some((10_000, Grade::Excellent)));
        let low: Vec<i32> = items()
            .iter()
            .map(|i| Grade::Good.range(i.points).0)
            .collect();
        assert_eq!(key(&low), Some((8_000, Grade::Good)));
        assert_eq!(Grade::Good.range(15), (1_200, 1_349));
        assert_eq!(Grade::Excellent.range(10), (900, 1_000));
        assert_eq!(key(&[1_001; 8]), None);
    }

    #[test]
    fn open_findings_suggest_grades() {
        let finding = |rule: &str, severity| Finding {
            rule: rule.to_owned(),
            severity,
            field: Place::Form,
            message: String::new(),
            suggestion: None,
        };
        let (e, w) = (Severity::Error, Severity::Warning);
        let item = "indicator-science";
        let of = |list: &[Finding]| suggest(item, list);
        assert_eq!(of(&[finding("T33", Severity::Note)]), Grade::Excellent);
        assert_eq!(of(&[finding("T24", w), finding("T21", w)]), Grade::Good);
        assert_eq!(
            of(&[finding("T24", w), finding("T21", w), finding("T41", w)]),
            Grade::Fair
        );
        assert_eq!(of(&[finding("T23", e), finding("T24", w)]), Grade::Fair);
        assert_eq!(of(&[finding("T23", e), finding("T25", e)]), Grade::Poor);
        let all = suggest_all(&[finding("T57", e)]);
        let changed: Vec<usize> = (0..8).filter(|i| all[*i] != Grade::Excellent).collect();
        assert_eq!(changed, [5]);
    }

    #[test]
    fn seats_meet_in_the_middle_and_ties_are_harsh() {
        use Grade::{Excellent, Fair, Good, Poor};
        assert_eq!(middle(&[Excellent, Poor, Good]), Some(Good));
        assert_eq!(middle(&[Excellent, Good]), Some(Good));
        assert_eq!(middle(&[Good, Fair, Excellent, Poor]), Some(Fair));
        assert_eq!(middle(&[]), None);
        assert_eq!(spread(&[Good, Poor, Good]), 2);
        assert_eq!(spread(&[]), 0);
    }

    proptest! {
        #[test]
        fn a_better_item_never_worsens_the_whole(
            steps in proptest::collection::vec(0usize..4, 8), at in 0usize..8,
        ) {
            let grades: Vec<Grade> = steps.iter().map(|s| Grade::ALL[*s]).collect();
            let mut better = grades.clone();
            better[at] = Grade::ALL[steps[at].saturating_sub(1)];
            prop_assert!(general(&better) <= general(&grades));
        }
    }
}
