//! The list of a queue: its window of rows, cursor, marks, order, search.

use super::model::{Effect, Model, Screen};
use crate::domain::filter::Filter;
use crate::domain::id::CaseId;
use crate::store::{Order, Page, Query, Scope};
use crate::words::tui as say;
use std::time::Instant;

/// Rows of a page.
const PAGE: usize = 200;
/// Rows that are kept at most: those farthest from the cursor go.
const KEPT: usize = 1000;
/// So near the end of what is loaded the next page is asked for.
const NEAR: usize = 40;
/// Cases that can be marked at once.
const MARKED: usize = 10_000;

/// Rows of the list that the screen shows.
pub(super) fn rows_shown(m: &Model) -> isize {
    let h = m.size.1;
    let below = match m.screen {
        Screen::Queue => super::screen::queue::rows(m),
        Screen::Matrix => super::screen::matrix::rows(m),
        Screen::Units => super::screen::units::rows(m),
        _ => usize::from(h.saturating_sub(9)),
    };
    isize::try_from(below.max(1)).unwrap_or(1)
}

/// Brings the first row shown to where the cursor is in sight; it moves only as far as it must.
pub(super) fn settle(m: &mut Model) {
    let rows = usize::try_from(rows_shown(m)).unwrap_or(1);
    let at = m.list.at();
    let last_top = m.list.rows.len().saturating_sub(rows);
    let top = m.list.top.min(last_top);
    m.list.top = if at < top {
        at
    } else if at >= top + rows {
        at + 1 - rows
    } else {
        top
    };
}

/// Moves the cursor by rows.
pub(super) fn step(m: &mut Model, now: Instant, by: isize) -> Vec<Effect> {
    let last = m.list.rows.len().saturating_sub(1);
    let at = m.list.at();
    let to = at.saturating_add_signed(by).min(last);
    let mut out = Vec::new();
    if to == at && !m.list.rows.is_empty() {
        if (by > 0 && m.list.more.is_some()) || (by < 0 && !m.list.begins) {
            return more(m, by > 0);
        }
        m.message = say::no_row_further(m.lang, by > 0);
        return out;
    }
    put(m, now, to);
    if by > 0 && to + NEAR > m.list.rows.len() && m.list.more.is_some() {
        out.extend(more(m, true));
    }
    if by < 0 && to < NEAR && !m.list.begins {
        out.extend(more(m, false));
    }
    out
}

/// Puts the cursor on a loaded row.
pub(super) fn put(m: &mut Model, now: Instant, at: usize) {
    let was = m.list.cursor;
    m.list.cursor = m.list.rows.get(at).map(|r| r.id);
    if was != m.list.cursor {
        m.rest = Some(now);
    }
    settle(m);
}

/// Scrolls the window; the cursor stays where it can.
pub(super) fn scroll(m: &mut Model, now: Instant, by: isize) -> Vec<Effect> {
    let rows = usize::try_from(rows_shown(m)).unwrap_or(1);
    let last = m.list.rows.len().saturating_sub(rows);
    let top = m.list.top.saturating_add_signed(by).min(last);
    if top == m.list.top {
        m.message = say::no_row_further(m.lang, by > 0);
        return Vec::new();
    }
    m.list.top = top;
    let at = m.list.at().clamp(top, top + rows.saturating_sub(1));
    if at != m.list.at() {
        m.list.cursor = m.list.rows.get(at).map(|r| r.id);
        m.rest = Some(now);
    }
    Vec::new()
}

/// The first row, or the last one.
pub(super) fn end(m: &mut Model, now: Instant, last: bool) -> Vec<Effect> {
    let whole = if last {
        m.list.more.is_none()
    } else {
        m.list.begins
    };
    if whole {
        let at = if last {
            m.list.rows.len().saturating_sub(1)
        } else {
            0
        };
        put(m, now, at);
        return Vec::new();
    }
    m.page_ticket += 1;
    m.list.coming = Some(if last { Coming::Last } else { Coming::First });
    vec![Effect::Page(
        m.page_ticket,
        Box::new(Query {
            back: last,
            ..query(m)
        }),
    )]
}

/// What the page that was asked for is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Coming {
    /// The list from its beginning, the cursor staying with its case.
    Anew,
    /// The list from its beginning, the cursor on the first row.
    First,
    /// The end of the list.
    Last,
    /// More rows after those loaded.
    After,
    /// More rows before those loaded.
    Before,
}

fn query(m: &Model) -> Query {
    let l = &m.list;
    Query {
        queue: l.queue.clone(),
        order: l.order,
        reverse: l.reverse,
        scope: l.scope.clone(),
        filter: l.filter.clone(),
        drafts: m.drafts.iter().copied().collect(),
        limit: PAGE,
        ..Query::default()
    }
}

fn more(m: &mut Model, forward: bool) -> Vec<Effect> {
    // One is on its way already.
    if m.list.coming.is_some() {
        return Vec::new();
    }
    let after = if forward {
        m.list.more.clone()
    } else {
        m.list.rows.first().and_then(|r| r.mark.clone())
    };
    m.page_ticket += 1;
    m.list.coming = Some(if forward {
        Coming::After
    } else {
        Coming::Before
    });
    let q = Query {
        after,
        back: !forward,
        ..query(m)
    };
    vec![Effect::Page(m.page_ticket, Box::new(q))]
}

/// Asks for the list from its beginning; the cursor stays with its case.
pub(super) fn reload(m: &mut Model) -> Vec<Effect> {
    m.page_ticket += 1;
    m.list.coming = Some(Coming::Anew);
    vec![
        Effect::Page(m.page_ticket, Box::new(query(m))),
        Effect::Queues,
    ]
}

/// A page came.
pub(super) fn page_came(m: &mut Model, ticket: u64, page: Page) -> Vec<Effect> {
    if ticket != m.page_ticket {
        return Vec::new();
    }
    let coming = m.list.coming.take().unwrap_or(Coming::After);
    m.list.total = page.total.or(m.list.total);
    let l = &mut m.list;
    match coming {
        Coming::Anew | Coming::First => {
            l.rows = page.rows;
            l.news.clear();
            l.begins = true;
            l.more = page.next;
            if coming == Coming::First {
                l.cursor = l.rows.first().map(|r| r.id);
            }
        }
        Coming::Last => {
            l.rows = page.rows;
            l.begins = page.next.is_none();
            l.more = None;
            l.cursor = l.rows.last().map(|r| r.id);
        }
        Coming::After => {
            l.rows.extend(page.rows);
            l.more = page.next;
            let gone = l.rows.len().saturating_sub(KEPT);
            if gone > 0 && l.at() > gone + NEAR {
                l.rows.drain(..gone);
                l.top = l.top.saturating_sub(gone);
                l.begins = false;
            }
        }
        Coming::Before => {
            let n = page.rows.len();
            l.rows.splice(..0, page.rows);
            l.begins = page.next.is_none();
            l.top += n;
            if l.rows.len() > KEPT && l.at() + NEAR < KEPT {
                l.rows.truncate(KEPT);
                l.more = l.rows.last().and_then(|r| r.mark.clone());
            }
        }
    }
    l.searching = !page.complete;
    if !l.rows.iter().any(|r| Some(r.id) == l.cursor) {
        l.cursor = l.rows.first().map(|r| r.id);
    }
    settle(m);
    let short = m.list.rows.len() < PAGE && m.list.more.is_some();
    let mut out = match coming {
        // The reader stopped to answer in time: it goes on from there.
        Coming::Before => Vec::new(),
        _ if m.list.searching || short => more(m, true),
        _ => Vec::new(),
    };
    if m.screen == Screen::Queue && m.here().is_none() {
        out.extend(preview(m));
    }
    out
}

/// The next case of the list that waits for me, in the list's own order; none where the list is
/// narrowed and none waits there. Nothing where the rows that are loaded cannot tell.
pub(super) fn next_row(m: &Model, after: CaseId) -> Option<Option<CaseId>> {
    let l = &m.list;
    let at = l.rows.iter().position(|r| r.id == after)?;
    let waits = |r: &&crate::store::Row| {
        r.id != after && r.mine.waiting && !l.news.contains(&r.id) && !super::desks::taken(m, r.id)
    };
    let behind = l.rows.iter().skip(at + 1).find(waits);
    if let Some(r) = behind {
        return Some(Some(r.id));
    }
    let whole = l.begins && l.more.is_none() && l.filter.is_some();
    whole.then(|| l.rows.iter().find(waits).map(|r| r.id))
}

/// Asks for the case under the cursor of the list.
pub(super) fn preview(m: &mut Model) -> Vec<Effect> {
    match m.list.cursor {
        Some(id) if m.screen == Screen::Queue && m.here().is_none() => {
            m.case_ticket += 1;
            vec![Effect::Case(m.case_ticket, id)]
        }
        _ => Vec::new(),
    }
}

/// Asks for the case of the screen again.
pub(super) fn reload_case(m: &mut Model) -> Vec<Effect> {
    let Some(id) = m.here().map(|w| w.file.row.id) else {
        return Vec::new();
    };
    m.case_ticket += 1;
    vec![Effect::Case(m.case_ticket, id)]
}

/// All, or what waits for me.
pub(super) fn scope(m: &mut Model) -> Vec<Effect> {
    m.list.scope = if m.list.scope == Scope::All {
        Scope::Mine
    } else {
        Scope::All
    };
    reload(m)
}

/// Sorts; the same order again turns it round.
pub(super) fn sort(m: &mut Model, order: Order) -> Vec<Effect> {
    m.list.reverse = m.list.order == order && !m.list.reverse;
    m.list.order = order;
    reload(m)
}

/// Narrows the list to a search; it keeps its last good result where that cannot be understood.
pub(super) fn searched(m: &mut Model, text: &str) -> Vec<Effect> {
    text.clone_into(&mut m.list.search);
    match Filter::parse(text, m.today) {
        Ok(f) => {
            m.message = f.echo().to_owned();
            m.list.filter = (!f.is_empty()).then_some(f);
            m.page_ticket += 1;
            m.list.coming = Some(Coming::Anew);
            vec![Effect::Page(m.page_ticket, Box::new(query(m)))]
        }
        Err(mistake) => {
            m.message = crate::words::cli::filter_mistake(m.lang, &mistake);
            Vec::new()
        }
    }
}

fn version(m: &Model, id: CaseId) -> u32 {
    let row = m.list.rows.iter().find(|r| r.id == id);
    row.map_or(0, |r| r.version)
}

/// Marks the row under the cursor, or takes the mark away, and steps down.
pub(super) fn mark(m: &mut Model, now: Instant) -> Vec<Effect> {
    let Some(id) = m.list.cursor else {
        m.message = say::no_row(m.lang);
        return Vec::new();
    };
    if m.list.marks.remove(&id).is_none() {
        let v = version(m, id);
        m.list.marks.insert(id, v);
    }
    let out = step(m, now, 1);
    m.message = say::marked(m.lang, m.list.marks.len());
    out
}

/// Begins a range of marks here, or ends it.
pub(super) fn range(m: &mut Model) -> Vec<Effect> {
    let Some(id) = m.list.cursor else {
        m.message = say::no_row(m.lang);
        return Vec::new();
    };
    match m.list.anchor.take() {
        None => {
            m.list.anchor = Some(id);
            m.message = say::range_begun(m.lang);
        }
        Some(from) => {
            let a = m.list.rows.iter().position(|r| r.id == from).unwrap_or(0);
            let b = m.list.at();
            let rows = m.list.rows.iter();
            let between = rows.skip(a.min(b)).take(a.abs_diff(b) + 1);
            let marks: Vec<_> = between.map(|r| (r.id, r.version)).collect();
            m.list.marks.extend(marks);
            m.message = say::marked(m.lang, m.list.marks.len());
        }
    }
    Vec::new()
}

/// Marks all rows of the list, also those not loaded, or none.
pub(super) fn mark_all(m: &mut Model) -> Vec<Effect> {
    let marked = |r: &crate::store::Row| m.list.marks.contains_key(&r.id);
    if !m.list.rows.is_empty() && m.list.rows.iter().all(marked) {
        m.list.marks.clear();
        m.message = say::marked(m.lang, 0);
        return Vec::new();
    }
    if m.list.rows.is_empty() {
        m.message = say::no_row(m.lang);
        return Vec::new();
    }
    if m.list.begins && m.list.more.is_none() {
        m.list.marks = m.list.rows.iter().map(|r| (r.id, r.version)).collect();
        m.message = say::marked(m.lang, m.list.marks.len());
        return Vec::new();
    }
    m.message = say::marking(m.lang);
    vec![Effect::Ids(Box::new(Query {
        limit: MARKED,
        ..query(m)
    }))]
}

/// Marks what an expression names.
pub(super) fn mark_by(m: &mut Model, text: &str) -> Vec<Effect> {
    match Filter::parse(text, m.today) {
        Ok(f) if !f.is_empty() => {
            m.message = say::marking(m.lang);
            vec![Effect::Ids(Box::new(Query {
                filter: Some(f),
                limit: MARKED,
                ..query(m)
            }))]
        }
        Ok(_) => Vec::new(),
        Err(mistake) => {
            m.message = crate::words::cli::filter_mistake(m.lang, &mistake);
            Vec::new()
        }
    }
}

/// The numbers of the cases to be marked came.
pub(super) fn ids_came(m: &mut Model, ids: Vec<(CaseId, u32)>, more: bool) -> Vec<Effect> {
    m.list.marks.extend(ids);
    m.message = if more {
        say::marked_some(m.lang, m.list.marks.len())
    } else {
        say::marked(m.lang, m.list.marks.len())
    };
    Vec::new()
}
