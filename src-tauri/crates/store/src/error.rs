//! What SQLite's failures mean to a person.

use model::{Error, Result};
use rusqlite::{ErrorCode, ffi};
use std::{fs::File, path::Path, str::FromStr};

/// Goes on where whoever is told how far long work is says yes.
///
/// # Errors
/// `cancelled`.
pub(crate) fn go_on(yes: bool) -> Result<()> {
    match yes {
        true => Ok(()),
        false => Err(Error::refused(
            "cancelled",
            "Cancelled; nothing was changed.",
        )),
    }
}

/// The code where a disk answers with an error.
pub(crate) const DISK_FAILED: &str = "disk-failed";

/// What stands in a column, read as what it is kept as.
pub(crate) trait Column {
    /// The id, hash, moment or name that this is.
    ///
    /// # Errors
    /// `damaged` where it is none: nobody typed it, the file holds it so.
    fn kept<T: FromStr<Err = Error>>(&self) -> Result<T>;
}

impl Column for str {
    fn kept<T: FromStr<Err = Error>>(&self) -> Result<T> {
        self.parse().map_err(|cause: Error| {
            damaged(&format!(
                "The library holds something unreadable: {}",
                cause.message
            ))
        })
    }
}

fn damaged(message: &str) -> Error {
    Error::damaged("damaged", message)
        .hint("Run `copydesk library check`; where that says the same, `copydesk library repair`.")
}

/// A file that can always be opened.
const NOTHING: &str = if cfg!(windows) { "NUL" } else { "/dev/null" };

/// Turns SQLite's error into one with a code and a hint.
pub(crate) fn sql(cause: rusqlite::Error) -> Error {
    if let rusqlite::Error::FromSqlConversionFailure(..) | rusqlite::Error::InvalidColumnType(..) =
        cause
    {
        return damaged(&format!("The library holds something unreadable: {cause}."));
    }
    if let rusqlite::Error::SqliteFailure(_, Some(said)) = &cause
        && said.starts_with("no such ")
    {
        return damaged("A table of the library is gone, or no longer what it was.");
    }
    if cause.sqlite_extended_error_code() == Some(ffi::SQLITE_IOERR_SHMSIZE) {
        return Error::system(
            "disk-full",
            "The disk is full: there is no room on it even to read the library.",
        )
        .hint("Free some space on it and try again; nothing was changed.");
    }
    // SQLite says no more than that it could not, also where nothing can be opened.
    if cause.sqlite_error_code() == Some(ErrorCode::CannotOpen)
        && let Err(cause) = File::open(NOTHING)
    {
        return Error::io(Path::new("library.db"), &cause);
    }
    match cause.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => {
            Error::system("disk-full", "The disk is full; nothing was changed.")
                .hint("Free some space and try again.")
        }
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            Error::system(
                "no-permission",
                "The library can’t be written here; nothing was changed.",
            )
            .hint("Check the folder’s permissions, or copy the library elsewhere.")
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Error::system(
            "busy",
            "Another program is writing to this library just now.",
        )
        .hint("Try again."),
        Some(ErrorCode::DatabaseCorrupt) => {
            Error::damaged("damaged", "The library’s file is damaged.")
                .hint("Run `copydesk library repair`; where that says the same, restore a backup into a new folder: `copydesk library restore BACKUP FOLDER`.")
        }
        Some(ErrorCode::NotADatabase) => {
            Error::unreadable("no-library", "This is not a Copydesk library.")
                .hint("Choose a library’s folder.")
        }
        Some(ErrorCode::SystemIoFailure) => Error::system(
            DISK_FAILED,
            format!("The disk under the library failed: {cause}."),
        )
        .hint("Look at the disk, then run `copydesk library check`."),
        _ => Error::system("library", format!("The library answered: {cause}.")),
    }
}
