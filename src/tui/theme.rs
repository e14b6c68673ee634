//! Ink, vermilion, azure, ochre, smoke: the hues of the terminal's own 16 colours, or none. Every
//! coloured thing is a letter or a place as well.

use ratatui::style::{Color, Modifier, Style};

/// How things are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Theme {
    colour: bool,
}

impl Theme {
    /// With colours or without.
    pub const fn new(colour: bool) -> Self {
        Self { colour }
    }
    fn hue(self, colour: Color) -> Style {
        if self.colour {
            Style::new().fg(colour)
        } else {
            Style::new()
        }
    }
    /// Content.
    pub const fn ink(self) -> Style {
        Style::new()
    }
    /// The place, totals, names under review.
    pub const fn bold(self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }
    /// Errors, overdue.
    pub fn vermilion(self) -> Style {
        self.hue(Color::LightRed)
    }
    /// Warnings, disagreement.
    pub fn ochre(self) -> Style {
        self.hue(Color::Yellow)
    }
    /// Here, mine.
    pub fn azure(self) -> Style {
        self.hue(Color::Cyan).add_modifier(Modifier::BOLD)
    }
    /// The one filled place: where I stand.
    pub fn chip(self) -> Style {
        self.hue(Color::Cyan).add_modifier(Modifier::REVERSED)
    }
    /// Labels and headings.
    pub const fn smoke(self) -> Style {
        Style::new()
    }
    /// A heading row: a rule that costs no row.
    pub const fn rule(self) -> Style {
        Style::new().add_modifier(Modifier::UNDERLINED)
    }
    /// The place chip at the top left.
    pub const fn place(self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }
}
