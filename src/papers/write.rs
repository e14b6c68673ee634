//! Files out: a temporary name in the same directory, synced, renamed; nothing is overwritten
//! unasked and no link is followed.

use std::io::Write as _;
use std::path::Path;

/// Writes a file whole, or nothing.
///
/// # Errors
/// When something is there and `overwrite` is not set, or a link is, or it cannot be written.
pub fn safe_write(path: &Path, bytes: &[u8], overwrite: bool) -> std::io::Result<()> {
    let exists =
        |what: &str| std::io::Error::new(std::io::ErrorKind::AlreadyExists, what.to_owned());
    match std::fs::symlink_metadata(path) {
        Ok(meta) if meta.is_symlink() => return Err(exists("a link is in the way")),
        Ok(meta) if !meta.is_file() => return Err(exists("not a file")),
        Ok(_) if !overwrite => return Err(exists("the file is there already")),
        _ => {}
    }
    let dir = path
        .parent()
        .filter(|d| !d.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    let mut temp = tempfile::Builder::new()
        .prefix(".jixiao-")
        .tempfile_in(dir)?;
    temp.write_all(bytes)?;
    temp.as_file().sync_all()?;
    if overwrite {
        temp.persist(path).map_err(|e| e.error)?;
    } else {
        temp.persist_noclobber(path).map_err(|e| e.error)?;
    }
    std::fs::File::open(dir)?.sync_all()
}

/// A file name made of a code: only letters, digits, `-`, `_` and `.`, not beginning with `.`.
pub fn file_name(code: &str) -> String {
    let safe: String = code
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') {
                c
            } else {
                '_'
            }
        })
        .collect();
    let safe = safe.trim_start_matches(['.', '-']);
    if safe.is_empty() {
        "case".to_owned()
    } else {
        safe.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_overwritten_and_no_link_is_followed() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.html");
        safe_write(&path, b"one", false).unwrap();
        assert!(safe_write(&path, b"two", false).is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"one");
        safe_write(&path, b"two", true).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
        let link = dir.path().join("link");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        assert!(safe_write(&link, b"three", true).is_err());
        assert_eq!(std::fs::read(&path).unwrap(), b"two");
    }

    #[test]
    fn names_come_from_codes_alone() {
        for (code, name) in [
            ("31010420KY010", "31010420KY010"),
            ("../../tmp/x", "_.._tmp_x"),
            ("..", "case"),
            ("-rf", "rf"),
            ("a/b", "a_b"),
        ] {
            assert_eq!(file_name(code), name);
        }
    }
}
