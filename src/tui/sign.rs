//! Verdicts on the screen: what they stand on, the guards before them, what follows.

use super::model::{Armed, Effect, Model, Over, Prefix, Screen, Work};
use super::update::{READ, append, keep, leave, reload_case};
use super::{edit, update};
use crate::domain::entry::{Opinion, Waiver};
use crate::domain::finding::Severity;
use crate::domain::gate::{self, Command, Verdictum};
use crate::store::{Changes, Receipt};
use crate::words::{self, tui as say};
use std::time::Instant;

/// A key that signs came too close to another, or before the case could be read.
pub(super) fn too_fast(m: &mut Model, now: Instant) -> Vec<Effect> {
    // The case itself may not have come yet; its row has.
    let row = m.list.rows.iter().find(|r| Some(r.id) == m.list.cursor);
    let code = m.work.as_ref().map(|w| &w.file.row).or(row);
    let code = code.map_or_else(String::new, |r| r.code.to_string());
    m.message = say::too_fast(m.lang, &code);
    if let Some(d) = &mut m.drawn {
        d.2 = now;
    }
    Vec::new()
}

/// A key that signs came alone.
pub(super) fn fire(m: &mut Model, now: Instant, armed: Armed) -> Vec<Effect> {
    let Some(w) = &m.work else {
        m.message = say::not_loaded(m.lang);
        return Vec::new();
    };
    let here = (w.file.row.id, w.file.row.version);
    let read = m
        .drawn
        .is_some_and(|(id, v, at)| (id, v) == here && now.duration_since(at) >= READ);
    if !read {
        return too_fast(m, now);
    }
    match armed {
        Armed::Verdict(n, closing) => {
            m.over = None;
            verdict(m, usize::from(n), closing)
        }
        Armed::Yes => match m.over.take() {
            Some(Over::Sign(v, _)) => sign(m, *v),
            other => {
                m.over = other;
                Vec::new()
            }
        },
    }
}

/// Where all seats are in, a lead's verdict is the decision.
pub(super) fn decides(m: &Model, w: &Work) -> bool {
    let (p, s) = (&w.file.procedure, &w.file.standing);
    let all_in = s.state == p.graded || s.state == p.dissent;
    all_in && m.who.may_close() && s.seated
}

/// What stands behind a verdict, judged by the gate before anything is asked.
fn verdict(m: &mut Model, n: usize, closing: bool) -> Vec<Effect> {
    let Some(w) = &m.work else {
        return Vec::new();
    };
    let (p, s) = (&w.file.procedure, &w.file.standing);
    let Some(kind) = p.verdict.get(n) else {
        return Vec::new();
    };
    if m.read_only {
        m.message = words::store::failed(m.lang, &crate::store::StoreError::ReadOnly);
        return Vec::new();
    }
    let closing = closing || decides(m, w);
    let v = Verdictum {
        verdict: kind.id.clone(),
        closing,
        opinions: w.draft.opinions.clone(),
        waived: w.draft.waived.clone(),
        ..Verdictum::default()
    };
    let facts = w.file.facts();
    if let Err(why) = gate::decide(p, s, &m.who, &facts, Command::Decide(v.clone())) {
        let name = |id| {
            w.file
                .names
                .get(&id)
                .map_or_else(String::new, |n| n.to_string())
        };
        m.message = words::refused::refused(m.lang, &why, &name);
        return Vec::new();
    }
    if closing && s.seated || kind.harsh {
        m.over = Some(Over::Sign(Box::new(v), true));
        return Vec::new();
    }
    if kind.needs_opinion {
        m.over = Some(Over::Sign(Box::new(v), false));
        return Vec::new();
    }
    sign(m, v)
}

fn sign(m: &mut Model, v: Verdictum) -> Vec<Effect> {
    let Some(w) = &m.work else {
        return Vec::new();
    };
    let kind = w.file.procedure.verdict(&v.verdict);
    let name = kind.map_or(String::new(), |k| {
        words::either(m.lang, &k.name, &k.name_en)
    });
    m.said = say::decided(m.lang, &name, w.file.row.code.as_str(), v.opinions.len());
    m.advance = true;
    let version = w.file.row.version;
    append(m, Command::Decide(v), Some(version))
}

/// The receipt came: it is on disk.
pub(super) fn saved(m: &mut Model, r: &Receipt) -> Vec<Effect> {
    m.saving = m.saving.saturating_sub(1);
    m.message = std::mem::take(&mut m.said);
    if m.message.is_empty() {
        m.message = say::recorded(m.lang, r.seq.get());
    }
    m.head = r.seq;
    if let Some(row) = m.list.rows.iter_mut().find(|x| x.id == r.case) {
        row.version = r.version;
        row.state.clone_from(&r.state);
    }
    let mut out = Vec::new();
    if m.advance {
        if let Some(w) = m.work.as_mut().filter(|w| w.file.row.id == r.case) {
            w.draft = super::draft::Draft::default();
            out.extend(keep(m));
        }
        m.advance = false;
        let queue = (!m.list.queue.is_empty()).then(|| m.list.queue.clone());
        out.push(Effect::Next(queue, Some(r.case)));
        if m.screen == Screen::Queue {
            out.extend(update::reload(m));
        }
    } else {
        out.extend(reload_case(m));
        if m.screen == Screen::Queue {
            out.extend(update::reload(m));
        }
    }
    out.push(Effect::Queues);
    out.extend(leave(m));
    out
}

/// Others decided: said, marked, not inserted.
pub(super) fn changes(m: &mut Model, c: &Changes) -> Vec<Effect> {
    m.head = c.head;
    let mine = m.who.id;
    let others: Vec<_> = c.cases.iter().filter(|(_, who, _)| *who != mine).collect();
    if others.is_empty() {
        return Vec::new();
    }
    for (id, ..) in &others {
        let shown = m.list.rows.iter().any(|r| r.id == *id);
        if shown && !m.list.news.contains(id) {
            m.list.news.push(*id);
        }
    }
    let open = m.work.as_ref().map(|w| w.file.row.id);
    if let Some((_, who, _)) = others.iter().rev().find(|(id, ..)| Some(*id) == open) {
        let name = m
            .work
            .as_ref()
            .and_then(|w| w.file.names.get(who))
            .map(|n| n.to_string());
        m.message = say::changed_by(m.lang, &name.unwrap_or_default());
    }
    if m.screen == Screen::Home {
        vec![Effect::Queues]
    } else {
        Vec::new()
    }
}

fn opinion_of(w: &Work, n: usize) -> Option<Opinion> {
    let f = w.file.findings().get(n)?;
    Some(Opinion {
        field: f.field.clone(),
        text: f.message.clone(),
        rule: Some(f.rule.clone()),
    })
}

/// The finding under the cursor becomes an opinion, and the cursor goes to the next.
pub(super) fn adopt(m: &mut Model, now: Instant) -> Vec<Effect> {
    let Some(w) = &mut m.work else {
        return Vec::new();
    };
    w.tab = 2;
    let n = w.at[2];
    if !w.is_open(n) {
        m.message = say::nothing_open(m.lang);
        return Vec::new();
    }
    w.draft.opinions.extend(opinion_of(w, n));
    next_open(w);
    m.dirty.get_or_insert(now);
    m.message = say::opinion_kept(m.lang, w.draft.opinions.len());
    Vec::new()
}

fn next_open(w: &mut Work) {
    let n = w.file.findings().len();
    if let Some(k) = (0..n).map(|k| (w.at[2] + k) % n).find(|k| w.is_open(*k)) {
        w.at[2] = k;
    }
}

/// All errors and warnings become opinions.
pub(super) fn adopt_all(m: &mut Model, now: Instant) -> Vec<Effect> {
    let Some(w) = &mut m.work else {
        m.message = say::not_loaded(m.lang);
        return Vec::new();
    };
    let open: Vec<usize> = (0..w.file.findings().len())
        .filter(|n| w.is_open(*n))
        .filter(|n| {
            w.file
                .findings()
                .get(*n)
                .is_some_and(|f| f.severity != Severity::Note)
        })
        .collect();
    if open.is_empty() {
        m.message = say::nothing_open(m.lang);
        return Vec::new();
    }
    for n in open {
        w.draft.opinions.extend(opinion_of(w, n));
    }
    m.dirty.get_or_insert(now);
    m.message = say::opinion_kept(m.lang, w.draft.opinions.len());
    Vec::new()
}

/// Begins to set the finding under the cursor aside.
pub(super) fn waive(m: &mut Model) -> Vec<Effect> {
    let Some(w) = &m.work else {
        return Vec::new();
    };
    let n = w.at[2];
    let Some(f) = w
        .file
        .findings()
        .get(n)
        .filter(|_| w.tab == 2 && w.is_open(n))
    else {
        m.message = say::nothing_open(m.lang);
        return Vec::new();
    };
    if f.severity == Severity::Error {
        let waiver = Waiver {
            rule: f.rule.clone(),
            field: Some(f.field.clone()),
            reason: String::new(),
            error: true,
        };
        m.message = say::error_aside(m.lang);
        edit::reason(m, waiver);
        return Vec::new();
    }
    m.over = Some(Over::Prefix(Prefix::Waive(n)));
    m.message = say::waive_how(m.lang);
    Vec::new()
}

/// Keeps a finding set aside.
pub(super) fn set_aside(w: &mut Work, waiver: Waiver) {
    w.draft.waived.push(waiver);
    next_open(w);
}

/// The second key of `w` or `!`.
pub(super) fn prefixed(m: &mut Model, now: Instant, key: &str) -> Vec<Effect> {
    let Some(Over::Prefix(prefix)) = m.over.take() else {
        return Vec::new();
    };
    let digit = key.parse::<usize>().ok().filter(|d| *d > 0);
    match prefix {
        Prefix::Recuse => {
            let reasons = ["own-unit", "kin", "took-part", "other"];
            match digit.and_then(|d| reasons.get(d - 1)) {
                Some(reason) => append(m, Command::Recuse((*reason).to_owned()), None),
                None => {
                    m.message = say::not_signed(m.lang);
                    Vec::new()
                }
            }
        }
        Prefix::Waive(n) => {
            let Some(w) = &mut m.work else {
                return Vec::new();
            };
            let Some(f) = w.file.findings().get(n) else {
                return Vec::new();
            };
            let mut waiver = Waiver {
                rule: f.rule.clone(),
                field: Some(f.field.clone()),
                reason: String::new(),
                error: false,
            };
            match digit {
                Some(d @ 1..=4) => {
                    waiver.reason = say::stock_reason(m.lang, d);
                    set_aside(w, waiver);
                    m.dirty.get_or_insert(now);
                }
                Some(5) => edit::reason(m, waiver),
                _ => m.message = say::not_signed(m.lang),
            }
            Vec::new()
        }
    }
}

/// Drops the opinion under the cursor.
pub(super) fn drop_opinion(m: &mut Model, now: Instant) -> Vec<Effect> {
    let Some(w) = &mut m.work else {
        return Vec::new();
    };
    let n = w.at[3];
    if w.tab == 3 && n < w.draft.opinions.len() {
        w.draft.opinions.remove(n);
        w.at[3] = n.min(w.draft.opinions.len().saturating_sub(1));
        m.dirty.get_or_insert(now);
    } else {
        m.message = say::no_opinion_here(m.lang);
    }
    Vec::new()
}

/// Explains the rule of the finding under the cursor.
pub(super) fn explain(m: &mut Model) -> Vec<Effect> {
    let rule = m
        .work
        .as_ref()
        .and_then(|w| w.file.findings().get(w.at[2]).filter(|_| w.tab == 2));
    match rule.and_then(|f| crate::domain::rules::text(&f.rule)) {
        Some(text) => m.over = Some(Over::Explain(words::rules::explained(m.lang, text))),
        None => m.message = say::nothing_open(m.lang),
    }
    Vec::new()
}
