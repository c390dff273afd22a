//! Keeping a library well: check, repair, counts.

use crate::{Act, Checked, Desk, Hand, StatsView};
use model::{Result, person::Role};
use serde::Deserialize;
use std::path::Path;

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct Check {}

/// Checks everything: the file, the texts, the journal's chain, and the tables against the journal.
///
/// # Errors
/// `cancelled`; system errors. Damage is in what is returned.
pub fn check(desk: &Desk, hand: &Hand, _: Check) -> Result<Checked> {
    let found = store::journal::check(&desk.store, &|done, total| hand.progress.step(done, total))?;
    Ok(Checked {
        ok: found.faults.is_empty(),
        faults: found.faults,
        entries: i32::try_from(found.entries).unwrap_or(i32::MAX),
    })
}

/// Makes the tables again from journal and texts; what was there is kept beside.
///
/// # Errors
/// `wrong-role`, `library-in-use`; system errors.
pub fn repair(dir: &Path, hand: &Hand) -> Result<Act> {
    let desk = Desk::open(dir)?;
    desk.admit(hand)?;
    desk.store.read(|db| hand.must(db, &[Role::Admin]))?;
    drop(desk);
    let words = match store::journal::repair(dir)? {
        0 => "Repaired; nothing was lost. The old file is beside it as library.db.before-repair"
            .to_owned(),
        n => format!(
            "Repaired; {n} entries could not be read. The old file is beside it as library.db.before-repair"
        ),
    };
    Ok(Act { words, undo: false })
}

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct Stats {}

/// How much there is of everything.
///
/// # Errors
/// System errors.
pub fn stats(desk: &Desk, _: &Hand, _: Stats) -> Result<StatsView> {
    let counts = desk.store.read(store::library::stats)?;
    let bytes = counts[6];
    let [articles, revisions, comments, people, entries, blobs, _] =
        counts.map(|count| i32::try_from(count).unwrap_or(i32::MAX));
    Ok(StatsView {
        articles,
        revisions,
        comments,
        people,
        entries,
        blobs,
        bytes,
    })
}
