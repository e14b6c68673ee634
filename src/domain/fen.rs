//! Money in integer cents 分. No floating point anywhere.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use serde::{Deserialize, Serialize};

/// The unit a printed amount is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MoneyUnit {
    /// 元, 100 分.
    Yuan,
    /// 万元, 1,000,000 分.
    Wan,
    /// 亿元, 10,000,000,000 分.
    Yi,
}

impl MoneyUnit {
    /// How many 分 one unit is.
    pub const fn fen(self) -> i64 {
        match self {
            Self::Yuan => 100,
            Self::Wan => 1_000_000,
            Self::Yi => 10_000_000_000,
        }
    }
    /// The unit as it is printed.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::Wan => "万元",
            Self::Yi => "亿元",
        }
    }
}

/// An amount of money in 分 (1/100 元); may be negative.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Fen(i64);

impl Fen {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// An amount given in 分.
    pub const fn new(fen: i64) -> Self {
        Self(fen)
    }
    /// The amount in 分.
    pub const fn get(self) -> i64 {
        self.0
    }
    /// A decimal number of `unit`s; `None` when it is finer than 1 分 by more than rounding
    /// noise, or too large to be kept.
    pub fn of(number: Decimal, unit: MoneyUnit) -> Option<Self> {
        let fen = number.checked_mul(Decimal::from(unit.fen()))?;
        fen.round().to_i64().map(Self)
    }
    /// The amount as a decimal number of `unit`s.
    pub fn to(self, unit: MoneyUnit) -> Decimal {
        Decimal::from(self.0) / Decimal::from(unit.fen())
    }
    /// Sum, or `None` on overflow.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }
    /// Difference, or `None` on overflow.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }
    /// The amount without its sign.
    pub const fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }
    /// 万元 with thousands separators and two decimals, half up: `12,400.00`.
    pub fn wan(self) -> String {
        self.fixed(10_000)
    }
    /// 亿元 with two decimals, half up.
    pub fn yi(self) -> String {
        self.fixed(100_000_000)
    }
    /// Million yuan (百万元) with two decimals, rounded half up away from zero.
    pub fn million(self) -> String {
        self.fixed(1_000_000)
    }
    /// 元 with two decimals, exact.
    pub fn yuan(self) -> String {
        self.fixed(1)
    }

    fn fixed(self, per: i64) -> String {
        let cents = (i128::from(self.0).abs() * 2 + i128::from(per)) / (2 * i128::from(per));
        let (whole, rest) = (cents / 100, cents % 100);
        let digits = whole.to_string();
        let mut out = String::from(if self.0 < 0 && cents != 0 { "-" } else { "" });
        for (i, c) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i) % 3 == 0 {
                out.push(',');
            }
            out.push(c);
        }
        format!("{out}.{rest:02}")
    }
}

impl std::iter::Sum for Fen {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        Self(iter.fold(0, |a, b| a.saturating_add(b.0)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn units_and_layout() {
        let d = |s: &str| s.parse::<Decimal>().unwrap();
        assert_eq!(
            Fen::of(d("12345.67"), MoneyUnit::Wan),
            Some(Fen::new(12_345_670_000))
        );
        assert_eq!(
            Fen::of(d("10606.7522"), MoneyUnit::Wan),
            Some(Fen::new(10_606_752_200))
        );
        assert_eq!(Fen::new(5_900_000_000).wan(), "5,900.00");
        assert_eq!(Fen::new(-1_234_567).wan(), "-1.23");
        assert_eq!(Fen::new(-1).wan(), "0.00");
        assert_eq!(Fen::new(123_456_789_012).yi(), "12.35");
        assert_eq!(Fen::new(349_800_000).yuan(), "3,498,000.00");
        assert_eq!(Fen::of(Decimal::MAX, MoneyUnit::Yi), None);
    }

    proptest! {
        #[test]
        fn wan_round_trips(fen in -9_000_000_000_000_000i64..9_000_000_000_000_000) {
            let fen = Fen::new(fen);
            prop_assert_eq!(Fen::of(fen.to(MoneyUnit::Wan), MoneyUnit::Wan), Some(fen));
        }
    }
}
