//! What a message does to the model, and what is asked for then. Pure: no disk, no clock but the
//! moment given.

use super::command::{Command, Do, Place};
use super::keys::{as_command, is_han};
use super::model::{Armed, Effect, Model, Msg, Over, Pending, Screen, Want, Work};
use super::{bulk, edit, intake, list, may, nav, prompt, quadrant, run, scatter, sign, undo};
use crate::words::tui as say;
use std::time::{Duration, Instant};

/// A key that signs must be alone for that long on either side.
pub const ALONE: Duration = Duration::from_millis(20);
/// A case must have stood on the screen for that long before it can be decided.
pub const READ: Duration = Duration::from_millis(250);
/// A drawer that opened by itself takes no keys for that long.
pub const SURPRISE: Duration = Duration::from_millis(300);
/// A draft is written that long after its first change.
pub const KEEP: Duration = Duration::from_millis(800);
/// The drawer of what may follow a key opens after that long.
pub const WHICH: Duration = Duration::from_millis(300);
/// The cursor of a list must rest that long before its preview is asked for.
pub const REST: Duration = Duration::from_millis(80);
/// As above, on a slow line.
pub const SLOW_REST: Duration = Duration::from_millis(400);

/// Keys kept until a screen has come at most.
const AHEAD: usize = 200;

/// Changes the model; gives what is asked for.
pub fn update(m: &mut Model, now: Instant, msg: Msg) -> Vec<Effect> {
    let covered = m.over.is_some();
    let key = matches!(msg, Msg::Key(_));
    let mut out = match msg {
        Msg::Key(key) if ahead(m, &key) => Vec::new(),
        msg => apply(m, now, msg),
    };
    // What a key began on the screen does not go on in a drawer that opened since.
    if !key && !covered && m.over.is_some() {
        m.pending = None;
    }
    while !m.is_bare()
        && let Some(key) = m.ahead.pop_front()
    {
        out.extend(apply(m, now, Msg::Key(key)));
    }
    if m.rest.is_none() {
        m.list.rested = m.list.top;
    }
    out
}

fn apply(m: &mut Model, now: Instant, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key) => key_pressed(m, now, &key),
        Msg::Paste(text) => edit::paste(m, now, text),
        Msg::Resize(w, h) => {
            m.size = (w, h);
            list::settle(m);
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
        Msg::Page(ticket, page) => list::page_came(m, ticket, *page),
        Msg::Case(ticket, both) => {
            if ticket != m.case_ticket {
                return Vec::new();
            }
            let (file, draft) = *both;
            take_case(m, file, draft);
            asked(m);
            wanted(m, now)
        }
        Msg::Next(id) => nav::next_came(m, id),
        Msg::Saved(receipt) => sign::saved(m, &receipt),
        Msg::Failed(says, conflict) => sign::failed(m, now, says, conflict),
        Msg::Colleagues(all) => {
            m.colleagues = all;
            Vec::new()
        }
        Msg::Said(says) => {
            m.message = says;
            Vec::new()
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
        Msg::Planned(plan) => bulk::planned(m, *plan),
        Msg::Done(outcome) => bulk::done(m, &outcome),
        Msg::Undone(cases) => undo::undone(m, cases),
        Msg::Alike(cases, more) => bulk::alike_came(m, cases, more),
        Msg::Ids(ids, more) => list::ids_came(m, ids, more),
        Msg::Drafts(cases) => {
            m.drafts = cases;
            Vec::new()
        }
        Msg::Today(day) => super::today::came(m, *day),
        Msg::Covered(part) => {
            m.day.coverage = part;
            Vec::new()
        }
        Msg::Counted(letter, n, more) => {
            m.day.views.insert(letter, (n, more));
            Vec::new()
        }
        Msg::Log(before, lines) => nav::log_came(m, before, lines),
        Msg::Matrix(both) => {
            super::matrix::came(m, *both);
            Vec::new()
        }
        Msg::Grid(ticket, grid) => quadrant::came(m, ticket, *grid),
        Msg::Standing(cell, rows) => {
            quadrant::stand(m, cell, rows);
            Vec::new()
        }
        Msg::Dots(ticket, dots) => {
            scatter::came(m, ticket, dots);
            quadrant::standing(m)
        }
        Msg::Evaluated(all, seed) => {
            super::units::came(m, all, seed);
            Vec::new()
        }
        Msg::Digest(item, hash) => super::checklist::digested(m, now, &item, hash),
        Msg::Chosen(n) => super::units::chosen(m, n),
        Msg::Paper(done) => {
            m.message = crate::words::evaluation::written(m.lang, &done);
            Vec::new()
        }
        Msg::Missing(found) => {
            quadrant::missing(m, &found);
            Vec::new()
        }
        Msg::Intake(p) => intake::came(m, *p),
        Msg::Paths(p) => {
            m.paths = p;
            Vec::new()
        }
        Msg::Settings(why) => super::prefs::saved(m, why),
        Msg::Edited(text) => edit::edited(m, now, text),
    }
}

/// True when a key is kept until the screen has what it is there to show. Leaving is never kept
/// waiting, and takes back what was typed ahead.
fn ahead(m: &mut Model, key: &str) -> bool {
    if !m.is_bare() || m.over.is_some() || m.small() {
        return false;
    }
    let place = place(m);
    let leaves = |c: &Command| matches!(c.act, Do::Back | Do::Up | Do::Quit | Do::Stop);
    let narrow = as_command(key);
    if m.keymap.find(place, &narrow).is_some_and(leaves) {
        m.ahead.clear();
        return false;
    }
    if m.ahead.len() < AHEAD {
        m.ahead.push_back(key.to_owned());
    }
    true
}

/// What stands on the terminal now can be decided, in a moment.
fn drawn(m: &mut Model, now: Instant) {
    let here = m
        .here()
        .map(|w| (w.file.row.id, w.file.row.version))
        // In a list the row itself is what is read first.
        .or_else(|| m.row().map(|r| (r.id, r.version)));
    match (here, m.drawn) {
        (Some((id, v)), Some((old, ov, _))) if id == old && v == ov => {}
        (Some((id, v)), _) => m.drawn = Some((id, v, now)),
        (None, _) => m.drawn = None,
    }
    match &m.over {
        Some(Over::Bulk(..))
        | Some(Over::Sign(super::model::Asking {
            act: super::model::Signing::Draw(_),
            ..
        })) => {
            m.asked.get_or_insert(now);
        }
        _ => m.asked = None,
    }
}

/// What the lead asks the viewer to say something to is said when the case opens.
fn asked(m: &mut Model) {
    let Some(w) = m.work.as_ref().filter(|_| m.screen == Screen::Case) else {
        return;
    };
    // What was just said of the case before is not talked over.
    let before = std::mem::take(&mut m.message);
    let says = if let Some(a) = w.file.standing.asks(m.who.id) {
        let by = w.file.names.get(&a.by).map_or("", |n| n.as_str());
        say::asked(m.lang, by, &a.text)
    } else if w.file.standing.withholds(m.who.id) && before.is_empty() {
        say::findings_withheld(m.lang)
    } else {
        String::new()
    };
    m.message = match (before.is_empty(), says.is_empty()) {
        (true, _) => says,
        (false, true) => before,
        (false, false) if before.contains(&says) => before,
        (false, false) => format!("{before}  {says}"),
    };
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
            if w.file.sheet.is_some() {
                w.tab = super::checklist::TAB;
                w.at[w.tab] = super::checklist::first(&w);
            }
        }
    }
    // What the list shows of it is as new as the file.
    if let Some(row) = m.list.rows.iter_mut().find(|r| r.id == w.file.row.id) {
        let mark = row.mark.take();
        *row = w.file.row.clone();
        row.mark = mark;
    }
    if let Some(writing) = w.draft.writing.clone()
        && m.screen == Screen::Case
        && m.over.is_none()
    {
        m.over = Some(Over::Entry(edit::resume(writing)));
        m.message = say::goes_on(m.lang);
    }
    m.work = Some(w);
}

/// A command that waited for the case under the cursor.
fn wanted(m: &mut Model, now: Instant) -> Vec<Effect> {
    let Some((id, want)) = m.wanted.take() else {
        return Vec::new();
    };
    if m.here().is_none_or(|w| w.file.row.id != id) {
        return Vec::new();
    }
    match want {
        Want::Armed(armed) => sign::fire(m, now, armed),
        Want::Run(act) => run::run(m, now, act),
    }
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
    if let Some(p) = &mut m.pending
        && !p.shown
        && now.duration_since(p.since) >= WHICH
    {
        p.shown = true;
    }
    let rest = if m.options.slow { SLOW_REST } else { REST };
    if m.rest.is_some_and(|at| now.duration_since(at) >= rest) {
        m.rest = None;
        out.extend(list::preview(m));
        out.extend(quadrant::standing(m));
    }
    out
}

/// True while something waits for its time.
pub fn waits(m: &Model) -> bool {
    m.armed.is_some()
        || m.dirty.is_some()
        || m.rest.is_some()
        || m.pending.as_ref().is_some_and(|p| !p.shown)
}

/// The draft of the case on the screen, to be written now.
pub(super) fn keep(m: &mut Model) -> Option<Effect> {
    m.dirty = None;
    let writing = edit::writing(m);
    let w = m.work.as_ref()?;
    let mut draft = w.draft.clone();
    draft.writing = writing;
    let id = w.file.row.id;
    if draft.is_empty() {
        m.drafts.remove(&id);
    } else {
        m.drafts.insert(id);
    }
    Some(Effect::Draft(w.file.row.queue.clone(), id, Box::new(draft)))
}

/// Where a key is pressed now.
pub fn place(m: &Model) -> Place {
    match (&m.over, m.screen) {
        (Some(Over::Sign(_)), _) => Place::Sign,
        (Some(Over::Entry(_)), _) => Place::Entry,
        (Some(Over::Prompt(_)), _) => Place::Prompt,
        (Some(Over::Text(..)), _) => Place::Text,
        (Some(Over::Bulk(..)), _) => Place::Bulk,
        (Some(Over::Conflict(..)), _) => Place::Conflict,
        (Some(Over::Pasted(_)), _) => Place::Pasted,
        (Some(Over::Failure(..)), _) => Place::Failure,
        (Some(Over::Intake(_)), _) => Place::Intake,
        (None, _) => below(m),
    }
}

/// The place of a screen without what lies over it.
pub fn below(m: &Model) -> Place {
    match m.screen {
        Screen::Case if super::checklist::here(m) => Place::Check,
        Screen::Home => Place::Home,
        Screen::Queue => Place::Queue,
        Screen::Case => Place::Case,
        Screen::Rounds => Place::Rounds,
        Screen::Matrix => Place::Matrix,
        Screen::Units => Place::Units,
        Screen::Quadrant => Place::Quadrant,
        Screen::Log => Place::Log,
        Screen::Form => Place::Form,
    }
}

fn key_pressed(m: &mut Model, now: Instant, key: &str) -> Vec<Effect> {
    let alone = m.last_key.is_none_or(|at| now.duration_since(at) >= ALONE);
    m.last_key = Some(now);
    m.wanted = None;
    if m.armed.take().is_some() {
        // Another key came too close: what would have signed is not obeyed.
        return sign::too_fast(m, now);
    }
    let place = place(m);
    if let Some(Over::Conflict(_, since)) = &m.over
        && now.duration_since(*since) < SURPRISE
    {
        return Vec::new();
    }
    if place == Place::Entry {
        return edit::key(m, now, key);
    }
    if place == Place::Prompt {
        return prompt::key(m, now, key);
    }
    let narrow = as_command(key);
    let key = narrow.as_str();
    if m.small() && !matches!(key, "q" | "Q") {
        return Vec::new();
    }
    m.message.clear();
    let bound = m.keymap.find(place, key).is_some() || m.keymap.begins(place, key);
    if matches!(place, Place::Text | Place::Intake) && !bound {
        // A text that was read is in nobody's way, nor is work that goes on: the key does what it does on the screen, but
        // signs nothing there.
        m.over = None;
        let signs = m.keymap.find(below(m), key);
        if signs.is_some_and(|c| matches!(c.act, Do::Letter(_) | Do::Verdict(_) | Do::Suggested)) {
            return Vec::new();
        }
        return command(m, now, key, alone, below(m));
    }
    command(m, now, key, alone, place)
}

/// A key in command mode, perhaps after others.
fn command(m: &mut Model, now: Instant, key: &str, alone: bool, place: Place) -> Vec<Effect> {
    let before = m.pending.take();
    let keys = match &before {
        Some(p) => format!("{} {key}", p.keys),
        None => key.to_owned(),
    };
    if let Some(c) = m.keymap.find(place, &keys) {
        return obey(m, now, c, alone, place);
    }
    if m.keymap.begins(place, &keys) {
        // An error set aside needs a text, and no digit.
        if keys == "w" && sign::on_error(m) {
            return sign::waive(m, now, 0);
        }
        // A function key opens its drawer at once.
        let shown = keys.split(' ').next_back().is_some_and(|k| k.len() > 1);
        m.pending = Some(Pending {
            keys,
            since: now,
            shown: shown || before.is_some_and(|p| p.shown),
        });
        return Vec::new();
    }
    match before {
        // What may follow is shown; F1 asks for just that.
        Some(p) if key == "F1" => {
            m.pending = Some(Pending { shown: true, ..p });
        }
        Some(_) if key == "Esc" => m.message = say::nothing_done(m.lang),
        Some(p) => {
            m.message = say::no_key(m.lang, &super::command::shown(&format!("{} {key}", p.keys)))
        }
        None if is_han(key) => m.message = say::input_method(m.lang),
        None => m.message = say::no_key(m.lang, key),
    }
    Vec::new()
}

/// A command chosen by name: as by its key, which came alone.
pub(super) fn obey_by_name(m: &mut Model, now: Instant, c: &'static Command) -> Vec<Effect> {
    let place = place(m);
    obey(m, now, c, true, place)
}

/// A command was asked for by its keys.
fn obey(
    m: &mut Model,
    now: Instant,
    c: &'static Command,
    alone: bool,
    place: Place,
) -> Vec<Effect> {
    let arm = match c.act {
        Do::Verdict(n) => Some(Armed::Verdict(n, false)),
        Do::Letter(letter) => match sign::of_letter(m, letter) {
            Ok(n) => Some(Armed::Verdict(n, false)),
            Err(says) => {
                m.message = says;
                return Vec::new();
            }
        },
        Do::Closing(letter) => match sign::of_letter(m, letter) {
            Ok(n) => Some(Armed::Verdict(n, true)),
            Err(says) => {
                m.message = says;
                return Vec::new();
            }
        },
        Do::Suggested if may::refusal(m, c.act, place).is_none() => Some(Armed::Suggested),
        Do::Sign => {
            // Enter never signs what is wide, final or harsh.
            let only_y = match &m.over {
                Some(Over::Sign(a)) => a.only_y,
                _ => true,
            };
            if only_y && c.id == "sign.enter" {
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
    // In a drawer that asks, any other key is a no.
    if let Some(says) = may::refusal(m, c.act, place) {
        m.message = says;
        return Vec::new();
    }
    run::run(m, now, c.act)
}
