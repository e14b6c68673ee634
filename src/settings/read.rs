//! The text of a file to what it says, and where it is mistaken.

use super::keys::{Bindable, is_keys, refuse};
use super::{Layer, Mistake, ORDERS, Setting, Settings, TABLE, View, Wrong};
use crate::domain::day::Day;
use crate::domain::filter::Filter;
use crate::domain::gauge::Cuts;
use std::collections::BTreeMap;
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Most characters of a phrase.
const PHRASE: usize = 500;
/// Most characters of a view's name.
const NAME: usize = 20;
/// Names of sections.
const SECTIONS: [&str; 4] = ["keys", "view", "phrases", "fixed"];

/// A file's name and text.
pub type Text<'a> = (&'a str, &'a str);

/// Understands the bureau's common file and one's own; `commands` is the table of commands, `today`
/// what filters count from.
pub fn read(
    common: Option<Text<'_>>,
    own: Option<Text<'_>>,
    commands: &[Bindable<'_>],
    today: Day,
) -> (Settings, Vec<Mistake>) {
    let mut settings = Settings::default();
    let mut mistakes = Vec::new();
    for (file, may_fix) in [(common, true), (own, false)] {
        let Some((name, text)) = file else {
            continue;
        };
        let mut reader = Reader {
            name,
            text,
            may_fix,
            commands,
            today,
            layer: Layer::default(),
            settings: &mut settings,
            mistakes: Vec::new(),
        };
        reader.all();
        let layer = reader.layer;
        mistakes.append(&mut reader.mistakes);
        if may_fix {
            settings.common = layer;
        } else {
            settings.own = layer;
        }
    }
    mistakes.sort_by_key(|m| (m.file != common.map_or("", |c| c.0), m.line, m.column));
    (settings, mistakes)
}

struct Reader<'a> {
    name: &'a str,
    text: &'a str,
    may_fix: bool,
    commands: &'a [Bindable<'a>],
    today: Day,
    layer: Layer,
    settings: &'a mut Settings,
    mistakes: Vec<Mistake>,
}

/// Entries of a table in the order of the file.
fn entries<'t, 'i>(
    table: &'t DeTable<'i>,
) -> Vec<(&'t str, Range<usize>, &'t Spanned<DeValue<'i>>)> {
    let mut all: Vec<_> = table
        .iter()
        .map(|(k, v)| (k.get_ref().as_ref(), k.span(), v))
        .collect();
    all.sort_by_key(|(_, span, _)| span.start);
    all
}

impl Reader<'_> {
    fn wrong(&mut self, span: &Range<usize>, wrong: Wrong) {
        let (line, column) = place(self.text, span.start);
        self.mistakes.push(Mistake {
            file: self.name.to_owned(),
            line,
            column,
            wrong,
        });
    }
    fn wanted(&mut self, value: &Spanned<DeValue<'_>>, name: &str, wanted: &'static str) {
        let name = name.to_owned();
        self.wrong(&value.span(), Wrong::Type { name, wanted });
    }

    fn all(&mut self) {
        let (table, errors) = DeTable::parse_recoverable(self.text);
        for e in errors {
            let span = e.span().unwrap_or_default();
            let says = e.message().lines().next().unwrap_or("").to_owned();
            self.wrong(&span, Wrong::Syntax(says));
        }
        for (key, span, value) in entries(table.get_ref()) {
            match key {
                "fixed" if self.may_fix => self.fixed(value),
                "keys" | "view" | "phrases" | "fixed" if self.is_fixed(key) => {
                    self.wrong(&span, Wrong::Fixed(key.to_owned()));
                }
                "keys" => self.keys(value),
                "view" => self.views(value),
                "phrases" => self.phrases(value),
                _ => self.setting(key, &span, value),
            }
        }
    }

    /// True when the bureau fixed a name; only it may fix at all.
    fn is_fixed(&self, name: &str) -> bool {
        !self.may_fix && (name == "fixed" || self.settings.fixed.contains(name))
    }

    fn fixed(&mut self, value: &Spanned<DeValue<'_>>) {
        for (name, span) in self.texts("fixed", value) {
            let names = || {
                let sections = SECTIONS.iter().copied().filter(|s| *s != "fixed");
                TABLE.iter().map(|s| s.id).chain(sections)
            };
            if names().any(|n| n == name) {
                self.settings.fixed.insert(name);
            } else {
                self.wrong(&span, Wrong::unknown(&name, names()));
            }
        }
    }

    fn setting(&mut self, key: &str, span: &Range<usize>, value: &Spanned<DeValue<'_>>) {
        let Some(setting) = Setting::named(key) else {
            let names = TABLE.iter().map(|s| s.id).chain(SECTIONS);
            self.wrong(span, Wrong::unknown(key, names));
            return;
        };
        if self.is_fixed(key) {
            self.wrong(span, Wrong::Fixed(key.to_owned()));
            return;
        }
        let typed = typed(value.get_ref());
        match typed.as_deref().and_then(|t| setting.value(t)) {
            Some(v) => {
                self.layer.values.insert(setting.key, v);
            }
            None => {
                let shown = typed.unwrap_or_else(|| self.source(&value.span()));
                self.wrong(&value.span(), Wrong::value(setting, &shown));
            }
        }
    }

    /// What stands at a place of the file.
    fn source(&self, span: &Range<usize>) -> String {
        self.text.get(span.clone()).unwrap_or("").to_owned()
    }

    /// One text, or several, each with its place.
    fn texts(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Vec<(String, Range<usize>)> {
        let list: Vec<&Spanned<DeValue<'_>>> = match value.get_ref() {
            DeValue::String(_) => vec![value],
            DeValue::Array(all) => all.iter().collect(),
            _ => {
                self.wanted(value, name, "texts");
                return Vec::new();
            }
        };
        let mut out = Vec::new();
        for one in list {
            match one.get_ref().as_str() {
                Some(s) => out.push((s.to_owned(), one.span())),
                None => self.wanted(one, name, "text"),
            }
        }
        out
    }

    fn keys(&mut self, value: &Spanned<DeValue<'_>>) {
        let mut found = Vec::new();
        if !self.table("keys", value, |t| flatten(t, "", &mut found)) {
            return;
        }
        found.sort_by_key(|(_, span, _)| span.start);
        let mut places = BTreeMap::new();
        let mut order = Vec::new();
        for (id, span, value) in found {
            if !self.commands.iter().any(|c| c.id == id) {
                let ids = self.commands.iter().map(|c| c.id);
                let wrong = Wrong::unknown(&id, ids);
                self.wrong(&span, wrong);
                continue;
            }
            let typing = self.commands.iter().any(|c| c.id == id && c.typing);
            let before = self.mistakes.len();
            let mut keys = Vec::new();
            for (key, at) in self.texts(&id, value) {
                if !is_keys(&key, typing) {
                    let names: &[&str] = if typing {
                        &["Ctrl-f", "F5", "Enter", "PgDn"]
                    } else {
                        &["p", "g h", "Ctrl-f", "F5", "Enter", "PgDn"]
                    };
                    let wrong = Wrong::NotAllowed {
                        name: id.clone(),
                        value: key,
                        allowed: names.iter().map(|n| (*n).to_owned()).collect(),
                        nearest: None,
                    };
                    self.wrong(&at, wrong);
                } else if !keys.contains(&key) {
                    keys.push(key);
                }
            }
            // A command without a key could not be reached.
            if keys.is_empty() {
                if self.mistakes.len() == before {
                    self.wrong(&span, Wrong::Blank(id));
                }
                continue;
            }
            order.push(id.clone());
            places.insert(id.clone(), span);
            self.layer.keys.insert(id, keys);
        }
        let common = self.settings.common.keys.clone();
        for (id, wrong) in refuse(&mut self.layer.keys, &common, &order, self.commands) {
            let span = places.get(&id).cloned().unwrap_or_default();
            self.wrong(&span, wrong);
        }
    }

    /// Hands a table on; anything else is a mistake.
    fn table<'v, 'i>(
        &mut self,
        name: &str,
        value: &'v Spanned<DeValue<'i>>,
        mut then: impl FnMut(&'v DeTable<'i>),
    ) -> bool {
        match value.get_ref().as_table() {
            Some(t) => {
                then(t);
                true
            }
            None => {
                self.wanted(value, name, "table");
                false
            }
        }
    }

    fn views(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(list) = value.get_ref().as_array() else {
            self.wanted(value, "view", "tables");
            return;
        };
        for one in list {
            let Some(table) = one.get_ref().as_table() else {
                self.wanted(one, "view", "table");
                continue;
            };
            let before = self.mistakes.len();
            let view = self.view(table);
            if self.mistakes.len() > before {
                continue;
            }
            if view.letter.is_empty() {
                self.wrong(&one.span(), Wrong::Blank("letter".to_owned()));
            } else if view.name.trim().is_empty() {
                self.wrong(&one.span(), Wrong::Blank("name".to_owned()));
            } else if self.layer.views.iter().any(|v| v.letter == view.letter) {
                self.wrong(&one.span(), Wrong::Twice(view.letter));
            } else {
                self.layer.views.push(view);
            }
        }
    }

    fn view(&mut self, table: &DeTable<'_>) -> View {
        let mut v = View::default();
        for (key, span, value) in entries(table) {
            let field = match key {
                "letter" => &mut v.letter,
                "name" => &mut v.name,
                "queue" => &mut v.queue,
                "filter" => &mut v.filter,
                "order" => &mut v.order,
                "lines" => &mut v.lines,
                "reverse" | "mine" => {
                    match value.get_ref().as_bool() {
                        Some(on) if key == "mine" => v.mine = on,
                        Some(on) => v.reverse = on,
                        None => self.wanted(value, key, "switch"),
                    }
                    continue;
                }
                _ => {
                    let names = [
                        "letter", "name", "queue", "filter", "order", "reverse", "mine", "lines",
                    ];
                    self.wrong(&span, Wrong::unknown(key, names.into_iter()));
                    continue;
                }
            };
            let Some(text) = value.get_ref().as_str() else {
                self.wanted(value, key, "text");
                continue;
            };
            text.clone_into(field);
            if let Some(wrong) = self.unfit(key, text) {
                self.wrong(&value.span(), wrong);
            }
        }
        v
    }

    /// What is wrong with a text of a view.
    fn unfit(&self, key: &str, text: &str) -> Option<Wrong> {
        let not_allowed = |allowed: Vec<String>| Wrong::NotAllowed {
            name: key.to_owned(),
            value: text.to_owned(),
            nearest: super::nearest(text, allowed.iter().map(String::as_str)),
            allowed,
        };
        match key {
            "letter" => {
                let letter = text.len() == 1 && text.chars().all(|c| c.is_ascii_alphanumeric());
                (!letter).then(|| {
                    not_allowed(vec![
                        "a..z".to_owned(),
                        "A..Z".to_owned(),
                        "0..9".to_owned(),
                    ])
                })
            }
            "name" => (text.chars().count() > NAME).then(|| Wrong::TooLong {
                name: key.to_owned(),
                most: NAME,
            }),
            "order" => {
                let known = text.is_empty() || ORDERS.contains(&text);
                (!known).then(|| not_allowed(ORDERS.iter().map(|o| (*o).to_owned()).collect()))
            }
            "lines" => {
                let known = text.is_empty() || Cuts::read(text).is_some();
                (!known).then(|| not_allowed(vec![Cuts::default().to_string()]))
            }
            "filter" => Filter::parse(text, self.today)
                .err()
                .map(|m| Wrong::Filter {
                    word: m.word,
                    allowed: m.allowed,
                }),
            _ => None,
        }
    }

    fn phrases(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(table) = value.get_ref().as_table() else {
            self.wanted(value, "phrases", "table");
            return;
        };
        for (key, _, value) in entries(table) {
            match value.get_ref().as_str() {
                None => self.wanted(value, key, "text"),
                Some(text) if text.trim().is_empty() => {
                    self.wrong(&value.span(), Wrong::Blank(key.to_owned()));
                }
                Some(text) if text.chars().count() > PHRASE => {
                    let name = key.to_owned();
                    let wrong = Wrong::TooLong { name, most: PHRASE };
                    self.wrong(&value.span(), wrong);
                }
                Some(text) => {
                    self.layer.phrases.insert(key.to_owned(), text.to_owned());
                }
            }
        }
    }
}

/// A value as it would be typed into a form: text, number or switch.
fn typed(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(s) => Some(s.to_string()),
        DeValue::Integer(n) => Some(n.to_string()),
        DeValue::Boolean(on) => Some(on.to_string()),
        _ => None,
    }
}

/// Entries of nested tables with their names joined by dots: `verdict.pass = ...` without quotation
/// marks is a table within a table.
fn flatten<'t, 'i>(
    table: &'t DeTable<'i>,
    above: &str,
    out: &mut Vec<(String, Range<usize>, &'t Spanned<DeValue<'i>>)>,
) {
    for (key, span, value) in entries(table) {
        let id = if above.is_empty() {
            key.to_owned()
        } else {
            format!("{above}.{key}")
        };
        match value.get_ref().as_table() {
            Some(inner) => flatten(inner, &id, out),
            None => out.push((id, span, value)),
        }
    }
}

/// Line and column from 1 of a byte, the column in characters.
pub(super) fn place(text: &str, byte: usize) -> (usize, usize) {
    let before: String = text
        .char_indices()
        .take_while(|(at, _)| *at < byte)
        .map(|(_, c)| c)
        .collect();
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    (line, column)
}
