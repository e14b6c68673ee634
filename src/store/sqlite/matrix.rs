//! Cases with all their seats, those that somebody waits for first.

use super::append::load;
use super::cache::Definitions;
use super::page;
use crate::domain::day::Day;
use crate::domain::id::CaseId;
use crate::domain::roster::Person;
use crate::store::{Graded, Matrix, Order, StoreError};
use rusqlite::{Connection, params};

/// One step along the index of deadlines; tests look at its plan.
pub(super) const STEP: &str =
    "SELECT id FROM kase WHERE queue = ?1 AND open = ?2 ORDER BY due, ord LIMIT ?3";

/// What a lead decides, what a second person signs, what seats grade, what is decided.
const TURNS: [i64; 4] = [2, 3, 1, 0];

/// The cases of a queue as the viewer may see them; names are left out.
pub(super) fn matrix(
    c: &Connection,
    definitions: &mut Definitions,
    viewer: &Person,
    today: Day,
    queue: &str,
    most: usize,
) -> Result<Matrix, StoreError> {
    let mut out = Matrix::default();
    for open in TURNS {
        // One more than is wanted tells whether there are more.
        let limit = i64::try_from(most + 1 - out.cases.len()).unwrap_or(i64::MAX);
        let ids = c
            .prepare_cached(STEP)?
            .query_map(params![queue, open, limit], |r| r.get(0))?
            .collect::<Result<Vec<i64>, _>>()?;
        for id in ids {
            if out.cases.len() == most {
                out.more = true;
                return Ok(out);
            }
            let id = CaseId::new(id);
            let loaded = load(c, definitions, id)?;
            let row = page::one(c, viewer, today, id, Order::Due)?
                .ok_or_else(|| StoreError::NoCase(id.to_string()))?;
            out.cases.push(Graded {
                row,
                standing: loaded.standing.seen_by(&loaded.procedure, viewer),
            });
        }
    }
    Ok(out)
}
