//! Words of the papers. Papers are official forms: Chinese in every language of the interface.

use crate::domain::checkpoint::Checkpoint;

/// Printed across papers of a practice database.
pub const fn practice() -> &'static str {
    "练习 示例数据"
}

/// The line under the title.
pub fn year(year: i32, is_practice: bool) -> String {
    let mark = if is_practice {
        format!("  {}", practice())
    } else {
        String::new()
    };
    format!("（{year}年度）{mark}")
}

/// The foot: where in the log this stands, and below it the same as a checkpoint, whose three lines
/// (C2SP tlog-checkpoint) stand in one.
pub fn foot(seq: i64, hash: &str, point: &str) -> String {
    if point.is_empty() {
        return format!("记录第{seq}条 {hash}");
    }
    format!("记录第{seq}条 {hash}\n检查点 {point}")
}

/// Entries that feet of papers in a text name: number and hash in hex; and their checkpoints.
pub fn feet(text: &str) -> (Vec<(i64, String)>, Vec<Checkpoint>) {
    let mut out = Vec::new();
    for after in text.split("记录第").skip(1) {
        let Some((number, rest)) = after.split_once("条 ") else {
            continue;
        };
        let hash: String = rest.chars().take_while(char::is_ascii_hexdigit).collect();
        if let (Ok(seq), 64) = (number.parse(), hash.len()) {
            out.push((seq, hash));
        }
    }
    let points = text.split("检查点 ").skip(1).filter_map(|after| {
        let ends = |c: char| c.is_control() || c == '<';
        let line = after.split(ends).next()?;
        // Pages write a slash and an equals sign as they write what may not stand in markup.
        let line = line.replace("&#x2f;", "/").replace("&#x3d;", "=");
        let words: Vec<&str> = line.split(' ').collect();
        let note = words.get(..3)?.join("\n");
        Checkpoint::read(&note).map(|(p, _)| p)
    });
    (out, points.collect())
}

/// One of the eight items with its points.
pub fn item(name: &str, points: i32) -> String {
    format!("{name}（{points}分）")
}

/// A seat.
pub fn seat(n: u8) -> String {
    format!("第{n}席")
}

/// The lead's decision, the second signature, stepped back, submitted and hidden, open.
pub const SIGNS: [&str; 5] = ["定案", "复核", "回避", "已", "--"];

/// Head of the review sheet: field keys and labels.
pub const HEAD: [(&str, &str); 8] = [
    ("project_name", "项目名称"),
    ("project_code", "项目编码"),
    ("department_name", "主管部门"),
    ("unit_name", "实施单位"),
    ("total_amount", "项目资金总额（万元）"),
    ("bond_amount", "其中：国债资金（万元）"),
    ("start_date", "计划开始日期"),
    ("end_date", "计划完成日期"),
];

/// Headings of the joint review's table before and after the seats.
pub const BEFORE: [&str; 10] = [
    "序号",
    "区",
    "项目编码",
    "项目名称",
    "主管部门",
    "建设内容",
    "总投资",
    "国债资金",
    "开工/竣工",
    "轮次",
];
/// As above, after the seats.
pub const AFTER: [&str; 4] = ["会审结论", "修改要点", "复核人", "日期"];

/// The sums under the joint review's table.
pub fn sums(n: usize, total: &str, bond: &str) -> String {
    format!("合计 {n} 个项目，总投资 {total} 万元，国债资金 {bond} 万元")
}

/// Who re-evaluated, or signed second, and when.
pub fn signed(second: bool, name: &str, day: Option<crate::domain::day::Day>) -> String {
    let what = if second { "复核" } else { "再评价" };
    let day = day.map_or_else(String::new, |d| d.to_string());
    format!("{what}：{name} {day}")
}

/// The name of the files of a report on a department.
pub fn report_name(unit: &str) -> String {
    format!("{unit}-再评价报告")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foot_is_read_as_it_was_written() {
        let hash = "0f".repeat(32);
        let text = format!(
            "<div>{}</div> 记录第x条 {hash} 记录第3条 0f",
            foot(12, &hash, "")
        );
        assert_eq!(feet(&text), (vec![(12, hash.clone())], Vec::new()));
        let point = Checkpoint {
            origin: "jixiao/0f".into(),
            size: 12,
            head: crate::domain::procedure::Digest::from_hex(&hash).unwrap(),
        };
        let line = point.note().trim_end().replace('\n', " ");
        let text = format!("<div>{}</div>", foot(12, &hash, &line));
        let both = (vec![(12, hash)], vec![point]);
        assert_eq!(feet(&text), both);
        assert_eq!(feet(&text.replace("jixiao/", "jixiao&#x2f;")), both);
    }
}
