//! An import that was begun and not ended is kept by name, so that going on with it is the same step: one undo takes back all of it,
//! however often it was stopped.

use crate::{Desk, Hand};
use model::{Error, OpId, PersonId, Result};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// What is kept of it, in a file of the library's `reports` folder. Where that is lost, going on is a step of its own.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Begun {
    step: OpId,
    person: PersonId,
    /// The archive's file or folder.
    from: PathBuf,
}

fn file(desk: &Desk) -> PathBuf {
    desk.dir().join("reports").join("begun.json")
}

/// The step with which an archive comes in: that of the import that was stopped, where this person goes on with it, did nothing
/// since, and took nothing of it back; else a new one. Tells whether it is new.
///
/// # Errors
/// System errors.
pub(super) fn step(
    desk: &Desk,
    hand: &Hand,
    person: PersonId,
    from: &Path,
) -> Result<(OpId, bool)> {
    let from = std::fs::canonicalize(from).unwrap_or_else(|_| from.to_owned());
    if let Some(step) = stopped(desk, person, &from)? {
        return Ok((step, false));
    }
    let step = OpId(hand.ids.id());
    let begun = Begun { step, person, from };
    let at = file(desk);
    let folder = desk.dir().join("reports");
    std::fs::create_dir_all(&folder).map_err(|cause| Error::io(&folder, &cause))?;
    let bytes =
        serde_json::to_vec(&begun).map_err(|cause| Error::system("io", cause.to_string()))?;
    std::fs::write(&at, bytes).map_err(|cause| Error::io(&at, &cause))?;
    Ok((step, true))
}

fn stopped(desk: &Desk, person: PersonId, from: &Path) -> Result<Option<OpId>> {
    let Ok(bytes) = std::fs::read(file(desk)) else {
        return Ok(None);
    };
    // What was cut off says nothing.
    let Ok(begun) = serde_json::from_slice::<Begun>(&bytes) else {
        return Ok(None);
    };
    if (begun.person, begun.from.as_path()) != (person, from) {
        return Ok(None);
    }
    desk.store.read(|db| {
        let last = store::journal::last_step(db, person, None)?;
        let Some(last) = last.filter(|last| last.op == begun.step) else {
            return Ok(None);
        };
        // Of what was taken back in part, no more is to come.
        let newest = store::journal::of_step(db, begun.step, i64::MAX, 1)?;
        let whole = newest.first().is_some_and(|done| done.seq == last.newest);
        Ok(whole.then_some(begun.step))
    })
}

/// The import came to its end, or nothing came in with it.
pub(super) fn ended(desk: &Desk) {
    // What stays is passed over once somebody did something else.
    let _ = std::fs::remove_file(file(desk));
}
