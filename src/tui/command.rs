//! The one table of commands: keys, names, where they work. Keymap, key bar and help are made
//! from it, and no key is handled anywhere else.

use crate::words::Lang;

/// Where a command works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Home.
    Home,
    /// A queue's list.
    Queue,
    /// A case.
    Case,
    /// Text entry.
    Entry,
    /// A drawer that asks before signing.
    Sign,
    /// Help.
    Help,
    /// After `d`.
    Which,
    /// After `w`, `g`.
    Prefix,
}

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Do {
    /// One row down.
    Down,
    /// One row up.
    Up,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
    /// First row.
    First,
    /// Last row.
    Last,
    /// Open, run the marked.
    Open,
    /// Leave the innermost thing.
    Back,
    /// Leave the program.
    Quit,
    /// Next tab.
    NextTab,
    /// Previous tab.
    PrevTab,
    /// Next case.
    NextCase,
    /// Previous case.
    PrevCase,
    /// Next case that waits for me.
    NextWaiting,
    /// Next thing of note.
    NextThing,
    /// Verdict by its place, 0 first.
    Verdict(u8),
    /// Verdicts by name; the lead's decision.
    Which,
    /// The lead's decision in the drawer of verdicts.
    Closing,
    /// Adopt a finding.
    Adopt,
    /// Adopt all errors and warnings.
    AdoptAll,
    /// Set a finding aside.
    Waive,
    /// One's own opinion.
    Own,
    /// Edit the opinion under the cursor.
    Edit,
    /// Drop the opinion under the cursor.
    Drop,
    /// Explain the rule.
    Explain,
    /// Undo.
    Undo,
    /// Search.
    Search,
    /// Help.
    Help,
    /// All, or what waits for me.
    Scope,
    /// Change the order.
    Sort,
    /// Reload.
    Reload,
    /// Done with the text.
    Done,
    /// Sign.
    Sign,
    /// Step back from the case.
    Recuse,
    /// Go home.
    GoHome,
    /// Repaint.
    Repaint,
}

/// A command.
#[derive(Debug)]
pub struct Command {
    /// What.
    pub act: Do,
    /// Keys.
    pub keys: &'static [&'static str],
    /// Chinese name, short enough for the key bar.
    pub zh: &'static str,
    /// English name.
    pub en: &'static str,
    /// Where.
    pub places: &'static [Place],
    /// Whether the key bar shows it.
    pub bar: bool,
}

impl Command {
    /// The name in a language.
    pub const fn name(&self, l: Lang) -> &'static str {
        match l {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

use Place::{Case, Entry, Help, Home, Queue, Sign, Which};

const LISTS: &[Place] = &[Home, Queue, Case, Help];
const ROWS: &[Place] = &[Queue, Case];

macro_rules! commands {
    ($($act:expr, $keys:expr, $zh:literal, $en:literal, $places:expr, $bar:literal;)*) => {
        &[$(Command { act: $act, keys: &$keys, zh: $zh, en: $en, places: $places, bar: $bar }),*]
    };
}

/// All commands.
pub const COMMANDS: &[Command] = commands! {
    Do::Verdict(0), ["p", "1"], "通过", "pass", ROWS, true;
    Do::Verdict(1), ["m", "2"], "完善", "revise", ROWS, true;
    Do::Verdict(2), ["r", "3"], "退回", "return", ROWS, true;
    Do::Verdict(3), ["x", "4"], "不予", "reject", ROWS, false;
    Do::Adopt, ["o", "F4"], "采纳", "adopt", &[Case], true;
    Do::AdoptAll, ["O"], "采纳全部", "adopt all", ROWS, true;
    Do::Waive, ["w"], "说明理由", "set aside", &[Case], true;
    Do::Own, ["a", "F6"], "自拟意见", "opinion", &[Case], true;
    Do::Edit, ["e"], "改意见", "edit", &[Case], false;
    Do::Drop, ["-"], "删意见", "drop", &[Case], false;
    Do::Explain, ["i"], "看规则", "rule", &[Case], false;
    Do::Which, ["d", "F2"], "裁定", "verdicts", ROWS, false;
    Do::Undo, ["u"], "撤回", "undo", &[Home, Queue, Case], false;
    Do::Recuse, ["!"], "回避", "recuse", ROWS, false;
    Do::Open, ["Enter"], "打开", "open", &[Home, Queue, Case], true;
    Do::Search, ["/", "F3"], "找", "find", &[Queue], true;
    Do::Scope, ["A"], "全部/待我", "all/mine", &[Queue], true;
    Do::Sort, ["s"], "排序", "sort", &[Queue], false;
    Do::NextWaiting, ["0"], "下一件待审", "next", ROWS, false;
    Do::NextThing, ["n", "."], "下一处", "next thing", &[Home, Queue, Case], false;
    Do::NextCase, ["J", "F8"], "下一件", "next case", &[Case], true;
    Do::PrevCase, ["K", "F7"], "上一件", "previous", &[Case], false;
    Do::NextTab, ["]", "Right"], "下一页", "next tab", &[Case], false;
    Do::PrevTab, ["[", "Left"], "上一页", "previous tab", &[Case], false;
    Do::Down, ["j", "Down"], "下", "down", LISTS, false;
    Do::Up, ["k", "Up"], "上", "up", LISTS, false;
    Do::PageDown, ["Ctrl-f", "PgDn", "Ctrl-d"], "下翻", "page down", LISTS, false;
    Do::PageUp, ["Ctrl-b", "PgUp", "Ctrl-u"], "上翻", "page up", LISTS, false;
    Do::First, ["Home"], "首", "first", LISTS, false;
    Do::Last, ["G", "End"], "尾", "last", LISTS, false;
    Do::Reload, ["R", "F5"], "重读", "reload", ROWS, false;
    Do::GoHome, ["H"], "首页", "home", ROWS, false;
    Do::Repaint, ["Ctrl-l"], "重画", "repaint", &[Home, Queue, Case], false;
    Do::Sign, ["y"], "签", "sign", &[Sign], true;
    Do::Open, ["Enter"], "签", "sign", &[Sign], false;
    Do::Back, ["Esc", "q"], "不签", "no", &[Sign], true;
    Do::Verdict(0), ["p", "1"], "通过", "pass", &[Which], true;
    Do::Verdict(1), ["m", "2"], "完善后通过", "revise", &[Which], true;
    Do::Verdict(2), ["r", "3"], "退回重报", "return", &[Which], true;
    Do::Verdict(3), ["x", "4"], "不予支持", "reject", &[Which], true;
    Do::Closing, ["l"], "定案(组长)", "decide (lead)", &[Which], true;
    Do::Back, ["Esc", "q"], "关", "close", &[Which, Help], true;
    Do::Done, ["Ctrl-s", "F10"], "完成", "done", &[Entry], true;
    Do::Back, ["Esc"], "收起(草稿保留)", "fold (kept)", &[Entry], true;
    Do::Help, ["?", "F1"], "帮助", "help", &[Home, Queue, Case], true;
    Do::Back, ["Esc", "q", "h"], "返回", "back", ROWS, false;
    Do::Quit, ["q", "Q", "F10"], "退出", "quit", &[Home], true;
    Do::Quit, ["Q", "F10"], "退出", "quit", ROWS, false;
};

/// The command of a key at a place.
pub fn find(place: Place, key: &str) -> Option<&'static Command> {
    COMMANDS
        .iter()
        .find(|c| c.places.contains(&place) && c.keys.contains(&key))
}

/// The commands of a place.
pub fn of(place: Place) -> impl Iterator<Item = &'static Command> {
    COMMANDS.iter().filter(move |c| c.places.contains(&place))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_of_a_place_share_a_key() {
        for place in [Home, Queue, Case, Entry, Sign, Help, Which] {
            let mut seen = std::collections::HashSet::new();
            for c in of(place) {
                for key in c.keys {
                    assert!(seen.insert(*key), "{place:?} {key}");
                }
            }
        }
    }

    #[test]
    fn every_command_is_named_in_both_languages_and_can_be_reached() {
        for c in COMMANDS {
            assert!(!c.zh.is_empty() && !c.en.is_empty() && !c.keys.is_empty());
            assert!(!c.places.is_empty());
        }
    }
}
