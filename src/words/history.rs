//! One line for an entry of the log.

use super::{Lang, either};
use crate::domain::clean::Clean;
use crate::domain::day::Day;
use crate::domain::entry::Payload;
use crate::domain::id::PersonId;
use crate::domain::procedure::Procedure;
use crate::domain::roster::Role;
use crate::store::LogLine;

/// What was done, in one line; a blind entry says only that it is there.
pub fn summary(l: Lang, p: &Procedure, line: &LogLine) -> String {
    match &line.payload {
        Some(payload) => of(l, p, payload, &|id| {
            let named = line.about.iter().find(|(of, _)| *of == id);
            named.map_or_else(|| id.to_string(), |(_, name)| name.to_string())
        }),
        None => either(l, "已", "submitted").to_owned(),
    }
}

/// How a person is called.
pub type Who<'a> = &'a dyn Fn(PersonId) -> String;

/// What an entry, or what an entry wraps, says.
fn of(l: Lang, p: &Procedure, payload: &Payload, who: Who<'_>) -> String {
    let zh = l == Lang::Zh;
    match payload {
        Payload::Decided {
            verdict,
            seat,
            closing,
            second,
            opinions,
            waived,
            due,
            amount,
            settled,
            proxy,
            ..
        } => {
            let v = p.verdict(verdict);
            let name = v.map_or_else(
                || verdict.clone(),
                |v| {
                    if zh {
                        format!("{} {}", v.sign, v.name)
                    } else {
                        v.name_en.clone()
                    }
                },
            );
            let what = match (closing, second, seat) {
                (_, true, _) => if zh { "复核 " } else { "second signature: " }.to_owned(),
                (true, ..) => if zh { "定案 " } else { "decision: " }.to_owned(),
                (_, _, Some(n)) => {
                    if zh {
                        format!("第{n}席 ")
                    } else {
                        format!("seat {n}: ")
                    }
                }
                _ => String::new(),
            };
            let mut out = format!("{what}{name}");
            if let Some(x) = proxy {
                let (of, sheet) = (who(x.person), Clean::line(&x.sheet));
                out += &(if zh {
                    format!(" 代录 {of} {sheet}")
                } else {
                    format!(" for {of} from sheet {sheet}")
                });
            }
            if let Some(due) = due.and_then(Day::from_number) {
                out += &(if zh {
                    format!(" 限{due}前")
                } else {
                    format!(" by {due}")
                });
            }
            if let Some(amount) = amount {
                out += &(if zh {
                    format!(" {}万元", amount.wan())
                } else {
                    format!(" {} million yuan", amount.million())
                });
            }
            if let Some(s) = settled {
                let (from, to) = (s.declared, s.score);
                out += &(if zh {
                    format!(" 自评{from} 认定{to}")
                } else {
                    format!(" declared {from}, set {to}")
                });
            }
            if !opinions.is_empty() {
                out += &(if zh {
                    format!(" 意见{}条", opinions.len())
                } else {
                    format!(", {} opinions", opinions.len())
                });
            }
            if !waived.is_empty() {
                let rules: Vec<&str> = waived.iter().map(|w| w.rule.as_str()).collect();
                let rules = rules.join(" ");
                out += &(if zh {
                    format!(" 不采纳 {rules}")
                } else {
                    format!(", set aside {rules}")
                });
            }
            out
        }
        Payload::Drawn {
            population,
            drawn,
            seed,
            ..
        } => {
            if zh {
                format!(
                    "抽取: {population}件中{}件, 种子 {}",
                    drawn.len(),
                    Clean::line(seed)
                )
            } else {
                let seed = Clean::line(seed);
                format!("drawn: {} of {population}, seed {seed}", drawn.len())
            }
        }
        Payload::Chosen { why } => {
            let why = super::evaluation::why_chosen(l, why);
            if zh {
                format!("抽中: {why}")
            } else {
                format!("chosen: {why}")
            }
        }
        Payload::Replied { reply, reason } => {
            let (what, why) = (super::evaluation::reply(l, *reply), Clean::line(reason));
            if zh {
                format!("部门反馈: {what} {why}")
            } else {
                format!("department's reply: {what} {why}")
            }
        }
        Payload::Withdrawn { seq } => {
            if zh {
                format!("撤回 {seq}")
            } else {
                format!("withdrew {seq}")
            }
        }
        Payload::Declared { round, .. } => {
            if zh {
                format!("第{round}轮 {}", super::tui::table(l, &p.input))
            } else {
                format!("{} of round {round}", super::tui::table(l, &p.input))
            }
        }
        Payload::Opened { seats, .. } => match (zh, seats.len()) {
            (true, 0) => "进入队列".into(),
            (true, n) => format!("进入队列, {n}席"),
            (false, 0) => "came into the queue".into(),
            (false, n) => format!("came into the queue, {n} seats"),
        },
        Payload::Recused { reason } => {
            let why = recusal(l, reason);
            if zh {
                format!("回避: {why}")
            } else {
                format!("recused: {why}")
            }
        }
        Payload::Reseated { from, to } => {
            let (from, to) = (who(*from), who(*to));
            if zh {
                format!("席位移交: {from} → {to}")
            } else {
                format!("seat passed from {from} to {to}")
            }
        }
        Payload::Noted {
            text,
            to,
            answers,
            minute,
        } => {
            let text = Clean::line(text);
            let to: Vec<String> = to.iter().map(|id| who(*id)).collect();
            let to = to.join(" ");
            match (zh, answers, minute, to.as_str()) {
                (true, Some(seq), ..) => format!("答复第{seq}条: {text}"),
                (false, Some(seq), ..) => format!("answers {seq}: {text}"),
                (true, _, true, _) => format!("会商纪要: {text}"),
                (false, _, true, _) => format!("minute: {text}"),
                (true, .., "") => format!("留言: {text}"),
                (false, .., "") => format!("note: {text}"),
                (true, ..) => format!("征求意见 {to}: {text}"),
                (false, ..) => format!("asks {to}: {text}"),
            }
        }
        Payload::Readmitted { person, reason } => {
            let (person, reason) = (who(*person), Clean::line(reason));
            if zh {
                format!("撤销{person}的回避: {reason}")
            } else {
                format!("let {person} in again: {reason}")
            }
        }
        Payload::Refused { tried, why } => {
            if zh {
                format!("被拒: {tried} ({why})")
            } else {
                format!("refused: {tried} ({why})")
            }
        }
        Payload::Imported {
            source,
            opened,
            changed,
            same,
            rows_read,
            ..
        } => {
            if zh {
                format!("导入 {source}: {rows_read}行, 新{opened} 变{changed} 同{same}")
            } else {
                format!(
                    "import {source}: {rows_read} rows, {opened} new, {changed} changed, {same} same"
                )
            }
        }
        Payload::Founded {
            practice,
            year,
            house,
        } => match (zh, practice) {
            (true, true) => format!("建练习库 {year}年度"),
            (true, false) if *house => format!("建托管正式库 {year}年度"),
            (false, false) if *house => format!("database of a house made, {year}"),
            (true, false) => format!("建正式库 {year}年度"),
            (false, true) => format!("practice database made, {year}"),
            (false, false) => format!("database made, {year}"),
        },
        Payload::PersonAdded { .. }
        | Payload::RolesSet { .. }
        | Payload::KeysSet { .. }
        | Payload::Proposed { .. }
        | Payload::Confirmed { .. } => people(l, payload, who),
        Payload::Signed { spans, .. } => {
            let n: i64 = spans.iter().map(|s| s.last.get() - s.first.get() + 1).sum();
            if zh {
                format!("以本人钥匙签 {n}条")
            } else {
                format!("signed {n} by their own key")
            }
        }
        Payload::Seated { seats, pools } => {
            let many = pools.iter().filter(|p| p.len() > 1).count();
            match (zh, many) {
                (true, 0) => format!("排席 {}席", seats.len()),
                (false, 0) => format!("seated {}", seats.len()),
                (true, _) => format!("排席 {}席, 其中{many}席有几名候选", seats.len()),
                (false, _) => format!("seated {}, {many} with candidates", seats.len()),
            }
        }
        Payload::Defined { what, id, .. } => {
            if zh {
                format!("记下 {what} {id}")
            } else {
                format!("kept {what} {id}")
            }
        }
        Payload::Unknown => if zh {
            "较新版本程序的记录"
        } else {
            "an entry of a newer program"
        }
        .to_owned(),
    }
}

/// The reasons for stepping back.
pub fn recusal(l: Lang, id: &str) -> String {
    let (zh, en) = match id {
        "own-unit" => ("本单位", "own unit"),
        "kin" => ("亲属", "kin"),
        "took-part" => ("参与过编制", "took part in it"),
        _ => ("其他", "other"),
    };
    either(l, zh, en)
}

/// An entry in full, for reading: its head, and all it says as it lies in the log.
pub fn full(l: Lang, line: &LogLine) -> (String, String) {
    let head = match l {
        Lang::Zh => format!("第{}条  {}  {}", line.seq, line.at.short(), line.by.1),
        Lang::En => format!("entry {}  {}  {}", line.seq, line.at.short(), line.by.1),
    };
    let hidden = either(
        l,
        "你交了自己的裁定以后才能看",
        "shown once your own verdict is in",
    );
    let text = line.text.as_deref().map_or(hidden, |t| {
        let pretty = serde_json::from_str::<serde_json::Value>(t)
            .and_then(|v| serde_json::to_string_pretty(&v));
        crate::domain::clean::lines(&pretty.unwrap_or_else(|_| t.to_owned()))
    });
    let facts = format!(
        "{} {}  {} {}  v{}\n{}: {}",
        line.queue, line.code, line.role, line.kind, line.version, line.algorithm, line.hash
    );
    (head, format!("{facts}\n{text}"))
}

/// What a change of people says.
pub fn people(l: Lang, change: &Payload, who: Who<'_>) -> String {
    let zh = l == Lang::Zh;
    match change {
        Payload::PersonAdded { account, name, .. } => {
            let who = Clean::line(&format!("{name} ({account})"));
            if zh {
                format!("加入人员 {who}")
            } else {
                format!("added {who}")
            }
        }
        Payload::RolesSet { id, roles, until } => {
            let word = |r: &Role| {
                let last = until.get(r).copied().and_then(Day::from_number);
                last.map_or_else(|| r.id().to_owned(), |d| format!("{}@{d}", r.id()))
            };
            let ids: Vec<String> = roles.iter().map(word).collect();
            let ids = ids.join(" ");
            if zh {
                format!("{}的角色: {ids}", who(*id))
            } else {
                format!("roles of {}: {ids}", who(*id))
            }
        }
        Payload::KeysSet { id, keys } => {
            let n = keys.len();
            if zh {
                format!("{}的钥匙: {n}把", who(*id))
            } else {
                format!("keys of {}: {n}", who(*id))
            }
        }
        Payload::Proposed { change } => {
            let what = people(l, change, who);
            if zh {
                format!("提请: {what}")
            } else {
                format!("proposed: {what}")
            }
        }
        Payload::Confirmed { proposed, change } => {
            let what = people(l, change, who);
            match (zh, proposed) {
                (true, Some(seq)) => format!("确认{seq}号: {what}"),
                (true, None) => format!("独自({what}), 当时不足两名安全员"),
                (false, Some(seq)) => format!("confirmed {seq}: {what}"),
                (false, None) => format!("alone, there were not yet two to agree: {what}"),
            }
        }
        other => other.kind().to_owned(),
    }
}
