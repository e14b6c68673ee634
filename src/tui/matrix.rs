//! Cases by seats 席位矩阵: who graded how, where the grades are apart, and the lead's decision.

use super::buffer::Buffer;
use super::model::{Asks, Effect, Model, Over, Prompt, Screen};
use super::{edit, list, nav, prompt, sign, text};
use crate::domain::entry::Opinion;
use crate::domain::finding::Place;
use crate::domain::gate::{ByProxy, Command, Verdictum};
use crate::domain::id::{CaseId, PersonId};
use crate::domain::procedure::{Procedure, Verdict, builtin};
use crate::domain::roster::Person;
use crate::domain::standing::{Given, Seat};
use crate::store::{Graded, Matrix};
use crate::words::{matrix as words, tui as say};
use std::collections::BTreeMap;

/// Cases that are shown at most.
const MOST: usize = 500;

/// The screen of seats.
#[derive(Debug, Default)]
pub struct View {
    /// Queue.
    pub queue: String,
    /// The cases, those farthest apart first, then by amount.
    pub cases: Vec<Graded>,
    /// There are more of them.
    pub more: bool,
    /// Names of the persons.
    pub names: BTreeMap<PersonId, crate::domain::clean::Clean>,
    /// Case under the cursor.
    pub at: usize,
    /// First case shown.
    pub top: usize,
    /// Column under the cursor: 0 the case, then its seats by number.
    pub column: usize,
    /// One case a screen, for a meeting.
    pub meeting: bool,
    /// They are on their way.
    pub coming: bool,
    /// Cases that others changed since.
    pub news: Vec<CaseId>,
}

impl View {
    /// The case under the cursor.
    pub fn here(&self) -> Option<&Graded> {
        self.cases.get(self.at)
    }
    /// Seats that there are, by number.
    pub fn seats(&self) -> Vec<u8> {
        let all = self.cases.iter().flat_map(|g| &g.standing.seats);
        let numbers: std::collections::BTreeSet<u8> = all.map(|s| s.number).collect();
        numbers.into_iter().collect()
    }
    /// The seat under the cursor.
    pub fn seat(&self) -> Option<&Seat> {
        let number = *self.seats().get(self.column.checked_sub(1)?)?;
        let seats = &self.here()?.standing.seats;
        seats.iter().find(|s| s.number == number)
    }
    /// Moves by rows.
    pub(super) fn step(&mut self, by: isize, rows: usize) {
        let last = self.cases.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
        self.top = self.top.clamp((self.at + 1).saturating_sub(rows), self.at);
    }
    /// Others changed a case.
    pub(super) fn changed(&mut self, id: CaseId) {
        if self.cases.iter().any(|g| g.row.id == id) && !self.news.contains(&id) {
            self.news.push(id);
        }
    }
}

/// The procedure of the cases shown.
pub fn procedure(m: &Model) -> Option<&'static Procedure> {
    let mut all = builtin().iter().map(|(p, ..)| p);
    all.find(|p| p.id == m.matrix.queue)
}

/// Shows the seats of the queue one is in.
pub(super) fn open(m: &mut Model) -> Vec<Effect> {
    if m.screen == Screen::Matrix {
        m.message = words::already(m.lang);
        return Vec::new();
    }
    let of_list = (!m.list.queue.is_empty()).then(|| m.list.queue.clone());
    let queue = of_list.or_else(|| m.queues.get(m.home).map(|q| q.queue.clone()));
    let Some(queue) = queue else {
        m.message = say::no_row(m.lang);
        return Vec::new();
    };
    let mut out = nav::leave_case(m);
    m.matrix = View {
        queue,
        column: 1,
        ..View::default()
    };
    m.came.push(m.screen);
    m.screen = Screen::Matrix;
    m.over = None;
    out.extend(read(m));
    out
}

/// The meeting: one case a screen, and back to all.
pub(super) fn meeting(m: &mut Model) -> Vec<Effect> {
    let out = if m.screen == Screen::Matrix {
        Vec::new()
    } else {
        open(m)
    };
    if m.screen == Screen::Matrix {
        m.matrix.meeting = !m.matrix.meeting;
        m.over = None;
    }
    out
}

/// Reads them again; the cursor stays with its case.
pub(super) fn read(m: &mut Model) -> Vec<Effect> {
    m.matrix.coming = true;
    m.work = None;
    vec![Effect::Matrix(m.matrix.queue.clone(), MOST)]
}

/// They came.
pub(super) fn came(m: &mut Model, both: Matrix) {
    let Some(p) = procedure(m) else {
        return;
    };
    let here = m.matrix.here().map(|g| g.row.id);
    let mut cases = both.cases;
    // Stable, so that among equals those come first that somebody waits for.
    cases.sort_by_key(|g| {
        let apart = std::cmp::Reverse(g.standing.apart(p));
        (apart, std::cmp::Reverse(g.row.amount))
    });
    let v = &mut m.matrix;
    (v.cases, v.more, v.names) = (cases, both.more, both.names);
    (v.coming, v.news) = (false, Vec::new());
    if let Some(n) = v.cases.iter().position(|g| Some(g.row.id) == here) {
        v.at = n;
    }
    v.column = v.column.min(v.seats().len());
    let rows = usize::try_from(list::rows_shown(m)).unwrap_or(1);
    m.matrix.step(0, rows);
}

/// Moves by cells.
pub(super) fn cell(m: &mut Model, by: isize) -> Vec<Effect> {
    let last = m.matrix.seats().len();
    let to = m.matrix.column.saturating_add_signed(by).min(last);
    if to == m.matrix.column {
        m.message = words::no_cell_further(m.lang);
    }
    m.matrix.column = to;
    Vec::new()
}

/// To the next case whose grades are apart.
pub(super) fn dissent(m: &mut Model, by: isize) -> Vec<Effect> {
    let Some(p) = procedure(m) else {
        return Vec::new();
    };
    let v = &m.matrix;
    let apart = |n: &usize| {
        let g = v.cases.get(*n);
        g.is_some_and(|g| g.standing.closing.is_none() && g.standing.apart(p) >= p.apart)
    };
    let found = if by > 0 {
        (v.at + 1..v.cases.len()).find(apart)
    } else {
        (0..v.at).rev().find(apart)
    };
    match found {
        Some(n) => {
            let rows = usize::try_from(list::rows_shown(m)).unwrap_or(1);
            m.matrix.at = n;
            m.matrix.step(0, rows);
        }
        None => m.message = words::no_dissent_further(m.lang),
    }
    Vec::new()
}

/// The case, or what the seat under the cursor said.
pub(super) fn enter(m: &mut Model) -> Vec<Effect> {
    let Some(id) = m.matrix.here().map(|g| g.row.id) else {
        m.message = say::no_row(m.lang);
        return Vec::new();
    };
    if m.matrix.column == 0 {
        m.came.push(Screen::Matrix);
        return nav::open_case(m, id);
    }
    let Some(seat) = m.matrix.seat() else {
        m.message = words::no_seat(m.lang);
        return Vec::new();
    };
    let head = words::seat(m.lang, seat.number, name(m, seat));
    let says = said(m, seat);
    let lines = match (seat.stands(), says) {
        (_, Err(why)) => vec![why],
        (given, Ok(verdict)) => {
            let opinions = given.map_or(&[][..], |g| &g.opinions);
            let mut lines = vec![verdict];
            for (n, o) in opinions.iter().enumerate() {
                lines.push(String::new());
                lines.push(format!("{}. {}", n + 1, words::opinion(o)));
            }
            lines
        }
    };
    let cells = usize::from(m.size.0.saturating_sub(6));
    let rows = lines.iter().flat_map(|l| text::wrap(l, cells)).collect();
    m.over = Some(Over::Text(head, rows, 0));
    Vec::new()
}

/// The name of who sits there.
pub fn name<'a>(m: &'a Model, seat: &Seat) -> &'a str {
    m.matrix.names.get(&seat.person).map_or("", |n| n.as_str())
}

/// The grade of a seat in words, or why there is none to be read.
pub fn said(m: &Model, seat: &Seat) -> Result<String, String> {
    let p = procedure(m);
    match seat.stands() {
        _ if seat.recused => Err(words::recused(m.lang)),
        None => Err(words::open(m.lang)),
        Some(Given { hidden: true, .. }) => Err(words::hidden(m.lang)),
        Some(g) => {
            let v = p.and_then(|p| p.verdict(&g.verdict));
            let name = v.map_or_else(
                || g.verdict.clone(),
                |v| {
                    let name = crate::words::either(m.lang, &v.name, &v.name_en);
                    format!("{} {name}", v.sign)
                },
            );
            let says = words::given(m.lang, &name, g.opinions.len());
            Ok(match &g.sheet {
                Some(sheet) => format!("{says}  {}", words::by_proxy(m.lang, sheet)),
                None => says,
            })
        }
    }
}

/// Asks the seat under the cursor to explain itself, by a note on the case.
pub(super) fn ask(m: &mut Model) -> Vec<Effect> {
    let asked = m
        .matrix
        .seat()
        .map(|s| words::please_explain(m.lang, s.number, name(m, s)));
    // A lead's question to a seat that is in is a request, and waits for its answer.
    let who = m.matrix.seat().filter(|s| {
        let read = s.stands().is_some_and(|g| !g.hidden);
        read && !s.recused && m.who.may_close() && s.person != m.who.id
    });
    let who = who.map(|s| s.person);
    let out = edit::note(m);
    if let (Some(text), Some(Over::Entry(e))) = (asked, &mut m.over)
        && e.text.text().is_empty()
    {
        e.text.insert(&text);
        e.belongs.to = who;
    }
    out
}

/// Asks for what stands on the sheet of paper of the expert under the cursor.
pub(super) fn proxy(m: &mut Model) -> Vec<Effect> {
    let Some(seat) = m.matrix.seat() else {
        m.message = words::no_seat(m.lang);
        return Vec::new();
    };
    if seat.recused || seat.stands().is_some() {
        m.message = said(m, seat).unwrap_or_else(|why| why);
        return Vec::new();
    }
    let who = seat.person;
    prompt::open(m, Asks::Proxy(who))
}

/// The number of the sheet, the grade, the opinion: `12 良 请补充…`.
pub(super) fn by_proxy(m: &mut Model, who: PersonId, text: &str) -> Vec<Effect> {
    let mut words_of = text.splitn(3, char::is_whitespace).map(str::trim);
    let (sheet, grade) = (words_of.next(), words_of.next().unwrap_or_default());
    let opinion = words_of.next().unwrap_or_default();
    let kinds = procedure(m).map_or(&[][..], |p| &p.verdict);
    let named = |v: &&Verdict| {
        v.sign == grade || v.name == grade || v.id == grade || grade == v.key.to_string()
    };
    let Some(verdict) = kinds.iter().find(named).filter(|_| !grade.is_empty()) else {
        m.message = words::proxy_form(m.lang);
        m.over = Some(Over::Prompt(Prompt {
            asks: Asks::Proxy(who),
            text: Buffer::prompt(prompt::LIMIT).resumed(text, usize::MAX),
            at: 0,
            entry: None,
        }));
        return Vec::new();
    };
    let opinions = (!opinion.is_empty()).then(|| Opinion {
        field: Place::Form,
        text: opinion.to_owned(),
        rule: None,
    });
    // The store knows them with their roles.
    let person = Person {
        id: who,
        account: String::new(),
        name: String::new(),
        roles: Default::default(),
        units: Vec::new(),
        until: Default::default(),
    };
    let sheet = sheet.unwrap_or_default().to_owned();
    let v = Verdictum {
        verdict: verdict.id.clone(),
        opinions: opinions.into_iter().collect(),
        proxy: Some(Box::new(ByProxy { person, sheet })),
        ..Verdictum::default()
    };
    m.said = words::entered(m.lang);
    let version = m.here().map(|w| w.file.row.version);
    // Once it is on disk the seats are read again.
    m.advance = true;
    sign::append(m, Command::Decide(v), version)
}

/// Asks why who stepped back from the case is to be let in again.
pub(super) fn readmit(m: &mut Model) -> Vec<Effect> {
    match m.matrix.seat() {
        Some(seat) if seat.recused => {
            let who = seat.person;
            prompt::open(m, Asks::Readmit(who))
        }
        _ => {
            m.message = words::not_recused(m.lang);
            Vec::new()
        }
    }
}

/// The reason is given.
pub(super) fn readmitted(m: &mut Model, who: PersonId, reason: &str) -> Vec<Effect> {
    if reason.trim().is_empty() {
        m.message = words::ask_readmit(m.lang);
        return prompt::open(m, Asks::Readmit(who));
    }
    m.said = words::readmitted(m.lang);
    m.advance = true;
    sign::append(m, Command::Readmit(who, reason.trim().to_owned()), None)
}
