//! One file: bytes to what is stored, with every row accounted for.

use super::forms;
use super::reason::{Aside, Reason, Refusal};
use super::sheet::{Book, FILE, Unreadable};
use super::{csv_in, xlsx_in};
use crate::domain::companion::Companion;
use crate::domain::declaration::Declaration;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// What the caller knows beforehand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Kind of table asked for.
    pub kind: Option<String>,
    /// Budget year where a form does not say its own.
    pub year: i32,
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FileRead {
    /// File name as it stood.
    pub name: String,
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// Kind of table.
    pub kind: Option<String>,
    /// How its text was read.
    pub encoding: String,
    /// Rows with something in them.
    pub rows_read: u64,
    /// Forms.
    pub declarations: Vec<Declaration>,
    /// Companion lines.
    pub companions: Vec<Companion>,
    /// Rows refused; any of them keeps the whole file out.
    pub refused: Vec<Refusal>,
    /// Rows that hold nothing to store.
    pub aside: Vec<Aside>,
    /// Sheets that are hidden.
    pub hidden: Vec<String>,
    /// Why the file as a whole was not read.
    pub failure: Option<Reason>,
}

impl FileRead {
    /// A file that is no table.
    pub fn unreadable(name: &str, sha256: [u8; 32], why: Unreadable) -> Self {
        let failure = Some(Reason::Unreadable(why));
        Self {
            name: name.to_owned(),
            sha256,
            failure,
            ..Self::default()
        }
    }
    /// True when all of it may be stored.
    pub fn is_good(&self) -> bool {
        self.failure.is_none() && self.refused.is_empty()
    }
}

/// SHA-256 of bytes.
pub(super) fn hash(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Parses a file in this process. What may be hostile goes through [`super::child::read`].
pub fn parse(name: &str, bytes: &[u8], wanted: &Wanted) -> FileRead {
    let sha256 = hash(bytes);
    let book = match book(bytes) {
        Ok(book) => book,
        Err(why) => return FileRead::unreadable(name, sha256, why),
    };
    let read = forms::read(&book, name, wanted.kind.as_deref(), wanted.year);
    FileRead {
        name: name.to_owned(),
        sha256,
        kind: read.kind,
        encoding: book.encoding,
        rows_read: read.rows_read,
        declarations: read.declarations,
        companions: read.companions,
        refused: read.refused,
        aside: read.aside,
        hidden: book
            .sheets
            .iter()
            .filter(|s| s.hidden)
            .map(|s| s.name.clone())
            .collect(),
        failure: read.failure,
    }
}

fn book(bytes: &[u8]) -> Result<Book, Unreadable> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > FILE {
        return Err(Unreadable::TooLarge);
    }
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if let Some(why) = xlsx_in::compound(bytes) {
        return Err(why);
    }
    if xlsx_in::is_container(bytes) {
        return xlsx_in::read(bytes);
    }
    if bytes.starts_with(b"%PDF") || bytes.iter().take(4096).all(|b| *b == 0) {
        return Err(Unreadable::NotATable);
    }
    csv_in::read(bytes, &forms::looks_known)
}
