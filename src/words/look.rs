//! Labels of the screens: short words in fixed places. Between `[` and `]` stand labels, between
//! `{` and `}` keys; neither sign is shown.

use super::{Lang, either};
use crate::domain::day::{Day, Instant};
use crate::domain::fen::Fen;
use crate::domain::level::Level1;
use crate::store::{Done, Order};

macro_rules! says {
    ($($(#[$doc:meta])* $name:ident: $zh:literal, $en:literal;)*) => {
        $($(#[$doc])* pub fn $name(l: Lang) -> String { either(l, $zh, $en) })*
    };
}

says! {
    /// The program's place in the title of home.
    home: "绩效评审", "jixiao";
    /// The unit of amounts.
    wan: "万元", "10k yuan";
    /// All rows.
    all: "全部", "all";
    /// What waits for me.
    for_me: "待我审", "for me";
    /// Before a filter.
    filtered: "筛", "filter";
    /// Before the order.
    by: "按", "by";
    /// Due.
    due: "期限", "due";
    /// The check.
    check: "预审", "check";
    /// Nothing found.
    clean: "预审没有发现问题", "the check found nothing";
    /// Opinions of the earlier round.
    earlier: "上轮意见", "earlier opinions";
    /// Seats.
    seats: "席位", "seats";
    /// Weights by level.
    weights: "分值结构", "points by level";
    /// What a level's weights must come to.
    ought: "应", "due";
    /// The goal of the year.
    goal: "年度目标", "goal of the year";
    /// The eight items.
    items: "八项推算", "eight items";
    /// Money.
    funds: "资金", "funds";
    /// The newest entries.
    recent: "最近", "recent";
    /// A suggestion.
    suggest: "建议", "suggest";
    /// The opinion a finding becomes.
    opinion: "意见", "opinion";
    /// Why.
    why: "依据", "because";
    /// Where the text came from.
    source: "原文", "source";
    /// The two rounds.
    rounds: "两轮对照", "both rounds";
    /// A rule.
    rule: "规则", "rule";
    /// My verdict.
    verdict: "裁定", "verdict";
    /// None yet.
    open: "未定", "open";
    /// The decision.
    closing: "定案", "decision";
    /// Not filled in.
    none: "(无)", "(none)";
    /// In all.
    total: "分值合计", "points in all";
    /// Not changed.
    unchanged: "未改", "not changed";
    /// The value of the earlier round.
    earlier_value: "上轮值", "earlier";
    /// Changed since the last round.
    changed: "改", "chg";
    /// There was none in the earlier round.
    absent: "无此项", "none";
    /// Saved views.
    views: "我的视图", "my views";
    /// Cases.
    cases_head: "件", "cases";
    /// The deadlines of what waits for me.
    dues: "待我审的期限", "due, for me";
    /// Past its deadline.
    late: "逾期", "late";
    /// Due later than the days shown.
    later: "以后", "later";
    /// Not finished.
    unfinished: "未完成", "unfinished";
    /// Where a text comes from.
    provenance: "出处", "from";
    /// The key that shows what changed since the last round.
    rounds_key: "{=}[与上轮差异]", "{=}[ rounds]";
    /// The key that shows what changed.
    see_rounds: "{=}[看差异]", "{=}[ see]";
    /// The key that shows the whole rule.
    see_rule: "{i}[全文]", "{i}[ more]";
    /// The key that edits.
    edit_key: "{e}[改]", "{e}[ edit]";
    /// Grades are changed on the tab of opinions.
    grade_key: "{Space}[改级]", "{Space}[ grade]";
    /// Nothing came yet.
    loading: "..", "..";
    /// An entry nobody may read yet.
    hidden: "已", "in";
    /// Recused.
    recused: "避", "rec";
    /// A draft.
    draft: "稿", "dr";
    /// Waits for the second person.
    second: "复", "2nd";
    /// What others gave is hidden until mine is in.
    blind: "我交之前看不到别人的等级和意见", "Others' grades show once mine is in";
    /// Form does not have this.
    no_form: "没有申报表", "no form";
    /// A screen in the head of help: home.
    screen_home: "首页", "home";
    /// The list.
    screen_queue: "队列页", "list";
    /// A case.
    screen_case: "案件页", "case";
    /// Two rounds.
    screen_rounds: "轮次页", "rounds";
    /// The log.
    screen_log: "日志页", "log";
    /// Signs.
    signs: "标记", "signs";
    /// The other signs.
    legend: "  v采 成意见   -免 已说明   稿 草稿   复 待复核   避 回避", "  v采 adopted   -免 set aside   dr draft   2nd   rec";
    /// Verdicts by their digits.
    by_digit: "按顺序裁定", "verdict by place";
    /// The keypad's keys.
    keypad: "[小键盘]  {1-4} 裁定   {Enter} 采纳   {.} 下一处   {0} 下一件   {9} 签定案   {Esc} 返回", "[Keypad]  {1-4} verdict   {Enter} adopt   {.} next thing   {0} next case   {9} sign a decision   {Esc} back";
    /// Head of own opinions.
    drafts: "草稿", "drafts";
    /// Opinions that were given.
    given: "已交的意见", "given";
}

/// Headings of home.
pub fn home_heads(l: Lang) -> [String; 6] {
    let zh = ["队列", "待我审", "已定", "共", "逾期", "最近期限"];
    let en = ["queue", "for me", "done", "all", "late", "next due"];
    std::array::from_fn(|n| either(l, zh[n], en[n]))
}

/// Headings of a list.
pub fn list_heads(l: Lang) -> [String; 10] {
    let zh = [
        "编号", "名称", "区", "万元", "预审", "席", "我", "期限", "执行", "达成",
    ];
    let en = [
        "code", "name", "dist", "10k yuan", "check", "st.", "me", "due", "money", "goals",
    ];
    std::array::from_fn(|n| either(l, zh[n], en[n]))
}

/// Headings of the findings.
pub fn finding_heads(l: Lang) -> [String; 4] {
    let zh = ["级", "规则", "位置", "说明"];
    let en = ["", "rule", "place", "what"];
    std::array::from_fn(|n| either(l, zh[n], en[n]))
}

/// Headings of the indicators.
pub fn indicator_heads(l: Lang) -> [String; 7] {
    let zh = ["一级", "二级", "三级指标", "目标值", "单位", "分值", "预审"];
    let en = [
        "level 1",
        "level 2",
        "indicator",
        "target",
        "unit",
        "points",
        "check",
    ];
    std::array::from_fn(|n| either(l, zh[n], en[n]))
}

/// Headings of the opinions.
pub fn opinion_heads(l: Lang) -> [String; 3] {
    let zh = ["号", "来自", "位置"];
    let en = ["no.", "from", "place"];
    std::array::from_fn(|n| either(l, zh[n], en[n]))
}

/// Headings of a history.
pub fn history_heads(l: Lang) -> [String; 4] {
    let zh = ["号", "时间", "谁", "做了什么"];
    let en = ["entry", "when", "who", "what"];
    std::array::from_fn(|n| either(l, zh[n], en[n]))
}

/// Headings of the form.
pub fn form_heads(l: Lang) -> [String; 2] {
    [either(l, "项目", "field"), either(l, "内容", "content")]
}

/// A column of an indicator's explanations.
pub fn note(l: Lang, key: &str) -> String {
    match key {
        "explanation" => either(l, "指标解释", "explanation"),
        "scoring_rule" => either(l, "评分标准", "scoring"),
        "standard" => either(l, "标准依据", "standard"),
        "remark" => either(l, "备注", "remark"),
        "actual" => either(l, "实际完成", "reached"),
        "expected" => either(l, "全年预计", "expected"),
        "cause" => either(l, "原因类别", "cause"),
        "cause_fund" => either(l, "经费保障", "cause: money"),
        "cause_rule" => either(l, "制度保障", "cause: rules"),
        "cause_staff" => either(l, "人员保障", "cause: staff"),
        "cause_hardware" => either(l, "硬件条件", "cause: means"),
        "cause_other" => either(l, "其他原因", "cause: other"),
        "score" => either(l, "得分", "score"),
        "cause_text" => either(l, "偏差原因", "why"),
        "possibility" => either(l, "完成可能性", "likelihood"),
        other => other.to_owned(),
    }
}

/// What a list is sorted by, and whether its usual direction is downwards.
pub fn order(l: Lang, o: Order) -> (String, bool) {
    match o {
        Order::Due => (either(l, "期限", "due"), false),
        Order::Amount => (either(l, "金额", "amount"), true),
        Order::Code => (either(l, "编号", "code"), false),
        Order::Findings => (either(l, "预审", "findings"), true),
        Order::Name => (either(l, "名称", "name"), false),
        Order::Unit => (either(l, "单位", "unit"), false),
        Order::Stake => (either(l, "风险金额", "stake"), true),
    }
}

/// So many cases.
pub fn cases(l: Lang, n: &str) -> String {
    match l {
        Lang::Zh => format!("{n}件"),
        Lang::En => format!("{n} cases"),
    }
}

/// So many wait for me.
pub fn mine(l: Lang, n: u64) -> String {
    match l {
        Lang::Zh => format!("待我{n}"),
        Lang::En => format!("{n} for me"),
    }
}

/// So many are overdue.
pub fn overdue(l: Lang, n: u64) -> String {
    match l {
        Lang::Zh => format!("逾期{n}"),
        Lang::En => format!("{n} late"),
    }
}

/// So many are marked.
pub fn marked(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("已选{n}"),
        Lang::En => format!("{n} marked"),
    }
}

/// So many were changed by others.
pub fn news(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("新{n}"),
        Lang::En => format!("{n} new"),
    }
}

/// More rows are still looked for.
pub fn searching(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("{n}+ 还在找"),
        Lang::En => format!("{n}+ so far"),
    }
}

/// A deadline, and how far it is.
pub fn deadline(l: Lang, d: Day, today: Day) -> String {
    let days = d.since(today);
    let date = format!("{:02}-{:02}", d.month(), d.day());
    match (l, days) {
        (Lang::Zh, 0..) => format!("{date} 剩{days}天"),
        (Lang::En, 0..) => format!("{date} {days}d left"),
        (Lang::Zh, _) => format!("逾{}天", days.unsigned_abs()),
        (Lang::En, _) => format!("{}d late", days.unsigned_abs()),
    }
}

/// A seat.
pub fn seat(l: Lang, n: u8) -> String {
    match l {
        Lang::Zh => format!("席{n}"),
        Lang::En => format!("seat {n}"),
    }
}

/// My seat.
pub fn my_seat(l: Lang, n: u8) -> String {
    match l {
        Lang::Zh => format!("第{n}席"),
        Lang::En => format!("seat {n}"),
    }
}

/// How many opinions of the earlier round were followed.
pub fn landed(l: Lang, n: usize, of: usize) -> String {
    match l {
        Lang::Zh => format!("落实 {n}/{of}"),
        Lang::En => format!("answered {n}/{of}"),
    }
}

/// How much changed since the earlier round.
pub fn changes(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("变了{n}处 "),
        Lang::En => format!("{n} changed "),
    }
}

/// My opinions: adopted, of my own.
pub fn opinions(l: Lang, adopted: usize, own: usize) -> String {
    let all = adopted + own;
    match l {
        Lang::Zh => format!("意见 {all} [采纳]{adopted} [自拟]{own}"),
        Lang::En => format!("{all} opinions, [adopted] {adopted} [own] {own}"),
    }
}

/// Before what is unhandled.
pub fn unhandled(l: Lang) -> String {
    either(l, "未处理 ", "open ")
}

/// The findings are kept back until the seat has graded.
pub fn withheld(l: Lang) -> String {
    either(l, "抽中先评，定级后看预审", "graded first, findings after")
}

/// Everything is handled.
pub fn handled(l: Lang) -> String {
    either(l, "预审已处理完", "all handled")
}

/// Where a cell stood.
pub fn at(l: Lang, sheet: &str, row: u32, column: u32) -> String {
    let mut letters = String::new();
    let mut n = column;
    while n > 0 {
        n -= 1;
        let letter = u8::try_from(n % 26).map_or('?', |k| char::from(b'A' + k));
        letters.insert(0, letter);
        n /= 26;
    }
    let place = match l {
        Lang::Zh => format!("行{row}列{letters}"),
        Lang::En => format!("row {row} column {letters}"),
    };
    if sheet.is_empty() {
        place
    } else {
        format!("{sheet}  {place}")
    }
}

/// Drafts that wait and are not shown by their names.
pub fn more_drafts(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("还有 {n} 件草稿"),
        Lang::En => format!("{n} more drafts"),
    }
}

/// How long what waits takes at one's own pace.
pub fn takes(l: Lang, waiting: u64, minutes: u64) -> String {
    let (hours, rest) = (minutes / 60, minutes % 60);
    match (l, hours) {
        (Lang::Zh, 0) => format!("[待我审]  {waiting} 件，按你的速度约 {minutes} 分钟"),
        (Lang::Zh, _) => format!("[待我审]  {waiting} 件，按你的速度约 {hours} 小时 {rest} 分"),
        (Lang::En, 0) => {
            format!("[waiting]  {waiting}, about {minutes} minutes at your pace")
        }
        (Lang::En, _) => {
            format!("[waiting]  {waiting}, about {hours} h {rest} min at your pace")
        }
    }
}

/// One's own day.
pub fn today(l: Lang, d: Done) -> String {
    let (n, back) = (d.decided, d.withdrawn);
    match (l, back) {
        (Lang::Zh, 0) => format!("[今天]  已审 {n} 件"),
        (Lang::Zh, _) => format!("[今天]  已审 {n} 件，撤回 {back} 件"),
        (Lang::En, 0) => format!("[today]  {n} done"),
        (Lang::En, _) => format!("[today]  {n} done, {back} taken back"),
    }
}

/// What others did since one left.
pub fn since(l: Lang, left: &str, n: u64) -> String {
    match l {
        Lang::Zh => format!("[上次离开] {left}，之后别人动了 {n} 件   {{gn}}[查看]"),
        Lang::En => format!("[left] {left}, {n} cases changed by others since   {{gn}}[ see]"),
    }
}

/// How long ago a draft was written: minutes today, then the date.
pub fn ago(l: Lang, at: Instant, now: Instant) -> String {
    let minutes = (now.ms() - at.ms()).max(0) / 60_000;
    match (l, minutes) {
        (Lang::Zh, 0) => "刚才".to_owned(),
        (Lang::En, 0) => "just now".to_owned(),
        (Lang::Zh, n @ 1..60) => format!("{n}分钟前"),
        (Lang::En, n @ 1..60) => format!("{n} min ago"),
        _ => at.short(),
    }
}

/// An empty queue's first line.
pub fn nothing(l: Lang, mine: bool, filtered: bool) -> String {
    match (filtered, mine) {
        (true, _) => either(l, "没有符合筛选的项目。", "Nothing matches the filter."),
        (_, true) => either(l, "没有待我审的项目。", "Nothing waits for you."),
        _ => either(l, "队列是空的。", "The queue is empty."),
    }
}

/// What lies in a queue: its counts as labels.
pub fn queue_parts(l: Lang, total: u64) -> (String, [String; 2]) {
    let head = match l {
        Lang::Zh => format!("本队列 {total} 件"),
        Lang::En => format!("{total} cases in this queue"),
    };
    (
        head,
        [either(l, "已定", "decided"), either(l, "未定", "open")],
    )
}

/// Keys that lead on from an empty list.
pub fn ways_on(l: Lang, mine: bool, filtered: bool, total: u64) -> Vec<String> {
    let key = |k: &str, zh: &str, en: &str| format!("{{{k}}}   {}", either(l, zh, en));
    let mut out = Vec::new();
    if filtered {
        out.push(key("Esc", "去掉筛选", "clear the filter"));
    }
    if mine && total > 0 {
        out.push(match l {
            Lang::Zh => format!("{{A}}     看全部{total}件"),
            Lang::En => format!("{{A}}     all {total} cases"),
        });
    }
    if total == 0 && !filtered {
        out.push(either(
            l,
            "{jixiao import}   读入申报表",
            "{jixiao import}   reads forms in",
        ));
    }
    out.push(key("gh", " 首页", " home"));
    out
}

/// A first level.
pub fn level(l: Lang, level: Level1) -> String {
    match level {
        Level1::Output => either(l, "产出", "output"),
        Level1::Benefit => either(l, "效益", "benefit"),
        Level1::Satisfaction => either(l, "满意度", "contented"),
        Level1::Cost => either(l, "成本", "cost"),
    }
}

/// Head of the drawer that asks before signing.
pub fn sign_head(l: Lang, verdict: &str, closing: bool) -> String {
    if closing {
        format!("{}  {verdict}", self::closing(l))
    } else {
        format!("{}  {verdict}", self::verdict(l))
    }
}

/// Until when, and how much, a verdict asks.
pub fn asks(l: Lang, due: Option<i32>, amount: Option<Fen>) -> Option<String> {
    let day = due.and_then(Day::from_number).map(|d| match l {
        Lang::Zh => format!("限{d}前整改   +-改一周"),
        Lang::En => format!("to be mended by {d}   +- a week"),
    });
    let money = amount.map(|a| match l {
        Lang::Zh => format!("金额 {} 万元   +-改一成", a.wan()),
        Lang::En => format!("amount {} million yuan   +- a tenth", a.million()),
    });
    day.or(money)
}

/// Head of the drawer that asks before stepping back.
pub fn recuse_head(l: Lang, reason: &str) -> String {
    format!("{}  {reason}", either(l, "回避", "recuse"))
}

/// The unit of counted cases.
pub fn case_unit(l: Lang) -> String {
    either(l, "件", "cases")
}

/// An amount as a sum: 亿元 from one on.
pub fn sum(l: Lang, fen: Fen) -> String {
    let large = fen.get().unsigned_abs() >= 10_000_000_000;
    match (l, large) {
        (Lang::Zh, true) => format!("{} 亿元", fen.yi()),
        (Lang::En, _) => format!("{}m yuan", fen.million()),
        (Lang::Zh, false) => format!("{} 万元", fen.wan()),
    }
}

/// Together.
pub fn in_all(l: Lang, sum: &str) -> String {
    match l {
        Lang::Zh => format!("合计 {sum}"),
        Lang::En => format!("in all {sum}"),
    }
}

/// What a wide act would do.
pub fn going(l: Lang, name: &str) -> String {
    match l {
        Lang::Zh => format!("将{name}"),
        Lang::En => format!("will: {name}"),
    }
}

/// More than are named.
pub fn and_more(l: Lang) -> String {
    either(l, " 等", " ..")
}

/// Left out, and why.
pub fn skipped(l: Lang, why: &str) -> String {
    match l {
        Lang::Zh => format!("跳过 {why}"),
        Lang::En => format!("skip: {why}"),
    }
}

/// Which rule suggests a verdict.
pub fn suggested_by(l: Lang, rule: &str, title: &str) -> String {
    match l {
        Lang::Zh => format!("依 {rule} 建议：{title}"),
        Lang::En => format!("Suggested by {rule}: {title}"),
    }
}
