//! Forms that say nearly the same: what they measure and by how much, without what tells one
//! project from another (names, codes, amounts).

use super::declaration::Declaration;
use std::collections::BTreeSet;

/// Two forms are near-identical from that many hundredths of their lines in common on.
pub const LIKE: u32 = 85;

/// What a form says, in pieces.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Outline {
    pieces: BTreeSet<String>,
}

impl Outline {
    /// The pieces of a form: each indicator with its levels, how its value is measured and compared,
    /// and its points; each sentence of the goals.
    pub fn of(d: &Declaration) -> Self {
        let name = plain(d.name().as_str());
        let mut pieces = BTreeSet::new();
        for i in &d.indicators {
            let unit = i.unit.as_deref().unwrap_or_default();
            let op = i.op.as_deref().unwrap_or_default();
            let points = i.weight_raw.as_deref().unwrap_or_default();
            let (what, value) = (plain(&i.name), masked(&plain(&i.value)));
            let level = plain(&i.level2);
            pieces.insert(format!("{level}|{what}|{op}{value}{unit}|{points}"));
        }
        for field in ["goal_annual", "goal_total"] {
            let text = d.text(field);
            let sentences = text.split(['。', '；', ';', '，', ',', '\n']);
            for s in sentences.map(plain).filter(|s| !s.is_empty()) {
                // Where the project's own name stands in the goal, the rest is what is compared.
                let s = if name.is_empty() {
                    s
                } else {
                    s.replace(&name, "")
                };
                pieces.insert(format!("{field}|{}", masked(&s)));
            }
        }
        Self { pieces }
    }

    /// Hundredths of the pieces of both that stand in both, rounded down; 0 where one has none.
    pub fn likeness(&self, other: &Self) -> u32 {
        let both = self.pieces.intersection(&other.pieces).count();
        let all = self.pieces.union(&other.pieces).count();
        u32::try_from((both * 100).checked_div(all).unwrap_or(0)).unwrap_or(0)
    }

    /// True when they are near-identical.
    pub fn is_like(&self, other: &Self) -> bool {
        self.likeness(other) >= LIKE
    }
}

/// Without blanks.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// With one sign for each number.
fn masked(text: &str) -> String {
    let mut out = String::new();
    let mut digits = false;
    for c in text.chars() {
        let number = c.is_numeric() || (digits && matches!(c, '.' | ','));
        if number && !digits {
            out.push('#');
        }
        if !number {
            out.push(c);
        }
        digits = number;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> Declaration {
        let plain = super::super::rules::text("T06").unwrap().bad.plain();
        plain.declaration()
    }

    #[test]
    fn another_name_code_amount_and_number_are_the_same_form() {
        let a = form();
        let mut b = a.clone();
        b.code = "31010520KY777".into();
        b.fields.get_mut("project_name").unwrap().raw = "另一个小区改造".into();
        b.fields.get_mut("total_amount").unwrap().raw = "1.00".into();
        for i in &mut b.indicators {
            i.value = i.value.replace(|c: char| c.is_ascii_digit(), "7");
        }
        let (x, y) = (Outline::of(&a), Outline::of(&b));
        assert!(x.likeness(&y) >= LIKE, "{}", x.likeness(&y));
        assert!(x.is_like(&y) && y.is_like(&x));
        assert_eq!(x.likeness(&x), 100);
    }

    #[test]
    fn other_indicators_are_another_form() {
        let a = form();
        let mut b = a.clone();
        for i in &mut b.indicators {
            i.name.push_str("（二期）");
        }
        assert!(!Outline::of(&a).is_like(&Outline::of(&b)));
        assert_eq!(Outline::default().likeness(&Outline::default()), 0);
        assert!(!Outline::default().is_like(&Outline::of(&a)));
    }

    #[test]
    fn numbers_are_masked_whole() {
        assert_eq!(masked("≥38.5公里,3个"), "≥#公里,#个");
        assert_eq!(masked("100%"), "#%");
    }
}
