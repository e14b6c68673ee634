//! Choosing what is looked at 抽样: by the difference to be expected times the money, and by lot. The
//! lot can be drawn again by anybody: cases are ranked by SHA-256 of seed, line feed and code.

use super::fen::Fen;
use super::profile::Evaluated;
use sha2::{Digest as _, Sha256};

/// A case that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Project code.
    pub code: String,
    /// Its money.
    pub amount: Fen,
    /// Money times the difference that is to be expected.
    pub stake: Fen,
    /// It was chosen before.
    pub chosen: bool,
}

/// Why a case was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Why {
    /// By the money at stake.
    Risk,
    /// By lot.
    Lot,
    /// To reach the share of the money.
    Amount,
}

/// A sample as it would be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sample {
    /// Numbers of the candidates that are new in it, and why, in the order of choosing.
    pub new: Vec<(usize, Why)>,
    /// Cases of it with those chosen before, of how many.
    pub count: (usize, usize),
    /// Their money, of how much.
    pub amount: (Fen, Fen),
}

/// The rank of a code in a lot: the lowest are drawn.
pub fn rank(seed: &str, code: &str) -> [u8; 32] {
    Sha256::digest(format!("{seed}\n{code}").as_bytes()).into()
}

fn sum(amounts: impl Iterator<Item = Fen>) -> Fen {
    amounts.fold(Fen::ZERO, |a, b| a.checked_add(b).unwrap_or(a))
}

impl Sample {
    /// Share of the cases and of the money, percent, rounded down.
    pub fn shares(&self) -> (u64, u64) {
        let part = |a: i128, b: i128| {
            let share = if b > 0 { a * 100 / b } else { 100 };
            u64::try_from(share).unwrap_or(0)
        };
        let (n, all) = self.count;
        let wide = |n: usize| i128::try_from(n).unwrap_or(i128::MAX);
        (
            part(wide(n), wide(all)),
            part(self.amount.0.get().into(), self.amount.1.get().into()),
        )
    }
    /// True when it is large enough (R08): in number and in money.
    pub fn enough(&self, cuts: &Evaluated) -> bool {
        let (_, money) = self.shares();
        self.count.0 >= least(self.count.1, cuts)
            && money >= u64::try_from(cuts.sample_amount).unwrap_or(100)
    }
}

/// How many of so many must be chosen at least.
pub fn least(all: usize, cuts: &Evaluated) -> usize {
    let share = usize::try_from(cuts.sample_share).unwrap_or(100);
    let min = usize::try_from(cuts.sample_min).unwrap_or(usize::MAX);
    (all * share).div_ceil(100).max(min).min(all)
}

/// What is chosen already, and nothing new.
pub fn so_far(all: &[Candidate]) -> Sample {
    let chosen = || all.iter().filter(|c| c.chosen);
    Sample {
        new: Vec::new(),
        count: (chosen().count(), all.len()),
        amount: (
            sum(chosen().map(|c| c.amount)),
            sum(all.iter().map(|c| c.amount)),
        ),
    }
}

/// A sample of `number` cases in all, counting those chosen before: half of the new ones by what is
/// at stake, half by lot; then the largest, where `fill` asks for it, until the money is enough.
pub fn draw(all: &[Candidate], number: usize, seed: &str, cuts: &Evaluated, fill: bool) -> Sample {
    let mut out = so_far(all);
    let mut left: Vec<usize> = (0..all.len())
        .filter(|n| all.get(*n).is_some_and(|c| !c.chosen))
        .collect();
    let want = number.saturating_sub(out.count.0).min(left.len());
    let stake = |n: &usize| all.get(*n).map_or(Fen::ZERO, |c| c.stake);
    let amount = |n: &usize| all.get(*n).map_or(Fen::ZERO, |c| c.amount);
    let code = |n: &usize| all.get(*n).map_or("", |c| c.code.as_str());
    left.sort_by(|a, b| stake(b).cmp(&stake(a)).then_with(|| code(a).cmp(code(b))));
    let by_risk = want.div_ceil(2);
    let mut new: Vec<(usize, Why)> = left.drain(..by_risk).map(|n| (n, Why::Risk)).collect();
    left.sort_by_key(|n| rank(seed, code(n)));
    new.extend(left.drain(..want - by_risk).map(|n| (n, Why::Lot)));
    left.sort_by(|a, b| amount(b).cmp(&amount(a)).then_with(|| code(a).cmp(code(b))));
    let mut rest = left.into_iter();
    for (n, _) in &new {
        out.count.0 += 1;
        out.amount.0 = sum([out.amount.0, amount(n)].into_iter());
    }
    while fill && !out.enough(cuts) {
        let Some(n) = rest.next() else { break };
        out.count.0 += 1;
        out.amount.0 = sum([out.amount.0, amount(&n)].into_iter());
        new.push((n, Why::Amount));
    }
    out.new = new;
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(n: usize) -> Vec<Candidate> {
        let one = |k: usize| {
            let k = i64::try_from(k).unwrap();
            Candidate {
                code: format!("ZP{k:03}"),
                amount: Fen::new((k * 37 % 101 + 1) * 1_000_000),
                stake: Fen::new(k * 53 % 97 * 10_000),
                chosen: false,
            }
        };
        (0..n).map(one).collect()
    }

    #[test]
    fn a_lot_is_drawn_again_by_its_seed_and_by_no_other() {
        let all = all(40);
        let cuts = Evaluated::default();
        let codes = |seed: &str| -> Vec<usize> {
            let s = draw(&all, 10, seed, &cuts, false);
            let lot = s.new.iter().filter(|(_, w)| *w == Why::Lot);
            lot.map(|(n, _)| *n).collect()
        };
        assert_eq!(codes("a"), codes("a"));
        assert_ne!(codes("a"), codes("b"));
        assert_eq!(codes("a").len(), 5);
    }

    #[test]
    fn a_sample_is_filled_until_the_money_is_enough() {
        let all = all(25);
        let cuts = Evaluated::default();
        let s = draw(&all, least(25, &cuts), "seed", &cuts, true);
        assert!(s.enough(&cuts), "{:?}", s.shares());
        assert!(s.count.0 >= 5);
        let few = draw(&all, 1, "seed", &cuts, false);
        assert!(!few.enough(&cuts));
        let mut seen: Vec<usize> = s.new.iter().map(|(n, _)| *n).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), s.new.len());
    }

    #[test]
    fn what_was_chosen_before_counts_and_is_not_drawn_again() {
        let mut all = all(10);
        all[3].chosen = true;
        let s = draw(&all, 4, "x", &Evaluated::default(), false);
        assert_eq!(s.new.len(), 3);
        assert!(s.new.iter().all(|(n, _)| *n != 3));
        assert_eq!(s.count, (4, 10));
    }

    #[test]
    fn the_fewest_are_five_a_tenth_or_all() {
        let cuts = Evaluated::default();
        assert_eq!(least(3, &cuts), 3);
        assert_eq!(least(25, &cuts), 5);
        assert_eq!(least(101, &cuts), 11);
    }
}
