//! Workbooks: the container is looked over before anything is parsed, and cells are read as a
//! stream, never as a dense range.

use super::sheet::{Book, CELLS, Cell, Sheet, Unreadable};
use super::shown::Shape;
use calamine::{DataRef, Reader as _, SheetVisible, Xlsx};
use std::collections::HashSet;
use std::io::{Cursor, Read as _};

/// Members of a container beyond which it is no form.
const MEMBERS: usize = 2_000;
/// Inflated bytes of one member.
const MEMBER: u64 = 256 << 20;
/// Inflated bytes of all members.
const ALL: u64 = 512 << 20;

/// True for the bytes of a zip container.
pub(super) fn is_container(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// True for the old compound format: .xls, or a workbook with a password.
pub(super) fn compound(bytes: &[u8]) -> Option<Unreadable> {
    if !bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return None;
    }
    let name: Vec<u8> = "EncryptedPackage"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let locked = bytes.windows(name.len()).any(|w| w == name.as_slice());
    Some(if locked {
        Unreadable::Encrypted
    } else {
        Unreadable::OldExcel
    })
}

/// Reads a workbook.
pub(super) fn read(bytes: &[u8]) -> Result<Book, Unreadable> {
    guard(bytes)?;
    let bad = |why: calamine::XlsxError| match why {
        calamine::XlsxError::Password => Unreadable::Encrypted,
        other => Unreadable::BadContainer {
            why: short(&other.to_string()),
        },
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(bad)?;
    let sheets = book.sheets_metadata().to_vec();
    let mut out = Book {
        sheets: Vec::new(),
        encoding: "xlsx".to_owned(),
    };
    let mut count = 0usize;
    for meta in &sheets {
        let mut sheet = Sheet {
            name: meta.name.clone(),
            hidden: meta.visible != SheetVisible::Visible,
            cells: Vec::new(),
        };
        let mut cells = book.worksheet_cells_reader(&meta.name).map_err(bad)?;
        let shapes: Vec<Shape> = cells.styles().iter().map(shape).collect();
        let plain = Shape::default();
        while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(bad)? {
            let shape = shapes.get(style).unwrap_or(&plain);
            let (row, column) = cell.get_position();
            let (row, column) = (row + 1, column + 1);
            let (text, number) = match cell.get_value() {
                DataRef::Empty => continue,
                DataRef::Int(i) => (i.to_string(), true),
                DataRef::Float(f) => (shape.figure(*f), true),
                DataRef::String(s) => (s.clone(), false),
                DataRef::SharedString(s) => ((*s).to_owned(), false),
                DataRef::Bool(b) => (b.to_string(), false),
                DataRef::DateTime(d) => (date(d, shape.month_only), false),
                DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => (s.clone(), false),
                // Refused where it stands, with the heading above it.
                DataRef::Error(e) => (e.to_string(), false),
            };
            if text.is_empty() {
                continue;
            }
            count += 1;
            if count > CELLS {
                return Err(Unreadable::TooLarge);
            }
            sheet.cells.push(Cell {
                row,
                column,
                text,
                number,
            });
        }
        sheet.cells.sort_by_key(|c| (c.row, c.column));
        out.sheets.push(sheet);
    }
    out.bounded()
}

fn shape(style: &calamine::Style) -> Shape {
    let code = style.number_format.as_ref().map(|n| n.format_code.as_str());
    code.map_or_else(Shape::default, Shape::of)
}

/// A date cell as `2020-06-30`, or `2020-06` where it shows no day; a time of day is left off.
fn date(d: &calamine::ExcelDateTime, month_only: bool) -> String {
    let (y, m, day, ..) = d.to_ymd_hms_milli();
    if month_only {
        format!("{y:04}-{m:02}")
    } else {
        format!("{y:04}-{m:02}-{day:02}")
    }
}

fn short(why: &str) -> String {
    why.chars().take(120).collect()
}

/// Looks the container over by inflating each member through a limit: what the directory
/// claims of sizes is not believed.
fn guard(bytes: &[u8]) -> Result<(), Unreadable> {
    let bad = |why: String| Unreadable::BadContainer { why: short(&why) };
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|e| bad(e.to_string()))?;
    if zip.len() > MEMBERS {
        return Err(bad(format!("{} members", zip.len())));
    }
    let mut names = HashSet::new();
    let mut all = 0u64;
    let mut buffer = vec![0u8; 64 << 10];
    for i in 0..zip.len() {
        let mut member = zip.by_index(i).map_err(|e| bad(e.to_string()))?;
        if member.encrypted() {
            return Err(Unreadable::Encrypted);
        }
        if !names.insert(member.name_raw().to_ascii_lowercase()) {
            return Err(bad("two members of one name".to_owned()));
        }
        let mut size = 0u64;
        loop {
            let n = member.read(&mut buffer).map_err(|e| bad(e.to_string()))?;
            if n == 0 {
                break;
            }
            let n = u64::try_from(n).unwrap_or(u64::MAX);
            size += n;
            all += n;
            if size > MEMBER || all > ALL {
                return Err(Unreadable::TooLarge);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

    #[test]
    fn numbers_dates_and_text_are_read_as_shown() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "项目名称").unwrap();
        sheet.write_number(1, 0, 10_606.752_2).unwrap();
        sheet.write_number(1, 1, 12.0).unwrap();
        sheet.write_number(1, 2, 0.1 + 0.2).unwrap();
        let day = ExcelDateTime::from_ymd(2020, 6, 30).unwrap();
        let chinese = Format::new().set_num_format_index(31);
        sheet
            .write_datetime_with_format(2, 0, &day, &chinese)
            .unwrap();
        let month = Format::new().set_num_format("yyyy\"年\"m\"月\"");
        sheet
            .write_datetime_with_format(2, 1, &day, &month)
            .unwrap();
        let percent = Format::new().set_num_format("0%");
        sheet.write_number_with_format(2, 2, 1.0, &percent).unwrap();
        let bytes = book.save_to_buffer().unwrap();
        let cells = read(&bytes).unwrap().sheets.remove(0).cells;
        let texts: Vec<_> = cells.iter().map(|c| (c.text.as_str(), c.number)).collect();
        assert_eq!(
            texts,
            [
                ("项目名称", false),
                ("10606.7522", true),
                ("12", true),
                ("0.3", true),
                ("2020-06-30", false),
                ("2020-06", false),
                ("100%", true)
            ]
        );
    }

    #[test]
    fn damaged_and_foreign_containers_are_refused() {
        let mut book = Workbook::new();
        book.add_worksheet().write_string(0, 0, "a").unwrap();
        let bytes = book.save_to_buffer().unwrap();
        assert!(read(&bytes[..bytes.len() / 2]).is_err());
        let mut flipped = bytes.clone();
        let at = flipped.len() / 2;
        flipped[at] ^= 0x55;
        let _either = read(&flipped);
        assert_eq!(
            compound(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...."),
            Some(Unreadable::OldExcel)
        );
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let mut container = b"PK\x03\x04".to_vec();
            container.extend(bytes);
            prop_assert!(read(&container).is_err());
        }
    }
}
