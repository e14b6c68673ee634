//! The 47 sample cases walked to the last verdict, by every hand that reviewers have, with the keys
//! counted; and a second round of those that were sent back.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::print_stderr)]

mod common;

use common::desk::{DONE, Desk, code, jixiao, on, practice};
use jixiao::sample::form::clean;
use jixiao::sample::layout::{Written, bytes, central};
use jixiao::sample::projects::projects;
use std::path::Path;

/// The keys of one hand.
struct Hand {
    name: &'static str,
    /// The next case that waits.
    next: &'static str,
    /// The favourable verdict, the middle one, sending back.
    verdicts: [&'static str; 3],
    /// One finding, or all of them where the flag says so, becomes an opinion.
    adopt: (&'static str, bool),
    /// Signs what is asked, and what is final.
    yes: [&'static str; 2],
}

const LETTERS: Hand = Hand {
    name: "letters",
    next: "n",
    verdicts: ["p", "m", "r"],
    adopt: ("O", true),
    yes: ["\r", "y"],
};
const KEYPAD: Hand = Hand {
    name: "keypad",
    next: ".",
    verdicts: ["1", "2", "3"],
    adopt: ("\r", false),
    yes: ["\r", "9"],
};
/// As terminals send it where the keypad is in its application mode.
const APPLICATION: Hand = Hand {
    name: "application keypad",
    next: "\u{1b}On",
    verdicts: ["\u{1b}Oq", "\u{1b}Or", "\u{1b}Os"],
    adopt: ("\u{1b}OM", false),
    yes: ["\u{1b}OM", "\u{1b}Oy"],
};
/// With an input method that makes everything wide.
const WIDE: Hand = Hand {
    name: "full-width",
    next: "ｎ",
    verdicts: ["１", "２", "３"],
    adopt: ("Ｏ", true),
    yes: ["\r", "ｙ"],
};

/// Errors or warnings that are neither adopted nor set aside.
fn is_open(text: &str) -> bool {
    text.lines()
        .filter_map(|l| l.split_once("未处理").map(|(_, rest)| rest))
        .any(|rest| {
            [
                "错1", "错2", "错3", "错4", "错5", "错6", "错7", "错8", "错9",
            ]
            .iter()
            .any(|e| rest.contains(e))
        })
}

/// Opinions written or adopted so far.
fn opinions(text: &str) -> Option<u32> {
    let bar = text
        .lines()
        .find(|l| l.contains("裁定") && l.contains("意见 "))?;
    let (_, rest) = bar.split_once("意见 ")?;
    rest.split_whitespace().next()?.parse().ok()
}

/// What became of the case on the screen.
struct Decided {
    /// It was the last that waits.
    last: bool,
    /// It was sent back.
    back: bool,
    keys: usize,
}

/// Decides the case on the screen. `back` sends it back where there is an error.
fn decide(desk: &mut Desk, hand: &Hand, back: bool) -> Decided {
    let here = desk.wait("a case", |t| !code(t).is_empty() && t.contains("优 通过"));
    let lead = |t: &str| t.contains("待定案") || t.contains("分歧");
    let before = (code(&here), lead(&here));
    let moved = |t: &str| t.contains(DONE) || ((code(t), lead(t)) != before && !code(t).is_empty());
    let pressed = desk.pressed;
    let faulty = here.contains("(1优 通过)");
    let mut verdict = hand.verdicts[0];
    if faulty {
        verdict = hand.verdicts[if back { 2 } else { 1 }];
        let mut said = opinions(&here).unwrap();
        while is_open(&desk.text()) {
            desk.press(hand.adopt.0);
            desk.wait("an opinion", |t| opinions(t).is_some_and(|n| n > said));
            said = opinions(&desk.text()).unwrap();
            if hand.adopt.1 {
                break;
            }
        }
    }
    let mut after = desk.sign(verdict, "the verdict", |t| asks(t) || moved(t));
    if asks(&after) {
        let last = usize::from(after.contains("默认不做"));
        after = desk.sign(hand.yes[last], "the next case", |t| moved(t) && !asks(t));
    }
    Decided {
        last: after.contains(DONE),
        back: faulty && back,
        keys: desk.pressed - pressed,
    }
}

fn asks(text: &str) -> bool {
    text.contains("y签")
}

/// What a walk took.
#[derive(Default)]
struct Walk {
    /// Keys in all, from home to the last verdict.
    keys: usize,
    verdicts: usize,
    /// Cases sent back, and the keys they took.
    back: (usize, usize),
}

/// Walks all that waits.
fn walk(home: &Path, hand: &Hand, back: bool) -> Walk {
    let mut desk = Desk::open(home, &["demo"], 24, 80);
    desk.wait("home", |t| t.contains("绩效目标会审") && t.contains("47"));
    desk.press(hand.next);
    let mut walk = Walk::default();
    loop {
        let d = decide(&mut desk, hand, back);
        walk.verdicts += 1;
        if d.back {
            walk.back = (walk.back.0 + 1, walk.back.1 + d.keys);
        }
        if d.last {
            break;
        }
        assert!(walk.verdicts < 120, "the queue does not end");
    }
    walk.keys = desk.pressed;
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
    eprintln!(
        "{}: {} keys, {} verdicts",
        hand.name, walk.keys, walk.verdicts
    );
    walk
}

fn mine(home: &Path) -> u64 {
    let (_, queues) = jixiao(home, &["demo", "--no-tui", "--format", "json"]);
    let queues: serde_json::Value = serde_json::from_str(&queues).unwrap();
    queues[0]["mine"].as_u64().unwrap()
}

/// Cases that seat 3 has judged, and how, from the log.
fn judged(home: &Path) -> std::collections::BTreeMap<String, String> {
    let (_, log) = on(home, &["--format", "json", "audit", "log"]);
    log.lines()
        .map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap())
        .filter(|e| e["kind"] == "decided" && e["payload"]["seat"] == 3)
        .map(|e| {
            let verdict = e["payload"]["verdict"].as_str().unwrap_or("").to_owned();
            (e["case"].as_str().unwrap().to_owned(), verdict)
        })
        .collect()
}

/// Every case is judged, within the keys allowed.
fn reaches_the_end(hand: &Hand, most: usize) {
    let home = practice();
    let walk = walk(home.path(), hand, false);
    assert!(walk.keys <= most, "{}: {} keys", hand.name, walk.keys);
    assert_eq!(mine(home.path()), 0);
    assert_eq!(judged(home.path()).len(), 47);
}

#[test]
fn by_letters() {
    reaches_the_end(&LETTERS, 200);
}

#[test]
fn by_the_keypad_alone() {
    reaches_the_end(&KEYPAD, 200);
}

#[test]
fn by_the_keypad_in_application_mode() {
    reaches_the_end(&APPLICATION, 200);
}

#[test]
fn by_full_width_keys() {
    reaches_the_end(&WIDE, 200);
}

/// Those sent back come again, mended: they take half the keys they took before.
#[test]
fn a_second_round_takes_half_the_keys() {
    let home = practice();
    let first = walk(home.path(), &LETTERS, true);
    let returned: Vec<String> = judged(home.path())
        .into_iter()
        .filter(|(_, verdict)| verdict == "return")
        .map(|(code, _)| code)
        .collect();
    assert!(first.back.0 >= 10, "{} sent back", first.back.0);
    let dir = home.path().join("again");
    std::fs::create_dir(&dir).unwrap();
    for code in &returned {
        let p = projects().iter().find(|p| p.code == code).unwrap();
        // Mended as far as a form can be: what other tables say against it stays.
        let mut form = clean(p);
        // Whatever else it says, it is not the same form.
        form.head
            .iter_mut()
            .filter(|(k, _)| k.contains("goal"))
            .for_each(|(_, v)| v.push_str("按会审意见修改。"));
        let bytes = bytes(&central(&form), Written::Xlsx).unwrap();
        std::fs::write(dir.join(format!("{code}.xlsx")), bytes).unwrap();
    }
    let dir = dir.to_str().unwrap();
    let (status, said) = on(home.path(), &["import", dir]);
    assert_eq!(status, 0, "{said}");
    assert_eq!(mine(home.path()), u64::try_from(returned.len()).unwrap());
    let second = walk(home.path(), &LETTERS, true);
    assert_eq!(second.verdicts, returned.len());
    assert_eq!(mine(home.path()), 0);
    eprintln!(
        "{:?} before, {} keys for {} again",
        first.back, second.keys, second.verdicts
    );
    // As many cases, at the rate of the first round.
    let before = first.back.1 * second.verdicts / first.back.0;
    assert!(
        second.keys * 2 <= before,
        "{} keys, {before} before",
        second.keys
    );
}
