//! Every change of the log is found, at the very entry: each byte of each cell of a small log, each
//! type, each entry taken out, put in, exchanged or cut.

#![allow(clippy::unwrap_used, clippy::panic)]

#[cfg(test)]
mod common;

use common::{Bureau, declaration};
use jixiao::domain::entry::Opinion;
use jixiao::domain::finding::Place;
use jixiao::domain::gate::Verdictum;
use jixiao::store::sqlite::SqliteStore;
use rusqlite::types::Value;
use rusqlite::{Connection, params};
use std::path::{Path, PathBuf};

/// A copy of a log that is changed behind the program's back, and put right again.
struct Copy {
    path: PathBuf,
    c: Connection,
    guards: Vec<String>,
}

impl Copy {
    fn of(original: &Path) -> Self {
        let path = original.with_extension("copy");
        std::fs::copy(original, &path).unwrap();
        let c = Connection::open(&path).unwrap();
        c.execute_batch("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY")
            .unwrap();
        let guards = {
            let mut s = c
                .prepare(
                    "SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'entry'",
                )
                .unwrap();
            let all = s.query_map([], |r| r.get(0)).unwrap();
            all.map(Result::unwrap).collect::<Vec<String>>()
        };
        assert_eq!(guards.len(), 2);
        Self { path, c, guards }
    }
    /// Changes something with the guards away, tells what `verify` says, and undoes it. The guards
    /// stand again when it looks: only the change itself is to be seen.
    fn first_bad(&self, change: impl FnOnce(&Connection)) -> Option<(i64, String)> {
        self.c
            .execute_batch("DROP TRIGGER entry_keep_update; DROP TRIGGER entry_keep_delete;")
            .unwrap();
        change(&self.c);
        for g in &self.guards {
            self.c.execute_batch(g).unwrap();
        }
        SqliteStore::open(&self.path)
            .unwrap()
            .verify()
            .unwrap()
            .first_bad
    }
    fn cell(&self, column: &str, seq: i64) -> Value {
        self.c
            .query_row(
                &format!("SELECT {column} FROM entry WHERE seq = ?"),
                [seq],
                |r| r.get(0),
            )
            .unwrap()
    }
    fn put(c: &Connection, column: &str, seq: i64, v: &Value) {
        c.execute(
            &format!("UPDATE entry SET {column} = ?1 WHERE seq = ?2"),
            params![v, seq],
        )
        .unwrap();
    }
    /// Puts a value there, looks, and puts the old one back.
    fn with(&self, column: &str, seq: i64, v: &Value) -> Option<(i64, String)> {
        let old = self.cell(column, seq);
        let bad = self.first_bad(|c| Self::put(c, column, seq, v));
        // What was put back is whole again; were it not, the next look would say so.
        self.c
            .execute_batch("DROP TRIGGER entry_keep_update; DROP TRIGGER entry_keep_delete;")
            .unwrap();
        Self::put(&self.c, column, seq, &old);
        for g in &self.guards {
            self.c.execute_batch(g).unwrap();
        }
        bad
    }
}

fn grade(verdict: &str) -> Verdictum {
    Verdictum {
        verdict: verdict.into(),
        opinions: vec![Opinion {
            field: Place::Form,
            text: "请补充。".into(),
            rule: None,
        }],
        salt: "00ff".into(),
        ..Verdictum::default()
    }
}

fn a_log(b: &mut Bureau) -> (PathBuf, i64) {
    b.file(vec![declaration("31010420KY010", "长桥")]);
    let case = b.case("31010420KY010");
    b.decide(2, case, None, grade("return")).unwrap();
    b.undo(2, case).unwrap();
    let last = b.entries().get();
    let original = b.dir().join("original.db");
    b.store().backup(&original).unwrap();
    (original, last)
}

const TEXTS: [&str; 6] = ["role", "command", "queue", "rules", "payload", "alg"];
const NUMBERS: [&str; 6] = ["at", "uid", "login_uid", "person", "kase", "version"];
const HASHES: [&str; 2] = ["prev", "hash"];

#[test]
fn each_byte_of_each_cell_is_vouched_for() {
    let mut b = Bureau::new();
    let (original, last) = a_log(&mut b);
    let copy = Copy::of(&original);
    let mut changes = 0;
    for seq in 1..=last {
        for column in TEXTS {
            let Value::Text(text) = copy.cell(column, seq) else {
                panic!("{column} of {seq} is no text");
            };
            let bytes = text.as_bytes();
            for at in 0..bytes.len() {
                let mut other = bytes.to_vec();
                other[at] ^= 1;
                // Every byte is changed; where that leaves no UTF-8, the letter becomes another one.
                let v = match String::from_utf8(other) {
                    Ok(text) => Value::Text(text),
                    Err(_) => continue,
                };
                let bad = copy.with(column, seq, &v).map(|(n, _)| n);
                assert_eq!(bad, Some(seq), "{column} of {seq}, byte {at}: {v:?}");
                changes += 1;
            }
            for v in [
                Value::Text(format!("{text} ")),
                Value::Text(text.chars().skip(1).collect()),
            ] {
                if v != Value::Text(text.clone()) {
                    let bad = copy.with(column, seq, &v).map(|(n, _)| n);
                    assert_eq!(bad, Some(seq), "{column} of {seq}: {v:?}");
                    changes += 1;
                }
            }
        }
        for column in NUMBERS {
            let Value::Integer(n) = copy.cell(column, seq) else {
                panic!("{column} of {seq} is no number");
            };
            for bit in 0..63 {
                let bad = copy.with(column, seq, &Value::Integer(n ^ (1 << bit)));
                assert_eq!(
                    bad.map(|(n, _)| n),
                    Some(seq),
                    "{column} of {seq}, bit {bit}"
                );
                changes += 1;
            }
        }
        for column in HASHES {
            let Value::Blob(bytes) = copy.cell(column, seq) else {
                panic!("{column} of {seq} is no hash");
            };
            for at in 0..bytes.len() {
                let mut other = bytes.clone();
                other[at] ^= 0x80;
                let bad = copy.with(column, seq, &Value::Blob(other)).map(|(n, _)| n);
                assert_eq!(bad, Some(seq), "{column} of {seq}, byte {at}");
                changes += 1;
            }
            let bad = copy.with(column, seq, &Value::Blob(Vec::new()));
            assert_eq!(bad.map(|(n, _)| n), Some(seq));
        }
    }
    assert_eq!(copy.first_bad(|_| {}), None, "the log is whole again");
    println!("{last} entries, {changes} changes, each found at its entry");
    assert!(changes > 5_000, "{changes}");
}

#[test]
fn entries_taken_out_put_in_exchanged_or_cut_are_found() {
    let mut b = Bureau::new();
    let (original, last) = a_log(&mut b);
    let head = b.store().hash_of(b.entries()).unwrap();
    let again = |change: &dyn Fn(&Connection)| Copy::of(&original).first_bad(change);
    let run = |sql: &str, seq: i64| {
        let sql = sql.to_owned();
        move |c: &Connection| {
            c.execute(&sql, params![seq]).unwrap();
        }
    };
    for seq in 1..last {
        let bad = again(&run("DELETE FROM entry WHERE seq = ?1", seq));
        assert_eq!(bad.map(|b| b.0), Some(seq), "taken out");
        // The numbers made to fit afterwards.
        let bad = again(&|c| {
            c.execute("DELETE FROM entry WHERE seq = ?1", [seq])
                .unwrap();
            c.execute("UPDATE entry SET seq = -seq + 1 WHERE seq > ?1", [seq])
                .unwrap();
            c.execute("UPDATE entry SET seq = -seq WHERE seq < 0", [])
                .unwrap();
        });
        assert_eq!(bad.map(|b| b.0), Some(seq), "taken out, renumbered");
        let bad = again(&|c| {
            c.execute_batch(&format!(
                "UPDATE entry SET seq = -1 WHERE seq = {seq};
                 UPDATE entry SET seq = {seq} WHERE seq = {next};
                 UPDATE entry SET seq = {next} WHERE seq = -1;",
                next = seq + 1
            ))
            .unwrap();
        });
        assert_eq!(bad.map(|b| b.0), Some(seq), "exchanged");
    }
    for seq in 1..=last {
        let bad = again(&|c| {
            c.execute("UPDATE entry SET seq = -seq - 1 WHERE seq > ?1", [seq])
                .unwrap();
            c.execute("UPDATE entry SET seq = -seq WHERE seq < 0", [])
                .unwrap();
            c.execute(
                "INSERT INTO entry SELECT ?1 + 1, at, uid, login_uid, person, role, command, queue, kase, version, rules, payload, alg, prev, hash FROM entry WHERE seq = ?1",
                [seq],
            )
            .unwrap();
        });
        assert_eq!(bad.map(|b| b.0), Some(seq + 1), "doubled");
    }
    // The last one cut off, with all that was built on it: the line kept elsewhere tells.
    let copy = Copy::of(&original);
    copy.first_bad(|c| {
        c.execute("DELETE FROM entry WHERE seq = ?1", [last])
            .unwrap();
    });
    let short = SqliteStore::open(&copy.path).unwrap();
    assert_ne!(short.hash_of(b.entries()).unwrap(), head);
    assert!(head.is_some());
}
