//! The first run: there is no database yet, and the person says what there shall be. Asked before
//! there is a desk, on the terminal as it was found.

use super::glyphs::Glyphs;
use super::keys::as_command;
use super::terminal::{Ambiguous, Probed, Screen, Sink, Wishes};
use super::theme::Look;
use crate::store::StoreError;
use crate::words::{Lang, first as say};
use std::sync::Arc;

/// What there shall be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// A practice database.
    Practice,
    /// A live one, with forms read into it.
    Import,
    /// A live one without anything in it.
    Empty,
    /// One that is there already.
    Open,
}

/// In the order in which they are offered.
pub const ALL: [First; 4] = [First::Practice, First::Import, First::Empty, First::Open];

/// Asks; none when the person leaves without an answer.
///
/// # Errors
/// When there is no terminal that can be taken over.
pub fn ask(lang: Lang, wishes: Wishes, place: &str) -> Result<Option<First>, StoreError> {
    let sink: Sink = Arc::new(|_| true);
    let Some(mut screen) = Screen::bare(lang, wishes, &sink)? else {
        return Ok(None);
    };
    let mut at = 0;
    loop {
        let probed = screen.probed();
        let look = Look::new(false).measured(
            wishes.ambiguous.unwrap_or(probed.ambiguous),
            probed.utf8 && probed.wide,
        );
        let shown = rows(lang, look, &probed, screen.size(), place, at);
        let Some(key) = screen.choose(&shown) else {
            return Ok(None);
        };
        match as_command(&key).as_str() {
            "j" | "Down" => at = (at + 1) % ALL.len(),
            "k" | "Up" => at = (at + ALL.len() - 1) % ALL.len(),
            "Enter" => return Ok(ALL.get(at).copied()),
            "q" | "Q" | "Esc" | "Ctrl-c" | "F10" => return Ok(None),
            key => {
                let n = key.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
                if let Some(first) = n.and_then(|n| ALL.get(n)) {
                    return Ok(Some(*first));
                }
            }
        }
    }
}

/// The rows of the screen, with bold where it counts.
fn rows(
    lang: Lang,
    look: Look,
    probed: &Probed,
    (w, h): (u16, u16),
    place: &str,
    at: usize,
) -> Vec<String> {
    let cells = usize::from(w);
    let bold = |text: &str| format!("\x1b[1m{text}\x1b[m");
    let version = env!("CARGO_PKG_VERSION");
    let head = look.pad(&say::head(lang), cells.saturating_sub(version.len() + 3));
    let mut out = vec![
        format!(" {} {version}", bold(&head)),
        String::new(),
        format!("   {}", say::none_yet(lang)),
        format!("   {}", look.cut(place, cells.saturating_sub(4))),
        String::new(),
    ];
    for (n, first) in ALL.into_iter().enumerate() {
        let (name, what) = say::choice(lang, first);
        let sign = if n == at { look.glyphs.cursor() } else { " " };
        let name = look.pad(&name, 10);
        let what = look.cut(&what, cells.saturating_sub(20));
        out.push(format!(
            "{sign}  {}  {what}",
            bold(&format!("{}  {name}", n + 1))
        ));
        out.push(String::new());
    }
    out.push(rule(look.glyphs, &say::terminal(lang), cells));
    let checks = say::checks(lang, probed, look.ambiguous == Ambiguous::Two, (w, h));
    out.push(format!("   {}", look.cut(&checks, cells.saturating_sub(4))));
    let last = usize::from(h).saturating_sub(1);
    out.truncate(last);
    out.resize(last, String::new());
    out.push(format!(
        " {}",
        look.cut(&say::keys(lang), cells.saturating_sub(2))
    ));
    out
}

fn rule(glyphs: Glyphs, name: &str, cells: usize) -> String {
    if !glyphs.lines() {
        return format!("  {name}");
    }
    let used = super::text::width(name) + 3;
    let line = glyphs.thin();
    format!(
        "{line} {name} {}",
        line.repeat(cells.saturating_sub(used + 1))
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_fits_whatever_the_size() {
        for lang in [Lang::Zh, Lang::En] {
            for size in [(80, 24), (120, 40), (40, 6), (1, 1)] {
                for look in [
                    Look::new(false),
                    Look::new(false).measured(Ambiguous::One, true),
                ] {
                    let all = rows(lang, look, &Probed::default(), size, "/a/长/b.db", 2);
                    assert!(all.len() <= usize::from(size.1).max(1));
                    if size.0 >= 80 {
                        for row in &all {
                            let bare = row.replace("\x1b[1m", "").replace("\x1b[m", "");
                            assert!(look.width(&bare) <= usize::from(size.0), "{row}");
                        }
                        assert!(all.iter().any(|r| r.contains('4')));
                    }
                }
            }
        }
    }
}
