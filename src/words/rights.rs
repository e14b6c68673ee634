//! Words of the table of rights.

use super::Lang;
use crate::domain::rights::{Act, Missing, Relation, Right, Stage};
use crate::domain::roster::Role;

/// Cells that the name of an act takes.
const NAME: usize = 34;

fn name(l: Lang, right: &Right) -> String {
    let name = match l {
        Lang::Zh => &right.name,
        Lang::En => &right.english,
    };
    let width = unicode_width::UnicodeWidthStr::width(name.as_str());
    format!("{name}{}", " ".repeat(NAME.saturating_sub(width)))
}

fn relation(l: Lang, r: Relation) -> &'static str {
    match (l, r) {
        (Lang::Zh, Relation::OwnUnit) => "本单位",
        (Lang::Zh, Relation::Recused) => "已回避",
        (Lang::Zh, Relation::First) => "首签人",
        (Lang::Zh, Relation::Seat) => "本席",
        (Lang::Zh, Relation::OwnAct) => "本人最近一步",
        (Lang::En, Relation::OwnUnit) => "own unit",
        (Lang::En, Relation::Recused) => "stepped back",
        (Lang::En, Relation::First) => "signed first",
        (Lang::En, Relation::Seat) => "own seat",
        (Lang::En, Relation::OwnAct) => "own latest act",
    }
}

fn stage(l: Lang, s: Stage) -> &'static str {
    match (l, s) {
        (Lang::Zh, Stage::Unchosen) => "未抽取",
        (Lang::Zh, Stage::Open) => "未定",
        (Lang::Zh, Stage::Second) => "待复核",
        (Lang::Zh, Stage::Consulted) => "待反馈",
        (Lang::Zh, Stage::Lapsed) => "逾期未改",
        (Lang::Zh, Stage::Decided) => "已定",
        (Lang::En, Stage::Unchosen) => "not chosen",
        (Lang::En, Stage::Open) => "open",
        (Lang::En, Stage::Second) => "awaits a second",
        (Lang::En, Stage::Consulted) => "awaits a reply",
        (Lang::En, Stage::Lapsed) => "not mended in time",
        (Lang::En, Stage::Decided) => "decided",
    }
}

fn role(l: Lang, r: Role) -> String {
    super::tui::role(l, r)
}

/// A line of the table: the act, who may, who may not, where.
pub fn line(l: Lang, right: &Right) -> String {
    let roles = |all: &[Role]| {
        let names = all.iter().map(|r| role(l, *r));
        names.collect::<Vec<_>>().join(" ")
    };
    let related = |all: &[Relation]| all.iter().map(|r| relation(l, *r)).collect::<Vec<_>>();
    let (anybody, but, needs, at) = match l {
        Lang::Zh => ("人人", "除", "须", "在"),
        Lang::En => ("anybody", "not", "needs", "at"),
    };
    let mut out = name(l, right);
    if right.roles.is_empty() {
        out.push_str(anybody);
    } else {
        out.push_str(&roles(&right.roles));
    }
    let mut stops = right.bars.iter().map(|r| role(l, *r)).collect::<Vec<_>>();
    stops.extend(related(&right.not).into_iter().map(str::to_owned));
    for (word, all) in [
        (but, stops.join(" ")),
        (needs, related(&right.needs).join(" ")),
        (
            at,
            right
                .stages
                .iter()
                .map(|s| stage(l, *s))
                .collect::<Vec<_>>()
                .join(" "),
        ),
    ] {
        if !all.is_empty() {
            out.push_str(&format!("  {word}: {all}"));
        }
    }
    out
}

/// True for what is done to a case.
pub const fn of_a_case(act: Act) -> bool {
    !matches!(act, Act::Import | Act::People | Act::PeopleOwn)
}

/// Why the table does not let.
pub fn missing(l: Lang, m: Missing) -> String {
    let (zh, en) = match m {
        Missing::Bar(r) => {
            let (zh, en) = (role(Lang::Zh, r), role(Lang::En, r));
            (format!("{zh}不能"), format!("not as {en}"))
        }
        Missing::Role => ("没有这个角色".to_owned(), "no role for it".to_owned()),
        Missing::Relation(r) => (
            relation(Lang::Zh, r).to_owned(),
            relation(Lang::En, r).to_owned(),
        ),
        Missing::Needs(r) => (
            format!("不是{}", relation(Lang::Zh, r)),
            format!("not the {}", relation(Lang::En, r)),
        ),
        Missing::Stage(s) => (
            format!("此时不能 ({})", stage(Lang::Zh, s)),
            format!("not now ({})", stage(Lang::En, s)),
        ),
    };
    match l {
        Lang::Zh => zh,
        Lang::En => en,
    }
}

/// An act and whether it may be done.
pub fn answered(l: Lang, right: &Right, answer: Result<(), Missing>) -> String {
    let says = match (l, answer) {
        (Lang::Zh, Ok(())) => "可".to_owned(),
        (Lang::En, Ok(())) => "may".to_owned(),
        (_, Err(m)) => missing(l, m),
    };
    format!("{}{says}", name(l, right))
}
