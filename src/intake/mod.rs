//! What is named for reading in: the files among it, and what the store is given of each.

pub mod behind;
pub mod paths;
pub mod progress;

use crate::domain::clean::Clean;
use crate::domain::procedure::Digest;
use crate::exchange::read::FileRead;
use crate::store::Intake;
use std::path::{Path, PathBuf};

/// The files named, and the tables within directories named, by name.
///
/// # Errors
/// When a directory cannot be read.
pub fn files(paths: &[PathBuf]) -> std::io::Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk(path, &mut out)?;
        } else {
            out.push(path.clone());
        }
    }
    Ok(out)
}

fn walk(dir: &Path, out: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut entries = std::fs::read_dir(dir)?.collect::<Result<Vec<_>, _>>()?;
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let (path, kind) = (entry.path(), entry.file_type()?);
        if kind.is_dir() {
            walk(&path, out)?;
        } else if kind.is_file() && is_table(&path) {
            out.push(path);
        }
    }
    Ok(())
}

/// True for a name of a table.
pub fn is_table(path: &Path) -> bool {
    let name = path
        .file_name()
        .map(|n| n.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    // `~$` is what an office program leaves beside an open file.
    !name.starts_with("~$")
        && [".xlsx", ".xls", ".csv", ".txt"]
            .iter()
            .any(|end| name.ends_with(end))
}

/// What the store is given of a file.
pub fn of(read: FileRead) -> Intake {
    Intake {
        source: Clean::line(&read.name),
        sha256: Digest(read.sha256),
        table: read.kind.unwrap_or_default(),
        rows_read: read.rows_read,
        declarations: read.declarations,
        companions: read.companions,
    }
}
