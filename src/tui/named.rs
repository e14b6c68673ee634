//! What commands are called here and now: a verdict by what the queue at hand calls it.

use super::command::{Command, Do};
use super::model::Model;
use super::sign;
use crate::words::either;

/// The name of a command.
pub(super) fn name(m: &Model, c: &Command) -> String {
    let (letter, how) = match c.act {
        Do::Letter(k) => (k, How::Bare(c.bar > 0)),
        Do::Closing(k) => (k, How::Closing),
        Do::Bulk(k) => (k, How::Bulk),
        _ => return c.name(m.lang).to_owned(),
    };
    let Some(v) = sign::procedure(m).and_then(|p| p.verdict.iter().find(|v| v.key == letter))
    else {
        return c.name(m.lang).to_owned();
    };
    let full = either(m.lang, &v.name, &v.name_en);
    match how {
        How::Bare(true) if v.short.is_empty() => c.name(m.lang).to_owned(),
        How::Bare(true) => either(m.lang, &v.short, &v.name_en),
        How::Bare(false) => full,
        How::Closing => crate::words::tui::closing(m.lang, &full),
        How::Bulk => crate::words::bulk::all(m.lang, &full),
    }
}

enum How {
    /// By itself; true where there is little room.
    Bare(bool),
    /// The lead's decision.
    Closing,
    /// On all marked.
    Bulk,
}

/// True for a verdict that the queue at hand does not have, for suggestions where it makes none, and
/// for what concerns choosing and replies where nothing is chosen and nobody replies.
pub(super) fn foreign(m: &Model, c: &Command) -> bool {
    let letter = match c.act {
        Do::Letter(k) | Do::Closing(k) | Do::Bulk(k) => k,
        Do::Suggested | Do::BulkSuggested => {
            return sign::procedure(m).is_some_and(|p| p.suggest.is_empty());
        }
        Do::Draw => return sign::procedure(m).is_some_and(|p| p.unchosen.is_none()),
        Do::Reply => return sign::procedure(m).is_some_and(|p| p.consulted.is_none()),
        _ => return false,
    };
    sign::procedure(m).is_some_and(|p| p.verdict.iter().all(|v| v.key != letter))
}
