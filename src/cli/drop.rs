//! `drop`: a person's own folder in a house, where copying files by other means is not allowed.

use super::Ctx;
use super::args::Drop;
use super::out::{self, Format};
use super::session::{Session, outside};
use crate::papers::safe_write;
use crate::report::{BAD_FILE, NOT_PERMITTED, Report};
use crate::store::StoreError;
use crate::words::{self, house as say};
use serde_json::json;
use std::io::Read as _;
use std::path::Path;

/// Most bytes of a file, files, and bytes in all.
pub(super) const MOST: (u64, usize, u64) = (100 << 20, 200, 500 << 20);

/// Puts a file there, takes one from there, lists them.
pub(super) fn drop(ctx: &Ctx, what: &Drop) -> Result<(), Report> {
    let Some(s) = &ctx.session else {
        return Err(outside(ctx.lang));
    };
    let shown = |name: &Path| name.display().to_string();
    match what {
        Drop::List => list(ctx, s),
        Drop::Put { name, overwrite } => {
            let path = ctx.place(name)?;
            let bytes = stdin(ctx)?;
            let there = listed(ctx, s)?;
            let sum: u64 = there.iter().map(|(_, n)| n).sum();
            if there.len() >= MOST.1 || sum + bytes.len() as u64 > MOST.2 {
                return Err(Report::new(BAD_FILE, say::too_large(ctx.lang, MOST)));
            }
            safe_write(&path, &bytes, *overwrite).map_err(|e| {
                let why = words::cli::not_written(ctx.lang, &shown(name), &e.to_string());
                Report::new(BAD_FILE, why)
            })?;
            out::text(&words::cli::written(ctx.lang, &shown(name)))
        }
        Drop::Get { name } => {
            let path = ctx.place(name)?;
            match std::fs::read(&path) {
                Ok(bytes) => out::bytes(&bytes),
                Err(_) => Err(missing(ctx, name)),
            }
        }
        Drop::Remove { name } => {
            let path = ctx.place(name)?;
            std::fs::remove_file(&path).map_err(|_| missing(ctx, name))?;
            out::text(&words::cli::done(ctx.lang))
        }
    }
}

fn missing(ctx: &Ctx, name: &Path) -> Report {
    let says = say::no_file(ctx.lang, &name.display().to_string());
    Report::new(BAD_FILE, says)
}

/// Names and sizes, by name.
fn listed(ctx: &Ctx, s: &Session) -> Result<Vec<(String, u64)>, Report> {
    let io = |e| ctx.failed(StoreError::Io(e));
    let mut all = Vec::new();
    for e in std::fs::read_dir(s.drop_folder()).map_err(io)? {
        let e = e.map_err(io)?;
        let size = e.metadata().map_err(io)?.len();
        if let Ok(name) = e.file_name().into_string()
            && s.place(Path::new(&name)).is_some()
        {
            all.push((name, size));
        }
    }
    all.sort();
    Ok(all)
}

fn list(ctx: &Ctx, s: &Session) -> Result<(), Report> {
    let all = listed(ctx, s)?;
    if ctx.format == Format::Json {
        let all: Vec<_> = all
            .iter()
            .map(|(name, bytes)| json!({"name": name, "bytes": bytes}))
            .collect();
        return out::json(&json!(all));
    }
    for (name, bytes) in all {
        out::text(&format!("{bytes:>10}  {name}"))?;
    }
    Ok(())
}

/// Standard input, up to the size of a file.
pub(super) fn stdin(ctx: &Ctx) -> Result<Vec<u8>, Report> {
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(MOST.0 + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| ctx.failed(StoreError::Io(e)))?;
    if bytes.len() as u64 > MOST.0 {
        return Err(Report::new(NOT_PERMITTED, say::too_large(ctx.lang, MOST)));
    }
    Ok(bytes)
}
