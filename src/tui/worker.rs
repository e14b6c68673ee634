//! The threads behind the screens: one that reads, one that writes, one that keeps drafts. Each
//! owns its connection and answers by messages.

use super::attest::{Signer, When};
use super::bulk::{self, Outcome};
use super::desks::Watch;
use super::draft::{Draft, Drafts};
use super::model::{Effect, Msg};
use super::{spread, today};
use crate::domain::day::{Day, Instant};
use crate::domain::gate::{self, Command, Verdictum};
use crate::domain::id::{CaseId, Seq};
use crate::intake::progress::{Progress, Stage};
use crate::intake::{behind, paths};
use crate::store::sqlite::{Actor, Desks, SqliteReader, SqliteStore, SqliteWriter};
use crate::store::{Append, Interrupter, Reader as _, StoreError, Writer as _};
use crate::words::{Lang, refused, store as say};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// How often others' changes are asked for.
const COLLEAGUES: Duration = Duration::from_millis(500);
/// Lines of the log read at once.
const LINES: i64 = 200;

/// The ends of the threads that take questions.
pub(super) struct Workers {
    read: Sender<Effect>,
    newer: Interrupter,
    write: Sender<Effect>,
    keep: Sender<Effect>,
    /// What a thread that reads files in must have.
    store: SqliteStore,
    actor: Actor,
    lang: Lang,
    out: Out,
    stop: Arc<AtomicBool>,
    /// The only directory whose files are there for the person, in a house.
    confined: Option<PathBuf>,
    keeper: Option<std::thread::JoinHandle<()>>,
    reads: Option<std::thread::JoinHandle<()>>,
    signer: Signer,
}

/// Where answers go.
pub(super) type Out = Sender<Msg>;

/// Starts the threads.
pub(super) fn start(
    store: &SqliteStore,
    actor: &Actor,
    (lang, printer, confined): (Lang, Option<super::Printer>, Option<&Path>),
    drafts: &Drafts,
    signs: When,
    (today, head): (Day, Seq),
    out: &Out,
) -> Result<Workers, StoreError> {
    let (read, asked) = channel();
    let (write, written) = channel();
    let (keep, kept) = channel();
    let reader = store.reader(&actor.person)?.on(today);
    let newer = reader.interrupter();
    let (to, d) = (out.clone(), drafts.clone());
    let desks = Desks::open(store.path(), actor.person.id).filter(|_| !store.read_only());
    let reads = std::thread::spawn(move || {
        reading(reader, desks, &d, lang, (today, head), asked, &to);
    });
    let adopter = store.reader(&actor.person)?;
    let (to, d, store_, actor_) = (out.clone(), drafts.clone(), store.clone(), actor.clone());
    let signer = Signer::start(store, actor, lang, signs, head, out);
    let told = signer.teller();
    std::thread::spawn(move || writing(&store_, &actor_, &d, lang, &written, &to, told.as_ref()));
    let (to, d) = (out.clone(), drafts.clone());
    let (prints, by) = (store.clone(), actor.clone());
    let folder = confined.map(Path::to_owned);
    let press = move |unit: &str| match printer {
        Some(print) => print(&prints, &by, unit, folder.as_deref()),
        None => Err(String::new()),
    };
    let keeper = std::thread::spawn(move || keeping(adopter, &d, lang, &press, &kept, &to));
    Ok(Workers {
        store: store.clone(),
        actor: actor.clone(),
        lang,
        out: out.clone(),
        stop: Arc::default(),
        confined: confined.map(Path::to_owned),
        read,
        newer,
        write,
        keep,
        keeper: Some(keeper),
        reads: Some(reads),
        signer,
    })
}

impl Workers {
    /// Sends an effect to the thread it is for.
    pub(super) fn send(&self, e: Effect) {
        if matches!(e, Effect::Page(..)) {
            self.newer.supersede();
        }
        let e = match &self.confined {
            Some(folder) => match confine(folder, self.lang, e) {
                Ok(e) => e,
                Err(msg) => {
                    self.out.send(*msg).ok();
                    return;
                }
            },
            None => e,
        };
        let e = match e {
            Effect::Intake(path, beat) => return self.read_in(path, beat),
            Effect::StopIntake => return self.stop.store(true, Ordering::SeqCst),
            e => e,
        };
        let to = match e {
            Effect::Save(_) | Effect::SaveAll(_) | Effect::Undo | Effect::Choose(_) => &self.write,
            // Nobody waits for the coverage: it keeps no list waiting.
            Effect::Draft(..)
            | Effect::AdoptIn(_)
            | Effect::Share(..)
            | Effect::Settings(..)
            | Effect::Covered
            | Effect::Paper(_) => &self.keep,
            _ => &self.read,
        };
        // A thread that has ended has said so by a message.
        to.send(e).ok();
    }
    /// Files are read in by a thread of their own, one lot at a time.
    fn read_in(&self, path: PathBuf, beat: Duration) {
        self.stop.store(false, Ordering::SeqCst);
        let order = behind::Order {
            store: self.store.clone(),
            actor: self.actor.clone(),
            lang: self.lang,
            path,
            beat,
            stop: Arc::clone(&self.stop),
        };
        let out = self.out.clone();
        std::thread::spawn(move || {
            // Nobody listens any more once the screens are gone.
            behind::run(&order, &|p| drop(out.send(Msg::Intake(Box::new(p)))));
        });
    }
    /// Waits until all drafts sent are on disk; gives what may still have to be signed.
    pub(super) fn finish(mut self) -> Signer {
        drop(std::mem::replace(&mut self.write, channel().0));
        // Colleagues are told that one has left; what still runs is not waited for.
        self.newer.interrupt();
        drop(std::mem::replace(&mut self.read, channel().0));
        if let Some(r) = self.reads.take() {
            r.join().ok();
        }
        drop(std::mem::replace(&mut self.keep, channel().0));
        if let Some(k) = self.keeper.take() {
            k.join().ok();
        }
        self.signer
    }
}

/// In a house a file is a name in the person's own folder, and no other.
fn confine(folder: &Path, lang: Lang, e: Effect) -> Result<Effect, Box<Msg>> {
    match e {
        Effect::Intake(path, beat) => match paths::within(folder, &path) {
            Some(path) => Ok(Effect::Intake(path, beat)),
            None => Err(Box::new(Msg::Intake(Box::new(Progress {
                stage: Stage::Done,
                failure: Some(crate::words::house::names_alone(lang)),
                ..Progress::default()
            })))),
        },
        Effect::Paths(typed) => Err(Box::new(Msg::Paths(paths::names_within(folder, &typed)))),
        Effect::Digest(item, path) => match paths::within(folder, &path) {
            Some(path) => Ok(Effect::Digest(item, path)),
            None => Err(Box::new(Msg::Digest(item, None))),
        },
        e => Ok(e),
    }
}

/// The next case that waits for the viewer.
fn next(
    r: &mut SqliteReader,
    watch: &Watch,
    queue: Option<&str>,
    after: Option<CaseId>,
) -> Result<Option<Msg>, StoreError> {
    let first = r.next_waiting(queue, after)?;
    let found = watch.next(first, |id| r.next_waiting(queue, Some(id)).ok().flatten());
    Ok(Some(Msg::Next(found.filter(|id| Some(*id) != after))))
}

fn reading(
    mut r: SqliteReader,
    desks: Option<Desks>,
    drafts: &Drafts,
    lang: Lang,
    (today, head): (Day, Seq),
    asked: Receiver<Effect>,
    out: &Out,
) {
    let mut seen = head;
    let mut watch = Watch::new(desks);
    let mut line = super::stale::Line::new(asked);
    loop {
        let answer = match line.next(COLLEAGUES) {
            Ok(Effect::At(at)) => {
                watch.set(at);
                Ok(None)
            }
            Ok(Effect::Next(queue, after)) => next(&mut r, &watch, queue.as_deref(), after),
            Ok(e) => answer(&mut r, drafts, lang, today, e),
            Err(std::sync::mpsc::RecvTimeoutError::Timeout) => {
                if let Some(msg) = watch.news(&mut r)
                    && out.send(msg).is_err()
                {
                    return;
                }
                r.changes(seen).map(|c| {
                    let moved = c.head != seen;
                    seen = c.head;
                    moved.then_some(Msg::Changes(c))
                })
            }
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

/// Drafts are written one after another by a thread of their own.
fn keeping(
    mut r: SqliteReader,
    drafts: &Drafts,
    lang: Lang,
    press: &dyn Fn(&str) -> Result<String, String>,
    kept: &Receiver<Effect>,
    out: &Out,
) {
    while let Ok(e) = kept.recv() {
        let msg = match e {
            Effect::Draft(queue, case, draft) => {
                Msg::DraftKept(drafts.save(&queue, case.get(), &draft).is_ok())
            }
            Effect::Settings(path, today, s) => {
                let commands = super::command::bindable();
                let done = crate::settings::save(&path, &s, &commands, today);
                Msg::Settings(done.err().map(|e| e.to_string()))
            }
            Effect::Paper(unit) => Msg::Paper(press(&unit)),
            Effect::Digest(item, path) => Msg::Digest(item, digest(&path)),
            // What cannot be read is told by what waits for it.
            Effect::Covered => today::covered(&mut r).unwrap_or(Msg::Covered(None)),
            Effect::Share(from, cases) => match spread::share(&mut r, drafts, from, &cases) {
                Ok(outcome) => Msg::Done(Box::new(outcome)),
                Err(e) => Msg::Failed(say::failed(lang, &e), false),
            },
            Effect::AdoptIn(cases) => match spread::adopt_in(&mut r, drafts, &cases) {
                Ok(outcome) => Msg::Done(Box::new(outcome)),
                Err(e) => Msg::Failed(say::failed(lang, &e), false),
            },
            _ => continue,
        };
        // Nobody listens any more once the screens are gone.
        out.send(msg).ok();
    }
}

/// SHA-256 of a document, where it is a file that can be read and is not too large.
fn digest(path: &Path) -> Option<crate::domain::procedure::Digest> {
    const MOST: u64 = 256 << 20;
    let meta = std::fs::metadata(path).ok()?;
    if !meta.is_file() || meta.len() > MOST {
        return None;
    }
    let bytes = std::fs::read(path).ok()?;
    Some(crate::domain::procedure::Digest::of_bytes(&bytes))
}

fn answer(
    r: &mut SqliteReader,
    drafts: &Drafts,
    lang: Lang,
    day: Day,
    e: Effect,
) -> Result<Option<Msg>, StoreError> {
    Ok(match e {
        Effect::Queues => Some(Msg::Queues(r.queues(day)?)),
        Effect::Page(ticket, q) => super::stale::page(r, ticket, &q)?,
        Effect::Case(ticket, id) => {
            let file = r.case(id)?;
            let draft: Draft = drafts.load(&file.row.queue, id.get());
            Some(Msg::Case(ticket, Box::new((file, draft))))
        }
        Effect::Plan(asked) => Some(Msg::Planned(Box::new(bulk::judge(
            r, drafts, lang, *asked,
        )?))),
        Effect::Alike(case) => {
            let found = r.alike(case)?;
            Some(Msg::Alike(found.cases, found.more))
        }
        Effect::Ids(mut q) => {
            let limit = q.limit;
            let mut ids = Vec::new();
            loop {
                let page = r.page(&q)?;
                ids.extend(page.rows.iter().map(|row| (row.id, row.version)));
                match page.next {
                    Some(next) if ids.len() < limit => q.after = Some(next),
                    next => {
                        ids.truncate(limit);
                        return Ok(Some(Msg::Ids(ids, next.is_some())));
                    }
                }
            }
        }
        Effect::Drafts => {
            let all = drafts.dated().into_iter().map(|(id, _)| id).collect();
            Some(Msg::Drafts(all))
        }
        Effect::Paths(typed) => Some(Msg::Paths(paths::names(&typed))),
        Effect::Today(seen) => {
            let mut told = today::read(r, drafts, seen, day, now())?;
            told.minutes = r.minutes(told.waiting)?;
            Some(Msg::Today(Box::new(told)))
        }
        Effect::Count(letter, q) => today::count(r, letter, &q)?,
        Effect::Matrix(queue, most) => Some(Msg::Matrix(Box::new(r.matrix(&queue, most)?))),
        Effect::Grid(ticket, q) => Some(Msg::Grid(ticket, Box::new(r.grid(&q)?))),
        Effect::Standing(queue, cell, narrowed) => {
            let rows = match narrowed {
                Some(q) => r.page(&q)?.rows,
                None => r.standing_in(&queue, cell, super::quadrant::LISTED)?,
            };
            Some(Msg::Standing(cell, rows))
        }
        Effect::Evaluated(queue) => {
            let all = r.evaluated(&queue, None, super::units::MOST)?;
            let seed = crate::store::draw::seed(&r.database()?);
            Some(Msg::Evaluated(all, seed))
        }
        Effect::Dots(ticket, q) => Some(Msg::Dots(ticket, super::scatter::read(r, &q)?)),
        Effect::Missing => Some(Msg::Missing(Box::new(
            r.coverage(u64::MAX)?.unwrap_or_default(),
        ))),
        Effect::Log(ticket, before) => {
            let before = match before {
                Some(seq) => seq.get(),
                None => r.database()?.entries.get() + 1,
            };
            let after = (before - LINES - 1).max(0);
            let n = usize::try_from(before - after - 1).unwrap_or(0);
            let mut lines = r.log(Seq::new(after), n)?;
            lines.reverse();
            Some(Msg::Log(ticket, lines))
        }
        _ => None,
    })
}

fn writing(
    store: &SqliteStore,
    actor: &Actor,
    drafts: &Drafts,
    lang: Lang,
    asked: &Receiver<Effect>,
    out: &Out,
    acted: Option<&Sender<()>>,
) {
    let mut writer: Option<SqliteWriter> = None;
    while let Ok(e) = asked.recv() {
        let done = match e {
            Effect::Save(a) => {
                append(store, actor, &mut writer, *a).map(|r| Msg::Saved(Box::new(r)))
            }
            Effect::SaveAll(all) => Ok(save_all(store, actor, drafts, lang, &mut writer, all)),
            Effect::Undo => undo(store, actor, &mut writer),
            Effect::Choose(d) => choose(store, actor, &mut writer, &d).map(Msg::Chosen),
            _ => continue,
        };
        if let (Ok(_), Some(acted)) = (&done, acted) {
            // A signer that has ended has nothing more to sign.
            acted.send(()).ok();
        }
        let msg = done.unwrap_or_else(|e| {
            let conflict = matches!(e, StoreError::Conflict { .. });
            Msg::Failed(told(store, lang, &e), conflict)
        });
        if out.send(msg).is_err() {
            return;
        }
    }
}

/// What went wrong, in words.
fn told(store: &SqliteStore, lang: Lang, e: &StoreError) -> String {
    match e {
        StoreError::Refused(why) => refused::refused(lang, why, &|id| {
            let people = store.people().unwrap_or_default();
            people
                .into_iter()
                .find(|p| p.id == id)
                .map_or_else(String::new, |p| p.name)
        }),
        e => say::failed(lang, e),
    }
}

fn append(
    store: &SqliteStore,
    actor: &Actor,
    writer: &mut Option<SqliteWriter>,
    mut append: Append,
) -> Result<crate::store::Receipt, StoreError> {
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
    match writer {
        Some(w) => w.append(&append, now()),
        None => Err(StoreError::ReadOnly),
    }
}

fn choose(
    store: &SqliteStore,
    actor: &Actor,
    writer: &mut Option<SqliteWriter>,
    d: &crate::store::Draw,
) -> Result<usize, StoreError> {
    if writer.is_none() {
        *writer = Some(store.writer(actor)?);
    }
    match writer {
        Some(w) => w.choose(d, now()).map(|all| all.len()),
        None => Err(StoreError::ReadOnly),
    }
}

pub(super) fn now() -> Instant {
    Instant::new(jiff::Timestamp::now().as_millisecond())
}

/// Many acts, each whole or not at all; what could not be done is told by its code.
fn save_all(
    store: &SqliteStore,
    actor: &Actor,
    drafts: &Drafts,
    lang: Lang,
    writer: &mut Option<SqliteWriter>,
    all: Vec<Append>,
) -> Msg {
    let mut outcome = Outcome::default();
    let mut reader = store.reader(&actor.person).ok();
    for a in all {
        let case = a.case;
        let queue = match &mut reader {
            Some(r) => r.case(case).map(|f| (f.row.queue, f.row.code.to_string())),
            None => Err(StoreError::NoCase(case.to_string())),
        };
        match append(store, actor, writer, a) {
            Ok(receipt) => {
                if let Ok((queue, _)) = queue {
                    // A draft that stays behind is seen on home, and harms nobody.
                    drafts.save(&queue, case.get(), &Draft::default()).ok();
                }
                outcome.done.push(receipt);
            }
            Err(e) => {
                let code = queue.map_or_else(|_| case.to_string(), |(_, code)| code);
                outcome.failed.push((code, told(store, lang, &e)));
            }
        }
    }
    Msg::Done(Box::new(outcome))
}

/// Takes back the latest act, and tells what it was.
fn undo(
    store: &SqliteStore,
    actor: &Actor,
    writer: &mut Option<SqliteWriter>,
) -> Result<Msg, StoreError> {
    let mut reader = store.reader(&actor.person)?;
    let cases = reader.latest_acts()?;
    if cases.is_empty() {
        return Err(StoreError::Refused(gate::Refused::NothingToUndo));
    }
    let mut out = Vec::new();
    for case in cases {
        let file = reader.case(case)?;
        let was = own(&file, actor.person.id);
        let code = file.row.code.to_string();
        let a = Append {
            case,
            expected: None,
            command: Command::Withdraw,
            by_command: "undo".into(),
        };
        match append(store, actor, writer, a) {
            Ok(receipt) => out.push((case, code, receipt.version, was)),
            // What was taken back before one that cannot be stays taken back, and is told.
            Err(e) if out.is_empty() => return Err(e),
            Err(_) => break,
        }
    }
    Ok(Msg::Undone(out))
}

/// A person's verdict that stands on a case.
fn own(file: &crate::store::CaseFile, person: crate::domain::id::PersonId) -> Verdictum {
    let s = &file.standing;
    let closing = s.closing.iter().flat_map(|c| {
        let second = c.second.iter();
        second.chain(std::iter::once(&c.first))
    });
    let closing = closing.filter(|g| g.person == person).map(|g| (g, true));
    let seat = s
        .seat_of(person)
        .and_then(|x| x.stands())
        .map(|g| (g, false));
    closing
        .chain(seat)
        .next()
        .map_or_else(Verdictum::default, |(g, closing)| Verdictum {
            verdict: g.verdict.clone(),
            closing: closing && s.seated,
            opinions: g.opinions.clone(),
            waived: g.waived.clone(),
            items: g.items.clone(),
            due: g.due,
            amount: g.amount,
            checks: g.checks.clone(),
            score: g
                .settled
                .as_ref()
                .filter(|s| !s.reason.is_empty())
                .map(|s| s.score),
            score_reason: g
                .settled
                .as_ref()
                .map_or_else(String::new, |s| s.reason.clone()),
            proxy: None,
            salt: String::new(),
        })
}
