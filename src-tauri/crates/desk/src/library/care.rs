//! Keeping a library well: check, repair, counts.

use crate::{Checked, Desk, Hand, StatsView};
use model::{Kind, Result, bundle::Fault, person::Role};
use serde::Deserialize;
use std::path::Path;
use store::journal::Depth;

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct Check {}

/// Checks everything: the file, the texts, the journal's chain, the tables against the journal, and what stays in the library
/// alone by what is known of it.
///
/// # Errors
/// `cancelled`; system errors. Damage is in what is returned.
pub fn check(desk: &Desk, hand: &Hand, _: Check) -> Result<Checked> {
    let mut found = store::journal::check(&desk.store, Depth::All, &|done, total| {
        hand.progress.step(done, total)
    })?;
    // The public halves are the journal's: where that is damaged, nothing is held against them.
    if found.faults.iter().all(|fault| fault.kind == "local") {
        found.faults.extend(desk.store.read(crate::key::faults)?);
    }
    Ok(Checked {
        ok: found.faults.is_empty(),
        faults: found.faults,
        entries: i32::try_from(found.entries).unwrap_or(i32::MAX),
    })
}

/// What a repair did, in words and one by one.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Repaired {
    pub words: String,
    pub lost: Vec<Fault>,
    pub mended: Vec<Fault>,
}

/// Makes the library again from what can be read of it; what was there is kept beside. An admin does it; where the library is so
/// damaged that nobody can be asked for, or no admin is left in it, whoever has it does, since a repair gives nobody anything that
/// the journal does not say they have.
///
/// # Errors
/// `wrong-role`, `library-in-use`; what opening says of a file in which nothing of a library is found; system errors.
pub fn repair<'a>(dir: &Path, hand: impl FnOnce(&Desk) -> Result<Hand<'a>>) -> Result<Repaired> {
    match may_repair(dir, hand) {
        // Whether it is newer, or only says so, is found out by who makes it again.
        Err(error) if error.kind == Kind::Damaged || error.code == "newer-library" => {}
        asked => asked?,
    }
    let done = make_again(dir)?;
    let again = match done.mended.len() {
        1 => "1 that was damaged is whole again".to_owned(),
        n => format!("{n} that were damaged are whole again"),
    };
    let what = match (done.lost.len(), done.mended.len()) {
        (0, 0) => "Nothing was lost: every entry, text and picture is whole, and all else was made again from them".to_owned(),
        (0, _) => format!("Repaired; nothing was lost, and {again}"),
        (n, 0) => format!("Repaired; {n} could not be brought back"),
        (n, _) => format!("Repaired; {n} could not be brought back, and {again}"),
    };
    Ok(Repaired {
        words: format!("{what}. The old file is beside it as {}", done.before),
        lost: done.lost,
        mended: done.mended,
    })
}

/// Makes the library again from what can be read of it, whoever asks: [`repair`] without its question.
///
/// # Errors
/// As [`store::journal::make_again`].
pub fn make_again(dir: &Path) -> Result<store::journal::Repaired> {
    let mut done = store::journal::make_again(dir)?;
    // The public halves are the journal's: what is lost of that would have one take a whole key for a damaged one.
    if done.lost.iter().any(|lost| lost.kind != "local") {
        return Ok(done);
    }
    let desk = Desk::open(dir)?;
    if desk.store.shared().is_none() {
        let keys = desk.store.local(crate::key::mend)?;
        done.lost.extend(keys.lost);
        done.mended.extend(keys.mended);
    }
    Ok(done)
}

fn may_repair<'a>(dir: &Path, hand: impl FnOnce(&Desk) -> Result<Hand<'a>>) -> Result<()> {
    let desk = Desk::open(dir)?;
    let people = desk.store.read(store::person::list)?;
    if !people.iter().any(|one| one.roles.contains(&Role::Admin)) {
        return Ok(());
    }
    let hand = hand(&desk)?;
    desk.admit(&hand)?;
    desk.store.read(|db| hand.must(db, &[Role::Admin]))?;
    Ok(())
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
