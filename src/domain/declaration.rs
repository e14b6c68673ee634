//! What a unit filed: the fields of one form and its grid of indicators, each cell as it stood
//! and where it stood. Forms differ; the keys are those of `data/forms/*.toml`.

use super::clean::{Clean, lines};
use super::day::Day;
use super::fen::{Fen, MoneyUnit};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where a cell stood in the file; rows and columns count from 1, 0 means not from a cell.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct At {
    /// Name of the sheet; empty for text tables.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sheet: String,
    /// Row from 1.
    #[serde(default)]
    pub row: u32,
    /// Column from 1.
    #[serde(default)]
    pub column: u32,
}

/// One head field of a form. A field that the form has but nobody filled in is present with an
/// empty `raw`; a field that the form does not have is absent from the map.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Field {
    /// The cell as it stood (original characters).
    pub raw: String,
    /// The amount, where the field is money and could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fen: Option<Fen>,
    /// The day, where the field is a date and could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// Where it stood.
    #[serde(default)]
    pub at: At,
}

/// One line of the grid 绩效指标. Texts as they stood, levels carried down over merged cells.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Indicator {
    /// 一级指标.
    pub level1: String,
    /// 二级指标.
    pub level2: String,
    /// 三级指标 (name).
    pub name: String,
    /// 指标值 as it stood; where the form splits it, only its own cell.
    pub value: String,
    /// 指标性质 column (`≥ ≤ = ＞ ＜ 定性`), where the form has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub op: Option<String>,
    /// 度量单位/计量单位 column, where the form has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// 分值/权重 as it stood, where the form has the column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight_raw: Option<String>,
    /// Points in hundredths (10 分 = 1000), where they could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<i32>,
    /// 指标解释, 评分标准, 备注 and the like: column key -> text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub notes: BTreeMap<String, String>,
    /// True for a line of the whole-project block (中长期目标), false for the annual one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub whole_project: bool,
    /// Where the name (or value, if there is no name) stood.
    #[serde(default)]
    pub at: At,
}

impl Indicator {
    /// The text of a column such as `explanation`, `scoring_rule`, `remark`, `standard`, or "".
    pub fn note(&self, key: &str) -> &str {
        self.notes.get(key).map_or("", String::as_str)
    }
}

/// What a unit filed for one project, policy or department in one round.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Declaration {
    /// The form's id, a file of `data/forms/`.
    pub form: String,
    /// Budget year of the form.
    pub year: i32,
    /// Project code; made from unit and name where the form has none.
    pub code: String,
    /// The unit in which the form prints money, where it has a fixed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money_unit: Option<MoneyUnit>,
    /// Head fields by key (`project_name`, `annual_amount`, `goal_annual` ...).
    pub fields: BTreeMap<String, Field>,
    /// The grid, in the order of the form.
    pub indicators: Vec<Indicator>,
}

impl Declaration {
    /// True when the form has this field, filled in or not.
    pub fn has(&self, key: &str) -> bool {
        self.fields.contains_key(key)
    }
    /// The text of a field as it stood, trimmed; "" when blank or absent.
    pub fn text(&self, key: &str) -> &str {
        self.fields.get(key).map_or("", |f| f.raw.trim())
    }
    /// The field as one line fit to show.
    pub fn line(&self, key: &str) -> Clean {
        Clean::line(self.text(key))
    }
    /// The field as text of several lines fit to show.
    pub fn many(&self, key: &str) -> String {
        lines(self.text(key))
    }
    /// The amount of a money field in 分.
    pub fn fen(&self, key: &str) -> Option<Fen> {
        self.fields.get(key).and_then(|f| f.fen)
    }
    /// The day of a date field.
    pub fn day(&self, key: &str) -> Option<Day> {
        self.fields.get(key).and_then(|f| f.day)
    }
    /// The project's name.
    pub fn name(&self) -> Clean {
        self.line("project_name")
    }
    /// The unit whose case it is: 主管部门, else 实施单位.
    pub fn unit(&self) -> Clean {
        let department = self.line("department_name");
        if department.is_empty() {
            self.line("unit_name")
        } else {
            department
        }
    }
    /// The amount that lists show: the whole project's, else the year's.
    pub fn amount(&self) -> Fen {
        self.fen("total_amount")
            .or_else(|| self.fen("annual_amount"))
            .or_else(|| self.fen("adjusted_budget"))
            .or_else(|| self.fen("initial_budget"))
            .unwrap_or_default()
    }
    /// District code (GB/T 2260) from the field, else from the project code; "" if neither has one.
    pub fn district(&self) -> String {
        let field = self.text("district_code");
        district_of(if field.is_empty() { &self.code } else { field })
    }
}

/// The district code that a code begins with; "" if it begins with none.
pub fn district_of(code: &str) -> String {
    let six: String = code.chars().take(6).filter(char::is_ascii_digit).collect();
    if six.len() == 6 && six.starts_with("31") {
        six
    } else {
        String::new()
    }
}
