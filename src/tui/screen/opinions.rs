//! Opinions: one's own drafts, those that were given and may be read, and the eight items.

use super::super::model::{Model, Work};
use super::super::shape;
use super::canvas::Canvas;
use super::case::{HEAD, foot};
use super::frame::header;
use super::section::{End, section};
use super::{cursor, first_shown, parts};
use crate::domain::clean::lines;
use crate::words::{self, look as say, tui};
use ratatui::text::{Line, Span};

/// A row of the tab that the cursor can stand on, and the rows under it.
struct Group {
    lines: Vec<Line<'static>>,
    /// It begins a part: its name and what is at the right of it.
    part: Option<(Vec<Span<'static>>, Vec<Span<'static>>)>,
}

/// Draws the tab.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_>, w: &Work) -> Option<u16> {
    let (look, width) = (c.look, c.width());
    let heads = say::opinion_heads(m.lang);
    let head = format!(
        "  {} {}{}",
        look.pad(&heads[0], 3),
        look.pad(&heads[1], 9),
        heads[2]
    );
    header(c, 0, HEAD, width, &head);
    let all = groups(m, w, usize::from(width).saturating_sub(8).min(96));
    let heights: Vec<usize> = all
        .iter()
        .map(|g| g.lines.len() + if g.part.is_some() { 1 } else { 0 })
        .collect();
    let rows = usize::from(foot(c).saturating_sub(HEAD + 1));
    // Groups before the first that the cursor can stand on belong to it.
    let lead = all.len() - (shape::items_from(w) + shape::items(w).len());
    let at = (w.at[3] + lead).min(all.len().saturating_sub(1));
    let from = first_shown(&heights, at, rows);
    let mut y = HEAD + 1;
    for g in all.iter().skip(from) {
        if let Some((left, right)) = &g.part
            && y < foot(c)
        {
            section(c, (0, y, width), left, right, (End::Open, End::Open));
            y += 1;
        }
        for line in &g.lines {
            if y >= foot(c) {
                return None;
            }
            c.put(0, y, line, width.saturating_sub(1));
            y += 1;
        }
    }
    None
}

fn groups(m: &Model, w: &Work, cells: usize) -> Vec<Group> {
    let (look, t) = (m.look, m.look.theme);
    let mut out = Vec::new();
    let body = |text: &str| {
        let parts = look.wrap(text, cells).into_iter().filter(|p| !p.is_empty());
        parts
            .map(|p| Line::from(format!("      {p}")))
            .collect::<Vec<_>>()
    };
    if w.draft.opinions.is_empty() {
        let none = Span::styled(format!("   {}", tui::no_opinions(m.lang)), t.bold());
        out.push(Group {
            lines: vec![Line::from(none), Line::default()],
            part: None,
        });
    }
    let d = w.file.now().map(|r| &r.declaration);
    for (n, o) in w.draft.opinions.iter().enumerate() {
        let from = o.rule.as_deref();
        let from = from.map_or_else(|| tui::own(m.lang), |r| tui::from_rule(m.lang, r));
        let place = d.map_or_else(String::new, |d| words::field::place(m.lang, d, &o.field));
        let (sign, gutter, chip) = cursor(m, n == w.at[3]);
        let number = (n + 1).to_string();
        let mut lines_ = vec![Line::from(vec![
            Span::styled(sign, gutter),
            Span::raw(" "),
            Span::styled(number.clone(), if n == w.at[3] { chip } else { t.bold() }),
            Span::raw(" ".repeat(4usize.saturating_sub(number.len()))),
            Span::styled(look.pad(&from, 9), t.smoke()),
            Span::styled(look.cut(&place, cells.saturating_sub(9)), t.smoke()),
        ])];
        lines_.extend(body(&lines(&o.text)));
        out.push(Group {
            lines: lines_,
            part: None,
        });
    }
    let first = w.draft.opinions.len();
    for (k, (head, text)) in given(w).into_iter().enumerate() {
        let (sign, gutter, chip) = cursor(m, first + k == w.at[3]);
        let mut lines_ = vec![Line::from(vec![
            Span::styled(sign, gutter),
            Span::raw(" "),
            Span::styled(head, if first + k == w.at[3] { chip } else { t.bold() }),
        ])];
        lines_.extend(body(&text));
        let head = (k == 0).then(|| (vec![Span::raw(say::given(m.lang))], Vec::new()));
        out.push(Group {
            lines: lines_,
            part: head,
        });
    }
    let first = shape::items_from(w);
    for (k, (i, g)) in shape::items(w).iter().zip(shape::graded(w)).enumerate() {
        let here = first + k == w.at[3];
        let (sign, gutter, chip) = cursor(m, here);
        let name = words::either(m.lang, &i.name, &i.name_en);
        let mut spans = vec![Span::styled(sign, gutter), Span::raw("  ")];
        let width = look.width(&name);
        spans.push(Span::styled(name, if here { chip } else { t.ink() }));
        spans.push(Span::raw(" ".repeat(18usize.saturating_sub(width))));
        spans.extend(parts::item(m, "", g, 12, t.ink()));
        if w.draft.items.contains_key(&i.id) {
            spans.push(Span::styled(
                format!("  {}", tui::own_grade(m.lang)),
                t.azure(),
            ));
        }
        let head = (k == 0).then(|| {
            let name = format!("{}  {}", say::items(m.lang), parts::general(m, w));
            (
                vec![Span::raw(name)],
                parts::keyed(m, &say::grade_key(m.lang)),
            )
        });
        out.push(Group {
            lines: vec![Line::from(spans)],
            part: head,
        });
    }
    out
}

/// Opinions of verdicts that this viewer may read: who and what, text; in the order of
/// [`shape::items_from`].
fn given(w: &Work) -> Vec<(String, String)> {
    let name = |id| {
        let name = w.file.names.get(&id);
        name.map_or_else(String::new, ToString::to_string)
    };
    let sign = |v: &str| w.file.procedure.verdict(v).map_or("", |v| v.sign.as_str());
    let mut out = Vec::new();
    for g in shape::given(w) {
        let head = format!("{} {}", name(g.person), sign(&g.verdict));
        if g.opinions.is_empty() {
            out.push((head, String::new()));
        } else {
            out.extend(g.opinions.iter().map(|o| (head.clone(), lines(&o.text))));
        }
    }
    out
}
