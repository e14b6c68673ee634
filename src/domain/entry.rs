//! The log of decisions: what an entry says and how it is chained. An entry is never changed.

use super::checklist::{Check, Reply, Settled};
use super::clean::Clean;
use super::day::Instant;
use super::fen::Fen;
use super::finding::Place;
use super::id::{CaseId, PersonId, Seq};
use super::procedure::Digest;
use super::roster::Role;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use sm3::Sm3;

/// How the entries of a database are hashed; fixed when it is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Algorithm {
    /// SHA-256.
    Sha256,
    /// SM3, GB/T 32905.
    Sm3,
}

impl Algorithm {
    /// The identifier.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Sha256 => "sha256",
            Self::Sm3 => "sm3",
        }
    }
    /// The algorithm of an identifier.
    pub fn named(id: &str) -> Option<Self> {
        [Self::Sha256, Self::Sm3].into_iter().find(|a| a.id() == id)
    }
    fn digest(self, bytes: &[u8]) -> Digest {
        match self {
            Self::Sha256 => Digest(Sha256::digest(bytes).into()),
            Self::Sm3 => Digest(Sm3::digest(bytes).into()),
        }
    }
}

/// One cell of an entry as the store keeps it; the hash covers value, type and length of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing.
    Null,
    /// An integer.
    Int(i64),
    /// Text, as the bytes that lie there.
    Text(&'a [u8]),
    /// Bytes.
    Blob(&'a [u8]),
    /// A floating-point number: never written by us, hashed so that it is found.
    Real(u64),
}

/// The hash of an entry over all its columns but the hash itself, in the table's order.
pub fn hash(algorithm: Algorithm, cells: &[Cell<'_>]) -> Digest {
    let mut bytes = b"jixiao entry 1".to_vec();
    bytes.extend((cells.len() as u64).to_be_bytes());
    for cell in cells {
        let (tag, body): (u8, &[u8]) = match cell {
            Cell::Null => (b'n', &[]),
            Cell::Int(i) => (b'i', &i.to_be_bytes()),
            Cell::Real(r) => (b'r', &r.to_be_bytes()),
            Cell::Text(t) => (b't', t),
            Cell::Blob(b) => (b'b', b),
        };
        bytes.push(tag);
        bytes.extend((body.len() as u64).to_be_bytes());
        bytes.extend(body);
    }
    algorithm.digest(&bytes)
}

/// What a reviewer asks of a unit, or says to it 意见.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// The place it speaks of.
    pub field: Place,
    /// The words that leave the bureau.
    pub text: String,
    /// The rule it was adopted from, or none for one's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

/// For whom a grade was entered, and from which sheet of paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proxy {
    /// Whose grade it is.
    pub person: PersonId,
    /// The number of the sheet.
    pub sheet: String,
}

/// A finding set aside, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// The rule.
    pub rule: String,
    /// The place; none sets the rule aside for the whole case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<Place>,
    /// The reason.
    pub reason: String,
    /// True when the finding is an error: setting it aside asks for a second person.
    #[serde(default)]
    pub error: bool,
}

/// What happened. Unknown kinds are what a newer program wrote: shown, chained, not acted upon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Payload {
    /// The database was made.
    Founded {
        /// Practice database 练习库.
        practice: bool,
        /// Budget year.
        year: i32,
        /// A bureau's host: nobody comes in but by a key that the database names.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        house: bool,
    },
    /// A person was entered.
    PersonAdded {
        /// Their number.
        id: PersonId,
        /// Account.
        account: String,
        /// Name.
        name: String,
        /// Roles.
        roles: Vec<Role>,
        /// Units of their own.
        units: Vec<String>,
    },
    /// Roles of a person as they are from now on.
    RolesSet {
        /// The person.
        id: PersonId,
        /// All roles held from now on.
        roles: Vec<Role>,
        /// The last day of those that end, as 20261231.
        #[serde(default, skip_serializing_if = "std::collections::BTreeMap::is_empty")]
        until: std::collections::BTreeMap<Role, i32>,
    },
    /// The keys by which a person comes in from now on, each as `ssh-ed25519 AAAA…`.
    KeysSet {
        /// The person.
        id: PersonId,
        /// All keys.
        keys: Vec<String>,
    },
    /// A change of people that waits for a second person.
    Proposed {
        /// The change.
        change: Box<Self>,
    },
    /// A change of people, with its second person.
    Confirmed {
        /// The proposal; none where there were not yet two to agree, and one acted alone.
        proposed: Option<Seq>,
        /// The change.
        change: Box<Self>,
    },
    /// A person's own signature over entries of theirs.
    Signed {
        /// Which.
        spans: Vec<super::signature::Span>,
        /// As `ssh-keygen -Y sign` gives it.
        signature: String,
    },
    /// Who sits in the seats of a queue from now on, seat 1 first.
    Seated {
        /// The persons; of a seat with several candidates the first.
        seats: Vec<PersonId>,
        /// Candidates of each seat, where there are several for one: a new case's seats are then
        /// assigned, by the hash of the entry before its own as the lot.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pools: Vec<Vec<super::assign::Candidate>>,
    },
    /// A text that later entries name by its hash (procedure, rule profile).
    Defined {
        /// `procedure` or `profile`.
        what: String,
        /// Its identifier.
        id: String,
        /// Hash of its text.
        hash: Digest,
    },
    /// A file was read in; its rows count from this entry on.
    Imported {
        /// File name, fit to show.
        source: Clean,
        /// SHA-256 of the file's bytes.
        sha256: Digest,
        /// Kind of table.
        table: String,
        /// Rows read, all accounted for.
        rows_read: u64,
        /// Cases opened.
        opened: u32,
        /// Cases with a new round.
        changed: u32,
        /// Cases that were already so.
        same: u32,
        /// Hash over the lines of a companion table; none for declarations.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lines: Option<Digest>,
    },
    /// A case came into a queue.
    Opened {
        /// Project code.
        code: String,
        /// Procedure that it keeps for life.
        procedure: Digest,
        /// Rule profile that it keeps for life.
        profile: Digest,
        /// Seats, seat 1 first; none: whoever reviews decides.
        seats: Vec<PersonId>,
        /// Numbers of the seats that see what the rules found only after their first grade.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        unaided: Vec<u8>,
    },
    /// A form was filed.
    Declared {
        /// Round from 1.
        round: u16,
        /// Hash of the stored form.
        facts: Digest,
        /// Deadline as 20260930.
        due: i32,
    },
    /// A verdict.
    Decided {
        /// Identifier of the verdict.
        verdict: String,
        /// Seat from 1; none for a lead's decision or second signature.
        seat: Option<u8>,
        /// 定案: decides the case.
        closing: bool,
        /// 复核: a second signature.
        second: bool,
        /// What is asked of the unit.
        opinions: Vec<Opinion>,
        /// Findings set aside.
        waived: Vec<Waiver>,
        /// Grades of the sheet's items that differ from the suggested ones: item -> verdict sign rank.
        items: std::collections::BTreeMap<String, u8>,
        /// Until when the unit is to mend it, as 20260930.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<i32>,
        /// The money that it moves.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amount: Option<Fen>,
        /// Rows of the checklist that were answered.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        checks: Vec<Check>,
        /// The score that follows, and what the difference is made of.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        settled: Option<Settled>,
        /// Entered for somebody from their paper sheet 代录.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        proxy: Option<Proxy>,
        /// Random, so that the hash of a blind grade tells nothing.
        salt: String,
    },
    /// Cases were drawn or picked to be looked at; each has an entry of its own after this.
    Drawn {
        /// How: `risk`, `random`, `both` or `hand`.
        method: String,
        /// The seed of the random part, by which anybody draws the same again; "" where there is none.
        seed: String,
        /// Cases that could be drawn.
        population: u32,
        /// Hash over their codes in order, a line for each.
        among: Digest,
        /// Their money.
        amount: Fen,
        /// Codes of those drawn, in order.
        drawn: Vec<String>,
    },
    /// A case is to be looked at.
    Chosen {
        /// Why: `risk`, `lot`, `amount` or `hand`.
        why: String,
    },
    /// What the department says to a decision 部门反馈.
    Replied {
        /// What.
        reply: Reply,
        /// Its reason, where it does not agree.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// One's own entry is taken back.
    Withdrawn {
        /// The entry taken back.
        seq: Seq,
    },
    /// A person stepped back from a case 回避.
    Recused {
        /// Why: `own-unit`, `kin`, `took-part`, `other`.
        reason: String,
    },
    /// A seat that has no grade passes to another person: absence, or a recusal to be filled.
    Reseated {
        /// Who sat there.
        from: PersonId,
        /// Who sits there from now on.
        to: PersonId,
    },
    /// A note to colleagues; never leaves the bureau.
    Noted {
        /// The note.
        text: String,
        /// Who is asked to say something to it 征求意见.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        to: Vec<PersonId>,
        /// The request that it answers.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answers: Option<Seq>,
        /// What was said when it was talked over 会商纪要.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        minute: bool,
    },
    /// A person who had stepped back is let in again by the lead.
    Readmitted {
        /// Who.
        person: PersonId,
        /// Why.
        reason: String,
    },
    /// Somebody tried what they may not.
    Refused {
        /// What was tried.
        tried: String,
        /// Why it was refused: an identifier of [`super::gate::Refused`].
        why: String,
    },
    /// Written by a newer program.
    #[serde(other)]
    Unknown,
}

impl Payload {
    /// The persons that it names, beside whose entry it is.
    pub fn persons(&self) -> Vec<PersonId> {
        match self {
            Self::RolesSet { id, .. } | Self::KeysSet { id, .. } => vec![*id],
            Self::Proposed { change } | Self::Confirmed { change, .. } => change.persons(),
            Self::Decided { proxy: Some(x), .. } => vec![x.person],
            Self::Reseated { from, to } => vec![*from, *to],
            Self::Noted { to, .. } => to.clone(),
            Self::Readmitted { person, .. } => vec![*person],
            _ => Vec::new(),
        }
    }
    /// The identifier of the kind as it stands in the log.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Founded { .. } => "founded",
            Self::PersonAdded { .. } => "person-added",
            Self::RolesSet { .. } => "roles-set",
            Self::KeysSet { .. } => "keys-set",
            Self::Proposed { .. } => "proposed",
            Self::Confirmed { .. } => "confirmed",
            Self::Signed { .. } => "signed",
            Self::Seated { .. } => "seated",
            Self::Defined { .. } => "defined",
            Self::Imported { .. } => "imported",
            Self::Opened { .. } => "opened",
            Self::Declared { .. } => "declared",
            Self::Decided { .. } => "decided",
            Self::Drawn { .. } => "drawn",
            Self::Chosen { .. } => "chosen",
            Self::Replied { .. } => "replied",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Recused { .. } => "recused",
            Self::Reseated { .. } => "reseated",
            Self::Noted { .. } => "noted",
            Self::Readmitted { .. } => "readmitted",
            Self::Refused { .. } => "refused",
            Self::Unknown => "unknown",
        }
    }
}

/// An entry as the rest of the program sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Number, from 1 without gaps.
    pub seq: Seq,
    /// When, for reading only.
    pub at: Instant,
    /// Who.
    pub person: PersonId,
    /// The role they acted in.
    pub role: String,
    /// The case, or 0.
    pub case: CaseId,
    /// The version they judged, as their account saw it.
    pub version: u32,
    /// What.
    pub payload: Payload,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_kinds_are_kept_apart() {
        let p: Payload = serde_json::from_str(r#"{"kind":"beamed-up","to":3}"#).unwrap();
        assert_eq!(p, Payload::Unknown);
        let known = Payload::Withdrawn { seq: Seq::new(4) };
        let text = serde_json::to_string(&known).unwrap();
        assert_eq!(text, r#"{"kind":"withdrawn","seq":4}"#);
        assert_eq!(serde_json::from_str::<Payload>(&text).unwrap(), known);
        assert_eq!(known.kind(), "withdrawn");
    }

    #[test]
    fn the_hash_sees_type_length_and_order() {
        let of = |cells: &[Cell<'_>]| hash(Algorithm::Sha256, cells);
        assert_ne!(of(&[Cell::Int(5)]), of(&[Cell::Text(b"5")]));
        assert_ne!(
            of(&[Cell::Text(b"ab"), Cell::Text(b"c")]),
            of(&[Cell::Text(b"a"), Cell::Text(b"bc")])
        );
        assert_ne!(of(&[Cell::Null]), of(&[]));
        assert_ne!(of(&[Cell::Text(b"x")]), of(&[Cell::Blob(b"x")]));
        assert_ne!(hash(Algorithm::Sm3, &[Cell::Int(5)]), of(&[Cell::Int(5)]));
    }
}
