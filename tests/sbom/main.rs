//! Writes the bill of materials to the file that is named: `./dev sbom`.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a tool of the checkout's own: what can't go on says so"
)]

mod bill;

fn main() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap();
    let mut text = serde_json::to_string_pretty(&bill::bill(root)).unwrap();
    text.push('\n');
    std::fs::write(std::env::args_os().nth(1).unwrap(), text).unwrap();
}
