//! Who may do what, where: the table of `data/rights.toml`, read by the gate and printed by
//! `user rights`.

use super::day::Day;
use super::id::PersonId;
use super::procedure::Procedure;
use super::roster::{Person, Role};
use super::standing::Standing;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// Something that is done to a case, to the tables or to the people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Act {
    /// A grade in one's seat.
    Grade,
    /// A grade entered for an expert from their sheet of paper 代录.
    Proxy,
    /// A verdict where there are no seats.
    Decide,
    /// The lead's decision 定案.
    Close,
    /// A second signature 复核.
    Second,
    /// One's own latest act taken back.
    Undo,
    /// Stepping back 回避.
    Recuse,
    /// A note to colleagues.
    Note,
    /// A request for comment 征求意见.
    Ask,
    /// A minute of a discussion 会商纪要.
    Minute,
    /// Somebody's stepping back revoked.
    Readmit,
    /// Choosing a case to be looked at.
    Choose,
    /// The department's reply entered.
    Reply,
    /// A seat handed over.
    HandOver,
    /// Tables read in.
    Import,
    /// People changed in a house.
    People,
    /// People changed where there is no house.
    PeopleOwn,
}

/// How a person stands to a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The case is of their own unit.
    OwnUnit,
    /// They stepped back.
    Recused,
    /// They signed first.
    First,
    /// A seat is theirs.
    Seat,
    /// The latest act is theirs.
    OwnAct,
}

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Not chosen to be looked at.
    Unchosen,
    /// Before a decision.
    Open,
    /// A second signature is missing.
    Second,
    /// The department is to say what it thinks.
    Consulted,
    /// Decided, and the day to mend by has passed without a new form.
    Lapsed,
    /// Decided.
    Decided,
}

/// A line of the table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Right {
    /// What is done.
    pub act: Act,
    /// Its name.
    pub name: String,
    /// Its name in English.
    pub english: String,
    /// One of these lets; none named: everybody.
    pub roles: Vec<Role>,
    /// One of these stops.
    #[serde(default)]
    pub bars: Vec<Role>,
    /// Relations that stop.
    #[serde(default)]
    pub not: Vec<Relation>,
    /// Relations that must be.
    #[serde(default)]
    pub needs: Vec<Relation>,
    /// Where the case may stand; none named: anywhere.
    #[serde(default)]
    pub stages: Vec<Stage>,
    /// How a missing role is refused; an identifier of [`super::gate::Refused`].
    #[serde(default)]
    pub r#else: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    right: Vec<Right>,
}

static ALL: LazyLock<Vec<Right>> = LazyLock::new(|| {
    // The file is part of the program; that it reads and has every act is a test. A table that
    // could not be read would let nobody do anything.
    toml::from_str::<File>(include_str!("../../data/rights.toml"))
        .map_or_else(|_| Vec::new(), |f| f.right)
});

/// The whole table.
pub fn all() -> &'static [Right] {
    &ALL
}

/// The line of an act.
pub fn of(act: Act) -> Option<&'static Right> {
    ALL.iter().find(|r| r.act == act)
}

/// True when one of the person's roles lets them do it.
pub fn lets(act: Act, who: &Person) -> bool {
    of(act).is_some_and(|r| r.lets(who))
}

/// True when the person has a part in reviewing at all: grades, decides or signs.
pub fn reviews(who: &Person) -> bool {
    let parts = [Act::Grade, Act::Decide, Act::Close, Act::Second];
    parts.into_iter().any(|act| lets(act, who))
}

impl Right {
    /// True when one of the person's roles lets them.
    pub fn lets(&self, who: &Person) -> bool {
        self.roles.is_empty() || self.roles.iter().any(|r| who.is(*r))
    }
    /// The role of the person that stops them; `others`: somebody else is entered.
    pub fn bar(&self, who: &Person, others: bool) -> Option<Role> {
        let counts = |r: &Role| others || !matches!(r, Role::Admin | Role::Security);
        self.bars.iter().copied().find(|r| who.is(*r) && counts(r))
    }
    /// True when it may be done to a case that stands there.
    pub fn at(&self, stage: Stage) -> bool {
        self.stages.is_empty() || self.stages.contains(&stage)
    }
    /// True when this relation stops it.
    pub fn stops(&self, relation: Relation) -> bool {
        self.not.contains(&relation)
    }
}

/// Why the table does not let somebody do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// A role that stops it.
    Bar(Role),
    /// No role that lets.
    Role,
    /// A relation that stops it.
    Relation(Relation),
    /// A relation that is not there.
    Needs(Relation),
    /// The case does not stand there.
    Stage(Stage),
}

/// What the table says of an act on a case; what the act itself must bring (an opinion, enough
/// seats) the gate asks.
///
/// # Errors
/// The first thing that is in the way.
pub fn answer(
    right: &Right,
    (p, s): (&Procedure, &Standing),
    who: &Person,
    unit: &str,
    (others, today): (bool, Day),
) -> Result<(), Missing> {
    if let Some(role) = right.bar(who, others) {
        return Err(Missing::Bar(role));
    }
    let own_seat = right.act == Act::HandOver && s.seat_of(who.id).is_some();
    if !right.lets(who) && !own_seat {
        return Err(Missing::Role);
    }
    let is = relations(s, who, unit);
    if let Some(r) = is.iter().find(|r| right.stops(**r)) {
        return Err(Missing::Relation(*r));
    }
    let stage = stage(p, s, today);
    // Where there are seats a verdict is a grade or the lead's.
    let elsewhere = match right.act {
        Act::Decide => s.seated,
        Act::Grade | Act::Proxy | Act::Close | Act::Ask | Act::HandOver => !s.seated,
        _ => false,
    };
    if elsewhere
        || !right.at(stage)
        || (matches!(right.act, Act::Grade | Act::Proxy) && s.closing.is_some())
    {
        return Err(Missing::Stage(stage));
    }
    match right.needs.iter().find(|r| !is.contains(r)) {
        Some(r) => Err(Missing::Needs(*r)),
        None => Ok(()),
    }
}

/// Where a case stands on a day.
pub fn stage(p: &Procedure, s: &Standing, today: Day) -> Stage {
    if s.state == p.second {
        Stage::Second
    } else if p.unchosen.as_ref() == Some(&s.state) {
        Stage::Unchosen
    } else if s.consults(p) {
        Stage::Consulted
    } else if p.is_open(&s.state) {
        Stage::Open
    } else if s.lapsed(p, today) {
        Stage::Lapsed
    } else {
        Stage::Decided
    }
}

/// How a person stands to a case of a unit.
pub fn relations(s: &Standing, who: &Person, unit: &str) -> Vec<Relation> {
    let mut out = Vec::new();
    if who.units.iter().any(|u| !u.is_empty() && u == unit) {
        out.push(Relation::OwnUnit);
    }
    if s.recused.contains_key(&who.id) {
        out.push(Relation::Recused);
    }
    if s.closing.as_ref().is_some_and(|c| c.first.person == who.id) {
        out.push(Relation::First);
    }
    if s.seat_of(who.id).is_some() {
        out.push(Relation::Seat);
    }
    if own_act(s, who.id) {
        out.push(Relation::OwnAct);
    }
    out
}

/// True when the latest act that could be taken back is the person's.
fn own_act(s: &Standing, who: PersonId) -> bool {
    let Some(c) = &s.closing else {
        let of_theirs =
            |x: &super::seats::Seat| x.stands().is_some_and(|g| g.person == who || g.by == who);
        return s.seats.iter().any(of_theirs);
    };
    let reply = c.reply.as_ref().map(|r| r.person);
    let second = c.second.as_ref().map(|g| g.person);
    reply.or(second).unwrap_or(c.first.person) == who
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_and_has_every_act_once() {
        let acts: Vec<Act> = all().iter().map(|r| r.act).collect();
        assert_eq!(acts.len(), 17);
        let mut once = acts.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), acts.len());
        let auditor_alone = |r: &Right| r.roles == [Role::Auditor];
        assert!(!all().iter().any(auditor_alone));
    }
}
