//! Words of a watched case's course.

use super::{Lang, either};
use crate::domain::gauge::Off;
use crate::domain::monitor::Light;

macro_rules! says {
    ($($(#[$doc:meta])* $name:ident: $zh:literal, $en:literal;)*) => {
        $($(#[$doc])* pub fn $name(l: Lang) -> String { either(l, $zh, $en) })*
    };
}

says! {
    /// The year's budget, adjusted where it was.
    budget: "全年预算", "budget";
    /// What was due by the project's own plan.
    by_plan: "计划应到", "due by plan";
    /// What was due by the months passed.
    by_month: "按月应到", "due by month";
    /// Progress against what was due.
    progress: "进度", "progress";
    /// Money against what was due.
    exec: "执行进度", "money";
    /// Results against what was due.
    goal: "达成进度", "results";
    /// The months that were reported.
    reports: "各期", "reports";
    /// Why the plan is as it is.
    plan: "计划依据", "plan";
    /// What was reached in the report before.
    earlier: "上期完成", "before";
}

/// What is at stake, by how much and why: amount times deviation.
pub fn at_stake(l: Lang, stake: &str, hundredths: i32, why: Off) -> String {
    let percent = format!("{}.{}%", hundredths / 100, hundredths % 100 / 10);
    let why = match why {
        Off::Results => either(l, "绩效滞后", "results behind"),
        Off::Money => either(l, "支付滞后", "money behind"),
        Off::Early => either(l, "支付过快", "money far ahead"),
    };
    match l {
        Lang::Zh => format!("[风险金额] {stake} [万元] [=金额×] {percent} {why}"),
        Lang::En => format!("[at stake] {stake} [10k yuan = amount x] {percent} {why}"),
    }
}

/// Headings of the indicators.
pub fn heads(l: Lang) -> [String; 9] {
    let zh = [
        "二级",
        "指标",
        "目标",
        "完成",
        "进度",
        "灯",
        "全年预计",
        "各期",
        "预审",
    ];
    let en = [
        "level",
        "indicator",
        "target",
        "reached",
        "prog",
        "lt.",
        "expected",
        "course",
        "check",
    ];
    std::array::from_fn(|n| either(l, zh[n], en[n]))
}

/// A light in a word.
pub fn light(l: Lang, of: Light) -> String {
    match of {
        Light::Red => either(l, "红", "red"),
        Light::Yellow => either(l, "黄", "yel"),
        Light::Green => either(l, "绿", "grn"),
        Light::Blue => either(l, "蓝", "blu"),
        Light::Grey => "--".to_owned(),
    }
}

/// Paid by the end of a month.
pub fn paid(l: Lang, month: u8) -> String {
    match l {
        Lang::Zh => format!("{month}月底执行"),
        Lang::En => format!("paid by {month}"),
    }
}

/// The course by the end of a month.
pub fn head(l: Lang, month: u8) -> String {
    match l {
        Lang::Zh => format!("截至{month}月"),
        Lang::En => format!("by the end of month {month}"),
    }
}

/// A month.
pub fn month(l: Lang, month: u8) -> String {
    match l {
        Lang::Zh => format!("{month}月"),
        Lang::En => format!("m{month}"),
    }
}

/// What the bare months would say where there is a plan.
pub fn on_plan(l: Lang, by_month: &str) -> String {
    match l {
        Lang::Zh => format!("按计划；按月份/12为{by_month}"),
        Lang::En => format!("by its plan; by month/12 {by_month}"),
    }
}

/// What is suggested, by which rule, with its key.
pub fn suggested(l: Lang, verdict: &str, rule: &str) -> String {
    match (l, rule) {
        (Lang::Zh, "") => format!("[建议] {verdict}   {{S}}[照办]"),
        (Lang::Zh, rule) => format!("[建议] {verdict} [依{rule}]   {{S}}[照办]"),
        (Lang::En, "") => format!("[suggested] {verdict}   {{S}}[do so]"),
        (Lang::En, rule) => format!("[suggested] {verdict} [by {rule}]   {{S}}[do so]"),
    }
}
