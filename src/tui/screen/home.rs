//! Home: the queues and what waits.

use super::super::model::Model;
use super::super::text::{pad, right};
use super::{CUT, Canvas, title};
use crate::domain::procedure::builtin;
use crate::words::{self, tui as say};
use ratatui::text::{Line, Span};

/// Draws home.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_, '_>) {
    title(m, c, &say::program(m.lang), &say::whoami(m.lang, &m.who));
    let heads = say::home_heads(m.lang);
    let mut head = format!("     {}", pad(&heads[0], 24, CUT));
    for h in heads.iter().take(6).skip(1) {
        head.push_str(&right(h, 8));
    }
    head.push_str(&right(&heads[6], 9));
    c.put(
        1,
        2,
        &Line::from(Span::styled(
            pad(&head, usize::from(m.size.0 - 2), CUT),
            m.theme.rule(),
        )),
        m.size.0 - 2,
    );
    if m.queues.is_empty() {
        c.say(5, 3, "..", m.theme.smoke());
    }
    for (n, q) in m.queues.iter().enumerate() {
        let y = u16::try_from(n + 3).unwrap_or(u16::MAX);
        let here = n == m.home;
        let p = builtin()
            .iter()
            .find(|(p, ..)| p.id == q.queue)
            .map(|(p, ..)| p);
        let name = p.map_or_else(
            || q.queue.clone(),
            |p| words::either(m.lang, &p.name, &p.name_en),
        );
        let mut spans = vec![
            Span::styled(if here { " > " } else { "   " }, m.theme.azure()),
            Span::raw(format!("{} ", n + 1)),
        ];
        let style = if here && m.over.is_none() {
            m.theme.chip()
        } else {
            m.theme.bold()
        };
        let shown = super::super::text::cut(&name, 22, CUT);
        let gap = 24usize.saturating_sub(super::super::text::width(&shown));
        spans.push(Span::styled(shown, style));
        spans.push(Span::raw(" ".repeat(gap)));
        let done = q.total.saturating_sub(q.pending);
        for (k, number) in [q.mine, q.pending, done, q.total, q.overdue]
            .into_iter()
            .enumerate()
        {
            let style = if k == 4 && number > 0 {
                m.theme.vermilion()
            } else {
                m.theme.ink()
            };
            spans.push(Span::styled(right(&number.to_string(), 8), style));
        }
        let due = q
            .next_due
            .map_or_else(String::new, |d| say::due(m.lang, d, m.today));
        spans.push(Span::raw(right(&due, 9)));
        c.put(1, y, &Line::from(spans), m.size.0 - 1);
    }
    let y = u16::try_from(m.queues.len() + 5).unwrap_or(u16::MAX);
    if m.practice {
        c.say(3, y, &say::sample_notice(m.lang), m.theme.smoke());
    }
}
