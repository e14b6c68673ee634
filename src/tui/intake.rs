//! Files read in from the desk: what was asked, how far it is, what came of it. Everything is read
//! before anything is stored; the work goes on while the person does.

use super::model::{Asks, Effect, Model, Over};
use super::{list, prompt, run, today};
use crate::domain::clean::Clean;
use crate::intake::progress::{Progress, Stage};
use crate::words::intake as say;
use std::path::PathBuf;
use std::time::Duration;

/// Progress is told that often.
const BEAT: Duration = Duration::from_millis(500);
/// As above, on a slow line.
const SLOW_BEAT: Duration = Duration::from_secs(2);

/// Files that are read in, or were.
#[derive(Debug)]
pub struct Intake {
    /// What was named, fit to show.
    pub source: String,
    /// The latest that is known; none within the first moment.
    pub progress: Option<Progress>,
    /// It is to stop.
    pub stopping: bool,
    /// The person was told that leaving would stop it.
    pub warned: bool,
}

impl Intake {
    /// True until the last word of it has come.
    pub fn runs(&self) -> bool {
        self.progress
            .as_ref()
            .is_none_or(|p| p.stage != Stage::Done)
    }
    /// Lines of what is wrong.
    pub fn reasons(&self) -> &[String] {
        self.progress.as_ref().map_or(&[], |p| &p.reasons)
    }
}

/// True while files are read in.
pub(super) fn runs(m: &Model) -> bool {
    m.intake.as_ref().is_some_and(Intake::runs)
}

/// Asks what shall be read in.
pub(super) fn ask(m: &mut Model) -> Vec<Effect> {
    if m.read_only {
        let why = crate::store::StoreError::ReadOnly;
        m.message = crate::words::store::failed(m.lang, &why);
        return Vec::new();
    }
    if runs(m) {
        m.message = say::one_at_a_time(m.lang);
        return show(m);
    }
    let mut out = prompt::open(m, Asks::Intake);
    out.push(Effect::Paths(String::new()));
    out
}

/// Begins to read in what was typed.
pub(super) fn begin(m: &mut Model, typed: &str) -> Vec<Effect> {
    if typed.is_empty() {
        m.message = say::nothing_named(m.lang);
        return Vec::new();
    }
    m.intake = Some(Intake {
        source: Clean::line(typed).to_string(),
        progress: None,
        stopping: false,
        warned: false,
    });
    m.message = say::begins(m.lang, Clean::line(typed).as_str());
    m.over = Some(Over::Intake(None));
    let beat = if m.options.slow { SLOW_BEAT } else { BEAT };
    vec![Effect::Intake(PathBuf::from(typed), beat)]
}

/// Shows the work that goes on, or the last that did.
pub(super) fn show(m: &mut Model) -> Vec<Effect> {
    match &m.intake {
        Some(_) => m.over = Some(Over::Intake(None)),
        None => m.message = say::none_runs(m.lang),
    }
    Vec::new()
}

/// How far it is.
pub(super) fn came(m: &mut Model, p: Progress) -> Vec<Effect> {
    let Some(i) = &mut m.intake else {
        return Vec::new();
    };
    let done = p.stage == Stage::Done;
    let stored = p.stored > 0;
    if done {
        m.message = say::ended(m.lang, &p);
        let quiet = p.reasons.is_empty() && p.failure.is_none() && !p.stopped;
        if quiet && matches!(m.over, Some(Over::Intake(_))) {
            m.over = None;
        }
    }
    i.progress = Some(p);
    if !done {
        return Vec::new();
    }
    let mut out = run::leave(m);
    if stored {
        // What stands there is marked as old, like after a colleague's act; home counts anew.
        out.extend(today::asks(m));
        if m.screen == super::model::Screen::Queue && m.list.marks.is_empty() {
            out.extend(list::reload(m));
        }
    }
    out
}

/// Stops the work, or closes the drawer where there is none any more.
pub(super) fn stop(m: &mut Model) -> Vec<Effect> {
    let Some(i) = m.intake.as_mut().filter(|i| i.runs()) else {
        if matches!(m.over, Some(Over::Intake(_))) {
            m.over = None;
        } else {
            m.message = crate::words::tui::nothing_runs(m.lang);
        }
        return Vec::new();
    };
    i.stopping = true;
    m.message = say::stops(m.lang);
    vec![Effect::StopIntake]
}

/// The work goes on behind the screens.
pub(super) fn background(m: &mut Model) -> Vec<Effect> {
    m.over = None;
    if runs(m) {
        m.message = say::goes_on_behind(m.lang);
    }
    Vec::new()
}

/// Lists what is wrong, or the sums again.
pub(super) fn listed(m: &mut Model) -> Vec<Effect> {
    let none = m.intake.as_ref().is_none_or(|i| i.reasons().is_empty());
    match &mut m.over {
        Some(Over::Intake(_)) if none => m.message = say::nothing_wrong(m.lang),
        Some(Over::Intake(top)) => {
            *top = match top {
                Some(_) => None,
                None => Some(0),
            };
        }
        _ => {}
    }
    Vec::new()
}

/// True when leaving must be asked for once more: it would stop the work.
pub(super) fn holds(m: &mut Model) -> bool {
    let Some(i) = m.intake.as_mut().filter(|i| i.runs() && !i.warned) else {
        return false;
    };
    i.warned = true;
    m.message = say::would_stop(m.lang);
    true
}
