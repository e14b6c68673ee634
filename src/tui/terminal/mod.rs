//! The terminal: asked what it is, taken over, drawn to with as few bytes as it understands and
//! one write a frame, listened to, lent to others, and given back on every way out.

mod backend;
mod charset;
mod copy;
mod decode;
pub(crate) mod failure;
mod input;
mod line;
mod paint;
mod probe;

pub use super::text::Ambiguous;
pub use charset::Charset;
pub use input::Event;
pub use probe::{Background, Probed};

use crate::store::StoreError;
use crate::words::{Lang, terminal as say};
use backend::Sheet;
use input::{Keyboard, Reader};
use line::{Line, Sent};
use paint::{Anchors, Grid, Painter};
use probe::Hints;
use ratatui::crossterm::terminal::{disable_raw_mode, enable_raw_mode, window_size};
use ratatui::{Frame, Terminal};
use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Where events go; false when nobody listens any more.
pub type Sink = Arc<dyn Fn(Event) -> bool + Send + Sync>;

/// What the person says of the terminal; it counts more than what is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wishes {
    /// The line is slow.
    pub slow: bool,
    /// How wide characters of ambiguous width are.
    pub ambiguous: Option<Ambiguous>,
}

/// What became of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Drawn {
    /// It stands on the terminal, as far as can be known.
    Shown,
    /// It is on its way; `Event::Drained` tells when it has arrived.
    OnItsWay,
    /// It was left out, since the one before is still on its way: draw again at `Event::Drained`.
    LeftOut,
}

/// Another screen, so that the shell's stays as it was, and pastes with marks around them.
const TAKE: &str = "\x1b[?1049h\x1b[?2004h";
/// Everything back, whatever was left on.
const GIVE: &str = "\x1b[m\x1b[?2004l\x1b[?1049l\x1b[?25h";
const SYNC: (&[u8], &[u8]) = (b"\x1b[?2026h", b"\x1b[?2026l");

/// The screen of the terminal.
pub struct Screen {
    terminal: Terminal<Sheet>,
    sheet: Sheet,
    line: Line,
    keyboard: Keyboard,
    painter: Painter,
    shown: Grid,
    /// Nothing is known of what stands there.
    fresh: bool,
    /// To be sent before the next frame.
    owed: Vec<u8>,
    /// The cursor can be seen, if known.
    cursor: Option<bool>,
    charset: Charset,
    hints: Hints,
    wishes: Wishes,
    probed: Probed,
    open: bool,
}

/// Columns and rows of the terminal now.
pub(crate) fn size() -> (u16, u16) {
    match window_size() {
        Ok(s) if s.columns > 0 && s.rows > 0 => (s.columns, s.rows),
        _ => (80, 24),
    }
}

/// A sheet cannot fail.
fn never(e: std::convert::Infallible) -> StoreError {
    match e {}
}

/// Gives the terminal back without anybody's help, where all else has failed.
pub(crate) fn give_back() {
    let mut out = std::io::stdout().lock();
    // It may be gone already.
    out.write_all(GIVE.as_bytes())
        .and_then(|()| out.flush())
        .ok();
    disable_raw_mode().ok();
}

impl Screen {
    /// Takes the terminal over and asks it what it is. None when the person would rather set its
    /// encoding first.
    ///
    /// # Errors
    /// When there is no terminal that can be taken over.
    pub fn open(lang: Lang, wishes: Wishes, sink: &Sink) -> Result<Option<Self>, StoreError> {
        let screen = Self::bare(lang, wishes, sink)?;
        if let Some(s) = &screen {
            s.keyboard.read();
        }
        Ok(screen)
    }
    /// As [`Self::open`], but nobody listens to the keyboard yet: for one question before all.
    ///
    /// # Errors
    /// When there is no terminal that can be taken over.
    pub fn bare(lang: Lang, wishes: Wishes, sink: &Sink) -> Result<Option<Self>, StoreError> {
        let hints = Hints::of_environment();
        let line = Line::open(Arc::clone(sink))?;
        let keyboard = Keyboard::new(line.shared(), hints.clone(), wishes, Arc::clone(sink));
        input::signals(Arc::clone(sink), &keyboard)?;
        let sheet = Sheet::new(size());
        let terminal = Terminal::new(sheet.clone()).map_err(never)?;
        let mut screen = Self {
            terminal,
            sheet,
            line,
            painter: Painter::new(Anchors::AfterAmbiguous, hints.shifts()),
            keyboard,
            shown: Grid::blank(0, 0),
            fresh: true,
            owed: Vec::new(),
            cursor: None,
            charset: Charset::Utf8,
            hints,
            wishes,
            probed: Probed::default(),
            open: false,
        };
        let keyboard = screen.keyboard.clone();
        let mut reader = keyboard.borrow();
        screen.enter(&mut reader)?;
        if screen.charset == Charset::Gbk && !screen.goes_on_with_gbk(lang, &mut reader) {
            screen.close();
            return Ok(None);
        }
        drop(reader);
        Ok(Some(screen))
    }
    /// Shows rows and waits for a key; none when the line is gone or the program must end. Only
    /// where nobody listens to the keyboard.
    pub fn choose(&mut self, rows: &[String]) -> Option<String> {
        let says = format!("\x1b[m\x1b[H\x1b[2J{}", rows.join("\r\n"));
        self.line.last(&self.charset.encode(says.into_bytes()));
        let keyboard = self.keyboard.clone();
        keyboard.borrow().choose(&[], &keyboard.leaving)
    }

    /// What is known of the terminal.
    pub fn probed(&self) -> Probed {
        self.probed
    }
    /// The line is slow, or said to be.
    pub fn is_slow(&self) -> bool {
        self.wishes.slow || self.probed.is_slow()
    }
    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        self.sheet.size_now()
    }

    fn enter(&mut self, reader: &mut Reader) -> Result<(), StoreError> {
        // Somebody may have changed the modes meanwhile, so they are set anew.
        disable_raw_mode().ok();
        enable_raw_mode()?;
        self.open = true;
        self.line.last(TAKE.as_bytes());
        let line = &self.line;
        let probed = reader.probe(|q| line.last(q));
        self.sheet.resize(size());
        self.set(probed);
        reader.set(self.charset, self.is_slow());
        self.fresh = true;
        self.cursor = None;
        Ok(())
    }
    fn set(&mut self, probed: Probed) {
        self.probed = probed;
        self.charset = if probed.utf8 {
            Charset::Utf8
        } else {
            Charset::Gbk
        };
        self.painter.set_anchors(match probed.ambiguous {
            _ if !probed.wide => Anchors::AfterWide,
            Ambiguous::One => Anchors::Never,
            Ambiguous::Two | Ambiguous::Unknown => Anchors::AfterAmbiguous,
        });
        self.line.set_ask(probed.answers);
    }
    /// Takes answers that came late.
    pub fn learn(&mut self, probed: Probed) {
        if self.open {
            let before = self.charset;
            self.set(probed);
            self.keyboard.borrow().set(self.charset, self.is_slow());
            // A slow line is not made to paint again what is right already.
            self.fresh |= self.charset != before || !probed.wide;
        }
    }
    fn goes_on_with_gbk(&self, lang: Lang, reader: &mut Reader) -> bool {
        let says = format!("\x1b[m\x1b[H\x1b[2J{}", say::not_utf8(lang).join("\r\n"));
        self.line.last(&self.charset.encode(says.into_bytes()));
        reader
            .choose(&["1", "2"], &self.keyboard.leaving)
            .as_deref()
            == Some("2")
    }

    /// Forgets what stands there: the next frame paints everything.
    pub fn clear(&mut self) {
        self.sheet.resize(size());
        self.fresh = true;
    }

    /// Draws a frame and sends what changed with one write; nothing where nothing changed.
    ///
    /// # Errors
    /// None today.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> Result<Drawn, StoreError> {
        if !self.open || self.line.is_busy() {
            return Ok(Drawn::LeftOut);
        }
        let done = self.terminal.draw(view).map_err(never)?;
        let grid = Grid::of(done.buffer, self.charset);
        if self.fresh {
            self.painter.clear();
            self.shown = Grid::blank(done.area.width, done.area.height);
            self.fresh = false;
        }
        self.painter.paint(&self.shown, &grid);
        self.shown = grid;
        let caret = self.sheet.caret();
        if let Some((x, y)) = caret {
            self.painter.park(x, y);
        }
        if self.cursor != Some(caret.is_some()) {
            self.cursor = Some(caret.is_some());
            self.painter.say(if caret.is_some() {
                "\x1b[?25h"
            } else {
                "\x1b[?25l"
            });
        }
        let mut bytes = self.charset.encode(self.painter.take());
        if bytes.is_empty() && self.owed.is_empty() {
            return Ok(Drawn::Shown);
        }
        if self.probed.sync {
            bytes.splice(0..0, SYNC.0.iter().copied());
            bytes.extend_from_slice(SYNC.1);
        }
        bytes.splice(0..0, self.owed.drain(..));
        Ok(match self.line.send(bytes) {
            Sent::Done => Drawn::Shown,
            Sent::OnItsWay => Drawn::OnItsWay,
        })
    }

    /// Stops the program until its shell lets it go on, which `Event::Continue` tells; false where
    /// there is no shell that could.
    pub fn suspend(&mut self) -> bool {
        if !input::can_stop() {
            return false;
        }
        self.close();
        input::stop();
        true
    }
    /// Takes the terminal again after a stop: it is asked anew and painted anew.
    ///
    /// # Errors
    /// When the terminal cannot be taken over any more.
    pub fn resume(&mut self) -> Result<(), StoreError> {
        let keyboard = self.keyboard.clone();
        let mut reader = keyboard.borrow();
        self.enter(&mut reader)
    }
    /// Lends the terminal to another program while `f` runs.
    ///
    /// # Errors
    /// When the terminal cannot be taken over any more.
    pub fn lend<R>(&mut self, f: impl FnOnce() -> R) -> Result<R, StoreError> {
        let keyboard = self.keyboard.clone();
        let mut reader = keyboard.borrow();
        self.close();
        keyboard.away.store(true, Ordering::SeqCst);
        let result = f();
        keyboard.away.store(false, Ordering::SeqCst);
        self.enter(&mut reader)?;
        Ok(result)
    }
    /// Tells when the program must end though it waits for somebody.
    pub fn leaving(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.keyboard.leaving)
    }
    /// Shows what stands on the screen as plain text on the shell's, to be selected, until a key.
    ///
    /// # Errors
    /// When the terminal cannot be taken over any more.
    pub fn plain(&mut self, hint: &str) -> Result<(), StoreError> {
        let keyboard = self.keyboard.clone();
        let mut reader = keyboard.borrow();
        let says = format!("{}\r\n{hint}\r\n", self.shown.text().join("\r\n"));
        self.close();
        enable_raw_mode()?;
        let says = self.charset.encode(says.into_bytes());
        self.line.last(&says);
        let (mut shown, line) = (size(), &self.line);
        reader.choose_while(&[], &keyboard.leaving, || {
            // At another size the terminal may have lost or broken rows: they are given anew.
            if size() != shown {
                shown = size();
                line.last(&says);
            }
        });
        self.enter(&mut reader)
    }
    /// Sends a text to the terminal's clipboard with the next frame; false where it is too long for
    /// that. Nobody can know whether the terminal took it.
    pub fn copy(&mut self, text: &str) -> bool {
        let Some(bytes) = copy::to_clipboard(text, self.hints.is_tmux(), self.hints.is_screen())
        else {
            return false;
        };
        self.owed.extend_from_slice(&bytes);
        true
    }
    /// Gives the terminal back.
    pub fn close(&mut self) {
        if self.open {
            self.open = false;
            self.line.last(GIVE.as_bytes());
            disable_raw_mode().ok();
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.close();
    }
}
