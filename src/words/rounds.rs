//! What two rounds side by side say.

use super::{Lang, either};
use crate::domain::clean::Clean;
use crate::domain::rounds::{Answer, Counts};

/// Counts in the title.
pub fn counts(l: Lang, c: &Counts, (landed, of): (usize, usize)) -> String {
    let Counts {
        changed,
        added,
        removed,
        unchanged,
    } = c;
    let tail = match (of, l) {
        (0, _) => String::new(),
        (of, Lang::Zh) => format!("   意见落实 {landed}/{of}"),
        (of, Lang::En) => format!("   answered {landed}/{of}"),
    };
    match l {
        Lang::Zh => format!("变{changed}  增{added}  删{removed}  未变{unchanged}{tail}"),
        Lang::En => {
            format!("{changed} changed, {added} new, {removed} removed, {unchanged} same{tail}")
        }
    }
}

/// Place of the screen.
pub fn place(l: Lang) -> String {
    either(l, "轮次", "rounds")
}

/// Which rows are shown.
pub fn shown(l: Lang, all: bool, n: usize) -> String {
    match (l, all) {
        (Lang::Zh, false) => format!("只看变化  A看全部{n}处"),
        (Lang::Zh, true) => "看全部  A只看变化".to_owned(),
        (Lang::En, false) => format!("changes only; A shows all {n}"),
        (Lang::En, true) => "everything; A shows changes only".to_owned(),
    }
}

/// Head over an opinion.
pub fn opinion_head(l: Lang, n: usize, rule: &str, text: &str) -> String {
    let text = Clean::line(text);
    let rule = if rule.is_empty() {
        String::new()
    } else {
        format!("  {rule}")
    };
    match l {
        Lang::Zh => format!("意见{n}{rule}  {text}"),
        Lang::En => format!("opinion {n}{rule}  {text}"),
    }
}

/// Head of a part: 1 nobody asked for it, 2 new or removed, 3 the same.
pub fn part(l: Lang, n: u8) -> String {
    match n {
        1 => either(l, "无意见而变  留心", "Changed unasked: mind these"),
        2 => either(l, "新增和删去", "New and removed"),
        _ => either(l, "未变", "The same"),
    }
}

/// What became of an opinion.
pub fn answer(l: Lang, a: Answer) -> String {
    match a {
        Answer::Landed => either(l, "已落实", "answered"),
        Answer::StillFound => either(l, "改了，仍不合规", "changed, still found"),
        Answer::NotLanded => either(l, "未落实", "not answered"),
        Answer::Unclear => either(l, "须人看", "look yourself"),
    }
}

/// The whole form.
pub fn whole_form(l: Lang) -> String {
    either(l, "全表", "whole form")
}

/// An indicator that only one of the rounds has.
pub fn kind(l: Lang, added: bool) -> String {
    if added {
        either(l, "新增", "new")
    } else {
        either(l, "删去", "removed")
    }
}

/// The same in both.
pub fn unchanged(l: Lang) -> String {
    either(l, "未变", "same")
}

/// Days later or earlier.
pub fn days(l: Lang, n: i32) -> String {
    match (l, n >= 0) {
        (Lang::Zh, true) => format!("晚{n}天"),
        (Lang::Zh, false) => format!("早{}天", n.unsigned_abs()),
        (Lang::En, true) => format!("{n} days later"),
        (Lang::En, false) => format!("{} days earlier", n.unsigned_abs()),
    }
}

/// A column of an indicator.
pub fn column(l: Lang, key: &str) -> String {
    let (zh, en) = match key {
        "level1" => ("一级", "level 1"),
        "level2" => ("二级", "level 2"),
        "name" => ("名称", "name"),
        "value" => ("指标值", "value"),
        "op" => ("符号", "sign"),
        "unit" => ("单位", "unit"),
        "weight" => ("分值", "points"),
        other => (other, other),
    };
    Clean::line(&either(l, zh, en)).to_string()
}

/// An opinion given again because it was not followed.
pub fn again(l: Lang, text: &str) -> String {
    match l {
        Lang::Zh => format!("{text}（上轮已提、未改）"),
        Lang::En => format!("{text} (asked before, not changed)"),
    }
}

/// Column heads: the earlier round and the later.
pub fn heads(l: Lang, (a, b): (u16, u16)) -> [String; 3] {
    let round = |n| super::tui::round(l, n);
    [either(l, "位置", "place"), round(a), round(b)]
}

/// Who gave the opinion, and when.
pub fn given(l: Lang, n: usize, who: &str, at: &str) -> String {
    match l {
        Lang::Zh => format!("上轮意见{n}  {who} {at}"),
        Lang::En => format!("earlier opinion {n}  {who} {at}"),
    }
}

/// How to give it again.
pub fn again_hint(l: Lang) -> String {
    either(
        l,
        "o 按上轮意见原文再提一次, 注明上轮已提、未改",
        "o gives the earlier opinion again, saying it was asked before",
    )
}
