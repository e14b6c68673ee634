//! What stands beside or under a list: the case that the cursor rested on. It stays, with its own
//! name and code, until another one has come.

use super::super::model::{Model, Work};
use super::canvas::Canvas;
use super::parts::{self, Block, stack};
use super::section::{End, section};
use crate::words::{look as say, tui};
use ratatui::text::{Line, Span};

/// The case whose file came last, if it is of this list.
pub(super) fn shown(m: &Model) -> Option<&Work> {
    m.work
        .as_ref()
        .filter(|w| w.file.row.queue == m.list.queue && !m.list.rows.is_empty())
}

/// Its name and code, for the rule over the small preview.
pub(super) fn name(m: &Model) -> Vec<Span<'static>> {
    let t = m.look.theme;
    shown(m).map_or_else(Vec::new, |w| {
        vec![
            Span::styled(w.file.row.name.to_string(), t.bold()),
            Span::styled(format!("  {}", w.file.row.code), t.smoke()),
        ]
    })
}

/// The small preview: three rows.
pub(super) fn below(m: &Model, c: &mut Canvas<'_>, y: u16) {
    let Some(w) = shown(m) else {
        return;
    };
    let look = c.look;
    let r = &w.file.row;
    let cells = usize::from(c.width()).saturating_sub(5);
    let mut first = vec![
        Span::raw(r.unit.to_string()),
        Span::raw(format!("   {}", tui::round(m.lang, r.round))),
    ];
    let at_it = parts::colleagues(m, r.id);
    if !at_it.is_empty() {
        first.push(Span::styled(format!("   {at_it}"), m.look.theme.azure()));
    }
    if r.round > 1 {
        first.push(Span::raw("   "));
        first.extend(parts::keyed(m, &say::see_rounds(m.lang)));
    }
    if r.gauge.stake.get() > 0 {
        first.push(Span::raw("   "));
        first.extend(super::course::at_stake(m, r));
    }
    c.put(3, y, &Line::from(first), c.width().saturating_sub(4));
    // Findings one after another over two rows.
    let mut rows: Vec<Line<'static>> = vec![Line::default()];
    let mut used = 0;
    for (n, f) in w.file.findings().iter().enumerate() {
        let text = format!(" {} {}   ", f.rule, parts::rule_title(m, f));
        let sign = parts::sign(m, w, n, f);
        let need = look.width(&sign.content) + look.width(text.trim_end());
        if used > 0 && used + need > cells {
            if rows.len() == 2 {
                break;
            }
            rows.push(Line::default());
            used = 0;
        }
        used += need + 3;
        if let Some(row) = rows.last_mut() {
            row.spans.push(sign);
            let room = cells.saturating_sub(4);
            row.spans.push(Span::raw(if need > cells {
                look.cut(&text, room)
            } else {
                text
            }));
        }
    }
    if w.file.findings().is_empty() {
        rows = vec![Line::from(parts::none_found(m, w))];
    }
    for (k, row) in (0u16..).zip(&rows) {
        c.put(3, y + 1 + k, row, c.width().saturating_sub(4));
    }
}

/// The pane from a column on, to the right edge.
pub(super) fn beside(m: &Model, c: &mut Canvas<'_>, x: u16) {
    let Some(w) = shown(m) else {
        return;
    };
    let (width, bottom) = (c.width(), c.height().saturating_sub(3));
    let t = c.look.theme;
    let r = &w.file.row;
    let rule_cells = width.saturating_sub(x + 1);
    let left = x + 2;
    let end = width.saturating_sub(2);
    let cells = usize::from(end.saturating_sub(left));
    let ends = |c: &mut Canvas<'_>, y: u16, text: &str, style, facts: Vec<Span<'static>>| {
        let facts = Line::from(facts);
        let room = cells.saturating_sub(c.cells(&facts.spans) + 2);
        let shown = c.look.cut(text, room);
        c.say(left, y, &shown, style);
        c.put_right(end, y, &facts);
    };
    let due = r.due.map_or_else(Span::default, |d| {
        let late = d < m.today;
        Span::styled(
            tui::due(m.lang, d, m.today),
            if late { t.vermilion() } else { t.ink() },
        )
    });
    ends(c, 2, r.name.as_str(), t.bold(), vec![due]);
    let mut facts = vec![Span::raw(tui::round(m.lang, r.round))];
    let at_it = parts::colleagues(m, r.id);
    if !at_it.is_empty() {
        facts.insert(0, Span::styled(format!("{at_it}   "), t.azure()));
    }
    ends(c, 3, &format!("{}   {}", r.unit, r.code), t.ink(), facts);
    if cells < 56 {
        let mut y = 5;
        for line in parts::funds(m, w, cells) {
            c.put(left, y, &line, cell_of(cells));
            y += 1;
        }
        let blocks = [
            parts::findings(m, w, cells),
            parts::earlier(m, w, cells),
            parts::seats(m, w, cells),
            numbers_of(m, w, cells),
            parts::goal(m, w, cells, 9),
        ];
        stack(c, (x, rule_cells), (y + 1, bottom), &blocks, End::Open);
        return;
    }
    // Two columns: words at the left, numbers at the right; rules share rows.
    let half = cell_of(cells / 2 + 2);
    let words = usize::from(half).saturating_sub(4);
    let numbers = cells.saturating_sub(usize::from(half) + 1);
    let funds = Block {
        left: vec![Span::raw(say::funds(m.lang))],
        right: vec![Span::styled(say::wan(m.lang), t.smoke())],
        lines: parts::funds(m, w, numbers),
    };
    let pairs = [
        (parts::findings(m, w, words), funds),
        (parts::earlier(m, w, words), numbers_of(m, w, numbers)),
        (parts::goal(m, w, words, 9), parts::items(m, w, numbers)),
        (parts::seats(m, w, words), parts::recent(m, w, numbers, 6)),
    ];
    let mut y = 5;
    for (a, b) in pairs {
        let rows = parts::height(&a).max(parts::height(&b));
        if rows == 0 || y + 1 >= bottom {
            continue;
        }
        let until = (y + rows).min(bottom);
        section(c, (x, y, rule_cells), &a.left, &[], (End::Wall, End::Open));
        if !b.lines.is_empty() {
            section(
                c,
                (x + half, y, rule_cells.saturating_sub(half)),
                &b.left,
                &b.right,
                (End::Open, End::Open),
            );
        }
        for (k, line) in (y + 1..until).zip(&a.lines) {
            c.put(left, k, line, half.saturating_sub(3));
        }
        for (k, line) in (y + 1..until).zip(&b.lines) {
            c.put(left + half, k, line, cell_of(numbers));
        }
        y += rows;
    }
}

/// Money and results of a watched case, else the points by level.
fn numbers_of(m: &Model, w: &Work, cells: usize) -> Block {
    if w.file.procedure.watch {
        super::course::block(m, w, cells)
    } else {
        parts::weights(m, w, cells)
    }
}

fn cell_of(n: usize) -> u16 {
    super::canvas::cell(n)
}
