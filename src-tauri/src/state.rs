//! What the shell holds while the window is open: the desk, who sits at it, and the job that may be stopped.

use crate::{behind::Behind, events::Jobs, grants::Grants, ids, lock::Lock, pieces::Pieces};
use desk::{Desk, Hand, Progress};
use model::PersonId;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The state behind every command.
pub struct Shell {
    /// The open library.
    pub desk: Desk,
    /// The jobs that run, as far as they can be stopped.
    pub jobs: Jobs,
    /// The paths that the page may name.
    pub grants: Grants,
    /// What went over the bridge last.
    pub pieces: Pieces,
    /// Whether the desk is shut.
    pub lock: Lock,
    /// What lies behind the lock.
    pub behind: Behind,
    /// The attempt to sit down that was called off last.
    called_off: Mutex<String>,
    ids: ids::Source,
    actor: Mutex<Option<PersonId>>,
    /// Who sat there before, until the page has heard that someone else does.
    before: Mutex<Option<PersonId>>,
}

impl Shell {
    /// The shell around an open desk, with nobody at it.
    pub fn new(desk: Desk, ids: ids::Source) -> Self {
        Self {
            desk,
            ids,
            jobs: Jobs::default(),
            grants: Grants::default(),
            pieces: Pieces::default(),
            lock: Lock::default(),
            behind: Behind::default(),
            called_off: Mutex::default(),
            actor: Mutex::new(None),
            before: Mutex::new(None),
        }
    }

    /// Lets `person` sit at the window, unless the attempt was called off; whether they sit.
    pub fn seat(&self, person: PersonId, attempt: Option<&str>) -> bool {
        let off = self.off();
        let sits = attempt.is_none_or(|attempt| *off != attempt);
        if sits {
            let mut actor = self.actor.lock().unwrap_or_else(PoisonError::into_inner);
            let before = actor.replace(person).filter(|before| *before != person);
            if before.is_some() {
                *self.before.lock().unwrap_or_else(PoisonError::into_inner) = before;
            }
        }
        sits
    }

    /// Whether `person` sits at the window, or was the one before: a page may not have heard yet that someone else sat down.
    pub fn sat(&self, person: PersonId) -> bool {
        let before = *self.before.lock().unwrap_or_else(PoisonError::into_inner);
        [self.sitter(), before].contains(&Some(person))
    }

    /// The page knows who sits at the window: nothing comes from it any more in the name of who was there before.
    pub fn known(&self) {
        *self.before.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Calls off an attempt to sit down, which may not have begun yet.
    pub fn call_off(&self, attempt: String) {
        *self.off() = attempt;
    }

    fn off(&self) -> MutexGuard<'_, String> {
        self.called_off
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Who sits at the window.
    pub fn sitter(&self) -> Option<PersonId> {
        *self.actor.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a command needs from outside: who asks, when, and where new ids and progress come from and go to.
    pub fn hand<'a>(&'a self, progress: &'a dyn Progress) -> Hand<'a> {
        Hand {
            actor: self.sitter(),
            now: ids::now(),
            ids: &self.ids,
            progress,
            passphrases: None,
        }
    }
}
