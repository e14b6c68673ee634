//! `demo` and `init`: a database is made, with its people; the practice one with its sample.

use super::Ctx;
use super::open::{Opened, account, actor, home, now, salt};
use super::{choose, desk, out, restore};
use crate::domain::clean::Clean;
use crate::domain::day::Day;
use crate::domain::entry::{Algorithm, Opinion, Payload};
use crate::domain::finding::{Place, Severity};
use crate::domain::gate::{Command, Verdictum};
use crate::domain::id::PersonId;
use crate::domain::office::Act;
use crate::domain::procedure::Digest;
use crate::domain::roster::{Person, Role};
use crate::exchange::read::{Wanted, parse};
use crate::intake;
use crate::report::{Report, USAGE};
use crate::sample::{embedded, evaluated, files, many, people, plan, projects, watched};
use crate::store::sqlite::{Founding, SqliteStore};
use crate::store::{Append, Intake, Reader as _, StoreError, Writer as _};
use crate::words;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::Path;

/// The year of the sample.
const YEAR: i32 = 2020;

/// Makes the practice database if it is not there, and opens it.
pub(super) fn demo(
    ctx: &Ctx,
    no_tui: bool,
    size: Option<(u64, String)>,
    fresh: bool,
) -> Result<(), Report> {
    let name = match &size {
        None => "demo.db".to_owned(),
        Some((n, kind)) if kind == "target" => format!("demo-{n}.db"),
        Some((n, kind)) => format!("demo-{kind}-{n}.db"),
    };
    let path = ctx
        .db
        .clone()
        .unwrap_or_else(|| home("practice").join(name));
    if fresh && path.exists() {
        restore::aside(&path).map_err(|e| ctx.failed(StoreError::Io(e)))?;
    }
    if !path.exists() {
        make(ctx, &path, size.as_ref())?;
    }
    let opened = ctx.open_at(&path)?;
    desk::screens(ctx, &opened, !no_tui)
}

/// A practice database under another name first: one that was cut short is never opened.
fn make(ctx: &Ctx, path: &Path, size: Option<&(u64, String)>) -> Result<(), Report> {
    let dir = path
        .parent()
        .filter(|d| !d.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let io = |e: std::io::Error| ctx.failed(StoreError::Io(e));
    if !dir.exists() {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(dir)
            .map_err(io)?;
    }
    let shop = tempfile::Builder::new()
        .prefix(".demo-")
        .tempdir_in(dir)
        .map_err(io)?;
    let temporary = shop.path().join("demo.db");
    let founding = Founding {
        practice: true,
        year: YEAR,
        algorithm: Algorithm::Sha256,
        house: false,
    };
    found(ctx, &temporary, &founding)?;
    let opened = ctx.open_at(&temporary)?;
    match size {
        None => fill(ctx, &opened)?,
        Some((n, kind)) => multiply(ctx, &opened, *n, kind)?,
    }
    // Its log is folded into the one file before that gets its name.
    opened.store.settle().map_err(|e| ctx.failed(e))?;
    std::fs::rename(&temporary, path).map_err(io)
}

/// Cases from the seeded generator.
fn multiply(ctx: &Ctx, opened: &Opened, n: u64, kind: &str) -> Result<(), Report> {
    let one = match kind {
        "target" => many::declaration,
        "monitoring-form" => many::report,
        "self-evaluation" => many::evaluation,
        other => return Err(Report::new(USAGE, words::cli::no_sample(ctx.lang, other))),
    };
    const CHUNK: u64 = 1000;
    let mut w = ctx.writer(opened)?;
    let mut at = 0;
    while at < n {
        let to = (at + CHUNK).min(n);
        let read = Intake {
            source: Clean::line("demo"),
            sha256: Digest::of(&format!("demo {at}")),
            table: kind.to_owned(),
            rows_read: to - at,
            declarations: (at..to).map(|k| one(1, k)).collect(),
            companions: Vec::new(),
        };
        w.import(&read, now()).map_err(|e| ctx.failed(e))?;
        at = to;
    }
    Ok(())
}

/// Imports the sample by the ordinary import and lets the other seats grade.
fn fill(ctx: &Ctx, opened: &Opened) -> Result<(), Report> {
    let made = embedded::FILES;
    let wanted = Wanted {
        kind: None,
        year: YEAR,
    };
    let mut w = ctx.writer(opened)?;
    let (later, first): (Vec<_>, Vec<_>) = made
        .iter()
        .partition(|(path, _)| path.starts_with("second-round"));
    let mut take = |path: &str, bytes: &[u8]| {
        let read = parse(path, bytes, &wanted);
        w.import(&intake::of(read), now())
            .map_err(|e| ctx.failed(e))
    };
    let (watched, first): (Vec<_>, Vec<_>) = first
        .into_iter()
        .partition(|(path, _)| path.starts_with("monitoring"));
    for (path, bytes) in first {
        take(path, bytes)?;
    }
    for (path, bytes) in watched {
        if path.contains("07") && path.contains("reports") {
            asked(ctx, opened)?;
        }
        take(path, bytes)?;
    }
    for unit in evaluated::CHOSEN {
        let q = choose::Wanted {
            unit,
            number: None,
            seed: Some(evaluated::SEED.to_owned()),
            dry_run: false,
        };
        choose::drawn(ctx, opened, &q)?;
    }
    for (code, _) in files::SECOND_ROUND {
        returned(ctx, opened, code)?;
    }
    for (path, bytes) in later {
        take(path, bytes)?;
    }
    for (seat, code) in plan::RECUSALS {
        act(ctx, opened, *seat, code, Command::Recuse("kin".to_owned()))?;
    }
    for g in plan::plan(projects::projects()) {
        let recused = plan::RECUSALS
            .iter()
            .any(|(seat, code)| *seat == g.seat && *code == g.code);
        if !recused {
            grade(ctx, opened, &g)?;
        }
    }
    Ok(())
}

/// Between the two reports some units are asked to mend something.
fn asked(ctx: &Ctx, opened: &Opened) -> Result<(), Report> {
    let due = Day::new(YEAR, 7, 31).map(Day::number);
    for o in watched::asked() {
        let verdict = Verdictum {
            verdict: "rectify".to_owned(),
            opinions: vec![Opinion {
                field: Place::Form,
                text: watched::REQUEST.to_owned(),
                rule: None,
            }],
            due,
            salt: salt()?,
            ..Verdictum::default()
        };
        act(
            ctx,
            opened,
            people::OWN_SEAT,
            &o.code,
            Command::Decide(verdict),
        )?;
    }
    Ok(())
}

/// The first round of a project: every seat says return, and so does the lead.
fn returned(ctx: &Ctx, opened: &Opened, code: &str) -> Result<(), Report> {
    for seat in people::seats() {
        let g = plan::PlannedGrade {
            code: "",
            seat: seat.get(),
            verdict: "return",
            adopt: true,
            opinion: "",
        };
        decide(ctx, opened, code, &g, false)?;
    }
    let g = plan::PlannedGrade {
        code: "",
        seat: people::OWN_SEAT,
        verdict: "return",
        adopt: true,
        opinion: plan::RETURNED,
    };
    decide(ctx, opened, code, &g, true)
}

fn grade(ctx: &Ctx, opened: &Opened, g: &plan::PlannedGrade) -> Result<(), Report> {
    decide(ctx, opened, g.code, g, false)
}

fn decide(
    ctx: &Ctx,
    opened: &Opened,
    code: &str,
    g: &plan::PlannedGrade,
    closing: bool,
) -> Result<(), Report> {
    let mut r = ctx.reader(opened)?;
    let id = ctx.case(&mut r, code)?;
    let file = r.case(id).map_err(|e| ctx.failed(e))?;
    let mut opinions: Vec<Opinion> = file
        .findings()
        .iter()
        .filter(|f| g.adopt && f.severity != Severity::Note)
        .map(|f| Opinion {
            field: f.field.clone(),
            text: f.message.clone(),
            rule: Some(f.rule.clone()),
        })
        .collect();
    if !g.opinion.is_empty() {
        opinions.push(Opinion {
            field: Place::Form,
            text: g.opinion.to_owned(),
            rule: None,
        });
    }
    let verdict = Verdictum {
        verdict: g.verdict.to_owned(),
        closing,
        opinions,
        salt: salt()?,
        ..Verdictum::default()
    };
    act(ctx, opened, g.seat, code, Command::Decide(verdict))
}

fn act(ctx: &Ctx, opened: &Opened, seat: i64, code: &str, command: Command) -> Result<(), Report> {
    let people = opened.store.people().map_err(|e| ctx.failed(e))?;
    let id = PersonId::new(seat);
    let Some(person) = people.into_iter().find(|p| p.id == id) else {
        return Err(ctx.failed(StoreError::Stranger(seat.to_string())));
    };
    let mut r = ctx.reader(opened)?;
    let case = ctx.case(&mut r, code)?;
    let append = Append {
        case,
        expected: None,
        command,
        by_command: "demo".into(),
    };
    let mut w = opened
        .store
        .writer(&actor(person))
        .map_err(|e| ctx.failed(e))?;
    w.append(&append, now())
        .map(|_| ())
        .map_err(|e| ctx.failed(e))
}

/// Makes a database with its people.
fn found(ctx: &Ctx, path: &Path, founding: &Founding) -> Result<(), Report> {
    let me = account();
    let all = people::people(&me);
    let founder = if founding.practice {
        all.iter().find(|p| p.id.get() == people::OWN_SEAT).cloned()
    } else {
        None
    };
    let founder = founder.unwrap_or_else(|| Person {
        id: PersonId::new(1),
        account: me.clone(),
        name: me.clone(),
        roles: [Role::Admin].into(),
        units: Vec::new(),
        until: Default::default(),
    });
    let by = actor(founder.clone());
    let store = SqliteStore::create(path, founding, &by, now()).map_err(|e| ctx.failed(e))?;
    if !founding.practice {
        return Ok(());
    }
    let mut w = store.writer(&by).map_err(|e| ctx.failed(e))?;
    for p in all.into_iter().filter(|p| p.id != founder.id) {
        let added = Payload::PersonAdded {
            id: p.id,
            account: p.account,
            name: p.name,
            roles: p.roles.into_iter().collect(),
            units: p.units,
        };
        w.administer("init", "", Act::Change(Box::new(added)), now())
            .map_err(|e| ctx.failed(e))?;
    }
    let seats = Payload::Seated {
        seats: people::seats(),
        pools: Vec::new(),
    };
    w.administer("init", "joint-review", Act::Change(Box::new(seats)), now())
        .map(|_| ())
        .map_err(|e| ctx.failed(e))
}

/// Makes an empty database.
pub(super) fn init(
    ctx: &Ctx,
    practice: bool,
    house: bool,
    year: Option<i32>,
    hash: &str,
) -> Result<(), Report> {
    let algorithm = Algorithm::named(hash)
        .ok_or_else(|| Report::new(USAGE, words::cli::no_hash(ctx.lang, hash)))?;
    let path = ctx.path();
    let year = year.unwrap_or_else(super::import::this_year);
    let founding = Founding {
        practice,
        year,
        algorithm,
        house,
    };
    found(ctx, &path, &founding)?;
    out::text(&words::cli::made(
        ctx.lang,
        &path.display().to_string(),
        practice,
        house,
    ))
}
