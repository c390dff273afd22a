//! The one error that reaches people: a stable code, a sentence, and what to do.

use serde::{Deserialize, Serialize};

/// A result whose error can be shown to a person as it is.
pub type Result<T> = std::result::Result<T, Error>;

/// What sort of failure it is; decides the terminal's exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A rule said no: role, status, gate. Exit status 1.
    Refused,
    /// The question was not understood. Exit status 2.
    Usage,
    /// The input can't be read. Exit status 3.
    Unreadable,
    /// Damage was found. Exit status 4.
    Damaged,
    /// The system failed: disk full, permission. Exit status 5.
    System,
}

/// An error with its code, its sentence and a hint of what to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error, ts_rs::TS)]
#[error("{message}")]
pub struct Error {
    /// What sort of failure.
    pub kind: Kind,
    /// Stable, in kebab case; scripts depend on it.
    pub code: String,
    /// One sentence that says what happened.
    pub message: String,
    /// What to do about it, where there is something.
    pub hint: Option<String>,
}

impl Error {
    /// An error of `kind`.
    pub fn new(kind: Kind, code: &str, message: impl Into<String>) -> Self {
        Self {
            kind,
            code: code.to_owned(),
            message: message.into(),
            hint: None,
        }
    }

    /// A rule said no.
    pub fn refused(code: &str, message: impl Into<String>) -> Self {
        Self::new(Kind::Refused, code, message)
    }

    /// The question was not understood.
    pub fn usage(code: &str, message: impl Into<String>) -> Self {
        Self::new(Kind::Usage, code, message)
    }

    /// The input can't be read.
    pub fn unreadable(code: &str, message: impl Into<String>) -> Self {
        Self::new(Kind::Unreadable, code, message)
    }

    /// Damage was found.
    pub fn damaged(code: &str, message: impl Into<String>) -> Self {
        Self::new(Kind::Damaged, code, message)
    }

    /// The system failed.
    pub fn system(code: &str, message: impl Into<String>) -> Self {
        Self::new(Kind::System, code, message)
    }

    /// The same with a hint of what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What an I/O failure on `what` means to a person: missing is unreadable, all else is the system's.
    #[must_use]
    pub fn io(what: &std::path::Path, cause: &std::io::Error) -> Self {
        use std::io::ErrorKind as E;
        let what = what.display();
        match cause.kind() {
            E::NotFound => Self::unreadable("not-found", format!("There is nothing at {what}.")),
            E::PermissionDenied | E::ReadOnlyFilesystem => Self::system(
                "no-permission",
                format!("{what} may not be read or written here."),
            )
            .hint("Choose another place, or ask for permission to this one."),
            E::StorageFull | E::QuotaExceeded => Self::system(
                "disk-full",
                format!("The disk is full; {what} was not written."),
            )
            .hint("Free some space and try again; nothing was changed."),
            E::InvalidFilename => Self::system(
                "bad-name",
                format!("{what} has a name that is too long, or one that no file can have here."),
            )
            .hint("Choose a shorter name."),
            E::IsADirectory | E::NotADirectory | E::InvalidData | E::InvalidInput => {
                let cause = in_words(cause);
                Self::unreadable("not-readable", format!("{what} can’t be read: {cause}."))
            }
            _ if cause.raw_os_error().is_some_and(|code| TOO_MANY_OPEN.contains(&code)) => Self::system(
                "too-many-open-files",
                format!("{what} was not opened: too many files are open."),
            )
            .hint("In a terminal `ulimit -n 4096` may allow more; else close other programs and try again."),
            _ => Self::system("io", format!("{what}: {}.", in_words(cause)))
                .hint("The disk, or the connection to it, may be failing: try again, and keep a backup elsewhere."),
        }
    }

    /// The terminal's exit status, 1 to 5.
    #[must_use]
    pub fn exit_status(&self) -> u8 {
        match self.kind {
            Kind::Refused => 1,
            Kind::Usage => 2,
            Kind::Unreadable => 3,
            Kind::Damaged => 4,
            Kind::System => 5,
        }
    }
}

/// `ENFILE` and `EMFILE`, or what Windows has for it: the system, or this program, may open no more files.
const TOO_MANY_OPEN: &[i32] = if cfg!(windows) { &[4] } else { &[23, 24] };

/// What the system says of a failure, without its number.
fn in_words(cause: &std::io::Error) -> String {
    let said = cause.to_string();
    match said.rfind(" (os error ") {
        Some(at) => said[..at].to_owned(),
        None => said,
    }
}
