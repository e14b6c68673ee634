//! Lists: one keyset step over an index, rows kept or passed over, a stop in time.

use super::gauges;
use super::scan::{Best, Into, Stop, is_down, scan};
use crate::domain::clean::Clean;
use crate::domain::day::Day;
use crate::domain::fen::Fen;
use crate::domain::filter::{Filter, Part, Subject};
use crate::domain::id::{CaseId, Seq};
use crate::domain::procedure::builtin;
use crate::domain::roster::{Person, Role};
use crate::store::{Mark, MarkValue, Mine, Order, Page, Query, Row, Scope, StoreError};
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, params_from_iter};
use std::time::{Duration, Instant};

/// After that long a reader answers with what it has.
const PATIENCE: Duration = Duration::from_millis(30);
/// That long it steps before it looks through the blocks instead.
const SHORT: Duration = Duration::from_millis(8);
/// Cases that are few enough to be read one by one.
const FEW: u64 = 2000;
/// Cases found by words whose rows are read to learn their state.
const TRIES: usize = 2000;
/// Rows that are counted to tell where in a list one stands.
const COUNTED: u64 = 100_000;

/// Columns of a row; `?1` is the viewer.
const ROW: &str = "k.id, k.queue, k.code, k.name, k.unit, k.district, k.amount, k.due, k.round, k.state, \
 k.common + coalesce(s.acts, 0), k.errors, k.warnings, k.notes, k.rules, k.filled, k.needed, \
 k.changed, coalesce(s.verdict, ''), coalesce(s.recused, 0), k.exec, k.goal, k.stake, coalesce(s.withheld, 0)";
const FROM: &str = "kase k LEFT JOIN seat s ON s.person = ?1 AND s.kase = k.id";

/// True (as SQL) when a case waits for the viewer; the same as `Standing::waits_for`.
pub(super) fn waiting(viewer: &Person, today: Day) -> String {
    let yes = |b: bool| if b { "1" } else { "0" };
    let lists = viewer.is(Role::Reviewer) || viewer.is(Role::Lead);
    format!(
        "(coalesce(s.recused, 0) = 0 AND CASE k.open \
         WHEN 1 THEN CASE WHEN k.seated THEN coalesce(s.waiting, 0) ELSE {} END \
         WHEN 2 THEN {} WHEN 3 THEN {} AND k.holder <> ?1 \
         WHEN 4 THEN {} AND k.due < {} ELSE 0 END)",
        yes(lists),
        // A seat that was asked to say something has the case as the lead has it.
        if viewer.may_close() {
            "1"
        } else {
            "coalesce(s.waiting, 0)"
        },
        yes(viewer.may_sign_second()),
        yes(lists),
        today.number(),
    )
}

fn column(order: Order) -> &'static str {
    match order {
        Order::Due => "k.due",
        Order::Amount => "k.amount",
        Order::Code => "k.code",
        Order::Findings => "k.weight",
        Order::Name => "k.name_key",
        Order::Unit => "k.unit_key",
        Order::Stake => "k.stake",
    }
}

/// The SQL of one step of a list; tests look at its plan.
pub(super) fn statement(q: &Query, viewer: &Person, today: Day) -> String {
    let backwards = is_down(q) != q.back;
    let (compare, direction) = if backwards {
        ("<", "DESC")
    } else {
        (">", "ASC")
    };
    let column = column(q.order);
    let after = match (&q.after, q.order) {
        (None, _) => String::new(),
        // Codes are unique within a queue.
        (Some(_), Order::Code) => format!(" AND k.code {compare} ?3"),
        (Some(_), _) => format!(" AND ({column}, k.ord) {compare} (?3, ?4)"),
    };
    let ties = if q.order == Order::Code {
        String::new()
    } else {
        format!(", k.ord {direction}")
    };
    let waits = waiting(viewer, today);
    format!(
        "SELECT {ROW}, {waits}, {column} FROM {FROM} WHERE k.queue = ?2{after} ORDER BY {column} {direction}{ties}"
    )
}

/// What a page is made from.
pub(super) struct Desk<'a> {
    pub(super) c: &'a Connection,
    pub(super) viewer: &'a Person,
    pub(super) today: Day,
    pub(super) stop: &'a Stop,
}

impl Desk<'_> {
    /// A page of a list.
    pub(super) fn page(&self, q: &Query) -> Result<Page, StoreError> {
        self.stop.check()?;
        let mut page = match self.few(q)? {
            Some(ids) => self.gather(q, &ids)?,
            None => match &q.filter {
                Some(f) if f.ranks() => self.seek(q, f)?,
                Some(f) if f.narrows() => {
                    let page = self.step(q, SHORT)?;
                    // Few and far between: looking through the blocks is quicker.
                    if page.complete {
                        page
                    } else {
                        self.seek(q, f)?
                    }
                }
                _ => self.step(q, PATIENCE)?,
            },
        };
        if q.back {
            page.rows.reverse();
        }
        Ok(page)
    }

    /// True when the viewer has seats from which the findings are withheld.
    fn withholds(&self) -> Result<bool, StoreError> {
        let mut s = self.c.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM seat WHERE person = ? AND withheld = 1)",
        )?;
        Ok(s.query_row([self.viewer.id.get()], |r| r.get(0))?)
    }

    fn wants(&self, q: &Query, row: &Row) -> bool {
        (q.scope == Scope::All || row.mine.waiting)
            && q.filter
                .as_ref()
                .is_none_or(|f| f.accepts(&subject(row, q)))
    }

    /// Steps along the index of the order until the page is full or time is up.
    fn step(&self, q: &Query, patience: Duration) -> Result<Page, StoreError> {
        let started = Instant::now();
        let mut s = self
            .c
            .prepare_cached(&statement(q, self.viewer, self.today))?;
        let mut args: Vec<Value> = vec![
            Value::Integer(self.viewer.id.get()),
            Value::Text(q.queue.clone()),
        ];
        if let Some(m) = &q.after {
            args.push(match &m.value {
                MarkValue::Number(n) => Value::Integer(*n),
                MarkValue::Text(t) => Value::Text(t.clone()),
                MarkValue::Bytes(b) => Value::Blob(b.clone()),
            });
            if q.order != Order::Code {
                args.push(Value::Integer(m.ord));
            }
        }
        let mut rows = s.query(params_from_iter(args))?;
        let mut page = Page {
            complete: true,
            ..Page::default()
        };
        let mut stepped = None;
        let mut more = false;
        while let Some(r) = rows.next()? {
            if page.rows.len() >= q.limit {
                more = true;
                break;
            }
            self.stop.check()?;
            let row = row(r, self.viewer)?;
            stepped.clone_from(&row.mark);
            if self.wants(q, &row) {
                page.rows.push(row);
            }
            if started.elapsed() > patience {
                page.complete = false;
                more = true;
                break;
            }
        }
        page.next = stepped.filter(|_| more);
        Ok(page)
    }

    /// Every row of a queue, in the order asked for.
    pub(super) fn each(
        &self,
        q: &Query,
        see: &mut dyn FnMut(&Row) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut s = self
            .c
            .prepare_cached(&statement(q, self.viewer, self.today))?;
        let mut rows = s.query(rusqlite::params![self.viewer.id.get(), q.queue])?;
        while let Some(r) = rows.next()? {
            see(&row(r, self.viewer)?)?;
        }
        Ok(())
    }

    /// Looks through the blocks, then reads the rows of the best.
    fn seek(&self, q: &Query, f: &Filter) -> Result<Page, StoreError> {
        // What is withheld from the viewer must not be found by it.
        let withheld = f.asks(Part::Findings) && self.withholds()?;
        let exact = q.scope == Scope::All && !f.asks(Part::Row) && !withheld;
        let keep = if exact {
            q.limit + 1
        } else {
            q.limit.max(TRIES)
        };
        let mut best = Best::new(q, keep);
        scan(self.c, q, f, &mut Into::Best(&mut best), self.stop)?;
        let total = best.total;
        let (marks, more) = best.finish();
        let mut page = self.rows(q, marks, more)?;
        page.total = exact.then_some(total);
        Ok(page)
    }

    /// Reads the rows of marks until the page is full.
    fn rows(&self, q: &Query, marks: Vec<Mark>, more: bool) -> Result<Page, StoreError> {
        let started = Instant::now();
        let mut page = Page {
            complete: true,
            ..Page::default()
        };
        let mut behind = more;
        let mut last = None;
        let mut marks = marks.into_iter().peekable();
        while let Some(mark) = marks.peek() {
            self.stop.check()?;
            let late = started.elapsed() > PATIENCE;
            if page.rows.len() >= q.limit || late {
                behind = true;
                page.complete = !late || page.rows.len() >= q.limit;
                break;
            }
            if let Some(mut row) = one(
                self.c,
                self.viewer,
                self.today,
                CaseId::new(mark.ord),
                q.order,
            )? && self.wants(q, &row)
            {
                row.mark = Some(mark.clone());
                page.rows.push(row);
            }
            last = marks.next();
        }
        if more && page.rows.len() < q.limit {
            page.complete = false;
        }
        page.next = last.filter(|_| behind);
        Ok(page)
    }

    /// The cases that can be wanted at all, where an index tells that they are few.
    fn few(&self, q: &Query) -> Result<Option<Vec<i64>>, StoreError> {
        let filter = q.filter.as_ref();
        if filter.is_some_and(Filter::drafts) {
            return Ok(Some(q.drafts.iter().map(|d| d.get()).collect()));
        }
        if q.scope == Scope::Mine || filter.is_some_and(Filter::mine) {
            let found = waiting_few(self.c, self.viewer, self.today, &q.queue)?;
            if found.is_some() {
                return Ok(found);
            }
        }
        match filter.and_then(Filter::states) {
            Some(states) => in_states(self.c, &q.queue, &states),
            None => Ok(None),
        }
    }

    /// Reads the rows of few cases and sorts what is wanted.
    fn gather(&self, q: &Query, ids: &[i64]) -> Result<Page, StoreError> {
        let mut rows = std::collections::HashMap::new();
        let mut best = Best::new(q, q.limit);
        for id in ids {
            self.stop.check()?;
            if let Some(row) = self.placed(q, CaseId::new(*id))?
                && row.queue == q.queue
                && self.wants(q, &row)
                && let Some(mark) = &row.mark
            {
                best.offer(mark.clone());
                rows.insert(mark.ord, row);
            }
        }
        let total = best.total;
        let (marks, more) = best.finish();
        Ok(Page {
            next: marks.last().cloned().filter(|_| more),
            rows: marks.iter().filter_map(|m| rows.remove(&m.ord)).collect(),
            total: Some(total),
            complete: true,
        })
    }

    /// A case's row with its place in a list.
    pub(super) fn placed(&self, q: &Query, id: CaseId) -> Result<Option<Row>, StoreError> {
        let mut row = one(self.c, self.viewer, self.today, id, q.order)?;
        if let (Some(row), Some(f)) = (&mut row, &q.filter) {
            let rank = f.rank(&subject(row, q));
            if let Some(m) = &mut row.mark {
                m.rank = rank;
            }
        }
        Ok(row)
    }

    /// How many rows stand before a place, where that is quickly counted.
    pub(super) fn ordinal(&self, q: &Query, at: &Mark) -> Result<Option<u64>, StoreError> {
        let q = Query {
            after: Some(at.clone()),
            back: true,
            limit: 0,
            ..q.clone()
        };
        if let Some(ids) = self.few(&q)? {
            let all = Query {
                limit: ids.len(),
                ..q
            };
            return Ok(u64::try_from(self.gather(&all, &ids)?.rows.len()).ok());
        }
        match &q.filter {
            Some(f) if q.scope == Scope::All && !f.asks(Part::Row) => {
                let mut best = Best::new(&q, 1);
                scan(self.c, &q, f, &mut Into::Best(&mut best), self.stop)?;
                Ok(Some(best.ahead))
            }
            None if q.scope == Scope::All => self.stand_before(&q, at),
            _ => Ok(None),
        }
    }

    /// Counts along the index of the order, as far as [`COUNTED`].
    fn stand_before(&self, q: &Query, at: &Mark) -> Result<Option<u64>, StoreError> {
        let column = column(q.order);
        let compare = if is_down(q) { ">" } else { "<" };
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM kase k WHERE k.queue = ?1 AND ({column}, k.ord) {compare} (?2, ?3) LIMIT {})",
            COUNTED + 1
        );
        let value = match &at.value {
            MarkValue::Number(n) => Value::Integer(*n),
            MarkValue::Text(t) => Value::Text(t.clone()),
            MarkValue::Bytes(b) => Value::Blob(b.clone()),
        };
        let n: i64 = self
            .c
            .prepare_cached(&sql)?
            .query_row(rusqlite::params![q.queue, value, at.ord], |r| r.get(0))?;
        Ok(u64::try_from(n).ok().filter(|n| *n <= COUNTED))
    }
}

/// A tally of a queue.
fn tally(c: &Connection, queue: &str, what: &str) -> Result<u64, StoreError> {
    let n: Option<i64> = c
        .prepare_cached("SELECT n FROM tally WHERE queue = ? AND what = ?")?
        .query_row([queue, what], |r| r.get(0))
        .optional()?;
    Ok(u64::try_from(n.unwrap_or(0)).unwrap_or(0))
}

/// How few cases are found: whose seat waits, what is open, what is in a state; with the index.
pub(super) const FEW_BY: [(&str, &str); 4] = [
    (
        "SELECT kase FROM seat WHERE person = ? AND queue = ? AND waiting = 1",
        "seat_waiting",
    ),
    (
        "SELECT id FROM kase WHERE queue = ? AND open = ?",
        "kase_worst",
    ),
    (
        "SELECT id FROM kase WHERE queue = ? AND state = ?",
        "kase_state",
    ),
    (
        "SELECT id FROM kase WHERE queue = ? AND open = 4 AND due < ?",
        "kase_open",
    ),
];

/// How many are past the day they were to be mended by; no more than are few.
const LATE: &str =
    "SELECT count(*) FROM (SELECT 1 FROM kase WHERE queue = ? AND open = 4 AND due < ? LIMIT 2001)";

fn ids(
    c: &Connection,
    sql: &str,
    args: impl rusqlite::Params,
    out: &mut Vec<i64>,
) -> Result<(), StoreError> {
    let mut s = c.prepare_cached(sql)?;
    let mut rows = s.query(args)?;
    while let Some(r) = rows.next()? {
        out.push(r.get(0)?);
    }
    Ok(())
}

/// The cases of a queue that may wait for a person, if they are few.
fn waiting_few(
    c: &Connection,
    viewer: &Person,
    today: Day,
    queue: &str,
) -> Result<Option<Vec<i64>>, StoreError> {
    let Some((p, ..)) = builtin().iter().find(|(p, ..)| p.id == queue) else {
        return Ok(None);
    };
    let me = viewer.id.get();
    let mut n = tally(c, queue, &format!("wait:{me}"))?;
    let lists = viewer.is(Role::Reviewer) || viewer.is(Role::Lead);
    // Cases without seats wait for whoever reviews: no index tells them apart.
    if lists && tally(c, queue, "unseated")? > 0 {
        return Ok(None);
    }
    if viewer.may_close() {
        n += tally(c, queue, &p.graded)? + tally(c, queue, &p.dissent)?;
    }
    if viewer.may_sign_second() {
        n += tally(c, queue, &p.second)?;
    }
    let late = if lists {
        let n: i64 = c
            .prepare_cached(LATE)?
            .query_row(rusqlite::params![queue, today.number()], |r| r.get(0))?;
        u64::try_from(n).unwrap_or(0)
    } else {
        0
    };
    if n + late > FEW {
        return Ok(None);
    }
    let mut out = Vec::new();
    if late > 0 {
        ids(
            c,
            FEW_BY[3].0,
            rusqlite::params![queue, today.number()],
            &mut out,
        )?;
    }
    ids(c, FEW_BY[0].0, rusqlite::params![me, queue], &mut out)?;
    for (open, mine) in [(2, viewer.may_close()), (3, viewer.may_sign_second())] {
        if mine {
            ids(c, FEW_BY[1].0, rusqlite::params![queue, open], &mut out)?;
        }
    }
    out.sort_unstable();
    out.dedup();
    Ok(Some(out))
}

/// The cases in some states, if they are few. What a viewer sees as `graded` may be `dissent`.
fn in_states(c: &Connection, queue: &str, states: &[&str]) -> Result<Option<Vec<i64>>, StoreError> {
    let mut all: Vec<&str> = states.to_vec();
    if let Some((p, ..)) = builtin().iter().find(|(p, ..)| p.id == queue)
        && all.contains(&p.graded.as_str())
    {
        all.push(&p.dissent);
    }
    all.sort_unstable();
    all.dedup();
    let mut n = 0;
    for s in &all {
        n += tally(c, queue, s)?;
    }
    if n > FEW {
        return Ok(None);
    }
    let mut out = Vec::new();
    for s in &all {
        ids(c, FEW_BY[2].0, [queue, s], &mut out)?;
    }
    Ok(Some(out))
}

/// What the filter language may ask of a row.
pub(super) fn subject<'a>(row: &'a Row, q: &Query) -> Subject<'a> {
    Subject {
        code: row.code.as_str(),
        name: row.name.as_str(),
        unit: row.unit.as_str(),
        district: &row.district,
        queue: &row.queue,
        amount: row.amount,
        state: &row.state,
        round: row.round,
        due: row.due,
        rules: &row.rules,
        findings: row.findings,
        verdict: row.mine.verdict.as_deref(),
        waiting: row.mine.waiting,
        recused: row.mine.recused,
        draft: q.drafts.contains(&row.id),
        exec: row.gauge.exec,
        goal: row.gauge.goal,
    }
}

/// One case's row.
pub(super) fn one(
    c: &Connection,
    viewer: &Person,
    today: Day,
    id: CaseId,
    order: Order,
) -> Result<Option<Row>, StoreError> {
    let (waits, column) = (waiting(viewer, today), column(order));
    let sql = format!("SELECT {ROW}, {waits}, {column} FROM {FROM} WHERE k.id = ?2");
    let mut s = c.prepare_cached(&sql)?;
    let mut rows = s.query([viewer.id.get(), id.get()])?;
    match rows.next()? {
        None => Ok(None),
        Some(r) => Ok(Some(row(r, viewer)?)),
    }
}

fn row(r: &rusqlite::Row<'_>, viewer: &Person) -> Result<Row, StoreError> {
    let text = |i: usize| r.get_ref(i).and_then(|v| Ok(v.as_str()?.to_owned()));
    let id: i64 = r.get(0)?;
    let due: i32 = r.get(7)?;
    let amount: i64 = r.get(6)?;
    let verdict = text(18)?;
    let recused: bool = r.get(19)?;
    let withheld: bool = r.get(23)?;
    let mut state = text(9)?;
    let sees =
        !verdict.is_empty() || (!recused && (viewer.may_close() || viewer.is(Role::Auditor)));
    if state == "dissent" && !sees {
        // That grades are apart is part of what is blind.
        state = "graded".to_owned();
    }
    let code = text(2)?;
    let mark = Mark {
        rank: 0,
        value: match r.get_ref(25)? {
            ValueRef::Text(_) => MarkValue::Text(text(25)?),
            ValueRef::Blob(b) => MarkValue::Bytes(b.to_vec()),
            _ => MarkValue::Number(r.get(25)?),
        },
        ord: id,
    };
    Ok(Row {
        id: CaseId::new(id),
        queue: text(1)?,
        code: Clean::line(&code),
        name: Clean::line(&text(3)?),
        unit: Clean::line(&text(4)?),
        district: text(5)?,
        amount: Fen::new(amount),
        due: Day::from_number(due),
        round: r.get(8)?,
        state,
        version: r.get(10)?,
        findings: if withheld {
            [0; 3]
        } else {
            [r.get(11)?, r.get(12)?, r.get(13)?]
        },
        rules: if withheld { String::new() } else { text(14)? },
        seats_done: r.get(15)?,
        seats_total: r.get(16)?,
        gauge: gauges::read(r.get(20)?, r.get(21)?, r.get(22)?),
        changed: Seq::new(r.get(17)?),
        mine: Mine {
            waiting: r.get(24)?,
            verdict: (!verdict.is_empty()).then_some(verdict),
            recused,
        },
        mark: Some(mark),
    })
}
