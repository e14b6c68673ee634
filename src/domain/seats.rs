//! What a standing is made of: seats and their grades, the decision, requests for comment.

use super::checklist::{Check, Reply, Settled};
use super::entry::{Opinion, Waiver};
use super::fen::Fen;
use super::id::{PersonId, Seq};
use std::collections::BTreeMap;

/// A verdict that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The entry.
    pub seq: Seq,
    /// Who gave it.
    pub person: PersonId,
    /// Identifier; empty when `hidden`.
    pub verdict: String,
    /// What is asked of the unit.
    pub opinions: Vec<Opinion>,
    /// Findings set aside.
    pub waived: Vec<Waiver>,
    /// Items graded otherwise than suggested.
    pub items: BTreeMap<String, u8>,
    /// Until when the unit is to mend it, as 20260930.
    pub due: Option<i32>,
    /// The money that it moves.
    pub amount: Option<Fen>,
    /// Rows of the checklist that were answered.
    pub checks: Vec<Check>,
    /// The score that follows.
    pub settled: Option<Settled>,
    /// True when the viewer may not see it yet: only that it is there.
    pub hidden: bool,
    /// Who entered it: the person, or somebody for them.
    pub by: PersonId,
    /// The number of the sheet of paper that it was entered from, by somebody else.
    pub sheet: Option<String>,
}

/// A request for comment 征求意见 of the present round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The entry.
    pub seq: Seq,
    /// Who asks.
    pub by: PersonId,
    /// Who is asked.
    pub to: Vec<PersonId>,
    /// What.
    pub text: String,
    /// Who has answered, and what.
    pub answered: Vec<(PersonId, String)>,
}

/// A minute of a discussion 会商纪要.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minute {
    /// Who wrote it.
    pub by: PersonId,
    /// What was said.
    pub text: String,
}

/// A seat of a case in the present round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// Seat number from 1.
    pub number: u8,
    /// Who sits there.
    pub person: PersonId,
    /// Stepped back: not needed any more.
    pub recused: bool,
    /// Grades given in this round, the last one stands.
    pub given: Vec<Given>,
    /// Whether it judges without what the rules found.
    pub aid: Aid,
}

/// Whether a seat sees what the rules found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Aid {
    /// It does.
    #[default]
    Full,
    /// Not before its first grade.
    Withheld,
    /// It gave its first grade, sees them now, and confirms that grade or gives another.
    Shown,
}

impl Seat {
    /// The grade that stands.
    pub fn stands(&self) -> Option<&Given> {
        self.given.last()
    }
    /// True once its grade counts: given, and where the findings were withheld, confirmed.
    pub fn is_in(&self) -> bool {
        self.stands().is_some() && self.aid == Aid::Full
    }
}

/// A decision of the case 定案 and its second signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// The decision.
    pub first: Given,
    /// True when a second person must sign.
    pub awaits: bool,
    /// The second signature, or a contradicting verdict.
    pub second: Option<Given>,
    /// The contradicted decision that this one takes the place of.
    pub earlier: Option<Box<Closing>>,
    /// What the department said to it.
    pub reply: Option<Replied>,
}

/// What a department said to a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replied {
    /// The entry.
    pub seq: Seq,
    /// Who entered it.
    pub person: PersonId,
    /// What.
    pub reply: Reply,
    /// Its reason.
    pub reason: String,
}

impl Closing {
    /// True when an earlier decision was disputed: this one has heard the department.
    pub fn answered(&self) -> bool {
        self.earlier
            .as_ref()
            .is_some_and(|e| e.reply.is_some() || e.answered())
    }
}

impl Given {
    /// A grade of which only its place is known.
    pub(super) fn blank(seq: Seq, person: PersonId) -> Self {
        Self {
            seq,
            person,
            verdict: String::new(),
            opinions: Vec::new(),
            waived: Vec::new(),
            items: BTreeMap::new(),
            due: None,
            amount: None,
            checks: Vec::new(),
            settled: None,
            hidden: false,
            by: person,
            sheet: None,
        }
    }
}
