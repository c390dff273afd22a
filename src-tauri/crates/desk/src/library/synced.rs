//! A library in a folder that other computers write to, or nobody can: it is read there, and worked in elsewhere.

use super::backups::{copied_to, disowned};
use crate::{Desk, Hand, Restored, SharedView};
use model::{Error, Result};
use serde::Deserialize;
use std::path::{Path, PathBuf};
use store::{Shared, Store, shared};

/// Refuses a folder for a library that other computers write to, or nobody can.
///
/// # Errors
/// `synced-folder`, `read-only-place`.
pub fn must_be_here(dir: &Path) -> Result<()> {
    let Some(shared) = shared(dir) else {
        return Ok(());
    };
    let message = format!(
        "{} is {}, where no library can be.",
        dir.display(),
        shared.words()
    );
    Err(Error::refused(shared.code(), message).hint(match shared {
        Shared::Network(_) | Shared::Synced(_) => {
            "Two computers that write to one library destroy it. Choose a folder of this computer alone; backups may go there."
        }
        Shared::ReadOnly => "Choose a folder that can be written.",
    }))
}

/// Why the library is only read, and where a copy of it could be worked in; none where it is worked in.
pub(super) fn view(desk: &Desk) -> Option<SharedView> {
    let shared = desk.store.shared()?;
    Some(SharedView {
        is: shared.words(),
        unwritten: *shared == Shared::ReadOnly,
        place: place(desk).map(|place| place.display().to_string()),
    })
}

/// A free place among this computer's own libraries.
fn place(desk: &Desk) -> Option<PathBuf> {
    let home = desk.home.as_ref()?;
    let name = desk
        .dir()
        .file_name()
        .map_or_else(|| "library".into(), |name| name.to_string_lossy());
    let named = |n: u32| match n {
        1 => home.join(&*name),
        n => home.join(format!("{name} {n}")),
    };
    let free = |place: &PathBuf| !place.exists() && shared(place).is_none();
    (1..100).map(named).find(free)
}

/// Into which folder; into one among this computer's own libraries where none is named.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[ts(optional_fields)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Settle {
    pub dir: Option<String>,
}

/// Copies a library that is only read to where it can be worked in.
///
/// # Errors
/// `not-synced`, `target-in-the-way`, `synced-folder`, `read-only-place`, `damaged`; system errors. Nothing is then left there.
pub fn settle(desk: &Desk, hand: &Hand, ask: Settle) -> Result<Restored> {
    let dir = match ask.dir {
        Some(dir) => dir.into(),
        None => place(desk).ok_or_else(|| {
            Error::system("no-home", "This computer names no folder for libraries.")
                .hint("Choose a folder.")
        })?,
    };
    settle_from(desk.dir(), &dir, hand)
}

/// The same of a library that can't be opened where it is, since it is of an older schema.
///
/// # Errors
/// As [`settle`].
pub fn settle_from(from: &Path, dir: &Path, hand: &Hand) -> Result<Restored> {
    if shared(from).is_none() {
        return Err(Error::refused(
            "not-synced",
            format!(
                "The library at {} can be worked in where it is.",
                from.display()
            ),
        )
        .hint("`copydesk library backup` copies it; or close it, and move its folder."));
    }
    must_be_here(dir)?;
    let dir = std::path::absolute(dir).map_err(|cause| Error::io(dir, &cause))?;
    let library = Store::peek(from)?;
    let without = copied_to(&dir, hand, |part| {
        store::library::copy(&library, part, None, &|done, total| {
            hand.progress.step(done * 700 / total.max(1), 1000)
        })?;
        disowned(part)
    })?;
    Ok(Restored {
        words: format!(
            "Copied to {}; work there from now on{without}",
            dir.display()
        ),
        path: dir.display().to_string(),
    })
}
