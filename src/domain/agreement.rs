//! How far seats agree, from their first blind grades: several measures, each with an interval, and
//! before them where they part. One number alone misleads: with nearly all grades alike kappa falls
//! though everybody agrees, and raw agreement rises by chance.
//!
//! Sources: Cohen 1968 (kappa with quadratic weights), Gwet 2008 (AC1), Krippendorff 2011 (ordinal
//! alpha); the interval is the 2.5th to 97.5th percentile of 1000 samples of the cases.
#![expect(
    clippy::float_arithmetic,
    reason = "statistics of agreement are estimates; no money and no score passes here"
)]

use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;

/// Samples drawn for an interval.
pub const SAMPLES: usize = 1000;

/// The grades of a case, one a person in a fixed order of people; grades are 0 for the best and so
/// on; none where somebody gave none.
pub type Unit = Vec<Option<u8>>;

/// A measure and its interval; none where it cannot be said.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Measure {
    /// The value.
    pub value: Option<f64>,
    /// From, to.
    pub between: Option<(f64, f64)>,
}

/// The measures of agreement.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Measures {
    /// Cases with at least two grades.
    pub cases: usize,
    /// Share of pairs of grades on a case that are alike.
    pub raw: Measure,
    /// Kappa with quadratic weights: the mean over pairs of people, weighed by the cases that both
    /// graded.
    pub kappa: Measure,
    /// Gwet's AC1.
    pub ac1: Measure,
    /// Krippendorff's alpha for ordered grades.
    pub alpha: Measure,
}

/// Where two people part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// Their places in the order of people.
    pub people: (usize, usize),
    /// Cases that both graded.
    pub both: usize,
    /// Cases that they graded differently.
    pub apart: usize,
    /// Grades between them, in sum.
    pub steps: usize,
}

/// All four measures with their intervals; the samples are drawn by `seed`.
pub fn measures(units: &[Unit], grades: usize, seed: &str) -> Measures {
    type Of = fn(&[&Unit], usize) -> Option<f64>;
    const EACH: [Of; 4] = [raw, kappa, ac1, alpha];
    let all: Vec<&Unit> = units.iter().filter(|u| given(u) > 0).collect();
    let mut spread: [Vec<f64>; 4] = Default::default();
    if all.len() >= 2 {
        let mut lot = Lot::new(seed);
        for _ in 0..SAMPLES {
            let sample: Vec<&Unit> = (0..all.len())
                .filter_map(|_| all.get(lot.below(all.len())).copied())
                .collect();
            for (into, of) in spread.iter_mut().zip(EACH) {
                into.extend(of(&sample, grades));
            }
        }
    }
    let mut measured = EACH.iter().zip(spread).map(|(of, spread)| Measure {
        value: of(&all, grades),
        between: between(spread),
    });
    let mut next = || measured.next().unwrap_or_default();
    Measures {
        cases: all.iter().filter(|u| given(u) >= 2).count(),
        raw: next(),
        kappa: next(),
        ac1: next(),
        alpha: next(),
    }
}

fn given(u: &Unit) -> usize {
    u.iter().flatten().count()
}

fn real(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::from(u32::MAX), f64::from)
}

/// How often each grade was given on a case.
fn counts(u: &Unit, grades: usize) -> Vec<f64> {
    let of = |k: usize| u.iter().flatten().filter(|g| usize::from(**g) == k).count();
    (0..grades).map(|k| real(of(k))).collect()
}

/// The mean over cases of the share of pairs of grades that are alike.
fn raw(units: &[&Unit], grades: usize) -> Option<f64> {
    let mut shares = Vec::new();
    for u in units.iter().filter(|u| given(u) >= 2) {
        let n = real(given(u));
        let alike: f64 = counts(u, grades).iter().map(|c| c * (c - 1.0)).sum();
        shares.push(alike / (n * (n - 1.0)));
    }
    (!shares.is_empty()).then(|| shares.iter().sum::<f64>() / real(shares.len()))
}

/// AC1: chance agreement is taken from how often grades are given at all.
fn ac1(units: &[&Unit], grades: usize) -> Option<f64> {
    let agreed = raw(units, grades)?;
    let graded: Vec<&&Unit> = units.iter().filter(|u| given(u) > 0).collect();
    let mut share = vec![0.0; grades];
    for u in &graded {
        let n = real(given(u));
        for (s, c) in share.iter_mut().zip(counts(u, grades)) {
            *s += c / n / real(graded.len());
        }
    }
    let chance: f64 = share.iter().map(|p| p * (1.0 - p)).sum::<f64>() / real(grades - 1);
    (chance < 1.0).then(|| (agreed - chance) / (1.0 - chance))
}

/// Kappa with quadratic weights of two people, over the cases that both graded.
fn kappa_of(units: &[&Unit], grades: usize, a: usize, b: usize) -> Option<(f64, usize)> {
    let both: Vec<(usize, usize)> = units
        .iter()
        .filter_map(|u| match (u.get(a)?, u.get(b)?) {
            (Some(x), Some(y)) => Some((usize::from(*x), usize::from(*y))),
            _ => None,
        })
        .collect();
    if both.len() < 2 {
        return None;
    }
    let square = |x: usize, y: usize| {
        let d = real(x.abs_diff(y));
        d * d
    };
    let n = real(both.len());
    let seen: f64 = both.iter().map(|(x, y)| square(*x, *y)).sum::<f64>() / n;
    let share = |of: fn(&(usize, usize)) -> usize, k: usize| {
        real(both.iter().filter(|p| of(p) == k).count()) / n
    };
    let mut chance = 0.0;
    for x in 0..grades {
        for y in 0..grades {
            chance += share(|p| p.0, x) * share(|p| p.1, y) * square(x, y);
        }
    }
    (chance > 0.0).then(|| (1.0 - seen / chance, both.len()))
}

fn kappa(units: &[&Unit], grades: usize) -> Option<f64> {
    let people = units.iter().map(|u| u.len()).max().unwrap_or(0);
    let (mut sum, mut weight) = (0.0, 0.0);
    for a in 0..people {
        for b in a + 1..people {
            if let Some((k, n)) = kappa_of(units, grades, a, b) {
                sum += k * real(n);
                weight += real(n);
            }
        }
    }
    (weight > 0.0).then(|| sum / weight)
}

/// Alpha for ordered grades: disagreement weighed by how many grades lie between two.
fn alpha(units: &[&Unit], grades: usize) -> Option<f64> {
    let mut together = vec![vec![0.0; grades]; grades];
    for u in units.iter().filter(|u| given(u) >= 2) {
        let c = counts(u, grades);
        let others = real(given(u)) - 1.0;
        for (x, row) in together.iter_mut().enumerate() {
            for (y, cell) in row.iter_mut().enumerate() {
                let of = |k: usize| c.get(k).copied().unwrap_or(0.0);
                let pairs = of(x) * (of(y) - if x == y { 1.0 } else { 0.0 });
                *cell += pairs / others;
            }
        }
    }
    let each: Vec<f64> = together.iter().map(|row| row.iter().sum()).collect();
    let n: f64 = each.iter().sum();
    let of = |k: usize| each.get(k).copied().unwrap_or(0.0);
    let distance = |x: usize, y: usize| {
        let between: f64 = (x.min(y)..=x.max(y)).map(of).sum();
        let d = between - (of(x) + of(y)) / 2.0;
        d * d
    };
    let (mut seen, mut chance) = (0.0, 0.0);
    for (x, row) in together.iter().enumerate() {
        for (y, cell) in row.iter().enumerate() {
            seen += cell * distance(x, y);
            chance += of(x) * of(y) * distance(x, y);
        }
    }
    (chance > 0.0).then(|| 1.0 - (n - 1.0) * seen / chance)
}

/// The middle 95 of 100 of what samples gave.
fn between(mut all: Vec<f64>) -> Option<(f64, f64)> {
    if all.len() < SAMPLES / 2 {
        return None;
    }
    all.sort_by(f64::total_cmp);
    let at = |thousandth: usize| all.get((all.len() - 1) * thousandth / 1000).copied();
    Some((at(25)?, at(975)?))
}

/// Where people part, those furthest apart first.
pub fn pairs(units: &[Unit]) -> Vec<Pair> {
    let people = units.iter().map(Vec::len).max().unwrap_or(0);
    let mut out = Vec::new();
    for a in 0..people {
        for b in a + 1..people {
            let mut p = Pair {
                people: (a, b),
                both: 0,
                apart: 0,
                steps: 0,
            };
            for u in units {
                if let (Some(Some(x)), Some(Some(y))) = (u.get(a), u.get(b)) {
                    p.both += 1;
                    p.apart += usize::from(x != y);
                    p.steps += usize::from(x.abs_diff(*y));
                }
            }
            out.push(p);
        }
    }
    out.retain(|p| p.both > 0);
    // Per case that both graded, without dividing.
    out.sort_by_key(|p| (std::cmp::Reverse(p.steps * 10_000 / p.both), p.people));
    out
}

/// For each boundary between two grades (0: between the best and the next), the cases on which
/// grades lie on both sides of it.
pub fn boundaries(units: &[Unit], grades: usize) -> Vec<usize> {
    let split = |u: &&Unit, k: usize| {
        let above = u.iter().flatten().any(|g| usize::from(*g) <= k);
        above && u.iter().flatten().any(|g| usize::from(*g) > k)
    };
    (0..grades.saturating_sub(1))
        .map(|k| units.iter().filter(|u| split(u, k)).count())
        .collect()
}

/// For each rule that found something, the cases with it and those of them on which grades differ,
/// the most contested first.
pub fn by_rule<'r>(cases: &[(&'r str, &Unit)]) -> Vec<(&'r str, usize, usize)> {
    let mut out: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (rules, u) in cases.iter().filter(|(_, u)| given(u) >= 2) {
        let mut seen = u.iter().flatten();
        let first = seen.next();
        let differ = seen.any(|g| Some(g) != first);
        for rule in rules.split_whitespace() {
            let at = out.entry(rule).or_default();
            at.0 += 1;
            at.1 += usize::from(differ);
        }
    }
    let mut all: Vec<_> = out.into_iter().map(|(r, (n, d))| (r, n, d)).collect();
    all.retain(|(.., d)| *d > 0);
    all.sort_by_key(|(r, n, d)| (std::cmp::Reverse(d * 10_000 / n), std::cmp::Reverse(*d), *r));
    all
}

/// Numbers from a seed, the same on every machine: SHA-256 of seed and count, eight bytes each.
struct Lot {
    seed: Vec<u8>,
    block: u64,
    left: Vec<u64>,
}

impl Lot {
    fn new(seed: &str) -> Self {
        Self {
            seed: seed.as_bytes().to_vec(),
            block: 0,
            left: Vec::new(),
        }
    }
    /// A number below `n`, which is far below 2^32: the bias is beyond notice.
    fn below(&mut self, n: usize) -> usize {
        if self.left.is_empty() {
            let mut text = self.seed.clone();
            text.extend(self.block.to_be_bytes());
            self.block += 1;
            let hash: [u8; 32] = Sha256::digest(&text).into();
            let words = hash.chunks_exact(8).filter_map(|c| c.try_into().ok());
            self.left = words.map(u64::from_be_bytes).collect();
        }
        let word = self.left.pop().unwrap_or(0);
        let n = u64::try_from(n.max(1)).unwrap_or(1);
        usize::try_from(word % n).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Grades 1 to 5 by people; 0: none.
    fn of(people: &[&[u8]]) -> Vec<Unit> {
        let cases = people[0].len();
        (0..cases)
            .map(|c| people.iter().map(|p| p[c].checked_sub(1)).collect())
            .collect()
    }

    fn near(found: Option<f64>, wanted: f64) {
        let found = found.unwrap();
        assert!((found - wanted).abs() < 1e-14, "{found} {wanted}");
    }

    /// Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), four observers and
    /// twelve units: ordinal alpha 0.815. Gwet, "Handbook of Inter-Rater Reliability", has the same
    /// table: AC1 0.77544, agreement 0.81818. The further digits are those of the Python packages
    /// krippendorff 0.8, irrCAC 0.4 and scikit-learn (quadratic kappa of each pair).
    #[test]
    fn the_published_example_to_the_last_digit() {
        let units = of(&[
            &[1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
            &[1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
            &[0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
            &[1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
        ]);
        let m = measures(&units, 5, "seed");
        near(m.raw.value, 0.818_181_818_181_818);
        near(m.ac1.value, 0.775_444_068_126_995);
        near(m.alpha.value, 0.815_387_503_754_881_4);
        near(m.kappa.value, 0.783_295_823_276_713_4);
        assert_eq!(m.cases, 11);
        let all: Vec<&Unit> = units.iter().collect();
        for (a, b, n, k) in [
            (0, 1, 9, 0.939_597_315_436_241_6),
            (0, 2, 8, 0.538_461_538_461_538_4),
            (0, 3, 9, 0.552_486_187_845_303_8),
            (1, 2, 9, 0.857_142_857_142_857_2),
            (1, 3, 10, 0.870_967_741_935_483_9),
            (2, 3, 10, 0.892_086_330_935_251_8),
        ] {
            let (found, both) = kappa_of(&all, 5, a, b).unwrap();
            assert_eq!(both, n);
            near(Some(found), k);
        }
        for m in [m.raw, m.kappa, m.ac1, m.alpha] {
            let (low, high) = m.between.unwrap();
            let value = m.value.unwrap();
            assert!(low < value && value < high, "{m:?}");
        }
        assert_eq!(
            measures(&units, 5, "seed"),
            m,
            "the same seed, the same interval"
        );
        assert_ne!(measures(&units, 5, "other").raw.between, m.raw.between);
    }

    /// Five people, fifteen cases, four grades, against the same packages.
    #[test]
    fn five_people_and_four_grades_to_the_last_digit() {
        let units = of(&[
            &[0, 1, 4, 1, 1, 1, 3, 1, 2, 1, 1, 3, 4, 0, 1],
            &[0, 1, 4, 2, 1, 1, 0, 2, 3, 1, 2, 4, 4, 1, 1],
            &[3, 2, 3, 1, 1, 1, 0, 1, 3, 2, 1, 0, 4, 2, 0],
            &[3, 3, 4, 0, 1, 1, 2, 2, 3, 1, 0, 4, 0, 1, 2],
            &[2, 1, 4, 1, 1, 1, 4, 2, 2, 1, 1, 4, 3, 1, 1],
        ]);
        let m = measures(&units, 4, "");
        near(m.raw.value, 0.508_888_888_888_889);
        near(m.ac1.value, 0.361_061_022_045_376);
        near(m.alpha.value, 0.734_080_585_714_752_1);
        near(m.kappa.value, 0.777_688_349_947_211_4);
        assert_eq!(boundaries(&units, 4), [7, 4, 4]);
        let worst = pairs(&units)[0];
        assert_eq!((worst.people, worst.both, worst.apart), ((0, 3), 10, 6));
    }

    #[test]
    fn what_cannot_be_said_is_not_said() {
        let m = measures(&[], 4, "");
        assert_eq!(m, Measures::default());
        // All alike: agreement is whole, kappa and alpha have nothing to compare with.
        let m = measures(&of(&[&[1, 1, 1], &[1, 1, 1]]), 4, "");
        near(m.raw.value, 1.0);
        near(m.ac1.value, 1.0);
        assert_eq!((m.kappa.value, m.alpha.value), (None, None));
        assert_eq!(m.kappa.between, None);
        let one = measures(&of(&[&[1, 2, 3]]), 4, "");
        assert_eq!((one.cases, one.raw.value), (0, None));
    }

    #[test]
    fn what_is_contested_comes_first() {
        let units = of(&[&[1, 2, 3, 1], &[1, 3, 3, 4]]);
        let cases: Vec<(&str, &Unit)> = ["T01 T02", "T02", "T01", "T03"]
            .into_iter()
            .zip(&units)
            .collect();
        assert_eq!(by_rule(&cases), [("T03", 1, 1), ("T02", 2, 1)]);
    }
}
