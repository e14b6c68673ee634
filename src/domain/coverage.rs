//! How much of what bears targets was monitored in the year 监控覆盖: by department and district, by
//! number and amount; and what was not, by name (M01).

use super::fen::Fen;
use std::collections::BTreeMap;

/// Something that bears targets: an approved target, or a line of the budget's execution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Project code.
    pub code: String,
    /// Name.
    pub name: String,
    /// 主管部门.
    pub department: String,
    /// District code (GB/T 2260), or "".
    pub district: String,
    /// The year's money.
    pub amount: Fen,
    /// It was reported on at least once this year.
    pub monitored: bool,
}

/// How many, and how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Part {
    /// Objects.
    pub objects: u64,
    /// Their money.
    pub amount: Fen,
    /// Of these, monitored.
    pub monitored: u64,
    /// Their money.
    pub monitored_amount: Fen,
}

impl Part {
    fn add(&mut self, o: &Object) {
        let more = |a: Fen| Fen::new(a.get().saturating_add(o.amount.get()));
        self.objects += 1;
        self.amount = more(self.amount);
        if o.monitored {
            self.monitored += 1;
            self.monitored_amount = more(self.monitored_amount);
        }
    }
    /// Objects not monitored.
    pub const fn missing(&self) -> u64 {
        self.objects - self.monitored
    }
    /// Their money.
    pub fn missing_amount(&self) -> Fen {
        Fen::new(self.amount.get() - self.monitored_amount.get())
    }
    /// Monitored objects of all, hundredths of a percent; 10000 where there are none.
    pub fn by_number(&self) -> i64 {
        share(
            i64::try_from(self.monitored).unwrap_or(i64::MAX),
            i64::try_from(self.objects).unwrap_or(i64::MAX),
        )
    }
    /// Monitored money of all, hundredths of a percent; 10000 where there is none.
    pub fn by_amount(&self) -> i64 {
        share(self.monitored_amount.get(), self.amount.get())
    }
}

fn share(part: i64, whole: i64) -> i64 {
    if whole <= 0 {
        return 10_000;
    }
    let n = i128::from(part) * 10_000 / i128::from(whole);
    i64::try_from(n).unwrap_or(0)
}

/// The coverage of a year.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coverage {
    /// All objects.
    pub whole: Part,
    /// By department.
    pub departments: BTreeMap<String, Part>,
    /// By district code.
    pub districts: BTreeMap<String, Part>,
    /// What was not monitored, the most money first once [`Coverage::done`] was called.
    pub missing: Vec<Object>,
}

impl Coverage {
    /// Takes an object in.
    pub fn add(&mut self, o: Object) {
        self.whole.add(&o);
        let department = self.departments.entry(o.department.clone());
        department.or_default().add(&o);
        let district = self.districts.entry(o.district.clone());
        district.or_default().add(&o);
        if !o.monitored {
            self.missing.push(o);
        }
    }
    /// Puts the most money first.
    #[must_use]
    pub fn done(mut self) -> Self {
        self.missing
            .sort_by(|a, b| b.amount.cmp(&a.amount).then_with(|| a.code.cmp(&b.code)));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(code: &str, department: &str, wan: i64, monitored: bool) -> Object {
        Object {
            code: code.into(),
            name: String::new(),
            department: department.into(),
            district: code.get(..6).unwrap_or("").into(),
            amount: Fen::new(wan * 1_000_000),
            monitored,
        }
    }

    #[test]
    fn number_and_amount_are_counted_apart() {
        let mut c = Coverage::default();
        assert_eq!((c.whole.by_number(), c.whole.by_amount()), (10_000, 10_000));
        c.add(object("310101A", "a", 100, true));
        c.add(object("310101B", "a", 200, false));
        c.add(object("310104C", "b", 100, true));
        c.add(object("310104D", "b", 300, false));
        let c = c.done();
        assert_eq!((c.whole.by_number(), c.whole.by_amount()), (5000, 2857));
        assert_eq!(
            (c.whole.missing(), c.whole.missing_amount()),
            (2, Fen::new(500_000_000))
        );
        let codes: Vec<&str> = c.missing.iter().map(|o| o.code.as_str()).collect();
        assert_eq!(codes, ["310104D", "310101B"]);
        assert_eq!(c.departments["a"].by_amount(), 3333);
        assert_eq!(c.districts["310104"].objects, 2);
    }
}
