//! What the other seats of the practice database have graded already: about half of the cases,
//! harsher where the form has errors, some two steps apart.

use super::projects::Project;

/// A grade of another seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedGrade {
    /// Project code.
    pub code: &'static str,
    /// Seat from 1.
    pub seat: i64,
    /// Verdict.
    pub verdict: &'static str,
    /// Adopt what the automatic check found.
    pub adopt: bool,
    /// An opinion of one's own, or "".
    pub opinion: &'static str,
}

/// The lead's words when a project was returned.
pub const RETURNED: &str = "退回修改，请按意见完善后重新报送。";

/// Cases (from 0, in the order of the table) whose seats stand two steps apart: all the
/// others have graded, so that the grade of one's own seat makes the disagreement plain.
const APART: [usize; 3] = [8, 22, 36];
/// Opinions that go with 良, 中 and 差, and with 良 for a form without a fault.
const MENDABLE: [&str; 3] = [
    "请按预审意见完善后报送。",
    "原则同意，请按意见完善后报送。",
    "指标值表述请进一步量化，并与资金安排相衔接。",
];
const RETURN: [&str; 3] = [
    "绩效目标与资金不匹配，请结合建设规模重新测算。",
    "绩效目标填报不符合要求，请按意见修改后重新报送。",
    "产出指标不能反映年度任务，请补充完善后重新报送。",
];
const REJECTED: &str = "现有材料不足以支持立项，请补充论证。";
const REMARK: &str = "原则同意，请进一步说明数量指标的测算依据。";

/// Grades in the order in which they are given.
pub fn plan(projects: &'static [Project]) -> Vec<PlannedGrade> {
    let mut out = Vec::new();
    for (n, p) in projects
        .iter()
        .enumerate()
        .filter(|(n, _)| n % 2 == 0 || n % 7 == 3)
    {
        let clean = p.defects.is_empty();
        let harsh = p.defects.len() > 1 || n % 5 == 0;
        let apart = APART.contains(&n);
        for seat in [1usize, 2, 4, 5] {
            // Not every seat has been at every case: a spread like that of a real week.
            let away = !apart && (n * 5 + seat * 3) % 8 >= 6;
            if away {
                continue;
            }
            let turn = n + seat;
            let verdict = match (clean, harsh) {
                (true, _) if apart && seat == 4 => "return",
                (false, _) if apart && seat == 4 => "reject",
                (true, _) if !apart && turn % 9 == 0 => "revise",
                (true, _) => "pass",
                (false, true) if turn % 5 == 0 => "reject",
                (false, true) => "return",
                (false, false) if !apart && turn % 9 == 0 => "return",
                (false, false) => "revise",
            };
            let opinion = match verdict {
                "pass" => "",
                "revise" if clean => REMARK,
                "revise" => MENDABLE[turn % MENDABLE.len()],
                "return" => RETURN[turn % RETURN.len()],
                _ => REJECTED,
            };
            out.push(PlannedGrade {
                code: p.code,
                seat: i64::try_from(seat).unwrap_or(0),
                verdict,
                adopt: !clean,
                opinion,
            });
        }
    }
    out
}

/// Who stepped back from what: seat and project.
pub const RECUSALS: &[(i64, &str)] = &[(4, "31010620KY016")];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::projects::projects;
    use std::collections::{BTreeMap, BTreeSet};

    fn rank(verdict: &str) -> usize {
        ["pass", "revise", "return", "reject"]
            .iter()
            .position(|v| *v == verdict)
            .expect("a verdict of the procedure")
    }

    #[test]
    fn grades_are_spread_as_in_a_real_week() {
        let plan = plan(projects());
        let share = |v| plan.iter().filter(|g| g.verdict == v).count() * 100 / plan.len();
        let shares = ["pass", "revise", "return", "reject"].map(share);
        for (got, want) in shares.into_iter().zip([30, 42, 23, 5]) {
            assert!(got.abs_diff(want) <= 6, "{shares:?}");
        }
    }

    #[test]
    fn only_sound_forms_pass_and_every_other_grade_says_why() {
        let sound: BTreeSet<&str> = projects()
            .iter()
            .filter(|p| p.defects.is_empty())
            .map(|p| p.code)
            .collect();
        for g in plan(projects()) {
            assert!(g.verdict != "pass" || sound.contains(g.code), "{g:?}");
            assert_eq!(g.verdict == "pass", g.opinion.is_empty(), "{g:?}");
        }
    }

    #[test]
    fn three_cases_stand_two_steps_apart_and_wait_for_one_seat() {
        let mut cases: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for g in plan(projects()) {
            cases.entry(g.code).or_default().push(rank(g.verdict));
        }
        let apart: Vec<_> = cases
            .values()
            .filter(|r| r.iter().max() >= r.iter().min().map(|m| m + 2).as_ref())
            .collect();
        assert_eq!(apart.len(), APART.len(), "{cases:?}");
        assert!(apart.iter().all(|r| r.len() == 4));
    }
}
