//! A watched queue on a real store: the grid is what its cases make, however it is asked for; what
//! was to be mended comes back; what was never reported is told by name; the screens walk it.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use common::stage::{SIZES, Stage, shows, watched};
use common::{Bureau, today};
use jixiao::domain::day::Day;
use jixiao::domain::entry::Opinion;
use jixiao::domain::filter::Filter;
use jixiao::domain::finding::Place;
use jixiao::domain::gate::Verdictum;
use jixiao::domain::gauge::{Cell, Count, Grid};
use jixiao::sample::watched::{Trouble, objects};
use jixiao::store::{Order, Query, Reader as _, Row, Scope};
use jixiao::tui::model::{Over, Screen};
use std::collections::BTreeMap;

const QUEUE: &str = "monitoring";

fn query(filter: &str) -> Query {
    let f = Filter::parse(filter, today()).unwrap();
    Query {
        queue: QUEUE.into(),
        order: Order::Stake,
        filter: (!f.is_empty()).then_some(f),
        limit: 5000,
        ..Query::default()
    }
}

fn rows(b: &Bureau, q: &Query) -> Vec<Row> {
    let mut r = b.reader(2);
    let mut q = q.clone();
    let mut out = Vec::new();
    loop {
        let page = r.page(&q).unwrap();
        out.extend(page.rows);
        match page.next {
            Some(m) => q.after = Some(m),
            None => return out,
        }
    }
}

/// The grid as the rows of a list make it.
fn made(rows: &[Row]) -> Grid {
    let mut out = Grid::default();
    for r in rows {
        match r.gauge.cell() {
            Some(c) => {
                let n = out.cells.entry(c).or_insert(Count::default());
                n.cases += 1;
                n.amount = jixiao::domain::fen::Fen::new(n.amount.get() + r.amount.get());
            }
            None => out.silent += 1,
        }
    }
    out
}

fn bare(g: Grid) -> Grid {
    let cells = g
        .cells
        .into_iter()
        .map(|(c, n)| (c, Count { open: None, ..n }));
    Grid {
        cells: cells.collect(),
        ..g
    }
}

#[test]
fn the_grid_is_what_the_rows_make() {
    let b = watched();
    let mut r = b.reader(2);
    for filter in [
        "",
        "区:徐汇",
        "金额>2000万",
        "flag:M04",
        "教育",
        "exec<60",
        "goal>=80 exec<50",
        "status:reported",
        "-flag:M*",
    ] {
        let q = query(filter);
        let listed = rows(&b, &q);
        assert!(!listed.is_empty(), "{filter}");
        let found = r.grid(&q).unwrap();
        assert_eq!(bare(found), bare(made(&listed)), "{filter}");
        for pair in listed.windows(2) {
            if q.filter.as_ref().is_none_or(|f| !f.ranks()) {
                assert!(pair[0].gauge.stake >= pair[1].gauge.stake, "{filter}");
            }
        }
    }
    // A cell by its index has the rows that the grid counted.
    let grid = r.grid(&query("")).unwrap();
    let mut all = 0;
    for (cell, n) in &grid.cells {
        let standing = r.standing_in(QUEUE, *cell, 1000).unwrap();
        assert_eq!(standing.len() as u64, n.cases);
        assert!(standing.windows(2).all(|p| p[0].amount >= p[1].amount));
        assert_eq!(n.open, Some(n.cases));
        all += n.cases;
    }
    assert_eq!(all, 319);
    b.verified();
}

fn rectify(due: i32) -> Verdictum {
    Verdictum {
        verdict: "rectify".into(),
        due: Some(due),
        opinions: vec![Opinion {
            field: Place::Form,
            text: "请加快进度".into(),
            rule: None,
        }],
        ..Verdictum::default()
    }
}

#[test]
fn the_grid_follows_verdicts_and_reports() {
    let mut b = watched();
    let stuck = objects()
        .into_iter()
        .find(|o| o.planted == Some(Trouble::Stuck))
        .unwrap();
    let case = b.case(&stuck.code);
    let row = b.reader(2).case(case).unwrap().row;
    let cell = row.gauge.cell().unwrap();
    let open = |b: &Bureau, cell: Cell| {
        let g = b.reader(2).grid(&query("")).unwrap();
        g.cells.get(&cell).map(|n| (n.cases, n.open.unwrap()))
    };
    let before = open(&b, cell).unwrap();
    b.decide(2, case, Some(row.version), rectify(20201130))
        .unwrap();
    assert_eq!(open(&b, cell), Some((before.0, before.1 - 1)));
    b.verified();
    b.undo(2, case).unwrap();
    assert_eq!(open(&b, cell), Some(before));
    let row = b.reader(2).case(case).unwrap().row;
    let go_on = Verdictum {
        verdict: "continue".into(),
        ..Verdictum::default()
    };
    b.decide(2, case, Some(row.version), go_on).unwrap();
    assert_eq!(open(&b, cell), Some((before.0, before.1 - 1)));
    b.verified();
    // A better report moves it to another cell.
    let mut d = b
        .reader(2)
        .case(case)
        .unwrap()
        .rounds
        .pop()
        .unwrap()
        .declaration;
    for i in &mut d.indicators {
        let value = i.value.clone();
        i.notes.insert("actual".into(), value);
    }
    b.take("monitoring-form", vec![d], Vec::new());
    let moved = b.reader(2).case(case).unwrap().row.gauge.cell().unwrap();
    assert!(moved.y > cell.y);
    let left = open(&b, cell).map_or(0, |n| n.0);
    assert_eq!(left, before.0 - 1);
    b.verified();
}

#[test]
fn what_was_to_be_mended_comes_back_on_its_day() {
    let mut b = watched();
    let case = b.case(
        &objects()
            .iter()
            .find(|o| o.planted == Some(Trouble::Stuck))
            .unwrap()
            .code,
    );
    let version = b.reader(2).case(case).unwrap().row.version;
    let due = today().plus(10);
    b.decide(2, case, Some(version), rectify(due.number()))
        .unwrap();
    let waits = |b: &Bureau, day: Day| {
        let mut r = b.store().reader(&b.actor(3).person).unwrap().on(day);
        let file = r.case(case).unwrap();
        let all = r.queues(day).unwrap();
        let q = all.iter().find(|q| q.queue == QUEUE).unwrap();
        let page = r
            .page(&Query {
                scope: Scope::Mine,
                ..query("")
            })
            .unwrap();
        let listed = page.rows.iter().any(|x| x.id == case);
        assert_eq!(file.row.mine.waiting, listed);
        let judged = file
            .standing
            .waits_for(&file.procedure, &b.actor(3).person, day);
        assert_eq!(judged, listed);
        (listed, q.mine, file.row.due)
    };
    assert_eq!(waits(&b, today()), (false, 318, Some(due)));
    assert_eq!(waits(&b, due), (false, 318, Some(due)));
    assert_eq!(waits(&b, due.plus(1)), (true, 319, Some(due)));
    b.verified();
    // Before its day another verdict is refused, after it a harsher one may follow.
    let refused = b.decide(3, case, None, rectify(due.plus(30).number()));
    assert!(refused.is_err());
    let mut w = b.store().writer(&b.actor(3)).unwrap();
    let at = jixiao::domain::day::Instant::of(due.plus(2));
    let again = jixiao::store::Append {
        case,
        expected: None,
        command: jixiao::domain::gate::Command::Decide(Verdictum {
            salt: "0".repeat(32),
            ..rectify(due.plus(30).number())
        }),
        by_command: "decide".into(),
    };
    use jixiao::store::Writer as _;
    w.append(&again, at).unwrap();
    assert_eq!(waits(&b, due.plus(3)), (false, 318, Some(due.plus(30))));
    b.verified();
}

/// The same where nothing else waits, and the few that do are looked up.
#[test]
fn what_comes_back_alone_is_listed() {
    let full = watched();
    let code = &objects()[0].code;
    let file = full.reader(2).case(full.case(code)).unwrap();
    let mut b = Bureau::new();
    let form = file.rounds.last().unwrap().declaration.clone();
    b.take("monitoring-form", vec![form], Vec::new());
    let case = b.case(code);
    b.decide(2, case, None, rectify(today().plus(3).number()))
        .unwrap();
    for (day, n) in [(today(), 0), (today().plus(4), 1)] {
        let mut r = b.store().reader(&b.actor(3).person).unwrap().on(day);
        let mine = Query {
            scope: Scope::Mine,
            ..query("")
        };
        assert_eq!(r.page(&mine).unwrap().rows.len(), n);
        assert_eq!(r.next_waiting(Some(QUEUE), None).unwrap().is_some(), n > 0);
        assert_eq!(r.next_waiting(None, None).unwrap().is_some(), n > 0);
    }
}

#[test]
fn what_was_never_reported_is_told_by_name() {
    let b = watched();
    let c = b.reader(2).coverage(u64::MAX).unwrap().unwrap();
    let mut told: Vec<&str> = c.missing.iter().map(|o| o.code.as_str()).collect();
    told.sort_unstable();
    let planted = objects();
    let mut missing: Vec<&str> = planted
        .iter()
        .filter(|o| o.planted == Some(Trouble::Missing))
        .map(|o| o.code.as_str())
        .collect();
    missing.sort_unstable();
    assert_eq!(told, missing);
    assert_eq!((c.whole.objects, c.whole.monitored), (325, 319));
    let budget: i64 = planted.iter().map(|o| o.budget * 1_000_000).sum();
    assert_eq!(c.whole.amount.get(), budget);
    let of: BTreeMap<&str, &str> = planted
        .iter()
        .map(|o| (o.code.as_str(), o.department.as_str()))
        .collect();
    for m in &c.missing {
        assert_eq!(of[m.code.as_str()], m.department);
        assert!(c.departments[&m.department].missing() > 0);
        assert!(c.districts[&m.district].missing() > 0);
    }
    assert!(b.reader(2).coverage(10).unwrap().is_none());
}

#[test]
fn the_quadrant_is_walked_by_keys() {
    let b = watched();
    let mut s = Stage::open(&b, 2, (120, 40)).lines();
    s = s.press(&["g", "q"]).rest();
    assert_eq!(s.m.screen, Screen::Quadrant);
    let first = s.m.quadrant.at;
    let grid = s.m.quadrant.grid.clone().unwrap();
    assert_eq!(
        grid.fullest(s.m.quadrant.cuts, (false, false), false),
        Some(first)
    );
    assert!(s.text().contains("双滞后 5"), "{}", s.text());
    // Enter lists the cell, verdict keys work there, Esc comes back to it.
    let n = grid.cells[&first].cases;
    s = s.press(&["Enter"]).rest();
    assert_eq!((s.m.screen, s.m.list.rows.len() as u64), (Screen::Queue, n));
    s = s.press(&["Esc"]).rest();
    assert_eq!((s.m.screen, s.m.quadrant.at), (Screen::Quadrant, first));
    // Tab goes on to the part where money went and results are missing.
    s = s.press(&["Tab"]).rest();
    assert_eq!(s.m.quadrant.cuts.part(s.m.quadrant.at), (true, false));
    // Lines move by tens and stand at their ends.
    s = s.press(&["+", "]"]);
    assert_eq!((s.m.quadrant.cuts.goal, s.m.quadrant.cuts.exec), (90, 90));
    s = s.press(&["+", "+"]);
    assert_eq!(s.m.quadrant.cuts.goal, 100);
    assert!(!s.m.message.is_empty());
    s = s.press(&["-", "-", "[", "s"]);
    assert!(s.text().contains("亿元"));
    // Kept as a view, it comes back with its lines.
    let cuts = s.m.quadrant.cuts;
    s.m.kept = Some(b.dir().join("settings.toml"));
    s = s.press(&["V", "z", " ", "x", "Enter"]);
    let lines =
        s.m.settings
            .views()
            .iter()
            .map(|v| v.lines.clone())
            .collect::<Vec<_>>();
    assert_eq!(lines, [cuts.to_string()]);
    s = s.press(&["+", "+", "g", "h", "'", "z"]).rest();
    assert_eq!((s.m.screen, s.m.quadrant.cuts), (Screen::Quadrant, cuts));
    // Narrowed, it counts what the list of that filter has.
    s = s.press(&["g", "m"]).press(&["/"]);
    s = s
        .press(&["e", "x", "e", "c", "<", "6", "0", "Enter"])
        .press(&["g", "q"])
        .rest();
    assert_eq!(s.m.quadrant.search, "exec<60");
    let counted = s.m.quadrant.grid.as_ref().unwrap().placed();
    assert_eq!(counted, rows(&b, &query("exec<60")).len() as u64);
    s = s.press(&["Esc"]).rest();
    assert_eq!(s.m.quadrant.grid.as_ref().unwrap().placed(), 319);
}

#[test]
fn dots_are_walked_to_the_nearest_that_way() {
    let b = watched();
    let narrow = Stage::open(&b, 2, (80, 24))
        .lines()
        .press(&["g", "q"])
        .rest();
    let narrow = narrow.press(&["z", "s"]);
    assert!(!narrow.m.quadrant.scatter.on && !narrow.m.message.is_empty());
    let mut s = Stage::open(&b, 2, (120, 40)).lines();
    s = s.press(&["g", "q"]).rest().press(&["z", "s"]).rest();
    let dots = s.m.quadrant.scatter.dots.clone();
    assert_eq!(dots.len(), 319);
    let worst = s.m.quadrant.scatter.here().unwrap().clone();
    assert!(dots.iter().all(|d| d.gauge.stake <= worst.gauge.stake));
    s = s.press(&["l"]).rest();
    let next = s.m.quadrant.scatter.here().unwrap().clone();
    assert!(next.gauge.exec > worst.gauge.exec);
    // From a case to the grid and back: the case is there.
    let case = Stage::open(&b, 2, (80, 24)).press(&["g", "m"]).rest();
    let case = case.press(&["Enter"]).rest();
    let id = case.m.work.as_ref().unwrap().file.row.id;
    for there in ["q", "x"] {
        let back = Stage::open(&b, 2, (80, 24)).press(&["g", "m"]).rest();
        let back = back
            .press(&["Enter", "g", there])
            .rest()
            .press(&["q"])
            .rest();
        assert_eq!(back.m.screen, Screen::Case, "{there}");
        assert_eq!(
            back.m.work.as_ref().map(|w| w.file.row.id),
            Some(id),
            "{there}"
        );
    }
    // Enter opens the case, Esc comes back to the dots.
    s = s.press(&["Enter"]).rest();
    assert_eq!(s.m.screen, Screen::Case);
    assert_eq!(s.m.work.as_ref().unwrap().file.row.id, next.id);
    s = s.press(&["q"]).rest();
    assert_eq!(s.m.screen, Screen::Quadrant);
    assert!(s.m.quadrant.scatter.on);
}

#[test]
fn what_is_suggested_is_done_by_one_key() {
    let b = watched();
    let s = Stage::open(&b, 2, (80, 24)).press(&["g", "m"]).rest();
    let first = s.m.list.rows[0].clone();
    let stakes: Vec<_> = s.m.list.rows.iter().map(|r| r.gauge.stake).collect();
    assert!(stakes.is_sorted_by(|a, b| a >= b));
    let s = s.press(&["S"]).rest();
    let Some(Over::Sign(asking)) = &s.m.over else {
        panic!("{}", s.text());
    };
    let jixiao::tui::model::Signing::Verdict(v) = &asking.act else {
        panic!();
    };
    let file = b.reader(2).case(first.id).unwrap();
    let (kind, why) = file.procedure.suggested(file.findings()).unwrap();
    assert_eq!(v.verdict, kind.id);
    assert!(v.due.is_some() && !v.opinions.is_empty());
    let rule = &why.unwrap().rule;
    assert!(s.text().contains(rule.as_str()), "{}", s.text());
    let s = s.press(&["Esc"]);
    // What a queue does not have is not offered in it, and its key says so.
    let s = s.press(&["r"]).rest();
    assert_eq!(s.m.message, "双监控无退回，d 看全部");
    assert!(!s.text().contains("退回重报"));
    // On all marked: each what is suggested for it.
    let s = s.press(&["*", ";", "S"]).rest();
    let Some(Over::Bulk(plan, _)) = &s.m.over else {
        panic!("{}", s.text());
    };
    assert_eq!(
        plan.going.len() + plan.left.values().map(Vec::len).sum::<usize>(),
        319
    );
    for g in &plan.going {
        let file = b.reader(2).case(g.case).unwrap();
        let (kind, _) = file.procedure.suggested(file.findings()).unwrap();
        assert_eq!(g.verdict.verdict, kind.id, "{}", g.code);
    }
    for sign in ["续", "限", "缓"] {
        assert!(plan.going.iter().any(|g| g.sign == sign), "{sign}");
    }
}

#[test]
fn watched_screens_look_as_they_should() {
    let b = watched();
    for size in SIZES {
        let open = || Stage::open(&b, 2, size).lines();
        shows("monitoring", size, &open().press(&["g", "m"]).rest());
        shows("quadrant", size, &open().press(&["g", "q"]).rest());
        let plain = Stage::open(&b, 2, size).press(&["g", "q"]).rest();
        shows("quadrant-plain", size, &plain);
        let case = || open().press(&["g", "m"]).rest().press(&["Enter"]).rest();
        shows("course", size, &case().press(&["["]));
        shows("course-form", size, &case().press(&["[", "["]));
        let twice = open().press(&["g", "m", "/", "x", "m", "2", "6", "0", "Enter"]);
        shows(
            "course-twice",
            size,
            &twice.rest().press(&["Enter", "["]).rest(),
        );
    }
    let size = (80, 24);
    let open = || Stage::open(&b, 2, size).lines();
    let list = || open().press(&["g", "m"]).rest();
    shows("suggested", size, &list().press(&["S"]).rest());
    shows(
        "suggested-all",
        size,
        &list().press(&["*", ";", "S"]).rest(),
    );
    shows("which-key-verdicts", size, &list().press(&["d"]));
    shows("named-lists", size, &list().press(&["L"]));
    shows("not-monitored", size, &list().press(&["L", "7"]).rest());
    shows(
        "help-quadrant",
        size,
        &open().press(&["g", "q"]).rest().press(&["?"]),
    );
    shows(
        "quadrant-money",
        size,
        &open().press(&["g", "q"]).rest().press(&["s"]),
    );
    let wide = || {
        Stage::open(&b, 2, (120, 40))
            .lines()
            .press(&["g", "q"])
            .rest()
    };
    shows("scatter", (120, 40), &wide().press(&["z", "s"]).rest());
    let mut english = open();
    english.m.lang = jixiao::words::Lang::En;
    let english = english.press(&["g", "q"]).rest();
    shows("en-quadrant", size, &english);
    shows("en-monitoring", size, &english.press(&["Enter"]).rest());
}

/// From the approved target to the report: it is compared with, and counted as monitored only then.
#[test]
fn a_report_is_compared_with_what_the_joint_review_approved() {
    use jixiao::exchange::read::{Wanted, parse};
    use jixiao::sample::form::clean;
    use jixiao::sample::layout::{Written, bytes, central};
    use jixiao::sample::projects::projects;
    let wanted = Wanted {
        kind: None,
        year: 2020,
    };
    let code = "31010520KY012";
    let p = projects().iter().find(|p| p.code == code).unwrap();
    let form = bytes(&central(&clean(p)), Written::Xlsx).unwrap();
    let mut b = Bureau::new();
    b.file(parse("a.xlsx", &form, &wanted).declarations);
    let case = b.case(code);
    let pass = |closing| Verdictum {
        verdict: "pass".into(),
        closing,
        ..Verdictum::default()
    };
    assert!(b.reader(1).coverage(u64::MAX).unwrap().is_none());
    for who in 1..=5 {
        b.decide(who, case, None, pass(false)).unwrap();
    }
    b.decide(1, case, None, pass(true)).unwrap();
    let c = b.reader(1).coverage(u64::MAX).unwrap().unwrap();
    assert_eq!((c.whole.objects, c.whole.missing()), (1, 1));
    let (name, made) = jixiao::sample::bonds::file().unwrap();
    let read = parse(&name, &made, &wanted);
    let one: Vec<_> = read
        .declarations
        .into_iter()
        .filter(|d| d.code == code)
        .collect();
    b.take("monitoring-form", one, Vec::new());
    let found = b.reader(1).find(code).unwrap();
    let (watched, _) = found.iter().find(|(_, q)| q == QUEUE).unwrap();
    let rules = b.reader(1).case(*watched).unwrap().row.rules;
    assert_eq!(rules, "M02");
    let c = b.reader(1).coverage(u64::MAX).unwrap().unwrap();
    assert_eq!((c.whole.objects, c.whole.missing()), (1, 0));
    b.verified();
}
