//! A form as the bureau's units file it: rows of cells with merged ranges, as a workbook or a
//! text table in one of the encodings of everyday life.

use super::form::Form;
use encoding_rs::GB18030;
use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError};

/// A table before it is written: rows of cells, and merged ranges (rows and columns from 0).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Sheet name.
    pub name: String,
    /// Rows.
    pub rows: Vec<Vec<String>>,
    /// Merged ranges: first row, first column, last row, last column.
    pub merges: Vec<(usize, usize, usize, usize)>,
}

/// How a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Workbook.
    Xlsx,
    /// UTF-8.
    Csv,
    /// UTF-8 with a byte order mark, as office programs write it.
    CsvBom,
    /// GB18030, as the systems of most bureaus write it.
    CsvGb,
}

impl Table {
    fn row(&mut self, cells: &[&str]) {
        self.rows
            .push(cells.iter().map(|c| (*c).to_owned()).collect());
    }
    /// Merges the last row from a column to the last one.
    fn span(&mut self, from: usize, to: usize) {
        let row = self.rows.len() - 1;
        self.merges.push((row, from, row, to));
    }
    fn wide(&mut self, label: &str, text: &str) {
        self.row(&[label, text, "", "", "", ""]);
        self.span(1, 5);
    }
    fn pair(&mut self, a: &str, x: &str, b: &str, y: &str) {
        self.row(&[a, x, "", b, y, ""]);
        self.span(1, 2);
        self.span(4, 5);
    }
    /// Merges equal neighbours of the level columns, as printed forms do: the text stays in the
    /// first cell.
    fn merge_levels(&mut self, from: usize, columns: &[usize]) {
        for &c in columns {
            let mut start = from;
            while start < self.rows.len() {
                let text = self.rows[start][c].clone();
                let parent =
                    |r: usize| self.rows[r][..c].iter().all(String::is_empty) || c == columns[0];
                let mut end = start + 1;
                while end < self.rows.len() && self.rows[end][c] == text && parent(end) {
                    end += 1;
                }
                for row in start + 1..end {
                    self.rows[row][c].clear();
                }
                if end - start > 1 {
                    self.merges.push((start, c, end - 1, c));
                }
                start = end;
            }
        }
    }
}

fn wan(f: &Form, key: &str) -> String {
    f.wan(key).map_or_else(String::new, |v| format!("{v}.00"))
}

fn yuan(f: &Form, key: &str) -> String {
    f.wan(key)
        .map_or_else(String::new, |v| format!("{v}0000.00"))
}

/// The central form with its provincial columns 分值 and 指标解释; money in 万元.
pub fn central(f: &Form) -> Table {
    let mut t = Table {
        name: "绩效目标申报表".into(),
        ..Table::default()
    };
    t.row(&["项目支出绩效目标申报表", "", "", "", "", ""]);
    t.span(0, 5);
    t.row(&["（2020年度）  示例数据", "", "", "", "", ""]);
    t.span(0, 5);
    t.pair(
        "项目编码",
        f.text("project_code"),
        "项目名称",
        f.text("project_name"),
    );
    t.pair(
        "主管部门",
        f.text("department_name"),
        "实施单位",
        f.text("unit_name"),
    );
    t.pair(
        "区划代码",
        f.text("district_code"),
        "项目属性",
        f.text("project_attribute"),
    );
    t.pair(
        "计划开始日期",
        f.text("start_date"),
        "计划完成日期",
        f.text("end_date"),
    );
    t.pair(
        "资金来源",
        f.text("fund_source"),
        "资金用途",
        f.text("use_class"),
    );
    t.pair(
        "直达资金标识",
        f.text("direct_fund"),
        "台账编号",
        f.text("ledger_no"),
    );
    let money = t.rows.len();
    t.row(&[
        "资金情况（万元）",
        "项目资金总额",
        &wan(f, "total_amount"),
        "年度资金总额",
        &wan(f, "annual_amount"),
        "",
    ]);
    t.row(&[
        "",
        "国债资金",
        &wan(f, "bond_amount"),
        "其中：当年财政拨款",
        &wan(f, "annual_fiscal"),
        "",
    ]);
    t.row(&[
        "",
        "自有资金",
        &wan(f, "own_funds"),
        "上年结转资金",
        &wan(f, "annual_carryover"),
        "",
    ]);
    t.row(&[
        "",
        "预期收入",
        &wan(f, "revenue"),
        "其他资金",
        &wan(f, "annual_other"),
        "",
    ]);
    t.merges.push((money, 0, money + 3, 0));
    t.wide("立项依据", f.text("basis"));
    t.wide("事前绩效评估结果", f.text("exante"));
    t.wide("国债本金偿还安排", f.text("repayment"));
    t.wide("项目概况", f.text("overview"));
    t.wide("项目总目标", f.text("goal_total"));
    t.wide("年度总体目标", f.text("goal_annual"));
    t.row(&[
        "一级指标",
        "二级指标",
        "三级指标",
        "指标值",
        "分值",
        "指标解释",
    ]);
    let start = t.rows.len();
    for l in &f.lines {
        t.row(&[
            &l.level1,
            &l.level2,
            &l.name,
            &l.value,
            &l.weight.to_string(),
            &l.note,
        ]);
    }
    t.merge_levels(start, &[0, 1]);
    t.row(&[
        "合计",
        "",
        "",
        "",
        &f.lines.iter().map(|l| l.weight).sum::<i32>().to_string(),
        "",
    ]);
    t.row(&["填报人：", "", "联系电话：", "", "填报日期：", "2020年7月"]);
    t
}

/// The Shanghai form; money in 元, no points.
pub fn shanghai(f: &Form) -> Table {
    let mut t = Table {
        name: "申报表".into(),
        ..Table::default()
    };
    t.row(&["财政项目支出绩效目标申报表", "", "", "", "", ""]);
    t.span(0, 5);
    t.row(&["（2020年度）  示例数据", "", "", "", "", ""]);
    t.span(0, 5);
    t.pair(
        "项目编码",
        f.text("project_code"),
        "项目名称",
        f.text("project_name"),
    );
    t.pair(
        "主管部门",
        f.text("department_name"),
        "实施单位",
        f.text("unit_name"),
    );
    t.pair(
        "项目性质",
        "一次性项目",
        "区划代码",
        f.text("district_code"),
    );
    t.pair(
        "计划开始日期",
        f.text("start_date"),
        "计划完成日期",
        f.text("end_date"),
    );
    t.pair(
        "资金来源",
        f.text("fund_source"),
        "资金用途",
        f.text("use_class"),
    );
    t.pair(
        "直达资金标识",
        f.text("direct_fund"),
        "台账编号",
        f.text("ledger_no"),
    );
    let money = t.rows.len();
    t.row(&[
        "项目资金（元）",
        "项目资金总额",
        &yuan(f, "total_amount"),
        "年度资金申请总额",
        &yuan(f, "annual_amount"),
        "",
    ]);
    t.row(&[
        "",
        "国债资金",
        &yuan(f, "bond_amount"),
        "其中：当年财政拨款",
        &yuan(f, "annual_fiscal"),
        "",
    ]);
    t.row(&[
        "",
        "自有资金",
        &yuan(f, "own_funds"),
        "上年结转资金",
        &yuan(f, "annual_carryover"),
        "",
    ]);
    t.row(&["", "", "", "其他资金", &yuan(f, "annual_other"), ""]);
    t.merges.push((money, 0, money + 3, 0));
    t.wide("立项依据", f.text("basis"));
    t.wide("事前绩效评估结果", f.text("exante"));
    t.wide("项目概况", f.text("overview"));
    t.row(&["项目绩效目标", "项目总目标", "", "年度总体目标", "", ""]);
    t.span(1, 2);
    t.span(3, 5);
    t.row(&["", f.text("goal_total"), "", f.text("goal_annual"), "", ""]);
    t.span(1, 2);
    t.span(3, 5);
    let goals = t.rows.len();
    t.merges.push((goals - 2, 0, goals - 1, 0));
    t.row(&[
        "绩效指标",
        "一级指标",
        "二级指标",
        "三级指标",
        "年度(/项目)指标值",
        "备注",
    ]);
    let start = t.rows.len();
    for l in &f.lines {
        t.row(&["", &l.level1, &l.level2, &l.name, &l.value, &l.note]);
    }
    t.merge_levels(start, &[1, 2]);
    t.merges.push((start - 1, 0, t.rows.len() - 1, 0));
    t
}

/// The bytes of a table.
///
/// # Errors
/// When the workbook cannot be made.
pub fn bytes(t: &Table, how: Written) -> Result<Vec<u8>, XlsxError> {
    match how {
        Written::Xlsx => xlsx(t),
        Written::Csv => Ok(csv(t).into_bytes()),
        Written::CsvBom => Ok(format!("\u{feff}{}", csv(t)).into_bytes()),
        Written::CsvGb => Ok(GB18030.encode(&csv(t)).0.into_owned()),
    }
}

fn csv(t: &Table) -> String {
    let cell = |c: &String| {
        if c.contains([',', '"', '\n']) {
            format!("\"{}\"", c.replace('"', "\"\""))
        } else {
            c.clone()
        }
    };
    let line = |r: &Vec<String>| r.iter().map(cell).collect::<Vec<_>>().join(",");
    t.rows.iter().map(line).collect::<Vec<_>>().join("\r\n") + "\r\n"
}

fn xlsx(t: &Table) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The same bytes each time: the time of making is fixed.
    let made = ExcelDateTime::from_ymd(2020, 7, 31)?;
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&made));
    let cell = Format::new()
        .set_border(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::VerticalCenter)
        .set_font_name("宋体")
        .set_font_size(11);
    let title = Format::new()
        .set_bold()
        .set_font_size(16)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter);
    let sheet = book.add_worksheet();
    sheet.set_name(&t.name)?;
    for (c, width) in [16.0, 18.0, 28.0, 22.0, 12.0, 36.0].into_iter().enumerate() {
        sheet.set_column_width(u16::try_from(c).unwrap_or(0), width)?;
    }
    let place = |r: usize, c: usize| {
        (
            u32::try_from(r).unwrap_or(u32::MAX),
            u16::try_from(c).unwrap_or(u16::MAX),
        )
    };
    for &(r0, c0, r1, c1) in &t.merges {
        let ((r0, c0), (r1, c1)) = (place(r0, c0), place(r1, c1));
        sheet.merge_range(r0, c0, r1, c1, "", &cell)?;
    }
    for (r, row) in t.rows.iter().enumerate() {
        for (c, text) in row.iter().enumerate() {
            let (row, column) = place(r, c);
            let format = if r == 0 { &title } else { &cell };
            if !text.is_empty() {
                sheet.write_string_with_format(row, column, text, format)?;
            }
        }
    }
    book.save_to_buffer()
}
