//! The settings: what each is, what it could be, and what differs.

use super::super::model::Model;
use super::canvas::{Canvas, cell};
use super::frame::{fact, header};
use super::{cursor, title};
use crate::settings::TABLE;
use crate::words::{settings as words, tui};
use ratatui::text::{Line, Span};

/// Draws the form.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_>) {
    let (w, h) = (c.width(), c.height());
    let (look, t) = (c.look, c.look.theme);
    let path = m
        .kept
        .as_ref()
        .map_or_else(String::new, |p| p.display().to_string());
    let path = look.cut(&path, usize::from(w / 2));
    title(m, c, &tui::settings_head(m.lang), &[fact(path, t.smoke())]);
    let [name, value, choices] = tui::form_heads(m.lang);
    let (first, second) = (24, 16);
    header(
        c,
        0,
        1,
        w,
        &format!(
            "  {}{}{choices}",
            look.pad(&name, first),
            look.pad(&value, second)
        ),
    );
    let rows = usize::from(h.saturating_sub(4));
    let shown = TABLE.iter().enumerate().skip(m.form.top).take(rows);
    for (n, s) in shown {
        let (sign, gutter, chip) = cursor(m, n == m.form.at);
        let value = m.form.settings.get(s.key).to_string();
        let note = if m.form.settings.is_fixed(s.key) {
            tui::fixed_by_bureau(m.lang)
        } else if m.form.settings.differs(s.key) {
            tui::differs(m.lang)
        } else {
            String::new()
        };
        let name = words::name(m.lang, s.key);
        let shown = look.cut(&name, first - 1);
        let gap = " ".repeat(first.saturating_sub(look.width(&shown)));
        let room = usize::from(w).saturating_sub(first + second + 14);
        let line = Line::from(vec![
            Span::styled(sign, gutter),
            Span::raw(" "),
            Span::styled(shown, chip),
            Span::raw(gap),
            Span::styled(look.pad(&value, second), t.bold()),
            Span::styled(look.pad(&s.allowed.choices().join(" "), room), t.smoke()),
            Span::styled(note, t.azure()),
        ]);
        c.put(0, 2 + cell(n - m.form.top), &line, w.saturating_sub(1));
    }
}
