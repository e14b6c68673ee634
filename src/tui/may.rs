//! Whether a command can act here and now, and if not, why: what stands in round brackets in the
//! key bar, last in the palette, and what its key answers.

use super::command::{Do, Place};
use super::model::{Asks, Model, Over, Screen, Work};
use super::sign;
use crate::words::{bulk, tui as say};

/// Why a command cannot act, if it cannot. None also where only trying can tell.
pub fn refusal(m: &Model, act: Do, place: Place) -> Option<String> {
    judged(m, m.here(), act, place)
}

/// As [`refusal`], for a case that is shown.
pub fn judged(m: &Model, seen: Option<&Work>, act: Do, place: Place) -> Option<String> {
    let l = m.lang;
    match act {
        Do::Verdict(n) => verdict(m, seen, n, false, place),
        Do::Letter(letter) => match sign::of_letter(m, letter) {
            Ok(n) => verdict(m, seen, n, false, place),
            Err(says) => Some(says),
        },
        Do::Suggested => suggested(m, seen),
        Do::BulkSuggested => {
            let none = sign::procedure(m).is_none_or(|p| p.suggest.is_empty());
            let marked = m.list.marks.is_empty();
            none.then(|| say::no_suggestion(l))
                .or_else(|| marked.then(|| bulk::none_marked(l)))
        }
        Do::Closing(_) if place == Place::Matrix && !m.who.may_close() => {
            let not = crate::domain::gate::Refused::NotLead;
            Some(crate::words::refused::refused(l, &not, &|_| String::new()))
        }
        Do::Closing(letter) => match sign::of_letter(m, letter) {
            Ok(n) => verdict(m, seen, n, true, place),
            Err(says) => Some(says),
        },
        Do::Adopt | Do::AdoptAll => {
            let w = seen?;
            let any = (0..w.file.findings().len()).any(|n| w.is_open(n));
            (!any).then(|| say::nothing_open(l))
        }
        Do::Rounds => {
            let w = seen?;
            (w.file.rounds.len() < 2).then(|| say::one_round(l))
        }
        Do::Bulk(letter) if never_wide(m, letter) => Some(bulk::never_harsh(l)),
        Do::Bulk(_) | Do::BulkAdopt | Do::Share => {
            m.list.marks.is_empty().then(|| bulk::none_marked(l))
        }
        Do::Take if !matches!(&m.over, Some(Over::Prompt(p)) if p.asks == Asks::Intake) => {
            Some(say::nothing_to_complete(l))
        }
        Do::Intake if m.read_only => Some(crate::words::store::failed(
            l,
            &crate::store::StoreError::ReadOnly,
        )),
        Do::Named => {
            let none = sign::procedure(m).is_none_or(|p| p.list.is_empty());
            (none && m.screen != Screen::Quadrant).then(|| say::no_lists(l))
        }
        Do::Scatter => super::scatter::refusal(m),
        Do::DrawUnit if m.read_only => Some(crate::words::store::failed(
            l,
            &crate::store::StoreError::ReadOnly,
        )),
        Do::Editor if m.confined => Some(crate::words::house::no_editor(l)),
        Do::Suspend if m.confined => Some(crate::words::house::no_suspend(l)),
        Do::Paper if !m.prints => Some(crate::words::evaluation::no_printer(l)),
        Do::Reply => {
            let asked = |w: &Work| w.file.standing.consults(&w.file.procedure);
            let none = !seen.is_some_and(asked);
            none.then(|| {
                let why = crate::domain::gate::Refused::NothingToAnswer;
                crate::words::refused::refused(l, &why, &|_| String::new())
            })
        }
        Do::Minute if !crate::domain::rights::lets(crate::domain::rights::Act::Minute, &m.who) => {
            let not = crate::domain::gate::Refused::NoRole;
            Some(crate::words::refused::refused(l, &not, &|_| String::new()))
        }
        Do::Readmit
            if !crate::domain::rights::lets(crate::domain::rights::Act::Readmit, &m.who) =>
        {
            let not = crate::domain::gate::Refused::NotLead;
            Some(crate::words::refused::refused(l, &not, &|_| String::new()))
        }
        Do::Proxy if !crate::domain::rights::lets(crate::domain::rights::Act::Proxy, &m.who) => {
            let not = crate::domain::gate::Refused::NoRole;
            Some(crate::words::refused::refused(l, &not, &|_| String::new()))
        }
        Do::Redo => m.undone.is_empty().then(|| say::nothing_to_redo(l)),
        Do::Undo | Do::Recuse(_) if m.read_only => Some(crate::words::store::failed(
            l,
            &crate::store::StoreError::ReadOnly,
        )),
        Do::Recuse(_) => m
            .row()
            .filter(|r| r.mine.recused)
            .map(|_| say::recused_already(l)),
        Do::Neighbour(_) if m.screen == Screen::Case && m.list.rows.len() < 2 => {
            Some(say::no_neighbour(l))
        }
        Do::Editor if !m.options.editor => Some(say::no_editor(l)),
        _ => None,
    }
}

/// Why nothing can be done as suggested.
fn suggested(m: &Model, seen: Option<&Work>) -> Option<String> {
    if m.read_only {
        let why = crate::store::StoreError::ReadOnly;
        return Some(crate::words::store::failed(m.lang, &why));
    }
    let none = || Some(say::no_suggestion(m.lang));
    match seen {
        Some(w) => super::shape::suggestion(w).map_or_else(none, |_| None),
        None if m.row().is_none() => Some(say::no_row(m.lang)),
        None => sign::procedure(m)
            .filter(|p| !p.suggest.is_empty())
            .map_or_else(none, |_| None),
    }
}

fn verdict(m: &Model, seen: Option<&Work>, n: u8, closing: bool, place: Place) -> Option<String> {
    if m.read_only {
        let why = crate::store::StoreError::ReadOnly;
        return Some(crate::words::store::failed(m.lang, &why));
    }
    let Some(w) = seen else {
        // Not read yet: whoever is asked by the key will fetch it.
        return match (place, m.row()) {
            (Place::Queue | Place::Case | Place::Matrix, Some(_)) => None,
            _ => Some(say::no_row(m.lang)),
        };
    };
    if w.file.procedure.verdict.len() <= usize::from(n) {
        return Some(say::no_such_place(m.lang, n + 1));
    }
    let why = sign::refused(m, w, usize::from(n), closing)?;
    Some(sign::why(m, w, &why))
}

/// True for a verdict that is given case by case.
fn never_wide(m: &Model, letter: char) -> bool {
    let all = crate::domain::procedure::builtin();
    let p = all.iter().map(|(p, ..)| p).find(|p| p.id == m.list.queue);
    p.is_some_and(|p| p.verdict.iter().any(|v| v.key == letter && v.harsh))
}
