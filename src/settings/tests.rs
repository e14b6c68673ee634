use super::*;
use crate::domain::day::Day;
use crate::tui::command::{COMMANDS, Keymap, Place, bindable};

fn today() -> Day {
    Day::new(2020, 10, 11).unwrap()
}
fn own(text: &str) -> (Settings, Vec<Mistake>) {
    read(None, Some(("own", text)), &bindable(), today())
}
fn both(common: &str, own: &str) -> (Settings, Vec<Mistake>) {
    let texts = (Some(("common", common)), Some(("own", own)));
    read(texts.0, texts.1, &bindable(), today())
}
fn at(m: &Mistake) -> (usize, usize) {
    (m.line, m.column)
}
fn collides(m: &Mistake) -> Option<(&str, &str, &str)> {
    match &m.wrong {
        Wrong::Collision {
            key,
            command,
            other,
        } => Some((key, command, other)),
        _ => None,
    }
}

#[test]
fn every_key_has_its_line_and_a_default_that_is_allowed() {
    for (n, s) in TABLE.iter().enumerate() {
        assert_eq!(s.key.setting().id, s.id);
        assert_eq!(s.key as usize, n, "{}", s.id);
        assert_eq!(s.value(&s.default.to_string()), Some(s.default), "{}", s.id);
        assert!(s.value("nonsense").is_none());
    }
}

#[test]
fn nothing_said_is_the_defaults() {
    let (s, mistakes) = own("");
    assert!(mistakes.is_empty());
    assert_eq!(s.word(Key::Theme), "auto");
    assert!(s.on(Key::Advance) && !s.on(Key::AutoPunct));
    assert_eq!(s.number(Key::TextRows), 8);
}

#[test]
fn ones_own_goes_before_the_bureaus_except_where_that_is_fixed() {
    let (s, mistakes) = both(
        "theme = 'light'\neditor = false\nglyphs = 'plain'\nfixed = ['editor']\n",
        "theme = 'dark'\neditor = true\n",
    );
    assert_eq!(s.word(Key::Theme), "dark");
    assert!(s.differs(Key::Theme) && !s.differs(Key::Glyphs));
    assert_eq!(s.word(Key::Glyphs), "plain");
    assert!(!s.on(Key::Editor));
    let [m] = mistakes.as_slice() else {
        panic!("{mistakes:?}")
    };
    assert_eq!((m.file.as_str(), at(m)), ("own", (2, 1)));
    assert_eq!(m.wrong, Wrong::Fixed("editor".into()));
    // Nobody fixes anything for himself.
    let (s, mistakes) = own("fixed = ['theme']\n");
    assert!(s.fixed.is_empty());
    assert_eq!(mistakes[0].wrong, Wrong::Fixed("fixed".into()));
}

#[test]
fn a_mistake_has_its_place_and_the_rest_counts() {
    let (s, mistakes) = own(
        "theme = 'drak'\n审 = 1\nadvance = false\ntext_rows = 2 # few\nadvnace = true\nambiguous = 2\n",
    );
    let places: Vec<_> = mistakes.iter().map(at).collect();
    // A bare key that is not ASCII breaks its own line only.
    assert!(places.contains(&(1, 9)), "{mistakes:?}");
    assert!(mistakes.iter().any(|m| m.line == 2));
    assert!(places.contains(&(4, 13)) && places.contains(&(5, 1)));
    let near = mistakes.iter().find_map(|m| match &m.wrong {
        Wrong::Unknown { name, nearest, .. } if name == "advnace" => nearest.clone(),
        _ => None,
    });
    assert_eq!(near.as_deref(), Some("advance"));
    assert!(!s.on(Key::Advance));
    assert_eq!(s.word(Key::Ambiguous), "2");
    assert_eq!(s.number(Key::TextRows), 8);
}

#[test]
fn columns_count_characters() {
    let (_, mistakes) = own("phrases = {'长' = '好', '短' = 1}\n");
    assert_eq!(at(&mistakes[0]), (1, 29));
}

#[test]
fn bound_keys_reach_the_keymap_and_replace_the_usual_ones() {
    let (s, mistakes) = own("[keys]\nverdict.pass = ['F11', 'z p']\n'undo' = 'U'\n");
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let map = Keymap::new(s.keys());
    let id = |keys: &str| map.find(Place::Queue, keys).map(|c| c.id);
    assert_eq!(id("F11"), Some("verdict.pass"));
    assert_eq!(id("z p"), Some("verdict.pass"));
    assert_eq!(id("U"), Some("undo"));
    assert_eq!((id("p"), id("u")), (None, None));
}

#[test]
fn keys_that_clash_are_refused_with_both_names() {
    for (text, wanted) in [
        // The same key.
        ("'verdict.pass' = 'u'", ("u", "verdict.pass", "undo")),
        // The beginning of others: the longer ones could not be reached.
        ("undo = 'd'", ("d", "undo", "verdicts.pass")),
        // Others begin with it.
        ("undo = 'p p'", ("p p", "undo", "verdict.pass")),
    ] {
        let (s, mistakes) = own(&format!("[keys]\n{text}\nredo = 'F12'\n"));
        let [m] = mistakes.as_slice() else {
            panic!("{text}: {mistakes:?}")
        };
        assert_eq!((collides(m), at(m)), (Some(wanted), (2, 1)), "{text}");
        assert_eq!(s.keys().keys().collect::<Vec<_>>(), ["redo"]);
    }
}

#[test]
fn two_commands_may_change_keys_with_each_other() {
    let (s, mistakes) = own("[keys]\n'verdict.pass' = 'm'\n'verdict.revise' = 'p'\n");
    assert!(mistakes.is_empty(), "{mistakes:?}");
    assert_eq!(s.keys().len(), 2);
    // What the bureau gave away is free, and what it took is not.
    let common = "[keys]\nundo = 'F11'\n";
    assert!(both(common, "[keys]\nredo = 'u'\n").1.is_empty());
    let (_, mistakes) = both(common, "[keys]\nredo = 'F11'\n");
    assert_eq!(collides(&mistakes[0]), Some(("F11", "redo", "undo")));
}

#[test]
fn a_keymap_of_settings_never_has_two_commands_on_a_key() {
    // A command of every set of places is bound to the first key of every other.
    let commands = bindable();
    let mut seen: Vec<&[Place]> = Vec::new();
    for a in COMMANDS {
        if seen.contains(&a.places) {
            continue;
        }
        seen.push(a.places);
        for b in COMMANDS {
            let key = b.keys[0].replace('\\', "\\\\").replace('"', "\\\"");
            let text = format!("[keys]\n'{}' = \"{key}\"\n", a.id);
            let (s, _) = read(None, Some(("own", &text)), &commands, today());
            let map = Keymap::new(s.keys());
            for place in Place::ALL.into_iter().filter(|p| a.places.contains(p)) {
                for key in map.keys(a) {
                    assert_eq!(
                        map.find(place, key).map(|c| c.id),
                        Some(a.id),
                        "{place:?} {key}"
                    );
                    assert!(!map.begins(place, key), "{place:?} {key} {}", a.id);
                }
            }
        }
    }
}

#[test]
fn keys_that_cannot_be_pressed_are_refused() {
    for key in [
        "",
        "Ctrl-",
        "Ctrl-F",
        "F13",
        "F0",
        "退",
        "ｐ",
        "pp",
        "g  h",
        "Alt-x",
        "a b c d e",
    ] {
        let (s, mistakes) = own(&format!("[keys]\nundo = '{key}'\n"));
        assert!(s.keys().is_empty() && mistakes.len() == 1, "{key}");
        assert_eq!(at(&mistakes[0]), (2, 8), "{key}");
    }
    let (s, mistakes) = own("[keys]\nunod = 'F12'\nundo = []\n");
    assert!(s.keys().is_empty());
    assert!(matches!(&mistakes[0].wrong, Wrong::Unknown { nearest: Some(n), .. } if n == "undo"));
    assert_eq!(mistakes[1].wrong, Wrong::Blank("undo".into()));
}

#[test]
fn no_key_takes_a_character_away_where_text_is_typed() {
    for key in ["t", "Space", "t Enter"] {
        let (s, mistakes) = own(&format!("[keys]\n'entry.phrases' = '{key}'\n"));
        assert!(s.keys().is_empty() && !mistakes.is_empty(), "{key}");
    }
    assert!(own("[keys]\n'entry.phrases' = 'F12'\n").1.is_empty());
}

#[test]
fn views_are_kept_in_order_and_wrong_ones_left_out() {
    let (s, mistakes) = own(
        "[[view]]\nletter = 'a'\nname = '逾期且未审'\nfilter = '期限:逾期 状态:待审'\norder = 'amount'\n\
         reverse = true\nmine = true\n\
         [[view]]\nletter = 'b'\nname = '错'\nfilter = 'amout>500'\n\
         [[view]]\nletter = 'a'\nname = '又'\n\
         [[view]]\nletter = 'ab'\nname = '长'\n\
         [[view]]\nletter = 'c'\n",
    );
    let [v] = s.own.views.as_slice() else {
        panic!("{:?}", s.own.views)
    };
    assert_eq!((v.letter.as_str(), v.order.as_str()), ("a", "amount"));
    assert!(v.reverse && v.mine);
    assert_eq!(mistakes.len(), 4, "{mistakes:?}");
    assert!(matches!(&mistakes[0].wrong, Wrong::Filter { .. }));
    assert_eq!(at(&mistakes[0]), (11, 10));
    assert_eq!(mistakes[1].wrong, Wrong::Twice("a".into()));
    assert_eq!(mistakes[3].wrong, Wrong::Blank("name".into()));
}

#[test]
fn the_bureaus_views_fill_free_letters() {
    let view = |l: &str, n: &str| format!("[[view]]\nletter = '{l}'\nname = '{n}'\n");
    let common = view("a", "one") + &view("b", "two");
    let (s, _) = both(&common, &view("b", "mine"));
    let names: Vec<_> = s.views().iter().map(|v| v.name.as_str()).collect();
    assert_eq!(names, ["mine", "one"]);
}

#[test]
fn setting_refuses_what_is_fixed_or_not_allowed() {
    let (mut s, _) = both("editor = false\nfixed = 'editor'\n", "");
    assert_eq!(
        s.set(Key::Editor, "true"),
        Err(Wrong::Fixed("editor".into()))
    );
    assert!(matches!(
        s.set(Key::TextRows, "99"),
        Err(Wrong::NotAllowed { .. })
    ));
    assert_eq!(s.set(Key::TextRows, " 12 "), Ok(Value::Number(12)));
    assert_eq!(s.number(Key::TextRows), 12);
}

fn saved(old: &str, change: impl FnOnce(&mut Settings)) -> String {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("a/settings.toml");
    if !old.is_empty() {
        std::fs::create_dir(dir.path().join("a")).unwrap();
        std::fs::write(&path, old).unwrap();
    }
    let places = Places {
        common: None,
        own: Some(path.clone()),
    };
    let (mut s, _) = load(&places, &bindable(), today());
    change(&mut s);
    save(&path, &s, &bindable(), today()).unwrap();
    // What was saved is what is read.
    let (again, _) = load(&places, &bindable(), today());
    assert_eq!(again.own, s.own);
    std::fs::read_to_string(&path).unwrap()
}

#[test]
fn saving_keeps_comments_order_and_what_is_not_understood() {
    let old =
        "# mine\ntheme = 'dark' # at night\nlater = 3\n\n[keys] # own\n# because\nundo = 'U'\n";
    let new = saved(old, |s| {
        s.set(Key::Theme, "light").unwrap();
        s.own.keys.insert("verdict.pass".into(), vec!["F11".into()]);
    });
    let wanted = "# mine\ntheme = \"light\" # at night\nlater = 3\n\n[keys] # own\n# because\nundo = 'U'\n\"verdict.pass\" = [\"F11\"]\n";
    assert_eq!(new, wanted);
    assert_eq!(saved(old, |_| {}), old);
}

#[test]
fn saving_changes_and_forgets_dotted_names() {
    let old = "[keys]\nverdict.pass = 'F11'\nverdict.revise = 'F12'\n";
    let new = saved(old, |s| {
        s.own.keys.remove("verdict.pass");
        s.own
            .keys
            .insert("verdict.revise".into(), vec!["z r".into()]);
    });
    assert!(!new.contains("F11") && !new.contains("F12"), "{new}");
    assert!(new.contains("z r"));
}

#[test]
fn saving_makes_the_file_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("new/settings.toml");
    let (mut s, _) = own("");
    s.set(Key::Slow, "on").unwrap();
    s.own.views.push(View {
        letter: "a".into(),
        name: "甲".into(),
        filter: "区:徐汇".into(),
        order: "stake".into(),
        mine: true,
        ..View::default()
    });
    s.own.views.push(View {
        letter: "b".into(),
        name: "乙".into(),
        lines: "60 90".into(),
        ..View::default()
    });
    save(&path, &s, &bindable(), today()).unwrap();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let text = std::fs::read_to_string(&path).unwrap();
    let (again, mistakes) = own(&text);
    assert_eq!((again.own, mistakes), (s.own, Vec::new()), "{text}");
}

#[test]
fn a_broken_file_is_not_written_over() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("settings.toml");
    std::fs::write(&path, "theme = \n").unwrap();
    let (mut s, _) = own("");
    s.set(Key::Theme, "dark").unwrap();
    let failed = save(&path, &s, &bindable(), today());
    assert!(matches!(failed, Err(Failed::Broken(_))));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "theme = \n");
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_the_defaults_hold() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("settings.toml");
    // 颜色 in GBK, in a comment of the second line.
    std::fs::write(&path, b"theme = 'dark'\n# \xd1\xd5\xc9\xab\nslow = 'on'\n").unwrap();
    let places = |common: &std::path::Path, own: &std::path::Path| Places {
        common: Some(common.to_owned()),
        own: Some(own.to_owned()),
    };
    let (s, mistakes) = load(&places(dir.path(), &path), &bindable(), today());
    assert!(matches!(
        mistakes[0].wrong,
        Wrong::Encoding | Wrong::Unreadable(_)
    ));
    let place = mistakes.iter().find(|m| m.wrong == Wrong::Encoding).map(at);
    assert_eq!(place, Some((2, 3)));
    // A directory stands where the common file should be.
    assert!(
        mistakes
            .iter()
            .any(|m| matches!(m.wrong, Wrong::Unreadable(_)) && m.line == 0)
    );
    assert_eq!((s.word(Key::Theme), s.word(Key::Slow)), ("dark", "on"));
    let missing = dir.path().join("none");
    let (s, mistakes) = load(&places(&missing, &missing), &bindable(), today());
    assert!(mistakes.is_empty() && s == Settings::default());
}
