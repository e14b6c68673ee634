//! What is known of a project beside the form at hand: lines of other tables, what was approved, the
//! round before.

use super::append::load;
use super::cache::Definitions;
use crate::domain::checklist::Sheet;
use crate::domain::companion::{Companions, PlanLine};
use crate::domain::declaration::Declaration;
use crate::domain::finding::Finding;
use crate::domain::id::CaseId;
use crate::domain::procedure::{Procedure, builtin};
use crate::domain::profile::Profile;
use crate::domain::rules;
use crate::domain::standing::Standing;
use crate::store::StoreError;
use rusqlite::{Connection, OptionalExtension as _};
use std::sync::Arc;

/// Which form is looked at.
pub(super) struct About {
    case: CaseId,
    /// The round before the form's, 0 for none.
    earlier: u16,
    required: Vec<String>,
}

impl About {
    /// The form of the round that a case is in.
    pub(super) fn present(case: CaseId, s: &Standing) -> Self {
        Self {
            case,
            earlier: s.round.saturating_sub(1),
            required: s.required.clone(),
        }
    }
    /// The form that opens the next round.
    pub(super) fn next(p: &Procedure, case: CaseId, s: &Standing) -> Self {
        Self {
            case,
            earlier: s.round,
            required: s.requires(p),
        }
    }
}

/// What the rules of a queue say of a form.
pub(super) fn findings(
    p: &Procedure,
    profile: &Profile,
    known: &Companions,
    d: &Declaration,
) -> Vec<Finding> {
    let mut found = rules::run_letter(&p.rules, d, &rules::Context::stored(profile, known));
    if p.checks() {
        let paid = known.whole_year().and_then(|x| x.paid);
        found.extend(rules::reevaluation::treasury(d.fen("paid_to_date"), paid));
        found.extend(rules::reevaluation::beside(d, &known.evidence));
    }
    found
}

/// All that is known; later lines win.
pub(super) fn of(
    c: &Connection,
    definitions: &mut Definitions,
    p: &Procedure,
    about: &About,
    d: &Declaration,
) -> Result<Companions, StoreError> {
    let code = &d.code;
    let mut out = Companions {
        required: about.required.clone(),
        ..Companions::default()
    };
    let mut s = c.prepare_cached(
        "SELECT line FROM companion WHERE code = ?1 OR kind = 'other-funds' ORDER BY seq, rowid",
    )?;
    let mut rows = s.query([code])?;
    while let Some(r) = rows.next()? {
        let text: String = r.get(0)?;
        out.take(code, read(&text)?);
    }
    let loaded = |kind: &str| -> Result<bool, StoreError> {
        Ok(
            c.prepare_cached("SELECT EXISTS (SELECT 1 FROM companion WHERE kind = ?)")?
                .query_row([kind], |r| r.get(0))?,
        )
    };
    out.budget_loaded = loaded("budget-record")?;
    out.evidence_loaded = p.checks() && loaded("evidence")?;
    if p.input != TARGET {
        // What was decided here counts before a table from elsewhere.
        out.flags = flags(c, code)?;
        out.approved = approved(c, definitions, code)?.or_else(|| out.listed.take());
        out.earlier = form(c, about.case, about.earlier)?;
    }
    Ok(out)
}

/// The checklist of a form, with what is known beside it; none where its queue has none.
pub(super) fn sheet(
    p: &Arc<Procedure>,
    profile: &Arc<Profile>,
    known: &Companions,
    d: &Declaration,
    findings: &[Finding],
) -> Option<Sheet> {
    if !p.checks() {
        return None;
    }
    let paid = known.whole_year().and_then(|x| x.paid);
    Sheet::of(p, profile, d, known.approved.as_ref(), paid, findings)
}

/// Rules that found something in the last monitoring report of a project.
fn flags(c: &Connection, code: &str) -> Result<Vec<String>, StoreError> {
    let mut out = Vec::new();
    for (p, ..) in builtin().iter().filter(|(p, ..)| p.watch) {
        let found: Option<String> = c
            .prepare_cached("SELECT rules FROM kase WHERE queue = ? AND code = ?")?
            .query_row((&p.id, code), |r| r.get(0))
            .optional()?;
        let found = found.unwrap_or_default();
        out.extend(found.split_whitespace().map(str::to_owned));
    }
    Ok(out)
}

/// A project's own plan.
pub(super) fn plan(c: &Connection, code: &str) -> Result<Vec<PlanLine>, StoreError> {
    let mut out = Companions::default();
    let mut s = c.prepare_cached(
        "SELECT line FROM companion WHERE code = ? AND kind = 'plan' ORDER BY seq, rowid",
    )?;
    let mut rows = s.query([code])?;
    while let Some(r) = rows.next()? {
        let text: String = r.get(0)?;
        out.take(code, read(&text)?);
    }
    Ok(out.plan)
}

/// The kind of table that declares targets.
pub(super) const TARGET: &str = "target";

/// The target that stands approved for a project: decided, and not against it.
fn approved(
    c: &Connection,
    definitions: &mut Definitions,
    code: &str,
) -> Result<Option<Declaration>, StoreError> {
    for (p, ..) in builtin().iter().filter(|(p, ..)| p.input == TARGET) {
        let id: Option<i64> = c
            .prepare_cached("SELECT id FROM kase WHERE queue = ? AND code = ?")?
            .query_row((&p.id, code), |r| r.get(0))
            .optional()?;
        let found = match id.map(CaseId::new) {
            Some(case) => approved_in(c, definitions, case)?,
            None => None,
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

/// The target that stands approved in a case.
pub(super) fn approved_in(
    c: &Connection,
    definitions: &mut Definitions,
    case: CaseId,
) -> Result<Option<Declaration>, StoreError> {
    let loaded = load(c, definitions, case)?;
    let s = &loaded.standing;
    let decision = s.closing.as_ref().filter(|_| s.decided());
    let kind = decision.and_then(|d| loaded.procedure.verdict(&d.first.verdict));
    if kind.is_some_and(|k| k.to == loaded.procedure.approved() && !k.harsh) {
        form(c, case, s.round)
    } else {
        Ok(None)
    }
}

fn form(c: &Connection, case: CaseId, round: u16) -> Result<Option<Declaration>, StoreError> {
    let text: Option<String> = c
        .prepare_cached("SELECT facts FROM declaration WHERE kase = ? AND round = ?")?
        .query_row((case.get(), round), |r| r.get(0))
        .optional()?;
    text.as_deref().map(read).transpose()
}

pub(super) fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|e| StoreError::Broken(e.to_string()))
}
