//! `explain`: one rule: what, why, example, source.

use super::Ctx;
use super::out::{self, Format};
use crate::domain::rules::text;
use crate::report::{Report, USAGE};
use crate::words;
use serde_json::json;

/// Prints a rule.
pub(super) fn explain(ctx: &Ctx, id: &str) -> Result<(), Report> {
    let id = id.to_ascii_uppercase();
    let rule = text(&id).ok_or_else(|| Report::new(USAGE, words::cli::no_rule(ctx.lang, &id)))?;
    if ctx.format == Format::Json {
        return out::json(&json!({
            "rule": rule.id, "severity": rule.severity, "title": rule.title,
            "opinion": rule.opinion(""), "why": rule.why, "item": rule.item,
            "source": rule.source, "sure": format!("{:?}", rule.sure),
        }));
    }
    out::text(&words::rules::explained(ctx.lang, rule))
}
