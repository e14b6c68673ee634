//! 部门再评价: what the re-evaluation of a department's self-evaluations shows: how far they are from
//! what was decided, how good they are, what no single one of them shows.

use super::checklist::{Check, Parts, Settled, Sheet};
use super::disconnect::{Disconnect, Pair, disconnect, parts};
use super::draw::{Sample, least};
use super::evaluation::{band, by_labels};
use super::fen::Fen;
use super::finding::{Finding, Place};
use super::profile::Profile;
use super::rules::reevaluation::finding;
use super::score::Points;
use super::value::normal;
use std::collections::BTreeMap;

/// A self-evaluation as it was filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filed {
    /// Unit.
    pub unit: String,
    /// Project code.
    pub code: String,
    /// Project name.
    pub name: String,
    /// The score declared.
    pub declared: Points,
    /// Texts by key: `conclusion`, `problems`, `measures`.
    pub texts: Vec<(&'static str, String)>,
}

impl Filed {
    fn text(&self, key: &str) -> String {
        let found = self.texts.iter().find(|(k, _)| *k == key);
        found.map_or_else(String::new, |(_, t)| normal(t))
    }
}

/// Keys of the texts that are compared.
pub const TEXTS: [&str; 3] = ["conclusion", "problems", "measures"];

/// A self-evaluation that was gone through and decided.
#[derive(Debug, Clone)]
pub struct Looked<'a> {
    /// Project code.
    pub code: &'a str,
    /// Its money.
    pub amount: Fen,
    /// Its checklist.
    pub sheet: &'a Sheet,
    /// The answers.
    pub checks: &'a [Check],
    /// What was decided; none where it was sent back.
    pub settled: Option<&'a Settled>,
}

/// What a department's re-evaluation comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Summary {
    /// How far declared scores are from those decided; none while none is.
    pub disconnect: Option<Disconnect>,
    /// What the differences are made of.
    pub parts: Parts,
    /// Cases whose grade fell.
    pub fell: usize,
    /// How good the self-evaluations are, out of 100; none while none is decided.
    pub quality: Option<Points>,
    /// Each group's points: has, could have, in hundredths, summed over the cases.
    pub groups: Vec<(Points, Points)>,
    /// Items of the checklist by how many cases fail them, the worst first: identifier, number.
    pub worst: Vec<(String, usize)>,
    /// Lines that could be computed again, of how many.
    pub coverage: (usize, usize),
}

/// True when the grade falls from one score to another.
pub fn falls(sheet: &Sheet, s: &Settled) -> bool {
    let profile = by_labels(sheet.profile(), &sheet.evaluation.grade);
    let from = |p: Points| profile.band(p.get()).map(|b| b.from);
    from(s.score) < from(s.declared)
}

/// What the cases of a department come to.
pub fn summary(looked: &[Looked<'_>]) -> Summary {
    let settled = || looked.iter().filter_map(|l| l.settled.map(|s| (l, s)));
    let pairs: Vec<Pair> = settled().map(|(l, s)| Pair::of(s, l.amount)).collect();
    let mut out = Summary {
        disconnect: disconnect(&pairs),
        parts: parts(settled().map(|(_, s)| s)),
        fell: settled().filter(|(l, s)| falls(l.sheet, s)).count(),
        ..Summary::default()
    };
    let mut worst: BTreeMap<&str, usize> = BTreeMap::new();
    let mut sum = 0i64;
    for l in looked {
        let (quality, groups) = l.sheet.quality(l.checks);
        sum += i64::from(quality.get());
        if out.groups.is_empty() {
            out.groups = vec![Default::default(); groups.len()];
        }
        for (a, b) in out.groups.iter_mut().zip(groups) {
            *a = (a.0 + b.0, a.1 + b.1);
        }
        for row in &l.sheet.rows {
            use super::checklist::Answer::{Differs, Lacking};
            let answer = l.sheet.state(row, l.checks).answer;
            if let (Some(Differs | Lacking), Some(item)) = (answer, l.sheet.item(row)) {
                *worst.entry(item.id.as_str()).or_default() += 1;
            }
        }
        let (able, all) = l.sheet.evaluation.coverage();
        out.coverage = (out.coverage.0 + able, out.coverage.1 + all);
    }
    let n = i64::try_from(looked.len()).unwrap_or(i64::MAX);
    out.quality = (n > 0).then(|| {
        let mean = (sum * 2 + n) / (n * 2);
        Points::new(i32::try_from(mean).unwrap_or(0))
    });
    let mut worst: Vec<(String, usize)> = worst
        .into_iter()
        .map(|(id, n)| (id.to_owned(), n))
        .collect();
    worst.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out.worst = worst;
    out
}

/// The grade of the quality of a department's self-evaluations.
pub fn quality_grade(profile: &Profile, quality: Points) -> String {
    band(profile, "", quality).map_or_else(String::new, |b| b.name.clone())
}

/// A text that says something: longer than a stock phrase.
fn says(text: &str) -> bool {
    text.chars().count() >= 12
}

/// What shows over the self-evaluations of a department that no single one shows: R03, R07, R08,
/// R11, R13, R19. `others` are those of other departments; `due` is how many should be there, where
/// that is known; `undecided` names what was chosen and has no conclusion.
pub fn findings(
    own: &[Filed],
    others: &[Filed],
    due: Option<usize>,
    sample: &Sample,
    undecided: &[String],
    profile: &Profile,
) -> Vec<Finding> {
    let mut out = Vec::new();
    let cuts = &profile.evaluated;
    out.extend(at_the_top(own, profile));
    if let Some(due) = due.filter(|n| *n > own.len()) {
        let params = [
            ("n", due.to_string()),
            ("k", own.len().to_string()),
            ("p", (own.len() * 100 / due).to_string()),
        ];
        out.extend(finding("R07", "", Place::Form, &params));
    }
    if !sample.enough(cuts) && least(sample.count.1, cuts) > 0 {
        let (_, money) = sample.shares();
        let params = [("k", sample.count.0.to_string()), ("p", money.to_string())];
        out.extend(finding("R08", "", Place::Form, &params));
    }
    out.extend(alike(own));
    out.extend(shared(own, others));
    if !undecided.is_empty() {
        let params = [("names", undecided.join("、"))];
        out.extend(finding("R13", "", Place::Form, &params));
    }
    out
}

/// R03: nearly all at the top, and no problem found.
fn at_the_top(own: &[Filed], profile: &Profile) -> Option<Finding> {
    let n = own.len();
    let best = profile.bands.first()?.from;
    let top = own.iter().filter(|f| f.declared.get() >= best).count();
    let sum: i64 = own.iter().map(|f| i64::from(f.declared.get())).sum();
    let mean = sum / i64::try_from(n).ok().filter(|n| *n > 0)?;
    let none = |f: &Filed| {
        let text = f.text("problems");
        text.is_empty() || super::lexicon::lexicon().boilerplate.has(&text)
    };
    if top * 100 < n * 95 || mean < 9_800 || !own.iter().all(none) {
        return None;
    }
    let mean = Points::new(i32::try_from(mean).unwrap_or(0));
    let params = [
        ("n", n.to_string()),
        ("mean", mean.to_string()),
        ("share", (top * 100 / n).to_string()),
    ];
    finding("R03", "", Place::Form, &params)
}

/// R11: problems and measures word for word the same in three or more.
fn alike(own: &[Filed]) -> Vec<Finding> {
    let mut texts: BTreeMap<String, usize> = BTreeMap::new();
    for f in own {
        let text = format!("{}{}", f.text("problems"), f.text("measures"));
        if says(&text) {
            *texts.entry(text).or_default() += 1;
        }
    }
    let many = texts.values().filter(|n| **n >= 3);
    many.filter_map(|n| finding("R11", "", Place::Form, &[("n", n.to_string())]))
        .collect()
}

/// R19: a text that another department has word for word.
fn shared(own: &[Filed], others: &[Filed]) -> Vec<Finding> {
    let mut out = Vec::new();
    for f in own {
        for key in TEXTS {
            let text = f.text(key);
            let same = |o: &&Filed| o.unit != f.unit && o.text(key) == text;
            let Some(o) = others.iter().find(same).filter(|_| says(&text)) else {
                continue;
            };
            let params = [("unit", o.unit.clone()), ("name", o.name.clone())];
            out.extend(finding("R19", key, Place::Field(f.code.clone()), &params));
        }
    }
    out
}
