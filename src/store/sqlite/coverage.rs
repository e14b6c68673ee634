//! What bears targets, and whether it was monitored: lines of the budget's execution and targets
//! that were approved, each code once.

use super::beside;
use super::cache::Definitions;
use crate::domain::companion::Companion;
use crate::domain::coverage::{Coverage, Object};
use crate::domain::declaration::district_of;
use crate::domain::id::CaseId;
use crate::domain::procedure::{Procedure, builtin};
use crate::store::StoreError;
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::HashSet;

/// How many objects there are at most; nobody waits for their coverage on home beyond some.
pub(super) fn most(c: &Connection) -> Result<u64, StoreError> {
    let lines: i64 = c
        .prepare_cached("SELECT count(*) FROM companion WHERE kind = 'execution'")?
        .query_row([], |r| r.get(0))?;
    let mut all = u64::try_from(lines).unwrap_or(0);
    for (p, ..) in targets() {
        let n: Option<i64> = c
            .prepare_cached("SELECT n FROM tally WHERE queue = ? AND what = ?")?
            .query_row([p.id.as_str(), p.approved()], |r| r.get(0))
            .optional()?;
        all += u64::try_from(n.unwrap_or(0)).unwrap_or(0);
    }
    Ok(all)
}

fn targets()
-> impl Iterator<Item = &'static (Procedure, crate::domain::procedure::Digest, &'static str)> {
    builtin().iter().filter(|(p, ..)| p.input == beside::TARGET)
}

/// The coverage of all of them.
pub(super) fn coverage(
    c: &Connection,
    definitions: &mut Definitions,
) -> Result<Coverage, StoreError> {
    let mut out = Coverage::default();
    let watches = |p: &Procedure| p.watch;
    each(c, definitions, "execution", watches, &mut |o| out.add(o))?;
    Ok(out.done())
}

/// What bears targets and is to be self-evaluated: lines of the year-end table, and targets that were
/// approved here, each code once; `monitored` says whether it was self-evaluated.
pub(super) fn due_evaluations(
    c: &Connection,
    definitions: &mut Definitions,
) -> Result<Vec<Object>, StoreError> {
    let mut out = Vec::new();
    each(c, definitions, "year-end", Procedure::checks, &mut |o| {
        out.push(o);
    })?;
    Ok(out)
}

/// Each object once: those of a table of the budget's execution, and those approved here; filed in a
/// queue `of` a kind or not.
fn each(
    c: &Connection,
    definitions: &mut Definitions,
    table: &str,
    of: fn(&Procedure) -> bool,
    add: &mut dyn FnMut(Object),
) -> Result<(), StoreError> {
    let mut seen: HashSet<String> = HashSet::new();
    // Later lines of a code have the last word.
    let mut s =
        c.prepare("SELECT line FROM companion WHERE kind = ? ORDER BY seq DESC, rowid DESC")?;
    let mut rows = s.query([table])?;
    while let Some(r) = rows.next()? {
        let text: String = r.get(0)?;
        let (Companion::Execution(e) | Companion::YearEnd(e)) = beside::read(&text)? else {
            continue;
        };
        if e.code.is_empty() || !seen.insert(e.code.clone()) {
            continue;
        }
        add(Object {
            monitored: filed(c, of, &e.code)?,
            district: district_of(&e.code),
            name: e.name,
            department: e.department,
            amount: e.adjusted.or(e.initial).unwrap_or_default(),
            code: e.code,
        });
    }
    for (p, ..) in targets() {
        let mut s = c.prepare("SELECT id, code FROM kase WHERE queue = ? AND state = ?")?;
        let mut rows = s.query([p.id.as_str(), p.approved()])?;
        while let Some(r) = rows.next()? {
            let (id, code): (i64, String) = (r.get(0)?, r.get(1)?);
            if seen.contains(&code) {
                continue;
            }
            let Some(d) = beside::approved_in(c, definitions, CaseId::new(id))? else {
                continue;
            };
            seen.insert(code.clone());
            add(Object {
                monitored: filed(c, of, &code)?,
                district: d.district(),
                name: d.name().to_string(),
                department: d.unit().to_string(),
                amount: d.fen("annual_amount").unwrap_or_else(|| d.amount()),
                code,
            });
        }
    }
    Ok(())
}

/// True when something was filed for the code in a queue of the kind.
fn filed(c: &Connection, of: fn(&Procedure) -> bool, code: &str) -> Result<bool, StoreError> {
    for (p, ..) in builtin().iter().filter(|(p, ..)| of(p)) {
        let found: bool = c
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM kase WHERE queue = ? AND code = ? AND round > 0)",
            )?
            .query_row([p.id.as_str(), code], |r| r.get(0))?;
        if found {
            return Ok(true);
        }
    }
    Ok(false)
}
