//! The key that a person signs with: sealed with a passphrase, opened, forgotten, made anew.

mod damage;
mod envelope;
mod held;
mod list;
mod newsroom;
mod open;
mod seal;

pub(crate) use damage::{faults, mend};
pub(crate) use envelope::Secret;
pub(crate) use held::Held;
pub use list::{Later, List, later, list};
pub use newsroom::{Newsroom, Revoke, Rotate, newsroom, revoke, rotate};
pub(crate) use newsroom::{chain, own, revoked};
pub use open::{Forget, Open, expire, forget, forget_one, forget_others, is_sealed, open, stir};
pub(crate) use seal::words;
pub use seal::{Change, Renew, Seal, Unseal, change, renew, seal, unseal};

use crate::Desk;
use model::{Error, KeyId, Result, Time, person::Person};
use serde::Deserialize;
use store::Txn;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use zeroize::Zeroizing;

/// A passphrase, wiped from memory once it is of no more use.
#[derive(Clone, Default, Deserialize)]
#[serde(from = "String")]
pub struct Passphrase(Zeroizing<String>);

impl From<String> for Passphrase {
    fn from(letters: String) -> Self {
        Self(Zeroizing::new(letters))
    }
}

impl From<&str> for Passphrase {
    fn from(letters: &str) -> Self {
        Self(Zeroizing::new(letters.to_owned()))
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Passphrase(…)")
    }
}

/// How short and how long a passphrase may be.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=1000;

impl Passphrase {
    /// Its letters in their one form: a keyboard may compose an accent in several.
    pub(crate) fn letters(&self) -> Zeroizing<String> {
        let mut letters = Zeroizing::new(String::with_capacity(self.0.len() * 3));
        letters.extend(self.0.nfc());
        letters
    }

    /// How long it is: in letters with what stands on them, and single spaces between them. What nobody sees is no letter.
    fn length(&self) -> usize {
        let letters = self.letters();
        let words = letters.split_whitespace().map(|word| {
            let seen = |c: &char| !is_combining_mark(*c) && !markup::fold::unseen(*c);
            word.chars().filter(seen).count()
        });
        let (words, letters) = words
            .filter(|letters| *letters > 0)
            .fold((0, 0), |(words, all), letters| (words + 1, all + letters));
        letters + usize::saturating_sub(words, 1)
    }

    /// Refuses what is guessed in no time.
    pub(crate) fn must_do(&self) -> Result<()> {
        if LENGTH.contains(&self.length()) {
            return Ok(());
        }
        Err(Error::usage(
            "short-passphrase",
            "A passphrase has at least 8 letters, and at most 1,000.",
        )
        .hint("Four words that nobody would put together do well."))
    }
}

/// Who can be asked for a passphrase before an act: in the terminal, whoever sits at it. The window asks by itself.
pub trait Passphrases: Send + Sync {
    /// The passphrase of `person`, whose key is sealed.
    ///
    /// # Errors
    /// `sealed` where there is none to be had.
    fn of(&self, person: &Person) -> Result<Passphrase>;

    /// The moment at which it was given: whoever is asked takes their time.
    fn now(&self) -> Time;
}

/// A key that is ready to sign.
pub(crate) struct Signer {
    pub key: KeyId,
    pub secret: Secret,
}

impl Desk {
    /// Whether `me` has shown by a passphrase that it is them: their key is sealed, and open.
    ///
    /// # Errors
    /// System errors.
    pub(super) fn shows(&self, txn: &Txn, me: &Person) -> Result<bool> {
        let key = store::person::key(txn, Some(me.id))?;
        let minutes = store::person::settings(txn)?.forget_after;
        self.keys.forget_idle(txn.at(), minutes);
        Ok(key.sealed && self.keys.secret(me.id, key.id).is_some())
    }

    /// The key with which `me` signs.
    ///
    /// # Errors
    /// `sealed` where it is and is not open; `wrong-key` where the private half is another's; system errors.
    pub(crate) fn signer(&self, txn: &Txn, me: &Person) -> Result<Signer> {
        let key = store::person::key(txn, Some(me.id))?;
        let secret = if key.sealed {
            let minutes = store::person::settings(txn)?.forget_after;
            self.keys.forget_idle(txn.at(), minutes);
            self.keys.stir(me.id, txn.at());
            self.keys
                .secret(me.id, key.id)
                .ok_or_else(|| sealed(&me.name))?
        } else {
            Zeroizing::new(store::person::secret(txn, key.id)?)
        };
        fits(&secret, &key, &me.name)?;
        Ok(Signer {
            key: key.id,
            secret,
        })
    }
}

/// The key of `name` is sealed, and this needs it open.
fn sealed(name: &str) -> Error {
    Error::refused(
        "sealed",
        format!("The signature of {name} is sealed with a passphrase."),
    )
    .hint("Give the passphrase: in the terminal at its prompt, or by --passphrase-file.")
}

/// Refuses a private half that is not that of the public key which the journal says is theirs.
fn fits(secret: &Secret, key: &store::person::Key, name: &str) -> Result<()> {
    if press::statement::public(secret) == key.public {
        return Ok(());
    }
    Err(Error::refused(
        "wrong-key",
        format!("The key in this library is not the one that {name} is known by."),
    )
    .hint("Restore the library from a backup, or have an admin make a new key."))
}
