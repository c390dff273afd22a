//! Word documents: what contributors send. The text of one is what it was before the changes that are tracked in it; what it
//! would be with them is what it proposes.
//!
//! Our own reader, since what there is to be had either writes documents, or stops at what it does not know, or reads none of
//! changes and remarks.

mod block;
mod change;
mod document;
mod head;
mod lift;
mod line;
mod names;
mod numbering;
mod package;
mod picture;
mod properties;
mod remarks;
mod run;
mod styles;
mod symbols;
mod table;
#[cfg(test)]
mod tests;
mod told;
mod tree;
mod walk;

use super::{Each, Files, Found};
use model::{Error, Kind, Result, archive::Item, page::Leftover};
use std::io::Read;

/// Largest document within a folder's archive.
const LARGEST: u64 = 512 << 20;

/// Reads it: a document, or each document of a folder.
///
/// # Errors
/// What is wrong with a document alone: `not-a-document`, `broken-archive`, `has-dtd`; what `each` says; system errors.
pub(super) fn read(files: &Files, each: &mut Each<'_>) -> Result<()> {
    let name = files.at.file_name().unwrap_or_default();
    let name = name.to_string_lossy().into_owned();
    if files.is_alone() {
        return Err(other(files)?);
    }
    if is_document(files) || is_open_document(files) {
        let item = document::read(files, &name)?;
        return each(Found::Item(Box::new(item)), 1.0);
    }
    let all = files.all.iter();
    let documents: Vec<_> = all.filter(|named| is_named(&named.path)).collect();
    let count = documents.len().max(1) as f64;
    for (nth, named) in documents.into_iter().enumerate() {
        let behind = (nth + 1) as f64 / count;
        let found = match one_of(files, &named.path) {
            Ok(item) => Found::Item(Box::new(item)),
            Err(error) if matches!(error.kind, Kind::Unreadable | Kind::Damaged) => {
                Found::Left(Leftover {
                    place: named.path.clone(),
                    text: String::new(),
                    why: error.message,
                })
            }
            Err(error) => return Err(error),
        };
        each(found, behind)?;
    }
    Ok(())
}

/// Whether a file is a document by its name; those that Word keeps while one is open are none.
fn is_named(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let low = name.to_lowercase();
    [".docx", ".docm", ".dotx"]
        .iter()
        .any(|end| low.ends_with(end))
        && !low.starts_with("~$")
}

fn is_document(files: &Files) -> bool {
    let xml = |path: &str| path == "[Content_Types].xml" || path.starts_with("word/");
    files.all.iter().any(|named| xml(&named.path))
}

fn is_open_document(files: &Files) -> bool {
    let has = |path: &str| files.all.iter().any(|named| named.path == path);
    has("content.xml") && has("META-INF/manifest.xml")
}

/// A document of a folder, or of an archive of documents. Its pictures come with it, since nobody finds them by a path.
fn one_of(files: &Files, path: &str) -> Result<Item> {
    let inner = match files.is_folder() {
        true => Files::open(&files.at.join(path))?,
        // A document within an archive is held for as long as it is read.
        false => Files::within(path, files.read(path, LARGEST)?.unwrap_or_default())?,
    };
    if inner.is_alone() {
        return Err(other(&inner)?);
    }
    document::with_pictures(&inner, path)
}

/// What a file is that is called a document and is none.
fn other(files: &Files) -> Result<Error> {
    let mut start = vec![];
    let name = files.all.first().map_or("", |named| named.path.as_str());
    files.open_file(name, &mut |file| {
        let _ = file.take(4096).read_to_end(&mut start);
        Ok(())
    })?;
    let text = String::from_utf8_lossy(&start).to_lowercase();
    let text = text.trim_start();
    let (what, hint) = if start.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        (
            "a Word document of the old kind (.doc), or one that a password locks",
            "Open it in Word or LibreOffice, and save it as .docx without a password.",
        )
    } else if text.starts_with("{\\rtf") {
        (
            "Rich Text (.rtf)",
            "Open it in Word or LibreOffice, and save it as .docx.",
        )
    } else if start.is_empty() {
        ("empty", "Ask for it to be sent again.")
    } else if text.starts_with("<?xml") && text.contains("wordprocessingml")
        || text.contains("pkg:package")
    {
        (
            "a Word document in one XML file",
            "Open it in Word, and save it as .docx.",
        )
    } else if text.starts_with("<!doctype html") || text.starts_with("<html") {
        (
            "a page of the web (HTML)",
            "Name it .html to take it in as a saved page.",
        )
    } else {
        (
            "something else",
            "Open it with the program that it was made with, and save it as .docx.",
        )
    };
    Ok(no_document(
        &format!("{name} is called a Word document, but is {what}."),
        hint,
    ))
}

fn no_document(message: &str, hint: &str) -> Error {
    Error::unreadable("not-a-document", message).hint(hint)
}
