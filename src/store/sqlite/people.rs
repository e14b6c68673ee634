//! The table of people: a cache of the entries that added them and set their roles.

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
            roles: roles.split(' ').filter_map(Role::named).collect(),
            units: serde_json::from_str(&units).map_err(|e| StoreError::Broken(e.to_string()))?,
        });
    }
    Ok(out)
}

/// The office as its entries made it.
pub(super) fn office(c: &Connection) -> Result<Office, StoreError> {
    let mut s = c.prepare_cached(
        "SELECT seq, person, payload FROM entry WHERE kase = 0 AND json_extract(payload, '$.kind') IN ('founded', 'person-added', 'roles-set', 'keys-set', 'proposed', 'confirmed', 'withdrawn') ORDER BY seq",
    )?;
    let mut rows = s.query([])?;
    let mut out = Office::default();
    while let Some(r) = rows.next()? {
        let (seq, text): (i64, String) = (r.get(0)?, r.get(2)?);
        let broken = |why: String| StoreError::Broken(format!("entry {seq}: {why}"));
        let payload: Payload = serde_json::from_str(&text).map_err(|e| broken(e.to_string()))?;
        out.apply(Seq::new(seq), PersonId::new(r.get(1)?), &payload)
            .map_err(|e| broken(e.to_owned()))?;
    }
    Ok(out)
}

/// What an entry did to the table; other entries do nothing.
pub(super) fn apply(c: &Connection, p: &Payload) -> Result<(), StoreError> {
    let ids = |roles: &[Role]| {
        let set: std::collections::BTreeSet<Role> = roles.iter().copied().collect();
        set.into_iter().map(Role::id).collect::<Vec<_>>().join(" ")
    };
    match p {
        Payload::PersonAdded {
            id,
            account,
            name,
            roles,
            units,
        } => {
            let units =
                serde_json::to_string(units).map_err(|e| StoreError::Broken(e.to_string()))?;
            c.execute(
                "INSERT INTO person (id, account, name, roles, units) VALUES (?,?,?,?,?)",
                params![id.get(), account, name, ids(roles), units],
            )?;
        }
        Payload::RolesSet { id, roles } => {
            c.execute(
                "UPDATE person SET roles = ? WHERE id = ?",
                params![ids(roles), id.get()],
            )?;
        }
        Payload::Confirmed { change, .. } => apply(c, change)?,
        _ => {}
    }
    Ok(())
}
