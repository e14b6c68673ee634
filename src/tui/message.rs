//! The messages that reach the screens, and the effects they ask for.

use super::bulk::{Outcome, Plan};
use super::draft::Draft;
use crate::domain::coverage::{Coverage, Part};
use crate::domain::day::Day;
use crate::domain::gate::Verdictum;
use crate::domain::gauge::{Cell, Grid};
use crate::domain::id::{CaseId, Seq};
use crate::store::{Append, CaseFile, Changes, LogLine, Page, Query, QueueCount, Receipt, Row};
use std::collections::BTreeSet;

/// What reaches the screens.
#[derive(Debug)]
pub enum Msg {
    /// A key by its name.
    Key(String),
    /// Pasted text.
    Paste(String),
    /// The terminal's new size.
    Resize(u16, u16),
    /// What colleagues are at.
    Colleagues(super::desks::Colleagues),
    /// What is to be said on the message line.
    Said(String),
    /// Time has passed.
    Tick,
    /// What was drawn last is on the terminal.
    Drawn,
    /// Counts of the queues.
    Queues(Vec<QueueCount>),
    /// A page of the list asked for under that ticket.
    Page(u64, Box<Page>),
    /// A case, with what was begun on it.
    Case(u64, Box<(CaseFile, Draft)>),
    /// The next case that waits, if any.
    Next(Option<CaseId>),
    /// A verdict is on disk.
    Saved(Box<Receipt>),
    /// Something failed; nothing was signed.
    Failed(String, bool),
    /// Others' changes.
    Changes(Changes),
    /// A draft is on disk, or not.
    DraftKept(bool),
    /// What a wide act would do.
    Planned(Box<Plan>),
    /// What became of a wide act.
    Done(Box<Outcome>),
    /// Verdicts were taken back: of which cases, at which version now, and what they were.
    Undone(Vec<(CaseId, String, u32, Verdictum)>),
    /// Case numbers of the whole list as asked for, and whether there are more.
    Ids(Vec<(CaseId, u32)>, bool),
    /// Cases near-identical to the one asked about, and whether there may be more.
    Alike(Vec<(CaseId, u32)>, bool),
    /// Cases that have drafts.
    Drafts(BTreeSet<CaseId>),
    /// What home says of a person's day.
    Today(Box<super::today::Today>),
    /// How much was monitored, where that is quickly told.
    Covered(Option<Part>),
    /// Cases of a saved view, and whether there are more.
    Counted(String, u64, bool),
    /// Lines of the log, newest first.
    Log(u64, Vec<LogLine>),
    /// The cases of a queue with all seats.
    Matrix(Box<crate::store::Matrix>),
    /// How many cases stand where, asked for under that ticket.
    Grid(u64, Box<Grid>),
    /// Cases that stand in a cell, the most money first.
    Standing(Cell, Vec<Row>),
    /// The cases of the scatter, asked for under that ticket.
    Dots(u64, Vec<Row>),
    /// The self-evaluations of a queue, none where there are too many; and the seed of a lot: the
    /// hash of the last entry, which nobody can choose.
    Evaluated(Option<Vec<crate::store::Evaluated>>, String),
    /// The SHA-256 of a document, where it can be read.
    Digest(String, Option<crate::domain::procedure::Digest>),
    /// So many cases were chosen.
    Chosen(usize),
    /// The report was written, or not.
    Paper(Result<String, String>),
    /// How much was monitored, and what was not.
    Missing(Box<Coverage>),
    /// The text written in the editor, or why there is none.
    Edited(Result<String, String>),
    /// The settings are on disk, or why not.
    Settings(Option<String>),
    /// How far files are read in.
    Intake(Box<crate::intake::progress::Progress>),
    /// Names that a path may mean.
    Paths(crate::intake::paths::Paths),
}

/// What the screens ask for.
#[derive(Debug, Clone)]
pub enum Effect {
    /// What the person is at.
    At(super::desks::At),
    /// Counts.
    Queues,
    /// A page.
    Page(u64, Box<Query>),
    /// A case.
    Case(u64, CaseId),
    /// The next case that waits after this one.
    Next(Option<String>, Option<CaseId>),
    /// Append.
    Save(Box<Append>),
    /// Take back one's latest act.
    Undo,
    /// What a wide act would do to cases at the versions seen.
    Plan(Box<super::bulk::Asked>),
    /// Append many.
    SaveAll(Vec<Append>),
    /// Adopt everything found in these cases, into their drafts.
    AdoptIn(Vec<CaseId>),
    /// Numbers of all cases of a list.
    Ids(Box<Query>),
    /// Cases near-identical to this one.
    Alike(CaseId),
    /// What one has written oneself on the first becomes a draft on the others too.
    Share(CaseId, Vec<CaseId>),
    /// Cases that have drafts.
    Drafts,
    /// A person's day, with what is new since an entry.
    Today(Seq),
    /// How much was monitored.
    Covered,
    /// Count the cases of the saved view of that letter.
    Count(String, Box<Query>),
    /// Lines of the log before a number.
    Log(u64, Option<Seq>),
    /// The cases of a queue with all seats, at most so many.
    Matrix(String, usize),
    /// How many cases stand where.
    Grid(u64, Box<Query>),
    /// Cases that stand in a cell: of the whole queue, or of a narrower question.
    Standing(String, Cell, Option<Box<Query>>),
    /// The cases of the scatter.
    Dots(u64, Box<Query>),
    /// What was never reported on.
    Missing,
    /// The self-evaluations of a queue.
    Evaluated(String),
    /// Choose cases to be looked at.
    Choose(Box<crate::store::Draw>),
    /// Write the report on a department.
    Paper(String),
    /// The SHA-256 of a document, for a row of the checklist.
    Digest(String, std::path::PathBuf),
    /// Put on the terminal's clipboard.
    Copy(String),
    /// Show the screen as plain text until a key.
    Plain,
    /// Give the terminal to the shell until it comes back.
    Suspend,
    /// Edit a text in the editor of the environment.
    Editor(String),
    /// Keep the settings.
    Settings(std::path::PathBuf, Day, Box<crate::settings::Settings>),
    /// Keep a draft.
    Draft(String, CaseId, Box<Draft>),
    /// Read a file or a directory in, telling how far it is that often.
    Intake(std::path::PathBuf, std::time::Duration),
    /// Stop reading in.
    StopIntake,
    /// Names that begin like a path typed.
    Paths(String),
    /// Paint everything again.
    Repaint,
    /// Leave with an exit code.
    Quit(u8),
}
