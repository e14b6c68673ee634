use super::example::Example;
use super::*;

fn found(e: &Example) -> Vec<String> {
    e.findings().into_iter().map(|f| f.rule).collect()
}

#[test]
fn every_rule_has_its_text_and_every_text_its_rule() {
    let mut computed: Vec<&str> = ids().collect();
    computed.sort_unstable();
    let told: Vec<&str> = catalogue().iter().map(|t| t.id.as_str()).collect();
    assert_eq!(computed, told);
    let mut once = computed.clone();
    once.dedup();
    assert_eq!(computed, once);
}

#[test]
fn the_plain_form_is_without_fault() {
    for profile in ["", "profile = \"special-bond-2020\"", "stored = true"] {
        let plain: Example = toml::from_str(profile).unwrap();
        assert_eq!(plain.findings(), [], "{profile}");
    }
}

#[test]
fn every_rule_finds_its_bad_example_and_lets_the_good_one_pass() {
    let mut wrong = Vec::new();
    for rule in catalogue() {
        let bad = rule.bad.findings();
        if !bad.iter().any(|f| f.rule == rule.id) {
            wrong.push(format!(
                "{} does not find its bad example: {bad:?}",
                rule.id
            ));
        }
        for f in bad {
            if f.message.contains('{') || f.suggestion.is_some_and(|s| s.contains('{')) {
                wrong.push(format!("{}: {}", f.rule, f.message));
            }
        }
        if found(&rule.good()).contains(&rule.id) {
            wrong.push(format!("{} finds its good example", rule.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn one_fault_is_one_finding() {
    // Without any output there is also none of its kinds; four indicators cannot cover all kinds;
    // activity is only named where quality and benefit are missing.
    let with_company = [
        ("T09", vec!["T10", "T11", "T12", "T13", "T68"]),
        ("T21", vec!["T14", "T15"]),
        ("T45", vec!["T11", "T14"]),
    ];
    let mut wrong = Vec::new();
    for rule in catalogue() {
        let company = with_company.iter().find(|(id, _)| *id == rule.id);
        let allowed = |id: &String| company.is_some_and(|(_, ids)| ids.contains(&id.as_str()));
        let beside = rule.bad.findings();
        let beside = beside
            .iter()
            .filter(|f| f.rule != rule.id && !allowed(&f.rule));
        wrong.extend(beside.map(|f| format!("{}: {} {}", rule.id, f.rule, f.message)));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_wording_can_be_filled() {
    let items = include_str!("../../../data/papers/review-items.toml");
    for rule in catalogue() {
        let known = format!("id = \"{}\"", rule.item);
        assert!(items.contains(&known), "{}: item {}", rule.id, rule.item);
        for text in [
            &rule.title,
            &rule.title_en,
            &rule.why,
            &rule.why_en,
            &rule.source,
        ] {
            assert!(!text.trim().is_empty(), "{}", rule.id);
        }
    }
}

#[test]
fn grids_of_later_forms_are_only_noted() {
    let bad: Example = toml::from_str("change.\"居民满意度\".value = \"**\"").unwrap();
    let d = bad.declaration();
    let none = Companions::default();
    let ctx = Context::bare(&crate::domain::profile::built_in()[0], &none);
    let notes = run_grid(&d, &ctx);
    assert_eq!(notes.len(), 1);
    assert_eq!(
        (notes[0].rule.as_str(), notes[0].severity),
        ("T19", Severity::Note)
    );
}

#[test]
fn foreign_text_reaches_a_message_clean_and_short() {
    let mut d = Example::default().declaration();
    d.indicators[0].name = format!("改造\u{202e}面积：{}", "长".repeat(200));
    let none = Companions::default();
    let ctx = Context::bare(&crate::domain::profile::built_in()[0], &none);
    let f = run(&d, &ctx).into_iter().find(|f| f.rule == "T38").unwrap();
    assert!(
        f.message.contains("<U+202E>") && f.message.chars().count() < 120,
        "{}",
        f.message
    );
}
