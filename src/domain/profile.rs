//! Rule profile 规则口径: what is fixed for a year and a place, as data pinned to a case.
use super::declaration::Declaration;

/// A profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Profile {
    /// Identifier.
    pub id: String,
}

impl Profile {
    /// Reads a profile.
    ///
    /// # Errors
    /// When the text is none.
    pub fn parse(text: &str) -> Result<Self, String> {
        Ok(Self {
            id: text.to_owned(),
        })
    }
    /// The profile that fits a form, and its text.
    pub fn fitting(_: &Declaration) -> (Self, &'static str) {
        (
            Self {
                id: "none".to_owned(),
            },
            "none",
        )
    }
}
