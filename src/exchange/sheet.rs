//! A table as cells: sparse, in order, bounded. What a file claims of itself is never used to
//! reserve memory.

use serde::{Deserialize, Serialize};

/// Cells of a file beyond which it is refused.
pub const CELLS: usize = 5_000_000;
/// Bytes of text of a file beyond which it is refused.
pub const TEXT: usize = 512 << 20;
/// Characters of a cell beyond which the file is refused (a spreadsheet holds 32,767).
pub const CELL: usize = 400_000;
/// Bytes of a file beyond which it is not opened.
pub const FILE: u64 = 200 << 20;

/// A cell with something in it; row and column from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Row.
    pub row: u32,
    /// Column.
    pub column: u32,
    /// The text as shown; numbers as decimals, dates as `2020-06-30`.
    pub text: String,
    /// Stored as a number.
    pub number: bool,
}

/// A sheet: its cells by row, then column.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sheet {
    /// Name; "" for text tables.
    pub name: String,
    /// Not shown when the workbook is opened.
    pub hidden: bool,
    /// Cells.
    pub cells: Vec<Cell>,
}

/// A file as sheets.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Book {
    /// Sheets in order.
    pub sheets: Vec<Sheet>,
    /// How it was read: `xlsx`, `UTF-8`, `GB18030` …
    pub encoding: String,
}

/// Why bytes are no table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Unreadable {
    /// No file, or no permission.
    NoFile {
        /// What the system says.
        #[serde(rename = "detail")]
        why: String,
    },
    /// No bytes, or nothing in them.
    Empty,
    /// More bytes, cells or text than is read.
    TooLarge,
    /// The old binary format .xls.
    OldExcel,
    /// Protected by a password.
    Encrypted,
    /// A web page, whatever its name says.
    WebPage,
    /// Neither a workbook nor a text table.
    NotATable,
    /// Neither UTF-8 nor GB18030.
    NoEncoding {
        /// First row that is neither.
        row: u32,
    },
    /// NUL within the text.
    Nul {
        /// Row.
        row: u32,
    },
    /// Quotes that do not close, or worse.
    BadCsv {
        /// Row.
        row: u32,
    },
    /// The container is damaged or dangerous.
    BadContainer {
        /// What is wrong. (`why` is the tag of the reason that this stands in.)
        #[serde(rename = "detail")]
        why: String,
    },
    /// Reading took too long, too much memory, or ended in a crash: the child was stopped.
    Stopped,
}

impl Book {
    /// Adds up what was read; refuses what is beyond the limits.
    pub(super) fn bounded(self) -> Result<Self, Unreadable> {
        let cells = || self.sheets.iter().flat_map(|s| &s.cells);
        let text: usize = cells().map(|c| c.text.len()).sum();
        if cells().count() > CELLS || text > TEXT || cells().any(|c| c.text.len() > CELL * 4) {
            return Err(Unreadable::TooLarge);
        }
        Ok(self)
    }
}
