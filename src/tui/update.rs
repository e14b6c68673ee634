//! What a message does to the model, and what is asked for then. Pure: no disk, no clock but the
//! moment given.

use super::command::{Do, Place, find};
use super::keys::{as_command, is_han};
use super::model::{Armed, Effect, Model, Msg, Over, Prefix, Purpose, Screen, Work};
use super::nav::{neighbour, next_came, next_thing, next_waiting, tab};
use super::{edit, sign};
use crate::domain::filter::Filter;
use crate::domain::gate::Command as Act;
use crate::domain::id::CaseId;
use crate::store::{Append, Order, Query, Scope};
use crate::words::tui as say;
use std::time::{Duration, Instant};

/// A key that signs must be alone for that long on either side.
pub const ALONE: Duration = Duration::from_millis(20);
/// A case must have stood on the screen for that long before it can be decided.
pub const READ: Duration = Duration::from_millis(250);
/// A draft is written that long after its first change.
pub const KEEP: Duration = Duration::from_millis(800);
/// Rows of a page.
const PAGE: usize = 200;

/// Changes the model; gives what is asked for.
pub fn update(m: &mut Model, now: Instant, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key) => key_pressed(m, now, &key),
        Msg::Paste(text) => edit::paste(m, now, &text),
        Msg::Resize(w, h) => {
            m.size = (w, h);
            vec![Effect::Repaint]
        }
        Msg::Tick => tick(m, now),
        Msg::Drawn => {
            drawn(m, now);
            Vec::new()
        }
        Msg::Queues(q) => {
            m.queues = q;
            Vec::new()
        }
        Msg::Page(ticket, page) => {
            if ticket != m.page_ticket {
                return Vec::new();
            }
            if m.list.more.take().is_none() {
                m.list.rows.clear();
                m.list.news.clear();
            }
            m.list.rows.extend(page.rows);
            m.list.total = page.total.or(m.list.total);
            m.list.more = page.next;
            if !page.complete || (m.list.rows.len() < PAGE && m.list.more.is_some()) {
                return vec![page_effect(m)];
            }
            if !m.list.rows.iter().any(|r| Some(r.id) == m.list.cursor) {
                m.list.cursor = m.list.rows.first().map(|r| r.id);
            }
            preview(m)
        }
        Msg::Case(ticket, both) => {
            if ticket == m.case_ticket {
                let (file, draft) = *both;
                take_case(m, file, draft);
            }
            Vec::new()
        }
        Msg::Next(id) => next_came(m, id),
        Msg::Saved(receipt) => sign::saved(m, &receipt),
        Msg::Failed(says, conflict) => {
            m.saving = m.saving.saturating_sub(1);
            m.message = says;
            m.advance = false;
            if conflict { reload_case(m) } else { leave(m) }
        }
        Msg::Changes(c) => sign::changes(m, &c),
        Msg::DraftKept(kept) => {
            m.draft_note = if kept {
                String::new()
            } else {
                say::draft_lost(m.lang)
            };
            Vec::new()
        }
    }
}

/// What stands on the terminal now can be decided, in a moment.
fn drawn(m: &mut Model, now: Instant) {
    let shown = m.work.as_ref().filter(|w| match m.screen {
        Screen::Home => false,
        Screen::Queue => Some(w.file.row.id) == m.list.cursor,
        Screen::Case => true,
    });
    let here = shown.map(|w| (w.file.row.id, w.file.row.version));
    match (here, m.drawn) {
        (Some((id, v)), Some((old, ov, _))) if id == old && v == ov => {}
        (Some((id, v)), _) => m.drawn = Some((id, v, now)),
        (None, _) => m.drawn = None,
    }
}

fn take_case(m: &mut Model, file: crate::store::CaseFile, draft: super::draft::Draft) {
    let same = m
        .work
        .as_ref()
        .filter(|w| w.file.row.id == file.row.id)
        .map(|w| (w.tab, w.at));
    let mut w = Work {
        file,
        draft,
        tab: 0,
        at: [0; super::model::TABS],
    };
    match same {
        Some((tab, at)) => (w.tab, w.at) = (tab, at),
        // It opens on the tab that needs me.
        None => {
            let open = (0..w.file.findings().len()).find(|n| w.is_open(*n));
            w.tab = if open.is_some() { 2 } else { 0 };
            w.at[2] = open.unwrap_or(0);
        }
    }
    if let Some(writing) = w.draft.writing.clone().filter(|_| m.screen == Screen::Case) {
        m.over = Some(Over::Entry(edit::resume(writing)));
    }
    m.work = Some(w);
}

fn tick(m: &mut Model, now: Instant) -> Vec<Effect> {
    let mut out = Vec::new();
    if let Some((armed, at)) = m.armed
        && now.duration_since(at) >= ALONE
    {
        m.armed = None;
        out.extend(sign::fire(m, now, armed));
    }
    if m.dirty.is_some_and(|at| now.duration_since(at) >= KEEP) {
        out.extend(keep(m));
    }
    out
}

/// The draft of the case on the screen, to be written now.
pub(super) fn keep(m: &mut Model) -> Option<Effect> {
    m.dirty = None;
    let w = m.work.as_ref()?;
    let mut draft = w.draft.clone();
    draft.writing = match &m.over {
        Some(Over::Entry(e)) if e.purpose != Purpose::Search => Some(e.writing.clone()),
        _ => None,
    };
    Some(Effect::Draft(
        w.file.row.queue.clone(),
        w.file.row.id,
        Box::new(draft),
    ))
}

/// Where a key is pressed now.
pub(super) fn place(m: &Model) -> Place {
    match (&m.over, m.screen) {
        (Some(Over::Help(_) | Over::Explain(_)), _) => Place::Help,
        (Some(Over::Which(_)), _) => Place::Which,
        (Some(Over::Sign(..)), _) => Place::Sign,
        (Some(Over::Entry(_)), _) => Place::Entry,
        (Some(Over::Prefix(_)), _) => Place::Prefix,
        (None, Screen::Home) => Place::Home,
        (None, Screen::Queue) => Place::Queue,
        (None, Screen::Case) => Place::Case,
    }
}

fn key_pressed(m: &mut Model, now: Instant, key: &str) -> Vec<Effect> {
    let alone = m.last_key.is_none_or(|at| now.duration_since(at) >= ALONE);
    m.last_key = Some(now);
    if m.armed.take().is_some() {
        // Another key came too close: what would have signed is not obeyed.
        return sign::too_fast(m, now);
    }
    let (w, h) = m.size;
    let small = w < 80 || h < 24;
    let place = place(m);
    if place == Place::Entry {
        return edit::key(m, now, key);
    }
    let narrow = as_command(key);
    let key = narrow.as_str();
    if small && !matches!(key, "q" | "Q") {
        return Vec::new();
    }
    m.message.clear();
    if place == Place::Prefix {
        return sign::prefixed(m, now, key);
    }
    if place == Place::Sign && !matches!(key, "y" | "Enter") {
        m.over = None;
        m.message = say::not_signed(m.lang);
        return Vec::new();
    }
    let Some(c) = find(place, key) else {
        m.message = if is_han(key) {
            say::input_method(m.lang)
        } else {
            say::no_key(m.lang, key)
        };
        return Vec::new();
    };
    let arm = match (c.act, place) {
        (Do::Verdict(n), Place::Which) => {
            Some(Armed::Verdict(n, matches!(m.over, Some(Over::Which(true)))))
        }
        (Do::Verdict(n), _) => Some(Armed::Verdict(n, false)),
        (Do::Sign, _) | (Do::Open, Place::Sign) => {
            // Only `y` signs what is wide, final or harsh.
            let only_y = matches!(&m.over, Some(Over::Sign(_, true)));
            if only_y && key != "y" {
                m.message = say::only_y(m.lang);
                return Vec::new();
            }
            Some(Armed::Yes)
        }
        _ => None,
    };
    if let Some(armed) = arm {
        if !alone {
            return sign::too_fast(m, now);
        }
        m.armed = Some((armed, now));
        return Vec::new();
    }
    run(m, now, c.act)
}

fn run(m: &mut Model, now: Instant, act: Do) -> Vec<Effect> {
    match act {
        Do::Down => step(m, 1),
        Do::Up => step(m, -1),
        Do::PageDown => step(m, page_rows(m)),
        Do::PageUp => step(m, -page_rows(m)),
        Do::First => step(m, isize::MIN / 2),
        Do::Last => step(m, isize::MAX / 2),
        Do::Open => open(m, now),
        Do::Back => back(m),
        Do::Quit => quit(m, 0),
        Do::NextTab => tab(m, 1),
        Do::PrevTab => tab(m, super::model::TABS - 1),
        Do::NextCase => neighbour(m, 1),
        Do::PrevCase => neighbour(m, -1),
        Do::NextWaiting => next_waiting(m),
        Do::NextThing => next_thing(m),
        Do::Which => {
            m.over = Some(Over::Which(false));
            Vec::new()
        }
        Do::Closing => {
            m.over = Some(Over::Which(true));
            Vec::new()
        }
        Do::Adopt => sign::adopt(m, now),
        Do::AdoptAll => sign::adopt_all(m, now),
        Do::Waive => sign::waive(m),
        Do::Own => edit::own(m),
        Do::Edit => edit::edit(m),
        Do::Drop => sign::drop_opinion(m, now),
        Do::Explain => sign::explain(m),
        Do::Undo => {
            m.saving += 1;
            m.said = say::undone(m.lang);
            vec![Effect::Undo]
        }
        Do::Recuse => {
            m.over = Some(Over::Prefix(Prefix::Recuse));
            m.message = say::recuse_how(m.lang);
            Vec::new()
        }
        Do::Search => {
            m.over = Some(Over::Entry(edit::search(&m.list.search)));
            Vec::new()
        }
        Do::Help => {
            m.over = Some(Over::Help(0));
            Vec::new()
        }
        Do::Scope => {
            m.list.scope = if m.list.scope == Scope::All {
                Scope::Mine
            } else {
                Scope::All
            };
            reload(m)
        }
        Do::Sort => {
            m.list.order = match m.list.order {
                Order::Due => Order::Amount,
                Order::Amount => Order::Findings,
                Order::Findings => Order::Code,
                Order::Code => Order::Name,
                Order::Name => Order::Unit,
                Order::Unit => Order::Due,
            };
            reload(m)
        }
        Do::Reload => {
            let mut out = reload(m);
            out.extend(reload_case(m));
            out
        }
        Do::GoHome => {
            m.screen = Screen::Home;
            m.work = None;
            vec![Effect::Queues]
        }
        Do::Repaint => vec![Effect::Repaint],
        // These are armed in `key_pressed` and run by `sign::fire`.
        Do::Verdict(_) | Do::Sign | Do::Done => Vec::new(),
    }
}

/// Quits, once nothing is on its way to disk.
pub(super) fn quit(m: &mut Model, code: u8) -> Vec<Effect> {
    let mut out: Vec<Effect> = m
        .dirty
        .is_some()
        .then(|| keep(m))
        .flatten()
        .into_iter()
        .collect();
    m.leaving = Some(code);
    if m.saving > 0 {
        m.message = say::still_saving(m.lang);
    }
    out.extend(leave(m));
    out
}

/// Leaves if that was asked for and nothing is on its way.
pub(super) fn leave(m: &Model) -> Vec<Effect> {
    match m.leaving {
        Some(code) if m.saving == 0 => vec![Effect::Quit(code)],
        _ => Vec::new(),
    }
}

fn page_rows(m: &Model) -> isize {
    isize::from(i16::try_from(m.size.1).unwrap_or(24))
        .saturating_sub(8)
        .max(1)
}

fn moved(at: usize, by: isize, len: usize) -> usize {
    let last = len.saturating_sub(1);
    at.saturating_add_signed(by).min(last)
}

fn step(m: &mut Model, by: isize) -> Vec<Effect> {
    match (&mut m.over, m.screen) {
        (Some(Over::Help(at)), _) => {
            *at = moved(*at, by, 40);
            Vec::new()
        }
        (Some(_), _) => Vec::new(),
        (None, Screen::Home) => {
            m.home = moved(m.home, by, m.queues.len());
            Vec::new()
        }
        (None, Screen::Queue) => {
            let at = moved(m.list.at(), by, m.list.rows.len());
            m.list.cursor = m.list.rows.get(at).map(|r| r.id);
            let mut out = preview(m);
            if at + 20 > m.list.rows.len() && m.list.more.is_some() {
                out.push(page_effect(m));
            }
            out
        }
        (None, Screen::Case) => {
            if let Some(w) = &mut m.work {
                let len = super::screen::case::rows_of(w);
                w.at[w.tab] = moved(w.at[w.tab], by, len);
            }
            Vec::new()
        }
    }
}

fn open(m: &mut Model, now: Instant) -> Vec<Effect> {
    match m.screen {
        Screen::Home => {
            let Some(q) = m.queues.get(m.home) else {
                return Vec::new();
            };
            m.list = super::model::List {
                queue: q.queue.clone(),
                ..Default::default()
            };
            m.screen = Screen::Queue;
            m.work = None;
            reload(m)
        }
        Screen::Queue => match m.list.cursor {
            Some(id) => open_case(m, id),
            None => Vec::new(),
        },
        // On an open finding Enter adopts it.
        Screen::Case => {
            let finding = m
                .work
                .as_ref()
                .is_some_and(|w| w.tab == 2 && w.is_open(w.at[2]));
            if finding {
                sign::adopt(m, now)
            } else {
                Vec::new()
            }
        }
    }
}

/// Opens a case on its own screen.
pub(super) fn open_case(m: &mut Model, id: CaseId) -> Vec<Effect> {
    let out = leave_case(m);
    m.screen = Screen::Case;
    m.over = None;
    if m.list.rows.iter().any(|r| r.id == id) {
        m.list.cursor = Some(id);
    }
    m.work = None;
    m.case_ticket += 1;
    out.into_iter()
        .chain([Effect::Case(m.case_ticket, id)])
        .collect()
}

/// What was begun on the case is kept before another one is shown.
fn leave_case(m: &mut Model) -> Vec<Effect> {
    if m.dirty.is_some() {
        keep(m).into_iter().collect()
    } else {
        Vec::new()
    }
}

fn back(m: &mut Model) -> Vec<Effect> {
    if m.over.take().is_some() {
        return Vec::new();
    }
    match m.screen {
        Screen::Home => Vec::new(),
        Screen::Queue => {
            if !m.list.search.is_empty() {
                m.list.search.clear();
                m.list.filter = None;
                return reload(m);
            }
            m.screen = Screen::Home;
            m.work = None;
            vec![Effect::Queues]
        }
        Screen::Case => {
            let mut out = leave_case(m);
            if m.list.queue.is_empty() {
                m.screen = Screen::Home;
                m.work = None;
                out.push(Effect::Queues);
            } else {
                m.screen = Screen::Queue;
                out.extend(reload(m));
            }
            out
        }
    }
}

/// Asks for the case of the screen again.
pub(super) fn reload_case(m: &mut Model) -> Vec<Effect> {
    let Some(id) = m.work.as_ref().map(|w| w.file.row.id) else {
        return Vec::new();
    };
    m.case_ticket += 1;
    vec![Effect::Case(m.case_ticket, id)]
}

/// Asks for the list from its beginning.
pub(super) fn reload(m: &mut Model) -> Vec<Effect> {
    m.list.more = None;
    let effect = page_effect(m);
    vec![effect, Effect::Queues]
}

fn page_effect(m: &mut Model) -> Effect {
    m.page_ticket += 1;
    let l = &m.list;
    let q = Query {
        queue: l.queue.clone(),
        order: l.order,
        scope: l.scope.clone(),
        filter: l.filter.clone(),
        after: l.more.clone(),
        limit: PAGE,
        ..Query::default()
    };
    Effect::Page(m.page_ticket, Box::new(q))
}

/// Asks for the case under the cursor of the list.
pub(super) fn preview(m: &mut Model) -> Vec<Effect> {
    match m.list.cursor {
        Some(id) if m.screen == Screen::Queue => {
            if m.work.as_ref().is_some_and(|w| w.file.row.id != id) {
                m.work = None;
            }
            m.case_ticket += 1;
            vec![Effect::Case(m.case_ticket, id)]
        }
        _ => Vec::new(),
    }
}

/// Searches while one types.
pub(super) fn searched(m: &mut Model, text: &str) -> Vec<Effect> {
    text.clone_into(&mut m.list.search);
    match Filter::parse(text, m.today) {
        Ok(f) => {
            m.list.filter = (!f.is_empty()).then_some(f);
            m.message = m
                .list
                .filter
                .as_ref()
                .map_or(String::new(), |f| f.echo().to_owned());
            reload(m)
        }
        // The list keeps its last good result.
        Err(mistake) => {
            m.message = crate::words::cli::filter_mistake(m.lang, &mistake);
            Vec::new()
        }
    }
}

/// An act on the case of the screen.
pub(super) fn append(m: &mut Model, command: Act, expected: Option<u32>) -> Vec<Effect> {
    let Some(w) = &m.work else {
        return Vec::new();
    };
    m.saving += 1;
    let a = Append {
        case: w.file.row.id,
        expected,
        command,
        by_command: "desk".into(),
    };
    vec![Effect::Save(Box::new(a))]
}
