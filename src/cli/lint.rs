//! `lint`: what the rules say of tables, or of a case, without storing anything.

use super::Ctx;
use super::import::{exe, files, known_kind, this_year};
use super::out::{self, Format};
use crate::domain::clean::{Clean, lines};
use crate::domain::companion::{Companion, Companions};
use crate::domain::declaration::{At, Declaration};
use crate::domain::finding::{Finding, Place, Severity};
use crate::domain::profile::Profile;
use crate::domain::rules::{self, Context};
use crate::exchange::child;
use crate::exchange::read::{FileRead, Wanted};
use crate::report::{BAD_FILE, NO, Report};
use crate::store::Reader as _;
use crate::words;
use serde_json::{Value, json};
use std::path::PathBuf;

#[derive(Default)]
struct Sum {
    files: Vec<Value>,
    counts: [u64; 3],
    bad: bool,
}

/// Checks files or a case.
pub(super) fn lint(
    ctx: &Ctx,
    paths: &[PathBuf],
    case: Option<&str>,
    kind: Option<&str>,
) -> Result<(), Report> {
    let mut sum = Sum::default();
    match case {
        Some(word) => {
            let opened = ctx.open()?;
            let mut r = ctx.reader(&opened)?;
            let id = ctx.case(&mut r, word)?;
            let file = r.case(id).map_err(|e| ctx.failed(e))?;
            if let Some(round) = file.now() {
                one(
                    ctx,
                    &mut sum,
                    "",
                    vec![(&round.declaration, round.findings.clone())],
                )?;
            }
        }
        None => {
            known_kind(ctx, kind)?;
            let wanted = Wanted {
                kind: kind.map(str::to_owned),
                year: this_year(),
            };
            let (files, _kept) = files(ctx, paths, None)?;
            let reads: Vec<(PathBuf, FileRead)> = files
                .into_iter()
                .map(|p| exe().map(|exe| (p.clone(), child::read(&exe, &p, &wanted))))
                .collect::<Result<_, _>>()?;
            let beside: Vec<&Companion> = reads.iter().flat_map(|(_, r)| &r.companions).collect();
            for (path, read) in &reads {
                let path = path.display().to_string();
                if !read.is_good() {
                    sum.bad = true;
                    out::aside(&words::exchange::not_read(
                        ctx.lang,
                        &path,
                        &words::exchange::why(ctx.lang, read),
                    ));
                    continue;
                }
                let letter = letter(read.kind.as_deref());
                let found = read
                    .declarations
                    .iter()
                    .map(|d| (d, check(letter, d, &beside)))
                    .collect();
                one(ctx, &mut sum, &path, found)?;
            }
        }
    }
    let [errors, warnings, notes] = sum.counts;
    if ctx.format == Format::Json {
        out::json(
            &json!({"files": sum.files, "errors": errors, "warnings": warnings, "notes": notes}),
        )?;
    } else {
        out::aside(&words::cli::lint_sum(ctx.lang, sum.counts));
    }
    if sum.bad {
        Err(Report::silent(BAD_FILE))
    } else if errors > 0 {
        Err(Report::silent(NO))
    } else {
        Ok(())
    }
}

/// The rules of the queue that a kind of table goes into.
fn letter(kind: Option<&str>) -> &'static str {
    let mut all = crate::domain::procedure::builtin().iter();
    let queue = all.find(|(p, ..)| kind == Some(p.input.as_str()));
    queue.map_or("T", |(p, ..)| p.rules.as_str())
}

/// What the rules say of a form, with the companion tables given beside it.
fn check(letter: &str, d: &Declaration, all: &[&Companion]) -> Vec<Finding> {
    let mut beside = Companions::default();
    for line in all {
        beside.take(&d.code, (*line).clone());
    }
    let (profile, _) = Profile::fitting(d);
    rules::run_letter(letter, d, &Context::bare(&profile, &beside))
}

fn one(
    ctx: &Ctx,
    sum: &mut Sum,
    path: &str,
    found: Vec<(&Declaration, Vec<Finding>)>,
) -> Result<(), Report> {
    let mut cases = Vec::new();
    for (d, findings) in found {
        for f in &findings {
            let n = match f.severity {
                Severity::Error => 0,
                Severity::Warning => 1,
                Severity::Note => 2,
            };
            if let Some(count) = sum.counts.get_mut(n) {
                *count += 1;
            }
            if ctx.format == Format::Text {
                let at = at(d, f);
                out::text(&format!(
                    "{}{}  {}  {}{}  {}",
                    words::cli::severity(f.severity),
                    f.rule,
                    Clean::line(&d.code),
                    place_text(&at),
                    words::field::place(ctx.lang, d, &f.field),
                    lines(&f.message),
                ))?;
            }
        }
        let list: Vec<Value> = findings.iter().map(|f| finding_json(d, f)).collect();
        cases.push(json!({"case": d.code, "name": d.name(), "findings": list}));
    }
    sum.files.push(json!({"path": path, "cases": cases}));
    Ok(())
}

fn finding_json(d: &Declaration, f: &Finding) -> Value {
    let at = at(d, f);
    let some = |n: u32| (n > 0).then_some(n);
    json!({
        "rule": f.rule, "severity": f.severity,
        "sheet": (!at.sheet.is_empty()).then_some(&at.sheet),
        "row": some(at.row), "column": some(at.column),
        "field": f.field.to_string(),
        "message": lines(&f.message), "suggestion": f.suggestion.as_deref().map(lines),
    })
}

/// Where in the file a finding's place stood.
fn at(d: &Declaration, f: &Finding) -> At {
    match &f.field {
        Place::Form => At::default(),
        Place::Field(key) => d.fields.get(key).map(|x| x.at.clone()).unwrap_or_default(),
        Place::Indicator(n, _) => d
            .indicators
            .get(*n)
            .map(|i| i.at.clone())
            .unwrap_or_default(),
    }
}

fn place_text(at: &At) -> String {
    if at.row == 0 {
        return String::new();
    }
    let sheet = if at.sheet.is_empty() {
        String::new()
    } else {
        format!("{}!", at.sheet)
    };
    format!("{sheet}{}{} ", words::exchange::letters(at.column), at.row)
}
