//! E01–E30: a self-evaluation 绩效自评 against its own figures, the approved target and the tables
//! beside it. E28 is of forms that are not there; the report of the coverage finds it.

use super::evidence;
use super::form::{Form, Line};
use super::monitoring::empty_reason;
use super::{Check, Hits};
use crate::domain::day::Day;
use crate::domain::declaration::Indicator;
use crate::domain::evaluation::{Evaluation, Scored, band, budget_column, of_sources};
use crate::domain::fen::Fen;
use crate::domain::finding::{Place, Severity};
use crate::domain::level::Level2;
use crate::domain::monitor::rounded;
use crate::domain::score::{Formula, Points, Reckoned, Unknown};
use crate::domain::value::{day, normal, parse};
use rust_decimal::Decimal;

pub(super) const TABLE: &[(&str, Check)] = &[
    ("E01", execution_score),
    ("E02", score),
    ("E03", funds),
    ("E04", zero_target),
    ("E05", reverse_score),
    ("E06", words_score),
    ("E07", beyond_weight),
    ("E08", far_above),
    ("E09", total),
    ("E10", weights),
    ("E11", grade),
    ("E12", no_reason),
    ("E13", evidence::other_indicators),
    ("E14", evidence::other_target),
    ("E15", evidence::other_budget),
    ("E16", no_actual),
    ("E17", no_figure),
    ("E18", no_conclusion),
    ("E19", level_weights),
    ("E20", one_heavy),
    ("E21", all_alike),
    ("E22", full_though_missed),
    ("E23", over_budget),
    ("E24", little_spent),
    ("E25", evidence::no_survey),
    ("E26", late),
    ("E27", evidence::no_evidence),
    ("E29", boilerplate),
    ("E30", late_and_full),
];

/// Indicators with the line of the form they stand on.
pub(super) fn scored<'f, 'a>(f: &'f Form<'a>) -> impl Iterator<Item = (&'f Line<'a>, &'f Scored)> {
    let line = |s: &Scored| f.lines.iter().find(|l| Some(l.at) == s.at);
    f.evaluation()
        .indicators()
        .filter_map(move |s| line(s).map(|l| (l, s)))
}

/// As above, those whose points can be computed.
fn reckoned<'f, 'a>(
    f: &'f Form<'a>,
) -> impl Iterator<Item = (&'f Line<'a>, &'f Scored, &'f Reckoned)> {
    scored(f).filter_map(|(l, s)| s.reckoned.as_ref().ok().map(|r| (l, s, r)))
}

fn percent(n: Decimal) -> String {
    rounded(n).normalize().to_string()
}

fn rate(e: &Evaluation) -> String {
    let rate = e.exec_rate().map(|r| Decimal::new(i64::from(r), 2));
    rate.map_or_else(|| "--".to_owned(), |r| r.normalize().to_string())
}

fn execution_score(f: &Form<'_>, hits: &mut Hits) {
    let e = f.evaluation();
    let Some((line, r)) = e
        .execution()
        .and_then(|l| l.reckoned.as_ref().ok().map(|r| (l, r)))
    else {
        return;
    };
    let Some(said) = line.declared else {
        if f.d.has("exec_score") {
            hits.field("exec_score")
                .variant("blank")
                .say("r", &rate(e))
                .say("exp", &r.low.to_string());
        }
        return;
    };
    if r.differs(said) {
        hits.field("exec_score")
            .say("r", &rate(e))
            .say("exp", &r.low.to_string())
            .say("s", &said.to_string());
    }
}

/// Says target, actual, what it should score and what it was given.
fn told(hits: &mut Hits, line: &Line<'_>, s: &Scored, expected: Points) {
    let said = s.said();
    let d = said - expected;
    hits.line(line, "score")
        .variant(if s.declared.is_none() { "blank" } else { "" })
        .say("t", &s.target.to_string())
        .say("a", &s.actual.to_string())
        .say("exp", &expected.to_string())
        .say("s", &said.to_string())
        .say("more", if d > Points::ZERO { "多计" } else { "少计" })
        .say("d", &d.abs().to_string());
}

fn score(f: &Form<'_>, hits: &mut Hits) {
    for (line, s, r) in reckoned(f) {
        let plain = matches!(
            r.formula,
            Formula::Positive | Formula::Equal | Formula::Range | Formula::Date
        );
        if plain && (r.differs(s.said()) || s.declared.is_none()) {
            told(hits, line, s, r.low);
        }
    }
}

fn zero_target(f: &Form<'_>, hits: &mut Hits) {
    for (line, s, r) in reckoned(f) {
        if r.formula == Formula::Zero && s.declared.is_some_and(|p| r.differs(p)) {
            told(hits, line, s, r.low);
        }
    }
}

fn reverse_score(f: &Form<'_>, hits: &mut Hits) {
    for (line, s, r) in reckoned(f) {
        let down = matches!(r.formula, Formula::ReverseLinear | Formula::ReverseRatio);
        if down && s.declared.is_some_and(|p| r.differs(p)) {
            told(hits, line, s, r.low);
        }
    }
}

fn words_score(f: &Form<'_>, hits: &mut Hits) {
    for (line, s) in scored(f) {
        if s.weight.is_none() || s.declared.is_none() {
            continue;
        }
        match &s.reckoned {
            Ok(r) if r.formula == Formula::Words && r.differs(s.said()) => {
                hits.line(line, "score")
                    .say("grade", &s.actual.text)
                    .say("lo", &r.low.to_string())
                    .say("hi", &r.high.to_string())
                    .say("s", &s.said().to_string());
            }
            Err(Unknown::NoGrade) => {
                hits.line(line, "actual")
                    .variant("none")
                    .say("grade", &s.actual.text);
            }
            _ => {}
        }
    }
}

fn beyond_weight(f: &Form<'_>, hits: &mut Hits) {
    for (line, s) in scored(f) {
        let (Some(w), Some(said)) = (s.weight, s.declared) else {
            continue;
        };
        if said > w || said < Points::ZERO {
            hits.line(line, "score")
                .say("s", &said.to_string())
                .say("w", &w.to_string());
        }
    }
}

/// What is written as the reason beside an indicator; none where the form has no place for it.
fn reason<'f>(f: &'f Form<'_>, i: &'f Indicator) -> Option<&'f str> {
    if i.notes.contains_key("cause_text") {
        return Some(i.note("cause_text"));
    }
    f.d.has("deviation_reason")
        .then(|| f.d.text("deviation_reason"))
}

fn far_above(f: &Form<'_>, hits: &mut Hits) {
    let p = f.ctx.profile;
    for (line, _, r) in reckoned(f) {
        let Some(ratio) = r.ratio.filter(|_| r.formula == Formula::Positive) else {
            continue;
        };
        let blank = reason(f, line.raw).is_none_or(|t| t.trim().is_empty());
        if blank && ratio >= Decimal::from(p.over_ratio) {
            let hit = hits.line(line, "actual").say("p", &percent(ratio));
            if ratio >= Decimal::from(p.evaluated.over_error) {
                hit.severity(Severity::Error);
            }
        }
    }
}

fn total(f: &Form<'_>, hits: &mut Hits) {
    let e = f.evaluation();
    if let Some(tot) = e.total
        && !tot.near(e.declared_sum())
    {
        hits.field("self_total")
            .say("tot", &tot.to_string())
            .say("sum", &e.declared_sum().to_string());
    }
}

/// All points of the form, with those it gives the execution; none where some are not known.
fn all_points(f: &Form<'_>) -> Option<Points> {
    let e = f.evaluation();
    let lines = e.indicators().map(|l| l.weight);
    let lines: Option<Vec<Points>> = lines.collect();
    let lines = lines.filter(|l| !l.is_empty())?;
    let exec = Points::read(f.d.text("exec_weight"))
        .unwrap_or(Points::new(f.ctx.profile.weights.execution));
    Some(lines.into_iter().sum::<Points>() + exec)
}

fn weights(f: &Form<'_>, hits: &mut Hits) {
    if let Some(sum) = all_points(f)
        && sum != Points::FULL
    {
        hits.at(Place::Form).say("sum", &sum.to_string());
    }
}

fn grade(f: &Form<'_>, hits: &mut Hits) {
    let e = f.evaluation();
    let tot = e.computed();
    let label = normal(&e.grade);
    if label.is_empty() {
        return;
    }
    let Some(due) = band(f.ctx.profile, &label, tot) else {
        return;
    };
    if due.name != label {
        hits.field("self_grade")
            .say("g", &label)
            .say("tot", &tot.to_string())
            .say("exp", &due.name);
    }
}

fn no_reason(f: &Form<'_>, hits: &mut Hits) {
    for (line, s) in scored(f) {
        let below = s.weight.zip(s.declared).is_some_and(|(w, said)| said < w);
        if below && reason(f, line.raw).is_some_and(|t| t.trim().is_empty()) {
            hits.line(line, "cause_text");
        }
    }
    let e = f.evaluation();
    let low = e
        .exec_rate()
        .is_some_and(|r| r < f.ctx.profile.evaluated.exec_explained * 100);
    if !low {
        return;
    }
    // Where the form has no cell for it, any reason given will do.
    let cells: Vec<&str> = f.d.indicators.iter().filter_map(|i| reason(f, i)).collect();
    let silent = if f.d.has("exec_reason") {
        f.d.text("exec_reason").is_empty()
    } else {
        !cells.is_empty() && cells.iter().all(|t| t.trim().is_empty())
    };
    if silent {
        hits.field("exec_rate")
            .variant("execution")
            .say("r", &rate(e))
            .say("cut", &f.ctx.profile.evaluated.exec_explained.to_string());
    }
}

fn no_actual(f: &Form<'_>, hits: &mut Hits) {
    for (line, s) in scored(f) {
        if s.fault == Some(Unknown::NoActual) {
            hits.line(line, "actual");
        }
    }
}

fn no_figure(f: &Form<'_>, hits: &mut Hits) {
    for (line, s) in scored(f) {
        let odd = matches!(
            s.fault,
            Some(
                Unknown::Repeats
                    | Unknown::WordsForNumber
                    | Unknown::NumberForWords
                    | Unknown::OtherUnit
            )
        );
        if odd {
            hits.line(line, "actual").say("a", &s.actual.text);
        }
    }
}

fn no_conclusion(f: &Form<'_>, hits: &mut Hits) {
    let hint = |t: &str| t.is_empty() || t.contains("字以内");
    if f.d.has("conclusion") && hint(&normal(f.d.text("conclusion"))) {
        hits.field("conclusion");
    }
}

fn level_weights(f: &Form<'_>, hits: &mut Hits) {
    let due = f.ctx.profile.weights;
    if due.benefit + due.satisfaction == 0 || all_points(f).is_none() || !f.leveled() {
        return;
    }
    let mut has = [0; 3];
    for (line, s) in scored(f) {
        let Some(kind) = line.kind else { return };
        let slot = if kind.is_benefit() {
            1
        } else if kind == Level2::Satisfaction {
            2
        } else {
            0
        };
        if let Some(n) = has.get_mut(slot) {
            *n += s.weight.map_or(0, Points::get);
        }
    }
    if has != [due.output, due.benefit, due.satisfaction] {
        let p = |n: i32| Points::new(n).decimal().normalize();
        let text = format!(
            "产出（含成本）{}、效益{}、满意度{}，应为{}、{}、{}",
            p(has[0]),
            p(has[1]),
            p(has[2]),
            p(due.output),
            p(due.benefit),
            p(due.satisfaction)
        );
        hits.at(Place::Form).say("weights", &text);
    }
}

fn one_heavy(f: &Form<'_>, hits: &mut Hits) {
    for (line, s) in scored(f) {
        if let Some(w) = s
            .weight
            .filter(|w| w.get() > f.ctx.profile.limits.points_max)
        {
            hits.line(line, "weight").say("w", &w.to_string());
        }
    }
}

/// Fewest measured indicators that are looked at as a pattern.
const ALIKE: usize = 5;

fn all_alike(f: &Form<'_>, hits: &mut Hits) {
    if f.evaluation().all_alike(ALIKE) {
        hits.at(Place::Form);
    }
}

fn full_though_missed(f: &Form<'_>, hits: &mut Hits) {
    for (line, s, r) in reckoned(f) {
        let other = matches!(r.formula, Formula::Words | Formula::Date | Formula::Zero);
        if !other
            && !r.reached
            && s.declared.is_some()
            && s.declared == s.weight
            && r.differs(s.said())
        {
            told(hits, line, s, r.low);
        }
    }
}

fn over_budget(f: &Form<'_>, hits: &mut Hits) {
    let e = f.evaluation();
    if e.exec_rate().is_some_and(|r| r > 10_000) {
        hits.field("exec_rate").say("r", &rate(e));
    }
}

fn little_spent(f: &Form<'_>, hits: &mut Hits) {
    let e = f.evaluation();
    let low = e
        .exec_rate()
        .is_some_and(|r| r < f.ctx.profile.evaluated.exec_low * 100);
    let output = |l: &Line<'_>| {
        l.kind
            .is_some_and(|k| !k.is_benefit() && k != Level2::Satisfaction && !k.is_cost())
    };
    let mut all = scored(f).filter(|(l, _)| output(l)).peekable();
    let some = all.peek().is_some();
    if low && some && all.all(|(_, s)| s.reckoned.as_ref().is_ok_and(|r| r.reached)) {
        hits.field("exec_rate").say("r", &rate(e));
    }
}

fn late(f: &Form<'_>, hits: &mut Hits) {
    let cuts = f.ctx.profile.evaluated;
    let due = Day::new(f.d.year + 1, cuts.due_month, cuts.due_day);
    let filed =
        f.d.day("filed_on")
            .or_else(|| day(f.d.text("filed_on"), f.d.year));
    if let (Some(due), Some(filed)) = (due, filed) {
        let n = filed.since(due);
        if n > 0 {
            hits.field("filed_on")
                .say("n", &n.to_string())
                .say("due", &due.to_string());
        }
    }
}

fn boilerplate(f: &Form<'_>, hits: &mut Hits) {
    let fewest = f.ctx.profile.min_reason_chars;
    let over = Decimal::from(f.ctx.profile.over_ratio);
    for (line, s) in scored(f) {
        let text = line.raw.note("cause_text").trim();
        let far = s
            .reckoned
            .as_ref()
            .is_ok_and(|r| r.formula == Formula::Positive && r.ratio.is_some_and(|n| n >= over));
        let asked = far || s.weight.zip(s.declared).is_some_and(|(w, said)| said < w);
        if asked && !text.is_empty() && empty_reason(text, fewest) {
            hits.line(line, "cause_text").say("text", text);
        }
    }
}

fn late_and_full(f: &Form<'_>, hits: &mut Hits) {
    for (line, s, r) in reckoned(f) {
        let more = s.said() > r.high && r.differs(s.said());
        if r.formula == Formula::Date && r.late > 0 && s.declared.is_some() && more {
            hits.line(line, "score")
                .say("n", &r.late.to_string())
                .say("exp", &r.low.to_string())
                .say("s", &s.said().to_string());
        }
    }
}

fn funds(f: &Form<'_>, hits: &mut Hits) {
    let e = f.evaluation();
    for column in [budget_column(f.d), "paid_to_date", "initial_budget"] {
        let (Some(tot), Some(sum)) = (f.d.fen(column), of_sources(f.d, column)) else {
            continue;
        };
        if !f.near(tot, sum) {
            hits.field(column)
                .say("tot", &tot.wan())
                .say("sum", &sum.wan());
            break;
        }
    }
    if e.from_parts {
        return;
    }
    if e.budget == Some(Fen::ZERO) && e.paid.is_some_and(|p| p > Fen::ZERO) {
        hits.field("paid_to_date")
            .variant("zero")
            .say("B", &e.paid.unwrap_or_default().wan());
    }
    let said = parse(f.d.text("exec_rate"), f.d.year);
    if let (Some(n), Some(r)) = (said.number, e.exec_rate()) {
        // A spreadsheet shows a percentage as a part of one.
        let n = if said.unit.is_empty() && n <= Decimal::TWO {
            n * Decimal::ONE_HUNDRED
        } else {
            n
        };
        let r = Decimal::new(i64::from(r), 2);
        if (n - r).abs() > Decimal::new(1, 1) {
            hits.field("exec_rate")
                .variant("rate")
                .say("said", &percent(n))
                .say("r", &percent(r));
        }
    }
}
