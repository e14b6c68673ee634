//! The tables that some rules compare a declaration with: they come as files of their own,
//! and a rule that needs one is silent until it is there.

use super::day::Day;
use super::declaration::{Declaration, Indicator};
use super::fen::Fen;
use serde::{Deserialize, Serialize};

/// 部门预算批复/预算系统记录: what the budget system holds for a project.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BudgetRecord {
    /// Project code as in the budget system.
    pub code: String,
    /// Project name as in the budget system.
    pub name: String,
    /// 主管部门 as in the budget system; "" if the table has no such column.
    #[serde(default)]
    pub department: String,
    /// Amount of the budget year.
    pub amount: Option<Fen>,
    /// True when `amount` is the whole project's money and not the year's.
    #[serde(default)]
    pub whole_project: bool,
}

/// A line of last year's form with what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LastIndicator {
    /// 三级指标.
    pub name: String,
    /// 指标值 of last year, as it stood.
    pub target: String,
    /// 实际完成值 of last year, as it stood; "" when not known.
    #[serde(default)]
    pub actual: String,
}

/// 上年申报表及完成情况 of one project.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LastYear {
    /// Project code.
    pub code: String,
    /// That year.
    pub year: i32,
    /// Its annual money.
    pub amount: Option<Fen>,
    /// 年度总体目标 of that year; "" when not known.
    #[serde(default)]
    pub goal_annual: String,
    /// Its indicators.
    pub indicators: Vec<LastIndicator>,
}

/// 债券额度分配: bond money allotted to a project.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Quota {
    /// Project code.
    pub code: String,
    /// Money allotted.
    pub amount: Option<Fen>,
}

/// 其他资金安排: another fund already given to a project.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OtherFund {
    /// Project code in that register; may be "".
    #[serde(default)]
    pub code: String,
    /// Project name in that register.
    pub name: String,
    /// 主管部门 or 实施单位 in that register.
    #[serde(default)]
    pub unit: String,
    /// The fund.
    pub fund: String,
    /// Money given.
    pub amount: Option<Fen>,
}

/// 执行进度: what a project had been paid by a day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Execution {
    /// Project code.
    pub code: String,
    /// Project name; "" if the table has no such column.
    #[serde(default)]
    pub name: String,
    /// 主管部门; "" if the table has no such column.
    #[serde(default)]
    pub department: String,
    /// 年初预算数.
    pub initial: Option<Fen>,
    /// 调整后预算数; none where the table has no such column.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjusted: Option<Fen>,
    /// 执行数 to the end of that day.
    pub paid: Option<Fen>,
    /// The day.
    pub until: Option<Day>,
}

/// A line of a project's own plan of payments and results 付款与绩效计划.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PlanLine {
    /// Project code.
    pub code: String,
    /// Month, 1 to 12; the shares are those at its end.
    pub month: u8,
    /// Share of the year's money, hundredths of a percent; none where the line says nothing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub money: Option<i32>,
    /// The indicator that `results` is of; "" for all of them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub indicator: String,
    /// Share of the year's target, hundredths of a percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub results: Option<i32>,
    /// Why it is so: 付款条件, 一次性支付, 结转 and the like, as it stood.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// A line of the list of evidence 佐证材料 of a self-evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Evidence {
    /// Project code.
    pub code: String,
    /// The indicator it is of; "" for the whole form.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub indicator: String,
    /// The document.
    pub file: String,
    /// Where in it, as it stood; "" where the table has no such column.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub page: String,
    /// The value that it shows, as it stood; "" where the table does not say.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub shows: String,
    /// Persons asked, where it is a survey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<u32>,
}

/// A line of the approved targets 绩效目标批复表.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ApprovedLine {
    /// Project code.
    pub code: String,
    /// Budget year.
    pub year: i32,
    /// 一级指标.
    #[serde(default)]
    pub level1: String,
    /// 二级指标.
    #[serde(default)]
    pub level2: String,
    /// 三级指标.
    pub name: String,
    /// The approved value, as it stood.
    pub value: String,
}

/// One line of a companion table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "table", rename_all = "kebab-case")]
pub enum Companion {
    /// `--kind budget-record`.
    BudgetRecord(BudgetRecord),
    /// `--kind last-year`.
    LastYear(LastYear),
    /// `--kind bond-quota`.
    BondQuota(Quota),
    /// `--kind other-funds`.
    OtherFund(OtherFund),
    /// `--kind execution`.
    Execution(Execution),
    /// `--kind plan`.
    Plan(PlanLine),
    /// `--kind evidence`.
    Evidence(Evidence),
    /// `--kind approved-target`.
    Approved(ApprovedLine),
    /// `--kind year-end`: budget and treasury payments of the whole year 年终预算执行表.
    YearEnd(Execution),
}

impl Companion {
    /// The table's `--kind`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::BudgetRecord(_) => "budget-record",
            Self::LastYear(_) => "last-year",
            Self::BondQuota(_) => "bond-quota",
            Self::OtherFund(_) => "other-funds",
            Self::Execution(_) => "execution",
            Self::Plan(_) => "plan",
            Self::Evidence(_) => "evidence",
            Self::Approved(_) => "approved-target",
            Self::YearEnd(_) => "year-end",
        }
    }
    /// The project it speaks of; "" where the register has no code.
    pub fn code(&self) -> &str {
        match self {
            Self::BudgetRecord(r) => &r.code,
            Self::LastYear(r) => &r.code,
            Self::BondQuota(r) => &r.code,
            Self::OtherFund(r) => &r.code,
            Self::Execution(r) => &r.code,
            Self::Plan(r) => &r.code,
            Self::Evidence(r) => &r.code,
            Self::Approved(r) => &r.code,
            Self::YearEnd(r) => &r.code,
        }
    }
}

/// What is known beside one declaration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Companions {
    /// The budget system's record of this project.
    pub budget: Option<BudgetRecord>,
    /// True when a budget table of this place and year is loaded at all.
    pub budget_loaded: bool,
    /// Last year's form and results.
    pub last_year: Option<LastYear>,
    /// Bond quota of this project.
    pub quota: Option<Quota>,
    /// Other funds given to a project of this code, or (code "") of any name: the rule compares.
    pub other_funds: Vec<OtherFund>,
    /// What the project had been paid, by day.
    pub execution: Vec<Execution>,
    /// Budget and payments of the whole year.
    pub year_end: Option<Execution>,
    /// The project's own plan.
    pub plan: Vec<PlanLine>,
    /// The evidence listed for the self-evaluation.
    pub evidence: Vec<Evidence>,
    /// True when a list of evidence is loaded at all.
    pub evidence_loaded: bool,
    /// Rules that found something in its monitoring.
    pub flags: Vec<String>,
    /// The target as the table of approved targets has it.
    pub listed: Option<Declaration>,
    /// The target that was approved for the project.
    pub approved: Option<Declaration>,
    /// The form of the round before, where there was one.
    pub earlier: Option<Declaration>,
    /// What the round before asked to be mended.
    pub required: Vec<String>,
}

impl Companions {
    /// What budget system and treasury say of the whole year: the year-end table, else the execution
    /// to the last day of the year.
    pub fn whole_year(&self) -> Option<&Execution> {
        let last = |x: &&Execution| x.until.is_some_and(|d| (d.month(), d.day()) == (12, 31));
        self.year_end
            .as_ref()
            .or_else(|| self.execution.iter().rfind(last))
    }
    /// Takes a line of a companion table, if it speaks of this project; later ones win.
    pub fn take(&mut self, code: &str, line: Companion) {
        self.budget_loaded |= matches!(line, Companion::BudgetRecord(_));
        self.evidence_loaded |= matches!(line, Companion::Evidence(_));
        let here = line.code() == code;
        match line {
            Companion::OtherFund(x) => self.other_funds.push(x),
            _ if !here => {}
            Companion::BudgetRecord(x) => self.budget = Some(x),
            Companion::LastYear(x) => self.last_year = Some(x),
            Companion::BondQuota(x) => self.quota = Some(x),
            Companion::Execution(x) => self.execution.push(x),
            Companion::YearEnd(x) => self.year_end = Some(x),
            Companion::Evidence(x) => self.evidence.push(x),
            Companion::Approved(x) => {
                let d = self.listed.get_or_insert_with(|| Declaration {
                    form: "approved-target".to_owned(),
                    year: x.year,
                    code: x.code.clone(),
                    ..Declaration::default()
                });
                d.indicators.retain(|i| i.name != x.name);
                d.indicators.push(Indicator {
                    level1: x.level1,
                    level2: x.level2,
                    name: x.name,
                    value: x.value,
                    ..Indicator::default()
                });
            }
            Companion::Plan(x) => {
                let same = |p: &PlanLine| p.month == x.month && p.indicator == x.indicator;
                self.plan.retain(|p| !same(p));
                self.plan.push(x);
            }
        }
    }
}
