//! What is said of how far seats agree.

use super::{Lang, either};
use crate::domain::agreement::{Measure, Pair};
use crate::store::sqlite::Turn;

/// What it stands on.
pub fn head(l: Lang, cases: usize, twice: usize, grades: usize, adopted: usize) -> String {
    match l {
        Lang::Zh => format!(
            "首轮盲评一致性: {cases}件, 其中{twice}件有两席以上; 首次评级{grades}个, 采纳过预审的{adopted}个(不算独立)"
        ),
        Lang::En => format!(
            "Agreement of first blind grades: {cases} cases, {twice} with two or more; {grades} first grades, {adopted} with adopted findings (not independent)"
        ),
    }
}

/// There is nothing to compare.
pub fn nothing(l: Lang) -> String {
    either(
        l,
        "还没有两席都评完的件",
        "No case has been graded by two yet",
    )
}

/// Grades that were given without what the rules had found.
pub fn unaided(l: Lang, n: usize, same: usize, other: usize) -> String {
    match l {
        Lang::Zh => {
            format!("不看预审先评的 {n}个: 看后维持 {same}, 改了 {other}")
        }
        Lang::En => {
            format!(
                "First grades without the findings: {n}; kept once seen {same}, changed {other}"
            )
        }
    }
}

/// Over the pairs.
pub fn pairs_head(l: Lang) -> String {
    either(
        l,
        "谁与谁不一致 (相差最大的在前)",
        "Who parts from whom, furthest first",
    )
}

/// Two people.
pub fn pair(l: Lang, a: &str, b: &str, p: &Pair) -> String {
    match l {
        Lang::Zh => format!(
            "  {a} 与 {b}: 共评{}件, 不同{}件, 共差{}档",
            p.both, p.apart, p.steps
        ),
        Lang::En => format!(
            "  {a} and {b}: {} cases by both, {} apart, {} grades between in all",
            p.both, p.apart, p.steps
        ),
    }
}

/// Over the boundaries.
pub fn boundaries_head(l: Lang) -> String {
    either(l, "分歧跨在哪条界上", "Which boundary divides them")
}

/// One boundary.
pub fn boundary(l: Lang, above: &str, below: &str, n: usize) -> String {
    match l {
        Lang::Zh => format!("  {above}/{below}  {n}件"),
        Lang::En => format!("  {above}/{below}  {n} cases"),
    }
}

/// Over the rules.
pub fn rules_head(l: Lang) -> String {
    either(
        l,
        "哪些预审之下最不一致",
        "Under which findings they part most",
    )
}

/// One rule.
pub fn rule(l: Lang, rule: &str, n: usize, apart: usize) -> String {
    match l {
        Lang::Zh => format!("  {rule}  有此预审的{n}件, 评级不同{apart}件"),
        Lang::En => format!("  {rule}  {n} cases with it, {apart} apart"),
    }
}

/// Over the measures.
pub fn measures_head(l: Lang) -> String {
    either(
        l,
        "一致程度 (括号内为95%区间, 按件重抽1000次; 几个数一起看)",
        "How far they agree (95 % interval, 1000 samples of the cases; read them together)",
    )
}

/// Names of the measures.
pub const fn names(l: Lang) -> [&'static str; 4] {
    match l {
        Lang::Zh => [
            "两两相同",
            "二次加权 kappa",
            "Gwet AC1",
            "次序 alpha (Krippendorff)",
        ],
        Lang::En => [
            "alike by pairs",
            "quadratic kappa",
            "Gwet AC1",
            "ordinal alpha (Krippendorff)",
        ],
    }
}

/// One measure.
pub fn measure(l: Lang, name: &str, m: &Measure) -> String {
    match (m.value, m.between) {
        (None, _) => format!(
            "  {name}  {}",
            either(l, "无从说起 (评级全同)", "cannot be said")
        ),
        (Some(v), None) => format!("  {name}  {v:.3}"),
        (Some(v), Some((low, high))) => format!("  {name}  {v:.3}  ({low:.3} ~ {high:.3})"),
    }
}

/// How it can be drawn again.
pub fn seed(l: Lang, seed: &str) -> String {
    match l {
        Lang::Zh => format!("重抽种子 {seed}"),
        Lang::En => format!("Seed of the samples: {seed}"),
    }
}

/// Nobody is waited for.
pub fn nobody_late(l: Lang, queue: &str) -> String {
    match l {
        Lang::Zh => format!("{queue}: 没有等谁的件"),
        Lang::En => format!("{queue}: nobody is waited for"),
    }
}

/// What waits for somebody, to be pasted elsewhere.
pub fn turn(l: Lang, name: &str, t: &Turn) -> String {
    let next = t.next.map_or_else(String::new, |d| d.to_string());
    let minutes = t.minutes();
    match l {
        Lang::Zh => {
            let pace = minutes.map_or_else(String::new, |m| format!(", 照其速度约{m}分钟"));
            format!(
                "{name}: 待评{}件, 逾期{}件, 最早{next}{pace}",
                t.waiting, t.overdue
            )
        }
        Lang::En => {
            let pace = minutes.map_or_else(String::new, |m| format!(", about {m} minutes"));
            format!(
                "{name}: {} waiting, {} overdue, first due {next}{pace}",
                t.waiting, t.overdue
            )
        }
    }
}
