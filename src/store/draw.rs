//! From self-evaluations to a draw: who could be chosen, who was, and what the log says of it.

use super::{Database, Draw, Evaluated};
use crate::domain::checklist::Settled;
use crate::domain::disconnect::{Disconnect, Pair, average, disconnect};
use crate::domain::draw::{Candidate, Sample, Why};
use crate::domain::entry::Payload;
use crate::domain::fen::Fen;
use crate::domain::procedure::Digest;
use crate::domain::score::Points;
use std::collections::BTreeMap;

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
    /// Decisions by which the grade fell.
    pub fell: usize,
    /// Points lost by kinds of indicators, the most first.
    pub lost: Vec<(String, Points)>,
    /// Items of the checklist that were failed, the most often first.
    pub failed: Vec<(String, usize)>,
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

/// Some self-evaluations as one unit.
pub fn unit<'e>(name: &str, all: impl Iterator<Item = &'e Evaluated> + Clone) -> Unit {
    let mut u = Unit {
        unit: name.to_owned(),
        declared: average(all.clone().map(|e| e.declared)),
        computed: average(all.clone().map(|e| e.computed)),
        ..Unit::default()
    };
    let more = |a: &mut Fen, b: Fen| *a = a.checked_add(b).unwrap_or(*a);
    let mut lost: BTreeMap<&str, Points> = BTreeMap::new();
    let mut failed: BTreeMap<&str, usize> = BTreeMap::new();
    for e in all {
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
        u.fell += usize::from(e.fell);
        for (kind, points) in &e.lost {
            let sum = lost.entry(kind).or_default();
            *sum = *sum + *points;
        }
        for item in &e.failed {
            *failed.entry(item).or_default() += 1;
        }
    }
    u.lost = lost.into_iter().map(|(k, p)| (k.to_owned(), p)).collect();
    u.lost.sort_by_key(|(_, p)| std::cmp::Reverse(*p));
    u.failed = failed.into_iter().map(|(k, n)| (k.to_owned(), n)).collect();
    u.failed.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    u
}

/// Self-evaluations, sorted by unit, as units; the most at stake first.
pub fn units(all: &[Evaluated]) -> Vec<Unit> {
    let groups = all.chunk_by(|a, b| a.unit == b.unit);
    let mut out: Vec<Unit> = groups
        .filter_map(|own| Some(unit(own.first()?.unit.as_str(), own.iter())))
        .collect();
    out.sort_by(|a, b| b.stake.cmp(&a.stake).then_with(|| a.unit.cmp(&b.unit)));
    out
}
