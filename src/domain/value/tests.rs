use super::*;
use proptest::prelude::*;

fn told(direction: Option<Direction>) -> &'static str {
    match direction {
        Some(Direction::Positive) => "正向",
        Some(Direction::Negative) => "反向",
        Some(Direction::Equal) => "等值",
        Some(Direction::Qualitative) => "定性",
        None => "",
    }
}

#[test]
fn every_vector_is_read_as_said() {
    let mut rows =
        csv::Reader::from_reader(include_str!("../../../tests/data/values.csv").as_bytes());
    let mut seen = 0;
    for row in rows.records() {
        let row = row.unwrap();
        let v = parse(&row[0], row[1].parse().unwrap());
        let op =
            v.op.map_or(String::new(), |o| format!("{o:?}").to_uppercase());
        let (low, high, unit) = match v.kind {
            Kind::Date | Kind::Period => (
                v.day.map_or(String::new(), |d| d.to_string()),
                v.until.map_or(String::new(), |d| d.to_string()),
                if v.kind == Kind::Date {
                    "date"
                } else {
                    "period"
                }
                .to_owned(),
            ),
            _ => (
                v.number.map_or(String::new(), |n| n.to_string()),
                v.upper.map_or(String::new(), |n| n.to_string()),
                v.unit.clone(),
            ),
        };
        let kind = format!("{:?}", v.kind).to_lowercase();
        let got = [op, low, high, unit, kind, told(v.direction()).to_owned()];
        let want: Vec<&str> = (2..8).map(|i| &row[i]).collect();
        assert_eq!(got.to_vec(), want, "{:?} was read as {v:?}", &row[0]);
        seen += 1;
    }
    assert_eq!(seen, 40);
}

#[test]
fn more_ways_to_write() {
    for (raw, shown, kind) in [
        ("≥ 95 %", "≥95%", Kind::Number),
        ("达到90%（含）以上", "≥90%", Kind::Number),
        ("控制在100万元以内", "≤100万元", Kind::Number),
        ("2020年底前完成", "≤2020-12-31", Kind::Date),
        ("年内完成", "≤2020-12-31", Kind::Date),
        ("于2020年9月30日前完成竣工验收", "≤2020-09-30", Kind::Date),
        ("2020年1月—6月", "2020-01-01至2020-06-30", Kind::Period),
        ("2019-2021年", "2019-01-01至2021-12-31", Kind::Period),
        ("三个", "3个", Kind::Number),
        ("一百二十人", "120人", Kind::Number),
        ("3万人次", "3万人次", Kind::Number),
        ("≤18.5元/人·月", "≤18.5元/人·月", Kind::Number),
        ("-5%", "-5%", Kind::Number),
        ("300㎡", "300平方米", Kind::Number),
        ("10余人", "10人", Kind::Number),
        ("12个月", "12个月", Kind::Number),
        ("≥90%（上年88%）", "≥90%", Kind::Number),
        ("优于C25混凝土", "优于C25混凝土", Kind::Text),
        ("第1名", "第1名", Kind::Text),
        ("一次性通过", "一次性通过", Kind::Text),
        ("零增长", "零增长", Kind::Text),
        ("7×24小时", "7×24小时", Kind::Text),
        ("××万元", "××万元", Kind::Placeholder),
        ("XX%", "XX%", Kind::Placeholder),
        ("……", "......", Kind::Placeholder),
        ("　", "", Kind::Empty),
        ("2020.5万元", "2020.5万元", Kind::Number),
    ] {
        let v = parse(raw, 2020);
        assert_eq!(
            (v.to_string().as_str(), v.kind),
            (shown, kind),
            "{raw}: {v:?}"
        );
    }
}

#[test]
fn head_fields_name_a_day() {
    let d = |y, m, d| Day::new(y, m, d);
    for raw in [
        "2020-06-30",
        "2020/6/30",
        "2020.06.30",
        "2020年6月30日",
        "20200630",
        "2020 年 6 月",
    ] {
        assert_eq!(day(raw, 1999), d(2020, 6, 30), "{raw}");
    }
    assert_eq!(first_day("2020.06", 1999), d(2020, 6, 1));
    assert_eq!(day("2021年度", 2021), None);
    assert_eq!(day("2020-02-30", 2020), None);
    assert_eq!(day("计划2020-06-30", 2020), None);
    assert_eq!(
        period("2023年4月-2024年2月", 2023),
        d(2023, 4, 1).zip(d(2024, 2, 29))
    );
    assert_eq!(period("2021年度", 2021), None);
}

#[test]
fn sign_and_unit_columns_count() {
    let line = Indicator {
        value: "90".to_owned(),
        op: Some("≥".to_owned()),
        unit: Some("％".to_owned()),
        ..Indicator::default()
    };
    assert_eq!(Value::of(&line, 2020).to_string(), "≥90%");
}

#[test]
fn vague_words_say_nothing() {
    for text in [
        "提升",
        "效果明显",
        "按质按量完成",
        "不断提高",
        "合理",
        "健全",
    ] {
        assert!(vague(text), "{text}");
    }
    for text in ["严格执行相关制度规定", "100%完成", "优", ""] {
        assert!(!vague(text), "{text}");
    }
    assert!(graded("健全") && graded("优") && !graded("合理"));
}

proptest! {
    #[test]
    fn no_text_is_too_odd(raw in any::<String>(), year in any::<i32>()) {
        parse(&raw, year);
        dates_in(&raw, year);
        vague(&raw);
    }

    #[test]
    fn no_near_value_is_too_odd(raw in "[0-9一二十百万零.,，年月日底前%个元/~-≥≤第季度半X×*（）()至 ]{0,24}") {
        let v = parse(&raw, 2020);
        prop_assert_eq!(v.numeric(), v.number.is_some());
        prop_assert!(v.kind != Kind::Date || v.day.is_some());
    }

    #[test]
    fn what_is_printed_is_read_again(
        units in 0u32..8, n in -9_999_999i64..9_999_999, places in 0u32..4, op in 0usize..5,
    ) {
        let unit = ["", "%", "个", "万元", "元/人·月", "万平方米", "个工作日", "次"][units as usize];
        let number = Decimal::new(n, places).normalize();
        // A bare 2096.05 is May 2096 to this grammar, not a number.
        let year = Decimal::from(1900)..Decimal::from(2100);
        prop_assume!(!unit.is_empty() || !year.contains(&number.abs()));
        let op = [Op::Ge, Op::Gt, Op::Le, Op::Lt, Op::Eq][op];
        let raw = format!("{}{number}{unit}", op.sign());
        let v = parse(&raw, 2020);
        prop_assert_eq!((v.op, v.number, v.unit.as_str()), (Some(op), Some(number), unit));
        let again = parse(&v.to_string(), 2020);
        prop_assert_eq!((again.op, again.number, again.unit), (v.op, v.number, v.unit));
    }

    #[test]
    fn days_are_read_again(days in 0i32..20_000) {
        let d = Day::new(1990, 1, 1).unwrap().plus(days);
        prop_assert_eq!(day(&d.to_string(), 2020), Some(d));
        prop_assert_eq!(day(&d.number().to_string(), 2020), Some(d));
        let local = format!("{}年{}月{}日", d.year(), d.month(), d.day());
        prop_assert_eq!(day(&local, 2020), Some(d));
    }
}
