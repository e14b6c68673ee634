//! Rule profile 规则口径: the numbers that rules, scores and bands use in a place and year. A case
//! keeps the profile it was judged by, so that a later change of numbers changes nothing said before.

use super::declaration::Declaration;
use super::fen::Fen;
use super::level::Scheme;
use super::lexicon::lexicon;
use super::value::normal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Forms whose id begins so are the municipality's own.
const LOCAL_FORM: &str = "shanghai";

/// What pays for a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fund {
    /// No bonds, as far as is known.
    General,
    /// 抗疫特别国债.
    SpecialTreasuryBond,
    /// 地方政府专项债券.
    SpecialBond,
}

/// How a missed 反向 target is scored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reverse {
    /// Points fall evenly to nothing at twice the target.
    Linear,
    /// Target divided by actual.
    Ratio,
}

/// Points by part, in hundredths; they sum to 10,000.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    /// 预算执行率.
    pub execution: i32,
    /// 产出 (with 成本).
    pub output: i32,
    /// 效益.
    pub benefit: i32,
    /// 满意度.
    pub satisfaction: i32,
}

/// A band of the total score 评价等级.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Band {
    /// `优`.
    pub name: String,
    /// `excellent`.
    pub name_en: String,
    /// Lowest score of the band in hundredths of a point, inclusive.
    pub from: i32,
}

/// Cuts of the monitoring lights in percent of what was due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lights {
    /// Below: red.
    pub red: i32,
    /// Below: yellow.
    pub yellow: i32,
    /// From here: blue.
    pub blue: i32,
}

/// Cuts of the monitoring beside its lights; percent unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Watch {
    /// M06: money that far ahead of its time is asked about.
    pub money_ahead: i32,
    /// M13: from this month on…
    pub settle_month: u8,
    /// …less than this share of the budget paid suggests a cut.
    pub settle_rate: i32,
    /// M17: bond money paid below this share of its time lies idle.
    pub bond_idle: i32,
    /// M18: projects from this amount (分)…
    pub key_budget: Fen,
    /// …of which at the end of this month…
    pub key_month: u8,
    /// …less than this share was paid.
    pub key_rate: i32,
}

impl Default for Watch {
    fn default() -> Self {
        Self {
            money_ahead: 120,
            settle_month: 10,
            settle_rate: 75,
            bond_idle: 60,
            key_budget: Fen::new(200_000_000),
            key_month: 8,
            key_rate: 60,
        }
    }
}

/// From which amounts duties begin, and which share must be covered (percent).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shares {
    /// New projects from this amount (分) need 事前绩效评估.
    pub exante_from: Fen,
    /// First-level projects from this amount (分) disclose their targets.
    pub disclose_from: Fen,
    /// Share of project spending with disclosed targets, percent.
    pub disclose_share: i32,
    /// Share of projects monitored, percent.
    pub track_share: i32,
}

/// Limits of the checks of declared targets; percent unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// T06: fewest Chinese characters of the annual goal.
    pub goal_chars: usize,
    /// T08: likeness of annual and overall goal.
    pub same_goal: usize,
    /// T21: fewest indicators.
    pub indicators_min: usize,
    /// T21: most indicators.
    pub indicators_max: usize,
    /// T38: most characters of a name.
    pub name_chars: usize,
    /// T40: likeness of two names.
    pub similar_names: usize,
    /// T41: likeness of a benefit's name to an output's.
    pub similar_benefit: usize,
    /// T53: share of equal values.
    pub equal_values: usize,
    /// T53: fewest values looked at.
    pub equal_values_min: usize,
    /// T56: most points of one indicator, hundredths.
    pub points_max: i32,
    /// T62: change of the budget.
    pub budget_change: i64,
    /// T63: how far a target may fall behind last year's actual.
    pub low_target: i64,
    /// T69: likeness to last year's form.
    pub same_form: usize,
    /// T32: a satisfaction target below is low.
    pub satisfaction_low: i64,
    /// T32: the usual least satisfaction.
    pub satisfaction_usual: i64,
    /// T86: a cover ratio below is thin; below 100 it fails.
    pub cover_warn: i64,
    /// T89: likeness of two projects' names.
    pub same_project: usize,
}

/// A step of lateness: up to so many days late leaves that share of the points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Late {
    /// Days late at most.
    pub days: i32,
    /// Percent of the points.
    pub share: i32,
}

/// 30 days late leave 80 %, 90 days 60 %, more nothing.
fn late() -> Vec<Late> {
    vec![
        Late {
            days: 30,
            share: 80,
        },
        Late {
            days: 90,
            share: 60,
        },
    ]
}

/// Limits of the checks of self-evaluations; percent unless said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Evaluated {
    /// E08: over-achievement from which a reason that is missing is an error.
    pub over_error: i32,
    /// E12: less than this share of the budget paid must be explained.
    pub exec_explained: i32,
    /// E24: less than this share paid while everything was delivered is asked about.
    pub exec_low: i32,
    /// E26: self-evaluations are due by this month of the next year…
    pub due_month: i32,
    /// …and this day of it.
    pub due_day: i32,
    /// E27: indicators from so many points (hundredths) need evidence.
    pub evidence_from: i32,
    /// R01: a deviation from so many points (hundredths) on is an error.
    pub deviation: i32,
    /// R06: more than this share of indicators computed wrongly.
    pub wrong_share: i32,
    /// R08: fewest cases of a sample…
    pub sample_min: u32,
    /// …or this share of them…
    pub sample_share: i32,
    /// …and this share of the money.
    pub sample_amount: i32,
}

impl Default for Evaluated {
    fn default() -> Self {
        Self {
            over_error: 150,
            exec_explained: 90,
            exec_low: 60,
            due_month: 3,
            due_day: 31,
            evidence_from: 1000,
            deviation: 1000,
            wrong_share: 20,
            sample_min: 5,
            sample_share: 10,
            sample_amount: 50,
        }
    }
}

/// The numbers of a place and year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// `special-bond-2020`.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// The same in English.
    pub title_en: String,
    /// Budget year it was made for.
    pub year: i32,
    /// Code of the place (GB/T 2260), "" for any.
    pub place: String,
    /// What pays for its projects where a form does not say.
    pub fund: Fund,
    /// Levels of the grid.
    pub scheme: Scheme,
    /// Scores of missed 反向 targets.
    pub score_reverse: Reverse,
    /// Lowest percent of the points for 达成 and for 部分达成 of a 定性 indicator.
    pub qual_bands: [i32; 2],
    /// Over-achievement from which a reason is asked, percent.
    pub over_ratio: i32,
    /// Fewest characters of a reason.
    pub min_reason_chars: usize,
    /// Points by part.
    pub weights: Weights,
    /// Bands of the total, best first.
    pub bands: Vec<Band>,
    /// Lights of the monitoring.
    pub lights: Lights,
    /// Cuts of the monitoring beside them; profiles of earlier editions do not have the part.
    #[serde(default)]
    pub watch: Watch,
    /// Lateness and what it leaves of the points, mildest first.
    #[serde(default = "late")]
    pub late: Vec<Late>,
    /// Limits of the checks of self-evaluations; profiles of earlier editions do not have the part.
    #[serde(default)]
    pub evaluated: Evaluated,
    /// Forms whose id begins so are scored by this profile and no other; "" for any.
    #[serde(default)]
    pub form: String,
    /// Amounts and shares from which duties begin.
    pub shares: Shares,
    /// Limits of the checks.
    pub limits: Limits,
    /// Codes and names of its districts; empty where none are known.
    #[serde(default)]
    pub districts: BTreeMap<String, String>,
}

/// Why a profile cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// Not the TOML of a profile: a field is missing, unknown or of another type.
    #[error("{0}")]
    Shape(#[from] toml::de::Error),
    /// Points do not sum to 100.
    #[error("weights sum to {0} hundredths, not 10000")]
    Weights(i32),
    /// Bands must fall from the best to 0.
    #[error("bands do not fall to 0")]
    Bands,
}

impl Profile {
    /// Reads a profile from TOML.
    ///
    /// # Errors
    /// When a field is missing or unknown, points do not sum to 100 or bands do not fall to 0.
    pub fn parse(text: &str) -> Result<Self, ProfileError> {
        let profile: Self = toml::from_str(text)?;
        let w = profile.weights;
        let sum = w.execution + w.output + w.benefit + w.satisfaction;
        if sum != 10_000 {
            return Err(ProfileError::Weights(sum));
        }
        let falling = profile.bands.is_sorted_by(|a, b| a.from > b.from);
        if !falling || profile.bands.last().is_none_or(|b| b.from != 0) {
            return Err(ProfileError::Bands);
        }
        Ok(profile)
    }
    /// The built-in profile that fits a form, and its text: by what pays for it, its year and place.
    pub fn fitting(d: &Declaration) -> (Self, &'static str) {
        let fund = fund_named(d);
        let fits = |p: &Profile| {
            let bond = p.fund != Fund::General;
            let local = !p.districts.is_empty();
            if !p.form.is_empty() {
                return d.form.starts_with(&p.form);
            }
            let here = p.districts.contains_key(&d.district()) || d.form.starts_with(LOCAL_FORM);
            (!bond || (fund == Some(p.fund) && d.year == p.year)) && (!local || bond || here)
        };
        let mut all = BUILT_IN.iter().zip(TEXTS).rev();
        let (profile, text) = all
            .find(|(p, _)| fits(p))
            .expect("the first profile fits every form");
        (profile.clone(), text)
    }
    /// The band of a score in hundredths of a point, already rounded half up.
    pub fn band(&self, score: i32) -> Option<&Band> {
        self.bands
            .iter()
            .find(|b| score >= b.from)
            .or(self.bands.last())
    }
}

const TEXTS: [&str; 4] = [
    include_str!("../../data/profiles/national-2020.toml"),
    include_str!("../../data/profiles/shanghai.toml"),
    include_str!("../../data/profiles/special-bond-2020.toml"),
    include_str!("../../data/profiles/hubei-2020.toml"),
];

static BUILT_IN: LazyLock<Vec<Profile>> = LazyLock::new(|| {
    let read = |text: &&str| Profile::parse(text).expect("a test reads every built-in profile");
    TEXTS.iter().map(read).collect()
});

/// The profiles that come with the program; the first is for forms of no known place.
pub fn built_in() -> &'static [Profile] {
    &BUILT_IN
}

/// The cuts of the lights where no case says by which profile: those of the first.
pub fn lights() -> Lights {
    let first = BUILT_IN.first();
    first.expect("checked by the test of this module").lights
}

/// A built-in profile by its id.
pub fn get(id: &str) -> Option<&'static Profile> {
    BUILT_IN.iter().find(|p| p.id == id)
}

/// What pays for a project, as its form says: in the row 资金来源, or by the project's name.
pub fn fund_named(d: &Declaration) -> Option<Fund> {
    let l = lexicon();
    let source = normal(d.text("fund_source"));
    let name = normal(d.text("project_name"));
    let said = if source.is_empty() { &name } else { &source };
    if l.treasury_bond.within(said).is_some() {
        Some(Fund::SpecialTreasuryBond)
    } else if l.special_bond.within(said).is_some() {
        Some(Fund::SpecialBond)
    } else {
        (!source.is_empty()).then_some(Fund::General)
    }
}

#[cfg(test)]
mod tests {
    use super::super::declaration::Field;
    use super::*;

    #[test]
    fn built_in_profiles_can_be_used() {
        let ids: Vec<&str> = built_in().iter().map(|p| p.id.as_str()).collect();
        assert_eq!(
            ids,
            [
                "national-2020",
                "shanghai",
                "special-bond-2020",
                "hubei-2020"
            ]
        );
        let bond = get("special-bond-2020").unwrap();
        assert_eq!(bond.fund, Fund::SpecialTreasuryBond);
        assert_eq!(bond.districts.len(), 16);
        assert_eq!(bond.shares.exante_from.wan(), "500.00");
    }

    #[test]
    fn bands_cut_where_the_ministry_cuts() {
        let name = |p: &str, s| get(p).unwrap().band(s).unwrap().name.clone();
        assert_eq!(name("national-2020", 9_000), "优");
        assert_eq!(name("national-2020", 8_999), "良");
        assert_eq!(name("national-2020", 5_999), "差");
        assert_eq!(name("shanghai", 7_500), "良");
        assert_eq!(name("shanghai", 7_499), "合格");
        assert_eq!(name("national-2020", -1), "差");
    }

    #[test]
    fn a_profile_with_a_slip_is_refused_with_its_reason() {
        let text = include_str!("../../data/profiles/national-2020.toml");
        let unknown = Profile::parse(&text.replace("over_ratio", "over_rate")).unwrap_err();
        assert!(unknown.to_string().contains("over_rat"), "{unknown}");
        let short = Profile::parse(&text.replace("benefit = 3000", "benefit = 2000"));
        assert!(matches!(short, Err(ProfileError::Weights(9_000))));
        let bands = Profile::parse(&text.replace("from = 0", "from = 1"));
        assert!(matches!(bands, Err(ProfileError::Bands)));
    }

    #[test]
    fn a_form_finds_its_profile() {
        let form = |id: &str, year, source: &str, code: &str| {
            let mut d = Declaration {
                form: id.to_owned(),
                year,
                code: code.to_owned(),
                ..Declaration::default()
            };
            let raw = source.to_owned();
            d.fields.insert(
                "fund_source".to_owned(),
                Field {
                    raw,
                    ..Field::default()
                },
            );
            Profile::fitting(&d).0.id
        };
        assert_eq!(
            form("central-target", 2020, "抗疫特别国债", "31010420KY010"),
            "special-bond-2020"
        );
        assert_eq!(
            form("central-target", 2020, "", "31010420XM010"),
            "shanghai"
        );
        assert_eq!(form("shanghai-target", 2026, "", "N12"), "shanghai");
        assert_eq!(form("central-target", 2018, "", "N12"), "national-2020");
        assert_eq!(
            form("central-target", 2023, "专项债券", "N12"),
            "national-2020"
        );
    }
}
