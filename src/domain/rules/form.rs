//! A declared form made ready for the checks: lines read once, dates and funds looked up.

use super::Context;
use super::names::{Slot, comparable};
use crate::domain::day::Day;
use crate::domain::declaration::{Declaration, Indicator};
use crate::domain::evaluation::Evaluation;
use crate::domain::fen::{Fen, MoneyUnit};
use crate::domain::level::{self, Level2};
use crate::domain::lexicon::lexicon;
use crate::domain::monitor::Snapshot;
use crate::domain::profile::{Fund, fund_named};
use crate::domain::value::{self, Value, normal};
use std::cell::OnceCell;

/// A line of the grid that has a name or a value.
pub(super) struct Line<'a> {
    /// Its number in the form.
    pub(super) at: usize,
    pub(super) raw: &'a Indicator,
    pub(super) kind: Option<Level2>,
    /// Its levels are no pair of the form.
    pub(super) misplaced: bool,
    pub(super) value: Value,
    /// Name without blanks, NFKC.
    pub(super) name: String,
    /// Name for comparing; "" where the name is a number or a sign.
    pub(super) bare: String,
}

impl Line<'_> {
    pub(super) fn is(&self, kind: Level2) -> bool {
        self.kind == Some(kind)
    }
    pub(super) fn slot(&self) -> Option<Slot> {
        self.kind.map(Slot::of)
    }
    pub(super) fn in_slot(&self, slot: Slot) -> bool {
        self.slot() == Some(slot)
    }
    /// A rate by its unit or, where there is none, by its name.
    pub(super) fn is_rate(&self) -> bool {
        let unit = &self.value.unit;
        unit == PERCENT || (unit.is_empty() && lexicon().rate_names.end(&self.name).is_some())
    }
}

/// True for a name of two Chinese characters or more; anything shorter tells nothing.
pub(super) fn tells(name: &str) -> bool {
    let han = |c: &char| matches!(c, '\u{3400}'..='\u{9fff}');
    name.chars().filter(han).count() >= 2
}

/// The unit of a percentage.
pub(super) const PERCENT: &str = "%";

/// A form with what the checks ask again and again.
pub(super) struct Form<'a> {
    pub(super) d: &'a Declaration,
    pub(super) ctx: &'a Context<'a>,
    pub(super) lines: Vec<Line<'a>>,
    pub(super) start: Option<Day>,
    pub(super) end: Option<Day>,
    pub(super) fund: Fund,
    /// The goals without blanks, NFKC.
    pub(super) goal_total: String,
    pub(super) goal_annual: String,
    /// Made when the first rule asks for it.
    watch: OnceCell<Snapshot>,
    evaluation: OnceCell<Evaluation>,
}

impl<'a> Form<'a> {
    pub(super) fn new(d: &'a Declaration, ctx: &'a Context<'a>) -> Self {
        let cost_first = ctx.profile.scheme.cost_is_first(d.year);
        let blank = |l: &Indicator| l.name.trim().is_empty() && l.value.trim().is_empty();
        let filled = d.indicators.iter().enumerate().filter(|(_, l)| !blank(l));
        let lines = filled.map(|(at, raw)| {
            let placed = level::place(&raw.level1, &raw.level2, cost_first);
            let name = normal(&raw.name);
            Line {
                at,
                raw,
                kind: placed.kind,
                misplaced: placed.misplaced,
                value: Value::of(raw, d.year),
                bare: if tells(&name) {
                    comparable(&name)
                } else {
                    String::new()
                },
                name,
            }
        });
        let start = d
            .day(START)
            .or_else(|| value::first_day(d.text(START), d.year));
        let end = d.day(END).or_else(|| value::day(d.text(END), d.year));
        Self {
            d,
            ctx,
            lines: lines.collect(),
            start,
            end,
            fund: fund_named(d).unwrap_or(ctx.profile.fund),
            goal_total: normal(d.text("goal_total")),
            goal_annual: normal(d.text("goal_annual")),
            watch: OnceCell::new(),
            evaluation: OnceCell::new(),
        }
    }
    /// True when the form has the field and nobody filled it in.
    pub(super) fn blank(&self, key: &str) -> bool {
        self.d.has(key) && self.d.text(key).is_empty()
    }
    /// True when the form has levels at all; a plain list of indicators has none.
    pub(super) fn leveled(&self) -> bool {
        let has = |l: &Line<'_>| l.kind.is_some() || l.misplaced;
        self.lines.is_empty() || self.lines.iter().any(has)
    }
    pub(super) fn of(&self, kind: Level2) -> impl Iterator<Item = &Line<'a>> {
        self.lines.iter().filter(move |l| l.is(kind))
    }
    pub(super) fn in_slot(&self, slot: Slot) -> impl Iterator<Item = &Line<'a>> {
        self.lines.iter().filter(move |l| l.in_slot(slot))
    }
    /// Start and end in different years, or a project in stages.
    pub(super) fn many_years(&self) -> bool {
        let years = self.start.zip(self.end);
        years.is_some_and(|(s, e)| e.year() > s.year())
            || lexicon()
                .phased
                .within(self.d.text("project_nature"))
                .is_some()
    }
    /// Start and end in one year.
    pub(super) fn one_year(&self) -> bool {
        let years = self.start.zip(self.end);
        years.is_some_and(|(s, e)| s <= e && e.year() == s.year())
    }
    /// How far two amounts may differ: 1 元 on forms in 元, else 0.1 万元.
    pub(super) fn near(&self, a: Fen, b: Fen) -> bool {
        let noise = if self.d.money_unit == Some(MoneyUnit::Yuan) {
            MoneyUnit::Yuan.fen()
        } else {
            MoneyUnit::Wan.fen() / 10
        };
        a.checked_sub(b)
            .is_some_and(|diff| diff.abs().get() <= noise)
    }
    /// What the form reports of money and results, on the project's own plan.
    pub(super) fn watch(&self) -> &Snapshot {
        let plan = &self.ctx.companions.plan;
        self.watch
            .get_or_init(|| Snapshot::of(self.d, self.ctx.profile, plan))
    }
    /// The form as a self-evaluation, computed again.
    pub(super) fn evaluation(&self) -> &Evaluation {
        self.evaluation
            .get_or_init(|| Evaluation::of(self.d, self.ctx.profile))
    }
    /// Paid by bonds of either sort.
    pub(super) fn bonded(&self) -> bool {
        self.fund != Fund::General
    }
}

/// Key of the first day.
pub(super) const START: &str = "start_date";
/// Key of the last day.
pub(super) const END: &str = "end_date";
