//! What the desk answers to commands, and the heads of its drawers.

use super::{Lang, either};
use crate::domain::clean::Clean;

macro_rules! says {
    ($($(#[$doc:meta])* $name:ident: $zh:literal, $en:literal;)*) => {
        $($(#[$doc])* pub fn $name(l: Lang) -> String { either(l, $zh, $en) })*
    };
}

says! {
    /// Text begun earlier is open again.
    goes_on: "接着写上次的草稿", "The draft goes on where it was left";
    /// A prefix was given up.
    nothing_done: "没有做什么", "Nothing was done";
    /// Nothing is under the cursor.
    no_row: "这里没有项目", "There is no case here";
    /// The list was read again.
    reloaded: "已重读", "Read again";
    /// There is one round only.
    one_round: "只有一轮，没有上轮可比", "There is one round only; nothing to compare";
    /// Nothing to copy.
    nothing_to_copy: "没有可复制的", "Nothing to copy";
    /// Sent to the clipboard.
    copied: "已送终端剪贴板（终端不支持时请用 yl 选屏）", "Sent to the terminal's clipboard (where it takes none, use yl)";
    /// Nothing runs that could be stopped.
    nothing_runs: "没有在做的事可停。q返回 Q退出", "Nothing is running. q goes back, Q quits";
    /// Stepped back.
    recused: "已回避，组长才能撤销", "Recused; only a lead can revoke it";
    /// Stepped back before.
    recused_already: "你已回避此件", "You are recused from this case";
    /// A harsh verdict asks for its reason.
    harsh_reason: "不予支持须写明理由：写好按 Ctrl-S，再按 y", "Rejecting needs a reason: write it, Ctrl-S, then y";
    /// Kept as a draft.
    kept_as_draft: "没有签。意见留在草稿里", "Not signed. The opinions stay in the draft";
    /// One is home already.
    home_already: "已在首页，q退出", "This is home; q quits";
    /// One is there already.
    here_already: "已在这里，已重读", "You are here already; read again";
    /// Nothing to open.
    nothing_to_open: "这里没有可打开的", "Nothing to open here";
    /// The editor is not to be used.
    no_editor: "外部编辑器已被本局设置关闭", "The bureau's settings turn the editor off";
    /// The editor changed nothing.
    unchanged: "外部编辑器没有改动，文字照旧", "The editor changed nothing";
    /// The editor's text is here.
    edited: "已取回外部编辑器的文字", "Took the text from the editor";
    /// A note is kept.
    noted: "已留言（不出本局）", "Noted (never leaves the bureau)";
    /// Nothing was written.
    nothing_written: "没有写字，没有留下草稿", "Nothing was written";
    /// Set aside.
    set_aside: "已不采纳并记下理由", "Set aside with its reason";
    /// Dropped.
    dropped: "已去掉", "Dropped";
    /// No item under the cursor.
    no_item_here: "到「意见」页，把光标放在八项的某一项上", "Put the cursor on one of the eight items, on the opinions tab";
    /// A range of marks begins.
    range_begun: "从这里选起，移到另一头再按 v", "Marking from here; move and press v again";
    /// Marks are being looked up.
    marking: "正在选..", "Marking..";
    /// Taking back.
    undoing: "正在撤回..", "Undoing..";
    /// Signing anew.
    redoing: "正在重签..", "Signing anew..";
    /// Nothing to sign anew.
    nothing_to_redo: "没有可重签的", "Nothing to redo";
    /// A choice can be run.
    usable_here: "可用", "usable here";
    /// Head of help.
    help_name: "帮助", "Help";
    /// Head of help for all screens.
    help_all: "全部键位", "All keys";
    /// Head of the palette.
    palette_head: "命令", "Commands";
    /// Head of the phrases.
    phrases_head: "套话", "Phrases";
    /// Head of the filter menu.
    filter_head: "筛选", "Filter";
    /// Head of marks by an expression.
    mark_head: "按条件选：写筛选条件", "Mark by filter";
    /// Head of a view's name.
    view_head: "存视图", "Save view";
    /// How help is used.
    help_hint: "输入即筛", "type to narrow";
    /// Nothing is signed yet.
    not_yet: "还没有签", "not signed yet";
    /// The default is not doing it.
    default_not: "默认不做", "default: not";
    /// Head of pasted text.
    pasted_head: "粘贴的文字", "Pasted text";
    /// The case changed while it was judged.
    conflict_head: "这件在你看的时候变了", "The case changed while you looked";
    /// Nothing changed in what the form says.
    only_others: "申报表没有变，是别人签了或补了材料", "The form is the same; somebody signed or filed something";
    /// Your verdict.
    your_verdict: "你的裁定", "your verdict";
    /// Signed anyway.
    if_signed: "照签则", "if signed";
    /// All opinions stay.
    all_stay: "意见都留下", "all opinions stay";
    /// Changes.
    changes_label: "变化", "changed";
    /// What was seen.
    seen_label: "你看的", "seen";
    /// Now.
    now_label: "现在", "now";
    /// Head of a failure.
    failure_head: "x 没有存上", "x Not stored";
    /// What is kept after a failure.
    failure_kept: "你的裁定和意见都在草稿里，没有丢。", "Your verdict and opinions are in the draft; nothing is lost.";
    /// Head of the log.
    log_head: "日志", "Log";
    /// Head of the news.
    news_head: "上次登录以来别人的变化", "Changes by others since you last left";
    /// The log is empty.
    log_empty: "没有记录", "No entries";
    /// Heads of the groups of help: verdicts.
    group_verdict: "裁定", "Verdicts";
    /// Opinions.
    group_opinion: "意见", "Opinions";
    /// Moving.
    group_move: "移动", "Moving";
    /// Lists.
    group_list: "列表", "Lists";
    /// Going.
    group_go: "去", "Go";
    /// Other.
    group_other: "其他", "Other";
    /// The keypad's keys.
    keypad: "小键盘  1-4 裁定   Enter 采纳   . 下一处   0 下一件   Esc 返回", "Keypad  1-4 verdicts   Enter adopt   . next thing   0 next case   Esc back";
    /// With an input method on.
    with_method: "中文输入法开着也行：方向键、数字、F1-F10 都不用切换", "With an input method on: arrows, digits and F1-F10 work as they are";
    /// Signs in lists.
    legend: "标记  x错 !警 .注   v采 成意见   -免 已说明   稿 草稿   复 待复核   避 回避", "Signs  x error ! warning . note   v adopted   - set aside   稿 draft   复 second   避 recused";
}

says! {
    /// A setting was changed on the form.
    form_changed: "已生效；Ctrl-S存为以后的设置", "In force now; Ctrl-S keeps it";
    /// The settings are kept.
    settings_saved: "设置已存", "Settings kept";
    /// All letters are taken.
    no_free_letter: "26个字母都用了；写「字母 名称」换掉一个", "All letters are taken; write LETTER NAME to replace one";
    /// Head of the mistakes in settings.
    mistakes_head: "设置里有错，其余照常生效", "Mistakes in the settings; the rest counts";
    /// Head of the form.
    settings_head: "设置", "Settings";
    /// Head of the views.
    views_head: "视图", "Views";
    /// What the bureau fixed.
    fixed_by_bureau: "本局已定", "fixed by the bureau";
    /// Changed from what it would be.
    differs: "已改", "changed";
    /// How a view is kept.
    view_hint: "字母 名称，如 a 逾期未审", "letter and name, such as: a overdue";
    /// No views yet.
    no_views: "还没有存过视图；在列表按 V 存", "No views yet; V keeps one from a list";
    /// A grade of one's own.
    own_grade: "自定", "own";
    /// What was pasted is not used yet.
    not_yet_used: "还没有用", "not used yet";
    /// What follows from stepping back.
    recuse_follows: "回避后看得到、不能裁定，席位由组长另排；只有组长能撤销", "You may look but not judge; the lead fills the seat; only a lead revokes it";
    /// Head of an opinion.
    entry_opinion: "自拟意见", "Opinion";
    /// Head of a reason.
    entry_reason: "不采纳的理由", "Reason for setting it aside";
    /// Head of a note.
    entry_note: "内部留言  不出本局", "Note, never leaves the bureau";
    /// Head of a request for comment.
    entry_ask: "征求意见  此件回到该席位待办, 答复后离开", "Request for comment: the seat has the case until it answers";
    /// Head of a minute.
    entry_minute: "会商纪要  不出本局", "Minute of the discussion, never leaves the bureau";
    /// Head of the reason for a harsh verdict.
    entry_harsh: "不予支持的理由", "Reason for rejecting";
}

/// Headings of the form.
pub fn form_heads(l: Lang) -> [String; 3] {
    let zh = ["设置", "现在", "可选"];
    let en = ["setting", "now", "choices"];
    std::array::from_fn(|n| either(l, zh[n], en[n]))
}

/// A view is kept.
pub fn view_kept(l: Lang, letter: &str) -> String {
    match l {
        Lang::Zh => format!("已存视图，以后按 '{letter}"),
        Lang::En => format!("Kept; '{letter} shows it"),
    }
}

/// The settings could not be kept.
pub fn settings_not_saved(l: Lang, why: &str) -> String {
    let why = Clean::line(why);
    match l {
        Lang::Zh => format!("设置没有存上: {why}；这次仍然生效"),
        Lang::En => format!("Settings not kept: {why}; in force for now"),
    }
}

/// Head of the drawer that asks before stepping back.
pub fn recuse_head(l: Lang, reason: &str) -> String {
    match l {
        Lang::Zh => format!("回避: {reason}    y确认  其他键不做(默认不做)"),
        Lang::En => format!("Recuse: {reason}    y does it; any other key does not"),
    }
}

/// Count of a text being written.
pub fn entry_count(l: Lang, n: usize, limit: usize) -> String {
    match l {
        Lang::Zh => format!("{n} / {limit}字"),
        Lang::En => format!("{n} / {limit}"),
    }
}

/// Whether the text is on disk.
pub fn entry_kept(l: Lang, kept: bool) -> String {
    if kept {
        either(l, "草稿已存", "draft kept")
    } else {
        "..".to_owned()
    }
}

/// So many opinions.
pub fn opinion_count(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("意见{n}条"),
        Lang::En => format!("{n} opinions"),
    }
}

/// An item of the sheet was graded.
pub fn item_graded(l: Lang, suggested: bool) -> String {
    if suggested {
        either(l, "改回推算的等级", "Back to the grade suggested")
    } else {
        either(
            l,
            "已自定等级，Space再改",
            "Graded by you; Space changes it again",
        )
    }
}

/// Headings of the log.
pub fn log_heads(l: Lang) -> [String; 5] {
    let zh = ["号", "时间", "谁", "编号", "做了什么"];
    let en = ["entry", "when", "who", "code", "what"];
    std::array::from_fn(|n| either(l, zh[n], en[n]))
}

/// What keys pressed begin.
pub fn prefix(l: Lang, keys: &str) -> String {
    let (zh, en) = match keys {
        "d" | "F2" => ("裁定", "verdict"),
        "d l" | "F2 l" => ("定案(组长)", "decision (lead)"),
        "g" => ("去", "go"),
        "s" => ("排序", "sort"),
        "w" => ("不采纳", "set aside"),
        "y" => ("复制", "copy"),
        "!" => ("回避", "recuse"),
        ";" => ("对已选", "on the marked"),
        "z" => ("显示", "show"),
        _ => ("", ""),
    };
    let name = either(l, zh, en);
    if name.is_empty() {
        keys.to_owned()
    } else {
        name
    }
}

/// The cursor cannot go further.
pub fn no_row_further(l: Lang, down: bool) -> String {
    if down {
        either(l, "已到最后", "This is the last")
    } else {
        either(l, "已到最前", "This is the first")
    }
}

/// A queue has no verdict with this letter.
pub fn no_such_verdict(l: Lang, queue: &str, letter: char) -> String {
    match (l, letter) {
        (Lang::Zh, 'r') => format!("{queue}无退回，d 看全部"),
        (Lang::Zh, _) => format!("{queue}没有 {letter} 这种裁定，d 看全部"),
        (Lang::En, 'r') => format!("{queue} sends nothing back; d shows all"),
        (Lang::En, _) => format!("{queue} has no verdict {letter}; d shows all"),
    }
}

/// A queue has no verdict at this place.
pub fn no_such_place(l: Lang, n: u8) -> String {
    match l {
        Lang::Zh => format!("本队列没有第{n}种裁定，d 看全部"),
        Lang::En => format!("This queue has no verdict {n}; d shows all"),
    }
}

/// So many are marked.
pub fn marked(l: Lang, n: usize) -> String {
    match (l, n) {
        (Lang::Zh, 0) => "没有选".to_owned(),
        (Lang::En, 0) => "None marked".to_owned(),
        (Lang::Zh, n) => format!("已选{n}件  ;对已选"),
        (Lang::En, n) => format!("{n} marked; ; acts on them"),
    }
}

/// As many are marked as can be at once.
pub fn marked_some(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("只选了前{n}件，再多请先筛选"),
        Lang::En => format!("Marked the first {n}; narrow the list for the rest"),
    }
}

/// There was no room for what was typed.
pub fn text_full(l: Lang, n: usize, limit: usize) -> String {
    match l {
        Lang::Zh => format!("最多{limit}字，有{n}字没有收"),
        Lang::En => format!("At most {limit} characters; {n} were not taken"),
    }
}

/// Text was pasted onto a drawer.
pub fn pasted_drawer(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("粘贴了{n}字，这里不收文字，也没有当作按键"),
        Lang::En => format!("{n} characters were pasted; nothing takes them here"),
    }
}

/// Nothing matches.
pub fn nothing_found(l: Lang, text: &str) -> String {
    let text = Clean::line(text);
    match l {
        Lang::Zh => format!("没有叫「{text}」的"),
        Lang::En => format!("Nothing is called {text}"),
    }
}

/// All that waited is done; what was said last stays.
pub fn walked(l: Lang, n: usize, said: &str) -> String {
    let tail = match l {
        Lang::Zh => format!("没有待我审的了，本次审完 {n} 件"),
        Lang::En => format!("Nothing waits any more; {n} done in this sitting"),
    };
    if said.is_empty() {
        tail
    } else {
        format!("{said}  {tail}")
    }
}

/// Head of the summary at the end of a queue.
pub fn walked_head(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("本队列已审完 {n} 件"),
        Lang::En => format!("{n} done in this queue"),
    }
}

/// Lines of that summary.
pub fn walked_lines(l: Lang, counts: &[(String, usize)], drafts: usize) -> Vec<String> {
    let mut out: Vec<String> = counts
        .iter()
        .map(|(name, n)| match l {
            Lang::Zh => format!("{n:>4} 件  {name}"),
            Lang::En => format!("{n:>4}  {name}"),
        })
        .collect();
    if drafts > 0 {
        out.push(match l {
            Lang::Zh => format!("有{drafts}件草稿未定，下次进来在首页"),
            Lang::En => format!("{drafts} drafts are waiting; you'll find them on the home screen"),
        });
    }
    out.push(either(
        l,
        "u撤回最后一件   gh首页",
        "u undoes the last   gh home",
    ));
    out
}

/// Which version was seen, and which stands now.
pub fn versions(l: Lang, seen: u32, now: u32) -> String {
    match l {
        Lang::Zh => format!("你看的   v{seen}         现在   v{now}"),
        Lang::En => format!("seen   v{seen}         now   v{now}"),
    }
}

/// Opinions that no longer hold are left out when it is signed anyway.
pub fn left_out(l: Lang, rules: &str) -> String {
    match l {
        Lang::Zh => format!("{rules} 不再成立，自动去掉"),
        Lang::En => format!("{rules} no longer holds and is left out"),
    }
}

/// Keys after a prefix cannot be used: why.
pub fn not_now(l: Lang, name: &str, why: &str) -> String {
    match l {
        Lang::Zh => format!("{name}还不能用：{why}"),
        Lang::En => format!("{name} cannot be used: {why}"),
    }
}

/// Fields of the filter menu with their terms.
pub fn filter_menu(l: Lang) -> Vec<(&'static str, Vec<(&'static str, &'static str)>)> {
    let zh = l == Lang::Zh;
    let name = |a: &'static str, b: &'static str| if zh { a } else { b };
    vec![
        (
            name("状态", "status"),
            vec![
                (name("待我审", "for me"), "status:mine"),
                (name("待审", "pending"), "status:pending"),
                (name("已审", "done"), "status:done"),
                (name("已退回", "returned"), "status:returned"),
                (name("已重报", "resubmitted"), "status:resubmitted"),
                (name("分歧", "dissent"), "status:dissent"),
                (name("待复核", "second signature"), "status:second"),
                (name("回避", "recused"), "status:recused"),
            ],
        ),
        (
            name("预审", "check"),
            vec![
                (name("有错", "errors"), "flag:error"),
                (name("有警", "warnings"), "flag:warning"),
                (name("没有发现", "clean"), "flag:none"),
            ],
        ),
        (
            name("期限", "due"),
            vec![
                (name("逾期", "overdue"), "due:overdue"),
                (name("3天内", "3 days"), "due:<3d"),
                (name("7天内", "7 days"), "due:<7d"),
            ],
        ),
        (
            name("金额", "amount"),
            vec![
                (name("1亿元以上", "100 million and more"), "amount>=1y"),
                (name("5000万元以上", "50 million and more"), "amount>=5000w"),
                (name("1000万元以下", "under 10 million"), "amount<1000w"),
            ],
        ),
        (
            name("轮次", "round"),
            vec![
                (name("第1轮", "first"), "round:1"),
                (name("第2轮", "second"), "round:2"),
            ],
        ),
    ]
}

/// What is said of a case that is not on the screen.
pub fn of_case(l: Lang, code: &str, says: &str) -> String {
    either(l, &format!("{code}：{says}"), &format!("{code}: {says}"))
}

/// No column further that way.
pub fn no_column_further(l: Lang, right: bool) -> String {
    if right {
        either(l, "右边没有更多列", "No more columns at the right")
    } else {
        either(l, "已在最左一列", "This is the first column")
    }
}

/// How the row under the cursor is shown.
pub fn highlight(l: Lang, whole: bool) -> String {
    if whole {
        either(l, "光标行整行高亮", "The whole row is highlighted")
    } else {
        either(l, "光标行只高亮编号", "Only the code is highlighted")
    }
}
