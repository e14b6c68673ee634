//! How far seats agree is told from first blind grades alone, and tells nobody a blind grade.

#![allow(clippy::unwrap_used, clippy::panic)]

#[cfg(test)]
mod common;

use common::desk::{on, practice};
use common::{Bureau, declaration};
use jixiao::domain::entry::Opinion;
use jixiao::domain::finding::Place;
use jixiao::domain::gate::Verdictum;
use jixiao::domain::id::PersonId;
use serde_json::Value;

fn grade(verdict: &str, rule: Option<&str>) -> Verdictum {
    Verdictum {
        verdict: verdict.into(),
        opinions: vec![Opinion {
            field: Place::Form,
            text: "请补充。".into(),
            rule: rule.map(str::to_owned),
        }],
        ..Verdictum::default()
    }
}

#[test]
fn first_grades_are_the_first_and_no_blind_one() {
    let mut b = Bureau::new();
    b.file(vec![
        declaration("31010420KY010", "二次供水"),
        declaration("31010420KY011", "雨水泵站"),
    ]);
    let (one, two) = (b.case("31010420KY010"), b.case("31010420KY011"));
    let first = |b: &Bureau, who: usize| b.reader(who).first_grades("joint-review", 100).unwrap();
    for seat in 1..=4 {
        b.decide(
            seat,
            one,
            None,
            grade("revise", (seat == 2).then_some("T01")),
        )
        .unwrap();
    }
    b.decide(1, two, None, grade("return", None)).unwrap();
    // Seats are missing: nothing is told, not even to those who have graded.
    for who in 1..=8 {
        assert_eq!(first(&b, who), [], "{who}");
    }
    b.decide(5, one, None, grade("reject", None)).unwrap();
    // Having seen the others, the fifth thinks otherwise: the first grade counts.
    b.undo(5, one).unwrap();
    b.decide(5, one, None, grade("revise", None)).unwrap();
    let all = first(&b, 7);
    assert_eq!(all.len(), 1);
    let grades: Vec<(i64, &str, bool)> = all[0]
        .grades
        .iter()
        .map(|g| (g.person.get(), g.verdict.as_str(), g.adopted))
        .collect();
    assert_eq!(
        grades,
        [
            (1, "revise", false),
            (2, "revise", true),
            (3, "revise", false),
            (4, "revise", false),
            (5, "reject", false)
        ]
    );
    assert_eq!(all[0].grades[0].person, PersonId::new(1));
    b.verified();
}

#[test]
fn the_report_names_who_parts_before_any_number() {
    let home = practice();
    // The newcomer's own seat is the third: where it grades, cases have all their grades.
    let (_, text) = on(home.path(), &["queue", "joint-review", "--format", "json"]);
    let list: Value = serde_json::from_str(&text).unwrap();
    let mut done = 0;
    for row in list["rows"].as_array().unwrap() {
        let code = row["case"].as_str().unwrap();
        let args = ["decide", code, "revise", "--opinion", "请补充。"];
        done += i32::from(on(home.path(), &args).0 == 0);
    }
    assert!(done > 20, "{done}");
    let (status, text) = on(home.path(), &["report", "agreement"]);
    assert_eq!(status, 0, "{text}");
    let at = |what: &str| {
        text.find(what)
            .unwrap_or_else(|| panic!("{what} in {text}"))
    };
    assert!(at("谁与谁不一致") < at("分歧跨在哪条界上"));
    assert!(at("分歧跨在哪条界上") < at("二次加权 kappa"));
    assert!(at("Gwet AC1") < at("次序 alpha"));
    let (_, text) = on(home.path(), &["report", "agreement", "--format", "json"]);
    let all: Value = serde_json::from_str(&text).unwrap();
    for name in ["raw", "quadratic_kappa", "ac1", "ordinal_alpha"] {
        let m = &all["measures"][name];
        assert!(m["low"].as_f64() <= m["value"].as_f64(), "{m}");
        assert!(m["value"].as_f64() <= m["high"].as_f64(), "{m}");
    }
    let (_, again) = on(home.path(), &["report", "agreement", "--format", "json"]);
    assert_eq!(text, again, "drawn by a seed that is told");
    assert_eq!(
        on(home.path(), &["report", "agreement", "--queue", "none"]).0,
        2
    );
}
