//! What was reached, as reports write it: words of attainment, amounts in another unit than the
//! target's, the month a report ends with.

use super::{Value, normal};
use crate::domain::fen::MoneyUnit;
use crate::domain::lexicon::lexicon;
use rust_decimal::Decimal;

/// How far words say something is attained 达成程度.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attained {
    /// 达成.
    Whole,
    /// 部分达成.
    Part,
    /// 未达成.
    Nothing,
}

/// What a text says of it; none where it says nothing.
pub fn attained(text: &str) -> Option<Attained> {
    let l = lexicon();
    if l.not_attained.within(text).is_some() {
        Some(Attained::Nothing)
    } else if l.part_attained.within(text).is_some() {
        Some(Attained::Part)
    } else if l.attained.within(text).is_some() {
        Some(Attained::Whole)
    } else {
        None
    }
}

/// True when what is due of a target grows with the months: rates and times do not.
pub fn scales(target: &Value) -> bool {
    let l = lexicon();
    let unit = target.unit.as_str();
    let rate = l.units_rate.has(unit) && unit != "倍";
    !rate && !l.units_time.has(unit)
}

/// Target and actual as numbers of one unit.
pub fn comparable(target: &Value, actual: &Value) -> Option<(Decimal, Decimal)> {
    let (t, a) = (target.number?, actual.number?);
    if target.unit == actual.unit || actual.unit.is_empty() || target.unit.is_empty() {
        return Some((t, a));
    }
    let fen = |n: Decimal, unit: &str| {
        let unit = match unit {
            "元" => MoneyUnit::Yuan,
            "万元" => MoneyUnit::Wan,
            _ => return None,
        };
        n.checked_mul(Decimal::from(unit.fen()))
    };
    fen(t, &target.unit).zip(fen(a, &actual.unit))
}

/// True for a claim of completion in place of a value: `已完成100%`.
pub fn claims(text: &str) -> bool {
    let text = text.strip_prefix('已').unwrap_or(text);
    let rest = text
        .strip_prefix("完成")
        .map(|r| r.trim_start_matches("率"));
    rest.is_some_and(|r| r.ends_with('%') && r.trim_end_matches('%').parse::<Decimal>().is_ok())
}

/// Points without the word that some forms write behind them: `9.5分`.
pub fn bare_points(raw: &str) -> String {
    normal(raw).trim_end_matches('分').to_owned()
}

/// The last month that a heading names: `1—7月`, `7月`, `7`.
pub fn month(text: &str) -> Option<u8> {
    let text = normal(text);
    let digits: String = text
        .trim_end_matches('月')
        .chars()
        .rev()
        .take_while(char::is_ascii_digit)
        .collect();
    let digits: String = digits.chars().rev().collect();
    digits.parse::<u8>().ok().filter(|m| (1..=12).contains(m))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_names_its_last_month() {
        for (text, m) in [
            ("1—7月", Some(7)),
            ("11月", Some(11)),
            ("7", Some(7)),
            ("13月", None),
            ("", None),
        ] {
            assert_eq!(month(text), m, "{text}");
        }
    }
}
