//! A file that is there whole or not at all.

use model::{Error, Result};
use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

/// Writes a new file through `fill`: beside its place first, then moved there.
///
/// # Errors
/// `target-in-the-way` where there is one; what `fill` returns; system errors. Nothing is then left there.
pub(crate) fn write_file(
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    if path.exists() {
        return Err(Error::refused(
            "target-in-the-way",
            format!("There is something at {} already.", path.display()),
        )
        .hint("Choose another name."));
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".part");
    let part = path.with_file_name(name);
    let written = (|| {
        let file = File::create(&part).map_err(|cause| Error::io(&part, &cause))?;
        let mut out = BufWriter::new(file);
        fill(&mut out)?;
        let file = out
            .into_inner()
            .map_err(|cause| Error::io(&part, cause.error()))?;
        file.sync_all().map_err(|cause| Error::io(&part, &cause))?;
        std::fs::rename(&part, path).map_err(|cause| Error::io(path, &cause))
    })();
    if written.is_err() {
        // What is half written is worth nothing; the error that counts is the one before.
        let _ = std::fs::remove_file(&part);
    }
    written
}
