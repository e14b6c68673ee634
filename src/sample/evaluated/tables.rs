//! The tables of the self-evaluations: lists and forms, approved targets, the year-end execution, the
//! list of evidence.

use super::super::files::File;
use super::super::layout::{Table, Written, bytes};
use super::{DEPARTMENTS, EACH, Fault, Project, THEMES, digits, projects, sheet};
use rust_xlsxwriter::XlsxError;

fn hundredths(n: i64) -> String {
    format!("{}.{:02}", n / 100, n % 100)
}

fn points(n: i64) -> String {
    if n % 100 == 0 {
        (n / 100).to_string()
    } else {
        hundredths(n)
    }
}

fn strings<const N: usize>(cells: [&str; N]) -> Vec<String> {
    cells.map(str::to_owned).to_vec()
}

/// The self-evaluations of some projects as a list.
fn list(some: &[Project]) -> Table {
    let mut rows = vec![
        vec!["项目支出绩效自评汇总表（2020年度，示例数据）".to_owned()],
        strings([
            "项目编码",
            "项目名称",
            "主管部门",
            "年初预算数(万元)",
            "全年预算数(万元)",
            "全年执行数(万元)",
            "执行率",
            "预算执行得分",
            "预算执行偏差原因",
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "分值",
            "得分",
            "偏差原因分析及改进措施",
            "自评总分",
            "自评等级",
            "评价结论",
            "存在问题",
            "改进措施",
            "填报日期",
        ]),
    ];
    for p in some.iter().filter(|p| p.fault != Some(Fault::Missing)) {
        let s = sheet(p);
        for l in &s.lines {
            rows.push(strings([
                &p.code,
                &p.name,
                DEPARTMENTS[p.department],
                &hundredths(s.initial),
                &hundredths(s.budget),
                &hundredths(s.paid),
                &s.rate,
                &hundredths(s.exec),
                s.exec_reason,
                l.levels[0],
                l.levels[1],
                &l.name,
                &l.target,
                &l.actual,
                &points(l.points),
                &points(l.score),
                &l.reason,
                &hundredths(s.total),
                s.grade,
                &s.conclusion,
                &s.problems,
                &s.measures,
                &s.filed,
            ]));
        }
    }
    Table {
        name: "自评表".to_owned(),
        rows,
        merges: Vec::new(),
    }
}

/// A self-evaluation in the national form.
fn form(p: &Project) -> Table {
    let s = sheet(p);
    let mut rows = vec![
        strings(["项目支出绩效自评表"]),
        strings(["（2020年度）"]),
        strings(["项目编码", &p.code]),
        strings(["项目名称", &p.name]),
        strings(["主管部门", DEPARTMENTS[p.department], "填报日期", &s.filed]),
        strings([
            "项目资金（万元）",
            "",
            "年初预算数",
            "全年预算数",
            "全年执行数",
            "分值",
            "执行率",
            "得分",
        ]),
        strings([
            "",
            "年度资金总额",
            &hundredths(s.initial),
            &hundredths(s.budget),
            &hundredths(s.paid),
            "10",
            &s.rate,
            &hundredths(s.exec),
        ]),
        strings([
            "",
            "其中：当年财政拨款",
            &hundredths(s.initial),
            &hundredths(s.budget),
            &hundredths(s.paid),
            "—",
            "",
            "—",
        ]),
        strings([
            "绩效指标",
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "分值",
            "得分",
            "偏差原因分析及改进措施",
        ]),
    ];
    let mut above = ["", ""];
    for l in &s.lines {
        let show = |k: usize| {
            if above[k] == l.levels[k] {
                ""
            } else {
                l.levels[k]
            }
        };
        rows.push(strings([
            "",
            show(0),
            show(1),
            &l.name,
            &l.target,
            &l.actual,
            &points(l.points),
            &points(l.score),
            &l.reason,
        ]));
        above = l.levels;
    }
    rows.push(strings([
        "总分",
        "",
        "",
        "",
        "",
        "",
        "100",
        &hundredths(s.total),
        "",
    ]));
    rows.push(strings(["自评等级", s.grade]));
    rows.push(strings(["评价结论", &s.conclusion]));
    rows.push(strings(["存在问题", &s.problems]));
    rows.push(strings(["改进措施", &s.measures]));
    Table {
        name: "自评表".to_owned(),
        rows,
        merges: Vec::new(),
    }
}

/// The targets as they were approved.
fn approved(all: &[Project]) -> Table {
    let mut rows = vec![
        vec!["绩效目标批复表（2020年度，示例数据）".to_owned()],
        strings([
            "项目编码",
            "项目名称",
            "主管部门",
            "一级指标",
            "二级指标",
            "三级指标",
            "批复指标值",
        ]),
    ];
    for p in all {
        let bare = Project {
            fault: p
                .fault
                .filter(|f| !matches!(f, Fault::Lowered | Fault::Indicators)),
            ..p.clone()
        };
        for l in sheet(&bare).lines {
            rows.push(strings([
                &p.code,
                &p.name,
                DEPARTMENTS[p.department],
                l.levels[0],
                l.levels[1],
                &l.name,
                &l.target,
            ]));
        }
    }
    Table {
        name: "批复".to_owned(),
        rows,
        merges: Vec::new(),
    }
}

/// What the treasury paid by the end of the year.
fn year_end(all: &[Project]) -> Table {
    let mut rows = vec![
        vec!["年终预算执行表（2020年，示例数据）".to_owned()],
        strings([
            "项目编码",
            "项目名称",
            "主管部门",
            "年初预算数(万元)",
            "调整后预算数(万元)",
            "执行数(万元)",
        ]),
    ];
    for p in all {
        let s = sheet(p);
        let paid = if p.fault == Some(Fault::Treasury) {
            s.paid - 1200
        } else {
            s.paid
        };
        let budget = if p.fault == Some(Fault::Budget) {
            s.budget - 800
        } else {
            s.budget
        };
        rows.push(strings([
            &p.code,
            &p.name,
            DEPARTMENTS[p.department],
            &hundredths(s.initial),
            &hundredths(budget),
            &hundredths(paid),
        ]));
    }
    Table {
        name: "年终执行".to_owned(),
        rows,
        merges: Vec::new(),
    }
}

/// What the units handed in as evidence.
fn evidence(all: &[Project]) -> Table {
    let mut rows = vec![
        vec!["佐证材料清单（2020年度，示例数据）".to_owned()],
        strings([
            "项目编码",
            "项目名称",
            "三级指标",
            "佐证材料名称",
            "佐证页码",
            "佐证数值",
            "有效样本数",
        ]),
    ];
    for p in all.iter().filter(|p| p.fault != Some(Fault::Missing)) {
        let s = sheet(p);
        for (k, l) in s.lines.iter().enumerate() {
            let survey = l.levels[0] == "满意度指标";
            if p.fault == Some(Fault::NoEvidence) && k == 0 {
                continue;
            }
            let (file, sample) = match (survey, p.fault == Some(Fault::NoSurvey)) {
                (true, false) => ("满意度问卷汇总.xlsx", "126"),
                (true, true) => ("工作总结.docx", ""),
                _ if k < 3 => ("任务完成台账.xlsx", ""),
                _ if k < 6 => ("验收单汇总.pdf", ""),
                _ => ("工作总结.docx", ""),
            };
            let shows = match p.fault {
                Some(Fault::Untrue) if k == 0 => {
                    let unit = THEMES[p.department].things[0].1;
                    format!("{}{unit}", digits(&l.actual) * 7 / 10)
                }
                _ if k < 3 => l.actual.clone(),
                _ => String::new(),
            };
            rows.push(strings([
                &p.code,
                &p.name,
                &l.name,
                file,
                &format!("第{}页", k + 1),
                &shows,
                sample,
            ]));
        }
    }
    Table {
        name: "佐证".to_owned(),
        rows,
        merges: Vec::new(),
    }
}

/// The files, in the order in which they are read in.
///
/// # Errors
/// When a workbook cannot be made.
pub fn files() -> Result<Vec<File>, XlsxError> {
    let all = projects();
    let file = |name: String, t: &Table, how| -> Result<File, XlsxError> {
        Ok((format!("evaluation/{name}"), bytes(t, how)?))
    };
    let mut out = vec![
        file(
            "approved-2020.csv".to_owned(),
            &approved(&all),
            Written::CsvBom,
        )?,
        file(
            "year-end-2020.csv".to_owned(),
            &year_end(&all),
            Written::CsvGb,
        )?,
        file(
            "evidence-2020.csv".to_owned(),
            &evidence(&all),
            Written::Csv,
        )?,
    ];
    for (k, some) in all.chunks(EACH).enumerate() {
        // The last two of the third department come as forms of their own.
        let (listed, single) = some.split_at(if k == 2 { EACH - 2 } else { EACH });
        let how = [Written::Csv, Written::Xlsx, Written::CsvGb][k % 3];
        let ext = if how == Written::Xlsx { "xlsx" } else { "csv" };
        out.push(file(
            format!("department-{}.{ext}", k + 1),
            &list(listed),
            how,
        )?);
        for (p, how) in single.iter().zip([Written::Xlsx, Written::CsvGb]) {
            let ext = if how == Written::Xlsx { "xlsx" } else { "csv" };
            out.push(file(format!("{}.{ext}", p.code), &form(p), how)?);
        }
    }
    Ok(out)
}
