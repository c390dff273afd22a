//! What a file is printed from, as one hash: where the hash is the same, so is the file, and it need not be printed to be
//! known. Whatever a page comes to show has to be in its key; the tests hold exports over the last bundle against whole
//! ones.

use crate::{RENDERER, print::Print};
use model::{Hash, Result, canonical};
use serde::Serialize;

/// What every page of a bundle depends on: renderer, theme, and what all pages show.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Common(Hash);

impl Common {
    /// Of all that is printed from, with what else every page of a part shows.
    ///
    /// # Errors
    /// What can't be written as JSON.
    pub(crate) fn of(from: &Print, besides: &impl Serialize) -> Result<Self> {
        let around = from.surroundings.of_every_page();
        let all = (RENDERER, from.theme.sha256(), around, besides);
        Ok(Self(Hash::of(&canonical(&all)?)))
    }

    /// The key of a file that depends on this and on `own`, which begins with what sort of file it is.
    ///
    /// # Errors
    /// What can't be written as JSON.
    pub(crate) fn key(&self, own: &impl Serialize) -> Result<Hash> {
        of(&(self.0, own))
    }
}

/// A hash of what pages show.
///
/// # Errors
/// What can't be written as JSON.
pub(crate) fn of(shown: &impl Serialize) -> Result<Hash> {
    // These bytes are no matter of anyone else's, so they need not be canonical, only the same each time.
    let bytes = serde_json::to_vec(shown).map_err(|cause| {
        model::Error::system("internal", format!("A page has no key: {cause}."))
    })?;
    Ok(Hash::of(&bytes))
}
