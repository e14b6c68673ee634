//! The sheet that the drawing library draws on. It sends nothing: what a frame shows and where its
//! caret is are taken from it, and the painter finds the bytes.

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use std::cell::Cell as Held;
use std::convert::Infallible;
use std::rc::Rc;

/// What is outside the cells of a sheet.
#[derive(Debug, Default)]
struct Margin {
    size: Held<Size>,
    at: Held<Position>,
    caret: Held<bool>,
}

/// A sheet; its copies are the same sheet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet(Rc<Margin>);

impl Sheet {
    /// A sheet of that size.
    pub(crate) fn new(size: (u16, u16)) -> Self {
        let s = Self::default();
        s.resize(size);
        s
    }
    /// Another size from the next frame on.
    pub(crate) fn resize(&self, (w, h): (u16, u16)) {
        self.0.size.set(Size::new(w, h));
    }
    /// Columns and rows.
    pub(crate) fn size_now(&self) -> (u16, u16) {
        let s = self.0.size.get();
        (s.width, s.height)
    }
    /// Where the caret of the last frame is, if it has one.
    pub(crate) fn caret(&self) -> Option<(u16, u16)> {
        let Position { x, y } = self.0.at.get();
        self.0.caret.get().then_some((x, y))
    }
}

impl Backend for Sheet {
    type Error = Infallible;

    fn draw<'a, I>(&mut self, _: I) -> Result<(), Infallible>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        Ok(())
    }
    fn hide_cursor(&mut self) -> Result<(), Infallible> {
        self.0.caret.set(false);
        Ok(())
    }
    fn show_cursor(&mut self) -> Result<(), Infallible> {
        self.0.caret.set(true);
        Ok(())
    }
    fn get_cursor_position(&mut self) -> Result<Position, Infallible> {
        Ok(self.0.at.get())
    }
    fn set_cursor_position<P: Into<Position>>(&mut self, at: P) -> Result<(), Infallible> {
        self.0.at.set(at.into());
        Ok(())
    }
    fn clear(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
    fn clear_region(&mut self, _: ClearType) -> Result<(), Infallible> {
        Ok(())
    }
    fn size(&self) -> Result<Size, Infallible> {
        Ok(self.0.size.get())
    }
    fn window_size(&mut self) -> Result<WindowSize, Infallible> {
        Ok(WindowSize {
            columns_rows: self.0.size.get(),
            pixels: Size::default(),
        })
    }
    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}
