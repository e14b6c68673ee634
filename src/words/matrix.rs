//! Words of the screen of seats.

use super::{Lang, either};
use crate::domain::entry::Opinion;

macro_rules! says {
    ($($(#[$doc:meta])* $name:ident: $zh:literal, $en:literal;)*) => {
        $($(#[$doc])* pub fn $name(l: Lang) -> String { either(l, $zh, $en) })*
    };
}

says! {
    /// The screen.
    head: "席位矩阵", "seats";
    /// It is shown already.
    already: "已在席位矩阵", "The seats are shown already";
    /// The cursor stands at the edge.
    no_cell_further: "没有更多席位", "No seat further on";
    /// No case further on whose grades are apart.
    no_dissent_further: "没有别的分歧", "No other dissent";
    /// The case has no such seat.
    no_seat: "这件没有这个席位", "The case has no such seat";
    /// The seat stepped back.
    recused: "回避", "recused";
    /// The seat has not graded.
    open: "还没有裁定", "has not graded yet";
    /// Submitted, not to be read yet.
    hidden: "已交；你交之前看不到", "submitted; shown once yours is in";
    /// How the rows are ordered.
    order: "[按] 分歧 金额", "[by] distance, amount";
    /// When grades can be read.
    blind: "[方式] 交后可见", "[mode] open once yours is in";
    /// Nothing here yet.
    empty: "本队列还没有项目", "This queue has no case yet";
    /// The last column.
    conclusion: "结论", "outcome";
    /// Counts of the title: all seats in, apart, seats missing.
    whole: "齐", "whole";
    /// As above.
    apart: "分歧", "apart";
    /// As above.
    missing: "缺席位", "missing";
    /// How the grades of a case are spread.
    spread: "分布", "spread";
    /// What the others say.
    others: "各席", "seats";
    /// Farther apart than the procedure lets pass.
    needs_minutes: "两档以上：组长会商后定案", "Two grades or more apart: the lead decides after talking it over";
    /// All in and the viewer may not read them yet.
    whole_hidden: "已齐", "all in";
}

/// The meeting.
pub fn meeting(l: Lang) -> String {
    either(l, "会商", "meeting")
}

/// Over what was talked over.
pub fn minutes(l: Lang) -> String {
    either(l, "征求意见与纪要", "questions and minutes")
}

/// A decided case.
pub fn decided(l: Lang, verdict: &str) -> String {
    match l {
        Lang::Zh => format!("已定案：{verdict}"),
        Lang::En => format!("decided: {verdict}"),
    }
}

/// A request for comment.
pub fn asks(l: Lang, by: &str, to: &str, text: &str) -> String {
    let text = crate::domain::clean::lines(text);
    match l {
        Lang::Zh => format!("问 {by} → {to}：{text}"),
        Lang::En => format!("{by} asks {to}: {text}"),
    }
}

/// Its answer.
pub fn answers(l: Lang, by: &str, text: &str) -> String {
    let text = crate::domain::clean::lines(text);
    match l {
        Lang::Zh => format!("答 {by}：{text}"),
        Lang::En => format!("{by}: {text}"),
    }
}

/// A minute.
pub fn minute(l: Lang, by: &str, text: &str) -> String {
    let text = crate::domain::clean::lines(text);
    match l {
        Lang::Zh => format!("纪要 {text}（{by}记）"),
        Lang::En => format!("minute: {text} ({by})"),
    }
}

/// A grade that was entered from paper.
pub fn by_proxy(l: Lang, sheet: &str) -> String {
    let sheet = crate::domain::clean::Clean::line(sheet);
    match l {
        Lang::Zh => format!("代录 {sheet}"),
        Lang::En => format!("from sheet {sheet}"),
    }
}

/// Why somebody is let in again.
pub fn ask_readmit(l: Lang) -> String {
    either(l, "撤销回避的理由:", "why they are let in again:")
}

/// They are.
pub fn readmitted(l: Lang) -> String {
    either(l, "已撤销回避, 该席待评", "let in again: the seat waits")
}

/// The seat has not stepped back.
pub fn not_recused(l: Lang) -> String {
    either(l, "该席没有回避", "that seat has not stepped back")
}

/// What is asked for to enter one.
pub fn ask_proxy(l: Lang) -> String {
    either(l, "代录 表号 等级 意见:", "sheet, grade, opinion:")
}

/// How it is written.
pub fn proxy_form(l: Lang) -> String {
    either(
        l,
        "写成: 表号 等级 意见, 如 12 良 请补充测算依据",
        "as: sheet grade opinion, for example 12 m please add the basis",
    )
}

/// It is on disk.
pub fn entered(l: Lang) -> String {
    either(l, "已代录", "entered from paper")
}

/// The mark of such a grade.
pub fn proxy_mark(l: Lang) -> String {
    either(l, "代", "*")
}

/// `席4 顾建华`.
pub fn seat(l: Lang, n: u8, name: &str) -> String {
    match l {
        Lang::Zh => format!("席{n} {name}"),
        Lang::En => format!("seat {n} {name}"),
    }
}

/// Head of a column: `席4顾`.
pub fn column(l: Lang, n: u8, first: &str) -> String {
    match l {
        Lang::Zh => format!("席{n}{first}"),
        Lang::En => format!("s{n}{first}"),
    }
}

/// A grade with the number of its opinions.
pub fn given(l: Lang, verdict: &str, opinions: usize) -> String {
    match (l, opinions) {
        (Lang::Zh, 0) => format!("{verdict}  无意见"),
        (Lang::Zh, n) => format!("{verdict}  意见{n}条"),
        (Lang::En, 0) => format!("{verdict}, no opinion"),
        (Lang::En, n) => format!("{verdict}, opinions: {n}"),
    }
}

/// An opinion with the rule it comes from.
pub fn opinion(o: &Opinion) -> String {
    match &o.rule {
        Some(rule) => format!("{rule} {}", o.text),
        None => o.text.clone(),
    }
}

/// So many seats are missing.
pub fn missing_seats(l: Lang, n: usize) -> String {
    match l {
        Lang::Zh => format!("缺{n}席"),
        Lang::En => format!("{n} missing"),
    }
}

/// Grades that far apart.
pub fn steps(l: Lang, n: u8) -> String {
    match l {
        Lang::Zh => format!("分歧 差{n}档"),
        Lang::En => format!("{n} apart"),
    }
}

/// What the lead is offered.
pub fn proposed(l: Lang, sign: &str, name: &str) -> String {
    match l {
        Lang::Zh => format!("{sign} {name}？"),
        Lang::En => format!("{name}?"),
    }
}

/// The grade in the middle, in a sentence.
pub fn middle(l: Lang, sign: &str, name: &str) -> String {
    match l {
        Lang::Zh => format!("取中间等级：{sign} {name}"),
        Lang::En => format!("The grade in the middle: {name}"),
    }
}

/// The beginning of a note to a seat.
pub fn please_explain(l: Lang, n: u8, name: &str) -> String {
    match l {
        Lang::Zh => format!("请席{n} {name}说明："),
        Lang::En => format!("Seat {n} {name}, please explain: "),
    }
}
