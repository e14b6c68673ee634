//! `audit bundle`: the log with its keys and signatures as plain files in one archive, to be
//! checked elsewhere, by this program or without it.

use super::Ctx;
use super::open::Opened;
use super::out::{self, Format};
use crate::domain::checkpoint::{self, Checkpoint};
use crate::domain::day::Instant;
use crate::domain::entry::{Cell, Payload};
use crate::domain::history::{Columns, History};
use crate::domain::id::{PersonId, Seq};
use crate::domain::procedure::Digest;
use crate::report::{BAD_FILE, DATABASE, NO, Report};
use crate::store::{Reader as _, StoreError, Verified};
use crate::words;
use serde_json::json;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Seek, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;

/// Entries read at a time.
const CHUNK: usize = 1000;
/// Longest line of an entry that is read, bytes.
const LINE: u64 = 64 << 20;

/// Writes the bundle.
pub(super) fn write(ctx: &Ctx, output: &Path, overwrite: bool) -> Result<(), Report> {
    let opened = ctx.open()?;
    let mut archive = std::io::Cursor::new(Vec::new());
    let (point, hidden) = fill(ctx, &opened, &mut archive)?;
    let bytes = archive.into_inner();
    if out::is_stdout(output) {
        out::bytes(&bytes)?;
    } else {
        let place = ctx.place(output)?;
        let done = crate::papers::safe_write(&place, &bytes, overwrite);
        done.map_err(|e| ctx.failed(StoreError::Io(e)))?;
    }
    if let Some(seq) = hidden {
        out::aside(&words::signing::cut(ctx.lang, seq.get()));
    }
    if out::is_stdout(output) {
        return Ok(());
    }
    match ctx.format {
        Format::Json => out::json(&json!({"entries": point.size, "head": point.head.to_string()})),
        Format::Text => out::text(&words::signing::bundled(
            ctx.lang,
            point.size,
            &output.display().to_string(),
        )),
    }
}

/// From when to when a key was good.
struct Good {
    account: String,
    key: String,
    from: i64,
    to: Option<i64>,
}

/// Fills the archive with all entries before the first that is blind for the viewer, and gives it.
fn fill(
    ctx: &Ctx,
    opened: &Opened,
    to: impl Write + Seek,
) -> Result<(Checkpoint, Option<Seq>), Report> {
    let failed = |e: std::io::Error| ctx.failed(StoreError::Io(e));
    let odd = |e: zip::result::ZipError| Report::new(DATABASE, e.to_string());
    let mut r = ctx.reader(opened)?;
    let mut zip = zip::ZipWriter::new(to);
    let plain = SimpleFileOptions::default();
    for (name, text) in [
        ("README.txt", include_str!("../../data/audit/README.txt")),
        ("verify.py", include_str!("../../data/audit/verify.py")),
    ] {
        zip.start_file(name, plain).map_err(odd)?;
        zip.write_all(text.as_bytes()).map_err(failed)?;
    }
    zip.start_file("entries.jsonl", plain).map_err(odd)?;
    let mut history = History::default();
    let mut keys: BTreeMap<PersonId, Vec<String>> = BTreeMap::new();
    let (mut good, mut signatures) = (Vec::new(), Vec::new());
    let (mut first, mut hidden) = (Digest::default(), None);
    while hidden.is_none() {
        let after = Seq::new(history.next() - 1);
        let lines = r.log(after, CHUNK).map_err(|e| ctx.failed(e))?;
        if lines.is_empty() {
            break;
        }
        hidden = lines.iter().find(|l| l.text.is_none()).map(|l| l.seq);
        let seen = lines.iter().take_while(|l| l.text.is_some()).count();
        let all = opened.store.columns(after, seen);
        for c in all.map_err(|e| ctx.failed(e))? {
            let payload = serde_json::from_str(&c.payload).unwrap_or(Payload::Unknown);
            if let Payload::Signed { spans, signature } = payload {
                let by = PersonId::new(c.person);
                let text = history.statement(by, &spans);
                signatures.push((c.seq, text.unwrap_or_default(), signature));
            }
            history
                .pass(&c.cells(), Cell::Blob(&c.hash.0))
                .map_err(|why| Report::new(NO, words::cli::broken(ctx.lang, c.seq, &why)))?;
            if c.seq == 1 {
                first = c.hash;
            }
            if c.kase == 0 && history.office.keys != keys {
                keys.clone_from(&history.office.keys);
                turn(&mut good, &history, c.at);
            }
            let line =
                serde_json::to_string(&c).map_err(|e| Report::new(DATABASE, e.to_string()))?;
            zip.write_all(line.as_bytes()).map_err(failed)?;
            zip.write_all(b"\n").map_err(failed)?;
        }
    }
    let point = Checkpoint {
        origin: checkpoint::origin(first),
        size: history.entries(),
        head: history.head(),
    };
    let mut files = vec![
        ("checkpoint.txt".to_owned(), point.note()),
        ("allowed_signers".to_owned(), allowed(&good)),
    ];
    for (seq, text, signature) in signatures {
        files.push((format!("signatures/{seq}.txt"), text));
        files.push((format!("signatures/{seq}.sig"), signature + "\n"));
    }
    for (name, text) in files {
        zip.start_file(name, plain).map_err(odd)?;
        zip.write_all(text.as_bytes()).map_err(failed)?;
    }
    zip.finish().map_err(odd)?;
    Ok((point, hidden))
}

/// Ends the keys that are gone, and begins those that came.
fn turn(good: &mut Vec<Good>, history: &History, at: i64) {
    let office = &history.office;
    let now: Vec<(String, String)> = office
        .keys
        .iter()
        .flat_map(|(id, all)| all.iter().map(move |k| (id, k)))
        .map(|(id, k)| {
            let account = office.people.get(id).map(|p| p.account.clone());
            (account.unwrap_or_default(), k.clone())
        })
        .collect();
    let is = |g: &Good, a: &str, k: &str| g.to.is_none() && g.account == a && g.key == k;
    for (account, key) in &now {
        if !good.iter().any(|g| is(g, account, key)) {
            good.push(Good {
                account: account.clone(),
                key: key.clone(),
                from: at,
                to: None,
            });
        }
    }
    for g in good.iter_mut().filter(|g| g.to.is_none()) {
        if !now.iter().any(|(a, k)| *a == g.account && *k == g.key) {
            g.to = Some(at);
        }
    }
}

/// The keys as OpenSSH's `allowed_signers` has them.
fn allowed(good: &[Good]) -> String {
    let time = |ms: i64| Instant::new(ms).utc();
    let mut text = String::new();
    for g in good {
        let spaces = format!(
            "{},{}",
            crate::domain::signature::NAMESPACE,
            checkpoint::NAMESPACE
        );
        let mut options = format!("namespaces=\"{spaces}\",valid-after=\"{}\"", time(g.from));
        if let Some(to) = g.to {
            options.push_str(&format!(",valid-before=\"{}\"", time(to)));
        }
        text.push_str(&format!("{} {options} {}\n", g.account, g.key));
    }
    text
}

/// Checks a bundle: what is in it, without any database; and whether it contains a checkpoint.
pub(super) fn check(
    ctx: &Ctx,
    bytes: &[u8],
    against: Option<&Checkpoint>,
) -> Result<(Verified, bool), Report> {
    let unfit = || Report::new(BAD_FILE, words::signing::no_bundle(ctx.lang));
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).map_err(|_| unfit())?;
    let mut note = String::new();
    let member = zip.by_name("checkpoint.txt").map_err(|_| unfit())?;
    member
        .take(4096)
        .read_to_string(&mut note)
        .map_err(|_| unfit())?;
    let (point, _) = Checkpoint::read(&note).ok_or_else(unfit)?;
    let mut lines = BufReader::new(zip.by_name("entries.jsonl").map_err(|_| unfit())?);
    let mut history = History::default();
    let mut bad = None;
    let holds = |h: &History| against.is_some_and(|p| (p.size, p.head) == (h.entries(), h.head()));
    let mut contained = holds(&history);
    loop {
        let mut line = String::new();
        let read = (&mut lines).take(LINE).read_line(&mut line);
        if read.map_err(|_| unfit())? == 0 {
            break;
        }
        let next = history.next();
        let passed = serde_json::from_str::<Columns>(&line)
            .map_err(|e| e.to_string())
            .and_then(|c| history.pass(&c.cells(), Cell::Blob(&c.hash.0)));
        if let Err(why) = passed {
            bad = Some((next, why));
            break;
        }
        contained |= holds(&history);
    }
    let (entries, head) = (history.entries(), history.head());
    if bad.is_none() && (entries, head) != (point.size, point.head) {
        bad = Some((0, "the checkpoint is of another history".to_owned()));
    }
    let v = Verified {
        entries,
        head,
        signatures: history.signatures,
        first_bad: bad,
    };
    Ok((v, contained))
}
