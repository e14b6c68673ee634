//! What is wrong with a file of settings, and what settings are called.

use super::{Lang, either};
use crate::domain::clean::Clean;
use crate::settings::{Key, Mistake, Wrong};

/// Most choices that are listed.
const LISTED: usize = 20;

/// A mistake with its place.
pub fn mistake(l: Lang, m: &Mistake) -> String {
    let file = Clean::line(&m.file);
    let what = wrong(l, &m.wrong);
    match (m.line, l) {
        (0, _) => format!("{file}: {what}"),
        (line, Lang::Zh) => format!("{file} 第{line}行第{}列: {what}", m.column),
        (line, Lang::En) => format!("{file} line {line} column {}: {what}", m.column),
    }
}

fn choices(allowed: &[String]) -> String {
    let mut list: Vec<&str> = allowed.iter().take(LISTED).map(String::as_str).collect();
    if allowed.len() > LISTED {
        list.push("...");
    }
    list.join(" ")
}

fn perhaps(l: Lang, nearest: Option<&String>) -> String {
    match (nearest, l) {
        (None, _) => String::new(),
        (Some(n), Lang::Zh) => format!(" 是 {n} 吗?"),
        (Some(n), Lang::En) => format!(" Did you mean {n}?"),
    }
}

/// What is wrong.
pub fn wrong(l: Lang, w: &Wrong) -> String {
    let c = |s: &str| Clean::line(s);
    match (w, l) {
        (Wrong::Syntax(says), Lang::Zh) => format!("不是正确的 TOML ({})", c(says)),
        (Wrong::Syntax(says), Lang::En) => format!("not valid TOML ({})", c(says)),
        (Wrong::Encoding, _) => either(
            l,
            "不是 UTF-8 编码, 请转换后保存",
            "not UTF-8; save the file as UTF-8",
        ),
        (
            Wrong::Unknown {
                name,
                allowed,
                nearest,
            },
            Lang::Zh,
        ) => format!(
            "没有 {} 这一项。{} 可用: {}",
            c(name),
            perhaps(l, nearest.as_ref()),
            choices(allowed)
        ),
        (
            Wrong::Unknown {
                name,
                allowed,
                nearest,
            },
            Lang::En,
        ) => format!(
            "there is no {}.{} Allowed: {}",
            c(name),
            perhaps(l, nearest.as_ref()),
            choices(allowed)
        ),
        (
            Wrong::NotAllowed {
                name,
                value,
                allowed,
                nearest,
            },
            Lang::Zh,
        ) => format!(
            "{} 不能是 {}。{} 可用: {}",
            c(name),
            c(value),
            perhaps(l, nearest.as_ref()),
            choices(allowed)
        ),
        (
            Wrong::NotAllowed {
                name,
                value,
                allowed,
                nearest,
            },
            Lang::En,
        ) => format!(
            "{} cannot be {}.{} Allowed: {}",
            c(name),
            c(value),
            perhaps(l, nearest.as_ref()),
            choices(allowed)
        ),
        (Wrong::Type { name, wanted }, Lang::Zh) => format!("{} 应是{}", c(name), kind(l, wanted)),
        (Wrong::Type { name, wanted }, Lang::En) => {
            format!("{} must be {}", c(name), kind(l, wanted))
        }
        (Wrong::Fixed(name), Lang::Zh) => format!("{} 由单位统一规定, 不能自行设置", c(name)),
        (Wrong::Fixed(name), Lang::En) => format!("{} is fixed by the bureau", c(name)),
        (
            Wrong::Collision {
                key,
                command,
                other,
            },
            Lang::Zh,
        ) => {
            format!(
                "{} 不能用 {} 键: 已是 {} 的键",
                c(command),
                c(key),
                c(other)
            )
        }
        (
            Wrong::Collision {
                key,
                command,
                other,
            },
            Lang::En,
        ) => {
            format!(
                "{} cannot have the key {}: it is {}'s",
                c(command),
                c(key),
                c(other)
            )
        }
        (Wrong::Blank(name), Lang::Zh) => format!("{} 不能为空", c(name)),
        (Wrong::Blank(name), Lang::En) => format!("{} must not be empty", c(name)),
        (Wrong::TooLong { name, most }, Lang::Zh) => format!("{} 最多{most}字", c(name)),
        (Wrong::TooLong { name, most }, Lang::En) => {
            format!("{} may have at most {most} characters", c(name))
        }
        (Wrong::Filter { word, allowed }, Lang::Zh) => {
            format!(
                "筛选条件中 {} 不能识别, 可用: {}",
                c(word),
                choices(allowed)
            )
        }
        (Wrong::Filter { word, allowed }, Lang::En) => {
            format!(
                "{} in the filter is not understood. Allowed: {}",
                c(word),
                choices(allowed)
            )
        }
        (Wrong::Twice(name), Lang::Zh) => format!("{} 用了两次", c(name)),
        (Wrong::Twice(name), Lang::En) => format!("{} is used twice", c(name)),
        (Wrong::Unreadable(why), Lang::Zh) => format!("不能读取, 按默认设置运行 ({})", c(why)),
        (Wrong::Unreadable(why), Lang::En) => {
            format!("cannot be read; defaults are in force ({})", c(why))
        }
    }
}

fn kind(l: Lang, wanted: &str) -> String {
    let (zh, en) = match wanted {
        "text" => ("文字", "a text"),
        "texts" => ("文字或文字列表", "a text or a list of texts"),
        "switch" => (" true 或 false", "true or false"),
        "tables" => (" [[ ]] 段", "sections in [[ ]]"),
        _ => (" [ ] 段", "a section in [ ]"),
    };
    either(l, zh, en)
}

/// What a setting is called.
pub fn name(l: Lang, key: Key) -> String {
    let (zh, en) = match key {
        Key::Language => ("界面语言", "Language"),
        Key::Color => ("颜色", "Colours"),
        Key::Theme => ("配色", "Theme"),
        Key::Glyphs => ("符号", "Glyphs"),
        Key::Ambiguous => ("歧义宽度字符", "Ambiguous width"),
        Key::Slow => ("慢速线路", "Slow line"),
        Key::Preview => ("预览", "Preview"),
        Key::CursorRow => ("光标行", "Cursor row"),
        Key::Advance => ("裁定后到下一件", "Next case after a verdict"),
        Key::AutoPunct => ("逗号自动全角", "Wide comma after Han"),
        Key::Editor => ("外部编辑器", "Editor of one's own"),
        Key::Scope => ("列表范围", "Lists show"),
        Key::Order => ("列表排序", "Order of lists"),
        Key::TextRows => ("意见框行数", "Rows of the text box"),
        Key::Sign => ("钥匙签名", "Sign by one's key"),
    };
    either(l, zh, en)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::TABLE;

    #[test]
    fn every_setting_is_named_in_both_languages() {
        for s in &TABLE {
            assert!(!name(Lang::Zh, s.key).is_empty() && name(Lang::En, s.key).is_ascii());
        }
    }

    #[test]
    fn a_mistake_says_file_line_column_and_what_is_allowed() {
        let m = Mistake {
            file: "settings.toml".into(),
            line: 3,
            column: 9,
            wrong: Wrong::NotAllowed {
                name: "theme".into(),
                value: "drak".into(),
                allowed: ["auto", "dark"].map(str::to_owned).to_vec(),
                nearest: Some("dark".into()),
            },
        };
        assert_eq!(
            mistake(Lang::Zh, &m),
            "settings.toml 第3行第9列: theme 不能是 drak。 是 dark 吗? 可用: auto dark"
        );
        assert_eq!(
            mistake(Lang::En, &m),
            "settings.toml line 3 column 9: theme cannot be drak. Did you mean dark? Allowed: auto dark"
        );
    }
}
