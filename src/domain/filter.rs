//! The language in which lists are narrowed: `区:徐汇 金额>500万 flag:T03 -状态:已审 东明`.
//! Terms are joined by AND; a mistake is told with its place and what is allowed there.

use super::clean::Clean;
use super::day::Day;
use super::fen::{Fen, MoneyUnit};
use super::needle::{Needle, folded, rank};
use super::procedure::builtin;
use unicode_normalization::UnicodeNormalization as _;

/// What a filter may ask of a row.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Project code.
    pub code: &'a str,
    /// Name.
    pub name: &'a str,
    /// Unit.
    pub unit: &'a str,
    /// District code.
    pub district: &'a str,
    /// Queue.
    pub queue: &'a str,
    /// Amount.
    pub amount: Fen,
    /// State as the viewer may know it.
    pub state: &'a str,
    /// Round.
    pub round: u16,
    /// Deadline.
    pub due: Option<Day>,
    /// Ids of rules with blanks between.
    pub rules: &'a str,
    /// Errors, warnings, notes.
    pub findings: [u32; 3],
    /// The viewer's verdict.
    pub verdict: Option<&'a str>,
    /// It waits for the viewer.
    pub waiting: bool,
    /// The viewer stepped back.
    pub recused: bool,
    /// The viewer has begun something on it.
    pub draft: bool,
    /// How far the money is against what was due, hundredths of a percent.
    pub exec: Option<i32>,
    /// How far the results are.
    pub goal: Option<i32>,
}

impl Default for Subject<'_> {
    fn default() -> Self {
        Self {
            code: "",
            name: "",
            unit: "",
            district: "",
            queue: "",
            amount: Fen::new(0),
            state: "",
            round: 0,
            due: None,
            rules: "",
            findings: [0; 3],
            verdict: None,
            waiting: false,
            recused: false,
            draft: false,
            exec: None,
            goal: None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Op {
    Is,
    Not,
    More,
    MoreOrSame,
    Less,
    LessOrSame,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Key {
    District,
    Unit,
    Name,
    Code,
    Amount,
    Status,
    Flag,
    Verdict,
    Due,
    Round,
    Year,
    Queue,
    Has,
    Exec,
    Goal,
    Declared,
    Computed,
}

/// Names of fields, the English first; what a mistake is answered with.
pub const FIELDS: [(&str, &str); 17] = [
    ("district", "区"),
    ("unit", "单位"),
    ("name", "名称"),
    ("code", "编号"),
    ("amount", "金额"),
    ("status", "状态"),
    ("flag", "规则"),
    ("verdict", "裁定"),
    ("due", "期限"),
    ("round", "轮次"),
    ("year", "年度"),
    ("queue", "队列"),
    ("has", "有"),
    ("exec", "执行"),
    ("goal", "达成"),
    ("declared", "自评"),
    ("computed", "重算"),
];
const KEYS: [Key; 17] = [
    Key::District,
    Key::Unit,
    Key::Name,
    Key::Code,
    Key::Amount,
    Key::Status,
    Key::Flag,
    Key::Verdict,
    Key::Due,
    Key::Round,
    Key::Year,
    Key::Queue,
    Key::Has,
    Key::Exec,
    Key::Goal,
    Key::Declared,
    Key::Computed,
];
/// Values of `status` that are the viewer's own, the identifier and its Chinese; the others are
/// the states of the procedures.
const OWN: [(&str, &str); 3] = [("mine", "待我审"), ("draft", "草稿"), ("recused", "回避")];

/// All values of `status`.
fn states() -> Vec<(&'static str, &'static str)> {
    let all = builtin().iter().flat_map(|(p, ..)| &p.state);
    let all = all.map(|s| (s.id.as_str(), s.name.as_str()));
    let mut out: Vec<(&str, &str)> = Vec::new();
    for pair in all.chain(OWN) {
        if !out.contains(&pair) {
            out.push(pair);
        }
    }
    out
}
const HAS: [(&str, &str); 2] = [("draft", "草稿"), ("dissent", "分歧")];
const FLAGS: [(&str, &str); 4] = [
    ("error", "错"),
    ("warning", "警"),
    ("note", "注"),
    ("none", "无"),
];

#[derive(Debug, Clone)]
enum Test {
    Word(Needle),
    Field {
        key: Key,
        op: Op,
        values: Vec<Wanted>,
    },
}

#[derive(Debug, Clone)]
enum Wanted {
    Text(Needle),
    Prefix(String),
    Id(String),
    Number(i64),
    Between(i64, i64),
}

#[derive(Debug, Clone)]
struct Term {
    not: bool,
    test: Test,
}

/// A filter that was understood.
#[derive(Debug, Clone)]
pub struct Filter {
    terms: Vec<Term>,
    echo: String,
}

/// A mistake in a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Characters before it.
    pub at: usize,
    /// The word that is not understood.
    pub word: String,
    /// What is allowed there.
    pub allowed: Vec<String>,
}

impl Filter {
    /// Understands a filter; `today` is what `due:<3d` counts from.
    ///
    /// # Errors
    /// The first mistake.
    pub fn parse(text: &str, today: Day) -> Result<Self, Mistake> {
        let mut terms = Vec::new();
        let mut echo = Vec::new();
        for (at, word) in words(text) {
            let (not, rest) = match word.strip_prefix('-') {
                Some(rest) if !rest.is_empty() => (true, rest.to_owned()),
                _ => (false, word),
            };
            let (test, shown) = term(at + usize::from(not), &rest, today)?;
            echo.push(if not { format!("非({shown})") } else { shown });
            terms.push(Term { not, test });
        }
        Ok(Self {
            terms,
            echo: echo.join(" 且 "),
        })
    }
    /// How it was understood, for the row under the title.
    pub fn echo(&self) -> &str {
        &self.echo
    }
    /// True when nothing is asked.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
    /// True when the row is as asked.
    pub fn accepts(&self, s: &Subject<'_>) -> bool {
        self.terms.iter().all(|t| t.holds(s))
    }
}

/// Words with the number of characters before each; quotes keep blanks together.
fn words(text: &str) -> Vec<(usize, String)> {
    let mut out: Vec<(usize, String)> = Vec::new();
    let (mut word, mut start, mut quoted) = (String::new(), 0, false);
    for (i, c) in text.nfkc().enumerate() {
        match c {
            '"' | '“' | '”' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => {
                if !word.is_empty() {
                    out.push((start, std::mem::take(&mut word)));
                }
            }
            c => {
                if word.is_empty() {
                    start = i;
                }
                word.push(c);
            }
        }
    }
    if !word.is_empty() {
        out.push((start, word));
    }
    out
}

const OPS: [(&str, Op); 8] = [
    ("!=", Op::Not),
    (">=", Op::MoreOrSame),
    ("<=", Op::LessOrSame),
    ("≥", Op::MoreOrSame),
    ("≤", Op::LessOrSame),
    (">", Op::More),
    ("<", Op::Less),
    (":", Op::Is),
];

fn term(at: usize, word: &str, today: Day) -> Result<(Test, String), Mistake> {
    let found = OPS
        .iter()
        .chain(&[("=", Op::Is)])
        .filter_map(|(sign, op)| Some((word.find(sign)?, *sign, *op)))
        .min_by_key(|(i, sign, _)| (*i, std::cmp::Reverse(sign.len())));
    let Some((i, sign, op)) = found.filter(|(i, ..)| *i > 0) else {
        return Ok((Test::Word(Needle::new(word)), Clean::line(word).to_string()));
    };
    let (name, value) = (
        word.get(..i).unwrap_or(""),
        word.get(i + sign.len()..).unwrap_or(""),
    );
    // `due:<3d`: the colon only divides.
    let second = OPS.iter().find(|(s, _)| *s != ":" && value.starts_with(s));
    let (sign, op, value) = match second.filter(|_| op == Op::Is) {
        Some((s, op)) => (*s, *op, value.get(s.len()..).unwrap_or("")),
        None => (sign, op, value),
    };
    let Some(n) = FIELDS
        .iter()
        .position(|(en, zh)| *en == name.to_ascii_lowercase() || *zh == name)
    else {
        let near = FIELDS
            .iter()
            .map(|(en, zh)| format!("{en}({zh})"))
            .collect();
        return Err(Mistake {
            at,
            word: name.to_owned(),
            allowed: near,
        });
    };
    let key = *KEYS.get(n).unwrap_or(&Key::Name);
    let place = at + name.chars().count() + sign.chars().count();
    let mut values = Vec::new();
    for v in value.split('|') {
        values.push(wanted(key, v, today).ok_or_else(|| Mistake {
            at: place,
            word: v.to_owned(),
            allowed: allowed(key),
        })?);
    }
    let zh = FIELDS.get(n).map_or("", |f| f.1);
    let says = if sign == ":" { "=" } else { sign };
    Ok((
        Test::Field { key, op, values },
        Clean::line(&format!("{zh}{says}{value}")).to_string(),
    ))
}

fn allowed(key: Key) -> Vec<String> {
    let list =
        |pairs: &[(&str, &str)]| pairs.iter().map(|(en, zh)| format!("{en}({zh})")).collect();
    match key {
        Key::Status => list(&states()),
        Key::Has => list(&HAS),
        Key::Flag => {
            let mut out: Vec<String> = list(&FLAGS);
            out.push("T27".to_owned());
            out.push("T*".to_owned());
            out
        }
        Key::Amount => vec![
            "500".into(),
            "500万".into(),
            "1.2亿".into(),
            "100..500".into(),
        ],
        Key::Due => vec![
            "overdue(逾期)".into(),
            "<3d".into(),
            "10-15".into(),
            "10-01..10-15".into(),
        ],
        Key::Exec | Key::Goal | Key::Declared | Key::Computed => {
            vec!["80".into(), "60..80".into(), "79.5".into()]
        }
        Key::Round | Key::Year => vec!["2".into(), "1..2".into()],
        Key::Verdict => {
            let all = builtin().iter().flat_map(|(p, ..)| &p.verdict);
            all.map(|x| format!("{}({})", x.id, x.name)).collect()
        }
        Key::Queue => {
            let all = builtin().iter().map(|(p, ..)| p);
            all.map(|p| format!("{}({})", p.id, p.name)).collect()
        }
        _ => Vec::new(),
    }
}

fn wanted(key: Key, v: &str, today: Day) -> Option<Wanted> {
    if v.is_empty() {
        return None;
    }
    let number = |text: &str| match key {
        Key::Amount => amount(text),
        Key::Exec | Key::Goal | Key::Declared | Key::Computed => percent(text),
        Key::Due => day(text, today).map(|d| i64::from(d.number())),
        _ => text.parse::<i64>().ok(),
    };
    match key {
        Key::Amount
        | Key::Round
        | Key::Year
        | Key::Due
        | Key::Exec
        | Key::Goal
        | Key::Declared
        | Key::Computed => {
            if key == Key::Due && (v == "overdue" || v == "逾期") {
                return Some(Wanted::Between(0, i64::from(today.plus(-1).number())));
            }
            match v.split_once("..") {
                Some((lo, hi)) => Some(Wanted::Between(number(lo)?, number(hi)?)),
                None => number(v).map(Wanted::Number),
            }
        }
        Key::Status => pick(&states(), v),
        Key::Has => pick(&HAS, v),
        Key::Flag => pick(&FLAGS, v).or_else(|| {
            let id = v.to_ascii_uppercase();
            let shape = id.chars().next().is_some_and(|c| c.is_ascii_uppercase())
                && id.chars().skip(1).all(|c| c.is_ascii_digit() || c == '*');
            match id.strip_suffix('*') {
                Some(start) if shape => Some(Wanted::Prefix(start.to_owned())),
                _ => shape.then_some(Wanted::Id(id)),
            }
        }),
        Key::Verdict => builtin()
            .iter()
            .flat_map(|(p, ..)| &p.verdict)
            .find(|x| [&x.id, &x.sign, &x.name].contains(&&v.to_owned()))
            .map(|x| Wanted::Id(x.id.clone())),
        Key::Queue => builtin()
            .iter()
            .find(|(p, ..)| [&p.id, &p.name].contains(&&v.to_owned()))
            .map(|(p, ..)| Wanted::Id(p.id.clone())),
        Key::District | Key::Unit | Key::Name | Key::Code => Some(match v.strip_suffix('*') {
            Some(start) => Wanted::Prefix(start.to_owned()),
            None => Wanted::Text(Needle::new(v)),
        }),
    }
}

fn pick(list: &[(&str, &str)], v: &str) -> Option<Wanted> {
    let low = v.to_ascii_lowercase();
    list.iter()
        .find(|(en, zh)| *en == low || *zh == v)
        .map(|(en, _)| Wanted::Id((*en).to_owned()))
}

/// `500`, `500万`, `500w` are 万元; `1.2亿`, `1.2y` are 亿元.
fn amount(text: &str) -> Option<i64> {
    let text = text.trim_end_matches('元').replace(',', "");
    let (number, unit) = match text.chars().last()? {
        '万' | 'w' | 'W' => (text.trim_end_matches(['万', 'w', 'W']), MoneyUnit::Wan),
        '亿' | 'y' | 'Y' => (text.trim_end_matches(['亿', 'y', 'Y']), MoneyUnit::Yi),
        _ => (text.as_str(), MoneyUnit::Wan),
    };
    Fen::of(number.parse().ok()?, unit).map(Fen::get)
}

/// `80`, `79.5%`: hundredths of a percent.
fn percent(text: &str) -> Option<i64> {
    let n: rust_decimal::Decimal = text.trim_end_matches('%').parse().ok()?;
    i64::try_from(n.checked_mul(rust_decimal::Decimal::ONE_HUNDRED)?.floor()).ok()
}

/// `3d`, `10-15`, `2020-10-15`.
fn day(text: &str, today: Day) -> Option<Day> {
    if let Some(days) = text.strip_suffix(['d', '天']) {
        return Some(today.plus(days.parse().ok()?));
    }
    let parts: Vec<i32> = text
        .split('-')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .ok()?;
    match parts.as_slice() {
        [m, d] => Day::new(today.year(), *m, *d),
        [y, m, d] => Day::new(*y, *m, *d),
        _ => None,
    }
}

impl Term {
    fn holds(&self, s: &Subject<'_>) -> bool {
        match &self.test {
            // With gaps a word is in so many names that its opposite would say nothing.
            Test::Word(n) => match word(n, s) {
                Some(r) => !self.not || r == rank::GAPS,
                None => self.not,
            },
            Test::Field {
                key,
                op: Op::Not,
                values,
            } => self.not == values.iter().any(|v| v.holds(*key, Op::Is, s)),
            Test::Field { key, op, values } => {
                self.not != values.iter().any(|v| v.holds(*key, *op, s))
            }
        }
    }
}

/// How well a word matches a row.
fn word(n: &Needle, s: &Subject<'_>) -> Option<u8> {
    let texts = [n.code(s.code), n.rank(s.name), n.rank(s.unit)];
    texts.into_iter().flatten().min()
}

impl Wanted {
    fn holds(&self, key: Key, op: Op, s: &Subject<'_>) -> bool {
        let text = match key {
            Key::District => s.district,
            Key::Unit => s.unit,
            Key::Name => s.name,
            Key::Code => s.code,
            Key::Queue => s.queue,
            Key::Verdict => s.verdict.unwrap_or(""),
            _ => "",
        };
        match (key, self) {
            (Key::Status, Self::Id(id)) => match id.as_str() {
                "mine" => s.waiting,
                "recused" => s.recused,
                "draft" => s.draft,
                id => s.state == id,
            },
            (Key::Has, Self::Id(id)) => match id.as_str() {
                "draft" => s.draft,
                id => s.state == id,
            },
            (Key::Flag, Self::Id(id)) => match id.as_str() {
                "error" => s.findings[0] > 0,
                "warning" => s.findings[1] > 0,
                "note" => s.findings[2] > 0,
                "none" => s.findings == [0, 0, 0],
                id => s.rules.split(' ').any(|r| r == id),
            },
            (Key::Flag, Self::Prefix(start)) => s
                .rules
                .split(' ')
                .any(|r| !r.is_empty() && r.starts_with(start.as_str())),
            (_, Self::Id(id)) => text == id,
            (_, Self::Prefix(start)) => {
                let mut text = folded(text).map(|(_, u)| u);
                folded(start).all(|(_, u)| text.next() == Some(u))
            }
            // A district is named by its code or within the unit's name.
            (Key::District, Self::Text(n)) => n.is_in(text) || n.is_in(s.unit),
            (Key::Code, Self::Text(n)) => n.code(text).is_some(),
            (_, Self::Text(n)) => n.is_in(text),
            (_, Self::Number(n)) => number(key, s).is_some_and(|x| match op {
                Op::More => x > *n,
                Op::MoreOrSame => x >= *n,
                Op::Less => x < *n,
                Op::LessOrSame => x <= *n,
                Op::Is | Op::Not => x == *n,
            }),
            (_, Self::Between(lo, hi)) => number(key, s).is_some_and(|x| (*lo..=*hi).contains(&x)),
        }
    }
}

fn number(key: Key, s: &Subject<'_>) -> Option<i64> {
    match key {
        Key::Amount => Some(s.amount.get()),
        Key::Round => Some(i64::from(s.round)),
        Key::Exec | Key::Declared => s.exec.map(i64::from),
        Key::Goal | Key::Computed => s.goal.map(i64::from),
        Key::Due => s.due.map(|d| i64::from(d.number())),
        Key::Year => {
            // Codes begin with the district and two digits of the year.
            let digits: String = s.code.chars().skip(6).take(2).collect();
            digits.parse::<i64>().ok().map(|y| 2000 + y)
        }
        _ => None,
    }
}

mod split;
pub use split::{Part, Texts};

#[cfg(test)]
mod tests;
