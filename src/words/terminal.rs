//! What is said about the terminal itself, mostly where the screens cannot say it.

use super::{Lang, either};

/// The terminal does not read UTF-8.
pub fn not_utf8(l: Lang) -> [String; 6] {
    [
        either(
            l,
            "终端是GBK编码, 不是UTF-8。",
            "The terminal reads GBK, not UTF-8.",
        ),
        String::new(),
        either(
            l,
            "1  我去改成UTF-8, 改好再进 (PuTTY: Window, Translation;",
            "1  I'll set it to UTF-8 and come back (PuTTY: Window, Translation;",
        ),
        either(
            l,
            "   Xshell: 属性, 终端, 编码; SecureCRT: 外观, 字符编码)",
            "   Xshell: Properties, Terminal, Encoding; SecureCRT: Appearance, Encoding)",
        ),
        either(
            l,
            "2  就用GBK继续 (个别生僻字显示为 〓)",
            "2  Go on with GBK (some rare characters are shown as 〓)",
        ),
        either(l, "按 1 或 2", "Press 1 or 2"),
    ]
}

/// The program failed in itself; five lines.
pub fn failed(l: Lang, place: &str, drafts: &str, number: &str, report: Option<&str>) -> String {
    let kept = report.map_or_else(
        || either(l, "没有写下来", "it could not be written"),
        str::to_owned,
    );
    match l {
        Lang::Zh => format!(
            "程序内部出错, 已停下: {place}\n\
             已确认的裁定都在库里, 没有丢; 未确认的没有记。\n\
             草稿在: {drafts}\n\
             报告编号 {number}: {kept} (不含项目内容)\n\
             再运行 jixiao 即可接着做; 若又停下, 把编号告诉管理员。\n"
        ),
        Lang::En => format!(
            "The program failed in itself and stopped: {place}\n\
             Every decision that was acknowledged is stored; what was not, was not recorded.\n\
             Drafts are in: {drafts}\n\
             Report {number}: {kept} (no text of cases in it)\n\
             Run jixiao again to go on; if it stops again, tell the administrator the number.\n"
        ),
    }
}

/// Ctrl-Z where nobody could let the program go on.
pub fn cannot_stop(l: Lang) -> String {
    either(
        l,
        "这里没有可回去的命令行, 不能挂起; Q退出",
        "There is no shell to go back to here; Q quits",
    )
}

/// Remarks over a text in an editor; each line begins with `#`.
pub fn editor_head(l: Lang) -> String {
    either(
        l,
        "# 开头这几行以 # 起, 取回时去掉。存盘退出即取回; 不存盘退出则文字照旧。\n",
        "# Lines with # at the beginning are taken off. Save and quit to take the text back.\n",
    )
}

/// The editor failed; the text stands in a file.
pub fn editor_kept(l: Lang, path: &str) -> String {
    match l {
        Lang::Zh => format!("编辑器没有正常结束, 文字照旧; 它的文件留在 {path}"),
        Lang::En => format!("The editor did not end well; the text stays, its file is {path}"),
    }
}

/// The editor could not be used.
pub fn editor_failed(l: Lang, why: &str) -> String {
    match l {
        Lang::Zh => format!("编辑器用不了, 文字照旧: {why}"),
        Lang::En => format!("The editor can't be used, the text stays: {why}"),
    }
}

/// Too much for the terminal's clipboard.
pub fn too_long_to_copy(l: Lang) -> String {
    either(
        l,
        "超过8 kB, 终端剪贴板收不下, 用 yl 选屏",
        "More than 8 kB: too much for the terminal's clipboard; use yl",
    )
}

/// Under the screen as plain text.
pub fn any_key(l: Lang) -> String {
    either(l, "(按任意键返回)", "(any key goes back)")
}
