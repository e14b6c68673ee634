//! A queue's list, with a small preview under it, or a pane beside it on wide screens.

use super::super::model::{Model, Screen};
use super::super::text::{cut, pad, right, width, wrap};
use super::{CUT, Canvas, rule, title};
use crate::domain::procedure::builtin;
use crate::store::{Order, Row, Scope};
use crate::words::{self, tui as say};
use ratatui::text::{Line, Span};

/// From this width a pane stands beside the list.
const WIDE: u16 = 110;

/// True when a pane stands beside the list.
const fn beside_it(m: &Model) -> bool {
    m.size.0 >= WIDE && m.options.preview && !m.options.whole
}

/// The row under the last one of the list.
const fn bottom(m: &Model) -> u16 {
    let h = m.size.1;
    let previewed = m.options.preview && !m.options.whole && !beside_it(m);
    h.saturating_sub(if previewed { 6 } else { 2 })
}

/// Rows of the list that are shown.
pub fn rows(m: &Model) -> usize {
    usize::from(bottom(m).saturating_sub(3))
}

/// Draws the list.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_, '_>) {
    let l = &m.list;
    let (w, h) = m.size;
    let p = builtin()
        .iter()
        .find(|(p, ..)| p.id == l.queue)
        .map(|(p, ..)| p);
    let name = p.map_or_else(
        || l.queue.clone(),
        |p| words::either(m.lang, &p.name, &p.name_en),
    );
    let count = m.queues.iter().find(|q| q.queue == l.queue);
    title(
        m,
        c,
        &name,
        &say::list_counts(m.lang, l.rows.len(), l.total, count, l.news.len()),
    );
    let mine = l.scope == Scope::Mine;
    let filter = l.filter.as_ref().map_or("", |f| f.echo());
    c.say(
        1,
        1,
        &cut(
            &say::list_context(m.lang, mine, filter, l.order),
            usize::from(w - 2),
            CUT,
        ),
        m.theme.smoke(),
    );
    let pane = beside_it(m);
    let cells = if pane { w * 58 / 100 } else { w };
    let seats = l.rows.iter().any(|r| r.seats_total > 0);
    // Codes are never cut; names are.
    let codes = l
        .rows
        .iter()
        .map(|r| width(r.code.as_str()))
        .max()
        .unwrap_or(14)
        .clamp(14, 24);
    let room = usize::from(cells).saturating_sub(fixed(seats) + codes + 3);
    let columns = Columns {
        codes,
        room,
        seats,
        cells,
    };
    head(m, c, &columns);
    let (rows, top) = (rows(m), l.top);
    if l.rows.is_empty() {
        c.say(
            3,
            4,
            &say::empty_list(m.lang, mine, !filter.is_empty()),
            m.theme.bold(),
        );
    }
    for (n, row) in l.rows.iter().enumerate().skip(top).take(rows) {
        let y = u16::try_from(3 + n - top).unwrap_or(u16::MAX);
        line(m, c, row, y, &columns);
    }
    if pane {
        beside(m, c, cells + 1, w.saturating_sub(cells + 2), h);
    } else if bottom(m) + 4 < h {
        below(m, c, h - 6, w);
    }
}

/// Cells of the list and its columns.
struct Columns {
    codes: usize,
    room: usize,
    seats: bool,
    cells: u16,
}

/// Cells of the columns beside code and name.
fn fixed(seats: bool) -> usize {
    1 + 12 + 1 + 8 + 1 + if seats { 4 } else { 0 } + 3 + 7
}

fn head(m: &Model, c: &mut Canvas<'_, '_>, k: &Columns) {
    let Columns {
        codes,
        room,
        seats,
        cells,
    } = *k;
    let heads = say::list_heads(m.lang);
    let mark = |o: Order| if m.list.order == o { "^" } else { "" };
    let mut text = format!(
        "  {} {} {} {} ",
        pad(&format!("{}{}", heads[0], mark(Order::Code)), codes, CUT),
        pad(&heads[1], room, CUT),
        right(&format!("{}{}", heads[2], mark(Order::Amount)), 12),
        pad(&format!("{}{}", heads[3], mark(Order::Findings)), 8, CUT),
    );
    if seats {
        text.push_str(&pad(&heads[4], 4, CUT));
    }
    text.push_str(&pad(&heads[5], 3, CUT));
    text.push_str(&format!("{}{}", heads[6], mark(Order::Due)));
    let text = pad(&text, usize::from(cells.saturating_sub(1)), CUT);
    c.put(0, 2, &Line::from(Span::styled(text, m.theme.rule())), cells);
}

fn line(m: &Model, c: &mut Canvas<'_, '_>, row: &Row, y: u16, k: &Columns) {
    let Columns {
        codes,
        room,
        seats,
        cells,
    } = *k;
    let here = Some(row.id) == m.list.cursor;
    let t = m.theme;
    let code = cut(row.code.as_str(), codes, CUT);
    let gap = " ".repeat(codes.saturating_sub(width(&code)));
    let chip = if here && m.over.is_none() {
        t.chip()
    } else {
        t.ink()
    };
    let marked = m.list.marks.contains_key(&row.id);
    let mut spans = vec![
        Span::styled(if here { ">" } else { " " }, t.azure()),
        Span::styled(if marked { "*" } else { " " }, t.azure()),
        Span::styled(code, chip),
        Span::raw(format!(
            "{gap} {} {} ",
            pad(row.name.as_str(), room, CUT),
            right(&row.amount.wan(), 12)
        )),
    ];
    let [errors, warnings, _] = row.findings;
    let part = |sign: &str, n: u32| {
        if n > 0 {
            format!("{sign}{n}")
        } else {
            String::new()
        }
    };
    let signs = say::severities(m.lang);
    spans.push(Span::styled(
        pad(&part(signs[0], errors), 4, ""),
        t.vermilion(),
    ));
    spans.push(Span::styled(
        pad(&part(signs[1], warnings), 4, ""),
        t.ochre(),
    ));
    if seats {
        spans.push(Span::raw(format!(
            "{} ",
            pad(&format!("{}/{}", row.seats_done, row.seats_total), 3, "")
        )));
    }
    let p = builtin()
        .iter()
        .find(|(p, ..)| p.id == row.queue)
        .map(|(p, ..)| p);
    let (mine, style) = if row.mine.recused {
        (say::recused_sign(m.lang), t.ink())
    } else if let Some(v) = &row.mine.verdict {
        let sign = p.and_then(|p| p.verdict(v)).map_or("", |v| v.sign.as_str());
        (sign.to_owned(), t.ink())
    } else {
        ("--".to_owned(), t.smoke())
    };
    spans.push(Span::styled(pad(&mine, 3, ""), style));
    let state = say::short_state(m.lang, &row.state);
    let late = row.due.is_some_and(|d| d < m.today) && row.mine.waiting;
    let (text, style) = match (state, row.due) {
        (Some(s), _) => (
            s,
            if row.state == "dissent" {
                t.ochre()
            } else {
                t.ink()
            },
        ),
        (None, Some(d)) => (
            say::due(m.lang, d, m.today),
            if late { t.vermilion() } else { t.ink() },
        ),
        (None, None) => (String::new(), t.ink()),
    };
    spans.push(Span::styled(text, style));
    if m.list.news.contains(&row.id) {
        spans.push(Span::styled(format!(" {}", say::news(m.lang)), t.bold()));
    }
    c.put(0, y, &Line::from(spans), cells.saturating_sub(1));
}

/// The case under the cursor, where its file has come.
fn under(m: &Model) -> Option<&super::super::model::Work> {
    m.work
        .as_ref()
        .filter(|w| m.screen == Screen::Queue && Some(w.file.row.id) == m.list.cursor)
}

fn below(m: &Model, c: &mut Canvas<'_, '_>, y: u16, w: u16) {
    let at = if m.list.rows.is_empty() {
        0
    } else {
        m.list.at() + 1
    };
    let place = format!("{at} / {}", m.list.rows.len());
    let Some(work) = under(m) else {
        return rule(m, c, 0, y, w - 1, "", &place);
    };
    let r = &work.file.row;
    rule(
        m,
        c,
        0,
        y,
        w - 1,
        &format!("  {}  {}  {}", r.name, r.unit, say::round(m.lang, r.round)),
        &place,
    );
    let room = usize::from(w - 4);
    let mut lines: Vec<(String, ratatui::style::Style)> = Vec::new();
    for f in work.file.findings().iter().take(2) {
        let text = format!(
            "{} {}",
            f.rule,
            crate::domain::clean::Clean::line(&f.message)
        );
        lines.push((text, super::case::severity(m, f.severity)));
    }
    if lines.is_empty() {
        lines.push((say::clean_case(m.lang), m.theme.ink()));
    }
    lines.push((super::case::rail(m, work), m.theme.ink()));
    for (k, (text, style)) in (0u16..).zip(lines) {
        c.say(2, y + 1 + k, &cut(&text, room, CUT), style);
    }
}

fn beside(m: &Model, c: &mut Canvas<'_, '_>, x: u16, cells: u16, h: u16) {
    for y in 2..h - 2 {
        c.say(x - 1, y, "|", m.theme.smoke());
    }
    let Some(work) = under(m) else {
        return;
    };
    let r = &work.file.row;
    let x = x + 1;
    let room = usize::from(cells.saturating_sub(2));
    let mut y = 2;
    let mut put = |text: &str, style: ratatui::style::Style| {
        if y < h - 3 {
            c.say(x, y, &cut(text, room, CUT), style);
        }
        y += 1;
    };
    put(r.name.as_str(), m.theme.bold());
    put(
        &format!("{}  {}  {}", r.unit, r.code, say::round(m.lang, r.round)),
        m.theme.ink(),
    );
    put(
        &say::money_line(m.lang, work.file.now().map(|r| &r.declaration)),
        m.theme.ink(),
    );
    put("", m.theme.ink());
    put(&say::findings_head(m.lang, r.findings), m.theme.bold());
    if work.file.findings().is_empty() {
        put(&say::clean_case(m.lang), m.theme.ink());
    }
    for f in work.file.findings() {
        let d = work.file.now().map(|r| &r.declaration);
        let place = d.map_or_else(String::new, |d| words::field::place(m.lang, d, &f.field));
        put(
            &format!("{}{} {place}", say::sign(f.severity), f.rule),
            super::case::severity(m, f.severity),
        );
        for part in wrap(
            &crate::domain::clean::lines(&f.message),
            room.saturating_sub(4),
        ) {
            put(&format!("    {part}"), m.theme.ink());
        }
    }
    put("", m.theme.ink());
    if let Some(round) = work.file.now() {
        put(&words::field::name(m.lang, "goal_annual"), m.theme.bold());
        for part in wrap(
            &round.declaration.many("goal_annual"),
            room.saturating_sub(2),
        )
        .into_iter()
        .take(6)
        {
            put(&format!("  {part}"), m.theme.ink());
        }
    }
    c.say(
        x,
        h - 3,
        &cut(&super::case::rail(m, work), room, CUT),
        m.theme.ink(),
    );
}
