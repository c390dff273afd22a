//! What sort of archive files are, by their names and how they begin.

use super::{Files, Kind};
use model::Result;
use std::io::Read;

/// How much of a file is looked at.
const START: u64 = 8192;

/// The sort of archive that the files are; none where they are something else.
///
/// # Errors
/// `broken-archive`; system errors.
pub(super) fn kind(files: &Files) -> Result<Option<Kind>> {
    let has = |path: &str| files.all.iter().any(|named| named.path == path);
    let below = |folder: &str| files.all.iter().any(|named| named.path.starts_with(folder));
    if has("manifest.json") && below("revisions/") {
        return Ok(Some(Kind::Bundle));
    }
    if has("library.jsonl") {
        return Ok(Some(Kind::Library));
    }
    if has("word/document.xml") || is_called_docx(files) {
        return Ok(Some(Kind::Docx));
    }
    let count = |ends: &[&str]| {
        files
            .all
            .iter()
            .filter(|named| is(&named.path, ends))
            .count()
    };
    if count(&["info.json"]) > 0 && files.all.iter().any(|named| is_bundled(&named.path)) {
        return Ok(Some(Kind::TextBundle));
    }
    // An export that lies in a folder, or a zip archive, with its pictures.
    for named in &files.all {
        if let Some(kind) = export(files, &named.path)? {
            return Ok(Some(kind));
        }
    }
    let texts = count(&[".md", ".markdown", ".mdx"]);
    let pages = count(&[".html", ".htm", ".txt"]);
    if files.is_alone() {
        return Ok(None);
    }
    if count(&[".textpack"]) > 0 && texts == 0 {
        return Ok(Some(Kind::TextBundle));
    }
    if count(&[".docx"]) > texts + pages {
        return Ok(Some(Kind::Docx));
    }
    Ok((texts > pages).then_some(Kind::Markdown))
}

/// Whether a file is a Word document by its name: where it is none, that is to be said.
fn is_called_docx(files: &Files) -> bool {
    let name = files.at.file_name().unwrap_or_default();
    let file = files.is_alone() || has_parts(files);
    file && is(&name.to_string_lossy(), &[".docx", ".docm", ".dotx"])
}

/// Whether it is a package of one document, and no folder of any.
fn has_parts(files: &Files) -> bool {
    let part = |path: &str| path == "[Content_Types].xml" || path == "content.xml";
    files
        .all
        .iter()
        .any(|named| part(&named.path) || named.path.starts_with("word/"))
}

fn is(path: &str, ends: &[&str]) -> bool {
    let path = path.to_lowercase();
    ends.iter().any(|end| path.ends_with(end))
}

/// Whether it is the text of a TextBundle.
fn is_bundled(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.starts_with("text.")
}

/// What a program's export is, by how it begins; only what lies near the top is looked at.
pub(super) fn export(files: &Files, path: &str) -> Result<Option<Kind>> {
    let near = path.matches('/').count() <= 1;
    if !near || !(files.is_alone() || is(path, &[".xml", ".json", ".jsonl"])) {
        return Ok(None);
    }
    let mut start = vec![];
    files.open_file(path, &mut |file| {
        // What can't be read is no export that anyone knows.
        let _ = file.take(START).read_to_end(&mut start);
        Ok(())
    })?;
    let text = crate::lines::decode(&start).to_lowercase();
    let text = text.trim_start();
    Ok(if text.contains("wordpress.org/export") {
        Some(Kind::Wxr)
    } else if text.starts_with('{') && text.contains("\"copydesk-library/1\"") {
        Some(Kind::Library)
    } else if text.starts_with('{') && is_ghost(text) {
        Some(Kind::Ghost)
    } else {
        None
    })
}

/// Ghost's exports say when they were made, or wrap what they hold in `db`.
fn is_ghost(text: &str) -> bool {
    let db = text
        .trim_start_matches('{')
        .trim_start()
        .starts_with("\"db\"");
    db || text.contains("\"exported_on\"")
        || (text.contains("\"posts\"") && text.contains("\"data\""))
}
