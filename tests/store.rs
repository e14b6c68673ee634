//! The store on a real file: decide, withdraw, conflict, blindness, import, verify, backup.

#[cfg(test)]
mod common;

use common::{Bureau, declaration};
use jixiao::domain::clean::Clean;
use jixiao::domain::entry::Opinion;
use jixiao::domain::finding::Place;
use jixiao::domain::gate::{Command, Refused, Verdictum};
use jixiao::domain::id::Seq;
use jixiao::domain::office::Act;
use jixiao::domain::procedure::Digest;
use jixiao::store::{Intake, Order, Query, Reader as _, Scope, StoreError, Writer as _};

fn grade(verdict: &str) -> Verdictum {
    let opinions = vec![Opinion {
        field: Place::Form,
        text: "请补充数量指标。".into(),
        rule: None,
    }];
    Verdictum {
        verdict: verdict.into(),
        opinions: if verdict == "pass" {
            Vec::new()
        } else {
            opinions
        },
        ..Verdictum::default()
    }
}

fn closing(verdict: &str) -> Verdictum {
    Verdictum {
        closing: true,
        ..grade(verdict)
    }
}

#[test]
fn a_case_goes_from_seats_to_decision_and_back() {
    let mut b = Bureau::new();
    b.file(vec![declaration(
        "31010420KY010",
        "长桥地区二次供水设施改造",
    )]);
    let case = b.case("31010420KY010");
    for seat in 1..=4 {
        let done = b.decide(seat, case, None, grade("pass")).unwrap();
        assert_eq!((done.version, done.state.as_str()), (2, "pending"));
    }
    assert!(matches!(
        b.decide(6, case, None, closing("pass")),
        Err(StoreError::Refused(Refused::NotLead))
    ));
    assert_eq!(
        b.decide(5, case, None, grade("return")).unwrap().state,
        "dissent"
    );
    let done = b.decide(1, case, Some(2), closing("revise")).unwrap();
    assert_eq!((done.state.as_str(), done.version), ("done", 3));
    assert!(matches!(
        b.undo(2, case),
        Err(StoreError::Refused(Refused::BuiltOn(_)))
    ));
    assert_eq!(b.undo(1, case).unwrap().state, "dissent");
    assert_eq!(b.undo(5, case).unwrap().state, "pending");
    b.verified();
}

/// The seats of a queue are its last `seated` entry, whatever else was entered for it since.
#[test]
fn a_refused_act_takes_nobody_out_of_their_seats() {
    let mut b = Bureau::new();
    let at = b.now();
    let mut w = b.store().writer(&b.actor(2)).unwrap();
    assert!(matches!(
        w.administer("user", "joint-review", Act::Confirm(Seq::new(9)), at),
        Err(StoreError::Refused(Refused::NotKeeper))
    ));
    b.file(vec![declaration("31010420KY010", "二次供水")]);
    let case = b.case("31010420KY010");
    assert_eq!(b.reader(1).case(case).unwrap().row.seats_total, 5);
    b.verified();
}

#[test]
fn who_may_read_tables_in() {
    for (who, may) in [
        (1, true),
        (2, true),
        (5, false),
        (6, true),
        (7, false),
        (8, true),
    ] {
        let mut b = Bureau::new();
        let intake = Intake {
            source: Clean::line("申报表.xlsx"),
            sha256: Digest::default(),
            table: "target".into(),
            rows_read: 1,
            declarations: vec![declaration("31010420KY010", "二次供水")],
            companions: Vec::new(),
        };
        let at = b.now();
        let mut w = b.store().writer(&b.actor(who)).unwrap();
        assert_eq!(w.import(&intake, at).is_ok(), may, "{who}");
        let refused: i64 = rusqlite::Connection::open(b.store().path())
            .unwrap()
            .query_row(
                "SELECT count(*) FROM entry WHERE json_extract(payload, '$.kind') = 'refused'",
                [],
                |r| r.get(0),
            )
            .unwrap();
        assert_eq!(refused, i64::from(!may), "{who}");
        b.verified();
    }
}

#[test]
fn a_harsh_verdict_needs_another_person() {
    let mut b = Bureau::new();
    b.file(vec![declaration("31010420KY010", "长桥")]);
    let case = b.case("31010420KY010");
    for seat in 1..=5 {
        b.decide(seat, case, None, grade("reject")).unwrap();
    }
    assert_eq!(
        b.decide(1, case, None, closing("reject")).unwrap().state,
        "second"
    );
    assert!(matches!(
        b.decide(1, case, None, grade("reject")),
        Err(StoreError::Refused(Refused::FirstWasYou))
    ));
    assert_eq!(
        b.decide(6, case, None, grade("reject")).unwrap().state,
        "done"
    );
    b.verified();
}

#[test]
fn a_verdict_on_an_old_version_is_refused() {
    let mut b = Bureau::new();
    b.file(vec![declaration("31010420KY010", "长桥")]);
    let case = b.case("31010420KY010");
    b.file(vec![declaration("31010420KY010", "长桥地区")]);
    match b.decide(2, case, Some(1), grade("pass")) {
        Err(StoreError::Conflict {
            expected: 1,
            found: 2,
            ..
        }) => {}
        other => panic!("{other:?}"),
    }
    // Another seat's blind grade does not raise it.
    b.decide(3, case, Some(2), grade("pass")).unwrap();
    b.decide(2, case, Some(2), grade("pass")).unwrap();
    // One's own does.
    assert!(matches!(
        b.decide(2, case, Some(2), grade("revise")),
        Err(StoreError::Conflict { .. })
    ));
    b.verified();
}

#[test]
fn a_blind_grade_is_not_to_be_had() {
    let mut b = Bureau::new();
    b.file(vec![declaration("31010420KY010", "长桥")]);
    let case = b.case("31010420KY010");
    b.decide(2, case, None, grade("return")).unwrap();
    // Seat 1 is also the lead: as long as the seat is empty it sees nothing either.
    for looker in [1, 3, 6, 8] {
        let mut r = b.reader(looker);
        let file = r.case(case).unwrap();
        let all = format!(
            "{:?}{:?}{:?}",
            file.standing,
            file.history,
            r.log(0.into_seq(), 999).unwrap()
        );
        assert!(!all.contains("请补充数量指标"), "person {looker}");
        assert!(!all.contains("\"return\""), "person {looker}");
        assert!(file.standing.seats[1].stands().unwrap().hidden);
    }
    // The auditor reads all; whoever has graded sees the others.
    assert!(
        !b.reader(7).case(case).unwrap().standing.seats[1]
            .stands()
            .unwrap()
            .hidden
    );
    b.decide(3, case, None, grade("pass")).unwrap();
    assert!(
        !b.reader(3).case(case).unwrap().standing.seats[1]
            .stands()
            .unwrap()
            .hidden
    );
}

trait IntoSeq {
    fn into_seq(self) -> Seq;
}
impl IntoSeq for i64 {
    fn into_seq(self) -> Seq {
        Seq::new(self)
    }
}

#[test]
fn what_is_not_yours_is_refused_and_recorded() {
    let mut b = Bureau::new();
    b.file(vec![declaration("31010420KY010", "长桥")]);
    let case = b.case("31010420KY010");
    for (who, why) in [
        (7, Refused::AuditorLooks),
        (8, Refused::AdminDoesNotDecide),
        (6, Refused::NoRole),
        (9, Refused::OwnUnit),
    ] {
        match b.decide(who, case, None, grade("pass")) {
            Err(StoreError::Refused(r)) => assert_eq!(r, why, "person {who}"),
            other => panic!("{other:?}"),
        }
        let log = b.reader(7).log(0.into_seq(), 999).unwrap();
        let last = log.last().unwrap();
        assert_eq!(last.kind, "refused");
        assert!(last.text.as_ref().unwrap().contains(why.id()));
    }
    b.append(4, case, None, Command::Recuse("kin".into()))
        .unwrap();
    assert!(matches!(
        b.decide(4, case, None, grade("pass")),
        Err(StoreError::Refused(Refused::Recused))
    ));
    let row = b.reader(4).case(case).unwrap().row;
    assert_eq!(
        (row.seats_total, row.mine.recused, row.mine.waiting),
        (4, true, false)
    );
    b.verified();
}

#[test]
fn the_same_form_again_changes_nothing() {
    let mut b = Bureau::new();
    let form = declaration("31010420KY010", "长桥");
    assert_eq!(b.file(vec![form.clone()]).opened.len(), 1);
    let before = b.entries();
    let again = b.file(vec![form.clone()]);
    assert_eq!((again.same.len(), again.stored), (1, false));
    assert_eq!(b.entries(), before);
    let mut moved = form.clone();
    moved.fields.values_mut().for_each(|f| f.at.row += 7);
    assert_eq!(b.file(vec![moved]).same.len(), 1);
    let mut second = form.clone();
    second.fields.get_mut("project_name").unwrap().raw = "长桥地区".into();
    assert_eq!(b.file(vec![second]).changed.len(), 1);
    assert_eq!(
        b.reader(1)
            .case(b.case("31010420KY010"))
            .unwrap()
            .rounds
            .len(),
        2
    );
    // The first round's file once more: known, not a third round.
    assert_eq!(b.file(vec![form]).same.len(), 1);
    b.verified();
}

#[test]
fn a_file_with_a_locked_case_is_stored_not_at_all() {
    let mut b = Bureau::new();
    b.file(vec![declaration("31010420KY010", "长桥")]);
    let case = b.case("31010420KY010");
    for seat in 1..=5 {
        b.decide(seat, case, None, grade("pass")).unwrap();
    }
    b.decide(1, case, None, closing("pass")).unwrap();
    let before = b.entries();
    let files = vec![
        declaration("31010420KY011", "别处"),
        declaration("31010420KY010", "长桥改"),
    ];
    assert!(matches!(b.try_file(files), Err(StoreError::Locked(code)) if code == "31010420KY010"));
    assert_eq!(b.entries(), before);
    assert!(b.reader(1).find("31010420KY011").unwrap().is_empty());
}

#[test]
fn pages_walk_both_ways_over_ties() {
    let mut b = Bureau::new();
    b.file(
        (0..23)
            .map(|n| declaration(&format!("31010420KY{n:03}"), "同名"))
            .collect(),
    );
    for order in [Order::Due, Order::Amount, Order::Code, Order::Findings] {
        for reverse in [false, true] {
            let q = Query {
                queue: "joint-review".into(),
                order,
                reverse,
                limit: 5,
                ..Query::default()
            };
            let mut r = b.reader(2);
            let (mut all, mut after, mut last) = (Vec::new(), None, None);
            loop {
                let page = r
                    .page(&Query {
                        after: after.clone(),
                        ..q.clone()
                    })
                    .unwrap();
                all.extend(page.rows.iter().map(|x| x.id));
                last = page.rows.last().and_then(|x| x.mark.clone()).or(last);
                match page.next {
                    Some(m) => after = Some(m),
                    None => break,
                }
            }
            assert_eq!(all.len(), 23);
            let mut unique = all.clone();
            unique.sort();
            unique.dedup();
            assert_eq!(unique.len(), 23);
            let back = r
                .page(&Query {
                    after: last,
                    back: true,
                    limit: 4,
                    ..q.clone()
                })
                .unwrap();
            let ids: Vec<_> = back.rows.iter().map(|x| x.id).collect();
            assert_eq!(ids, all[18..22], "{order:?} {reverse}");
        }
    }
}

#[test]
fn lists_and_standings_agree_on_who_is_waited_for() {
    let mut b = Bureau::new();
    b.file(
        (0..6)
            .map(|n| declaration(&format!("31010420KY{n:03}"), "甲"))
            .collect(),
    );
    for (n, seats) in [(1, 2), (2, 5), (3, 5)] {
        let case = b.case(&format!("31010420KY{n:03}"));
        for seat in 1..=seats {
            b.decide(
                seat,
                case,
                None,
                grade(if n == 3 { "reject" } else { "pass" }),
            )
            .unwrap();
        }
    }
    let c3 = b.case("31010420KY003");
    b.decide(1, c3, None, closing("reject")).unwrap();
    b.append(
        3,
        b.case("31010420KY004"),
        None,
        Command::Recuse("kin".into()),
    )
    .unwrap();
    for who in 1..=9 {
        let mut r = b.reader(who);
        let all = Query {
            queue: "joint-review".into(),
            limit: 99,
            ..Query::default()
        };
        let rows = r.page(&all).unwrap().rows;
        let mine = r
            .page(&Query {
                scope: Scope::Mine,
                ..all
            })
            .unwrap()
            .rows;
        let mut expected = Vec::new();
        for row in &rows {
            let file = r.case(row.id).unwrap();
            if file
                .standing
                .waits_for(&file.procedure, r.viewer(), common::today())
            {
                expected.push(row.id);
            }
        }
        assert_eq!(
            mine.iter().map(|x| x.id).collect::<Vec<_>>(),
            expected,
            "person {who}"
        );
        let count = r.queues(common::today()).unwrap().remove(0);
        assert_eq!(count.mine, expected.len() as u64, "person {who}");
        assert_eq!(count.total, 6);
        let mut walked = Vec::new();
        let mut at = None;
        while let Some(id) = r.next_waiting(None, at).unwrap() {
            if walked.contains(&id) {
                break;
            }
            walked.push(id);
            at = Some(id);
        }
        assert_eq!(walked, expected, "person {who}");
    }
}

#[test]
fn a_backup_is_verified_and_never_overwrites() {
    let mut b = Bureau::new();
    b.file(vec![declaration("31010420KY010", "长桥")]);
    let to = b.dir().join("copy.db");
    let v = b.store().backup(&to).unwrap();
    assert_eq!(v.first_bad, None);
    assert!(matches!(b.store().backup(&to), Err(StoreError::Exists(_))));
    // What killed ones left is taken away in time; what may still be written, and all else, stays.
    let dir = tempfile::tempdir().unwrap();
    let put = |name: &str, minutes: u64| {
        let path = dir.path().join(name);
        let file = std::fs::File::create(&path).unwrap();
        let then = std::time::SystemTime::now() - std::time::Duration::from_secs(minutes * 60);
        file.set_modified(then).unwrap();
        path
    };
    let (old, new, other) = (
        put(".jixiao-backup-a", 90),
        put(".jixiao-backup-b", 5),
        put("jixiao-backup-c.db", 90),
    );
    b.store().backup(&dir.path().join("x.db")).unwrap();
    assert!(!old.exists() && new.exists() && other.exists());
    let copy = jixiao::store::sqlite::SqliteStore::open(&to).unwrap();
    assert_eq!(copy.database().unwrap(), b.store().database().unwrap());
}

#[test]
fn durability_settings_are_what_was_promised() {
    assert!(rusqlite::version_number() >= 3_051_003);
    let b = Bureau::new();
    let mode = std::fs::metadata(b.store().path()).unwrap();
    use std::os::unix::fs::PermissionsExt as _;
    assert_eq!(mode.permissions().mode() & 0o777, 0o600);
}

#[test]
fn any_change_of_an_entry_is_found_and_located() {
    let mut b = Bureau::new();
    b.file(vec![
        declaration("31010420KY010", "长桥"),
        declaration("31010420KY011", "别处"),
    ]);
    let case = b.case("31010420KY010");
    b.decide(2, case, None, grade("return")).unwrap();
    b.decide(3, case, None, grade("pass")).unwrap();
    let last = b.entries().get();
    let original = b.dir().join("original.db");
    b.store().backup(&original).unwrap();
    for seq in [2, last / 2, last] {
        for change in [
            "at = at + 1",
            "uid = 0",
            "login_uid = 7",
            "person = 4",
            "role = 'lead'",
            "command = 'x'",
            "queue = 'monitoring'",
            "kase = kase + 1",
            "version = version + 1",
            "rules = ''",
            "payload = replace(payload, '}', ' }')",
            "alg = 'sm3'",
            "prev = zeroblob(32)",
            "hash = zeroblob(32)",
        ] {
            let copy = b.dir().join("tampered.db");
            std::fs::copy(&original, &copy).unwrap();
            let c = rusqlite::Connection::open(&copy).unwrap();
            let guard: String = c
                .query_row(
                    "SELECT sql FROM sqlite_schema WHERE name = 'entry_keep_update'",
                    [],
                    |r| r.get(0),
                )
                .unwrap();
            c.execute_batch("DROP TRIGGER entry_keep_update").unwrap();
            c.execute(&format!("UPDATE entry SET {change} WHERE seq = ?"), [seq])
                .unwrap();
            c.execute_batch(&guard).unwrap();
            drop(c);
            let before: Vec<u8> = std::fs::read(&original).unwrap();
            if before == std::fs::read(&copy).unwrap() {
                continue;
            }
            let store = jixiao::store::sqlite::SqliteStore::open(&copy).unwrap();
            let bad = store.verify().unwrap().first_bad;
            // What already was so is no change.
            let unchanged = matches!(change, "rules = ''" | "command = 'x'" | "person = 4");
            match bad {
                Some((found, _)) => assert_eq!(found, seq, "{change}"),
                None => assert!(unchanged, "{change} of {seq} passed unseen"),
            }
            std::fs::remove_file(&copy).unwrap();
        }
    }
}

#[test]
fn a_change_of_a_form_or_a_list_is_found() {
    let mut b = Bureau::new();
    b.file(vec![declaration("31010420KY010", "长桥")]);
    let case = b.case("31010420KY010");
    b.decide(2, case, None, grade("return")).unwrap();
    let original = b.dir().join("original.db");
    b.store().backup(&original).unwrap();
    for change in [
        "UPDATE declaration SET facts = replace(facts, '长桥', '短桥')",
        "UPDATE kase SET state = 'done'",
        "UPDATE kase SET common = common + 1",
        "UPDATE seat SET verdict = 'pass' WHERE verdict <> ''",
        "DELETE FROM seat WHERE person = 2",
        "UPDATE tally SET n = n + 1 WHERE what = 'pending'",
        "UPDATE person SET roles = 'lead' WHERE id = 2",
        "UPDATE definition SET text = text || ' '",
        "CREATE VIEW foreign_view AS SELECT 1",
    ] {
        let copy = b.dir().join("tampered.db");
        std::fs::copy(&original, &copy).unwrap();
        let c = rusqlite::Connection::open(&copy).unwrap();
        c.execute_batch(change).unwrap();
        drop(c);
        let store = jixiao::store::sqlite::SqliteStore::open(&copy).unwrap();
        assert!(store.verify().unwrap().first_bad.is_some(), "{change}");
        std::fs::remove_file(&copy).unwrap();
    }
}

#[test]
fn an_import_that_is_stopped_stores_nothing() {
    let mut b = Bureau::new();
    let forms = |n: u32| -> Vec<_> {
        (0..n)
            .map(|k| declaration(&format!("310104{k:07}"), &format!("改造工程第{k}期")))
            .collect()
    };
    let before = b.reader(1).log(Seq::new(0), 99).unwrap();
    let mut asked = 0;
    let stopped = b.import_while(forms(600), &mut |done| {
        asked += 1;
        done < 300
    });
    assert!(matches!(stopped, Err(StoreError::Stopped)), "{stopped:?}");
    assert!(asked > 1);
    assert!(b.reader(1).find("3101040000000").unwrap().is_empty());
    let after = b.reader(1).log(Seq::new(0), 99).unwrap();
    assert_eq!(before.len(), after.len());
    // Let go on, the same comes in whole.
    let taken = b.import_while(forms(600), &mut |_| true).unwrap();
    assert_eq!(taken.opened.len(), 600);
    assert!(b.store().verify().unwrap().first_bad.is_none());
}
