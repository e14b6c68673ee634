//! A watched case's course: its money against what was due by month and by its own plan, each
//! indicator with target, what was reached, its light, and how it went over the reports.

use super::super::model::{Model, Work};
use super::canvas::{Canvas, cell};
use super::case::{HEAD, WIDE, foot};
use super::evidence::target;
use super::frame::header;
use super::parts::{self, Block, bold};
use super::{cursor, first_shown, indicators, meter::bar};
use crate::domain::clean::lines;
use crate::domain::declaration::Indicator;
use crate::domain::gauge;
use crate::domain::monitor::{self, Light, Snapshot};
use crate::domain::profile::Lights;
use crate::domain::value::normal;
use crate::store::{CaseFile, Row};
use crate::words::{self, course as say, look as words_, tui};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use rust_decimal::Decimal;

/// What each report says, the present one last.
fn snapshots(file: &CaseFile) -> Vec<Snapshot> {
    let rounds = file.rounds.iter();
    rounds
        .map(|r| Snapshot::of(&r.declaration, &file.profile, &file.plan))
        .collect()
}

/// Percent without decimals, as lists have it.
fn whole(n: Option<Decimal>) -> String {
    n.map_or_else(|| "--".to_owned(), |n| format!("{}%", n.floor()))
}

/// Percent with one decimal.
fn one(n: Option<Decimal>) -> String {
    n.map_or_else(|| "--".to_owned(), |n| format!("{:.1}%", n.round_dp(1)))
}

fn light_style(m: &Model, l: Light) -> Style {
    let t = m.look.theme;
    match l {
        Light::Red => t.vermilion().patch(t.bold()),
        Light::Yellow => t.ochre(),
        Light::Green | Light::Blue => t.ink(),
        Light::Grey => t.smoke(),
    }
}

/// An indicator's progress over the reports, in the order of the reports.
fn progress(file: &CaseFile, all: &[Snapshot], name: &str) -> Vec<(u8, Option<Decimal>)> {
    let rounds = file.rounds.iter().zip(all);
    rounds
        .map(|(r, s)| {
            let same = |l: &&monitor::Watched| {
                let i = r.declaration.indicators.get(l.at);
                i.is_some_and(|i| normal(&i.name) == normal(name))
            };
            (s.month, s.lines.iter().find(same).and_then(|l| l.progress))
        })
        .collect()
}

/// A course in numbers, and as blocks where there are lines.
fn trend(m: &Model, of: &[(u8, Option<Decimal>)]) -> String {
    const BLOCKS: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
    let numbers: Vec<String> = of.iter().map(|(_, n)| whole(*n)).collect();
    let numbers = numbers.join(m.look.glyphs.arrow());
    if !m.look.glyphs.lines() || of.len() < 2 {
        return numbers;
    }
    let block = |n: Option<Decimal>| {
        let eighths = n.map_or(0, |n| {
            let n = (n * Decimal::from(8) / Decimal::ONE_HUNDRED).floor();
            usize::try_from(n).unwrap_or(8).clamp(1, 8)
        });
        eighths.checked_sub(1).and_then(|n| BLOCKS.get(n)).copied()
    };
    let drawn: String = of.iter().map(|(_, n)| block(*n).unwrap_or(" ")).collect();
    format!("{drawn} {numbers}")
}

/// Cells of the columns.
struct Columns {
    level: usize,
    name: usize,
    target: usize,
    actual: usize,
    progress: usize,
    light: usize,
    expected: usize,
    trend: usize,
    check: usize,
}

impl Columns {
    fn new(width: u16, reports: usize) -> Self {
        let wide = width >= WIDE;
        let mut k = Self {
            level: if wide { 11 } else { 7 },
            name: 0,
            target: if wide { 14 } else { 10 },
            actual: if wide { 14 } else { 10 },
            progress: 5,
            light: 3,
            expected: if wide { 14 } else { 0 },
            trend: if wide && reports > 1 { 20 } else { 0 },
            check: 9,
        };
        let used: usize = k.all().iter().filter(|n| **n > 0).map(|n| n + 1).sum();
        k.name = usize::from(width).saturating_sub(3 + used + 2);
        k
    }
    const fn all(&self) -> [usize; 9] {
        [
            self.level,
            self.name,
            self.target,
            self.actual,
            self.progress,
            self.light,
            self.expected,
            self.trend,
            self.check,
        ]
    }
}

/// Draws the tab.
pub(super) fn draw(m: &Model, c: &mut Canvas<'_>, w: &Work) -> Option<u16> {
    let t = c.look.theme;
    let Some(d) = w.file.now().map(|r| &r.declaration) else {
        c.say(3, HEAD + 1, &words_::no_form(m.lang), t.bold());
        return None;
    };
    let all = snapshots(&w.file);
    let now = all.last()?;
    let width = c.width();
    c.put(
        1,
        HEAD - 1,
        &money(m, now, &w.file.profile.lights),
        width.saturating_sub(2),
    );
    let k = Columns::new(width, all.len());
    head(m, c, &k);
    let body = foot(c).saturating_sub(HEAD + 1);
    let about = (body * 2 / 5).max(6).min(body);
    let rows = body.saturating_sub(about).min(cell(d.indicators.len() + 1));
    let rows = rows.max(3);
    let at = w.at[1].min(d.indicators.len().saturating_sub(1));
    let from = first_shown(&vec![1; d.indicators.len()], at, usize::from(rows));
    let shown = d.indicators.iter().enumerate().skip(from);
    for (n, i) in shown.take(usize::from(rows)) {
        let line = row(m, w, &all, (n, i), &k);
        c.put(0, HEAD + 1 + cell(n - from), &line, width.saturating_sub(1));
    }
    let i = d.indicators.get(at)?;
    let blocks = |room: usize| vec![told(m, w, &all, room), parts::earlier(m, w, room)];
    indicators::beneath(m, c, w, (at, i), HEAD + 1 + rows, &blocks)
}

fn head(m: &Model, c: &mut Canvas<'_>, k: &Columns) {
    let heads = say::heads(m.lang);
    let look = c.look;
    let mut text = String::from("   ");
    for (n, cells) in k.all().into_iter().enumerate().filter(|(_, n)| *n > 0) {
        let head = heads.get(n).map_or("", String::as_str);
        text += &if matches!(n, 2 | 3 | 4 | 6) {
            look.right(head, cells)
        } else {
            look.pad(head, cells)
        };
        text.push(' ');
    }
    let width = c.width();
    header(c, 0, HEAD, width, &text);
}

fn row(
    m: &Model,
    w: &Work,
    all: &[Snapshot],
    (n, i): (usize, &Indicator),
    k: &Columns,
) -> Line<'static> {
    let (look, t) = (m.look, m.look.theme);
    let (sign, gutter, chip) = cursor(m, n == w.at[1]);
    let watched = all.last().and_then(|s| s.lines.iter().find(|l| l.at == n));
    let name = look.cut(&lines(&i.name).replace('\n', " "), k.name);
    let gap = k.name.saturating_sub(look.width(&name)) + 1;
    let level = words::field::bare(if i.level2.is_empty() {
        &i.level1
    } else {
        &i.level2
    });
    let unit = i.unit.as_deref().unwrap_or("").trim().to_owned();
    let with = |text: String| {
        if text.is_empty() || unit.is_empty() || text.ends_with(&unit) {
            text
        } else {
            format!("{text}{unit}")
        }
    };
    let note = |key: &str| lines(i.note(key)).replace('\n', " ");
    let light = watched.map_or(Light::Grey, |l| l.light);
    let mut spans = vec![
        Span::styled(sign, gutter),
        Span::raw(format!("  {} ", look.pad(level, k.level))),
        Span::styled(name, chip),
        Span::raw(" ".repeat(gap)),
        Span::raw(format!("{} ", look.right(&with(target(i)), k.target))),
        Span::raw(format!("{} ", look.right(&with(note("actual")), k.actual))),
        Span::styled(
            format!(
                "{} ",
                look.right(&whole(watched.and_then(|l| l.progress)), k.progress)
            ),
            light_style(m, light),
        ),
        Span::styled(
            format!("{} ", look.pad(&say::light(m.lang, light), k.light)),
            light_style(m, light),
        ),
    ];
    if k.expected > 0 {
        let text = look.right(&with(note("expected")), k.expected);
        spans.push(Span::raw(format!("{text} ")));
    }
    if k.trend > 0 {
        let text = trend(m, &progress(&w.file, all, &i.name));
        spans.push(Span::raw(format!("{} ", look.pad(&text, k.trend))));
    }
    let found: Vec<_> = indicators::of(w, n).map(|(_, f)| f).collect();
    if let Some(worst) = found.iter().min_by_key(|f| f.severity) {
        let text = format!("{} {}", tui::sign(worst.severity), worst.rule);
        spans.push(Span::styled(text, parts::severity(m, worst.severity)));
        if found.len() > 1 {
            spans.push(Span::styled("+", t.smoke()));
        }
    }
    Line::from(spans)
}

/// The money of a report in one line.
fn money(m: &Model, s: &Snapshot, cuts: &Lights) -> Line<'static> {
    let t = m.look.theme;
    let fact = |label: String, text: String, style: Style| {
        [
            Span::styled(format!("{label} "), t.smoke()),
            Span::styled(format!("{text}   "), style),
        ]
    };
    let wan = |f: Option<crate::domain::fen::Fen>| f.map_or_else(|| "--".to_owned(), |f| f.wan());
    let light = s
        .exec_progress()
        .map_or(Light::Grey, |p| monitor::budget_light(p, cuts));
    let mut out = Vec::new();
    out.extend(fact(
        say::budget(m.lang),
        format!("{} {}", wan(s.budget), words_::wan(m.lang)),
        t.ink(),
    ));
    out.extend(fact(
        say::paid(m.lang, s.month),
        format!("{} ({})", wan(s.paid), one(s.exec_rate())),
        t.ink(),
    ));
    match s.planned {
        Some(due) => {
            out.extend(fact(say::by_plan(m.lang), one(Some(due)), t.ink()));
        }
        None => {
            let due = monitor::elapsed(s.month);
            out.extend(fact(say::by_month(m.lang), one(Some(due)), t.ink()));
        }
    }
    out.extend(fact(
        say::progress(m.lang),
        format!("{} {}", whole(s.exec_progress()), say::light(m.lang, light)),
        light_style(m, light),
    ));
    Line::from(out)
}

/// Money and results as bars, the course over the reports.
pub(super) fn block(m: &Model, w: &Work, cells: usize) -> Block {
    told(m, w, &snapshots(&w.file), cells)
}

fn told(m: &Model, w: &Work, all: &[Snapshot], cells: usize) -> Block {
    let (look, t) = (m.look, m.look.theme);
    let Some(now) = all.last() else {
        return Block::default();
    };
    let mut out = Block {
        left: vec![bold(m, say::head(m.lang, now.month))],
        right: vec![Span::styled(words_::wan(m.lang), t.smoke())],
        ..Block::default()
    };
    let label = 12;
    let wan = |f: Option<crate::domain::fen::Fen>| f.map_or_else(|| "--".to_owned(), |f| f.wan());
    let plain = |name: String, text: String| {
        Line::from(vec![
            Span::styled(look.pad(&name, label), t.smoke()),
            Span::raw(look.right(&text, 14)),
        ])
    };
    out.lines.push(plain(say::budget(m.lang), wan(now.budget)));
    out.lines
        .push(plain(say::paid(m.lang, now.month), wan(now.paid)));
    let drawn = cells.saturating_sub(label + 8 + 2).min(24);
    let mut measured = |name: String, n: Option<Decimal>, light: Light, note: String| {
        let part = n.map_or(0, |n| u64::try_from(n.floor()).unwrap_or(0));
        let mut spans = vec![
            Span::styled(look.pad(&name, label), t.smoke()),
            Span::styled(look.right(&one(n), 8), light_style(m, light)),
            Span::raw("  "),
        ];
        spans.extend(bar(look, part.min(100), 100, drawn));
        spans.push(Span::styled(format!("  {note}"), t.smoke()));
        out.lines.push(Line::from(spans));
    };
    let cuts = w.file.profile.lights;
    let of = |n: Option<Decimal>| n.map_or(Light::Grey, |n| monitor::budget_light(n, &cuts));
    measured(
        say::exec(m.lang),
        now.exec_progress(),
        of(now.exec_progress()),
        if now.planned.is_some() {
            say::on_plan(m.lang, &whole(now.by_month()))
        } else {
            String::new()
        },
    );
    measured(
        say::goal(m.lang),
        now.goal_progress(),
        of(now.goal_progress()),
        String::new(),
    );
    if all.len() > 1 {
        let money: Vec<_> = all.iter().map(|s| (s.month, s.exec_progress())).collect();
        let goals: Vec<_> = all.iter().map(|s| (s.month, s.goal_progress())).collect();
        let months: Vec<String> = all.iter().map(|s| say::month(m.lang, s.month)).collect();
        out.lines.push(plain(
            say::reports(m.lang),
            months.join(look.glyphs.arrow()),
        ));
        out.lines.push(plain(say::exec(m.lang), trend(m, &money)));
        out.lines.push(plain(say::goal(m.lang), trend(m, &goals)));
    }
    let mut plan = w.file.plan.iter().filter(|l| !l.why.is_empty());
    if let Some(why) = plan.next() {
        out.lines.push(plain(say::plan(m.lang), lines(&why.why)));
    }
    if w.file.row.gauge.stake.get() > 0 {
        out.lines.push(Line::from(at_stake(m, &w.file.row)));
    }
    out
}

/// What is at stake in a flagged case, by how much and why.
pub(super) fn at_stake(m: &Model, r: &Row) -> Vec<Span<'static>> {
    if super::procedure(&r.queue).is_some_and(|p| p.checks()) {
        let text = words::evaluation::at_stake(m.lang, &r.gauge.stake.wan());
        return parts::keyed(m, &text);
    }
    let (n, why) = gauge::off(r.gauge.exec, r.gauge.goal);
    parts::keyed(m, &say::at_stake(m.lang, &r.gauge.stake.wan(), n, why))
}

/// What is suggested, by which finding, with the key that does it.
pub(super) fn suggestion(m: &Model, w: &Work) -> Line<'static> {
    let Some((kind, why)) = super::super::shape::suggestion(w) else {
        return Line::default();
    };
    let name = words::either(m.lang, &kind.name, &kind.name_en);
    let rule = why.map(|f| f.rule.as_str()).unwrap_or_default();
    Line::from(parts::keyed(m, &say::suggested(m.lang, &name, rule)))
}
