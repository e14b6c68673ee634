//! The commands, in the order of help and of the key bar.

use super::command::Place::{
    Bulk, Case, Check, Conflict, Entry, Failure, Form, Home, Intake, Log, Matrix, Pasted, Prompt,
    Quadrant, Queue, Rounds, Sign, Text, Units,
};
use super::command::{Command, Copied, Do, Group, Place};
use crate::domain::checklist::Answer;
use crate::store::Order;

/// Everything outside text entry and drawers.
const SCREENS: &[Place] = &[
    Home, Queue, Case, Check, Rounds, Matrix, Quadrant, Units, Log, Form,
];
const ROWS: &[Place] = &[Queue, Case, Check];
/// Where findings are adopted one by one.
const FOUND: &[Place] = &[Queue, Case];
/// A case, on any of its tabs.
const TABS: &[Place] = &[Case, Check];
/// What has rows and a cursor.
const LISTS: &[Place] = &[
    Home, Queue, Case, Check, Rounds, Matrix, Units, Log, Form, Text,
];
/// Where a case is at hand.
const AT_CASE: &[Place] = &[Queue, Case, Check, Rounds];
/// As above, and where it is a line among others that are not judged there.
const SHOWN: &[Place] = &[Queue, Case, Check, Rounds, Matrix];
const INNER: &[Place] = &[Queue, Case, Check, Rounds, Matrix, Units, Log, Form];
/// What goes back one screen.
const LEFT: &[Place] = &[
    Home, Queue, Case, Check, Rounds, Matrix, Quadrant, Units, Log,
];

macro_rules! commands {
    ($($id:literal, $act:expr, $keys:expr, $zh:literal, $en:literal, $places:expr, $bar:literal, $group:ident;)*) => {
        &[$(Command {
            id: $id, act: $act, keys: &$keys, zh: $zh, en: $en, places: $places, bar: $bar,
            group: Group::$group,
        }),*]
    };
}

/// All commands.
pub const COMMANDS: &[Command] = commands! {
    "verdict.pass", Do::Letter('p'), ["p"], "通过", "pass", AT_CASE, 1, Verdict;
    "verdict.revise", Do::Letter('m'), ["m"], "完善", "revise", AT_CASE, 2, Verdict;
    "verdict.return", Do::Letter('r'), ["r"], "退回", "return", AT_CASE, 3, Verdict;
    "verdict.reject", Do::Letter('x'), ["x"], "不予", "reject", AT_CASE, 0, Verdict;
    "verdict.1", Do::Verdict(0), ["1"], "第一种裁定", "first verdict", AT_CASE, 0, Verdict;
    "verdict.2", Do::Verdict(1), ["2"], "第二种裁定", "second verdict", AT_CASE, 0, Verdict;
    "verdict.3", Do::Verdict(2), ["3"], "第三种裁定", "third verdict", AT_CASE, 0, Verdict;
    "verdict.4", Do::Verdict(3), ["4"], "第四种裁定", "fourth verdict", AT_CASE, 0, Verdict;
    "verdict.5", Do::Verdict(4), ["5"], "第五种裁定", "fifth verdict", AT_CASE, 0, Verdict;
    "verdicts.pass", Do::Letter('p'), ["d p", "F2 p"], "通过", "pass", AT_CASE, 0, Verdict;
    "verdicts.revise", Do::Letter('m'), ["d m", "F2 m"], "完善后通过", "revise", AT_CASE, 0, Verdict;
    "verdicts.return", Do::Letter('r'), ["d r", "F2 r"], "退回重报", "return", AT_CASE, 0, Verdict;
    "verdicts.reject", Do::Letter('x'), ["d x", "F2 x"], "不予支持", "reject", AT_CASE, 0, Verdict;
    "verdicts.reduce", Do::Letter('d'), ["d d", "F2 d"], "调减", "reduce", AT_CASE, 0, Verdict;
    "verdicts.suspend", Do::Letter('s'), ["d s", "F2 s"], "暂缓", "suspend", AT_CASE, 0, Verdict;
    "verdict.suggested", Do::Suggested, ["S", "6"], "照建议", "as suggested", AT_CASE, 3, Verdict;
    "closing.pass", Do::Closing('p'), ["d l p", "F2 l p"], "定案 通过", "decide: pass", AT_CASE, 0, Verdict;
    "closing.revise", Do::Closing('m'), ["d l m", "F2 l m"], "定案 完善后通过", "decide: revise", AT_CASE, 0, Verdict;
    "closing.return", Do::Closing('r'), ["d l r", "F2 l r"], "定案 退回重报", "decide: return", AT_CASE, 0, Verdict;
    "closing.reject", Do::Closing('x'), ["d l x", "F2 l x"], "定案 不予支持", "decide: reject", AT_CASE, 0, Verdict;
    "matrix.pass", Do::Closing('p'), ["d p", "F2 p"], "定案 通过", "decide: pass", &[Matrix], 4, Verdict;
    "matrix.revise", Do::Closing('m'), ["d m", "F2 m"], "定案 完善后通过", "decide: revise", &[Matrix], 5, Verdict;
    "matrix.return", Do::Closing('r'), ["d r", "F2 r"], "定案 退回重报", "decide: return", &[Matrix], 0, Verdict;
    "matrix.reject", Do::Closing('x'), ["d x", "F2 x"], "定案 不予支持", "decide: reject", &[Matrix], 0, Verdict;
    "undo", Do::Undo, ["u"], "撤回", "undo", SCREENS, 0, Verdict;
    "redo", Do::Redo, ["Ctrl-r"], "重签", "redo", SCREENS, 0, Verdict;
    "recuse.unit", Do::Recuse(1), ["! 1"], "回避 本单位", "recuse: own unit", ROWS, 0, Verdict;
    "recuse.kin", Do::Recuse(2), ["! 2"], "回避 亲属", "recuse: kin", ROWS, 0, Verdict;
    "recuse.part", Do::Recuse(3), ["! 3"], "回避 参与过编制", "recuse: took part", ROWS, 0, Verdict;
    "recuse.other", Do::Recuse(4), ["! 4"], "回避 其他", "recuse: other", ROWS, 0, Verdict;

    "adopt", Do::Adopt, ["o", "F4"], "采纳", "adopt", FOUND, 4, Opinion;
    "adopt.all", Do::AdoptAll, ["O"], "采纳全部", "adopt all", ROWS, 5, Opinion;
    "waive.1", Do::Waive(1), ["w 1"], "已核实属实", "verified", &[Case], 0, Opinion;
    "waive.2", Do::Waive(2), ["w 2"], "规则不适用", "rule does not apply", &[Case], 0, Opinion;
    "waive.3", Do::Waive(3), ["w 3"], "已有批复", "approved before", &[Case], 0, Opinion;
    "waive.4", Do::Waive(4), ["w 4"], "金额小影响小", "small amount", &[Case], 0, Opinion;
    "waive.5", Do::Waive(5), ["w 5"], "其他理由", "another reason", &[Case], 0, Opinion;
    "own", Do::Own, ["a", "F6"], "自拟意见", "opinion", ROWS, 0, Opinion;
    "note", Do::Note, ["c"], "内部留言", "note", ROWS, 0, Opinion;
    "matrix.ask", Do::Note, ["c", "F6"], "请席位说明", "ask the seat", &[Matrix], 3, Opinion;
    "minute", Do::Minute, ["C"], "会商纪要", "minute", &[Matrix], 0, Opinion;
    "proxy", Do::Proxy, ["P"], "代录纸面意见", "enter from paper", &[Matrix], 0, Opinion;
    "readmit", Do::Readmit, ["! 0"], "撤销该席回避", "let in again", &[Matrix], 0, Verdict;
    "edit", Do::Edit, ["e"], "改意见", "edit", &[Case], 0, Opinion;
    "editor", Do::Editor, ["E"], "外部编辑器", "editor", &[Case], 0, Opinion;
    "drop", Do::Drop, ["-"], "去掉意见", "drop", &[Case], 0, Opinion;
    "grade", Do::Grade, ["Space"], "八项改级", "grade item", &[Case], 0, Opinion;
    "locate", Do::Locate, ["l"], "到原文", "go to field", &[Case], 0, Opinion;
    "explain", Do::Explain, ["i"], "看规则", "rule", &[Case], 0, Opinion;
    "check.agrees", Do::Answer(Answer::Agrees), ["Space"], "相符", "agrees", &[Check], 1, Opinion;
    "check.differs", Do::Differs, ["o", "F4"], "不符成意见", "differs", &[Check], 2, Opinion;
    "check.lacking", Do::Answer(Answer::Lacking), ["b"], "缺佐证", "no evidence", &[Check], 3, Opinion;
    "check.none", Do::Answer(Answer::NotApplicable), ["-"], "不适用", "n/a", &[Check], 4, Opinion;
    "check.score", Do::SetScore, ["s"], "改认定分", "set score", &[Check], 5, Opinion;
    "check.remark", Do::Remark, ["e"], "写说明", "remark", &[Check], 6, Opinion;
    "check.proof", Do::Proof, ["v"], "记佐证", "evidence", &[Check], 0, Opinion;
    "check.total", Do::Total, ["t"], "改总分", "set total", &[Check], 0, Opinion;
    "check.look", Do::Open, ["Enter"], "看原文", "source", &[Check], 7, Opinion;
    "units.open", Do::Open, ["Enter"], "列出项目", "list cases", &[Units], 1, Move;
    "units.draw", Do::DrawUnit, ["c"], "抽取", "choose", &[Units], 2, Verdict;
    "units.paper", Do::Paper, ["w"], "出报告", "write report", &[Units, Check], 3, Other;
    "verdicts.reply", Do::Reply, ["d f", "F2 f"], "部门反馈", "department's reply", TABS, 0, Verdict;
    "verdicts.choose", Do::Draw, ["d c", "F2 c"], "抽中", "choose", ROWS, 0, Verdict;
    "rounds", Do::Rounds, ["="], "与上轮差异", "rounds", ROWS, 0, Opinion;
    "rounds.opinion", Do::Own, ["o"], "提意见", "opinion", &[Rounds], 5, Opinion;
    "rounds.all", Do::Unchanged, ["A"], "全部/变化", "all/changes", &[Rounds], 6, Opinion;

    "down", Do::Step(1), ["j", "Down"], "下", "down", LISTS, 0, Move;
    "up", Do::Step(-1), ["k", "Up"], "上", "up", LISTS, 0, Move;
    "next", Do::Neighbour(1), ["J", "F8"], "下一件", "next case", AT_CASE, 0, Move;
    "previous", Do::Neighbour(-1), ["K", "F7"], "上一件", "previous case", AT_CASE, 0, Move;
    "next.waiting", Do::NextWaiting, ["0"], "下一件待审", "next waiting", ROWS, 0, Move;
    "next.home", Do::NextWaiting, ["n", "."], "下一件待审", "next waiting", &[Home], 2, Move;
    "thing", Do::Thing(1), ["n", "."], "下一处", "next thing", ROWS, 0, Move;
    "rounds.next", Do::Thing(1), ["n", "."], "下一处", "next change", &[Rounds], 4, Move;
    "thing.back", Do::Thing(-1), ["N"], "上一处", "previous thing", &[Queue, Case, Check, Rounds], 0, Move;
    "cell.right", Do::Cell(1), ["l", "Right"], "右一格", "cell right", &[Matrix], 0, Move;
    "cell.left", Do::Cell(-1), ["h", "Left"], "左一格", "cell left", &[Matrix], 0, Move;
    "matrix.next", Do::Thing(1), ["n", "."], "下一分歧", "next dissent", &[Matrix], 2, Move;
    "matrix.previous", Do::Thing(-1), ["N"], "上一分歧", "previous dissent", &[Matrix], 0, Move;
    "matrix.open", Do::Open, ["Enter"], "看该席意见", "opinions", &[Matrix], 1, Move;
    "quadrant.open", Do::Open, ["Enter"], "列出此格", "list cell", &[Quadrant], 2, Move;
    "quadrant.right", Do::Cell(1), ["l", "Right"], "右一格", "cell right", &[Quadrant], 0, Move;
    "quadrant.left", Do::Cell(-1), ["h", "Left"], "左一格", "cell left", &[Quadrant], 0, Move;
    "quadrant.up", Do::Rise(1), ["k", "Up"], "上一格", "cell up", &[Quadrant], 0, Move;
    "quadrant.down", Do::Rise(-1), ["j", "Down"], "下一格", "cell down", &[Quadrant], 0, Move;
    "quadrant.part", Do::Part(1), ["Tab"], "下一象限", "next part", &[Quadrant], 3, Move;
    "quadrant.part.back", Do::Part(-1), ["Shift-Tab"], "上一象限", "part before", &[Quadrant], 0, Move;
    "quadrant.goal.up", Do::CutGoal(1), ["+"], "达成线上移", "results line up", &[Quadrant], 4, List;
    "quadrant.goal.down", Do::CutGoal(-1), ["-"], "达成线下移", "results line down", &[Quadrant], 0, List;
    "quadrant.exec.down", Do::CutExec(-1), ["["], "执行线左移", "money line left", &[Quadrant], 0, List;
    "quadrant.exec.up", Do::CutExec(1), ["]"], "执行线右移", "money line right", &[Quadrant], 5, List;
    "quadrant.money", Do::Money, ["s"], "换金额", "money", &[Quadrant], 6, List;
    "quadrant.scatter", Do::Scatter, ["z s"], "散点/件数", "dots or counts", &[Quadrant], 8, List;
    "quadrant.filter", Do::FilterMenu, ["f"], "筛选", "narrow", &[Quadrant], 7, List;
    "tab.next", Do::Tab(1), ["]", "Right"], "下一页", "next tab", TABS, 0, Move;
    "tab.previous", Do::Tab(-1), ["[", "Left"], "上一页", "previous tab", TABS, 0, Move;
    "first", Do::First, ["g g", "Home"], "首", "first", LISTS, 0, Move;
    "last", Do::Last, ["G", "End"], "尾", "last", LISTS, 0, Move;
    "half.down", Do::Half(1), ["Ctrl-d"], "下半页", "half page down", LISTS, 0, Move;
    "half.up", Do::Half(-1), ["Ctrl-u"], "上半页", "half page up", LISTS, 0, Move;
    "page.down", Do::Page(1), ["Ctrl-f", "PgDn"], "下一屏", "page down", LISTS, 0, Move;
    "page.up", Do::Page(-1), ["Ctrl-b", "PgUp"], "上一屏", "page up", LISTS, 0, Move;
    "scroll.down", Do::Scroll(1), ["Ctrl-e"], "窗口下移", "scroll down", &[Queue], 0, Move;
    "scroll.up", Do::Scroll(-1), ["Ctrl-y"], "窗口上移", "scroll up", &[Queue], 0, Move;
    "open", Do::Open, ["Enter"], "打开", "open", &[Home, Queue, Case, Rounds, Log], 6, Move;
    "open.right", Do::Open, ["l", "Right"], "打开", "open", &[Home, Queue], 0, Move;
    "back", Do::Back, ["Esc"], "返回", "back", LEFT, 0, Move;
    "back.left", Do::Up, ["h"], "返回", "back", &[Queue, Case, Check, Rounds], 0, Move;
    "back.list", Do::Up, ["Left"], "返回", "back", &[Queue, Rounds], 0, Move;
    "up.screen", Do::Up, ["q"], "返回", "back", &[Queue, Case, Check, Rounds, Matrix, Quadrant, Units, Log], 0, Move;

    "mark", Do::Mark, ["Space"], "选", "mark", &[Queue], 8, List;
    "mark.range", Do::Range, ["v"], "从此选起", "mark from here", &[Queue], 0, List;
    "mark.all", Do::MarkAll, ["*"], "全选/全不选", "mark all/none", &[Queue], 0, List;
    "mark.by", Do::MarkBy, ["T"], "按条件选", "mark by filter", &[Queue], 0, List;
    "mark.alike", Do::Alike, ["; ="], "选几乎相同的", "mark the like", &[Queue], 0, List;
    "bulk.share", Do::Share, ["; a"], "全部 用本件意见", "all: my opinions", &[Queue], 0, List;
    "bulk.pass", Do::Bulk('p'), ["; p"], "全部 通过", "all: pass", &[Queue], 0, List;
    "bulk.revise", Do::Bulk('m'), ["; m"], "全部 完善后通过", "all: revise", &[Queue], 0, List;
    "bulk.return", Do::Bulk('r'), ["; r"], "全部 退回重报", "all: return", &[Queue], 0, List;
    "bulk.reject", Do::Bulk('x'), ["; x"], "全部 不予支持", "all: reject", &[Queue], 0, List;
    "bulk.reduce", Do::Bulk('d'), ["; d"], "全部 调减", "all: reduce", &[Queue], 0, List;
    "bulk.suspend", Do::Bulk('s'), ["; s"], "全部 暂缓", "all: suspend", &[Queue], 0, List;
    "bulk.suggested", Do::BulkSuggested, ["; S"], "全部 照建议", "all: as suggested", &[Queue], 0, List;
    "bulk.adopt", Do::BulkAdopt, ["; O"], "全部 采纳预审", "all: adopt", &[Queue], 0, List;
    "sort.due", Do::Sort(Order::Due), ["s d"], "按期限", "by due", &[Queue], 0, List;
    "sort.amount", Do::Sort(Order::Amount), ["s a"], "按金额", "by amount", &[Queue], 0, List;
    "sort.findings", Do::Sort(Order::Findings), ["s f"], "按预审", "by findings", &[Queue], 0, List;
    "sort.code", Do::Sort(Order::Code), ["s c"], "按编号", "by code", &[Queue], 0, List;
    "sort.name", Do::Sort(Order::Name), ["s n"], "按名称拼音", "by name", &[Queue], 0, List;
    "sort.stake", Do::Sort(Order::Stake), ["s s"], "按风险金额", "by stake", &[Queue], 0, List;
    "sort.unit", Do::Sort(Order::Unit), ["s u"], "按单位", "by unit", &[Queue], 0, List;
    "filter", Do::FilterMenu, ["f"], "筛选菜单", "filter menu", &[Queue], 0, List;
    "scope", Do::Scope, ["A"], "全部/待我", "all/mine", &[Queue], 7, List;
    "reload", Do::Reload, ["R", "F5"], "重读", "reload", SCREENS, 0, List;
    "shift.right", Do::Shift(1), [">"], "列右移", "columns right", &[Queue], 0, List;
    "shift.left", Do::Shift(-1), ["<"], "列左移", "columns left", &[Queue], 0, List;
    "search", Do::Search, ["/", "F3"], "找", "find", &[Home, Queue, Case, Check, Rounds, Log], 6, List;
    "views", Do::Views, ["'"], "视图..", "views..", &[Home, Queue, Quadrant], 0, List;
    "lists", Do::Named, ["L"], "名单..", "lists..", &[Queue, Quadrant], 0, List;
    "view.keep", Do::KeepView, ["V"], "存视图", "save view", &[Queue, Quadrant], 0, List;

    "home.1", Do::Queue(0), ["1"], "第一个队列", "first queue", &[Home], 0, Go;
    "home.2", Do::Queue(1), ["2"], "第二个队列", "second queue", &[Home], 0, Go;
    "home.3", Do::Queue(2), ["3"], "第三个队列", "third queue", &[Home], 0, Go;
    "home.4", Do::Queue(3), ["4"], "第四个队列", "fourth queue", &[Home], 0, Go;
    "home.5", Do::Queue(4), ["5"], "第五个队列", "fifth queue", &[Home], 0, Go;
    "go.home", Do::GoHome, ["g h"], "首页", "home", SCREENS, 0, Go;
    "go.joint-review", Do::GoQueue("joint-review"), ["g j"], "会审", "joint review", SCREENS, 0, Go;
    "go.monitoring", Do::GoQueue("monitoring"), ["g m"], "双监控", "monitoring", SCREENS, 0, Go;
    "go.quadrant", Do::GoQuadrant, ["g q"], "象限", "quadrants", SCREENS, 0, Go;
    "go.re-evaluation", Do::GoQueue("re-evaluation"), ["g e"], "再评价", "re-evaluation", SCREENS, 0, Go;
    "go.units", Do::GoUnits, ["g d"], "部门", "departments", SCREENS, 0, Go;
    "go.matrix", Do::GoMatrix, ["g x"], "席位矩阵", "seats", SCREENS, 0, Go;
    "go.meeting", Do::GoMeeting, ["g k"], "会商", "meeting", SCREENS, 0, Go;
    "go.log", Do::GoLog, ["g a"], "日志", "log", SCREENS, 0, Go;
    "go.news", Do::GoNews, ["g n"], "上次登录以来", "news", SCREENS, 0, Go;
    "go.work", Do::GoWork, ["g w"], "在做的事", "running work", SCREENS, 0, Go;
    "intake", Do::Intake, ["g i"], "导入文件", "read files in", SCREENS, 0, Go;
    "go.settings", Do::GoSettings, ["g s"], "设置", "settings", SCREENS, 0, Go;

    "preview", Do::Preview, ["z z"], "预览开关", "preview", &[Queue], 0, Other;
    "whole", Do::Whole, ["z w"], "窗格全屏", "pane full screen", &[Queue], 0, Other;
    "highlight", Do::Highlight, ["z o"], "整行高亮", "row highlight", &[Queue], 0, Other;
    "copy.code", Do::Copy(Copied::Code), ["y y"], "复制编号", "copy code", SHOWN, 0, Other;
    "copy.name", Do::Copy(Copied::Name), ["y n"], "复制名称", "copy name", SHOWN, 0, Other;
    "copy.opinions", Do::Copy(Copied::Opinions), ["y o"], "复制意见", "copy opinions", ROWS, 0, Other;
    "copy.row", Do::Copy(Copied::Row), ["y r"], "复制本行", "copy row", SHOWN, 0, Other;
    "copy.screen", Do::Plain, ["y l"], "选屏复制", "select on screen", SCREENS, 0, Other;
    "palette", Do::Palette, [":", "F9"], "命令", "commands", SCREENS, 0, Other;
    "repaint", Do::Repaint, ["Ctrl-l"], "重画", "repaint", SCREENS, 0, Other;
    "suspend", Do::Suspend, ["Ctrl-z"], "挂起", "suspend", SCREENS, 0, Other;
    "stop", Do::Stop, ["Ctrl-c"], "停", "stop", SCREENS, 0, Other;

    "sign", Do::Sign, ["y", "9"], "签", "sign", &[Sign], 1, Verdict;
    "sign.enter", Do::Sign, ["Enter"], "签", "sign", &[Sign], 0, Verdict;
    "sign.reason", Do::Own, ["a"], "写意见", "opinion", &[Sign], 2, Opinion;
    "sign.more", Do::Alter(1), ["+"], "晚一周/多一成", "a week later/a tenth more", &[Sign], 0, Verdict;
    "sign.less", Do::Alter(-1), ["-"], "早一周/少一成", "a week sooner/a tenth less", &[Sign], 0, Verdict;
    "sign.down", Do::Step(1), ["j", "Down"], "下", "down", &[Sign, Bulk, Failure, Intake], 0, Move;
    "sign.up", Do::Step(-1), ["k", "Up"], "上", "up", &[Sign, Bulk, Failure, Intake], 0, Move;
    "sign.not", Do::Back, ["Esc", "q"], "不签", "do not sign", &[Sign], 9, Move;
    "bulk.yes", Do::Sign, ["y"], "做", "do it", &[Bulk], 1, Verdict;
    "bulk.list", Do::Listed, ["l"], "列出", "list", &[Bulk], 2, List;
    "bulk.not", Do::Back, ["Enter", "Esc", "q"], "不做", "do nothing", &[Bulk], 9, Move;
    "conflict.look", Do::Open, ["Enter"], "看新的再定", "look first", &[Conflict], 1, Move;
    "conflict.sign", Do::Sign, ["y"], "照签", "sign anyway", &[Conflict], 2, Verdict;
    "conflict.keep", Do::Keep, ["s"], "存为草稿", "keep as draft", &[Conflict], 3, Opinion;
    "conflict.not", Do::Back, ["Esc", "q"], "不签", "do not sign", &[Conflict], 9, Move;
    "pasted.opinion", Do::PasteOpinion, ["a"], "作为意见", "as opinion", &[Pasted], 1, Opinion;
    "pasted.search", Do::PasteSearch, ["/"], "查找", "find it", &[Pasted], 2, List;
    "pasted.not", Do::Back, ["Esc", "q"], "不要", "drop it", &[Pasted], 9, Move;
    "failure.again", Do::Again, ["Enter"], "再试", "again", &[Failure], 1, Other;
    "failure.not", Do::Back, ["Esc", "q"], "先做别的", "later", &[Failure], 9, Move;
    "intake.reasons", Do::Listed, ["Enter"], "看原因", "reasons", &[Intake], 1, List;
    "intake.behind", Do::Behind, ["b", "q"], "放到后台", "behind", &[Intake], 2, Other;
    "intake.stop", Do::Stop, ["Esc", "Ctrl-c"], "停/关", "stop/close", &[Intake], 9, Other;
    "text.close", Do::Back, ["Esc", "q", "Enter"], "关", "close", &[Text], 9, Move;
    "entry.done", Do::Done, ["Ctrl-s", "F10"], "完成", "done", &[Entry], 1, Opinion;
    "entry.decide", Do::DoneDecide, ["F2"], "完成并裁定", "done, decide", &[Entry], 2, Opinion;
    "entry.phrases", Do::Phrases, ["Ctrl-t"], "套话", "phrases", &[Entry], 3, Opinion;
    "entry.editor", Do::Editor, ["Ctrl-o"], "外部编辑器", "editor", &[Entry], 4, Opinion;
    "entry.fold", Do::Back, ["Esc"], "收起，草稿保留", "fold, draft kept", &[Entry], 9, Opinion;
    "prompt.run", Do::Open, ["Enter"], "执行", "run", &[Prompt], 1, Other;
    "prompt.down", Do::Step(1), ["Down"], "下", "down", &[Prompt], 0, Move;
    "prompt.up", Do::Step(-1), ["Up"], "上", "up", &[Prompt], 0, Move;
    "prompt.take", Do::Take, ["Tab"], "补全", "complete", &[Prompt], 2, Other;
    "prompt.not", Do::Back, ["Esc"], "关", "close", &[Prompt], 9, Other;
    "form.choose", Do::Choose, ["Space", "Enter"], "改", "change", &[Form], 1, Other;
    "form.save", Do::SaveForm, ["Ctrl-s"], "保存", "save", &[Form], 2, Other;
    "form.back", Do::Up, ["q", "Esc"], "返回", "back", &[Form], 9, Move;
    "help", Do::Help, ["?", "F1"], "帮助", "help", SCREENS, 10, Other;
    "quit", Do::Quit, ["q"], "退出", "quit", &[Home], 9, Other;
    "quit.anywhere", Do::Quit, ["Q", "F10"], "退出", "quit", SCREENS, 0, Other;
    "up.inner", Do::Up, ["Shift-Tab"], "上一层", "one up", INNER, 0, Move;
};
