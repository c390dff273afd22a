//! The texts of a bundle, each a file of its own that is written when it is first printed from: it is read once for both.

use super::folder::Folder;
use model::{Hash, Result, article::Content};
use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
};

/// The texts, and which of them are in the folder.
pub(super) struct Revisions<'a> {
    to: &'a Folder<'a>,
    bytes: &'a (dyn Fn(Hash) -> Result<Vec<u8>> + Sync),
    there: Mutex<HashSet<Hash>>,
}

impl<'a> Revisions<'a> {
    pub(super) fn new(
        to: &'a Folder<'a>,
        bytes: &'a (dyn Fn(Hash) -> Result<Vec<u8>> + Sync),
    ) -> Self {
        Self {
            to,
            bytes,
            there: Mutex::default(),
        }
    }

    /// Whether nobody else writes this one.
    fn mine(&self, revision: Hash) -> bool {
        let mut there = self.there.lock().unwrap_or_else(PoisonError::into_inner);
        there.insert(revision)
    }

    fn name(revision: Hash) -> String {
        format!("revisions/{revision}.json")
    }

    /// A text, to be printed from; its file is there then.
    pub(super) fn content(&self, revision: Hash) -> Result<Content> {
        let bytes = (self.bytes)(revision)?;
        let content = Content::from_known_bytes(&bytes)?;
        if self.mine(revision) {
            self.to
                .put_hashed(&Self::name(revision), revision, &bytes)?;
        }
        Ok(content)
    }

    /// Its file, where no page wanted the text.
    pub(super) fn copy(&self, revision: Hash) -> Result<()> {
        if self.mine(revision) {
            let bytes = || (self.bytes)(revision);
            self.to.by_hash(&Self::name(revision), revision, &bytes)?;
        }
        Ok(())
    }
}
