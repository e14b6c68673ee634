//! Lists: one keyset step over an index, rows kept or passed over, a stop in time.

use crate::domain::clean::Clean;
use crate::domain::day::Day;
use crate::domain::fen::Fen;
use crate::domain::id::{CaseId, Seq};
use crate::domain::roster::{Person, Role};
use crate::store::{Mark, MarkValue, Mine, Order, Page, Query, Row, Scope, StoreError};
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use std::time::{Duration, Instant};

/// After that long a reader answers with what it has.
const PATIENCE: Duration = Duration::from_millis(30);

/// Columns of a row; `?1` is the viewer.
const ROW: &str = "k.id, k.queue, k.code, k.name, k.unit, k.district, k.amount, k.due, k.round, k.state, \
 k.common + coalesce(s.acts, 0), k.errors, k.warnings, k.notes, k.rules, k.filled, k.needed, \
 k.changed, coalesce(s.verdict, ''), coalesce(s.recused, 0), k.weight";
const FROM: &str = "kase k LEFT JOIN seat s ON s.person = ?1 AND s.kase = k.id";

/// True (as SQL) when a case waits for the viewer; the same as `Standing::waits_for`.
pub(super) fn waiting(viewer: &Person) -> String {
    let yes = |b: bool| if b { "1" } else { "0" };
    format!(
        "(coalesce(s.recused, 0) = 0 AND CASE k.open \
         WHEN 1 THEN CASE WHEN k.seated THEN coalesce(s.waiting, 0) ELSE {} END \
         WHEN 2 THEN {} WHEN 3 THEN {} AND k.holder <> ?1 ELSE 0 END)",
        yes(viewer.is(Role::Reviewer) || viewer.is(Role::Lead)),
        yes(viewer.may_close()),
        yes(viewer.may_sign_second()),
    )
}

fn column(order: Order) -> &'static str {
    match order {
        Order::Due => "k.due",
        Order::Amount => "k.amount",
        Order::Code => "k.code",
        Order::Findings => "k.weight",
    }
}

/// The SQL of one step of a list; tests look at its plan.
pub(super) fn statement(q: &Query, viewer: &Person) -> String {
    // Largest amount and most findings come first.
    let down = matches!(q.order, Order::Amount | Order::Findings) != q.reverse;
    let backwards = down != q.back;
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
    let waits = waiting(viewer);
    format!(
        "SELECT {ROW}, {waits} FROM {FROM} WHERE k.queue = ?2{after} ORDER BY {column} {direction}{ties}"
    )
}

/// A page of a list for a viewer.
pub(super) fn page(c: &Connection, viewer: &Person, q: &Query) -> Result<Page, StoreError> {
    let started = Instant::now();
    let mut s = c.prepare_cached(&statement(q, viewer))?;
    let mut args: Vec<Value> = vec![
        Value::Integer(viewer.id.get()),
        Value::Text(q.queue.clone()),
    ];
    if let Some(m) = &q.after {
        args.push(match &m.value {
            MarkValue::Number(n) => Value::Integer(*n),
            MarkValue::Text(t) => Value::Text(t.clone()),
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
        let row = row(r, viewer, q.order)?;
        stepped.clone_from(&row.mark);
        let wanted = (q.scope == Scope::All || row.mine.waiting)
            && q.filter.as_ref().is_none_or(|f| f.accepts(&subject(&row)));
        if wanted {
            page.rows.push(row);
        }
        if started.elapsed() > PATIENCE {
            page.complete = false;
            more = true;
            break;
        }
    }
    page.next = stepped.filter(|_| more);
    if q.back {
        page.rows.reverse();
    }
    Ok(page)
}

/// What the filter language may ask of a row.
fn subject(row: &Row) -> crate::domain::filter::Subject<'_> {
    crate::domain::filter::Subject {
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
    }
}

/// One case's row.
pub(super) fn one(c: &Connection, viewer: &Person, id: CaseId) -> Result<Option<Row>, StoreError> {
    let waits = waiting(viewer);
    let sql = format!("SELECT {ROW}, {waits} FROM {FROM} WHERE k.id = ?2");
    let mut s = c.prepare_cached(&sql)?;
    let mut rows = s.query([viewer.id.get(), id.get()])?;
    match rows.next()? {
        None => Ok(None),
        Some(r) => Ok(Some(row(r, viewer, Order::Due)?)),
    }
}

fn row(r: &rusqlite::Row<'_>, viewer: &Person, order: Order) -> Result<Row, StoreError> {
    let text = |i: usize| r.get_ref(i).and_then(|v| Ok(v.as_str()?.to_owned()));
    let id: i64 = r.get(0)?;
    let due: i32 = r.get(7)?;
    let amount: i64 = r.get(6)?;
    let verdict = text(18)?;
    let recused: bool = r.get(19)?;
    let mut state = text(9)?;
    let sees =
        !verdict.is_empty() || (!recused && (viewer.may_close() || viewer.is(Role::Auditor)));
    if state == "dissent" && !sees {
        // That grades are apart is part of what is blind.
        state = "graded".to_owned();
    }
    let code = text(2)?;
    let mark = Mark {
        value: match order {
            Order::Due => MarkValue::Number(i64::from(due)),
            Order::Amount => MarkValue::Number(amount),
            Order::Findings => MarkValue::Number(r.get(20)?),
            Order::Code => MarkValue::Text(code.clone()),
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
        findings: [r.get(11)?, r.get(12)?, r.get(13)?],
        rules: text(14)?,
        seats_done: r.get(15)?,
        seats_total: r.get(16)?,
        changed: Seq::new(r.get(17)?),
        mine: Mine {
            waiting: r.get(21)?,
            verdict: (!verdict.is_empty()).then_some(verdict),
            recused,
        },
        mark: Some(mark),
    })
}
