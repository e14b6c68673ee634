//! 会商纪要: what was talked over in a joint review: the grades side by side, what was asked and
//! answered, the minutes, the decision.

use super::document::{Cell, Document, Origin};

/// A case that was talked over.
#[derive(Debug, Clone, Default)]
pub struct Talked {
    /// Project code.
    pub code: String,
    /// Name.
    pub name: String,
    /// 主管部门.
    pub unit: String,
    /// Amount.
    pub amount: Option<crate::domain::fen::Fen>,
    /// Each seat: who, and its grade.
    pub seats: Vec<(String, String)>,
    /// What was asked, answered and minuted, in order.
    pub talk: Vec<String>,
    /// The decision, with its reason; "" while there is none.
    pub decision: String,
}

/// The minutes of a queue.
pub fn minutes(o: &Origin, queue: &str, cases: &[Talked]) -> Document {
    let mut d = o.document("会商纪要", &format!("{queue}会商纪要"));
    d.landscape = true;
    d.widths = vec![5, 17, 26, 18, 12, 22, 44, 26];
    d.heads = 1;
    let heads = [
        "序号",
        "项目编码",
        "项目名称",
        "主管部门",
        "金额（万元）",
        "各席意见",
        "会商内容",
        "定案",
    ];
    d.rows.push(heads.into_iter().map(Cell::head).collect());
    for (n, c) in cases.iter().enumerate() {
        let seats = c.seats.iter().map(|(who, grade)| format!("{who} {grade}"));
        d.rows.push(vec![
            Cell::text((n + 1).to_string()),
            Cell::text(&c.code),
            Cell::text(&c.name),
            Cell::text(&c.unit),
            Cell::wan(c.amount),
            Cell::text(seats.collect::<Vec<_>>().join("\n")),
            Cell::text(c.talk.join("\n")),
            Cell::text(&c.decision),
        ]);
    }
    d
}
