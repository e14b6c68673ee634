//! What the store says when something failed.

use super::{Lang, refused};
use crate::domain::clean::Clean;
use crate::store::StoreError;

/// One sentence: what happened, what is kept, what to do next.
pub fn failed(l: Lang, e: &StoreError) -> String {
    let path = |p: &std::path::Path| Clean::line(&p.display().to_string()).to_string();
    match l {
        Lang::Zh => match e {
            StoreError::Missing(p) => {
                format!(
                    "这里没有数据库: {}。先 jixiao demo 建练习库, 或 jixiao init 建正式库",
                    path(p)
                )
            }
            StoreError::Exists(p) => format!("{} 已经在那里, 没有动它。换一个名字", path(p)),
            StoreError::Damaged { path: p, why } => format!(
                "{} 不是本程序的数据库, 或已损坏({})。没有动它; 用 jixiao restore 从最近的备份恢复",
                path(p),
                Clean::line(why)
            ),
            StoreError::Newer { found, known } => format!(
                "数据库是较新版本写的(格式{found}), 本程序只认到{known}, 没有动它。请换新版本程序"
            ),
            StoreError::Older {
                path: p,
                found,
                known,
            } => format!(
                "{} 是较早版本写的(格式{found}), 本程序要格式{known}, 没有动它。由能写它的账号打开一次即升级(先自动备份)",
                path(p)
            ),
            StoreError::Stopped => "已停下, 此文件没有入库".into(),
            StoreError::Superseded => "有了新的查找, 这一次不再继续".into(),
            StoreError::Network(fs) => {
                format!("数据库不能放在网络文件系统({fs})上, 会丢数据。请放到本机磁盘")
            }
            StoreError::Busy => "数据库忙, 已等5秒, 没有存上。稍后再试".into(),
            StoreError::Full => "磁盘已满, 没有存上。找管理员腾出空间再试".into(),
            StoreError::ReadOnly => "数据库只能读, 没有存上。检查文件和目录的权限".into(),
            StoreError::Replaced => {
                "数据库文件在打开之后被换掉或删除了, 没有写入。退出重开, 草稿都在".into()
            }
            StoreError::Stranger(who) => {
                format!(
                    "账号「{}」不在本库的人员名单里。请管理员用 jixiao user add 加入",
                    Clean::line(who)
                )
            }
            StoreError::Conflict {
                expected,
                found,
                by,
            } => {
                let by = by
                    .as_ref()
                    .map_or_else(String::new, |n| format!(", {}改的", Clean::line(n)));
                format!(
                    "这件在你看的时候变了: 你看的是 v{expected}, 现在是 v{found}{by}。没有签; 看过再定"
                )
            }
            StoreError::Refused(why) => refused::refused(l, why, &|id| format!("{id}号")),
            StoreError::NoCase(code) => format!("没有这件: {}", Clean::line(code)),
            StoreError::Locked(code) => format!(
                "{} 已经定案, 不再接受新的申报表; 此文件未读入。要重报先撤回定案或定为退回",
                Clean::line(code)
            ),
            StoreError::Broken(why) => {
                format!(
                    "数据库内容不对({})。用 jixiao audit verify 查看",
                    Clean::line(why)
                )
            }
            StoreError::Sqlite(e) => format!("数据库出错: {}", Clean::line(&e.to_string())),
            StoreError::Io(e) => format!("文件出错: {}", Clean::line(&e.to_string())),
        },
        Lang::En => match e {
            StoreError::Missing(p) => {
                format!(
                    "No database at {}. Make one with jixiao demo or jixiao init",
                    path(p)
                )
            }
            StoreError::Exists(p) => format!("{} is there already and was left alone", path(p)),
            StoreError::Damaged { path: p, why } => format!(
                "{} is no database of this program, or damaged ({}). It was left alone; jixiao restore brings back a backup",
                path(p),
                Clean::line(why)
            ),
            StoreError::Newer { found, known } => format!(
                "The database was written by a newer program (format {found}, known {known}) and was left alone"
            ),
            StoreError::Older {
                path: p,
                found,
                known,
            } => format!(
                "{} was written by an older program (schema {found}, this one reads {known}) and was left alone. Opened once by an account that may write it, it is upgraded (after a backup)",
                path(p)
            ),
            StoreError::Stopped => "Stopped; nothing of this file was stored".into(),
            StoreError::Superseded => "A newer search has come; this one was given up".into(),
            StoreError::Network(fs) => {
                format!("A database can't live on a network file system ({fs}); use a local disk")
            }
            StoreError::Busy => {
                "The database has been busy for 5 s; nothing was stored. Try again".into()
            }
            StoreError::Full => {
                "The disk is full; nothing was stored. Make room and try again".into()
            }
            StoreError::ReadOnly => "The database may only be read; nothing was stored".into(),
            StoreError::Replaced => {
                "The database file was replaced or deleted while open; nothing was written".into()
            }
            StoreError::Stranger(who) => format!(
                "The account \"{}\" is not entered in this database; jixiao user add enters it",
                Clean::line(who)
            ),
            StoreError::Conflict {
                expected,
                found,
                by,
            } => {
                let by = by
                    .as_ref()
                    .map_or_else(String::new, |n| format!(" by {}", Clean::line(n)));
                format!(
                    "The case has moved on{by}: you judged v{expected}, it is v{found}. Nothing was signed"
                )
            }
            StoreError::Refused(why) => refused::refused(l, why, &|id| format!("person {id}")),
            StoreError::NoCase(code) => format!("No such case: {}", Clean::line(code)),
            StoreError::Locked(code) => format!(
                "{} is decided and takes no new form; this file was not read in",
                Clean::line(code)
            ),
            StoreError::Broken(why) => {
                format!(
                    "The content is not as it must be ({}); see jixiao audit verify",
                    Clean::line(why)
                )
            }
            StoreError::Sqlite(e) => {
                format!("The database failed: {}", Clean::line(&e.to_string()))
            }
            StoreError::Io(e) => format!("A file failed: {}", Clean::line(&e.to_string())),
        },
    }
}
