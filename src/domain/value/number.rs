//! Numbers with their limits and units, as people write them.

use super::{Kind, Op, Value};
use crate::domain::lexicon::lexicon;
use rust_decimal::Decimal;

const PREFIXES: [(&str, Op); 28] = [
    ("大于或等于", Op::Ge),
    ("小于或等于", Op::Le),
    ("大于等于", Op::Ge),
    ("小于等于", Op::Le),
    ("不低于", Op::Ge),
    ("不少于", Op::Ge),
    ("不小于", Op::Ge),
    ("不高于", Op::Le),
    ("不超过", Op::Le),
    ("不大于", Op::Le),
    ("不多于", Op::Le),
    ("控制在", Op::Le),
    ("至少", Op::Ge),
    ("至多", Op::Le),
    ("大于", Op::Gt),
    ("超过", Op::Gt),
    ("高于", Op::Gt),
    ("小于", Op::Lt),
    ("低于", Op::Lt),
    ("少于", Op::Lt),
    ("等于", Op::Eq),
    (">=", Op::Ge),
    ("<=", Op::Le),
    ("≥", Op::Ge),
    ("≤", Op::Le),
    (">", Op::Gt),
    ("<", Op::Lt),
    ("=", Op::Eq),
];
const SUFFIXES: [(&str, Op); 11] = [
    ("(含)以上", Op::Ge),
    ("以上(含)", Op::Ge),
    ("及以上", Op::Ge),
    ("以上", Op::Ge),
    ("(含)以下", Op::Le),
    ("及以下", Op::Le),
    ("(以)内", Op::Le),
    ("以内", Op::Le),
    ("之内", Op::Le),
    ("以下", Op::Le),
    ("内", Op::Le),
];

/// The first operator, longest first, that a text contains, and whether the text ends with it.
pub(super) fn op_within(text: &str) -> Option<(Op, bool)> {
    let text = text.replace(['≧', '⩾'], "≥").replace(['≦', '⩽'], "≤");
    PREFIXES
        .iter()
        .find(|(word, _)| text.contains(word))
        .map(|(word, op)| (*op, text.ends_with(word)))
}

/// A run of digits with its place in bytes.
struct Token {
    number: Decimal,
    start: usize,
    end: usize,
}

/// The numbers of a text; digits behind a letter (`P2`, `C25`) are part of a name.
fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut out = Vec::new();
    let mut rest = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((start, c)) = rest.next() {
        if !c.is_ascii_digit() {
            before = c;
            continue;
        }
        let mut digits = String::from(c);
        let mut end = start + 1;
        while let Some((at, c)) = rest.peek().copied() {
            let after = text.get(at + c.len_utf8()..).unwrap_or("");
            let three = after.chars().take_while(char::is_ascii_digit).count() >= 3;
            match c {
                '0'..='9' => digits.push(c),
                '.' if !digits.contains('.') && after.starts_with(|c: char| c.is_ascii_digit()) => {
                    digits.push(c);
                }
                ',' if three && !digits.contains('.') => {}
                _ => break,
            }
            end = at + 1;
            rest.next();
        }
        if !before.is_ascii_alphabetic() {
            let number = digits.parse::<Decimal>().ok()?.normalize();
            out.push(Token { number, start, end });
        }
        before = '0';
    }
    Some(out)
}

/// A text that holds one number, or a range.
pub(super) fn number(text: &str) -> Option<Value> {
    if let Some(value) = spelled(text) {
        return Some(value);
    }
    let mut found = tokens(text)?;
    if found.len() > 2 || (found.len() == 2 && range(text, &found).is_none()) {
        // A remark in brackets does not count: `≥90%(上年88%)`.
        let cut = text
            .find('(')
            .filter(|at| found.first().is_some_and(|t| t.end <= *at))?;
        let rest = text.get(cut..)?;
        if rest.starts_with("(%)") || rest.starts_with("(含)") {
            return None;
        }
        found.retain(|t| t.start < cut);
        return one(
            text.get(..cut)?,
            found.first().filter(|_| found.len() == 1)?,
        );
    }
    match found.as_slice() {
        [token] => one(text, token),
        [_, _] => range(text, &found),
        _ => None,
    }
}

/// A single number with what stands before and after it.
fn one(text: &str, token: &Token) -> Option<Value> {
    let (before, rest) = (text.get(..token.start)?, text.get(token.end..)?);
    let (before, negative) = match before.strip_suffix('-') {
        Some(b) if b.is_empty() || op_within(b).is_some_and(|(_, ends)| ends) => (b, true),
        _ => (before, false),
    };
    if before.ends_with('第') {
        return None;
    }
    let led = op_within(before);
    let plain = before.is_empty() || led.is_some_and(|(_, ends)| ends);
    let rest = rest.trim_start_matches(['余', '多']);
    let l = lexicon();
    let (unit, after) = match l.unit_length(rest) {
        Some(len) => (rest.get(..len)?, rest.get(len..)?),
        // An unknown unit is taken as it stands where nothing else can be meant.
        None if plain => {
            let tail = SUFFIXES
                .iter()
                .find(|(w, _)| rest.ends_with(w))
                .map_or("", |(w, _)| w);
            let unit = rest.strip_suffix(tail).unwrap_or(rest);
            if unit.chars().count() > 6 || unit.contains(|c: char| c.is_ascii_digit()) {
                return None;
            }
            (unit, tail)
        }
        None => return None,
    };
    let trailed = SUFFIXES
        .iter()
        .find(|(w, _)| after.starts_with(w))
        .map(|(_, op)| *op);
    let number = if negative {
        -token.number
    } else {
        token.number
    };
    let mut value = Value {
        kind: Kind::Number,
        op: Some(trailed.or(led.map(|(op, _)| op)).unwrap_or(Op::Eq)),
        number: Some(number),
        ..Value::default()
    };
    value.take_unit(unit);
    Some(value)
}

/// `90%-95%`, `5至8个`.
fn range(text: &str, found: &[Token]) -> Option<Value> {
    let [low, high] = found else { return None };
    let before = text.get(..low.start)?;
    let negative = before == "-";
    if !before.is_empty() && !negative && !op_within(before).is_some_and(|(_, ends)| ends) {
        return None;
    }
    let (between, rest) = (text.get(low.end..high.start)?, text.get(high.end..)?);
    let join = between.find(['-', '~', '—', '–', '至', '到'])?;
    let (first, sign) = (between.get(..join)?, between.get(join..)?);
    let sign: String = sign.chars().skip(1).collect();
    let len = lexicon().unit_length(rest).unwrap_or(0);
    let (unit, after) = (rest.get(..len)?, rest.get(len..)?);
    if !matches!(sign.as_str(), "" | "-")
        || !(first.is_empty() || lexicon().unit(first) == lexicon().unit(unit))
        || !(after.is_empty() || SUFFIXES.iter().any(|(w, _)| after == *w))
    {
        return None;
    }
    let mut value = Value {
        kind: Kind::Range,
        op: Some(Op::Eq),
        number: Some(if negative { -low.number } else { low.number }),
        upper: Some(if sign == "-" {
            -high.number
        } else {
            high.number
        }),
        ..Value::default()
    };
    value.take_unit(unit);
    Some(value)
}

/// Chinese numerals, where the rest is nothing but a unit: `零`, `三个`, `百分之九十五以上`.
fn spelled(text: &str) -> Option<Value> {
    let (op, body) = PREFIXES
        .iter()
        .find_map(|(word, op)| text.strip_prefix(word).map(|rest| (Some(*op), rest)))
        .unwrap_or((None, text));
    let (percent, body) = match body.strip_prefix("百分之") {
        Some(rest) => (true, rest),
        None => (false, body),
    };
    let (number, rest) = numeral(body)?;
    let (tail, unit) = SUFFIXES
        .iter()
        .find_map(|(word, op)| rest.strip_suffix(word).map(|unit| (Some(*op), unit)))
        .unwrap_or((None, rest));
    let fits = if percent {
        unit.is_empty()
    } else {
        unit.is_empty() || lexicon().knows_unit(unit)
    };
    if !fits {
        return None;
    }
    let mut value = Value {
        kind: Kind::Number,
        op: Some(tail.or(op).unwrap_or(Op::Eq)),
        number: Some(number),
        ..Value::default()
    };
    value.take_unit(if percent { "%" } else { unit });
    Some(value)
}

/// A Chinese numeral at the start of a text, and what follows it.
fn numeral(text: &str) -> Option<(Decimal, &str)> {
    let (mut total, mut part, mut digit) = (0i64, 0i64, None::<i64>);
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let scale = match c {
            '零' | '〇' => 0,
            '一' => 1,
            '二' | '两' => 2,
            '三' => 3,
            '四' => 4,
            '五' => 5,
            '六' => 6,
            '七' => 7,
            '八' => 8,
            '九' => 9,
            '十' => 10,
            '百' => 100,
            '千' => 1_000,
            '万' => 10_000,
            _ => break,
        };
        match scale {
            0..=9 => {
                // Digits one after the other (二〇二〇) are a name, not a number.
                if digit.is_some_and(|d| d > 0) {
                    return None;
                }
                digit = Some(scale);
            }
            10_000 => {
                // `万人` and `万元`: the unit begins here unless a count stands before it.
                if end == 0 || text.get(at..).is_some_and(|r| lexicon().knows_unit(r)) {
                    break;
                }
                total = total
                    .checked_add(part + digit.take().unwrap_or(0))?
                    .checked_mul(scale)?;
                part = 0;
            }
            _ => {
                if end == 0 && scale != 10 {
                    return None;
                }
                part = part.checked_add(digit.take().unwrap_or(1).max(1).checked_mul(scale)?)?;
            }
        }
        end = at + c.len_utf8();
    }
    (end > 0).then(|| {
        let sum = total
            .saturating_add(part)
            .saturating_add(digit.unwrap_or(0));
        (Decimal::from(sum), text.get(end..).unwrap_or(""))
    })
}
