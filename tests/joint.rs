//! A joint review beyond its grades: requests for comment and their answers, minutes, grades
//! entered from paper, who stepped back and is let in again.

#![allow(clippy::unwrap_used, clippy::panic)]

#[cfg(test)]
mod common;

use common::{Bureau, declaration, today};
use jixiao::domain::entry::{Opinion, Payload};
use jixiao::domain::finding::Place;
use jixiao::domain::gate::{ByProxy, Command, Refused, Verdictum};
use jixiao::domain::id::{CaseId, PersonId, Seq};
use jixiao::store::{LogLine, Query, Reader as _, Scope, StoreError};

const CODE: &str = "31010420KY010";

fn grade(verdict: &str) -> Verdictum {
    Verdictum {
        verdict: verdict.into(),
        opinions: vec![Opinion {
            field: Place::Form,
            text: "请补充。".into(),
            rule: None,
        }],
        ..Verdictum::default()
    }
}

fn filed() -> (Bureau, CaseId) {
    let mut b = Bureau::new();
    b.file(vec![declaration(CODE, "长桥")]);
    let case = b.case(CODE);
    (b, case)
}

fn id(n: i64) -> PersonId {
    PersonId::new(n)
}

/// Cases that wait for a person, by each way that tells it.
fn waiting(b: &Bureau, who: usize) -> u64 {
    let mut r = b.reader(who);
    let counted = r.queues(today()).unwrap();
    let counted = counted
        .iter()
        .find(|q| q.queue == "joint-review")
        .unwrap()
        .mine;
    let page = r
        .page(&Query {
            queue: "joint-review".into(),
            scope: Scope::Mine,
            limit: 100,
            ..Query::default()
        })
        .unwrap();
    let next = r.next_waiting(Some("joint-review"), None).unwrap();
    let listed = u64::try_from(page.rows.len()).unwrap();
    assert_eq!(counted, listed, "person {who}");
    assert_eq!(next.is_some(), listed > 0, "person {who}");
    listed
}

fn log(b: &Bureau, who: usize, kind: &str) -> Vec<LogLine> {
    let all = b.reader(who).log(Seq::new(0), 1000).unwrap();
    all.into_iter().filter(|l| l.kind == kind).collect()
}

fn by_proxy(b: &Bureau, who: usize, sheet: &str, verdict: &str) -> Command {
    Command::Decide(Verdictum {
        proxy: Some(Box::new(ByProxy {
            person: b.actor(who).person,
            sheet: sheet.into(),
        })),
        ..grade(verdict)
    })
}

#[test]
fn who_is_asked_has_the_case_until_they_answer() {
    let (mut b, case) = filed();
    for (who, verdict) in [
        (1, "pass"),
        (2, "pass"),
        (3, "pass"),
        (4, "pass"),
        (5, "return"),
    ] {
        assert_eq!(waiting(&b, who), 1);
        b.decide(who, case, None, grade(verdict)).unwrap();
    }
    // The seats are done; the lead has it.
    assert_eq!([1, 2, 5, 6].map(|w| waiting(&b, w)), [1, 0, 0, 0]);
    let before = b.reader(5).case(case).unwrap().row.version;
    b.append(
        1,
        case,
        None,
        Command::Ask(vec![id(5), id(2)], "为什么差这么多".into()),
    )
    .unwrap();
    assert_eq!([1, 2, 3, 5].map(|w| waiting(&b, w)), [1, 1, 0, 1]);
    // A question is no reason to judge anew.
    assert_eq!(b.reader(5).case(case).unwrap().row.version, before);
    b.append(5, case, None, Command::Note("工程量无据".into()))
        .unwrap();
    assert_eq!([2, 5].map(|w| waiting(&b, w)), [1, 0]);
    // The log names whom it speaks of.
    let asked = &log(&b, 1, "noted")[0];
    let names: Vec<&str> = asked.about.iter().map(|(_, n)| n.as_str()).collect();
    assert_eq!(names, ["第5人", "第2人"]);
    // Another note is a note.
    b.append(5, case, None, Command::Note("又及".into()))
        .unwrap();
    let answers: Vec<Option<Seq>> = log(&b, 1, "noted")
        .into_iter()
        .map(|l| match l.payload {
            Some(Payload::Noted { answers, .. }) => answers,
            other => panic!("{other:?}"),
        })
        .collect();
    assert!(answers[0].is_none() && answers[1].is_some() && answers[2].is_none());
    // The decision takes the case from who has not answered.
    b.append(1, case, None, Command::Minute("议定按中评。".into()))
        .unwrap();
    let closing = Verdictum {
        closing: true,
        ..grade("revise")
    };
    b.decide(1, case, None, closing).unwrap();
    assert_eq!([1, 2, 5].map(|w| waiting(&b, w)), [0, 0, 0]);
    b.verified();
}

#[test]
fn what_is_asked_and_answered_is_as_blind_as_the_grades() {
    let (mut b, case) = filed();
    for who in 1..=5 {
        b.decide(who, case, None, grade("pass")).unwrap();
    }
    b.append(1, case, None, Command::Ask(vec![id(5)], "沈为何优".into()))
        .unwrap();
    b.append(5, case, None, Command::Note("理由如下".into()))
        .unwrap();
    b.append(1, case, None, Command::Minute("五席皆优".into()))
        .unwrap();
    let seen = |who: usize| {
        let mut text = String::new();
        for l in log(&b, who, "noted") {
            text.push_str(&l.text.unwrap_or_default());
        }
        let told: Vec<String> = b
            .reader(who)
            .case(case)
            .unwrap()
            .history
            .into_iter()
            .filter_map(|l| l.text)
            .collect();
        text + &told.concat()
    };
    // Seats that graded, the lead and the auditor; nobody else before the decision.
    for (who, sees) in [
        (1, true),
        (2, true),
        (5, true),
        (7, true),
        (6, false),
        (8, false),
        (9, false),
    ] {
        for word in ["沈为何优", "理由如下", "五席皆优"] {
            assert_eq!(seen(who).contains(word), sees, "person {who} {word}");
        }
    }
}

#[test]
fn an_experts_paper_is_entered_by_another_and_never_over_their_own() {
    let (mut b, case) = filed();
    let try_it = |b: &mut Bureau, by: usize, of: usize, sheet: &str| {
        let c = by_proxy(b, of, sheet, "return");
        match b.append(by, case, None, c) {
            Ok(r) => Ok(r.seq),
            Err(StoreError::Refused(why)) => Err(why),
            Err(e) => panic!("{e}"),
        }
    };
    // Who sits there has graded first, or the paper would be read before one's own grade.
    assert_eq!(try_it(&mut b, 2, 5, "表1"), Err(Refused::OwnGradeFirst));
    assert_eq!(try_it(&mut b, 6, 5, " "), Err(Refused::NeedsSheet));
    assert_eq!(
        try_it(&mut b, 6, 3, "表1"),
        Err(Refused::NotForThem(id(3), "no-expert"))
    );
    // A role that is only claimed is not the store's.
    let mut claimed = b.actor(3).person;
    claimed.roles.insert(jixiao::domain::roster::Role::Expert);
    let c = Command::Decide(Verdictum {
        proxy: Some(Box::new(ByProxy {
            person: claimed,
            sheet: "表1".into(),
        })),
        ..grade("return")
    });
    assert!(matches!(
        b.append(6, case, None, c),
        Err(StoreError::Refused(Refused::NotForThem(_, "no-expert")))
    ));
    let seq = try_it(&mut b, 6, 5, "表1").unwrap();
    assert_eq!(waiting(&b, 5), 0);
    let file = b.reader(1).case(case).unwrap();
    let given = file.standing.seats[4].stands().unwrap();
    assert_eq!((given.person, given.by, given.seq), (id(5), id(6), seq));
    assert_eq!(given.sheet.as_deref(), Some("表1"));
    // Blind for the other seats as any grade is.
    let hidden = b.reader(2).case(case).unwrap();
    assert!(hidden.standing.seats[4].stands().unwrap().hidden);
    assert_eq!(
        try_it(&mut b, 6, 5, "表2"),
        Err(Refused::NotForThem(id(5), "graded"))
    );
    b.verified();
    // Taken back by who entered it, and then by nobody else.
    assert!(b.undo(2, case).is_err());
    b.undo(6, case).unwrap();
    assert_eq!(waiting(&b, 5), 1);
    b.decide(5, case, None, grade("pass")).unwrap();
    assert_eq!(
        try_it(&mut b, 6, 5, "表2"),
        Err(Refused::NotForThem(id(5), "graded"))
    );
    b.verified();
    // It counts as the expert's, once the seats are in.
    b.undo(5, case).unwrap();
    try_it(&mut b, 6, 5, "表3").unwrap();
    for who in 1..=4 {
        b.decide(who, case, None, grade("pass")).unwrap();
    }
    let judged = b.reader(1).first_grades("joint-review", 9).unwrap();
    assert_eq!(
        judged[0]
            .grades
            .iter()
            .filter(|g| g.person == id(5))
            .count(),
        1
    );
    assert!(judged[0].grades.iter().all(|g| g.person != id(6)));
    b.verified();
}

#[test]
fn who_stepped_back_is_let_in_again_by_the_lead_alone() {
    let (mut b, case) = filed();
    b.append(3, case, None, Command::Recuse("other".into()))
        .unwrap();
    assert_eq!(waiting(&b, 3), 0);
    let again = |b: &mut Bureau, by: usize, who: i64, why: &str| {
        b.append(by, case, None, Command::Readmit(id(who), why.into()))
            .map(|_| ())
    };
    assert!(matches!(
        again(&mut b, 2, 3, "误报"),
        Err(StoreError::Refused(Refused::NotLead))
    ));
    assert!(matches!(
        again(&mut b, 3, 3, "误报"),
        Err(StoreError::Refused(Refused::Recused))
    ));
    assert!(again(&mut b, 1, 2, "误报").is_err());
    assert!(again(&mut b, 1, 3, " ").is_err());
    again(&mut b, 1, 3, "误报").unwrap();
    assert_eq!(waiting(&b, 3), 1);
    b.decide(3, case, None, grade("pass")).unwrap();
    assert!(again(&mut b, 1, 3, "误报").is_err());
    b.verified();
}

/// A live bureau whose seats are all drawn to grade without what the rules found.
#[test]
fn a_seat_drawn_by_lot_grades_before_it_sees_what_the_rules_found() {
    use jixiao::domain::entry::Algorithm;
    use jixiao::domain::filter::Filter;
    use jixiao::domain::id::Seq;
    use jixiao::domain::standing::Aid;
    use jixiao::store::sqlite::{Actor, Founding, SqliteStore};
    use jixiao::store::{Append, Intake, Writer as _};
    let b = Bureau::new();
    let founder = Actor {
        person: b.actor(1).person,
        ..b.actor(1)
    };
    let founding = Founding {
        practice: false,
        year: 2020,
        algorithm: Algorithm::Sha256,
        house: false,
    };
    let at = jixiao::domain::day::Instant::new(1_602_300_000_000);
    let mut person = founder.person.clone();
    person.roles.insert(jixiao::domain::roster::Role::Security);
    let founder = Actor { person, ..founder };
    let path = b.dir().join("live.db");
    let store = SqliteStore::create(&path, &founding, &founder, at).unwrap();
    let mut w = store.writer(&founder).unwrap();
    let change = |p: Payload| jixiao::domain::office::Act::Change(Box::new(p));
    for n in 2..=3 {
        let p = b.actor(n).person;
        let added = Payload::PersonAdded {
            id: p.id,
            account: p.account.clone(),
            name: p.name.clone(),
            roles: p.roles.iter().copied().collect(),
            units: Vec::new(),
        };
        w.administer("user", "", change(added), at).unwrap();
    }
    let seats = Payload::Seated {
        seats: vec![id(2), id(3)],
        pools: Vec::new(),
    };
    w.administer("user", "joint-review", change(seats), at)
        .unwrap();
    // Enough cases that the lot falls on some seat: about one in ten.
    let mut declarations = Vec::new();
    for n in 0..60 {
        let mut d = declaration(&format!("3101042{n:02}"), &format!("项目{n}"));
        // No unit of measurement: an error.
        for i in &mut d.indicators {
            i.value.clear();
        }
        declarations.push(d);
    }
    let intake = Intake {
        source: jixiao::domain::clean::Clean::line("a.xlsx"),
        sha256: Default::default(),
        table: "target".into(),
        rows_read: 60,
        declarations,
        companions: Vec::new(),
    };
    let importer = Actor {
        person: b.actor(2).person,
        ..b.actor(2)
    };
    store
        .writer(&importer)
        .unwrap()
        .import(&intake, at)
        .unwrap();
    let me = b.actor(2).person;
    let reader = || store.reader(&me).unwrap().on(today());
    let mut drawn = Vec::new();
    let mut r = reader();
    for line in r.log(Seq::new(0), 10_000).unwrap() {
        if let Some(Payload::Opened { code, unaided, .. }) = &line.payload
            && unaided.contains(&1)
        {
            drawn.push(code.clone());
        }
    }
    assert!((1..=20).contains(&drawn.len()), "{drawn:?}");
    let code = drawn[0].clone();
    let case = r.find(&code).unwrap()[0].0;
    let listed = |filter: &str| {
        let f = Filter::parse(filter, today()).unwrap();
        let q = Query {
            queue: "joint-review".into(),
            filter: Some(f),
            limit: 100,
            ..Query::default()
        };
        let page = reader().page(&q).unwrap();
        page.rows.iter().filter(|row| row.id == case).count()
    };
    let findings = || {
        let file = reader().case(case).unwrap();
        (
            file.findings().len(),
            file.row.findings.iter().sum::<u32>(),
            file.row.rules,
        )
    };
    assert_eq!(findings(), (0, 0, String::new()));
    let rule = store.reader(&founder.person).unwrap().case(case).unwrap();
    let rule = rule.row.rules.split(' ').next().unwrap().to_owned();
    let found = [
        listed("flag:error"),
        listed(&format!("flag:{rule}")),
        listed(&code),
    ];
    assert_eq!(found, [0, 0, 1]);
    // Others see them.
    let lead = store.reader(&founder.person).unwrap().case(case).unwrap();
    assert!(lead.row.findings[0] > 0 && !lead.findings().is_empty());
    // The grade may pass over errors that could not be seen, once.
    let grade_it = |verdict: &str| {
        let by = Actor {
            person: me.clone(),
            ..b.actor(2)
        };
        let a = Append {
            case,
            expected: None,
            command: Command::Decide(Verdictum {
                verdict: verdict.into(),
                ..grade(verdict)
            }),
            by_command: "decide".into(),
        };
        store.writer(&by).unwrap().append(&a, at)
    };
    grade_it("pass").unwrap();
    let aid = || {
        reader()
            .case(case)
            .unwrap()
            .standing
            .seat_of(me.id)
            .unwrap()
            .aid
    };
    assert_eq!(aid(), Aid::Shown);
    assert!(findings().0 > 0 && findings().1 > 0);
    assert_eq!(listed("flag:error"), 1);
    // It still waits, does not count, and opens nobody's grade.
    let file = reader().case(case).unwrap();
    assert!(file.row.mine.waiting);
    assert_eq!(file.standing.filled(), 0);
    assert!(matches!(
        grade_it("pass"),
        Err(StoreError::Refused(Refused::OpenErrors(_)))
    ));
    grade_it("return").unwrap();
    assert_eq!(aid(), Aid::Full);
    assert_eq!(reader().case(case).unwrap().standing.filled(), 1);
    assert!(!reader().case(case).unwrap().row.mine.waiting);
    assert_eq!(store.verify().unwrap().first_bad, None);
}

/// Seats with candidates: by district, not one's own unit, evenly, by a lot that anybody draws again
/// from the log.
#[test]
fn seats_of_new_cases_are_assigned_and_can_be_drawn_again() {
    use jixiao::domain::assign::{Candidate, assign};
    use jixiao::domain::id::Seq;
    use jixiao::domain::office::Act;
    use jixiao::store::Writer as _;
    use std::collections::BTreeMap;
    let mut b = Bureau::new();
    let candidate = |n: i64, of: &[&str]| Candidate {
        person: id(n),
        of: of.iter().map(|s| (*s).to_owned()).collect(),
    };
    // 9 is of the unit whose cases these are.
    let pools = vec![
        vec![
            candidate(2, &[]),
            candidate(3, &[]),
            candidate(4, &[]),
            candidate(9, &[]),
        ],
        vec![candidate(5, &["310105"]), candidate(1, &[])],
    ];
    let seated = Payload::Seated {
        seats: vec![id(2), id(5)],
        pools: pools.clone(),
    };
    let at = b.now();
    let mut w = b.store().writer(&b.actor(1)).unwrap();
    w.administer("user", "joint-review", Act::Change(Box::new(seated)), at)
        .unwrap();
    drop(w);
    let forms: Vec<_> = (0..30)
        .map(|n| {
            let district = if n % 3 == 0 { "310105" } else { "310104" };
            let mut d = declaration(&format!("{district}20KY{n:03}"), &format!("项目{n}"));
            d.fields.remove("district_code");
            d
        })
        .collect();
    b.file(forms.clone());
    let mut load: BTreeMap<PersonId, u64> = BTreeMap::new();
    let mut opened = 0;
    for line in b.reader(7).log(Seq::new(0), 1000).unwrap() {
        let Some(Payload::Opened { code, seats, .. }) = line.payload else {
            continue;
        };
        let d = forms.iter().find(|d| d.code == code).unwrap();
        let of = |p| load.get(&p).copied().unwrap_or(0);
        let again = assign(&pools, d, &|p| p == id(9), &of, &line.prev.to_string());
        assert_eq!(seats, again, "{code}");
        assert_eq!(
            seats[1],
            if code.starts_with("310105") {
                id(5)
            } else {
                id(1)
            }
        );
        for s in seats {
            *load.entry(s).or_default() += 1;
        }
        opened += 1;
    }
    assert_eq!(opened, 30);
    assert_eq!([2, 3, 4].map(|n| load[&id(n)]), [10, 10, 10]);
    assert!(!load.contains_key(&id(9)));
    assert_eq!(
        [2, 5, 1].map(|n| waiting(&b, usize::try_from(n).unwrap())),
        [10, 10, 20]
    );
    b.verified();
    // Somebody nobody knows, or candidates for other seats than there are.
    let mut w = b.store().writer(&b.actor(1)).unwrap();
    for (seats, pools) in [
        (vec![id(2)], vec![vec![candidate(99, &[])]]),
        (vec![id(2), id(3)], vec![vec![candidate(2, &[])]]),
    ] {
        let bad = Payload::Seated { seats, pools };
        assert!(
            w.administer("user", "joint-review", Act::Change(Box::new(bad)), at)
                .is_err()
        );
    }
    assert!(
        w.import(
            &jixiao::store::Intake {
                source: jixiao::domain::clean::Clean::line("b.xlsx"),
                sha256: Default::default(),
                table: "target".into(),
                rows_read: 1,
                declarations: vec![declaration("31010420KY999", "又一个")],
                companions: Vec::new(),
            },
            at
        )
        .is_ok()
    );
}
