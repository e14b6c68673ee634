//! A bureau's house: one account of the host owns the database, and people come in through sshd,
//! which names them by the key that let them in. What they ask for is parsed here and never by a
//! shell; no path of the host is theirs but the names in their own drop folder.

use super::args::{Cli, Verb};
use super::open::today;
use super::out::{self, Format};
use super::{Ctx, desk, dispatch, language, parsed};
use crate::domain::office::{self, Office};
use crate::domain::roster::Person;
use crate::domain::signature::{fingerprint, key_of};
use crate::intake::paths;
use crate::report::{BAD_FILE, NOT_PERMITTED, Report, USAGE};
use crate::store::StoreError;
use crate::store::sqlite::SqliteStore;
use crate::words::{self, house as say};
use serde_json::json;
use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

/// Longest command that is read, bytes.
const LONGEST: usize = 64 << 10;

/// Somebody who came in by a key.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    /// Their account in the database.
    pub(super) account: String,
    /// Fingerprint of the key that let them in; none where sshd does not tell.
    pub(super) key: Option<String>,
    /// Their directory beside the database: drop folder, drafts, settings.
    pub(super) dir: PathBuf,
}

impl Session {
    /// Where their files lie.
    pub(super) fn drop_folder(&self) -> PathBuf {
        self.dir.join("drop")
    }
    /// A file of theirs by its name: no path, no link, nothing hidden.
    pub(super) fn place(&self, name: &Path) -> Option<PathBuf> {
        paths::within(&self.drop_folder(), name)
    }
}

/// `session USER`: what sshd runs for a key.
pub(super) fn session(ctx: &Ctx, user: &str) -> Result<(), Report> {
    let path = ctx.path();
    let store = SqliteStore::open(&path).map_err(|e| ctx.failed(e))?;
    if !store.database().map_err(|e| ctx.failed(e))?.house {
        return Err(Report::new(NOT_PERMITTED, say::no_house(ctx.lang)));
    }
    let office = store.office().map_err(|e| ctx.failed(e))?;
    let person =
        person(&office, user).ok_or_else(|| ctx.failed(StoreError::Stranger(user.to_owned())))?;
    let key = presented(ctx, &office, person)?;
    let beside = path.parent().filter(|d| !d.as_os_str().is_empty());
    let dir = beside
        .unwrap_or(Path::new("."))
        .join("people")
        .join(&person.account);
    let it = Session {
        account: person.account.clone(),
        key,
        dir,
    };
    std::fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(it.drop_folder())
        .map_err(|e| ctx.failed(StoreError::Io(e)))?;
    let ctx = Ctx {
        session: Some(it),
        db: Some(path),
        acting: None,
        ..ctx.clone()
    };
    match std::env::var_os("SSH_ORIGINAL_COMMAND") {
        None => desk::open(&ctx),
        Some(line) => {
            let words = split(line.as_bytes())
                .ok_or_else(|| Report::new(USAGE, say::no_command(ctx.lang)))?;
            obey(&ctx, words)
        }
    }
}

/// Somebody who may come in: entered, with an account fit for a house and at least one role.
fn person<'o>(office: &'o Office, account: &str) -> Option<&'o Person> {
    let of = office.people.values().find(|p| p.account == account);
    of.filter(|p| !(*p).clone().on(today()).roles.is_empty() && office::plain(&p.account))
}

/// The key that sshd says it let in, which must be one of the person's.
fn presented(ctx: &Ctx, office: &Office, person: &Person) -> Result<Option<String>, Report> {
    let Some(told) = std::env::var_os("SSH_USER_AUTH") else {
        return Ok(None);
    };
    let text = std::fs::read_to_string(told).map_err(|e| ctx.failed(StoreError::Io(e)))?;
    let foreign = || Report::new(NOT_PERMITTED, say::foreign_key(ctx.lang, &person.account));
    let own = office.keys.get(&person.id);
    for line in text.lines() {
        let Some(key) = line.strip_prefix("publickey ").and_then(key_of) else {
            continue;
        };
        if own.is_some_and(|all| all.contains(&key)) {
            return Ok(fingerprint(&key));
        }
    }
    Err(foreign())
}

/// The words of a command line, by the rules of quoting and no others: nothing is expanded,
/// substituted or redirected. A Windows terminal may send GB18030.
fn split(line: &[u8]) -> Option<Vec<String>> {
    if line.len() > LONGEST {
        return None;
    }
    let text = match std::str::from_utf8(line) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030
            .decode_without_bom_handling_and_without_replacement(line)?
            .into_owned(),
    };
    if text
        .chars()
        .any(|c| c.is_control() && c != '\n' && c != '\t')
    {
        return None;
    }
    shlex::split(&text)
}

/// Does what was asked for, where a session may.
fn obey(ctx: &Ctx, mut words: Vec<String>) -> Result<(), Report> {
    if words.first().is_some_and(|w| w == "jixiao") {
        words.remove(0);
    }
    let args: Vec<OsString> = std::iter::once("jixiao".to_owned())
        .chain(words)
        .map(OsString::from)
        .collect();
    let lang = language(&args);
    let Some((cli, db_named)) = parsed(lang, args)? else {
        return Ok(());
    };
    let refused = || Report::new(NOT_PERMITTED, say::not_in_a_session(lang));
    if db_named || cli.global.acting.is_some() || !allowed(&cli) {
        return Err(refused());
    }
    let inner = Ctx {
        session: ctx.session.clone(),
        db: ctx.db.clone(),
        ..Ctx::of(&cli.global, lang)
    };
    dispatch(&inner, cli.verb)
}

/// What may be asked for from outside: all that concerns cases and people, and nothing of the host.
fn allowed(cli: &Cli) -> bool {
    match &cli.verb {
        None
        | Some(
            Verb::Import { .. }
            | Verb::Lint { .. }
            | Verb::Explain { .. }
            | Verb::Queue { .. }
            | Verb::Show { .. }
            | Verb::Decide(_)
            | Verb::Undo { .. }
            | Verb::Recuse { .. }
            | Verb::Note { .. }
            | Verb::Export { .. }
            | Verb::Report { .. }
            | Verb::Choose { .. }
            | Verb::Reply { .. }
            | Verb::Audit { .. }
            | Verb::User { .. }
            | Verb::Drop { .. },
        ) => true,
        Some(
            Verb::Demo { .. }
            | Verb::Init { .. }
            | Verb::Backup { .. }
            | Verb::Restore { .. }
            | Verb::Doctor
            | Verb::Completions { .. }
            | Verb::Man
            | Verb::Session { .. }
            | Verb::AuthorizedKeys { .. },
        ) => false,
    }
}

/// `authorized-keys`: the lines that sshd reads, all or those of one key.
pub(super) fn authorized_keys(ctx: &Ctx, wanted: Option<&str>) -> Result<(), Report> {
    let path = ctx.path();
    let store = SqliteStore::open(&path).map_err(|e| ctx.failed(e))?;
    let db = store.database().map_err(|e| ctx.failed(e))?;
    if !db.house {
        return Err(Report::new(NOT_PERMITTED, say::no_house(ctx.lang)));
    }
    let io = |e| ctx.failed(StoreError::Io(e));
    let path = std::fs::canonicalize(&path).map_err(io)?;
    let exe = std::env::current_exe().map_err(io)?;
    let paths = [&exe, &path].map(|p| p.to_str().filter(|s| quotable(s)));
    let [Some(exe), Some(path)] = paths else {
        return Err(Report::new(BAD_FILE, say::odd_path(ctx.lang)));
    };
    let office = store.office().map_err(|e| ctx.failed(e))?;
    let mut lines = Vec::new();
    for (id, keys) in &office.keys {
        let Some(p) = office
            .people
            .get(id)
            .and_then(|p| person(&office, &p.account))
        else {
            continue;
        };
        for key in keys {
            let print = fingerprint(key);
            if wanted.is_some_and(|w| print.as_deref() != Some(w)) {
                continue;
            }
            let who = &p.account;
            lines.push(format!(
                "restrict,pty,agent-forwarding,command=\"{exe} --db {path} session {who}\" {key} {who}"
            ));
        }
    }
    if ctx.format == Format::Json {
        return out::json(&json!({"lines": lines}));
    }
    if lines.is_empty() {
        return Ok(());
    }
    out::text(&lines.join("\n"))
}

/// A path that stands in a line of `authorized_keys`, and in the shell that sshd hands it to, as it
/// is.
fn quotable(path: &str) -> bool {
    path.chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '_' | '-'))
}

impl Ctx {
    /// The file that a name means: in a session one in the person's own drop folder, else as it
    /// stands.
    pub(super) fn place(&self, path: &Path) -> Result<PathBuf, Report> {
        let Some(s) = &self.session else {
            return Ok(path.to_owned());
        };
        s.place(path)
            .ok_or_else(|| Report::new(NOT_PERMITTED, say::names_alone(self.lang)))
    }
    /// A directory that papers are written into; a session has none.
    pub(super) fn directory(&self, path: &Path) -> Result<(), Report> {
        if self.session.is_some() || out::is_stdout(path) {
            return Err(Report::new(USAGE, say::one_at_a_time(self.lang)));
        }
        if !path.exists() {
            std::fs::create_dir_all(path).map_err(|e| self.failed(StoreError::Io(e)))?;
        }
        Ok(())
    }
}

/// What is refused where nobody came in by a key.
pub(super) fn outside(lang: words::Lang) -> Report {
    Report::new(NOT_PERMITTED, say::only_in_a_session(lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        /// Whatever comes over the line is words or nothing: no panic, no character that was not
        /// there, and plain words stay as they are.
        #[test]
        fn any_line_is_words_or_nothing(line in proptest::collection::vec(0u8.., 0..200)) {
            if let Some(words) = split(&line) {
                let all = String::from_utf8(line.clone()).unwrap_or_else(|_| {
                    encoding_rs::GB18030.decode(&line).0.into_owned()
                });
                for c in words.iter().flat_map(|w| w.chars()) {
                    assert!(all.contains(c), "{c:?}");
                }
            }
        }

        #[test]
        fn plain_words_stay_as_they_are(words in proptest::collection::vec("[a-z0-9:/.=_项目-]{1,8}", 0..9)) {
            assert_eq!(split(words.join(" ").as_bytes()), Some(words));
        }

        #[test]
        fn what_is_quoted_comes_whole(word in "[^'\\pC]{0,30}") {
            assert_eq!(split(format!("a '{word}' b").as_bytes()).unwrap(), ["a", word.as_str(), "b"]);
        }
    }

    #[test]
    fn words_are_split_and_nothing_else_is_done_to_them() {
        let words = |s: &str| split(s.as_bytes());
        assert_eq!(
            words("queue joint-review --filter '区:徐汇 额>100'").unwrap(),
            ["queue", "joint-review", "--filter", "区:徐汇 额>100"]
        );
        assert_eq!(
            words("show $(id) `id` ;id |id >x <y && ~ *").unwrap(),
            [
                "show", "$(id)", "`id`", ";id", "|id", ">x", "<y", "&&", "~", "*"
            ]
        );
        assert_eq!(words("show 'no end"), None);
        assert_eq!(words("show \u{1b}[2J"), None);
        assert_eq!(words(&"a".repeat(LONGEST + 1)), None);
        let (gbk, ..) = encoding_rs::GB18030.encode("import - --name 申报表.xlsx");
        assert_eq!(split(&gbk).unwrap()[3], "申报表.xlsx");
        assert_eq!(split(b"\xff\xff"), None);
    }
}
