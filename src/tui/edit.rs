//! Text entry: typing types. What is typed is on disk within a second.

use super::command::{Do, Place, find};
use super::draft::Writing;
use super::model::{Effect, Entry, Model, Over, Purpose};
use super::{sign, update};
use crate::domain::entry::{Opinion, Waiver};
use crate::domain::finding::Place as Field;
use crate::words::tui as say;
use std::time::Instant;
use unicode_segmentation::UnicodeSegmentation as _;

/// Characters of an opinion.
pub(super) const LIMIT: usize = 500;
/// Characters taken from one paste.
const PASTE: usize = 20_000;

/// A search that goes on from the last one.
pub(super) fn search(old: &str) -> Entry {
    let writing = Writing {
        text: old.to_owned(),
        caret: old.graphemes(true).count(),
        ..Writing::default()
    };
    Entry {
        purpose: Purpose::Search,
        writing,
    }
}

/// Text that was begun earlier.
pub(super) fn resume(writing: Writing) -> Entry {
    let purpose = if writing.waives.is_some() {
        Purpose::Reason
    } else {
        Purpose::Opinion
    };
    Entry { purpose, writing }
}

/// Begins an opinion of one's own.
pub(super) fn own(m: &mut Model) -> Vec<Effect> {
    if m.work.is_some() {
        m.over = Some(Over::Entry(resume(Writing::default())));
    }
    Vec::new()
}

/// Begins the reason for setting an error aside.
pub(super) fn reason(m: &mut Model, w: Waiver) {
    m.over = Some(Over::Entry(resume(Writing {
        waives: Some(w),
        ..Writing::default()
    })));
}

/// Edits the opinion under the cursor.
pub(super) fn edit(m: &mut Model) -> Vec<Effect> {
    let Some(w) = &m.work else {
        return Vec::new();
    };
    let n = w.at[3];
    match w.draft.opinions.get(n).filter(|_| w.tab == 3) {
        Some(o) => {
            let caret = o.text.graphemes(true).count();
            let writing = Writing {
                text: o.text.clone(),
                caret,
                edits: Some(n),
                waives: None,
            };
            m.over = Some(Over::Entry(resume(writing)));
        }
        None => m.message = say::no_opinion_here(m.lang),
    }
    Vec::new()
}

/// A key while text is entered.
pub(super) fn key(m: &mut Model, now: Instant, key: &str) -> Vec<Effect> {
    let Some(Over::Entry(e)) = &mut m.over else {
        return Vec::new();
    };
    let searching = e.purpose == Purpose::Search;
    match find(Place::Entry, key).map(|c| c.act) {
        Some(Do::Done) => return done(m, now),
        Some(Do::Back) => return fold(m, now),
        _ => {}
    }
    if searching && key == "Enter" {
        m.over = None;
        return Vec::new();
    }
    let before = e.writing.text.clone();
    match key {
        "Enter" => insert(&mut e.writing, "\n"),
        "Space" => insert(&mut e.writing, " "),
        "Backspace" if e.writing.caret > 0 => {
            e.writing.caret -= 1;
            remove(&mut e.writing);
        }
        "Delete" => remove(&mut e.writing),
        "Left" => e.writing.caret = e.writing.caret.saturating_sub(1),
        "Right" => {
            e.writing.caret = (e.writing.caret + 1).min(e.writing.text.graphemes(true).count());
        }
        "Home" | "Ctrl-a" => e.writing.caret = 0,
        "End" | "Ctrl-e" => e.writing.caret = e.writing.text.graphemes(true).count(),
        "Ctrl-u" => {
            let rest: String = e
                .writing
                .text
                .graphemes(true)
                .skip(e.writing.caret)
                .collect();
            e.writing = Writing {
                text: rest,
                caret: 0,
                ..e.writing.clone()
            };
        }
        "Ctrl-k" => {
            e.writing.text = e
                .writing
                .text
                .graphemes(true)
                .take(e.writing.caret)
                .collect();
        }
        k if k.chars().count() == 1 => insert(&mut e.writing, k),
        _ => {}
    }
    if before == e.writing.text {
        return Vec::new();
    }
    if searching {
        let text = e.writing.text.clone();
        return update::searched(m, &text);
    }
    m.dirty.get_or_insert(now);
    Vec::new()
}

fn insert(w: &mut Writing, what: &str) {
    if w.text.chars().count() + what.chars().count() > LIMIT {
        return;
    }
    let mut out: String = w.text.graphemes(true).take(w.caret).collect();
    let rest: String = w.text.graphemes(true).skip(w.caret).collect();
    out.push_str(what);
    w.caret = out.graphemes(true).count();
    out.push_str(&rest);
    w.text = out;
}

fn remove(w: &mut Writing) {
    let keep = |(n, g): (usize, &str)| (n != w.caret).then(|| g.to_owned());
    w.text = w
        .text
        .graphemes(true)
        .enumerate()
        .filter_map(keep)
        .collect();
}

/// Pasted text is text; where there is no text entry it does nothing, and says so.
pub(super) fn paste(m: &mut Model, now: Instant, text: &str) -> Vec<Effect> {
    m.armed = None;
    m.last_key = Some(now);
    let count = text.chars().count();
    let Some(Over::Entry(e)) = &mut m.over else {
        m.message = say::pasted(m.lang, count);
        return Vec::new();
    };
    let clean: String = text
        .replace("\r\n", "\n")
        .replace('\r', "\n")
        .chars()
        .filter(|c| *c == '\n' || !c.is_control())
        .take(PASTE)
        .collect();
    let room = LIMIT.saturating_sub(e.writing.text.chars().count());
    let taken: String = clean.chars().take(room).collect();
    insert(&mut e.writing, &taken);
    if taken.chars().count() < count {
        m.message = say::paste_cut(m.lang, count, taken.chars().count());
    }
    if let Some(Over::Entry(e)) = &m.over
        && e.purpose == Purpose::Search
    {
        let text = e.writing.text.clone();
        return update::searched(m, &text);
    }
    m.dirty.get_or_insert(now);
    Vec::new()
}

/// Folds the text away; the draft keeps it.
fn fold(m: &mut Model, now: Instant) -> Vec<Effect> {
    let Some(Over::Entry(e)) = &m.over else {
        return Vec::new();
    };
    if e.purpose == Purpose::Search {
        m.over = None;
        return update::searched(m, "");
    }
    m.dirty.get_or_insert(now);
    let effect = update::keep(m);
    m.over = None;
    m.message = say::folded(m.lang);
    effect.into_iter().collect()
}

/// The text is done: it becomes an opinion, or a reason.
fn done(m: &mut Model, now: Instant) -> Vec<Effect> {
    let Some(Over::Entry(e)) = m.over.take() else {
        return Vec::new();
    };
    let text = e.writing.text.trim().to_owned();
    let Some(w) = m.work.as_mut().filter(|_| e.purpose != Purpose::Search) else {
        return Vec::new();
    };
    m.dirty.get_or_insert(now);
    if let Some(mut waiver) = e.writing.waives.clone() {
        let need = usize::from(w.file.procedure.min_reason);
        if waiver.error && text.chars().count() < need {
            m.message = say::reason_short(m.lang, need);
            m.over = Some(Over::Entry(e));
            return Vec::new();
        }
        waiver.reason = text;
        sign::set_aside(w, waiver);
    } else if text.is_empty() {
        m.message = say::empty_text(m.lang);
    } else {
        match e.writing.edits.and_then(|n| w.draft.opinions.get_mut(n)) {
            Some(o) => o.text = text,
            None => {
                let field = match (w.tab, w.file.findings().get(w.at[2])) {
                    (2, Some(f)) => f.field.clone(),
                    (1, _) => Field::Indicator(w.at[1], None),
                    _ => Field::Form,
                };
                w.draft.opinions.push(Opinion {
                    field,
                    text,
                    rule: None,
                });
                m.message = say::opinion_kept(m.lang, w.draft.opinions.len());
            }
        }
    }
    update::keep(m).into_iter().collect()
}
