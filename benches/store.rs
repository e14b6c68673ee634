//! The store at any size: `JIXIAO_BENCH_CASES=100000 cargo bench`, 47 cases without it. A practice
//! database named by `JIXIAO_BENCH_DB` is taken instead of a new one; decisions are written to it.

use divan::Bencher;
use jixiao::domain::clean::Clean;
use jixiao::domain::day::{Day, Instant};
use jixiao::domain::declaration::Declaration;
use jixiao::domain::entry::Algorithm;
use jixiao::domain::filter::Filter;
use jixiao::domain::gate::{Command, Verdictum};
use jixiao::domain::id::PersonId;
use jixiao::domain::procedure::Digest;
use jixiao::domain::roster::{Person, Role};
use jixiao::sample::many;
use jixiao::store::sqlite::{Actor, Founding, SqliteReader, SqliteStore};
use jixiao::store::{Append, Intake, Order, Query, Reader as _, Scope, Writer as _};
use std::path::Path;
use std::sync::OnceLock;

const QUEUE: &str = "joint-review";
const WATCHED: &str = "monitoring";

struct Desk {
    store: SqliteStore,
    me: Person,
    // Removed with its database at the end.
    _dir: Option<tempfile::TempDir>,
}

static DESK: OnceLock<Desk> = OnceLock::new();

fn main() {
    divan::main();
}

fn today() -> Day {
    Day::new(2020, 10, 10).expect("a day")
}

fn desk() -> &'static Desk {
    DESK.get_or_init(|| match std::env::var_os("JIXIAO_BENCH_DB") {
        Some(path) => {
            let (store, _) = SqliteStore::open_upgrading(Path::new(&path)).expect("a database");
            assert!(store.database().expect("its kind").practice);
            let me = store.people().expect("people").swap_remove(0);
            Desk {
                store,
                me,
                _dir: None,
            }
        }
        None => made(),
    })
}

fn made() -> Desk {
    filled("target", many::declaration)
}

fn filled(table: &str, one: fn(u64, u64) -> Declaration) -> Desk {
    let n = std::env::var("JIXIAO_BENCH_CASES");
    let n: u64 = n.map_or(47, |n| n.parse().expect("a number of cases"));
    let dir = tempfile::tempdir().expect("a directory");
    let me = Person {
        id: PersonId::new(1),
        account: "a".into(),
        name: "甲".into(),
        roles: [Role::Reviewer, Role::Lead].into_iter().collect(),
        units: Vec::new(),
        until: Default::default(),
    };
    let founder = actor(&me);
    let at = Instant::new(1_602_300_000_000);
    let founding = Founding {
        practice: true,
        year: 2020,
        algorithm: Algorithm::Sha256,
        house: false,
    };
    let path = dir.path().join("bench.db");
    let store = SqliteStore::create(&path, &founding, &founder, at).expect("a database");
    let mut w = store.writer(&founder).expect("a writer");
    for from in (0..n).step_by(1000) {
        let to = (from + 1000).min(n);
        let read = Intake {
            source: Clean::line("bench"),
            sha256: Digest::of(&from.to_string()),
            table: table.into(),
            rows_read: to - from,
            declarations: (from..to).map(|k| one(1, k)).collect(),
            companions: Vec::new(),
        };
        w.import(&read, at).expect("an import");
    }
    Desk {
        store,
        me,
        _dir: Some(dir),
    }
}

fn actor(p: &Person) -> Actor {
    Actor {
        person: p.clone(),
        uid: 1000,
        login_uid: -1,
        key: None,
    }
}

fn reader() -> SqliteReader {
    let d = desk();
    d.store.reader(&d.me).expect("a reader")
}

fn query(order: Order) -> Query {
    Query {
        queue: QUEUE.into(),
        order,
        scope: Scope::All,
        limit: 50,
        ..Query::default()
    }
}

const ORDERS: [Order; 6] = [
    Order::Due,
    Order::Amount,
    Order::Code,
    Order::Findings,
    Order::Name,
    Order::Unit,
];

/// A session's beginning to its first rows.
#[divan::bench]
fn open_and_first_page(b: Bencher) {
    desk();
    b.bench_local(|| reader().page(&query(Order::Due)).expect("a page"));
}

#[divan::bench(args = ORDERS)]
fn first_page(b: Bencher, order: Order) {
    let mut r = reader();
    b.bench_local(|| r.page(&query(order)).expect("a page"));
}

#[divan::bench(args = ORDERS)]
fn page_in_the_middle(b: Bencher, order: Order) {
    let mut r = reader();
    let q = query(order);
    let mut after = None;
    for _ in 0..20 {
        let q = Query {
            after: after.clone(),
            ..q.clone()
        };
        match r.page(&q).expect("a page").next {
            Some(m) => after = Some(m),
            None => break,
        }
    }
    let q = Query { after, ..q };
    b.bench_local(|| r.page(&q).expect("a page"));
}

#[divan::bench(args = ORDERS)]
fn last_page(b: Bencher, order: Order) {
    let mut r = reader();
    let q = Query {
        back: true,
        ..query(order)
    };
    b.bench_local(|| r.page(&q).expect("a page"));
}

/// What waits for me.
#[divan::bench]
fn first_page_of_mine(b: Bencher) {
    let mut r = reader();
    let q = Query {
        scope: Scope::Mine,
        ..query(Order::Due)
    };
    b.bench_local(|| r.page(&q).expect("a page"));
}

/// Each what stands in the prompt after one more letter.
const TYPED: [&str; 20] = [
    "d",
    "dm",
    "dmj",
    "dmjy",
    "c",
    "cq",
    "cqdq",
    "dongming",
    "dongmjy",
    "养",
    "养老",
    "东明家园",
    "3101",
    "31010420ky",
    "xuhui",
    "区:徐汇 金额>500万",
    "status:draft",
    "status:closed",
    "flag:T27 养老",
    "zzzzzz",
];

#[divan::bench(args = TYPED, max_time = 4)]
fn search(b: Bencher, text: &str) {
    let mut r = reader();
    let filter = Filter::parse(text, today()).expect("a filter");
    let q = Query {
        filter: Some(filter),
        ..query(Order::Due)
    };
    b.bench_local(|| r.page(&q).expect("a page"));
}

#[divan::bench]
fn counters(b: Bencher) {
    let mut r = reader();
    b.bench_local(|| r.queues(today()).expect("counters"));
}

#[divan::bench]
fn next_waiting(b: Bencher) {
    let mut r = reader();
    b.bench_local(|| r.next_waiting(None, None).expect("an answer"));
}

/// A verdict and its withdrawal: two entries, each on disk before it is acknowledged.
#[divan::bench]
fn decision_and_undo(b: Bencher) {
    let mut r = reader();
    let found = r.next_waiting(Some(QUEUE), None).expect("an answer");
    let Some(case) = found else { return };
    let mut w = desk().store.writer(&actor(&desk().me)).expect("a writer");
    let at = Instant::new(1_602_400_000_000);
    b.bench_local(|| {
        let verdict = Verdictum {
            verdict: "revise".into(),
            opinions: vec![jixiao::domain::entry::Opinion {
                field: jixiao::domain::finding::Place::Form,
                text: "请补充数量指标。".into(),
                rule: None,
            }],
            salt: "00".repeat(16),
            ..Verdictum::default()
        };
        for command in [Command::Decide(verdict), Command::Withdraw] {
            let a = Append {
                case,
                expected: None,
                command,
                by_command: "bench".into(),
            };
            w.append(&a, at).expect("an entry");
        }
    });
}

/// Reports of a year, as many as there are cases.
fn watched() -> &'static Desk {
    static WATCH: OnceLock<Desk> = OnceLock::new();
    WATCH.get_or_init(|| filled("monitoring-form", many::report))
}

fn grid_query(filter: &str) -> Query {
    let f = Filter::parse(filter, today()).expect("a filter");
    Query {
        queue: WATCHED.into(),
        filter: (!f.is_empty()).then_some(f),
        limit: 14,
        order: Order::Stake,
        ..Query::default()
    }
}

/// The grid of money and results: all of it, and narrowed.
#[divan::bench(args = ["", "区:徐汇", "exec<60", "flag:M04"])]
fn grid(b: Bencher, filter: &str) {
    let d = watched();
    let mut r = d.store.reader(&d.me).expect("a reader");
    let q = grid_query(filter);
    b.bench_local(|| r.grid(&q).expect("a grid"));
}

/// What stands in the fullest cell, and the first page of what is most at stake.
#[divan::bench]
fn cell_of_the_grid(b: Bencher) {
    let d = watched();
    let mut r = d.store.reader(&d.me).expect("a reader");
    let all = r.grid(&grid_query("")).expect("a grid");
    let fullest = all.fullest(Default::default(), (true, true), false);
    let cell = fullest.expect("a cell");
    b.bench_local(|| r.standing_in(WATCHED, cell, 14).expect("rows"));
}

#[divan::bench]
fn most_at_stake(b: Bencher) {
    let d = watched();
    let mut r = d.store.reader(&d.me).expect("a reader");
    let q = grid_query("");
    b.bench_local(|| r.page(&q).expect("a page"));
}

/// Ten thousand indicators computed again; a million take a hundred times that.
#[divan::bench]
fn ten_thousand_indicators_again(b: Bencher) {
    use jixiao::domain::evaluation::Evaluation;
    use jixiao::domain::profile;
    let forms: Vec<Declaration> = (0..1000).map(|n| many::evaluation(1, n)).collect();
    let lines: usize = forms.iter().map(|d| d.indicators.len()).sum();
    assert!(lines > 5_000, "{lines}");
    let p = profile::get("national-2020").expect("a profile");
    b.bench_local(|| {
        let mut seen = 0;
        let mut wrong = 0;
        'all: loop {
            for d in &forms {
                let e = Evaluation::of(d, p);
                wrong += e.lines.iter().filter(|l| l.wrong()).count();
                seen += e.lines.len();
                if seen >= 10_000 {
                    break 'all;
                }
            }
        }
        wrong
    });
}
