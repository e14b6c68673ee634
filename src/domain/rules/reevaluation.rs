//! R01–R19: what a re-evaluation 再评价 shows of a self-evaluation, and what is odd in the
//! re-evaluation itself. Those of one case are found here while it is gone through; those of a
//! department stand in its report.

use super::names::comparable;
use super::text::{fill, text};
use crate::domain::checklist::{Answer, Check, How, Sheet, find};
use crate::domain::companion::Evidence;
use crate::domain::declaration::Declaration;
use crate::domain::entry::Opinion;
use crate::domain::evaluation::{Scored, band, by_labels};
use crate::domain::fen::Fen;
use crate::domain::finding::{Finding, Place};
use crate::domain::score::Points;
use crate::domain::value::{self, normal, parse};

/// A finding of a rule that looks over more than a form.
pub fn finding(
    rule: &str,
    variant: &str,
    place: Place,
    params: &[(&str, String)],
) -> Option<Finding> {
    let t = text(rule)?;
    Some(Finding {
        rule: rule.to_owned(),
        severity: t.severity,
        field: place,
        message: fill(t.opinion(variant), params),
        suggestion: t.suggestion(variant).map(|s| fill(s, params)),
    })
}

/// R10: 自评执行数 against what the treasury paid; amounts may differ by 0.1 万元.
pub fn treasury(declared: Option<Fen>, paid: Option<Fen>) -> Option<Finding> {
    let (b, pay) = declared.zip(paid)?;
    let off = b.checked_sub(pay)?.abs().get();
    if off <= 100_000 {
        return None;
    }
    let params = [("B", b.wan()), ("pay", pay.wan())];
    finding("R10", "", Place::Field("paid_to_date".to_owned()), &params)
}

/// What the evidence says against a form (R04), and what it counts twice (R20).
pub fn beside(d: &Declaration, evidence: &[Evidence]) -> Vec<Finding> {
    let mut out = Vec::new();
    let key = |name: &str| comparable(&normal(name));
    for (n, i) in d.indicators.iter().enumerate() {
        let name = key(&i.name);
        if name.is_empty() || i.whole_project {
            continue;
        }
        let at = |column: &str| Place::Indicator(n, Some(column.to_owned()));
        let actual = parse(i.note("actual"), d.year);
        let shown = evidence
            .iter()
            .filter(|e| key(&e.indicator) == name && !e.shows.trim().is_empty())
            .map(|e| (e, parse(&e.shows, d.year)));
        let against = shown
            .clone()
            .find(|(_, v)| match value::actual::comparable(&actual, v) {
                Some((a, v)) => a != v,
                None => actual.numeric() && v.numeric(),
            });
        if let Some((e, v)) = against {
            let params = [
                ("name", i.name.trim().to_owned()),
                ("a", actual.to_string()),
                ("doc", e.file.clone()),
                ("v", v.to_string()),
            ];
            out.extend(finding("R04", "", at("actual"), &params));
        }
        let twice = d.indicators.iter().take(n).any(|o| key(&o.name) == name);
        if twice {
            let params = [("name", i.name.trim().to_owned())];
            out.extend(finding("R20", "", at("name"), &params));
        }
    }
    out
}

fn place(line: &Scored) -> Place {
    match line.at {
        Some(n) => Place::Indicator(n, Some("score".to_owned())),
        None => Place::Field("exec_score".to_owned()),
    }
}

/// What a line is called.
fn name(sheet: &Sheet, line: &Scored) -> String {
    if line.at.is_none() {
        return "预算执行率".to_owned();
    }
    sheet.name(line).to_owned()
}

/// What the rules say of a case gone through so far, and of how it was gone through.
pub fn over(
    sheet: &Sheet,
    checks: &[Check],
    opinions: &[Opinion],
    score: Option<Points>,
) -> Vec<Finding> {
    let mut out = Vec::new();
    let settled = sheet.settled(checks, score, "");
    let (s, r) = (settled.declared, settled.score);
    let d = (s - r).abs();
    let cuts = sheet.profile().evaluated;
    if d.get() >= cuts.deviation {
        let params = [
            ("s", s.to_string()),
            ("r", r.to_string()),
            ("d", d.to_string()),
        ];
        out.extend(finding("R01", "", Place::Form, &params));
    }
    let label = sheet.evaluation.grade.as_str();
    let profile = by_labels(sheet.profile(), label);
    let grades = band(profile, label, s).zip(band(profile, label, r));
    if let Some((g1, g2)) = grades.filter(|(a, b)| a.name != b.name) {
        let params = [("g1", g1.name.clone()), ("g2", g2.name.clone())];
        out.extend(finding("R02", "", Place::Form, &params));
    }
    if sheet
        .findings
        .iter()
        .any(|f| f.rule == "E13" || f.rule == "E14")
    {
        out.extend(finding("R05", "", Place::Form, &[]));
    }
    let able: Vec<&Scored> = sheet
        .evaluation
        .lines
        .iter()
        .filter(|l| l.reckoned.is_ok())
        .collect();
    let wrong = able.iter().filter(|l| l.wrong()).count();
    if wrong * 100 > able.len() * usize::try_from(cuts.wrong_share).unwrap_or(0) {
        let p = wrong * 100 / able.len().max(1);
        let params = [
            ("n", able.len().to_string()),
            ("k", wrong.to_string()),
            ("p", p.to_string()),
        ];
        out.extend(finding("R06", "", Place::Form, &params));
    }
    for line in &sheet.evaluation.lines {
        out.extend(of_line(sheet, line, checks));
    }
    let problems = checks
        .iter()
        .filter(|c| matches!(c.answer, Answer::Differs | Answer::Lacking))
        .count();
    if problems > opinions.len() {
        let params = [
            ("n", problems.to_string()),
            ("k", opinions.len().to_string()),
        ];
        out.extend(finding("R18", "", Place::Form, &params));
    }
    out
}

fn of_line(sheet: &Sheet, line: &Scored, checks: &[Check]) -> Vec<Finding> {
    let mut out = Vec::new();
    let Some(check) = find(checks, &line.id()) else {
        return out;
    };
    let split = sheet.split(line, checks);
    let class = sheet.procedure.class(&check.class);
    let counts = matches!(check.answer, Answer::Differs | Answer::Lacking);
    let said = name(sheet, line);
    let lost = line.computed() - split.score;
    let doc = check.proof.as_ref().map_or("--", |p| p.file.as_str());
    if counts && class.is_some_and(|k| k.how == How::Verified) && !check.verified.is_empty() {
        let params = [
            ("name", said.clone()),
            ("a", line.actual.to_string()),
            ("doc", doc.to_owned()),
            ("v", check.verified.clone()),
        ];
        out.extend(finding("R04", "", place(line), &params));
    } else if check.answer == Answer::Lacking {
        out.extend(finding(
            "R04",
            "none",
            place(line),
            &[("name", said.clone())],
        ));
    }
    if counts && class.is_some_and(|k| k.how == How::Low) {
        let params = [("name", said.clone()), ("d", lost.to_string())];
        out.extend(finding("R09", "", place(line), &params));
    }
    let silent = check.note.trim().is_empty();
    let agrees_and_costs = !counts && lost > Points::ZERO;
    let differs_for_nothing = counts
        && lost == Points::ZERO
        && class.is_some_and(|k| k.how != How::Recompute)
        && line.weight.is_some_and(|w| w > Points::ZERO);
    if agrees_and_costs || differs_for_nothing {
        let variant = if agrees_and_costs { "costs" } else { "" };
        let params = [("name", said.clone()), ("d", lost.abs().to_string())];
        out.extend(finding("R14", variant, place(line), &params));
    }
    if let (Some(_), Some(k), true) = (check.score, class, counts) {
        let table = Check {
            score: None,
            ..check.clone()
        };
        let due = sheet.split(line, &[table]).score;
        if due != split.score && k.how != How::Recompute && k.share > 0 {
            let params = [
                ("name", said.clone()),
                ("class", k.name.clone()),
                ("due", due.to_string()),
                ("r", split.score.to_string()),
                ("why", check.note.trim().to_owned()),
            ];
            out.extend(finding("R15", "", place(line), &params));
        }
    }
    if split.score > split.declared && !line.wrong() && check.verified.is_empty() {
        let params = [
            ("name", said.clone()),
            ("s", split.declared.to_string()),
            ("r", split.score.to_string()),
        ];
        out.extend(finding("R16", "", place(line), &params));
    }
    if split.score == Points::ZERO
        && line.computed() > Points::ZERO
        && silent
        && check.verified.is_empty()
    {
        out.extend(finding("R17", "", place(line), &[("name", said)]));
    }
    out
}
