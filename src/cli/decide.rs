//! `decide`, `undo`, `recuse`: one verdict, printed only after it is on disk.

use super::args::Decide;
use super::open::{now, salt};
use super::out::{self, Format};
use super::show::severity_rank;
use super::{Ctx, open};
use crate::domain::checklist::Check;
use crate::domain::day::Day;
use crate::domain::entry::{Opinion, Waiver};
use crate::domain::fen::Fen;
use crate::domain::finding::{Place, Severity};
use crate::domain::gate::{ByProxy, Command, Verdictum};
use crate::domain::id::{CaseId, PersonId};
use crate::domain::roster::Person;
use crate::domain::score::Points;
use crate::report::{CONFLICT, NOT_PERMITTED, Report, USAGE};
use crate::store::sqlite::SqliteReader;
use crate::store::{Append, CaseFile, Reader as _, Receipt, Writer as _};
use crate::words;
use serde_json::json;

/// Gives a verdict.
pub(super) fn decide(ctx: &Ctx, d: &Decide) -> Result<(), Report> {
    let opened = ctx.open()?;
    let mut r = ctx.reader(&opened)?;
    let id = ctx.case(&mut r, &d.case)?;
    let file = r.case(id).map_err(|e| ctx.failed(e))?;
    let proxy = d
        .proxy
        .as_ref()
        .map(|a| ctx.known(&opened, a))
        .transpose()?;
    let mine = match &proxy {
        // A grade given without what the rules found is confirmed by another.
        None => {
            let seat = file.standing.seat_of(opened.actor.person.id);
            let shown = seat.is_some_and(|s| s.aid == crate::domain::standing::Aid::Shown);
            file.row.mine.verdict.is_some() && !shown
        }
        // For whom it is entered must not have a grade already.
        Some(person) => {
            let seat = file.standing.seat_of(person.id);
            seat.is_some_and(|s| s.stands().is_some())
        }
    };
    if d.expect_version.is_none() && mine && !d.closing && file.row.state != file.procedure.second {
        // A script that runs twice must not give its verdict twice.
        return Err(Report::new(
            CONFLICT,
            words::cli::already(ctx.lang, file.row.version),
        ));
    }
    let verdict = verdictum(ctx, d, &file, proxy)?;
    let append = Append {
        case: id,
        expected: Some(d.expect_version.unwrap_or(file.row.version)),
        command: Command::Decide(verdict),
        by_command: "decide".into(),
    };
    let receipt = ctx
        .writer(&opened)?
        .append(&append, now())
        .map_err(|e| ctx.failed(e))?;
    acknowledge(
        ctx,
        file.row.code.as_str(),
        &file.row.queue,
        &d.verdict,
        &receipt,
    )
}

fn verdictum(
    ctx: &Ctx,
    d: &Decide,
    file: &CaseFile,
    proxy: Option<Person>,
) -> Result<Verdictum, Report> {
    let mut opinions: Vec<Opinion> = Vec::new();
    if d.accept_findings {
        let mut found: Vec<_> = file
            .findings()
            .iter()
            .filter(|f| f.severity != Severity::Note)
            .collect();
        found.sort_by_key(|f| severity_rank(f.severity));
        opinions.extend(found.into_iter().map(|f| Opinion {
            field: f.field.clone(),
            text: f.message.clone(),
            rule: Some(f.rule.clone()),
        }));
    }
    let own = |text: &String| Opinion {
        field: Place::Form,
        text: text.clone(),
        rule: None,
    };
    opinions.extend(d.opinion.iter().map(own));
    let mut waived = Vec::new();
    for w in &d.waive {
        let (rule, reason) = w
            .split_once('=')
            .filter(|(rule, reason)| !rule.trim().is_empty() && !reason.trim().is_empty())
            .ok_or_else(|| Report::new(USAGE, words::cli::bad_waive(ctx.lang, w)))?;
        let rule = rule.trim().to_ascii_uppercase();
        let error = file
            .findings()
            .iter()
            .any(|f| f.rule == rule && f.severity == Severity::Error);
        waived.push(Waiver {
            rule,
            field: None,
            reason: reason.trim().to_owned(),
            error,
        });
    }
    let score = score(ctx, d)?;
    let proxy = proxy.map(|person| {
        let sheet = d.sheet.clone().unwrap_or_default();
        Box::new(ByProxy { person, sheet })
    });
    Ok(Verdictum {
        verdict: d.verdict.clone(),
        closing: d.closing,
        opinions,
        waived,
        items: Default::default(),
        due: due(ctx, d)?,
        proxy,
        amount: d.amount.map(Fen::new),
        salt: salt()?,
        checks: checks(ctx, d)?,
        score: score.as_ref().map(|(p, _)| *p),
        score_reason: score.map_or_else(String::new, |(_, why)| why),
    })
}

/// The answers of `--checks`: a file with them as the log has them.
fn checks(ctx: &Ctx, d: &Decide) -> Result<Vec<Check>, Report> {
    let Some(path) = &d.checks else {
        return Ok(Vec::new());
    };
    let bad = |e: &dyn std::fmt::Display| {
        let shown = path.display().to_string();
        Report::new(
            USAGE,
            words::cli::bad_checks(ctx.lang, &shown, &e.to_string()),
        )
    };
    let text = if path.as_os_str() == "-" {
        String::from_utf8(super::drop::stdin(ctx)?).map_err(|e| bad(&e))?
    } else {
        std::fs::read_to_string(ctx.place(path)?).map_err(|e| bad(&e))?
    };
    serde_json::from_str(&text).map_err(|e| bad(&e))
}

/// The total of `--score` and its reason.
fn score(ctx: &Ctx, d: &Decide) -> Result<Option<(Points, String)>, Report> {
    let Some(text) = &d.score else {
        return Ok(None);
    };
    let set = text
        .split_once('=')
        .and_then(|(p, why)| Some((Points::read(p)?, why.trim().to_owned())));
    set.map(Some)
        .ok_or_else(|| Report::new(USAGE, words::cli::bad_score(ctx.lang, text)))
}

/// The day of `--due`.
fn due(ctx: &Ctx, d: &Decide) -> Result<Option<i32>, Report> {
    let Some(text) = &d.due else {
        return Ok(None);
    };
    let year = now().day().map_or(0, Day::year);
    match crate::domain::value::day(text, year) {
        Some(day) => Ok(Some(day.number())),
        None => Err(Report::new(USAGE, words::cli::bad_day(ctx.lang, text))),
    }
}

fn acknowledge(
    ctx: &Ctx,
    code: &str,
    queue: &str,
    verdict: &str,
    r: &Receipt,
) -> Result<(), Report> {
    if ctx.format == Format::Json {
        return out::json(&json!({
            "case": code, "queue": queue, "seq": r.seq.get(), "version": r.version,
            "status": r.state, "hash": r.hash.to_string(),
        }));
    }
    out::text(&words::cli::decided(
        ctx.lang,
        code,
        verdict,
        r.seq.get(),
        r.version,
    ))
}

/// Withdraws one's own latest verdict, on a case or anywhere.
pub(super) fn undo(ctx: &Ctx, case: Option<&str>) -> Result<(), Report> {
    let opened = ctx.open()?;
    let mut r = ctx.reader(&opened)?;
    let id = match case {
        Some(word) => ctx.case(&mut r, word)?,
        None => r.latest_own().map_err(|e| ctx.failed(e))?.ok_or_else(|| {
            let why = crate::domain::gate::Refused::NothingToUndo;
            Report::new(
                NOT_PERMITTED,
                words::refused::refused(ctx.lang, &why, &|n| n.to_string()),
            )
        })?,
    };
    let (receipt, file) = act(ctx, &opened, &mut r, id, Command::Withdraw, "undo")?;
    if ctx.format == Format::Json {
        return acknowledge(ctx, file.row.code.as_str(), &file.row.queue, "", &receipt);
    }
    out::text(&words::cli::undone(
        ctx.lang,
        file.row.code.as_str(),
        receipt.seq.get(),
    ))
}

/// Steps back from a case.
pub(super) fn recuse(ctx: &Ctx, word: &str, reason: &str) -> Result<(), Report> {
    if !["own-unit", "kin", "took-part", "other"].contains(&reason) {
        return Err(Report::new(USAGE, "own-unit, kin, took-part, other"));
    }
    let opened = ctx.open()?;
    let mut r = ctx.reader(&opened)?;
    let id = ctx.case(&mut r, word)?;
    let command = Command::Recuse(reason.to_owned());
    let (receipt, file) = act(ctx, &opened, &mut r, id, command, "recuse")?;
    if ctx.format == Format::Json {
        return acknowledge(ctx, file.row.code.as_str(), &file.row.queue, "", &receipt);
    }
    out::text(&words::cli::recused(ctx.lang, file.row.code.as_str()))
}

/// Lets in again who had stepped back.
pub(super) fn readmit(ctx: &Ctx, word: &str, account: &str, reason: &str) -> Result<(), Report> {
    let opened = ctx.open()?;
    let person = ctx.known(&opened, account)?.id;
    let mut r = ctx.reader(&opened)?;
    let id = ctx.case(&mut r, word)?;
    let command = Command::Readmit(person, reason.to_owned());
    noted(ctx, &opened, &mut r, id, command, "readmit")
}

/// A note to colleagues, a request for comment, or a minute.
pub(super) fn note(
    ctx: &Ctx,
    word: &str,
    text: &str,
    to: &[String],
    minute: bool,
) -> Result<(), Report> {
    let opened = ctx.open()?;
    let to: Vec<PersonId> = to
        .iter()
        .map(|a| ctx.known(&opened, a).map(|p| p.id))
        .collect::<Result<_, _>>()?;
    let mut r = ctx.reader(&opened)?;
    let id = ctx.case(&mut r, word)?;
    let text = text.trim().to_owned();
    let (command, name) = match (to.is_empty(), minute) {
        (false, _) => (Command::Ask(to, text), "ask"),
        (true, true) => (Command::Minute(text), "minute"),
        (true, false) => (Command::Note(text), "note"),
    };
    noted(ctx, &opened, &mut r, id, command, name)
}

fn noted(
    ctx: &Ctx,
    opened: &open::Opened,
    r: &mut SqliteReader,
    id: CaseId,
    command: Command,
    name: &'static str,
) -> Result<(), Report> {
    let (receipt, file) = act(ctx, opened, r, id, command, name)?;
    if ctx.format == Format::Json {
        return acknowledge(ctx, file.row.code.as_str(), &file.row.queue, "", &receipt);
    }
    out::text(&words::cli::done(ctx.lang))
}

fn act(
    ctx: &Ctx,
    opened: &open::Opened,
    r: &mut SqliteReader,
    id: CaseId,
    command: Command,
    by_command: &'static str,
) -> Result<(Receipt, CaseFile), Report> {
    let file = r.case(id).map_err(|e| ctx.failed(e))?;
    let append = Append {
        case: id,
        expected: None,
        command,
        by_command: by_command.into(),
    };
    let receipt = ctx.writer(opened)?.append(&append, now()).map_err(|e| {
        // Names instead of numbers, where the gate speaks of a person.
        match &e {
            crate::store::StoreError::Refused(why) => {
                let name = |id| {
                    file.names
                        .get(&id)
                        .map_or_else(String::new, |n| n.to_string())
                };
                Report::new(NOT_PERMITTED, words::refused::refused(ctx.lang, why, &name))
            }
            _ => ctx.failed(e),
        }
    })?;
    Ok((receipt, file))
}
