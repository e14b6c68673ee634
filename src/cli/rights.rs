//! `user rights`: the table of who may do what, for a person, and on a case.

use super::Ctx;
use super::open::{Opened, today};
use super::out::{self, Format};
use crate::domain::rights::{self, Right};
use crate::domain::roster::Person;
use crate::report::Report;
use crate::store::Reader as _;
use crate::words::rights as say;
use serde_json::json;

/// Prints the table; what of it a person has; what they may do to a case as it stands.
pub(super) fn rights(
    ctx: &Ctx,
    opened: &Opened,
    account: Option<&str>,
    case: Option<&str>,
) -> Result<(), Report> {
    let Some(account) = account else {
        return table(ctx);
    };
    let who = ctx.known(opened, account)?;
    match case {
        None => held(ctx, &who),
        Some(word) => on_case(ctx, opened, &who, word),
    }
}

fn table(ctx: &Ctx) -> Result<(), Report> {
    if ctx.format == Format::Json {
        return out::json(&json!(rights::all()));
    }
    for right in rights::all() {
        out::text(&say::line(ctx.lang, right))?;
    }
    Ok(())
}

/// What a person's roles let them do at all.
fn held(ctx: &Ctx, who: &Person) -> Result<(), Report> {
    let may = |r: &&Right| r.lets(who) && r.bar(who, true).is_none();
    let all: Vec<&Right> = rights::all().iter().filter(may).collect();
    if ctx.format == Format::Json {
        let acts: Vec<_> = all.iter().map(|r| r.act).collect();
        return out::json(&json!({"account": who.account, "may": acts}));
    }
    for right in all {
        out::text(&say::line(ctx.lang, right))?;
    }
    Ok(())
}

/// What a person may do to a case as it stands, and why not the rest.
fn on_case(ctx: &Ctx, opened: &Opened, who: &Person, word: &str) -> Result<(), Report> {
    let mut r = ctx.reader(opened)?;
    let id = ctx.case(&mut r, word)?;
    let file = r.case(id).map_err(|e| ctx.failed(e))?;
    let case = (&*file.procedure, &file.standing);
    let unit = file.row.unit.as_str();
    let answers = rights::all()
        .iter()
        .filter(|r| say::of_a_case(r.act))
        .map(|r| (r, rights::answer(r, case, who, unit, (true, today()))));
    if ctx.format == Format::Json {
        let all: Vec<_> = answers
            .map(|(r, a)| {
                let why = a.err().map(|m| say::missing(ctx.lang, m));
                json!({"act": r.act, "may": why.is_none(), "why": why})
            })
            .collect();
        return out::json(&json!(all));
    }
    for (right, answer) in answers {
        out::text(&say::answered(ctx.lang, right, answer))?;
    }
    Ok(())
}
