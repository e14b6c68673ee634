//! Bytes from a terminal to keys, pastes and answers. What is none of these is noise: it is
//! swallowed whole, and never acts as a key.

use super::charset::{Charset, First};
use std::time::{Duration, Instant};

/// What a terminal told of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// The cursor is in that column, from 1.
    Column(u16),
    /// It has read everything before the question.
    Alive,
    /// Who it is: the end of the questions at start.
    Who,
    /// How it stands with a private mode.
    Mode(u16, u16),
    /// The background's red, green and blue.
    Background([u8; 3]),
}

/// What was heard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Heard {
    /// A key by its name.
    Key(String),
    /// Pasted text.
    Paste(String),
    /// An answer.
    Answer(Answer),
    /// Something that is nothing of ours.
    Noise,
}

/// A lone Esc is a key after that long.
pub(crate) const ESC: Duration = Duration::from_millis(50);
/// The same where the line is slow.
pub(crate) const ESC_SLOW: Duration = Duration::from_millis(150);
/// The same while answers are still on their way: they begin with Esc too.
const ESC_ANSWERS: Duration = Duration::from_millis(500);
/// A sequence that has begun is waited for that long.
const REST: Duration = Duration::from_secs(1);
/// A paste that has stopped is given out after that long.
const STALLED: Duration = Duration::from_secs(3);
/// No sequence of ours is longer.
const LONGEST: usize = 4096;
/// More of a paste is not kept.
const PASTE: usize = 4 << 20;
const PASTE_END: &[u8] = b"\x1b[201~";

/// What the held bytes begin with.
enum Step {
    /// So many bytes, and what they mean.
    Took(usize, Option<Heard>),
    /// A paste begins after so many bytes.
    Paste(usize),
    /// More are needed.
    More,
}

/// A paste on its way.
#[derive(Debug, Default)]
struct Pasting {
    text: Vec<u8>,
    /// Bytes of the end mark that have come.
    mark: usize,
    stalled: bool,
}

/// Turns bytes into what they mean.
#[derive(Debug)]
pub(crate) struct Decoder {
    charset: Charset,
    held: Vec<u8>,
    paste: Option<Pasting>,
    /// When the last bytes came.
    last: Option<Instant>,
    esc: Duration,
    answers_until: Option<Instant>,
}

impl Decoder {
    /// Nothing was heard yet.
    pub(crate) fn new(charset: Charset) -> Self {
        Self {
            charset,
            held: Vec::new(),
            paste: None,
            last: None,
            esc: ESC,
            answers_until: None,
        }
    }
    /// What the bytes mean from now on, and how long a lone Esc is waited for.
    pub(crate) fn set(&mut self, charset: Charset, esc: Duration) {
        (self.charset, self.esc) = (charset, esc);
    }
    /// Until when answers may still come, if they may.
    pub(crate) fn expect_answers(&mut self, until: Option<Instant>) {
        self.answers_until = until;
    }
    /// When to ask `late`, if nothing more comes.
    pub(crate) fn deadline(&self) -> Option<Instant> {
        let wait = match &self.paste {
            Some(p) if p.stalled => return None,
            Some(_) => STALLED,
            None if self.held.is_empty() => return None,
            None if self.held == [0x1b] => match self.answers_until {
                Some(until) if self.last.is_some_and(|at| at < until) => ESC_ANSWERS,
                _ => self.esc,
            },
            None => REST,
        };
        self.last.map(|at| at + wait)
    }
    /// Takes bytes that were read at a moment.
    pub(crate) fn feed(&mut self, bytes: &[u8], now: Instant) -> Vec<(Heard, Instant)> {
        let mut out = self.late(now);
        self.last = Some(now);
        // A stalled paste ends with a key that no text begins with.
        if self.paste.as_ref().is_some_and(|p| p.stalled)
            && bytes.first().is_some_and(|b| *b < 0x20)
            && (bytes.len() == 1 || (bytes[0] == 0x1b && bytes.len() <= 6 && bytes != PASTE_END))
        {
            self.paste = None;
        }
        let mut rest = bytes;
        while !rest.is_empty() {
            if self.paste.is_some() {
                rest = self.take_paste(rest, now, &mut out);
                continue;
            }
            self.held.extend_from_slice(rest);
            rest = &[];
            let mut at = 0;
            loop {
                let ahead = self.held.get(at..).unwrap_or(&[]);
                if ahead.is_empty() {
                    break;
                }
                match step(ahead, self.charset) {
                    Step::Took(n, heard) => {
                        at += n.max(1);
                        out.extend(heard.map(|h| (h, now)));
                    }
                    Step::Paste(n) => {
                        let text = ahead.get(n..).unwrap_or(&[]).to_vec();
                        self.held.clear();
                        at = 0;
                        self.paste = Some(Pasting::default());
                        let more = self.take_paste(&text, now, &mut out);
                        self.held.extend_from_slice(more);
                    }
                    Step::More if ahead.len() > LONGEST => {
                        at = self.held.len();
                        out.push((Heard::Noise, now));
                    }
                    Step::More => break,
                }
            }
            self.held.drain(..at.min(self.held.len()));
        }
        out
    }
    /// Gives out what was waited for long enough.
    pub(crate) fn late(&mut self, now: Instant) -> Vec<(Heard, Instant)> {
        if self.deadline().is_none_or(|at| now < at) {
            return Vec::new();
        }
        let at = self.last.unwrap_or(now);
        if let Some(p) = &mut self.paste {
            p.stalled = true;
            let text = std::mem::take(&mut p.text);
            return vec![(Heard::Paste(clean(&self.charset.decode(&text))), at)];
        }
        let held = std::mem::take(&mut self.held);
        match held.as_slice() {
            [0x1b] => vec![(Heard::Key("Esc".to_owned()), at)],
            [0x1b, _] => vec![(Heard::Key("Esc".to_owned()), at), (Heard::Noise, at)],
            _ => vec![(Heard::Noise, at)],
        }
    }
    /// Takes the bytes of a paste; gives back those after its end.
    fn take_paste<'a>(
        &mut self,
        bytes: &'a [u8],
        now: Instant,
        out: &mut Vec<(Heard, Instant)>,
    ) -> &'a [u8] {
        let Some(p) = &mut self.paste else {
            return bytes;
        };
        p.stalled = false;
        for (i, b) in bytes.iter().enumerate() {
            if PASTE_END.get(p.mark) == Some(b) {
                p.mark += 1;
                if p.mark == PASTE_END.len() {
                    let text = std::mem::take(&mut p.text);
                    self.paste = None;
                    out.push((Heard::Paste(clean(&self.charset.decode(&text))), now));
                    return bytes.get(i + 1..).unwrap_or(&[]);
                }
                continue;
            }
            let part = PASTE_END.get(..p.mark).unwrap_or(&[]);
            p.mark = 0;
            if p.text.len() < PASTE {
                p.text.extend_from_slice(part);
            }
            if *b == 0x1b {
                p.mark = 1;
            } else if p.text.len() < PASTE {
                p.text.push(*b);
            }
        }
        &[]
    }
}

/// Line ends made uniform, control characters dropped.
fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                chars.next_if_eq(&'\n');
                out.push('\n');
            }
            '\n' | '\t' => out.push(c),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

fn key(name: &str) -> Option<Heard> {
    Some(Heard::Key(name.to_owned()))
}

fn step(b: &[u8], charset: Charset) -> Step {
    match (b[0], b.get(1)) {
        (0x1b, None) => Step::More,
        (0x1b, Some(b'[')) => sequence(b),
        (0x1b, Some(b'O')) => match b.get(2) {
            None => Step::More,
            Some(last @ 0x20..=0x7e) => Step::Took(3, Some(keypad(*last))),
            Some(_) => Step::Took(2, Some(Heard::Noise)),
        },
        (0x1b, Some(b']' | b'P' | b'X' | b'^' | b'_')) => string(b),
        (0x1b, Some(_)) => Step::Took(1, key("Esc")),
        (c @ ..0x20 | c @ 0x7f, _) => Step::Took(1, Some(control(c))),
        _ => match charset.first(b) {
            First::More => Step::More,
            First::Bad => Step::Took(1, Some(Heard::Noise)),
            First::Char(' ', n) => Step::Took(n, key("Space")),
            First::Char(c, n) if c.is_control() => Step::Took(n, Some(Heard::Noise)),
            First::Char(c, n) => Step::Took(n, Some(Heard::Key(c.to_string()))),
        },
    }
}

fn control(c: u8) -> Heard {
    Heard::Key(match c {
        0 => "Ctrl-Space".to_owned(),
        // Some terminals send this for Backspace, and no command uses Ctrl-h.
        0x08 | 0x7f => "Backspace".to_owned(),
        0x09 => "Tab".to_owned(),
        0x0a | 0x0d => "Enter".to_owned(),
        0x1f => "Ctrl-_".to_owned(),
        c @ 1..0x1b => format!("Ctrl-{}", char::from(c + 0x60)),
        c => format!("Ctrl-{}", char::from(c + 0x40)),
    })
}

/// `ESC O x`: function keys, arrows, and the keypad in application mode.
fn keypad(last: u8) -> Heard {
    let name = match last {
        b'A' => "Up",
        b'B' => "Down",
        b'C' => "Right",
        b'D' => "Left",
        b'H' => "Home",
        b'F' => "End",
        b'P' => "F1",
        b'Q' => "F2",
        b'R' => "F3",
        b'S' => "F4",
        b'M' => "Enter",
        b'I' => "Tab",
        b'a' => "Ctrl-Up",
        b'b' => "Ctrl-Down",
        b'c' => "Ctrl-Right",
        b'd' => "Ctrl-Left",
        b'j' => "*",
        b'k' => "+",
        b'l' => ",",
        b'm' => "-",
        b'n' => ".",
        b'o' => "/",
        b'X' => "=",
        c @ b'p'..=b'y' => return Heard::Key(char::from(c - b'p' + b'0').to_string()),
        _ => return Heard::Noise,
    };
    Heard::Key(name.to_owned())
}

/// `ESC [ … x`.
fn sequence(b: &[u8]) -> Step {
    let Some(&third) = b.get(2) else {
        return Step::More;
    };
    // The console of Linux: ESC [ [ A.
    if third == b'[' {
        return match b.get(3) {
            None => Step::More,
            Some(c @ b'A'..=b'E') => Step::Took(4, Some(Heard::Key(format!("F{}", c - b'A' + 1)))),
            Some(_) => Step::Took(4, Some(Heard::Noise)),
        };
    }
    // A mouse in the old way: three more bytes.
    if third == b'M' {
        return if b.len() < 6 {
            Step::More
        } else {
            Step::Took(6, Some(Heard::Noise))
        };
    }
    let inner = b.get(2..).unwrap_or(&[]);
    let Some(end) = inner.iter().position(|c| !(0x20..=0x3f).contains(c)) else {
        return Step::More;
    };
    let (body, last) = (&inner[..end], inner[end]);
    let whole = end + 3;
    if !(0x40..=0x7e).contains(&last) {
        // Cut short by something else.
        return Step::Took(whole - 1, Some(Heard::Noise));
    }
    if body == b"200" && last == b'~' {
        return Step::Paste(whole);
    }
    Step::Took(whole, Some(meaning(body, last)))
}

fn meaning(body: &[u8], last: u8) -> Heard {
    let private = body.first().filter(|c| (0x3c..=0x3f).contains(*c));
    let digits = |c: &u8| c.is_ascii_digit();
    let numbers: Vec<u16> = body
        .split(|c| !digits(c))
        .filter(|n| !n.is_empty())
        .map(|n| {
            n.iter().fold(0u16, |s, d| {
                s.saturating_mul(10).saturating_add(u16::from(d - b'0'))
            })
        })
        .collect();
    let (first, second) = (numbers.first().copied(), numbers.get(1).copied());
    if private.is_some() || body.iter().any(|c| (0x20..=0x2f).contains(c)) {
        return match (private, last, first, second) {
            (Some(b'?'), b'c', ..) => Heard::Answer(Answer::Who),
            (Some(b'?'), b'y', Some(mode), Some(state)) => Heard::Answer(Answer::Mode(mode, state)),
            _ => Heard::Noise,
        };
    }
    let held = second.unwrap_or(1).saturating_sub(1);
    let ctrl = held & 4 != 0;
    let plain = match (last, first) {
        (b'R', Some(_)) if second.is_some() => {
            return Heard::Answer(Answer::Column(second.unwrap_or(1)));
        }
        (b'n', Some(0)) => return Heard::Answer(Answer::Alive),
        (b'A' | b'a', _) => "Up",
        (b'B' | b'b', _) => "Down",
        (b'C' | b'c', None) | (b'C', _) => "Right",
        (b'D' | b'd', _) => "Left",
        (b'H', _) => "Home",
        (b'F', _) => "End",
        (b'Z', _) => "Shift-Tab",
        (b'P', _) if held == 0 => "F1",
        (b'Q', _) if held == 0 => "F2",
        (b'R', _) if held == 0 => "F3",
        (b'S', _) if held == 0 => "F4",
        (b'~', Some(1 | 7)) => "Home",
        (b'~', Some(3)) => "Delete",
        (b'~', Some(4 | 8)) => "End",
        (b'~', Some(5)) => "PgUp",
        (b'~', Some(6)) => "PgDn",
        (b'~', Some(n @ 11..=24)) if held == 0 => {
            return match n {
                11..=15 => Heard::Key(format!("F{}", n - 10)),
                17..=21 => Heard::Key(format!("F{}", n - 11)),
                23 | 24 => Heard::Key(format!("F{}", n - 12)),
                _ => Heard::Noise,
            };
        }
        _ => return Heard::Noise,
    };
    if ctrl && plain != "Shift-Tab" {
        Heard::Key(format!("Ctrl-{plain}"))
    } else {
        Heard::Key(plain.to_owned())
    }
}

/// `ESC ] …` and the like, up to its end.
fn string(b: &[u8]) -> Step {
    let body = b.get(2..).unwrap_or(&[]);
    let Some(end) = body.iter().position(|c| matches!(c, 0x07 | 0x1b)) else {
        return Step::More;
    };
    let whole = match (body[end], body.get(end + 1)) {
        (0x07, _) => end + 3,
        (_, None) => return Step::More,
        (_, Some(b'\\')) => end + 4,
        // Cut short by another sequence.
        _ => return Step::Took(end + 2, Some(Heard::Noise)),
    };
    let heard = if b[1] == b']' {
        background(&body[..end]).map_or(Heard::Noise, |c| Heard::Answer(Answer::Background(c)))
    } else {
        Heard::Noise
    };
    Step::Took(whole, Some(heard))
}

/// `11;rgb:RRRR/GGGG/BBBB`, with one to four digits each.
fn background(body: &[u8]) -> Option<[u8; 3]> {
    let text = std::str::from_utf8(body).ok()?.strip_prefix("11;rgb")?;
    let text = text.strip_prefix("a:").or_else(|| text.strip_prefix(':'))?;
    let mut out = [0; 3];
    let mut parts = text.split('/');
    for c in &mut out {
        let part = parts.next()?;
        let most = 16u32
            .checked_pow(u32::try_from(part.len()).ok()?)?
            .checked_sub(1)?;
        let value = u32::from_str_radix(part, 16).ok()?;
        *c = u8::try_from(value.checked_mul(255)?.checked_div(most)?).ok()?;
    }
    Some(out)
}

#[cfg(test)]
mod tests;
