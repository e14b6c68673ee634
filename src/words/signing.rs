//! What is said of signatures by one's own key.

use super::{Lang, either, store as say};
use crate::signing::Failed;

/// Why nothing was signed. The entries stand, and can be signed later.
pub fn failed(l: Lang, e: &Failed) -> String {
    match e {
        Failed::NoKey => either(
            l,
            "没有能签的钥匙: ssh-agent 里没有你登记的钥匙 (ssh -A 转发; user key 登记; 可用 Ed25519 和 P-256)",
            "no key to sign with: the agent holds none of your keys on record (ssh -A forwards it; user key records one; Ed25519 and P-256)",
        ),
        Failed::Ssh(why) => match l {
            Lang::Zh => format!("签名未成 ({why}); 记录已在, 之后用 audit sign 补签"),
            Lang::En => {
                format!("not signed ({why}); the entries stand, audit sign signs them later")
            }
        },
        Failed::Store(e) => say::failed(l, e),
    }
}

/// Entries were signed.
pub fn done(l: Lang, n: u64, seq: i64) -> String {
    match l {
        Lang::Zh => format!("已签 {n}条 · 第{seq}号"),
        Lang::En => format!("{n} entries signed · entry {seq}"),
    }
}

/// All one's entries bear a signature.
pub fn nothing(l: Lang) -> String {
    either(l, "没有未签的记录", "nothing of yours is unsigned")
}

/// How the entries of a verified history are signed.
pub fn count(l: Lang, s: crate::domain::history::Signatures) -> String {
    match l {
        Lang::Zh => format!("有本人签名 {} · 无签名 {}", s.valid, s.missing),
        Lang::En => format!(
            "signed by their makers {} · unsigned {}",
            s.valid, s.missing
        ),
    }
}

/// A bundle ends before an entry that is blind for who writes it.
pub fn cut(l: Lang, seq: i64) -> String {
    match l {
        Lang::Zh => format!("第{seq}号起含对你不公开的意见, 审计包到它之前为止"),
        Lang::En => {
            format!("entry {seq} holds a grade that is blind for you: the bundle ends before it")
        }
    }
}

/// A bundle was written.
pub fn bundled(l: Lang, entries: u64, path: &str) -> String {
    let path = crate::domain::clean::Clean::line(path);
    match l {
        Lang::Zh => format!("审计包 {path}: {entries}条"),
        Lang::En => format!("bundle {path}: {entries} entries"),
    }
}

/// Not a bundle.
pub fn no_bundle(l: Lang) -> String {
    either(l, "这不是审计包", "this is no audit bundle")
}

/// A checkpoint of another database.
pub fn other_log(l: Lang) -> String {
    either(
        l,
        "这个检查点不是这个库的",
        "this checkpoint is of another database",
    )
}

/// Under a checkpoint: whose signature is good, wrong or cannot be checked (none).
pub fn under(l: Lang, by: &str, good: Option<bool>) -> String {
    let by = crate::domain::clean::Clean::line(by);
    let (zh, en) = match good {
        Some(true) => ("签名属实", "signature holds"),
        Some(false) => ("签名不符", "signature is wrong"),
        None => (
            "签名无从核对: 不是现在登记的钥匙",
            "signature by a key that is not on record now",
        ),
    };
    match l {
        Lang::Zh => format!("{by}: {zh}"),
        Lang::En => format!("{by}: {en}"),
    }
}
