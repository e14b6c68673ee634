//! Published forms read in: as text in both encodings, as a workbook with its merged cells, and
//! as a workbook whose figures are typed.

use encoding_rs::GB18030;
use jixiao::domain::declaration::Declaration;
use jixiao::exchange::child;
use jixiao::exchange::read::{FileRead, Wanted, parse};
use jixiao::exchange::reason::{Reason, What};
use jixiao::exchange::sheet::Unreadable;
use proptest::prelude::*;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

fn fixture(name: &str) -> PathBuf {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/real");
    let found = std::fs::read_dir(dir)
        .expect("fixtures are there and fit a sheet")
        .map(|e| e.expect("an entry").path())
        .find(|p| {
            p.file_name()
                .and_then(|n| n.to_str())
                .expect("a name")
                .starts_with(name)
        });
    found.expect("fixtures are there and fit a sheet")
}

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(fixture(name)).expect("fixtures are there and fit a sheet")
}

/// Parses without letting the file's name tell what it is.
fn take(bytes: &[u8]) -> FileRead {
    parse("table", bytes, &Wanted::default())
}

fn only(read: &FileRead) -> &Declaration {
    assert!(read.is_good(), "{:?} {:?}", read.failure, read.refused);
    assert_eq!(read.declarations.len(), 1);
    &read.declarations[0]
}

/// What a form says, without the places of its cells.
fn said(d: &Declaration) -> Vec<String> {
    let fields = d.fields.iter().map(|(k, f)| match (f.fen, f.day) {
        (Some(fen), _) => format!("{k} {}", fen.get()),
        (_, Some(day)) => format!("{k} {day}"),
        _ => format!("{k} {}", f.raw),
    });
    let lines = d.indicators.iter().map(|i| {
        let (one, two, notes) = (&i.level1, &i.level2, &i.notes);
        format!(
            "{one} {two} {} {} {:?} {notes:?}",
            i.name, i.value, i.weight
        )
    });
    fields.chain(lines).collect()
}

/// The table as a workbook: titles merged over the width, first cells of blocks and levels of
/// the grid merged downwards. `typed` writes figures and days as such.
fn workbook(csv: &[u8], typed: bool) -> Vec<u8> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .from_reader(csv);
    let rows: Vec<Vec<String>> = reader
        .records()
        .map(|r| r.expect("a row").iter().map(str::to_owned).collect())
        .collect();
    let width = rows
        .iter()
        .map(Vec::len)
        .max()
        .expect("fixtures are there and fit a sheet");
    let cell = |r: usize, c: usize| {
        rows.get(r)
            .and_then(|l| l.get(c))
            .map_or("", String::as_str)
    };
    let grid = rows
        .iter()
        .position(|l| l.iter().any(|c| c == "一级指标"))
        .expect("fixtures are there and fit a sheet");
    let left = rows[grid]
        .iter()
        .position(|c| c == "一级指标")
        .expect("fixtures are there and fit a sheet");
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for r in 0..rows.len() {
        for c in 0..width {
            let text = cell(r, c);
            if text.is_empty() {
                continue;
            }
            let alone = (1..width).all(|c| cell(r, c).is_empty());
            let down = (r + 1..rows.len())
                .take_while(|n| (0..=c).all(|c| cell(*n, c).is_empty()))
                .take_while(|n| (c + 1..width).any(|c| !cell(*n, c).is_empty()))
                .count();
            let level = r > grid && (c == left || c == left + 1);
            let row = |n: usize| u32::try_from(n).expect("a small table");
            let column = |n: usize| u16::try_from(n).expect("a small table");
            let plain = Format::new();
            if r < 2 && alone {
                sheet
                    .merge_range(row(r), 0, row(r), column(width - 1), text, &plain)
                    .expect("fixtures are there and fit a sheet");
            } else if (level || c == 0) && down > 0 {
                sheet
                    .merge_range(row(r), column(c), row(r + down), column(c), text, &plain)
                    .expect("fixtures are there and fit a sheet");
            } else if typed && r < grid {
                write_typed(sheet, row(r), column(c), text);
            } else {
                sheet
                    .write_string(row(r), column(c), text)
                    .expect("fixtures are there and fit a sheet");
            }
        }
    }
    book.save_to_buffer()
        .expect("fixtures are there and fit a sheet")
}

fn write_typed(sheet: &mut Worksheet, row: u32, column: u16, text: &str) {
    if let Ok(number) = text.replace(',', "").parse::<f64>() {
        sheet
            .write_number(row, column, number)
            .expect("fixtures are there and fit a sheet");
    } else if let (10, Ok(day)) = (text.len(), ExcelDateTime::parse_from_str(text)) {
        let format = Format::new().set_num_format("yyyy/m/d");
        sheet
            .write_datetime_with_format(row, column, &day, &format)
            .expect("fixtures are there and fit a sheet");
    } else {
        sheet
            .write_string(row, column, text)
            .expect("fixtures are there and fit a sheet");
    }
}

const TARGETS: [&str; 5] = ["01", "04", "05", "11", "12"];

#[test]
fn published_target_forms_read_as_they_were_filled_in() {
    // File, form, year, name, unit of the case, money in 分, indicators.
    type Money<'a> = &'a [(&'a str, i64)];
    type Expected<'a> = (&'a str, &'a str, i32, &'a str, &'a str, Money<'a>, usize);
    let table: [Expected<'_>; 5] = [
        (
            "01",
            "shanghai-target",
            2026,
            "拆违经费",
            "普陀区城市管理行政执法局执法大队",
            &[
                ("total_amount", 1_030_800_000),
                ("total_fiscal", 1_030_800_000),
                ("total_other", 0),
                ("annual_amount", 349_800_000),
                ("annual_fiscal", 349_800_000),
                ("annual_carryover", 0),
                ("annual_other", 0),
            ],
            8,
        ),
        (
            "04",
            "central-target",
            2018,
            "2018年市级专项扶贫资金基础设施(人大代表扶贫基地)",
            "南岳镇政府",
            &[
                ("annual_amount", 10_000_000),
                ("annual_fiscal", 10_000_000),
                ("annual_other", 0),
            ],
            16,
        ),
        (
            "05",
            "central-target",
            2023,
            "雾炮车降尘抑尘服务",
            "湘潭市环境卫生管理处",
            &[("annual_amount", 250_000_000), ("upper_funds", 0)],
            7,
        ),
        (
            "11",
            "central-target",
            2023,
            "2023年云雾土家族乡加工园配套设施建设项目",
            "县民宗委",
            &[
                ("total_amount", 65_000_000),
                ("annual_amount", 65_000_000),
                ("annual_fiscal", 65_000_000),
                ("annual_other", 0),
            ],
            1,
        ),
        (
            "12",
            "central-target",
            2021,
            "镇域内基础设施建设",
            "坝塘镇",
            &[
                ("total_amount", 10_606_752_200),
                ("total_fiscal", 6_923_355_200),
                ("own_funds", 0),
                ("total_other", 3_683_397_000),
            ],
            9,
        ),
    ];
    for (file, form, year, name, unit, money, lines) in table {
        let read = take(&bytes(file));
        let d = only(&read);
        assert_eq!((d.form.as_str(), d.year), (form, year), "{file}");
        assert_eq!((d.name().as_str(), d.unit().as_str()), (name, unit));
        let amounts: BTreeSet<_> = d
            .fields
            .iter()
            .filter_map(|(k, f)| Some((k.as_str(), f.fen?.get())))
            .collect();
        assert_eq!(amounts, money.iter().copied().collect(), "{file}");
        assert_eq!(d.indicators.len(), lines, "{file}");
        assert!(d.code.starts_with('N') && d.code.len() == 11, "{}", d.code);
        assert!(
            d.indicators
                .iter()
                .all(|i| !i.level1.is_empty() && !i.whole_project)
        );
    }
}

#[test]
fn what_was_left_blank_differs_from_what_the_form_does_not_ask() {
    let ningxiang = take(&bytes("12"));
    let d = only(&ningxiang);
    assert!(d.has("department_code") && d.text("department_code").is_empty());
    assert!(!d.has("bond_amount"));
    assert_eq!(d.text("project_attribute"), "新增项目□ 延续项目√");
    assert!(d.has("start_date") && d.day("start_date").is_none());
    let shanghai = take(&bytes("01"));
    let d = only(&shanghai);
    assert_eq!(d.day("start_date").unwrap().number(), 20_240_101);
    assert_eq!(d.day("end_date").unwrap().number(), 20_261_231);
    assert!(
        d.text("goal_annual")
            .starts_with("1.完成市、区相关部门下达")
    );
    assert_eq!(d.indicators[0].at.row, 19);
}

#[test]
fn encoding_and_container_change_nothing_of_what_a_form_says() {
    for file in TARGETS {
        let text = bytes(file);
        let read = take(&text);
        let as_text = only(&read);
        let gbk = GB18030
            .encode(std::str::from_utf8(&text).unwrap())
            .0
            .into_owned();
        let read_gbk = take(&gbk);
        assert_eq!(read_gbk.encoding, "GB18030");
        assert_eq!(only(&read_gbk), as_text, "{file}");
        for typed in [false, true] {
            let read = take(&workbook(&text, typed));
            assert_eq!(read.encoding, "xlsx");
            let d = only(&read);
            assert_eq!(said(d), said(as_text), "{file}, typed: {typed}");
            assert_eq!((&d.code, d.year), (&as_text.code, as_text.year));
            assert_eq!(d.indicators[0].at.sheet, "Sheet1");
        }
    }
}

#[test]
fn tables_of_other_kinds_are_refused_as_what_they_are() {
    for (files, kind) in [(&["02", "03"][..], "disclosure"), (&["15"], "ex-ante")] {
        for file in files {
            let read = take(&bytes(file));
            assert!(read.declarations.is_empty() && read.companions.is_empty());
            let why = Reason::OtherKind { kind: kind.into() };
            assert_eq!(read.failure, Some(why), "{file}");
        }
    }
}

#[test]
fn a_child_process_reads_the_same_and_says_why_not() {
    let exe = Path::new(env!("CARGO_BIN_EXE_jixiao"));
    let wanted = Wanted::default();
    let path = fixture("05");
    let name = path.file_name().unwrap().to_str().unwrap();
    let here = parse(name, &std::fs::read(&path).unwrap(), &wanted);
    assert_eq!(child::read(exe, &path, &wanted), here);

    let dir = tempfile::tempdir().unwrap();
    let failure = |name: &str, content: Option<&[u8]>| {
        let path = dir.path().join(name);
        if let Some(bytes) = content {
            std::fs::write(&path, bytes).unwrap();
        }
        match child::read(exe, &path, &wanted).failure {
            Some(Reason::Unreadable(why)) => why,
            other => unreachable!("{name}: {other:?}"),
        }
    };
    assert!(matches!(
        failure("none.csv", None),
        Unreadable::NoFile { .. }
    ));
    assert_eq!(failure("empty.csv", Some(b"")), Unreadable::Empty);
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest";
    assert_eq!(failure("old.xls", Some(old)), Unreadable::OldExcel);
    assert_eq!(
        failure("page.xls", Some(b"<html><table>")),
        Unreadable::WebPage
    );
    assert!(matches!(
        failure("cut.xlsx", Some(b"PK\x03\x04rest")),
        Unreadable::BadContainer { .. }
    ));
    // A program that does not answer as the child does is a child that was stopped.
    let silent = child::read(Path::new("/bin/true"), &path, &wanted);
    assert_eq!(
        silent.failure,
        Some(Reason::Unreadable(Unreadable::Stopped))
    );
}

/// A row of a list, as it may come.
#[derive(Debug, Clone)]
enum Row {
    Indicator(u8),
    Blank,
    Heading,
    Total,
    Note,
    BadAmount(u8),
    Stray,
    BadCode,
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = prop_oneof![
        8 => (0u8..6).prop_map(Row::Indicator),
        1 => Just(Row::Blank),
        1 => Just(Row::Heading),
        1 => Just(Row::Total),
        1 => Just(Row::Note),
        1 => (6u8..9).prop_map(Row::BadAmount),
        1 => Just(Row::Stray),
        1 => Just(Row::BadCode),
    ];
    proptest::collection::vec(row, 1..30)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn every_row_of_a_list_is_stored_refused_or_set_aside(rows in rows()) {
        const HEADING: &str = "项目编码,项目名称,预算金额(万元),指标名称,指标值";
        let mut text = format!("{HEADING}\n");
        let (mut filled, mut used, mut wrong) = (1u64, 0usize, BTreeSet::new());
        for (n, row) in rows.iter().enumerate() {
            let line = match row {
                Row::Indicator(p) => format!("P{p},项目{p},{p}00,指标{n},≥{n}个"),
                Row::Blank => ",,,,".into(),
                Row::Heading => HEADING.into(),
                Row::Total => "合计,,99,,".into(),
                Row::Note => "注：以上金额均为年初预算数，不含上年结转。,,,,".into(),
                Row::BadAmount(p) => format!("P{p}{n},项目{p},若干,指标{n},≥{n}个"),
                Row::Stray => format!("P1,项目1,100,指标{n},1个,多出"),
                Row::BadCode => format!("Р{n},项目{n},100,指标{n},1个"),
            };
            filled += u64::from(!matches!(row, Row::Blank));
            used += usize::from(matches!(row, Row::Indicator(_)));
            if matches!(row, Row::BadAmount(_) | Row::Stray | Row::BadCode) {
                wrong.insert(u32::try_from(n + 2).unwrap());
            }
            text += &line;
            text.push('\n');
        }
        let read = take(text.as_bytes());
        prop_assert_eq!(read.rows_read, filled);
        let stored: usize = read.declarations.iter().map(|d| d.indicators.len()).sum();
        prop_assert_eq!(stored, used);
        let refused: BTreeSet<u32> = read.refused.iter().map(|r| r.row).collect();
        prop_assert_eq!(&refused, &wrong);
        let aside: BTreeSet<u32> = read.aside.iter().map(|a| a.row).collect();
        prop_assert_eq!(aside.len(), read.aside.len());
        let sum = stored + refused.len() + aside.len();
        prop_assert_eq!(u64::try_from(sum).unwrap(), read.rows_read);
        prop_assert!(read.aside.iter().any(|a| a.what == What::Headings));
    }

    #[test]
    fn a_damaged_workbook_never_ends_the_program(at in any::<prop::sample::Index>(), bit in 0u8..8) {
        let mut book = workbook(&bytes("04"), true);
        let at = at.index(book.len());
        book[at] ^= 1 << bit;
        // Taken or refused: what was read of it has a unit for every amount all the same.
        let read = take(&book);
        for d in &read.declarations {
            prop_assert!(d.fields.values().all(|f| f.fen.is_none_or(|m| m.get() >= 0)));
        }
        prop_assert!(read.is_good() || read.failure.is_some() || !read.refused.is_empty());
    }

    #[test]
    fn any_text_is_answered(text in "[项目名称编码一二三级指标值,,,\n\n\"'：:（）元万0-9a-c\t ;]{0,300}") {
        let read = take(text.as_bytes());
        let held = !read.declarations.is_empty() || !read.companions.is_empty();
        prop_assert!(held || !read.is_good());
    }
}
