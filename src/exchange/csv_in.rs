//! Text tables: which encoding, which delimiter, which cells.

use super::sheet::{Book, CELL, CELLS, Cell, Sheet, Unreadable};
use encoding_rs::{Encoding, GB18030, UTF_16BE, UTF_16LE};

/// Reads a text table. `known` tells whether a line looks like one of our headings: it decides
/// where both encodings fit.
pub(super) fn read(bytes: &[u8], known: &dyn Fn(&str) -> bool) -> Result<Book, Unreadable> {
    let (text, encoding) = decode(bytes, known)?;
    let text = text.trim_start_matches('\u{feff}');
    if text.trim().is_empty() {
        return Err(Unreadable::Empty);
    }
    let start: String = text.chars().take(200).collect::<String>().to_lowercase();
    if ["<html", "<!doctype", "<table", "<?xml"]
        .iter()
        .any(|t| start.trim_start().starts_with(t))
    {
        return Err(Unreadable::WebPage);
    }
    if let Some(n) = text.lines().position(|l| l.contains('\0')) {
        return Err(Unreadable::Nul {
            row: u32::try_from(n + 1).unwrap_or(u32::MAX),
        });
    }
    let sheet = cells(text, delimiter(text, known))?;
    Book {
        sheets: vec![sheet],
        encoding,
    }
    .bounded()
}

/// BOM, strict UTF-8, strict GB18030, in this order; UTF-8 Chinese is sometimes valid GB18030
/// too, and then the reading whose headings are known wins.
fn decode(bytes: &[u8], known: &dyn Fn(&str) -> bool) -> Result<(String, String), Unreadable> {
    let strict = |e: &'static Encoding, b: &[u8]| {
        e.decode_without_bom_handling_and_without_replacement(b)
            .map(|t| t.into_owned())
    };
    if let Some(rest) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return match std::str::from_utf8(rest) {
            Ok(t) => Ok((t.to_owned(), "UTF-8 BOM".to_owned())),
            Err(e) => Err(Unreadable::NoEncoding {
                row: row_of(rest, e.valid_up_to()),
            }),
        };
    }
    for (bom, e) in [(b"\xff\xfe", UTF_16LE), (b"\xfe\xff", UTF_16BE)] {
        if let Some(rest) = bytes.strip_prefix(bom.as_slice()) {
            return strict(e, rest)
                .map(|t| (t, e.name().to_owned()))
                .ok_or(Unreadable::NoEncoding { row: 1 });
        }
    }
    let utf8 = std::str::from_utf8(bytes);
    let gbk = || strict(GB18030, bytes);
    let recognised = |t: &str| t.lines().take(20).any(known);
    match utf8 {
        Ok(t) if bytes.is_ascii() || recognised(t) => Ok((t.to_owned(), "UTF-8".to_owned())),
        Ok(t) => match gbk().filter(|g| recognised(g)) {
            Some(g) => Ok((g, "GB18030".to_owned())),
            None => Ok((t.to_owned(), "UTF-8".to_owned())),
        },
        Err(e) => match gbk() {
            // A file of mostly valid UTF-8 with a broken place is broken, not GB18030.
            Some(g) if recognised(&g) || !recognised(&String::from_utf8_lossy(bytes)) => {
                Ok((g, "GB18030".to_owned()))
            }
            _ => Err(Unreadable::NoEncoding {
                row: row_of(bytes, e.valid_up_to()),
            }),
        },
    }
}

fn row_of(bytes: &[u8], at: usize) -> u32 {
    let n = bytes.iter().take(at).filter(|b| **b == b'\n').count();
    u32::try_from(n + 1).unwrap_or(u32::MAX)
}

/// The delimiter of the line that looks most like headings; commas unless another is clearer.
fn delimiter(text: &str, known: &dyn Fn(&str) -> bool) -> u8 {
    let count = |d: char| {
        text.lines()
            .take(20)
            .filter(|l| known(l))
            .map(|l| l.matches(d).count())
            .max()
            .unwrap_or(0)
    };
    let (commas, tabs, semicolons) = (count(','), count('\t'), count(';'));
    if tabs > commas {
        b'\t'
    } else if semicolons > commas {
        b';'
    } else {
        b','
    }
}

fn cells(text: &str, delimiter: u8) -> Result<Sheet, Unreadable> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut sheet = Sheet::default();
    let mut record = csv::StringRecord::new();
    let mut row = 0u32;
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Ok(true) => {}
            Err(_) => return Err(Unreadable::BadCsv { row: row + 1 }),
        }
        // The csv reader passes over blank lines; places must be those of the file.
        let line = record.position().map_or(0, csv::Position::line);
        row = u32::try_from(line).unwrap_or(row + 1).max(row + 1);
        for (n, field) in record.iter().enumerate() {
            if field.len() > CELL * 4 {
                return Err(Unreadable::TooLarge);
            }
            if !field.is_empty() {
                if sheet.cells.len() == CELLS {
                    return Err(Unreadable::TooLarge);
                }
                let column = u32::try_from(n + 1).unwrap_or(u32::MAX);
                sheet.cells.push(Cell {
                    row,
                    column,
                    text: bare(field),
                    number: false,
                });
            }
        }
    }
    if open_quote(text) {
        return Err(Unreadable::BadCsv { row });
    }
    Ok(sheet)
}

/// Our own export puts `'` before what a spreadsheet would run; it is taken off again.
fn bare(field: &str) -> String {
    match field.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@', '\t', '\r']) => rest.to_owned(),
        _ => field.to_owned(),
    }
}

/// An odd number of quotes: one never closes and swallows the rest of the file.
fn open_quote(text: &str) -> bool {
    let mut inside = false;
    let mut before = '\n';
    for c in text.chars() {
        // A quote opens at the beginning of a cell, or right after one that closed.
        let opens = matches!(before, ',' | '\t' | ';' | '\n' | '\r' | '"');
        if c == '"' && (inside || opens) {
            inside = !inside;
        }
        before = c;
    }
    inside
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(bytes: &[u8]) -> Result<Book, Unreadable> {
        read(bytes, &|line| line.contains("项目名称"))
    }

    #[test]
    fn encodings_are_told_apart() {
        let text = "项目名称,金额\n𠮷㐂家供水,\"1,268\"\n";
        let gbk = GB18030.encode(text).0;
        for (bytes, name) in [
            (text.as_bytes().to_vec(), "UTF-8"),
            (
                [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat(),
                "UTF-8 BOM",
            ),
            (gbk.to_vec(), "GB18030"),
        ] {
            let book = table(&bytes).unwrap();
            assert_eq!(book.encoding, name);
            let texts: Vec<_> = book.sheets[0]
                .cells
                .iter()
                .map(|c| c.text.as_str())
                .collect();
            assert_eq!(texts, ["项目名称", "金额", "𠮷㐂家供水", "1,268"]);
        }
        let broken = [
            b"\xe9\xa1\xb9\xe7\x9b\xae\xe5\x90\x8d\xe7\xa7\xb0,a\nb,c\n\xff\xff\xff,d\n".as_slice(),
        ]
        .concat();
        assert_eq!(table(&broken), Err(Unreadable::NoEncoding { row: 3 }));
    }

    #[test]
    fn odd_files_are_refused_by_row() {
        assert_eq!(table(b""), Err(Unreadable::Empty));
        assert_eq!(table(b"\xef\xbb\xbf"), Err(Unreadable::Empty));
        assert_eq!(
            table("项目名称\na\0b\n".as_bytes()),
            Err(Unreadable::Nul { row: 2 })
        );
        assert_eq!(table(b"<html><table>"), Err(Unreadable::WebPage));
        assert!(matches!(
            table("项目名称\n\"a,b\nc".as_bytes()),
            Err(Unreadable::BadCsv { .. })
        ));
        let inner = table("项目名称,b\n\"说\"\"好\"\"\n二行\",c\n".as_bytes()).unwrap();
        assert_eq!(inner.sheets[0].cells[2].text, "说\"好\"\n二行");
        let safe = table("项目名称\n'=1+1\n".as_bytes()).unwrap();
        assert_eq!(safe.sheets[0].cells[1].text, "=1+1");
    }

    proptest! {
        #[test]
        fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _outcome = table(&bytes);
        }
    }
}
