//! The way to the terminal. A frame is one write; the next one is made only when the last has
//! gone, and on a slow line when the terminal has said that it is there, so that frames are left
//! out and never queue. Nothing here makes the drawing thread wait.

use super::Sink;
use super::input::Event;
use nix::errno::Errno;
use nix::fcntl::OFlag;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use std::fs::File;
use std::os::fd::AsFd as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

/// Asks the terminal to say that it has read so far.
const ASK: &[u8] = b"\x1b[5n";
/// How often a line that takes nothing is looked at again.
const LOOK: u16 = 100;
/// An answer is waited for that long, and longer for more bytes.
const ANSWER: Duration = Duration::from_secs(2);
/// Bytes a second of the slowest line.
const SLOWEST: u64 = 240;
/// So many answers in a row may be lost before no more are asked for.
const LOST: u8 = 2;
/// The terminal is given back within that time, or is left as it is.
const LAST_WORDS: Duration = Duration::from_millis(400);

#[derive(Debug, Default)]
struct State {
    busy: bool,
    asked: u64,
    answered: u64,
    lost: u8,
    closing: bool,
}

/// What the threads around a line share.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }
    /// The terminal has read what was sent before the question.
    pub(crate) fn answered(&self) {
        let mut s = self.lock();
        s.answered = s.asked;
        s.lost = 0;
        self.changed.notify_all();
    }
}

/// Bytes that are left to be sent, and whether an answer is waited for then.
struct Rest {
    file: Arc<File>,
    bytes: Vec<u8>,
    ask: bool,
    sent: usize,
}

/// What became of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sent {
    /// It is with the terminal.
    Done,
    /// It is on its way; `Event::Drained` tells.
    OnItsWay,
}

/// The line.
pub(crate) struct Line {
    file: Arc<File>,
    shared: Arc<Shared>,
    rests: Sender<Rest>,
    /// Ask for answers.
    ask: bool,
}

/// A file of our own on the terminal: the one inherited is shared with the shell, which must not
/// find it set to return at once.
fn own_file() -> std::io::Result<File> {
    let mut how = std::fs::OpenOptions::new();
    how.write(true)
        .custom_flags((OFlag::O_NONBLOCK | OFlag::O_NOCTTY).bits());
    if let Ok(f) = how.open("/proc/self/fd/1") {
        return Ok(f);
    }
    if let Ok(f) = how.open("/dev/tty") {
        return Ok(f);
    }
    let fd = std::io::stdout().as_fd().try_clone_to_owned()?;
    Ok(File::from(fd))
}

impl Line {
    /// Opens the line of the terminal on standard output.
    pub(crate) fn open(sink: Sink) -> std::io::Result<Self> {
        Ok(Self::on(own_file()?, sink))
    }
    fn on(file: File, sink: Sink) -> Self {
        let shared = Arc::new(Shared::default());
        let (rests, todo) = channel::<Rest>();
        let s = Arc::clone(&shared);
        std::thread::spawn(move || {
            while let Ok(rest) = todo.recv() {
                finish(&rest, &s);
                s.lock().busy = false;
                s.changed.notify_all();
                if !sink(Event::Drained) {
                    return;
                }
            }
        });
        Self {
            file: Arc::new(file),
            shared,
            rests,
            ask: false,
        }
    }
    /// What the reading side needs.
    pub(crate) fn shared(&self) -> Arc<Shared> {
        Arc::clone(&self.shared)
    }
    /// Ask for answers from now on, or no more.
    pub(crate) fn set_ask(&mut self, ask: bool) {
        self.ask = ask;
    }
    /// True while a frame is on its way.
    pub(crate) fn is_busy(&self) -> bool {
        self.shared.lock().busy
    }
    /// Sends a frame, which must not be begun while one is on its way.
    pub(crate) fn send(&self, mut bytes: Vec<u8>) -> Sent {
        let ask = self.ask && self.shared.lock().lost < LOST;
        if ask {
            bytes.extend_from_slice(ASK);
            self.shared.lock().asked += 1;
        }
        let sent = match write(&self.file, &bytes) {
            Ok(n) => n,
            // It is gone; whoever reads notices and says so.
            Err(_) => return Sent::Done,
        };
        if sent == bytes.len() && !ask {
            return Sent::Done;
        }
        self.shared.lock().busy = true;
        let file = Arc::clone(&self.file);
        let rest = Rest {
            file,
            bytes,
            ask,
            sent,
        };
        self.rests.send(rest).ok();
        Sent::OnItsWay
    }
    /// Sends the last bytes: waits a little for the frame before, never long.
    pub(crate) fn last(&self, bytes: &[u8]) {
        let until = Instant::now() + LAST_WORDS;
        let mut s = self.shared.lock();
        s.closing = true;
        self.shared.changed.notify_all();
        while s.busy && Instant::now() < until {
            let left = until.saturating_duration_since(Instant::now());
            s = self
                .shared
                .changed
                .wait_timeout(s, left)
                .map_or_else(|e| e.into_inner().0, |(s, _)| s);
        }
        s.closing = false;
        drop(s);
        let mut sent = 0;
        while sent < bytes.len() && Instant::now() < until {
            match write(&self.file, bytes.get(sent..).unwrap_or(&[])) {
                Ok(0) => ready(&self.file, 20),
                Ok(n) => sent += n,
                Err(_) => return,
            }
        }
    }
}

/// Writes once; 0 where the line takes nothing now.
fn write(file: &File, bytes: &[u8]) -> std::io::Result<usize> {
    loop {
        match nix::unistd::write(file, bytes) {
            Ok(n) => return Ok(n),
            Err(Errno::EINTR) => {}
            Err(Errno::EAGAIN) => return Ok(0),
            Err(e) => return Err(e.into()),
        }
    }
}

fn ready(file: &File, millis: u16) {
    let mut fds = [PollFd::new(file.as_fd(), PollFlags::POLLOUT)];
    // Whether it is ready or not, the next write tells.
    poll(&mut fds, PollTimeout::from(millis)).ok();
}

fn finish(rest: &Rest, shared: &Shared) {
    let mut sent = rest.sent;
    while sent < rest.bytes.len() {
        match write(&rest.file, rest.bytes.get(sent..).unwrap_or(&[])) {
            Ok(0) => ready(&rest.file, LOOK),
            Ok(n) => sent += n,
            Err(_) => return,
        }
        // What is begun is left only where nobody reads it any more.
        if shared.lock().closing && sent < rest.bytes.len() {
            ready(&rest.file, LOOK);
            write(&rest.file, rest.bytes.get(sent..).unwrap_or(&[])).ok();
            return;
        }
    }
    if rest.ask {
        let bytes = u64::try_from(rest.bytes.len()).unwrap_or(u64::MAX);
        let until = Instant::now() + ANSWER + Duration::from_secs(bytes / SLOWEST);
        let mut s = shared.lock();
        while s.answered < s.asked && !s.closing {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                s.lost = s.lost.saturating_add(1);
                return;
            }
            s = shared
                .changed
                .wait_timeout(s, left)
                .map_or_else(|e| e.into_inner().0, |(s, _)| s);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;
    use std::sync::mpsc::Receiver;

    /// A line to a pipe that returns at once when it is full.
    fn pipe() -> (Line, File, Receiver<()>) {
        let (reader, writer) = nix::unistd::pipe2(OFlag::O_NONBLOCK).unwrap();
        let (drained, told) = channel();
        let drained = Mutex::new(drained);
        let sink: Sink = Arc::new(move |_| drained.lock().unwrap().send(()).is_ok());
        (Line::on(File::from(writer), sink), File::from(reader), told)
    }

    #[test]
    fn a_frame_that_does_not_fit_goes_on_behind() {
        let (line, mut reader, drained) = pipe();
        assert_eq!(line.send(b"small".to_vec()), Sent::Done);
        assert!(!line.is_busy());
        let started = Instant::now();
        assert_eq!(line.send(vec![b'x'; 300_000]), Sent::OnItsWay);
        assert!(started.elapsed() < Duration::from_millis(50));
        assert!(line.is_busy());
        let mut got = 0;
        let mut buffer = [0; 8192];
        while got < 300_005 {
            match reader.read(&mut buffer) {
                Ok(n) => got += n,
                Err(_) => std::thread::sleep(Duration::from_millis(2)),
            }
        }
        drained.recv_timeout(Duration::from_secs(5)).unwrap();
        assert!(!line.is_busy());
    }

    #[test]
    fn on_a_slow_line_the_answer_frees_the_way() {
        let (mut line, _reader, drained) = pipe();
        line.set_ask(true);
        assert_eq!(line.send(b"frame".to_vec()), Sent::OnItsWay);
        assert!(drained.recv_timeout(Duration::from_millis(60)).is_err());
        line.shared().answered();
        drained.recv_timeout(Duration::from_secs(5)).unwrap();
        assert!(!line.is_busy());
    }

    #[test]
    fn a_line_that_takes_nothing_is_left_soon() {
        let (line, _reader, _drained) = pipe();
        line.send(vec![b'x'; 300_000]);
        let started = Instant::now();
        line.last(b"bye");
        assert!(started.elapsed() < Duration::from_secs(1));
    }
}
