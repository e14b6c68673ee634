//! The table of people: a cache of the entries that added them and set their roles.

use crate::domain::day::{Day, Instant};
use crate::domain::entry::Payload;
use crate::domain::id::{PersonId, Seq};
use crate::domain::office::Office;
use crate::domain::roster::{Person, Role};
use crate::store::StoreError;
use rusqlite::{Connection, params};

/// Everybody, in order of their numbers.
pub(super) fn all(c: &Connection) -> Result<Vec<Person>, StoreError> {
    let mut s =
        c.prepare_cached("SELECT id, account, name, roles, units FROM person ORDER BY id")?;
    let mut rows = s.query([])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let roles: String = r.get(3)?;
        let units: String = r.get(4)?;
        out.push(Person {
            id: PersonId::new(r.get(0)?),
            account: r.get(1)?,
            name: r.get(2)?,
            roles: held(&roles).map(|(r, _)| r).collect(),
            until: held(&roles).filter_map(|(r, d)| Some((r, d?))).collect(),
            units: serde_json::from_str(&units).map_err(|e| StoreError::Broken(e.to_string()))?,
        });
    }
    Ok(out)
}

/// Roles as they lie there, `lead@20261231 reviewer`, with the last day of those that end.
fn held(roles: &str) -> impl Iterator<Item = (Role, Option<i32>)> {
    roles.split(' ').filter_map(|word| {
        let (id, last) = match word.split_once('@') {
            Some((id, last)) => (id, Some(last.parse().ok()?)),
            None => (word, None),
        };
        Some((Role::named(id)?, last))
    })
}

/// The office as its entries made it.
pub(super) fn office(c: &Connection) -> Result<Office, StoreError> {
    let mut s = c.prepare_cached(
        "SELECT seq, person, payload, at FROM entry WHERE kase = 0 AND json_extract(payload, '$.kind') IN ('founded', 'person-added', 'roles-set', 'keys-set', 'proposed', 'confirmed', 'withdrawn') ORDER BY seq",
    )?;
    let mut rows = s.query([])?;
    let mut out = Office::default();
    while let Some(r) = rows.next()? {
        let (seq, text): (i64, String) = (r.get(0)?, r.get(2)?);
        let broken = |why: String| StoreError::Broken(format!("entry {seq}: {why}"));
        let payload: Payload = serde_json::from_str(&text).map_err(|e| broken(e.to_string()))?;
        out.today = day_of(r.get(3)?);
        out.apply(Seq::new(seq), PersonId::new(r.get(1)?), &payload)
            .map_err(|e| broken(e.to_owned()))?;
    }
    Ok(out)
}

/// The day of a moment, as offices count it.
pub(super) fn day_of(at: i64) -> i32 {
    Instant::new(at).day().map_or(0, Day::number)
}

/// Writes a person as they are now into the table.
pub(super) fn write(c: &Connection, p: &Person) -> Result<(), StoreError> {
    let word = |r: &Role| match p.until.get(r) {
        Some(last) => format!("{}@{last}", r.id()),
        None => r.id().to_owned(),
    };
    let roles = p.roles.iter().map(word).collect::<Vec<_>>().join(" ");
    let units = serde_json::to_string(&p.units).map_err(|e| StoreError::Broken(e.to_string()))?;
    c.execute(
        "INSERT INTO person (id, account, name, roles, units) VALUES (?,?,?,?,?) ON CONFLICT (id) DO UPDATE SET roles = excluded.roles",
        params![p.id.get(), p.account, p.name, roles, units],
    )?;
    Ok(())
}
