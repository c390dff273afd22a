//! What lies behind the lock: what someone was typing when they locked the desk, and where they were. It is there again
//! when they sit down, and never for anyone else.

use crate::state::Shell;
use desk::{Hand, Quiet, draft};
use model::{PersonId, Result, article::Content};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// What was being typed into an article when the desk was locked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Typed {
    article: String,
    base: String,
    content: Content,
    was: Option<String>,
    cursor: Option<model::article::Cursor>,
    /// What was on its way to be saved just then.
    sending: Option<Content>,
}

/// What someone finds again.
#[derive(Debug, Default, Serialize)]
pub struct Found {
    /// Where they were, and what they had half written elsewhere than in an article, as their page handed it over.
    kept: Option<Value>,
    /// What could not be saved meanwhile.
    typed: Vec<Typed>,
}

type All = BTreeMap<PersonId, Found>;

/// What lies there, by whose it is.
#[derive(Default)]
pub struct Behind(Mutex<All>);

impl Behind {
    fn all(&self) -> MutexGuard<'_, All> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lays it there.
    pub fn lay(&self, person: PersonId, kept: Option<Value>, typed: Vec<Typed>) {
        let mut all = self.all();
        let here = all.entry(person).or_default();
        here.kept = kept;
        here.typed.extend(typed);
    }

    /// Saves as drafts what was being typed; what can't be saved stays, to be tried again.
    pub fn save(&self, shell: &Shell) {
        for (person, found) in self.all().iter_mut() {
            let hand = Hand {
                actor: Some(*person),
                ..shell.hand(&Quiet)
            };
            found.typed.retain(|one| match saved(shell, &hand, one) {
                Ok(()) => false,
                Err(error) => {
                    tracing::warn!(
                        "what was typed before the lock is not saved yet: {}",
                        error.code
                    );
                    true
                }
            });
        }
    }

    /// Takes it up again.
    pub fn take(&self, person: PersonId) -> Found {
        self.all().remove(&person).unwrap_or_default()
    }
}

/// Saves one. What was on its way when the desk was locked may have come first: this was typed after it. What the same
/// person typed in yet another window becomes a revision, to be brought together with this.
fn saved(shell: &Shell, hand: &Hand, typed: &Typed) -> Result<()> {
    let save = |was: Option<String>| {
        let Typed {
            article,
            base,
            content,
            cursor,
            ..
        } = typed.clone();
        let ask = draft::Save {
            article,
            base,
            content,
            was,
            cursor,
        };
        draft::save(&shell.desk, hand, ask).map(drop)
    };
    let elsewhere = |done: &Result<()>| {
        let refused = done.as_ref().err();
        refused.is_some_and(|error| error.code == "typed-elsewhere")
    };
    let mut done = save(typed.was.clone());
    if let (true, Some(sending)) = (elsewhere(&done), &typed.sending) {
        done = save(Some(sending.hash()?.to_string()));
    }
    if elsewhere(&done) {
        let article = typed.article.clone();
        draft::leave(&shell.desk, hand, draft::Leave { article })?;
        done = save(None);
    }
    done
}
