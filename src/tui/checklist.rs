//! A self-evaluation gone through by its checklist: answers to rows, what they cost, the words that
//! go to the department. All of it is a draft until the verdict is signed.

mod source;

pub(super) use source::look;

use super::model::{Asks, Effect, Model, Screen, Want, Work};
use super::update::keep;
use super::{prompt, run};
use crate::domain::checklist::{Answer, Check, How, Part, Proof, Reply, Row, Sheet, find};
use crate::domain::companion::Evidence;
use crate::domain::entry::Opinion;
use crate::domain::finding::{Finding, Place};
use crate::domain::gate::Command;
use crate::domain::procedure::Digest;
use crate::domain::score::Points;
use crate::domain::value::normal;
use crate::words::{evaluation as say, tui};
use std::time::Instant;

/// The tab that the checklist takes: that of the indicators.
pub const TAB: usize = 1;

/// True where the keys are those of the checklist.
pub fn here(m: &Model) -> bool {
    let sheet = |w: &Work| w.tab == TAB && w.file.sheet.is_some();
    m.screen == Screen::Case && m.work.as_ref().is_some_and(sheet)
}

/// The row under the cursor.
pub fn row(w: &Work) -> Option<&Row> {
    w.file.sheet.as_ref()?.rows.get(w.at[TAB])
}

/// What a row is called.
pub fn name(l: crate::words::Lang, sheet: &Sheet, row: &Row) -> String {
    if let Some(item) = sheet.item(row) {
        return crate::words::either(l, &item.name, &item.name_en);
    }
    match sheet.line(row) {
        Some(line) if line.at.is_some() => sheet.name(line).to_owned(),
        _ => say::execution(l),
    }
}

/// The evidence listed for a row.
pub fn evidence<'w>(w: &'w Work, row: &Row) -> Vec<&'w Evidence> {
    let Some(sheet) = &w.file.sheet else {
        return Vec::new();
    };
    let named = sheet.line(row).map_or("", |l| sheet.name(l));
    let name = normal(named);
    let all = w.file.evidence.iter();
    all.filter(|e| !name.is_empty() && normal(&e.indicator) == name)
        .collect()
}

/// The first row that must still be dealt with, from a place on, and round again.
fn next_open(sheet: &Sheet, checks: &[Check], from: usize) -> Option<usize> {
    let n = sheet.rows.len();
    let open = |k: &usize| {
        sheet
            .rows
            .get(*k)
            .is_some_and(|r| sheet.state(r, checks).open)
    };
    (0..n).map(|k| (from + k) % n).find(open)
}

/// Where the cursor stands at first: on what must be dealt with first.
pub fn first(w: &Work) -> usize {
    let Some(sheet) = &w.file.sheet else {
        return 0;
    };
    next_open(sheet, &w.draft.checks, 0).unwrap_or(0)
}

/// True while answers can be given: the case waits for its verdict.
fn open(w: &Work) -> bool {
    w.file.procedure.is_open(&w.file.row.state)
}

/// Changes the answer to the row under the cursor, and goes on to the next open one.
fn put(m: &mut Model, now: Instant, check: Check, opinions: Vec<Opinion>) -> Vec<Effect> {
    let lang = m.lang;
    let Some(w) = m.work.as_mut() else {
        return Vec::new();
    };
    let Some(sheet) = w.file.sheet.clone() else {
        return Vec::new();
    };
    let at = w.at[TAB];
    let says = say::answered(lang, at + 1, check.answer);
    w.draft.checks.retain(|c| c.item != check.item);
    w.draft.checks.push(check);
    for o in opinions {
        if !w.draft.opinions.contains(&o) {
            w.draft.opinions.push(o);
        }
    }
    let open = sheet
        .rows
        .get(at)
        .is_some_and(|r| sheet.state(r, &w.draft.checks).open);
    let mut done = false;
    if !open {
        match next_open(&sheet, &w.draft.checks, at + 1) {
            Some(n) => w.at[TAB] = n,
            None => done = true,
        }
    }
    m.message = if done { say::all_checked(lang) } else { says };
    m.dirty.get_or_insert(now);
    // An answer is on disk before the next is given.
    keep(m).into_iter().collect()
}

/// The answer that a row has, to be changed: what was noted of evidence stays.
fn begun(w: &Work, row: &Row, answer: Answer) -> Check {
    let old = find(&w.draft.checks, &row.id);
    Check {
        proof: old.and_then(|c| c.proof.clone()),
        ..Check::plain(&row.id, answer)
    }
}

/// Looks whether the row under the cursor may be answered.
fn ready(m: &mut Model) -> Option<(Row, std::sync::Arc<Sheet>)> {
    let w = m.work.as_ref()?;
    let found = row(w).cloned().zip(w.file.sheet.clone());
    let says = if found.is_none() {
        say::no_sheet(m.lang)
    } else if !open(w) {
        say::not_open(m.lang)
    } else {
        return found;
    };
    m.message = says;
    None
}

/// 相符, 缺佐证 or 不适用.
pub(super) fn answer(m: &mut Model, now: Instant, answer: Answer) -> Vec<Effect> {
    let Some((row, sheet)) = ready(m) else {
        return Vec::new();
    };
    let wrong = sheet.line(&row).is_some_and(|l| l.wrong());
    if wrong && matches!(answer, Answer::Agrees | Answer::NotApplicable) {
        m.message = say::wrong_sum(m.lang);
        return Vec::new();
    }
    let Some(w) = m.work.as_ref() else {
        return Vec::new();
    };
    let mut check = begun(w, &row, answer);
    let mut opinions = Vec::new();
    if answer == Answer::Lacking {
        let zh = crate::words::Lang::Zh;
        let called = name(zh, &sheet, &row);
        let text = say::lacking(&called);
        let class = sheet.procedure.class.iter().find(|c| c.lacking);
        if row.line.is_some() {
            check.class = class.map_or_else(String::new, |c| c.id.clone());
        } else {
            check.note = class.map_or_else(String::new, |c| c.name.clone());
        }
        opinions.push(Opinion {
            field: place(&sheet, &row),
            text,
            rule: None,
        });
    } else {
        drop_opinions(m, &sheet, &row);
    }
    put(m, now, check, opinions)
}

/// What was said of a row is not said any more.
fn drop_opinions(m: &mut Model, sheet: &Sheet, row: &Row) {
    let field = place(sheet, row);
    if let Some(w) = m.work.as_mut() {
        w.draft
            .opinions
            .retain(|o| o.rule.is_some() || o.field != field || field == Place::Form);
    }
}

/// Where an opinion on a row points.
fn place(sheet: &Sheet, row: &Row) -> Place {
    match sheet.line(row).map(|l| l.at) {
        Some(Some(n)) => Place::Indicator(n, Some("score".to_owned())),
        Some(None) => Place::Field("exec_score".to_owned()),
        None => Place::Form,
    }
}

/// The findings that speak of a row.
fn found<'s>(sheet: &'s Sheet, row: &Row) -> Vec<&'s Finding> {
    row.findings
        .iter()
        .filter_map(|n| sheet.findings.get(*n))
        .collect()
}

fn adopted(found: &[&Finding]) -> Vec<Opinion> {
    let one = |f: &&Finding| Opinion {
        field: f.field.clone(),
        text: f.message.clone(),
        rule: Some(f.rule.clone()),
    };
    let said = |f: &&&Finding| f.severity != crate::domain::finding::Severity::Note;
    found.iter().filter(said).map(one).collect()
}

/// 不符: what was found speaks for itself; else it is asked what kind of difference it is.
pub(super) fn differs(m: &mut Model, now: Instant) -> Vec<Effect> {
    let Some((row, sheet)) = ready(m) else {
        return Vec::new();
    };
    let Some(w) = m.work.as_ref() else {
        return Vec::new();
    };
    let said = found(&sheet, &row);
    let mut check = begun(w, &row, Answer::Differs);
    if sheet.line(&row).is_none() {
        if said.is_empty() {
            return prompt::open(m, Asks::Differs);
        }
        let titles: Vec<&str> = said.iter().map(|f| f.rule.as_str()).collect();
        check.note = titles.join(" ");
        return put(m, now, check, adopted(&said));
    }
    let classes = &sheet.procedure.class;
    let wrong = sheet.line(&row).is_some_and(|l| l.wrong());
    let by_rule = classes
        .iter()
        .find(|c| said.iter().any(|f| c.rules.contains(&f.rule)));
    let class = if wrong {
        classes.iter().find(|c| c.how == How::Recompute)
    } else {
        by_rule
    };
    let Some(class) = class else {
        return prompt::open(m, Asks::Class);
    };
    check.class.clone_from(&class.id);
    if class.how == How::Verified {
        let shown = evidence(w, &row).into_iter().find(|e| !e.shows.is_empty());
        if let Some(e) = shown {
            check.verified.clone_from(&e.shows);
            check.proof = Some(Proof {
                file: e.file.clone(),
                page: e.page.clone(),
                sha256: None,
            });
        }
    }
    let mut opinions = adopted(&said);
    if opinions.is_empty() {
        opinions.push(opinion(&sheet, &row, &check));
    }
    put(m, now, check, opinions)
}

/// The opinion that a class of finding becomes.
fn opinion(sheet: &Sheet, row: &Row, check: &Check) -> Opinion {
    let zh = crate::words::Lang::Zh;
    let class = sheet.procedure.class(&check.class);
    let split = sheet
        .line(row)
        .map(|l| sheet.split(l, std::slice::from_ref(check)))
        .unwrap_or_default();
    let text = say::asked(
        &name(zh, sheet, row),
        class.map_or("", |c| &c.name),
        &split.declared.to_string(),
        &split.score.to_string(),
        check.verified.trim(),
    );
    Opinion {
        field: place(sheet, row),
        text,
        rule: None,
    }
}

/// The kind of difference was chosen.
pub(super) fn classed(m: &mut Model, now: Instant, id: &str) -> Vec<Effect> {
    let Some((row, sheet)) = ready(m) else {
        return Vec::new();
    };
    let Some(class) = sheet.procedure.class(id) else {
        return Vec::new();
    };
    match (class.how, class.part) {
        (How::Verified, _) => prompt::open(m, Asks::Verified(id.to_owned())),
        (_, Part::Judgement) => prompt::open(m, Asks::Score(id.to_owned())),
        _ => {
            let Some(w) = m.work.as_ref() else {
                return Vec::new();
            };
            let mut check = begun(w, &row, Answer::Differs);
            id.clone_into(&mut check.class);
            let said = vec![opinion(&sheet, &row, &check)];
            put(m, now, check, said)
        }
    }
}

/// The verified value was written; "" where there is none.
pub(super) fn verified(m: &mut Model, now: Instant, class: &str, text: &str) -> Vec<Effect> {
    let Some((row, sheet)) = ready(m) else {
        return Vec::new();
    };
    let Some(w) = m.work.as_ref() else {
        return Vec::new();
    };
    let mut check = begun(w, &row, Answer::Differs);
    class.clone_into(&mut check.class);
    text.clone_into(&mut check.verified);
    let said = vec![opinion(&sheet, &row, &check)];
    put(m, now, check, said)
}

/// A score and, after a blank, its reason.
fn scored(text: &str) -> Option<(Points, String)> {
    let (score, reason) = text.trim().split_once(char::is_whitespace)?;
    let reason = reason.trim();
    (!reason.is_empty()).then_some((Points::read(score)?, reason.to_owned()))
}

/// Another score than the deduction gives, with its reason.
pub(super) fn score(m: &mut Model, now: Instant, class: &str, text: &str) -> Vec<Effect> {
    let Some((row, sheet)) = ready(m) else {
        return Vec::new();
    };
    let Some((points, reason)) = scored(text).filter(|_| sheet.line(&row).is_some()) else {
        m.message = say::bad_score(m.lang);
        return prompt::open(m, Asks::Score(class.to_owned()));
    };
    let Some(w) = m.work.as_ref() else {
        return Vec::new();
    };
    let old = find(&w.draft.checks, &row.id).cloned();
    let keeps = old.as_ref().filter(|c| c.answer != Answer::NotApplicable);
    let said = sheet.line(&row).map(|l| l.said());
    // The declared score set again is agreeing to it, with a reason.
    let answer = if said == Some(points) {
        Answer::Agrees
    } else {
        Answer::Differs
    };
    let mut check = begun(w, &row, answer);
    if let Some(c) = keeps.filter(|_| answer == Answer::Differs) {
        check.class.clone_from(&c.class);
        check.verified.clone_from(&c.verified);
    }
    if !class.is_empty() {
        class.clone_into(&mut check.class);
    }
    if check.class.is_empty() && answer == Answer::Differs {
        let judged = sheet
            .procedure
            .class
            .iter()
            .find(|c| c.part == Part::Judgement);
        check.class = judged.map_or_else(String::new, |c| c.id.clone());
    }
    check.score = Some(points);
    check.note = reason;
    let opinions = if answer == Answer::Differs {
        vec![opinion(&sheet, &row, &check)]
    } else {
        Vec::new()
    };
    put(m, now, check, opinions)
}

/// A remark on the row, which keeps its answer; on an item without one it says what differs.
pub(super) fn note(m: &mut Model, now: Instant, text: &str, differs: bool) -> Vec<Effect> {
    let Some((row, sheet)) = ready(m) else {
        return Vec::new();
    };
    if text.trim().is_empty() {
        m.message = say::note_needed(m.lang);
        return Vec::new();
    }
    let Some(w) = m.work.as_ref() else {
        return Vec::new();
    };
    let old = find(&w.draft.checks, &row.id).cloned();
    let mut check = old.filter(|_| !differs).unwrap_or_else(|| {
        let answer = if differs {
            Answer::Differs
        } else {
            Answer::Agrees
        };
        begun(w, &row, answer)
    });
    text.trim().clone_into(&mut check.note);
    let zh = crate::words::Lang::Zh;
    let opinions = if differs {
        vec![Opinion {
            field: Place::Form,
            text: say::item(&name(zh, &sheet, &row), text.trim()),
            rule: None,
        }]
    } else {
        Vec::new()
    };
    put(m, now, check, opinions)
}

/// Where the evidence is: a document and, after a blank, where in it.
pub(super) fn proof(m: &mut Model, now: Instant, text: &str) -> Vec<Effect> {
    let Some((row, _)) = ready(m) else {
        return Vec::new();
    };
    let text = text.trim();
    let (file, page) = text.rsplit_once(char::is_whitespace).unwrap_or((text, ""));
    let Some(w) = m.work.as_mut() else {
        return Vec::new();
    };
    let proof = (!file.is_empty()).then(|| Proof {
        file: file.trim().to_owned(),
        page: page.to_owned(),
        sha256: None,
    });
    let asks =
        (!file.trim().is_empty()).then(|| Effect::Digest(row.id.clone(), file.trim().into()));
    match w.draft.checks.iter_mut().find(|c| c.item == row.id) {
        Some(c) => c.proof = proof,
        None => {
            m.message = say::answer_first(m.lang);
            return Vec::new();
        }
    }
    m.dirty.get_or_insert(now);
    m.message = say::proof_kept(m.lang);
    keep(m).into_iter().chain(asks).collect()
}

/// The SHA-256 of a document came, where it is a file that can be read.
pub(super) fn digested(
    m: &mut Model,
    now: Instant,
    item: &str,
    hash: Option<Digest>,
) -> Vec<Effect> {
    let lang = m.lang;
    let Some(w) = m.work.as_mut() else {
        return Vec::new();
    };
    let found = w.draft.checks.iter_mut().find(|c| c.item == item);
    if let Some(p) = found.and_then(|c| c.proof.as_mut()) {
        p.sha256 = hash;
    }
    m.message = match hash {
        Some(_) => say::proof_hashed(lang),
        None => say::proof_kept(lang),
    };
    m.dirty.get_or_insert(now);
    keep(m).into_iter().collect()
}

/// Another total than the rows give; "" takes it back.
pub(super) fn total(m: &mut Model, now: Instant, text: &str) -> Vec<Effect> {
    if ready(m).is_none() {
        return Vec::new();
    }
    let set = if text.trim().is_empty() {
        None
    } else {
        let Some(set) = scored(text) else {
            m.message = say::bad_score(m.lang);
            return prompt::open(m, Asks::Total);
        };
        Some(set)
    };
    if let Some(w) = m.work.as_mut() {
        w.draft.total = set;
    }
    m.dirty.get_or_insert(now);
    keep(m).into_iter().collect()
}

/// Opens a prompt for the row under the cursor.
pub(super) fn ask(m: &mut Model, asks: Asks) -> Vec<Effect> {
    if ready(m).is_none() {
        return Vec::new();
    }
    prompt::open(m, asks)
}

/// The next row that must be dealt with, or the one before.
pub(super) fn thing(m: &mut Model, by: isize) -> Vec<Effect> {
    let lang = m.lang;
    let Some(w) = m.work.as_mut() else {
        return Vec::new();
    };
    let Some(sheet) = w.file.sheet.clone() else {
        return Vec::new();
    };
    let (at, n) = (w.at[TAB], sheet.rows.len());
    let open = |k: &usize| {
        let row = sheet.rows.get(*k);
        row.is_some_and(|r| sheet.state(r, &w.draft.checks).open)
    };
    let to = if by < 0 {
        (1..=n).map(|k| (at + n - k) % n).find(open)
    } else {
        next_open(&sheet, &w.draft.checks, at + 1)
    };
    match to {
        Some(to) => w.at[TAB] = to,
        None => m.message = say::all_checked(lang),
    }
    Vec::new()
}

/// The department's reply was chosen; one that does not agree asks for its reason.
pub(super) fn reply(m: &mut Model, reply: Reply, reason: &str) -> Vec<Effect> {
    if reply != Reply::Accepted && reason.trim().is_empty() {
        return prompt::open(m, Asks::Reason(reply));
    }
    m.said = say::replied(m.lang, reply);
    super::sign::append(m, Command::Reply(reply, reason.trim().to_owned()), None)
}

/// The case under the cursor is chosen to be looked at, by hand.
pub(super) fn choose(m: &mut Model) -> Vec<Effect> {
    let Some(w) = m.here() else {
        return run::fetch(m, Want::Run(super::command::Do::Draw));
    };
    let facts = w.file.facts(m.today);
    let command = Command::Choose("hand".to_owned());
    let (p, s) = (&w.file.procedure, &w.file.standing);
    if let Err(no) = crate::domain::gate::decide(p, s, &m.who, &facts, command.clone()) {
        m.message = super::sign::why(m, w, &no);
        return Vec::new();
    }
    m.said = tui::chosen(m.lang);
    super::sign::append(m, command, None)
}
