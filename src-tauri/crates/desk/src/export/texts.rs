//! The texts that an edition prints, out of the library. They never change under their hash, so every core may read them for
//! itself.

use super::edition::Edition;
use crate::Desk;
use model::{Hash, Result, article::Content};
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// Where the texts of an edition come from.
pub(super) struct Texts<'a> {
    desk: &'a Desk,
    /// What was read of them when they were chosen, without their bodies.
    heads: Mutex<HashMap<Hash, Content>>,
}

impl<'a> Texts<'a> {
    /// Those of `edition`, which is asked for its heads.
    pub(super) fn of(desk: &'a Desk, edition: &mut Edition) -> Self {
        Self {
            desk,
            heads: Mutex::new(std::mem::take(&mut edition.heads)),
        }
    }

    /// A text, whole.
    pub(super) fn content(&self, revision: Hash) -> Result<Content> {
        let store = &self.desk.store;
        store.read(|db| store::article::known_content(db, revision))
    }

    /// A text of which the body may be missing: what was read already, or else all of it.
    pub(super) fn head(&self, revision: Hash) -> Result<Content> {
        let mut heads = self.heads.lock().unwrap_or_else(PoisonError::into_inner);
        let head = heads.remove(&revision);
        drop(heads);
        head.map_or_else(|| self.content(revision), Ok)
    }

    /// What a text comes to: as it was kept with its approval, or else made now.
    pub(super) fn html(&self, revision: Hash, markdown: &str) -> Result<String> {
        let kept = self.desk.store.read(|db| store::html::of(db, revision))?;
        Ok(kept.unwrap_or_else(|| markup::article_html(markdown)))
    }
}
