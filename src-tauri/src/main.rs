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
    small_pages();
    log();
    if !paths::has_display() {
        let error = model::Error::system("no-display", "There is no display to open a window on.")
            .hint("Use the terminal's `copydesk`, or set DISPLAY or WAYLAND_DISPLAY.");
        return start::fail(&error);
    }
    match start::shell() {
        Ok(shell) => run(shell),
        Err(error) => start::tell(&error),
    }
}

/// Has memory come in pages of 4 KiB: in those of 2 MiB that the allocator would ask for, a window that is open all day keeps
/// 20 MB that it does not use. Where the system can't, it is as it was.
#[cfg(target_os = "linux")]
fn small_pages() {
    let _ = rustix::thread::disable_transparent_huge_pages(true);
}

#[cfg(not(target_os = "linux"))]
fn small_pages() {}

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
