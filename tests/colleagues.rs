//! Two people at work at once: who has a case open is seen by the other within a second or so, who
//! has begun shared work has it for a while, and whoever goes away is gone, however they went.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use common::desk::{Desk, READ, database, practice};
use std::path::Path;

fn desk(home: &Path, who: &str) -> Desk {
    let db = database(home);
    let mut desk = Desk::open(home, &["--db", db.to_str().unwrap(), "--as", who], 24, 80);
    desk.wait("home", |t| t.contains("绩效运行双监控"));
    desk.press("2");
    desk.wait("the list", |t| {
        t.contains("风险金额") && t.contains("第1轮")
    });
    std::thread::sleep(READ);
    desk
}

/// The code under the cursor.
fn first(t: &str) -> String {
    let row = t.lines().find(|l| l.starts_with('>')).unwrap_or("");
    row.split_whitespace().nth(1).unwrap_or("").to_owned()
}

#[test]
fn colleagues_see_each_other_and_are_led_past_what_is_begun() {
    let home = practice();
    let mut chen = desk(home.path(), "chen");
    let mut zhou = desk(home.path(), "zhou");
    let code = first(&zhou.text());
    assert!(!code.is_empty());
    chen.press("\r");
    chen.wait("the case", |t| t.contains(&format!("/ {code}")));
    zhou.wait("chen reads", |t| t.contains("陈看"));
    // Begun: the row says whose it is.
    std::thread::sleep(READ);
    chen.press("O");
    let row = |t: &str| {
        t.lines()
            .find(|l| l.contains(&code) && l.starts_with('>'))
            .unwrap_or("")
            .to_owned()
    };
    zhou.wait("chen's claim", |t| row(t).contains("陈 "));
    // The next one that waits is another.
    zhou.press("g");
    zhou.press("h");
    zhou.wait("home", |t| t.contains("待我审") && t.contains("最近期限"));
    zhou.press("2");
    zhou.wait("the list", |t| t.contains("陈审") || row(t).contains("陈 "));
    zhou.press("0");
    zhou.wait("another case", |t| {
        let there = first(t);
        (!there.is_empty() && there != code) || t.contains("双监控 / ") && !t.contains(&code)
    });
    // It stays chen's when the line is cut; that chen sits there is not told any more.
    chen.signal("HUP");
    chen.ends();
    let store = jixiao::store::sqlite::SqliteStore::open(&database(home.path())).unwrap();
    let people = store.people().unwrap();
    let of = |account: &str| people.iter().find(|p| p.account == account).unwrap().id;
    let looks = jixiao::store::sqlite::Desks::open(store.path(), of("gu")).unwrap();
    let now = jixiao::domain::day::Instant::new(jixiao_now());
    let all = looks.others(now).unwrap();
    let of_chen: Vec<bool> = all
        .iter()
        .filter(|d| d.person == of("chen"))
        .map(|d| d.claimed)
        .collect();
    assert_eq!(of_chen, [true]);
    zhou.press("Q");
    assert_eq!(zhou.ends(), 0);
    let all = looks.others(now).unwrap();
    assert!(all.iter().all(|d| d.person != of("zhou")), "{all:?}");
}

fn jixiao_now() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    i64::try_from(since.unwrap().as_millis()).unwrap()
}

/// A grade in one's own seat is nobody else's to begin.
#[test]
fn a_seat_of_ones_own_claims_nothing() {
    let home = practice();
    let mut chen = Desk::list(home.path(), 3);
    chen.press("\r");
    chen.wait("the case", |t| t.contains("优 通过"));
    std::thread::sleep(READ);
    chen.press("a");
    chen.wait("text entry", |t| t.contains("/ 500字"));
    chen.write("请补充");
    chen.wait("the text", |t| t.contains("3 / 500字"));
    std::thread::sleep(READ * 4);
    let db = database(home.path());
    let store = jixiao::store::sqlite::SqliteStore::open(&db).unwrap();
    let gu = store.person("gu").unwrap().unwrap().id;
    let looks = jixiao::store::sqlite::Desks::open(&db, gu).unwrap();
    let all = looks
        .others(jixiao::domain::day::Instant::new(jixiao_now()))
        .unwrap();
    assert!(all.iter().all(|d| !d.claimed) && all.len() == 1, "{all:?}");
    chen.press("\u{1b}");
    chen.press("Q");
    chen.ends();
}
