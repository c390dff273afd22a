//! Backups: made, also unasked, known of, thinned out, deleted on their day, and made a library again.

mod again;
mod age;
mod made;
mod old;
mod sealed;
mod unasked;

pub use again::{RestoreBackup, restore, restore_known};
pub use made::{Backup, backup};
pub use old::{RemoveBackup, remove};
pub use unasked::{Plan, plan, unasked};

pub(crate) use again::{copied_to, disowned};
pub(crate) use old::expire_backups;

use crate::{BackupTrouble, BackupView, BackupsView, Desk, Hand};
use model::{Error, Result, Time};
use serde::Deserialize;
use std::path::{Path, PathBuf};

const DAY: i64 = 86_400_000;

/// Nothing to say.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
pub struct Backups {}

/// The backups that are known of, newest first, and how they are made unasked.
///
/// # Errors
/// System errors.
pub fn backups(desk: &Desk, _: &Hand, _: Backups) -> Result<BackupsView> {
    desk.store.read(|db| {
        let how = store::library::backing_up(db)?;
        let mut items = vec![];
        for one in store::library::backups(db)?.into_iter().rev() {
            let since = store::library::steps_since(db, &one.newest)?;
            items.push(BackupView {
                until: (one.days > 0).then(|| day_of(&one).to_string()),
                there: Path::new(&one.path).exists(),
                since: since.map(|n| i32::try_from(n).unwrap_or(i32::MAX)),
                path: one.path,
                at: one.at.to_string(),
                bytes: one.bytes,
                automatic: one.automatic,
                sealed: one.sealed.is_some(),
                verified: one.verified.map(|at| at.to_string()),
            });
        }
        Ok(BackupsView {
            on: !how.off,
            folder: folder(desk, how.folder.as_deref()).display().to_string(),
            chosen: how.folder.is_some(),
            trouble: trouble(&how),
            items,
        })
    })
}

/// What kept the last one from being made unasked.
pub(crate) fn trouble(how: &store::library::Backups) -> Option<BackupTrouble> {
    let error: Error = serde_json::from_str(how.trouble.as_deref()?).ok()?;
    Some(BackupTrouble {
        at: how.tried?.to_string(),
        code: error.code,
        message: error.message,
        hint: error.hint,
    })
}

/// The day on which a backup is deleted that is kept for some days.
fn day_of(backup: &store::library::Backup) -> Time {
    let days = i64::from(backup.days).saturating_mul(DAY);
    Time(backup.at.0.saturating_add(days))
}

/// The folder of those that are made unasked: the one that was chosen, or one beside the library.
fn folder(desk: &Desk, chosen: Option<&str>) -> PathBuf {
    match chosen {
        Some(folder) => folder.into(),
        None => beside(desk, "backups"),
    }
}

/// A path beside the library, named after it.
fn beside(desk: &Desk, what: &str) -> PathBuf {
    let dir = std::path::absolute(desk.dir()).unwrap_or_else(|_| desk.dir().to_owned());
    let name = dir
        .file_name()
        .map_or_else(|| "library".into(), |name| name.to_string_lossy());
    let named = format!("{name} {what}");
    dir.with_file_name(named)
}
