//! How many keys the main tasks take, each on the real program from the place where it is begun,
//! ending in the state it is for.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use common::desk::{Desk, READ, code, practice};

/// Rows of the list: clean; one warning; two errors and a warning.
const CLEAN: usize = 0;
const WARNED: usize = 1;
const FAULTY: usize = 12;
/// The case of two rounds.
const TWICE: usize = 9;

/// Presses keys one by one, each once what it leads to stands; signs are given time to be read.
fn press(desk: &mut Desk, keys: &[&str]) {
    for key in keys {
        std::thread::sleep(READ);
        desk.press(key);
    }
}

/// Ends it, after making sure that so many keys were pressed.
fn took(mut desk: Desk, keys: usize) {
    assert_eq!(desk.pressed, keys);
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}

fn case(home: &std::path::Path, row: usize) -> Desk {
    let mut desk = Desk::list(home, row);
    desk.press("\r");
    desk.wait("the case", |t| t.contains("优 通过"));
    std::thread::sleep(READ);
    desk.pressed = 0;
    desk
}

#[test]
fn a_clean_case_is_passed_by_one() {
    for key in ["p", "1"] {
        let home = practice();
        let mut desk = Desk::list(home.path(), CLEAN);
        desk.sign(key, "the verdict", |t| {
            t.contains("已记录 通过 31011520KY001")
        });
        took(desk, 1);
        let home = practice();
        let mut desk = case(home.path(), CLEAN);
        desk.sign(key, "the next case", |t| code(t) == "31011520KY002");
        took(desk, 1);
    }
}

#[test]
fn findings_become_opinions_by_one() {
    for open in [Desk::list, case] {
        for (key, n) in [("o", '1'), ("O", '3')] {
            let home = practice();
            let mut desk = open(home.path(), FAULTY);
            desk.press(key);
            let list = format!("意见{n}");
            let case = format!("采纳{n}");
            desk.wait("the opinions", |t| t.contains(&list) || t.contains(&case));
            took(desk, 1);
        }
    }
}

#[test]
fn sending_back_with_three_opinions_takes_five() {
    let home = practice();
    let mut desk = case(home.path(), FAULTY);
    press(&mut desk, &["o", "o", "o"]);
    desk.sign("r", "the drawer", |t| t.contains("y签"));
    desk.sign("\r", "the next case", |t| {
        !code(t).is_empty() && code(t) != "31010520KY013" && t.contains("退回重报 31010520KY013")
    });
    took(desk, 5);
}

#[test]
fn all_found_and_revised_takes_three_from_the_list() {
    let home = practice();
    let mut desk = Desk::list(home.path(), FAULTY);
    press(&mut desk, &["O"]);
    desk.sign("m", "the drawer", |t| t.contains("y签"));
    desk.sign("\r", "the verdict", |t| {
        t.contains("完善后通过 31010520KY013")
    });
    took(desk, 3);
}

#[test]
fn a_warning_is_set_aside_by_two() {
    let home = practice();
    let mut desk = case(home.path(), WARNED);
    desk.wait("one open", |t| t.contains("警1"));
    press(&mut desk, &["w", "1"]);
    desk.wait("none open", |t| t.contains("-免"));
    took(desk, 2);
}

#[test]
fn an_act_is_taken_back_by_one() {
    let home = practice();
    let mut desk = Desk::list(home.path(), CLEAN);
    desk.sign("p", "the verdict", |t| {
        t.contains("已记录 通过 31011520KY001")
    });
    desk.pressed = 0;
    desk.press("u");
    desk.wait("the withdrawal", |t| t.contains("已撤回"));
    took(desk, 1);
}

#[test]
fn every_clean_case_of_a_view_takes_four() {
    let home = practice();
    let mut desk = Desk::list(home.path(), CLEAN);
    press(&mut desk, &["*", ";", "p"]);
    desk.wait("what it would do", |t| t.contains("默认不做"));
    desk.sign("y", "the outcome", |t| {
        !t.contains("默认不做") && t.contains("撤回")
    });
    took(desk, 4);
}

#[test]
fn the_next_that_waits_is_one_away() {
    let home = practice();
    let mut desk = Desk::open(home.path(), &["demo"], 24, 80);
    desk.wait("home", |t| t.contains("绩效目标会审") && t.contains("47"));
    desk.press("n");
    desk.wait("a case", |t| code(t) == "31011520KY001");
    assert_eq!(desk.pressed, 1);
    desk.press("J");
    desk.wait("the next", |t| code(t) == "31011520KY002");
    took(desk, 2);
    let mut desk = Desk::list(home.path(), CLEAN);
    desk.press("n");
    desk.wait("the next row", |t| cursor(t).contains("31011520KY002"));
    took(desk, 1);
}

/// The row of the cursor.
fn cursor(text: &str) -> String {
    let row = |l: &&str| l.starts_with('>') || l.starts_with('▸');
    text.lines().find(row).unwrap_or("").to_owned()
}

#[test]
fn a_project_is_found_by_six() {
    let home = practice();
    let mut desk = Desk::list(home.path(), CLEAN);
    press(&mut desk, &["/", "e", "c", "g", "s", "\r"]);
    desk.wait("the project", |t| cursor(t).contains("31010420KY010"));
    took(desk, 6);
}

#[test]
fn a_saved_view_or_another_screen_takes_two() {
    let home = practice();
    let dir = home.path().join(".config/jixiao");
    std::fs::create_dir_all(&dir).unwrap();
    std::fs::write(
        dir.join("settings.toml"),
        "[[view]]\nletter = 'a'\nname = '有错'\nfilter = 'flag:error'\n",
    )
    .unwrap();
    let mut desk = Desk::list(home.path(), CLEAN);
    press(&mut desk, &["'", "a"]);
    desk.wait("the view", |t| {
        cursor(t).contains("31011520KY003") && !t.contains("31011520KY001")
    });
    took(desk, 2);
    let mut desk = Desk::list(home.path(), CLEAN);
    press(&mut desk, &["g", "x"]);
    desk.wait("the seats", |t| t.contains("席位矩阵"));
    took(desk, 2);
}

#[test]
fn an_own_opinion_takes_two_more_than_its_letters() {
    let home = practice();
    let mut desk = case(home.path(), CLEAN);
    let text: Vec<String> = "请补充数量".chars().map(String::from).collect();
    desk.press("a");
    desk.wait("text entry", |t| t.contains("/ 500字"));
    for c in &text {
        desk.press(c);
    }
    desk.press("\u{13}");
    desk.wait("the opinion", |t| {
        t.contains("意见1") || t.contains("意见 1")
    });
    took(desk, 5 + 2);
}

#[test]
fn rounds_are_compared_and_left_by_two() {
    let home = practice();
    let mut desk = case(home.path(), TWICE);
    desk.press("=");
    desk.wait("both rounds", |t| {
        t.contains("第1轮") && t.contains("第2轮") && !t.contains("优 通过")
    });
    desk.press("\u{1b}");
    desk.wait("the case", |t| t.contains("优 通过"));
    took(desk, 2);
}

#[test]
fn stepping_back_takes_three() {
    let home = practice();
    let mut desk = case(home.path(), CLEAN);
    press(&mut desk, &["!", "1"]);
    desk.wait("the drawer", |t| t.contains("y签"));
    desk.sign("y", "the recusal", |t| {
        t.contains("已回避") || t.contains("回避 31011520KY001")
    });
    took(desk, 3);
}
