//! `show`: one case whole, as the acting person may see it.

use super::Ctx;
use super::out::{self, Format};
use crate::domain::checklist::Sheet;
use crate::domain::clean::{Clean, lines};
use crate::domain::declaration::{Declaration, Indicator};
use crate::domain::entry::{Opinion, Payload};
use crate::domain::fen::Fen;
use crate::domain::finding::Severity;
use crate::domain::monitor::Snapshot;
use crate::domain::score::Points;
use crate::domain::value::Value as Target;
use crate::report::Report;
use crate::store::{CaseFile, LogLine, Reader as _};
use crate::words;
use serde_json::{Value, json};

/// Prints a case.
pub(super) fn show(ctx: &Ctx, word: &str) -> Result<(), Report> {
    let opened = ctx.open()?;
    let mut r = ctx.reader(&opened)?;
    let id = ctx.case(&mut r, word)?;
    let file = r.case(id).map_err(|e| ctx.failed(e))?;
    if ctx.format == Format::Json {
        return out::json(&json_of(ctx, &file));
    }
    out::text(&words::cli::case_text(ctx.lang, &file))
}

fn json_of(ctx: &Ctx, file: &CaseFile) -> Value {
    let d = file.now().map(|r| &r.declaration);
    let fields: serde_json::Map<String, Value> = d
        .map(|d| {
            d.fields
                .iter()
                .map(|(k, f)| (k.clone(), field(d, k, f.fen.is_some())))
                .collect()
        })
        .unwrap_or_default();
    let year = d.map_or(0, |d| d.year);
    let indicators: Vec<Value> = d
        .map(|d| d.indicators.iter().map(|i| indicator(i, year)).collect())
        .unwrap_or_default();
    let findings: Vec<Value> = file
        .findings()
        .iter()
        .map(|f| {
            json!({"rule": f.rule, "severity": f.severity, "field": f.field.to_string(),
                "message": lines(&f.message)})
        })
        .collect();
    let mut out = json!({
        "case": file.row.code, "queue": file.row.queue, "name": file.row.name,
        "status": file.row.state, "version": file.row.version, "round": file.row.round,
        "unit": file.row.unit, "amount_cents": file.row.amount.get(),
        "fields": fields, "indicators": indicators, "findings": findings,
        "opinions": opinions(file),
        "history": file.history.iter().map(|l| history(ctx, file, l)).collect::<Vec<_>>(),
    });
    if let (true, Some(d), Some(all)) = (file.procedure.watch, d, out.as_object_mut()) {
        all.insert("monitoring".to_owned(), monitoring(file, d));
    }
    if let (Some(sheet), Some(all)) = (&file.sheet, out.as_object_mut()) {
        all.insert("evaluation".to_owned(), evaluation(file, sheet));
    }
    out
}

/// A self-evaluation computed again, and how its checklist stands; points in hundredths.
fn evaluation(file: &CaseFile, sheet: &Sheet) -> Value {
    let closing = file.standing.closing.as_ref();
    let checks = closing.map_or(&[][..], |c| &c.first.checks);
    let settled = closing.and_then(|c| c.first.settled.as_ref());
    let e = &sheet.evaluation;
    let (able, of) = e.coverage();
    let rows: Vec<Value> = e
        .lines
        .iter()
        .map(|l| {
            let split = sheet.split(l, checks);
            let parts: Vec<i32> = split.parts.iter().map(|p| p.get()).collect();
            let why = l.reckoned.as_ref().err();
            json!({"row": l.id(), "name": lines(sheet.name(l)),
                "weight": l.weight.map(Points::get), "declared": l.declared.map(Points::get),
                "computed": l.reckoned.is_ok().then(|| l.computed().get()),
                "score": split.score.get(), "parts": parts,
                "not_computable": why.map(|w| words::evaluation::why(words::Lang::Zh, *w))})
        })
        .collect();
    json!({
        "declared": e.declared().get(), "computed": e.computed().get(),
        "computable": able, "lines": of, "grade": e.grade,
        "chosen": file.standing.chosen, "settled": settled, "checks": checks,
        "quality": closing.map(|_| sheet.quality(checks).0.get()), "rows": rows,
    })
}

/// Money and results of a watched case; progress in hundredths of a percent.
fn monitoring(file: &CaseFile, d: &Declaration) -> Value {
    let s = Snapshot::of(d, &file.profile, &file.plan);
    let hundredths = |n: Option<rust_decimal::Decimal>| {
        let n = n.map(|n| (n * rust_decimal::Decimal::ONE_HUNDRED).floor());
        n.and_then(|n| i64::try_from(n).ok())
    };
    let indicators: Vec<Value> = s
        .lines
        .iter()
        .map(|l| {
            let name = d.indicators.get(l.at).map_or("", |i| i.name.as_str());
            json!({"name": lines(name), "progress": hundredths(l.progress),
                "light": format!("{:?}", l.light).to_lowercase(),
                "actual": l.actual.as_ref().map(|a| lines(&a.text))})
        })
        .collect();
    let suggested = file.procedure.suggested(file.findings());
    json!({
        "month": s.month, "budget_cents": s.budget.map(Fen::get),
        "paid_cents": s.paid.map(Fen::get), "exec_rate": hundredths(s.exec_rate()),
        "by_month": hundredths(s.by_month()), "on_plan": s.planned.is_some(),
        "exec_progress": file.row.gauge.exec, "goal_progress": file.row.gauge.goal,
        "stake_cents": file.row.gauge.stake.get(), "indicators": indicators,
        "suggested": suggested.map(|(k, why)| json!({
            "verdict": k.id, "rule": why.map(|f| f.rule.clone())})),
    })
}

fn field(d: &Declaration, key: &str, money: bool) -> Value {
    if money {
        return json!(d.fen(key).map(Fen::get));
    }
    match d.day(key) {
        Some(day) => json!(day.to_string()),
        None => {
            let text = d.many(key);
            if text.is_empty() {
                Value::Null
            } else {
                json!(text)
            }
        }
    }
}

fn indicator(i: &Indicator, year: i32) -> Value {
    let text = |s: &str| Clean::line(s).to_string();
    let v = Target::of(i, year);
    let points = i.weight.map(|w| {
        let sign = if w < 0 { "-" } else { "" };
        format!("{sign}{}.{:02}", w.abs() / 100, w.abs() % 100)
    });
    json!({
        "level1": text(&i.level1), "level2": text(&i.level2), "level3": text(&i.name),
        "direction": v.direction(), "target": text(&i.value),
        "unit": i.unit.as_deref().map(text).or_else(|| (!v.unit.is_empty()).then(|| text(&v.unit))),
        "weight": points, "actual": known(i, "actual"), "score": known(i, "score"),
    })
}

/// A column that only some forms have.
fn known(i: &Indicator, key: &str) -> Value {
    match i.notes.get(key) {
        Some(text) if !text.trim().is_empty() => json!(Clean::line(text).to_string()),
        _ => Value::Null,
    }
}

/// Opinions of all verdicts that this viewer may read: signed ones, and withdrawn ones as such.
fn opinions(file: &CaseFile) -> Vec<Value> {
    let taken: Vec<_> = file
        .history
        .iter()
        .filter_map(|l| match l.payload {
            Some(Payload::Withdrawn { seq }) => Some(seq),
            _ => None,
        })
        .collect();
    let mut out = Vec::new();
    for l in &file.history {
        let Some(Payload::Decided { opinions, .. }) = &l.payload else {
            continue;
        };
        let state = if taken.contains(&l.seq) {
            "withdrawn"
        } else {
            "signed"
        };
        for (n, Opinion { field, text, rule }) in opinions.iter().enumerate() {
            out.push(json!({
                "id": format!("{}.{}", l.seq, n + 1), "by": l.by.1, "rule": rule,
                "field": field.to_string(), "text": lines(text), "state": state,
            }));
        }
    }
    out
}

fn history(ctx: &Ctx, file: &CaseFile, l: &LogLine) -> Value {
    json!({
        "seq": l.seq, "at": l.at.iso(), "by": l.by.1, "kind": l.kind,
        "summary": words::history::summary(ctx.lang, &file.procedure, l),
    })
}

/// How a severity is sorted and shown.
pub(super) const fn severity_rank(s: Severity) -> u8 {
    match s {
        Severity::Error => 0,
        Severity::Warning => 1,
        Severity::Note => 2,
    }
}
