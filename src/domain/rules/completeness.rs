//! T01–T22: is everything there that a form must have 完整性.

use super::form::{END, Form, Line, START, tells};
use super::names::alike;
use super::{Check, Hits};
use crate::domain::finding::{Place, Severity};
use crate::domain::level::Level2;
use crate::domain::lexicon::lexicon;
use crate::domain::value::{normal, placeholder};

pub(super) const TABLE: &[(&str, Check)] = &[
    ("T01", name),
    ("T02", units),
    ("T03", dates),
    ("T04", end_before_start),
    ("T05", year_outside),
    ("T06", goal_annual),
    ("T07", goal_total),
    ("T08", same_goals),
    ("T09", no_output),
    ("T10", no_quantity),
    ("T11", no_quality),
    ("T12", no_timeliness),
    ("T13", no_cost),
    ("T14", no_benefit),
    ("T15", no_satisfaction),
    ("T16", nameless),
    ("T17", valueless),
    ("T18", wrong_levels),
    ("T19", placeholders),
    ("T20", residue),
    ("T21", how_many),
    ("T22", basis),
];

/// A name without blanks, brackets and marks.
fn plain(text: &str) -> String {
    normal(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

fn name(f: &Form<'_>, hits: &mut Hits) {
    if f.blank("project_name") {
        hits.field("project_name").variant("blank");
    } else if let Some(budget) = &f.ctx.companions.budget
        && !budget.name.is_empty()
        && f.d.has("project_name")
        && plain(&budget.name) != plain(f.d.text("project_name"))
    {
        hits.field("project_name").say("budget_name", &budget.name);
    }
}

fn units(f: &Form<'_>, hits: &mut Hits) {
    for key in ["department_name", "unit_name"] {
        if f.blank(key) {
            hits.field(key);
            return;
        }
    }
    if let Some(budget) = &f.ctx.companions.budget
        && !budget.department.is_empty()
        && f.d.has("department_name")
        && plain(&budget.department) != plain(f.d.text("department_name"))
    {
        hits.field("department_name");
    }
}

fn dates(f: &Form<'_>, hits: &mut Hits) {
    for (key, day) in [(START, f.start), (END, f.end)] {
        if f.d.has(key) && day.is_none() {
            hits.field(key);
            return;
        }
    }
}

fn end_before_start(f: &Form<'_>, hits: &mut Hits) {
    if let Some((start, end)) = f.start.zip(f.end)
        && end < start
    {
        hits.field(END)
            .say("start", &start.to_string())
            .say("end", &end.to_string());
    }
}

fn year_outside(f: &Form<'_>, hits: &mut Hits) {
    if let Some((start, end)) = f.start.zip(f.end)
        && !(start.year()..=end.year()).contains(&f.d.year)
    {
        hits.field(START)
            .say("year", &f.d.year.to_string())
            .say("start", &start.to_string())
            .say("end", &end.to_string());
    }
}

fn goal_annual(f: &Form<'_>, hits: &mut Hits) {
    let han = |c: &char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}');
    let written = f.goal_annual.chars().filter(han).count();
    if f.d.has("goal_annual") && written < f.ctx.profile.limits.goal_chars {
        hits.field("goal_annual");
    }
}

fn goal_total(f: &Form<'_>, hits: &mut Hits) {
    if f.many_years() && f.blank("goal_total") {
        hits.field("goal_total");
    }
}

fn same_goals(f: &Form<'_>, hits: &mut Hits) {
    let likeness = f.ctx.profile.limits.same_goal;
    if f.many_years() && alike(&f.goal_annual, &f.goal_total, likeness) {
        hits.field("goal_annual");
    }
}

/// Says so when no line is of a kind.
fn lacks(f: &Form<'_>, hits: &mut Hits, wanted: fn(Level2) -> bool) -> bool {
    let none = f.leveled() && !f.lines.iter().filter_map(|l| l.kind).any(wanted);
    if none {
        hits.at(Place::Form);
    }
    none
}

fn no_output(f: &Form<'_>, hits: &mut Hits) {
    let output = |k: Level2| k.level1() == Level2::Quantity.level1();
    lacks(f, hits, output);
}

fn no_quantity(f: &Form<'_>, hits: &mut Hits) {
    lacks(f, hits, |k| k == Level2::Quantity);
}

fn no_quality(f: &Form<'_>, hits: &mut Hits) {
    lacks(f, hits, |k| k == Level2::Quality);
}

fn no_timeliness(f: &Form<'_>, hits: &mut Hits) {
    lacks(f, hits, |k| k == Level2::Timeliness);
}

fn no_cost(f: &Form<'_>, hits: &mut Hits) {
    if lacks(f, hits, Level2::is_cost)
        && f.ctx.profile.scheme.cost_is_first(f.d.year)
        && let Some(hit) = hits.list.last_mut()
    {
        hit.severity(Severity::Error);
    }
}

fn no_benefit(f: &Form<'_>, hits: &mut Hits) {
    lacks(f, hits, Level2::is_benefit);
}

fn no_satisfaction(f: &Form<'_>, hits: &mut Hits) {
    let inner = lexicon().running.within(f.d.text("project_category"));
    if lacks(f, hits, |k| k == Level2::Satisfaction)
        && inner.is_some()
        && let Some(hit) = hits.list.last_mut()
    {
        hit.severity(Severity::Note);
    }
}

fn nameless(f: &Form<'_>, hits: &mut Hits) {
    for l in f.lines.iter().filter(|l| l.name.is_empty()) {
        hits.line(l, "name").say("level2", &l.raw.level2);
    }
}

fn valueless(f: &Form<'_>, hits: &mut Hits) {
    for l in f.lines.iter().filter(|l| l.value.text.is_empty()) {
        hits.line(l, "value");
    }
}

fn wrong_levels(f: &Form<'_>, hits: &mut Hits) {
    for l in f.lines.iter().filter(|l| l.misplaced && f.leveled()) {
        hits.line(l, "level2")
            .say("l1", &l.raw.level1)
            .say("l2", &l.raw.level2);
    }
}

fn placeholders(f: &Form<'_>, hits: &mut Hits) {
    for l in &f.lines {
        if placeholder(&l.value.text) {
            hits.line(l, "value");
        } else if !l.name.is_empty() && placeholder(&l.name) {
            hits.line(l, "name").variant("name");
        }
    }
}

/// True for a name that is a number, too short, or left over from a template.
fn left_over(l: &Line<'_>) -> bool {
    let marks = ['≥', '≤', '>', '<', '='];
    let open_limit = l.name.match_indices(marks).any(|(at, mark)| {
        let after = l.name.get(at + mark.len()..).unwrap_or("");
        after.is_empty() || after.starts_with(['*', 'X', '×', '_', ')'])
    });
    let numbered = lexicon()
        .template_names
        .iter()
        .filter_map(|w| l.name.strip_prefix(w))
        .any(|rest| {
            rest.chars()
                .all(|c| !c.is_alphabetic() || (!c.is_ascii() && rest.len() <= 3))
        });
    !tells(&l.name) || open_limit || numbered
}

fn residue(f: &Form<'_>, hits: &mut Hits) {
    for l in f.lines.iter().filter(|l| !l.name.is_empty()) {
        if left_over(l) {
            hits.line(l, "name");
        }
    }
}

fn how_many(f: &Form<'_>, hits: &mut Hits) {
    let limits = &f.ctx.profile.limits;
    let annual = f.lines.iter().filter(|l| !l.raw.whole_project).count();
    let n = if annual > 0 { annual } else { f.lines.len() };
    let variant = if n < limits.indicators_min {
        "few"
    } else if n > limits.indicators_max {
        "many"
    } else {
        return;
    };
    hits.at(Place::Form)
        .variant(variant)
        .say("n", &n.to_string());
}

fn basis(f: &Form<'_>, hits: &mut Hits) {
    if f.blank("basis") {
        hits.field("basis");
    }
}
