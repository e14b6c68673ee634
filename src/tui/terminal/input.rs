//! What comes from the terminal and from the system: keys with the moment they were read, pastes,
//! new sizes, signals, and the end of the line, which is noticed though nobody tells.

use super::Sink;
use super::Wishes;
use super::charset::Charset;
use super::decode::{Answer, Decoder, ESC, ESC_SLOW, Heard};
use super::line::Shared;
use super::probe::{Answers, Hints, Probed};
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use nix::sys::signal::{Signal, kill};
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use std::os::fd::AsFd as _;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What reaches the loop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A key by its name, and when it was read.
    Key(String, Instant),
    /// Pasted text.
    Paste(String),
    /// Bytes that are nothing of ours came then: keys beside them did not come alone.
    Noise(Instant),
    /// The terminal has another size.
    Resize(u16, u16),
    /// The frame that was on its way has arrived.
    Drained,
    /// Answers that came late.
    Probed(Probed),
    /// The system asks to stop for a while.
    Suspend,
    /// Going on after a stop.
    Continue,
    /// Leave at once, with that exit code.
    Leave(u8),
}

/// New sizes are gathered that long.
const RESIZE: Duration = Duration::from_millis(50);
/// The terminal answers within that time, or is taken not to.
const ANSWERS: Duration = Duration::from_millis(300);
/// The same where something has come, or the line is said to be slow.
const ANSWERS_SLOW: Duration = Duration::from_secs(1);
/// Later answers are still taken as answers for that long.
const LATE: Duration = Duration::from_secs(5);

/// The reading side; whoever holds it reads, nobody else.
pub(crate) struct Reader {
    decoder: Decoder,
    line: Arc<Shared>,
    sink: Sink,
    /// Questions that were asked, and what has come.
    asked: Option<(Instant, Answers)>,
    hints: Hints,
    wishes: Wishes,
    buffer: Vec<u8>,
}

/// The keyboard, shared by the thread that reads and whoever borrows the terminal.
#[derive(Clone)]
pub(crate) struct Keyboard {
    reader: Arc<Mutex<Reader>>,
    /// Somebody else has the terminal.
    pub(crate) away: Arc<AtomicBool>,
    /// The program must end.
    pub(crate) leaving: Arc<AtomicBool>,
}

/// What a look at the line brought.
enum Look {
    Nothing,
    Something,
    Gone,
}

fn millis(d: Duration) -> PollTimeout {
    // Rounded up, or the last part of a millisecond would be spent spinning.
    PollTimeout::try_from(d + Duration::from_micros(999)).unwrap_or(PollTimeout::MAX)
}

impl Reader {
    /// Reads what has come within a time.
    fn look(&mut self, wait: Duration) -> (Look, Vec<(Heard, Instant)>) {
        let input = std::io::stdin();
        let mut fds = [PollFd::new(input.as_fd(), PollFlags::POLLIN)];
        let ready = match poll(&mut fds, millis(wait)) {
            Ok(n) => n > 0,
            Err(Errno::EINTR) => return (Look::Nothing, Vec::new()),
            Err(_) => return (Look::Gone, Vec::new()),
        };
        if !ready {
            return (Look::Nothing, self.decoder.late(Instant::now()));
        }
        match nix::unistd::read(input.as_fd(), &mut self.buffer) {
            Ok(0) => (Look::Gone, Vec::new()),
            Ok(n) => {
                let now = Instant::now();
                let bytes = self.buffer.get(..n).unwrap_or(&[]);
                (Look::Something, self.decoder.feed(bytes, now))
            }
            Err(Errno::EINTR | Errno::EAGAIN) => (Look::Nothing, Vec::new()),
            Err(_) => (Look::Gone, Vec::new()),
        }
    }
    /// Passes on what was heard; false when nobody listens any more.
    fn pass(&mut self, heard: Vec<(Heard, Instant)>) -> bool {
        heard.into_iter().all(|(h, at)| match h {
            Heard::Key(name) => (self.sink)(Event::Key(name, at)),
            Heard::Paste(text) => (self.sink)(Event::Paste(text)),
            Heard::Noise => (self.sink)(Event::Noise(at)),
            Heard::Answer(a) => self.answer(a, at),
        })
    }
    fn answer(&mut self, a: Answer, at: Instant) -> bool {
        if a == Answer::Alive {
            self.line.answered();
        }
        let Some((asked, answers)) = &mut self.asked else {
            return true;
        };
        let after = at.saturating_duration_since(*asked);
        if after > LATE {
            self.asked = None;
            return true;
        }
        answers.take(a, after);
        if answers.complete {
            let probed = answers.mean(&self.hints, self.wishes);
            self.asked = None;
            self.decoder.expect_answers(None);
            return (self.sink)(Event::Probed(probed));
        }
        true
    }
    /// Asks the terminal what it is, by `send`; keys that come meanwhile are passed on.
    pub(crate) fn probe(&mut self, send: impl FnOnce(&[u8])) -> Probed {
        let asked = Instant::now();
        let mut answers = Answers::default();
        self.decoder.expect_answers(Some(asked + LATE));
        send(&super::probe::questions(&self.hints));
        let mut keys = Vec::new();
        loop {
            let limit = if self.wishes.slow || answers.any() {
                ANSWERS_SLOW
            } else {
                ANSWERS
            };
            let left = limit.saturating_sub(asked.elapsed());
            if left.is_zero() || answers.complete {
                break;
            }
            let (look, heard) = self.look(left.min(Duration::from_millis(50)));
            for (h, at) in heard {
                match h {
                    Heard::Answer(a) => answers.take(a, at.saturating_duration_since(asked)),
                    other => keys.push((other, at)),
                }
            }
            if matches!(look, Look::Gone) {
                break;
            }
        }
        let probed = answers.mean(&self.hints, self.wishes);
        if answers.complete {
            self.asked = None;
            self.decoder.expect_answers(None);
        } else {
            self.asked = Some((asked, answers));
        }
        self.pass(keys);
        probed
    }
    /// Waits for one of the keys, or any where none is named; none when the line is gone or the
    /// program must end.
    pub(crate) fn choose(&mut self, keys: &[&str], leaving: &AtomicBool) -> Option<String> {
        self.choose_while(keys, leaving, || {})
    }
    /// As [`Self::choose`], with something done now and then meanwhile.
    pub(crate) fn choose_while(
        &mut self,
        keys: &[&str],
        leaving: &AtomicBool,
        mut meanwhile: impl FnMut(),
    ) -> Option<String> {
        while !leaving.load(Ordering::SeqCst) {
            meanwhile();
            let (look, heard) = self.look(Duration::from_millis(40));
            for (h, _) in heard {
                if let Heard::Key(k) = h
                    && (keys.is_empty() || keys.contains(&k.as_str()))
                {
                    return Some(k);
                }
            }
            if matches!(look, Look::Gone) {
                return None;
            }
        }
        None
    }
    /// What bytes mean from now on.
    pub(crate) fn set(&mut self, charset: Charset, slow: bool) {
        self.decoder.set(charset, if slow { ESC_SLOW } else { ESC });
    }
}

impl Keyboard {
    /// A keyboard that nobody reads yet.
    pub(crate) fn new(line: Arc<Shared>, hints: Hints, wishes: Wishes, sink: Sink) -> Self {
        let reader = Reader {
            decoder: Decoder::new(Charset::Utf8),
            line,
            sink,
            asked: None,
            hints,
            wishes,
            buffer: vec![0; 1 << 16],
        };
        Self {
            reader: Arc::new(Mutex::new(reader)),
            away: Arc::new(AtomicBool::new(false)),
            leaving: Arc::new(AtomicBool::new(false)),
        }
    }
    /// Borrows the reading side: nothing is read by anybody else meanwhile.
    pub(crate) fn borrow(&self) -> MutexGuard<'_, Reader> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner)
    }
    /// Reads from now on, on a thread of its own.
    pub(crate) fn read(&self) {
        let me = self.clone();
        std::thread::spawn(move || {
            loop {
                let deadline = me.borrow().decoder.deadline();
                let wait = deadline.map(|at| at.saturating_duration_since(Instant::now()));
                let input = std::io::stdin();
                let mut fds = [PollFd::new(input.as_fd(), PollFlags::POLLIN)];
                // What it says is looked at again once nobody else holds the reader.
                let gone = poll(&mut fds, wait.map_or(PollTimeout::NONE, millis))
                    .is_err_and(|e| e != Errno::EINTR);
                let mut r = me.borrow();
                let (look, heard) = r.look(Duration::ZERO);
                if gone || matches!(look, Look::Gone) {
                    (r.sink)(Event::Leave(129));
                    return;
                }
                if !r.pass(heard) {
                    return;
                }
            }
        });
    }
}

/// Listens for signals.
pub(crate) fn signals(sink: Sink, keyboard: &Keyboard) -> std::io::Result<()> {
    use signal_hook::iterator::Signals;
    let mut all = Signals::new([SIGHUP, SIGTERM, SIGINT, SIGQUIT, SIGTSTP, SIGCONT])?;
    let to = Arc::clone(&sink);
    let (away, leaving) = (Arc::clone(&keyboard.away), Arc::clone(&keyboard.leaving));
    std::thread::spawn(move || {
        for signal in all.forever() {
            let elsewhere = away.load(Ordering::SeqCst);
            let event = match signal {
                // Keys of another program that has the terminal.
                SIGINT | SIGQUIT if elsewhere => continue,
                SIGTSTP if elsewhere => {
                    stop();
                    continue;
                }
                SIGCONT if elsewhere => continue,
                SIGTSTP => Event::Suspend,
                SIGCONT => Event::Continue,
                other => {
                    leaving.store(true, Ordering::SeqCst);
                    Event::Leave(u8::try_from(128 + other).unwrap_or(129))
                }
            };
            if !to(event) {
                return;
            }
        }
    });
    let mut sizes = Signals::new([SIGWINCH])?;
    std::thread::spawn(move || {
        loop {
            if sizes.wait().next().is_none() {
                continue;
            }
            std::thread::sleep(RESIZE);
            // Those that came meanwhile are told by the size that stands now.
            sizes.pending().for_each(drop);
            let (w, h) = super::size();
            if !sink(Event::Resize(w, h)) {
                return;
            }
        }
    });
    Ok(())
}

/// Stops all processes of this job, until somebody lets them go on.
pub(crate) fn stop() {
    kill(nix::unistd::Pid::from_raw(0), Signal::SIGSTOP).ok();
}

/// True when a shell can let a stopped job go on: the job is not the session itself.
pub(crate) fn can_stop() -> bool {
    nix::unistd::getsid(None).is_ok_and(|s| s != nix::unistd::getpgrp())
}
