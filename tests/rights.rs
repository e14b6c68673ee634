//! Who may do what in which state: every cell of role and relation × state × command, with the
//! answer written down by hand, asked of the store and of the command line.

#![allow(clippy::unwrap_used, clippy::panic)]

#[cfg(test)]
mod common;

use common::{Bureau, UNIT, declaration};
use jixiao::domain::clean::Clean;
use jixiao::domain::entry::{Opinion, Payload};
use jixiao::domain::finding::Place;
use jixiao::domain::gate::{ByProxy, Command, Verdictum};
use jixiao::domain::id::{CaseId, PersonId};
use jixiao::domain::office;
use jixiao::domain::procedure::Digest;
use jixiao::domain::rights::{self, Act};
use jixiao::domain::roster::{Person, Role};
use jixiao::store::sqlite::{Actor, SqliteStore};
use jixiao::store::{Append, Intake, Reader as _, StoreError, Writer as _};
use std::path::{Path, PathBuf};

const CODE: &str = "31010420KY010";

/// A letter a person:
///  1 reviewer and lead, seat 1 · 2 reviewer, seat 2 · 3 reviewer, seat 3, stepped back ·
///  4 reviewer, seat 4 · 5 expert, seat 5 · 6 second · 7 auditor · 8 admin ·
///  9 reviewer of the unit itself · 10 approver · 11 security · 12 reviewer without a seat.
/// `+` may; else why not: g no role, s no seat, l not the lead, a auditor looks, d administrators do
/// not decide, m seats missing, e decided, f first was you, n nothing to undo, b built on, u own
/// unit, R stepped back, c chosen already, N nothing to answer, o own grade first, t there is one
/// already.
const TABLE: &[(&str, &str, &str)] = &[
    ("pending", "grade", "++R++gadugds"),
    ("pending", "close", "mlRllladumdl"),
    ("pending", "undo", "nnnnnnnnnnnn"),
    ("pending", "recuse", "++R+++adu+d+"),
    ("pending", "note", "++R+++++++++"),
    ("pending", "choose", "ccccccaducdc"),
    ("pending", "reply", "NNRNNNaduNdN"),
    ("graded", "grade", "++R++gadugds"),
    ("graded", "close", "+lRllladu+dl"),
    ("graded", "undo", "++n++nnnnnnn"),
    ("graded", "recuse", "++R+++adu+d+"),
    ("graded", "note", "++R+++++++++"),
    ("graded", "choose", "ccccccaducdc"),
    ("graded", "reply", "NNRNNNaduNdN"),
    ("dissent", "grade", "++R++gadugds"),
    ("dissent", "close", "+lRllladu+dl"),
    ("dissent", "undo", "++n++nnnnnnn"),
    ("dissent", "recuse", "++R+++adu+d+"),
    ("dissent", "note", "++R+++++++++"),
    ("dissent", "choose", "ccccccaducdc"),
    ("dissent", "reply", "NNRNNNaduNdN"),
    ("second", "grade", "fgRgg+adu+dg"),
    ("second", "close", "fgRgg+adu+dg"),
    ("second", "undo", "+bnbbnnnnnnn"),
    ("second", "recuse", "++R+++adu+d+"),
    ("second", "note", "++R+++++++++"),
    ("second", "choose", "ccccccaducdc"),
    ("second", "reply", "NNRNNNaduNdN"),
    ("done", "grade", "eeReeeaduede"),
    ("done", "close", "eeReeeaduede"),
    ("done", "undo", "+bnbbnnnnnnn"),
    ("done", "recuse", "++R+++adu+d+"),
    ("done", "note", "++R+++++++++"),
    ("done", "choose", "ccccccaducdc"),
    ("done", "reply", "NNRNNNaduNdN"),
    ("pending", "proxy", "ooRog+adu+d+"),
    ("pending", "ask", "mlRllladumdl"),
    ("pending", "minute", "+gRgg+adu+dg"),
    ("pending", "readmit", "+lRllladu+dl"),
    ("graded", "proxy", "ttRtgtadutdt"),
    ("graded", "ask", "+lRllladu+dl"),
    ("graded", "minute", "+gRgg+adu+dg"),
    ("graded", "readmit", "+lRllladu+dl"),
    ("dissent", "proxy", "ttRtgtadutdt"),
    ("dissent", "ask", "+lRllladu+dl"),
    ("dissent", "minute", "+gRgg+adu+dg"),
    ("dissent", "readmit", "+lRllladu+dl"),
    ("second", "proxy", "eeReeeaduede"),
    ("second", "ask", "elRllladuedl"),
    ("second", "minute", "+gRgg+adu+dg"),
    ("second", "readmit", "elRllladuedl"),
    ("done", "proxy", "eeReeeaduede"),
    ("done", "ask", "elRllladuedl"),
    ("done", "minute", "+gRgg+adu+dg"),
    ("done", "readmit", "elRllladuedl"),
    ("pending", "import", "++++g+a+++g+"),
];

fn letter(why: &str) -> char {
    match why {
        "no-role" => 'g',
        "no-seat" => 's',
        "not-lead" => 'l',
        "auditor-looks" => 'a',
        "admin-does-not-decide" => 'd',
        "seats-missing" => 'm',
        "decided" => 'e',
        "first-was-you" => 'f',
        "nothing-to-undo" => 'n',
        "built-on" => 'b',
        "own-unit" => 'u',
        "recused" => 'R',
        "chosen-already" => 'c',
        "nothing-to-answer" => 'N',
        "own-grade-first" => 'o',
        "not-for-them" => 't',
        other => panic!("{other}"),
    }
}

fn verdict(id: &str, closing: bool) -> Verdictum {
    Verdictum {
        verdict: id.into(),
        closing,
        opinions: vec![Opinion {
            field: Place::Form,
            text: "请补充。".into(),
            rule: None,
        }],
        ..Verdictum::default()
    }
}

fn command(name: &str) -> Command {
    match name {
        "grade" => Command::Decide(verdict("reject", false)),
        "close" => Command::Decide(verdict("revise", true)),
        "undo" => Command::Withdraw,
        "recuse" => Command::Recuse("other".into()),
        "note" => Command::Note("看第3页".into()),
        "choose" => Command::Choose("hand".into()),
        "reply" => Command::Reply(jixiao::domain::checklist::Reply::Accepted, String::new()),
        "ask" => Command::Ask(vec![PersonId::new(5)], "为什么".into()),
        "minute" => Command::Minute("议定按中评。".into()),
        "readmit" => Command::Readmit(PersonId::new(3), "误报".into()),
        "proxy" => {
            let expert = Person {
                id: PersonId::new(5),
                account: "p5".into(),
                name: String::new(),
                // The store looks itself whether they are one.
                roles: Default::default(),
                units: Vec::new(),
                until: Default::default(),
            };
            let sheet = "表12".to_owned();
            Command::Decide(Verdictum {
                proxy: Some(Box::new(ByProxy {
                    person: expert,
                    sheet,
                })),
                ..verdict("reject", false)
            })
        }
        other => panic!("{other}"),
    }
}

/// A database with the case in a state, in a file of its own.
fn in_state(state: &str) -> (Bureau, PathBuf, CaseId) {
    let mut b = Bureau::new();
    let at = b.now();
    let mut w = b.store().writer(&b.actor(8)).unwrap();
    for (id, role) in [
        (10, Role::Approver),
        (11, Role::Security),
        (12, Role::Reviewer),
    ] {
        let added = Payload::PersonAdded {
            id: PersonId::new(id),
            account: format!("p{id}"),
            name: format!("p{id}"),
            roles: vec![role],
            units: Vec::new(),
        };
        w.administer("user", "", office::Act::Change(Box::new(added)), at)
            .unwrap();
    }
    b.file(vec![declaration(CODE, "长桥")]);
    let case = b.case(CODE);
    assert_eq!(b.reader(1).case(case).unwrap().row.unit.as_str(), UNIT);
    b.append(3, case, None, Command::Recuse("kin".into()))
        .unwrap();
    let (grades, closing): (&[(usize, &str)], _) = match state {
        "pending" => (&[], None),
        "graded" => (&[(1, "pass"), (2, "pass"), (4, "pass"), (5, "pass")], None),
        "dissent" => (
            &[(1, "pass"), (2, "pass"), (4, "pass"), (5, "return")],
            None,
        ),
        "second" => (
            &[(1, "reject"), (2, "reject"), (4, "reject"), (5, "reject")],
            Some("reject"),
        ),
        "done" => (
            &[(1, "pass"), (2, "pass"), (4, "pass"), (5, "pass")],
            Some("pass"),
        ),
        other => panic!("{other}"),
    };
    for (who, id) in grades {
        b.decide(*who, case, None, verdict(id, false)).unwrap();
    }
    if let Some(id) = closing {
        b.decide(1, case, None, verdict(id, true)).unwrap();
    }
    assert_eq!(b.reader(1).case(case).unwrap().standing.state, state);
    let path = b.dir().join("state.db");
    b.store().backup(&path).unwrap();
    (b, path, case)
}

fn copy(of: &Path) -> PathBuf {
    let to = of.with_extension("copy.db");
    for end in ["", "-wal", "-shm"] {
        std::fs::remove_file(format!("{}{end}", to.display())).ok();
    }
    std::fs::copy(of, &to).unwrap();
    to
}

/// By the store: `+`, or why not.
fn by_store(b: &mut Bureau, path: &Path, case: CaseId, who: i64, what: &str) -> char {
    let store = SqliteStore::open(path).unwrap();
    let people = store.people().unwrap();
    let actor = Actor {
        person: people.iter().find(|p| p.id.get() == who).unwrap().clone(),
        ..b.actor(1)
    };
    let at = b.now();
    let mut w = store.writer(&actor).unwrap();
    let done = if what == "import" {
        let intake = Intake {
            source: Clean::line("申报表.xlsx"),
            sha256: Digest::default(),
            table: "target".into(),
            rows_read: 1,
            declarations: vec![declaration("31010420KY011", "别处")],
            companions: Vec::new(),
        };
        w.import(&intake, at).map(|_| ())
    } else {
        let a = Append {
            case,
            expected: None,
            command: command(what),
            by_command: "test".into(),
        };
        w.append(&a, at).map(|_| ())
    };
    match done {
        Ok(()) => '+',
        Err(StoreError::Refused(why)) => letter(why.id()),
        Err(e) => panic!("{e}"),
    }
}

/// What the table of rights says.
fn by_table(b: &Bureau, case: CaseId, who: i64, what: &str) -> bool {
    let file = b.reader(1).case(case).unwrap();
    let people = b.store().people().unwrap();
    let who = people.iter().find(|p| p.id.get() == who).unwrap();
    let acts: &[Act] = match what {
        // Where a second signature is missing, any verdict is one.
        "grade" => &[Act::Grade, Act::Second],
        "close" => &[Act::Close, Act::Second],
        "undo" => &[Act::Undo],
        "recuse" => &[Act::Recuse],
        "note" => &[Act::Note],
        "choose" => &[Act::Choose],
        "reply" => &[Act::Reply],
        "proxy" => &[Act::Proxy],
        "ask" => &[Act::Ask],
        "minute" => &[Act::Minute],
        "readmit" => &[Act::Readmit],
        other => panic!("{other}"),
    };
    acts.iter().any(|act| {
        let right = rights::of(*act).unwrap();
        let on = (&*file.procedure, &file.standing);
        rights::answer(right, on, who, UNIT, (true, common::today())).is_ok()
    })
}

/// By the command line, where it has the command: true when it was done.
fn by_command(b: &Bureau, path: &Path, who: i64, what: &str) -> Option<bool> {
    let people = SqliteStore::open(path).unwrap().people().unwrap();
    let account = people
        .iter()
        .find(|p| p.id.get() == who)
        .unwrap()
        .account
        .clone();
    let run = |args: &[&str]| {
        let mut all = vec!["--db", path.to_str().unwrap(), "--as", &account];
        all.extend(args);
        common::desk::jixiao(b.dir(), &all)
    };
    let version = || {
        let (_, text) = run(&["show", CODE, "--format", "json"]);
        let v: serde_json::Value = serde_json::from_str(&text).unwrap();
        v["version"].to_string()
    };
    let form = format!("{}/data/sample/forms", env!("CARGO_MANIFEST_DIR"));
    let (status, says) = match what {
        "grade" => {
            let v = version();
            run(&[
                "decide",
                CODE,
                "reject",
                "--opinion",
                "x",
                "--expect-version",
                &v,
            ])
        }
        "close" => {
            let v = version();
            run(&[
                "decide",
                CODE,
                "revise",
                "--final",
                "--opinion",
                "x",
                "--expect-version",
                &v,
            ])
        }
        "undo" => run(&["undo", CODE]),
        "recuse" => run(&["recuse", CODE, "--reason", "other"]),
        "reply" => run(&["reply", CODE, "accepted"]),
        "note" => run(&["note", CODE, "看第3页"]),
        "ask" => run(&["note", CODE, "为什么", "--to", "p5"]),
        "minute" => run(&["note", CODE, "议定按中评。", "--minute"]),
        "readmit" => run(&["recuse", CODE, "--revoke", "p3", "--reason", "误报"]),
        "proxy" => {
            let v = version();
            let words = ["decide", CODE, "reject", "--opinion", "x", "--for", "p5"];
            let more = ["--sheet", "表12", "--expect-version", &v];
            run(&[&words[..], &more[..]].concat())
        }
        "import" => run(&["import", &form]),
        _ => return None,
    };
    assert!(matches!(status, 0 | 1 | 4), "{what} {who}: {status} {says}");
    Some(status == 0)
}

#[test]
fn every_cell_by_the_store_and_by_the_command_line() {
    let mut cells = (0, 0, 0);
    for state in ["pending", "graded", "dissent", "second", "done"] {
        let (mut b, path, case) = in_state(state);
        for (_, what, row) in TABLE.iter().filter(|(s, ..)| *s == state) {
            assert_eq!(row.chars().count(), 12, "{state} {what}");
            for (who, want) in (1..).zip(row.chars()) {
                let db = copy(&path);
                let got = by_store(&mut b, &db, case, who, what);
                assert_eq!(got, want, "{state} {what} person {who}");
                let whole = SqliteStore::open(&db).unwrap().verify().unwrap();
                assert_eq!(whole.first_bad, None, "{state} {what} person {who}");
                cells.0 += 1;
                if what != &"import" {
                    // What the table prints is what the gate does; which seats are in is the
                    // case's own matter, and who is built on has no latest act any more.
                    let says = by_table(&b, case, who, what);
                    assert_eq!(
                        says,
                        matches!(want, '+' | 'm' | 'o' | 't'),
                        "{state} {what} person {who}"
                    );
                    cells.2 += 1;
                }
                let db = copy(&path);
                if let Some(done) = by_command(&b, &db, who, what) {
                    assert_eq!(done, want == '+', "{state} {what} person {who}, by command");
                    cells.1 += 1;
                }
            }
        }
    }
    println!(
        "{} cells by the store, {} by the command line, {} by the table",
        cells.0, cells.1, cells.2
    );
}
