//! Who gets which seat of a new case: by district or words of the form, then by load, then by lot.
//! Pure: given the same candidates, loads and lot it gives the same seats, so that anybody can draw
//! again from the log.

use super::declaration::Declaration;
use super::id::PersonId;
use super::procedure::Digest;
use serde::{Deserialize, Serialize};

/// Fields of a form that a word of a candidate is looked for in.
const FIELDS: [&str; 4] = ["project_name", "department_name", "unit_name", "use_class"];

/// Somebody who may sit in a seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    /// Who.
    pub person: PersonId,
    /// What they are for: beginnings of district codes, or words of the form; none: anything.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<String>,
}

impl Candidate {
    /// True when one of what they are for is in the form.
    fn fits(&self, d: &Declaration) -> bool {
        let district = d.district();
        self.of.iter().any(|word| {
            if word.bytes().all(|b| b.is_ascii_digit()) {
                district.starts_with(word.as_str())
            } else {
                FIELDS.iter().any(|f| d.text(f).contains(word.as_str()))
            }
        })
    }
}

/// Who sits in the seats of a case, seat 1 first: of each seat's candidates those for this case
/// before those for anything, nobody from whose own unit it is, nobody twice, whoever has least
/// waiting, and between equals by lot. A seat for which nobody is left goes to its first candidate,
/// who will have to step back.
pub fn assign(
    pools: &[Vec<Candidate>],
    d: &Declaration,
    own: &dyn Fn(PersonId) -> bool,
    load: &dyn Fn(PersonId) -> u64,
    lot: &str,
) -> Vec<PersonId> {
    let mut seats: Vec<PersonId> = Vec::new();
    for (n, pool) in pools.iter().enumerate() {
        let free: Vec<&Candidate> = pool
            .iter()
            .filter(|c| !seats.contains(&c.person) && !own(c.person))
            .collect();
        let fitting = || free.iter().copied().filter(|c| c.fits(d));
        let general = || free.iter().copied().filter(|c| c.of.is_empty());
        let among: Vec<&Candidate> = if fitting().next().is_some() {
            fitting().collect()
        } else if general().next().is_some() {
            general().collect()
        } else {
            free.clone()
        };
        let drawn = |c: &Candidate| Digest::of(&format!("{lot} seat {} {}", n + 1, c.person)).0;
        let chosen = among.into_iter().min_by_key(|c| (load(c.person), drawn(c)));
        let left = || pool.iter().find(|c| !seats.contains(&c.person));
        seats.extend(chosen.or_else(left).map(|c| c.person));
    }
    seats
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn candidate(id: i64, of: &[&str]) -> Candidate {
        Candidate {
            person: PersonId::new(id),
            of: of.iter().map(|s| (*s).to_owned()).collect(),
        }
    }

    fn form(district: &str, name: &str) -> Declaration {
        let plain = super::super::rules::text("T06").unwrap().bad.plain();
        let mut d = plain.declaration();
        d.code = format!("{district}20KY001");
        d.fields.remove("district_code");
        d.fields.get_mut("project_name").unwrap().raw = name.into();
        d
    }

    fn ids(seats: &[PersonId]) -> Vec<i64> {
        seats.iter().map(|p| p.get()).collect()
    }

    #[test]
    fn by_district_then_word_then_anybody() {
        let pools = [vec![
            candidate(1, &["310104", "310105"]),
            candidate(2, &["医院"]),
            candidate(3, &[]),
        ]];
        let seat = |district: &str, name: &str| {
            ids(&assign(
                &pools,
                &form(district, name),
                &|_| false,
                &|_| 0,
                "x",
            ))
        };
        assert_eq!(seat("310104", "管网改造"), [1]);
        assert_eq!(seat("310115", "中心医院发热门诊"), [2]);
        assert_eq!(seat("310115", "管网改造"), [3]);
    }

    #[test]
    fn never_twice_never_ones_own_and_the_first_where_nobody_is_left() {
        let pools = [
            vec![candidate(1, &[]), candidate(2, &[])],
            vec![candidate(1, &[])],
            vec![candidate(1, &[]), candidate(4, &[])],
        ];
        let d = form("310104", "管网");
        let own = |p: PersonId| p.get() == 2;
        // Seat 1 is 1's, since it is of 2's own unit; then nobody is left for seat 2.
        assert_eq!(ids(&assign(&pools, &d, &own, &|_| 0, "x")), [1, 4]);
        let only_own = [vec![candidate(2, &[])]];
        assert_eq!(ids(&assign(&only_own, &d, &own, &|_| 0, "x")), [2]);
    }

    #[test]
    fn loads_stay_within_one_of_each_other_and_the_lot_decides_between_equals() {
        let pools = [vec![
            candidate(1, &[]),
            candidate(2, &[]),
            candidate(3, &[]),
        ]];
        let mut load: BTreeMap<PersonId, u64> = BTreeMap::new();
        let mut first = BTreeMap::new();
        for n in 0..300 {
            let lot = format!("lot {n}");
            let at = load.clone();
            let d = form("310104", "管网");
            let of = |p| at.get(&p).copied().unwrap_or(0);
            let seats = assign(&pools, &d, &|_| false, &of, &lot);
            assert_eq!(seats, assign(&pools, &d, &|_| false, &of, &lot));
            *load.entry(seats[0]).or_default() += 1;
            if n % 3 == 0 {
                *first.entry(seats[0].get()).or_insert(0) += 1;
            }
            let least = (1..=3).map(|p| load.get(&PersonId::new(p)).copied().unwrap_or(0));
            let (least, most) = (least.clone().min().unwrap(), least.max().unwrap());
            assert!(most - least <= 1);
        }
        // Nobody is always first.
        assert!(first.values().all(|n| (15..=60).contains(n)), "{first:?}");
    }
}
