//! The text being written: caret, words, undo, cut and put back, and where all of it stands when it
//! is wrapped. It knows no screen; a key goes in by its name and what it did comes back.

mod layout;
#[cfg(test)]
mod tests;

pub use layout::Row;

use super::keys::is_han;
use crate::domain::clean::hidden;
use unicode_segmentation::UnicodeSegmentation as _;

/// Characters of an opinion.
pub const LIMIT: usize = 500;
/// Characters looked at in one paste.
pub const PASTE: usize = 20_000;
/// Rows that the box of a text grows to.
pub const ROWS: usize = 8;
/// Steps that can be undone.
const STEPS: usize = 200;

/// What became of characters offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Taken {
    /// Characters that are in the text now.
    pub taken: usize,
    /// Characters for which there was no room.
    pub cut: usize,
    /// Characters that no text may hold: controls and what is invisible.
    pub unfit: usize,
}

/// What a key did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The text is another one now.
    Changed,
    /// The text is the same; the caret may have moved.
    Same,
    /// So many characters were not taken, for lack of room; others may have been.
    Full(usize),
    /// No key of a text: for somebody else to take.
    Unused,
}

/// What the last thing done was, so that a run of it is one step to undo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Last {
    #[default]
    Other,
    Typing,
    Erasing,
    Cutting,
}

/// Text and caret as they were.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Step {
    text: String,
    at: usize,
}

/// A text being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buffer {
    text: String,
    /// Bytes before the caret: always between two graphemes.
    at: usize,
    undo: Vec<Step>,
    redo: Vec<Step>,
    kill: String,
    last: Last,
    /// The column that going up and down keeps to.
    goal: Option<usize>,
    top: usize,
    shown: usize,
    limit: usize,
    one_line: bool,
    auto_punct: bool,
}

impl Default for Buffer {
    fn default() -> Self {
        Self::new(LIMIT)
    }
}

impl Buffer {
    /// An empty text of several lines, of at most `limit` characters.
    pub const fn new(limit: usize) -> Self {
        Self {
            text: String::new(),
            at: 0,
            undo: Vec::new(),
            redo: Vec::new(),
            kill: String::new(),
            last: Last::Other,
            goal: None,
            top: 0,
            shown: ROWS,
            limit,
            one_line: false,
            auto_punct: false,
        }
    }
    /// An empty prompt of one line: Enter, Up and Down are for others to take.
    pub const fn prompt(limit: usize) -> Self {
        let mut new = Self::new(limit);
        new.one_line = true;
        new
    }
    /// Goes on with a text that was begun, the caret after so many graphemes. Nothing of it is
    /// cut, even beyond the limit.
    #[must_use]
    pub fn resumed(mut self, text: &str, caret: usize) -> Self {
        self.text = self.fit(text).0;
        self.at = self.byte(caret);
        self
    }
    /// Makes `,` after a Han character `，` while typing.
    #[must_use]
    pub const fn with_auto_punct(mut self, on: bool) -> Self {
        self.auto_punct = on;
        self
    }
    /// Rows of the box, beyond which it scrolls.
    pub fn set_shown(&mut self, rows: usize) {
        self.shown = rows.max(1);
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }
    /// Graphemes before the caret.
    pub fn caret(&self) -> usize {
        self.before().graphemes(true).count()
    }
    /// Characters of the text.
    pub fn count(&self) -> usize {
        self.text.chars().count()
    }
    /// Most characters it takes.
    pub const fn limit(&self) -> usize {
        self.limit
    }
    /// What was cut last and can be put back.
    pub fn kill(&self) -> &str {
        &self.kill
    }
    /// True when there is a step to undo.
    pub const fn can_undo(&self) -> bool {
        !self.undo.is_empty()
    }
    /// Takes the text out and leaves it empty; one step to undo.
    pub fn clear(&mut self) -> String {
        self.step(Last::Other);
        self.at = 0;
        std::mem::take(&mut self.text)
    }

    fn before(&self) -> &str {
        self.text.get(..self.at).unwrap_or("")
    }
    fn after(&self) -> &str {
        self.text.get(self.at..).unwrap_or("")
    }
    /// The byte before which there are so many graphemes.
    fn byte(&self, graphemes: usize) -> usize {
        let mut all = self.text.grapheme_indices(true);
        all.nth(graphemes).map_or(self.text.len(), |(at, _)| at)
    }
    /// The first place between two graphemes at or after a byte.
    fn settle(&mut self, at: usize) {
        let mut all = self.text.grapheme_indices(true).map(|(b, _)| b);
        self.at = all.find(|b| *b >= at).unwrap_or(self.text.len());
    }

    /// What of a text may stand here, and how many characters may not.
    fn fit(&self, raw: &str) -> (String, usize) {
        let mut unfit = 0;
        let mut out = String::with_capacity(raw.len());
        let mut chars = raw.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\r' if chars.peek() == Some(&'\n') => {}
                '\r' | '\n' if self.one_line => out.push(' '),
                '\r' | '\n' => out.push('\n'),
                // The same blanks that are shown, so that widths are those of the screen.
                '\t' | '\u{a0}' | '\u{3000}' => out.push(' '),
                _ if hidden(c) => unfit += 1,
                _ => out.push(c),
            }
        }
        (out, unfit)
    }

    /// Begins a step to undo, unless it goes on with the run before.
    fn step(&mut self, what: Last) {
        if what == Last::Other || what == Last::Cutting || what != self.last {
            if self.undo.len() == STEPS {
                self.undo.remove(0);
            }
            self.undo.push(Step {
                text: self.text.clone(),
                at: self.at,
            });
        }
        self.redo.clear();
        self.last = what;
        self.goal = None;
    }
    /// Takes the step back that `step` began and nothing came of.
    fn unstep(&mut self) {
        if self.undo.last().is_some_and(|s| s.text == self.text) {
            self.undo.pop();
        }
        self.last = Last::Other;
    }

    /// Writes a text at the caret as one step; what there is no room for is left out, whole
    /// graphemes at a time.
    pub fn insert(&mut self, what: &str) -> Taken {
        self.step(Last::Other);
        let taken = self.put(what);
        self.unstep_if(taken.taken == 0);
        // Whatever follows is a step of its own.
        self.last = Last::Other;
        taken
    }
    fn unstep_if(&mut self, nothing: bool) {
        if nothing {
            self.unstep();
        }
    }
    fn put(&mut self, what: &str) -> Taken {
        let (fit, unfit) = self.fit(what);
        let mut room = self.limit.saturating_sub(self.count());
        let mut taken = String::new();
        let mut n = 0;
        for g in fit.graphemes(true) {
            let size = g.chars().count();
            if size > room {
                break;
            }
            room -= size;
            n += size;
            taken.push_str(g);
        }
        self.text.insert_str(self.at, &taken);
        self.settle(self.at + taken.len());
        Taken {
            taken: n,
            cut: fit.chars().count() - n,
            unfit,
        }
    }
    /// A bracketed paste: line ends made uniform, controls dropped, at most [`PASTE`] characters
    /// looked at, one step to undo.
    pub fn paste(&mut self, what: &str) -> Taken {
        // What was pasted ends in sight; the next key settles the box.
        self.top = usize::MAX;
        let looked: String = what.chars().take(PASTE).collect();
        let mut taken = self.insert(&looked);
        taken.cut += what.chars().skip(PASTE).count();
        taken
    }
    /// One typed character; a run of them is one step.
    fn typed(&mut self, what: &str) -> Outcome {
        let after_han = self
            .before()
            .chars()
            .next_back()
            .is_some_and(|c| is_han(&c.to_string()));
        let what = if self.auto_punct && what == "," && after_han {
            "，"
        } else {
            what
        };
        // A new line ends the run.
        self.step(if what == "\n" {
            Last::Other
        } else {
            Last::Typing
        });
        let t = self.put(what);
        self.unstep_if(t.taken == 0);
        match (t.taken, t.cut) {
            (0, 0) => Outcome::Same,
            (0, n) => Outcome::Full(n),
            _ => Outcome::Changed,
        }
    }

    /// Takes out the bytes between; true when there was anything.
    fn take_out(&mut self, from: usize, to: usize, what: Last) -> Option<String> {
        if from >= to {
            self.last = Last::Other;
            return None;
        }
        self.step(what);
        let gone: String = self.text.drain(from..to).collect();
        self.settle(from);
        Some(gone)
    }
    fn backspace(&mut self) -> Outcome {
        let from = self.left_of(self.at);
        done(self.take_out(from, self.at, Last::Erasing).is_some())
    }
    fn delete(&mut self) -> Outcome {
        let to = self.right_of(self.at);
        done(self.take_out(self.at, to, Last::Erasing).is_some())
    }
    /// Cuts up to `from` on the left, or up to `to` on the right, of the caret; cuts in a row are
    /// put back together.
    fn cut(&mut self, from: usize, to: usize) -> Outcome {
        let goes_on = self.last == Last::Cutting;
        let leftwards = from < self.at;
        let Some(gone) = self.take_out(from, to, Last::Cutting) else {
            return Outcome::Same;
        };
        self.kill = match (goes_on, leftwards) {
            (false, _) => gone,
            (true, true) => gone + &self.kill,
            (true, false) => std::mem::take(&mut self.kill) + &gone,
        };
        Outcome::Changed
    }
    fn put_back(&mut self) -> Outcome {
        let kill = self.kill.clone();
        let t = self.insert(&kill);
        match (t.taken, t.cut) {
            (0, 0) => Outcome::Same,
            (_, 0) => Outcome::Changed,
            (_, n) => Outcome::Full(n),
        }
    }

    /// Takes the last step back; false when there is none.
    pub fn undo(&mut self) -> bool {
        let Some(step) = self.undo.pop() else {
            return false;
        };
        let now = self.swap(step);
        self.redo.push(now);
        true
    }
    /// Does again what was undone; false when there is nothing.
    pub fn redo(&mut self) -> bool {
        let Some(step) = self.redo.pop() else {
            return false;
        };
        let now = self.swap(step);
        self.undo.push(now);
        true
    }
    fn swap(&mut self, step: Step) -> Step {
        self.last = Last::Other;
        self.goal = None;
        Step {
            text: std::mem::replace(&mut self.text, step.text),
            at: std::mem::replace(&mut self.at, step.at),
        }
    }

    fn left_of(&self, at: usize) -> usize {
        let before = self.text.get(..at).unwrap_or("");
        at - before.graphemes(true).next_back().map_or(0, str::len)
    }
    fn right_of(&self, at: usize) -> usize {
        let after = self.text.get(at..).unwrap_or("");
        at + after.graphemes(true).next().map_or(0, str::len)
    }
    fn line_start(&self) -> usize {
        self.before().rfind('\n').map_or(0, |n| n + 1)
    }
    fn line_end(&self) -> usize {
        let end = self.after().find('\n');
        end.map_or(self.text.len(), |n| self.at + n)
    }
    fn word_left(&self) -> usize {
        let back = self.before().graphemes(true).rev();
        self.at - run(back)
    }
    fn word_right(&self) -> usize {
        self.at + run(self.after().graphemes(true))
    }
    fn go(&mut self, to: usize) -> Outcome {
        self.at = to;
        self.last = Last::Other;
        self.goal = None;
        Outcome::Same
    }

    /// A key by its name, where rows are `cells` wide.
    pub fn key(&mut self, key: &str, cells: usize) -> Outcome {
        let outcome = self.act(key, cells);
        if outcome != Outcome::Unused {
            self.top = self.window(cells, self.shown).start;
        }
        outcome
    }
    fn act(&mut self, key: &str, cells: usize) -> Outcome {
        match key {
            "Left" => self.go(self.left_of(self.at)),
            "Right" => self.go(self.right_of(self.at)),
            "Ctrl-Left" => self.go(self.word_left()),
            "Ctrl-Right" => self.go(self.word_right()),
            "Home" | "Ctrl-a" => self.go(self.line_start()),
            "End" | "Ctrl-e" => self.go(self.line_end()),
            "Ctrl-Home" => self.go(0),
            "Ctrl-End" => self.go(self.text.len()),
            "Up" | "Down" | "Enter" | "Ctrl-j" if self.one_line => Outcome::Unused,
            "Up" => self.vertical(cells, false),
            "Down" => self.vertical(cells, true),
            // Terminals send a bare line feed for an Enter of a paste without brackets.
            "Enter" | "Ctrl-j" => self.typed("\n"),
            "Space" => self.typed(" "),
            // Several terminals send Ctrl-H for Backspace.
            "Backspace" | "Ctrl-h" => self.backspace(),
            "Delete" => self.delete(),
            "Ctrl-u" => self.cut(self.line_start(), self.at),
            "Ctrl-k" => {
                let end = self.line_end();
                // At the end of a line the line end itself goes.
                let to = if end == self.at {
                    self.right_of(self.at)
                } else {
                    end
                };
                self.cut(self.at, to)
            }
            "Ctrl-w" => self.cut(self.word_left(), self.at),
            "Ctrl-y" => self.put_back(),
            // Ctrl-_ is the byte 1F, which is read as Ctrl-7 and sent by Ctrl-/ too.
            "Ctrl-_" | "Ctrl-7" | "Ctrl-/" => done(self.undo()),
            "Ctrl-r" => done(self.redo()),
            k if k.graphemes(true).count() == 1 && !k.chars().any(char::is_control) => {
                self.typed(k)
            }
            _ => Outcome::Unused,
        }
    }
}

/// How a key that changes, or does nothing, ended.
const fn done(changed: bool) -> Outcome {
    if changed {
        Outcome::Changed
    } else {
        Outcome::Same
    }
}

/// Kinds of characters between which words end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Blank,
    Han,
    Word,
    Sign,
}

fn kind(g: &str) -> Kind {
    match g.chars().next() {
        None => Kind::Blank,
        Some(c) if c.is_whitespace() => Kind::Blank,
        Some(_) if is_han(g) => Kind::Han,
        Some(c) if c.is_alphanumeric() => Kind::Word,
        Some(_) => Kind::Sign,
    }
}

/// Bytes of the blanks and then the run of one kind that come first.
fn run<'a>(graphemes: impl Iterator<Item = &'a str>) -> usize {
    let mut bytes = 0;
    let mut of = None;
    for g in graphemes {
        match (of, kind(g)) {
            (None, Kind::Blank) => {}
            (None, k) => of = Some(k),
            (Some(k), now) if k == now => {}
            _ => break,
        }
        bytes += g.len();
    }
    bytes
}
