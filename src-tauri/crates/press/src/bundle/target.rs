//! What a bundle is put in place of, and how: nothing but our own is replaced, in one step.

use super::io;
use crate::archive;
use model::{Error, Result};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use std::{
    fs::{self, File},
    io::ErrorKind,
    path::{Path, PathBuf},
};

/// Refuses a target that is something else than a bundle of the same sort.
pub(super) fn free(out: &Path, zipped: bool) -> Result<()> {
    let found = match fs::symlink_metadata(out) {
        Ok(found) => found,
        Err(cause) if cause.kind() == ErrorKind::NotFound => {
            let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty());
            return match parent {
                Some(parent) if !parent.is_dir() => Err(Error::unreadable(
                    "not-found",
                    format!("There is no folder {}.", parent.display()),
                )
                .hint("Make it first.")),
                _ => Ok(()),
            };
        }
        Err(cause) => return Err(Error::io(out, &cause)),
    };
    let ours = if zipped {
        found.is_file()
            && archive::open(out)
                .is_ok_and(|opened| opened.names().contains(&"manifest.json".to_owned()))
    } else {
        found.is_dir() && (is_empty(out) || is_bundle(out))
    };
    if ours {
        return Ok(());
    }
    Err(Error::refused(
        "target-in-the-way",
        format!("There is something at {} that is no bundle.", out.display()),
    )
    .hint("Choose another name; Copydesk replaces nothing but its own bundles."))
}

/// What may stand at a bundle's root.
const ROOT: [&str; 11] = [
    "manifest.json",
    "manifest.json.minisig",
    "surroundings.json",
    "revisions",
    "theme",
    "site",
    "wxr",
    "epub",
    "ninjs",
    "markdown",
    "jsonl",
];

/// A folder that holds a bundle and nothing of anyone else's, which would be gone with it.
pub(super) fn is_bundle(dir: &Path) -> bool {
    dir.join("manifest.json.minisig").is_file()
        && fs::read_dir(dir).is_ok_and(|mut entries| {
            entries.all(|entry| {
                entry
                    .is_ok_and(|entry| ROOT.contains(&entry.file_name().to_string_lossy().as_ref()))
            })
        })
}

fn is_empty(dir: &Path) -> bool {
    fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_none())
}

/// Removes what an export that was interrupted left.
pub(super) fn clear(part: &Path) -> Result<()> {
    let gone = if part.is_dir() {
        fs::remove_dir_all(part)
    } else {
        fs::remove_file(part)
    };
    match gone {
        Err(cause) if cause.kind() != ErrorKind::NotFound => Err(Error::io(part, &cause)),
        _ => Ok(()),
    }
}

/// Everything that was written to the file system of `path` is on disk when this returns.
pub(super) fn sync(path: &Path) -> Result<()> {
    let file = File::open(path).map_err(io(path))?;
    rustix::fs::syncfs(&file).map_err(|cause| Error::io(path, &cause.into()))
}

/// Each of the two takes the other's place.
pub(super) fn exchange(part: &Path, out: &Path) -> Result<()> {
    if renameat_with(CWD, part, CWD, out, RenameFlags::EXCHANGE).is_ok() {
        return Ok(());
    }
    // Not every file system can exchange: there the old one steps aside first, and comes back by `recover` where that is
    // cut short.
    let aside = aside(part);
    clear(&aside)?;
    // A file can have a second name meanwhile, so that its place is never empty; a folder can't.
    let linked = out.is_file() && fs::hard_link(out, &aside).is_ok();
    if !linked {
        fs::rename(out, &aside).map_err(io(out))?;
    }
    if let Err(cause) = fs::rename(part, out) {
        if linked {
            clear(&aside)?;
        } else {
            fs::rename(&aside, out).map_err(io(out))?;
        }
        return Err(Error::io(out, &cause));
    }
    fs::rename(&aside, part).map_err(io(&aside))
}

/// Where what was there stands aside on a file system that can't exchange.
pub(super) fn aside(part: &Path) -> PathBuf {
    part.with_extension("old")
}

/// Where the folder `part` is packed.
pub(super) fn packed(part: &Path) -> PathBuf {
    part.with_extension("part.zip")
}

/// Puts back what stood aside when an export was cut short between its two renames, and nothing is in its place.
///
/// # Errors
/// System errors.
pub(super) fn recover(part: &Path, out: &Path) -> Result<()> {
    let aside = aside(part);
    let there = |path: &Path| fs::symlink_metadata(path).is_ok();
    if there(out) || !there(&aside) {
        return Ok(());
    }
    fs::rename(&aside, out).map_err(io(out))
}

/// Removes whatever exports to this place that were cut short left beside it.
///
/// # Errors
/// System errors.
pub(super) fn clear_all(part: &Path) -> Result<()> {
    let packed = packed(part);
    for left in [part, &packed, &aside(part), &aside(&packed)] {
        clear(left)?;
    }
    Ok(())
}
