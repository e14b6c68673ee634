//! What the terminal is, asked of itself at start in one round trip: whether it reads UTF-8, how
//! wide it draws characters of ambiguous width, its background, and whether it takes a frame as
//! one.

use super::super::text::Ambiguous;
use super::charset::Charset;
use super::decode::Answer;
use std::time::Duration;

/// The ground that is written on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Background {
    /// Light.
    Light,
    /// Dark.
    Dark,
    /// Not told.
    #[default]
    Unknown,
}

/// What is known of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Probed {
    /// It reads UTF-8.
    pub utf8: bool,
    /// It draws Han characters two cells wide.
    pub wide: bool,
    /// How wide it draws what may be either.
    pub ambiguous: Ambiguous,
    /// Its background.
    pub background: Background,
    /// It shows a frame at once when asked to.
    pub sync: bool,
    /// It says when it has read what was sent.
    pub answers: bool,
    /// How long an answer takes; none where none came.
    pub round_trip: Option<Duration>,
}

impl Probed {
    /// The line is slow.
    pub fn is_slow(&self) -> bool {
        self.round_trip.is_some_and(|t| t > SLOW)
    }
}

/// A line is slow from there on.
const SLOW: Duration = Duration::from_millis(250);
/// From there on it is worth asking whether a frame has arrived before the next is sent.
const WORTH_ASKING: Duration = Duration::from_millis(30);
/// Two Han characters: in UTF-8 four cells, in GBK three characters of two cells, in Latin 1 six.
const HAN: &str = "\u{4e2d}\u{4e2d}";
/// Of ambiguous width.
const EITHER: [&str; 3] = ["\u{2500}", "\u{201c}", "\u{2460}"];
const WHERE: &str = "\x1b[6n";

/// What is told by the environment.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hints {
    /// `TERM`.
    pub(crate) term: String,
    /// The encoding of the locale.
    pub(crate) locale: Option<Charset>,
    /// The background as `COLORFGBG` has it.
    pub(crate) background: Background,
}

impl Hints {
    /// What the environment of this process says.
    pub(crate) fn of_environment() -> Self {
        let var = |name: &str| std::env::var(name).ok().filter(|v| !v.is_empty());
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|n| var(n));
        Self {
            term: var("TERM").unwrap_or_default(),
            locale: locale.as_deref().and_then(encoding),
            background: var("COLORFGBG")
                .as_deref()
                .map_or(Background::Unknown, ground),
        }
    }
    /// Only the plainest sequences are sure to be understood.
    fn is_plain(&self) -> bool {
        self.term == "linux" || self.term.starts_with("vt")
    }
    /// It moves lines when asked to.
    pub(crate) fn shifts(&self) -> bool {
        !matches!(self.term.as_str(), "linux" | "dumb" | "vt100" | "vt52" | "")
    }
    /// Inside tmux.
    pub(crate) fn is_tmux(&self) -> bool {
        self.term.starts_with("tmux") || std::env::var_os("TMUX").is_some()
    }
    /// Inside screen.
    pub(crate) fn is_screen(&self) -> bool {
        self.term.starts_with("screen") && !self.is_tmux()
    }
}

/// The encoding that a locale names; none for `C` and the like.
fn encoding(locale: &str) -> Option<Charset> {
    let name = locale.split_once('.')?.1.to_ascii_lowercase();
    let name = name.split('@').next().unwrap_or("").replace(['-', '_'], "");
    match name.as_str() {
        "utf8" => Some(Charset::Utf8),
        "gbk" | "gb18030" | "gb2312" | "euccn" | "cp936" => Some(Charset::Gbk),
        _ => None,
    }
}

/// `15;0`: the last number is the background.
fn ground(colours: &str) -> Background {
    match colours.rsplit(';').next().map(str::parse::<u8>) {
        Some(Ok(0..=6 | 8)) => Background::Dark,
        Some(Ok(7 | 9..=15)) => Background::Light,
        _ => Background::Unknown,
    }
}

/// The questions.
pub(crate) fn questions(hints: &Hints) -> Vec<u8> {
    let mut out = format!("\x1b[H{HAN}{WHERE}");
    for e in EITHER {
        out.push_str(&format!("\r{e}{WHERE}"));
    }
    out.push_str("\r\x1b[K");
    if !hints.is_plain() {
        out.push_str("\x1b]11;?\x1b\\\x1b[?2026$p");
    }
    out.push_str("\x1b[5n\x1b[c");
    out.into_bytes()
}

/// Answers as they come in.
#[derive(Debug, Clone, Default)]
pub(crate) struct Answers {
    columns: Vec<u16>,
    background: Option<[u8; 3]>,
    sync: bool,
    alive: bool,
    /// When the first and the last came after the questions.
    first: Option<Duration>,
    /// All have come.
    pub(crate) complete: bool,
}

impl Answers {
    /// Takes an answer that came so long after the questions.
    pub(crate) fn take(&mut self, a: Answer, after: Duration) {
        self.first.get_or_insert(after);
        match a {
            Answer::Column(c) => self.columns.push(c),
            Answer::Background(c) => self.background = Some(c),
            // 0: unknown to it; 4: never.
            Answer::Mode(2026, state) => self.sync = matches!(state, 1..=3),
            Answer::Mode(..) => {}
            Answer::Alive => self.alive = true,
            Answer::Who => self.complete = true,
        }
    }
    /// True once any has come.
    pub(crate) fn any(&self) -> bool {
        self.first.is_some()
    }
    /// What they mean, with what the environment says where one is missing.
    pub(crate) fn mean(&self, hints: &Hints, wishes: super::Wishes) -> Probed {
        let moved = |n: usize| self.columns.get(n).map(|c| c.saturating_sub(1));
        let gbk = hints.locale == Some(Charset::Gbk);
        let utf8 = match moved(0) {
            Some(n) => n <= 4,
            None => !gbk,
        };
        let either: Vec<u16> = (1..=EITHER.len()).filter_map(moved).collect();
        let measured = match either.as_slice() {
            [] => Ambiguous::Unknown,
            _ if !utf8 => Ambiguous::Two,
            all if all.iter().all(|n| *n == 1) => Ambiguous::One,
            all if all.iter().all(|n| *n == 2) => Ambiguous::Two,
            _ => Ambiguous::Unknown,
        };
        let bright = |[r, g, b]: [u8; 3]| {
            let sum = 299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b);
            if sum > 127_500 {
                Background::Light
            } else {
                Background::Dark
            }
        };
        Probed {
            utf8,
            wide: moved(0).is_none_or(|n| n >= 4),
            ambiguous: wishes.ambiguous.unwrap_or(measured),
            background: self.background.map_or(hints.background, bright),
            sync: self.sync,
            answers: self.alive && (wishes.slow || self.first.is_some_and(|t| t > WORTH_ASKING)),
            round_trip: self.first,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Wishes;
    use super::*;

    const NONE: Wishes = Wishes {
        slow: false,
        ambiguous: None,
    };

    fn told(columns: &[u16]) -> Answers {
        let mut a = Answers::default();
        for c in columns {
            a.take(Answer::Column(*c), Duration::from_millis(3));
        }
        a
    }

    #[test]
    fn widths_tell_the_encoding() {
        let hints = Hints::default();
        for (columns, utf8, wide, ambiguous) in [
            (&[5, 2, 2, 2][..], true, true, Ambiguous::One),
            (&[5, 3, 3, 3], true, true, Ambiguous::Two),
            (&[5, 2, 2, 3], true, true, Ambiguous::Unknown),
            (&[3, 2, 2, 2], true, false, Ambiguous::One),
            (&[7, 4, 4, 4], false, true, Ambiguous::Two),
            (&[5], true, true, Ambiguous::Unknown),
            (&[], true, true, Ambiguous::Unknown),
        ] {
            let p = told(columns).mean(&hints, NONE);
            assert_eq!(
                (p.utf8, p.wide, p.ambiguous),
                (utf8, wide, ambiguous),
                "{columns:?}"
            );
        }
        let gbk = Hints {
            locale: encoding("zh_CN.GB2312"),
            ..Hints::default()
        };
        assert!(
            !told(&[]).mean(&gbk, NONE).utf8,
            "the locale, where nobody answers"
        );
        assert!(
            told(&[5]).mean(&gbk, NONE).utf8,
            "the terminal itself, where it does"
        );
        let wished = told(&[5, 2, 2, 2]).mean(
            &hints,
            Wishes {
                ambiguous: Some(Ambiguous::Two),
                ..NONE
            },
        );
        assert_eq!(wished.ambiguous, Ambiguous::Two);
    }

    #[test]
    fn the_rest_is_told_too() {
        let mut a = told(&[5, 2, 2, 2]);
        a.take(
            Answer::Background([250, 250, 240]),
            Duration::from_millis(4),
        );
        a.take(Answer::Mode(2026, 2), Duration::from_millis(4));
        assert!(!a.complete);
        a.take(Answer::Who, Duration::from_millis(4));
        let p = a.mean(&Hints::default(), NONE);
        assert!(a.complete && p.sync && p.background == Background::Light && !p.is_slow());
        a.take(Answer::Mode(2026, 0), Duration::from_millis(4));
        assert!(!a.mean(&Hints::default(), NONE).sync);
        assert_eq!(ground("15;0"), Background::Dark);
        assert_eq!(ground("0;default;15"), Background::Light);
        assert_eq!(ground("default"), Background::Unknown);
        assert_eq!(encoding("C"), None);
        assert_eq!(encoding("zh_CN.UTF-8"), Some(Charset::Utf8));
    }
}
