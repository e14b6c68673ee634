//! Keys bound to other commands than usual. Which commands there are, and where, is told by the
//! table of commands.

use super::Wrong;
use std::collections::BTreeMap;

/// A line of the table of commands: several lines may have one id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bindable<'a> {
    /// Identifier, `verdict.pass`.
    pub id: &'a str,
    /// Its usual keys.
    pub keys: Vec<&'a str>,
    /// Where it works, by number.
    pub places: Vec<usize>,
    /// It works where text is typed: a key that types a character would take that character away.
    pub typing: bool,
}

/// Keys by command, where they are not the usual ones.
pub type Bindings = BTreeMap<String, Vec<String>>;

/// Keys that are named and not typed as a character.
const NAMED: [&str; 15] = [
    "Enter",
    "Esc",
    "Tab",
    "Shift-Tab",
    "Space",
    "Backspace",
    "Delete",
    "Up",
    "Down",
    "Left",
    "Right",
    "Home",
    "End",
    "PgUp",
    "PgDn",
];
/// Most keys one after another.
const MOST: usize = 4;

/// True for keys, a blank between those pressed one after another, that a terminal can send and
/// that take no character away where text is `typed`.
pub(super) fn is_keys(keys: &str, typed: bool) -> bool {
    let types = |k: &str| k == "Space" || k.chars().count() == 1;
    keys.split(' ').count() <= MOST
        && keys.split(' ').all(is_key)
        && !(typed && keys.split(' ').next().is_some_and(types))
}

/// True for the name of a key. What an input method sends is narrowed before keys are looked up,
/// so that nothing beyond ASCII is ever found.
fn is_key(key: &str) -> bool {
    let graphic = |s: &str| s.len() == 1 && s.chars().all(|c| c.is_ascii_graphic());
    let control = |s: &str| graphic(s) && !s.chars().all(|c| c.is_ascii_uppercase());
    let function =
        |s: &str| !s.starts_with('0') && s.parse().is_ok_and(|n: u8| (1..=12).contains(&n));
    graphic(key)
        || NAMED.contains(&key)
        || key.strip_prefix("Ctrl-").is_some_and(control)
        || key.strip_prefix('F').is_some_and(function)
}

/// True when one could not be told from the other while it is pressed: the same keys, or one the
/// beginning of the other.
fn clash(one: &str, two: &str) -> bool {
    let begins = |a: &str, b: &str| a.strip_prefix(b).is_some_and(|rest| rest.starts_with(' '));
    one == two || begins(one, two) || begins(two, one)
}

/// Takes the bindings that collide out of `wanted` and says which command had the key. Later ones
/// (by `order`) give way to earlier ones, and any gives way to a usual key of another command.
pub(super) fn refuse(
    wanted: &mut Bindings,
    fixed: &Bindings,
    order: &[String],
    commands: &[Bindable<'_>],
) -> Vec<(String, Wrong)> {
    let mut out = Vec::new();
    // Each turn takes one out, which may bring back a usual key that collides with another.
    while let Some((id, wrong)) = order
        .iter()
        .rev()
        .find_map(|id| Some((id.clone(), collision(id, wanted, fixed, commands)?)))
    {
        wanted.remove(&id);
        out.push((id, wrong));
    }
    out
}

/// The first key of a bound command that another command of one of its places has.
fn collision(
    id: &str,
    wanted: &Bindings,
    fixed: &Bindings,
    commands: &[Bindable<'_>],
) -> Option<Wrong> {
    let keys = wanted.get(id)?;
    let mine = || commands.iter().filter(|c| c.id == id);
    for other in commands.iter().filter(|c| c.id != id) {
        let near = mine().any(|c| c.places.iter().any(|p| other.places.contains(p)));
        if !near {
            continue;
        }
        let bound = wanted.get(other.id).or_else(|| fixed.get(other.id));
        let theirs: Vec<&str> = match bound {
            Some(keys) => keys.iter().map(String::as_str).collect(),
            None => other.keys.clone(),
        };
        if let Some(key) = keys.iter().find(|k| theirs.iter().any(|t| clash(k, t))) {
            return Some(Wrong::Collision {
                key: key.clone(),
                command: id.to_owned(),
                other: other.id.to_owned(),
            });
        }
    }
    None
}
