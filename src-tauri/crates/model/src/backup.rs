//! Which backups are worth keeping as they grow older.

use crate::Time;
use std::collections::BTreeSet;

const DAY: i64 = 86_400_000;

/// Until when every one is kept, and then one of each day, each week, each month.
const EVERY: i64 = 2 * DAY;
const DAILY: i64 = 14 * DAY;
const WEEKLY: i64 = 91 * DAY;
const MONTHLY: i64 = 366 * DAY;

/// Of backups that were made at these times, those that are not worth their room any more: all of the last two days stay, the last
/// of each day for two weeks, of each week for three months, of each month for a year. The newest stays however old it is, and so
/// does one that is from a day to come, since then a clock was wrong, and nobody knows which. Days, weeks and months are those of
/// UTC, so that what is decided of a day that is over stays decided.
#[must_use]
pub fn thinned(made: &[Time], now: Time) -> Vec<Time> {
    let mut newest_first = made.to_vec();
    newest_first.sort_unstable_by(|one, other| other.cmp(one));
    let mut had = BTreeSet::new();
    newest_first
        .into_iter()
        .enumerate()
        .filter(|(nth, at)| {
            let slot = slot(*at, now.0.saturating_sub(at.0));
            let kept = slot.is_some_and(|slot| had.insert(slot));
            *nth > 0 && !kept
        })
        .map(|(_, at)| at)
        .collect()
}

/// The room that one takes, of which there is one for each; none where it is too old for any.
fn slot(at: Time, age: i64) -> Option<(u8, i64)> {
    let day = at.0.div_euclid(DAY);
    match age {
        ..EVERY => Some((0, at.0)),
        EVERY..DAILY => Some((1, day)),
        // The epoch was a Thursday; weeks begin on Mondays.
        DAILY..WEEKLY => Some((2, (day + 3).div_euclid(7))),
        WEEKLY..MONTHLY => Some((3, at.month())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{DAY, thinned};
    use crate::Time;
    use std::collections::BTreeSet;

    const START: i64 = 1_764_547_200_000;
    const HOUR: i64 = DAY / 24;

    #[test]
    fn two_years_of_work_leave_a_few_of_each_age() {
        let mut kept: BTreeSet<Time> = BTreeSet::new();
        let mut now = START;
        while now < START + 730 * DAY {
            kept.insert(Time(now));
            let made: Vec<Time> = kept.iter().copied().collect();
            for gone in thinned(&made, Time(now)) {
                kept.remove(&gone);
            }
            now += 6 * HOUR;
        }
        now -= 6 * HOUR;
        let within = |from: i64, to: i64| {
            let ages = kept.iter().map(|at| (now - at.0) / DAY);
            ages.filter(|age| (from..to).contains(age)).count()
        };
        assert_eq!(within(0, 2), 8, "every one of two days");
        assert_eq!(within(2, 14), 12, "one a day");
        assert!((10..=13).contains(&within(14, 91)), "one a week");
        assert!((8..=11).contains(&within(91, 366)), "one a month");
        assert_eq!(within(366, 10_000), 0);
        assert!(kept.len() <= 44, "{}", kept.len());
    }

    #[test]
    fn the_newest_stays_and_so_does_one_from_a_day_to_come() {
        let old = Time(START);
        let now = Time(START + 3000 * DAY);
        assert!(thinned(&[old], now).is_empty());
        let other = Time(START + DAY);
        assert_eq!(thinned(&[old, other], now), [old]);
        // The clock is set back by a year: what is here is from days to come, and none of it goes.
        let made: Vec<Time> = (0..50).map(|n| Time(START + n * HOUR)).collect();
        assert!(thinned(&made, Time(START - 365 * DAY)).is_empty());
        assert!(thinned(&[], now).is_empty());
    }

    #[test]
    fn what_is_decided_of_a_day_stays_decided() {
        let day: Vec<Time> = (0..4).map(|n| Time(START + n * 6 * HOUR)).collect();
        let later = Time(START + 20 * DAY);
        let mut made = day.clone();
        made.push(later);
        let once = thinned(&made, Time(START + 5 * DAY));
        assert_eq!(once.len(), 3, "the last of the day stays");
        made.retain(|at| !once.contains(at));
        assert!(made.contains(&day[3]));
        assert!(thinned(&made, Time(START + 40 * DAY)).is_empty());
    }
}
