//! T50–T65: do funds, points and targets fit together 适当性.

use super::form::{Form, Line};
use super::names::Slot;
use super::{Check, Hits};
use crate::domain::companion::LastIndicator;
use crate::domain::fen::{Fen, MoneyUnit};
use crate::domain::finding::{Place, Severity};
use crate::domain::level::Level1;
use crate::domain::lexicon::lexicon;
use crate::domain::value::{self, Kind, Value, normal};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

pub(super) const TABLE: &[(&str, Check)] = &[
    ("T50", total_parts),
    ("T51", annual_parts),
    ("T52", annual_above_total),
    ("T53", equal_values),
    ("T54", points_sum),
    ("T55", points_by_level),
    ("T56", points_of_one),
    ("T57", unlike_budget),
    ("T58", wrong_unit),
    ("T59", other_years),
    ("T60", cost_above_funds),
    ("T62", budget_moved),
    ("T63", below_last_year),
    ("T65", no_money),
];

/// Points as a form prints them.
fn points(hundredths: i32) -> String {
    Decimal::new(i64::from(hundredths), 2)
        .normalize()
        .to_string()
}

/// Sum of the parts a form shows, or `None` if it shows none.
fn sum(f: &Form<'_>, parts: &[&str]) -> Option<Fen> {
    let shown: Vec<Fen> = parts.iter().filter_map(|k| f.d.fen(k)).collect();
    (!shown.is_empty()).then(|| shown.into_iter().sum())
}

fn parts_differ(f: &Form<'_>, hits: &mut Hits, total: &str, parts: &[&str]) {
    if let Some((all, sum)) = f.d.fen(total).zip(sum(f, parts))
        && all > Fen::ZERO
        && sum > Fen::ZERO
        && !f.near(all, sum)
    {
        let diff = all.checked_sub(sum).unwrap_or_default();
        hits.field(total)
            .say("total", &all.wan())
            .say("sum", &sum.wan())
            .say("diff", &diff.wan());
    }
}

fn total_parts(f: &Form<'_>, hits: &mut Hits) {
    parts_differ(f, hits, TOTAL, &["total_fiscal", "total_other"]);
}

fn annual_parts(f: &Form<'_>, hits: &mut Hits) {
    let parts = ["annual_fiscal", "annual_carryover", "annual_other"];
    parts_differ(f, hits, ANNUAL, &parts);
}

fn annual_above_total(f: &Form<'_>, hits: &mut Hits) {
    let Some((a, t)) = f.d.fen(ANNUAL).zip(f.d.fen(TOTAL)) else {
        return;
    };
    if a <= Fen::ZERO || t <= Fen::ZERO || f.near(a, t) {
        return;
    }
    let variant = match (a > t, f.one_year()) {
        (true, _) => "",
        (false, true) => "one-year",
        (false, false) => return,
    };
    hits.field(ANNUAL)
        .variant(variant)
        .say("a", &a.wan())
        .say("t", &t.wan());
}

fn equal_values(f: &Form<'_>, hits: &mut Hits) {
    let limits = &f.ctx.profile.limits;
    let mut by_value: BTreeMap<(Decimal, &str), usize> = BTreeMap::new();
    let mut all = 0;
    for l in f.lines.iter().filter(|l| l.value.kind == Kind::Number) {
        if let Some(n) = l.value.number {
            all += 1;
            *by_value.entry((n, l.value.unit.as_str())).or_default() += 1;
        }
    }
    if let Some(((n, unit), times)) = by_value.into_iter().max_by_key(|(_, times)| *times)
        && all >= limits.equal_values_min
        && times * 100 >= all * limits.equal_values
    {
        hits.at(Place::Form)
            .say("n", &times.to_string())
            .say("v", &format!("{n}{unit}"));
    }
}

/// Points of the annual block (or of the only one), with their lines; empty when the form has none.
fn weighed<'f, 'a>(f: &'f Form<'a>) -> Vec<(&'f Line<'a>, i32)> {
    let annual = f.lines.iter().any(|l| !l.raw.whole_project);
    let block = f.lines.iter().filter(|l| l.raw.whole_project != annual);
    block.filter_map(|l| l.raw.weight.map(|w| (l, w))).collect()
}

fn points_total(f: &Form<'_>) -> Option<i32> {
    let weighed = weighed(f);
    (!weighed.is_empty()).then(|| {
        weighed
            .iter()
            .fold(0i32, |sum, (_, w)| sum.saturating_add(*w))
    })
}

/// Points of a form whose execution of the budget is weighed apart, and of one without.
fn full(f: &Form<'_>) -> [i32; 2] {
    [10_000 - f.ctx.profile.weights.execution, 10_000]
}

fn points_sum(f: &Form<'_>, hits: &mut Hits) {
    if let Some(sum) = points_total(f)
        && !full(f).contains(&sum)
    {
        let [with, without] = full(f);
        hits.at(Place::Form)
            .say("sum", &points(sum))
            .say("with", &points(with))
            .say("without", &points(without));
    }
}

fn points_by_level(f: &Form<'_>, hits: &mut Hits) {
    let Some(total) = points_total(f) else { return };
    let of = |level: Level1| {
        let lines = weighed(f).into_iter();
        let of = lines.filter(|(l, _)| l.kind.is_some_and(|k| k.level1() == level));
        of.fold(0i32, |sum, (_, w)| sum.saturating_add(w))
    };
    let (output, cost) = (of(Level1::Output), of(Level1::Cost));
    let (benefit, satisfaction) = (of(Level1::Benefit), of(Level1::Satisfaction));
    let w = f.ctx.profile.weights;
    // Without execution of the budget its points go to what is put out.
    let expected = w.output + if total == 10_000 { w.execution } else { 0 };
    let made = output.saturating_add(cost);
    let usual = made == expected && benefit == w.benefit;
    let split = f.ctx.profile.scheme.cost_is_first(f.d.year)
        && (0..=2_000).contains(&cost)
        && (4_000..=5_000).contains(&output);
    if satisfaction != w.satisfaction || !(usual || split) {
        hits.at(Place::Form)
            .say("o", &points(made))
            .say("b", &points(benefit))
            .say("s", &points(satisfaction))
            .say("wo", &points(expected))
            .say("wb", &points(w.benefit))
            .say("ws", &points(w.satisfaction));
    }
}

fn points_of_one(f: &Form<'_>, hits: &mut Hits) {
    for (l, w) in weighed(f) {
        if w > f.ctx.profile.limits.points_max || w <= 0 {
            hits.line(l, "weight").say("w", &points(w));
        }
    }
}

/// The form's amount that a budget record speaks of, with its key, and the record's.
fn budgeted(f: &Form<'_>) -> Option<(&'static str, Fen, Fen)> {
    let record = f.ctx.companions.budget.as_ref()?;
    let key = if record.whole_project { TOTAL } else { ANNUAL };
    let form = f.d.fen(key)?;
    let budget = record.amount?;
    (form > Fen::ZERO && budget > Fen::ZERO).then_some((key, form, budget))
}

fn unlike_budget(f: &Form<'_>, hits: &mut Hits) {
    if let Some((key, form, budget)) = budgeted(f)
        && !f.near(form, budget)
    {
        hits.field(key)
            .say("form", &form.wan())
            .say("bud", &budget.wan());
    }
}

fn wrong_unit(f: &Form<'_>, hits: &mut Hits) {
    let Some((key, form, budget)) = budgeted(f) else {
        return;
    };
    // Ten thousand to one, give or take 1 %.
    let about = |large: Fen, small: Fen| {
        let (large, small) = (i128::from(large.get()), i128::from(small.get()) * 10_000);
        (large - small).abs() * 100 <= small
    };
    if about(form, budget) || about(budget, form) {
        let unit = f.d.money_unit.map_or("", MoneyUnit::label);
        hits.field(key)
            .say("unit", unit)
            .say("form", &form.wan())
            .say("bud", &budget.wan());
    }
}

fn other_years(f: &Form<'_>, hits: &mut Hits) {
    let note = normal(f.d.text("budget_note"));
    let words = lexicon();
    let years: Vec<i32> = value::dates_in(&note, f.d.year)
        .iter()
        .filter(|d| d.own_year)
        .map(|d| d.to.year())
        .collect();
    let now = years.contains(&f.d.year) || words.this_year.within(&note).is_some();
    let other = !years.is_empty() || words.sums.within(&note).is_some();
    if !note.is_empty() && !now && other {
        hits.field("budget_note").say("year", &f.d.year.to_string());
    }
}

/// A value in money without a denominator, as an amount.
fn amount(v: &Value) -> Option<Fen> {
    let units = [MoneyUnit::Yuan, MoneyUnit::Wan, MoneyUnit::Yi];
    let unit = units.into_iter().find(|u| u.label() == v.unit)?;
    Fen::of(v.upper.or(v.number)?, unit)
}

fn cost_above_funds(f: &Form<'_>, hits: &mut Hits) {
    let words = lexicon();
    let project = normal(f.d.text("project_name"));
    for l in f.in_slot(Slot::Cost) {
        let yearly = words.annual.within(&l.name).is_some();
        let whole = words.total.within(&l.name).is_some()
            || (!project.is_empty() && l.name.contains(&project));
        let Some(cost) = amount(&l.value).filter(|_| yearly || whole) else {
            continue;
        };
        let key = match f.d.fen(TOTAL) {
            Some(total) if !yearly && total > Fen::ZERO => TOTAL,
            _ => ANNUAL,
        };
        if let Some(funds) = f.d.fen(key).filter(|a| *a > Fen::ZERO)
            && cost > funds
            && !f.near(cost, funds)
        {
            hits.line(l, "value")
                .say("v", &cost.wan())
                .say("bud", &funds.wan());
        }
    }
}

/// Lines with the line of last year's form of the same name.
fn continued<'f, 'a>(f: &'f Form<'a>) -> Vec<(&'f Line<'a>, &'f LastIndicator)> {
    let last = f.ctx.companions.last_year.as_ref();
    let last = last.map_or(&[][..], |y| y.indicators.as_slice());
    let named: Vec<(String, &LastIndicator)> = last
        .iter()
        .map(|i| (super::names::comparable(&normal(&i.name)), i))
        .collect();
    let of = |l: &Line<'_>| {
        let same = named
            .iter()
            .find(|(bare, _)| !bare.is_empty() && *bare == l.bare);
        same.map(|(_, i)| *i)
    };
    f.lines.iter().filter_map(|l| Some((l, of(l)?))).collect()
}

fn budget_moved(f: &Form<'_>, hits: &mut Hits) {
    let amounts =
        f.d.fen(ANNUAL)
            .zip(f.ctx.companions.last_year.as_ref().and_then(|y| y.amount));
    let Some((now, before)) = amounts.filter(|(_, before)| *before > Fen::ZERO) else {
        return;
    };
    let by = (i128::from(now.get()) - i128::from(before.get())) * 100;
    let percent = by / i128::from(before.get());
    let limit = i128::from(f.ctx.profile.limits.budget_change) * i128::from(before.get());
    let pairs = continued(f);
    let unchanged = |(l, last): &(&Line<'_>, &LastIndicator)| {
        let old = value::parse(&last.target, f.d.year - 1);
        l.value.text == old.text || (l.value.numeric() && l.value.to_string() == old.to_string())
    };
    if by.abs() > limit && !pairs.is_empty() && pairs.iter().all(unchanged) {
        hits.at(Place::Form)
            .variant(if by > 0 { "up" } else { "down" })
            .say("p", &percent.abs().to_string());
    }
}

fn below_last_year(f: &Form<'_>, hits: &mut Hits) {
    let amounts =
        f.d.fen(ANNUAL)
            .zip(f.ctx.companions.last_year.as_ref().and_then(|y| y.amount));
    if amounts.is_none_or(|(now, before)| now < before && !f.near(now, before)) {
        return;
    }
    let margin = Decimal::new(f.ctx.profile.limits.low_target, 2);
    for (l, last) in continued(f) {
        let actual = value::parse(&last.actual, f.d.year - 1);
        let Some((target, done)) = l.value.number.zip(actual.number) else {
            continue;
        };
        let unit = actual.unit == l.value.unit || actual.unit.is_empty();
        let Some((low, high)) = done
            .checked_mul(Decimal::ONE - margin)
            .zip(done.checked_mul(Decimal::ONE + margin))
        else {
            continue;
        };
        let easier = match l.value.direction() {
            Some(value::Direction::Positive) => target < low,
            Some(value::Direction::Negative) => target > high,
            _ => false,
        };
        if unit && easier {
            hits.line(l, "value")
                .say("v", &l.value.to_string())
                .say("last", &last.actual);
        }
    }
}

fn no_money(f: &Form<'_>, hits: &mut Hits) {
    for key in [TOTAL, ANNUAL] {
        if f.d.has(key) && f.d.fen(key).is_none_or(|a| a <= Fen::ZERO) {
            hits.field(key).severity(Severity::Error);
            return;
        }
    }
}

/// Key of the whole project's money.
const TOTAL: &str = "total_amount";
/// Key of the year's money.
const ANNUAL: &str = "annual_amount";
