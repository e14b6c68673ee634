//! The threads behind the screens: one that reads, one that writes, one that keeps drafts. Each
//! owns its connection and answers by messages.

use super::draft::{Draft, Drafts};
use super::model::{Effect, Msg};
use crate::domain::day::{Day, Instant};
use crate::domain::gate::Command;
use crate::domain::id::{CaseId, Seq};
use crate::store::sqlite::{Actor, SqliteReader, SqliteStore, SqliteWriter};
use crate::store::{Append, Interrupter, Reader as _, StoreError, Writer as _};
use crate::words::{Lang, refused, store as say};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// How often others' changes are asked for.
const COLLEAGUES: Duration = Duration::from_millis(500);

/// The ends of the threads that take questions.
pub(super) struct Workers {
    read: Sender<Effect>,
    newer: Interrupter,
    write: Sender<Effect>,
    keep: Sender<Effect>,
    keeper: Option<std::thread::JoinHandle<()>>,
}

/// Where answers go.
pub(super) type Out = Sender<Msg>;

/// Starts the threads.
pub(super) fn start(
    store: &SqliteStore,
    actor: &Actor,
    lang: Lang,
    drafts: &Drafts,
    today: Day,
    head: Seq,
    out: &Out,
) -> Result<Workers, StoreError> {
    let (read, asked) = channel();
    let (write, written) = channel();
    let (keep, kept) = channel();
    let reader = store.reader(&actor.person)?;
    let newer = reader.interrupter();
    let (to, d) = (out.clone(), drafts.clone());
    std::thread::spawn(move || reading(reader, &d, lang, today, head, asked, &to));
    let (to, store, actor) = (out.clone(), store.clone(), actor.clone());
    std::thread::spawn(move || writing(&store, &actor, lang, &written, &to));
    let (to, d) = (out.clone(), drafts.clone());
    let keeper = std::thread::spawn(move || {
        while let Ok(Effect::Draft(queue, case, draft)) = kept.recv() {
            let done = d.save(&queue, case.get(), &draft).is_ok();
            // Nobody listens any more once the screens are gone.
            to.send(Msg::DraftKept(done)).ok();
        }
    });
    Ok(Workers {
        read,
        newer,
        write,
        keep,
        keeper: Some(keeper),
    })
}

impl Workers {
    /// Sends an effect to the thread it is for.
    pub(super) fn send(&self, e: Effect) {
        if matches!(e, Effect::Page(..)) {
            self.newer.supersede();
        }
        let to = match e {
            Effect::Save(_) | Effect::Undo => &self.write,
            Effect::Draft(..) => &self.keep,
            _ => &self.read,
        };
        // A thread that has ended has said so by a message.
        to.send(e).ok();
    }
    /// Waits until all drafts sent are on disk.
    pub(super) fn finish(mut self) {
        drop(std::mem::replace(&mut self.keep, channel().0));
        if let Some(k) = self.keeper.take() {
            k.join().ok();
        }
    }
}

fn reading(
    mut r: SqliteReader,
    drafts: &Drafts,
    lang: Lang,
    today: Day,
    head: Seq,
    asked: Receiver<Effect>,
    out: &Out,
) {
    let mut seen = head;
    let mut line = super::stale::Line::new(asked);
    loop {
        let answer = match line.next(COLLEAGUES) {
            Ok(e) => answer(&mut r, drafts, today, e),
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => r.changes(seen).map(|c| {
                let moved = c.head != seen;
                seen = c.head;
                moved.then_some(Msg::Changes(c))
            }),
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) => return,
        };
        let sent = match answer {
            Ok(None) => Ok(()),
            Ok(Some(msg)) => out.send(msg),
            Err(e) => out.send(Msg::Failed(say::failed(lang, &e), false)),
        };
        if sent.is_err() {
            return;
        }
    }
}

fn answer(
    r: &mut SqliteReader,
    drafts: &Drafts,
    today: Day,
    e: Effect,
) -> Result<Option<Msg>, StoreError> {
    Ok(match e {
        Effect::Queues => Some(Msg::Queues(r.queues(today)?)),
        Effect::Page(ticket, q) => super::stale::page(r, ticket, &q)?,
        Effect::Case(ticket, id) => {
            let file = r.case(id)?;
            let draft: Draft = drafts.load(&file.row.queue, id.get());
            Some(Msg::Case(ticket, Box::new((file, draft))))
        }
        Effect::Next(queue, after) => {
            let next = r.next_waiting(queue.as_deref(), after)?;
            Some(Msg::Next(next.filter(|id| Some(*id) != after)))
        }
        _ => None,
    })
}

fn writing(store: &SqliteStore, actor: &Actor, lang: Lang, asked: &Receiver<Effect>, out: &Out) {
    let mut writer: Option<SqliteWriter> = None;
    while let Ok(e) = asked.recv() {
        let done = write(store, actor, &mut writer, e);
        let msg = match done {
            Ok(receipt) => Msg::Saved(Box::new(receipt)),
            Err(e) => {
                let conflict = matches!(e, StoreError::Conflict { .. });
                let says = match &e {
                    StoreError::Refused(why) => refused::refused(lang, why, &|id| {
                        let people = store.people().unwrap_or_default();
                        people
                            .into_iter()
                            .find(|p| p.id == id)
                            .map_or_else(String::new, |p| p.name)
                    }),
                    e => say::failed(lang, e),
                };
                Msg::Failed(says, conflict)
            }
        };
        if out.send(msg).is_err() {
            return;
        }
    }
}

fn write(
    store: &SqliteStore,
    actor: &Actor,
    writer: &mut Option<SqliteWriter>,
    e: Effect,
) -> Result<crate::store::Receipt, StoreError> {
    let mut append = match e {
        Effect::Save(a) => *a,
        Effect::Undo => {
            let latest = store.reader(&actor.person)?.latest_own()?;
            let nothing = crate::domain::gate::Refused::NothingToUndo;
            let case: CaseId = latest.ok_or(StoreError::Refused(nothing))?;
            Append {
                case,
                expected: None,
                command: Command::Withdraw,
                by_command: "undo".into(),
            }
        }
        _ => return Err(StoreError::Broken("no such act".to_owned())),
    };
    if let Command::Decide(v) = &mut append.command
        && v.salt.is_empty()
    {
        let mut bytes = [0u8; 16];
        getrandom::fill(&mut bytes).map_err(|e| StoreError::Broken(e.to_string()))?;
        v.salt = bytes.iter().map(|b| format!("{b:02x}")).collect();
    }
    if writer.is_none() {
        *writer = Some(store.writer(actor)?);
    }
    let now = Instant::new(jiff::Timestamp::now().as_millisecond());
    match writer {
        Some(w) => w.append(&append, now),
        None => Err(StoreError::ReadOnly),
    }
}
