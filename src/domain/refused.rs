//! Why the gate says no.

use super::id::PersonId;
use super::score::Points;

/// Why something may not be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// An entry of a newer program is in the way.
    NewerProgram,
    /// An auditor looks and does not decide.
    AuditorLooks,
    /// An administrator does not decide.
    AdminDoesNotDecide,
    /// The person holds no role for this.
    NoRole,
    /// The case is of the person's own unit.
    OwnUnit,
    /// The person stepped back.
    Recused,
    /// The case has seats, and none is the person's.
    NoSeat,
    /// Only a lead decides.
    NotLead,
    /// Seats are missing for a decision.
    SeatsMissing {
        /// Seats filled.
        have: usize,
        /// Seats needed.
        need: usize,
    },
    /// With seats missing, a decision needs its reason in writing.
    ReasonForEarly,
    /// A grade from paper needs the number of its sheet.
    NeedsSheet,
    /// Who sits there grades first, before entering another's.
    OwnGradeFirst,
    /// An entry to be signed is not the person's.
    NotYours,
    /// A signature was made by none of the person's keys, or over something else.
    BadSignature,
    /// The first signature is the person's own.
    FirstWasYou,
    /// Nothing awaits a second signature, the case is decided.
    Decided,
    /// No such verdict in this procedure.
    NoSuchVerdict(String),
    /// The verdict needs an opinion.
    NeedsOpinion,
    /// The verdict needs a day until which.
    NeedsDue,
    /// The verdict needs an amount above 0.
    NeedsAmount,
    /// Errors are neither mended nor set aside.
    OpenErrors(Vec<String>),
    /// A reason for setting an error aside is too short.
    ReasonTooShort {
        /// The rule.
        rule: String,
        /// Characters needed.
        need: u16,
    },
    /// Nothing of one's own to take back.
    NothingToUndo,
    /// Somebody has built on it.
    BuiltOn(PersonId),
    /// There is no form to judge.
    NotDeclared,
    /// The case was not chosen to be looked at.
    NotChosen,
    /// It was chosen already.
    ChosenAlready,
    /// Rows of the checklist are not dealt with: their numbers as shown.
    Unchecked(Vec<usize>),
    /// What was checked gives another score than the declared one.
    ScoreDiffers {
        /// As declared.
        declared: Points,
        /// As checked.
        score: Points,
    },
    /// Another score than what was checked gives needs its reason.
    ReasonForScore {
        /// Characters needed.
        need: u16,
    },
    /// Nobody is asked for a reply.
    NothingToAnswer,
    /// A reply that does not agree needs the department's reason.
    ReasonForReply,
    /// The person does not keep the table of people.
    NotKeeper,
    /// No such change was proposed, or it is dealt with.
    NothingProposed,
    /// A change needs a second person.
    OwnProposal,
    /// Nobody confirms what is about themselves.
    AboutYou,
    /// An account of a house has letters, digits, `.`, `_` and `-` alone.
    AccountName,
    /// The account is entered already.
    AccountTaken(String),
    /// The key is another person's.
    KeyTaken(PersonId),
    /// It cannot be done to that person. A seat passed on: `no-role`, `own-unit`, `recused`,
    /// `seated`. Asked: `no-grade`. Entered for: `no-expert`, `no-seat`, `recused`,
    /// `graded`. Let in again:
    /// `not-recused`.
    NotForThem(PersonId, &'static str),
}

impl Refused {
    /// Identifier, as recorded in the log.
    pub const fn id(&self) -> &'static str {
        match self {
            Self::NewerProgram => "newer-program",
            Self::AuditorLooks => "auditor-looks",
            Self::AdminDoesNotDecide => "admin-does-not-decide",
            Self::NoRole => "no-role",
            Self::OwnUnit => "own-unit",
            Self::Recused => "recused",
            Self::NoSeat => "no-seat",
            Self::NotLead => "not-lead",
            Self::SeatsMissing { .. } => "seats-missing",
            Self::ReasonForEarly => "reason-for-early",
            Self::FirstWasYou => "first-was-you",
            Self::Decided => "decided",
            Self::NoSuchVerdict(_) => "no-such-verdict",
            Self::NeedsOpinion => "needs-opinion",
            Self::NeedsDue => "needs-due",
            Self::NeedsAmount => "needs-amount",
            Self::OpenErrors(_) => "open-errors",
            Self::ReasonTooShort { .. } => "reason-too-short",
            Self::NothingToUndo => "nothing-to-undo",
            Self::BuiltOn(_) => "built-on",
            Self::NotDeclared => "not-declared",
            Self::NotChosen => "not-chosen",
            Self::ChosenAlready => "chosen-already",
            Self::Unchecked(_) => "unchecked",
            Self::ScoreDiffers { .. } => "score-differs",
            Self::ReasonForScore { .. } => "reason-for-score",
            Self::NothingToAnswer => "nothing-to-answer",
            Self::ReasonForReply => "reason-for-reply",
            Self::NotKeeper => "not-keeper",
            Self::NothingProposed => "nothing-proposed",
            Self::NeedsSheet => "needs-sheet",
            Self::OwnGradeFirst => "own-grade-first",
            Self::NotYours => "not-yours",
            Self::BadSignature => "bad-signature",
            Self::OwnProposal => "own-proposal",
            Self::AboutYou => "about-you",
            Self::AccountName => "account-name",
            Self::AccountTaken(_) => "account-taken",
            Self::KeyTaken(_) => "key-taken",
            Self::NotForThem(..) => "not-for-them",
        }
    }
    /// True when somebody tried what is not theirs to do: the attempt itself is recorded.
    pub const fn is_trespass(&self) -> bool {
        matches!(
            self,
            Self::AuditorLooks
                | Self::AdminDoesNotDecide
                | Self::NoRole
                | Self::OwnUnit
                | Self::Recused
                | Self::NoSeat
                | Self::NotLead
                | Self::FirstWasYou
                | Self::NotKeeper
                | Self::OwnProposal
                | Self::AboutYou
        )
    }
}
