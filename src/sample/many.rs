//! As many projects as anybody asks for: the n-th of an endless sequence, a pure function of the
//! seed and n. Each is one of the 47 with another name, place and amount, so that its form is as
//! sound, or as faulty, as that one.

use super::form::{Form, annual, planted};
use super::projects::projects;
use crate::domain::day::Day;
use crate::domain::declaration::{Declaration, Field, Indicator};
use crate::domain::fen::{Fen, MoneyUnit};
use std::collections::BTreeMap;
use std::sync::LazyLock;

const DISTRICTS: [(&str, &str); 16] = [
    ("310101", "黄浦区"),
    ("310104", "徐汇区"),
    ("310105", "长宁区"),
    ("310106", "静安区"),
    ("310107", "普陀区"),
    ("310109", "虹口区"),
    ("310110", "杨浦区"),
    ("310112", "闵行区"),
    ("310113", "宝山区"),
    ("310114", "嘉定区"),
    ("310115", "浦东新区"),
    ("310116", "金山区"),
    ("310117", "松江区"),
    ("310118", "青浦区"),
    ("310120", "奉贤区"),
    ("310151", "崇明区"),
];
const PLACES: [&str; 16] = [
    "东明家园",
    "银行新村",
    "重庆路",
    "长桥",
    "永泰里",
    "康宁",
    "和平",
    "新华",
    "光明",
    "向阳",
    "临江",
    "北苑",
    "南塘",
    "西渡",
    "中环",
    "星河",
];
const SUFFIXES: [&str; 8] = [
    "一期", "二期", "三期", "东片", "西片", "南片", "北片", "提升",
];

/// splitmix64: small, fast, the same everywhere.
fn mix(mut x: u64) -> u64 {
    x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn pick<T: Copy>(from: &[T], r: u64) -> Option<T> {
    let n = u64::try_from(from.len()).unwrap_or(1).max(1);
    from.get(usize::try_from(r % n).unwrap_or(0)).copied()
}

/// The n-th project of a sequence.
pub fn declaration(seed: u64, n: u64) -> Declaration {
    static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| projects().iter().map(planted).collect());
    let r = mix(seed ^ mix(n));
    let k = usize::try_from(r % 47).unwrap_or(0);
    let (Some(p), Some(base)) = (projects().get(k), FORMS.get(k)) else {
        return Declaration::default();
    };
    let (district, district_name) = pick(&DISTRICTS, r >> 8).unwrap_or(("310101", ""));
    let code = format!("{district}20KY{n:07}");
    let place = pick(&PLACES, r >> 16).unwrap_or("");
    let suffix = pick(&SUFFIXES, r >> 24).unwrap_or("");
    let name = format!("{place}{}（{suffix}）", p.name);
    // Amounts spread over two orders of magnitude, most of them small.
    let percent = pick(&[4i64, 6, 9, 13, 18, 25, 33, 45, 60, 80, 100, 160], r >> 32).unwrap_or(100);
    let scaled = |wan: i64| (wan * percent / 100).max(1);
    let mut fields: BTreeMap<String, Field> = BTreeMap::new();
    for (key, text) in &base.head {
        let raw = match *key {
            "project_code" => code.clone(),
            "project_name" => name.clone(),
            "district_code" => district.to_owned(),
            "department_name" => p
                .department
                .replace(own_district(p.department), district_name),
            "ledger_no" => format!("ZD{code}"),
            _ => text.replace(p.name, &name),
        };
        let day = key.ends_with("_date").then(|| day(&raw)).flatten();
        fields.insert(
            (*key).to_owned(),
            Field {
                raw,
                day,
                ..Field::default()
            },
        );
    }
    let bond = scaled(p.bond);
    let own = base.wan("own_funds").map_or(0, scaled);
    let total = if base.wan("own_funds") == Some(p.other) {
        bond + own
    } else {
        scaled(p.total)
    };
    let year = if p.end.starts_with("2020") {
        total
    } else {
        total * 2 / 5
    };
    let fiscal = bond.min(year);
    for (key, _) in &base.money {
        let wan = match *key {
            "total_amount" => total,
            "bond_amount" => bond,
            "own_funds" => own,
            "annual_amount" => year,
            "annual_fiscal" => fiscal,
            "annual_other" => year - fiscal,
            "revenue" => 260,
            _ => 0,
        };
        let fen = Some(Fen::new(wan.saturating_mul(MoneyUnit::Wan.fen())));
        fields.insert(
            (*key).to_owned(),
            Field {
                raw: format!("{wan}.00"),
                fen,
                ..Field::default()
            },
        );
    }
    let limit = format!("≤{}万元", annual(p));
    let indicators = base
        .lines
        .iter()
        .map(|l| Indicator {
            level1: l.level1.clone(),
            level2: l.level2.clone(),
            name: l.name.clone(),
            value: if l.value == limit {
                format!("≤{year}万元")
            } else {
                l.value.clone()
            },
            weight_raw: Some(l.weight.to_string()),
            weight: Some(l.weight * 100),
            notes: [("explanation".to_owned(), l.note.clone())].into(),
            ..Indicator::default()
        })
        .collect();
    Declaration {
        form: "central-target".to_owned(),
        year: 2020,
        code,
        money_unit: Some(MoneyUnit::Wan),
        fields,
        indicators,
    }
}

/// How far money and results of the n-th project are, percent of what was due by July: two in three
/// about on course, the rest anywhere.
fn course(seed: u64, n: u64) -> (i64, i64) {
    let r = mix(seed ^ mix(n ^ 0x6d6f_6e69));
    let of = |r: u64| {
        let near = 88 + i64::try_from(r % 25).unwrap_or(0);
        let far = i64::try_from((r >> 8) % 130).unwrap_or(0);
        if r >> 20 & 3 == 0 { far } else { near }
    };
    (of(r), of(r >> 32).min(100))
}

/// The July report of the n-th project.
pub fn report(seed: u64, n: u64) -> Declaration {
    let mut d = declaration(seed, n);
    let (money, results) = course(seed, n);
    let budget = d.fen("annual_amount").unwrap_or_default();
    let part = |percent: i64| Fen::new(budget.get() / 100 * percent);
    let field = |fen: Fen| Field {
        raw: fen.wan(),
        fen: Some(fen),
        ..Field::default()
    };
    let kept = [
        "project_code",
        "project_name",
        "department_name",
        "district_code",
    ];
    d.fields.retain(|k, _| kept.contains(&k.as_str()));
    d.fields.insert("initial_budget".to_owned(), field(budget));
    d.fields
        .insert("paid_to_date".to_owned(), field(part(money * 7 / 12)));
    let month = Field {
        raw: "1—7月".to_owned(),
        ..Field::default()
    };
    d.fields.insert("month".to_owned(), month);
    for i in &mut d.indicators {
        let target = crate::domain::value::parse(&i.value, d.year);
        let reached = target.number.map(|t| {
            let months = if crate::domain::value::actual::scales(&target) {
                7
            } else {
                12
            };
            let due = t * rust_decimal::Decimal::from(months * results);
            (due / rust_decimal::Decimal::from(1200)).round_dp(2)
        });
        let text =
            reached.map_or_else(String::new, |n| format!("{}{}", n.normalize(), target.unit));
        i.notes.clear();
        i.notes.insert("actual".to_owned(), text);
        i.notes.insert("expected".to_owned(), i.value.clone());
        i.notes
            .insert("possibility".to_owned(), "有可能".to_owned());
        i.notes.insert(
            "cause_text".to_owned(),
            "招标晚于计划，已与中标单位约定加快进度".to_owned(),
        );
        i.notes.insert("cause_rule".to_owned(), "√".to_owned());
    }
    d.form = "monitoring-form".to_owned();
    d
}

/// The self-evaluation of the n-th project: every fifth has a score of one indicator wrong, every
/// seventh paid less than it was scored for.
pub fn evaluation(seed: u64, n: u64) -> Declaration {
    let mut d = declaration(seed, n);
    let budget = d.fen("annual_amount").unwrap_or_default();
    let percent = if n.is_multiple_of(7) { 82 } else { 97 };
    let paid = Fen::new(budget.get() / 100 * percent);
    let text = |raw: String| Field {
        raw,
        ..Field::default()
    };
    let money = |fen: Fen| Field {
        fen: Some(fen),
        ..text(fen.wan())
    };
    let kept = [
        "project_code",
        "project_name",
        "department_name",
        "district_code",
    ];
    d.fields.retain(|k, _| kept.contains(&k.as_str()));
    d.fields.insert("adjusted_budget".to_owned(), money(budget));
    d.fields.insert("paid_to_date".to_owned(), money(paid));
    let count = i32::try_from(d.indicators.len()).unwrap_or(1).max(1);
    let mut left = 9_000;
    let mut total = 970;
    for (k, i) in (0i32..).zip(&mut d.indicators) {
        let weight = if k + 1 == count { left } else { 9_000 / count };
        left -= weight;
        let target = crate::domain::value::Value::of(i, d.year);
        let missed = k == 0 && n.is_multiple_of(5);
        let reached = target.number.map(|t| {
            let share = if missed { 80 } else { 100 };
            (t * rust_decimal::Decimal::new(share, 2))
                .round_dp(2)
                .normalize()
        });
        let actual = match (reached, target.day) {
            (Some(a), _) => format!("{a}{}", target.unit),
            (None, Some(day)) => day.to_string(),
            _ => "达成年度指标".to_owned(),
        };
        i.weight = Some(weight);
        i.weight_raw = Some(format!("{}.{:02}", weight / 100, weight % 100));
        total += weight;
        i.notes.clear();
        i.notes.insert("actual".to_owned(), actual);
        i.notes.insert(
            "score".to_owned(),
            format!("{}.{:02}", weight / 100, weight % 100),
        );
        i.notes.insert("cause_text".to_owned(), String::new());
    }
    d.fields
        .insert("exec_score".to_owned(), text("9.70".to_owned()));
    d.fields.insert(
        "self_total".to_owned(),
        text(format!("{}.{:02}", total / 100, total % 100)),
    );
    d.form = "central-self-evaluation".to_owned();
    d
}

/// The district at the beginning of a department's name.
fn own_district(department: &str) -> &str {
    DISTRICTS
        .iter()
        .map(|(_, name)| *name)
        .find(|n| department.starts_with(n))
        .unwrap_or("区")
}

fn day(raw: &str) -> Option<Day> {
    let mut parts = raw.split('-').map(str::parse::<i32>);
    match (parts.next(), parts.next(), parts.next()) {
        (Some(Ok(y)), Some(Ok(m)), Some(Ok(d))) => Day::new(y, m, d),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_same_each_time_and_codes_are_unique() {
        let mut codes = std::collections::HashSet::new();
        for n in 0..2000 {
            let d = declaration(1, n);
            assert_eq!(d, declaration(1, n));
            assert!(codes.insert(d.code));
            assert!(!d.fields.is_empty() && !d.indicators.is_empty());
        }
        assert_ne!(declaration(1, 5), declaration(2, 5));
    }

    #[test]
    fn reports_stand_all_over_the_grid_and_most_on_course() {
        use crate::domain::gauge::{Gauge, Grid};
        use crate::domain::monitor::Snapshot;
        use crate::domain::profile::Profile;
        let mut grid = Grid::default();
        for n in 0..2000 {
            let d = report(1, n);
            let (profile, _) = Profile::fitting(&d);
            let g = Gauge::of(&Snapshot::of(&d, &profile, &[]), d.amount(), &[]);
            let n = grid.cells.entry(g.cell().unwrap()).or_default();
            n.cases += 1;
        }
        assert!(grid.cells.len() > 60, "{}", grid.cells.len());
        let on_course = grid.part(Default::default(), (true, true)).cases;
        assert!((1000..1600).contains(&on_course), "{on_course}");
    }

    #[test]
    fn a_form_gains_no_fault_from_another_name_and_amount() {
        use crate::domain::companion::Companions;
        use crate::domain::profile::Profile;
        use crate::domain::rules::{Context, run};
        let mut wrong = BTreeMap::new();
        for n in 0..2000 {
            let k = usize::try_from(mix(1 ^ mix(n)) % 47).unwrap();
            let p = &projects()[k];
            let d = declaration(1, n);
            let (profile, _) = Profile::fitting(&d);
            let beside = Companions::default();
            for f in run(&d, &Context::stored(&profile, &beside)) {
                // Without any 时效指标 (T12) there is no start or payment date to look at.
                let along = p.defects.contains(&"T12") && matches!(&*f.rule, "T82" | "T83");
                if !along && !p.defects.contains(&f.rule.as_str()) {
                    let e: &mut (usize, String) = wrong.entry(f.rule).or_default();
                    *e = (e.0 + 1, format!("{} {} {}", p.code, d.name(), f.message));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
