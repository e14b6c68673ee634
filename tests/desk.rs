//! The real program in a pseudo-terminal: the 47 sample projects walked to the last verdict by
//! keyboard, and everything found again afterwards.

use calamine::{DataType as _, Reader as _, Xlsx};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{Read as _, Write as _};
use std::num::NonZero;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const EXE: &str = env!("CARGO_BIN_EXE_jixiao");
/// No single wait may last longer.
const LIMIT: Duration = Duration::from_secs(20);

struct Desk {
    screen: Arc<Mutex<vt100::Parser>>,
    keys: Box<dyn std::io::Write + Send>,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    pressed: usize,
    _pty: portable_pty::PtyPair,
}

impl Desk {
    fn open(home: &Path, args: &[&str], rows: u16, cols: u16) -> Self {
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pty = native_pty_system()
            .openpty(size)
            .expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(EXE);
        command.args(args);
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        let child = pty.slave.spawn_command(command).expect("the program");
        let keys = pty.master.take_writer().expect("a writer");
        let mut out = pty.master.try_clone_reader().expect("a reader");
        let size = |n: u16| NonZero::new(n).expect("a size");
        let screen = Arc::new(Mutex::new(vt100::Parser::new(size(rows), size(cols), 0)));
        let to = Arc::clone(&screen);
        std::thread::spawn(move || {
            let mut buffer = [0u8; 65536];
            while let Ok(n) = out.read(&mut buffer) {
                if n == 0 {
                    return;
                }
                to.lock()
                    .expect("no panic while drawing")
                    .process(&buffer[..n]);
            }
        });
        Self {
            screen,
            keys,
            child,
            pressed: 0,
            _pty: pty,
        }
    }
    fn text(&self) -> String {
        self.screen
            .lock()
            .expect("no panic while drawing")
            .screen()
            .contents()
    }
    fn wait(&self, what: &str, until: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let text = self.text();
            if until(&text) {
                return text;
            }
            assert!(
                start.elapsed() < LIMIT,
                "waited for {what}; the screen:\n{text}"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }
    fn press(&mut self, keys: &str) {
        self.pressed += 1;
        // A person's pace: a key that signs must be alone, and the case read.
        std::thread::sleep(Duration::from_millis(40));
        self.keys.write_all(keys.as_bytes()).expect("the keyboard");
        self.keys.flush().expect("the keyboard");
    }
    /// Presses a key that signs, again where a busy machine made it come too early.
    fn sign(&mut self, key: &str, what: &str, until: impl Fn(&str) -> bool) -> String {
        loop {
            std::thread::sleep(READ);
            self.press(key);
            let text = self.wait(what, |t| t.contains(EARLY) || until(t));
            if !text.contains(EARLY) {
                return text;
            }
        }
    }
    fn ends(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Ok(Some(status)) = self.child.try_wait() {
                return status.exit_code();
            }
            assert!(
                start.elapsed() < LIMIT,
                "does not end; the screen:\n{}",
                self.text()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

fn jixiao(home: &Path, args: &[&str]) -> (i32, String) {
    let out = Command::new(EXE)
        .args(args)
        .env_clear()
        .env("HOME", home)
        .env("LANG", "zh_CN.UTF-8")
        .output()
        .expect("the program");
    (
        out.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&out.stdout).into_owned(),
    )
}

/// The code in the title of a case.
fn code(text: &str) -> String {
    let title = text.lines().next().unwrap_or("");
    let after = title.split_once(" / ").map_or("", |(_, rest)| rest);
    after.split_whitespace().next().unwrap_or("").to_owned()
}

const READ: Duration = Duration::from_millis(300);
const EARLY: &str = "太快了";
const DONE: &str = "没有待我审的了";

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
    again.wait("the case", |t| t.contains("草稿保留"));
    again.press("Q");
    assert_eq!(again.ends(), 0);
}
