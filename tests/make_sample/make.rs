//! Writes the sample's files below `data/sample/` and the table that embeds them:
//! `cargo run --example make-sample`.

use jixiao::sample::files::all;
use std::fmt::Write as _;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut table = String::from(
        "//! The sample's files inside the program, in the order in which they are imported; written\n//! by `cargo run --example make-sample`.\n\n/// Path below `data/sample/`, and bytes.\npub const FILES: &[(&str, &[u8])] = &[\n",
    );
    for (path, bytes) in all()? {
        let to = root.join("data/sample").join(&path);
        if let Some(dir) = to.parent() {
            std::fs::create_dir_all(dir)?;
        }
        std::fs::write(&to, &bytes)?;
        writeln!(
            table,
            "    (\"{path}\", include_bytes!(\"../../data/sample/{path}\")),"
        )?;
    }
    // Beside the program, for those who want to read it in.
    let (path, bytes) = jixiao::sample::bonds::file()?;
    let to = root.join("data/sample").join(&path);
    if let Some(dir) = to.parent() {
        std::fs::create_dir_all(dir)?;
    }
    std::fs::write(&to, &bytes)?;
    table.push_str("];\n");
    std::fs::write(root.join("src/sample/embedded.rs"), table)?;
    Ok(())
}
