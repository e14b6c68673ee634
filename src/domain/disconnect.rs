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

/// What a number of pairs show; points.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Disconnect {
    /// Pairs.
    pub n: usize,
    /// Mean of the declared scores.
    pub declared: f64,
    /// Mean of those decided.
    pub score: f64,
    /// Mean of decided minus declared.
    pub signed: f64,
    /// Mean without signs.
    pub absolute: f64,
    /// Half the width of the 95 % interval of the signed mean (Student's t); none for fewer than
    /// three pairs.
    pub half: Option<f64>,
    /// Mean without signs, weighed by money.
    pub weighed: f64,
}

/// Student's t for 95 %, by degrees of freedom from 1; 1.96 beyond.
const T95: [f64; 30] = [
    12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160,
    2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056,
    2.052, 2.048, 2.045, 2.042,
];

fn points(p: Points) -> f64 {
    f64::from(p.get()) / 100.0
}

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// What pairs show; none where there are none.
pub fn disconnect(pairs: &[Pair]) -> Option<Disconnect> {
    if pairs.is_empty() {
        return None;
    }
    let n = count(pairs.len());
    let mean = |f: &dyn Fn(&Pair) -> f64| pairs.iter().map(f).sum::<f64>() / n;
    let signed = mean(&|p| points(p.off()));
    let half = (pairs.len() >= 3).then(|| {
        let square = |p: &Pair| (points(p.off()) - signed).powi(2);
        let variance = pairs.iter().map(square).sum::<f64>() / (n - 1.0);
        let t = T95.get(pairs.len() - 2).copied().unwrap_or(1.96);
        t * (variance / n).sqrt()
    });
    // Money in 万元 keeps the sums small.
    let wan = |p: &Pair| {
        let wan = (p.amount.get() / 10_000).clamp(0, i64::from(i32::MAX));
        f64::from(i32::try_from(wan).unwrap_or(i32::MAX))
    };
    let money: f64 = pairs.iter().map(wan).sum();
    let weighed = if money > 0.0 {
        let off = |p: &Pair| wan(p) * points(p.off().abs());
        pairs.iter().map(off).sum::<f64>() / money
    } else {
        mean(&|p| points(p.off().abs()))
    };
    Some(Disconnect {
        n: pairs.len(),
        declared: mean(&|p| points(p.declared)),
        score: mean(&|p| points(p.score)),
        signed,
        absolute: mean(&|p| points(p.off().abs())),
        half,
        weighed,
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
        assert!((d.signed + 4.0).abs() < 1e-9);
        assert!((d.absolute - 4.0).abs() < 1e-9);
        let half = 4.303 * 2.0 / 3f64.sqrt();
        assert!((d.half.unwrap() - half).abs() < 1e-9);
        assert!((d.weighed - 4.5).abs() < 1e-9);
        assert!((d.declared - 98.0).abs() < 1e-9);
        assert_eq!(disconnect(&[]), None);
        assert_eq!(disconnect(&[pair(1, 1, 1)]).unwrap().half, None);
    }
}
