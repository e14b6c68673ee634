//! The list layout: one heading row, then one indicator (or one project) a row. Cells that
//! repeat the project above may be blank.

use super::super::reason::{Reason, What};
use super::super::sheet::Sheet;
use super::vocabulary::{FieldLabel, Type, months, plain, vocabulary};
use super::{Item, Line, Read, code, grid, head, money};
use crate::domain::companion::{
    ApprovedLine, BudgetRecord, Companion, Evidence, Execution, LastIndicator, LastYear, OtherFund,
    PlanLine, Quota,
};
use crate::domain::day::Day;
use crate::domain::declaration::{At, Declaration, Field, Indicator};
use crate::domain::fen::{Fen, MoneyUnit};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use std::collections::{BTreeMap, HashMap};

/// True for a row that heads a list: nothing but headings, and a project among them.
pub(super) fn is_header(line: &Line<'_>) -> bool {
    let v = vocabulary();
    let known = |i: &Item<'_>| v.field(i.text).is_some() || !v.columns(i.text).is_empty();
    let n = line.items.iter().filter(|i| known(i)).count();
    let project = line.items.iter().any(|i| {
        v.field(i.text).is_some_and(|f| {
            f.key == "project_code" || f.key == "project_name" || f.key == "department_name"
        })
    });
    let figures = line.items.iter().any(|i| v.is_column(i.text, "count"));
    n >= 3 && (project || figures) && n * 5 >= line.items.len() * 4
}

/// What a heading row shows the table to be, where it shows it.
pub(super) fn kind_by_headings(line: &Line<'_>) -> Option<&'static str> {
    let v = vocabulary();
    let column = |key: &str| line.items.iter().any(|i| v.is_column(i.text, key));
    let field = |key: &str| {
        line.items
            .iter()
            .any(|i| v.field(i.text).is_some_and(|f| f.key == key))
    };
    if column("approved_value") {
        Some("approved-target")
    } else if column("evidence_file") {
        Some("evidence")
    } else if column("plan_month") {
        Some("plan")
    } else if column("possibility") || column("possibility_sure") || column("expected") {
        Some("monitoring-form")
    } else if field("paid_to_date") && !column("value") && !column("score") {
        Some("execution")
    } else if column("count") {
        Some("disclosure")
    } else if column("quota") {
        Some("bond-quota")
    } else if column("fund") {
        Some("other-funds")
    } else if column("actual") && (column("last_year") || column("last_amount")) && !column("score")
    {
        Some("last-year")
    } else if column("score") || column("actual") {
        Some("self-evaluation")
    } else if column("value") || column("name") || field("goal_annual") {
        Some("target")
    } else if field("annual_amount") && (field("project_code") || field("project_name")) {
        Some("budget-record")
    } else {
        None
    }
}

/// Headings by key: column, unit in the heading, and the field's type where it is one.
struct Headings {
    names: BTreeMap<u32, String>,
    fields: BTreeMap<String, (u32, FieldLabel, Option<MoneyUnit>)>,
    columns: BTreeMap<String, (u32, Option<MoneyUnit>)>,
}

impl Headings {
    fn name(&self, column: u32) -> String {
        self.names.get(&column).cloned().unwrap_or_default()
    }
}

fn headings(
    line: &Line<'_>,
    note: Option<MoneyUnit>,
    kind: &str,
) -> Result<Headings, (u32, Reason)> {
    let v = vocabulary();
    let names = line
        .items
        .iter()
        .map(|i| (i.column, plain(i.text)))
        .collect();
    let mut h = Headings {
        names,
        fields: BTreeMap::new(),
        columns: BTreeMap::new(),
    };
    let indicators = line.items.iter().any(|i| v.is_column(i.text, "value"));
    for item in &line.items {
        let own = money::unit_in(item.text);
        let unit = match (own, note) {
            (Some(a), Some(b)) if a != b => {
                let reason = Reason::TwoMoneyUnits {
                    one: a.label().into(),
                    other: b.label().into(),
                };
                return Err((item.column, reason));
            }
            (a, b) => a.or(b),
        };
        let keys = v.columns(item.text);
        let pick = |wanted: &str| keys.iter().any(|k| k == wanted);
        let special = ["quota", "fund", "fund_amount", "last_year", "last_amount"]
            .into_iter()
            .find(|k| pick(k) && !super::is_form(kind) && kind != "budget-record");
        let own_unit =
            (pick("fund_unit") && !indicators && kind == "other-funds").then_some("fund_unit");
        let column = special.or(own_unit).or_else(|| {
            let first = keys
                .iter()
                .find(|k| v.field(item.text).is_none() || *k == "level1")?;
            Some(first.as_str())
        });
        let twice = match (column, v.field(item.text)) {
            (Some(key), _) => h
                .columns
                .insert(key.to_owned(), (item.column, unit))
                .is_some(),
            (None, Some(f)) => h
                .fields
                .insert(f.key.clone(), (item.column, f.clone(), unit))
                .is_some(),
            (None, None) => false,
        };
        if twice {
            return Err((
                item.column,
                Reason::TwoHeadings {
                    heading: plain(item.text),
                },
            ));
        }
    }
    Ok(h)
}

/// Reads the rows under the heading at `start`.
pub(super) fn read(
    out: &mut Read,
    sheet: &Sheet,
    lines: &[Line<'_>],
    start: usize,
    kind: &str,
    year: i32,
) {
    for line in lines.iter().take(start) {
        out.lay_aside(&sheet.name, line.row, What::Title);
    }
    let note = lines
        .iter()
        .take(start)
        .flat_map(|l| &l.items)
        .find_map(|i| {
            (plain(i.text).contains("单位:"))
                .then(|| money::unit_in(i.text))
                .flatten()
        });
    let Some(top) = lines.get(start) else {
        return;
    };
    let h = match headings(top, note, kind) {
        Ok(h) => h,
        Err((column, reason)) => {
            let text = top.at(column).map_or("", |i| i.text);
            out.refuse((&sheet.name, top.row, column), text, reason);
            return;
        }
    };
    out.lay_aside(&sheet.name, top.row, What::Headings);
    if super::is_form(kind) && !h.fields.contains_key("project_code") {
        out.failure.get_or_insert(Reason::NoCodeColumn);
    }
    let mut list = List {
        sheet: &sheet.name,
        kind,
        year,
        h,
        projects: Vec::new(),
        by_key: HashMap::new(),
        last: HashMap::new(),
        level: (String::new(), String::new()),
        covers: top.items.iter().find_map(|i| {
            let known =
                vocabulary().field(i.text).is_some() || !vocabulary().columns(i.text).is_empty();
            let (month, _) = months(i.text).filter(|_| known)?;
            Some((month, top.row, i.column))
        }),
    };
    let mut any = false;
    for line in lines.iter().skip(start + 1) {
        if is_header(line) {
            out.lay_aside(&sheet.name, line.row, What::Headings);
        } else if line
            .items
            .iter()
            .take(2)
            .any(|i| vocabulary().is_total(i.text))
        {
            out.lay_aside(&sheet.name, line.row, What::Total);
        } else if line.items.len() == 1 && is_note(line) {
            out.lay_aside(&sheet.name, line.row, What::Note);
        } else {
            any = true;
            list.row(out, line);
        }
    }
    if !any {
        out.failure.get_or_insert(Reason::NoRows);
    }
    list.finish(out);
}

/// A lone cell in the first columns that is no code: a remark under the table.
fn is_note(line: &Line<'_>) -> bool {
    let text = line.first().text;
    vocabulary().is_foot(text) || plain(text).chars().count() > 12
}

struct List<'a> {
    sheet: &'a str,
    kind: &'a str,
    year: i32,
    h: Headings,
    projects: Vec<Declaration>,
    by_key: HashMap<String, usize>,
    last: HashMap<String, LastYear>,
    /// 一级指标 and 二级指标 of the row above, for rows of the same project that leave them blank.
    level: (String, String),
    /// The last month that the headings speak of, and where they do.
    covers: Option<(u8, u32, u32)>,
}

impl List<'_> {
    fn text<'l>(&self, line: &Line<'l>, key: &str) -> Option<&'l str> {
        let column = self.h.columns.get(key).map(|c| c.0);
        let column = column.or_else(|| self.h.fields.get(key).map(|f| f.0))?;
        Some(line.at(column).map_or("", |i| i.text))
    }

    fn money(&self, line: &Line<'_>, key: &str) -> Result<Option<Fen>, (u32, Reason)> {
        let place = self.h.columns.get(key).copied();
        let place = place.or_else(|| self.h.fields.get(key).map(|f| (f.0, f.2)));
        let Some((column, unit)) = place else {
            return Ok(None);
        };
        let text = line.at(column).map_or("", |i| i.text);
        money::required(text, unit).map_err(|r| (column, r))
    }

    fn row(&mut self, out: &mut Read, line: &Line<'_>) {
        let stray = line
            .items
            .iter()
            .find(|i| !self.h.names.contains_key(&i.column));
        let done = if let Some(i) = stray {
            Err((i.column, Reason::NoHeadingAbove))
        } else if super::is_form(self.kind) {
            self.target(line)
        } else {
            self.companion(out, line)
        };
        if let Err((column, reason)) = done {
            let value = line.at(column).map_or("", |i| i.text);
            let heading = self.h.name(column);
            out.refuse_under((self.sheet, line.row, column), &heading, value, reason);
        }
    }

    /// The code of a row as it is kept, or "".
    fn code(&self, line: &Line<'_>) -> Result<String, (u32, Reason)> {
        let Some((column, ..)) = self.h.fields.get("project_code") else {
            return Ok(String::new());
        };
        let Some(item) = line.at(*column) else {
            return Ok(String::new());
        };
        if item.number && item.text.chars().filter(char::is_ascii_digit).count() > 15 {
            return Err((*column, Reason::LostDigits));
        }
        code(item.text).map_err(|r| (*column, r))
    }

    fn target(&mut self, line: &Line<'_>) -> Result<(), (u32, Reason)> {
        let code = self.code(line)?;
        let name = plain(self.text(line, "project_name").unwrap_or(""));
        let key = if code.is_empty() { name.clone() } else { code };
        let here = match (self.by_key.get(&key), key.is_empty()) {
            (Some(n), false) => {
                let known = self
                    .projects
                    .get(*n)
                    .map(|d| (plain(d.text("project_name")), place_row(d)));
                let differs = self.projects.get(*n).is_some_and(|d| self.differs(d, line));
                if let Some((other, row)) = known
                    && (differs || !name.is_empty() && other != name)
                {
                    let column = self.h.fields.get("project_code").map_or(0, |f| f.0);
                    return Err((column, Reason::SameCode { row }));
                }
                Some(*n)
            }
            // A row without a project continues the one above.
            (_, true) => self.projects.len().checked_sub(1),
            (None, false) => None,
        };
        if here.is_some_and(|n| n + 1 != self.projects.len()) {
            // The rows of another project stand between: their levels are not this one's.
            self.level = (String::new(), String::new());
        }
        let Some(n) = here else {
            if key.is_empty() {
                return Err((0, Reason::NoProject));
            }
            let mut d = self.project(line)?;
            self.level = (String::new(), String::new());
            d.indicators.extend(self.indicator(line));
            self.by_key.insert(key, self.projects.len());
            self.projects.push(d);
            return Ok(());
        };
        let line_of = self.indicator(line);
        if let (Some(i), Some(d)) = (line_of, self.projects.get_mut(n)) {
            d.indicators.push(i);
        }
        Ok(())
    }

    /// True when a row says of a project something else than its first row did.
    fn differs(&self, d: &Declaration, line: &Line<'_>) -> bool {
        self.h
            .fields
            .iter()
            .filter(|(key, _)| *key != "project_code")
            .any(|(key, (column, ..))| {
                let here = line.at(*column).map_or(String::new(), |i| plain(i.text));
                !here.is_empty() && here != plain(d.text(key))
            })
    }

    fn project(&self, line: &Line<'_>) -> Result<Declaration, (u32, Reason)> {
        let mut d = Declaration {
            form: match self.kind {
                "target" => "list-target".into(),
                "monitoring-form" => "list-monitoring".into(),
                kind => format!("list-{kind}"),
            },
            year: self.year,
            ..Declaration::default()
        };
        for (key, (column, f, unit)) in &self.h.fields {
            let cell = line.at(*column).unwrap_or(Item {
                column: *column,
                text: "",
                number: false,
            });
            let at = At {
                sheet: self.sheet.to_owned(),
                row: line.row,
                column: *column,
            };
            if f.kind == Type::Money && self.kind == "target" {
                money::required(cell.text, *unit).map_err(|r| (*column, r))?;
            }
            head::put(&mut d, f.kind, key, cell, at, *unit).map_err(|r| (*column, r))?;
            if f.kind == Type::Money {
                d.money_unit = d.money_unit.or(*unit);
            }
        }
        if d.text("project_name").is_empty() && d.text("project_code").is_empty() {
            return Err((0, Reason::NoProject));
        }
        if let Some((month, row, column)) = self.covers
            && d.text("month").is_empty()
        {
            let at = At {
                sheet: self.sheet.to_owned(),
                row,
                column,
            };
            let raw = format!("1—{month}月");
            let field = Field {
                raw,
                at,
                ..Field::default()
            };
            d.fields.insert("month".to_owned(), field);
        }
        head::settle(&mut d).map_err(|(at, _, r)| (at.column, r))?;
        Ok(d)
    }

    fn indicator(&mut self, line: &Line<'_>) -> Option<Indicator> {
        let (one, two) = (self.text(line, "level1"), self.text(line, "level2"));
        grid::carry(&mut self.level, one, two);
        let cell = |key: &str| {
            self.h
                .columns
                .contains_key(key)
                .then(|| self.text(line, key).unwrap_or("").trim().to_owned())
        };
        let place = |key: &str| self.h.columns.get(key).map(|c| c.0);
        grid::made(&cell, &self.level, (self.sheet, line.row), &place)
    }

    fn companion(&mut self, out: &mut Read, line: &Line<'_>) -> Result<(), (u32, Reason)> {
        let code = self.code(line)?;
        let of = |key: &str| self.text(line, key).unwrap_or("").trim().to_owned();
        let name = of("project_name");
        if code.is_empty() && (name.is_empty() || self.kind != "other-funds") {
            return Err((0, Reason::NoProject));
        }
        if self.kind == "approved-target" {
            let (one, two) = (of("level1"), of("level2"));
            grid::carry(&mut self.level, Some(&one), Some(&two));
        }
        let of = |key: &str| self.text(line, key).unwrap_or("").trim().to_owned();
        let made = match self.kind {
            "approved-target" => Companion::Approved(ApprovedLine {
                code,
                year: self.year,
                level1: self.level.0.clone(),
                level2: self.level.1.clone(),
                name: of("name"),
                value: of("approved_value"),
            }),
            "budget-record" => {
                let annual = self.money(line, "annual_amount")?;
                let whole = annual.is_none();
                let amount = if whole {
                    self.money(line, "total_amount")?
                } else {
                    annual
                };
                Companion::BudgetRecord(BudgetRecord {
                    code,
                    name,
                    department: of("department_name"),
                    amount,
                    whole_project: whole,
                })
            }
            "execution" | "year-end" => {
                let year_end = self.kind == "year-end";
                let line = Execution {
                    code,
                    name,
                    department: of("department_name"),
                    initial: self.lenient(line, "initial_budget")?,
                    adjusted: self.lenient(line, "adjusted_budget")?,
                    paid: self.lenient(line, "paid_to_date")?,
                    until: if year_end { None } else { self.until(line)? },
                };
                if year_end {
                    Companion::YearEnd(line)
                } else {
                    Companion::Execution(line)
                }
            }
            "plan" => Companion::Plan(PlanLine {
                code,
                month: self.plan_month(line)?,
                money: self.share(line, "plan_money")?,
                indicator: of("name"),
                results: self.share(line, "plan_results")?,
                why: of("plan_why"),
            }),
            "evidence" => Companion::Evidence(Evidence {
                code,
                indicator: of("name"),
                file: of("evidence_file"),
                page: of("evidence_page"),
                shows: of("evidence_value"),
                sample: plain(&of("sample")).trim_end_matches('份').parse().ok(),
            }),
            "bond-quota" => Companion::BondQuota(Quota {
                code,
                amount: self.money(line, "quota")?,
            }),
            "other-funds" => {
                let unit = [of("fund_unit"), of("department_name"), of("unit_name")];
                let amount = match self.money(line, "fund_amount")? {
                    Some(fen) => Some(fen),
                    None => self.money(line, "annual_amount")?,
                };
                Companion::OtherFund(OtherFund {
                    code,
                    name,
                    unit: unit.into_iter().find(|u| !u.is_empty()).unwrap_or_default(),
                    fund: of("fund"),
                    amount,
                })
            }
            _ => return self.last_year(line, code),
        };
        out.companions.push(made);
        Ok(())
    }

    /// An amount that may be blank, or below nothing: what is odd is for the rules to say.
    fn lenient(&self, line: &Line<'_>, key: &str) -> Result<Option<Fen>, (u32, Reason)> {
        let Some((column, _, unit)) = self.h.fields.get(key) else {
            return Ok(None);
        };
        let text = line.at(*column).map_or("", |i| i.text);
        money::amount(text, *unit).map_err(|r| (*column, r))
    }

    /// The day that a row of figures reaches to: its own, else the end of the heading's month.
    fn until(&self, line: &Line<'_>) -> Result<Option<Day>, (u32, Reason)> {
        let text = self.text(line, "until").unwrap_or("");
        let own = crate::domain::value::day(text, self.year);
        let column = self.h.fields.get("until").map_or(0, |f| f.0);
        match (own, self.covers) {
            (Some(day), _) => Ok(Some(day)),
            (None, _) if !text.trim().is_empty() => Err((column, Reason::NotDate)),
            (None, Some((month, ..))) => Ok(Day::end_of_month(self.year, i32::from(month))),
            (None, None) => Err((column, Reason::NotDate)),
        }
    }

    fn plan_month(&self, line: &Line<'_>) -> Result<u8, (u32, Reason)> {
        let text = plain(self.text(line, "plan_month").unwrap_or(""));
        let column = self.h.columns.get("plan_month").map_or(0, |c| c.0);
        let month = text.trim_end_matches(['月', '底']).parse::<u8>().ok();
        month
            .filter(|m| (1..=12).contains(m))
            .ok_or((column, Reason::NotMonth))
    }

    /// A share in hundredths of a percent, from 0 to 100 %; none where the cell is blank.
    fn share(&self, line: &Line<'_>, key: &str) -> Result<Option<i32>, (u32, Reason)> {
        let text = plain(self.text(line, key).unwrap_or(""));
        let column = self.h.columns.get(key).map_or(0, |c| c.0);
        if text.is_empty() {
            return Ok(None);
        }
        let number: Option<Decimal> = text.trim_end_matches('%').parse().ok();
        let share = number
            .filter(|n| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(n))
            .and_then(|n| (n * Decimal::ONE_HUNDRED).round().to_i32());
        share.map(Some).ok_or((column, Reason::NotShare))
    }

    fn last_year(&mut self, line: &Line<'_>, code: String) -> Result<(), (u32, Reason)> {
        let of = |key: &str| self.text(line, key).unwrap_or("").trim().to_owned();
        let digits: String = plain(&of("last_year"))
            .chars()
            .filter(char::is_ascii_digit)
            .collect();
        let amount = self.money(line, "last_amount")?;
        let indicator = LastIndicator {
            name: of("name"),
            target: of("value"),
            actual: of("actual"),
        };
        let year = digits.parse().unwrap_or(self.year - 1);
        let goal = of("goal_annual");
        let entry = self.last.entry(code.clone()).or_insert_with(|| LastYear {
            code,
            year,
            amount: None,
            goal_annual: String::new(),
            indicators: Vec::new(),
        });
        entry.amount = entry.amount.or(amount);
        if entry.goal_annual.is_empty() {
            entry.goal_annual = goal;
        }
        if !indicator.name.is_empty() {
            entry.indicators.push(indicator);
        }
        Ok(())
    }

    fn finish(self, out: &mut Read) {
        out.declarations.extend(self.projects);
        let mut last: Vec<LastYear> = self.last.into_values().collect();
        last.sort_by(|a, b| a.code.cmp(&b.code));
        out.companions
            .extend(last.into_iter().map(Companion::LastYear));
    }
}

fn place_row(d: &Declaration) -> u32 {
    super::place(d).row
}
