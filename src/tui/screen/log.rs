//! The log of the whole database, newest first, or what others did since the last time here.

use super::super::model::Model;
use super::canvas::{Canvas, cell};
use super::frame::{fact, header};
use super::{cursor, procedure, title};
use crate::domain::procedure::builtin;
use crate::words::{self, look as say, tui};
use ratatui::text::{Line, Span};

/// Draws the log.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_>) {
    let (w, h) = (c.width(), c.height());
    let (look, t) = (c.look, c.look.theme);
    let place = if m.log.since.is_some() {
        tui::news_head(m.lang)
    } else {
        tui::log_head(m.lang)
    };
    let more = if m.log.ended { "" } else { "+" };
    let count = format!("{}{more}", m.log.lines.len());
    title(m, c, &place, &[fact(count, t.ink())]);
    let heads = tui::log_heads(m.lang);
    let head = format!(
        "  {}  {}{}{}{}",
        look.right(&heads[0], 7),
        look.pad(&heads[1], 14),
        look.pad(&heads[2], 10),
        look.pad(&heads[3], 17),
        heads[4]
    );
    header(c, 0, 1, w, &head);
    if m.log.lines.is_empty() {
        let ended = m.log.ended && !m.log.asked;
        if ended {
            c.say(3, 3, &tui::log_empty(m.lang), t.bold());
        } else {
            c.say(3, 3, &say::loading(m.lang), t.smoke());
        }
    }
    let rows = usize::from(h.saturating_sub(4));
    for (n, l) in m.log.lines.iter().enumerate().skip(m.log.top).take(rows) {
        let (sign, gutter, chip) = cursor(m, n == m.log.at);
        let p = procedure(&l.queue).or_else(|| builtin().first().map(|(p, ..)| p));
        let says = p.map_or_else(String::new, |p| words::history::summary(m.lang, p, l));
        let seq = l.seq.to_string();
        let line = Line::from(vec![
            Span::styled(sign, gutter),
            Span::raw(" ".repeat(8usize.saturating_sub(seq.len()))),
            Span::styled(seq, chip),
            Span::styled(format!("  {}", look.pad(&l.at.short(), 14)), t.smoke()),
            Span::raw(look.pad(l.by.1.as_str(), 10)),
            Span::raw(look.pad(&l.code, 17)),
            Span::raw(look.cut(&says, usize::from(w).saturating_sub(53))),
        ]);
        c.put(0, 2 + cell(n - m.log.top), &line, w.saturating_sub(1));
    }
}
