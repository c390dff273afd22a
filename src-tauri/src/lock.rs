//! The lock of the desk. While it is shut the bridge answers nothing but what the lock screen needs: a page that is covered
//! protects nothing.

use model::{Error, Result};
use std::sync::{Mutex, PoisonError};

/// Why the desk is shut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shut {
    /// It begins so, since who sat here last has a passphrase. Someone else may sit down as they may at any time.
    AtStart,
    /// Someone locked it.
    Locked,
}

/// Who wants to sit down.
#[derive(Debug, Clone, Copy)]
pub struct Comer {
    /// Whether it is who sits here already.
    pub same: bool,
    /// Whether they have a passphrase.
    pub sealed: bool,
    /// Whether who sits here has one.
    pub sitter_sealed: bool,
}

/// Open, or shut.
#[derive(Default)]
pub struct Lock(Mutex<Option<Shut>>);

impl Lock {
    /// Why it is shut; none where it is open.
    pub fn shut(&self) -> Option<Shut> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shuts it, or opens it.
    pub fn set(&self, shut: Option<Shut>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = shut;
    }

    /// Refuses while it is shut.
    ///
    /// # Errors
    /// `locked`.
    pub fn must_be_open(&self) -> Result<()> {
        match self.shut() {
            None => Ok(()),
            Some(_) => Err(Error::refused("locked", "The desk is locked.")
                .hint("Unlock it, or let someone else sit down.")),
        }
    }

    /// Whether who comes must give their passphrase; refused where they may not sit down as the desk is. What someone locked
    /// who has a passphrase, only a passphrase opens.
    ///
    /// # Errors
    /// `locked`.
    pub fn asks(&self, comer: Comer) -> Result<bool> {
        let shut = self.shut();
        if shut == Some(Shut::Locked) && comer.sitter_sealed && !comer.sealed {
            return Err(Error::refused(
                "locked",
                "The desk is locked with a passphrase; someone without one can’t open it.",
            )
            .hint("Whoever locked it opens it, or someone else who has a passphrase."));
        }
        Ok(comer.sealed && (shut.is_some() || !comer.same))
    }
}

#[cfg(test)]
mod tests {
    use super::{Comer, Lock, Shut};

    /// Whether a passphrase is asked, or the refusal's code.
    fn asks(
        shut: Option<Shut>,
        same: bool,
        sealed: bool,
        sitter_sealed: bool,
    ) -> Result<bool, &'static str> {
        let lock = Lock::default();
        lock.set(shut);
        let comer = Comer {
            same,
            sealed,
            sitter_sealed,
        };
        lock.asks(comer).map_err(|_| "locked")
    }

    #[test]
    fn what_someone_locked_with_a_passphrase_only_a_passphrase_opens() {
        let locked = Some(Shut::Locked);
        assert_eq!(asks(locked, true, true, true), Ok(true));
        assert_eq!(asks(locked, false, true, true), Ok(true));
        assert_eq!(asks(locked, false, false, true), Err("locked"));
        assert_eq!(asks(locked, true, false, false), Ok(false));
        assert_eq!(asks(locked, false, false, false), Ok(false));
    }

    #[test]
    fn a_passphrase_is_asked_of_who_sits_down_and_not_of_who_sits() {
        assert_eq!(asks(None, true, true, true), Ok(false));
        assert_eq!(asks(None, false, true, false), Ok(true));
        assert_eq!(asks(None, false, false, true), Ok(false));
        let start = Some(Shut::AtStart);
        assert_eq!(asks(start, true, true, true), Ok(true));
        assert_eq!(asks(start, false, false, true), Ok(false));
    }

    #[test]
    fn a_shut_desk_refuses() {
        let lock = Lock::default();
        assert_eq!(lock.must_be_open(), Ok(()));
        lock.set(Some(Shut::Locked));
        assert_eq!(lock.must_be_open().unwrap_err().code, "locked");
    }
}
