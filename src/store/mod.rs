//! What is kept, behind two traits: a reader that knows its viewer, and a writer whose one door
//! is the gate of the domain. SQL stands only below this module.

mod ask;
pub mod draw;
mod interrupt;
pub mod sqlite;

pub use ask::{Mark, MarkValue, Order, Query, Scope};
pub use interrupt::Interrupter;

use crate::domain::checklist::{Settled, Sheet};
use crate::domain::clean::Clean;
use crate::domain::companion::{Companion, Evidence, PlanLine};
use crate::domain::coverage::Coverage;
use crate::domain::day::{Day, Instant};
use crate::domain::declaration::Declaration;
use crate::domain::entry::{Algorithm, Payload};
use crate::domain::fen::Fen;
use crate::domain::finding::Finding;
use crate::domain::gate::{Command, Refused};
use crate::domain::gauge::{Cell, Gauge, Grid};
use crate::domain::id::{CaseId, PersonId, Seq};
use crate::domain::procedure::{Digest, Procedure};
use crate::domain::profile::Profile;
use crate::domain::roster::Person;
use crate::domain::score::Points;
use crate::domain::standing::Standing;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// What went wrong below.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no database at that place.
    #[error("no database at {0}")]
    Missing(PathBuf),
    /// A file is there already.
    #[error("{0} exists already")]
    Exists(PathBuf),
    /// The file is no database of ours, or damaged.
    #[error("{path}: {why}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was seen.
        why: String,
    },
    /// The database was written by a newer program.
    #[error("schema {found} is newer than {known}")]
    Newer {
        /// Its schema.
        found: i64,
        /// The newest that this program knows.
        known: i64,
    },
    /// The file system cannot hold it (WAL needs one host).
    #[error("network file system: {0}")]
    Network(String),
    /// The database was written by an older program and this account may not upgrade it.
    #[error("schema {found} is older than {known}")]
    Older {
        /// The file.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The one that this program reads.
        known: i64,
    },
    /// A newer question has come: nobody waits for this answer.
    #[error("superseded")]
    Superseded,
    /// Stopped as asked.
    #[error("stopped")]
    Stopped,
    /// Another process has held it for too long.
    #[error("the database is busy")]
    Busy,
    /// The disk is full.
    #[error("the disk is full")]
    Full,
    /// The database may only be read.
    #[error("the database may only be read")]
    ReadOnly,
    /// The file was deleted or replaced while it was open.
    #[error("the database file was replaced")]
    Replaced,
    /// The person is not entered in the database.
    #[error("{0} is not entered")]
    Stranger(String),
    /// The case has moved on since the version that was judged.
    #[error("expected version {expected}, found {found}")]
    Conflict {
        /// The version judged.
        expected: u32,
        /// The version now.
        found: u32,
        /// Who moved it, as far as the viewer may know.
        by: Option<String>,
    },
    /// The gate says no.
    #[error("refused: {}", .0.id())]
    Refused(Refused),
    /// No such case.
    #[error("no case {0}")]
    NoCase(String),
    /// A form came for a case that is decided for good.
    #[error("{0} is decided")]
    Locked(String),
    /// Something is not as it must be: says what.
    #[error("{0}")]
    Broken(String),
    /// SQLite says something else.
    #[error(transparent)]
    Sqlite(rusqlite::Error),
    /// The file system says something.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// What kind of database it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Database {
    /// 练习库.
    pub practice: bool,
    /// Budget year.
    pub year: i32,
    /// A bureau's host: people come in by their keys alone.
    pub house: bool,
    /// How entries are hashed.
    pub algorithm: Algorithm,
    /// Number of the last entry.
    pub entries: Seq,
    /// Its hash.
    pub head: Digest,
    /// The hash of the first, by which the database is known.
    pub first: Digest,
}

impl Database {
    /// The checkpoint up to an entry of it, its three lines in one.
    pub fn point(&self, seq: Seq, hash: Digest) -> String {
        let point = crate::domain::checkpoint::Checkpoint {
            origin: crate::domain::checkpoint::origin(self.first),
            size: seq.get().unsigned_abs(),
            head: hash,
        };
        point.note().trim_end().replace('\n', " ")
    }
}

/// A queue and its counts for the viewer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueCount {
    /// Identifier.
    pub queue: String,
    /// Cases in all.
    pub total: u64,
    /// Cases not yet decided.
    pub pending: u64,
    /// Cases that wait for the viewer.
    pub mine: u64,
    /// Of these, past their deadline.
    pub overdue: u64,
    /// Earliest deadline among the undecided.
    pub next_due: Option<Day>,
}

/// A person's own acts since a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Done {
    /// Verdicts given.
    pub decided: u64,
    /// Verdicts withdrawn.
    pub withdrawn: u64,
}

/// What the viewer has done with a case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mine {
    /// It waits for the viewer.
    pub waiting: bool,
    /// The viewer's standing verdict.
    pub verdict: Option<String>,
    /// The viewer stepped back.
    pub recused: bool,
}

/// A line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The case.
    pub id: CaseId,
    /// Queue.
    pub queue: String,
    /// Project code.
    pub code: Clean,
    /// Name.
    pub name: Clean,
    /// Unit.
    pub unit: Clean,
    /// District code, or "".
    pub district: String,
    /// Amount.
    pub amount: Fen,
    /// Deadline.
    pub due: Option<Day>,
    /// Round.
    pub round: u16,
    /// State as the viewer may know it.
    pub state: String,
    /// Version as the viewer's account judges it.
    pub version: u32,
    /// Findings: errors, warnings, notes.
    pub findings: [u32; 3],
    /// Ids of the rules among them, with blanks between.
    pub rules: String,
    /// Seats filled.
    pub seats_done: u8,
    /// Seats needed.
    pub seats_total: u8,
    /// The viewer's part.
    pub mine: Mine,
    /// How far money and results are, and what is at stake.
    pub gauge: Gauge,
    /// The entry that last changed it for all.
    pub changed: Seq,
    /// Where it stands in the order that was asked for.
    pub mark: Option<Mark>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// Rows in order.
    pub rows: Vec<Row>,
    /// Where to go on in the direction asked for; none at the end.
    pub next: Option<Mark>,
    /// Rows in all, where that is kept or was found on the way.
    pub total: Option<u64>,
    /// False when the reader stopped to answer in time: ask again from `next`.
    pub complete: bool,
}

/// A form of one round with what the rules say of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Number from 1.
    pub number: u16,
    /// The form.
    pub declaration: Declaration,
    /// The findings.
    pub findings: Vec<Finding>,
    /// When it was filed here.
    pub at: Instant,
}

/// A line of a history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogLine {
    /// Number.
    pub seq: Seq,
    /// When.
    pub at: Instant,
    /// Who: account and name.
    pub by: (String, Clean),
    /// Role they acted in.
    pub role: String,
    /// Queue, or "".
    pub queue: String,
    /// Project code, or "".
    pub code: String,
    /// Version judged.
    pub version: u32,
    /// The command as given, and after ` key:` the key that let the person in; none while it is
    /// blind for this viewer.
    pub command: Option<String>,
    /// Kind of entry.
    pub kind: String,
    /// What, or none while it is blind for this viewer.
    pub payload: Option<Payload>,
    /// Names of the persons that it names.
    pub about: Vec<(PersonId, Clean)>,
    /// The payload as it lies there, or none while it is blind for this viewer.
    pub text: Option<String>,
    /// Algorithm.
    pub algorithm: String,
    /// Hash of the entry before.
    pub prev: Digest,
    /// Its hash.
    pub hash: Digest,
}

/// All about one case, as the viewer may see it.
#[derive(Debug, Clone)]
pub struct CaseFile {
    /// Its line.
    pub row: Row,
    /// Its procedure.
    pub procedure: Arc<Procedure>,
    /// Its rule profile.
    pub profile: Arc<Profile>,
    /// Rounds, the present one last.
    pub rounds: Vec<Round>,
    /// How it stands, blind grades cut out.
    pub standing: Standing,
    /// Its history.
    pub history: Vec<LogLine>,
    /// Names of the persons in it.
    pub names: BTreeMap<PersonId, Clean>,
    /// True when somebody beside the viewer is entered (see `gate::Facts`).
    pub others: bool,
    /// The project's own plan of payments and results, where its queue watches them.
    pub plan: Vec<PlanLine>,
    /// Its checklist, where its queue has one.
    pub sheet: Option<Arc<Sheet>>,
    /// The evidence listed for it, where its queue has a checklist.
    pub evidence: Vec<Evidence>,
}

impl CaseFile {
    /// The present round.
    pub fn now(&self) -> Option<&Round> {
        self.rounds.last()
    }
    /// The findings of the present round.
    pub fn findings(&self) -> &[Finding] {
        self.now().map_or(&[], |r| &r.findings)
    }
    /// What the gate must know.
    pub fn facts(&self, today: Day) -> crate::domain::gate::Facts<'_> {
        crate::domain::gate::Facts {
            findings: self.findings(),
            unit: self.row.unit.as_str(),
            others: self.others,
            today,
            sheet: self.sheet.as_deref(),
        }
    }
}

/// A case among the seats' grades.
#[derive(Debug, Clone)]
pub struct Graded {
    /// Its line.
    pub row: Row,
    /// How it stands, blind grades cut out.
    pub standing: Standing,
}

/// Cases by seats 席位矩阵: those that wait for a lead first, then those waiting for seats.
#[derive(Debug, Clone, Default)]
pub struct Matrix {
    /// The cases.
    pub cases: Vec<Graded>,
    /// There are more than these.
    pub more: bool,
    /// Names of the persons in them.
    pub names: BTreeMap<PersonId, Clean>,
}

/// Something to be appended to a case.
#[derive(Debug, Clone)]
pub struct Append {
    /// The case.
    pub case: CaseId,
    /// The version that was judged; none: whatever it is now (undo, notes).
    pub expected: Option<u32>,
    /// What.
    pub command: Command,
    /// The command as given, for the log: `decide`, `undo`. Acts under one name beginning with
    /// `bulk ` are taken back together.
    pub by_command: std::borrow::Cow<'static, str>,
}

/// Cases that are chosen to be looked at.
#[derive(Debug, Clone)]
pub struct Draw {
    /// Queue.
    pub queue: String,
    /// How they were drawn.
    pub drawn: Payload,
    /// Each, and why.
    pub cases: Vec<(CaseId, String)>,
}

/// A self-evaluation as the page of its department has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluated {
    /// The case.
    pub id: CaseId,
    /// Project code.
    pub code: String,
    /// Name.
    pub name: Clean,
    /// Unit.
    pub unit: Clean,
    /// Amount.
    pub amount: Fen,
    /// State.
    pub state: String,
    /// It was chosen to be looked at.
    pub chosen: bool,
    /// The score declared.
    pub declared: Points,
    /// The score by its own figures.
    pub computed: Points,
    /// The money times the difference that is to be expected.
    pub stake: Fen,
    /// The score that was decided, and what the difference is made of; none while it is open.
    pub settled: Option<Settled>,
    /// The verdict that was decided.
    pub verdict: Option<String>,
    /// The grade fell by it.
    pub fell: bool,
    /// Points that each kind of indicator lost, by its level 2 as the form has it.
    pub lost: Vec<(String, Points)>,
    /// Items of the checklist that it failed.
    pub failed: Vec<String>,
}

/// Proof that it is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The entry.
    pub seq: Seq,
    /// The case.
    pub case: CaseId,
    /// Version after it, as the acting account judges.
    pub version: u32,
    /// State after it, as the acting account may know.
    pub state: String,
    /// Hash of the entry.
    pub hash: Digest,
}

/// A file that was read, ready to be stored.
#[derive(Debug, Clone)]
pub struct Intake {
    /// File name, fit to show.
    pub source: Clean,
    /// SHA-256 of its bytes.
    pub sha256: Digest,
    /// Kind of table.
    pub table: String,
    /// Rows read.
    pub rows_read: u64,
    /// Forms.
    pub declarations: Vec<Declaration>,
    /// Companion lines.
    pub companions: Vec<Companion>,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// Cases opened, by code.
    pub opened: Vec<String>,
    /// Cases with a new round.
    pub changed: Vec<String>,
    /// Cases (or companion lines) that were already so.
    pub same: Vec<String>,
    /// False when nothing had to be written.
    pub stored: bool,
}

/// What changed since an entry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Number of the last entry.
    pub head: Seq,
    /// Cases changed by others, with who and what kind.
    pub cases: Vec<(CaseId, PersonId, String)>,
}

/// What `verify` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Entries looked at.
    pub entries: u64,
    /// Hash of the last one.
    pub head: Digest,
    /// How they are signed.
    pub signatures: crate::domain::history::Signatures,
    /// The first bad entry (0: not of an entry) and what is wrong.
    pub first_bad: Option<(i64, String)>,
}

/// Reads, for one viewer: what a blind round hides is cut here, for screens, JSON and papers alike.
pub trait Reader: Send {
    /// Who reads.
    fn viewer(&self) -> &Person;
    /// Kind of database.
    fn database(&mut self) -> Result<Database, StoreError>;
    /// The queues with their counts.
    fn queues(&mut self, today: Day) -> Result<Vec<QueueCount>, StoreError>;
    /// A page of a list.
    fn page(&mut self, q: &Query) -> Result<Page, StoreError>;
    /// The place of a case in a list, whether or not the filter takes it.
    fn mark(&mut self, q: &Query, id: CaseId) -> Result<Option<Mark>, StoreError>;
    /// How many rows of a list stand before a place; none where counting would take long.
    fn ordinal(&mut self, q: &Query, at: &Mark) -> Result<Option<u64>, StoreError>;
    /// The cases of a list, at most `max`, in its order.
    fn ids(&mut self, q: &Query, max: usize) -> Result<Vec<CaseId>, StoreError>;
    /// The next case that waits for the viewer after `after` (from the beginning again when there
    /// is none behind it): in `queue` in the order that queue is sorted by at first, or in any in
    /// order of deadline.
    fn next_waiting(
        &mut self,
        queue: Option<&str>,
        after: Option<CaseId>,
    ) -> Result<Option<CaseId>, StoreError>;
    /// How many cases stand where by money and results, of those that a list would show.
    fn grid(&mut self, q: &Query) -> Result<Grid, StoreError>;
    /// The cases of a queue that stand in a cell, the most money first, at most `limit`.
    fn standing_in(
        &mut self,
        queue: &str,
        cell: Cell,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError>;
    /// How much of what bears targets was monitored; none where there are more than `most` objects.
    fn coverage(&mut self, most: u64) -> Result<Option<Coverage>, StoreError>;
    /// What is to be self-evaluated: `monitored` says whether it was.
    fn due_evaluations(&mut self) -> Result<Vec<crate::domain::coverage::Object>, StoreError>;
    /// The self-evaluations of a queue, of one unit or of all, by unit and code; none where there are
    /// more than `most`.
    fn evaluated(
        &mut self,
        queue: &str,
        unit: Option<&str>,
        most: usize,
    ) -> Result<Option<Vec<Evaluated>>, StoreError>;
    /// Cases of a code, in all queues.
    fn find(&mut self, code: &str) -> Result<Vec<(CaseId, String)>, StoreError>;
    /// All about one case.
    fn case(&mut self, id: CaseId) -> Result<CaseFile, StoreError>;
    /// Entries after a number, at most `limit`.
    fn log(&mut self, after: Seq, limit: usize) -> Result<Vec<LogLine>, StoreError>;
    /// The cases of a queue with all seats, at most `most`.
    fn matrix(&mut self, queue: &str, most: usize) -> Result<Matrix, StoreError>;
    /// The viewer's latest verdict that still stands.
    fn latest_own(&mut self) -> Result<Option<CaseId>, StoreError>;
    /// The cases of the viewer's latest act that still stands: one, or all of a wide act.
    fn latest_acts(&mut self) -> Result<Vec<CaseId>, StoreError>;
    /// What changed since an entry, cheaply when nothing did.
    fn changes(&mut self, after: Seq) -> Result<Changes, StoreError>;
    /// The viewer's own acts since a moment.
    fn done_since(&mut self, since: Instant) -> Result<Done, StoreError>;
    /// How many cases others have done something to since an entry; counted as far as is quick.
    fn news_since(&mut self, after: Seq) -> Result<u64, StoreError>;
    /// People known.
    fn people(&mut self) -> Result<Vec<Person>, StoreError>;
    /// Stops a statement of this reader that runs in another thread.
    fn interrupter(&self) -> Interrupter;
}

/// Writes, as one person.
pub trait Writer: Send {
    /// Appends to a case. Returns only after it is on disk.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when the case has moved on, [`StoreError::Refused`] when the gate
    /// says no; nothing is written then (an attempt at what is not one's own is recorded).
    fn append(&mut self, a: &Append, at: Instant) -> Result<Receipt, StoreError>;
    /// Chooses cases to be looked at: how they were drawn, and an entry for each, or nothing.
    ///
    /// # Errors
    /// As [`Writer::append`], for the first case that cannot be chosen.
    fn choose(&mut self, draw: &Draw, at: Instant) -> Result<Vec<Receipt>, StoreError>;
    /// Stores a file whole, or nothing of it.
    fn import(&mut self, intake: &Intake, at: Instant) -> Result<Taken, StoreError> {
        self.import_while(intake, at, &mut |_| true)
    }
    /// As [`Writer::import`]; `goes_on` is told how many forms are done so far, and may say no.
    ///
    /// # Errors
    /// [`StoreError::Stopped`] when it said no; nothing is stored then.
    fn import_while(
        &mut self,
        intake: &Intake,
        at: Instant,
        goes_on: &mut dyn FnMut(usize) -> bool,
    ) -> Result<Taken, StoreError>;
}

impl From<rusqlite::Error> for StoreError {
    fn from(e: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as C;
        match e.sqlite_error_code() {
            Some(C::DatabaseBusy | C::DatabaseLocked) => Self::Busy,
            Some(C::DiskFull) => Self::Full,
            Some(C::ReadOnly) => Self::ReadOnly,
            _ => Self::Sqlite(e),
        }
    }
}
