//! The one write transaction of a review: judge the version, ask the gate, append, bring the
//! caches along. Nothing is acknowledged before it is on disk.

use super::beside::{self, About};
use super::cache::{self, Definitions, Line};
use super::chain::{self, Stamp};
use super::seek::Dirty;
use super::{Actor, SqliteStore, import};
use crate::domain::checklist::Sheet;
use crate::domain::day::{Day, Instant};
use crate::domain::declaration::Declaration;
use crate::domain::entry::{Entry, Payload};
use crate::domain::finding::Finding;
use crate::domain::gate::{self, Facts, Refused};
use crate::domain::id::{CaseId, PersonId};
use crate::domain::office::Act;
use crate::domain::procedure::Procedure;
use crate::domain::roster::Person;
use crate::domain::standing::{Standing, apply, fold};
use crate::store::{Append, Draw, Intake, Receipt, StoreError, Taken, Writer};
use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior};
use std::sync::Arc;

/// What became of a hand-over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HandedOver {
    /// Codes of the cases whose seat passed.
    pub passed: Vec<String>,
    /// Codes of those that it could not, and why.
    pub kept: Vec<(String, Refused)>,
}

/// Writes as one person.
pub struct SqliteWriter {
    pub(super) store: SqliteStore,
    pub(super) c: Connection,
    pub(super) actor: Actor,
    definitions: Definitions,
}

impl SqliteWriter {
    pub(super) fn new(store: SqliteStore, c: Connection, actor: Actor) -> Self {
        Self {
            store,
            c,
            actor,
            definitions: Definitions::default(),
        }
    }

    /// Who writes.
    pub fn person(&self) -> &Person {
        &self.actor.person
    }

    /// Changes who is entered, with which roles and keys, or who sits in a queue's seats; or
    /// proposes that, where it needs a second person. Gives the entry.
    ///
    /// # Errors
    /// When the person may not, or it cannot be written.
    pub fn administer(
        &mut self,
        command: &'static str,
        queue: &str,
        act: Act,
        at: Instant,
    ) -> Result<Entry, StoreError> {
        self.store.same_file()?;
        let tx = self
            .c
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let who = acting(&tx, &self.actor, at)?;
        let stamp = Stamp::new(&self.actor, at, command);
        let mut office = super::people::office(&tx)?;
        office.today = super::people::day_of(at.ms());
        let asked = office.ask(who.id, act);
        let payload = match asked {
            Ok(payload) => payload,
            Err(why) => {
                if why.is_trespass() {
                    let refused = Payload::Refused {
                        tried: command.to_owned(),
                        why: why.id().to_owned(),
                    };
                    chain::append(&tx, &stamp, queue, CaseId::new(0), 0, &refused)?;
                    tx.commit()?;
                }
                return Err(StoreError::Refused(why));
            }
        };
        let (entry, _) = chain::append(&tx, &stamp, queue, CaseId::new(0), 0, &payload)?;
        let before = office.people.clone();
        // What the gate let through and what a history may hold are the same.
        office
            .apply(entry.seq, who.id, &payload)
            .map_err(|why| StoreError::Broken(why.to_owned()))?;
        for p in office.people.values() {
            if before.get(&p.id) != Some(p) {
                super::people::write(&tx, p)?;
            }
        }
        tx.commit()?;
        Ok(entry)
    }

    fn attempt(&mut self, a: &Append, at: Instant) -> Result<Receipt, StoreError> {
        self.store.same_file()?;
        let tx = self
            .c
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let receipt = step(&tx, &mut self.definitions, &self.actor, a, at)?;
        tx.commit()?;
        Ok(receipt)
    }

    fn choose_all(&mut self, draw: &Draw, at: Instant) -> Result<Vec<Receipt>, StoreError> {
        self.store.same_file()?;
        let tx = self
            .c
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let stamp = Stamp::new(&self.actor, at, "choose");
        chain::append(&tx, &stamp, &draw.queue, CaseId::new(0), 0, &draw.drawn)?;
        let mut out = Vec::new();
        for (case, why) in &draw.cases {
            let one = Append {
                case: *case,
                expected: None,
                command: gate::Command::Choose(why.clone()),
                by_command: "choose".into(),
            };
            out.push(step(&tx, &mut self.definitions, &self.actor, &one, at)?);
        }
        tx.commit()?;
        Ok(out)
    }

    /// Hands all that waits for one person over to another, in one act: each seat without a grade,
    /// those they stepped back from too. Gives the cases that passed, and those that could not,
    /// with why.
    ///
    /// # Errors
    /// When the acting person may not, or it cannot be written.
    pub fn hand_over(
        &mut self,
        from: PersonId,
        to: PersonId,
        at: Instant,
    ) -> Result<HandedOver, StoreError> {
        self.store.same_file()?;
        let tx = self
            .c
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let people = super::people::all(&tx)?;
        let to = people.into_iter().find(|p| p.id == to);
        let to = to.map(|p| match at.day() {
            Some(day) => p.on(day),
            None => p,
        });
        let to = to.ok_or_else(|| StoreError::Broken("person".to_owned()))?;
        let cases: Vec<(i64, String)> = tx
            .prepare_cached(
                "SELECT s.kase, k.code FROM seat s JOIN kase k ON k.id = s.kase WHERE s.person = ? AND k.open = 1 AND k.seated = 1 AND s.verdict = '' ORDER BY s.kase",
            )?
            .query_map([from.get()], |r| Ok((r.get(0)?, r.get(1)?)))?
            .collect::<Result<_, _>>()?;
        let mut out = HandedOver::default();
        let mut trespass = None;
        for (case, code) in cases {
            let one = Append {
                case: CaseId::new(case),
                expected: None,
                command: gate::Command::Reseat(from, Box::new(to.clone())),
                by_command: "handover".into(),
            };
            match step(&tx, &mut self.definitions, &self.actor, &one, at) {
                Ok(_) => out.passed.push(code),
                Err(StoreError::Refused(why)) if why.is_trespass() => {
                    trespass = Some((one, why));
                    break;
                }
                Err(StoreError::Refused(why)) => out.kept.push((code, why)),
                Err(e) => return Err(e),
            }
        }
        if let Some((one, why)) = trespass {
            drop(tx);
            self.record_refusal(&one, &why, at)?;
            return Err(StoreError::Refused(why));
        }
        tx.commit()?;
        Ok(out)
    }

    /// Records that somebody tried what is not theirs.
    fn record_refusal(&mut self, a: &Append, why: &Refused, at: Instant) -> Result<(), StoreError> {
        let tx = self
            .c
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let loaded = load(&tx, &mut self.definitions, a.case)?;
        let stamp = Stamp::new(&self.actor, at, &a.by_command);
        let tried = match &a.command {
            gate::Command::Decide(v) => v.verdict.clone(),
            gate::Command::Withdraw => "undo".to_owned(),
            gate::Command::Recuse(_) => "recuse".to_owned(),
            gate::Command::Note(_) => "note".to_owned(),
            gate::Command::Ask(..) => "ask".to_owned(),
            gate::Command::Minute(_) => "minute".to_owned(),
            gate::Command::Readmit(..) => "readmit".to_owned(),
            gate::Command::Choose(_) => "choose".to_owned(),
            gate::Command::Reply(..) => "reply".to_owned(),
            gate::Command::Reseat(..) => "handover".to_owned(),
        };
        let payload = Payload::Refused {
            tried,
            why: why.id().to_owned(),
        };
        let version = loaded.standing.version(self.actor.person.id);
        chain::append(&tx, &stamp, &loaded.procedure.id, a.case, version, &payload)?;
        tx.commit()?;
        Ok(())
    }
}

/// One act on one case, within a transaction.
fn step(
    tx: &Transaction<'_>,
    definitions: &mut Definitions,
    by: &Actor,
    a: &Append,
    at: Instant,
) -> Result<Receipt, StoreError> {
    let who = acting(tx, by, at)?;
    let loaded = load(tx, definitions, a.case)?;
    let (p, before) = (&*loaded.procedure, &loaded.standing);
    let found = before.version(who.id);
    if let Some(expected) = a.expected.filter(|v| *v != found) {
        let by = chain::entries(tx, a.case)?
            .iter()
            .rev()
            .find(|e| !before.hides(p, &who, e))
            .map(|e| e.person)
            .filter(|by| *by != who.id);
        let by = by.and_then(|id| name(tx, id.get()).ok());
        return Err(StoreError::Conflict {
            expected,
            found,
            by,
        });
    }
    let form = judge(tx, definitions, a.case, &loaded)?;
    let facts = Facts {
        findings: &form.findings,
        sheet: form.sheet.as_ref(),
        unit: &form.unit,
        others: others(tx, who.id.get())?,
        today: at
            .day()
            .unwrap_or(Day::new(2000, 1, 1).expect("a day of the calendar")),
    };
    let mut command = a.command.clone();
    if let gate::Command::Decide(v) = &mut command
        && let Some(x) = &mut v.proxy
    {
        // Roles are those that the store knows now.
        let found = super::people::all(tx)?
            .into_iter()
            .find(|p| p.id == x.person.id);
        x.person = found.map_or_else(|| x.person.clone(), |p| p.on(facts.today));
    }
    let payload = gate::decide(p, before, &who, &facts, command).map_err(StoreError::Refused)?;
    let (closing, second) = match &payload {
        Payload::Decided {
            closing, second, ..
        } => (*closing, *second),
        _ => (false, false),
    };
    let actor = Actor {
        person: who.clone(),
        ..by.clone()
    };
    let stamp = Stamp::new(&actor, at, &a.by_command)
        .role(who.acting(closing, second).id())
        .rules(crate::domain::rules::edition().to_string());
    let (entry, hash) = chain::append(tx, &stamp, &p.id, a.case, found, &payload)?;
    let mut after = before.clone();
    apply(p, &mut after, &entry);
    let common = after.common != before.common || after.filled() != before.filled();
    cache::update(tx, p, a.case, Some(before), &after, common)?;
    if Line::of(p, before).due != Line::of(p, &after).due {
        let mut dirty = Dirty::default();
        dirty.touch(a.case.get());
        dirty.write(tx)?;
    }
    Ok(Receipt {
        seq: entry.seq,
        case: a.case,
        version: after.version(who.id),
        state: after.seen_by(p, &who).state,
        hash,
    })
}

impl Writer for SqliteWriter {
    fn append(&mut self, a: &Append, at: Instant) -> Result<Receipt, StoreError> {
        let done = self.attempt(a, at);
        if let Err(StoreError::Refused(why)) = &done
            && why.is_trespass()
        {
            self.record_refusal(a, why, at)?;
        }
        done
    }

    fn choose(&mut self, draw: &Draw, at: Instant) -> Result<Vec<Receipt>, StoreError> {
        self.choose_all(draw, at)
    }

    fn import_while(
        &mut self,
        intake: &Intake,
        at: Instant,
        goes_on: &mut dyn FnMut(usize) -> bool,
    ) -> Result<Taken, StoreError> {
        self.store.same_file()?;
        let (c, definitions) = (&mut self.c, &mut self.definitions);
        let done = import::import(c, definitions, &self.actor, intake, at, goes_on);
        if let Err(StoreError::Refused(why)) = &done
            && why.is_trespass()
        {
            let tx = c.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let stamp = Stamp::new(&self.actor, at, "import");
            let refused = Payload::Refused {
                tried: "import".to_owned(),
                why: why.id().to_owned(),
            };
            chain::append(&tx, &stamp, "", CaseId::new(0), 0, &refused)?;
            tx.commit()?;
        }
        done
    }
}

/// A case as its entries tell it.
pub(super) struct Loaded {
    pub(super) procedure: Arc<Procedure>,
    pub(super) standing: Standing,
    pub(super) code: String,
}

/// Folds a case from its entries.
pub(super) fn load(
    c: &Connection,
    definitions: &mut Definitions,
    case: CaseId,
) -> Result<Loaded, StoreError> {
    let log = chain::entries(c, case)?;
    let opened = log.iter().find_map(|e| match &e.payload {
        Payload::Opened {
            procedure, code, ..
        } => Some((*procedure, code.clone())),
        _ => None,
    });
    let Some((hash, code)) = opened else {
        return Err(StoreError::NoCase(case.to_string()));
    };
    let procedure = definitions.procedure(c, hash)?;
    let standing = fold(&procedure, &log);
    Ok(Loaded {
        procedure,
        standing,
        code,
    })
}

/// What a verdict stands on.
#[derive(Default)]
struct Judged {
    unit: String,
    findings: Vec<Finding>,
    sheet: Option<Sheet>,
}

/// The unit, the findings and the checklist of the form in force, computed here and now: a verdict
/// never stands on a cached finding.
fn judge(
    c: &Connection,
    definitions: &mut Definitions,
    case: CaseId,
    loaded: &Loaded,
) -> Result<Judged, StoreError> {
    let facts: Option<String> = c
        .prepare_cached("SELECT facts FROM declaration WHERE kase = ? AND round = ?")?
        .query_row((case.get(), loaded.standing.round), |r| r.get(0))
        .optional()?;
    let Some(text) = facts else {
        return Ok(Judged::default());
    };
    if crate::domain::procedure::Digest::of(&text) != loaded.standing.facts {
        return Err(StoreError::Broken(format!("{}: declaration", loaded.code)));
    }
    let d: Declaration =
        serde_json::from_str(&text).map_err(|e| StoreError::Broken(e.to_string()))?;
    let profile = definitions.profile(c, loaded.standing.profile)?;
    let p = &*loaded.procedure;
    let known = beside::of(
        c,
        definitions,
        p,
        &About::present(case, &loaded.standing),
        &d,
    )?;
    let findings = beside::findings(p, &profile, &known, &d);
    let sheet = beside::sheet(&loaded.procedure, &profile, &known, &d, &findings);
    Ok(Judged {
        unit: d.unit().as_str().to_owned(),
        findings,
        sheet,
    })
}

/// The person as entered now: roles may have changed since the connection was made.
pub(super) fn acting(
    tx: &Transaction<'_>,
    actor: &Actor,
    at: Instant,
) -> Result<Person, StoreError> {
    let today = at.day();
    super::people::all(tx)?
        .into_iter()
        .find(|p| p.id == actor.person.id)
        .map(|p| match today {
            Some(day) => p.on(day),
            None => p,
        })
        .ok_or_else(|| StoreError::Stranger(actor.person.account.clone()))
}

/// True when somebody else is entered.
pub(super) fn others(c: &Connection, me: i64) -> Result<bool, StoreError> {
    let mut s = c.prepare_cached("SELECT EXISTS (SELECT 1 FROM person WHERE id <> ?)")?;
    Ok(s.query_row([me], |r| r.get(0))?)
}

fn name(c: &Connection, id: i64) -> Result<String, StoreError> {
    Ok(c.query_row("SELECT name FROM person WHERE id = ?", [id], |r| r.get(0))?)
}
