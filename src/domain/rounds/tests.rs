//! What changed, and what became of opinions.

use super::super::clean::Clean;
use super::super::day::Day;
use super::super::finding::Severity;
use super::*;
use proptest::prelude::*;

fn indicator(level2: &str, name: &str, value: &str) -> Indicator {
    Indicator {
        level1: "产出指标".into(),
        level2: level2.into(),
        name: name.into(),
        value: value.into(),
        ..Indicator::default()
    }
}

fn form(fields: &[(&str, &str)], indicators: &[(&str, &str, &str)]) -> Declaration {
    let field = |(key, raw): &(&str, &str)| {
        let field = Field {
            raw: (*raw).into(),
            ..Field::default()
        };
        ((*key).to_owned(), field)
    };
    Declaration {
        fields: fields.iter().map(field).collect(),
        indicators: indicators
            .iter()
            .map(|(l, n, v)| indicator(l, n, v))
            .collect(),
        ..Declaration::default()
    }
}

/// What became of the indicators: earlier name, later name.
fn fates(one: &Declaration, two: &Declaration) -> Vec<(Kind, String, String)> {
    let name = |d: &Declaration, p: &Option<Place>| match p {
        Some(Place::Indicator(n, None)) => d.indicators[*n].name.clone(),
        _ => String::new(),
    };
    let all = Rounds::compare(one, two).changes.into_iter();
    all.map(|c| (c.kind, name(one, &c.before), name(two, &c.after)))
        .collect()
}

#[test]
fn indicators_are_matched_by_level_name_and_position() {
    use Kind::{Added, Changed, Removed, Unchanged};
    type Line = (&'static str, &'static str, &'static str);
    type Fate = (Kind, &'static str, &'static str);
    let cases: &[(&[Line], &[Line], &[Fate])] = &[
        // Renamed in its place: a change.
        (
            &[("数量", "改造小区", "3"), ("数量", "水泵", "6")],
            &[("数量", "改造小区", "3"), ("数量", "更换水泵数量", "6台")],
            &[
                (Unchanged, "改造小区", "改造小区"),
                (Changed, "水泵", "更换水泵数量"),
            ],
        ),
        // Wholly renamed, but the only one between the same neighbours.
        (
            &[
                ("数量", "甲", "1"),
                ("数量", "乙", "2"),
                ("数量", "丙", "3"),
            ],
            &[
                ("数量", "甲", "1"),
                ("数量", "丁", "2"),
                ("数量", "丙", "3"),
            ],
            &[
                (Unchanged, "甲", "甲"),
                (Changed, "乙", "丁"),
                (Unchanged, "丙", "丙"),
            ],
        ),
        // A new one in front does not push the others along.
        (
            &[("数量", "甲", "1"), ("数量", "乙", "2")],
            &[
                ("数量", "新", "9"),
                ("数量", "甲", "1"),
                ("数量", "乙", "3"),
            ],
            &[
                (Added, "", "新"),
                (Unchanged, "甲", "甲"),
                (Changed, "乙", "乙"),
            ],
        ),
        // Gone in front and new at the end, with nothing in common.
        (
            &[("数量", "乙", "2"), ("数量", "甲", "1")],
            &[("数量", "甲", "1"), ("数量", "丁", "4")],
            &[
                (Removed, "乙", ""),
                (Unchanged, "甲", "甲"),
                (Added, "", "丁"),
            ],
        ),
        // Moved to another level is a change of the level.
        (
            &[("质量", "按期完工率", "100%"), ("时效", "完工时间", "12月")],
            &[
                ("质量", "合格率", "100%"),
                ("时效", "完工时间", "12月"),
                ("时效", "按期完工率", "100%"),
            ],
            &[
                (Added, "", "合格率"),
                (Unchanged, "完工时间", "完工时间"),
                (Changed, "按期完工率", "按期完工率"),
            ],
        ),
        // The same name twice: those that are wholly the same first.
        (
            &[("数量", "设备", "1"), ("数量", "设备", "2")],
            &[("数量", "设备", "2"), ("数量", "设备", "5")],
            &[(Unchanged, "设备", "设备"), (Changed, "设备", "设备")],
        ),
        (&[], &[], &[]),
    ];
    for (one, two, fate) in cases {
        let (one, two) = (form(&[], one), form(&[], two));
        let fate: Vec<_> = fate
            .iter()
            .map(|(k, a, b)| (*k, (*a).to_owned(), (*b).to_owned()))
            .collect();
        assert_eq!(fates(&one, &two), fate);
    }
}

#[test]
fn the_whole_project_and_the_year_are_two_blocks() {
    let mut one = form(&[], &[("数量", "小区", "3"), ("数量", "小区", "9")]);
    one.indicators[1].whole_project = true;
    let mut two = form(&[], &[("数量", "小区", "9"), ("数量", "小区", "3")]);
    two.indicators[0].whole_project = true;
    assert_eq!(Rounds::compare(&one, &two).counts().unchanged, 2);
}

#[test]
fn fields_amounts_and_days_are_compared_by_what_they_say() {
    let wan = |raw: &str, wan: i64| Field {
        raw: raw.into(),
        fen: Some(Fen::new(wan * 1_000_000)),
        ..Field::default()
    };
    let day = |raw: &str, month| Field {
        raw: raw.into(),
        day: Day::new(2020, month, 1),
        ..Field::default()
    };
    let mut one = form(
        &[
            ("overview", "一，二。 "),
            ("basis", " "),
            ("contact", "甲"),
            ("exante", ""),
        ],
        &[],
    );
    let mut two = form(
        &[
            ("overview", "一，三。"),
            ("basis", "有"),
            ("contact", ""),
            ("goal_total", ""),
        ],
        &[],
    );
    one.fields.insert("total_amount".into(), wan("5600", 5_600));
    two.fields
        .insert("total_amount".into(), wan("5,900.00", 5_900));
    one.fields.insert("bond_amount".into(), wan("3000", 3_000));
    two.fields
        .insert("bond_amount".into(), wan("3,000.00", 3_000));
    one.fields.insert("end_date".into(), day("2020年3月", 3));
    two.fields.insert("end_date".into(), day("2020.02", 2));
    let r = Rounds::compare(&one, &two);
    let kind = |key: &str| {
        let mut all = r.changes.iter();
        let place = Some(Place::Field(key.into()));
        all.find(|c| c.before == place || c.after == place)
    };
    assert_eq!(kind("basis").unwrap().kind, Kind::Added);
    assert_eq!(kind("contact").unwrap().kind, Kind::Removed);
    assert_eq!(kind("bond_amount").unwrap().kind, Kind::Unchanged);
    assert!(kind("exante").is_none() && kind("goal_total").is_none());
    let money = kind("total_amount").unwrap().cells[0].money.unwrap();
    assert_eq!(money.signed(), "+300.00");
    assert_eq!(money.percent().as_deref(), Some("+5.4%"));
    assert_eq!(kind("end_date").unwrap().cells[0].days, Some(-29));
    let text: Vec<_> = kind("overview").unwrap().cells[0]
        .spans
        .iter()
        .map(|s| (s.part, s.text.as_str()))
        .collect();
    assert_eq!(text[0], (Part::Kept, "一，"));
    assert_eq!(
        r.counts(),
        Counts {
            changed: 3,
            added: 1,
            removed: 1,
            unchanged: 1
        }
    );
    // How blanks are set does not count.
    let (a, b) = (
        form(&[("overview", "一 二\r\n")], &[]),
        form(&[("overview", "一  二")], &[]),
    );
    assert_eq!(Rounds::compare(&a, &b).counts().unchanged, 1);
}

#[test]
fn percents_are_exact_and_have_no_base_of_nothing() {
    for (before, after, shown) in [
        (100, 0, Some("-100.0%")),
        (0, 100, None),
        (3, 4, Some("+33.3%")),
        (3, 2, Some("-33.3%")),
        (10_000, 9_995, Some("-0.1%")),
        (10_000, 9_996, Some("0.0%")),
        (1, i64::MAX, None),
        (-100, -50, Some("+50.0%")),
    ] {
        let m = Money::new(Fen::new(before), Fen::new(after));
        assert_eq!(m.percent().as_deref(), shown, "{before} {after}");
    }
    let m = Money::new(Fen::new(i64::MIN), Fen::new(i64::MAX));
    assert_eq!(m.difference, None);
}

fn opinion(field: &str, rule: Option<&str>) -> Opinion {
    Opinion {
        field: Place::from(field.to_owned()),
        text: "请补充。".into(),
        rule: rule.map(str::to_owned),
    }
}

fn finding(rule: &str, field: &str) -> Finding {
    Finding {
        rule: rule.into(),
        severity: Severity::Error,
        field: Place::from(field.to_owned()),
        message: Clean::line("").to_string(),
        suggestion: None,
    }
}

#[test]
fn an_opinion_is_landed_when_its_place_changed_and_its_rule_is_silent() {
    use Answer::{Landed, NotLanded, StillFound, Unclear};
    let one = form(
        &[("overview", "甲"), ("basis", ""), ("contact", "乙")],
        &[
            ("数量", "小区", "3"),
            ("数量", "水泵", "6"),
            ("质量", "旧", "1"),
            ("时效", "完工", "12月"),
        ],
    );
    // 小区 now stands second, the second is removed, 完工 moved up.
    let two = form(
        &[("overview", "丙"), ("basis", ""), ("contact", "乙")],
        &[
            ("数量", "新增户数", "1"),
            ("数量", "小区", "3个"),
            ("数量", "水泵", "6"),
            ("时效", "完工", "12月"),
        ],
    );
    let r = Rounds::compare(&one, &two);
    for (field, rule, found, answer) in [
        ("indicators.0.value", Some("T27"), vec![], Landed),
        (
            "indicators.0.value",
            Some("T27"),
            vec![("T27", "indicators.0.value")],
            Landed,
        ),
        (
            "indicators.0.value",
            Some("T27"),
            vec![("T27", "indicators.1.value")],
            StillFound,
        ),
        (
            "indicators.0.value",
            Some("T27"),
            vec![("T27", "indicators.1.name")],
            Landed,
        ),
        (
            "indicators.0.value",
            Some("T27"),
            vec![("T28", "indicators.1.value")],
            Landed,
        ),
        (
            "indicators.0",
            Some("T27"),
            vec![("T27", "indicators.1.value")],
            StillFound,
        ),
        // A unit asked for at one column may be written in another.
        ("indicators.0.unit", Some("T27"), vec![], Landed),
        ("indicators.0.unit", None, vec![], NotLanded),
        ("indicators.0", None, vec![], Landed),
        ("indicators.1", None, vec![], NotLanded),
        (
            "indicators.1.value",
            Some("T27"),
            vec![("T27", "indicators.2.value")],
            NotLanded,
        ),
        ("indicators.1.value", Some("T27"), vec![], Unclear),
        // Removed: its rule finds nothing there, whatever stands at that number now.
        (
            "indicators.2.value",
            Some("T27"),
            vec![("T27", "indicators.2.value")],
            Landed,
        ),
        ("indicators.2.value", None, vec![], Landed),
        ("indicators.9", None, vec![], NotLanded),
        ("overview", None, vec![], Landed),
        (
            "overview",
            Some("T20"),
            vec![("T20", "overview")],
            StillFound,
        ),
        ("basis", Some("T22"), vec![("T22", "basis")], NotLanded),
        ("contact", None, vec![], NotLanded),
        ("form", None, vec![], Unclear),
        ("form", Some("T54"), vec![], Landed),
        ("form", Some("T54"), vec![("T54", "form")], StillFound),
    ] {
        let found: Vec<Finding> = found.iter().map(|(r, f)| finding(r, f)).collect();
        let a = r.answers(&[opinion(field, rule)], &found);
        assert_eq!(a[0].answer, answer, "{field} {rule:?} {found:?}");
    }
    // A field that was blank and is filled in now.
    let filled = form(&[("basis", "沪府〔2020〕1号")], &[]);
    let r = Rounds::compare(&form(&[("basis", "")], &[]), &filled);
    let a = r.answers(&[opinion("basis", Some("T22"))], &[]);
    assert_eq!((a[0].answer, a[0].change), (Landed, Some(0)));
}

#[test]
fn what_was_asked_for_is_read_first() {
    let one = form(
        &[("overview", "甲"), ("contact", "乙"), ("basis", "丙")],
        &[("数量", "小区", "3"), ("质量", "旧", "1")],
    );
    let two = form(
        &[("overview", "丁"), ("contact", "戊"), ("basis", "丙")],
        &[("数量", "小区", "3个"), ("时效", "新", "1")],
    );
    let r = Rounds::compare(&one, &two);
    let opinions = [
        opinion("indicators.0.value", Some("T27")),
        opinion("basis", None),
    ];
    let answers = r.answers(&opinions, &[]);
    assert_eq!(Rounds::landed(&answers), (1, 2));
    let order: Vec<String> = r
        .items(&answers)
        .iter()
        .map(|i| match i {
            Item::Opinion(a) => format!("{:?}", a.answer),
            Item::Unasked(n) => format!("unasked {}", r.changes[*n].after.clone().unwrap()),
            Item::NewOrRemoved(n) => format!("{:?}", r.changes[*n].kind),
            Item::Unchanged(n) => format!("same {}", r.changes[*n].after.clone().unwrap()),
        })
        .collect();
    assert_eq!(
        order,
        [
            "Landed",
            "NotLanded",
            "unasked contact",
            "unasked overview",
            "Removed",
            "Added"
        ]
    );
}

fn any_form() -> impl Strategy<Value = Declaration> {
    let field = ("[abc]", "[甲乙，。 ]{0,4}", prop::option::of(0i64..3));
    let line = ("[数质时]", "[甲乙丙]{0,2}", "[12]", any::<bool>());
    (
        prop::collection::vec(field, 0..5),
        prop::collection::vec(line, 0..8),
    )
        .prop_map(|(fields, lines)| Declaration {
            fields: fields
                .into_iter()
                .map(|(key, raw, fen)| {
                    let fen = fen.filter(|_| !raw.trim().is_empty()).map(Fen::new);
                    let field = Field {
                        raw,
                        fen,
                        ..Field::default()
                    };
                    (key, field)
                })
                .collect(),
            indicators: lines
                .into_iter()
                .map(|(l, n, v, whole_project)| Indicator {
                    whole_project,
                    ..indicator(&l, &n, &v)
                })
                .collect(),
            ..Declaration::default()
        })
}

proptest! {
    #[test]
    fn a_form_compared_with_itself_has_no_change(d in any_form()) {
        let r = Rounds::compare(&d, &d);
        prop_assert!(r.changes.iter().all(|c| !c.is_change() && c.cells.is_empty()));
        prop_assert!(r.changes.iter().all(|c| c.before == c.after));
    }

    #[test]
    fn every_indicator_appears_once_and_turned_round_new_is_removed(
        one in any_form(),
        two in any_form(),
    ) {
        let there = Rounds::compare(&one, &two);
        let back = Rounds::compare(&two, &one);
        let lines = |get: fn(&Change) -> &Option<Place>| {
            let all = there.changes.iter().filter_map(|c| match get(c) {
                Some(Place::Indicator(n, _)) => Some(*n),
                _ => None,
            });
            let mut all: Vec<usize> = all.collect();
            all.sort_unstable();
            all
        };
        prop_assert_eq!(lines(|c| &c.before), (0..one.indicators.len()).collect::<Vec<_>>());
        prop_assert_eq!(lines(|c| &c.after), (0..two.indicators.len()).collect::<Vec<_>>());
        let turned = |c: &Change| {
            let kind = match c.kind {
                Kind::Added => Kind::Removed,
                Kind::Removed => Kind::Added,
                kind => kind,
            };
            (c.after.clone(), c.before.clone(), kind)
        };
        let mut a: Vec<_> = there.changes.iter().map(turned).collect();
        let mut b: Vec<_> =
            back.changes.iter().map(|c| (c.before.clone(), c.after.clone(), c.kind)).collect();
        a.sort();
        b.sort();
        prop_assert_eq!(a, b);
        // Whatever the opinions, everything is listed.
        let opinions = [opinion("indicators.0", None), opinion("indicators.0", None)];
        let answers = there.answers(&opinions, &[]);
        let asked = answers[0].change.map_or(0, |_| 1);
        prop_assert_eq!(there.items(&answers).len(), there.changes.len() - asked + 2);
    }
}
