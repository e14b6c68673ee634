//! What the screens answer to a key.

use super::{Lang, either};
use crate::domain::clean::Clean;

/// A verdict is on disk.
pub fn decided(l: Lang, verdict: &str, code: &str, opinions: usize) -> String {
    let n = match (opinions, l) {
        (0, _) => String::new(),
        (n, Lang::Zh) => format!(", 意见{n}条"),
        (n, Lang::En) => format!(", {n} opinions"),
    };
    match l {
        Lang::Zh => format!("已记录 {verdict} {code}{n}  u撤回"),
        Lang::En => format!("Recorded {verdict} on {code}{n}. u undoes"),
    }
}

/// One's latest verdict was taken back.
pub fn undone(l: Lang, code: &str) -> String {
    match l {
        Lang::Zh => format!("已撤回 {code}  Ctrl-R重签"),
        Lang::En => format!("Withdrew {code}. Ctrl-R signs it anew"),
    }
}

/// A wide act was taken back.
pub fn undone_many(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("已整批撤回 {n} 件  Ctrl-R重签"),
        Lang::En => format!("Withdrew {n} together. Ctrl-R signs them anew"),
    }
}

/// An act is on disk.
pub fn recorded(l: Lang, seq: i64) -> String {
    match l {
        Lang::Zh => format!("已记录, 第{seq}条"),
        Lang::En => format!("Recorded, entry {seq}"),
    }
}

/// A signing key came too fast.
pub fn too_fast(l: Lang, code: &str) -> String {
    match l {
        Lang::Zh => format!("太快了, 停在 {code}"),
        Lang::En => format!("Too fast; still at {code}"),
    }
}

/// The case has not come yet.
pub fn not_loaded(l: Lang) -> String {
    either(
        l,
        "这件还没读出来, 稍后再按",
        "This case has not come yet; press again",
    )
}

/// Nothing was signed.
pub fn not_signed(l: Lang) -> String {
    either(l, "没有签", "Not signed")
}

/// Only `y` signs here.
pub fn only_y(l: Lang) -> String {
    either(l, "按 y 才签（小键盘 9）", "Only y signs (9 on the keypad)")
}

/// An unknown key.
pub fn no_key(l: Lang, key: &str) -> String {
    let key = Clean::line(key);
    match l {
        Lang::Zh => format!("这里没有 {key} 这个键, ?看全部键"),
        Lang::En => format!("{key} does nothing here; ? shows the keys"),
    }
}

/// An input method is on.
pub fn input_method(l: Lang) -> String {
    either(
        l,
        "输入法在中文状态: 按 Shift 切到英文, 或用方向键和 F1-F10",
        "An input method is on: press Shift for English, or use arrows and F1-F10",
    )
}

/// Text was pasted where none is entered.
pub fn pasted(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("粘贴了{n}字，没有当作按键"),
        Lang::En => format!("{n} characters pasted; none was taken as a key"),
    }
}

/// Not all of a paste was taken.
pub fn paste_cut(l: Lang, all: usize, taken: usize) -> String {
    match l {
        Lang::Zh => format!("粘贴{all}字, 收下{taken}字, 其余超过长度"),
        Lang::En => format!("{taken} of {all} pasted characters were taken"),
    }
}

/// Text folded away.
pub fn folded(l: Lang) -> String {
    either(
        l,
        "已收起, 草稿保留。a接着写",
        "Folded; the draft is kept. a goes on",
    )
}

/// No text.
pub fn empty_text(l: Lang) -> String {
    either(
        l,
        "没有写字, 没有成为意见",
        "Nothing written, no opinion made",
    )
}

/// A reason is too short.
pub fn reason_short(l: Lang, need: usize) -> String {
    match l {
        Lang::Zh => format!("不采纳错误至少写{need}个字, 还须复核员签"),
        Lang::En => format!("Setting an error aside needs {need} characters and a second person"),
    }
}

/// Opinions so far.
pub fn opinion_kept(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("意见{n}条。m完善后通过 r退回重报"),
        Lang::En => format!("{n} opinions. m passes after revision, r returns"),
    }
}

/// No opinion under the cursor.
pub fn no_opinion_here(l: Lang) -> String {
    either(
        l,
        "光标处没有意见。到「意见」页选一条",
        "No opinion here; choose one on its tab",
    )
}

/// No finding is unhandled.
pub fn nothing_open(l: Lang) -> String {
    either(l, "没有未处理的预审", "No finding is unhandled")
}

/// Setting an error aside.
pub fn error_aside(l: Lang) -> String {
    either(
        l,
        "不采纳错误: 写明理由(至少10字), 还须复核员签",
        "Error: give the reason (10 characters); a second person must sign",
    )
}

/// Stock reasons, 1 to 4.
pub fn stock_reason(l: Lang, n: usize) -> String {
    let (zh, en) = match n {
        1 => ("已核实属实", "verified"),
        2 => ("规则不适用", "not applicable"),
        3 => ("已有批复", "approved already"),
        _ => ("金额小影响小", "minor"),
    };
    either(l, zh, en)
}

/// No case before or after.
pub fn no_neighbour(l: Lang) -> String {
    either(l, "这边没有了", "No more this way")
}

/// Nothing waits.
pub fn all_done(l: Lang) -> String {
    either(l, "没有待我审的了", "Nothing waits for you")
}

/// A verdict is on its way.
pub fn still_saving(l: Lang) -> String {
    either(l, "正在存, 存好就退出", "Saving; leaves when done")
}

/// The draft could not be kept.
pub fn draft_lost(l: Lang) -> String {
    either(
        l,
        "草稿没有存上: 检查主目录能不能写",
        "The draft could not be kept: check your home directory",
    )
}

/// Somebody changed the open case.
pub fn changed_by(l: Lang, name: &str) -> String {
    let name = Clean::line(name);
    match l {
        Lang::Zh => format!("{name}刚动过这件。R重读"),
        Lang::En => format!("{name} has just acted on this case. R reloads"),
    }
}

/// The screen is too small.
pub fn too_small(l: Lang, w: u16, h: u16) -> [String; 2] {
    match l {
        Lang::Zh => [
            format!("窗口太小: 现在 {w}x{h}, 需要 80x24。"),
            "已存的草稿都在。放大窗口即继续; q退出".into(),
        ],
        Lang::En => [
            format!("The window is too small: {w}x{h}, 80x24 is needed."),
            "Drafts are kept. Enlarge it to go on; q quits".into(),
        ],
    }
}

/// What is said after a crash.
pub fn crashed(l: Lang) -> String {
    either(
        l,
        "程序出错退出。已记录的裁定都在; 草稿都在, 重开即可接着写。",
        "The program failed. Recorded decisions are safe; drafts are kept. Start it again to go on.",
    )
}
