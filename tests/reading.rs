//! Files read in from the desk, on the real program: what comes in, what is refused and why, work
//! that goes on behind, and work that is stopped.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use common::desk::{Desk, jixiao};
use std::path::{Path, PathBuf};

const FORMS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sample/forms");

/// A home with an empty live database.
fn empty() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let (status, says) = jixiao(home.path(), &["init"]);
    assert_eq!(status, 0, "{says}");
    home
}

fn open(home: &Path) -> Desk {
    let desk = Desk::open(home, &[], 24, 80);
    desk.wait("home", |t| t.contains("正式库"));
    desk
}

/// Asks for files and names them.
fn reads(desk: &mut Desk, path: &Path) {
    desk.press("gi");
    desk.wait("the question", |t| t.contains("文件或目录"));
    desk.press(path.to_str().unwrap());
    desk.press("\r");
}

fn forms() -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = std::fs::read_dir(FORMS)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    all.sort();
    all
}

/// Cases of the joint review, as the command line tells.
fn cases(home: &Path) -> u64 {
    let (status, says) = jixiao(home, &["--format", "json", "queue"]);
    assert_eq!(status, 0, "{says}");
    let all: serde_json::Value = serde_json::from_str(&says).unwrap();
    let of = |q: &&serde_json::Value| q["queue"] == "joint-review";
    let queue = all.as_array().unwrap().iter().find(of).unwrap();
    queue["total"].as_u64().unwrap()
}

#[test]
fn forms_come_in_and_stand_in_the_queue() {
    let home = empty();
    let mut desk = open(home.path());
    reads(&mut desk, Path::new(FORMS));
    desk.wait("the sums", |t| t.contains("导入完") && t.contains("新 47"));
    desk.wait("home counted anew", |t| {
        t.lines()
            .any(|l| l.contains("绩效目标会审") && l.contains("47"))
    });
    // Read in once more they are what they were.
    reads(&mut desk, Path::new(FORMS));
    desk.wait("the sums", |t| t.contains("新 0") && t.contains("同 47"));
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
    assert_eq!(cases(home.path()), 47);
    assert_eq!(jixiao(home.path(), &["audit", "verify"]).0, 0);
}

#[test]
fn a_path_is_completed_and_what_is_wrong_is_told() {
    let home = empty();
    let dir = home.path().join("送审材料");
    std::fs::create_dir(&dir).unwrap();
    std::fs::copy(&forms()[0], dir.join("一.xlsx")).unwrap();
    std::fs::write(dir.join("坏表.xlsx"), b"PK\x03\x04not a workbook").unwrap();
    let mut desk = open(home.path());
    desk.press("gi");
    desk.wait("the question", |t| t.contains("文件或目录"));
    desk.press("~/");
    desk.wait("the name", |t| t.contains("送审材料/"));
    desk.press("\t");
    desk.wait("the path", |t| t.contains("~/送审材料/"));
    desk.press("\r");
    desk.wait("the sums", |t| t.contains("新 1") && t.contains("退回1个"));
    desk.press("gw");
    desk.wait("the drawer", |t| t.contains("退回 1个文件"));
    desk.press("\r");
    desk.wait("the reason", |t| t.contains("坏表.xlsx: "));
    desk.press("\u{1b}");
    desk.wait("home", |t| !t.contains("坏表.xlsx: "));
    // A path that is none says so, and what was typed is not lost.
    reads(&mut desk, Path::new("/没有/这里"));
    desk.wait("the reason", |t| t.contains("没有 /没有/这里"));
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
    assert_eq!(cases(home.path()), 1);
}

#[test]
fn work_goes_on_behind_and_is_not_left_by_mistake() {
    let home = empty();
    let dir = home.path().join("多");
    std::fs::create_dir(&dir).unwrap();
    // So many that nobody's machine is through in the seconds this takes.
    for (n, form) in forms().iter().cycle().take(47 * 40).enumerate() {
        std::fs::copy(form, dir.join(format!("{n}.xlsx"))).unwrap();
    }
    let mut desk = open(home.path());
    reads(&mut desk, &dir);
    desk.wait("the drawer", |t| {
        t.contains("共1880个文件") && t.contains("全部读完才入库")
    });
    desk.press("b");
    desk.wait("the screen", |t| {
        !t.contains("全部读完才入库") && t.lines().next().unwrap().contains("导入")
    });
    // Another wish to read in shows this one.
    desk.press("gi");
    desk.wait("the drawer", |t| t.contains("导入还在进行"));
    desk.press("b");
    desk.press("Q");
    desk.wait("a question", |t| t.contains("退出会停下它"));
    desk.press("gw");
    desk.wait("the drawer", |t| t.contains("全部读完才入库"));
    desk.press("\u{1b}");
    desk.wait("the end", |t| t.contains("导入已停，数据库没有变"));
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
    assert_eq!(cases(home.path()), 0);
    assert_eq!(jixiao(home.path(), &["audit", "verify"]).0, 0);
}

/// The plain screen waits for a key; a terminal that changes its size meanwhile gets it anew.
#[test]
fn a_plain_screen_is_given_anew_at_another_size() {
    let home = common::desk::practice();
    let mut desk = Desk::list(home.path(), 0);
    desk.press("yl");
    desk.wait("the plain screen", |t| t.contains("按任意键"));
    let before = desk.still();
    desk.resize(40, 132);
    desk.wait("the plain screen again", |t| {
        t.contains("31011520KY001") && t.contains("按任意键")
    });
    assert!(desk.still() > before);
    desk.press(" ");
    desk.wait("the list, at its size", |t| t.lines().count() > 30);
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}
