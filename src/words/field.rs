//! What head fields are called, and where a finding points.

use super::Lang;
use crate::domain::clean::Clean;
use crate::domain::declaration::Declaration;
use crate::domain::finding::Place;

/// Head fields in the order of the form: key, Chinese, English.
pub const FIELDS: &[(&str, &str, &str)] = &[
    ("project_code", "项目编码", "Project code"),
    ("project_name", "项目名称", "Project name"),
    ("department_name", "主管部门", "Department"),
    ("department_code", "主管部门编码", "Department code"),
    ("unit_name", "实施单位", "Unit"),
    ("district_code", "区划代码", "District code"),
    ("project_nature", "项目性质", "Nature"),
    ("project_category", "项目类别", "Category"),
    ("project_attribute", "项目属性", "New or continuing"),
    ("start_date", "计划开始日期", "Start"),
    ("end_date", "计划完成日期", "End"),
    ("fund_source", "资金来源", "Source of funds"),
    ("budget_item", "预算科目", "Budget item"),
    ("use_class", "资金用途", "Use of funds"),
    ("total_amount", "项目资金总额", "Whole project"),
    ("total_fiscal", "其中财政资金", "of it fiscal"),
    ("total_other", "其中其他资金", "of it other"),
    ("annual_amount", "年度资金总额", "This year"),
    ("annual_fiscal", "当年财政拨款", "of it fiscal"),
    ("annual_carryover", "上年结转资金", "of it carried over"),
    ("annual_other", "年度其他资金", "of it other"),
    ("bond_amount", "国债资金", "Bond money"),
    ("own_funds", "自有资金", "Own funds"),
    ("other_funds", "配套资金", "Matching funds"),
    ("upper_funds", "上级资金", "From above"),
    ("revenue", "预期收入", "Expected revenue"),
    ("debt_service", "还本付息总额", "Debt service"),
    ("cover_ratio", "本息覆盖倍数", "Cover ratio"),
    ("bond_term", "债券期限", "Bond term"),
    ("asset_life", "资产使用年限", "Asset life"),
    ("repayment", "国债本金偿还安排", "Repayment of principal"),
    ("basis", "立项依据", "Basis"),
    ("exante", "事前绩效评估结果", "Ex-ante result"),
    ("direct_fund", "直达资金标识", "Direct funds"),
    ("ledger_no", "台账编号", "Ledger number"),
    ("overview", "项目概况", "Overview"),
    ("budget_note", "年度预算安排", "Budget note"),
    ("goal_total", "项目总目标", "Overall goal"),
    ("goal_annual", "年度总体目标", "Goal of the year"),
    ("month", "监控期间", "Months covered"),
    ("initial_budget", "年初预算数", "Initial budget"),
    ("adjusted_budget", "调整后预算数", "Adjusted budget"),
    ("paid_to_date", "执行数", "Paid to date"),
    ("exec_rate", "执行率", "Execution rate"),
    ("expected_paid", "全年预计执行数", "Expected by year's end"),
    ("contracted", "已签合同待付", "Contracted, unpaid"),
    (
        "rectification_reply",
        "上期整改落实",
        "Answer to the last round",
    ),
    ("exec_weight", "预算执行分值", "Points of the execution"),
    ("exec_score", "预算执行得分", "Score of the execution"),
    (
        "exec_reason",
        "预算执行偏差原因",
        "Why the execution is off",
    ),
    ("special_account", "财政专户管理资金", "Special account"),
    ("goal_result", "目标完成情况", "What was reached"),
    ("self_total", "自评总分", "Total declared"),
    ("self_grade", "自评等级", "Grade declared"),
    ("conclusion", "评价结论", "Conclusion"),
    ("problems", "存在问题", "Problems"),
    ("measures", "改进措施", "Measures"),
    ("deviation_reason", "偏差原因", "Why it is off"),
    ("filed_on", "填报日期", "Filed on"),
    ("contact", "联系人", "Contact"),
];

/// The name of a head field.
pub fn name(l: Lang, key: &str) -> String {
    FIELDS
        .iter()
        .find(|(k, ..)| *k == key)
        .map_or_else(|| key.to_owned(), |(_, zh, en)| super::either(l, zh, en))
}

/// A level without the word that all of them end with.
pub fn bare(level: &str) -> &str {
    level.trim_end_matches("指标")
}

/// Both levels of an indicator in short: `产出/数量`.
pub fn level(i: &crate::domain::declaration::Indicator) -> String {
    format!(
        "{}/{}",
        i.level1.trim_end_matches("指标"),
        i.level2.trim_end_matches("指标")
    )
}

/// Where a finding or an opinion points: `产出/数量/改造小区`.
pub fn place(l: Lang, d: &Declaration, p: &Place) -> String {
    match p {
        Place::Form => super::either(l, "全表", "form"),
        Place::Field(key) => name(l, key),
        Place::Indicator(n, _) => d.indicators.get(*n).map_or_else(
            || n.to_string(),
            |i| {
                let level = if i.level2.is_empty() {
                    &i.level1
                } else {
                    &i.level2
                };
                let level = level.trim_end_matches("指标");
                let what = if i.name.is_empty() { &i.value } else { &i.name };
                Clean::line(&format!("{level}/{what}")).to_string()
            },
        ),
    }
}
