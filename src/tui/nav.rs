//! From place to place: screens, tabs, neighbours, what waits.

use super::model::{Asks, Before, Effect, LogView, Model, Over, Screen, TABS};
use super::{checklist, edit, list, prompt, sign, today, update};
use crate::domain::finding::Place as Field;
use crate::domain::id::{CaseId, Seq};
use crate::store::LogLine;
use crate::words::tui as say;
use std::time::Instant;

pub(super) fn moved(at: usize, by: isize, len: usize) -> usize {
    at.saturating_add_signed(by).min(len.saturating_sub(1))
}

/// Moves the cursor of whatever has one.
pub(super) fn step(m: &mut Model, now: Instant, by: isize) -> Vec<Effect> {
    let before = position(m);
    let out = match (&mut m.over, m.screen) {
        (Some(Over::Text(_, lines, top)), _) => {
            *top = moved(*top, by, lines.len());
            Vec::new()
        }
        (Some(Over::Sign(a)), _) => {
            a.top = a.top.saturating_add_signed(by);
            Vec::new()
        }
        (Some(Over::Bulk(plan, Some(top))), _) => {
            *top = moved(*top, by, plan.listing(crate::words::Lang::Zh).len());
            Vec::new()
        }
        (Some(Over::Intake(Some(top))), _) => {
            let len = m.intake.as_ref().map_or(0, |i| i.reasons().len());
            *top = moved(*top, by, len);
            Vec::new()
        }
        (Some(_), _) => Vec::new(),
        (None, Screen::Home) => {
            today::step(m, by);
            Vec::new()
        }
        (None, Screen::Queue) => return list::step(m, now, by),
        (None, Screen::Case) => {
            let width = m.size.0;
            if let Some(w) = &mut m.work {
                let len = super::screen::case::rows_of(w, width);
                w.at[w.tab] = moved(w.at[w.tab], by, len);
            }
            Vec::new()
        }
        (None, Screen::Rounds) => {
            let len = super::pages::rows_of(m);
            if let Some(r) = &mut m.rounds {
                r.at = moved(r.at, by, len);
            }
            Vec::new()
        }
        (None, Screen::Matrix) => {
            let rows = usize::try_from(list::rows_shown(m)).unwrap_or(1);
            m.matrix.step(by, rows);
            Vec::new()
        }
        (None, Screen::Units) => {
            let rows = usize::try_from(list::rows_shown(m)).unwrap_or(1);
            m.units.step(by, rows);
            Vec::new()
        }
        (None, Screen::Quadrant) => return super::quadrant::step(m, now, 0, -by),
        (None, Screen::Form) => {
            m.form.at = moved(m.form.at, by, crate::settings::TABLE.len());
            let rows = usize::try_from(list::rows_shown(m)).unwrap_or(1);
            m.form.top = m
                .form
                .top
                .clamp((m.form.at + 1).saturating_sub(rows), m.form.at);
            Vec::new()
        }
        (None, Screen::Log) => {
            m.log.at = moved(m.log.at, by, m.log.lines.len());
            let rows = usize::try_from(list::rows_shown(m)).unwrap_or(1);
            m.log.top = m
                .log
                .top
                .clamp((m.log.at + 1).saturating_sub(rows), m.log.at);
            older(m)
        }
    };
    if out.is_empty() && m.message.is_empty() && before == position(m) {
        m.message = say::no_row_further(m.lang, by > 0);
    }
    out
}

/// Where the cursor of the screen stands, to tell whether a key moved it.
fn position(m: &Model) -> (usize, usize) {
    match (&m.over, m.screen) {
        (Some(Over::Text(_, _, top)), _) => (9, *top),
        (Some(Over::Bulk(_, Some(top))), _) => (8, *top),
        (Some(Over::Sign(a)), _) => (7, a.top),
        (Some(Over::Intake(Some(top))), _) => (11, *top),
        (Some(_), _) => (6, 0),
        (None, Screen::Home) => (0, m.home),
        (None, Screen::Queue) => (1, m.list.at()),
        (None, Screen::Case) => (2, m.work.as_ref().map_or(0, |w| w.at[w.tab])),
        (None, Screen::Rounds) => (3, m.rounds.as_ref().map_or(0, |r| r.at)),
        (None, Screen::Log) => (4, m.log.at),
        (None, Screen::Form) => (5, m.form.at),
        (None, Screen::Matrix) => (10, m.matrix.at),
        (None, Screen::Quadrant) => (12, 0),
        (None, Screen::Units) => (13, m.units.at),
    }
}

pub(super) fn first(m: &mut Model, now: Instant) -> Vec<Effect> {
    if m.over.is_none() && m.screen == Screen::Queue {
        return list::end(m, now, false);
    }
    step(m, now, isize::MIN / 2)
}

pub(super) fn last(m: &mut Model, now: Instant) -> Vec<Effect> {
    if m.over.is_none() && m.screen == Screen::Queue {
        return list::end(m, now, true);
    }
    step(m, now, isize::MAX / 2)
}

pub(super) fn tab(m: &mut Model, by: i8) -> Vec<Effect> {
    if let Some(w) = &mut m.work {
        let n = TABS.saturating_add_signed(isize::from(by));
        w.tab = (w.tab + n) % TABS;
    }
    Vec::new()
}

pub(super) fn open(m: &mut Model, now: Instant) -> Vec<Effect> {
    match m.screen {
        _ if matches!(m.over, Some(Over::Conflict(..))) => {
            // The new version stands under the drawer already.
            m.over = None;
            Vec::new()
        }
        Screen::Home => today::open(m),
        Screen::Queue => match m.list.cursor {
            Some(id) => open_case(m, id),
            None => {
                m.message = say::no_row(m.lang);
                Vec::new()
            }
        },
        // On an open finding Enter adopts it.
        Screen::Case => {
            let Some(w) = &m.work else {
                return Vec::new();
            };
            match w.tab {
                checklist::TAB if checklist::here(m) => checklist::look(m),
                2 if w.is_open(w.at[2]) => sign::adopt(m, now),
                2 => thing(m, 1),
                3 => edit::edit(m),
                4 => entry_text(m),
                _ => {
                    m.message = say::nothing_to_open(m.lang);
                    Vec::new()
                }
            }
        }
        Screen::Rounds => {
            m.message = say::nothing_to_open(m.lang);
            Vec::new()
        }
        Screen::Form => super::prefs::choose(m),
        Screen::Matrix => super::matrix::enter(m),
        Screen::Quadrant => super::quadrant::list_cell(m),
        Screen::Units => super::units::enter(m),
        Screen::Log => match m.log.lines.get(m.log.at) {
            Some(l) => {
                m.over = Some(full(m, l));
                Vec::new()
            }
            None => {
                m.message = say::no_row(m.lang);
                Vec::new()
            }
        },
    }
}

/// The full text of the entry under the cursor of a case's history.
fn entry_text(m: &mut Model) -> Vec<Effect> {
    let line = m.work.as_ref().and_then(|w| w.file.history.get(w.at[4]));
    match line {
        Some(l) => m.over = Some(full(m, l)),
        None => m.message = say::no_row(m.lang),
    }
    Vec::new()
}

fn full(m: &Model, l: &LogLine) -> Over {
    let (head, text) = crate::words::history::full(m.lang, l);
    let cells = usize::from(m.size.0.saturating_sub(6));
    Over::Text(head, super::text::wrap(&text, cells), 0)
}

/// Opens a queue's list.
pub(super) fn queue(m: &mut Model, id: &str) -> Vec<Effect> {
    if m.list.queue != id {
        m.list = super::prefs::first(m, id);
    }
    if let Some(n) = m.queues.iter().position(|q| q.queue == id) {
        m.home = n;
    }
    let mut out = leave_case(m);
    m.came.clear();
    m.screen = Screen::Queue;
    m.over = None;
    m.work = None;
    out.extend(list::reload(m));
    out.push(Effect::Drafts);
    out
}

/// Opens a case on its own screen.
pub(super) fn open_case(m: &mut Model, id: CaseId) -> Vec<Effect> {
    let out = leave_case(m);
    m.screen = Screen::Case;
    m.rounds = None;
    m.over = None;
    if m.list.rows.iter().any(|r| r.id == id) {
        m.list.cursor = Some(id);
        list::settle(m);
    }
    m.rest = None;
    m.work = None;
    m.case_ticket += 1;
    out.into_iter()
        .chain([Effect::Case(m.case_ticket, id)])
        .collect()
}

/// What was begun on the case is kept before another one is shown.
pub(super) fn leave_case(m: &mut Model) -> Vec<Effect> {
    if m.dirty.is_some() {
        update::keep(m).into_iter().collect()
    } else {
        Vec::new()
    }
}

/// Leaves the innermost thing: drawer, search, marks, then the screen.
pub(super) fn back(m: &mut Model) -> Vec<Effect> {
    if let Some(over) = m.over.take() {
        match over {
            Over::Sign(_) | Over::Bulk(..) | Over::Conflict(..) => {
                m.message = say::not_signed(m.lang);
            }
            Over::Pasted(_) => m.message = say::nothing_done(m.lang),
            Over::Failure(..) => m.message = say::kept_as_draft(m.lang),
            _ => {}
        }
        return Vec::new();
    }
    if m.screen == Screen::Quadrant
        && let Some(out) = super::quadrant::widen(m)
    {
        return out;
    }
    if m.screen == Screen::Queue {
        if !m.list.search.is_empty() && !super::quadrant::lists(m) {
            m.list.search.clear();
            m.list.filter = None;
            return list::reload(m);
        }
        if m.list.anchor.take().is_some() {
            m.message = say::nothing_done(m.lang);
            return Vec::new();
        }
        if !m.list.marks.is_empty() {
            m.list.marks.clear();
            m.message = say::marked(m.lang, 0);
            return Vec::new();
        }
    }
    up(m)
}

/// One screen back.
pub(super) fn up(m: &mut Model) -> Vec<Effect> {
    if m.over.take().is_some() {
        return Vec::new();
    }
    match m.screen {
        Screen::Home => {
            m.message = say::home_already(m.lang);
            Vec::new()
        }
        Screen::Queue if super::quadrant::lists(m) => super::quadrant::back(m),
        Screen::Queue if m.came.last() == Some(&Screen::Units) => {
            m.came.pop();
            m.screen = Screen::Units;
            m.work = None;
            super::units::read(m)
        }
        Screen::Queue => home(m),
        Screen::Case if m.came.last() == Some(&Screen::Quadrant) => {
            m.came.pop();
            let out = leave_case(m);
            m.screen = Screen::Quadrant;
            m.work = None;
            out.into_iter().chain(super::quadrant::read(m)).collect()
        }
        Screen::Case if m.came.last() == Some(&Screen::Matrix) => {
            m.came.pop();
            let out = leave_case(m);
            m.screen = Screen::Matrix;
            out.into_iter().chain(super::matrix::read(m)).collect()
        }
        Screen::Case => {
            let mut out = leave_case(m);
            if m.list.queue.is_empty() || m.list.rows.is_empty() {
                out.extend(home(m));
            } else {
                // Rows are as they were, the decided ones brought up to date when they were.
                m.screen = Screen::Queue;
                if m.here().is_none() {
                    out.extend(list::preview(m));
                }
                out.push(Effect::Queues);
            }
            out
        }
        Screen::Rounds
        | Screen::Matrix
        | Screen::Quadrant
        | Screen::Units
        | Screen::Log
        | Screen::Form => {
            m.rounds = None;
            m.screen = m.came.pop().unwrap_or(Screen::Home);
            match (m.screen, m.list.cursor) {
                (Screen::Queue, _) if m.list.rows.is_empty() => list::reload(m),
                // What was looked at meanwhile may have taken the case's place.
                (Screen::Case, Some(id)) if m.work.is_none() => open_case(m, id),
                (Screen::Case, None) if m.work.is_none() => home(m),
                (Screen::Case, _) => list::reload_case(m),
                _ => Vec::new(),
            }
        }
    }
}

/// Home.
pub(super) fn home(m: &mut Model) -> Vec<Effect> {
    let mut out = leave_case(m);
    m.screen = Screen::Home;
    m.came.clear();
    m.work = None;
    out.extend(today::asks(m));
    out
}

pub(super) fn neighbour(m: &mut Model, now: Instant, by: isize) -> Vec<Effect> {
    if m.screen == Screen::Queue {
        return list::step(m, now, by);
    }
    let here = m.here().map(|w| w.file.row.id).or(m.list.cursor);
    let at = m.list.rows.iter().position(|r| Some(r.id) == here);
    let next = at
        .and_then(|n| n.checked_add_signed(by))
        .and_then(|n| m.list.rows.get(n));
    match next.map(|r| r.id) {
        Some(id) => open_case(m, id),
        None => {
            m.message = say::no_neighbour(m.lang);
            Vec::new()
        }
    }
}

pub(super) fn next_waiting(m: &mut Model) -> Vec<Effect> {
    let here = m.row().map(|r| r.id);
    let queue =
        (m.screen != Screen::Home && !m.list.queue.is_empty()).then(|| m.list.queue.clone());
    m.seeking = Some(m.screen);
    let narrowed = m.list.filter.is_some() && m.screen != Screen::Home;
    let row = here
        .filter(|_| narrowed)
        .and_then(|id| list::next_row(m, id));
    match row {
        Some(next) => next_came(m, next),
        None => vec![Effect::Next(queue, here)],
    }
}

/// The next thing of note, or the previous one.
pub(super) fn thing(m: &mut Model, by: isize) -> Vec<Effect> {
    match m.screen {
        Screen::Queue if by > 0 => next_waiting(m),
        Screen::Queue => {
            // Upwards among the rows that are loaded.
            let at = m.list.at();
            let found = m.list.rows.iter().take(at).rposition(|r| r.mine.waiting);
            match found {
                Some(n) => {
                    m.list.cursor = m.list.rows.get(n).map(|r| r.id);
                    list::settle(m);
                    list::preview(m)
                }
                None => {
                    m.message = say::no_neighbour(m.lang);
                    Vec::new()
                }
            }
        }
        Screen::Case if checklist::here(m) => checklist::thing(m, by),
        Screen::Case => {
            let Some(w) = m.work.as_mut() else {
                return Vec::new();
            };
            let n = w.file.findings().len();
            let from = w.at[2];
            let place = |k: usize| {
                let k = if by < 0 { n - k } else { k };
                (from + k) % n.max(1)
            };
            match (1..=n).map(place).find(|k| w.is_open(*k)) {
                Some(k) => {
                    w.tab = 2;
                    w.at[2] = k;
                }
                None => m.message = say::nothing_open(m.lang),
            }
            Vec::new()
        }
        Screen::Rounds => {
            let to = super::pages::next_change(m, by);
            match (to, &mut m.rounds) {
                (Some(to), Some(r)) => r.at = to,
                _ => m.message = say::no_neighbour(m.lang),
            }
            Vec::new()
        }
        Screen::Matrix => super::matrix::dissent(m, by),
        Screen::Home | Screen::Quadrant | Screen::Units | Screen::Log | Screen::Form => {
            next_waiting(m)
        }
    }
}

pub(super) fn next_came(m: &mut Model, id: Option<CaseId>) -> Vec<Effect> {
    if m.seeking.take() != Some(m.screen) {
        return Vec::new();
    }
    match (id, m.screen) {
        (Some(id), Screen::Queue) => {
            if m.list.rows.iter().any(|r| r.id == id) {
                m.list.cursor = Some(id);
                list::settle(m);
                list::preview(m)
            } else {
                open_case(m, id)
            }
        }
        (Some(id), _) => {
            if m.list.queue.is_empty()
                && let Some(q) = m.queues.get(m.home).or(m.queues.first())
            {
                m.list.queue = q.queue.clone();
                let mut out = list::reload(m);
                out.extend(open_case(m, id));
                return out;
            }
            open_case(m, id)
        }
        (None, _) => {
            sign::walked_through(m);
            list::reload_case(m)
        }
    }
}

/// To the field that the finding under the cursor speaks of.
pub(super) fn locate(m: &mut Model) -> Vec<Effect> {
    let (lang, width) = (m.lang, m.size.0);
    let Some(w) = &mut m.work else {
        return Vec::new();
    };
    let place = w.file.findings().get(w.at[2]).map(|f| f.field.clone());
    match place.filter(|_| w.tab == 2) {
        Some(Field::Indicator(n, _)) => {
            w.tab = 1;
            w.at[1] = row_of(w, n);
        }
        Some(Field::Field(key)) => {
            w.tab = 0;
            w.at[0] = super::screen::case::line_of(w, width, &key);
        }
        Some(_) => {
            w.tab = 0;
            w.at[0] = 0;
        }
        None => m.message = say::nothing_open(lang),
    }
    Vec::new()
}

/// The row of an indicator in the second tab: of the checklist, where there is one.
fn row_of(w: &super::model::Work, n: usize) -> usize {
    let Some(sheet) = &w.file.sheet else {
        return n;
    };
    let id = format!("i{}", n + 1);
    sheet.rows.iter().position(|r| r.id == id).unwrap_or(0)
}

/// A search: from anywhere it is one in the list.
pub(super) fn search(m: &mut Model) -> Vec<Effect> {
    let mut out = Vec::new();
    if m.screen != Screen::Queue {
        let id = if m.list.queue.is_empty() {
            m.queues.get(m.home).map(|q| q.queue.clone())
        } else {
            Some(m.list.queue.clone())
        };
        let Some(id) = id else {
            m.message = say::no_row(m.lang);
            return out;
        };
        out.extend(queue(m, &id));
    }
    let before = Before {
        search: m.list.search.clone(),
        cursor: m.list.cursor,
    };
    out.extend(prompt::open(m, Asks::Search(before)));
    out
}

/// The log, or what others did since the last login.
pub(super) fn log(m: &mut Model, news: bool) -> Vec<Effect> {
    let mut out = leave_case(m);
    m.log = LogView {
        since: news.then_some(m.seen),
        ..LogView::default()
    };
    if m.screen != Screen::Log {
        m.came.push(m.screen);
    }
    m.screen = Screen::Log;
    m.log_ticket += 1;
    out.push(Effect::Log(m.log_ticket, None));
    out
}

fn older(m: &mut Model) -> Vec<Effect> {
    let near = m.log.at + 20 > m.log.lines.len();
    match m.log.lines.last().map(|l| l.seq) {
        Some(seq) if near && !m.log.ended && !m.log.asked => {
            m.log.asked = true;
            vec![Effect::Log(m.log_ticket, Some(seq))]
        }
        _ => Vec::new(),
    }
}

/// Lines of the log came.
pub(super) fn log_came(m: &mut Model, ticket: u64, lines: Vec<LogLine>) -> Vec<Effect> {
    if ticket != m.log_ticket {
        return Vec::new();
    }
    m.log.asked = false;
    let oldest = lines.last().map_or(Seq::new(0), |l| l.seq);
    m.log.ended = oldest.get() <= 1 || m.log.since.is_some_and(|s| oldest <= s);
    let (since, me) = (m.log.since, m.who.account.clone());
    let wanted = lines
        .into_iter()
        .filter(|l| since.is_none_or(|s| l.seq > s && l.by.0 != me));
    m.log.lines.extend(wanted);
    if m.log.lines.len() < 100 && !m.log.ended {
        m.log.asked = true;
        return vec![Effect::Log(m.log_ticket, Some(oldest))];
    }
    Vec::new()
}
