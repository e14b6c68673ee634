//! The re-evaluation on a real file and on the screens: chosen, gone through, decided, signed,
//! answered by the department; nobody passes a step.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod common;

use common::Bureau;
use common::stage::{Stage, evaluated};
use jixiao::domain::checklist::{Answer, Check, Reply, Sheet};
use jixiao::domain::draw::{draw, least};
use jixiao::domain::entry::{Opinion, Payload};
use jixiao::domain::finding::Place;
use jixiao::domain::gate::{Command, Refused, Verdictum};
use jixiao::domain::id::{CaseId, Seq};
use jixiao::domain::score::Points;
use jixiao::sample::evaluated::{DEPARTMENTS, Fault, projects};
use jixiao::store::draw::candidates;
use jixiao::store::{CaseFile, Draw, Reader as _, StoreError, Writer as _};
use jixiao::tui::model::{Effect, Over};
use jixiao::tui::units::cuts;
use std::sync::Arc;

const QUEUE: &str = "re-evaluation";

/// The code of the first project that carries a fault.
fn with(fault: Fault) -> String {
    let all = projects();
    all.into_iter()
        .find(|p| p.fault == Some(fault))
        .unwrap()
        .code
}

fn file(b: &Bureau, case: CaseId) -> CaseFile {
    b.reader(1).case(case).unwrap()
}

fn sheet(b: &Bureau, case: CaseId) -> Arc<Sheet> {
    file(b, case).sheet.unwrap()
}

fn refused(e: StoreError) -> Refused {
    match e {
        StoreError::Refused(why) => why,
        other => panic!("{other}"),
    }
}

/// Every row answered: what is wrong by its own figures, the rest as it stands.
fn answered(s: &Sheet) -> Vec<Check> {
    s.rows
        .iter()
        .map(|r| {
            let wrong = s.line(r).is_some_and(|l| l.wrong());
            let mut c = Check::plain(&r.id, Answer::Agrees);
            if wrong {
                c.answer = Answer::Differs;
                c.class = "arithmetic".into();
            } else if s.state(r, &[]).by_rules && s.state(r, &[]).answer == Some(Answer::Differs) {
                c.answer = Answer::Differs;
                c.note = "见预审".into();
            }
            c
        })
        .collect()
}

fn verdict(id: &str, checks: Vec<Check>) -> Verdictum {
    Verdictum {
        verdict: id.into(),
        opinions: vec![Opinion {
            field: Place::Form,
            text: "得分计算错误，请更正。".into(),
            rule: None,
        }],
        checks,
        salt: "00".into(),
        ..Verdictum::default()
    }
}

fn chosen(b: &mut Bureau, code: &str) -> CaseId {
    let case = b.case(code);
    b.append(1, case, None, Command::Choose("hand".into()))
        .unwrap();
    case
}

#[test]
fn nothing_is_decided_that_was_not_chosen_and_checked() {
    let mut b = evaluated();
    let case = b.case(&with(Fault::Score));
    let checks = answered(&sheet(&b, case));
    let no = b.decide(2, case, None, verdict("adjust", checks.clone()));
    assert_eq!(refused(no.unwrap_err()), Refused::NotChosen);
    // An expert does not choose, nor an auditor, nor whose unit it is not theirs to.
    for who in [5, 7] {
        let no = b.append(who, case, None, Command::Choose("x".into()));
        assert!(matches!(no, Err(StoreError::Refused(_))), "{who}");
    }
    chosen(&mut b, &with(Fault::Score));
    let again = b.append(1, case, None, Command::Choose("x".into()));
    assert_eq!(refused(again.unwrap_err()), Refused::ChosenAlready);
    assert_eq!(file(&b, case).row.state, "pending");

    let no = b.decide(2, case, None, verdict("adjust", Vec::new()));
    let Refused::Unchecked(open) = refused(no.unwrap_err()) else {
        panic!("rows are open");
    };
    // The wrong sum is the first row.
    assert_eq!(open[0], 1);
    // Agreeing is no answer to a wrong sum.
    let mut lazy = checks.clone();
    lazy[0] = Check::plain(&lazy[0].item, Answer::Agrees);
    let no = b.decide(2, case, None, verdict("adjust", lazy));
    assert_eq!(refused(no.unwrap_err()), Refused::Unchecked(vec![1]));
    let no = b.decide(2, case, None, verdict("confirm", checks.clone()));
    assert!(matches!(
        refused(no.unwrap_err()),
        Refused::ScoreDiffers { .. }
    ));
    b.decide(2, case, None, verdict("adjust", checks)).unwrap();
    assert_eq!(file(&b, case).row.state, "second");
    b.verified();
}

#[test]
fn an_adjusted_score_is_signed_twice_and_heard_before_it_is_final() {
    let mut b = evaluated();
    let code = with(Fault::Score);
    let case = chosen(&mut b, &code);
    let checks = answered(&sheet(&b, case));
    b.decide(2, case, None, verdict("adjust", checks.clone()))
        .unwrap();
    let own = b.decide(2, case, None, verdict("adjust", checks.clone()));
    assert!(own.is_err(), "nobody signs twice");
    let reply = Command::Reply(Reply::Accepted, String::new());
    let early = b.append(2, case, None, reply.clone());
    assert_eq!(refused(early.unwrap_err()), Refused::NothingToAnswer);
    b.decide(6, case, None, verdict("adjust", Vec::new()))
        .unwrap();
    assert_eq!(file(&b, case).row.state, "consulted");

    let silent = b.append(2, case, None, Command::Reply(Reply::Disputed, " ".into()));
    assert_eq!(refused(silent.unwrap_err()), Refused::ReasonForReply);
    let disputed = Command::Reply(Reply::Disputed, "台账漏登两批".into());
    b.append(2, case, None, disputed.clone()).unwrap();
    assert_eq!(file(&b, case).row.state, "disputed");
    assert!(
        file(&b, case).row.mine.waiting,
        "it waits for a reviewer again"
    );
    // What was entered by mistake is taken back by whoever entered it.
    b.undo(2, case).unwrap();
    assert_eq!(file(&b, case).row.state, "consulted");
    b.append(2, case, None, disputed).unwrap();

    let mut other = verdict("adjust", checks);
    other.score = Some(Points::new(9_900));
    let no = b.decide(2, case, None, other.clone());
    assert!(matches!(
        refused(no.unwrap_err()),
        Refused::ReasonForScore { .. }
    ));
    other.score_reason = "部门补充台账，核实后恢复部分得分".into();
    b.decide(2, case, None, other).unwrap();
    b.decide(6, case, None, verdict("adjust", Vec::new()))
        .unwrap();
    let f = file(&b, case);
    assert_eq!(f.row.state, "adjusted", "heard once, it is final");
    let settled = f.standing.closing.unwrap().first.settled.unwrap();
    assert_eq!(settled.score, Points::new(9_900));
    let parts: Points = settled.parts.iter().copied().sum();
    assert_eq!(settled.declared - settled.score, parts);
    b.verified();
}

#[test]
fn an_honest_self_evaluation_is_confirmed_as_it_stands() {
    let mut b = evaluated();
    let honest = projects()[1].code.clone();
    let case = chosen(&mut b, &honest);
    let s = sheet(&b, case);
    let checks = answered(&s);
    let mut v = verdict("confirm", checks);
    v.opinions.clear();
    b.decide(2, case, None, v).unwrap();
    let f = file(&b, case);
    assert_eq!(f.row.state, "confirmed");
    let settled = f.standing.closing.unwrap().first.settled.unwrap();
    assert_eq!(settled.declared, settled.score);
    assert_eq!(s.quality(&answered(&s)).0, Points::FULL);
}

#[test]
fn a_draw_is_in_the_log_and_can_be_drawn_again() {
    let mut b = evaluated();
    let unit = DEPARTMENTS[3];
    let all = b
        .reader(1)
        .evaluated(QUEUE, Some(unit), 1000)
        .unwrap()
        .unwrap();
    assert_eq!(all.len(), 25);
    let s = draw(
        &candidates(&all),
        least(all.len(), &cuts()),
        "种子一",
        &cuts(),
        true,
    );
    assert!(s.enough(&cuts()));
    let d: Draw = jixiao::store::draw::draw(QUEUE, &all, &s, "种子一");
    let at = b.now();
    let mut w = b.store().writer(&b.actor(1)).unwrap();
    let receipts = w.choose(&d, at).unwrap();
    assert_eq!(receipts.len(), s.new.len());
    // The same again is refused as a whole.
    let before = b.entries();
    assert!(w.choose(&d, at).is_err());
    assert_eq!(
        b.entries(),
        before,
        "nothing of a draw that cannot be is written"
    );
    let log = b.reader(1).log(Seq::new(0), 100_000).unwrap();
    let drawn = log.iter().find_map(|l| match &l.payload {
        Some(Payload::Drawn {
            seed,
            drawn,
            population,
            ..
        }) => Some((seed.clone(), drawn.clone(), *population)),
        _ => None,
    });
    let (seed, codes, population) = drawn.unwrap();
    assert_eq!((seed.as_str(), population), ("种子一", 25));
    // By the seed of the log anybody draws the same.
    let again = draw(&candidates(&all), least(25, &cuts()), &seed, &cuts(), true);
    let same: Vec<String> = again
        .new
        .iter()
        .map(|(n, _)| all[*n].code.clone())
        .collect();
    assert_eq!(same, codes);
    let now = b
        .reader(1)
        .evaluated(QUEUE, Some(unit), 1000)
        .unwrap()
        .unwrap();
    assert_eq!(now.iter().filter(|e| e.chosen).count(), codes.len());
    assert_eq!(b.reader(1).evaluated(QUEUE, None, 100).unwrap(), None);
    b.verified();
}

#[test]
fn a_corrected_form_opens_another_round_and_what_was_chosen_stays_so() {
    let mut b = evaluated();
    let code = with(Fault::Score);
    let case = chosen(&mut b, &code);
    let mut v = verdict("return", Vec::new());
    v.due = Some(20_201_231);
    b.decide(2, case, None, v).unwrap();
    assert_eq!(file(&b, case).row.state, "returned");
    let mut d = file(&b, case).now().unwrap().declaration.clone();
    d.indicators[0].notes.insert("score".into(), "8".into());
    b.take("self-evaluation", vec![d], Vec::new());
    let f = file(&b, case);
    assert_eq!((f.row.state.as_str(), f.row.round), ("resubmitted", 2));
    assert!(!f.findings().iter().any(|f| f.rule == "E02"));
    b.verified();
}

/// A bureau in which the first projects with these faults are chosen.
fn ready(faults: &[Fault]) -> Bureau {
    let mut b = evaluated();
    for f in faults {
        chosen(&mut b, &with(*f));
    }
    b
}

fn open(b: &Bureau, size: (u16, u16)) -> Stage<'_> {
    let stage = Stage::open(b, 1, size).lines().press(&["g", "e"]);
    stage.press(&["Enter"]).rest()
}

fn draft(s: &Stage<'_>) -> jixiao::tui::draft::Draft {
    s.m.work.as_ref().unwrap().draft.clone()
}

#[test]
fn one_key_answers_a_row_and_what_is_wrong_says_so_itself() {
    let b = ready(&[Fault::Score]);
    let s = open(&b, (120, 40));
    assert!(s.text().contains("核对"), "{}", s.text());
    // Agreeing with a wrong sum is refused, and nothing is kept.
    let s = s.press(&["Space"]);
    assert!(s.m.message.contains("重算不符"), "{}", s.m.message);
    assert!(draft(&s).checks.is_empty());
    // It differs: class, deduction and the words for the department follow from the figures.
    let s = s.press(&["o"]);
    let d = draft(&s);
    assert_eq!(
        (d.checks[0].class.as_str(), d.opinions.len()),
        ("arithmetic", 1)
    );
    assert!(
        d.opinions[0].text.contains("应得"),
        "{}",
        d.opinions[0].text
    );
    // A row that only a person can judge: no evidence, by the table half of its points.
    let s = s.press(&["b"]);
    let d = draft(&s);
    assert_eq!(d.checks[1].class, "unproved");
    let sheet = s.m.work.as_ref().unwrap().file.sheet.clone().unwrap();
    let settled = sheet.settled(&d.checks, None, "");
    assert_eq!(settled.parts[1], Points::new(500), "half of ten points");
    // On disk before the next key.
    let id = s.m.work.as_ref().unwrap().file.row.id.get();
    assert_eq!(s.drafts().load(QUEUE, id).checks, d.checks);
}

#[test]
fn what_is_judged_needs_its_reason_and_what_was_verified_is_computed() {
    let b = ready(&[Fault::Late]);
    // The execution first; it is right.
    let s = open(&b, (120, 40)).press(&["Space"]);
    // 数据不实: the verified value decides.
    let s = s.press(&["o"]);
    assert!(matches!(s.m.over, Some(Over::Prompt(_))), "{}", s.text());
    let s = s.press(&["1"]);
    let s = s.press(&["1", "0", "Enter"]);
    let d = draft(&s);
    let c = d.checks.last().unwrap();
    assert_eq!((c.class.as_str(), c.verified.as_str()), ("untrue", "10"));
    let sheet = s.m.work.as_ref().unwrap().file.sheet.clone().unwrap();
    let line = sheet
        .evaluation
        .lines
        .iter()
        .find(|l| l.id() == c.item)
        .unwrap();
    let split = sheet.split(line, &d.checks);
    let target: i64 = line.target.number.unwrap().try_into().unwrap();
    let due = Points::of(
        rust_decimal::Decimal::from(10) / rust_decimal::Decimal::from(target)
            * line.weight.unwrap().decimal(),
    );
    assert_eq!(Some(split.score), due);
    // A score without its reason is not taken.
    let s = s.press(&["s", "3", "Enter"]);
    assert!(matches!(s.m.over, Some(Over::Prompt(_))));
    let s = s.press(&["Backspace", "Backspace", "3", " ", "x", "Enter"]);
    let c = draft(&s).checks.last().cloned().unwrap();
    assert_eq!((c.score, c.note.as_str()), (Some(Points::new(300)), "x"));
}

#[test]
fn the_screens_of_the_re_evaluation() {
    let mut b = ready(&[Fault::Score, Fault::Untrue, Fault::Grade, Fault::Treasury]);
    let case = b.case(&with(Fault::Grade));
    let s = sheet(&b, case);
    b.decide(2, case, None, verdict("adjust", answered(&s)))
        .unwrap();
    b.decide(6, case, None, verdict("adjust", Vec::new()))
        .unwrap();
    for size in [(80, 24), (120, 40), (160, 48)] {
        let name = |what: &str| format!("{what}-{}x{}", size.0, size.1);
        let s = open(&b, size).press(&["o", "Space"]);
        insta::assert_snapshot!(name("checklist"), s.text());
        let s = Stage::open(&b, 1, size).press(&["g", "d"]);
        insta::assert_snapshot!(name("units-plain"), s.text());
        let s = Stage::open(&b, 1, size).lines().press(&["g", "d"]);
        insta::assert_snapshot!(name("units"), s.text());
        let s = s.press(&["c"]);
        insta::assert_snapshot!(name("units-draw"), s.text());
        let s = Stage::open(&b, 1, size).lines().press(&["g", "e"]);
        insta::assert_snapshot!(name("re-evaluation"), s.text());
    }
}

#[test]
fn a_sample_is_chosen_from_the_screen_with_a_yes() {
    let b = evaluated();
    let s = Stage::open(&b, 1, (120, 40)).press(&["g", "d", "c"]);
    let Some(Over::Sign(_)) = &s.m.over else {
        panic!("a drawer");
    };
    // Enter is no yes.
    let s = s.press(&["Enter"]);
    assert!(s.passed.is_empty());
    let s = s.press(&["g", "d", "c", "-", "y"]);
    let drawn = s.passed.iter().find_map(|e| match e {
        Effect::Choose(d) => Some(d.cases.len()),
        _ => None,
    });
    assert!(drawn.is_some(), "{:?}", s.m.message);
}
