//! The drawer of files that are read in: how far it is, what came of it, what is wrong.

use super::super::model::Model;
use super::canvas::Canvas;
use super::drawer::Drawer;
use super::meter::{bar, thousands};
use crate::words::intake as say;
use ratatui::text::{Line, Span};

/// The drawer; none before the first word of the work has come.
pub(super) fn drawer(m: &Model, c: &Canvas<'_>, listed: Option<usize>) -> Option<Drawer> {
    let t = c.look.theme;
    let i = m.intake.as_ref()?;
    let p = i.progress.as_ref()?;
    let head = say::head(m.lang, &i.source);
    if let Some(top) = listed {
        let all = i.reasons();
        let cells = usize::from(c.width()).saturating_sub(6);
        let wrapped = all.iter().skip(top).flat_map(|r| c.look.wrap(r, cells));
        return Some(Drawer {
            head,
            right: format!("{} / {}", (top + 1).min(all.len()), all.len()),
            body: wrapped.map(Line::from).collect(),
            tall: true,
            ..Drawer::default()
        });
    }
    let mut body = Vec::new();
    if i.runs() {
        let cells = usize::from(c.width()).saturating_sub(16).min(60);
        let mut line = bar(c.look, p.done, p.whole, cells).to_vec();
        line.push(Span::styled(format!("  {}%", p.percent()), t.bold()));
        body.push(Line::from(line));
    }
    let rows = thousands(p.rows);
    body.push(Line::from(Span::styled(
        say::times(m.lang, &rows, p),
        t.smoke(),
    )));
    let mut sums = vec![Span::raw(say::sums(m.lang, p))];
    if p.refused > 0 {
        sums.push(Span::raw("   "));
        sums.push(Span::styled(
            say::refused(m.lang, p),
            t.vermilion().patch(t.bold()),
        ));
    }
    body.push(Line::from(sums));
    body.push(Line::default());
    let cells = usize::from(c.width()).saturating_sub(6);
    let stand = c.look.wrap(&say::stand(m.lang, p), cells);
    body.extend(stand.into_iter().map(Line::from));
    Some(Drawer {
        head,
        beside: say::which(m.lang, p),
        alarm: p.failure.is_some(),
        body,
        ..Drawer::default()
    })
}

/// What stands in the title of every screen while the work goes on behind.
pub(super) fn in_title(m: &Model) -> Option<String> {
    let i = m.intake.as_ref().filter(|i| i.runs())?;
    let shown = matches!(m.over, Some(super::super::model::Over::Intake(_)));
    (!shown).then(|| say::in_title(m.lang, i.progress.as_ref()))
}
