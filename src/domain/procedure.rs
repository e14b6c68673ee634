//! A kind of review as data: its states, its verdicts, who may give them and what they need.
//! General code reads it; no queue has code of its own here.

use super::checklist::{Class, Group, Item, Risk};
use super::finding::{Finding, Severity};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// SHA-256 or SM3 of something, 32 bytes; written in hex.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// SHA-256 of a text.
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text.as_bytes()).into())
    }
    /// SHA-256 of bytes.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
    /// Read from hex.
    pub fn from_hex(hex: &str) -> Option<Self> {
        let mut out = [0u8; 32];
        if hex.len() != 64 || !hex.is_ascii() {
            return None;
        }
        for (i, pair) in hex.as_bytes().chunks(2).enumerate() {
            *out.get_mut(i)? = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(out))
    }
}

impl std::fmt::Display for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl std::fmt::Debug for Digest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl Serialize for Digest {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let hex = String::deserialize(d)?;
        Self::from_hex(&hex).ok_or_else(|| serde::de::Error::custom("not 64 hex digits"))
    }
}

/// A state of a case, for reading.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Identifier, `pending`.
    pub id: String,
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
}

/// A verdict 裁定.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verdict {
    /// Identifier, `pass`.
    pub id: String,
    /// The one-character sign in lists, `优`.
    pub sign: String,
    /// What follows from it, `通过`.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// A name for where there is little room; "" for the name itself.
    #[serde(default)]
    pub short: String,
    /// The letter that gives it.
    pub key: char,
    /// Place on the scale, 0 the most favourable; two verdicts may not share one.
    pub rank: u8,
    /// The state it leads to once it is final.
    pub to: String,
    /// Needs at least one opinion.
    #[serde(default)]
    pub needs_opinion: bool,
    /// Is refused while an error of the automatic check is neither mended nor set aside.
    #[serde(default)]
    pub needs_clean: bool,
    /// Always needs a second person.
    #[serde(default)]
    pub second: bool,
    /// Asks before it is signed.
    #[serde(default)]
    pub harsh: bool,
    /// Needs a day until which the unit is to mend it.
    #[serde(default)]
    pub needs_due: bool,
    /// Days from now that are offered for it.
    #[serde(default)]
    pub offer_days: i32,
    /// Needs an amount of money.
    #[serde(default)]
    pub needs_amount: bool,
    /// The unit must answer in its next form what the opinions ask.
    #[serde(default)]
    pub undertakes: bool,
    /// A new form of the unit opens a new round after it.
    #[serde(default)]
    pub reopens: bool,
    /// Is refused while a row of the checklist is not dealt with.
    #[serde(default)]
    pub needs_checked: bool,
    /// Leaves the declared score as it is: refused while what was checked gives another.
    #[serde(default)]
    pub keeps_score: bool,
    /// The department is asked before it is final.
    #[serde(default)]
    pub consults: bool,
}

const fn yes() -> bool {
    true
}

/// How a list is sorted at first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum First {
    /// By deadline.
    #[default]
    Due,
    /// By what is at stake.
    Stake,
}

/// A verdict that findings suggest.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Suggest {
    /// The verdict.
    pub verdict: String,
    /// Rules of which one must have found something; empty: any error, or, for a verdict that
    /// needs no opinion, whatever nothing before it fits.
    #[serde(default)]
    pub rules: Vec<String>,
}

/// A list that has a name: cases of a filter, or what should be among the cases and is not.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Chinese name.
    pub name: String,
    /// English name.
    pub name_en: String,
    /// The filter; "" for what was never reported on.
    pub filter: String,
}

/// A procedure, read from `data/procedures/*.toml`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Identifier, `joint-review`.
    pub id: String,
    /// Chinese title.
    pub name: String,
    /// Short Chinese title for narrow places.
    pub short: String,
    /// English title.
    pub name_en: String,
    /// For people; what pins a procedure is the hash of its text.
    pub revision: u32,
    /// The kind of table that opens cases here, `target`.
    pub input: String,
    /// Which rules run, by the letter of their ids.
    pub rules: String,
    /// Seats that a new case gets, when people sit in the queue.
    pub seats: u8,
    /// Others' grades are hidden until one's own is in.
    pub blind: bool,
    /// Of a hundred seats of new cases, how many give their first grade without seeing what the
    /// rules found; not in a practice database.
    #[serde(default)]
    pub unaided: u8,
    /// The part of the seats, in hundredths, that must be in for a decision with a reason.
    pub quorum: u8,
    /// Grades that far apart or farther are a disagreement.
    pub apart: u8,
    /// Characters that a reason for setting an error aside must have.
    pub min_reason: u16,
    /// Days from the declaration to the deadline.
    pub due_days: i32,
    /// State of a case in its first round.
    pub start: String,
    /// State of a case in a later round.
    pub again: String,
    /// State when all seats are in and agree.
    pub graded: String,
    /// State when all seats are in and two are apart.
    pub dissent: String,
    /// State while the second signature is missing.
    pub second: String,
    /// Cases are watched by money and results: lists tell both, and there is a grid of them.
    #[serde(default)]
    pub watch: bool,
    /// Its cases are graded by the eight items of the review sheet as well.
    #[serde(default = "yes")]
    pub sheet: bool,
    /// How its list is sorted until somebody sorts it otherwise.
    #[serde(default)]
    pub order: First,
    /// What is suggested by what was found, the first that fits.
    #[serde(default)]
    pub suggest: Vec<Suggest>,
    /// Lists that have a name, one key away.
    #[serde(default)]
    pub list: Vec<Named>,
    /// State of a case that is only looked at once it is chosen; none where every case is.
    #[serde(default)]
    pub unchosen: Option<String>,
    /// State while the department is asked.
    #[serde(default)]
    pub consulted: Option<String>,
    /// State when the department does not agree.
    #[serde(default)]
    pub disputed: Option<String>,
    /// Groups of the checklist.
    #[serde(default)]
    pub group: Vec<Group>,
    /// The checklist, in its order; empty where cases have none.
    #[serde(default)]
    pub check: Vec<Item>,
    /// Classes of findings and what each costs.
    #[serde(default)]
    pub class: Vec<Class>,
    /// What makes a difference to be expected.
    #[serde(default)]
    pub risk: Vec<Risk>,
    /// States in order of reading.
    pub state: Vec<State>,
    /// Verdicts in order of their digits, 1 first.
    pub verdict: Vec<Verdict>,
}

/// What is wrong with the text of a procedure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadProcedure {
    /// Not TOML, a field missing or unknown.
    #[error("{0}")]
    Text(String),
    /// A state is named that is not defined.
    #[error("unknown state {0:?}")]
    UnknownState(String),
    /// A state, verdict, key or rank is there twice.
    #[error("{0} is defined twice")]
    Twice(String),
    /// A verdict is suggested that is not there, or that is never suggested.
    #[error("{0:?} cannot be suggested")]
    Suggestion(String),
    /// A number is out of its range.
    #[error("{0} is out of range")]
    Range(&'static str),
    /// A check names a group that is not there.
    #[error("unknown group {0:?}")]
    UnknownGroup(String),
}

impl Procedure {
    /// Reads and checks a procedure.
    ///
    /// # Errors
    /// Names the culprit when the text is not a consistent procedure.
    pub fn parse(text: &str) -> Result<Self, BadProcedure> {
        let p: Self =
            toml::from_str(text).map_err(|e| BadProcedure::Text(e.message().to_owned()))?;
        let known = |id: &String| p.state.iter().any(|s| s.id == *id);
        for id in [&p.start, &p.again, &p.graded, &p.dissent, &p.second]
            .into_iter()
            .chain(
                [&p.unchosen, &p.consulted, &p.disputed]
                    .into_iter()
                    .flatten(),
            )
            .chain(p.verdict.iter().map(|v| &v.to))
        {
            if !known(id) {
                return Err(BadProcedure::UnknownState(id.clone()));
            }
        }
        twice(p.state.iter().map(|s| s.id.clone()))?;
        twice(p.verdict.iter().map(|v| v.id.clone()))?;
        twice(p.check.iter().map(|c| c.id.clone()))?;
        twice(p.class.iter().map(|c| c.id.clone()))?;
        twice(p.verdict.iter().map(|v| format!("key {}", v.key)))?;
        for c in &p.check {
            if !p.group.iter().any(|g| g.id == c.group) {
                return Err(BadProcedure::UnknownGroup(c.group.clone()));
            }
        }
        twice(p.verdict.iter().map(|v| format!("rank {}", v.rank)))?;
        if p.quorum > 100 {
            return Err(BadProcedure::Range("quorum"));
        }
        if p.seats > 30 {
            return Err(BadProcedure::Range("seats"));
        }
        for s in &p.suggest {
            let kind = p.verdict.iter().find(|v| v.id == s.verdict);
            // What is harsh is nobody's suggestion.
            if kind.is_none_or(|v| v.harsh) {
                return Err(BadProcedure::Suggestion(s.verdict.clone()));
            }
        }
        if p.verdict.is_empty() || p.verdict.len() > 9 {
            return Err(BadProcedure::Range("verdict"));
        }
        Ok(p)
    }

    /// The verdict of an identifier.
    pub fn verdict(&self, id: &str) -> Option<&Verdict> {
        self.verdict.iter().find(|v| v.id == id)
    }
    /// The state of an identifier.
    pub fn state(&self, id: &str) -> Option<&State> {
        self.state.iter().find(|s| s.id == id)
    }
    /// What the findings suggest, and the first of them that does; none where nothing is suggested.
    pub fn suggested<'a>(&self, found: &'a [Finding]) -> Option<(&Verdict, Option<&'a Finding>)> {
        self.suggest.iter().find_map(|s| {
            let kind = self.verdict(&s.verdict)?;
            if s.rules.is_empty() && !kind.needs_opinion {
                return Some((kind, None));
            }
            let why = found.iter().find(|f| match s.rules.as_slice() {
                [] => f.severity == Severity::Error,
                rules => rules.contains(&f.rule),
            });
            why.map(|f| (kind, Some(f)))
        })
    }
    /// The state of a case that was decided in its favour, "" where none is.
    pub fn approved(&self) -> &str {
        let best = self.verdict.iter().min_by_key(|v| v.rank);
        best.map_or("", |v| v.to.as_str())
    }
    /// A class of findings by its identifier.
    pub fn class(&self, id: &str) -> Option<&Class> {
        self.class.iter().find(|c| c.id == id)
    }
    /// True where cases are gone through by a checklist.
    pub fn checks(&self) -> bool {
        !self.check.is_empty()
    }
    /// True while the seats of a case in this state may grade.
    pub fn is_open(&self, state: &str) -> bool {
        [&self.start, &self.again, &self.graded, &self.dissent]
            .into_iter()
            .chain(&self.disputed)
            .any(|s| s == state)
    }
}

fn twice(ids: impl Iterator<Item = String>) -> Result<(), BadProcedure> {
    let mut seen = std::collections::BTreeSet::new();
    for id in ids {
        if !seen.insert(id.clone()) {
            return Err(BadProcedure::Twice(id));
        }
    }
    Ok(())
}

/// The procedures inside the program, as `(text)`; the database keeps the text a case began with.
pub const BUILTIN: &[&str] = &[
    include_str!("../../data/procedures/joint-review.toml"),
    include_str!("../../data/procedures/monitoring.toml"),
    include_str!("../../data/procedures/re-evaluation.toml"),
];

/// The procedures inside the program, read.
pub fn builtin() -> &'static [(Procedure, Digest, &'static str)] {
    static READ: std::sync::LazyLock<Vec<(Procedure, Digest, &'static str)>> =
        std::sync::LazyLock::new(|| {
            BUILTIN
                .iter()
                .map(|text| {
                    let p = Procedure::parse(text).expect("checked by the test of this module");
                    (p, Digest::of(text), *text)
                })
                .collect()
        });
    &READ
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_procedure_inside_is_consistent() {
        for (p, hash, text) in builtin() {
            assert_eq!(*hash, Digest::of(text));
            assert!(!p.verdict.is_empty());
        }
    }

    #[test]
    fn bad_procedures_are_refused_by_name() {
        let good = BUILTIN[0];
        for (from, to, says) in [
            (
                "start = \"pending\"",
                "start = \"nowhere\"",
                "unknown state \"nowhere\"",
            ),
            ("key = \"m\"", "key = \"p\"", "key p is defined twice"),
            ("rank = 1", "rank = 0", "rank 0 is defined twice"),
            ("quorum = 66", "quorum = 101", "quorum is out of range"),
            (
                "due_days = 14",
                "due_days = 14\nsuggest = [{ verdict = \"reject\" }]",
                "\"reject\" cannot be suggested",
            ),
            ("blind = true", "blinded = true", "unknown field `blinded`"),
        ] {
            let bad = good.replacen(from, to, 1);
            assert_ne!(bad, good, "{from} is in the text");
            let e = Procedure::parse(&bad).unwrap_err().to_string();
            assert!(e.contains(says), "{e}");
        }
    }
}
