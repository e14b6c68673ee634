//! What the screens show: headings, counts, facts. What they answer is in `messages`.

pub use super::desk::*;
pub use super::messages::*;

use super::{Lang, either};
use crate::domain::clean::Clean;
use crate::domain::day::Day;
use crate::domain::declaration::Declaration;
use crate::domain::fen::Fen;
use crate::domain::finding::Severity;
use crate::domain::roster::{Person, Role};
use crate::store::{Order, QueueCount, Row};

/// The program's name.
pub fn program(l: Lang) -> String {
    either(l, "绩效", "jixiao")
}

/// The chip at the top left.
pub fn chip(l: Lang, practice: bool, house: bool, read_only: bool) -> String {
    match (practice, read_only) {
        _ if house && read_only => either(l, "托管库 只读", "house, read only"),
        _ if house => either(l, "托管库", "house"),
        (true, _) => either(l, "练习库 示例数据", "practice"),
        (false, true) => either(l, "正式库 只读", "live, read only"),
        (false, false) => either(l, "正式库", "live"),
    }
}

/// What was done by its name has a key.
pub fn by_key(l: Lang, key: &str) -> String {
    match l {
        Lang::Zh => format!("下次可直接按 {key}"),
        Lang::En => format!("Next time {key} does it"),
    }
}
/// The verdict has neither day nor money.
pub fn nothing_to_shift(l: Lang) -> String {
    either(
        l,
        "这个裁定没有期限和金额",
        "This verdict has no day and no amount",
    )
}
/// Over the lists of a queue that have a name.
pub fn lists_head(l: Lang) -> String {
    either(l, "名单", "lists")
}
/// The queue has no lists of that kind.
pub fn no_lists(l: Lang) -> String {
    either(
        l,
        "本队列没有名单，f 筛选",
        "This queue has no lists; f filters",
    )
}
/// Nothing is suggested.
pub fn no_suggestion(l: Lang) -> String {
    either(l, "这件没有建议的裁定", "No verdict is suggested here")
}
/// Only a path is completed.
pub fn nothing_to_complete(l: Lang) -> String {
    either(l, "这里没有可补全的", "There is nothing to complete here")
}

/// Under the queues of a practice database.
pub fn sample_notice(l: Lang) -> String {
    either(
        l,
        "示例数据: 项目、单位、金额、人员都是虚构的, 随便按, u 撤回。",
        "Sample data: projects, units, amounts and people are invented. Try anything; u undoes.",
    )
}

/// Who acts, and as what.
pub fn whoami(l: Lang, p: &Person) -> String {
    let names: Vec<String> = p.roles.iter().map(|r| role(l, *r)).collect();
    format!("{} {}", Clean::line(&p.name), names.join(" "))
}

/// A colleague at a case: has it open, or has begun it.
pub fn beside(l: Lang, name: &str, claimed: bool) -> String {
    let name = Clean::line(name).to_string();
    match (l, claimed) {
        (Lang::Zh, true) => format!("{}审", short(&name)),
        (Lang::Zh, false) => format!("{}看", short(&name)),
        (Lang::En, true) => format!("{name} works"),
        (Lang::En, false) => format!("{name} reads"),
    }
}

/// The family name, where it is written in Han.
pub fn short(name: &str) -> String {
    let mut all = name.chars();
    match all.next() {
        Some(c) if !c.is_ascii() => c.to_string(),
        Some(_) => name.chars().take(2).collect(),
        None => String::new(),
    }
}

/// Somebody asks the viewer to say something to a case.
pub fn asked(l: Lang, by: &str, text: &str) -> String {
    let text = Clean::line(text);
    match l {
        Lang::Zh => format!("{by}征求你的意见: {text}  c答"),
        Lang::En => format!("{by} asks you: {text}  c answers"),
    }
}

/// The viewer's seat grades without what the rules found.
pub fn findings_withheld(l: Lang) -> String {
    either(
        l,
        "抽中先评: 这件先不给你看预审, 定级后打开, 再维持或改",
        "By lot: this case is graded before its findings are shown; then keep the grade or change it",
    )
}

/// They are open now.
pub fn findings_open(l: Lang) -> String {
    either(
        l,
        "已记录; 预审已打开: 维持就再定一次, 或改",
        "Recorded; the findings are open: grade again to keep it, or change it",
    )
}

/// A role.
pub fn role(l: Lang, r: Role) -> String {
    let (zh, en) = match r {
        Role::Reviewer => ("审核员", "reviewer"),
        Role::Second => ("复核员", "second reviewer"),
        Role::Lead => ("组长", "lead"),
        Role::Approver => ("处长", "approver"),
        Role::Expert => ("专家", "expert"),
        Role::Admin => ("管理员", "administrator"),
        Role::Security => ("安全员", "security"),
        Role::Auditor => ("监督员", "auditor"),
    };
    either(l, zh, en)
}

/// Headings of home.
pub fn home_heads(l: Lang) -> Vec<String> {
    let zh = ["队列", "待我审", "未定", "已定", "共", "逾期", "最近期限"];
    let en = [
        "queue", "for me", "open", "decided", "all", "overdue", "next due",
    ];
    (0..7).map(|n| either(l, zh[n], en[n])).collect()
}

/// Headings of a list.
pub fn list_heads(l: Lang) -> Vec<String> {
    let zh = ["编号", "名称", "万元", "预审", "席", "我", "期限"];
    let en = ["code", "name", "10k yuan", "check", "seat", "me", "due"];
    (0..7).map(|n| either(l, zh[n], en[n])).collect()
}

/// Headings of the indicators.
pub fn indicator_heads(l: Lang) -> Vec<String> {
    let zh = ["一级/二级", "三级指标", "指标值", "分值", "预审"];
    let en = ["level", "indicator", "value", "points", "check"];
    (0..5).map(|n| either(l, zh[n], en[n])).collect()
}

/// Names of the tabs.
pub fn tabs(l: Lang, input: &str) -> Vec<String> {
    let zh = ["指标", "预审", "意见", "历史"];
    let en = ["indicators", "check", "opinions", "history"];
    let rest = (1..4).map(|n| either(l, zh[n], en[n]));
    let second = if input == "self-evaluation" {
        either(l, "核对", "checklist")
    } else {
        either(l, zh[0], en[0])
    };
    [table(l, input), second].into_iter().chain(rest).collect()
}

/// What a kind of table is called where one is at hand.
pub fn table(l: Lang, input: &str) -> String {
    match input {
        "monitoring-form" => either(l, "监控表", "report"),
        "self-evaluation" => either(l, "自评表", "self-evaluation"),
        _ => either(l, "申报表", "form"),
    }
}

/// A case was chosen to be looked at.
pub fn chosen(l: Lang) -> String {
    either(l, "已抽中", "chosen")
}

/// The lead's decision.
pub fn closing(l: Lang, verdict: &str) -> String {
    match l {
        Lang::Zh => format!("定案 {verdict}"),
        Lang::En => format!("decide: {verdict}"),
    }
}

/// Counts in the title of a list.
pub fn list_counts(
    l: Lang,
    shown: usize,
    total: Option<u64>,
    q: Option<&QueueCount>,
    news: usize,
) -> String {
    let total = total.unwrap_or(0);
    let (mine, overdue) = q.map_or((0, 0), |q| (q.mine, q.overdue));
    let zh = l == Lang::Zh;
    let mut out = if zh {
        format!("{shown}/{total}件 待我{mine}")
    } else {
        format!("{shown}/{total}, {mine} for me")
    };
    if overdue > 0 {
        out += &(if zh {
            format!(" 逾期{overdue}")
        } else {
            format!(", {overdue} overdue")
        });
    }
    if news > 0 {
        out += &(if zh {
            format!(" 新{news}")
        } else {
            format!(", {news} new")
        });
    }
    out
}

/// What the list shows and how it is sorted.
pub fn list_context(l: Lang, mine: bool, filter: &str, order: Order) -> String {
    let scope = if mine {
        either(l, "待我审", "for me")
    } else {
        either(l, "全部", "all")
    };
    let (zh, en) = match order {
        Order::Due => ("期限", "due"),
        Order::Amount => ("金额", "amount"),
        Order::Code => ("编号", "code"),
        Order::Findings => ("预审", "findings"),
        Order::Name => ("名称", "name"),
        Order::Unit => ("单位", "unit"),
        Order::Stake => ("风险金额", "stake"),
    };
    let sorted = either(l, zh, en);
    let filter = if filter.is_empty() {
        String::new()
    } else {
        format!("  {}: {filter}", either(l, "筛", "filter"))
    };
    match l {
        Lang::Zh => format!("视图: {scope}{filter}  按 {sorted}^"),
        Lang::En => format!("view: {scope}{filter}  by {sorted}^"),
    }
}

/// Nothing in the list, and which key helps.
pub fn empty_list(l: Lang, mine: bool, filtered: bool) -> String {
    match (mine, filtered) {
        (_, true) => either(
            l,
            "没有符合筛选的项目。Esc去掉筛选",
            "Nothing matches. Esc clears the filter",
        ),
        (true, _) => either(
            l,
            "没有待我审的项目。A看全部",
            "Nothing waits for you. A shows all",
        ),
        (false, _) => either(
            l,
            "队列是空的。jixiao import 读入申报表",
            "The queue is empty. jixiao import reads forms in",
        ),
    }
}

/// The three letters of severities.
pub fn severities(_: Lang) -> [&'static str; 3] {
    ["错", "警", "注"]
}

/// A severity as in the list of findings.
pub const fn sign(s: Severity) -> &'static str {
    match s {
        Severity::Error => "x错",
        Severity::Warning => "!警",
        Severity::Note => ".注",
    }
}

/// A finding adopted.
pub fn adopted_sign(_: Lang) -> String {
    "v采".to_owned()
}

/// A finding set aside.
pub fn waived_sign(_: Lang) -> String {
    "-免".to_owned()
}

/// Recused, in the list.
pub fn recused_sign(_: Lang) -> String {
    "避".to_owned()
}

/// Changed by others.
pub fn news(l: Lang) -> String {
    either(l, "新", "new")
}

/// States that a list shows in place of the deadline.
pub fn short_state(l: Lang, state: &str) -> Option<String> {
    let (zh, en) = match state {
        "graded" => ("待定案", "to decide"),
        "dissent" => ("分歧", "apart"),
        "second" => ("待复核", "2nd sign."),
        "returned" => ("已退回", "returned"),
        "done" => ("已定", "decided"),
        "sent" => ("已发函", "sent"),
        "closed" => ("已结", "closed"),
        "rectifying" => ("整改中", "mending"),
        "reduced" => ("已调减", "reduced"),
        "suspended" => ("已暂缓", "on hold"),
        "recovered" => ("已收回", "recovered"),
        "filed" => ("未抽", "not drawn"),
        "consulted" => ("征求", "consulted"),
        "disputed" => ("异议", "disputed"),
        "confirmed" => ("已认可", "confirmed"),
        "adjusted" => ("已调整", "adjusted"),
        _ => return None,
    };
    Some(either(l, zh, en))
}

/// A deadline: `10-15`, or how far past it is.
pub fn due(l: Lang, d: Day, today: Day) -> String {
    let days = today.since(d);
    if days > 0 {
        return match l {
            Lang::Zh => format!("逾{days}天"),
            Lang::En => format!("{days}d late"),
        };
    }
    format!("{:02}-{:02}", d.month(), d.day())
}

/// The round.
pub fn round(l: Lang, n: u16) -> String {
    match l {
        Lang::Zh => format!("第{n}轮"),
        Lang::En => format!("round {n}"),
    }
}

/// An amount with its unit.
pub fn wan(l: Lang, fen: Fen) -> String {
    match l {
        Lang::Zh => format!("{}万元", fen.wan()),
        Lang::En => format!("{} (10k yuan)", fen.wan()),
    }
}

/// Nothing filled in.
pub fn blank(l: Lang) -> String {
    either(l, "(未填写)", "(blank)")
}

/// Whole project, bond money, this year.
pub fn money_line(l: Lang, d: Option<&Declaration>) -> String {
    let Some(d) = d else {
        return String::new();
    };
    let part = |key: &str| {
        d.fen(key)
            .map(|fen| format!("{} {}", super::field::name(l, key), fen.wan()))
    };
    let parts: Vec<String> = ["total_amount", "bond_amount", "annual_amount"]
        .iter()
        .filter_map(|k| part(k))
        .collect();
    parts.join("  ")
}

/// Counts of findings as a heading.
pub fn findings_head(l: Lang, [e, w, n]: [u32; 3]) -> String {
    let part = |s: &str, n: u32| {
        if n > 0 {
            format!(" {s}{n}")
        } else {
            String::new()
        }
    };
    format!(
        "{}{}{}{}",
        either(l, "预审", "check"),
        part("错", e),
        part("警", w),
        part("注", n)
    )
}

/// The automatic check found nothing.
pub fn clean_case(l: Lang) -> String {
    either(l, "预审没有发现问题。", "The check found nothing.")
}

/// Right part of a case's title.
pub fn case_right(l: Lang, version: u32, name: &str, seat: Option<u8>) -> String {
    let name = Clean::line(name);
    let seat = seat.map_or_else(String::new, |n| match l {
        Lang::Zh => format!(" 第{n}席"),
        Lang::En => format!(" seat {n}"),
    });
    format!("v{version}  {name}{seat}")
}

/// Facts of a case in its second row.
pub fn case_facts(l: Lang, r: &Row, today: Day) -> String {
    let due = r.due.map_or_else(String::new, |d| due(l, d, today));
    match l {
        Lang::Zh => format!("{}  第{}轮  期限 {due}", wan(l, r.amount), r.round),
        Lang::En => format!("{}  round {}  due {due}", wan(l, r.amount), r.round),
    }
}

/// How the verdict stands.
pub fn verdict_state(
    l: Lang,
    mine: Option<&str>,
    closed: Option<&str>,
    state: &str,
    (have, need): (usize, usize),
) -> String {
    let none = either(l, "未定", "open");
    let mine = mine.unwrap_or(&none);
    let closed = closed.map_or_else(String::new, |c| match l {
        Lang::Zh => format!("  定案 {c}"),
        Lang::En => format!("  decision {c}"),
    });
    match l {
        Lang::Zh => format!("裁定 {mine}{closed}  {state}  席 {have}/{need}"),
        Lang::En => format!("verdict {mine}{closed}  {state}  seats {have}/{need}"),
    }
}

/// What was begun.
pub fn work_counts(l: Lang, opinions: usize, waived: usize, open: usize) -> String {
    match l {
        Lang::Zh => format!("意见{opinions}条  不采纳{waived}条  未处理{open}条"),
        Lang::En => format!("{opinions} opinions, {waived} set aside, {open} unhandled"),
    }
}

/// A suggestion of a rule.
pub fn suggestion(l: Lang, text: &str) -> String {
    match l {
        Lang::Zh => format!("建议: {text}"),
        Lang::En => format!("suggested: {text}"),
    }
}

/// No opinions yet.
pub fn no_opinions(l: Lang) -> String {
    either(
        l,
        "还没有意见。o采纳预审, a自拟",
        "No opinions yet. o adopts, a writes one",
    )
}

/// One's own opinion.
pub fn own(l: Lang) -> String {
    either(l, "自拟", "own")
}

/// An opinion from a rule.
pub fn from_rule(l: Lang, rule: &str) -> String {
    match l {
        Lang::Zh => format!("采自{rule}"),
        Lang::En => format!("from {rule}"),
    }
}

/// Above the eight items.
pub fn items_head(l: Lang) -> String {
    either(
        l,
        "审核表八项(按未了的预审推算)",
        "Eight items of the sheet, from open findings",
    )
}

/// Head of the explained rule.
pub fn rule_head(l: Lang) -> String {
    either(l, "规则", "rule")
}

/// Head of the verdicts by name.
pub fn which_head(l: Lang) -> String {
    either(l, "裁定..", "verdict..")
}

/// Head of the lead's decision.
pub fn closing_head(l: Lang) -> String {
    either(l, "定案(组长)..", "decision (lead)..")
}

/// A second signature will be needed.
pub fn second_needed(l: Lang) -> String {
    either(
        l,
        "还须复核员签同样的裁定",
        "A second person must give the same verdict",
    )
}

/// Grades of the seats.
pub fn seats_line(l: Lang, signs: &str) -> String {
    match l {
        Lang::Zh => format!("各席: {signs}"),
        Lang::En => format!("seats: {signs}"),
    }
}

/// Head of the drawer that asks before signing.
pub fn sign_head(l: Lang, verdict: &str, closing: bool, only_y: bool) -> String {
    let what = match (closing, l) {
        (true, Lang::Zh) => "定案: ",
        (true, Lang::En) => "decision: ",
        _ => "",
    };
    match (l, only_y) {
        (Lang::Zh, true) => format!("{what}{verdict}    y签  其他键不签(默认不做)"),
        (Lang::Zh, false) => format!("{what}{verdict}    Enter或y签  Esc不签"),
        (Lang::En, true) => format!("{what}{verdict}    y signs; any other key does not"),
        (Lang::En, false) => format!("{what}{verdict}    Enter or y signs, Esc does not"),
    }
}

/// Head of help.
pub fn help_head(l: Lang) -> String {
    either(
        l,
        "帮助: 这一屏的键    Esc关",
        "Keys of this screen    Esc closes",
    )
}

/// Head of text entry.
pub fn entry_head(l: Lang, reason: bool, count: usize, limit: usize, kept: bool) -> String {
    let what = if reason {
        either(l, "不采纳的理由", "reason")
    } else {
        either(l, "意见", "opinion")
    };
    let kept = if kept {
        either(l, "草稿已存", "draft kept")
    } else {
        "..".to_owned()
    };
    match l {
        Lang::Zh => format!("{what}    {count}/{limit}字  {kept}"),
        Lang::En => format!("{what}    {count}/{limit} characters, {kept}"),
    }
}
