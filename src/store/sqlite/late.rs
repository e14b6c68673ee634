//! Whose turn it is: what waits for whom, what of it is overdue, and at their own pace how long it
//! takes.

use super::SqliteReader;
use crate::domain::day::Day;
use crate::domain::id::PersonId;
use crate::store::StoreError;
use rusqlite::{Connection, params};

/// A person's latest verdicts that their pace is taken from.
const VERDICTS: i64 = 200;
/// Of their latest entries so many are looked at: an import may lie between.
const LATEST: i64 = 2000;
/// Two verdicts further apart than that were not given in one sitting, milliseconds.
const SITTING: i64 = 15 * 60 * 1000;

/// What waits for somebody's seat.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// Who.
    pub person: PersonId,
    /// Cases that wait for them.
    pub waiting: u64,
    /// Of these, past their deadline.
    pub overdue: u64,
    /// The earliest deadline.
    pub next: Option<Day>,
    /// The middle of their times from one verdict to the next within a sitting, milliseconds; none
    /// while there are fewer than three.
    pub pace: Option<i64>,
}

impl Turn {
    /// Minutes that what waits takes at that pace, rounded up.
    pub fn minutes(&self) -> Option<u64> {
        minutes(self.pace, self.waiting)
    }
}

fn minutes(pace: Option<i64>, waiting: u64) -> Option<u64> {
    let pace = u64::try_from(pace?).ok()?;
    Some((waiting * pace).div_ceil(60_000))
}

/// The middle of a person's times from one verdict to the next within a sitting, milliseconds; none
/// while there are fewer than three.
fn pace(c: &Connection, person: PersonId) -> Result<Option<i64>, StoreError> {
    let at = c
        .prepare_cached(
            "SELECT at FROM (SELECT seq, at, command, payload FROM entry WHERE person = ?1 ORDER BY seq DESC LIMIT ?3) WHERE command <> 'demo' AND json_extract(payload, '$.kind') = 'decided' ORDER BY seq DESC LIMIT ?2",
        )?
        .query_map(params![person.get(), VERDICTS, LATEST], |r| r.get(0))?
        .collect::<Result<Vec<i64>, _>>()?;
    let mut apart: Vec<i64> = at
        .windows(2)
        .filter_map(|w| Some(w.first()? - w.last()?))
        .filter(|d| (1..SITTING).contains(d))
        .collect();
    apart.sort_unstable();
    let middle = apart.get(apart.len() / 2).copied();
    Ok(middle.filter(|_| apart.len() >= 3))
}

impl SqliteReader {
    /// Minutes that so many cases take at the viewer's own pace, rounded up; none while there is no
    /// telling.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn minutes(&mut self, waiting: u64) -> Result<Option<u64>, StoreError> {
        Ok(minutes(pace(&self.c, self.viewer.id)?, waiting))
    }

    /// What waits for each seat of a queue, the most overdue first.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn turns(&mut self, queue: &str) -> Result<Vec<Turn>, StoreError> {
        let today = self.today.number();
        let tx = self.c.unchecked_transaction()?;
        let rows = tx
            .prepare_cached(
                "SELECT person, count(*), sum(due < ?2), min(due) FROM seat WHERE queue = ?1 AND waiting = 1 GROUP BY person",
            )?
            .query_map(params![queue, today], |r| {
                Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))
            })?
            .collect::<Result<Vec<(i64, i64, i64, i32)>, _>>()?;
        let mut out = Vec::new();
        for (person, waiting, overdue, next) in rows {
            out.push(Turn {
                person: PersonId::new(person),
                waiting: u64::try_from(waiting).unwrap_or(0),
                overdue: u64::try_from(overdue).unwrap_or(0),
                next: Day::from_number(next),
                pace: pace(&tx, PersonId::new(person))?,
            });
        }
        let key = |t: &Turn| {
            let most = std::cmp::Reverse;
            (most(t.overdue), most(t.waiting), t.person)
        };
        out.sort_by_key(key);
        Ok(out)
    }
}
