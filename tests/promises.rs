//! What the desk promises its reviewer, shown on the real program: a decision is whole or absent,
//! nothing typed is lost, nobody decides what they have not read, and colleagues are announced.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use common::desk::{Desk, READ, code, on, practice};
use std::path::Path;
use std::time::Duration;

/// Acts that stand in the log, by their kind.
fn entries(home: &Path, kind: &str) -> usize {
    let (status, log) = on(home, &["--format", "json", "audit", "log"]);
    assert_eq!(status, 0, "{log}");
    log.lines()
        .map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap())
        .filter(|e| e["kind"] == kind)
        .count()
}

fn open_case(home: &Path, down: usize) -> Desk {
    let mut desk = Desk::list(home, down);
    desk.press("\r");
    desk.wait("the case", |t| t.contains("优 通过"));
    std::thread::sleep(READ);
    desk
}

#[test]
fn a_key_held_down_decides_one_case() {
    let home = practice();
    let before = entries(home.path(), "decided");
    let mut desk = open_case(home.path(), 0);
    for _ in 0..60 {
        desk.write("p");
        std::thread::sleep(Duration::from_millis(33));
    }
    desk.wait("the next case", |t| code(t) == "31011520KY002");
    assert!(entries(home.path(), "decided") <= before + 1);
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn movement_typed_ahead_is_all_obeyed() {
    let home = practice();
    let mut desk = Desk::open(home.path(), &["demo"], 24, 80);
    // Before anything is drawn.
    desk.write("1jjjjjjjjjk");
    desk.wait("the list", |t| t.contains("31011520KY001"));
    desk.wait("the ninth row", |_| desk.cursor().contains("31010420KY009"));
    desk.write("GggjjJKnq");
    desk.wait("home", |t| t.contains("待我审") && t.contains("最近期限"));
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn a_drawer_that_asks_about_many_hears_nothing_at_first() {
    let home = practice();
    let before = entries(home.path(), "decided");
    let mut desk = Desk::list(home.path(), 0);
    // The yes is on its way before the question stands.
    desk.write("*;py");
    desk.wait("the question", |t| t.contains("默认不做"));
    std::thread::sleep(READ);
    assert!(desk.text().contains("默认不做"));
    assert_eq!(entries(home.path(), "decided"), before);
    desk.press("\r");
    desk.wait("the list", |t| !t.contains("默认不做"));
    assert_eq!(entries(home.path(), "decided"), before);
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn pasted_keys_are_text_where_text_is_entered() {
    let home = practice();
    let mut desk = open_case(home.path(), 0);
    desk.press("a");
    desk.wait("text entry", |t| t.contains("/ 500字"));
    desk.press("\u{1b}[200~pppp\n:q\u{1b}[201~");
    desk.wait("the text", |t| t.contains("pppp") && t.contains(":q"));
    desk.press("\u{1b}");
    desk.wait("the case", |t| t.contains("已收起"));
    assert_eq!(code(&desk.text()), "31011520KY001");
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn han_typed_where_keys_are_meant_changes_nothing() {
    let home = practice();
    let mut desk = Desk::list(home.path(), 2);
    let before = (desk.cursor(), entries(home.path(), "decided"));
    desk.press("通过");
    desk.wait("the hint", |t| t.contains("输入法在中文状态"));
    assert_eq!((desk.cursor(), entries(home.path(), "decided")), before);
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn a_colleagues_act_is_announced_and_moves_nothing() {
    let home = practice();
    let desk = Desk::list(home.path(), 3);
    desk.still();
    let cursor = desk.cursor();
    let order: Vec<String> = codes(&desk.text());
    let idle = desk.sent();
    // Nothing happens: nothing is sent.
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(desk.sent(), idle);
    let (status, said) = on(
        home.path(),
        &["--as", "chen", "decide", "31010520KY012", "pass"],
    );
    assert_eq!(status, 0, "{said}");
    desk.wait("the news", |t| t.contains("新1"));
    let text = desk.text();
    let row = text.lines().find(|l| l.contains("31010520KY012")).unwrap();
    assert!(row.trim_end().ends_with('新'), "{row}");
    assert_eq!(codes(&text), order);
    assert_eq!(desk.cursor(), cursor);
    let after = desk.still();
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(desk.sent(), after);
    assert!(after - idle < 400, "{} bytes", after - idle);
    let mut desk = desk;
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}

fn codes(text: &str) -> Vec<String> {
    text.lines()
        .filter_map(|l| l.split_whitespace().find(|w| w.starts_with("310")))
        .map(str::to_owned)
        .collect()
}

/// The case is declared anew while it is open: nothing is signed, and what was begun stays.
#[test]
fn a_verdict_on_a_case_that_moved_is_not_signed() {
    let home = practice();
    let before = entries(home.path(), "decided");
    let mut desk = open_case(home.path(), 12);
    desk.press("O");
    desk.wait("the opinions", |t| t.contains("采纳3"));
    let p = jixiao::sample::projects::projects()
        .iter()
        .find(|p| p.code == "31010520KY013")
        .unwrap();
    let form = jixiao::sample::form::clean(p);
    let table = jixiao::sample::layout::central(&form);
    let bytes =
        jixiao::sample::layout::bytes(&table, jixiao::sample::layout::Written::Xlsx).unwrap();
    let file = home.path().join("again.xlsx");
    std::fs::write(&file, bytes).unwrap();
    let (status, said) = on(home.path(), &["import", file.to_str().unwrap()]);
    assert_eq!(status, 0, "{said}");
    desk.sign("r", "the drawer", |t| {
        t.contains("y签") || t.contains("变了")
    });
    if !desk.text().contains("变了") {
        desk.sign("\r", "the conflict", |t| t.contains("变了"));
    }
    assert_eq!(entries(home.path(), "decided"), before);
    // A drawer that opened by itself hears nothing at first, not even the key that closes it.
    std::thread::sleep(READ);
    desk.press("\u{1b}");
    desk.wait("the case", |t| t.contains("优 通过") && !t.contains("照签"));
    assert_eq!(entries(home.path(), "decided"), before);
    // The opinions are still there.
    desk.wait("the opinions", |t| t.contains("采纳3"));
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn a_hang_up_while_typing_keeps_every_letter() {
    for signal in ["HUP", "TERM"] {
        let home = practice();
        let mut desk = open_case(home.path(), 0);
        desk.press("a");
        desk.wait("text entry", |t| t.contains("/ 500字"));
        desk.write("产出数量指标没有计量单位");
        desk.wait("the text", |t| t.contains("没有计量单位"));
        // At once: no pause in which it would be written by itself.
        desk.signal(signal);
        assert_eq!(desk.ends(), if signal == "HUP" { 129 } else { 143 });
        let mut again = Desk::list(home.path(), 0);
        again.press("\r");
        again.wait("the text", |t| t.contains("产出数量指标没有计量单位"));
        again.press("\u{1b}");
        again.wait("the case", |t| t.contains("已收起"));
        again.press("Q");
        assert_eq!(again.ends(), 0);
    }
}

/// Killed at any moment of signing, the verdict is there as a whole, or not at all.
#[test]
fn a_verdict_is_whole_or_absent() {
    let home = practice();
    let mut stands = entries(home.path(), "decided");
    for round in 0..8u64 {
        let mut desk = Desk::open(home.path(), &["demo"], 24, 80);
        desk.wait("home", |t| t.contains("绩效目标会审") && t.contains("47"));
        desk.press("n");
        desk.wait("a case", |t| !code(t).is_empty() && t.contains("优 通过"));
        let faulty = desk.text().contains("(1优 通过)");
        if faulty {
            desk.press("O");
            desk.wait("the opinions", |t| !t.contains("意见 0 采纳0"));
        }
        std::thread::sleep(READ);
        if faulty {
            desk.write("m");
            desk.wait("the drawer", |t| t.contains("y签"));
            std::thread::sleep(READ);
            desk.write("\r");
        } else {
            desk.write("p");
        }
        // A key that signs waits a moment to be known to have come alone.
        std::thread::sleep(Duration::from_millis(15 + 7 * round));
        desk.child.kill().unwrap();
        desk.ends();
        let (status, said) = on(home.path(), &["audit", "verify"]);
        assert_eq!(status, 0, "{said}");
        let now = entries(home.path(), "decided");
        assert!(
            now == stands || now == stands + 1,
            "{stands} before, {now} after"
        );
        stands = now;
    }
}

/// The caret stands where the next letter goes, whatever stands before it.
#[test]
fn the_caret_stands_behind_what_was_typed() {
    let home = practice();
    let mut desk = open_case(home.path(), 0);
    desk.press("a");
    desk.wait("text entry", |t| t.contains("/ 500字"));
    let (row, from) = desk.caret();
    // Han and ASCII mixed, over more than one row of 76 columns.
    let text = "产出 abc 数量指标x没有计量单位，请补充(3个小区)。".repeat(3);
    let mut typed = String::new();
    for c in text.chars() {
        desk.write(&c.to_string());
        typed.push(c);
        let n = typed.chars().count();
        desk.wait("the count", |t| t.contains(&format!("{n} / 500字")));
        desk.wait("the caret", |t| {
            let (y, x) = desk.caret();
            let line = t.lines().nth(usize::from(y)).unwrap_or("");
            let before = columns(line, usize::from(x));
            // All that stands before the caret on its row is the end of what was typed.
            y >= row.saturating_sub(4)
                && x >= from
                && typed.ends_with(before.trim_start())
                && line.trim_end() == before.trim_end()
        });
    }
    desk.press("\u{1b}[D\u{1b}[D");
    let (_, x) = desk.caret();
    desk.wait("the caret before the sign", |_| desk.caret().1 <= x);
    desk.press("\u{1b}");
    desk.wait("the case", |t| t.contains("已收起"));
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}

/// What stands in the first cells of a row.
fn columns(line: &str, cells: usize) -> String {
    let mut out = String::new();
    let mut at = 0;
    for c in line.chars() {
        if at >= cells {
            break;
        }
        at += if c.is_ascii() { 1 } else { 2 };
        out.push(c);
    }
    out.extend(std::iter::repeat_n(
        ' ',
        cells.saturating_sub(at).min(cells),
    ));
    out
}

/// Whatever is pressed, the screen is never wiped once it stands.
#[test]
fn a_thousand_keys_wipe_nothing() {
    const KEYS: [&str; 30] = [
        "j", "k", "J", "K", "\r", "\u{1b}", "]", "[", "n", "N", "o", "w", "1", "=", "/", "a", "z",
        " ", "*", "i", "?", ":", "G", "\u{6}", "\u{2}", "s", "A", "V", "'", "g",
    ];
    let home = practice();
    let mut desk = Desk::list(home.path(), 0);
    let from = desk.sent();
    // A fixed sequence that looks like none.
    let mut state = 20_201_010u64;
    for _ in 0..1000 {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        let n = usize::try_from(state >> 33).unwrap() % KEYS.len();
        desk.write(KEYS[n]);
        std::thread::sleep(Duration::from_millis(4));
    }
    desk.still();
    let raw = desk.raw.lock().unwrap()[from..].to_vec();
    let wipes = raw.windows(4).filter(|w| w == b"\x1b[2J").count();
    assert_eq!(wipes, 0);
    assert!(raw.len() > 10_000, "{} bytes", raw.len());
    desk.signal("TERM");
    assert_eq!(desk.ends(), 143);
}
