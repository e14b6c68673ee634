//! Drawing. A screen is a function of the model; drawing changes nothing.

pub mod canvas;
pub mod case;
mod checklist;
mod course;
mod drawer;
mod evidence;
mod findings;
mod form;
mod frame;
mod home;
mod indicators;
mod intake;
mod keybar;
mod log;
pub mod matrix;
mod meeting;
mod meter;
mod opinions;
mod over;
mod parts;
mod prefs;
mod preview;
mod prompts;
mod quadrant;
pub mod queue;
mod rounds;
mod scatter;
mod section;
pub mod units;

use super::command::{Command, Do, Place, of};
use super::model::{Model, Over, Screen};
use crate::domain::procedure::{Procedure, builtin};
use crate::words::tui as say;
use canvas::Canvas;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;

/// Draws everything.
pub fn draw(m: &Model, frame: &mut Frame<'_>) {
    if let Some(caret) = paint(m, frame.buffer_mut()) {
        frame.set_cursor_position(caret);
    }
}

/// Draws everything on a buffer; gives where the caret stands, if there is one.
pub fn paint(m: &Model, buffer: &mut Buffer) -> Option<Position> {
    let mut c = Canvas::new(buffer, m.look);
    let (w, h) = (c.width(), c.height());
    if w < 80 || h < 24 {
        // Text being typed stays in reach as long as there is any room for it.
        if matches!(m.over, Some(Over::Entry(_))) && w >= 40 && h >= 6 {
            over::draw(m, &mut c);
            keys(m, &mut c);
        } else {
            small(m, &mut c);
        }
        return c.caret_at();
    }
    match m.screen {
        Screen::Home => home::draw(m, &mut c),
        Screen::Queue => queue::draw(m, &mut c),
        Screen::Case => case::draw(m, &mut c),
        Screen::Rounds => rounds::draw(m, &mut c),
        Screen::Matrix => matrix::draw(m, &mut c),
        Screen::Units => units::draw(m, &mut c),
        Screen::Quadrant => quadrant::draw(m, &mut c),
        Screen::Log => log::draw(m, &mut c),
        Screen::Form => prefs::draw(m, &mut c),
    }
    over::draw(m, &mut c);
    message(m, &mut c);
    keys(m, &mut c);
    c.caret_at()
}

/// The notice below the least size.
fn small(m: &Model, c: &mut Canvas<'_>) {
    let (w, h) = (c.width(), c.height());
    let lines = say::too_small(m.lang, w, h);
    let rows = lines
        .iter()
        .flat_map(|l| c.look.wrap(l, usize::from(w)))
        .take(usize::from(h));
    for (y, row) in (0u16..).zip(rows.collect::<Vec<_>>()) {
        c.say(0, y, &row, c.look.theme.ink());
    }
}

/// The message line: what happened last, else how the draft stands. A prompt has it for itself.
fn message(m: &Model, c: &mut Canvas<'_>) {
    if matches!(&m.over, Some(Over::Prompt(p)) if prompts::in_a_line(p)) {
        return;
    }
    let y = c.height().saturating_sub(2);
    let says = match (m.message.is_empty(), m.screen) {
        (true, Screen::Case) => &m.draft_note,
        _ => &m.message,
    };
    let shown = c.look.cut(says, usize::from(c.width().saturating_sub(2)));
    c.say(1, y, &shown, c.look.theme.ink());
}

/// The keys that matter here, the help last.
fn keys(m: &Model, c: &mut Canvas<'_>) {
    let place = match m.pending {
        Some(_) if m.over.is_none() => super::update::below(m),
        _ => super::update::place(m),
    };
    let mut shown: Vec<&Command> = match &m.pending {
        // After a prefix the drawer tells what may follow; only leaving it is left to tell.
        Some(p) if p.shown => of(Place::Prompt)
            .filter(|x| matches!(x.act, Do::Back))
            .collect(),
        _ => of(place)
            .filter(|x| x.bar > 0 && !super::named::foreign(m, x))
            // The verdicts stand in the rail right above.
            .filter(|x| place != Place::Check || !in_the_rail(x.act))
            .collect(),
    };
    shown.sort_by_key(|x| x.bar);
    // As long as the next row's case has not come, the keys stay as they were, like the preview.
    let seen = preview::shown(m).filter(|_| m.screen == Screen::Queue && m.over.is_none());
    let seen = m.here().or(seen);
    let keys: Vec<keybar::Key> = shown
        .iter()
        .map(|x| keybar::Key {
            key: m.keymap.shown(x),
            name: super::named::name(m, x),
            usable: super::may::judged(m, seen, x.act, place).is_none(),
        })
        .collect();
    let y = c.height().saturating_sub(1);
    keybar::keybar(c, y, &keys);
}

/// What a checklist's key bar leaves out: verdicts stand in the rail above it.
const fn in_the_rail(act: Do) -> bool {
    matches!(
        act,
        Do::Letter(_) | Do::Suggested | Do::AdoptAll | Do::Paper
    )
}

/// Row 1.
fn title(m: &Model, c: &mut Canvas<'_>, place: &str, facts: &[ratatui::text::Span<'_>]) {
    let chip = say::chip(m.lang, m.practice, m.confined, m.read_only);
    match intake::in_title(m) {
        Some(told) => {
            let mut all = vec![frame::fact(told, m.look.theme.azure())];
            all.extend_from_slice(facts);
            frame::title(c, &chip, place, &all);
        }
        None => frame::title(c, &chip, place, facts),
    }
}

/// How many saved views and drafts home shows.
pub(super) fn rows_of_home(m: &Model) -> (usize, usize) {
    let rows = home::rows(m);
    (rows.views, rows.begun)
}

/// Percents under an axis, the line's own in bold.
fn marked_axis(c: &mut Canvas<'_>, (left, y): (u16, u16), at: &dyn Fn(i32) -> u16, cut: u8) {
    let t = c.look.theme;
    for n in [0, 20, 40, 60, 80, 100] {
        let own = n == i32::from(cut);
        let x = left + at(n);
        let near = !own && at(n).abs_diff(at(i32::from(cut))) < 5;
        if !near {
            let style = if own { t.bold() } else { t.smoke() };
            let x = if own { x.saturating_sub(2) } else { x };
            c.say(x, y, &n.to_string(), style);
        }
    }
    if !cut.is_multiple_of(20) {
        let x = left + at(i32::from(cut));
        c.say(x.saturating_sub(2), y, &cut.to_string(), t.bold());
    }
}

/// The procedure of a queue.
fn procedure(queue: &str) -> Option<&'static Procedure> {
    builtin().iter().map(|(p, ..)| p).find(|p| p.id == queue)
}

/// True while something lies over the screen: the accent has moved there.
fn covered(m: &Model) -> bool {
    m.over.is_some() || m.pending.as_ref().is_some_and(|p| p.shown)
}

/// The cursor's sign and the chip of what stands under it. On a slow line the sign is enough.
fn cursor(m: &Model, here: bool) -> (&'static str, ratatui::style::Style, ratatui::style::Style) {
    let t = m.look.theme;
    let sign = m.look.glyphs.cursor();
    match (here, covered(m)) {
        (false, _) => (" ", t.ink(), t.ink()),
        (true, true) => (sign, t.bold(), t.bold()),
        (true, false) if m.options.slow => (sign, t.azure_line(), t.ink()),
        (true, false) => (sign, t.azure_line(), t.chip()),
    }
}

/// The first of some groups to show, each so many rows high, so that the one under the cursor
/// stands whole among `rows`.
fn first_shown(heights: &[usize], at: usize, rows: usize) -> usize {
    let mut used = heights.get(at).copied().unwrap_or(0);
    let mut first = at.min(heights.len());
    while let Some(h) = first.checked_sub(1).and_then(|n| heights.get(n)) {
        if used + h > rows {
            break;
        }
        used += h;
        first -= 1;
    }
    first
}

/// The rows of a buffer as text.
pub fn rows(b: &Buffer) -> Vec<String> {
    let row = |y| {
        let mut out = String::new();
        let mut x = 0;
        while let Some(cell) = b.cell((x, y)).filter(|_| x < b.area.width) {
            out.push_str(cell.symbol());
            x += canvas::cell(canvas::breadth(cell).max(1));
        }
        out
    };
    (0..b.area.height).map(row).collect()
}
