//! Text entry: typing types. What is typed is on disk within a second.

use super::buffer::{Buffer, LIMIT, Outcome};
use super::command::{Do, Place};
use super::draft::Writing;
use super::model::{Asks, Before, Effect, Entry, Model, Over, Pending, Prompt, Purpose, Screen};
use super::{list, nav, prompt, sign, update};
use crate::domain::entry::{Opinion, Waiver};
use crate::domain::finding::Place as Field;
use crate::domain::gate::Command;
use crate::words::tui as say;
use std::time::Instant;

/// An empty text.
pub(super) fn fresh(m: &Model) -> Buffer {
    Buffer::new(LIMIT).with_auto_punct(m.options.auto_punct)
}

/// Text that was begun earlier.
pub(super) fn resume(writing: Writing) -> Entry {
    let purpose = match (&writing.waives, writing.note) {
        (Some(_), _) => Purpose::Reason,
        (None, true) => Purpose::Note,
        (None, false) => Purpose::Opinion,
    };
    Entry {
        purpose,
        text: Buffer::new(LIMIT).resumed(&writing.text, writing.caret),
        belongs: writing,
    }
}

/// The text being written, as it is kept in a draft.
pub(super) fn writing(m: &Model) -> Option<Writing> {
    let e = match &m.over {
        Some(Over::Entry(e)) => e,
        Some(Over::Prompt(Prompt { entry: Some(e), .. })) => e,
        _ => return None,
    };
    (!e.text.text().is_empty()).then(|| Writing {
        text: e.text.text().to_owned(),
        caret: e.text.caret(),
        ..e.belongs.clone()
    })
}

fn begin(m: &mut Model, writing: Writing) {
    let mut e = resume(writing);
    if e.text.text().is_empty() {
        e.text = fresh(m);
    }
    m.over = Some(Over::Entry(e));
}

/// Begins an opinion of one's own, or goes on with the one begun.
pub(super) fn own(m: &mut Model, now: Instant) -> Vec<Effect> {
    // What was asked for in the earlier round and not done is asked for again with one key.
    if let Some(o) = super::pages::again(m) {
        let lang = m.lang;
        if let Some(w) = m.here_mut() {
            if !w.draft.opinions.contains(&o) {
                w.draft.opinions.push(o);
            }
            let count = w.draft.opinions.len();
            m.message = say::opinion_kept(lang, count);
            m.dirty.get_or_insert(now);
        }
        return Vec::new();
    }
    let begun = m.here().and_then(|w| w.draft.writing.clone());
    begin(m, begun.unwrap_or_default());
    Vec::new()
}

/// Begins a note to colleagues.
pub(super) fn note(m: &mut Model) -> Vec<Effect> {
    begin(
        m,
        Writing {
            note: true,
            ..Writing::default()
        },
    );
    Vec::new()
}

/// Begins a minute of what was said when the case was talked over.
pub(super) fn minute(m: &mut Model) -> Vec<Effect> {
    begin(
        m,
        Writing {
            note: true,
            minute: true,
            ..Writing::default()
        },
    );
    Vec::new()
}

/// Begins the reason for setting a finding aside.
pub(super) fn reason(m: &mut Model, w: Waiver) {
    begin(
        m,
        Writing {
            waives: Some(w),
            ..Writing::default()
        },
    );
}

/// Edits the opinion under the cursor.
pub(super) fn edit(m: &mut Model) -> Vec<Effect> {
    let found = m.here().filter(|w| w.tab == 3).and_then(|w| {
        let n = w.at[3];
        Some((n, w.draft.opinions.get(n)?.text.clone()))
    });
    match found {
        Some((n, text)) => begin(
            m,
            Writing {
                caret: usize::MAX,
                text,
                edits: Some(n),
                ..Writing::default()
            },
        ),
        None => m.message = say::no_opinion_here(m.lang),
    }
    Vec::new()
}

/// Opens the text, or the opinion under the cursor, in the editor of the environment.
pub(super) fn editor(m: &mut Model) -> Vec<Effect> {
    if m.confined {
        m.message = crate::words::house::no_editor(m.lang);
        return Vec::new();
    }
    if !m.options.editor {
        m.message = say::no_editor(m.lang);
        return Vec::new();
    }
    if !matches!(m.over, Some(Over::Entry(_))) {
        edit(m);
    }
    match &m.over {
        Some(Over::Entry(e)) => {
            let text = e.text.text().to_owned();
            let mut out: Vec<Effect> = update::keep(m).into_iter().collect();
            out.push(Effect::Editor(text));
            out
        }
        _ => Vec::new(),
    }
}

/// The editor came back.
pub(super) fn edited(m: &mut Model, now: Instant, text: Result<String, String>) -> Vec<Effect> {
    match (text, &mut m.over) {
        (Ok(text), Some(Over::Entry(e))) => {
            if text == e.text.text() {
                m.message = say::unchanged(m.lang);
                return Vec::new();
            }
            e.text.clear();
            let taken = e.text.insert(&text);
            m.message = if taken.cut > 0 {
                say::paste_cut(m.lang, text.chars().count(), taken.taken)
            } else {
                say::edited(m.lang)
            };
            m.dirty.get_or_insert(now);
        }
        (Ok(_), _) => m.message = say::unchanged(m.lang),
        (Err(why), _) => m.message = why,
    }
    Vec::new()
}

/// Cells of a row of text.
pub(super) fn cells(m: &Model) -> usize {
    usize::from(m.size.0.saturating_sub(6).max(10))
}

/// A key while text is entered.
pub(super) fn key(m: &mut Model, now: Instant, key: &str) -> Vec<Effect> {
    let command = m.keymap.find(Place::Entry, key).map(|c| c.act);
    m.message.clear();
    match command {
        Some(Do::Done) => return done(m, now, false),
        Some(Do::DoneDecide) => return done(m, now, true),
        Some(Do::Back) => return fold(m, now),
        Some(Do::Phrases) => return prompt::open(m, Asks::Phrases),
        Some(Do::Editor) => return editor(m),
        _ => {}
    }
    let cells = cells(m);
    let Some(Over::Entry(e)) = &mut m.over else {
        return Vec::new();
    };
    match e.text.key(key, cells) {
        Outcome::Changed => {
            m.dirty.get_or_insert(now);
        }
        Outcome::Same => {}
        Outcome::Full(n) => m.message = say::text_full(m.lang, n, e.text.limit()),
        Outcome::Unused => m.message = say::no_key(m.lang, key),
    }
    Vec::new()
}

/// Pasted text is text; where there is none entered, it is asked what to do with it.
pub(super) fn paste(m: &mut Model, now: Instant, text: String) -> Vec<Effect> {
    m.armed = None;
    m.pending = None;
    m.last_key = Some(now);
    let count = text.chars().count();
    let taken = match &mut m.over {
        Some(Over::Entry(e)) => {
            m.dirty.get_or_insert(now);
            e.text.paste(&text)
        }
        Some(Over::Prompt(p)) => {
            let taken = p.text.paste(&text);
            let out = prompt::changed(m);
            if taken.cut > 0 {
                m.message = say::paste_cut(m.lang, count, taken.taken);
            }
            return out;
        }
        None => {
            m.message = say::pasted(m.lang, count);
            m.over = Some(Over::Pasted(text));
            return Vec::new();
        }
        Some(_) => {
            m.message = say::pasted_drawer(m.lang, count);
            return Vec::new();
        }
    };
    if taken.cut > 0 {
        m.message = say::paste_cut(m.lang, count, taken.taken);
    }
    Vec::new()
}

/// What was pasted becomes an opinion being written.
pub(super) fn pasted_opinion(m: &mut Model, now: Instant) -> Vec<Effect> {
    let Some(Over::Pasted(text)) = m.over.take() else {
        return Vec::new();
    };
    if m.here().is_none() {
        m.message = say::no_row(m.lang);
        return Vec::new();
    }
    own(m, now);
    paste(m, now, text)
}

/// What was pasted is searched for.
pub(super) fn pasted_search(m: &mut Model) -> Vec<Effect> {
    let Some(Over::Pasted(text)) = m.over.take() else {
        return Vec::new();
    };
    let mut out = nav::search(m);
    if let Some(Over::Prompt(p)) = &mut m.over {
        p.text.paste(text.trim());
        out.extend(prompt::changed(m));
    }
    out
}

/// Folds the text away; the draft keeps it.
fn fold(m: &mut Model, now: Instant) -> Vec<Effect> {
    let writing = writing(m);
    m.over = None;
    m.message = if writing.is_some() {
        say::folded(m.lang)
    } else {
        say::nothing_written(m.lang)
    };
    if let Some(w) = m.here_mut() {
        w.draft.writing.clone_from(&writing);
    }
    m.dirty.get_or_insert(now);
    keep_with(m, writing)
}

/// The draft with what is being written, though its drawer is closed.
fn keep_with(m: &mut Model, writing: Option<Writing>) -> Vec<Effect> {
    let mut out: Vec<Effect> = update::keep(m).into_iter().collect();
    if let Some(Effect::Draft(_, id, draft)) = out.first_mut() {
        draft.writing = writing;
        if !draft.is_empty() {
            m.drafts.insert(*id);
        }
    }
    out
}

/// The text is done: it becomes an opinion, a reason, a note.
fn done(m: &mut Model, now: Instant, decide: bool) -> Vec<Effect> {
    let Some(Over::Entry(e)) = m.over.take() else {
        return Vec::new();
    };
    let text = e.text.text().trim().to_owned();
    let lang = m.lang;
    let at = m.screen == Screen::Case;
    let rounds = rounds_place(m);
    let Some(w) = m.here_mut() else {
        return Vec::new();
    };
    w.draft.writing = None;
    if text.is_empty() {
        m.message = say::empty_text(lang);
        return update::keep(m).into_iter().collect();
    }
    if let Some(mut waiver) = e.belongs.waives.clone() {
        let need = usize::from(w.file.procedure.min_reason);
        if waiver.error && text.chars().count() < need {
            m.message = say::reason_short(lang, need);
            m.over = Some(Over::Entry(e));
            return Vec::new();
        }
        waiver.reason = text;
        sign::set_aside(w, waiver);
        m.message = say::set_aside(lang);
    } else if e.purpose == Purpose::Note {
        m.said = say::noted(lang);
        let command = match e.belongs {
            Writing { minute: true, .. } => Command::Minute(text),
            Writing { to: Some(who), .. } => Command::Ask(vec![who], text),
            _ => Command::Note(text),
        };
        let mut out: Vec<Effect> = update::keep(m).into_iter().collect();
        out.extend(sign::append(m, command, None));
        return out;
    } else {
        match e.belongs.edits.and_then(|n| w.draft.opinions.get_mut(n)) {
            Some(o) => o.text = text,
            None => {
                let field = match (w.tab, w.file.findings().get(w.at[2])) {
                    _ if rounds.is_some() => rounds.unwrap_or(Field::Form),
                    (2, Some(f)) if at => f.field.clone(),
                    (1, _) if at => Field::Indicator(w.at[1], None),
                    _ => Field::Form,
                };
                w.draft.opinions.push(Opinion {
                    field,
                    text,
                    rule: None,
                });
            }
        }
        let count = w.draft.opinions.len();
        m.message = say::opinion_kept(lang, count);
    }
    m.dirty.get_or_insert(now);
    let mut out: Vec<Effect> = update::keep(m).into_iter().collect();
    if let Purpose::Harsh(armed) = e.purpose {
        out.extend(sign::fire(m, now, armed));
    } else if decide {
        m.pending = Some(Pending {
            keys: "d".to_owned(),
            since: now,
            shown: true,
        });
    }
    out
}

/// The field under the cursor of two rounds, for an opinion written there.
fn rounds_place(m: &Model) -> Option<Field> {
    super::pages::entry_at(m).map(|e| e.place)
}

/// What a list was before a search is put back.
pub(super) fn search_dropped(m: &mut Model, before: Before) -> Vec<Effect> {
    let out = if before.search == m.list.search {
        Vec::new()
    } else {
        list::searched(m, &before.search)
    };
    m.message.clear();
    if before.cursor.is_some() && m.list.cursor.is_none() {
        m.list.cursor = before.cursor;
    }
    out
}
