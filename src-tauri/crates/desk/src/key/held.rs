//! The keys that are open: in memory alone, until nobody has had a hand on the desk for a while.

use super::envelope::Secret;
use model::{KeyId, PersonId, Time};
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// A key that was opened.
struct Open {
    key: KeyId,
    secret: Secret,
    /// When a hand was last on the desk.
    seen: Time,
}

/// Every open key, by whose it is. What is dropped from here is wiped.
#[derive(Default)]
pub(crate) struct Held(Mutex<BTreeMap<PersonId, Open>>);

impl Held {
    fn all(&self) -> MutexGuard<'_, BTreeMap<PersonId, Open>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Holds a key that was just opened.
    pub(crate) fn hold(&self, person: PersonId, key: KeyId, secret: Secret, now: Time) {
        self.all().insert(
            person,
            Open {
                key,
                secret,
                seen: now,
            },
        );
    }

    /// The private half of `key`, where it is open.
    pub(crate) fn secret(&self, person: PersonId, key: KeyId) -> Option<Secret> {
        let all = self.all();
        let open = all.get(&person).filter(|open| open.key == key)?;
        Some(open.secret.clone())
    }

    /// Whether any is open, so that there is something to forget.
    pub(crate) fn any(&self) -> bool {
        !self.all().is_empty()
    }

    /// A hand is on the desk.
    pub(crate) fn stir(&self, person: PersonId, now: Time) {
        if let Some(open) = self.all().get_mut(&person) {
            open.seen = now;
        }
    }

    /// Forgets one person's key.
    pub(crate) fn forget(&self, person: PersonId) {
        self.all().remove(&person);
    }

    /// Forgets every key but one person's.
    pub(crate) fn forget_but(&self, person: PersonId) {
        self.all().retain(|whose, _| *whose == person);
    }

    /// Forgets every key.
    pub(crate) fn forget_all(&self) {
        self.all().clear();
    }

    /// Forgets what nobody has used for so many minutes, or has used later than now: then the clock was turned back, and
    /// nobody knows for how long.
    pub(crate) fn forget_idle(&self, now: Time, minutes: u32) {
        let limit = i64::from(minutes) * 60_000;
        self.all()
            .retain(|_, open| (0..limit).contains(&(now.0 - open.seen.0)));
    }
}

#[cfg(test)]
mod tests {
    use super::Held;
    use model::{KeyId, PersonId, Time};
    use uuid::Uuid;
    use zeroize::Zeroizing;

    #[test]
    fn an_open_key_is_forgotten_after_idling_and_when_the_clock_is_turned_back() {
        let (person, key) = (PersonId(Uuid::from_u128(1)), KeyId(Uuid::from_u128(2)));
        let held = Held::default();
        let hold = |at| held.hold(person, key, Zeroizing::new([3; 32]), Time(at));
        let open = || held.secret(person, key).is_some();
        hold(0);
        held.stir(person, Time(600_000));
        held.forget_idle(Time(1_499_999), 15);
        assert!(open() && held.secret(person, KeyId(Uuid::nil())).is_none());
        held.forget_idle(Time(1_500_000), 15);
        assert!(!open() && !held.any());
        hold(1_000);
        held.forget_idle(Time(999), 15);
        assert!(!open());
    }
}
