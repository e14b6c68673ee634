//! Self-evaluations whose table has no head of its own, or is of a scheme of its own.

use super::Line;
use crate::domain::declaration::{At, Declaration, Field};

/// The project of a table without a head is called by its caption.
pub(super) fn name(d: &mut Declaration, lines: &[Line<'_>], sheet: &str) {
    let nameless = d.text("project_name").is_empty() && d.form.ends_with("self-evaluation");
    if let Some((raw, row)) = caption(lines).filter(|_| nameless) {
        let at = At {
            sheet: sheet.to_owned(),
            row,
            column: 1,
        };
        let field = Field {
            raw,
            at,
            ..Field::default()
        };
        d.fields.insert("project_name".to_owned(), field);
    }
}

/// What the caption of a table without a head calls its project.
fn caption(lines: &[Line<'_>]) -> Option<(String, u32)> {
    let line = lines.first().filter(|l| l.items.len() == 1)?;
    let text = line.first().text.trim();
    let text = text.trim_matches(['(', ')', '（', '）']);
    let name = text.split("绩效指标完成情况").next().unwrap_or(text).trim();
    (!name.is_empty()).then(|| (name.to_owned(), line.row))
}

/// A self-evaluation that gives the execution 20 points is of the scheme before 2020, which one
/// province keeps: its scores have formulas of their own.
pub(super) fn scheme(d: &mut Declaration) {
    if d.form.ends_with("self-evaluation") && d.text("exec_weight") == "20" {
        "hubei-self-evaluation".clone_into(&mut d.form);
    }
}
