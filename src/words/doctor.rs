//! What `doctor` says of each check, and how to mend it.

use super::{Lang, either};
use crate::domain::clean::Clean;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// The terminal and its size, if there is one.
    Terminal {
        /// `TERM`.
        term: String,
        /// Columns and rows.
        size: Option<(u16, u16)>,
    },
    /// The locale.
    Locale {
        /// Its name; "" when none is set.
        named: String,
    },
    /// The database.
    Database {
        /// Where.
        path: String,
        /// Why it cannot be opened.
        why: Option<String>,
    },
    /// The mode of its file.
    Mode {
        /// Permission bits.
        mode: u32,
    },
    /// What the way it is kept can promise.
    Owner {
        /// 练习库.
        practice: bool,
        /// A bureau's host.
        house: bool,
        /// It may only be read.
        read_only: bool,
    },
    /// The clock.
    Clock {
        /// The year it shows.
        year: i32,
    },
}

impl Check {
    /// True when nothing needs to be mended.
    pub fn is_good(&self) -> bool {
        match self {
            Self::Terminal { term, size } => {
                term != "dumb" && size.is_none_or(|(w, h)| w >= 80 && h >= 24)
            }
            Self::Locale { named } => {
                let low = named.to_lowercase();
                named.is_empty() || low == "c" || low == "posix" || low.contains("utf")
            }
            Self::Database { why, .. } => why.is_none(),
            Self::Mode { mode } => mode & 0o077 == 0,
            Self::Owner { read_only, .. } => !read_only,
            Self::Clock { year } => (2020..2100).contains(year),
        }
    }
}

/// One line of the result.
pub fn check(l: Lang, c: &Check) -> String {
    let zh = l == Lang::Zh;
    match c {
        Check::Terminal { term, size } => {
            let size = size.map_or_else(
                || if zh { "没有终端, 只用命令".into() } else { "no terminal, commands only".into() },
                |(w, h)| format!("{w}x{h}"),
            );
            let term = Clean::line(term);
            if zh { format!("终端 TERM={term} {size} (界面要 80x24)") } else { format!("terminal TERM={term} {size} (screens need 80x24)") }
        }
        Check::Locale { named } => {
            let named = Clean::line(named);
            match (zh, c.is_good()) {
                (true, true) => format!("语言环境 {named}"),
                (true, false) => {
                    format!("语言环境 {named} 不是 UTF-8: 设 LANG=zh_CN.UTF-8, 终端编码也改为 UTF-8")
                }
                (false, true) => format!("locale {named}"),
                (false, false) => format!("locale {named} is not UTF-8: set LANG=zh_CN.UTF-8"),
            }
        }
        Check::Database { path, why } => {
            let path = Clean::line(path);
            match why {
                None if zh => format!("数据库 {path}"),
                None => format!("database {path}"),
                Some(why) => why.clone(),
            }
        }
        Check::Mode { mode } => match (zh, c.is_good()) {
            (true, true) => format!("文件权限 {mode:o}"),
            (true, false) => format!("文件权限 {mode:o}, 别人也能读写: chmod 600"),
            (false, true) => format!("file mode {mode:o}"),
            (false, false) => format!("file mode {mode:o} lets others in: chmod 600"),
        },
        Check::Owner {
            house: true,
            read_only: false,
            ..
        } => either(
            l,
            "托管库: 文件归服务账号, 审核人员只能凭钥匙进入; 能绕过的只有主机的 root, 改动藏不过检查点",
            "a house: the file is the service account's, people come in by their keys alone; only root of the host can get around that, and not unseen by the holder of a checkpoint",
        ),
        Check::Owner {
            practice,
            read_only,
            ..
        } => match (zh, practice, read_only) {
            (true, true, _) => "练习库: 可用 --as 扮演任何人".into(),
            (true, false, false) => {
                "正式库, 自用: 文件归你, 改动藏不住(校验可见), 但拦不住; 检查点请交他人保存".into()
            }
            (true, false, true) => "数据库只能读: 裁定存不上, 检查文件和目录的权限".into(),
            (false, true, _) => "practice database: --as plays anybody".into(),
            (false, false, false) => {
                "live database, your own: changes cannot be hidden from verify, nor prevented; give checkpoints to somebody else".into()
            }
            (false, false, true) => "the database may only be read; check the permissions".into(),
        },
        Check::Clock { year } => match (zh, c.is_good()) {
            (true, true) => format!("时钟 {year}年"),
            (true, false) => format!("时钟显示{year}年, 请校准"),
            (false, true) => format!("clock: {year}"),
            (false, false) => format!("the clock says {year}; set it"),
        },
    }
}
