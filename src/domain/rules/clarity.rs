//! T23–T40: can every indicator be measured, and is it written without a slip 明确清晰性.

use super::form::{Form, Line, PERCENT};
use super::names::{Slot, alike, better_higher, flips};
use super::{Check, Hits};
use crate::domain::finding::Severity;
use crate::domain::level::Level2;
use crate::domain::lexicon::lexicon;
use crate::domain::value::{self, Kind, normal, vague};
use rust_decimal::Decimal;

pub(super) const TABLE: &[(&str, Check)] = &[
    ("T23", vague_value),
    ("T24", vague_benefit),
    ("T25", no_time),
    ("T26", no_number),
    ("T27", no_unit),
    ("T28", odd_unit),
    ("T29", two_units),
    ("T30", above_hundred),
    ("T31", below_zero),
    ("T32", satisfaction_range),
    ("T33", no_survey),
    ("T34", odd_satisfaction),
    ("T35", wrong_direction),
    ("T36", cost_at_least),
    ("T37", range_reversed),
    ("T38", long_name),
    ("T39", twice),
    ("T40", nearly_twice),
];

/// Vague, and no step of a scale that the form or custom declares.
fn says_nothing(l: &Line<'_>) -> bool {
    if !vague(&l.value.text) || value::graded(&l.value.text) {
        return false;
    }
    let steps = |text: &String| {
        let text = normal(text);
        let marks = &lexicon().scale_marks;
        marks.iter().map(|w| text.matches(w).count()).sum::<usize>() >= 3
    };
    !l.raw.notes.values().any(steps)
}

/// Slots whose values must be measurable.
const MEASURED: [Slot; 5] = [
    Slot::Quantity,
    Slot::Quality,
    Slot::Timeliness,
    Slot::Cost,
    Slot::Satisfaction,
];

fn vague_value(f: &Form<'_>, hits: &mut Hits) {
    for l in &f.lines {
        if l.slot().is_some_and(|s| MEASURED.contains(&s)) && says_nothing(l) {
            hits.line(l, "value");
        }
    }
}

fn vague_benefit(f: &Form<'_>, hits: &mut Hits) {
    for l in f.in_slot(Slot::Benefit).filter(|l| says_nothing(l)) {
        hits.line(l, "value");
    }
}

fn has_digit(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_digit())
}

/// True when a value names a date, a stretch of time, a duration or a rate.
fn timed(l: &Line<'_>, year: i32) -> bool {
    let units = &lexicon().units_time;
    if l.value.numeric() {
        return l.is_rate() || l.value.unit.split('/').any(|u| units.has(u));
    }
    matches!(l.value.kind, Kind::Date | Kind::Period)
        || lexicon().recurring.within(&l.value.text).is_some()
        || !value::dates_in(&l.raw.value, year).is_empty()
        || (has_digit(&l.value.text) && units.within(&l.value.text).is_some())
}

fn no_time(f: &Form<'_>, hits: &mut Hits) {
    for l in f.of(Level2::Timeliness) {
        if !l.value.missing() && !timed(l, f.d.year) {
            hits.line(l, "value").say("year", &f.d.year.to_string());
        }
    }
}

fn no_number(f: &Form<'_>, hits: &mut Hits) {
    for l in f.of(Level2::Quantity) {
        if l.value.kind == Kind::Text && !has_digit(&l.value.text) {
            hits.line(l, "value");
        }
    }
}

fn no_unit(f: &Form<'_>, hits: &mut Hits) {
    for l in &f.lines {
        let asked = matches!(l.slot(), Some(Slot::Quantity | Slot::Cost));
        if !asked || !l.value.numeric() || !l.value.unit.is_empty() {
            continue;
        }
        let number = l.value.number.unwrap_or_default();
        let hundred = Decimal::ONE_HUNDRED;
        let hit = hits.line(l, "value");
        if lexicon().rate_names.end(&l.name).is_some() && number <= hundred {
            let percent = if number <= Decimal::ONE {
                number * hundred
            } else {
                number
            };
            hit.variant("rate")
                .severity(Severity::Warning)
                .say("suggest", &format!("{}%", percent.normalize()));
        }
    }
}

fn odd_unit(f: &Form<'_>, hits: &mut Hits) {
    let l = lexicon();
    for line in f.lines.iter().filter(|line| line.value.numeric()) {
        let (raw, unit) = (&line.value.unit_raw, &line.value.unit);
        if let Some(suggest) = l.ambiguous(raw) {
            hits.line(line, "value")
                .say("unit", raw)
                .say("suggest", suggest);
        } else if !unit.is_empty() && !l.knows_unit(unit) {
            hits.line(line, "value").variant("unknown").say("unit", raw);
        }
    }
}

fn two_units(f: &Form<'_>, hits: &mut Hits) {
    for l in f.lines.iter().filter(|l| l.value.numeric()) {
        let column = normal(l.raw.unit.as_deref().unwrap_or(""));
        let (a, b) = (&l.value.unit_raw, &column);
        let words = lexicon();
        if !a.is_empty() && !b.is_empty() && words.unit(a) != words.unit(b) {
            hits.line(l, "unit").say("u1", a).say("u2", b);
        }
    }
}

fn above_hundred(f: &Form<'_>, hits: &mut Hits) {
    for l in f.lines.iter().filter(|l| l.value.unit == PERCENT) {
        let top = l.value.upper.or(l.value.number);
        if top.is_some_and(|n| n > Decimal::ONE_HUNDRED)
            && lexicon().growth.within(&l.name).is_none()
        {
            hits.line(l, "value");
        }
    }
}

fn below_zero(f: &Form<'_>, hits: &mut Hits) {
    let words = lexicon();
    for l in &f.lines {
        let change = words
            .growth
            .within(&l.name)
            .or(words.change.within(&l.name));
        if l.value.number.is_some_and(|n| n < Decimal::ZERO) && change.is_none() {
            hits.line(l, "value");
        }
    }
}

fn satisfaction_range(f: &Form<'_>, hits: &mut Hits) {
    let limits = &f.ctx.profile.limits;
    let usual = limits.satisfaction_usual.to_string();
    for l in f.of(Level2::Satisfaction) {
        let Some(n) = l.value.number else { continue };
        let (variant, severity) = if n > Decimal::ONE_HUNDRED {
            ("above", Severity::Error)
        } else if n == Decimal::ONE_HUNDRED {
            ("full", Severity::Note)
        } else if n < Decimal::from(limits.satisfaction_low) && l.value.unit == PERCENT {
            ("low", Severity::Warning)
        } else {
            continue;
        };
        hits.line(l, "value")
            .variant(variant)
            .severity(severity)
            .say("usual", &usual);
    }
}

fn no_survey(f: &Form<'_>, hits: &mut Hits) {
    let words = &lexicon().survey;
    let told = |text: &str| words.within(text).is_some();
    if told(&f.goal_total) || told(&f.goal_annual) {
        return;
    }
    for l in f.of(Level2::Satisfaction) {
        let noted = l.raw.notes.values().any(|n| told(n));
        if !noted && !told(&l.name) && !told(&l.value.text) && !l.value.missing() {
            hits.line(l, "name");
        }
    }
}

fn odd_satisfaction(f: &Form<'_>, hits: &mut Hits) {
    let words = lexicon();
    for l in f.of(Level2::Satisfaction).filter(|l| !l.bare.is_empty()) {
        let asks = words.satisfaction.within(&l.name);
        let down = l.value.op.is_some_and(value::Op::down);
        let complaint = words.lower_better.within(&l.name).is_some();
        if asks.is_none() || (down && !complaint) {
            hits.line(l, if asks.is_none() { "name" } else { "value" });
        }
    }
}

fn wrong_direction(f: &Form<'_>, hits: &mut Hits) {
    for l in f.lines.iter().filter(|l| l.value.numeric()) {
        let Some(op) = l.value.op else { continue };
        let variant = match better_higher(&l.name) {
            Some(false) if op.up() => "lower",
            Some(true) if op.down() => "higher",
            _ => continue,
        };
        hits.line(l, "value").variant(variant).say("op", op.sign());
    }
}

fn cost_at_least(f: &Form<'_>, hits: &mut Hits) {
    for l in f.in_slot(Slot::Cost) {
        if l.value.op.is_some_and(value::Op::up) && l.value.numeric() && !flips(&l.name) {
            hits.line(l, "value");
        }
    }
}

fn range_reversed(f: &Form<'_>, hits: &mut Hits) {
    for l in &f.lines {
        if l.value
            .number
            .zip(l.value.upper)
            .is_some_and(|(low, high)| low > high)
        {
            hits.line(l, "value");
        }
    }
}

fn long_name(f: &Form<'_>, hits: &mut Hits) {
    for l in &f.lines {
        let many = lexicon().sentence_marks.within(&l.name).is_some();
        if many || l.name.chars().count() > f.ctx.profile.limits.name_chars {
            hits.line(l, "name");
        }
    }
}

/// Pairs of the same block, the second after the first.
fn pairs<'f, 'a>(f: &'f Form<'a>) -> impl Iterator<Item = (&'f Line<'a>, &'f Line<'a>)> {
    let named = |l: &&Line<'_>| !l.bare.is_empty();
    f.lines
        .iter()
        .enumerate()
        .filter(move |(_, l)| named(l))
        .flat_map(move |(i, a)| {
            let later = f.lines.iter().skip(i + 1).filter(named);
            let block = a.raw.whole_project;
            later
                .filter(move |b| b.raw.whole_project == block)
                .map(move |b| (a, b))
        })
}

fn is_twice(a: &Line<'_>, b: &Line<'_>) -> bool {
    a.bare == b.bare && a.kind == b.kind
}

fn twice(f: &Form<'_>, hits: &mut Hits) {
    let mut named = Vec::new();
    for (a, b) in pairs(f).filter(|(a, b)| is_twice(a, b)) {
        if !named.contains(&b.at) {
            named.push(b.at);
            hits.line(b, "name").say("a", &a.raw.name);
        }
    }
}

fn nearly_twice(f: &Form<'_>, hits: &mut Hits) {
    let likeness = f.ctx.profile.limits.similar_names;
    let close = |a: &Line<'_>, b: &Line<'_>| !is_twice(a, b) && alike(&a.bare, &b.bare, likeness);
    for (a, b) in pairs(f).filter(|(a, b)| close(a, b)) {
        hits.line(b, "name")
            .say("a", &a.raw.name)
            .say("b", &b.raw.name);
    }
}
