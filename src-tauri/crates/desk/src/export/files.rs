//! A file that is there whole or not at all, and where nothing of ours may go.

use crate::Desk;
use model::{Error, Result};
use press::place::{Beside, in_the_way};
use std::{
    fs,
    io::{BufWriter, Write},
    path::Path,
};

/// Writes a new file through `fill`: beside its place first, then moved there.
///
/// # Errors
/// `target-in-the-way` where there is one; `inside-the-library`, `target-busy`; what `fill` returns; system errors. Nothing
/// is then left there.
pub(crate) fn write_file(
    desk: &Desk,
    path: &Path,
    fill: impl FnOnce(&mut dyn Write) -> Result<()>,
) -> Result<()> {
    outside(desk, path)?;
    if fs::symlink_metadata(path).is_ok() {
        return Err(in_the_way(path));
    }
    let beside = Beside::of(path)?;
    let part = beside.path("new");
    let file = store::private::file(&part).map_err(|cause| Error::io(&part, &cause))?;
    let mut out = BufWriter::new(file);
    fill(&mut out)?;
    let file = out
        .into_inner()
        .map_err(|cause| Error::io(&part, cause.error()))?;
    file.sync_all().map_err(|cause| Error::io(&part, &cause))?;
    beside.put_to_stay("new")
}

/// Refuses a place in the library's own folder, which would be gone or in the way the next time that the library is kept,
/// copied or made anew.
pub(crate) fn outside(desk: &Desk, place: &Path) -> Result<()> {
    let whole = |path: &Path| fs::canonicalize(path);
    match (whole(above(place)), whole(desk.dir())) {
        (Ok(folder), Ok(library)) if folder.starts_with(&library) => Err(Error::refused(
            "inside-the-library",
            format!("{} is in the library’s own folder.", place.display()),
        )
        .hint("Choose a place outside of it.")),
        // A folder that is not there is told of by who writes to it.
        _ => Ok(()),
    }
}

/// The folder that a place is in.
fn above(place: &Path) -> &Path {
    match place.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// Refuses a place within a bundle, which would no longer be what its manifest says, and is replaced as a whole.
pub(super) fn beside_bundles(place: &Path) -> Result<()> {
    let Ok(folder) = fs::canonicalize(above(place)) else {
        // A folder that is not there is told of by who writes to it.
        return Ok(());
    };
    let is_bundle = |folder: &&Path| {
        let has = |name: &str| folder.join(name).is_file();
        has("manifest.json") && has("manifest.json.minisig")
    };
    match folder.ancestors().find(is_bundle) {
        None => Ok(()),
        Some(bundle) => Err(Error::refused(
            "inside-a-bundle",
            format!(
                "{} is within the bundle {}, which would be spoilt by it.",
                place.display(),
                bundle.display()
            ),
        )
        .hint("Choose a place outside of it.")),
    }
}
