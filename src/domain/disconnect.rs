//! 自评偏差, the disconnect: how far declared scores stand from those decided, over a department or
//! a class of indicators. Statistics for reading; what is decided rests on none of them.

use super::checklist::{Part, Parts, Settled};
use super::fen::Fen;
use super::score::Points;

/// A declared score beside the one decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// As declared.
    pub declared: Points,
    /// As decided.
    pub score: Points,
    /// The money of the case.
    pub amount: Fen,
}

impl Pair {
    /// Of a decision.
    pub const fn of(s: &Settled, amount: Fen) -> Self {
        Self {
            declared: s.declared,
            score: s.score,
            amount,
        }
    }
    fn off(&self) -> Points {
        self.score - self.declared
    }
}

/// What a number of pairs show, rounded half up to hundredths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Disconnect {
    /// Pairs.
    pub n: usize,
    /// Mean of the declared scores.
    pub declared: Points,
    /// Mean of those decided.
    pub score: Points,
    /// Mean of decided minus declared.
    pub signed: Points,
    /// Mean without signs.
    pub absolute: Points,
    /// Half the width of the 95 % interval of the signed mean (Student's t); none for fewer than
    /// three pairs.
    pub half: Option<Points>,
    /// Mean without signs, weighed by money.
    pub weighed: Points,
}

/// Student's t for 95 % in thousandths, by degrees of freedom from 1; 1.96 beyond.
const T95: [i128; 30] = [
    12_706, 4_303, 3_182, 2_776, 2_571, 2_447, 2_365, 2_306, 2_262, 2_228, 2_201, 2_179, 2_160,
    2_145, 2_131, 2_120, 2_110, 2_101, 2_093, 2_086, 2_080, 2_074, 2_069, 2_064, 2_060, 2_056,
    2_052, 2_048, 2_045, 2_042,
];

/// A quotient rounded half away from zero, as points.
fn mean(sum: i128, n: i128) -> Points {
    let n = n.max(1);
    let twice = (sum.abs() * 2 + n) / (n * 2) * sum.signum();
    Points::new(i32::try_from(twice).unwrap_or(i32::MAX))
}

/// The mean of some points; 0 of none.
pub fn average(all: impl Iterator<Item = Points>) -> Points {
    let (n, sum) = all.fold((0i128, 0i128), |(n, sum), p| {
        (n + 1, sum + i128::from(p.get()))
    });
    mean(sum, n)
}

/// What pairs show; none where there are none.
pub fn disconnect(pairs: &[Pair]) -> Option<Disconnect> {
    if pairs.is_empty() {
        return None;
    }
    let n = i128::try_from(pairs.len()).unwrap_or(i128::MAX);
    let of = |f: &dyn Fn(&Pair) -> i128| pairs.iter().map(f).sum::<i128>();
    let off = |p: &Pair| i128::from(p.off().get());
    let (sum, squares) = (of(&off), of(&|p| off(p) * off(p)));
    let half = (pairs.len() >= 3).then(|| {
        let t = T95.get(pairs.len() - 2).copied().unwrap_or(1_960);
        // t² (nΣx² - (Σx)²) / (n² (n - 1)), and six digits more before the root.
        let scaled = t * t * (n * squares - sum * sum) * 1_000_000 / (n * n * (n - 1));
        let root = u128::try_from(scaled).unwrap_or(0).isqrt();
        mean(i128::try_from(root).unwrap_or(0), 1_000_000)
    });
    let money = of(&|p| i128::from(p.amount.get().max(0)));
    let weighed = of(&|p| i128::from(p.amount.get().max(0)) * off(p).abs());
    let absolute = mean(of(&|p| off(p).abs()), n);
    Some(Disconnect {
        n: pairs.len(),
        declared: mean(of(&|p| i128::from(p.declared.get())), n),
        score: mean(of(&|p| i128::from(p.score.get())), n),
        signed: mean(sum, n),
        absolute,
        half,
        weighed: if money > 0 {
            mean(weighed, money)
        } else {
            absolute
        },
    })
}

/// The sums of the five parts over some decisions.
pub fn parts<'s>(all: impl Iterator<Item = &'s Settled>) -> Parts {
    let mut out = Parts::default();
    for s in all {
        for (sum, part) in out.iter_mut().zip(s.parts) {
            *sum = *sum + part;
        }
    }
    out
}

/// The part that took the most points, where any did.
pub fn worst(parts: &Parts) -> Option<Part> {
    let most = Part::ALL.iter().zip(parts).max_by_key(|(_, p)| p.get())?;
    (most.1.get() > 0).then_some(*most.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(a: i32, b: i32, wan: i64) -> Pair {
        Pair {
            declared: Points::new(a),
            score: Points::new(b),
            amount: Fen::new(wan * 1_000_000),
        }
    }

    #[test]
    fn means_and_interval_are_those_of_the_textbook() {
        // Differences -2, -4, -6: mean -4, deviation 2, t(2) 4.303.
        let d = disconnect(&[
            pair(9800, 9600, 100),
            pair(9900, 9500, 100),
            pair(9700, 9100, 200),
        ])
        .unwrap();
        assert_eq!((d.signed.get(), d.absolute.get()), (-400, 400));
        // 4.303 x 2 / sqrt(3) = 4.9687
        assert_eq!(d.half.unwrap().get(), 497);
        assert_eq!(d.weighed.get(), 450);
        assert_eq!((d.declared.get(), d.score.get()), (9_800, 9_400));
        assert_eq!(disconnect(&[]), None);
        assert_eq!(disconnect(&[pair(1, 1, 1)]).unwrap().half, None);
    }
}
