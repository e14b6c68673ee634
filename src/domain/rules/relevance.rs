//! T41–T49: do the indicators belong to the goal, and each to its kind 相关性.

use super::form::{Form, Line, PERCENT};
use super::names::{Slot, alike, other_slot};
use super::{Check, Hits};
use crate::domain::level::{Level1, Level2};
use crate::domain::lexicon::lexicon;
use crate::domain::value::{self, Direction, Kind, normal};
use rust_decimal::Decimal;

pub(super) const TABLE: &[(&str, Check)] = &[
    ("T41", output_again),
    ("T42", goal_without_indicator),
    ("T43", wrong_slot),
    ("T44", input),
    ("T45", activity),
    ("T47", unheard_of),
    ("T49", unlike_library),
];

fn output_again(f: &Form<'_>, hits: &mut Hits) {
    let likeness = f.ctx.profile.limits.similar_benefit;
    let sound = |l: &&Line<'_>| !l.misplaced && !l.bare.is_empty();
    let is_output = |l: &&Line<'_>| l.kind.is_some_and(|k| k.level1() == Level1::Output);
    for l in f.in_slot(Slot::Benefit).filter(sound) {
        let words = lexicon().output_words.within(&l.name);
        let mut outputs = f.lines.iter().filter(sound).filter(is_output);
        if words.is_some() || outputs.any(|o| alike(&l.bare, &o.bare, likeness)) {
            hits.line(l, "name");
        }
    }
}

/// A number with its unit as a goal names it.
struct Promise {
    quote: String,
    number: Decimal,
    unit: String,
}

/// What a goal promises in numbers, other than dates, years and percentages.
fn promises(goal: &str, year: i32) -> Vec<Promise> {
    let dates = value::dates_in(goal, year);
    let inside = |at: usize| dates.iter().any(|d| (d.at.0..d.at.1).contains(&at));
    let chars: Vec<char> = goal.chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let before = at.checked_sub(1).and_then(|i| chars.get(i)).copied();
        let starts = c.is_ascii_digit() && !inside(at);
        if !starts || before.is_some_and(|b| b.is_ascii_alphanumeric() || b == '.') {
            at += 1;
            continue;
        }
        let part = |c: &&char| c.is_ascii_digit() || matches!(c, '.' | ',');
        let digits: String = chars.iter().skip(at).take_while(part).collect();
        let from = at;
        at += digits.chars().count();
        let rest: String = chars.iter().skip(at).take(12).collect();
        let digits = digits.trim_end_matches(['.', ',']).replace(',', "");
        let (Some(len), Ok(number)) = (lexicon().unit_length(&rest), digits.parse::<Decimal>())
        else {
            continue;
        };
        let raw = rest.get(..len).unwrap_or("");
        let unit = lexicon().unit(raw);
        let time = unit
            .split('/')
            .next()
            .is_some_and(|u| lexicon().units_time.has(u));
        let before: String = chars.iter().take(from).collect();
        let ordinal = lexicon().ordinal.end(&before).is_some();
        if unit != PERCENT && !time && !ordinal {
            let (number, unit) = lexicon().unscaled(number.normalize(), unit);
            out.push(Promise {
                quote: format!("{digits}{raw}"),
                number,
                unit: unit.to_owned(),
            });
        }
    }
    out
}

fn goal_without_indicator(f: &Form<'_>, hits: &mut Hits) {
    let numeric = |l: &&Line<'_>| l.value.numeric();
    let kept = |p: &Promise| {
        f.lines.iter().filter(numeric).any(|l| {
            let ends = [l.value.number, l.value.upper];
            ends.iter().flatten().any(|n| {
                let (number, unit) = lexicon().unscaled(*n, &l.value.unit);
                number == p.number || unit == p.unit
            })
        })
    };
    let mut quotes: Vec<String> = Vec::new();
    for p in promises(&f.goal_annual, f.d.year) {
        if !kept(&p) && !quotes.contains(&p.quote) && quotes.len() < 5 {
            quotes.push(p.quote);
        }
    }
    if !quotes.is_empty() {
        hits.field("goal_annual").say("quote", &quotes.join(", "));
    }
}

fn wrong_slot(f: &Form<'_>, hits: &mut Hits) {
    for l in f.lines.iter().filter(|l| !l.misplaced) {
        if let Some(own) = l.slot()
            && let Some(other) = other_slot(&l.name, own)
        {
            hits.line(l, "level2")
                .say("l2", &l.raw.level2)
                .say("suggest_l2", other.kind().label());
        }
    }
}

fn input(f: &Form<'_>, hits: &mut Hits) {
    let words = lexicon();
    for l in &f.lines {
        let output = matches!(l.slot(), Some(Slot::Quantity | Slot::Quality));
        if output
            && words
                .inputs
                .within(&words.input_masks.strike(&l.name))
                .is_some()
        {
            hits.line(l, "name").say("l2", &l.raw.level2);
        }
    }
}

fn activity(f: &Form<'_>, hits: &mut Hits) {
    let result = |l: &Line<'_>| matches!(l.slot(), Some(Slot::Quality | Slot::Benefit));
    if f.lines.iter().any(result) {
        return;
    }
    for l in f.of(Level2::Quantity) {
        if lexicon().activities.within(&l.name).is_some() {
            hits.line(l, "name");
        }
    }
}

fn unheard_of(f: &Form<'_>, hits: &mut Hits) {
    let overview = normal(f.d.text("overview"));
    if overview.is_empty() {
        return;
    }
    let name = normal(f.d.text("project_name"));
    let told = [&overview, &f.goal_annual, &f.goal_total, &name];
    for l in f
        .of(Level2::Quantity)
        .filter(|l| l.bare.chars().count() > 1)
    {
        let chars: Vec<char> = l.bare.chars().collect();
        let heard = chars.windows(2).any(|pair| {
            let pair: String = pair.iter().collect();
            told.iter().any(|t| t.contains(&pair))
        });
        if !heard {
            hits.line(l, "name");
        }
    }
}

fn unlike_library(f: &Form<'_>, hits: &mut Hits) {
    for l in f
        .lines
        .iter()
        .filter(|l| !l.misplaced && !l.value.missing())
    {
        let known = f.ctx.library.known(&l.bare);
        let Some(kind) = l.kind else { continue };
        let same = |k: &&super::library::Known| {
            let placed = k.kind == kind || (k.kind.is_cost() && kind.is_cost());
            let opposed = matches!(
                (k.direction, l.value.direction()),
                (Direction::Positive, Some(Direction::Negative))
                    | (Direction::Negative, Some(Direction::Positive))
            );
            let words = lexicon();
            let money = |unit: &str| words.units_money.has(unit);
            let measured = l.value.unit == k.unit
                || l.value.unit.is_empty()
                || (money(&k.unit) && money(&l.value.unit));
            let dated = matches!(l.value.kind, Kind::Date | Kind::Period | Kind::Text);
            placed && !opposed && (measured || dated)
        };
        if let Some(k) = known.first()
            && !known.iter().any(|k| same(&k))
        {
            hits.line(l, "name")
                .variant(match k.direction {
                    Direction::Positive => "positive",
                    Direction::Negative => "negative",
                    Direction::Equal => "equal",
                    Direction::Qualitative => "qualitative",
                })
                .say("lib_l2", k.kind.label())
                .say("lib_unit", &k.unit);
        }
    }
}
