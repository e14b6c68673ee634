//! Cells to bytes: the difference of two grids in as few bytes as any terminal understands. The
//! cursor is followed by display width, so that wide characters need no moves between them.

use super::charset::Charset;
use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr as _;

/// After what the cursor is put down anew, because the terminal may count otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Anchors {
    /// Widths were measured and agree.
    Never,
    /// After characters of ambiguous width.
    AfterAmbiguous,
    /// After all wide ones as well.
    AfterWide,
}

/// Attributes that carry meaning; others are not sent.
const SHOWN: Modifier = Modifier::BOLD
    .union(Modifier::UNDERLINED)
    .union(Modifier::REVERSED);
/// Attributes that show on blanks.
const ON_BLANKS: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED);
/// A frame cheaper than that is not tried with shifts.
const SHIFT_FROM: usize = 100;

/// What a terminal shows: cells with their widths; 0 is the rest of a wide one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grid {
    cols: usize,
    rows: usize,
    cells: Vec<Cell>,
    widths: Vec<u8>,
}

impl Grid {
    /// Nothing but blanks.
    pub(crate) fn blank(cols: u16, rows: u16) -> Self {
        let (cols, rows) = (usize::from(cols), usize::from(rows));
        Self {
            cols,
            rows,
            cells: vec![Cell::EMPTY; cols * rows],
            widths: vec![1; cols * rows],
        }
    }
    /// The grid of a buffer that was drawn, as a terminal with that encoding can show it.
    pub(crate) fn of(b: &Buffer, charset: Charset) -> Self {
        let mut g = Self::blank(b.area.width, b.area.height);
        for y in 0..g.rows {
            let mut x = 0;
            while x < g.cols {
                let i = y * g.cols + x;
                let Some(cell) = b.content.get(i) else {
                    break;
                };
                let width = width_of(cell);
                // Control characters never reach the terminal, wherever they came from.
                let fits = (1..=g.cols - x).contains(&width)
                    && !cell.symbol().chars().any(char::is_control);
                let width = if fits { width } else { 1 };
                g.cells[i] = plain(cell, fits, charset);
                g.widths[i] = u8::try_from(width).unwrap_or(1);
                for w in &mut g.widths[i + 1..i + width] {
                    *w = 0;
                }
                x += width;
            }
        }
        g
    }
    /// The rows as text.
    pub(crate) fn text(&self) -> Vec<String> {
        let row = |y: usize| {
            let cells = y * self.cols..(y + 1) * self.cols;
            let text: String = cells
                .filter(|i| self.widths[*i] > 0)
                .map(|i| self.cells[i].symbol())
                .collect();
            text.trim_end().to_owned()
        };
        (0..self.rows).map(row).collect()
    }
    fn same(&self, i: usize, other: &Self, k: usize) -> bool {
        self.widths[i] == other.widths[k]
            && (self.widths[i] == 0 || self.cells[i] == other.cells[k])
    }
    fn same_row(&self, y: usize, other: &Self, k: usize) -> bool {
        (0..self.cols).all(|x| self.same(y * self.cols + x, other, k * self.cols + x))
    }
    fn is_blank(&self, i: usize) -> bool {
        self.widths[i] == 1 && self.cells[i] == Cell::EMPTY
    }
    fn is_blank_row(&self, y: usize) -> bool {
        (y * self.cols..(y + 1) * self.cols).all(|i| self.is_blank(i))
    }
    fn erase(&mut self, from: usize, to: usize) {
        for i in from..to {
            self.cells[i] = Cell::EMPTY;
            self.widths[i] = 1;
        }
    }
    fn shifted(&self, s: Shift) -> Self {
        let mut g = self.clone();
        let by = s.by.unsigned_abs();
        for y in s.top..=s.bottom {
            let from = y.checked_add_signed(s.by);
            let row = y * self.cols..(y + 1) * self.cols;
            match from.filter(|f| (s.top..=s.bottom).contains(f)) {
                Some(f) if by > 0 => {
                    let source = f * self.cols..(f + 1) * self.cols;
                    g.cells[row.clone()].clone_from_slice(&self.cells[source.clone()]);
                    g.widths[row].copy_from_slice(&self.widths[source]);
                }
                _ => g.erase(row.start, row.end),
            }
        }
        g
    }
}

/// Columns of a cell: as forced, or as its characters say.
fn width_of(cell: &Cell) -> usize {
    match cell.diff_option {
        CellDiffOption::ForcedWidth(w) => usize::from(w.get()),
        _ => cell.symbol().width(),
    }
}

/// The cell with nothing but what shows.
fn plain(cell: &Cell, fits: bool, charset: Charset) -> Cell {
    let mut c = Cell::EMPTY;
    if fits && cell.symbol() != " " {
        c.set_symbol(charset.shown(cell.symbol()));
    }
    (c.fg, c.bg, c.modifier) = (cell.fg, cell.bg, cell.modifier.intersection(SHOWN));
    if c.symbol() == " " && !c.modifier.intersects(ON_BLANKS) {
        c.fg = Color::Reset;
        c.modifier = Modifier::empty();
    }
    c
}

fn is_ambiguous(symbol: &str) -> bool {
    symbol.width_cjk() != symbol.width()
}

/// Rows `top` to `bottom` that move up by so many, or down when negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shift {
    top: usize,
    bottom: usize,
    by: isize,
}

/// Shifts that might save something, the likeliest first.
fn shifts(old: &Grid, new: &Grid) -> Vec<Shift> {
    let moved: Vec<usize> = (0..new.rows)
        .filter(|y| !new.is_blank_row(*y) && !new.same_row(*y, old, *y))
        .collect();
    let mut found: Vec<(usize, Shift)> = Vec::new();
    let most = isize::try_from(new.rows).unwrap_or(0);
    for by in (1 - most..most).filter(|by| *by != 0) {
        let from = |y: usize| y.checked_add_signed(by).filter(|f| *f < old.rows);
        let hits: Vec<usize> = moved
            .iter()
            .copied()
            .filter(|y| from(*y).is_some_and(|f| new.same_row(*y, old, f)))
            .collect();
        if let (Some(first), Some(last), true) = (hits.first(), hits.last(), hits.len() > 1) {
            let (top, bottom) = if by > 0 {
                (Some(*first), from(*last))
            } else {
                (from(*first), Some(*last))
            };
            if let (Some(top), Some(bottom)) = (top, bottom) {
                found.push((hits.len(), Shift { top, bottom, by }));
                // The row the cursor stood on moves too, though it does not look the same.
                let (top, bottom) = if by > 0 {
                    (top, (bottom + 1).min(new.rows - 1))
                } else {
                    (top.saturating_sub(1), bottom)
                };
                found.push((hits.len(), Shift { top, bottom, by }));
            }
        }
    }
    found.sort_by_key(|(hits, _)| std::cmp::Reverse(*hits));
    found.into_iter().take(4).map(|(_, s)| s).collect()
}

/// Colours and attributes in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pen {
    fg: Color,
    bg: Color,
    marks: Modifier,
}

impl Pen {
    const PLAIN: Self = Self {
        fg: Color::Reset,
        bg: Color::Reset,
        marks: Modifier::empty(),
    };
    fn of(c: &Cell) -> Self {
        Self {
            fg: c.fg,
            bg: c.bg,
            marks: c.modifier,
        }
    }
    /// True when the cell looks right in this pen; on most blanks the ink does not show.
    fn suits(self, c: &Cell) -> bool {
        let shows = self.marks.intersection(ON_BLANKS);
        self == Self::of(c)
            || (c.symbol() == " "
                && self.bg == c.bg
                && shows.is_empty()
                && !c.modifier.intersects(ON_BLANKS))
    }
    fn erases(self) -> bool {
        self.bg == Color::Reset && !self.marks.intersects(ON_BLANKS)
    }
}

const MARKS: [(Modifier, &str, &str); 3] = [
    (Modifier::BOLD, "1", "22"),
    (Modifier::UNDERLINED, "4", "24"),
    (Modifier::REVERSED, "7", "27"),
];

/// The code of a colour; `base` is 30 for ink, 40 for ground.
fn hue(c: Color, base: u8) -> String {
    let light = base + 60;
    let n = match c {
        Color::Reset => base + 9,
        Color::Black => base,
        Color::Red => base + 1,
        Color::Green => base + 2,
        Color::Yellow => base + 3,
        Color::Blue => base + 4,
        Color::Magenta => base + 5,
        Color::Cyan => base + 6,
        Color::Gray => base + 7,
        Color::DarkGray => light,
        Color::LightRed => light + 1,
        Color::LightGreen => light + 2,
        Color::LightYellow => light + 3,
        Color::LightBlue => light + 4,
        Color::LightMagenta => light + 5,
        Color::LightCyan => light + 6,
        Color::White => light + 7,
        Color::Indexed(i) => return format!("{};5;{i}", base + 8),
        Color::Rgb(r, g, b) => return format!("{};2;{r};{g};{b}", base + 8),
    };
    n.to_string()
}

/// The shortest way from one pen to another.
fn sgr(from: Option<Pen>, to: Pen) -> String {
    let mut anew: Vec<String> = Vec::new();
    if to != Pen::PLAIN {
        anew.push("0".to_owned());
    }
    let set = |codes: &mut Vec<String>, old: Pen| {
        for (mark, on, off) in MARKS {
            match (old.marks.contains(mark), to.marks.contains(mark)) {
                (false, true) => codes.push(on.to_owned()),
                (true, false) => codes.push(off.to_owned()),
                _ => {}
            }
        }
        if old.fg != to.fg {
            codes.push(hue(to.fg, 30));
        }
        if old.bg != to.bg {
            codes.push(hue(to.bg, 40));
        }
    };
    set(&mut anew, Pen::PLAIN);
    let anew = format!("\x1b[{}m", anew.join(";"));
    let Some(old) = from else {
        return anew;
    };
    let mut delta = Vec::new();
    set(&mut delta, old);
    let delta = format!("\x1b[{}m", delta.join(";"));
    if delta.len() <= anew.len() {
        delta
    } else {
        anew
    }
}

/// `ESC [ n X`, where 1 is left out.
fn csi(n: usize, last: char) -> String {
    if n == 1 {
        format!("\x1b[{last}")
    } else {
        format!("\x1b[{n}{last}")
    }
}

fn across(from: usize, to: usize) -> String {
    match (to.checked_sub(from), from.saturating_sub(to)) {
        (Some(0), _) => String::new(),
        (Some(n), _) => csi(n, 'C'),
        (None, n) if n < 4 => "\u{8}".repeat(n),
        (None, n) => csi(n, 'D'),
    }
}

fn down(from: usize, to: usize) -> String {
    match (to.checked_sub(from), from.saturating_sub(to)) {
        (Some(0), _) => String::new(),
        (Some(n), _) => csi(n, 'B'),
        (None, n) => csi(n, 'A'),
    }
}

/// The shortest move to a place. Of a loose cursor only the row is known.
fn travel(from: Option<(usize, usize)>, loose: bool, (x, y): (usize, usize)) -> String {
    let absolute = match (x, y) {
        (0, 0) => "\x1b[H".to_owned(),
        (0, _) => format!("\x1b[{}H", y + 1),
        _ => format!("\x1b[{};{}H", y + 1, x + 1),
    };
    let Some((cx, cy)) = from else {
        return absolute;
    };
    let fall = down(cy, y);
    let mut ways = vec![format!("\r{fall}{}", across(0, x)), absolute];
    if y > cy && y - cy < 4 {
        // Line feeds, from the first column where none can move the cursor sideways.
        ways.push(format!("\r{}{}", "\n".repeat(y - cy), across(0, x)));
    }
    if cy == y {
        ways.push(csi(x + 1, 'G'));
    }
    if !loose {
        ways.push(format!("{fall}{}", across(cx, x)));
    }
    ways.into_iter().min_by_key(String::len).unwrap_or_default()
}

/// Where the terminal's cursor is and how it would write; outlives the frame.
#[derive(Debug, Clone)]
pub(crate) struct Painter {
    anchors: Anchors,
    /// The terminal moves lines when asked to.
    shifts: bool,
    at: Option<(usize, usize)>,
    /// So many characters may have moved the cursor otherwise than is thought, a column each.
    loose: usize,
    pen: Option<Pen>,
    out: Vec<u8>,
}

impl Painter {
    /// Nothing is known of the terminal.
    pub(crate) fn new(anchors: Anchors, shifts: bool) -> Self {
        Self {
            anchors,
            shifts,
            at: None,
            loose: 0,
            pen: None,
            out: Vec::new(),
        }
    }
    /// The bytes so far.
    pub(crate) fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }
    /// Clears the terminal.
    pub(crate) fn clear(&mut self) {
        self.put("\x1b[m\x1b[H\x1b[2J");
        (self.at, self.pen, self.loose) = (Some((0, 0)), Some(Pen::PLAIN), 0);
    }
    /// From now on the cursor is put down anew after those.
    pub(crate) fn set_anchors(&mut self, anchors: Anchors) {
        self.anchors = anchors;
    }
    /// Sends something that neither writes nor moves.
    pub(crate) fn say(&mut self, s: &str) {
        self.put(s);
    }
    /// Puts the cursor down.
    pub(crate) fn park(&mut self, x: u16, y: u16) {
        self.go(usize::from(x), usize::from(y));
    }
    /// Makes the terminal, which shows `old`, show `new`.
    pub(crate) fn paint(&mut self, old: &Grid, new: &Grid) {
        let mut best = self.clone();
        best.rows(old, new);
        let so_far = self.out.len();
        if self.shifts && best.out.len() - so_far > SHIFT_FROM {
            for shift in shifts(old, new) {
                let mut other = self.clone();
                other.shift(shift, new.rows);
                other.rows(&old.shifted(shift), new);
                if other.out.len() < best.out.len() {
                    best = other;
                }
            }
        }
        *self = best;
    }
    fn put(&mut self, s: &str) {
        self.out.extend_from_slice(s.as_bytes());
    }
    fn go(&mut self, x: usize, y: usize) {
        if self.loose > 0 || self.at != Some((x, y)) {
            let way = travel(self.at, self.loose > 0, (x, y));
            self.put(&way);
            (self.at, self.loose) = (Some((x, y)), 0);
        }
    }
    fn dip(&mut self, to: Pen) {
        if self.pen != Some(to) {
            let codes = sgr(self.pen, to);
            self.put(&codes);
            self.pen = Some(to);
        }
    }
    fn clean_pen(&mut self) {
        if !self.pen.is_some_and(Pen::erases) {
            self.dip(Pen::PLAIN);
        }
    }
    fn needs_anchor(&self, g: &Grid, i: usize) -> bool {
        match self.anchors {
            Anchors::Never => false,
            Anchors::AfterAmbiguous => is_ambiguous(g.cells[i].symbol()),
            Anchors::AfterWide => g.widths[i] > 1 || is_ambiguous(g.cells[i].symbol()),
        }
    }
    fn shift(&mut self, s: Shift, rows: usize) {
        self.clean_pen();
        let inner = s.bottom + 1 < rows;
        if inner {
            let region = format!("\x1b[{};{}r", s.top + 1, s.bottom + 1);
            self.put(&region);
            self.at = None;
        }
        self.go(0, s.top);
        // Insert and delete lines: every terminal has them, scrolling by name not.
        let last = if s.by > 0 { 'M' } else { 'L' };
        let lines = csi(s.by.unsigned_abs(), last);
        self.put(&lines);
        if inner {
            self.put("\x1b[r");
            self.at = None;
        }
    }
    fn rows(&mut self, old: &Grid, new: &Grid) {
        for y in 0..new.rows {
            let Some(first) =
                (0..new.cols).find(|x| !new.same(y * new.cols + x, old, y * new.cols + x))
            else {
                continue;
            };
            let mut best = self.clone();
            best.row(old, new, y);
            // Or all is erased from there on, and what is not blank written.
            let mut bare = old.clone_row(y);
            bare.erase(first, new.cols);
            let mut other = self.clone();
            other.go(first, y);
            other.clean_pen();
            other.put("\x1b[K");
            other.row_over(&bare, 0, new, y);
            *self = if other.out.len() < best.out.len() {
                other
            } else {
                best
            };
        }
    }
    fn row(&mut self, old: &Grid, new: &Grid, y: usize) {
        self.row_over(old, y * old.cols, new, y);
    }
    /// Writes a row over what stands there, which begins at `from` of `old`.
    fn row_over(&mut self, old: &Grid, from: usize, new: &Grid, y: usize) {
        let base = y * new.cols;
        let blank_from = (0..new.cols)
            .rev()
            .find(|x| !new.is_blank(base + x))
            .map_or(0, |x| x + 1);
        let mut x = 0;
        while x < blank_from {
            let wide = usize::from(new.widths[base + x]).max(1);
            if !new.same(base + x, old, from + x) {
                self.reach(new, x, y);
                self.write(new, x, y);
            }
            x += wide;
        }
        let differs = |x: &usize| !new.same(base + x, old, from + x);
        let first = (blank_from..new.cols).find(differs);
        let last = (blank_from..new.cols).rev().find(differs);
        if let (Some(first), Some(last)) = (first, last) {
            self.reach(new, first, y);
            if last - first < 3 {
                for x in first..=last {
                    self.write(new, x, y);
                }
            } else {
                self.clean_pen();
                self.put("\x1b[K");
            }
        }
    }
    /// Gets to a cell: by a move, or by writing again what stands between, if that is shorter.
    fn reach(&mut self, g: &Grid, x: usize, y: usize) {
        let i = y * g.cols + x;
        if self.loose > 0 && self.at == Some((x, y)) && self.needs_anchor(g, i) {
            return;
        }
        if let (Some((cx, cy)), Some(pen), 0) = (self.at, self.pen, self.loose)
            && cy == y
            && cx < x
        {
            let between = y * g.cols + cx..i;
            let starts = g.widths[between.start] > 0;
            let bytes: usize = between
                .clone()
                .filter(|k| g.widths[*k] > 0)
                .map(|k| g.cells[k].symbol().len())
                .sum();
            let fit = between
                .clone()
                .all(|k| g.widths[k] == 0 || (pen.suits(&g.cells[k]) && !self.needs_anchor(g, k)));
            if starts && fit && bytes <= travel(self.at, false, (x, y)).len() {
                for k in between.filter(|k| g.widths[*k] > 0) {
                    self.put(g.cells[k].symbol());
                }
                self.at = Some((x, y));
                return;
            }
        }
        self.go(x, y);
    }
    fn write(&mut self, g: &Grid, x: usize, y: usize) {
        let i = y * g.cols + x;
        let cell = &g.cells[i];
        if !self.pen.is_some_and(|p| p.suits(cell)) {
            self.dip(Pen::of(cell));
        }
        self.put(cell.symbol());
        let next = x + usize::from(g.widths[i]).max(1);
        self.loose = if self.needs_anchor(g, i) {
            self.loose + 1
        } else {
            0
        };
        // In the last column terminals differ about where the cursor is.
        let sure = next + self.loose < g.cols;
        self.at = sure.then_some((next, y));
    }
}

impl Grid {
    fn clone_row(&self, y: usize) -> Self {
        let row = y * self.cols..(y + 1) * self.cols;
        Self {
            cols: self.cols,
            rows: 1,
            cells: self.cells[row.clone()].to_vec(),
            widths: self.widths[row].to_vec(),
        }
    }
}

#[cfg(test)]
mod tests;
