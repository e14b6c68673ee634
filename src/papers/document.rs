//! Papers as tables of cells: one description, drawn as a workbook and as a page that prints to A4.
//! A form, a list and a notice are all such tables under a title.

use super::PaperError;
use super::xlsx::{A4, styles};
use crate::words::papers as say;
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet};
use serde::Serialize;

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// Its text.
    pub text: String,
    /// Columns it takes.
    pub across: u16,
    /// Rows it takes.
    pub down: u32,
    /// A heading or label.
    pub head: bool,
    /// Its value where it is a number; the text is then only for pages.
    pub number: Option<f64>,
}

impl Cell {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            across: 1,
            down: 1,
            head: false,
            number: None,
        }
    }
    /// A heading.
    pub fn head(text: impl Into<String>) -> Self {
        Self {
            head: true,
            ..Self::text(text)
        }
    }
    /// Money in 万元; nothing where there is none.
    pub fn wan(amount: Option<crate::domain::fen::Fen>) -> Self {
        use rust_decimal::prelude::ToPrimitive as _;
        let unit = crate::domain::fen::MoneyUnit::Wan;
        Self {
            number: amount.and_then(|a| a.to(unit).to_f64()),
            ..Self::text(amount.map_or_else(String::new, |a| a.wan()))
        }
    }
    /// Over several columns.
    #[must_use]
    pub const fn across(mut self, n: u16) -> Self {
        self.across = n;
        self
    }
    /// Over several rows.
    #[must_use]
    pub const fn down(mut self, n: u32) -> Self {
        self.down = n;
        self
    }
}

/// A paper.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Document {
    /// 练习: printed across it.
    pub practice: bool,
    /// The name of the sheet.
    pub sheet: String,
    /// Its title.
    pub title: String,
    /// The line under the title.
    pub under: String,
    /// Paragraphs before the table.
    pub before: Vec<String>,
    /// Widths of the columns, characters.
    pub widths: Vec<u16>,
    /// Rows that repeat on each printed page.
    pub heads: usize,
    /// Rows of cells.
    pub rows: Vec<Vec<Cell>>,
    /// Paragraphs after the table.
    pub after: Vec<String>,
    /// The foot: where in the log this stands.
    pub foot: String,
    /// Wider than high.
    pub landscape: bool,
}

/// What all papers of a database say of it.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// 练习.
    pub practice: bool,
    /// Budget year.
    pub year: i32,
    /// Number of the last entry.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
    /// The checkpoint up to that entry, its lines in one.
    pub point: String,
}

impl Origin {
    pub(super) fn document(&self, sheet: &str, title: &str) -> Document {
        Document {
            practice: self.practice,
            sheet: sheet.to_owned(),
            title: title.to_owned(),
            under: say::year(self.year, self.practice),
            foot: say::foot(self.seq, &self.hash, &self.point),
            ..Document::default()
        }
    }
}

/// A paper as a page.
///
/// # Errors
/// When the template cannot be filled.
pub fn document_html(d: &Document) -> Result<String, PaperError> {
    super::html::render("document.html", d)
}

/// A paper as a workbook.
///
/// # Errors
/// When the workbook cannot be made.
pub fn document_xlsx(d: &Document) -> Result<Vec<u8>, PaperError> {
    let mut book = Workbook::new();
    let f = styles();
    let number = Format::new()
        .set_font_name("宋体")
        .set_font_size(10)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(rust_xlsxwriter::FormatBorder::Thin)
        .set_num_format("#,##0.00");
    let w = book.add_worksheet();
    w.set_name(&d.sheet)?;
    w.set_paper_size(A4).set_print_fit_to_pages(1, 0);
    if d.landscape {
        w.set_landscape();
    }
    if d.practice {
        w.set_header(format!("&C&36{}", say::practice()));
    }
    for (c, width) in (0u16..).zip(&d.widths) {
        w.set_column_width(c, f64::from(*width))?;
    }
    let last = u16::try_from(d.widths.len().saturating_sub(1)).unwrap_or(0);
    super::xlsx::span(w, 0, (0, last), &d.title, &f.title)?;
    super::xlsx::span(w, 1, (0, last), &d.under, &f.plain_open)?;
    let mut row = 2;
    for text in &d.before {
        paragraph(w, row, last, text, &f.plain_open)?;
        row += 1;
    }
    let top = row;
    let mut taken = std::collections::HashSet::new();
    for cells in &d.rows {
        let mut column = 0u16;
        for cell in cells {
            while taken.contains(&(row, column)) {
                column += 1;
            }
            let style = if cell.head { &f.head } else { &f.plain };
            let (to, down) = (column + cell.across.max(1) - 1, row + cell.down.max(1) - 1);
            for r in row..=down {
                taken.extend((column..=to).map(|c| (r, c)));
            }
            if to > column || down > row {
                w.merge_range(row, column, down, to, &cell.text, style)?;
            } else if let Some(n) = cell.number {
                w.write_number_with_format(row, column, n, &number)?;
            } else {
                w.write_string_with_format(row, column, &cell.text, style)?;
            }
            column = to + 1;
        }
        row += 1;
    }
    if d.heads > 0 {
        let heads = u32::try_from(d.heads).unwrap_or(1);
        w.set_repeat_rows(top, top + heads - 1)?;
    }
    for text in &d.after {
        paragraph(w, row, last, text, &f.plain_open)?;
        row += 1;
    }
    w.write_string_with_format(row, 0, &d.foot, &f.small)?;
    w.set_print_area(0, 0, row, last)?;
    Ok(book.save_to_buffer()?)
}

/// A paragraph over all columns, as high as it needs.
fn paragraph(
    w: &mut Worksheet,
    row: u32,
    last: u16,
    text: &str,
    f: &Format,
) -> Result<(), PaperError> {
    super::xlsx::span(w, row, (0, last), text, f)?;
    let rows = u32::try_from(text.chars().count() / 44 + 1).unwrap_or(1);
    w.set_row_height(row, (rows * 15).min(400))?;
    Ok(())
}
