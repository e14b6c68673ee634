//! The first run, on the real program: nothing is there yet, and what is chosen is there then.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use common::desk::{Desk, jixiao};

fn open(home: &std::path::Path) -> Desk {
    let desk = Desk::open(home, &[], 24, 80);
    desk.wait("the question", |t| {
        t.contains("第一次使用") && t.contains("终端检查") && t.contains("q退出")
    });
    desk
}

#[test]
fn leaving_makes_nothing() {
    let home = tempfile::tempdir().unwrap();
    for key in ["q", "\u{1b}"] {
        let mut desk = open(home.path());
        desk.press("j");
        desk.wait("the cursor", |t| {
            t.lines().any(|l| l.starts_with('>') && l.contains("导入"))
        });
        desk.press(key);
        assert_eq!(desk.ends(), 0);
    }
    assert!(!home.path().join(".local/share/jixiao/jixiao.db").exists());
}

#[test]
fn practice_leads_to_the_47() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = open(home.path());
    // The cursor stands on it.
    desk.press("\r");
    desk.wait("home", |t| t.contains("绩效目标会审") && t.contains("47"));
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn an_empty_one_is_live_and_opens() {
    let home = tempfile::tempdir().unwrap();
    let mut desk = open(home.path());
    // As an input method makes it.
    desk.press("３");
    desk.wait("home", |t| t.contains("正式库") && t.contains("最近期限"));
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
    let (status, queues) = jixiao(home.path(), &["--format", "json", "queue"]);
    assert_eq!(status, 0, "{queues}");
    // It is there: nothing is asked any more.
    let mut desk = Desk::open(home.path(), &[], 24, 80);
    desk.wait("home", |t| t.contains("正式库") && t.contains("最近期限"));
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn forms_are_read_into_a_new_one() {
    let home = tempfile::tempdir().unwrap();
    let forms = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sample/forms");
    let mut desk = open(home.path());
    desk.press("2");
    desk.wait("where", |t| t.contains("哪个目录"));
    desk.press(&format!("{forms}\r"));
    desk.wait("home", |t| t.contains("正式库") && t.contains("47"));
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn one_that_is_elsewhere_is_opened() {
    let home = tempfile::tempdir().unwrap();
    let other = common::desk::practice();
    let db = common::desk::database(other.path());
    let mut desk = open(home.path());
    desk.press("4");
    desk.wait("where", |t| t.contains("数据库文件在哪里"));
    desk.press(&format!("{}\r", db.display()));
    desk.wait("home", |t| t.contains("练习库") && t.contains("47"));
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}
