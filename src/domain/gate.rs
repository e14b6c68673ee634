//! The one gate: what may be appended now, and by whom. Screens, commands and the store ask it;
//! no other place says who may do what.

use super::checklist::{Check, Reply, Settled, Sheet};
use super::day::Day;
use super::entry::{Opinion, Payload, Proxy, Waiver};
use super::fen::Fen;
use super::finding::{Finding, Severity};
use super::id::{PersonId, Seq};
use super::procedure::{Procedure, Verdict};
pub use super::refused::Refused;
use super::rights::{self, Act, Relation, Right, Stage};
use super::roster::{Person, Role};
use super::score::Points;
use super::standing::Standing;
use std::collections::BTreeMap;

/// What somebody wants to do to a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Give a verdict: one's seat's grade, or (`closing`) the decision of the case, or, where a
    /// second signature is missing, that.
    Decide(Verdictum),
    /// Take back one's own latest act.
    Withdraw,
    /// Step back from the case; the reason is `own-unit`, `kin`, `took-part` or `other`.
    Recuse(String),
    /// Leave a note to colleagues; it answers the request for comment that waits for one.
    Note(String),
    /// Ask seats for comment.
    Ask(Vec<PersonId>, String),
    /// Write down what was said when the case was talked over.
    Minute(String),
    /// Let in again who had stepped back, and why.
    Readmit(PersonId, String),
    /// Choose the case to be looked at, and why.
    Choose(String),
    /// Enter what the department says to the decision, with its reason.
    Reply(Reply, String),
    /// Give the seat of the first, who has not graded, to the second, as the store knows them.
    Reseat(PersonId, Box<Person>),
}

/// A verdict with what it stands on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verdictum {
    /// Identifier of the verdict.
    pub verdict: String,
    /// The lead's decision 定案.
    pub closing: bool,
    /// What is asked of the unit.
    pub opinions: Vec<Opinion>,
    /// Findings set aside.
    pub waived: Vec<Waiver>,
    /// Items of the sheet graded otherwise than suggested.
    pub items: BTreeMap<String, u8>,
    /// Until when the unit is to mend it, as 20260930.
    pub due: Option<i32>,
    /// The money that it moves.
    pub amount: Option<Fen>,
    /// Rows of the checklist that were answered.
    pub checks: Vec<Check>,
    /// Another score than what was checked gives.
    pub score: Option<Points>,
    /// Why another.
    pub score_reason: String,
    /// For whom it is entered, from a sheet of paper.
    pub proxy: Option<Box<ByProxy>>,
    /// 16 random bytes in hex, made by the caller.
    pub salt: String,
}

/// For whom a grade is entered, as the store knows them, and the number of their sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByProxy {
    /// Who.
    pub person: Person,
    /// The sheet.
    pub sheet: String,
}

/// What the gate must know of the case beside its entries.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    /// Findings of the form in force.
    pub findings: &'a [Finding],
    /// The unit whose case it is, as lists show it.
    pub unit: &'a str,
    /// True when somebody beside the acting person is entered in the database: then an
    /// administrator does not decide.
    pub others: bool,
    /// The day on which it is asked.
    pub today: Day,
    /// The checklist of the case, where its queue has one.
    pub sheet: Option<&'a Sheet>,
}

/// What may be appended now for this command by this person.
///
/// # Errors
/// Says why nothing may be.
pub fn decide(
    p: &Procedure,
    s: &Standing,
    who: &Person,
    facts: &Facts<'_>,
    command: Command,
) -> Result<Payload, Refused> {
    if s.unknown {
        return Err(Refused::NewerProgram);
    }
    match command {
        Command::Withdraw => withdraw(s, who),
        Command::Recuse(reason) => {
            stand(Act::Recuse, s, who, facts)?;
            Ok(Payload::Recused { reason })
        }
        Command::Note(text) => {
            stand(Act::Note, s, who, facts)?;
            Ok(noted(
                text,
                Vec::new(),
                s.asks(who.id).map(|a| a.seq),
                false,
            ))
        }
        Command::Ask(to, text) => ask(p, s, who, facts, to, text),
        Command::Minute(text) => {
            role(stand(Act::Minute, s, who, facts)?, who)?;
            Ok(noted(text, Vec::new(), None, true))
        }
        Command::Readmit(person, reason) => {
            let right = stand(Act::Readmit, s, who, facts)?;
            role(right, who)?;
            if !s.recused.contains_key(&person) {
                return Err(Refused::NotForThem(person, "not-recused"));
            }
            if !right.at(rights::stage(p, s, facts.today)) {
                return Err(Refused::Decided);
            }
            if reason.trim().is_empty() {
                return Err(Refused::NeedsOpinion);
            }
            Ok(Payload::Readmitted { person, reason })
        }
        Command::Choose(why) => {
            office(Act::Choose, s, who, facts)?;
            if p.unchosen.is_none() || s.chosen.is_some() {
                return Err(Refused::ChosenAlready);
            }
            role(stand(Act::Choose, s, who, facts)?, who)?;
            Ok(Payload::Chosen { why })
        }
        Command::Reply(reply, reason) => {
            let right = stand(Act::Reply, s, who, facts)?;
            if !right.at(rights::stage(p, s, facts.today)) {
                return Err(Refused::NothingToAnswer);
            }
            role(right, who)?;
            if reply != Reply::Accepted && reason.trim().is_empty() {
                return Err(Refused::ReasonForReply);
            }
            Ok(Payload::Replied { reply, reason })
        }
        Command::Reseat(from, to) => reseat(p, s, who, facts, from, &to),
        Command::Decide(v) => verdict(p, s, who, facts, v),
    }
}

fn noted(text: String, to: Vec<PersonId>, answers: Option<Seq>, minute: bool) -> Payload {
    Payload::Noted {
        text,
        to,
        answers,
        minute,
    }
}

/// Seats are asked once all are in: before that a question would tell what is blind.
fn ask(
    p: &Procedure,
    s: &Standing,
    who: &Person,
    facts: &Facts<'_>,
    to: Vec<PersonId>,
    text: String,
) -> Result<Payload, Refused> {
    let right = stand(Act::Ask, s, who, facts)?;
    role(right, who)?;
    if !right.at(rights::stage(p, s, facts.today)) || s.closing.is_some() {
        return Err(Refused::Decided);
    }
    let (have, need) = (s.filled(), s.needed());
    if have < need {
        return Err(Refused::SeatsMissing { have, need });
    }
    let graded = |id: &PersonId| {
        let seat = s.seat_of(*id).filter(|x| !x.recused && *id != who.id);
        seat.is_some_and(|x| x.stands().is_some())
    };
    match to.iter().find(|id| !graded(id)) {
        Some(id) => Err(Refused::NotForThem(*id, "no-grade")),
        None if to.is_empty() || text.trim().is_empty() => Err(Refused::NeedsOpinion),
        None => Ok(noted(text, to, None, false)),
    }
}

/// A grade from paper is an expert's, who sits there; whoever enters it has graded first where they
/// sit themselves.
fn by_proxy(p: &Procedure, s: &Standing, who: &Person, x: &ByProxy) -> Result<u8, Refused> {
    if !x.person.is(Role::Expert) {
        return Err(Refused::NotForThem(x.person.id, "no-expert"));
    }
    if s.recused.contains_key(&x.person.id) {
        return Err(Refused::NotForThem(x.person.id, "recused"));
    }
    let not_there = || Refused::NotForThem(x.person.id, "no-seat");
    let seat = s.seat_of(x.person.id).ok_or_else(not_there)?;
    if seat.stands().is_some() {
        // What is there is theirs, or was entered: it is taken back first.
        return Err(Refused::NotForThem(x.person.id, "graded"));
    }
    if x.sheet.trim().is_empty() {
        return Err(Refused::NeedsSheet);
    }
    let own = s.seat_of(who.id).filter(|x| !x.recused);
    if p.blind && own.is_some_and(|x| !x.is_in()) {
        return Err(Refused::OwnGradeFirst);
    }
    Ok(seat.number)
}

/// A seat without a grade passes to somebody who may sit there: by the lead, or by whose it is.
fn reseat(
    p: &Procedure,
    s: &Standing,
    who: &Person,
    facts: &Facts<'_>,
    from: PersonId,
    to: &Person,
) -> Result<Payload, Refused> {
    let right = line(Act::HandOver)?;
    barred(right, who, facts)?;
    // One's own seat is one's own to give.
    if who.id != from {
        role(right, who)?;
    }
    let seat = s.seat_of(from).ok_or(Refused::NoSeat)?;
    let open = right.at(rights::stage(p, s, facts.today)) && s.closing.is_none();
    if seat.stands().is_some() || !open {
        return Err(Refused::Decided);
    }
    let own = |u: &String| !u.is_empty() && u == facts.unit;
    let why = if !to.may_grade() {
        "no-role"
    } else if to.units.iter().any(own) {
        "own-unit"
    } else if s.recused.contains_key(&to.id) {
        "recused"
    } else if s.seat_of(to.id).is_some() {
        "seated"
    } else {
        return Ok(Payload::Reseated { from, to: to.id });
    };
    Err(Refused::NotForThem(to.id, why))
}

/// Who may read tables in: whoever works on cases, and the administrator. An expert grades what is
/// there, an auditor looks, the security officer keeps people.
///
/// # Errors
/// Says why the person may not.
pub fn may_import(who: &Person) -> Result<(), Refused> {
    if rights::lets(Act::Import, who) {
        Ok(())
    } else if who.is(Role::Auditor) {
        Err(Refused::AuditorLooks)
    } else {
        Err(Refused::NoRole)
    }
}

/// The line of the table of rights.
fn line(act: Act) -> Result<&'static Right, Refused> {
    rights::of(act).ok_or(Refused::NoRole)
}

/// No role may stop the person.
fn barred(right: &Right, who: &Person, facts: &Facts<'_>) -> Result<(), Refused> {
    match right.bar(who, facts.others) {
        None => Ok(()),
        Some(Role::Auditor) => Err(Refused::AuditorLooks),
        Some(_) => Err(Refused::AdminDoesNotDecide),
    }
}

/// Nobody acts without a part in reviewing, nor on their own unit.
fn office(
    act: Act,
    s: &Standing,
    who: &Person,
    facts: &Facts<'_>,
) -> Result<&'static Right, Refused> {
    let right = line(act)?;
    barred(right, who, facts)?;
    if !right.roles.is_empty() && !rights::reviews(who) {
        return Err(Refused::NoRole);
    }
    let own = rights::relations(s, who, facts.unit).contains(&Relation::OwnUnit);
    if right.stops(Relation::OwnUnit) && own {
        return Err(Refused::OwnUnit);
    }
    Ok(right)
}

/// As [`office`], nor where they stepped back.
fn stand(
    act: Act,
    s: &Standing,
    who: &Person,
    facts: &Facts<'_>,
) -> Result<&'static Right, Refused> {
    let right = office(act, s, who, facts)?;
    if right.stops(Relation::Recused) && s.recused.contains_key(&who.id) {
        return Err(Refused::Recused);
    }
    Ok(right)
}

/// One of the person's roles must let them.
fn role(right: &Right, who: &Person) -> Result<(), Refused> {
    if right.lets(who) {
        return Ok(());
    }
    Err(match right.r#else.as_str() {
        "not-lead" => Refused::NotLead,
        "not-keeper" => Refused::NotKeeper,
        _ => Refused::NoRole,
    })
}

fn verdict(
    p: &Procedure,
    s: &Standing,
    who: &Person,
    facts: &Facts<'_>,
    v: Verdictum,
) -> Result<Payload, Refused> {
    let Some(kind) = p.verdict(&v.verdict) else {
        return Err(Refused::NoSuchVerdict(v.verdict));
    };
    let stage = rights::stage(p, s, facts.today);
    let closing = (v.closing || !s.seated) && v.proxy.is_none();
    let act = match (stage, closing) {
        _ if v.proxy.is_some() => Act::Proxy,
        (Stage::Second, _) => Act::Second,
        (_, false) => Act::Grade,
        (_, true) if s.seated => Act::Close,
        (_, true) => Act::Decide,
    };
    let right = stand(act, s, who, facts)?;
    if s.round == 0 {
        return Err(Refused::NotDeclared);
    }
    if !right.at(stage) {
        return Err(match stage {
            Stage::Unchosen => Refused::NotChosen,
            _ => Refused::Decided,
        });
    }
    if matches!(act, Act::Grade | Act::Proxy) && s.closing.is_some() {
        // A contradicted decision is for the lead to make anew, not for the seats.
        return Err(Refused::Decided);
    }
    role(right, who)?;
    let seat = match act {
        Act::Second => {
            let first = s.closing.as_ref().map(|c| c.first.person);
            if right.stops(Relation::First) && first == Some(who.id) {
                return Err(Refused::FirstWasYou);
            }
            return Ok(payload(v, None, None, false, true));
        }
        Act::Close => {
            complete(p, s, &v)?;
            None
        }
        Act::Grade => Some(s.seat_of(who.id).ok_or(Refused::NoSeat)?.number),
        Act::Proxy => match &v.proxy {
            Some(x) => Some(by_proxy(p, s, who, x)?),
            None => None,
        },
        _ => Some(1),
    };
    stands(p, s, who, facts, kind, closing, &v)?;
    let settled = checked(p, facts, kind, &v)?;
    Ok(payload(v, settled, seat, closing, false))
}

/// What the checklist must have before a verdict, and the score that follows from it.
fn checked(
    p: &Procedure,
    facts: &Facts<'_>,
    kind: &Verdict,
    v: &Verdictum,
) -> Result<Option<Settled>, Refused> {
    let Some(sheet) = facts.sheet else {
        return Ok(None);
    };
    if !kind.needs_checked {
        return Ok(None);
    }
    let open = sheet.open(&v.checks);
    if !open.is_empty() {
        return Err(Refused::Unchecked(open));
    }
    if v.score.is_some() && v.score_reason.trim().chars().count() < usize::from(p.min_reason) {
        return Err(Refused::ReasonForScore { need: p.min_reason });
    }
    let settled = sheet.settled(&v.checks, v.score, &v.score_reason);
    if kind.keeps_score && !settled.score.near(settled.declared) {
        return Err(Refused::ScoreDiffers {
            declared: settled.declared,
            score: settled.score,
        });
    }
    Ok(Some(settled))
}

fn payload(
    v: Verdictum,
    settled: Option<Settled>,
    seat: Option<u8>,
    closing: bool,
    second: bool,
) -> Payload {
    Payload::Decided {
        verdict: v.verdict,
        seat,
        closing,
        second,
        opinions: v.opinions,
        waived: v.waived,
        items: v.items,
        due: v.due,
        amount: v.amount,
        checks: v.checks,
        settled,
        proxy: v
            .proxy
            .filter(|_| seat.is_some() && !closing)
            .map(|x| Proxy {
                person: x.person.id,
                sheet: x.sheet,
            }),
        salt: v.salt,
    }
}

/// The seats that a decision over them needs.
fn complete(p: &Procedure, s: &Standing, v: &Verdictum) -> Result<(), Refused> {
    let (have, need) = (s.filled(), s.needed());
    if have < need {
        if have * 100 < need * usize::from(p.quorum) {
            return Err(Refused::SeatsMissing { have, need });
        }
        if v.opinions.is_empty() {
            return Err(Refused::ReasonForEarly);
        }
    }
    Ok(())
}

/// A verdict stands on opinions, or on a form without open errors.
fn stands(
    p: &Procedure,
    s: &Standing,
    who: &Person,
    facts: &Facts<'_>,
    kind: &Verdict,
    closing: bool,
    v: &Verdictum,
) -> Result<(), Refused> {
    for w in &v.waived {
        if w.error && w.reason.trim().chars().count() < usize::from(p.min_reason) {
            return Err(Refused::ReasonTooShort {
                rule: w.rule.clone(),
                need: p.min_reason,
            });
        }
    }
    let graded = || {
        s.seats
            .iter()
            .filter_map(|x| x.stands())
            .filter(|_| closing)
    };
    if kind.needs_opinion && v.opinions.is_empty() && graded().all(|g| g.opinions.is_empty()) {
        return Err(Refused::NeedsOpinion);
    }
    if kind.needs_due && v.due.is_none() {
        return Err(Refused::NeedsDue);
    }
    if kind.needs_amount && v.amount.is_none_or(|a| a <= Fen::ZERO) {
        return Err(Refused::NeedsAmount);
    }
    // Who may not see the errors may pass over them.
    let whose = v.proxy.as_ref().map_or(who.id, |x| x.person.id);
    if kind.needs_clean && (closing || !s.withholds(whose)) {
        let waived = |f: &Finding| {
            v.waived
                .iter()
                .chain(graded().flat_map(|g| &g.waived))
                .any(|w| covers(w, f))
        };
        let open: Vec<String> = facts
            .findings
            .iter()
            .filter(|f| f.severity == Severity::Error && !waived(f))
            .map(|f| f.rule.clone())
            .collect();
        if !open.is_empty() {
            return Err(Refused::OpenErrors(open));
        }
    }
    Ok(())
}

/// True when the waiver speaks of this finding.
pub fn covers(w: &Waiver, f: &Finding) -> bool {
    w.rule == f.rule && w.field.as_ref().is_none_or(|place| *place == f.field)
}

/// One's own latest act on the case, as long as nobody has built on it.
fn withdraw(s: &Standing, who: &Person) -> Result<Payload, Refused> {
    if let Some(c) = &s.closing {
        if let Some(r) = &c.reply {
            return if r.person == who.id {
                Ok(Payload::Withdrawn { seq: r.seq })
            } else {
                Err(Refused::BuiltOn(r.person))
            };
        }
        return match &c.second {
            Some(g) if g.person == who.id => Ok(Payload::Withdrawn { seq: g.seq }),
            Some(g) => Err(Refused::BuiltOn(g.person)),
            None if c.first.person == who.id => Ok(Payload::Withdrawn { seq: c.first.seq }),
            None if own(s, who.id).is_some() => Err(Refused::BuiltOn(c.first.person)),
            None => Err(Refused::NothingToUndo),
        };
    }
    own(s, who.id)
        .map(|seq| Payload::Withdrawn { seq })
        .ok_or(Refused::NothingToUndo)
}

fn own(s: &Standing, person: PersonId) -> Option<Seq> {
    // What was entered for somebody is taken back by who entered it as well; the latest first.
    let all = s.seats.iter().filter_map(|x| x.stands());
    let theirs = all.filter(|g| g.person == person || g.by == person);
    theirs.map(|g| g.seq).max()
}
