//! Signatures of a person over their own entries: which have none yet, what is to be signed, and
//! the entry that holds it.

use super::chain::{self, COLUMNS, Stamp};
use super::{SqliteStore, SqliteWriter, append, people};
use crate::domain::day::Instant;
use crate::domain::entry::Payload;
use crate::domain::gate::Refused;
use crate::domain::history::Columns;
use crate::domain::id::{CaseId, PersonId, Seq};
use crate::domain::procedure::Digest;
use crate::domain::signature::{self, Span};
use crate::store::StoreError;
use rusqlite::{Connection, TransactionBehavior};

impl SqliteStore {
    /// A person's entries after `after` under no signature of theirs, signatures left out.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn unsigned(&self, person: PersonId, after: Seq) -> Result<Vec<Span>, StoreError> {
        let c = self.reading()?;
        let mut signed: Vec<Span> = Vec::new();
        let mut s = c.prepare_cached(
            "SELECT payload FROM entry WHERE person = ? AND seq > ? AND kase = 0 AND json_extract(payload, '$.kind') = 'signed'",
        )?;
        let mut rows = s.query((person.get(), after.get()))?;
        while let Some(r) = rows.next()? {
            let text: String = r.get(0)?;
            if let Ok(Payload::Signed { spans, .. }) = serde_json::from_str(&text) {
                signed.extend(spans);
            }
        }
        signed.sort_by_key(|s| s.first.get());
        let mut over = signed.iter().peekable();
        let mut out: Vec<Span> = Vec::new();
        let mut s = c.prepare_cached(
            "SELECT seq FROM entry WHERE person = ? AND seq > ? AND json_extract(payload, '$.kind') <> 'signed' ORDER BY seq",
        )?;
        let mut rows = s.query((person.get(), after.get()))?;
        while let Some(r) = rows.next()? {
            let seq: i64 = r.get(0)?;
            while over.peek().is_some_and(|s| s.last.get() < seq) {
                over.next();
            }
            if over.peek().is_some_and(|s| s.first.get() <= seq) {
                continue;
            }
            match out.last_mut() {
                Some(span) if span.last.get() + 1 == seq => span.last = Seq::new(seq),
                _ => out.push(Span {
                    first: Seq::new(seq),
                    last: Seq::new(seq),
                }),
            }
        }
        Ok(out)
    }

    /// Entries after a number with all their columns, at most `most`. Nothing is cut out here:
    /// whoever asks knows up to where the viewer may see all.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn columns(&self, after: Seq, most: usize) -> Result<Vec<Columns>, StoreError> {
        let c = self.reading()?;
        let sql = format!("SELECT {COLUMNS}, hash FROM entry WHERE seq > ? ORDER BY seq LIMIT ?");
        let mut s = c.prepare_cached(&sql)?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let mut rows = s.query((after.get(), most))?;
        let mut out = Vec::new();
        while let Some(r) = rows.next()? {
            out.push(Columns {
                seq: r.get(0)?,
                at: r.get(1)?,
                uid: r.get(2)?,
                login_uid: r.get(3)?,
                person: r.get(4)?,
                role: r.get(5)?,
                command: r.get(6)?,
                queue: r.get(7)?,
                kase: r.get(8)?,
                version: r.get(9)?,
                rules: r.get(10)?,
                payload: r.get(11)?,
                alg: r.get(12)?,
                prev: chain::digest(&r.get::<_, Vec<u8>>(13)?)?,
                hash: chain::digest(&r.get::<_, Vec<u8>>(14)?)?,
            });
        }
        Ok(out)
    }

    /// The text that a person signs for these entries of theirs.
    ///
    /// # Errors
    /// [`Refused::NotYours`] where one is not theirs.
    pub fn statement(&self, person: PersonId, spans: &[Span]) -> Result<String, StoreError> {
        statement(&self.reading()?, person, spans)
    }
}

fn statement(c: &Connection, person: PersonId, spans: &[Span]) -> Result<String, StoreError> {
    let mut hashes = Vec::new();
    for span in spans {
        let own: i64 = c
            .prepare_cached("SELECT count(*) FROM entry WHERE person = ? AND seq BETWEEN ? AND ?")?
            .query_row((person.get(), span.first.get(), span.last.get()), |r| {
                r.get(0)
            })?;
        if own <= 0 || own != span.last.get() - span.first.get() + 1 {
            return Err(StoreError::Refused(Refused::NotYours));
        }
        hashes.push(chain::hash_of(c, span.last)?.unwrap_or_default());
    }
    let database: Digest = chain::hash_of(c, Seq::new(1))?.unwrap_or_default();
    let account = people::all(c)?.into_iter().find(|p| p.id == person);
    let account = account.map_or_else(String::new, |p| p.account);
    Ok(signature::statement(
        database,
        &account,
        spans.iter().zip(hashes),
    ))
}

impl SqliteWriter {
    /// Keeps a person's signature over entries of theirs, after it was checked; gives the entry.
    ///
    /// # Errors
    /// [`Refused::NotYours`] where one of the entries is not theirs, [`Refused::BadSignature`]
    /// where none of their keys made it.
    pub fn sign(
        &mut self,
        spans: &[Span],
        signature: &str,
        at: Instant,
    ) -> Result<Seq, StoreError> {
        self.store.same_file()?;
        let tx = self
            .c
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let who = append::acting(&tx, &self.actor, at)?;
        let text = statement(&tx, who.id, spans)?;
        let office = people::office(&tx)?;
        let keys = office.keys.get(&who.id).map_or(&[][..], Vec::as_slice);
        signature::check(signature::NAMESPACE, keys, &text, signature)
            .map_err(|_| StoreError::Refused(Refused::BadSignature))?;
        let payload = Payload::Signed {
            spans: spans.to_vec(),
            signature: signature.trim().to_owned(),
        };
        let stamp = Stamp::new(&self.actor, at, "sign");
        let (entry, _) = chain::append(&tx, &stamp, "", CaseId::new(0), 0, &payload)?;
        tx.commit()?;
        Ok(entry.seq)
    }
}
