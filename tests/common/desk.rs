//! The real program in a pseudo-terminal, its screen, and the keys a person presses.

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use std::io::{Read as _, Write as _};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

pub(crate) const EXE: &str = env!("CARGO_BIN_EXE_jixiao");
/// No single wait may last longer.
pub(crate) const LIMIT: Duration = Duration::from_secs(20);

pub(crate) struct Desk {
    screen: Arc<Mutex<vt100::Parser>>,
    keys: Box<dyn std::io::Write + Send>,
    /// All that was sent to the terminal.
    pub(crate) raw: Arc<Mutex<Vec<u8>>>,
    pub(crate) child: Box<dyn portable_pty::Child + Send + Sync>,
    pub(crate) pressed: usize,
    pty: portable_pty::PtyPair,
}

impl Desk {
    pub(crate) fn open(home: &Path, args: &[&str], rows: u16, cols: u16) -> Self {
        Self::open_in(home, args, (rows, cols), &[])
    }
    /// With more of an environment than a terminal and a language.
    pub(crate) fn open_in(
        home: &Path,
        args: &[&str],
        (rows, cols): (u16, u16),
        more: &[(&str, &str)],
    ) -> Self {
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pty = native_pty_system()
            .openpty(size)
            .expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(EXE);
        command.args(args);
        command.env_clear();
        command.env("HOME", home);
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        for (name, value) in more {
            command.env(name, value);
        }
        let child = pty.slave.spawn_command(command).expect("the program");
        let keys = pty.master.take_writer().expect("a writer");
        let mut out = pty.master.try_clone_reader().expect("a reader");
        let size = |n: u16| NonZero::new(n).expect("a size");
        let screen = Arc::new(Mutex::new(vt100::Parser::new(size(rows), size(cols), 0)));
        let to = Arc::clone(&screen);
        let raw = Arc::new(Mutex::new(Vec::new()));
        let all = Arc::clone(&raw);
        std::thread::spawn(move || {
            let mut buffer = [0u8; 65536];
            while let Ok(n) = out.read(&mut buffer) {
                if n == 0 {
                    return;
                }
                all.lock()
                    .expect("no panic while reading")
                    .extend_from_slice(&buffer[..n]);
                to.lock()
                    .expect("no panic while drawing")
                    .process(&buffer[..n]);
            }
        });
        Self {
            screen,
            keys,
            raw,
            child,
            pressed: 0,
            pty,
        }
    }
    pub(crate) fn text(&self) -> String {
        self.screen
            .lock()
            .expect("no panic while drawing")
            .screen()
            .contents()
    }
    pub(crate) fn wait(&self, what: &str, until: impl Fn(&str) -> bool) -> String {
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
    pub(crate) fn press(&mut self, keys: &str) {
        self.pressed += 1;
        // A person's pace: a key that signs must be alone, and the case read.
        std::thread::sleep(Duration::from_millis(40));
        self.keys.write_all(keys.as_bytes()).expect("the keyboard");
        self.keys.flush().expect("the keyboard");
    }
    /// Presses a key that signs, again where a busy machine made it come too early.
    pub(crate) fn sign(&mut self, key: &str, what: &str, until: impl Fn(&str) -> bool) -> String {
        loop {
            std::thread::sleep(READ);
            self.press(key);
            let text = self.wait(what, |t| t.contains(EARLY) || until(t));
            if !text.contains(EARLY) {
                return text;
            }
            // The machine's slowness is no key of the reviewer's.
            self.pressed -= 1;
        }
    }
    pub(crate) fn ends(&mut self) -> u32 {
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

pub(crate) fn jixiao(home: &Path, args: &[&str]) -> (i32, String) {
    let out = Command::new(EXE)
        .args(args)
        .env_clear()
        .env("HOME", home)
        .env("LANG", "zh_CN.UTF-8")
        .output()
        .expect("the program");
    (
        out.status.code().unwrap_or(-1),
        String::from_utf8_lossy(&out.stdout).into_owned(),
    )
}

/// The code in the title of a case.
pub(crate) fn code(text: &str) -> String {
    let title = text.lines().next().unwrap_or("");
    let after = title.split_once(" / ").map_or("", |(_, rest)| rest);
    after.split_whitespace().next().unwrap_or("").to_owned()
}

pub(crate) const READ: Duration = Duration::from_millis(300);
pub(crate) const EARLY: &str = "太快了";
pub(crate) const DONE: &str = "没有待我审的了";

/// A practice database of the 47 in a home of its own.
pub(crate) fn practice() -> tempfile::TempDir {
    static MADE: OnceLock<tempfile::TempDir> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(jixiao(home.path(), &["demo", "--no-tui"]).0, 0);
        home
    });
    let home = tempfile::tempdir().unwrap();
    let to = database(home.path());
    std::fs::create_dir_all(to.parent().unwrap()).unwrap();
    std::fs::copy(database(made.path()), &to).unwrap();
    home
}

/// Where the practice database of a home is.
pub(crate) fn database(home: &Path) -> PathBuf {
    home.join(".local/share/jixiao/practice/demo.db")
}

/// A command on the practice database of a home; gives its status and what it said.
pub(crate) fn on(home: &Path, args: &[&str]) -> (i32, String) {
    let db = database(home);
    let mut all = vec!["--db", db.to_str().unwrap()];
    all.extend(args);
    jixiao(home, &all)
}

impl Desk {
    /// The list of the practice database, with the cursor so many rows down.
    pub(crate) fn list(home: &Path, down: usize) -> Self {
        let mut desk = Self::open(home, &["demo"], 24, 80);
        desk.wait("home", |t| t.contains("绩效目标会审") && t.contains("47"));
        desk.press("\r");
        desk.wait("the list", |t| {
            t.contains("31011520KY001") && t.contains("第1轮")
        });
        for _ in 0..down {
            desk.press("j");
        }
        std::thread::sleep(READ);
        desk.pressed = 0;
        desk
    }
    /// Bytes sent to the terminal so far.
    pub(crate) fn sent(&self) -> usize {
        self.raw.lock().unwrap().len()
    }
    /// Writes as it is, at once.
    pub(crate) fn write(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }
    /// Row and column of the terminal's caret.
    pub(crate) fn caret(&self) -> (u16, u16) {
        self.screen.lock().unwrap().screen().cursor_position()
    }
    /// The row of the list's cursor.
    pub(crate) fn cursor(&self) -> String {
        let text = self.text();
        let row = |l: &&str| l.starts_with('>') || l.starts_with('▸');
        text.lines().find(row).unwrap_or("").to_owned()
    }
    /// Waits until nothing was sent for a while.
    pub(crate) fn still(&self) -> usize {
        let mut before = self.sent();
        loop {
            std::thread::sleep(Duration::from_millis(700));
            let now = self.sent();
            if now == before {
                return now;
            }
            before = now;
        }
    }
    /// Sends a signal to the program.
    pub(crate) fn signal(&self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        let sent = Command::new("kill").args(["-s", name, &pid]).status();
        assert!(sent.unwrap().success());
    }
    /// The terminal has another size from now on.
    pub(crate) fn resize(&mut self, rows: u16, cols: u16) {
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        let number = |n: u16| NonZero::new(n).expect("a size");
        let mut screen = self.screen.lock().expect("no panic while drawing");
        screen.screen_mut().set_size(number(rows), number(cols));
        drop(screen);
        self.pty.master.resize(size).expect("another size");
    }
    /// The message line.
    pub(crate) fn message(&self) -> String {
        let text = self.text();
        let rows: Vec<&str> = text.lines().collect();
        rows.len()
            .checked_sub(2)
            .map_or(String::new(), |n| rows[n].to_owned())
    }
}
