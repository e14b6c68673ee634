//! Two texts clause by clause.

/// What became of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// In both.
    Kept,
    /// Only in the earlier text.
    Removed,
    /// Only in the later text.
    Added,
}

/// Clauses in a row with the same fate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Their fate.
    pub part: Part,
    /// Their words.
    pub text: String,
}

/// Most pairs of clauses that are weighed; beyond, the whole differing middle is marked.
const PAIRS: usize = 1_000_000;

/// The clauses of both texts in order, what is removed before what is added in its place.
pub fn spans(before: &str, after: &str) -> Vec<Span> {
    let (one, two) = (clauses(before), clauses(after));
    let head = one.iter().zip(&two).take_while(|(a, b)| a == b).count();
    let rest = one.len().min(two.len()) - head;
    let ends = one.iter().rev().zip(two.iter().rev());
    let tail = ends.take(rest).take_while(|(a, b)| a == b).count();
    let middle = |all: &[&str]| -> Vec<String> {
        let count = all.len() - head - tail;
        let part = all.iter().skip(head).take(count);
        part.map(|s| (*s).to_owned()).collect()
    };
    let (left, right) = (middle(&one), middle(&two));
    let mut out = Vec::new();
    for clause in one.iter().take(head) {
        push(&mut out, Part::Kept, clause);
    }
    for (part, clause) in weigh(&left, &right) {
        push(&mut out, part, clause);
    }
    for clause in one.iter().skip(one.len() - tail) {
        push(&mut out, Part::Kept, clause);
    }
    out
}

fn push(out: &mut Vec<Span>, part: Part, clause: &str) {
    match out.last_mut() {
        Some(last) if last.part == part => last.text.push_str(clause),
        _ => out.push(Span {
            part,
            text: clause.to_owned(),
        }),
    }
}

/// The longest common run of clauses; between two kept ones first all removed, then all added.
fn weigh<'a>(one: &'a [String], two: &'a [String]) -> Vec<(Part, &'a str)> {
    let (n, m) = (one.len(), two.len());
    let kept = if n.saturating_mul(m) > PAIRS {
        Vec::new()
    } else {
        common(one, two)
    };
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    for (a, b) in kept.into_iter().chain([(n, m)]) {
        let gone = one.iter().take(a).skip(i);
        out.extend(gone.map(|s| (Part::Removed, s.as_str())));
        let new = two.iter().take(b).skip(j);
        out.extend(new.map(|s| (Part::Added, s.as_str())));
        if let Some(s) = one.get(a) {
            out.push((Part::Kept, s.as_str()));
        }
        (i, j) = (a + 1, b + 1);
    }
    out
}

/// Indices of a longest common subsequence.
fn common(one: &[String], two: &[String]) -> Vec<(usize, usize)> {
    let (n, m) = (one.len(), two.len());
    // longest[i][j]: of one[i..] and two[j..].
    let mut longest = vec![vec![0u32; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            longest[i][j] = if one[i] == two[j] {
                longest[i + 1][j + 1] + 1
            } else {
                longest[i + 1][j].max(longest[i][j + 1])
            };
        }
    }
    let mut out = Vec::new();
    let (mut i, mut j) = (0, 0);
    while i < n && j < m {
        if one[i] == two[j] {
            out.push((i, j));
            (i, j) = (i + 1, j + 1);
        } else if longest[i + 1][j] >= longest[i][j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    out
}

/// The clauses of a text, each with the sign that ends it. An ASCII sign ends one only where no
/// digit follows: `5,900` and `10:30` are whole.
fn clauses(text: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut from = 0;
    let mut all = text.char_indices().peekable();
    while let Some((at, c)) = all.next() {
        let next = all.peek().map(|(_, c)| *c);
        let ends = match c {
            '，' | '。' | '；' | '：' | '、' | '？' | '！' | ';' | '\n' => true,
            ',' | ':' | '?' | '!' => !next.is_some_and(|c| c.is_ascii_digit()),
            _ => false,
        };
        if ends {
            let to = at + c.len_utf8();
            out.extend(text.get(from..to));
            from = to;
        }
    }
    out.extend(text.get(from..).filter(|s| !s.is_empty()));
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn marked(before: &str, after: &str) -> String {
        let mark = |s: Span| match s.part {
            Part::Kept => s.text,
            Part::Removed => format!("[-{}-]", s.text),
            Part::Added => format!("{{+{}+}}", s.text),
        };
        spans(before, after).into_iter().map(mark).collect()
    }

    #[test]
    fn only_the_changed_clauses_are_marked() {
        for (before, after, shown) in [
            ("", "", ""),
            ("一。", "一。", "一。"),
            (
                "改造3个小区，惠及5,900户，年内完工。",
                "改造3个小区，惠及6,200户，年内完工。",
                "改造3个小区，[-惠及5,900户，-]{+惠及6,200户，+}年内完工。",
            ),
            ("一，二，三", "一，三", "一，[-二，-]三"),
            ("一，三", "一，二，三", "一，{+二，+}三"),
            ("一\n二", "一\n三\n二", "一\n{+三\n+}二"),
            ("", "新", "{+新+}"),
            ("甲，乙，丙，", "丙，甲，乙，", "{+丙，+}甲，乙，[-丙，-]"),
        ] {
            assert_eq!(marked(before, after), shown);
        }
        assert_eq!(clauses("5,900户, 10:30起"), ["5,900户,", " 10:30起"]);
    }

    #[test]
    fn texts_too_long_to_weigh_are_marked_whole() {
        let long = |c: &str| format!("头，{}尾", format!("{c}，").repeat(1_500));
        let parts: Vec<Part> = spans(&long("甲"), &long("乙"))
            .iter()
            .map(|s| s.part)
            .collect();
        assert_eq!(parts, [Part::Kept, Part::Removed, Part::Added, Part::Kept]);
    }

    proptest! {
        #[test]
        fn both_texts_can_be_put_together_again(
            before in "[甲乙，。\n5,]{0,30}",
            after in "[甲乙，。\n5,]{0,30}",
        ) {
            let all = spans(&before, &after);
            let without = |part| -> String {
                let kept = all.iter().filter(|s| s.part != part);
                kept.map(|s| s.text.as_str()).collect()
            };
            prop_assert_eq!(without(Part::Added), before);
            prop_assert_eq!(without(Part::Removed), after);
            prop_assert!(all.windows(2).all(|w| w[0].part != w[1].part));
        }
    }
}
