//! `audit`: the log, its verification, and the line to keep elsewhere.

use super::Ctx;
use super::args::Audit;
use super::out::{self, Format};
use crate::domain::id::Seq;
use crate::domain::procedure::{Digest, builtin};
use crate::report::{BAD_FILE, NO, Report, USAGE};
use crate::store::sqlite::SqliteStore;
use crate::store::{LogLine, Reader as _, StoreError, Verified};
use crate::words;
use serde_json::{Value, json};
use std::io::Read as _;
use std::path::Path;

/// Entries read at a time.
const CHUNK: usize = 1000;

/// Prints, checks, or gives the checkpoint.
pub(super) fn audit(ctx: &Ctx, what: &Audit) -> Result<(), Report> {
    match what {
        Audit::Log => log(ctx),
        Audit::Verify {
            against,
            paper: None,
        } => verify(ctx, against.as_deref()),
        Audit::Verify {
            paper: Some(file), ..
        } => paper(ctx, file),
        Audit::Checkpoint => {
            let store = SqliteStore::open(&ctx.path()).map_err(|e| ctx.failed(e))?;
            let db = store.database().map_err(|e| ctx.failed(e))?;
            let line = format!("{} {}", db.entries, db.head);
            match ctx.format {
                Format::Json => out::json(&json!({"checkpoint": line})),
                Format::Text => out::text(&line),
            }
        }
    }
}

fn log(ctx: &Ctx) -> Result<(), Report> {
    let opened = ctx.open()?;
    let mut r = ctx.reader(&opened)?;
    let mut after = Seq::new(0);
    loop {
        let lines = r.log(after, CHUNK).map_err(|e| ctx.failed(e))?;
        let Some(last) = lines.last() else {
            return Ok(());
        };
        after = last.seq;
        for line in &lines {
            match ctx.format {
                Format::Json => out::json(&line_json(line))?,
                Format::Text => {
                    let p = builtin().iter().find(|(p, ..)| p.id == line.queue);
                    let p = p.or(builtin().first()).map(|(p, ..)| p);
                    let says =
                        p.map_or_else(String::new, |p| words::history::summary(ctx.lang, p, line));
                    out::text(&format!(
                        "{}  {}  {}  {}  {says}",
                        line.seq,
                        line.at.short(),
                        line.by.1,
                        line.code
                    ))?;
                }
            }
        }
    }
}

fn line_json(l: &LogLine) -> Value {
    let payload = l
        .text
        .as_deref()
        .and_then(|t| serde_json::from_str::<Value>(t).ok());
    let (command, key) = match l.command.as_deref().map(|c| c.split_once(" key:")) {
        Some(Some((command, key))) => (Some(command), Some(key)),
        Some(None) => (l.command.as_deref(), None),
        None => (None, None),
    };
    json!({
        "command": command, "key": key,
        "seq": l.seq.get(), "at": l.at.iso(), "by": l.by.0, "role": l.role,
        "queue": (!l.queue.is_empty()).then_some(&l.queue),
        "case": (!l.code.is_empty()).then_some(&l.code),
        "version": l.version, "kind": l.kind, "payload": payload,
        "alg": l.algorithm, "prev": l.prev.to_string(), "hash": l.hash.to_string(),
    })
}

fn verify(ctx: &Ctx, against: Option<&str>) -> Result<(), Report> {
    let against = against
        .map(|line| {
            checkpoint(line).ok_or_else(|| Report::new(USAGE, words::cli::bad_checkpoint(ctx.lang)))
        })
        .transpose()?;
    let store = SqliteStore::open(&ctx.path()).map_err(|e| ctx.failed(e))?;
    let mut v = match store.verify() {
        Ok(v) => v,
        Err(e @ StoreError::Missing(_)) => return Err(ctx.failed(e)),
        Err(e) => Verified {
            entries: 0,
            head: Digest::default(),
            first_bad: Some((0, e.to_string())),
        },
    };
    let mut says = v
        .first_bad
        .as_ref()
        .map(|(seq, why)| words::cli::broken(ctx.lang, *seq, why));
    if let (None, Some((seq, head))) = (&says, against) {
        let there = if seq.get() == 0 {
            Some(Digest::default())
        } else {
            store.hash_of(seq).map_err(|e| ctx.failed(e))?
        };
        if there != Some(head) {
            v.first_bad = Some((seq.get(), "checkpoint".to_owned()));
            says = Some(words::cli::not_contained(ctx.lang, seq.get()));
        }
    }
    if ctx.format == Format::Json {
        let bad = v
            .first_bad
            .as_ref()
            .map(|(seq, why)| json!({"seq": seq, "why": why}));
        out::json(&json!({
            "ok": bad.is_none(), "entries": v.entries, "head": v.head.to_string(), "first_bad": bad,
            "signatures": {"valid": 0, "missing": v.entries, "invalid": 0},
        }))?;
        return if says.is_none() {
            Ok(())
        } else {
            Err(Report::silent(NO))
        };
    }
    match says {
        None => out::text(&words::cli::verified(
            ctx.lang,
            v.entries,
            &v.head.to_string(),
        )),
        Some(says) => Err(Report::new(NO, says)),
    }
}

/// Whether today's history contains the entries that a paper names at its foot. Nothing else of the
/// paper is compared, and that is said.
fn paper(ctx: &Ctx, file: &Path) -> Result<(), Report> {
    let bytes = if file.as_os_str() == "-" {
        super::drop::stdin(ctx)?
    } else {
        let read = std::fs::read(ctx.place(file)?);
        read.map_err(|e| ctx.failed(StoreError::Io(e)))?
    };
    let named = words::papers::feet(&text_of(&bytes));
    if named.is_empty() {
        return Err(Report::new(BAD_FILE, words::cli::no_foot(ctx.lang)));
    }
    let store = SqliteStore::open(&ctx.path()).map_err(|e| ctx.failed(e))?;
    for (seq, hash) in &named {
        let there = store.hash_of(Seq::new(*seq)).map_err(|e| ctx.failed(e))?;
        if there.map(|d| d.to_string()).as_ref() != Some(hash) {
            return Err(Report::new(NO, words::cli::not_contained(ctx.lang, *seq)));
        }
    }
    // The chain before those entries is what makes them worth anything.
    verify(ctx, None)?;
    if ctx.format == Format::Json {
        return Ok(());
    }
    out::text(&words::cli::paper_contained(ctx.lang, named.len()))
}

/// The texts of a page, or of a workbook's cells.
fn text_of(bytes: &[u8]) -> String {
    const MOST: u64 = 32 << 20;
    let Ok(mut book) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else {
        return String::from_utf8_lossy(bytes).into_owned();
    };
    let mut out = String::new();
    if let Ok(member) = book.by_name("xl/sharedStrings.xml") {
        // What cannot be read has no foot.
        member.take(MOST).read_to_string(&mut out).ok();
    }
    out
}

fn checkpoint(line: &str) -> Option<(Seq, Digest)> {
    let (count, head) = line.trim().split_once(' ')?;
    Some((
        Seq::new(count.parse().ok()?),
        Digest::from_hex(head.trim())?,
    ))
}
