//! What a person is told when something failed: one sentence, and the exit code of the contract.

use crate::store::StoreError;
use crate::words::{self, Lang};

/// Why a command ends without having done what was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Exit code of the command line.
    pub code: u8,
    /// What happened, where, and what to do next; fit to show.
    pub says: String,
}

/// Wrong usage.
pub const USAGE: u8 = 2;
/// Done, and the answer is no.
pub const NO: u8 = 1;
/// An input file is bad.
pub const BAD_FILE: u8 = 3;
/// Not permitted.
pub const NOT_PERMITTED: u8 = 4;
/// The case has moved on.
pub const CONFLICT: u8 = 5;
/// The database can't be opened, read or written.
pub const DATABASE: u8 = 6;

impl Report {
    /// A report with its code.
    pub fn new(code: u8, says: impl Into<String>) -> Self {
        Self { code, says: says.into() }
    }
    /// The answer is no, and all has been said.
    pub fn silent(code: u8) -> Self {
        Self { code, says: String::new() }
    }
    /// What the store said, in words.
    pub fn of(l: Lang, e: &StoreError) -> Self {
        let code = match e {
            StoreError::Conflict { .. } => CONFLICT,
            StoreError::Refused(crate::domain::gate::Refused::NoSuchVerdict(_))
            | StoreError::NoCase(_) => USAGE,
            StoreError::Refused(_) | StoreError::Stranger(_) => NOT_PERMITTED,
            StoreError::Locked(_) => BAD_FILE,
            _ => DATABASE,
        };
        Self::new(code, words::store::failed(l, e))
    }
}
