//! Copydesk's window: the shell around the desk. It opens a library, gives the page one bridge to it, and tells the
//! page when the library changed elsewhere. There are no rules and no SQL here.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod behind;
mod bridge;
mod chores;
mod dialogs;
mod events;
mod grants;
mod ids;
mod lock;
#[path = "../crates/cli/src/memory.rs"]
mod memory;
mod own;
mod paths;
mod pictures;
mod pieces;
#[path = "../crates/cli/src/quiet.rs"]
mod quiet;
mod start;
mod state;
mod window;

use state::Shell;
use std::process::ExitCode;
use tauri::Manager;
use tracing_subscriber::{Layer, filter::Targets, layer::SubscriberExt, util::SubscriberInitExt};

#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    quiet::keep();
    memory::small_pages();
    log();
    if !paths::has_display() {
        let error = model::Error::system("no-display", "There is no display to open a window on.")
            .hint("Use the terminal’s `copydesk`, or set DISPLAY or WAYLAND_DISPLAY to one that is there.");
        return start::fail(&error);
    }
    match start::shell() {
        Ok(shell) => run(shell),
        Err(error) => start::tell(&error),
    }
}

/// The log, on standard error: codes and kinds of this program's own, without a text, a name or a path. What libraries would
/// say is left out, since they quote what they meet.
fn log() {
    let own = Targets::new().with_target(env!("CARGO_CRATE_NAME"), tracing::Level::WARN);
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_target(false);
    tracing_subscriber::registry()
        .with(lines.with_filter(own))
        .init();
}

/// Runs the window until it is closed. Nothing is flushed then: whatever the window showed as saved is on disk.
fn run(shell: Shell) -> ExitCode {
    let app = tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .manage(shell)
        .register_asynchronous_uri_scheme_protocol(pictures::SCHEME, pictures::answer)
        .invoke_handler(bridge::answer)
        .on_window_event(window::heard)
        .setup(|app| {
            window::open(app)?;
            events::watch(app.handle().clone());
            chores::keep(app.handle().clone());
            chores::back_up(app.handle().clone());
            chores::rest(app.handle().clone());
            Ok(())
        })
        .build(tauri::generate_context!());
    match app {
        Ok(app) => {
            app.run(|app, event| {
                if let tauri::RunEvent::ExitRequested { .. } = event {
                    app.state::<Shell>().jobs.cancel();
                }
            });
            ExitCode::SUCCESS
        }
        Err(cause) => start::fail(&model::Error::system(
            "no-window",
            format!("The window did not open: {cause}."),
        )),
    }
}
