//! Amounts: the unit comes from the cell, the label, the block's heading or the note above;
//! contradiction or absence is refused, never guessed.

use super::vocabulary::{plain, remark};
use crate::domain::fen::{Fen, MoneyUnit};
use crate::exchange::reason::Reason;
use rust_decimal::Decimal;

/// The unit named in a label's brackets or a note (`单位：万元`).
pub(super) fn unit_in(raw: &str) -> Option<MoneyUnit> {
    let inner = remark(raw);
    named(&inner).or_else(|| {
        let text = plain(raw);
        let (_, after) = text.split_once("单位:")?;
        named(after)
    })
}

fn named(text: &str) -> Option<MoneyUnit> {
    let word = text
        .trim_start_matches("金额")
        .trim_start_matches("单位")
        .trim_start_matches(':');
    [
        ("亿元", MoneyUnit::Yi),
        ("万元", MoneyUnit::Wan),
        ("元", MoneyUnit::Yuan),
    ]
    .into_iter()
    .find(|(w, _)| word == *w || word.starts_with(w) || word.ends_with(&format!(",{w}")))
    .map(|(_, u)| u)
}

/// The unit behind a number: `250万`, `1.5亿元`, `90 元`.
fn suffix(text: &str) -> (&str, Option<MoneyUnit>) {
    for (word, unit) in [
        ("亿元", MoneyUnit::Yi),
        ("万元", MoneyUnit::Wan),
        ("亿", MoneyUnit::Yi),
        ("万", MoneyUnit::Wan),
        ("元", MoneyUnit::Yuan),
    ] {
        if let Some(rest) = text.strip_suffix(word) {
            return (rest, Some(unit));
        }
    }
    (text, None)
}

/// An amount, blank cells and dashes being none. `around` is the unit of heading or note.
pub(super) fn amount(raw: &str, around: Option<MoneyUnit>) -> Result<Option<Fen>, Reason> {
    if raw.trim().contains(char::is_whitespace) {
        // `1 234.50`: a separator, or two cells run together.
        return Err(Reason::NotAmount);
    }
    let text = plain(raw).replace(',', "");
    if text.is_empty() || text.chars().all(|c| matches!(c, '-' | '—' | '/' | '–')) {
        return Ok(None);
    }
    let (number, own) = suffix(&text);
    let number: Decimal = parse(number).ok_or(Reason::NotAmount)?;
    if number.is_zero() {
        return Ok(Some(Fen::ZERO));
    }
    let unit = match (own, around) {
        (Some(a), Some(b)) if a != b => {
            return Err(Reason::TwoMoneyUnits {
                one: a.label().into(),
                other: b.label().into(),
            });
        }
        (Some(u), _) | (None, Some(u)) => u,
        (None, None) => return Err(Reason::NoMoneyUnit),
    };
    let fen = Fen::of(number, unit).ok_or(Reason::AmountRange)?;
    // Finer than 分 is not money, unless it is the noise of a spreadsheet's arithmetic.
    let exact = fen.to(unit);
    let noise = Decimal::new(1, 6);
    let off = (exact - number)
        .abs()
        .checked_mul(Decimal::from(unit.fen()))
        .unwrap_or(Decimal::ONE);
    if off > noise && number.scale() < 9 {
        Err(Reason::AmountRange)
    } else {
        Ok(Some(fen))
    }
}

fn parse(text: &str) -> Option<Decimal> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let plain = !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    let number: Decimal = if plain {
        digits.parse().ok()?
    } else {
        return None;
    };
    Some(if sign { -number } else { number })
}

/// An amount where one must stand: not blank, not a dash, not below zero.
pub(super) fn required(raw: &str, around: Option<MoneyUnit>) -> Result<Option<Fen>, Reason> {
    match amount(raw, around)? {
        Some(fen) if fen >= Fen::ZERO => Ok(Some(fen)),
        _ => Err(Reason::NotAmount),
    }
}

/// Amounts written with their labels in one cell: `财政拨款:6923.3552万元(其中:...)`.
pub(super) fn labelled(raw: &str) -> Option<(String, String)> {
    let text = plain(raw);
    let head: String = text.chars().take_while(|c| *c != '(').collect();
    let at = head.find(|c: char| c.is_ascii_digit())?;
    let name = head.get(..at)?.trim_end_matches(':').to_owned();
    (!name.is_empty()).then(|| (name, head.get(at..).unwrap_or("").to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_never_guessed() {
        use MoneyUnit::{Wan, Yi, Yuan};
        for (raw, around, fen) in [
            ("10,308,000.00", Some(Yuan), Some(1_030_800_000)),
            ("250万", Some(Wan), Some(250_000_000)),
            ("250万", None, Some(250_000_000)),
            ("1.5亿元", None, Some(15_000_000_000)),
            ("1234.50", Some(Wan), Some(1_234_500_000)),
            ("6923.3552", Some(Wan), Some(6_923_355_200)),
            ("0", None, Some(0)),
            ("—", None, None),
            ("", None, None),
            ("-3", Some(Yuan), Some(-300)),
        ] {
            assert_eq!(amount(raw, around), Ok(fen.map(Fen::new)), "{raw}");
        }
        assert_eq!(amount("12", None), Err(Reason::NoMoneyUnit));
        assert!(matches!(
            amount("12元", Some(Wan)),
            Err(Reason::TwoMoneyUnits { .. })
        ));
        for raw in [
            "若干", "1 234.50", "¥5", "(500)", "1.2E+3", "100-200", "NaN",
        ] {
            assert_eq!(amount(raw, Some(Wan)), Err(Reason::NotAmount), "{raw}");
        }
        for raw in ["", "—", "-500"] {
            assert_eq!(required(raw, Some(Wan)), Err(Reason::NotAmount), "{raw}");
        }
        assert_eq!(
            amount("9999999999999999999", Some(Yi)),
            Err(Reason::AmountRange)
        );
        assert_eq!(unit_in("项目资金（元）"), Some(Yuan));
        assert_eq!(unit_in("金额单位:万元"), Some(Wan));
        assert_eq!(unit_in("预算金额(万元)"), Some(Wan));
        assert_eq!(unit_in("单位：万元"), Some(Wan));
        assert_eq!(unit_in("项目名称"), None);
        assert_eq!(
            labelled("财政拨款:6923.3552万元(其中:上级财政资金:6923.3552万元)"),
            Some(("财政拨款".into(), "6923.3552万元".into()))
        );
    }
}
