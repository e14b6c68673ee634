//! The grid 象限 of a watched queue: how far the money is to the right, how far the results are
//! upwards, cases counted by cell. Here its cursor, its lines, its filter.

use super::model::{Effect, Model, Over, Screen};
use super::{list, nav, scatter};
use crate::domain::coverage::Coverage;
use crate::domain::filter::Filter;
use crate::domain::gauge::{COLUMNS, Cell, Cuts, Grid, ROWS};
use crate::domain::procedure::{Procedure, builtin};
use crate::domain::profile::lights;
use crate::store::{Order, Query, Row};
use crate::words::{self, quadrant as say, tui};
use std::time::Instant;

/// Cases of a cell that the pane shows at most.
pub(super) const LISTED: usize = 14;

/// The screen.
#[derive(Debug)]
pub struct View {
    /// Queue.
    pub queue: String,
    /// What the cases are narrowed to, as typed.
    pub search: String,
    /// As understood.
    pub filter: Option<Filter>,
    /// The two lines.
    pub cuts: Cuts,
    /// Money is shown instead of counts.
    pub money: bool,
    /// The cell under the cursor.
    pub at: Cell,
    /// The counts, once they have come.
    pub grid: Option<Grid>,
    /// The cases of a cell, the most money first.
    pub standing: Option<(Cell, Vec<Row>)>,
    /// Which question the counts must answer.
    pub ticket: u64,
    /// The dots, where they are shown instead of counts.
    pub scatter: scatter::View,
    /// The search that a cell was listed by: the list goes back here as long as it has that.
    pub listed: Option<String>,
}

impl Default for View {
    fn default() -> Self {
        Self {
            queue: String::new(),
            search: String::new(),
            filter: None,
            cuts: Cuts::default(),
            money: false,
            at: Cell { x: 0, y: 0 },
            grid: None,
            standing: None,
            ticket: 0,
            scatter: scatter::View::default(),
            listed: None,
        }
    }
}

/// The four parts in the order that Tab walks them: both behind first.
pub(super) const PARTS: [(bool, bool); 4] =
    [(false, false), (true, false), (false, true), (true, true)];

/// The queue whose grid is shown: the one one is in, or the first that is watched.
fn watched(m: &Model) -> Option<String> {
    let here = m.row().map_or(&m.list.queue, |r| &r.queue).clone();
    let all = || builtin().iter().map(|(p, ..)| p).filter(|p| p.watch);
    let own = all().find(|p| p.id == here);
    own.or_else(|| all().next()).map(|p| p.id.clone())
}

/// The procedure of the queue at hand: of the grid while it is shown.
pub(super) fn procedure(m: &Model) -> Option<&'static Procedure> {
    let id = if m.screen == Screen::Quadrant {
        &m.quadrant.queue
    } else {
        &m.list.queue
    };
    let mut all = builtin().iter().map(|(p, ..)| p);
    all.find(|p| p.id == *id)
}

/// Shows a list that has a name: cases by its filter, or by name what was never reported on.
pub(super) fn named(m: &mut Model, filter: &str) -> Vec<Effect> {
    if filter.is_empty() {
        m.message = say::looking(m.lang);
        return vec![Effect::Missing];
    }
    let mut out = Vec::new();
    if m.screen != Screen::Queue {
        let queue = m.quadrant.queue.clone();
        out.extend(nav::queue(m, &queue));
    }
    m.list.cursor = None;
    out.extend(list::searched(m, filter));
    out
}

/// What was never reported on, by name.
pub(super) fn missing(m: &mut Model, found: &Coverage) {
    m.message.clear();
    let head = say::missing_head(m.lang, found.missing.len());
    let mut lines = vec![words::watch::coverage_line(m.lang, "", &found.whole)];
    lines.extend(
        found
            .missing
            .iter()
            .map(|o| words::watch::missing_line(m.lang, &o.code, &o.name, &o.department, o.amount)),
    );
    let cells = usize::from(m.size.0.saturating_sub(6));
    let shown = lines
        .iter()
        .flat_map(|l| super::text::wrap(&crate::domain::clean::lines(l), cells));
    m.over = Some(Over::Text(head, shown.collect(), 0));
}

/// Shows the grid. It keeps its lines, and takes the filter of the list it is opened from.
pub(super) fn open(m: &mut Model) -> Vec<Effect> {
    if m.screen == Screen::Quadrant && m.over.is_none() {
        m.message = say::already(m.lang);
        return read(m);
    }
    let Some(queue) = watched(m) else {
        m.message = tui::no_row(m.lang);
        return Vec::new();
    };
    let mut out = nav::leave_case(m);
    let from_list = m.list.queue == queue && m.quadrant.listed.as_ref() != Some(&m.list.search);
    let q = &mut m.quadrant;
    if q.queue != queue {
        *q = View {
            queue,
            ticket: q.ticket,
            ..View::default()
        };
    }
    if from_list {
        q.search.clone_from(&m.list.search);
        q.filter.clone_from(&m.list.filter);
    }
    q.listed = None;
    out.extend(enter(m));
    out
}

/// Shows the grid; what one came from stays as it was.
fn enter(m: &mut Model) -> Vec<Effect> {
    if m.screen != Screen::Quadrant {
        m.came.push(m.screen);
    }
    m.screen = Screen::Quadrant;
    m.over = None;
    read(m)
}

/// Shows the grid as it was kept in a view.
pub(super) fn view(
    m: &mut Model,
    queue: String,
    search: &str,
    filter: Filter,
    cuts: Cuts,
) -> Vec<Effect> {
    let mut out = nav::leave_case(m);
    m.quadrant = View {
        queue,
        search: search.to_owned(),
        filter: (!filter.is_empty()).then_some(filter),
        cuts,
        ticket: m.quadrant.ticket,
        ..View::default()
    };
    out.extend(enter(m));
    out
}

/// Reads the counts again; the cursor stays where it is, once it has been placed.
pub(super) fn read(m: &mut Model) -> Vec<Effect> {
    let q = &mut m.quadrant;
    q.ticket += 1;
    q.standing = None;
    let query = Query {
        queue: q.queue.clone(),
        filter: q.filter.clone(),
        drafts: m.drafts.iter().copied().collect(),
        ..Query::default()
    };
    let mut out = vec![Effect::Grid(q.ticket, Box::new(query)), Effect::Queues];
    out.extend(scatter::asks(m));
    out
}

/// The counts came: at first the cursor goes to the fullest cell of those that are behind by both.
pub(super) fn came(m: &mut Model, ticket: u64, grid: Grid) -> Vec<Effect> {
    if ticket != m.quadrant.ticket {
        return Vec::new();
    }
    let q = &mut m.quadrant;
    if q.grid.is_none() {
        let best = PARTS
            .iter()
            .find_map(|part| grid.fullest(q.cuts, *part, q.money));
        q.at = best.unwrap_or(q.at);
        let low = grid.part(q.cuts, (false, false)).cases;
        let red = lights().red;
        let under = |c: &Cell| i32::from(c.money().0) < red && i32::from(c.results().0) < red;
        let both = grid.cells.iter().filter(|(c, _)| under(c));
        let both: u64 = both.map(|(_, n)| n.cases).sum();
        if both > 0 && m.message.is_empty() {
            m.message = say::both_low(m.lang, low, both, red);
        }
    }
    q.grid = Some(grid);
    standing(m)
}

/// Asks for the cases of the cell under the cursor.
pub(super) fn standing(m: &mut Model) -> Vec<Effect> {
    let q = &m.quadrant;
    let any = q.grid.as_ref().is_some_and(|g| g.cells.contains_key(&q.at));
    let known = q.standing.as_ref().is_some_and(|(c, _)| *c == q.at);
    if !any || known || m.screen != Screen::Quadrant {
        return Vec::new();
    }
    let narrowed = q.filter.as_ref().and_then(|_| {
        let filter = Filter::parse(&terms(&q.search, q.at), m.today).ok()?;
        Some(Box::new(Query {
            queue: q.queue.clone(),
            order: Order::Amount,
            filter: Some(filter),
            limit: LISTED,
            ..Query::default()
        }))
    });
    vec![Effect::Standing(q.queue.clone(), q.at, narrowed)]
}

/// They came.
pub(super) fn stand(m: &mut Model, cell: Cell, rows: Vec<Row>) {
    if cell == m.quadrant.at {
        m.quadrant.standing = Some((cell, rows));
    }
}

fn moved(m: &mut Model, now: Instant, to: Option<Cell>) -> Vec<Effect> {
    match to {
        Some(c) if c != m.quadrant.at => {
            m.quadrant.at = c;
            m.rest = Some(now);
        }
        _ => m.message = say::no_cell_further(m.lang),
    }
    Vec::new()
}

/// To the cell beside, or above.
pub(super) fn step(m: &mut Model, now: Instant, right: isize, up: isize) -> Vec<Effect> {
    if m.quadrant.scatter.on {
        return scatter::step(m, now, (right, up));
    }
    let go = |n: u8, by: isize, most: u8| {
        let to = isize::from(n)
            .saturating_add(by)
            .clamp(0, isize::from(most) - 1);
        u8::try_from(to).unwrap_or(n)
    };
    let at = m.quadrant.at;
    let to = Cell {
        x: go(at.x, right, COLUMNS),
        y: go(at.y, up, ROWS),
    };
    moved(m, now, Some(to))
}

/// To the fullest cell of the next part that has cases.
pub(super) fn part(m: &mut Model, now: Instant, by: isize) -> Vec<Effect> {
    if m.quadrant.scatter.on {
        return scatter::part(m, now, by);
    }
    let q = &m.quadrant;
    let Some(grid) = &q.grid else {
        return Vec::new();
    };
    let here = PARTS.iter().position(|p| *p == q.cuts.part(q.at));
    let here = isize::try_from(here.unwrap_or(0)).unwrap_or(0);
    let next = (1..4).find_map(|n| {
        let at = usize::try_from((here + by * n).rem_euclid(4)).unwrap_or(0);
        grid.fullest(q.cuts, *PARTS.get(at)?, q.money)
    });
    moved(m, now, next)
}

/// Moves a line by ten.
pub(super) fn cut(m: &mut Model, results: bool, by: i8) -> Vec<Effect> {
    let q = &mut m.quadrant;
    let (line, least) = if results {
        (&mut q.cuts.goal, 10)
    } else {
        (&mut q.cuts.exec, 30)
    };
    let to = line.saturating_add_signed(by * 10).clamp(least, 100);
    if to == *line {
        m.message = say::no_line_further(m.lang);
    }
    *line = to;
    Vec::new()
}

/// The cell under the cursor as a list.
pub(super) fn list_cell(m: &mut Model) -> Vec<Effect> {
    if m.quadrant.scatter.on {
        return scatter::open(m);
    }
    let q = &m.quadrant;
    let any = q.grid.as_ref().is_some_and(|g| g.cells.contains_key(&q.at));
    if !any {
        m.message = say::empty_cell(m.lang);
        return Vec::new();
    }
    let (queue, search) = (q.queue.clone(), terms(&q.search, q.at));
    if m.list.queue != queue {
        m.list = super::prefs::first(m, &queue);
    }
    m.quadrant.listed = Some(search.clone());
    m.list.cursor = None;
    m.list.marks.clear();
    m.came.pop();
    m.screen = Screen::Queue;
    m.work = None;
    let mut out = list::searched(m, &search);
    out.push(Effect::Drafts);
    out
}

/// True when the list shows a cell of the grid.
pub(super) fn lists(m: &Model) -> bool {
    m.list.queue == m.quadrant.queue && m.quadrant.listed.as_ref() == Some(&m.list.search)
}

/// Back from the list of a cell.
pub(super) fn back(m: &mut Model) -> Vec<Effect> {
    m.screen = Screen::Quadrant;
    m.came = vec![Screen::Home];
    m.work = None;
    m.list.search = m.quadrant.search.clone();
    m.list.filter = m.quadrant.filter.clone();
    m.list.rows.clear();
    m.quadrant.listed = None;
    m.message.clear();
    read(m)
}

/// Narrows the cases that are counted.
pub(super) fn narrow(m: &mut Model, term: &str) -> Vec<Effect> {
    let text = format!("{} {term}", m.quadrant.search);
    match Filter::parse(text.trim(), m.today) {
        Ok(f) => {
            m.quadrant.search = text.trim().to_owned();
            m.quadrant.filter = (!f.is_empty()).then_some(f);
            read(m)
        }
        Err(mistake) => {
            m.message = words::cli::filter_mistake(m.lang, &mistake);
            Vec::new()
        }
    }
}

/// Counts all cases again, if they were narrowed.
pub(super) fn widen(m: &mut Model) -> Option<Vec<Effect>> {
    if m.quadrant.search.is_empty() {
        return None;
    }
    m.quadrant.search.clear();
    m.quadrant.filter = None;
    Some(read(m))
}

/// A cell as terms of a filter, after what was there.
fn terms(search: &str, c: Cell) -> String {
    let mut out = search.to_owned();
    for (name, (from, to)) in [("exec", c.money()), ("goal", c.results())] {
        if from > 0 {
            out += &format!(" {name}>={from}");
        }
        if let Some(to) = to {
            out += &format!(" {name}<{to}");
        }
    }
    out.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::day::Day;
    use crate::domain::filter::Subject;

    #[test]
    fn a_cell_and_its_terms_take_the_same_cases() {
        let today = Day::new(2020, 8, 1).unwrap();
        for exec in (0..12_000).step_by(499) {
            for goal in (0..=10_000).step_by(500) {
                let cell = Cell::of(exec, goal);
                for x in 0..COLUMNS {
                    for y in 0..ROWS {
                        let c = Cell { x, y };
                        let s = Subject {
                            exec: Some(exec),
                            goal: Some(goal),
                            ..Subject::default()
                        };
                        let f = Filter::parse(&terms("", c), today).unwrap();
                        assert_eq!(f.accepts(&s), c == cell, "{exec} {goal} {c:?}");
                    }
                }
            }
        }
        assert_eq!(
            terms("区:徐汇", Cell::of(10_000, 0)),
            "区:徐汇 exec>=100 goal<10"
        );
        let silent = Subject::default();
        let f = Filter::parse("exec<30", today).unwrap();
        assert!(!f.accepts(&silent));
    }
}
