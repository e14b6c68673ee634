//! Drawing. A screen is a function of the model; drawing changes nothing.

pub mod case;
mod home;
mod log;
mod over;
mod prompts;
pub mod queue;
mod rounds;

use super::command::{Command, of};
use super::model::{Model, Screen};
use super::text::{cut, width};
use crate::words::tui as say;
use ratatui::Frame;
use ratatui::layout::Position;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// The mark of a cut text.
pub(super) const CUT: &str = "~";

/// A canvas: rows of styled text, cut to the screen.
pub(super) struct Canvas<'a, 'b> {
    frame: &'a mut Frame<'b>,
}

impl Canvas<'_, '_> {
    /// Puts a line at a place, over at most `cells`.
    pub(super) fn put(&mut self, x: u16, y: u16, line: &Line<'_>, cells: u16) {
        let area = self.frame.area();
        if y < area.height && x < area.width {
            let cells = cells.min(area.width - x);
            self.frame.buffer_mut().set_line(x, y, line, cells);
        }
    }
    /// Puts a text in one style.
    pub(super) fn say(&mut self, x: u16, y: u16, text: &str, style: Style) {
        let cells = self.frame.area().width;
        self.put(
            x,
            y,
            &Line::from(Span::styled(text.to_owned(), style)),
            cells,
        );
    }
    /// Blanks rows for a drawer.
    pub(super) fn blank(&mut self, from: u16, to: u16) {
        let area = self.frame.area();
        for y in from..to.min(area.height) {
            for x in 0..area.width {
                if let Some(cell) = self.frame.buffer_mut().cell_mut(Position::new(x, y)) {
                    cell.reset();
                }
            }
        }
    }
    /// The terminal's own caret.
    pub(super) fn caret(&mut self, x: u16, y: u16) {
        self.frame.set_cursor_position(Position::new(x, y));
    }
}

/// Draws everything.
pub fn draw(m: &Model, frame: &mut Frame<'_>) {
    let mut c = Canvas { frame };
    let (w, h) = m.size;
    if w < 80 || h < 24 {
        return small(m, &mut c);
    }
    match m.screen {
        Screen::Home => home::draw(m, &mut c),
        Screen::Queue => queue::draw(m, &mut c),
        Screen::Case => case::draw(m, &mut c),
        Screen::Rounds => rounds::draw(m, &mut c),
        Screen::Log => log::draw(m, &mut c),
    }
    c.say(
        1,
        h - 2,
        &cut(&m.message, usize::from(w - 2), CUT),
        m.theme.ink(),
    );
    keybar(m, &mut c);
    over::draw(m, &mut c);
}

/// The notice below the least size.
fn small(m: &Model, c: &mut Canvas<'_, '_>) {
    let (w, h) = m.size;
    for (y, line) in (0u16..).zip(say::too_small(m.lang, w, h)) {
        for (k, part) in (0u16..).zip(super::text::wrap(&line, usize::from(w.max(2)))) {
            c.say(0, y * 2 + k, &part, m.theme.ink());
        }
    }
}

/// Row 1: where, and what counts. The place chip is the only reversed thing in it.
pub(super) fn title(m: &Model, c: &mut Canvas<'_, '_>, place: &str, right: &str) {
    let chip = say::chip(m.lang, m.practice, m.read_only);
    let line = Line::from(vec![
        Span::raw(" "),
        Span::styled(format!(" {chip} "), m.theme.place()),
        Span::raw("  "),
        Span::styled(place.to_owned(), m.theme.bold()),
    ]);
    c.put(0, 0, &line, m.size.0);
    let x = usize::from(m.size.0).saturating_sub(width(right) + 1);
    c.say(u16::try_from(x).unwrap_or(0), 0, right, m.theme.ink());
}

/// Commands of the key bar at most.
const BAR: usize = 9;

/// The keys that matter here, the help last; one that cannot act now stands in round brackets.
fn keybar(m: &Model, c: &mut Canvas<'_, '_>) {
    let place = super::update::place(m);
    let place = match m.pending {
        Some(_) if m.over.is_none() => super::update::below(m.screen),
        _ => place,
    };
    let mut shown: Vec<&Command> = of(place).filter(|x| x.bar > 0).collect();
    shown.sort_by_key(|x| x.bar);
    shown.truncate(BAR);
    let texts: Vec<(String, String, bool)> = shown
        .iter()
        .map(|x| {
            let usable = super::may::refusal(m, x.act, place).is_none();
            (m.keymap.shown(x), x.name(m.lang).to_owned(), usable)
        })
        .collect();
    // The last one always has its room.
    let cells = |(key, name, usable): &(String, String, bool)| {
        let gap = usize::from(key.chars().count() > 1 || m.lang == crate::words::Lang::En);
        width(key) + gap + width(name) + if *usable { 2 } else { 4 }
    };
    let last = texts.last().map_or(0, cells);
    let room = usize::from(m.size.0).saturating_sub(1);
    let mut spans = vec![Span::raw(" ")];
    let mut used = 0;
    for (n, t) in texts.iter().enumerate() {
        let need = cells(t) + if n + 1 < texts.len() { last } else { 0 };
        if used + need > room + 2 {
            continue;
        }
        used += cells(t);
        let (key, name, usable) = t;
        let gap = if key.chars().count() > 1 || m.lang == crate::words::Lang::En {
            " "
        } else {
            ""
        };
        let (open, close) = if *usable { ("", "") } else { ("(", ")") };
        spans.push(Span::raw(open));
        spans.push(Span::styled(key.clone(), m.theme.bold()));
        spans.push(Span::styled(
            format!("{gap}{name}{close}  "),
            m.theme.smoke(),
        ));
    }
    c.put(0, m.size.1 - 1, &Line::from(spans), m.size.0);
}

/// A rule with words in it: a whole row underlined.
pub(super) fn rule(
    m: &Model,
    c: &mut Canvas<'_, '_>,
    x: u16,
    y: u16,
    cells: u16,
    left: &str,
    right: &str,
) {
    let room = usize::from(cells).saturating_sub(width(right) + 1);
    let text = format!("{} {right}", super::text::pad(left, room, CUT));
    c.put(x, y, &Line::from(Span::styled(text, m.theme.rule())), cells);
}
