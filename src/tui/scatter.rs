//! The grid as a scatter: a dot a case, the cursor going from dot to the nearest dot that way.

use super::model::{Effect, Model};
use super::{nav, quadrant};
use crate::domain::gauge::Cuts;
use crate::store::{Query, Reader, Row, StoreError};
use crate::words::quadrant as say;
use std::time::Instant;

/// Dots that are shown at most: beyond that they are one cloud.
pub const MOST: u64 = 4000;
/// Columns from which there is room beside the pane.
pub const WIDE: u16 = 110;
/// Percent of money at the right edge: what is further stands there.
pub const EDGE: i32 = 13_000;

/// The dots.
#[derive(Debug, Default)]
pub struct View {
    /// It is shown instead of the counts.
    pub on: bool,
    /// The cases that have a place, once they have come.
    pub dots: Vec<Row>,
    /// The dot under the cursor.
    pub at: usize,
}

impl View {
    /// The case under the cursor.
    pub fn here(&self) -> Option<&Row> {
        self.dots.get(self.at).filter(|_| self.on)
    }
}

/// A case's place: money up to the edge, results; hundredths of a percent.
pub fn place(r: &Row) -> Option<(i32, i32)> {
    Some((r.gauge.exec?.min(EDGE), r.gauge.goal?))
}

/// Why there can be no scatter here, if so.
pub(super) fn refusal(m: &Model) -> Option<String> {
    if m.quadrant.scatter.on {
        return None;
    }
    if !m.look.glyphs.lines() || m.size.0 < WIDE {
        return Some(say::no_room(m.lang));
    }
    let n = m.quadrant.grid.as_ref().map_or(0, |g| g.placed());
    (n > MOST).then(|| say::too_many(m.lang, n, MOST))
}

/// Dots instead of counts, or back.
pub(super) fn turn(m: &mut Model) -> Vec<Effect> {
    let on = !m.quadrant.scatter.on;
    m.quadrant.scatter = View {
        on,
        ..View::default()
    };
    if on { asks(m) } else { Vec::new() }
}

/// Asks for the dots, where they are shown.
pub(super) fn asks(m: &Model) -> Vec<Effect> {
    let q = &m.quadrant;
    if !q.scatter.on {
        return Vec::new();
    }
    let query = Query {
        queue: q.queue.clone(),
        filter: q.filter.clone(),
        limit: 500,
        ..Query::default()
    };
    vec![Effect::Dots(q.ticket, Box::new(query))]
}

/// The cases of a question that have a place.
///
/// # Errors
/// When they cannot be read.
pub fn read(r: &mut dyn Reader, q: &Query) -> Result<Vec<Row>, StoreError> {
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let mut q = q.clone();
    let mut out = Vec::new();
    loop {
        let page = r.page(&q)?;
        out.extend(page.rows.into_iter().filter(|r| place(r).is_some()));
        match page.next {
            Some(next) if out.len() <= most => q.after = Some(next),
            _ => return Ok(out),
        }
    }
}

/// They came: the cursor goes to the one with the most at stake.
pub(super) fn came(m: &mut Model, ticket: u64, dots: Vec<Row>) {
    if ticket != m.quadrant.ticket || !m.quadrant.scatter.on {
        return;
    }
    let worst = dots.iter().enumerate().max_by_key(|(_, r)| r.gauge.stake);
    m.quadrant.scatter.at = worst.map_or(0, |(n, _)| n);
    m.quadrant.scatter.dots = dots;
    follow(m);
}

/// The cell under the cursor is the dot's.
fn follow(m: &mut Model) {
    let cell = m.quadrant.scatter.here().and_then(|r| r.gauge.cell());
    if let Some(cell) = cell {
        m.quadrant.at = cell;
    }
}

/// The nearest dot that way: as far ahead as little aside.
fn nearest(dots: &[Row], at: usize, (right, up): (isize, isize)) -> Option<usize> {
    let (x, y) = dots.get(at).and_then(place)?;
    let sign = |n: isize| i64::try_from(n.signum()).unwrap_or(0);
    let (right, up) = (sign(right), sign(up));
    let far = |r: &Row| {
        let (px, py) = place(r)?;
        let (dx, dy) = (i64::from(px - x), i64::from(py - y));
        let ahead = dx * right + dy * up;
        let aside = (dx * up).abs() + (dy * right).abs();
        // Within a quarter turn of that way.
        (ahead > 0 && aside <= ahead).then_some(ahead + 2 * aside)
    };
    let all = dots.iter().enumerate();
    let found = all.filter_map(|(n, r)| far(r).map(|d| (d, n)));
    found.min().map(|(_, n)| n)
}

/// To the nearest dot that way.
pub(super) fn step(m: &mut Model, now: Instant, way: (isize, isize)) -> Vec<Effect> {
    let s = &mut m.quadrant.scatter;
    match nearest(&s.dots, s.at, way) {
        Some(n) => {
            s.at = n;
            m.rest = Some(now);
            follow(m);
        }
        None => m.message = say::no_dot_further(m.lang),
    }
    Vec::new()
}

/// To the dot with the most at stake in the next of the four parts that has any.
pub(super) fn part(m: &mut Model, now: Instant, by: isize) -> Vec<Effect> {
    let cuts: Cuts = m.quadrant.cuts;
    let of = |r: &Row| r.gauge.cell().map(|c| cuts.part(c));
    let s = &mut m.quadrant.scatter;
    let here = s.here().and_then(of);
    let from = quadrant::PARTS.iter().position(|p| Some(*p) == here);
    let from = isize::try_from(from.unwrap_or(0)).unwrap_or(0);
    let next = (1..4).find_map(|n| {
        let k = usize::try_from((from + by * n).rem_euclid(4)).unwrap_or(0);
        let part = quadrant::PARTS.get(k)?;
        let inside = s.dots.iter().enumerate();
        let inside = inside.filter(|(_, r)| of(r) == Some(*part));
        inside.max_by_key(|(_, r)| r.gauge.stake).map(|(n, _)| n)
    });
    match next {
        Some(n) => {
            s.at = n;
            m.rest = Some(now);
            follow(m);
        }
        None => m.message = say::no_cell_further(m.lang),
    }
    Vec::new()
}

/// Opens the case under the cursor; the way back leads here.
pub(super) fn open(m: &mut Model) -> Vec<Effect> {
    match m.quadrant.scatter.here().map(|r| r.id) {
        Some(id) => {
            m.came.push(super::model::Screen::Quadrant);
            nav::open_case(m, id)
        }
        None => {
            m.message = say::empty_cell(m.lang);
            Vec::new()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::clean::Clean;
    use crate::domain::fen::Fen;
    use crate::domain::gauge::Gauge;
    use crate::domain::id::{CaseId, Seq};
    use crate::store::Mine;

    fn dot(exec: i32, goal: i32) -> Row {
        Row {
            id: CaseId::new(1),
            queue: String::new(),
            code: Clean::line(""),
            name: Clean::line(""),
            unit: Clean::line(""),
            district: String::new(),
            amount: Fen::new(0),
            due: None,
            round: 1,
            state: String::new(),
            version: 1,
            findings: [0; 3],
            rules: String::new(),
            seats_done: 0,
            seats_total: 0,
            mine: Mine::default(),
            gauge: Gauge {
                exec: Some(exec),
                goal: Some(goal),
                stake: Fen::new(0),
            },
            changed: Seq::new(1),
            mark: None,
        }
    }

    #[test]
    fn the_cursor_goes_to_the_nearest_dot_that_way_and_comes_back() {
        let dots = [
            dot(5000, 5000),
            dot(6000, 5200),
            dot(9000, 5000),
            dot(5000, 8000),
            dot(5000, 5000),
        ];
        assert_eq!(nearest(&dots, 0, (1, 0)), Some(1));
        assert_eq!(nearest(&dots, 1, (1, 0)), Some(2));
        assert_eq!(nearest(&dots, 2, (1, 0)), None);
        assert_eq!(nearest(&dots, 0, (0, 1)), Some(3));
        assert_eq!(nearest(&dots, 3, (0, -1)), Some(0));
        assert_eq!(nearest(&dots, 1, (-1, 0)), Some(0));
        assert_eq!(place(&dot(99_999, 100)), Some((EDGE, 100)));
    }
}
