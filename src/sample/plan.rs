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

/// Grades in the order in which they are given.
pub fn plan(projects: &'static [Project]) -> Vec<PlannedGrade> {
    let mut out = Vec::new();
    for (n, p) in projects
        .iter()
        .enumerate()
        .filter(|(n, _)| n % 2 == 0 || n % 7 == 3)
    {
        let clean = p.defects.is_empty();
        for seat in [1, 2, 4, 5] {
            // Not every seat has been at every case: a spread like that of a real week.
            if (n * 5 + usize::try_from(seat).unwrap_or(0) * 3) % 8 >= 6 {
                continue;
            }
            let turn = (n * 7 + usize::try_from(seat).unwrap_or(0)) % 20;
            let apart = matches!(n, 8 | 22 | 36) && seat == 4;
            let (verdict, opinion) = match (clean, turn) {
                _ if apart => ("return", "绩效目标与资金不匹配，请结合建设规模重新测算。"),
                (true, 0..=13) => ("pass", ""),
                (true, _) => ("revise", "原则同意，请进一步说明数量指标的测算依据。"),
                (false, 0..=8) => ("revise", "请按预审意见完善后报送。"),
                (false, 9..=18) => ("return", "请修改后重新报送。"),
                (false, _) => ("reject", "现有材料不足以支持立项，请补充论证。"),
            };
            out.push(PlannedGrade {
                code: p.code,
                seat,
                verdict,
                adopt: !clean && verdict != "pass",
                opinion,
            });
        }
    }
    out
}

/// Who stepped back from what: seat and project.
pub const RECUSALS: &[(i64, &str)] = &[(4, "31010620KY016")];
