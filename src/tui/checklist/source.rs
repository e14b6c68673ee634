//! What a row of the checklist rests on, as a text to read.

use super::{evidence, found, name, row};
use crate::domain::evaluation::EXECUTION;
use crate::tui::model::{Effect, Model, Over};
use crate::tui::text;
use crate::words::{self, evaluation as say};

/// All that is known of the row under the cursor, to read.
pub(in crate::tui) fn look(m: &mut Model) -> Vec<Effect> {
    let Some(w) = m.work.as_ref() else {
        return Vec::new();
    };
    let (Some(row), Some(sheet)) = (row(w), &w.file.sheet) else {
        return Vec::new();
    };
    let mut lines: Vec<String> = Vec::new();
    if let (Some(i), Some(round)) = (sheet.line(row).and_then(|l| l.at), w.file.now())
        && let Some(i) = round.declaration.indicators.get(i)
    {
        lines.push(words::field::level(i));
        for (key, text) in i.notes.iter().filter(|(_, t)| !t.trim().is_empty()) {
            lines.push(format!("{}  {text}", words::look::note(m.lang, key)));
        }
    }
    if row.id == EXECUTION
        && let Some(round) = w.file.now()
    {
        for key in [
            "initial_budget",
            "adjusted_budget",
            "paid_to_date",
            "exec_rate",
            "exec_reason",
        ] {
            let text = round.declaration.text(key);
            if !text.is_empty() {
                lines.push(format!("{}  {text}", words::field::name(m.lang, key)));
            }
        }
        if let Some(paid) = sheet.treasury {
            lines.push(say::treasury(m.lang, &paid.wan()));
        }
    }
    if row.line.is_none()
        && let Some(round) = w.file.now()
    {
        for key in ["conclusion", "problems", "measures", "filed_on"] {
            let text = round.declaration.text(key);
            if !text.is_empty() {
                lines.push(format!("{}  {text}", words::field::name(m.lang, key)));
            }
        }
    }
    for e in evidence(w, row) {
        let sample = e
            .sample
            .map_or_else(String::new, |n| say::sample(m.lang, n));
        lines.push(format!(
            "{}  {} {}   {} {sample}",
            say::evidence(m.lang),
            e.file,
            e.page,
            e.shows
        ));
    }
    for f in found(sheet, row) {
        lines.push(format!("{}  {}", f.rule, f.message));
    }
    let head = name(m.lang, sheet, row);
    let cells = usize::from(m.size.0.saturating_sub(6));
    let shown = lines
        .iter()
        .flat_map(|l| text::wrap(&crate::domain::clean::lines(l), cells));
    m.over = Some(Over::Text(head, shown.collect(), 0));
    Vec::new()
}
