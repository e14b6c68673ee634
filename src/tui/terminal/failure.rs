//! When the program fails in itself: the terminal is given back, what was begun is kept, and a
//! report says where it happened and nothing of what was on the screen.

use super::Sink;
use super::input::Event;
use crate::words::{Lang, terminal as say};
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The exit code of a failure of our own.
pub(crate) const FAILED: u8 = 70;

#[derive(Debug)]
struct Failure {
    place: String,
    number: String,
    report: Option<PathBuf>,
}

static LAST: Mutex<Option<Failure>> = Mutex::new(None);

/// From now on a failure on any thread makes the loop leave in order, after a report was written
/// beside the drafts.
pub(crate) fn watch(drafts: &Path, sink: Sink) {
    let reports = drafts.join("reports");
    let drawing = std::thread::current().id();
    std::panic::set_hook(Box::new(move |info| {
        let place = info.location().map_or_else(
            || "?".to_owned(),
            |at| format!("{}:{}", at.file(), at.line()),
        );
        if std::thread::current().id() == drawing {
            super::give_back();
        }
        let since = std::time::UNIX_EPOCH.elapsed().unwrap_or_default();
        let number = format!("J{:07}", since.as_millis() / 100 % 10_000_000);
        let report = write(&reports, &number, &place).ok();
        let failure = Failure {
            place,
            number,
            report,
        };
        // The first failure is the one that counts.
        LAST.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get_or_insert(failure);
        sink(Event::Leave(FAILED));
    }));
}

/// The message of a failure is not written: it may hold the text of a case.
fn write(dir: &Path, number: &str, place: &str) -> std::io::Result<PathBuf> {
    std::fs::create_dir_all(dir)?;
    let path = dir.join(format!("{number}.txt"));
    let mut f = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)?;
    let thread = std::thread::current();
    writeln!(
        f,
        "jixiao {}\n{place}\n{}\n{}",
        env!("CARGO_PKG_VERSION"),
        thread.name().unwrap_or("-"),
        std::backtrace::Backtrace::force_capture()
    )?;
    Ok(path)
}

/// Says what happened, once the terminal was given back.
pub(crate) fn tell(l: Lang, drafts: &Path) {
    let last = LAST.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(f) = last {
        let report = f.report.as_ref().map(|p| p.display().to_string());
        let says = say::failed(
            l,
            &f.place,
            &drafts.display().to_string(),
            &f.number,
            report.as_deref(),
        );
        write!(std::io::stderr().lock(), "{says}").ok();
    }
}
