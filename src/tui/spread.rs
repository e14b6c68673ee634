//! What is written into many drafts at once.

use super::bulk::Outcome;
use super::draft::{Draft, Drafts};
use super::model::{TABS, Work};
use crate::domain::id::CaseId;
use crate::store::sqlite::SqliteReader;
use crate::store::{Reader as _, StoreError};

/// Adopts what was found in these cases into their drafts.
pub(super) fn adopt_in(
    r: &mut SqliteReader,
    drafts: &Drafts,
    cases: &[CaseId],
) -> Result<Outcome, StoreError> {
    let mut adopted = (0, 0);
    for id in cases {
        let file = r.case(*id)?;
        let mut w = Work {
            draft: drafts.load(&file.row.queue, id.get()),
            file,
            tab: 0,
            at: [0; TABS],
        };
        let n = super::opinions::adopt_in(&mut w);
        if n > 0 {
            adopted = (adopted.0 + n, adopted.1 + 1);
            drafts.save(&w.file.row.queue, id.get(), &w.draft)?;
        }
    }
    Ok(Outcome {
        adopted: Some(adopted),
        ..Outcome::default()
    })
}

/// Writes one's own opinions on a case into the drafts of others.
pub(super) fn share(
    r: &mut SqliteReader,
    drafts: &Drafts,
    from: CaseId,
    cases: &[CaseId],
) -> Result<Outcome, StoreError> {
    let queue = r.case(from)?.row.queue;
    let own = drafts.load(&queue, from.get()).opinions;
    let own: Vec<_> = own.into_iter().filter(|o| o.rule.is_none()).collect();
    let mut shared = (0, 0);
    for id in cases.iter().filter(|id| **id != from) {
        let mut draft: Draft = drafts.load(&queue, id.get());
        let new: Vec<_> = own
            .iter()
            .filter(|o| !draft.opinions.contains(o))
            .cloned()
            .collect();
        if !new.is_empty() {
            shared = (shared.0 + new.len(), shared.1 + 1);
            draft.opinions.extend(new);
            drafts.save(&queue, id.get(), &draft)?;
        }
    }
    Ok(Outcome {
        shared: Some(shared),
        ..Outcome::default()
    })
}
