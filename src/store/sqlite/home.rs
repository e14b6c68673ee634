//! What the home screen says of a person's own day, and what is new since they left.

use crate::domain::day::Instant;
use crate::domain::id::{PersonId, Seq};
use crate::store::{Done, StoreError};
use rusqlite::{Connection, params};

/// Own acts that are looked at to count those of a day.
const ACTS: i64 = 3000;
/// Cases that are counted as new at most.
const NEWS: i64 = 5000;

/// A person's own acts since a moment, from the newest back. What the sample did in a person's name
/// is not theirs. Where a person brought in more files today than are looked at, what they did
/// before that is not counted.
pub(super) fn done(c: &Connection, me: PersonId, since: Instant) -> Result<Done, StoreError> {
    let mut s = c.prepare_cached(
        "SELECT at, command, json_extract(payload, '$.kind') FROM entry WHERE person = ? ORDER BY seq DESC LIMIT ?",
    )?;
    let mut rows = s.query([me.get(), ACTS])?;
    let mut out = Done::default();
    while let Some(r) = rows.next()? {
        if r.get::<_, i64>(0)? < since.ms() {
            break;
        }
        if r.get_ref(1)?.as_str() == Ok("demo") {
            continue;
        }
        match r.get_ref(2)?.as_str() {
            Ok("decided") => out.decided += 1,
            Ok("withdrawn") => out.withdrawn += 1,
            _ => {}
        }
    }
    Ok(out)
}

/// Cases that others have done something to since an entry.
pub(super) fn news(c: &Connection, me: PersonId, after: Seq) -> Result<u64, StoreError> {
    let n: i64 = c
        .prepare_cached(
            "SELECT count(DISTINCT kase) FROM (SELECT kase FROM entry WHERE seq > ?1 AND kase > 0 AND person <> ?2 ORDER BY seq LIMIT ?3)",
        )?
        .query_row(params![after.get(), me.get(), NEWS], |r| r.get(0))?;
    Ok(u64::try_from(n).unwrap_or(0))
}
