//! 再评价核对: a self-evaluation gone through row by row: its execution, its indicators, the items of
//! a checklist that is data. What each answer costs is fixed before; the difference between the
//! declared score and the new one splits to the hundredth into five parts.

mod sheet;

pub use sheet::{Row, Sheet, Split, State, find, split};

use super::evaluation::Evaluation;
use super::finding::Finding;
use super::procedure::{Digest, Procedure};
use super::score::Points;
use serde::{Deserialize, Serialize};

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
