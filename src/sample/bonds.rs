//! What the 47 projects of special bonds report to the end of October, for a database in which
//! their targets were approved: the indicators of their sound forms, and four things planted. The
//! practice database does not hold it, since there those targets are still under review.

use super::files::File;
use super::form::{annual, clean};
use super::layout::{Table, Written, bytes};
use super::projects::{Project, projects};
use super::watched::head;
use crate::domain::value::actual::scales;
use crate::domain::value::{Kind, Op, parse};
use rust_decimal::Decimal;
use rust_xlsxwriter::XlsxError;

/// The last month that is reported.
const MONTH: u8 = 10;

/// Which project carries what, and the rules that must find it once its target is approved.
pub const PLANTED: [(&str, &[&str]); 4] = [
    // Idle bond money.
    ("31011520KY003", &["M04", "M17"]),
    // An approved indicator is not reported on.
    ("31010420KY008", &["M02"]),
    // Another value than the approved one.
    ("31010520KY012", &["M02"]),
    // Behind without a reason.
    ("31010620KY014", &["M08"]),
];

/// What is reached of a target by the end of October, as it is written.
fn reached(target: &str, share: i64) -> String {
    let v = parse(target, 2020);
    match (v.kind, v.number) {
        (Kind::Date | Kind::Period, _) => {
            let due = v.until.or(v.day);
            let past = due.is_some_and(|d| d.number() <= 20_201_031);
            if past { "已完成" } else { "" }.to_owned()
        }
        (Kind::Placeholder | Kind::Empty, _) => String::new(),
        (_, Some(t)) => {
            let reverse = matches!(v.op, Some(Op::Le | Op::Lt));
            let months = if scales(&v) && !reverse { 10 } else { 12 };
            let n = t * Decimal::from(months * share) / Decimal::from(12_000);
            let whole = t.fract().is_zero();
            let n = match (whole, reverse) {
                (true, true) => n.floor(),
                (true, false) => n.ceil(),
                _ => n.round_dp(2),
            };
            format!("{}{}", n.normalize(), v.unit)
        }
        _ => "已完成".to_owned(),
    }
}

fn rows(p: &Project) -> Vec<Vec<String>> {
    let is = |code: &str| p.code == code;
    let money = if is(PLANTED[0].0) { 400 } else { 960 };
    let paid = annual(p) * 100 * i64::from(MONTH) / 12 * money / 1000;
    let mut lines = clean(p).lines;
    if is(PLANTED[1].0) {
        lines.remove(0);
    }
    let mut out = Vec::new();
    for (n, l) in lines.iter().enumerate() {
        let behind = n == 0 && is(PLANTED[3].0);
        let target = if n == 0 && is(PLANTED[2].0) {
            l.value.replace('≥', "≥1")
        } else {
            l.value.clone()
        };
        let share = if behind { 600 } else { 1000 };
        let mut row = vec![
            p.code.to_owned(),
            p.name.to_owned(),
            p.department.to_owned(),
            "抗疫特别国债".to_owned(),
            format!("{}.00", annual(p)),
            format!("{}.{:02}", paid / 100, paid % 100),
            String::new(),
            l.level1.clone(),
            l.level2.clone(),
            l.name.clone(),
            target.clone(),
            reached(&target, share),
            target,
        ];
        row.extend((0..6).map(|_| String::new()));
        row.push("确定能".to_owned());
        out.push(row);
    }
    out
}

/// The file.
///
/// # Errors
/// When it cannot be made.
pub fn file() -> Result<File, XlsxError> {
    let mut all = vec![
        vec!["项目支出绩效目标执行监控表（2020年度，示例数据）".to_owned()],
        head(MONTH),
    ];
    all.extend(projects().iter().flat_map(rows));
    let table = Table {
        name: "监控表".to_owned(),
        rows: all,
        merges: Vec::new(),
    };
    Ok((
        "bonds/reports-2020-10.csv".to_owned(),
        bytes(&table, Written::CsvBom)?,
    ))
}
