//! `user`: who is entered, with which roles, and who sits in the seats of a queue.

use super::Ctx;
use super::args::User;
use super::open::now;
use super::out::{self, Format};
use crate::domain::entry::Payload;
use crate::domain::id::PersonId;
use crate::domain::procedure::builtin;
use crate::domain::roster::{Person, Role};
use crate::report::{NOT_PERMITTED, Report, USAGE};
use crate::words;
use serde_json::json;
use std::collections::BTreeSet;

/// Lists people or changes what they may do.
pub(super) fn user(ctx: &Ctx, what: &User) -> Result<(), Report> {
    let opened = ctx.open()?;
    let people = opened.store.people().map_err(|e| ctx.failed(e))?;
    if let User::List = what {
        return list(ctx, &people);
    }
    let me = &opened.actor.person;
    if !me.is(Role::Admin) && !me.is(Role::Security) && !opened.practice {
        return Err(Report::new(NOT_PERMITTED, words::cli::admins_only(ctx.lang)));
    }
    let known = |account: &str| {
        people
            .iter()
            .find(|p| p.account == account)
            .ok_or_else(|| Report::new(USAGE, words::cli::no_account(ctx.lang, account)))
    };
    let role = |id: &str| {
        Role::named(id).ok_or_else(|| Report::new(USAGE, words::cli::no_role(ctx.lang, id)))
    };
    let (queue, payload) = match what {
        User::List => return Ok(()),
        User::Add { account, name, role: roles, unit } => {
            if people.iter().any(|p| p.account == *account) {
                let taken = crate::store::StoreError::Exists(account.into());
                return Err(ctx.failed(taken));
            }
            let next = people.iter().map(|p| p.id.get()).max().unwrap_or(0) + 1;
            let added = Payload::PersonAdded {
                id: PersonId::new(next),
                account: account.clone(),
                name: name.clone(),
                roles: roles.iter().map(|r| role(r)).collect::<Result<_, _>>()?,
                units: unit.clone(),
            };
            ("", added)
        }
        User::Grant { account, role: id } => {
            let person = known(account)?;
            let mut roles = person.roles.clone();
            roles.insert(role(id)?);
            ("", set(person, roles))
        }
        User::Revoke { account, role: id } => {
            let person = known(account)?;
            let mut roles = person.roles.clone();
            roles.remove(&role(id)?);
            ("", set(person, roles))
        }
        User::Seat { accounts, queue } => {
            let ids: Vec<&str> = builtin().iter().map(|(p, ..)| p.id.as_str()).collect();
            if !ids.contains(&queue.as_str()) {
                return Err(Report::new(USAGE, words::cli::no_queue(ctx.lang, queue, &ids)));
            }
            let seats = accounts
                .iter()
                .map(|a| known(a).map(|p| p.id))
                .collect::<Result<Vec<_>, _>>()?;
            (queue.as_str(), Payload::Seated { seats })
        }
    };
    ctx.writer(&opened)?
        .administer("user", queue, &payload, now())
        .map_err(|e| ctx.failed(e))?;
    out::text(&words::cli::done(ctx.lang))
}

fn set(person: &Person, roles: BTreeSet<Role>) -> Payload {
    Payload::RolesSet { id: person.id, roles: roles.into_iter().collect() }
}

fn list(ctx: &Ctx, people: &[Person]) -> Result<(), Report> {
    let roles = |p: &Person| p.roles.iter().map(|r| r.id()).collect::<Vec<_>>();
    if ctx.format == Format::Json {
        let all: Vec<_> = people
            .iter()
            .map(|p| json!({"account": p.account, "name": p.name, "roles": roles(p), "units": p.units}))
            .collect();
        return out::json(&json!(all));
    }
    for p in people {
        out::text(&format!("{}  {}  {}", p.account, p.name, roles(p).join(" ")))?;
    }
    Ok(())
}
