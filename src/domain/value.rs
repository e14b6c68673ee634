//! What a value of a form means 指标值: limit, number and unit, date, period, words, or a cell
//! nobody filled in. The text as it stood is kept by the caller; here it is only read.

pub mod actual;
mod number;

use self::number::{number, op_within};
use super::clean::hidden;
use super::dates::{self, Found};
use super::day::Day;
use super::declaration::Indicator;
use super::lexicon::lexicon;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

/// How a value limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Op {
    /// At least.
    Ge,
    /// More than.
    Gt,
    /// At most.
    Le,
    /// Less than.
    Lt,
    /// Exactly, or nothing said.
    Eq,
}

impl Op {
    /// The sign of the form.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Ge => "≥",
            Self::Gt => "＞",
            Self::Le => "≤",
            Self::Lt => "＜",
            Self::Eq => "=",
        }
    }
    /// True for a lower limit.
    pub const fn up(self) -> bool {
        matches!(self, Self::Ge | Self::Gt)
    }
    /// True for an upper limit.
    pub const fn down(self) -> bool {
        matches!(self, Self::Le | Self::Lt)
    }
}

/// What kind of thing a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A number, perhaps with a unit.
    Number,
    /// Two numbers with a unit.
    Range,
    /// A day.
    Date,
    /// A first and a last day.
    Period,
    /// Words.
    Text,
    /// A mark left in place of a value.
    Placeholder,
    /// Nothing.
    #[default]
    Empty,
}

/// In which direction an indicator is better 指标方向.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// 正向: more is better.
    Positive,
    /// 反向: less or earlier is better.
    Negative,
    /// 等值: the value itself is wanted.
    Equal,
    /// 定性: judged in words.
    Qualitative,
}

/// A value, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Value {
    /// What kind of thing it is.
    pub kind: Kind,
    /// The limit; `None` for words, marks and blanks.
    pub op: Option<Op>,
    /// The number, or the lower end of a range. Percent as it is written (90 for `90%`), 亿元 as 万元.
    pub number: Option<Decimal>,
    /// The upper end of a range.
    pub upper: Option<Decimal>,
    /// The day, or the first day of a period.
    pub day: Option<Day>,
    /// The last day of a period.
    pub until: Option<Day>,
    /// The unit by its usual name; "" if there is none.
    pub unit: String,
    /// The unit as it was written (NFKC).
    pub unit_raw: String,
    /// The whole text, NFKC and without blanks.
    pub text: String,
}

impl Value {
    /// 正向, 反向, 等值 or 定性; `None` for marks and blanks.
    pub const fn direction(&self) -> Option<Direction> {
        match (self.kind, self.op) {
            (Kind::Text, _) => Some(Direction::Qualitative),
            (Kind::Placeholder | Kind::Empty, _) => None,
            (Kind::Date, Some(Op::Eq) | None) | (_, Some(Op::Eq) | None) => Some(Direction::Equal),
            (Kind::Date, _) | (_, Some(Op::Le | Op::Lt)) => Some(Direction::Negative),
            (_, Some(Op::Ge | Op::Gt)) => Some(Direction::Positive),
        }
    }
    /// True for a number or a range.
    pub const fn numeric(&self) -> bool {
        matches!(self.kind, Kind::Number | Kind::Range)
    }
    /// True when it says nothing: blank or a mark left in place of a value.
    pub const fn missing(&self) -> bool {
        matches!(self.kind, Kind::Empty | Kind::Placeholder)
    }
    /// The value of a line of the grid: its cell together with the sign and unit columns, where
    /// the form has them.
    pub fn of(line: &Indicator, year: i32) -> Self {
        let mut value = parse(&line.value, year);
        let sign = line.op.as_deref().map(normal).unwrap_or_default();
        if value.op == Some(Op::Eq)
            && let Some((op, _)) = op_within(&sign)
        {
            value.op = Some(op);
        }
        if value.numeric()
            && value.unit.is_empty()
            && let Some(unit) = &line.unit
        {
            value.take_unit(&normal(unit));
        }
        value
    }

    fn take_unit(&mut self, raw: &str) {
        raw.clone_into(&mut self.unit_raw);
        lexicon().unit(raw).clone_into(&mut self.unit);
        if self.unit == "亿元" {
            let wan = |n: Decimal| n.checked_mul(Decimal::from(10_000));
            let (number, upper) = (self.number.and_then(wan), self.upper.and_then(wan));
            if number.is_some() && upper.is_some() == self.upper.is_some() {
                self.number = number.map(|n| n.normalize());
                self.upper = upper.map(|n| n.normalize());
                self.unit = "万元".to_owned();
            }
        }
    }
}

/// The value as the form would print it: `≥90%`, `≤2020-06-30`, `5个至8个`; words as they stood.
impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = self.op.filter(|op| *op != Op::Eq).map_or("", Op::sign);
        let unit = &self.unit;
        match (self.kind, self.number, self.upper, self.day, self.until) {
            (Kind::Range, Some(low), Some(high), ..) => write!(f, "{low}{unit}至{high}{unit}"),
            (Kind::Number, Some(n), ..) => write!(f, "{sign}{n}{unit}"),
            (Kind::Period, _, _, Some(from), Some(to)) => write!(f, "{from}至{to}"),
            (Kind::Date, _, _, Some(day), _) => write!(f, "{sign}{day}"),
            _ => f.write_str(&self.text),
        }
    }
}

/// NFKC, without invisible characters and without blanks except between two words of ASCII.
pub fn normal(raw: &str) -> String {
    // Most cells are plain already, and every cell is read many times.
    let plain = |c: char| c.is_ascii_graphic() || matches!(c, '\u{4e00}'..='\u{9fff}');
    if raw.chars().all(plain) {
        return raw.to_owned();
    }
    let mut out = String::with_capacity(raw.len());
    let mut gap = false;
    for c in raw.nfkc().filter(|c| c.is_whitespace() || !hidden(*c)) {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if gap && c.is_ascii_alphanumeric() && out.ends_with(|l: char| l.is_ascii_alphanumeric()) {
            out.push(' ');
        }
        gap = false;
        out.push(c);
    }
    out
}

/// Reads a value. Where no year is written, `year` (of the form) is meant. Never fails: what
/// cannot be read is words.
pub fn parse(raw: &str, year: i32) -> Value {
    let text = normal(raw);
    let value = |kind| Value {
        kind,
        text: text.clone(),
        ..Value::default()
    };
    if text.is_empty() {
        return value(Kind::Empty);
    }
    if placeholder(&text) {
        return value(Kind::Placeholder);
    }
    let body = text.trim_end_matches(['。', ';', ',', '、', '.']);
    let mut read = dated(body, year)
        .or_else(|| number(body))
        .unwrap_or_else(|| value(Kind::Text));
    read.text = text;
    read
}

/// The day a head field names: `2024-01-01`, `2026/1/1`, `2020.06.30`, `2020年6月30日`,
/// `20200630`; a month means its last day. `None` for anything beside one date.
pub fn day(text: &str, year: i32) -> Option<Day> {
    whole(text, year).filter(|f| !f.period).map(|f| f.to)
}

/// As [`day`], but a month means its first day: for fields that name a beginning.
pub fn first_day(text: &str, year: i32) -> Option<Day> {
    whole(text, year).filter(|f| !f.period).map(|f| f.from)
}

/// First and last day of a period such as `2023.07-2024.01`; a bare year is none.
pub fn period(text: &str, year: i32) -> Option<(Day, Day)> {
    whole(text, year)
        .filter(|f| f.period && !f.bare_year)
        .map(|f| (f.from, f.to))
}

/// Every date and period that a text names.
pub fn dates_in(text: &str, year: i32) -> Vec<Found> {
    dates::scan(&normal(text).chars().collect::<Vec<_>>(), year)
}

fn whole(text: &str, year: i32) -> Option<Found> {
    let text: Vec<char> = normal(text).chars().collect();
    match dates::scan(&text, year).as_slice() {
        [one] if one.at == (0, text.len()) => Some(*one),
        _ => None,
    }
}

/// True when a text (as [`normal`] gives it) is or contains a mark left in place of a value.
pub fn placeholder(text: &str) -> bool {
    if lexicon().placeholders.has(text) || text.contains("...") || text.contains('…') {
        return true;
    }
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or(' ');
    let letter = |c: char| c.is_ascii_alphanumeric();
    chars.iter().enumerate().any(|(i, c)| {
        let before = i.checked_sub(1).map_or(' ', at);
        match c {
            '*' | '×' => !(before.is_ascii_digit() && at(i + 1).is_ascii_digit()),
            'X' => {
                at(i + 1) == 'X' && !letter(before) && {
                    let run = chars.iter().skip(i).take_while(|c| **c == 'X').count();
                    !letter(at(i + run))
                }
            }
            '_' => at(i + 1) == '_',
            _ => false,
        }
    })
}

/// True when a text has no measure in it: no digit, and nothing but vague and function words.
/// A step of a declared scale is vague too; see [`graded`].
pub fn vague(text: &str) -> bool {
    let l = lexicon();
    let text: String = normal(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect();
    if text.is_empty() || text.chars().any(|c| c.is_ascii_digit()) {
        return false;
    }
    l.function_words.strike(&l.vague.strike(&text)).is_empty()
}

/// True for a step of a declared scale: 优/良/中/差, 健全/基本健全/不健全, 有/无, 是/否.
pub fn graded(text: &str) -> bool {
    let text = normal(text);
    lexicon().scales.iter().any(|scale| scale.has(&text))
}

fn dated(text: &str, year: i32) -> Option<Value> {
    let chars: Vec<char> = text.chars().collect();
    let found = dates::scan(&chars, year);
    let [one] = found.as_slice() else { return None };
    let (before, after) = (chars.get(..one.at.0)?, chars.get(one.at.1..)?);
    if before.iter().chain(after).any(char::is_ascii_digit) {
        return None;
    }
    let led = op_within(&before.iter().collect::<String>()).map(|(op, _)| op);
    let led = led.or_else(|| {
        let before: String = before.iter().collect();
        ["不晚于", "不迟于", "早于", "截至", "截止"]
            .iter()
            .any(|w| before.contains(w))
            .then_some(Op::Le)
    });
    let op = if one.limit {
        Op::Le
    } else {
        led.unwrap_or(Op::Eq)
    };
    let stretch = one.period && op == Op::Eq;
    Some(Value {
        kind: if stretch { Kind::Period } else { Kind::Date },
        op: Some(op),
        day: Some(if stretch { one.from } else { one.to }),
        until: stretch.then_some(one.to),
        ..Value::default()
    })
}

#[cfg(test)]
mod tests;
