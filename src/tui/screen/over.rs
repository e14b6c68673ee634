//! Drawers: the lower part of the screen, as wide as the screen, opened by a heavy rule, with
//! their own keys in the last row.

use super::super::model::{Asking, Entry, Model, Over, Purpose, Signing};
use super::super::text::{cut, pad, width, wrap};
use super::super::{edit, sign};
use super::{CUT, Canvas, prompts};
use crate::domain::clean::lines;
use crate::domain::gate::Verdictum;
use crate::store::CaseFile;
use crate::words::{self, bulk, tui as say};
use ratatui::text::{Line, Span};

/// What a drawer shows.
#[derive(Default)]
pub(super) struct Drawer {
    /// What it is about.
    pub head: String,
    /// At the right of its head.
    pub right: String,
    /// Its lines.
    pub body: Vec<Line<'static>>,
    /// Lines of the body that are shown at least.
    pub least: usize,
    /// The caret: column, and line of the body.
    pub caret: Option<(usize, usize)>,
}

impl Drawer {
    fn text(head: String, right: String, body: impl IntoIterator<Item = String>) -> Self {
        Self {
            head,
            right,
            body: body.into_iter().map(Line::from).collect(),
            ..Self::default()
        }
    }
}

/// Draws what lies over the screen.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_, '_>) {
    let drawer = match &m.over {
        None => match &m.pending {
            Some(p) if p.shown => Some(prompts::which(m, &p.keys)),
            _ => None,
        },
        Some(Over::Sign(a)) => asking(m, a),
        Some(Over::Entry(e)) => Some(entry(m, e)),
        Some(Over::Prompt(p)) => return prompts::draw(m, c, p),
        Some(Over::Text(head, text, top)) => {
            let place = format!("{} / {}", (top + 1).min(text.len()), text.len());
            let shown = text.iter().skip(*top).cloned();
            Some(Drawer::text(head.clone(), place, shown))
        }
        Some(Over::Bulk(plan, listed)) => Some(wide(m, plan, *listed)),
        Some(Over::Conflict(both, _)) => Some(conflict(m, &both.0, &both.1)),
        Some(Over::Pasted(text)) => {
            let text = text.replace("\r\n", "\n").replace('\r', "\n");
            let shown = wrap(&lines(&text), edit::cells(m)).into_iter().take(6);
            Some(Drawer::text(
                say::pasted_head(m.lang),
                say::not_yet_used(m.lang),
                shown,
            ))
        }
        Some(Over::Failure(says, _)) => {
            let mut body = wrap(says, edit::cells(m));
            body.push(String::new());
            body.push(say::failure_kept(m.lang));
            Some(Drawer::text(
                say::failure_head(m.lang),
                say::not_yet(m.lang),
                body,
            ))
        }
    };
    if let Some(d) = drawer {
        place(m, c, &d);
    }
}

/// Puts a drawer at the foot of the screen.
pub(super) fn place(m: &Model, c: &mut Canvas<'_, '_>, d: &Drawer) {
    let (w, h) = m.size;
    let most = usize::from(h * 3 / 5);
    let shown = d.body.len().max(d.least).min(most);
    let rows = u16::try_from(shown + 2).unwrap_or(h);
    let top = h.saturating_sub(rows + 2);
    c.blank(top, h - 1);
    let room = usize::from(w).saturating_sub(width(&d.right) + 2);
    let head = format!(
        "{} {} ",
        pad(
            &format!("  {}", cut(&d.head, room.saturating_sub(4), CUT)),
            room,
            CUT
        ),
        d.right
    );
    c.put(0, top, &Line::from(Span::styled(head, m.theme.place())), w);
    for (k, line) in (0u16..).zip(d.body.iter().take(shown)) {
        c.put(3, top + 2 + k, line, w.saturating_sub(4));
    }
    let says = cut(&m.message, usize::from(w - 2), CUT);
    c.say(1, h - 2, &says, m.theme.ink());
    if let Some((x, y)) = d.caret {
        let x = u16::try_from(3 + x).unwrap_or(0).min(w - 1);
        let y = u16::try_from(y).unwrap_or(0) + top + 2;
        c.caret(x, y.min(h - 1));
    }
}

fn asking(m: &Model, a: &Asking) -> Option<Drawer> {
    let w = m.here()?;
    let r = &w.file.row;
    let facts = format!("{}  {}  {}", r.name, r.unit, say::wan(m.lang, r.amount));
    let (head, rest) = match &a.act {
        Signing::Recuse(reason) => (
            say::recuse_head(m.lang, &words::history::recusal(m.lang, reason)),
            vec![say::recuse_follows(m.lang)],
        ),
        Signing::Verdict(v) => verdict(m, v, a.only_y)?,
    };
    let cells = edit::cells(m);
    let body = std::iter::once(facts).chain(rest);
    let body: Vec<String> = body.flat_map(|t| wrap(&t, cells)).collect();
    let top = a.top.min(body.len().saturating_sub(1));
    Some(Drawer::text(
        head,
        say::not_yet(m.lang),
        body.into_iter().skip(top),
    ))
}

fn verdict(m: &Model, v: &Verdictum, only_y: bool) -> Option<(String, Vec<String>)> {
    let w = m.here()?;
    let p = &w.file.procedure;
    let kind = p.verdict(&v.verdict)?;
    let name = format!(
        "{} {}",
        kind.sign,
        words::either(m.lang, &kind.name, &kind.name_en)
    );
    let mut body = Vec::new();
    if kind.second {
        body.push(say::second_needed(m.lang));
    }
    if v.closing && w.file.standing.seated {
        let ranks = w.file.standing.ranks(p);
        let signs: Vec<String> = ranks
            .iter()
            .filter_map(|r| p.verdict.iter().find(|v| v.rank == *r))
            .map(|v| v.sign.clone())
            .collect();
        body.push(say::seats_line(m.lang, &signs.join(" ")));
    }
    for (n, o) in v.opinions.iter().enumerate() {
        body.push(format!("{}. {}", n + 1, lines(&o.text)));
    }
    Some((say::sign_head(m.lang, &name, v.closing, only_y), body))
}

fn wide(m: &Model, plan: &super::super::bulk::Plan, listed: Option<usize>) -> Drawer {
    let head = bulk::head(m.lang, plan.asked.cases.len(), &plan.asked.name);
    let mut out = Drawer::text(head, say::default_not(m.lang), Vec::new());
    if let Some(top) = listed {
        let all = plan.listing(m.lang);
        out.right = format!("{} / {}", (top + 1).min(all.len()), all.len());
        out.body = all.into_iter().skip(top).map(Line::from).collect();
        return out;
    }
    let largest = plan.largest().map_or_else(String::new, |g| {
        bulk::largest(m.lang, &say::wan(m.lang, g.amount), &g.code)
    });
    let sum = say::wan(m.lang, plan.sum());
    let mut body = vec![bulk::going(m.lang, plan.going.len(), &sum, &largest)];
    for (why, codes) in &plan.left {
        body.push(bulk::left(m.lang, codes.len(), why, codes));
    }
    body.push(String::new());
    body.push(bulk::consequence(m.lang, plan.going.len()));
    out.body = body.into_iter().map(Line::from).collect();
    out
}

/// The case as it was judged beside the case as it is.
fn conflict(m: &Model, v: &Verdictum, seen: &CaseFile) -> Drawer {
    let head = say::conflict_head(m.lang);
    let Some(w) = m.here() else {
        return Drawer::text(head, say::not_yet(m.lang), Vec::new());
    };
    let mut body = vec![say::versions(m.lang, seen.row.version, w.file.row.version)];
    let last = w.file.history.iter().max_by_key(|l| l.seq);
    if let Some(l) = last {
        let told = words::history::summary(m.lang, &w.file.procedure, l);
        body.push(format!("{}  {}  {told}", l.at.short(), l.by.1));
    }
    let changed = match (seen.now(), w.file.now()) {
        (Some(a), Some(b)) => {
            crate::domain::rounds::Rounds::compare(&a.declaration, &b.declaration).counts()
        }
        _ => crate::domain::rounds::Counts::default(),
    };
    let moved = changed.changed + changed.added + changed.removed;
    body.push(if moved == 0 {
        say::only_others(m.lang)
    } else {
        format!(
            "{}  {}",
            say::changes_label(m.lang),
            words::rounds::counts(m.lang, &changed, (0, 0))
        )
    });
    body.push(String::new());
    let p = &w.file.procedure;
    let name = p.verdict(&v.verdict).map_or_else(String::new, |k| {
        format!("{} {}", k.sign, words::either(m.lang, &k.name, &k.name_en))
    });
    body.push(format!(
        "{}  {name}  {}",
        say::your_verdict(m.lang),
        say::opinion_count(m.lang, v.opinions.len())
    ));
    let (_, gone) = sign::still(v, w);
    let rules: Vec<String> = gone.iter().filter_map(|o| o.rule.clone()).collect();
    body.push(format!(
        "{}  {}",
        say::if_signed(m.lang),
        if gone.is_empty() {
            say::all_stay(m.lang)
        } else {
            say::left_out(m.lang, &rules.join(" "))
        }
    ));
    Drawer::text(head, say::not_yet(m.lang), body)
}

fn entry(m: &Model, e: &Entry) -> Drawer {
    let head = match e.purpose {
        Purpose::Opinion => say::entry_opinion(m.lang),
        Purpose::Reason => say::entry_reason(m.lang),
        Purpose::Note => say::entry_note(m.lang),
        Purpose::Harsh(_) => say::entry_harsh(m.lang),
    };
    let cells = edit::cells(m);
    let shown = super::super::buffer::ROWS.min(usize::from(m.size.1 / 3));
    let (row, x) = e.text.caret_cell(cells);
    let from = row.saturating_sub(shown.saturating_sub(1));
    let rows = e.text.rows(cells);
    let mut body: Vec<Line<'static>> = rows
        .into_iter()
        .skip(from)
        .take(shown)
        .map(|r| Line::from(lines(&r.text)))
        .collect();
    body.push(Line::default());
    let kept = say::entry_kept(m.lang, m.dirty.is_none());
    body.push(Line::from(Span::styled(kept, m.theme.smoke())));
    Drawer {
        head,
        right: say::entry_count(m.lang, e.text.count(), e.text.limit()),
        least: shown.min(5) + 2,
        body,
        caret: Some((x, row - from)),
    }
}
