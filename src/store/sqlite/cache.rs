//! What lists show, derived from entries: lines of cases, seats, tallies. Nothing here is truth;
//! `verify` builds it anew and compares.

use super::{gauges, seek};
use crate::domain::declaration::Declaration;
use crate::domain::finding::{Finding, Severity};
use crate::domain::gauge::Gauge;
use crate::domain::id::CaseId;
use crate::domain::procedure::{Digest, Procedure};
use crate::domain::profile::Profile;
use crate::domain::standing::{Seat, Standing};
use crate::store::StoreError;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::HashMap;
use std::sync::Arc;

/// Procedures and profiles by the hash of their texts, read once a connection.
#[derive(Default)]
pub(super) struct Definitions {
    procedures: HashMap<Digest, Arc<Procedure>>,
    profiles: HashMap<Digest, Arc<Profile>>,
}

impl Definitions {
    pub(super) fn procedure(
        &mut self,
        c: &Connection,
        hash: Digest,
    ) -> Result<Arc<Procedure>, StoreError> {
        if let Some(p) = self.procedures.get(&hash) {
            return Ok(Arc::clone(p));
        }
        let p = Procedure::parse(&text(c, hash)?)
            .map_err(|e| StoreError::Broken(format!("procedure {hash}: {e}")))?;
        let p = Arc::new(p);
        self.procedures.insert(hash, Arc::clone(&p));
        Ok(p)
    }
    pub(super) fn profile(
        &mut self,
        c: &Connection,
        hash: Digest,
    ) -> Result<Arc<Profile>, StoreError> {
        if let Some(p) = self.profiles.get(&hash) {
            return Ok(Arc::clone(p));
        }
        let p = Profile::parse(&text(c, hash)?)
            .map_err(|e| StoreError::Broken(format!("profile {hash}: {e}")))?;
        let p = Arc::new(p);
        self.profiles.insert(hash, Arc::clone(&p));
        Ok(p)
    }
}

fn text(c: &Connection, hash: Digest) -> Result<String, StoreError> {
    c.prepare_cached("SELECT text FROM definition WHERE hash = ?")?
        .query_row([hash.0.as_slice()], |r| r.get(0))
        .optional()?
        .ok_or_else(|| StoreError::Broken(format!("definition {hash}")))
}

/// What of a case's line comes from its standing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) round: u16,
    pub(super) state: String,
    pub(super) open: u8,
    pub(super) holder: i64,
    pub(super) common: u32,
    pub(super) due: i32,
    pub(super) filled: u32,
    pub(super) needed: u32,
    pub(super) seated: bool,
}

impl Line {
    pub(super) fn of(p: &Procedure, s: &Standing) -> Self {
        let awaiting = s.state == p.second;
        let until = s.mends_until(p);
        let open = if until.is_some() {
            4
        } else if awaiting {
            3
        } else if s.state == p.graded || s.state == p.dissent {
            2
        } else {
            u8::from(p.is_open(&s.state))
        };
        let holder = s
            .closing
            .as_ref()
            .filter(|_| awaiting)
            .map_or(0, |c| c.first.person.get());
        Self {
            round: s.round,
            state: s.state.clone(),
            open,
            holder,
            common: s.common,
            due: until.unwrap_or(s.due),
            filled: u32::try_from(s.filled()).unwrap_or(u32::MAX),
            needed: u32::try_from(s.needed()).unwrap_or(u32::MAX),
            seated: s.seated,
        }
    }
}

/// What of a person's part in a case lists need: waiting, verdict, own acts, recused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) waiting: bool,
    pub(super) verdict: String,
    pub(super) acts: u32,
    pub(super) recused: bool,
    pub(super) withheld: bool,
}

/// Everybody's part in a case.
pub(super) fn parts(p: &Procedure, s: &Standing) -> std::collections::BTreeMap<i64, Part> {
    let mut people: std::collections::BTreeSet<_> = s.seats.iter().map(|x| x.person).collect();
    people.extend(s.acts.keys());
    people.extend(s.recused.keys());
    // Without seats the decision itself is its giver's verdict.
    let alone = s.closing.as_ref().filter(|_| !s.seated).map(|c| &c.first);
    people.extend(alone.map(|g| g.person));
    people
        .into_iter()
        .map(|person| {
            let seat = s.seat_of(person);
            let own = alone.filter(|g| g.person == person);
            let verdict = seat
                .and_then(Seat::stands)
                .or(own)
                .map_or("", |g| g.verdict.as_str());
            let recused = s.recused.contains_key(&person);
            let grading = s.state == p.start || s.state == p.again;
            let part = Part {
                waiting: !recused
                    && ((grading && seat.is_some_and(|x| !x.is_in())) || s.asks(person).is_some()),
                verdict: verdict.to_owned(),
                acts: s.acts.get(&person).copied().unwrap_or(0),
                recused,
                withheld: s.withholds(person),
            };
            (person.get(), part)
        })
        .collect()
}

/// Changes a counter.
fn count(c: &Connection, queue: &str, what: &str, by: i64) -> Result<(), StoreError> {
    let n = c
        .prepare_cached("UPDATE tally SET n = n + ?3 WHERE queue = ?1 AND what = ?2")?
        .execute(params![queue, what, by])?;
    if n == 0 {
        c.prepare_cached("INSERT INTO tally (queue, what, n) VALUES (?,?,?)")?
            .execute(params![queue, what, by])?;
    }
    Ok(())
}

/// The counters a standing is counted in.
pub(super) fn counters(p: &Procedure, s: &Standing) -> Vec<String> {
    let line = Line::of(p, s);
    let mut out = vec![line.state];
    if line.open == 1 && !line.seated {
        out.push("unseated".to_owned());
    }
    let waiting = parts(p, s).into_iter().filter(|(_, part)| part.waiting);
    out.extend(waiting.map(|(person, _)| format!("wait:{person}")));
    out
}

/// Writes what changed from one standing of a case to the next. `before` is none for a new case.
pub(super) fn update(
    c: &Connection,
    p: &Procedure,
    case: CaseId,
    before: Option<&Standing>,
    after: &Standing,
    changed: bool,
) -> Result<(), StoreError> {
    let line = Line::of(p, after);
    gauges::along(c, case, || {
        c.prepare_cached(
            "UPDATE kase SET round=?2, state=?3, open=?4, holder=?5, common=?6, due=?7, filled=?8, needed=?9, seated=?10, changed=CASE WHEN ?11 THEN ?12 ELSE changed END WHERE id=?1",
        )?
        .execute(params![
            case.get(),
            line.round,
            line.state,
            line.open,
            line.holder,
            line.common,
            line.due,
            line.filled,
            line.needed,
            line.seated,
            changed,
            after.last.get(),
        ])?;
        Ok(())
    })?;
    let old = before.map(|s| parts(p, s)).unwrap_or_default();
    let now = parts(p, after);
    for (person, part) in &now {
        let due_moved = before.is_some_and(|b| Line::of(p, b).due != line.due);
        if old.get(person) == Some(part) && !due_moved {
            continue;
        }
        c.prepare_cached(
            "INSERT INTO seat (person, kase, queue, waiting, due, verdict, acts, recused, withheld) VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT (person, kase) DO UPDATE SET waiting=excluded.waiting, due=excluded.due, verdict=excluded.verdict, acts=excluded.acts, recused=excluded.recused, withheld=excluded.withheld",
        )?
        .execute(params![
            person,
            case.get(),
            p.id,
            part.waiting,
            line.due,
            part.verdict,
            part.acts,
            part.recused,
            part.withheld,
        ])?;
    }
    for person in old.keys().filter(|x| !now.contains_key(x)) {
        c.prepare_cached("DELETE FROM seat WHERE person = ? AND kase = ?")?
            .execute(params![person, case.get()])?;
    }
    let was = before.map(|s| counters(p, s)).unwrap_or_default();
    let is = counters(p, after);
    for what in was.iter().filter(|w| !is.contains(w)) {
        count(c, &p.id, what, -1)?;
    }
    for what in is.iter().filter(|w| !was.contains(w)) {
        count(c, &p.id, what, 1)?;
    }
    Ok(())
}

/// Numbers of findings by weight, their sort value and the rules' ids.
pub(super) fn weigh(findings: &[Finding]) -> ([i64; 3], i64, String) {
    let of = |s: Severity| {
        i64::try_from(findings.iter().filter(|f| f.severity == s).count()).unwrap_or(i64::MAX)
    };
    let n = [
        of(Severity::Error),
        of(Severity::Warning),
        of(Severity::Note),
    ];
    let weight = n[0].min(999) * 1_000_000 + n[1].min(999) * 1000 + n[2].min(999);
    let mut ids: Vec<&str> = findings.iter().map(|f| f.rule.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    (n, weight, ids.join(" "))
}

/// Writes what of a case's line comes from its form: name, unit, amount, findings, gauge.
pub(super) fn describe(
    c: &Connection,
    case: CaseId,
    d: &Declaration,
    findings: &[Finding],
    gauge: &Gauge,
    dirty: &mut seek::Dirty,
) -> Result<(), StoreError> {
    let ([errors, warnings, notes], weight, rules) = weigh(findings);
    let (exec, goal, stake, cell) = gauges::stored(gauge);
    gauges::along(c, case, || {
        c.prepare_cached(
            "UPDATE kase SET name=?2, unit=?3, district=?4, amount=?5, errors=?6, warnings=?7, notes=?8, weight=?9, rules=?10, name_key=?11, unit_key=?12, exec=?13, goal=?14, stake=?15, cell=?16 WHERE id=?1",
        )?
        .execute(params![
            case.get(),
            d.name().as_str(),
            d.unit().as_str(),
            d.district(),
            d.amount().get(),
            errors,
            warnings,
            notes,
            weight,
            rules,
            seek::name_key(d.name().as_str()),
            seek::name_key(d.unit().as_str()),
            exec,
            goal,
            stake,
            cell,
        ])?;
        Ok(())
    })?;
    dirty.touch(case.get());
    Ok(())
}
