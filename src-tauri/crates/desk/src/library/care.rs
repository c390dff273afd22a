//! Keeping a library well: check, backup, restore, repair, counts.

use crate::{Act, Checked, Desk, Hand, StatsView};
use model::{Error, Result, person::Role};
use serde::Deserialize;
use std::path::Path;
use store::Store;

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

/// Into which folder; `days` after how many days it is deleted again (0 for never), as the settings say without it.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Backup {
    pub dest: String,
    #[serde(default)]
    #[ts(optional)]
    pub days: Option<u32>,
}

/// Copies the library into another folder and checks the copy. The library remembers where it is, so that whoever is
/// forgotten is told of it, and deletes it when its day comes.
///
/// # Errors
/// `target-in-the-way`, `damaged`, `bad-setting`; system errors.
pub fn backup(desk: &Desk, hand: &Hand, ask: Backup) -> Result<Act> {
    desk.admit(hand)?;
    let dest =
        std::path::absolute(&ask.dest).map_err(|cause| Error::io(Path::new(&ask.dest), &cause))?;
    if ask.days.is_some_and(|days| days > super::show::MOST_DAYS) {
        return Err(super::show::too_many_days());
    }
    store::library::backup(&desk.store, &dest)?;
    verified(&dest, hand)?;
    let newest = Store::open(&dest)?.read(store::journal::newest_hash)?;
    let days = match ask.days {
        Some(days) => days,
        None => desk.store.read(store::person::settings)?.keep_backup_days,
    };
    let path = dest.to_string_lossy().into_owned();
    let backup = store::comment::Backup {
        path,
        at: hand.now,
        days,
        newest,
    };
    desk.store
        .local(|db| store::comment::note_backup(db, &backup))?;
    Ok(Act {
        words: format!("Backed up to {}", dest.display()),
        undo: false,
    })
}

/// Deletes the backups whose day has come: their database and their pictures, and the folder where nothing else is in it.
/// One that is another library by now, or was worked in since, is left alone and known no more. What can't be reached or
/// deleted now is tried again next time, and keeps no other from it.
///
/// # Errors
/// System errors of the library itself.
pub(crate) fn expire_backups(desk: &Desk, hand: &Hand) -> Result<()> {
    let own = desk.store.read(store::journal::first_hash)?;
    for backup in desk.store.read(store::comment::backups)? {
        let days = i64::from(backup.days).saturating_mul(86_400_000);
        let due = backup.at.0.saturating_add(days);
        if backup.days == 0 || due > hand.now.0 {
            continue;
        }
        let dir = Path::new(&backup.path);
        let gone = match still_that(dir, own.as_deref(), &backup.newest) {
            Ok(true) if dir != desk.dir() => delete(dir).is_ok(),
            Ok(_) => true,
            Err(_) => false,
        };
        if gone {
            desk.store
                .local(|db| store::comment::drop_backup(db, &backup.path))?;
        }
    }
    Ok(())
}

/// Whether a folder holds the backup that was made, and nobody worked in it since.
fn still_that(dir: &Path, own: Option<&str>, newest: &str) -> Result<bool> {
    let store = Store::open(dir)?;
    let first = store.read(store::journal::first_hash)?;
    Ok(first.as_deref() == own && store.read(store::journal::newest_hash)? == newest)
}

/// The database goes last: as long as it is there, it is known what the rest is.
fn delete(dir: &Path) -> Result<()> {
    let assets = dir.join("assets");
    if assets.is_dir() {
        std::fs::remove_dir_all(&assets).map_err(|cause| Error::io(&assets, &cause))?;
    }
    for file in [
        "library.db.before-repair",
        "library.db-wal",
        "library.db-shm",
        "library.db",
    ] {
        let file = dir.join(file);
        if file.exists() {
            std::fs::remove_file(&file).map_err(|cause| Error::io(&file, &cause))?;
        }
    }
    // Where somebody keeps something else in it, the folder stays.
    let _ = std::fs::remove_dir(dir);
    Ok(())
}

fn verified(dir: &Path, hand: &Hand) -> Result<()> {
    let found = store::journal::check(&Store::open(dir)?, &|done, total| {
        hand.progress.step(done, total)
    })?;
    match found.faults.first() {
        None => Ok(()),
        Some(fault) => Err(Error::damaged(
            "damaged",
            format!("The copy is damaged: {} {}", fault.path, fault.detail),
        )
        .hint("Run `copydesk library check` on the library itself.")),
    }
}

/// Makes a library in `dir` from the backup `from`, by an admin of it.
///
/// # Errors
/// `wrong-role`, `target-in-the-way`, `damaged`; system errors.
pub fn restore(from: &Desk, dir: &Path, hand: &Hand) -> Result<Act> {
    from.admit(hand)?;
    from.store.read(|db| hand.must(db, &[Role::Admin]))?;
    store::library::backup(&from.store, dir)?;
    verified(dir, hand)?;
    Ok(Act {
        words: format!("Restored to {}", dir.display()),
        undo: false,
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
