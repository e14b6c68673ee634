//! `import`: each file whole or not at all, one bad file never holding up the others.

use super::Ctx;
use super::open::{now, today};
use super::out::{self, Format};
use crate::exchange::read::{FileRead, Wanted};
use crate::exchange::{KINDS, child};
use crate::intake;
use crate::report::{BAD_FILE, DATABASE, Report, USAGE};
use crate::store::{StoreError, Taken, Writer as _};
use crate::words::{self, exchange::FileLine};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Reads files in.
pub(super) fn import(
    ctx: &Ctx,
    paths: &[PathBuf],
    name: Option<&str>,
    kind: Option<&str>,
    dry_run: bool,
) -> Result<(), Report> {
    known_kind(ctx, kind)?;
    let opened = ctx.open()?;
    let db = opened.store.database().map_err(|e| ctx.failed(e))?;
    let wanted = Wanted {
        kind: kind.map(str::to_owned),
        year: db.year,
    };
    let mut writer = if dry_run {
        None
    } else {
        Some(ctx.writer(&opened)?)
    };
    let mut report = Vec::new();
    let (mut committed, mut bad) = (false, false);
    let (files, _kept) = files(ctx, paths, name)?;
    for path in files {
        let read = child::read(&exe()?, &path, &wanted);
        let mut taken = Taken::default();
        let mut locked = None;
        if read.is_good() {
            match &mut writer {
                None => taken.opened = read.declarations.iter().map(|d| d.code.clone()).collect(),
                Some(w) => match w.import(&intake::of(read.clone()), now()) {
                    Ok(t) => taken = t,
                    Err(e @ StoreError::Locked(_)) => locked = Some(e),
                    Err(e) => return Err(ctx.failed(e)),
                },
            }
        }
        let failed = !read.is_good() || locked.is_some();
        committed |= taken.stored;
        bad |= failed;
        match ctx.format {
            Format::Json => report.push(file_json(
                ctx,
                &path,
                &read,
                &taken,
                locked.as_ref(),
                failed,
            )),
            Format::Text => say(ctx, &path, &read, &taken, locked.as_ref(), dry_run)?,
        }
    }
    if ctx.format == Format::Json {
        out::json(&json!({"files": report, "committed": committed}))?;
    }
    if bad {
        Err(Report::silent(BAD_FILE))
    } else {
        Ok(())
    }
}

/// This program, as what the child is.
pub(super) fn exe() -> Result<PathBuf, Report> {
    std::env::current_exe().map_err(|e| Report::new(DATABASE, e.to_string()))
}

/// Kinds that are read.
pub(super) fn known_kind(ctx: &Ctx, kind: Option<&str>) -> Result<(), Report> {
    match kind {
        Some(k) if !KINDS.contains(&k) => {
            let why = words::cli::no_kind(ctx.lang, k, &KINDS);
            Err(Report::new(USAGE, why))
        }
        _ => Ok(()),
    }
}

/// The files named, and those within directories named, by name; `-` is standard input, kept in a
/// directory that goes with what is given back, under `name`.
pub(super) fn files(
    ctx: &Ctx,
    paths: &[PathBuf],
    name: Option<&str>,
) -> Result<(Vec<PathBuf>, Option<tempfile::TempDir>), Report> {
    let failed = |e| ctx.failed(StoreError::Io(e));
    let mut kept = None;
    let mut named = Vec::new();
    for path in paths {
        if path.as_os_str() != "-" {
            named.push(ctx.place(path)?);
            continue;
        }
        let dir = match &ctx.session {
            Some(s) => tempfile::tempdir_in(&s.dir),
            None => tempfile::tempdir(),
        };
        let dir = dir.map_err(failed)?;
        let name = Path::new(name.unwrap_or("-")).file_name();
        let file = dir.path().join(name.unwrap_or_else(|| "-".as_ref()));
        std::fs::write(&file, super::drop::stdin(ctx)?).map_err(failed)?;
        named.push(file);
        kept = Some(dir);
    }
    let out = intake::files(&named).map_err(failed)?;
    if out.is_empty() {
        return Err(Report::new(BAD_FILE, words::exchange::no_files(ctx.lang)));
    }
    Ok((out, kept))
}

fn say(
    ctx: &Ctx,
    path: &Path,
    read: &FileRead,
    taken: &Taken,
    locked: Option<&StoreError>,
    dry: bool,
) -> Result<(), Report> {
    let name = path.display().to_string();
    if let Some(e) = locked {
        out::aside(&words::exchange::not_read(
            ctx.lang,
            &name,
            &ctx.failed_text(e),
        ));
        return Ok(());
    }
    if !read.is_good() {
        out::aside(&words::exchange::not_read(
            ctx.lang,
            &name,
            &words::exchange::why(ctx.lang, read),
        ));
        return Ok(());
    }
    let line = FileLine {
        name: &name,
        kind: read.kind.as_deref().unwrap_or(""),
        encoding: &read.encoding,
        rows: read.rows_read,
        new: taken.opened.len(),
        changed: taken.changed.len(),
        same: taken.same.len(),
        dry,
    };
    if !ctx.quiet {
        out::text(&words::exchange::file_line(ctx.lang, &line))?;
        if !read.hidden.is_empty() {
            out::text(&words::exchange::hidden(ctx.lang, &read.hidden))?;
        }
    }
    Ok(())
}

fn file_json(
    ctx: &Ctx,
    path: &Path,
    read: &FileRead,
    taken: &Taken,
    locked: Option<&StoreError>,
    failed: bool,
) -> Value {
    let mut refused: Vec<Value> = read
        .refused
        .iter()
        .map(|r| {
            json!({"sheet": r.sheet, "row": r.row, "column": r.column,
                "reason": words::exchange::refusal(ctx.lang, r)})
        })
        .collect();
    let whole = locked.map(|e| ctx.failed_text(e));
    let whole = whole.or_else(|| {
        read.failure
            .as_ref()
            .map(|r| words::exchange::reason(ctx.lang, r))
    });
    refused.extend(whole.map(|w| json!({"sheet": null, "row": null, "column": null, "reason": w})));
    let aside: Vec<Value> = read
        .aside
        .iter()
        .map(|a| json!({"sheet": a.sheet, "row": a.row, "what": words::exchange::aside(ctx.lang, a.what)}))
        .collect();
    json!({
        "path": path.display().to_string(), "kind": read.kind, "encoding": read.encoding,
        "cases_new": taken.opened.len(), "cases_changed": taken.changed.len(),
        "cases_same": taken.same.len(), "stored": !failed && (taken.stored || !taken.same.is_empty()),
        "rows_read": read.rows_read, "rows_refused": refused, "rows_aside": aside,
    })
}

impl Ctx {
    /// A store error in words.
    pub(super) fn failed_text(&self, e: &StoreError) -> String {
        words::store::failed(self.lang, e)
    }
}

/// Today's year, where no database tells the budget year.
pub(super) fn this_year() -> i32 {
    today().year()
}
