//! Passphrases: from a file, from standard input, or from whoever sits at the terminal.

use crate::out::harmless;
use desk::Passphrase;
use model::{Error, Result, person::Person};
use std::{
    io::{BufRead, BufReader, IsTerminal, Read},
    path::Path,
};

/// Most bytes of a line that is taken for a passphrase.
const LONGEST: u64 = 10_000;

/// The first line of a file; of standard input for `-`, its next line.
///
/// # Errors
/// `not-found` and its like as [`Error::io`] has them.
pub fn from_file(path: &Path) -> Result<Passphrase> {
    line(path).map(Passphrase::from)
}

/// The same as it stands there, without its end.
fn line(path: &Path) -> Result<String> {
    let mut line = String::new();
    let read = if path == Path::new("-") {
        std::io::stdin().lock().take(LONGEST).read_line(&mut line)
    } else {
        std::fs::File::open(path)
            .and_then(|file| BufReader::new(file.take(LONGEST)).read_line(&mut line))
    };
    read.map_err(|cause| Error::io(path, &cause))?;
    line.truncate(line.trim_end_matches(['\n', '\r']).len());
    // Some editors begin a file with a mark that nobody typed.
    if line.starts_with('\u{feff}') {
        line.remove(0);
    }
    Ok(line)
}

/// The passphrase of someone who acts, whose key is sealed.
///
/// # Errors
/// `sealed` where nobody can be asked; `io`.
pub fn of(person: &Person) -> Result<Passphrase> {
    if !can_ask() {
        return Err(Error::refused(
            "sealed",
            format!("{} has sealed their signature.", person.name),
        )
        .hint("Name the file that holds the passphrase with --passphrase-file, or - for standard input."));
    }
    ask(&format!("Passphrase of {}: ", harmless(&person.name)))
}

/// The passphrase that seals a backup.
///
/// # Errors
/// `sealed-backup` where nobody can be asked; `io`.
pub fn of_backup() -> Result<Passphrase> {
    if !can_ask() {
        return Err(
            Error::refused("sealed-backup", "A passphrase seals this backup.")
                .hint("Name the file that holds it with --seal-with, or - for standard input."),
        );
    }
    ask("Passphrase of the backup: ")
}

/// One that is to guard a key from now on, asked for twice, since nobody sees what they type.
///
/// # Errors
/// `no-passphrase` where nobody can be asked; `passphrases-differ`; `io`.
pub fn new() -> Result<Passphrase> {
    asked_twice(
        "There is no passphrase to seal the signature with.",
        "Name the file that holds it, or - for standard input: `copydesk person seal --help` shows how.",
    )
}

/// One that is to seal a backup, asked for in the same way.
///
/// # Errors
/// As [`new`].
pub fn new_of_backup() -> Result<Passphrase> {
    asked_twice(
        "There is no passphrase to seal the backup with.",
        "Name the file that holds it with --seal-with FILE, or - for standard input.",
    )
}

/// A new passphrase; where nobody can be asked, what is said of that.
fn asked_twice(missing: &str, hint: &str) -> Result<Passphrase> {
    if !can_ask() {
        return Err(Error::usage("no-passphrase", missing).hint(hint));
    }
    let first = rpassword::prompt_password("New passphrase: ").map_err(|cause| io(&cause))?;
    let again = rpassword::prompt_password("Once more: ").map_err(|cause| io(&cause))?;
    let same = first == again;
    drop(Passphrase::from(again));
    let first = Passphrase::from(first);
    if same {
        return Ok(first);
    }
    Err(Error::usage(
        "passphrases-differ",
        "The two are not the same; nothing was changed.",
    ))
}

/// Whether someone sits there who can be asked.
fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

fn ask(prompt: &str) -> Result<Passphrase> {
    let typed = rpassword::prompt_password(prompt).map_err(|cause| io(&cause))?;
    Ok(typed.into())
}

fn io(cause: &std::io::Error) -> Error {
    Error::io(Path::new("the terminal"), cause)
}

#[cfg(test)]
mod tests {
    use super::line;
    use std::io::Write;

    #[test]
    fn the_first_line_is_it_with_its_spaces_and_without_its_end() {
        let read = |bytes: &[u8]| {
            let mut file = tempfile::NamedTempFile::new().unwrap();
            file.write_all(bytes).unwrap();
            line(file.path())
        };
        assert_eq!(read(b" night ferry \r\nsecond\n").unwrap(), " night ferry ");
        assert_eq!(read(b"night ferry").unwrap(), "night ferry");
        assert_eq!(read(b"").unwrap(), "");
        assert_eq!(read(b"\xff\xfe").unwrap_err().code, "not-readable");
        assert_eq!(line("none".as_ref()).unwrap_err().code, "not-found");
    }
}
