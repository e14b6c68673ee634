//! A file into the database: whole or not at all, in one transaction that ends with the entry
//! that vouches for it. The same file again changes nothing.

use super::Actor;
use super::append::{acting, load};
use super::beside::{self, About};
use super::cache::{self, Definitions};
use super::chain::{self, Stamp};
use super::gauges;
use super::seek::Dirty;
use crate::domain::assign::{Candidate, assign};
use crate::domain::day::{Day, Instant};
use crate::domain::declaration::{At, Declaration};
use crate::domain::entry::Payload;
use crate::domain::gate;
use crate::domain::id::{CaseId, PersonId};
use crate::domain::procedure::{Digest, Procedure, builtin};
use crate::domain::profile::Profile;
use crate::domain::roster::Person;
use crate::domain::rules;
use crate::domain::standing::{Standing, apply};
use crate::store::{Intake, StoreError, Taken};
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};

/// Stores what was read from one file.
pub(super) fn import(
    c: &mut Connection,
    definitions: &mut Definitions,
    actor: &Actor,
    intake: &Intake,
    at: Instant,
    goes_on: &mut dyn FnMut(usize) -> bool,
) -> Result<Taken, StoreError> {
    let tx = c.transaction_with_behavior(TransactionBehavior::Immediate)?;
    gate::may_import(&acting(&tx, actor, at)?).map_err(StoreError::Refused)?;
    let stamp = Stamp::new(actor, at, "import").rules(rules::edition().to_string());
    let mut taken = Taken::default();
    let mut dirty = Dirty::default();
    let today = at
        .day()
        .unwrap_or(Day::new(2000, 1, 1).expect("a day of the calendar"));
    for (p, hash, text) in builtin().iter().filter(|(p, ..)| p.input == intake.table) {
        define(&tx, &stamp, "procedure", &p.id, *hash, text)?;
        let office = super::people::office(&tx)?;
        let (seats, pools) = seats(&tx, &p.id, p.seats)?;
        let queue = Queue {
            p,
            hash: *hash,
            seats,
            pools,
            today,
            practice: office.practice,
            people: office.people.into_values().collect(),
        };
        for (n, d) in intake.declarations.iter().enumerate() {
            if !goes_on(n) {
                return Err(StoreError::Stopped);
            }
            let (taken, dirty) = (&mut taken, &mut dirty);
            file(&tx, definitions, &stamp, &queue, d, taken, dirty)?;
        }
    }
    let lines = companions(&tx, intake, &mut taken)?;
    if !goes_on(intake.declarations.len()) {
        return Err(StoreError::Stopped);
    }
    if taken.opened.is_empty() && taken.changed.is_empty() {
        return Ok(taken);
    }
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let closing = Payload::Imported {
        source: intake.source.clone(),
        sha256: intake.sha256,
        table: intake.table.clone(),
        rows_read: intake.rows_read,
        opened: number(taken.opened.len()),
        changed: number(taken.changed.len()),
        same: number(taken.same.len()),
        lines,
    };
    chain::append(&tx, &stamp, "", CaseId::new(0), 0, &closing)?;
    if !intake.companions.is_empty() {
        again(&tx, definitions, intake, &mut dirty)?;
    }
    dirty.write(&tx)?;
    tx.commit()?;
    taken.stored = true;
    Ok(taken)
}

/// Keeps a text that later entries name by its hash.
fn define(
    c: &Connection,
    stamp: &Stamp<'_>,
    what: &str,
    id: &str,
    hash: Digest,
    text: &str,
) -> Result<(), StoreError> {
    let known: bool = c
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM definition WHERE hash = ?)")?
        .query_row([hash.0.as_slice()], |r| r.get(0))?;
    if !known {
        c.execute(
            "INSERT INTO definition (hash, what, text) VALUES (?,?,?)",
            params![hash.0.as_slice(), what, text],
        )?;
        let payload = Payload::Defined {
            what: what.to_owned(),
            id: id.to_owned(),
            hash,
        };
        chain::append(c, stamp, "", CaseId::new(0), 0, &payload)?;
    }
    Ok(())
}

/// A queue that a file's forms go into.
struct Queue<'a> {
    p: &'a Procedure,
    hash: Digest,
    seats: Vec<PersonId>,
    pools: Vec<Vec<Candidate>>,
    today: Day,
    practice: bool,
    people: Vec<Person>,
}

/// One form into one queue.
fn file(
    c: &Connection,
    definitions: &mut Definitions,
    stamp: &Stamp<'_>,
    queue: &Queue<'_>,
    d: &Declaration,
    taken: &mut Taken,
    dirty: &mut Dirty,
) -> Result<(), StoreError> {
    let p = queue.p;
    let facts = serde_json::to_string(d).map_err(|e| StoreError::Broken(e.to_string()))?;
    let known: Option<i64> = c
        .prepare_cached("SELECT id FROM kase WHERE queue = ? AND code = ?")?
        .query_row([&p.id, &d.code], |r| r.get(0))
        .optional()?;
    let (case, profile, before) = match known {
        Some(id) => {
            let case = CaseId::new(id);
            if filed_before(c, case, d)? {
                taken.same.push(d.code.clone());
                return Ok(());
            }
            let loaded = load(c, definitions, case)?;
            if !takes_a_form(&loaded.procedure, &loaded.standing) {
                return Err(StoreError::Locked(d.code.clone()));
            }
            let profile = definitions.profile(c, loaded.standing.profile)?;
            taken.changed.push(d.code.clone());
            (case, profile, loaded.standing)
        }
        None => {
            let (profile, text) = Profile::fitting(d);
            let pinned = Digest::of(text);
            define(c, stamp, "profile", &profile.id, pinned, text)?;
            let case = open_line(c, p, d)?;
            let opened = Payload::Opened {
                code: d.code.clone(),
                procedure: queue.hash,
                profile: pinned,
                unaided: unaided(c, queue)?,
                seats: seated(c, queue, d)?,
            };
            let (entry, _) = chain::append(c, stamp, &p.id, case, 0, &opened)?;
            let mut s = Standing {
                state: p.start.clone(),
                ..Standing::default()
            };
            apply(p, &mut s, &entry);
            taken.opened.push(d.code.clone());
            (case, definitions.profile(c, pinned)?, s)
        }
    };
    let fresh = before.round == 0;
    let pinned = if fresh {
        None
    } else {
        Some(definitions.procedure(c, before.procedure)?)
    };
    let p = pinned.as_deref().unwrap_or(p);
    let known = beside::of(c, definitions, p, &About::next(p, case, &before), d)?;
    let findings = beside::findings(p, &profile, &known, d);
    let declared = Payload::Declared {
        round: before.round + 1,
        facts: Digest::of(&facts),
        due: queue.today.plus(p.due_days).number(),
    };
    let (entry, _) = chain::append(c, stamp, &p.id, case, before.common, &declared)?;
    c.prepare_cached(
        "INSERT INTO declaration (kase, round, seq, facts, findings) VALUES (?,?,?,?,?)",
    )?
    .execute(params![
        case.get(),
        before.round + 1,
        entry.seq.get(),
        facts,
        serde_json::to_string(&findings).map_err(|e| StoreError::Broken(e.to_string()))?,
    ])?;
    let mut after = before.clone();
    apply(p, &mut after, &entry);
    let gauge = gauges::of(p, &profile, &known, d, &findings);
    cache::describe(c, case, d, &findings, &gauge, dirty)?;
    cache::update(c, p, case, (!fresh).then_some(&before), &after, true)
}

/// Seats that are to grade without what the rules found: by lot, from the hash of the last entry,
/// which nobody chose and everybody can look up.
fn unaided(c: &Connection, queue: &Queue<'_>) -> Result<Vec<u8>, StoreError> {
    let share = u32::from(queue.p.unaided);
    if share == 0 || queue.practice {
        return Ok(Vec::new());
    }
    let (_, head) = chain::head(c)?;
    let drawn = |n: &u8| {
        let lot = Digest::of(&format!("{head} unaided {n}"));
        let number = lot
            .0
            .first_chunk::<4>()
            .map_or(0, |b| u32::from_be_bytes(*b));
        number % 100 < share
    };
    let last = u8::try_from(queue.seats.len()).unwrap_or(u8::MAX);
    Ok((1..=last).filter(drawn).collect())
}

/// True when this very form was filed for the case in some round; where it stood in its file
/// does not matter.
fn filed_before(c: &Connection, case: CaseId, d: &Declaration) -> Result<bool, StoreError> {
    let mut s = c.prepare_cached("SELECT facts FROM declaration WHERE kase = ?")?;
    let mut rows = s.query([case.get()])?;
    let new = placeless(d.clone());
    while let Some(r) = rows.next()? {
        let text: String = r.get(0)?;
        let old: Declaration =
            serde_json::from_str(&text).map_err(|e| StoreError::Broken(e.to_string()))?;
        if placeless(old) == new {
            return Ok(true);
        }
    }
    Ok(false)
}

fn placeless(mut d: Declaration) -> Declaration {
    d.fields.values_mut().for_each(|f| f.at = At::default());
    d.indicators.iter_mut().for_each(|i| i.at = At::default());
    d
}

/// A new form is taken while the case is under review, and after verdicts that ask for one.
fn takes_a_form(p: &Procedure, s: &Standing) -> bool {
    s.closing
        .as_ref()
        .is_none_or(|c| s.decided() && p.verdict(&c.first.verdict).is_some_and(|v| v.reopens))
}

/// The line of a new case, to be filled in by the caches.
fn open_line(c: &Connection, p: &Procedure, d: &Declaration) -> Result<CaseId, StoreError> {
    let id: i64 = c
        .prepare_cached("SELECT coalesce(max(id), 0) + 1 FROM kase")?
        .query_row([], |r| r.get(0))?;
    c.prepare_cached(
        "INSERT INTO kase (id, ord, queue, code, name, unit, district, amount, due, round, state, open, holder, common, errors, warnings, notes, weight, rules, filled, needed, seated, changed) VALUES (?1, ?1, ?2, ?3, '', '', '', 0, 0, 0, ?4, 0, 0, 0, 0, 0, 0, 0, '', 0, 0, 0, 0)",
    )?
    .execute(params![id, p.id, d.code, p.start])?;
    Ok(CaseId::new(id))
}

/// The persons of seats, and the candidates of each where there are several.
type Seats = (Vec<PersonId>, Vec<Vec<Candidate>>);

/// Who sits in a queue now: its last `seated` entry, at most as many as the procedure has seats.
fn seats(c: &Connection, queue: &str, most: u8) -> Result<Seats, StoreError> {
    let text: Option<String> = c
        .prepare_cached(
            "SELECT payload FROM entry WHERE kase = 0 AND queue = ? AND json_extract(payload, '$.kind') = 'seated' ORDER BY seq DESC LIMIT 1",
        )?
        .query_row([queue], |r| r.get(0))
        .optional()?;
    match text.as_deref().map(serde_json::from_str) {
        Some(Ok(Payload::Seated {
            mut seats,
            mut pools,
        })) => {
            seats.truncate(usize::from(most));
            pools.truncate(usize::from(most));
            Ok((seats, pools))
        }
        Some(Err(e)) => Err(StoreError::Broken(e.to_string())),
        _ => Ok(Default::default()),
    }
}

/// Who sits in the seats of this new case.
fn seated(c: &Connection, queue: &Queue<'_>, d: &Declaration) -> Result<Vec<PersonId>, StoreError> {
    if queue.pools.is_empty() {
        return Ok(queue.seats.clone());
    }
    let (_, head) = chain::head(c)?;
    let unit = d.unit();
    let own = |id: PersonId| {
        let of = queue.people.iter().find(|p| p.id == id);
        of.is_some_and(|p| p.units.iter().any(|u| !u.is_empty() && u == unit.as_str()))
    };
    let mut loads = std::collections::BTreeMap::new();
    for x in queue.pools.iter().flatten() {
        let n: i64 = c
            .prepare_cached("SELECT coalesce(sum(n), 0) FROM tally WHERE what = ?")?
            .query_row([format!("wait:{}", x.person)], |r| r.get(0))?;
        loads.insert(x.person, n.unsigned_abs());
    }
    let load = |id: PersonId| loads.get(&id).copied().unwrap_or(0);
    Ok(assign(&queue.pools, d, &own, &load, &head.to_string()))
}

/// Companion lines: those not there yet are added. Gives the hash over the new ones.
fn companions(
    c: &Connection,
    intake: &Intake,
    taken: &mut Taken,
) -> Result<Option<Digest>, StoreError> {
    if intake.companions.is_empty() {
        return Ok(None);
    }
    let next = chain::head(c)?.0.get() + 1;
    let mut all = String::new();
    for line in &intake.companions {
        let text = serde_json::to_string(line).map_err(|e| StoreError::Broken(e.to_string()))?;
        let there: bool = c
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM companion WHERE code = ? AND kind = ? AND line = ?)",
            )?
            .query_row(params![line.code(), line.kind(), text], |r| r.get(0))?;
        if there {
            taken.same.push(line.code().to_owned());
            continue;
        }
        c.prepare_cached("INSERT INTO companion (code, kind, line, seq) VALUES (?,?,?,?)")?
            .execute(params![line.code(), line.kind(), text, next])?;
        all.push_str(&text);
        all.push('\n');
        taken.opened.push(line.code().to_owned());
    }
    Ok((!all.is_empty()).then(|| Digest::of(&all)))
}

/// After a companion table: the findings of the cases that are still open, anew.
fn again(
    c: &Connection,
    definitions: &mut Definitions,
    intake: &Intake,
    dirty: &mut Dirty,
) -> Result<(), StoreError> {
    let whole = intake.companions.iter().any(|l| l.code().is_empty());
    let mut ids: Vec<(i64, u16)> = Vec::new();
    if whole {
        let mut s = c.prepare("SELECT id, round FROM kase WHERE open > 0")?;
        let mut rows = s.query([])?;
        while let Some(r) = rows.next()? {
            ids.push((r.get(0)?, r.get(1)?));
        }
    } else {
        for line in &intake.companions {
            let mut s =
                c.prepare_cached("SELECT id, round FROM kase WHERE code = ? AND open > 0")?;
            let mut rows = s.query([line.code()])?;
            while let Some(r) = rows.next()? {
                ids.push((r.get(0)?, r.get(1)?));
            }
        }
    }
    for (id, round) in ids {
        let case = CaseId::new(id);
        let loaded = load(c, definitions, case)?;
        let profile = definitions.profile(c, loaded.standing.profile)?;
        let text: String = c
            .prepare_cached("SELECT facts FROM declaration WHERE kase = ? AND round = ?")?
            .query_row((id, round), |r| r.get(0))?;
        let d: Declaration =
            serde_json::from_str(&text).map_err(|e| StoreError::Broken(e.to_string()))?;
        let p = &*loaded.procedure;
        let known = beside::of(
            c,
            definitions,
            p,
            &About::present(case, &loaded.standing),
            &d,
        )?;
        let found = beside::findings(p, &profile, &known, &d);
        let text = serde_json::to_string(&found).map_err(|e| StoreError::Broken(e.to_string()))?;
        c.prepare_cached("UPDATE declaration SET findings = ? WHERE kase = ? AND round = ?")?
            .execute(params![text, id, round])?;
        let gauge = gauges::of(p, &profile, &known, &d, &found);
        cache::describe(c, case, &d, &found, &gauge, dirty)?;
    }
    Ok(())
}
