//! The terminal: taken over, drawn to with one write a frame inside a synchronized update, and
//! given back on every way out.

use crate::store::StoreError;
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use ratatui::crossterm::{cursor, execute, queue};
use ratatui::{Frame, Terminal};
use std::cell::RefCell;
use std::io::Write;
use std::rc::Rc;

/// Bytes of a frame, gathered until it is whole.
#[derive(Clone, Default)]
struct Gathered(Rc<RefCell<Vec<u8>>>);

impl Write for Gathered {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The screen of the terminal.
pub(super) struct Screen {
    terminal: Terminal<CrosstermBackend<Gathered>>,
    bytes: Gathered,
    open: bool,
}

impl Screen {
    /// Takes the terminal over.
    pub(super) fn open() -> Result<Self, StoreError> {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            restore();
            // Where it happened, never the text of cases.
            if let Some(at) = info.location() {
                writeln!(std::io::stderr().lock(), "{}:{}", at.file(), at.line()).ok();
            }
            if std::env::var_os("RUST_BACKTRACE").is_some() {
                hook(info);
            }
        }));
        enable_raw_mode()?;
        execute!(
            std::io::stdout(),
            EnterAlternateScreen,
            EnableBracketedPaste
        )?;
        let bytes = Gathered::default();
        let terminal = Terminal::new(CrosstermBackend::new(bytes.clone()))?;
        let mut screen = Self {
            terminal,
            bytes,
            open: true,
        };
        screen.clear()?;
        Ok(screen)
    }

    /// Columns and rows.
    pub(super) fn size(&self) -> Result<(u16, u16), StoreError> {
        let size = self.terminal.size()?;
        Ok((size.width, size.height))
    }

    /// Forgets what stands there: the next frame paints everything.
    pub(super) fn clear(&mut self) -> Result<(), StoreError> {
        // A new one: the library's own clearing asks the terminal where its cursor is, and the
        // answer would come among the keys.
        self.terminal = Terminal::new(CrosstermBackend::new(self.bytes.clone()))?;
        queue!(self.bytes, Clear(ClearType::All))?;
        Ok(())
    }

    /// Draws a frame and sends it with one write; a frame that changes nothing sends nothing.
    pub(super) fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> Result<(), StoreError> {
        let started = self.bytes.0.borrow().len();
        self.terminal.draw(view)?;
        let body = std::mem::take(&mut *self.bytes.0.borrow_mut());
        // Cursor hiding alone is no change.
        if started == 0 && !changes(&body) {
            return Ok(());
        }
        let mut frame = Vec::with_capacity(body.len() + 32);
        queue!(frame, BeginSynchronizedUpdate)?;
        frame.extend_from_slice(&body);
        queue!(frame, EndSynchronizedUpdate)?;
        let mut out = std::io::stdout().lock();
        out.write_all(&frame)?;
        out.flush()?;
        Ok(())
    }

    /// Gives the terminal back.
    pub(super) fn close(&mut self) {
        if self.open {
            self.open = false;
            restore();
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        self.close();
    }
}

/// True when a frame holds more than hiding the cursor.
fn changes(body: &[u8]) -> bool {
    let hidden = b"\x1b[?25l";
    let reset = b"\x1b[39m\x1b[49m\x1b[59m\x1b[0m";
    let mut rest = body;
    loop {
        if let Some(r) = rest.strip_prefix(hidden.as_slice()) {
            rest = r;
        } else if let Some(r) = rest.strip_prefix(reset.as_slice()) {
            rest = r;
        } else {
            return !rest.is_empty();
        }
    }
}

fn restore() {
    // The terminal may be gone already.
    execute!(
        std::io::stdout(),
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    )
    .ok();
    disable_raw_mode().ok();
}
