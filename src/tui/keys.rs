//! Keys by name: `j`, `Ctrl-f`, `Enter`. What an input method sends in full width counts as its
//! narrow twin.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

/// The name of a key press, or none for what is no key of ours.
pub fn name(e: &KeyEvent) -> Option<String> {
    if e.kind == KeyEventKind::Release {
        return None;
    }
    let ctrl = e.modifiers.contains(KeyModifiers::CONTROL);
    Some(match e.code {
        KeyCode::Char(c) if ctrl => format!("Ctrl-{}", c.to_ascii_lowercase()),
        KeyCode::Char(' ') => "Space".to_owned(),
        KeyCode::Char(c) => c.to_string(),
        KeyCode::Enter => "Enter".to_owned(),
        KeyCode::Esc => "Esc".to_owned(),
        KeyCode::Tab => "Tab".to_owned(),
        KeyCode::Backspace => "Backspace".to_owned(),
        KeyCode::Delete => "Delete".to_owned(),
        KeyCode::Up => "Up".to_owned(),
        KeyCode::Down => "Down".to_owned(),
        KeyCode::Left => "Left".to_owned(),
        KeyCode::Right => "Right".to_owned(),
        KeyCode::Home => "Home".to_owned(),
        KeyCode::End => "End".to_owned(),
        KeyCode::PageUp => "PgUp".to_owned(),
        KeyCode::PageDown => "PgDn".to_owned(),
        KeyCode::F(n) => format!("F{n}"),
        _ => return None,
    })
}

/// The key as a command takes it: full width counts as narrow.
pub fn as_command(key: &str) -> String {
    let mut chars = key.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => narrow(c).to_string(),
        _ => key.to_owned(),
    }
}

/// The narrow twin of a full-width sign or letter.
pub fn narrow(c: char) -> char {
    match c {
        '、' => '/',
        '。' => '.',
        '【' => '[',
        '】' => ']',
        '《' => '<',
        '》' => '>',
        '‘' | '’' => '\'',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

/// True for a Han character: an input method is on.
pub fn is_han(key: &str) -> bool {
    key.chars()
        .next()
        .is_some_and(|c| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_counts_as_narrow() {
        for (wide, key) in [
            ('ｐ', "p"),
            ('１', "1"),
            ('／', "/"),
            ('、', "/"),
            ('？', "?"),
            ('！', "!"),
            ('【', "["),
        ] {
            let e = KeyEvent::new(KeyCode::Char(wide), KeyModifiers::NONE);
            assert_eq!(as_command(&name(&e).unwrap()), key);
        }
        assert!(is_han("退") && !is_han("p"));
        let e = KeyEvent::new(KeyCode::Char('F'), KeyModifiers::CONTROL);
        assert_eq!(name(&e).as_deref(), Some("Ctrl-f"));
    }
}
