//! Drawers over choices: palette, help, filter menu, phrases, what may follow a key; and the lines
//! of search and marks.

use super::super::command::{Group, of, shown};
use super::super::model::{Asks, Model, Prompt};
use super::super::prompt::{Choice, choices};
use super::super::text::{cut, pad, width};
use super::super::{may, update};
use super::over::{Drawer, place};
use super::{CUT, Canvas};
use crate::domain::clean::lines;
use crate::words::tui as say;
use ratatui::text::{Line, Span};

/// Draws a prompt.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_, '_>, p: &Prompt) {
    match p.asks {
        Asks::Search(_) => line(m, c, p, "/"),
        Asks::Mark => line(m, c, p, &format!("{}  ", say::mark_head(m.lang))),
        Asks::View => line(m, c, p, &format!("{}  ", say::view_head(m.lang))),
        Asks::Help(all) if p.text.text().is_empty() => help(m, c, p, all),
        _ => place(m, c, &offered(m, p)),
    }
}

/// A prompt in the message line.
fn line(m: &Model, c: &mut Canvas<'_, '_>, p: &Prompt, before: &str) {
    let (w, h) = m.size;
    c.blank(h - 2, h - 1);
    let text = lines(p.text.text());
    c.put(
        1,
        h - 2,
        &Line::from(vec![
            Span::styled(before.to_owned(), m.theme.azure()),
            Span::raw(text.clone()),
        ]),
        w - 2,
    );
    let (_, at) = p.text.caret_cell(usize::MAX);
    let x = 1 + width(before) + at;
    c.caret(u16::try_from(x).unwrap_or(0).min(w - 1), h - 2);
    let x = u16::try_from(width(before) + width(&text) + 4).unwrap_or(u16::MAX);
    if x < w {
        let room = usize::from(w - x);
        c.say(x, h - 2, &cut(&m.message, room, CUT), m.theme.smoke());
    }
}

fn offered(m: &Model, p: &Prompt) -> Drawer {
    let all = choices(m);
    let head = match &p.asks {
        Asks::Palette => say::palette_head(m.lang),
        Asks::Help(true) => say::help_all(m.lang),
        Asks::Help(false) => say::help_name(m.lang),
        Asks::Phrases => say::phrases_head(m.lang),
        _ => say::filter_head(m.lang),
    };
    let typed = lines(p.text.text());
    let prompt = Line::from(vec![
        Span::styled(": ".to_owned(), m.theme.azure()),
        Span::raw(typed),
    ]);
    let (_, at) = p.text.caret_cell(usize::MAX);
    let mut body = vec![prompt, Line::default()];
    let rows = usize::from(m.size.1 / 3).max(4);
    let from = p.at.saturating_sub(rows - 1);
    let name = usize::from(m.size.0) / 2;
    for (n, x) in all.iter().enumerate().skip(from).take(rows) {
        body.push(choice(m, x, n == p.at, name));
    }
    if all.is_empty() {
        body.push(Line::from(say::nothing_found(m.lang, p.text.text())));
    }
    Drawer {
        head,
        right: format!("{} / {}", (p.at + 1).min(all.len()), all.len()),
        body,
        least: rows + 2,
        caret: Some((2 + at, 0)),
    }
}

fn choice(m: &Model, x: &Choice, here: bool, name: usize) -> Line<'static> {
    let mut spans = vec![Span::styled(
        if here { "> " } else { "  " }.to_owned(),
        m.theme.azure(),
    )];
    let label = cut(&x.label, name.saturating_sub(2), CUT);
    let cells = width(&label) + if x.usable { 0 } else { 2 };
    if !x.usable {
        spans.push(Span::raw("("));
    }
    for (n, ch) in label.chars().enumerate() {
        let style = if x.matched.contains(&n) {
            m.theme.rule()
        } else if here {
            m.theme.bold()
        } else {
            m.theme.ink()
        };
        spans.push(Span::styled(ch.to_string(), style));
    }
    if !x.usable {
        spans.push(Span::raw(")"));
    }
    let gap = name.saturating_sub(cells);
    spans.push(Span::raw(" ".repeat(gap)));
    spans.push(Span::styled(pad(&x.key, 8, CUT), m.theme.bold()));
    spans.push(Span::styled(x.note.clone(), m.theme.smoke()));
    Line::from(spans)
}

/// What may follow the keys pressed.
pub(super) fn which(m: &Model, keys: &str) -> Drawer {
    let at = update::place(m);
    let mut texts = Vec::new();
    let mut whys: Vec<String> = Vec::new();
    for (c, rest) in m.keymap.under(at, keys) {
        let name = format!("{} {}", shown(&rest), c.name(m.lang));
        match may::refusal(m, c.act, at) {
            None => texts.push(name),
            Some(why) => {
                texts.push(format!("({name})"));
                let told = say::not_now(m.lang, c.name(m.lang), &why);
                if whys.len() < 2 && !whys.contains(&told) {
                    whys.push(told);
                }
            }
        }
    }
    let widest = texts.iter().map(|t| width(t)).max().unwrap_or(1) + 3;
    let columns = (usize::from(m.size.0.saturating_sub(6)) / widest).max(1);
    let mut body: Vec<Line<'static>> = texts
        .chunks(columns)
        .map(|row| {
            let cells: String = row.iter().map(|t| pad(t, widest, CUT)).collect();
            Line::from(cells)
        })
        .collect();
    body.push(Line::default());
    body.extend(whys.into_iter().map(Line::from));
    Drawer {
        head: format!("{}..", say::prefix(m.lang, keys)),
        body,
        ..Drawer::default()
    }
}

/// The keys of this screen, by groups in columns.
fn help(m: &Model, c: &mut Canvas<'_, '_>, p: &Prompt, all: bool) {
    if all {
        return place(m, c, &offered(m, p));
    }
    let at = update::below(m.screen);
    let mut groups: Vec<Vec<Line<'static>>> = Vec::new();
    let columns = if m.size.0 >= 110 { 4 } else { 3 };
    let cells = usize::from(m.size.0.saturating_sub(6)) / columns;
    for (group, name) in [
        (Group::Verdict, say::group_verdict(m.lang)),
        (Group::Move, say::group_move(m.lang)),
        (Group::Opinion, say::group_opinion(m.lang)),
        (Group::List, say::group_list(m.lang)),
        (Group::Go, say::group_go(m.lang)),
        (Group::Other, say::group_other(m.lang)),
    ] {
        let mut seen: Vec<&str> = Vec::new();
        let mut out = vec![Line::from(Span::styled(
            pad(&name, cells, CUT),
            m.theme.bold(),
        ))];
        for x in of(at).filter(|x| x.group == group) {
            if seen.contains(&x.name(m.lang)) {
                continue;
            }
            seen.push(x.name(m.lang));
            let key = pad(&m.keymap.shown(x), 7, CUT);
            let name = pad(x.name(m.lang), cells.saturating_sub(8), CUT);
            out.push(Line::from(vec![
                Span::styled(key, m.theme.bold()),
                Span::raw(format!(" {name}")),
            ]));
        }
        if out.len() > 1 {
            groups.push(out);
        }
    }
    // Groups go one under another into the column that is shortest.
    let mut stacks: Vec<Vec<Line<'static>>> = vec![Vec::new(); columns];
    for g in groups {
        if let Some(s) = stacks.iter_mut().min_by_key(|s| s.len()) {
            if !s.is_empty() {
                s.push(Line::from(" ".repeat(cells)));
            }
            s.extend(g);
        }
    }
    let rows = stacks.iter().map(Vec::len).max().unwrap_or(0);
    let mut body: Vec<Line<'static>> = (0..rows)
        .map(|r| {
            let parts = stacks.iter().flat_map(|s| match s.get(r) {
                Some(l) => l.spans.clone(),
                None => vec![Span::raw(" ".repeat(cells))],
            });
            Line::from(parts.collect::<Vec<_>>())
        })
        .collect();
    body.push(Line::default());
    for text in [
        say::keypad(m.lang),
        say::with_method(m.lang),
        say::legend(m.lang),
    ] {
        body.push(Line::from(text));
    }
    let room = usize::from(m.size.1 * 3 / 5);
    let top = p.at.min(body.len().saturating_sub(room));
    let right = format!(
        "{}   {} / {}",
        say::help_hint(m.lang),
        (top / room.max(1)) + 1,
        body.len().div_ceil(room.max(1))
    );
    let d = Drawer {
        head: say::help_name(m.lang),
        right,
        body: body.into_iter().skip(top).collect(),
        ..Drawer::default()
    };
    place(m, c, &d);
}
