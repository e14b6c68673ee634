//! Examples of the rules: a plain form and what is changed in it. They are shown by `explain` and
//! are run by the tests.

use super::{Context, run_letter};
use crate::domain::companion::{
    BudgetRecord, Companions, Evidence, Execution, LastYear, OtherFund, PlanLine, Quota,
};
use crate::domain::declaration::{Declaration, Field, Indicator};
use crate::domain::fen::{Fen, MoneyUnit};
use crate::domain::finding::Finding;
use crate::domain::profile::{self, Profile};
use crate::domain::value;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Columns of a line; those that are absent stay as they are.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Columns {
    level1: Option<String>,
    level2: Option<String>,
    name: Option<String>,
    value: Option<String>,
    op: Option<String>,
    unit: Option<String>,
    /// Hundredths of a point.
    weight: Option<i32>,
    remark: Option<String>,
    whole_project: Option<bool>,
    /// Columns kept as texts beside an indicator, by key.
    notes: BTreeMap<String, String>,
}

/// What an example changes in the plain form, and what it sets beside it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Example {
    /// Profile by id; the first built-in one if absent.
    profile: Option<String>,
    /// Another year of the form.
    year: Option<i32>,
    /// True for a case in a database.
    stored: bool,
    /// Head fields by key.
    fields: BTreeMap<String, String>,
    /// Lines by their name in the plain form.
    change: BTreeMap<String, Columns>,
    /// Lines taken out, by name.
    drop: Vec<String>,
    /// Lines put in at the end.
    add: Vec<Columns>,
    budget: Option<BudgetRecord>,
    last_year: Option<LastYear>,
    quota: Option<Quota>,
    other_funds: Vec<OtherFund>,
    /// It is a monitoring form; its plain form is that of `monitoring-example.toml`.
    monitoring: bool,
    /// The plain form's targets were approved.
    approved: bool,
    /// The round before: the plain form with these lines changed.
    earlier: BTreeMap<String, Columns>,
    /// The months that the round before covers, where not those of this one.
    earlier_month: Option<String>,
    /// What the round before asked for.
    required: Vec<String>,
    /// The project's own plan.
    plan: Vec<PlanLine>,
    /// It is a self-evaluation; its plain form is that of `evaluation-example.toml`.
    evaluation: bool,
    /// What budget system and treasury say of the whole year.
    year_end: Option<Execution>,
    /// The list of evidence, where one is loaded.
    evidence: Option<Vec<Evidence>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plain {
    year: i32,
    code: String,
    fields: BTreeMap<String, String>,
    line: Vec<Columns>,
}

static PLAIN: LazyLock<Plain> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../data/rules/example.toml"))
        .expect("a test reads the plain form")
});

static MONITORED: LazyLock<Plain> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../data/rules/monitoring-example.toml"))
        .expect("a test reads the plain monitoring form")
});

static EVALUATED: LazyLock<Plain> = LazyLock::new(|| {
    toml::from_str(include_str!("../../../data/rules/evaluation-example.toml"))
        .expect("a test reads the plain self-evaluation")
});

/// Fields in money; all in 万元.
const MONEY: [&str; 17] = [
    "adjusted_budget",
    "annual_fiscal_adjusted_budget",
    "annual_fiscal_paid_to_date",
    "initial_budget",
    "paid_to_date",
    "expected_paid",
    "total_amount",
    "total_fiscal",
    "total_other",
    "annual_amount",
    "annual_fiscal",
    "annual_carryover",
    "annual_other",
    "bond_amount",
    "other_funds",
    "revenue",
    "debt_service",
];

fn field(key: &str, raw: &str, year: i32) -> Field {
    let number = value::parse(raw, year).number;
    let money = number.filter(|_| MONEY.contains(&key));
    Field {
        raw: raw.to_owned(),
        fen: money.and_then(|n| Fen::of(n, MoneyUnit::Wan)),
        day: value::day(raw, year).filter(|_| key.ends_with("_date") || key == "filed_on"),
        ..Field::default()
    }
}

impl Columns {
    fn put(&self, line: &mut Indicator) {
        let set = |to: &mut String, from: &Option<String>| {
            if let Some(text) = from {
                text.clone_into(to);
            }
        };
        set(&mut line.level1, &self.level1);
        set(&mut line.level2, &self.level2);
        set(&mut line.name, &self.name);
        set(&mut line.value, &self.value);
        line.op = self.op.clone().or_else(|| line.op.take());
        line.unit = self.unit.clone().or_else(|| line.unit.take());
        line.weight = self.weight.or(line.weight);
        line.whole_project = self.whole_project.unwrap_or(line.whole_project);
        if let Some(text) = &self.remark {
            line.notes.insert("remark".to_owned(), text.clone());
        }
        line.notes.extend(self.notes.clone());
    }
    fn shown(&self) -> String {
        let texts = [
            &self.level1,
            &self.level2,
            &self.name,
            &self.op,
            &self.value,
            &self.unit,
            &self.remark,
        ];
        let notes = self.notes.values().map(|t| format!("[{t}]"));
        let weight = self.weight.map(|w| format!("{}.{:02}", w / 100, w % 100));
        let texts = texts.into_iter().flatten().map(|t| format!("[{t}]"));
        texts
            .chain(notes)
            .chain(weight)
            .collect::<Vec<_>>()
            .join(" ")
    }
}

impl Example {
    /// An example that changes nothing, judged by the same profile as this one.
    pub fn plain(&self) -> Self {
        Self {
            profile: self.profile.clone(),
            stored: self.stored,
            monitoring: self.monitoring,
            evaluation: self.evaluation,
            ..Self::default()
        }
    }
    /// The whole form.
    pub fn declaration(&self) -> Declaration {
        self.changed(&self.change)
    }
    fn changed(&self, change: &BTreeMap<String, Columns>) -> Declaration {
        let (plain, form): (&Plain, _) = if self.monitoring {
            (&MONITORED, "central-monitoring")
        } else if self.evaluation {
            (&EVALUATED, "central-self-evaluation")
        } else {
            (&PLAIN, "central-target")
        };
        let year = self.year.unwrap_or(plain.year);
        let fields = plain.fields.iter().chain(&self.fields);
        let mut indicators = Vec::new();
        for columns in plain.line.iter().chain(&self.add) {
            let name = columns.name.as_deref().unwrap_or("");
            if !self.drop.iter().any(|d| d == name) {
                let mut line = Indicator::default();
                columns.put(&mut line);
                if let Some(change) = change.get(name) {
                    change.put(&mut line);
                }
                indicators.push(line);
            }
        }
        Declaration {
            form: form.to_owned(),
            year,
            code: plain.code.clone(),
            money_unit: Some(MoneyUnit::Wan),
            fields: fields
                .map(|(k, raw)| (k.clone(), field(k, raw, year)))
                .collect(),
            indicators,
        }
    }
    /// What the rules say of it.
    pub fn findings(&self) -> Vec<Finding> {
        let companions = Companions {
            budget_loaded: self.budget.is_some(),
            budget: self.budget.clone(),
            last_year: self.last_year.clone(),
            quota: self.quota.clone(),
            other_funds: self.other_funds.clone(),
            approved: self.approved.then(|| self.plain().declaration()),
            earlier: (!self.earlier.is_empty()).then(|| {
                let mut d = self.changed(&self.earlier);
                if let (Some(month), Some(f)) = (&self.earlier_month, d.fields.get_mut("month")) {
                    f.raw.clone_from(month);
                }
                d
            }),
            required: self.required.clone(),
            plan: self.plan.clone(),
            year_end: self.year_end.clone(),
            evidence_loaded: self.evidence.is_some(),
            evidence: self.evidence.clone().unwrap_or_default(),
            ..Companions::default()
        };
        let named = self.profile.as_deref().and_then(profile::get);
        let Some(profile) = named.or(profile::built_in().first()) else {
            return Vec::new();
        };
        let letter = match (self.monitoring, self.evaluation) {
            (true, _) => "M",
            (_, true) => "E",
            _ => "T",
        };
        let context = self.context(profile, &companions);
        run_letter(letter, &self.declaration(), &context)
    }
    fn context<'a>(&self, profile: &'a Profile, companions: &'a Companions) -> Context<'a> {
        if self.stored {
            Context::stored(profile, companions)
        } else {
            Context::bare(profile, companions)
        }
    }
    /// What it changes, a line for each: `居民满意度: [高]`, then head fields by the names given.
    pub fn shown(&self, name: impl Fn(&str) -> String) -> Vec<String> {
        let fields = self.fields.iter();
        let fields = fields.map(|(k, v)| format!("{}: {v}", name(k)));
        let changed = self
            .change
            .iter()
            .map(|(k, c)| format!("{k}: {}", c.shown()));
        let dropped = self.drop.iter().map(|name| format!("- {name}"));
        let added = self.add.iter().map(|c| format!("+ {}", c.shown()));
        changed.chain(dropped).chain(added).chain(fields).collect()
    }
}
