//! Colleagues at work: what one has open is told to them, what they have open or have begun is told
//! here. Hints, beside everything else.

use super::message::Msg;
use super::model::{Model, Screen, Work};
use super::worker::now;
use crate::domain::day::Instant;
use crate::domain::id::CaseId;
use crate::store::Reader as _;
use crate::store::sqlite::{Desks, SqliteReader, times};
use std::collections::BTreeMap;
use std::time::{Duration, Instant as Clock};

/// What the person is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct At {
    /// The case that is open.
    pub open: Option<CaseId>,
    /// They have begun it, and others could have.
    pub begun: bool,
    /// A case that they had begun and have done with.
    pub done: Option<CaseId>,
}

/// A colleague at a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// Their name.
    pub name: String,
    /// They have begun it.
    pub claimed: bool,
    /// Since when.
    pub since: Instant,
}

/// Colleagues by the case that they are at, those who have begun it first.
pub type Colleagues = BTreeMap<CaseId, Vec<Beside>>;

/// What the person is at now, where that is another thing than before.
pub(super) fn moved(m: &mut Model) -> Option<At> {
    let here = m
        .here()
        .filter(|_| matches!(m.screen, Screen::Case | Screen::Rounds))
        .map(|w| (w.file.row.id, begun(m, w)));
    let at = At {
        open: here.map(|h| h.0),
        begun: here.is_some_and(|h| h.1),
        done: None,
    };
    let before = m.at;
    if (at.open, at.begun) == (before.open, before.begun) {
        return None;
    }
    m.at = at;
    // What was begun and left as a draft stays theirs for a while.
    let left = before
        .open
        .filter(|id| before.begun && !(at.begun && at.open == Some(*id)));
    Some(At {
        done: left.filter(|id| !m.drafts.contains(id)),
        ..at
    })
}

/// True where the person has begun what others could begin as well: no seat of their own.
fn begun(m: &Model, w: &Work) -> bool {
    let s = &w.file.standing;
    let own = s.closing.is_none() && s.seat_of(m.who.id).is_some_and(|x| !x.is_in());
    w.file.row.mine.waiting && !own && !w.draft.is_empty()
}

/// True when a colleague has begun the case.
pub fn taken(m: &Model, case: CaseId) -> bool {
    let all = m.colleagues.get(&case);
    all.is_some_and(|all| all.iter().any(|b| b.claimed))
}

/// The reading thread's end of it.
pub(super) struct Watch {
    desks: Option<Desks>,
    at: At,
    beat: Clock,
    taken: Vec<CaseId>,
    /// Somebody was told of, and when: who falls silent writes nothing, and is looked for again.
    told: Option<Clock>,
}

impl Watch {
    pub(super) fn new(desks: Option<Desks>) -> Self {
        Self {
            desks,
            at: At::default(),
            beat: Clock::now(),
            taken: Vec::new(),
            told: None,
        }
    }

    /// The person is at something else.
    pub(super) fn set(&mut self, at: At) {
        self.at = at;
        if let (Some(d), Some(case)) = (&self.desks, at.done) {
            d.release(case);
        }
        self.live();
    }

    /// A sign of life.
    fn live(&mut self) {
        self.beat = Clock::now();
        let Some(d) = &self.desks else {
            return;
        };
        d.sit(self.at.open, now());
        if let Some(case) = self.at.open.filter(|_| self.at.begun) {
            d.claim(case, now());
        }
    }

    /// What others are at, where that changed.
    pub(super) fn news(&mut self, r: &mut SqliteReader) -> Option<Msg> {
        let pace = Duration::from_secs(u64::from(times().beat_seconds));
        if self.at.open.is_some() && self.beat.elapsed() >= pace {
            self.live();
        }
        let stale = self.told.is_some_and(|t| t.elapsed() >= pace);
        let desks = self.desks.as_mut()?;
        let news = desks.news(now());
        let all = match news {
            None if stale => desks.others(now())?,
            news => news?,
        };
        self.told = (!all.is_empty()).then(Clock::now);
        let people = r.people().ok()?;
        self.taken = all.iter().filter(|d| d.claimed).map(|d| d.case).collect();
        let mut out = Colleagues::new();
        for d in all {
            let of = people.iter().find(|p| p.id == d.person);
            let beside = Beside {
                name: of.map_or_else(String::new, |p| p.name.clone()),
                claimed: d.claimed,
                since: d.since,
            };
            let at = out.entry(d.case).or_default();
            // Who has begun it is not told a second time as somebody who has it open.
            if !at.iter().any(|b| b.name == beside.name) {
                at.push(beside);
            }
        }
        Some(Msg::Colleagues(out))
    }

    /// The next case that waits, past what others have begun; one of those only where there is
    /// nothing else.
    pub(super) fn next(
        &self,
        first: Option<CaseId>,
        mut after: impl FnMut(CaseId) -> Option<CaseId>,
    ) -> Option<CaseId> {
        let mut at = first;
        for _ in 0..=self.taken.len() {
            match at {
                Some(id) if self.taken.contains(&id) => at = after(id),
                other => return other,
            }
        }
        first
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        if let Some(d) = &self.desks {
            d.sit(None, now());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_have_begun_is_passed_over_until_nothing_else_is_left() {
        let case = |n: i64| CaseId::new(n);
        let mut w = Watch::new(None);
        let after = |id: CaseId| Some(CaseId::new(id.get() % 3 + 1));
        assert_eq!(w.next(Some(case(1)), after), Some(case(1)));
        w.taken = vec![case(1), case(2)];
        assert_eq!(w.next(Some(case(1)), after), Some(case(3)));
        w.taken.push(case(3));
        assert_eq!(w.next(Some(case(2)), after), Some(case(2)));
        assert_eq!(w.next(None, after), None);
    }
}
