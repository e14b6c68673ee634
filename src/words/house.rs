//! What is said to those who come in by a key.

use super::{Lang, either};

macro_rules! fixed {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        $(
            #[doc = concat!("`", $en, "`")]
            pub fn $name(l: Lang) -> String {
                either(l, $zh, $en)
            }
        )*
    };
}

fixed! {
    no_house: "这不是托管库, 不能凭钥匙进入 (托管库用 init --house 建)",
        "this database is not a house's: nobody comes in by a key (make one with init --house)";
    no_command: "看不懂这条命令: 引号不成对, 或有不该有的字符",
        "the command cannot be read: quotes without their pair, or characters that do not belong";
    not_in_a_session: "会话里不能这样做: 主机上的事由管理员在主机上做",
        "not in a session: what concerns the host is for its administrator, on the host";
    only_in_a_session: "存取箱只在托管会话里有",
        "there is a drop folder in a session of a house alone";
    names_alone: "会话里只能用存取箱里的文件名, 或用 - 经标准输入输出",
        "in a session a file is a name in your drop folder, or - for standard input and output";
    one_at_a_time: "这里一次出一份: 加 --case 或 --unit, -o - 输出到标准输出",
        "one paper at a time here: add --case or --unit, and -o - for standard output";
    odd_path: "程序或数据库的路径里有空格或引号, 不能写进 authorized_keys",
        "the path of the program or the database has blanks or quotes: it cannot stand in authorized_keys";
    no_editor: "托管会话里不能调用外部编辑器",
        "no editor can be called in a session";
    no_suspend: "托管会话里不能挂起, 按 q 退出",
        "a session cannot be stopped; q leaves";
    bad_key: "这不是一把 OpenSSH 公钥 (ssh-ed25519 AAAA…)",
        "this is no public key of OpenSSH (ssh-ed25519 AAAA…)";
    no_key: "没有这把钥匙", "there is no such key";
    nothing_pending: "没有待确认的人员变动", "no change of people waits";
}

/// The key is not the person's.
pub fn foreign_key(l: Lang, account: &str) -> String {
    match l {
        Lang::Zh => format!("带来的钥匙不在 {account} 名下, 请安全员核对"),
        Lang::En => {
            format!("the key that let you in is not {account}'s: tell the security officer")
        }
    }
}

/// More than a drop folder holds: bytes of a file, files, bytes in all.
pub fn too_large(l: Lang, (file, files, all): (u64, usize, u64)) -> String {
    let (file, all) = (file >> 20, all >> 20);
    match l {
        Lang::Zh => format!("太大: 一个文件至多 {file} MB, 存取箱至多 {files} 个文件、{all} MB"),
        Lang::En => {
            format!("too large: at most {file} MB a file, {files} files and {all} MB in all")
        }
    }
}

/// No such file in the drop folder.
pub fn no_file(l: Lang, name: &str) -> String {
    match l {
        Lang::Zh => format!("存取箱里没有 {name}"),
        Lang::En => format!("there is no {name} in your drop folder"),
    }
}

/// A change waits for a second person.
pub fn proposed(l: Lang, seq: i64) -> String {
    match l {
        Lang::Zh => format!("已提请, 待另一名安全员确认: user confirm {seq}"),
        Lang::En => format!("proposed; another keeper confirms it: user confirm {seq}"),
    }
}

/// What became of a hand-over.
pub fn handed_over(l: Lang, passed: usize, kept: usize) -> String {
    match l {
        Lang::Zh => format!("已移交 {passed} 件, 未能移交 {kept} 件; 以后新来的件按 user seat 排"),
        Lang::En => {
            format!("{passed} passed on, {kept} could not; new cases go by user seat")
        }
    }
}

/// Done by one alone.
pub fn alone(l: Lang) -> String {
    either(
        l,
        "已办; 目前不足两名安全员, 日志记为独自办理",
        "done; there are not yet two to agree, and the log says that you acted alone",
    )
}
