//! Words of the reports of a watched queue.

use super::{Lang, either};
use crate::domain::coverage::Part;
use crate::domain::fen::Fen;

/// No report of that name.
pub fn no_report(l: Lang, name: &str) -> String {
    match l {
        Lang::Zh => {
            format!("没有「{name}」这种报告; 有 coverage(监控覆盖) 和 monitoring(监控情况)")
        }
        Lang::En => format!("There is no report \"{name}\"; there are coverage and monitoring"),
    }
}

/// The database is of another year.
pub fn other_year(l: Lang, asked: i32, year: i32) -> String {
    match l {
        Lang::Zh => format!("这个数据库是{year}年度的, 没有{asked}年度的数据"),
        Lang::En => format!("This database is of {year}; it holds nothing of {asked}"),
    }
}

/// Nobody is asked to mend anything.
pub fn no_notice(l: Lang) -> String {
    either(
        l,
        "没有要出整改通知的项目: 还没有限期整改或暂缓拨付的裁定",
        "Nothing to notify: no case was decided with something to mend",
    )
}

fn percent(hundredths: i64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// The coverage of a part; "" is the whole.
pub fn coverage_line(l: Lang, name: &str, p: &Part) -> String {
    let (number, amount) = (percent(p.by_number()), percent(p.by_amount()));
    match (l, name) {
        (Lang::Zh, "") => format!(
            "监控覆盖: 共{}项 {}万元, 已监控{}项, 未监控{}项 {}万元, 覆盖率 {number}, 按金额 {amount}",
            p.objects,
            p.amount.wan(),
            p.monitored,
            p.missing(),
            p.missing_amount().wan()
        ),
        (Lang::Zh, name) => format!(
            "  {name}: 共{}项, 未监控{}项 {}万元, 覆盖率 {number}, 按金额 {amount}",
            p.objects,
            p.missing(),
            p.missing_amount().wan()
        ),
        (Lang::En, "") => format!(
            "Coverage: {} objects with {} 10k yuan, {} monitored, {} not ({} 10k yuan); {number}, by amount {amount}",
            p.objects,
            p.amount.wan(),
            p.monitored,
            p.missing(),
            p.missing_amount().wan()
        ),
        (Lang::En, name) => format!(
            "  {name}: {} objects, {} not monitored ({} 10k yuan); {number}, by amount {amount}",
            p.objects,
            p.missing(),
            p.missing_amount().wan()
        ),
    }
}

/// Over the names of what was not monitored.
pub fn missing_head(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("本年未开展监控 (M01) {n}项:"),
        Lang::En => format!("Not monitored this year (M01), {n}:"),
    }
}

/// One of them.
pub fn missing_line(l: Lang, code: &str, name: &str, department: &str, amount: Fen) -> String {
    let unit = either(l, "万元", "10k yuan");
    format!("  {code}  {name}  {department}  {}{unit}", amount.wan())
}

/// So many cases.
pub fn cases(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("双监控 共{n}件"),
        Lang::En => format!("Monitored: {n} cases"),
    }
}

/// So many of a kind.
pub fn count(l: Lang, name: &str, n: u64) -> String {
    match l {
        Lang::Zh => format!("  {name}  {n}件"),
        Lang::En => format!("  {name}: {n}"),
    }
}

/// Over those that did not answer.
pub fn unanswered_head(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("上期整改要求未反馈 (M15) {n}件:"),
        Lang::En => format!("What was asked was not answered (M15), {n}:"),
    }
}

/// Over those whose day has passed.
pub fn late_head(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("整改已过期限 {n}件:"),
        Lang::En => format!("Past the day set for mending, {n}:"),
    }
}

/// On home: how much was not monitored.
pub fn home(l: Lang, p: &Part) -> String {
    let (number, amount) = (percent(p.by_number()), percent(p.by_amount()));
    let (n, sum) = (p.missing(), p.missing_amount().wan());
    match l {
        Lang::Zh => format!(
            "[监控覆盖] {number} [按金额] {amount}   {{{n}}} 项本年未监控 {sum} [万元]   {{gmL7}}[看名单]"
        ),
        Lang::En => format!(
            "[coverage] {number} [by amount] {amount}   {{{n}}} not monitored, {sum} [10k yuan]   {{gmL7}}"
        ),
    }
}
