//! Is the history whole, and is what lists show what the history says? Everything is built anew
//! from the entries and compared; the first thing that is wrong is named with its entry.

use super::cache::{Definitions, Line, counters, parts};
use super::chain::{self, COLUMNS};
use super::{gauges, people, seek};
use crate::domain::entry::{Entry, Payload};
use crate::domain::history::{COVERED, History, Signatures};
use crate::domain::procedure::{Digest, Procedure};
use crate::domain::standing::{Standing, apply};
use crate::store::{StoreError, Verified};
use rusqlite::{Connection, params};
use std::collections::BTreeMap;
use std::sync::Arc;

type Bad = (i64, String);
type Check = fn(&Connection, &mut Verified) -> Result<(), Bad>;
type Schema = (String, String, String, Option<String>);

/// Checks everything; never fails, but says what is wrong.
pub(super) fn verify(c: &Connection) -> Verified {
    let mut v = Verified {
        entries: 0,
        head: Digest::default(),
        signatures: Signatures::default(),
        first_bad: None,
    };
    let checks: [Check; 7] = [
        entries, schema, whole_file, texts, derived, gauged, searched,
    ];
    for check in checks {
        if let Err(bad) = check(c, &mut v) {
            v.first_bad = Some(bad);
            break;
        }
    }
    v
}

fn broken(seq: i64) -> impl Fn(rusqlite::Error) -> Bad {
    move |e| (seq, format!("unreadable: {e}"))
}

fn store(seq: i64) -> impl Fn(StoreError) -> Bad {
    move |e| (seq, e.to_string())
}

/// The schema word by word: a foreign trigger, view or column is damage.
fn schema(c: &Connection, _: &mut Verified) -> Result<(), Bad> {
    fn read(c: &Connection) -> rusqlite::Result<Vec<Schema>> {
        c.prepare("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")?
            .query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?
            .collect()
    }
    let mut fresh = Connection::open_in_memory().map_err(broken(0))?;
    super::upgrade::to_latest(&mut fresh).map_err(store(0))?;
    let (want, have) = (
        read(&fresh).map_err(broken(0))?,
        read(c).map_err(broken(0))?,
    );
    if want == have {
        return Ok(());
    }
    let other = have
        .iter()
        .find(|x| !want.contains(x))
        .or_else(|| want.iter().find(|x| !have.contains(x)));
    let name = other.map_or("", |x| x.1.as_str());
    Err((0, format!("the schema differs at {name}")))
}

/// Numbers, hashes and links of all entries.
fn entries(c: &Connection, v: &mut Verified) -> Result<(), Bad> {
    let sql = format!("SELECT {COLUMNS}, hash, typeof(hash) FROM entry ORDER BY seq");
    let mut s = c.prepare(&sql).map_err(broken(1))?;
    let mut rows = s.query([]).map_err(broken(1))?;
    let mut history = History::default();
    while let Some(r) = rows.next().map_err(broken(history.next()))? {
        let next = history.next();
        let cells = (0..COVERED)
            .map(|i| chain::cell(r, i))
            .collect::<rusqlite::Result<Vec<_>>>()
            .map_err(broken(next))?;
        let stored = chain::cell(r, COVERED).map_err(broken(next))?;
        let passed = history.pass(&cells, stored).map_err(|why| (next, why));
        (v.entries, v.head) = (history.entries(), history.head());
        v.signatures = history.signatures;
        passed?;
    }
    if v.entries == 0 {
        return Err((1, "entry 1 is missing".to_owned()));
    }
    let shown = people::all(c).map_err(store(0))?;
    let same = shown.iter().eq(history.office.people.values());
    if same {
        Ok(())
    } else {
        Err((0, "the table of people differs from the log".to_owned()))
    }
}

/// SQLite's own look at its pages.
fn whole_file(c: &Connection, _: &mut Verified) -> Result<(), Bad> {
    let says: String = c
        .query_row("PRAGMA quick_check(1)", [], |r| r.get(0))
        .map_err(broken(0))?;
    if says == "ok" {
        Ok(())
    } else {
        Err((0, format!("the file is damaged: {says}")))
    }
}

/// The texts that entries vouch for by hash.
fn texts(c: &Connection, _: &mut Verified) -> Result<(), Bad> {
    let mut s = c
        .prepare("SELECT hash, text FROM definition")
        .map_err(broken(0))?;
    let mut rows = s.query([]).map_err(broken(0))?;
    while let Some(r) = rows.next().map_err(broken(0))? {
        let hash: Vec<u8> = r.get(0).map_err(broken(0))?;
        let text: String = r.get(1).map_err(broken(0))?;
        if Digest::of(&text).0.as_slice() != hash.as_slice() {
            return Err((
                0,
                "a procedure or profile is not the one its hash names".to_owned(),
            ));
        }
    }
    let mut s = c
        .prepare("SELECT seq, payload FROM entry WHERE kase = 0 ORDER BY seq")
        .map_err(broken(0))?;
    let mut rows = s.query([]).map_err(broken(0))?;
    let mut counted = 0i64;
    while let Some(r) = rows.next().map_err(broken(0))? {
        let seq: i64 = r.get(0).map_err(broken(0))?;
        let text: String = r.get(1).map_err(broken(seq))?;
        if let Ok(Payload::Imported {
            lines: Some(lines), ..
        }) = serde_json::from_str(&text)
        {
            counted += companions(c, seq, lines)?;
        }
    }
    let all: i64 = c
        .query_row("SELECT count(*) FROM companion", [], |r| r.get(0))
        .map_err(broken(0))?;
    if all == counted {
        Ok(())
    } else {
        Err((0, "a companion line has no entry".to_owned()))
    }
}

/// The lines that an import entry vouches for.
fn companions(c: &Connection, seq: i64, lines: Digest) -> Result<i64, Bad> {
    let mut s = c
        .prepare_cached("SELECT line FROM companion WHERE seq = ? ORDER BY rowid")
        .map_err(broken(seq))?;
    let mut rows = s.query([seq]).map_err(broken(seq))?;
    let (mut all, mut n) = (String::new(), 0);
    while let Some(r) = rows.next().map_err(broken(seq))? {
        all.push_str(&r.get::<_, String>(0).map_err(broken(seq))?);
        all.push('\n');
        n += 1;
    }
    if Digest::of(&all) == lines {
        Ok(n)
    } else {
        Err((seq, "its lines were changed".to_owned()))
    }
}

/// Each case folded anew and compared with its line, seats and tallies.
fn derived(c: &Connection, _: &mut Verified) -> Result<(), Bad> {
    let mut definitions = Definitions::default();
    let mut tally: BTreeMap<(String, String), i64> = BTreeMap::new();
    let mut s = c
        .prepare("SELECT seq, at, person, role, kase, version, payload FROM entry WHERE kase > 0 ORDER BY kase, seq")
        .map_err(broken(0))?;
    let mut rows = s.query([]).map_err(broken(0))?;
    let mut case: Option<Folding> = None;
    let (mut cases, mut seats) = (0i64, 0i64);
    loop {
        let entry = match rows.next().map_err(broken(0))? {
            Some(r) => Some(chain::entry(r).map_err(store(0))?),
            None => None,
        };
        let of = entry.as_ref().map(|e| e.case);
        if case.as_ref().is_some_and(|f| Some(f.id) != of)
            && let Some(f) = case.take()
        {
            seats += f.compare(c, &mut tally)?;
            cases += 1;
        }
        let Some(e) = entry else {
            break;
        };
        match &mut case {
            Some(f) => f.add(&e)?,
            None => case = Some(Folding::begin(c, &mut definitions, &e)?),
        }
    }
    for (table, built) in [("kase", cases), ("seat", seats)] {
        let n: i64 = c
            .query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0))
            .map_err(broken(0))?;
        if n != built {
            return Err((0, format!("a line of {table} has no entry")));
        }
    }
    let mut s = c
        .prepare("SELECT queue, what, n FROM tally")
        .map_err(broken(0))?;
    let mut rows = s.query([]).map_err(broken(0))?;
    while let Some(r) = rows.next().map_err(broken(0))? {
        let key = (r.get(0).map_err(broken(0))?, r.get(1).map_err(broken(0))?);
        let n: i64 = r.get(2).map_err(broken(0))?;
        if tally.remove(&key).unwrap_or(0) != n {
            return Err((0, format!("the count of {} in {} is wrong", key.1, key.0)));
        }
    }
    match tally.into_iter().find(|(_, n)| *n != 0) {
        None => Ok(()),
        Some((key, _)) => Err((0, format!("the count of {} in {} is missing", key.1, key.0))),
    }
}

/// The grid of money and results, counted anew and compared.
fn gauged(c: &Connection, _: &mut Verified) -> Result<(), Bad> {
    match gauges::compare(c).map_err(store(0))? {
        None => Ok(()),
        Some((queue, cell)) => Err((0, format!("cell {cell} of {queue} is miscounted"))),
    }
}

/// The blocks that search looks through, built anew and compared.
fn searched(c: &Connection, _: &mut Verified) -> Result<(), Bad> {
    match seek::compare(c).map_err(store(0))? {
        None => Ok(()),
        Some(0) => Err((0, "the search cache is of another edition".to_owned())),
        Some(case) => Err((0, format!("the search cache differs from case {case} on"))),
    }
}

struct Folding {
    id: crate::domain::id::CaseId,
    p: Arc<Procedure>,
    s: Standing,
    code: String,
    facts: Vec<(u16, Digest, i64)>,
}

impl Folding {
    fn begin(c: &Connection, definitions: &mut Definitions, e: &Entry) -> Result<Self, Bad> {
        let seq = e.seq.get();
        let Payload::Opened {
            procedure, code, ..
        } = &e.payload
        else {
            return Err((seq, "a case does not begin with its opening".to_owned()));
        };
        let p = definitions.procedure(c, *procedure).map_err(store(seq))?;
        let s = Standing {
            state: p.start.clone(),
            ..Standing::default()
        };
        let mut f = Self {
            id: e.case,
            p,
            s,
            code: code.clone(),
            facts: Vec::new(),
        };
        f.add(e)?;
        Ok(f)
    }

    /// Adds an entry, after looking whether it was that person's to make.
    fn add(&mut self, e: &Entry) -> Result<(), Bad> {
        let seq = e.seq.get();
        let wrong = |why: &str| Err((seq, why.to_owned()));
        match &e.payload {
            Payload::Decided {
                seat,
                closing,
                second,
                proxy,
                ..
            } => {
                let whose = proxy.as_ref().map_or(e.person, |x| x.person);
                if self.s.recused.contains_key(&whose) {
                    return wrong("entered for a person who had stepped back");
                }
                if self.s.recused.contains_key(&e.person) {
                    return wrong("decided by a person who had stepped back");
                }
                if *second {
                    match &self.s.closing {
                        Some(first) if first.first.person == e.person => {
                            return wrong("both signatures are of one person");
                        }
                        None => return wrong("a second signature without a first"),
                        Some(_) => {}
                    }
                } else if !closing && self.s.seat_of(whose).map(|x| x.number) != *seat {
                    return wrong("graded in a seat that is not theirs");
                }
            }
            Payload::Reseated { from, to } => {
                let seat = self.s.seat_of(*from);
                if seat.is_none_or(|x| x.stands().is_some()) || self.s.seat_of(*to).is_some() {
                    return wrong("passes on a seat that was graded, or to one who sits there");
                }
            }
            Payload::Readmitted { person, .. } if !self.s.recused.contains_key(person) => {
                return wrong("lets in who had not stepped back");
            }
            Payload::Noted { to, answers, .. } => {
                let asked = |id| {
                    self.s
                        .asked
                        .iter()
                        .any(|a| a.seq == id && a.to.contains(&e.person))
                };
                if answers.is_some_and(|id| !asked(id)) {
                    return wrong("answers what they were not asked");
                }
                if to.iter().any(|id| self.s.seat_of(*id).is_none()) {
                    return wrong("asks somebody who does not sit there");
                }
            }
            Payload::Chosen { .. } if self.s.chosen.is_some() => {
                return wrong("chosen twice");
            }
            Payload::Replied { .. } if !self.s.consults(&self.p) => {
                return wrong("a reply that nobody had asked for");
            }
            Payload::Withdrawn { seq: taken } => {
                let own = |g: &crate::domain::standing::Given| {
                    g.seq == *taken && (g.person == e.person || g.by == e.person)
                };
                let closing = self.s.closing.as_ref();
                let found = self.s.seats.iter().flat_map(|x| &x.given).any(own)
                    || closing.is_some_and(|c| own(&c.first) || c.second.as_ref().is_some_and(own))
                    || closing
                        .and_then(|c| c.reply.as_ref())
                        .is_some_and(|r| r.seq == *taken && r.person == e.person);
                if !found {
                    return wrong("takes back what is not its maker's, or not standing");
                }
            }
            Payload::Declared { round, facts, .. } => self.facts.push((*round, *facts, seq)),
            _ => {}
        }
        apply(&self.p, &mut self.s, e);
        Ok(())
    }

    /// Compares with the caches; gives the number of seat lines.
    fn compare(
        self,
        c: &Connection,
        tally: &mut BTreeMap<(String, String), i64>,
    ) -> Result<i64, Bad> {
        let last = self.s.last.get();
        let differs = |what: &str| {
            (
                last,
                format!("{what} of {} differs from the log", self.code),
            )
        };
        let line = Line::of(&self.p, &self.s);
        let found = c
            .prepare_cached("SELECT round, state, open, holder, common, due, filled, needed, seated, queue, code FROM kase WHERE id = ?")
            .and_then(|mut s| {
                s.query_row([self.id.get()], |r| {
                    let line = Line {
                        round: r.get(0)?,
                        state: r.get(1)?,
                        open: r.get(2)?,
                        holder: r.get(3)?,
                        common: r.get(4)?,
                        due: r.get(5)?,
                        filled: r.get(6)?,
                        needed: r.get(7)?,
                        seated: r.get(8)?,
                    };
                    Ok((line, r.get::<_, String>(9)?, r.get::<_, String>(10)?))
                })
            })
            .map_err(broken(last))?;
        if found != (line, self.p.id.clone(), self.code.clone()) {
            return Err(differs("the line"));
        }
        let seats = self.compare_seats(c, &differs)?;
        for (round, facts, seq) in &self.facts {
            let text: String = c
                .prepare_cached("SELECT facts FROM declaration WHERE kase = ? AND round = ?")
                .and_then(|mut s| s.query_row(params![self.id.get(), round], |r| r.get(0)))
                .map_err(broken(*seq))?;
            if Digest::of(&text) != *facts {
                return Err((*seq, format!("the form of {} was changed", self.code)));
            }
        }
        for what in counters(&self.p, &self.s) {
            *tally.entry((self.p.id.clone(), what)).or_insert(0) += 1;
        }
        Ok(seats)
    }

    fn compare_seats(&self, c: &Connection, differs: &dyn Fn(&str) -> Bad) -> Result<i64, Bad> {
        let last = self.s.last.get();
        let mut seats = 0;
        for (person, part) in parts(&self.p, &self.s) {
            let found = c
                .prepare_cached("SELECT waiting, verdict, acts, recused, withheld FROM seat WHERE person = ? AND kase = ?")
                .and_then(|mut s| {
                    s.query_row([person, self.id.get()], |r| {
                        Ok(super::cache::Part {
                            waiting: r.get(0)?,
                            verdict: r.get(1)?,
                            acts: r.get(2)?,
                            recused: r.get(3)?,
                            withheld: r.get(4)?,
                        })
                    })
                })
                .map_err(broken(last))?;
            if found != part {
                return Err(differs("a seat"));
            }
            seats += 1;
        }
        Ok(seats)
    }
}
