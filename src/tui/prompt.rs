//! Prompts of one line that narrow what stands above them: search, palette, help, phrases, the
//! filter menu, marks by an expression.

use super::buffer::{Buffer, Outcome};
use super::command::{COMMANDS, Command, Do, Place, of};
use super::keys::as_command;
use super::model::{Asks, Effect, Model, Over, Prompt, Screen};
use super::named::{foreign, name};
use super::update::{below, place};
use super::{checklist, edit, list, matrix, may, prefs, quadrant};
use crate::domain::checklist::Reply;
use crate::domain::needle::Needle;
use crate::domain::phrases;
use crate::settings::View;
use crate::words::tui as say;
use fuzzy_matcher::FuzzyMatcher as _;
use fuzzy_matcher::skim::SkimMatcherV2;
use std::time::Instant;

/// Characters of a prompt.
pub(super) const LIMIT: usize = 200;
/// Choices that are offered at once.
const OFFERED: usize = 200;

/// A choice over a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is shown first.
    pub label: String,
    /// Characters of the label that matched.
    pub matched: Vec<usize>,
    /// Its key.
    pub key: String,
    /// What more is told.
    pub note: String,
    /// It can be run here and now.
    pub usable: bool,
    /// What it does.
    pub act: Act,
}

/// What a choice does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Act {
    /// Runs a command.
    Run(&'static str),
    /// Writes a text where it was asked from.
    Write(String),
    /// Chooses a field of the filter.
    Field(usize),
    /// Adds a term to the filter.
    Term(String),
    /// Shows a saved view.
    View(Box<View>),
    /// Goes on with a path.
    Path(String),
    /// Shows a list that has a name.
    List(String),
    /// Says what kind of difference a row has.
    Class(String),
    /// Says what the department replied.
    Reply(Reply),
}

/// Opens a prompt.
pub(super) fn open(m: &mut Model, asks: Asks) -> Vec<Effect> {
    let entry = match m.over.take() {
        Some(Over::Entry(e)) => Some(Box::new(e)),
        _ => None,
    };
    let mut text = Buffer::prompt(LIMIT);
    if let Asks::Search(before) = &asks {
        text = text.resumed(&before.search, usize::MAX);
    }
    m.over = Some(Over::Prompt(Prompt {
        asks,
        text,
        at: 0,
        entry,
    }));
    Vec::new()
}

/// A key at a prompt.
pub(super) fn key(m: &mut Model, now: Instant, key: &str) -> Vec<Effect> {
    let act = m.keymap.find(Place::Prompt, key).map(|c| c.act);
    match act {
        Some(Do::Back) => return close(m),
        Some(Do::Open) => return run_choice(m, now),
        Some(Do::Step(n)) => return step(m, isize::from(n)),
        Some(Do::Take) => return take(m),
        _ => {}
    }
    let pick = match &m.over {
        Some(Over::Prompt(p)) => picked(m, p, key),
        _ => None,
    };
    let Some(Over::Prompt(p)) = &mut m.over else {
        return Vec::new();
    };
    if p.asks == Asks::Help(false) && key == "F1" {
        p.asks = Asks::Help(true);
        p.at = 0;
        return Vec::new();
    }
    if let Some(n) = pick {
        p.at = n;
        return run_choice(m, now);
    }
    match p.text.key(key, usize::MAX) {
        Outcome::Changed => changed(m),
        Outcome::Same => Vec::new(),
        Outcome::Full(_) | Outcome::Unused => {
            m.message = say::no_key(m.lang, key);
            Vec::new()
        }
    }
}

/// In menus a digit picks by position, a view by its letter.
fn picked(m: &Model, p: &Prompt, key: &str) -> Option<usize> {
    if p.asks == Asks::Views {
        let key = as_command(key);
        return m.settings.views().iter().position(|v| v.letter == key);
    }
    let menu = matches!(
        p.asks,
        Asks::Filter(_) | Asks::Phrases | Asks::Named | Asks::Class | Asks::Reply
    ) && p.text.text().is_empty();
    let digit = as_command(key).parse::<usize>().ok()?;
    (menu && (1..=9).contains(&digit)).then(|| digit - 1)
}

/// What was typed has changed.
pub(super) fn changed(m: &mut Model) -> Vec<Effect> {
    let Some(Over::Prompt(p)) = &mut m.over else {
        return Vec::new();
    };
    p.at = 0;
    let text = p.text.text().to_owned();
    match p.asks {
        Asks::Search(_) => list::searched(m, &text),
        Asks::Intake => vec![Effect::Paths(text)],
        _ => Vec::new(),
    }
}

/// The path goes on as the choice under the cursor does.
fn take(m: &mut Model) -> Vec<Effect> {
    let all = choices(m);
    let Some(Over::Prompt(p)) = &mut m.over else {
        return Vec::new();
    };
    match all.get(p.at).map(|c| &c.act) {
        Some(Act::Path(path)) => {
            p.text = Buffer::prompt(LIMIT).resumed(path, usize::MAX);
            changed(m)
        }
        _ => {
            m.message = say::nothing_to_complete(m.lang);
            Vec::new()
        }
    }
}

fn step(m: &mut Model, by: isize) -> Vec<Effect> {
    let count = choices(m).len();
    let Some(Over::Prompt(p)) = &mut m.over else {
        return Vec::new();
    };
    if matches!(p.asks, Asks::Search(_)) {
        // Earlier searches.
        let n = m.searches.len();
        p.at = p.at.saturating_add_signed(-by).min(n);
        let text = match n.checked_sub(p.at) {
            Some(k) if p.at > 0 => m.searches.get(k).cloned().unwrap_or_default(),
            _ => String::new(),
        };
        let at = p.at;
        p.text = Buffer::prompt(LIMIT).resumed(&text, usize::MAX);
        let out = changed(m);
        if let Some(Over::Prompt(p)) = &mut m.over {
            p.at = at;
        }
        return out;
    }
    // Beyond either end it goes on at the other.
    p.at = match p.at.checked_add_signed(by) {
        Some(at) if at < count => at,
        Some(_) => 0,
        None => count.saturating_sub(1),
    };
    Vec::new()
}

fn close(m: &mut Model) -> Vec<Effect> {
    m.message.clear();
    match m.over.take() {
        Some(Over::Prompt(p)) => {
            m.over = p.entry.map(|e| Over::Entry(*e));
            match p.asks {
                Asks::Search(before) => edit::search_dropped(m, before),
                Asks::Filter(Some(_)) => open(m, Asks::Filter(None)),
                _ => Vec::new(),
            }
        }
        other => {
            m.over = other;
            Vec::new()
        }
    }
}

fn run_choice(m: &mut Model, now: Instant) -> Vec<Effect> {
    let all = choices(m);
    let Some(Over::Prompt(p)) = m.over.take() else {
        return Vec::new();
    };
    m.message.clear();
    let text = p.text.text().trim().to_owned();
    match p.asks {
        Asks::Search(_) => {
            if !text.is_empty() {
                m.searches.retain(|s| *s != text);
                m.searches.push(text);
            }
            return Vec::new();
        }
        Asks::Mark => return list::mark_by(m, &text),
        Asks::View => return prefs::keep(m, &text),
        Asks::Intake => return super::intake::begin(m, &text),
        Asks::Verified(class) => return checklist::verified(m, now, &class, &text),
        Asks::Score(class) => return checklist::score(m, now, &class, &text),
        Asks::Differs => return checklist::note(m, now, &text, true),
        Asks::Remark => return checklist::note(m, now, &text, false),
        Asks::Proof => return checklist::proof(m, now, &text),
        Asks::Total => return checklist::total(m, now, &text),
        Asks::Proxy(who) => return matrix::by_proxy(m, who, &text),
        Asks::Readmit(who) => return matrix::readmitted(m, who, &text),
        Asks::Reason(reply) => return checklist::reply(m, reply, &text),
        _ => {}
    }
    let Some(choice) = all.get(p.at).cloned() else {
        m.message = say::nothing_found(m.lang, &text);
        m.over = Some(Over::Prompt(p));
        return Vec::new();
    };
    match choice.act {
        Act::Run(_) if !choice.usable => {
            m.message = choice.note;
            m.over = Some(Over::Prompt(p));
            Vec::new()
        }
        Act::Run(id) => {
            m.ran.retain(|x| *x != id);
            m.ran.push(id);
            let Some(c) = COMMANDS.iter().find(|c| c.id == id) else {
                return Vec::new();
            };
            m.message.clear();
            // By name a verdict is given like by its key: armed, and guarded.
            let out = super::update::obey_by_name(m, now, c);
            // The short way next time, beside whatever is said of this time.
            let key = m.keymap.shown(c);
            if !key.is_empty() {
                let gap = if m.message.is_empty() { "" } else { "   " };
                m.message += &format!("{gap}{}", say::by_key(m.lang, &key));
            }
            out
        }
        Act::Write(text) => {
            if let Some(mut e) = p.entry {
                e.text.insert(&text);
                m.over = Some(Over::Entry(*e));
                m.dirty.get_or_insert(now);
            }
            Vec::new()
        }
        Act::View(v) => prefs::view(m, &v),
        Act::List(filter) => quadrant::named(m, &filter),
        Act::Class(id) => checklist::classed(m, now, &id),
        Act::Reply(reply) => checklist::reply(m, reply, ""),
        // A path is written by its own key; Enter takes what was typed.
        Act::Path(_) => Vec::new(),
        Act::Field(n) => open(m, Asks::Filter(Some(n))),
        Act::Term(term) if m.screen == Screen::Quadrant => quadrant::narrow(m, &term),
        Act::Term(term) => {
            let search = if m.list.search.is_empty() {
                term
            } else {
                format!("{} {term}", m.list.search)
            };
            list::searched(m, &search)
        }
    }
}

/// The choices over the prompt, those that match first.
pub fn choices(m: &Model) -> Vec<Choice> {
    let Some(Over::Prompt(p)) = &m.over else {
        return Vec::new();
    };
    let text = p.text.text().trim();
    match &p.asks {
        Asks::Palette => commands(m, text, COMMANDS.iter().filter(|c| here(m, c)), true),
        Asks::Help(false) => commands(m, text, of(below(m)), false),
        Asks::Help(true) => commands(m, text, COMMANDS.iter(), false),
        Asks::Phrases => stock(text),
        Asks::Filter(field) => filters(m, *field),
        Asks::Views => views(m),
        Asks::Named => lists(m),
        Asks::Intake => paths(m, p.text.text()),
        Asks::Class => classes(m),
        Asks::Reply => replies(m),
        _ => Vec::new(),
    }
}

/// The classes of the deduction table, with what each costs.
fn classes(m: &Model) -> Vec<Choice> {
    let sheet = m.work.as_ref().and_then(|w| w.file.sheet.as_ref());
    let all = sheet.map_or(&[][..], |s| &s.procedure.class);
    let own =
        |c: &&crate::domain::checklist::Class| c.how != crate::domain::checklist::How::Recompute;
    let choice = |(n, c): (usize, &crate::domain::checklist::Class)| Choice {
        label: crate::words::either(m.lang, &c.name, &c.name_en),
        matched: Vec::new(),
        key: digit(n),
        note: crate::words::evaluation::costs(m.lang, c.share, c.how),
        usable: true,
        act: Act::Class(c.id.clone()),
    };
    all.iter().filter(own).enumerate().map(choice).collect()
}

/// What a department may say.
fn replies(m: &Model) -> Vec<Choice> {
    let all = [Reply::Accepted, Reply::Partly, Reply::Disputed];
    let choice = |(n, r): (usize, Reply)| Choice {
        label: crate::words::evaluation::reply(m.lang, r),
        matched: Vec::new(),
        key: digit(n),
        note: String::new(),
        usable: true,
        act: Act::Reply(r),
    };
    all.into_iter().enumerate().map(choice).collect()
}

fn here(m: &Model, c: &Command) -> bool {
    c.places.contains(&below(m))
}

fn commands(
    m: &Model,
    text: &str,
    all: impl Iterator<Item = &'static Command>,
    ranked: bool,
) -> Vec<Choice> {
    let needle = Needle::new(text);
    let fuzzy = SkimMatcherV2::default();
    let mut found: Vec<(u8, usize, bool, Choice)> = Vec::new();
    for (n, c) in all.filter(|c| !foreign(m, c)).enumerate() {
        // Aliases of one command are shown once, by their first name.
        if found.iter().any(|(.., x)| x.label == name(m, c)) {
            continue;
        }
        let (rank, matched) = if text.is_empty() {
            (0, Vec::new())
        } else {
            let by_name = needle.hit(&name(m, c));
            let by_other = needle.hit(c.zh).or_else(|| needle.hit(c.en));
            match (by_name, by_other) {
                (Some(h), _) => (h.rank, h.characters),
                (None, Some(h)) => (h.rank, Vec::new()),
                // By its identifier, as settings name it.
                (None, None) if fuzzy.fuzzy_match(c.id, text).is_some() => (u8::MAX, Vec::new()),
                (None, None) => continue,
            }
        };
        let why = if here(m, c) {
            may::refusal(m, c.act, place(m))
        } else {
            None
        };
        let usable = why.is_none() && here(m, c);
        let last = m.ran.iter().rev().position(|id| *id == c.id);
        let order = if ranked {
            last.unwrap_or(m.ran.len() + n)
        } else {
            n
        };
        let note = why.unwrap_or_else(|| say::usable_here(m.lang));
        found.push((
            rank,
            order,
            usable,
            Choice {
                label: name(m, c),
                matched,
                key: m.keymap.shown(c),
                note,
                usable,
                act: Act::Run(c.id),
            },
        ));
    }
    if ranked {
        found.sort_by_key(|(rank, order, usable, _)| (!*usable, *rank, *order));
    }
    found.into_iter().map(|(.., c)| c).take(OFFERED).collect()
}

fn stock(text: &str) -> Vec<Choice> {
    let found = phrases::search(text);
    let choice = |(n, p): (usize, &phrases::Phrase)| Choice {
        label: p.name.clone(),
        matched: Vec::new(),
        key: digit(n),
        note: p.text.clone(),
        usable: true,
        act: Act::Write(p.text.clone()),
    };
    found
        .into_iter()
        .take(OFFERED)
        .enumerate()
        .map(choice)
        .collect()
}

/// The digit that picks a choice of a menu.
fn digit(n: usize) -> String {
    if n < 9 {
        (n + 1).to_string()
    } else {
        String::new()
    }
}

/// What the path typed may mean, as far as that has come.
fn paths(m: &Model, typed: &str) -> Vec<Choice> {
    if m.paths.typed != typed {
        return Vec::new();
    }
    let choice = |name: &String| Choice {
        label: name.clone(),
        matched: Vec::new(),
        key: String::new(),
        note: String::new(),
        usable: true,
        act: Act::Path(name.clone()),
    };
    m.paths.names.iter().map(choice).collect()
}

/// Saved views with their letters.
fn views(m: &Model) -> Vec<Choice> {
    let views = m.settings.views().into_iter();
    views
        .map(|v| Choice {
            label: crate::domain::clean::Clean::line(&v.name).to_string(),
            matched: Vec::new(),
            key: v.letter.clone(),
            note: crate::domain::clean::Clean::line(&v.filter).to_string(),
            usable: true,
            act: Act::View(Box::new(v.clone())),
        })
        .collect()
}

/// The lists of the queue at hand.
fn lists(m: &Model) -> Vec<Choice> {
    let Some(p) = quadrant::procedure(m) else {
        return Vec::new();
    };
    let all = p.list.iter().enumerate();
    all.map(|(n, list)| Choice {
        label: crate::words::either(m.lang, &list.name, &list.name_en),
        matched: Vec::new(),
        key: digit(n),
        note: list.filter.clone(),
        usable: true,
        act: Act::List(list.filter.clone()),
    })
    .collect()
}

fn filters(m: &Model, field: Option<usize>) -> Vec<Choice> {
    let menu = say::filter_menu(m.lang);
    let plain = |n: usize, label: &str, note: &str, act: Act| Choice {
        label: label.to_owned(),
        matched: Vec::new(),
        key: digit(n),
        note: note.to_owned(),
        usable: true,
        act,
    };
    match field.and_then(|n| menu.get(n)) {
        None => menu
            .iter()
            .enumerate()
            .map(|(n, (name, _))| plain(n, name, "", Act::Field(n)))
            .collect(),
        Some((_, terms)) => terms
            .iter()
            .enumerate()
            .map(|(n, (name, term))| plain(n, name, term, Act::Term((*term).to_owned())))
            .collect(),
    }
}
