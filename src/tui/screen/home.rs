//! Home: the queues and what waits.

use super::super::model::Model;
use super::canvas::{Canvas, cell};
use super::frame::{fact, header, marked};
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
    let rows = rows(m);
    for (n, q) in m.queues.iter().enumerate() {
        c.put(0, 3 + cell(n), &queue(m, n, q, (name, drawn)), w);
    }
    let mut y = 4 + cell(m.queues.len());
    let beside = rows.views.max(rows.dues);
    if beside > 0 {
        // Views at the left, deadlines at the right; alone at the left when there are no views.
        let at = if rows.views > 0 { w / 2 + 4 } else { 0 };
        header(c, 0, y, w, &heads_of(m, usize::from(at), rows));
        let from = m.queues.len();
        for n in 0..rows.views {
            view(m, c, (y + 1 + cell(n), at.saturating_sub(3)), n, from + n);
        }
        dues(m, c, (at + 3, y + 1), rows.dues);
        y += 2 + cell(beside);
    }
    if rows.begun > 0 {
        header(c, 0, y, w, &format!("   {}", say::unfinished(m.lang)));
        let from = m.queues.len() + rows.views;
        for n in 0..rows.begun {
            begun(m, c, y + 1 + cell(n), n, from + n);
        }
        y += 1 + cell(rows.begun);
        let more = m.drafts.len().saturating_sub(rows.begun);
        if more > 0 {
            c.say(3, y, &say::more_drafts(m.lang, more), t.smoke());
            y += 1;
        }
        y += 1;
    }
    let d = m.day.done;
    if d.decided + d.withdrawn > 0 {
        c.put(
            3,
            y,
            &Line::from(marked(t, &say::today(m.lang, d))),
            w.saturating_sub(4),
        );
        y += 1;
    }
    let waiting: u64 = m.queues.iter().map(|q| q.mine).sum();
    if let Some(minutes) = m.day.minutes.filter(|_| waiting > 0)
        && y + 2 < c.height()
    {
        let text = say::takes(m.lang, waiting, minutes);
        c.put(3, y, &Line::from(marked(t, &text)), w.saturating_sub(4));
        y += 1;
    }
    if let Some(left) = m.day.left.filter(|_| m.day.news > 0) {
        let text = say::since(m.lang, &left.short(), m.day.news);
        c.put(3, y, &Line::from(marked(t, &text)), w.saturating_sub(4));
        y += 1;
    }
    if let Some(p) = m.day.coverage.filter(|p| p.missing() > 0)
        && y + 2 < c.height()
    {
        let line = Line::from(marked(t, &words::watch::home(m.lang, &p)));
        c.put(3, y, &line, w.saturating_sub(4));
        y += 1;
    }
    if m.practice {
        let text = look.wrap(&tui::sample_notice(m.lang), usize::from(w - 6));
        // It says nothing that the chip does not: left out where there is no room.
        if y + cell(text.len()) + 2 <= c.height() {
            for (k, row) in (0u16..).zip(text) {
                c.say(3, y + k, &row, t.smoke());
            }
        }
    }
}

/// How many rows each part of home has.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rows {
    /// Saved views.
    pub(super) views: usize,
    /// Deadlines.
    dues: usize,
    /// Drafts.
    pub(super) begun: usize,
}

/// The rows that the parts of home have room for: at least three drafts and three views, then
/// whichever has more.
pub(super) fn rows(m: &Model) -> Rows {
    let (views, begun) = (m.settings.views().len(), m.day.begun.len());
    let dues = days(m).len();
    // Heads, blanks between the parts, the day's two lines, and the two rows at the foot.
    let room = usize::from(m.size.1).saturating_sub(13 + m.queues.len());
    let least = begun.min(3);
    let beside = views.max(dues).min(room.saturating_sub(least));
    Rows {
        views: views.min(beside),
        dues: dues.min(beside),
        begun: begun.min(room.saturating_sub(beside)),
    }
}

/// What waits, by when it is due: overdue together, then day by day, then the rest. Nothing where
/// it is all one.
fn days(m: &Model) -> Vec<(String, u64, bool)> {
    const DAYS: usize = 5;
    let mine: u64 = m.queues.iter().map(|q| q.mine).sum();
    let (past, coming): (Vec<_>, Vec<_>) = m.day.dues.iter().partition(|(d, _)| *d < m.today);
    let mut out = Vec::new();
    let late: u64 = past.iter().map(|(_, n)| n).sum();
    if late > 0 {
        out.push((say::late(m.lang), late, true));
    }
    let shown = coming.iter().take(DAYS);
    out.extend(shown.map(|(d, n)| (format!("{:02}-{:02}", d.month(), d.day()), *n, false)));
    let told: u64 = out.iter().map(|(_, n, _)| n).sum();
    if mine > told {
        out.push((say::later(m.lang), mine - told, false));
    }
    if out.len() < 2 { Vec::new() } else { out }
}

/// Heads of the views and of the deadlines, the latter from a column on.
fn heads_of(m: &Model, at: usize, rows: Rows) -> String {
    let look = m.look;
    let dues = if rows.dues > 0 {
        say::dues(m.lang)
    } else {
        String::new()
    };
    if rows.views == 0 {
        return format!("   {dues}");
    }
    let name = format!("   {}", say::views(m.lang));
    let cases = look.right(&say::cases_head(m.lang), at.saturating_sub(33));
    let left = format!("{}{cases}", look.pad(&name, 30));
    format!("{}{dues}", look.pad(&left, at + 3))
}

/// A saved view with its live count.
fn view(m: &Model, c: &mut Canvas<'_>, (y, cells): (u16, u16), n: usize, at: usize) {
    let (look, t) = (m.look, m.look.theme);
    let views = m.settings.views();
    let Some(v) = views.get(n) else { return };
    let (sign, gutter, chip) = cursor(m, m.home == at);
    let count = match m.day.views.get(&v.letter) {
        Some((n, false)) => thousands(*n),
        Some((n, true)) => format!("{}+", thousands(*n)),
        None => say::loading(m.lang),
    };
    let count = look.right(&count, 7);
    let room = usize::from(cells).saturating_sub(7 + 8);
    let shown = look.cut(&v.name, room);
    let gap = room - look.width(&shown);
    let spans = vec![
        Span::styled(sign, gutter),
        Span::styled(format!("  '{}  ", v.letter), t.bold()),
        Span::styled(shown, chip),
        Span::raw(" ".repeat(gap)),
        Span::styled(count, t.bold()),
    ];
    c.put(0, y, &Line::from(spans), cells);
}

/// When what waits for me is due, drawn.
fn dues(m: &Model, c: &mut Canvas<'_>, (x, y): (u16, u16), rows: usize) {
    let (look, t) = (m.look, m.look.theme);
    let days = days(m);
    let most = days.iter().map(|d| d.1).max().unwrap_or(0);
    let cells = usize::from(c.width().saturating_sub(x + 17)).min(24);
    for (k, (day, n, late)) in days.iter().take(rows).enumerate() {
        let style = if *late { t.vermilion() } else { t.ink() };
        let heavy = super::super::glyphs::filled(*n, most, cells).max(1);
        let bar = look.glyphs.heavy().repeat(heavy);
        let spans = vec![
            Span::styled(look.pad(day, 7), style),
            Span::styled(look.pad(&bar, cells), t.ink()),
            Span::styled(look.right(&thousands(*n), 7), t.bold()),
        ];
        c.put(
            x,
            y + cell(k),
            &Line::from(spans),
            c.width().saturating_sub(x + 1),
        );
    }
}

/// A draft: the case it is of, and when it was written.
fn begun(m: &Model, c: &mut Canvas<'_>, y: u16, n: usize, at: usize) {
    let (look, t) = (m.look, m.look.theme);
    let Some(b) = m.day.begun.get(n) else { return };
    let w = usize::from(c.width());
    let (sign, gutter, chip) = cursor(m, m.home == at);
    let written =
        b.at.map_or_else(String::new, |at| say::ago(m.lang, at, m.day.read));
    let code = b.code.to_string();
    let used = 9 + look.width(&code);
    let room = w.saturating_sub(used + 15);
    let spans = vec![
        Span::styled(sign, gutter),
        Span::raw("  "),
        Span::styled(say::draft(m.lang), t.azure().patch(t.bold())),
        Span::raw("  "),
        Span::styled(code, chip),
        Span::raw("  "),
        Span::raw(look.pad(&look.cut(b.name.as_ref(), room), room)),
        Span::styled(look.right(&written, 13), t.smoke()),
    ];
    c.put(0, y, &Line::from(spans), c.width().saturating_sub(1));
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
