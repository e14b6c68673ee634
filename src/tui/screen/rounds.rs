//! Two rounds of a case side by side.

use super::super::model::Model;
use super::super::pages::{self, Entry};
use super::super::text::{cut, pad, width, wrap};
use super::{CUT, Canvas, rule, title};
use crate::domain::clean::lines;
use crate::words::{self, rounds as say, tui};
use ratatui::text::{Line, Span};

/// Rows that one text takes at most.
const MOST: usize = 6;

/// Draws the comparison.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_, '_>) {
    let (w, h) = m.size;
    let (Some(work), Some(page)) = (m.here(), pages::page(m)) else {
        title(m, c, &tui::program(m.lang), "");
        return;
    };
    let r = &work.file.row;
    let p = &work.file.procedure;
    let queue = words::either(m.lang, &p.short, &p.name_en);
    title(
        m,
        c,
        &format!("{queue} / {} / {}", r.code, say::place(m.lang)),
        &say::counts(m.lang, &page.counts, page.landed),
    );
    let view = m.rounds.as_ref();
    let all = view.is_some_and(|v| v.all);
    let counts = &page.counts;
    let places = counts.changed + counts.added + counts.removed + counts.unchanged;
    let shown = say::shown(m.lang, all, places);
    let room = usize::from(w).saturating_sub(width(&shown) + 4);
    c.put(
        1,
        1,
        &Line::from(vec![
            Span::styled(cut(r.name.as_str(), room / 2, CUT), m.theme.bold()),
            Span::raw(format!("  {}", r.unit)),
        ]),
        w - 2,
    );
    let x = u16::try_from(usize::from(w).saturating_sub(width(&shown) + 1)).unwrap_or(0);
    c.say(x, 1, &shown, m.theme.smoke());
    let label = usize::from(w / 4).clamp(20, 36);
    let cells = (usize::from(w) - label - 6) / 2;
    let [place, before, after] = say::heads(m.lang, page.rounds);
    let head = format!(
        "  {} {}  {}",
        pad(&place, label, CUT),
        pad(&before, cells, CUT),
        after
    );
    c.put(
        0,
        2,
        &Line::from(Span::styled(
            pad(&head, usize::from(w - 1), CUT),
            m.theme.rule(),
        )),
        w,
    );
    let at = view
        .map_or(0, |v| v.at)
        .min(page.entries.len().saturating_sub(1));
    // Below stands what is told of the row under the cursor.
    let foot = if h >= 30 { 8 } else { 5 };
    let body = usize::from(h.saturating_sub(foot + 3));
    let rows: Vec<Vec<Line<'_>>> = page
        .entries
        .iter()
        .enumerate()
        .map(|(n, e)| entry(m, e, n == at, label, cells))
        .collect();
    // From which row on, so that the cursor's stands in sight.
    let mut first = at;
    let mut used = rows.get(at).map_or(0, Vec::len);
    while first > 0 {
        let more = rows.get(first - 1).map_or(0, Vec::len);
        if used + more > body {
            break;
        }
        used += more;
        first -= 1;
    }
    for (k, line) in (0u16..).zip(rows.iter().skip(first).flatten().take(body)) {
        c.put(0, 3 + k, line, w - 1);
    }
    let y = h - foot;
    let name = page.entries.get(at).map_or("", |e| e.label.as_str());
    rule(
        m,
        c,
        0,
        y,
        w - 1,
        &format!("  {name}"),
        &format!(
            "{} / {}",
            (at + 1).min(page.entries.len()),
            page.entries.len()
        ),
    );
    let mut told = Vec::new();
    if let Some(e) = page.entries.get(at)
        && let Some((o, line)) = e.opinion.and_then(|n| page.opinions.get(n))
    {
        let n = e.opinion.unwrap_or(0) + 1;
        told.push(say::given(m.lang, n, line.by.1.as_str(), &line.at.short()));
        told.extend(wrap(&lines(&o.text), usize::from(w - 6)));
        if pages::again(m).is_some() {
            told.push(say::again_hint(m.lang));
        }
    }
    for (k, text) in (0u16..).zip(told.iter().take(usize::from(foot - 3))) {
        c.say(
            3,
            y + 1 + k,
            &cut(text, usize::from(w - 4), CUT),
            m.theme.ink(),
        );
    }
}

fn entry<'a>(m: &Model, e: &Entry, here: bool, label: usize, cells: usize) -> Vec<Line<'a>> {
    let mut out = Vec::new();
    if let Some(head) = &e.head {
        let answer = e
            .answer
            .map_or_else(String::new, |a| say::answer(m.lang, a));
        let room = (label + cells * 2).saturating_sub(width(&answer) + 2);
        out.push(Line::from(vec![
            Span::styled(format!(" {} ", pad(head, room, CUT)), m.theme.bold()),
            Span::styled(answer, m.theme.ochre()),
        ]));
    }
    let left = wrap(&e.left, cells);
    let right = wrap(&e.right, cells.saturating_sub(width(&e.note) + 1).max(8));
    let rows = left.len().max(right.len()).min(MOST);
    let empty = String::new();
    for k in 0..rows {
        let name = if k == 0 { e.label.as_str() } else { "" };
        let style = if here && k == 0 && m.over.is_none() {
            m.theme.chip()
        } else {
            m.theme.ink()
        };
        let shown = cut(name, label, CUT);
        let gap = label - width(&shown);
        let mark = if here && k == 0 { "> " } else { "  " };
        out.push(Line::from(vec![
            Span::styled(mark, m.theme.azure()),
            Span::styled(shown, style),
            Span::raw(" ".repeat(gap + 1)),
            Span::raw(pad(left.get(k).unwrap_or(&empty), cells, CUT)),
            Span::styled(if e.changed { "| " } else { "  " }, m.theme.smoke()),
            Span::styled(
                right.get(k).unwrap_or(&empty).clone(),
                if e.changed {
                    m.theme.bold()
                } else {
                    m.theme.ink()
                },
            ),
            Span::raw(if k == 0 {
                format!(" {}", e.note)
            } else {
                String::new()
            }),
        ]));
    }
    out
}
