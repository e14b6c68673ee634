//! What is said of files that are read in from the desk.

use super::{Lang, either};
use crate::intake::progress::{Progress, Stage};
use std::time::Duration;

/// What is asked for.
pub fn ask_head(l: Lang) -> String {
    either(l, "导入  文件或目录", "Read in  a file or a directory")
}
/// Nothing was named.
pub fn nothing_named(l: Lang) -> String {
    either(
        l,
        "没有写明文件或目录, 没有导入",
        "No file or directory was named; nothing was read in",
    )
}
/// There is no such place.
pub fn not_there(l: Lang, path: &str) -> String {
    match l {
        Lang::Zh => format!("没有 {path} 这个文件或目录。gi 重写, Tab 补全"),
        Lang::En => format!("There is no {path}. gi asks again, Tab completes"),
    }
}
/// It begins.
pub fn begins(l: Lang, path: &str) -> String {
    match l {
        Lang::Zh => format!("正在读 {path} ..  b放到后台"),
        Lang::En => format!("Reading {path} ..  b sends it behind"),
    }
}
/// One at a time.
pub fn one_at_a_time(l: Lang) -> String {
    either(
        l,
        "导入还在进行, 完了再导下一批",
        "Files are being read in; the next can follow when that is done",
    )
}
/// Nothing was read in.
pub fn none_runs(l: Lang) -> String {
    either(
        l,
        "没有在做的事。gi导入文件",
        "Nothing is running. gi reads files in",
    )
}
/// It is to stop.
pub fn stops(l: Lang) -> String {
    either(l, "正在停下 ..", "Stopping ..")
}
/// It goes on behind.
pub fn goes_on_behind(l: Lang) -> String {
    either(
        l,
        "导入在后台继续  gw看进度",
        "The files are read in behind. gw shows how far it is",
    )
}
/// Nothing is wrong with the files.
pub fn nothing_wrong(l: Lang) -> String {
    either(l, "没有退回的文件", "No file was refused")
}
/// Leaving would stop it.
pub fn would_stop(l: Lang) -> String {
    either(
        l,
        "导入还在进行, 退出会停下它。再按一次退出, gw看进度",
        "Files are being read in; leaving stops that. Once more leaves, gw shows how far it is",
    )
}
/// More of the same.
pub fn and_more(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("还有{n}处"),
        Lang::En => format!("{n} more"),
    }
}
/// In the title of every screen while it goes on behind.
pub fn in_title(l: Lang, p: Option<&Progress>) -> String {
    let percent = p.map_or(0, Progress::percent);
    match (l, p.map(|p| p.stage)) {
        (Lang::Zh, Some(Stage::Storing)) => format!("入库{percent}%"),
        (Lang::Zh, _) => format!("导入{percent}%"),
        (Lang::En, Some(Stage::Storing)) => format!("storing {percent}%"),
        (Lang::En, _) => format!("reading {percent}%"),
    }
}

/// Head of the drawer.
pub fn head(l: Lang, source: &str) -> String {
    match l {
        Lang::Zh => format!("导入 {source}"),
        Lang::En => format!("Read in {source}"),
    }
}
/// Beside it: which file.
pub fn which(l: Lang, p: &Progress) -> String {
    let (n, all) = (p.file, p.files);
    match (l, p.stage) {
        (Lang::Zh, Stage::Reading) => format!("读第{n}个，共{all}个文件"),
        (Lang::Zh, Stage::Storing) => format!("入库第{n}个"),
        (Lang::Zh, Stage::Done) => format!("共{all}个文件"),
        (Lang::En, Stage::Reading) => format!("reading {n} of {all} files"),
        (Lang::En, Stage::Storing) => format!("storing number {n}"),
        (Lang::En, Stage::Done) => format!("{all} files"),
    }
}
/// `1:05`.
pub fn clock(d: Duration) -> String {
    let s = d.as_secs();
    if s >= 3600 {
        return format!("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
    }
    format!("{}:{:02}", s / 60, s % 60)
}
/// Under the bar: rows and times.
pub fn times(l: Lang, rows: &str, p: &Progress) -> String {
    let took = clock(p.took);
    let left = p.left.map(clock);
    match l {
        Lang::Zh => {
            let left = left.map_or_else(String::new, |t| format!("   约余 {t}"));
            format!("{rows}行   已用 {took}{left}")
        }
        Lang::En => {
            let left = left.map_or_else(String::new, |t| format!("   about {t} left"));
            format!("{rows} rows   {took} so far{left}")
        }
    }
}
/// What came of it so far.
pub fn sums(l: Lang, p: &Progress) -> String {
    let (new, changed, same) = (p.new, p.changed, p.same);
    match l {
        Lang::Zh => format!("新 {new}   变 {changed}   同 {same}"),
        Lang::En => format!("new {new}   changed {changed}   same {same}"),
    }
}
/// Files refused.
pub fn refused(l: Lang, p: &Progress) -> String {
    let (files, lines) = (p.refused, p.reasons.len());
    match l {
        Lang::Zh => format!("退回 {files}个文件 {lines}处"),
        Lang::En => format!("refused {files} files, {lines} places"),
    }
}
/// What stopping would mean now.
pub fn stand(l: Lang, p: &Progress) -> String {
    match p.stage {
        Stage::Reading if p.stored == 0 => either(
            l,
            "全部读完才入库；现在停，数据库不变",
            "Nothing is stored until all is read; stopped now, the database stays as it is",
        ),
        Stage::Reading | Stage::Storing => match l {
            Lang::Zh => format!(
                "每个文件整个入库；已入库 {} 个，现在停，其余不入库",
                p.stored
            ),
            Lang::En => format!(
                "Each file is stored whole; {} are, and stopped now the others are not",
                p.stored
            ),
        },
        Stage::Done => came(l, p),
    }
}
/// What came of it, and where the reasons are.
pub fn ended(l: Lang, p: &Progress) -> String {
    let refused = match (l, p.refused) {
        (_, 0) => String::new(),
        (Lang::Zh, n) => format!("   退回{n}个文件，gw看原因"),
        (Lang::En, n) => format!("   {n} files refused, gw tells why"),
    };
    came(l, p) + &refused
}
fn came(l: Lang, p: &Progress) -> String {
    let stored = p.stored;
    if let Some(why) = &p.failure {
        return match (l, stored) {
            (_, 0) => why.clone(),
            (Lang::Zh, n) => format!("{why}（此前已入库 {n} 个文件）"),
            (Lang::En, n) => format!("{why} ({n} files were stored before)"),
        };
    }
    let sums = sums(l, p);
    match (l, p.stopped, stored) {
        (Lang::Zh, true, 0) => "导入已停，数据库没有变".to_owned(),
        (Lang::Zh, true, n) => format!("导入已停，已入库 {n} 个文件   {sums}"),
        (Lang::Zh, false, _) => format!("导入完   {sums}"),
        (Lang::En, true, 0) => "Stopped; the database is as it was".to_owned(),
        (Lang::En, true, n) => format!("Stopped; {n} files are stored   {sums}"),
        (Lang::En, false, _) => format!("Read in   {sums}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_like_a_clock() {
        assert_eq!(clock(Duration::from_secs(65)), "1:05");
        assert_eq!(clock(Duration::from_secs(3725)), "1:02:05");
    }

    #[test]
    fn the_end_says_what_is_stored() {
        let mut p = Progress {
            stopped: true,
            ..Progress::default()
        };
        assert!(ended(Lang::Zh, &p).contains("没有变"));
        p.stored = 2;
        assert!(ended(Lang::Zh, &p).contains("已入库 2 个"));
        p.failure = Some("磁盘已满".into());
        assert!(ended(Lang::Zh, &p).contains("磁盘已满") && ended(Lang::Zh, &p).contains("2 个"));
    }
}
