//! From findings to opinions: adopted, set aside, dropped, graded.

use super::edit;
use super::model::{Effect, Model, Over, Screen, Work};
use crate::domain::entry::{Opinion, Waiver};
use crate::domain::finding::Severity;
use crate::domain::grade;
use crate::words::{self, tui as say};
use std::time::Instant;

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
    let listed = m.screen == Screen::Queue;
    let lang = m.lang;
    let Some(w) = m.here_mut() else {
        return Vec::new();
    };
    if listed && !w.is_open(w.at[2]) {
        next_open(w);
    }
    let n = w.at[2];
    if !w.is_open(n) {
        m.message = say::nothing_open(lang);
        return Vec::new();
    }
    if !listed {
        w.tab = 2;
    }
    w.draft.opinions.extend(opinion_of(w, n));
    next_open(w);
    let count = w.draft.opinions.len();
    m.dirty.get_or_insert(now);
    m.message = say::opinion_kept(lang, count);
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
    let lang = m.lang;
    let Some(w) = m.here_mut() else {
        return Vec::new();
    };
    let taken = adopt_in(w);
    let count = w.draft.opinions.len();
    if taken == 0 {
        m.message = say::nothing_open(lang);
        return Vec::new();
    }
    m.dirty.get_or_insert(now);
    m.message = say::opinion_kept(lang, count);
    Vec::new()
}

/// Adopts what is open among errors and warnings; gives how many.
pub(super) fn adopt_in(w: &mut Work) -> usize {
    let findings = w.file.findings().iter().enumerate();
    let open: Vec<usize> = findings
        .filter(|(n, f)| f.severity != Severity::Note && w.is_open(*n))
        .map(|(n, _)| n)
        .collect();
    for n in &open {
        w.draft.opinions.extend(opinion_of(w, *n));
    }
    open.len()
}

/// True when the cursor stands on an open finding that is an error.
pub(super) fn on_error(m: &Model) -> bool {
    let Some(w) = m.here().filter(|w| w.tab == 2) else {
        return false;
    };
    let f = w.file.findings().get(w.at[2]);
    w.is_open(w.at[2]) && f.is_some_and(|f| f.severity == Severity::Error)
}

/// Sets the finding under the cursor aside for a stock reason, or begins one's own.
pub(super) fn waive(m: &mut Model, now: Instant, reason: u8) -> Vec<Effect> {
    let lang = m.lang;
    let Some(w) = m.here_mut().filter(|w| w.tab == 2 && w.is_open(w.at[2])) else {
        m.message = say::nothing_open(lang);
        return Vec::new();
    };
    let Some(f) = w.file.findings().get(w.at[2]) else {
        return Vec::new();
    };
    let error = f.severity == Severity::Error;
    let mut waiver = Waiver {
        rule: f.rule.clone(),
        field: Some(f.field.clone()),
        reason: String::new(),
        error,
    };
    match reason {
        n @ 1..=4 if !error => {
            waiver.reason = say::stock_reason(lang, usize::from(n));
            set_aside(w, waiver);
            m.dirty.get_or_insert(now);
            m.message = say::set_aside(lang);
        }
        _ => {
            if error {
                m.message = say::error_aside(lang);
            }
            edit::reason(m, waiver);
        }
    }
    Vec::new()
}

/// Keeps a finding set aside.
pub(super) fn set_aside(w: &mut Work, waiver: Waiver) {
    w.draft.waived.push(waiver);
    next_open(w);
}

/// Drops the opinion under the cursor, or takes back that a finding was set aside.
pub(super) fn drop_opinion(m: &mut Model, now: Instant) -> Vec<Effect> {
    let lang = m.lang;
    let Some(w) = m.here_mut() else {
        return Vec::new();
    };
    let dropped = match w.tab {
        3 if w.at[3] < w.draft.opinions.len() => {
            let n = w.at[3];
            w.draft.opinions.remove(n);
            w.at[3] = n.min(w.draft.opinions.len().saturating_sub(1));
            true
        }
        2 => w.file.findings().get(w.at[2]).cloned().is_some_and(|f| {
            let before = (w.draft.opinions.len(), w.draft.waived.len());
            let of = |o: &Opinion| o.rule.as_ref() == Some(&f.rule) && o.field == f.field;
            w.draft.opinions.retain(|o| !of(o));
            w.draft
                .waived
                .retain(|x| !crate::domain::gate::covers(x, &f));
            before != (w.draft.opinions.len(), w.draft.waived.len())
        }),
        _ => false,
    };
    if dropped {
        m.dirty.get_or_insert(now);
        m.message = say::dropped(lang);
    } else {
        m.message = say::no_opinion_here(lang);
    }
    Vec::new()
}

/// The next grade of the sheet's item under the cursor of the opinions.
pub(super) fn grade(m: &mut Model, now: Instant) -> Vec<Effect> {
    let lang = m.lang;
    let Some(w) = m.here_mut() else {
        return Vec::new();
    };
    let first = super::shape::items_from(w);
    let item = w.at[3]
        .checked_sub(first)
        .filter(|_| w.tab == 3)
        .and_then(|n| Some((super::shape::items(w).get(n)?, n)));
    let Some((item, n)) = item else {
        m.message = say::no_item_here(lang);
        return Vec::new();
    };
    let suggested = super::shape::suggested(w);
    let now_is = w.draft.items.get(&item.id).copied();
    let rank = |g: grade::Grade| grade::Grade::ALL.iter().position(|x| *x == g).unwrap_or(0);
    let own = suggested.get(n).map_or(0, |g| rank(*g));
    let now_is = now_is.map_or(own, usize::from);
    let next = (now_is + 1) % grade::Grade::ALL.len();
    let (own, next) = (own == next, u8::try_from(next).unwrap_or(0));
    if own {
        w.draft.items.remove(&item.id);
    } else {
        w.draft.items.insert(item.id.clone(), next);
    }
    m.dirty.get_or_insert(now);
    m.message = say::item_graded(lang, own);
    Vec::new()
}

/// Explains the rule of the finding under the cursor.
pub(super) fn explain(m: &mut Model) -> Vec<Effect> {
    let rule = m
        .here()
        .and_then(|w| w.file.findings().get(w.at[2]).filter(|_| w.tab == 2));
    match rule.and_then(|f| crate::domain::rules::text(&f.rule)) {
        Some(text) => {
            let cells = usize::from(m.size.0.saturating_sub(6));
            let told = words::rules::explained(m.lang, text);
            let lines = super::text::wrap(&told, cells);
            m.over = Some(Over::Text(say::rule_head(m.lang), lines, 0));
        }
        None => m.message = say::nothing_open(m.lang),
    }
    Vec::new()
}
