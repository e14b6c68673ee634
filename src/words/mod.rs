//! Every sentence a person reads, Chinese and English side by side so that neither is forgotten.
//! Entries of the log hold ids and numbers, never sentences.

pub mod agreement;
pub mod bulk;
pub mod cli;
pub mod course;
pub mod desk;
pub mod doctor;
pub mod evaluation;
pub mod exchange;
pub mod field;
pub mod first;
pub mod help;
pub mod history;
pub mod house;
pub mod intake;
pub mod look;
pub mod matrix;
pub mod messages;
pub mod papers;
pub mod quadrant;
pub mod refused;
pub mod rights;
pub mod rounds;
pub mod rules;
pub mod settings;
pub mod signing;
pub mod store;
pub mod terminal;
pub mod tui;
pub mod watch;

/// The language of the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// 简体中文, the source language.
    #[default]
    Zh,
    /// English.
    En,
}

impl Lang {
    /// The language named by an option or a locale: `en`, `en_US.UTF-8`; all else is Chinese.
    pub fn named(name: &str) -> Self {
        if name.to_ascii_lowercase().starts_with("en") {
            Self::En
        } else {
            Self::Zh
        }
    }
}

/// The text in the language asked for.
pub fn either(l: Lang, zh: &str, en: &str) -> String {
    match l {
        Lang::Zh => zh.to_owned(),
        Lang::En => en.to_owned(),
    }
}

/// A district without the words that all of them end with: it stands in four cells.
pub fn district(name: &str) -> &str {
    let short = name.trim_end_matches("新区").trim_end_matches('区');
    if short.is_empty() { name } else { short }
}
