//! How the program is to be: a common file of the bureau and one's own, in TOML. A mistake is
//! reported with its place, and the rest of the file still counts.

mod file;
mod keys;
mod read;
#[cfg(test)]
mod tests;

pub use file::{Failed, Places, load, save};
pub use keys::{Bindable, Bindings};
pub use read::{Text, read};

use std::collections::{BTreeMap, BTreeSet};

/// A setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Language of the interface; `auto` is what `--lang` and the locale say.
    Language,
    /// Whether colours are used.
    Color,
    /// Which colours.
    Theme,
    /// Lines and marks: the terminal's best, ASCII, or box drawing.
    Glyphs,
    /// Cells of a character of ambiguous width.
    Ambiguous,
    /// Whether the line is slow.
    Slow,
    /// The preview under or beside a list.
    Preview,
    /// What of the row under the cursor is reversed.
    CursorRow,
    /// After a verdict the next waiting case opens.
    Advance,
    /// `,` after a Han character becomes `，`.
    AutoPunct,
    /// An editor of one's own may be called.
    Editor,
    /// What a list shows at first.
    Scope,
    /// The order of a list at first.
    Order,
    /// Rows that the box of a text grows to.
    TextRows,
    /// When one's entries are signed by a key of one's agent.
    Sign,
}

/// What a setting is set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    /// One of its words.
    Word(&'static str),
    /// On or off.
    Switch(bool),
    /// A number.
    Number(u16),
}

/// What a setting may be set to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Allowed {
    /// One of these.
    Words(&'static [&'static str]),
    /// `true` or `false`.
    Switch,
    /// From, to.
    Number(u16, u16),
}

/// A line of the table of settings.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Which.
    pub key: Key,
    /// Its name in the file.
    pub id: &'static str,
    /// What it may be.
    pub allowed: Allowed,
    /// What it is when nothing is said.
    pub default: Value,
}

const fn word(
    key: Key,
    id: &'static str,
    words: &'static [&'static str],
    default: &'static str,
) -> Setting {
    Setting {
        key,
        id,
        allowed: Allowed::Words(words),
        default: Value::Word(default),
    }
}
const fn switch(key: Key, id: &'static str, default: bool) -> Setting {
    Setting {
        key,
        id,
        allowed: Allowed::Switch,
        default: Value::Switch(default),
    }
}

/// Names of the orders of a list, as a filter and a view name them.
pub const ORDERS: &[&str] = &["due", "amount", "findings", "code", "name", "unit", "stake"];

/// All settings, in the order of the form and of [`Key`].
pub const TABLE: [Setting; 15] = [
    word(Key::Language, "language", &["auto", "zh", "en"], "auto"),
    word(Key::Color, "color", &["auto", "always", "never"], "auto"),
    word(
        Key::Theme,
        "theme",
        &[
            "auto",
            "light",
            "dark",
            "mono",
            "high-contrast",
            "ink",
            "ink-dark",
            "ink-light",
        ],
        "auto",
    ),
    word(Key::Glyphs, "glyphs", &["auto", "plain", "box"], "auto"),
    word(Key::Ambiguous, "ambiguous", &["auto", "1", "2"], "auto"),
    word(Key::Slow, "slow", &["auto", "on", "off"], "auto"),
    switch(Key::Preview, "preview", true),
    word(Key::CursorRow, "cursor_row", &["code", "full"], "code"),
    switch(Key::Advance, "advance", true),
    switch(Key::AutoPunct, "auto_punct", false),
    switch(Key::Editor, "editor", true),
    word(Key::Scope, "scope", &["all", "mine"], "all"),
    word(Key::Order, "order", ORDERS, "due"),
    Setting {
        key: Key::TextRows,
        id: "text_rows",
        allowed: Allowed::Number(3, 20),
        default: Value::Number(8),
    },
    word(Key::Sign, "sign", &["each", "leave", "off"], "each"),
];

impl Key {
    /// Its line of the table.
    pub fn setting(self) -> &'static Setting {
        TABLE
            .iter()
            .find(|s| s.key == self)
            .expect("a test finds every key in the table")
    }
}

impl Setting {
    /// The setting of a name in the file.
    pub fn named(id: &str) -> Option<&'static Self> {
        TABLE.iter().find(|s| s.id == id)
    }
    /// The value that a word stands for, where it is allowed: also `on` and `off` for switches.
    pub fn value(&self, typed: &str) -> Option<Value> {
        match self.allowed {
            Allowed::Words(words) => words.iter().find(|w| **w == typed).map(|w| Value::Word(w)),
            Allowed::Switch => match typed {
                "true" | "on" => Some(Value::Switch(true)),
                "false" | "off" => Some(Value::Switch(false)),
                _ => None,
            },
            Allowed::Number(from, to) => {
                let number = typed.parse().ok();
                let within = number.filter(|n| (from..=to).contains(n));
                within.map(Value::Number)
            }
        }
    }
}

impl Allowed {
    /// The words to choose from, as they stand in the file; a range as `3..20`.
    pub fn choices(&self) -> Vec<String> {
        match self {
            Self::Words(words) => words.iter().map(|w| (*w).to_owned()).collect(),
            Self::Switch => vec!["true".to_owned(), "false".to_owned()],
            Self::Number(from, to) => vec![format!("{from}..{to}")],
        }
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Word(w) => f.write_str(w),
            Self::Switch(on) => on.fmt(f),
            Self::Number(n) => n.fmt(f),
        }
    }
}

/// A saved view of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct View {
    /// The letter after `'`.
    pub letter: String,
    /// Its name.
    pub name: String,
    /// The queue; empty for whichever is open.
    pub queue: String,
    /// The filter as typed.
    pub filter: String,
    /// One of [`ORDERS`]; empty for the usual one.
    pub order: String,
    /// The order turned round.
    pub reverse: bool,
    /// Only what waits for me.
    pub mine: bool,
    /// The two lines of the grid, of results and of money: `80 80`; empty for a list.
    pub lines: String,
}

/// What one file says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layer {
    /// Settings said.
    pub values: BTreeMap<Key, Value>,
    /// Keys by command.
    pub keys: Bindings,
    /// Saved views, in the order of the file.
    pub views: Vec<View>,
    /// Stock phrases by their short names.
    pub phrases: BTreeMap<String, String>,
}

/// What is in force.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// What the bureau says.
    pub common: Layer,
    /// What one says oneself; only what may be said stands in it.
    pub own: Layer,
    /// Names that the bureau fixed: settings, or `keys`, `view`, `phrases`.
    pub fixed: BTreeSet<String>,
}

impl Settings {
    /// What a setting is set to.
    pub fn get(&self, key: Key) -> Value {
        let own = self.own.values.get(&key);
        own.copied().unwrap_or_else(|| self.inherited(key))
    }
    /// What it would be if one said nothing.
    pub fn inherited(&self, key: Key) -> Value {
        let common = self.common.values.get(&key);
        common.copied().unwrap_or(key.setting().default)
    }
    /// The word a setting is set to; "" for a setting that is none of words.
    pub fn word(&self, key: Key) -> &'static str {
        match self.get(key) {
            Value::Word(w) => w,
            _ => "",
        }
    }
    /// True for a switch that is on.
    pub fn on(&self, key: Key) -> bool {
        self.get(key) == Value::Switch(true)
    }
    /// The number a setting is set to; 0 for a setting that is none of numbers.
    pub fn number(&self, key: Key) -> u16 {
        match self.get(key) {
            Value::Number(n) => n,
            _ => 0,
        }
    }
    /// True when the bureau fixed it.
    pub fn is_fixed(&self, key: Key) -> bool {
        self.fixed.contains(key.setting().id)
    }
    /// True when it is not what it would be if one said nothing.
    pub fn differs(&self, key: Key) -> bool {
        self.get(key) != self.inherited(key)
    }
    /// Sets a setting to what was typed; what it is now said to be.
    ///
    /// # Errors
    /// When the bureau fixed it, or it is not allowed.
    pub fn set(&mut self, key: Key, typed: &str) -> Result<Value, Wrong> {
        let setting = key.setting();
        if self.is_fixed(key) {
            return Err(Wrong::Fixed(setting.id.to_owned()));
        }
        let Some(value) = setting.value(typed.trim()) else {
            return Err(Wrong::value(setting, typed.trim()));
        };
        self.own.values.insert(key, value);
        Ok(value)
    }
    /// Keys by command, as a keymap takes them: one's own before the bureau's.
    pub fn keys(&self) -> Bindings {
        let all = self.common.keys.iter().chain(&self.own.keys);
        all.map(|(id, keys)| (id.clone(), keys.clone())).collect()
    }
    /// Saved views, one's own first; the bureau's only where its letter is free.
    pub fn views(&self) -> Vec<&View> {
        let own = self.own.views.iter();
        let free = |v: &&View| !self.own.views.iter().any(|o| o.letter == v.letter);
        own.chain(self.common.views.iter().filter(free)).collect()
    }
    /// Stock phrases by short name: one's own before the bureau's.
    pub fn phrases(&self) -> BTreeMap<&str, &str> {
        let all = self.common.phrases.iter().chain(&self.own.phrases);
        all.map(|(id, text)| (id.as_str(), text.as_str())).collect()
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrong {
    /// Not TOML; the parser's words.
    Syntax(String),
    /// Bytes that are no UTF-8.
    Encoding,
    /// No such name there.
    Unknown {
        /// What stands there.
        name: String,
        /// What it may be.
        allowed: Vec<String>,
        /// The nearest of them.
        nearest: Option<String>,
    },
    /// Not a value for it.
    NotAllowed {
        /// What is set.
        name: String,
        /// What stands there.
        value: String,
        /// What it may be.
        allowed: Vec<String>,
        /// The nearest of them.
        nearest: Option<String>,
    },
    /// Of another type than `text`, `texts`, `switch`, `table`.
    Type {
        /// What is set.
        name: String,
        /// The type it must have.
        wanted: &'static str,
    },
    /// The bureau fixed it.
    Fixed(String),
    /// Two commands of one place would have the same key.
    Collision {
        /// The key.
        key: String,
        /// The command it was to be bound to.
        command: String,
        /// The command that has it.
        other: String,
    },
    /// A field that must not be empty.
    Blank(String),
    /// Longer than so many characters.
    TooLong {
        /// What is set.
        name: String,
        /// Characters.
        most: usize,
    },
    /// A filter that is not understood.
    Filter {
        /// The word that is not understood.
        word: String,
        /// What is allowed there.
        allowed: Vec<String>,
    },
    /// Said twice.
    Twice(String),
    /// The file cannot be read.
    Unreadable(String),
}

impl Wrong {
    fn value(setting: &Setting, typed: &str) -> Self {
        let allowed = setting.allowed.choices();
        Self::NotAllowed {
            name: setting.id.to_owned(),
            value: typed.to_owned(),
            nearest: nearest(typed, allowed.iter().map(String::as_str)),
            allowed,
        }
    }
    fn unknown<'a>(name: &str, allowed: impl Iterator<Item = &'a str>) -> Self {
        let allowed: Vec<String> = allowed.map(str::to_owned).collect();
        Self::Unknown {
            name: name.to_owned(),
            nearest: nearest(name, allowed.iter().map(String::as_str)),
            allowed,
        }
    }
}

/// A mistake and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The file.
    pub file: String,
    /// Line from 1; 0 for the whole file.
    pub line: usize,
    /// Column from 1, in characters.
    pub column: usize,
    /// What.
    pub wrong: Wrong,
}

/// The word nearest to one that is not known, if it is near at all: changed, missing, added and
/// swapped letters count.
fn nearest<'a>(word: &str, all: impl Iterator<Item = &'a str>) -> Option<String> {
    let word = word.to_lowercase();
    let far = |other: &str| distance(&word, other);
    let best = all.map(|w| (far(w), w)).min()?;
    let near = best.0 <= (word.chars().count() / 3).max(1);
    near.then(|| best.1.to_owned())
}

/// Letters changed, missing, added or swapped with their neighbour between two words.
fn distance(one: &str, two: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), two.chars().collect());
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (rows[i - 1][j - 1] + cost)
                .min(rows[i - 1][j] + 1)
                .min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}
