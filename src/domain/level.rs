//! The two levels of the grid 一级指标 and 二级指标, and which belongs under which.

use super::value::normal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Which levels a form may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scheme {
    /// By the year of the form: [`Scheme::Of2015`] until 2020, then [`Scheme::Of2021`].
    #[default]
    ByYear,
    /// 财预〔2015〕88号: cost is a kind of output.
    Of2015,
    /// 财预〔2021〕101号: cost is a first level of its own.
    Of2021,
}

impl Scheme {
    /// True when cost is a first level of its own on a form of that year.
    pub const fn cost_is_first(self, year: i32) -> bool {
        match self {
            Self::ByYear => year >= 2021,
            Self::Of2015 => false,
            Self::Of2021 => true,
        }
    }
}

/// First level 一级指标.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level1 {
    /// 产出指标.
    Output,
    /// 成本指标.
    Cost,
    /// 效益指标.
    Benefit,
    /// 满意度指标.
    Satisfaction,
}

/// Second level 二级指标.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Level2 {
    /// 数量指标.
    #[serde(rename = "output.quantity")]
    Quantity,
    /// 质量指标.
    #[serde(rename = "output.quality")]
    Quality,
    /// 时效指标.
    #[serde(rename = "output.timeliness")]
    Timeliness,
    /// 成本指标 under 产出指标.
    #[serde(rename = "output.cost")]
    Cost,
    /// 经济成本指标.
    #[serde(rename = "cost.economic")]
    EconomicCost,
    /// 社会成本指标.
    #[serde(rename = "cost.social")]
    SocialCost,
    /// 生态环境成本指标.
    #[serde(rename = "cost.environmental")]
    EnvironmentalCost,
    /// 经济效益指标.
    #[serde(rename = "benefit.economic")]
    Economic,
    /// 社会效益指标.
    #[serde(rename = "benefit.social")]
    Social,
    /// 生态效益指标.
    #[serde(rename = "benefit.ecological")]
    Ecological,
    /// 可持续影响指标.
    #[serde(rename = "benefit.sustainable")]
    Sustainable,
    /// 服务对象满意度指标.
    #[serde(rename = "satisfaction.service")]
    Satisfaction,
}

impl Level2 {
    /// The first level it stands under; cost is [`Level1::Output`] in the form of 2015.
    pub const fn level1(self) -> Level1 {
        match self {
            Self::Quantity | Self::Quality | Self::Timeliness | Self::Cost => Level1::Output,
            Self::EconomicCost | Self::SocialCost | Self::EnvironmentalCost => Level1::Cost,
            Self::Economic | Self::Social | Self::Ecological | Self::Sustainable => Level1::Benefit,
            Self::Satisfaction => Level1::Satisfaction,
        }
    }
    /// True for a benefit of any kind.
    pub fn is_benefit(self) -> bool {
        self.level1() == Level1::Benefit
    }
    /// True for cost in either scheme.
    pub fn is_cost(self) -> bool {
        self == Self::Cost || self.level1() == Level1::Cost
    }
    /// The label of the form, `数量指标`.
    pub fn label(self) -> &'static str {
        LEVELS
            .level2
            .iter()
            .find(|l| l.code == self)
            .map_or("", |l| l.label.as_str())
    }
    /// The word of its label, `数量`.
    pub fn word(self) -> &'static str {
        let label = self.label();
        label.strip_suffix(ENDING).unwrap_or(label)
    }
}

/// How the two level cells of a line are understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Placed {
    /// The kind that the second cell names (or the first, if it says it all).
    pub kind: Option<Level2>,
    /// True when the pair is no pair of the form.
    pub misplaced: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Named {
    code: Level2,
    label: String,
    aliases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Levels {
    level1: BTreeMap<Level1, Vec<String>>,
    level2: Vec<Named>,
}

static LEVELS: LazyLock<Levels> = LazyLock::new(|| {
    toml::from_str(include_str!("../../data/rules/levels.toml"))
        .expect("the table of levels is checked by a test")
});

const ENDING: &str = "指标";

/// A cell without blanks, remarks in brackets and the ending 指标.
fn bare(cell: &str) -> String {
    let text = normal(cell);
    let head = text.split('(').next().unwrap_or("");
    let head = head.trim_end_matches([':', '、']);
    head.strip_suffix(ENDING).unwrap_or(head).to_owned()
}

/// The first level a cell names.
pub fn first(cell: &str) -> Option<Level1> {
    let cell = bare(cell);
    let found = LEVELS
        .level1
        .iter()
        .find(|(_, names)| names.contains(&cell));
    found.map(|(level, _)| *level)
}

/// The second level a cell names.
pub fn second(cell: &str) -> Option<Level2> {
    let cell = bare(cell);
    let named = |l: &&Named| {
        l.label.strip_suffix(ENDING) == Some(cell.as_str()) || l.aliases.contains(&cell)
    };
    LEVELS.level2.iter().find(named).map(|l| l.code)
}

/// Understands the two level cells of a line; `cost_first` as [`Scheme::cost_is_first`].
pub fn place(level1: &str, level2: &str, cost_first: bool) -> Placed {
    if level2.trim().is_empty() {
        let kind = second(level1);
        let misplaced = kind.is_none() && !level1.trim().is_empty();
        return Placed { kind, misplaced };
    }
    let (one, kind) = (first(level1), second(level2));
    let fits = match (one, kind) {
        (_, None) => false,
        (None, Some(_)) => level1.trim().is_empty(),
        // Some provinces list satisfaction under benefit.
        (Some(Level1::Benefit), Some(Level2::Satisfaction)) => true,
        (Some(Level1::Cost), Some(k)) => cost_first && k.level1() == Level1::Cost,
        (Some(one), Some(k)) => one == k.level1(),
    };
    Placed {
        kind,
        misplaced: !fits,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_the_forms_are_known() {
        for (one, two, year, kind, misplaced) in [
            ("产出指标", "数量指标", 2020, Some(Level2::Quantity), false),
            (
                "产出指标(40-50)分",
                "数量指标",
                2023,
                Some(Level2::Quantity),
                false,
            ),
            ("产出指标", "成本指标", 2023, Some(Level2::Cost), false),
            (
                "成本指标",
                "经济成本指标",
                2026,
                Some(Level2::EconomicCost),
                false,
            ),
            (
                "成本指标",
                "经济成本指标",
                2020,
                Some(Level2::EconomicCost),
                true,
            ),
            (
                "效益指标",
                "社会公众或服务对象满意度指标",
                2023,
                Some(Level2::Satisfaction),
                false,
            ),
            (
                "社会公众或服务对象满意度指标",
                "",
                2021,
                Some(Level2::Satisfaction),
                false,
            ),
            ("项目决策", "数量指标", 2020, Some(Level2::Quantity), true),
            ("效益指标", "数量指标", 2020, Some(Level2::Quantity), true),
            ("产出指标", "决策依据", 2020, None, true),
            (
                "产出 指标",
                "时效\n指标",
                2020,
                Some(Level2::Timeliness),
                false,
            ),
            ("", "质量指标", 2020, Some(Level2::Quality), false),
        ] {
            let cost_first = Scheme::ByYear.cost_is_first(year);
            assert_eq!(
                place(one, two, cost_first),
                Placed { kind, misplaced },
                "{one}/{two}"
            );
        }
        assert_eq!(LEVELS.level2.len(), 12);
        assert_eq!(Level2::Satisfaction.label(), "服务对象满意度指标");
    }
}
