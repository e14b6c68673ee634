//! What screens and commands both must know of a case: how many rows a tab has, where its parts
//! begin.

use super::model::Work;
use crate::domain::entry::{Opinion, Payload};
use crate::domain::finding::Finding;
use crate::domain::grade::{self, Grade};
use crate::domain::procedure::Verdict;
use crate::domain::standing::Given;
use crate::store::{CaseFile, LogLine};

/// Opinions of verdicts that this viewer may read come after one's own drafts, and the eight items
/// of the sheet after those: the row of the first item.
pub fn items_from(w: &Work) -> usize {
    w.draft.opinions.len() + signed(w)
}

fn signed(w: &Work) -> usize {
    given(w).map(|g| g.opinions.len().max(1)).sum()
}

/// The verdicts that stand on the case and that this viewer may read: the seats, then the decision.
pub fn given(w: &Work) -> impl Iterator<Item = &Given> {
    let s = &w.file.standing;
    let closing = s
        .closing
        .iter()
        .flat_map(|c| [Some(&c.first), c.second.as_ref()])
        .flatten();
    let seats = s.seats.iter().filter_map(|x| x.stands());
    seats.chain(closing).filter(|g| !g.hidden)
}

/// The opinions that the earlier round was sent back with, by the decision, or by the seats where
/// nobody decided: who gave each, and when.
pub fn earlier(file: &CaseFile) -> Vec<(Opinion, LogLine)> {
    let mut given: Vec<(bool, &LogLine, &Vec<Opinion>)> = Vec::new();
    let mut before = Vec::new();
    let mut history: Vec<&LogLine> = file.history.iter().collect();
    history.sort_by_key(|l| l.seq);
    for line in history {
        match &line.payload {
            Some(Payload::Decided {
                closing, opinions, ..
            }) => given.push((*closing, line, opinions)),
            Some(Payload::Withdrawn { seq }) => given.retain(|(_, l, _)| l.seq != *seq),
            Some(Payload::Declared { .. }) => before = std::mem::take(&mut given),
            _ => {}
        }
    }
    let decided = before
        .iter()
        .any(|(closing, _, o)| *closing && !o.is_empty());
    let mut out: Vec<(Opinion, LogLine)> = Vec::new();
    for (closing, line, opinions) in before {
        for o in opinions {
            if closing == decided && !out.iter().any(|(x, _)| x == o) {
                out.push((o.clone(), line.clone()));
            }
        }
    }
    out
}

/// The items of the review sheet that the case is graded by: none where its queue has no sheet.
pub fn items(w: &Work) -> &'static [grade::Item] {
    if w.file.procedure.sheet {
        grade::items()
    } else {
        &[]
    }
}

/// The verdict that is suggested, and by which finding: where there is a checklist, by the score that
/// it has come to.
pub fn suggestion(w: &Work) -> Option<(&Verdict, Option<&Finding>)> {
    let p = &w.file.procedure;
    let by_rules = p.suggested(w.file.findings());
    let Some(sheet) = &w.file.sheet else {
        return by_rules;
    };
    let total = w.draft.total.as_ref().map(|(p, _)| *p);
    let s = sheet.settled(&w.draft.checks, total, "");
    let keeps = s.score.near(s.declared);
    let kind = p
        .verdict
        .iter()
        .find(|v| v.needs_checked && v.keeps_score == keeps)?;
    match by_rules {
        Some((v, why)) if v.id == kind.id => Some((v, why)),
        _ => Some((kind, None)),
    }
}

/// The grades that the findings suggest for the eight items: those not set aside.
pub fn suggested(w: &Work) -> Vec<Grade> {
    let open: Vec<_> = w
        .file
        .findings()
        .iter()
        .enumerate()
        .filter(|(n, _)| !w.is_waived(*n))
        .map(|(_, f)| f.clone())
        .collect();
    grade::suggest_all(&open)
}

/// The grades of the eight items as they stand: suggested, or one's own.
pub fn graded(w: &Work) -> Vec<Grade> {
    let own = |id: &str| {
        let rank = w.draft.items.get(id)?;
        Grade::ALL.get(usize::from(*rank)).copied()
    };
    grade::items()
        .iter()
        .zip(suggested(w))
        .map(|(item, s)| own(&item.id).unwrap_or(s))
        .collect()
}
