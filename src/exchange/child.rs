//! Parsing in a child process: an abort or a flood of memory within a hostile file ends the
//! child, not the program. The child is this program with a hidden verb; it limits itself.

use super::read::{FileRead, Wanted, parse};
use super::sheet::{FILE, Unreadable};
use nix::sys::resource::{Resource, setrlimit};
use std::ffi::OsString;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

/// The hidden verb.
const VERB: &str = "parse-table";
/// Address space of the child.
const MEMORY: u64 = 2 << 30;
/// Processor seconds of the child.
const SECONDS: u64 = 60;
/// What the child may answer at most.
const ANSWER: u64 = 1 << 30;

/// When the arguments hold the hidden verb: limits this process, parses standard input, prints
/// the result, and gives the exit code.
pub fn entry(args: &[OsString]) -> Option<ExitCode> {
    if args.get(1)? != VERB {
        return None;
    }
    let text = |n: usize| {
        args.get(n)
            .map(|a| a.to_string_lossy().into_owned())
            .unwrap_or_default()
    };
    let (name, kind, year) = (text(2), text(3), text(4));
    let wanted = Wanted {
        kind: (!kind.is_empty()).then_some(kind),
        year: year.parse().unwrap_or(0),
    };
    Some(match child(&name, &wanted) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    })
}

fn child(name: &str, wanted: &Wanted) -> std::io::Result<()> {
    for (what, limit) in [
        (Resource::RLIMIT_AS, MEMORY),
        (Resource::RLIMIT_CPU, SECONDS),
        (Resource::RLIMIT_CORE, 0),
        (Resource::RLIMIT_FSIZE, 0),
    ] {
        setrlimit(what, limit, limit)?;
    }
    let mut bytes = Vec::new();
    std::io::stdin()
        .lock()
        .take(FILE + 1)
        .read_to_end(&mut bytes)?;
    let read = parse(name, &bytes, wanted);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    serde_json::to_writer(&mut out, &read)?;
    out.flush()
}

/// Reads a file through a child process.
pub fn read(exe: &Path, path: &Path, wanted: &Wanted) -> FileRead {
    read_while(exe, path, wanted, &|| true)
}

/// As [`read`], given up as soon as `goes_on` says no: what comes then is no answer about the file.
pub fn read_while(
    exe: &Path,
    path: &Path,
    wanted: &Wanted,
    goes_on: &dyn Fn() -> bool,
) -> FileRead {
    let name = path
        .file_name()
        .map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    let bytes = match bounded(path) {
        Ok(bytes) => bytes,
        Err(why) => return FileRead::unreadable(&name, [0; 32], why),
    };
    let hash = super::read::hash(&bytes);
    ask(exe, &name, bytes, wanted, goes_on)
        .unwrap_or_else(|why| FileRead::unreadable(&name, hash, why))
}

fn bounded(path: &Path) -> Result<Vec<u8>, Unreadable> {
    let why = |e: std::io::Error| Unreadable::NoFile { why: e.to_string() };
    let file = std::fs::File::open(path).map_err(why)?;
    let meta = file.metadata().map_err(why)?;
    if !meta.is_file() {
        return Err(Unreadable::NotATable);
    }
    if meta.len() > FILE {
        return Err(Unreadable::TooLarge);
    }
    let mut bytes = Vec::new();
    file.take(FILE + 1).read_to_end(&mut bytes).map_err(why)?;
    Ok(bytes)
}

fn ask(
    exe: &Path,
    name: &str,
    bytes: Vec<u8>,
    wanted: &Wanted,
    goes_on: &dyn Fn() -> bool,
) -> Result<FileRead, Unreadable> {
    let stopped = |_: std::io::Error| Unreadable::Stopped;
    let mut child = Command::new(exe)
        .arg(VERB)
        .arg(name)
        .arg(wanted.kind.as_deref().unwrap_or(""))
        .arg(wanted.year.to_string())
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(stopped)?;
    let mut input = child.stdin.take().ok_or(Unreadable::Stopped)?;
    let output = child.stdout.take().ok_or(Unreadable::Stopped)?;
    // A child that ends early breaks this pipe; what it answered says more than that.
    let feed = std::thread::spawn(move || input.write_all(&bytes).is_ok());
    let answer = std::thread::spawn(move || {
        let mut text = Vec::new();
        output.take(ANSWER).read_to_end(&mut text).map(|_| text)
    });
    let until = Instant::now() + Duration::from_secs(SECONDS + 30);
    let status = loop {
        if let Some(status) = child.try_wait().map_err(stopped)? {
            break status;
        }
        if Instant::now() > until || !goes_on() {
            child.kill().map_err(stopped)?;
        }
        std::thread::sleep(Duration::from_millis(1));
    };
    let _fed = feed.join();
    let text = answer
        .join()
        .map_err(|_| Unreadable::Stopped)?
        .map_err(stopped)?;
    if !status.success() {
        return Err(Unreadable::Stopped);
    }
    serde_json::from_slice(&text).map_err(|_| Unreadable::Stopped)
}
