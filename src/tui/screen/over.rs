//! Drawers: what a key is about to do, what is asked before it is done.

use super::super::bulk::Plan;
use super::super::model::{Asking, Entry, Model, Over, Purpose, Signing};
use super::super::{edit, sign};
use super::canvas::Canvas;
use super::drawer::{Drawer, drawer};
use super::frame::marked;
use super::prompts;
use crate::domain::clean::lines;
use crate::domain::gate::Verdictum;
use crate::store::CaseFile;
use crate::words::{self, bulk, look, tui as say};
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation as _;

/// Cells of the labels in a drawer.
const LABEL: usize = 10;

/// A drawer of plain texts.
fn texts(head: String, right: String, body: impl IntoIterator<Item = String>) -> Drawer {
    Drawer {
        head,
        right,
        body: body.into_iter().map(Line::from).collect(),
        ..Drawer::default()
    }
}

/// Draws what lies over the screen.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_>) {
    let cells = edit::cells(m);
    let shown = match &m.over {
        None => match &m.pending {
            Some(p) if p.shown => Some(prompts::which(m, &p.keys)),
            _ => None,
        },
        Some(Over::Sign(a)) => asking(m, a),
        Some(Over::Entry(e)) => Some(entry(m, c, e)),
        Some(Over::Prompt(p)) => return prompts::draw(m, c, p),
        Some(Over::Text(head, text, top)) => Some(Drawer {
            tall: true,
            ..texts(
                head.clone(),
                format!("{} / {}", (top + 1).min(text.len()), text.len()),
                text.iter().skip(*top).cloned(),
            )
        }),
        Some(Over::Bulk(plan, listed)) => Some(wide(m, plan, *listed)),
        Some(Over::Conflict(both, _)) => Some(conflict(m, &both.0, &both.1)),
        Some(Over::Intake(listed)) => super::intake::drawer(m, c, *listed),
        Some(Over::Pasted(text)) => {
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            let shown = c.look.wrap(&text, cells).into_iter().take(6);
            Some(texts(
                say::pasted_head(m.lang),
                say::not_yet_used(m.lang),
                shown,
            ))
        }
        Some(Over::Failure(says, _)) => {
            let mut body = c.look.wrap(says, cells);
            body.push(String::new());
            body.push(say::failure_kept(m.lang));
            Some(Drawer {
                alarm: true,
                ..texts(say::failure_head(m.lang), say::not_yet(m.lang), body)
            })
        }
    };
    if let Some(d) = shown {
        drawer(c, &d);
    }
}

/// A verdict, or stepping back, before it is signed.
fn asking(m: &Model, a: &Asking) -> Option<Drawer> {
    let t = m.look.theme;
    if let Signing::Draw(plan) = &a.act {
        return Some(super::units::asking(m, plan, a.top));
    }
    let w = m.here()?;
    let r = &w.file.row;
    let cells = edit::cells(m);
    let facts = Line::from(vec![
        Span::styled(r.name.to_string(), t.bold()),
        Span::raw(format!("   {}   {} ", r.unit, r.amount.wan())),
        Span::styled(look::wan(m.lang), t.smoke()),
    ]);
    let (head, rest) = match &a.act {
        Signing::Recuse(reason) => {
            let head = look::recuse_head(m.lang, &words::history::recusal(m.lang, reason));
            let rows = m.look.wrap(&say::recuse_follows(m.lang), cells);
            (head, rows.into_iter().map(Line::from).collect())
        }
        Signing::Verdict(v) => verdict(m, v, cells)?,
        Signing::Draw(_) => return None,
    };
    let mut body = vec![facts, Line::default()];
    body.extend(rest);
    let top = a.top.min(body.len().saturating_sub(1));
    Some(Drawer {
        head,
        right: if a.only_y {
            say::default_not(m.lang)
        } else {
            say::not_yet(m.lang)
        },
        body: body.into_iter().skip(top).collect(),
        ..Drawer::default()
    })
}

fn verdict(m: &Model, v: &Verdictum, cells: usize) -> Option<(String, Vec<Line<'static>>)> {
    let t = m.look.theme;
    let w = m.here()?;
    let p = &w.file.procedure;
    let kind = p.verdict(&v.verdict)?;
    let name = format!(
        "{}  {}",
        kind.sign,
        words::either(m.lang, &kind.name, &kind.name_en)
    );
    let mut body = Vec::new();
    if kind.second {
        body.push(Line::from(Span::styled(
            say::second_needed(m.lang),
            t.ochre(),
        )));
    }
    if v.closing && w.file.standing.seated {
        let ranks = w.file.standing.ranks(p);
        let signs: Vec<String> = ranks
            .iter()
            .filter_map(|r| p.verdict.iter().find(|v| v.rank == *r))
            .map(|v| v.sign.clone())
            .collect();
        body.push(Line::from(say::seats_line(m.lang, &signs.join(" "))));
    }
    if !body.is_empty() {
        body.push(Line::default());
    }
    if let Some(line) = look::asks(m.lang, v.due, v.amount) {
        body.push(Line::from(Span::styled(line, t.bold())));
        body.push(Line::default());
    }
    if let Some(sheet) = w.file.sheet.as_ref().filter(|_| kind.needs_checked) {
        let s = sheet.settled(&v.checks, v.score, &v.score_reason);
        body.push(Line::from(Span::styled(
            words::evaluation::settles(m.lang, &s),
            t.bold(),
        )));
        body.push(Line::default());
    }
    if let Some((k, Some(why))) = super::super::shape::suggestion(w)
        && k.id == kind.id
    {
        let title = super::parts::rule_title(m, why);
        let line = look::suggested_by(m.lang, &why.rule, &title);
        body.push(Line::from(Span::styled(line, t.smoke())));
        body.push(Line::default());
    }
    for (n, o) in v.opinions.iter().enumerate() {
        let number = (n + 1).to_string();
        let rows = m.look.wrap(&lines(&o.text), cells.saturating_sub(4));
        for (k, row) in rows.into_iter().enumerate() {
            let lead = if k == 0 { number.as_str() } else { "" };
            body.push(Line::from(vec![
                Span::styled(m.look.pad(lead, 4), t.bold()),
                Span::raw(row),
            ]));
        }
    }
    Some((look::sign_head(m.lang, &name, v.closing), body))
}

/// A wide act: what goes, what is left out and why, what follows.
fn wide(m: &Model, plan: &Plan, listed: Option<usize>) -> Drawer {
    let (look_, t) = (m.look, m.look.theme);
    let head = bulk::head(m.lang, plan.asked.cases.len(), &plan.asked.name);
    if let Some(top) = listed {
        let all = plan.listing(m.lang);
        let place = format!("{} / {}", (top + 1).min(all.len()), all.len());
        return Drawer {
            tall: true,
            ..texts(head, place, all.into_iter().skip(top))
        };
    }
    let row = |label: &str, n: usize, bold: bool, rest: String| {
        let count = look_.right(&n.to_string(), 4);
        Line::from(vec![
            Span::raw(look_.pad(label, 20)),
            Span::styled(count, if bold { t.bold() } else { t.ink() }),
            Span::raw(format!(" {}  {rest}", look::case_unit(m.lang))),
        ])
    };
    let largest = plan.largest().map_or_else(String::new, |g| {
        bulk::largest(m.lang, &look::sum(m.lang, g.amount), &g.code)
    });
    let sum = look::in_all(m.lang, &look::sum(m.lang, plan.sum()));
    let label = look::going(m.lang, &plan.asked.name);
    let mut body = vec![row(
        &label,
        plan.going.len(),
        true,
        format!("{sum}   {largest}"),
    )];
    if plan.asked.verdict.is_empty() && !plan.going.is_empty() {
        let mut each: Vec<(String, usize)> = Vec::new();
        for g in &plan.going {
            match each.iter_mut().find(|(s, _)| *s == g.sign) {
                Some((_, n)) => *n += 1,
                None => each.push((g.sign.clone(), 1)),
            }
        }
        body.push(Line::from(bulk::each(m.lang, &each)));
    }
    for (why, codes) in &plan.left {
        let shown: Vec<&str> = codes.iter().take(2).map(String::as_str).collect();
        let more = if codes.len() > 2 {
            look::and_more(m.lang)
        } else {
            String::new()
        };
        let label = look::skipped(m.lang, why);
        // A reason longer than its place goes on in a row of its own.
        if look_.width(&label) > 19 {
            body.push(Line::from(label));
            body.push(row(
                "",
                codes.len(),
                false,
                format!("{}{more}", shown.join("  ")),
            ));
        } else {
            body.push(row(
                &label,
                codes.len(),
                false,
                format!("{}{more}", shown.join("  ")),
            ));
        }
    }
    body.push(Line::default());
    body.push(Line::from(bulk::consequence(m.lang, plan.going.len())));
    Drawer {
        head,
        right: say::default_not(m.lang),
        body,
        ..Drawer::default()
    }
}

/// The case as it was judged beside the case as it is.
fn conflict(m: &Model, v: &Verdictum, seen: &CaseFile) -> Drawer {
    let (look_, t) = (m.look, m.look.theme);
    let row = |label: String, spans: Vec<Span<'static>>| {
        let mut all = vec![Span::styled(look_.pad(&label, LABEL), t.smoke())];
        all.extend(spans);
        Line::from(all)
    };
    let mut out = Drawer {
        head: say::conflict_head(m.lang),
        right: say::not_yet(m.lang),
        ..Drawer::default()
    };
    let Some(w) = m.here() else {
        return out;
    };
    let mut now = vec![
        Span::raw(format!("v{}          ", seen.row.version)),
        Span::styled(format!("{}  ", say::now_label(m.lang)), t.smoke()),
        Span::styled(format!("v{}", w.file.row.version), t.bold()),
    ];
    let last = w.file.history.iter().max_by_key(|l| l.seq);
    if let Some(l) = last {
        let told = words::history::summary(m.lang, &w.file.procedure, l);
        now.push(Span::raw(format!("  {}  {}  {told}", l.at.short(), l.by.1)));
    }
    out.body.push(row(say::seen_label(m.lang), now));
    let changed = match (seen.now(), w.file.now()) {
        (Some(a), Some(b)) => {
            crate::domain::rounds::Rounds::compare(&a.declaration, &b.declaration).counts()
        }
        _ => crate::domain::rounds::Counts::default(),
    };
    let told = if changed.changed + changed.added + changed.removed == 0 {
        say::only_others(m.lang)
    } else {
        words::rounds::counts(m.lang, &changed, (0, 0))
    };
    out.body
        .push(row(say::changes_label(m.lang), vec![Span::raw(told)]));
    out.body.push(Line::default());
    let kind = w.file.procedure.verdict(&v.verdict);
    let name = kind.map_or_else(String::new, |k| {
        format!("{}  {}", k.sign, words::either(m.lang, &k.name, &k.name_en))
    });
    out.body.push(row(
        say::your_verdict(m.lang),
        vec![
            Span::styled(name, t.bold()),
            Span::raw(format!(
                "   {}",
                say::opinion_count(m.lang, v.opinions.len())
            )),
        ],
    ));
    let (_, gone) = sign::still(v, w);
    let rules: Vec<String> = gone.iter().filter_map(|o| o.rule.clone()).collect();
    let follows = if gone.is_empty() {
        say::all_stay(m.lang)
    } else {
        say::left_out(m.lang, &rules.join(" "))
    };
    out.body
        .push(row(say::if_signed(m.lang), vec![Span::raw(follows)]));
    out
}

/// Text entry: the terminal's own caret stands in it.
fn entry(m: &Model, c: &Canvas<'_>, e: &Entry) -> Drawer {
    let t = c.look.theme;
    let head = match e.purpose {
        Purpose::Opinion => say::entry_opinion(m.lang),
        Purpose::Reason => say::entry_reason(m.lang),
        Purpose::Note if e.belongs.minute => say::entry_minute(m.lang),
        Purpose::Note if e.belongs.to.is_some() => say::entry_ask(m.lang),
        Purpose::Note => say::entry_note(m.lang),
        Purpose::Harsh(_) => say::entry_harsh(m.lang),
    };
    let cells = edit::cells(m);
    // The box grows to eight rows, as far as the screen has them.
    let room = Drawer::room(c.height(), false);
    let most = super::super::buffer::ROWS.min(room.saturating_sub(2).max(1));
    let window = e.text.window(cells, most);
    let (row, _) = e.text.caret_cell(cells);
    let rows = e.text.rows(cells);
    // The caret stands where the text before it ends as it is shown.
    let x = rows.get(row).map_or(0, |r| {
        let before = e.text.caret().saturating_sub(r.start);
        let before: String = r.text.graphemes(true).take(before).collect();
        c.look.width(&lines(&before))
    });
    let first = window.start;
    let shown = rows.into_iter().skip(first).take(window.len());
    let mut body: Vec<Line<'static>> = shown.map(|r| Line::from(lines(&r.text))).collect();
    let kept = say::entry_kept(m.lang, m.dirty.is_none());
    let least = most.min(5);
    if room >= least + 2 {
        body.resize(body.len().max(least) + 1, Line::default());
        body.push(Line::from(Span::styled(kept, t.smoke())));
    }
    let about = about(m, e);
    Drawer {
        head,
        beside: about,
        right: say::entry_count(m.lang, e.text.count(), e.text.limit()),
        body,
        caret: Some((x, row.saturating_sub(first))),
        ..Drawer::default()
    }
}

/// What a text speaks of.
fn about(m: &Model, e: &Entry) -> String {
    let Some(w) = m.here() else {
        return String::new();
    };
    let Some(d) = w.file.now().map(|r| &r.declaration) else {
        return String::new();
    };
    let place = |field| words::field::place(m.lang, d, field);
    if let Some(waived) = &e.belongs.waives {
        let field = waived.field.as_ref().map_or_else(String::new, place);
        return format!("{} {field}", waived.rule);
    }
    let edited = e.belongs.edits.and_then(|n| w.draft.opinions.get(n));
    edited.map_or_else(String::new, |o| {
        format!("{} {}", o.rule.clone().unwrap_or_default(), place(&o.field))
    })
}

/// Keys and labels of a text of ours, as a line.
pub(super) fn keyed(m: &Model, text: &str) -> Line<'static> {
    Line::from(marked(m.look.theme, text))
}
