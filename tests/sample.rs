//! The sample is what it says: every planted fault is found, and nothing else.

use jixiao::domain::companion::{Companion, Companions};
use jixiao::domain::profile::Profile;
use jixiao::domain::rules::{Context, run};
use jixiao::exchange::read::{Wanted, parse};
use jixiao::sample::files::all;
use jixiao::sample::projects::projects;
use std::collections::BTreeMap;

/// Faults that bring others along, which no form can avoid: without any 时效指标 there is neither
/// a start nor a payment date to look at.
const ALONG: &[(&str, &[&str])] = &[("T12", &["T82", "T83"])];

#[test]
fn planted_faults_are_found_and_no_others() {
    let files = all().unwrap();
    let wanted = Wanted {
        kind: None,
        year: 2020,
    };
    let mut lines: Vec<Companion> = Vec::new();
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (path, bytes) in &files {
        let read = parse(path, bytes, &wanted);
        assert!(
            read.is_good(),
            "{path}: {:?} {:?}",
            read.failure,
            read.refused
        );
        lines.extend(read.companions.clone());
        if path.starts_with("second-round/") || path.starts_with("monitoring/") {
            continue;
        }
        for d in &read.declarations {
            let mut beside = Companions {
                budget_loaded: true,
                ..Companions::default()
            };
            for line in &lines {
                beside.take(&d.code, line.clone());
            }
            let (profile, _) = Profile::fitting(d);
            let mut ids: Vec<String> = run(d, &Context::stored(&profile, &beside))
                .iter()
                .map(|f| format!("{} {}", f.rule, f.message))
                .collect();
            ids.sort();
            found.insert(d.code.clone(), ids);
        }
    }
    let mut wrong = Vec::new();
    for p in projects() {
        let mut planted: Vec<&str> = p.defects.clone();
        for (rule, along) in ALONG {
            if p.defects.contains(rule) {
                planted.extend(*along);
            }
        }
        let ids = &found[p.code];
        let first = jixiao::sample::files::SECOND_ROUND
            .iter()
            .find(|(c, _)| *c == p.code);
        for rule in &planted {
            if !ids.iter().any(|i| i.starts_with(rule)) {
                wrong.push(format!("{} missed {rule}", p.code));
            }
        }
        for id in ids {
            let rule = id.split(' ').next().unwrap_or("");
            if !planted.contains(&rule) && first.is_none_or(|(_, r)| *r != rule) {
                wrong.push(format!("{} {} extra {id}", p.code, p.kind));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_files_inside_the_program_are_those_that_are_made() {
    let made = all().unwrap();
    let inside = jixiao::sample::embedded::FILES;
    assert_eq!(made.len(), inside.len());
    for ((path, bytes), (name, held)) in made.iter().zip(inside) {
        assert_eq!(path, name);
        assert!(
            bytes.as_slice() == *held,
            "{path} differs: cargo run --example make-sample"
        );
    }
}
