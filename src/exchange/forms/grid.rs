//! The grid 绩效指标: columns by their headings, levels carried down over merged cells.

use super::super::reason::What;
use super::super::sheet::Sheet;
use super::vocabulary::{label, plain, vocabulary};
use super::{Line, Read};
use crate::domain::declaration::{At, Declaration, Field, Indicator};
use crate::domain::evaluation::GROUP;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use std::collections::BTreeMap;

/// Columns of one block of a grid, by key.
#[derive(Debug, Clone, Default)]
pub(super) struct Block {
    columns: BTreeMap<String, u32>,
    whole_project: bool,
}

impl Block {
    /// A block whose 一级指标 stands in a column of another block.
    fn under(level1: u32) -> Self {
        Self {
            columns: BTreeMap::from([("level1".to_owned(), level1)]),
            whole_project: false,
        }
    }
    fn get<'a>(&self, line: &Line<'a>, key: &str) -> Option<&'a str> {
        self.columns
            .get(key)
            .map(|c| line.at(*c).map_or("", |i| i.text))
    }
    /// Headings of a second row stand for the column that they divide.
    fn divide(&mut self, line: &Line<'_>) {
        for item in &line.items {
            let Some(key) = vocabulary().columns(item.text).first() else {
                continue;
            };
            self.columns.retain(|_, column| *column != item.column);
            self.columns.insert(key.clone(), item.column);
        }
    }
    fn left(&self) -> u32 {
        self.columns.get("level1").copied().unwrap_or(1)
    }
}

/// The blocks of a heading row, or none when the row is no heading of a grid.
pub(super) fn header(line: &Line<'_>) -> Option<Vec<Block>> {
    let v = vocabulary();
    let mut blocks: Vec<Block> = Vec::new();
    for item in &line.items {
        let keys = v.columns(item.text);
        let is = |key: &str| keys.iter().any(|k| k == key);
        // The central form prints 一级指标 once for both of its blocks.
        let again = blocks.last().filter(|b| {
            b.columns.contains_key("value")
                && (is("level2") || is("name") && !b.columns.contains_key("level2"))
        });
        if let Some(shared) = again.and_then(|b| b.columns.get("level1")).copied() {
            blocks.push(Block::under(shared));
        } else if is("level1") {
            blocks.push(Block::default());
        }
        let Some(block) = blocks.last_mut() else {
            continue;
        };
        if let Some(key) = keys.first() {
            block.columns.entry(key.clone()).or_insert(item.column);
        }
    }
    blocks.retain(|b| b.columns.contains_key("value") || b.columns.contains_key("actual"));
    let good = |b: &Block| {
        b.columns.contains_key("level1")
            && (b.columns.contains_key("name") || b.columns.contains_key("level2"))
    };
    if blocks.is_empty() || !blocks.iter().all(good) {
        return None;
    }
    let group = line.first();
    let whole = |text: &str| {
        ["中期", "长期", "实施期"]
            .iter()
            .any(|w| plain(text).contains(w))
    };
    let several = blocks.len() > 1;
    for (n, b) in blocks.iter_mut().enumerate() {
        // Side by side the first block is the longer one.
        b.whole_project = if several {
            n == 0
        } else {
            group.column < b.left() && whole(group.text)
        };
    }
    Some(blocks)
}

/// True for a second row of headings: nothing but parts of 偏差原因分析 and 完成目标可能性.
fn under_headings(line: &Line<'_>) -> bool {
    let v = vocabulary();
    let part = |text: &str| {
        let keys = v.columns(text);
        keys.iter()
            .any(|k| k.starts_with("cause_") || k.starts_with("possibility_"))
    };
    line.items.len() >= 2 && line.items.iter().all(|i| part(i.text))
}

/// Reads the grid that begins at `start`; gives the index of the first line behind it.
pub(super) fn read(
    out: &mut Read,
    sheet: &Sheet,
    lines: &[Line<'_>],
    start: usize,
    d: &mut Declaration,
) -> usize {
    let v = vocabulary();
    let mut blocks: Vec<Block> = Vec::new();
    let mut levels: Vec<(String, String)> = Vec::new();
    let mut group = String::new();
    for (n, line) in lines.iter().enumerate().skip(start) {
        if let Some(found) = header(line) {
            levels = vec![(String::new(), String::new()); found.len()];
            blocks = found;
            // Where there is no column of points, the group has them.
            let printed = blocks.iter().any(|b| b.columns.contains_key("weight"));
            let points = group_points(line.first().text).filter(|_| !printed);
            group = points.map_or_else(String::new, |p| format!("{p}#{n}"));
            continue;
        }
        if n == start + 1 && under_headings(line) {
            blocks.iter_mut().for_each(|b| b.divide(line));
            continue;
        }
        let first = line.first();
        let left = blocks.iter().map(Block::left).min().unwrap_or(1);
        if line.items.iter().take(2).any(|i| v.is_total(i.text)) {
            blocks.iter().for_each(|b| total(d, b, line, &sheet.name));
            out.lay_aside(&sheet.name, line.row, What::Total);
            continue;
        }
        let outside = first.column < left && !v.is_group(first.text);
        if outside || (first.column == left && v.is_foot(first.text)) {
            return n;
        }
        let mut used = false;
        for (block, level) in blocks.iter().zip(&mut levels) {
            carry(level, block.get(line, "level1"), block.get(line, "level2"));
            if let Some(mut i) = indicator(block, line, level, &sheet.name) {
                if !group.is_empty() && i.notes.contains_key("score") {
                    i.notes.insert(GROUP.to_owned(), group.clone());
                }
                d.indicators.push(i);
                used = true;
            }
        }
        if !used {
            out.lay_aside(&sheet.name, line.row, What::Padding);
        }
    }
    lines.len()
}

/// The points in brackets of a heading: `年度绩效目标(80分)`.
pub(super) fn group_points(raw: &str) -> Option<String> {
    let text = plain(raw);
    let mut parts = text.split('(').skip(1);
    let points = parts.find_map(|p| p.split(')').next()?.strip_suffix('分').map(str::to_owned))?;
    points.parse::<Decimal>().is_ok().then_some(points)
}

/// The row of the total of a form that gives scores.
fn total(d: &mut Declaration, block: &Block, line: &Line<'_>, sheet: &str) {
    if !block.columns.contains_key("score") {
        return;
    }
    for (column, key) in [("weight", "total_weight"), ("score", "self_total")] {
        let text = block.get(line, column).unwrap_or("").trim();
        let at = At {
            sheet: sheet.to_owned(),
            row: line.row,
            column: block.columns.get(column).copied().unwrap_or(0),
        };
        if !text.is_empty() && !d.fields.contains_key(key) {
            let field = Field {
                raw: text.to_owned(),
                at,
                ..Field::default()
            };
            d.fields.insert(key.to_owned(), field);
        }
    }
}

/// Takes the levels that a row names; what it leaves blank stands as above.
pub(super) fn carry(level: &mut (String, String), one: Option<&str>, two: Option<&str>) {
    let one = one.map(level_name).unwrap_or_default();
    let two = two.map(level_name).unwrap_or_default();
    if !one.is_empty() {
        *level = (one, String::new());
    }
    if !two.is_empty() {
        level.1 = two;
    }
}

/// A level without the points that some forms print behind it: `产出指标(50分)`, `成本指标(0-20)分`.
fn level_name(raw: &str) -> String {
    let text = raw.trim();
    let bare = label(text);
    let points = plain(text).chars().any(|c| c.is_ascii_digit());
    if points {
        bare.trim_end_matches('分').to_owned()
    } else {
        text.to_owned()
    }
}

fn indicator(
    block: &Block,
    line: &Line<'_>,
    level: &(String, String),
    sheet: &str,
) -> Option<Indicator> {
    let cell = |key: &str| block.get(line, key).map(str::trim).map(str::to_owned);
    let place = |key: &str| block.columns.get(key).copied();
    let i = made(&cell, level, (sheet, line.row), &place)?;
    Some(Indicator {
        whole_project: block.whole_project,
        ..i
    })
}

/// An indicator of the cells of a row, by the keys of their columns; none where it has neither
/// name nor value.
pub(super) fn made(
    cell: &dyn Fn(&str) -> Option<String>,
    level: &(String, String),
    (sheet, row): (&str, u32),
    place: &dyn Fn(&str) -> Option<u32>,
) -> Option<Indicator> {
    let (name, value) = (
        cell("name").unwrap_or_default(),
        cell("value").unwrap_or_default(),
    );
    if name.is_empty() && value.is_empty() {
        return None;
    }
    let mut notes = BTreeMap::new();
    for key in NOTES {
        if let Some(text) = cell(key) {
            notes.insert(key.to_owned(), text);
        }
    }
    // One of three columns is ticked.
    for (key, says) in POSSIBILITIES {
        if cell(key).is_some_and(|tick| !tick.is_empty()) {
            notes.insert("possibility".to_owned(), says.to_owned());
        }
    }
    let weight_raw = cell("weight");
    let column = place(if name.is_empty() { "value" } else { "name" });
    Some(Indicator {
        level1: level.0.clone(),
        level2: level.1.clone(),
        name,
        value,
        op: cell("op"),
        unit: cell("unit"),
        weight: weight_raw.as_deref().and_then(points),
        weight_raw,
        notes,
        whole_project: false,
        at: At {
            sheet: sheet.to_owned(),
            row,
            column: column.unwrap_or(0),
        },
    })
}

/// Columns of 完成目标可能性 and what a tick there says.
const POSSIBILITIES: [(&str, &str); 3] = [
    ("possibility_sure", "确定能"),
    ("possibility_maybe", "有可能"),
    ("possibility_never", "完全不可能"),
];

/// Columns that are kept as texts beside an indicator.
const NOTES: [&str; 16] = [
    "actual",
    "score",
    "expected",
    "cause_fund",
    "cause_rule",
    "cause_staff",
    "cause_hardware",
    "cause_other",
    "cause_text",
    "possibility",
    "explanation",
    "scoring_rule",
    "standard",
    "value_type",
    "data_source",
    "remark",
];

/// Points in hundredths: `15`, `7.5分`.
fn points(raw: &str) -> Option<i32> {
    let text = plain(raw);
    let number: Decimal = text.trim_end_matches('分').parse().ok()?;
    number.checked_mul(Decimal::ONE_HUNDRED)?.round().to_i32()
}
