//! What forms call things, from `data/forms/labels.toml`.

use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization as _;

/// How a field's cell is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Type {
    /// As it stands.
    #[default]
    Text,
    /// Long text that may stand below its label.
    Long,
    /// Money.
    Money,
    /// Several amounts in one row of cells, each with its own label and unit.
    Funds,
    /// A day.
    Date,
    /// A first and a last day.
    Period,
}

/// A head field.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FieldLabel {
    pub(super) key: String,
    names: Vec<String>,
    #[serde(default, rename = "type")]
    pub(super) kind: Type,
    /// Opens the block of the `total` or `annual` money.
    pub(super) scope: Option<Scope>,
    /// The key it has in the annual block.
    pub(super) annual: Option<String>,
}

/// Whose money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Scope {
    /// The whole project's.
    Total,
    /// The year's.
    Annual,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ColumnLabel {
    key: String,
    names: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Names {
    names: Vec<String>,
}

#[derive(Debug, Deserialize)]
struct Foot {
    starts: Vec<String>,
}

/// What a table is, by words of its title.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Title {
    has: Vec<String>,
    pub(super) kind: String,
    #[serde(default)]
    pub(super) form: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    field: Vec<FieldLabel>,
    groups: Names,
    column: Vec<ColumnLabel>,
    foot: Foot,
    totals: Names,
    title: Vec<Title>,
}

/// All labels, ready to be looked up.
pub(super) struct Vocabulary {
    fields: HashMap<String, FieldLabel>,
    columns: HashMap<String, Vec<String>>,
    groups: Vec<String>,
    foot: Vec<String>,
    totals: Vec<String>,
    titles: Vec<Title>,
}

/// The vocabulary inside the program.
pub(super) fn vocabulary() -> &'static Vocabulary {
    static READ: LazyLock<Vocabulary> = LazyLock::new(|| {
        let file: File = toml::from_str(include_str!("../../../data/forms/labels.toml"))
            .expect("checked by the test of this module");
        let mut fields = HashMap::new();
        for f in file.field {
            for name in &f.names {
                fields.insert(name.clone(), f.clone());
            }
        }
        let mut columns: HashMap<String, Vec<String>> = HashMap::new();
        for c in file.column {
            for name in c.names {
                columns.entry(name).or_default().push(c.key.clone());
            }
        }
        Vocabulary {
            fields,
            columns,
            groups: file.groups.names,
            foot: file.foot.starts,
            totals: file.totals.names,
            titles: file.title,
        }
    });
    &READ
}

/// A text for comparing: NFKC, nothing blank or invisible, no colon at the end.
pub(super) fn plain(raw: &str) -> String {
    // Most cells of a long list need no work.
    if raw
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '\u{4e00}'..='\u{9fff}'))
    {
        return raw.to_owned();
    }
    let text: String = raw
        .nfkc()
        .filter(|c| !c.is_whitespace() && !crate::domain::clean::hidden(*c))
        .collect();
    let bare = text.trim_end_matches([':', '*']);
    // A mark left in place of a value is no decoration of a label.
    if bare.is_empty() {
        text
    } else {
        bare.to_owned()
    }
}

/// A label for comparing: as [`plain`], without remarks in brackets.
pub(super) fn label(raw: &str) -> String {
    let mut out = String::new();
    let mut depth = 0usize;
    for c in plain(raw).chars() {
        match c {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => {}
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

/// What stands in brackets in a label.
pub(super) fn remark(raw: &str) -> String {
    let text = plain(raw);
    let inner = text
        .split_once('(')
        .and_then(|(_, rest)| rest.rsplit_once(')'));
    inner.map_or_else(String::new, |(inner, _)| inner.to_owned())
}

/// What a label stands for: as it is, or without its remarks. No label is long, or begins with
/// a figure.
fn find<'t, T>(table: &'t HashMap<String, T>, raw: &str) -> Option<&'t T> {
    let first = raw.trim_start().chars().next()?;
    if raw.chars().count() > 40 {
        return None;
    }
    if first.is_ascii_digit() || raw.trim_start().starts_with("截至") {
        let (_, name) = months(raw)?;
        return table.get(&name).or_else(|| table.get(&label(&name)));
    }
    let text = plain(raw);
    table.get(&text).or_else(|| {
        let remarks = text.contains(['(', '[', '【', ':']);
        remarks.then(|| table.get(&label(raw))).flatten()
    })
}

/// The months that a heading speaks of, and what it says of them: `1—7月执行数` is 7 and `执行数`.
pub(super) fn months(raw: &str) -> Option<(u8, String)> {
    let text = plain(raw);
    let text = text.strip_prefix("截至").unwrap_or(&text);
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let first = text.get(..text.len() - rest.len())?;
    let (last, rest) = match rest.strip_prefix(['—', '-', '~', '至', '到', '–']) {
        Some(after) => {
            let after = after.trim_start_matches(['—', '-', '月']);
            let rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
            (after.get(..after.len() - rest.len())?, rest)
        }
        None => (first, rest),
    };
    let name = rest
        .strip_prefix('月')?
        .trim_start_matches(['份', '底', '末']);
    let month: u8 = last.parse().ok().filter(|m| (1..=12).contains(m))?;
    (!name.is_empty()).then(|| (month, name.to_owned()))
}

impl FieldLabel {
    /// A label of text that stands in no table of labels.
    pub(super) fn text(key: &str) -> Self {
        Self {
            kind: Type::Text,
            ..Self::money(key)
        }
    }
    /// A label of money that stands in no table of labels.
    pub(super) fn money(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            names: Vec::new(),
            kind: Type::Money,
            scope: None,
            annual: None,
        }
    }
}

impl Vocabulary {
    /// The head field of a label.
    pub(super) fn field(&self, raw: &str) -> Option<&FieldLabel> {
        find(&self.fields, raw)
    }
    /// The columns that a heading may mean.
    pub(super) fn columns(&self, raw: &str) -> &[String] {
        find(&self.columns, raw).map_or(&[], Vec::as_slice)
    }
    /// True when the heading may mean this column.
    pub(super) fn is_column(&self, raw: &str, key: &str) -> bool {
        self.columns(raw).iter().any(|k| k == key)
    }
    /// True for the name of a block.
    pub(super) fn is_group(&self, raw: &str) -> bool {
        let text = label(raw);
        let bare = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == '分');
        self.groups.iter().any(|g| *g == text || g == bare)
    }
    /// True for a row that closes the grid.
    pub(super) fn is_foot(&self, raw: &str) -> bool {
        let text = label(raw);
        self.foot.iter().any(|f| text.starts_with(f.as_str()))
    }
    /// True for the name of a total.
    pub(super) fn is_total(&self, raw: &str) -> bool {
        let text = label(raw);
        self.totals.contains(&text)
    }
    /// What a title says the table is.
    pub(super) fn title(&self, raw: &str) -> Option<&Title> {
        if raw.chars().count() > 80 {
            return None;
        }
        let text = plain(raw);
        self.titles
            .iter()
            .find(|t| t.has.iter().all(|w| text.contains(w.as_str())))
    }
    /// True when a line of text holds several known labels: it looks like one of our tables.
    pub(crate) fn looks_known(&self, line: &str) -> bool {
        let cells = line.split([',', '\t', ';']);
        let known = |c: &str| {
            let c = c.trim_matches('"');
            self.field(c).is_some() || !self.columns(c).is_empty() || self.title(c).is_some()
        };
        cells.filter(|c| known(c)).count() >= 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_before_a_name_are_told_from_it() {
        let told = |raw: &str| months(raw);
        assert_eq!(told("1—7月执行数"), Some((7, "执行数".to_owned())));
        assert_eq!(told("1-6月执行情况"), Some((6, "执行情况".to_owned())));
        assert_eq!(told("截至7月底执行率"), Some((7, "执行率".to_owned())));
        assert_eq!(told("2020年6月"), None);
        assert_eq!(told("7月"), None);
        let v = vocabulary();
        let key = v.field("1—7月执行数（万元）").map(|f| f.key.as_str());
        assert_eq!(key, Some("paid_to_date"));
        assert!(v.is_column("1－7月执行情况", "actual"));
    }

    #[test]
    fn labels_are_known_however_they_are_spaced() {
        let v = vocabulary();
        for (raw, key) in [
            ("项目名称", "project_name"),
            ("项 目 名 称：", "project_name"),
            ("主管部门(及代码)", "department_name"),
            ("其中：当年财政拨款", "annual_fiscal"),
            ("项目总体目标(2024 年-2026 年)", "goal_total"),
            ("实施单位（盖章）", "unit_name"),
            ("预算金额(万元)", "annual_amount"),
        ] {
            assert_eq!(v.field(raw).map(|f| f.key.as_str()), Some(key), "{raw}");
        }
        assert!(v.is_column("年度(/项目)指标值", "value") || v.is_column("年度指标值", "value"));
        assert!(v.is_group("项目资金（元）"));
        assert!(v.is_group("年度绩效目标(90分)"));
        assert_eq!(
            v.title("2023年项目支出绩效目标申报表").unwrap().form,
            "central-target"
        );
        assert_eq!(
            v.title("部门预算项目支出绩效自评表(2023年度)")
                .unwrap()
                .kind,
            "self-evaluation"
        );
    }
}
