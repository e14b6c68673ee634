//! What a rule says about a declaration, and at which place.

use serde::{Deserialize, Serialize};

/// How much a finding weighs 级别.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// 错: must be mended or set aside by two persons before a pass.
    Error,
    /// 警: the reviewer accepts it or sets it aside.
    Warning,
    /// 注: informs.
    Note,
}

/// The place a finding speaks of: the whole form, a head field, or a cell of the grid.
/// Written `form`, `goal_annual`, `indicators.3` or `indicators.3.value` (lines from 0).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub enum Place {
    /// The form as a whole.
    Form,
    /// A head field by its key.
    Field(String),
    /// A line of the grid, and the column (`level1 level2 name value op unit weight`) if one.
    Indicator(usize, Option<String>),
}

impl From<String> for Place {
    fn from(s: String) -> Self {
        let mut parts = s.splitn(3, '.');
        match (
            parts.next(),
            parts.next().map(str::parse::<usize>),
            parts.next(),
        ) {
            (Some("form"), None, _) => Self::Form,
            (Some("indicators"), Some(Ok(n)), column) => {
                Self::Indicator(n, column.map(str::to_owned))
            }
            _ => Self::Field(s),
        }
    }
}

impl From<Place> for String {
    fn from(p: Place) -> Self {
        p.to_string()
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Form => f.write_str("form"),
            Self::Field(key) => f.write_str(key),
            Self::Indicator(n, None) => write!(f, "indicators.{n}"),
            Self::Indicator(n, Some(column)) => write!(f, "indicators.{n}.{column}"),
        }
    }
}

/// One thing a rule found 预审.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Rule id, `T27`.
    pub rule: String,
    /// How much it weighs here (a rule may weigh differently by case).
    pub severity: Severity,
    /// What it speaks of.
    pub field: Place,
    /// The opinion template of the rule, filled in: what a reviewer would sign.
    pub message: String,
    /// What would mend it, where the rule knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_written() {
        for s in ["form", "goal_annual", "indicators.3", "indicators.12.value"] {
            assert_eq!(Place::from(s.to_owned()).to_string(), s);
        }
    }
}
