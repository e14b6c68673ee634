//! What the check found, and for the finding under the cursor: the cells it speaks of, both
//! rounds, the rule.

use super::super::model::{Model, Work};
use super::canvas::{Canvas, cell};
use super::case::{HEAD, WIDE, foot};
use super::frame::header;
use super::parts::{self, Block, stack};
use super::section::{End, section};
use super::{cursor, evidence, first_shown};
use crate::domain::clean::lines;
use crate::domain::finding::Finding;
use crate::words::look as say;
use ratatui::text::{Line, Span};

/// The column of the details under a finding.
const DETAIL: u16 = 12;

/// Draws the tab.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_>, w: &Work) -> Option<u16> {
    let (width, bottom) = (c.width(), foot(c));
    let wall = (width >= WIDE).then(|| cell(usize::from(width) * 52 / 100));
    let cells = wall.unwrap_or(width);
    let heads = say::finding_heads(m.lang);
    let place = place_cells(cells);
    let head = format!(
        "  {}{}{}{}",
        c.look.pad(&heads[0], 4),
        c.look.pad(&heads[1], 6),
        c.look.pad(&heads[2], place + 1),
        heads[3]
    );
    header(c, 0, HEAD, cells, &head);
    let all = w.file.findings();
    let at = w.at[2].min(all.len().saturating_sub(1));
    if all.is_empty() {
        c.say(3, HEAD + 1, &parts::none_found(m, w), c.look.theme.bold());
    }
    // Under the list: on narrow screens the cells in question, on wide ones what I think of it.
    let under = if wall.is_some() {
        [
            parts::items(m, w, usize::from(cells) - 4),
            parts::seats(m, w, usize::from(cells) - 4),
        ]
        .into_iter()
        .filter(|b| !b.lines.is_empty())
        .collect()
    } else {
        all.get(at)
            .map(|f| vec![evidence::source(m, w, f, usize::from(cells) - 6)])
            .unwrap_or_default()
    };
    let need: u16 = under.iter().map(parts::height).sum();
    let body = bottom.saturating_sub(HEAD + 1);
    let most = if wall.is_some() { body / 2 } else { 7 };
    let mut rows = body.saturating_sub(need.min(most));
    if wall.is_none() && under.is_empty() {
        rows = body;
    }
    if let Some(x) = wall {
        c.wall(x, HEAD..bottom);
    }
    list(m, c, w, (cells, place), at, rows);
    if wall.is_some() {
        let mut y = HEAD + 1 + rows;
        for b in &under {
            y = flat(c, b, (cells, y), bottom, End::Wall);
        }
    } else if let Some(b) = under.first() {
        flat(c, b, (cells, HEAD + 1 + rows), bottom, End::Open);
    }
    let x = wall?;
    if let Some(f) = all.get(at) {
        let room = usize::from(width.saturating_sub(x + 5));
        let source = evidence::source(m, w, f, room);
        c.put(x + 3, HEAD, &Line::from(source.left.clone()), cell(room));
        c.put_right(
            width.saturating_sub(2),
            HEAD,
            &Line::from(source.right.clone()),
        );
        let mut y = HEAD + 2;
        for line in source.lines.iter().take(10) {
            c.put(x + 3, y, line, cell(room));
            y += 1;
        }
        let blocks = [
            evidence::both_rounds(m, w, f, room),
            evidence::rule(m, f, room),
        ];
        stack(
            c,
            (x + 1, width.saturating_sub(x + 2)),
            (y + 1, bottom),
            &blocks,
            End::Open,
        );
    }
    Some(x)
}

/// A block over the whole width of the left side; gives the row after it.
fn flat(c: &mut Canvas<'_>, b: &Block, (cells, y): (u16, u16), bottom: u16, end: End) -> u16 {
    if b.lines.is_empty() || y + 1 >= bottom {
        return y;
    }
    section(c, (0, y, cells), &b.left, &b.right, (End::Open, end));
    let mut at = y + 1;
    for line in &b.lines {
        if at >= bottom {
            return at;
        }
        c.put(3, at, line, cells.saturating_sub(4));
        at += 1;
    }
    at + 1
}

fn place_cells(cells: u16) -> usize {
    (usize::from(cells) * 3 / 10).clamp(16, 30)
}

fn list(
    m: &Model,
    c: &mut Canvas<'_>,
    w: &Work,
    (cells, place): (u16, usize),
    at: usize,
    rows: u16,
) {
    let all = w.file.findings();
    let mut told: Vec<Vec<Line<'static>>> = all
        .iter()
        .enumerate()
        .map(|(n, f)| {
            let mut out = vec![row(m, w, (n, f), (cells, place))];
            if n == at {
                out.extend(details(m, f, cells));
            }
            out
        })
        .collect();
    // With room to spare a blank row stands after each.
    let all_rows: usize = told.iter().map(|t| t.len() + 1).sum();
    if cells != c.width() && all_rows <= usize::from(rows) {
        for t in &mut told {
            t.push(Line::default());
        }
    }
    let heights: Vec<usize> = told.iter().map(Vec::len).collect();
    let from = first_shown(&heights, at, usize::from(rows));
    let shown = told.iter().skip(from).flatten().take(usize::from(rows));
    for (k, line) in (0u16..).zip(shown) {
        c.put(0, HEAD + 1 + k, line, cells.saturating_sub(1));
    }
}

fn row(
    m: &Model,
    w: &Work,
    (n, f): (usize, &Finding),
    (cells, place): (u16, usize),
) -> Line<'static> {
    let (look, t) = (m.look, m.look.theme);
    let here = n == w.at[2];
    let (sign, gutter, chip) = cursor(m, here);
    let name = look.cut(&parts::place(m, w, f), place);
    let gap = place - look.width(&name) + 1;
    let room = usize::from(cells).saturating_sub(usize::from(DETAIL) + place + 3);
    Line::from(vec![
        Span::styled(sign, gutter),
        Span::raw(" "),
        parts::sign(m, w, n, f),
        Span::raw(" "),
        Span::styled(f.rule.clone(), chip),
        Span::raw(" ".repeat(6usize.saturating_sub(look.width(&f.rule)))),
        Span::styled(name, if here { t.bold() } else { t.ink() }),
        Span::raw(" ".repeat(gap)),
        Span::raw(look.cut(&parts::rule_title(m, f), room)),
    ])
}

/// Under the finding at the cursor: what it would say as an opinion, and what would mend it.
fn details(m: &Model, f: &Finding, cells: u16) -> Vec<Line<'static>> {
    let (look, t) = (m.look, m.look.theme);
    let room = usize::from(cells.saturating_sub(DETAIL + 8));
    let mut out = Vec::new();
    let mut tell = |label: String, text: &str, most: usize| {
        let parts = look.wrap(text, room);
        let cut = parts.len() > most;
        for (k, part) in parts.into_iter().take(most).enumerate() {
            let label = if k == 0 {
                look.pad(&label, 6)
            } else {
                " ".repeat(6)
            };
            let mark = if cut && k + 1 == most {
                look.glyphs.cut()
            } else {
                ""
            };
            out.push(Line::from(vec![
                Span::raw(" ".repeat(usize::from(DETAIL))),
                Span::styled(label, t.smoke()),
                Span::raw(format!("{part}{mark}")),
            ]));
        }
    };
    tell(say::opinion(m.lang), &lines(&f.message), 4);
    if let Some(s) = &f.suggestion {
        tell(say::suggest(m.lang), &lines(s), 2);
    }
    out
}
