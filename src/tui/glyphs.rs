//! What the program draws itself, in two sets of the same cells: `plain` has no character of
//! ambiguous width, `box` is taken where they were measured.

/// A set of glyphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Glyphs {
    /// ASCII.
    #[default]
    Plain,
    /// Lines, bars and dots.
    Box,
}

impl Glyphs {
    const fn of(self, drawn: &'static str, plain: &'static str) -> &'static str {
        match self {
            Self::Box => drawn,
            Self::Plain => plain,
        }
    }
    /// True where lines can be drawn.
    pub const fn lines(self) -> bool {
        matches!(self, Self::Box)
    }
    /// The cursor of a list.
    pub const fn cursor(self) -> &'static str {
        self.of("▸", ">")
    }
    /// Something was cut off.
    pub const fn cut(self) -> &'static str {
        self.of("…", "~")
    }
    /// Sorted upwards.
    pub const fn up(self) -> &'static str {
        self.of("↑", "^")
    }
    /// Sorted downwards.
    pub const fn down(self) -> &'static str {
        self.of("↓", "v")
    }
    /// From one thing to another.
    pub const fn arrow(self) -> &'static str {
        self.of("→", "->")
    }
    /// A divider beside a pane.
    pub const fn wall(self) -> &'static str {
        self.of("│", "|")
    }
    /// A divider that a rule leaves to the right.
    pub const fn wall_right(self) -> &'static str {
        self.of("├", "|")
    }
    /// A divider that a rule comes to from the left.
    pub const fn wall_left(self) -> &'static str {
        self.of("┤", "|")
    }
    /// A divider that ends on a rule.
    pub const fn foot(self) -> &'static str {
        self.of("┴", " ")
    }
    /// A divider that begins under a rule.
    pub const fn head(self) -> &'static str {
        self.of("┬", " ")
    }
    /// A thin line; the open part of a bar.
    pub const fn thin(self) -> &'static str {
        self.of("─", "-")
    }
    /// A heavy line; the done part of a bar.
    pub const fn heavy(self) -> &'static str {
        self.of("━", "#")
    }
    /// What lies between the tenth and the ninetieth of a hundred.
    pub const fn range(self) -> &'static str {
        self.of("━", "=")
    }
    /// The middle one of its kind; a place on an axis.
    pub const fn middle(self) -> &'static str {
        self.of("┼", "+")
    }
    /// This one.
    pub const fn dot(self) -> &'static str {
        self.of("●", "#")
    }
    /// A place without a grade.
    pub const fn blank(self) -> &'static str {
        self.of("·", ".")
    }
    /// Agrees.
    pub const fn yes(self) -> &'static str {
        self.of("✓", "v")
    }
    /// Disagrees.
    pub const fn no(self) -> &'static str {
        self.of("✗", "x")
    }
}

/// Cells of a bar of `cells` that stand for `part` of `whole`, at least one where there is
/// something to see.
pub fn filled(part: u64, whole: u64, cells: usize) -> usize {
    if part == 0 || whole == 0 || cells == 0 {
        return 0;
    }
    let all = u128::try_from(cells).unwrap_or(0);
    let n = (u128::from(part) * all + u128::from(whole) / 2) / u128::from(whole);
    usize::try_from(n).unwrap_or(cells).clamp(1, cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_show_something_and_never_too_much() {
        assert_eq!(filled(1, 1000, 10), 1);
        assert_eq!(filled(0, 1000, 10), 0);
        assert_eq!(filled(5, 10, 9), 5);
        assert_eq!(filled(30, 10, 9), 9);
        assert_eq!(filled(3, 0, 9), 0);
        assert_eq!(filled(u64::MAX, u64::MAX, 9), 9);
    }
}
