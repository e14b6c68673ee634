//! Ink, vermilion, azure, ochre, smoke and the ruling line, from the terminal's own colours or of
//! their own; and the look: hues, glyphs and widths together. Every coloured thing is a letter or
//! a place as well.

use super::glyphs::Glyphs;
use super::terminal::{Background, Probed};
use super::text::Ambiguous;
use ratatui::style::{Color, Modifier, Style};

/// Which hues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// The terminal's own, as its ground is.
    #[default]
    Auto,
    /// The terminal's own on a light ground.
    Light,
    /// The terminal's own on a dark ground.
    Dark,
    /// None.
    Mono,
    /// The terminal's own, all bold, labels as content.
    HighContrast,
    /// Fixed hues, as the ground is.
    Ink,
    /// Fixed hues on a dark ground.
    InkDark,
    /// Fixed hues on a light ground.
    InkLight,
}

impl Choice {
    /// A choice by its name.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "auto" => Self::Auto,
            "light" => Self::Light,
            "dark" => Self::Dark,
            "mono" => Self::Mono,
            "high-contrast" => Self::HighContrast,
            "ink" => Self::Ink,
            "ink-dark" => Self::InkDark,
            "ink-light" => Self::InkLight,
            _ => return None,
        })
    }
}

/// What lies under the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ground {
    /// Not known: no hue is safe on it.
    #[default]
    Unknown,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

impl Ground {
    /// What `COLORFGBG` says: `15;0`, `0;default;15`.
    pub fn of_env(value: &str) -> Self {
        match value
            .rsplit(';')
            .next()
            .and_then(|n| n.trim().parse::<u8>().ok())
        {
            Some(0..=6 | 8) => Self::Dark,
            Some(7 | 9..=15) => Self::Light,
            _ => Self::Unknown,
        }
    }
}

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Depth {
    /// None are wanted.
    #[default]
    None,
    /// Its own 16.
    Own,
    /// 256.
    Many,
    /// Any.
    Any,
}

impl Depth {
    /// What `TERM` and `COLORTERM` say.
    pub fn of_env(term: &str, colorterm: &str) -> Self {
        if term.is_empty() || term == "dumb" || term.starts_with("vt1") {
            Self::None
        } else if matches!(colorterm, "truecolor" | "24bit") {
            Self::Any
        } else if term.contains("256") {
            Self::Many
        } else {
            Self::Own
        }
    }
}

/// The styles of the roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Theme {
    vermilion: Style,
    azure: Style,
    ochre: Style,
    smoke: Style,
    line: Style,
}

const fn fg(c: Color) -> Style {
    Style::new().fg(c)
}

impl Theme {
    /// No hues, or the terminal's own on a ground that nobody has told yet: content, bold,
    /// reverse and underline only.
    pub fn new(colour: bool) -> Self {
        let depth = if colour { Depth::Own } else { Depth::None };
        Self::of(Choice::Auto, Ground::Unknown, depth)
    }
    /// The styles of a choice on a ground.
    pub fn of(choice: Choice, ground: Ground, depth: Depth) -> Self {
        let ground = match choice {
            Choice::Light | Choice::InkLight => Ground::Light,
            Choice::Dark | Choice::InkDark => Ground::Dark,
            _ => ground,
        };
        if choice == Choice::Mono || depth == Depth::None || ground == Ground::Unknown {
            return Self::default();
        }
        let dark = ground == Ground::Dark;
        let either = |d: Color, l: Color| fg(if dark { d } else { l });
        if matches!(choice, Choice::Ink | Choice::InkDark | Choice::InkLight) {
            if depth == Depth::Any {
                let rgb = |d: u32, l: u32| either(Color::from_u32(d), Color::from_u32(l));
                return Self {
                    vermilion: rgb(0x00ff_8072, 0x00a0_1414),
                    azure: rgb(0x0064_bee8, 0x000a_5496),
                    ochre: rgb(0x00de_ad56, 0x0086_5e00),
                    smoke: rgb(0x00a0_a8b4, 0x0058_606c),
                    line: rgb(0x0054_5c6a, 0x00ba_bec4),
                };
            }
            if depth == Depth::Many {
                let of = |d: u8, l: u8| either(Color::Indexed(d), Color::Indexed(l));
                return Self {
                    vermilion: of(210, 124),
                    azure: of(74, 25),
                    ochre: of(179, 94),
                    smoke: of(247, 241),
                    line: of(240, 248),
                };
            }
        }
        let many = depth >= Depth::Many;
        let grey = |n: u8, else_: Style| {
            if many { fg(Color::Indexed(n)) } else { else_ }
        };
        let bold = Style::new().add_modifier(Modifier::BOLD);
        let own = Self {
            vermilion: either(Color::LightRed, Color::Red),
            azure: either(Color::Cyan, Color::Blue),
            ochre: if dark {
                fg(Color::Yellow)
            } else {
                grey(94, bold)
            },
            smoke: grey(if dark { 247 } else { 241 }, Style::new()),
            line: if dark {
                fg(Color::DarkGray)
            } else {
                grey(248, fg(Color::DarkGray))
            },
        };
        if choice == Choice::HighContrast {
            return Self {
                vermilion: own.vermilion.patch(bold),
                azure: own.azure.patch(bold),
                ochre: own.ochre.patch(bold),
                smoke: Style::new(),
                line: Style::new(),
            };
        }
        own
    }
    /// Content.
    pub const fn ink(self) -> Style {
        Style::new()
    }
    /// The place, totals, names under review, keys.
    pub const fn bold(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }
    /// Errors, overdue.
    pub const fn vermilion(self) -> Style {
        self.vermilion
    }
    /// Warnings, disagreement.
    pub const fn ochre(self) -> Style {
        self.ochre
    }
    /// Here, mine.
    pub const fn azure(self) -> Style {
        self.azure.add_modifier(Modifier::BOLD)
    }
    /// The rule that opens a drawer.
    pub const fn azure_line(self) -> Style {
        self.azure
    }
    /// The one filled place: where I stand.
    pub const fn chip(self) -> Style {
        self.azure
            .add_modifier(Modifier::BOLD)
            .add_modifier(Modifier::REVERSED)
    }
    /// Labels and headings.
    pub const fn smoke(self) -> Style {
        self.smoke
    }
    /// Rules, dividers and the empty part of bars.
    pub const fn line(self) -> Style {
        self.line
    }
    /// A heading row: a rule that costs no row.
    pub const fn rule(self) -> Style {
        self.smoke.add_modifier(Modifier::UNDERLINED)
    }
    /// A whole row underlined, over the hues of its words.
    pub const fn rule_row(self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }
    /// The place chip at the top left; the head of a drawer without lines to draw with.
    pub const fn place(self) -> Style {
        Style::new()
            .add_modifier(Modifier::BOLD)
            .add_modifier(Modifier::REVERSED)
    }
    /// Changed by others; changed clauses.
    pub const fn news(self) -> Style {
        Style::new()
            .add_modifier(Modifier::BOLD)
            .add_modifier(Modifier::UNDERLINED)
    }
}

/// Hues, glyphs and widths: all that makes the same screen look so or so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    /// Hues.
    pub theme: Theme,
    /// The glyphs the program draws itself.
    pub glyphs: Glyphs,
    /// How wide characters of ambiguous width are.
    pub ambiguous: Ambiguous,
    /// What lies under the text.
    pub ground: Ground,
    /// How many colours there are.
    pub depth: Depth,
}

impl Look {
    /// The safe look: plain glyphs, widths unknown.
    pub fn new(colour: bool) -> Self {
        Self {
            theme: Theme::new(colour),
            ..Self::default()
        }
    }
    /// The look with what was measured. Lines and other signs of ambiguous width are drawn only
    /// where they take one cell in a terminal that speaks UTF-8.
    #[must_use]
    pub const fn measured(mut self, ambiguous: Ambiguous, utf8: bool) -> Self {
        self.ambiguous = ambiguous;
        self.glyphs = if utf8 && matches!(ambiguous, Ambiguous::One) {
            Glyphs::Box
        } else {
            Glyphs::Plain
        };
        self
    }
    /// The look with other hues.
    #[must_use]
    pub fn chosen(mut self, choice: Choice) -> Self {
        self.theme = Theme::of(choice, self.ground, self.depth);
        self
    }
    /// The look that a terminal is worth: its hues by what it and the environment tell, its
    /// glyphs by what was measured.
    pub fn of_terminal(colour: bool, p: &Probed, var: &dyn Fn(&str) -> Option<String>) -> Self {
        let get = |name: &str| var(name).unwrap_or_default();
        let depth = if colour {
            Depth::of_env(&get("TERM"), &get("COLORTERM"))
        } else {
            Depth::None
        };
        let ground = match p.background {
            Background::Dark => Ground::Dark,
            Background::Light => Ground::Light,
            Background::Unknown => Ground::of_env(&get("COLORFGBG")),
        };
        let look = Self {
            theme: Theme::of(Choice::Auto, ground, depth),
            ground,
            depth,
            ..Self::default()
        };
        look.measured(p.ambiguous, p.utf8 && p.wide)
    }
    /// Cells that a text takes.
    pub fn width(self, text: &str) -> usize {
        self.ambiguous.width(text)
    }
    /// The text cut to at most `cells`, with the cut mark where something is missing.
    pub fn cut(self, text: &str, cells: usize) -> String {
        self.ambiguous.cut(text, cells, self.glyphs.cut())
    }
    /// The text in exactly `cells`, filled on the right.
    pub fn pad(self, text: &str, cells: usize) -> String {
        self.ambiguous.pad(text, cells, self.glyphs.cut())
    }
    /// The text in exactly `cells`, filled on the left.
    pub fn right(self, text: &str, cells: usize) -> String {
        self.ambiguous.right(text, cells, self.glyphs.cut())
    }
    /// The text in lines of at most `cells`.
    pub fn wrap(self, text: &str, cells: usize) -> Vec<String> {
        self.ambiguous.wrap(text, cells)
    }
    /// The text as it is shown.
    pub fn shown(self, text: &str) -> String {
        self.ambiguous.shown(text).into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_ground_gets_no_hue() {
        for choice in [Choice::Auto, Choice::Ink, Choice::HighContrast] {
            let t = Theme::of(choice, Ground::Unknown, Depth::Any);
            assert_eq!(t, Theme::default());
        }
        assert_eq!(Theme::new(true), Theme::new(false));
    }

    #[test]
    fn hues_are_those_of_the_palette() {
        let of = |choice, ground, depth| {
            let t = Theme::of(choice, ground, depth);
            [t.vermilion, t.azure, t.ochre, t.smoke, t.line].map(|s| s.fg)
        };
        let i = |n| Some(Color::Indexed(n));
        assert_eq!(
            of(Choice::Auto, Ground::Dark, Depth::Own),
            [
                Some(Color::LightRed),
                Some(Color::Cyan),
                Some(Color::Yellow),
                None,
                Some(Color::DarkGray)
            ]
        );
        assert_eq!(
            of(Choice::Auto, Ground::Light, Depth::Many),
            [Some(Color::Red), Some(Color::Blue), i(94), i(241), i(248)]
        );
        assert_eq!(
            of(Choice::InkDark, Ground::Unknown, Depth::Many),
            [i(210), i(74), i(179), i(247), i(240)]
        );
        assert_eq!(
            of(Choice::Ink, Ground::Light, Depth::Any)[0],
            Some(Color::Rgb(0xa0, 0x14, 0x14))
        );
        let light = Theme::of(Choice::Light, Ground::Dark, Depth::Own);
        assert_eq!(light.ochre(), light.bold());
    }

    #[test]
    fn the_environment_tells_ground_and_depth() {
        assert_eq!(Ground::of_env("15;0"), Ground::Dark);
        assert_eq!(Ground::of_env("0;default;15"), Ground::Light);
        assert_eq!(Ground::of_env(""), Ground::Unknown);
        assert_eq!(Depth::of_env("xterm-256color", ""), Depth::Many);
        assert_eq!(Depth::of_env("vt100", ""), Depth::None);
        assert_eq!(Depth::of_env("xterm", "truecolor"), Depth::Any);
    }

    #[test]
    fn what_the_terminal_says_of_its_ground_counts_before_the_environment() {
        let var = |name: &str| match name {
            "TERM" => Some("xterm".to_owned()),
            "COLORFGBG" => Some("0;15".to_owned()),
            _ => None,
        };
        let mut p = Probed {
            utf8: true,
            wide: true,
            ambiguous: Ambiguous::One,
            background: Background::Dark,
            ..Probed::default()
        };
        let look = Look::of_terminal(true, &p, &var);
        assert_eq!(
            look.theme,
            Theme::of(Choice::Dark, Ground::Dark, Depth::Own)
        );
        assert_eq!(look.glyphs, Glyphs::Box);
        p.background = Background::Unknown;
        p.wide = false;
        let look = Look::of_terminal(true, &p, &var);
        assert_eq!(
            look.theme,
            Theme::of(Choice::Light, Ground::Light, Depth::Own)
        );
        assert_eq!(look.glyphs, Glyphs::Plain);
        assert_eq!(Look::of_terminal(false, &p, &var).theme, Theme::default());
    }

    #[test]
    fn lines_are_drawn_only_where_they_were_measured() {
        let look = Look::new(true);
        assert_eq!(look.glyphs, Glyphs::Plain);
        assert_eq!(look.measured(Ambiguous::One, true).glyphs, Glyphs::Box);
        assert_eq!(look.measured(Ambiguous::One, false).glyphs, Glyphs::Plain);
        assert_eq!(look.measured(Ambiguous::Two, true).glyphs, Glyphs::Plain);
    }
}
