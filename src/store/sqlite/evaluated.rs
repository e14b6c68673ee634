//! Self-evaluations by department: what their lines know, and of those decided the score.

use super::append::load;
use super::cache::Definitions;
use crate::domain::clean::Clean;
use crate::domain::fen::Fen;
use crate::domain::id::CaseId;
use crate::domain::procedure::builtin;
use crate::domain::score::Points;
use crate::store::{Evaluated, StoreError};
use rusqlite::{Connection, params};

/// The self-evaluations of a queue, of one unit or of all; none where there are more than `most`.
pub(super) fn evaluated(
    c: &Connection,
    definitions: &mut Definitions,
    queue: &str,
    unit: Option<&str>,
    most: usize,
) -> Result<Option<Vec<Evaluated>>, StoreError> {
    let all = builtin().iter().map(|(p, ..)| p);
    let unchosen = all
        .filter(|p| p.id == queue)
        .find_map(|p| p.unchosen.clone())
        .unwrap_or_default();
    let mut s = c.prepare_cached(
        "SELECT id, code, name, unit, amount, state, exec, goal, stake FROM kase WHERE queue = ?1 AND (?2 IS NULL OR unit = ?2) ORDER BY unit, code LIMIT ?3",
    )?;
    let limit = i64::try_from(most).unwrap_or(i64::MAX).saturating_add(1);
    let mut rows = s.query(params![queue, unit, limit])?;
    let mut out = Vec::new();
    while let Some(r) = rows.next()? {
        let (id, state): (i64, String) = (r.get(0)?, r.get(5)?);
        let points = |n: i32| Points::new(n.max(0));
        let name: String = r.get(2)?;
        let unit: String = r.get(3)?;
        out.push(Evaluated {
            id: CaseId::new(id),
            code: r.get(1)?,
            name: Clean::line(&name),
            unit: Clean::line(&unit),
            amount: Fen::new(r.get(4)?),
            chosen: state != unchosen,
            state,
            declared: points(r.get(6)?),
            computed: points(r.get(7)?),
            stake: Fen::new(r.get(8)?),
            settled: None,
            verdict: None,
        });
    }
    if out.len() > most {
        return Ok(None);
    }
    for e in out.iter_mut().filter(|e| e.chosen) {
        let s = load(c, definitions, e.id)?.standing;
        let decided = s.closing.as_ref().filter(|_| s.decided());
        e.settled = decided.and_then(|c| c.first.settled.clone());
        e.verdict = decided.map(|c| c.first.verdict.clone());
    }
    Ok(Some(out))
}
