//! The real program on terminals of many kinds: such as answer, answer late or never, read GBK,
//! change their size, are slow, stop reading, or go away.

use portable_pty::{CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read as _, Write};
use std::num::NonZero;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const EXE: &str = env!("CARGO_BIN_EXE_jixiao");
/// No single wait may last longer.
const LIMIT: Duration = Duration::from_secs(20);

/// How a terminal behaves.
#[derive(Clone, Copy)]
struct Kind {
    answers: bool,
    delay: Duration,
    gbk: bool,
    /// What it says of mode 2026.
    sync: u8,
}

const USUAL: Kind = Kind {
    answers: true,
    delay: Duration::ZERO,
    gbk: false,
    sync: 0,
};

type Keys = Arc<Mutex<Box<dyn Write + Send>>>;

/// The terminal's side: shows bytes, and answers questions.
struct Emulator {
    kind: Kind,
    screen: vt100::Parser,
    decoder: encoding_rs::Decoder,
    /// Bytes that may be the beginning of a question.
    held: Vec<u8>,
    /// All that came.
    raw: Vec<u8>,
    answers: Sender<(Instant, String)>,
}

impl Emulator {
    fn show(&mut self, bytes: &[u8]) {
        if self.kind.gbk {
            let mut text = String::with_capacity(bytes.len() * 3 + 16);
            let (_, _, _) = self.decoder.decode_to_string(bytes, &mut text, false);
            self.screen.process(text.as_bytes());
        } else {
            self.screen.process(bytes);
        }
    }
    fn take(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        let mut all = std::mem::take(&mut self.held);
        all.extend_from_slice(bytes);
        let questions: [&[u8]; 5] = [
            b"\x1b[6n",
            b"\x1b[5n",
            b"\x1b[c",
            b"\x1b[?2026$p",
            b"\x1b]11;?\x1b\\",
        ];
        let mut at = 0;
        let mut from = 0;
        while at < all.len() {
            let rest = &all[at..];
            if let Some(n) = questions.iter().position(|q| rest.starts_with(q)) {
                let before = all[from..at].to_vec();
                self.show(&before);
                self.answer(n);
                at += questions[n].len();
                from = at;
            } else if questions.iter().any(|q| q.starts_with(rest)) {
                break;
            } else {
                at += 1;
            }
        }
        let before = all[from..at].to_vec();
        self.show(&before);
        self.held = all[at..].to_vec();
    }
    fn answer(&self, question: usize) {
        if !self.kind.answers {
            return;
        }
        let says = match question {
            0 => {
                let (y, x) = self.screen.screen().cursor_position();
                format!("\x1b[{};{}R", y + 1, x + 1)
            }
            1 => "\x1b[0n".to_owned(),
            2 => "\x1b[?62;22c".to_owned(),
            3 => format!("\x1b[?2026;{}$y", self.kind.sync),
            _ => "\x1b]11;rgb:0000/0000/0000\x1b\\".to_owned(),
        };
        self.answers.send((Instant::now(), says)).ok();
    }
}

/// Answers go their way one after the other, each after the delay.
fn answering(keys: Keys, delay: Duration) -> Sender<(Instant, String)> {
    let (to, from) = channel::<(Instant, String)>();
    std::thread::spawn(move || {
        while let Ok((at, says)) = from.recv() {
            std::thread::sleep(delay.saturating_sub(at.elapsed()));
            let mut keys = keys.lock().expect("the keyboard");
            keys.write_all(says.as_bytes()).ok();
        }
    });
    to
}

struct Desk {
    emulator: Arc<Mutex<Emulator>>,
    keys: Keys,
    child: Box<dyn portable_pty::Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    /// The terminal reads nothing for now.
    paused: Arc<AtomicBool>,
    /// It is switched off.
    gone: Arc<AtomicBool>,
}

fn pty_size(rows: u16, cols: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn number(n: u16) -> NonZero<u16> {
    NonZero::new(n).expect("a size")
}

impl Desk {
    fn open(home: &Path, kind: Kind) -> Self {
        let mut command = CommandBuilder::new(EXE);
        command.arg("demo");
        Self::run(home, kind, command, &[])
    }
    fn run(home: &Path, kind: Kind, mut command: CommandBuilder, env: &[(&str, &str)]) -> Self {
        let pty = native_pty_system()
            .openpty(pty_size(24, 80))
            .expect("a pseudo-terminal");
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "zh_CN.UTF-8");
        for (name, value) in env {
            command.env(name, value);
        }
        let child = pty.slave.spawn_command(command).expect("the program");
        drop(pty.slave);
        let keys: Keys = Arc::new(Mutex::new(pty.master.take_writer().expect("a writer")));
        let mut out = pty.master.try_clone_reader().expect("a reader");
        let emulator = Arc::new(Mutex::new(Emulator {
            kind,
            screen: vt100::Parser::new(number(24), number(80), 0),
            decoder: encoding_rs::GB18030.new_decoder_without_bom_handling(),
            held: Vec::new(),
            raw: Vec::new(),
            answers: answering(Arc::clone(&keys), kind.delay),
        }));
        let paused = Arc::new(AtomicBool::new(false));
        let gone = Arc::new(AtomicBool::new(false));
        let (to, wait, off) = (
            Arc::clone(&emulator),
            Arc::clone(&paused),
            Arc::clone(&gone),
        );
        std::thread::spawn(move || {
            let mut buffer = [0u8; 65536];
            loop {
                while wait.load(Ordering::SeqCst) {
                    std::thread::sleep(Duration::from_millis(5));
                }
                match out.read(&mut buffer) {
                    Ok(n) if n > 0 && !off.load(Ordering::SeqCst) => {
                        to.lock().expect("an emulator").take(&buffer[..n])
                    }
                    _ => return,
                }
            }
        });
        Self {
            emulator,
            keys,
            child,
            master: pty.master,
            paused,
            gone,
        }
    }
    fn text(&self) -> String {
        let e = self.emulator.lock().expect("an emulator");
        e.screen.screen().contents()
    }
    fn raw(&self) -> Vec<u8> {
        self.emulator.lock().expect("an emulator").raw.clone()
    }
    fn wait(&self, what: &str, until: impl Fn(&str) -> bool) -> String {
        let start = Instant::now();
        loop {
            let text = self.text();
            if until(&text) {
                return text;
            }
            assert!(
                start.elapsed() < LIMIT,
                "waited for {what}; the screen:\n{text}"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }
    fn home(&self) -> String {
        // What home tells comes from two threads, in either order.
        self.wait("home", |t| {
            t.contains("绩效目标会审") && t.contains("监控覆盖") && t.contains("待我审的期限")
        })
    }
    /// Opens the list of the 47.
    fn list(&self) -> String {
        self.home();
        self.press("\r");
        let text = self.wait("the list", |t| t.contains("31011520KY001"));
        self.quiet();
        text
    }
    fn press(&self, keys: &str) {
        std::thread::sleep(Duration::from_millis(40));
        let mut k = self.keys.lock().expect("the keyboard");
        k.write_all(keys.as_bytes()).expect("the keyboard");
        k.flush().expect("the keyboard");
    }
    /// Waits until nothing more comes; gives all bytes so far.
    fn quiet(&self) -> usize {
        let mut last = self.raw().len();
        let mut since = Instant::now();
        while since.elapsed() < Duration::from_millis(400) {
            std::thread::sleep(Duration::from_millis(20));
            let now = self.raw().len();
            if now != last {
                (last, since) = (now, Instant::now());
            }
        }
        last
    }
    fn signal(&self, s: nix::sys::signal::Signal) {
        let id = self.child.process_id().expect("a process");
        let id = nix::unistd::Pid::from_raw(i32::try_from(id).expect("a process"));
        nix::sys::signal::kill(id, s).expect("a process");
    }
    fn ends(&mut self) -> u32 {
        let start = Instant::now();
        loop {
            if let Ok(Some(status)) = self.child.try_wait() {
                return status.exit_code();
            }
            assert!(
                start.elapsed() < LIMIT,
                "does not end; the screen:\n{}",
                self.text()
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

fn practice() -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a directory");
    let done = Command::new(EXE)
        .args(["demo", "--no-tui"])
        .env_clear()
        .env("HOME", home.path())
        .status()
        .expect("the program");
    assert!(done.success());
    home
}

fn count(raw: &[u8], what: &[u8]) -> usize {
    raw.windows(what.len()).filter(|w| *w == what).count()
}

#[test]
fn few_bytes_are_sent() {
    let home = practice();
    let mut desk = Desk::open(home.path(), USUAL);
    desk.home();
    let first = desk.quiet();
    assert!(first <= 1_900, "first paint {first} B");
    desk.press("\r");
    desk.wait("the list", |t| t.contains("31011520KY001"));
    let opened = desk.quiet();
    assert!(opened - first <= 4_000, "list {} B", opened - first);
    // A step with all that follows it.
    let steps = 10;
    for _ in 0..steps {
        desk.press("j");
    }
    let moved = (desk.quiet() - opened) / steps;
    eprintln!(
        "first paint {first} B, list {} B, step {moved} B",
        opened - first
    );
    assert!(moved <= 720, "a step and its preview {moved} B");
    // Nothing is sent while nothing happens.
    let before = desk.quiet();
    std::thread::sleep(Duration::from_secs(2));
    assert_eq!(desk.raw().len(), before);
    let raw = desk.raw();
    assert_eq!(count(&raw, b"\x1b[2J"), 1, "cleared once, at the start");
    assert_eq!(
        count(&raw, b"\x1b[?2026h"),
        0,
        "it did not say that it knows this"
    );
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
    let raw = desk.raw();
    assert!(raw.ends_with(b"\x1b[m\x1b[?2004l\x1b[?1049l\x1b[?25h"));
}

#[test]
fn a_frame_is_one_where_the_terminal_knows_how() {
    let home = practice();
    let mut desk = Desk::open(home.path(), Kind { sync: 2, ..USUAL });
    desk.list();
    let raw = desk.raw();
    let frames = count(&raw, b"\x1b[?2026h");
    assert!(frames > 1 && frames == count(&raw, b"\x1b[?2026l"));
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn late_answers_are_no_keys() {
    let home = practice();
    let delay = Duration::from_millis(900);
    let late = Kind { delay, ..USUAL };
    let mut desk = Desk::open(home.path(), late);
    let before = desk.home();
    std::thread::sleep(delay * 3);
    assert_eq!(desk.text(), before);
    // The line is known to be slow now, and works.
    desk.press("\r");
    desk.wait("the list", |t| t.contains("31011520KY001"));
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn a_terminal_that_answers_nothing_is_used_all_the_same() {
    let home = practice();
    let silent = Kind {
        answers: false,
        ..USUAL
    };
    let mut desk = Desk::open(home.path(), silent);
    desk.list();
    // Half an answer, and one byte by byte.
    desk.press("\x1b[1;5");
    let before = desk.text();
    for b in "\x1b[?62;22c".chars() {
        desk.press(&b.to_string());
    }
    std::thread::sleep(Duration::from_millis(1_300));
    assert_eq!(desk.text(), before);
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn a_gbk_terminal_is_told_how_to_do_better_and_used() {
    let home = practice();
    let gbk = Kind { gbk: true, ..USUAL };
    let open = || {
        let mut command = CommandBuilder::new(EXE);
        command.arg("demo");
        let desk = Desk::run(home.path(), gbk, command, &[("LANG", "zh_CN.GBK")]);
        desk.wait("the question", |t| {
            t.contains("GBK") && t.contains("属性, 终端, 编码")
        });
        desk
    };
    let mut desk = open();
    desk.press("1");
    assert_eq!(desk.ends(), 0);
    let mut desk = open();
    desk.press("2");
    desk.list();
    // What is typed there comes in GBK as well.
    desk.press("/");
    let typed = encoding_rs::GB18030.encode("长桥").0;
    let mut keys = desk.keys.lock().expect("the keyboard");
    keys.write_all(&typed).expect("the keyboard");
    drop(keys);
    desk.wait("what was typed", |t| t.contains("长桥"));
    desk.press("\x1b");
    std::thread::sleep(Duration::from_millis(200));
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn sizes_may_change_as_they_like() {
    let home = practice();
    let mut desk = Desk::open(home.path(), USUAL);
    desk.list();
    let mut seed = 7u32;
    let mut next = |most: u32| {
        seed = seed.wrapping_mul(1_103_515_245).wrapping_add(12_345);
        u16::try_from((seed >> 16) % most + 1).expect("a size")
    };
    for n in 0..120 {
        let (rows, cols) = if n % 20 == 0 {
            (1, 1)
        } else {
            (next(60), next(200))
        };
        let mut e = desk.emulator.lock().expect("an emulator");
        e.screen.screen_mut().set_size(number(rows), number(cols));
        drop(e);
        desk.master.resize(pty_size(rows, cols)).expect("a size");
        let pause = if n % 7 == 0 { 70 } else { 3 };
        std::thread::sleep(Duration::from_millis(pause));
    }
    let mut e = desk.emulator.lock().expect("an emulator");
    e.screen.screen_mut().set_size(number(30), number(100));
    drop(e);
    desk.master.resize(pty_size(30, 100)).expect("a size");
    desk.wait("the list again", |t| {
        t.contains("31011520KY001") && t.lines().count() > 24
    });
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn a_slow_line_gets_the_newest_frame_and_no_queue() {
    let home = practice();
    let delay = Duration::from_millis(150);
    let mut desk = Desk::open(home.path(), Kind { delay, ..USUAL });
    desk.list();
    let asked = count(&desk.raw(), b"\x1b[5n");
    for _ in 0..30 {
        desk.press("j");
    }
    desk.quiet();
    let frames = count(&desk.raw(), b"\x1b[5n") - asked;
    // 30 keys in 1.2 s and more, with an answer every 150 ms; a busy machine makes it longer.
    assert!((2..=24).contains(&frames), "{frames} frames");
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn a_terminal_that_stops_reading_holds_nobody_up() {
    let home = practice();
    let mut desk = Desk::open(home.path(), USUAL);
    desk.list();
    desk.paused.store(true, Ordering::SeqCst);
    for _ in 0..20 {
        desk.press("\x0c");
    }
    let started = Instant::now();
    desk.signal(nix::sys::signal::Signal::SIGTERM);
    assert_eq!(desk.ends(), 143);
    assert!(started.elapsed() < Duration::from_secs(2));
    desk.paused.store(false, Ordering::SeqCst);
}

#[test]
fn a_line_that_goes_away_ends_the_program() {
    let home = practice();
    for ignored in [false, true] {
        let mut command = CommandBuilder::new("/bin/sh");
        let trap = if ignored { "trap '' HUP; " } else { "" };
        command.args(["-c", &format!("{trap}exec {EXE} demo")]);
        let desk = Desk::run(home.path(), USUAL, command, &[]);
        desk.list();
        // All ends on this side go: the reading one with the next bytes, after which nobody reads.
        desk.gone.store(true, Ordering::SeqCst);
        desk.press("j");
        let Desk {
            mut child,
            master,
            keys,
            emulator,
            ..
        } = desk;
        drop((master, keys));
        drop(emulator);
        let started = Instant::now();
        loop {
            if let Ok(Some(status)) = child.try_wait() {
                assert_eq!(status.exit_code(), 129, "ignored: {ignored}");
                break;
            }
            assert!(
                started.elapsed() < Duration::from_secs(5),
                "does not end, ignored: {ignored}"
            );
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

#[test]
fn a_stopped_job_gives_the_terminal_back_and_goes_on() {
    let home = practice();
    let mut command = CommandBuilder::new("/bin/sh");
    command.args(["-i", "-m"]);
    let mut desk = Desk::run(home.path(), USUAL, command, &[("PS1", "shell> ")]);
    desk.wait("the shell", |t| t.contains("shell>"));
    desk.press(&format!("{EXE} demo\r"));
    desk.list();
    desk.press("\x1a");
    desk.wait("the shell", |t| {
        t.contains("Stopped") && t.contains("shell>")
    });
    desk.press("echo a$((1+1))b\r");
    desk.wait("an echo, so the modes are back", |t| t.contains("a2b"));
    desk.press("fg\r");
    desk.wait("the list again", |t| {
        t.contains("31011520KY001") && !t.contains("shell>")
    });
    desk.press("Q");
    desk.wait("the shell", |t| t.contains("shell>"));
    desk.press("exit\r");
    desk.ends();
}

#[test]
fn where_nobody_could_let_it_go_on_it_does_not_stop() {
    let home = practice();
    let mut desk = Desk::open(home.path(), USUAL);
    desk.list();
    desk.press("\x1a");
    desk.wait("the reason", |t| t.contains("不能挂起"));
    desk.press("Q");
    assert_eq!(desk.ends(), 0);
}

#[test]
fn a_failure_of_our_own_gives_the_terminal_back_and_keeps_what_was_begun() {
    if !cfg!(debug_assertions) {
        return;
    }
    let home = practice();
    let mut command = CommandBuilder::new(EXE);
    command.arg("demo");
    let mut desk = Desk::run(
        home.path(),
        USUAL,
        command,
        &[("JIXIAO_FAIL_AT_KEY", "F11")],
    );
    desk.list();
    desk.press("\x1b[23~");
    assert_eq!(desk.ends(), 70);
    let text = desk.wait("five lines", |t| t.contains("报告编号 J"));
    assert!(text.contains("已确认的裁定都在库里") && text.contains("草稿在: "));
    assert!(
        !text.contains("31011520KY001"),
        "the shell's screen is back:\n{text}"
    );
    // The report says where, and nothing of the cases.
    let mut reports = Vec::new();
    let mut dirs = vec![home.path().to_owned()];
    while let Some(dir) = dirs.pop() {
        for e in std::fs::read_dir(dir).expect("a directory") {
            let path = e.expect("a file").path();
            if path.is_dir() {
                dirs.push(path);
            } else if path.to_string_lossy().contains("/reports/") {
                reports.push(std::fs::read_to_string(path).expect("a report"));
            }
        }
    }
    assert_eq!(reports.len(), 1);
    assert!(reports[0].contains("src/tui/mod.rs:") && !reports[0].contains("F11"));
}
