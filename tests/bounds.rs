//! Memory and files stay bounded however many rows there are. By default on a few thousand rows;
//! `JIXIAO_ROWS=1000000` (with `JIXIAO_EXE`, a release build) is the long form.

#![allow(clippy::unwrap_used, clippy::panic)]

use nix::sys::resource::{UsageWho, getrusage};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const MB: i64 = 1024;

fn exe() -> PathBuf {
    std::env::var_os("JIXIAO_EXE")
        .map_or_else(|| env!("CARGO_BIN_EXE_jixiao").into(), PathBuf::from)
}

fn run(home: &Path, args: &[&str]) -> usize {
    let out = Command::new(exe())
        .args(args)
        .env_clear()
        .env("HOME", home)
        .env("LANG", "zh_CN.UTF-8")
        .stderr(Stdio::null())
        .output()
        .unwrap();
    assert!(out.status.success(), "{args:?}");
    out.stdout.len()
}

/// The most that any child so far has had in memory, kB.
fn peak() -> i64 {
    getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss()
}

fn database(home: &Path) -> PathBuf {
    let mut all = vec![home.to_path_buf()];
    while let Some(dir) = all.pop() {
        for e in std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()) {
            if e.is_dir() {
                all.push(e);
            } else if e.extension().is_some_and(|x| x == "db") {
                return e;
            }
        }
    }
    panic!("a database");
}

/// Children's peaks only grow: what may take less is asked first, so that each bound is its own.
#[test]
fn a_view_takes_no_more_for_more_rows() {
    let rows = std::env::var("JIXIAO_ROWS").ok();
    let rows: u64 = rows.and_then(|n| n.parse().ok()).unwrap_or(3000);
    let home = tempfile::tempdir().unwrap();
    // Made by a process that nobody here waits for, whose memory is not counted so.
    let done = home.path().join("done");
    let begun = Command::new("sh")
        .arg("-c")
        .arg("( \"$0\" demo --no-tui --size \"$1\"; touch \"$2\" ) >/dev/null 2>&1 &")
        .arg(exe())
        .arg(rows.to_string())
        .arg(&done)
        .env_clear()
        .env("HOME", home.path())
        .env("PATH", std::env::var_os("PATH").unwrap())
        .status();
    assert!(begun.unwrap().success());
    let start = std::time::Instant::now();
    while !done.exists() {
        assert!(start.elapsed().as_secs() < 1800);
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    let db = database(home.path());
    let db = db.to_str().unwrap();
    let on = |args: &[&str]| run(home.path(), &[&["--db", db], args].concat());
    for args in [
        &["queue"][..],
        &["queue", "joint-review"],
        &["queue", "joint-review", "--filter", "改造"],
        &["queue", "joint-review", "--filter", "gzgc 金额>1000"],
        &["queue", "joint-review", "--filter", "flag:error"],
        &["report", "late"],
        &["audit", "checkpoint"],
        &["doctor"],
    ] {
        assert!(on(args) > 0 || args[0] == "report", "{args:?}");
    }
    let views = peak();
    on(&["audit", "verify"]);
    let verified = peak();
    let wal = std::fs::metadata(format!("{db}-wal")).map_or(0, |m| m.len());
    println!(
        "{rows} rows: views {} MB, verification {} MB, write-ahead log {} MB",
        views / MB,
        verified / MB,
        wal >> 20
    );
    assert!(views <= 150 * MB, "{} MB for a view", views / MB);
    assert!(verified <= 300 * MB, "{} MB to verify", verified / MB);
    assert!(wal < 64 << 20);
}
