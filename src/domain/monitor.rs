//! 双监控, dual monitoring: how far the money is and how far the results are, each against what was
//! due by the month. Progress is in percent of what was due; 100 is on time.

use super::companion::PlanLine;
use super::day::Day;
use super::declaration::{Declaration, Indicator};
use super::fen::Fen;
use super::level::{self, Level2};
use super::procedure::Verdict;
use super::profile::{Lights, Profile};
use super::value::actual::{self, Attained, attained, comparable, scales};
use super::value::{self, Kind, Op, Value, normal};
use rust_decimal::{Decimal, RoundingStrategy};

/// A light 预警灯, the worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Light {
    /// 红.
    Red,
    /// 黄.
    Yellow,
    /// 绿.
    Green,
    /// 蓝: far ahead, the target may be low.
    Blue,
    /// Not due yet, or nothing was reported.
    Grey,
}

/// Where a case stands by both measures 象限.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quadrant {
    /// 双达标: money and results on time.
    OnTrack,
    /// 绩效快、支付慢.
    ResultsAhead,
    /// 双滞后.
    Behind,
    /// 钱花了、绩效未达.
    MoneyAhead,
}

/// One indicator as it was reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watched {
    /// Its number in the form, from 0.
    pub at: usize,
    /// What was promised for the year.
    pub target: Value,
    /// What was reached by the month; none where nothing was written.
    pub actual: Option<Value>,
    /// What is expected by the year's end; none where nothing was written.
    pub expected: Option<Value>,
    /// Percent of what was due; none where that cannot be said.
    pub progress: Option<Decimal>,
    /// Its light.
    pub light: Light,
    /// Its part of the whole; none where the form gives no points.
    pub weight: Option<i32>,
}

/// A monitoring form with what follows from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The last month that it covers, 1 to 12.
    pub month: u8,
    /// 全年预算数, adjusted where it was.
    pub budget: Option<Fen>,
    /// 执行数 to the end of the month.
    pub paid: Option<Fen>,
    /// Share of the money due by the month on the project's own plan, percent; none without one.
    pub planned: Option<Decimal>,
    /// Indicators of the year, in the order of the form.
    pub lines: Vec<Watched>,
}

/// Months that a form covers when it does not say: data to the end of July.
pub const MONTH: u8 = 7;

/// Rounded half up to two decimals, as scores are.
pub fn rounded(n: Decimal) -> Decimal {
    n.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// 执行率: paid of the budget, percent. None where the budget is not above 0.
pub fn exec_rate(paid: Fen, budget: Fen) -> Option<Decimal> {
    let (p, b) = (Decimal::from(paid.get()), Decimal::from(budget.get()));
    (budget.get() > 0).then(|| p * Decimal::ONE_HUNDRED / b)
}

/// Share of a year that has passed by the end of a month, percent.
pub fn elapsed(month: u8) -> Decimal {
    Decimal::from(month) * Decimal::ONE_HUNDRED / Decimal::from(12)
}

/// Percent of what was due. Where nothing was due, whatever is there is enough.
fn of_due(reached: Decimal, due: Decimal) -> Option<Decimal> {
    if due.is_zero() {
        return Some(Decimal::ONE_HUNDRED);
    }
    reached.checked_mul(Decimal::ONE_HUNDRED)?.checked_div(due)
}

/// The light of a budget's progress: it is never blue.
pub fn budget_light(progress: Decimal, cuts: &Lights) -> Light {
    match light(progress, cuts) {
        Light::Blue => Light::Green,
        other => other,
    }
}

/// The light of an indicator's progress; a cut belongs to the better side.
pub fn light(progress: Decimal, cuts: &Lights) -> Light {
    if progress < Decimal::from(cuts.red) {
        Light::Red
    } else if progress < Decimal::from(cuts.yellow) {
        Light::Yellow
    } else if progress < Decimal::from(cuts.blue) {
        Light::Green
    } else {
        Light::Blue
    }
}

/// The light of a project: the worst of its indicators'.
pub fn goal_light(lights: impl IntoIterator<Item = Light>) -> Option<Light> {
    lights.into_iter().filter(|l| *l != Light::Grey).min()
}

/// Where a case stands; the cut belongs to the better side on both axes.
pub fn quadrant(money: Decimal, results: Decimal, cuts: &Lights) -> Quadrant {
    let cut = Decimal::from(cuts.yellow);
    match (money >= cut, results >= cut) {
        (true, true) => Quadrant::OnTrack,
        (false, true) => Quadrant::ResultsAhead,
        (false, false) => Quadrant::Behind,
        (true, false) => Quadrant::MoneyAhead,
    }
}

/// What decides how an indicator's progress is measured, beside its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measure {
    /// Share of the year's target that was due, percent.
    pub due: Decimal,
    /// The last day that is covered.
    pub until: Day,
    /// The indicator is one of 满意度.
    pub satisfaction: bool,
}

/// Progress and light of one indicator.
pub fn indicator(
    target: &Value,
    actual: Option<&Value>,
    m: &Measure,
    cuts: &Lights,
) -> (Option<Decimal>, Light) {
    let met = |yes: bool| {
        let p = if yes {
            Decimal::ONE_HUNDRED
        } else {
            Decimal::ZERO
        };
        (Some(p), if yes { Light::Green } else { Light::Red })
    };
    let unknown = (None, Light::Grey);
    match target.kind {
        Kind::Number | Kind::Range => {
            let Some((t, a)) = actual.and_then(|a| comparable(target, a)) else {
                return unknown;
            };
            match target.op {
                Some(Op::Le) => return met(a <= t),
                Some(Op::Lt) => return met(a < t),
                _ if t.is_zero() => return met(a.is_zero()),
                _ => {}
            }
            let due = if scales(target) && !m.satisfaction {
                t.checked_mul(m.due).map(|d| d / Decimal::ONE_HUNDRED)
            } else {
                Some(t)
            };
            match due.and_then(|due| of_due(a, due)) {
                Some(p) => (Some(p), light(p, cuts)),
                None => unknown,
            }
        }
        Kind::Date | Kind::Period => {
            let Some(due) = target.until.or(target.day) else {
                return unknown;
            };
            let reached = actual.filter(|a| !a.missing());
            let done = reached.is_some_and(|a| match a.day {
                Some(day) => day <= m.until,
                None => attained(&a.text) == Some(Attained::Whole),
            });
            if done {
                met(true)
            } else if due > m.until {
                unknown
            } else {
                met(false)
            }
        }
        Kind::Text => match actual.and_then(|a| attained(&a.text)) {
            Some(Attained::Whole) => met(true),
            Some(Attained::Part) => (Some(Decimal::from(cuts.red)), Light::Yellow),
            Some(Attained::Nothing) => met(false),
            None => unknown,
        },
        Kind::Placeholder | Kind::Empty => unknown,
    }
}

/// The share of the money, or of an indicator, that a plan has due by a month, percent; none where
/// there is no plan for it. Between its months a plan stands still: what is due at the end of one
/// is due until the next.
pub fn planned(plan: &[PlanLine], month: u8, indicator: Option<&str>) -> Option<Decimal> {
    let share = |l: &PlanLine| match indicator {
        None => l.money,
        Some(name) => {
            let for_it = l.indicator.is_empty() || normal(&l.indicator) == normal(name);
            l.results.filter(|_| for_it)
        }
    };
    // A line for this very indicator counts before one for all of them.
    let own = indicator.is_some_and(|name| {
        let named = |l: &PlanLine| !l.indicator.is_empty() && normal(&l.indicator) == normal(name);
        plan.iter().any(|l| named(l) && l.results.is_some())
    });
    let lines: Vec<(u8, i32)> = plan
        .iter()
        .filter(|l| !own || !l.indicator.is_empty())
        .filter_map(|l| share(l).map(|s| (l.month, s)))
        .collect();
    if lines.is_empty() {
        return None;
    }
    let due = lines.iter().filter(|(m, _)| *m <= month);
    let share = due.max_by_key(|(m, _)| *m).map_or(0, |(_, s)| *s);
    Some(Decimal::new(i64::from(share), 2))
}

/// The last month of a form: as its heading says.
pub fn month(d: &Declaration) -> u8 {
    actual::month(d.text("month")).unwrap_or(MONTH)
}

/// What a form reports of one indicator.
fn reported(line: &Indicator, key: &str, year: i32) -> Option<Value> {
    let v = value::parse(line.note(key), year);
    (!v.missing()).then_some(v)
}

/// What a verdict that needs a day or an amount is offered: some days from today, and the money that
/// is neither paid nor owed under a contract.
pub fn offer(kind: &Verdict, d: Option<&Declaration>, today: Day) -> (Option<i32>, Option<Fen>) {
    let due = kind.needs_due.then(|| today.plus(kind.offer_days).number());
    (due, d.filter(|_| kind.needs_amount).and_then(left))
}

/// The money of a form that is neither paid nor owed under a contract; none where nothing is.
pub fn left(d: &Declaration) -> Option<Fen> {
    let budget = BUDGET.iter().find_map(|k| d.fen(k))?;
    let paid = d.fen("paid_to_date").unwrap_or_default();
    let owed = d.fen("contracted").unwrap_or_default();
    let left = budget.checked_sub(paid)?.checked_sub(owed)?;
    (left > Fen::ZERO).then_some(left)
}

/// Fields that hold the budget, the latest word on it first.
const BUDGET: [&str; 3] = ["adjusted_budget", "initial_budget", "annual_amount"];

impl Snapshot {
    /// What a monitoring form says, on the project's own plan where there is one.
    pub fn of(d: &Declaration, profile: &Profile, plan: &[PlanLine]) -> Self {
        let month = month(d);
        let until = Day::end_of_month(d.year, i32::from(month));
        let cost_first = profile.scheme.cost_is_first(d.year);
        let lines = d.indicators.iter().enumerate().filter_map(|(at, line)| {
            if line.whole_project {
                return None;
            }
            let kind = level::place(&line.level1, &line.level2, cost_first).kind;
            let target = Value::of(line, d.year);
            let (actual, expected) = (
                reported(line, "actual", d.year),
                reported(line, "expected", d.year),
            );
            let m = Measure {
                due: planned(plan, month, Some(&line.name)).unwrap_or_else(|| elapsed(month)),
                until: until?,
                satisfaction: kind == Some(Level2::Satisfaction),
            };
            let (progress, light) = indicator(&target, actual.as_ref(), &m, &profile.lights);
            Some(Watched {
                at,
                target,
                actual,
                expected,
                progress,
                light,
                weight: line.weight.filter(|w| *w > 0),
            })
        });
        let money = |keys: &[&str]| keys.iter().find_map(|k| d.fen(k));
        Self {
            month,
            budget: money(&BUDGET),
            paid: money(&["paid_to_date"]),
            planned: planned(plan, month, None),
            lines: lines.collect(),
        }
    }
    /// 执行率, percent.
    pub fn exec_rate(&self) -> Option<Decimal> {
        exec_rate(self.paid?, self.budget?)
    }
    /// 执行进度 against the months that have passed, percent.
    pub fn by_month(&self) -> Option<Decimal> {
        of_due(self.exec_rate()?, elapsed(self.month))
    }
    /// 执行进度 against the project's own plan where it has one, else against the months.
    pub fn exec_progress(&self) -> Option<Decimal> {
        match self.planned {
            Some(due) => of_due(self.exec_rate()?, due),
            None => self.by_month(),
        }
    }
    /// 绩效完成进度 over the indicators that are due, at most 100; none where none is.
    pub fn goal_progress(&self) -> Option<Decimal> {
        let weighed = self.lines.iter().all(|l| l.weight.is_some());
        let due = self.lines.iter().filter_map(|l| {
            let p = l.progress?.clamp(Decimal::ZERO, Decimal::ONE_HUNDRED);
            let w = Decimal::from(l.weight.filter(|_| weighed).unwrap_or(1));
            Some((p * w, w))
        });
        let (sum, weight) = due.fold((Decimal::ZERO, Decimal::ZERO), |(s, n), (p, w)| {
            (s + p, n + w)
        });
        (!weight.is_zero()).then(|| sum / weight)
    }
    /// The light of the project's results.
    pub fn goal_light(&self) -> Option<Light> {
        goal_light(self.lines.iter().map(|l| l.light))
    }
    /// Where it stands; none while one of the two cannot be said.
    pub fn quadrant(&self, cuts: &Lights) -> Option<Quadrant> {
        Some(quadrant(self.exec_progress()?, self.goal_progress()?, cuts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::profile;

    fn cuts() -> Lights {
        profile::get("national-2020").unwrap().lights
    }

    fn dec(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    /// `x=95 y=88` by its key.
    fn after<'a>(text: &'a str, key: &str) -> &'a str {
        text.split_whitespace()
            .find_map(|part| part.strip_prefix(key))
            .unwrap()
    }

    #[test]
    fn lights_and_quadrants_are_those_of_the_vectors() {
        let mut seen = 0;
        for row in include_str!("../../tests/data/scores.csv").lines().skip(1) {
            let cells: Vec<&str> = row.split(',').collect();
            let [case, formula, _, target, actual, extra, expected, ..] = cells.as_slice() else {
                continue;
            };
            let got = match *formula {
                "light_budget" => rate_light(dec(after(actual, "exec_rate="))),
                "light_indicator" => {
                    let unit = after(extra, "unit=");
                    let (t, a) = (format!("≥{target}{unit}"), format!("{actual}{unit}"));
                    name(measured(&t, &a).1)
                }
                "light_reverse" => name(measured(&format!("≤{target}"), actual).1),
                "quadrant" => {
                    let (x, y) = (dec(after(actual, "x=")), dec(after(actual, "y=")));
                    let q = match quadrant(x, y, &cuts()) {
                        Quadrant::OnTrack => "Q1",
                        Quadrant::ResultsAhead => "Q2",
                        Quadrant::Behind => "Q3",
                        Quadrant::MoneyAhead => "Q4",
                    };
                    q.to_owned()
                }
                _ => continue,
            };
            assert_eq!(got, **expected, "{case}: {row}");
            seen += 1;
        }
        assert_eq!(seen, 3 + 3 + 2 + 5);
        let worst = goal_light([Light::Green, Light::Blue, Light::Yellow]);
        assert_eq!(worst, Some(Light::Yellow));
    }

    fn rate_light(rate: Decimal) -> String {
        let paid = Fen::new((rate * Decimal::from(10_000)).try_into().unwrap());
        let rate = exec_rate(paid, Fen::new(10_000)).unwrap();
        name(budget_light(of_due(rate, elapsed(7)).unwrap(), &cuts()))
    }

    fn name(l: Light) -> String {
        format!("{l:?}").to_lowercase()
    }

    fn measured(target: &str, actual: &str) -> (Option<Decimal>, Light) {
        let m = Measure {
            due: elapsed(7),
            until: Day::new(2020, 7, 31).unwrap(),
            satisfaction: false,
        };
        let actual = value::parse(actual, 2020);
        let actual = (!actual.missing()).then_some(actual);
        indicator(&value::parse(target, 2020), actual.as_ref(), &m, &cuts())
    }

    #[test]
    fn what_is_not_due_is_grey_and_what_is_overdue_is_red() {
        for (target, actual, light) in [
            ("2020年6月底前", "2020年6月20日", Light::Green),
            ("2020年6月底前", "", Light::Red),
            ("2020年6月底前", "未完工", Light::Red),
            ("2020年9月底前", "", Light::Grey),
            ("2020年9月底前", "已完成", Light::Green),
            ("建立长效机制", "已建立", Light::Green),
            ("建立长效机制", "部分达成", Light::Yellow),
            ("建立长效机制", "尚未建立", Light::Red),
            ("=0次", "0次", Light::Green),
            ("=0次", "2次", Light::Red),
            ("≥30台", "", Light::Grey),
            ("≥100万元", "700000元", Light::Blue),
        ] {
            assert_eq!(measured(target, actual).1, light, "{target} {actual}");
        }
    }

    #[test]
    fn a_plan_stands_still_between_its_months() {
        let line = |month, money| PlanLine {
            month,
            money: Some(money),
            ..PlanLine::default()
        };
        let plan = [line(6, 3000), line(11, 10_000)];
        let at = |m| planned(&plan, m, None).unwrap();
        assert_eq!(
            [at(5), at(6), at(10), at(12)],
            [dec("0"), dec("30"), dec("30"), dec("100")]
        );
        assert_eq!(planned(&plan, 7, Some("电梯")), None);
        assert_eq!(planned(&[], 7, None), None);
        // Nothing due and nothing paid is on time.
        assert_eq!(of_due(Decimal::ZERO, Decimal::ZERO), Some(dec("100")));
    }
}
