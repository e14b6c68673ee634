//! T66–T71: can it be done in the time 可行性.

use super::form::{Form, Line};
use super::{Check, Hits};
use crate::domain::dates::Found;
use crate::domain::day::Day;
use crate::domain::finding::Place;
use crate::domain::level::Level2;
use crate::domain::lexicon::{Words, lexicon};
use crate::domain::value::{self, Kind, normal};

pub(super) const TABLE: &[(&str, Check)] = &[
    ("T66", too_late),
    ("T67", old_year),
    ("T68", no_start_or_finish),
    ("T69", as_last_year),
    ("T71", no_exante),
];

fn too_late(f: &Form<'_>, hits: &mut Hits) {
    let sound = f.start.zip(f.end).is_none_or(|(s, e)| s <= e);
    let project = f.end.filter(|_| sound);
    for l in f.of(Level2::Timeliness) {
        // A stretch of time is when the work is done, not the day it is due in the year.
        let annual = !l.raw.whole_project && l.value.kind != Kind::Period;
        let year_end = Day::new(f.d.year, 12, 31).filter(|_| annual);
        let Some(due) = value::dates_in(&l.raw.value, f.d.year)
            .iter()
            .map(|d| d.to)
            .max()
        else {
            continue;
        };
        let (variant, end) = match (project, year_end) {
            (Some(end), _) if due > end => ("", end),
            (_, Some(end)) if due > end => ("year", end),
            _ => continue,
        };
        hits.line(l, "value")
            .variant(variant)
            .say("d", &due.to_string())
            .say("end", &end.to_string());
    }
}

/// The first year before `limit` that a text names as its own, and not as a base of comparison or
/// in the title or number of a document.
fn stale(text: &str, limit: i32, year: i32) -> Option<i32> {
    let text: Vec<char> = normal(text).chars().collect();
    let plain: String = text.iter().collect();
    let words = lexicon();
    let cited = |d: &Found| {
        let part = |a: usize, b: usize| {
            text.get(a..b.min(text.len()))
                .unwrap_or(&[])
                .iter()
                .collect::<String>()
        };
        let (before, after) = (part(0, d.at.0), part(d.at.1, d.at.1 + 12));
        let count = |w: &Words| w.iter().map(|w| before.matches(w).count()).sum::<usize>();
        let within = count(&words.document_open) > count(&words.document_close);
        let clause = after.split([',', ';', '\u{3002}']).next().unwrap_or("");
        within
            || words.document_number.within(clause).is_some()
            || words.comparison.end(&before).is_some()
    };
    let old = |d: &&Found| d.own_year && d.to.year() < limit && !cited(d);
    let found = value::dates_in(&plain, year);
    found.iter().find(old).map(|d| d.to.year())
}

fn old_year(f: &Form<'_>, hits: &mut Hits) {
    let year = f.d.year;
    let start = f.start.map_or(year, Day::year).min(year);
    for (key, text, limit) in [
        ("goal_total", &f.goal_total, start),
        ("goal_annual", &f.goal_annual, year),
    ] {
        if let Some(y) = stale(text, limit, year) {
            hits.field(key).say("y", &y.to_string());
        }
    }
    for l in &f.lines {
        let limit = if l.raw.whole_project { start } else { year };
        if let Some(y) = stale(&l.raw.value, limit, year) {
            hits.line(l, "value").say("y", &y.to_string());
        }
    }
}

fn no_start_or_finish(f: &Form<'_>, hits: &mut Hits) {
    let words = lexicon();
    let works = words.works.within(f.d.text("project_name")).is_some();
    let software = words
        .software
        .within(f.d.text("project_category"))
        .is_some();
    if !works || software || !f.leveled() {
        return;
    }
    let has = |wanted: &Words| {
        let names = |l: &Line<'_>| {
            wanted.within(&l.name).is_some() || wanted.within(&l.value.text).is_some()
        };
        f.of(Level2::Timeliness).any(names)
    };
    if !has(&words.start_words) || !has(&words.finish_words) {
        hits.at(Place::Form);
    }
}

fn as_last_year(f: &Form<'_>, hits: &mut Hits) {
    let Some(last) = f.ctx.companions.last_year.as_ref() else {
        return;
    };
    let old_goal = normal(&last.goal_annual);
    if old_goal.is_empty() || f.goal_annual.is_empty() {
        return;
    }
    let mut old: Vec<String> = last
        .indicators
        .iter()
        .map(|i| normal(&i.name) + &normal(&i.target))
        .collect();
    old.push(old_goal);
    let new = f
        .lines
        .iter()
        .map(|l| format!("{}{}", l.name, l.value.text));
    let length = |text: &String| text.chars().count();
    let (mut all, mut same) = (0, 0);
    for text in new.chain([f.goal_annual.clone()]) {
        all += length(&text);
        if old.contains(&text) {
            same += length(&text);
        }
    }
    if same * 100 >= all * f.ctx.profile.limits.same_form {
        hits.at(Place::Form);
    }
}

fn no_exante(f: &Form<'_>, hits: &mut Hits) {
    let fresh = lexicon()
        .new_project
        .within(f.d.text("project_attribute"))
        .is_some()
        || f.start.is_some_and(|s| s.year() == f.d.year);
    let from = f.ctx.profile.shares.exante_from;
    let large = ["total_amount", "annual_amount"]
        .iter()
        .any(|k| f.d.fen(k).is_some_and(|a| a >= from));
    if f.ctx.stored && f.blank("exante") && fresh && large {
        hits.field("exante");
    }
}
