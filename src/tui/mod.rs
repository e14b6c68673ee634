//! The desk: screens over the store. One thread reads keys, one the database, one writes, one
//! keeps drafts, one listens for signals, one watches the line; this one draws. Nothing here waits
//! for a disk.

mod attest;
pub mod buffer;
pub mod bulk;
pub mod checklist;
pub mod command;
mod commands;
pub mod desks;
pub mod draft;
mod edit;
mod editor;
pub mod first;
pub mod glyphs;
pub mod intake;
pub mod keys;
pub mod list;
pub mod matrix;
pub mod may;
pub mod message;
pub mod model;
mod named;
mod nav;
mod opinions;
pub mod pages;
pub mod prefs;
pub mod prompt;
pub mod quadrant;
mod run;
pub mod scatter;
pub mod screen;
pub mod shape;
mod sign;
mod spread;
mod stale;
pub mod terminal;
pub mod text;
pub mod theme;
pub mod today;
mod undo;
pub mod units;
pub mod update;
mod worker;

use crate::domain::day::Day;
use crate::store::StoreError;
use crate::store::sqlite::{Actor, SqliteStore};
use crate::words::Lang;
use draft::Drafts;
use model::{Effect, Model, Msg, Screen};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use terminal::{Drawn, Event, Sink, failure};

/// Messages taken before a frame is drawn.
const DRAIN: usize = 256;
/// While something waits for its time, it is looked at that often.
const BEAT: Duration = Duration::from_millis(10);
/// A screen with nothing to show yet is drawn after that long at the latest.
const GRACE: Duration = Duration::from_millis(12);

/// How the desk is to be.
#[derive(Debug, Clone, Copy)]
pub struct Start<'a> {
    /// 练习库.
    pub practice: bool,
    /// Language.
    pub lang: Lang,
    /// Use colours.
    pub colour: bool,
    /// Today.
    pub today: Day,
    /// Where drafts are kept.
    pub drafts: &'a Path,
    /// What is said of the terminal.
    pub terminal: terminal::Wishes,
    /// The settings as they stand in their files.
    pub own: &'a crate::settings::Settings,
    /// What is wrong in them.
    pub mistakes: &'a [crate::settings::Mistake],
    /// Where one's own settings are kept.
    pub kept: Option<&'a Path>,
    /// Writes the report on a department, and says where; none where papers are not written.
    pub printer: Option<Printer>,
    /// The only directory whose files are there for the person, in a house; nothing else of the
    /// host can be reached, and no other program started.
    pub confined: Option<&'a Path>,
}

/// Writes the report on a department into a directory (the present one where none is named); gives
/// the names of its files, or why there are none.
pub type Printer = fn(&SqliteStore, &Actor, &str, Option<&Path>) -> Result<String, String>;

/// What reaches the loop: a message of the workers, or an event of the terminal.
enum Input {
    Msg(Msg),
    Event(Event),
}

/// A model at home, before anything was read.
pub fn fresh(store: &SqliteStore, actor: &Actor, s: &Start<'_>, size: (u16, u16)) -> Model {
    Model {
        who: actor.person.clone(),
        practice: s.practice,
        read_only: store.read_only(),
        lang: s.lang,
        look: theme::Look::new(s.colour),
        size,
        today: s.today,
        screen: Screen::Home,
        queues: Vec::new(),
        home: 0,
        list: model::List::default(),
        work: None,
        over: None,
        came: Vec::new(),
        pending: None,
        keymap: command::Keymap::default(),
        options: model::Options::default(),
        settings: crate::settings::Settings::default(),
        kept: s.kept.map(Path::to_owned),
        form: prefs::Form::default(),
        measured: theme::Look::new(s.colour),
        rest: None,
        wanted: None,
        undone: Vec::new(),
        day: today::Today::default(),
        walked: std::collections::BTreeMap::new(),
        drafts: std::collections::BTreeSet::new(),
        searches: Vec::new(),
        ran: Vec::new(),
        rounds: None,
        matrix: matrix::View::default(),
        units: units::View::default(),
        wanted_unit: None,
        prints: s.printer.is_some(),
        at: desks::At::default(),
        colleagues: desks::Colleagues::default(),
        confined: s.confined.is_some(),
        quadrant: quadrant::View::default(),
        log: model::LogView::default(),
        sent: None,
        asked: None,
        log_ticket: 0,
        seen: crate::domain::id::Seq::new(0),
        message: String::new(),
        draft_note: String::new(),
        page_ticket: 0,
        case_ticket: 0,
        drawn: None,
        seeking: None,
        ahead: std::collections::VecDeque::new(),
        last_key: None,
        armed: None,
        intake: None,
        paths: crate::intake::paths::Paths::default(),
        saving: 0,
        leaving: None,
        advance: false,
        head: crate::domain::id::Seq::new(0),
        dirty: None,
        said: String::new(),
    }
}

/// Opens the screens; gives the exit code, and what is to be said at the end.
///
/// # Errors
/// When the database or the terminal cannot be used.
pub fn run(
    store: &SqliteStore,
    actor: &Actor,
    s: &Start<'_>,
) -> Result<(u8, Option<String>), StoreError> {
    let head = store.database()?.entries;
    let drafts = Drafts::new(s.drafts);
    let (to, from) = channel::<Input>();
    let (answers, answered) = channel::<Msg>();
    let workers = worker::start(
        store,
        actor,
        (s.lang, s.printer, s.confined),
        &drafts,
        attest::When::of(s.own),
        (s.today, head),
        &answers,
    )?;
    let forward = to.clone();
    std::thread::spawn(move || {
        while let Ok(msg) = answered.recv() {
            if forward.send(Input::Msg(msg)).is_err() {
                return;
            }
        }
    });
    let events = Mutex::new(to);
    let sink: Sink = Arc::new(move |event| {
        let to = events.lock().unwrap_or_else(PoisonError::into_inner);
        to.send(Input::Event(event)).is_ok()
    });
    failure::watch(s.drafts, Arc::clone(&sink));
    let Some(mut screen) = terminal::Screen::open(s.lang, s.terminal, &sink)? else {
        return Ok((0, None));
    };
    let mut m = fresh(store, actor, s, screen.size());
    m.head = head;
    let var = |name: &str| std::env::var(name).ok();
    m.measured = theme::Look::of_terminal(s.colour, &screen.probed(), &var);
    m.seen = drafts.seen().unwrap_or(head);
    m.options.slow = screen.is_slow();
    prefs::apply(&mut m, s.own.clone());
    if !s.mistakes.is_empty() {
        // What is wrong in the settings is shown before anything else.
        let lines = s
            .mistakes
            .iter()
            .map(|x| crate::words::settings::mistake(m.lang, x));
        m.over = Some(model::Over::Text(
            crate::words::tui::mistakes_head(m.lang),
            lines.collect(),
            0,
        ));
    }
    for e in today::asks(&m) {
        workers.send(e);
    }
    // Where the drawing itself fails, what was begun is kept all the same.
    let code = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        turn(&mut m, &mut screen, &from, &workers, s.drafts)
    }))
    .unwrap_or(Ok(failure::FAILED));
    // What was begun is on disk before the terminal is given back.
    if let Some(e) = m.dirty.is_some().then(|| update::keep(&mut m)).flatten() {
        workers.send(e);
    }
    let signer = workers.finish();
    // What stands now was here to be seen; the next time tells what came after. Where that cannot
    // be kept, the news are more than they need be.
    drafts.see(m.head).ok();
    screen.close();
    failure::tell(s.lang, s.drafts);
    // A security key that waits for a finger does so with the terminal given back.
    let says = signer.finish();
    code.map(|code| (code, says))
}

fn turn(
    m: &mut Model,
    screen: &mut terminal::Screen,
    from: &Receiver<Input>,
    workers: &worker::Workers,
    drafts: &Path,
) -> Result<u8, StoreError> {
    let mut drawn = Drawn::LeftOut;
    // A bare screen waits that long for what it is to show, and is drawn once instead of twice.
    let mut grace = Some(Instant::now() + GRACE);
    let mut bare = false;
    loop {
        let left = grace.map(|g| g.saturating_duration_since(Instant::now()));
        let first = if update::waits(m) || left.is_some() {
            match from.recv_timeout(left.map_or(BEAT, |l| l.min(BEAT))) {
                Ok(i) => Some(i),
                Err(RecvTimeoutError::Timeout) => None,
                Err(RecvTimeoutError::Disconnected) => return Ok(129),
            }
        } else {
            match from.recv() {
                Ok(i) => Some(i),
                Err(_) => return Ok(129),
            }
        };
        let beat = first.is_none();
        let mut waiting: Vec<Input> = first.into_iter().collect();
        while waiting.len() < DRAIN {
            match from.try_recv() {
                Ok(i) => waiting.push(i),
                Err(_) => break,
            }
        }
        let before = (update::waits(m), m.message.clone());
        let mut effects = Vec::new();
        let arrived = waiting.len() == 1
            && drawn == Drawn::OnItsWay
            && matches!(waiting.first(), Some(Input::Event(Event::Drained)));
        if arrived {
            drawn = Drawn::Shown;
            update::update(m, Instant::now(), Msg::Drawn);
            continue;
        }
        for input in waiting {
            // A key counts from when it was read, however long it waited here.
            let (msg, at) = match input {
                Input::Msg(msg) => (msg, Instant::now()),
                Input::Event(Event::Leave(code)) => return Ok(code),
                Input::Event(e) => match heard(m, screen, e)? {
                    Some(both) => both,
                    None => continue,
                },
            };
            effects.extend(update::update(m, at, msg));
        }
        effects.extend(update::update(m, Instant::now(), Msg::Tick));
        effects.extend(desks::moved(m).map(Effect::At));
        let mut effects = std::collections::VecDeque::from(effects);
        while let Some(e) = effects.pop_front() {
            match e {
                Effect::Quit(code) => return Ok(code),
                Effect::Repaint => screen.clear(),
                Effect::Suspend => suspend(m, screen),
                Effect::Plain => screen.plain(&crate::words::terminal::any_key(m.lang))?,
                Effect::Copy(text) => {
                    if !screen.copy(&text) {
                        m.message = crate::words::terminal::too_long_to_copy(m.lang);
                    }
                }
                Effect::Editor(text) => {
                    let leaving = screen.leaving();
                    let must = || leaving.load(std::sync::atomic::Ordering::SeqCst);
                    let new = screen.lend(|| editor::edit(m.lang, drafts, &text, must))?;
                    effects.extend(update::update(m, Instant::now(), Msg::Edited(new)));
                }
                other => workers.send(other),
            }
        }
        let due = match grace {
            Some(g) => !m.is_bare() || Instant::now() >= g,
            None if m.is_bare() && !bare => {
                grace = Some(Instant::now() + GRACE);
                false
            }
            None => true,
        };
        if !due {
            continue;
        }
        // A beat that changed nothing draws nothing: an idle line stays silent.
        let still =
            beat && grace.is_none() && before.0 == update::waits(m) && before.1 == m.message;
        grace = None;
        bare = m.is_bare();
        if !still {
            drawn = screen.draw(|f| screen::draw(m, f))?;
            if drawn == Drawn::Shown {
                update::update(m, Instant::now(), Msg::Drawn);
            }
        }
    }
}

/// What an event of the terminal is for the screens.
fn heard(
    m: &mut Model,
    screen: &mut terminal::Screen,
    e: Event,
) -> Result<Option<(Msg, Instant)>, StoreError> {
    let now = Instant::now();
    match e {
        Event::Key(key, at) => {
            debug_assert_ne!(
                std::env::var("JIXIAO_FAIL_AT_KEY").ok(),
                Some(key.clone()),
                "tests ask for a failure"
            );
            Ok(Some((Msg::Key(key), at)))
        }
        Event::Paste(text) => Ok(Some((Msg::Paste(text), now))),
        Event::Resize(w, h) => {
            // A stopped job is told of sizes too, and paints when it goes on.
            screen.clear();
            Ok(Some((Msg::Resize(w, h), now)))
        }
        Event::Noise(at) => {
            m.last_key = Some(at);
            if m.armed.take().is_some() {
                // A key that signs did not come alone.
                sign::too_fast(m, at);
            }
            Ok(None)
        }
        Event::Probed(p) => {
            screen.learn(p);
            m.options.slow = screen.is_slow();
            // What stands there is right as it is; a slow line need not paint it again.
            if !m.options.slow {
                m.measured = m.measured.measured(p.ambiguous, p.utf8 && p.wide);
                m.look = prefs::look(m.measured, &m.settings);
            }
            Ok(None)
        }
        Event::Suspend => {
            suspend(m, screen);
            Ok(None)
        }
        Event::Continue => {
            screen.resume()?;
            let p = screen.probed();
            m.measured = m.measured.measured(p.ambiguous, p.utf8 && p.wide);
            m.look = prefs::look(m.measured, &m.settings);
            let (w, h) = screen.size();
            Ok(Some((Msg::Resize(w, h), now)))
        }
        Event::Drained | Event::Leave(_) => Ok(None),
    }
}

fn suspend(m: &mut Model, screen: &mut terminal::Screen) {
    if m.confined {
        m.message = crate::words::house::no_suspend(m.lang);
    } else if !screen.suspend() {
        m.message = crate::words::terminal::cannot_stop(m.lang);
    }
}
