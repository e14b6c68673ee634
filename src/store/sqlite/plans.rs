//! Lists step along an index: the plan of each order, direction and place is looked at.

use super::{next, page, upgrade};
use crate::domain::day::Day;
use crate::domain::id::PersonId;
use crate::domain::procedure::First;
use crate::domain::roster::{Person, Role};
use crate::store::{Mark, MarkValue, Order, Query};
use rusqlite::Connection;

fn plan(c: &Connection, sql: &str) -> String {
    let mut s = c.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
    let n = s.parameter_count();
    let args = rusqlite::params_from_iter((0..n).map(|_| 1));
    let lines = s.query_map(args, |r| r.get::<_, String>(3)).unwrap();
    lines.map(Result::unwrap).collect::<Vec<_>>().join("\n")
}

fn today() -> Day {
    Day::new(2020, 8, 1).unwrap()
}

fn viewer() -> Person {
    Person {
        id: PersonId::new(1),
        account: "a".into(),
        name: "A".into(),
        roles: [Role::Reviewer, Role::Lead].into_iter().collect(),
        units: Vec::new(),
        until: Default::default(),
    }
}

#[test]
fn every_order_has_its_index() {
    let mut c = Connection::open_in_memory().unwrap();
    upgrade::to_latest(&mut c).unwrap();
    let viewer = viewer();
    let mark = Mark {
        rank: 0,
        value: MarkValue::Number(1),
        ord: 1,
    };
    for (order, index) in [
        (Order::Due, "kase_due"),
        (Order::Amount, "kase_amount"),
        (Order::Code, "kase_code"),
        (Order::Findings, "kase_weight"),
        (Order::Name, "kase_name"),
        (Order::Unit, "kase_unit"),
        (Order::Stake, "kase_stake"),
    ] {
        for reverse in [false, true] {
            for back in [false, true] {
                for after in [None, Some(mark.clone())] {
                    let placed = after.is_some();
                    let q = Query {
                        order,
                        reverse,
                        back,
                        after,
                        ..Query::default()
                    };
                    let found = plan(&c, &page::statement(&q, &viewer, today()));
                    assert!(
                        found.contains(&format!("SEARCH k USING INDEX {index} (queue=?")),
                        "{order:?}: {found}"
                    );
                    assert!(!found.contains("TEMP B-TREE"), "{order:?}: {found}");
                    // With a place the search begins there and steps over nothing.
                    let bounded = found.contains('<') || found.contains('>');
                    assert_eq!(bounded, placed, "{order:?}: {found}");
                }
            }
        }
    }
}

#[test]
fn few_cases_are_found_by_index() {
    let mut c = Connection::open_in_memory().unwrap();
    upgrade::to_latest(&mut c).unwrap();
    for (sql, index) in page::FEW_BY {
        let found = plan(&c, sql);
        assert!(found.contains(&format!("INDEX {index}")), "{sql}: {found}");
        assert!(!found.contains("SCAN"), "{sql}: {found}");
    }
}

#[test]
fn the_next_waiting_is_found_along_an_index() {
    let mut c = Connection::open_in_memory().unwrap();
    upgrade::to_latest(&mut c).unwrap();
    for (by, index) in [(First::Due, "kase_open"), (First::Stake, "kase_worst")] {
        let found = plan(&c, &next::step(&viewer(), today(), by));
        assert!(
            found.contains(&format!("USING INDEX {index} (queue=? AND open=?")),
            "{found}"
        );
        assert!(!found.contains("TEMP B-TREE"), "{found}");
    }
}

#[test]
fn a_cell_is_read_along_its_index() {
    let mut c = Connection::open_in_memory().unwrap();
    upgrade::to_latest(&mut c).unwrap();
    let found = plan(&c, super::gauges::STANDING);
    assert!(
        found.contains("USING COVERING INDEX kase_cell (queue=? AND cell=?)")
            || found.contains("USING INDEX kase_cell (queue=? AND cell=?)"),
        "{found}"
    );
    assert!(!found.contains("TEMP B-TREE"), "{found}");
}

#[test]
fn seats_step_along_the_deadlines() {
    let mut c = Connection::open_in_memory().unwrap();
    upgrade::to_latest(&mut c).unwrap();
    let found = plan(&c, super::matrix::STEP);
    assert!(found.contains("(queue=? AND open=?)"), "{found}");
    assert!(!found.contains("TEMP B-TREE"), "{found}");
}
