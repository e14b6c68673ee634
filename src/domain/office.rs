//! Who may be entered, with which roles and keys: the people of a database as its entries made
//! them. In a live database each change needs two of those who keep the office; only while there
//! are not yet two does one act alone, and the entry says so.

use super::entry::Payload;
use super::gate::Refused;
use super::id::{PersonId, Seq};
use super::rights;
use super::roster::{Person, Role};
use std::collections::{BTreeMap, BTreeSet};

/// What somebody wants to do to the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Change it: a person, roles, keys, the seats of a queue.
    Change(Box<Payload>),
    /// Agree to what another proposed.
    Confirm(Seq),
    /// Put aside what was proposed.
    Reject(Seq),
}

/// A change that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The entry.
    pub seq: Seq,
    /// Who proposed it.
    pub by: PersonId,
    /// What.
    pub change: Payload,
}

/// The people of a database and what is proposed of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Office {
    /// 练习库: anybody changes anything.
    pub practice: bool,
    /// A bureau's host: nobody comes in but by a key that stands here.
    pub house: bool,
    /// Everybody, in order of their numbers.
    pub people: BTreeMap<PersonId, Person>,
    /// Their keys, each as `ssh-ed25519 AAAA…`.
    pub keys: BTreeMap<PersonId, Vec<String>>,
    /// What waits for a second person.
    pub open: Vec<Proposal>,
    /// The day as of which roles are held, as 20261231; 0: those that end are held for ever.
    pub today: i32,
}

impl Office {
    /// Brings an entry in.
    ///
    /// # Errors
    /// Says which rule the entry broke.
    pub fn apply(&mut self, seq: Seq, by: PersonId, payload: &Payload) -> Result<(), &'static str> {
        match payload {
            Payload::Founded {
                practice, house, ..
            } => (self.practice, self.house) = (*practice, *house),
            Payload::Proposed { change } => {
                if !self.keeps(by) {
                    return Err("proposed by somebody who does not keep the office");
                }
                self.open.push(Proposal {
                    seq,
                    by,
                    change: (**change).clone(),
                });
            }
            Payload::Confirmed { proposed, change } => {
                match proposed {
                    Some(p) => {
                        let at = self.open.iter().position(|o| o.seq == *p);
                        let o = at.map(|at| self.open.remove(at));
                        let o = o.ok_or("confirms what nobody had proposed")?;
                        if !self.agrees(by) {
                            return Err("confirmed by somebody who does not keep the office");
                        }
                        if o.by == by {
                            return Err("both signatures of a change are of one person");
                        }
                        if o.change != **change {
                            return Err("confirms another change than was proposed");
                        }
                    }
                    None if self.two() => return Err("changed by one person alone"),
                    None if !self.agrees(by) => {
                        return Err("changed by somebody who does not keep the office");
                    }
                    None => {}
                }
                self.change(change);
            }
            Payload::Withdrawn { seq } => {
                if !self.agrees(by) {
                    return Err("put aside by somebody who does not keep the office");
                }
                self.open.retain(|o| o.seq != *seq);
            }
            // Before anybody is entered the maker is.
            Payload::PersonAdded { .. } | Payload::RolesSet { .. } | Payload::KeysSet { .. } => {
                if !self.practice && !self.people.is_empty() {
                    return Err("changed without a second person");
                }
                self.change(payload);
            }
            _ => {}
        }
        Ok(())
    }

    fn change(&mut self, change: &Payload) {
        match change {
            Payload::PersonAdded {
                id,
                account,
                name,
                roles,
                units,
            } => {
                let person = Person {
                    id: *id,
                    account: account.clone(),
                    name: name.clone(),
                    roles: roles.iter().copied().collect(),
                    units: units.clone(),
                    until: BTreeMap::new(),
                };
                self.people.insert(*id, person);
            }
            Payload::RolesSet { id, roles, until } => {
                if let Some(p) = self.people.get_mut(id) {
                    p.roles = roles.iter().copied().collect();
                    p.until.clone_from(until);
                }
            }
            Payload::KeysSet { id, keys } => {
                self.keys.insert(*id, keys.clone());
            }
            _ => {}
        }
    }

    /// Those who keep the office, by the table of rights: 安全员; where there is no house, 管理员 as
    /// well.
    pub fn keepers(&self) -> BTreeSet<PersonId> {
        let act = if self.house {
            rights::Act::People
        } else {
            rights::Act::PeopleOwn
        };
        let roles = rights::of(act).map_or(&[][..], |r| &r.roles);
        let held =
            |p: &Person, r: Role| p.is(r) && p.until.get(&r).is_none_or(|last| *last >= self.today);
        let keeps = |p: &&Person| roles.iter().any(|r| held(p, *r));
        self.people.values().filter(keeps).map(|p| p.id).collect()
    }

    fn keeps(&self, who: PersonId) -> bool {
        self.keepers().contains(&who)
    }

    /// True for the maker of a house: appoints the first two keepers alone, and may be the second
    /// person to what one of them proposed, so that an officer who lost a key is not shut out.
    fn made_it(&self, who: PersonId) -> bool {
        self.house && self.people.keys().next() == Some(&who)
    }

    /// True when the person may be the second to a change.
    fn agrees(&self, who: PersonId) -> bool {
        self.keeps(who) || self.made_it(who)
    }

    /// True once a change needs two.
    fn two(&self) -> bool {
        !self.practice && self.keepers().len() >= 2
    }

    /// What may be appended for this act by this person.
    ///
    /// # Errors
    /// Says why nothing may be.
    pub fn ask(&self, who: PersonId, act: Act) -> Result<Payload, Refused> {
        let keeps = self.keeps(who);
        let alone = !self.two() && (self.practice || self.agrees(who));
        match act {
            Act::Change(change) => {
                if !alone && !keeps {
                    return Err(Refused::NotKeeper);
                }
                let change = self.fit(*change)?;
                Ok(match change {
                    Payload::Seated { .. } => change,
                    _ if self.practice => change,
                    _ if alone => Payload::Confirmed {
                        proposed: None,
                        change: Box::new(change),
                    },
                    _ => Payload::Proposed {
                        change: Box::new(change),
                    },
                })
            }
            Act::Confirm(seq) => {
                if !self.agrees(who) {
                    return Err(Refused::NotKeeper);
                }
                let o = self.proposal(seq)?;
                if o.by == who {
                    return Err(Refused::OwnProposal);
                }
                if subject(&o.change) == Some(who) {
                    return Err(Refused::AboutYou);
                }
                self.fit(o.change.clone())?;
                Ok(Payload::Confirmed {
                    proposed: Some(seq),
                    change: Box::new(o.change.clone()),
                })
            }
            Act::Reject(seq) => {
                if !self.agrees(who) {
                    return Err(Refused::NotKeeper);
                }
                self.proposal(seq)?;
                Ok(Payload::Withdrawn { seq })
            }
        }
    }

    fn proposal(&self, seq: Seq) -> Result<&Proposal, Refused> {
        let found = self.open.iter().find(|o| o.seq == seq);
        found.ok_or(Refused::NothingProposed)
    }

    /// A change that can be made as things are; a person gets a number where it has none (0).
    fn fit(&self, mut change: Payload) -> Result<Payload, Refused> {
        let known = |id: &PersonId| self.people.contains_key(id);
        match &mut change {
            Payload::PersonAdded { id, account, .. } => {
                if self.house && !plain(account) {
                    return Err(Refused::AccountName);
                }
                if known(id) || self.people.values().any(|p| p.account == *account) {
                    return Err(Refused::AccountTaken(account.clone()));
                }
                if id.get() == 0 {
                    *id = self.next();
                }
                Ok(change)
            }
            Payload::RolesSet { id, .. } if known(id) => Ok(change),
            Payload::KeysSet { id, keys } if known(id) => {
                // Two people with one key could not be told apart.
                let others = self.keys.iter().filter(|(of, _)| *of != id);
                if let Some((of, _)) = others
                    .flat_map(|(of, all)| all.iter().map(move |k| (of, k)))
                    .find(|(_, k)| keys.contains(k))
                {
                    return Err(Refused::KeyTaken(*of));
                }
                Ok(change)
            }
            Payload::Seated { seats, pools }
                if seats.iter().all(known)
                    && pools.iter().flatten().all(|c| known(&c.person))
                    && (pools.is_empty() || pools.len() == seats.len()) =>
            {
                Ok(change)
            }
            _ => Err(Refused::NothingProposed),
        }
    }

    /// The number of the next person, behind those who are proposed.
    fn next(&self) -> PersonId {
        let proposed = self.open.iter().filter_map(|o| match &o.change {
            Payload::PersonAdded { id, .. } => Some(id.get()),
            _ => None,
        });
        let all = self.people.keys().map(|id| id.get()).chain(proposed);
        PersonId::new(all.max().unwrap_or(0) + 1)
    }

    /// Whose key it is.
    pub fn owner(&self, key: &str) -> Option<&Person> {
        let (id, _) = self
            .keys
            .iter()
            .find(|(_, all)| all.iter().any(|k| k == key))?;
        self.people.get(id)
    }
}

/// Whom a change is about.
fn subject(change: &Payload) -> Option<PersonId> {
    match change {
        Payload::RolesSet { id, .. } | Payload::KeysSet { id, .. } => Some(*id),
        _ => None,
    }
}

/// An account that may stand in a line of `authorized_keys`: letters, digits, `.`, `_`, `-`, at
/// most 32, beginning with a letter or digit.
pub fn plain(account: &str) -> bool {
    let mut all = account.bytes();
    all.len() <= 32
        && all.next().is_some_and(|b| b.is_ascii_alphanumeric())
        && all.all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}
