//! Where watched cases stand by money and results: three numbers on each case's line, and the grid
//! of them, counted along as cases change so that it costs the same at any size.

use super::append::load;
use super::beside::{self, About};
use super::cache::Definitions;
use super::page::{Desk, one, subject};
use super::scan::{Into, Stop, scan};
use crate::domain::checklist;
use crate::domain::companion::Companions;
use crate::domain::declaration::Declaration;
use crate::domain::evaluation::Evaluation;
use crate::domain::fen::Fen;
use crate::domain::filter::Part;
use crate::domain::finding::Finding;
use crate::domain::gauge::{Cell, Count, Gauge, Grid};
use crate::domain::id::CaseId;
use crate::domain::monitor::Snapshot;
use crate::domain::procedure::Procedure;
use crate::domain::profile::Profile;
use crate::store::{Order, Query, Row, Scope, StoreError};
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::BTreeMap;

/// What a form says of money and results; nothing where its queue does not watch them.
pub(super) fn of(
    p: &Procedure,
    profile: &Profile,
    known: &Companions,
    d: &Declaration,
    findings: &[Finding],
) -> Gauge {
    if p.checks() {
        let e = Evaluation::of(d, profile);
        let off = checklist::expected(p, &e, findings, &known.flags);
        return Gauge::scores(e.declared(), e.computed(), off, d.amount());
    }
    if !p.watch {
        return Gauge::default();
    }
    Gauge::of(&Snapshot::of(d, profile, &known.plan), d.amount(), findings)
}

/// What a case counts for: its queue, its cell, its money, whether it is open.
type Counted = (String, i64, i64, i64);

fn counted(c: &Connection, case: CaseId) -> Result<Counted, StoreError> {
    Ok(
        c.prepare_cached(
            "SELECT queue, cell, amount, open BETWEEN 1 AND 3 FROM kase WHERE id = ?",
        )?
        .query_row([case.get()], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))
        })?,
    )
}

fn count(c: &Connection, of: &Counted, by: i64) -> Result<(), StoreError> {
    let (queue, cell, amount, open) = of;
    if *cell < 0 {
        return Ok(());
    }
    c.prepare_cached(
        "INSERT INTO cell (queue, cell, n, amount, open) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (queue, cell) DO UPDATE SET n = n + excluded.n, amount = amount + excluded.amount, open = open + excluded.open",
    )?
    .execute(params![queue, cell, by, amount * by, open * by])?;
    Ok(())
}

/// Does something to a case's line and brings the grid along.
pub(super) fn along(
    c: &Connection,
    case: CaseId,
    change: impl FnOnce() -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let before = counted(c, case)?;
    change()?;
    let after = counted(c, case)?;
    if before != after {
        count(c, &before, -1)?;
        count(c, &after, 1)?;
    }
    Ok(())
}

/// The numbers as stored, -1 for none: money, results, what is at stake, the cell.
pub(super) fn stored(g: &Gauge) -> (i32, i32, i64, i64) {
    (
        g.exec.unwrap_or(-1),
        g.goal.unwrap_or(-1),
        g.stake.get(),
        g.cell().map_or(-1, Cell::number),
    )
}

/// A number as read: negative is none.
pub(super) fn read(exec: i32, goal: i32, stake: i64) -> Gauge {
    Gauge {
        exec: Some(exec).filter(|n| *n >= 0),
        goal: Some(goal).filter(|n| *n >= 0),
        stake: Fen::new(stake),
    }
}

/// The grid as the lines of the cases make it.
const MADE: &str = "SELECT queue, cell, count(*), sum(amount), sum(open BETWEEN 1 AND 3) FROM kase WHERE cell >= 0 GROUP BY queue, cell";

/// Makes numbers and grid anew, after an upgrade.
pub(super) fn rebuild(c: &Connection) -> Result<(), StoreError> {
    let mut definitions = Definitions::default();
    let mut all = c.prepare("SELECT id, queue FROM kase ORDER BY id")?;
    let mut rows = all.query([])?;
    let watched: Vec<&str> = crate::domain::procedure::builtin()
        .iter()
        .filter(|(p, ..)| p.watch || p.checks())
        .map(|(p, ..)| p.id.as_str())
        .collect();
    while let Some(r) = rows.next()? {
        let (id, queue): (i64, String) = (r.get(0)?, r.get(1)?);
        if watched.contains(&queue.as_str()) {
            measure(c, &mut definitions, CaseId::new(id))?;
        }
    }
    drop(rows);
    c.execute_batch(&format!("DELETE FROM cell; INSERT INTO cell {MADE}"))?;
    Ok(())
}

fn measure(c: &Connection, definitions: &mut Definitions, case: CaseId) -> Result<(), StoreError> {
    let loaded = load(c, definitions, case)?;
    let (p, s) = (&*loaded.procedure, &loaded.standing);
    let profile = definitions.profile(c, s.profile)?;
    let found: Option<(String, String)> = c
        .prepare_cached("SELECT facts, findings FROM declaration WHERE kase = ? AND round = ?")?
        .query_row((case.get(), s.round), |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let Some((facts, findings)) = found else {
        return Ok(());
    };
    let broken = |e: serde_json::Error| StoreError::Broken(e.to_string());
    let d: Declaration = serde_json::from_str(&facts).map_err(broken)?;
    let findings: Vec<Finding> = serde_json::from_str(&findings).map_err(broken)?;
    let known = beside::of(c, definitions, p, &About::present(case, s), &d)?;
    let (exec, goal, stake, cell) = stored(&of(p, &profile, &known, &d, &findings));
    c.prepare_cached("UPDATE kase SET exec = ?2, goal = ?3, stake = ?4, cell = ?5 WHERE id = ?1")?
        .execute(params![case.get(), exec, goal, stake, cell])?;
    Ok(())
}

/// The first cell whose counts are not what the lines of the cases make.
pub(super) fn compare(c: &Connection) -> Result<Option<(String, i64)>, StoreError> {
    type Cells = BTreeMap<(String, i64), (i64, i64, i64)>;
    let read = |sql: &str| -> Result<Cells, StoreError> {
        let mut s = c.prepare(sql)?;
        let rows = s.query_map([], |r| {
            Ok(((r.get(0)?, r.get(1)?), (r.get(2)?, r.get(3)?, r.get(4)?)))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    };
    let kept = read(
        "SELECT queue, cell, n, amount, open FROM cell WHERE n <> 0 OR amount <> 0 OR open <> 0",
    )?;
    let made = read(MADE)?;
    let other = made
        .iter()
        .find(|(k, v)| kept.get(*k) != Some(*v))
        .or_else(|| kept.iter().find(|(k, _)| !made.contains_key(*k)));
    Ok(other.map(|(k, _)| k.clone()))
}

/// The SQL of the cases of a cell; tests look at its plan.
pub(super) const STANDING: &str =
    "SELECT id FROM kase WHERE queue = ? AND cell = ? ORDER BY amount DESC LIMIT ?";

/// The cases of a cell, the most money first.
pub(super) fn standing_in(
    desk: &Desk<'_>,
    queue: &str,
    cell: Cell,
    limit: usize,
) -> Result<Vec<Row>, StoreError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut s = desk.c.prepare_cached(STANDING)?;
    let ids = s
        .query_map(params![queue, cell.number(), limit], |r| r.get(0))?
        .collect::<rusqlite::Result<Vec<i64>>>()?;
    let mut out = Vec::new();
    for id in ids {
        out.extend(one(
            desk.c,
            desk.viewer,
            desk.today,
            CaseId::new(id),
            Order::Due,
        )?);
    }
    Ok(out)
}

/// The grid of the cases that a list would show: kept for all of a queue, else looked through.
pub(super) fn grid(desk: &Desk<'_>, q: &Query, total: u64) -> Result<Grid, StoreError> {
    match &q.filter {
        None if q.scope == Scope::All => kept(desk.c, &q.queue, total),
        Some(f) if q.scope == Scope::All && !f.asks(Part::Row) && !f.drafts() => {
            let mut grid = Grid::default();
            scan(desk.c, q, f, &mut Into::Grid(&mut grid), desk.stop)?;
            Ok(grid)
        }
        _ => stepped(desk, q, desk.stop),
    }
}

fn kept(c: &Connection, queue: &str, total: u64) -> Result<Grid, StoreError> {
    let mut s =
        c.prepare_cached("SELECT cell, n, amount, open FROM cell WHERE queue = ? AND n > 0")?;
    let mut rows = s.query([queue])?;
    let mut out = Grid::default();
    let number = |n: i64| u64::try_from(n).unwrap_or(0);
    while let Some(r) = rows.next()? {
        if let Some(cell) = Cell::from_number(r.get(0)?) {
            let n = Count {
                cases: number(r.get(1)?),
                amount: Fen::new(r.get(2)?),
                open: Some(number(r.get(3)?)),
            };
            out.cells.insert(cell, n);
        }
    }
    out.silent = total.saturating_sub(out.placed());
    Ok(out)
}

/// One case more in a grid.
pub(super) fn put(grid: &mut Grid, gauge: &Gauge, amount: Fen, open: Option<bool>) {
    match gauge.cell() {
        Some(cell) => {
            let one = Count {
                cases: 1,
                amount,
                open: open.map(u64::from),
            };
            match grid.cells.entry(cell) {
                std::collections::btree_map::Entry::Vacant(e) => drop(e.insert(one)),
                std::collections::btree_map::Entry::Occupied(mut e) => e.get_mut().add(&one),
            }
        }
        None => grid.silent += 1,
    }
}

/// What only the rows tell: each is read.
fn stepped(desk: &Desk<'_>, q: &Query, stop: &Stop) -> Result<Grid, StoreError> {
    let q = Query {
        order: Order::Due,
        after: None,
        back: false,
        ..q.clone()
    };
    let mut grid = Grid::default();
    desk.each(&q, &mut |row| {
        stop.check()?;
        let asked = q.filter.as_ref();
        let wanted = (q.scope == Scope::All || row.mine.waiting)
            && asked.is_none_or(|f| f.accepts(&subject(row, &q)));
        if wanted {
            put(&mut grid, &row.gauge, row.amount, None);
        }
        Ok(())
    })?;
    Ok(grid)
}
