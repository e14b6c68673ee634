//! The only place that writes to standard output and standard error outside the screens. All
//! text passes the one function that makes it fit to show.

use crate::domain::clean::lines;
use crate::report::Report;
use serde_json::Value;
use std::io::{IsTerminal as _, Write as _};

/// How results are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON document.
    Json,
}

/// Prints a text with a line end.
///
/// # Errors
/// Ends the command quietly when nobody reads any more.
pub fn text(says: &str) -> Result<(), Report> {
    put(&lines(says))
}

/// Prints one JSON document on one line.
///
/// # Errors
/// As [`text`].
pub fn json(value: &Value) -> Result<(), Report> {
    put(&lines(&value.to_string()))
}

/// True for a name that means standard output: `-`, or `-.html` and the like.
pub fn is_stdout(path: &std::path::Path) -> bool {
    path.to_str()
        .is_some_and(|s| s == "-" || s.strip_prefix("-.").is_some_and(|e| !e.contains('/')))
}

/// A file, as it is, to standard output.
///
/// # Errors
/// As [`text`].
pub fn bytes(file: &[u8]) -> Result<(), Report> {
    let mut out = std::io::stdout().lock();
    ended(out.write_all(file).and_then(|()| out.flush()))
}

/// Says something beside the result.
pub fn aside(says: &str) {
    if !says.is_empty() {
        // When even the complaint cannot be written there is nobody to tell.
        writeln!(std::io::stderr().lock(), "{}", lines(says)).ok();
    }
}

/// True when results go to a terminal.
pub fn is_terminal() -> bool {
    std::io::stdout().is_terminal() && std::io::stdin().is_terminal()
}

fn put(says: &str) -> Result<(), Report> {
    let mut out = std::io::stdout().lock();
    ended(writeln!(out, "{says}").and_then(|()| out.flush()))
}

fn ended(done: std::io::Result<()>) -> Result<(), Report> {
    done.map_err(|e| match e.kind() {
        std::io::ErrorKind::BrokenPipe => Report::silent(0),
        _ => Report::new(crate::report::DATABASE, e.to_string()),
    })
}
