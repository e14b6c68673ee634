//! What is rare: drawers that open by themselves, the other language, and hostile texts in every
//! place.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod common;

use common::stage::{SIZES, Stage, TWICE, bureau, shows, whole};
use common::{Bureau, UNIT, declaration};
use jixiao::domain::clean::hidden;
use jixiao::intake::progress::{Progress, Stage as Progressing};
use jixiao::tui::model::{Effect, Msg};
use jixiao::tui::text::Ambiguous;
use jixiao::tui::{screen, update};
use jixiao::words::Lang;
use std::time::Duration;

#[test]
fn drawers_that_open_by_themselves_look_as_they_should() {
    let b = bureau();
    for size in [(80, 24), (120, 40)] {
        let list = || Stage::open(&b, 3, size).lines().at_case();
        shows("bulk", size, &list().press(&["*", ";", "p"]));
        shows("bulk-listed", size, &list().press(&["*", ";", "p", "l"]));
        let mut stage = list();
        let now = stage.now + Duration::from_secs(1);
        update::update(&mut stage.m, now, Msg::Paste("pppp\n:q".into()));
        shows("pasted", size, &stage);
        shows("reason", size, &list().press(&["x"]));
        shows("recuse", size, &list().press(&["!", "1"]));
    }
}

/// What the writer says, put to the desk as the writer would.
#[test]
fn what_cannot_be_stored_is_told_with_what_is_kept() {
    let b = bureau();
    for size in [(80, 24), (120, 40)] {
        for (name, conflict) in [("conflict", true), ("failure", false)] {
            let mut stage = Stage::open(&b, 3, size).lines().at_case();
            stage = stage.press(&["Enter", "O", "r"]);
            stage.now += Duration::from_secs(1);
            let now = stage.now;
            update::update(&mut stage.m, now, Msg::Key("Enter".into()));
            let later = now + Duration::from_millis(60);
            let sent = update::update(&mut stage.m, later, Msg::Tick);
            assert!(sent.iter().any(|e| matches!(e, Effect::Save(_))));
            let says = if conflict {
                "这件在你看的时候变了: 你看的是 v5, 现在是 v6, 周敏改的。没有签; 看过再定"
            } else {
                "磁盘已满，没有存上；腾出空间再试"
            };
            let e = update::update(&mut stage.m, later, Msg::Failed(says.into(), conflict));
            stage.ask(e);
            shows(name, size, &stage);
        }
    }
}

#[test]
fn while_one_verdict_is_on_its_way_no_other_is_signed() {
    let b = bureau();
    let saves = |stage: &Stage<'_>| {
        let all = stage.passed.iter();
        all.filter(|e| matches!(e, Effect::Save(_))).count()
    };
    // No writer answers here: the first is on its way for good.
    let stage = Stage::open(&b, 3, (80, 24)).press(&["1", "p"]).rest();
    assert_eq!(saves(&stage), 1);
    let stage = stage.press(&["p", "1", "p"]).rest();
    assert_eq!(saves(&stage), 1);
}

#[test]
fn a_conflict_is_shown_beside_its_own_case_alone() {
    let b = bureau();
    let mut stage = Stage::open(&b, 3, (80, 24)).press(&["1", "p"]).rest();
    stage = stage.press(&["j"]);
    let now = stage.now;
    let e = update::update(
        &mut stage.m,
        now,
        Msg::Failed("这件在你看的时候变了".into(), true),
    );
    stage.ask(e);
    assert!(stage.m.over.is_none());
    assert!(
        stage.m.message.contains("31011520KY001"),
        "{}",
        stage.m.message
    );
}

#[test]
fn everything_is_said_in_english_as_well() {
    let b = bureau();
    let size = (80, 24);
    let open = || {
        let mut stage = Stage::open(&b, 3, size).lines();
        stage.m.lang = Lang::En;
        stage
    };
    shows("en-home", size, &open());
    shows("en-queue", size, &open().at_case());
    shows("en-case", size, &open().at_case().press(&["Enter"]));
    shows("en-rounds", size, &open().at_case().press(&["="]));
    shows("en-matrix", size, &open().at_case().press(&["g", "x"]));
    shows("en-bulk", size, &open().at_case().press(&["*", ";", "p"]));
    shows("en-help", size, &open().at_case().press(&["?"]));
    for keys in [
        &["Enter"][..],
        &["="],
        &["g", "x"],
        &["g", "s"],
        &["g", "a"],
        &["*", ";", "p"],
    ] {
        let text = open().at_case().press(keys).text();
        // Of our own words none is Han; what the bureau's people wrote is.
        for word in [
            "裁定", "队列", "期限", "席位", "未定", "帮助", "返回", "草稿",
        ] {
            assert!(!text.contains(word), "{keys:?}: {word} in\n{text}");
        }
    }
}

/// Cells of a table as an enemy would write them.
const HOSTILE: [&str; 12] = [
    "正常\u{1b}[2J\u{1b}[1;1H已通过",
    "\u{1b}]52;c;cm0gLXJm\u{7}剪贴板",
    "\u{1b}]0;标题\u{7}\u{1b}[31m红",
    "\u{9b}2J八位控制",
    "abc\u{202e}gnp.exe",
    "零\u{200b}宽\u{200d}字\u{feff}符",
    "a\u{0301}\u{0302}\u{0303}\u{0304}\u{0305}\u{0306}堆叠",
    "👨\u{200d}👩\u{200d}👧\u{200d}👦家庭🇨🇳旗",
    "\u{0}\u{8}\u{7f}\r\n\t空白",
    "\u{e000}私用\u{fffd}替换\u{2028}行",
    "长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长长",
    "=cmd|'/c calc'!A1",
];

/// In every field of a form, shown in every view at every size in every width: no cell of the
/// screen holds what a terminal would obey, or half a character.
#[test]
fn hostile_texts_are_text_in_every_view() {
    let mut b = Bureau::new();
    let forms = (0..HOSTILE.len()).map(|n| {
        let mut d = declaration(&format!("3101992020{n:03}"), HOSTILE[n]);
        for (k, field) in d.fields.values_mut().enumerate() {
            let text = HOSTILE[(n + k) % HOSTILE.len()].to_owned();
            if field.raw != UNIT {
                field.raw = text;
            }
        }
        for (k, i) in d.indicators.iter_mut().enumerate() {
            i.name = HOSTILE[(n + k) % HOSTILE.len()].into();
            i.value = HOSTILE[(n + k + 1) % HOSTILE.len()].into();
        }
        d
    });
    b.file(forms.collect());
    let views: [&[&str]; 12] = [
        &[],
        &["j"],
        &["Enter"],
        &["Enter", "]", "j"],
        &["Enter", "]", "]", "j"],
        &["Enter", "[", "j"],
        &["Enter", "i"],
        &["Enter", "O", "r"],
        &["g", "x"],
        &["g", "a"],
        &["*", ";", "p", "l"],
        &["/", "a"],
    ];
    for (n, size) in SIZES.iter().enumerate() {
        for width in [Ambiguous::One, Ambiguous::Two, Ambiguous::Unknown] {
            for (k, view) in views.iter().enumerate() {
                let mut stage = Stage::open(&b, 3, *size);
                stage.m.look = stage.m.look.measured(width, width == Ambiguous::One);
                let down = vec!["j"; (n * 5 + k) % HOSTILE.len()];
                let stage = stage.press(&["1"]).press(&down).press(view);
                let buffer = stage.buffer();
                whole(&buffer);
                for cell in &buffer.content {
                    assert!(!cell.symbol().chars().any(|c| c.is_control() || hidden(c)));
                }
                assert!(!screen::rows(&buffer).concat().is_empty());
            }
        }
    }
    assert!(TWICE.len() > 1);
}

/// What the thread that reads files in tells, put to the desk as it would.
#[test]
fn files_being_read_in_are_told_of() {
    let b = bureau();
    let reasons: Vec<String> = [
        "04长桥街道.xlsx: 工作表“申报表” 第12行 D列: 金额“12万0”读不懂，写成 120000 或 12万元",
        "07说明.docx: 不是表格文件，没有读",
    ]
    .map(str::to_owned)
    .to_vec();
    let reading = Progress {
        stage: Progressing::Reading,
        file: 31,
        files: 47,
        rows: 218_400,
        done: 66,
        whole: 100,
        refused: 2,
        reasons,
        took: Duration::from_secs(41),
        left: Some(Duration::from_secs(21)),
        ..Progress::default()
    };
    let done = Progress {
        stage: Progressing::Done,
        new: 40,
        changed: 3,
        same: 2,
        stored: 45,
        done: 45,
        whole: 45,
        left: None,
        ..reading.clone()
    };
    let told = |stage: &mut Stage<'_>, p: &Progress| {
        let e = update::update(&mut stage.m, stage.now, Msg::Intake(Box::new(p.clone())));
        stage.ask(e);
    };
    for size in SIZES {
        let asked = Stage::open(&b, 3, size).lines().press(&["g", "i"]);
        shows("intake-asked", size, &asked);
        let typed = ["/", "x"];
        let mut stage = asked.press(&typed).press(&["Enter"]);
        assert!(matches!(stage.passed.last(), Some(Effect::Intake(p, _)) if p.ends_with("x")));
        told(&mut stage, &reading);
        shows("intake", size, &stage);
        let mut stage = stage.press(&["b"]);
        shows("intake-behind", size, &stage);
        told(&mut stage, &done);
        assert!(stage.m.message.contains("新 40"), "{}", stage.m.message);
        let stage = stage.press(&["g", "w"]);
        shows("intake-done", size, &stage);
        shows("intake-reasons", size, &stage.press(&["Enter"]));
    }
}

#[test]
fn what_was_done_by_its_name_tells_its_key() {
    let b = bureau();
    let stage = Stage::open(&b, 3, (80, 24)).at_case();
    let stage = stage.press(&[":", "m", "a", "t", "r", "i", "x", "Enter"]);
    assert!(
        stage.m.message.contains("下次可直接按"),
        "{}",
        stage.m.message
    );
}
