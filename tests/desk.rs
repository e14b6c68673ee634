//! The real program in a pseudo-terminal: the 47 sample projects walked to the last verdict by
//! keyboard, and everything found again afterwards.

mod common;

use calamine::{DataType as _, Reader as _, Xlsx};
use common::desk::{DONE, Desk, READ, code, jixiao};
use std::path::Path;

/// Decides the case on the screen as a reviewer would; true when it was the last.
fn decide(desk: &mut Desk) -> bool {
    let here = desk.wait("a case", |t| !code(t).is_empty() && t.contains("1优 通过"));
    let case = code(&here);
    // What is waited for may be the lead's decision on the same case.
    let closing = here.contains("待定案") || here.contains("分歧");
    let state = |t: &str| (code(t), t.contains("待定案") || t.contains("分歧"));
    let before = (case, closing);
    let moved = |t: &str| t.contains(DONE) || (state(t) != before && !code(t).is_empty());
    let key = if here.contains("(1优 通过)") || here.contains("(1优 通过)") {
        desk.press("O");
        desk.wait("opinions", |t| {
            t.contains("意见 ") && !t.contains("意见 0 ") || t.contains("没有未处理")
        });
        "2"
    } else {
        "1"
    };
    let mut after = desk.sign(key, "the verdict", |t| t.contains("y签") || moved(t));
    if after.contains("y签") {
        after = desk.sign("y", "the next case", |t| moved(t) && !t.contains("y签"));
    }
    after.contains(DONE)
}

#[test]
fn the_47_are_walked_to_the_last_verdict_and_found_again() {
    let home = tempfile::tempdir().expect("a directory");
    let home = home.path();
    let (status, summary) = jixiao(home, &["demo", "--no-tui"]);
    assert_eq!(status, 0);
    assert!(
        summary.contains("共47件") && summary.contains("示例数据"),
        "{summary}"
    );

    let mut desk = Desk::open(home, &["demo"], 24, 80);
    desk.wait("home", |t| t.contains("绩效目标会审") && t.contains("47"));
    desk.press("\r");
    desk.wait("the list", |t| t.contains("31011520KY001"));
    desk.press("\r");
    let mut decided = 0;
    loop {
        decided += 1;
        if decide(&mut desk) {
            break;
        }
        assert!(decided < 120, "the queue does not end");
    }
    desk.press("Q");
    assert_eq!(desk.ends(), 0);

    let (_, queues) = jixiao(home, &["demo", "--no-tui", "--format", "json"]);
    let queues: serde_json::Value = serde_json::from_str(&queues).expect("one document");
    assert_eq!(queues[0]["mine"], 0, "{queues}");
    let database = home.join(".local/share/jixiao/practice/demo.db");
    let db = database.to_str().expect("a path");
    let (_, log) = jixiao(home, &["--db", db, "--format", "json", "audit", "log"]);
    let own = log
        .lines()
        .map(|l| serde_json::from_str::<serde_json::Value>(l).expect("an object a line"))
        .filter(|e| e["kind"] == "decided" && e["payload"]["seat"] == 3)
        .filter_map(|e| e["case"].as_str().map(str::to_owned))
        .collect::<std::collections::BTreeSet<_>>();
    assert_eq!(own.len(), 47);
    let (status, said) = jixiao(home, &["--db", db, "audit", "verify"]);
    assert_eq!(status, 0, "{said}");

    let mut again = Desk::open(home, &["demo"], 40, 120);
    again.wait("home", |t| t.contains("绩效目标会审"));
    again.press("\r");
    again.wait("the grades", |t| {
        t.contains("31011520KY001") && t.contains("第1轮")
    });
    again.press("Q");
    assert_eq!(again.ends(), 0);
    papers(home, db);
}

/// The sheets are written, and open again with every text a text.
fn papers(home: &Path, db: &str) {
    let sheets = home.join("sheets");
    let to = sheets.to_str().expect("a path");
    let (status, _) = jixiao(home, &["--db", db, "export", "review-sheet", "-o", to]);
    assert_eq!(status, 0);
    let count = std::fs::read_dir(&sheets).expect("the directory").count();
    assert_eq!(count, 94, "a workbook and a page for each of the 47");
    let path = sheets.join("31010420KY010.xlsx");
    let mut book: Xlsx<_> = calamine::open_workbook(&path).expect("a workbook");
    let range = book.worksheet_range("审核表").expect("the sheet");
    let cells: Vec<String> = range.used_cells().map(|(_, _, c)| c.to_string()).collect();
    for wanted in [
        "项目支出绩效目标审核表",
        "审核内容",
        "综合评定等级",
        "31010420KY010",
    ] {
        assert!(
            cells.iter().any(|c| c == wanted),
            "{wanted} is not in {cells:?}"
        );
    }
    assert!(range.used_cells().all(|(_, _, c)| c.is_string()));
    let page = std::fs::read_to_string(sheets.join("31010420KY010.html")).expect("a page");
    assert!(page.contains("练习 示例数据") && page.contains("√"));
    let table = home.join("table.xlsx");
    let to = table.to_str().expect("a path");
    let (status, _) = jixiao(
        home,
        &["--db", db, "export", "joint-review-table", "-o", to],
    );
    assert_eq!(status, 0);
    let mut book: Xlsx<_> = calamine::open_workbook(&table).expect("a workbook");
    let range = book.worksheet_range("会审汇总表").expect("the sheet");
    assert_eq!(range.height(), 3 + 47 + 3);
    let (status, _) = jixiao(
        home,
        &["--db", db, "export", "joint-review-table", "-o", to],
    );
    assert_eq!(status, 3, "nothing is overwritten unasked");
}

#[test]
fn keys_that_come_together_sign_nothing() {
    let home = tempfile::tempdir().expect("a directory");
    let home = home.path();
    assert_eq!(jixiao(home, &["demo", "--no-tui"]).0, 0);
    let database = home.join(".local/share/jixiao/practice/demo.db");
    let db = database.to_str().expect("a path");
    let entries = || jixiao(home, &["--db", db, "audit", "checkpoint"]).1;
    let before = entries();
    let mut desk = Desk::open(home, &["demo"], 24, 80);
    desk.wait("home", |t| t.contains("绩效目标会审") && t.contains("47"));
    desk.press("\r");
    desk.wait("the list", |t| {
        t.contains("31011520KY001") && t.contains("第1轮")
    });
    std::thread::sleep(READ);
    desk.press("pppp");
    desk.wait("the refusal", |t| t.contains("太快了"));
    desk.press("\u{1b}[200~pppp\ryy\u{1b}[201~");
    desk.wait("the paste", |t| t.contains("粘贴了"));
    desk.press("\u{1b}");
    desk.wait("the list", |t| !t.contains("粘贴"));
    assert_eq!(entries(), before);
    // Alone and after reading it is obeyed, and can be taken back.
    desk.sign("p", "the verdict", |t| {
        t.contains("已记录 通过 31011520KY001")
    });
    assert_ne!(entries(), before);
    desk.press("u");
    desk.wait("the withdrawal", |t| t.contains("已撤回"));
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn typed_text_survives_a_kill() {
    let home = tempfile::tempdir().expect("a directory");
    let home = home.path();
    assert_eq!(jixiao(home, &["demo", "--no-tui"]).0, 0);
    let mut desk = Desk::open(home, &["demo"], 24, 80);
    desk.wait("home", |t| t.contains("绩效目标会审") && t.contains("47"));
    desk.press("\r");
    desk.wait("the list", |t| t.contains("31011520KY001"));
    desk.press("\r");
    desk.wait("the case", |t| !code(t).is_empty());
    desk.press("a");
    desk.wait("text entry", |t| t.contains("/ 500字"));
    desk.press("产出数量指标，请补充。");
    desk.wait("the draft", |t| {
        t.contains("产出数量指标，请补充。") && t.contains("草稿已存")
    });
    desk.child.kill().expect("a process");
    desk.ends();
    let mut again = Desk::open(home, &["demo"], 24, 80);
    again.wait("home", |t| t.contains("绩效目标会审") && t.contains("47"));
    again.press("\r");
    again.wait("the list", |t| t.contains("31011520KY001"));
    again.press("\r");
    again.wait("the text", |t| t.contains("产出数量指标，请补充。"));
    again.press("\u{1b}");
    again.wait("the case", |t| t.contains("已收起"));
    again.press("Q");
    assert_eq!(again.ends(), 0);
}
