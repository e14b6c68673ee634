//! The desk: screens over the store. One thread reads keys, one the database, one writes, one
//! keeps drafts, one listens for signals, one watches the line; this one draws. Nothing here waits
//! for a disk.

pub mod buffer;
pub mod command;
pub mod draft;
mod edit;
pub mod keys;
pub mod model;
mod nav;
pub mod screen;
mod sign;
mod terminal;
pub mod text;
pub mod theme;
pub mod update;
mod worker;

use crate::domain::day::Day;
use crate::store::StoreError;
use crate::store::sqlite::{Actor, SqliteStore};
use crate::words::Lang;
use draft::Drafts;
use model::{Effect, Model, Msg, Screen};
use ratatui::crossterm::event::{self, Event};
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// Messages taken before a frame is drawn.
const DRAIN: usize = 256;
/// While something waits for its time, it is looked at that often.
const BEAT: Duration = Duration::from_millis(10);

/// How the desk is to be.
#[derive(Debug, Clone, Copy)]
pub struct Settings<'a> {
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
}

/// What reaches the loop: a message, or a reason to leave at once.
enum Input {
    Msg(Msg),
    Leave(u8),
}

/// A model at home, before anything was read.
pub fn fresh(store: &SqliteStore, actor: &Actor, s: &Settings<'_>, size: (u16, u16)) -> Model {
    Model {
        who: actor.person.clone(),
        practice: s.practice,
        read_only: store.read_only(),
        lang: s.lang,
        theme: theme::Theme::new(s.colour),
        size,
        today: s.today,
        screen: Screen::Home,
        queues: Vec::new(),
        home: 0,
        list: model::List::default(),
        work: None,
        over: None,
        message: String::new(),
        draft_note: String::new(),
        page_ticket: 0,
        case_ticket: 0,
        drawn: None,
        last_key: None,
        armed: None,
        saving: 0,
        leaving: None,
        advance: false,
        head: crate::domain::id::Seq::new(0),
        dirty: None,
        said: String::new(),
    }
}

/// Opens the screens; gives the exit code.
///
/// # Errors
/// When the database or the terminal cannot be used.
pub fn run(store: &SqliteStore, actor: &Actor, s: &Settings<'_>) -> Result<u8, StoreError> {
    let head = store.database()?.entries;
    let drafts = Drafts::new(s.drafts);
    let (to, from) = channel::<Input>();
    let (answers, answered) = channel::<Msg>();
    let workers = worker::start(store, actor, s.lang, &drafts, s.today, head, &answers)?;
    let forward = to.clone();
    std::thread::spawn(move || {
        while let Ok(msg) = answered.recv() {
            if forward.send(Input::Msg(msg)).is_err() {
                return;
            }
        }
    });
    signals(to.clone())?;
    watch(to.clone());
    let mut screen = terminal::Screen::open()?;
    let size = screen.size()?;
    let mut m = fresh(store, actor, s, size);
    m.head = head;
    keyboard(to);
    workers.send(Effect::Queues);
    let code = turn(&mut m, &mut screen, &from, &workers);
    // What was begun is on disk before the terminal is given back.
    if let Some(e) = m.dirty.is_some().then(|| update::keep(&mut m)).flatten() {
        workers.send(e);
    }
    workers.finish();
    screen.close();
    code
}

fn turn(
    m: &mut Model,
    screen: &mut terminal::Screen,
    from: &Receiver<Input>,
    workers: &worker::Workers,
) -> Result<u8, StoreError> {
    screen.draw(|f| screen::draw(m, f))?;
    loop {
        let first = if m.armed.is_some() || m.dirty.is_some() {
            match from.recv_timeout(BEAT) {
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
        let before = (m.armed, m.dirty, m.message.clone());
        let mut effects = Vec::new();
        for input in waiting {
            match input {
                Input::Leave(code) => return Ok(code),
                Input::Msg(msg) => effects.extend(update::update(m, Instant::now(), msg)),
            }
        }
        effects.extend(update::update(m, Instant::now(), Msg::Tick));
        for e in effects {
            match e {
                Effect::Quit(code) => return Ok(code),
                Effect::Repaint => screen.clear()?,
                other => workers.send(other),
            }
        }
        // A beat that changed nothing draws nothing: an idle line stays silent.
        let still = beat && before.0 == m.armed && before.1 == m.dirty && before.2 == m.message;
        if !still {
            screen.draw(|f| screen::draw(m, f))?;
            update::update(m, Instant::now(), Msg::Drawn);
        }
    }
}

fn keyboard(to: Sender<Input>) {
    std::thread::spawn(move || {
        loop {
            let msg = match event::read() {
                Ok(Event::Key(k)) => keys::name(&k).map(Msg::Key),
                Ok(Event::Paste(text)) => Some(Msg::Paste(text)),
                Ok(Event::Resize(w, h)) => Some(Msg::Resize(w, h)),
                Ok(_) => None,
                // The terminal is gone; the watcher tells the same.
                Err(_) => {
                    to.send(Input::Leave(129)).ok();
                    return;
                }
            };
            if let Some(msg) = msg
                && to.send(Input::Msg(msg)).is_err()
            {
                return;
            }
        }
    });
}

fn signals(to: Sender<Input>) -> Result<(), StoreError> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    let mut all = signal_hook::iterator::Signals::new([SIGHUP, SIGTERM, SIGINT, SIGQUIT])?;
    std::thread::spawn(move || {
        for signal in all.forever() {
            let code = u8::try_from(128 + signal).unwrap_or(129);
            if to.send(Input::Leave(code)).is_err() {
                return;
            }
        }
    });
    Ok(())
}

/// Notices a hang-up though nobody tells: SIGHUP may be ignored, and a reader of events that lost
/// its terminal spins.
fn watch(to: Sender<Input>) {
    use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
    use std::os::fd::AsFd as _;
    std::thread::spawn(move || {
        let input = std::io::stdin();
        loop {
            let mut fds = [PollFd::new(input.as_fd(), PollFlags::empty())];
            let gone = match poll(&mut fds, PollTimeout::NONE) {
                Ok(_) => fds[0].revents().is_some_and(|r| {
                    r.intersects(PollFlags::POLLHUP | PollFlags::POLLERR | PollFlags::POLLNVAL)
                }),
                Err(nix::errno::Errno::EINTR) => false,
                Err(_) => true,
            };
            if gone {
                to.send(Input::Leave(129)).ok();
                return;
            }
        }
    });
}
