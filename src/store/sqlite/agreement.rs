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
            let mut round = 0;
            for e in chain::entries(&tx, id)? {
                match &e.payload {
                    Payload::Declared { .. } => round += 1,
                    Payload::Decided {
                        verdict,
                        seat: Some(_),
                        closing: false,
                        opinions,
                        proxy,
                        ..
                    } if round == 1
                        && !loaded.standing.hides(&loaded.procedure, &viewer, &e)
                        && grades
                            .iter()
                            .all(|g| g.person != proxy.as_ref().map_or(e.person, |x| x.person)) =>
                    {
                        grades.push(FirstGrade {
                            person: proxy.as_ref().map_or(e.person, |x| x.person),
                            verdict: verdict.clone(),
                            adopted: opinions.iter().any(|o| o.rule.is_some()),
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
