//! 再评价核对: a self-evaluation gone through row by row: its execution, its indicators, the items of
//! a checklist that is data. What each answer costs is fixed before; the difference between the
//! declared score and the new one splits to the hundredth into five parts.

use super::declaration::Declaration;
use super::evaluation::{Evaluation, Scored};
use super::fen::{Fen, MoneyUnit};
use super::finding::{Finding, Place};
use super::procedure::{Digest, Procedure};
use super::profile::Profile;
use super::score::{self, Points};
use super::value::{self, Value, normal};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A group of checks 三性.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Identifier, `authentic`.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// What it counts for, out of 100.
    pub points: i32,
}

/// An item of the checklist.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Identifier, `c08`.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// Its group.
    pub group: String,
    /// What it counts for, hundredths of a point.
    pub points: i32,
    /// Rules that answer it; empty where only a person can.
    #[serde(default)]
    pub rules: Vec<String>,
}

/// Which of the five parts of a difference something belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// 计算错误.
    Arithmetic,
    /// 佐证不足、数据不实.
    Evidence,
    /// 目标偏低.
    Target,
    /// 口径不一致, irrelevant, counted twice.
    Scope,
    /// The rest: opinion.
    Judgement,
}

impl Part {
    /// All five, in the order in which they are told.
    pub const ALL: [Self; 5] = [
        Self::Arithmetic,
        Self::Evidence,
        Self::Target,
        Self::Scope,
        Self::Judgement,
    ];
}

/// How the deduction of a class is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// A share of the points.
    #[default]
    Share,
    /// By the form's own figures.
    Recompute,
    /// By the verified value.
    Verified,
    /// By the approved target, else by how far it was passed.
    Low,
}

/// A class of findings and what it costs.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Class {
    /// Identifier, `unproved`.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// The part of the difference.
    pub part: Part,
    /// How the deduction is found.
    #[serde(default)]
    pub how: How,
    /// Percent of the points, where nothing nearer is known.
    #[serde(default)]
    pub share: i32,
    /// It is what missing evidence is.
    #[serde(default)]
    pub lacking: bool,
    /// Rules whose finding on an indicator is of this class.
    #[serde(default)]
    pub rules: Vec<String>,
}

/// What makes a difference to be expected before anybody has looked.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Risk {
    /// Rules of which one has found something.
    pub rules: Vec<String>,
    /// Points that are to be expected for it, in hundredths.
    pub points: i32,
}

/// The difference 自评偏差 to be expected of a self-evaluation: what its own figures give, and for
/// each risk that shows its points.
pub fn expected(p: &Procedure, e: &Evaluation, found: &[Finding], flags: &[String]) -> Points {
    let shows = |r: &&Risk| {
        let has = |id: &String| found.iter().any(|f| f.rule == *id) || flags.contains(id);
        r.rules.iter().any(has)
    };
    let risks: Points = p
        .risk
        .iter()
        .filter(shows)
        .map(|r| Points::new(r.points))
        .sum();
    (e.declared() - e.computed()).abs() + risks
}

/// An answer to a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// 相符.
    Agrees,
    /// 不符.
    Differs,
    /// 缺佐证.
    Lacking,
    /// 不适用.
    NotApplicable,
}

/// Where the evidence is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Proof {
    /// Name of the document.
    pub file: String,
    /// Where in it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub page: String,
    /// SHA-256 of the document as it was looked at; none where only its name is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<Digest>,
}

/// How a value was verified 核实方式.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Means {
    /// 资料.
    Documents,
    /// 现场.
    Site,
    /// 系统数据.
    System,
    /// 问卷.
    Survey,
}

impl Means {
    /// All four.
    pub const ALL: [Self; 4] = [Self::Documents, Self::Site, Self::System, Self::Survey];
}

/// What a re-evaluator answered to a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// The row: `execution`, `i3`, `c08`.
    pub item: String,
    /// The answer.
    pub answer: Answer,
    /// Class of the finding; "" where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub class: String,
    /// Remark.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Where the evidence is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<Proof>,
    /// The value that was verified, as written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub verified: String,
    /// How.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub means: Option<Means>,
    /// Another score than the deduction gives; `note` is its reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<Points>,
}

impl Check {
    /// A plain answer to a row.
    pub fn plain(item: &str, answer: Answer) -> Self {
        Self {
            item: item.to_owned(),
            answer,
            class: String::new(),
            note: String::new(),
            proof: None,
            verified: String::new(),
            means: None,
            score: None,
        }
    }
}

/// What a department says to a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reply {
    /// 认可.
    Accepted,
    /// 部分认可.
    Partly,
    /// 有异议.
    Disputed,
}

/// The five parts of a difference, in the order of [`Part::ALL`].
pub type Parts = [Points; 5];

/// The score that follows from a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    /// As declared.
    pub declared: Points,
    /// As re-evaluated.
    pub score: Points,
    /// What the difference, declared minus re-evaluated, is made of.
    pub parts: Parts,
    /// Why the total is another than the rows give; "" where it is not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

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
                f.severity != super::finding::Severity::Note
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
    let unit = match v.unit.as_str() {
        "元" => MoneyUnit::Yuan,
        "万元" | "" => MoneyUnit::Wan,
        _ => return None,
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
