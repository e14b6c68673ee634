//! Settings on the screen: the form, what it changes at once, and saved views.

use super::command::Keymap;
use super::glyphs::Glyphs;
use super::model::{Effect, Model, Screen};
use super::theme::{Choice, Look};
use super::{list, nav};
use crate::domain::filter::Filter;
use crate::domain::gauge::Cuts;
use crate::settings::{Allowed, Key, Settings, TABLE, Value, View};
use crate::store::{Order, Scope};
use crate::words::{settings as words, tui as say};

/// The form: the line under the cursor, and the settings as they would be saved.
#[derive(Debug, Default)]
pub struct Form {
    /// Line under the cursor.
    pub at: usize,
    /// First line shown.
    pub top: usize,
    /// As they would be saved.
    pub settings: Settings,
}

/// The look of the terminal as settings want it.
pub(super) fn look(measured: Look, s: &Settings) -> Look {
    let mut out = measured;
    if let Some(choice) = Choice::named(s.word(Key::Theme)) {
        out = out.chosen(choice);
    }
    match s.word(Key::Glyphs) {
        "plain" => out.glyphs = Glyphs::Plain,
        "box" => out.glyphs = Glyphs::Box,
        _ => {}
    }
    out
}

/// Puts settings in force.
pub(super) fn apply(m: &mut Model, s: Settings) {
    m.look = look(m.measured, &s);
    m.keymap = Keymap::new(s.keys());
    let o = &mut m.options;
    o.advance = s.on(Key::Advance);
    o.preview = s.on(Key::Preview);
    o.full_row = s.word(Key::CursorRow) == "full";
    o.auto_punct = s.on(Key::AutoPunct);
    o.editor = s.on(Key::Editor);
    o.text_rows = s.number(Key::TextRows);
    match s.word(Key::Slow) {
        "on" => o.slow = true,
        "off" => o.slow = false,
        _ => {}
    }
    match s.word(Key::Language) {
        "zh" => m.lang = crate::words::Lang::Zh,
        "en" => m.lang = crate::words::Lang::En,
        _ => {}
    }
    m.settings = s;
    list::settle(m);
}

/// The order of a list by its name in a file.
pub(super) fn order(name: &str) -> Order {
    match name {
        "amount" => Order::Amount,
        "findings" => Order::Findings,
        "code" => Order::Code,
        "name" => Order::Name,
        "unit" => Order::Unit,
        "stake" => Order::Stake,
        _ => Order::Due,
    }
}

const fn order_id(o: Order) -> &'static str {
    match o {
        Order::Due => "due",
        Order::Amount => "amount",
        Order::Findings => "findings",
        Order::Code => "code",
        Order::Name => "name",
        Order::Unit => "unit",
        Order::Stake => "stake",
    }
}

/// How a queue's list is at first.
pub(super) fn first(m: &Model, queue: &str) -> super::model::List {
    let mut all = crate::domain::procedure::builtin().iter();
    let own = all.find(|(p, ..)| p.id == queue);
    let chosen = own.is_some_and(|(p, ..)| p.unchosen.is_some());
    let own = own.map_or(Order::Due, |(p, ..)| p.order.into());
    super::model::List {
        queue: queue.to_owned(),
        // A queue's own order, where nobody chose another.
        order: match order(m.settings.word(Key::Order)) {
            Order::Due => own,
            chosen => chosen,
        },
        // Where cases are chosen, those that nobody looks at are not shown at first.
        scope: if m.settings.word(Key::Scope) == "mine" || chosen {
            Scope::Mine
        } else {
            Scope::All
        },
        ..Default::default()
    }
}

/// Opens the form.
pub(super) fn open(m: &mut Model) -> Vec<Effect> {
    let out = nav::leave_case(m);
    if m.screen != Screen::Form {
        m.came.push(m.screen);
    }
    m.form = Form {
        settings: m.settings.clone(),
        ..Form::default()
    };
    m.screen = Screen::Form;
    out
}

/// The next choice of the setting under the cursor, in force at once, saved with `Ctrl-S`.
pub(super) fn choose(m: &mut Model) -> Vec<Effect> {
    let Some(setting) = TABLE.get(m.form.at) else {
        return Vec::new();
    };
    let now = m.form.settings.get(setting.key);
    let next = match (setting.allowed, now) {
        (Allowed::Words(all), Value::Word(w)) => {
            let n = all.iter().position(|x| *x == w).map_or(0, |n| n + 1);
            (*all.get(n % all.len().max(1)).unwrap_or(&w)).to_owned()
        }
        (_, Value::Switch(on)) => (!on).to_string(),
        (Allowed::Number(from, to), Value::Number(n)) => {
            (if n >= to { from } else { n + 1 }).to_string()
        }
        _ => return Vec::new(),
    };
    match m.form.settings.set(setting.key, &next) {
        Ok(_) => {
            let s = m.form.settings.clone();
            apply(m, s);
            m.message = say::form_changed(m.lang);
        }
        Err(wrong) => m.message = words::wrong(m.lang, &wrong),
    }
    Vec::new()
}

/// Saves the form.
pub(super) fn save(m: &mut Model) -> Vec<Effect> {
    m.message = "..".to_owned();
    keep_file(m)
}

/// One's own settings into their file.
fn keep_file(m: &mut Model) -> Vec<Effect> {
    let Some(path) = m.kept.clone() else {
        m.message = say::settings_not_saved(m.lang, "HOME");
        return Vec::new();
    };
    vec![Effect::Settings(
        path,
        m.today,
        Box::new(m.settings.clone()),
    )]
}

/// The settings are on disk, or not.
pub(super) fn saved(m: &mut Model, why: Option<String>) -> Vec<Effect> {
    // What was said of a view that is kept says more.
    m.message = match why {
        Some(why) => say::settings_not_saved(m.lang, &why),
        None if m.screen == Screen::Form => say::settings_saved(m.lang),
        None => return Vec::new(),
    };
    Vec::new()
}

/// The queue of a saved view: its own, the open one, or the first.
pub(super) fn queue_of(m: &Model, v: &View) -> Option<String> {
    let named = [&v.queue, &m.list.queue].into_iter();
    named
        .chain(m.queues.first().map(|q| &q.queue))
        .find(|q| !q.is_empty())
        .cloned()
}

/// Shows a saved view.
pub(super) fn view(m: &mut Model, v: &View) -> Vec<Effect> {
    let Some(queue) = queue_of(m, v) else {
        return Vec::new();
    };
    let filter = match Filter::parse(&v.filter, m.today) {
        Ok(f) => f,
        Err(mistake) => {
            m.message = crate::words::cli::filter_mistake(m.lang, &mistake);
            return Vec::new();
        }
    };
    if let Some(cuts) = Cuts::read(&v.lines) {
        return super::quadrant::view(m, queue, &v.filter, filter, cuts);
    }
    let mut list = first(m, &queue);
    if !v.order.is_empty() {
        list.order = order(&v.order);
    }
    list.reverse = v.reverse;
    list.scope = if v.mine { Scope::Mine } else { Scope::All };
    list.search.clone_from(&v.filter);
    list.filter = (!filter.is_empty()).then_some(filter);
    m.list = list;
    nav::queue(m, &queue)
}

/// Keeps what the list shows as a view: `a name`, or a name alone, which gets the first free
/// letter.
pub(super) fn keep(m: &mut Model, typed: &str) -> Vec<Effect> {
    let typed = typed.trim();
    if typed.is_empty() {
        m.message = say::nothing_done(m.lang);
        return Vec::new();
    }
    let (first, rest) = typed.split_once(' ').unwrap_or(("", typed));
    let one = first.len() == 1 && first.chars().all(|c| c.is_ascii_lowercase());
    let taken: Vec<String> = m
        .settings
        .views()
        .iter()
        .map(|v| v.letter.clone())
        .collect();
    let free = || ('a'..='z').map(String::from).find(|l| !taken.contains(l));
    let (letter, name) = if one {
        (Some(first.to_owned()), rest.trim())
    } else {
        (free(), typed)
    };
    let Some(letter) = letter else {
        m.message = say::no_free_letter(m.lang);
        return Vec::new();
    };
    let mut s = m.settings.clone();
    s.own.views.retain(|v| v.letter != letter);
    let name = name.chars().take(20).collect();
    s.own.views.push(if m.screen == Screen::Quadrant {
        View {
            letter: letter.clone(),
            name,
            queue: m.quadrant.queue.clone(),
            filter: m.quadrant.search.clone(),
            lines: m.quadrant.cuts.to_string(),
            ..View::default()
        }
    } else {
        View {
            letter: letter.clone(),
            name,
            queue: m.list.queue.clone(),
            filter: m.list.search.clone(),
            order: order_id(m.list.order).to_owned(),
            reverse: m.list.reverse,
            mine: m.list.scope == Scope::Mine,
            lines: String::new(),
        }
    });
    apply(m, s);
    let out = keep_file(m);
    if !out.is_empty() {
        m.message = say::view_kept(m.lang, &letter);
    }
    out
}
