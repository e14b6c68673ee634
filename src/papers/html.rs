//! Papers as pages that print to A4; all foreign text is escaped by the templates' engine.

use super::{JointTable, PaperError, ReviewSheet};
use minijinja::Environment;
use minijinja::value::Serde;
use std::sync::LazyLock;

static PAGES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut e = Environment::new();
    let sheet = include_str!("../../data/papers/review-sheet.html");
    let joint = include_str!("../../data/papers/joint-review-table.html");
    // All are read by the tests of this module.
    e.add_template("review-sheet.html", sheet)
        .expect("the template is sound");
    e.add_template("joint-review-table.html", joint)
        .expect("the template is sound");
    let document = include_str!("../../data/papers/document.html");
    e.add_template("document.html", document)
        .expect("the template is sound");
    e
});

/// A template filled.
pub(super) fn render(name: &str, data: &impl serde::Serialize) -> Result<String, PaperError> {
    Ok(PAGES.get_template(name)?.render(Serde(data))?)
}

/// The review sheet as a page.
///
/// # Errors
/// When the template cannot be filled.
pub fn sheet_html(s: &ReviewSheet) -> Result<String, PaperError> {
    Ok(PAGES.get_template("review-sheet.html")?.render(Serde(s))?)
}

/// The joint review's table as a page.
///
/// # Errors
/// When the template cannot be filled.
pub fn joint_html(t: &JointTable) -> Result<String, PaperError> {
    Ok(PAGES
        .get_template("joint-review-table.html")?
        .render(Serde(t))?)
}
