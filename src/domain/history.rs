//! A history walked from its first entry on: numbers, hashes, links, who may change people, and
//! whose signature stands on what. It needs the entries alone, wherever they come from.

use super::day::Instant;
use super::entry::{Algorithm, Cell, Payload, hash};
use super::id::{PersonId, Seq};
use super::office::Office;
use super::procedure::Digest;
use super::signature::{self, Flaw, Span};
use serde::{Deserialize, Serialize};

/// Columns of an entry that its hash covers.
pub const COVERED: usize = 14;

/// An entry with all its columns, outside a database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// Number from 1.
    pub seq: i64,
    /// Milliseconds since 1970, UTC.
    pub at: i64,
    /// User id of the process.
    pub uid: i64,
    /// User id that had logged in, or -1.
    pub login_uid: i64,
    /// Number of the person.
    pub person: i64,
    /// Role they acted in.
    pub role: String,
    /// Command as given.
    pub command: String,
    /// Queue, or "".
    pub queue: String,
    /// Case, or 0.
    pub kase: i64,
    /// Version judged.
    pub version: i64,
    /// Edition of the rules.
    pub rules: String,
    /// What happened, as JSON: these very bytes are hashed.
    pub payload: String,
    /// Algorithm.
    pub alg: String,
    /// Hash of the entry before.
    pub prev: Digest,
    /// Its own hash.
    pub hash: Digest,
}

impl Columns {
    /// The cells that the hash covers, in order.
    pub fn cells(&self) -> [Cell<'_>; COVERED] {
        [
            Cell::Int(self.seq),
            Cell::Int(self.at),
            Cell::Int(self.uid),
            Cell::Int(self.login_uid),
            Cell::Int(self.person),
            Cell::Text(self.role.as_bytes()),
            Cell::Text(self.command.as_bytes()),
            Cell::Text(self.queue.as_bytes()),
            Cell::Int(self.kase),
            Cell::Int(self.version),
            Cell::Text(self.rules.as_bytes()),
            Cell::Text(self.payload.as_bytes()),
            Cell::Text(self.alg.as_bytes()),
            Cell::Blob(&self.prev.0),
        ]
    }
}

/// How the entries of a history are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signatures {
    /// Entries under a good signature of who made them.
    pub valid: u64,
    /// Entries under none; signatures themselves are not counted.
    pub missing: u64,
    /// Signatures that are not good.
    pub invalid: u64,
}

/// What is kept of an entry that was passed.
#[derive(Debug, Clone, Copy)]
struct Passed {
    person: PersonId,
    hash: Digest,
    signed: bool,
}

/// A history as far as it was walked.
#[derive(Debug, Default)]
pub struct History {
    /// The people as they are after it.
    pub office: Office,
    /// How it is signed.
    pub signatures: Signatures,
    algorithm: Option<Algorithm>,
    passed: Vec<Passed>,
}

impl History {
    /// Entries passed.
    pub fn entries(&self) -> u64 {
        self.passed.len() as u64
    }
    /// The hash of the last one; zeros before the first.
    pub fn head(&self) -> Digest {
        self.passed.last().map_or(Digest::default(), |p| p.hash)
    }
    /// The number of the entry that must come now.
    pub fn next(&self) -> i64 {
        i64::try_from(self.passed.len()).unwrap_or(i64::MAX - 1) + 1
    }

    /// Goes over an entry: the cells that its hash covers, and the hash as it lies there.
    ///
    /// # Errors
    /// Says what is wrong with it.
    pub fn pass(&mut self, cells: &[Cell<'_>], stored: Cell<'_>) -> Result<(), String> {
        let next = self.next();
        if cells.first() != Some(&Cell::Int(next)) {
            return Err(format!("entry {next} is missing or misnumbered"));
        }
        let named = match cells.get(12) {
            Some(Cell::Text(t)) => std::str::from_utf8(t).ok().and_then(Algorithm::named),
            _ => None,
        };
        let own = named.ok_or("unknown algorithm")?;
        if *self.algorithm.get_or_insert(own) != own {
            return Err("the algorithm changes".to_owned());
        }
        if cells.get(13) != Some(&Cell::Blob(&self.head().0)) {
            return Err("does not follow the entry before".to_owned());
        }
        let computed = hash(own, cells);
        if stored != Cell::Blob(&computed.0) {
            return Err("its hash does not match its content".to_owned());
        }
        let payload = match cells.get(11) {
            Some(Cell::Text(t)) => serde_json::from_slice::<Payload>(t).ok(),
            _ => None,
        };
        let payload = payload.ok_or("its content cannot be read")?;
        let person = match cells.get(4) {
            Some(Cell::Int(id)) => PersonId::new(*id),
            _ => PersonId::new(0),
        };
        if cells.get(8) == Some(&Cell::Int(0)) {
            self.office.today = match cells.get(1) {
                Some(Cell::Int(at)) => Instant::new(*at).day().map_or(0, super::day::Day::number),
                _ => 0,
            };
            self.office.apply(Seq::new(next), person, &payload)?;
        }
        match &payload {
            Payload::Signed { spans, signature } => self.sign(person, spans, signature)?,
            _ => self.signatures.missing += 1,
        }
        self.passed.push(Passed {
            person,
            hash: computed,
            // A signature needs none itself.
            signed: matches!(payload, Payload::Signed { .. }),
        });
        Ok(())
    }

    /// The text that a person signs for these entries.
    ///
    /// # Errors
    /// When one of them is not theirs, or not there.
    pub fn statement(&self, person: PersonId, spans: &[Span]) -> Result<String, String> {
        let not_theirs = || "signs what its maker did not make".to_owned();
        let mut hashes = Vec::new();
        for span in spans {
            let all = self.slice(span).ok_or_else(not_theirs)?;
            if all.iter().any(|p| p.person != person) {
                return Err(not_theirs());
            }
            hashes.push(all.last().map_or(Digest::default(), |p| p.hash));
        }
        let database = self.passed.first().map_or(Digest::default(), |p| p.hash);
        let account = self.office.people.get(&person);
        let account = account.map_or("", |p| p.account.as_str());
        let with = spans.iter().zip(hashes);
        Ok(signature::statement(database, account, with))
    }

    fn place(span: &Span) -> Option<std::ops::Range<usize>> {
        let first = usize::try_from(span.first.get()).ok()?.checked_sub(1)?;
        let last = usize::try_from(span.last.get()).ok()?;
        (first < last).then_some(first..last)
    }
    fn slice(&self, span: &Span) -> Option<&[Passed]> {
        self.passed.get(Self::place(span)?)
    }

    fn sign(&mut self, person: PersonId, spans: &[Span], signature: &str) -> Result<(), String> {
        let text = self.statement(person, spans)?;
        let keys = self.office.keys.get(&person).map_or(&[][..], Vec::as_slice);
        if let Err(flaw) = signature::check(signature::NAMESPACE, keys, &text, signature) {
            self.signatures.invalid += 1;
            return Err(match flaw {
                Flaw::Unreadable => "a signature that cannot be read",
                Flaw::Foreign => "a signature by a key that is not its maker's",
                Flaw::Wrong => "a signature over something else",
            }
            .to_owned());
        }
        for place in spans.iter().filter_map(Self::place) {
            for p in self.passed.get_mut(place).into_iter().flatten() {
                if !p.signed {
                    p.signed = true;
                    self.signatures.valid += 1;
                    self.signatures.missing -= 1;
                }
            }
        }
        Ok(())
    }
}
