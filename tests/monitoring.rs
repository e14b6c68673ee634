//! Dual monitoring over the sample: what was planted is found, what only looks wrong is not.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use jixiao::domain::companion::{Companion, Companions};
use jixiao::domain::declaration::Declaration;
use jixiao::domain::finding::{Finding, Severity};
use jixiao::domain::monitor::{Light, Snapshot, budget_light};
use jixiao::domain::profile::Profile;
use jixiao::domain::rules::{Context, run_letter};
use jixiao::exchange::read::{Wanted, parse};
use jixiao::sample::embedded::FILES;
use jixiao::sample::watched::{Object, REQUEST, Trouble, asked, objects};
use std::collections::{BTreeMap, BTreeSet};

struct Read {
    companions: Vec<Companion>,
    june: BTreeMap<String, Declaration>,
    july: BTreeMap<String, Declaration>,
}

fn read() -> Read {
    let wanted = Wanted {
        kind: None,
        year: 2020,
    };
    let mut out = Read {
        companions: Vec::new(),
        june: BTreeMap::new(),
        july: BTreeMap::new(),
    };
    for (path, bytes) in FILES.iter().filter(|(p, _)| p.starts_with("monitoring/")) {
        let read = parse(path, bytes, &wanted);
        assert!(
            read.is_good(),
            "{path}: {:?} {:?}",
            read.failure,
            read.refused
        );
        out.companions.extend(read.companions);
        let to = if path.contains("2020-06") {
            &mut out.june
        } else {
            &mut out.july
        };
        to.extend(read.declarations.into_iter().map(|d| (d.code.clone(), d)));
    }
    out
}

/// What is known of an object; without its plan where `plan` is false.
fn known(r: &Read, code: &str, plan: bool) -> Companions {
    let mut beside = Companions {
        earlier: r.june.get(code).cloned(),
        ..Companions::default()
    };
    for line in &r.companions {
        if plan || !matches!(line, Companion::Plan(_)) {
            beside.take(code, line.clone());
        }
    }
    if asked().iter().any(|o| o.code == code) {
        beside.required.push(REQUEST.to_owned());
    }
    beside
}

fn found(d: &Declaration, beside: &Companions) -> Vec<Finding> {
    let (profile, _) = Profile::fitting(d);
    run_letter("M", d, &Context::stored(&profile, beside))
}

fn flags(all: &[Finding]) -> BTreeSet<String> {
    let flags = all
        .iter()
        .filter(|f| f.rule.starts_with('M') && f.severity != Severity::Note);
    flags.map(|f| f.rule.clone()).collect()
}

#[test]
fn what_was_planted_is_found_and_nothing_else() {
    let r = read();
    let mut wrong = Vec::new();
    let mut seen: BTreeMap<Trouble, usize> = BTreeMap::new();
    for o in objects() {
        let expected: BTreeSet<String> = o
            .planted
            .map(|t| t.rules().iter().map(|x| (*x).to_owned()).collect())
            .unwrap_or_default();
        let got = match r.july.get(&o.code) {
            Some(d) => flags(&found(d, &known(&r, &o.code, true))),
            None => BTreeSet::from(["M01".to_owned()]),
        };
        let notes = o.planted.map_or(&[][..], Trouble::notes);
        if let Some(d) = r.july.get(&o.code) {
            let all = found(d, &known(&r, &o.code, true));
            let told = all.iter().filter(|f| f.rule == "M19").count();
            assert_eq!(told, notes.len(), "{} {:?}", o.code, o.planted);
        }
        if got != expected {
            wrong.push(format!(
                "{} {:?}: {got:?}, not {expected:?}",
                o.code, o.planted
            ));
        }
        if let Some(t) = o.planted {
            *seen.entry(t).or_default() += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    for (t, n) in jixiao::sample::watched::PLANTED {
        assert_eq!(seen[&t], n, "{t:?}");
    }
}

/// Of the projects that keep their own terms of payment, the bare rule blames all and their plan
/// none.
#[test]
fn a_plan_of_its_own_clears_the_innocent() {
    let r = read();
    let innocent: Vec<Object> = objects()
        .into_iter()
        .filter(|o| o.planted.is_some_and(Trouble::innocent))
        .collect();
    let blamed = |plan: bool| {
        let red = |o: &&Object| {
            let beside = known(&r, &o.code, plan);
            flags(&found(&r.july[&o.code], &beside)).contains("M04")
        };
        innocent.iter().filter(red).count()
    };
    assert_eq!((innocent.len(), blamed(false), blamed(true)), (20, 20, 0));
    // And each says why it is not blamed.
    for o in &innocent {
        let all = found(&r.july[&o.code], &known(&r, &o.code, true));
        let said = all.iter().find(|f| f.rule == "M04").unwrap();
        assert_eq!(said.severity, Severity::Note);
        assert!(said.message.contains("付款计划"), "{}", said.message);
    }
}

#[test]
fn a_form_of_the_ministry_is_read_with_its_two_rows_of_headings() {
    let text = "项目支出绩效目标执行监控表\n（2020年度）\n\
项目名称,社区卫生设备更新,,主管部门及代码,徐汇区卫生健康委,实施单位,徐汇区中心\n\
项目资金（万元）,,年初预算数,1—6月执行数,1—6月执行率,全年预计执行数\n\
,年度资金总额,300,90,30%,300\n\
,其中：本年财政拨款,200,60,30%,200\n\
年度总体目标,更新设备60台\n\
绩效指标,一级指标,二级指标,三级指标,年度指标值,1—6月执行情况,全年预计完成情况,偏差原因分析,,,,,,完成目标可能性,,,备注\n\
,,,,,,,经费保障,制度保障,人员保障,硬件条件保障,其他,原因说明,确定能,有可能,完全不可能,\n\
,产出指标,数量指标,更新设备数量,≥60台,12台,60台,√,,,,,采购晚于计划，七月开标,,√,,\n\
,,质量指标,验收合格率,≥95%,97%,97%,,,,,,,√,,,\n";
    let wanted = Wanted {
        kind: None,
        year: 2020,
    };
    let read = parse("监控.csv", text.as_bytes(), &wanted);
    assert!(read.is_good(), "{:?} {:?}", read.failure, read.refused);
    assert_eq!(read.kind.as_deref(), Some("monitoring-form"));
    let d = &read.declarations[0];
    assert_eq!(d.form, "central-monitoring");
    assert_eq!(d.text("month"), "1—6月");
    assert_eq!(d.fen("initial_budget").unwrap().wan(), "300.00");
    assert_eq!(d.fen("paid_to_date").unwrap().wan(), "90.00");
    assert_eq!(
        d.fen("annual_fiscal_paid_to_date")
            .or(d.fen("total_fiscal_paid_to_date"))
            .unwrap()
            .wan(),
        "60.00"
    );
    assert_eq!(d.amount().wan(), "300.00");
    let [work, quality] = d.indicators.as_slice() else {
        panic!("{:?}", d.indicators);
    };
    assert_eq!(work.note("actual"), "12台");
    assert_eq!(work.note("cause_fund"), "√");
    assert_eq!(work.note("cause_text"), "采购晚于计划，七月开标");
    assert_eq!(
        (work.note("possibility"), quality.note("possibility")),
        ("有可能", "确定能")
    );
    assert_eq!(quality.level1, "产出指标");
    let (profile, _) = Profile::fitting(d);
    let s = Snapshot::of(d, &profile, &[]);
    assert_eq!(
        (s.month, s.lines[0].light, s.lines[1].light),
        (6, Light::Red, Light::Green)
    );
    // 30 % paid in half a year is 60 % of what was due: the cut belongs to the better side.
    assert_eq!(
        budget_light(s.exec_progress().unwrap(), &profile.lights),
        Light::Yellow
    );
}

/// The 47 against their approved targets: what was planted, and nothing else.
#[test]
fn the_bonds_are_compared_with_what_was_approved() {
    use jixiao::sample::form::clean;
    use jixiao::sample::layout::{Written, bytes, central};
    let wanted = Wanted {
        kind: None,
        year: 2020,
    };
    let (name, made) = jixiao::sample::bonds::file().unwrap();
    let kept = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample");
    assert_eq!(std::fs::read(kept.join(&name)).unwrap(), made);
    let reports = parse(&name, &made, &wanted);
    assert!(
        reports.is_good(),
        "{:?} {:?}",
        reports.failure,
        reports.refused
    );
    assert_eq!(reports.declarations.len(), 47);
    let mut wrong = Vec::new();
    for d in &reports.declarations {
        let p = jixiao::sample::projects::projects();
        let p = p.iter().find(|p| p.code == d.code).unwrap();
        let form = bytes(&central(&clean(p)), Written::Xlsx).unwrap();
        let approved = parse("a.xlsx", &form, &wanted).declarations.remove(0);
        let beside = Companions {
            approved: Some(approved),
            ..Companions::default()
        };
        let got = flags(&found(d, &beside));
        let planted = jixiao::sample::bonds::PLANTED;
        let planted = planted.iter().find(|(code, _)| *code == d.code);
        let expected: BTreeSet<String> = planted
            .map(|(_, rules)| rules.iter().map(|r| (*r).to_owned()).collect())
            .unwrap_or_default();
        if got != expected {
            let all = found(d, &beside);
            let told: Vec<&str> = all.iter().map(|f| f.message.as_str()).collect();
            wrong.push(format!("{}: {got:?}, not {expected:?}: {told:?}", d.code));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
