//! The indicator library 指标库: how an indicator of a known name is usually set.

use super::names::comparable;
use crate::domain::level::{self, Level2};
use crate::domain::value::{Direction, normal, parse};
use std::collections::HashMap;
use std::sync::LazyLock;

/// How one kind of project sets an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Known {
    /// Name as the library writes it.
    pub(super) name: String,
    /// Second level.
    pub(super) kind: Level2,
    /// Better high, low, exact or in words.
    pub(super) direction: Direction,
    /// Unit; `date` for a day, "" for words.
    pub(super) unit: String,
}

/// Why a library cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// Not the columns of a library, or not CSV.
    #[error("{0}")]
    Shape(#[from] csv::Error),
    /// A level or direction that does not exist, with the number of the row from 1.
    #[error("row {0}: unknown level or direction")]
    Row(usize),
}

/// Indicators by their comparable name.
#[derive(Debug, Default)]
pub struct Library(HashMap<String, Vec<Known>>);

#[derive(serde::Deserialize)]
struct Row {
    level2: String,
    name: String,
    unit: String,
    direction: String,
}

static BUILT_IN: LazyLock<Library> = LazyLock::new(|| {
    Library::parse(include_str!("../../../data/indicators/library.csv"))
        .expect("a test reads the built-in library")
});

/// The unit as a value of a form is read in it: 亿元 become 万元.
fn as_read(unit: &str) -> String {
    let read = parse(&format!("1{unit}"), 0);
    if read.numeric() && !read.unit.is_empty() {
        read.unit
    } else {
        unit.to_owned()
    }
}

impl Library {
    /// Reads a library from CSV with the columns `level2,name,unit,direction` and others.
    ///
    /// # Errors
    /// When a column is missing, or a level or direction does not exist.
    pub fn parse(text: &str) -> Result<Self, LibraryError> {
        let mut library: HashMap<String, Vec<Known>> = HashMap::new();
        let mut rows = csv::Reader::from_reader(text.as_bytes());
        for (n, row) in rows.deserialize::<Row>().enumerate() {
            let row = row?;
            let direction = match row.direction.as_str() {
                "正向" => Direction::Positive,
                "反向" => Direction::Negative,
                "等值" => Direction::Equal,
                "定性" => Direction::Qualitative,
                _ => return Err(LibraryError::Row(n + 1)),
            };
            let kind = level::second(&row.level2).ok_or(LibraryError::Row(n + 1))?;
            let known = Known {
                kind,
                direction,
                unit: as_read(&row.unit),
                name: row.name,
            };
            let key = comparable(&normal(&known.name));
            library.entry(key).or_default().push(known);
        }
        Ok(Self(library))
    }
    /// The library that comes with the program.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }
    /// The ways in which an indicator of that comparable name is set.
    pub(super) fn known(&self, bare: &str) -> &[Known] {
        self.0.get(bare).map_or(&[], Vec::as_slice)
    }
    /// How many names it has.
    pub fn len(&self) -> usize {
        self.0.len()
    }
    /// True when it has none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
