//! Everything that is read, for one viewer. What a blind round hides is cut here.

use super::append::{load, others};
use super::cache::Definitions;
use super::scan::Stop;
use super::{beside, chain, coverage, gauges, home, next, own, page, people};
use crate::domain::clean::Clean;
use crate::domain::coverage::Coverage;
use crate::domain::day::{Day, Instant};
use crate::domain::entry::{Entry, Payload};
use crate::domain::gauge::{Cell, Grid};
use crate::domain::id::{CaseId, PersonId, Seq};
use crate::domain::procedure::{Digest, Procedure, builtin};
use crate::domain::roster::{Person, Role};
use crate::domain::standing::Standing;
use crate::store::{
    CaseFile, Changes, Database, Done, Evaluated, Interrupter, LogLine, Mark, Matrix, Order, Page,
    Query, QueueCount, Reader, Round, Row, StoreError,
};
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Reads for one viewer.
pub struct SqliteReader {
    pub(super) c: Connection,
    pub(super) viewer: Person,
    pub(super) definitions: Definitions,
    data_version: i64,
    pub(super) today: Day,
    stop: Stop,
}

impl SqliteReader {
    pub(super) fn new(c: Connection, viewer: Person) -> Result<Self, StoreError> {
        Ok(Self {
            c,
            viewer,
            definitions: Definitions::default(),
            data_version: 0,
            today: Day::new(2000, 1, 1).expect("a day of the calendar"),
            stop: Stop::default(),
        })
    }

    /// Reads as of a day: what was to be mended by then waits again.
    #[must_use]
    pub const fn on(mut self, today: Day) -> Self {
        self.today = today;
        self
    }

    /// From now on a page ends when [`Interrupter::supersede`] is called.
    pub fn arm(&mut self) {
        let all = std::sync::atomic::Ordering::SeqCst;
        self.stop.armed = Some(self.stop.newest.load(all));
    }

    /// From now on no page is cut off.
    pub fn disarm(&mut self) {
        self.stop.armed = None;
    }

    fn desk(&self) -> page::Desk<'_> {
        page::Desk {
            c: &self.c,
            viewer: &self.viewer,
            today: self.today,
            stop: &self.stop,
        }
    }

    fn tally(&self, queue: &str) -> Result<HashMap<String, u64>, StoreError> {
        let mut s = self.c.prepare_cached(
            "SELECT what, n FROM tally WHERE queue = ?1 AND (what NOT LIKE 'wait:%' OR what = ?2)",
        )?;
        let mine = format!("wait:{}", self.viewer.id);
        let mut rows = s.query([queue, &mine])?;
        let mut out = HashMap::new();
        while let Some(r) = rows.next()? {
            out.insert(r.get(0)?, unsigned(r.get(1)?));
        }
        Ok(out)
    }

    fn number(&self, sql: &str, args: impl rusqlite::Params) -> Result<u64, StoreError> {
        Ok(unsigned(
            self.c.prepare_cached(sql)?.query_row(args, |r| r.get(0))?,
        ))
    }

    fn count(&self, p: &Procedure, today: Day) -> Result<QueueCount, StoreError> {
        let n = self.tally(&p.id)?;
        let of = |what: &str| n.get(what).copied().unwrap_or(0);
        let states: u64 = p.state.iter().map(|s| of(&s.id)).sum();
        let me = self.viewer.id.get();
        let lists = self.viewer.is(Role::Reviewer) || self.viewer.is(Role::Lead);
        let mut mine = of(&format!("wait:{me}"));
        if lists {
            mine += of("unseated");
        }
        if self.viewer.may_close() {
            let not = self.number(
                "SELECT count(*) FROM seat s JOIN kase k ON k.id = s.kase WHERE s.person = ? AND s.recused = 1 AND k.queue = ? AND k.open = 2",
                params![me, p.id],
            )?;
            // Where they were asked as well, it was counted already.
            let asked = self.number(
                "SELECT count(*) FROM seat s JOIN kase k ON k.id = s.kase WHERE s.person = ? AND s.waiting = 1 AND k.queue = ? AND k.open = 2",
                params![me, p.id],
            )?;
            mine += (of(&p.graded) + of(&p.dissent)).saturating_sub(not + asked);
        }
        if lists {
            mine += self.number(
                "SELECT count(*) FROM kase k WHERE k.queue = ?2 AND k.open = 4 AND k.due < ?3 AND NOT EXISTS (SELECT 1 FROM seat s WHERE s.person = ?1 AND s.kase = k.id AND s.recused = 1)",
                params![me, p.id, today.number()],
            )?;
        }
        if self.viewer.may_sign_second() {
            mine += self.number(
                "SELECT count(*) FROM kase k WHERE k.queue = ?2 AND k.open = 3 AND k.holder <> ?1 AND NOT EXISTS (SELECT 1 FROM seat s WHERE s.person = ?1 AND s.kase = k.id AND s.recused = 1)",
                params![me, p.id],
            )?;
        }
        let waits = page::waiting(&self.viewer, today);
        let overdue = self.number(
            &format!(
                "SELECT count(*) FROM (SELECT k.id FROM kase k LEFT JOIN seat s ON s.person = ?1 AND s.kase = k.id WHERE k.queue = ?2 AND k.open IN (1, 2, 3, 4) AND k.due < ?3 AND {waits})"
            ),
            params![me, p.id, today.number()],
        )?;
        let mut next: Option<i32> = None;
        for open in 1..=3 {
            let due: Option<i32> = self
                .c
                .prepare_cached("SELECT min(due) FROM kase WHERE queue = ? AND open = ?")?
                .query_row(params![p.id, open], |r| r.get(0))?;
            next = match (next, due) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
        }
        let waiting_states = [&p.start, &p.again, &p.graded, &p.dissent, &p.second];
        Ok(QueueCount {
            queue: p.id.clone(),
            total: states,
            pending: waiting_states.into_iter().map(|s| of(s)).sum(),
            mine,
            overdue,
            next_due: next.and_then(Day::from_number),
        })
    }

    fn line(&self, e: &Entry, raw: RawLine, names: &Names, hidden: bool) -> LogLine {
        let by = names.get(&e.person).cloned();
        let named = e.payload.persons().into_iter();
        let about = named
            .filter_map(|id| Some((id, names.get(&id)?.1.clone())))
            .collect();
        LogLine {
            seq: e.seq,
            at: e.at,
            by: by.unwrap_or_else(|| (e.person.to_string(), Clean::line(&e.person.to_string()))),
            role: e.role.clone(),
            queue: raw.queue,
            code: raw.code,
            version: e.version,
            kind: e.payload.kind().to_owned(),
            payload: (!hidden).then(|| e.payload.clone()),
            about: if hidden { Vec::new() } else { about },
            text: (!hidden).then_some(raw.text),
            command: (!hidden).then_some(raw.command),
            algorithm: raw.algorithm,
            prev: raw.prev,
            hash: raw.hash,
        }
    }

    fn names(&self) -> Result<Names, StoreError> {
        Ok(people::all(&self.c)?
            .into_iter()
            .map(|p| (p.id, (p.account, Clean::line(&p.name))))
            .collect())
    }

    fn lines(
        &self,
        condition: &str,
        args: impl rusqlite::Params,
    ) -> Result<Vec<(Entry, RawLine)>, StoreError> {
        let sql = format!(
            "SELECT e.seq, e.at, e.person, e.role, e.kase, e.version, e.payload, e.queue, coalesce(k.code, ''), e.alg, e.prev, e.hash, e.command FROM entry e LEFT JOIN kase k ON k.id = e.kase WHERE {condition}"
        );
        let mut s = self.c.prepare_cached(&sql)?;
        let mut rows = s.query(args)?;
        let mut out = Vec::new();
        while let Some(r) = rows.next()? {
            let raw = RawLine {
                text: r.get(6)?,
                queue: r.get(7)?,
                code: r.get(8)?,
                algorithm: r.get(9)?,
                prev: chain::digest(&r.get::<_, Vec<u8>>(10)?)?,
                hash: chain::digest(&r.get::<_, Vec<u8>>(11)?)?,
                command: r.get(12)?,
            };
            out.push((chain::entry(r)?, raw));
        }
        Ok(out)
    }
}

/// The cases of a queue by its tallies.
fn all(tally: &HashMap<String, u64>) -> u64 {
    let known = |what: &String| what != "unseated" && !what.starts_with("wait:");
    tally.iter().filter(|(w, _)| known(w)).map(|(_, n)| n).sum()
}

/// A count is never negative.
fn unsigned(n: i64) -> u64 {
    u64::try_from(n).unwrap_or(0)
}

type Names = BTreeMap<PersonId, (String, Clean)>;

struct RawLine {
    command: String,
    text: String,
    queue: String,
    code: String,
    algorithm: String,
    prev: Digest,
    hash: Digest,
}

impl Reader for SqliteReader {
    fn viewer(&self) -> &Person {
        &self.viewer
    }

    fn database(&mut self) -> Result<Database, StoreError> {
        super::database(&self.c)
    }

    fn queues(&mut self, today: Day) -> Result<Vec<QueueCount>, StoreError> {
        let mut out = Vec::new();
        for (p, ..) in builtin() {
            out.push(self.count(p, today)?);
        }
        Ok(out)
    }

    fn page(&mut self, q: &Query) -> Result<Page, StoreError> {
        let mut page = self.desk().page(q)?;
        if q.filter.is_none() && q.scope == crate::store::Scope::All {
            let n = self.tally(&q.queue)?;
            page.total = Some(all(&n));
        }
        Ok(page)
    }

    fn mark(&mut self, q: &Query, id: CaseId) -> Result<Option<Mark>, StoreError> {
        Ok(self.desk().placed(q, id)?.and_then(|r| r.mark))
    }

    fn ordinal(&mut self, q: &Query, at: &Mark) -> Result<Option<u64>, StoreError> {
        self.desk().ordinal(q, at)
    }

    fn ids(&mut self, q: &Query, max: usize) -> Result<Vec<CaseId>, StoreError> {
        let mut q = Query {
            after: None,
            back: false,
            limit: max,
            ..q.clone()
        };
        let mut out: Vec<CaseId> = Vec::new();
        loop {
            q.limit = max - out.len();
            let page = self.desk().page(&q)?;
            out.extend(page.rows.iter().map(|r| r.id));
            match page.next {
                Some(m) if out.len() < max => q.after = Some(m),
                _ => return Ok(out),
            }
        }
    }

    fn next_waiting(
        &mut self,
        queue: Option<&str>,
        after: Option<CaseId>,
    ) -> Result<Option<CaseId>, StoreError> {
        next::next(&self.c, &self.viewer, self.today, queue, after)
    }

    fn grid(&mut self, q: &Query) -> Result<Grid, StoreError> {
        let n = self.tally(&q.queue)?;
        gauges::grid(&self.desk(), q, all(&n))
    }

    fn coverage(&mut self, most: u64) -> Result<Option<Coverage>, StoreError> {
        if coverage::most(&self.c)? > most {
            return Ok(None);
        }
        let all = coverage::coverage(&self.c, &mut self.definitions)?;
        Ok((all.whole.objects > 0).then_some(all))
    }

    fn standing_in(
        &mut self,
        queue: &str,
        cell: Cell,
        limit: usize,
    ) -> Result<Vec<Row>, StoreError> {
        gauges::standing_in(&self.desk(), queue, cell, limit)
    }

    fn due_evaluations(&mut self) -> Result<Vec<crate::domain::coverage::Object>, StoreError> {
        coverage::due_evaluations(&self.c, &mut self.definitions)
    }

    fn evaluated(
        &mut self,
        queue: &str,
        unit: Option<&str>,
        most: usize,
    ) -> Result<Option<Vec<Evaluated>>, StoreError> {
        super::evaluated::evaluated(&self.c, &mut self.definitions, queue, unit, most)
    }

    fn find(&mut self, code: &str) -> Result<Vec<(CaseId, String)>, StoreError> {
        let mut out = Vec::new();
        for (p, ..) in builtin() {
            let id: Option<i64> = self
                .c
                .prepare_cached("SELECT id FROM kase WHERE queue = ? AND code = ?")?
                .query_row([&p.id, code], |r| r.get(0))
                .optional()?;
            out.extend(id.map(|id| (CaseId::new(id), p.id.clone())));
        }
        Ok(out)
    }

    fn case(&mut self, id: CaseId) -> Result<CaseFile, StoreError> {
        // One view of the database for all that is read here.
        let tx = self.c.unchecked_transaction()?;
        let row = page::one(&self.c, &self.viewer, self.today, id, Order::Due)?
            .ok_or_else(|| StoreError::NoCase(id.to_string()))?;
        let loaded = load(&self.c, &mut self.definitions, id)?;
        let profile = self.definitions.profile(&self.c, loaded.standing.profile)?;
        let names = self.names()?;
        let history = self
            .lines("e.kase = ? ORDER BY e.seq", [id.get()])?
            .into_iter()
            .map(|(e, raw)| {
                let hidden = loaded.standing.hides(&loaded.procedure, &self.viewer, &e);
                self.line(&e, raw, &names, hidden)
            })
            .collect::<Vec<_>>();
        let mut rounds = Vec::new();
        {
            let mut s = self.c.prepare_cached(
                "SELECT d.round, d.facts, d.findings, e.at FROM declaration d JOIN entry e ON e.seq = d.seq WHERE d.kase = ? ORDER BY d.round",
            )?;
            let mut rows = s.query([id.get()])?;
            let bad = |e: serde_json::Error| StoreError::Broken(e.to_string());
            while let Some(r) = rows.next()? {
                rounds.push(Round {
                    number: r.get(0)?,
                    declaration: serde_json::from_str(&r.get::<_, String>(1)?).map_err(bad)?,
                    findings: serde_json::from_str(&r.get::<_, String>(2)?).map_err(bad)?,
                    at: Instant::new(r.get(3)?),
                });
            }
        }
        if loaded.standing.withholds(self.viewer.id) {
            rounds
                .iter_mut()
                .for_each(|r: &mut Round| r.findings.clear());
        }
        let others = others(&self.c, self.viewer.id.get())?;
        let plan = if loaded.procedure.watch {
            beside::plan(&self.c, row.code.as_str())?
        } else {
            Vec::new()
        };
        let mut evidence = Vec::new();
        let mut sheet = None;
        if let Some(now) = rounds.last().filter(|_| loaded.procedure.checks()) {
            let (c, definitions) = (&self.c, &mut self.definitions);
            let about = beside::About::present(id, &loaded.standing);
            let known = beside::of(c, definitions, &loaded.procedure, &about, &now.declaration)?;
            let (p, d) = (&loaded.procedure, &now.declaration);
            sheet = beside::sheet(p, &profile, &known, d, &now.findings).map(Arc::new);
            evidence = known.evidence;
        }
        drop(tx);
        let standing = loaded.standing.seen_by(&loaded.procedure, &self.viewer);
        Ok(CaseFile {
            row,
            procedure: loaded.procedure,
            profile,
            rounds,
            standing,
            history,
            names: names
                .into_iter()
                .map(|(id, (_, name))| (id, name))
                .collect(),
            others,
            plan,
            sheet,
            evidence,
        })
    }

    fn log(&mut self, after: Seq, limit: usize) -> Result<Vec<LogLine>, StoreError> {
        let names = self.names()?;
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let mut standings: HashMap<CaseId, Option<(Arc<Procedure>, Standing)>> = HashMap::new();
        let mut out = Vec::new();
        for (e, raw) in self.lines(
            "e.seq > ? ORDER BY e.seq LIMIT ?",
            params![after.get(), limit],
        )? {
            let blind = matches!(
                e.payload,
                Payload::Decided { .. } | Payload::Noted { .. } | Payload::Unknown
            );
            let hidden = if !blind {
                false
            } else {
                let (c, definitions) = (&self.c, &mut self.definitions);
                let known = standings.entry(e.case).or_insert_with(|| {
                    load(c, definitions, e.case)
                        .ok()
                        .map(|l| (l.procedure, l.standing))
                });
                // What cannot be folded is not shown to those who might not see it.
                known
                    .as_ref()
                    .is_none_or(|(p, s)| s.hides(p, &self.viewer, &e))
            };
            out.push(self.line(&e, raw, &names, hidden));
        }
        Ok(out)
    }

    fn matrix(&mut self, queue: &str, most: usize) -> Result<Matrix, StoreError> {
        // One view of the database for all that is read here.
        let tx = self.c.unchecked_transaction()?;
        let d = &mut self.definitions;
        let mut out = super::matrix::matrix(&self.c, d, &self.viewer, self.today, queue, most)?;
        let names = self.names()?.into_iter();
        out.names = names.map(|(id, (_, name))| (id, name)).collect();
        drop(tx);
        Ok(out)
    }

    fn latest_own(&mut self) -> Result<Option<CaseId>, StoreError> {
        let mut before = i64::MAX;
        loop {
            let found: Option<(i64, i64)> = self
                .c
                .prepare_cached(
                    "SELECT seq, kase FROM entry WHERE person = ? AND seq < ? AND kase > 0 AND json_extract(payload, '$.kind') = 'decided' ORDER BY seq DESC LIMIT 1",
                )?
                .query_row([self.viewer.id.get(), before], |r| Ok((r.get(0)?, r.get(1)?)))
                .optional()?;
            let Some((seq, case)) = found else {
                return Ok(None);
            };
            let s = load(&self.c, &mut self.definitions, CaseId::new(case))?.standing;
            let stands = s
                .seats
                .iter()
                .flat_map(|x| &x.given)
                .any(|g| g.seq.get() == seq)
                || s.closing.as_ref().is_some_and(|c| {
                    c.first.seq.get() == seq
                        || c.second.as_ref().is_some_and(|g| g.seq.get() == seq)
                });
            if stands {
                return Ok(Some(CaseId::new(case)));
            }
            before = seq;
        }
    }

    fn latest_acts(&mut self) -> Result<Vec<CaseId>, StoreError> {
        let Some(latest) = self.latest_own()? else {
            return Ok(Vec::new());
        };
        let all = own::together(&self.c, self.viewer.id, latest)?;
        let mut out = Vec::new();
        for case in all {
            let s = load(&self.c, &mut self.definitions, case)?.standing;
            if own::stands(&s, self.viewer.id) {
                out.push(case);
            }
        }
        Ok(out)
    }

    fn changes(&mut self, after: Seq) -> Result<Changes, StoreError> {
        let now: i64 = self
            .c
            .pragma_query_value(None, "data_version", |r| r.get(0))?;
        if now == self.data_version {
            return Ok(Changes {
                head: after,
                cases: Vec::new(),
            });
        }
        self.data_version = now;
        let mut s = self.c.prepare_cached(
            "SELECT seq, kase, person, json_extract(payload, '$.kind') FROM entry WHERE seq > ? ORDER BY seq LIMIT 10000",
        )?;
        let mut rows = s.query([after.get()])?;
        let mut out = Changes {
            head: after,
            cases: Vec::new(),
        };
        while let Some(r) = rows.next()? {
            out.head = Seq::new(r.get(0)?);
            let case: i64 = r.get(1)?;
            if case > 0 {
                let kind: Option<String> = r.get(3)?;
                let who = PersonId::new(r.get(2)?);
                out.cases
                    .push((CaseId::new(case), who, kind.unwrap_or_default()));
            }
        }
        Ok(out)
    }

    fn done_since(&mut self, since: Instant) -> Result<Done, StoreError> {
        home::done(&self.c, self.viewer.id, since)
    }

    fn news_since(&mut self, after: Seq) -> Result<u64, StoreError> {
        home::news(&self.c, self.viewer.id, after)
    }

    fn people(&mut self) -> Result<Vec<Person>, StoreError> {
        people::all(&self.c)
    }

    fn interrupter(&self) -> Interrupter {
        Interrupter {
            handle: self.c.get_interrupt_handle(),
            newest: Arc::clone(&self.stop.newest),
        }
    }
}
