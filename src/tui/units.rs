//! Departments of a re-evaluation: declared scores beside those decided, what is to be expected,
//! which cases are chosen.

use super::model::{Asking, Effect, Model, Over, Screen, Signing};
use super::{list, nav};
use crate::domain::checklist::Part;
use crate::domain::draw::{Sample, draw, least};
use crate::domain::procedure::{Procedure, builtin};
use crate::domain::profile::{self, Evaluated as Cuts};
use crate::store::Evaluated;
use crate::store::draw::{Unit, candidates, unit, units};
use crate::words::{evaluation as say, tui};

/// Self-evaluations that are read for the screen at most.
pub(super) const MOST: usize = 20_000;

/// The screen of departments.
#[derive(Debug, Default)]
pub struct View {
    /// Queue.
    pub queue: String,
    /// All self-evaluations, by unit and code.
    pub all: Vec<Evaluated>,
    /// Units, the most at stake first.
    pub units: Vec<Unit>,
    /// Unit under the cursor.
    pub at: usize,
    /// First unit shown.
    pub top: usize,
    /// They are on their way.
    pub coming: bool,
    /// There are more than are read.
    pub many: bool,
    /// The seed of the next lot.
    pub seed: String,
}

impl View {
    /// The unit under the cursor.
    pub fn here(&self) -> Option<&Unit> {
        self.units.get(self.at)
    }
    /// True where the row under the cursor is that of all units.
    pub fn whole(&self) -> bool {
        self.units.len() > 1 && self.at + 1 == self.units.len()
    }
    /// The self-evaluations of the row under the cursor.
    pub fn own(&self) -> Vec<&Evaluated> {
        let (whole, unit) = (self.whole(), self.here().map(|u| u.unit.as_str()));
        let own = self.all.iter();
        own.filter(|e| whole || Some(e.unit.as_str()) == unit)
            .collect()
    }
    /// Moves by rows.
    pub(super) fn step(&mut self, by: isize, rows: usize) {
        let last = self.units.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
        self.top = self.top.clamp((self.at + 1).saturating_sub(rows), self.at);
    }
}

/// Cases that would be chosen.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Unit.
    pub unit: String,
    /// Its self-evaluations.
    pub own: Vec<Evaluated>,
    /// How many are to be chosen in all; none for as many as are enough.
    pub number: Option<usize>,
    /// The seed of the lot.
    pub seed: String,
    /// What would be chosen.
    pub sample: Sample,
}

impl Plan {
    fn again(&mut self) {
        let cuts = cuts();
        let who = candidates(&self.own);
        let number = self.number.unwrap_or_else(|| least(who.len(), &cuts));
        self.sample = draw(&who, number, &self.seed, &cuts, self.number.is_none());
    }
}

/// The limits of a sample.
pub fn cuts() -> Cuts {
    profile::built_in()
        .first()
        .map(|p| p.evaluated)
        .unwrap_or_default()
}

/// The queue whose cases are chosen.
pub fn procedure() -> Option<&'static Procedure> {
    let mut all = builtin().iter().map(|(p, ..)| p);
    all.find(|p| p.unchosen.is_some())
}

/// Shows the departments.
pub(super) fn open(m: &mut Model) -> Vec<Effect> {
    let Some(p) = procedure() else {
        m.message = tui::no_row(m.lang);
        return Vec::new();
    };
    if m.screen == Screen::Units {
        m.message = say::units_already(m.lang);
        return read(m);
    }
    let mut out = nav::leave_case(m);
    // The department of the case one comes from stands under the cursor.
    let unit = m.row().map(|r| r.unit.to_string());
    m.units.queue.clone_from(&p.id);
    if let Some(n) = m
        .units
        .units
        .iter()
        .position(|u| Some(&u.unit) == unit.as_ref())
    {
        m.units.at = n;
    }
    m.came.push(m.screen);
    m.screen = Screen::Units;
    m.over = None;
    m.wanted_unit = unit;
    out.extend(read(m));
    out
}

/// Reads them again.
pub(super) fn read(m: &mut Model) -> Vec<Effect> {
    m.units.coming = true;
    vec![Effect::Evaluated(m.units.queue.clone())]
}

/// They came; the cursor stays with its unit.
pub(super) fn came(m: &mut Model, all: Option<Vec<Evaluated>>, seed: String) {
    let here = m
        .wanted_unit
        .take()
        .or_else(|| m.units.here().map(|u| u.unit.clone()));
    let v = &mut m.units;
    v.coming = false;
    v.seed = seed;
    v.many = all.is_none();
    v.all = all.unwrap_or_default();
    v.units = units(&v.all);
    if v.units.len() > 1 {
        v.units.push(unit(&say::all_units(m.lang), v.all.iter()));
    }
    if let Some(n) = v.units.iter().position(|u| Some(&u.unit) == here.as_ref()) {
        v.at = n;
    }
    v.at = v.at.min(v.units.len().saturating_sub(1));
}

/// The list of the unit's cases: of those chosen, where there are some.
pub(super) fn enter(m: &mut Model) -> Vec<Effect> {
    let Some(u) = m.units.here() else {
        m.message = tui::no_row(m.lang);
        return Vec::new();
    };
    let (unit, chosen) = (u.unit.clone(), u.chosen > 0);
    let queue = m.units.queue.clone();
    let unchosen = procedure()
        .and_then(|p| p.unchosen.clone())
        .unwrap_or_default();
    let mut out = nav::queue(m, &queue);
    m.list.scope = crate::store::Scope::All;
    let mut search = if m.units.whole() {
        String::new()
    } else {
        format!("unit:\"{unit}\"")
    };
    if chosen {
        search += &format!(" -status:{unchosen}");
        search = search.trim().to_owned();
    }
    m.list.cursor = None;
    out.extend(list::searched(m, &search));
    m.came.push(Screen::Units);
    out
}

/// Asks which cases of the unit under the cursor are to be chosen.
pub(super) fn ask(m: &mut Model) -> Vec<Effect> {
    let Some(u) = m.units.here() else {
        m.message = tui::no_row(m.lang);
        return Vec::new();
    };
    if m.units.whole() {
        m.message = say::one_unit(m.lang);
        return Vec::new();
    }
    let unit = u.unit.clone();
    let mut plan = Plan {
        own: m.units.own().into_iter().cloned().collect(),
        unit,
        number: None,
        seed: m.units.seed.clone(),
        sample: Sample::default(),
    };
    plan.again();
    m.asked = None;
    m.over = Some(Over::Sign(Asking {
        act: Signing::Draw(Box::new(plan)),
        only_y: true,
        top: 0,
    }));
    Vec::new()
}

/// One case more or less.
pub(super) fn alter(plan: &mut Plan, by: i8) {
    let chosen = plan.own.iter().filter(|e| e.chosen).count();
    let now = plan.sample.count.0;
    let to = now.saturating_add_signed(isize::from(by));
    plan.number = Some(to.clamp(chosen, plan.own.len()));
    plan.again();
}

/// Chooses them.
pub(super) fn go(m: &mut Model, plan: &Plan) -> Vec<Effect> {
    if plan.sample.new.is_empty() {
        m.message = say::nothing_new(m.lang);
        return Vec::new();
    }
    m.saving += 1;
    let d = crate::store::draw::draw(&m.units.queue, &plan.own, &plan.sample, &plan.seed);
    vec![Effect::Choose(Box::new(d))]
}

/// They are chosen.
pub(super) fn chosen(m: &mut Model, n: usize) -> Vec<Effect> {
    m.saving = m.saving.saturating_sub(1);
    m.message = say::chosen_now(m.lang, n);
    let mut out = read(m);
    out.push(Effect::Queues);
    out.extend(super::run::leave(m));
    out
}

/// Asks for the report on the unit to be written.
pub(super) fn paper(m: &mut Model) -> Vec<Effect> {
    let unit = match m.screen {
        Screen::Units if m.units.whole() => {
            m.message = say::one_unit(m.lang);
            return Vec::new();
        }
        Screen::Units => m.units.here().map(|u| u.unit.clone()),
        _ => m.row().map(|r| r.unit.to_string()),
    };
    match unit {
        Some(unit) if m.prints => {
            m.message = say::writing(m.lang);
            vec![Effect::Paper(unit)]
        }
        Some(_) => {
            m.message = say::no_printer(m.lang);
            Vec::new()
        }
        None => {
            m.message = tui::no_row(m.lang);
            Vec::new()
        }
    }
}

/// The part that took the most points in a unit's decisions.
pub fn worst(u: &Unit) -> Option<Part> {
    crate::domain::disconnect::worst(&crate::domain::disconnect::parts(u.settled.iter()))
}
