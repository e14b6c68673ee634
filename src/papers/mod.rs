//! The papers that leave the program: official forms from plain data, as workbooks and as pages
//! that print to A4. Foreign text is typed text there, never a formula and never markup.

mod document;
mod html;
pub mod minutes;
pub mod monitoring;
pub mod reevaluation;
mod write;
mod xlsx;

pub use document::{Cell, Document, Origin, document_html, document_xlsx};
pub use html::{joint_html, sheet_html};
pub use write::{file_name, safe_write};
pub use xlsx::{joint_xlsx, sheet_xlsx};

use serde::Serialize;

/// Why a paper could not be made.
#[derive(Debug, thiserror::Error)]
pub enum PaperError {
    /// The workbook.
    #[error(transparent)]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
    /// The page.
    #[error(transparent)]
    Html(#[from] minijinja::Error),
}

/// One of the eight items of the review sheet.
#[derive(Debug, Clone, Serialize)]
pub struct SheetItem {
    /// 审核内容, with its points.
    pub group: String,
    /// 具体内容, with its points.
    pub name: String,
    /// 审核要点.
    pub asks: String,
    /// Grades in order, each with whether it is the one given.
    pub boxes: Vec<(String, bool)>,
}

/// Who graded or decided, for a signature line.
#[derive(Debug, Clone, Serialize)]
pub struct Signature {
    /// 第1席, 定案, 复核.
    pub seat: String,
    /// Name.
    pub name: String,
    /// The grade, or 已 while it is blind.
    pub grade: String,
    /// Date.
    pub date: String,
}

/// 项目支出绩效目标审核表 of one case (财预〔2015〕88号).
#[derive(Debug, Clone, Serialize)]
pub struct ReviewSheet {
    /// 练习: printed across it.
    pub practice: bool,
    /// Budget year.
    pub year: i32,
    /// Head block: label and text, in order.
    pub head: Vec<(String, String)>,
    /// The eight items.
    pub items: Vec<SheetItem>,
    /// 综合评定等级, each with whether it is the one given.
    pub overall: Vec<(String, bool)>,
    /// 总体意见.
    pub opinions: Vec<String>,
    /// Signatures.
    pub signatures: Vec<Signature>,
    /// Number of the last entry of the case.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
    /// The checkpoint up to that entry, its lines in one.
    pub point: String,
}

/// A row of the joint review's table.
#[derive(Debug, Clone, Serialize)]
pub struct JointRow {
    /// Cells in the order of the headings.
    pub cells: Vec<String>,
}

/// 绩效目标专项会审汇总表.
#[derive(Debug, Clone, Serialize)]
pub struct JointTable {
    /// 练习: printed across it.
    pub practice: bool,
    /// Budget year.
    pub year: i32,
    /// Headings.
    pub headings: Vec<String>,
    /// Rows.
    pub rows: Vec<JointRow>,
    /// 合计: projects, total investment and bond money.
    pub sums: String,
    /// Number of the last entry of the database.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
    /// The checkpoint up to that entry, its lines in one.
    pub point: String,
}
