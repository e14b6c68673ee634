//! The SQLite file: how it is made and opened. A database is owned by one account, lives on one
//! host, and is opened only in the one way that keeps what was acknowledged.

mod agreement;
mod alike;
mod append;
mod beside;
mod cache;
mod chain;
mod coverage;
mod desks;
mod evaluated;
mod gauges;
mod home;
mod import;
mod late;
mod matrix;
mod next;
mod own;
mod page;
mod people;
#[cfg(test)]
mod plans;
mod reader;
mod scan;
mod seek;
mod sign;
mod upgrade;
mod verify;
mod wait;

pub use agreement::{FirstGrade, Judged};
pub use alike::Alike;
pub use append::{HandedOver, SqliteWriter};
pub use desks::{Desk, Desks, times};
pub use late::Turn;
pub use reader::SqliteReader;

use super::{Database, StoreError, Verified};
use crate::domain::day::Instant;
use crate::domain::entry::{Algorithm, Payload};
use crate::domain::id::{CaseId, Seq};
use crate::domain::office::Office;
use crate::domain::procedure::Digest;
use crate::domain::roster::Person;
use rusqlite::{Connection, OpenFlags};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// `jxia`: tells our files from other SQLite files.
const APPLICATION: i64 = 0x6a78_6961;
/// The first SQLite without the fault that can lose a WAL's commits.
const SQLITE: i32 = 3_051_003;
/// The newest schema that this program knows.
pub const SCHEMA: i64 = 4;

/// Who acts, as the operating system knows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The person of the database.
    pub person: Person,
    /// Real user id of the process.
    pub uid: i64,
    /// The user id that logged in (an `su` keeps it), or -1.
    pub login_uid: i64,
    /// Fingerprint of the key that let them in, where a house tells it.
    pub key: Option<String>,
}

/// How a new database is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Founding {
    /// 练习库.
    pub practice: bool,
    /// Budget year.
    pub year: i32,
    /// How entries are hashed.
    pub algorithm: Algorithm,
    /// A bureau's host: people come in by their keys alone.
    pub house: bool,
}

/// A database file that was looked at and found fit.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    path: PathBuf,
    inode: (u64, u64),
    read_only: bool,
}

impl SqliteStore {
    /// Makes an empty database with its first entries and opens it.
    ///
    /// # Errors
    /// When something is there already, or the place cannot hold a database.
    pub fn create(
        path: &Path,
        founding: &Founding,
        founder: &Actor,
        at: Instant,
    ) -> Result<Self, StoreError> {
        if path.exists() {
            return Err(StoreError::Exists(path.to_owned()));
        }
        if let Some(dir) = path
            .parent()
            .filter(|d| !d.as_os_str().is_empty() && !d.exists())
        {
            std::fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(dir)?;
        }
        local(path)?;
        std::fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)?;
        let made = Self::found(path, founding, founder, at);
        if made.is_err() {
            // Half a database is worse than none; the file is ours, made a moment ago.
            for suffix in ["", "-wal", "-shm"] {
                let mut name = path.as_os_str().to_owned();
                name.push(suffix);
                std::fs::remove_file(name).ok();
            }
        }
        made
    }

    fn found(
        path: &Path,
        founding: &Founding,
        founder: &Actor,
        at: Instant,
    ) -> Result<Self, StoreError> {
        let mut c = Connection::open(path)?;
        tune(&c)?;
        c.pragma_update(None, "application_id", APPLICATION)?;
        upgrade::to_latest(&mut c)?;
        let tx = c.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        let stamp = chain::Stamp::new(founder, at, "init").hashed(founding.algorithm);
        let first = Payload::Founded {
            practice: founding.practice,
            year: founding.year,
            house: founding.house,
        };
        chain::append(&tx, &stamp, "", CaseId::new(0), 0, &first)?;
        let p = &founder.person;
        let person = Payload::PersonAdded {
            id: p.id,
            account: p.account.clone(),
            name: p.name.clone(),
            roles: p.roles.iter().copied().collect(),
            units: p.units.clone(),
        };
        chain::append(&tx, &stamp, "", CaseId::new(0), 0, &person)?;
        people::write(&tx, p)?;
        tx.commit()?;
        drop(c);
        Self::open(path)
    }

    /// Opens a database, or says why not and leaves it untouched.
    ///
    /// # Errors
    /// Missing, foreign, damaged, newer than the program, or on a network file system.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        if rusqlite::version_number() < SQLITE {
            return Err(StoreError::Broken(format!(
                "SQLite {}",
                rusqlite::version()
            )));
        }
        let meta = std::fs::metadata(path).map_err(|e| match e.kind() {
            std::io::ErrorKind::NotFound => StoreError::Missing(path.to_owned()),
            _ => StoreError::Io(e),
        })?;
        let damaged = |why: String| StoreError::Damaged {
            path: path.to_owned(),
            why,
        };
        if !meta.is_file() || meta.len() == 0 {
            return Err(damaged("empty".to_owned()));
        }
        local(path)?;
        let c = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        c.busy_handler(Some(wait::a_moment))?;
        let pragma = |name: &str| {
            c.pragma_query_value(None, name, |r| r.get::<_, i64>(0))
                .map_err(|e| match StoreError::from(e) {
                    StoreError::Sqlite(e) => damaged(e.to_string()),
                    other => other,
                })
        };
        if pragma("application_id")? != APPLICATION {
            return Err(damaged("application_id".to_owned()));
        }
        let found = pragma("user_version")?;
        if found > SCHEMA {
            return Err(StoreError::Newer {
                found,
                known: SCHEMA,
            });
        }
        let read_only = std::fs::OpenOptions::new().append(true).open(path).is_err();
        if found < 1 {
            return Err(damaged(format!("schema {found}")));
        }
        if found < SCHEMA {
            return Err(StoreError::Older {
                path: path.to_owned(),
                found,
                known: SCHEMA,
            });
        }
        Ok(Self {
            path: path.to_owned(),
            inode: (meta.dev(), meta.ino()),
            read_only,
        })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
    /// True when the file may only be read.
    pub const fn read_only(&self) -> bool {
        self.read_only
    }

    /// A connection that reads.
    fn reading(&self) -> Result<Connection, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let c = Connection::open_with_flags(&self.path, flags)?;
        c.busy_handler(Some(wait::a_moment))?;
        c.pragma_update(None, "trusted_schema", false)?;
        c.pragma_update(None, "cell_size_check", true)?;
        c.set_prepared_statement_cache_capacity(64);
        Ok(c)
    }

    /// A connection that writes, tuned and read back.
    fn writing(&self) -> Result<Connection, StoreError> {
        if self.read_only {
            return Err(StoreError::ReadOnly);
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let c = Connection::open_with_flags(&self.path, flags)?;
        tune(&c)?;
        c.set_prepared_statement_cache_capacity(64);
        Ok(c)
    }

    /// Refuses to write into a file that is no longer the one at its path.
    fn same_file(&self) -> Result<(), StoreError> {
        let meta = std::fs::metadata(&self.path).map_err(|_| StoreError::Replaced)?;
        if (meta.dev(), meta.ino()) == self.inode {
            Ok(())
        } else {
            Err(StoreError::Replaced)
        }
    }

    /// A reader for a person.
    ///
    /// # Errors
    /// When the file cannot be opened for reading.
    pub fn reader(&self, viewer: &Person) -> Result<SqliteReader, StoreError> {
        SqliteReader::new(self.reading()?, viewer.clone())
    }
    /// A writer for a person.
    ///
    /// # Errors
    /// When the file cannot be opened for writing.
    pub fn writer(&self, actor: &Actor) -> Result<SqliteWriter, StoreError> {
        Ok(SqliteWriter::new(
            self.clone(),
            self.writing()?,
            actor.clone(),
        ))
    }
    /// The person of an account, if entered.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn person(&self, account: &str) -> Result<Option<Person>, StoreError> {
        Ok(people::all(&self.reading()?)?
            .into_iter()
            .find(|p| p.account == account))
    }
    /// People, their keys and what is proposed of them.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn office(&self) -> Result<Office, StoreError> {
        people::office(&self.reading()?)
    }
    /// People in order of their numbers.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn people(&self) -> Result<Vec<Person>, StoreError> {
        people::all(&self.reading()?)
    }
    /// Kind of database.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn database(&self) -> Result<Database, StoreError> {
        database(&self.reading()?)
    }
    /// Checks the whole history, and what was derived from it.
    ///
    /// # Errors
    /// When the file cannot be read at all.
    pub fn verify(&self) -> Result<Verified, StoreError> {
        let c = Connection::open_with_flags(&self.path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        c.busy_handler(Some(wait::a_moment))?;
        Ok(verify::verify(&c))
    }
    /// Folds the write-ahead log into the file, so that the file alone is the database.
    ///
    /// # Errors
    /// When somebody else has it open, or it cannot be written.
    pub fn settle(&self) -> Result<(), StoreError> {
        let c = self.writing()?;
        let busy: i64 = c.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |r| r.get(0))?;
        if busy == 0 {
            Ok(())
        } else {
            Err(StoreError::Busy)
        }
    }
    /// The hash of an entry, if it is there.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn hash_of(&self, seq: Seq) -> Result<Option<Digest>, StoreError> {
        chain::hash_of(&self.reading()?, seq)
    }
    /// Copies the database as it is now, in use or not, into a new file at `to`, and verifies the
    /// copy before it gets its name.
    ///
    /// # Errors
    /// When something is at `to`, or the copy does not verify.
    pub fn backup(&self, to: &Path) -> Result<Verified, StoreError> {
        if to.exists() || to.is_symlink() {
            return Err(StoreError::Exists(to.to_owned()));
        }
        let before = self.database()?.entries;
        let dir = to
            .parent()
            .filter(|d| !d.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        sweep(dir);
        let temp = tempfile::Builder::new()
            .prefix(UNFINISHED)
            .tempfile_in(dir)?;
        {
            let from = self.reading()?;
            let mut copy = Connection::open(temp.path())?;
            let step = rusqlite::backup::Backup::new(&from, &mut copy)?;
            step.run_to_completion(1024, Duration::from_millis(1), None)?;
            drop(step);
            // One file, nothing beside it.
            copy.pragma_update(None, "journal_mode", "DELETE")?;
        }
        let copy = Connection::open_with_flags(temp.path(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let verified = verify::verify(&copy);
        drop(copy);
        if let Some((seq, why)) = &verified.first_bad {
            return Err(StoreError::Broken(format!("{seq}: {why}")));
        }
        if i64::try_from(verified.entries).unwrap_or(0) < before.get() {
            return Err(StoreError::Broken(
                "the copy is shorter than the original".to_owned(),
            ));
        }
        temp.as_file().sync_all()?;
        temp.persist_noclobber(to)
            .map_err(|e| StoreError::Io(e.error))?;
        std::fs::File::open(dir)?.sync_all()?;
        Ok(verified)
    }
}

/// What a backup is called until it is whole.
const UNFINISHED: &str = ".jixiao-backup-";

/// Takes away what killed backups left behind, once it has not been touched for an hour. What cannot
/// be taken away is in nobody's way.
fn sweep(dir: &Path) {
    let hour = Duration::from_secs(3600);
    for e in std::fs::read_dir(dir).into_iter().flatten().flatten() {
        let ours = e.file_name().to_string_lossy().starts_with(UNFINISHED);
        let meta = e.metadata().ok().filter(std::fs::Metadata::is_file);
        let touched = meta.and_then(|m| m.modified().ok()?.elapsed().ok());
        if ours && touched.is_some_and(|t| t > hour) {
            std::fs::remove_file(e.path()).ok();
        }
    }
}

/// Kind of database and its head.
fn database(c: &Connection) -> Result<Database, StoreError> {
    let (text, alg): (String, String) =
        c.query_row("SELECT payload, alg FROM entry WHERE seq = 1", [], |r| {
            Ok((r.get(0)?, r.get(1)?))
        })?;
    let Ok(Payload::Founded {
        practice,
        year,
        house,
    }) = serde_json::from_str(&text)
    else {
        return Err(StoreError::Broken("entry 1".to_owned()));
    };
    let algorithm =
        Algorithm::named(&alg).ok_or_else(|| StoreError::Broken("algorithm".to_owned()))?;
    let (entries, head) = chain::head(c)?;
    Ok(Database {
        first: chain::hash_of(c, Seq::new(1))?.unwrap_or_default(),
        practice,
        year,
        house,
        algorithm,
        entries,
        head,
    })
}

/// Sets what durability stands on and reads it back: a setting that did not take is refused.
fn tune(c: &Connection) -> Result<(), StoreError> {
    c.busy_handler(Some(wait::a_moment))?;
    let mode: String = c.query_row("PRAGMA journal_mode=WAL", [], |r| r.get(0))?;
    c.pragma_update(None, "synchronous", "FULL")?;
    c.pragma_update(None, "foreign_keys", true)?;
    c.pragma_update(None, "recursive_triggers", true)?;
    c.pragma_update(None, "trusted_schema", false)?;
    c.pragma_update(None, "cell_size_check", true)?;
    let read = |name: &str| c.pragma_query_value(None, name, |r| r.get::<_, i64>(0));
    if mode != "wal" || read("synchronous")? != 2 || read("recursive_triggers")? != 1 {
        return Err(StoreError::Broken("synchronous=FULL, WAL".to_owned()));
    }
    Ok(())
}

/// WAL needs shared memory on one host: network file systems are refused by type.
fn local(path: &Path) -> Result<(), StoreError> {
    const REMOTE: [(i128, &str); 7] = [
        (0x6969, "NFS"),
        (0x517b, "SMB"),
        (0xff53_4d42, "CIFS"),
        (0xfe53_4d42, "SMB2"),
        (0x5346_414f, "AFS"),
        (0x7375_7245, "Coda"),
        (0x0102_1997, "9P"),
    ];
    let dir = path
        .parent()
        .filter(|d| !d.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let Ok(fs) = nix::sys::statfs::statfs(dir) else {
        return Ok(());
    };
    // The type of this number differs between C libraries.
    let kind = i128::from(fs.filesystem_type().0);
    match REMOTE
        .iter()
        .find(|(magic, _)| *magic == kind || *magic == kind & 0xffff_ffff)
    {
        Some((_, name)) => Err(StoreError::Network((*name).to_owned())),
        None => Ok(()),
    }
}
