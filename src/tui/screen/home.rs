//! Home: the queues and what waits.

use super::super::model::Model;
use super::canvas::{Canvas, cell};
use super::frame::{fact, header};
use super::meter::{bar, thousands};
use super::{cursor, procedure, title};
use crate::store::QueueCount;
use crate::words::{self, look as say, tui};
use ratatui::text::{Line, Span};

/// Cells of the numbers at the right of a name.
const NUMBERS: usize = 43;

/// Draws home.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_>) {
    let t = c.look.theme;
    let mut facts = vec![fact(m.who.name.clone(), t.ink())];
    facts.extend(
        m.who
            .roles
            .iter()
            .map(|r| fact(tui::role(m.lang, *r), t.ink())),
    );
    title(m, c, &say::home(m.lang), &facts);
    // Spare width goes to names and bars.
    let spare = usize::from(c.width()).saturating_sub(80);
    let drawn = 12 + (spare / 4).min(12);
    let name = 31 + spare - drawn;
    let heads = say::home_heads(m.lang);
    let look = c.look;
    let head = format!(
        "   {}{}{}{}{}  {}",
        look.pad(&heads[0], name + drawn + 3),
        look.right(&heads[1], 8),
        look.right(&heads[2], 7),
        look.right(&heads[3], 8),
        look.right(&heads[4], 5),
        heads[5],
    );
    let w = c.width();
    header(c, 0, 2, w, &head);
    if m.queues.is_empty() {
        c.say(5, 3, &say::loading(m.lang), t.smoke());
    }
    let room = c.height().saturating_sub(7);
    for (n, q) in m.queues.iter().enumerate().take(usize::from(room)) {
        let y = 3 + cell(n);
        c.put(0, y, &queue(m, n, q, (name, drawn)), w);
    }
    let mut y = 5 + cell(m.queues.len());
    if !m.drafts.is_empty() {
        header(c, 0, y, w, &format!("   {}", say::unfinished(m.lang)));
        let line = Line::from(vec![
            Span::styled(say::draft(m.lang), t.azure()),
            Span::raw(format!("  {}", say::drafts_wait(m.lang, m.drafts.len()))),
        ]);
        c.put(3, y + 1, &line, w.saturating_sub(4));
        y += 3;
    }
    let done = m.walked.len();
    if done > 0 {
        c.say(3, y, &say::sitting(m.lang, done), t.ink());
        y += 2;
    }
    if m.practice {
        for (k, row) in (0u16..).zip(look.wrap(&tui::sample_notice(m.lang), usize::from(w - 6))) {
            c.say(3, y + k, &row, t.smoke());
        }
    }
}

fn queue(m: &Model, n: usize, q: &QueueCount, (name, drawn): (usize, usize)) -> Line<'static> {
    let (look, t) = (m.look, m.look.theme);
    let (sign, gutter, chip) = cursor(m, n == m.home);
    let called = procedure(&q.queue).map_or_else(
        || q.queue.clone(),
        |p| words::either(m.lang, &p.name, &p.name_en),
    );
    let shown = look.cut(&called, name.saturating_sub(2));
    let gap = name.saturating_sub(look.width(&shown) + 2) + 3;
    let done = q.total.saturating_sub(q.pending);
    let late = match q.overdue {
        0 => Span::raw(look.right("--", 5)),
        n => Span::styled(look.right(&thousands(n), 5), t.vermilion().patch(t.bold())),
    };
    let due = q.next_due.map_or_else(Span::default, |d| {
        let style = if d < m.today { t.vermilion() } else { t.ink() };
        Span::styled(format!("  {}", say::deadline(m.lang, d, m.today)), style)
    });
    let mut spans = vec![
        Span::styled(sign, gutter),
        Span::styled(format!("  {} ", n + 1), t.bold()),
        Span::styled(shown, chip),
        Span::raw(" ".repeat(gap.saturating_sub(1))),
    ];
    spans.extend(bar(look, done, q.total, drawn));
    spans.extend([
        Span::styled(look.right(&thousands(q.mine), NUMBERS - 35), t.bold()),
        Span::raw(look.right(&thousands(done), 7)),
        Span::raw(look.right(&thousands(q.total), 8)),
        late,
        due,
    ]);
    Line::from(spans)
}
