//! Self-evaluations by department: what their lines know, and of those decided the score.

use super::append::load;
use super::beside::{self, About};
use super::cache::Definitions;
use crate::domain::checklist::Answer;
use crate::domain::clean::Clean;
use crate::domain::declaration::Declaration;
use crate::domain::department::falls;
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
            fell: false,
            lost: Vec::new(),
            failed: Vec::new(),
        });
    }
    if out.len() > most {
        return Ok(None);
    }
    for e in out.iter_mut().filter(|e| e.chosen) {
        decided(c, definitions, e)?;
    }
    Ok(Some(out))
}

/// What the decision of a case says, with what its form lost by it.
fn decided(
    c: &Connection,
    definitions: &mut Definitions,
    e: &mut Evaluated,
) -> Result<(), StoreError> {
    let loaded = load(c, definitions, e.id)?;
    let s = &loaded.standing;
    let Some(first) = s.closing.as_ref().filter(|_| s.decided()).map(|c| &c.first) else {
        return Ok(());
    };
    e.settled.clone_from(&first.settled);
    e.verdict = Some(first.verdict.clone());
    let text: String = c
        .prepare_cached("SELECT facts FROM declaration WHERE kase = ? AND round = ?")?
        .query_row((e.id.get(), s.round), |r| r.get(0))?;
    let d: Declaration = beside::read(&text)?;
    let (p, profile) = (&loaded.procedure, definitions.profile(c, s.profile)?);
    let known = beside::of(c, definitions, p, &About::present(e.id, s), &d)?;
    let found = beside::findings(p, &profile, &known, &d);
    let Some(sheet) = beside::sheet(p, &profile, &known, &d, &found) else {
        return Ok(());
    };
    e.fell = e.settled.as_ref().is_some_and(|s| falls(&sheet, s));
    for line in sheet.evaluation.indicators() {
        let split = sheet.split(line, &first.checks);
        let lost = split.declared - split.score;
        let kind = line.at.and_then(|n| d.indicators.get(n));
        let kind = kind.map_or("", |i| i.level2.as_str());
        if lost != Points::ZERO {
            e.lost.push((kind.to_owned(), lost));
        }
    }
    for row in &sheet.rows {
        let answer = sheet.state(row, &first.checks).answer;
        let item = sheet.item(row);
        if let (Some(Answer::Differs | Answer::Lacking), Some(item)) = (answer, item) {
            e.failed.push(item.id.clone());
        }
    }
    Ok(())
}
