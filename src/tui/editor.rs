//! The person's own editor on a text: in a file that nobody else can read, which is gone when it
//! was read back, and kept and named when something failed.

use crate::words::{Lang, terminal as say};
use std::io::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

/// How often a running editor is looked after.
const LOOK: Duration = Duration::from_millis(40);

/// The editor of the environment.
fn name() -> String {
    ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|v| std::env::var(v).ok().filter(|s| !s.trim().is_empty()))
        .unwrap_or_else(|| "vi".to_owned())
}

/// Has a text edited; gives the new one, or says why there is none. `leaving` tells that the
/// program must end, whatever the editor does.
pub(super) fn edit(
    l: Lang,
    drafts: &Path,
    text: &str,
    leaving: impl Fn() -> bool,
) -> Result<String, String> {
    edit_with(l, &name(), drafts, text, leaving)
}

fn edit_with(
    l: Lang,
    editor: &str,
    drafts: &Path,
    text: &str,
    leaving: impl Fn() -> bool,
) -> Result<String, String> {
    let head = say::editor_head(l);
    let runtime = directories::BaseDirs::new().and_then(|d| d.runtime_dir().map(Path::to_owned));
    let dir = runtime.filter(|d| d.is_dir());
    let dir = dir.as_deref().unwrap_or(drafts);
    let failed = |e: &dyn std::fmt::Display| say::editor_failed(l, &e.to_string());
    std::fs::create_dir_all(dir).map_err(|e| failed(&e))?;
    // The file's mode is 0600 from its beginning.
    let mut file = tempfile::Builder::new()
        .prefix("jixiao-")
        .suffix(".txt")
        .tempfile_in(dir)
        .map_err(|e| failed(&e))?;
    writeln!(file, "{head}{text}").map_err(|e| failed(&e))?;
    // As its value may hold options, the shell takes it apart.
    let mut child = Command::new("/bin/sh")
        .args(["-c", &format!("{editor} \"$@\""), "sh"])
        .arg(file.path())
        .spawn()
        .map_err(|e| failed(&e))?;
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break status,
            Ok(None) if leaving() => {
                child.kill().ok();
                child.wait().ok();
                return Err(keep(l, file));
            }
            Ok(None) => std::thread::sleep(LOOK),
            Err(e) => return Err(failed(&e)),
        }
    };
    if !status.success() {
        return Err(keep(l, file));
    }
    match std::fs::read(file.path()).map(String::from_utf8) {
        Ok(Ok(all)) => Ok(body(&all, &head)),
        _ => Err(keep(l, file)),
    }
}

/// What stands under the remarks at the beginning.
fn body(all: &str, head: &str) -> String {
    let all = all.replace("\r\n", "\n");
    // Where they stand unchanged, a text that begins with # itself is kept whole.
    let mut lines: Vec<&str> = match all.strip_prefix(head) {
        Some(rest) => rest.lines().collect(),
        None => all.lines().skip_while(|l| l.starts_with('#')).collect(),
    };
    while lines.last().is_some_and(|l| l.trim().is_empty()) {
        lines.pop();
    }
    lines.join("\n")
}

/// Keeps the file, and says where.
fn keep(l: Lang, file: tempfile::NamedTempFile) -> String {
    let place = file.into_temp_path();
    match place.keep() {
        Ok(path) => say::editor_kept(l, &path.display().to_string()),
        Err(e) => say::editor_failed(l, &e.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_comes_back_without_the_remarks() {
        let dir = tempfile::tempdir().unwrap();
        let with = |editor: &str| {
            edit_with(
                Lang::Zh,
                editor,
                dir.path(),
                "# 数量不明\n# 不是注",
                || false,
            )
        };
        assert_eq!(with("true").unwrap(), "# 数量不明\n# 不是注");
        let append = "sh -c 'echo 请补充 >> \"$1\"' sh";
        assert_eq!(with(append).unwrap(), "# 数量不明\n# 不是注\n请补充");
        // It failed: the text stays, and the file is named.
        let says = with("false").unwrap_err();
        let kept = says.split_whitespace().find(|w| w.contains("jixiao-"));
        let kept = kept.unwrap().trim_end_matches('。').to_owned();
        assert!(std::fs::read_to_string(&kept).unwrap().contains("数量不明"));
        std::fs::remove_file(kept).unwrap();
    }

    #[test]
    fn an_editor_holds_nobody_up_who_must_leave() {
        let dir = tempfile::tempdir().unwrap();
        let started = std::time::Instant::now();
        let says = edit_with(Lang::En, "sleep 30; :", dir.path(), "x", || true);
        assert!(says.is_err() && started.elapsed() < Duration::from_secs(5));
    }
}
