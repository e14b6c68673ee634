//! Who may change the table of people: by the gate, through the store, and found by `verify` where
//! somebody went around both.

#![allow(clippy::unwrap_used, clippy::panic, clippy::string_slice)]

use jixiao::domain::clean::Clean;
use jixiao::domain::day::Instant;
use jixiao::domain::entry::{Algorithm, Payload};
use jixiao::domain::gate::Refused;
use jixiao::domain::id::{PersonId, Seq};
use jixiao::domain::office::{Act, Office, plain};
use jixiao::domain::procedure::Digest;
use jixiao::domain::roster::{Person, Role};
use jixiao::store::sqlite::{Actor, Founding, SqliteStore};
use jixiao::store::{Intake, StoreError, Writer as _};
use std::collections::BTreeMap;

const KEY: &str = "ssh-ed25519 AAAA";

fn add(account: &str, roles: &[Role]) -> Payload {
    Payload::PersonAdded {
        id: PersonId::new(0),
        account: account.into(),
        name: account.into(),
        roles: roles.to_vec(),
        units: Vec::new(),
    }
}

fn keys(of: i64, all: &[&str]) -> Payload {
    Payload::KeysSet {
        id: PersonId::new(of),
        keys: all.iter().map(|k| (*k).to_owned()).collect(),
    }
}

struct Place {
    _dir: tempfile::TempDir,
    store: SqliteStore,
}

impl Place {
    fn new(practice: bool, house: bool) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let founder = Actor {
            person: Person {
                id: PersonId::new(1),
                account: "jixiao".into(),
                name: "建库人".into(),
                roles: [Role::Admin].into(),
                units: Vec::new(),
                until: BTreeMap::new(),
            },
            uid: 1,
            login_uid: -1,
            key: None,
        };
        let founding = Founding {
            practice,
            year: 2026,
            algorithm: Algorithm::Sm3,
            house,
        };
        let at = Instant::new(1_790_000_000_000);
        let store = SqliteStore::create(&dir.path().join("h.db"), &founding, &founder, at).unwrap();
        Self { _dir: dir, store }
    }
    fn ask(&self, who: i64, act: Act) -> Result<(Seq, &'static str), &'static str> {
        let office = self.store.office().unwrap();
        let actor = Actor {
            person: office.people[&PersonId::new(who)].clone(),
            uid: 1,
            login_uid: -1,
            key: Some("SHA256:abc".into()),
        };
        let mut w = self.store.writer(&actor).unwrap();
        match w.administer("user", "", act, Instant::new(1_790_000_000_000)) {
            Ok(e) => Ok((e.seq, e.payload.kind())),
            Err(StoreError::Refused(why)) => Err(why.id()),
            Err(e) => panic!("{e}"),
        }
    }
    fn change(&self, who: i64, p: Payload) -> Result<(Seq, &'static str), &'static str> {
        self.ask(who, Act::Change(Box::new(p)))
    }
    fn is_whole(&self) {
        let v = self.store.verify().unwrap();
        assert_eq!(v.first_bad, None);
    }
}

#[test]
fn the_maker_of_a_house_appoints_two_and_then_nobody_alone() {
    let p = Place::new(false, true);
    // Alone, and the entries say so.
    assert_eq!(
        p.change(1, add("sec.a", &[Role::Security])).unwrap().1,
        "confirmed"
    );
    assert_eq!(
        p.change(1, add("sec.b", &[Role::Security])).unwrap().1,
        "confirmed"
    );
    // From here on the maker is an administrator of the host and no more.
    assert_eq!(p.change(1, add("x", &[Role::Lead])), Err("not-keeper"));
    let (seq, kind) = p.change(2, add("wang.min", &[Role::Reviewer])).unwrap();
    assert_eq!(kind, "proposed");
    assert_eq!(p.store.people().unwrap().len(), 3, "nothing happened yet");
    assert_eq!(p.ask(2, Act::Confirm(seq)), Err("own-proposal"));
    assert_eq!(
        p.ask(3, Act::Confirm(Seq::new(99))),
        Err("nothing-proposed")
    );
    assert_eq!(p.ask(3, Act::Confirm(seq)).unwrap().1, "confirmed");
    assert_eq!(p.ask(3, Act::Confirm(seq)), Err("nothing-proposed"), "once");
    let people = p.store.people().unwrap();
    assert_eq!(
        (people[3].account.as_str(), people[3].id.get()),
        ("wang.min", 4)
    );
    // Nobody but keepers, nobody about themselves.
    assert_eq!(p.change(4, add("y", &[Role::Lead])), Err("not-keeper"));
    let own = Payload::RolesSet {
        id: PersonId::new(3),
        roles: vec![Role::Security, Role::Lead],
        until: BTreeMap::new(),
    };
    let (seq, _) = p.change(2, own).unwrap();
    assert_eq!(p.ask(3, Act::Confirm(seq)), Err("about-you"));
    assert_eq!(p.ask(3, Act::Reject(seq)).unwrap().1, "withdrawn");
    assert_eq!(p.ask(2, Act::Confirm(seq)), Err("nothing-proposed"));
    // An officer who lost a key is let in again by the other and the maker of the house.
    let (seq, _) = p.change(2, keys(3, &[KEY])).unwrap();
    assert_eq!(p.ask(1, Act::Confirm(seq)).unwrap().1, "confirmed");
    p.is_whole();
    // The refusals of what was not theirs are in the log.
    let c = rusqlite::Connection::open(p.store.path()).unwrap();
    let n: i64 = c
        .query_row(
            "SELECT count(*) FROM entry WHERE json_extract(payload, '$.kind') = 'refused'",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(n, 4);
    // The key that let them in stands in every entry.
    let n: i64 = c
        .query_row(
            "SELECT count(*) FROM entry WHERE seq > 2 AND command <> 'user key:SHA256:abc'",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(n, 0);
}

#[test]
fn a_key_is_one_persons_and_an_account_is_plain() {
    let p = Place::new(false, true);
    p.change(1, add("sec.a", &[Role::Security])).unwrap();
    p.change(1, keys(2, &[KEY])).unwrap();
    assert_eq!(p.change(1, keys(1, &[KEY])), Err("key-taken"));
    assert_eq!(
        p.change(1, keys(9, &["ssh-ed25519 BBBB"])),
        Err("nothing-proposed")
    );
    for bad in [
        "",
        "a b",
        "a\"b",
        "王敏",
        "-rf",
        ".x",
        "a,b",
        "a\nb",
        &"a".repeat(33),
    ] {
        assert!(!plain(bad), "{bad:?}");
        assert_eq!(p.change(1, add(bad, &[])), Err("account-name"), "{bad:?}");
    }
    assert_eq!(p.change(1, add("sec.a", &[])), Err("account-taken"));
    p.is_whole();
}

#[test]
fn two_adds_at_once_get_two_numbers() {
    let p = Place::new(false, true);
    p.change(1, add("sec.a", &[Role::Security])).unwrap();
    p.change(1, add("sec.b", &[Role::Security])).unwrap();
    let (one, _) = p.change(2, add("c", &[Role::Reviewer])).unwrap();
    let (two, _) = p.change(3, add("d", &[Role::Reviewer])).unwrap();
    p.ask(2, Act::Confirm(two)).unwrap();
    p.ask(3, Act::Confirm(one)).unwrap();
    let ids: Vec<i64> = p
        .store
        .people()
        .unwrap()
        .iter()
        .map(|p| p.id.get())
        .collect();
    assert_eq!(ids, [1, 2, 3, 4, 5]);
    p.is_whole();
}

#[test]
fn in_ones_own_database_an_administrator_keeps_and_in_practice_anybody() {
    let p = Place::new(false, false);
    assert_eq!(
        p.change(1, add("王敏", &[Role::Reviewer])).unwrap().1,
        "confirmed"
    );
    assert_eq!(p.change(2, add("z", &[])), Err("not-keeper"));
    p.change(1, add("b", &[Role::Admin])).unwrap();
    assert_eq!(p.change(1, add("c", &[])).unwrap().1, "proposed");
    p.is_whole();
    let p = Place::new(true, false);
    p.change(1, add("a", &[Role::Expert])).unwrap();
    assert_eq!(p.change(2, add("b", &[])).unwrap().1, "person-added");
    p.is_whole();
}

/// Histories that no gate let through are broken at the very entry.
#[test]
fn a_history_that_went_around_the_gate_is_refused() {
    let founded = Payload::Founded {
        practice: false,
        year: 2026,
        house: true,
    };
    let person = |id: i64, roles: &[Role]| match add(&format!("p{id}"), roles) {
        Payload::PersonAdded {
            account,
            name,
            roles,
            units,
            ..
        } => Payload::PersonAdded {
            id: PersonId::new(id),
            account,
            name,
            roles,
            units,
        },
        other => other,
    };
    let wrap = |proposed: Option<i64>, change: Payload| Payload::Confirmed {
        proposed: proposed.map(Seq::new),
        change: Box::new(change),
    };
    let begun = || {
        let mut o = Office::default();
        let all = [
            founded.clone(),
            person(1, &[Role::Admin]),
            wrap(None, person(2, &[Role::Security])),
            wrap(None, person(3, &[Role::Security])),
            Payload::Proposed {
                change: Box::new(person(4, &[Role::Lead])),
            },
        ];
        for (n, p) in (1..).zip(&all) {
            let by = if n == 5 { 2 } else { 1 };
            o.apply(Seq::new(n), PersonId::new(by), p).unwrap();
        }
        o
    };
    for (by, payload, whole) in [
        (3, wrap(Some(5), person(4, &[Role::Lead])), true),
        // The maker of the house is a second person, but never alone.
        (1, wrap(Some(5), person(4, &[Role::Lead])), true),
        (4, wrap(Some(5), person(4, &[Role::Lead])), false),
        (2, wrap(Some(5), person(4, &[Role::Lead])), false),
        (
            3,
            wrap(Some(5), person(4, &[Role::Lead, Role::Security])),
            false,
        ),
        (3, wrap(Some(4), person(4, &[Role::Lead])), false),
        (1, wrap(None, person(4, &[Role::Lead])), false),
        (2, person(4, &[Role::Lead]), false),
        (2, keys(2, &[KEY]), false),
    ] {
        let done = begun().apply(Seq::new(6), PersonId::new(by), &payload);
        assert_eq!(done.is_ok(), whole, "{by} {payload:?}");
    }
    // Nor alone before there are two, nor put aside, by somebody who keeps nothing.
    let mut o = Office::default();
    for (n, p) in (1..).zip([&founded, &person(1, &[Role::Admin])]) {
        o.apply(Seq::new(n), PersonId::new(1), p).unwrap();
    }
    let alone = wrap(None, person(2, &[Role::Security]));
    let mut other = o.clone();
    assert!(other.apply(Seq::new(3), PersonId::new(9), &alone).is_err());
    assert!(o.apply(Seq::new(3), PersonId::new(1), &alone).is_ok());
    let aside = Payload::Withdrawn { seq: Seq::new(5) };
    assert!(
        begun()
            .apply(Seq::new(6), PersonId::new(4), &aside)
            .is_err()
    );
    assert!(begun().apply(Seq::new(6), PersonId::new(3), &aside).is_ok());
    // What one asks of the gate and what a history may hold agree.
    let o = begun();
    assert_eq!(
        o.ask(PersonId::new(3), Act::Confirm(Seq::new(5))),
        Ok(wrap(Some(5), person(4, &[Role::Lead])))
    );
    assert_eq!(
        o.ask(PersonId::new(2), Act::Confirm(Seq::new(5))),
        Err(Refused::OwnProposal)
    );
}

#[test]
fn a_role_ends_with_its_last_day() {
    let p = Place::new(true, false);
    p.change(1, add("a", &[])).unwrap();
    // The clock of these tests is in that day, in UTC+8.
    let day = Instant::new(1_790_000_000_000).day().unwrap();
    let set = Payload::RolesSet {
        id: PersonId::new(2),
        roles: vec![Role::Reviewer, Role::Auditor],
        until: [(Role::Reviewer, day.number())].into(),
    };
    p.change(1, set).unwrap();
    let person = p.store.people().unwrap()[1].clone();
    assert_eq!(person.until[&Role::Reviewer], day.number());
    assert!(person.clone().on(day).is(Role::Reviewer));
    let next = Instant::new(1_790_000_000_000 + 24 * 3_600_000);
    let gone = person.clone().on(next.day().unwrap());
    assert!(!gone.is(Role::Reviewer) && gone.is(Role::Auditor));
    // The store looks at the day of the act, whoever opened the connection and when.
    let actor = Actor {
        person,
        uid: 1,
        login_uid: -1,
        key: None,
    };
    let mut w = p.store.writer(&actor).unwrap();
    let intake = Intake {
        source: Clean::line("x"),
        sha256: Digest::default(),
        table: "target".into(),
        rows_read: 0,
        declarations: Vec::new(),
        companions: Vec::new(),
    };
    assert!(w.import(&intake, Instant::new(1_790_000_000_000)).is_ok());
    assert!(matches!(
        w.import(&intake, next),
        Err(StoreError::Refused(Refused::AuditorLooks))
    ));
    p.is_whole();
    // An officer whose time is over keeps nothing.
    let mut o = Office {
        house: true,
        ..p.store.office().unwrap()
    };
    let person = o.people.get_mut(&PersonId::new(2)).unwrap();
    person.roles.insert(Role::Security);
    person.until.insert(Role::Security, day.number());
    o.today = day.number();
    assert!(o.keepers().contains(&PersonId::new(2)));
    o.today = next.day().unwrap().number();
    assert!(o.keepers().is_empty());
}
