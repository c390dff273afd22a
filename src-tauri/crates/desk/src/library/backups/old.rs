//! Backups whose day has come, or whose room newer ones need.

use super::day_of;
use crate::{Act, Desk, Hand};
use model::{Error, Result, person::Role};
use serde::Deserialize;
use std::{collections::BTreeSet, fs, path::Path};
use store::library::Backup;

/// Deletes the backups whose day has come: their database and their pictures, and the folder where nothing else is in it.
/// One that is another library by now, or was worked in since, is left alone and known no more. What can't be reached or
/// deleted now is tried again next time, and keeps no other from it.
///
/// # Errors
/// System errors of the library itself.
pub(crate) fn expire_backups(desk: &Desk, hand: &Hand) -> Result<()> {
    let own = desk.store.read(store::journal::first_hash)?;
    for backup in desk.store.read(store::library::backups)? {
        if backup.days > 0 && day_of(&backup) <= hand.now {
            discard(desk, own.as_deref(), &backup)?;
        }
    }
    Ok(())
}

/// Deletes those that were made unasked and are not worth their room any more.
pub(super) fn thin_out(desk: &Desk, hand: &Hand) -> Result<()> {
    let own = desk.store.read(store::journal::first_hash)?;
    let mut all = desk.store.read(store::library::backups)?;
    all.retain(|one| one.automatic);
    // What somebody deleted by hand is none any more; what is on a disk that is not there still is one.
    for one in &all {
        let path = Path::new(&one.path);
        if !path.exists() && path.parent().is_some_and(Path::is_dir) {
            desk.store
                .local(|db| store::library::drop_backup(db, &one.path))?;
        }
    }
    all.retain(|one| Path::new(&one.path).exists());
    let made: Vec<_> = all.iter().map(|one| one.at).collect();
    let gone: BTreeSet<_> = model::backup::thinned(&made, hand.now)
        .into_iter()
        .collect();
    all.iter()
        .filter(|one| gone.contains(&one.at))
        .try_for_each(|one| discard(desk, own.as_deref(), one).map(drop))
}

/// Deletes a backup where it is still that, and says whether it is gone.
fn discard(desk: &Desk, own: Option<&str>, backup: &Backup) -> Result<bool> {
    let dir = Path::new(&backup.path);
    let gone = match still_that(dir, own, backup) {
        Ok(true) if dir != desk.dir() => delete(dir).is_ok(),
        Ok(_) => true,
        Err(_) => false,
    };
    if gone {
        desk.store
            .local(|db| store::library::drop_backup(db, &backup.path))?;
    }
    Ok(gone)
}

/// Whether a folder holds the backup that was made, and nobody worked in it since.
fn still_that(dir: &Path, own: Option<&str>, backup: &Backup) -> Result<bool> {
    if let Some(mark) = &backup.sealed {
        return Ok(super::sealed::mark(dir)?.to_string() == *mark);
    }
    let (first, newest) = store::library::ends(dir)?;
    Ok(first.as_deref() == own && newest == backup.newest)
}

/// The database goes last: as long as it is there, it is known what the rest is.
fn delete(dir: &Path) -> Result<()> {
    if dir.is_file() {
        return fs::remove_file(dir).map_err(|cause| Error::io(dir, &cause));
    }
    let assets = dir.join("assets");
    if assets.is_dir() {
        fs::remove_dir_all(&assets).map_err(|cause| Error::io(&assets, &cause))?;
    }
    store::library::forget_repair(dir)?;
    for file in ["library.db-wal", "library.db-shm", "library.db"] {
        let file = dir.join(file);
        if file.exists() {
            fs::remove_file(&file).map_err(|cause| Error::io(&file, &cause))?;
        }
    }
    // What was kept there of an older version goes with it.
    for entry in fs::read_dir(dir).map_err(|cause| Error::io(dir, &cause))? {
        let path = entry.map_err(|cause| Error::io(dir, &cause))?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if name.is_some_and(|name| name.starts_with(store::library::BEFORE_UPDATE)) {
            fs::remove_dir_all(&path).map_err(|cause| Error::io(&path, &cause))?;
        }
    }
    // Where somebody keeps something else in it, the folder stays.
    let _ = fs::remove_dir(dir);
    Ok(())
}

/// Which backup, by its path.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct RemoveBackup {
    pub path: String,
}

/// Deletes a backup that is known of; one that is not there, or is somebody's library by now, is only known no more.
///
/// # Errors
/// `wrong-role`, `no-such-backup`, `not-deleted`; system errors.
pub fn remove(desk: &Desk, hand: &Hand, ask: RemoveBackup) -> Result<Act> {
    desk.admit(hand)?;
    let (own, known) = desk.store.read(|db| {
        hand.must(db, &[Role::Admin])?;
        let known = super::again::known(db, &ask.path)?;
        Ok((store::journal::first_hash(db)?, known))
    })?;
    let there = Path::new(&known.path).exists();
    if there && !discard(desk, own.as_deref(), &known)? {
        return Err(Error::system(
            "not-deleted",
            format!("{} could not be deleted.", known.path),
        )
        .hint("See whether its disk may be written to, or delete it by hand."));
    }
    if !there {
        desk.store
            .local(|db| store::library::drop_backup(db, &known.path))?;
    }
    Ok(Act {
        words: format!("The backup {} is gone", known.path),
        undo: false,
    })
}
