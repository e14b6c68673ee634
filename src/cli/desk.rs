//! The program without a command: opens the desk, or where there is no terminal prints the queues.

use super::args::Color;
use super::open::{Opened, state_dir, today};
use super::{Ctx, out, queue};
use crate::report::{Report, USAGE};
use crate::tui::{self, Settings};
use crate::words;

/// Opens the screens on the database.
pub(super) fn open(ctx: &Ctx) -> Result<(), Report> {
    let opened = ctx.open()?;
    screens(ctx, &opened, true)
}

/// The screens, or the queue summary where there is no terminal for them.
pub(super) fn screens(ctx: &Ctx, opened: &Opened, wanted: bool) -> Result<(), Report> {
    if !wanted || !out::is_terminal() {
        let mut r = ctx.reader(opened)?;
        return queue::summary(ctx, &mut r, opened.practice);
    }
    let term = std::env::var("TERM").unwrap_or_default();
    if term.is_empty() || term == "dumb" {
        return Err(Report::new(USAGE, words::cli::no_screen(ctx.lang, &term)));
    }
    let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
    let drafts = state_dir(opened.store.path(), &opened.actor.person);
    let settings = Settings {
        practice: opened.practice,
        lang: ctx.lang,
        colour: ctx.color == Color::Always || (ctx.color == Color::Auto && !plain),
        today: today(),
        drafts: &drafts,
    };
    match tui::run(&opened.store, &opened.actor, &settings) {
        Ok(0) => Ok(()),
        Ok(code) => Err(Report::silent(code)),
        Err(e) => Err(ctx.failed(e)),
    }
}
