//! `export minutes`: what was talked over in a joint review.

use super::Ctx;
use super::export::{Wanted, cases};
use super::watch::{origin, put};
use crate::domain::clean::{Clean, lines};
use crate::domain::roster::Person;
use crate::papers::minutes::{Talked, minutes};
use crate::report::{Report, USAGE};
use crate::store::{CaseFile, Reader as _};
use crate::words::{self, Lang, matrix as say};

/// The form's name.
pub(super) const PAPER: &str = "minutes";

/// Writes the minutes of the cases that were talked over, those that are decided too.
pub(super) fn export(ctx: &Ctx, q: &Wanted) -> Result<(), Report> {
    let p = ctx.queue(&q.queue)?;
    let opened = ctx.open()?;
    let mut r = ctx.reader(&opened)?;
    let db = r.database().map_err(|e| ctx.failed(e))?;
    let o = origin(&db, opened.practice);
    let people = opened.store.people().map_err(|e| ctx.failed(e))?;
    let mut talked = Vec::new();
    for id in cases(ctx, &mut r, q)? {
        let file = r.case(id).map_err(|e| ctx.failed(e))?;
        let s = &file.standing;
        if q.case.is_some() || !s.minutes.is_empty() || !s.asked.is_empty() {
            talked.push(of(&file, &people));
        }
    }
    if talked.is_empty() {
        return Err(Report::new(USAGE, words::cli::nothing_minuted(ctx.lang)));
    }
    put(ctx, &q.output, q.overwrite, &minutes(&o, &p.short, &talked))
}

/// A case as the minutes have it. Papers are Chinese in every language of the interface.
fn of(file: &CaseFile, people: &[Person]) -> Talked {
    let zh = Lang::Zh;
    let (p, s) = (&file.procedure, &file.standing);
    let name = |id| {
        let of = people.iter().find(|p| p.id == id);
        of.map_or_else(String::new, |p| Clean::line(&p.name).to_string())
    };
    let grade = |verdict: &str| {
        let v = p.verdict(verdict);
        v.map_or_else(String::new, |v| format!("{} {}", v.sign, v.name))
    };
    let seats = s.seats.iter().map(|seat| {
        let who = say::seat(zh, seat.number, &name(seat.person));
        let says = match seat.stands() {
            _ if seat.recused => say::recused(zh),
            None => "--".to_owned(),
            Some(g) if g.hidden => words::look::hidden(zh),
            Some(g) => {
                let sheet = g.sheet.as_ref().map(|x| say::by_proxy(zh, x));
                format!(
                    "{}{}",
                    grade(&g.verdict),
                    sheet.map_or_else(String::new, |x| format!("（{x}）"))
                )
            }
        };
        (who, says)
    });
    let mut talk = Vec::new();
    for a in &s.asked {
        let to: Vec<String> = a.to.iter().map(|id| name(*id)).collect();
        talk.push(say::asks(zh, &name(a.by), &to.join(" "), &a.text));
        let answers = a.answered.iter();
        talk.extend(answers.map(|(id, text)| say::answers(zh, &name(*id), text)));
    }
    talk.extend(
        s.minutes
            .iter()
            .map(|m| say::minute(zh, &name(m.by), &m.text)),
    );
    let decision = s.closing.as_ref().map(|c| {
        let mut text = format!("{}（{}）", grade(&c.first.verdict), name(c.first.person));
        for o in &c.first.opinions {
            text.push('\n');
            text.push_str(&lines(&o.text));
        }
        text
    });
    Talked {
        code: file.row.code.to_string(),
        name: file.row.name.to_string(),
        unit: file.row.unit.to_string(),
        amount: Some(file.row.amount),
        seats: seats.collect(),
        talk,
        decision: decision.unwrap_or_default(),
    }
}
