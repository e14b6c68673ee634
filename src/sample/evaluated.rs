//! What the practice database re-evaluates: 150 self-evaluations of six departments, invented, with
//! their approved targets, what the treasury paid and a list of evidence. [`PLANTED`] says what is
//! wrong with which; the first department is honest.

mod faults;
mod tables;

pub use faults::{Fault, PLANTED};
pub use tables::files;

/// Departments: the first is honest; the second has everybody at the top and no problem found.
pub const DEPARTMENTS: [&str; 6] = [
    "示例市农业农村局",
    "示例市文化和旅游局",
    "示例市教育局",
    "示例市水务局",
    "示例市民政局",
    "示例市交通局",
];
/// Departments whose sample is drawn in the practice database, and by which seed.
pub const CHOSEN: [&str; 2] = [DEPARTMENTS[0], DEPARTMENTS[2]];
/// The seed of their lots.
pub const SEED: &str = "2021-05-10";
/// Self-evaluations due of each department.
pub const EACH: usize = 25;

/// A project that is to be self-evaluated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Code.
    pub code: String,
    /// Name.
    pub name: String,
    /// 主管部门, by its number in [`DEPARTMENTS`].
    pub department: usize,
    /// Number among all.
    pub number: usize,
    /// What is wrong with it.
    pub fault: Option<Fault>,
}

struct Theme {
    names: [&'static str; 5],
    things: [(&'static str, &'static str); 3],
    quality: &'static str,
    cost: &'static str,
    social: (&'static str, &'static str),
    fewer: (&'static str, &'static str),
    lasting: &'static str,
    whom: &'static str,
}

const THEMES: [Theme; 6] = [
    Theme {
        names: [
            "高标准农田管护",
            "农技推广服务",
            "动物疫病防控",
            "农产品质量监测",
            "乡村人居环境整治",
        ],
        things: [
            ("管护农田面积", "亩"),
            ("培训农户", "人次"),
            ("采样检测批次", "批次"),
        ],
        quality: "检测合格率",
        cost: "亩均管护成本",
        social: ("受益农户数", "户"),
        fewer: ("农药事故数", "起"),
        lasting: "管护长效机制",
        whom: "农户满意度",
    },
    Theme {
        names: [
            "公共文化配送",
            "文物保护修缮",
            "非遗传承展示",
            "旅游公共服务",
            "图书馆免费开放",
        ],
        things: [
            ("配送文化活动", "场"),
            ("修缮文物建筑面积", "平方米"),
            ("新增藏书", "册"),
        ],
        quality: "活动验收合格率",
        cost: "场均配送成本",
        social: ("参与人次", "人次"),
        fewer: ("游客投诉量", "件"),
        lasting: "文化志愿服务机制",
        whom: "观众满意度",
    },
    Theme {
        names: [
            "校舍维修改造",
            "教师培训",
            "学前教育补助",
            "实验室设备更新",
            "困难学生资助",
        ],
        things: [
            ("维修校舍面积", "平方米"),
            ("培训教师", "人次"),
            ("更新设备台数", "台"),
        ],
        quality: "工程验收合格率",
        cost: "生均补助标准",
        social: ("受益学生数", "人"),
        fewer: ("校园安全事故数", "起"),
        lasting: "设备管理长效机制",
        whom: "家长满意度",
    },
    Theme {
        names: [
            "河道养护",
            "二次供水改造",
            "防汛物资储备",
            "水质监测站运行",
            "泵站更新改造",
        ],
        things: [
            ("养护河道长度", "公里"),
            ("改造水箱数量", "只"),
            ("监测断面数", "个"),
        ],
        quality: "水质监测达标率",
        cost: "每公里养护成本",
        social: ("受益居民户数", "户"),
        fewer: ("供水投诉量", "件"),
        lasting: "河道管护长效机制",
        whom: "居民满意度",
    },
    Theme {
        names: [
            "养老机构补贴",
            "社区助餐服务",
            "困难群众救助",
            "儿童福利保障",
            "志愿服务支持",
        ],
        things: [
            ("新增养老床位", "张"),
            ("助餐服务", "人次"),
            ("救助困难家庭", "户"),
        ],
        quality: "服务达标率",
        cost: "单张床位补贴",
        social: ("受益老人数", "人"),
        fewer: ("服务投诉量", "件"),
        lasting: "服务监管长效机制",
        whom: "服务对象满意度",
    },
    Theme {
        names: [
            "农村公路养护",
            "公交候车亭更新",
            "交通信号优化",
            "桥梁检测加固",
            "停车设施建设",
        ],
        things: [
            ("养护公路里程", "公里"),
            ("更新候车亭", "座"),
            ("检测桥梁", "座"),
        ],
        quality: "养护验收合格率",
        cost: "每公里养护费用",
        social: ("受益出行人次", "人次"),
        fewer: ("道路投诉量", "件"),
        lasting: "设施养护长效机制",
        whom: "出行群众满意度",
    },
];

/// All projects that are to be self-evaluated, in order.
pub fn projects() -> Vec<Project> {
    let mut faults = PLANTED
        .iter()
        .flat_map(|(f, n)| std::iter::repeat_n(*f, *n))
        .filter(|f| !matches!(f, Fault::Copied | Fault::Borrowed))
        .collect::<Vec<_>>()
        .into_iter();
    (0..DEPARTMENTS.len() * EACH)
        .map(|number| {
            let department = number / EACH;
            let at = number % EACH;
            let theme = &THEMES[department];
            let (name, part) = (theme.names[at % 5], ["一", "二", "三", "四", "五"][at / 5]);
            // The honest and the flattering department carry nothing in their forms.
            let fault = match (department, at) {
                (0 | 1, _) => None,
                // Word for word alike, within a department and between two.
                (3, 22..25) => Some(Fault::Copied),
                (4 | 5, 24) => Some(Fault::Borrowed),
                _ => faults.next(),
            };
            Project {
                code: format!("31000020ZP{:03}", number + 1),
                name: format!("{name}项目（{part}期）"),
                department,
                number,
                fault,
            }
        })
        .collect()
}

/// A line of the grid, points and scores in hundredths.
#[derive(Debug, Clone)]
struct Line {
    levels: [&'static str; 2],
    name: String,
    target: String,
    actual: String,
    points: i64,
    score: i64,
    reason: String,
}

/// A whole self-evaluation.
struct Sheet {
    lines: Vec<Line>,
    /// Hundredths of 万元.
    initial: i64,
    budget: i64,
    paid: i64,
    rate: String,
    exec: i64,
    exec_reason: &'static str,
    total: i64,
    grade: &'static str,
    conclusion: String,
    problems: String,
    measures: String,
    filed: String,
}

const REASON: &str = "受雨季影响进度滞后，已增加作业班组，下年提前安排";

fn grade_of(total: i64) -> &'static str {
    match total {
        9000.. => "优",
        8000..9000 => "良",
        6000..8000 => "中",
        _ => "差",
    }
}

/// A share of points, rounded half up.
fn part(points: i64, a: i64, t: i64) -> i64 {
    (points * a * 2 + t) / (t * 2)
}

fn line(level: [&'static str; 2], name: &str, target: String, actual: String, points: i64) -> Line {
    Line {
        levels: level,
        name: name.to_owned(),
        target,
        actual,
        points,
        score: points,
        reason: String::new(),
    }
}

/// The targets of a project as they were approved, and what an honest unit would write.
fn honest(p: &Project) -> Vec<Line> {
    let t = &THEMES[p.department];
    let n = i64::try_from(p.number).unwrap_or(0);
    let of = |k: i64| 20 + (n * 7 + k * 13) % 60 * 2;
    let mut out = Vec::new();
    for (k, (name, unit)) in t.things.iter().enumerate() {
        let (k, points) = (i64::try_from(k).unwrap_or(0), [1000, 500, 500][k]);
        let (target, more) = (of(k), (n + k) % 3);
        out.push(line(
            ["产出指标", "数量指标"],
            name,
            format!("≥{target}{unit}"),
            format!("{}{unit}", target + more),
            points,
        ));
    }
    let quality = 95 + n % 4;
    out.push(line(
        ["产出指标", "质量指标"],
        t.quality,
        format!("≥{quality}%"),
        format!("{}%", quality + 1),
        1000,
    ));
    let month = 9 + n % 4;
    out.push(line(
        ["产出指标", "时效指标"],
        "任务完成时间",
        format!("2020年{month}月底前"),
        format!("2020年{month}月{}日", 10 + n % 15),
        1000,
    ));
    let cost = 1200 + n * 3;
    out.push(line(
        ["产出指标", "成本指标"],
        t.cost,
        format!("≤{cost}元"),
        format!("{}元", cost - n % 9),
        1000,
    ));
    let served = 500 + n * 11;
    out.push(line(
        ["效益指标", "社会效益指标"],
        t.social.0,
        format!("≥{served}{}", t.social.1),
        format!("{}{}", served + n % 20, t.social.1),
        1500,
    ));
    let few = 4 + n % 6;
    out.push(line(
        ["效益指标", "社会效益指标"],
        t.fewer.0,
        format!("≤{few}{}", t.fewer.1),
        format!("{}{}", few - 1, t.fewer.1),
        1000,
    ));
    out.push(line(
        ["效益指标", "可持续影响指标"],
        t.lasting,
        "建立并有效运行".to_owned(),
        "达成年度指标".to_owned(),
        500,
    ));
    out.push(line(
        ["满意度指标", "服务对象满意度指标"],
        t.whom,
        "≥90%".to_owned(),
        format!("{}%", 91 + n % 6),
        1000,
    ));
    // The honest miss a target now and then, say so, and count it rightly.
    if p.department == 0 && p.number % 4 == 1 {
        let l = &mut out[0];
        let target = of(0);
        let (least, unit) = (target - 4, t.things[0].1);
        l.actual = format!("{least}{unit}");
        l.score = part(1000, least, target);
        l.reason = format!("{}{}{unit}未完成：{REASON}", t.things[0].0, target - least);
    }
    out
}

fn sheet(p: &Project) -> Sheet {
    let n = i64::try_from(p.number).unwrap_or(0);
    let budget = (60 + n * 17 % 900) * 100 + 5000;
    let share = match p.department {
        1 => 100,
        _ => 93 + n % 7,
    };
    let mut s = Sheet {
        lines: honest(p),
        initial: budget,
        budget,
        paid: budget * share / 100,
        rate: String::new(),
        exec: 0,
        exec_reason: "",
        total: 0,
        grade: "",
        conclusion: String::new(),
        problems: format!("{}进度前松后紧，第{}季度支付较集中。", p.name, 1 + n % 4),
        measures: format!("{}下年按月排出计划，每季度对照一次。", p.name),
        filed: format!("2021-03-{:02}", 8 + n % 20),
    };
    if p.department == 1 {
        s.problems = "无".to_owned();
        s.measures = "无".to_owned();
    }
    if let Some(fault) = p.fault {
        money(&mut s, fault);
    }
    let percent = part(10_000, s.paid, s.budget);
    s.rate = format!("{}.{:02}%", percent / 100, percent % 100);
    s.exec = percent.min(10_000) / 10 + i64::from(percent.min(10_000) % 10 >= 5);
    if let Some(fault) = p.fault {
        spoil(&mut s, fault, p);
    }
    let sum = s.exec + s.lines.iter().map(|l| l.score).sum::<i64>();
    s.total = sum;
    s.grade = grade_of(sum);
    match p.fault {
        Some(Fault::Total) => s.total += 100,
        // By its own figures, so that nothing but the score is wrong.
        Some(Fault::Zero) => s.grade = "良",
        Some(Fault::Grade) => s.grade = if s.grade == "良" { "优" } else { "良" },
        _ => {}
    }
    let total = format!("{}.{:02}", s.total / 100, s.total % 100);
    s.conclusion = match p.fault {
        Some(Fault::Hint) => "结合自评情况，说明项目自评总分。（200字以内）".to_owned(),
        Some(Fault::Borrowed) => {
            "项目总体完成较好，资金使用规范，各项指标达到预期，受益群众反映良好，自评结果真实可靠。"
                .to_owned()
        }
        _ => format!(
            "{}自评总分{total}分，等级为{}，主要任务按计划完成。",
            p.name, s.grade
        ),
    };
    s
}

/// Faults of the amounts.
fn money(s: &mut Sheet, fault: Fault) {
    match fault {
        Fault::Overpaid => s.paid = s.budget * 104 / 100,
        Fault::HalfPaid => {
            s.paid = s.budget / 2;
            s.exec_reason = "尾款按合同约定待审价后支付，已列入下年一季度付款计划";
        }
        _ => {}
    }
}

/// What was reached of a target, less than it, with its reason: sets the right score.
fn miss(l: &mut Line, target: i64, reached: i64, unit: &str) {
    l.target = format!("≥{target}{unit}");
    l.actual = format!("{reached}{unit}");
    l.score = part(l.points, reached, target);
    l.reason = REASON.to_owned();
}

fn spoil(s: &mut Sheet, fault: Fault, p: &Project) {
    let t = &THEMES[p.department];
    let unit = t.things[0].1;
    let n = i64::try_from(p.number).unwrap_or(0);
    match fault {
        Fault::Execution => s.exec = 1000,
        Fault::Score => {
            let l = &mut s.lines[0];
            miss(l, 100, 80, unit);
            l.score = 930;
        }
        Fault::Funds => s.rate = "99.90%".to_owned(),
        Fault::Zero => {
            let l = &mut s.lines[7];
            l.target = format!("=0{}", t.fewer.1);
            l.actual = format!("1{}", t.fewer.1);
            l.score = 800;
            l.reason = REASON.to_owned();
        }
        Fault::Reverse => {
            let l = &mut s.lines[7];
            l.target = format!("≤10{}", t.fewer.1);
            l.actual = format!("12{}", t.fewer.1);
            l.score = 950;
            l.reason = REASON.to_owned();
        }
        Fault::Words => s.lines[8].actual = "部分达成年度指标并具有一定效果".to_owned(),
        Fault::Beyond => s.lines[1].score = 600,
        Fault::FarAbove | Fault::FarOff => {
            let l = &mut s.lines[0];
            l.target = format!("≥100{unit}");
            let reached = if fault == Fault::FarOff { 180 } else { 136 };
            l.actual = format!("{reached}{unit}");
        }
        Fault::Points => {
            s.lines[6].points = 2000;
            s.lines[6].score = 2000;
        }
        Fault::Grade => {
            miss(&mut s.lines[0], 100, 50, unit);
            miss(&mut s.lines[6], 1000, 600, t.social.1);
        }
        Fault::Silent => {
            miss(&mut s.lines[0], 100, 90, unit);
            s.lines[0].reason.clear();
        }
        Fault::Indicators => s.lines[2].name = "召开推进会议".to_owned(),
        Fault::Lowered => {
            let l = &mut s.lines[0];
            let target: i64 = digits(&l.target);
            l.target = format!("≥{}{unit}", target - 10);
            l.actual = format!("{}{unit}", target - 9);
        }
        Fault::Budget => {}
        Fault::Blank => s.lines[3].actual.clear(),
        Fault::NoFigure => s.lines[3].actual = "完成".to_owned(),
        Fault::Heavy => {
            s.lines[0].points = 3200;
            s.lines[0].score = 3200;
            for (k, points) in [(1, 200), (2, 200), (3, 500), (4, 500), (5, 400)] {
                s.lines[k].points = points;
                s.lines[k].score = points;
            }
        }
        Fault::Alike => {
            for l in s
                .lines
                .iter_mut()
                .filter(|l| l.levels[1] != "可持续影响指标")
            {
                l.actual = l.target.trim_start_matches(['≥', '≤']).to_owned();
                if l.levels[1] == "时效指标" {
                    let month = 9 + n % 4;
                    let last = if month % 2 == 1 { 30 } else { 31 };
                    l.actual = format!("2020年{month}月{last}日");
                }
            }
            s.paid = s.budget;
            s.rate = "100.00%".to_owned();
            s.exec = 1000;
        }
        Fault::Full => {
            miss(&mut s.lines[0], 100, 85, unit);
            s.lines[0].score = s.lines[0].points;
        }
        Fault::Boilerplate => {
            miss(&mut s.lines[0], 100, 90, unit);
            s.lines[0].reason = "客观原因".to_owned();
        }
        Fault::LateFull => {
            let l = &mut s.lines[4];
            l.target = "2020年10月底前".to_owned();
            l.actual = "2020年11月20日".to_owned();
        }
        Fault::Late => s.filed = "2021-04-12".to_owned(),
        Fault::Double => s.lines[2] = s.lines[1].clone(),
        Fault::Copied => {
            s.problems = "部分环节衔接不够紧密，资金支付进度有待进一步加快。".to_owned();
            s.measures = "加强统筹协调，提高资金使用效益。".to_owned();
        }
        _ => {}
    }
}

fn digits(text: &str) -> i64 {
    let d: String = text.chars().filter(char::is_ascii_digit).collect();
    d.parse().unwrap_or(0)
}
