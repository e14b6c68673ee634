//! `report agreement`: where seats part, and how far they agree, from first blind grades alone.

use super::Ctx;
use super::out::{self, Format};
use crate::domain::agreement::{Measure, Measures, Unit, boundaries, by_rule, measures, pairs};
use crate::domain::id::PersonId;
use crate::domain::procedure::Procedure;
use crate::report::Report;
use crate::store::sqlite::{FirstGrade, Judged};
use crate::store::{Reader as _, draw};
use crate::words::agreement as say;
use serde_json::{Value, json};

/// Cases that are looked at, at most.
const MOST: usize = 20_000;
/// Lines of each list of where seats part.
const LINES: usize = 10;

/// Prints the report on a queue.
pub(super) fn report(ctx: &Ctx, queue: &str) -> Result<(), Report> {
    let p = ctx.queue(queue)?;
    let opened = ctx.open()?;
    let mut r = ctx.reader(&opened)?;
    let db = r.database().map_err(|e| ctx.failed(e))?;
    let all = r.first_grades(queue, MOST).map_err(|e| ctx.failed(e))?;
    let people = opened.store.people().map_err(|e| ctx.failed(e))?;
    let name = |id: PersonId| {
        let of = people.iter().find(|x| x.id == id);
        of.map_or_else(|| id.to_string(), |x| x.name.clone())
    };
    let who = graders(&all);
    let units: Vec<Unit> = all.iter().map(|j| unit(p, j, &who)).collect();
    let grades = p.verdict.len();
    let seed = draw::seed(&db);
    let m = measures(&units, grades, &seed);
    let rules: Vec<(&str, &Unit)> = all.iter().map(|j| j.rules.as_str()).zip(&units).collect();
    let rules = by_rule(&rules);
    let apart = pairs(&units);
    let splits = boundaries(&units, grades);
    let given: Vec<&FirstGrade> = all.iter().flat_map(|j| &j.grades).collect();
    let adopted = given.iter().filter(|g| g.adopted).count();
    let unaided = Unaided::of(&given);
    let person = |n: usize| who.get(n).map_or_else(String::new, |id| name(*id));
    if ctx.format == Format::Json {
        return out::json(&json!({
            "report": "agreement", "queue": queue, "cases": all.len(), "graded_twice": m.cases,
            "grades": given.len(), "grades_with_adopted_findings": adopted, "seed": seed,
            "unaided": json!({"grades": unaided.grades, "confirmed": unaided.confirmed,
                "changed": unaided.changed}),
            "people": who.iter().map(|id| name(*id)).collect::<Vec<_>>(),
            "pairs": apart.iter().map(|x| json!({
                "people": [person(x.people.0), person(x.people.1)], "both": x.both,
                "apart": x.apart, "steps": x.steps})).collect::<Vec<_>>(),
            "boundaries": splits.iter().enumerate().map(|(k, n)| json!({
                "between": [id_of(p, k), id_of(p, k + 1)], "cases": n})).collect::<Vec<_>>(),
            "rules": rules.iter().map(|(rule, n, d)| json!({
                "rule": rule, "cases": n, "apart": d})).collect::<Vec<_>>(),
            "measures": json_of(&m),
        }));
    }
    out::text(&say::head(
        ctx.lang,
        all.len(),
        m.cases,
        given.len(),
        adopted,
    ))?;
    if m.cases == 0 {
        return out::text(&say::nothing(ctx.lang));
    }
    // First where they part, then how far they agree.
    out::text(&say::pairs_head(ctx.lang))?;
    for x in apart.iter().filter(|x| x.apart > 0).take(LINES) {
        let (a, b) = (person(x.people.0), person(x.people.1));
        out::text(&say::pair(ctx.lang, &a, &b, x))?;
    }
    out::text(&say::boundaries_head(ctx.lang))?;
    for (k, n) in splits.iter().enumerate() {
        let of = |k: usize| p.verdict.get(k).map_or("", |v| v.sign.as_str());
        out::text(&say::boundary(ctx.lang, of(k), of(k + 1), *n))?;
    }
    if !rules.is_empty() {
        out::text(&say::rules_head(ctx.lang))?;
        for (rule, n, d) in rules.iter().take(LINES) {
            out::text(&say::rule(ctx.lang, rule, *n, *d))?;
        }
    }
    if unaided.grades > 0 {
        let (n, same, other) = (unaided.grades, unaided.confirmed, unaided.changed);
        out::text(&say::unaided(ctx.lang, n, same, other))?;
    }
    out::text(&say::measures_head(ctx.lang))?;
    for (name, m) in say::names(ctx.lang)
        .iter()
        .zip([m.raw, m.kappa, m.ac1, m.alpha])
    {
        out::text(&say::measure(ctx.lang, name, &m))?;
    }
    out::text(&say::seed(ctx.lang, &seed))
}

/// First grades that were given without what the rules had found, and what became of them.
#[derive(Default)]
struct Unaided {
    grades: usize,
    confirmed: usize,
    changed: usize,
}

impl Unaided {
    fn of(given: &[&FirstGrade]) -> Self {
        let mut out = Self::default();
        for (g, then) in given.iter().filter_map(|g| Some((g, g.unaided.as_ref()?))) {
            out.grades += 1;
            match then {
                Some(v) if *v == g.verdict => out.confirmed += 1,
                Some(_) => out.changed += 1,
                None => {}
            }
        }
        out
    }
}

/// Everybody who graded, in order of their numbers.
fn graders(all: &[Judged]) -> Vec<PersonId> {
    let ids = all.iter().flat_map(|j| j.grades.iter().map(|g| g.person));
    let mut out: Vec<PersonId> = ids.collect();
    out.sort_unstable();
    out.dedup();
    out
}

fn unit(p: &Procedure, j: &Judged, who: &[PersonId]) -> Unit {
    let rank = |g: &FirstGrade| {
        let at = p.verdict.iter().position(|v| v.id == g.verdict)?;
        u8::try_from(at).ok()
    };
    who.iter()
        .map(|id| j.grades.iter().find(|g| g.person == *id).and_then(rank))
        .collect()
}

fn id_of(p: &Procedure, k: usize) -> &str {
    p.verdict.get(k).map_or("", |v| v.id.as_str())
}

fn json_of(m: &Measures) -> Value {
    let one = |m: &Measure| json!({"value": m.value, "low": m.between.map(|b| b.0), "high": m.between.map(|b| b.1)});
    json!({
        "raw": one(&m.raw), "quadratic_kappa": one(&m.kappa), "ac1": one(&m.ac1),
        "ordinal_alpha": one(&m.alpha),
    })
}
