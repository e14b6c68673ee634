//! What home says beside the queues: one's own day, what is begun, saved views with their live
//! counts, when what waits is due. The reader gathers it; nothing here is kept.

use super::draft::Drafts;
use super::model::{Effect, Model, Msg};
use super::{list, nav, prefs};
use crate::domain::clean::Clean;
use crate::domain::coverage::Part;
use crate::domain::day::{Day, Instant};
use crate::domain::filter::Filter;
use crate::domain::id::{CaseId, Seq};
use crate::store::{Done, Order, Page, Query, Reader, Scope, StoreError};
use std::collections::BTreeMap;

/// Drafts shown by their names at most.
const DRAFTS: usize = 8;
/// Cases of a view that are counted; where there are more, that is told.
const COUNTED: usize = 999;
/// Cases whose deadlines are looked at.
const DUE: usize = 500;

/// Objects whose coverage is told: of more it would take long, and `report coverage` tells it.
const COVERED: u64 = 8000;

/// A draft on home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// Its queue.
    pub queue: String,
    /// The case.
    pub case: CaseId,
    /// Its code.
    pub code: Clean,
    /// Its name.
    pub name: Clean,
    /// When it was last written.
    pub at: Option<Instant>,
}

/// How many of what waits are due on a day.
pub type Dues = Vec<(Day, u64)>;

/// What home says of a person's day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Today {
    /// Own acts since midnight.
    pub done: Done,
    /// Cases that others did something to since one left.
    pub news: u64,
    /// When this was gathered.
    pub read: Instant,
    /// When one left.
    pub left: Option<Instant>,
    /// What is begun, the latest first.
    pub begun: Vec<Begun>,
    /// Cases that wait for me, in all queues.
    pub waiting: u64,
    /// Minutes that what waits for me takes at my own pace; none while there is no telling.
    pub minutes: Option<u64>,
    /// Deadlines of what waits for me, the earliest first.
    pub dues: Dues,
    /// How much of what bears targets was monitored, where that is quickly told.
    pub coverage: Option<Part>,
    /// Cases of each saved view by its letter, and whether there are more.
    pub views: BTreeMap<String, (u64, bool)>,
}

/// Where the cursor of home stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// A queue.
    Queue(usize),
    /// A saved view.
    View(usize),
    /// A draft.
    Begun(usize),
}

/// What home is walked over, in the order of its rows.
pub fn spots(m: &Model) -> Vec<Spot> {
    let queues = (0..m.queues.len()).map(Spot::Queue);
    let views = (0..m.settings.views().len()).map(Spot::View);
    let begun = (0..m.day.begun.len()).map(Spot::Begun);
    let (shown, drafts) = super::screen::rows_of_home(m);
    queues
        .chain(views.take(shown))
        .chain(begun.take(drafts))
        .collect()
}

/// Opens what stands under the cursor.
pub(super) fn open(m: &mut Model) -> Vec<Effect> {
    match spots(m).get(m.home).copied() {
        Some(Spot::Queue(n)) => {
            let id = m.queues.get(n).map(|q| q.queue.clone());
            id.map_or_else(Vec::new, |id| nav::queue(m, &id))
        }
        Some(Spot::View(n)) => {
            let v = m.settings.views().get(n).map(|v| (*v).clone());
            v.map_or_else(Vec::new, |v| prefs::view(m, &v))
        }
        Some(Spot::Begun(n)) => {
            let Some(b) = m.day.begun.get(n).cloned() else {
                return Vec::new();
            };
            // Its list lies under it, for the way back.
            m.list = prefs::first(m, &b.queue);
            let mut out = list::reload(m);
            out.extend(nav::open_case(m, b.case));
            out
        }
        None => {
            m.message = crate::words::tui::no_row(m.lang);
            Vec::new()
        }
    }
}

/// What home asks for when it is shown.
pub(super) fn asks(m: &Model) -> Vec<Effect> {
    let mut out = vec![Effect::Queues, Effect::Drafts, Effect::Today(m.seen)];
    for v in m.settings.views() {
        let Some((queue, Ok(filter))) =
            prefs::queue_of(m, v).map(|q| (q, Filter::parse(&v.filter, m.today)))
        else {
            continue;
        };
        let q = Query {
            queue,
            scope: if v.mine { Scope::Mine } else { Scope::All },
            filter: (!filter.is_empty()).then_some(filter),
            drafts: m.drafts.iter().copied().collect(),
            limit: COUNTED + 1,
            ..Query::default()
        };
        out.push(Effect::Count(v.letter.clone(), Box::new(q)));
    }
    out.push(Effect::Covered);
    out
}

/// How much was monitored, where that is quickly told.
///
/// # Errors
/// When the store cannot be read.
pub fn covered(r: &mut dyn Reader) -> Result<Msg, StoreError> {
    let found = r.coverage(COVERED)?;
    Ok(Msg::Covered(found.map(|c| c.whole)))
}

/// Gathers a person's day.
///
/// # Errors
/// When the store cannot be read.
pub fn read(
    r: &mut dyn Reader,
    drafts: &Drafts,
    seen: Seq,
    today: Day,
    now: Instant,
) -> Result<Today, StoreError> {
    let mut out = Today {
        read: now,
        done: r.done_since(Instant::of(today))?,
        news: r.news_since(seen)?,
        left: drafts.left(),
        ..Today::default()
    };
    let mut all = drafts.dated();
    all.sort_by_key(|(_, at)| std::cmp::Reverse(*at));
    for (id, at) in all.into_iter().take(DRAFTS) {
        // A case that this database does not have belongs to a draft of an older one.
        let Ok(file) = r.case(id) else { continue };
        out.begun.push(Begun {
            queue: file.row.queue.clone(),
            case: id,
            code: file.row.code.clone(),
            name: file.row.name.clone(),
            at,
        });
    }
    (out.dues, out.waiting) = dues(r, today)?;
    Ok(out)
}

/// Deadlines of what waits for the viewer. Where more waits than is looked at, the last day seen is
/// not whole, and is left to what is due later. And how many wait.
fn dues(r: &mut dyn Reader, today: Day) -> Result<(Dues, u64), StoreError> {
    let mut out: BTreeMap<Day, u64> = BTreeMap::new();
    let mut waiting = 0;
    for q in r.queues(today)? {
        waiting += q.mine;
        if q.mine == 0 {
            continue;
        }
        let page = r.page(&Query {
            queue: q.queue.clone(),
            scope: Scope::Mine,
            order: Order::Due,
            limit: DUE,
            ..Query::default()
        })?;
        let mut days: BTreeMap<Day, u64> = BTreeMap::new();
        for due in page.rows.iter().filter_map(|row| row.due) {
            *days.entry(due).or_default() += 1;
        }
        if page.next.is_some() {
            days.pop_last();
        }
        for (day, n) in days {
            *out.entry(day).or_default() += n;
        }
    }
    Ok((out.into_iter().collect(), waiting))
}

/// Counts the cases of a view, as far as that is quick; nothing where a newer question came.
pub(super) fn count(
    r: &mut crate::store::sqlite::SqliteReader,
    letter: String,
    q: &Query,
) -> Result<Option<Msg>, StoreError> {
    r.arm();
    let found = r.page(q);
    r.disarm();
    match found {
        Ok(page) => Ok(Some(counted(letter, &page))),
        Err(StoreError::Superseded) => Ok(None),
        Err(e) => Err(e),
    }
}

/// The count of a view.
pub fn counted(letter: String, page: &Page) -> Msg {
    let found = page.rows.len();
    let n = u64::try_from(found.min(COUNTED)).unwrap_or(0);
    Msg::Counted(letter, n, found > COUNTED || !page.complete)
}

/// A person's day has come; the counts of views stay until newer ones do.
pub(super) fn came(m: &mut Model, day: Today) -> Vec<Effect> {
    let views = std::mem::take(&mut m.day.views);
    let coverage = m.day.coverage;
    m.day = Today {
        views,
        coverage,
        ..day
    };
    let last = spots(m).len().saturating_sub(1);
    m.home = m.home.min(last);
    Vec::new()
}

/// Moves the cursor of home.
pub(super) fn step(m: &mut Model, by: isize) {
    m.home = nav::moved(m.home, by, spots(m).len());
}
