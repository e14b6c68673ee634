//! Why the gate says no, and which key or command helps.

use super::Lang;
use crate::domain::gate::Refused;

/// The sentence for a refusal; `name` gives the name of a person.
pub fn refused(
    l: Lang,
    why: &Refused,
    name: &dyn Fn(crate::domain::id::PersonId) -> String,
) -> String {
    match l {
        Lang::Zh => zh(why, name),
        Lang::En => en(why, name),
    }
}

/// The first few of some numbers.
fn numbers(all: &[usize], between: &str) -> String {
    let first: Vec<String> = all.iter().take(8).map(ToString::to_string).collect();
    let more = if all.len() > 8 { ".." } else { "" };
    format!("{}{more}", first.join(between))
}

fn zh(why: &Refused, name: &dyn Fn(crate::domain::id::PersonId) -> String) -> String {
    match why {
        Refused::NewerProgram => "这件有较新版本程序写下的记录, 本程序只看不定".into(),
        Refused::AuditorLooks => "监督员只看不定".into(),
        Refused::AdminDoesNotDecide => "管理员和安全员不作裁定, 须由审核员来定".into(),
        Refused::NoRole => "你的角色不能作这个裁定".into(),
        Refused::OwnUnit => "这是本单位的项目, 不能由你裁定, 请回避".into(),
        Refused::Recused => "你已回避此件, 看得到但不能裁定".into(),
        Refused::NoSeat => "这件没有你的席位".into(),
        Refused::NotLead => "定案由组长来做".into(),
        Refused::SeatsMissing { have, need } => {
            format!("还不能定案: {need} 席中只到 {have} 席, 至少三分之二")
        }
        Refused::ReasonForEarly => "席位未齐, 定案须写明理由: 先按 a 写意见".into(),
        Refused::FirstWasYou => "这件第一签是你, 须由他人复核".into(),
        Refused::Decided => "这件已经定了, 不再裁定; u撤回自己的".into(),
        Refused::NoSuchVerdict(v) => format!("本队列没有「{v}」这种裁定"),
        Refused::NeedsDue => "这个裁定要写整改期限 (--due 日期)".into(),
        Refused::NeedsAmount => "这个裁定要写金额, 大于0 (--amount 分)".into(),
        Refused::NeedsOpinion => "还没有意见: 先按 o 采纳预审或 a 自拟, 再定".into(),
        Refused::OpenErrors(rules) => {
            format!(
                "还不能通过: 有{}条错误({})。o采纳后按m或r, w说明理由",
                rules.len(),
                rules.join(" ")
            )
        }
        Refused::ReasonTooShort { rule, need } => {
            format!("不采纳错误 {rule} 须写明理由, 至少{need}个字")
        }
        Refused::NothingToUndo => "没有可撤回的: 你还没有裁定".into(),
        Refused::BuiltOn(id) => format!("不能撤回: {}已在此基础上裁定, 请他先撤回", name(*id)),
        Refused::NotDeclared => "这件还没有申报表".into(),
        Refused::NotChosen => "这件没有抽中, 先选取 (gd 部门)".into(),
        Refused::ChosenAlready => "这件已经抽中".into(),
        Refused::Unchecked(rows) => {
            format!("还有{}项没有处理: {}", rows.len(), numbers(rows, "、"))
        }
        Refused::ScoreDiffers { declared, score } => {
            format!("自评{declared}分, 核对后为{score}分, 不能认可: m 调整得分")
        }
        Refused::ReasonForScore { need } => format!("改总分须写明理由, 至少{need}个字"),
        Refused::NothingToAnswer => "这件没有在征求部门意见".into(),
        Refused::ReasonForReply => "部门不认可的, 要写明理由".into(),
        Refused::NotKeeper => "人员由安全员管 (非托管库里管理员也可以)".into(),
        Refused::NothingProposed => "没有这样的人员变动待确认, 看 user pending".into(),
        Refused::NeedsSheet => "代录要写纸面意见的编号".into(),
        Refused::OwnGradeFirst => "先定自己的席位, 再代录别人的".into(),
        Refused::NotYours => "只能签自己的记录".into(),
        Refused::BadSignature => "签名不是你登记的钥匙所签, 没有记入".into(),
        Refused::OwnProposal => "这是你自己提的, 须由另一名安全员确认".into(),
        Refused::AboutYou => "变动的是你自己, 须由别人确认".into(),
        Refused::AccountName => "账号只用字母、数字和 . _ -, 以字母或数字开头, 最多32位".into(),
        Refused::AccountTaken(a) => format!("账号 {a} 已经有了"),
        Refused::KeyTaken(id) => format!("这把钥匙已经是{}的", name(*id)),
        Refused::NotForThem(id, why) => {
            let who = name(*id);
            let why = match *why {
                "no-grade" => return format!("{who}在这件上没有已交的意见, 不能征求"),
                "no-expert" => return format!("{who}不是专家, 不能代录"),
                "graded" => return format!("{who}在这件上已有意见, 先撤回再代录"),
                "no-seat" => return format!("{who}在这件上没有席位"),
                "not-recused" => return format!("{who}没有回避这件"),
                "own-unit" => "是其本单位的项目",
                "recused" => "其已回避此件",
                "seated" => "其已有席位",
                _ => "其角色不能评",
            };
            format!("不能交给{who}: {why}")
        }
    }
}

fn en(why: &Refused, name: &dyn Fn(crate::domain::id::PersonId) -> String) -> String {
    match why {
        Refused::NewerProgram => {
            "A newer program wrote in this case; this one may look, not decide".into()
        }
        Refused::AuditorLooks => "An auditor looks and does not decide".into(),
        Refused::AdminDoesNotDecide => "Administrators do not decide; a reviewer has to".into(),
        Refused::NoRole => "Your role can't give this verdict".into(),
        Refused::OwnUnit => "This case is of your own unit; step back from it".into(),
        Refused::Recused => "You are recused from this case".into(),
        Refused::NoSeat => "You have no seat in this case".into(),
        Refused::NotLead => "The decision is the lead's".into(),
        Refused::SeatsMissing { have, need } => {
            format!("Can't decide yet: {have} of {need} seats are in, two thirds are needed")
        }
        Refused::ReasonForEarly => {
            "Seats are missing: the decision needs its reason; a writes an opinion".into()
        }
        Refused::FirstWasYou => "You signed first; another person must review".into(),
        Refused::Decided => "This case is decided; u undoes your own".into(),
        Refused::NoSuchVerdict(v) => format!("There is no verdict \"{v}\" in this queue"),
        Refused::NeedsDue => "This verdict needs a day until which (--due DATE)".into(),
        Refused::NeedsAmount => "This verdict needs an amount above 0 (--amount CENTS)".into(),
        Refused::NeedsOpinion => {
            "No opinion yet: o adopts a finding, a writes your own; then decide".into()
        }
        Refused::OpenErrors(rules) => format!(
            "Can't pass yet: {} errors ({}). o adopts (then m or r), w sets aside",
            rules.len(),
            rules.join(" ")
        ),
        Refused::ReasonTooShort { rule, need } => {
            format!("Setting error {rule} aside needs a reason of at least {need} characters")
        }
        Refused::NothingToUndo => "Nothing to undo: no decision of yours".into(),
        Refused::BuiltOn(id) => {
            format!(
                "Can't undo: {} has decided on it; ask them to undo first",
                name(*id)
            )
        }
        Refused::NotDeclared => "There is no form in this case yet".into(),
        Refused::NotChosen => "This case was not chosen; choose it first (gd departments)".into(),
        Refused::ChosenAlready => "This case is chosen already".into(),
        Refused::Unchecked(rows) => {
            format!(
                "{} rows are not dealt with: {}",
                rows.len(),
                numbers(rows, ", ")
            )
        }
        Refused::ScoreDiffers { declared, score } => {
            format!("Declared {declared}, checked {score}: can't confirm; m adjusts")
        }
        Refused::ReasonForScore { need } => {
            format!("Another total needs a reason of at least {need} characters")
        }
        Refused::NothingToAnswer => "No reply of the department is awaited".into(),
        Refused::ReasonForReply => "A reply that does not agree needs its reason".into(),
        Refused::NotKeeper => {
            "People are for the security role (in a database of one's own for an administrator too)"
                .into()
        }
        Refused::NothingProposed => "No such change waits; see user pending".into(),
        Refused::NeedsSheet => "A grade from paper needs the number of its sheet".into(),
        Refused::OwnGradeFirst => "Grade in your own seat first, then enter another's".into(),
        Refused::NotYours => "Only entries of one's own are signed".into(),
        Refused::BadSignature => {
            "None of your keys on record made this signature; it was not kept".into()
        }
        Refused::OwnProposal => "You proposed it yourself: another keeper confirms it".into(),
        Refused::AboutYou => "It is about you: somebody else confirms it".into(),
        Refused::AccountName => {
            "An account has letters, digits, . _ - alone, begins with a letter or digit, 32 at most"
                .into()
        }
        Refused::AccountTaken(a) => format!("The account {a} is there already"),
        Refused::KeyTaken(id) => format!("The key is {}'s already", name(*id)),
        Refused::NotForThem(id, why) => {
            let who = name(*id);
            let why = match *why {
                "no-grade" => return format!("{who} has no grade on this case to be asked about"),
                "no-expert" => return format!("{who} is no expert: nothing is entered for them"),
                "graded" => return format!("{who} has a grade on this case: take it back first"),
                "no-seat" => return format!("{who} has no seat on this case"),
                "not-recused" => return format!("{who} has not stepped back from this case"),
                "own-unit" => "it is of their own unit",
                "recused" => "they stepped back from it",
                "seated" => "they have a seat already",
                _ => "their role does not grade",
            };
            format!("It cannot pass to {who}: {why}")
        }
    }
}
