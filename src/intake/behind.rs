//! The thread that reads files in: each parsed by a child process, all of them before the first is
//! stored, each stored whole.

use super::progress::{Progress, Stage};
use crate::domain::clean::Clean;
use crate::exchange::child;
use crate::exchange::read::{FileRead, Wanted};
use crate::store::sqlite::{Actor, SqliteStore, SqliteWriter};
use crate::store::{StoreError, Writer as _};
use crate::words::{Lang, exchange, intake as say, store as told};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// So many forms are held at most; beyond, what was read is stored before reading goes on.
const HELD: usize = 100_000;
/// Lines of what is wrong with one file, and with all.
const REASONS: (usize, usize) = (50, 2000);
/// The first word comes after that time: what is shorter needs no drawer.
const FIRST: Duration = Duration::from_secs(1);

/// What the thread was told.
#[derive(Debug)]
pub struct Order {
    /// Where to.
    pub store: SqliteStore,
    /// Who reads in.
    pub actor: Actor,
    /// The language of what is told.
    pub lang: Lang,
    /// What was named.
    pub path: PathBuf,
    /// Progress is told that often.
    pub beat: Duration,
    /// Set by others when it is to stop.
    pub stop: std::sync::Arc<AtomicBool>,
}

/// Tells how far it is, now and then.
struct Teller<'a> {
    out: &'a dyn Fn(Progress),
    beat: Duration,
    began: Instant,
    stage: Instant,
    due: Instant,
    p: Progress,
}

impl Teller<'_> {
    fn enter(&mut self, stage: Stage, whole: u64) {
        self.stage = Instant::now();
        (self.p.stage, self.p.done, self.p.whole) = (stage, 0, whole);
    }
    fn tell(&mut self) {
        self.p.took = self.began.elapsed();
        let spent = self.stage.elapsed();
        self.p.left = (self.p.done > 0 && self.p.whole > self.p.done).then(|| {
            let (done, whole) = (self.p.done, self.p.whole);
            let millis = spent.as_millis() * u128::from(whole - done) / u128::from(done);
            Duration::from_millis(u64::try_from(millis).unwrap_or(u64::MAX))
        });
        (self.out)(self.p.clone());
        self.due = Instant::now() + self.beat;
    }
    fn perhaps(&mut self) {
        if Instant::now() >= self.due {
            self.tell();
        }
    }
    fn refuse(&mut self, lines: Vec<String>) {
        self.p.refused += 1;
        let room = REASONS.1.saturating_sub(self.p.reasons.len());
        self.p.reasons.extend(lines.into_iter().take(room));
    }
}

/// Reads in what was named; the last word says what came of it.
pub fn run(o: &Order, out: &dyn Fn(Progress)) {
    let began = Instant::now();
    let teller = RefCell::new(Teller {
        out,
        beat: o.beat,
        began,
        stage: began,
        due: began + FIRST,
        p: Progress::default(),
    });
    let done = all(o, &teller);
    let mut t = teller.into_inner();
    t.p.stopped = o.stop.load(Ordering::SeqCst);
    t.p.failure = done.err();
    t.p.stage = Stage::Done;
    t.tell();
}

fn all(o: &Order, teller: &RefCell<Teller<'_>>) -> Result<(), String> {
    let failed = |e: &StoreError| told::failed(o.lang, e);
    let exe = std::env::current_exe().map_err(|e| failed(&StoreError::Io(e)))?;
    let year = o.store.database().map_err(|e| failed(&e))?.year;
    let wanted = Wanted { kind: None, year };
    let path = super::paths::home(&o.path);
    if !path.exists() {
        return Err(say::not_there(o.lang, &shown(&o.path)));
    }
    let files = super::files(&[path]).map_err(|e| failed(&StoreError::Io(e)))?;
    if files.is_empty() {
        return Err(exchange::no_files(o.lang));
    }
    let sizes: Vec<u64> = files
        .iter()
        .map(|f| std::fs::metadata(f).map_or(0, |m| m.len()))
        .collect();
    let whole = sizes.iter().sum();
    {
        let mut t = teller.borrow_mut();
        t.p.files = files.len();
        t.enter(Stage::Reading, whole);
    }
    let going = || !o.stop.load(Ordering::SeqCst);
    let mut writer = None;
    let mut held: Vec<FileRead> = Vec::new();
    let mut read_so_far = 0;
    for (n, (file, size)) in files.iter().zip(sizes).enumerate() {
        teller.borrow_mut().p.file = n + 1;
        let read = child::read_while(&exe, file, &wanted, &|| {
            teller.borrow_mut().perhaps();
            going()
        });
        if !going() {
            return Ok(());
        }
        let mut t = teller.borrow_mut();
        read_so_far += size;
        t.p.done = read_so_far;
        t.p.rows += read.rows_read;
        if read.is_good() {
            held.push(read);
        } else {
            t.refuse(reasons(o.lang, file, &read));
        }
        t.perhaps();
        drop(t);
        if held.iter().map(|r| r.declarations.len()).sum::<usize>() > HELD {
            store(o, teller, &mut writer, std::mem::take(&mut held))?;
            let mut t = teller.borrow_mut();
            t.enter(Stage::Reading, whole);
            t.p.done = read_so_far;
        }
        if !going() {
            return Ok(());
        }
    }
    store(o, teller, &mut writer, held)
}

/// Stores what was read, each file whole; stopped, what is stored by then stays.
fn store(
    o: &Order,
    teller: &RefCell<Teller<'_>>,
    writer: &mut Option<SqliteWriter>,
    held: Vec<FileRead>,
) -> Result<(), String> {
    let failed = |e: &StoreError| told::failed(o.lang, e);
    let forms = |r: &FileRead| r.declarations.len().max(1);
    let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
    let mut t = teller.borrow_mut();
    t.enter(Stage::Storing, count(held.iter().map(forms).sum()));
    let mut before = 0;
    for (n, read) in held.into_iter().enumerate() {
        t.p.file = n + 1;
        if writer.is_none() {
            *writer = Some(o.store.writer(&o.actor).map_err(|e| failed(&e))?);
        }
        let Some(w) = writer else {
            return Ok(());
        };
        let (name, size) = (read.name.clone(), forms(&read));
        let mut goes_on = |done: usize| {
            t.p.done = before + count(done);
            t.perhaps();
            !o.stop.load(Ordering::SeqCst)
        };
        match w.import_while(&super::of(read), now(), &mut goes_on) {
            Ok(taken) => {
                t.p.new += taken.opened.len();
                t.p.changed += taken.changed.len();
                t.p.same += taken.same.len();
                t.p.stored += usize::from(taken.stored);
            }
            Err(StoreError::Stopped) => return Ok(()),
            Err(e @ StoreError::Locked(_)) => {
                let line = exchange::not_read(o.lang, &name, &failed(&e));
                t.refuse(vec![line]);
            }
            Err(e) => return Err(failed(&e)),
        }
        before += count(size);
        t.p.done = before;
        t.perhaps();
    }
    Ok(())
}

/// What is wrong with a file, a line each.
fn reasons(l: Lang, path: &Path, read: &FileRead) -> Vec<String> {
    let name = path.file_name().map(|n| shown(Path::new(n)));
    let name = name.unwrap_or_default();
    if let Some(why) = &read.failure {
        return vec![format!("{name}: {}", exchange::reason(l, why))];
    }
    let mut out: Vec<String> = read
        .refused
        .iter()
        .take(REASONS.0)
        .map(|r| format!("{name}: {}", exchange::refusal(l, r)))
        .collect();
    let more = read.refused.len().saturating_sub(out.len());
    if more > 0 {
        out.push(format!("{name}: {}", say::and_more(l, more)));
    }
    out
}

fn shown(path: &Path) -> String {
    Clean::line(&path.display().to_string()).to_string()
}

fn now() -> crate::domain::day::Instant {
    crate::domain::day::Instant::new(jiff::Timestamp::now().as_millisecond())
}
