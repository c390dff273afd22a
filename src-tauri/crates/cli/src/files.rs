//! Texts from files and from standard input.

use model::{Error, Result};
use std::{
    fs::File,
    io::{Read, Write as _},
    path::{Path, PathBuf},
};

/// Most bytes of a text; no limit of the desk's is larger.
const LONGEST: u64 = 64 << 20;

/// The text of a file, or of standard input for `-`. A byte order mark at its start is not part of the text; control
/// characters are told of, since the desk leaves them out.
///
/// # Errors
/// `not-found` and its like as [`Error::io`] has them; `too-large`; `not-utf8` for what is no UTF-8 text.
pub fn text(path: &str) -> Result<String> {
    let mut bytes = Vec::new();
    let most = LONGEST + 1;
    let read = if path == "-" {
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(most).read_to_end(&mut bytes))
    };
    let name = if path == "-" { "standard input" } else { path };
    read.map_err(|cause| Error::io(Path::new(name), &cause))?;
    // A device has no end.
    if bytes.len() as u64 > LONGEST {
        let message = format!("{name} holds more than {} MiB.", LONGEST >> 20);
        return Err(Error::unreadable("too-large", message).hint("Part it into several texts."));
    }
    let text = String::from_utf8(bytes).map_err(|cause| {
        let at = cause.utf8_error().valid_up_to();
        Error::unreadable(
            "not-utf8",
            format!("{name} is not UTF-8 text; byte {at} is the first that isn’t."),
        )
        .hint("Save it as UTF-8 and try again.")
    })?;
    let signs = text
        .chars()
        .filter(|c| c.is_control() && !"\n\r\t".contains(*c));
    let signs = signs.count();
    if signs > 0 {
        // It is kept without them; whoever reads on should know.
        let _ = writeln!(
            std::io::stderr(),
            "{name}: control characters, which no text holds, are left out ({signs})."
        );
    }
    Ok(text
        .strip_prefix('\u{feff}')
        .map(str::to_owned)
        .unwrap_or(text))
}

/// The name of what is to be written. `-` is none, since nothing is written to standard output but answers.
///
/// # Errors
/// `no-target`.
pub fn target(name: &str) -> Result<String> {
    if name == "-" {
        let what =
            "name a file: it can’t be written to standard output; ./- is a file of that name";
        return Err(Error::usage("no-target", what));
    }
    Ok(name.to_owned())
}

/// Refuses a file that is not there, before anything is done; standard input is.
///
/// # Errors
/// As [`Error::io`] has them.
pub fn must_be_there(path: &Path) -> Result<()> {
    if path == Path::new("-") {
        return Ok(());
    }
    File::open(path)
        .map(drop)
        .map_err(|cause| Error::io(path, &cause))
}

/// The path from the root, so that what is printed or kept names it wherever it is read.
pub fn absolute(path: impl AsRef<Path>) -> PathBuf {
    std::path::absolute(&path).unwrap_or_else(|_| path.as_ref().to_owned())
}

#[cfg(test)]
mod tests {
    use super::text;
    use std::io::Write;

    fn file(bytes: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(bytes).unwrap();
        file
    }

    #[test]
    fn a_text_loses_its_byte_order_mark_and_nothing_else() {
        let file = file("\u{feff}Night buses\r\n".as_bytes());
        assert_eq!(
            text(file.path().to_str().unwrap()).unwrap(),
            "Night buses\r\n"
        );
    }

    #[cfg(unix)]
    #[test]
    fn what_has_no_end_is_no_text() {
        let error = text("/dev/zero").unwrap_err();
        assert_eq!((error.code.as_str(), error.exit_status()), ("too-large", 3));
    }

    #[test]
    fn what_is_not_utf8_and_what_is_not_there_can_not_be_read() {
        let file = file(b"caf\xe9");
        let error = text(file.path().to_str().unwrap()).unwrap_err();
        assert_eq!((error.code.as_str(), error.exit_status()), ("not-utf8", 3));
        let error = text("/nothing/here.md").unwrap_err();
        assert_eq!((error.code.as_str(), error.exit_status()), ("not-found", 3));
    }
}
