//! Which indicator of the later form is which of the earlier: by level, by name, by position.

use super::super::declaration::Indicator;
use super::said;
use std::collections::BTreeMap;

/// An indicator's block and levels as they are compared.
type Level = (bool, String, String);

/// Every indicator of both forms exactly once: pairs in the order of the later form, each removed one
/// after what stood before it in the earlier.
pub(super) fn pairs(one: &[Indicator], two: &[Indicator]) -> Vec<(Option<usize>, Option<usize>)> {
    let mut p = Pairing {
        to: vec![None; one.len()],
        from: vec![None; two.len()],
    };
    let whole = |i: &Indicator| Some((level(i), cells(i)));
    let named = |i: &Indicator| (!name(i).is_empty()).then(|| (level(i), name(i)));
    // Moved to another level: still the same indicator.
    let moved = |i: &Indicator| (!name(i).is_empty()).then(|| (i.whole_project, name(i)));
    p.by_key(one, two, whole);
    p.by_key(one, two, named);
    p.by_key(one, two, moved);
    p.by_position(one, two);
    p.listed()
}

fn level(i: &Indicator) -> Level {
    (i.whole_project, said(&i.level1), said(&i.level2))
}
fn name(i: &Indicator) -> String {
    said(&i.name)
}
fn cells(i: &Indicator) -> Vec<(String, String)> {
    let all = super::columns(i).into_iter();
    all.map(|(k, v)| (k.to_owned(), said(v)))
        .filter(|(_, v)| !v.is_empty())
        .collect()
}

struct Pairing {
    to: Vec<Option<usize>>,
    from: Vec<Option<usize>>,
}

impl Pairing {
    fn join(&mut self, i: usize, j: usize) {
        if let (Some(to), Some(from)) = (self.to.get_mut(i), self.from.get_mut(j)) {
            *to = Some(j);
            *from = Some(i);
        }
    }

    /// Joins those with the same key, the first with the first.
    fn by_key<K: Ord>(
        &mut self,
        one: &[Indicator],
        two: &[Indicator],
        key: impl Fn(&Indicator) -> Option<K>,
    ) {
        let mut waiting: BTreeMap<K, std::collections::VecDeque<usize>> = BTreeMap::new();
        for (j, b) in free(two, &self.from) {
            if let Some(k) = key(b) {
                waiting.entry(k).or_default().push_back(j);
            }
        }
        let left: Vec<(usize, K)> = free(one, &self.to)
            .filter_map(|(i, a)| Some((i, key(a)?)))
            .collect();
        for (i, k) in left {
            if let Some(j) = waiting
                .get_mut(&k)
                .and_then(std::collections::VecDeque::pop_front)
            {
                self.join(i, j);
            }
        }
    }

    /// Joins what is left of a level: those between the same neighbours first, then the more alike
    /// by name, then the nearer. Those with nothing in common, neither neighbours nor a third of
    /// their names, are not the same.
    fn by_position(&mut self, one: &[Indicator], two: &[Indicator]) {
        let mut levels: BTreeMap<Level, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
        for (i, a) in one.iter().enumerate() {
            levels.entry(level(a)).or_default().0.push(i);
        }
        for (j, b) in two.iter().enumerate() {
            levels.entry(level(b)).or_default().1.push(j);
        }
        for (left, right) in levels.values() {
            let mut all = Vec::new();
            for (x, i) in left.iter().enumerate() {
                for (y, j) in right.iter().enumerate() {
                    if self.to[*i].is_some() || self.from[*j].is_some() {
                        continue;
                    }
                    let between = self.neighbours(left, right, x, y);
                    let alike = alike(&one[*i].name, &two[*j].name);
                    if between || alike >= 33 {
                        let cost = (!between, 100 - alike, x.abs_diff(y), x + y);
                        all.push((cost, *i, *j));
                    }
                }
            }
            // Among equals only mirrored pairs are left, which do not exclude each other: which
            // form is the earlier makes no difference.
            all.sort_unstable();
            for (_, i, j) in all {
                if self.to[i].is_none() && self.from[j].is_none() {
                    self.join(i, j);
                }
            }
        }
    }

    /// True when both stand between the same neighbours, of those already joined within the level.
    fn neighbours(&self, left: &[usize], right: &[usize], x: usize, y: usize) -> bool {
        let here = |joined: &[Option<usize>], other: &[usize], n: usize| {
            joined[n].is_some_and(|m| other.contains(&m))
        };
        let one = |n: &usize| here(&self.to, right, *n);
        let two = |n: &usize| here(&self.from, left, *n);
        let same = |a: Option<usize>, b: Option<usize>| match (a, b) {
            (None, None) => true,
            (Some(a), Some(b)) => self.to[a] == Some(b),
            _ => false,
        };
        same(
            left.iter().take(x).copied().rfind(one),
            right.iter().take(y).copied().rfind(two),
        ) && same(
            left.iter().skip(x + 1).copied().find(one),
            right.iter().skip(y + 1).copied().find(two),
        )
    }

    fn listed(&self) -> Vec<(Option<usize>, Option<usize>)> {
        let mut out: Vec<_> = self
            .from
            .iter()
            .enumerate()
            .map(|(j, i)| (*i, Some(j)))
            .collect();
        for (i, to) in self.to.iter().enumerate() {
            if to.is_none() {
                let before = i.checked_sub(1);
                let at = out
                    .iter()
                    .position(|(a, _)| *a == before && before.is_some());
                out.insert(at.map_or(0, |n| n + 1), (Some(i), None));
            }
        }
        out
    }
}

/// Those not joined yet.
fn free<'a>(
    all: &'a [Indicator],
    joined: &[Option<usize>],
) -> impl Iterator<Item = (usize, &'a Indicator)> {
    let left: Vec<bool> = joined.iter().map(Option::is_none).collect();
    let those = all.iter().enumerate().zip(left);
    those.filter_map(|(pair, free)| free.then_some(pair))
}

/// How much two names have in common: characters of both, in percent of the characters.
fn alike(one: &str, two: &str) -> usize {
    let chars = |s: &str| -> Vec<char> { s.chars().filter(|c| !c.is_whitespace()).collect() };
    let (a, mut b) = (chars(one), chars(two));
    let total = a.len() + b.len();
    let mut common = 0usize;
    for c in a {
        if let Some(at) = b.iter().position(|x| *x == c) {
            b.swap_remove(at);
            common += 2;
        }
    }
    (common * 100).checked_div(total).unwrap_or(0)
}
