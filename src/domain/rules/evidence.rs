//! E13–E15, E25, E27: a self-evaluation against what is known beside it: the approved target, the
//! budget system, the list of evidence.

use super::Hits;
use super::evaluation::scored;
use super::form::{Form, Line};
use super::names::comparable;
use crate::domain::companion::Evidence;
use crate::domain::declaration::Indicator;
use crate::domain::evaluation::budget_column;
use crate::domain::finding::Place;
use crate::domain::level::Level2;
use crate::domain::lexicon::lexicon;
use crate::domain::value::{Value, normal};

/// The approved indicators of the year.
fn approved<'f>(f: &'f Form<'_>) -> Option<(i32, Vec<&'f Indicator>)> {
    let d = f.ctx.companions.approved.as_ref()?;
    let of_year = |i: &&Indicator| !i.whole_project && !i.name.trim().is_empty();
    Some((d.year, d.indicators.iter().filter(of_year).collect()))
}

pub(super) fn other_indicators(f: &Form<'_>, hits: &mut Hits) {
    let Some((_, all)) = approved(f) else {
        return;
    };
    let here: Vec<String> = f.lines.iter().map(|l| comparable(&l.name)).collect();
    let there: Vec<String> = all.iter().map(|i| comparable(&normal(&i.name))).collect();
    let missing: Vec<&str> = all
        .iter()
        .zip(&there)
        .filter(|(_, k)| !here.contains(k))
        .map(|(i, _)| i.name.trim())
        .collect();
    let named = f
        .lines
        .iter()
        .zip(&here)
        .filter(|(l, _)| !l.name.is_empty());
    let added: Vec<&str> = named
        .filter(|(_, k)| !there.contains(k))
        .map(|(l, _)| l.raw.name.trim())
        .collect();
    let list = |names: &[&str]| {
        if names.is_empty() {
            "无".to_owned()
        } else {
            names.join("、")
        }
    };
    if !missing.is_empty() || !added.is_empty() {
        hits.at(Place::Form)
            .say("missing", &list(&missing))
            .say("added", &list(&added));
    }
}

/// The approved target of a line, where it is another than the form's.
fn changed(f: &Form<'_>, line: &Line<'_>) -> Option<(Value, Value)> {
    let (year, all) = approved(f)?;
    let key = comparable(&line.name);
    let was = all.iter().find(|i| comparable(&normal(&i.name)) == key)?;
    let (was, is) = (Value::of(was, year), Value::of(line.raw, f.d.year));
    (was.to_string() != is.to_string()).then_some((was, is))
}

pub(super) fn other_target(f: &Form<'_>, hits: &mut Hits) {
    for line in &f.lines {
        if let Some((was, is)) = changed(f, line) {
            hits.line(line, "value")
                .say("t0", &was.to_string())
                .say("t1", &is.to_string());
        }
    }
}

pub(super) fn other_budget(f: &Form<'_>, hits: &mut Hits) {
    let e = f.evaluation();
    let c = f.ctx.companions;
    let system = c.whole_year();
    let record = c.budget.as_ref().filter(|b| !b.whole_project);
    let initial = system
        .and_then(|x| x.initial)
        .or_else(|| record.and_then(|b| b.amount));
    let adjusted = system.and_then(|x| x.adjusted).or(initial);
    let both = budget_column(f.d) == "adjusted_budget";
    let pairs = [
        ("adjusted_budget", e.budget.filter(|_| both), adjusted),
        (
            "initial_budget",
            e.initial,
            if both { initial } else { adjusted },
        ),
    ];
    for (key, here, there) in pairs {
        if let (Some(a), Some(sys)) = (here, there)
            && !f.near(a, sys)
        {
            hits.field(key)
                .variant(if key == "initial_budget" && both {
                    "initial"
                } else {
                    ""
                })
                .say("A", &a.wan())
                .say("sys", &sys.wan());
            break;
        }
    }
}

/// The evidence listed for an indicator.
fn evidence<'f>(f: &'f Form<'_>, line: &'f Line<'_>) -> impl Iterator<Item = &'f Evidence> {
    let key = comparable(&line.name);
    let all = f.ctx.companions.evidence.iter();
    all.filter(move |e| e.indicator.trim().is_empty() || comparable(&normal(&e.indicator)) == key)
}

pub(super) fn no_survey(f: &Form<'_>, hits: &mut Hits) {
    if !f.ctx.stored || !f.ctx.companions.evidence_loaded {
        return;
    }
    for (line, s) in scored(f).filter(|(l, _)| l.is(Level2::Satisfaction)) {
        let surveyed = |e: &Evidence| {
            e.sample.is_some_and(|n| n > 0) || lexicon().survey.within(&normal(&e.file)).is_some()
        };
        if s.actual.numeric() && !evidence(f, line).any(surveyed) {
            hits.line(line, "actual").say("a", &s.actual.to_string());
        }
    }
}

pub(super) fn no_evidence(f: &Form<'_>, hits: &mut Hits) {
    if !f.ctx.stored || !f.ctx.companions.evidence_loaded {
        return;
    }
    for (line, s) in scored(f) {
        let heavy = s
            .weight
            .is_some_and(|w| w.get() >= f.ctx.profile.evaluated.evidence_from);
        if heavy && evidence(f, line).next().is_none() {
            hits.line(line, "name");
        }
    }
}
