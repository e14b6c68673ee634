use super::*;

fn row() -> Subject<'static> {
    Subject {
        code: "31010420KY010",
        name: "长桥地区二次供水设施改造",
        unit: "徐汇区房管局",
        district: "310104",
        queue: "joint-review",
        amount: Fen::new(5_900_000_000),
        state: "pending",
        round: 2,
        due: Day::new(2020, 10, 7),
        rules: "T27 T43",
        findings: [1, 1, 0],
        verdict: None,
        waiting: true,
        ..Subject::default()
    }
}

#[test]
fn terms_are_understood() {
    let today = Day::new(2020, 10, 10).unwrap();
    for (text, holds) in [
        ("", true),
        ("长桥", true),
        ("district:310104 amount>500w status:pending flag:T27", true),
        ("区:徐汇 金额＞500万 状态：待审", true),
        ("金额>5900", false),
        ("金额>=5900 amount<=0.59亿", true),
        ("amount:5000..6000", true),
        ("flag:T*", true),
        ("flag:T2*|T99", true),
        ("-flag:T27", false),
        ("flag:note", false),
        ("due:overdue", true),
        ("due:<3d", true),
        ("due:10-01..10-15", true),
        ("轮次:2 status:mine year:2020", true),
        ("code:310104*", true),
        ("unit:\"徐汇区 房管\"", true),
        ("verdict!=pass", true),
        ("裁定:优|通过", false),
        ("-裁定:优", true),
        ("queue:joint-review", true),
        ("district:xuhui", true),
        ("amount:0.5y..0.6亿", true),
        ("amount:6000..7000|5900", true),
        ("cqdq", true),
        ("zqdq", true),
        ("status:resubmitted|pending", true),
    ] {
        let f = Filter::parse(text, today).unwrap_or_else(|e| panic!("{text}: {e:?}"));
        assert_eq!(f.accepts(&row()), holds, "{text}");
    }
    let f = Filter::parse("区:徐汇 金额>500万", today).unwrap();
    assert_eq!(f.echo(), "区=徐汇 且 金额>500万");
}

#[test]
fn a_mistake_is_told_with_its_place() {
    let today = Day::new(2020, 10, 10).unwrap();
    let e = Filter::parse("长桥 amout>500", today).unwrap_err();
    assert_eq!((e.at, e.word.as_str()), (3, "amout"));
    assert!(e.allowed.contains(&"amount(金额)".to_owned()));
    let e = Filter::parse("status:gone", today).unwrap_err();
    assert_eq!((e.at, e.word.as_str()), (7, "gone"));
    assert!(Filter::parse("amount>many", today).is_err());
    let e = Filter::parse("verdict:perhaps", today).unwrap_err();
    assert!(e.allowed.contains(&"pass(通过)".to_owned()), "{e:?}");
    assert!(Filter::parse("queue:nowhere", today).is_err());
}
