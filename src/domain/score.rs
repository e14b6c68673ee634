//! 得分: what a reached value scores against its target. Points are integer hundredths of a point,
//! rounded half up at the end and nowhere before. Formulas: 财预〔2020〕10号 with the scoring of a
//! provincial system; what a profile may change is named there.

use super::fen::Fen;
use super::profile::{Profile, Reverse};
use super::value::actual::{Attained, attained, bare_points, claims, comparable};
use super::value::{Kind, Op, Value};
use rust_decimal::prelude::ToPrimitive as _;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Deserialize, Serialize};

/// Points in hundredths: 10 分 is 1000. A difference may be negative.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Points(i32);

impl Points {
    /// None.
    pub const ZERO: Self = Self(0);
    /// What a whole form can have.
    pub const FULL: Self = Self(10_000);

    /// Points given in hundredths.
    pub const fn new(hundredths: i32) -> Self {
        Self(hundredths)
    }
    /// Hundredths of a point.
    pub const fn get(self) -> i32 {
        self.0
    }
    /// A decimal number of points, rounded half up to hundredths; none where it is too large.
    pub fn of(n: Decimal) -> Option<Self> {
        let n = n.checked_mul(Decimal::ONE_HUNDRED)?;
        n.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
            .to_i32()
            .map(Self)
    }
    /// Points as a form writes them: `8`, `9.5分`, `16.70`.
    pub fn read(raw: &str) -> Option<Self> {
        Self::of(bare_points(raw).parse().ok()?)
    }
    /// As a decimal number.
    pub fn decimal(self) -> Decimal {
        Decimal::new(i64::from(self.0), 2)
    }
    /// Without its sign.
    pub const fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }
    /// With a sign where it is not 0: `+2.00`, `-0.50`.
    pub fn signed(self) -> String {
        if self.0 > 0 {
            format!("+{self}")
        } else {
            self.to_string()
        }
    }
    /// A share of it in percent, rounded half up.
    pub fn share(self, percent: i32) -> Self {
        Self::of(self.decimal() * Decimal::from(percent) / Decimal::ONE_HUNDRED).unwrap_or(self)
    }
    /// Apart by no more than 0.1: what recomputation lets pass.
    pub const fn near(self, other: Self) -> bool {
        (self.0 - other.0).abs() <= 10
    }
    /// Within nothing and a weight.
    #[must_use]
    pub fn within(self, weight: Self) -> Self {
        self.clamp(Self::ZERO, weight.max(Self::ZERO))
    }
}

impl std::fmt::Display for Points {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.2}", self.decimal())
    }
}

impl std::ops::Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl std::ops::Sub for Points {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl std::iter::Sum for Points {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::ZERO, |a, b| a + b)
    }
}

/// By which formula something is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Formula {
    /// 预算执行率: paid of the budget, at most all of it.
    Execution,
    /// 正向: reached of the target.
    Positive,
    /// 等值: as 正向.
    Equal,
    /// A target of 0.
    Zero,
    /// 反向, points falling evenly to nothing at twice the target.
    ReverseLinear,
    /// 反向, target divided by what was reached.
    ReverseRatio,
    /// Between two numbers.
    Range,
    /// By a day.
    Date,
    /// 定性: three grades with their bands.
    Words,
}

/// What a value scores.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reckoned {
    /// By which formula.
    pub formula: Formula,
    /// Lowest points it may have; for all but words the points themselves.
    pub low: Points,
    /// Highest points it may have.
    pub high: Points,
    /// The target is reached.
    pub reached: bool,
    /// What was reached of the target in percent, where that is a ratio.
    pub ratio: Option<Decimal>,
    /// Days late, where it is a day.
    pub late: i32,
}

impl Reckoned {
    fn exact(formula: Formula, points: Points, reached: bool) -> Self {
        Self {
            formula,
            low: points,
            high: points,
            reached,
            ratio: None,
            late: 0,
        }
    }
    /// What a declared score becomes: itself where words leave room for it, else the points.
    pub fn points(&self, declared: Points) -> Points {
        declared.clamp(self.low, self.high)
    }
    /// True when a declared score differs by more than rounding may.
    pub fn differs(&self, declared: Points) -> bool {
        !self.points(declared).near(declared)
    }
}

/// Why a score cannot be computed again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unknown {
    /// The form gives no points for it.
    NoWeight,
    /// There is no target.
    NoTarget,
    /// Nothing was written as reached.
    NoActual,
    /// What was written repeats the target's sign: no value that anyone reached.
    Repeats,
    /// Words where the target is a number.
    WordsForNumber,
    /// A number where the target is a day, or words.
    NumberForWords,
    /// In a unit that cannot be compared with the target's.
    OtherUnit,
    /// Words that do not say how far it is attained.
    NoGrade,
    /// There is no budget to divide by.
    NoBudget,
}

/// 预算执行率得分; none where there is no budget (E03).
pub fn execution(budget: Fen, paid: Fen, weight: Points) -> Option<Points> {
    if budget.get() <= 0 {
        return None;
    }
    let rate = Decimal::from(paid.get().max(0)) / Decimal::from(budget.get());
    Points::of(rate.min(Decimal::ONE) * weight.decimal())
}

/// What an indicator scores. `limit` says that a plain number is an upper limit, as a cost is.
///
/// # Errors
/// Says why it cannot be computed.
pub fn indicator(
    target: &Value,
    actual: &Value,
    weight: Points,
    limit: bool,
    profile: &Profile,
) -> Result<Reckoned, Unknown> {
    if target.missing() {
        return Err(Unknown::NoTarget);
    }
    if actual.missing() {
        return Err(Unknown::NoActual);
    }
    if claims(&actual.text) {
        return Err(Unknown::WordsForNumber);
    }
    match target.kind {
        Kind::Number | Kind::Range => number(target, actual, weight, limit, profile),
        Kind::Date | Kind::Period => day(target, actual, weight, profile),
        Kind::Text => words(target, actual, weight, profile),
        Kind::Placeholder | Kind::Empty => Err(Unknown::NoTarget),
    }
}

fn number(
    target: &Value,
    actual: &Value,
    weight: Points,
    limit: bool,
    profile: &Profile,
) -> Result<Reckoned, Unknown> {
    if !actual.numeric() {
        return Err(Unknown::WordsForNumber);
    }
    if actual.op.is_some_and(|op| op != Op::Eq) || actual.kind == Kind::Range {
        return Err(Unknown::Repeats);
    }
    let (t, a) = comparable(target, actual).ok_or(Unknown::OtherUnit)?;
    let a = share_of_one(target, actual, t, a).max(Decimal::ZERO);
    let full = weight.decimal();
    let scored = |formula, share: Decimal, reached| {
        let share = share.clamp(Decimal::ZERO, Decimal::ONE);
        let points = Points::of(share * full).unwrap_or(weight);
        Reckoned::exact(formula, points, reached)
    };
    let down = |t: Decimal| {
        let share = match profile.score_reverse {
            _ if a <= t => Decimal::ONE,
            _ if t.is_zero() => Decimal::ZERO,
            Reverse::Linear => Decimal::ONE - (a - t) / t,
            Reverse::Ratio => t / a,
        };
        let formula = match profile.score_reverse {
            Reverse::Linear => Formula::ReverseLinear,
            Reverse::Ratio => Formula::ReverseRatio,
        };
        scored(formula, share, a <= t)
    };
    let up = |formula, t: Decimal| {
        let ratio = a.checked_div(t).unwrap_or(Decimal::ONE);
        Reckoned {
            ratio: ratio.checked_mul(Decimal::ONE_HUNDRED),
            ..scored(formula, ratio, a >= t)
        }
    };
    if let (Kind::Range, Some(high)) = (target.kind, target.upper) {
        let range = |r: Reckoned| Reckoned {
            formula: Formula::Range,
            ratio: None,
            ..r
        };
        return Ok(if a > high {
            range(down(high))
        } else if a < t {
            range(up(Formula::Range, t))
        } else {
            scored(Formula::Range, Decimal::ONE, true)
        });
    }
    let op = target.op.unwrap_or(Op::Eq);
    if t <= Decimal::ZERO {
        let met = match op {
            Op::Ge | Op::Gt => a >= t,
            _ => a <= t,
        };
        let share = if met { Decimal::ONE } else { Decimal::ZERO };
        return Ok(scored(Formula::Zero, share, met));
    }
    Ok(match op {
        Op::Le | Op::Lt => down(t),
        Op::Eq if limit => down(t),
        Op::Eq => up(Formula::Equal, t),
        Op::Ge | Op::Gt => up(Formula::Positive, t),
    })
}

/// A percentage that a spreadsheet shows as a part of one: 0.98 for 98 %.
fn share_of_one(target: &Value, actual: &Value, t: Decimal, a: Decimal) -> Decimal {
    let bare = actual.unit.is_empty() && target.unit == "%";
    if bare && a > Decimal::ZERO && a <= Decimal::ONE && t > Decimal::TWO {
        a * Decimal::ONE_HUNDRED
    } else {
        a
    }
}

fn day(
    target: &Value,
    actual: &Value,
    weight: Points,
    profile: &Profile,
) -> Result<Reckoned, Unknown> {
    let due = target.until.or(target.day).ok_or(Unknown::NoTarget)?;
    let Some(done) = actual.until.or(actual.day) else {
        return match actual.kind {
            Kind::Text => words(target, actual, weight, profile),
            _ => Err(Unknown::NumberForWords),
        };
    };
    if actual.op.is_some_and(|op| op.up() || op.down()) && actual.text == target.text {
        return Err(Unknown::Repeats);
    }
    let late = done.since(due).max(0);
    let steps = &profile.late;
    let share = if late == 0 {
        100
    } else {
        let step = steps.iter().find(|s| late <= s.days);
        step.map_or(0, |s| s.share)
    };
    Ok(Reckoned {
        late,
        ..Reckoned::exact(Formula::Date, weight.share(share), late == 0)
    })
}

fn words(
    target: &Value,
    actual: &Value,
    weight: Points,
    profile: &Profile,
) -> Result<Reckoned, Unknown> {
    if actual.kind != Kind::Text {
        return Err(Unknown::NumberForWords);
    }
    // The target's own words say nothing of how far it came.
    if actual.text == target.text {
        return Err(Unknown::NoGrade);
    }
    let grade = attained(&actual.text).ok_or(Unknown::NoGrade)?;
    let (low, high) = band(grade, weight, profile);
    Ok(Reckoned {
        formula: Formula::Words,
        low,
        high,
        reached: grade == Attained::Whole,
        ratio: None,
        late: 0,
    })
}

/// The points that a grade in words leaves room for, both ends included; the lower grades end a
/// hundredth below the next.
pub fn band(grade: Attained, weight: Points, profile: &Profile) -> (Points, Points) {
    let [whole, part] = profile.qual_bands;
    let below = |percent: i32| Points(weight.share(percent).get().saturating_sub(1)).within(weight);
    match grade {
        Attained::Whole => (weight.share(whole), weight),
        Attained::Part => (weight.share(part), below(whole)),
        Attained::Nothing => (Points::ZERO, below(part)),
    }
}

/// What is left of the points where a target was set too low: `w × max(0.6, 1 − (a/t − 1.30))`.
/// None where what was reached is not far above the target.
pub fn too_low(ratio: Decimal, weight: Points, profile: &Profile) -> Option<Points> {
    let over = Decimal::from(profile.over_ratio);
    if ratio < over {
        return None;
    }
    let hundred = Decimal::ONE_HUNDRED;
    let share = (hundred - (ratio - over)).max(Decimal::from(60));
    Points::of(weight.decimal() * share / hundred)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile;
    use crate::domain::value::parse;

    fn national() -> Profile {
        profile::get("national-2020").unwrap().clone()
    }

    fn scored(target: &str, actual: &str, weight: &str, p: &Profile) -> Reckoned {
        let (t, a) = (parse(target, 2020), parse(actual, 2020));
        indicator(&t, &a, Points::read(weight).unwrap(), false, p).unwrap()
    }

    #[test]
    fn scores_are_those_of_the_vectors() {
        let mut seen = 0;
        let p = national();
        for row in include_str!("../../tests/data/scores.csv").lines().skip(1) {
            let cells: Vec<&str> = row.split(',').collect();
            let [case, formula, weight, target, actual, _, expected, ..] = cells.as_slice() else {
                continue;
            };
            let got = match *formula {
                "execution" => {
                    let fen = |n: &str| {
                        let n: Decimal = n.parse().unwrap();
                        Fen::of(n, crate::domain::fen::MoneyUnit::Wan).unwrap()
                    };
                    let w = Points::read(weight).unwrap();
                    let got = execution(fen(target), fen(actual), w);
                    got.map_or_else(String::new, |p| p.to_string())
                }
                "positive" => scored(&format!("≥{target}"), actual, weight, &p)
                    .low
                    .to_string(),
                "equal" => scored(target, actual, weight, &p).low.to_string(),
                "reverse_linear" => scored(&format!("≤{target}"), actual, weight, &p)
                    .low
                    .to_string(),
                "reverse_ratio" => {
                    let mut other = national();
                    other.score_reverse = Reverse::Ratio;
                    scored(&format!("≤{target}"), actual, weight, &other)
                        .low
                        .to_string()
                }
                "range" => {
                    let target = target.replace("..", "-");
                    scored(&target, actual, weight, &p).low.to_string()
                }
                "date" => scored(&format!("≤{target}"), actual, weight, &p)
                    .low
                    .to_string(),
                "qual_interval" => {
                    let r = scored("效果明显", actual, weight, &p);
                    if r.high == Points::read(weight).unwrap() {
                        format!("{}..{}", r.low, r.high)
                    } else {
                        format!("{}..<{}", r.low, Points(r.high.get() + 1))
                    }
                }
                _ => continue,
            };
            assert_eq!(got, **expected, "{case}: {row}");
            seen += 1;
        }
        assert_eq!(seen, 32);
    }

    #[test]
    fn bands_are_those_of_the_vectors() {
        let mut seen = 0;
        for row in include_str!("../../tests/data/scores.csv").lines().skip(1) {
            let cells: Vec<&str> = row.split(',').collect();
            let [case, formula, _, _, actual, _, expected, ..] = cells.as_slice() else {
                continue;
            };
            let p = match *formula {
                "band_national" => national(),
                "band_shanghai" => profile::get("shanghai").unwrap().clone(),
                _ => continue,
            };
            let score = Points::of(actual.parse().unwrap()).unwrap();
            assert_eq!(p.band(score.get()).unwrap().name, **expected, "{case}");
            seen += 1;
        }
        assert_eq!(seen, 6);
    }

    #[test]
    fn what_nobody_can_compare_says_why() {
        let p = national();
        let why = |t: &str, a: &str| {
            let w = Points::new(1000);
            indicator(&parse(t, 2020), &parse(a, 2020), w, false, &p).unwrap_err()
        };
        assert_eq!(why("≥95%", "≥95%"), Unknown::Repeats);
        assert_eq!(why("≤30万元", "完成"), Unknown::WordsForNumber);
        assert_eq!(why("≥95%", ""), Unknown::NoActual);
        assert_eq!(why("", "3"), Unknown::NoTarget);
        assert_eq!(why("100米", "100个"), Unknown::OtherUnit);
        assert_eq!(why("显著提升", "显著提升"), Unknown::NoGrade);
        assert_eq!(why("效果明显", "98%"), Unknown::NumberForWords);
    }

    #[test]
    fn a_cost_below_its_limit_is_met_and_a_bare_share_is_a_percentage() {
        let p = national();
        let w = Points::new(1000);
        let cost = indicator(&parse("90万元", 2020), &parse("85万元", 2020), w, true, &p);
        assert_eq!(cost.unwrap().low, w);
        assert_eq!(scored("98%", "0.98", "10", &p).low, w);
        assert_eq!(scored("100%", "1", "10", &p).low, w);
    }

    #[test]
    fn a_low_target_costs_by_how_far_it_was_passed() {
        let p = national();
        let w = Points::new(1000);
        assert_eq!(too_low(Decimal::from(129), w, &p), None);
        assert_eq!(too_low(Decimal::from(130), w, &p), Some(w));
        assert_eq!(too_low(Decimal::from(150), w, &p), Some(Points::new(800)));
        assert_eq!(too_low(Decimal::from(300), w, &p), Some(Points::new(600)));
    }
}
