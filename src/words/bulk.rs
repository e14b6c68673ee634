//! What a wide act says.

use super::{Lang, either};

/// Nothing is marked.
pub fn none_marked(l: Lang) -> String {
    either(
        l,
        "还没有选：Space选一件，*全选，T按条件选",
        "Nothing is marked: Space marks, * marks all, T by filter",
    )
}

/// A harsh verdict is given case by case.
pub fn never_harsh(l: Lang) -> String {
    either(
        l,
        "不予支持须逐件写明理由，不能成批",
        "Rejecting needs its reason case by case, never in bulk",
    )
}

/// The act is being judged.
pub fn judging(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("正在逐件判断已选 {n} 件.."),
        Lang::En => format!("Judging {n} marked cases.."),
    }
}

/// Nothing can be done.
pub fn nothing_goes(l: Lang) -> String {
    either(
        l,
        "没有一件能做，没有签",
        "None can be done; nothing signed",
    )
}

/// Being signed.
pub fn signing(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("正在签 {n} 件.."),
        Lang::En => format!("Signing {n}.."),
    }
}

/// Done, as far as it could be.
pub fn done(l: Lang, n: usize, failed: &[(String, String)]) -> String {
    let tail = failed
        .first()
        .map_or_else(String::new, |(code, why)| match l {
            Lang::Zh => format!("，{}件没有签: {code} {why}", failed.len()),
            Lang::En => format!(", {} not signed: {code} {why}", failed.len()),
        });
    match l {
        Lang::Zh => format!("已签 {n} 件{tail}  u整批撤回"),
        Lang::En => format!("Signed {n}{tail}. u undoes all of them"),
    }
}

/// Opinions adopted in many cases.
pub fn adopted(l: Lang, opinions: usize, cases: usize) -> String {
    match l {
        Lang::Zh => format!("已在 {cases} 件里采纳 {opinions} 条，成草稿"),
        Lang::En => format!("Adopted {opinions} findings in {cases} cases, as drafts"),
    }
}

/// Own opinions went into other drafts.
pub fn shared(l: Lang, opinions: usize, cases: usize) -> String {
    match (l, opinions) {
        (Lang::Zh, 0) => "本件没有自拟意见可用, 或都已在".to_owned(),
        (Lang::En, 0) => {
            "This case has no opinion of your own that is not there already".to_owned()
        }
        (Lang::Zh, _) => format!("自拟意见已写入 {cases} 件草稿"),
        (Lang::En, _) => format!("Your opinions are in the drafts of {cases} cases"),
    }
}

/// Near-identical forms were marked.
pub fn alike(l: Lang, n: usize, more: bool) -> String {
    let (zh, en) = if more {
        (
            "（待审太多，只比了一部分）",
            " (not all that waits was compared)",
        )
    } else {
        ("", "")
    };
    match (l, n) {
        (Lang::Zh, 0 | 1) => format!("待审的里没有与它几乎相同的{zh}"),
        (Lang::En, 0 | 1) => format!("None that waits is nearly the same{en}"),
        (Lang::Zh, _) => format!("几乎相同的 {n} 件已选{zh}  ;a用本件意见  ;O采纳预审  ;p等一并定"),
        (Lang::En, _) => {
            format!(
                "{n} nearly the same are marked{en}  ;a your opinions  ;O adopt  ;p and the like"
            )
        }
    }
}

/// Head of the drawer.
pub fn head(l: Lang, n: usize, name: &str) -> String {
    match l {
        Lang::Zh => format!("对已选 {n} 件做：{name}"),
        Lang::En => format!("On {n} marked cases: {name}"),
    }
}

/// What would be done.
pub fn going(l: Lang, n: usize, sum: &str, largest: &str) -> String {
    match l {
        Lang::Zh => format!("将做   {n:>4} 件  合计 {sum}   {largest}"),
        Lang::En => format!("does   {n:>4}  in all {sum}   {largest}"),
    }
}

/// The largest of them.
pub fn largest(l: Lang, amount: &str, code: &str) -> String {
    match l {
        Lang::Zh => format!("最大 {amount} {code}"),
        Lang::En => format!("largest {amount} {code}"),
    }
}

/// What is left out, and why.
pub fn left(l: Lang, n: usize, why: &str, codes: &[String]) -> String {
    let shown: Vec<&str> = codes.iter().take(2).map(String::as_str).collect();
    let more = match (codes.len() > 2, l) {
        (true, Lang::Zh) => " 等",
        (true, Lang::En) => " ..",
        _ => "",
    };
    let codes = shown.join(" ");
    match l {
        Lang::Zh => format!("跳过   {n:>4} 件  {why}   {codes}{more}"),
        Lang::En => format!("skips  {n:>4}  {why}   {codes}{more}"),
    }
}

/// One case left out, in the list.
pub fn left_line(l: Lang, code: &str, why: &str) -> String {
    match l {
        Lang::Zh => format!("{code}  跳过: {why}"),
        Lang::En => format!("{code}  skipped: {why}"),
    }
}

/// What follows.
pub fn consequence(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("会产生 {n} 条签名记录，u 可整批撤回"),
        Lang::En => format!("{n} signed entries; u takes all of them back"),
    }
}

/// Why a case is left out: it moved on.
pub fn moved(l: Lang) -> String {
    either(l, "他人刚改", "changed meanwhile")
}

/// Why a case is left out: errors of the automatic check.
pub fn has_errors(l: Lang) -> String {
    either(l, "有未处理的错", "open errors")
}

/// A verdict on all marked.
pub fn all(l: Lang, verdict: &str) -> String {
    match l {
        Lang::Zh => format!("全部 {verdict}"),
        Lang::En => format!("all: {verdict}"),
    }
}

/// What a wide act is called that gives each what is suggested.
pub fn as_suggested(l: Lang) -> String {
    either(l, "照建议处理", "do as suggested")
}

/// How many of each verdict.
pub fn each(l: Lang, parts: &[(String, usize)]) -> String {
    let all: Vec<String> = parts.iter().map(|(s, n)| format!("{s}{n}")).collect();
    match l {
        Lang::Zh => format!("其中 {}", all.join("  ")),
        Lang::En => format!("of these {}", all.join("  ")),
    }
}
