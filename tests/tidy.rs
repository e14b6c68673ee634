//! The house keeps its rules: layers, sizes, where SQL and sentences stand.

use std::path::{Path, PathBuf};

fn sources(dir: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(dir).expect("the sources") {
        let path = entry.expect("the sources").path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

/// Path below `src/`, and the text up to the tests of the module.
fn all() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut paths = Vec::new();
    sources(&root, &mut paths);
    paths
        .into_iter()
        .filter(|p| !p.ends_with("tests.rs"))
        .map(|p| {
            let name = p
                .strip_prefix(&root)
                .expect("the sources")
                .to_string_lossy()
                .into_owned();
            let text = std::fs::read_to_string(&p).expect("the sources");
            let code = text
                .split("#[cfg(test)]\nmod tests")
                .next()
                .expect("the sources")
                .to_owned();
            (name, code)
        })
        .collect()
}

fn code_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|l| !l.trim_start().starts_with("//"))
}

/// Files that may be longer than 600 lines, and why.
const EXCUSED: &[(&str, &str)] = &[];

#[test]
fn files_stay_small() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut paths = Vec::new();
    sources(&root.join("src"), &mut paths);
    sources(&root.join("tests"), &mut paths);
    let mut long = Vec::new();
    for p in paths {
        let name = p.strip_prefix(root).unwrap().to_string_lossy().into_owned();
        let lines = std::fs::read_to_string(&p).unwrap().lines().count();
        if lines > 600 && !EXCUSED.iter().any(|(f, _)| *f == name) {
            long.push(format!("{name}: {lines}"));
        }
    }
    assert!(long.is_empty(), "{long:?}");
}

#[test]
fn the_domain_is_pure() {
    let mut wrong = Vec::new();
    for (name, text) in all().iter().filter(|(n, _)| n.starts_with("domain/")) {
        for line in code_lines(text) {
            let other = [
                "store", "exchange", "tui", "cli", "words", "sample", "papers", "report",
            ]
            .iter()
            .any(|m| line.contains(&format!("crate::{m}")));
            let outside = [
                "std::fs",
                "std::io",
                "std::time",
                "std::env",
                "std::process",
                "rusqlite",
            ]
            .iter()
            .any(|m| line.contains(m));
            if other || outside {
                wrong.push(format!("{name}: {}", line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn layers_look_only_downwards() {
    let forbidden: &[(&str, &[&str])] = &[
        (
            "store/",
            &["exchange", "tui", "cli", "sample", "papers", "words"],
        ),
        (
            "exchange/",
            &["store", "tui", "cli", "sample", "papers", "words"],
        ),
        ("papers/", &["store", "exchange", "tui", "cli", "sample"]),
        ("tui/", &["cli", "exchange", "sample", "papers"]),
    ];
    let mut wrong = Vec::new();
    for (name, text) in all() {
        for (layer, others) in forbidden.iter().filter(|(l, _)| name.starts_with(l)) {
            for line in code_lines(&text) {
                if others.iter().any(|m| line.contains(&format!("crate::{m}"))) {
                    wrong.push(format!("{layer} {name}: {}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn sql_stands_in_the_store_alone() {
    let mut wrong = Vec::new();
    for (name, text) in all().iter().filter(|(n, _)| !n.starts_with("store/")) {
        for line in code_lines(text) {
            if line.contains("rusqlite") || line.contains("SELECT ") || line.contains("INSERT INTO")
            {
                wrong.push(format!("{name}: {}", line.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Where Chinese may stand in code: sentences, parsers, the field's own words, the sample, and
/// papers (official forms).
const CHINESE: &[&str] = &[
    "words/",
    "sample/",
    "papers/",
    "exchange/forms/",
    "domain/value",
    "domain/dates.rs",
    "domain/lexicon.rs",
    "domain/level.rs",
    "domain/filter.rs",
    "domain/fen.rs",
    "domain/rules/",
    "domain/profile.rs",
    "tui/command.rs",
    "tui/commands.rs",
    "tui/keys.rs",
    "tui/text.rs",
];

#[test]
fn sentences_stand_in_words() {
    let han = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}');
    let mut wrong = Vec::new();
    for (name, text) in all() {
        if name.ends_with("tests.rs") || CHINESE.iter().any(|p| name.starts_with(p)) {
            continue;
        }
        for line in code_lines(&text) {
            let code = line.split(" // ").next().unwrap_or("");
            if code.chars().any(han) {
                wrong.push(format!("{name}: {}", code.trim()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn only_one_place_writes_to_standard_output() {
    for (name, text) in all() {
        let writes = text.contains("stdout()") && !text.contains("is_terminal");
        let may = [
            "cli/out.rs",
            "tui/terminal/mod.rs",
            "tui/terminal/line.rs",
            "exchange/child.rs",
        ];
        assert!(!writes || may.contains(&name.as_str()), "{name}");
    }
}
