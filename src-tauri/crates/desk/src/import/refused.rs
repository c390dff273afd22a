//! What is said of a file or a folder that can't be taken in, before anything is said of who may.

use super::{Format, page, pages_in};
use model::{Error, Result};
use std::path::Path;

/// What can be.
pub(super) const CAN: &str = "WordPress and Ghost exports, folders of Markdown, TextBundles, Word documents, bundles, saved pages, \
    their text copies and folders of these can.";
/// How files end that only an export is.
const EXPORTS: [&str; 12] = [
    "xml", "json", "jsonl", "gz", "tgz", "zip", "tar", "bz2", "xz", "zst", "7z", "rar",
];
/// Of which nothing comes in before it is unpacked.
const PACKED: [&str; 8] = ["gz", "tgz", "tar", "bz2", "xz", "zst", "7z", "rar"];

/// Refuses where nothing is, and what is neither a file nor a folder: reading that might never end.
///
/// # Errors
/// `not-found`, `not-readable`; system errors.
pub(super) fn unless_there(path: &Path) -> Result<()> {
    let known = std::fs::metadata(path).map_err(|cause| {
        let error = Error::io(path, &cause);
        match error.hint {
            None => error.hint("Look at how it is written, and whether its disk is there."),
            Some(_) => error,
        }
    })?;
    match known.is_dir() || known.is_file() {
        true => Ok(()),
        false => Err(Error::unreadable(
            "not-readable",
            format!("{} is neither a file nor a folder.", path.display()),
        )
        .hint("Copy what it gives into a file, and import that.")),
    }
}

/// Refuses what is no page: a broken export, say, a folder without any, or one whose pages can't be read at all.
///
/// # Errors
/// `no-export`, `no-article`, what is wrong with the one file; system errors.
pub(super) fn unless_pages(path: &Path, format: Option<Format>) -> Result<()> {
    if path.is_dir() {
        return pages_in(path).map(|_| ());
    }
    let end = path
        .extension()
        .map(|end| end.to_string_lossy().to_lowercase())
        .unwrap_or_default();
    if format.is_none() && EXPORTS.contains(&end.as_str()) {
        let hint = match PACKED.contains(&end.as_str()) {
            true => "Unpack it, and import what is in it.",
            false => "Export it again: the file may be empty, cut off, or another program’s.",
        };
        return Err(Error::unreadable(
            "no-export",
            format!(
                "{} is no export that can be read, or a damaged one.",
                path.display()
            ),
        )
        .hint(hint));
    }
    page(path, format).map(|_| ())
}

/// What is given beside an archive isn't there, or can't be read.
pub(super) fn of_media(error: Error) -> Error {
    match error.hint {
        None => error.hint("Name the folder or the zip archive that the pictures are in."),
        Some(_) => error,
    }
}

/// Who may not write takes in no pages.
pub(super) fn of_pages(error: Error) -> Error {
    match error.code.as_str() {
        "wrong-role" => error.hint(
            "Saved pages and single texts become drafts, which a writer or a reviewer takes in; archives a publisher may, too.",
        ),
        _ => error,
    }
}
