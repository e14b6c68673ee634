//! The checks of declared targets on whole forms: the indicator library, published forms, and
//! what must hold for any form.

use jixiao::domain::companion::Companions;
use jixiao::domain::declaration::{Declaration, Field, Indicator};
use jixiao::domain::fen::{Fen, MoneyUnit};
use jixiao::domain::finding::{Finding, Place, Severity};
use jixiao::domain::profile::{self, Profile};
use jixiao::domain::rules::{Context, run};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn findings(d: &Declaration, profile: &Profile) -> Vec<Finding> {
    run(d, &Context::bare(profile, &Companions::default()))
}

fn national() -> &'static Profile {
    profile::get("national-2020").expect("built in")
}

fn line(level1: &str, level2: &str, name: &str, value: &str) -> Indicator {
    Indicator {
        level1: level1.to_owned(),
        level2: level2.to_owned(),
        name: name.to_owned(),
        value: value.to_owned(),
        ..Indicator::default()
    }
}

fn form(year: i32, lines: &[(&str, &str, &str, &str)]) -> Declaration {
    Declaration {
        form: "central-target".to_owned(),
        year,
        code: "N1".to_owned(),
        money_unit: Some(MoneyUnit::Wan),
        indicators: lines.iter().map(|(a, b, n, v)| line(a, b, n, v)).collect(),
        ..Declaration::default()
    }
}

fn put(d: &mut Declaration, key: &str, raw: &str, fen: Option<i64>) {
    let field = Field {
        raw: raw.to_owned(),
        fen: fen.map(Fen::new),
        ..Field::default()
    };
    d.fields.insert(key.to_owned(), field);
}

fn rules_at(list: &[Finding]) -> BTreeSet<(String, String)> {
    list.iter()
        .map(|f| (f.rule.clone(), f.field.to_string()))
        .collect()
}

#[test]
fn clean_indicators_of_the_library_stay_clean() {
    let sign = |op: &str| match op {
        "GE" => "≥",
        "LE" => "≤",
        _ => "",
    };
    let text = include_str!("../data/indicators/library.csv");
    let mut rows = csv::Reader::from_reader(text.as_bytes());
    let mut d = form(2020, &[]);
    for row in rows.records().map(Result::unwrap) {
        let unit = if &row[8] == "date" { "" } else { &row[8] };
        let value = format!("{}{}{unit}", sign(&row[6]), &row[7]);
        d.indicators.push(line(&row[3], &row[4], &row[5], &value));
    }
    assert_eq!(d.indicators.len(), 190);
    let found = findings(&d, national());
    let of = |rule: &str| -> BTreeSet<&str> {
        let of = found.iter().filter(|f| f.rule == rule);
        of.map(|f| match &f.field {
            Place::Indicator(n, _) => d.indicators[*n].name.as_str(),
            _ => "",
        })
        .collect()
    };
    assert_eq!(of("T35"), BTreeSet::new());
    let known = [
        "突发公卫事件规范处置率",
        "平急转换响应时间",
        "等保测评通过率",
    ];
    assert_eq!(of("T43"), BTreeSet::from(known));
    for rule in [
        "T18", "T19", "T20", "T23", "T25", "T26", "T27", "T28", "T30", "T31", "T34", "T36", "T44",
        "T49",
    ] {
        assert_eq!(of(rule), BTreeSet::new(), "{rule}");
    }
}

#[test]
fn a_district_form_of_2026_shows_its_known_faults() {
    let goal = "1.完成市、区相关部门下达的年度拆违任务。2.新增违建“零增长”，坚决做到“无增减存”。";
    let mut d = form(
        2026,
        &[
            ("成本指标", "经济成本指标", "成本控制合理性", "合理"),
            ("产出指标", "数量指标", "完成年度拆违计划", "=100.00(%)"),
            ("产出指标", "质量指标", "违法建筑销项正确率", "=100.00(%)"),
            ("产出指标", "时效指标", "新增违建处置率", "=100.00(%)"),
            ("效益指标", "社会效益指标", "群众政策知晓度", "≥90.00(%)"),
            ("效益指标", "生态效益指标", "提升城市环境美化指数", "提高"),
            ("效益指标", "可持续影响指标", "新增违建发生数", "降低"),
            (
                "满意度指标",
                "服务对象满意度指标",
                "群众满意度",
                "≥90.00(%)",
            ),
        ],
    );
    d.money_unit = Some(MoneyUnit::Yuan);
    for (key, raw, fen) in [
        ("project_name", "拆违经费", None),
        ("department_name", "普陀区城市管理行政执法局执法大队", None),
        ("unit_name", "上海市普陀区城市管理行政执法局执法大队", None),
        ("start_date", "2024-01-01", None),
        ("end_date", "2026-12-31", None),
        ("total_amount", "10,308,000.00", Some(1_030_800_000)),
        ("total_fiscal", "10,308,000.00", Some(1_030_800_000)),
        ("total_other", "0.00", Some(0)),
        ("annual_amount", "3,498,000.00", Some(349_800_000)),
        ("annual_fiscal", "3,498,000.00", Some(349_800_000)),
        ("annual_carryover", "0.00", Some(0)),
        ("annual_other", "0.00", Some(0)),
        ("goal_total", goal, None),
        ("goal_annual", goal, None),
    ] {
        put(&mut d, key, raw, fen);
    }
    let found = findings(&d, profile::get("shanghai").expect("built in"));
    let expected = [
        ("T08", "goal_annual"),
        ("T23", "indicators.0.value"),
        ("T24", "indicators.5.value"),
        ("T24", "indicators.6.value"),
        ("T33", "indicators.7.name"),
    ];
    let expected = expected.map(|(r, p)| (r.to_owned(), p.to_owned()));
    assert_eq!(rules_at(&found), BTreeSet::from(expected));
}

#[test]
fn published_forms_show_their_known_faults() {
    let fog = form(
        2023,
        &[
            (
                "产出指标",
                "数量指标",
                "雾炮车降尘抑尘服务配备车辆数",
                "10辆",
            ),
            ("产出指标", "数量指标", "雾炮车风炮射程", "≥80M"),
            ("产出指标", "质量指标", "服务周期内空气质量", "优良"),
            ("产出指标", "时效指标", "服务周期", "2023.07-2024.01"),
            ("产出指标", "成本指标", "控制在预算成本内", "250万"),
            (
                "效益指标",
                "社会效益指标",
                "服务周期内,市民对空气质量改善的满意程度",
                "≥85%",
            ),
            (
                "效益指标",
                "社会公众或服务对象满意度指标",
                "市民满意度",
                "≥90%",
            ),
        ],
    );
    let found = rules_at(&findings(&fog, national()));
    for (rule, place) in [
        ("T28", "indicators.1.value"),
        ("T23", "indicators.2.value"),
        ("T28", "indicators.4.value"),
        ("T43", "indicators.5.level2"),
    ] {
        assert!(
            found.contains(&(rule.to_owned(), place.to_owned())),
            "{rule} {place}"
        );
    }
    assert!(
        !found
            .iter()
            .any(|(rule, _)| rule == "T18" || rule == "T40" || rule == "T25")
    );

    let mut misfilled = form(2021, &[]);
    for (one, two) in [
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("产出指标", "时效指标"),
        ("产出指标", "成本指标"),
        ("效益指标", "经济效益指标"),
        ("社会公众或服务对象满意度指标", ""),
    ] {
        misfilled.indicators.push(line(one, two, "88", "100"));
    }
    put(&mut misfilled, "start_date", "2021年度", None);
    put(&mut misfilled, "end_date", "2021年度", None);
    let found = findings(&misfilled, national());
    let count = |rule: &str| found.iter().filter(|f| f.rule == rule).count();
    assert_eq!(
        (count("T20"), count("T27"), count("T53"), count("T03")),
        (6, 2, 1, 1)
    );

    let template = form(
        2018,
        &[
            (
                "产出指标",
                "数量指标",
                "贫困地区旅游景点开发数量( ≥**个 )",
                ">=4个",
            ),
            (
                "产出指标",
                "质量指标",
                "*贫困地区旅游基础设施建设质量达标率100%",
                ">=98%",
            ),
        ],
    );
    let found = rules_at(&findings(&template, national()));
    assert!(found.contains(&("T20".to_owned(), "indicators.0.name".to_owned())));
    assert!(found.contains(&("T19".to_owned(), "indicators.1.name".to_owned())));
    assert!(!found.contains(&("T19".to_owned(), "indicators.0.name".to_owned())));
}

#[test]
fn a_plain_list_of_indicators_is_not_blamed_for_levels() {
    let mut d = form(2020, &[]);
    for name in ["改造面积", "验收合格率", "完成时间"] {
        d.indicators.push(line("", "", name, "100%"));
    }
    let found = findings(&d, national());
    let levels = ["T09", "T10", "T11", "T12", "T13", "T14", "T15", "T18"];
    assert!(!found.iter().any(|f| levels.contains(&f.rule.as_str())));
}

#[test]
fn cost_is_asked_for_more_strictly_since_2021() {
    let severity = |year| {
        let d = form(year, &[("产出指标", "数量指标", "改造面积", "≥3平方米")]);
        let found = findings(&d, national());
        found.iter().find(|f| f.rule == "T13").map(|f| f.severity)
    };
    assert_eq!(severity(2020), Some(Severity::Warning));
    assert_eq!(severity(2022), Some(Severity::Error));
}

proptest! {
    #[test]
    fn any_form_is_judged_and_always_alike(
        lines in proptest::collection::vec(
            ("(产出|效益|成本|满意度)?指标?", "(数量|质量|时效|成本|社会效益)?指标?", any::<String>(), any::<String>()),
            0..12,
        ),
        goal in any::<String>(), year in 1..9999i32, fen in any::<i64>(),
    ) {
        let mut d = form(year, &[]);
        d.indicators = lines.iter().map(|(a, b, n, v)| line(a, b, n, v)).collect();
        put(&mut d, "goal_annual", &goal, None);
        for key in ["total_amount", "annual_amount", "total_fiscal", "annual_fiscal"] {
            put(&mut d, key, &goal, Some(fen));
        }
        put(&mut d, "start_date", &goal, None);
        let found = findings(&d, national());
        for f in &found {
            prop_assert!(!f.message.chars().any(jixiao::domain::clean::hidden), "{}", f.message);
            if let Place::Indicator(n, _) = f.field {
                prop_assert!(n < d.indicators.len());
            }
        }
        prop_assert_eq!(found, findings(&d, national()));
    }
}
