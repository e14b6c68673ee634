//! Drawers: the lower part of the screen, as wide as the screen, with their own keys in the last
//! row.

use super::super::command::{Place, of};
use super::super::model::{Entry, Model, Over, Purpose, Screen};
use super::super::text::{cut, pad, width, wrap};
use super::{CUT, Canvas};
use crate::domain::clean::lines;
use crate::words::{self, tui as say};
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation as _;

/// Draws what lies over the screen.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_, '_>) {
    match &m.over {
        None | Some(Over::Prefix(_)) => {}
        Some(Over::Help(at)) => help(m, c, *at),
        Some(Over::Explain(text)) => drawer(m, c, &say::rule_head(m.lang), &text_lines(m, text)),
        Some(Over::Which(closing)) => {
            let head = if *closing {
                say::closing_head(m.lang)
            } else {
                say::which_head(m.lang)
            };
            let rail = m
                .work
                .as_ref()
                .map_or_else(String::new, |w| super::case::rail(m, w));
            drawer(m, c, &head, &[rail]);
        }
        Some(Over::Sign(v, only_y)) => sign(m, c, v, *only_y),
        Some(Over::Entry(e)) => entry(m, c, e),
    }
}

fn text_lines(m: &Model, text: &str) -> Vec<String> {
    wrap(text, usize::from(m.size.0.saturating_sub(6)))
}

/// A drawer with a head and lines; its last row is the key bar below.
fn drawer(m: &Model, c: &mut Canvas<'_, '_>, head: &str, body: &[String]) {
    let h = m.size.1;
    let most = usize::from(h * 2 / 3);
    let rows = u16::try_from(body.len().min(most) + 2).unwrap_or(h);
    let top = h.saturating_sub(rows + 2);
    c.blank(top, h - 1);
    let text = pad(&format!("  {head}"), usize::from(m.size.0), CUT);
    c.put(
        0,
        top,
        &Line::from(Span::styled(text, m.theme.place())),
        m.size.0,
    );
    for (k, line) in (0u16..).zip(body.iter().take(most)) {
        c.say(
            3,
            top + 2 + k,
            &cut(line, usize::from(m.size.0 - 4), CUT),
            m.theme.ink(),
        );
    }
    let says = cut(&m.message, usize::from(m.size.0 - 2), CUT);
    c.say(1, h - 2, &says, m.theme.ink());
}

fn sign(m: &Model, c: &mut Canvas<'_, '_>, v: &crate::domain::gate::Verdictum, only_y: bool) {
    let Some(w) = &m.work else {
        return;
    };
    let kind = w.file.procedure.verdict(&v.verdict);
    let name = kind.map_or_else(String::new, |k| {
        format!("{} {}", k.sign, words::either(m.lang, &k.name, &k.name_en))
    });
    let mut body = Vec::new();
    body.push(format!(
        "{}  {}  {}",
        w.file.row.name,
        w.file.row.unit,
        say::wan(m.lang, w.file.row.amount)
    ));
    if kind.is_some_and(|k| k.second) {
        body.push(say::second_needed(m.lang));
    }
    if v.closing && w.file.standing.seated {
        let ranks = w.file.standing.ranks(&w.file.procedure);
        let signs: Vec<String> = ranks
            .iter()
            .filter_map(|r| w.file.procedure.verdict.iter().find(|v| v.rank == *r))
            .map(|v| v.sign.clone())
            .collect();
        body.push(say::seats_line(m.lang, &signs.join(" ")));
    }
    for (n, o) in v.opinions.iter().enumerate() {
        body.extend(wrap(
            &format!("{}. {}", n + 1, lines(&o.text)),
            usize::from(m.size.0 - 8),
        ));
    }
    let head = say::sign_head(m.lang, &name, v.closing, only_y);
    drawer(m, c, &head, &body);
}

fn help(m: &Model, c: &mut Canvas<'_, '_>, at: usize) {
    let place = match m.screen {
        Screen::Home => Place::Home,
        Screen::Queue => Place::Queue,
        Screen::Case => Place::Case,
    };
    let all: Vec<String> = of(place)
        .map(|x| format!("{}  {}", pad(&x.keys.join(" "), 14, CUT), x.name(m.lang)))
        .collect();
    let columns = if m.size.0 >= 110 { 3 } else { 2 };
    let cells = usize::from(m.size.0 - 6) / columns;
    let rows = all.len().div_ceil(columns);
    let mut body = Vec::new();
    for r in at.min(rows.saturating_sub(1))..rows {
        let parts = (0..columns).filter_map(|k| all.get(r + k * rows));
        body.push(parts.map(|p| pad(p, cells, CUT)).collect::<String>());
    }
    drawer(m, c, &say::help_head(m.lang), &body);
}

fn entry(m: &Model, c: &mut Canvas<'_, '_>, e: &Entry) {
    let (w, h) = m.size;
    if e.purpose == Purpose::Search {
        c.blank(h - 2, h - 1);
        let text = format!("/{}", e.writing.text);
        c.say(
            1,
            h - 2,
            &cut(&text, usize::from(w - 2), CUT),
            m.theme.ink(),
        );
        let before: String = e
            .writing
            .text
            .graphemes(true)
            .take(e.writing.caret)
            .collect();
        c.caret(
            u16::try_from(2 + width(&before)).unwrap_or(0).min(w - 1),
            h - 2,
        );
        let mark = format!("  {}", m.message);
        let x = u16::try_from(4 + width(&text)).unwrap_or(0);
        c.say(
            x,
            h - 2,
            &cut(&mark, usize::from(w.saturating_sub(x)), CUT),
            m.theme.smoke(),
        );
        return;
    }
    let cells = usize::from(w - 6);
    let before: String = e
        .writing
        .text
        .graphemes(true)
        .take(e.writing.caret)
        .collect();
    let all = wrap(&lines(&e.writing.text), cells);
    let upto = wrap(&lines(&before), cells);
    let row = upto.len().saturating_sub(1);
    let shown = 8.min(usize::from(h / 2));
    let from = row.saturating_sub(shown - 1);
    let mut body: Vec<String> = all.into_iter().skip(from).take(shown).collect();
    body.resize(body.len().max(3), String::new());
    let rows = u16::try_from(body.len() + 2).unwrap_or(h);
    let top = h.saturating_sub(rows + 2);
    let count = e.writing.text.chars().count();
    let kept = m.dirty.is_none();
    let head = say::entry_head(
        m.lang,
        e.purpose == Purpose::Reason,
        count,
        super::super::edit::LIMIT,
        kept,
    );
    drawer(m, c, &head, &body);
    let x = width(upto.last().map_or("", String::as_str));
    let y = u16::try_from(row - from).unwrap_or(0);
    c.caret(
        u16::try_from(3 + x).unwrap_or(0).min(w - 1),
        (top + 2 + y).min(h - 1),
    );
}
