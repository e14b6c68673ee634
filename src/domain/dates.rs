//! Dates and periods as people write them, found in any text: `2020年6月底前`, `2023.07-2024.01`,
//! `第三季度`, `1-12月`.

use super::day::Day;

/// A date or period found in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// First day it covers; for `2020年9月` the first of September.
    pub from: Day,
    /// Last day it covers; a single date without a day means this one.
    pub to: Day,
    /// Written as a stretch of time and not as a date.
    pub period: bool,
    /// Followed by 前: the date is a limit.
    pub limit: bool,
    /// A bare year, such as `2021年度`.
    pub bare_year: bool,
    /// The year stood in the text and was not taken from the form.
    pub own_year: bool,
    /// Position in characters, end exclusive.
    pub at: (usize, usize),
}

const YEARS: std::ops::RangeInclusive<i32> = 1990..=2099;
const JOINS: [char; 7] = ['-', '~', '—', '–', '―', '至', '到'];

/// Every date and period of a text (NFKC, without blanks), from left to right. Where no year is
/// written, `year` is meant.
pub fn scan(text: &[char], year: i32) -> Vec<Found> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let before = at.checked_sub(1).and_then(|i| text.get(i));
        let inside = before.is_some_and(|c| c.is_ascii_alphanumeric() || *c == '.');
        match (!inside).then(|| stretch(text, at, year)).flatten() {
            Some(mut found) => {
                found.limit |= close(text, &mut found.at.1);
                at = found.at.1;
                out.push(found);
            }
            None => at += 1,
        }
    }
    out
}

/// Steps over a closing word such as 前; true if there was one.
fn close(text: &[char], at: &mut usize) -> bool {
    for word in ["以前", "之前", "底前", "末前", "前", "止", "内", "以内"] {
        if starts(text, *at, word) {
            *at += word.chars().count();
            return true;
        }
    }
    false
}

fn starts(text: &[char], at: usize, word: &str) -> bool {
    text.get(at..).is_some_and(|rest| {
        word.chars()
            .enumerate()
            .all(|(i, c)| rest.get(i) == Some(&c))
    })
}

fn is(text: &[char], at: usize, c: char) -> bool {
    text.get(at) == Some(&c)
}

/// A run of digits: its number, and how many digits (at most 8).
fn digits(text: &[char], at: usize) -> Option<(i32, usize)> {
    let run = text
        .get(at..)?
        .iter()
        .take_while(|c| c.is_ascii_digit())
        .count();
    if run == 0 || run > 8 {
        return None;
    }
    let number: String = text.get(at..at + run)?.iter().collect();
    Some((number.parse().ok()?, run))
}

fn small(text: &[char], at: usize, max: i32) -> Option<(i32, usize)> {
    digits(text, at).filter(|(n, len)| *len <= 2 && (1..=max).contains(n))
}

/// A period of two ends, or a single date.
fn stretch(text: &[char], at: usize, year: i32) -> Option<Found> {
    if let Some(found) = months(text, at, year).or_else(|| years(text, at)) {
        return Some(found);
    }
    let first = point(text, at, year)?;
    if text.get(first.at.1).is_some_and(|c| JOINS.contains(c)) {
        let later = point(text, first.at.1 + 1, first.from.year());
        if let Some(last) = later.filter(|l| l.to >= first.from) {
            return Some(Found {
                to: last.to,
                period: true,
                bare_year: false,
                at: (at, last.at.1),
                ..first
            });
        }
    }
    Some(first)
}

/// `1-12月`, `2020年1-6月`.
fn months(text: &[char], at: usize, year: i32) -> Option<Found> {
    let (own_year, start) = match digits(text, at) {
        Some((y, 4)) if YEARS.contains(&y) && is(text, at + 4, '年') => (Some(y), at + 5),
        _ => (None, at),
    };
    let (a, len) = small(text, start, 12)?;
    let join = start + len + usize::from(is(text, start + len, '月'));
    if !text.get(join).is_some_and(|c| JOINS.contains(c)) {
        return None;
    }
    let (b, len) = small(text, join + 1, 12)?;
    let end = join + 1 + len;
    if !is(text, end, '月') || b < a || small(text, end + 1, 31).is_some() {
        return None;
    }
    let y = own_year.unwrap_or(year);
    Some(Found {
        from: Day::new(y, a, 1)?,
        to: Day::end_of_month(y, b)?,
        period: true,
        limit: false,
        bare_year: false,
        own_year: own_year.is_some(),
        at: (at, end + 1),
    })
}

/// `2021-2023年`, `2021-2023`.
fn years(text: &[char], at: usize) -> Option<Found> {
    let (a, _) = digits(text, at).filter(|(y, len)| *len == 4 && YEARS.contains(y))?;
    let join = at + 4 + usize::from(is(text, at + 4, '年'));
    if !text.get(join).is_some_and(|c| JOINS.contains(c)) {
        return None;
    }
    let (b, _) = digits(text, join + 1).filter(|(y, len)| *len == 4 && YEARS.contains(y))?;
    let mut end = join + 5;
    match text.get(end) {
        Some('年') => end += 1,
        Some('.' | '-' | '/') => return None,
        _ => {}
    }
    if b < a || digits(text, end).is_some() {
        return None;
    }
    end += usize::from(is(text, end, '度'));
    Some(Found {
        from: Day::new(a, 1, 1)?,
        to: Day::new(b, 12, 31)?,
        period: true,
        limit: false,
        bare_year: true,
        own_year: true,
        at: (at, end),
    })
}

/// One date: to the day, the month, the quarter, the half or the year.
fn point(text: &[char], at: usize, year: i32) -> Option<Found> {
    if let Some(found) = part_of_year(text, at, year, false) {
        return Some(Found {
            at: (at, found.at.1),
            ..found
        });
    }
    let (n, len) = digits(text, at)?;
    let next = at + len;
    match len {
        8 => single(
            Day::from_number(n).filter(|d| YEARS.contains(&d.year()))?,
            at,
            next,
        ),
        4 if YEARS.contains(&n) => match text.get(next)? {
            '年' => {
                let next = next + 1;
                if let Some((_, len)) = small(text, next, 12)
                    && is(text, next + len, '月')
                {
                    return month(text, (at, next), n, true);
                }
                if let Some(found) = part_of_year(text, next, n, true) {
                    return Some(Found {
                        at: (at, found.at.1),
                        own_year: true,
                        ..found
                    });
                }
                Some(Found {
                    from: Day::new(n, 1, 1)?,
                    to: Day::new(n, 12, 31)?,
                    period: true,
                    limit: false,
                    bare_year: true,
                    own_year: true,
                    at: (at, next + usize::from(is(text, next, '度'))),
                })
            }
            mark @ ('-' | '.' | '/') => dotted(text, at, n, *mark),
            _ => None,
        },
        1 | 2 if is(text, next, '月') => month(text, (at, at), year, false),
        _ => None,
    }
}

fn single(day: Day, at: usize, end: usize) -> Option<Found> {
    Some(Found {
        from: day,
        to: day,
        period: false,
        limit: false,
        bare_year: false,
        own_year: true,
        at: (at, end),
    })
}

/// `2020-06-30`, `2020/6/1`, `2020.06`: `at` is where the year stands.
fn dotted(text: &[char], at: usize, year: i32, mark: char) -> Option<Found> {
    let (m, len) = small(text, at + 5, 12)?;
    let next = at + 5 + len;
    if is(text, next, mark)
        && let Some((d, more)) = small(text, next + 1, 31)
        && !text.get(next + 1 + more).is_some_and(char::is_ascii_digit)
    {
        let end = next + 1 + more;
        let end = end + usize::from(is(text, end, '日'));
        return single(Day::new(year, m, d)?, at, end);
    }
    // `2020.5` and `2020.06万元` are numbers.
    let clear = match text.get(next) {
        None => true,
        Some(c) => JOINS.contains(c) || ",;。、()月底末前止".contains(*c) || *c == ' ',
    };
    if !clear || (mark == '.' && len != 2) {
        return None;
    }
    let end = next + usize::from(is(text, next, '月'));
    let end = end + usize::from(is(text, end, '底') || is(text, end, '末'));
    Some(Found {
        from: Day::new(year, m, 1)?,
        to: Day::end_of_month(year, m)?,
        ..single(Day::new(year, m, 1)?, at, end)?
    })
}

/// `6月30日`, `6月底`, `6月中旬`, `6月`; the number of the month stands at `at.1`.
fn month(text: &[char], at: (usize, usize), year: i32, own_year: bool) -> Option<Found> {
    let (m, len) = small(text, at.1, 12)?;
    let mut end = at.1 + len + 1;
    let first = Day::new(year, m, 1)?;
    let last = Day::end_of_month(year, m)?;
    let (from, to) = if let Some((d, more)) = small(text, end, 31)
        && (is(text, end + more, '日') || is(text, end + more, '号'))
    {
        end += more + 1;
        let day = Day::new(year, m, d)?;
        (day, day)
    } else if starts(text, end, "上旬") {
        end += 2;
        (first, Day::new(year, m, 10)?)
    } else if starts(text, end, "中旬") {
        end += 2;
        (first, Day::new(year, m, 20)?)
    } else if starts(text, end, "下旬") {
        end += 2;
        (first, last)
    } else if is(text, end, '底') || is(text, end, '末') {
        end += 1;
        (last, last)
    } else if is(text, end, '初') {
        end += 1;
        (first, Day::new(year, m, 10)?)
    } else {
        (first, last)
    };
    Some(Found {
        from,
        to,
        own_year,
        ..single(to, at.0, end)?
    })
}

/// `第三季度`, `上半年`, and the end of the year: `年底`, or 底 where 年 has been read already.
fn part_of_year(text: &[char], at: usize, year: i32, after_year: bool) -> Option<Found> {
    let made = |from: (i32, i32), to: i32, end: usize| {
        Some(Found {
            from: Day::new(year, from.0, from.1)?,
            to: Day::end_of_month(year, to)?,
            period: from.1 == 1,
            limit: false,
            bare_year: false,
            own_year: false,
            at: (at, end),
        })
    };
    let start = at + usize::from(is(text, at, '第'));
    for (i, names) in [['一', '1'], ['二', '2'], ['三', '3'], ['四', '4']]
        .iter()
        .enumerate()
    {
        if text.get(start).is_some_and(|c| names.contains(c))
            && starts(text, start + 1, "季度")
            && (start > at || after_year)
        {
            let last = i32::try_from(i).ok()? * 3 + 3;
            let end = start + 3;
            let end_word = is(text, end, '末') || is(text, end, '底');
            return made((last - 2, 1), last, end + usize::from(end_word));
        }
    }
    if starts(text, at, "上半年") {
        return made((1, 1), 6, at + 3);
    }
    if starts(text, at, "下半年") {
        return made((7, 1), 12, at + 3);
    }
    let word = usize::from(!after_year);
    let led = after_year || is(text, at, '年');
    if led && (is(text, at + word, '底') || is(text, at + word, '末')) {
        return made((12, 31), 12, at + word + 1);
    }
    if led && is(text, at + word, '内') {
        return made((12, 31), 12, at + word);
    }
    None
}
