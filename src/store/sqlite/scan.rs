//! Looks through all cases of a queue for words and whatever else the blocks know, ranks what it
//! finds and keeps the best: a list by rank, then in the order that was asked for.

use super::gauges;
use super::seek::{Block, Part as Blob};
use crate::domain::day::Day;
use crate::domain::fen::Fen;
use crate::domain::filter::{Filter, Part, Subject, Texts};
use crate::domain::gauge::Grid;
use crate::domain::needle::{Needle, Scanner, folded, key, rank};
use crate::store::{Mark, MarkValue, Order, Query, StoreError};
use rusqlite::Connection;
use std::cmp::Ordering;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering as Memory};

/// Whether a newer question has come.
#[derive(Debug, Clone, Default)]
pub(super) struct Stop {
    pub(super) newest: Arc<AtomicU64>,
    /// What `newest` was when this one came; none where it is not to be stopped.
    pub(super) armed: Option<u64>,
}

impl Stop {
    pub(super) fn check(&self) -> Result<(), StoreError> {
        match self.armed {
            Some(then) if then != self.newest.load(Memory::Relaxed) => Err(StoreError::Superseded),
            _ => Ok(()),
        }
    }
}

/// True when an order runs from large to small.
pub(super) fn is_down(q: &Query) -> bool {
    matches!(q.order, Order::Amount | Order::Findings | Order::Stake) != q.reverse
}

/// How marks follow each other in a list.
pub(super) fn compare(q: &Query, a: &Mark, b: &Mark) -> Ordering {
    let by_value = (&a.value, a.ord).cmp(&(&b.value, b.ord));
    let in_order = if is_down(q) {
        by_value.reverse()
    } else {
        by_value
    };
    a.rank.cmp(&b.rank).then(in_order)
}

/// The best marks after (or before) a place.
pub(super) struct Best<'a> {
    q: &'a Query,
    keep: usize,
    marks: Vec<Mark>,
    /// Nothing from here on is among the best.
    bound: Option<Mark>,
    /// All that was offered.
    pub(super) total: u64,
    /// What was offered on the asked side of the place.
    pub(super) ahead: u64,
}

impl<'a> Best<'a> {
    pub(super) fn new(q: &'a Query, keep: usize) -> Self {
        Self {
            q,
            keep: keep.max(1),
            marks: Vec::new(),
            bound: None,
            total: 0,
            ahead: 0,
        }
    }
    /// The way the list is walked.
    fn walk(&self, a: &Mark, b: &Mark) -> Ordering {
        let o = compare(self.q, a, b);
        if self.q.back { o.reverse() } else { o }
    }
    pub(super) fn offer(&mut self, m: Mark) {
        self.total += 1;
        let after = self.q.after.as_ref();
        if after.is_some_and(|a| self.walk(&m, a) != Ordering::Greater) {
            return;
        }
        self.ahead += 1;
        let bound = self.bound.as_ref();
        if bound.is_some_and(|b| self.walk(&m, b) != Ordering::Less) {
            return;
        }
        self.marks.push(m);
        if self.marks.len() >= self.keep * 2 {
            self.cut();
        }
    }
    fn cut(&mut self) {
        let (q, back) = (self.q, self.q.back);
        let walk = |a: &Mark, b: &Mark| {
            let o = compare(q, a, b);
            if back { o.reverse() } else { o }
        };
        if self.marks.len() > self.keep {
            let (_, last, _) = self.marks.select_nth_unstable_by(self.keep - 1, walk);
            self.bound = Some(last.clone());
            self.marks.truncate(self.keep);
        }
        self.marks.sort_unstable_by(walk);
    }
    /// The marks in the order they are walked, and whether there are more behind them.
    pub(super) fn finish(mut self) -> (Vec<Mark>, bool) {
        self.cut();
        let more = self.ahead > u64::try_from(self.marks.len()).unwrap_or(u64::MAX);
        (self.marks, more)
    }
}

/// Where what is found goes.
pub(super) enum Into<'a, 'q> {
    /// Among the best of a list.
    Best(&'a mut Best<'q>),
    /// Into a grid of money and results.
    Grid(&'a mut Grid),
}

/// A term that looks for texts, with its tables.
struct Look {
    texts: Texts,
    scanners: Vec<Scanner>,
    /// What the texts of a place rank, by the number of the place.
    units: Vec<Option<u8>>,
    /// Which of the words the codes of this block can have.
    in_code: Vec<bool>,
}

impl Look {
    /// How well a case matches; none when it does not.
    fn rank(&mut self, b: &Block, i: usize, place: usize) -> Option<u8> {
        let mut best = if self.texts.word {
            self.units.get(place).copied().flatten()
        } else {
            None
        };
        let needles = self.scanners.iter_mut().zip(&self.texts.needles);
        for ((scanner, needle), in_code) in needles.zip(&self.in_code) {
            if self.texts.name {
                best = least(best, scanner.rank(b.name(i)));
            }
            if *in_code {
                best = least(best, needle.code_of(b.code(i)));
            }
        }
        // Gaps are for words that are looked for, not for fields and not for what must not be.
        let loose = !self.texts.word || self.texts.not;
        best.filter(|r| !(loose && *r == rank::GAPS))
    }
}

fn least(a: Option<u8>, b: Option<u8>) -> Option<u8> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// True when the codes of a block have the characters of a word.
fn possible(b: &Block, word: Option<u128>) -> bool {
    b.ascii == u128::MAX || word.is_some_and(|w| w & !b.ascii == 0)
}

/// Looks through all cases; what it offers holds for all but [`Part::Row`].
pub(super) fn scan(
    c: &Connection,
    q: &Query,
    filter: &Filter,
    found: &mut Into<'_, '_>,
    stop: &Stop,
) -> Result<(), StoreError> {
    let mut looks: Vec<Look> = filter
        .texts()
        .into_iter()
        .map(|texts| Look {
            scanners: texts.needles.iter().map(|n| n.scanner()).collect(),
            units: Vec::new(),
            in_code: Vec::new(),
            texts,
        })
        .collect();
    let asks = |part| filter.asks(part);
    let of_code = asks(Part::Code) || q.order == Order::Code;
    let of_name = asks(Part::Name) || q.order == Order::Name || looks.iter().any(|l| l.texts.name);
    let of_amount =
        asks(Part::Numbers) || q.order == Order::Amount || matches!(found, Into::Grid(_));
    let of_due = asks(Part::Numbers) || q.order == Order::Due;
    let grid = matches!(found, Into::Grid(_));
    let of_gauges = asks(Part::Numbers) || q.order == Order::Stake || grid;
    let of_findings = asks(Part::Findings) || q.order == Order::Findings;
    let mut known = Known::default();
    let mut b = Block::default();
    let mut block = 0;
    while b.read(c, Blob::Places, block)? {
        stop.check()?;
        for l in &mut looks {
            let in_code = |n: &Needle| l.texts.code && possible(&b, n.ascii());
            l.in_code = l.texts.needles.iter().map(in_code).collect();
        }
        let words = looks.iter().any(|l| l.in_code.contains(&true));
        for (part, wanted) in [
            (Blob::Names, of_name),
            (Blob::Codes, of_code || words),
            (Blob::Dues, of_due),
            (Blob::Amounts, of_amount),
            (Blob::Findings, of_findings),
            (Blob::Gauges, of_gauges),
        ] {
            if wanted && !b.read(c, part, block)? {
                return Err(StoreError::Broken("a block of the search cache".to_owned()));
            }
        }
        known.learn(q, filter, &mut looks, &b);
        look(
            q,
            filter,
            &mut looks,
            &known,
            &b,
            block * super::seek::BLOCK,
            found,
        );
        block += 1;
    }
    Ok(())
}

/// What is known of the places, by their numbers.
#[derive(Default)]
struct Known {
    fit: Vec<bool>,
    unit_keys: Vec<Vec<u8>>,
}

impl Known {
    /// Looks at the places that have come with a block.
    fn learn(&mut self, q: &Query, filter: &Filter, looks: &mut [Look], b: &Block) {
        if self.fit.len() > b.places.len() {
            // They were begun anew.
            self.fit.clear();
            self.unit_keys.clear();
            looks.iter_mut().for_each(|l| l.units.clear());
        }
        let new = b.places.get(self.fit.len()..).unwrap_or(&[]);
        for p in new {
            let s = Subject {
                queue: &p.queue,
                unit: &p.unit,
                district: &p.district,
                ..Subject::default()
            };
            let fit = p.queue == q.queue && filter.holds(Part::Place, &s);
            self.fit.push(fit);
            if q.order == Order::Unit {
                self.unit_keys.push(super::seek::name_key(&p.unit));
            }
            for l in looks.iter_mut().filter(|l| l.texts.word) {
                let unit: Vec<u16> = folded(&p.unit).map(|(_, u)| u).collect();
                let ranks = l.scanners.iter_mut().filter_map(|n| n.rank(&unit));
                l.units.push(ranks.min());
            }
        }
    }
}

/// One block.
fn look(
    q: &Query,
    filter: &Filter,
    looks: &mut [Look],
    known: &Known,
    b: &Block,
    before: i64,
    found: &mut Into<'_, '_>,
) {
    let sound: Vec<bool> = b
        .findings
        .iter()
        .map(|f| {
            filter.holds(
                Part::Findings,
                &Subject {
                    findings: f.numbers,
                    rules: &f.rules,
                    ..Subject::default()
                },
            )
        })
        .collect();
    let (numbers, codes, names) = (
        filter.asks(Part::Numbers),
        filter.asks(Part::Code),
        filter.asks(Part::Name),
    );
    let findings = filter.asks(Part::Findings);
    for (i, place) in b.place.iter().enumerate() {
        let place = *place;
        if !known.fit.get(place).copied().unwrap_or(false) {
            continue;
        }
        let amount = || b.amounts.get(i).copied().unwrap_or(0);
        let due = || b.dues.get(i).copied().unwrap_or(0);
        let gauge = || b.gauges.get(i).copied().unwrap_or_default();
        if numbers {
            let gauge = gauge();
            let s = Subject {
                amount: Fen::new(amount()),
                due: Day::from_number(due()),
                exec: gauge.exec,
                goal: gauge.goal,
                ..Subject::default()
            };
            if !filter.holds(Part::Numbers, &s) {
                continue;
            }
        }
        let finding = || usize::from(b.finding.get(i).copied().unwrap_or(u16::MAX));
        if findings && !sound.get(finding()).copied().unwrap_or(false) {
            continue;
        }
        let mut worst = Some(0);
        for l in looks.iter_mut() {
            let matched = l.rank(b, i, place);
            worst = match (matched, l.texts.not) {
                (Some(r), false) if l.texts.word => worst.map(|w: u8| w.max(r)),
                (Some(_), false) | (None, true) => worst,
                (None, false) | (Some(_), true) => None,
            };
            if worst.is_none() {
                break;
            }
        }
        let Some(rank) = worst else {
            continue;
        };
        if codes || names {
            // Names are folded here; the terms fold what they compare.
            let code = String::from_utf16_lossy(if codes { b.code(i) } else { &[] });
            let name = String::from_utf16_lossy(if names { b.name(i) } else { &[] });
            let s = Subject {
                code: &code,
                name: &name,
                ..Subject::default()
            };
            if (codes && !filter.holds(Part::Code, &s)) || (names && !filter.holds(Part::Name, &s))
            {
                continue;
            }
        }
        let best = match found {
            Into::Grid(grid) => {
                gauges::put(grid, &gauge(), Fen::new(amount()), None);
                continue;
            }
            Into::Best(best) => best,
        };
        let value = match q.order {
            Order::Due => MarkValue::Number(i64::from(due())),
            Order::Amount => MarkValue::Number(amount()),
            Order::Stake => MarkValue::Number(gauge().stake.get()),
            Order::Findings => MarkValue::Number(b.findings.get(finding()).map_or(0, |f| f.weight)),
            Order::Code => MarkValue::Text(String::from_utf16_lossy(b.code(i))),
            Order::Name => MarkValue::Bytes(key(b.name(i).iter().copied())),
            Order::Unit => {
                MarkValue::Bytes(known.unit_keys.get(place).cloned().unwrap_or_default())
            }
        };
        let ord = before + 1 + i64::try_from(i).unwrap_or(0);
        best.offer(Mark { rank, value, ord });
    }
}
