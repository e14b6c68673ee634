//! Which files the sample consists of, and how each is written.

use super::form::{Form, annual, plant, planted};
use super::layout::{Table, Written, bytes, central, shanghai};
use super::projects::{Project, indicators, projects};
use rust_xlsxwriter::XlsxError;

/// A file of the sample: its name below `data/sample/`, and its bytes.
pub type File = (String, Vec<u8>);

/// Clean projects that file the Shanghai form.
const SHANGHAI: [&str; 3] = ["31011520KY004", "31010120KY007", "31011020KY025"];
/// Projects that file a text table.
const TEXT: [(&str, Written); 3] = [
    ("31010420KY009", Written::CsvGb),
    ("31011320KY031", Written::CsvBom),
    ("31011420KY034", Written::Csv),
];
/// Projects that were returned once: the fault of the first round that the second has mended.
pub const SECOND_ROUND: [(&str, &str); 2] = [("31010420KY010", "T66"), ("31011720KY038", "T33")];

/// A form as a file.
fn file(dir: &str, p: &Project, f: &Form) -> Result<File, XlsxError> {
    let how = TEXT
        .iter()
        .find(|(code, _)| *code == p.code)
        .map_or(Written::Xlsx, |(_, how)| *how);
    let table = if SHANGHAI.contains(&p.code) {
        shanghai(f)
    } else {
        central(f)
    };
    let end = if how == Written::Xlsx { "xlsx" } else { "csv" };
    Ok((format!("{dir}/{}.{end}", p.code), bytes(&table, how)?))
}

/// All files: companion tables, the forms of the first round, those of the second, what is monitored.
///
/// # Errors
/// When a workbook cannot be made.
pub fn all() -> Result<Vec<File>, XlsxError> {
    let mut out = companions()?;
    for p in projects() {
        let mut f = planted(p);
        if let Some((_, rule)) = SECOND_ROUND.iter().find(|(code, _)| *code == p.code) {
            plant(&mut f, p, rule);
        }
        out.push(file("forms", p, &f)?);
    }
    for p in projects()
        .iter()
        .filter(|p| SECOND_ROUND.iter().any(|(code, _)| *code == p.code))
    {
        out.push(file("second-round", p, &planted(p))?);
    }
    out.extend(super::watched::files()?);
    out.extend(super::evaluated::files()?);
    Ok(out)
}

fn table(name: &str, rows: Vec<Vec<String>>) -> Table {
    Table {
        name: name.to_owned(),
        rows,
        merges: Vec::new(),
    }
}

fn strings(cells: &[&str]) -> Vec<String> {
    cells.iter().map(|c| (*c).to_owned()).collect()
}

/// The tables that some rules compare with.
fn companions() -> Result<Vec<File>, XlsxError> {
    let has = |p: &Project, rule: &str| p.defects.contains(&rule);
    let mut budget = vec![
        strings(&["预算系统记录（示例数据）"]),
        strings(&["项目编码", "项目名称", "主管部门", "年度预算金额(万元)"]),
    ];
    let mut quota = vec![
        strings(&["抗疫特别国债额度分配表（示例数据）"]),
        strings(&["项目编码", "项目名称", "分配额度(万元)"]),
    ];
    let mut last = vec![
        strings(&["上年绩效目标及完成情况（示例数据）"]),
        strings(&[
            "项目编码",
            "年度",
            "年度资金(万元)",
            "指标名称",
            "指标值",
            "实际完成值",
        ]),
    ];
    let mut funds = vec![
        strings(&["其他资金安排表（示例数据）"]),
        strings(&["项目编码", "项目名称", "单位名称", "资金名称", "金额(万元)"]),
    ];
    for p in projects() {
        let amount = match p {
            p if has(p, "T57") => annual(p) - 640,
            p if has(p, "T58") => annual(p) * 10_000,
            p => annual(p),
        };
        budget.push(strings(&[
            p.code,
            p.name,
            p.department,
            &format!("{amount}.00"),
        ]));
        quota.push(strings(&[p.code, p.name, &format!("{}.00", p.bond)]));
        let lines = super::form::clean(p).lines;
        if has(p, "T62") {
            for l in &lines {
                let money = (annual(p) * 7 / 10).to_string();
                last.push(strings(&[p.code, "2019", &money, &l.name, &l.value, ""]));
            }
        }
        if has(p, "T63") {
            let best = indicators()
                .iter()
                .find(|i| i.kind == p.kind && i.level2 == "数量指标");
            if let Some(i) = best {
                let actual = format!("{}{}", i.value.parse::<i64>().unwrap_or(1) * 5 / 4, i.unit);
                let money = (annual(p) * 9 / 10).to_string();
                last.push(strings(&[p.code, "2019", &money, i.name, "", &actual]));
            }
        }
        if has(p, "T89") {
            funds.push(strings(&[
                p.code,
                p.name,
                p.department,
                "中央应急物资保障体系建设补助资金",
                "1200.00",
            ]));
        }
    }
    // Somebody else's project: a register is never about one case alone.
    funds.push(strings(&[
        "31010120WH001",
        "豫园地区消防设施改造",
        "黄浦区应急管理局",
        "市级城市维护资金",
        "860.00",
    ]));
    let one = |path: &str, t: Table, how| bytes(&t, how).map(|b| (path.to_owned(), b));
    Ok(vec![
        one(
            "companions/budget-record.xlsx",
            table("预算系统记录", budget),
            Written::Xlsx,
        )?,
        one(
            "companions/bond-quota.csv",
            table("额度", quota),
            Written::CsvGb,
        )?,
        one(
            "companions/last-year.xlsx",
            table("上年完成情况", last),
            Written::Xlsx,
        )?,
        one(
            "companions/other-funds.csv",
            table("其他资金安排", funds),
            Written::CsvBom,
        )?,
    ])
}
