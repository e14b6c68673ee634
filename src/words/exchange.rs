//! What is said of files: where, what, what to do.

use super::{Lang, either};
use crate::domain::clean::Clean;
use crate::exchange::read::FileRead;
use crate::exchange::reason::{Reason, Refusal, What};
use crate::exchange::sheet::Unreadable;

/// `AA` for 27.
pub fn letters(column: u32) -> String {
    let mut n = column;
    let mut out = Vec::new();
    while n > 0 {
        let rest = (n - 1) % 26;
        out.push(char::from(b'A' + u8::try_from(rest).unwrap_or(0)));
        n = (n - 1) / 26;
    }
    out.iter().rev().collect()
}

fn place(l: Lang, r: &Refusal) -> String {
    let mut out = String::new();
    if !r.sheet.is_empty() {
        out += &format!("{} ", Clean::line(&r.sheet));
    }
    match (l, r.column) {
        (Lang::Zh, 0) => out += &format!("第{}行", r.row),
        (Lang::Zh, c) => out += &format!("第{}行{}列", r.row, letters(c)),
        (Lang::En, 0) => out += &format!("row {}", r.row),
        (Lang::En, c) => out += &format!("row {}, column {}", r.row, letters(c)),
    }
    if !r.heading.is_empty() {
        out += &format!("({})", Clean::line(&r.heading));
    }
    out
}

/// One refused row: `第14行F列(预算金额)「若干」不是金额`.
pub fn refusal(l: Lang, r: &Refusal) -> String {
    let value: String = r.value.chars().take(40).collect();
    let value = Clean::line(&value);
    let why = reason(l, &r.reason);
    match l {
        Lang::Zh => format!("{}「{value}」{why}", place(l, r)),
        Lang::En => format!("{}: \"{value}\" {why}", place(l, r)),
    }
}

/// Why, in words.
pub fn reason(l: Lang, r: &Reason) -> String {
    let zh = l == Lang::Zh;
    match r {
        Reason::Unreadable(u) => unreadable(l, u),
        Reason::NoHeadings => either(
            l,
            "没有认出表头: 申报表要有项目名称和一级至三级指标、指标值, 清单要有项目编码、项目名称等列",
            "no heading is known: a form has 项目名称 and the columns of indicators, a list has 项目编码, 项目名称 and so on",
        ),
        Reason::OtherKind { kind } => other_kind(l, kind),
        Reason::NotAsked { found, asked } => {
            if zh {
                format!("这是 {found} 表, 不是 {asked} 表")
            } else {
                format!("this is a {found} table, not {asked}")
            }
        }
        Reason::NoRows => either(l, "只有表头, 没有数据", "headings, and no rows below them"),
        Reason::NoMoneyUnit => either(
            l,
            "没有写明金额单位(元、万元、亿元), 不能猜。在表头写明再导",
            "has no unit of money (元, 万元, 亿元); it is never guessed",
        ),
        Reason::TwoMoneyUnits { one, other } => {
            if zh {
                format!("金额单位前后不一: {one} 和 {other}")
            } else {
                format!("has two units of money: {one} and {other}")
            }
        }
        Reason::NotDate => either(
            l,
            "不是日期，表头也没有写月份；写成 2020-07-31",
            "is no day, and no heading names a month; write 2020-07-31",
        ),
        Reason::NotMonth => either(l, "不是1至12的月份", "is no month from 1 to 12"),
        Reason::NotShare => either(l, "不是0至100的百分比", "is no share from 0 to 100 percent"),
        Reason::NotAmount => either(l, "不是金额", "is not an amount"),
        Reason::ErrorValue => either(
            l,
            "是错误值, 改正公式再导",
            "is an error value; mend the formula",
        ),
        Reason::AmountRange => either(
            l,
            "金额太大或小于一分",
            "is too large, or finer than a cent",
        ),
        Reason::NoProject => either(
            l,
            "没有项目编码和项目名称",
            "has neither project code nor project name",
        ),
        Reason::BadCode { character } => {
            let c = Clean::line(character);
            if zh {
                format!("项目编码里有不该有的字符 {c}, 只能用字母、数字、- _ .")
            } else {
                format!("has a character that codes do not have: {c}")
            }
        }
        Reason::LostDigits => either(
            l,
            "项目编码存成了数字, 末几位已丢失。把该列设为文本, 重填再导",
            "is a code stored as a number; its last digits are lost. Make the column text",
        ),
        Reason::SameCode { row } => {
            if zh {
                format!("与第{row}行的项目编码相同, 内容不同")
            } else {
                format!("has the code of row {row} and says otherwise")
            }
        }
        Reason::TwoHeadings { heading } => {
            let h = Clean::line(heading);
            if zh {
                format!("有两列「{h}」")
            } else {
                format!("there are two columns \"{h}\"")
            }
        }
        Reason::NoGrid => either(
            l,
            "没有找到绩效指标的表头(一级指标、二级指标、三级指标、指标值)",
            "has no heading of indicators (一级指标, 二级指标, 三级指标, 指标值)",
        ),
        Reason::NoCodeColumn => either(l, "没有「项目编码」列", "has no column 项目编码"),
        Reason::NoHeadingAbove => either(
            l,
            "上面没有表头, 这一行多出或错了格",
            "stands under no heading: the row has a cell too many, or is shifted",
        ),
    }
}

fn other_kind(l: Lang, kind: &str) -> String {
    let (zh, en) = match kind {
        "self-evaluation" => (
            "这是绩效自评表, 不是所指定的那种表",
            "a self-evaluation form, not the kind of table that was named",
        ),
        "monitoring-form" => (
            "这是绩效运行监控表, 不是所指定的那种表",
            "a monitoring form, not the kind of table that was named",
        ),
        "ex-ante" => (
            "这是事前绩效评估表, 不是绩效目标申报表",
            "an ex-ante evaluation table, no target declaration",
        ),
        "disclosure" => (
            "这是绩效信息公开的统计表, 不是申报表",
            "a table of disclosed figures, no declaration",
        ),
        "department-target" => (
            "这是部门整体支出绩效目标表, 本程序目前只读项目的申报表",
            "a department's overall target; this program reads projects' forms so far",
        ),
        _ => ("不认识这种表", "a table of a kind that is not known"),
    };
    either(l, zh, en)
}

/// Why bytes are no table.
pub fn unreadable(l: Lang, u: &Unreadable) -> String {
    let zh = l == Lang::Zh;
    match u {
        Unreadable::NoFile { why } => {
            let why = Clean::line(why);
            if zh {
                format!("打不开: {why}")
            } else {
                format!("can't be opened: {why}")
            }
        }
        Unreadable::Empty => either(l, "是空文件", "is empty"),
        Unreadable::TooLarge => either(
            l,
            "太大: 文件、展开后的内容或单元格数超过限度",
            "is too large: file, inflated content or number of cells",
        ),
        Unreadable::OldExcel => either(
            l,
            "是旧的 .xls 格式。用 Excel 或 WPS 另存为 .xlsx 再导",
            "is in the old .xls format; save it as .xlsx",
        ),
        Unreadable::Encrypted => either(
            l,
            "有打开密码。去掉密码另存再导",
            "has a password; save it without (密码)",
        ),
        Unreadable::WebPage => either(
            l,
            "是网页, 只是名字像 .xls 表格。用 Excel 或 WPS 打开后另存为 .xlsx 再导",
            "is a web page under the name of a table (xls); open it and save it as .xlsx",
        ),
        Unreadable::NotATable => either(l, "不是表格文件", "is no table"),
        Unreadable::NoEncoding { row } => {
            if zh {
                format!("第{row}行既不是 UTF-8 也不是 GB18030 编码")
            } else {
                format!("is neither UTF-8 nor GB18030 in row {row}")
            }
        }
        Unreadable::Nul { row } => {
            if zh {
                format!("第{row}行有空字符(NUL)")
            } else {
                format!("has a NUL in row {row}")
            }
        }
        Unreadable::BadCsv { row } => {
            if zh {
                format!("第{row}行附近引号没有配对")
            } else {
                format!("has quotes that do not close, near row {row}")
            }
        }
        Unreadable::BadContainer { why } => {
            let why = Clean::line(why);
            if zh {
                format!("文件损坏或不完整({why})。重新导出再试")
            } else {
                format!("is damaged or cut ({why})")
            }
        }
        Unreadable::Stopped => either(
            l,
            "读不下去: 用时或内存超过限度, 或内容使解析中断",
            "could not be read: beyond the limits of time or memory, or it crashed the parser",
        ),
    }
}

/// What a row that holds nothing to store is.
pub fn aside(l: Lang, w: What) -> String {
    match w {
        What::Title => either(l, "标题", "title"),
        What::Headings => either(l, "表头", "headings"),
        What::Total => either(l, "合计", "total"),
        What::Note => either(l, "说明", "note"),
        What::Padding => either(l, "空指标", "blank"),
    }
}

/// One file of an import.
pub fn file_line(l: Lang, f: &FileLine<'_>) -> String {
    let name = Clean::line(f.name);
    let (new, changed, same) = (f.new, f.changed, f.same);
    let (rows, kind, encoding) = (f.rows, f.kind, f.encoding);
    match (l, f.dry) {
        (Lang::Zh, false) => {
            format!("{name}: {kind} {encoding} {rows}行  新{new} 变{changed} 同{same}")
        }
        (Lang::Zh, true) => format!("{name}: {kind} {encoding} {rows}行  可读入 {new} 件 (未入库)"),
        (Lang::En, false) => {
            format!(
                "{name}: {kind} {encoding} {rows} rows, {new} new, {changed} changed, {same} same"
            )
        }
        (Lang::En, true) => {
            format!("{name}: {kind} {encoding} {rows} rows, {new} can be read in (nothing stored)")
        }
    }
}

/// What [`file_line`] tells.
#[derive(Debug, Clone, Copy)]
pub struct FileLine<'a> {
    /// File name.
    pub name: &'a str,
    /// Kind of table.
    pub kind: &'a str,
    /// Encoding.
    pub encoding: &'a str,
    /// Rows read.
    pub rows: u64,
    /// New cases.
    pub new: usize,
    /// Cases with a new round.
    pub changed: usize,
    /// Cases that were already so.
    pub same: usize,
    /// Nothing was stored.
    pub dry: bool,
}

/// A file that was not read in, and why.
pub fn not_read(l: Lang, name: &str, why: &str) -> String {
    let name = Clean::line(name);
    match l {
        Lang::Zh => format!("{name}: {why}, 此文件未读入。改后重导, 其他文件不受影响"),
        Lang::En => format!(
            "{name} {why}; this file was not read in. Mend it and import again; other files are in"
        ),
    }
}

/// Why a file was not read, in one sentence.
pub fn why(l: Lang, read: &FileRead) -> String {
    match &read.failure {
        Some(r) => reason(l, r),
        None => {
            let all = read.refused.iter().take(20).map(|r| refusal(l, r));
            let mut says = all.collect::<Vec<_>>().join("; ");
            if read.refused.len() > 20 {
                says += &format!(" … +{}", read.refused.len() - 20);
            }
            says
        }
    }
}

/// Nothing to read.
pub fn no_files(l: Lang) -> String {
    either(
        l,
        "没有找到 xlsx 或 csv 文件",
        "There is no xlsx or csv file",
    )
}

/// Sheets that are hidden.
pub fn hidden(l: Lang, sheets: &[String]) -> String {
    let list = Clean::line(&sheets.join(" ")).to_string();
    match l {
        Lang::Zh => format!("  含隐藏的工作表: {list}"),
        Lang::En => format!("  with hidden sheets: {list}"),
    }
}
