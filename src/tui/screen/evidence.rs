//! What a finding rests on: the cells it speaks of, both rounds, the rule.

use super::super::model::{Model, Work};
use super::parts::{Block, bold, funds, keyed, points};
use crate::domain::clean::lines;
use crate::domain::declaration::{At, Declaration, Indicator};
use crate::domain::finding::{Finding, Place};
use crate::words::{self, look as say, tui};
use ratatui::text::{Line, Span};

/// Where a cell stood in its file.
pub(super) fn provenance(m: &Model, at: &At) -> String {
    if at.row == 0 {
        return String::new();
    }
    say::at(m.lang, &at.sheet, at.row, at.column)
}

/// The target of an indicator as one text.
pub(super) fn target(i: &Indicator) -> String {
    lines(&i.value).replace('\n', " ")
}

/// The cells of the form that a finding speaks of, and where they stood.
pub(super) fn source(m: &Model, w: &Work, f: &Finding, cells: usize) -> Block {
    let (look, t) = (m.look, m.look.theme);
    let Some(d) = w.file.now().map(|r| &r.declaration) else {
        return Block::default();
    };
    let mut out = Block {
        left: vec![Span::styled(say::source(m.lang), t.bold())],
        ..Block::default()
    };
    let mut at = None;
    match &f.field {
        Place::Form => {
            out.lines = funds(m, w, cells);
        }
        Place::Field(key) => {
            at = d.fields.get(key).map(|f| &f.at);
            let name = words::field::name(m.lang, key);
            out.lines.push(Line::from(Span::styled(name, t.smoke())));
            let text = d.many(key);
            if text.trim().is_empty() {
                let style = t.vermilion().patch(t.bold());
                out.lines
                    .push(Line::from(Span::styled(say::none(m.lang), style)));
            } else {
                let rows = look.wrap(&lines(&text), cells);
                out.lines.extend(rows.into_iter().take(8).map(Line::from));
            }
        }
        Place::Indicator(n, column) => {
            at = d.indicators.get(*n).map(|i| &i.at);
            out.lines = around(m, d, *n, column.as_deref(), cells);
        }
    }
    if let Some(place) = at.map(|a| provenance(m, a)).filter(|p| !p.is_empty()) {
        out.right = vec![Span::styled(place, t.smoke())];
    }
    out
}

/// The indicator a finding speaks of among its neighbours.
fn around(
    m: &Model,
    d: &Declaration,
    n: usize,
    column: Option<&str>,
    cells: usize,
) -> Vec<Line<'static>> {
    let (look, t) = (m.look, m.look.theme);
    let heads = say::indicator_heads(m.lang);
    let units = d.indicators.iter().any(|i| i.unit.is_some());
    let unit = if units { 8 } else { 0 };
    let (value, weight) = (12, 8);
    let name = cells.saturating_sub(value + unit + weight + 2).clamp(8, 30);
    let head = format!(
        "{} {}{}{}",
        look.pad(&heads[2], name),
        look.right(&heads[3], value),
        if units {
            format!("  {}", look.pad(&heads[4], unit - 2))
        } else {
            String::new()
        },
        look.right(&heads[5], weight),
    );
    let mut out = vec![Line::from(Span::styled(head, t.rule()))];
    let from = n.saturating_sub(1);
    for (k, i) in d.indicators.iter().enumerate().skip(from).take(4) {
        let here = k == n;
        let of = |key: &str, text: &str, right: usize, left: usize| {
            let meant = here && column == Some(key);
            let (shown, style) = if text.trim().is_empty() && meant {
                (say::none(m.lang), t.vermilion().patch(t.bold()))
            } else if meant {
                (text.to_owned(), t.news())
            } else if here && key == "name" {
                (text.to_owned(), t.bold())
            } else {
                (text.to_owned(), t.ink())
            };
            let shown = look.cut(&shown, right.max(left));
            let gap = " ".repeat(right.max(left).saturating_sub(look.width(&shown)));
            if right > 0 {
                [Span::raw(gap), Span::styled(shown, style)]
            } else {
                [Span::styled(shown, style), Span::raw(gap)]
            }
        };
        let points = i
            .weight
            .map_or_else(|| i.weight_raw.clone().unwrap_or_default(), points);
        let mut spans = of("name", &lines(&i.name).replace('\n', " "), 0, name).to_vec();
        spans.push(Span::raw(" "));
        spans.extend(of("value", &target(i), value, 0));
        if units {
            spans.push(Span::raw("  "));
            spans.extend(of("unit", i.unit.as_deref().unwrap_or(""), 0, unit - 2));
        }
        spans.extend(of("weight", &points, weight, 0));
        out.push(Line::from(spans));
    }
    out
}

/// A rule in short: why, an example, where it comes from.
pub(super) fn rule(m: &Model, f: &Finding, cells: usize) -> Block {
    let (look, t) = (m.look, m.look.theme);
    let Some(r) = crate::domain::rules::text(&f.rule) else {
        return Block::default();
    };
    let mut lines_: Vec<Line<'static>> = Vec::new();
    let why = words::either(m.lang, &r.why, &r.why_en);
    lines_.extend(look.wrap(&why, cells).into_iter().take(4).map(Line::from));
    lines_.push(Line::default());
    let g = look.glyphs;
    let name = |key: &str| words::field::name(m.lang, key);
    for (shown, mark, style) in [
        (r.bad.shown(name).join("; "), g.no(), t.vermilion()),
        (r.good().shown(name).join("; "), g.yes(), t.ink()),
    ] {
        if !shown.is_empty() {
            lines_.push(Line::from(vec![
                Span::styled(mark, style),
                Span::raw(format!("  {}", look.cut(&shown, cells.saturating_sub(3)))),
            ]));
        }
    }
    lines_.push(Line::default());
    let source = look.wrap(&r.source, cells);
    lines_.extend(
        source
            .into_iter()
            .take(2)
            .map(|s| Line::from(Span::styled(s, t.smoke()))),
    );
    Block {
        left: vec![bold(m, format!("{} {}", say::rule(m.lang), f.rule))],
        right: keyed(m, &say::see_rule(m.lang)),
        lines: lines_,
    }
}

/// What a finding's place said in both rounds.
pub(super) fn both_rounds(m: &Model, w: &Work, f: &Finding, cells: usize) -> Block {
    let t = m.look.theme;
    let mut last = w.file.rounds.iter().rev();
    let (Some(after), Some(before)) = (last.next(), last.next()) else {
        return Block::default();
    };
    let text = |d: &Declaration| match &f.field {
        Place::Form => None,
        Place::Field(key) => Some(d.many(key)),
        Place::Indicator(n, _) => {
            let name = &after.declaration.indicators.get(*n)?.name;
            let same = d.indicators.iter().find(|i| i.name == *name)?;
            let unit = same.unit.clone().unwrap_or_default();
            Some(format!("{} {unit}", target(same)))
        }
    };
    let Some(now) = text(&after.declaration) else {
        return Block::default();
    };
    let then = text(&before.declaration);
    let room = cells.saturating_sub(30);
    let row = |n: u16, shown: &str, at: String| {
        vec![
            Span::styled(format!("{}   ", tui::round(m.lang, n)), t.smoke()),
            Span::raw(m.look.pad(&lines(shown).replace('\n', " "), room)),
            Span::styled(format!("  {at}"), t.smoke()),
        ]
    };
    let absent = say::absent(m.lang);
    let first = row(
        before.number,
        then.as_deref().unwrap_or(&absent),
        before.at.short(),
    );
    let mut second = row(after.number, &now, after.at.short());
    if then.as_deref() == Some(now.as_str()) {
        let style = t.vermilion().patch(t.bold());
        second.push(Span::styled(format!("  {}", say::unchanged(m.lang)), style));
    }
    Block {
        left: vec![bold(m, say::rounds(m.lang))],
        right: keyed(m, &say::see_rounds(m.lang)),
        lines: vec![Line::from(first), Line::from(second)],
    }
}
