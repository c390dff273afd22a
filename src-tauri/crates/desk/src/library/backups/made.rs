//! A backup made: copied while people work, found whole, and only then put in its place.

use super::{super::show, folder};
use crate::{Act, Desk, Hand, Passphrase, export::outside};
use model::{Error, Result, bundle::Fault};
use press::place::{Beside, clear_left, in_the_way};
use serde::Deserialize;
use std::{
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};
use store::{Store, journal::Depth, library::Backup as Known};

/// Into which folder, or into which file where it is sealed with a `passphrase`; without one it goes to the backups that are made
/// unasked, and goes as they go. `days` after how many days it is deleted again (0 for never), as the settings say without it.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[ts(optional_fields)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Backup {
    pub dest: Option<String>,
    pub days: Option<u32>,
    #[ts(as = "Option<String>")]
    pub passphrase: Option<Passphrase>,
}

/// Copies the library into another folder and checks the copy. The library remembers where it is, so that whoever is
/// forgotten is told of it, and deletes it when its day comes.
///
/// # Errors
/// `target-in-the-way`, `target-busy`, `inside-the-library`, `short-passphrase`, `cancelled`, `damaged`, `bad-setting`; system
/// errors. Nothing is then left there.
pub fn backup(desk: &Desk, hand: &Hand, ask: Backup) -> Result<Act> {
    desk.admit(hand)?;
    if ask.days.is_some_and(|days| days > show::MOST_DAYS) {
        return Err(show::too_many_days());
    }
    if let Some(passphrase) = &ask.passphrase {
        passphrase.must_do()?;
    }
    let dest = match &ask.dest {
        Some(dest) => {
            std::path::absolute(dest).map_err(|cause| Error::io(Path::new(dest), &cause))?
        }
        None => next_in_folder(desk, hand, ask.passphrase.is_some())?,
    };
    let (made, lacks) = make(desk, hand, &dest, &ask)?;
    Ok(Act {
        words: format!("Backed up to {}{}", made.path, without(lacks)),
        undo: false,
    })
}

/// The place of the next one that goes to those that are made unasked.
pub(super) fn next_in_folder(desk: &Desk, hand: &Hand, sealed: bool) -> Result<PathBuf> {
    let (how, settings) = desk.store.read(|db| {
        Ok((
            store::library::backing_up(db)?,
            store::person::settings(db)?,
        ))
    })?;
    let folder = folder(desk, how.folder.as_deref());
    // A folder that was chosen may be on a disk that is not there now; then it is no folder of this one.
    if how.folder.is_some() && !folder.is_dir() {
        return Err(Error::unreadable(
            "not-found",
            format!(
                "The folder for backups, {}, is not there.",
                folder.display()
            ),
        )
        .hint("Connect the disk that it is on, or choose another folder for backups."));
    }
    let name = desk
        .dir()
        .file_name()
        .map_or_else(|| "library".into(), |name| name.to_string_lossy());
    let end = if sealed { ".age" } else { "" };
    Ok(folder.join(format!(
        "{name} {}{end}",
        hand.now.in_a_name(&settings.time_zone)
    )))
}

/// Makes one, and remembers it; with how many pictures it lacks as the library does.
pub(super) fn make(desk: &Desk, hand: &Hand, dest: &Path, ask: &Backup) -> Result<(Known, usize)> {
    outside(desk, dest)?;
    let (known, settings) = desk
        .store
        .read(|db| Ok((store::library::backups(db)?, store::person::settings(db)?)))?;
    let path = dest
        .to_str()
        .ok_or_else(|| {
            Error::usage(
                "bad-path",
                format!("The name {} can’t be remembered.", dest.display()),
            )
        })?
        .to_owned();
    free(dest)?;
    if let Some(folder) = dest.parent() {
        clear_left(folder);
    }
    let beside = Beside::of(dest)?;
    let (newest, bytes, sealed, lacks) = match &ask.passphrase {
        Some(passphrase) => sealed(desk, hand, &beside.path("new"), passphrase)?,
        None => {
            let before = known
                .iter()
                .rev()
                .filter(|one| one.automatic && one.sealed.is_none())
                .map(|one| Path::new(&one.path))
                .find(|path| path.parent() == dest.parent() && path.is_dir());
            // Only those that come and go together share files: who makes one by hand may carry it away.
            let before = before.filter(|_| ask.dest.is_none());
            // Nobody waits for one that is made unasked, every few hours: what all else is made of is looked through.
            let depth = match &ask.dest {
                Some(_) => Depth::All,
                None => Depth::Sources,
            };
            plain(desk, hand, &beside.path("new"), before, depth)?
        }
    };
    beside.put_to_stay("new")?;
    let made = Known {
        path,
        at: hand.now,
        days: ask.days.unwrap_or(settings.keep_backup_days),
        newest,
        automatic: ask.dest.is_none(),
        bytes: i64::try_from(bytes).unwrap_or(i64::MAX),
        verified: Some(hand.now),
        sealed,
    };
    remember(desk, &beside, &made)?;
    Ok((made, lacks))
}

/// The hash of the newest entry in what was made, its bytes, by what it is known again where it is sealed, and how many pictures it
/// lacks as the library does.
type Made = (String, u64, Option<String>, usize);

/// A folder like the library's own.
fn plain(
    desk: &Desk,
    hand: &Hand,
    part: &Path,
    before: Option<&Path>,
    depth: Depth,
) -> Result<Made> {
    let mut bytes = copied(desk, hand, part, before)?;
    let look = || {
        let pictures = verified(part, depth, (room(desk), COPYING), hand)?;
        lacking(desk, pictures)
    };
    let lacks = match look() {
        // It may be a picture in the one before that went bad since it was looked at.
        Err(error) if before.is_some() && error.code == "damaged" => {
            fs::remove_dir_all(part).map_err(|cause| Error::io(part, &cause))?;
            bytes = copied(desk, hand, part, None)?;
            look()?
        }
        looked => looked?,
    };
    let (_, newest) = store::library::ends(part)?;
    Ok((newest, bytes, None, lacks))
}

/// One file. What goes into it is copied and looked through in the library's own folder first, so that nothing that is not sealed
/// gets to where the file goes.
fn sealed(desk: &Desk, hand: &Hand, part: &Path, passphrase: &Passphrase) -> Result<Made> {
    let inside = Beside::of(&desk.dir().join("sealing"))?;
    let copy = inside.path("new");
    // Its own pictures are files that are never written to: they need no copy.
    copied(desk, hand, &copy, Some(desk.dir()))?;
    let pictures = verified(&copy, Depth::All, (room(desk), COPYING), hand)?;
    let lacks = lacking(desk, pictures)?;
    let (_, newest) = store::library::ends(&copy)?;
    let (bytes, mark) = super::sealed::seal(&copy, part, passphrase, hand)?;
    Ok((newest, bytes, Some(mark.to_string()), lacks))
}

/// What can't be remembered could neither be told of nor deleted on its day: it does not stay.
fn remember(desk: &Desk, beside: &Beside, made: &Known) -> Result<()> {
    if desk.store.shared().is_some() {
        return Ok(());
    }
    let kept = desk.store.local(|db| store::library::note_backup(db, made));
    if kept.is_err() {
        beside.take_back("new")?;
    }
    kept
}

/// How far a copy is, of a thousand parts; what is left of them is for looking through it.
pub(super) const COPYING: u64 = 700;

fn copied(desk: &Desk, hand: &Hand, to: &Path, before: Option<&Path>) -> Result<u64> {
    store::library::copy(&desk.store, to, before, &|done, total| {
        hand.progress.step(done * COPYING / total.max(1), 1000)
    })
}

/// Looks through a copy, as far as `depth` says; with a folder that has room for what its journal makes, and how far all is by then,
/// of a thousand parts. What is wrong with its pictures is returned: all else is there without them.
pub(super) fn verified(
    dir: &Path,
    depth: Depth,
    (room, from): (Option<&Path>, u64),
    hand: &Hand,
) -> Result<Vec<Fault>> {
    let store = Store::open_anyway(dir)?;
    let found = store::journal::check_by(&store, depth, room, &|done, total| {
        hand.progress
            .step(from + done * (1000 - from) / total.max(1), 1000)
    })?;
    let (pictures, others): (Vec<Fault>, Vec<Fault>) = found
        .faults
        .into_iter()
        .partition(|fault| fault.kind == "asset");
    match others.first() {
        None => Ok(pictures),
        Some(fault) => Err(damaged(fault)),
    }
}

/// The pictures that a copy lacks, as many as the library itself: one that only the copy lacks was lost on the way.
fn lacking(desk: &Desk, pictures: Vec<Fault>) -> Result<usize> {
    if pictures.is_empty() {
        return Ok(0);
    }
    let own = desk.store.read(|db| store::asset::faults(desk.dir(), db))?;
    match pictures
        .iter()
        .find(|one| own.iter().all(|other| other.path != one.path))
    {
        None => Ok(pictures.len()),
        Some(lost) => Err(damaged(lost)),
    }
}

/// What is said where pictures are missing, after what was done.
pub(super) fn without(pictures: usize) -> String {
    match pictures {
        0 => String::new(),
        1 => "; 1 picture is missing or damaged, which `copydesk library check` names".to_owned(),
        n => format!("; {n} pictures are missing or damaged, which `copydesk library check` names"),
    }
}

/// Where there is room while a copy is looked through: beside the library, where it may be written at all, and not on whatever disk
/// the copy is made for.
fn room(desk: &Desk) -> Option<&Path> {
    desk.store.shared().is_none().then(|| desk.dir())
}

/// What is said of a copy in which a fault was found.
pub(super) fn damaged(fault: &Fault) -> Error {
    Error::damaged(
        "damaged",
        format!("The copy is damaged: {} {}", fault.path, fault.detail),
    )
    .hint("Run `copydesk library check` on the library itself.")
}

/// Makes room for something at `dest`: the folder that it is in, where it is missing, and an empty one of its name goes.
pub(super) fn free(dest: &Path) -> Result<()> {
    if let Some(parent) = dest.parent() {
        store::private::folder(parent).map_err(|cause| Error::io(parent, &cause))?;
    }
    match fs::remove_dir(dest) {
        Ok(()) => Ok(()),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(()),
        Err(cause) if cause.kind() == ErrorKind::DirectoryNotEmpty => Err(Error::refused(
            "target-in-the-way",
            format!("{} is not empty.", dest.display()),
        )
        .hint("Choose a new folder.")),
        Err(cause) if cause.kind() == ErrorKind::NotADirectory => Err(in_the_way(dest)),
        // Where a disk is mounted nothing else can be put.
        Err(cause) if cause.kind() == ErrorKind::ResourceBusy => Err(Error::refused(
            "target-in-the-way",
            format!("{} is a disk itself.", dest.display()),
        )
        .hint("Name a new folder on it.")),
        Err(cause) => Err(Error::io(dest, &cause)),
    }
}
