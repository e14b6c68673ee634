//! A person's own acts, to be taken back: one, or all of a wide act.

use crate::domain::id::{CaseId, PersonId};
use crate::domain::standing::Standing;
use crate::store::StoreError;
use rusqlite::{Connection, OptionalExtension as _};

/// Cases decided by the same act as a person's latest verdict on this one; itself alone where that
/// was no wide act.
pub(super) fn together(
    c: &Connection,
    person: PersonId,
    case: CaseId,
) -> Result<Vec<CaseId>, StoreError> {
    let found: Option<(i64, String)> = c
        .prepare_cached(
            "SELECT seq, command FROM entry WHERE kase = ? AND person = ? AND json_extract(payload, '$.kind') = 'decided' ORDER BY seq DESC LIMIT 1",
        )?
        .query_row([case.get(), person.get()], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let Some((seq, command)) = found.filter(|(_, c)| c.starts_with("bulk ")) else {
        return Ok(vec![case]);
    };
    // A wide act's entries lie close together: no further back than its largest.
    let mut s = c.prepare_cached(
        "SELECT kase FROM entry WHERE person = ?1 AND seq BETWEEN ?2 - 100000 AND ?2 AND command = ?3 AND kase > 0 ORDER BY seq DESC",
    )?;
    let mut rows = s.query(rusqlite::params![person.get(), seq, command])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        out.push(CaseId::new(r.get(0)?));
    }
    Ok(out)
}

/// True when a verdict of the person stands on the case.
pub(super) fn stands(s: &Standing, person: PersonId) -> bool {
    let seat = s.seat_of(person).is_some_and(|x| x.stands().is_some());
    let closing = s.closing.as_ref().is_some_and(|c| {
        c.first.person == person || c.second.as_ref().is_some_and(|g| g.person == person)
    });
    seat || closing
}
