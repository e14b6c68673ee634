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
    /// Where it works.
    pub places: Vec<&'a str>,
}

/// Keys by command, where they are not the usual ones.
pub type Bindings = BTreeMap<String, Vec<String>>;

/// Keys that are named and not typed as a character.
const NAMED: [&str; 14] = [
    "Enter", "Esc", "Tab", "Space", "Backspace", "Delete", "Up", "Down", "Left", "Right", "Home",
    "End", "PgUp", "PgDn",
];

/// True for the name of a key, or for one that some command has already.
pub(super) fn is_key(key: &str, commands: &[Bindable<'_>]) -> bool {
    let single = |s: &str| {
        let mut all = s.chars();
        all.next().is_some_and(|c| !c.is_control() && !c.is_whitespace()) && all.next().is_none()
    };
    let function = |s: &str| s.parse().is_ok_and(|n: u8| (1..=12).contains(&n));
    single(key)
        || NAMED.contains(&key)
        || key.strip_prefix("Ctrl-").is_some_and(single)
        || key.strip_prefix('F').is_some_and(function)
        || commands.iter().any(|c| c.keys.contains(&key))
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
        if let Some(key) = keys.iter().find(|k| theirs.contains(&k.as_str())) {
            return Some(Wrong::Collision {
                key: key.clone(),
                command: id.to_owned(),
                other: other.id.to_owned(),
            });
        }
    }
    None
}
