//! Keys: those that reviewers were promised and those that the program knows are the same, and no
//! command is ever silent.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use common::Bureau;
use common::stage::{Stage, bureau, evaluated};
use jixiao::tui::command::{Keymap, Place, of};
use jixiao::tui::model::{Model, Over, Screen};
use std::collections::BTreeSet;

/// Everywhere outside text entry.
const EVERYWHERE: &str = "? F1 : F9 Q F10 u Ctrl-r R F5 Ctrl-l Ctrl-z Ctrl-c g h|g j|g m|g e|g d|g q|g x|g k|g a|g n|g s|g i|g w|y l|\
     j k Down Up g g|G Home End Ctrl-d Ctrl-u Ctrl-f Ctrl-b PgDn PgUp";
/// Where one is inside something: home is the outermost.
const INNER: &str = "Esc q Shift-Tab";
/// On a case, open or under the cursor of a list.
const ROWS: &str = "p m r x 1 2 3 4 5 S 6 0 . n N o F4 O a F6 c = J K F8 F7 \
     d p|d m|d r|d x|d d|d s|d l p|d l m|d l r|d l x|F2 p|F2 m|F2 r|F2 x|F2 d|F2 s|F2 l p|F2 l m|F2 l r|F2 l x|d c|F2 c|\
     ! 1|! 2|! 3|! 4|y y|y n|y o|y r|/ F3 Enter h";
const LIST: &str = "Space v * T ; =|; a|; p|; m|; r|; x|; d|; s|; S|; O|s d|s a|s f|s n|s c|s u|s s|f A ' V L < > \
     z z|z w|z o|Ctrl-e Ctrl-y l Left Right";
const CASE: &str = "[ ] Left Right w 1|w 2|w 3|w 4|w 5|e E - l i Space d f|F2 f";
/// The checklist, whose keys have other meanings than on the other tabs.
const CHECK: &str = "[ ] Left Right w Space b - s e v t|d f|F2 f";
/// Departments.
const UNITS: &str = "Enter c w";
const HOME: &str = "1 2 3 4 5 n . Enter l Right / F3 ' Esc q";

/// The grid of money and results.
const QUADRANT: &str = "h j k l Left Down Up Right Enter Tab Shift-Tab + - f L V ' Esc q ? F1 : F9 Q F10 u Ctrl-r R F5 \
     Ctrl-l Ctrl-z Ctrl-c g h|g j|g m|g e|g d|g q|g x|g k|g a|g n|g s|g i|g w|y l|z s";
/// Its lines of money, whose keys are the marks of the rows above, and what is a prefix elsewhere.
const LINES: [&str; 3] = ["[", "]", "s"];

/// Keys as they are written above: single ones between blanks, several in a row between bars.
fn keys(lists: &[&str]) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    for part in lists.iter().flat_map(|l| l.split('|')) {
        let words: Vec<&str> = part.split_whitespace().collect();
        // A prefix with its letters stands last in its part.
        let from = words
            .iter()
            .position(|w| ["g", "d", "F2", "!", "y", ";", "s", "z", "w"].contains(w))
            .filter(|n| n + 1 < words.len() && words.len() - n <= 3);
        let (single, row) = words.split_at(from.unwrap_or(words.len()));
        out.extend(single.iter().map(|w| (*w).to_owned()));
        if !row.is_empty() {
            out.insert(row.join(" "));
        }
    }
    out
}

fn bound(place: Place) -> BTreeSet<String> {
    let map = Keymap::default();
    of(place)
        .flat_map(|c| {
            map.keys(c)
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
}

#[test]
fn the_keys_promised_are_the_keys_there_are() {
    let tables = [
        (Place::Home, keys(&[EVERYWHERE, HOME])),
        (Place::Queue, keys(&[EVERYWHERE, INNER, ROWS, LIST])),
        (Place::Case, keys(&[EVERYWHERE, INNER, ROWS, CASE])),
        (Place::Check, keys(&[EVERYWHERE, INNER, ROWS, CHECK])),
        (Place::Units, keys(&[EVERYWHERE, INNER, UNITS])),
        (
            Place::Quadrant,
            keys(&[QUADRANT])
                .into_iter()
                .chain(LINES.map(str::to_owned))
                .collect(),
        ),
    ];
    for (place, promised) in tables {
        let there = bound(place);
        let missing: Vec<_> = promised.difference(&there).collect();
        let more: Vec<_> = there.difference(&promised).collect();
        assert!(
            missing.is_empty() && more.is_empty(),
            "{place:?}: not there {missing:?}, not promised {more:?}"
        );
    }
}

/// What a person can see of it: rows of the screen, and what was done outside of it.
fn seen(stage: &Stage<'_>) -> (String, usize) {
    (stage.text(), stage.passed.len())
}

/// States by their names, and the keys that lead there.
const STATES: [(&str, bool, &[&str]); 18] = [
    ("home", false, &[]),
    ("list", true, &[]),
    ("form", true, &["Enter", "[", "["]),
    ("indicators", true, &["Enter", "["]),
    ("findings", true, &["Enter"]),
    ("opinions", true, &["Enter", "O", "]"]),
    ("history", true, &["Enter", "]", "]"]),
    ("rounds", true, &["="]),
    ("seats", true, &["g", "x"]),
    ("quadrant", false, &["g", "q"]),
    ("log", false, &["g", "a"]),
    ("settings", false, &["g", "s"]),
    ("sign", true, &["Enter", "O", "r"]),
    ("bulk", true, &["*", ";", "p"]),
    ("entry", true, &["Enter", "a"]),
    ("palette", true, &[":"]),
    ("help", true, &["?"]),
    ("rule", true, &["Enter", "i"]),
];

fn state<'a>(b: &'a Bureau, who: usize, (name, list, keys): (&str, bool, &[&str])) -> Stage<'a> {
    let stage = Stage::open(b, who, (80, 24));
    let stage = if list { stage.at_case() } else { stage };
    let stage = stage.press(keys);
    if let Some(n) = ["form", "indicators", "findings", "opinions", "history"]
        .iter()
        .position(|t| *t == name)
    {
        assert_eq!(stage.m.work.as_ref().unwrap().tab, n, "{name}");
    }
    stage
}

fn place(m: &Model) -> Place {
    match &m.over {
        Some(Over::Sign(_)) => Place::Sign,
        Some(Over::Bulk(..)) => Place::Bulk,
        Some(Over::Entry(_)) => Place::Entry,
        Some(Over::Prompt(_)) => Place::Prompt,
        Some(Over::Text(..)) => Place::Text,
        Some(_) => unreachable!("a drawer that no key opens"),
        None => match m.screen {
            Screen::Home => Place::Home,
            Screen::Queue => Place::Queue,
            Screen::Case if jixiao::tui::checklist::here(m) => Place::Check,
            Screen::Case => Place::Case,
            Screen::Units => Place::Units,
            Screen::Rounds => Place::Rounds,
            Screen::Matrix => Place::Matrix,
            Screen::Quadrant => Place::Quadrant,
            Screen::Log => Place::Log,
            Screen::Form => Place::Form,
        },
    }
}

/// Every command on the checklist and among the departments.
#[test]
fn no_command_is_silent_in_a_re_evaluation() {
    use jixiao::domain::gate::Command;
    let mut b = evaluated();
    let case = b.case("31000020ZP055");
    b.append(1, case, None, Command::Choose("hand".into()))
        .unwrap();
    let map = Keymap::default();
    let mut silent: Vec<String> = Vec::new();
    let states: [(&str, &[&str]); 3] = [
        ("checklist", &["g", "e", "Enter"]),
        ("departments", &["g", "d"]),
        ("choose", &["g", "d", "c"]),
    ];
    for who in [3, 7] {
        for (name, keys) in states {
            let there = || Stage::open(&b, who, (80, 24)).press(keys);
            for c in of(place(&there().m)) {
                let Some(keys) = map.keys(c).first().map(|k| (*k).to_owned()) else {
                    continue;
                };
                let stage = there();
                let before = seen(&stage);
                let keys: Vec<&str> = keys.split(' ').collect();
                let after = stage.press(&keys);
                if after.m.message.is_empty() && seen(&after) == before {
                    silent.push(format!("{who} at {name}: {}", c.id));
                }
            }
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}

/// Every command, in every state, by a reviewer and by an auditor: it acts, or says why not.
#[test]
fn no_command_is_silent() {
    let b = bureau();
    let map = Keymap::default();
    let mut silent: Vec<String> = Vec::new();
    for (who, some) in [(3, STATES.as_slice()), (7, &STATES[..12])] {
        for s in some {
            let at = place(&state(&b, who, *s).m);
            for c in of(at) {
                let Some(keys) = map.keys(c).first().map(|k| (*k).to_owned()) else {
                    continue;
                };
                let stage = state(&b, who, *s);
                let before = seen(&stage);
                let keys: Vec<&str> = keys.split(' ').collect();
                let after = stage.press(&keys);
                let said = !after.m.message.is_empty();
                if !said && seen(&after) == before {
                    silent.push(format!("{who} at {}: {}", s.0, c.id));
                }
            }
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}
