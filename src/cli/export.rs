//! `export`: the review sheet of a case, the joint review's table, each as .xlsx or .html.

use super::Ctx;
use super::out;
use super::queue::parse_filter;
use crate::domain::clean::{Clean, lines};
use crate::domain::fen::Fen;
use crate::domain::grade;
use crate::domain::id::CaseId;
use crate::domain::procedure::Procedure;
use crate::domain::standing::Given;
use crate::papers::{
    JointRow, JointTable, PaperError, ReviewSheet, SheetItem, Signature, file_name, joint_html,
    joint_xlsx, safe_write, sheet_html, sheet_xlsx,
};
use crate::report::{BAD_FILE, DATABASE, Report, USAGE};
use crate::store::sqlite::SqliteReader;
use crate::store::{CaseFile, Database, Query, Reader as _};
use crate::words::{self, papers as say};
use std::path::{Path, PathBuf};

/// What is to be exported, and where to.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) form: String,
    pub(super) queue: String,
    pub(super) filter: Option<String>,
    pub(super) case: Option<String>,
    pub(super) output: PathBuf,
    pub(super) overwrite: bool,
}

/// Writes papers.
pub(super) fn export(ctx: &Ctx, q: &Wanted) -> Result<(), Report> {
    if super::watch::PAPERS.contains(&q.form.as_str()) {
        return super::watch::export(ctx, q);
    }
    if q.form == super::minutes::PAPER {
        return super::minutes::export(ctx, q);
    }
    if q.form == super::evaluate::PAPER {
        return super::evaluate::export(ctx, q);
    }
    let opened = ctx.open()?;
    let mut r = ctx.reader(&opened)?;
    let db = r.database().map_err(|e| ctx.failed(e))?;
    let cases = cases(ctx, &mut r, q)?;
    match q.form.as_str() {
        "review-sheet" => {
            let many = q.case.is_none();
            if many {
                ctx.directory(&q.output)?;
            }
            for id in cases {
                let file = r.case(id).map_err(|e| ctx.failed(e))?;
                let sheet = sheet(&file, &db);
                if many {
                    let name = file_name(file.row.code.as_str());
                    for end in ["xlsx", "html"] {
                        let path = q.output.join(format!("{name}.{end}"));
                        write(ctx, &path, end, q.overwrite, &sheet, sheet_xlsx, sheet_html)?;
                    }
                } else {
                    let end = ending(ctx, &q.output)?;
                    write(
                        ctx,
                        &q.output,
                        end,
                        q.overwrite,
                        &sheet,
                        sheet_xlsx,
                        sheet_html,
                    )?;
                }
            }
            Ok(())
        }
        "joint-review-table" => {
            let mut files = Vec::new();
            for id in cases {
                files.push(r.case(id).map_err(|e| ctx.failed(e))?);
            }
            let mut table = joint(&files, opened.practice, db.year);
            table.seq = db.entries.get();
            table.hash = db.head.to_string();
            table.point = db.point(db.entries, db.head);
            let end = ending(ctx, &q.output)?;
            write(
                ctx,
                &q.output,
                end,
                q.overwrite,
                &table,
                joint_xlsx,
                joint_html,
            )
        }
        other => Err(Report::new(USAGE, words::cli::no_paper(ctx.lang, other))),
    }
}

pub(super) fn cases(ctx: &Ctx, r: &mut SqliteReader, q: &Wanted) -> Result<Vec<CaseId>, Report> {
    if let Some(word) = &q.case {
        return Ok(vec![ctx.case(r, word)?]);
    }
    let filter = parse_filter(ctx, q.filter.as_deref())?;
    let mut query = Query {
        queue: q.queue.clone(),
        filter,
        limit: 1000,
        ..Query::default()
    };
    query.order = crate::store::Order::Code;
    let mut out = Vec::new();
    loop {
        let page = r.page(&query).map_err(|e| ctx.failed(e))?;
        out.extend(page.rows.iter().map(|x| x.id));
        match page.next {
            Some(m) => query.after = Some(m),
            None => return Ok(out),
        }
    }
}

pub(super) fn ending(ctx: &Ctx, path: &Path) -> Result<&'static str, Report> {
    let end = path.to_str().and_then(|s| s.strip_prefix("-."));
    match end.or_else(|| path.extension().and_then(|e| e.to_str())) {
        None if out::is_stdout(path) => Ok("xlsx"),
        Some("xlsx") => Ok("xlsx"),
        Some("html") => Ok("html"),
        _ => Err(Report::new(USAGE, words::cli::paper_ending(ctx.lang))),
    }
}

pub(super) fn write<T>(
    ctx: &Ctx,
    path: &Path,
    end: &str,
    overwrite: bool,
    paper: &T,
    xlsx: fn(&T) -> Result<Vec<u8>, PaperError>,
    html: fn(&T) -> Result<String, PaperError>,
) -> Result<(), Report> {
    let made = if end == "xlsx" {
        xlsx(paper)
    } else {
        html(paper).map(String::into_bytes)
    };
    let bytes = made.map_err(|e| Report::new(DATABASE, e.to_string()))?;
    write_bytes(ctx, path, overwrite, &bytes)
}

/// Writes what was made.
pub(super) fn write_bytes(
    ctx: &Ctx,
    path: &Path,
    overwrite: bool,
    bytes: &[u8],
) -> Result<(), Report> {
    if out::is_stdout(path) {
        return out::bytes(bytes);
    }
    let shown = path.display().to_string();
    safe_write(&ctx.place(path)?, bytes, overwrite).map_err(|e| {
        Report::new(
            BAD_FILE,
            words::cli::not_written(ctx.lang, &shown, &e.to_string()),
        )
    })?;
    if ctx.quiet {
        Ok(())
    } else {
        out::text(&words::cli::written(ctx.lang, &shown))
    }
}

fn sign(p: &Procedure, g: &Given) -> String {
    if g.hidden {
        return say::SIGNS[3].to_owned();
    }
    p.verdict(&g.verdict)
        .map_or_else(String::new, |v| v.sign.clone())
}

/// The official sheet of a case as the acting person may see it.
fn sheet(file: &CaseFile, db: &Database) -> ReviewSheet {
    let (practice, year) = (db.practice, db.year);
    let p = &file.procedure;
    let s = &file.standing;
    let d = file.now().map(|r| &r.declaration);
    let head = say::HEAD
        .iter()
        .map(|(key, label)| {
            let text = d.map_or_else(String::new, |d| match (d.fen(key), d.day(key)) {
                (Some(fen), _) => fen.wan(),
                (None, Some(day)) => day.to_string(),
                _ if *key == "project_code" => Clean::line(&d.code).to_string(),
                _ => d.line(key).to_string(),
            });
            ((*label).to_owned(), text)
        })
        .collect();
    let decided = s.closing.as_ref().map(|c| &c.first);
    let waived = |f: &&crate::domain::finding::Finding| {
        let all = s.seats.iter().filter_map(|x| x.stands()).chain(decided);
        !all.flat_map(|g| &g.waived)
            .any(|w| crate::domain::gate::covers(w, f))
    };
    let open: Vec<_> = file.findings().iter().filter(waived).cloned().collect();
    let labels: Vec<String> = p.verdict.iter().map(|v| v.sign.clone()).collect();
    let boxed = |given: Option<usize>| {
        labels
            .iter()
            .enumerate()
            .map(|(n, l)| (l.clone(), Some(n) == given))
            .collect::<Vec<_>>()
    };
    let items = grade::items()
        .iter()
        .map(|i| {
            let suggested = grade::suggest(&i.id, &open).named();
            let at = p.verdict.iter().position(|v| v.id == suggested.verdict);
            SheetItem {
                group: i.group.clone(),
                name: say::item(&i.name, i.points),
                asks: i.asks.clone(),
                boxes: boxed(at),
            }
        })
        .collect();
    let overall = decided.and_then(|g| p.verdict.iter().position(|v| v.id == g.verdict));
    let shown = s
        .seats
        .iter()
        .filter_map(|x| x.stands())
        .filter(|g| !g.hidden);
    let mut opinions: Vec<String> = Vec::new();
    for o in decided.into_iter().chain(shown).flat_map(|g| &g.opinions) {
        let text = lines(&o.text);
        if !opinions.contains(&text) {
            opinions.push(text);
        }
    }
    let last = file.history.last();
    ReviewSheet {
        practice,
        year,
        head,
        items,
        overall: boxed(overall),
        opinions,
        signatures: signatures(file),
        seq: last.map_or(0, |l| l.seq.get()),
        hash: last.map_or_else(String::new, |l| l.hash.to_string()),
        point: last.map_or_else(String::new, |l| db.point(l.seq, l.hash)),
    }
}

fn date(file: &CaseFile, g: &Given) -> String {
    let entry = file.history.iter().find(|l| l.seq == g.seq);
    entry
        .and_then(|l| l.at.day())
        .map_or_else(String::new, |d| d.to_string())
}

fn signatures(file: &CaseFile) -> Vec<Signature> {
    let p = &file.procedure;
    let s = &file.standing;
    let name = |id| {
        file.names
            .get(&id)
            .map_or_else(String::new, |n| n.to_string())
    };
    let mut out: Vec<Signature> = s
        .seats
        .iter()
        .map(|x| Signature {
            seat: say::seat(x.number),
            name: name(x.person),
            grade: match (x.recused, x.stands()) {
                (true, _) => say::SIGNS[2].to_owned(),
                (_, Some(g)) => sign(p, g),
                _ => String::new(),
            },
            date: x.stands().map_or_else(String::new, |g| date(file, g)),
        })
        .collect();
    if let Some(c) = &s.closing {
        for (seat, g) in [
            (say::SIGNS[0], Some(&c.first)),
            (say::SIGNS[1], c.second.as_ref()),
        ] {
            out.extend(g.map(|g| Signature {
                seat: seat.to_owned(),
                name: name(g.person),
                grade: sign(p, g),
                date: date(file, g),
            }));
        }
    }
    out
}

/// The table of the joint review.
fn joint(files: &[CaseFile], practice: bool, year: i32) -> JointTable {
    let seats = files
        .iter()
        .map(|f| f.standing.seats.len())
        .max()
        .unwrap_or(0);
    let mut headings: Vec<String> = say::BEFORE.iter().map(|h| (*h).to_owned()).collect();
    headings.extend((1..=u8::try_from(seats).unwrap_or(0)).map(say::seat));
    headings.extend(say::AFTER.iter().map(|h| (*h).to_owned()));
    let mut rows = Vec::new();
    for (n, file) in files.iter().enumerate() {
        let p = &file.procedure;
        let s = &file.standing;
        let d = file.now().map(|r| &r.declaration);
        let money = |key: &str| {
            d.and_then(|d| d.fen(key))
                .map_or_else(String::new, Fen::wan)
        };
        let day = |key: &str| {
            d.and_then(|d| d.day(key))
                .map_or_else(String::new, |x| x.to_string())
        };
        let district = file.profile.districts.get(&file.row.district).cloned();
        let mut cells = vec![
            (n + 1).to_string(),
            district.unwrap_or_else(|| file.row.district.clone()),
            file.row.code.to_string(),
            file.row.name.to_string(),
            file.row.unit.to_string(),
            d.map_or_else(String::new, |d| d.line("overview").to_string()),
            money("total_amount"),
            money("bond_amount"),
            format!("{} {}", day("start_date"), day("end_date")),
            file.row.round.to_string(),
        ];
        for k in 0..seats {
            cells.push(match s.seats.get(k) {
                Some(x) if x.recused => say::SIGNS[2].to_owned(),
                Some(x) => x
                    .stands()
                    .map_or_else(|| say::SIGNS[4].to_owned(), |g| sign(p, g)),
                None => String::new(),
            });
        }
        let closing = s.closing.as_ref();
        let verdict = closing.and_then(|c| p.verdict(&c.first.verdict));
        cells.push(verdict.map_or_else(String::new, |v| v.name.clone()));
        let points: Vec<String> = closing
            .map(|c| {
                c.first
                    .opinions
                    .iter()
                    .map(|o| Clean::line(&o.text).to_string())
                    .collect()
            })
            .unwrap_or_default();
        cells.push(points.join("；"));
        let second = closing.and_then(|c| c.second.as_ref());
        let name = |id| {
            file.names
                .get(&id)
                .map_or_else(String::new, |n| n.to_string())
        };
        cells.push(second.map_or_else(String::new, |g| name(g.person)));
        cells.push(closing.map_or_else(String::new, |c| date(file, &c.first)));
        rows.push(JointRow { cells });
    }
    let sum = |key: &str| {
        let all = files.iter().filter_map(|f| f.now()?.declaration.fen(key));
        all.sum::<Fen>().wan()
    };
    JointTable {
        practice,
        year,
        headings,
        sums: say::sums(rows.len(), &sum("total_amount"), &sum("bond_amount")),
        rows,
        seq: 0,
        hash: String::new(),
        point: String::new(),
    }
}
