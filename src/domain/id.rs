//! Numbers that name things. They cannot be added, mixed up or made from a bare integer unawares.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            /// Takes a number that this program gave out earlier.
            pub const fn new(number: i64) -> Self { Self(number) }
            /// The bare number, for storing and hashing.
            pub const fn get(self) -> i64 { self.0 }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
    )*};
}

id! {
    /// A case 项目/事项 under review.
    CaseId,
    /// A person known to the database.
    PersonId,
    /// The number of an entry of the log; entries are numbered from 1 without gaps.
    Seq,
}
