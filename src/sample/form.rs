//! A declaration form of one of the 47 projects: fitted to the project so that the checks find
//! nothing, and then with the faults planted that its line lists, and no others.

use super::projects::{KindIndicator, Project, indicators};

/// A line of the grid before it is laid out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// 一级指标.
    pub level1: String,
    /// 二级指标.
    pub level2: String,
    /// 三级指标.
    pub name: String,
    /// 指标值.
    pub value: String,
    /// 分值.
    pub weight: i32,
    /// 指标解释.
    pub note: String,
}

/// A form before it is laid out: head fields by label, and the grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// Project code.
    pub code: String,
    /// Head texts by field key.
    pub head: Vec<(&'static str, String)>,
    /// Money by field key, 万元.
    pub money: Vec<(&'static str, i64)>,
    /// The grid.
    pub lines: Vec<Line>,
}

impl Form {
    /// The text of a head field.
    pub fn text(&self, key: &str) -> &str {
        self.head
            .iter()
            .find(|(k, _)| *k == key)
            .map_or("", |(_, v)| v)
    }
    /// Money of a field, 万元.
    pub fn wan(&self, key: &str) -> Option<i64> {
        self.money.iter().find(|(k, _)| *k == key).map(|(_, v)| *v)
    }
    fn set(&mut self, key: &'static str, text: &str) {
        match self.head.iter_mut().find(|(k, _)| *k == key) {
            Some(field) => text.clone_into(&mut field.1),
            None => self.head.push((key, text.to_owned())),
        }
    }
    fn pay(&mut self, key: &'static str, wan: i64) {
        match self.money.iter_mut().find(|(k, _)| *k == key) {
            Some(field) => field.1 = wan,
            None => self.money.push((key, wan)),
        }
    }
    fn of(&mut self, level2: &str) -> Option<&mut Line> {
        self.lines.iter_mut().find(|l| l.level2 == level2)
    }
    fn named(&mut self, part: &str) -> Option<&mut Line> {
        self.lines.iter_mut().find(|l| l.name.contains(part))
    }
}

/// Money of the year: what a project of several years spends in the first.
pub fn annual(p: &Project) -> i64 {
    if p.end.starts_with("2020") {
        p.total
    } else {
        p.total * 2 / 5
    }
}

fn use_class(kind: &str) -> &'static str {
    match kind {
        "PH05" => "应急物资保障",
        "PH01" | "PH03" | "PH04" => "公共卫生体系建设",
        "PH02" => "重大疫情防控救治体系建设",
        "OC01" | "OC02" => "城镇老旧小区改造",
        "WA01" | "WA02" => "生态环境治理",
        "RO01" => "交通基础设施建设",
        _ => "重点企业贷款贴息",
    }
}

/// `2020-09-30` as forms write it: `2020年9月30日前`.
fn by(day: &str) -> String {
    let mut parts = day.split('-').map(|n| n.trim_start_matches('0'));
    let mut next = || parts.next().unwrap_or("");
    format!("{}年{}月{}日前", next(), next(), next())
}

fn value(i: &KindIndicator) -> String {
    let sign = match i.op {
        "GE" => "≥",
        "LE" => "≤",
        "EQ" => "=",
        _ => "",
    };
    format!("{sign}{}{}", i.value, i.unit)
}

fn line(i: &KindIndicator, p: &Project, year_end: &str) -> Line {
    let mut out = Line {
        level1: i.level1.to_owned(),
        level2: i.level2.to_owned(),
        name: i.name.to_owned(),
        value: value(i),
        weight: i.weight,
        note: String::new(),
    };
    match (i.level2, i.unit, i.name) {
        (_, "date", "开工时间") => out.value = by(&month_end(p.start)),
        (_, "date", _) if p.end.starts_with("2020") => out.value = by(p.end),
        (_, "date", _) => {
            out.name = "年度建设任务完成时间".into();
            out.value = by(year_end);
        }
        ("成本指标", "万元", name) if !name.contains("平均") => {
            out.name = "年度投资控制数".into();
            out.value = format!("≤{}万元", annual(p));
        }
        // These two are better called by the effect they have.
        (_, _, "突发公卫事件规范处置率") => {
            out.name = "公共卫生服务受益人口覆盖率".into()
        }
        (_, _, "平急转换响应时间") => {
            out.name = "平急转换长效机制覆盖率".into();
            out.value = "=100%".into();
        }
        (_, _, "日常维护机制健全性") => out.note = "分健全、基本健全、不健全三档".into(),
        ("服务对象满意度指标", ..) => {
            out.note = "调查对象为受益群众，采用问卷调查，样本量不少于200份".into();
        }
        _ => {}
    }
    out
}

fn month_end(day: &str) -> String {
    let number = |part: Option<&str>| part.and_then(|s| s.parse::<i32>().ok()).unwrap_or(1);
    let mut parts = day.split('-');
    let (y, m) = (number(parts.next()), number(parts.next()));
    crate::domain::day::Day::end_of_month(y, m).map_or_else(|| day.to_owned(), |d| d.to_string())
}

/// Adds an output line of `weight` points taken from the heaviest other output line.
fn add(lines: &mut Vec<Line>, level2: &str, name: &str, value: &str, weight: i32) {
    let outputs = lines.iter_mut().filter(|l| l.level1 == "产出指标");
    if let Some(heavy) = outputs.max_by_key(|l| l.weight) {
        heavy.weight -= weight;
    }
    let at = lines
        .iter()
        .rposition(|l| l.level2 == level2 && l.level1 == "产出指标");
    let at = at.or_else(|| lines.iter().rposition(|l| l.level1 == "产出指标"));
    let new = Line {
        level1: "产出指标".into(),
        level2: level2.into(),
        name: name.into(),
        value: value.into(),
        weight,
        note: String::new(),
    };
    lines.insert(at.map_or(0, |n| n + 1), new);
}

/// The form of a project, without a fault.
pub fn clean(p: &Project) -> Form {
    let year_end = "2020-12-31";
    let spends = p.kind == "FS01";
    let mut lines: Vec<Line> = indicators()
        .iter()
        .filter(|i| i.kind == p.kind)
        .map(|i| line(i, p, year_end))
        .collect();
    let has = |lines: &[Line], part: &str| lines.iter().any(|l| l.name.contains(part));
    if !spends && !has(&lines, "开工时间") {
        add(
            &mut lines,
            "时效指标",
            "开工时间",
            &by(&month_end(p.start)),
            2,
        );
    }
    if !spends
        && !lines
            .iter()
            .any(|l| l.level2 == "时效指标" && l.name.contains("完"))
    {
        let end = if p.end.starts_with("2020") {
            p.end
        } else {
            year_end
        };
        add(&mut lines, "时效指标", "年度建设任务完成时间", &by(end), 2);
    }
    add(&mut lines, "时效指标", "国债资金支出进度", "≥60%", 2);
    if !lines.iter().any(|l| l.level2 == "成本指标") {
        add(
            &mut lines,
            "成本指标",
            "年度投资控制数",
            &format!("≤{}万元", annual(p)),
            4,
        );
    }
    if p.kind == "RO01" {
        add(&mut lines, "数量指标", "新建道路面积", "≥28000平方米", 4);
    }
    if p.kind.starts_with("PH")
        && !["检测能力", "床位", "病房数", "面积"]
            .iter()
            .any(|w| has(&lines, w))
    {
        add(&mut lines, "数量指标", "发热哨点诊室面积", "≥320平方米", 2);
    }
    let quantities: Vec<String> = lines
        .iter()
        .filter(|l| l.level2 == "数量指标")
        .map(|l| l.name.clone())
        .collect();
    let first = lines.iter().find(|l| l.level2 == "数量指标");
    let first = first.map_or_else(String::new, |l| {
        format!(
            "{}达到{}",
            l.name,
            l.value.trim_start_matches(['≥', '=', '≤'])
        )
    });
    let name = p.name;
    let benefit = lines
        .iter()
        .find(|l| l.level1 == "效益指标")
        .map_or("", |l| l.name.as_str());
    let head = vec![
        ("project_code", p.code.to_owned()),
        ("project_name", name.to_owned()),
        ("department_name", p.department.to_owned()),
        ("unit_name", format!("{}项目管理中心", p.department)),
        ("district_code", p.district.to_owned()),
        ("project_attribute", "新增项目".to_owned()),
        ("start_date", p.start.to_owned()),
        ("end_date", p.end.to_owned()),
        ("fund_source", "抗疫特别国债".to_owned()),
        ("use_class", use_class(p.kind).to_owned()),
        ("direct_fund", "是".to_owned()),
        ("ledger_no", format!("ZD{}", p.code)),
        (
            "basis",
            format!(
                "区政府常务会议纪要〔2020〕{}号，区发展改革委项目批复",
                p.number
            ),
        ),
        ("exante", "已开展事前绩效评估，结论为予以支持".to_owned()),
        (
            "repayment",
            "区级承担部分由区政府性基金预算安排偿还".to_owned(),
        ),
        (
            "overview",
            format!("{name}，主要内容包括{}等。", quantities.join("、")),
        ),
        (
            "goal_total",
            format!(
                "全面建成{name}并投入使用，{}目标得到实现，长期发挥公共服务作用。",
                benefit
            ),
        ),
        (
            "goal_annual",
            format!(
                "2020年完成{name}的年度任务，{first}，质量符合验收标准，资金按计划支付，服务对象认可。"
            ),
        ),
    ];
    let year = annual(p);
    let fiscal = p.bond.min(year);
    let money = vec![
        ("total_amount", p.total),
        ("bond_amount", p.bond),
        ("own_funds", p.other),
        ("annual_amount", year),
        ("annual_fiscal", fiscal),
        ("annual_carryover", 0),
        ("annual_other", year - fiscal),
    ];
    Form {
        code: p.code.to_owned(),
        head,
        money,
        lines,
    }
}

/// The form with the faults of its line planted.
pub fn planted(p: &Project) -> Form {
    let mut f = clean(p);
    for rule in &p.defects {
        plant(&mut f, p, rule);
    }
    f
}

/// Plants the fault of one rule. Faults that lie beside the form (budget record, last year, other
/// funds) are in the companion tables.
pub fn plant(f: &mut Form, p: &Project, rule: &str) {
    let put = |l: Option<&mut Line>, v: &str| {
        if let Some(l) = l {
            v.clone_into(&mut l.value);
        }
    };
    match rule {
        "T04" => f.set("end_date", "2020-03-31"),
        "T08" => {
            let goal = f.text("goal_annual").to_owned();
            f.set("goal_total", &goal);
        }
        "T12" => drop_slot(f, "时效指标", "产出指标"),
        "T14" => drop_slot(f, "效益", "产出指标"),
        "T15" => drop_slot(f, "满意度", "效益指标"),
        "T18" => {
            if let Some(l) = f.of("质量指标") {
                l.level1 = "效益指标".into();
                l.level2 = "质量指标".into();
            }
            f.lines.sort_by_key(|l| {
                ["产出指标", "效益指标", "满意度指标"]
                    .iter()
                    .position(|x| *x == l.level1)
            });
        }
        "T19" => put(
            f.lines.iter_mut().filter(|l| l.level2 == "数量指标").nth(1),
            "**",
        ),
        "T20" => {
            if let Some(l) = f.lines.iter_mut().filter(|l| l.level2 == "数量指标").last() {
                l.name = format!("{}(≥**)", l.name);
            }
        }
        "T23" => put(f.of("质量指标"), "良好"),
        "T24" => put(f.of("可持续影响指标"), "明显提升"),
        "T25" => put(f.named("投入使用时间"), "按计划完成"),
        "T27" => {
            if let Some(l) = f.of("数量指标") {
                l.value = l.value.chars().filter(|c| !c.is_alphabetic()).collect();
                l.value = l.value.trim_start_matches('≥').to_owned();
            }
            let goal = f.text("goal_annual").to_owned();
            f.set("goal_annual", &goal);
        }
        "T32" => put(f.of("服务对象满意度指标"), "≥70%"),
        "T33" => {
            if let Some(l) = f.of("服务对象满意度指标") {
                l.note.clear();
            }
        }
        "T35" => put(f.named("交叉感染"), "≥1起"),
        "T39" => {
            let copy = f.of("数量指标").map(|l| l.clone());
            if let Some(mut l) = copy {
                l.weight = 2;
                if let Some(first) = f.of("数量指标") {
                    first.weight -= 2;
                }
                f.lines.insert(1, l);
            }
        }
        "T41" => {
            if let Some(l) = f.named("加装电梯") {
                l.name = "改造面积完成率".into();
                l.value = "=100%".into();
            }
        }
        "T43" => add(&mut f.lines, "质量指标", "按期完工率", "=100%", 4),
        "T53" => {
            let numeric = |l: &&mut Line| {
                l.level2 != "成本指标"
                    && l.level1 != "满意度指标"
                    && l.value.starts_with(['≥', '=', '≤'])
            };
            f.lines
                .iter_mut()
                .filter(numeric)
                .for_each(|l| l.value = "=100%".into());
            let rates = [
                ("改造建筑面积", "房屋改造计划完成率"),
                ("受益居民户数", "居民签约率"),
                ("加装电梯台数", "加装电梯投运率"),
            ];
            for (old, new) in rates {
                if let Some(l) = f.named(old) {
                    l.name = new.into();
                }
            }
            f.set(
                "goal_annual",
                &format!(
                    "2020年完成{}的年度任务，质量符合验收标准，资金按计划支付，服务对象认可。",
                    p.name
                ),
            );
            f.set(
                "overview",
                &format!("{}，主要内容包括房屋改造、居民签约、加装电梯等。", p.name),
            );
        }
        "T54" => {
            if let Some(l) = f.lines.iter_mut().max_by_key(|l| l.weight) {
                l.weight -= 10;
            }
        }
        "T66" => {
            if f.named("年度建设任务完成时间").is_none() {
                add(&mut f.lines, "时效指标", "年度建设任务完成时间", "", 2);
            }
            put(f.named("年度建设任务完成时间"), "2021年2月28日前");
        }
        "T81" => {
            let told = format!("{}同步实施沿线景观提升。", f.text("overview"));
            f.set("overview", &told);
        }
        "T82" => {
            let weight = f.named("开工时间").map_or(0, |l| l.weight);
            f.lines.retain(|l| l.name != "开工时间");
            give(f, "产出指标", weight);
        }
        "T83" => {
            f.lines.retain(|l| l.name != "国债资金支出进度");
            give(f, "产出指标", 2);
        }
        "T84" => f.pay("own_funds", p.other - 2_000),
        "T87" => {
            f.set("repayment", "");
            f.pay("revenue", 260);
        }
        "T91" => {
            for l in &mut f.lines {
                if l.name.contains("检测能力") {
                    l.name = "新冠疫情筛查受益人口".into();
                    l.value = "≥50万人".into();
                }
                if l.name.contains("建筑面积") {
                    l.name = "购置设备数量".into();
                    l.value = "≥18台".into();
                }
                if l.name.contains("实验室设备") {
                    l.name = "平急结合设备利用率".into();
                }
                if l.name.contains("实验室") && l.level2 == "数量指标" {
                    l.name = "组建流调队伍数".into();
                    l.value = "≥6个".into();
                }
            }
            f.set("goal_annual", &format!("2020年完成{}的年度任务，购置设备18台，质量符合验收标准，资金按计划支付，服务对象认可。", p.name));
            f.set(
                "overview",
                &format!("{}，主要内容包括购置设备数量、组建流调队伍数等。", p.name),
            );
        }
        _ => {}
    }
}

/// Takes a slot out and gives its points to another.
fn drop_slot(f: &mut Form, slot: &str, to: &str) {
    let gone = |l: &Line| l.level2.starts_with(slot) || l.level1.starts_with(slot);
    let weight = f.lines.iter().filter(|l| gone(l)).map(|l| l.weight).sum();
    f.lines.retain(|l| !gone(l));
    give(f, to, weight);
}

/// Gives points to the lines of a level, the lightest first, five at a time.
fn give(f: &mut Form, level1: &str, mut weight: i32) {
    while weight > 0 {
        let part = weight.min(5);
        let lightest = f
            .lines
            .iter_mut()
            .filter(|l| l.level1 == level1)
            .min_by_key(|l| l.weight);
        match lightest {
            Some(l) => l.weight += part,
            None => return,
        }
        weight -= part;
    }
}
