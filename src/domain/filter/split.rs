//! A filter taken apart by what its terms must know of a case, so that a store can look at a
//! million cases without reading their rows.

use super::{Filter, Key, Op, Subject, Term, Test, Wanted, word};
use crate::domain::needle::Needle;

/// What a term must know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Words and texts in code, name or unit: see [`Filter::texts`].
    Texts,
    /// Unit, district, queue.
    Place,
    /// Amount and deadline.
    Numbers,
    /// Findings.
    Findings,
    /// Code.
    Code,
    /// Name.
    Name,
    /// The state of the review, the viewer's part.
    Row,
}

/// A term that looks for texts.
#[derive(Debug, Clone)]
pub struct Texts {
    /// What must not be found.
    pub not: bool,
    /// A plain word: it may be in any of the three, gaps count, and hits are ranked.
    pub word: bool,
    /// It may be in the code.
    pub code: bool,
    /// It may be in the name.
    pub name: bool,
    /// Any of these.
    pub needles: Vec<Needle>,
}

impl Term {
    fn part(&self) -> Part {
        let Test::Field { key, op, values } = &self.test else {
            return Part::Texts;
        };
        let plain =
            matches!(op, Op::Is | Op::Not) && values.iter().all(|v| matches!(v, Wanted::Text(_)));
        match key {
            Key::Name | Key::Code if plain => Part::Texts,
            Key::Name => Part::Name,
            Key::Code | Key::Year => Part::Code,
            Key::District | Key::Unit | Key::Queue => Part::Place,
            Key::Amount | Key::Due | Key::Exec | Key::Goal | Key::Declared | Key::Computed => {
                Part::Numbers
            }
            Key::Flag => Part::Findings,
            Key::Status | Key::Verdict | Key::Round | Key::Has => Part::Row,
        }
    }

    /// The identifiers of a term that asks for them, positively.
    fn ids(&self, wanted: Key) -> Option<Vec<&str>> {
        match &self.test {
            Test::Field {
                key,
                op: Op::Is,
                values,
            } if *key == wanted && !self.not => values
                .iter()
                .map(|v| match v {
                    Wanted::Id(id) => Some(id.as_str()),
                    _ => None,
                })
                .collect(),
            _ => None,
        }
    }
}

impl Filter {
    /// True when a term must know this.
    pub fn asks(&self, part: Part) -> bool {
        self.terms.iter().any(|t| t.part() == part)
    }
    /// True when all the terms that must know this hold; the rest of the subject may be empty.
    pub fn holds(&self, part: Part, s: &Subject<'_>) -> bool {
        let mut of = self.terms.iter().filter(|t| t.part() == part);
        of.all(|t| t.holds(s))
    }
    /// True when a plain word is looked for, so that hits are ranked.
    pub fn ranks(&self) -> bool {
        let word = |t: &Term| !t.not && matches!(t.test, Test::Word(_));
        self.terms.iter().any(word)
    }
    /// True when it has a term that can be looked up without the rows.
    pub fn narrows(&self) -> bool {
        self.terms.iter().any(|t| t.part() != Part::Row)
    }
    /// How well the words match: the worst of them.
    pub fn rank(&self, s: &Subject<'_>) -> u8 {
        let ranks = self.terms.iter().filter_map(|t| match &t.test {
            Test::Word(n) if !t.not => word(n, s),
            _ => None,
        });
        ranks.max().unwrap_or(0)
    }
    /// The plain words, for underlining.
    pub fn words(&self) -> Vec<Needle> {
        let words = self.terms.iter().filter_map(|t| match &t.test {
            Test::Word(n) if !t.not => Some(n.clone()),
            _ => None,
        });
        words.collect()
    }
    /// The terms that look for texts.
    pub fn texts(&self) -> Vec<Texts> {
        let texts = self.terms.iter().filter_map(|t| match &t.test {
            Test::Word(n) => Some(Texts {
                not: t.not,
                word: true,
                code: true,
                name: true,
                needles: vec![n.clone()],
            }),
            Test::Field { key, op, values } if t.part() == Part::Texts => Some(Texts {
                not: t.not != (*op == Op::Not),
                word: false,
                code: *key == Key::Code,
                name: *key == Key::Name,
                needles: values
                    .iter()
                    .filter_map(|v| match v {
                        Wanted::Text(n) => Some(n.clone()),
                        _ => None,
                    })
                    .collect(),
            }),
            Test::Field { .. } => None,
        });
        texts.collect()
    }
    /// States of which a case must have one, where a term says so.
    pub fn states(&self) -> Option<Vec<&str>> {
        let plain = |ids: &Vec<&str>| {
            let own = ["mine", "recused", "draft"];
            !ids.iter().any(|id| own.contains(id))
        };
        let mut of = self.terms.iter().filter_map(|t| t.ids(Key::Status));
        of.find(plain)
    }
    /// True when only cases that wait for the viewer can be wanted.
    pub fn mine(&self) -> bool {
        self.only(Key::Status, "mine")
    }
    /// True when only cases with a draft of the viewer can be wanted.
    pub fn drafts(&self) -> bool {
        self.only(Key::Status, "draft") || self.only(Key::Has, "draft")
    }
    fn only(&self, key: Key, id: &str) -> bool {
        let is = |t: &Term| t.ids(key).is_some_and(|ids| ids == [id]);
        self.terms.iter().any(is)
    }
}
