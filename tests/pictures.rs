//! The pictures in `screenshots/` are what the real program shows after the keys written here. With
//! `PICTURES=draw` they are drawn anew.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stderr)]

mod common;

use common::desk::{Desk, READ, practice};
use std::path::Path;

/// Picture, keys from home on, and what then stands on the screen.
const PICTURES: [(&str, &[&str], &str); 14] = [
    ("home", &[], "最近期限"),
    (
        "queue",
        &["1", "j", "j", "j", "j", "j", "j", "j", "j", "j"],
        "徐汇区房管局",
    ),
    ("case", &["/", "ecgs", "\r", "\r"], "改造小区数"),
    ("indicators", &["/", "ecgs", "\r", "\r", "["], "二级"),
    ("rounds", &["/", "ecgs", "\r", "="], "意见落实"),
    ("monitoring", &["gm"], "风险金额"),
    ("quadrant", &["gq"], "双滞后 5"),
    ("course", &["gm", "/", "xm260", "\r", "\r", "["], "全年预算"),
    (
        "checklist",
        &["ge", "\r", "o", " ", " ", "b", "k"],
        "缺佐证",
    ),
    ("units", &["gd"], "示例市水务局"),
    ("matrix", &["1", "gx"], "席位矩阵"),
    ("bulk", &["1", "*", ";", "p"], "默认不做"),
    ("palette", &["1", ":", "tui"], "退回"),
    ("help", &["1", "?"], "小键盘"),
];

/// Sizes: columns and rows.
const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (160, 48)];

/// Those that use the room of the largest.
const LARGE: [&str; 6] = [
    "queue",
    "indicators",
    "quadrant",
    "course",
    "checklist",
    "units",
];

/// What differs from day to day stands for itself: days, times and how long is left.
fn steady(text: &str) -> String {
    let mut out = String::new();
    for line in text.lines() {
        for word in line.split_inclusive(' ') {
            let digits = word.chars().filter(char::is_ascii_digit).count();
            let day = word.contains('-') && (2..=4).contains(&digits);
            let time = word.contains(':') && digits == 4;
            let left = word.contains('剩') || word.contains('逾');
            out.push_str(if day || time || left {
                "?"
            } else {
                word.trim_end()
            });
            out.push(' ');
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out
}

#[test]
fn pictures_are_what_the_program_shows() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("screenshots");
    let draw = std::env::var("PICTURES").is_ok_and(|v| v == "draw");
    let mut stale = Vec::new();
    for (name, keys, shown) in PICTURES {
        for (cols, rows) in SIZES {
            if cols == 160 && !LARGE.contains(&name) {
                continue;
            }
            let home = practice();
            let args = ["demo", "--ambiguous", "1"];
            let mut desk = Desk::open(home.path(), &args, rows, cols);
            desk.wait("home", |t| t.contains("绩效目标会审") && t.contains("47"));
            for key in keys {
                std::thread::sleep(READ);
                desk.press(key);
            }
            desk.wait(name, |t| t.contains(shown));
            // The preview and other late parts have come.
            desk.still();
            let text: Vec<String> = desk
                .text()
                .lines()
                .map(|l| l.trim_end().to_owned())
                .collect();
            let text = format!("{}\n", text.join("\n").trim_end());
            let path = dir.join(format!("{name}-{cols}x{rows}.txt"));
            if draw {
                std::fs::write(&path, &text).unwrap();
            } else {
                let kept = std::fs::read_to_string(&path).unwrap_or_default();
                if steady(&kept) != steady(&text) {
                    stale.push(format!("{}\n{text}", path.display()));
                }
            }
            desk.signal("TERM");
            assert_eq!(desk.ends(), 143);
        }
    }
    assert!(
        stale.is_empty(),
        "PICTURES=draw cargo test --test pictures draws them anew:\n{}",
        stale.join("\n")
    );
}
