//! Help texts of the command line.

use super::{Lang, either};

/// Help texts by path of the command and id of the argument: `queue`, `queue.filter`.
const HELP: &[(&str, &str, &str)] = &[
    (
        "",
        "绩效: 预算绩效管理审核台",
        "jixiao: a review desk for budget performance management",
    ),
    ("db", "数据库文件", "the database file"),
    ("lang", "界面语言", "language of the interface"),
    (
        "acting",
        "练习库中以某人身份操作",
        "act as somebody, in a practice database",
    ),
    ("format", "输出格式", "how results are printed"),
    ("color", "是否用颜色", "when to colour"),
    ("quiet", "少说话", "say less"),
    ("no_progress", "不显示进度", "show no progress"),
    (
        "slow",
        "线路慢: 少画少传",
        "the line is slow: draw and send less",
    ),
    (
        "ambiguous",
        "“ ① 等字符占几格 (默认自动测)",
        "cells that characters such as “ ① take (measured by default)",
    ),
    (
        "demo",
        "建练习库(47个示例项目)并打开",
        "make a practice database of sample data and open it",
    ),
    (
        "demo.no_tui",
        "不打开界面, 只列队列",
        "print the queues instead of opening screens",
    ),
    ("demo.size", "造 N 件", "make N cases"),
    (
        "demo.kind",
        "造哪种表: target 申报表, monitoring-form 监控表, self-evaluation 自评表",
        "of which table: target, monitoring-form, self-evaluation",
    ),
    (
        "demo.fresh",
        "重新造, 旧的练习库先备份到一旁",
        "make it anew; the old one is set aside",
    ),
    (
        "init",
        "建空库, 建库的账号是管理员",
        "make an empty database; its maker administers it",
    ),
    ("init.practice", "建练习库", "a practice database"),
    (
        "init.house",
        "建托管库: 一台主机一个服务账号, 人员凭 SSH 钥匙进入",
        "a house's database: one account of the host, people come in by their SSH keys",
    ),
    ("init.year", "预算年度", "budget year"),
    ("init.hash", "记录的摘要算法", "how entries are hashed"),
    (
        "import",
        "读入表格 (xlsx csv)",
        "read tables in (xlsx, csv)",
    ),
    ("import.paths", "文件或目录", "files or directories"),
    (
        "import.kind",
        "表的种类, 不说则按表头认",
        "kind of table; recognised by its headings when not given",
    ),
    ("import.dry_run", "只检查不入库", "check, store nothing"),
    (
        "lint",
        "预审表格, 不入库",
        "check tables without storing anything",
    ),
    ("lint.paths", "文件或目录", "files or directories"),
    (
        "lint.case",
        "预审库中的一件",
        "check a case of the database",
    ),
    ("lint.kind", "表的种类", "kind of table"),
    (
        "explain",
        "一条规则: 内容, 缘由, 例子, 出处",
        "one rule: what, why, example, source",
    ),
    ("explain.rule", "规则编号, 如 T23", "its id, such as T23"),
    (
        "queue",
        "各队列及件数, 或一个队列的项目",
        "the queues and their counts, or the cases of one",
    ),
    (
        "queue.name",
        "队列, 如 joint-review",
        "queue, such as joint-review",
    ),
    (
        "queue.filter",
        "筛选式, 如 区:徐汇 flag:T27",
        "filter, such as district:310104 flag:T27",
    ),
    ("queue.limit", "最多几件", "at most so many"),
    (
        "queue.like",
        "待我审的里, 申报内容与这件几乎相同的",
        "of what waits for me, what is nearly the same as this case",
    ),
    (
        "queue.after",
        "从上一页给出的位置接着",
        "go on from the cursor of the page before",
    ),
    ("show", "一件的全部", "all about one case"),
    ("show.case", "编号, 或 队列/编号", "code, or QUEUE/CODE"),
    ("decide", "裁定", "give a verdict"),
    ("decide.case", "编号", "code"),
    (
        "decide.verdict",
        "pass|revise|return|reject",
        "pass|revise|return|reject",
    ),
    (
        "decide.opinion",
        "意见, 可多次",
        "an opinion; may be repeated",
    ),
    (
        "decide.accept_findings",
        "采纳全部错和警为意见",
        "all errors and warnings become opinions",
    ),
    (
        "decide.waive",
        "不采纳一条规则及理由",
        "set a rule aside, with the reason",
    ),
    (
        "decide.expect_version",
        "你看的版本; 变了就不签",
        "the version you judged; refused if it moved on",
    ),
    ("decide.closing", "定案(组长)", "the lead's decision"),
    (
        "undo",
        "撤回自己最近一次裁定",
        "withdraw one's own latest verdict",
    ),
    ("undo.case", "编号", "code"),
    ("decide.due", "整改期限", "until when it is to be mended"),
    ("decide.amount", "金额, 分", "the money it moves, in cents"),
    (
        "decide.checks",
        "再评价的核对结果, JSON 文件",
        "the answers of a re-evaluation, a JSON file",
    ),
    ("decide.score", "改总分及理由", "another total, and why"),
    (
        "decide.proxy",
        "代录这位专家的纸面意见",
        "enter this expert's grade from paper",
    ),
    ("decide.sheet", "纸面意见的编号", "the number of that sheet"),
    (
        "choose",
        "抽取一个部门的自评项目再评价: 一半按预期偏差金额, 一半随机, 不足再补金额大的",
        "choose self-evaluations of a department: half by what is at stake, half by lot, then the largest",
    ),
    ("choose.unit", "部门全称", "the department's full name"),
    (
        "choose.number",
        "共抽几件, 不写则够数为止",
        "how many in all; as many as are enough if not given",
    ),
    (
        "choose.seed",
        "随机种子, 不写则用最后一条记录的摘要",
        "seed of the lot; the hash of the last entry if not given",
    ),
    ("choose.dry_run", "只算不抽", "reckon, choose nothing"),
    (
        "reply",
        "录入部门对再评价结论的反馈",
        "enter what the department says to a re-evaluation",
    ),
    ("reply.case", "编号", "code"),
    (
        "reply.what",
        "accepted 认可, partly 部分认可, disputed 有异议",
        "accepted, partly, disputed",
    ),
    ("reply.reason", "不认可的理由", "why it does not agree"),
    ("recuse", "回避一件", "step back from a case"),
    ("recuse.case", "编号", "code"),
    ("recuse.reason", "本单位 亲属 参与过编制 其他", "why"),
    (
        "recuse.revoke",
        "组长: 撤销此人的回避, 理由写在 --reason",
        "the lead lets this person in again; why stands in --reason",
    ),
    (
        "note",
        "留言 (不出本局), 征求意见, 会商纪要",
        "a note to colleagues, a request for comment, a minute",
    ),
    ("note.case", "编号", "code"),
    (
        "note.text",
        "内容; 被征求意见的人这样答复",
        "the text; who was asked answers so",
    ),
    (
        "note.to",
        "组长: 请这些席位说明 (席位都交后)",
        "the lead asks these seats, once all are in",
    ),
    ("note.minute", "会商纪要", "a minute of what was said"),
    (
        "report",
        "报告: coverage 覆盖, monitoring 监控情况, re-evaluation 再评价, agreement 席位一致性, late 谁还没评",
        "reports: coverage, monitoring, re-evaluation, agreement of seats, late: whose turn it is",
    ),
    (
        "report.name",
        "coverage, monitoring, re-evaluation, agreement 或 late",
        "coverage, monitoring, re-evaluation, agreement or late",
    ),
    (
        "report.queue",
        "哪个队列的席位一致性",
        "agreement in which queue",
    ),
    (
        "report.unit",
        "再评价哪个部门(全称); 不写则每个部门一行",
        "the department, by its full name; a line for each if not given",
    ),
    (
        "report.kind",
        "哪种覆盖: self-evaluation 自评; 不写为监控",
        "of what: self-evaluation; monitoring if not given",
    ),
    ("report.year", "年度", "budget year"),
    (
        "report.output",
        "写到 .xlsx 或 .html 文件 (再评价也可 .txt), 不写则打印",
        "an .xlsx or .html file (re-evaluation also .txt); printed if not given",
    ),
    (
        "report.overwrite",
        "覆盖已有文件",
        "overwrite an existing file",
    ),
    (
        "export",
        "出表: review-sheet 审核表, joint-review-table 会审汇总表, monitoring-form 监控表, monitoring-summary 监控汇总表, rectification-notice 整改通知, re-evaluation-sheet 再评价表",
        "papers: review-sheet, joint-review-table, minutes, monitoring-form, monitoring-summary, rectification-notice, re-evaluation-sheet",
    ),
    (
        "export.form",
        "表名: review-sheet, joint-review-table, minutes, monitoring-form, monitoring-summary, rectification-notice, re-evaluation-sheet",
        "its name: review-sheet, joint-review-table, minutes, monitoring-form, monitoring-summary, rectification-notice, re-evaluation-sheet",
    ),
    ("export.queue", "队列", "queue"),
    ("export.filter", "筛选式", "filter"),
    ("export.case", "编号", "code"),
    (
        "export.output",
        "写到哪里: .xlsx .html 文件, 审核表多件时为目录",
        "where to: .xlsx or .html file; a directory for many sheets",
    ),
    (
        "export.overwrite",
        "覆盖已有文件",
        "overwrite an existing file",
    ),
    (
        "audit",
        "记录: 列出, 校验, 检查点",
        "the log: list, verify, checkpoint",
    ),
    ("audit.log", "列出全部记录", "print all entries"),
    ("audit.verify", "校验全部记录", "check the whole history"),
    (
        "audit.verify.against",
        "今日记录须包含此检查点",
        "today's history must contain this checkpoint",
    ),
    (
        "audit.verify.paper",
        "纸上(xlsx, html)页脚所记的条目须在今日记录里",
        "today's history must contain the entries named at the foot of a paper (xlsx, html)",
    ),
    (
        "audit.checkpoint",
        "打印一行检查点, 交给库外的人保存",
        "print a checkpoint line to be kept elsewhere",
    ),
    (
        "audit.verify.bundle",
        "核对一个审计包, 不用数据库",
        "check an audit bundle, without any database",
    ),
    (
        "audit.checkpoint.note",
        "C2SP 检查点文本",
        "as a note of the C2SP checkpoint form",
    ),
    (
        "audit.checkpoint.sign",
        "文本后附本人钥匙的签名",
        "the note with a signature by your own key",
    ),
    (
        "audit.bundle",
        "把记录, 钥匙, 签名写成审计包, 可在别处核对",
        "write the log, keys and signatures as a bundle to be checked elsewhere",
    ),
    ("audit.bundle.output", "写到何处 (.zip)", "where to (.zip)"),
    (
        "audit.bundle.overwrite",
        "覆盖已有文件",
        "overwrite an existing file",
    ),
    (
        "user.rights",
        "谁能做什么: 整张表, 某人的, 或某人对某件的",
        "who may do what: the table, a person's part of it, or a person's on a case",
    ),
    ("user.rights.account", "账号", "account"),
    ("user.rights.case", "对这一件", "on this case"),
    (
        "audit.sign",
        "用本人钥匙签自己未签的记录 (ssh-agent)",
        "sign your own unsigned entries by your own key (ssh-agent)",
    ),
    (
        "audit.sign.key",
        "不经 ssh-agent, 用这把钥匙签 (私钥文件)",
        "sign by this key instead of the agent's (a private key's file)",
    ),
    (
        "session",
        "sshd 为某人的钥匙运行的入口 (托管库)",
        "what sshd runs for somebody's key, in a house",
    ),
    ("session.user", "账号", "account"),
    (
        "authorized-keys",
        "打印 sshd 要的 authorized_keys 行",
        "print the lines of authorized_keys for sshd",
    ),
    (
        "authorized-keys.fingerprint",
        "只要这把钥匙的 (AuthorizedKeysCommand 的 %f)",
        "of this key alone (%f of AuthorizedKeysCommand)",
    ),
    (
        "drop",
        "会话里自己的存取箱: 放入, 取出, 列出, 删除",
        "one's own folder in a session: put, get, list, remove",
    ),
    ("drop.put", "从标准输入放入", "put standard input there"),
    ("drop.put.name", "文件名", "name"),
    (
        "drop.put.overwrite",
        "覆盖已有文件",
        "overwrite an existing file",
    ),
    ("drop.get", "取到标准输出", "take it to standard output"),
    ("drop.get.name", "文件名", "name"),
    ("drop.list", "列出", "list them"),
    ("drop.remove", "删除", "remove it"),
    ("drop.remove.name", "文件名", "name"),
    (
        "import.name",
        "标准输入的文件名 (路径写 - 时)",
        "name of what comes by standard input (where the path is -)",
    ),
    (
        "user.key",
        "登记或撤销某人的 SSH 公钥",
        "enter or remove somebody's SSH key",
    ),
    ("user.key.account", "账号", "account"),
    (
        "user.key.add",
        "公钥一行 (ssh-ed25519 AAAA…), 或 - 从标准输入读",
        "the public key (ssh-ed25519 AAAA…), or - for standard input",
    ),
    (
        "user.key.remove",
        "指纹 (SHA256:…)",
        "its fingerprint (SHA256:…)",
    ),
    (
        "user.handover",
        "把某人名下未评的席位一次移交给另一人 (缺席, 回避补位)",
        "pass all seats that somebody has not graded to another, at once",
    ),
    ("user.handover.from", "原来的人", "who has them"),
    ("user.handover.to", "接手的人", "who takes them"),
    (
        "user.pending",
        "待确认的人员变动",
        "changes that wait for a second person",
    ),
    (
        "user.confirm",
        "确认别人提的变动",
        "agree to a change another proposed",
    ),
    ("user.confirm.seq", "号", "its number"),
    ("user.reject", "不同意", "put it aside"),
    ("user.reject.seq", "号", "its number"),
    ("user", "人员, 角色, 席位", "people, roles, seats"),
    ("user.add", "加入人员", "enter a person"),
    (
        "user.add.account",
        "操作系统账号",
        "account of the operating system",
    ),
    ("user.add.name", "姓名", "name"),
    ("user.add.role", "角色", "roles"),
    (
        "user.add.unit",
        "本人单位, 其项目须回避",
        "own units, whose cases they must not judge",
    ),
    ("user.list", "列出人员", "list people"),
    ("user.grant", "授予角色", "give a role"),
    ("user.grant.account", "账号", "account"),
    ("user.grant.role", "角色", "role"),
    (
        "user.grant.until",
        "到哪天为止 (含当天), 如 2026-12-31",
        "its last day, as 2026-12-31",
    ),
    ("user.revoke", "收回角色", "take a role back"),
    ("user.revoke.account", "账号", "account"),
    ("user.revoke.role", "角色", "role"),
    ("user.seat", "排席, 从第1席起", "seat people, seat 1 first"),
    (
        "user.seat.accounts",
        "账号; 一席可有几名候选: 甲/乙@310104+310105/丙@医院 (按区划, 按字样, 再按在手件数, 同则抽签)",
        "accounts; a seat may have candidates: a/b@310104+310105/c@hospital (by district, by words, by load, by lot)",
    ),
    ("user.seat.queue", "队列", "queue"),
    (
        "backup",
        "备份(使用中也可), 并校验备份",
        "copy the database, in use or not, and verify the copy",
    ),
    ("backup.path", "备份文件", "the new file"),
    (
        "restore",
        "从备份恢复, 现库先放到一旁",
        "bring a backup back; the present file is set aside",
    ),
    ("restore.path", "备份文件", "the backup"),
    (
        "doctor",
        "检查终端, 语言环境, 数据库, 权限, 时钟",
        "check terminal, locale, database, permissions, clock",
    ),
    ("completions", "命令补全脚本", "shell completions"),
    ("completions.shell", "哪种 shell", "which shell"),
    ("man", "手册页", "the manual page"),
];

/// The command with its help in one language.
pub fn translate(l: Lang, command: clap::Command) -> clap::Command {
    translated(l, command, "")
}

fn help(l: Lang, id: &str) -> Option<String> {
    HELP.iter()
        .find(|(key, ..)| *key == id)
        .map(|(_, zh, en)| either(l, zh, en))
}

fn translated(l: Lang, mut command: clap::Command, path: &str) -> clap::Command {
    if let Some(text) = help(l, path) {
        command = command.about(text);
    }
    let under = |id: &str| {
        if path.is_empty() {
            id.to_owned()
        } else {
            format!("{path}.{id}")
        }
    };
    let ids: Vec<String> = command
        .get_arguments()
        .map(|a| a.get_id().to_string())
        .collect();
    for id in ids {
        if let Some(text) = help(l, &under(&id)).or_else(|| help(l, &id)) {
            command = command.mut_arg(id, |a| a.help(text));
        }
    }
    let names: Vec<String> = command
        .get_subcommands()
        .map(|c| c.get_name().to_owned())
        .collect();
    for name in names {
        let path = under(&name);
        command = command.mut_subcommand(name, |c| translated(l, c, &path));
    }
    command
        .subcommand_help_heading(either(l, "命令", "Commands"))
        .help_template(either(
            l,
            "{about-with-newline}\n用法: {usage}\n\n{all-args}{after-help}",
            "{about-with-newline}\nUsage: {usage}\n\n{all-args}{after-help}",
        ))
        .next_help_heading(either(l, "选项", "Options"))
}
