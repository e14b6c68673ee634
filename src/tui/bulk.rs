//! A verb on all that is marked: judged first, shown with what is left out and why, done only on
//! `y`, and undone as one step.

use super::draft::Drafts;
use super::model::{Effect, Model, Over};
use super::undo::refresh;
use super::{run, sign};
use crate::domain::day::Day;
use crate::domain::fen::Fen;
use crate::domain::gate::{self, Command, Verdictum};
use crate::domain::id::CaseId;
use crate::store::{Append, Reader, StoreError};
use crate::words::{self, Lang, bulk as say, refused, tui};
use std::collections::BTreeMap;

/// What is asked before a wide act.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The queue.
    pub queue: String,
    /// Identifier of the verdict; "" for what is suggested for each.
    pub verdict: String,
    /// Its name.
    pub name: String,
    /// It needs its reason in writing and a second person: never without asking twice.
    pub harsh: bool,
    /// The day on which it is asked.
    pub today: Day,
    /// Cases at the version seen; 0 where the row was not loaded.
    pub cases: Vec<(CaseId, u32)>,
}

/// A case that a wide act would decide.
#[derive(Debug, Clone)]
pub struct Going {
    /// The case.
    pub case: CaseId,
    /// The version judged.
    pub version: u32,
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// Amount.
    pub amount: Fen,
    /// The sign of the verdict.
    pub sign: String,
    /// What would be signed.
    pub verdict: Verdictum,
}

/// What a wide act would do.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What was asked.
    pub asked: Asked,
    /// Cases that would be decided.
    pub going: Vec<Going>,
    /// Those left out: why, and their codes.
    pub left: BTreeMap<String, Vec<String>>,
}

impl Plan {
    /// Amount in all.
    pub fn sum(&self) -> Fen {
        Fen::new(self.going.iter().map(|g| g.amount.get()).sum())
    }
    /// The largest.
    pub fn largest(&self) -> Option<&Going> {
        self.going.iter().max_by_key(|g| g.amount)
    }
    /// One line for each case, those that go first.
    pub fn listing(&self, l: Lang) -> Vec<String> {
        let amounts: Vec<String> = self.going.iter().map(|g| tui::wan(l, g.amount)).collect();
        let widest = amounts.iter().map(String::len).max().unwrap_or(0);
        // Of the same characters but for their digits: as many bytes more are as many cells more.
        let mut out: Vec<String> = (self.going.iter().zip(&amounts))
            .map(|(g, amount)| {
                let blanks = " ".repeat(widest - amount.len());
                let sign = if self.asked.verdict.is_empty() {
                    format!("{}  ", g.sign)
                } else {
                    String::new()
                };
                format!("{sign}{}  {blanks}{amount}  {}", g.code, g.name)
            })
            .collect();
        for (why, codes) in &self.left {
            out.extend(codes.iter().map(|c| say::left_line(l, c, why)));
        }
        out
    }
}

/// What became of a wide act.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Cases decided, with version and state after it.
    pub done: Vec<crate::store::Receipt>,
    /// Cases not decided: code and why.
    pub failed: Vec<(String, String)>,
    /// Opinions adopted, where that was asked for.
    pub adopted: Option<(usize, usize)>,
    /// Opinions of one's own written into other cases' drafts, and into how many.
    pub shared: Option<(usize, usize)>,
}

/// Asks what a verdict on all marked would do.
pub(super) fn ask(m: &mut Model, letter: char) -> Vec<Effect> {
    if m.list.marks.is_empty() {
        m.message = say::none_marked(m.lang);
        return Vec::new();
    }
    if m.read_only {
        m.message = words::store::failed(m.lang, &StoreError::ReadOnly);
        return Vec::new();
    }
    let n = match sign::of_letter(m, letter) {
        Ok(n) => usize::from(n),
        Err(says) => {
            m.message = says;
            return Vec::new();
        }
    };
    let builtin = crate::domain::procedure::builtin();
    let p = builtin
        .iter()
        .map(|(p, ..)| p)
        .find(|p| p.id == m.list.queue);
    let Some(kind) = p.and_then(|p| p.verdict.get(n)) else {
        let queue = p.map_or_else(String::new, |p| words::either(m.lang, &p.short, &p.name_en));
        m.message = tui::no_such_verdict(m.lang, &queue, letter);
        return Vec::new();
    };
    if kind.harsh {
        m.message = say::never_harsh(m.lang);
        return Vec::new();
    }
    m.message = say::judging(m.lang, m.list.marks.len());
    vec![Effect::Plan(Box::new(Asked {
        today: m.today,
        queue: m.list.queue.clone(),
        verdict: kind.id.clone(),
        name: words::either(m.lang, &kind.name, &kind.name_en),
        harsh: kind.harsh,
        cases: m.list.marks.iter().map(|(id, v)| (*id, *v)).collect(),
    }))]
}

/// Asks what doing as suggested would do to all marked.
pub(super) fn ask_suggested(m: &mut Model) -> Vec<Effect> {
    m.message = say::judging(m.lang, m.list.marks.len());
    vec![Effect::Plan(Box::new(Asked {
        today: m.today,
        queue: m.list.queue.clone(),
        verdict: String::new(),
        name: say::as_suggested(m.lang),
        harsh: false,
        cases: m.list.marks.iter().map(|(id, v)| (*id, *v)).collect(),
    }))]
}

/// The plan came.
pub(super) fn planned(m: &mut Model, plan: Plan) -> Vec<Effect> {
    m.message.clear();
    if m.over.is_none() {
        m.asked = None;
        m.over = Some(Over::Bulk(Box::new(plan), None));
    }
    Vec::new()
}

/// Lists what the act would do, or shows its sums again.
pub(super) fn listed(m: &mut Model) -> Vec<Effect> {
    if let Some(Over::Bulk(_, top)) = &mut m.over {
        *top = match top {
            Some(_) => None,
            None => Some(0),
        };
    }
    Vec::new()
}

/// Does it.
pub(super) fn go(m: &mut Model) -> Vec<Effect> {
    let Some(Over::Bulk(plan, _)) = m.over.take() else {
        return Vec::new();
    };
    if plan.going.is_empty() {
        m.message = say::nothing_goes(m.lang);
        return Vec::new();
    }
    m.saving += 1;
    m.message = say::signing(m.lang, plan.going.len());
    // One name for all of them, so that they are taken back together, by whoever looks later too.
    let first = plan.going.first().map_or(0, |g| g.case.get());
    let token = format!("bulk {} {first}", m.head.get());
    let appends = plan.going.into_iter().map(|g| Append {
        case: g.case,
        expected: Some(g.version),
        command: Command::Decide(g.verdict),
        by_command: token.clone().into(),
    });
    vec![Effect::SaveAll(appends.collect())]
}

/// Adopts everything found in the marked cases.
pub(super) fn adopt(m: &mut Model) -> Vec<Effect> {
    if m.list.marks.is_empty() {
        m.message = say::none_marked(m.lang);
        return Vec::new();
    }
    m.message = say::judging(m.lang, m.list.marks.len());
    vec![Effect::AdoptIn(m.list.marks.keys().copied().collect())]
}

/// Asks for the cases whose forms are near-identical to the one under the cursor.
pub(super) fn alike(m: &mut Model) -> Vec<Effect> {
    match m.list.cursor {
        Some(id) => {
            m.message = tui::marking(m.lang);
            vec![Effect::Alike(id)]
        }
        None => {
            m.message = tui::no_row(m.lang);
            Vec::new()
        }
    }
}

/// They came, and are marked.
pub(super) fn alike_came(m: &mut Model, cases: Vec<(CaseId, u32)>, more: bool) -> Vec<Effect> {
    let n = cases.len();
    m.list.marks.clear();
    if n > 1 {
        m.list.marks.extend(cases);
    }
    m.message = say::alike(m.lang, n, more);
    Vec::new()
}

/// Writes one's own opinions on the case under the cursor into the drafts of all marked.
pub(super) fn share(m: &mut Model) -> Vec<Effect> {
    match m.list.cursor {
        Some(id) if !m.list.marks.is_empty() => {
            vec![Effect::Share(id, m.list.marks.keys().copied().collect())]
        }
        _ => {
            m.message = say::none_marked(m.lang);
            Vec::new()
        }
    }
}

/// It is done, as far as it could be.
pub(super) fn done(m: &mut Model, o: &Outcome) -> Vec<Effect> {
    if let Some((opinions, cases)) = o.adopted {
        m.message = say::adopted(m.lang, opinions, cases);
        let mut out = refresh(m);
        out.push(Effect::Drafts);
        return out;
    }
    if let Some((opinions, cases)) = o.shared {
        m.message = say::shared(m.lang, opinions, cases);
        let mut out = refresh(m);
        out.push(Effect::Drafts);
        return out;
    }
    m.saving = m.saving.saturating_sub(1);
    for r in &o.done {
        m.list.marks.remove(&r.case);
        m.drafts.remove(&r.case);
        m.head = m.head.max(r.seq);
        if let Some(w) = m.work.as_mut().filter(|w| w.file.row.id == r.case) {
            w.draft = super::draft::Draft::default();
            m.dirty = None;
        }
    }
    m.message = say::done(m.lang, o.done.len(), &o.failed);
    let mut out = refresh(m);
    out.push(Effect::Drafts);
    out.extend(run::leave(m));
    out
}

/// Judges each marked case by the gate, at the version that was seen.
///
/// # Errors
/// When a case cannot be read.
pub fn judge(
    r: &mut dyn Reader,
    drafts: &Drafts,
    lang: Lang,
    asked: Asked,
) -> Result<Plan, StoreError> {
    let mut plan = Plan {
        going: Vec::new(),
        left: BTreeMap::new(),
        asked,
    };
    let who = r.viewer().clone();
    for (id, seen) in plan.asked.cases.clone() {
        let file = r.case(id)?;
        let code = file.row.code.to_string();
        if seen != 0 && file.row.version != seen {
            plan.left.entry(say::moved(lang)).or_default().push(code);
            continue;
        }
        let mut w = super::model::Work {
            draft: drafts.load(&file.row.queue, id.get()),
            file,
            tab: 0,
            at: [0; super::model::TABS],
        };
        let suggested = plan.asked.verdict.is_empty();
        let kind = if suggested {
            w.file
                .procedure
                .suggested(w.file.findings())
                .map(|(k, _)| k)
        } else {
            w.file.procedure.verdict(&plan.asked.verdict)
        };
        let Some(kind) = kind.cloned() else {
            let why = tui::no_suggestion(lang);
            plan.left.entry(why).or_default().push(code);
            continue;
        };
        if suggested && kind.needs_opinion {
            super::opinions::adopt_in(&mut w);
        }
        let (file, draft) = (w.file, w.draft);
        let form = file.rounds.last().map(|x| &x.declaration);
        let (due, amount) = crate::domain::monitor::offer(&kind, form, plan.asked.today);
        let verdict = Verdictum {
            verdict: kind.id.clone(),
            due,
            amount,
            opinions: draft.opinions,
            waived: draft.waived,
            items: draft.items,
            ..Verdictum::default()
        };
        let (p, s, facts) = (
            &file.procedure,
            &file.standing,
            file.facts(plan.asked.today),
        );
        match gate::decide(p, s, &who, &facts, Command::Decide(verdict.clone())) {
            Ok(_) => plan.going.push(Going {
                case: id,
                version: file.row.version,
                code,
                name: file.row.name.to_string(),
                amount: file.row.amount,
                sign: kind.sign.clone(),
                verdict,
            }),
            Err(why) => {
                let why = match &why {
                    gate::Refused::OpenErrors(_) => say::has_errors(lang),
                    why => refused::refused(lang, why, &|_| String::new()),
                };
                plan.left.entry(why).or_default().push(code);
            }
        }
    }
    Ok(plan)
}
