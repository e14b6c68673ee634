//! What the screens show, and the messages and effects they speak in. Drawing reads it, `update`
//! alone changes it, and neither waits for anything.

use super::draft::{Draft, Writing};
use super::theme::Theme;
use crate::domain::day::Day;
use crate::domain::filter::Filter;
use crate::domain::gate::Verdictum;
use crate::domain::id::{CaseId, Seq};
use crate::domain::roster::Person;
use crate::store::{
    Append, CaseFile, Changes, Order, Page, Query, QueueCount, Receipt, Row, Scope,
};
use crate::words::Lang;
use std::time::Instant;

/// What reaches the screens.
#[derive(Debug)]
pub enum Msg {
    /// A key by its name.
    Key(String),
    /// Pasted text.
    Paste(String),
    /// The terminal's new size.
    Resize(u16, u16),
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
}

/// What the screens ask for.
#[derive(Debug, Clone)]
pub enum Effect {
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
    /// Take back one's latest verdict.
    Undo,
    /// Keep a draft.
    Draft(String, CaseId, Box<Draft>),
    /// Paint everything again.
    Repaint,
    /// Leave with an exit code.
    Quit(u8),
}

/// Which screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Screen {
    /// Home.
    Home,
    /// A queue's list.
    Queue,
    /// A case.
    Case,
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
    /// Help, scrolled to.
    Help(usize),
    /// Verdicts by name; true for the lead's decision.
    Which(bool),
    /// Asks before signing; true when only `y` signs.
    Sign(Box<Verdictum>, bool),
    /// Text entry.
    Entry(Entry),
    /// A rule explained.
    Explain(String),
    /// Waits for the digit after a key.
    Prefix(Prefix),
}

/// What waits for its second key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prefix {
    /// The reason for setting a finding aside.
    Waive(usize),
    /// The reason for stepping back.
    Recuse,
}

/// What a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// An opinion.
    Opinion,
    /// The reason for setting a finding aside.
    Reason,
    /// A search.
    Search,
}

/// Text entry.
#[derive(Debug)]
pub struct Entry {
    /// What for.
    pub purpose: Purpose,
    /// The text and what it belongs to.
    pub writing: Writing,
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
    /// Hues.
    pub theme: Theme,
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
    /// The list.
    pub list: List,
    /// The case on the screen.
    pub work: Option<Work>,
    /// What lies over it.
    pub over: Option<Over>,
    /// The message line.
    pub message: String,
    /// The last verdict's words, shown until the next.
    pub draft_note: String,
    /// Tickets given out for pages and cases; older answers are dropped.
    pub page_ticket: u64,
    /// As above, for cases.
    pub case_ticket: u64,
    /// The case and version that stand on the terminal, and since when.
    pub drawn: Option<(CaseId, u32, Instant)>,
    /// When the last key came.
    pub last_key: Option<Instant>,
    /// A key that signs, waiting to have arrived alone.
    pub armed: Option<(Armed, Instant)>,
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

/// A key that signs, held until it is known to have come alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Armed {
    /// A verdict by its place; true for the lead's decision asked for by name.
    Verdict(u8, bool),
    /// The drawer's yes.
    Yes,
}
