//! Lists step along an index: the plan of each order, direction and place is looked at.

use super::{page, upgrade};
use crate::domain::id::PersonId;
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

#[test]
fn every_order_has_its_index() {
    let mut c = Connection::open_in_memory().unwrap();
    upgrade::to_latest(&mut c).unwrap();
    let viewer = Person {
        id: PersonId::new(1),
        account: "a".into(),
        name: "A".into(),
        roles: [Role::Reviewer, Role::Lead].into_iter().collect(),
        units: Vec::new(),
    };
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
                    let found = plan(&c, &page::statement(&q, &viewer));
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
fn seats_step_along_the_deadlines() {
    let mut c = Connection::open_in_memory().unwrap();
    upgrade::to_latest(&mut c).unwrap();
    let found = plan(&c, super::matrix::STEP);
    assert!(found.contains("(queue=? AND open=?)"), "{found}");
    assert!(!found.contains("TEMP B-TREE"), "{found}");
}
