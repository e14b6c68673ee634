//! How a case stands: the fold of its entries. `apply` never refuses the past; what may be
//! appended now is asked of `gate`.

use super::checklist::Reply;
use super::day::Day;
use super::entry::{Entry, Payload};
use super::id::{PersonId, Seq};
use super::procedure::{Digest, Procedure};
use super::roster::{Person, Role};
pub use super::seats::{Aid, Asked, Closing, Given, Minute, Replied, Seat};
use std::collections::BTreeMap;

/// How a case stands after some entries.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// Entries folded.
    pub count: u32,
    /// The last of them.
    pub last: Seq,
    /// State of the procedure.
    pub state: String,
    /// The part of the version common to all accounts.
    pub common: u32,
    /// Round from 1; 0 before the first form.
    pub round: u16,
    /// Hash of the form in force.
    pub facts: Digest,
    /// Deadline as 20260930.
    pub due: i32,
    /// Seats; empty when whoever reviews decides.
    pub seats: Vec<Seat>,
    /// True when the case has seats of its own.
    pub seated: bool,
    /// Persons who stepped back, with the reason.
    pub recused: BTreeMap<PersonId, String>,
    /// Decision in this round.
    pub closing: Option<Closing>,
    /// Own acts that count for one's own version.
    pub acts: BTreeMap<PersonId, u32>,
    /// Hash of the procedure of the case.
    pub procedure: Digest,
    /// Hash of the rule profile of the case.
    pub profile: Digest,
    /// The entry that began the present round.
    pub round_seq: Seq,
    /// An entry of a newer program is among them: look, don't decide.
    pub unknown: bool,
    /// What the decision of the round before asked of this one.
    pub required: Vec<String>,
    /// Why it was chosen to be looked at; none while it is not.
    pub chosen: Option<String>,
    /// Requests for comment of the present round.
    pub asked: Vec<Asked>,
    /// Minutes of the present round.
    pub minutes: Vec<Minute>,
}

impl Standing {
    /// The version as this account judges it.
    pub fn version(&self, person: PersonId) -> u32 {
        self.common + self.acts.get(&person).copied().unwrap_or(0)
    }
    /// The seat of a person.
    pub fn seat_of(&self, person: PersonId) -> Option<&Seat> {
        self.seats.iter().find(|s| s.person == person)
    }
    /// Seats that must be filled: those not recused; one where the case has no seats.
    pub fn needed(&self) -> usize {
        if self.seated {
            self.seats.iter().filter(|s| !s.recused).count()
        } else {
            1
        }
    }
    /// The request that waits for a person's answer, the oldest; none once the case is decided.
    pub fn asks(&self, person: PersonId) -> Option<&Asked> {
        let open =
            |a: &&Asked| a.to.contains(&person) && a.answered.iter().all(|(id, _)| *id != person);
        self.asked
            .iter()
            .find(open)
            .filter(|_| self.closing.is_none())
    }
    /// Needed seats that are filled.
    pub fn filled(&self) -> usize {
        if self.seated {
            self.seats
                .iter()
                .filter(|s| !s.recused && s.is_in())
                .count()
        } else {
            usize::from(self.closing.is_some())
        }
    }
    /// True once the case is decided and needs nobody.
    pub fn decided(&self) -> bool {
        self.closing
            .as_ref()
            .is_some_and(|c| !c.awaits || c.second.is_some())
            && !self.contested()
    }
    /// True while the department is to say what it thinks of the decision.
    pub fn consults(&self, p: &Procedure) -> bool {
        let asks = |c: &Closing| {
            c.reply.is_none()
                && !c.answered()
                && p.verdict(&c.first.verdict).is_some_and(|v| v.consults)
        };
        p.consulted.is_some() && self.decided() && self.closing.as_ref().is_some_and(asks)
    }
    /// True when the department did not agree to the decision.
    pub fn disputed(&self, p: &Procedure) -> bool {
        let reply = self.closing.as_ref().and_then(|c| c.reply.as_ref());
        p.disputed.is_some() && reply.is_some_and(|r| r.reply != Reply::Accepted)
    }
    /// True when a second person gave another verdict than the first.
    pub fn contested(&self) -> bool {
        self.closing.as_ref().is_some_and(|c| {
            c.second
                .as_ref()
                .is_some_and(|s| s.verdict != c.first.verdict)
        })
    }
    /// The day until which the decision that stands gives the unit to mend what it asks.
    pub fn mends_until(&self, p: &Procedure) -> Option<i32> {
        let decision = self.closing.as_ref().filter(|_| self.decided())?;
        let kind = p.verdict(&decision.first.verdict)?;
        decision.first.due.filter(|_| kind.undertakes)
    }
    /// True once that day has passed without a new form: the case is back.
    pub fn lapsed(&self, p: &Procedure, today: Day) -> bool {
        self.mends_until(p).is_some_and(|d| d < today.number())
    }
    /// What the decision that stands asks of the unit's next form.
    pub fn requires(&self, p: &Procedure) -> Vec<String> {
        let decision = self.closing.as_ref().map(|c| &c.first);
        let asks = |g: &&Given| p.verdict(&g.verdict).is_some_and(|v| v.undertakes);
        let opinions = decision.filter(asks).into_iter().flat_map(|g| &g.opinions);
        opinions.map(|o| o.text.clone()).collect()
    }
    /// Ranks of the grades that stand, by seat.
    pub fn ranks(&self, p: &Procedure) -> Vec<u8> {
        self.seats
            .iter()
            .filter(|s| !s.recused)
            .filter_map(|s| p.verdict(&s.stands()?.verdict).map(|v| v.rank))
            .collect()
    }
    /// How many grades the seats are apart, as far as they may be seen; 0 where there are none.
    pub fn apart(&self, p: &Procedure) -> u8 {
        let ranks = self.ranks(p);
        let ends = ranks.iter().min().zip(ranks.iter().max());
        ends.map_or(0, |(a, b)| b - a)
    }
    /// True while what the rules found is kept from this person: their seat's first grade is to be
    /// given without.
    pub fn withholds(&self, person: PersonId) -> bool {
        self.seat_of(person)
            .is_some_and(|s| s.aid == Aid::Withheld && !s.recused)
            && self.closing.is_none()
    }
    /// The rank in the middle of the seats, which the lead is offered; between two, the harsher.
    pub fn middle(&self, p: &Procedure) -> Option<u8> {
        let mut ranks = self.ranks(p);
        ranks.sort_unstable();
        ranks.get(ranks.len() / 2).copied()
    }
    /// True when this person waits for the case or the case for this person: a seat to fill, a
    /// decision to make, a second signature to give.
    pub fn waits_for(&self, p: &Procedure, who: &Person, today: Day) -> bool {
        if self.recused.contains_key(&who.id) || self.unknown {
            return false;
        }
        if self.state == p.second {
            let first = self.closing.as_ref().map(|c| c.first.person);
            return who.may_sign_second() && first != Some(who.id);
        }
        if self.lapsed(p, today) {
            return who.is(Role::Reviewer) || who.is(Role::Lead);
        }
        if !p.is_open(&self.state) {
            return false;
        }
        if self.state == p.graded || self.state == p.dissent {
            return who.may_close() || self.asks(who.id).is_some();
        }
        if self.seated {
            self.seat_of(who.id).is_some_and(|s| !s.is_in()) || self.asks(who.id).is_some()
        } else {
            who.is(Role::Reviewer) || who.is(Role::Lead)
        }
    }

    /// True when `viewer` may read a grade given in a seat of this round.
    fn open_to(&self, viewer: &Person, given: &Given, blind: bool) -> bool {
        if !blind || given.person == viewer.id || self.closing.is_some() {
            return true;
        }
        if self.recused.contains_key(&viewer.id) {
            return false;
        }
        match self.seat_of(viewer.id) {
            Some(seat) => seat.is_in(),
            None => viewer.may_close() || viewer.is(Role::Auditor),
        }
    }
    /// The standing as `viewer` may see it: blind grades keep their place and lose their content.
    #[must_use]
    pub fn seen_by(&self, p: &Procedure, viewer: &Person) -> Self {
        let mut cut = self.clone();
        let mut any = false;
        for seat in &mut cut.seats {
            for given in &mut seat.given {
                if !self.open_to(viewer, given, p.blind) {
                    any = true;
                    given.hidden = true;
                    given.verdict.clear();
                    given.opinions.clear();
                    given.waived.clear();
                    given.items.clear();
                }
            }
        }
        if any && cut.state == p.dissent {
            cut.state.clone_from(&p.graded);
        }
        // What is asked, answered and minuted speaks of grades.
        let outside = Given::blank(Seq::new(0), PersonId::new(0));
        if !self.open_to(viewer, &outside, p.blind) {
            cut.asked
                .retain(|a| a.by == viewer.id || a.to.contains(&viewer.id));
            cut.minutes.clear();
        }
        cut
    }
    /// True when the content of entry `e`, of this case, must be kept from `viewer` for now.
    pub fn hides(&self, p: &Procedure, viewer: &Person, e: &Entry) -> bool {
        // What is asked, answered and minuted speaks of grades.
        let speaks = match &e.payload {
            Payload::Decided { seat, closing, .. } => seat.is_some() && !closing,
            Payload::Noted {
                to,
                answers,
                minute,
                ..
            } => (!to.is_empty() && !to.contains(&viewer.id)) || answers.is_some() || *minute,
            _ => false,
        };
        speaks
            && e.person != viewer.id
            && e.seq > self.round_seq
            && !self.open_to(viewer, &Given::blank(e.seq, e.person), p.blind)
    }
}

/// What an entry did. Total: rules may change, the past may not become an error.
pub fn apply(p: &Procedure, s: &mut Standing, e: &Entry) {
    s.count += 1;
    s.last = e.seq;
    match &e.payload {
        Payload::Opened {
            procedure,
            profile,
            seats,
            unaided,
            ..
        } => {
            s.procedure = *procedure;
            s.profile = *profile;
            s.seated = !seats.is_empty();
            s.seats = seats
                .iter()
                .zip(1u8..)
                .map(|(person, number)| Seat {
                    number,
                    person: *person,
                    recused: false,
                    given: Vec::new(),
                    aid: if unaided.contains(&number) {
                        Aid::Withheld
                    } else {
                        Aid::Full
                    },
                })
                .collect();
        }
        Payload::Declared {
            round, facts, due, ..
        } => {
            s.round = *round;
            s.round_seq = e.seq;
            s.facts = *facts;
            s.due = *due;
            s.common += 1;
            s.required = s.requires(p);
            s.closing = None;
            s.asked.clear();
            s.minutes.clear();
            for seat in &mut s.seats {
                seat.given.clear();
                if s.round > 1 {
                    seat.aid = Aid::Full;
                }
            }
        }
        Payload::Decided { .. } => decided(p, s, e),
        Payload::Withdrawn { seq } => withdrawn(p, s, *seq),
        Payload::Recused { reason } => {
            s.recused.insert(e.person, reason.clone());
            bump(s, e.person);
            if let Some(seat) = s.seats.iter_mut().find(|x| x.person == e.person) {
                seat.recused = true;
            }
        }
        Payload::Chosen { why } => {
            s.chosen.get_or_insert_with(|| why.clone());
            s.common += 1;
        }
        Payload::Replied { reply, reason } => {
            if let Some(c) = &mut s.closing {
                c.reply = Some(Replied {
                    seq: e.seq,
                    person: e.person,
                    reply: *reply,
                    reason: reason.clone(),
                });
            }
            s.common += 1;
        }
        Payload::Reseated { from, to } => {
            let free = s.seat_of(*to).is_none();
            let seat = s.seats.iter_mut().find(|x| x.person == *from);
            if let Some(seat) = seat.filter(|x| free && x.stands().is_none()) {
                (seat.person, seat.recused) = (*to, false);
            }
        }
        Payload::Readmitted { person, .. } => {
            s.recused.remove(person);
            bump(s, *person);
            if let Some(seat) = s.seats.iter_mut().find(|x| x.person == *person) {
                seat.recused = false;
            }
        }
        Payload::Noted {
            text,
            to,
            answers,
            minute,
        } => {
            if *minute {
                s.minutes.push(Minute {
                    by: e.person,
                    text: text.clone(),
                });
            }
            if !to.is_empty() {
                s.asked.push(Asked {
                    seq: e.seq,
                    by: e.person,
                    to: to.clone(),
                    text: text.clone(),
                    answered: Vec::new(),
                });
            }
            let asked = s.asked.iter_mut().find(|a| Some(a.seq) == *answers);
            if let Some(asked) = asked {
                asked.answered.push((e.person, text.clone()));
            }
        }
        Payload::Unknown => s.unknown = true,
        Payload::Founded { .. }
        | Payload::PersonAdded { .. }
        | Payload::RolesSet { .. }
        | Payload::KeysSet { .. }
        | Payload::Proposed { .. }
        | Payload::Confirmed { .. }
        | Payload::Signed { .. }
        | Payload::Seated { .. }
        | Payload::Defined { .. }
        | Payload::Imported { .. }
        | Payload::Drawn { .. }
        | Payload::Refused { .. } => {}
    }
    s.state = state(p, s);
}

fn bump(s: &mut Standing, person: PersonId) {
    *s.acts.entry(person).or_insert(0) += 1;
}

fn decided(p: &Procedure, s: &mut Standing, e: &Entry) {
    let Payload::Decided {
        verdict,
        seat,
        closing,
        second,
        opinions,
        waived,
        items,
        due,
        amount,
        checks,
        settled,
        proxy,
        ..
    } = &e.payload
    else {
        return;
    };
    let given = Given {
        verdict: verdict.clone(),
        opinions: opinions.clone(),
        waived: waived.clone(),
        items: items.clone(),
        due: *due,
        amount: *amount,
        checks: checks.clone(),
        settled: settled.clone(),
        by: e.person,
        sheet: proxy.as_ref().map(|x| x.sheet.clone()),
        ..Given::blank(e.seq, proxy.as_ref().map_or(e.person, |x| x.person))
    };
    let whose = given.person;
    if *second {
        s.common += 1;
        if let Some(c) = &mut s.closing {
            c.second = Some(given);
        }
    } else if *closing {
        s.common += 1;
        let awaits = needs_second(p, s, &given);
        let earlier = s.closing.take().map(Box::new);
        s.closing = Some(Closing {
            first: given,
            awaits,
            second: None,
            earlier,
            reply: None,
        });
    } else if seat.is_some() {
        if p.blind {
            bump(s, whose);
        } else {
            s.common += 1;
        }
        if let Some(x) = s.seats.iter_mut().find(|x| Some(x.number) == *seat) {
            // Whoever judges on paper is shown nothing and confirms nothing.
            let paper = given.sheet.is_some();
            x.given.push(given);
            x.aid = match x.aid {
                Aid::Withheld if !paper => Aid::Shown,
                Aid::Withheld => Aid::Full,
                Aid::Shown | Aid::Full => Aid::Full,
            };
        }
    }
}

/// True when a decision must be signed by a second person: a verdict that always asks for one, or
/// one that stands on setting something aside.
fn needs_second(p: &Procedure, s: &Standing, given: &Given) -> bool {
    let v = p.verdict(&given.verdict);
    let errors = |g: &Given| g.waived.iter().any(|w| w.error);
    let aside = errors(given) || s.seats.iter().any(|x| x.stands().is_some_and(errors));
    v.is_some_and(|v| v.second || (v.needs_clean && aside))
}

fn withdrawn(p: &Procedure, s: &mut Standing, seq: Seq) {
    if let Some(c) = &mut s.closing {
        if c.reply.as_ref().is_some_and(|r| r.seq == seq) {
            c.reply = None;
            s.common += 1;
            return;
        }
        if c.second.as_ref().is_some_and(|g| g.seq == seq) {
            c.second = None;
            s.common += 1;
            return;
        }
        if c.first.seq == seq {
            s.closing = c.earlier.take().map(|c| *c);
            s.common += 1;
            return;
        }
    }
    let mut found = None;
    for seat in &mut s.seats {
        let whose = seat.given.iter().find(|g| g.seq == seq).map(|g| g.person);
        found = found.or(whose);
        seat.given.retain(|g| g.seq != seq);
    }
    if let Some(whose) = found {
        if p.blind {
            bump(s, whose);
        } else {
            s.common += 1;
        }
    }
}

fn state(p: &Procedure, s: &Standing) -> String {
    if let Some(c) = &s.closing {
        if s.contested() {
            return p.dissent.clone();
        }
        if c.awaits && c.second.is_none() {
            return p.second.clone();
        }
        if let (true, Some(state)) = (s.consults(p), &p.consulted) {
            return state.clone();
        }
        if let (true, Some(state)) = (s.disputed(p), &p.disputed) {
            return state.clone();
        }
        return p
            .verdict(&c.first.verdict)
            .map_or_else(|| p.start.clone(), |v| v.to.clone());
    }
    if let (None, Some(state)) = (&s.chosen, &p.unchosen) {
        return state.clone();
    }
    let needed = s.needed();
    if s.seated && s.filled() >= needed {
        return if s.apart(p) >= p.apart {
            p.dissent.clone()
        } else {
            p.graded.clone()
        };
    }
    if s.round <= 1 {
        p.start.clone()
    } else {
        p.again.clone()
    }
}

/// The standing after all entries of one case, in their order.
pub fn fold<'a>(p: &Procedure, log: impl IntoIterator<Item = &'a Entry>) -> Standing {
    let mut s = Standing {
        state: p.start.clone(),
        ..Standing::default()
    };
    for e in log {
        apply(p, &mut s, e);
    }
    s
}
