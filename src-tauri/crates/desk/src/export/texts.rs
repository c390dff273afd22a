//! The texts that an edition prints, out of the library. They never change under their hash, so every core may read them for
//! itself.

use super::edition::Edition;
use crate::Desk;
use model::{Hash, Result, article::Content};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};
use store::{Db, View};

/// Where the texts of an edition come from.
pub(super) struct Texts<'a> {
    desk: &'a Desk,
    /// What is read with: one for each core, since a question that begins and ends by itself takes as long again.
    views: Mutex<Vec<View>>,
    /// What was read of them when they were chosen, without their bodies.
    heads: Mutex<HashMap<Hash, Box<Content>>>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'a> Texts<'a> {
    /// Those of `edition`, which is asked for its heads.
    pub(super) fn of(desk: &'a Desk, edition: &mut Edition) -> Self {
        Self {
            desk,
            views: Mutex::default(),
            heads: Mutex::new(std::mem::take(&mut edition.heads)),
        }
    }

    fn ask<T>(&self, ask: impl FnOnce(&Db) -> Result<T>) -> Result<T> {
        let free = held(&self.views).pop();
        let view = free.map_or_else(|| self.desk.store.view(), Ok)?;
        let answer = ask(&view.db());
        held(&self.views).push(view);
        answer
    }

    /// The bytes of a text.
    pub(super) fn bytes(&self, revision: Hash) -> Result<Vec<u8>> {
        self.ask(|db| db.blob(revision))
    }

    /// A text, whole.
    pub(super) fn content(&self, revision: Hash) -> Result<Content> {
        self.ask(|db| store::article::known_content(db, revision))
    }

    /// A text of which the body may be missing: what was read already, or else all of it.
    pub(super) fn head(&self, revision: Hash) -> Result<Content> {
        let head = held(&self.heads).remove(&revision);
        head.map_or_else(|| self.content(revision), |head| Ok(*head))
    }

    /// What a text comes to: as it was kept with its approval, or else made now.
    pub(super) fn html(&self, revision: Hash, markdown: &str) -> Result<String> {
        let kept = self.ask(|db| store::html::of(db, revision))?;
        Ok(kept.unwrap_or_else(|| markup::article_html(markdown)))
    }
}
