//! The first blind grade of each seat on each case, as the viewer may know them.

use super::append::load;
use super::{SqliteReader, chain};
use crate::domain::entry::Payload;
use crate::domain::id::{CaseId, PersonId};
use crate::store::StoreError;
use rusqlite::params;

/// A person's first grade on a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstGrade {
    /// Who.
    pub person: PersonId,
    /// The verdict.
    pub verdict: String,
    /// Some of its opinions were adopted from what the rules had found: it leans on them.
    pub adopted: bool,
    /// Given without what the rules had found; inside, the grade that the seat went on to once it
    /// saw them.
    pub unaided: Option<Option<String>>,
}

/// A case and the first grades on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// Project code.
    pub code: String,
    /// Ids of the rules that found something, with blanks between.
    pub rules: String,
    /// The grades, by who gave them first.
    pub grades: Vec<FirstGrade>,
}

impl SqliteReader {
    /// Cases of a queue that no longer wait for seats, at most `most`, with the first grade that
    /// each person gave in the first round, whatever they changed later; what the viewer may not
    /// know is left out.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn first_grades(&mut self, queue: &str, most: usize) -> Result<Vec<Judged>, StoreError> {
        let viewer = self.viewer.clone();
        let limit = i64::try_from(most).unwrap_or(i64::MAX);
        let tx = self.c.unchecked_transaction()?;
        let ids = tx
            .prepare_cached(
                "SELECT id, code, rules FROM kase WHERE queue = ? AND open <> 1 AND seated = 1 ORDER BY code LIMIT ?",
            )?
            .query_map(params![queue, limit], |r| {
                Ok((r.get::<_, i64>(0)?, r.get(1)?, r.get(2)?))
            })?
            .collect::<Result<Vec<_>, _>>()?;
        let mut out = Vec::new();
        for (id, code, rules) in ids {
            let id = CaseId::new(id);
            let loaded = load(&tx, &mut self.definitions, id)?;
            let mut grades: Vec<FirstGrade> = Vec::new();
            let (mut round, mut blind) = (0, Vec::new());
            for e in chain::entries(&tx, id)? {
                match &e.payload {
                    Payload::Declared { .. } => round += 1,
                    Payload::Opened { unaided, .. } => blind.clone_from(unaided),
                    Payload::Decided {
                        verdict,
                        seat: Some(seat),
                        closing: false,
                        opinions,
                        proxy,
                        ..
                    } if round == 1 && !loaded.standing.hides(&loaded.procedure, &viewer, &e) => {
                        let person = proxy.as_ref().map_or(e.person, |x| x.person);
                        if let Some(g) = grades.iter_mut().find(|g| g.person == person) {
                            // The first after it is what the seat makes of the findings.
                            if let Some(then @ None) = &mut g.unaided {
                                *then = Some(verdict.clone());
                            }
                            continue;
                        }
                        grades.push(FirstGrade {
                            person,
                            verdict: verdict.clone(),
                            adopted: opinions.iter().any(|o| o.rule.is_some()),
                            unaided: blind.contains(seat).then_some(None),
                        });
                    }
                    _ => {}
                }
            }
            out.push(Judged {
                code,
                rules,
                grades,
            });
        }
        Ok(out)
    }
}
