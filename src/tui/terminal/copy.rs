//! Text to the clipboard of the terminal, which is where the person sits.

/// More is not sent: terminals cut it off or drop it.
const LONGEST: usize = 8 * 1024;
/// screen passes on no longer strings.
const CHUNK: usize = 512;

/// OSC 52, wrapped so that tmux or screen pass it on; none for a text that is too long.
pub(crate) fn to_clipboard(text: &str, tmux: bool, screen: bool) -> Option<Vec<u8>> {
    if text.len() > LONGEST {
        return None;
    }
    let plain = format!("\x1b]52;c;{}\x07", base64(text.as_bytes()));
    Some(if tmux {
        // tmux takes the plain one or passes the wrapped one on, as it is set.
        let doubled = plain.replace('\x1b', "\x1b\x1b");
        format!("{plain}\x1bPtmux;{doubled}\x1b\\").into_bytes()
    } else if screen {
        let mut out = Vec::new();
        for part in plain.as_bytes().chunks(CHUNK) {
            out.extend_from_slice(b"\x1bP");
            out.extend_from_slice(part);
            out.extend_from_slice(b"\x1b\\");
        }
        out
    } else {
        plain.into_bytes()
    })
}

const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

fn base64(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for part in bytes.chunks(3) {
        let at = |n: usize| u32::from(part.get(n).copied().unwrap_or(0));
        let word = at(0) << 16 | at(1) << 8 | at(2);
        for n in 0..4 {
            if n > part.len() {
                out.push('=');
                continue;
            }
            let sign = word >> (18 - 6 * n) & 63;
            let sign = usize::try_from(sign).ok().and_then(|s| SIGNS.get(s));
            out.push(char::from(sign.copied().unwrap_or(b'=')));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        for (text, code) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foobar", "Zm9vYmFy"),
            ("审", "5a6h"),
        ] {
            assert_eq!(base64(text.as_bytes()), code);
        }
    }

    #[test]
    fn multiplexers_pass_it_on() {
        let plain = to_clipboard("foo", false, false).unwrap();
        assert_eq!(plain, b"\x1b]52;c;Zm9v\x07");
        let tmux = to_clipboard("foo", true, false).unwrap();
        assert!(tmux.ends_with(b"\x1bPtmux;\x1b\x1b]52;c;Zm9v\x07\x1b\\"));
        let screen = to_clipboard(&"x".repeat(900), false, true).unwrap();
        assert_eq!(screen.windows(2).filter(|w| w == b"\x1bP").count(), 3);
        assert!(to_clipboard(&"x".repeat(9000), false, false).is_none());
    }
}
