//! The form layout: labels with their values beside or below them, then the grid.

use super::super::reason::{Reason, What};
use super::super::sheet::Sheet;
use super::vocabulary::{FieldLabel, Scope, Type, label, months, plain, remark, vocabulary};
use super::{Item, Line, Read, code, grid, made_code, money};
use crate::domain::declaration::{At, Declaration, Field};
use crate::domain::fen::MoneyUnit;
use crate::domain::value;
use std::collections::HashSet;

/// Reads one form.
pub(super) fn read(out: &mut Read, sheet: &Sheet, lines: &[Line<'_>], form: &str, year: i32) {
    let start = lines
        .iter()
        .position(|l| grid::header(l).is_some())
        .unwrap_or(lines.len());
    let mut d = Declaration {
        form: form.to_owned(),
        year,
        ..Declaration::default()
    };
    let end = grid::read(out, sheet, lines, start, &mut d);
    let mut head = Head {
        sheet: &sheet.name,
        note: None,
        block: None,
        scopes: Vec::new(),
        across: Vec::new(),
        taken: HashSet::new(),
        tight: tight(lines.get(..start).unwrap_or(&[])),
    };
    let (above, below) = (
        lines.get(..start).unwrap_or(&[]),
        lines.get(end..).unwrap_or(&[]),
    );
    for (part, is_above) in [(above, true), (below, false)] {
        for (n, line) in part.iter().enumerate() {
            let understood = head.line(out, &mut d, line, part.get(n + 1));
            if understood || head.taken.contains(&line.row) {
                continue;
            }
            let what = if is_above && n < 3 && line.items.len() <= 2 {
                What::Title
            } else {
                What::Note
            };
            out.lay_aside(&sheet.name, line.row, what);
        }
    }
    super::caption::name(&mut d, lines, &sheet.name);
    super::caption::scheme(&mut d);
    if d.text("project_name").is_empty() && d.text("project_code").is_empty() {
        let row = lines.first().map_or(1, |l| l.row);
        return out.refuse((&sheet.name, row, 0), "", Reason::NoProject);
    }
    d.money_unit = head.block.or(head.note);
    covered(&mut d, lines);
    match settle(&mut d) {
        Ok(()) => out.declarations.push(d),
        Err((at, value, reason)) => out.refuse((&at.sheet, at.row, at.column), &value, reason),
    }
}

/// Takes the code from its field, or makes one.
pub(super) fn settle(d: &mut Declaration) -> Result<(), (At, String, Reason)> {
    let given = d.text("project_code").to_owned();
    d.code = if given.is_empty() {
        made_code(d)
    } else {
        code(&given).map_err(|reason| {
            let at = d
                .fields
                .get("project_code")
                .map(|f| f.at.clone())
                .unwrap_or_default();
            (at, given.clone(), reason)
        })?
    };
    Ok(())
}

/// Notes the months that the headings of a form speak of, where no field names them.
pub(super) fn covered(d: &mut Declaration, lines: &[Line<'_>]) {
    let items = || {
        lines
            .iter()
            .flat_map(|l| l.items.iter().map(|i| (l.row, i)))
    };
    let found = items().find(|(_, i)| {
        let known =
            vocabulary().field(i.text).is_some() || !vocabulary().columns(i.text).is_empty();
        known && months(i.text).is_some()
    });
    if let Some((row, item)) = found
        && let Some((month, _)) = months(item.text)
        && d.text("month").is_empty()
    {
        let field = Field {
            raw: format!("1—{month}月"),
            at: At {
                row,
                column: item.column,
                ..At::default()
            },
            ..Field::default()
        };
        d.fields.insert("month".to_owned(), field);
    }
}

/// Fields that head the columns of a table of money.
const ACROSS: [&str; 5] = [
    "initial_budget",
    "adjusted_budget",
    "paid_to_date",
    "exec_rate",
    "expected_paid",
];

struct Head<'a> {
    sheet: &'a str,
    /// The unit of a note above: `单位：万元`.
    note: Option<MoneyUnit>,
    /// The unit of the block's heading: `项目资金（元）`.
    block: Option<MoneyUnit>,
    /// Columns at which a block of money was opened, the latest last.
    scopes: Vec<(u32, Scope)>,
    /// Columns of a table of money with the keys of their headings.
    across: Vec<(u32, FieldLabel)>,
    /// Rows whose cells were taken as values of labels above.
    taken: HashSet<u32>,
    /// Columns of labels with values right beside them.
    tight: HashSet<u32>,
}

impl Head<'_> {
    /// Reads the labels of a row; false when none was known.
    fn line(
        &mut self,
        out: &mut Read,
        d: &mut Declaration,
        line: &Line<'_>,
        next: Option<&Line<'_>>,
    ) -> bool {
        let v = vocabulary();
        if self.table_of_money(out, d, line) {
            return true;
        }
        let mut known = false;
        let funds = line
            .items
            .iter()
            .position(|i| v.field(i.text).is_some_and(|f| f.kind == Type::Funds));
        for (n, item) in line.items.iter().enumerate() {
            if funds.is_some_and(|at| n > at) {
                break;
            }
            if is_unit_note(item.text) {
                self.note = money::unit_in(item.text);
                known = true;
                continue;
            }
            let labelled = v.field(item.text);
            if v.is_group(item.text) && (labelled.is_none() || n == 0 && labels_follow(line)) {
                self.block = money::unit_in(item.text).or(self.block);
                known = true;
                continue;
            }
            let Some(f) = labelled else {
                known |= self.inline(out, d, line, *item);
                continue;
            };
            // A value that happens to be called like a label is a value.
            if n > 0 && self.is_value_of_left(line, n) {
                continue;
            }
            known = true;
            self.field(out, d, f, (line, n), next);
        }
        known
    }

    /// A table of money has its headings side by side and a row for each sort of money; true for a
    /// row of one.
    fn table_of_money(&mut self, out: &mut Read, d: &mut Declaration, line: &Line<'_>) -> bool {
        let v = vocabulary();
        let heads: Vec<(u32, FieldLabel)> = line
            .items
            .iter()
            .filter_map(|i| Some((i.column, v.field(i.text)?.clone())))
            .filter(|(_, f)| ACROSS.contains(&f.key.as_str()))
            .collect();
        let beside = heads.windows(2).any(|w| match w {
            [a, b] => !line.items.iter().any(|i| i.column > a.0 && i.column < b.0),
            _ => false,
        });
        if heads.len() >= 2 && beside {
            self.block = line
                .items
                .iter()
                .find_map(|i| money::unit_in(i.text))
                .or(self.block);
            self.across = heads;
            self.scored(out, d, line);
            return true;
        }
        let of_money = |i: &&Item<'_>| v.field(i.text).is_some_and(|f| f.kind == Type::Money);
        let Some(row) = line.items.iter().find(of_money) else {
            return false;
        };
        let Some(sort) = v.field(row.text).map(|f| f.key.clone()) else {
            return false;
        };
        let under: Vec<(Item<'_>, FieldLabel)> = self
            .across
            .iter()
            .filter(|(column, _)| *column > row.column)
            .filter_map(|(column, f)| Some((line.at(*column)?, f.clone())))
            .collect();
        if under.is_empty() {
            return false;
        }
        let whole = ["annual_amount", "total_amount"].contains(&sort.as_str());
        let blank = self
            .across
            .iter()
            .any(|(c, f)| f.key == "exec_score" && *c > row.column && line.at(*c).is_none());
        if whole && blank {
            let f = FieldLabel::text("exec_score");
            self.put(out, d, (&f, "exec_score"), (None, line), None);
        }
        for (item, f) in under {
            // Only the row of the total has points.
            if !whole && f.key.starts_with("exec_") {
                continue;
            }
            let key = if whole {
                f.key.clone()
            } else {
                format!("{sort}_{}", f.key)
            };
            self.put(out, d, (&f, &key), (Some(item), line), None);
        }
        true
    }

    /// Points, score and reason of the execution stand in columns of their own, the points in some
    /// forms in the heading: `预算执行情况(万元)(20分)`.
    fn scored(&mut self, out: &mut Read, d: &mut Declaration, line: &Line<'_>) {
        let v = vocabulary();
        let pairs = [
            ("weight", "exec_weight"),
            ("score", "exec_score"),
            ("cause_text", "exec_reason"),
        ];
        let mut printed = true;
        for (column, key) in pairs {
            let Some(i) = line.items.iter().find(|i| v.is_column(i.text, column)) else {
                continue;
            };
            printed &= key != "exec_weight";
            self.across.push((i.column, FieldLabel::text(key)));
        }
        let first = line.first();
        if let Some(points) = grid::group_points(first.text).filter(|_| printed) {
            let item = Item {
                text: &points,
                ..first
            };
            let f = FieldLabel::text("exec_weight");
            self.put(out, d, (&f, "exec_weight"), (Some(item), line), None);
        }
    }

    /// True when the cell before is a label that this cell answers.
    fn is_value_of_left(&self, line: &Line<'_>, n: usize) -> bool {
        let v = vocabulary();
        let left = n.checked_sub(1).and_then(|i| line.items.get(i));
        let here = line.items.get(n);
        match (left, here) {
            (Some(l), Some(h)) => {
                v.field(l.text).is_some_and(|f| f.key == "project_name")
                    && v.field(h.text).is_some_and(|f| f.kind == Type::Text)
                    && !plain(h.text).ends_with(':')
                    && line.items.len() == 2
            }
            _ => false,
        }
    }

    /// True for a label that no table of labels has, told by where it stands: behind the blank
    /// value of the label before it, and with a value right beside it.
    fn is_foreign_label(&self, line: &Line<'_>, n: usize) -> bool {
        let item = |at: usize| line.items.get(at);
        let left = n.checked_sub(1).and_then(item);
        let (Some(left), Some(here), Some(right)) = (left, item(n), item(n + 1)) else {
            return false;
        };
        here.column > left.column + 1
            && self.tight.contains(&left.column)
            && right.column == here.column + 1
            && vocabulary().field(right.text).is_none()
            && money::amount(here.text, Some(MoneyUnit::Yuan)).is_err()
    }

    /// `项目名称：某项目` in one cell.
    fn inline(&self, out: &mut Read, d: &mut Declaration, line: &Line<'_>, item: Item<'_>) -> bool {
        let text = item.text.replace('：', ":");
        let Some((name, rest)) = text.split_once(':') else {
            return false;
        };
        let Some(f) = vocabulary().field(name).filter(|_| !rest.trim().is_empty()) else {
            return false;
        };
        let value = Item { text: rest, ..item };
        self.put(
            out,
            d,
            (f, &f.key),
            (Some(value), line),
            money::unit_in(name),
        );
        true
    }

    fn field(
        &mut self,
        out: &mut Read,
        d: &mut Declaration,
        f: &FieldLabel,
        (line, n): (&Line<'_>, usize),
        next: Option<&Line<'_>>,
    ) {
        let Some(item) = line.items.get(n) else {
            return;
        };
        if let Some(scope) = f.scope {
            self.scopes.push((item.column, scope));
        }
        if f.kind == Type::Funds {
            return self.funds(out, d, line, n);
        }
        let right = line.items.get(n + 1).filter(|i| {
            vocabulary()
                .field(i.text)
                .is_none_or(|_| self.is_value_of_left(line, n + 1))
                && !is_unit_note(i.text)
                && !self.is_foreign_label(line, n + 1)
        });
        let below = || {
            let l = next?;
            let i = l.at(item.column)?;
            vocabulary().field(i.text).is_none().then_some((l, i))
        };
        let key = self.key(f, item.column).to_owned();
        let own = money::unit_in(item.text);
        match (right, f.kind) {
            (Some(i), _) => self.put(out, d, (f, &key), (Some(*i), line), own),
            (None, Type::Long) => match below() {
                Some((l, i)) => {
                    self.taken.insert(l.row);
                    self.put(out, d, (f, &key), (Some(i), l), own);
                }
                None => self.put(out, d, (f, &key), (None, line), own),
            },
            (None, _) => self.put(out, d, (f, &key), (None, line), own),
        }
    }

    /// The key of a label that both blocks of money have, by the block its column belongs to.
    fn key<'f>(&self, f: &'f FieldLabel, column: u32) -> &'f str {
        let Some(annual) = &f.annual else {
            return &f.key;
        };
        let near = self
            .scopes
            .iter()
            .filter(|(c, _)| *c <= column)
            .max_by_key(|(c, _)| *c);
        // Of several at one column the latest counts.
        let scope = near.and_then(|(c, _)| self.scopes.iter().rev().find(|(x, _)| x == c));
        match scope {
            Some((_, Scope::Annual)) => annual,
            _ => &f.key,
        }
    }

    /// Several amounts in the cells of one row, each with its own label and unit.
    fn funds(&self, out: &mut Read, d: &mut Declaration, line: &Line<'_>, n: usize) {
        for item in line.items.iter().skip(n + 1) {
            let Some((name, amount)) = money::labelled(item.text) else {
                continue;
            };
            let key = match name.as_str() {
                "总额" | "资金总额" => "total_amount",
                "财政拨款" | "财政资金" => "total_fiscal",
                "自有资金" | "自筹资金" => "own_funds",
                "其他" | "其他资金" => "total_other",
                _ => continue,
            };
            let f = FieldLabel::money(key);
            let value = Item {
                text: &amount,
                ..*item
            };
            self.put(out, d, (&f, key), (Some(value), line), None);
        }
    }

    fn put(
        &self,
        out: &mut Read,
        d: &mut Declaration,
        (f, key): (&FieldLabel, &str),
        (value, line): (Option<Item<'_>>, &Line<'_>),
        own: Option<MoneyUnit>,
    ) {
        let around = match one_unit(&[own, self.block, self.note]) {
            Ok(u) => u,
            Err(reason) if f.kind == Type::Money => {
                let column = value.map_or(0, |i| i.column);
                let text = value.map_or("", |i| i.text);
                return out.refuse((self.sheet, line.row, column), text, reason);
            }
            Err(_) => None,
        };
        let cell = value.unwrap_or(Item {
            column: line.first().column,
            text: "",
            number: false,
        });
        let at = At {
            sheet: self.sheet.to_owned(),
            row: line.row,
            column: cell.column,
        };
        if let Err(reason) = put(d, f.kind, key, cell, at, around) {
            out.refuse((self.sheet, line.row, cell.column), cell.text, reason);
        }
    }
}

/// Units that are named must agree.
fn one_unit(named: &[Option<MoneyUnit>]) -> Result<Option<MoneyUnit>, Reason> {
    let mut found: Option<MoneyUnit> = None;
    for u in named.iter().flatten() {
        match found {
            Some(f) if f != *u => {
                return Err(Reason::TwoMoneyUnits {
                    one: f.label().into(),
                    other: u.label().into(),
                });
            }
            _ => found = Some(*u),
        }
    }
    Ok(found)
}

/// Puts a cell into a field, read by its type; the first that is filled in stays.
pub(super) fn put(
    d: &mut Declaration,
    kind: Type,
    key: &str,
    cell: Item<'_>,
    at: At,
    around: Option<MoneyUnit>,
) -> Result<(), Reason> {
    let lost = key == "project_code"
        && cell.number
        && cell.text.chars().filter(char::is_ascii_digit).count() > 15;
    if lost {
        return Err(Reason::LostDigits);
    }
    let year = d.year;
    let mut set = |key: &str, field: Field| {
        let old = d.fields.get(key);
        if old.is_none_or(|o| o.raw.trim().is_empty()) {
            d.fields.insert(key.to_owned(), field);
        }
    };
    let raw = cell.text.to_owned();
    match kind {
        Type::Money => {
            let fen = money::amount(cell.text, around)?;
            set(
                key,
                Field {
                    raw,
                    fen,
                    at,
                    ..Field::default()
                },
            );
        }
        Type::Date => {
            // A month is its first day where something begins, its last where it ends.
            let day = if key == "start_date" {
                value::first_day(cell.text, year)
            } else {
                value::day(cell.text, year)
            };
            set(
                key,
                Field {
                    raw,
                    day,
                    at,
                    ..Field::default()
                },
            );
        }
        Type::Period => {
            let days = value::period(cell.text, year);
            let one = |day| Field {
                raw: raw.clone(),
                day,
                at: at.clone(),
                ..Field::default()
            };
            set("start_date", one(days.map(|(a, _)| a)));
            set("end_date", one(days.map(|(_, b)| b)));
        }
        Type::Text | Type::Long | Type::Funds => set(
            key,
            Field {
                raw,
                at,
                ..Field::default()
            },
        ),
    }
    Ok(())
}

/// `单位：万元`, `金额单位:元`: a note and no label.
fn is_unit_note(text: &str) -> bool {
    let bare = plain(text);
    money::unit_in(text).is_some()
        && remark(text).is_empty()
        && (bare.starts_with("单位:")
            || bare.starts_with("金额单位:")
            || bare.starts_with("货币单位:"))
        && label(text).chars().count() <= 6
}

/// Columns whose labels have their values right beside them in some row: there a gap means
/// that nothing was filled in, not that cells were merged.
fn tight(lines: &[Line<'_>]) -> HashSet<u32> {
    let v = vocabulary();
    let pairs = lines.iter().flat_map(|l| l.items.windows(2));
    pairs
        .filter_map(|pair| match pair {
            [a, b] => Some((a, b)),
            _ => None,
        })
        .filter(|(a, b)| b.column == a.column + 1 && v.field(b.text).is_none())
        .filter(|(a, _)| v.field(a.text).is_some_and(|f| f.kind != Type::Long))
        .map(|(a, _)| a.column)
        .collect()
}

/// True when what follows the first cell of a row are labels, not its value.
fn labels_follow(line: &Line<'_>) -> bool {
    line.items
        .get(1)
        .is_some_and(|i| vocabulary().field(i.text).is_some())
}
