//! Cases whose forms are near-identical to one's, among those that wait for the viewer.

use super::SqliteReader;
use super::page;
use crate::domain::alike::Outline;
use crate::domain::declaration::Declaration;
use crate::domain::id::CaseId;
use crate::store::StoreError;
use rusqlite::params;

/// Forms that are compared at most.
const MOST: i64 = 5000;

/// Near-identical cases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Alike {
    /// Each with the version that the viewer judges, the one asked about among them.
    pub cases: Vec<(CaseId, u32)>,
    /// Not all that wait were compared.
    pub more: bool,
}

impl SqliteReader {
    /// The cases of the same queue that wait for the viewer and whose form is near-identical to
    /// this one's.
    ///
    /// # Errors
    /// When the case is not there, or cannot be read.
    pub fn alike(&mut self, case: CaseId) -> Result<Alike, StoreError> {
        let tx = self.c.unchecked_transaction()?;
        let (queue, text): (String, String) = tx
            .prepare_cached(
                "SELECT k.queue, d.facts FROM kase k JOIN declaration d ON d.kase = k.id AND d.round = k.round WHERE k.id = ?",
            )?
            .query_row([case.get()], |r| Ok((r.get(0)?, r.get(1)?)))
            .map_err(|_| StoreError::NoCase(case.to_string()))?;
        let form = |text: &str| -> Result<Outline, StoreError> {
            let d: Declaration =
                serde_json::from_str(text).map_err(|e| StoreError::Broken(e.to_string()))?;
            Ok(Outline::of(&d))
        };
        let own = form(&text)?;
        let waits = page::waiting(&self.viewer, self.today);
        let sql = format!(
            "SELECT k.id, k.common + coalesce(s.acts, 0), d.facts FROM kase k LEFT JOIN seat s ON s.person = ?1 AND s.kase = k.id JOIN declaration d ON d.kase = k.id AND d.round = k.round WHERE k.queue = ?2 AND k.open > 0 AND {waits} ORDER BY k.id LIMIT ?3"
        );
        let mut s = tx.prepare_cached(&sql)?;
        let mut rows = s.query(params![self.viewer.id.get(), queue, MOST + 1])?;
        let mut out = Alike::default();
        let mut seen = 0;
        while let Some(r) = rows.next()? {
            seen += 1;
            if seen > MOST {
                out.more = true;
                break;
            }
            if form(&r.get::<_, String>(2)?)?.is_like(&own) {
                out.cases.push((CaseId::new(r.get(0)?), r.get(1)?));
            }
        }
        Ok(out)
    }
}
