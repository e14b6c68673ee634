//! What a reviewer has begun on a case, kept in a private file so that a cut line loses nothing:
//! temporary name, synced, renamed.

use crate::domain::checklist::Check;
use crate::domain::day::Instant;
use crate::domain::entry::{Opinion, Waiver};
use crate::domain::id::{CaseId, Seq};
use crate::domain::score::Points;
use serde::{Deserialize, Serialize};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// What was begun on a case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Draft {
    /// Opinions adopted or written.
    pub opinions: Vec<Opinion>,
    /// Findings set aside.
    pub waived: Vec<Waiver>,
    /// Grades of the sheet's items that differ from those suggested: item, rank from 0.
    #[serde(default)]
    pub items: std::collections::BTreeMap<String, u8>,
    /// Rows of the checklist that were answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
    /// Another total than the rows give, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<(Points, String)>,
    /// Text being written, and what it is for.
    pub writing: Option<Writing>,
}

/// Text being written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Writing {
    /// The text.
    pub text: String,
    /// Characters before the caret.
    pub caret: usize,
    /// Index of the opinion being edited; none for a new one.
    pub edits: Option<usize>,
    /// The rule being set aside, where it is a reason.
    pub waives: Option<Waiver>,
    /// It is a note to colleagues, and no opinion.
    #[serde(default)]
    pub note: bool,
    /// Who is asked to say something to that note.
    #[serde(default)]
    pub to: Option<crate::domain::id::PersonId>,
    /// It is a minute of what was said.
    #[serde(default)]
    pub minute: bool,
}

impl Draft {
    /// True when there is nothing to keep.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The drafts of one person in one database.
#[derive(Debug, Clone)]
pub struct Drafts {
    dir: PathBuf,
}

/// Name of the file that tells how far the log was seen.
const SEEN: &str = "seen";

impl Drafts {
    /// Drafts kept in a directory, made when the first is written.
    pub fn new(dir: &Path) -> Self {
        Self {
            dir: dir.to_owned(),
        }
    }
    fn path(&self, queue: &str, case: i64) -> PathBuf {
        self.dir.join(format!("{queue}-{case}.json"))
    }
    /// What was begun on a case; nothing when there is no draft. One that cannot be read is set
    /// aside under another name, so that the next save does not overwrite it.
    pub fn load(&self, queue: &str, case: i64) -> Draft {
        let path = self.path(queue, case);
        let Ok(bytes) = std::fs::read(&path) else {
            return Draft::default();
        };
        serde_json::from_slice(&bytes).unwrap_or_else(|_| {
            let name = tempfile::Builder::new()
                .prefix("unread-")
                .suffix(".txt")
                .tempfile_in(&self.dir);
            if let Ok((_, aside)) = name.and_then(|f| f.keep().map_err(|e| e.error)) {
                // Where this fails the file stays where it is.
                std::fs::rename(&path, aside).ok();
            }
            Draft::default()
        })
    }
    /// Keeps a draft, or removes it when it is empty.
    ///
    /// # Errors
    /// When the directory cannot be written.
    pub fn save(&self, queue: &str, case: i64, draft: &Draft) -> std::io::Result<()> {
        let path = self.path(queue, case);
        if draft.is_empty() {
            return match std::fs::remove_file(path) {
                Err(e) if e.kind() != std::io::ErrorKind::NotFound => Err(e),
                _ => Ok(()),
            };
        }
        self.write(&path, &serde_json::to_vec(draft)?)
    }
    /// Writes a private file whole: a temporary name, synced, renamed.
    fn write(&self, path: &Path, bytes: &[u8]) -> std::io::Result<()> {
        if !self.dir.exists() {
            std::fs::DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(&self.dir)?;
        }
        let mut file = tempfile::Builder::new()
            .prefix(".draft-")
            .tempfile_in(&self.dir)?;
        file.as_file()
            .set_permissions(std::fs::Permissions::from_mode(0o600))?;
        file.write_all(bytes)?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|e| e.error)?;
        std::fs::File::open(&self.dir)?.sync_all()
    }
    /// Cases of all queues that have drafts, and when each was last written.
    pub fn dated(&self) -> Vec<(CaseId, Option<Instant>)> {
        let Ok(dir) = std::fs::read_dir(&self.dir) else {
            return Vec::new();
        };
        let read = |e: std::fs::DirEntry| {
            let name = e.file_name().to_string_lossy().into_owned();
            let (_, id) = name.strip_suffix(".json")?.rsplit_once('-')?;
            let at = e.metadata().and_then(|m| m.modified()).ok();
            Some((CaseId::new(id.parse().ok()?), at.and_then(moment)))
        };
        dir.filter_map(Result::ok).filter_map(read).collect()
    }
    /// When this person left the desk; none the first time.
    pub fn left(&self) -> Option<Instant> {
        let seen = std::fs::metadata(self.dir.join(SEEN)).ok()?;
        moment(seen.modified().ok()?)
    }
    /// The last entry of the log that stood when this person left the desk; none the first time.
    pub fn seen(&self) -> Option<Seq> {
        let text = std::fs::read_to_string(self.dir.join(SEEN)).ok()?;
        text.trim().parse().ok().map(Seq::new)
    }
    /// Keeps that.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn see(&self, head: Seq) -> std::io::Result<()> {
        self.write(&self.dir.join(SEEN), head.get().to_string().as_bytes())
    }
}

fn moment(t: std::time::SystemTime) -> Option<Instant> {
    let since = t.duration_since(std::time::UNIX_EPOCH).ok()?;
    i64::try_from(since.as_millis()).ok().map(Instant::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_is_kept_private_and_goes_when_empty() {
        let dir = tempfile::tempdir().unwrap();
        let drafts = Drafts::new(&dir.path().join("drafts"));
        assert!(drafts.load("q", 3).is_empty());
        let writing = Some(Writing {
            text: "产出指标".into(),
            caret: 2,
            ..Writing::default()
        });
        let d = Draft {
            writing,
            ..Draft::default()
        };
        drafts.save("q", 3, &d).unwrap();
        assert_eq!(drafts.load("q", 3), d);
        let all = drafts.dated();
        assert!(matches!(all.as_slice(), [(id, Some(_))] if id.get() == 3));
        let mode = std::fs::metadata(drafts.path("q", 3))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
        drafts.save("q", 3, &Draft::default()).unwrap();
        assert!(drafts.dated().is_empty());
    }

    #[test]
    fn a_draft_that_cannot_be_read_is_set_aside_and_not_overwritten() {
        let dir = tempfile::tempdir().unwrap();
        let drafts = Drafts::new(dir.path());
        std::fs::write(drafts.path("q", 3), "产出指标…").unwrap();
        assert!(drafts.load("q", 3).is_empty());
        drafts.save("q", 3, &Draft::default()).unwrap();
        let texts: Vec<String> = std::fs::read_dir(dir.path())
            .unwrap()
            .map(|e| std::fs::read_to_string(e.unwrap().path()).unwrap())
            .collect();
        assert_eq!(texts, ["产出指标…"]);
    }
}
