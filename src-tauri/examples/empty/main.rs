//! A window with a heading in it and nothing else: what any window costs, which ours is held against.

/// Shows it until it is closed.
fn main() -> tauri::Result<()> {
    tauri::Builder::default().run(tauri::generate_context!("examples/empty/tauri.conf.json"))
}
