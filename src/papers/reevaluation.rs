//! The papers of re-evaluation: 再评价表 of one case, the report on a department.

use super::document::{Cell, Document, Origin};
use crate::domain::checklist::{Answer, Check, Part, Parts, Settled, Sheet, find};
use crate::domain::clean::{Clean, lines};
use crate::domain::declaration::Declaration;
use crate::domain::department::Summary;
use crate::domain::fen::Fen;
use crate::domain::finding::Finding;
use crate::domain::score::Points;
use crate::words::{Lang, evaluation as say};

const ZH: Lang = Lang::Zh;

fn one_line(text: &str) -> String {
    Clean::line(text).to_string()
}

fn points(p: Points) -> Cell {
    Cell::text(p.to_string())
}

/// A case as its paper has it.
#[derive(Debug, Clone)]
pub struct Case<'a> {
    /// The form.
    pub form: &'a Declaration,
    /// Its checklist.
    pub sheet: &'a Sheet,
    /// The answers that stand.
    pub checks: &'a [Check],
    /// The score decided; none while it is open or where it was sent back.
    pub settled: Option<&'a Settled>,
    /// What was decided, by name; "" while nothing was.
    pub verdict: String,
    /// What the department said; "" while nothing.
    pub reply: String,
    /// What is asked of the department.
    pub opinions: Vec<String>,
    /// Who decided and who signed second, with their days.
    pub signed: Vec<String>,
    /// Why it was chosen.
    pub chosen: String,
}

fn answer(c: Option<&Check>) -> String {
    c.map_or_else(String::new, |c| {
        let text = say::answer(ZH, c.answer);
        text.trim_start_matches(['v', 'x', '?', '-'])
            .trim()
            .to_owned()
    })
}

fn proof(c: Option<&Check>) -> String {
    let shown = |p: &crate::domain::checklist::Proof| {
        let hash = p
            .sha256
            .map_or_else(String::new, |h| format!("\nSHA-256 {h}"));
        format!("{} {}{hash}", one_line(&p.file), one_line(&p.page))
    };
    c.and_then(|c| c.proof.as_ref())
        .map_or_else(String::new, shown)
}

/// What the difference is made of, in words.
fn parts_of(parts: &Parts) -> String {
    let all = Part::ALL.iter().zip(parts);
    let some = all.filter(|(_, p)| p.get() != 0);
    let text: Vec<String> = some
        .map(|(k, p)| format!("{}{p}分", say::part(ZH, *k)))
        .collect();
    text.join("，")
}

/// 绩效自评再评价表 of one case.
pub fn case(o: &Origin, k: &Case<'_>) -> Document {
    let d = k.form;
    let text = |key: &str| Cell::text(one_line(d.text(key)));
    let mut rows = vec![
        vec![
            Cell::head("项目名称").across(2),
            Cell::text(one_line(d.name().as_str())).across(4),
            Cell::head("项目编码").across(2),
            Cell::text(one_line(&d.code)).across(4),
        ],
        vec![
            Cell::head("主管部门").across(2),
            text("department_name").across(4),
            Cell::head("抽中理由").across(2),
            Cell::text(one_line(&k.chosen)).across(4),
        ],
        vec![
            Cell::head("全年预算数（万元）").across(2),
            Cell::wan(k.sheet.evaluation.budget).across(4),
            Cell::head("全年执行数（万元）").across(2),
            Cell::wan(k.sheet.evaluation.paid).across(4),
        ],
    ];
    let heads = [
        "序号",
        "指标",
        "批复目标值",
        "自评完成值",
        "佐证材料",
        "核实完成值",
        "核对",
        "分值",
        "自评得分",
        "再评价得分",
        "差异",
        "差异原因",
    ];
    rows.push(heads.iter().map(|h| Cell::head(*h)).collect());
    for (n, line) in k.sheet.evaluation.lines.iter().enumerate() {
        let check = find(k.checks, &line.id());
        let split = k.sheet.split(line, k.checks);
        let name = if line.at.is_some() {
            k.sheet.name(line).to_owned()
        } else {
            say::execution(ZH)
        };
        let approved = line.at.and_then(|n| k.sheet.approved.get(&n));
        let target = approved.unwrap_or(&line.target).to_string();
        let class = check.and_then(|c| k.sheet.procedure.class(&c.class));
        let mut why = class.map_or_else(String::new, |c| c.name.clone());
        if let Some(c) = check.filter(|c| !c.note.is_empty()) {
            why = format!("{why} {}", lines(&c.note));
        } else if why.is_empty() {
            why = parts_of(&split.parts);
        }
        rows.push(vec![
            Cell::text((n + 1).to_string()),
            Cell::text(one_line(&name)),
            Cell::text(one_line(&target)),
            Cell::text(one_line(&line.actual.text)),
            Cell::text(proof(check)),
            Cell::text(check.map_or_else(String::new, |c| one_line(&c.verified))),
            Cell::text(answer(check)),
            Cell::text(line.weight.map_or_else(String::new, |w| w.to_string())),
            Cell::text(line.declared.map_or_else(String::new, |p| p.to_string())),
            points(split.score),
            Cell::text((split.score - split.declared).signed()),
            Cell::text(why.trim().to_owned()),
        ]);
    }
    let settled = k
        .settled
        .cloned()
        .unwrap_or_else(|| k.sheet.settled(k.checks, None, ""));
    rows.push(vec![
        Cell::head("合计").across(8),
        points(settled.declared),
        points(settled.score),
        Cell::text((settled.score - settled.declared).signed()),
        Cell::text(parts_of(&settled.parts)),
    ]);
    rows.push(vec![
        Cell::head("核对项").across(4),
        Cell::head("三性").across(2),
        Cell::head("结果").across(2),
        Cell::head("说明").across(4),
    ]);
    for row in &k.sheet.rows {
        let Some(item) = k.sheet.item(row) else {
            continue;
        };
        let state = k.sheet.state(row, k.checks);
        let group = k.sheet.procedure.group.iter().find(|g| g.id == item.group);
        let note = find(k.checks, &row.id).map_or_else(|| rules(k.sheet, row), |c| lines(&c.note));
        rows.push(vec![
            Cell::text(item.name.clone()).across(4),
            Cell::text(group.map_or("", |g| &g.name)).across(2),
            Cell::text(yes(state.answer)).across(2),
            Cell::text(note).across(4),
        ]);
    }
    let (quality, _) = k.sheet.quality(k.checks);
    let mut after = vec![
        format!("再评价结论：{}    自评质量得分：{quality}", k.verdict),
        format!("部门反馈：{}", k.reply),
    ];
    if !settled.reason.is_empty() {
        after.push(format!("总分调整理由：{}", lines(&settled.reason)));
    }
    after.extend(
        k.opinions
            .iter()
            .enumerate()
            .map(|(n, t)| format!("{}. {}", n + 1, lines(t))),
    );
    after.push(deductions(k.sheet));
    after.push(k.signed.join("    "));
    Document {
        landscape: true,
        widths: vec![5, 18, 12, 12, 18, 12, 8, 8, 9, 10, 8, 22],
        rows,
        after,
        ..o.document("再评价表", "绩效自评再评价表")
    }
}

fn yes(a: Option<Answer>) -> &'static str {
    match a {
        Some(Answer::Agrees) => "是",
        Some(Answer::Differs) => "否",
        Some(Answer::Lacking) => "缺佐证",
        Some(Answer::NotApplicable) => "不适用",
        None => "",
    }
}

fn rules(sheet: &Sheet, row: &crate::domain::checklist::Row) -> String {
    let found = row.findings.iter().filter_map(|n| sheet.findings.get(*n));
    let mut ids: Vec<&str> = found.map(|f| f.rule.as_str()).collect();
    ids.dedup();
    ids.join(" ")
}

/// The deduction table, as it was fixed before.
fn deductions(sheet: &Sheet) -> String {
    let one = |c: &crate::domain::checklist::Class| {
        format!("{}：{}", c.name, say::costs(ZH, c.share, c.how))
    };
    let all: Vec<String> = sheet.procedure.class.iter().map(one).collect();
    format!("扣分表（再评价前确定）：{}。", all.join("；"))
}

/// A case in the report on a department.
#[derive(Debug, Clone)]
pub struct Line {
    /// Project code.
    pub code: String,
    /// Project name.
    pub name: String,
    /// Its money.
    pub amount: Fen,
    /// The score declared.
    pub declared: Points,
    /// The score decided.
    pub settled: Option<Settled>,
    /// Grades declared and decided.
    pub grades: (String, String),
    /// What was decided; "" while nothing was.
    pub verdict: String,
    /// What the department said.
    pub reply: String,
    /// What is asked of it.
    pub opinions: Vec<String>,
    /// Exceptions from the deduction table, and other notes on the re-evaluation.
    pub notes: Vec<String>,
}

/// What the report on a department is made of.
#[derive(Debug, Clone)]
pub struct Report<'a> {
    /// The department.
    pub unit: &'a str,
    /// Self-evaluations filed, and those that were due where that is known.
    pub filed: (usize, Option<usize>),
    /// Their money.
    pub amount: Fen,
    /// Cases looked at.
    pub lines: Vec<Line>,
    /// Share of the money looked at, percent.
    pub share: u64,
    /// What they come to.
    pub summary: &'a Summary,
    /// The grade of the quality.
    pub grade: String,
    /// Names of the groups of the checklist.
    pub groups: Vec<String>,
    /// Items of the checklist that fail most, by name.
    pub worst: Vec<(String, usize)>,
    /// What shows over the department.
    pub findings: &'a [Finding],
    /// The deduction table in words.
    pub deductions: String,
}

/// The paragraphs of the report, as they stand in the paper and are printed as text.
pub fn paragraphs(r: &Report<'_>) -> Vec<String> {
    let (filed, due) = r.filed;
    let mut out = Vec::new();
    let of = due.map_or_else(String::new, |n| format!("应自评{n}个，"));
    out.push(format!(
        "{}{of}实际自评{filed}个项目，涉及资金{}万元；抽取{}个项目再评价，资金占{}%。",
        one_line(r.unit),
        r.amount.wan(),
        r.lines.len(),
        r.share
    ));
    if let Some(d) = &r.summary.disconnect {
        let half = d.half.map_or_else(String::new, |h| {
            format!("（95%区间{}至{}）", d.signed - h, d.signed + h)
        });
        out.push(format!(
            "已定{}个项目自评平均{}分，再评价平均{}分，平均相差{}分{half}，平均绝对偏差{}分，按资金加权{}分；{}个项目等级下降。",
            d.n,
            d.declared,
            d.score,
            d.signed,
            d.absolute,
            d.weighed,
            r.summary.fell
        ));
        let parts = parts_of(&r.summary.parts);
        if !parts.is_empty() {
            out.push(format!("差异构成：{parts}。"));
        }
    }
    if let Some(q) = r.summary.quality {
        let groups: Vec<String> = r
            .groups
            .iter()
            .zip(&r.summary.groups)
            .map(|(name, (has, all))| {
                let share = if all.get() > 0 {
                    has.get() * 100 / all.get()
                } else {
                    100
                };
                format!("{name}{share}%")
            })
            .collect();
        out.push(format!(
            "自评质量得分{q}，等级{}；{}。",
            r.grade,
            groups.join("，")
        ));
    }
    let (able, all) = r.summary.coverage;
    if all > 0 {
        out.push(format!("{all}项得分中{able}项可按填报数据重算。"));
    }
    if !r.worst.is_empty() {
        let worst: Vec<String> = r
            .worst
            .iter()
            .map(|(n, k)| format!("{n}（{k}个）"))
            .collect();
        out.push(format!("不符最多的核对项：{}。", worst.join("、")));
    }
    out.extend(r.findings.iter().map(|f| lines(&f.message)));
    out
}

/// 绩效自评再评价报告 on a department.
pub fn department(o: &Origin, r: &Report<'_>) -> Document {
    let heads = [
        "序号",
        "项目编码",
        "项目名称",
        "资金（万元）",
        "自评得分",
        "自评等级",
        "再评价得分",
        "再评价等级",
        "差异",
        "差异构成",
        "结论",
        "部门反馈",
        "问题和建议",
    ];
    let mut rows = vec![heads.iter().map(|h| Cell::head(*h)).collect::<Vec<_>>()];
    for (n, l) in r.lines.iter().enumerate() {
        let score = l.settled.as_ref().map(|s| s.score);
        let asked: Vec<String> = l
            .opinions
            .iter()
            .chain(&l.notes)
            .enumerate()
            .map(|(k, t)| format!("{}. {}", k + 1, lines(t)))
            .collect();
        rows.push(vec![
            Cell::text((n + 1).to_string()),
            Cell::text(one_line(&l.code)),
            Cell::text(one_line(&l.name)),
            Cell::wan(Some(l.amount)),
            points(l.declared),
            Cell::text(l.grades.0.clone()),
            Cell::text(score.map_or_else(String::new, |p| p.to_string())),
            Cell::text(l.grades.1.clone()),
            Cell::text(score.map_or_else(String::new, |p| (p - l.declared).signed())),
            Cell::text(
                l.settled
                    .as_ref()
                    .map_or_else(String::new, |s| parts_of(&s.parts)),
            ),
            Cell::text(l.verdict.clone()),
            Cell::text(l.reply.clone()),
            Cell::text(asked.join("\n")),
        ]);
    }
    let mut after = vec![r.deductions.clone()];
    after.push("再评价组（签字）            年    月    日".to_owned());
    Document {
        landscape: true,
        widths: vec![5, 15, 20, 12, 9, 8, 10, 9, 8, 18, 10, 10, 40],
        heads: 1,
        rows,
        before: paragraphs(r),
        after,
        ..o.document(
            "再评价报告",
            &format!("{}绩效自评再评价报告", one_line(r.unit)),
        )
    }
}

/// The deduction table of a sheet in words.
pub fn table(sheet: &Sheet) -> String {
    deductions(sheet)
}
