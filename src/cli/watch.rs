//! `report`, and the papers of watched queues: what stands where, what was never monitored, what
//! is asked of a unit.

use super::export::{Wanted, cases, ending, write};
use super::out::{self, Format};
use super::{Ctx, open};
use crate::domain::clean::lines;
use crate::domain::coverage::{Coverage, Part};
use crate::domain::day::Day;
use crate::domain::finding::Finding;
use crate::domain::gauge::{Cell, Cuts};
use crate::domain::id::CaseId;
use crate::domain::monitor::Snapshot;
use crate::domain::procedure::{Procedure, builtin};
use crate::papers::monitoring::{self, Watched};
use crate::papers::{Document, Origin, document_html, document_xlsx, file_name};
use crate::report::{NO, Report, USAGE};
use crate::store::sqlite::SqliteReader;
use crate::store::{CaseFile, Database, Reader as _};
use crate::words::{self, quadrant, watch as say};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Papers of watched queues, by the name they are exported under.
pub(super) const PAPERS: [&str; 3] = [
    "monitoring-form",
    "monitoring-summary",
    "rectification-notice",
];

pub(super) fn origin(db: &Database, practice: bool) -> Origin {
    Origin {
        practice,
        year: db.year,
        seq: db.entries.get(),
        hash: db.head.to_string(),
        point: db.point(db.entries, db.head),
    }
}

/// The queue that is watched.
fn watched() -> Option<&'static Procedure> {
    builtin().iter().map(|(p, ..)| p).find(|p| p.watch)
}

/// A case as papers have it; nothing where it has no form.
fn of(file: &CaseFile) -> Option<Watched<'_>> {
    let d = &file.now()?.declaration;
    let snapshot = Snapshot::of(d, &file.profile, &file.plan);
    let decision = file.standing.closing.as_ref().map(|c| &c.first);
    let kind = decision.and_then(|g| file.procedure.verdict(&g.verdict));
    let part = |c: Cell| Cuts::default().part(c);
    Some(Watched {
        form: d,
        snapshot,
        findings: file.findings(),
        quadrant: file
            .row
            .gauge
            .cell()
            .map_or_else(String::new, |c| quadrant::part(words::Lang::Zh, part(c))),
        verdict: kind.map_or_else(String::new, |k| k.name.clone()),
        due: decision.and_then(|g| g.due).and_then(Day::from_number),
        amount: decision.and_then(|g| g.amount),
        opinions: decision.map_or_else(Vec::new, |g| {
            g.opinions.iter().map(|o| o.text.clone()).collect()
        }),
    })
}

pub(super) fn read(
    ctx: &Ctx,
    r: &mut SqliteReader,
    ids: &[CaseId],
) -> Result<Vec<CaseFile>, Report> {
    ids.iter()
        .map(|id| r.case(*id).map_err(|e| ctx.failed(e)))
        .collect()
}

/// Writes one of the papers.
pub(super) fn export(ctx: &Ctx, q: &Wanted) -> Result<(), Report> {
    let Some(p) = watched() else {
        return Err(Report::new(USAGE, words::cli::no_paper(ctx.lang, &q.form)));
    };
    let opened = ctx.open()?;
    let mut r = ctx.reader(&opened)?;
    let db = r.database().map_err(|e| ctx.failed(e))?;
    let o = origin(&db, opened.practice);
    let q = Wanted {
        queue: p.id.clone(),
        ..q.clone()
    };
    let files = {
        let ids = cases(ctx, &mut r, &q)?;
        read(ctx, &mut r, &ids)?
    };
    let all: Vec<(&CaseFile, Watched<'_>)> =
        files.iter().filter_map(|f| Some((f, of(f)?))).collect();
    match q.form.as_str() {
        "monitoring-form" => {
            let made = all.iter().map(|(f, w)| {
                let name = file_name(f.row.code.as_str());
                (name, monitoring::form(&o, w.form, &w.snapshot))
            });
            each(ctx, &q, q.case.is_some(), made.collect())
        }
        "rectification-notice" => {
            let mut units: BTreeMap<String, Vec<Watched<'_>>> = BTreeMap::new();
            for (f, w) in all {
                let decision = f.standing.closing.as_ref().filter(|_| f.standing.decided());
                let kind = decision.and_then(|g| f.procedure.verdict(&g.first.verdict));
                if kind.is_some_and(|k| k.undertakes) {
                    units.entry(f.row.unit.to_string()).or_default().push(w);
                }
            }
            if units.is_empty() {
                return Err(Report::new(NO, say::no_notice(ctx.lang)));
            }
            let one = units.len() == 1;
            let made = units.iter().map(|(unit, all)| {
                let name = file_name(unit);
                (name, monitoring::notice(&o, unit, all))
            });
            each(ctx, &q, one, made.collect())
        }
        _ => {
            let all: Vec<Watched<'_>> = all.into_iter().map(|(_, w)| w).collect();
            let made = monitoring::summary(&o, &all);
            put(ctx, &q.output, q.overwrite, &made)
        }
    }
}

/// One paper into a file, several into a directory, each as workbook and page.
pub(super) fn each(
    ctx: &Ctx,
    q: &Wanted,
    one: bool,
    made: Vec<(String, Document)>,
) -> Result<(), Report> {
    if one && (ctx.session.is_some() || !q.output.is_dir()) {
        let Some((_, d)) = made.first() else {
            return Err(Report::new(NO, say::no_notice(ctx.lang)));
        };
        return put(ctx, &q.output, q.overwrite, d);
    }
    ctx.directory(&q.output)?;
    for (name, d) in &made {
        for end in ["xlsx", "html"] {
            let path: PathBuf = q.output.join(format!("{name}.{end}"));
            put(ctx, &path, q.overwrite, d)?;
        }
    }
    Ok(())
}

pub(super) fn put(ctx: &Ctx, path: &Path, overwrite: bool, d: &Document) -> Result<(), Report> {
    let end = ending(ctx, path)?;
    write(ctx, path, end, overwrite, d, document_xlsx, document_html)
}

/// Prints or writes a report.
pub(super) fn report(
    ctx: &Ctx,
    name: &str,
    year: Option<i32>,
    output: Option<&Path>,
    overwrite: bool,
) -> Result<(), Report> {
    let opened = ctx.open()?;
    let mut r = ctx.reader(&opened)?;
    let db = r.database().map_err(|e| ctx.failed(e))?;
    if let Some(year) = year.filter(|y| *y != db.year) {
        return Err(Report::new(USAGE, say::other_year(ctx.lang, year, db.year)));
    }
    let o = origin(&db, opened.practice);
    match name {
        "coverage" => coverage(ctx, &mut r, &o, output, overwrite),
        "monitoring" => monitoring_report(ctx, &mut r, &o, output, overwrite),
        other => Err(Report::new(USAGE, say::no_report(ctx.lang, other))),
    }
}

/// The name of a district, where the profiles know it.
fn district(code: &str) -> String {
    let known = |p: &'static crate::domain::profile::Profile| p.districts.get(code);
    let name = crate::domain::profile::built_in().iter().find_map(known);
    name.cloned().unwrap_or_else(|| code.to_owned())
}

fn coverage(
    ctx: &Ctx,
    r: &mut SqliteReader,
    o: &Origin,
    output: Option<&Path>,
    overwrite: bool,
) -> Result<(), Report> {
    let found = r.coverage(u64::MAX).map_err(|e| ctx.failed(e))?;
    let c = found.unwrap_or_default();
    if let Some(path) = output {
        return put(
            ctx,
            path,
            overwrite,
            &monitoring::coverage(o, &c, &district),
        );
    }
    if ctx.format == Format::Json {
        return out::json(&coverage_json(&c, o.year));
    }
    out::text(&say::coverage_line(ctx.lang, "", &c.whole))?;
    for (code, p) in &c.districts {
        out::text(&say::coverage_line(ctx.lang, &district(code), p))?;
    }
    for (name, p) in c.departments.iter().filter(|(_, p)| p.missing() > 0) {
        out::text(&say::coverage_line(ctx.lang, &lines(name), p))?;
    }
    if !c.missing.is_empty() {
        out::text(&say::missing_head(ctx.lang, c.missing.len()))?;
    }
    for m in &c.missing {
        out::text(&say::missing_line(
            ctx.lang,
            &lines(&m.code),
            &lines(&m.name),
            &lines(&m.department),
            m.amount,
        ))?;
    }
    Ok(())
}

fn part_json(p: &Part) -> Value {
    json!({
        "objects": p.objects, "monitored": p.monitored, "missing": p.missing(),
        "amount_cents": p.amount.get(), "monitored_cents": p.monitored_amount.get(),
        "missing_cents": p.missing_amount().get(),
        "share_by_number": p.by_number(), "share_by_amount": p.by_amount(),
    })
}

fn coverage_json(c: &Coverage, year: i32) -> Value {
    let named = |parts: &BTreeMap<String, Part>| -> serde_json::Map<String, Value> {
        let all = parts.iter();
        all.map(|(k, p)| (lines(k), part_json(p))).collect()
    };
    let missing: Vec<Value> = c
        .missing
        .iter()
        .map(|m| {
            json!({"code": lines(&m.code), "name": lines(&m.name), "rule": "M01",
                "department": lines(&m.department), "district": m.district,
                "amount_cents": m.amount.get()})
        })
        .collect();
    json!({
        "report": "coverage", "year": year, "whole": part_json(&c.whole),
        "districts": named(&c.districts), "departments": named(&c.departments),
        "missing": missing,
    })
}

/// What is told of a queue that is watched: where the cases stand, what was found, what was done.
fn monitoring_report(
    ctx: &Ctx,
    r: &mut SqliteReader,
    o: &Origin,
    output: Option<&Path>,
    overwrite: bool,
) -> Result<(), Report> {
    let Some(p) = watched() else {
        return Err(Report::new(USAGE, say::no_report(ctx.lang, "monitoring")));
    };
    let wanted = Wanted {
        form: String::new(),
        queue: p.id.clone(),
        filter: None,
        case: None,
        output: PathBuf::new(),
        overwrite,
    };
    let ids = cases(ctx, r, &wanted)?;
    if let Some(path) = output {
        let files = read(ctx, r, &ids)?;
        let all: Vec<Watched<'_>> = files.iter().filter_map(of).collect();
        return put(ctx, path, overwrite, &monitoring::summary(o, &all));
    }
    let mut rules: BTreeMap<String, u64> = BTreeMap::new();
    let mut states: BTreeMap<String, u64> = BTreeMap::new();
    let mut parts: BTreeMap<(bool, bool), u64> = BTreeMap::new();
    let mut unanswered: Vec<(String, String, Vec<String>)> = Vec::new();
    let today = open::today();
    let mut late: Vec<(String, String, Day)> = Vec::new();
    for id in &ids {
        let file = r.case(*id).map_err(|e| ctx.failed(e))?;
        let found: std::collections::BTreeSet<&str> =
            file.findings().iter().map(|f| f.rule.as_str()).collect();
        for rule in found {
            *rules.entry(rule.to_owned()).or_default() += 1;
        }
        *states.entry(file.row.state.clone()).or_default() += 1;
        if let Some(c) = file.row.gauge.cell() {
            *parts.entry(Cuts::default().part(c)).or_default() += 1;
        }
        let asked = |f: &&Finding| f.rule == "M15";
        let told: Vec<String> = file
            .findings()
            .iter()
            .filter(asked)
            .map(|f| lines(&f.message))
            .collect();
        if !told.is_empty() {
            unanswered.push((file.row.code.to_string(), file.row.name.to_string(), told));
        }
        let decision = file.standing.closing.as_ref().map(|c| &c.first);
        let due = decision.and_then(|g| g.due).and_then(Day::from_number);
        if let Some(due) = due.filter(|d| *d < today) {
            late.push((file.row.code.to_string(), file.row.name.to_string(), due));
        }
    }
    if ctx.format == Format::Json {
        let name = |(money, results): &(bool, bool)| match (money, results) {
            (true, true) => "on-track",
            (false, true) => "results-ahead",
            (false, false) => "behind",
            (true, false) => "money-ahead",
        };
        let parts: serde_json::Map<String, Value> = parts
            .iter()
            .map(|(k, n)| (name(k).to_owned(), json!(n)))
            .collect();
        return out::json(&json!({
            "report": "monitoring", "year": o.year, "cases": ids.len(),
            "quadrants": parts, "rules": rules, "states": states,
            "unanswered": unanswered.iter().map(|(code, name, told)| json!({
                "code": code, "name": name, "rule": "M15", "messages": told})).collect::<Vec<_>>(),
            "overdue": late.iter().map(|(code, name, due)| json!({
                "code": code, "name": name, "due": due.to_string()})).collect::<Vec<_>>(),
        }));
    }
    out::text(&say::cases(ctx.lang, ids.len()))?;
    for (part, n) in &parts {
        out::text(&say::count(ctx.lang, &quadrant::part(ctx.lang, *part), *n))?;
    }
    for (id, n) in &states {
        let name = p.state(id).map_or_else(
            || id.clone(),
            |s| words::either(ctx.lang, &s.name, &s.name_en),
        );
        out::text(&say::count(ctx.lang, &name, *n))?;
    }
    for (rule, n) in &rules {
        let title = crate::domain::rules::text(rule).map_or_else(String::new, |t| {
            words::either(ctx.lang, &t.title, &t.title_en)
        });
        out::text(&say::count(ctx.lang, &format!("{rule} {title}"), *n))?;
    }
    if !unanswered.is_empty() {
        out::text(&say::unanswered_head(ctx.lang, unanswered.len()))?;
    }
    for (code, name, told) in &unanswered {
        out::text(&format!("  {code}  {name}  {}", told.join("  ")))?;
    }
    if !late.is_empty() {
        out::text(&say::late_head(ctx.lang, late.len()))?;
    }
    for (code, name, due) in &late {
        out::text(&format!("  {code}  {name}  {due}"))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn districts_have_names() {
        assert_eq!(district("310104"), "徐汇区");
        assert_eq!(district("999999"), "999999");
    }
}
