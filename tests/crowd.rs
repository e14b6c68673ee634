//! Many processes at once, some of them killed: nothing that was acknowledged is lost, nothing is
//! there twice, the chain is whole. `JIXIAO_CROWD="32 60"` asks for 32 processes and 60 seconds.

#![allow(clippy::unwrap_used, clippy::panic)]

#[cfg(test)]
mod common;

use common::desk::{database, on, practice};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const EXE: &str = env!("CARGO_BIN_EXE_jixiao");
const QUEUE: &str = "joint-review";

/// What one writer saw.
#[derive(Default)]
struct Seen {
    acknowledged: Vec<(i64, String)>,
    refused: usize,
    killed: usize,
    took: Vec<Duration>,
    odd: Vec<String>,
}

/// A number from a counter, well mixed.
fn mixed(n: u64) -> u64 {
    let mut x = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn writer(db: &Path, n: u64, seats: &[String], codes: &[String], until: Instant) -> Seen {
    let mut seen = Seen::default();
    // A build for use may be named instead of the one for tests: its times are the ones that count.
    let exe = std::env::var("JIXIAO_EXE").unwrap_or_else(|_| EXE.to_owned());
    let mut turn = n << 32;
    while Instant::now() < until {
        turn += 1;
        let lot = mixed(turn);
        let pick = |all: &[String], shift: u32| {
            let at = usize::try_from((lot >> shift) % all.len() as u64).unwrap();
            all[at].clone()
        };
        let verdict = ["revise", "return", "reject"][usize::try_from(lot % 3).unwrap()];
        let start = Instant::now();
        let code = pick(codes, 24);
        // What was given is taken back as often, so that there is always something to do.
        let act = if lot & 16 == 0 {
            vec!["decide", &code, verdict, "--opinion", "请补充。"]
        } else {
            vec!["undo", &code]
        };
        let mut child = Command::new(&exe)
            .arg("--db")
            .arg(db)
            .args(["--as", &pick(seats, 8), "--format", "json"])
            .args(act)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // One in eight is killed somewhere between its start and its end.
        let doomed = lot.is_multiple_of(8);
        if doomed {
            std::thread::sleep(Duration::from_micros((lot >> 40) % 120_000));
            child.kill().ok();
        }
        let out = child.wait_with_output().unwrap();
        if let Ok(said) = serde_json::from_slice::<Value>(&out.stdout) {
            // Acknowledged is acknowledged, whatever became of the process then.
            let hash = said["hash"].as_str().unwrap().to_owned();
            seen.acknowledged
                .push((said["seq"].as_i64().unwrap(), hash));
            if !doomed {
                seen.took.push(start.elapsed());
            }
        } else if out.status.code().is_none() {
            seen.killed += 1;
        } else if matches!(out.status.code(), Some(4 | 5)) {
            seen.refused += 1;
        } else {
            let says = String::from_utf8_lossy(&out.stderr).into_owned();
            seen.odd.push(format!("{:?} {says}", out.status));
        }
    }
    seen
}

#[test]
fn many_processes_lose_nothing_and_double_nothing() {
    let asked = std::env::var("JIXIAO_CROWD").unwrap_or_else(|_| "8 4".to_owned());
    let (many, seconds) = asked.split_once(' ').unwrap();
    let (many, seconds): (u64, u64) = (many.parse().unwrap(), seconds.parse().unwrap());
    let home = practice();
    let list: Value = serde_json::from_str(
        &on(
            home.path(),
            &["queue", QUEUE, "--limit", "1000", "--format", "json"],
        )
        .1,
    )
    .unwrap();
    let codes: Vec<String> = list["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r["case"].as_str().unwrap().to_owned())
        .collect();
    let people: Value =
        serde_json::from_str(&on(home.path(), &["user", "list", "--format", "json"]).1).unwrap();
    let seats: Vec<String> = people
        .as_array()
        .unwrap()
        .iter()
        .take(5)
        .map(|p| p["account"].as_str().unwrap().to_owned())
        .collect();
    let db = database(home.path());
    let log = |db: &Path| {
        let c = rusqlite::Connection::open(db).unwrap();
        let mut s = c
            .prepare("SELECT seq, lower(hex(hash)) FROM entry ORDER BY seq")
            .unwrap();
        let rows = s.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
        rows.map(Result::unwrap).collect::<BTreeMap<i64, String>>()
    };
    let before = log(&db).len();
    let until = Instant::now() + Duration::from_secs(seconds);
    let all: Vec<Seen> = std::thread::scope(|s| {
        let writers: Vec<_> = (0..many)
            .map(|n| {
                s.spawn({
                    let (db, seats, codes) = (&db, &seats, &codes);
                    move || writer(db, n, seats, codes, until)
                })
            })
            .collect();
        writers.into_iter().map(|w| w.join().unwrap()).collect()
    });
    let odd: Vec<&String> = all.iter().flat_map(|s| &s.odd).collect();
    assert!(odd.is_empty(), "{odd:?}");
    let after = log(&db);
    let acknowledged: Vec<&(i64, String)> = all.iter().flat_map(|s| &s.acknowledged).collect();
    let lost = acknowledged
        .iter()
        .filter(|(seq, hash)| after.get(seq) != Some(hash))
        .count();
    assert_eq!(lost, 0, "of {}", acknowledged.len());
    let once: BTreeSet<i64> = acknowledged.iter().map(|(seq, _)| *seq).collect();
    assert_eq!(
        once.len(),
        acknowledged.len(),
        "an entry was acknowledged twice"
    );
    // What stands there beyond what was acknowledged was written by those who were killed after.
    let killed: usize = all.iter().map(|s| s.killed).sum();
    let extra = after.len() - before - acknowledged.len();
    let refused: usize = all.iter().map(|s| s.refused).sum();
    assert!(extra <= killed + refused, "{extra} {killed} {refused}");
    assert!(acknowledged.len() > 5, "{}", acknowledged.len());
    let (status, says) = on(home.path(), &["audit", "verify"]);
    assert_eq!(status, 0, "{says}");
    let mut took: Vec<Duration> = all.iter().flat_map(|s| s.took.clone()).collect();
    took.sort_unstable();
    let at = |share: usize| took[(took.len() - 1) * share / 1000];
    println!(
        "{many} processes, {seconds} s: {} acknowledged, {refused} refused, {killed} killed, {extra} written by the killed; from start to end of the process: median {:?}, 95 % {:?}, 99 % {:?}, 99.9 % {:?}, worst {:?}",
        acknowledged.len(),
        at(500),
        at(950),
        at(990),
        at(999),
        at(1000),
    );
}
