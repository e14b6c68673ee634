//! The command line: parse, open, do one thing, print one result or one report.

mod agreement;
mod args;
mod audit;
mod bundle;
mod choose;
mod decide;
mod demo;
mod desk;
mod doctor;
mod drop;
mod evaluate;
mod explain;
mod export;
mod import;
mod late;
mod lint;
mod manual;
mod minutes;
mod open;
pub mod out;
mod queue;
mod restore;
mod rights;
mod session;
mod show;
mod signed;
mod user;
mod watch;

use crate::report::{Report, USAGE};
use crate::tui::terminal::{Ambiguous, Wishes};
use crate::words::{self, Lang};
use args::{Cli, LangArg, Verb};
use clap::parser::ValueSource;
use clap::{CommandFactory as _, FromArgMatches as _};
use out::Format;
use std::process::ExitCode;

/// What every verb is given.
#[derive(Clone)]
pub(crate) struct Ctx {
    lang: Lang,
    format: Format,
    quiet: bool,
    color: args::Color,
    db: Option<std::path::PathBuf>,
    acting: Option<String>,
    session: Option<session::Session>,
    terminal: Wishes,
}

impl Ctx {
    /// What papers that are written from the screens are given: nothing is printed.
    const fn plain() -> Self {
        Self {
            lang: Lang::Zh,
            format: Format::Text,
            quiet: true,
            color: args::Color::Never,
            db: None,
            acting: None,
            session: None,
            terminal: Wishes {
                slow: false,
                ambiguous: None,
            },
        }
    }
    /// As the command line says.
    fn of(g: &args::Global, lang: Lang) -> Self {
        Self {
            lang: match g.lang {
                Some(LangArg::Zh) => Lang::Zh,
                Some(LangArg::En) => Lang::En,
                None => lang,
            },
            format: g.format,
            quiet: g.quiet || g.no_progress,
            color: g.color,
            db: g.db.clone(),
            acting: g.acting.clone(),
            session: None,
            terminal: Wishes {
                slow: g.slow,
                ambiguous: match g.ambiguous {
                    args::Ambiguous::Auto => None,
                    args::Ambiguous::One => Some(Ambiguous::One),
                    args::Ambiguous::Two => Some(Ambiguous::Two),
                },
            },
        }
    }
}

/// Runs the program with the arguments of the process.
pub fn main() -> ExitCode {
    let args: Vec<std::ffi::OsString> = std::env::args_os().collect();
    if let Some(code) = crate::exchange::child::entry(&args) {
        return code;
    }
    // Where a limit on the size of files is met, the write fails and says so; the signal that would
    // end the process without a word is heard and left at that.
    let heard = std::sync::Arc::default();
    signal_hook::flag::register(signal_hook::consts::SIGXFSZ, heard).ok();
    match run(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(report) => {
            out::aside(&report.says);
            ExitCode::from(report.code)
        }
    }
}

fn run(args: Vec<std::ffi::OsString>) -> Result<(), Report> {
    let lang = language(&args);
    let Some((cli, _)) = parsed(lang, args)? else {
        return Ok(());
    };
    let ctx = Ctx::of(&cli.global, lang);
    dispatch(&ctx, cli.verb)
}

/// The command line as it was meant, and whether it names a database; none where it asked for help
/// and had it.
fn parsed(lang: Lang, args: Vec<std::ffi::OsString>) -> Result<Option<(Cli, bool)>, Report> {
    let command = words::help::translate(lang, Cli::command());
    let done = command.try_get_matches_from(args).and_then(|matches| {
        let named = matches.value_source("db") == Some(ValueSource::CommandLine);
        Cli::from_arg_matches(&matches).map(|cli| (cli, named))
    });
    match done {
        Ok(both) => Ok(Some(both)),
        Err(e) if e.use_stderr() => Err(Report::new(USAGE, words::cli::usage(lang, &e))),
        Err(e) => out::text(e.render().to_string().trim_end()).map(|()| None),
    }
}

/// Does one thing, and has what it wrote signed where an agent holds a key of the person.
fn dispatch(ctx: &Ctx, verb: Option<Verb>) -> Result<(), Report> {
    let before = verb.as_ref().and_then(|v| signed::before(ctx, v));
    perform(ctx, verb)?;
    if let Some(before) = before {
        signed::after(ctx, before);
    }
    Ok(())
}

fn perform(ctx: &Ctx, verb: Option<Verb>) -> Result<(), Report> {
    match verb {
        None => desk::open(ctx),
        Some(Verb::Demo {
            no_tui,
            size,
            kind,
            fresh,
        }) => demo::demo(ctx, no_tui, size.map(|n| (n, kind)), fresh),
        Some(Verb::Init {
            practice,
            year,
            hash,
            house,
        }) => demo::init(ctx, practice, house, year, &hash),
        Some(Verb::Import {
            paths,
            name,
            kind,
            dry_run,
        }) => import::import(ctx, &paths, name.as_deref(), kind.as_deref(), dry_run),
        Some(Verb::Lint { paths, case, kind }) => {
            lint::lint(ctx, &paths, case.as_deref(), kind.as_deref())
        }
        Some(Verb::Explain { rule }) => explain::explain(ctx, &rule),
        Some(Verb::Queue {
            like: Some(case), ..
        }) => queue::like(ctx, &case),
        Some(Verb::Queue {
            name,
            filter,
            limit,
            after,
            ..
        }) => queue::queue(
            ctx,
            name.as_deref(),
            filter.as_deref(),
            limit,
            after.as_deref(),
        ),
        Some(Verb::Show { case }) => show::show(ctx, &case),
        Some(Verb::Decide(d)) => decide::decide(ctx, &d),
        Some(Verb::Undo { case }) => decide::undo(ctx, case.as_deref()),
        Some(Verb::Recuse {
            case,
            reason,
            revoke: Some(who),
        }) => decide::readmit(ctx, &case, &who, &reason),
        Some(Verb::Recuse { case, reason, .. }) => decide::recuse(ctx, &case, &reason),
        Some(Verb::Note {
            case,
            text,
            to,
            minute,
        }) => decide::note(ctx, &case, &text, &to, minute),
        Some(Verb::Export {
            form,
            queue,
            filter,
            case,
            output,
            overwrite,
        }) => {
            let q = export::Wanted {
                form,
                queue,
                filter,
                case,
                output,
                overwrite,
            };
            export::export(ctx, &q)
        }
        Some(Verb::Report {
            name,
            queue,
            unit,
            kind,
            year,
            output,
            overwrite,
        }) => match name.as_str() {
            "re-evaluation" => evaluate::report(ctx, unit.as_deref(), output.as_deref(), overwrite),
            "agreement" => agreement::report(ctx, &queue),
            "late" => late::report(ctx, &queue),
            "coverage" if kind.as_deref() == Some("self-evaluation") => {
                evaluate::coverage(ctx, year)
            }
            _ => watch::report(ctx, &name, year, output.as_deref(), overwrite),
        },
        Some(Verb::Choose {
            unit,
            number,
            seed,
            dry_run,
        }) => {
            let q = choose::Wanted {
                unit: &unit,
                number,
                seed,
                dry_run,
            };
            choose::choose(ctx, &q)
        }
        Some(Verb::Reply { case, what, reason }) => choose::reply(ctx, &case, &what, &reason),
        Some(Verb::Audit { what }) => audit::audit(ctx, &what),
        Some(Verb::User { what }) => user::user(ctx, &what),
        Some(Verb::Session { user }) => session::session(ctx, &user),
        Some(Verb::AuthorizedKeys { fingerprint }) => {
            session::authorized_keys(ctx, fingerprint.as_deref())
        }
        Some(Verb::Drop { what }) => drop::drop(ctx, &what),
        Some(Verb::Backup { path }) => restore::backup(ctx, &path),
        Some(Verb::Restore { path }) => restore::restore(ctx, &path),
        Some(Verb::Doctor) => doctor::doctor(ctx),
        Some(Verb::Completions { shell }) => manual::completions(shell),
        Some(Verb::Man) => manual::man(ctx.lang),
    }
}

/// The language before anything is parsed: `--lang`, `JIXIAO_LANG`, then the locale; Chinese when
/// nothing is said.
fn language(args: &[std::ffi::OsString]) -> Lang {
    let mut words = args.iter().map(|a| a.to_string_lossy());
    while let Some(w) = words.next() {
        if w == "--lang" {
            return words.next().map_or(Lang::Zh, |v| Lang::named(&v));
        }
        if let Some(v) = w.strip_prefix("--lang=") {
            return Lang::named(v);
        }
    }
    ["JIXIAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|v| std::env::var(v).ok().filter(|s| !s.is_empty()))
        .map_or(Lang::Zh, |v| Lang::named(&v))
}
