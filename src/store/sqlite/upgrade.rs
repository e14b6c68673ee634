//! From an older schema to the present one: in one transaction, after a copy, or not at all.

use super::{SCHEMA, SqliteStore, gauges, seek, tune};
use crate::store::StoreError;
use rusqlite::{Connection, OpenFlags};
use rusqlite_migration::{HookError, M, Migrations};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static MIGRATIONS: LazyLock<Migrations<'static>> = LazyLock::new(|| {
    // What is derived is made once, when all columns are there.
    let fill = |tx: &rusqlite::Transaction<'_>| {
        gauges::rebuild(tx)
            .and_then(|()| seek::rebuild(tx))
            .map_err(|e| HookError::Hook(e.to_string()))
    };
    Migrations::new(vec![
        M::up(include_str!("upgrade/0001.sql")),
        M::up(concat!(
            include_str!("upgrade/0002.sql"),
            include_str!("upgrade/0002-indexes.sql")
        )),
        M::up_with_hook(include_str!("upgrade/0003.sql"), fill),
        M::up(include_str!("upgrade/0004.sql")),
    ])
});

/// Brings a connection's database to the newest schema.
pub(super) fn to_latest(c: &mut Connection) -> Result<(), StoreError> {
    MIGRATIONS
        .to_latest(c)
        .map_err(|e| StoreError::Broken(e.to_string()))
}

impl SqliteStore {
    /// Opens a database; one of an older schema is upgraded first where the account may write it,
    /// after a copy of it was put beside it. Gives the copy's path then.
    ///
    /// # Errors
    /// As [`SqliteStore::open`]; [`StoreError::Older`] where it may only be read.
    pub fn open_upgrading(path: &Path) -> Result<(Self, Option<PathBuf>), StoreError> {
        match Self::open(path) {
            Err(StoreError::Older { found, known, .. }) => {
                if std::fs::OpenOptions::new().append(true).open(path).is_err() {
                    let path = path.to_owned();
                    return Err(StoreError::Older { path, found, known });
                }
                let copy = upgrade(path, found)?;
                Ok((Self::open(path)?, Some(copy)))
            }
            other => {
                let store = other?;
                if !store.read_only {
                    refresh(&store)?;
                }
                Ok((store, None))
            }
        }
    }
}

fn upgrade(path: &Path, found: i64) -> Result<PathBuf, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut c = Connection::open_with_flags(path, flags)?;
    tune(&c)?;
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".schema-{found}"));
    let copy = PathBuf::from(name);
    if !copy.exists() {
        let dir = path
            .parent()
            .filter(|d| !d.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let temp = tempfile::Builder::new()
            .prefix(".jixiao-upgrade-")
            .tempfile_in(dir)?;
        {
            let mut to = Connection::open(temp.path())?;
            let step = rusqlite::backup::Backup::new(&c, &mut to)?;
            step.run_to_completion(4096, std::time::Duration::ZERO, None)?;
            drop(step);
            to.pragma_update(None, "journal_mode", "DELETE")?;
        }
        temp.as_file().sync_all()?;
        // Somebody else may be upgrading: their copy is as good.
        match temp.persist_noclobber(&copy) {
            Err(e) if !copy.exists() => return Err(StoreError::Io(e.error)),
            _ => {}
        }
        std::fs::File::open(dir)?.sync_all()?;
    }
    let version = |c: &Connection| -> Result<i64, StoreError> {
        Ok(c.pragma_query_value(None, "user_version", |r| r.get(0))?)
    };
    if let Err(e) = to_latest(&mut c) {
        // Somebody else may have done it in the meantime: when they are done, it is seen.
        drop(c.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?);
        if version(&c)? != SCHEMA {
            return Err(e);
        }
    }
    match version(&c)? {
        SCHEMA => Ok(copy),
        now => Err(StoreError::Broken(format!("schema {now}"))),
    }
}

/// Makes the search cache anew where other data of pinyin made it.
fn refresh(store: &SqliteStore) -> Result<(), StoreError> {
    if seek::is_fresh(&store.reading()?)? {
        return Ok(());
    }
    let mut c = store.writing()?;
    let tx = c.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    if !seek::is_fresh(&tx)? {
        seek::rebuild(&tx)?;
    }
    tx.commit()?;
    Ok(())
}
