//! Keys in, caret and rows out, in mixed Han and ASCII.

use super::super::text::width;
use super::{Buffer, LIMIT, Outcome, PASTE, Taken};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation as _;

const CELLS: usize = 10;

/// A text with the caret at `|`.
fn at(marked: &str) -> Buffer {
    let caret = marked.split('|').next().unwrap_or("");
    let caret = caret.graphemes(true).count();
    Buffer::new(LIMIT).resumed(&marked.replacen('|', "", 1), caret)
}

fn marked(b: &Buffer) -> String {
    let g: Vec<&str> = b.text().graphemes(true).collect();
    let (head, tail) = g.split_at(b.caret());
    format!("{}|{}", head.concat(), tail.concat())
}

fn keys(b: &mut Buffer, all: &str) {
    for key in all.split(' ') {
        assert_ne!(b.key(key, CELLS), Outcome::Unused, "{key}");
    }
}

#[test]
fn keys_move_cut_and_put_back() {
    for (from, pressed, to) in [
        ("产出|指标", "Left", "产|出指标"),
        ("产出指标|", "Right", "产出指标|"),
        ("|产出", "Left Backspace", "|产出"),
        ("产出|指标", "Backspace", "产|指标"),
        ("产出|指标", "Delete", "产出|标"),
        ("e\u{301}|x", "Backspace", "|x"),
        // Words: Han, letters and digits, signs, blanks.
        ("改造小区3个, T27 |", "Ctrl-Left", "改造小区3个, |T27 "),
        ("改造小区3个, |T27", "Ctrl-Left", "改造小区3个|, T27"),
        (
            "改造小区3个|, T27",
            "Ctrl-Left Ctrl-Left",
            "改造小区|3个, T27",
        ),
        ("|改造小区3个", "Ctrl-Right", "改造小区|3个"),
        ("改造|，请补充", "Ctrl-Right Ctrl-Right", "改造，请补充|"),
        ("一\n二三|\n四", "Home", "一\n|二三\n四"),
        ("一\n二|三\n四", "Ctrl-e", "一\n二三|\n四"),
        ("一\n二|三\n四", "Ctrl-Home", "|一\n二三\n四"),
        ("一\n二|三\n四", "Ctrl-End", "一\n二三\n四|"),
        ("一\n二三|四", "Ctrl-u", "一\n|四"),
        ("一\n二三|四\n五", "Ctrl-k", "一\n二三|\n五"),
        ("一|\n二", "Ctrl-k", "一|二"),
        ("请补充 T27|。", "Ctrl-w", "请补充 |。"),
        ("请补充 T27|", "Ctrl-w Ctrl-w Ctrl-y", "请补充 T27|"),
        ("一二|三四", "Ctrl-k Home Ctrl-y", "三四|一二"),
        ("一|二", "Ctrl-k Ctrl-u Ctrl-y", "一二|"),
        ("一|", "Enter 二 Space a", "一\n二 a|"),
        ("一二|", "Ctrl-h", "一|"),
    ] {
        let mut b = at(from);
        keys(&mut b, pressed);
        assert_eq!(marked(&b), to, "{from} {pressed}");
    }
}

#[test]
fn undo_takes_back_a_run_a_paste_a_cut() {
    let mut b = Buffer::default();
    keys(&mut b, "产 出 指 标");
    b.paste("没有\r\n单位");
    keys(&mut b, "Ctrl-w 请 补");
    let mut seen = vec![b.text().to_owned()];
    while b.undo() {
        seen.push(b.text().to_owned());
    }
    assert_eq!(
        seen,
        [
            "产出指标没有\n请补",
            "产出指标没有\n",
            "产出指标没有\n单位",
            "产出指标",
            ""
        ]
    );
    while b.redo() {}
    assert_eq!(b.text(), seen[0]);
    keys(&mut b, "Ctrl-_ Ctrl-7 x");
    assert_eq!(b.text(), "产出指标没有\n单位x");
    assert_eq!(b.key("Ctrl-r", CELLS), Outcome::Same);
    // A move between two runs makes them two steps.
    let mut b = Buffer::default();
    keys(&mut b, "a b Left x Ctrl-/");
    assert_eq!(marked(&b), "a|b");
    // Nothing done is nothing to undo.
    let mut b = Buffer::new(1);
    keys(&mut b, "Backspace Delete Ctrl-k Ctrl-y");
    assert!(!b.can_undo());
    assert_eq!(b.clear(), "");
}

#[test]
fn the_limit_is_in_characters_and_says_what_was_left_out() {
    let mut b = Buffer::new(4);
    let t = b.paste("产出指标没有单位");
    assert_eq!(
        t,
        Taken {
            taken: 4,
            cut: 4,
            unfit: 0
        }
    );
    assert_eq!(b.text(), "产出指标");
    assert_eq!(b.key("x", CELLS), Outcome::Full(1));
    assert_eq!((b.count(), b.limit()), (4, 4));
    // A grapheme is taken whole or not at all.
    let mut b = Buffer::new(2);
    let t = b.insert("ae\u{301}");
    assert_eq!((t.taken, t.cut, b.text()), (1, 2, "a"));
    // A draft beyond the limit is not cut, but takes no more.
    let mut b = Buffer::new(2).resumed("产出指标", 9);
    assert_eq!(
        (b.caret(), b.key("x", CELLS), b.text()),
        (4, Outcome::Full(1), "产出指标")
    );
}

#[test]
fn a_paste_is_cleaned() {
    let mut b = Buffer::new(PASTE * 2);
    let t = b.paste("一\r\n二\r三\t四\u{1b}[31m\u{200b}\u{3000}五");
    assert_eq!(b.text(), "一\n二\n三 四[31m 五");
    assert_eq!(
        t,
        Taken {
            taken: 13,
            cut: 0,
            unfit: 2
        }
    );
    let mut b = Buffer::new(PASTE * 2);
    let t = b.paste(&"长".repeat(PASTE + 7));
    assert_eq!((t.taken, t.cut), (PASTE, 7));
    assert!(b.undo() && b.text().is_empty());
}

#[test]
fn a_comma_after_han_becomes_wide_only_where_wanted() {
    for (auto, typed, text) in [
        (true, "数 , 3 ,", "数，3,"),
        (false, "数 , 3 ,", "数,3,"),
        (true, ",", ","),
    ] {
        let mut b = Buffer::default().with_auto_punct(auto);
        keys(&mut b, typed);
        assert_eq!(b.text(), text);
    }
    let mut b = Buffer::default().with_auto_punct(true);
    b.paste("数,3");
    assert_eq!(b.text(), "数,3");
}

#[test]
fn the_caret_is_where_it_is_drawn() {
    for (text, cell) in [
        ("|", (0, 0)),
        ("ab产|出", (0, 4)),
        // Between two rows it begins the second; at the end of a full row it hangs.
        ("一二三四五|六", (1, 0)),
        ("一二三四五|", (0, 10)),
        ("一二三四五|\n六", (0, 10)),
        ("一二三四五\n|六", (1, 0)),
        ("一二三四a五|六", (1, 2)),
        ("一二三四a|五六", (1, 0)),
        // The comma may not begin a row: the last character goes down with it.
        ("一二三四|五，六", (1, 0)),
        ("一二三四五|，六", (1, 2)),
        ("一\n|", (1, 0)),
        ("a\u{301}b|", (0, 2)),
    ] {
        assert_eq!(at(text).caret_cell(CELLS), cell, "{text}");
    }
    let rows = at("一二三四五，六\n|\nab").rows(CELLS);
    let shown: Vec<_> = rows
        .iter()
        .map(|r| (r.start, r.end, r.last, r.text.as_str()))
        .collect();
    assert_eq!(
        shown,
        [
            (0, 4, false, "一二三四"),
            (4, 7, true, "五，六"),
            (8, 8, true, ""),
            (9, 11, true, "ab")
        ]
    );
}

#[test]
fn up_and_down_go_by_rows_and_keep_the_column() {
    for (from, pressed, to) in [
        ("一二三四五六七|八", "Up", "一二|三四五六七八"),
        ("一二|三四五六七八", "Down", "一二三四五六七|八"),
        ("一二三四\na\n甲乙丙|丁", "Up", "一二三四\na|\n甲乙丙丁"),
        ("一二三四\na\n甲乙丙|丁", "Up Up", "一二三|四\na\n甲乙丙丁"),
        ("一二|三", "Up", "|一二三"),
        ("一|二三", "Down", "一二三|"),
        // A wide character over the column: before it.
        ("一二三\nab甲c|", "Up", "一二|三\nab甲c"),
        // The end of a full row within a line is its last character, not the next row.
        (
            "一二三四五六\n一二三四五|",
            "Up Up",
            "一二三四|五六\n一二三四五",
        ),
    ] {
        let mut b = at(from);
        keys(&mut b, pressed);
        assert_eq!(marked(&b), to, "{from} {pressed}");
    }
}

#[test]
fn the_box_scrolls_no_further_than_it_must() {
    let mut b = Buffer::new(LIMIT);
    b.set_shown(3);
    b.paste("1\n2\n3\n4\n5\n6");
    assert_eq!(b.window(CELLS, 3), 3..6);
    keys(&mut b, "Up Up");
    assert_eq!(b.window(CELLS, 3), 3..6);
    keys(&mut b, "Up");
    assert_eq!(b.window(CELLS, 3), 2..5);
    keys(&mut b, "Down Down");
    assert_eq!(b.window(CELLS, 3), 2..5);
    assert_eq!(b.window(CELLS, 20), 0..6);
    keys(&mut b, "Ctrl-Home");
    assert_eq!(b.window(CELLS, 3), 0..3);
    assert_eq!(Buffer::default().window(CELLS, 8), 0..1);
}

#[test]
fn a_prompt_is_one_line() {
    let mut b = Buffer::prompt(LIMIT);
    for key in ["Enter", "Up", "Down", "Esc", "Tab", "F2", "Ctrl-s"] {
        assert_eq!(b.key(key, CELLS), Outcome::Unused, "{key}");
    }
    b.paste("金额\n>500");
    assert_eq!(b.text(), "金额 >500");
    assert_eq!(b.one_row(20), ("金额 >500".to_owned(), 9));
    assert_eq!(b.one_row(6), (" >500".to_owned(), 5));
    keys(&mut b, "Home");
    assert_eq!(b.one_row(6), ("金额 >".to_owned(), 0));
    assert_eq!(b.one_row(5), ("金额 ".to_owned(), 0));
    keys(&mut b, "Right Right");
    assert_eq!(b.one_row(3), ("额 ".to_owned(), 2));
}

const KEYS: [&str; 24] = [
    "Left",
    "Right",
    "Up",
    "Down",
    "Home",
    "End",
    "Ctrl-Left",
    "Ctrl-Right",
    "Ctrl-Home",
    "Ctrl-End",
    "Enter",
    "Space",
    "Backspace",
    "Delete",
    "Ctrl-u",
    "Ctrl-k",
    "Ctrl-w",
    "Ctrl-y",
    "产",
    "，",
    "（",
    "a",
    "3",
    "\u{301}",
];

proptest! {
    #[test]
    fn whatever_is_pressed_the_caret_is_within_and_undo_restores(
        pressed in prop::collection::vec(0..KEYS.len(), 0..80),
        cells in 2usize..16,
        shown in 1usize..5,
    ) {
        let mut b = Buffer::new(60);
        b.set_shown(shown);
        for key in pressed.iter().filter_map(|n| KEYS.get(*n)) {
            let before = b.clone();
            let outcome = b.key(key, cells);
            if outcome == Outcome::Same {
                prop_assert_eq!(b.text(), before.text());
            }
            prop_assert!(b.count() <= 60);
            prop_assert!(b.caret() <= b.text().graphemes(true).count());
            // The caret's cell is the width of what stands before it in its row.
            let rows = b.rows(cells);
            let (row, column) = b.caret_cell(cells);
            let r = &rows[row];
            prop_assert!((r.start..=r.end).contains(&b.caret()));
            let head = r.text.graphemes(true).take(b.caret() - r.start);
            prop_assert_eq!(column, head.map(width).sum::<usize>());
            prop_assert!(column <= cells);
            let window = b.window(cells, shown);
            prop_assert!(window.contains(&row) && window.len() <= shown);
            // The rows are the text.
            let mut joined = String::new();
            for (n, r) in rows.iter().enumerate() {
                joined.push_str(&r.text);
                if r.last && n + 1 < rows.len() {
                    joined.push('\n');
                }
            }
            prop_assert_eq!(&joined, b.text());
            let (line, column) = b.one_row(cells);
            prop_assert!(width(&line) <= cells && column < cells.max(1));
        }
        let end = b.text().to_owned();
        while b.undo() {}
        prop_assert_eq!(b.text(), "");
        while b.redo() {}
        prop_assert_eq!(b.text(), end);
    }

    #[test]
    fn a_paste_counts_every_character(raw in any::<String>(), limit in 0usize..40) {
        let mut b = Buffer::new(limit);
        let t = b.paste(&raw);
        let ends = raw.matches("\r\n").count();
        prop_assert_eq!(t.taken + t.cut + t.unfit + ends, raw.chars().count());
        prop_assert_eq!(b.count(), t.taken);
        prop_assert!(!b.text().chars().any(|c| c != '\n' && crate::domain::clean::hidden(c)));
        b.undo();
        prop_assert_eq!(b.text(), "");
    }
}
