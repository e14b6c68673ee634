//! The ten worst of the monitored: from home to the last disposition on the real program, in the
//! order of what is at stake, with the keys counted.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stderr)]

mod common;

use common::desk::{Desk, on, practice};
use serde_json::Value;
use std::path::Path;

/// The cases of the queue, the most at stake first; of two the later one, as lists have it.
fn worst(home: &Path) -> Vec<Value> {
    let args = ["queue", "monitoring", "--limit", "1000", "--format", "json"];
    let (code, text) = on(home, &args);
    assert_eq!(code, 0);
    let read: Value = serde_json::from_str(&text).unwrap();
    let mut all: Vec<(usize, Value)> = read["rows"]
        .as_array()
        .unwrap()
        .iter()
        .cloned()
        .enumerate()
        .collect();
    all.sort_by_key(|(n, r)| {
        let stake = r["stake_cents"].as_i64().unwrap_or(0);
        std::cmp::Reverse((stake, *n))
    });
    all.into_iter().map(|(_, r)| r).collect()
}

#[test]
fn the_ten_worst_are_dealt_with_by_two_keys_each() {
    let home = practice();
    let ten: Vec<String> = worst(home.path())
        .iter()
        .take(10)
        .map(|r| r["case"].as_str().unwrap().to_owned())
        .collect();
    let mut desk = Desk::open(home.path(), &["demo"], 24, 80);
    desk.wait("home", |t| {
        t.contains("绩效运行双监控") && t.contains("319")
    });
    desk.pressed = 0;
    desk.press("g");
    desk.press("m");
    desk.wait("the list", |t| {
        t.contains(&ten[0]) && t.contains("风险金额")
    });
    for code in &ten {
        desk.wait("the next worst", |_| desk.cursor().contains(code.as_str()));
        desk.sign("S", "the drawer", |t| {
            t.contains("还没有签") && t.contains(" 建议：")
        });
        let done = format!(" {code}");
        desk.sign("\r", "the verdict", |t| {
            let message = t.lines().rev().nth(1).unwrap_or("");
            message.contains("已记录") && message.contains(&done)
        });
    }
    eprintln!("keys from home to the last of the ten: {}", desk.pressed);
    assert_eq!(desk.pressed, 2 + 10 * 2);
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
    for code in &ten {
        let case = format!("monitoring/{code}");
        let (_, text) = on(home.path(), &["show", &case, "--format", "json"]);
        let shown: Value = serde_json::from_str(&text).unwrap();
        let state = shown["status"].as_str().unwrap();
        assert!(
            ["rectifying", "suspended"].contains(&state),
            "{code} {state}"
        );
    }
    assert_eq!(on(home.path(), &["audit", "verify"]).0, 0);
}
