//! Which database, and as whom: the account of the operating system, or in a practice database
//! any of its accounts.

use super::Ctx;
use crate::domain::day::{Day, Instant};
use crate::domain::id::CaseId;
use crate::domain::procedure::{Procedure, builtin};
use crate::domain::roster::Person;
use crate::report::{NOT_PERMITTED, Report, USAGE};
use crate::store::sqlite::{Actor, SqliteReader, SqliteStore, SqliteWriter};
use crate::store::{Reader as _, StoreError};
use crate::words;
use std::path::PathBuf;

/// An opened database and the person who acts in it.
pub(super) struct Opened {
    pub(super) store: SqliteStore,
    pub(super) practice: bool,
    pub(super) actor: Actor,
}

impl Ctx {
    /// A store error as a report in the language of the command.
    pub(super) fn failed(&self, e: StoreError) -> Report {
        Report::of(self.lang, &e)
    }
    /// Where the database is.
    pub(super) fn path(&self) -> PathBuf {
        self.db.clone().unwrap_or_else(|| home("jixiao.db"))
    }
    /// Opens the database.
    pub(super) fn open(&self) -> Result<Opened, Report> {
        self.open_at(&self.path())
    }
    /// Opens a database at a place.
    pub(super) fn open_at(&self, path: &std::path::Path) -> Result<Opened, Report> {
        let (store, copy) = SqliteStore::open_upgrading(path).map_err(|e| self.failed(e))?;
        if let Some(copy) = copy {
            super::out::aside(&words::cli::upgraded(self.lang, &copy));
        }
        let practice = store.database().map_err(|e| self.failed(e))?.practice;
        // Who acts is what the operating system says, or the door of a house.
        let me = match &self.session {
            Some(s) => s.account.clone(),
            None => account(),
        };
        let people = store.people().map_err(|e| self.failed(e))?;
        let find = |name: &str| people.iter().find(|p| p.account == name || p.name == name);
        let person = match (&self.acting, practice) {
            (Some(_), false) => {
                return Err(Report::new(NOT_PERMITTED, words::cli::no_as(self.lang)));
            }
            (Some(name), true) => find(name)
                .ok_or_else(|| self.failed(StoreError::Stranger(name.clone())))?
                .clone(),
            // In practice whoever runs it is the one who made it: a newcomer can do everything.
            (None, true) => find(&me)
                .or_else(|| people.first())
                .ok_or_else(|| self.failed(StoreError::Stranger(me.clone())))?
                .clone(),
            (None, false) => people
                .iter()
                .find(|p| p.account == me)
                .ok_or_else(|| self.failed(StoreError::Stranger(me.clone())))?
                .clone(),
        };
        let actor = actor(person);
        Ok(Opened {
            store,
            practice,
            actor: Actor {
                person: actor.person.on(today()),
                key: self.session.as_ref().and_then(|s| s.key.clone()),
                ..actor
            },
        })
    }
    /// Who has an account, with the roles they hold today.
    pub(super) fn known(&self, o: &Opened, account: &str) -> Result<Person, Report> {
        let found = o.store.person(account).map_err(|e| self.failed(e))?;
        let found = found.map(|p| p.on(today()));
        found.ok_or_else(|| Report::new(USAGE, words::cli::no_account(self.lang, account)))
    }
    /// A reader for the acting person.
    pub(super) fn reader(&self, o: &Opened) -> Result<SqliteReader, Report> {
        let reader = o.store.reader(&o.actor.person);
        reader.map(|r| r.on(today())).map_err(|e| self.failed(e))
    }
    /// A writer for the acting person.
    pub(super) fn writer(&self, o: &Opened) -> Result<SqliteWriter, Report> {
        o.store.writer(&o.actor).map_err(|e| self.failed(e))
    }
    /// The procedure of a queue that is named.
    pub(super) fn queue(&self, id: &str) -> Result<&'static Procedure, Report> {
        let found = builtin().iter().find(|(p, ..)| p.id == id);
        found.map(|(p, ..)| p).ok_or_else(|| {
            let ids: Vec<&str> = builtin().iter().map(|(p, ..)| p.id.as_str()).collect();
            Report::new(USAGE, words::cli::no_queue(self.lang, id, &ids))
        })
    }
    /// The case of `CODE` or `QUEUE/CODE`.
    pub(super) fn case(&self, r: &mut SqliteReader, word: &str) -> Result<CaseId, Report> {
        let (queue, code) = match word.split_once('/') {
            Some((q, c)) => (Some(q), c),
            None => (None, word),
        };
        let found: Vec<_> = r
            .find(code)
            .map_err(|e| self.failed(e))?
            .into_iter()
            .filter(|(_, q)| queue.is_none_or(|want| want == q))
            .collect();
        match found.as_slice() {
            [(id, _)] => Ok(*id),
            [] => Err(self.failed(StoreError::NoCase(word.to_owned()))),
            many => {
                let choices: Vec<String> =
                    many.iter().map(|(_, q)| format!("{q}/{code}")).collect();
                Err(Report::new(
                    USAGE,
                    words::cli::ambiguous(self.lang, &choices),
                ))
            }
        }
    }
}

/// A file in the program's own data directory.
pub(super) fn home(name: &str) -> PathBuf {
    match directories::ProjectDirs::from("", "", "jixiao") {
        Some(dirs) => dirs.data_dir().join(name),
        None => std::env::temp_dir()
            .join(format!("jixiao-{}", nix::unistd::getuid()))
            .join(name),
    }
}

/// A directory of the person's own for drafts and the like.
pub(super) fn state_dir(database: &std::path::Path, person: &Person) -> PathBuf {
    let base = match directories::ProjectDirs::from("", "", "jixiao") {
        Some(dirs) => dirs
            .state_dir()
            .unwrap_or_else(|| dirs.data_local_dir())
            .to_owned(),
        None => home(""),
    };
    // One directory a database and person: two databases may know the same numbers.
    let place = std::fs::canonicalize(database).unwrap_or_else(|_| database.to_owned());
    let key = crate::domain::procedure::Digest::of(&place.display().to_string()).to_string();
    base.join("drafts")
        .join(format!("{}-{}", key.get(..16).unwrap_or(""), person.id))
}

/// The name of the account that runs the process, from the table of accounts and never from the
/// environment.
pub(super) fn account() -> String {
    let uid = nix::unistd::getuid();
    nix::unistd::User::from_uid(uid)
        .ok()
        .flatten()
        .map_or_else(|| uid.to_string(), |u| u.name)
}

/// The person with the process's own user ids.
pub(super) fn actor(person: Person) -> Actor {
    let login = std::fs::read_to_string("/proc/self/loginuid").ok();
    let login_uid = login
        .and_then(|s| s.trim().parse::<u32>().ok())
        .filter(|id| *id != u32::MAX)
        .map_or(-1, i64::from);
    Actor {
        person,
        key: None,
        uid: i64::from(nix::unistd::getuid().as_raw()),
        login_uid,
    }
}

/// Now.
pub(super) fn now() -> Instant {
    Instant::new(jiff::Timestamp::now().as_millisecond())
}

/// Today in UTC+8.
pub(super) fn today() -> Day {
    now()
        .day()
        .unwrap_or(Day::new(2000, 1, 1).expect("a day of the calendar"))
}

/// 16 random bytes in hex: what keeps a blind grade from being guessed from its hash.
pub(super) fn salt() -> Result<String, Report> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|e| Report::new(crate::report::DATABASE, e.to_string()))?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}
