//! Entries in the table: how one is put behind the last, and read with its very bytes.

use super::Actor;
use crate::domain::day::Instant;
use crate::domain::entry::{Algorithm, Cell, Entry, Payload, hash};
use crate::domain::id::{CaseId, PersonId, Seq};
use crate::domain::procedure::Digest;
use crate::store::StoreError;
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// The columns that the hash covers, in the table's order; the hash itself follows.
pub(super) const COLUMNS: &str = "seq, at, uid, login_uid, person, role, command, queue, kase, version, rules, payload, alg, prev";

/// Who writes, when and by which command: the same for all entries of a transaction.
pub(super) struct Stamp<'a> {
    actor: &'a Actor,
    at: Instant,
    command: String,
    role: String,
    rules: String,
    algorithm: Option<Algorithm>,
}

impl<'a> Stamp<'a> {
    pub(super) fn new(actor: &'a Actor, at: Instant, command: &str) -> Self {
        let role = actor.person.roles.first().map_or("", |r| r.id()).to_owned();
        Self {
            actor,
            at,
            // The log says by which key somebody came in.
            command: match &actor.key {
                Some(key) => format!("{command} key:{key}"),
                None => command.to_owned(),
            },
            role,
            rules: String::new(),
            algorithm: None,
        }
    }
    /// Under which role the act is recorded.
    pub(super) fn role(mut self, role: &str) -> Self {
        role.clone_into(&mut self.role);
        self
    }
    /// Which rules were in force.
    pub(super) fn rules(mut self, rules: String) -> Self {
        self.rules = rules;
        self
    }
    /// The algorithm of a database that has no entry yet.
    pub(super) fn hashed(mut self, algorithm: Algorithm) -> Self {
        self.algorithm = Some(algorithm);
        self
    }
}

/// The last entry's number and hash; 0 and zeros before the first.
pub(super) fn head(c: &Connection) -> Result<(Seq, Digest), StoreError> {
    let mut s = c.prepare_cached("SELECT seq, hash FROM entry ORDER BY seq DESC LIMIT 1")?;
    let found = s
        .query_row([], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, Vec<u8>>(1)?)))
        .optional()?;
    match found {
        None => Ok((Seq::new(0), Digest::default())),
        Some((seq, bytes)) => Ok((Seq::new(seq), digest(&bytes)?)),
    }
}

/// The hash of one entry.
pub(super) fn hash_of(c: &Connection, seq: Seq) -> Result<Option<Digest>, StoreError> {
    c.query_row("SELECT hash FROM entry WHERE seq = ?", [seq.get()], |r| {
        r.get::<_, Vec<u8>>(0)
    })
    .optional()?
    .map(|b| digest(&b))
    .transpose()
}

pub(super) fn digest(bytes: &[u8]) -> Result<Digest, StoreError> {
    bytes
        .try_into()
        .map(Digest)
        .map_err(|_| StoreError::Broken("hash".to_owned()))
}

/// Puts an entry behind the last one. Must run inside the write transaction.
pub(super) fn append(
    c: &Connection,
    stamp: &Stamp<'_>,
    queue: &str,
    case: CaseId,
    version: u32,
    payload: &Payload,
) -> Result<(Entry, Digest), StoreError> {
    let (last, prev) = head(c)?;
    let seq = last.get() + 1;
    let text = serde_json::to_string(payload).map_err(|e| StoreError::Broken(e.to_string()))?;
    let algorithm = match stamp.algorithm {
        Some(a) => a,
        None => algorithm(c)?,
    };
    let a = stamp.actor;
    let cells = [
        Cell::Int(seq),
        Cell::Int(stamp.at.ms()),
        Cell::Int(a.uid),
        Cell::Int(a.login_uid),
        Cell::Int(a.person.id.get()),
        Cell::Text(stamp.role.as_bytes()),
        Cell::Text(stamp.command.as_bytes()),
        Cell::Text(queue.as_bytes()),
        Cell::Int(case.get()),
        Cell::Int(i64::from(version)),
        Cell::Text(stamp.rules.as_bytes()),
        Cell::Text(text.as_bytes()),
        Cell::Text(algorithm.id().as_bytes()),
        Cell::Blob(&prev.0),
    ];
    let own = hash(algorithm, &cells);
    c.prepare_cached(
        "INSERT INTO entry (seq, at, uid, login_uid, person, role, command, queue, kase, version, rules, payload, alg, prev, hash) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    )?
    .execute(params![
        seq,
        stamp.at.ms(),
        a.uid,
        a.login_uid,
        a.person.id.get(),
        stamp.role,
        stamp.command,
        queue,
        case.get(),
        version,
        stamp.rules,
        text,
        algorithm.id(),
        prev.0.as_slice(),
        own.0.as_slice(),
    ])?;
    let entry = Entry {
        seq: Seq::new(seq),
        at: stamp.at,
        person: a.person.id,
        role: stamp.role.clone(),
        case,
        version,
        payload: payload.clone(),
    };
    Ok((entry, own))
}

fn algorithm(c: &Connection) -> Result<Algorithm, StoreError> {
    let mut s = c.prepare_cached("SELECT alg FROM entry WHERE seq = 1")?;
    let id: String = s.query_row([], |r| r.get(0))?;
    Algorithm::named(&id).ok_or_else(|| StoreError::Broken("algorithm".to_owned()))
}

/// A cell as it lies in the table, type and bytes.
pub(super) fn cell<'a>(r: &'a Row<'_>, column: usize) -> rusqlite::Result<Cell<'a>> {
    Ok(match r.get_ref(column)? {
        ValueRef::Null => Cell::Null,
        ValueRef::Integer(i) => Cell::Int(i),
        ValueRef::Real(f) => Cell::Real(f.to_bits()),
        ValueRef::Text(t) => Cell::Text(t),
        ValueRef::Blob(b) => Cell::Blob(b),
    })
}

/// All entries of one case in order.
pub(super) fn entries(c: &Connection, case: CaseId) -> Result<Vec<Entry>, StoreError> {
    let mut s = c.prepare_cached(
        "SELECT seq, at, person, role, kase, version, payload FROM entry WHERE kase = ? ORDER BY seq",
    )?;
    let mut rows = s.query([case.get()])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        out.push(entry(r)?);
    }
    Ok(out)
}

/// An entry from `seq, at, person, role, kase, version, payload`.
pub(super) fn entry(r: &Row<'_>) -> Result<Entry, StoreError> {
    let text: String = r.get(6)?;
    let seq: i64 = r.get(0)?;
    Ok(Entry {
        seq: Seq::new(seq),
        at: Instant::new(r.get(1)?),
        person: PersonId::new(r.get(2)?),
        role: r.get(3)?,
        case: CaseId::new(r.get(4)?),
        version: r.get(5)?,
        payload: serde_json::from_str(&text)
            .map_err(|e| StoreError::Broken(format!("entry {seq}: {e}")))?,
    })
}
