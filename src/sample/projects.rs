//! The 47 projects of the practice database and the indicators of their kinds, from
//! `data/sample/*.csv` (invented; only their number and the 16 districts are real).

use std::sync::LazyLock;

/// One invented project.
#[derive(Debug)]
pub struct Project {
    /// Running number from 1.
    pub number: usize,
    /// District code.
    pub district: &'static str,
    /// Project code.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
    /// Kind, key of its indicators.
    pub kind: &'static str,
    /// 主管部门.
    pub department: &'static str,
    /// 总投资, 万元.
    pub total: i64,
    /// 国债资金, 万元.
    pub bond: i64,
    /// Other money, 万元.
    pub other: i64,
    /// Start, `2020-07-01`.
    pub start: &'static str,
    /// End.
    pub end: &'static str,
    /// Rules whose faults the form carries; read by the generator and its test only.
    pub defects: Vec<&'static str>,
}

/// An indicator of a kind of project.
#[derive(Debug, Clone, Copy)]
pub struct KindIndicator {
    /// Kind.
    pub kind: &'static str,
    /// 一级指标.
    pub level1: &'static str,
    /// 二级指标.
    pub level2: &'static str,
    /// 三级指标.
    pub name: &'static str,
    /// `GE LE EQ`, or "".
    pub op: &'static str,
    /// Value.
    pub value: &'static str,
    /// Unit, `date` for a day.
    pub unit: &'static str,
    /// Points.
    pub weight: i32,
}

fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    // No cell of these two files holds a comma or a quote.
    text.lines()
        .skip(1)
        .filter(|l| !l.is_empty())
        .map(|l| l.trim_end().split(',').collect())
}

/// The 47 projects.
pub fn projects() -> &'static [Project] {
    static READ: LazyLock<Vec<Project>> = LazyLock::new(|| {
        rows(include_str!("../../data/sample/projects.csv"))
            .filter_map(|r| {
                let at = |n: usize| r.get(n).copied().unwrap_or("");
                let wan = |n: usize| at(n).parse().unwrap_or(0);
                Some(Project {
                    number: at(0).parse().ok()?,
                    district: at(1),
                    code: at(3),
                    name: at(4),
                    kind: at(5),
                    department: at(6),
                    total: wan(7),
                    bond: wan(8),
                    other: wan(9),
                    start: at(10),
                    end: at(11),
                    defects: at(12).split(';').filter(|d| !d.is_empty()).collect(),
                })
            })
            .collect()
    });
    &READ
}

/// The indicators of all kinds.
pub fn indicators() -> &'static [KindIndicator] {
    static READ: LazyLock<Vec<KindIndicator>> = LazyLock::new(|| {
        rows(include_str!("../../data/sample/indicators.csv"))
            .map(|r| {
                let at = |n: usize| r.get(n).copied().unwrap_or("");
                KindIndicator {
                    kind: at(0),
                    level1: at(3),
                    level2: at(4),
                    name: at(5),
                    op: at(6),
                    value: at(7),
                    unit: at(8),
                    weight: at(10).parse().unwrap_or(0),
                }
            })
            .collect()
    });
    &READ
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_whole() {
        assert_eq!(projects().len(), 47);
        let mut districts: Vec<_> = projects().iter().map(|p| p.district).collect();
        districts.sort_unstable();
        districts.dedup();
        assert_eq!(districts.len(), 16);
        assert_eq!(projects().iter().map(|p| p.total).sum::<i64>(), 1_102_220);
        assert_eq!(
            projects().iter().filter(|p| p.defects.is_empty()).count(),
            16
        );
        for p in projects() {
            assert_eq!(p.bond + p.other, p.total, "{}", p.code);
            let points: i32 = indicators()
                .iter()
                .filter(|i| i.kind == p.kind)
                .map(|i| i.weight)
                .sum();
            assert_eq!(points, 90, "{}", p.kind);
        }
    }
}
