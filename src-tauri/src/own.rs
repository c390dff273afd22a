//! The commands that the shell answers itself: who sits here, native dialogs, stopping a job, and showing a bundle's
//! folder.

use crate::{
    bridge::{off_the_window, read, write},
    dialogs, paths,
    state::Shell,
};
use desk::{Hand, Quiet};
use model::{Error, PersonId, Result};
use serde::Deserialize;
use serde_json::Value;
use std::path::PathBuf;
use tauri::{AppHandle, Manager};

/// Their names; `build.rs` reads the same list.
pub const NAMES: &[&str] = &include!("names.rs");

#[derive(Deserialize)]
struct ActAs {
    person: PersonId,
}

#[derive(Deserialize)]
struct PickPath {
    what: dialogs::What,
}

#[derive(Deserialize)]
struct OpenFolder {
    path: PathBuf,
}

/// Answers one of [`NAMES`] as JSON text.
///
/// # Errors
/// `bad-arguments`, or what the command refuses.
pub async fn answer(app: AppHandle, name: &str, args: Value) -> Result<String> {
    match name {
        "act_as" => {
            let ActAs { person } = read(args)?;
            off_the_window(move || act_as(&app.state::<Shell>(), person)).await
        }
        "pick_path" => {
            let PickPath { what } = read(args)?;
            let picked = dialogs::pick(&app, what).await?;
            if let Some(path) = &picked {
                app.state::<Shell>().grants.allow(path);
            }
            write(&picked)
        }
        "cancel_job" => {
            app.state::<Shell>().jobs.cancel();
            write(&())
        }
        "open_folder" => {
            let OpenFolder { path } = read(args)?;
            off_the_window(move || open_folder(&app.state::<Shell>(), path)).await
        }
        _ => Err(Error::usage(
            "unknown-command",
            format!("There is no command “{name}”."),
        )),
    }
}

/// Lets `person` sit at the window from now on.
fn act_as(shell: &Shell, person: PersonId) -> Result<String> {
    let hand = Hand {
        actor: Some(person),
        ..shell.hand(&Quiet)
    };
    let view = desk::library::show(
        &shell.desk,
        &hand,
        read(Value::Object(serde_json::Map::new()))?,
    )?;
    if view.me.as_ref().is_none_or(|me| me.id != person) {
        return Err(Error::usage(
            "unknown-person",
            "There is no such person in this library.",
        ));
    }
    shell.seat(person);
    paths::remember(shell.desk.dir(), person);
    write(&view)
}

/// Shows the folder of a bundle that this run exported in the system's file manager.
fn open_folder(shell: &Shell, path: PathBuf) -> Result<String> {
    let Some(folder) = shell.grants.folder_of_export(&path) else {
        return Err(Error::refused(
            "not-exported",
            "Only the folder of a bundle exported just now can be opened.",
        ));
    };
    tauri_plugin_opener::open_path(&folder, None::<&str>).map_err(|cause| {
        Error::system(
            "no-file-manager",
            format!("The folder did not open: {cause}."),
        )
        .hint(format!("It is at {}.", folder.display()))
    })?;
    write(&())
}
