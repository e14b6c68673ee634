use super::*;
use proptest::prelude::*;

fn keys(bytes: &[u8]) -> Vec<Heard> {
    hear(Charset::Utf8, bytes)
}

/// All that is heard, also what comes out only after waiting.
fn hear(charset: Charset, bytes: &[u8]) -> Vec<Heard> {
    let mut d = Decoder::new(charset);
    let now = Instant::now();
    let mut out = d.feed(bytes, now);
    while let Some(at) = d.deadline() {
        out.extend(d.late(at));
    }
    out.into_iter().map(|(h, _)| h).collect()
}

fn named(name: &str) -> Vec<Heard> {
    name.split_whitespace()
        .map(|n| Heard::Key(n.to_owned()))
        .collect()
}

#[test]
fn keys_have_names() {
    for (bytes, name) in [
        ("p", "p"),
        (" ", "Space"),
        ("\r", "Enter"),
        ("\t", "Tab"),
        ("\u{1b}[Z", "Shift-Tab"),
        ("\u{7f}", "Backspace"),
        ("\u{8}", "Backspace"),
        ("\u{4}", "Ctrl-d"),
        ("\u{1a}", "Ctrl-z"),
        ("\u{1f}", "Ctrl-_"),
        ("审", "审"),
        ("ｐ", "ｐ"),
        ("\u{1b}", "Esc"),
        ("\u{1b}\u{1b}", "Esc Esc"),
        ("\u{1b}j", "Esc j"),
        ("jk\u{1b}[B", "j k Down"),
        ("\u{1b}[A\u{1b}OA", "Up Up"),
        ("\u{1b}[C\u{1b}[D", "Right Left"),
        (
            "\u{1b}[1;5C\u{1b}[1;5D\u{1b}Oc",
            "Ctrl-Right Ctrl-Left Ctrl-Right",
        ),
        ("\u{1b}[1;2A", "Up"),
        ("\u{1b}[H\u{1b}OH\u{1b}[1~\u{1b}[7~", "Home Home Home Home"),
        ("\u{1b}[F\u{1b}OF\u{1b}[4~\u{1b}[8~", "End End End End"),
        ("\u{1b}[3~\u{1b}[5~\u{1b}[6~", "Delete PgUp PgDn"),
        ("\u{1b}OP\u{1b}[11~\u{1b}[[A", "F1 F1 F1"),
        ("\u{1b}OS\u{1b}[14~\u{1b}[[D", "F4 F4 F4"),
        ("\u{1b}OR\u{1b}[R", "F3 F3"),
        ("\u{1b}[15~\u{1b}[17~\u{1b}[20~\u{1b}[21~", "F5 F6 F9 F10"),
        ("\u{1b}[23~\u{1b}[24~", "F11 F12"),
        // The keypad in application mode.
        ("\u{1b}Op\u{1b}Oq\u{1b}Oy\u{1b}On\u{1b}OM", "0 1 9 . Enter"),
        (
            "\u{1b}Oj\u{1b}Ok\u{1b}Ol\u{1b}Om\u{1b}Oo\u{1b}OX",
            "* + , - / =",
        ),
    ] {
        assert_eq!(keys(bytes.as_bytes()), named(name), "{bytes:?}");
    }
}

#[test]
fn what_is_no_key_is_swallowed_whole() {
    for bytes in [
        "\u{1b}[<0;3;4M",
        "\u{1b}[M !!",
        "\u{1b}[I",
        "\u{1b}[O",
        "\u{1b}[2~",
        "\u{1b}[27;5;49~",
        "\u{1b}[99;5u",
        "\u{1b}[1;5P",
        "\u{1b}]0;1p2\u{7}",
        "\u{1b}P1$r0m\u{1b}\\",
        "\u{1b}Oz",
        "\u{85}",
    ] {
        assert_eq!(keys(bytes.as_bytes()), [Heard::Noise], "{bytes:?}");
    }
    // Cut short: what there was goes, and the next sequence is understood.
    assert_eq!(
        keys(b"\x1b[1;\x1b[A"),
        [Heard::Noise, Heard::Key("Up".to_owned())]
    );
    assert_eq!(keys(b"\x1b[12;3"), [Heard::Noise]);
    assert_eq!(keys(b"\x1b["), [Heard::Key("Esc".to_owned()), Heard::Noise]);
    assert_eq!(keys(&[0xe5, 0xae]), [Heard::Noise]);
    assert_eq!(keys(&[0xff, b'p']), [Heard::Noise, Heard::Key("p".into())]);
}

#[test]
fn answers_are_no_keys() {
    for (bytes, answer) in [
        ("\u{1b}[1;5R", Answer::Column(5)),
        ("\u{1b}[0n", Answer::Alive),
        ("\u{1b}[?62;22c", Answer::Who),
        ("\u{1b}[?2026;2$y", Answer::Mode(2026, 2)),
        (
            "\u{1b}]11;rgb:ffff/8080/0000\u{1b}\\",
            Answer::Background([255, 128, 0]),
        ),
        (
            "\u{1b}]11;rgba:ff/80/00/ff\u{7}",
            Answer::Background([255, 128, 0]),
        ),
    ] {
        assert_eq!(keys(bytes.as_bytes()), [Heard::Answer(answer)], "{bytes:?}");
        // Also where it comes byte by byte.
        let mut d = Decoder::new(Charset::Utf8);
        let mut now = Instant::now();
        d.expect_answers(Some(now + Duration::from_secs(5)));
        let mut out = Vec::new();
        for b in bytes.bytes() {
            out.extend(d.feed(&[b], now));
            now += Duration::from_millis(400);
        }
        let heard: Vec<Heard> = out.into_iter().map(|(h, _)| h).collect();
        assert_eq!(heard, [Heard::Answer(answer)], "{bytes:?} slowly");
    }
}

#[test]
fn a_lone_esc_waits_for_its_time() {
    let mut d = Decoder::new(Charset::Utf8);
    let now = Instant::now();
    assert!(d.feed(b"\x1b", now).is_empty());
    assert!(d.late(now + Duration::from_millis(49)).is_empty());
    let heard = d.late(now + Duration::from_millis(50));
    assert_eq!(heard, [(Heard::Key("Esc".to_owned()), now)]);
    d.set(Charset::Utf8, ESC_SLOW);
    d.feed(b"\x1b", now);
    assert_eq!(d.deadline(), Some(now + Duration::from_millis(150)));
    let heard = d.feed(b"[A", now + Duration::from_millis(100));
    assert_eq!(heard[0].0, Heard::Key("Up".to_owned()));
}

#[test]
fn a_paste_is_text_whatever_is_in_it() {
    let paste = b"\x1b[200~pppp\r\ny\rq\x1b[A\x07\x1b[201~j";
    assert_eq!(
        keys(paste),
        [
            Heard::Paste("pppp\ny\nq[A".to_owned()),
            Heard::Key("j".to_owned())
        ]
    );
    // In parts, wherever it is cut.
    for cut in 1..paste.len() {
        let mut d = Decoder::new(Charset::Utf8);
        let now = Instant::now();
        let mut out = d.feed(&paste[..cut], now);
        out.extend(d.feed(&paste[cut..], now));
        assert_eq!(out.len(), 2, "cut at {cut}: {out:?}");
        assert_eq!(out[0].0, Heard::Paste("pppp\ny\nq[A".to_owned()));
    }
}

#[test]
fn a_paste_whose_end_is_lost_does_not_hold_the_keyboard() {
    let mut d = Decoder::new(Charset::Utf8);
    let mut now = Instant::now();
    assert!(d.feed(b"\x1b[200~half", now).is_empty());
    now += Duration::from_secs(3);
    assert_eq!(
        d.late(now),
        [(
            Heard::Paste("half".to_owned()),
            now - Duration::from_secs(3)
        )]
    );
    // More of it is text still.
    now += Duration::from_secs(9);
    assert!(d.feed(b"1", now).is_empty());
    now += Duration::from_secs(3);
    assert_eq!(d.late(now).len(), 1);
    // Esc ends it.
    d.feed(b"\x1b", now);
    now += Duration::from_secs(1);
    assert_eq!(d.late(now)[0].0, Heard::Key("Esc".to_owned()));
    assert_eq!(d.feed(b"p", now)[0].0, Heard::Key("p".to_owned()));
}

#[test]
fn a_huge_paste_is_bounded() {
    let mut d = Decoder::new(Charset::Utf8);
    let now = Instant::now();
    d.feed(b"\x1b[200~", now);
    for _ in 0..160 {
        d.feed(&[b'x'; 65536], now);
    }
    let out = d.feed(b"\x1b[201~", now);
    let Heard::Paste(text) = &out[0].0 else {
        unreachable!()
    };
    assert!((1 << 20..=4 << 20).contains(&text.len()));
}

#[test]
fn gb18030_is_read_too() {
    let bytes = encoding_rs::GB18030.encode("审p𠮷").0;
    assert_eq!(hear(Charset::Gbk, &bytes), named("审 p 𠮷"));
    let mut d = Decoder::new(Charset::Gbk);
    let now = Instant::now();
    let mut out = Vec::new();
    for b in bytes.iter() {
        out.extend(d.feed(&[*b], now));
    }
    assert_eq!(out.len(), 3);
    let paste = [b"\x1b[200~".as_slice(), &bytes, b"\x1b[201~"].concat();
    assert_eq!(
        hear(Charset::Gbk, &paste),
        [Heard::Paste("审p𠮷".to_owned())]
    );
}

proptest! {
    /// Whatever comes, however it is cut: nothing is lost count of, and keys are names of ours.
    #[test]
    fn cuts_change_nothing(bytes in prop::collection::vec(
        prop_oneof![any::<u8>(), Just(0x1b), Just(b'['), Just(b'O'), Just(b';'), Just(b'1')], 0..60,
    ), at in 0usize..60) {
        let now = Instant::now();
        let mut whole = Decoder::new(Charset::Utf8);
        let one = whole.feed(&bytes, now);
        let at = at.min(bytes.len());
        let mut parts = Decoder::new(Charset::Utf8);
        let mut two = parts.feed(&bytes[..at], now);
        two.extend(parts.feed(&bytes[at..], now));
        prop_assert_eq!(one, two);
    }
}
