//! The meeting 会商: one case a screen, the grades of all seats side by side, what a seat said in
//! full, what was asked and answered, and the minutes.

use super::super::matrix::{name, procedure, said};
use super::super::model::Model;
use super::canvas::Canvas;
use super::frame::fact;
use super::matrix::{is_apart, proposal, sign};
use super::parts::{Block, bold, stack};
use super::section::End;
use super::title;
use crate::domain::procedure::Procedure;
use crate::store::Graded;
use crate::words::{look as words, matrix as say, tui};
use ratatui::text::{Line, Span};

/// Cells of a seat.
const SEAT: usize = 14;

/// Draws the case under the cursor.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_>) {
    let t = c.look.theme;
    let Some(p) = procedure(m) else {
        return;
    };
    let v = &m.matrix;
    let queue = crate::words::either(m.lang, &p.short, &p.name_en);
    let place = format!("{queue} / {}", say::meeting(m.lang));
    let Some(g) = v.here() else {
        title(m, c, &place, &[]);
        let says = if v.coming {
            words::loading(m.lang)
        } else {
            say::empty(m.lang)
        };
        c.say(3, 3, &says, t.smoke());
        return;
    };
    let at = format!("{}/{}", v.at + 1, v.cases.len());
    title(m, c, &place, &[fact(at, t.ink())]);
    let y = head(m, c, g);
    let y = grades(m, c, p, g, y);
    let cells = usize::from(c.width()).saturating_sub(5);
    let blocks = [opinions(m, c, cells), talk(m, c, g, cells)];
    let (w, h) = (c.width(), c.height());
    stack(c, (0, w), (y, h.saturating_sub(2)), &blocks, End::Open);
}

/// Which case it is. Gives the row after.
fn head(m: &Model, c: &mut Canvas<'_>, g: &Graded) -> u16 {
    let t = c.look.theme;
    let r = &g.row;
    let cells = usize::from(c.width()).saturating_sub(6);
    c.say(3, 2, &c.look.cut(r.name.as_str(), cells), t.bold());
    let amount = tui::wan(m.lang, r.amount);
    let mut second = format!("{}   {}   {amount}", r.unit, r.code);
    if let Some(d) = r.due {
        second += &format!("   {} {}", words::due(m.lang), tui::due(m.lang, d, m.today));
    }
    c.say(3, 3, &c.look.cut(&second, cells), t.ink());
    5
}

/// The seats side by side, as many in a row as there is room for; then what they come to. Gives the
/// row after.
fn grades(m: &Model, c: &mut Canvas<'_>, p: &Procedure, g: &Graded, top: u16) -> u16 {
    let (look, t) = (c.look, c.look.theme);
    let w = c.width();
    let each = usize::from(w.saturating_sub(6))
        .checked_div(g.standing.seats.len().max(1))
        .unwrap_or(SEAT)
        .clamp(SEAT, 22);
    let fit = (usize::from(w.saturating_sub(6)) / each).max(1);
    let all = m.matrix.seats();
    let middle = g.standing.middle(p).filter(|_| is_apart(p, g));
    let mut y = top;
    for row in g.standing.seats.chunks(fit) {
        let mut lines: [Vec<Span<'static>>; 3] = Default::default();
        for s in row {
            let here = all.get(m.matrix.column.wrapping_sub(1)) == Some(&s.number);
            let who = say::seat(m.lang, s.number, name(m, s));
            let verdict = s.stands().filter(|x| !x.hidden && !s.recused);
            let kind = verdict.and_then(|x| p.verdict(&x.verdict));
            let called = kind.map_or_else(String::new, |v| {
                crate::words::either(m.lang, &v.name, &v.name_en)
            });
            let apart = middle.zip(kind).is_some_and(|(a, v)| a != v.rank);
            let mark = verdict.and_then(|x| x.sheet.as_ref());
            let mark = mark.map_or_else(String::new, |_| say::proxy_mark(m.lang));
            let grade = format!(" {}{mark} ", sign(m, p, Some(s)));
            let style = match (here, apart) {
                (true, _) => t.chip(),
                (false, true) => t.ochre().patch(t.bold()),
                (false, false) => t.bold(),
            };
            let mine = s.person == m.who.id;
            let ink = if mine { t.azure_line() } else { t.ink() };
            let rest = each.saturating_sub(look.width(&grade));
            lines[0].push(Span::styled(look.pad(&look.cut(&who, each - 1), each), ink));
            lines[1].push(Span::styled(grade, style));
            lines[1].push(Span::raw(" ".repeat(rest)));
            let called = format!(" {}", look.cut(&called, each.saturating_sub(2)));
            lines[2].push(Span::styled(look.pad(&called, each), t.smoke()));
        }
        for (k, spans) in (0u16..).zip(lines) {
            c.put(3, y + k, &Line::from(spans), w.saturating_sub(4));
        }
        y += 4;
    }
    let s = &g.standing;
    let all_in = s.filled() >= s.needed();
    let text = if let Some(closing) = &s.closing {
        let v = p.verdict(&closing.first.verdict);
        let name = v.map_or_else(String::new, |v| {
            format!(
                "{} {}",
                v.sign,
                crate::words::either(m.lang, &v.name, &v.name_en)
            )
        });
        say::decided(m.lang, &name)
    } else if !all_in {
        say::missing_seats(m.lang, s.needed() - s.filled())
    } else {
        proposal(p, g).map_or_else(String::new, |v| {
            let name = crate::words::either(m.lang, &v.name, &v.name_en);
            let mut text = say::middle(m.lang, &v.sign, &name);
            if is_apart(p, g) {
                text += &format!("   {}", say::needs_minutes(m.lang));
            }
            text
        })
    };
    let style = if is_apart(p, g) { t.ochre() } else { t.ink() };
    c.say(
        3,
        y,
        &look.cut(&text, usize::from(w.saturating_sub(6))),
        style,
    );
    y + 2
}

/// What the seat under the cursor said, in full.
fn opinions(m: &Model, c: &Canvas<'_>, cells: usize) -> Block {
    let Some(seat) = m.matrix.seat() else {
        return Block::default();
    };
    let says = said(m, seat).unwrap_or_else(|why| why);
    let mut lines = vec![Line::from(bold(m, says))];
    let opinions = seat.stands().map_or(&[][..], |s| &s.opinions);
    for (n, o) in opinions.iter().enumerate() {
        let text = format!("{} {}", n + 1, say::opinion(o));
        lines.extend(c.look.wrap(&text, cells).into_iter().map(Line::from));
    }
    Block {
        left: vec![bold(m, say::seat(m.lang, seat.number, name(m, seat)))],
        lines,
        ..Block::default()
    }
}

/// What was asked, answered and minuted.
fn talk(m: &Model, c: &Canvas<'_>, g: &Graded, cells: usize) -> Block {
    let t = c.look.theme;
    let who = |id| {
        let name = m.matrix.names.get(&id);
        name.map_or_else(String::new, ToString::to_string)
    };
    let mut lines: Vec<Line<'static>> = Vec::new();
    let mut put = |says: String, style| {
        let rows = c.look.wrap(&says, cells).into_iter();
        lines.extend(rows.map(|l| Line::from(Span::styled(l, style))));
    };
    for a in &g.standing.asked {
        let to = a.to.iter().map(|id| who(*id)).collect::<Vec<_>>().join(" ");
        put(say::asks(m.lang, &who(a.by), &to, &a.text), t.ink());
        for (id, text) in &a.answered {
            put(say::answers(m.lang, &who(*id), text), t.ink());
        }
    }
    for x in &g.standing.minutes {
        put(say::minute(m.lang, &who(x.by), &x.text), t.bold());
    }
    Block {
        left: vec![bold(m, say::minutes(m.lang))],
        lines,
        ..Block::default()
    }
}
