//! From cells to what a unit filed: which form it is, its head fields, its grid, or a list of
//! many projects. Headings are recognised by their text, never by their position.

mod caption;
mod grid;
mod head;
mod list;
mod money;
mod vocabulary;

use super::reason::{Aside, Reason, Refusal, What};
use super::sheet::{Book, Sheet};
use crate::domain::companion::Companion;
use crate::domain::declaration::{At, Declaration};
use crate::domain::procedure::Digest;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization as _;
use vocabulary::{plain, vocabulary};

/// A cell that holds something.
#[derive(Debug, Clone, Copy)]
struct Item<'a> {
    column: u32,
    text: &'a str,
    number: bool,
}

/// A row that holds something.
#[derive(Debug, Clone)]
struct Line<'a> {
    row: u32,
    items: Vec<Item<'a>>,
}

impl<'a> Line<'a> {
    fn at(&self, column: u32) -> Option<Item<'a>> {
        self.items.iter().find(|i| i.column == column).copied()
    }
    fn first(&self) -> Item<'a> {
        self.items.first().copied().unwrap_or(Item {
            column: 0,
            text: "",
            number: false,
        })
    }
}

/// What the tables of a file hold.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) kind: Option<String>,
    pub(super) declarations: Vec<Declaration>,
    pub(super) companions: Vec<Companion>,
    pub(super) rows_read: u64,
    pub(super) refused: Vec<Refusal>,
    pub(super) aside: Vec<Aside>,
    pub(super) failure: Option<Reason>,
    /// What a text that only speaks of a table would be refused as, were it all there is.
    spoken: Option<(String, Reason)>,
}

impl Read {
    fn refuse(&mut self, place: (&str, u32, u32), value: &str, reason: Reason) {
        self.refuse_under(place, "", value, reason);
    }
    fn refuse_under(
        &mut self,
        (sheet, row, column): (&str, u32, u32),
        heading: &str,
        value: &str,
        reason: Reason,
    ) {
        let (sheet, heading) = (sheet.to_owned(), heading.to_owned());
        let value: String = value.chars().take(200).collect();
        self.refused.push(Refusal {
            sheet,
            row,
            column,
            heading,
            value,
            reason,
        });
    }
    fn lay_aside(&mut self, sheet: &str, row: u32, what: What) {
        self.aside.push(Aside {
            sheet: sheet.to_owned(),
            row,
            what,
        });
    }
}

/// Kinds of tables that are read, as `--kind` has them.
pub const KINDS: [&str; 12] = [
    "target",
    "monitoring-form",
    "self-evaluation",
    "budget-record",
    "last-year",
    "bond-quota",
    "other-funds",
    "execution",
    "plan",
    "approved-target",
    "year-end",
    "evidence",
];

/// True when a line of a text file looks like one of our tables; tells encodings apart.
pub(super) fn looks_known(line: &str) -> bool {
    vocabulary().looks_known(line)
}

/// Reads all tables of a book. `asked` is the kind of table asked for, `year` the budget year
/// where a form does not say its own.
pub(super) fn read(book: &Book, file: &str, asked: Option<&str>, year: i32) -> Read {
    let mut out = Read::default();
    for sheet in &book.sheets {
        for segment in segments(sheet) {
            out.rows_read += u64::try_from(segment.len()).unwrap_or(u64::MAX);
            let before = out.refused.len();
            table(&mut out, sheet, &segment, file, asked, year);
            // A row that was refused is a row that was read, no more.
            debug_assert!(out.refused.len() >= before);
        }
    }
    if out.failure.is_none() && out.declarations.is_empty() && out.companions.is_empty() {
        if out.refused.is_empty() {
            let (kind, why) = out.spoken.take().unzip();
            out.kind = out.kind.or(kind);
            out.failure = Some(why.unwrap_or(Reason::NoHeadings));
        }
    } else {
        same_codes(&mut out);
    }
    out
}

/// Rows with something in them, cut where another form begins.
fn segments(sheet: &Sheet) -> Vec<Vec<Line<'_>>> {
    let mut lines: Vec<Line<'_>> = Vec::new();
    for c in &sheet.cells {
        if plain(&c.text).is_empty() {
            continue;
        }
        let item = Item {
            column: c.column,
            text: &c.text,
            number: c.number,
        };
        match lines.last_mut() {
            Some(l) if l.row == c.row => l.items.push(item),
            _ => lines.push(Line {
                row: c.row,
                items: vec![item],
            }),
        }
    }
    let mut out: Vec<Vec<Line<'_>>> = Vec::new();
    let mut closed = false;
    let captions = captions(&lines);
    for line in lines {
        let starts = closed && (is_title(&line) || captions.contains(&line.row));
        closed |= grid::header(&line).is_some();
        match out.last_mut() {
            Some(segment) if !starts => segment.push(line),
            _ => {
                closed = false;
                out.push(vec![line]);
            }
        }
    }
    out
}

/// Rows of a lone text right above another grid, on a sheet of self-evaluations: a table without a
/// head of its own begins there.
fn captions(lines: &[Line<'_>]) -> Vec<u32> {
    let v = vocabulary();
    let evaluates = |l: &Line<'_>| {
        let title = v.title(l.first().text).filter(|_| l.items.len() <= 2);
        title.is_some_and(|t| t.kind == "self-evaluation")
    };
    if !lines.iter().take(5).any(evaluates) {
        return Vec::new();
    }
    let lone = |l: &Line<'_>| {
        let text = l.first().text;
        l.items.len() == 1 && !v.is_group(text) && v.field(text).is_none()
    };
    let pairs = lines.windows(2).filter_map(|w| match w {
        [a, b] if lone(a) && grid::header(b).is_some() => Some(a.row),
        _ => None,
    });
    pairs.collect()
}

fn is_title(line: &Line<'_>) -> bool {
    let v = vocabulary();
    line.items.len() <= 2
        && v.title(line.first().text).is_some()
        && v.field(line.first().text).is_none()
}

/// One table: a form, a list, or something that is refused by name.
fn table(
    out: &mut Read,
    sheet: &Sheet,
    lines: &[Line<'_>],
    file: &str,
    asked: Option<&str>,
    year: i32,
) {
    let v = vocabulary();
    let listed = lines.iter().take(20).position(list::is_header);
    let grid = lines.iter().position(|l| grid::header(l).is_some());
    let above = listed.or(grid).unwrap_or(lines.len()).min(lines.len());
    let title = lines
        .iter()
        .take(above)
        .flat_map(|l| l.items.iter())
        .map(|i| i.text)
        .chain([sheet.name.as_str(), file])
        .find_map(|t| v.title(t));
    let by_headings = listed
        .and_then(|n| lines.get(n))
        .or_else(|| grid.and_then(|n| lines.get(n)))
        .and_then(list::kind_by_headings);
    let kind = match (asked, title.map(|t| t.kind.as_str()), by_headings) {
        // What the headings show wins where they show that it is no target form.
        (_, _, Some(k @ ("self-evaluation" | "disclosure")))
            if title.is_none_or(|t| t.kind == "target") =>
        {
            k
        }
        (Some(a), None, _) => a,
        (_, Some(k), _) | (None, None, Some(k)) => k,
        (None, None, None) if grid.is_some() => "target",
        (None, None, None) => {
            for l in lines {
                out.lay_aside(&sheet.name, l.row, What::Note);
            }
            return;
        }
    };
    let why = if !KINDS.contains(&kind) {
        Some(Reason::OtherKind {
            kind: kind.to_owned(),
        })
    } else {
        asked.filter(|a| *a != kind).map(|a| Reason::NotAsked {
            found: kind.to_owned(),
            asked: a.to_owned(),
        })
    };
    let a_table = listed.is_some() || grid.is_some() || lines.iter().any(names_a_project);
    if why.is_some() || !a_table {
        let why = why.unwrap_or(Reason::NoGrid);
        if a_table {
            out.kind.get_or_insert_with(|| kind.to_owned());
            out.failure.get_or_insert(why);
        } else {
            // Instructions, or a note behind a form that names the form.
            out.spoken.get_or_insert_with(|| (kind.to_owned(), why));
        }
    } else {
        out.kind.get_or_insert_with(|| kind.to_owned());
    }
    if out.failure.is_some() || !a_table {
        lines
            .iter()
            .for_each(|l| out.lay_aside(&sheet.name, l.row, What::Note));
        return;
    }
    if errors(out, sheet, lines, listed) {
        lines
            .iter()
            .for_each(|l| out.lay_aside(&sheet.name, l.row, What::Note));
        return;
    }
    let form = title.map_or("", |t| t.form.as_str());
    let form = match form {
        "" if kind == "monitoring-form" => "central-monitoring",
        "" if kind == "self-evaluation" => "central-self-evaluation",
        "" => "central-target",
        form => form,
    };
    let year = year_of(lines.get(..above).unwrap_or(lines)).unwrap_or(year);
    match listed {
        Some(n) => list::read(out, sheet, lines, n, kind, year),
        None if is_form(kind) && grid.is_some() => {
            head::read(out, sheet, lines, form, year);
        }
        None => {
            out.failure.get_or_insert(Reason::NoGrid);
            lines
                .iter()
                .for_each(|l| out.lay_aside(&sheet.name, l.row, What::Note));
        }
    }
}

/// True for tables whose rows are forms of projects, with their indicators.
fn is_form(kind: &str) -> bool {
    ["target", "monitoring-form", "self-evaluation"].contains(&kind)
}

/// True for a row with a label for the project's name or code.
fn names_a_project(line: &Line<'_>) -> bool {
    let keys = ["project_name", "project_code"];
    line.items.iter().any(|i| {
        let name = i.text.split([':', '：']).next().unwrap_or("");
        let field = vocabulary().field(name);
        field.is_some_and(|f| keys.contains(&f.key.as_str()))
    })
}

/// Refuses cells that hold an error of the spreadsheet; true when there is one.
fn errors(out: &mut Read, sheet: &Sheet, lines: &[Line<'_>], listed: Option<usize>) -> bool {
    const ERRORS: [&str; 7] = [
        "#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!",
    ];
    let top = listed.and_then(|n| lines.get(n));
    let before = out.refused.len();
    for line in lines {
        for i in line.items.iter().filter(|i| ERRORS.contains(&i.text)) {
            let heading = top
                .and_then(|t| t.at(i.column))
                .map_or(String::new(), |h| plain(h.text));
            let place = (sheet.name.as_str(), line.row, i.column);
            out.refuse_under(place, &heading, i.text, Reason::ErrorValue);
        }
    }
    out.refused.len() > before
}

/// The year that the rows above the grid name: `（2026年度）`, `2023年项目支出…`.
fn year_of(lines: &[Line<'_>]) -> Option<i32> {
    let texts = || {
        lines
            .iter()
            .flat_map(|l| l.items.iter())
            .map(|i| plain(i.text))
    };
    let named = |text: &str, word: &str| {
        let at = text.find(word)?;
        let digits: String = text.get(..at)?.chars().rev().take(4).collect();
        let digits: String = digits.chars().rev().collect();
        digits
            .parse::<i32>()
            .ok()
            .filter(|y| (2000..2100).contains(y))
    };
    texts()
        .filter(|t| t.chars().count() < 60)
        .find_map(|t| named(&t, "年度"))
        .or_else(|| {
            texts()
                .filter(|t| t.chars().count() < 60)
                .find_map(|t| named(&t, "年"))
        })
}

/// A code as it is kept: NFKC, capitals, from the repertoire of codes.
fn code(raw: &str) -> Result<String, Reason> {
    let text: String = raw
        .nfkc()
        .filter(|c| !c.is_whitespace())
        .collect::<String>()
        .to_uppercase();
    let fits = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    match text.chars().find(|c| !fits(c)) {
        Some(c) => {
            let shown = crate::domain::clean::Clean::line(&c.to_string()).to_string();
            Err(Reason::BadCode {
                character: format!("{shown} U+{:04X}", c as u32),
            })
        }
        None if text.chars().count() > 64 => Err(Reason::BadCode {
            character: "64+".into(),
        }),
        None => Ok(text),
    }
}

/// The code of a project whose form has none: made from name and unit, so that the same project
/// has the same code each time. `CODE-名称` in the name is taken as its code.
fn made_code(d: &Declaration) -> String {
    let name = plain(d.text("project_name"));
    let head: String = name
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect();
    if head.len() >= 8
        && head.chars().any(|c| c.is_ascii_digit())
        && name
            .get(head.len()..)
            .is_some_and(|rest| rest.starts_with('-'))
    {
        return head.to_uppercase();
    }
    let key = format!(
        "{name}\n{}\n{}",
        plain(d.text("department_name")),
        plain(d.text("unit_name"))
    );
    let hex = Digest::of(&key).to_string().to_uppercase();
    format!("N{}", hex.get(..10).unwrap_or(""))
}

/// Two projects with one code in a file are refused by the row of the second.
fn same_codes(out: &mut Read) {
    let mut seen: HashMap<String, u32> = HashMap::new();
    let mut twice = Vec::new();
    for d in &out.declarations {
        let at = place(d);
        match seen.get(&d.code) {
            Some(row) => twice.push((at, d.code.clone(), *row)),
            None => {
                seen.insert(d.code.clone(), at.row);
            }
        }
    }
    for (at, code, row) in twice {
        out.refuse(
            (&at.sheet, at.row, at.column),
            &code,
            Reason::SameCode { row },
        );
    }
}

fn place(d: &Declaration) -> At {
    ["project_code", "project_name"]
        .iter()
        .find_map(|k| d.fields.get(*k))
        .map_or_else(At::default, |f| f.at.clone())
}
