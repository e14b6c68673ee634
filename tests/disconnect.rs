//! A department re-evaluated on the real program: from home through its checklist to the report, keys
//! counted; cut lines lose nothing; the papers open and say what was decided.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stderr)]

mod common;

use common::desk::{Desk, LIMIT, READ, on, practice};
use serde_json::Value;
use std::path::Path;
use std::time::{Duration, Instant};

/// The department whose sample is drawn in the practice database, and that is not honest.
const UNIT: &str = "示例市教育局";

fn json(home: &Path, args: &[&str]) -> Value {
    let mut all = args.to_vec();
    all.extend(["--format", "json"]);
    let (code, text) = on(home, &all);
    assert_eq!(code, 0, "{text}");
    serde_json::from_str(&text).unwrap()
}

/// The message line.
fn message(t: &str) -> &str {
    t.lines().rev().nth(1).unwrap_or("")
}

/// Waits until the screen is another than it was, and still.
fn settles(desk: &Desk, before: &str) -> String {
    let start = Instant::now();
    let mut last = desk.text();
    loop {
        std::thread::sleep(Duration::from_millis(25));
        let now = desk.text();
        if now == last && now != before || start.elapsed() > LIMIT {
            return now;
        }
        last = now;
    }
}

/// Presses a key and waits for what it does.
fn key(desk: &mut Desk, k: &str) -> String {
    let before = desk.text();
    desk.press(k);
    settles(desk, &before)
}

/// The row under the cursor of the checklist.
fn row(t: &str) -> String {
    let mut lines = t.lines().skip(5);
    lines.find(|l| l.starts_with('>')).unwrap_or("").to_owned()
}

/// A row that something was found of speaks for itself, else the reviewer agrees.
fn answer(t: &str) -> &'static str {
    let here = row(t);
    if here.contains("错E") || here.contains("错R") || here.contains("警E") || here.contains("警R")
    {
        "o"
    } else {
        " "
    }
}

#[test]
fn a_department_is_re_evaluated_from_home_to_its_report() {
    let home = practice();
    let cases = json(home.path(), &["report", "re-evaluation", "--unit", UNIT]);
    let count = cases["cases"].as_array().unwrap().len();
    assert_eq!(count, 9);
    let mut desk = Desk::open(home.path(), &["demo"], 40, 120);
    desk.wait("home", |t| t.contains("绩效自评再评价"));
    desk.pressed = 0;
    key(&mut desk, "g");
    key(&mut desk, "d");
    let t = desk.wait("departments", |t| t.contains(UNIT) && t.contains("预期"));
    // Down to the department: it stands in the order of what is at stake.
    let at = t.lines().skip(3).position(|l| l.contains(UNIT)).unwrap();
    for _ in 0..at {
        key(&mut desk, "j");
    }
    key(&mut desk, "\r");
    desk.wait("its list", |t| {
        t.contains("单位=") && t.contains("31000020ZP")
    });
    key(&mut desk, "\r");
    let mut lines = 0;
    let mut spent = Vec::new();
    for n in 0..count {
        let t = desk.wait("a checklist", |t| {
            t.contains("核对项") && !row(t).is_empty()
        });
        let code = common::desk::code(&t);
        let begun = desk.pressed;
        let mut rows = 0;
        let mut t = desk.text();
        while !message(&t).contains("核对项已全部处理") {
            rows += 1;
            assert!(rows < 40, "{t}");
            t = key(&mut desk, answer(&t));
        }
        // As suggested: the score that was checked decides, everything found goes along.
        let t = desk.sign("S", "the verdict", |t| {
            t.contains("还没有签") || message(t).contains("已记录")
        });
        if t.contains("还没有签") {
            desk.sign("\r", "the verdict", |t| message(t).contains("已记录"));
        }
        lines += 11;
        spent.push(desk.pressed - begun);
        eprintln!("{code}: {rows} rows, {} keys", desk.pressed - begun);
        if n + 1 < count {
            desk.wait("the next", |t| common::desk::code(t) != code);
            std::thread::sleep(READ);
        }
    }
    let all = desk.pressed;
    spent.sort_unstable();
    let median = spent[spent.len() / 2];
    eprintln!("{all} keys for {count} cases, {lines} indicators; a case {median} in the middle");
    // Eleven indicators, the rows that only a person can answer, the verdict.
    assert!(median <= 2 * 11, "{median}");
    key(&mut desk, "Q");
    assert_eq!(desk.ends(), 0);

    let told = json(home.path(), &["report", "re-evaluation", "--unit", UNIT]);
    for c in told["cases"].as_array().unwrap() {
        let code = c["code"].as_str().unwrap();
        let shown = json(home.path(), &["show", code]);
        let state = shown["status"].as_str().unwrap();
        assert!(["second", "confirmed"].contains(&state), "{code} {state}");
    }
    let (code, said) = on(home.path(), &["audit", "verify"]);
    assert_eq!(code, 0, "{said}");
    let paper = home.path().join("报告.xlsx");
    let page = home.path().join("报告.html");
    for to in [&paper, &page] {
        let to = to.to_str().unwrap();
        let args = ["report", "re-evaluation", "--unit", UNIT, "-o", to];
        assert_eq!(on(home.path(), &args).0, 0);
    }
    let text = std::fs::read_to_string(page).unwrap();
    assert!(text.contains("绩效自评再评价报告") && text.contains("扣分表"));
    assert_eq!(&std::fs::read(paper).unwrap()[..2], b"PK");
}

/// Rows of the checklist that are dealt with, of how many.
fn done(t: &str) -> (usize, usize) {
    let head = t.lines().nth(4).unwrap_or("");
    let told = head
        .split("核对 ")
        .nth(1)
        .and_then(|r| r.split_whitespace().next());
    let (a, b) = told.unwrap().split_once('/').unwrap();
    (a.parse().unwrap(), b.parse().unwrap())
}

#[test]
fn a_cut_line_goes_on_at_the_very_row() {
    let home = practice();
    let open = |down: usize| {
        let mut desk = Desk::open(home.path(), &["demo"], 24, 80);
        desk.wait("home", |t| t.contains("绩效自评再评价"));
        key(&mut desk, "g");
        key(&mut desk, "e");
        desk.wait("the list", |t| t.contains("31000020ZP"));
        for _ in 0..down {
            key(&mut desk, "j");
        }
        key(&mut desk, "\r");
        desk.wait("the checklist", |t| {
            t.contains("核对项") && !row(t).is_empty()
        });
        desk
    };
    let (mut case, mut answered) = (0, None);
    let (mut rows, mut lost) = (0, 0);
    for cut in 0..20 {
        let mut desk = open(case);
        let (now, all) = done(&desk.text());
        // What was seen answered before the line was cut is there, and nothing else is.
        let before = answered.unwrap_or(now);
        lost += before.abs_diff(now);
        assert_eq!(now, before, "cut {cut}: {}", desk.text());
        let k = answer(&desk.text());
        key(&mut desk, k);
        desk.wait("the answer", |t| done(t).0 == now + 1);
        rows += 1;
        answered = Some(now + 1);
        if now + 1 == all {
            (case, answered) = (case + 1, None);
        }
        // At an odd moment; the line is cut, not the program asked to end.
        std::thread::sleep(Duration::from_millis(13 * cut % 60));
        desk.child.kill().unwrap();
        desk.ends();
    }
    eprintln!("twenty cuts, {rows} rows answered, {lost} lost");
    assert_eq!((rows, lost), (20, 0));
}

/// The same from the command line: a sample by its seed, a decision with its answers, the second
/// signature, the reply, the papers, what was never self-evaluated.
#[test]
fn the_command_line_goes_the_same_way() {
    let home = practice();
    let run = |args: &[&str]| on(home.path(), args);
    let unit = "示例市民政局";
    let dry = ["choose", "--unit", unit, "--seed", "甲", "--dry-run"];
    let first = json(home.path(), &dry);
    assert_eq!(first["stored"], false);
    assert_eq!(
        json(home.path(), &dry)["chosen"],
        first["chosen"],
        "by its seed the same"
    );
    let other = ["choose", "--unit", unit, "--seed", "乙", "--dry-run"];
    assert_ne!(json(home.path(), &other)["chosen"], first["chosen"]);
    assert_eq!(run(&["choose", "--unit", "没有的局"]).0, 1);
    let done = json(home.path(), &["choose", "--unit", unit, "--seed", "甲"]);
    assert_eq!(
        (&done["stored"], &done["enough"]),
        (&Value::Bool(true), &Value::Bool(true))
    );
    assert_eq!(done["chosen"], first["chosen"]);

    let code = done["chosen"][0]["code"].as_str().unwrap();
    // Without its answers it is refused, and the refusal names rows.
    let (status, _) = run(&["decide", code, "adjust", "--opinion", "改"]);
    assert_eq!(status, 4);
    let shown = json(home.path(), &["show", code]);
    let mut checks: Vec<Value> = shown["evaluation"]["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| serde_json::json!({"item": r["row"], "answer": "agrees"}))
        .collect();
    checks[1] =
        serde_json::json!({"item": checks[1]["item"], "answer": "lacking", "class": "unproved"});
    for item in ["c11", "c15", "c17", "c18"] {
        checks.push(serde_json::json!({"item": item, "answer": "agrees"}));
    }
    let file = home.path().join("checks.json");
    std::fs::write(&file, serde_json::to_vec(&checks).unwrap()).unwrap();
    let file = file.to_str().unwrap();
    let adjust = [
        "decide",
        code,
        "adjust",
        "--opinion",
        "补充佐证",
        "--checks",
        file,
    ];
    let (status, said) = run(&adjust);
    // A wrong sum that was called right would be refused; this one has none.
    assert_eq!(status, 0, "{said}");
    let shown = json(home.path(), &["show", code]);
    assert_eq!(shown["status"], "second");
    let people = run(&["user", "list", "--format", "json"]).1;
    let people: Value = serde_json::from_str(&people).unwrap();
    let who = people.as_array().unwrap().iter().find_map(|p| {
        let roles = p["roles"].as_array()?;
        let second = roles.iter().any(|r| r == "second");
        second.then(|| p["account"].as_str().unwrap_or("").to_owned())
    });
    let who = who.unwrap();
    assert_eq!(run(&["--as", &who, "decide", code, "adjust"]).0, 0);
    assert_eq!(json(home.path(), &["show", code])["status"], "consulted");
    assert_eq!(
        run(&["reply", code, "disputed"]).0,
        4,
        "a dispute has its reason"
    );
    assert_eq!(run(&["reply", code, "perhaps"]).0, 2);
    assert_eq!(run(&["reply", code, "accepted"]).0, 0);
    let shown = json(home.path(), &["show", code]);
    assert_eq!(shown["status"], "adjusted");
    let settled = &shown["evaluation"]["settled"];
    let parts: i64 = settled["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p.as_i64().unwrap())
        .sum();
    let lost = settled["declared"].as_i64().unwrap() - settled["score"].as_i64().unwrap();
    assert_eq!(parts, lost);
    assert!(lost > 0);

    let paper = home.path().join("表.html");
    let to = paper.to_str().unwrap();
    assert_eq!(
        run(&["export", "re-evaluation-sheet", "--case", code, "-o", to]).0,
        0
    );
    let text = std::fs::read_to_string(&paper).unwrap();
    for word in [
        "绩效自评再评价表",
        "佐证不足",
        "扣分表",
        "部门反馈：认可",
        "复核：",
    ] {
        assert!(text.contains(word), "{word}");
    }
    let text = home.path().join("报告.txt");
    let to = text.to_str().unwrap();
    assert_eq!(
        run(&["report", "re-evaluation", "--unit", unit, "-o", to]).0,
        0
    );
    assert!(
        std::fs::read_to_string(&text)
            .unwrap()
            .contains("自评质量得分")
    );
    let missing = json(
        home.path(),
        &["report", "coverage", "--kind", "self-evaluation"],
    );
    assert_eq!(
        (&missing["due"], &missing["filed"]),
        (&150.into(), &146.into())
    );
    let names: Vec<&str> = missing["missing"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| m["code"].as_str().unwrap())
        .collect();
    assert_eq!(names.len(), 4);
    assert_eq!(run(&["audit", "verify"]).0, 0);
}
