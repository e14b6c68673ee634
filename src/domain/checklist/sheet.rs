//! The checklist of one self-evaluation: its rows in the order in which they are gone through, how each
//! stands, what it costs, the score that follows.

use super::{Answer, Check, Class, Group, How, Item, Part, Parts, Settled};
use crate::domain::declaration::Declaration;
use crate::domain::evaluation::{Evaluation, Scored};
use crate::domain::fen::{Fen, MoneyUnit};
use crate::domain::finding::{Finding, Place, Severity};
use crate::domain::procedure::Procedure;
use crate::domain::profile::Profile;
use crate::domain::score::{self, Points};
use crate::domain::value::{self, Value, normal};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A row that is gone through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// `execution`, `i3`, `c08`.
    pub id: String,
    /// Which line of the evaluation it is; none for an item of the checklist.
    pub line: Option<usize>,
    /// Which item of the checklist.
    pub item: Option<usize>,
    /// Findings that speak of it, by their number among all.
    pub findings: Vec<usize>,
}

/// How a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    /// The answer: a person's, or that of the rules.
    pub answer: Option<Answer>,
    /// Nobody has answered: the rules have.
    pub by_rules: bool,
    /// It must still be dealt with.
    pub open: bool,
}

/// A row's difference, and what it is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Split {
    /// As declared.
    pub declared: Points,
    /// As re-evaluated.
    pub score: Points,
    /// What `declared - score` is made of.
    pub parts: Parts,
}

/// Splits what a line lost. The parts sum to the difference whatever the numbers are.
pub fn split(
    line: &Scored,
    check: Option<&Check>,
    class: Option<&Class>,
    approved: Option<&Value>,
    profile: &Profile,
    year: i32,
) -> Split {
    let said = line.said();
    let Some(weight) = line.weight else {
        return Split {
            declared: said,
            score: said,
            parts: Parts::default(),
        };
    };
    let computed = line.computed().within(weight);
    let mut parts = Parts::default();
    parts[0] = said - computed;
    let mut score = computed;
    let counts = check.is_some_and(|c| matches!(c.answer, Answer::Differs | Answer::Lacking));
    if let (Some(check), Some(class), true) = (check, class, counts) {
        let by_share = || (computed - weight.share(class.share)).within(weight);
        let again = |target: &Value, actual: &Value| {
            let r = score::indicator(target, actual, weight, line.limit, profile).ok()?;
            Some(r.points(computed))
        };
        score = match class.how {
            How::Recompute => computed,
            How::Share => by_share(),
            How::Verified if check.verified.trim().is_empty() => by_share(),
            How::Verified => {
                let v = value::parse(&check.verified, year);
                again(&line.target, &v).unwrap_or_else(by_share)
            }
            How::Low => {
                let ratio = line.reckoned.as_ref().ok().and_then(|r| r.ratio);
                approved
                    .and_then(|t| again(t, &line.actual))
                    .or_else(|| ratio.and_then(|r| score::too_low(r, weight, profile)))
                    .filter(|p| *p < computed)
                    .unwrap_or_else(by_share)
            }
        };
        let slot = Part::ALL.iter().position(|p| *p == class.part);
        if let Some(part) = slot.and_then(|n| parts.get_mut(n)) {
            *part = *part + (computed - score);
        }
    }
    let last = check
        .and_then(|c| c.score)
        .map_or(score, |p| p.within(weight));
    parts[4] = parts[4] + (score - last);
    Split {
        declared: said,
        score: last,
        parts,
    }
}

/// A self-evaluation with its checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The queue's checklist, classes, deductions.
    pub procedure: Arc<Procedure>,
    /// Its scores computed again.
    pub evaluation: Evaluation,
    /// Rows in the order in which they are gone through: wrong sums first.
    pub rows: Vec<Row>,
    /// Findings that answer rows: those of the form and those of the treasury's figures.
    pub findings: Vec<Finding>,
    /// Approved targets of lines that have another, by the line's number in the form.
    pub approved: BTreeMap<usize, Value>,
    /// What the treasury paid; none where it is not known.
    pub treasury: Option<Fen>,
    /// Names of the lines, by their number in the form.
    pub names: Vec<String>,
    profile: Arc<Profile>,
    year: i32,
}

impl Sheet {
    /// The sheet of a form; none where the queue has no checklist.
    pub fn of(
        procedure: &Arc<Procedure>,
        profile: &Arc<Profile>,
        d: &Declaration,
        approved: Option<&Declaration>,
        treasury: Option<Fen>,
        findings: &[Finding],
    ) -> Option<Self> {
        if !procedure.checks() {
            return None;
        }
        let evaluation = Evaluation::of(d, profile);
        let mut sheet = Self {
            procedure: Arc::clone(procedure),
            rows: Vec::new(),
            findings: findings.to_vec(),
            approved: approved.map_or_else(BTreeMap::new, |a| other_targets(d, a)),
            treasury,
            names: d
                .indicators
                .iter()
                .map(|i| i.name.trim().to_owned())
                .collect(),
            profile: Arc::clone(profile),
            year: d.year,
            evaluation,
        };
        sheet.rows = sheet.ordered();
        Some(sheet)
    }

    fn ordered(&self) -> Vec<Row> {
        let lines = &self.evaluation.lines;
        let mut order: Vec<usize> = (0..lines.len()).collect();
        let off = |n: &usize| {
            lines
                .get(*n)
                .map_or(0, |l| (l.said() - l.computed()).abs().get())
        };
        let wrong = |n: &usize| lines.get(*n).is_some_and(|l| l.wrong());
        let noted = |n: &usize| {
            let at = lines.get(*n).and_then(|l| l.at);
            self.findings.iter().any(|f| {
                f.severity != Severity::Note
                    && matches!(&f.field, Place::Indicator(k, _) if Some(*k) == at)
            })
        };
        // Wrong sums first, the largest before; then what something was found of; then the form's order.
        order.sort_by_key(|n| {
            let size = if wrong(n) { -off(n) } else { 0 };
            (!wrong(n), size, !noted(n), *n)
        });
        let line_rows = order.into_iter().filter_map(|n| {
            let l = lines.get(n)?;
            let speaks = |f: &Finding| match (&f.field, l.at) {
                (Place::Indicator(k, _), Some(at)) => *k == at,
                (Place::Field(key), None) => MONEY.contains(&key.as_str()),
                _ => false,
            };
            Some(Row {
                id: l.id(),
                line: Some(n),
                item: None,
                findings: self.numbers(speaks),
            })
        });
        let items = self.procedure.check.iter().enumerate();
        let item_rows = items.map(|(n, c)| Row {
            id: c.id.clone(),
            line: None,
            item: Some(n),
            findings: self.numbers(|f| c.rules.contains(&f.rule)),
        });
        line_rows.chain(item_rows).collect()
    }
    fn numbers(&self, speaks: impl Fn(&Finding) -> bool) -> Vec<usize> {
        let all = self.findings.iter().enumerate();
        all.filter(|(_, f)| speaks(f)).map(|(n, _)| n).collect()
    }
    /// The line of a row.
    pub fn line(&self, row: &Row) -> Option<&Scored> {
        self.evaluation.lines.get(row.line?)
    }
    /// The item of the checklist of a row.
    pub fn item(&self, row: &Row) -> Option<&Item> {
        self.procedure.check.get(row.item?)
    }
    /// The name of a line: of its indicator; "" for the execution.
    pub fn name(&self, line: &Scored) -> &str {
        line.at
            .and_then(|n| self.names.get(n))
            .map_or("", String::as_str)
    }
    /// How a row stands after these answers.
    pub fn state(&self, row: &Row, checks: &[Check]) -> State {
        let given = find(checks, &row.id);
        let line = self.line(row);
        let wrong = line.is_some_and(Scored::wrong);
        if let Some(c) = given {
            let told = match c.answer {
                Answer::Agrees => !wrong || c.score.is_some(),
                Answer::NotApplicable => !wrong,
                Answer::Differs | Answer::Lacking if line.is_some() => {
                    self.procedure.class(&c.class).is_some_and(|k| {
                        // Nothing but a score says what a judgement costs.
                        k.part != Part::Judgement || c.score.is_some()
                    })
                }
                Answer::Differs | Answer::Lacking => !c.note.trim().is_empty(),
            };
            let reasoned = c.score.is_none() || !c.note.trim().is_empty();
            return State {
                answer: Some(c.answer),
                by_rules: false,
                open: !(told && reasoned),
            };
        }
        if line.is_some() {
            return State {
                answer: wrong.then_some(Answer::Differs),
                by_rules: wrong,
                open: true,
            };
        }
        let item = self.item(row);
        let computed = item.is_some_and(|i| !i.rules.is_empty());
        let answer = match (computed, row.findings.is_empty()) {
            (false, _) => None,
            (true, true) => Some(Answer::Agrees),
            (true, false) => Some(Answer::Differs),
        };
        State {
            answer,
            by_rules: answer.is_some(),
            // What the rules found stands with their words; what only a person can say is open.
            open: answer.is_none(),
        }
    }
    /// Numbers, from 1, of the rows that must still be dealt with.
    pub fn open(&self, checks: &[Check]) -> Vec<usize> {
        let rows = self.rows.iter().enumerate();
        rows.filter(|(_, r)| self.state(r, checks).open)
            .map(|(n, _)| n + 1)
            .collect()
    }
    /// What a line lost, and why.
    pub fn split(&self, line: &Scored, checks: &[Check]) -> Split {
        let check = find(checks, &line.id());
        let class = check.and_then(|c| self.procedure.class(&c.class));
        let approved = line.at.and_then(|n| self.approved.get(&n));
        if line.at.is_none()
            && let (Some(c), Some(k)) = (check, class)
            && k.how == How::Verified
            && let Some(paid) = money(&c.verified, self.year)
        {
            return self.paid_otherwise(line, c, paid, k);
        }
        split(line, check, class, approved, &self.profile, self.year)
    }
    /// The execution with another amount than declared.
    fn paid_otherwise(&self, line: &Scored, check: &Check, paid: Fen, class: &Class) -> Split {
        let plain = Class {
            how: How::Recompute,
            ..class.clone()
        };
        let mut out = split(
            line,
            Some(check),
            Some(&plain),
            None,
            &self.profile,
            self.year,
        );
        let (Some(budget), Some(weight)) = (self.evaluation.budget, line.weight) else {
            return out;
        };
        if check.score.is_some() {
            return out;
        }
        if let Some(score) = score::execution(budget, paid, weight) {
            let slot = Part::ALL.iter().position(|p| *p == class.part);
            if let Some(part) = slot.and_then(|n| out.parts.get_mut(n)) {
                *part = *part + (out.score - score);
            }
            out.score = score;
        }
        out
    }
    /// The score that follows, and what the difference is made of; `other` overrides the total.
    pub fn settled(&self, checks: &[Check], other: Option<Points>, reason: &str) -> Settled {
        let declared = self.evaluation.declared();
        let mut parts = Parts::default();
        // A total that is not the sum of its scores is computed wrongly as a whole.
        parts[0] = declared - self.evaluation.declared_sum();
        let mut score = Points::ZERO;
        for line in &self.evaluation.lines {
            let s = self.split(line, checks);
            score = score + s.score;
            for (sum, part) in parts.iter_mut().zip(s.parts) {
                *sum = *sum + part;
            }
        }
        let last = other.map_or(score, |p| p.within(Points::FULL));
        parts[4] = parts[4] + (score - last);
        Settled {
            declared,
            score: last,
            parts,
            reason: if last == score {
                String::new()
            } else {
                reason.trim().to_owned()
            },
        }
    }
    /// How good the self-evaluation is, out of 100, and of each group what it has of what it could
    /// have: points of the items that agree over those of all that apply.
    pub fn quality(&self, checks: &[Check]) -> (Points, Vec<(Points, Points)>) {
        let of = |group: &Group| {
            let (mut has, mut all) = (0, 0);
            for row in &self.rows {
                let Some(item) = self.item(row).filter(|i| i.group == group.id) else {
                    continue;
                };
                match self.state(row, checks).answer {
                    // What nobody has looked at counts for nothing yet.
                    None | Some(Answer::NotApplicable) => continue,
                    Some(Answer::Agrees) => has += item.points,
                    _ => {}
                }
                all += item.points;
            }
            (Points::new(has), Points::new(all))
        };
        let groups: Vec<(Points, Points)> = self.procedure.group.iter().map(of).collect();
        let has: Points = groups.iter().map(|g| g.0).sum();
        let all: Points = groups.iter().map(|g| g.1).sum();
        let share = has
            .decimal()
            .checked_div(all.decimal())
            .and_then(|n| Points::of(n * Decimal::ONE_HUNDRED));
        (share.unwrap_or_default(), groups)
    }
    /// Its rule profile.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }
    /// Budget year of the form.
    pub const fn year(&self) -> i32 {
        self.year
    }
}

/// Fields that the row of the execution speaks of.
const MONEY: [&str; 6] = [
    "exec_score",
    "exec_rate",
    "exec_weight",
    "adjusted_budget",
    "initial_budget",
    "paid_to_date",
];

/// The answer to a row, the last one where there are several.
pub fn find<'c>(checks: &'c [Check], item: &str) -> Option<&'c Check> {
    checks.iter().rev().find(|c| c.item == item)
}

/// An amount as it was verified: in its unit, else in 万元.
fn money(text: &str, year: i32) -> Option<Fen> {
    let v = value::parse(text, year);
    let units = [MoneyUnit::Yuan, MoneyUnit::Wan];
    let unit = if v.unit.is_empty() {
        MoneyUnit::Wan
    } else {
        units.into_iter().find(|u| u.label() == v.unit)?
    };
    Fen::of(v.number?, unit)
}

/// Approved targets of lines whose form has another.
fn other_targets(d: &Declaration, approved: &Declaration) -> BTreeMap<usize, Value> {
    let mut out = BTreeMap::new();
    for (n, i) in d.indicators.iter().enumerate() {
        let name = normal(&i.name);
        let same = approved.indicators.iter().find(|a| normal(&a.name) == name);
        if let Some(a) = same.filter(|_| !name.is_empty()) {
            let was = Value::of(a, approved.year);
            if was.to_string() != Value::of(i, d.year).to_string() {
                out.insert(n, was);
            }
        }
    }
    out
}
