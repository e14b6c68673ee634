//! Departments: a row each; beside it, or under it, the paired plot of declared and decided scores.

use super::super::model::Model;
use super::super::units::{Plan, cuts, procedure, worst};
use super::canvas::{Canvas, cell};
use super::drawer::Drawer;
use super::frame::{fact, header, marked};
use super::parts::{Block, bold, stack};
use super::section::End;
use super::{cursor, title};
use crate::domain::checklist::Part;
use crate::domain::disconnect::parts;
use crate::domain::draw::Why;
use crate::domain::score::Points;
use crate::store::Evaluated;
use crate::store::draw::Unit;
use crate::words::{self, evaluation as say, look};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// From so many columns on the pane stands beside the table.
const PANE: u16 = 110;
/// Cells of the columns of numbers.
const NUMBERS: [usize; 7] = [5, 8, 8, 8, 10, 8, 8];

/// Rows of units that are shown.
pub fn rows(m: &Model) -> usize {
    let body = usize::from(m.size.1.saturating_sub(6));
    if m.size.0 >= PANE {
        body
    } else {
        (body * 2 / 5).max(4)
    }
}

/// Draws the screen.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_>) {
    let (w, h) = (c.width(), c.height());
    let t = c.look.theme;
    let v = &m.units;
    let facts = [fact(look::cases(m.lang, &v.all.len().to_string()), t.ink())];
    title(m, c, &say::units(m.lang), &facts);
    let pane = w >= PANE;
    let cells = if pane { w * 62 / 100 } else { w };
    let name = usize::from(cells).saturating_sub(5 + NUMBERS.iter().sum::<usize>());
    heads(m, c, name, cells);
    if v.units.is_empty() {
        let says = match (v.coming, v.many) {
            (true, _) => look::loading(m.lang),
            (_, true) => say::too_many(m.lang),
            _ => say::no_units(m.lang),
        };
        c.say(3, 4, &says, t.smoke());
        return;
    }
    let shown = rows(m);
    for (n, u) in v.units.iter().enumerate().skip(v.top).take(shown) {
        let y = 3 + cell(n - v.top);
        c.put(0, y, &row(m, u, n == v.at, name), cells.saturating_sub(1));
    }
    let Some(u) = v.here() else {
        return;
    };
    let bottom = h.saturating_sub(3);
    let (x, top, wide) = if pane {
        c.wall(cells, 2..bottom);
        (cells + 1, 2, w.saturating_sub(cells + 1))
    } else {
        (0, 3 + cell(shown.min(v.units.len())) + 1, w)
    };
    let room = usize::from(wide).saturating_sub(4);
    let own = v.own();
    let blocks = [
        sampled(m, u),
        deviation(m, u),
        lost(m, u),
        plot(
            m,
            &own,
            room,
            usize::from(bottom.saturating_sub(top)).saturating_sub(12),
        ),
    ];
    stack(c, (x, wide), (top, bottom), &blocks, End::Open);
}

fn heads(m: &Model, c: &mut Canvas<'_>, name: usize, cells: u16) {
    let heads = say::unit_heads(m.lang);
    let look = c.look;
    let mut text = format!("   {}", look.pad(&heads[0], name));
    for (h, n) in heads.iter().skip(1).zip(NUMBERS) {
        text += &look.right(h, n);
    }
    header(c, 0, 2, cells, &text);
}

fn row(m: &Model, u: &Unit, here: bool, name: usize) -> Line<'static> {
    let (look, t) = (m.look, m.look.theme);
    let (sign, gutter, chip) = cursor(m, here);
    let shown = look.cut(&u.unit, name.saturating_sub(1));
    let gap = name.saturating_sub(look.width(&shown));
    let mut spans = vec![
        Span::styled(sign, gutter),
        Span::raw("  "),
        Span::styled(shown, chip),
        Span::raw(" ".repeat(gap)),
    ];
    let mut widths = NUMBERS.into_iter();
    let mut put = |text: String, style: Style| {
        let n = widths.next().unwrap_or(0);
        spans.push(Span::styled(look.right(&text, n), style));
    };
    put(u.filed.to_string(), t.ink());
    put(
        u.amount.wan().split('.').next().unwrap_or("").to_owned(),
        t.ink(),
    );
    let full = u.full * 100 >= u.filed * 95;
    put(
        u.declared.to_string(),
        if full { t.ochre() } else { t.ink() },
    );
    let off = u.declared != u.computed;
    put(
        u.computed.to_string(),
        if off { t.vermilion() } else { t.ink() },
    );
    put(u.stake.wan(), t.ink());
    let (_, money) = u.shares();
    put(
        if u.chosen == 0 {
            "--".to_owned()
        } else {
            format!("{} {money}%", u.chosen)
        },
        t.ink(),
    );
    match u.disconnect() {
        Some(d) => put(d.signed.signed(), t.vermilion().patch(t.bold())),
        None => put("--".to_owned(), t.smoke()),
    }
    Line::from(spans)
}

fn sampled(m: &Model, u: &Unit) -> Block {
    let t = m.look.theme;
    let (count, money) = u.shares();
    let sample = crate::domain::draw::Sample {
        new: Vec::new(),
        count: (u.chosen, u.filed),
        amount: (u.chosen_amount, u.amount),
    };
    let enough = sample.enough(&cuts());
    let style = if enough { t.ink() } else { t.ochre() };
    Block {
        left: vec![
            bold(m, u.unit.clone()),
            Span::raw("  "),
            Span::raw(say::sampled(m.lang)),
        ],
        lines: vec![
            Line::from(say::shares(m.lang, (u.chosen, u.filed), count, money)),
            Line::from(Span::styled(say::enough(m.lang, enough), style)),
        ],
        ..Block::default()
    }
}

fn deviation(m: &Model, u: &Unit) -> Block {
    let (look, t) = (m.look, m.look.theme);
    let mut out = Block {
        left: vec![bold(m, say::off_head(m.lang))],
        ..Block::default()
    };
    let Some(d) = u.disconnect() else {
        out.lines.push(Line::from(Span::styled(
            say::none_decided(m.lang),
            t.smoke(),
        )));
        return out;
    };
    out.lines.extend(say::deviation(m.lang, &d).map(Line::from));
    out.lines.push(Line::from(say::fell(m.lang, u.fell, d.n)));
    let most = worst(u);
    for (part, points) in Part::ALL.iter().zip(parts(u.settled.iter())) {
        if points == Points::ZERO {
            continue;
        }
        let style = if Some(*part) == most {
            t.bold()
        } else {
            t.ink()
        };
        out.lines.push(Line::from(vec![
            Span::styled(look.pad(&say::part(m.lang, *part), 14), t.smoke()),
            Span::styled(look.right(&(Points::ZERO - points).signed(), 8), style),
        ]));
    }
    out
}

/// What lost most: kinds of indicators, items of the checklist.
fn lost(m: &Model, u: &Unit) -> Block {
    let (look, t) = (m.look, m.look.theme);
    let mut out = Block {
        left: vec![bold(m, say::lost_head(m.lang))],
        ..Block::default()
    };
    for (kind, points) in u.lost.iter().filter(|(_, p)| *p > Points::ZERO).take(3) {
        out.lines.push(Line::from(vec![
            Span::raw(look.pad(words::field::bare(kind), 20)),
            Span::raw(look.right(&(Points::ZERO - *points).signed(), 8)),
        ]));
    }
    let items = procedure().map_or(&[][..], |p| &p.check);
    for (id, n) in u.failed.iter().take(3) {
        let item = items.iter().find(|c| c.id == *id);
        let name = item.map_or_else(
            || id.clone(),
            |c| words::either(m.lang, &c.name, &c.name_en),
        );
        out.lines.push(Line::from(vec![
            Span::styled(look.pad(&name, 20), t.ink()),
            Span::raw(look.right(&say::failed(m.lang, *n), 8)),
        ]));
    }
    out
}

/// A line a case: the declared score and, where there is one, the score decided, on one axis.
fn plot(m: &Model, own: &[&Evaluated], room: usize, rows: usize) -> Block {
    let (look, t, g) = (m.look, m.look.theme, m.look.glyphs);
    let score = |e: &Evaluated| {
        e.settled
            .as_ref()
            .map_or(e.computed, |s| s.score)
            .get()
            .min(e.declared.get())
    };
    let low = own
        .iter()
        .map(|e| score(e))
        .min()
        .unwrap_or(0)
        .clamp(0, 9_000)
        / 500
        * 500;
    let label = 16.min(room / 3);
    let width = room.saturating_sub(label + 16).clamp(8, 60);
    let at = |p: i32| {
        let span = i64::from(10_000 - low).max(1);
        let n = i64::from(p.clamp(low, 10_000) - low) * i64::try_from(width).unwrap_or(1) / span;
        usize::try_from(n).unwrap_or(0).min(width)
    };
    let mut sorted: Vec<&&Evaluated> = own.iter().collect();
    // Chosen first, the largest difference first.
    sorted.sort_by_key(|e| (!e.chosen, score(e) - e.declared.get(), e.code.clone()));
    let (dot, ring) = if g.lines() {
        ("●", "○")
    } else {
        ("o", "*")
    };
    let dash = if g.lines() { "─" } else { "-" };
    let mut out = Block {
        left: vec![bold(m, say::plot(m.lang))],
        right: vec![Span::styled(
            format!(
                "{} {dot}  {} {ring}",
                say::settled(m.lang),
                say::declared(m.lang)
            ),
            t.smoke(),
        )],
        ..Block::default()
    };
    for e in sorted.into_iter().take(rows.max(3)) {
        let now = e.settled.as_ref().map(|s| s.score.get());
        let (a, b) = (at(now.unwrap_or(e.computed.get())), at(e.declared.get()));
        let (from, to) = (a.min(b), a.max(b));
        let mut spans = vec![Span::styled(
            look.pad(&look.cut(e.name.as_str(), label.saturating_sub(1)), label),
            if e.chosen { t.ink() } else { t.smoke() },
        )];
        for x in 0..=width {
            let (text, style) = if x == a && now.is_some() {
                (dot, t.azure())
            } else if x == b {
                (ring, t.ink())
            } else if x == a {
                (dot, t.smoke())
            } else if x > from && x < to {
                (dash, t.line())
            } else {
                (" ", t.ink())
            };
            spans.push(Span::styled(text, style));
        }
        let off = now.unwrap_or(e.computed.get()) - e.declared.get();
        let text = Points::new(now.unwrap_or(e.computed.get())).to_string();
        spans.push(Span::raw(look.right(&text, 8)));
        if off != 0 {
            let style = if now.is_some() {
                t.vermilion()
            } else {
                t.smoke()
            };
            spans.push(Span::styled(
                look.right(&Points::new(off).signed(), 7),
                style,
            ));
        }
        out.lines.push(Line::from(spans));
    }
    out
}

/// The drawer that asks which cases are to be chosen.
pub(super) fn asking(m: &Model, plan: &Plan, top: usize) -> Drawer {
    let t = m.look.theme;
    let s = &plan.sample;
    let (count, money) = s.shares();
    let enough = s.enough(&cuts());
    let style = if enough { t.ink() } else { t.ochre() };
    let mut body = vec![
        Line::from(vec![
            Span::styled(plan.unit.clone(), t.bold()),
            Span::raw("   "),
            Span::raw(say::shares(m.lang, s.count, count, money)),
            Span::raw("   "),
            Span::styled(say::enough(m.lang, enough), style),
        ]),
        Line::from(Span::styled(say::seed(m.lang, &plan.seed), t.smoke())),
        Line::from(marked(t, &say::draw_keys(m.lang))),
        Line::default(),
    ];
    for (n, why) in &s.new {
        let Some(e) = plan.own.get(*n) else { continue };
        let style = if *why == Why::Lot { t.smoke() } else { t.ink() };
        body.push(Line::from(vec![
            Span::raw(format!("{}  ", e.code)),
            Span::raw(m.look.pad(e.name.as_str(), 28)),
            Span::raw(m.look.right(&e.amount.wan(), 12)),
            Span::styled(
                format!(
                    "   {}",
                    say::why_chosen(m.lang, crate::store::draw::why(*why))
                ),
                style,
            ),
        ]));
    }
    let top = top.min(body.len().saturating_sub(1));
    Drawer {
        head: format!("{}  {}", say::draw_head(m.lang), s.new.len()),
        right: words::tui::default_not(m.lang),
        body: body.into_iter().skip(top).collect(),
        tall: true,
        ..Drawer::default()
    }
}
