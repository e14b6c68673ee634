//! The log of the whole database, newest first, or what others did since the last time here.

use super::super::model::Model;
use super::super::text::{cut, pad, right};
use super::{CUT, Canvas, title};
use crate::domain::procedure::builtin;
use crate::words::{self, tui as say};
use ratatui::text::{Line, Span};

/// Draws the log.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_, '_>) {
    let (w, h) = m.size;
    let head = if m.log.since.is_some() {
        say::news_head(m.lang)
    } else {
        say::log_head(m.lang)
    };
    let more = if m.log.ended { "" } else { "+" };
    title(m, c, &head, &format!("{}{more}", m.log.lines.len()));
    let heads = say::log_heads(m.lang);
    let row = format!(
        "  {} {} {} {}  {}",
        right(&heads[0], 7),
        pad(&heads[1], 16, CUT),
        pad(&heads[2], 8, CUT),
        pad(&heads[3], 16, CUT),
        heads[4]
    );
    c.put(
        0,
        1,
        &Line::from(Span::styled(
            pad(&row, usize::from(w - 1), CUT),
            m.theme.rule(),
        )),
        w,
    );
    if m.log.lines.is_empty() {
        let says = if m.log.asked || !m.log.ended {
            "..".to_owned()
        } else {
            say::log_empty(m.lang)
        };
        c.say(3, 3, &says, m.theme.bold());
    }
    let rows = usize::from(h.saturating_sub(4));
    for (n, line) in m.log.lines.iter().enumerate().skip(m.log.top).take(rows) {
        let here = n == m.log.at;
        let p = builtin()
            .iter()
            .map(|(p, ..)| p)
            .find(|p| p.id == line.queue);
        let p = p.or_else(|| builtin().first().map(|(p, ..)| p));
        let says = p.map_or_else(String::new, |p| words::history::summary(m.lang, p, line));
        let seq = right(&line.seq.to_string(), 7);
        let chip = if here && m.over.is_none() {
            m.theme.chip()
        } else {
            m.theme.smoke()
        };
        let line = Line::from(vec![
            Span::styled(if here { "> " } else { "  " }, m.theme.azure()),
            Span::styled(seq, chip),
            Span::raw(format!(
                " {} {} {}  {}",
                pad(&line.at.short(), 16, CUT),
                pad(line.by.1.as_str(), 8, CUT),
                pad(&line.code, 16, CUT),
                cut(&says, usize::from(w).saturating_sub(56), CUT)
            )),
        ]);
        let y = u16::try_from(n - m.log.top).unwrap_or(0);
        c.put(0, 2 + y, &line, w - 1);
    }
}
