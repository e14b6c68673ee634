//! The command line as scripts use it: documents, exit codes, and what a blind round hides.

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;

struct Home {
    dir: tempfile::TempDir,
}

impl Home {
    fn new() -> Self {
        let home = Self {
            dir: tempfile::tempdir().expect("a directory"),
        };
        let (status, _, says) = home.run(&["demo", "--no-tui"]);
        assert_eq!(status, 0, "{says}");
        home
    }
    fn db(&self) -> PathBuf {
        self.dir.path().join("demo.db")
    }
    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }
    fn run(&self, args: &[&str]) -> (i32, String, String) {
        run(&self.db(), args)
    }
    fn json(&self, args: &[&str]) -> Value {
        let mut all = vec!["--format", "json"];
        all.extend(args);
        let (_, out, says) = self.run(&all);
        assert!(out.starts_with(['{', '[']), "{out} {says}");
        serde_json::from_str(&out).expect("one document")
    }
}

fn run(db: &Path, args: &[&str]) -> (i32, String, String) {
    let out = Command::new(env!("CARGO_BIN_EXE_jixiao"))
        .arg("--db")
        .arg(db)
        .args(args)
        .env("LANG", "zh_CN.UTF-8")
        .output()
        .expect("the program");
    let text = |b: &[u8]| String::from_utf8(b.to_vec()).expect("UTF-8");
    (
        out.status.code().unwrap_or(-1),
        text(&out.stdout),
        text(&out.stderr),
    )
}

#[test]
fn documents_have_the_keys_that_others_rely_on() {
    let h = Home::new();
    let queues = h.json(&["queue"]);
    for key in ["queue", "title", "total", "pending", "mine", "overdue"] {
        assert!(queues[0].get(key).is_some(), "{key} in {queues}");
    }
    let page = h.json(&["queue", "joint-review", "--limit", "5"]);
    assert_eq!(page["rows"].as_array().expect("rows").len(), 5);
    for key in [
        "case",
        "name",
        "unit",
        "district",
        "amount_cents",
        "status",
        "version",
        "findings",
        "seats_done",
        "seats_total",
    ] {
        assert!(page["rows"][0].get(key).is_some(), "{key}");
    }
    let cursor = page["next"].as_str().expect("a cursor");
    let next = h.json(&["queue", "joint-review", "--after", cursor]);
    assert_eq!(next["rows"].as_array().expect("rows").len(), 42);
    let case = h.json(&["show", "31010420KY010"]);
    for key in [
        "case",
        "queue",
        "name",
        "status",
        "version",
        "round",
        "fields",
        "indicators",
        "findings",
        "opinions",
        "history",
    ] {
        assert!(case.get(key).is_some(), "{key}");
    }
    assert_eq!(case["fields"]["total_amount"], 5_900_000_000i64);
    assert_eq!(case["round"], 2);
    let filtered = h.json(&["queue", "joint-review", "--filter", "区:徐汇 flag:T27"]);
    assert_eq!(filtered["rows"][0]["case"], "31010420KY010");
    assert_eq!(
        h.run(&["queue", "joint-review", "--filter", "amout>5"]).0,
        2
    );
    assert_eq!(h.run(&["queue", "nowhere"]).0, 2);
    assert_eq!(h.run(&["show", "nothing"]).0, 2);
    assert_eq!(h.run(&["frobnicate"]).0, 2);
}

#[test]
fn a_verdict_is_given_changed_and_taken_back_by_version() {
    let h = Home::new();
    let code = "31011520KY001";
    let done = h.json(&["decide", code, "pass"]);
    for key in ["case", "queue", "seq", "version", "status", "hash"] {
        assert!(done.get(key).is_some(), "{key}");
    }
    assert_eq!(h.run(&["decide", code, "pass"]).0, 5, "twice by a script");
    assert_eq!(
        h.run(&[
            "decide",
            code,
            "revise",
            "--opinion",
            "请补充",
            "--expect-version",
            "1"
        ])
        .0,
        5
    );
    let version = done["version"].to_string();
    let changed = h.json(&[
        "decide",
        code,
        "revise",
        "--opinion",
        "请补充",
        "--expect-version",
        &version,
    ]);
    assert!(changed["seq"].as_i64() > done["seq"].as_i64());
    assert_eq!(h.run(&["undo"]).0, 0);
    assert_eq!(h.run(&["undo", code]).0, 0);
    assert_eq!(h.run(&["undo", code]).0, 4, "nothing left");
    assert_eq!(
        h.run(&["--as", "yu", "decide", code, "pass"]).0,
        4,
        "an auditor"
    );
    assert_eq!(
        h.run(&["decide", "31010420KY008", "pass"]).0,
        4,
        "an open error"
    );
    let verified = h.json(&["audit", "verify"]);
    assert_eq!(verified["ok"], true);
}

#[test]
fn a_blind_grade_is_not_to_be_had_by_any_command() {
    let h = Home::new();
    // A case that nobody has graded, and words that stand nowhere else.
    let page = h.json(&["queue", "joint-review", "--limit", "47"]);
    let rows = page["rows"].as_array().expect("rows");
    let free = rows
        .iter()
        .find(|r| r["seats_done"] == 0)
        .expect("a free case");
    let code = free["case"].as_str().expect("a code");
    let words = "此句只在盲审意见里";
    let (status, _, says) = h.run(&["--as", "chen", "decide", code, "reject", "--opinion", words]);
    assert_eq!(status, 0, "{says}");
    let sheet = h.path("sheet.html");
    let table = h.path("table.html");
    for who in ["zhou", "root", "zhu", "lu"] {
        let who = if who == "root" {
            String::new()
        } else {
            who.to_owned()
        };
        let mut seen = String::new();
        for args in [
            vec!["show", code],
            vec!["queue", "joint-review"],
            vec!["audit", "log"],
        ] {
            for format in ["text", "json"] {
                let mut all = vec!["--format", format];
                if !who.is_empty() {
                    all.extend(["--as", &who]);
                }
                all.extend(&args);
                seen += &h.run(&all).1;
            }
        }
        for (form, path) in [("review-sheet", &sheet), ("joint-review-table", &table)] {
            let to = path.to_str().expect("a path");
            let mut all = vec!["export", form, "--case", code, "--overwrite", "-o", to];
            if !who.is_empty() {
                all.extend(["--as", &who]);
            }
            assert_eq!(h.run(&all).0, 0);
            seen += &std::fs::read_to_string(path).expect("a page");
        }
        assert!(!seen.contains(words), "{who} reads the opinion");
        let own = seen
            .lines()
            .filter(|l| l.contains(code) && l.contains("\"decided\""));
        assert!(own.clone().count() > 0);
        assert!(
            own.clone().all(|l| !l.contains("\"reject\"")),
            "{who} reads the grade"
        );
    }
    let (_, auditor, _) = h.run(&["--as", "yu", "show", code]);
    assert!(auditor.contains("差 不予支持"));
}

#[test]
fn files_are_taken_whole_or_not_at_all() {
    let h = Home::new();
    let good = h.path("good.csv");
    let bad = h.path("bad.csv");
    let head = "项目编码,项目名称,主管部门,预算金额(万元),年度总体目标,指标名称,指标值\n";
    std::fs::write(
        &good,
        format!("{head}GX20260001,供水工程,市水务局,1234.50,完成管网改造,管网改造长度,≥12公里\n"),
    )
    .expect("a file");
    std::fs::write(
        &bad,
        format!("{head}GX20260002,供水工程,市水务局,若干,完成管网改造,管网改造长度,≥12公里\n"),
    )
    .expect("a file");
    let (good, bad) = (
        good.to_str().expect("a path"),
        bad.to_str().expect("a path"),
    );
    let (status, out, _) = h.run(&["--format", "json", "import", bad, good]);
    assert_eq!(status, 3);
    let doc: Value = serde_json::from_str(&out).expect("one document");
    assert_eq!(doc["committed"], true);
    assert_eq!(doc["files"][0]["stored"], false);
    assert_eq!(doc["files"][0]["rows_refused"][0]["row"], 2);
    assert_eq!(doc["files"][1]["cases_new"], 1);
    let before = h.run(&["audit", "checkpoint"]).1;
    let again = h.json(&["import", good]);
    assert_eq!(again["files"][0]["cases_same"], 1);
    assert_eq!(
        h.run(&["audit", "checkpoint"]).1,
        before,
        "the same file changes nothing"
    );
    assert_eq!(h.run(&["import", "--dry-run", good]).0, 0);
}

#[test]
fn a_backup_comes_back_and_contains_the_checkpoint() {
    let h = Home::new();
    let checkpoint = h.run(&["audit", "checkpoint"]).1;
    let copy = h.path("copy.db");
    let to = copy.to_str().expect("a path");
    assert_eq!(h.run(&["backup", to]).0, 0);
    assert_eq!(h.run(&["backup", to]).0, 6, "never overwritten");
    assert_eq!(h.run(&["decide", "31011520KY001", "pass"]).0, 0);
    let later = h.run(&["audit", "checkpoint"]).1;
    assert_eq!(
        h.run(&["audit", "verify", "--against", checkpoint.trim()])
            .0,
        0
    );
    assert_eq!(h.run(&["restore", to]).0, 0);
    assert_eq!(h.run(&["audit", "checkpoint"]).1, checkpoint);
    assert_eq!(
        h.run(&["audit", "verify", "--against", later.trim()]).0,
        1,
        "a missing tail"
    );
}

#[test]
fn a_live_database_is_its_own_accounts() {
    let dir = tempfile::tempdir().expect("a directory");
    let db = dir.path().join("live.db");
    assert_eq!(run(&db, &["queue"]).0, 6, "nothing is there");
    assert_eq!(run(&db, &["init", "--year", "2020", "--hash", "sm3"]).0, 0);
    assert_eq!(run(&db, &["init"]).0, 6, "never overwritten");
    assert_eq!(
        run(&db, &["--as", "chen", "queue"]).0,
        4,
        "no playing others"
    );
    assert_eq!(
        run(
            &db,
            &[
                "user",
                "add",
                "chen",
                "--name",
                "陈",
                "--role",
                "reviewer,lead"
            ]
        )
        .0,
        0
    );
    assert_eq!(run(&db, &["user", "seat", "chen"]).0, 0);
    assert_eq!(run(&db, &["audit", "verify"]).0, 0);
    let (_, log, _) = run(&db, &["--format", "json", "audit", "log"]);
    assert!(log.lines().all(|l| l.contains("\"alg\":\"sm3\"")));
}

#[test]
fn odd_database_files_are_refused_and_left_alone() {
    let h = Home::new();
    let whole = std::fs::read(h.db()).expect("the database");
    let mut newer = whole.clone();
    // user_version stands at byte 60 of a SQLite file.
    newer[60..64].copy_from_slice(&9u32.to_be_bytes());
    let cut = whole[..whole.len() / 2].to_vec();
    let mut page = whole.clone();
    // A whole page: what stands between the cells of one is nobody's.
    let at = page.len() / 2 / 4096 * 4096;
    page[at..at + 4096].fill(0xaa);
    for (name, bytes, code) in [
        ("zero", Vec::new(), 6),
        ("text", b"not a database at all".to_vec(), 6),
        ("newer", newer, 6),
        ("cut", cut, 1),
        ("page", page, 1),
    ] {
        let path = h.path(name);
        std::fs::write(&path, &bytes).expect("a file");
        let (status, _, says) = run(&path, &["audit", "verify"]);
        assert!(status == code || status == 6, "{name}: {status} {says}");
        assert!(!says.is_empty(), "{name} is refused with a sentence");
        assert_eq!(
            std::fs::read(&path).expect("a file"),
            bytes,
            "{name} was changed"
        );
    }
    let (status, _, says) = run(&h.path("zero"), &["restore", "/nonexistent"]);
    assert_eq!(status, 6, "{says}");
}

#[test]
fn a_newer_entry_is_shown_and_not_acted_upon() {
    use jixiao::domain::entry::Payload;
    let text = r#"{"kind":"beamed-up","to":3}"#;
    assert_eq!(
        serde_json::from_str::<Payload>(text).expect("any kind"),
        Payload::Unknown
    );
}

#[test]
fn every_rule_can_be_explained_in_both_languages() {
    let h = Home::new();
    for rule in jixiao::domain::rules::catalogue() {
        for lang in ["zh", "en"] {
            let (status, out, _) = h.run(&["--lang", lang, "explain", &rule.id]);
            assert_eq!(status, 0);
            assert!(out.starts_with(&rule.id), "{out}");
        }
    }
    assert_eq!(h.run(&["explain", "T99"]).0, 2);
}

#[test]
fn a_paper_names_what_is_in_the_log() {
    let h = Home::new();
    let code = h.json(&["queue", "joint-review", "--limit", "1"])["rows"][0]["case"]
        .as_str()
        .unwrap()
        .to_owned();
    for name in ["sheet.xlsx", "sheet.html"] {
        let path = h.path(name);
        let file = path.to_str().unwrap();
        let (status, _, says) = h.run(&["export", "review-sheet", "--case", &code, "-o", file]);
        assert_eq!(status, 0, "{says}");
        let (status, out, says) = h.run(&["audit", "verify", "--paper", file]);
        assert_eq!(status, 0, "{name} {out} {says}");
        // Another database's history does not hold it.
        let other = Home::new();
        let (status, _, says) = other.run(&["audit", "verify", "--paper", file]);
        assert_eq!(status, 1, "{says}");
    }
    let text = std::fs::read_to_string(h.path("sheet.html")).unwrap();
    // One letter of the hash is another one.
    let (before, after) = text.split_once("条 ").unwrap();
    let other = if after.starts_with('a') { 'b' } else { 'a' };
    let forged = format!("{before}条 {other}{}", after.get(1..).unwrap());
    std::fs::write(h.path("forged.html"), forged).unwrap();
    std::fs::write(h.path("none.html"), "<p>审核表</p>").unwrap();
    let run = |name: &str| h.run(&["audit", "verify", "--paper", h.path(name).to_str().unwrap()]);
    assert_eq!(run("forged.html").0, 1);
    assert_eq!(run("none.html").0, 3);
}
