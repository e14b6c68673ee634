//! The files of settings: where they are, read once, written whole or not at all.

use super::keys::Bindable;
use super::read::{place, read};
use super::{Layer, Mistake, Settings, TABLE, View, Wrong};
use crate::domain::day::Day;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

/// Most bytes of a file of settings.
const MOST: u64 = 1 << 20;
/// Where a bureau puts what holds for all.
const COMMON: &str = "/etc/jixiao/settings.toml";

/// Where the files are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The bureau's.
    pub common: Option<PathBuf>,
    /// One's own; none without a home directory.
    pub own: Option<PathBuf>,
}

impl Places {
    /// `/etc/jixiao/settings.toml`; only where that is missing, the file that the environment
    /// names as the common one, since what a bureau fixed is not for a person's environment to
    /// change. One's own is in the configuration directory.
    pub fn usual(common: Option<PathBuf>) -> Self {
        let etc = PathBuf::from(COMMON);
        Self {
            common: if etc.exists() { Some(etc) } else { common },
            own: directories::ProjectDirs::from("", "", "jixiao")
                .map(|d| d.config_dir().join("settings.toml")),
        }
    }
}

/// Reads both files; one that is not there says nothing.
pub fn load(places: &Places, commands: &[Bindable<'_>], today: Day) -> (Settings, Vec<Mistake>) {
    let mut mistakes = Vec::new();
    let mut text = |path: &Option<PathBuf>| {
        let path = path.as_ref()?;
        let name = path.display().to_string();
        match bytes(path) {
            Ok(None) => None,
            Ok(Some(bytes)) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                if let Err(e) = std::str::from_utf8(&bytes) {
                    let (line, column) = place(&text, e.valid_up_to());
                    mistakes.push(Mistake {
                        file: name.clone(),
                        line,
                        column,
                        wrong: Wrong::Encoding,
                    });
                }
                let text = text
                    .strip_prefix('\u{feff}')
                    .map(str::to_owned)
                    .unwrap_or(text);
                Some((name, text))
            }
            Err(e) => {
                mistakes.push(Mistake {
                    file: name,
                    line: 0,
                    column: 0,
                    wrong: Wrong::Unreadable(e.to_string()),
                });
                None
            }
        }
    };
    let (common, own) = (text(&places.common), text(&places.own));
    let (settings, more) = read(
        common.as_ref().map(|(n, t)| (n.as_str(), t.as_str())),
        own.as_ref().map(|(n, t)| (n.as_str(), t.as_str())),
        commands,
        today,
    );
    mistakes.extend(more);
    (settings, mistakes)
}

/// The bytes of a file, none when it is not there.
fn bytes(path: &Path) -> std::io::Result<Option<Vec<u8>>> {
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(e) => return Err(e),
    };
    let mut out = Vec::new();
    file.take(MOST + 1).read_to_end(&mut out)?;
    if u64::try_from(out.len()).unwrap_or(u64::MAX) > MOST {
        return Err(std::io::ErrorKind::FileTooLarge.into());
    }
    Ok(Some(out))
}

/// Why settings were not saved.
#[derive(Debug, thiserror::Error)]
pub enum Failed {
    /// The file cannot be written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// The file that is there is no TOML: it would be lost.
    #[error("{0}")]
    Broken(String),
}

/// Writes one's own settings into their file, whole or not at all and for nobody else to read.
/// What the file has beside is kept: comments, unknown names, and mistakes nobody mended.
///
/// # Errors
/// When the file that is there is no TOML, or it cannot be written.
pub fn save(
    path: &Path,
    settings: &Settings,
    commands: &[Bindable<'_>],
    today: Day,
) -> Result<(), Failed> {
    let old = match bytes(path)? {
        Some(bytes) => String::from_utf8(bytes).map_err(|e| Failed::Broken(e.to_string()))?,
        None => String::new(),
    };
    let old = old.strip_prefix('\u{feff}').unwrap_or(&old);
    let mut doc: DocumentMut = old
        .parse()
        .map_err(|e: toml_edit::TomlError| Failed::Broken(e.to_string()))?;
    let (then, _) = read(None, Some(("", old)), commands, today);
    write_into(&mut doc, &then.own, &settings.own);
    whole(path, doc.to_string().as_bytes())?;
    Ok(())
}

/// Changes in a document what is not as it was.
fn write_into(doc: &mut DocumentMut, then: &Layer, now: &Layer) {
    for s in &TABLE {
        match now.values.get(&s.key) {
            Some(v) if then.values.get(&s.key) != Some(v) => {
                let new = match v {
                    super::Value::Word(w) => toml_edit::Value::from(*w),
                    super::Value::Switch(on) => toml_edit::Value::from(*on),
                    super::Value::Number(n) => toml_edit::Value::from(i64::from(*n)),
                };
                set(doc.as_table_mut(), s.id, new);
            }
            None if then.values.contains_key(&s.key) => {
                doc.remove(s.id);
            }
            _ => {}
        }
    }
    let list = |keys: &[String]| toml_edit::Value::from_iter(keys.iter().map(String::as_str));
    for (id, keys) in &now.keys {
        if then.keys.get(id) != Some(keys) {
            forget(doc, "keys", id);
            set(section(doc, "keys"), id, list(keys));
        }
    }
    for id in then.keys.keys().filter(|id| !now.keys.contains_key(*id)) {
        forget(doc, "keys", id);
    }
    for (id, text) in &now.phrases {
        if then.phrases.get(id) != Some(text) {
            set(section(doc, "phrases"), id, text.as_str().into());
        }
    }
    for id in then
        .phrases
        .keys()
        .filter(|id| !now.phrases.contains_key(*id))
    {
        forget(doc, "phrases", id);
    }
    if then.views != now.views {
        let mut all = ArrayOfTables::new();
        now.views.iter().map(view).for_each(|t| all.push(t));
        doc.insert("view", Item::ArrayOfTables(all));
    }
}

/// Sets a value and leaves the blanks and the comment beside it.
fn set(table: &mut dyn toml_edit::TableLike, id: &str, mut new: toml_edit::Value) {
    match table.get_mut(id).and_then(Item::as_value_mut) {
        Some(old) => {
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        None => {
            table.insert(id, Item::Value(new));
        }
    }
}

/// A section of the document, made where it is missing.
fn section<'d>(doc: &'d mut DocumentMut, name: &str) -> &'d mut dyn toml_edit::TableLike {
    if doc.get(name).is_none_or(|i| i.as_table_like().is_none()) {
        doc.insert(name, Item::Table(Table::new()));
    }
    doc.get_mut(name)
        .and_then(Item::as_table_like_mut)
        .expect("it was made just now if it was missing")
}

/// Takes an entry out of a section, however its dotted name is written.
fn forget(doc: &mut DocumentMut, name: &str, id: &str) {
    let Some(top) = doc.get_mut(name).and_then(Item::as_table_like_mut) else {
        return;
    };
    remove(top, id);
}

fn remove(table: &mut dyn toml_edit::TableLike, id: &str) {
    if table.remove(id).is_some() {
        return;
    }
    for (at, _) in id.match_indices('.') {
        let (Some(head), Some(rest)) = (id.get(..at), id.get(at + 1..)) else {
            continue;
        };
        if let Some(inner) = table.get_mut(head).and_then(Item::as_table_like_mut) {
            remove(inner, rest);
        }
    }
}

fn view(v: &View) -> Table {
    let mut t = Table::new();
    let texts = [
        ("letter", &v.letter),
        ("name", &v.name),
        ("queue", &v.queue),
        ("filter", &v.filter),
        ("order", &v.order),
        ("lines", &v.lines),
    ];
    for (key, text) in texts.into_iter().filter(|(_, text)| !text.is_empty()) {
        t.insert(key, value(text.as_str()));
    }
    for (key, on) in [("reverse", v.reverse), ("mine", v.mine)] {
        if on {
            t.insert(key, value(true));
        }
    }
    t
}

/// A file written whole or not at all, readable by its owner alone. Where a link is, what it leads
/// to is written.
fn whole(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let parent = path.parent().filter(|d| !d.as_os_str().is_empty());
    let dir = parent.unwrap_or(Path::new("."));
    if !dir.exists() {
        std::fs::DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(dir)?;
    }
    // Made with mode 0600.
    let mut file = tempfile::Builder::new()
        .prefix(".settings-")
        .tempfile_in(dir)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(&path).map_err(|e| e.error)?;
    std::fs::File::open(dir)?.sync_all()
}
