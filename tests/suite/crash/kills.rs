//! The terminal program, killed at random moments of everything that it writes: the library opens, its check is clean, and
//! all that was acknowledged is there.

use super::{
    CHIEF,
    deeds::{Deed, Floor, Ready, SORTS, Trace},
    leaves_nothing_behind,
};
use std::{
    collections::BTreeMap,
    path::Path,
    process::Stdio,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// How many are killed, where nobody says.
const KILLS: u64 = 60;

fn number(name: &str) -> Option<u64> {
    let asked = std::env::var(name).ok()?;
    Some(asked.parse().unwrap())
}

/// Numbers that nobody can foresee, from a seed that a failure names.
struct Dice(u64);

impl Dice {
    /// From `COPYDESK_SEED`, or from the clock.
    fn thrown() -> Self {
        Self(number("COPYDESK_SEED").unwrap_or_else(|| {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
            now.as_secs() << 30 | u64::from(now.subsec_nanos())
        }))
    }

    fn below(&mut self, limit: u64) -> u64 {
        // Marsaglia's xorshift64, good enough to choose moments.
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit.max(1)
    }
}

/// What came of it so far.
#[derive(Default)]
struct Tally {
    killed: BTreeMap<&'static str, u64>,
    /// How many were at the library when they were killed: a log stood beside the file.
    at_work: u64,
    acknowledged: Vec<(Deed, Trace)>,
    lost: u64,
}

impl Tally {
    fn kills(&self) -> u64 {
        self.killed.values().sum()
    }

    fn told(&self, seed: u64) {
        let by: Vec<String> = self
            .killed
            .iter()
            .map(|(sort, n)| format!("{sort} {n}"))
            .collect();
        println!(
            "kills: {} ({}), {} of them at work on the library; acknowledged {}, lost {}; seed {seed}",
            self.kills(),
            by.join(", "),
            self.at_work,
            self.acknowledged.len(),
            self.lost
        );
    }
}

/// How long a deed takes that nobody disturbs.
fn usual(floor: &Floor, deed: Deed, round: usize) -> u64 {
    let ready = floor.ready(deed, round);
    let begun = Instant::now();
    let done = floor.command(&ready).output().unwrap();
    let took = begun.elapsed();
    assert!(
        done.status.success() && floor.is_there(&ready.trace),
        "{deed:?}: {}",
        String::from_utf8_lossy(&done.stderr)
    );
    u64::try_from(took.as_micros()).unwrap()
}

/// Does it, and kills it after so long; whether it was done before.
fn killed_after(floor: &Floor, ready: &Ready, moment: Duration) -> bool {
    let mut child = floor
        .command(ready)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(moment);
    // It may be done already; then its end is what counts.
    let _ = child.kill();
    let ended = child.wait().unwrap();
    assert!(
        ended.success() || ended.code().is_none(),
        "{:?}: {ended}",
        ready.args
    );
    ended.success()
}

#[test]
fn killed_at_any_moment_of_any_deed_nothing_that_was_acknowledged_is_lost() {
    let kills = number("COPYDESK_KILLS").unwrap_or(KILLS);
    let mut dice = Dice::thrown();
    let seed = dice.0;
    let floor = Floor::new(usize::try_from(kills).unwrap() + SORTS.len() * 3);
    let mut long = BTreeMap::new();
    let deeds = SORTS.iter().flat_map(|(_, deeds)| *deeds);
    for (round, deed) in deeds.enumerate() {
        long.insert(*deed, usual(&floor, *deed, round));
    }
    let mut tally = Tally::default();
    let mut round = long.len();
    while tally.kills() < kills {
        let (sort, deeds) = SORTS[round % SORTS.len()];
        let deed = deeds[round / SORTS.len() % deeds.len()];
        let ready = floor.ready(deed, round);
        let moment = Duration::from_micros(dice.below(long[&deed] * 11 / 10));
        let done = killed_after(&floor, &ready, moment);
        let when = format!("seed {seed}, round {round}, {deed:?} killed after {moment:?}");
        tally.at_work +=
            u64::from(!done && Path::new(&ready.library).join("library.db-wal").exists());
        floor.is_whole(&ready.library, &when);
        if done {
            tally.acknowledged.push((deed, ready.trace));
        } else {
            *tally.killed.entry(sort).or_default() += 1;
            floor.is_done_or_not(&ready, &when);
        }
        if let Some((deed, trace)) = tally.acknowledged.last() {
            assert!(floor.is_there(trace), "{when}: {deed:?} {trace:?} is lost");
        }
        round += 1;
    }
    let lost = |(_, trace): &&(Deed, Trace)| !floor.is_there(trace);
    let lost: Vec<_> = tally.acknowledged.iter().filter(lost).collect();
    assert!(lost.is_empty(), "seed {seed}: lost {lost:?}");
    tally.told(seed);
    for (sort, _) in SORTS {
        assert!(tally.killed.contains_key(sort), "nobody was killed {sort}");
    }
    for out in ["bundle.zip", "bundle"] {
        floor.room.json(CHIEF, &["export", "--out", out]);
    }
    floor.room.json(CHIEF, &["library", "backup", "last"]);
    leaves_nothing_behind(&floor.room);
}
