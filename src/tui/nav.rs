//! From case to case: tabs, neighbours, what waits.

use super::model::{Effect, Model, Screen, TABS};
use super::update::{open_case, preview, reload_case};
use crate::domain::id::CaseId;
use crate::words::tui as say;

pub(super) fn tab(m: &mut Model, by: usize) -> Vec<Effect> {
    if let Some(w) = &mut m.work {
        w.tab = (w.tab + by) % TABS;
    }
    Vec::new()
}

pub(super) fn neighbour(m: &mut Model, by: isize) -> Vec<Effect> {
    let here = m.work.as_ref().map(|w| w.file.row.id).or(m.list.cursor);
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
    let here = m.work.as_ref().map(|w| w.file.row.id).or(m.list.cursor);
    let queue = (!m.list.queue.is_empty()).then(|| m.list.queue.clone());
    vec![Effect::Next(queue, here)]
}

pub(super) fn next_thing(m: &mut Model) -> Vec<Effect> {
    let Some(w) = m.work.as_mut().filter(|_| m.screen == Screen::Case) else {
        return next_waiting(m);
    };
    let n = w.file.findings().len();
    let from = w.at[2];
    let next = (1..=n)
        .map(|k| (from + k) % n.max(1))
        .find(|k| w.is_open(*k));
    match next {
        Some(k) => {
            w.tab = 2;
            w.at[2] = k;
        }
        None => m.message = say::nothing_open(m.lang),
    }
    Vec::new()
}

pub(super) fn next_came(m: &mut Model, id: Option<CaseId>) -> Vec<Effect> {
    match (id, m.screen) {
        (Some(id), Screen::Queue) => {
            if m.list.rows.iter().any(|r| r.id == id) {
                m.list.cursor = Some(id);
                preview(m)
            } else {
                open_case(m, id)
            }
        }
        (Some(id), _) => {
            if m.list.queue.is_empty()
                && let Some(q) = m.queues.get(m.home)
            {
                m.list.queue = q.queue.clone();
            }
            open_case(m, id)
        }
        (None, _) => {
            if m.message.is_empty() {
                m.message = say::all_done(m.lang);
            } else {
                m.message = format!("{}  {}", m.message, say::all_done(m.lang));
            }
            reload_case(m)
        }
    }
}
