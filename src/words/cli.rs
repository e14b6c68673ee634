//! What the command line says.

use super::{Lang, either};
use crate::domain::clean::{Clean, lines};
use crate::domain::filter::Mistake;
use crate::domain::finding::Severity;
use crate::store::{CaseFile, QueueCount, Row};

/// Wrong usage: what was not understood, and where help is.
pub fn usage(l: Lang, e: &clap::Error) -> String {
    use clap::error::{ContextKind, ContextValue};
    let of = |kind| match e.get(kind) {
        Some(ContextValue::String(s)) => Clean::line(s).to_string(),
        Some(ContextValue::Strings(s)) => Clean::line(&s.join(" ")).to_string(),
        _ => String::new(),
    };
    let what = [
        ContextKind::InvalidSubcommand,
        ContextKind::InvalidArg,
        ContextKind::InvalidValue,
    ]
    .map(of)
    .into_iter()
    .filter(|s| !s.is_empty())
    .collect::<Vec<_>>()
    .join(" ");
    let valid = [
        ContextKind::ValidValue,
        ContextKind::ValidSubcommand,
        ContextKind::SuggestedArg,
    ]
    .map(of)
    .into_iter()
    .find(|s| !s.is_empty())
    .unwrap_or_default();
    match (l, valid.is_empty()) {
        (Lang::Zh, true) => format!("用法不对: {what}。jixiao --help 看用法"),
        (Lang::Zh, false) => format!("用法不对: {what}。可以是: {valid}"),
        (Lang::En, true) => format!("Wrong usage: {what}. See jixiao --help"),
        (Lang::En, false) => format!("Wrong usage: {what}. Possible: {valid}"),
    }
}

/// `--as` in a live database.
pub fn no_as(l: Lang) -> String {
    either(
        l,
        "正式库不接受 --as: 身份就是登录的账号",
        "A live database takes no --as: you are the account you logged in with",
    )
}

/// What was given as a day is none.
pub fn bad_day(l: Lang, text: &str) -> String {
    match l {
        Lang::Zh => format!("“{text}”不是日期, 写成 2026-09-30"),
        Lang::En => format!("{text:?} is no day; write 2026-09-30"),
    }
}
/// A bare code in several queues.
pub fn ambiguous(l: Lang, choices: &[String]) -> String {
    let list = choices.join(" ");
    match l {
        Lang::Zh => format!("这个编号在几个队列里: {list}"),
        Lang::En => format!("This code stands in several queues: {list}"),
    }
}

/// An unknown queue.
pub fn no_queue(l: Lang, name: &str, known: &[&str]) -> String {
    let (name, known) = (Clean::line(name), known.join(" "));
    match l {
        Lang::Zh => format!("没有队列「{name}」, 有: {known}"),
        Lang::En => format!("There is no queue \"{name}\"; there are: {known}"),
    }
}

/// An unreadable cursor.
pub fn bad_cursor(l: Lang) -> String {
    either(
        l,
        "--after 要用上一页给出的位置",
        "--after takes the cursor of the page before",
    )
}

/// More rows follow.
pub fn more(l: Lang, cursor: &str) -> String {
    match l {
        Lang::Zh => format!("还有, 接着看: --after {cursor}"),
        Lang::En => format!("There is more: --after {cursor}"),
    }
}

/// A filter that is not understood.
pub fn filter_mistake(l: Lang, m: &Mistake) -> String {
    let (word, allowed) = (Clean::line(&m.word), m.allowed.join(" "));
    match l {
        Lang::Zh => format!(
            "筛选式第{}个字起「{word}」不对。可以是: {allowed}",
            m.at + 1
        ),
        Lang::En => {
            format!(
                "The filter is not understood at character {}, \"{word}\". Possible: {allowed}",
                m.at + 1
            )
        }
    }
}

/// The first line of a summary.
pub fn database_line(l: Lang, practice: bool, house: bool, name: &str) -> String {
    let name = Clean::line(name);
    match (l, practice) {
        (Lang::Zh, true) => format!("绩效 练习库(示例数据)  {name}"),
        (Lang::Zh, false) if house => format!("绩效 托管库  {name}"),
        (Lang::En, false) if house => format!("jixiao house  {name}"),
        (Lang::Zh, false) => format!("绩效 正式库  {name}"),
        (Lang::En, true) => format!("jixiao practice database (sample data)  {name}"),
        (Lang::En, false) => format!("jixiao live database  {name}"),
    }
}

/// One queue of a summary.
pub fn queue_line(l: Lang, title: &str, q: &QueueCount) -> String {
    match l {
        Lang::Zh => format!(
            "{title}: 共{}件 未定{} 待我{} 逾期{}",
            q.total, q.pending, q.mine, q.overdue
        ),
        Lang::En => format!(
            "{title}: {} cases, {} undecided, {} for you, {} overdue",
            q.total, q.pending, q.mine, q.overdue
        ),
    }
}

/// The letter of a severity.
pub const fn severity(s: Severity) -> &'static str {
    match s {
        Severity::Error => "错",
        Severity::Warning => "警",
        Severity::Note => "注",
    }
}

/// One case of a list.
pub fn row_line(_: Lang, r: &Row) -> String {
    let names = ["错", "警", "注"];
    let found: Vec<String> = names
        .iter()
        .zip(r.findings)
        .filter(|(_, n)| *n > 0)
        .map(|(s, n)| format!("{s}{n}"))
        .collect();
    format!(
        "{}  {}  {}  {}  {}/{}  {}  v{}  {}",
        r.code,
        r.name,
        r.unit,
        r.amount.wan(),
        r.seats_done,
        r.seats_total,
        r.state,
        r.version,
        found.join(" "),
    )
    .trim_end()
    .to_owned()
}

/// A case as text.
pub fn case_text(l: Lang, f: &CaseFile) -> String {
    let mut out = Vec::new();
    let r = &f.row;
    let state = f.procedure.state(&r.state);
    let state = state.map_or_else(|| r.state.clone(), |s| either(l, &s.name, &s.name_en));
    out.push(format!("{}  {}", r.code, r.name));
    out.push(match l {
        Lang::Zh => format!(
            "{}  {}万元  第{}轮  {state}  v{}",
            r.unit,
            r.amount.wan(),
            r.round,
            r.version
        ),
        Lang::En => {
            format!(
                "{}  {} (10,000 yuan)  round {}  {state}  v{}",
                r.unit,
                r.amount.wan(),
                r.round,
                r.version
            )
        }
    });
    for finding in f.findings() {
        out.push(format!(
            "  {}{} {}  {}",
            severity(finding.severity),
            finding.rule,
            finding.field,
            lines(&finding.message)
        ));
    }
    if let Some(d) = f.now().map(|r| &r.declaration) {
        for i in &d.indicators {
            let line = format!("  {} / {} / {}  {}", i.level1, i.level2, i.name, i.value);
            out.push(Clean::line(&line).to_string());
        }
    }
    for line in &f.history {
        let says = super::history::summary(l, &f.procedure, line);
        out.push(format!(
            "  {}  {}  {}  {says}",
            line.seq,
            line.at.short(),
            line.by.1
        ));
    }
    out.join("\n")
}

/// A verdict is on disk.
pub fn decided(l: Lang, code: &str, verdict: &str, seq: i64, version: u32) -> String {
    match l {
        Lang::Zh => format!("已记录 {code} {verdict}  第{seq}条 v{version}  jixiao undo 撤回"),
        Lang::En => {
            format!("Recorded {verdict} on {code}, entry {seq}, v{version}. jixiao undo undoes")
        }
    }
}

/// A verdict was taken back.
pub fn undone(l: Lang, code: &str, seq: i64) -> String {
    match l {
        Lang::Zh => format!("已撤回 {code} 上你的裁定, 第{seq}条"),
        Lang::En => format!("Withdrew your verdict on {code}, entry {seq}"),
    }
}

/// The account stepped back.
pub fn recused(l: Lang, code: &str) -> String {
    match l {
        Lang::Zh => format!("已回避 {code}"),
        Lang::En => format!("Recused from {code}"),
    }
}

/// There is a verdict of one's own already and no version was named.
pub fn already(l: Lang, version: u32) -> String {
    match l {
        Lang::Zh => format!("你已定过这件。要改, 先 undo, 或加 --expect-version {version}"),
        Lang::En => format!(
            "You have a verdict on this case. To change it, undo, or add --expect-version {version}"
        ),
    }
}

/// `--waive` without a reason.
pub fn bad_waive(l: Lang, given: &str) -> String {
    let given = Clean::line(given);
    match l {
        Lang::Zh => format!("--waive 要写成 规则=理由, 现在是「{given}」"),
        Lang::En => format!("--waive takes RULE=REASON, not \"{given}\""),
    }
}

/// No such rule.
pub fn no_rule(l: Lang, id: &str) -> String {
    let id = Clean::line(id);
    match l {
        Lang::Zh => format!("没有规则「{id}」, 编号如 T23"),
        Lang::En => format!("There is no rule \"{id}\"; ids are like T23"),
    }
}

/// The history is whole.
pub fn verified(l: Lang, entries: u64, head: &str) -> String {
    match l {
        Lang::Zh => format!("校验通过: {entries}条, 头 {head}"),
        Lang::En => format!("Verified: {entries} entries, head {head}"),
    }
}

/// No case was talked over.
pub fn nothing_minuted(l: Lang) -> String {
    either(
        l,
        "还没有征求意见或会商纪要",
        "nothing was asked or minuted yet",
    )
}

/// The history is broken.
pub fn broken(l: Lang, seq: i64, why: &str) -> String {
    let why = Clean::line(why);
    match (l, seq) {
        (Lang::Zh, 0) => format!("校验不通过: {why}"),
        (Lang::Zh, _) => format!("校验不通过: 断在第{seq}条: {why}"),
        (Lang::En, 0) => format!("Verification failed: {why}"),
        (Lang::En, _) => format!("Verification failed at entry {seq}: {why}"),
    }
}

/// A paper names no entry.
pub fn no_foot(l: Lang) -> String {
    either(
        l,
        "这份纸上没有“记录第…条”一行, 不是本程序出的, 或已被改动",
        "this paper has no line that names an entry: it is not ours, or was changed",
    )
}

/// The entries that a paper names are there.
pub fn paper_contained(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("纸上所记 {n} 条都在记录里; 纸面其他内容未比对"),
        Lang::En => format!(
            "{n} entries named by the paper are in the log; nothing else of the paper was compared"
        ),
    }
}

/// Today's history does not contain the checkpoint.
pub fn not_contained(l: Lang, seq: i64) -> String {
    match l {
        Lang::Zh => format!("今日的记录不包含这个检查点(第{seq}条): 历史被截断或替换过"),
        Lang::En => {
            format!(
                "Today's history does not contain that checkpoint (entry {seq}): it was cut or replaced"
            )
        }
    }
}

/// A checkpoint line that cannot be read.
pub fn bad_checkpoint(l: Lang) -> String {
    either(
        l,
        "检查点是一行: 条数 头",
        "A checkpoint is one line: count head",
    )
}

/// A backup was made.
pub fn backed_up(l: Lang, path: &str, entries: u64) -> String {
    let path = Clean::line(path);
    match l {
        Lang::Zh => format!("已备份到 {path}, 校验通过, {entries}条"),
        Lang::En => format!("Backed up to {path}, verified, {entries} entries"),
    }
}

/// A backup was brought back.
pub fn restored(l: Lang, path: &str, old: &str, entries: u64) -> String {
    let (path, old) = (Clean::line(path), Clean::line(old));
    match (l, old.is_empty()) {
        (Lang::Zh, true) => format!("已恢复到 {path}, {entries}条"),
        (Lang::Zh, false) => format!("已恢复到 {path}, {entries}条; 原来的库在 {old}"),
        (Lang::En, true) => format!("Restored to {path}, {entries} entries"),
        (Lang::En, false) => {
            format!("Restored to {path}, {entries} entries; the old file is {old}")
        }
    }
}

/// A database was made.
pub fn made(l: Lang, path: &str, practice: bool, house: bool) -> String {
    let path = Clean::line(path);
    match (l, practice) {
        (Lang::Zh, true) => format!("已建练习库 {path}"),
        (Lang::Zh, false) if house => format!(
            "已建托管库 {path}。先设两名安全员: jixiao user add 账号 --name 姓名 --role security, jixiao user key 账号 --add 公钥; 以后人员变动由两人办"
        ),
        (Lang::En, false) if house => format!(
            "Made a house's database {path}. Appoint two security officers first: jixiao user add ACCOUNT --name NAME --role security, jixiao user key ACCOUNT --add KEY; from then on two change people"
        ),
        (Lang::Zh, false) => {
            format!(
                "已建正式库 {path}, 你是管理员。jixiao user add 加入审核人员, jixiao user seat 排席"
            )
        }
        (Lang::En, true) => format!("Made the practice database {path}"),
        (Lang::En, false) => format!(
            "Made the database {path}; you administer it. jixiao user add enters reviewers, jixiao user seat seats them"
        ),
    }
}

/// An unknown role.
pub fn no_role(l: Lang, role: &str) -> String {
    let role = Clean::line(role);
    let known = crate::domain::roster::Role::ALL.map(|r| r.id()).join(" ");
    match l {
        Lang::Zh => format!("没有角色「{role}」, 有: {known}"),
        Lang::En => format!("There is no role \"{role}\"; there are: {known}"),
    }
}

/// An unknown account.
pub fn no_account(l: Lang, account: &str) -> String {
    let account = Clean::line(account);
    match l {
        Lang::Zh => format!("名单里没有账号「{account}」"),
        Lang::En => format!("The account \"{account}\" is not entered"),
    }
}

/// Done, for acts without more to say.
pub fn done(l: Lang) -> String {
    either(l, "已记录", "Recorded")
}

/// Why screens are not opened.
pub fn no_screen(l: Lang, term: &str) -> String {
    let term = Clean::line(term);
    match l {
        Lang::Zh => format!(
            "终端 TERM={term} 画不了界面。命令都可用: jixiao queue, jixiao show, jixiao decide"
        ),
        Lang::En => format!(
            "TERM={term} can't show screens. Commands work: jixiao queue, jixiao show, jixiao decide"
        ),
    }
}

/// An unknown kind of table.
pub fn no_kind(l: Lang, kind: &str, known: &[&str]) -> String {
    let (kind, known) = (Clean::line(kind), known.join(" "));
    match l {
        Lang::Zh => format!("没有表种类「{kind}」, 有: {known}"),
        Lang::En => format!("There is no kind \"{kind}\"; there are: {known}"),
    }
}

/// The sum of a check.
pub fn lint_sum(l: Lang, [errors, warnings, notes]: [u64; 3]) -> String {
    match l {
        Lang::Zh => format!("错{errors} 警{warnings} 注{notes}"),
        Lang::En => format!("{errors} errors, {warnings} warnings, {notes} notes"),
    }
}

/// An unknown way of hashing.
pub fn no_hash(l: Lang, given: &str) -> String {
    let given = Clean::line(given);
    match l {
        Lang::Zh => format!("没有摘要算法「{given}」, 有: sha256 sm3"),
        Lang::En => format!("There is no algorithm \"{given}\"; there are: sha256 sm3"),
    }
}

/// An unknown paper.
pub fn no_paper(l: Lang, given: &str) -> String {
    let given = Clean::line(given);
    match l {
        Lang::Zh => format!(
            "没有这种表「{given}」, 有: review-sheet joint-review-table minutes monitoring-form monitoring-summary rectification-notice re-evaluation-sheet"
        ),
        Lang::En => {
            format!(
                "There is no paper \"{given}\"; there are: review-sheet joint-review-table minutes monitoring-form monitoring-summary rectification-notice re-evaluation-sheet"
            )
        }
    }
}

/// A file name without a known ending.
pub fn paper_ending(l: Lang) -> String {
    either(
        l,
        "-o 的文件名要以 .xlsx 或 .html 结尾",
        "The file after -o must end in .xlsx or .html",
    )
}

/// A paper was written.
pub fn written(l: Lang, path: &str) -> String {
    let path = Clean::line(path);
    match l {
        Lang::Zh => format!("已写 {path}"),
        Lang::En => format!("Wrote {path}"),
    }
}

/// A paper could not be written.
pub fn not_written(l: Lang, path: &str, why: &str) -> String {
    let (path, why) = (Clean::line(path), Clean::line(why));
    match l {
        Lang::Zh => format!("没有写 {path}: {why}。换一个文件名, 或加 --overwrite"),
        Lang::En => format!("{path} was not written: {why}. Choose another name, or --overwrite"),
    }
}

/// Where the forms are.
pub fn which_directory(l: Lang) -> String {
    either(l, "申报表在哪个目录或文件:", "Which directory or file:")
}

/// A database of an older program was brought to the present schema.
pub fn upgraded(l: Lang, copy: &std::path::Path) -> String {
    let copy = Clean::line(&copy.display().to_string());
    either(
        l,
        &format!("数据库是较早版本写的, 已升级; 升级前的备份在 {copy}"),
        &format!(
            "The database was written by an older program and has been upgraded; a copy from before is at {copy}"
        ),
    )
}

/// No such kind of table in the endless sample.
pub fn no_sample(l: Lang, kind: &str) -> String {
    match l {
        Lang::Zh => format!("示例不造「{kind}」, 有 target 和 monitoring-form"),
        Lang::En => format!("The sample has no \"{kind}\"; there are target and monitoring-form"),
    }
}

/// A file of answers that cannot be read.
pub fn bad_checks(l: Lang, path: &str, why: &str) -> String {
    match l {
        Lang::Zh => format!("--checks 读不了 {path}: {why}"),
        Lang::En => format!("--checks cannot read {path}: {why}"),
    }
}

/// A score that cannot be read.
pub fn bad_score(l: Lang, text: &str) -> String {
    match l {
        Lang::Zh => format!("--score 要写成「分数=理由」, 不是「{text}」"),
        Lang::En => format!("--score is POINTS=REASON, not \"{text}\""),
    }
}
