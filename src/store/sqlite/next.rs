//! The next case that waits for somebody: in one queue in that queue's own order, or in all of them
//! by deadline; from here on first, then from the beginning.

use super::page;
use crate::domain::day::Day;
use crate::domain::id::CaseId;
use crate::domain::procedure::{First, builtin};
use crate::domain::roster::Person;
use crate::store::StoreError;
use rusqlite::{Connection, OptionalExtension as _, params};

/// A place: the sort value and the case's number.
type Place = (i64, i64);

/// The next one after a case.
pub(super) fn next(
    c: &Connection,
    viewer: &Person,
    today: Day,
    queue: Option<&str>,
    after: Option<CaseId>,
) -> Result<Option<CaseId>, StoreError> {
    let mut all = builtin().iter().map(|(p, ..)| p);
    let own = all.find(|p| Some(p.id.as_str()) == queue);
    let by = own.map_or(First::Due, |p| p.order);
    let start = match by {
        First::Due => (i64::MIN, 0),
        First::Stake => (i64::MAX, i64::MAX),
    };
    let here = match after {
        None => start,
        Some(id) => c
            .prepare_cached(&format!(
                "SELECT {}, ord FROM kase WHERE id = ?",
                column(by)
            ))?
            .query_row([id.get()], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?
            .unwrap_or(start),
    };
    let queues: Vec<&str> = match queue {
        Some(q) => vec![q],
        None => builtin().iter().map(|(p, ..)| p.id.as_str()).collect(),
    };
    let sql = step(viewer, today, by);
    for from in [here, start] {
        let mut best: Option<Place> = None;
        for q in &queues {
            for open in 1..=4 {
                let found: Option<Place> = c
                    .prepare_cached(&sql)?
                    .query_row(params![viewer.id.get(), q, open, from.0, from.1], |r| {
                        Ok((r.get(0)?, r.get(1)?))
                    })
                    .optional()?;
                best = match (best, found) {
                    (Some(a), Some(b)) if by == First::Stake => Some(a.max(b)),
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
            }
        }
        if let Some((_, id)) = best {
            return Ok(Some(CaseId::new(id)));
        }
    }
    Ok(None)
}

const fn column(by: First) -> &'static str {
    match by {
        First::Due => "due",
        First::Stake => "stake",
    }
}

/// The SQL of one step; tests look at its plan.
pub(super) fn step(viewer: &Person, today: Day, by: First) -> String {
    let (column, waits) = (column(by), page::waiting(viewer, today));
    let (compare, direction) = match by {
        First::Due => (">", "ASC"),
        First::Stake => ("<", "DESC"),
    };
    format!(
        "SELECT k.{column}, k.ord FROM kase k LEFT JOIN seat s ON s.person = ?1 AND s.kase = k.id WHERE k.queue = ?2 AND k.open = ?3 AND (k.{column}, k.ord) {compare} (?4, ?5) AND {waits} ORDER BY k.{column} {direction}, k.ord {direction} LIMIT 1"
    )
}
