//! Papers as workbooks: typed strings, no formulas, set to print on A4.

use super::{JointTable, PaperError, ReviewSheet};
use crate::words::papers as say;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet};

/// Paper size number of A4.
pub(super) const A4: u8 = 9;

pub(super) struct Styles {
    pub(super) title: Format,
    pub(super) plain: Format,
    /// As above, without a border.
    pub(super) plain_open: Format,
    pub(super) centre: Format,
    pub(super) head: Format,
    pub(super) small: Format,
}

pub(super) fn styles() -> Styles {
    let base = || {
        Format::new()
            .set_font_name("宋体")
            .set_font_size(10)
            .set_text_wrap()
            .set_align(FormatAlign::VerticalCenter)
    };
    Styles {
        title: Format::new()
            .set_font_name("宋体")
            .set_font_size(16)
            .set_bold()
            .set_align(FormatAlign::Center)
            .set_align(FormatAlign::VerticalCenter),
        plain: base().set_border(FormatBorder::Thin),
        plain_open: base(),
        centre: base()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::Center),
        head: base()
            .set_border(FormatBorder::Thin)
            .set_align(FormatAlign::Center)
            .set_bold(),
        small: Format::new().set_font_name("宋体").set_font_size(8),
    }
}

/// Text over several columns, merged where there is more than one.
pub(super) fn span(
    w: &mut Worksheet,
    row: u32,
    (from, to): (u16, u16),
    text: &str,
    f: &Format,
) -> Result<(), PaperError> {
    if from == to {
        w.write_string_with_format(row, from, text, f)?;
    } else {
        w.merge_range(row, from, row, to, text, f)?;
    }
    Ok(())
}

fn boxes(all: &[(String, bool)]) -> String {
    all.iter()
        .map(|(g, on)| format!("{g}{}", if *on { "√" } else { "□" }))
        .collect::<Vec<_>>()
        .join(" ")
}

/// The review sheet as a workbook.
///
/// # Errors
/// When the workbook cannot be made.
pub fn sheet_xlsx(s: &ReviewSheet) -> Result<Vec<u8>, PaperError> {
    let mut book = Workbook::new();
    let f = styles();
    let w = book.add_worksheet();
    w.set_name("审核表")?;
    w.set_paper_size(A4).set_print_fit_to_pages(1, 0);
    if s.practice {
        w.set_header(format!("&C&36{}", say::practice()));
    }
    for (c, width) in (0u16..).zip([14.0, 16.0, 20.0, 26.0, 26.0]) {
        w.set_column_width(c, width)?;
    }
    span(w, 0, (0, 4), "项目支出绩效目标审核表", &f.title)?;
    span(w, 1, (0, 4), &say::year(s.year, s.practice), &f.centre)?;
    let mut row = 2;
    for pair in s.head.chunks(2) {
        let mut cells = pair.iter();
        let mut next = || {
            cells
                .next()
                .map_or(("", ""), |(a, b)| (a.as_str(), b.as_str()))
        };
        let (a, x) = next();
        let (b, y) = next();
        w.write_string_with_format(row, 0, a, &f.centre)?;
        span(w, row, (1, 2), x, &f.plain)?;
        w.write_string_with_format(row, 3, b, &f.centre)?;
        w.write_string_with_format(row, 4, y, &f.plain)?;
        row += 1;
    }
    for (c, h) in [
        ((0, 0), "审核内容"),
        ((1, 1), "具体内容"),
        ((2, 3), "审核要点"),
        ((4, 4), "审核意见"),
    ] {
        span(w, row, c, h, &f.head)?;
    }
    row += 1;
    let mut start = row;
    for (n, i) in s.items.iter().enumerate() {
        w.write_string_with_format(row, 1, &i.name, &f.centre)?;
        span(w, row, (2, 3), &i.asks, &f.plain)?;
        w.write_string_with_format(row, 4, boxes(&i.boxes), &f.centre)?;
        w.set_row_height(row, 44)?;
        let last = s.items.get(n + 1).is_none_or(|next| next.group != i.group);
        if last && row > start {
            w.merge_range(start, 0, row, 0, &i.group, &f.centre)?;
        } else if last {
            w.write_string_with_format(row, 0, &i.group, &f.centre)?;
        }
        row += 1;
        if last {
            start = row;
        }
    }
    span(w, row, (0, 1), "综合评定等级", &f.centre)?;
    span(w, row, (2, 4), &boxes(&s.overall), &f.centre)?;
    row += 1;
    let told: Vec<String> = s
        .opinions
        .iter()
        .enumerate()
        .map(|(n, o)| format!("{}. {o}", n + 1))
        .collect();
    span(w, row, (0, 1), "总体意见", &f.centre)?;
    span(w, row, (2, 4), &told.join("\n"), &f.plain)?;
    let lines = u32::try_from(told.len().max(2)).unwrap_or(2);
    w.set_row_height(row, (lines * 30).min(400))?;
    row += 1;
    for (c, h) in (0u16..).zip(["席位", "审核人", "等级", "签名", "审核日期"]) {
        w.write_string_with_format(row, c, h, &f.head)?;
    }
    row += 1;
    for x in &s.signatures {
        for (c, text) in (0u16..).zip([&x.seat, &x.name, &x.grade, "", &x.date]) {
            w.write_string_with_format(row, c, text, &f.centre)?;
        }
        row += 1;
    }
    w.write_string_with_format(row, 0, "复核人", &f.centre)?;
    span(w, row, (1, 2), "", &f.centre)?;
    span(w, row, (3, 4), "（盖章）      年    月    日", &f.centre)?;
    w.write_string_with_format(row + 1, 0, say::foot(s.seq, &s.hash, &s.point), &f.small)?;
    w.set_print_area(0, 0, row + 1, 4)?;
    Ok(book.save_to_buffer()?)
}

/// The joint review's table as a workbook.
///
/// # Errors
/// When the workbook cannot be made.
pub fn joint_xlsx(t: &JointTable) -> Result<Vec<u8>, PaperError> {
    let mut book = Workbook::new();
    let f = styles();
    let w = book.add_worksheet();
    w.set_name("会审汇总表")?;
    w.set_paper_size(A4)
        .set_landscape()
        .set_print_fit_to_pages(1, 0);
    w.set_repeat_rows(2, 2)?;
    if t.practice {
        w.set_header(format!("&C&36{}", say::practice()));
    }
    let last = u16::try_from(t.headings.len().saturating_sub(1)).unwrap_or(0);
    span(w, 0, (0, last), "绩效目标专项会审汇总表", &f.title)?;
    span(
        w,
        1,
        (0, last),
        &format!("{}  单位：万元", say::year(t.year, t.practice)),
        &f.centre,
    )?;
    for (c, h) in (0u16..).zip(&t.headings) {
        w.write_string_with_format(2, c, h, &f.head)?;
        let wide = matches!(
            h.as_str(),
            "项目名称" | "主管部门" | "建设内容" | "修改要点"
        );
        w.set_column_width(c, if wide { 24.0 } else { 9.0 })?;
    }
    let mut row = 3;
    for r in &t.rows {
        for (c, text) in (0u16..).zip(&r.cells) {
            w.write_string_with_format(row, c, text, &f.plain)?;
        }
        row += 1;
    }
    span(w, row, (0, last), &t.sums, &f.plain)?;
    span(
        w,
        row + 1,
        (0, last),
        "组长签名：            复核人签名：            （盖章）      年    月    日",
        &f.plain,
    )?;
    w.write_string_with_format(row + 2, 0, say::foot(t.seq, &t.hash, &t.point), &f.small)?;
    w.set_print_area(0, 0, row + 2, last)?;
    Ok(book.save_to_buffer()?)
}
