//! The reports and papers of re-evaluation, and how much of what was to be self-evaluated was.

use super::Ctx;
use super::choose::queue;
use super::export::{Wanted, cases, write_bytes};
use super::out::{self, Format};
use super::watch::{each, origin, put, read};
use crate::domain::checklist::{Check, Settled};
use crate::domain::clean::lines;
use crate::domain::department::{self, Filed, Looked, Summary};
use crate::domain::draw::so_far;
use crate::domain::entry::Payload;
use crate::domain::evaluation::{band, by_labels};
use crate::domain::fen::Fen;
use crate::domain::finding::{Finding, Place};
use crate::domain::id::PersonId;
use crate::domain::procedure::Procedure;
use crate::domain::profile;
use crate::domain::rules::reevaluation;
use crate::domain::score::Points;
use crate::papers::reevaluation::{self as papers, Case, Line};
use crate::papers::{Document, file_name};
use crate::report::{NO, Report, USAGE};
use crate::store::draw::candidates;
use crate::store::sqlite::{Actor, SqliteReader, SqliteStore};
use crate::store::{CaseFile, Evaluated, Reader as _};
use crate::words::{self, Lang, evaluation as say};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The paper of a case, by the name it is exported under.
pub(super) const PAPER: &str = "re-evaluation-sheet";

fn the_queue(ctx: &Ctx) -> Result<&'static Procedure, Report> {
    queue().ok_or_else(|| Report::new(USAGE, words::watch::no_report(ctx.lang, "re-evaluation")))
}

/// The decision that stands on a case: its answers, its score.
fn decided(file: &CaseFile) -> (&[Check], Option<&Settled>) {
    let closing = file.standing.closing.as_ref();
    let given = closing.map(|c| &c.first);
    (
        given.map_or(&[][..], |g| &g.checks),
        given
            .filter(|_| file.standing.decided())
            .and_then(|g| g.settled.as_ref()),
    )
}

fn verdict(file: &CaseFile) -> String {
    let closing = file
        .standing
        .closing
        .as_ref()
        .filter(|_| file.standing.decided());
    let kind = closing.and_then(|c| file.procedure.verdict(&c.first.verdict));
    kind.map_or_else(String::new, |v| v.name.clone())
}

fn reply(file: &CaseFile) -> String {
    let mut said = None;
    let mut closing = file.standing.closing.as_ref();
    // What was said to an earlier decision is told as well.
    while let Some(c) = closing {
        said = said.or(c.reply.as_ref());
        closing = c.earlier.as_deref();
    }
    said.map_or_else(String::new, |r| {
        let what = say::reply(Lang::Zh, r.reply);
        if r.reason.is_empty() {
            what
        } else {
            format!("{what}：{}", lines(&r.reason))
        }
    })
}

fn opinions(file: &CaseFile) -> Vec<String> {
    let closing = file.standing.closing.as_ref();
    closing.map_or_else(Vec::new, |c| {
        c.first.opinions.iter().map(|o| o.text.clone()).collect()
    })
}

/// Who decided and who signed second, with their days.
fn signed(file: &CaseFile) -> Vec<String> {
    let history = file.history.iter().rev();
    let mut out = Vec::new();
    for l in history {
        if let Some(Payload::Decided { second, .. }) = &l.payload {
            out.push(words::papers::signed(*second, l.by.1.as_str(), l.at.day()));
            if !second {
                break;
            }
        }
    }
    out.reverse();
    out
}

fn paper<'f>(file: &'f CaseFile) -> Option<Case<'f>> {
    let (checks, settled) = decided(file);
    Some(Case {
        form: &file.now()?.declaration,
        sheet: file.sheet.as_deref()?,
        checks,
        settled,
        verdict: verdict(file),
        reply: reply(file),
        opinions: opinions(file),
        signed: signed(file),
        chosen: file
            .standing
            .chosen
            .as_deref()
            .map_or_else(String::new, |why| say::why_chosen(Lang::Zh, why)),
    })
}

/// Writes 再评价表.
pub(super) fn export(ctx: &Ctx, q: &Wanted) -> Result<(), Report> {
    let p = the_queue(ctx)?;
    let opened = ctx.open()?;
    let mut r = ctx.reader(&opened)?;
    let db = r.database().map_err(|e| ctx.failed(e))?;
    let o = origin(&db, opened.practice);
    let q = Wanted {
        queue: p.id.clone(),
        ..q.clone()
    };
    let ids = cases(ctx, &mut r, &q)?;
    let files = read(ctx, &mut r, &ids)?;
    let chosen = |f: &&CaseFile| f.standing.chosen.is_some();
    let made: Vec<(String, Document)> = files
        .iter()
        .filter(|f| q.case.is_some() || chosen(f))
        .filter_map(|f| Some((file_name(f.row.code.as_str()), papers::case(&o, &paper(f)?))))
        .collect();
    if made.is_empty() {
        return Err(Report::new(NO, say::nothing_chosen(ctx.lang)));
    }
    each(ctx, &q, q.case.is_some(), made)
}

/// What was filed, with the texts that are compared.
fn filed(ctx: &Ctx, r: &mut SqliteReader, all: &[Evaluated]) -> Result<Vec<Filed>, Report> {
    let mut out = Vec::new();
    for e in all {
        let file = r.case(e.id).map_err(|e| ctx.failed(e))?;
        let Some(round) = file.now() else { continue };
        let d = &round.declaration;
        out.push(Filed {
            unit: e.unit.to_string(),
            code: e.code.clone(),
            name: e.name.to_string(),
            declared: e.declared,
            texts: department::TEXTS
                .iter()
                .map(|k| (*k, d.text(k).to_owned()))
                .collect(),
        });
    }
    Ok(out)
}

/// What is known of who should self-evaluate: codes by unit, from the year-end table and the table
/// of approved targets.
fn due(ctx: &Ctx, r: &mut SqliteReader) -> Result<BTreeMap<String, (String, String, Fen)>, Report> {
    let all = r.due_evaluations().map_err(|e| ctx.failed(e))?;
    Ok(all
        .into_iter()
        .map(|o| (o.code, (o.department, o.name, o.amount)))
        .collect())
}

/// R12: who decided here and decided an earlier review of the same project as well.
fn same_person(ctx: &Ctx, r: &mut SqliteReader, f: &CaseFile) -> Result<Vec<Finding>, Report> {
    let signers = |f: &CaseFile| -> BTreeSet<PersonId> {
        let closing = f.standing.closing.iter();
        let both = closing.flat_map(|c| std::iter::once(&c.first).chain(&c.second));
        both.map(|g| g.person).collect()
    };
    let mine = signers(f);
    let mut out = Vec::new();
    for (id, queue) in r.find(f.row.code.as_str()).map_err(|e| ctx.failed(e))? {
        if queue == f.row.queue {
            continue;
        }
        let earlier = r.case(id).map_err(|e| ctx.failed(e))?;
        for who in mine.intersection(&signers(&earlier)) {
            let name = f
                .names
                .get(who)
                .map_or_else(String::new, ToString::to_string);
            let found = reevaluation::finding("R12", "", Place::Form, &[("who", name)]);
            out.extend(found);
        }
    }
    Ok(out)
}

/// All that the report on a department is made of.
struct Gathered {
    unit: String,
    own: Vec<Evaluated>,
    files: Vec<CaseFile>,
    due: Option<usize>,
    summary: Summary,
    findings: Vec<Finding>,
    /// R12 by the code of its case.
    twice: BTreeMap<String, Vec<Finding>>,
    share: u64,
}

fn gather(ctx: &Ctx, r: &mut SqliteReader, unit: &str) -> Result<Gathered, Report> {
    let p = the_queue(ctx)?;
    let all = r
        .evaluated(&p.id, None, usize::MAX)
        .map_err(|e| ctx.failed(e))?
        .unwrap_or_default();
    let (own, others): (Vec<Evaluated>, Vec<Evaluated>) =
        all.into_iter().partition(|e| e.unit.as_str() == unit);
    if own.is_empty() {
        return Err(Report::new(NO, say::no_unit(ctx.lang, unit)));
    }
    let ids: Vec<_> = own.iter().filter(|e| e.chosen).map(|e| e.id).collect();
    let files = read(ctx, r, &ids)?;
    let looked: Vec<Looked<'_>> = files
        .iter()
        .filter(|f| f.standing.decided())
        .filter_map(|f| {
            let (checks, settled) = decided(f);
            Some(Looked {
                code: f.row.code.as_str(),
                amount: f.row.amount,
                sheet: f.sheet.as_deref()?,
                checks,
                settled,
            })
        })
        .collect();
    let summary = department::summary(&looked);
    let sample = so_far(&candidates(&own));
    let undecided: Vec<String> = files
        .iter()
        .filter(|f| !f.standing.decided())
        .map(|f| f.row.code.to_string())
        .collect();
    let known = due(ctx, r)?;
    let count = known.values().filter(|(d, ..)| d == unit).count();
    let due = (count > 0).then_some(count);
    let profile = files
        .first()
        .map_or_else(|| profile::built_in().first(), |f| Some(&*f.profile));
    let (mine, theirs) = (filed(ctx, r, &own)?, filed(ctx, r, &others)?);
    let findings = profile.map_or_else(Vec::new, |p| {
        department::findings(&mine, &theirs, due, &sample, &undecided, p)
    });
    drop(looked);
    let mut twice = BTreeMap::new();
    for f in &files {
        twice.insert(f.row.code.to_string(), same_person(ctx, r, f)?);
    }
    Ok(Gathered {
        unit: unit.to_owned(),
        share: sample.shares().1,
        own,
        due,
        summary,
        findings,
        twice,
        files,
    })
}

fn line(g: &Gathered, f: &CaseFile) -> Option<Line> {
    let sheet = f.sheet.as_deref()?;
    let (checks, settled) = decided(f);
    let label = &sheet.evaluation.grade;
    let profile = by_labels(sheet.profile(), label);
    let grade = |p| band(profile, label, p).map_or_else(String::new, |b| b.name.clone());
    let declared = sheet.evaluation.declared();
    let given = f.standing.closing.as_ref().map(|c| &c.first);
    let said = given.map_or(&[][..], |g| &g.opinions);
    let odd = reevaluation::over(sheet, checks, said, settled.map(|s| s.score));
    let twice = g.twice.get(f.row.code.as_str()).into_iter().flatten();
    let noted = odd.into_iter().filter(|f| f.rule == "R15");
    let notes = noted.chain(twice.cloned()).map(|f| f.message);
    Some(Line {
        code: f.row.code.to_string(),
        name: f.row.name.to_string(),
        amount: f.row.amount,
        declared,
        settled: settled.cloned(),
        grades: (
            grade(declared),
            settled.map_or_else(String::new, |s| grade(s.score)),
        ),
        verdict: verdict(f),
        reply: reply(f),
        opinions: opinions(f),
        notes: notes.collect(),
    })
}

fn made<'a>(p: &Procedure, g: &'a Gathered) -> papers::Report<'a> {
    let amount = g
        .own
        .iter()
        .fold(0i64, |sum, e| sum.saturating_add(e.amount.get()));
    let name = |id: &str| {
        let item = p.check.iter().find(|c| c.id == id);
        item.map_or_else(|| id.to_owned(), |c| c.name.clone())
    };
    let profile = g.files.first().map(|f| &f.profile);
    papers::Report {
        unit: &g.unit,
        filed: (g.own.len(), g.due),
        amount: Fen::new(amount),
        lines: g.files.iter().filter_map(|f| line(g, f)).collect(),
        share: g.share,
        summary: &g.summary,
        grade: match (profile, g.summary.quality) {
            (Some(p), Some(q)) => department::quality_grade(p, q),
            _ => String::new(),
        },
        groups: p.group.iter().map(|x| x.name.clone()).collect(),
        worst: g
            .summary
            .worst
            .iter()
            .take(5)
            .map(|(id, n)| (name(id), *n))
            .collect(),
        findings: &g.findings,
        deductions: g
            .files
            .first()
            .and_then(|f| f.sheet.as_deref())
            .map_or_else(String::new, papers::table),
    }
}

fn to_json(g: &Gathered, lines_: &[Line]) -> Value {
    let d = g.summary.disconnect.as_ref();
    let parts: Vec<i32> = g.summary.parts.iter().map(|p| p.get()).collect();
    json!({
        "report": "re-evaluation", "unit": g.unit, "filed": g.own.len(), "due": g.due,
        "chosen": g.files.len(), "amount_share": g.share,
        "decided": d.map(|d| d.n), "mean_declared": d.map(|d| d.declared.get()),
        "mean_settled": d.map(|d| d.score.get()), "mean_signed": d.map(|d| d.signed.get()),
        "mean_absolute": d.map(|d| d.absolute.get()), "mean_weighed": d.map(|d| d.weighed.get()),
        "half_interval": d.and_then(|d| d.half.map(Points::get)), "fell": g.summary.fell,
        "parts": {
            "arithmetic": parts.first(), "evidence": parts.get(1), "target": parts.get(2),
            "scope": parts.get(3), "judgement": parts.get(4),
        },
        "quality": g.summary.quality.map(Points::get),
        "computable": g.summary.coverage.0, "indicators": g.summary.coverage.1,
        "findings": g.findings.iter().map(|f| json!({
            "rule": f.rule, "message": f.message})).collect::<Vec<_>>(),
        "cases": lines_.iter().map(|l| json!({
            "code": l.code, "name": l.name, "amount_cents": l.amount.get(),
            "declared": l.declared.get(),
            "settled": l.settled.as_ref().map(|s| s.score.get()),
            "verdict": l.verdict, "reply": l.reply, "opinions": l.opinions,
        })).collect::<Vec<_>>(),
    })
}

/// Writes the report on a department into a folder (the present directory where none is named), as
/// workbook and page, under a name that is free; gives the names.
///
/// # Errors
/// In words, when it cannot be made or written.
pub(super) fn print(
    store: &SqliteStore,
    actor: &Actor,
    unit: &str,
    folder: Option<&Path>,
) -> Result<String, String> {
    let ctx = Ctx::plain();
    let write = || -> Result<String, Report> {
        let mut r = store.reader(&actor.person).map_err(|e| ctx.failed(e))?;
        let db = r.database().map_err(|e| ctx.failed(e))?;
        let o = origin(&db, db.practice);
        let g = gather(&ctx, &mut r, unit)?;
        let d = papers::department(&o, &made(the_queue(&ctx)?, &g));
        let folder = folder.unwrap_or(Path::new(""));
        let name = free(folder, &words::papers::report_name(&file_name(unit)));
        for end in ["xlsx", "html"] {
            put(&ctx, &folder.join(format!("{name}.{end}")), false, &d)?;
        }
        Ok(format!("{name}.xlsx {name}.html"))
    };
    write().map_err(|e| e.says)
}

/// A name of which neither file is there yet.
fn free(folder: &Path, name: &str) -> String {
    let taken = |n: &str| {
        ["xlsx", "html"]
            .iter()
            .any(|e| folder.join(format!("{n}.{e}")).exists())
    };
    if !taken(name) {
        return name.to_owned();
    }
    let mut numbered = (2..).map(|k| format!("{name}-{k}"));
    numbered
        .find(|n| !taken(n))
        .unwrap_or_else(|| name.to_owned())
}

/// `report re-evaluation`: on one department, or a line for each.
pub(super) fn report(
    ctx: &Ctx,
    unit: Option<&str>,
    output: Option<&Path>,
    overwrite: bool,
) -> Result<(), Report> {
    let p = the_queue(ctx)?;
    let opened = ctx.open()?;
    let mut r = ctx.reader(&opened)?;
    let db = r.database().map_err(|e| ctx.failed(e))?;
    let o = origin(&db, opened.practice);
    let Some(unit) = unit else {
        return all(ctx, &mut r, p);
    };
    let g = gather(ctx, &mut r, unit)?;
    let made = made(p, &g);
    if let Some(path) = output {
        if path.extension().is_some_and(|e| e == "txt") {
            let text = papers::paragraphs(&made).join("\n") + "\n" + &as_text(&made.lines);
            return write_bytes(ctx, path, overwrite, text.as_bytes());
        }
        return put(ctx, path, overwrite, &papers::department(&o, &made));
    }
    if ctx.format == Format::Json {
        return out::json(&to_json(&g, &made.lines));
    }
    for text in papers::paragraphs(&made) {
        out::text(&text)?;
    }
    out::text(as_text(&made.lines).trim_end())
}

fn as_text(all: &[Line]) -> String {
    let mut text = String::new();
    for l in all {
        let score = l
            .settled
            .as_ref()
            .map_or_else(|| "--".to_owned(), |s| s.score.to_string());
        text += &format!(
            "{}  {}  {} {} -> {score} {}  {}  {}\n",
            l.code, l.name, l.declared, l.grades.0, l.grades.1, l.verdict, l.reply
        );
        for o in l.opinions.iter().chain(&l.notes) {
            text += &format!("    {}\n", lines(o).replace('\n', " "));
        }
    }
    text
}

/// A line for each department.
fn all(ctx: &Ctx, r: &mut SqliteReader, p: &Procedure) -> Result<(), Report> {
    let all = r
        .evaluated(&p.id, None, usize::MAX)
        .map_err(|e| ctx.failed(e))?
        .unwrap_or_default();
    let units = crate::store::draw::units(&all);
    if ctx.format == Format::Json {
        let rows: Vec<Value> = units
            .iter()
            .map(|u| {
                json!({"unit": u.unit, "filed": u.filed, "chosen": u.chosen, "decided": u.pairs.len(),
                    "amount_cents": u.amount.get(), "chosen_cents": u.chosen_amount.get(),
                    "mean_declared": u.declared.get(), "mean_computed": u.computed.get(),
                    "stake_cents": u.stake.get(),
                    "mean_signed": u.disconnect().map(|d| d.signed.get())})
            })
            .collect();
        return out::json(&json!({ "report": "re-evaluation", "units": rows }));
    }
    for u in &units {
        out::text(&say::unit_line(ctx.lang, u))?;
    }
    Ok(())
}

/// `report coverage --kind self-evaluation`: what bears a target and was not self-evaluated, by name.
pub(super) fn coverage(ctx: &Ctx, year: Option<i32>) -> Result<(), Report> {
    let p = the_queue(ctx)?;
    let opened = ctx.open()?;
    let mut r = ctx.reader(&opened)?;
    let db = r.database().map_err(|e| ctx.failed(e))?;
    if let Some(year) = year.filter(|y| *y != db.year) {
        return Err(Report::new(
            USAGE,
            words::watch::other_year(ctx.lang, year, db.year),
        ));
    }
    let known = due(ctx, &mut r)?;
    let all = r
        .evaluated(&p.id, None, usize::MAX)
        .map_err(|e| ctx.failed(e))?
        .unwrap_or_default();
    let here: BTreeSet<&str> = all.iter().map(|e| e.code.as_str()).collect();
    let missing: Vec<_> = known
        .iter()
        .filter(|(c, _)| !here.contains(c.as_str()))
        .collect();
    let mut apart = Vec::new();
    let mut unmatched = Vec::new();
    for e in all.iter().filter(|e| !known.contains_key(&e.code)) {
        let file = r.case(e.id).map_err(|e| ctx.failed(e))?;
        let carried = file.now().is_some_and(|x| {
            let d = &x.declaration;
            crate::domain::evaluation::SOURCES
                .iter()
                .filter(|s| **s == "annual_carryover")
                .any(|s| {
                    let column = crate::domain::evaluation::budget_column(d);
                    d.fen(&format!("{s}_{column}"))
                        .is_some_and(|f| f > Fen::ZERO)
                })
        });
        if carried {
            apart.push(e);
        } else {
            unmatched.push(e);
        }
    }
    let row = |e: &&Evaluated| json!({"code": e.code, "name": e.name.as_str(), "department": e.unit.as_str()});
    if ctx.format == Format::Json {
        return out::json(&json!({
            "report": "coverage", "kind": "self-evaluation", "year": db.year,
            "due": known.len(), "filed": all.len(), "matched": known.len() - missing.len(),
            "missing": missing.iter().map(|(code, (department, name, amount))| json!({
                "code": code, "name": name, "department": department, "rule": "E28",
                "amount_cents": amount.get()})).collect::<Vec<_>>(),
            "carried_over": apart.iter().map(row).collect::<Vec<_>>(),
            "unmatched": unmatched.iter().map(row).collect::<Vec<_>>(),
        }));
    }
    out::text(&say::coverage_line(
        ctx.lang,
        known.len(),
        known.len() - missing.len(),
    ))?;
    for (code, (department, name, amount)) in &missing {
        out::text(&words::watch::missing_line(
            ctx.lang,
            &lines(code),
            &lines(name),
            &lines(department),
            *amount,
        ))?;
    }
    for (head, some) in [
        (say::carried_head(ctx.lang, apart.len()), &apart),
        (say::unmatched_head(ctx.lang, unmatched.len()), &unmatched),
    ] {
        if some.is_empty() {
            continue;
        }
        out::text(&head)?;
        for e in some {
            out::text(&format!("  {}  {}  {}", e.code, e.name, e.unit))?;
        }
    }
    Ok(())
}
