//! Drawers over choices: palette, help, filter menu, phrases, what may follow a key; and the lines
//! of search and marks.

use super::super::command::{Command, Do, Group, of, shown};
use super::super::model::{Asks, Model, Prompt, Screen};
use super::super::named::{foreign, name};
use super::super::prompt::{Choice, choices};
use super::super::{may, update};
use super::canvas::{Canvas, cell};
use super::drawer::{Drawer, drawer};
use super::over::keyed;
use crate::domain::clean::lines;
use crate::domain::finding::Severity;
use crate::words::{evaluation as words, look, tui as say};
use ratatui::text::{Line, Span};

/// True where a prompt takes the message line and no drawer.
pub(super) const fn in_a_line(p: &Prompt) -> bool {
    matches!(
        p.asks,
        Asks::Search(_)
            | Asks::Mark
            | Asks::View
            | Asks::Verified(_)
            | Asks::Score(_)
            | Asks::Differs
            | Asks::Remark
            | Asks::Proof
            | Asks::Total
            | Asks::Reason(_)
            | Asks::Proxy(_)
            | Asks::Readmit(_)
    )
}

/// What a prompt in the message line asks for.
fn asked(m: &Model, p: &Prompt) -> String {
    let text = match &p.asks {
        Asks::Mark => say::mark_head(m.lang),
        Asks::View => say::view_head(m.lang),
        Asks::Verified(_) => words::ask_verified(m.lang),
        Asks::Score(_) => words::ask_score(m.lang),
        Asks::Total => words::ask_total(m.lang),
        Asks::Proof => words::ask_proof(m.lang),
        Asks::Differs => words::note_needed(m.lang),
        Asks::Proxy(_) => crate::words::matrix::ask_proxy(m.lang),
        Asks::Readmit(_) => crate::words::matrix::ask_readmit(m.lang),
        Asks::Reason(r) => words::reply(m.lang, *r),
        _ => words::ask_note(m.lang),
    };
    format!("{text}  ")
}

/// Draws a prompt.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_>, p: &Prompt) {
    match p.asks {
        Asks::Search(_) => line(m, c, p, "/"),
        _ if in_a_line(p) => line(m, c, p, &asked(m, p)),
        Asks::Help(false) if p.text.text().is_empty() => drawer(c, &help(m, c, p)),
        _ => drawer(c, &offered(m, c, p)),
    }
}

/// A prompt in the message line.
fn line(m: &Model, c: &mut Canvas<'_>, p: &Prompt, before: &str) {
    let (w, y) = (c.width(), c.height().saturating_sub(2));
    let t = c.look.theme;
    c.blank(y, y + 1);
    let x = c.say(1, y, before, t.azure());
    let room = usize::from(w).saturating_sub(usize::from(x) + 2);
    let (text, at) = p.text.one_row(room);
    let end = c.say(x, y, &lines(&text), t.ink());
    let room = usize::from(w).saturating_sub(usize::from(end) + 5);
    let says = c.look.cut(&m.message, room);
    c.say(end + 4, y, &says, t.smoke());
    c.caret(x + cell(at), y);
}

/// Choices under a line to narrow them.
fn offered(m: &Model, c: &Canvas<'_>, p: &Prompt) -> Drawer {
    let (look_, t) = (c.look, c.look.theme);
    let all = choices(m);
    let head = match &p.asks {
        Asks::Palette => say::palette_head(m.lang),
        Asks::Help(true) => say::help_all(m.lang),
        Asks::Help(false) => say::help_name(m.lang),
        Asks::Phrases => say::phrases_head(m.lang),
        Asks::Views => say::views_head(m.lang),
        Asks::Named => say::lists_head(m.lang),
        Asks::Class => words::ask_class(m.lang),
        Asks::Reply => words::ask_reply(m.lang),
        Asks::Intake => crate::words::intake::ask_head(m.lang),
        _ => say::filter_head(m.lang),
    };
    let room = usize::from(c.width()).saturating_sub(8);
    let (typed, at) = p.text.one_row(room);
    let prompt = Line::from(vec![
        Span::styled(": ".to_owned(), t.azure()),
        Span::raw(lines(&typed)),
    ]);
    let mut body = vec![prompt, Line::default()];
    let tall = !matches!(p.asks, Asks::Palette);
    let rows = Drawer::room(c.height(), tall).saturating_sub(2);
    let rows = if tall { rows } else { rows.min(8) }.max(3);
    let from = p.at.saturating_sub(rows.saturating_sub(1));
    let widest = all
        .iter()
        .map(|x| look_.width(&x.label) + 2)
        .max()
        .unwrap_or(0);
    let name = widest.clamp(16, usize::from(c.width()) * 6 / 10);
    for (n, x) in all.iter().enumerate().skip(from).take(rows) {
        body.push(choice(m, x, n == p.at, name));
    }
    if all.is_empty() && p.asks != Asks::Intake {
        body.push(Line::from(Span::styled(
            say::nothing_found(m.lang, p.text.text()),
            t.bold(),
        )));
    }
    let least = rows.min(all.len().max(4)) + 2;
    Drawer {
        head,
        right: format!("{} / {}", (p.at + 1).min(all.len()), all.len()),
        body,
        least,
        tall,
        caret: Some((2 + at, 0)),
        ..Drawer::default()
    }
}

fn choice(m: &Model, x: &Choice, here: bool, name: usize) -> Line<'static> {
    let (look_, t) = (m.look, m.look.theme);
    let mut spans = vec![
        Span::styled(if here { look_.glyphs.cursor() } else { " " }, t.azure()),
        Span::raw(" "),
    ];
    let label = look_.cut(&x.label, name.saturating_sub(2));
    let style = if here && x.usable { t.chip() } else { t.ink() };
    let mut used = look_.width(&label);
    if x.usable {
        for (n, ch) in label.chars().enumerate() {
            let hit = x.matched.contains(&n);
            let style = if hit {
                style.patch(t.rule_row())
            } else {
                style
            };
            spans.push(Span::styled(ch.to_string(), style));
        }
    } else {
        used += 2;
        let style = if here { t.bold() } else { t.smoke() };
        spans.push(Span::styled(format!("({label})"), style));
    }
    spans.push(Span::raw(" ".repeat((name + 2).saturating_sub(used))));
    spans.push(Span::styled(look_.pad(&x.key, 8), t.bold()));
    spans.push(Span::styled(x.note.clone(), t.smoke()));
    Line::from(spans)
}

/// What may follow the keys pressed.
pub(super) fn which(m: &Model, keys: &str) -> Drawer {
    let (look_, t) = (m.look, m.look.theme);
    let at = update::place(m);
    let mut items: Vec<(String, String, bool)> = Vec::new();
    let mut whys: Vec<String> = Vec::new();
    let under = m.keymap.under(at, keys);
    for (c, rest) in under.filter(|(c, _)| !foreign(m, c)) {
        let why = may::refusal(m, c.act, at);
        items.push((shown(&rest), name(m, c), why.is_none()));
        if let Some(why) = why {
            let told = say::not_now(m.lang, &name(m, c), &why);
            if whys.len() < 2 && !whys.contains(&told) {
                whys.push(told);
            }
        }
    }
    let cells = |(key, name, usable): &(String, String, bool)| {
        look_.width(key) + 1 + look_.width(name) + if *usable { 0 } else { 2 }
    };
    let widest = items.iter().map(cells).max().unwrap_or(1) + 3;
    let columns = (usize::from(m.size.0.saturating_sub(6)) / widest).max(1);
    let mut body: Vec<Line<'static>> = items
        .chunks(columns)
        .map(|row| {
            let spans = row.iter().flat_map(|item| {
                let (key, name, usable) = item;
                let gap = " ".repeat(widest.saturating_sub(cells(item)));
                if *usable {
                    vec![
                        Span::styled(key.clone(), t.bold()),
                        Span::raw(format!(" {name}{gap}")),
                    ]
                } else {
                    vec![Span::styled(format!("({key} {name}){gap}"), t.smoke())]
                }
            });
            Line::from(spans.collect::<Vec<_>>())
        })
        .collect();
    if !whys.is_empty() {
        body.push(Line::default());
        body.extend(whys.into_iter().map(Line::from));
    }
    Drawer {
        head: format!("{}..", say::prefix(m.lang, keys)),
        body,
        ..Drawer::default()
    }
}

/// The command that goes the other way.
const fn opposite(act: Do) -> Option<Do> {
    Some(match act {
        Do::Step(n) => Do::Step(-n),
        Do::Half(n) => Do::Half(-n),
        Do::Page(n) => Do::Page(-n),
        Do::Scroll(n) => Do::Scroll(-n),
        Do::Shift(n) => Do::Shift(-n),
        Do::Tab(n) => Do::Tab(-n),
        Do::Neighbour(n) => Do::Neighbour(-n),
        Do::Thing(n) => Do::Thing(-n),
        Do::First => Do::Last,
        Do::Last => Do::First,
        _ => return None,
    })
}

/// A command's line in help. Two that go opposite ways share one, as do those after one prefix
/// and the verdicts by their digits.
fn entry(m: &Model, all: &[&'static Command], x: &Command) -> (String, String) {
    let keys = |c: &Command| m.keymap.keys(c).first().copied().unwrap_or("").to_owned();
    if matches!(x.act, Do::Verdict(_)) {
        let digits = all.iter().filter(|c| matches!(c.act, Do::Verdict(_)));
        let digits: Vec<String> = digits.map(|c| keys(c)).collect();
        let (first, last) = (digits.first(), digits.last());
        let ends = [first, last].map(|k| k.cloned().unwrap_or_default());
        return (ends.join("-"), look::by_digit(m.lang));
    }
    let first = keys(x);
    if let Some((prefix, _)) = first.split_once(' ') {
        let begins = |c: &&&Command| keys(c).starts_with(&format!("{prefix} "));
        if all.iter().filter(begins).count() >= 3 {
            return (
                prefix.to_owned(),
                format!("{}..", say::prefix(m.lang, prefix)),
            );
        }
    }
    let other = opposite(x.act);
    let pair = all.iter().find(|c| Some(c.act) == other);
    if let Some(pair) = pair {
        // The table has the one that goes forward first.
        let forward =
            all.iter().position(|c| c.act == x.act) < all.iter().position(|c| Some(c.act) == other);
        let (a, b) = if forward { (x, *pair) } else { (*pair, x) };
        let (first, second) = (m.keymap.shown(a), m.keymap.shown(b));
        // `Ctrl-D U`: the modifier is told once.
        let short = second
            .strip_prefix("Ctrl-")
            .filter(|_| first.starts_with("Ctrl-"));
        let key = format!("{first} {}", short.unwrap_or(&second));
        return (key, format!("{} {}", name(m, a), name(m, b)));
    }
    (m.keymap.shown(x), name(m, x))
}

/// A group of help: its head and its keys.
fn group(m: &Model, g: Group, name: &str, cells: usize) -> Vec<Line<'static>> {
    let (look_, t) = (m.look, m.look.theme);
    let at = update::below(m);
    let mut out = vec![Line::from(vec![
        Span::styled(look_.pad(name, cells.saturating_sub(2)), t.rule()),
        Span::raw("  "),
    ])];
    let here = of(at).filter(|x| x.group == g && !foreign(m, x));
    let all: Vec<&'static Command> = here.collect();
    let mut seen: Vec<String> = Vec::new();
    for x in &all {
        let (key, name) = entry(m, &all, x);
        if seen.contains(&name) {
            continue;
        }
        let key_cells = look_.width(&key).max(5) + 1;
        let style = match may::refusal(m, x.act, at) {
            None => t.ink(),
            Some(_) => t.smoke(),
        };
        out.push(Line::from(vec![
            Span::styled(look_.pad(&key, key_cells), t.bold()),
            Span::styled(look_.pad(&name, cells.saturating_sub(key_cells + 2)), style),
            Span::raw("  "),
        ]));
        seen.push(name);
    }
    out
}

/// The keys of this screen, by groups in columns; then the keypad and the signs.
fn help(m: &Model, c: &Canvas<'_>, p: &Prompt) -> Drawer {
    let t = c.look.theme;
    let width = usize::from(c.width()).saturating_sub(6);
    let columns = if c.width() >= 150 { 4 } else { 3 };
    let cells = width / columns;
    let mut groups: Vec<Vec<Line<'static>>> = [
        (Group::Verdict, say::group_verdict(m.lang)),
        (Group::Move, say::group_move(m.lang)),
        (Group::Opinion, say::group_opinion(m.lang)),
        (Group::List, say::group_list(m.lang)),
        (Group::Go, say::group_go(m.lang)),
        (Group::Other, say::group_other(m.lang)),
    ]
    .into_iter()
    .map(|(g, name)| group(m, g, &name, cells))
    .filter(|g| g.len() > 1)
    .collect();
    // Groups go one under another into the column that is shortest.
    let blank = || Line::from(" ".repeat(cells));
    let mut stacks: Vec<Vec<Line<'static>>> = vec![Vec::new(); columns];
    for g in groups.drain(..) {
        if let Some(s) = stacks.iter_mut().min_by_key(|s| s.len()) {
            if !s.is_empty() {
                s.push(blank());
            }
            s.extend(g);
        }
    }
    let rows = stacks.iter().map(Vec::len).max().unwrap_or(0);
    let mut body: Vec<Line<'static>> = (0..rows)
        .map(|r| {
            let parts = stacks
                .iter()
                .flat_map(|s| s.get(r).cloned().unwrap_or_else(blank).spans);
            Line::from(parts.collect::<Vec<_>>())
        })
        .collect();
    // The keypad and the signs stay in sight; the keys scroll above them.
    let foot = [
        Line::from(Span::styled(c.look.glyphs.thin().repeat(width), t.line())),
        keyed(m, &look::keypad(m.lang)),
        Line::from(say::with_method(m.lang)),
        legend(m),
    ];
    let room = Drawer::room(c.height(), true)
        .saturating_sub(foot.len())
        .max(1);
    let top = p.at.min(rows.saturating_sub(room));
    let (page, pages) = (top.div_ceil(room) + 1, rows.div_ceil(room));
    body = body.into_iter().skip(top).take(room).collect();
    body.resize(room.min(rows), Line::default());
    body.extend(foot);
    Drawer {
        head: format!("{}  {}", say::help_name(m.lang), place(m)),
        right: format!("{}   {page} / {pages}", say::help_hint(m.lang)),
        body,
        tall: true,
        ..Drawer::default()
    }
}

/// What the screen is called in the head of help.
fn place(m: &Model) -> String {
    match m.screen {
        Screen::Home => look::screen_home(m.lang),
        Screen::Queue => look::screen_queue(m.lang),
        Screen::Case => look::screen_case(m.lang),
        Screen::Rounds => look::screen_rounds(m.lang),
        Screen::Matrix => crate::words::matrix::head(m.lang),
        Screen::Units => words::units(m.lang),
        Screen::Quadrant => crate::words::quadrant::head(m.lang),
        Screen::Log => look::screen_log(m.lang),
        Screen::Form => say::settings_head(m.lang),
    }
}

/// The signs of the lists.
fn legend(m: &Model) -> Line<'static> {
    let t = m.look.theme;
    let (bad, warn) = (t.vermilion().patch(t.bold()), t.ochre().patch(t.bold()));
    let mut spans = vec![Span::styled(
        format!("{}  ", look::signs(m.lang)),
        t.smoke(),
    )];
    for (s, style) in [
        (Severity::Error, bad),
        (Severity::Warning, warn),
        (Severity::Note, t.ink()),
    ] {
        spans.push(Span::styled(format!("{} ", say::sign(s)), style));
    }
    spans.extend(keyed(m, &look::legend(m.lang)).spans);
    Line::from(spans)
}
