//! The papers of dual monitoring: the form filled in (财预〔2019〕136号), the summary of a queue, the
//! notice to a unit, the coverage of the year.

use super::document::{Cell, Document, Origin};
use crate::domain::clean::{Clean, lines};
use crate::domain::coverage::{Coverage, Part};
use crate::domain::day::Day;
use crate::domain::declaration::Declaration;
use crate::domain::fen::Fen;
use crate::domain::finding::Finding;
use crate::domain::monitor::{Light, Snapshot};
use rust_decimal::Decimal;

fn one_line(text: &str) -> String {
    Clean::line(text).to_string()
}

fn percent(n: Option<Decimal>) -> String {
    n.map_or_else(String::new, |n| format!("{:.2}%", n.round_dp(2)))
}

/// 项目支出绩效目标执行监控表 of one form.
pub fn form(o: &Origin, d: &Declaration, s: &Snapshot) -> Document {
    let upto = format!("1—{}月", s.month);
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let text = |key: &str| Cell::text(one_line(d.text(key)));
    rows.push(vec![
        Cell::head("项目名称").across(2),
        Cell::text(one_line(d.name().as_str())).across(5),
        Cell::head("项目编码").across(3),
        Cell::text(one_line(&d.code)).across(6),
    ]);
    rows.push(vec![
        Cell::head("主管部门").across(2),
        text("department_name").across(5),
        Cell::head("实施单位").across(3),
        text("unit_name").across(6),
    ]);
    rows.push(vec![
        Cell::head("项目资金（万元）").across(2).down(2),
        Cell::head("资金来源").across(3),
        Cell::head("年初预算数").across(2),
        Cell::head("调整后预算数").across(3),
        Cell::head(format!("{upto}执行数")).across(2),
        Cell::head(format!("{upto}执行率")).across(2),
        Cell::head("全年预计执行数").across(2),
    ]);
    rows.push(vec![
        text("fund_source").across(3),
        Cell::wan(d.fen("initial_budget")).across(2),
        Cell::wan(d.fen("adjusted_budget")).across(3),
        Cell::wan(s.paid).across(2),
        Cell::text(percent(s.exec_rate())).across(2),
        Cell::wan(d.fen("expected_paid")).across(2),
    ]);
    rows.push(vec![
        Cell::head("年度总体目标").across(2),
        Cell::text(lines(&d.many("goal_annual"))).across(14),
    ]);
    let tall = ["一级指标", "二级指标", "三级指标", "年度指标值"];
    let mut head: Vec<Cell> = tall.iter().map(|h| Cell::head(*h).down(2)).collect();
    head.push(Cell::head(format!("{upto}执行情况")).down(2));
    head.push(Cell::head("全年预计完成情况").down(2));
    head.push(Cell::head("偏差原因分析").across(6));
    head.push(Cell::head("完成目标可能性").across(3));
    head.push(Cell::head("备注").down(2));
    rows.push(head);
    let causes = [
        ("cause_fund", "经费保障"),
        ("cause_rule", "制度保障"),
        ("cause_staff", "人员保障"),
        ("cause_hardware", "硬件条件保障"),
        ("cause_other", "其他"),
        ("cause_text", "原因说明"),
    ];
    let likely = ["确定能", "有可能", "完全不可能"];
    let second = causes.iter().map(|(_, h)| *h).chain(likely);
    rows.push(second.map(Cell::head).collect());
    for i in &d.indicators {
        let note = |key: &str| Cell::text(lines(i.note(key)));
        let unit = i.unit.as_deref().unwrap_or("");
        let mut row = vec![
            Cell::text(one_line(&i.level1)),
            Cell::text(one_line(&i.level2)),
            Cell::text(one_line(&i.name)),
            Cell::text(one_line(&format!("{}{unit}", i.value))),
            note("actual"),
            note("expected"),
        ];
        row.extend(causes.iter().map(|(key, _)| note(key)));
        let said = i.note("possibility").trim().to_owned();
        row.extend(likely.iter().map(|l| {
            let mark = if said == *l { "√" } else { "" };
            Cell::text(mark)
        }));
        row.push(note("remark"));
        rows.push(row);
    }
    Document {
        landscape: true,
        widths: vec![9, 9, 14, 11, 11, 11, 8, 8, 8, 8, 8, 16, 7, 7, 7, 8],
        rows,
        ..o.document("监控表", "项目支出绩效目标执行监控表")
    }
}

/// A case in the summary.
#[derive(Debug, Clone)]
pub struct Watched<'a> {
    /// The form.
    pub form: &'a Declaration,
    /// What follows from it.
    pub snapshot: Snapshot,
    /// What was found.
    pub findings: &'a [Finding],
    /// The part of the grid it stands in.
    pub quadrant: String,
    /// What was decided, by name; "" while nothing was.
    pub verdict: String,
    /// Until when the unit is to mend it.
    pub due: Option<Day>,
    /// The money that the verdict moves.
    pub amount: Option<Fen>,
    /// What is asked of the unit.
    pub opinions: Vec<String>,
}

fn light(l: Option<Light>) -> &'static str {
    match l {
        Some(Light::Red) => "红",
        Some(Light::Yellow) => "黄",
        Some(Light::Green) => "绿",
        Some(Light::Blue) => "蓝",
        _ => "",
    }
}

/// 绩效运行监控情况汇总表.
pub fn summary(o: &Origin, all: &[Watched<'_>]) -> Document {
    let heads = [
        "序号",
        "项目编码",
        "项目名称",
        "主管部门",
        "全年预算",
        "执行数",
        "执行率",
        "执行进度",
        "达成进度",
        "预警灯",
        "象限",
        "预审问题",
        "处理",
        "期限",
        "涉及金额",
    ];
    let mut rows = vec![heads.iter().map(|h| Cell::head(*h)).collect::<Vec<_>>()];
    let (mut budget, mut paid, mut moved) = (0i64, 0i64, 0i64);
    for (n, w) in all.iter().enumerate() {
        let s = &w.snapshot;
        let fen = |f: Option<Fen>| f.map_or(0, Fen::get);
        budget = budget.saturating_add(fen(s.budget));
        paid = paid.saturating_add(fen(s.paid));
        moved = moved.saturating_add(fen(w.amount));
        let mut rules: Vec<&str> = w.findings.iter().map(|f| f.rule.as_str()).collect();
        rules.dedup();
        rows.push(vec![
            Cell::text((n + 1).to_string()),
            Cell::text(one_line(&w.form.code)),
            Cell::text(w.form.name().to_string()),
            Cell::text(w.form.unit().to_string()),
            Cell::wan(s.budget),
            Cell::wan(s.paid),
            Cell::text(percent(s.exec_rate())),
            Cell::text(percent(s.exec_progress())),
            Cell::text(percent(s.goal_progress())),
            Cell::text(light(s.goal_light())),
            Cell::text(w.quadrant.clone()),
            Cell::text(rules.join(" ")),
            Cell::text(w.verdict.clone()),
            Cell::text(w.due.map_or_else(String::new, |d| d.to_string())),
            Cell::wan(w.amount),
        ]);
    }
    let sum = |n: i64| Cell::wan(Some(Fen::new(n)));
    rows.push(vec![
        Cell::head(format!("合计 {} 项", all.len())).across(4),
        sum(budget),
        sum(paid),
        Cell::text(percent(crate::domain::monitor::exec_rate(
            Fen::new(paid),
            Fen::new(budget),
        ))),
        Cell::text("").across(7),
        sum(moved),
    ]);
    Document {
        landscape: true,
        widths: vec![5, 16, 24, 16, 12, 12, 9, 9, 9, 6, 12, 14, 10, 11, 12],
        heads: 1,
        rows,
        after: vec!["单位：万元。执行进度、达成进度：与截至当月应完成数之比；项目有付款与绩效计划的按计划。".to_owned()],
        ..o.document("汇总表", "绩效运行监控情况汇总表")
    }
}

/// 绩效运行监控整改通知 to one unit: what is to be mended, until when.
pub fn notice(o: &Origin, unit: &str, all: &[Watched<'_>]) -> Document {
    let heads = [
        "序号",
        "项目编码",
        "项目名称",
        "监控结果",
        "整改要求",
        "处理",
        "整改期限",
    ];
    let mut rows = vec![heads.iter().map(|h| Cell::head(*h)).collect::<Vec<_>>()];
    for (n, w) in all.iter().enumerate() {
        let s = &w.snapshot;
        let result = format!(
            "截至{}月：执行率{}，执行进度{}，达成进度{}",
            s.month,
            percent(s.exec_rate()),
            percent(s.exec_progress()),
            percent(s.goal_progress()),
        );
        let asked: Vec<String> = w
            .opinions
            .iter()
            .enumerate()
            .map(|(k, t)| format!("{}. {}", k + 1, lines(t)))
            .collect();
        let money = w
            .amount
            .map_or_else(String::new, |a| format!("（{} 万元）", a.wan()));
        rows.push(vec![
            Cell::text((n + 1).to_string()),
            Cell::text(one_line(&w.form.code)),
            Cell::text(w.form.name().to_string()),
            Cell::text(result),
            Cell::text(asked.join("\n")),
            Cell::text(format!("{}{money}", w.verdict)),
            Cell::text(w.due.map_or_else(String::new, |d| d.to_string())),
        ]);
    }
    Document {
        widths: vec![5, 16, 18, 20, 34, 12, 11],
        heads: 1,
        rows,
        before: vec![
            format!("{}：", one_line(unit)),
            "经对你单位绩效目标实现程度和预算执行进度实行双监控，下列项目存在偏差。请按要求整改，在期限前随下一期监控表报送整改落实情况。".to_owned(),
        ],
        after: vec!["（盖章）            年    月    日".to_owned()],
        ..o.document("整改通知", "绩效运行监控整改通知")
    }
}

fn share(hundredths: i64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

/// 绩效运行监控覆盖情况: by department, by district, and what is missing, by name.
pub fn coverage(o: &Origin, c: &Coverage, district: &dyn Fn(&str) -> String) -> Document {
    let heads = [
        "分类",
        "名称",
        "项目数",
        "已监控",
        "未监控",
        "覆盖率",
        "预算（万元）",
        "未监控预算（万元）",
        "金额覆盖率",
    ];
    let mut rows = vec![heads.iter().map(|h| Cell::head(*h)).collect::<Vec<_>>()];
    let line = |kind: &str, name: String, p: &Part| {
        vec![
            Cell::text(kind),
            Cell::text(name),
            Cell::text(p.objects.to_string()),
            Cell::text(p.monitored.to_string()),
            Cell::text(p.missing().to_string()),
            Cell::text(share(p.by_number())),
            Cell::wan(Some(p.amount)),
            Cell::wan(Some(p.missing_amount())),
            Cell::text(share(p.by_amount())),
        ]
    };
    rows.push(line("合计", String::new(), &c.whole));
    for (code, p) in &c.districts {
        rows.push(line("区", district(code), p));
    }
    for (name, p) in &c.departments {
        rows.push(line("部门", one_line(name), p));
    }
    rows.push(vec![Cell::head("本年未开展监控的项目").across(9)]);
    rows.push(vec![
        Cell::head("序号"),
        Cell::head("项目编码").across(2),
        Cell::head("项目名称").across(3),
        Cell::head("主管部门").across(2),
        Cell::head("预算（万元）"),
    ]);
    for (n, m) in c.missing.iter().enumerate() {
        rows.push(vec![
            Cell::text((n + 1).to_string()),
            Cell::text(one_line(&m.code)).across(2),
            Cell::text(one_line(&m.name)).across(3),
            Cell::text(one_line(&m.department)).across(2),
            Cell::wan(Some(m.amount)),
        ]);
    }
    Document {
        landscape: true,
        widths: vec![8, 26, 10, 10, 10, 10, 16, 18, 12],
        heads: 1,
        rows,
        ..o.document("监控覆盖", "绩效运行监控覆盖情况")
    }
}
