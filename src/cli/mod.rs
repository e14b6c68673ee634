//! The command line: parse, open, do one thing, print one result or one report.

mod args;
mod audit;
mod choose;
mod decide;
mod demo;
mod desk;
mod doctor;
mod evaluate;
mod explain;
mod export;
mod import;
mod lint;
mod manual;
mod open;
pub mod out;
mod queue;
mod restore;
mod show;
mod user;
mod watch;

use crate::report::{Report, USAGE};
use crate::tui::terminal::{Ambiguous, Wishes};
use crate::words::{self, Lang};
use args::{Cli, LangArg, Verb};
use clap::{CommandFactory as _, FromArgMatches as _};
use out::Format;
use std::process::ExitCode;

/// What every verb is given.
pub(crate) struct Ctx {
    lang: Lang,
    format: Format,
    quiet: bool,
    color: args::Color,
    db: Option<std::path::PathBuf>,
    acting: Option<String>,
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
            terminal: Wishes {
                slow: false,
                ambiguous: None,
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
    let command = words::help::translate(lang, Cli::command());
    let cli = match command.try_get_matches_from(args) {
        Ok(matches) => Cli::from_arg_matches(&matches),
        Err(e) => Err(e),
    };
    let cli = match cli {
        Ok(cli) => cli,
        Err(e) if e.use_stderr() => {
            return Err(Report::new(USAGE, words::cli::usage(lang, &e)));
        }
        Err(e) => return out::text(e.render().to_string().trim_end()),
    };
    let g = cli.global;
    let ctx = Ctx {
        lang: match g.lang {
            Some(LangArg::Zh) => Lang::Zh,
            Some(LangArg::En) => Lang::En,
            None => lang,
        },
        format: g.format,
        quiet: g.quiet || g.no_progress,
        color: g.color,
        db: g.db,
        acting: g.acting,
        terminal: Wishes {
            slow: g.slow,
            ambiguous: match g.ambiguous {
                args::Ambiguous::Auto => None,
                args::Ambiguous::One => Some(Ambiguous::One),
                args::Ambiguous::Two => Some(Ambiguous::Two),
            },
        },
    };
    match cli.verb {
        None => desk::open(&ctx),
        Some(Verb::Demo {
            no_tui,
            size,
            kind,
            fresh,
        }) => demo::demo(&ctx, no_tui, size.map(|n| (n, kind)), fresh),
        Some(Verb::Init {
            practice,
            year,
            hash,
        }) => demo::init(&ctx, practice, year, &hash),
        Some(Verb::Import {
            paths,
            kind,
            dry_run,
        }) => import::import(&ctx, &paths, kind.as_deref(), dry_run),
        Some(Verb::Lint { paths, case, kind }) => {
            lint::lint(&ctx, &paths, case.as_deref(), kind.as_deref())
        }
        Some(Verb::Explain { rule }) => explain::explain(&ctx, &rule),
        Some(Verb::Queue {
            name,
            filter,
            limit,
            after,
        }) => queue::queue(
            &ctx,
            name.as_deref(),
            filter.as_deref(),
            limit,
            after.as_deref(),
        ),
        Some(Verb::Show { case }) => show::show(&ctx, &case),
        Some(Verb::Decide(d)) => decide::decide(&ctx, &d),
        Some(Verb::Undo { case }) => decide::undo(&ctx, case.as_deref()),
        Some(Verb::Recuse { case, reason }) => decide::recuse(&ctx, &case, &reason),
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
            export::export(&ctx, &q)
        }
        Some(Verb::Report {
            name,
            unit,
            kind,
            year,
            output,
            overwrite,
        }) => match name.as_str() {
            "re-evaluation" => {
                evaluate::report(&ctx, unit.as_deref(), output.as_deref(), overwrite)
            }
            "coverage" if kind.as_deref() == Some("self-evaluation") => {
                evaluate::coverage(&ctx, year)
            }
            _ => watch::report(&ctx, &name, year, output.as_deref(), overwrite),
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
            choose::choose(&ctx, &q)
        }
        Some(Verb::Reply { case, what, reason }) => choose::reply(&ctx, &case, &what, &reason),
        Some(Verb::Audit { what }) => audit::audit(&ctx, &what),
        Some(Verb::User { what }) => user::user(&ctx, &what),
        Some(Verb::Backup { path }) => restore::backup(&ctx, &path),
        Some(Verb::Restore { path }) => restore::restore(&ctx, &path),
        Some(Verb::Doctor) => doctor::doctor(&ctx),
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
