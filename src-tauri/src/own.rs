//! The commands that the shell answers itself: who sits here, the lock of the desk, native dialogs, stopping a job, and showing a bundle's
//! folder.

use crate::{
    behind::Typed,
    bridge::{off_the_window, read, write},
    dialogs,
    lock::{Comer, Shut},
    paths::{self, LastBundle},
    state::Shell,
};
use desk::{Hand, KeyView, Passphrase, Quiet, key::Forget};
use model::{Error, PersonId, Result};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::path::{Path, PathBuf};
use tauri::{AppHandle, Manager};

/// Their names; `build.rs` reads the same list.
pub const NAMES: &[&str] = &include!("names.rs");

#[derive(Deserialize)]
struct ActAs {
    person: PersonId,
    passphrase: Option<Passphrase>,
    /// Its name, by which it can be called off.
    attempt: Option<String>,
}

#[derive(Deserialize)]
struct CallOff {
    attempt: String,
}

/// What is handed over when the desk is locked, and whose page it is from: it is theirs, though someone else may have sat down
/// just then.
#[derive(Deserialize)]
struct LockDesk {
    person: PersonId,
    kept: Option<Value>,
    #[serde(default)]
    typed: Vec<Typed>,
}

/// What the lock screen shows, and the chooser of who sits down: the library's name, who sits here, whose keys are sealed.
#[derive(Serialize)]
struct Door {
    locked: bool,
    newsroom: String,
    person: Option<PersonId>,
    keys: Vec<KeyView>,
}

#[derive(Deserialize)]
struct PickPath {
    what: dialogs::What,
}

#[derive(Deserialize)]
struct OpenFolder {
    path: PathBuf,
}

/// What changes of how the window shows its page.
#[derive(Deserialize)]
struct SetView {
    /// How large, beside its own size.
    zoom: Option<f64>,
    /// Over the whole screen, or no longer.
    turn: bool,
}

/// How small and how large a page may be shown.
const ZOOMS: std::ops::RangeInclusive<f64> = 0.5..=3.0;

/// Answers one of [`NAMES`] as JSON text.
///
/// # Errors
/// `bad-arguments`, or what the command refuses.
pub async fn answer(app: AppHandle, name: &str, args: Value) -> Result<String> {
    match name {
        "act_as" => {
            let ask = read(args)?;
            off_the_window(move || act_as(&app.state::<Shell>(), ask)).await
        }
        "call_off" => {
            let CallOff { attempt } = read(args)?;
            app.state::<Shell>().call_off(attempt);
            write(&())
        }
        "lock_desk" => {
            let ask = read(args)?;
            off_the_window(move || lock(&app, ask)).await
        }
        "door" => off_the_window(move || write(&door(&app.state::<Shell>())?)).await,
        "stir" => {
            let shell = app.state::<Shell>();
            desk::key::stir(&shell.desk, &shell.hand(&Quiet));
            write(&())
        }
        "set_view" => set_view(&app, &read(args)?),
        _ => answer_unlocked(app, name, args).await,
    }
}

/// The same for what is answered only while the desk is open.
async fn answer_unlocked(app: AppHandle, name: &str, args: Value) -> Result<String> {
    app.state::<Shell>().lock.must_be_open()?;
    match name {
        "take_up" => {
            let shell = app.state::<Shell>();
            shell.known();
            write(&shell.sitter().map(|person| shell.behind.take(person)))
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
        "last_bundle" => {
            let shell = app.state::<Shell>();
            let last = paths::last_bundle(shell.desk.dir());
            // A person of this computer chose it in a dialog, when it was remembered.
            if let Some(last) = &last {
                shell.grants.allow(&last.out);
            }
            write(&last)
        }
        "remember_bundle" => {
            let last: LastBundle = read(args)?;
            let shell = app.state::<Shell>();
            shell.grants.must_be_exported(Path::new(&last.out))?;
            paths::remember_bundle(shell.desk.dir(), last);
            write(&())
        }
        "open_library" => {
            let OpenFolder { path } = read(args)?;
            off_the_window(move || open_library(&app.state::<Shell>(), &path)).await
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

/// Shows the page larger or smaller, and the window over the screen where it is not.
fn set_view(app: &AppHandle, view: &SetView) -> Result<String> {
    if view.zoom.is_some_and(|zoom| !ZOOMS.contains(&zoom)) {
        return Err(Error::usage(
            "bad-arguments",
            "A page is shown at half its size to three times its size.",
        ));
    }
    let lost = |cause| Error::system("internal", format!("The window did not follow: {cause}."));
    if let Some(window) = app.webview_windows().values().next() {
        if let Some(zoom) = view.zoom {
            window.set_zoom(zoom).map_err(lost)?;
        }
        if view.turn {
            let full = window.is_fullscreen().map_err(lost)?;
            window.set_fullscreen(!full).map_err(lost)?;
        }
    }
    write(&())
}

/// Lets `person` sit at the window from now on, with their passphrase where they have one. It is also how a locked desk is
/// opened: by sitting down at it.
fn act_as(shell: &Shell, ask: ActAs) -> Result<String> {
    let ActAs {
        person,
        passphrase,
        attempt,
    } = ask;
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
    let sitter = shell.sitter();
    let sealed = |who| desk::key::is_sealed(&shell.desk, who);
    let comer = Comer {
        same: sitter == Some(person),
        sealed: sealed(person)?,
        sitter_sealed: sitter.map(sealed).transpose()?.unwrap_or(false),
    };
    if shell.lock.asks(comer)? {
        let Some(passphrase) = passphrase else {
            return Err(Error::refused(
                "sealed",
                "This person sits down with their passphrase.",
            ));
        };
        desk::key::open(&shell.desk, &hand, desk::key::Open { passphrase })?;
    }
    if !shell.seat(person, attempt.as_deref()) {
        if !comer.same {
            desk::key::forget_one(&shell.desk, person);
        }
        return Err(Error::refused("cancelled", "Nobody else sat down."));
    }
    if !comer.same {
        desk::key::forget_others(&shell.desk, person);
    }
    // What lies behind the lock is on disk before anyone goes on with it, where it can be.
    shell.behind.save(shell);
    shell.lock.set(None);
    paths::remember(shell.desk.dir(), person, false);
    write(&view)
}

/// Shuts the desk: forgets every open key, and answers nothing more until someone sits down again. It waits for nothing, and
/// is done the moment that it is asked for.
///
/// # Errors
/// `no-person` where nobody sits here.
pub fn shut(shell: &Shell) -> Result<()> {
    if shell.sitter().is_none() {
        return Err(Error::usage("no-person", "Nobody sits here."));
    }
    shell.lock.set(Some(Shut::Locked));
    desk::key::forget(&shell.desk, &shell.hand(&Quiet), Forget {})
}

/// What there is to do once the desk is shut: what was being typed is saved behind the lock, however long another holds the
/// library. A window that is started meanwhile is locked, too.
fn lock(app: &AppHandle, ask: LockDesk) -> Result<String> {
    let shell = app.state::<Shell>();
    let Some(person) = shell.sitter() else {
        return Err(Error::usage("no-person", "Nobody sits here."));
    };
    paths::remember(shell.desk.dir(), person, true);
    if shell.sat(ask.person) {
        shell.behind.lay(ask.person, ask.kept, ask.typed);
    }
    let later = app.clone();
    tauri::async_runtime::spawn_blocking(move || {
        let shell = later.state::<Shell>();
        shell.behind.save(&shell);
    });
    write(&door(&shell)?)
}

/// What stands at the door.
fn door(shell: &Shell) -> Result<Door> {
    let hand = shell.hand(&Quiet);
    let nothing = || Value::Object(serde_json::Map::new());
    Ok(Door {
        locked: shell.lock.shut().is_some(),
        newsroom: desk::library::show(&shell.desk, &hand, read(nothing())?)?
            .settings
            .name,
        person: hand.actor,
        keys: desk::key::list(&shell.desk, &hand, read(nothing())?)?,
    })
}

/// Opens a library that was made here just now in a window of its own, with whoever sits at this one where they work there.
fn open_library(shell: &Shell, path: &Path) -> Result<String> {
    shell.grants.must_be_made(path)?;
    if let Some(person) = shell.sitter() {
        paths::remember(path, person, shell.lock.shut().is_some());
    }
    let failed = |cause: std::io::Error| {
        Error::system("no-window", format!("The window did not open: {cause}.")).hint(format!(
            "Start Copydesk with this folder: {}",
            path.display()
        ))
    };
    let program = std::env::current_exe().map_err(failed)?;
    let mut window = std::process::Command::new(program);
    // What this window was started with names another library, and maybe another person.
    window
        .arg(path)
        .env_remove("COPYDESK_LIBRARY")
        .env_remove("COPYDESK_PERSON")
        .stdin(std::process::Stdio::null());
    let mut window = window.spawn().map_err(failed)?;
    // Somebody has to wait for its end, so that nothing is left of it then.
    std::thread::spawn(move || drop(window.wait()));
    write(&())
}

/// Shows the folder of a bundle that this run exported, or of an import's report, in the system's file manager.
fn open_folder(shell: &Shell, path: PathBuf) -> Result<String> {
    let Some(folder) = shell.grants.folder_to_show(&path) else {
        return Err(Error::refused(
            "not-exported",
            "Only the folder of a bundle or a report that was made just now can be opened.",
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
