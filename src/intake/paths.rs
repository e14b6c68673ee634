//! Paths as they are typed.

use std::os::unix::ffi::OsStrExt as _;
use std::path::{Component, Path, PathBuf};

/// Names offered for a path.
const NAMES: usize = 200;
/// Longest name of a file in a folder, bytes.
const LONGEST: usize = 200;

/// Names of files that a path being typed may mean.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Paths {
    /// What was typed.
    pub typed: String,
    /// Paths, whole; directories end with `/`.
    pub names: Vec<String>,
}

/// `~/x` as the shell means it.
pub(super) fn home(path: &Path) -> PathBuf {
    let rest = path.strip_prefix("~").ok();
    match (rest, directories::BaseDirs::new()) {
        (Some(rest), Some(dirs)) => dirs.home_dir().join(rest),
        _ => path.to_owned(),
    }
}

/// A file of a folder by its name alone: no path, no link, nothing hidden, nothing but a file.
pub fn within(folder: &Path, name: &Path) -> Option<PathBuf> {
    let mut parts = name.components();
    let (Some(Component::Normal(one)), None) = (parts.next(), parts.next()) else {
        return None;
    };
    let odd = one.as_bytes().first() == Some(&b'.')
        || one.len() != name.as_os_str().len()
        || one.len() > LONGEST
        || name
            .to_str()
            .is_none_or(|s| s.chars().any(char::is_control));
    let path = folder.join(one);
    let other = path.symlink_metadata().is_ok_and(|m| !m.is_file());
    (!odd && !other).then_some(path)
}

/// The tables of a folder whose name begins as typed.
pub fn names_within(folder: &Path, typed: &str) -> Paths {
    let all = names(&format!("{}/{typed}", folder.display())).names;
    let names = all.iter().filter_map(|path| {
        let name = Path::new(path).file_name()?;
        within(folder, Path::new(name))?;
        name.to_str().map(str::to_owned)
    });
    Paths {
        typed: typed.to_owned(),
        names: if typed.contains('/') {
            Vec::new()
        } else {
            names.collect()
        },
    }
}

/// The directories and tables whose path begins as typed.
pub fn names(typed: &str) -> Paths {
    let (dir, begun) = match typed.rfind('/') {
        Some(at) => typed.split_at(at + 1),
        None => ("", typed),
    };
    let place = if dir.is_empty() { "." } else { dir };
    let entries = std::fs::read_dir(home(Path::new(place)));
    let mut names: Vec<(bool, String)> = entries
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|e| {
            let name = e.file_name().into_string().ok()?;
            let odd = name.chars().any(char::is_control);
            let hidden = name.starts_with('.') && !begun.starts_with('.');
            if odd || hidden || !name.starts_with(begun) {
                return None;
            }
            let is_dir = e.path().is_dir();
            let slash = if is_dir { "/" } else { "" };
            (is_dir || super::is_table(Path::new(&name)))
                .then(|| (!is_dir, format!("{dir}{name}{slash}")))
        })
        .collect();
    names.sort();
    names.truncate(NAMES);
    Paths {
        typed: typed.to_owned(),
        names: names.into_iter().map(|(_, n)| n).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_a_name_and_no_way_out() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path();
        std::os::unix::fs::symlink("/etc/passwd", folder.join("link.csv")).unwrap();
        std::fs::create_dir(folder.join("sub")).unwrap();
        std::fs::write(folder.join("申报表.xlsx"), "x").unwrap();
        for bad in [
            "",
            ".",
            "..",
            "/",
            "/etc/passwd",
            "../x",
            "a/b",
            "./a",
            "a/",
            ".ssh",
            "link.csv",
            "sub",
            "a\nb",
            "~/x/y",
        ] {
            assert_eq!(within(folder, Path::new(bad)), None, "{bad:?}");
        }
        for good in ["申报表.xlsx", "a b.csv", "~", "-x"] {
            let path = within(folder, Path::new(good));
            assert_eq!(path, Some(folder.join(good)), "{good:?}");
        }
        assert_eq!(names_within(folder, "").names, ["申报表.xlsx"]);
        assert_eq!(names_within(folder, "../").names, Vec::<String>::new());
        assert_eq!(names_within(folder, "/etc/").names, Vec::<String>::new());
    }

    #[test]
    fn a_path_is_gone_on_with_by_what_is_there() {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir(dir.path().join("申报")).unwrap();
        for name in [
            "申报一.xlsx",
            "申报二.csv",
            "说明.docx",
            ".申报.csv",
            "~$申报.xlsx",
        ] {
            std::fs::write(dir.path().join(name), "x").unwrap();
        }
        let at = |rest: &str| format!("{}/{rest}", dir.path().display());
        let all = names(&at("申"));
        assert_eq!(all.typed, at("申"));
        assert_eq!(
            all.names,
            [at("申报/"), at("申报一.xlsx"), at("申报二.csv")]
        );
        assert_eq!(names(&at("x")).names, Vec::<String>::new());
        assert_eq!(names("/no such place/").names, Vec::<String>::new());
    }
}
