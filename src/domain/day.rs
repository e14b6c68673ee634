//! A calendar day, and the moment something happened.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A day as the number 20260930: it sorts and is legible in any tool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(i32);

impl Day {
    /// The day, or `None` when the calendar does not have it (years 1 to 9999).
    pub fn new(year: i32, month: i32, day: i32) -> Option<Self> {
        let date = Date::new(
            i16::try_from(year).ok().filter(|y| *y > 0)?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        )
        .ok()?;
        Some(Self::from(date))
    }
    /// The last day of a month.
    pub fn end_of_month(year: i32, month: i32) -> Option<Self> {
        let first = Self::new(year, month, 1)?;
        Some(Self::from(first.date()?.last_of_month()))
    }
    /// A day that was stored as its number.
    pub fn from_number(number: i32) -> Option<Self> {
        Self::new(number / 10_000, number / 100 % 100, number % 100)
    }
    /// The number, 20260930.
    pub const fn number(self) -> i32 {
        self.0
    }
    /// The year.
    pub const fn year(self) -> i32 {
        self.0 / 10_000
    }
    /// The month, 1 to 12.
    pub const fn month(self) -> i32 {
        self.0 / 100 % 100
    }
    /// The day of the month, 1 to 31.
    pub const fn day(self) -> i32 {
        self.0 % 100
    }
    /// Days from `earlier` to this day; negative when this day is before it.
    pub fn since(self, earlier: Self) -> i32 {
        match (self.date(), earlier.date()) {
            (Some(a), Some(b)) => a.since(b).map_or(0, |s| s.get_days()),
            _ => 0,
        }
    }
    /// The day that many days later.
    pub fn plus(self, days: i32) -> Self {
        self.date()
            .and_then(|d| d.checked_add(jiff::Span::new().days(days)).ok())
            .map_or(self, Self::from)
    }

    fn date(self) -> Option<Date> {
        Date::new(
            i16::try_from(self.year()).ok()?,
            i8::try_from(self.month()).ok()?,
            i8::try_from(self.day()).ok()?,
        )
        .ok()
    }
}

impl From<Date> for Day {
    fn from(d: Date) -> Self {
        Self(i32::from(d.year()) * 10_000 + i32::from(d.month()) * 100 + i32::from(d.day()))
    }
}

/// `2020-12-31`.
impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{:04}-{:02}-{:02}",
            self.year(),
            self.month(),
            self.day()
        )
    }
}

/// Milliseconds since 1970 in UTC: when an entry was written. For reading only; order is by number.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn new(ms: i64) -> Self {
        Self(ms)
    }
    /// Milliseconds since 1970-01-01T00:00:00Z.
    pub const fn ms(self) -> i64 {
        self.0
    }
    /// The beginning of a day in UTC+8.
    pub fn of(day: Day) -> Self {
        let midnight = day.date().and_then(|d| {
            let at = d.at(0, 0, 0, 0);
            jiff::tz::Offset::constant(8).to_timestamp(at).ok()
        });
        Self(midnight.map_or(0, jiff::Timestamp::as_millisecond))
    }
    /// The moment in China's one time zone, UTC+8 without daylight saving.
    pub fn local(self) -> Option<jiff::civil::DateTime> {
        let t = jiff::Timestamp::from_millisecond(self.0).ok()?;
        Some(jiff::tz::Offset::constant(8).to_datetime(t))
    }
    /// The day in UTC+8.
    pub fn day(self) -> Option<Day> {
        self.local().map(|t| Day::from(t.date()))
    }
    /// `2020-10-10T14:03:00+08:00`.
    pub fn iso(self) -> String {
        self.local().map_or_else(String::new, |t| {
            t.strftime("%Y-%m-%dT%H:%M:%S+08:00").to_string()
        })
    }
    /// `20201010060300Z`, in UTC.
    pub fn utc(self) -> String {
        let t = jiff::Timestamp::from_millisecond(self.0).ok();
        t.map_or_else(String::new, |t| t.strftime("%Y%m%d%H%M%SZ").to_string())
    }
    /// `10-10 14:03`.
    pub fn short(self) -> String {
        self.local()
            .map_or_else(String::new, |t| t.strftime("%m-%d %H:%M").to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_is_kept() {
        assert_eq!(Day::new(2020, 2, 30), None);
        assert_eq!(
            Day::end_of_month(2020, 2).unwrap().to_string(),
            "2020-02-29"
        );
        let d = Day::new(2020, 12, 31).unwrap();
        assert_eq!(d.plus(1).to_string(), "2021-01-01");
        assert_eq!(d.plus(1).since(d), 1);
        assert_eq!(Day::from_number(20201231), Some(d));
        assert_eq!(Instant::new(0).iso(), "1970-01-01T08:00:00+08:00");
        assert_eq!(Instant::new(1999).utc(), "19700101000001Z");
    }
}
