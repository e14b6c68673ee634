//! The indicators of a form, and all about the one under the cursor.

use super::super::model::{Model, Work};
use super::canvas::{Canvas, cell};
use super::case::{HEAD, WIDE, foot};
use super::evidence::{self, target};
use super::frame::header;
use super::parts::{self, Block, points};
use super::section::{End, section};
use super::{cursor, first_shown};
use crate::domain::clean::lines;
use crate::domain::declaration::{Declaration, Indicator};
use crate::domain::finding::{Finding, Place};
use crate::words::{self, look as say, tui};
use ratatui::text::{Line, Span};

/// Cells of the columns.
struct Columns {
    level1: usize,
    level2: usize,
    name: usize,
    value: usize,
    unit: usize,
    weight: usize,
    check: usize,
    before: usize,
}

impl Columns {
    fn new(d: &Declaration, width: u16, rounds: bool) -> Self {
        let units = d.indicators.iter().any(|i| i.unit.is_some());
        let mut k = Self {
            level1: 7,
            level2: 9,
            name: 0,
            value: if width >= WIDE { 20 } else { 14 },
            unit: if units { 6 } else { 0 },
            weight: 6,
            check: 9,
            before: if rounds && width >= WIDE { 16 } else { 0 },
        };
        let shown = [
            k.level1, k.level2, k.value, k.unit, k.weight, k.check, k.before,
        ];
        let used: usize = shown.iter().filter(|n| **n > 0).map(|n| n + 1).sum();
        k.name = usize::from(width).saturating_sub(3 + used + 2);
        k
    }
}

/// The same indicator in the earlier round.
fn earlier<'a>(w: &'a Work, i: &Indicator) -> Option<Option<&'a Indicator>> {
    let mut last = w.file.rounds.iter().rev();
    last.next()?;
    let d = &last.next()?.declaration;
    Some(
        d.indicators
            .iter()
            .find(|x| x.name == i.name && x.level1 == i.level1),
    )
}

/// The findings that speak of an indicator.
pub(super) fn of(w: &Work, n: usize) -> impl Iterator<Item = (usize, &Finding)> {
    let all = w.file.findings().iter().enumerate();
    all.filter(move |(_, f)| matches!(&f.field, Place::Indicator(k, _) if *k == n))
}

/// Draws the tab.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_>, w: &Work) -> Option<u16> {
    let Some(d) = w.file.now().map(|r| &r.declaration) else {
        c.say(3, HEAD + 1, &say::no_form(m.lang), c.look.theme.bold());
        return None;
    };
    let width = c.width();
    let k = Columns::new(d, width, w.file.rounds.len() > 1);
    head(m, c, &k);
    let body = foot(c).saturating_sub(HEAD + 1);
    // The table takes what it needs, its lower third at least is for the one under the cursor.
    let about = (body * 2 / 5).max(6).min(body);
    let need = cell(d.indicators.len() + 1);
    let rows = body.saturating_sub(about).min(need).max(3);
    let at = w.at[1].min(d.indicators.len().saturating_sub(1));
    let from = first_shown(&vec![1; d.indicators.len()], at, usize::from(rows));
    for (n, i) in d
        .indicators
        .iter()
        .enumerate()
        .skip(from)
        .take(usize::from(rows))
    {
        let above = n.checked_sub(1).filter(|p| *p >= from);
        let above = above.and_then(|p| d.indicators.get(p));
        let line = row(m, w, (n, i), above, &k);
        c.put(0, HEAD + 1 + cell(n - from), &line, width.saturating_sub(1));
    }
    if d.indicators.len() < usize::from(rows) {
        sum(m, c, d, &k, HEAD + 1 + cell(d.indicators.len()));
    }
    if let Some(i) = d.indicators.get(at) {
        beneath(m, c, w, (at, i), HEAD + 1 + rows, &|room| {
            vec![parts::weights(m, w, room), parts::goal(m, w, room, 6)]
        })
    } else {
        None
    }
}

fn head(m: &Model, c: &mut Canvas<'_>, k: &Columns) {
    let heads = say::indicator_heads(m.lang);
    let look = c.look;
    let mut text = String::from("   ");
    for (n, cells) in [
        k.level1, k.level2, k.name, k.value, k.unit, k.weight, k.check,
    ]
    .into_iter()
    .enumerate()
    {
        let head = heads.get(n).map_or("", String::as_str);
        match (cells, n) {
            (0, _) => continue,
            (_, 3 | 5) => text.push_str(&look.right(head, cells)),
            _ => text.push_str(&look.pad(head, cells)),
        }
        text.push(' ');
    }
    if k.before > 0 {
        text.push_str(&look.right(&say::earlier_value(m.lang), k.before));
    }
    let width = c.width();
    header(c, 0, HEAD, width, &text);
}

fn row(
    m: &Model,
    w: &Work,
    (n, i): (usize, &Indicator),
    above: Option<&Indicator>,
    k: &Columns,
) -> Line<'static> {
    let (look, t) = (m.look, m.look.theme);
    let (sign, gutter, chip) = cursor(m, n == w.at[1]);
    let new1 = above.is_none_or(|a| a.level1 != i.level1);
    let new2 = new1 || above.is_none_or(|a| a.level2 != i.level2);
    let level = |shown: bool, text: &str, cells: usize| {
        look.pad(if shown { words::field::bare(text) } else { "" }, cells)
    };
    let name = lines(&i.name).replace('\n', " ");
    let name = look.cut(&name, k.name);
    let gap = k.name - look.width(&name) + 1;
    let mut spans = vec![
        Span::styled(sign, gutter),
        Span::raw(format!(
            "  {} {} ",
            level(new1, &i.level1, k.level1),
            level(new2, &i.level2, k.level2)
        )),
        Span::styled(name, chip),
        Span::raw(" ".repeat(gap)),
        Span::raw(format!("{} ", look.right(&target(i), k.value))),
    ];
    let found: Vec<&Finding> = of(w, n).map(|(_, f)| f).collect();
    if k.unit > 0 {
        let unit = i.unit.as_deref().unwrap_or("");
        let column = |f: &&Finding| matches!(&f.field, Place::Indicator(_, Some(c)) if c == "unit");
        let meant = unit.trim().is_empty() && found.iter().any(column);
        let (text, style) = if meant {
            (say::none(m.lang), t.vermilion().patch(t.bold()))
        } else {
            (unit.to_owned(), t.ink())
        };
        spans.push(Span::styled(format!("{} ", look.pad(&text, k.unit)), style));
    }
    let weight = i
        .weight
        .map_or_else(|| i.weight_raw.clone().unwrap_or_default(), points);
    spans.push(Span::raw(format!("{} ", look.right(&weight, k.weight))));
    let mut used = 0;
    if let Some((f, more)) = found.split_first() {
        let worst = of(w, n)
            .min_by_key(|(_, f)| f.severity)
            .map_or(*f, |(_, f)| f);
        let text = format!("{} {}", tui::sign(worst.severity), worst.rule);
        used = look.width(&text);
        spans.push(Span::styled(text, parts::severity(m, worst.severity)));
        if !more.is_empty() && used + 1 < k.check {
            spans.push(Span::styled("+", t.smoke()));
            used += 1;
        }
    }
    if k.before > 0 {
        spans.push(Span::raw(" ".repeat((k.check + 1).saturating_sub(used))));
        let (text, style) = match earlier(w, i) {
            Some(Some(b)) if target(b) == target(i) => (target(b), t.smoke()),
            Some(Some(b)) => (target(b), t.news()),
            _ => (say::absent(m.lang), t.smoke()),
        };
        let shown = look.cut(&text, k.before);
        spans.push(Span::raw(" ".repeat(k.before - look.width(&shown))));
        spans.push(Span::styled(shown, style));
    }
    Line::from(spans)
}

/// All points together, in red where they do not come to what they must.
fn sum(m: &Model, c: &mut Canvas<'_>, d: &Declaration, k: &Columns, y: u16) {
    let t = c.look.theme;
    let all = d.indicators.iter().filter(|i| !i.whole_project);
    let all: Vec<i32> = all.filter_map(|i| i.weight).collect();
    if all.is_empty() {
        return;
    }
    let x = cell(3 + k.level1 + 1 + k.level2 + 1);
    c.say(x, y, &say::total(m.lang), t.smoke());
    let unit = if k.unit > 0 { k.unit + 1 } else { 0 };
    let end = x + cell(k.name + 1 + k.value + 1 + unit + k.weight);
    let total = Span::styled(points(all.iter().sum()), t.bold());
    c.put_right(end, y, &Line::from(total));
}

/// All about the indicator under the cursor; on wide screens some blocks beside it.
pub(super) fn beneath(
    m: &Model,
    c: &mut Canvas<'_>,
    w: &Work,
    (n, i): (usize, &Indicator),
    y: u16,
    blocks: &dyn Fn(usize) -> Vec<Block>,
) -> Option<u16> {
    let (look, t, width, bottom) = (c.look, c.look.theme, c.width(), foot(c));
    let count = w.file.now().map_or(0, |r| r.declaration.indicators.len());
    let left = [Span::styled(lines(&i.name).replace('\n', " "), t.bold())];
    let right = [Span::styled(format!("{} / {count}", n + 1), t.smoke())];
    section(c, (0, y, width), &left, &right, (End::Open, End::Open));
    let wall = (width >= WIDE).then_some(width / 2);
    let cells = usize::from(wall.unwrap_or(width)).saturating_sub(18);
    let mut out: Vec<(String, String)> = Vec::new();
    for (key, text) in i.notes.iter().filter(|(_, t)| !t.trim().is_empty()) {
        out.push((say::note(m.lang, key), lines(text)));
    }
    for (_, f) in of(w, n) {
        out.push((
            format!("{} {}", tui::sign(f.severity), f.rule),
            parts::rule_title(m, f),
        ));
        if let Some(s) = &f.suggestion {
            out.push((say::suggest(m.lang), lines(s)));
        }
    }
    if let Some(then) = earlier(w, i) {
        let watched = w.file.procedure.watch;
        let shown = then.map_or_else(
            || say::absent(m.lang),
            |b| {
                let value = if watched {
                    lines(b.note("actual"))
                } else {
                    target(b)
                };
                format!("{value} {}", b.unit.as_deref().unwrap_or(""))
            },
        );
        let label = if watched {
            words::course::earlier(m.lang)
        } else {
            say::earlier_value(m.lang)
        };
        out.push((label, shown));
    }
    let place = evidence::provenance(m, &i.at);
    if !place.is_empty() {
        out.push((say::provenance(m.lang), place));
    }
    let mut y_ = y + 1;
    for (label, text) in out {
        for (k, part) in look.wrap(&text, cells).into_iter().enumerate() {
            if y_ >= bottom {
                break;
            }
            if k == 0 {
                c.say(3, y_, &look.pad(&label, 12), t.smoke());
            }
            c.put(15, y_, &Line::from(part), cell(cells));
            y_ += 1;
        }
    }
    let x = wall?;
    c.wall(x, y + 1..bottom);
    c.join(x, y, c.look.glyphs.head());
    let room = usize::from(width.saturating_sub(x + 4));
    let blocks = blocks(room);
    let mut y = y + 1;
    for b in blocks.iter().filter(|b| !b.lines.is_empty()) {
        if y + 1 >= bottom {
            break;
        }
        c.put(
            x + 3,
            y,
            &Line::from(b.left.clone()).style(t.smoke()),
            cell(room),
        );
        for line in &b.lines {
            y += 1;
            if y >= bottom {
                break;
            }
            c.put(x + 3, y, line, cell(room));
        }
        y += 2;
    }
    Some(x)
}
