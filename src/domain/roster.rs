//! People and what their office lets them do.

use super::day::Day;
use super::id::PersonId;
use super::rights::{self, Act};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a person may do; a person may hold several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// 审核员.
    Reviewer,
    /// 复核员.
    Second,
    /// 组长.
    Lead,
    /// 处长.
    Approver,
    /// 专家: grades in a seat, decides nothing.
    Expert,
    /// 管理员: host and backup.
    Admin,
    /// 安全员: accounts, keys, roles.
    Security,
    /// 监督员: reads all, decides nothing.
    Auditor,
}

impl Role {
    /// All roles, in the order of the table of identifiers.
    pub const ALL: [Self; 8] = [
        Self::Reviewer,
        Self::Second,
        Self::Lead,
        Self::Approver,
        Self::Expert,
        Self::Admin,
        Self::Security,
        Self::Auditor,
    ];

    /// The identifier, `reviewer`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Reviewer => "reviewer",
            Self::Second => "second",
            Self::Lead => "lead",
            Self::Approver => "approver",
            Self::Expert => "expert",
            Self::Admin => "admin",
            Self::Security => "security",
            Self::Auditor => "auditor",
        }
    }
    /// The role of an identifier.
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.id() == id)
    }
}

/// A person known to the database.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Their number.
    pub id: PersonId,
    /// Account of the operating system (live), or the name given to `--as` (practice).
    pub account: String,
    /// The name shown.
    pub name: String,
    /// What they may do; [`Person::on`] leaves out what has ended.
    pub roles: BTreeSet<Role>,
    /// Units whose cases they must not judge (their own 本单位).
    #[serde(default)]
    pub units: Vec<String>,
    /// The last day of a role that ends, as 20261231.
    #[serde(default)]
    pub until: BTreeMap<Role, i32>,
}

impl Person {
    /// The person as they are on a day: without the roles that have ended before it.
    pub fn on(mut self, today: Day) -> Self {
        let ended = |r: &Role| self.until.get(r).is_some_and(|d| *d < today.number());
        self.roles.retain(|r| !ended(r));
        self
    }
    /// True when the person holds the role.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
    /// True when the person may give a second signature.
    pub fn may_sign_second(&self) -> bool {
        rights::lets(Act::Second, self)
    }
    /// True when the person may close a case 定案.
    pub fn may_close(&self) -> bool {
        rights::lets(Act::Close, self)
    }
    /// True when the person may grade in a seat.
    pub fn may_grade(&self) -> bool {
        rights::lets(Act::Grade, self)
    }
    /// The role that an act of theirs is recorded under.
    pub fn acting(&self, closing: bool, second: bool) -> Role {
        let first = |roles: &[Role]| roles.iter().copied().find(|r| self.is(*r));
        if second {
            first(&[Role::Second, Role::Approver, Role::Lead])
        } else if closing {
            first(&[Role::Lead, Role::Approver, Role::Reviewer])
        } else {
            first(&[Role::Reviewer, Role::Expert, Role::Lead])
        }
        .or_else(|| self.roles.first().copied())
        .unwrap_or(Role::Auditor)
    }
}
