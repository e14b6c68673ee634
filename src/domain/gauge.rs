//! Where a watched case stands, in three numbers that lists sort, narrow and count by: how far the
//! money is, how far the results are, what is at stake; and the grid 象限 of the first two.

use super::fen::Fen;
use super::finding::{Finding, Severity};
use super::monitor::Snapshot;
use super::profile::lights;
use super::score::Points;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive as _;
use std::collections::BTreeMap;

/// The most that a progress is told as, hundredths of a percent.
const MOST: i32 = 99_999;

/// What lists know of a watched case; hundredths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Gauge {
    /// 执行进度 against what was due, 0 to 99999; none where that cannot be said.
    pub exec: Option<i32>,
    /// 绩效完成进度 against what was due, 0 to 10000; none where that cannot be said.
    pub goal: Option<i32>,
    /// Amount times deviation of a case that is flagged by an error or a warning, else 0.
    pub stake: Fen,
}

impl Gauge {
    /// What follows from a form and its findings.
    pub fn of(s: &Snapshot, amount: Fen, findings: &[Finding]) -> Self {
        let exec = s.exec_progress().map(hundredths);
        let goal = s.goal_progress().map(hundredths);
        let flagged = findings.iter().any(|f| f.severity != Severity::Note);
        let off = i64::from(deviation(exec, goal));
        let stake = i128::from(amount.get().max(0)) * i128::from(off) / 10_000;
        Self {
            exec,
            goal,
            stake: Fen::new(if flagged {
                i64::try_from(stake).unwrap_or(i64::MAX)
            } else {
                0
            }),
        }
    }
    /// What a list knows of a self-evaluation: the score declared, the score by its own figures,
    /// and the money times the difference that is to be expected.
    pub fn scores(declared: Points, computed: Points, off: Points, amount: Fen) -> Self {
        let stake = i128::from(amount.get().max(0)) * i128::from(off.get().max(0)) / 10_000;
        Self {
            exec: Some(declared.get().clamp(0, MOST)),
            goal: Some(computed.get().clamp(0, MOST)),
            stake: Fen::new(i64::try_from(stake).unwrap_or(i64::MAX)),
        }
    }
    /// The cell of the grid it stands in.
    pub fn cell(&self) -> Option<Cell> {
        Some(Cell::of(self.exec?, self.goal?))
    }
}

fn hundredths(percent: Decimal) -> i32 {
    let n = (percent * Decimal::ONE_HUNDRED).floor().to_i32();
    n.unwrap_or(MOST).clamp(0, MOST)
}

/// How far a case is from its course, by money or results, whichever is worse: 0 to 10000.
/// Money far ahead of the course, over 120 percent, is off it as well.
pub fn deviation(exec: Option<i32>, goal: Option<i32>) -> i32 {
    off(exec, goal).0
}

/// What takes a case off its course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Off {
    /// Results behind.
    Results,
    /// Money behind.
    Money,
    /// Money far ahead.
    Early,
}

/// The deviation, and what makes it; of two alike the results.
pub fn off(exec: Option<i32>, goal: Option<i32>) -> (i32, Off) {
    let behind = |n: Option<i32>| n.map_or(0, |n| (10_000 - n).clamp(0, 10_000));
    let ahead = exec.filter(|n| *n > 12_000).map_or(0, |n| n - 10_000);
    let all = [
        (behind(goal), Off::Results),
        (behind(exec), Off::Money),
        (ahead.min(10_000), Off::Early),
    ];
    let most = all.iter().map(|(n, _)| *n).max().unwrap_or(0);
    let worst = all.into_iter().find(|(n, _)| *n == most);
    worst.unwrap_or((0, Off::Results))
}

/// Columns of the grid: under 30, then by tens, then 100 and more.
pub const COLUMNS: u8 = 9;
/// Rows of the grid: by tens, then 100.
pub const ROWS: u8 = 11;

/// A cell of the grid; its lower edges belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// Column, 0 to 8, from little to much money.
    pub x: u8,
    /// Row, 0 to 10, from few to all results.
    pub y: u8,
}

impl Cell {
    /// The cell of two progresses, hundredths of a percent.
    pub fn of(exec: i32, goal: i32) -> Self {
        let tens = |n: i32| u8::try_from((n / 1000).clamp(0, 10)).unwrap_or(10);
        Self {
            x: tens(exec).saturating_sub(2),
            y: tens(goal),
        }
    }
    /// The cell of a stored number.
    pub fn from_number(n: i64) -> Option<Self> {
        let (x, y) = (u8::try_from(n % 16).ok()?, u8::try_from(n / 16).ok()?);
        (x < COLUMNS && y < ROWS).then_some(Self { x, y })
    }
    /// As stored.
    pub fn number(self) -> i64 {
        i64::from(self.y) * 16 + i64::from(self.x)
    }
    /// The percents of money it holds: from, and up to but not with.
    pub fn money(self) -> (u8, Option<u8>) {
        let from = if self.x == 0 { 0 } else { (self.x + 2) * 10 };
        (from, (self.x + 1 < COLUMNS).then(|| (self.x + 3) * 10))
    }
    /// The percents of results it holds.
    pub fn results(self) -> (u8, Option<u8>) {
        (self.y * 10, (self.y + 1 < ROWS).then(|| self.y * 10 + 10))
    }
}

/// Cases of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// How many.
    pub cases: u64,
    /// Their money.
    pub amount: Fen,
    /// How many of them wait for a verdict; none where a filter does not tell.
    pub open: Option<u64>,
}

impl Count {
    /// Both together.
    pub fn add(&mut self, o: &Self) {
        self.cases += o.cases;
        self.amount = Fen::new(self.amount.get().saturating_add(o.amount.get()));
        self.open = match (self.open, o.open) {
            (Some(a), Some(b)) => Some(a + b),
            _ => None,
        };
    }
}

/// How many cases stand where.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Grid {
    /// Cells with cases.
    pub cells: BTreeMap<Cell, Count>,
    /// Cases of which one of the two cannot be said.
    pub silent: u64,
}

/// The two lines, percent, tens: cases on a line belong to the better side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cuts {
    /// Of the money, 30 to 100.
    pub exec: u8,
    /// Of the results, 10 to 100.
    pub goal: u8,
}

impl Default for Cuts {
    fn default() -> Self {
        // Where the lights turn yellow, as near as tens go.
        let tens = u8::try_from(lights().yellow / 10 * 10).unwrap_or(80);
        Self {
            exec: tens.clamp(30, 100),
            goal: tens.clamp(10, 100),
        }
    }
}

impl std::fmt::Display for Cuts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.goal, self.exec)
    }
}

impl Cuts {
    /// As it is written: results, then money, both tens within their range.
    pub fn read(text: &str) -> Option<Self> {
        let mut parts = text.split_whitespace().map(str::parse::<u8>);
        let (Some(Ok(goal)), Some(Ok(exec)), None) = (parts.next(), parts.next(), parts.next())
        else {
            return None;
        };
        let tens = goal % 10 == 0 && exec % 10 == 0;
        let within = (10..=100).contains(&goal) && (30..=100).contains(&exec);
        (tens && within).then_some(Self { exec, goal })
    }
    /// Which of the four parts a cell is in: money on its way, results on their way.
    pub fn part(self, c: Cell) -> (bool, bool) {
        (c.money().0 >= self.exec, c.results().0 >= self.goal)
    }
}

impl Grid {
    /// The cases of one of the four parts.
    pub fn part(&self, cuts: Cuts, part: (bool, bool)) -> Count {
        let mut sum = Count {
            open: Some(0),
            ..Count::default()
        };
        for (_, n) in self.cells.iter().filter(|(c, _)| cuts.part(**c) == part) {
            sum.add(n);
        }
        sum
    }
    /// Cases in all cells.
    pub fn placed(&self) -> u64 {
        self.cells.values().map(|n| n.cases).sum()
    }
    /// The fullest cell of a part, of two the one farther from the lines; by money if so asked.
    pub fn fullest(&self, cuts: Cuts, part: (bool, bool), money: bool) -> Option<Cell> {
        let inside = self.cells.iter().filter(|(c, _)| cuts.part(**c) == part);
        let worth = |n: &Count| {
            if money {
                n.amount.get()
            } else {
                i64::try_from(n.cases).unwrap_or(i64::MAX)
            }
        };
        let best = inside.max_by_key(|(c, n)| {
            (
                worth(n),
                std::cmp::Reverse(u16::from(c.x) + u16::from(c.y)),
                **c,
            )
        });
        best.map(|(c, _)| *c)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_hold_their_lower_edge_and_every_number_comes_back() {
        for (exec, goal, x, y) in [
            (0, 0, 0, 0),
            (2999, 999, 0, 0),
            (3000, 1000, 1, 1),
            (7999, 7999, 5, 7),
            (8000, 8000, 6, 8),
            (9999, 9999, 7, 9),
            (10_000, 10_000, 8, 10),
            (MOST, 10_000, 8, 10),
        ] {
            let c = Cell::of(exec, goal);
            assert_eq!((c.x, c.y), (x, y), "{exec} {goal}");
            assert_eq!(Cell::from_number(c.number()), Some(c));
            let within = |n: i32, (from, to): (u8, Option<u8>)| {
                n >= i32::from(from) * 100 && to.is_none_or(|t| n < i32::from(t) * 100)
            };
            assert!(within(exec, c.money()) && within(goal, c.results()));
        }
        assert_eq!(Cell::from_number(9), None);
        assert_eq!(Cell::from_number(11 * 16), None);
        assert_eq!(Cell::from_number(-1), None);
    }

    #[test]
    fn a_line_belongs_to_the_better_side() {
        let cuts = Cuts::default();
        assert_eq!(cuts.part(Cell::of(8000, 8000)), (true, true));
        assert_eq!(cuts.part(Cell::of(7999, 8000)), (false, true));
        assert_eq!(cuts.part(Cell::of(8000, 7999)), (true, false));
        assert_eq!(cuts.part(Cell::of(0, 0)), (false, false));
    }

    #[test]
    fn lines_are_read_as_they_are_written() {
        for text in ["80 80", "10 30", "100 100", "60 90"] {
            assert_eq!(Cuts::read(text).unwrap().to_string(), text);
        }
        for text in [
            "", "80", "80 85", "80 20", "0 80", "110 80", "80 80 80", "a b",
        ] {
            assert_eq!(Cuts::read(text), None, "{text}");
        }
    }

    #[test]
    fn the_deviation_is_the_worse_of_both() {
        for (exec, goal, off) in [
            (Some(10_000), Some(10_000), 0),
            (Some(11_900), Some(10_000), 0),
            (Some(13_000), Some(10_000), 3000),
            (Some(9000), Some(4000), 6000),
            (Some(1000), Some(4000), 9000),
            (None, Some(4000), 6000),
            (None, None, 0),
            (Some(MOST), None, 10_000),
        ] {
            assert_eq!(deviation(exec, goal), off, "{exec:?} {goal:?}");
        }
        let why = |exec, goal| off(Some(exec), Some(goal)).1;
        assert_eq!(why(9000, 4000), Off::Results);
        assert_eq!(why(1000, 4000), Off::Money);
        assert_eq!(why(18_000, 10_000), Off::Early);
    }

    #[test]
    fn the_fullest_cell_of_a_part_is_found() {
        let mut g = Grid::default();
        for (exec, goal, cases, wan) in [(0, 0, 41, 6), (1000, 1500, 41, 9), (5000, 5000, 10, 99)] {
            let n = Count {
                cases,
                amount: Fen::new(wan),
                open: Some(1),
            };
            g.cells.insert(Cell::of(exec, goal), n);
        }
        let cuts = Cuts::default();
        let low = (false, false);
        assert_eq!(g.fullest(cuts, low, false), Some(Cell::of(0, 0)));
        assert_eq!(g.fullest(cuts, low, true), Some(Cell::of(5000, 5000)));
        assert_eq!(g.fullest(cuts, (true, true), false), None);
        let sum = g.part(cuts, low);
        assert_eq!(
            (sum.cases, sum.amount, sum.open),
            (92, Fen::new(114), Some(3))
        );
        assert_eq!(g.placed(), 92);
    }
}
