//! `report late`: whose turn it is, as lines to be pasted elsewhere.

use super::Ctx;
use super::out::{self, Format};
use crate::report::Report;
use crate::store::Reader as _;
use crate::words::agreement as say;
use serde_json::json;

/// Prints it for a queue.
pub(super) fn report(ctx: &Ctx, queue: &str) -> Result<(), Report> {
    let p = ctx.queue(queue)?;
    let opened = ctx.open()?;
    let mut r = ctx.reader(&opened)?;
    let turns = r.turns(queue).map_err(|e| ctx.failed(e))?;
    let people = r.people().map_err(|e| ctx.failed(e))?;
    let of = |id| people.iter().find(|x| x.id == id);
    if ctx.format == Format::Json {
        let all: Vec<_> = turns
            .iter()
            .map(|t| {
                json!({"account": of(t.person).map(|x| &x.account),
                    "name": of(t.person).map(|x| &x.name), "waiting": t.waiting,
                    "overdue": t.overdue, "next_due": t.next.map(|d| d.to_string()),
                    "pace_seconds": t.pace.map(|ms| ms / 1000), "minutes_left": t.minutes()})
            })
            .collect();
        return out::json(&json!({"report": "late", "queue": queue, "people": all}));
    }
    if turns.is_empty() {
        return out::text(&say::nobody_late(ctx.lang, &p.name));
    }
    for t in &turns {
        let name = of(t.person).map_or("", |x| x.name.as_str());
        out::text(&say::turn(ctx.lang, name, t))?;
    }
    Ok(())
}
