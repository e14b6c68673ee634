//! `backup` and `restore`: a copy is verified before it gets its name; nothing is overwritten.

use super::Ctx;
use super::open::now;
use super::out;
use crate::report::{DATABASE, Report};
use crate::store::StoreError;
use crate::store::sqlite::SqliteStore;
use crate::words;
use std::path::Path;

/// Copies the database, in use or not.
pub(super) fn backup(ctx: &Ctx, to: &Path) -> Result<(), Report> {
    let store = SqliteStore::open(&ctx.path()).map_err(|e| ctx.failed(e))?;
    let v = store.backup(to).map_err(|e| ctx.failed(e))?;
    out::text(&words::cli::backed_up(ctx.lang, &to.display().to_string(), v.entries))
}

/// Verifies a backup, sets the present file aside and puts a copy of the backup in its place.
pub(super) fn restore(ctx: &Ctx, from: &Path) -> Result<(), Report> {
    let failed = |e: std::io::Error| ctx.failed(StoreError::Io(e));
    let copy = SqliteStore::open(from).map_err(|e| ctx.failed(e))?;
    let v = copy.verify().map_err(|e| ctx.failed(e))?;
    if let Some((seq, why)) = &v.first_bad {
        return Err(Report::new(DATABASE, words::cli::broken(ctx.lang, *seq, why)));
    }
    let place = ctx.path();
    let mut old = String::new();
    if place.exists() {
        old = aside(&place).map_err(failed)?.display().to_string();
    }
    let made = copy.backup(&place);
    if let Err(e) = made {
        return Err(ctx.failed(e));
    }
    let says =
        words::cli::restored(ctx.lang, &place.display().to_string(), &old, v.entries);
    out::text(&says)
}

/// Renames a database and what lies beside it to a name that tells the time.
pub(super) fn aside(place: &Path) -> std::io::Result<std::path::PathBuf> {
    let stamp: String = now().iso().chars().filter(char::is_ascii_digit).take(14).collect();
    let named = |suffix: &str, tail: &str| {
        let mut name = place.as_os_str().to_owned();
        name.push(suffix);
        name.push(tail);
        std::path::PathBuf::from(name)
    };
    let tail = format!(".{stamp}");
    let old = named("", &tail);
    std::fs::rename(place, &old)?;
    for suffix in ["-wal", "-shm"] {
        let beside = named(suffix, "");
        if beside.exists() {
            let mut to = old.as_os_str().to_owned();
            to.push(suffix);
            std::fs::rename(beside, to)?;
        }
    }
    Ok(old)
}
