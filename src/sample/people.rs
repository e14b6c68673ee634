//! The people of a practice database. All names are invented.

use crate::domain::id::PersonId;
use crate::domain::roster::{Person, Role};

/// The account that runs the practice database sits here.
pub const OWN_SEAT: i64 = 3;

/// The people of a practice database; `account` is the one that runs it: third seat, and lead.
pub fn people(account: &str) -> Vec<Person> {
    let person = |id: i64, account: &str, name: &str, roles: &[Role]| Person {
        id: PersonId::new(id),
        account: account.to_owned(),
        name: name.to_owned(),
        roles: roles.iter().copied().collect(),
        units: Vec::new(),
        until: Default::default(),
    };
    vec![
        person(1, "chen", "陈立新", &[Role::Reviewer]),
        person(2, "zhou", "周敏", &[Role::Reviewer]),
        person(OWN_SEAT, account, "王晓岚", &[Role::Reviewer, Role::Lead]),
        person(4, "gu", "顾建华", &[Role::Reviewer]),
        person(5, "shen", "沈佳怡", &[Role::Expert]),
        person(6, "lu", "陆文斌", &[Role::Second]),
        person(7, "xu", "徐志强", &[Role::Approver]),
        person(8, "yu", "俞静", &[Role::Auditor]),
        person(9, "zhu", "朱海燕", &[Role::Admin]),
        person(10, "wu", "吴倩", &[Role::Expert]),
    ]
}

/// The seats of the joint review, seat 1 first.
pub fn seats() -> Vec<PersonId> {
    (1..=5).map(PersonId::new).collect()
}
