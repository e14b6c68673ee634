//! The grid of a watched queue: counts by cell, the four parts named at their heads, the lines
//! between them; under it, or beside it on wide screens, the cell under the cursor.

use super::super::model::Model;
use super::super::quadrant::PARTS;
use super::canvas::{Canvas, cell};
use super::frame::{fact, header, marked, row as frame_row};
use super::meter::thousands;
use super::section::{End, section};
use super::{covered, procedure, title};
use crate::domain::fen::{Fen, MoneyUnit};
use crate::domain::gauge::{COLUMNS, Cell, Count, Grid, ROWS};
use crate::words::{self, look as words_, quadrant as say};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

/// From this width on a pane stands beside the grid.
const WIDE: u16 = 110;
/// Columns of the grid with its pane.
const GRID: u16 = 71;
/// From so many rows on short lines stand under the counts.
const TALL: u16 = 38;
/// Cases of a cell under the grid: they follow each step, and must cost few bytes.
const BELOW: usize = 3;
/// Cells of the labels at the left, of a count, of the sums.
const LABEL: u16 = 6;
const CELL: u16 = 6;
const SUM: u16 = 7;

/// Draws the grid.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_>) {
    let q = &m.quadrant;
    let t = c.look.theme;
    frame(m, c);
    let Some(grid) = &q.grid else {
        c.say(3, 4, &words_::loading(m.lang), t.smoke());
        return;
    };
    let tall = c.height() >= TALL;
    let bottom = c.height().saturating_sub(3);
    let dots = q.scatter.on && c.width() >= WIDE && c.look.glyphs.lines();
    let end = if dots {
        super::scatter::draw(m, c, grid, GRID, bottom);
        bottom
    } else {
        cells(m, c, grid, tall)
    };
    if c.width() >= WIDE {
        c.wall(GRID, 2..bottom);
        beside(m, c, grid, GRID + 1, bottom);
    } else {
        below(m, c, grid, end);
    }
}

fn frame(m: &Model, c: &mut Canvas<'_>) {
    let (q, t) = (&m.quadrant, c.look.theme);
    let name = procedure(&q.queue).map_or_else(
        || q.queue.clone(),
        |p| words::either(m.lang, &p.name, &p.name_en),
    );
    let mut facts = Vec::new();
    if let Some(g) = &q.grid {
        let (placed, all) = (g.placed(), g.placed() + g.silent);
        facts.push(fact(
            say::placed(m.lang, &thousands(placed), &thousands(all)),
            t.ink(),
        ));
    }
    facts.push(fact(say::lines(m.lang, q.cuts.goal, q.cuts.exec), t.bold()));
    title(m, c, &format!("{name} / {}", say::head(m.lang)), &facts);
    let mut left = vec![];
    match &q.filter {
        Some(f) => {
            left.push(Span::styled(
                format!("{} ", words_::filtered(m.lang)),
                t.smoke(),
            ));
            left.push(Span::raw(f.echo().to_owned()));
        }
        None => left.push(Span::raw(say::everything(m.lang))),
    }
    left.push(Span::raw("   "));
    let shown = if q.money {
        say::by_money(m.lang)
    } else {
        say::by_count(m.lang)
    };
    left.extend(marked(t, &shown));
    left.push(Span::raw("   "));
    left.extend(marked(t, &say::course(m.lang)));
    frame_row(c, 1, &left, &[]);
}

/// A count in a cell's room.
fn short(n: u64) -> String {
    match n {
        0..10_000 => thousands(n),
        10_000..100_000 => format!("{}.{}k", n / 1000, n % 1000 / 100),
        100_000..1_000_000 => format!("{}k", n / 1000),
        _ => format!("{}.{}M", n / 1_000_000, n % 1_000_000 / 100_000),
    }
}

/// Money in 亿元, in a cell's room.
fn yi(f: Fen) -> String {
    let all = f.to(MoneyUnit::Yi);
    let places = match f.get() {
        n if n < 100 * 10_000_000_000 => 2,
        n if n < 1000 * 10_000_000_000 => 1,
        _ => 0,
    };
    format!(
        "{:.places$}",
        all.round_dp(u32::try_from(places).unwrap_or(0))
    )
}

pub(super) fn shown(m: &Model, n: &Count) -> String {
    if m.quadrant.money {
        yi(n.amount)
    } else {
        short(n.cases)
    }
}

/// From how many on a short line stands under a count, by its length.
fn steps(grid: &Grid) -> [u64; 5] {
    let most = grid.cells.values().map(|n| n.cases).max().unwrap_or(0);
    let mut scale = 1;
    while most >= 1000 * scale {
        scale *= 10;
    }
    [3, 10, 30, 100, 300].map(|n| n * scale)
}

/// The column where a cell's count ends.
fn ends(m: &Model, x: u8) -> u16 {
    let right = (Cell { x, y: 0 }).money().0 >= m.quadrant.cuts.exec;
    let lines = if right { 2 } else { 0 };
    LABEL + CELL * (u16::from(x) + 1) + lines
}

/// The column of the upright line.
fn upright(m: &Model) -> u16 {
    let before = (0..COLUMNS).filter(|x| Cell { x: *x, y: 0 }.money().0 < m.quadrant.cuts.exec);
    LABEL + CELL * cell(before.count()) + 1
}

/// Draws the cells; gives the row under the last.
fn cells(m: &Model, c: &mut Canvas<'_>, grid: &Grid, tall: bool) -> u16 {
    let (q, t, look) = (&m.quadrant, c.look.theme, c.look);
    let right = ends(m, COLUMNS - 1) + SUM;
    let mut head = look.pad(&say::money_axis(m.lang), usize::from(LABEL));
    for x in 0..COLUMNS {
        let (from, to) = Cell { x, y: 0 }.money();
        let name = match (from, to) {
            (0, Some(to)) => format!("<{to}"),
            (from, None) => format!("{from}+"),
            (from, _) => from.to_string(),
        };
        let cells = usize::from(ends(m, x)).saturating_sub(look.width(&head));
        head += &look.right(&name, cells);
    }
    head += &look.right(&say::sum(m.lang), usize::from(SUM));
    let width = if c.width() >= WIDE { GRID } else { c.width() };
    header(c, 0, 2, width, &format!(" {head}"));
    let x_line = upright(m);
    let mut y = 3;
    let cut = q.cuts.goal / 10;
    let heads = |c: &mut Canvas<'_>, y: u16, results: bool| {
        for money in [false, true] {
            let part = (money, results);
            let sum = grid.part(q.cuts, part);
            let text = format!("{} {}", say::part(m.lang, part), shown(m, &sum));
            let style = style(m, part).1;
            let (from, room) = if money {
                (x_line + 2, right.saturating_sub(x_line + 2))
            } else {
                (LABEL + 2, x_line.saturating_sub(LABEL + 2))
            };
            c.put(
                from,
                y,
                &Line::from(Span::styled(look.cut(&text, usize::from(room)), style)),
                room,
            );
        }
    };
    let label = look.right(&say::results_axis(m.lang), usize::from(LABEL));
    c.say(1, y, &label, t.smoke());
    heads(c, y, true);
    c.say(x_line, y, look.glyphs.wall(), t.line());
    y += 1;
    let steps = steps(grid);
    for row in (0..ROWS).rev() {
        if row + 1 == cut {
            level(m, c, y, x_line, right);
            y += 1;
            heads(c, y, false);
            c.say(x_line, y, look.glyphs.wall(), t.line());
            y += 1;
        }
        c.say(
            1,
            y,
            &look.right(&(u16::from(row) * 10).to_string(), usize::from(LABEL)),
            t.smoke(),
        );
        c.say(x_line, y, look.glyphs.wall(), t.line());
        if tall {
            c.say(x_line, y + 1, look.glyphs.wall(), t.line());
        }
        let mut sum = Count::default();
        for x in 0..COLUMNS {
            let at = Cell { x, y: row };
            let n = grid.cells.get(&at);
            sum.add(&n.copied().unwrap_or_default());
            count(m, c, (at, n), y, tall.then_some(&steps));
        }
        let text = look.right(&shown(m, &sum), usize::from(SUM));
        c.say(ends(m, COLUMNS - 1) + 1, y, &text, t.ink());
        y += if tall { 2 } else { 1 };
    }
    sums(m, c, grid, y);
    y + 1
}

/// The line between the results that are on their way and those that are not.
fn level(m: &Model, c: &mut Canvas<'_>, y: u16, x_line: u16, right: u16) {
    let (t, look) = (c.look.theme, c.look);
    let label = look.right(&m.quadrant.cuts.goal.to_string(), usize::from(LABEL));
    c.say(1, y, &label, t.bold());
    for x in LABEL + 2..=right {
        let glyph = if x == x_line {
            look.glyphs.middle()
        } else {
            look.glyphs.thin()
        };
        c.say(x, y, glyph, t.line());
    }
}

/// The style of a part's counts and of its name: the eye goes to what is behind by both, then to
/// what was spent and not delivered.
pub(super) fn style(m: &Model, part: (bool, bool)) -> (Style, Style) {
    let t = m.look.theme;
    match part {
        (false, false) => (t.ochre(), t.vermilion().patch(t.bold())),
        (true, false) => (t.ink(), t.ochre().patch(t.bold())),
        _ => (t.ink(), t.bold()),
    }
}

fn count(
    m: &Model,
    c: &mut Canvas<'_>,
    (at, n): (Cell, Option<&Count>),
    y: u16,
    steps: Option<&[u64; 5]>,
) {
    let (q, t, look) = (&m.quadrant, c.look.theme, c.look);
    let end = ends(m, at.x) + 1;
    let text = n.map_or_else(|| look.glyphs.blank().to_owned(), |n| shown(m, n));
    let here = at == q.at;
    let style = match (here, n) {
        (true, _) if covered(m) => t.bold(),
        (true, _) => t.chip(),
        (false, None) => t.smoke(),
        (false, Some(_)) => style(m, q.cuts.part(at)).0,
    };
    if here {
        // The chip has a blank on either side; without hues its brackets tell.
        let [open, close] = if look.glyphs.lines() {
            [" ", " "]
        } else {
            ["[", "]"]
        };
        let chip = format!("{open}{text}{close}");
        let from = usize::from(end + 1).saturating_sub(look.width(&chip));
        c.say(cell(from), y, &chip, style);
    } else {
        c.put_right(end, y, &Line::from(Span::styled(text, style)));
    }
    if let (Some(steps), Some(n)) = (steps, n) {
        let long = steps.iter().filter(|s| n.cases >= **s).count();
        let bar = look.glyphs.heavy().repeat(long);
        c.put_right(end, y + 1, &Line::from(Span::styled(bar, t.ink())));
    }
}

/// The sums of the columns.
fn sums(m: &Model, c: &mut Canvas<'_>, grid: &Grid, y: u16) {
    let (t, look) = (c.look.theme, c.look);
    c.say(
        1,
        y,
        &look.right(&say::sum(m.lang), usize::from(LABEL)),
        t.smoke(),
    );
    let mut all = Count::default();
    for x in 0..COLUMNS {
        let mut sum = Count::default();
        for (_, n) in grid.cells.iter().filter(|(at, _)| at.x == x) {
            sum.add(n);
        }
        all.add(&sum);
        c.put_right(ends(m, x) + 1, y, &Line::from(shown(m, &sum)));
    }
    let end = ends(m, COLUMNS - 1) + 1 + SUM;
    c.put_right(end, y, &Line::from(Span::styled(shown(m, &all), t.bold())));
}

/// What stands in the cell: how many, how much, the most of one, how many wait.
fn facts(m: &Model, grid: &Grid) -> Vec<Span<'static>> {
    let (q, t) = (&m.quadrant, m.look.theme);
    let n = grid.cells.get(&q.at).copied().unwrap_or_default();
    let mut out = vec![
        Span::styled(thousands(n.cases), t.bold()),
        Span::styled(format!(" {}   ", say::cases(m.lang)), t.smoke()),
        Span::styled(yi(n.amount), t.bold()),
        Span::styled(format!(" {}   ", say::yi(m.lang)), t.smoke()),
    ];
    let of = q.standing.as_ref().filter(|(at, _)| *at == q.at);
    if let Some(r) = of.and_then(|(_, rows)| rows.first()) {
        out.push(Span::styled(
            format!("{} ", say::largest(m.lang)),
            t.smoke(),
        ));
        out.push(Span::raw(format!("{}   ", yi(r.amount))));
    }
    if let Some(open) = n.open.filter(|_| n.cases > 0) {
        out.push(Span::styled(format!("{} ", say::open(m.lang)), t.smoke()));
        out.push(Span::styled(thousands(open), t.bold()));
    }
    out
}

/// The cell under the cursor, under the grid.
fn below(m: &Model, c: &mut Canvas<'_>, grid: &Grid, y: u16) {
    let (q, t, w) = (&m.quadrant, c.look.theme, c.width());
    let name = say::cell(m.lang, q.at.money(), q.at.results());
    section(
        c,
        (0, y, w),
        &[Span::styled(name, t.bold())],
        &[],
        (End::Open, End::Open),
    );
    c.put(3, y + 1, &Line::from(facts(m, grid)), w.saturating_sub(4));
    let last = c.height().saturating_sub(2);
    let rows = q.standing.iter().filter(|(at, _)| *at == q.at);
    let rows = rows.flat_map(|(_, rows)| rows);
    for (y, r) in (y + 2..last).zip(rows.take(BELOW)) {
        standing(m, c, r, 3, y, w.saturating_sub(4));
    }
}

/// One case of the cell: whose, what, money, results, amount.
fn standing(m: &Model, c: &mut Canvas<'_>, r: &crate::store::Row, x: u16, y: u16, cells: u16) {
    let look = m.look;
    let percent =
        |n: Option<i32>| n.map_or_else(String::new, |n| format!("{}.{}", n / 100, n % 100 / 10));
    let name = usize::from(cells).saturating_sub(7 + 7 + 12);
    let text = format!(
        "{}{}{}{}",
        look.pad(&format!("{} {}", r.unit, r.name), name),
        look.right(&percent(r.gauge.exec), 7),
        look.right(&percent(r.gauge.goal), 7),
        look.right(&r.amount.wan(), 12)
    );
    c.put(x, y, &Line::from(text), cells);
}

/// The parts and the cell, beside the grid.
fn beside(m: &Model, c: &mut Canvas<'_>, grid: &Grid, x: u16, bottom: u16) {
    let (q, t, look) = (&m.quadrant, c.look.theme, c.look);
    let cells = c.width().saturating_sub(x + 1);
    let inner = usize::from(cells.saturating_sub(4));
    let head = format!(
        "  {}{}{}",
        look.pad(&say::parts(m.lang), inner.saturating_sub(17)),
        look.right(&say::cases(m.lang), 10),
        look.right(&say::share(m.lang), 7)
    );
    header(c, x, 2, c.width().saturating_sub(x), &head);
    let all = grid.placed().max(1);
    for (y, part) in (3u16..).zip(PARTS) {
        let n = grid.part(q.cuts, part);
        let name = look.pad(&say::part(m.lang, part), inner.saturating_sub(23));
        let per_mille = u128::from(n.cases) * 1000 / u128::from(all);
        let line = Line::from(vec![
            Span::styled(look.pad(&say::corner(m.lang, part), 6), t.smoke()),
            Span::styled(name, style(m, part).1),
            Span::raw(look.right(&shown(m, &n), 10)),
            Span::raw(look.right(&format!("{}.{}%", per_mille / 10, per_mille % 10), 7)),
        ]);
        c.put(x + 2, y, &line, cells.saturating_sub(2));
    }
    let name = say::cell(m.lang, q.at.money(), q.at.results());
    let rows: &[crate::store::Row] = match &q.standing {
        Some((at, rows)) if *at == q.at => rows,
        _ => &[],
    };
    let whole = c.width().saturating_sub(x);
    let ends = (End::Wall, End::Open);
    match q.scatter.here() {
        // The case under the cursor, then its neighbours in the cell.
        Some(r) => {
            let code = Span::styled(r.code.to_string(), t.smoke());
            let own = [Span::styled(r.name.to_string(), t.bold())];
            section(c, (x, 8, whole), &own, &[code], ends);
            standing(m, c, r, x + 2, 9, cells.saturating_sub(2));
        }
        None => {
            section(c, (x, 8, whole), &[Span::styled(name, t.bold())], &[], ends);
            let line = Line::from(facts(m, grid));
            c.put(x + 2, 9, &line, cells.saturating_sub(2));
        }
    }
    if !rows.is_empty() {
        let name = usize::from(cells.saturating_sub(2)).saturating_sub(7 + 7 + 12);
        let head = format!(
            "  {}{}{}{}",
            look.pad(&say::project(m.lang), name),
            look.right(&say::exec(m.lang), 7),
            look.right(&say::goal(m.lang), 7),
            look.right(&say::wan(m.lang), 12)
        );
        header(c, x, 11, c.width().saturating_sub(x), &head);
    }
    let mut y = 12;
    for r in rows {
        if y + 1 >= bottom {
            break;
        }
        standing(m, c, r, x + 2, y, cells.saturating_sub(2));
        y += 1;
    }
    let here = grid.cells.get(&q.at).map_or(0, |n| n.cases);
    let left = here.saturating_sub(u64::from(y - 12));
    if left > 0 && !rows.is_empty() && y < bottom {
        c.say(x + 2, y, &say::others(m.lang, &thousands(left)), t.smoke());
    }
    if c.height() >= TALL && !q.money && !q.scatter.on {
        let line = Line::from(marked(t, &say::steps(m.lang, &steps(grid))));
        c.put(x + 2, bottom.saturating_sub(1), &line, cells);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_money_have_the_room_of_a_cell() {
        for (n, text) in [
            (0, "0"),
            (999, "999"),
            (9999, "9,999"),
            (12_345, "12.3k"),
            (999_999, "999k"),
            (1_234_567, "1.2M"),
        ] {
            assert_eq!(short(n), text);
        }
        let of = |yi: i64| Fen::new(yi * 100_000_000);
        for (n, text) in [
            (612, "6.12"),
            (12_344, "123.4"),
            (123_456, "1235"),
            (0, "0.00"),
        ] {
            assert_eq!(yi(of(n)), text);
        }
    }
}
