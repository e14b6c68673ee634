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
    // What no form can show is told all the same, and computed by none of them.
    assert!(text("M01").is_some() && !computed.contains(&"M01"));
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
        // What is spent and what is reached are judged each for itself, and together.
        ("M05", vec!["M11"]),
        ("M11", vec!["M05"]),
        ("M12", vec!["M04", "M05"]),
        ("M13", vec!["M04"]),
        ("M17", vec!["M04"]),
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
        let on_sheet = rule.id.starts_with('T');
        assert_eq!(
            items.contains(&known),
            on_sheet,
            "{}: item {}",
            rule.id,
            rule.item
        );
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

/// What is changed in the plain form, the rule, how much it weighs, and a part of its message.
const WORDINGS: [(&str, &str, Severity, &str); 32] = [
    (
        "budget = { code = \"\", name = \"康平路老旧住房综合改造工程\" }",
        "T01",
        Severity::Error,
        "康平路老旧住房",
    ),
    (
        "budget = { code = \"\", name = \"\", department = \"普陀区建设管理委\" }",
        "T02",
        Severity::Error,
        "一级预算单位",
    ),
    (
        "fields.unit_name = \"\"",
        "T02",
        Severity::Error,
        "实施单位",
    ),
    (
        "fields.start_date = \"\"",
        "T03",
        Severity::Error,
        "起止时间",
    ),
    (
        "year = 2021\ndrop = [\"单位面积改造成本\"]",
        "T13",
        Severity::Error,
        "成本指标",
    ),
    (
        "fields.project_category = \"运转类\"\ndrop = [\"居民满意度\"]",
        "T15",
        Severity::Note,
        "满意度",
    ),
    (
        "change.\"加装电梯数量\".name = \"加装电梯……\"",
        "T19",
        Severity::Error,
        "指标名称“加装电梯……”",
    ),
    (
        "change.\"加装电梯数量\".name = \"指标1\"",
        "T20",
        Severity::Error,
        "指标1",
    ),
    (
        "change.\"加装电梯数量\".name = \"88\"",
        "T20",
        Severity::Error,
        "88",
    ),
    (
        "change.\"单位面积改造成本\".name = \"投资控制率\"\nchange.\"单位面积改造成本\".value = \"≤0.95\"",
        "T27",
        Severity::Warning,
        "是否为95%",
    ),
    (
        "change.\"小区长效管理覆盖率\".value = \"≥90光年\"",
        "T28",
        Severity::Warning,
        "“光年”不在常用单位",
    ),
    (
        "change.\"单位面积改造成本\".value = \"≤90万元\"\nchange.\"单位面积改造成本\".unit = \"元\"",
        "T29",
        Severity::Error,
        "万元）与计量单位栏（元）",
    ),
    (
        "change.\"居民满意度\".value = \"=100%\"",
        "T32",
        Severity::Note,
        "100%满意",
    ),
    (
        "change.\"居民满意度\".value = \"≥120%\"",
        "T32",
        Severity::Error,
        "超过100%",
    ),
    (
        "change.\"居民满意度\".name = \"档案归集\"",
        "T34",
        Severity::Error,
        "档案归集",
    ),
    (
        "change.\"小区长效管理覆盖率\".name = \"小区火灾事故起数\"\nchange.\"小区长效管理覆盖率\".value = \"≥3起\"",
        "T35",
        Severity::Error,
        "为反向指标",
    ),
    (
        "change.\"小区长效管理覆盖率\".name = \"居民对小区的评价很高很高很高很高很高很高很高很高很高很高很高很高\"",
        "T38",
        Severity::Warning,
        "拆分",
    ),
    (
        "change.\"小区长效管理覆盖率\".name = \"群众满意度\"",
        "T43",
        Severity::Warning,
        "服务对象满意度指标",
    ),
    (
        "fields.end_date = \"2020-12-31\"\nfields.goal_total = \"\"",
        "T52",
        Severity::Error,
        "应与项目资金总额",
    ),
    (
        "change.\"加装电梯数量\".weight = 1000",
        "T54",
        Severity::Error,
        "合计95分",
    ),
    (
        "change.\"居民投诉量较上年下降\".weight = 3100",
        "T56",
        Severity::Warning,
        "31分",
    ),
    (
        "budget = { code = \"\", name = \"\", amount = 2_000_000_000, whole_project = true }",
        "T57",
        Severity::Error,
        "3,000.00万元与预算系统金额2,000.00万元",
    ),
    (
        "change.\"单位面积改造成本\".name = \"年度改造成本\"\nchange.\"单位面积改造成本\".value = \"≤0.16亿元\"",
        "T60",
        Severity::Error,
        "1,600.00万元超过申请资金1,500.00万元",
    ),
    (
        "fields.annual_amount = \"\"",
        "T65",
        Severity::Error,
        "未填写",
    ),
    (
        "fields.end_date = \"2020-11-30\"\nfields.total_amount = \"1500\"\nfields.total_fiscal = \"500\"",
        "T66",
        Severity::Error,
        "晚于项目完成日期2020-11-30",
    ),
    (
        "change.\"小区长效管理覆盖率\".value = \"2018年底前90%\"",
        "T67",
        Severity::Warning,
        "“2018年”",
    ),
    (
        "fields.fund_source = \"专项债券\"\nfields.revenue = \"3900\"\nfields.debt_service = \"4000\"\nfields.cover_ratio = \"0.98倍\"",
        "T86",
        Severity::Error,
        "0.98小于1",
    ),
    (
        "profile = \"special-bond-2020\"\nfields.bond_amount = \"2000\"\nfields.other_funds = \"1000\"\nquota = { code = \"\", amount = 1_900_000_000 }",
        "T84",
        Severity::Error,
        "2,000.00万元与分配额度1,900.00万元",
    ),
    (
        "profile = \"special-bond-2020\"\nfields.district_code = \"310999\"",
        "T88",
        Severity::Error,
        "310999",
    ),
    (
        "profile = \"special-bond-2020\"\nfields.direct_fund = \"是\"\nfields.ledger_no = \"\"",
        "T90",
        Severity::Warning,
        "台账",
    ),
    (
        "fields.fund_source = \"专项债券\"\nfields.revenue = \"3900\"\nfields.debt_service = \"3000\"\nfields.cover_ratio = \"1.3\"\nfields.project_name = \"康平路培训中心改造\"",
        "T81",
        Severity::Error,
        "专项债券资金负面清单",
    ),
    (
        "last_year = { code = \"\", year = 2019, amount = 3_000_000_000, indicators = [{ name = \"居民满意度\", target = \"≥85%\" }] }",
        "T62",
        Severity::Warning,
        "减少50%",
    ),
];

#[test]
fn every_wording_and_weight_is_met() {
    let mut wrong = Vec::new();
    for (change, rule, severity, part) in WORDINGS {
        let example: Example = toml::from_str(change).unwrap();
        let found = example.findings();
        let met =
            |f: &&Finding| f.rule == rule && f.severity == severity && f.message.contains(part);
        if !found.iter().any(|f| met(&f)) {
            wrong.push(format!("{rule}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_form_of_a_hundred_points_is_in_order_too() {
    let full: Example = toml::from_str("change.\"加装电梯数量\".weight = 1500").unwrap();
    assert_eq!(full.findings(), []);
}
