//! Every screen as text, at the sizes that layouts change at; and no screen, at any size, panics or
//! shows half a wide character.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use common::Bureau;
use common::stage::{SIZES, Stage, TWICE, bureau, shows, whole_cells};
use jixiao::domain::entry::Opinion;
use jixiao::domain::gate::Verdictum;
use jixiao::store::Reader as _;
use jixiao::tui::model::{Effect, Msg, Over};
use jixiao::tui::text::Ambiguous;
use jixiao::tui::theme::{Choice, Depth, Ground, Look, Theme};
use jixiao::tui::update;
use proptest::prelude::*;
use std::time::Duration;

#[test]
fn screens_look_as_they_should() {
    let b = bureau();
    for size in SIZES {
        let open = || Stage::open(&b, 3, size).lines();
        shows("home", size, &open());
        shows("queue", size, &open().at_case());
        shows("queue-plain", size, &Stage::open(&b, 3, size).at_case());
        let tabs = ["form", "indicators", "findings", "opinions", "history"];
        let mut stage = open().at_case().press(&["Enter"]);
        for (n, tab) in tabs.iter().enumerate() {
            while stage.m.work.as_ref().unwrap().tab != n {
                stage = stage.press(&["]"]);
            }
            shows(&format!("case-{tab}"), size, &stage);
        }
        shows("rounds", size, &open().at_case().press(&["="]));
        shows("log", size, &open().press(&["g", "a"]));
    }
}

#[test]
fn drawers_look_as_they_should() {
    let b = bureau();
    for size in [(80, 24), (120, 40)] {
        let open = || Stage::open(&b, 3, size).lines();
        let list = || open().at_case();
        let case = || list().press(&["Enter"]);
        shows("help-case", size, &case().press(&["?"]));
        shows("help-queue", size, &list().press(&["?"]));
        shows("palette", size, &list().press(&[":", "t", "u", "i"]));
        shows("which-key", size, &list().press(&["d"]));
        shows("which-key-go", size, &list().press(&["g"]));
        shows("opinion", size, &case().press(&["a", "x", "y"]));
        shows("filter", size, &list().press(&["f"]));
        shows("search", size, &list().press(&["/", "c", "q"]));
        shows("sign", size, &case().press(&["O", "r"]));
        shows("explain", size, &case().press(&["i"]));
        shows("undo-none", size, &list().press(&["u"]));
    }
}

#[test]
fn plain_drawers_have_a_reversed_head() {
    let b = bureau();
    let stage = Stage::open(&b, 3, (80, 24)).at_case().press(&["f"]);
    shows("filter-plain", (80, 24), &stage);
    let buffer = stage.buffer();
    let reversed = |y: u16| {
        let cells = whole_cells(&buffer, y);
        cells
            .iter()
            .all(|c| c.modifier.contains(ratatui::style::Modifier::REVERSED))
    };
    assert_eq!((0..24).filter(|y| reversed(*y)).count(), 1);
}

#[test]
fn an_empty_list_says_why_and_what_leads_on() {
    let b = Bureau::new();
    let stage = Stage::open(&b, 3, (80, 24)).lines().press(&["g", "j"]);
    shows("empty", (80, 24), &stage);
    let full = bureau();
    let stage = Stage::open(&full, 3, (80, 24)).lines().at_case();
    let stage = stage.press(&["/", "鑫", "鑫", "Enter"]);
    shows("empty-filter", (80, 24), &stage);
}

#[test]
fn before_anything_came_the_screens_wait_in_place() {
    let b = bureau();
    let mut stage = Stage::open(&b, 3, (80, 24)).lines();
    stage.m.queues.clear();
    shows("home-loading", (80, 24), &stage);
    let mut stage = Stage::open(&b, 3, (80, 24)).lines().at_case();
    let before = stage.text();
    // The next row's case has not come: the preview stays as it was, under its own name.
    let e = update::update(
        &mut stage.m,
        stage.now + Duration::from_secs(1),
        Msg::Key("j".into()),
    );
    drop(e);
    let after = stage.text();
    let rule = |t: &str| t.lines().nth(18).unwrap().to_owned();
    assert_eq!(rule(&before), rule(&after));
    assert!(rule(&after).contains(TWICE));
}

#[test]
fn a_step_changes_two_rows_at_most() {
    let b = bureau();
    for size in SIZES {
        let mut stage = Stage::open(&b, 3, size).lines().at_case();
        let before = stage.buffer();
        let now = stage.now + Duration::from_millis(10);
        update::update(&mut stage.m, now, Msg::Key("k".into()));
        let after = stage.buffer();
        let rows: Vec<u16> = (0..size.1)
            .filter(|y| (0..size.0).any(|x| before.cell((x, *y)) != after.cell((x, *y))))
            .collect();
        assert!(rows.len() <= 2, "{size:?}: {rows:?}");
        let cells = before
            .content
            .iter()
            .zip(&after.content)
            .filter(|(a, b)| a != b);
        assert!(cells.count() <= 2 * (1 + 24));
    }
}

#[test]
fn a_slow_line_moves_the_sign_alone() {
    let b = bureau();
    let mut stage = Stage::open(&b, 3, (80, 24)).lines().at_case();
    stage.m.options.slow = true;
    let before = stage.buffer();
    update::update(&mut stage.m, stage.now, Msg::Key("k".into()));
    let after = stage.buffer();
    let cells = before
        .content
        .iter()
        .zip(&after.content)
        .filter(|(a, b)| a != b);
    assert_eq!(cells.count(), 2);
}

/// U-17: without any hue the same letters stand in the same places.
#[test]
fn nothing_is_told_by_hue_alone() {
    let b = bureau();
    for keys in [vec![], vec!["Enter"], vec!["Enter", "["], vec!["="]] {
        let mut stage = Stage::open(&b, 3, (120, 40)).lines().at_case().press(&keys);
        let mono = stage.text();
        for (choice, ground, depth) in [
            (Choice::Auto, Ground::Dark, Depth::Own),
            (Choice::Auto, Ground::Light, Depth::Many),
            (Choice::HighContrast, Ground::Dark, Depth::Own),
            (Choice::Ink, Ground::Light, Depth::Any),
        ] {
            stage.m.look.theme = Theme::of(choice, ground, depth);
            assert_eq!(stage.text(), mono);
        }
    }
}

/// U-03: what the program draws by itself has no character of open width.
#[test]
fn plain_screens_have_no_character_of_open_width() {
    use unicode_width::UnicodeWidthStr as _;
    let b = bureau();
    for size in SIZES {
        for keys in [
            vec![],
            vec!["Enter"],
            vec!["Enter", "["],
            vec!["Enter", "]", "]"],
            vec!["="],
            vec!["?"],
            vec![":"],
            vec!["d"],
            vec!["f"],
            vec!["Enter", "a"],
            vec!["Enter", "O", "r"],
        ] {
            let stage = Stage::open(&b, 3, size).at_case().press(&keys);
            for row in stage.text().lines() {
                assert_eq!(row.width(), row.width_cjk(), "{keys:?} {size:?}: {row}");
            }
        }
    }
}

#[test]
fn one_chip_at_most_is_filled() {
    use ratatui::style::Modifier;
    let b = bureau();
    for keys in [
        vec![],
        vec!["Enter"],
        vec!["Enter", "["],
        vec!["="],
        vec!["?"],
        vec![":"],
    ] {
        let stage = Stage::open(&b, 3, (120, 40)).lines().at_case().press(&keys);
        let buffer = stage.buffer();
        let mut chips = 0;
        for y in 1..40 {
            let mut inside = false;
            for cell in whole_cells(&buffer, y) {
                let on = cell.modifier.contains(Modifier::REVERSED);
                chips += usize::from(on && !inside);
                inside = on;
            }
        }
        assert!(chips <= 1, "{keys:?}: {chips}");
    }
}

/// States of the screens for the walk through sizes.
const WALKS: &[&[&str]] = &[
    &[],
    &["Enter"],
    &["Enter", "["],
    &["Enter", "[", "["],
    &["Enter", "]"],
    &["Enter", "]", "]"],
    &["="],
    &["g", "a"],
    &["g", "x"],
    &["g", "x", "l", "Enter"],
    &["?"],
    &["Enter", "?"],
    &[":"],
    &["d"],
    &[";"],
    &["f"],
    &["/", "c"],
    &["Enter", "a", "x"],
    &["Enter", "O", "r"],
    &["Enter", "i"],
    &["z", "z"],
    &[">", ">", ">"],
];

/// U-06: from one cell to more than a wall has.
#[test]
fn no_size_is_too_much_for_any_screen() {
    let b = bureau();
    for (n, keys) in WALKS.iter().enumerate() {
        let mut stage = Stage::open(&b, 3, (120, 40)).at_case().press(keys);
        for (k, ambiguous) in [Ambiguous::One, Ambiguous::Two, Ambiguous::Unknown]
            .into_iter()
            .enumerate()
        {
            stage.m.look = Look::new(true).measured(ambiguous, true);
            for w in (1..=200u16).step_by(17 + n % 5) {
                for h in (1..=60u16).step_by(7 + k) {
                    stage.m.size = (w, h);
                    stage.buffer();
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]
    #[test]
    fn any_name_fits_at_any_size(
        name in "\\PC{0,40}|[一-龥“”…①]{0,60}",
        w in 1u16..200,
        h in 1u16..60,
        n in 0usize..WALKS.len(),
    ) {
        let mut b = Bureau::new();
        b.file(vec![common::declaration("31010120KY001", &name)]);
        let keys: Vec<&str> = WALKS[n].to_vec();
        let mut stage = Stage::open(&b, 3, (120, 40)).press(&["1"]).press(&keys);
        for ambiguous in [Ambiguous::One, Ambiguous::Two, Ambiguous::Unknown] {
            stage.m.look = Look::new(true).measured(ambiguous, true);
            stage.m.size = (w, h);
            stage.buffer();
        }
    }
}

#[test]
fn too_small_is_said_and_typing_goes_on() {
    let b = bureau();
    let stage = Stage::open(&b, 3, (56, 14)).lines();
    shows("too-small", (56, 14), &stage);
    let mut stage = Stage::open(&b, 3, (80, 24))
        .lines()
        .at_case()
        .press(&["Enter", "a", "x"]);
    assert!(matches!(stage.m.over, Some(Over::Entry(_))));
    stage.m.size = (40, 6);
    shows("too-small-entry", (40, 6), &stage);
}

/// Five seats have graded two cases: one two grades apart, one alike; of a third only the first.
fn graded() -> (Bureau, [jixiao::domain::id::CaseId; 3]) {
    let mut b = Bureau::new();
    let codes = ["31010120KY001", "31010120KY002", "31010120KY003"];
    let names = ["东明家园改造", "长桥供水", "示范区水环境"];
    let forms = codes.iter().zip(names);
    b.file(forms.map(|(c, n)| common::declaration(c, n)).collect());
    let cases = codes.map(|c| b.case(c));
    let give = |b: &mut Bureau, who: usize, case, verdict: &str| {
        let file = b.reader(who).case(case).unwrap();
        let opinion = Opinion {
            field: file.findings().first().map_or_else(
                || jixiao::domain::finding::Place::Field("project_name".into()),
                |f| f.field.clone(),
            ),
            text: "单位成本高于同类，请说明依据。".into(),
            rule: None,
        };
        let v = Verdictum {
            verdict: verdict.into(),
            opinions: if verdict == "pass" {
                Vec::new()
            } else {
                vec![opinion]
            },
            ..Verdictum::default()
        };
        b.decide(who, case, Some(file.row.version), v).unwrap();
    };
    for who in 1..=5 {
        give(
            &mut b,
            who,
            cases[1],
            if who == 2 { "return" } else { "pass" },
        );
        give(&mut b, who, cases[2], "pass");
    }
    give(&mut b, 1, cases[0], "pass");
    (b, cases)
}

#[test]
fn seats_stand_beside_each_other_and_what_is_blind_stays_so() {
    let (b, cases) = graded();
    for size in SIZES {
        shows(
            "matrix",
            size,
            &Stage::open(&b, 1, size).lines().press(&["g", "x"]),
        );
    }
    shows(
        "matrix-plain",
        SIZES[0],
        &Stage::open(&b, 3, SIZES[0]).press(&["g", "x"]),
    );
    // The farthest apart comes first; `n` goes to it, and there is only one.
    let stage = Stage::open(&b, 1, SIZES[0]).press(&["g", "x"]);
    assert_eq!(stage.m.matrix.here().unwrap().row.id, cases[1]);
    let stage = stage.press(&["j", "N"]);
    assert_eq!(stage.m.matrix.here().unwrap().row.id, cases[1]);
    assert!(!stage.press(&["n"]).m.message.is_empty());
    // Who has not graded a case reads of the others' grades only that they are there.
    let at = |who: usize| {
        let all = b.reader(who).matrix("joint-review", 9).unwrap();
        let found = all.cases.into_iter().find(|g| g.row.id == cases[0]);
        found.unwrap().standing.seats[0].given[0].clone()
    };
    assert!(at(3).hidden && at(3).verdict.is_empty());
    assert!(!at(1).hidden && at(1).verdict == "pass");
    // No more than asked for, and it says so.
    let few = b.reader(1).matrix("joint-review", 2).unwrap();
    assert!(few.more && few.cases.len() == 2);
    assert!(few.cases.iter().all(|g| g.standing.filled() == 5));
}

/// One case a screen: grades side by side, what was asked, answered and minuted.
#[test]
fn a_meeting_shows_one_case_with_all_that_was_said() {
    use jixiao::domain::gate::Command;
    let (mut b, cases) = graded();
    let two = jixiao::domain::id::PersonId::new(2);
    for (who, command) in [
        (
            1,
            Command::Ask(vec![two], "单位成本依据哪一年的定额".into()),
        ),
        (
            2,
            Command::Note("依据2016年预算定额，见附件第三页。".into()),
        ),
        (
            1,
            Command::Minute("议定：按中评，退回补充测算依据后重报。".into()),
        ),
    ] {
        b.append(who, cases[1], None, command).unwrap();
    }
    for size in SIZES {
        let stage = Stage::open(&b, 1, size).lines().press(&["g", "k", "l"]);
        shows("meeting", size, &stage);
    }
    let stage = Stage::open(&b, 1, SIZES[0]).press(&["g", "k", "l"]);
    let text = stage.text();
    for said in [
        "会商",
        "单位成本依据哪一年的定额",
        "依据2016年预算定额",
        "议定：按中评",
        "1/3",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    // The next case, a minute of it, and back to all.
    let stage = stage.press(&["j"]);
    assert!(stage.text().contains("2/3"));
    let entry = stage.press(&["C"]);
    assert!(entry.text().contains("会商纪要"), "{}", entry.text());
    let back = entry.press(&["Esc", "g", "k"]);
    assert!(back.text().contains("结论"), "{}", back.text());
    // Whoever may not know the grades is told nothing of what was said of them.
    for who in [6, 8] {
        let text = Stage::open(&b, who, SIZES[0])
            .press(&["g", "k", "l"])
            .text();
        assert!(!text.contains("定额") && !text.contains("议定"), "{text}");
    }
}

/// What stands on an expert's sheet of paper is entered on their seat in one line.
#[test]
fn a_grade_from_paper_is_entered_in_one_line() {
    let mut b = Bureau::new();
    b.file(vec![common::declaration("31010420KY010", "长桥")]);
    let at =
        |who: usize| Stage::open(&b, who, SIZES[0]).press(&["g", "x", "l", "l", "l", "l", "P"]);
    let typed = |stage: Stage<'_>, text: &str| {
        let keys: Vec<String> = text.chars().map(|c| c.to_string()).collect();
        let mut stage = stage;
        for k in &keys {
            let key = if k == " " { "Space" } else { k };
            stage = stage.press(&[key]);
        }
        let passed = stage.press(&["Enter"]);
        let save = passed.passed.iter().find_map(|e| match e {
            Effect::Save(a) => Some(a.command.clone()),
            _ => None,
        });
        (save, passed.text())
    };
    let (save, text) = typed(at(6), "12 良 请补充测算依据");
    let Some(jixiao::domain::gate::Command::Decide(v)) = save else {
        panic!("{text}");
    };
    let x = v.proxy.unwrap();
    assert_eq!((x.person.id.get(), x.sheet.as_str()), (5, "12"));
    assert_eq!(
        (v.verdict.as_str(), v.opinions[0].text.as_str()),
        ("revise", "请补充测算依据")
    );
    // Without a grade it says how it is written, and keeps what was typed.
    let (save, text) = typed(at(6), "12");
    assert!(save.is_none());
    assert!(text.contains("写成: 表号 等级 意见"), "{text}");
    // An auditor is told that it is not theirs.
    let no = at(7);
    assert!(no.m.over.is_none() && !no.m.message.is_empty());
}

/// A lead lets in again who stepped back, with a reason.
#[test]
fn who_stepped_back_is_let_in_again_from_the_matrix() {
    use jixiao::domain::gate::Command;
    let mut b = Bureau::new();
    b.file(vec![common::declaration("31010420KY010", "长桥")]);
    let case = b.case("31010420KY010");
    b.append(2, case, None, Command::Recuse("other".into()))
        .unwrap();
    let at = |who: usize| Stage::open(&b, who, SIZES[0]).press(&["g", "x", "l", "!", "0"]);
    let asked = at(1);
    assert!(asked.text().contains("撤销回避的理由"), "{}", asked.text());
    let empty = asked.press(&["Enter"]);
    assert!(empty.passed.iter().all(|e| !matches!(e, Effect::Save(_))));
    let given = empty.press(&["误", "报", "Enter"]);
    let save = given.passed.iter().find_map(|e| match e {
        Effect::Save(a) => Some(a.command.clone()),
        _ => None,
    });
    let two = jixiao::domain::id::PersonId::new(2);
    assert_eq!(save, Some(Command::Readmit(two, "误报".into())));
    // Who is no lead is told so; a seat that is there is told so.
    let no = at(3);
    assert!(no.m.over.is_none() && !no.m.message.is_empty());
    let there = Stage::open(&b, 1, SIZES[0]).press(&["g", "x", "!", "0"]);
    assert!(there.text().contains("该席没有回避"), "{}", there.text());
}

/// Forms that say nearly the same are marked with one key, and share one's opinions.
#[test]
fn what_is_nearly_the_same_is_marked_together() {
    let mut b = Bureau::new();
    let mut forms: Vec<_> = (1..=4)
        .map(|n| common::declaration(&format!("3101042{n}"), &format!("小区{n}改造")))
        .collect();
    for i in &mut forms[3].indicators {
        i.name.push_str("（二期）");
    }
    b.file(forms);
    let stage = Stage::open(&b, 2, SIZES[0]).press(&["1", ";", "="]);
    assert_eq!(stage.m.list.marks.len(), 3, "{}", stage.text());
    assert!(
        stage.text().contains("几乎相同的 3 件已选"),
        "{}",
        stage.text()
    );
    // The fourth is like no other.
    let alone = Stage::open(&b, 2, SIZES[0]).press(&["1", "G", ";", "="]);
    assert!(alone.m.list.marks.is_empty());
    // Only what waits for the viewer.
    let one = b.case("31010421");
    let file = b.reader(2).case(one).unwrap();
    let v = Verdictum {
        verdict: "return".into(),
        opinions: vec![Opinion {
            field: jixiao::domain::finding::Place::Form,
            text: "请补充。".into(),
            rule: None,
        }],
        ..Verdictum::default()
    };
    b.decide(2, one, Some(file.row.version), v).unwrap();
    let stage = Stage::open(&b, 2, SIZES[0]).press(&["1", "j", ";", "="]);
    assert_eq!(stage.m.list.marks.len(), 2, "{}", stage.text());
    let share = stage.press(&[";", "a"]);
    assert!(
        share
            .passed
            .iter()
            .any(|e| matches!(e, Effect::Share(_, all) if all.len() == 2))
    );
}

#[test]
fn seats_are_walked_by_cells_read_and_asked() {
    let (b, cases) = graded();
    let stage = || Stage::open(&b, 1, SIZES[0]).press(&["g", "x"]);
    let read = stage().press(&["l", "Enter"]);
    assert!(read.text().contains("退回重报") && read.text().contains("单位成本高于同类"));
    let asked = stage().press(&["l", "c"]);
    assert!(matches!(asked.m.over, Some(Over::Entry(_))));
    assert!(asked.text().contains("请席2"), "{}", asked.text());
    // In the first column Enter opens the case, and Esc comes back to its row.
    let case = stage().press(&["h", "Enter"]);
    assert_eq!(case.m.work.as_ref().unwrap().file.row.id, cases[1]);
    let back = case.press(&["Esc"]);
    assert_eq!(back.m.matrix.here().unwrap().row.id, cases[1]);
    assert_eq!(back.m.matrix.column, 0);
    assert!(!back.press(&["h"]).m.message.is_empty());
    // Who is no lead is told so by the key that decides.
    let no = Stage::open(&b, 3, SIZES[0]).press(&["g", "x", "d", "p"]);
    assert!(no.m.over.is_none() && !no.m.message.is_empty());
    // A lead is asked before the decision.
    let lead = stage().press(&["d", "m"]);
    let lead = lead.rest();
    assert!(
        matches!(lead.m.over, Some(Over::Sign(_))),
        "{}",
        lead.text()
    );
}
