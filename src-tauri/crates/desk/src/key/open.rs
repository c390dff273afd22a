//! Opening a sealed key with its passphrase. Wrong ones get slower, never locked for good.

use super::{
    Passphrase, Passphrases,
    envelope::{Envelope, NO_MEMORY},
    fits,
};
use crate::{Act, Desk, Hand};
use model::{Error, PersonId, Result, Time, person::Person};
use serde::Deserialize;
use store::{person::Key, signer};

/// The passphrase.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Open {
    #[ts(type = "string")]
    pub passphrase: Passphrase,
}

/// Opens the key of whoever acts, until it is forgotten.
///
/// # Errors
/// `too-soon`, `wrong-passphrase`, `wrong-key`, `damaged-seal`, `no-memory`; system errors.
pub fn open(desk: &Desk, hand: &Hand, ask: Open) -> Result<Act> {
    let me = desk.store.read(|db| hand.me(db))?;
    let key = desk.store.read(|db| store::person::key(db, Some(me.id)))?;
    if key.sealed {
        unlock(desk, hand, &me, &ask.passphrase)?;
    }
    Ok(Act {
        words: format!("The signature of {} is open", me.name),
        undo: false,
    })
}

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct Forget {}

/// Forgets every open key.
///
/// # Errors
/// None.
pub fn forget(desk: &Desk, _: &Hand, _: Forget) -> Result<()> {
    desk.keys.forget_all();
    Ok(())
}

/// Forgets the key of one person.
pub fn forget_one(desk: &Desk, person: PersonId) {
    desk.keys.forget(person);
}

/// Someone else sits down: forgets whatever is open but their own.
pub fn forget_others(desk: &Desk, person: PersonId) {
    desk.keys.forget_but(person);
}

/// A hand is on the desk: what is open stays so for another while.
pub fn stir(desk: &Desk, hand: &Hand) {
    if let Some(person) = hand.actor {
        desk.keys.stir(person, hand.now);
    }
}

/// Forgets what nobody has used for as long as the settings say, and sweeps up where a reader was in the way of that.
///
/// # Errors
/// System errors.
pub fn expire(desk: &Desk, now: Time) -> Result<()> {
    if desk.store.shared().is_none() && desk.store.unswept()? {
        desk.store.sweep(1)?;
    }
    if desk.keys.any() {
        let settings = desk.store.read(store::person::settings)?;
        desk.keys.forget_idle(now, settings.forget_after);
    }
    Ok(())
}

/// Whether a passphrase guards the key of a person.
///
/// # Errors
/// `no-key`; system errors.
pub fn is_sealed(desk: &Desk, person: PersonId) -> Result<bool> {
    desk.store
        .read(|db| Ok(store::person::key(db, Some(person))?.sealed))
}

/// After so many wrong ones, how many seconds until the next is tried.
fn pause(wrong: u32) -> i64 {
    match wrong {
        0 | 1 => 0,
        n => 1_i64.checked_shl(n - 2).unwrap_or(30).clamp(1, 30),
    }
}

/// So many milliseconds may someone have waited for another's lock since they read the clock: one that stands no further
/// back was not turned back.
const LATE: i64 = 10_000;

/// How many milliseconds until another passphrase may be tried. The row is as it should be from now on; whether that is
/// another than before.
fn wait(signer: &mut signer::Signer, now: Time) -> (i64, bool) {
    let pause = pause(signer.wrong) * 1000;
    // A clock that was turned back would have one wait for as long as it was: the pause begins anew.
    let turned = signer.tried.0 > now.0 + LATE;
    if turned {
        signer.tried = now;
    }
    ((signer.tried.0 + pause - now.0).clamp(0, pause), turned)
}

/// The same in whole seconds, for whoever asks.
pub(super) fn seconds_left(mut signer: signer::Signer, now: Time) -> i32 {
    i32::try_from((wait(&mut signer, now).0 + 999) / 1000).unwrap_or(30)
}

/// Opens the key of `person` and holds it. Each try is counted before it is made, so that a program that is killed
/// meanwhile has tried all the same.
pub(super) fn unlock(
    desk: &Desk,
    hand: &Hand,
    person: &Person,
    passphrase: &Passphrase,
) -> Result<Key> {
    let before = count(desk, hand, person)?;
    let (key, json) = desk.store.read(|db| {
        let key = store::person::key(db, Some(person.id))?;
        Ok((key.clone(), signer::sealed(db, key.id)?))
    })?;
    let json = json.ok_or_else(|| {
        Error::damaged("no-secret", "The sealed key is not in this library.")
            .hint("Restore it from a backup, or have an admin make a new key.")
    })?;
    let envelope: Envelope = serde_json::from_str(&json).map_err(|cause| {
        Error::damaged(
            "damaged-seal",
            format!("The sealed key can’t be read: {cause}."),
        )
    })?;
    // Slow on purpose: no lock is held meanwhile.
    let opened = envelope.open(passphrase).inspect_err(|error| {
        if error.code == NO_MEMORY {
            uncount(desk, person, before);
        }
    })?;
    let Some(secret) = opened else {
        return Err(
            Error::refused("wrong-passphrase", "That is not the passphrase.")
                .hint("Whoever has lost it gets a new key from an admin."),
        );
    };
    fits(&secret, &key, &person.name)?;
    if desk.store.shared().is_none() {
        desk.store.local(|db| {
            let mut signer = signer::get(db, person.id)?;
            (signer.wrong, signer.renewed) = (0, false);
            signer::put(db, person.id, signer)?;
            // It opens, so it is as it was sealed: from now on that can be seen without a passphrase.
            match envelope.is_summed() {
                true => Ok(()),
                false => signer::keep_sealed(db, key.id, &envelope.summed().kept()?),
            }
        })?;
    }
    desk.keys.hold(person.id, key.id, secret, hand.now);
    Ok(key)
}

/// Counts a try, unless it comes too soon; gives what was remembered before it. The clock is read here, where nobody else
/// can write: a passphrase that was given a minute after the program began is tried a minute later.
///
/// # Errors
/// `too-soon`; system errors.
fn count(desk: &Desk, hand: &Hand, person: &Person) -> Result<signer::Signer> {
    if desk.store.shared().is_some() {
        // A library that is only read counts nothing, and nothing can be signed in it.
        return desk.store.read(|db| signer::get(db, person.id));
    }
    let counted = desk.store.local(|db| {
        let now = hand.passphrases.map_or(hand.now, Passphrases::now);
        let mut signer = signer::get(db, person.id)?;
        let before = signer;
        let (left, turned) = wait(&mut signer, now);
        if left == 0 {
            signer.wrong += 1;
            signer.tried = now;
        }
        if left == 0 || turned {
            signer::put(db, person.id, signer)?;
        }
        Ok((left, before))
    })?;
    match counted {
        (0, before) => Ok(before),
        (left, _) => Err(too_soon((left + 999) / 1000)),
    }
}

/// Takes a try back that was none, unless another was made since.
fn uncount(desk: &Desk, person: &Person, before: signer::Signer) {
    let uncounted = desk.store.local(|db| {
        let mut signer = signer::get(db, person.id)?;
        if signer.wrong == before.wrong + 1 {
            (signer.wrong, signer.tried) = (before.wrong, before.tried);
        }
        signer::put(db, person.id, signer)
    });
    // Where even that fails, what there was no memory for is what is told.
    drop(uncounted);
}

fn too_soon(seconds: i64) -> Error {
    let when = match seconds {
        1 => "in a second".to_owned(),
        n => format!("in {n} seconds"),
    };
    Error::refused(
        "too-soon",
        format!("Wrong passphrases came before this one; the next can be tried {when}."),
    )
    .hint("Wait, and try again.")
}

impl Desk {
    /// Where whoever acts can be asked beforehand, as in the terminal, a sealed person shows that it is them before any
    /// act, whether it signs something or not.
    ///
    /// # Errors
    /// `sealed`, and as [`open`].
    pub(crate) fn admit(&self, hand: &Hand) -> Result<()> {
        let (Some(asked), Some(actor)) = (hand.passphrases, hand.actor) else {
            return Ok(());
        };
        let found = self.store.read(|db| {
            let people = store::person::list(db)?;
            let Some(me) = people.into_iter().find(|person| person.id == actor) else {
                return Ok(None);
            };
            let key = store::person::key(db, Some(actor))?;
            Ok(Some((me, key)))
        })?;
        match found {
            Some((me, key)) if key.sealed && self.keys.secret(actor, key.id).is_none() => {
                unlock(self, hand, &me, &asked.of(&me)?).map(drop)
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{pause, wait};
    use model::Time;
    use store::signer::Signer;

    #[test]
    fn wrong_ones_get_slower_and_never_locked_for_good() {
        let pauses: Vec<i64> = (0..10).map(pause).collect();
        assert_eq!(pauses, [0, 0, 1, 2, 4, 8, 16, 30, 30, 30]);
        assert_eq!(pause(u32::MAX), 30);
    }

    #[test]
    fn a_clock_that_is_turned_back_makes_nobody_wait_longer() {
        let signer = |tried| Signer {
            wrong: 4,
            tried: Time(tried),
            later: false,
            renewed: false,
        };
        assert_eq!(wait(&mut signer(10_000), Time(11_000)), (3_000, false));
        assert_eq!(wait(&mut signer(10_000), Time(14_000)), (0, false));
        let mut ahead = signer(9_000_000);
        assert_eq!(wait(&mut ahead, Time(10_000)), (4_000, true));
        assert_eq!(ahead.tried, Time(10_000));
    }

    #[test]
    fn who_waited_for_the_lock_has_a_clock_that_was_not_turned_back() {
        let mut signer = Signer {
            wrong: 4,
            tried: Time(10_000),
            later: false,
            renewed: false,
        };
        assert_eq!(wait(&mut signer, Time(500)), (4_000, false));
        assert_eq!(signer.tried, Time(10_000));
    }
}
