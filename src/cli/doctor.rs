//! `doctor`: terminal, locale, database, permissions, clock: what is wrong and how to mend it.

use super::Ctx;
use super::open::now;
use super::out::{self, Format};
use crate::report::{NO, Report};
use crate::store::sqlite::SqliteStore;
use crate::words::{self, doctor::Check};
use serde_json::json;
use std::os::unix::fs::PermissionsExt as _;

/// Prints one line a check.
pub(super) fn doctor(ctx: &Ctx) -> Result<(), Report> {
    let mut checks = vec![terminal(), locale()];
    let path = ctx.path();
    match SqliteStore::open(&path) {
        Ok(store) => {
            checks.push(Check::Database {
                path: path.display().to_string(),
                why: None,
            });
            let mode = std::fs::metadata(&path).map(|m| m.permissions().mode() & 0o777);
            checks.push(Check::Mode {
                mode: mode.unwrap_or(0),
            });
            if let Ok(db) = store.database() {
                checks.push(Check::Owner {
                    practice: db.practice,
                    house: db.house,
                    read_only: store.read_only(),
                });
            }
        }
        Err(e) => {
            let why = Some(ctx.failed_text(&e));
            checks.push(Check::Database {
                path: path.display().to_string(),
                why,
            });
        }
    }
    let year = now().day().map_or(0, crate::domain::day::Day::year);
    checks.push(Check::Clock { year });
    let bad = checks.iter().any(|c| !c.is_good());
    if ctx.format == Format::Json {
        let all: Vec<_> = checks
            .iter()
            .map(|c| json!({"ok": c.is_good(), "says": words::doctor::check(ctx.lang, c)}))
            .collect();
        out::json(&json!({"ok": !bad, "checks": all}))?;
    } else {
        for c in &checks {
            let sign = if c.is_good() { "v" } else { "x" };
            out::text(&format!("{sign} {}", words::doctor::check(ctx.lang, c)))?;
        }
    }
    if bad { Err(Report::silent(NO)) } else { Ok(()) }
}

fn terminal() -> Check {
    let term = std::env::var("TERM").unwrap_or_default();
    let size = ratatui::crossterm::terminal::size()
        .ok()
        .filter(|_| out::is_terminal());
    Check::Terminal { term, size }
}

fn locale() -> Check {
    let named = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|v| std::env::var(v).ok().filter(|s| !s.is_empty()));
    Check::Locale {
        named: named.unwrap_or_default(),
    }
}
