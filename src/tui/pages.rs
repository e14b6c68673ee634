//! Two rounds of a case as a page: what answers an opinion, what nobody asked for, what is new,
//! and what stayed.

use super::model::{Model, Screen};
use super::shape;
use crate::domain::clean::{Clean, lines};
use crate::domain::declaration::Declaration;
use crate::domain::entry::Opinion;
use crate::domain::finding::Place;
use crate::domain::rounds::{Answer, Cell, Change, Counts, Item, Kind, Part, Rounds};
use crate::store::{CaseFile, LogLine, Round};
use crate::words::{self, rounds as say};

/// A row that the cursor can stand on.
#[derive(Debug, Clone)]
pub struct Entry {
    /// A head over it, where a part begins.
    pub head: Option<String>,
    /// What became of the opinion it answers.
    pub answer: Option<Answer>,
    /// Index of that opinion in the page.
    pub opinion: Option<usize>,
    /// Where it stands in the present form, or stood in the earlier.
    pub place: Place,
    /// Its name.
    pub label: String,
    /// As it was: clauses, and whether each is gone.
    pub left: Vec<(String, bool)>,
    /// As it is: clauses, and whether each is new.
    pub right: Vec<(String, bool)>,
    /// What more is to be said.
    pub note: String,
    /// It is not the same.
    pub changed: bool,
}

/// The page.
#[derive(Debug, Clone)]
pub struct Page {
    /// How much changed.
    pub counts: Counts,
    /// How many opinions are landed, of how many.
    pub landed: (usize, usize),
    /// The opinions on the earlier round.
    pub opinions: Vec<(Opinion, LogLine)>,
    /// Rows in order.
    pub entries: Vec<Entry>,
    /// Number of the earlier round, and of the later.
    pub rounds: (u16, u16),
}

/// The page of the case on the screen; none with fewer than two rounds.
pub fn page(m: &Model) -> Option<Page> {
    let w = m.here()?;
    let all = m.rounds.as_ref().is_some_and(|r| r.all);
    let (before, after) = last_two(&w.file)?;
    let rounds = Rounds::compare(&before.declaration, &after.declaration);
    let opinions = shape::earlier(&w.file);
    let bare: Vec<Opinion> = opinions.iter().map(|(o, _)| o.clone()).collect();
    let answers = rounds.answers(&bare, w.file.findings());
    let mut entries = Vec::new();
    let mut part = None;
    for item in rounds.items(&answers) {
        let (kind, n, answered) = match &item {
            Item::Opinion(a) => (0, a.change, Some(a)),
            Item::Unasked(n) => (1, Some(*n), None),
            Item::NewOrRemoved(n) => (2, Some(*n), None),
            Item::Unchanged(n) => (3, Some(*n), None),
        };
        if kind == 3 && !all {
            break;
        }
        let head = match answered {
            Some(a) => bare.get(a.opinion).map(|o| {
                let rule = o.rule.clone().unwrap_or_default();
                say::opinion_head(m.lang, a.opinion + 1, &rule, &lines(&o.text))
            }),
            None if part != Some(kind) => Some(say::part(m.lang, kind)),
            None => None,
        };
        part = Some(kind);
        let change = n.and_then(|n| rounds.changes.get(n));
        let rows = rows(m, before, after, change);
        for (k, mut entry) in rows.into_iter().enumerate() {
            if k == 0 {
                entry.head.clone_from(&head);
            }
            entry.answer = answered.map(|a| a.answer);
            entry.opinion = answered.map(|a| a.opinion);
            entries.push(entry);
        }
    }
    Some(Page {
        counts: rounds.counts(),
        landed: Rounds::landed(&answers),
        opinions,
        entries,
        rounds: (before.number, after.number),
    })
}

fn last_two(file: &CaseFile) -> Option<(&Round, &Round)> {
    let mut last = file.rounds.iter().rev();
    let after = last.next()?;
    Some((last.next()?, after))
}

/// The rows of a change: one for each cell that is not the same, one for what is the same.
fn rows(m: &Model, before: &Round, after: &Round, change: Option<&Change>) -> Vec<Entry> {
    let blank = |place: Place, label: String| Entry {
        head: None,
        answer: None,
        opinion: None,
        place,
        label,
        left: Vec::new(),
        right: Vec::new(),
        note: String::new(),
        changed: false,
    };
    let Some(c) = change else {
        return vec![blank(Place::Form, say::whole_form(m.lang))];
    };
    let (d, place) = match (&c.before, &c.after) {
        (_, Some(p)) => (&after.declaration, p),
        (Some(p), None) => (&before.declaration, p),
        (None, None) => return Vec::new(),
    };
    let label = words::field::place(m.lang, d, place);
    if matches!(c.kind, Kind::Added | Kind::Removed) && matches!(place, Place::Indicator(..)) {
        // As a whole: what it says and what it counts for.
        let (left, right) = match c.kind {
            Kind::Added => (Vec::new(), whole(m, d, place)),
            _ => (whole(m, d, place), Vec::new()),
        };
        return vec![Entry {
            left,
            right,
            note: say::kind(m.lang, c.kind == Kind::Added),
            changed: true,
            ..blank(place.clone(), label)
        }];
    }
    if c.cells.is_empty() {
        let of =
            |r: &Round, p: &Option<Place>| p.as_ref().map_or_else(String::new, |p| value(r, p));
        return vec![Entry {
            left: vec![(of(before, &c.before), false)],
            right: vec![(of(after, &c.after), false)],
            note: say::unchanged(m.lang),
            ..blank(place.clone(), label)
        }];
    }
    c.cells
        .iter()
        .map(|cell| Entry {
            left: clauses(cell, &cell.before, Part::Removed),
            right: clauses(cell, &cell.after, Part::Added),
            note: note(m, cell),
            changed: true,
            ..blank(
                place.clone(),
                match place {
                    Place::Indicator(..) => {
                        format!("{label} {}", say::column(m.lang, &cell.column))
                    }
                    _ => label.clone(),
                },
            )
        })
        .collect()
}

/// One side of a cell: its clauses, those marked that the other side does not have. Where all of it
/// is another, nothing stands out and nothing is marked.
fn clauses(cell: &Cell, text: &str, only: Part) -> Vec<(String, bool)> {
    let kept = cell.spans.iter().any(|s| s.part == Part::Kept);
    if !kept {
        return vec![(lines(text), false)];
    }
    let mine = cell
        .spans
        .iter()
        .filter(|s| s.part == Part::Kept || s.part == only);
    mine.map(|s| (lines(&s.text), s.part == only)).collect()
}

/// What an indicator says and what it counts for.
fn whole(m: &Model, d: &Declaration, place: &Place) -> Vec<(String, bool)> {
    let Place::Indicator(n, _) = place else {
        return Vec::new();
    };
    let Some(i) = d.indicators.get(*n) else {
        return Vec::new();
    };
    let weight = i.weight_raw.as_deref().unwrap_or("").trim();
    let mut out = Clean::line(&i.value).to_string();
    if !weight.is_empty() {
        let name = say::column(m.lang, "weight");
        out = format!("{out}   {name} {}", Clean::line(weight));
    }
    vec![(out, false)]
}

fn value(r: &Round, place: &Place) -> String {
    match place {
        Place::Field(key) => r.declaration.many(key),
        Place::Indicator(n, _) => {
            let i = r.declaration.indicators.get(*n);
            i.map_or_else(String::new, |i| Clean::line(&i.value).to_string())
        }
        _ => String::new(),
    }
}

fn note(m: &Model, cell: &Cell) -> String {
    if let Some(money) = &cell.money {
        let percent = money.percent().unwrap_or_default();
        return format!("{}  {percent}", money.signed()).trim().to_owned();
    }
    cell.days.map_or_else(String::new, |n| say::days(m.lang, n))
}

/// Rows of the page.
pub fn rows_of(m: &Model) -> usize {
    page(m).map_or(0, |p| p.entries.len())
}

/// The next row of note from the cursor, or the previous: one that changed or answers an opinion.
pub fn next_change(m: &Model, by: isize) -> Option<usize> {
    let at = m.rounds.as_ref()?.at;
    let p = page(m)?;
    let noted = |e: &Entry| e.changed || e.opinion.is_some();
    if by > 0 {
        let mut all = p.entries.iter().enumerate().skip(at + 1);
        return all.find(|(_, e)| noted(e)).map(|(n, _)| n);
    }
    p.entries.iter().take(at).rposition(noted)
}

/// The row under the cursor.
pub fn entry_at(m: &Model) -> Option<Entry> {
    if m.screen != Screen::Rounds {
        return None;
    }
    let at = m.rounds.as_ref()?.at;
    page(m)?.entries.into_iter().nth(at)
}

/// The opinion on the earlier round that the row under the cursor answers badly, as it would be
/// given again.
pub fn again(m: &Model) -> Option<Opinion> {
    let e = entry_at(m)?;
    let unanswered = matches!(e.answer, Some(Answer::NotLanded | Answer::StillFound));
    let (o, _) = page(m)?.opinions.get(e.opinion?)?.clone();
    unanswered.then(|| Opinion {
        field: e.place,
        text: say::again(m.lang, &o.text),
        rule: o.rule,
    })
}
