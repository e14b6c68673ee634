//! Undo and redo. Undo writes a compensating entry, one's own latest act first, a wide act as one
//! step; redo signs anew what was taken back, on the version it left.

use super::model::{Effect, Model};
use super::{list, run};
use crate::domain::gate::{Command, Verdictum};
use crate::domain::id::CaseId;
use crate::store::Append;
use crate::words::tui as say;

/// Takes back one's latest act.
pub(super) fn undo(m: &mut Model) -> Vec<Effect> {
    m.saving += 1;
    m.message = say::undoing(m.lang);
    vec![Effect::Undo]
}

/// Acts were taken back.
pub(super) fn undone(m: &mut Model, cases: Vec<(CaseId, String, u32, Verdictum)>) -> Vec<Effect> {
    m.saving = m.saving.saturating_sub(1);
    m.message = match cases.as_slice() {
        [(_, code, ..)] => say::undone(m.lang, code),
        many => say::undone_many(m.lang, many.len()),
    };
    for (id, _, version, _) in &cases {
        if let Some(row) = m.list.rows.iter_mut().find(|r| r.id == *id) {
            row.version = *version;
            row.mine.verdict = None;
            row.mine.waiting = true;
        }
        m.walked.remove(id);
    }
    m.undone.push(
        cases
            .into_iter()
            .map(|(id, _, version, v)| (id, version, v))
            .collect(),
    );
    let mut out = refresh(m);
    out.extend(run::leave(m));
    out
}

/// What the screen shows is asked for again.
pub(super) fn refresh(m: &mut Model) -> Vec<Effect> {
    let mut out = list::reload_case(m);
    if m.screen == super::model::Screen::Queue {
        out.extend(list::reload(m));
    } else {
        out.push(Effect::Queues);
    }
    out
}

/// Signs anew what was taken back last.
pub(super) fn redo(m: &mut Model) -> Vec<Effect> {
    let Some(group) = m.undone.pop() else {
        m.message = say::nothing_to_redo(m.lang);
        return Vec::new();
    };
    m.saving += 1;
    m.message = say::redoing(m.lang);
    let appends = group.into_iter().map(|(case, version, v)| Append {
        case,
        expected: Some(version),
        command: Command::Decide(Verdictum {
            salt: String::new(),
            ..v
        }),
        by_command: "redo".into(),
    });
    vec![Effect::SaveAll(appends.collect())]
}
