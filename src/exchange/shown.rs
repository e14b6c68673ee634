//! Figures of a workbook as a person sees them: `100%` is stored as 1, `12个` as 12.

use rust_decimal::Decimal;

/// What a number format adds to a figure.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Shape {
    percent: bool,
    before: String,
    after: String,
    /// A date that shows no day of the month.
    pub(super) month_only: bool,
}

impl Shape {
    /// Reads the first section of a format code (the one for positive figures).
    pub(super) fn of(code: &str) -> Self {
        let mut out = Self::default();
        let (mut digits, mut scaled, mut in_quotes) = (false, false, false);
        let (mut year, mut day) = (false, false);
        let mut chars = code.chars().peekable();
        while let Some(c) = chars.next() {
            let literal = match c {
                '"' => {
                    in_quotes = !in_quotes;
                    None
                }
                _ if in_quotes => Some(c),
                ';' => break,
                '\\' => chars.next(),
                // Room as wide as the next character, or that character repeated.
                '_' | '*' => {
                    chars.next();
                    None
                }
                '[' => {
                    chars.by_ref().find(|c| *c == ']');
                    None
                }
                '0' | '#' | '?' => {
                    digits = true;
                    None
                }
                // `0!.0` and `0,` show a figure divided: what stands behind it is of another size.
                '!' => {
                    scaled = true;
                    None
                }
                ',' => {
                    scaled |= digits && !matches!(chars.peek(), Some('0' | '#' | '?'));
                    None
                }
                '%' => {
                    out.percent = true;
                    None
                }
                c if c.is_ascii() => {
                    year |= c.eq_ignore_ascii_case(&'y');
                    day |= c.eq_ignore_ascii_case(&'d');
                    None
                }
                c => Some(c),
            };
            let side = if digits {
                &mut out.after
            } else {
                &mut out.before
            };
            side.extend(literal.filter(|c| !matches!(c, '¥' | '￥' | '$')));
        }
        out.month_only = year && !day;
        if scaled || !digits {
            out.before.clear();
            out.after.clear();
        }
        out
    }

    /// A figure with what the format adds; at most 15 digits count, as in any spreadsheet.
    pub(super) fn figure(&self, f: f64) -> String {
        let exact = Decimal::from_scientific(&format!("{f:.14e}")).ok();
        let scaled = match exact {
            Some(d) if self.percent => d.checked_mul(Decimal::ONE_HUNDRED),
            other => other,
        };
        let Some(d) = scaled else {
            return f.to_string();
        };
        let sign = if self.percent { "%" } else { "" };
        let (before, after) = (self.before.trim(), self.after.trim());
        format!("{before}{}{sign}{after}", d.normalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_look_as_in_the_spreadsheet() {
        for (code, figure, shown) in [
            ("General", 12.0, "12"),
            ("General", 0.1 + 0.2, "0.3"),
            ("General", 12_399.999_999_999_998, "12400"),
            ("General", -0.5, "-0.5"),
            ("0%", 1.0, "100%"),
            ("0.00%", 0.985, "98.5%"),
            ("\"≥\"0%", 0.9, "≥90%"),
            ("0\"个\"", 12.0, "12个"),
            ("0.00\\个", 12.0, "12个"),
            ("#,##0.00\"万元\";[Red]-#,##0.00\"万元\"", 65.5, "65.5万元"),
            ("0!.0000\"万元\"", 655_000.0, "655000"),
            ("0.0,,\"百万\"", 1_200_000.0, "1200000"),
            ("\"¥\"#,##0.00", 3.5, "3.5"),
            (
                "_(* #,##0.00_);_(* (#,##0.00);_(* \"-\"??_);_(@_)",
                3.5,
                "3.5",
            ),
            ("General", 1.0e30, "1000000000000000000000000000000"),
        ] {
            assert_eq!(Shape::of(code).figure(figure), shown, "{code}");
        }
        assert!(Shape::of("yyyy\"年\"m\"月\"").month_only);
        assert!(!Shape::of("yyyy\"年\"m\"月\"d\"日\"").month_only);
        assert!(!Shape::of("0.00").month_only);
    }
}
