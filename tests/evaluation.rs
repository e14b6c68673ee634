//! Self-evaluations and their re-evaluation: the published ones computed again, the sample's planted
//! faults found and nothing else, the difference split to the hundredth.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use jixiao::domain::checklist::{Answer, Check, Class, How, Part, Sheet, split};
use jixiao::domain::companion::{Companion, Companions};
use jixiao::domain::declaration::Declaration;
use jixiao::domain::evaluation::{Evaluation, Scored};
use jixiao::domain::finding::{Finding, Severity};
use jixiao::domain::procedure::{Procedure, builtin};
use jixiao::domain::profile::Profile;
use jixiao::domain::rules::{Context, reevaluation, run_letter};
use jixiao::domain::score::Points;
use jixiao::exchange::read::{Wanted, parse};
use jixiao::sample::embedded::FILES;
use jixiao::sample::evaluated::{EACH, Fault, PLANTED, Project, projects};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

fn procedure() -> Arc<Procedure> {
    let all = builtin().iter().map(|(p, ..)| p);
    Arc::new(
        all.clone()
            .find(|p| p.id == "re-evaluation")
            .unwrap()
            .clone(),
    )
}

struct Read {
    forms: BTreeMap<String, Declaration>,
    lines: BTreeMap<String, Vec<Companion>>,
}

fn read() -> Read {
    let wanted = Wanted {
        kind: None,
        year: 2020,
    };
    let mut out = Read {
        forms: BTreeMap::new(),
        lines: BTreeMap::new(),
    };
    for (path, bytes) in FILES.iter().filter(|(p, _)| p.starts_with("evaluation/")) {
        let read = parse(path, bytes, &wanted);
        assert!(
            read.is_good(),
            "{path}: {:?} {:?}",
            read.failure,
            read.refused
        );
        for d in read.declarations {
            assert!(out.forms.insert(d.code.clone(), d).is_none());
        }
        for line in read.companions {
            let code = line.code().to_owned();
            out.lines.entry(code).or_default().push(line);
        }
    }
    out
}

fn known(r: &Read, code: &str) -> Companions {
    let mut out = Companions {
        evidence_loaded: true,
        ..Companions::default()
    };
    for line in r.lines.get(code).into_iter().flatten() {
        out.take(code, line.clone());
    }
    out.approved = out.listed.take();
    out
}

/// What the rules say of a self-evaluation in a database.
fn found(d: &Declaration, k: &Companions) -> Vec<Finding> {
    let (profile, _) = Profile::fitting(d);
    let mut out = run_letter("E", d, &Context::stored(&profile, k));
    let paid = k.whole_year().and_then(|x| x.paid);
    out.extend(reevaluation::treasury(d.fen("paid_to_date"), paid));
    out.extend(reevaluation::beside(d, &k.evidence));
    out
}

#[test]
fn every_planted_fault_is_found_and_nothing_else() {
    let r = read();
    let all = projects();
    assert_eq!(all.len(), 6 * EACH);
    let mut count: BTreeMap<Fault, usize> = BTreeMap::new();
    let mut wrong = Vec::new();
    for p in &all {
        if let Some(f) = p.fault {
            *count.entry(f).or_default() += 1;
        }
        let Some(d) = r.forms.get(&p.code) else {
            assert_eq!(p.fault, Some(Fault::Missing), "{}", p.code);
            continue;
        };
        assert_eq!(d.indicators.len(), 10);
        let found = found(d, &known(&r, &p.code));
        let ids: BTreeSet<&str> = found
            .iter()
            .filter(|f| f.severity != Severity::Note)
            .map(|f| f.rule.as_str())
            .collect();
        // What shows only over several forms is found by the report.
        let due: BTreeSet<&str> = p
            .fault
            .filter(|f| !matches!(f, Fault::Copied | Fault::Borrowed))
            .map_or(&[][..], Fault::rules)
            .iter()
            .copied()
            .collect();
        if ids != due || p.department == 0 && !found.is_empty() {
            wrong.push(format!("{} {:?}: {found:#?}", p.code, p.fault));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (fault, n) in PLANTED {
        assert_eq!(count.get(&fault), Some(&n), "{fault:?}");
    }
}

fn sheet_of(p: &Project, r: &Read) -> Option<Sheet> {
    let d = r.forms.get(&p.code)?;
    let k = known(r, &p.code);
    let (profile, _) = Profile::fitting(d);
    let paid = k.whole_year().and_then(|x| x.paid);
    let found = found(d, &k);
    let approved = k.approved.as_ref();
    Sheet::of(&procedure(), &Arc::new(profile), d, approved, paid, &found)
}

#[test]
fn the_parts_sum_to_the_difference_for_every_indicator_of_the_sample() {
    let r = read();
    let classes: Vec<Class> = procedure().class.clone();
    let mut seen = 0;
    for p in projects() {
        let Some(sheet) = sheet_of(&p, &r) else {
            continue;
        };
        let mut checks = Vec::new();
        for (n, line) in sheet.evaluation.lines.iter().enumerate() {
            let class = &classes[(p.number + n) % classes.len()];
            let mut c = Check::plain(&line.id(), Answer::Differs);
            c.class.clone_from(&class.id);
            if class.how == How::Verified {
                c.verified = format!("{}{}", n * 7, line.target.unit);
            }
            if n % 5 == 4 {
                c.score = Some(Points::new(123));
            }
            checks.push(c);
        }
        let mut sum = Points::ZERO;
        for line in &sheet.evaluation.lines {
            let s = sheet.split(line, &checks);
            let parts: Points = s.parts.iter().copied().sum();
            assert_eq!(s.declared - s.score, parts, "{} {}", p.code, line.id());
            sum = sum + s.score;
            seen += 1;
        }
        let settled = sheet.settled(&checks, None, "");
        assert_eq!(settled.score, sum);
        let parts: Points = settled.parts.iter().copied().sum();
        assert_eq!(settled.declared - settled.score, parts, "{}", p.code);
        let over = sheet.settled(&checks, Some(Points::new(6543)), "因为所以");
        let parts: Points = over.parts.iter().copied().sum();
        assert_eq!(over.declared - over.score, parts, "{}", p.code);
    }
    assert!(seen > 1500, "{seen}");
}

/// A line made of numbers.
fn line(t: i64, a: i64, weight: i32, said: i32, op: &str, limit: bool) -> Scored {
    let (profile, _) = Profile::fitting(&Declaration::default());
    let target = jixiao::domain::value::parse(&format!("{op}{t}件"), 2020);
    let actual = jixiao::domain::value::parse(&format!("{a}件"), 2020);
    let w = Points::new(weight);
    let reckoned = jixiao::domain::score::indicator(&target, &actual, w, limit, &profile);
    Scored {
        at: Some(0),
        target,
        actual,
        weight: Some(w),
        declared: Some(Points::new(said)),
        fault: reckoned.err(),
        reckoned,
        limit,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn the_parts_sum_whatever_the_numbers_are(
        t in -5i64..500, a in -50i64..900, weight in 0i32..4000, said in -500i32..5000,
        op in prop::sample::select(vec!["≥", "≤", "=", "＜", ""]), limit in any::<bool>(),
        class in 0usize..7, verified in prop::option::of(0i64..900),
        score in prop::option::of(-100i32..5000), answer in 0usize..4,
    ) {
        let (profile, _) = Profile::fitting(&Declaration::default());
        let line = line(t, a, weight, said, op, limit);
        let p = procedure();
        let class = &p.class[class % p.class.len()];
        let mut c = Check::plain("i1", [Answer::Agrees, Answer::Differs, Answer::Lacking, Answer::NotApplicable][answer]);
        c.class.clone_from(&class.id);
        c.verified = verified.map_or_else(String::new, |v| v.to_string());
        c.score = score.map(Points::new);
        let approved = jixiao::domain::value::parse("≥300件", 2020);
        let s = split(&line, Some(&c), Some(class), Some(&approved), &profile, 2020);
        let parts: Points = s.parts.iter().copied().sum();
        prop_assert_eq!(s.declared - s.score, parts);
        prop_assert!(s.score >= Points::ZERO && s.score <= Points::new(weight));
        // Only the class's part, the arithmetic and the judgement can be touched.
        for (n, part) in Part::ALL.iter().enumerate() {
            let may = matches!(part, Part::Arithmetic | Part::Judgement) || *part == class.part;
            prop_assert!(may || s.parts[n] == Points::ZERO);
        }
    }
}

/// A published self-evaluation: file, total declared or sum of the scores, total by its own figures,
/// lines that can be computed, of how many, and what was found.
const REAL: [(&str, &str, &str, (usize, usize), &str); 9] = [
    ("06", "166.00", "75.05", (7, 7), "E01 E02 E10 E12 E19"),
    ("07", "80.00", "90.00", (10, 10), "E01 E03 E10 E19"),
    ("08", "0.00", "10.00", (1, 3), "E01 E16 E18 E19 E20"),
    ("09", "10.00", "10.00", (1, 2), "E16"),
    ("09b", "90.00", "90.00", (0, 1), "E17 E19 E20"),
    ("10", "0.00", "0.00", (0, 6), "E17"),
    ("13", "100.00", "110.00", (3, 10), "E06 E09 E10 E17 E19 E21"),
    ("14", "100.00", "100.00", (4, 5), "E17 E20"),
    ("16", "99.60", "100.00", (6, 6), "E02 E12"),
];

#[test]
fn published_self_evaluations_are_computed_again() {
    let dir = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/real");
    let mut names: Vec<_> = std::fs::read_dir(dir)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    names.sort();
    for (file, declared, computed, coverage, rules) in REAL {
        let (number, second) = (&file[..2], file.len() > 2);
        let path = names
            .iter()
            .find(|p| p.file_name().unwrap().to_str().unwrap().starts_with(number))
            .unwrap();
        let name = path.file_name().unwrap().to_str().unwrap();
        let read = parse(name, &std::fs::read(path).unwrap(), &Wanted::default());
        assert_eq!(read.kind.as_deref(), Some("self-evaluation"), "{file}");
        assert!(
            read.is_good(),
            "{file}: {:?} {:?}",
            read.failure,
            read.refused
        );
        let d = &read.declarations[usize::from(second)];
        let (profile, _) = Profile::fitting(d);
        let e = Evaluation::of(d, &profile);
        let got = (e.declared().to_string(), e.computed().to_string());
        assert_eq!(got, (declared.to_owned(), computed.to_owned()), "{file}");
        assert_eq!(e.coverage(), coverage, "{file}");
        let none = Companions::default();
        let found = run_letter("E", d, &Context::bare(&profile, &none));
        let ids: BTreeSet<&str> = found
            .iter()
            .filter(|f| f.severity != Severity::Note)
            .map(|f| f.rule.as_str())
            .collect();
        let ids: Vec<&str> = ids.into_iter().collect();
        assert_eq!(ids.join(" "), rules, "{file}");
    }
}
