//! Cases by seats: a row a case, a column a seat; under it, or beside it, what was said.

use super::super::matrix::{name, procedure, said};
use super::super::model::Model;
use super::canvas::{Canvas, cell};
use super::frame::{fact, header, marked, row as frame_row};
use super::meter::bar;
use super::parts::{Block, bold, stack};
use super::section::{End, section};
use super::{cursor, title};
use crate::domain::procedure::Procedure;
use crate::domain::standing::Seat;
use crate::store::Graded;
use crate::words::{look as words, matrix as say, tui};
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation as _;

/// Rows under the list: a rule and what the seat said.
const BELOW: u16 = 5;
/// Gutter, and the mark of what others changed.
const GUTTER: usize = 3;
const NEWS: usize = 3;
/// A column of a seat.
const SEAT: usize = 6;
const OUTCOME: usize = 13;
/// From so many columns on there is a pane.
const PANE: u16 = 110;

/// Rows of cases that are shown.
pub fn rows(m: &Model) -> usize {
    usize::from(m.size.1.saturating_sub(3 + BELOW + 2))
}

/// Draws the seats.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_>) {
    if m.matrix.meeting {
        return super::meeting::draw(m, c);
    }
    let (w, h) = (c.width(), c.height());
    let t = c.look.theme;
    let Some(p) = procedure(m) else {
        return;
    };
    frame(m, c, p);
    let cells = if w >= PANE { w * 58 / 100 + 12 } else { w };
    let pane = w >= PANE;
    let k = Columns::new(m, usize::from(cells));
    heads(m, c, &k, cells);
    if m.matrix.cases.is_empty() {
        let says = if m.matrix.coming {
            words::loading(m.lang)
        } else {
            say::empty(m.lang)
        };
        c.say(3, 4, &says, t.smoke());
    }
    let shown = rows(m);
    let top = m.matrix.top;
    let cases = m.matrix.cases.iter().enumerate();
    for (n, g) in cases.skip(top).take(shown) {
        line(m, c, p, (n, g), 3 + cell(n - top), &k, cells);
    }
    let Some(g) = m.matrix.here() else {
        return;
    };
    let y = h.saturating_sub(BELOW + 2);
    let last = (top + shown).min(m.matrix.cases.len());
    let place = format!("{}-{last} / {}", top + 1, count(m));
    let below = if pane { cells } else { w };
    section(
        c,
        (0, y, w),
        &[bold(m, g.row.name.to_string())],
        &[Span::styled(place, t.smoke())],
        (End::Open, End::Open),
    );
    under(m, c, p, g, y + 1);
    if pane {
        c.wall(below, 2..y);
        beside(m, c, p, g, below + 1, y);
    }
}

/// How many cases there are.
fn count(m: &Model) -> String {
    let more = if m.matrix.more { "+" } else { "" };
    format!("{}{more}", m.matrix.cases.len())
}

fn frame(m: &Model, c: &mut Canvas<'_>, p: &Procedure) {
    let t = c.look.theme;
    let cases = &m.matrix.cases;
    let whole = |g: &&Graded| g.standing.filled() >= g.standing.needed();
    let n = cases.iter().filter(whole).count();
    let apart = cases.iter().filter(|g| is_apart(p, g)).count();
    let queue = crate::words::either(m.lang, &p.name, &p.name_en);
    let place = format!("{queue} / {}", say::head(m.lang));
    let mut facts = vec![
        fact(words::cases(m.lang, &count(m)), t.ink()),
        fact(format!("{}{n}", say::whole(m.lang)), t.ink()),
    ];
    if apart > 0 {
        facts.push(fact(format!("{}{apart}", say::apart(m.lang)), t.ochre()));
    }
    let missing = cases.len() - n;
    if missing > 0 {
        facts.push(fact(format!("{}{missing}", say::missing(m.lang)), t.ink()));
    }
    title(m, c, &place, &facts);
    let mut left = marked(t, &say::order(m.lang));
    if p.blind {
        left.push(Span::raw("   "));
        left.extend(marked(t, &say::blind(m.lang)));
    }
    frame_row(c, 1, &left, &[]);
}

/// True where the lead must talk it over.
pub(super) fn is_apart(p: &Procedure, g: &Graded) -> bool {
    g.standing.closing.is_none() && g.standing.apart(p) >= p.apart
}

/// Cells of the columns, and which seats are shown.
struct Columns {
    code: usize,
    name: usize,
    /// Numbers of the seats, and the place of the first among all.
    seats: Vec<u8>,
    first: usize,
}

impl Columns {
    fn new(m: &Model, cells: usize) -> Self {
        let codes = m.matrix.cases.iter();
        let code = codes.map(|g| m.look.width(g.row.code.as_str())).max();
        let code = code.unwrap_or(0).clamp(13, 24);
        let fixed = GUTTER + code + 2 + OUTCOME + NEWS;
        let all = m.matrix.seats();
        // Names keep twelve cells; more seats than fit scroll with the cursor.
        let fit = (cells.saturating_sub(fixed + 12) / SEAT).max(1);
        let at = m.matrix.column.saturating_sub(1);
        let first = (at + 1).saturating_sub(fit).min(all.len());
        let seats: Vec<u8> = all.iter().copied().skip(first).take(fit).collect();
        Self {
            code,
            name: cells.saturating_sub(fixed + seats.len() * SEAT),
            seats,
            first,
        }
    }
}

fn heads(m: &Model, c: &mut Canvas<'_>, k: &Columns, cells: u16) {
    let look = c.look;
    let names = words::list_heads(m.lang);
    let mut text = " ".repeat(GUTTER);
    text += &look.pad(&names[0], k.code + 1);
    text += &look.pad(&names[1], k.name + 1);
    for n in &k.seats {
        text += &look.pad(&say::column(m.lang, *n, &first_of(m, *n)), SEAT);
    }
    text += &look.pad(&say::conclusion(m.lang), OUTCOME);
    header(c, 0, 2, cells, &text);
}

/// The first letter of who has a seat, where it is the same person in all cases.
fn first_of(m: &Model, number: u8) -> String {
    let seats = m.matrix.cases.iter().flat_map(|g| &g.standing.seats);
    let mut persons = seats.filter(|s| s.number == number);
    let Some(one) = persons.next() else {
        return String::new();
    };
    if persons.any(|s| s.person != one.person) {
        return String::new();
    }
    let first = name(m, one).graphemes(true).next();
    first.unwrap_or_default().to_owned()
}

/// What stands in a cell.
pub(super) fn sign(m: &Model, p: &Procedure, seat: Option<&Seat>) -> String {
    let Some(s) = seat else {
        return String::new();
    };
    match s.stands() {
        _ if s.recused => words::recused(m.lang),
        None => "--".to_owned(),
        Some(g) if g.hidden => words::hidden(m.lang),
        Some(g) => p
            .verdict(&g.verdict)
            .map_or_else(String::new, |v| v.sign.clone()),
    }
}

fn line(
    m: &Model,
    c: &mut Canvas<'_>,
    p: &Procedure,
    (n, g): (usize, &Graded),
    y: u16,
    k: &Columns,
    cells: u16,
) {
    let (look, t) = (c.look, c.look.theme);
    let here = n == m.matrix.at;
    let (arrow, gutter, chip) = cursor(m, here);
    let on = |column: usize| here && m.matrix.column == column;
    let code = look.cut(g.row.code.as_str(), k.code);
    let gap = k.code.saturating_sub(look.width(&code)) + 1;
    let mut spans = vec![
        Span::styled(arrow, gutter),
        Span::raw("  "),
        Span::styled(code, if on(0) { chip } else { t.ink() }),
        Span::raw(" ".repeat(gap)),
        Span::raw(look.pad(g.row.name.as_str(), k.name)),
        Span::raw(" "),
    ];
    // The grades that are not the middle one are what a dissent is about.
    let middle = g.standing.middle(p).filter(|_| is_apart(p, g));
    for (i, number) in k.seats.iter().enumerate() {
        let seat = g.standing.seats.iter().find(|s| s.number == *number);
        let text = sign(m, p, seat);
        let rank = seat
            .and_then(Seat::stands)
            .and_then(|x| p.verdict(&x.verdict))
            .map(|v| v.rank);
        let apart = middle.zip(rank).is_some_and(|(a, b)| a != b);
        let mine = seat.is_some_and(|s| s.person == m.who.id);
        let style = match (on(k.first + i + 1), apart, mine) {
            (true, ..) => chip,
            (_, true, _) => t.ochre(),
            (_, _, true) => t.azure_line(),
            _ => t.ink(),
        };
        let gap = SEAT.saturating_sub(look.width(&text));
        spans.push(Span::styled(text, style));
        spans.push(Span::raw(" ".repeat(gap)));
    }
    let (outcome, loud) = outcome(m, p, g);
    let style = if loud { t.ochre() } else { t.ink() };
    spans.push(Span::styled(look.pad(&outcome, OUTCOME), style));
    if m.matrix.news.contains(&g.row.id) {
        spans.push(Span::styled(tui::news(m.lang), t.news()));
    }
    c.put(0, y, &Line::from(spans), cells.saturating_sub(1));
}

/// What the seats come to, and whether it is a dissent.
fn outcome(m: &Model, p: &Procedure, g: &Graded) -> (String, bool) {
    let s = &g.standing;
    let l = m.lang;
    if let Some(c) = &s.closing {
        let v = p.verdict(&c.first.verdict);
        let name = v.map_or_else(String::new, |v| {
            format!(
                "{} {}",
                v.sign,
                crate::words::either(l, &v.name, &v.name_en)
            )
        });
        return (name, s.contested());
    }
    let missing = s.needed().saturating_sub(s.filled());
    if missing > 0 {
        return (say::missing_seats(l, missing), false);
    }
    if is_apart(p, g) {
        return (say::steps(l, s.apart(p)), true);
    }
    match proposal(p, g) {
        Some(v) => {
            let name = crate::words::either(l, &v.name, &v.name_en);
            (say::proposed(l, &v.sign, &name), false)
        }
        None => (say::whole_hidden(l), false),
    }
}

/// The verdict in the middle.
pub(super) fn proposal<'a>(
    p: &'a Procedure,
    g: &Graded,
) -> Option<&'a crate::domain::procedure::Verdict> {
    let rank = g.standing.middle(p)?;
    p.verdict.iter().find(|v| v.rank == rank)
}

/// Under the list: the case, and what the seat under the cursor said.
fn under(m: &Model, c: &mut Canvas<'_>, p: &Procedure, g: &Graded, y: u16) {
    let t = c.look.theme;
    let r = &g.row;
    let cells = usize::from(c.width()).saturating_sub(5);
    let mut first = format!("{}   {}", r.unit, tui::round(m.lang, r.round));
    if let Some(d) = r.due {
        first += &format!("   {} {}", words::due(m.lang), tui::due(m.lang, d, m.today));
    }
    c.say(3, y, &c.look.cut(&first, cells), t.ink());
    let Some(seat) = m.matrix.seat() else {
        return;
    };
    let who = say::seat(m.lang, seat.number, name(m, seat));
    let says = said(m, seat).unwrap_or_else(|why| why);
    c.say(
        3,
        y + 1,
        &c.look.cut(&format!("{who}  {says}"), cells),
        t.bold(),
    );
    let opinions = seat.stands().map_or(&[][..], |x| &x.opinions);
    if let Some(o) = opinions.first() {
        c.say(3, y + 2, &c.look.cut(&say::opinion(o), cells), t.ink());
    }
    let (apart, all) = (is_apart(p, g), g.standing.filled() >= g.standing.needed());
    if let Some(v) = proposal(p, g).filter(|_| all && g.standing.closing.is_none()) {
        let name = crate::words::either(m.lang, &v.name, &v.name_en);
        let mut text = say::middle(m.lang, &v.sign, &name);
        if apart {
            text += &format!("   {}", say::needs_minutes(m.lang));
        }
        let style = if apart { t.ochre() } else { t.ink() };
        c.say(3, y + 3, &c.look.cut(&text, cells), style);
    }
}

/// The pane: what the seat said in full, the spread of the grades, all seats.
fn beside(m: &Model, c: &mut Canvas<'_>, p: &Procedure, g: &Graded, x: u16, bottom: u16) {
    let (look, t) = (c.look, c.look.theme);
    let width = c.width().saturating_sub(x + 1);
    let cells = usize::from(width).saturating_sub(3);
    let mut blocks = Vec::new();
    if let Some(seat) = m.matrix.seat() {
        let mut lines = vec![Line::from(bold(m, said(m, seat).unwrap_or_else(|why| why)))];
        let opinions = seat.stands().map_or(&[][..], |s| &s.opinions);
        for (n, o) in opinions.iter().enumerate() {
            lines.push(Line::default());
            let text = format!("{} {}", n + 1, say::opinion(o));
            lines.extend(look.wrap(&text, cells).into_iter().map(Line::from));
        }
        blocks.push(Block {
            left: vec![bold(m, say::seat(m.lang, seat.number, name(m, seat)))],
            lines,
            ..Block::default()
        });
    }
    let given: Vec<&str> = g
        .standing
        .seats
        .iter()
        .filter(|s| !s.recused)
        .filter_map(Seat::stands)
        .filter(|s| !s.hidden)
        .map(|s| s.verdict.as_str())
        .collect();
    if !given.is_empty() {
        let all = u64::try_from(given.len()).unwrap_or(0);
        let lines = p.verdict.iter().map(|v| {
            let n = given.iter().filter(|id| **id == v.id).count();
            let part = u64::try_from(n).unwrap_or(0);
            let mut spans = vec![Span::raw(look.pad(&v.sign, 4))];
            spans.extend(bar(look, part, all, 20));
            let text = if n == 0 {
                "--".to_owned()
            } else {
                n.to_string()
            };
            spans.push(Span::raw(look.right(&text, 5)));
            Line::from(spans)
        });
        blocks.push(Block {
            left: vec![bold(m, say::spread(m.lang))],
            lines: lines.collect(),
            ..Block::default()
        });
    }
    let lines = g.standing.seats.iter().map(|s| {
        let says = said(m, s).unwrap_or_else(|why| why);
        let who = look.pad(&say::seat(m.lang, s.number, name(m, s)), 13);
        let style = if s.person == m.who.id {
            t.azure_line()
        } else {
            t.ink()
        };
        Line::from(vec![
            Span::styled(who, style),
            Span::raw(look.cut(&says, cells.saturating_sub(13))),
        ])
    });
    blocks.push(Block {
        left: vec![bold(m, say::others(m.lang))],
        right: vec![Span::styled(
            format!("{}/{}", g.standing.filled(), g.standing.needed()),
            t.smoke(),
        )],
        lines: lines.collect(),
    });
    stack(c, (x, width), (2, bottom), &blocks, End::Open);
}
