//! Words of self-evaluations, of their checklist, of the departments they are of.

use super::{Lang, either};
use crate::domain::checklist::{Answer, Means, Part, Reply};
use crate::domain::clean::Clean;
use crate::domain::score::{Formula, Points, Unknown};

macro_rules! says {
    ($($(#[$doc:meta])* $name:ident: $zh:literal, $en:literal;)*) => {
        $($(#[$doc])* pub fn $name(l: Lang) -> String { either(l, $zh, $en) })*
    };
}

says! {
    /// The execution of the budget as a row.
    execution: "预算执行率", "execution";
    /// The score declared.
    declared: "自评", "declared";
    /// The score by the form's own figures.
    computed: "重算", "computed";
    /// The score as re-evaluated.
    settled: "认定", "set";
    /// All rows of the form.
    sum: "全表合计", "whole form";
    /// Head of the aims.
    aims: "三性", "aims";
    /// Head of the grades.
    grade: "等级", "grade";
    /// Head of the parts of a difference.
    made_of: "差异构成", "made of";
    /// The formula.
    formula: "公式", "formula";
    /// Where it stands.
    source: "出处", "stands at";
    /// The evidence.
    evidence: "佐证", "evidence";
    /// The verified value.
    verified: "核实", "verified";
    /// What would be said to the department.
    opinion: "不符时的意见", "opinion where it differs";
    /// The remark.
    note: "说明", "remark";
    /// The approved target.
    approved: "批复目标", "approved";
    /// The reason that the unit gave.
    reason: "偏差原因", "reason given";
    /// Head of the deduction table.
    deductions: "扣分表", "deductions";
    /// No evidence is listed.
    no_evidence: "佐证清单中没有", "none listed";
    /// Head of what was listed as evidence.
    listed: "佐证清单", "evidence listed";
    /// The rules answered, no person.
    by_rules: "(自动)", "(rules)";
    /// Chosen because.
    chosen: "抽中理由", "chosen for";
    /// Points as the deduction table has them.
    as_computed: "按重算", "as computed";
    /// Points by the verified value.
    as_verified: "按核实值", "by verified value";
    /// Points by the approved target.
    as_low: "按偏离度", "by how far";
    /// Set by who re-evaluates.
    as_judged: "酌情", "by judgement";
    /// Prompt for the class of what differs.
    ask_class: "不符属于哪一类", "what kind of difference";
    /// Prompt for the verified value.
    ask_verified: "核实完成值", "verified value";
    /// Prompt for the score set.
    ask_score: "认定分 和理由", "score and reason";
    /// Prompt for the remark.
    ask_note: "说明", "remark";
    /// Prompt for the evidence.
    ask_proof: "佐证材料 和页码", "document and page";
    /// Prompt for the department's reply.
    ask_reply: "部门反馈", "department's reply";
    /// Prompt for the total.
    ask_total: "改总分 和理由", "another total and reason";
    /// No checklist on this screen.
    no_sheet: "这里没有核对表", "no checklist here";
    /// The score could not be read.
    bad_score: "先写分数, 空格后写理由", "the score first, then a blank and the reason";
    /// The remark is needed.
    note_needed: "写明哪里不符", "say what differs";
    /// Nothing more to check.
    all_checked: "核对项已全部处理", "every row is dealt with";
    /// Agreeing is no answer to a wrong sum.
    wrong_sum: "重算不符, 不能相符: o 不符 或 s 改认定分", "computed wrongly: o differs, or s sets the score";
    /// Only what is answered has evidence.
    answer_first: "先答再记佐证", "answer the row first";
    /// The evidence was noted.
    proof_kept: "佐证已记", "evidence noted";
    /// The evidence was noted, with the hash of the file.
    proof_hashed: "佐证已记, 文件的 SHA-256 已存", "evidence noted, with the file's SHA-256";
    /// The screen of departments.
    units: "部门", "departments";
    /// It is shown already.
    units_already: "已在部门, 已重读", "departments, read again";
    /// All departments together.
    all_units: "全部部门", "all departments";
    /// It is done department by department.
    one_unit: "先选一个部门", "choose a department first";
    /// Head of what lost most.
    lost_head: "失分最多", "lost most";
    /// Nothing new would be chosen.
    nothing_new: "没有新抽的", "nothing new would be chosen";
    /// The report is being written.
    writing: "正在出报告..", "writing the report..";
    /// No papers from here.
    no_printer: "这里不出文件: 用 jixiao report re-evaluation", "no papers from here: jixiao report re-evaluation";
    /// No self-evaluations.
    no_units: "还没有自评表: gi 导入", "no self-evaluations yet: gi reads them in";
    /// Too many to be shown.
    too_many: "自评表太多, 用 jixiao report re-evaluation", "too many: jixiao report re-evaluation";
    /// Head of the drawer that chooses.
    draw_head: "抽取", "choose";
    /// How the drawer is changed.
    draw_keys: "[{+}] 多一件   [{-}] 少一件   [{y}] 抽取", "[{+}] one more   [{-}] one less   [{y}] choose";
    /// Head of the paired plot.
    plot: "自评与认定", "declared and set";
    /// Head of what the re-evaluation itself shows.
    odd: "再评价检查", "of the re-evaluation";
    /// Head of the sample.
    sampled: "抽样", "sample";
    /// Head of the deviation.
    off_head: "偏差", "deviation";
    /// No decision yet.
    none_decided: "还没有定的", "nothing decided yet";
    /// No case was chosen.
    nothing_chosen: "还没有抽取项目: jixiao choose --unit 部门", "nothing was chosen: jixiao choose --unit UNIT";
    /// The case is not open to be checked.
    not_open: "这件现在不在核对中", "this case is not being checked";
}

/// What the treasury paid.
pub fn treasury(l: Lang, wan: &str) -> String {
    match l {
        Lang::Zh => format!("国库支付  {wan} 万元"),
        Lang::En => format!("treasury  {wan} (10,000 yuan)"),
    }
}

/// How many were asked in a survey.
pub fn sample(l: Lang, n: u32) -> String {
    match l {
        Lang::Zh => format!("样本{n}"),
        Lang::En => format!("sample of {n}"),
    }
}

/// The department's reply was entered.
pub fn replied(l: Lang, r: Reply) -> String {
    match l {
        Lang::Zh => format!("部门反馈: {}", reply(l, r)),
        Lang::En => format!("department: {}", reply(l, r)),
    }
}

/// How many indicators could be computed again.
pub fn coverage(l: Lang, able: usize, all: usize) -> String {
    match l {
        Lang::Zh => format!("可重算 {able}/{all}"),
        Lang::En => format!("computable {able}/{all}"),
    }
}

/// Rows dealt with.
pub fn checked(l: Lang, done: usize, all: usize) -> String {
    match l {
        Lang::Zh => format!("核对 {done}/{all}"),
        Lang::En => format!("checked {done}/{all}"),
    }
}

/// What must be dealt with before a verdict.
pub fn first(l: Lang, rows: &[usize]) -> String {
    let some: Vec<String> = rows.iter().take(6).map(ToString::to_string).collect();
    let more = if rows.len() > 6 { ".." } else { "" };
    match l {
        Lang::Zh => format!("须先处理 {}{more}", some.join("、")),
        Lang::En => format!("first deal with {}{more}", some.join(", ")),
    }
}

/// An answer with its sign.
pub fn answer(l: Lang, a: Answer) -> String {
    match a {
        Answer::Agrees => either(l, "v相符", "v agrees"),
        Answer::Differs => either(l, "x不符", "x differs"),
        Answer::Lacking => either(l, "?缺佐证", "? no evidence"),
        Answer::NotApplicable => either(l, "-不适用", "- n/a"),
    }
}

/// A reply of the department.
pub fn reply(l: Lang, r: Reply) -> String {
    match r {
        Reply::Accepted => either(l, "认可", "accepted"),
        Reply::Partly => either(l, "部分认可", "partly accepted"),
        Reply::Disputed => either(l, "有异议", "disputed"),
    }
}

/// How a value was verified.
pub fn means(l: Lang, m: Means) -> String {
    match m {
        Means::Documents => either(l, "资料", "documents"),
        Means::Site => either(l, "现场", "on site"),
        Means::System => either(l, "系统数据", "system"),
        Means::Survey => either(l, "问卷", "survey"),
    }
}

/// A part of a difference.
pub fn part(l: Lang, p: Part) -> String {
    match p {
        Part::Arithmetic => either(l, "计算错误", "arithmetic"),
        Part::Evidence => either(l, "佐证与数据", "evidence"),
        Part::Target => either(l, "目标偏低", "target"),
        Part::Scope => either(l, "口径与范围", "scope"),
        Part::Judgement => either(l, "酌情认定", "judgement"),
    }
}

/// A formula in words.
pub fn by(l: Lang, f: Formula) -> String {
    match f {
        Formula::Execution => either(l, "执行数 / 预算数 x 分值", "paid / budget x points"),
        Formula::Positive | Formula::Equal => {
            either(l, "完成值 / 目标值 x 分值", "reached / target x points")
        }
        Formula::Zero => either(l, "目标为0: 达到满分, 否则0分", "target 0: all or nothing"),
        Formula::ReverseLinear => either(
            l,
            "(1 - 超出 / 目标值) x 分值",
            "(1 - excess / target) x points",
        ),
        Formula::ReverseRatio => either(l, "目标值 / 完成值 x 分值", "target / reached x points"),
        Formula::Range => either(
            l,
            "区间内满分, 以外按比例",
            "in range all, outside by ratio",
        ),
        Formula::Date => either(
            l,
            "按期满分, 逾期30天内80%、90天内60%",
            "in time all, 30 days late 80 %, 90 days 60 %",
        ),
        Formula::Words => either(
            l,
            "定性: 达成、部分达成、未达成三档",
            "words: attained, partly, not",
        ),
    }
}

/// Why a score cannot be computed again.
pub fn why(l: Lang, u: Unknown) -> String {
    match u {
        Unknown::NoWeight => either(l, "没有分值", "no points"),
        Unknown::NoTarget => either(l, "没有目标值", "no target"),
        Unknown::NoActual => either(l, "没有完成值", "nothing reached"),
        Unknown::Repeats => either(l, "完成值照抄目标", "repeats the target"),
        Unknown::WordsForNumber => either(l, "完成值不是数", "words for a number"),
        Unknown::NumberForWords => either(l, "定性指标填了数", "a number for words"),
        Unknown::OtherUnit => either(l, "单位不同", "another unit"),
        Unknown::NoGrade => either(l, "没有说明达成程度", "no grade in words"),
        Unknown::NoBudget => either(l, "没有预算数", "no budget"),
    }
}

/// Counted too much or too little.
pub fn off(l: Lang, d: Points) -> String {
    let n = d.abs();
    match (l, d > Points::ZERO) {
        (Lang::Zh, true) => format!("多计 {n}"),
        (Lang::Zh, false) => format!("少计 {n}"),
        (Lang::En, true) => format!("{n} too much"),
        (Lang::En, false) => format!("{n} too little"),
    }
}

/// Heads of the columns of a checklist.
pub fn heads(l: Lang) -> [String; 6] {
    match l {
        Lang::Zh => ["核对项", "满分", "自评", "重算", "差", "状态"],
        Lang::En => ["item", "points", "declared", "computed", "diff", "state"],
    }
    .map(str::to_owned)
}

/// What a class costs, as the table says.
pub fn costs(l: Lang, share: i32, how: crate::domain::checklist::How) -> String {
    use crate::domain::checklist::How;
    let part = match l {
        Lang::Zh => format!("扣{share}%"),
        Lang::En => format!("{share} % off"),
    };
    match how {
        How::Share if share == 0 => as_judged(l),
        How::Share => part,
        How::Recompute => as_computed(l),
        How::Verified => format!("{} / {part}", as_verified(l)),
        How::Low => format!("{} / {part}", as_low(l)),
    }
}

/// The opinion that a class of finding becomes, for the department: always Chinese, it leaves the
/// bureau.
pub fn asked(name: &str, class: &str, declared: &str, set: &str, verified: &str) -> String {
    if verified.is_empty() {
        format!("指标“{name}”{class}，自评{declared}分，认定{set}分，请核实更正。")
    } else {
        format!(
            "指标“{name}”{class}，核实完成值为{verified}，自评{declared}分，认定{set}分，请更正。"
        )
    }
}

/// The opinion that missing evidence becomes.
pub fn lacking(name: &str) -> String {
    format!("指标“{name}”未提供佐证材料，完成值无法核实，请补充。")
}

/// The opinion that an item of the checklist becomes.
pub fn item(name: &str, note: &str) -> String {
    format!("{name}：{note}")
}

/// A row was answered.
pub fn answered(l: Lang, n: usize, a: Answer) -> String {
    format!("{n} {}", answer(l, a))
}

/// No self-evaluations of a unit.
pub fn no_unit(l: Lang, unit: &str) -> String {
    match l {
        Lang::Zh => format!("没有「{unit}」的自评表: 部门名称要写全称"),
        Lang::En => format!("no self-evaluations of \"{unit}\": give the department's full name"),
    }
}

/// No such reply.
pub fn no_reply(l: Lang, what: &str) -> String {
    match l {
        Lang::Zh => format!("没有「{what}」这种反馈: accepted、partly 或 disputed"),
        Lang::En => format!("no reply \"{what}\": accepted, partly or disputed"),
    }
}

/// A case that was drawn.
pub fn drawn_line(l: Lang, code: &str, name: &str, wan: &str, why: &str) -> String {
    match l {
        Lang::Zh => format!("{code}  {name}  {wan}万元  {why}"),
        Lang::En => format!("{code}  {name}  {wan}  {why}"),
    }
}

/// How large a sample is.
pub fn sample_line(
    l: Lang,
    (n, of): (usize, usize),
    money: u64,
    enough: bool,
    seed: &str,
) -> String {
    match l {
        Lang::Zh => {
            let says = if enough { "足够" } else { "不足 (R08)" };
            format!("抽样 {n}/{of} 件, 金额占 {money}%, {says}   种子 {seed}")
        }
        Lang::En => {
            let says = if enough { "enough" } else { "too few (R08)" };
            format!("sample {n} of {of}, {money} % of the money, {says}   seed {seed}")
        }
    }
}

/// A department in one line.
pub fn unit_line(l: Lang, u: &crate::store::draw::Unit) -> String {
    let (count, money) = u.shares();
    let off = u
        .disconnect()
        .map_or_else(|| "--".to_owned(), |d| d.signed.signed());
    match l {
        Lang::Zh => format!(
            "{}  自评{}个 {}万元  均分{} 重算{}  抽{}个({count}%, 金额{money}%)  已定{}个 相差{off}",
            u.unit,
            u.filed,
            u.amount.wan(),
            u.declared,
            u.computed,
            u.chosen,
            u.pairs.len()
        ),
        Lang::En => format!(
            "{}  {} filed, {}  declared {}, computed {}  chosen {} ({count} %, money {money} %)  decided {}, off {off}",
            u.unit,
            u.filed,
            u.amount.wan(),
            u.declared,
            u.computed,
            u.chosen,
            u.pairs.len()
        ),
    }
}

/// How much of what was due was self-evaluated.
pub fn coverage_line(l: Lang, due: usize, filed: usize) -> String {
    let share = (filed * 100).checked_div(due).unwrap_or(100);
    match l {
        Lang::Zh => format!(
            "应自评{due}个, 已自评{filed}个, 未自评{}个, 覆盖率{share}%",
            due - filed
        ),
        Lang::En => format!(
            "{due} due, {filed} self-evaluated, {} missing, {share} %",
            due - filed
        ),
    }
}

/// Head of those paid by last year's money.
pub fn carried_head(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("上年结转项目 {n} 个, 另列:"),
        Lang::En => format!("{n} paid by money carried over, apart:"),
    }
}

/// Head of those that match nothing that was declared.
pub fn unmatched_head(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("没有对应批复目标的自评 {n} 个:"),
        Lang::En => format!("{n} match no approved target:"),
    }
}

/// Heads of the table of departments.
pub fn unit_heads(l: Lang) -> [String; 8] {
    match l {
        Lang::Zh => [
            "部门", "自评", "万元", "均分", "重算", "预期", "抽取", "相差",
        ],
        Lang::En => [
            "department",
            "filed",
            "10k",
            "mean",
            "computed",
            "expected",
            "chosen",
            "off",
        ],
    }
    .map(str::to_owned)
}

/// So many cases were chosen.
pub fn chosen_now(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("已抽取 {n} 件"),
        Lang::En => format!("{n} chosen"),
    }
}

/// The report was written, or not.
pub fn written(l: Lang, done: &Result<String, String>) -> String {
    match (l, done) {
        (Lang::Zh, Ok(files)) => format!("报告已写: {files}"),
        (Lang::En, Ok(files)) => format!("written: {files}"),
        (_, Err(why)) => why.clone(),
    }
}

/// Share of cases and of money.
pub fn shares(l: Lang, (n, of): (usize, usize), count: u64, money: u64) -> String {
    match l {
        Lang::Zh => format!("{n} / {of} 件 {count}%   金额 {money}%"),
        Lang::En => format!("{n} of {of}, {count} %   money {money} %"),
    }
}

/// Whether a sample is enough.
pub fn enough(l: Lang, yes: bool) -> String {
    match (l, yes) {
        (Lang::Zh, true) => "足够".into(),
        (Lang::Zh, false) => "不足 R08: 至少5件、10%的件数、50%的金额".into(),
        (Lang::En, true) => "enough".into(),
        (Lang::En, false) => "too few, R08: 5 cases, 10 % of them, 50 % of the money".into(),
    }
}

/// The seed of a lot.
pub fn seed(l: Lang, seed: &str) -> String {
    match l {
        Lang::Zh => format!("随机种子 {seed}"),
        Lang::En => format!("seed {seed}"),
    }
}

/// Mean and interval of the deviation.
pub fn deviation(l: Lang, d: &crate::domain::disconnect::Disconnect) -> [String; 3] {
    let half = d.half.map_or_else(String::new, |h| match l {
        Lang::Zh => format!("  95%区间 {} 至 {}", d.signed - h, d.signed + h),
        Lang::En => format!("  95 % {} to {}", d.signed - h, d.signed + h),
    });
    match l {
        Lang::Zh => [
            format!("自评均分 {}   认定均分 {}", d.declared, d.score),
            format!("平均相差 {}{half}", d.signed.signed()),
            format!("绝对偏差 {}   按资金 {}", d.absolute, d.weighed),
        ],
        Lang::En => [
            format!("declared {}   set {}", d.declared, d.score),
            format!("mean off {}{half}", d.signed.signed()),
            format!("absolute {}   by money {}", d.absolute, d.weighed),
        ],
    }
}

/// The money that is at stake: amount times the difference to be expected.
pub fn at_stake(l: Lang, wan: &str) -> String {
    match l {
        Lang::Zh => format!("[预期偏差金额] {wan} 万元"),
        Lang::En => format!("[money at stake] {wan}"),
    }
}

/// How many rows must still be dealt with.
pub fn open_count(l: Lang, n: usize) -> String {
    match (l, n) {
        (_, 0) => all_checked(l),
        (Lang::Zh, n) => format!("待核对 {n}"),
        (Lang::En, n) => format!("{n} rows open"),
    }
}

/// Why a case was chosen, by its identifier in the log.
pub fn why_chosen(l: Lang, id: &str) -> String {
    match id {
        "risk" => either(l, "预期偏差金额大", "at stake"),
        "lot" => either(l, "随机抽取", "by lot"),
        "amount" => either(l, "补足金额占比", "for the share of money"),
        "hand" => either(l, "人工抽取", "by hand"),
        other => Clean::line(other).to_string(),
    }
}

/// How many grades fell, of how many decisions.
pub fn fell(l: Lang, n: usize, of: usize) -> String {
    match l {
        Lang::Zh => format!("等级下降 {n} / {of} 个"),
        Lang::En => format!("{n} of {of} fell a grade"),
    }
}

/// How many failed an item.
pub fn failed(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("{n} 个"),
        Lang::En => n.to_string(),
    }
}

/// What a decision does to the score.
pub fn settles(l: Lang, s: &crate::domain::checklist::Settled) -> String {
    let parts = Part::ALL.iter().zip(s.parts).filter(|(_, p)| p.get() != 0);
    let parts: Vec<String> = parts
        .map(|(k, p)| format!("{} {}", part(l, *k), (Points::ZERO - p).signed()))
        .collect();
    format!(
        "{} {} -> {} {}   {}   {}",
        declared(l),
        s.declared,
        settled(l),
        s.score,
        (s.score - s.declared).signed(),
        parts.join("  ")
    )
}
