//! 绩效自评: a self-evaluation read and computed again, indicator by indicator: what was declared,
//! what its own figures give, and why where they give nothing. Form: 财预〔2020〕10号 annex and its
//! provincial variants.

use super::declaration::{Declaration, Indicator};
use super::fen::Fen;
use super::level;
use super::profile::{self, Band, Profile};
use super::score::{self, Formula, Points, Reckoned, Unknown};
use super::value::{self, Value, normal};

/// The execution of the budget or an indicator, as declared and as computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scored {
    /// Its number in the form, from 0; none for the execution.
    pub at: Option<usize>,
    /// What was promised.
    pub target: Value,
    /// What is said to be reached.
    pub actual: Value,
    /// Its points; none where the form gives none.
    pub weight: Option<Points>,
    /// The score declared; none where the cell is blank.
    pub declared: Option<Points>,
    /// What its own figures give.
    pub reckoned: Result<Reckoned, Unknown>,
    /// What is amiss with target and actual, whether or not the form gives points.
    pub fault: Option<Unknown>,
    /// A plain number of it is an upper limit, as a cost is.
    pub limit: bool,
}

impl Scored {
    /// The score declared, 0 where it is blank.
    pub fn said(&self) -> Points {
        self.declared.unwrap_or_default()
    }
    /// The score by its own figures; where they give none, as declared.
    pub fn computed(&self) -> Points {
        match &self.reckoned {
            Ok(r) => r.points(self.said()),
            Err(_) => self.said(),
        }
    }
    /// True when the declared score is not what its own figures give.
    pub fn wrong(&self) -> bool {
        self.declared.is_some() && !self.computed().near(self.said())
    }
    /// The identifier of its row in a checklist: `execution`, `i3` (from 1).
    pub fn id(&self) -> String {
        self.at
            .map_or_else(|| EXECUTION.to_owned(), |n| format!("i{}", n + 1))
    }
}

/// Identifier of the execution's row.
pub const EXECUTION: &str = "execution";

/// A self-evaluation form with what follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// 年初预算数.
    pub initial: Option<Fen>,
    /// 全年预算数 (A): adjusted where it was.
    pub budget: Option<Fen>,
    /// 全年执行数 (B).
    pub paid: Option<Fen>,
    /// The amounts stand in the rows of the sources, and the row of the total is empty.
    pub from_parts: bool,
    /// The execution of the budget first, where the form has it, then the indicators.
    pub lines: Vec<Scored>,
    /// The total declared.
    pub total: Option<Points>,
    /// 自评等级 as it stands, "" where the form has none.
    pub grade: String,
}

/// Rows of sources under the total of a table of money.
pub const SOURCES: [&str; 8] = [
    "annual_fiscal",
    "total_fiscal",
    "annual_carryover",
    "special_account",
    "own_funds",
    "upper_funds",
    "annual_other",
    "total_other",
];

/// The sum of the sources' rows in a column; none where none has a number.
pub fn of_sources(d: &Declaration, column: &str) -> Option<Fen> {
    let parts = SOURCES
        .iter()
        .filter_map(|s| d.fen(&format!("{s}_{column}")));
    parts.fold(None, |sum, part| sum.unwrap_or(Fen::ZERO).checked_add(part))
}

/// The column of 全年预算数: the adjusted one where there are two.
pub fn budget_column(d: &Declaration) -> &'static str {
    if d.has("adjusted_budget") {
        "adjusted_budget"
    } else {
        "initial_budget"
    }
}

/// What was reached, as the form has it.
fn actual_of(line: &Indicator, year: i32) -> Value {
    value::parse(line.note("actual"), year)
}

/// Points of lines where the form prints no column of them: full marks are the points, and what is
/// missing to the group's belongs to the one line with a broken score.
fn inferred(d: &Declaration) -> Vec<Option<Points>> {
    let lines = &d.indicators;
    let own = |i: &Indicator| i.weight.map(Points::new);
    let mut out: Vec<Option<Points>> = lines.iter().map(own).collect();
    if lines.iter().any(|i| i.weight_raw.is_some()) {
        return out;
    }
    let score = |i: &Indicator| Points::read(i.note("score"));
    let mut groups: Vec<&str> = lines.iter().map(|i| i.note(GROUP)).collect();
    groups.dedup();
    for group in groups {
        let Some(all) = Points::read(group.split('#').next().unwrap_or("")) else {
            continue;
        };
        let of: Vec<usize> = (0..lines.len())
            .filter(|n| lines.get(*n).is_some_and(|i| i.note(GROUP) == group))
            .collect();
        let scores: Vec<Option<Points>> =
            of.iter().map(|n| lines.get(*n).and_then(score)).collect();
        if scores.iter().any(Option::is_none) {
            continue;
        }
        let sum: Points = scores.iter().flatten().copied().sum();
        let broken: Vec<usize> = (0..of.len())
            .filter(|k| {
                scores
                    .get(*k)
                    .copied()
                    .flatten()
                    .is_some_and(|p| p.get() % 100 != 0)
            })
            .collect();
        let spare = match broken.as_slice() {
            _ if sum == all => None,
            [one] => Some(*one),
            _ => continue,
        };
        for (k, n) in of.iter().enumerate() {
            let more = if spare == Some(k) {
                all - sum
            } else {
                Points::ZERO
            };
            if let Some(slot) = out.get_mut(*n) {
                *slot = scores.get(k).copied().flatten().map(|p| p + more);
            }
        }
    }
    out
}

/// Note of an indicator that holds the points of its group, and after `#` which group it is.
pub const GROUP: &str = "group_points";

impl Evaluation {
    /// Reads a self-evaluation form.
    pub fn of(d: &Declaration, profile: &Profile) -> Self {
        let column = budget_column(d);
        let filled = |key: &str| d.fen(key).filter(|f| *f != Fen::ZERO);
        let own = (filled(column), filled("paid_to_date"));
        let parts = (of_sources(d, column), of_sources(d, "paid_to_date"));
        let from_parts = own == (None, None) && parts.0.is_some_and(|f| f > Fen::ZERO);
        let (budget, paid) = if from_parts {
            parts
        } else {
            (d.fen(column), d.fen("paid_to_date"))
        };
        let mut lines = Vec::new();
        lines.extend(execution(d, profile, budget, paid));
        let weights = inferred(d);
        let cost_first = profile.scheme.cost_is_first(d.year);
        let shown = d.indicators.iter().enumerate().filter(|(_, i)| {
            !(i.whole_project || i.name.trim().is_empty() && i.value.trim().is_empty())
        });
        lines.extend(shown.map(|(at, i)| {
            let target = Value::of(i, d.year);
            let actual = actual_of(i, d.year);
            let weight = weights.get(at).copied().flatten();
            let kind = level::place(&i.level1, &i.level2, cost_first).kind;
            let limit = kind.is_some_and(level::Level2::is_cost);
            let points = weight.unwrap_or_default();
            let reckoned = score::indicator(&target, &actual, points, limit, profile);
            let fault = reckoned.err();
            let reckoned = match weight {
                Some(_) => reckoned,
                None => Err(Unknown::NoWeight),
            };
            Scored {
                at: Some(at),
                target,
                actual,
                weight,
                declared: Points::read(i.note("score")),
                reckoned,
                fault,
                limit,
            }
        }));
        Self {
            initial: d.fen("initial_budget"),
            budget,
            paid,
            from_parts,
            lines,
            total: Points::read(d.text("self_total")),
            grade: d.text("self_grade").to_owned(),
        }
    }
    /// The line of the execution.
    pub fn execution(&self) -> Option<&Scored> {
        self.lines.first().filter(|l| l.at.is_none())
    }
    /// The lines of the indicators.
    pub fn indicators(&self) -> impl Iterator<Item = &Scored> {
        self.lines.iter().filter(|l| l.at.is_some())
    }
    /// Sum of the declared scores.
    pub fn declared_sum(&self) -> Points {
        self.lines.iter().map(Scored::said).sum()
    }
    /// The total declared, or the sum of the scores where the form has no total.
    pub fn declared(&self) -> Points {
        self.total.unwrap_or_else(|| self.declared_sum())
    }
    /// The total by the form's own figures.
    pub fn computed(&self) -> Points {
        self.lines.iter().map(Scored::computed).sum()
    }
    /// How many lines can be computed again, of how many.
    pub fn coverage(&self) -> (usize, usize) {
        let able = self.lines.iter().filter(|l| l.reckoned.is_ok()).count();
        (able, self.lines.len())
    }
    /// 执行率 in hundredths of a percent, rounded half up; none without a budget.
    pub fn exec_rate(&self) -> Option<i32> {
        let rate = super::monitor::exec_rate(self.paid?, self.budget?)?;
        Points::of(rate).map(Points::get)
    }
    /// Every actual is its target and the score is full 真实性 pattern, with `least` indicators.
    pub fn all_alike(&self, least: usize) -> bool {
        let same = |l: &Scored| match (l.target.number, l.actual.number) {
            (Some(t), Some(a)) => t == a && l.target.kind == l.actual.kind,
            _ => l.target.day.is_some() && l.target.day == l.actual.day,
        };
        let measured: Vec<&Scored> = self
            .indicators()
            .filter(|l| l.target.numeric() || l.target.day.is_some())
            .collect();
        measured.len() >= least
            && measured.iter().all(|l| same(l))
            && self.declared() >= Points::FULL
    }
}

fn execution(
    d: &Declaration,
    profile: &Profile,
    budget: Option<Fen>,
    paid: Option<Fen>,
) -> Option<Scored> {
    let there = ["exec_score", "exec_rate", "paid_to_date"];
    if !there.iter().any(|k| d.has(k)) {
        return None;
    }
    let weight = Points::new(profile.weights.execution);
    let reckoned = match (budget, paid) {
        (Some(a), Some(b)) => score::execution(a, b, weight).map_or(Err(Unknown::NoBudget), |p| {
            let ratio = super::monitor::exec_rate(b, a);
            Ok(Reckoned {
                formula: Formula::Execution,
                low: p,
                high: p,
                reached: b >= a,
                ratio,
                late: 0,
            })
        }),
        (None, _) => Err(Unknown::NoBudget),
        (_, None) => Err(Unknown::NoActual),
    };
    Some(Scored {
        at: None,
        target: Value::default(),
        actual: Value::default(),
        weight: Some(weight),
        declared: Points::read(d.text("exec_score")),
        reckoned,
        fault: None,
        limit: false,
    })
}

/// The band 评价等级 of a score: by the labels that the form uses, else by the profile of the case.
pub fn band<'p>(profile: &'p Profile, label: &str, score: Points) -> Option<&'p Band> {
    by_labels(profile, label).band(score.get())
}

/// The profile whose bands have this label; the case's own where none has, or where it has itself.
pub fn by_labels<'p>(profile: &'p Profile, label: &str) -> &'p Profile {
    let text = normal(label);
    let has = |p: &Profile| p.bands.iter().any(|b| b.name == text);
    if text.is_empty() || has(profile) {
        return profile;
    }
    profile::built_in()
        .iter()
        .find(|p| has(p))
        .unwrap_or(profile)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hubei(scores: &[(&str, &str)]) -> Declaration {
        let line = |(score, points): &(&str, &str)| Indicator {
            name: "监测数据".into(),
            value: "98%".into(),
            notes: [
                ("actual".to_owned(), "98%".to_owned()),
                ("score".to_owned(), (*score).to_owned()),
                (GROUP.to_owned(), (*points).to_owned()),
            ]
            .into(),
            ..Indicator::default()
        };
        Declaration {
            indicators: scores.iter().map(line).collect(),
            year: 2020,
            ..Declaration::default()
        }
    }

    #[test]
    fn points_that_a_form_does_not_print_are_those_of_its_group() {
        let w = |scores: &[(&str, &str)]| -> Vec<Option<i32>> {
            let all = inferred(&hubei(scores));
            all.into_iter().map(|p| p.map(Points::get)).collect()
        };
        let full = [("20", "80分"), ("20", "80分"), ("40", "80分")];
        assert_eq!(w(&full), [Some(2000), Some(2000), Some(4000)]);
        let broken = [("10", "40分"), ("10", "40分"), ("19.6", "40分")];
        assert_eq!(w(&broken), [Some(1000), Some(1000), Some(2000)]);
        assert_eq!(w(&[("10", "40分"), ("20", "40分")]), [None, None]);
        assert_eq!(w(&[("", "40分"), ("20", "40分")]), [None, None]);
    }

    #[test]
    fn bands_go_by_the_labels_of_the_form() {
        let p = profile::get("national-2020").unwrap();
        let name = |label: &str, s| band(p, label, Points::new(s)).unwrap().name.clone();
        assert_eq!(name("", 7600), "中");
        assert_eq!(name("合格", 7600), "良");
        assert_eq!(name("良", 8000), "良");
    }
}
