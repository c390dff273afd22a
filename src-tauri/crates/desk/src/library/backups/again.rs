//! A backup made a library again, in a folder of its own.

use super::{super::must_be_here, beside, made, sealed};
use crate::{Desk, Hand, Passphrase, Restored};
use model::{Error, Result, person::Role};
use press::place::Beside;
use serde::Deserialize;
use std::{fs, path::Path};
use store::{Db, Store, journal::Depth, library::Backup};

/// Makes a library in `dir` from the backup `from`, which is left as it is, by an admin of it: `who` says whose hand it is, of
/// the people who work in the backup.
///
/// # Errors
/// `wrong-role`, `target-in-the-way`, `synced-folder`, `damaged`; system errors. Nothing is then left there.
pub fn restore<'a>(
    from: &Path,
    dir: &Path,
    passphrase: Option<&Passphrase>,
    who: impl FnOnce(&Desk) -> Result<Hand<'a>>,
) -> Result<Restored> {
    let dir = &std::path::absolute(dir).map_err(|cause| Error::io(dir, &cause))?;
    must_be_here(dir)?;
    // Whether there is one at all, before anything is made for it.
    let backup = (!from.is_file()).then(|| Store::peek(from)).transpose()?;
    made::free(dir)?;
    let place = Beside::of(dir)?;
    let part = place.path("new");
    match (backup, passphrase) {
        (Some(backup), _) => {
            store::library::copy(&backup, &part, None, &|_, _| true)?;
        }
        (None, Some(passphrase)) => sealed::unseal(from, &part, passphrase)?,
        (None, None) => {
            // Whether it is one at all is said first.
            sealed::mark(from)?;
            return Err(
                Error::refused("sealed-backup", "A passphrase seals this backup.").hint(
                    "In the terminal, name the file that holds it with --seal-with, or - for standard input.",
                ),
            );
        }
    }
    let desk = Desk::open_anyway(&part)?;
    let hand = who(&desk)?;
    desk.admit(&hand)?;
    desk.store.read(|db| hand.must(db, &[Role::Admin]))?;
    drop(desk);
    disowned(&part)?;
    let (again, pictures) = mended(&part, &hand).map_err(of_backup)?;
    let again = match again {
        true => {
            // Whose hand it is was asked of tables that were not what the journal says.
            Store::open_anyway(&part)?.read(|db| hand.must(db, &[Role::Admin]))?;
            "; what is made of its journal was damaged in the backup, and was made again"
        }
        false => "",
    };
    place.put_to_stay("new")?;
    Ok(Restored {
        words: format!(
            "Restored to {}{again}{}",
            dir.display(),
            made::without(pictures)
        ),
        path: dir.display().to_string(),
    })
}

/// Looks through a copy; where only what is made of its journal is damaged, makes that again, and says so. With how many of its
/// pictures are missing or damaged.
fn mended(part: &Path, hand: &Hand) -> Result<(bool, usize)> {
    let look = |depth, from| {
        made::verified(part, depth, (Some(part), from), hand).map(|pictures| pictures.len())
    };
    match look(Depth::All, made::COPYING) {
        Err(error) if error.code == "damaged" => {}
        looked => return looked.map(|pictures| (false, pictures)),
    }
    look(Depth::Sources, ALMOST)?;
    let done = store::journal::make_again(part)?;
    if let Some(lost) = done.lost.iter().find(|lost| lost.kind != "asset") {
        return Err(made::damaged(lost));
    }
    let before = part.join(&done.before);
    fs::remove_file(&before).map_err(|cause| Error::io(&before, &cause))?;
    look(Depth::All, ALMOST).map(|pictures| (true, pictures))
}

/// How far a restore is, of a thousand parts, where something has to be made again.
const ALMOST: u64 = 960;

/// What to do about a backup that can't be restored as it is.
fn of_backup(error: Error) -> Error {
    match error.code.as_str() {
        "damaged" => error.hint(
            "Restore another backup; or copy this one into a new folder and run `copydesk --library FOLDER library repair` there.",
        ),
        _ => error,
    }
}

/// Makes a library in `dir` by `fill`, looks through it, and puts it there; with what is said of pictures that are missing.
pub(crate) fn copied_to(
    dir: &Path,
    hand: &Hand,
    fill: impl FnOnce(&Path) -> Result<()>,
) -> Result<String> {
    made::free(dir)?;
    let place = Beside::of(dir)?;
    let part = place.path("new");
    fill(&part)?;
    let pictures = made::verified(&part, Depth::All, (Some(&part), made::COPYING), hand)?;
    place.put_to_stay("new")?;
    Ok(made::without(pictures.len()))
}

/// The backups of the library that a copy was made of are not the copy's own.
pub(crate) fn disowned(part: &Path) -> Result<()> {
    Store::open_anyway(part)?.local(store::library::disown_backups)
}

/// Which backup, by its path, and into which folder; into one beside the library where none is named.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[ts(optional_fields)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct RestoreBackup {
    pub from: String,
    pub dir: Option<String>,
    #[ts(as = "Option<String>")]
    pub passphrase: Option<Passphrase>,
}

/// Makes a library of a backup that this one knows of.
///
/// # Errors
/// As [`restore`]; `no-such-backup`.
pub fn restore_known(desk: &Desk, hand: &Hand, ask: RestoreBackup) -> Result<Restored> {
    desk.admit(hand)?;
    let (known, settings) = desk
        .store
        .read(|db| Ok((known(db, &ask.from)?, store::person::settings(db)?)))?;
    let dir = match &ask.dir {
        Some(dir) => dir.into(),
        None => beside(
            desk,
            &format!("restored {}", hand.now.in_a_name(&settings.time_zone)),
        ),
    };
    restore(
        Path::new(&known.path),
        &dir,
        ask.passphrase.as_ref(),
        |_| Ok(hand.again()),
    )
}

/// The backup of this path.
pub(super) fn known(db: &Db, path: &str) -> Result<Backup> {
    let mut all = store::library::backups(db)?;
    all.retain(|one| one.path == path);
    all.pop().ok_or_else(|| {
        Error::usage("no-such-backup", "The library knows of no such backup.")
            .hint("`copydesk library backups` lists them.")
    })
}
