//! Commands carried out: each to the room that knows how.

use super::command::{Copied, Do};
use super::model::{Asking, Asks, Effect, Model, Over, RoundsView, Screen, Signing, Want};
use super::{
    bulk, checklist, edit, intake, list, matrix, nav, prefs, prompt, quadrant, scatter, sign, undo,
    units, update,
};
use crate::words::tui as say;
use std::time::Instant;

/// Carries a command out.
pub(super) fn run(m: &mut Model, now: Instant, act: Do) -> Vec<Effect> {
    if needs_case(act) && m.here().is_none() {
        return fetch(m, Want::Run(act));
    }
    match act {
        Do::Step(n) => nav::step(m, now, isize::from(n)),
        Do::Half(n) => nav::step(m, now, isize::from(n) * (list::rows_shown(m) / 2).max(1)),
        Do::Page(n) => nav::step(m, now, isize::from(n) * list::rows_shown(m)),
        Do::Scroll(n) => list::scroll(m, now, isize::from(n)),
        Do::First => nav::first(m, now),
        Do::Last => nav::last(m, now),
        Do::Shift(n) => {
            let to = m.list.shift.saturating_add_signed(isize::from(n)).min(8);
            if to == m.list.shift {
                m.message = say::no_column_further(m.lang, n > 0);
            }
            m.list.shift = to;
            Vec::new()
        }
        Do::Open => nav::open(m, now),
        Do::Back => nav::back(m),
        Do::Up => nav::up(m),
        Do::Quit => quit(m, 0),
        Do::Tab(n) => nav::tab(m, n),
        Do::Neighbour(n) => nav::neighbour(m, now, isize::from(n)),
        Do::NextWaiting => nav::next_waiting(m),
        Do::Thing(n) => nav::thing(m, isize::from(n)),
        Do::Alter(n) => sign::alter(m, n),
        Do::Adopt => sign::adopt(m, now),
        Do::AdoptAll => sign::adopt_all(m, now),
        Do::Waive(n) => sign::waive(m, now, n),
        Do::Own => edit::own(m, now),
        Do::Note if m.screen == Screen::Matrix => matrix::ask(m),
        Do::Note => edit::note(m),
        Do::Minute => edit::minute(m),
        Do::Proxy => matrix::proxy(m),
        Do::Readmit => matrix::readmit(m),
        Do::Edit => edit::edit(m),
        Do::Editor => edit::editor(m),
        Do::Drop => sign::drop_opinion(m, now),
        Do::Grade => sign::grade(m, now),
        Do::Answer(a) => checklist::answer(m, now, a),
        Do::Differs => checklist::differs(m, now),
        Do::SetScore => checklist::ask(m, Asks::Score(String::new())),
        Do::Remark => checklist::ask(m, Asks::Remark),
        Do::Proof => checklist::ask(m, Asks::Proof),
        Do::Total => checklist::ask(m, Asks::Total),
        Do::Reply => prompt::open(m, Asks::Reply),
        Do::Draw => checklist::choose(m),
        Do::Locate => nav::locate(m),
        Do::Explain => sign::explain(m),
        Do::Rounds => rounds(m),
        Do::Unchanged => {
            if let Some(r) = &mut m.rounds {
                r.all = !r.all;
                r.at = 0;
            }
            Vec::new()
        }
        Do::Undo => undo::undo(m),
        Do::Redo => undo::redo(m),
        Do::Recuse(n) => recuse(m, n),
        Do::Mark => list::mark(m, now),
        Do::Range => list::range(m),
        Do::MarkAll => list::mark_all(m),
        Do::MarkBy => prompt::open(m, Asks::Mark),
        Do::Bulk(letter) => bulk::ask(m, letter),
        Do::BulkSuggested => bulk::ask_suggested(m),
        Do::BulkAdopt => bulk::adopt(m),
        Do::Alike => bulk::alike(m),
        Do::Share => bulk::share(m),
        Do::Search => nav::search(m),
        Do::FilterMenu => prompt::open(m, Asks::Filter(None)),
        Do::Scope => list::scope(m),
        Do::Sort(order) => list::sort(m, order),
        Do::Reload => reload(m),
        Do::Palette => prompt::open(m, Asks::Palette),
        Do::Help => prompt::open(m, Asks::Help(false)),
        Do::Queue(n) => {
            let n = usize::from(n);
            if n >= m.queues.len() {
                m.message = say::no_row(m.lang);
                return Vec::new();
            }
            m.home = n;
            nav::open(m, now)
        }
        Do::GoHome => here_already(m, Screen::Home, nav::home),
        Do::GoQueue(id) if m.list.queue == id => {
            here_already(m, Screen::Queue, |m| nav::queue(m, id))
        }
        Do::GoQueue(id) => nav::queue(m, id),
        Do::GoMatrix => matrix::open(m),
        Do::GoMeeting => matrix::meeting(m),
        Do::GoQuadrant => quadrant::open(m),
        Do::GoUnits => units::open(m),
        Do::DrawUnit => units::ask(m),
        Do::Paper => units::paper(m),
        Do::Cell(n) if m.screen == Screen::Quadrant => quadrant::step(m, now, isize::from(n), 0),
        Do::Rise(n) => quadrant::step(m, now, 0, isize::from(n)),
        Do::Part(n) => quadrant::part(m, now, isize::from(n)),
        Do::CutExec(n) => quadrant::cut(m, false, n),
        Do::CutGoal(n) => quadrant::cut(m, true, n),
        Do::Scatter => scatter::turn(m),
        Do::Money => {
            m.quadrant.money = !m.quadrant.money;
            Vec::new()
        }
        Do::Cell(n) => matrix::cell(m, isize::from(n)),
        Do::GoLog => here_already(m, Screen::Log, |m| nav::log(m, false)),
        Do::GoNews => nav::log(m, true),
        Do::GoSettings => here_already(m, Screen::Form, prefs::open),
        Do::Choose => prefs::choose(m),
        Do::SaveForm => prefs::save(m),
        Do::KeepView => prompt::open(m, Asks::View),
        Do::Views => prompt::open(m, Asks::Views),
        Do::Named => prompt::open(m, Asks::Named),
        Do::Preview => {
            m.options.preview = !m.options.preview;
            list::settle(m);
            Vec::new()
        }
        Do::Whole => {
            m.options.whole = !m.options.whole;
            list::settle(m);
            Vec::new()
        }
        Do::Highlight => {
            m.options.full_row = !m.options.full_row;
            m.message = say::highlight(m.lang, m.options.full_row);
            Vec::new()
        }
        Do::Copy(what) => copy(m, what),
        Do::Plain => vec![Effect::Plain],
        Do::Repaint => vec![Effect::Repaint],
        Do::Suspend => {
            let mut out: Vec<Effect> = update::keep(m).into_iter().collect();
            out.push(Effect::Suspend);
            out
        }
        Do::Stop => intake::stop(m),
        Do::Intake => intake::ask(m),
        Do::GoWork => intake::show(m),
        Do::Behind => intake::background(m),
        Do::Listed if matches!(m.over, Some(Over::Intake(_))) => intake::listed(m),
        Do::Listed => bulk::listed(m),
        Do::Keep => sign::keep_conflict(m, now),
        Do::PasteOpinion => edit::pasted_opinion(m, now),
        Do::PasteSearch => edit::pasted_search(m),
        Do::Again => match m.over.take() {
            Some(Over::Failure(_, effect)) => {
                m.saving += 1;
                vec![*effect]
            }
            other => {
                m.over = other;
                Vec::new()
            }
        },
        // These are armed in `update` and run by `sign::fire`, or belong to text entry.
        Do::Verdict(_)
        | Do::Letter(_)
        | Do::Suggested
        | Do::Closing(_)
        | Do::Sign
        | Do::Done
        | Do::DoneDecide
        | Do::Take
        | Do::Phrases => Vec::new(),
    }
}

/// True when the command speaks of a case that must have been read.
const fn needs_case(act: Do) -> bool {
    matches!(
        act,
        Do::Adopt
            | Do::AdoptAll
            | Do::Waive(_)
            | Do::Own
            | Do::Note
            | Do::Minute
            | Do::Proxy
            | Do::Readmit
            | Do::Rounds
            | Do::Recuse(_)
            | Do::Copy(Copied::Opinions)
    )
}

/// Asks for the case under the cursor now, and remembers what for.
pub(super) fn fetch(m: &mut Model, want: Want) -> Vec<Effect> {
    match m.row().map(|r| r.id) {
        Some(id) => {
            m.rest = None;
            m.wanted = Some((id, want));
            m.case_ticket += 1;
            vec![Effect::Case(m.case_ticket, id)]
        }
        None => {
            m.message = say::no_row(m.lang);
            Vec::new()
        }
    }
}

fn reload(m: &mut Model) -> Vec<Effect> {
    match m.screen {
        Screen::Queue => {
            let mut out = list::reload(m);
            out.extend(list::reload_case(m));
            m.message = say::reloaded(m.lang);
            out
        }
        Screen::Matrix => {
            m.message = say::reloaded(m.lang);
            matrix::read(m)
        }
        Screen::Units => {
            m.message = say::reloaded(m.lang);
            units::read(m)
        }
        Screen::Quadrant => {
            m.message = say::reloaded(m.lang);
            quadrant::read(m)
        }
        Screen::Log => {
            let since = m.log.since.is_some();
            m.message = say::reloaded(m.lang);
            nav::log(m, since)
        }
        Screen::Home => {
            m.message = say::reloaded(m.lang);
            super::today::asks(m)
        }
        _ => {
            m.message = say::reloaded(m.lang);
            let mut out = list::reload_case(m);
            out.push(Effect::Queues);
            out
        }
    }
}

fn recuse(m: &mut Model, n: u8) -> Vec<Effect> {
    let reasons = ["own-unit", "kin", "took-part", "other"];
    if let Some(reason) = reasons.get(usize::from(n.saturating_sub(1))) {
        m.over = Some(Over::Sign(Asking {
            act: Signing::Recuse(reason),
            only_y: true,
            top: 0,
        }));
    }
    Vec::new()
}

fn rounds(m: &mut Model) -> Vec<Effect> {
    let Some(w) = m.here() else {
        return Vec::new();
    };
    if w.file.rounds.len() < 2 {
        m.message = say::one_round(m.lang);
        return Vec::new();
    }
    m.rounds = Some(RoundsView { at: 0, all: false });
    m.came.push(m.screen);
    m.screen = Screen::Rounds;
    Vec::new()
}

/// Goes somewhere; where one is there already, that is said, and it is read again.
fn here_already(
    m: &mut Model,
    screen: Screen,
    go: impl FnOnce(&mut Model) -> Vec<Effect>,
) -> Vec<Effect> {
    let there = m.screen == screen && m.over.is_none();
    let out = go(m);
    if there {
        m.message = say::here_already(m.lang);
    }
    out
}

fn copy(m: &mut Model, what: Copied) -> Vec<Effect> {
    let Some(r) = m.row() else {
        m.message = say::no_row(m.lang);
        return Vec::new();
    };
    let text = match what {
        Copied::Code => r.code.to_string(),
        Copied::Name => r.name.to_string(),
        Copied::Row => [
            r.code.to_string(),
            r.name.to_string(),
            r.unit.to_string(),
            r.amount.wan(),
        ]
        .join("\t"),
        Copied::Opinions => {
            let of = m.here().map(|w| &w.draft.opinions);
            let lines = of.into_iter().flatten().enumerate();
            lines
                .map(|(n, o)| format!("{}. {}", n + 1, o.text))
                .collect::<Vec<_>>()
                .join("\n")
        }
    };
    if text.is_empty() {
        m.message = say::nothing_to_copy(m.lang);
        return Vec::new();
    }
    m.message = say::copied(m.lang);
    vec![Effect::Copy(text)]
}

/// Quits, once nothing is on its way to disk.
pub(super) fn quit(m: &mut Model, code: u8) -> Vec<Effect> {
    if intake::holds(m) {
        return Vec::new();
    }
    let mut out: Vec<Effect> = m
        .dirty
        .is_some()
        .then(|| update::keep(m))
        .flatten()
        .into_iter()
        .collect();
    m.leaving = Some(code);
    if intake::runs(m) {
        out.extend(intake::stop(m));
    }
    if m.saving > 0 {
        m.message = say::still_saving(m.lang);
    }
    out.extend(leave(m));
    out
}

/// Leaves if that was asked for and nothing is on its way.
pub(super) fn leave(m: &Model) -> Vec<Effect> {
    match m.leaving {
        Some(code) if m.saving == 0 && !intake::runs(m) => vec![Effect::Quit(code)],
        _ => Vec::new(),
    }
}
