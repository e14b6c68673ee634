//! M02–M19: what a monitoring form shows 绩效运行双监控. M01 is of forms that are not there; the
//! report of the coverage finds it.

use super::form::{Form, Line};
use super::{Check, Hits};
use crate::domain::declaration::Indicator;
use crate::domain::fen::Fen;
use crate::domain::finding::{Place, Severity};
use crate::domain::lexicon::lexicon;
use crate::domain::monitor::{Light, Quadrant, Snapshot, Watched, budget_light, left, rounded};
use crate::domain::value::{Op, Value, normal};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

pub(super) const TABLE: &[(&str, Check)] = &[
    ("M02", other_indicators),
    ("M03", odd_money),
    ("M04", money_behind),
    ("M05", results_behind),
    ("M06", money_far_ahead),
    ("M07", far_ahead),
    ("M08", no_reason),
    ("M09", sure_against_figures),
    ("M10", impossible_and_no_proposal),
    ("M11", money_without_results),
    ("M12", both_behind),
    ("M13", money_left),
    ("M14", one_cause_for_all),
    ("M15", not_answered),
    ("M16", backwards),
    ("M17", idle_bonds),
    ("M18", key_monitoring),
    ("M19", standing_still),
];

/// Columns of the five causes, in the order of the form.
pub const CAUSES: [&str; 5] = [
    "cause_fund",
    "cause_rule",
    "cause_staff",
    "cause_hardware",
    "cause_other",
];

fn percent(n: Decimal) -> String {
    rounded(n).normalize().to_string()
}

fn cut(n: i32) -> Decimal {
    Decimal::from(n)
}

/// Indicators with the line of the form they stand on.
fn watched<'f, 'a>(
    f: &'f Form<'a>,
    s: &'f Snapshot,
) -> impl Iterator<Item = (&'f Line<'a>, &'f Watched)> {
    let line = |w: &Watched| f.lines.iter().find(|l| l.at == w.at);
    s.lines.iter().filter_map(move |w| line(w).map(|l| (l, w)))
}

fn names<'a>(lines: impl Iterator<Item = &'a Indicator>) -> String {
    let names: Vec<String> = lines.map(|l| l.name.trim().to_owned()).collect();
    names.join("、")
}

fn other_indicators(f: &Form<'_>, hits: &mut Hits) {
    let Some(approved) = &f.ctx.companions.approved else {
        return;
    };
    let of_year = |i: &&Indicator| !i.whole_project && !i.name.trim().is_empty();
    let approved_lines: Vec<&Indicator> = approved.indicators.iter().filter(of_year).collect();
    let here: Vec<&Indicator> = f.d.indicators.iter().filter(of_year).collect();
    let key = |i: &Indicator| normal(&i.name);
    let missing = approved_lines
        .iter()
        .filter(|a| !here.iter().any(|h| key(h) == key(a)));
    let missing = names(missing.copied());
    if !missing.is_empty() {
        let diff = format!("缺少{missing}");
        hits.at(Place::Form).say("diff", &diff);
    }
    for line in &f.lines {
        if line.raw.whole_project || line.raw.name.trim().is_empty() {
            continue;
        }
        let same = approved_lines.iter().find(|a| key(a) == key(line.raw));
        let diff = match same {
            None => format!("多出{}", line.raw.name.trim()),
            Some(a) => {
                let was = Value::of(a, approved.year);
                if was.to_string() == line.value.to_string() {
                    continue;
                }
                format!("{}批复为{was}、填报为{}", line.raw.name.trim(), line.value)
            }
        };
        hits.line(line, "value").say("diff", &diff);
    }
}

fn odd_money(f: &Form<'_>, hits: &mut Hits) {
    let s = f.watch();
    let (Some(b), Some(p)) = (s.budget, s.paid) else {
        return;
    };
    if b.get() <= 0 || p.get() < 0 || p > b {
        hits.field("paid_to_date")
            .say("B", &b.wan())
            .say("P", &p.wan());
    }
}

fn money_behind(f: &Form<'_>, hits: &mut Hits) {
    let s = f.watch();
    let cuts = &f.ctx.profile.lights;
    let (Some(rate), Some(by_month)) = (s.exec_rate(), s.by_month()) else {
        return;
    };
    if s.paid.is_some_and(|p| p.get() < 0) {
        return;
    }
    let Some(x) = s.exec_progress() else {
        return;
    };
    let own_plan = s.planned.map(percent);
    let light = budget_light(x, cuts);
    if light == Light::Green {
        // Behind by the months alone: said, so that nobody asks why, and no flag.
        if let Some(planned) = own_plan
            && budget_light(by_month, cuts) != Light::Green
        {
            hits.field("paid_to_date")
                .variant("on_plan")
                .severity(Severity::Note)
                .say("m", &s.month.to_string())
                .say("r", &percent(rate))
                .say("x", &percent(by_month))
                .say("plan", &planned);
        }
        return;
    }
    let weighs = if light == Light::Red {
        Severity::Error
    } else {
        Severity::Warning
    };
    let hit = hits.field("paid_to_date");
    hit.severity(weighs)
        .say("m", &s.month.to_string())
        .say("r", &percent(rate))
        .say("x", &percent(x));
    if let Some(planned) = own_plan {
        hit.variant("behind_plan").say("plan", &planned);
    }
}

fn results_behind(f: &Form<'_>, hits: &mut Hits) {
    let s = f.watch();
    let cuts = &f.ctx.profile.lights;
    let Some(y) = s.goal_progress().filter(|y| *y < cut(cuts.yellow)) else {
        return;
    };
    let behind = watched(f, s).filter(|(_, w)| matches!(w.light, Light::Red | Light::Yellow));
    let names = names(behind.map(|(l, _)| l.raw));
    let weighs = if y < cut(cuts.red) {
        Severity::Error
    } else {
        Severity::Warning
    };
    hits.at(Place::Form)
        .severity(weighs)
        .say("y", &percent(y))
        .say("names", &names);
}

fn money_far_ahead(f: &Form<'_>, hits: &mut Hits) {
    let s = f.watch();
    // More than the budget is odd already.
    let odd = s.paid.zip(s.budget).is_some_and(|(p, b)| p > b);
    if s.month < 12
        && !odd
        && let Some(x) = s.exec_progress()
        && x > cut(f.ctx.profile.watch.money_ahead)
    {
        hits.field("paid_to_date").say("x", &percent(x));
    }
}

fn far_ahead(f: &Form<'_>, hits: &mut Hits) {
    let s = f.watch();
    for (line, w) in watched(f, s).filter(|(_, w)| w.light == Light::Blue) {
        let (Some(p), Some(a)) = (w.progress, &w.actual) else {
            continue;
        };
        if whole_next(w, p, cut(f.ctx.profile.lights.blue)) {
            continue;
        }
        hits.line(line, "actual")
            .say("a", &a.to_string())
            .say("p", &percent(p));
    }
}

/// True where what is counted in whole things is ahead only because a part of one cannot be done:
/// one of one in October is 120 percent of what was due, and no low target.
fn whole_next(w: &Watched, progress: Decimal, blue: Decimal) -> bool {
    let figures = w
        .target
        .number
        .zip(w.actual.as_ref().and_then(|a| a.number));
    let Some((target, actual)) = figures.filter(|(t, _)| t.fract().is_zero()) else {
        return false;
    };
    let due = actual
        .checked_mul(Decimal::ONE_HUNDRED)
        .and_then(|n| n.checked_div(progress));
    due.is_some_and(|due| actual <= target && actual * Decimal::ONE_HUNDRED < due.ceil() * blue)
}

/// True for a reason that explains nothing.
pub(super) fn empty_reason(text: &str, fewest: usize) -> bool {
    let text = normal(text);
    text.chars().count() < fewest || lexicon().boilerplate.has(&text)
}

fn no_reason(f: &Form<'_>, hits: &mut Hits) {
    let s = f.watch();
    for (line, w) in watched(f, s) {
        let behind = matches!(w.light, Light::Red | Light::Yellow);
        if behind && empty_reason(line.raw.note("cause_text"), f.ctx.profile.min_reason_chars) {
            hits.line(line, "cause_text");
        }
    }
}

fn says(line: &Line<'_>, words: &str) -> bool {
    normal(line.raw.note("possibility")).contains(words)
}

fn sure_against_figures(f: &Form<'_>, hits: &mut Hits) {
    let s = f.watch();
    for (line, w) in watched(f, s).filter(|(l, _)| says(l, "确定能")) {
        let below = match (&w.expected, w.target.number, w.target.op) {
            (Some(x), Some(t), Some(op)) if x.unit == w.target.unit || x.unit.is_empty() => {
                x.number.is_some_and(|x| match op {
                    Op::Le => x > t,
                    Op::Lt => x >= t,
                    Op::Gt => x <= t,
                    Op::Ge | Op::Eq => x < t,
                })
            }
            _ => false,
        };
        if w.light == Light::Red || below {
            let p = w.progress.map_or_else(|| "--".to_owned(), percent);
            let x = w
                .expected
                .as_ref()
                .map_or_else(|| "--".to_owned(), ToString::to_string);
            hits.line(line, "possibility").say("p", &p).say("x", &x);
        }
    }
}

fn impossible_and_no_proposal(f: &Form<'_>, hits: &mut Hits) {
    let proposes = |text: &str| lexicon().proposals.within(&normal(text)).is_some();
    if proposes(f.d.text("proposal")) {
        return;
    }
    for line in f.lines.iter().filter(|l| says(l, "完全不可能")) {
        if !proposes(line.raw.note("cause_text")) && !proposes(line.raw.note("remark")) {
            hits.line(line, "possibility");
        }
    }
}

fn money_without_results(f: &Form<'_>, hits: &mut Hits) {
    let s = f.watch();
    if s.quadrant(&f.ctx.profile.lights) == Some(Quadrant::MoneyAhead)
        && let (Some(x), Some(y)) = (s.exec_progress(), s.goal_progress())
    {
        hits.at(Place::Form)
            .say("x", &percent(x))
            .say("y", &percent(y));
    }
}

fn both_behind(f: &Form<'_>, hits: &mut Hits) {
    let s = f.watch();
    let red = cut(f.ctx.profile.lights.red);
    if let (Some(x), Some(y)) = (s.exec_progress(), s.goal_progress())
        && x < red
        && y < red
    {
        hits.at(Place::Form)
            .say("x", &percent(x))
            .say("y", &percent(y));
    }
}

fn money_left(f: &Form<'_>, hits: &mut Hits) {
    let s = f.watch();
    let (cuts, profile) = (&f.ctx.profile.watch, f.ctx.profile);
    if s.quadrant(&profile.lights) != Some(Quadrant::ResultsAhead) || s.month < cuts.settle_month {
        return;
    }
    if let (Some(left), Some(rate)) = (left(f.d), s.exec_rate())
        && rate < cut(cuts.settle_rate)
    {
        hits.field("paid_to_date").say("amt", &left.wan());
    }
}

fn one_cause_for_all(f: &Form<'_>, hits: &mut Hits) {
    let causes = |l: &Line<'_>| -> BTreeSet<&str> {
        let ticked = CAUSES.iter().filter(|k| !l.raw.note(k).trim().is_empty());
        ticked.copied().collect()
    };
    let given: Vec<BTreeSet<&str>> = f
        .lines
        .iter()
        .map(causes)
        .filter(|c| !c.is_empty())
        .collect();
    let all_alike = given.windows(2).all(|pair| pair.first() == pair.last());
    if given.len() >= 3 && all_alike {
        hits.at(Place::Form);
    }
}

fn not_answered(f: &Form<'_>, hits: &mut Hits) {
    let answered = !f.d.text("rectification_reply").is_empty();
    for req in f.ctx.companions.required.iter().filter(|_| !answered) {
        hits.field("rectification_reply").say("req", req);
    }
}

fn backwards(f: &Form<'_>, hits: &mut Hits) {
    let Some(earlier) = &f.ctx.companions.earlier else {
        return;
    };
    let s = f.watch();
    let before = Snapshot::of(earlier, f.ctx.profile, &f.ctx.companions.plan);
    if before.month > s.month {
        return;
    }
    for (line, w) in watched(f, s) {
        let cumulative = lexicon().units_additive.has(&w.target.unit)
            && !matches!(w.target.op, Some(Op::Le | Op::Lt));
        let was = before.lines.iter().find(|b| {
            let old = earlier.indicators.get(b.at);
            old.is_some_and(|o| normal(&o.name) == line.name)
        });
        let figures = |w: &Watched| w.actual.as_ref().and_then(|a| a.number);
        if let (true, Some(now), Some(old)) = (cumulative, figures(w), was.and_then(figures))
            && now < old
        {
            hits.line(line, "actual")
                .say("a", &format!("{now}{}", w.target.unit))
                .say("a0", &format!("{old}{}", w.target.unit));
        }
    }
}

/// A later report with the money and every figure of the one before.
fn standing_still(f: &Form<'_>, hits: &mut Hits) {
    let Some(earlier) = &f.ctx.companions.earlier else {
        return;
    };
    let s = f.watch();
    let before = Snapshot::of(earlier, f.ctx.profile, &f.ctx.companions.plan);
    let same = |w: &Watched, line: &Line<'_>| {
        let was = before.lines.iter().find(|b| {
            let old = earlier.indicators.get(b.at);
            old.is_some_and(|o| normal(&o.name) == line.name)
        });
        was.is_some_and(|b| b.actual == w.actual)
    };
    let moved = before.month >= s.month
        || before.paid != s.paid
        || watched(f, s).any(|(line, w)| !same(w, line));
    if !moved && !s.lines.is_empty() {
        hits.at(Place::Form)
            .say("m0", &before.month.to_string())
            .say("m", &s.month.to_string());
    }
}

fn idle_bonds(f: &Form<'_>, hits: &mut Hits) {
    let s = f.watch();
    if f.bonded()
        && let Some(x) = s.exec_progress()
        && x < cut(f.ctx.profile.watch.bond_idle)
    {
        hits.field("paid_to_date");
    }
}

fn key_monitoring(f: &Form<'_>, hits: &mut Hits) {
    let s = f.watch();
    let cuts = &f.ctx.profile.watch;
    if let (Some(b), Some(r)) = (s.budget, s.exec_rate())
        && s.month == cuts.key_month
        && b >= Fen::new(cuts.key_budget.get())
        && r < cut(cuts.key_rate)
    {
        hits.field("paid_to_date")
            .say("a", &b.wan())
            .say("m", &s.month.to_string())
            .say("r", &percent(r));
    }
}
