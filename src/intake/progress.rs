//! How far files are read in.

use std::time::Duration;

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stage {
    /// Files are read.
    #[default]
    Reading,
    /// What was read is stored.
    Storing,
    /// All is done, or it was stopped.
    Done,
}

/// How far files are read in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// The file at hand, from 1.
    pub file: usize,
    /// Files in all.
    pub files: usize,
    /// Rows read.
    pub rows: u64,
    /// Of the stage, as done: bytes read, or forms stored.
    pub done: u64,
    /// Of the stage, in all.
    pub whole: u64,
    /// Cases opened.
    pub new: usize,
    /// Cases with a new round.
    pub changed: usize,
    /// Cases that were already so.
    pub same: usize,
    /// Files stored.
    pub stored: usize,
    /// Files not read in.
    pub refused: usize,
    /// What is wrong with them, a line each.
    pub reasons: Vec<String>,
    /// It was stopped.
    pub stopped: bool,
    /// Why it could not be done at all.
    pub failure: Option<String>,
    /// Since its beginning.
    pub took: Duration,
    /// What the stage will take yet, by what it took so far.
    pub left: Option<Duration>,
}

impl Progress {
    /// Of the stage, in hundredths.
    pub const fn percent(&self) -> u64 {
        if self.whole == 0 {
            return 0;
        }
        let done = if self.done < self.whole {
            self.done
        } else {
            self.whole
        };
        done * 100 / self.whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_stays_within_its_bounds() {
        let p = |done, whole| {
            Progress {
                done,
                whole,
                ..Progress::default()
            }
            .percent()
        };
        assert_eq!([p(0, 0), p(1, 3), p(3, 3), p(9, 3)], [0, 33, 100, 100]);
    }
}
