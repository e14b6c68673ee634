//! `queue`: the queues with their counts, or the cases of one.

use super::out::{self, Format};
use super::{Ctx, open};
use crate::domain::clean::Clean;
use crate::domain::filter::Filter;
use crate::domain::procedure::builtin;
use crate::report::{Report, USAGE};
use crate::store::{Mark, MarkValue, Query, Reader as _, Row};
use crate::words;
use serde_json::json;

/// Prints queues or cases.
pub(super) fn queue(
    ctx: &Ctx,
    name: Option<&str>,
    filter: Option<&str>,
    limit: usize,
    after: Option<&str>,
) -> Result<(), Report> {
    let opened = ctx.open()?;
    let mut r = ctx.reader(&opened)?;
    match name {
        None => summary(ctx, &mut r, opened.practice),
        Some(name) => cases(ctx, &mut r, name, filter, limit, after),
    }
}

/// The cases that wait for one and whose form is near-identical to this one's.
pub(super) fn like(ctx: &Ctx, word: &str) -> Result<(), Report> {
    let opened = ctx.open()?;
    let mut r = ctx.reader(&opened)?;
    let id = ctx.case(&mut r, word)?;
    let found = r.alike(id).map_err(|e| ctx.failed(e))?;
    let rows: Vec<Row> = found
        .cases
        .iter()
        .map(|(id, _)| r.case(*id).map(|f| f.row))
        .collect::<Result<_, _>>()
        .map_err(|e| ctx.failed(e))?;
    if ctx.format == Format::Json {
        let list: Vec<_> = rows.iter().map(row_json).collect();
        let queue = rows.first().map(|r| &r.queue);
        return out::json(&json!({"queue": queue, "like": word, "rows": list}));
    }
    for row in &rows {
        out::text(&words::cli::row_line(ctx.lang, row))?;
    }
    Ok(())
}

/// The queue summary, also what the program prints where there is no terminal.
pub(super) fn summary(
    ctx: &Ctx,
    r: &mut impl crate::store::Reader,
    practice: bool,
) -> Result<(), Report> {
    let counts = r.queues(open::today()).map_err(|e| ctx.failed(e))?;
    let title = |id: &str| {
        let p = builtin().iter().find(|(p, ..)| p.id == id).map(|(p, ..)| p);
        p.map_or_else(String::new, |p| {
            words::either(ctx.lang, &p.name, &p.name_en)
        })
    };
    if ctx.format == Format::Json {
        let list: Vec<_> = counts
            .iter()
            .map(|q| {
                json!({"queue": q.queue, "title": title(&q.queue), "total": q.total,
                    "pending": q.pending, "mine": q.mine, "overdue": q.overdue})
            })
            .collect();
        return out::json(&json!(list));
    }
    let house = r.database().map_err(|e| ctx.failed(e))?.house;
    out::text(&words::cli::database_line(
        ctx.lang,
        practice,
        house,
        &r.viewer().name.clone(),
    ))?;
    for q in &counts {
        out::text(&words::cli::queue_line(ctx.lang, &title(&q.queue), q))?;
    }
    Ok(())
}

fn cases(
    ctx: &Ctx,
    r: &mut impl crate::store::Reader,
    name: &str,
    filter: Option<&str>,
    limit: usize,
    after: Option<&str>,
) -> Result<(), Report> {
    let known: Vec<&str> = builtin().iter().map(|(p, ..)| p.id.as_str()).collect();
    if !known.contains(&name) {
        return Err(Report::new(
            USAGE,
            words::cli::no_queue(ctx.lang, name, &known),
        ));
    }
    let filter = parse_filter(ctx, filter)?;
    let mut q = Query {
        queue: name.to_owned(),
        filter,
        limit,
        ..Query::default()
    };
    if let Some(cursor) = after {
        let mark = read_cursor(cursor);
        q.after = Some(mark.ok_or_else(|| Report::new(USAGE, words::cli::bad_cursor(ctx.lang)))?);
    }
    let mut rows: Vec<Row> = Vec::new();
    let next = loop {
        let want = limit - rows.len();
        let page = r
            .page(&Query {
                limit: want,
                ..q.clone()
            })
            .map_err(|e| ctx.failed(e))?;
        rows.extend(page.rows);
        match page.next {
            Some(m) if rows.len() < limit => q.after = Some(m),
            other => break other,
        }
    };
    if ctx.format == Format::Json {
        let list: Vec<_> = rows.iter().map(row_json).collect();
        return out::json(&json!({"queue": name, "rows": list, "next": next.map(|m| cursor(&m))}));
    }
    for row in &rows {
        out::text(&words::cli::row_line(ctx.lang, row))?;
    }
    if let Some(m) = next {
        out::aside(&words::cli::more(ctx.lang, &cursor(&m)));
    }
    Ok(())
}

/// Understands `--filter`, or says what is allowed where it went wrong.
pub(super) fn parse_filter(ctx: &Ctx, filter: Option<&str>) -> Result<Option<Filter>, Report> {
    filter
        .map(|f| Filter::parse(f, open::today()))
        .transpose()
        .map_err(|m| Report::new(USAGE, words::cli::filter_mistake(ctx.lang, &m)))
}

fn row_json(row: &Row) -> serde_json::Value {
    let [error, warning, note] = row.findings;
    let all = builtin();
    let own = all.iter().map(|(p, ..)| p).find(|p| p.id == row.queue);
    let scored = own.is_some_and(crate::domain::procedure::Procedure::checks);
    json!({
        "case": row.code, "name": row.name, "unit": row.unit,
        "district": (!row.district.is_empty()).then_some(&row.district),
        "amount_cents": row.amount.get(), "status": row.state, "version": row.version,
        "findings": {"error": error, "warning": warning, "note": note},
        "seats_done": row.seats_done, "seats_total": row.seats_total,
        "exec_progress": row.gauge.exec.filter(|_| !scored),
        "goal_progress": row.gauge.goal.filter(|_| !scored),
        "declared": row.gauge.exec.filter(|_| scored),
        "computed": row.gauge.goal.filter(|_| scored),
        "stake_cents": (row.gauge.cell().is_some()).then_some(row.gauge.stake.get()),
    })
}

/// `rank:value:number`; lists of the command line are sorted by deadline.
fn cursor(m: &Mark) -> String {
    let value = match &m.value {
        MarkValue::Number(n) => n.to_string(),
        MarkValue::Text(t) => Clean::line(t).to_string(),
        MarkValue::Bytes(b) => b.iter().map(|x| format!("{x:02x}")).collect(),
    };
    format!("{}:{value}:{}", m.rank, m.ord)
}

fn read_cursor(text: &str) -> Option<Mark> {
    let (rest, ord) = text.rsplit_once(':')?;
    let (rank, value) = rest.split_once(':')?;
    Some(Mark {
        rank: rank.parse().ok()?,
        value: MarkValue::Number(value.parse().ok()?),
        ord: ord.parse().ok()?,
    })
}
