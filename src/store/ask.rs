//! What a list is asked: which rows, in which order, from where on.

use crate::domain::filter::Filter;
use crate::domain::id::CaseId;
use crate::domain::procedure::First;
use std::sync::Arc;

/// How a list is sorted; ties by the case's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// By deadline, earliest first.
    #[default]
    Due,
    /// By amount, largest first.
    Amount,
    /// By code.
    Code,
    /// By findings, most errors first.
    Findings,
    /// By name, in the order of pinyin.
    Name,
    /// By unit, in the order of pinyin.
    Unit,
    /// By what is at stake, most first.
    Stake,
}

impl From<First> for Order {
    fn from(f: First) -> Self {
        match f {
            First::Due => Self::Due,
            First::Stake => Self::Stake,
        }
    }
}

/// The place of a row in an order: how well it matched the words, its sort value and the case's
/// number; never a row number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The worst rank of the filter's words; 0 without words.
    pub rank: u8,
    /// The sort value: text for codes, else a number.
    pub value: MarkValue,
    /// The case.
    pub ord: i64,
}

/// The sort value of a [`Mark`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkValue {
    /// Deadline, amount, weight of findings.
    Number(i64),
    /// Code.
    Text(String),
    /// Sort key of a name or unit.
    Bytes(Vec<u8>),
}

/// Which rows of a queue are asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Scope {
    /// All.
    #[default]
    All,
    /// Those that wait for the viewer.
    Mine,
}

/// A question for a page of a list.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Queue.
    pub queue: String,
    /// Order.
    pub order: Order,
    /// The order turned round.
    pub reverse: bool,
    /// Which rows.
    pub scope: Scope,
    /// What they must be like.
    pub filter: Option<Filter>,
    /// Rows after this mark; none: from the beginning.
    pub after: Option<Mark>,
    /// Rows before `after` instead (still given in list order); without `after` the last ones.
    pub back: bool,
    /// Cases on which the viewer has begun something, for `status:draft`: only the desk knows.
    pub drafts: Arc<[CaseId]>,
    /// At most so many rows.
    pub limit: usize,
}
