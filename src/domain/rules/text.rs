//! The words of the rules, from `data/rules/`.

use super::example::Example;
use crate::domain::finding::Severity;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// How sure the ground of a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Sure {
    /// From a text that was read.
    V,
    /// From the bureau's own report.
    S,
    /// From general knowledge of a regulation.
    GK,
    /// A convention of this program: no official text fixes it.
    PC,
}

/// What a rule says and why.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleText {
    /// `T27`.
    pub id: String,
    /// How much a finding weighs, unless the case makes it weigh otherwise.
    pub severity: Severity,
    /// Short title.
    pub title: String,
    /// The same in English.
    pub title_en: String,
    /// The opinion a reviewer would sign, with `{placeholders}`.
    opinion: String,
    /// What would mend it, with `{placeholders}`.
    suggestion: Option<String>,
    /// Other wordings by name.
    #[serde(default)]
    variants: BTreeMap<String, String>,
    /// Other suggestions by the name of the wording.
    #[serde(default)]
    suggestions: BTreeMap<String, String>,
    /// The item of the review sheet it weighs on (`data/papers/review-items.toml`); "" for none.
    #[serde(default)]
    pub item: String,
    /// Where it comes from.
    pub source: String,
    /// How sure that is.
    pub sure: Sure,
    /// Why it is asked, for `explain`.
    pub why: String,
    /// The same in English.
    pub why_en: String,
    /// A form in which it finds something.
    pub bad: Example,
    /// The same put right; where absent, the plain form of the examples.
    good: Option<Example>,
}

impl RuleText {
    /// The opinion's template in one of its wordings; "" is the plain one.
    pub fn opinion(&self, variant: &str) -> &str {
        self.variants.get(variant).unwrap_or(&self.opinion)
    }
    /// A form in which it finds nothing.
    pub fn good(&self) -> Example {
        self.good.clone().unwrap_or_else(|| self.bad.plain())
    }
    /// The suggestion's template that goes with a wording.
    pub fn suggestion(&self, variant: &str) -> Option<&str> {
        let special = self.suggestions.get(variant);
        special.or(self.suggestion.as_ref()).map(String::as_str)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<RuleText>,
}

static CATALOGUE: LazyLock<Vec<RuleText>> = LazyLock::new(|| {
    let read =
        |text: &str| -> File { toml::from_str(text).expect("a test reads the texts of the rules") };
    let mut rules = read(include_str!("../../../data/rules/targets.toml")).rule;
    rules.extend(read(include_str!("../../../data/rules/monitoring.toml")).rule);
    rules.extend(read(include_str!("../../../data/rules/self-evaluation.toml")).rule);
    rules.sort_by(|a, b| a.id.cmp(&b.id));
    rules
});

/// Rules that look over all cases: a report finds them, not a form's check.
static OVER_CASES: LazyLock<Vec<RuleText>> = LazyLock::new(|| {
    let text = include_str!("../../../data/rules/over-cases.toml");
    let read: File = toml::from_str(text).expect("a test reads the texts of the rules");
    read.rule
});

/// The texts of all rules, by id.
pub fn catalogue() -> &'static [RuleText] {
    &CATALOGUE
}

/// The text of one rule.
pub fn text(id: &str) -> Option<&'static RuleText> {
    match CATALOGUE.binary_search_by(|r| r.id.as_str().cmp(id)) {
        Ok(at) => CATALOGUE.get(at),
        Err(_) => OVER_CASES.iter().find(|r| r.id == id),
    }
}

/// A template with its `{placeholders}` filled in; an unknown one stays as it is.
pub(super) fn fill(template: &str, params: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let Some((key, tail)) = after.split_once('}') else {
            out.push('{');
            rest = after;
            continue;
        };
        match params.iter().find(|(k, _)| *k == key) {
            Some((_, text)) => out.push_str(text),
            None => {
                out.push('{');
                out.push_str(key);
                out.push('}');
            }
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}
