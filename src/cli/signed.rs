//! After a command that wrote: its entries signed by the person's own key, where an agent holds it.

use super::Ctx;
use super::args::Verb;
use super::open::{Opened, now};
use super::out;
use crate::domain::id::Seq;
use crate::settings::{self, Key, Places};
use crate::signing::{self, Failed, With};
use crate::tui;
use crate::words;

/// What stood before the command.
pub(super) struct Before {
    opened: Opened,
    head: Seq,
}

/// Notes the last entry where the command may write and an agent can be asked.
pub(super) fn before(ctx: &Ctx, verb: &Verb) -> Option<Before> {
    let writes = matches!(
        verb,
        Verb::Import { .. }
            | Verb::Decide(_)
            | Verb::Undo { .. }
            | Verb::Recuse { .. }
            | Verb::Note { .. }
            | Verb::Choose { .. }
            | Verb::Reply { .. }
            | Verb::User { .. }
    );
    if !writes || !signing::agent() {
        return None;
    }
    let (own, _) = settings::load(
        &places(ctx),
        &tui::command::bindable(),
        super::open::today(),
    );
    if own.word(Key::Sign) != "each" {
        return None;
    }
    // What is wrong with the database is said by the command itself.
    let opened = ctx.open().ok()?;
    let head = opened.store.database().ok()?.entries;
    Some(Before { opened, head })
}

/// Signs what came after. What could not be signed stands all the same, and that is said beside.
pub(super) fn after(ctx: &Ctx, b: Before) {
    let done = signing::attest(&b.opened.store, &b.opened.actor, b.head, With::Agent, now());
    match done {
        Ok(_) | Err(Failed::NoKey) => {}
        Err(e) => out::aside(&words::signing::failed(ctx.lang, &e)),
    }
}

/// Where the settings of the person lie. All of a house run under one account of the host: what is
/// a person's own lies apart.
pub(super) fn places(ctx: &Ctx) -> Places {
    let mut places = Places::usual(None);
    if let Some(s) = &ctx.session {
        places.own = Some(s.dir.join("settings.toml"));
    }
    places
}
