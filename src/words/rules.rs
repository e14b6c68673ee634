//! A rule explained.

use super::{Lang, either, field};
use crate::domain::finding::Severity;
use crate::domain::rules::{RuleText, Sure};

/// What, why, example, source.
pub fn explained(l: Lang, r: &RuleText) -> String {
    let weight = match r.severity {
        Severity::Error => either(l, "错", "error"),
        Severity::Warning => either(l, "警", "warning"),
        Severity::Note => either(l, "注", "note"),
    };
    let sure = match r.sure {
        Sure::V => either(l, "原文已核", "text read"),
        Sure::S => either(l, "本局年度报告", "the bureau's own report"),
        Sure::GK => either(
            l,
            "规定的通行内容, 原文未核",
            "known regulation, text not re-read",
        ),
        Sure::PC => either(
            l,
            "本程序的约定, 可改",
            "a convention of this program, editable",
        ),
    };
    let name = |key: &str| field::name(l, key);
    let (bad, good) = (
        r.bad.shown(name).join("; "),
        r.good().shown(name).join("; "),
    );
    // What no form can show has no form for an example.
    let examples = match (l, bad.is_empty()) {
        (_, true) => String::new(),
        (Lang::Zh, _) => format!("反例: {bad}\n正例: {good}\n"),
        (Lang::En, _) => format!("Bad: {bad}\nGood: {good}\n"),
    };
    match l {
        Lang::Zh => format!(
            "{} {weight} {}\n意见: {}\n缘由: {}\n{examples}出处: {} ({sure})",
            r.id,
            r.title,
            r.opinion(""),
            r.why,
            r.source
        ),
        Lang::En => format!(
            "{} {weight} {}\nOpinion: {}\nWhy: {}\n{examples}Source: {} ({sure})",
            r.id,
            r.title_en,
            r.opinion(""),
            r.why_en,
            r.source
        ),
    }
}
