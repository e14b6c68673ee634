//! Verdicts on the screen: what they stand on, the guards before them, what follows.

use super::model::{
    Armed, Asking, Effect, Entry, Model, Over, Purpose, Screen, Signing, Want, Work,
};
use super::update::{READ, keep};
use super::{bulk, edit, list, run};
use crate::domain::day::Day;
use crate::domain::entry::Opinion;
use crate::domain::gate::{self, Command, Refused, Verdictum};
use crate::domain::procedure::Procedure;
use crate::domain::{fen::Fen, monitor};
use crate::store::{Append, Changes, Receipt};
use crate::words::{self, tui as say};
use std::time::Instant;

pub(super) use super::opinions::{
    adopt, adopt_all, drop_opinion, explain, grade, on_error, set_aside, waive,
};

/// A key that signs came too close to another, or before the case could be read.
pub(super) fn too_fast(m: &mut Model, now: Instant) -> Vec<Effect> {
    let code = m.row().map_or_else(String::new, |r| r.code.to_string());
    m.message = say::too_fast(m.lang, &code);
    if let Some(d) = &mut m.drawn {
        d.2 = now;
    }
    if let Some(at) = &mut m.asked {
        *at = now;
    }
    Vec::new()
}

/// A key that signs came alone.
pub(super) fn fire(m: &mut Model, now: Instant, armed: Armed) -> Vec<Effect> {
    if m.saving > 0 {
        // One verdict is on its way to disk: a key held down must not give another.
        return too_fast(m, now);
    }
    if matches!((armed, &m.over), (Armed::Yes, Some(Over::Bulk(..)))) {
        let read = m.asked.is_some_and(|at| now.duration_since(at) >= READ);
        return if read { bulk::go(m) } else { too_fast(m, now) };
    }
    if let (
        Armed::Yes,
        Some(Over::Sign(Asking {
            act: Signing::Draw(plan),
            ..
        })),
    ) = (armed, &m.over)
    {
        let plan = plan.clone();
        let read = m.asked.is_some_and(|at| now.duration_since(at) >= READ);
        if !read {
            return too_fast(m, now);
        }
        m.over = None;
        return super::units::go(m, &plan);
    }
    let Some(row) = m.row().map(|r| (r.id, r.version)) else {
        m.message = say::no_row(m.lang);
        return Vec::new();
    };
    let read = m
        .drawn
        .is_some_and(|(id, v, at)| (id, v) == row && now.duration_since(at) >= READ);
    if !read {
        return too_fast(m, now);
    }
    let Some(w) = m.here() else {
        return run::fetch(m, Want::Armed(armed));
    };
    if (w.file.row.id, w.file.row.version) != row {
        return too_fast(m, now);
    }
    match armed {
        Armed::Verdict(n, closing) => {
            m.over = None;
            verdict(m, n, closing)
        }
        Armed::Suggested => {
            m.over = None;
            suggested(m, now)
        }
        Armed::Yes => match m.over.take() {
            Some(Over::Sign(Asking { act, .. })) => match act {
                Signing::Verdict(v) => sign(m, *v),
                // Done above, where no case is at hand.
                Signing::Draw(_) => Vec::new(),
                Signing::Recuse(reason) => {
                    m.said = say::recused(m.lang);
                    append(m, Command::Recuse(reason.to_owned()), None)
                }
            },
            Some(Over::Conflict(both, _)) => sign_mended(m, both.0),
            other => {
                m.over = other;
                Vec::new()
            }
        },
    }
}

/// The procedure of the case under the cursor, else of the list.
pub(super) fn procedure(m: &Model) -> Option<&Procedure> {
    if let Some(w) = m.here() {
        return Some(&w.file.procedure);
    }
    let id = m.row().map_or(m.list.queue.as_str(), |r| r.queue.as_str());
    let mut all = crate::domain::procedure::builtin().iter().map(|(p, ..)| p);
    all.find(|p| p.id == id)
}

/// The place of the verdict with this letter in the queue's procedure.
pub(super) fn of_letter(m: &Model, letter: char) -> Result<u8, String> {
    let Some(p) = m.row().and_then(|_| procedure(m)) else {
        return Err(say::no_row(m.lang));
    };
    p.verdict
        .iter()
        .position(|v| v.key == letter)
        .and_then(|n| u8::try_from(n).ok())
        .ok_or_else(|| {
            say::no_such_verdict(m.lang, &words::either(m.lang, &p.short, &p.name_en), letter)
        })
}

/// Where all seats are in, a lead's verdict is the decision.
pub(super) fn decides(m: &Model, w: &Work) -> bool {
    let (p, s) = (&w.file.procedure, &w.file.standing);
    let all_in = s.state == p.graded || s.state == p.dissent;
    all_in && m.who.may_close() && s.seated
}

/// The verdict as it would be given now.
pub(super) fn given(m: &Model, w: &Work, id: &str, closing: bool) -> Verdictum {
    let kind = w.file.procedure.verdict(id);
    let form = w.file.rounds.last().map(|r| &r.declaration);
    let offered = kind.map(|k| monitor::offer(k, form, m.today));
    let (due, amount) = offered.unwrap_or_default();
    Verdictum {
        verdict: id.to_owned(),
        closing: closing || decides(m, w),
        due,
        amount,
        opinions: w.draft.opinions.clone(),
        waived: w.draft.waived.clone(),
        items: w.draft.items.clone(),
        checks: w.draft.checks.clone(),
        score: w.draft.total.as_ref().map(|(score, _)| *score),
        score_reason: w
            .draft
            .total
            .as_ref()
            .map_or_else(String::new, |(_, why)| why.clone()),
        ..Verdictum::default()
    }
}

/// A week more or less until the day of a verdict, or a tenth of the money on offer.
pub(super) fn alter(m: &mut Model, by: i8) -> Vec<Effect> {
    let form = m.here().and_then(|w| w.file.rounds.last());
    let most = form.and_then(|r| monitor::left(&r.declaration));
    let today = m.today;
    if let Some(Over::Sign(Asking {
        act: Signing::Draw(plan),
        ..
    })) = &mut m.over
    {
        super::units::alter(plan, by);
        return Vec::new();
    }
    let Some(Over::Sign(Asking {
        act: Signing::Verdict(v),
        ..
    })) = &mut m.over
    else {
        return Vec::new();
    };
    if let Some(day) = v.due.and_then(Day::from_number) {
        let day = day.plus(i32::from(by) * 7);
        v.due = Some(day.max(today).number());
    } else if let (Some(amount), Some(most)) = (v.amount, most) {
        let step = most.get() / 10 * i64::from(by);
        v.amount = Some(Fen::new(
            (amount.get() + step).clamp(most.get() / 10, most.get()),
        ));
    } else {
        m.message = say::nothing_to_shift(m.lang);
    }
    Vec::new()
}

/// Why the gate would refuse this verdict on the case at hand, if it would.
pub(super) fn refused(m: &Model, w: &Work, n: usize, closing: bool) -> Option<Refused> {
    let p = &w.file.procedure;
    let kind = p.verdict.get(n)?;
    let command = Command::Decide(given(m, w, &kind.id, closing));
    gate::decide(p, &w.file.standing, &m.who, &w.file.facts(m.today), command).err()
}

/// A refusal in words.
pub(super) fn why(m: &Model, w: &Work, why: &Refused) -> String {
    let name = |id| {
        let name = w.file.names.get(&id);
        name.map_or_else(String::new, ToString::to_string)
    };
    words::refused::refused(m.lang, why, &name)
}

/// The verdict that the findings suggest; where it needs opinions, all errors and warnings are.
fn suggested(m: &mut Model, now: Instant) -> Vec<Effect> {
    let lang = m.lang;
    let Some(w) = m.here_mut() else {
        return Vec::new();
    };
    let p = &w.file.procedure;
    let kind = super::shape::suggestion(w).map(|(k, _)| k.id.clone());
    let n = kind.and_then(|id| p.verdict.iter().position(|v| v.id == id));
    let Some(n) = n else {
        m.message = say::no_suggestion(lang);
        return Vec::new();
    };
    if p.verdict.get(n).is_some_and(|v| v.needs_opinion) && super::opinions::adopt_in(w) > 0 {
        m.dirty.get_or_insert(now);
    }
    verdict(m, u8::try_from(n).unwrap_or(u8::MAX), false)
}

/// What stands behind a verdict, judged by the gate before anything is asked.
fn verdict(m: &mut Model, n: u8, closing: bool) -> Vec<Effect> {
    let Some(w) = m.here() else {
        return Vec::new();
    };
    let Some(kind) = w.file.procedure.verdict.get(usize::from(n)) else {
        m.message = say::no_such_place(m.lang, n + 1);
        return Vec::new();
    };
    if m.read_only {
        m.message = words::store::failed(m.lang, &crate::store::StoreError::ReadOnly);
        return Vec::new();
    }
    let seated = w.file.standing.seated;
    let (harsh, asks) = (
        kind.harsh,
        kind.needs_opinion || kind.needs_due || kind.needs_amount,
    );
    let v = given(m, w, &kind.id, closing);
    if let Some(no) = refused(m, w, usize::from(n), closing) {
        m.message = why(m, w, &no);
        if harsh && no == Refused::NeedsOpinion {
            // A harsh verdict asks for its reason first.
            m.message = say::harsh_reason(m.lang);
            m.over = Some(Over::Entry(Entry {
                purpose: Purpose::Harsh(Armed::Verdict(n, closing)),
                text: edit::fresh(m),
                belongs: super::draft::Writing::default(),
            }));
        }
        return Vec::new();
    }
    let final_act = v.closing && seated;
    if final_act || harsh || asks {
        m.over = Some(Over::Sign(Asking {
            act: Signing::Verdict(Box::new(v)),
            only_y: final_act || harsh,
            top: 0,
        }));
        return Vec::new();
    }
    sign(m, v)
}

fn sign(m: &mut Model, v: Verdictum) -> Vec<Effect> {
    let Some(w) = m.here() else {
        return Vec::new();
    };
    let file = w.file.clone();
    let kind = file.procedure.verdict(&v.verdict);
    let name = kind.map_or(String::new(), |k| {
        words::either(m.lang, &k.name, &k.name_en)
    });
    m.said = say::decided(m.lang, &name, file.row.code.as_str(), v.opinions.len());
    m.advance = true;
    let version = file.row.version;
    m.sent = Some(Box::new((v.clone(), file)));
    append(m, Command::Decide(v), Some(version))
}

/// An act on the case of the screen.
pub(super) fn append(m: &mut Model, command: Command, expected: Option<u32>) -> Vec<Effect> {
    let Some(w) = m.here() else {
        return Vec::new();
    };
    let a = Append {
        case: w.file.row.id,
        expected,
        command,
        by_command: "desk".into(),
    };
    m.saving += 1;
    vec![Effect::Save(Box::new(a))]
}

/// The receipt came: it is on disk.
pub(super) fn saved(m: &mut Model, r: &Receipt) -> Vec<Effect> {
    m.saving = m.saving.saturating_sub(1);
    m.message = std::mem::take(&mut m.said);
    if m.message.is_empty() {
        m.message = say::recorded(m.lang, r.seq.get());
    }
    m.head = r.seq;
    let mut out = Vec::new();
    if m.advance {
        m.advance = false;
        m.undone.clear();
        // A grade given without what the rules found stays here: they are open now, and it is
        // confirmed or changed.
        let me = m.who.id;
        let sent = m.sent.as_ref();
        if sent.is_some_and(|s| s.1.row.id == r.case && s.1.standing.withholds(me)) {
            m.sent = None;
            m.message = say::findings_open(m.lang);
            out.extend(list::reload_case(m));
            out.push(Effect::Queues);
            out.extend(run::leave(m));
            return out;
        }
        let mut queue = (!m.list.queue.is_empty()).then(|| m.list.queue.clone());
        if let Some(sent) = m.sent.take() {
            let of = (sent.1.row.queue.clone(), sent.0.verdict.clone());
            queue = Some(of.0.clone());
            m.walked.insert(r.case, of);
            if let Some(row) = m.list.rows.iter_mut().find(|x| x.id == r.case) {
                row.version = r.version;
                row.state.clone_from(&r.state);
                row.mine.waiting = false;
                row.mine.verdict = Some(sent.0.verdict);
            }
        }
        m.list.marks.remove(&r.case);
        if let Some(w) = m.work.as_mut().filter(|w| w.file.row.id == r.case) {
            w.draft = super::draft::Draft::default();
            out.extend(keep(m));
        }
        if m.screen == Screen::Matrix {
            // A lead goes on among the seats, not among what waits for a grade.
            out.extend(super::matrix::read(m));
        } else if m.options.advance {
            m.seeking = Some(m.screen);
            match list::next_row(m, r.case) {
                Some(next) => out.extend(super::nav::next_came(m, next)),
                None => out.push(Effect::Next(queue, Some(r.case))),
            }
        } else {
            out.extend(list::reload_case(m));
        }
    } else {
        out.extend(list::reload_case(m));
    }
    out.push(Effect::Queues);
    out.extend(run::leave(m));
    out
}

/// Something failed; nothing was signed by it.
pub(super) fn failed(m: &mut Model, now: Instant, says: String, conflict: bool) -> Vec<Effect> {
    let writing = m.saving > 0;
    // What was typed for a screen that does not come is meant for no other.
    m.ahead.clear();
    m.saving = m.saving.saturating_sub(1);
    m.advance = false;
    let sent = m.sent.take();
    let here = m.here().map(|w| w.file.row.id);
    if conflict && let Some(sent) = sent {
        if here != Some(sent.1.row.id) {
            // Another case stands there by now: nothing of it is to be compared with this one.
            m.message = say::of_case(m.lang, sent.1.row.code.as_ref(), &says);
            return run::leave(m);
        }
        // The new version is read, and both stand side by side then.
        m.message = says;
        m.over = Some(Over::Conflict(sent, now));
        return list::reload_case(m);
    }
    if let Some(sent) = sent.filter(|_| writing) {
        let again = Append {
            case: sent.1.row.id,
            expected: Some(sent.1.row.version),
            command: Command::Decide(sent.0.clone()),
            by_command: "desk".into(),
        };
        m.said = String::new();
        m.over = Some(Over::Failure(says, Box::new(Effect::Save(Box::new(again)))));
        m.sent = Some(sent);
        m.advance = m.options.advance;
        return run::leave(m);
    }
    m.message = says;
    run::leave(m)
}

/// Opinions of a verdict that still hold on the case as it is now: those from rules that still
/// find what they found, and one's own.
pub(super) fn still(v: &Verdictum, w: &Work) -> (Vec<Opinion>, Vec<Opinion>) {
    v.opinions.iter().cloned().partition(|o| {
        o.rule.as_ref().is_none_or(|rule| {
            let found = w.file.findings().iter();
            let mut same = found.filter(|f| f.rule == *rule && f.field == o.field);
            same.next().is_some()
        })
    })
}

/// The verdict that met a newer version is signed on that, without the opinions that no longer
/// hold.
fn sign_mended(m: &mut Model, v: Verdictum) -> Vec<Effect> {
    let Some(w) = m.here() else {
        return Vec::new();
    };
    let mended = Verdictum {
        opinions: still(&v, w).0,
        ..v
    };
    let (p, s, facts) = (&w.file.procedure, &w.file.standing, w.file.facts(m.today));
    if let Err(no) = gate::decide(p, s, &m.who, &facts, Command::Decide(mended.clone())) {
        m.message = why(m, w, &no);
        return Vec::new();
    }
    sign(m, mended)
}

/// What met a newer version stays as a draft.
pub(super) fn keep_conflict(m: &mut Model, now: Instant) -> Vec<Effect> {
    if let Some(Over::Conflict(both, _)) = m.over.take()
        && let Some(w) = m.here_mut()
    {
        let kept = both.0;
        for o in kept.opinions {
            if !w.draft.opinions.contains(&o) {
                w.draft.opinions.push(o);
            }
        }
        m.dirty.get_or_insert(now);
        m.message = say::kept_as_draft(m.lang);
    }
    keep(m).into_iter().collect()
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
        m.matrix.changed(*id);
    }
    let open = m.here().map(|w| w.file.row.id);
    if let Some((_, who, _)) = others.iter().rev().find(|(id, ..)| Some(*id) == open) {
        let name = m.here().and_then(|w| w.file.names.get(who));
        let name = name.map(ToString::to_string).unwrap_or_default();
        m.message = say::changed_by(m.lang, &name);
    }
    vec![Effect::Queues]
}

/// Nothing waits any more: what was done in this sitting.
pub(super) fn walked_through(m: &mut Model) {
    let queue = m
        .row()
        .map_or_else(|| m.list.queue.clone(), |r| r.queue.clone());
    let builtin = crate::domain::procedure::builtin();
    let p = builtin.iter().map(|(p, ..)| p).find(|p| p.id == queue);
    let counts: Vec<(String, usize)> = p
        .into_iter()
        .flat_map(|p| &p.verdict)
        .filter_map(|v| {
            let given = m.walked.values();
            let n = given.filter(|(q, x)| *q == queue && *x == v.id).count();
            let name = words::either(m.lang, &v.name, &v.name_en);
            (n > 0).then(|| (format!("{} {name}", v.sign), n))
        })
        .collect();
    let all: usize = counts.iter().map(|(_, n)| n).sum();
    if all == 0 {
        m.message = say::all_done(m.lang);
        return;
    }
    let said = std::mem::take(&mut m.message);
    m.message = say::walked(m.lang, all, &said);
    if m.over.is_none() {
        let left = m.drafts.len();
        m.over = Some(Over::Text(
            say::walked_head(m.lang, all),
            say::walked_lines(m.lang, &counts, left),
            0,
        ));
    }
    if matches!(m.screen, Screen::Case | Screen::Rounds) {
        m.rest = None;
    }
}
