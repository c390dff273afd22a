//! The clock and the random source, which only the shell and the terminal read: the time of an act, new ids and new
//! secrets.

use model::Time;
use std::{
    sync::{Mutex, PoisonError},
    time::{SystemTime, UNIX_EPOCH},
};
use uuid::Uuid;

/// The time of now, to the millisecond.
#[expect(
    clippy::disallowed_methods,
    reason = "the shell reads the clock for everyone"
)]
pub fn now() -> Time {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Time(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Makes ids that sort in the order in which they were made, also within a millisecond.
#[derive(Default)]
pub struct Source {
    /// The last id's millisecond, and how many ids that millisecond has had.
    last: Mutex<(u64, u16)>,
}

impl desk::Ids for Source {
    fn id(&self) -> Uuid {
        let (millis, count) = self.tick(u64::try_from(now().0).unwrap_or(0));
        let mut tail = [0; 10];
        fill(&mut tail);
        // The 12 bits after the time hold the count, so that two ids of one millisecond keep their order.
        let [high, low] = count.to_be_bytes();
        tail[0] = high;
        tail[1] = low;
        uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
    }

    fn secret(&self) -> [u8; 32] {
        let mut secret = [0; 32];
        fill(&mut secret);
        secret
    }
}

impl Source {
    /// The millisecond and the count for one more id; never below the one before, whatever the clock does.
    fn tick(&self, now: u64) -> (u64, u16) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = match *last {
            (before, _) if now > before => (now, 0),
            (before, 0xFFF) => (before + 1, 0),
            (before, count) => (before, count + 1),
        };
        *last
    }
}

/// Fills `bytes` from the system's random source. Without one there can be no key and no id: the program ends rather
/// than make a guessable one.
fn fill(bytes: &mut [u8]) {
    if getrandom::fill(bytes).is_err() {
        tracing::error!("the system's random source failed");
        std::process::abort();
    }
}

#[cfg(test)]
mod tests {
    use super::Source;
    use desk::Ids;

    #[test]
    fn ids_are_of_version_7_and_sort_as_they_were_made() {
        let source = Source::default();
        let made: Vec<_> = (0..10_000).map(|_| source.id()).collect();
        assert!(made.iter().all(|id| id.get_version_num() == 7));
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn a_clock_that_goes_back_does_not_turn_the_order_around() {
        let source = Source::default();
        assert_eq!(source.tick(500), (500, 0));
        assert_eq!(source.tick(400), (500, 1));
        assert_eq!(source.tick(501), (501, 0));
    }

    #[test]
    fn secrets_differ() {
        let source = Source::default();
        assert_ne!(source.secret(), source.secret());
    }
}
