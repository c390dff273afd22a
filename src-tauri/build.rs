//! Turns the list of commands into the one permission that the window holds, and lets Tauri read its settings.

use std::{env, error::Error, fs, path::Path};

/// The same list that the bridge is made from; only the names matter here.
macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident = $($module:ident)::+ ($($args:ident)::+) -> $ret:ty;)*) => {
        &[$(stringify!($name)),*]
    };
}

/// What the window may ask of the desk.
const DESK: &[&str] = include!("crates/desk/src/commands/list.rs");

/// What it may ask of the shell itself; `src/own.rs` answers these.
const SHELL: &[&str] = &include!("src/names.rs");

#[expect(
    clippy::disallowed_methods,
    reason = "Cargo tells a build script where to write by the environment"
)]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=crates/desk/src/commands/list.rs");
    println!("cargo:rerun-if-changed=src/names.rs");
    println!("cargo:rerun-if-changed=capabilities");
    let out = env::var("OUT_DIR")?;
    let file = Path::new(&out).join("every-command.toml");
    let names: Vec<String> = DESK
        .iter()
        .chain(SHELL)
        .map(|name| format!("{name:?}"))
        .collect();
    fs::write(
        &file,
        format!(
            "[[permission]]\nidentifier = \"every-command\"\n\
             description = \"Every command of the desk and the shell's own.\"\ncommands.allow = [{}]\n",
            names.join(", ")
        ),
    )?;
    // Tauri wants the pattern for the whole run, which this short program is.
    let pattern: &'static str = Box::leak(file.to_string_lossy().into_owned().into_boxed_str());
    let app = tauri_build::AppManifest::new().permissions_path_pattern(pattern);
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(app))?;
    Ok(())
}
