//! `choose` and `reply`: which self-evaluations are looked at, and what the department says.

use super::open::Opened;
use super::out::{self, Format};
use super::{Ctx, open};
use crate::domain::checklist::Reply;
use crate::domain::draw::{self, Sample};
use crate::domain::gate::Command;
use crate::domain::procedure::{Procedure, builtin};
use crate::domain::profile;
use crate::report::{NO, Report, USAGE};
use crate::store::draw::{candidates, seed, why};
use crate::store::{Append, Evaluated, Reader as _, Writer as _};
use crate::words::{self, evaluation as say};
use serde_json::json;

/// What is asked of `choose`.
pub(super) struct Wanted<'a> {
    pub(super) unit: &'a str,
    pub(super) number: Option<usize>,
    pub(super) seed: Option<String>,
    pub(super) dry_run: bool,
}

/// The queue whose cases are chosen.
pub(super) fn queue() -> Option<&'static Procedure> {
    let mut all = builtin().iter().map(|(p, ..)| p);
    all.find(|p| p.unchosen.is_some())
}

/// Draws a sample of a unit and enters it; gives what it is of.
pub(super) fn drawn(
    ctx: &Ctx,
    opened: &Opened,
    q: &Wanted<'_>,
) -> Result<(Vec<Evaluated>, Sample, String), Report> {
    let p = queue().ok_or_else(|| Report::new(USAGE, words::cli::no_paper(ctx.lang, "choose")))?;
    let mut r = ctx.reader(opened)?;
    let all = r
        .evaluated(&p.id, Some(q.unit), usize::MAX)
        .map_err(|e| ctx.failed(e))?
        .unwrap_or_default();
    if all.is_empty() {
        return Err(Report::new(NO, say::no_unit(ctx.lang, q.unit)));
    }
    let named = match &q.seed {
        Some(seed) => seed.clone(),
        None => seed(&r.database().map_err(|e| ctx.failed(e))?),
    };
    let cuts = profile::built_in()
        .first()
        .map(|p| p.evaluated)
        .unwrap_or_default();
    let who = candidates(&all);
    let number = q.number.unwrap_or_else(|| draw::least(all.len(), &cuts));
    let sample = draw::draw(&who, number, &named, &cuts, q.number.is_none());
    if !q.dry_run && !sample.new.is_empty() {
        let d = crate::store::draw::draw(&p.id, &all, &sample, &named);
        let mut w = ctx.writer(opened)?;
        w.choose(&d, open::now()).map_err(|e| ctx.failed(e))?;
    }
    Ok((all, sample, named))
}

/// `choose`.
pub(super) fn choose(ctx: &Ctx, q: &Wanted<'_>) -> Result<(), Report> {
    let opened = ctx.open()?;
    let (all, sample, seed) = drawn(ctx, &opened, q)?;
    let cuts = profile::built_in()
        .first()
        .map(|p| p.evaluated)
        .unwrap_or_default();
    let (count, money) = sample.shares();
    let enough = sample.enough(&cuts);
    if ctx.format == Format::Json {
        let cases: Vec<_> = sample
            .new
            .iter()
            .filter_map(|(n, w)| {
                let e = all.get(*n)?;
                Some(json!({ "code": e.code, "name": e.name.as_str(), "amount": e.amount.get(), "why": why(*w) }))
            })
            .collect();
        return out::json(&json!({
            "unit": q.unit, "seed": seed, "chosen": cases, "count": sample.count.0,
            "of": sample.count.1, "count_share": count, "amount_share": money,
            "enough": enough, "stored": !q.dry_run && !sample.new.is_empty(),
        }));
    }
    for (n, w) in &sample.new {
        if let Some(e) = all.get(*n) {
            out::text(&say::drawn_line(
                ctx.lang,
                &e.code,
                e.name.as_str(),
                &e.amount.wan(),
                &say::why_chosen(ctx.lang, why(*w)),
            ))?;
        }
    }
    let (n, of) = sample.count;
    out::text(&say::sample_line(ctx.lang, (n, of), money, enough, &seed))
}

/// `reply`.
pub(super) fn reply(ctx: &Ctx, case: &str, what: &str, reason: &str) -> Result<(), Report> {
    let reply = match what {
        "accepted" => Reply::Accepted,
        "partly" => Reply::Partly,
        "disputed" => Reply::Disputed,
        other => return Err(Report::new(USAGE, say::no_reply(ctx.lang, other))),
    };
    let opened = ctx.open()?;
    let mut r = ctx.reader(&opened)?;
    let id = ctx.case(&mut r, case)?;
    let append = Append {
        case: id,
        expected: None,
        command: Command::Reply(reply, reason.to_owned()),
        by_command: "reply".into(),
    };
    let mut w = ctx.writer(&opened)?;
    let receipt = w.append(&append, open::now()).map_err(|e| ctx.failed(e))?;
    if ctx.format == Format::Json {
        return out::json(&json!({
            "case": case, "seq": receipt.seq.get(), "status": receipt.state,
        }));
    }
    out::text(&say::replied(ctx.lang, reply))
}
