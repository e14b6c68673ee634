//! Who has which case open, and who has begun what others could begin as well: hints among those who
//! work at the same time, in a small file beside the database. No promise stands on it; where it
//! cannot be had, everything else goes on without.

use super::wait;
use crate::domain::day::Instant;
use crate::domain::id::{CaseId, PersonId};
use rusqlite::{Connection, OpenFlags, params};
use serde::Deserialize;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// How long hints hold.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Times {
    /// Minutes that a claim holds after the last thing done.
    pub claim_minutes: u16,
    /// Minutes that somebody counts as present after their last sign of life.
    pub present_minutes: u16,
    /// Seconds between two signs of life.
    pub beat_seconds: u16,
}

static TIMES: LazyLock<Times> = LazyLock::new(|| {
    // The file is part of the program; that it reads is a test.
    toml::from_str(include_str!("../../../data/desks.toml")).unwrap_or_default()
});

/// How long hints hold.
pub fn times() -> Times {
    *TIMES
}

/// What somebody else is at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Desk {
    /// Who.
    pub person: PersonId,
    /// The case.
    pub case: CaseId,
    /// Since when.
    pub since: Instant,
    /// They have begun it, and have it for a while; else it is open before them.
    pub claimed: bool,
}

/// The file of hints, for one person.
pub struct Desks {
    c: Connection,
    me: PersonId,
    seen: i64,
}

/// Where it lies.
fn place(db: &Path) -> PathBuf {
    let mut name = db.as_os_str().to_owned();
    name.push(".desks");
    PathBuf::from(name)
}

impl Desks {
    /// Opens the file beside a database, and makes it where it is not there or cannot be read.
    pub fn open(db: &Path, me: PersonId) -> Option<Self> {
        let path = place(db);
        Self::at(&path, me).or_else(|| {
            // Nothing in it is worth keeping.
            std::fs::remove_file(&path).ok();
            Self::at(&path, me)
        })
    }

    fn at(path: &Path, me: PersonId) -> Option<Self> {
        // For nobody else's eyes, from the first byte on.
        std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(path)
            .ok()?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let c = Connection::open_with_flags(path, flags).ok()?;
        c.busy_handler(Some(wait::a_moment)).ok()?;
        c.execute_batch(
            "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF;
             CREATE TABLE IF NOT EXISTS present (person INTEGER PRIMARY KEY, kase INTEGER NOT NULL, since INTEGER NOT NULL, beat INTEGER NOT NULL) STRICT;
             CREATE TABLE IF NOT EXISTS claim (kase INTEGER PRIMARY KEY, person INTEGER NOT NULL, since INTEGER NOT NULL, beat INTEGER NOT NULL) STRICT;",
        )
        .ok()?;
        Some(Self { c, me, seen: -1 })
    }

    /// The person has this case open now, or none; a sign of life.
    pub fn sit(&self, case: Option<CaseId>, now: Instant) {
        // What cannot be written is not seen, and nothing else.
        match case {
            Some(case) => self.c.execute(
                "INSERT INTO present (person, kase, since, beat) VALUES (?1, ?2, ?3, ?3) ON CONFLICT (person) DO UPDATE SET since = CASE kase WHEN ?2 THEN since ELSE ?3 END, kase = ?2, beat = ?3",
                params![self.me.get(), case.get(), now.ms()],
            ),
            None => self
                .c
                .execute("DELETE FROM present WHERE person = ?", [self.me.get()]),
        }
        .ok();
    }

    /// The person has begun a case that others could begin. Theirs already, it is theirs for longer;
    /// somebody else's, it stays theirs until it expires.
    pub fn claim(&self, case: CaseId, now: Instant) {
        let old = now.ms() - i64::from(times().claim_minutes) * 60_000;
        self.c
            .execute(
                "INSERT INTO claim (kase, person, since, beat) VALUES (?1, ?2, ?3, ?3) ON CONFLICT (kase) DO UPDATE SET since = CASE person WHEN ?2 THEN since ELSE ?3 END, person = ?2, beat = ?3 WHERE person = ?2 OR beat < ?4",
                params![case.get(), self.me.get(), now.ms(), old],
            )
            .ok();
    }

    /// The person is done with a case, or has begun nothing of it any more.
    pub fn release(&self, case: CaseId) {
        self.c
            .execute(
                "DELETE FROM claim WHERE kase = ? AND person = ?",
                params![case.get(), self.me.get()],
            )
            .ok();
    }

    /// What others are at, where anything was written since this was asked last.
    pub fn news(&mut self, now: Instant) -> Option<Vec<Desk>> {
        let version: i64 = self
            .c
            .pragma_query_value(None, "data_version", |r| r.get(0))
            .ok()?;
        if version == self.seen {
            return None;
        }
        self.seen = version;
        self.others(now)
    }

    /// What others are at now.
    pub fn others(&self, now: Instant) -> Option<Vec<Desk>> {
        let ago = |minutes: u16| now.ms() - i64::from(minutes) * 60_000;
        let t = times();
        let mut s = self
            .c
            .prepare_cached(
                "SELECT person, kase, since, 1 FROM claim WHERE person <> ?1 AND beat >= ?2 UNION ALL SELECT person, kase, since, 0 FROM present WHERE person <> ?1 AND beat >= ?3 ORDER BY 2, 4 DESC, 1",
            )
            .ok()?;
        let at = params![self.me.get(), ago(t.claim_minutes), ago(t.present_minutes)];
        let rows = s.query_map(at, |r| {
            Ok(Desk {
                person: PersonId::new(r.get(0)?),
                case: CaseId::new(r.get(1)?),
                since: Instant::new(r.get(2)?),
                claimed: r.get(3)?,
            })
        });
        rows.ok()?.collect::<Result<_, _>>().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: i64 = 60_000;

    fn at(minutes: i64) -> Instant {
        Instant::new(1_600_000_000_000 + minutes * MINUTE)
    }

    fn case(n: i64) -> CaseId {
        CaseId::new(n)
    }

    #[test]
    fn the_data_reads() {
        let t = times();
        assert_eq!((t.claim_minutes, t.present_minutes), (30, 5));
        assert!(t.beat_seconds > 0 && t.beat_seconds < 60 * t.present_minutes);
    }

    #[test]
    fn who_has_a_case_open_is_seen_until_they_leave_or_fall_silent() {
        let dir = tempfile::tempdir().unwrap();
        let db = dir.path().join("a.db");
        let open = |n| Desks::open(&db, PersonId::new(n)).unwrap();
        let (a, mut b) = (open(1), open(2));
        assert_eq!(b.news(at(0)), Some(Vec::new()));
        assert_eq!(b.news(at(0)), None);
        a.sit(Some(case(7)), at(0));
        let seen = b.news(at(1)).unwrap();
        assert_eq!(
            (seen.len(), seen[0].case, seen[0].claimed),
            (1, case(7), false)
        );
        assert_eq!(seen[0].since, at(0));
        // A sign of life keeps since when; another case begins anew; oneself is not told.
        a.sit(Some(case(7)), at(4));
        assert_eq!(b.news(at(8)).unwrap()[0].since, at(0));
        a.sit(Some(case(8)), at(9));
        assert_eq!(b.others(at(9)).unwrap()[0].since, at(9));
        assert_eq!(a.others(at(9)).unwrap(), []);
        assert_eq!(b.others(at(15)).unwrap(), []);
        a.sit(Some(case(8)), at(16));
        a.sit(None, at(16));
        assert_eq!(b.news(at(16)).unwrap(), []);
    }

    #[test]
    fn a_claim_is_the_first_ones_until_it_expires_or_is_given_up() {
        let dir = tempfile::tempdir().unwrap();
        let db = dir.path().join("a.db");
        let open = |n| Desks::open(&db, PersonId::new(n)).unwrap();
        let (a, b, c) = (open(1), open(2), open(3));
        let holder = |minute| {
            let seen = c.others(at(minute)).unwrap();
            seen.first().map(|d| (d.person.get(), d.since))
        };
        a.claim(case(7), at(0));
        b.claim(case(7), at(10));
        b.release(case(7));
        assert_eq!(holder(10), Some((1, at(0))));
        a.claim(case(7), at(20));
        assert_eq!(holder(49), Some((1, at(0))));
        assert_eq!(holder(51), None);
        b.claim(case(7), at(51));
        assert_eq!(holder(52), Some((2, at(51))));
        a.claim(case(7), at(53));
        assert_eq!(holder(53), Some((2, at(51))));
        b.release(case(7));
        assert_eq!(holder(53), None);
    }

    #[test]
    fn a_file_that_is_none_is_made_anew_and_a_place_that_is_none_gives_nothing() {
        use std::os::unix::fs::MetadataExt as _;
        let dir = tempfile::tempdir().unwrap();
        let db = dir.path().join("a.db");
        std::fs::write(
            place(&db),
            b"not a database, and longer than a header of one is",
        )
        .unwrap();
        let d = Desks::open(&db, PersonId::new(1)).unwrap();
        d.claim(case(1), at(0));
        let mode = std::fs::metadata(place(&db)).unwrap().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert!(Desks::open(&dir.path().join("no/such/a.db"), PersonId::new(1)).is_none());
    }
}
