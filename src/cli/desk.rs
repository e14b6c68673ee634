//! The program without a command: opens the desk, or where there is no terminal prints the queues.

use super::args::Color;
use super::open::{Opened, state_dir, today};
use super::{Ctx, demo, import, out, queue};
use crate::domain::clean::Clean;
use crate::report::{Report, USAGE};
use crate::settings::{self, Key};
use crate::tui::first::{self, First};
use crate::tui::{self, Start, text::Ambiguous};
use crate::words;

/// Opens the screens on the database.
pub(super) fn open(ctx: &Ctx) -> Result<(), Report> {
    if ctx.session.is_none() && !ctx.path().exists() && out::is_terminal() {
        return first_run(ctx);
    }
    let opened = ctx.open()?;
    screens(ctx, &opened, true)
}

/// Nothing is there yet: the practice database, an import into a new one, an empty one, or one that
/// is elsewhere.
fn first_run(ctx: &Ctx) -> Result<(), Report> {
    fits(ctx)?;
    let place = ctx.path().display().to_string();
    let place = Clean::line(&place).to_string();
    let chosen = first::ask(ctx.lang, ctx.terminal, &place).map_err(|e| ctx.failed(e))?;
    let ask = |says: &str| {
        out::text(says)?;
        let mut answer = String::new();
        std::io::stdin()
            .read_line(&mut answer)
            .map_err(|e| ctx.failed(crate::store::StoreError::Io(e)))?;
        Ok::<_, Report>(answer.trim().to_owned())
    };
    match chosen {
        None => Ok(()),
        Some(First::Practice) => demo::demo(ctx, false, None, false),
        Some(First::Import) => {
            let place = ask(&words::cli::which_directory(ctx.lang))?;
            if place.is_empty() {
                return Ok(());
            }
            demo::init(ctx, false, false, None, "sha256")?;
            import::import(ctx, &[place.into()], None, None, false)?;
            screens(ctx, &ctx.open()?, true)
        }
        Some(First::Empty) => {
            demo::init(ctx, false, false, None, "sha256")?;
            screens(ctx, &ctx.open()?, true)
        }
        Some(First::Open) => {
            let place = ask(&words::first::which_database(ctx.lang))?;
            if place.is_empty() {
                return Ok(());
            }
            screens(ctx, &ctx.open_at(std::path::Path::new(&place))?, true)
        }
    }
}

/// A terminal that screens can be drawn on.
fn fits(ctx: &Ctx) -> Result<(), Report> {
    let term = std::env::var("TERM").unwrap_or_default();
    if term.is_empty() || term == "dumb" {
        return Err(Report::new(USAGE, words::cli::no_screen(ctx.lang, &term)));
    }
    Ok(())
}

/// The screens, or the queue summary where there is no terminal for them.
pub(super) fn screens(ctx: &Ctx, opened: &Opened, wanted: bool) -> Result<(), Report> {
    if !wanted || !out::is_terminal() {
        let mut r = ctx.reader(opened)?;
        return queue::summary(ctx, &mut r, opened.practice);
    }
    fits(ctx)?;
    let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty());
    let mut drafts = state_dir(opened.store.path(), &opened.actor.person);
    let places = super::signed::places(ctx);
    if let Some(s) = &ctx.session {
        drafts = s.dir.join("drafts");
    }
    let folder = ctx
        .session
        .as_ref()
        .map(super::session::Session::drop_folder);
    let (own, mistakes) = settings::load(&places, &tui::command::bindable(), today());
    let colour = match own.word(Key::Color) {
        _ if ctx.color != Color::Auto => ctx.color == Color::Always,
        "always" => true,
        "never" => false,
        _ => !plain,
    };
    let mut terminal = ctx.terminal;
    terminal.slow |= own.word(Key::Slow) == "on";
    terminal.ambiguous = terminal.ambiguous.or(match own.word(Key::Ambiguous) {
        "1" => Some(Ambiguous::One),
        "2" => Some(Ambiguous::Two),
        _ => None,
    });
    let start = Start {
        own: &own,
        mistakes: &mistakes,
        kept: places.own.as_deref(),
        practice: opened.practice,
        lang: ctx.lang,
        colour,
        today: today(),
        drafts: &drafts,
        terminal,
        printer: Some(super::evaluate::print),
        confined: folder.as_deref(),
    };
    match tui::run(&opened.store, &opened.actor, &start) {
        Ok((code, says)) => {
            out::aside(&says.unwrap_or_default());
            if code == 0 {
                Ok(())
            } else {
                Err(Report::silent(code))
            }
        }
        Err(e) => Err(ctx.failed(e)),
    }
}
