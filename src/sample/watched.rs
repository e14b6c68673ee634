//! What the practice database monitors: 300 projects, 20 policies and 5 departments of all four
//! budgets, invented, with two reports of the year, the execution of the budget and plans of
//! payments. [`PLANTED`] says what is wrong with which.

use super::files::File;
use super::layout::{Table, Written, bytes};
use rust_xlsxwriter::XlsxError;

/// An object that is monitored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// 主管部门.
    pub department: String,
    /// Which of the four budgets pays.
    pub source: &'static str,
    /// 年初预算数, 万元.
    pub budget: i64,
    /// What it has to do in a year.
    pub works: (&'static str, &'static str, i64),
    /// What is wrong with it, or only looks so.
    pub planted: Option<Trouble>,
}

/// What an object carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Trouble {
    /// No report all year: M01.
    Missing,
    /// More paid than budgeted: M03.
    Overpaid,
    /// Money red, results on time: M04.
    Unpaid,
    /// Money yellow, results on time: M04.
    Slow,
    /// Red by the months, on time by its own terms of payment.
    Terms,
    /// As above: one payment late in the year.
    OneOff,
    /// As above: last year's money is used first.
    CarryOver,
    /// Results yellow, with reasons, money on time: M05 and M11.
    Behind,
    /// Far more paid than was due: M06.
    Early,
    /// An indicator far ahead: M07.
    LowTarget,
    /// An indicator behind without a reason: M08.
    Silent,
    /// An indicator that is called certain and will be missed: M09.
    Sure,
    /// Impossible, and no proposal: M10.
    Hopeless,
    /// Money on time, results red: M11 (and M05).
    Spent,
    /// Both far behind: M12 (and M04, M05).
    Stuck,
    /// The same cause for everything: M14.
    OneCause,
    /// Asked to mend something in the first report, and silent about it: M15.
    Unanswered,
    /// A cumulative figure that fell: M16.
    Backwards,
    /// Bond money that lies idle: M17 (and M04).
    Idle,
    /// The second report repeats the first: M19, a note.
    Still,
}

impl Trouble {
    /// The rules that must find it; none for what only looks wrong.
    pub const fn rules(self) -> &'static [&'static str] {
        match self {
            Self::Missing => &["M01"],
            Self::Overpaid => &["M03"],
            Self::Unpaid | Self::Slow => &["M04"],
            Self::Terms | Self::OneOff | Self::CarryOver => &[],
            Self::Behind => &["M05", "M11"],
            Self::Early => &["M06"],
            Self::LowTarget => &["M07"],
            Self::Silent => &["M08"],
            Self::Sure => &["M09"],
            Self::Hopeless => &["M10"],
            Self::Spent => &["M05", "M11"],
            Self::Stuck => &["M04", "M05", "M12"],
            Self::OneCause => &["M14"],
            Self::Unanswered => &["M15"],
            Self::Backwards => &["M16"],
            Self::Idle => &["M04", "M17"],
            Self::Still => &[],
        }
    }
    /// The notes that must find it beside what is flagged.
    pub const fn notes(self) -> &'static [&'static str] {
        match self {
            Self::Still => &["M19"],
            _ => &[],
        }
    }
    /// True where the project has its own plan of payments and keeps it.
    pub const fn innocent(self) -> bool {
        matches!(self, Self::Terms | Self::OneOff | Self::CarryOver)
    }
}

/// How many objects carry what, in the order in which they are met.
pub const PLANTED: [(Trouble, usize); 20] = [
    (Trouble::Missing, 6),
    (Trouble::Overpaid, 3),
    (Trouble::Unpaid, 6),
    (Trouble::Slow, 6),
    (Trouble::Terms, 8),
    (Trouble::OneOff, 7),
    (Trouble::CarryOver, 5),
    (Trouble::Behind, 8),
    (Trouble::Early, 5),
    (Trouble::LowTarget, 6),
    (Trouble::Silent, 5),
    (Trouble::Sure, 4),
    (Trouble::Hopeless, 3),
    (Trouble::Spent, 6),
    (Trouble::Stuck, 5),
    (Trouble::OneCause, 3),
    (Trouble::Unanswered, 3),
    (Trouble::Backwards, 4),
    (Trouble::Idle, 4),
    (Trouble::Still, 3),
];

/// Objects of each kind: mark in the code, number, first part of the names.
const KINDS: [(&str, usize); 3] = [("XM", 300), ("ZC", 20), ("BM", 5)];
const DISTRICTS: [(&str, &str); 16] = [
    ("310101", "黄浦区"),
    ("310104", "徐汇区"),
    ("310105", "长宁区"),
    ("310106", "静安区"),
    ("310107", "普陀区"),
    ("310109", "虹口区"),
    ("310110", "杨浦区"),
    ("310112", "闵行区"),
    ("310113", "宝山区"),
    ("310114", "嘉定区"),
    ("310115", "浦东新区"),
    ("310116", "金山区"),
    ("310117", "松江区"),
    ("310118", "青浦区"),
    ("310120", "奉贤区"),
    ("310151", "崇明区"),
];
/// Department, what its projects are called, what they do in a year and its unit.
const WORKS: [(&str, &str, &str, &str); 12] = [
    ("教育局", "薄弱学校设施更新", "更新教室数量", "间"),
    ("卫生健康委", "社区卫生设备更新", "更新设备数量", "台"),
    ("民政局", "老年助餐服务点建设", "服务老年人数", "人次"),
    ("绿化市容局", "街心花园改造", "改造绿地面积", "平方米"),
    ("水务局", "河道疏浚", "疏浚河道长度", "米"),
    ("农业农村委", "高标准农田维护", "维护农田面积", "亩"),
    ("文化旅游局", "公共文化配送", "配送场次", "场"),
    ("人社局", "职业技能培训", "培训人数", "人"),
    ("交通委", "乡村道路养护", "养护道路里程", "公里"),
    ("应急局", "安全隐患排查", "排查企业数量", "家"),
    ("体育局", "健身苑点更新", "更新点位数量", "处"),
    ("生态环境局", "环境监测站点运维", "运维站点数量", "个"),
];
const SOURCES: [&str; 4] = [
    "一般公共预算",
    "政府性基金预算",
    "国有资本经营预算",
    "社会保险基金预算",
];
const BONDS: &str = "专项债券";

/// All objects, in the order of their codes' numbers.
pub fn objects() -> Vec<Object> {
    let mut troubles: Vec<Trouble> = Vec::new();
    for (t, n) in PLANTED {
        troubles.extend(std::iter::repeat_n(t, n));
    }
    let mut out = Vec::new();
    for (mark, many) in KINDS {
        for n in 1..=many {
            let k = out.len();
            let (code, district) = DISTRICTS[k * 7 % DISTRICTS.len()];
            let (bureau, project, does, unit) = WORKS[k * 5 % WORKS.len()];
            let name = match mark {
                "ZC" => format!("{district}{project}补助政策"),
                "BM" => format!("{district}{bureau}部门整体绩效"),
                _ => format!("{district}{project}（{}期）", n % 4 + 1),
            };
            // Every third project carries something, until nothing is left to carry.
            let planted = (k % 3 == 1).then(|| troubles.get(k / 3).copied()).flatten();
            let source = if planted == Some(Trouble::Idle) {
                BONDS
            } else {
                SOURCES[k % 11 % SOURCES.len()]
            };
            let size = i64::try_from(k * 37 % 91).unwrap_or(0);
            out.push(Object {
                code: format!("{code}20{mark}{n:03}"),
                name,
                department: format!("{district}{bureau}"),
                source,
                budget: 120 + size * size / 2,
                works: (does, unit, 240 + size * 12),
                planted,
            });
        }
    }
    out
}

/// Columns of the list of reports.
pub(super) fn head(month: u8) -> Vec<String> {
    let of = |what: &str| format!("1—{month}月{what}");
    [
        "项目编码".to_owned(),
        "项目名称".to_owned(),
        "主管部门".to_owned(),
        "资金来源".to_owned(),
        "年初预算数(万元)".to_owned(),
        of("执行数(万元)"),
        "上期整改落实情况".to_owned(),
        "一级指标".to_owned(),
        "二级指标".to_owned(),
        "三级指标".to_owned(),
        "年度指标值".to_owned(),
        of("执行情况"),
        "全年预计完成情况".to_owned(),
        "经费保障".to_owned(),
        "制度保障".to_owned(),
        "人员保障".to_owned(),
        "硬件条件保障".to_owned(),
        "其他".to_owned(),
        "原因说明".to_owned(),
        "完成目标可能性".to_owned(),
    ]
    .to_vec()
}

/// What an object reports of one indicator.
struct Line {
    levels: [&'static str; 2],
    name: String,
    target: String,
    actual: String,
    expected: String,
    cause: Option<usize>,
    text: &'static str,
    possible: &'static str,
}

const SURE: &str = "确定能";
const MAYBE: &str = "有可能";
const NEVER: &str = "完全不可能";

fn tenths(n: i64, parts: i64) -> i64 {
    n * parts / 1000
}

/// The month whose figures are told: who repeats the first report tells those of June.
fn told(o: &Object, month: u8) -> u8 {
    if o.planted == Some(Trouble::Still) {
        month.min(6)
    } else {
        month
    }
}

/// The money paid by a month, in hundredths of 万元.
fn paid(o: &Object, month: u8) -> i64 {
    let month = told(o, month);
    let due = o.budget * 100 * i64::from(month) / 12;
    let share = match o.planted {
        Some(Trouble::Overpaid) => return o.budget * 100 * 21 / 20,
        Some(Trouble::Unpaid | Trouble::Stuck | Trouble::Idle) => 400,
        Some(Trouble::Slow) => 700,
        Some(Trouble::Terms) => 520,
        Some(Trouble::OneOff) => 0,
        Some(Trouble::CarryOver) => 350,
        Some(Trouble::Early) => 1400,
        _ => 940 + (o.budget % 15) * 8,
    };
    tenths(due, share)
}

fn lines(o: &Object, month: u8) -> Vec<Line> {
    let month = told(o, month);
    let (does, unit, year) = o.works;
    let due = year * i64::from(month) / 12;
    let with = |n: i64| format!("{n}{unit}");
    let line = |levels, name: &str, target: String, actual: String, expected: String| Line {
        levels,
        name: name.to_owned(),
        target,
        actual,
        expected,
        cause: None,
        text: "",
        possible: SURE,
    };
    let mut out = vec![
        line(
            ["产出指标", "数量指标"],
            does,
            format!("≥{year}{unit}"),
            with(due * 21 / 20),
            with(year),
        ),
        line(
            ["产出指标", "质量指标"],
            "验收合格率",
            "≥95%".to_owned(),
            "97%".to_owned(),
            "97%".to_owned(),
        ),
        line(
            ["产出指标", "时效指标"],
            "年度任务完成时间",
            "2020年12月底前".to_owned(),
            String::new(),
            "2020年12月".to_owned(),
        ),
        line(
            ["满意度指标", "服务对象满意度指标"],
            "服务对象满意度",
            "≥90%".to_owned(),
            "92%".to_owned(),
            "92%".to_owned(),
        ),
    ];
    let [work, quality, _, pleased] = out.as_mut_slice() else {
        return out;
    };
    let behind = |l: &mut Line, actual: String, text: &'static str| {
        l.actual = actual;
        l.text = text;
        l.possible = MAYBE;
    };
    const LATE: &str = "招标晚于计划，已与中标单位约定加快进度";
    const REWORK: &str = "首批验收发现问题，已责成返工并加强监理";
    const COMPLAINTS: &str = "施工期间投诉较多，已调整作业时间并公示";
    match o.planted {
        Some(Trouble::Behind) => {
            behind(work, with(tenths(due, 450)), LATE);
            behind(quality, "60%".to_owned(), REWORK);
        }
        Some(Trouble::Spent) => {
            behind(work, with(tenths(due, 100)), LATE);
            behind(quality, "30%".to_owned(), REWORK);
            behind(pleased, "45%".to_owned(), COMPLAINTS);
        }
        Some(Trouble::Stuck) => {
            behind(work, with(tenths(due, 80)), LATE);
            behind(quality, "20%".to_owned(), REWORK);
            behind(pleased, "40%".to_owned(), COMPLAINTS);
        }
        Some(Trouble::LowTarget) => work.actual = with(due * 3 / 2),
        Some(Trouble::Silent) => behind(work, with(tenths(due, 700)), "受疫情影响"),
        Some(Trouble::Sure) => work.expected = with(tenths(year, 800)),
        Some(Trouble::Hopeless) => {
            behind(work, with(tenths(due, 700)), "动迁未完成，工作面不具备");
            work.possible = NEVER;
        }
        Some(Trouble::OneCause) => {
            for l in [work, quality, pleased] {
                l.cause = Some(4);
            }
        }
        Some(Trouble::Backwards) => {
            // The first report of the year said more than the second does.
            let said = if month < 7 { 1400 } else { 1000 };
            work.actual = with(tenths(year * 7 / 12, said));
            if month < 7 {
                work.text = "前期集中施工，下半年放缓，全年目标不变";
            }
        }
        _ => {}
    }
    out
}

/// Objects that were asked in the first report's round to mend something.
pub fn asked() -> Vec<Object> {
    let answered = objects().into_iter().filter(|o| o.planted.is_none());
    let silent = objects()
        .into_iter()
        .filter(|o| o.planted == Some(Trouble::Unanswered));
    answered.take(2).chain(silent).collect()
}

/// What they were asked.
pub const REQUEST: &str = "请在7月底前完成采购合同签订，并报送进度安排。";

fn reports(month: u8, some: &[Object]) -> Table {
    let mut rows = vec![
        vec!["项目支出绩效目标执行监控表（2020年度，示例数据）".to_owned()],
        head(month),
    ];
    let asked: Vec<String> = asked().into_iter().map(|o| o.code).collect();
    for o in some.iter().filter(|o| o.planted != Some(Trouble::Missing)) {
        let paid = paid(o, month);
        let answers =
            month >= 7 && asked.contains(&o.code) && o.planted != Some(Trouble::Unanswered);
        for l in lines(o, month) {
            let mut row = vec![
                o.code.clone(),
                o.name.clone(),
                o.department.clone(),
                o.source.to_owned(),
                format!("{}.00", o.budget),
                format!("{}.{:02}", paid / 100, paid % 100),
                if answers {
                    "已于7月15日签订合同，进度安排已报。".to_owned()
                } else {
                    String::new()
                },
                l.levels[0].to_owned(),
                l.levels[1].to_owned(),
                l.name,
                l.target,
                l.actual,
                l.expected,
            ];
            row.extend((0..5).map(|n| {
                if l.cause == Some(n) {
                    "√".to_owned()
                } else {
                    String::new()
                }
            }));
            row.extend([l.text.to_owned(), l.possible.to_owned()]);
            rows.push(row);
        }
    }
    Table {
        name: "监控表".to_owned(),
        rows,
        merges: Vec::new(),
    }
}

fn execution(all: &[Object]) -> Table {
    let strings = |cells: [&str; 6]| cells.map(str::to_owned).to_vec();
    let mut rows = vec![
        vec!["预算执行进度表（2020年，示例数据）".to_owned()],
        strings([
            "项目编码",
            "项目名称",
            "主管部门",
            "年初预算数(万元)",
            "执行数(万元)",
            "截止日期",
        ]),
    ];
    for o in all {
        let paid = paid(o, 7);
        rows.push(strings([
            &o.code,
            &o.name,
            &o.department,
            &format!("{}.00", o.budget),
            &format!("{}.{:02}", paid / 100, paid % 100),
            "2020-07-31",
        ]));
    }
    Table {
        name: "执行进度".to_owned(),
        rows,
        merges: Vec::new(),
    }
}

fn plans(all: &[Object]) -> Table {
    let strings = |cells: [&str; 5]| cells.map(str::to_owned).to_vec();
    let mut rows = vec![
        vec!["项目付款与绩效计划表（示例数据）".to_owned()],
        strings([
            "项目编码",
            "项目名称",
            "计划月份",
            "累计付款比例",
            "付款方式",
        ]),
    ];
    for o in all {
        let plan: &[(&str, &str)] = match o.planted {
            Some(Trouble::Terms) => &[("3月", "10%"), ("6月", "30%"), ("11月", "100%")],
            Some(Trouble::OneOff) => &[("11月", "100%")],
            Some(Trouble::CarryOver) => &[("6月", "20%"), ("12月", "100%")],
            _ => continue,
        };
        let why = match o.planted {
            Some(Trouble::Terms) => "按合同节点付款",
            Some(Trouble::OneOff) => "验收后一次性支付",
            _ => "先用上年结转",
        };
        for (month, share) in plan {
            rows.push(strings([&o.code, &o.name, month, share, why]));
        }
    }
    Table {
        name: "计划".to_owned(),
        rows,
        merges: Vec::new(),
    }
}

/// The files, in the order in which they are read in: plans and execution, then the report to the
/// end of June of the first sixty, then that to the end of July of all.
///
/// # Errors
/// When a workbook cannot be made.
pub fn files() -> Result<Vec<File>, XlsxError> {
    let all = objects();
    let sixty: Vec<Object> = all
        .iter()
        .enumerate()
        .filter(|(n, o)| *n < 20 || earlier(o))
        .map(|(_, o)| o.clone())
        .collect();
    let file = |name: &str, t: &Table, how| -> Result<File, XlsxError> {
        Ok((format!("monitoring/{name}"), bytes(t, how)?))
    };
    Ok(vec![
        file("plans.csv", &plans(&all), Written::CsvBom)?,
        file("execution-2020-07.csv", &execution(&all), Written::CsvGb)?,
        file("reports-2020-06.csv", &reports(6, &sixty), Written::Csv)?,
        file("reports-2020-07.xlsx", &reports(7, &all), Written::Xlsx)?,
    ])
}

/// Objects whose trouble shows only against a report before.
fn earlier(o: &Object) -> bool {
    matches!(
        o.planted,
        Some(Trouble::Unanswered | Trouble::Backwards | Trouble::Still)
    )
}
