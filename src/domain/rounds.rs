//! Two rounds of one form side by side: what changed, and what became of the opinions on the
//! earlier one.

mod pair;
mod spans;
#[cfg(test)]
mod tests;

pub use spans::{Part, Span, spans};

use super::declaration::{Declaration, Field, Indicator};
use super::entry::Opinion;
use super::fen::Fen;
use super::finding::{Finding, Place};
use pair::pairs;
use std::collections::BTreeSet;

/// What became of a field or an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// In both rounds, but not the same.
    Changed,
    /// Only in the later round 增.
    Added,
    /// Only in the earlier round 删.
    Removed,
    /// The same in both.
    Unchanged,
}

/// Two amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Money {
    /// The earlier.
    pub before: Fen,
    /// The later.
    pub after: Fen,
    /// Later less earlier; none beyond what can be kept.
    pub difference: Option<Fen>,
    /// The difference in tenths of a percent of the earlier, half up; none from nothing.
    pub tenths: Option<i64>,
}

impl Money {
    fn new(before: Fen, after: Fen) -> Self {
        let from = i128::from(before.get()).abs();
        let by = i128::from(after.get()) - i128::from(before.get());
        let tenths = (from != 0).then(|| {
            let size = (by.abs() * 2000 + from) / (2 * from);
            i64::try_from(size * by.signum()).ok()
        });
        Self {
            before,
            after,
            difference: after.checked_sub(before),
            tenths: tenths.flatten(),
        }
    }
    /// The difference in 万元 with its sign, `+300.00`.
    pub fn signed(&self) -> String {
        let by = self.difference.unwrap_or_default();
        let plus = if by.get() > 0 { "+" } else { "" };
        format!("{plus}{}", by.wan())
    }
    /// The difference in percent with its sign, `+5.4%`; none from nothing.
    pub fn percent(&self) -> Option<String> {
        let t = self.tenths?;
        let sign = match t.signum() {
            1 => "+",
            -1 => "-",
            _ => "",
        };
        let size = t.unsigned_abs();
        Some(format!("{sign}{}.{}%", size / 10, size % 10))
    }
}

/// One cell that is not the same: a head field, or a column of an indicator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Key of the head field, or of the column (`level1 level2 name value op unit weight` or a note's).
    pub column: String,
    /// As it stood.
    pub before: String,
    /// As it stands.
    pub after: String,
    /// The clauses of both, with those marked that changed.
    pub spans: Vec<Span>,
    /// For amounts of money.
    pub money: Option<Money>,
    /// For days: how many later.
    pub days: Option<i32>,
}

/// A head field or an indicator in both rounds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What became of it.
    pub kind: Kind,
    /// Where it was in the earlier form.
    pub before: Option<Place>,
    /// Where it is in the later form.
    pub after: Option<Place>,
    /// Cells that are not the same, in the order of the form; for something new or removed all
    /// that are filled.
    pub cells: Vec<Cell>,
}

impl Change {
    /// True when anything is not the same.
    pub fn is_change(&self) -> bool {
        self.kind != Kind::Unchanged
    }
}

/// What became of an opinion 意见落实.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// 已落实: its place changed, and the rule it came from finds nothing there any more.
    Landed,
    /// Its place changed, and the rule still finds it.
    StillFound,
    /// 未落实: its place is as it was.
    NotLanded,
    /// Only a person can tell: it speaks of the whole form in words of one's own, or its rule finds
    /// nothing any more although its place is as it was.
    Unclear,
}

/// An opinion on the earlier round and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// Its index among the opinions given.
    pub opinion: usize,
    /// What became of it.
    pub answer: Answer,
    /// The field or indicator it speaks of, an index of [`Rounds::changes`]; none for the whole
    /// form and for a field that is blank in both.
    pub change: Option<usize>,
}

/// A part of the page, in the order in which it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// An opinion, with what it speaks of.
    Opinion(Answered),
    /// A change that nobody asked for 留心.
    Unasked(usize),
    /// Something new or removed that nobody asked for.
    NewOrRemoved(usize),
    /// The same in both; hidden unless asked for.
    Unchanged(usize),
}

/// How much changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// 变.
    pub changed: usize,
    /// 增.
    pub added: usize,
    /// 删.
    pub removed: usize,
    /// 未变.
    pub unchanged: usize,
}

/// Two rounds side by side.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rounds {
    /// Every field filled in either form, then every indicator of either: each exactly once.
    pub changes: Vec<Change>,
}

impl Rounds {
    /// Compares an earlier form with a later one.
    pub fn compare(before: &Declaration, after: &Declaration) -> Self {
        let keys: BTreeSet<&String> = before.fields.keys().chain(after.fields.keys()).collect();
        let blank = Field::default();
        let mut changes: Vec<Change> = keys
            .into_iter()
            .filter_map(|key| {
                let one = before.fields.get(key).unwrap_or(&blank);
                let two = after.fields.get(key).unwrap_or(&blank);
                field(key, one, two)
            })
            .collect();
        for (one, two) in pairs(&before.indicators, &after.indicators) {
            let cells = cells(
                &one.and_then(|n| before.indicators.get(n))
                    .map_or_else(Vec::new, columns),
                &two.and_then(|n| after.indicators.get(n))
                    .map_or_else(Vec::new, columns),
            );
            let kind = match (one, two) {
                (Some(_), None) => Kind::Removed,
                (None, Some(_)) => Kind::Added,
                _ if cells.is_empty() => Kind::Unchanged,
                _ => Kind::Changed,
            };
            changes.push(Change {
                kind,
                before: one.map(|n| Place::Indicator(n, None)),
                after: two.map(|n| Place::Indicator(n, None)),
                cells,
            });
        }
        Self { changes }
    }

    /// How much changed.
    pub fn counts(&self) -> Counts {
        let of = |kind| self.changes.iter().filter(|c| c.kind == kind).count();
        Counts {
            changed: of(Kind::Changed),
            added: of(Kind::Added),
            removed: of(Kind::Removed),
            unchanged: of(Kind::Unchanged),
        }
    }

    /// What became of each opinion on the earlier form, given what the rules find in the later.
    pub fn answers(&self, opinions: &[Opinion], found: &[Finding]) -> Vec<Answered> {
        let answer = |(n, o): (usize, &Opinion)| self.answered(n, o, found);
        opinions.iter().enumerate().map(answer).collect()
    }

    /// How many opinions are landed, of how many.
    pub fn landed(answers: &[Answered]) -> (usize, usize) {
        let landed = answers.iter().filter(|a| a.answer == Answer::Landed);
        (landed.count(), answers.len())
    }

    /// Everything in the order in which it is read: what answers an opinion, changes nobody asked
    /// for, what is new or removed, and what is the same.
    pub fn items(&self, answers: &[Answered]) -> Vec<Item> {
        let asked: BTreeSet<usize> = answers.iter().filter_map(|a| a.change).collect();
        let rest = || {
            let all = self.changes.iter().enumerate();
            all.filter(|(n, _)| !asked.contains(n))
        };
        let of = |wanted: &'static [Kind]| {
            rest().filter_map(move |(n, c)| wanted.contains(&c.kind).then_some(n))
        };
        let mut out: Vec<Item> = answers.iter().cloned().map(Item::Opinion).collect();
        out.extend(of(&[Kind::Changed]).map(Item::Unasked));
        out.extend(of(&[Kind::Added, Kind::Removed]).map(Item::NewOrRemoved));
        out.extend(of(&[Kind::Unchanged]).map(Item::Unchanged));
        out
    }

    fn answered(&self, opinion: usize, o: &Opinion, found: &[Finding]) -> Answered {
        let change = self
            .changes
            .iter()
            .position(|c| match (&o.field, &c.before) {
                // A field that was blank has no place in the earlier form.
                (Place::Field(_), None) => c.after.as_ref() == Some(&o.field),
                (Place::Indicator(n, _), Some(Place::Indicator(m, _))) => n == m,
                (field, Some(before)) => field == before,
                _ => false,
            });
        let here = change.and_then(|n| self.changes.get(n));
        let changed = match (&o.field, here) {
            (Place::Form, _) => self.changes.iter().any(Change::is_change),
            (Place::Indicator(_, Some(column)), Some(c)) if o.rule.is_none() => {
                c.kind == Kind::Removed || c.cells.iter().any(|cell| cell.column == *column)
            }
            (_, Some(c)) => c.is_change(),
            (_, None) => false,
        };
        let now = match (&o.field, here.and_then(|c| c.after.as_ref())) {
            (Place::Indicator(_, column), Some(Place::Indicator(n, _))) => {
                Some(Place::Indicator(*n, column.clone()))
            }
            (Place::Indicator(..), _) => None,
            (place, _) => Some(place.clone()),
        };
        let still = o.rule.as_ref().map(|rule| {
            let at = |f: &Finding| now.as_ref().is_some_and(|p| same_place(p, &f.field));
            found.iter().any(|f| f.rule == *rule && at(f))
        });
        let answer = match (changed, still) {
            (true, None) if o.field == Place::Form => Answer::Unclear,
            (true, None | Some(false)) => Answer::Landed,
            (true, Some(true)) => Answer::StillFound,
            (false, Some(false)) => Answer::Unclear,
            (false, _) => Answer::NotLanded,
        };
        Answered {
            opinion,
            answer,
            change,
        }
    }
}

/// The same place; a line without a column is the whole line.
fn same_place(a: &Place, b: &Place) -> bool {
    match (a, b) {
        (Place::Indicator(n, one), Place::Indicator(m, two)) => {
            n == m && (one.is_none() || two.is_none() || one == two)
        }
        _ => a == b,
    }
}

/// A text as it is compared: how blanks and line ends are set does not count.
fn said(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// A head field; none when it is blank in both.
fn field(key: &str, one: &Field, two: &Field) -> Option<Change> {
    let (blank_before, blank_after) = (said(&one.raw).is_empty(), said(&two.raw).is_empty());
    let money = one.fen.zip(two.fen).map(|(a, b)| Money::new(a, b));
    let days = one.day.zip(two.day).map(|(a, b)| b.since(a));
    let same = match (money, days) {
        (Some(m), _) => m.before == m.after,
        (None, Some(n)) => n == 0,
        (None, None) => said(&one.raw) == said(&two.raw),
    };
    let kind = match (blank_before, blank_after) {
        (true, true) => return None,
        (true, false) => Kind::Added,
        (false, true) => Kind::Removed,
        _ if same => Kind::Unchanged,
        _ => Kind::Changed,
    };
    let cell = || Cell {
        money,
        days,
        ..cell(key, &one.raw, &two.raw)
    };
    let place = |blank: bool| (!blank).then(|| Place::Field(key.to_owned()));
    Some(Change {
        kind,
        before: place(blank_before),
        after: place(blank_after),
        cells: (kind != Kind::Unchanged).then(cell).into_iter().collect(),
    })
}

fn cell(column: &str, before: &str, after: &str) -> Cell {
    Cell {
        column: column.to_owned(),
        before: before.to_owned(),
        after: after.to_owned(),
        spans: spans(before, after),
        money: None,
        days: None,
    }
}

/// The columns of an indicator by their keys.
fn columns(i: &Indicator) -> Vec<(&str, &str)> {
    let mut out = vec![
        ("level1", i.level1.as_str()),
        ("level2", i.level2.as_str()),
        ("name", i.name.as_str()),
        ("value", i.value.as_str()),
        ("op", i.op.as_deref().unwrap_or("")),
        ("unit", i.unit.as_deref().unwrap_or("")),
        ("weight", i.weight_raw.as_deref().unwrap_or("")),
    ];
    out.extend(i.notes.iter().map(|(k, v)| (k.as_str(), v.as_str())));
    out
}

/// Columns that are not the same, those of the form's head first.
fn cells(one: &[(&str, &str)], two: &[(&str, &str)]) -> Vec<Cell> {
    let mut keys: Vec<&str> = one.iter().map(|(k, _)| *k).collect();
    keys.extend(two.iter().map(|(k, _)| *k));
    let mut seen = BTreeSet::new();
    keys.retain(|k| seen.insert(*k));
    let of = |all: &[(&'_ str, &'_ str)], key: &str| {
        let found = all.iter().find(|(k, _)| *k == key);
        found.map_or_else(String::new, |(_, v)| (*v).to_owned())
    };
    keys.into_iter()
        .filter_map(|key| {
            let (a, b) = (of(one, key), of(two, key));
            (said(&a) != said(&b)).then(|| cell(key, &a, &b))
        })
        .collect()
}
