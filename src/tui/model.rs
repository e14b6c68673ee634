//! What the screens show. Drawing reads it, `update` alone changes it, and neither waits for
//! anything.

use super::bulk::Plan;
use super::command::{Do, Keymap};
use super::draft::{Draft, Writing};
pub use super::message::{Effect, Msg};
use super::theme::Look;
use crate::domain::checklist::Reply;
use crate::domain::day::Day;
use crate::domain::filter::Filter;
use crate::domain::gate::Verdictum;
use crate::domain::id::{CaseId, Seq};
use crate::domain::roster::Person;
use crate::store::{CaseFile, LogLine, Order, QueueCount, Row, Scope};
use crate::words::Lang;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Instant;

/// Which screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// Home.
    Home,
    /// A queue's list.
    Queue,
    /// A case.
    Case,
    /// Two rounds of a case.
    Rounds,
    /// Cases by seats.
    Matrix,
    /// Cases by money and results.
    Quadrant,
    /// Departments of a re-evaluation.
    Units,
    /// The log.
    Log,
    /// The settings.
    Form,
}

/// Tabs of a case.
pub const TABS: usize = 5;

/// The case on the screen: open, or under the cursor of the list.
#[derive(Debug)]
pub struct Work {
    /// The case.
    pub file: CaseFile,
    /// What was begun on it.
    pub draft: Draft,
    /// Tab: 0 form, 1 indicators, 2 findings, 3 opinions, 4 history.
    pub tab: usize,
    /// Cursor of each tab.
    pub at: [usize; TABS],
}

impl Work {
    /// True when a finding is neither adopted nor set aside.
    pub fn is_open(&self, n: usize) -> bool {
        let Some(f) = self.file.findings().get(n) else {
            return false;
        };
        let adopted = self
            .draft
            .opinions
            .iter()
            .any(|o| o.rule.as_ref() == Some(&f.rule) && o.field == f.field);
        !adopted && !self.is_waived(n)
    }
    /// True when a finding is set aside.
    pub fn is_waived(&self, n: usize) -> bool {
        let f = self.file.findings().get(n);
        f.is_some_and(|f| {
            self.draft
                .waived
                .iter()
                .any(|w| crate::domain::gate::covers(w, f))
        })
    }
}

/// The list of a queue.
#[derive(Debug, Default)]
pub struct List {
    /// Queue.
    pub queue: String,
    /// Rows in order.
    pub rows: Vec<Row>,
    /// The case under the cursor.
    pub cursor: Option<CaseId>,
    /// First row shown.
    pub top: usize,
    /// First row shown when the cursor last rested; what tells of it is drawn then.
    pub rested: usize,
    /// All or mine.
    pub scope: Scope,
    /// Order.
    pub order: Order,
    /// What was searched for.
    pub search: String,
    /// The filter as understood.
    pub filter: Option<Filter>,
    /// More rows follow after this mark.
    pub more: Option<crate::store::Mark>,
    /// Rows in all.
    pub total: Option<u64>,
    /// Cases changed by others since it was loaded.
    pub news: Vec<CaseId>,
    /// Cases marked, also such as are not loaded, with the version seen.
    pub marks: BTreeMap<CaseId, u32>,
    /// Where a range of marks begins.
    pub anchor: Option<CaseId>,
    /// Columns scrolled sideways.
    pub shift: usize,
    /// The order turned round.
    pub reverse: bool,
    /// The reader has not gone through everything yet.
    pub searching: bool,
    /// The first row loaded is the first of the list.
    pub begins: bool,
    /// What the page on its way is.
    pub coming: Option<super::list::Coming>,
}

impl List {
    /// Row number of the cursor.
    pub fn at(&self) -> usize {
        self.rows
            .iter()
            .position(|r| Some(r.id) == self.cursor)
            .unwrap_or(0)
    }
}

/// What lies over the screen.
#[derive(Debug)]
pub enum Over {
    /// Asks before signing.
    Sign(Asking),
    /// Text entry.
    Entry(Entry),
    /// A prompt of one line over choices.
    Prompt(Prompt),
    /// A text to read: head, lines, first line shown.
    Text(String, Vec<String>, usize),
    /// A wide act, judged; whether its cases are listed, from which line.
    Bulk(Box<Plan>, Option<usize>),
    /// A verdict met a newer version: the verdict, and the case as it was judged.
    Conflict(Box<(Verdictum, CaseFile)>, Instant),
    /// Text pasted where none is entered.
    Pasted(String),
    /// What could not be stored, and what is kept.
    Failure(String, Box<Effect>),
    /// Files that are read in, or were: what is wrong with them is listed, from which line.
    Intake(Option<usize>),
}

/// What waits for a yes.
#[derive(Debug, Clone)]
pub struct Asking {
    /// What would be signed.
    pub act: Signing,
    /// Only `y` signs, not Enter.
    pub only_y: bool,
    /// First line shown.
    pub top: usize,
}

/// What would be signed.
#[derive(Debug, Clone)]
pub enum Signing {
    /// A verdict.
    Verdict(Box<Verdictum>),
    /// Stepping back, with the reason's identifier.
    Recuse(&'static str),
    /// Cases chosen to be looked at.
    Draw(Box<super::units::Plan>),
}

/// What a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// An opinion.
    Opinion,
    /// The reason for setting a finding aside.
    Reason,
    /// A note to colleagues.
    Note,
    /// The reason for a harsh verdict, which goes on to that verdict.
    Harsh(Armed),
}

/// Text entry.
#[derive(Debug)]
pub struct Entry {
    /// What for.
    pub purpose: Purpose,
    /// The text.
    pub text: super::buffer::Buffer,
    /// What it belongs to.
    pub belongs: Writing,
}

/// What a prompt of one line is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asks {
    /// A search; what the list was before.
    Search(Before),
    /// Marks by an expression.
    Mark,
    /// Commands by name.
    Palette,
    /// The keys of this screen; true for those of all screens.
    Help(bool),
    /// A filter from a menu: the field chosen.
    Filter(Option<usize>),
    /// Stock phrases, for the text begun.
    Phrases,
    /// The name of a view.
    View,
    /// A saved view by its letter.
    Views,
    /// A list of the queue that has a name.
    Named,
    /// What kind of difference a row has.
    Class,
    /// The verified value of a row, and its class.
    Verified(String),
    /// The score of a row and why, and its class, "" for that which it has.
    Score(String),
    /// What differs in an item of the checklist.
    Differs,
    /// A remark on a row.
    Remark,
    /// Where the evidence of a row is.
    Proof,
    /// Another total and why.
    Total,
    /// What the department says.
    Reply,
    /// Why it does not agree.
    Reason(Reply),
    /// A grade from this person's sheet of paper: its number, the grade, the opinion.
    Proxy(crate::domain::id::PersonId),
    /// Why this person, who stepped back, is let in again.
    Readmit(crate::domain::id::PersonId),
    /// What is read in: a file or a directory.
    Intake,
}

/// What a list was before a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Before {
    /// The search.
    pub search: String,
    /// The case under the cursor.
    pub cursor: Option<CaseId>,
}

/// A prompt of one line.
#[derive(Debug)]
pub struct Prompt {
    /// What for.
    pub asks: Asks,
    /// What was typed.
    pub text: super::buffer::Buffer,
    /// The choice under the cursor.
    pub at: usize,
    /// The text entry it was opened from.
    pub entry: Option<Box<Entry>>,
}

/// Keys pressed that begin a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// The keys, with blanks between.
    pub keys: String,
    /// Since when.
    pub since: Instant,
    /// The drawer of what may follow is shown.
    pub shown: bool,
}

/// What the desk was told by its settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The next waiting case opens after a verdict.
    pub advance: bool,
    /// The preview is shown.
    pub preview: bool,
    /// The list takes the whole screen.
    pub whole: bool,
    /// The whole row under the cursor is reversed.
    pub full_row: bool,
    /// Slow line: long rests, rare polling.
    pub slow: bool,
    /// `,` after a Han character becomes `，`.
    pub auto_punct: bool,
    /// An editor of the environment may be opened.
    pub editor: bool,
    /// Rows that the box of a text grows to.
    pub text_rows: u16,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            advance: true,
            preview: true,
            whole: false,
            full_row: false,
            slow: false,
            auto_punct: false,
            editor: true,
            text_rows: 8,
        }
    }
}

/// Two rounds of a case, read.
#[derive(Debug)]
pub struct RoundsView {
    /// Lines of the comparison.
    pub at: usize,
    /// Unchanged fields are shown as well.
    pub all: bool,
}

/// The log on the screen, newest first.
#[derive(Debug, Default)]
pub struct LogView {
    /// Lines.
    pub lines: Vec<LogLine>,
    /// Line under the cursor.
    pub at: usize,
    /// First line shown.
    pub top: usize,
    /// Nothing is older.
    pub ended: bool,
    /// Older ones are on their way.
    pub asked: bool,
    /// Only what others did since this entry.
    pub since: Option<Seq>,
}

/// Everything.
#[derive(Debug)]
pub struct Model {
    /// Who acts.
    pub who: Person,
    /// 练习库.
    pub practice: bool,
    /// The file may only be read.
    pub read_only: bool,
    /// Language.
    pub lang: Lang,
    /// Hues, glyphs, widths.
    pub look: Look,
    /// Columns and rows.
    pub size: (u16, u16),
    /// Today.
    pub today: Day,
    /// Which screen.
    pub screen: Screen,
    /// Queues.
    pub queues: Vec<QueueCount>,
    /// Cursor of home.
    pub home: usize,
    /// What home says beside the queues.
    pub day: super::today::Today,
    /// The list.
    pub list: List,
    /// The case on the screen.
    pub work: Option<Work>,
    /// What lies over it.
    pub over: Option<Over>,
    /// Screens one came from.
    pub came: Vec<Screen>,
    /// Keys that begin a command.
    pub pending: Option<Pending>,
    /// The keys in force.
    pub keymap: Keymap,
    /// The settings as they bear on the screens.
    pub options: Options,
    /// The settings as they stand in their files.
    pub settings: crate::settings::Settings,
    /// Where one's own settings are kept; none without a home directory.
    pub kept: Option<std::path::PathBuf>,
    /// The form of the settings.
    pub form: super::prefs::Form,
    /// The look before settings had their say.
    pub measured: Look,
    /// The cursor of the list came to rest then; its preview is asked for after a while.
    pub rest: Option<Instant>,
    /// What waits for the case under the cursor to come.
    pub wanted: Option<(CaseId, Want)>,
    /// Verdicts taken back, the latest last, each with the version it would be signed on.
    pub undone: Vec<Vec<(CaseId, u32, Verdictum)>>,
    /// Verdicts given in this sitting: queue and verdict of each case.
    pub walked: BTreeMap<CaseId, (String, String)>,
    /// Cases with drafts.
    pub drafts: BTreeSet<CaseId>,
    /// Earlier searches, the latest last.
    pub searches: Vec<String>,
    /// Commands run from the palette, the latest last.
    pub ran: Vec<&'static str>,
    /// Two rounds.
    pub rounds: Option<RoundsView>,
    /// Cases by seats.
    pub matrix: super::matrix::View,
    /// Departments of a re-evaluation.
    pub units: super::units::View,
    /// The unit that the cursor is to stand on once they have come.
    pub wanted_unit: Option<String>,
    /// Papers can be written from here.
    pub prints: bool,
    /// A house: no other program is started, and the session is not stopped.
    pub confined: bool,
    /// Cases by money and results.
    pub quadrant: super::quadrant::View,
    /// The log.
    pub log: LogView,
    /// What the person is at, as colleagues were told.
    pub at: super::desks::At,
    /// What colleagues are at.
    pub colleagues: super::desks::Colleagues,
    /// The verdict on its way, and the case as it was judged.
    pub sent: Option<Box<(Verdictum, CaseFile)>>,
    /// A drawer was drawn then.
    pub asked: Option<Instant>,
    /// The message line.
    pub message: String,
    /// The last verdict's words, shown until the next.
    pub draft_note: String,
    /// Tickets given out for pages and cases; older answers are dropped.
    pub page_ticket: u64,
    /// As above, for cases.
    pub case_ticket: u64,
    /// As above, for the log.
    pub log_ticket: u64,
    /// The last entry that stood when this person left the desk before.
    pub seen: Seq,
    /// The case and version that stand on the terminal, and since when.
    pub drawn: Option<(CaseId, u32, Instant)>,
    /// The screen on which the next waiting case was asked for: an answer that comes after one left
    /// it is not obeyed.
    pub seeking: Option<Screen>,
    /// Keys typed before the screen they are meant for had come.
    pub ahead: VecDeque<String>,
    /// When the last key came.
    pub last_key: Option<Instant>,
    /// A key that signs, waiting to have arrived alone.
    pub armed: Option<(Armed, Instant)>,
    /// Files that are read in, or were in this sitting.
    pub intake: Option<super::intake::Intake>,
    /// Names of files that a path being typed may mean.
    pub paths: crate::intake::paths::Paths,
    /// Verdicts on their way to disk.
    pub saving: usize,
    /// Asked to quit while one is on its way.
    pub leaving: Option<u8>,
    /// Open the next waiting case when the receipt comes.
    pub advance: bool,
    /// Last entry seen.
    pub head: Seq,
    /// A draft changed and is not yet on disk, since.
    pub dirty: Option<Instant>,
    /// Names of the verdict on its way, for the message.
    pub said: String,
}

impl Model {
    /// The case that commands speak of: open, or under the cursor of the list and read.
    pub fn here(&self) -> Option<&Work> {
        self.work.as_ref().filter(|w| self.is_here(w))
    }
    /// As above, to change what was begun on it.
    pub fn here_mut(&mut self) -> Option<&mut Work> {
        let cursor = self.list.cursor;
        let graded = self.matrix.here().map(|g| g.row.id);
        let screen = self.screen;
        self.work.as_mut().filter(|w| match screen {
            Screen::Queue => Some(w.file.row.id) == cursor,
            Screen::Matrix => Some(w.file.row.id) == graded,
            Screen::Case | Screen::Rounds => true,
            Screen::Home | Screen::Quadrant | Screen::Units | Screen::Log | Screen::Form => false,
        })
    }
    fn is_here(&self, w: &Work) -> bool {
        match self.screen {
            Screen::Queue => Some(w.file.row.id) == self.list.cursor,
            Screen::Matrix => self
                .matrix
                .here()
                .is_some_and(|g| g.row.id == w.file.row.id),
            Screen::Case | Screen::Rounds => true,
            Screen::Home | Screen::Quadrant | Screen::Units | Screen::Log | Screen::Form => false,
        }
    }
    /// The row under the cursor, or of the open case.
    pub fn row(&self) -> Option<&Row> {
        match self.screen {
            Screen::Queue => self
                .list
                .rows
                .iter()
                .find(|r| Some(r.id) == self.list.cursor),
            Screen::Matrix => self.matrix.here().map(|g| &g.row),
            Screen::Case | Screen::Rounds => self.work.as_ref().map(|w| &w.file.row),
            Screen::Home | Screen::Quadrant | Screen::Units | Screen::Log | Screen::Form => None,
        }
    }
    /// True while the screen has nothing yet of what it is there to show.
    pub fn is_bare(&self) -> bool {
        match self.screen {
            Screen::Home => self.queues.is_empty(),
            Screen::Queue => self.list.rows.is_empty() && self.list.coming.is_some(),
            Screen::Case => self.here().is_none(),
            Screen::Matrix => self.matrix.coming && self.matrix.cases.is_empty(),
            Screen::Quadrant => self.quadrant.grid.is_none(),
            Screen::Units => self.units.coming && self.units.units.is_empty(),
            Screen::Rounds | Screen::Log | Screen::Form => false,
        }
    }
    /// Too small for the screens.
    pub const fn small(&self) -> bool {
        self.size.0 < 80 || self.size.1 < 24
    }
}

/// A key that signs, held until it is known to have come alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Armed {
    /// A verdict by its place; true for the lead's decision asked for by name.
    Verdict(u8, bool),
    /// The verdict that is suggested, on all that was found.
    Suggested,
    /// The drawer's yes.
    Yes,
}

/// What waits for a case to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Want {
    /// A key that signs.
    Armed(Armed),
    /// A command.
    Run(Do),
}
