//! `user`: who is entered, with which roles and keys, and who sits in the seats of a queue.

use super::Ctx;
use super::args::User;
use super::open::{Opened, now, today};
use super::out::{self, Format};
use crate::domain::assign::Candidate;
use crate::domain::entry::Payload;
use crate::domain::gate::Refused;
use crate::domain::id::{PersonId, Seq};
use crate::domain::office::{Act, Office};
use crate::domain::roster::{Person, Role};
use crate::domain::signature::{fingerprint, key_of};
use crate::report::{Report, USAGE};
use crate::words::{self, history, house as say};
use serde_json::json;

/// Lists people or changes what they may do.
pub(super) fn user(ctx: &Ctx, what: &User) -> Result<(), Report> {
    let opened = ctx.open()?;
    let office = opened.store.office().map_err(|e| ctx.failed(e))?;
    let (queue, act) = match what {
        User::List => return list(ctx, &office),
        User::Pending => return pending(ctx, &office),
        User::Rights { account, case } => {
            return super::rights::rights(ctx, &opened, account.as_deref(), case.as_deref());
        }
        User::Handover { from, to } => return hand_over(ctx, &opened, &office, from, to),
        User::Confirm { seq } => ("", Act::Confirm(Seq::new(*seq))),
        User::Reject { seq } => ("", Act::Reject(Seq::new(*seq))),
        other => {
            let (queue, change) = change(ctx, &office, other)?;
            (queue, Act::Change(Box::new(change)))
        }
    };
    let done = ctx
        .writer(&opened)?
        .administer("user", queue, act, now())
        .map_err(|e| ctx.failed(e))?;
    let says = match done.payload {
        Payload::Proposed { .. } => say::proposed(ctx.lang, done.seq.get()),
        Payload::Confirmed { proposed: None, .. } => say::alone(ctx.lang),
        _ => words::cli::done(ctx.lang),
    };
    match ctx.format {
        Format::Json => out::json(&json!({"seq": done.seq.get(), "kind": done.payload.kind()})),
        Format::Text => out::text(&says),
    }
}

/// The change that is asked for, and the queue it is about.
fn change<'u>(ctx: &Ctx, office: &Office, what: &'u User) -> Result<(&'u str, Payload), Report> {
    let known = |account: &str| known(ctx, office, account);
    let role = |id: &str| {
        Role::named(id).ok_or_else(|| Report::new(USAGE, words::cli::no_role(ctx.lang, id)))
    };
    Ok(match what {
        User::Add {
            account,
            name,
            role: roles,
            unit,
        } => {
            let added = Payload::PersonAdded {
                // The store gives the number.
                id: PersonId::new(0),
                account: account.clone(),
                name: name.clone(),
                roles: roles.iter().map(|r| role(r)).collect::<Result<_, _>>()?,
                units: unit.clone(),
            };
            ("", added)
        }
        User::Grant {
            account,
            role: id,
            until,
        } => {
            let mut person = known(account)?.clone();
            let role = role(id)?;
            person.roles.insert(role);
            person.until.remove(&role);
            if let Some(text) = until {
                let day = crate::domain::value::day(text, today().year())
                    .ok_or_else(|| Report::new(USAGE, words::cli::bad_day(ctx.lang, text)))?;
                person.until.insert(role, day.number());
            }
            ("", set(&person))
        }
        User::Revoke { account, role: id } => {
            let mut person = known(account)?.clone();
            let role = role(id)?;
            person.roles.remove(&role);
            person.until.remove(&role);
            ("", set(&person))
        }
        User::Key {
            account,
            add,
            remove,
        } => {
            let person = known(account)?;
            let mut keys = office.keys.get(&person.id).cloned().unwrap_or_default();
            if let Some(wanted) = remove {
                let before = keys.len();
                keys.retain(|k| fingerprint(k).as_deref() != Some(wanted));
                if keys.len() == before {
                    return Err(Report::new(USAGE, say::no_key(ctx.lang)));
                }
            }
            if let Some(line) = add {
                let text = if line == "-" {
                    String::from_utf8(super::drop::stdin(ctx)?).unwrap_or_default()
                } else {
                    line.clone()
                };
                let key =
                    key_of(&text).ok_or_else(|| Report::new(USAGE, say::bad_key(ctx.lang)))?;
                if !keys.contains(&key) {
                    keys.push(key);
                }
            }
            (
                "",
                Payload::KeysSet {
                    id: person.id,
                    keys,
                },
            )
        }
        User::Seat { accounts, queue } => {
            ctx.queue(queue)?;
            let candidate = |word: &str| {
                let (account, of) = word.split_once('@').unwrap_or((word, ""));
                let of = of.split('+').filter(|w| !w.is_empty());
                Ok(Candidate {
                    person: known(account)?.id,
                    of: of.map(str::to_owned).collect(),
                })
            };
            let pools = accounts
                .iter()
                .map(|seat| {
                    seat.split('/')
                        .map(candidate)
                        .collect::<Result<Vec<_>, Report>>()
                })
                .collect::<Result<Vec<_>, _>>()?;
            let seats = pools.iter().filter_map(|p| Some(p.first()?.person));
            let plain = pools.iter().all(|p| p.len() == 1);
            let seated = Payload::Seated {
                seats: seats.collect(),
                pools: if plain { Vec::new() } else { pools },
            };
            (queue.as_str(), seated)
        }
        User::List
        | User::Pending
        | User::Rights { .. }
        | User::Handover { .. }
        | User::Confirm { .. }
        | User::Reject { .. } => {
            return Err(Report::silent(USAGE));
        }
    })
}

fn set(person: &Person) -> Payload {
    Payload::RolesSet {
        id: person.id,
        roles: person.roles.iter().copied().collect(),
        until: person.until.clone(),
    }
}

/// Who has an account, as the office has them.
fn known<'o>(ctx: &Ctx, office: &'o Office, account: &str) -> Result<&'o Person, Report> {
    let found = office.people.values().find(|p| p.account == account);
    found.ok_or_else(|| Report::new(USAGE, words::cli::no_account(ctx.lang, account)))
}

/// Passes all that waits for one person to another.
fn hand_over(
    ctx: &Ctx,
    opened: &Opened,
    office: &Office,
    from: &str,
    to: &str,
) -> Result<(), Report> {
    let (from, to) = (known(ctx, office, from)?.id, known(ctx, office, to)?.id);
    let done = ctx
        .writer(opened)?
        .hand_over(from, to, now())
        .map_err(|e| ctx.failed(e))?;
    let name = |id: PersonId| {
        let p = office.people.get(&id);
        p.map_or_else(|| id.to_string(), |p| p.name.clone())
    };
    let why = |r: &Refused| words::refused::refused(ctx.lang, r, &name);
    if ctx.format == Format::Json {
        let kept = done.kept.iter();
        return out::json(&json!({
            "passed": done.passed,
            "kept": kept.map(|(c, r)| json!({"case": c, "why": r.id(), "says": why(r)}))
                .collect::<Vec<_>>(),
        }));
    }
    out::text(&say::handed_over(
        ctx.lang,
        done.passed.len(),
        done.kept.len(),
    ))?;
    for (code, r) in &done.kept {
        out::text(&format!("  {code}  {}", why(r)))?;
    }
    Ok(())
}

/// What waits for a second person.
fn pending(ctx: &Ctx, office: &Office) -> Result<(), Report> {
    let by = |id: PersonId| office.people.get(&id).map_or("", |p| p.account.as_str());
    if ctx.format == Format::Json {
        let all: Vec<_> = office
            .open
            .iter()
            .map(|o| json!({"seq": o.seq.get(), "by": by(o.by), "change": o.change}))
            .collect();
        return out::json(&json!(all));
    }
    if office.open.is_empty() {
        return out::text(&say::nothing_pending(ctx.lang));
    }
    for o in &office.open {
        let name = |id: PersonId| {
            let of = office.people.get(&id);
            of.map_or_else(|| id.to_string(), |p| p.name.clone())
        };
        let what = history::people(ctx.lang, &o.change, &name);
        out::text(&format!("{}  {}  {what}", o.seq, by(o.by)))?;
    }
    Ok(())
}

fn list(ctx: &Ctx, office: &Office) -> Result<(), Report> {
    let roles = |p: &Person| p.roles.iter().map(|r| r.id()).collect::<Vec<_>>();
    let last = |p: &Person, r: &Role| {
        let d = p.until.get(r).copied();
        d.and_then(crate::domain::day::Day::from_number)
    };
    let dated = |p: &Person| {
        let word = |r: &Role| match last(p, r) {
            Some(d) => format!("{}@{d}", r.id()),
            None => r.id().to_owned(),
        };
        p.roles.iter().map(word).collect::<Vec<_>>().join(" ")
    };
    let keys = |p: &Person| -> Vec<String> {
        let own = office.keys.get(&p.id).into_iter().flatten();
        own.filter_map(|k| fingerprint(k)).collect()
    };
    if ctx.format == Format::Json {
        let all: Vec<_> = office
            .people
            .values()
            .map(|p| {
                let until: std::collections::BTreeMap<&str, String> = p
                    .roles
                    .iter()
                    .filter_map(|r| Some((r.id(), last(p, r)?.to_string())))
                    .collect();
                json!({"account": p.account, "name": p.name, "roles": roles(p), "until": until,
                    "units": p.units, "keys": keys(p)})
            })
            .collect();
        return out::json(&json!(all));
    }
    for p in office.people.values() {
        let keys = keys(p);
        out::text(&format!(
            "{}  {}  {}{}{}",
            p.account,
            p.name,
            dated(p),
            if keys.is_empty() { "" } else { "  " },
            keys.join(" ")
        ))?;
    }
    Ok(())
}
