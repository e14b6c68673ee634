//! The gate and the fold: who may do what, written down by hand; and random commands, judged
//! afterwards by rules of their own.

use jixiao::domain::day::Instant;
use jixiao::domain::entry::{Entry, Opinion, Payload, Waiver};
use jixiao::domain::finding::{Finding, Place, Severity};
use jixiao::domain::gate::{ByProxy, Command, Facts, Refused, Verdictum, decide};
use jixiao::domain::id::{CaseId, PersonId, Seq};
use jixiao::domain::procedure::{Digest, Procedure, builtin};
use jixiao::domain::roster::{Person, Role};
use jixiao::domain::standing::{Standing, apply, fold};
use proptest::prelude::*;

const UNIT: &str = "徐汇区房管局";

fn procedure() -> &'static Procedure {
    &builtin()[0].0
}

fn person(id: i64, roles: &[Role]) -> Person {
    Person {
        id: PersonId::new(id),
        account: format!("p{id}"),
        name: format!("第{id}人"),
        roles: roles.iter().copied().collect(),
        units: Vec::new(),
        until: Default::default(),
    }
}

/// Five seats, the first also leads; 6 second, 7 auditor, 8 admin, 9 approver, 10 reviewer without
/// a seat.
fn people() -> Vec<Person> {
    vec![
        person(1, &[Role::Reviewer, Role::Lead]),
        person(2, &[Role::Reviewer]),
        person(3, &[Role::Reviewer]),
        person(4, &[Role::Reviewer]),
        person(5, &[Role::Expert]),
        person(6, &[Role::Second]),
        person(7, &[Role::Auditor]),
        person(8, &[Role::Admin]),
        person(9, &[Role::Approver]),
        person(10, &[Role::Reviewer]),
    ]
}

fn opened(seats: i64) -> Vec<Entry> {
    let payloads = [
        Payload::Opened {
            code: "GX1".into(),
            procedure: Digest::default(),
            profile: Digest::default(),
            seats: (1..=seats).map(PersonId::new).collect(),
            unaided: Vec::new(),
        },
        Payload::Declared {
            round: 1,
            facts: Digest::default(),
            due: 20201015,
        },
    ];
    payloads
        .into_iter()
        .enumerate()
        .map(|(n, p)| entry(n, 1, p))
        .collect()
}

fn entry(n: usize, who: i64, payload: Payload) -> Entry {
    Entry {
        seq: Seq::new(i64::try_from(n).unwrap_or(0) + 1),
        at: Instant::new(0),
        person: PersonId::new(who),
        role: String::new(),
        case: CaseId::new(1),
        version: 0,
        payload,
    }
}

fn verdict(id: &str, closing: bool) -> Command {
    let opinion = Opinion {
        field: Place::Form,
        text: "请补充。".into(),
        rule: None,
    };
    Command::Decide(Verdictum {
        verdict: id.into(),
        closing,
        opinions: if id == "pass" {
            Vec::new()
        } else {
            vec![opinion]
        },
        ..Verdictum::default()
    })
}

fn facts(findings: &[Finding]) -> Facts<'_> {
    Facts {
        sheet: None,
        findings,
        unit: UNIT,
        others: true,
        today: jixiao::domain::day::Day::new(2020, 8, 1).expect("a day"),
    }
}

fn ask(s: &Standing, who: &Person, c: Command) -> Result<Payload, &'static str> {
    decide(procedure(), s, who, &facts(&[]), c).map_err(|r| r.id())
}

/// A case in each state that matters, by name.
fn states() -> Vec<(&'static str, Standing)> {
    let p = procedure();
    let all = people();
    let grow = |grades: &[(usize, &str)], closing: Option<(usize, &str)>| {
        let mut log = opened(5);
        for (who, id) in grades {
            let s = fold(p, &log);
            let given =
                decide(p, &s, &all[who - 1], &facts(&[]), verdict(id, false)).expect("a grade");
            log.push(entry(log.len(), all[who - 1].id.get(), given));
        }
        if let Some((who, id)) = closing {
            let s = fold(p, &log);
            let given =
                decide(p, &s, &all[who - 1], &facts(&[]), verdict(id, true)).expect("a decision");
            log.push(entry(log.len(), all[who - 1].id.get(), given));
        }
        fold(p, &log)
    };
    let pass: Vec<(usize, &str)> = (1..=5).map(|n| (n, "pass")).collect();
    let reject: Vec<(usize, &str)> = (1..=5).map(|n| (n, "reject")).collect();
    let mut apart = pass.clone();
    apart[4] = (5, "return");
    vec![
        ("pending", grow(&[], None)),
        ("graded", grow(&pass, None)),
        ("dissent", grow(&apart, None)),
        ("second", grow(&reject, Some((1, "reject")))),
        ("done", grow(&pass, Some((1, "pass")))),
    ]
}

#[test]
fn who_may_do_what_in_which_state() {
    // One letter a person, 1 to 10: `+` may; else why not.
    //  g no-role  s no-seat  l not-lead  a auditor-looks  d admin-does-not-decide
    //  m seats-missing  e decided  f first-was-you  n nothing-to-undo  b built-on  o needs-opinion
    let table = [
        ("pending", "grade", "+++++gadgs"),
        ("pending", "close", "mllllladml"),
        ("pending", "undo", "nnnnnnnnnn"),
        ("graded", "grade", "+++++gadgs"),
        ("graded", "close", "+lllllad+l"),
        ("graded", "undo", "+++++nnnnn"),
        ("dissent", "close", "+lllllad+l"),
        ("second", "grade", "fgggg+ad+g"),
        ("second", "undo", "+bbbbnnnnn"),
        ("done", "grade", "eeeeeeadee"),
        ("done", "close", "eeeeeeadee"),
        ("done", "undo", "+bbbbnnnnn"),
    ];
    let all = people();
    let states = states();
    for (state, command, expected) in table {
        let (_, s) = states.iter().find(|(n, _)| *n == state).expect("a state");
        assert_eq!(s.state, state);
        for (who, want) in all.iter().zip(expected.chars()) {
            let c = match command {
                "grade" => verdict("reject", false),
                "close" => verdict("revise", true),
                _ => Command::Withdraw,
            };
            let got = match ask(s, who, c) {
                Ok(_) => '+',
                Err("no-role") => 'g',
                Err("no-seat") => 's',
                Err("not-lead") => 'l',
                Err("auditor-looks") => 'a',
                Err("admin-does-not-decide") => 'd',
                Err("seats-missing") => 'm',
                Err("decided") => 'e',
                Err("first-was-you") => 'f',
                Err("nothing-to-undo") => 'n',
                Err("built-on") => 'b',
                Err(other) => panic!("{other}"),
            };
            assert_eq!(got, want, "{state} {command} person {}", who.id);
        }
    }
}

#[test]
fn an_error_is_passed_over_only_with_a_reason_and_two_persons() {
    let p = procedure();
    let error = Finding {
        rule: "T27".into(),
        severity: Severity::Error,
        field: Place::Field("goal_annual".into()),
        message: String::new(),
        suggestion: None,
    };
    let findings = [error];
    let s = fold(p, &opened(0));
    let who = person(10, &[Role::Reviewer]);
    let given = |reason: &str| {
        let waived = if reason.is_empty() {
            Vec::new()
        } else {
            vec![Waiver {
                rule: "T27".into(),
                field: None,
                reason: reason.into(),
                error: true,
            }]
        };
        Command::Decide(Verdictum {
            verdict: "pass".into(),
            waived,
            ..Verdictum::default()
        })
    };
    let ask = |c| decide(p, &s, &who, &facts(&findings), c);
    assert!(matches!(ask(given("")), Err(Refused::OpenErrors(_))));
    assert!(matches!(
        ask(given("没事")),
        Err(Refused::ReasonTooShort { .. })
    ));
    let passed = ask(given("已向单位核实，计量单位见附件第二页。")).expect("a verdict");
    let mut after = s.clone();
    apply(p, &mut after, &entry(2, 10, passed));
    assert_eq!(after.state, "second");
    let alone = decide(p, &after, &who, &facts(&findings), given("")).unwrap_err();
    assert_eq!(alone.id(), "no-role");
    let same = person(10, &[Role::Reviewer, Role::Second]);
    let alone = decide(p, &after, &same, &facts(&findings), given("")).unwrap_err();
    assert_eq!(alone, Refused::FirstWasYou);
    let other = person(6, &[Role::Second]);
    let signed = decide(p, &after, &other, &facts(&findings), given("")).expect("a signature");
    apply(p, &mut after, &entry(3, 6, signed));
    assert_eq!(after.state, "done");
}

#[test]
fn another_verdict_of_the_second_person_is_a_disagreement() {
    let p = procedure();
    let (_, s) = states().remove(3);
    let all = people();
    let mut after = s;
    let other = ask(&after, &all[5], verdict("return", false)).expect("a signature");
    apply(p, &mut after, &entry(99, 6, other));
    assert_eq!(after.state, "dissent");
}

/// A seat drawn to grade without the findings: its own grade is confirmed once it saw them, one from
/// paper counts at once, and who still has to confirm enters nobody else's.
#[test]
fn a_seat_without_aid_confirms_and_paper_does_not() {
    let p = procedure();
    let all = people();
    let mut log = opened(5);
    if let Payload::Opened { unaided, .. } = &mut log[0].payload {
        *unaided = vec![2, 5];
    }
    let mut s = fold(p, &log);
    let error = Finding {
        rule: "T27".into(),
        severity: Severity::Error,
        field: Place::Field("goal_annual".into()),
        message: String::new(),
        suggestion: None,
    };
    let findings = [error];
    let by_paper = |id: &str| {
        let Command::Decide(v) = verdict(id, false) else {
            unreachable!("a verdict");
        };
        Command::Decide(Verdictum {
            proxy: Some(Box::new(ByProxy {
                person: all[4].clone(),
                sheet: "表1".into(),
            })),
            ..v
        })
    };
    let mut give = |s: &mut Standing, who: usize, c: Command| {
        let given = decide(p, s, &all[who - 1], &facts(&findings), c).map_err(|r| r.id())?;
        apply(
            p,
            s,
            &entry(log.len(), all[who - 1].id.get(), given.clone()),
        );
        log.push(entry(log.len(), all[who - 1].id.get(), given));
        Ok::<(), &'static str>(())
    };
    // The error is not seen, and may be passed over, once.
    assert_eq!(give(&mut s, 3, verdict("pass", false)), Err("open-errors"));
    assert_eq!(give(&mut s, 2, verdict("pass", false)), Ok(()));
    assert!(!s.seats[1].is_in() && s.filled() == 0);
    assert_eq!(give(&mut s, 2, by_paper("return")), Err("own-grade-first"));
    assert_eq!(give(&mut s, 2, verdict("pass", false)), Err("open-errors"));
    assert_eq!(give(&mut s, 2, verdict("return", false)), Ok(()));
    assert!(s.seats[1].is_in() && s.filled() == 1);
    // The expert's sheet was written without them too: it passes over the error, and counts.
    assert_eq!(give(&mut s, 6, by_paper("pass")), Ok(()));
    assert!(s.seats[4].is_in() && s.filled() == 2);
}

fn command() -> impl Strategy<Value = (usize, u8, usize)> {
    (0usize..10, 0u8..9, 0usize..4)
}

proptest! {
    #[test]
    fn random_commands_keep_the_rules(commands in proptest::collection::vec(command(), 0..60)) {
        let p = procedure();
        let all = people();
        let ids = ["pass", "revise", "return", "reject"];
        let mut log = opened(5);
        let mut s = fold(p, &log);
        for (who, kind, v) in commands {
            let who = &all[who];
            let c = match kind {
                0 => verdict(ids[v], false),
                1 => verdict(ids[v], true),
                2 => Command::Withdraw,
                3 => Command::Recuse("kin".into()),
                4 => Command::Note("看附件。".into()),
                5 => Command::Ask(vec![PersonId::new(1 + i64::try_from(v).unwrap_or(0))], "为什么".into()),
                6 => Command::Minute("议定。".into()),
                7 => Command::Readmit(PersonId::new(1 + i64::try_from(v).unwrap_or(0)), "误报".into()),
                _ => Command::Decide(Verdictum {
                    proxy: Some(Box::new(ByProxy { person: person(5, &[Role::Expert]), sheet: "表1".into() })),
                    ..match verdict(ids[v], false) {
                        Command::Decide(v) => v,
                        _ => Verdictum::default(),
                    }
                }),
            };
            let asks = matches!(c, Command::Ask(..));
            let before = s.clone();
            if let Ok(payload) = decide(p, &s, who, &facts(&[]), c) {
                let undoes = matches!(payload, Payload::Withdrawn { .. });
                let e = entry(log.len(), who.id.get(), payload);
                apply(p, &mut s, &e);
                log.push(e.clone());
                // Who is asked has graded, and owes an answer until they gave it.
                if let Payload::Noted { to, answers, .. } = &e.payload {
                    prop_assert_eq!(asks, !to.is_empty());
                    for id in to {
                        prop_assert!(s.seat_of(*id).is_some_and(|x| x.stands().is_some()));
                        prop_assert!(s.asks(*id).is_some());
                    }
                    if answers.is_some() {
                        prop_assert!(before.asks(who.id).is_some());
                    }
                    prop_assert_eq!(s.version(who.id), before.version(who.id));
                }
                // What was just done can be taken back, and then it is as it was before.
                let decides = matches!(e.payload, Payload::Decided { .. });
                if decides && !undoes {
                    let back = decide(p, &s, who, &facts(&[]), Command::Withdraw).expect("one's own latest");
                    let mut undone = s.clone();
                    apply(p, &mut undone, &entry(log.len(), who.id.get(), back));
                    prop_assert_eq!(&undone.state, &before.state);
                    prop_assert_eq!(undone.filled(), before.filled());
                    prop_assert_eq!(&undone.closing, &before.closing);
                }
            } else {
                prop_assert_eq!(&s, &before);
            }
        }
        // The fold of the whole log is what was arrived at step by step.
        prop_assert_eq!(&fold(p, &log), &s);
        // Rules of its own: nobody signs twice, nobody decides after stepping back.
        let mut recused = std::collections::BTreeSet::new();
        let mut first = None;
        for e in &log {
            match &e.payload {
                Payload::Recused { .. } => {
                    recused.insert(e.person);
                }
                Payload::Readmitted { person, .. } => {
                    prop_assert!(recused.remove(person));
                    prop_assert!([1, 9].contains(&e.person.get()));
                }
                Payload::Decided { proxy: Some(x), seat, .. } => {
                    prop_assert!(!recused.contains(&x.person) && !recused.contains(&e.person));
                    prop_assert_eq!((x.person.get(), *seat), (5, Some(5)));
                    prop_assert!(e.person.get() != 5 && ![7, 8].contains(&e.person.get()));
                }
                Payload::Decided { closing, second, seat, .. } => {
                    prop_assert!(!recused.contains(&e.person));
                    prop_assert!(![7, 8].contains(&e.person.get()));
                    if *second {
                        prop_assert_ne!(first, Some(e.person));
                    } else if *closing {
                        prop_assert!([1, 9].contains(&e.person.get()));
                        first = Some(e.person);
                    } else {
                        prop_assert_eq!(seat.map(i64::from), Some(e.person.get()));
                    }
                }
                _ => {}
            }
        }
    }
}
