//! A small bureau on a real file: five seats (the first also leads), a second reviewer (6), an
//! auditor (7), an administrator (8) and a reviewer of the unit under review (9).

// Not every test that stands on it uses all of it.
#![allow(dead_code, clippy::unwrap_used, clippy::indexing_slicing)]

pub(crate) mod agent;
pub(crate) mod desk;
pub(crate) mod house;
pub(crate) mod stage;

use jixiao::domain::clean::Clean;
use jixiao::domain::companion::Companion;
use jixiao::domain::day::{Day, Instant};
use jixiao::domain::declaration::Declaration;
use jixiao::domain::entry::{Algorithm, Payload};
use jixiao::domain::gate::{Command, Verdictum};
use jixiao::domain::id::{CaseId, PersonId, Seq};
use jixiao::domain::office::Act;
use jixiao::domain::procedure::Digest;
use jixiao::domain::roster::{Person, Role};
use jixiao::store::sqlite::{Actor, Founding, SqliteReader, SqliteStore};
use jixiao::store::{Append, Intake, Reader as _, Receipt, StoreError, Taken, Writer as _};
use std::path::Path;

/// The unit under review.
pub(crate) const UNIT: &str = "徐汇区房管局";

pub(crate) fn today() -> Day {
    Day::new(2020, 10, 10).unwrap()
}

/// The plain form of the rules' examples, in which no rule finds an error, under another name.
pub(crate) fn declaration(code: &str, name: &str) -> Declaration {
    let plain = jixiao::domain::rules::text("T06").unwrap().bad.plain();
    let mut d = plain.declaration();
    d.code = code.into();
    for (key, text) in [("project_name", name), ("department_name", UNIT)] {
        d.fields.get_mut(key).unwrap().raw = text.into();
    }
    d
}

pub(crate) struct Bureau {
    dir: tempfile::TempDir,
    store: SqliteStore,
    people: Vec<Person>,
    clock: i64,
}

impl Bureau {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let person = |id: i64, roles: &[Role], units: &[&str]| Person {
            id: PersonId::new(id),
            account: format!("p{id}"),
            name: format!("第{id}人"),
            roles: roles.iter().copied().collect(),
            units: units.iter().map(|u| (*u).to_owned()).collect(),
            until: Default::default(),
        };
        let people = vec![
            person(1, &[Role::Reviewer, Role::Lead], &[]),
            person(2, &[Role::Reviewer], &[]),
            person(3, &[Role::Reviewer], &[]),
            person(4, &[Role::Reviewer], &[]),
            person(5, &[Role::Expert], &[]),
            person(6, &[Role::Second], &[]),
            person(7, &[Role::Auditor], &[]),
            person(8, &[Role::Admin], &[]),
            person(9, &[Role::Reviewer], &[UNIT]),
        ];
        let at = Instant::new(1_602_300_000_000);
        let founder = Actor {
            person: people[0].clone(),
            uid: 1000,
            login_uid: -1,
            key: None,
        };
        let founding = Founding {
            practice: true,
            year: 2020,
            algorithm: Algorithm::Sha256,
            house: false,
        };
        let store = SqliteStore::create(&dir.path().join("t.db"), &founding, &founder, at).unwrap();
        let mut w = store.writer(&founder).unwrap();
        for p in &people[1..] {
            let added = Payload::PersonAdded {
                id: p.id,
                account: p.account.clone(),
                name: p.name.clone(),
                roles: p.roles.iter().copied().collect(),
                units: p.units.clone(),
            };
            w.administer("user", "", Act::Change(Box::new(added)), at)
                .unwrap();
        }
        let seats = Payload::Seated {
            seats: (1..=5).map(PersonId::new).collect(),
            pools: Vec::new(),
        };
        w.administer("user", "joint-review", Act::Change(Box::new(seats)), at)
            .unwrap();
        Self {
            dir,
            store,
            people,
            clock: at.ms(),
        }
    }

    pub(crate) fn dir(&self) -> &Path {
        self.dir.path()
    }
    pub(crate) fn store(&self) -> &SqliteStore {
        &self.store
    }
    pub(crate) fn actor(&self, who: usize) -> Actor {
        Actor {
            person: self.people[who - 1].clone(),
            uid: 1000,
            login_uid: -1,
            key: None,
        }
    }
    pub(crate) fn reader(&self, who: usize) -> SqliteReader {
        self.store
            .reader(&self.people[who - 1])
            .unwrap()
            .on(today())
    }
    pub(crate) fn now(&mut self) -> Instant {
        self.clock += 1000;
        Instant::new(self.clock)
    }
    pub(crate) fn try_file(&mut self, declarations: Vec<Declaration>) -> Result<Taken, StoreError> {
        self.import_while(declarations, &mut |_| true)
    }
    /// Imports while it is told to go on, told how many forms are done.
    pub(crate) fn import_while(
        &mut self,
        declarations: Vec<Declaration>,
        goes_on: &mut dyn FnMut(usize) -> bool,
    ) -> Result<Taken, StoreError> {
        let intake = Intake {
            source: Clean::line("申报表.xlsx"),
            sha256: Digest::default(),
            table: "target".into(),
            rows_read: 9,
            declarations,
            companions: Vec::new(),
        };
        let at = self.now();
        self.store
            .writer(&self.actor(1))
            .unwrap()
            .import_while(&intake, at, goes_on)
    }
    /// Takes a table of any kind in.
    pub(crate) fn take(
        &mut self,
        table: &str,
        declarations: Vec<Declaration>,
        companions: Vec<Companion>,
    ) -> Taken {
        let intake = Intake {
            source: Clean::line("表.xlsx"),
            sha256: Digest::default(),
            table: table.into(),
            rows_read: 9,
            declarations,
            companions,
        };
        let at = self.now();
        let mut w = self.store.writer(&self.actor(1)).unwrap();
        w.import(&intake, at).unwrap()
    }
    pub(crate) fn file(&mut self, declarations: Vec<Declaration>) -> Taken {
        self.try_file(declarations).unwrap()
    }
    pub(crate) fn case(&self, code: &str) -> CaseId {
        self.reader(1).find(code).unwrap()[0].0
    }
    pub(crate) fn append(
        &mut self,
        who: usize,
        case: CaseId,
        expected: Option<u32>,
        command: Command,
    ) -> Result<Receipt, StoreError> {
        let at = self.now();
        let a = Append {
            case,
            expected,
            command,
            by_command: "decide".into(),
        };
        self.store.writer(&self.actor(who)).unwrap().append(&a, at)
    }
    pub(crate) fn decide(
        &mut self,
        who: usize,
        case: CaseId,
        expected: Option<u32>,
        v: Verdictum,
    ) -> Result<Receipt, StoreError> {
        self.append(who, case, expected, Command::Decide(v))
    }
    pub(crate) fn undo(&mut self, who: usize, case: CaseId) -> Result<Receipt, StoreError> {
        self.append(who, case, None, Command::Withdraw)
    }
    pub(crate) fn entries(&self) -> Seq {
        self.store.database().unwrap().entries
    }
    pub(crate) fn verified(&self) {
        assert_eq!(self.store.verify().unwrap().first_bad, None);
    }
}
