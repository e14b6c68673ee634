use super::*;
use proptest::prelude::*;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::num::NonZero;

fn emulator(cols: u16, rows: u16) -> vt100::Parser {
    let size = |n: u16| NonZero::new(n).unwrap();
    vt100::Parser::new(size(rows), size(cols), 0)
}

/// What a terminal shows: of each cell the character and how it is written.
fn seen(p: &vt100::Parser) -> Vec<String> {
    let s = p.screen();
    let (rows, cols) = s.size();
    let mut out = Vec::new();
    for y in 0..u16::from(rows) {
        for x in 0..u16::from(cols) {
            let Some(c) = s.cell(y, x) else { continue };
            if c.is_wide_continuation() {
                out.push("<".to_owned());
                continue;
            }
            let text = if c.has_contents() { c.contents() } else { " " };
            let ink = text != " " || c.underline() || c.inverse();
            out.push(format!(
                "{text}{:?}{:?}{}{}{}",
                if ink {
                    c.fgcolor()
                } else {
                    vt100::Color::Default
                },
                c.bgcolor(),
                c.bold() && text != " ",
                c.underline(),
                c.inverse()
            ));
        }
    }
    out
}

fn clean(cols: u16, rows: u16) -> (vt100::Parser, Painter, Grid) {
    let mut p = emulator(cols, rows);
    let mut painter = Painter::new(Anchors::Never, true);
    painter.clear();
    p.process(&painter.take());
    (p, painter, Grid::blank(cols, rows))
}

fn painted(b: &Buffer) -> Vec<String> {
    let (mut p, mut painter, blank) = clean(b.area.width, b.area.height);
    painter.shifts = false;
    painter.paint(&blank, &Grid::of(b, Charset::Utf8));
    p.process(&painter.take());
    seen(&p)
}

/// The same without any cleverness: each cell by itself.
fn spelled(b: &Buffer) -> Vec<String> {
    let (mut p, _, _) = clean(b.area.width, b.area.height);
    let g = Grid::of(b, Charset::Utf8);
    for y in 0..g.rows {
        for x in 0..g.cols {
            let i = y * g.cols + x;
            if g.widths[i] == 0 {
                continue;
            }
            let to = format!("\x1b[{};{}H", y + 1, x + 1);
            p.process(to.as_bytes());
            p.process(sgr(None, Pen::of(&g.cells[i])).as_bytes());
            p.process(g.cells[i].symbol().as_bytes());
        }
    }
    seen(&p)
}

fn style() -> impl Strategy<Value = Style> {
    prop_oneof![
        6 => Just(Style::new()),
        1 => Just(Style::new().fg(Color::LightRed)),
        1 => Just(Style::new().fg(Color::Cyan).add_modifier(Modifier::REVERSED)),
        1 => Just(Style::new().add_modifier(Modifier::UNDERLINED)),
        1 => Just(Style::new().add_modifier(Modifier::BOLD)),
        1 => Just(Style::new().bg(Color::Blue)),
        1 => Just(Style::new().fg(Color::Indexed(123)).bg(Color::Rgb(1, 2, 3))),
    ]
}

type Texts = Vec<(u16, u16, String, Style)>;

fn texts() -> impl Strategy<Value = Texts> {
    prop::collection::vec(
        (0u16..24, 0u16..8, "[a-c审核 绩效. ]{0,12}", style()),
        0..14,
    )
}

fn buffer(cols: u16, rows: u16, texts: &Texts) -> Buffer {
    let mut b = Buffer::empty(Rect::new(0, 0, cols, rows));
    for (x, y, text, style) in texts {
        if *x < cols && *y < rows {
            b.set_string(*x, *y, text, *style);
        }
    }
    b
}

/// The lines of a buffer moved up, as a list that scrolls.
fn scrolled(b: &Buffer, top: u16, bottom: u16, by: i32, fill: &Texts) -> Buffer {
    let (w, h) = (b.area.width, b.area.height);
    let mut out = b.clone();
    for y in top..bottom.min(h) {
        let from = i32::from(y) + by;
        for x in 0..w {
            let cell = u16::try_from(from)
                .ok()
                .filter(|f| (top..bottom.min(h)).contains(f))
                .map_or(Cell::EMPTY, |f| b[(x, f)].clone());
            out[(x, y)] = cell;
        }
    }
    for (x, y, text, style) in fill.iter().take(2) {
        if *x < w && *y < h {
            out.set_string(*x, *y, text, *style);
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_frame_is_what_was_drawn(cols in 1u16..26, rows in 1u16..9, t in texts()) {
        let b = buffer(cols, rows, &t);
        prop_assert_eq!(painted(&b), spelled(&b));
    }

    #[test]
    fn painting_over_gives_the_new_frame(
        cols in 1u16..26, rows in 1u16..9, frames in prop::collection::vec(texts(), 1..5),
        shift in (0u16..4, 4u16..9, -3i32..4),
    ) {
        let (mut p, mut painter, mut shown) = clean(cols, rows);
        let mut all: Vec<Buffer> = frames.iter().map(|t| buffer(cols, rows, t)).collect();
        let last = scrolled(&all[all.len() - 1], shift.0, shift.1, shift.2, &frames[0]);
        all.push(last);
        for b in &all {
            let g = Grid::of(b, Charset::Utf8);
            painter.paint(&shown, &g);
            p.process(&painter.take());
            shown = g;
            prop_assert_eq!(seen(&p), painted(b));
        }
        // Nothing changed: nothing is sent.
        painter.paint(&shown, &shown.clone());
        prop_assert!(painter.take().is_empty());
    }
}

/// A terminal that draws `\u{201c}` and the like two cells wide, for the anchors.
struct Wide {
    cells: Vec<String>,
    cols: usize,
    at: (usize, usize),
}

impl Wide {
    fn take(&mut self, bytes: &[u8]) {
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        let mut rest = text.as_str();
        while let Some(c) = rest.chars().next() {
            if let Some(seq) = rest.strip_prefix("\x1b[") {
                let end = seq.find(|c: char| c.is_ascii_alphabetic()).unwrap();
                let (numbers, tail) = seq.split_at(end);
                let n: Vec<usize> = numbers.split(';').filter_map(|n| n.parse().ok()).collect();
                let one = n.first().copied().unwrap_or(1);
                let (last, after) = tail.split_at(1);
                match last {
                    "H" => self.at = (n.get(1).copied().unwrap_or(1) - 1, one - 1),
                    "G" => self.at.0 = one - 1,
                    "C" => self.at.0 += one,
                    "D" => self.at.0 -= one,
                    "B" => self.at.1 += one,
                    "A" => self.at.1 -= one,
                    "K" => {
                        for x in self.at.0..self.cols {
                            self.cells[self.at.1 * self.cols + x] = " ".to_owned();
                        }
                    }
                    _ => {}
                }
                rest = after;
                continue;
            }
            rest = rest.split_at(c.len_utf8()).1;
            match c {
                '\r' => self.at.0 = 0,
                '\u{8}' => self.at.0 -= 1,
                c => {
                    let i = self.at.1 * self.cols + self.at.0;
                    self.cells[i] = c.to_string();
                    let mut s = [0; 4];
                    self.at.0 += c.encode_utf8(&mut s).width_cjk();
                }
            }
        }
    }
}

#[test]
fn anchors_keep_the_rest_of_a_row_in_its_place() {
    let text = "x “审” ① 核a";
    let mut b = Buffer::empty(Rect::new(0, 0, 20, 1));
    b.set_string(0, 0, text, Style::new());
    let mut painter = Painter::new(Anchors::AfterAmbiguous, true);
    painter.clear();
    let mut t = Wide {
        cells: vec![" ".to_owned(); 20],
        cols: 20,
        at: (0, 0),
    };
    painter.paint(&Grid::blank(20, 1), &Grid::of(&b, Charset::Utf8));
    t.take(&painter.take());
    for x in 0..20u16 {
        let cell = b[(x, 0)].symbol();
        if cell != " " {
            assert_eq!(t.cells[usize::from(x)], cell, "column {x}");
        }
    }
}

#[test]
fn what_was_a_control_character_is_not_sent() {
    let mut b = Buffer::empty(Rect::new(0, 0, 10, 1));
    b[(2, 0)].set_symbol("\u{1b}[2J");
    b[(4, 0)].set_symbol("\u{202e}");
    let mut painter = Painter::new(Anchors::Never, true);
    painter.paint(&Grid::blank(10, 1), &Grid::of(&b, Charset::Utf8));
    assert!(painter.take().is_empty());
}

/// A list as the desk draws it: a mark, and the code reversed.
fn list(at: usize, top: usize) -> Buffer {
    let mut b = Buffer::empty(Rect::new(0, 0, 80, 24));
    b.set_string(0, 0, "绩效目标会审  47件  待我审12", Style::new());
    for y in 0..20usize {
        let n = top + y;
        let row = u16::try_from(y + 2).unwrap();
        let mark = if n == at { ">" } else { " " };
        b.set_string(0, row, mark, Style::new());
        let code = if n == at {
            Style::new().add_modifier(Modifier::REVERSED)
        } else {
            Style::new()
        };
        b.set_string(2, row, format!("31010420KY{n:03}"), code);
        b.set_string(
            17,
            row,
            format!(
                "第{}号供水设施改造项目",
                "长桥嘉定静安普陀".chars().nth(n % 8).unwrap()
            ),
            Style::new(),
        );
        b.set_string(60, row, format!("{},900.00", n % 90 + 10), Style::new());
    }
    b
}

fn cost(painter: &mut Painter, old: &Buffer, new: &Buffer) -> usize {
    painter.paint(&Grid::of(old, Charset::Utf8), &Grid::of(new, Charset::Utf8));
    painter.take().len()
}

#[test]
fn a_step_and_a_scroll_are_cheap() {
    let mut painter = Painter::new(Anchors::Never, true);
    painter.clear();
    painter.take();
    let mut at = list(3, 0);
    cost(&mut painter, &Buffer::empty(at.area), &at);
    let mut steps = Vec::new();
    for n in 4..19 {
        let next = list(n, 0);
        steps.push(cost(&mut painter, &at, &next));
        at = next;
    }
    assert!(steps.iter().all(|s| *s <= 64), "{steps:?}");
    let mut scrolls = Vec::new();
    for n in 1..15 {
        let next = list(19 + n, n);
        scrolls.push(cost(&mut painter, &at, &next));
        at = next;
    }
    let (_, rest) = scrolls.split_first().unwrap();
    assert!(rest.iter().all(|s| *s <= 148), "{scrolls:?}");
}
