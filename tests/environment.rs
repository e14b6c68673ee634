//! The environment may be anything: files that go away or are replaced, limits, locks, closed
//! outputs, homes that are not there. It is said in a sentence, and nothing is lost or half done.

#![allow(clippy::unwrap_used, clippy::panic)]

#[cfg(test)]
mod common;

use common::desk::{database, practice};
use common::{Bureau, declaration};
use jixiao::domain::gate::Verdictum;
use jixiao::store::StoreError;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

const EXE: &str = env!("CARGO_BIN_EXE_jixiao");

fn grade() -> Verdictum {
    Verdictum {
        verdict: "pass".into(),
        ..Verdictum::default()
    }
}

/// Runs a line of a shell, with the program as `$J` on the practice database as `$DB`.
fn shell(home: &Path, line: &str) -> Output {
    Command::new("sh")
        .args(["-c", line])
        .env("HOME", home)
        .env("J", EXE)
        .env("DB", database(home))
        .env("LANG", "zh_CN.UTF-8")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn says(o: &Output) -> String {
    String::from_utf8_lossy(&o.stderr).into_owned()
}

fn entries(home: &Path) -> i64 {
    let c = rusqlite::Connection::open(database(home)).unwrap();
    c.query_row("SELECT max(seq) FROM entry", [], |r| r.get(0))
        .unwrap()
}

const DECIDE: &str = "$J --db $DB decide $($J --db $DB queue joint-review --limit 1 --format json | grep -o '\"case\":\"[^\"]*' | cut -d'\"' -f4) revise --opinion x";

#[test]
fn a_file_that_is_gone_or_another_takes_nothing() {
    for other in [None, Some("another")] {
        let mut b = Bureau::new();
        b.file(vec![declaration("31010420KY010", "长桥")]);
        let case = b.case("31010420KY010");
        let actor = b.actor(2);
        let mut w = b.store().writer(&actor).unwrap();
        let path = b.store().path().to_owned();
        let aside = path.with_extension("aside");
        std::fs::rename(&path, &aside).unwrap();
        if let Some(text) = other {
            std::fs::write(&path, text).unwrap();
        }
        let a = jixiao::store::Append {
            case,
            expected: None,
            command: jixiao::domain::gate::Command::Decide(grade()),
            by_command: "decide".into(),
        };
        let at = b.now();
        let done = jixiao::store::Writer::append(&mut w, &a, at);
        assert!(matches!(done, Err(StoreError::Replaced)), "{done:?}");
        // Nothing was written into the lost file, and nothing into the other one.
        match other {
            Some(text) => assert_eq!(std::fs::read_to_string(&path).unwrap(), text),
            None => assert!(!path.exists()),
        }
        let lost = jixiao::store::sqlite::SqliteStore::open(&aside).unwrap();
        assert_eq!(lost.verify().unwrap().first_bad, None);
    }
}

#[test]
fn a_limit_on_the_size_of_files_is_said_and_breaks_nothing() {
    let home = practice();
    let before = entries(home.path());
    // 512-byte blocks: less than what lies there already.
    let o = shell(home.path(), &format!("ulimit -f 64; {DECIDE}"));
    assert_eq!(o.status.code(), Some(6), "{:?} {}", o.status, says(&o));
    assert!(!says(&o).is_empty());
    assert_eq!(entries(home.path()), before);
    let o = shell(home.path(), DECIDE);
    assert_eq!(o.status.code(), Some(0), "{}", says(&o));
    assert_eq!(entries(home.path()), before + 1);
}

#[test]
fn somebody_who_holds_it_is_not_waited_for_for_ever() {
    let home = practice();
    let before = entries(home.path());
    let c = rusqlite::Connection::open(database(home.path())).unwrap();
    c.execute_batch("BEGIN IMMEDIATE").unwrap();
    let start = Instant::now();
    let o = shell(home.path(), DECIDE);
    assert_eq!(o.status.code(), Some(6), "{}", says(&o));
    assert!(says(&o).contains("忙"), "{}", says(&o));
    assert!(start.elapsed() < Duration::from_secs(20));
    c.execute_batch("ROLLBACK").unwrap();
    assert_eq!(shell(home.path(), DECIDE).status.code(), Some(0));
    assert_eq!(entries(home.path()), before + 1);
}

#[test]
fn closed_and_full_outputs_and_no_home_end_in_words() {
    let home = practice();
    let run = |line: &str| shell(home.path(), line);
    let o = run("$J --db $DB queue joint-review > /dev/full");
    assert_eq!(o.status.code(), Some(6), "{}", says(&o));
    assert!(!says(&o).contains("panicked"), "{}", says(&o));
    // A reader that has gone ends the command quietly.
    let o = run("$J --db $DB audit log | head -1 >/dev/null; echo");
    assert_eq!(says(&o), "");
    for line in [
        "$J --db $DB queue >&-",
        "$J --db $DB queue 2>&-",
        "$J --db $DB queue <&-",
        "HOME=/nowhere/at/all $J --db $DB queue",
        "env -u HOME $J --db $DB queue",
        "env -i $J --db $DB queue",
        "LANG=C $J --db $DB queue",
        "LANG=zh_CN.GBK TERM=dumb $J --db $DB queue",
        "TZ=Pacific/Kiritimati $J --db $DB audit verify",
        "TZ=nonsense $J --db $DB audit verify",
        "cd / && $J --db $DB doctor",
    ] {
        let o = run(line);
        assert!(
            matches!(o.status.code(), Some(0 | 1 | 6)),
            "{line}: {:?} {}",
            o.status,
            says(&o)
        );
        assert!(!says(&o).contains("panicked"), "{line}: {}", says(&o));
    }
}
