//! From self-evaluations to a draw: who could be chosen, who was, and what the log says of it.

use super::{Database, Draw, Evaluated};
use crate::domain::checklist::Settled;
use crate::domain::disconnect::{Disconnect, Pair, average, disconnect};
use crate::domain::draw::{Candidate, Sample, Why};
use crate::domain::entry::Payload;
use crate::domain::fen::Fen;
use crate::domain::procedure::Digest;
use crate::domain::score::Points;

/// Self-evaluations as candidates, in their order.
pub fn candidates(all: &[Evaluated]) -> Vec<Candidate> {
    all.iter()
        .map(|e| Candidate {
            code: e.code.clone(),
            amount: e.amount,
            stake: e.stake,
            chosen: e.chosen,
        })
        .collect()
}

/// The seed of a lot where none is named: the hash of the last entry. It is in the log, and nobody can
/// choose it, nor draw again for another.
pub fn seed(db: &Database) -> String {
    db.head.to_string().chars().take(16).collect()
}

/// Why a case was chosen, as the log has it.
pub const fn why(w: Why) -> &'static str {
    match w {
        Why::Risk => "risk",
        Why::Lot => "lot",
        Why::Amount => "amount",
    }
}

/// The draw that a sample is.
pub fn draw(queue: &str, all: &[Evaluated], sample: &Sample, seed: &str) -> Draw {
    let lot = sample.new.iter().any(|(_, w)| *w == Why::Lot);
    let mut among = String::new();
    for e in all {
        among.push_str(&e.code);
        among.push('\n');
    }
    let chosen = || {
        let one = |(n, w): &(usize, Why)| Some((all.get(*n)?, *w));
        sample.new.iter().filter_map(one)
    };
    Draw {
        queue: queue.to_owned(),
        drawn: Payload::Drawn {
            method: if lot { "both" } else { "risk" }.to_owned(),
            seed: if lot { seed.to_owned() } else { String::new() },
            population: u32::try_from(all.len()).unwrap_or(u32::MAX),
            among: Digest::of(&among),
            amount: sample.amount.1,
            drawn: chosen().map(|(e, _)| e.code.clone()).collect(),
        },
        cases: chosen().map(|(e, w)| (e.id, why(w).to_owned())).collect(),
    }
}

/// The self-evaluations of a unit in numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unit {
    /// Unit.
    pub unit: String,
    /// Self-evaluations filed.
    pub filed: usize,
    /// Their money.
    pub amount: Fen,
    /// Those chosen to be looked at.
    pub chosen: usize,
    /// Their money.
    pub chosen_amount: Fen,
    /// Money times the difference that is to be expected, of all.
    pub stake: Fen,
    /// Mean of the scores declared.
    pub declared: Points,
    /// Mean of the scores by the forms' own figures.
    pub computed: Points,
    /// Full marks or nearly: declared 99 and more.
    pub full: usize,
    /// Declared and decided scores of those decided.
    pub pairs: Vec<Pair>,
    /// Decisions, for what their differences are made of.
    pub settled: Vec<Settled>,
}

impl Unit {
    /// How far declared scores are from those decided.
    pub fn disconnect(&self) -> Option<Disconnect> {
        disconnect(&self.pairs)
    }
    /// Share of the cases and of the money that was chosen, percent.
    pub fn shares(&self) -> (u64, u64) {
        let sample = Sample {
            new: Vec::new(),
            count: (self.chosen, self.filed),
            amount: (self.chosen_amount, self.amount),
        };
        sample.shares()
    }
}

/// Self-evaluations, sorted by unit, as units; the most at stake first.
pub fn units(all: &[Evaluated]) -> Vec<Unit> {
    let mut out: Vec<Unit> = Vec::new();
    let more = |a: &mut Fen, b: Fen| *a = a.checked_add(b).unwrap_or(*a);
    for e in all {
        if out.last().is_none_or(|u| u.unit != e.unit.as_str()) {
            out.push(Unit {
                unit: e.unit.to_string(),
                ..Unit::default()
            });
        }
        let Some(u) = out.last_mut() else { continue };
        u.filed += 1;
        u.full += usize::from(e.declared.get() >= 9_900);
        more(&mut u.amount, e.amount);
        more(&mut u.stake, e.stake);
        if e.chosen {
            u.chosen += 1;
            more(&mut u.chosen_amount, e.amount);
        }
        if let Some(s) = &e.settled {
            u.pairs.push(Pair::of(s, e.amount));
            u.settled.push(s.clone());
        }
    }
    for u in &mut out {
        let own = || all.iter().filter(|e| e.unit.as_str() == u.unit);
        u.declared = average(own().map(|e| e.declared));
        u.computed = average(own().map(|e| e.computed));
    }
    out.sort_by(|a, b| b.stake.cmp(&a.stake).then_with(|| a.unit.cmp(&b.unit)));
    out
}
