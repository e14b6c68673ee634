//! Words of the grid of money and results.

use super::{Lang, either};

macro_rules! says {
    ($($(#[$doc:meta])* $name:ident: $zh:literal, $en:literal;)*) => {
        $($(#[$doc])* pub fn $name(l: Lang) -> String { either(l, $zh, $en) })*
    };
}

says! {
    /// The screen.
    head: "象限", "quadrants";
    /// It is shown already.
    already: "已在象限，已重读", "The quadrants are shown already; read again";
    /// The cursor stands at the edge, or no other part has cases.
    no_cell_further: "没有更多格", "No cell further on";
    /// A line stands at its end.
    no_line_further: "线已到头", "The line stands at its end";
    /// The cell has no case.
    empty_cell: "此格没有项目", "No case stands in this cell";
    /// No dot that way.
    no_dot_further: "那边没有点了", "No dot that way";
    /// The head of the scatter.
    dots: "达成%   每点一件，同处的点叠在一起", "results%   a dot a case";
    /// The scatter needs lines and width.
    no_room: "散点要能画线的终端和110列以上", "Dots need a terminal with lines and 110 columns";
    /// Looking for what was never reported on.
    looking: "正在查本年未监控的项目..", "Looking for what was not monitored..";
    /// The axis to the right, and upwards.
    money_axis: "执行%", "money%";
    /// As above.
    results_axis: "达成%", "results%";
    /// Sums at the edge.
    sum: "合计", "sum";
    /// The four parts.
    parts: "象限", "quadrant";
    /// Cases.
    cases: "件", "cases";
    /// Part of all that could be placed.
    share: "占已报", "share";
    /// All cases.
    everything: "全部", "all cases";
    /// How the grid is read: counts.
    by_count: "[格内] 件数", "[cells] cases";
    /// As above: money.
    by_money: "[格内] 亿元", "[cells] 100m yuan";
    /// The course that both are measured against.
    course: "[进度] 有计划的按计划，其余按月份/12", "[progress] by the own plan, else by month/12";
    /// Heads of the cases of a cell.
    project: "单位 项目", "unit, project";
    /// Money against what was due.
    exec: "执行", "money";
    /// Results against what was due.
    goal: "达成", "results";
    /// Money in 10,000 yuan.
    wan: "万元", "10k yuan";
    /// Waiting for a verdict.
    open: "未处理", "open";
    /// The most money of one.
    largest: "最大", "largest";
    /// Money in 100 million yuan.
    yi: "亿元", "100m yuan";
}

/// One of the four parts: money on its way, results on their way.
pub fn part(l: Lang, (money, results): (bool, bool)) -> String {
    match (money, results) {
        (false, false) => either(l, "双滞后", "both behind"),
        (true, false) => either(l, "钱花了绩效未达", "spent, not delivered"),
        (false, true) => either(l, "绩效快支付慢", "delivered, not paid"),
        (true, true) => either(l, "双达标", "on course"),
    }
}

/// Where the part is.
pub fn corner(l: Lang, (money, results): (bool, bool)) -> String {
    match (money, results) {
        (false, false) => either(l, "左下", "lower left"),
        (true, false) => either(l, "右下", "lower right"),
        (false, true) => either(l, "左上", "upper left"),
        (true, true) => either(l, "右上", "upper right"),
    }
}

/// How many could be placed of how many.
pub fn placed(l: Lang, placed: &str, all: &str) -> String {
    match l {
        Lang::Zh => format!("已报{placed} 共{all}件"),
        Lang::En => format!("{placed} of {all} cases"),
    }
}

/// Where the lines are.
pub fn lines(l: Lang, goal: u8, exec: u8) -> String {
    match l {
        Lang::Zh => format!("线 达成{goal} 执行{exec}"),
        Lang::En => format!("lines: results {goal}, money {exec}"),
    }
}

/// A cell by its percents.
pub fn cell(l: Lang, money: (u8, Option<u8>), results: (u8, Option<u8>)) -> String {
    let range = |(from, to): (u8, Option<u8>)| match (from, to) {
        (0, Some(to)) => format!("<{to}"),
        (from, Some(to)) => format!("{from}-{to}"),
        (from, None) => format!(">={from}"),
    };
    match l {
        Lang::Zh => format!("执行{}  达成{}", range(money), range(results)),
        Lang::En => format!("money {}  results {}", range(money), range(results)),
    }
}

/// What the short lines under the counts stand for.
pub fn steps(l: Lang, from: &[u64]) -> String {
    let all: Vec<String> = from.iter().map(ToString::to_string).collect();
    match l {
        Lang::Zh => format!("[短线] {} 件起", all.join(" ")),
        Lang::En => format!("[lines] from {}", all.join(" ")),
    }
}

/// So many more in the cell.
pub fn others(l: Lang, n: &str) -> String {
    match l {
        Lang::Zh => format!("其余 {n} 件"),
        Lang::En => format!("{n} more"),
    }
}

/// Over what was never reported on.
pub fn missing_head(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("本年未开展监控 {n} 项"),
        Lang::En => format!("Not monitored this year: {n}"),
    }
}

/// Too many for dots.
pub fn too_many(l: Lang, n: u64, most: u64) -> String {
    match l {
        Lang::Zh => format!("{n} 件太多，散点至多 {most} 件：f 筛选"),
        Lang::En => format!("{n} are too many for dots (at most {most}): f narrows"),
    }
}

/// How many of those behind by both are in the red by both: the rules ask for their money to be held.
pub fn both_low(l: Lang, low: u64, both: u64, red: i32) -> String {
    match l {
        Lang::Zh => format!("双滞后 {low} 件里有 {both} 件两项都不到{red}：按 M12 建议暂缓拨付"),
        Lang::En => format!(
            "{both} of the {low} behind by both are under {red} in both: M12 suggests to hold their money"
        ),
    }
}
