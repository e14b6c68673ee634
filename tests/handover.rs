//! Absence: all that waits for one person passes to another in one act, and nothing that was judged.

#![allow(clippy::unwrap_used, clippy::panic)]

#[cfg(test)]
mod common;

use common::{Bureau, UNIT, declaration};
use jixiao::domain::day::Day;
use jixiao::domain::entry::{Opinion, Payload};
use jixiao::domain::finding::Place;
use jixiao::domain::gate::{Command, Refused, Verdictum};
use jixiao::domain::id::PersonId;
use jixiao::domain::office::Act;
use jixiao::domain::roster::{Person, Role};
use jixiao::store::sqlite::{Actor, HandedOver, SqliteReader};
use jixiao::store::{Reader as _, StoreError};

const CODES: [&str; 3] = ["31010420KY010", "31010420KY011", "31010420KY012"];

fn grade(verdict: &str) -> Verdictum {
    Verdictum {
        verdict: verdict.into(),
        opinions: vec![Opinion {
            field: Place::Form,
            text: "请补充。".into(),
            rule: None,
        }],
        ..Verdictum::default()
    }
}

/// Three cases; a tenth person who reviews and has no seat, an eleventh of the unit itself.
fn bureau() -> Bureau {
    let mut b = Bureau::new();
    let at = b.now();
    let mut w = b.store().writer(&b.actor(8)).unwrap();
    for (id, units) in [(10, vec![]), (11, vec![UNIT.to_owned()])] {
        let added = Payload::PersonAdded {
            id: PersonId::new(id),
            account: format!("p{id}"),
            name: format!("第{id}人"),
            roles: vec![Role::Reviewer],
            units,
        };
        w.administer("user", "", Act::Change(Box::new(added)), at)
            .unwrap();
    }
    b.file(CODES.iter().map(|c| declaration(c, c)).collect());
    b
}

fn person(b: &Bureau, who: i64) -> Person {
    let all = b.store().people().unwrap();
    all.into_iter().find(|p| p.id.get() == who).unwrap()
}

fn actor(b: &Bureau, who: i64) -> Actor {
    Actor {
        person: person(b, who),
        ..b.actor(1)
    }
}

fn hand(b: &mut Bureau, by: i64, from: i64, to: i64) -> Result<HandedOver, StoreError> {
    let at = b.now();
    let mut w = b.store().writer(&actor(b, by)).unwrap();
    w.hand_over(PersonId::new(from), PersonId::new(to), at)
}

fn reader(b: &Bureau, who: i64) -> SqliteReader {
    b.store()
        .reader(&person(b, who))
        .unwrap()
        .on(common::today())
}

fn mine(b: &Bureau, who: i64) -> u64 {
    let all = reader(b, who).queues(common::today()).unwrap();
    all.iter().find(|q| q.queue == "joint-review").unwrap().mine
}

#[test]
fn what_waits_passes_in_one_act_and_what_was_judged_stays() {
    let mut b = bureau();
    let first = b.case(CODES[0]);
    b.decide(2, first, None, grade("return")).unwrap();
    assert_eq!((mine(&b, 2), mine(&b, 10)), (2, 0));
    let done = hand(&mut b, 1, 2, 10).unwrap();
    assert_eq!(done.passed, CODES[1..]);
    assert_eq!(done.kept, []);
    assert_eq!((mine(&b, 2), mine(&b, 10)), (0, 2));
    b.verified();
    // Who was there before has no seat any more, and who came has one.
    let second = b.case(CODES[1]);
    assert!(matches!(
        b.decide(2, second, None, grade("pass")),
        Err(StoreError::Refused(Refused::NoSeat))
    ));
    let at = b.now();
    let mut w = b.store().writer(&actor(&b, 10)).unwrap();
    let a = jixiao::store::Append {
        case: second,
        expected: None,
        command: Command::Decide(grade("revise")),
        by_command: "decide".into(),
    };
    jixiao::store::Writer::append(&mut w, &a, at).unwrap();
    let s = reader(&b, 10).case(second).unwrap().standing;
    assert_eq!(s.seats[1].person.get(), 10);
    // The grade on the first case is still the second person's.
    let s = b.reader(2).case(first).unwrap().standing;
    assert_eq!(s.seats[1].stands().unwrap().person.get(), 2);
    // Back again: what was judged since stays where it was judged.
    let done = hand(&mut b, 10, 10, 2).unwrap();
    assert_eq!(done.passed, [CODES[2]]);
    b.verified();
}

#[test]
fn a_seat_somebody_stepped_back_from_is_filled() {
    let mut b = bureau();
    let case = b.case(CODES[0]);
    b.append(3, case, None, Command::Recuse("kin".into()))
        .unwrap();
    let row = b.reader(1).case(case).unwrap().row;
    assert_eq!(row.seats_total, 4);
    hand(&mut b, 1, 3, 10).unwrap();
    let file = b.reader(1).case(case).unwrap();
    assert_eq!(file.row.seats_total, 5);
    assert!(!file.standing.seats[2].recused);
    // Who stepped back is out for good.
    assert!(file.standing.recused.contains_key(&PersonId::new(3)));
    let done = hand(&mut b, 1, 10, 3).unwrap();
    assert_eq!(
        done.kept,
        [(
            CODES[0].to_owned(),
            Refused::NotForThem(PersonId::new(3), "recused")
        )]
    );
    assert_eq!(done.passed, CODES[1..]);
    b.verified();
}

#[test]
fn whose_turn_it_is_and_how_long_it_takes() {
    let mut b = bureau();
    let turns = |b: &Bureau| reader(b, 7).turns("joint-review").unwrap();
    let all = turns(&b);
    assert_eq!(all.len(), 5);
    assert!(all.iter().all(|t| (t.waiting, t.pace) == (3, None)));
    // Four verdicts a second apart each, by the bureau's clock.
    let case = b.case(CODES[0]);
    for n in 0..4 {
        let id = if n % 2 == 0 { "return" } else { "revise" };
        b.decide(2, case, None, grade(id)).unwrap();
    }
    let all = turns(&b);
    let own = all.iter().find(|t| t.person.get() == 2).unwrap();
    assert_eq!(
        (own.waiting, own.pace, own.minutes()),
        (2, Some(1000), Some(1))
    );
    // Past the deadline.
    let late = Day::new(2099, 1, 1).unwrap();
    let all = b.store().reader(&person(&b, 7)).unwrap().on(late);
    let mut all = all;
    let all = all.turns("joint-review").unwrap();
    assert!(all.iter().all(|t| t.overdue == t.waiting));
    assert_eq!(
        all.last().unwrap().person.get(),
        2,
        "who has least comes last"
    );
}

#[test]
fn not_to_anybody_and_not_by_anybody() {
    let mut b = bureau();
    for (to, why) in [
        (6, "no-role"),
        (7, "no-role"),
        (11, "own-unit"),
        (4, "seated"),
    ] {
        let done = hand(&mut b, 1, 2, to).unwrap();
        assert_eq!(done.passed, Vec::<String>::new(), "{to}");
        assert_eq!(done.kept.len(), 3);
        for (_, found) in done.kept {
            assert_eq!(found, Refused::NotForThem(PersonId::new(to), why));
        }
    }
    let before = b.entries();
    for by in [3, 5, 6, 7, 8] {
        let refused = hand(&mut b, by, 2, 10);
        assert!(
            matches!(
                refused,
                Err(StoreError::Refused(
                    Refused::NotLead | Refused::AuditorLooks
                ))
            ),
            "{by}: {refused:?}"
        );
    }
    // Each attempt is in the log, once, and nothing else.
    assert_eq!(b.entries().get(), before.get() + 5);
    assert_eq!(mine(&b, 2), 3);
    b.verified();
}
