//! The checks 预审 of declared targets (T), of monitoring forms (M) and of self-evaluations (E). A rule is one function and
//! one line in the table of its topic, and one entry in `data/rules/`, where its words are.

mod bonds;
mod clarity;
mod completeness;
mod evaluation;
mod evidence;
pub mod example;
mod form;
mod library;
mod money;
pub mod monitoring;
mod names;
pub mod reevaluation;
mod relevance;
mod text;
mod time;

pub use self::library::{Library, LibraryError};
pub use self::text::{RuleText, Sure, catalogue, text};

use self::form::Form;
use super::clean::Clean;
use super::companion::Companions;
use super::declaration::Declaration;
use super::finding::{Finding, Place, Severity};
use super::procedure::Digest;
use super::profile::Profile;
use std::sync::LazyLock;

/// What a rule may look at beside the form.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The numbers of the place and year.
    pub profile: &'a Profile,
    /// What is known of the project from other tables.
    pub companions: &'a Companions,
    /// The indicator library 指标库.
    pub library: &'a Library,
    /// True for a case in a database, false for a bare file.
    pub stored: bool,
}

impl<'a> Context<'a> {
    /// For a case in a database, with the built-in library.
    pub fn stored(profile: &'a Profile, companions: &'a Companions) -> Self {
        Self {
            stored: true,
            ..Self::bare(profile, companions)
        }
    }
    /// For a file that nobody has stored, with the built-in library.
    pub fn bare(profile: &'a Profile, companions: &'a Companions) -> Self {
        Self {
            profile,
            companions,
            library: Library::built_in(),
            stored: false,
        }
    }
}

/// The computed part of a rule.
type Check = fn(&Form<'_>, &mut Hits);

/// Every rule, by topic.
const TOPICS: [&[(&str, Check)]; 8] = [
    evaluation::TABLE,
    monitoring::TABLE,
    completeness::TABLE,
    clarity::TABLE,
    relevance::TABLE,
    money::TABLE,
    time::TABLE,
    bonds::TABLE,
];

/// Rules that replace a general one: special rule, general rule, and how near they must be.
const SILENCES: [(&str, &str, Near); 34] = [
    ("E22", "E02", Near::Line),
    ("E22", "E05", Near::Line),
    ("E30", "E02", Near::Line),
    ("E04", "E02", Near::Line),
    ("E04", "E05", Near::Line),
    ("E07", "E02", Near::Line),
    ("E07", "E05", Near::Line),
    ("T25", "T23", Near::Line),
    ("T26", "T23", Near::Line),
    ("T34", "T35", Near::Line),
    ("T36", "T35", Near::Line),
    ("T32", "T30", Near::Line),
    ("T41", "T43", Near::Line),
    ("T23", "T49", Near::Line),
    ("T24", "T49", Near::Line),
    ("T25", "T49", Near::Line),
    ("T26", "T49", Near::Line),
    ("T27", "T49", Near::Line),
    ("T28", "T49", Near::Line),
    ("T34", "T49", Near::Line),
    ("T35", "T49", Near::Line),
    ("T36", "T49", Near::Line),
    ("T43", "T49", Near::Line),
    ("T20", "T19", Near::Cell),
    ("T65", "T50", Near::Form),
    ("T65", "T51", Near::Form),
    ("T65", "T52", Near::Form),
    ("T65", "T60", Near::Form),
    ("T58", "T57", Near::Form),
    ("T04", "T05", Near::Form),
    ("T54", "T55", Near::Form),
    ("T09", "T55", Near::Form),
    ("T14", "T55", Near::Form),
    ("T15", "T55", Near::Form),
];

/// How near two findings must be for one to replace the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Near {
    Cell,
    Line,
    Form,
}

/// What the rules of a letter say of a form: those of the letter, and what those of declared
/// targets note of its grid.
pub fn run_letter(letter: &str, d: &Declaration, ctx: &Context<'_>) -> Vec<Finding> {
    if letter == TARGETS {
        return run(d, ctx);
    }
    let mut found = checked(letter, d, ctx);
    found.extend(run_grid(d, ctx));
    found
}

/// The letter of the rules of declared targets.
const TARGETS: &str = "T";

/// What the rules say of a declared form, in the order of the rules and, within one, of the form.
pub fn run(d: &Declaration, ctx: &Context<'_>) -> Vec<Finding> {
    checked(TARGETS, d, ctx)
}

fn checked(letter: &str, d: &Declaration, ctx: &Context<'_>) -> Vec<Finding> {
    let form = Form::new(d, ctx);
    let mut hits = Hits::default();
    let all = TOPICS.iter().copied().flatten();
    for (id, check) in all.filter(|(id, _)| id.starts_with(letter)) {
        hits.rule = id;
        check(&form, &mut hits);
    }
    let mut list = hits.list;
    for (special, general, near) in SILENCES {
        let places: Vec<Place> = places_of(&list, special);
        list.retain(|h| h.rule != general || !places.iter().any(|p| near.holds(p, &h.place)));
    }
    list.sort_by(|a, b| a.rule.cmp(b.rule).then_with(|| a.place.cmp(&b.place)));
    list.iter().filter_map(Hit::finding).collect()
}

/// Rules that also look at the grid of a monitoring or self-evaluation form; they inform only.
const GRID: [&str; 9] = [
    "T16", "T17", "T19", "T20", "T28", "T29", "T34", "T43", "T44",
];

/// What the rules say, as notes, of the grid of a monitoring or self-evaluation form.
pub fn run_grid(d: &Declaration, ctx: &Context<'_>) -> Vec<Finding> {
    let mut found = run(d, ctx);
    found.retain(|f| GRID.contains(&f.rule.as_str()));
    for f in &mut found {
        f.severity = Severity::Note;
    }
    found
}

/// Ids of all rules that are computed.
pub fn ids() -> impl Iterator<Item = &'static str> {
    TOPICS.iter().copied().flatten().map(|(id, _)| *id)
}

/// Hash over all texts, words and levels in force and the program's version: what a finding was
/// made with.
pub fn edition() -> Digest {
    static EDITION: LazyLock<Digest> = LazyLock::new(|| {
        Digest::of(concat!(
            env!("CARGO_PKG_VERSION"),
            include_str!("../../../data/rules/targets.toml"),
            include_str!("../../../data/rules/monitoring.toml"),
            include_str!("../../../data/rules/self-evaluation.toml"),
            include_str!("../../../data/rules/lexicon.toml"),
            include_str!("../../../data/rules/levels.toml"),
            include_str!("../../../data/indicators/library.csv"),
        ))
    });
    *EDITION
}

fn places_of(list: &[Hit], rule: &str) -> Vec<Place> {
    let of_rule = list.iter().filter(|h| h.rule == rule);
    of_rule.map(|h| h.place.clone()).collect()
}

impl Near {
    fn holds(self, special: &Place, general: &Place) -> bool {
        match (self, special, general) {
            (Self::Form, ..) => true,
            (Self::Cell, a, b) => a == b,
            (Self::Line, Place::Indicator(a, _), Place::Indicator(b, _)) => a == b,
            (Self::Line, ..) => false,
        }
    }
}

/// What the checks have found so far.
#[derive(Default)]
struct Hits {
    rule: &'static str,
    list: Vec<Hit>,
}

/// One thing found, before it is put into words.
struct Hit {
    rule: &'static str,
    place: Place,
    severity: Option<Severity>,
    variant: &'static str,
    params: Vec<(&'static str, String)>,
}

/// Most characters of a foreign text within a message.
const QUOTED: usize = 60;

impl Hits {
    fn at(&mut self, place: Place) -> &mut Hit {
        self.list.push(Hit {
            rule: self.rule,
            place,
            severity: None,
            variant: "",
            params: Vec::new(),
        });
        self.list.last_mut().expect("one was pushed just now")
    }
    fn field(&mut self, key: &str) -> &mut Hit {
        self.at(Place::Field(key.to_owned()))
    }
    fn line(&mut self, line: &form::Line<'_>, column: &str) -> &mut Hit {
        let place = Place::Indicator(line.at, Some(column.to_owned()));
        self.at(place)
            .say("name", &line.raw.name)
            .say("value", &line.raw.value)
    }
}

impl Hit {
    /// Fills `{key}` of the template; foreign text is made fit to show and cut.
    fn say(&mut self, key: &'static str, text: &str) -> &mut Self {
        let clean = Clean::line(text.trim());
        let mut shown: String = clean.as_str().chars().take(QUOTED).collect();
        if shown.len() < clean.as_str().len() {
            shown.push('…');
        }
        self.params.push((key, shown));
        self
    }
    /// Takes another wording of the rule's text.
    fn variant(&mut self, name: &'static str) -> &mut Self {
        self.variant = name;
        self
    }
    /// Weighs otherwise than the rule's text says.
    fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = Some(severity);
        self
    }
    fn finding(&self) -> Option<Finding> {
        let rule = text(self.rule)?;
        Some(Finding {
            rule: self.rule.to_owned(),
            severity: self.severity.unwrap_or(rule.severity),
            field: self.place.clone(),
            message: text::fill(rule.opinion(self.variant), &self.params),
            suggestion: rule
                .suggestion(self.variant)
                .map(|s| text::fill(s, &self.params)),
        })
    }
}

#[cfg(test)]
mod tests;
