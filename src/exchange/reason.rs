//! Why a file or a row was not taken. Data only; the sentences are in `words::exchange`.

use super::sheet::Unreadable;
use serde::{Deserialize, Serialize};

/// Why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Reason {
    /// The bytes are no table that can be read.
    Unreadable(Unreadable),
    /// No heading is known.
    NoHeadings,
    /// A table of a kind that is not read.
    OtherKind {
        /// Identifier of the kind.
        kind: String,
    },
    /// Not the kind that was asked for.
    NotAsked {
        /// What it is.
        found: String,
        /// What was asked for.
        asked: String,
    },
    /// Headings, but no row below them.
    NoRows,
    /// An amount without a unit in heading, note or cell.
    NoMoneyUnit,
    /// Two units for one amount.
    TwoMoneyUnits {
        /// One.
        one: String,
        /// The other.
        other: String,
    },
    /// A cell that holds an error instead of a value.
    ErrorValue,
    /// Not an amount.
    NotAmount,
    /// Not a day, and no heading names a month.
    NotDate,
    /// Not a month from 1 to 12.
    NotMonth,
    /// Not a share from 0 to 100 %.
    NotShare,
    /// An amount finer than 分, or too large.
    AmountRange,
    /// No project code or name.
    NoProject,
    /// A code with characters that codes do not have.
    BadCode {
        /// The first such character, as shown.
        character: String,
    },
    /// A code that was stored as a number of more than 15 digits: its last digits are lost.
    LostDigits,
    /// One code, two projects.
    SameCode {
        /// The row of the first.
        row: u32,
    },
    /// Two headings of the same meaning.
    TwoHeadings {
        /// The heading.
        heading: String,
    },
    /// A form without a grid of indicators.
    NoGrid,
    /// A list without a column of codes.
    NoCodeColumn,
    /// A cell under no heading: the row has more cells than the heading, or is shifted.
    NoHeadingAbove,
}

/// A row that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Sheet, "" for text tables.
    pub sheet: String,
    /// Row from 1.
    pub row: u32,
    /// Column from 1; 0 for the whole row.
    pub column: u32,
    /// The heading of the column, where it is a list.
    #[serde(default)]
    pub heading: String,
    /// The cell as it stood.
    pub value: String,
    /// Why.
    pub reason: Reason,
}

/// A row that was read and holds nothing to store: said, not dropped in silence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    /// Sheet, "" for text tables.
    pub sheet: String,
    /// Row from 1.
    pub row: u32,
    /// What it is.
    pub what: What,
}

/// What a row that holds nothing to store is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// Title, year, unit.
    Title,
    /// Headings.
    Headings,
    /// A total.
    Total,
    /// Signatures, notes.
    Note,
    /// An indicator nobody filled in.
    Padding,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_comes_out_of_the_child_as_it_went_in() {
        let text = || "x".to_owned();
        let unreadable = [
            Unreadable::NoFile { why: text() },
            Unreadable::Empty,
            Unreadable::TooLarge,
            Unreadable::OldExcel,
            Unreadable::Encrypted,
            Unreadable::WebPage,
            Unreadable::NotATable,
            Unreadable::NoEncoding { row: 3 },
            Unreadable::Nul { row: 3 },
            Unreadable::BadCsv { row: 3 },
            Unreadable::BadContainer { why: text() },
            Unreadable::Stopped,
        ];
        let others = [
            Reason::NoHeadings,
            Reason::OtherKind { kind: text() },
            Reason::NotAsked {
                found: text(),
                asked: text(),
            },
            Reason::NoRows,
            Reason::NoMoneyUnit,
            Reason::TwoMoneyUnits {
                one: text(),
                other: text(),
            },
            Reason::ErrorValue,
            Reason::NotAmount,
            Reason::NotDate,
            Reason::NotMonth,
            Reason::NotShare,
            Reason::AmountRange,
            Reason::NoProject,
            Reason::BadCode { character: text() },
            Reason::LostDigits,
            Reason::SameCode { row: 3 },
            Reason::TwoHeadings { heading: text() },
            Reason::NoGrid,
            Reason::NoCodeColumn,
            Reason::NoHeadingAbove,
        ];
        for reason in unreadable.into_iter().map(Reason::Unreadable).chain(others) {
            let json = serde_json::to_string(&reason).unwrap();
            let back: Reason = serde_json::from_str(&json).unwrap();
            assert_eq!(back, reason);
        }
    }
}
