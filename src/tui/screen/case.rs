//! A case: form, indicators, findings, opinions, history; and the verdict rail under them.

use super::super::model::{Model, Work};
use super::super::shape;
use super::super::text::{cut, pad, right, width, wrap};
use super::{CUT, Canvas, rule, title};
use crate::domain::clean::{Clean, lines};
use crate::domain::finding::Severity;
use crate::domain::grade;
use crate::words::{self, tui as say};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// The hue of a severity.
pub(super) fn severity(m: &Model, s: Severity) -> Style {
    match s {
        Severity::Error => m.theme.vermilion(),
        Severity::Warning => m.theme.ochre(),
        Severity::Note => m.theme.ink(),
    }
}

/// Rows that the cursor of the present tab can stand on, on a screen so wide.
pub fn rows_of(w: &Work, width: u16) -> usize {
    match w.tab {
        0 => form_lines(w, form_cells(width), words::Lang::Zh).len(),
        1 => w.file.now().map_or(0, |r| r.declaration.indicators.len()),
        2 => w.file.findings().len(),
        3 => shape::items_from(w) + grade::items().len(),
        _ => w.file.history.len(),
    }
}

/// The row of the form where a head field stands.
pub fn line_of(w: &Work, width: u16, key: &str) -> usize {
    let all = form_lines(w, form_cells(width), words::Lang::Zh);
    let name = words::field::name(words::Lang::Zh, key);
    all.iter()
        .position(|(label, _)| *label == name)
        .unwrap_or(0)
}

/// Cells of the form.
fn form_cells(width: u16) -> usize {
    usize::from(width.saturating_sub(6)).min(120)
}

/// Draws the case.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_, '_>) {
    let (w, h) = m.size;
    let Some(work) = &m.work else {
        title(m, c, &say::program(m.lang), "");
        c.say(3, 3, "..", m.theme.smoke());
        return;
    };
    let r = &work.file.row;
    let p = &work.file.procedure;
    let seat = work.file.standing.seat_of(m.who.id).map(|s| s.number);
    let queue = words::either(m.lang, &p.short, &p.name_en);
    title(
        m,
        c,
        &format!("{queue} / {}", r.code),
        &say::case_right(m.lang, r.version, &m.who.name, seat),
    );
    let name = cut(r.name.as_str(), usize::from(w) / 2, CUT);
    let facts = say::case_facts(m.lang, r, m.today);
    let line = Line::from(vec![
        Span::styled(name, m.theme.bold()),
        Span::raw(format!("  {}  {facts}", r.unit)),
    ]);
    c.put(1, 1, &line, w - 2);
    tabs(m, c, work);
    let body = (4, h - 5);
    match work.tab {
        0 => form(m, c, work, body),
        1 => indicators(m, c, work, body),
        2 => findings(m, c, work, body),
        3 => opinions(m, c, work, body),
        _ => history(m, c, work, body),
    }
    let open = (0..work.file.findings().len())
        .filter(|n| work.is_open(*n))
        .count();
    rule(
        m,
        c,
        0,
        h - 5,
        w - 1,
        &format!("  {}", verdict_state(m, work)),
        "",
    );
    c.say(
        2,
        h - 4,
        &cut(&rail(m, work), usize::from(w - 4), CUT),
        m.theme.bold(),
    );
    let counts = say::work_counts(
        m.lang,
        work.draft.opinions.len(),
        work.draft.waived.len(),
        open,
    );
    let note = if m.draft_note.is_empty() {
        &counts
    } else {
        &m.draft_note
    };
    c.say(2, h - 3, &cut(note, usize::from(w - 4), CUT), m.theme.ink());
}

fn tabs(m: &Model, c: &mut Canvas<'_, '_>, w: &Work) {
    let d = w.file.now().map(|r| &r.declaration);
    let n = [
        None,
        d.map(|d| d.indicators.len()),
        Some(w.file.findings().len()),
        Some(w.draft.opinions.len() + signed(w).len()),
        Some(w.file.history.len()),
    ];
    let mut spans = vec![Span::raw(" ")];
    for (k, name) in say::tabs(m.lang).iter().enumerate() {
        let count = n
            .get(k)
            .copied()
            .flatten()
            .map_or_else(String::new, |n| n.to_string());
        let text = if k == w.tab {
            format!("[{name}{count}]")
        } else {
            format!(" {name}{count} ")
        };
        spans.push(Span::styled(
            text,
            if k == w.tab {
                m.theme.azure()
            } else {
                m.theme.ink()
            },
        ));
        spans.push(Span::raw(" "));
    }
    c.put(0, 2, &Line::from(spans), m.size.0);
}

/// My verdict, or what the case waits for.
fn verdict_state(m: &Model, w: &Work) -> String {
    let p = &w.file.procedure;
    let s = &w.file.standing;
    let mine = s.seat_of(m.who.id).and_then(|x| x.stands());
    let closed = s.closing.as_ref().map(|c| &c.first);
    let name = |id: &str| {
        p.verdict(id).map_or_else(String::new, |v| {
            format!("{} {}", v.sign, words::either(m.lang, &v.name, &v.name_en))
        })
    };
    let state = p.state(&w.file.row.state);
    let state = state.map_or_else(String::new, |x| words::either(m.lang, &x.name, &x.name_en));
    say::verdict_state(
        m.lang,
        mine.map(|g| name(&g.verdict)).as_deref(),
        closed.map(|g| name(&g.verdict)).as_deref(),
        &state,
        (s.filled(), s.needed()),
    )
}

/// The verdicts with their digits; one that the gate would refuse stands in round brackets.
pub(super) fn rail(m: &Model, w: &Work) -> String {
    let p = &w.file.procedure;
    let mine = w.file.row.mine.verdict.as_deref();
    let one = |(n, v): (usize, &crate::domain::procedure::Verdict)| {
        let may = super::super::sign::refused(m, w, n, false).is_none();
        let chosen = if mine == Some(v.id.as_str()) { "*" } else { "" };
        let text = format!(
            "{} {chosen}{} {}",
            n + 1,
            v.sign,
            words::either(m.lang, &v.name, &v.name_en)
        );
        if may { text } else { format!("({text})") }
    };
    p.verdict
        .iter()
        .enumerate()
        .map(one)
        .collect::<Vec<_>>()
        .join("   ")
}

/// First row to show so that the cursor is in sight.
fn window(at: usize, rows: usize) -> usize {
    at.saturating_sub(rows.saturating_sub(1))
}

fn room(m: &Model) -> usize {
    usize::from(m.size.0.saturating_sub(4))
}

/// The form as label and value, long text wrapped.
fn form_lines(w: &Work, cells: usize, l: words::Lang) -> Vec<(String, String)> {
    let Some(d) = w.file.now().map(|r| &r.declaration) else {
        return Vec::new();
    };
    let mut out = Vec::new();
    for (key, ..) in words::field::FIELDS {
        if !d.has(key) {
            continue;
        }
        let text = match (d.fen(key), d.day(key)) {
            (Some(fen), _) => say::wan(l, fen),
            (None, Some(day)) => day.to_string(),
            _ => d.many(key),
        };
        let text = if text.is_empty() { say::blank(l) } else { text };
        for (n, part) in wrap(&text, cells.saturating_sub(20))
            .into_iter()
            .enumerate()
        {
            let label = if n == 0 {
                words::field::name(l, key)
            } else {
                String::new()
            };
            out.push((label, part));
        }
    }
    out
}

fn form(m: &Model, c: &mut Canvas<'_, '_>, w: &Work, (top, bottom): (u16, u16)) {
    let all = form_lines(w, form_cells(m.size.0), m.lang);
    let rows = usize::from(bottom - top);
    let from = window(w.at[0], rows);
    for (n, (label, value)) in all.into_iter().enumerate().skip(from).take(rows) {
        let here = n == w.at[0];
        let line = Line::from(vec![
            Span::styled(if here { "> " } else { "  " }, m.theme.azure()),
            Span::styled(pad(&label, 20, CUT), m.theme.smoke()),
            Span::raw(value),
        ]);
        let y = top + u16::try_from(n - from).unwrap_or(0);
        c.put(0, y, &line, m.size.0 - 1);
    }
}

fn indicators(m: &Model, c: &mut Canvas<'_, '_>, w: &Work, (top, bottom): (u16, u16)) {
    let Some(d) = w.file.now().map(|r| &r.declaration) else {
        return;
    };
    let heads = say::indicator_heads(m.lang);
    let name = room(m).saturating_sub(18 + 1 + 22 + 1 + 7 + 1 + 12).max(14);
    let head = format!(
        "  {} {} {} {} {}",
        pad(&heads[0], 18, CUT),
        pad(&heads[1], name, CUT),
        pad(&heads[2], 22, CUT),
        right(&heads[3], 6),
        heads[4]
    );
    c.put(
        0,
        top - 1,
        &Line::from(Span::styled(
            pad(&head, usize::from(m.size.0 - 1), CUT),
            m.theme.rule(),
        )),
        m.size.0,
    );
    let rows = usize::from(bottom - top - 1);
    let from = window(w.at[1], rows);
    for (n, i) in d.indicators.iter().enumerate().skip(from).take(rows) {
        let y = top + u16::try_from(n - from).unwrap_or(0);
        let here = n == w.at[1];
        let level = words::field::level(i);
        let points = i
            .weight
            .map_or_else(String::new, |w| format!("{}.{:02}", w / 100, w % 100));
        let rules: Vec<&str> = w
            .file
            .findings()
            .iter()
            .filter(
                |f| matches!(&f.field, crate::domain::finding::Place::Indicator(k, _) if *k == n),
            )
            .map(|f| f.rule.as_str())
            .collect();
        let shown = Clean::line(&i.name);
        let shown = cut(shown.as_str(), name, CUT);
        let gap = " ".repeat(name.saturating_sub(width(&shown)));
        let line = Line::from(vec![
            Span::styled(if here { "> " } else { "  " }, m.theme.azure()),
            Span::raw(format!("{} ", pad(Clean::line(&level).as_str(), 18, CUT))),
            Span::styled(shown, if here { m.theme.chip() } else { m.theme.ink() }),
            Span::raw(format!(
                "{gap} {} {} ",
                pad(Clean::line(&i.value).as_str(), 22, CUT),
                right(&points, 6)
            )),
            Span::styled(rules.join(" "), m.theme.vermilion()),
        ]);
        c.put(0, y, &line, m.size.0 - 1);
    }
    if let Some(i) = d.indicators.get(w.at[1]) {
        let note = i
            .notes
            .values()
            .find(|t| !t.is_empty())
            .map_or("", String::as_str);
        c.say(
            4,
            bottom - 1,
            &cut(Clean::line(note).as_str(), room(m) - 2, CUT),
            m.theme.smoke(),
        );
    }
}

fn findings(m: &Model, c: &mut Canvas<'_, '_>, w: &Work, (top, bottom): (u16, u16)) {
    let all = w.file.findings();
    if all.is_empty() {
        c.say(3, top, &say::clean_case(m.lang), m.theme.bold());
        return;
    }
    let d = w.file.now().map(|r| &r.declaration);
    let mut y = top;
    let from = window(w.at[2], usize::from((bottom - top) / 2).max(1));
    for (n, f) in all.iter().enumerate().skip(from) {
        let here = n == w.at[2];
        let (sign, style) = if w.is_waived(n) {
            (say::waived_sign(m.lang), m.theme.ink())
        } else if !w.is_open(n) {
            (say::adopted_sign(m.lang), m.theme.ink())
        } else {
            (say::sign(f.severity).to_owned(), severity(m, f.severity))
        };
        let place = d.map_or_else(String::new, |d| words::field::place(m.lang, d, &f.field));
        let head = vec![
            Span::styled(if here { "> " } else { "  " }, m.theme.azure()),
            Span::styled(format!("{sign} "), style),
            Span::styled(
                f.rule.clone(),
                if here && m.over.is_none() {
                    m.theme.chip()
                } else {
                    style
                },
            ),
            Span::styled(
                format!("  {}", cut(&place, room(m) / 2, CUT)),
                m.theme.bold(),
            ),
        ];
        if y >= bottom {
            break;
        }
        c.put(0, y, &Line::from(head), m.size.0 - 1);
        y += 1;
        let mut told = wrap(&lines(&f.message), room(m).saturating_sub(6));
        if here && let Some(s) = &f.suggestion {
            told.extend(wrap(
                &say::suggestion(m.lang, &lines(s)),
                room(m).saturating_sub(6),
            ));
        }
        let most = if here { 4 } else { 1 };
        for part in told.into_iter().take(most) {
            if y < bottom {
                c.say(8, y, &part, m.theme.ink());
                y += 1;
            }
        }
    }
}

/// Opinions of verdicts that this viewer may read: who, sign, text; in the order of
/// [`shape::items_from`].
fn signed(w: &Work) -> Vec<(String, String)> {
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

/// A row of the opinions: which the cursor can stand on, or none.
struct Told<'a> {
    at: Option<usize>,
    line: Line<'a>,
}

fn opinions(m: &Model, c: &mut Canvas<'_, '_>, w: &Work, (top, bottom): (u16, u16)) {
    let all = opinion_rows(m, w);
    let rows = usize::from(bottom - top);
    let here = all.iter().rposition(|t| t.at == Some(w.at[3])).unwrap_or(0);
    let from = window(here + 1, rows).min(all.len().saturating_sub(rows));
    for (k, told) in (0u16..).zip(all.into_iter().skip(from).take(rows)) {
        c.put(0, top + k, &told.line, m.size.0 - 1);
    }
}

fn opinion_rows(m: &Model, w: &Work) -> Vec<Told<'static>> {
    let mut out = Vec::new();
    let text = |at, text: String| Told {
        at,
        line: Line::from(Span::raw(format!("     {text}"))),
    };
    let cursor = |n: usize| Span::styled(if n == w.at[3] { "> " } else { "  " }, m.theme.azure());
    let chip = |n: usize| {
        if n == w.at[3] && m.over.is_none() {
            m.theme.chip()
        } else {
            m.theme.bold()
        }
    };
    let d = w.file.now().map(|r| &r.declaration);
    if w.draft.opinions.is_empty() {
        out.push(Told {
            at: None,
            line: Line::from(Span::styled(
                format!("   {}", say::no_opinions(m.lang)),
                m.theme.smoke(),
            )),
        });
    }
    for (n, o) in w.draft.opinions.iter().enumerate() {
        let from = o
            .rule
            .as_deref()
            .map_or_else(|| say::own(m.lang), |r| say::from_rule(m.lang, r));
        let place = d.map_or_else(String::new, |d| words::field::place(m.lang, d, &o.field));
        out.push(Told {
            at: Some(n),
            line: Line::from(vec![
                cursor(n),
                Span::styled(format!("{}", n + 1), chip(n)),
                Span::styled(format!(" {from}  {place}"), m.theme.smoke()),
            ]),
        });
        let parts = wrap(&lines(&o.text), room(m).saturating_sub(4));
        out.extend(parts.into_iter().map(|p| text(Some(n), p)));
    }
    let first = w.draft.opinions.len();
    for (k, (head, told)) in signed(w).into_iter().enumerate() {
        let n = first + k;
        out.push(Told {
            at: Some(n),
            line: Line::from(vec![cursor(n), Span::styled(format!(" {head}"), chip(n))]),
        });
        let parts = wrap(&told, room(m).saturating_sub(4));
        let parts = parts.into_iter().filter(|p| !p.is_empty());
        out.extend(parts.map(|p| text(Some(n), p)));
    }
    out.push(Told {
        at: None,
        line: Line::from(Span::styled(
            format!("   {}", say::items_head(m.lang)),
            m.theme.bold(),
        )),
    });
    let first = shape::items_from(w);
    let grades = shape::graded(w);
    for (k, (item, g)) in grade::items().iter().zip(grades).enumerate() {
        let own = w.draft.items.contains_key(&item.id);
        out.push(Told {
            at: Some(first + k),
            line: Line::from(vec![
                cursor(first + k),
                Span::raw("   "),
                Span::styled(pad(&item.name, 14, CUT), chip(first + k)),
                Span::raw(format!(
                    "  {}{}",
                    g.named().label,
                    if own {
                        format!("  {}", say::own_grade(m.lang))
                    } else {
                        String::new()
                    }
                )),
            ]),
        });
    }
    out
}

fn history(m: &Model, c: &mut Canvas<'_, '_>, w: &Work, (top, bottom): (u16, u16)) {
    let rows = usize::from(bottom - top);
    let from = window(w.at[4], rows);
    for (n, l) in w.file.history.iter().enumerate().skip(from).take(rows) {
        let here = n == w.at[4];
        let says = words::history::summary(m.lang, &w.file.procedure, l);
        let line = Line::from(vec![
            Span::styled(if here { "> " } else { "  " }, m.theme.azure()),
            Span::styled(
                right(&l.seq.to_string(), 6),
                if here {
                    m.theme.chip()
                } else {
                    m.theme.smoke()
                },
            ),
            Span::raw(format!(
                "  {}  {}  {says}",
                l.at.short(),
                pad(l.by.1.as_str(), 8, CUT)
            )),
        ]);
        c.put(
            0,
            top + u16::try_from(n - from).unwrap_or(0),
            &line,
            m.size.0 - 1,
        );
    }
}
