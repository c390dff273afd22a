//! `copydesk library backup`, `backups`, `restore` and `move`.

use crate::{
    files,
    out::Out,
    outcome::Outcome,
    session::Session,
    table::{Table, moment},
};
use clap::Args;
use desk::{BackupView, BackupsView, Desk, Hand, Restored, library};
use model::{Error, Result};
use serde_json::json;
use std::path::PathBuf;

/// The columns of the longest path that a table shows whole.
const WIDEST: usize = 100;

#[derive(Debug, Args)]
pub struct Backup {
    /// The folder to copy into, which may not be there yet, or the sealed file; without one the copy goes where backups are kept
    #[arg(value_parser = files::target)]
    dest: Option<String>,
    /// After how many days the copy is deleted; 0 for never [default: the library’s setting]
    #[arg(long, value_name = "DAYS")]
    keep_days: Option<u32>,
    /// Make one file that a passphrase seals, which is asked for; the program `age` opens it too
    #[arg(long)]
    seal: bool,
    /// The same, with the first line of a file for the passphrase; - for the next line of standard input
    #[arg(long, value_name = "FILE")]
    seal_with: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Backups {
    /// Have the window make backups unasked, or no longer
    #[arg(long, value_name = "true|false")]
    unasked: Option<bool>,
    /// Where those go
    #[arg(long, value_name = "DIR")]
    folder: Option<PathBuf>,
    /// They go beside the library
    #[arg(long, conflicts_with = "folder")]
    beside: bool,
    /// Delete a backup
    #[arg(long, value_name = "PATH", conflicts_with_all = ["unasked", "folder", "beside"])]
    remove: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// The backup’s folder or file
    src: PathBuf,
    /// The folder that is to become the library
    dir: PathBuf,
    /// A file whose first line is the passphrase that seals the backup; - for the next line of standard input
    #[arg(long, value_name = "FILE")]
    seal_with: Option<PathBuf>,
}

/// Makes a backup.
///
/// # Errors
/// What the desk says.
pub fn backup(
    ask: Backup,
    desk: &Desk,
    hand: &Hand,
    session: &Session,
    out: &mut Out,
) -> Result<Outcome> {
    let passphrase = match (&ask.seal_with, ask.seal) {
        (None, false) => None,
        (Some(file), _) => Some(crate::passphrase::from_file(file)?),
        (None, true) => Some(crate::passphrase::new_of_backup()?),
    };
    let dest = ask
        .dest
        .map(|dest| files::absolute(dest).display().to_string());
    let done = library::backup(
        desk,
        hand,
        library::Backup {
            dest: dest.clone(),
            days: ask.keep_days,
            passphrase,
        },
    )?;
    session.machine.finish();
    if out.json {
        // Where none was named, it is the newest that the library knows of.
        let known = || library::backups(desk, hand, library::Backups::default());
        let path = match dest {
            Some(path) => path,
            None => known()?.items.swap_remove(0).path,
        };
        out.value(&json!({"path": path, "words": done.words}))?;
    } else {
        out.line(&done.words)?;
    }
    Ok(Outcome::Done)
}

/// Lists the backups, or changes how they are made.
///
/// # Errors
/// What the desk says.
pub fn backups(ask: &Backups, desk: &Desk, hand: &Hand, out: &mut Out) -> Result<Outcome> {
    if let Some(path) = &ask.remove {
        let path = files::absolute(path).display().to_string();
        library::remove_backup(desk, hand, library::RemoveBackup { path })?;
    }
    if ask.unasked.is_some() || ask.folder.is_some() || ask.beside {
        let folder = ask.folder.as_ref().map(files::absolute);
        let plan = library::Plan {
            on: ask.unasked,
            folder: folder.map(|folder| folder.display().to_string()),
            beside: ask.beside,
        };
        library::plan(desk, hand, plan)?;
    }
    let view = library::backups(desk, hand, library::Backups::default())?;
    if out.json {
        out.value(&view)?;
    } else {
        listed(&view, out)?;
    }
    Ok(Outcome::Done)
}

fn listed(view: &BackupsView, out: &mut Out) -> Result<()> {
    let mut table = Table::new(["MADE", "SIZE", "SINCE", "KEPT", "", "WHERE"]);
    for one in &view.items {
        let since = one.since.map_or_else(String::new, |n| n.to_string());
        table.row([
            &moment(&one.at),
            &size(one.bytes),
            &since,
            &kept(one),
            sort(one),
            &one.path,
        ]);
    }
    if !table.is_empty() {
        for line in table.lines(WIDEST) {
            out.line(line)?;
        }
    }
    out.line(if view.on {
        format!("The window makes backups unasked, in {}.", view.folder)
    } else {
        "Backups are made by hand alone.".to_owned()
    })?;
    if let Some(trouble) = &view.trouble {
        let hint = trouble.hint.as_deref().unwrap_or_default();
        let at = moment(&trouble.at);
        out.line(format!("The last was not made ({at}): {} {hint}", trouble.message).trim_end())?;
    }
    Ok(())
}

fn kept(one: &BackupView) -> String {
    match (&one.until, one.automatic) {
        (Some(day), _) => format!("until {}", day.get(..10).unwrap_or(day)),
        (None, true) => "until thinned out".into(),
        (None, false) => "for ever".into(),
    }
}

fn sort(one: &BackupView) -> &'static str {
    match (one.there, one.sealed) {
        (false, _) => "not there",
        (true, true) => "sealed",
        (true, false) => "",
    }
}

fn size(bytes: i64) -> String {
    match bytes {
        ..1_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
    }
}

/// Makes a library of a backup.
///
/// # Errors
/// What the desk says; `not-found`.
pub fn restore(ask: Restore, session: &Session, out: &mut Out) -> Result<Outcome> {
    if !ask.src.exists() {
        return Err(Error::unreadable(
            "no-library",
            format!("There is nothing at {}.", ask.src.display()),
        ));
    }
    let passphrase = match &ask.seal_with {
        Some(file) => Some(crate::passphrase::from_file(file)?),
        None if ask.src.is_file() => Some(crate::passphrase::of_backup()?),
        None => None,
    };
    // The people of the backup are those who may restore it.
    let done = library::restore(&ask.src, &ask.dir, passphrase.as_ref(), |from| {
        session.hand(from)
    })?;
    session.machine.finish();
    restored(&done, out)
}

/// Prints where a library was made again.
///
/// # Errors
/// Where the output fails.
pub fn restored(done: &Restored, out: &mut Out) -> Result<Outcome> {
    if out.json {
        out.value(done)?;
    } else {
        out.line(&done.words)?;
    }
    Ok(Outcome::Done)
}
