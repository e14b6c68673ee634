//! The first run, when there is no database yet.

use super::{Lang, either};
use crate::tui::first::First;
use crate::tui::terminal::Probed;

/// The place.
pub fn head(l: Lang) -> String {
    either(l, "绩效  第一次使用", "jixiao  first run")
}

/// Why one is asked.
pub fn none_yet(l: Lang) -> String {
    either(
        l,
        "这里还没有数据库。选一项：",
        "There is no database here yet. Choose one:",
    )
}

/// A choice: its name, and what comes of it.
pub fn choice(l: Lang, f: First) -> (String, String) {
    let (name, what) = match f {
        First::Practice => (
            ("练习库", "practice"),
            (
                "自动造好47个示例项目，随便按，可随时重来",
                "47 sample projects; try anything, begin again at any time",
            ),
        ),
        First::Import => (
            ("导入", "import"),
            (
                "建正式库，再读入申报表所在目录（xlsx csv）",
                "a live database, with a directory of forms read in (xlsx, csv)",
            ),
        ),
        First::Empty => (
            ("空库", "empty"),
            (
                "建正式库，你成为管理员；练习库和正式库不能互变",
                "a live database; you administer it; practice never becomes live",
            ),
        ),
        First::Open => (
            ("打开", "open"),
            ("已有数据库的位置", "where a database is already"),
        ),
    };
    (either(l, name.0, name.1), either(l, what.0, what.1))
}

/// Head of what was found out of the terminal.
pub fn terminal(l: Lang) -> String {
    either(l, "终端检查", "terminal")
}

/// What was found out of the terminal.
pub fn checks(l: Lang, p: &Probed, two: bool, (w, h): (u16, u16)) -> String {
    let sign = |good: bool| if good { "v" } else { "x" };
    let zh = matches!(l, Lang::Zh);
    let trip = match (p.round_trip, zh) {
        (Some(t), true) => format!("往返 {}毫秒", t.as_millis()),
        (Some(t), false) => format!("round trip {} ms", t.as_millis()),
        (None, true) => "终端没有回答".to_owned(),
        (None, false) => "the terminal does not answer".to_owned(),
    };
    let size = sign(w >= 80 && h >= 24);
    let utf8 = sign(p.utf8);
    let wide = sign(p.wide);
    let cells = if two { 2 } else { 1 };
    if zh {
        format!("UTF-8 {utf8}   中文宽度 {wide}   模糊宽度 {cells}格   {w}x{h} {size}   {trip}")
    } else {
        format!(
            "UTF-8 {utf8}   Han width {wide}   ambiguous width {cells}   {w}x{h} {size}   {trip}"
        )
    }
}

/// The keys.
pub fn keys(l: Lang) -> String {
    either(
        l,
        "Enter选这项  1-4直接选  j k上下  q退出",
        "Enter choose  1-4 at once  j k move  q quit",
    )
}

/// Asks where a database is.
pub fn which_database(l: Lang) -> String {
    either(l, "数据库文件在哪里:", "Where is the database file:")
}
