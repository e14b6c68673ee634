//! `audit`: the log, its verification, and the line to keep elsewhere.

use super::Ctx;
use super::args::Audit;
use super::open::now;
use super::out::{self, Format};
use crate::domain::checkpoint::{self, Checkpoint, Signed};
use crate::domain::id::Seq;
use crate::domain::procedure::{Digest, builtin};
use crate::report::{BAD_FILE, DATABASE, NO, NOT_PERMITTED, Report, USAGE};
use crate::signing::{self, Failed, With};
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
            paper: Some(file), ..
        } => paper(ctx, file),
        Audit::Verify {
            against, bundle, ..
        } => {
            let against = against.as_deref().map(|a| checkpoint(ctx, a)).transpose()?;
            match bundle {
                Some(file) => whole(ctx, &bytes_of(ctx, file)?, against.as_ref()),
                None => verify(ctx, against.as_ref()),
            }
        }
        Audit::Sign { key } => sign(ctx, key.as_deref()),
        Audit::Checkpoint { note, sign } => point(ctx, *note || *sign, *sign),
        Audit::Bundle { output, overwrite } => super::bundle::write(ctx, output, *overwrite),
    }
}

/// A checkpoint that was given, and the signatures under it.
type Given = (Checkpoint, Vec<Signed>);

/// Prints the checkpoint of today, as one line or as a note.
fn point(ctx: &Ctx, note: bool, sign: bool) -> Result<(), Report> {
    let store = SqliteStore::open(&ctx.path()).map_err(|e| ctx.failed(e))?;
    let db = store.database().map_err(|e| ctx.failed(e))?;
    let mut text = if note {
        let point = Checkpoint {
            origin: checkpoint::origin(db.first),
            size: db.entries.get().unsigned_abs(),
            head: db.head,
        };
        point.note()
    } else {
        format!("{} {}", db.entries, db.head)
    };
    if sign {
        let opened = ctx.open()?;
        let made = signing::over(&opened.store, &opened.actor, checkpoint::NAMESPACE, &text);
        let made = made.map_err(|e| match e {
            Failed::Store(e) => ctx.failed(e),
            e => Report::new(NOT_PERMITTED, words::signing::failed(ctx.lang, &e)),
        })?;
        let line = Signed::of(&opened.actor.person.account, &made);
        let line = line.ok_or_else(|| Report::silent(DATABASE))?;
        text = format!("{text}\n{}", line.line());
    }
    match ctx.format {
        Format::Json => out::json(&json!({"checkpoint": text})),
        Format::Text => out::text(text.trim_end()),
    }
}

/// Signs all entries of the acting person that bear no signature yet.
fn sign(ctx: &Ctx, key: Option<&Path>) -> Result<(), Report> {
    let opened = ctx.open()?;
    let with = match key {
        // In a session no file of the host is anybody's.
        Some(_) if ctx.session.is_some() => {
            let says = words::house::not_in_a_session(ctx.lang);
            return Err(Report::new(NOT_PERMITTED, says));
        }
        Some(file) => With::File(file),
        None => With::Agent,
    };
    let done = signing::attest(&opened.store, &opened.actor, Seq::new(0), with, now());
    let done = done.map_err(|e| match e {
        Failed::Store(e) => ctx.failed(e),
        e => Report::new(NOT_PERMITTED, words::signing::failed(ctx.lang, &e)),
    })?;
    if ctx.format == Format::Json {
        let (n, seq) = done.map_or((0, None), |(n, seq)| (n, Some(seq.get())));
        return out::json(&json!({"signed": n, "seq": seq}));
    }
    out::text(&match done {
        Some((n, seq)) => words::signing::done(ctx.lang, n, seq.get()),
        None => words::signing::nothing(ctx.lang),
    })
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

fn verify(ctx: &Ctx, against: Option<&Given>) -> Result<(), Report> {
    let store = SqliteStore::open(&ctx.path()).map_err(|e| ctx.failed(e))?;
    let mut v = match store.verify() {
        Ok(v) => v,
        Err(e @ StoreError::Missing(_)) => return Err(ctx.failed(e)),
        Err(e) => Verified {
            entries: 0,
            head: Digest::default(),
            signatures: Default::default(),
            first_bad: Some((0, e.to_string())),
        },
    };
    let mut under = Vec::new();
    let mut says = None;
    if let (None, Some((point, signed))) = (&v.first_bad, against) {
        let at = |n: u64| {
            let seq = Seq::new(i64::try_from(n).unwrap_or(i64::MAX));
            store.hash_of(seq).map_err(|e| ctx.failed(e))
        };
        let there = if point.size == 0 {
            Some(Digest::default())
        } else {
            at(point.size)?
        };
        let ours = checkpoint::origin(at(1)?.unwrap_or_default());
        let office = store.office().map_err(|e| ctx.failed(e))?;
        let note = point.note();
        for s in signed {
            let of = office.people.values().find(|p| p.account == s.by);
            let keys = of.and_then(|p| office.keys.get(&p.id));
            let good = s.holds(keys.map_or(&[][..], Vec::as_slice), &note);
            under.push(words::signing::under(ctx.lang, &s.by, good));
            if good == Some(false) {
                says = under.last().cloned();
            }
        }
        if !point.origin.is_empty() && point.origin != ours {
            says = Some(words::signing::other_log(ctx.lang));
        } else if there != Some(point.head) {
            says = Some(words::cli::not_contained(
                ctx.lang,
                i64::try_from(point.size).unwrap_or(i64::MAX),
            ));
        }
        if says.is_some() {
            let seq = i64::try_from(point.size).unwrap_or(i64::MAX);
            v.first_bad = Some((seq, "checkpoint".to_owned()));
        }
    }
    tell(ctx, &v, says, &under)
}

/// Checks a bundle, and whether it contains a checkpoint. A signature under that is checked where
/// the database is.
fn whole(ctx: &Ctx, bytes: &[u8], against: Option<&Given>) -> Result<(), Report> {
    let (mut v, contained) = super::bundle::check(ctx, bytes, against.map(|(p, _)| p))?;
    let mut says = None;
    if let (None, Some((point, _)), false) = (&v.first_bad, against, contained) {
        let seq = i64::try_from(point.size).unwrap_or(i64::MAX);
        v.first_bad = Some((seq, "checkpoint".to_owned()));
        says = Some(words::cli::not_contained(ctx.lang, seq));
    }
    tell(ctx, &v, says, &[])
}

/// Says what was found: `says` in place of the first bad entry's own words.
fn tell(ctx: &Ctx, v: &Verified, says: Option<String>, under: &[String]) -> Result<(), Report> {
    let bad = v.first_bad.as_ref();
    let says = says.or_else(|| bad.map(|(seq, why)| words::cli::broken(ctx.lang, *seq, why)));
    if ctx.format == Format::Json {
        let bad = bad.map(|(seq, why)| json!({"seq": seq, "why": why}));
        out::json(&json!({
            "ok": bad.is_none(), "entries": v.entries, "head": v.head.to_string(), "first_bad": bad,
            "signatures": {
                "valid": v.signatures.valid, "missing": v.signatures.missing,
                "invalid": v.signatures.invalid,
            },
        }))?;
        return if says.is_none() {
            Ok(())
        } else {
            Err(Report::silent(NO))
        };
    }
    if let Some(says) = says {
        return Err(Report::new(NO, says));
    }
    out::text(&words::cli::verified(
        ctx.lang,
        v.entries,
        &v.head.to_string(),
    ))?;
    if v.signatures.valid > 0 {
        out::text(&words::signing::count(ctx.lang, v.signatures))?;
    }
    under.iter().try_for_each(|line| out::text(line))
}

/// Whether today's history contains the entries that a paper names at its foot. Nothing else of the
/// paper is compared, and that is said.
fn paper(ctx: &Ctx, file: &Path) -> Result<(), Report> {
    let bytes = bytes_of(ctx, file)?;
    let (named, points) = words::papers::feet(&text_of(&bytes));
    if named.is_empty() && points.is_empty() {
        return Err(Report::new(BAD_FILE, words::cli::no_foot(ctx.lang)));
    }
    let store = SqliteStore::open(&ctx.path()).map_err(|e| ctx.failed(e))?;
    for (seq, hash) in &named {
        let there = store.hash_of(Seq::new(*seq)).map_err(|e| ctx.failed(e))?;
        if there.map(|d| d.to_string()).as_ref() != Some(hash) {
            return Err(Report::new(NO, words::cli::not_contained(ctx.lang, *seq)));
        }
    }
    let db = store.database().map_err(|e| ctx.failed(e))?;
    for p in &points {
        let seq = Seq::new(i64::try_from(p.size).unwrap_or(i64::MAX));
        let there = store.hash_of(seq).map_err(|e| ctx.failed(e))?;
        if p.origin != checkpoint::origin(db.first) || there != Some(p.head) {
            return Err(Report::new(
                NO,
                words::cli::not_contained(ctx.lang, seq.get()),
            ));
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

/// A file that was named, or standard input for `-`.
fn bytes_of(ctx: &Ctx, file: &Path) -> Result<Vec<u8>, Report> {
    if file.as_os_str() == "-" {
        return super::drop::stdin(ctx);
    }
    let read = std::fs::read(ctx.place(file)?);
    read.map_err(|e| ctx.failed(StoreError::Io(e)))
}

/// A checkpoint as it was given: itself, a file with it, or `-`.
fn checkpoint(ctx: &Ctx, given: &str) -> Result<Given, Report> {
    if let Some(point) = Checkpoint::read(given) {
        return Ok(point);
    }
    let unfit = || Report::new(USAGE, words::cli::bad_checkpoint(ctx.lang));
    let file = Path::new(given);
    let bytes = match given {
        "-" => bytes_of(ctx, file)?,
        _ if ctx.session.is_some() || file.is_file() => bytes_of(ctx, file).map_err(|_| unfit())?,
        _ => return Err(unfit()),
    };
    std::str::from_utf8(&bytes)
        .ok()
        .and_then(Checkpoint::read)
        .ok_or_else(unfit)
}
