//! T80–T92: projects paid by the special treasury bonds of 2020 抗疫特别国债 or by local special
//! bonds 专项债券.

use super::form::{Form, Line};
use super::names::alike;
use super::{Check, Hits};
use crate::domain::day::Day;
use crate::domain::fen::Fen;
use crate::domain::finding::{Place, Severity};
use crate::domain::level::Level2;
use crate::domain::lexicon::lexicon;
use crate::domain::profile::Fund;
use crate::domain::value::{self, normal};
use rust_decimal::Decimal;

pub(super) const TABLE: &[(&str, Check)] = &[
    ("T80", not_permitted),
    ("T81", forbidden),
    ("T82", no_start),
    ("T83", no_payment_plan),
    ("T84", bond_sums),
    ("T85", no_balance),
    ("T86", thin_cover),
    ("T87", no_repayment),
    ("T88", district),
    ("T89", paid_twice),
    ("T90", no_ledger),
    ("T91", no_capacity),
    ("T92", term_too_long),
];

fn epidemic(f: &Form<'_>) -> bool {
    f.fund == Fund::SpecialTreasuryBond
}

/// Names the bond in a message.
fn bond(f: &Form<'_>) -> &'static str {
    if epidemic(f) { "" } else { "special-bond" }
}

fn not_permitted(f: &Form<'_>, hits: &mut Hits) {
    let use_class = normal(f.d.text("use_class"));
    let permitted = lexicon().permitted_uses.within(&use_class);
    if epidemic(f) && !use_class.is_empty() && permitted.is_none() {
        hits.field("use_class").say("use", &use_class);
    }
}

fn forbidden(f: &Form<'_>, hits: &mut Hits) {
    if !f.bonded() {
        return;
    }
    let words = lexicon();
    let term = |text: &str| {
        let text = words.negative_masks.strike(&normal(text));
        words.negative.within(&text)
    };
    for key in ["project_name", "overview"] {
        if let Some(word) = term(f.d.text(key)) {
            hits.field(key).variant(bond(f)).say("word", word);
        }
    }
    for l in &f.lines {
        if let Some(word) = term(&l.name).or_else(|| term(&l.value.text)) {
            hits.line(l, "name").variant(bond(f)).say("word", word);
        }
    }
}

fn no_start(f: &Form<'_>, hits: &mut Hits) {
    let words = lexicon();
    let told = [f.d.text("use_class"), f.d.text("project_name")];
    let spending = told
        .iter()
        .any(|t| words.spending.within(&normal(t)).is_some());
    let limit = if epidemic(f) {
        f.ctx.profile.year
    } else {
        f.d.year
    };
    let Some(limit) = Day::new(limit, 12, 31).filter(|_| f.bonded() && !spending) else {
        return;
    };
    let begun = |l: &Line<'_>| {
        let named = words.start_words.within(&l.name).is_some()
            || words.start_words.within(&l.value.text).is_some();
        let days = value::dates_in(&l.raw.value, f.d.year);
        let in_time = days
            .iter()
            .any(|d| d.from <= limit && (d.period || d.to <= limit));
        words.begun.within(&l.value.text).is_some() || (named && in_time)
    };
    if f.leveled() && !f.of(Level2::Timeliness).any(begun) {
        hits.at(Place::Form).say("limit", &limit.to_string());
    }
}

fn no_payment_plan(f: &Form<'_>, hits: &mut Hits) {
    let planned = |l: &Line<'_>| lexicon().fund_arrival.within(&l.name).is_some();
    if f.bonded() && f.leveled() && !f.of(Level2::Timeliness).any(planned) {
        hits.at(Place::Form)
            .variant(bond(f))
            .say("year", &f.d.year.to_string());
    }
}

fn bond_sums(f: &Form<'_>, hits: &mut Hits) {
    let Some(money) = f.d.fen("bond_amount").filter(|_| f.bonded()) else {
        return;
    };
    let quota = f.ctx.companions.quota.as_ref().and_then(|q| q.amount);
    if let Some(quota) = quota
        && money > quota
        && !f.near(money, quota)
    {
        hits.field("bond_amount")
            .say("b", &money.wan())
            .say("q", &quota.wan());
        return;
    }
    let beside = ["own_funds", "other_funds"];
    if let Some(total) = f.d.fen("total_amount")
        && beside.iter().any(|k| f.d.has(k))
    {
        let sum = beside
            .iter()
            .filter_map(|k| f.d.fen(k))
            .chain([money])
            .sum::<Fen>();
        if !f.near(sum, total) {
            hits.field("bond_amount")
                .variant("sum")
                .say("sum", &sum.wan())
                .say("total", &total.wan());
        }
    }
}

fn no_balance(f: &Form<'_>, hits: &mut Hits) {
    let keys = ["revenue", "debt_service", "cover_ratio"];
    if f.fund == Fund::SpecialBond
        && let Some(missing) = keys.iter().find(|k| f.d.text(k).is_empty())
    {
        hits.field(missing);
    }
}

/// 本息覆盖倍数 as the form states it, or from its parts.
fn cover(f: &Form<'_>) -> Option<Decimal> {
    let stated = value::parse(f.d.text("cover_ratio"), f.d.year).number;
    stated.or_else(|| {
        let parts = f.d.fen("revenue").zip(f.d.fen("debt_service"));
        let (revenue, service) = parts.filter(|(_, s)| *s > Fen::ZERO)?;
        Some(Decimal::from(revenue.get()) / Decimal::from(service.get()))
    })
}

fn thin_cover(f: &Form<'_>, hits: &mut Hits) {
    let Some(ratio) = cover(f).filter(|_| f.fund == Fund::SpecialBond) else {
        return;
    };
    let (variant, severity) = if ratio < Decimal::ONE {
        ("below", Severity::Error)
    } else if ratio < Decimal::new(f.ctx.profile.limits.cover_warn, 2) {
        ("", Severity::Warning)
    } else {
        return;
    };
    hits.field("cover_ratio")
        .variant(variant)
        .severity(severity)
        .say("r", &ratio.round_dp(2).to_string());
}

fn no_repayment(f: &Form<'_>, hits: &mut Hits) {
    let earns = f.d.fen("revenue").is_some_and(|r| r > Fen::ZERO);
    if epidemic(f) && earns && f.d.text("repayment").is_empty() {
        hits.field("repayment");
    }
}

fn district(f: &Form<'_>, hits: &mut Hits) {
    let known = &f.ctx.profile.districts;
    if !f.bonded() || known.is_empty() {
        return;
    }
    let code = f.d.text("district_code");
    if !code.is_empty() && !known.contains_key(code) {
        hits.field("district_code").say("code", code);
        return;
    }
    let code = f.d.district();
    let department = f.d.text("department_name");
    if let Some(own) = known.get(&code)
        && !department.contains(own.as_str())
        && known
            .values()
            .any(|other| department.contains(other.as_str()))
    {
        hits.field("department_name").say("code", &code);
    }
}

fn paid_twice(f: &Form<'_>, hits: &mut Hits) {
    if !f.bonded() {
        return;
    }
    let likeness = f.ctx.profile.limits.same_project;
    let name = normal(f.d.text("project_name"));
    for fund in &f.ctx.companions.other_funds {
        let same_code = !fund.code.is_empty() && fund.code == f.d.code;
        let unit = normal(&fund.unit);
        let units = ["department_name", "unit_name"];
        let same_unit = !unit.is_empty() && units.iter().any(|k| normal(f.d.text(k)) == unit);
        if same_code || (same_unit && alike(&name, &normal(&fund.name), likeness)) {
            hits.at(Place::Form)
                .say("fund", &fund.fund)
                .say("amt", &fund.amount.unwrap_or_default().wan());
            return;
        }
    }
}

fn no_ledger(f: &Form<'_>, hits: &mut Hits) {
    if !epidemic(f) {
        return;
    }
    let mark = f.d.text("direct_fund");
    if f.d.has("direct_fund") && lexicon().yes.within(mark).is_none() {
        hits.field("direct_fund");
    } else if f.blank("ledger_no") {
        hits.field("ledger_no");
    }
}

fn no_capacity(f: &Form<'_>, hits: &mut Hits) {
    let words = lexicon();
    let told = [f.d.text("project_name"), f.d.text("use_class")];
    let health = told
        .iter()
        .any(|t| words.health.within(&normal(t)).is_some());
    let able = |l: &Line<'_>| {
        !l.is(Level2::Satisfaction)
            && !l.is(Level2::Timeliness)
            && !l.kind.is_some_and(Level2::is_cost)
            && words.capacity.within(&l.name).is_some()
    };
    if f.bonded() && health && f.leveled() && !f.lines.iter().any(able) {
        hits.at(Place::Form);
    }
}

/// The years a field names: `10`, `10年`.
fn years(f: &Form<'_>, key: &str) -> Option<Decimal> {
    let text = normal(f.d.text(key));
    let digits: String = text.chars().take_while(|c| c.is_ascii_digit()).collect();
    digits.parse().ok()
}

fn term_too_long(f: &Form<'_>, hits: &mut Hits) {
    if let Some((term, life)) = years(f, "bond_term").zip(years(f, "asset_life"))
        && f.bonded()
        && term > life
    {
        hits.field("bond_term")
            .say("t", &term.to_string())
            .say("life", &life.to_string());
    }
}
