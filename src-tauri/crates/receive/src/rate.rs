//! How often one address may send: some at once, then one each so often. Nothing is written down, and the table has
//! an end.

use crate::caller::Key;
use model::Time;
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Mutex, PoisonError},
};

/// How many may be sent at once.
const AT_ONCE: i64 = 5;
/// How long until one more may, in milliseconds.
const EACH: i64 = 20_000;
/// How many addresses are remembered.
const REMEMBERED: usize = 50_000;

/// Who sent lately. For each address stands the moment at which it may send as many at once as anyone (the generic
/// cell rate algorithm): one number, and after that moment there is nothing to remember.
#[derive(Debug, Default)]
pub(crate) struct Rate(Mutex<Table>);

#[derive(Debug, Default)]
struct Table {
    rested: HashMap<Key, i64>,
    /// The same by moment, so that those who rested the longest are forgotten first.
    order: BTreeSet<(i64, Key)>,
}

impl Rate {
    /// Counts one try.
    ///
    /// # Errors
    /// How many seconds until it may be tried again.
    pub fn tried(&self, key: Key, now: Time) -> Result<(), u64> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .tried(key, now.0, REMEMBERED)
    }
}

impl Table {
    fn tried(&mut self, key: Key, now: i64, remembered: usize) -> Result<(), u64> {
        while let Some((at, key)) = self.order.first().copied().filter(|(at, _)| *at <= now) {
            self.order.remove(&(at, key));
            self.rested.remove(&key);
        }
        let known = self.rested.get(&key).copied();
        // A clock that was set back keeps nobody out for longer than usual.
        let rested = known.unwrap_or(now).clamp(now, now + AT_ONCE * EACH) + EACH;
        let wait = rested - now - AT_ONCE * EACH;
        if wait > 0 {
            return Err(wait.unsigned_abs().div_ceil(1000));
        }
        if let Some(before) = known {
            self.order.remove(&(before, key));
        } else if self.order.len() >= remembered
            && let Some((at, soonest)) = self.order.pop_first()
        {
            debug_assert!(self.rested.get(&soonest) == Some(&at));
            self.rested.remove(&soonest);
        }
        self.rested.insert(key, rested);
        self.order.insert((rested, key));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{AT_ONCE, EACH, Rate, Table};
    use crate::caller::Key;
    use model::Time;

    fn key(n: u32) -> Key {
        Key::of(std::net::Ipv4Addr::from(n).into())
    }

    #[test]
    fn five_at_once_and_then_one_each_twenty_seconds() {
        let rate = Rate::default();
        let at = |now: i64| rate.tried(key(1), Time(now));
        for _ in 0..5 {
            assert_eq!(at(0), Ok(()));
        }
        assert_eq!(at(0), Err(20));
        assert_eq!(at(19_999), Err(1));
        assert_eq!(at(20_000), Ok(()));
        assert_eq!(at(20_001), Err(20));
        assert_eq!(rate.tried(key(2), Time(20_001)), Ok(()), "another's own");
        assert_eq!(at(39_999), Err(1), "a try in vain costs nothing");
        assert_eq!(at(40_000), Ok(()));
    }

    #[test]
    fn who_rested_is_forgotten_and_the_table_has_an_end() {
        let mut table = Table::default();
        for n in 0..100 {
            assert_eq!(table.tried(key(n), i64::from(n), 10), Ok(()));
            assert!(table.rested.len() <= 10 && table.order.len() == table.rested.len());
        }
        assert_eq!(table.tried(key(200), AT_ONCE * EACH * 2, 10), Ok(()));
        assert_eq!(table.rested.len(), 1);
    }

    #[test]
    fn a_clock_that_is_set_back_keeps_nobody_out_for_long() {
        let mut table = Table::default();
        for _ in 0..5 {
            assert_eq!(table.tried(key(1), 10_000_000, 10), Ok(()));
        }
        assert_eq!(table.tried(key(1), 0, 10), Err(20));
        assert_eq!(table.tried(key(1), 20_000, 10), Err(20));
    }
}
