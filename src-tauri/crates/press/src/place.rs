//! The folder beside a place in which what goes there is made whole first. Whoever makes something for a place holds it, so
//! that no two of them destroy each other's work.

use crate::print::each;
use model::{Error, Hash, Result};
use rustix::{
    fs::{
        AtFlags, CWD, Dir, FileType, Mode, OFlags, RenameFlags, openat, renameat, renameat_with,
        unlinkat,
    },
    io::Errno,
};
use std::{
    ffi::{CStr, CString, OsStr},
    fs::{self, DirBuilder, File, TryLockError},
    io::ErrorKind,
    os::{
        fd::AsFd,
        unix::{
            ffi::OsStrExt,
            fs::{DirBuilderExt, MetadataExt},
        },
    },
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};

/// The file whose lock is held by who works here.
const LOCK: &str = "lock";
/// What stood in the place, on a file system that can't exchange two names.
const OLD: &str = "old";
/// What the folder's name ends with while it is cleared without its lock: one that is left so is cleared as any.
const GONE: &str = "-gone.part";
/// How often someone else may have been there first.
const TRIES: usize = 100;

/// The folder beside a place. Nobody else looks into it, and it goes with whatever is left in it where it is dropped; what
/// was killed leaves it, and the next for the same place clears it.
pub struct Beside {
    place: PathBuf,
    dir: PathBuf,
    lock: Option<File>,
}

/// Clears, in a folder, what those left who were killed while they made something for a place in it. What stepped aside from its
/// place meanwhile is left to the next for that place, which puts it back; and nothing is cleared in which someone works.
pub fn clear_left(folder: &Path) {
    // What can't be looked at or removed now stays for the next time.
    let Ok(all) = fs::read_dir(folder) else {
        return;
    };
    for dir in all.flatten().map(|entry| entry.path()) {
        let name = dir.file_name().unwrap_or_default().to_string_lossy();
        let part = name.starts_with(".copydesk-") && name.ends_with(".part");
        let is_dir = fs::symlink_metadata(&dir).is_ok_and(|found| found.is_dir());
        if !part || !is_dir || there(&dir.join(OLD)) {
            continue;
        }
        let path = dir.join(LOCK);
        let mut options = File::options();
        if let Ok(lock) = options.write(true).create(true).truncate(false).open(&path)
            && lock.try_lock().is_ok()
            && is_named(&lock, &path)
        {
            drop(Beside {
                place: dir.clone(),
                dir,
                lock: Some(lock),
            });
        }
    }
}

/// Says that something is in the way of what is new.
#[must_use]
pub fn in_the_way(place: &Path) -> Error {
    Error::refused(
        "target-in-the-way",
        format!("There is something at {} already.", place.display()),
    )
    .hint("Choose another name.")
}

/// Whether anything is there, were it a link that leads nowhere.
fn there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

impl Beside {
    /// Makes the one beside `place`. What stepped aside from there when an export was cut short is put back first.
    ///
    /// # Errors
    /// `no-target` for what has no name; `not-found` where its folder is missing; `target-busy` where another works for
    /// the same place; system errors.
    pub fn of(place: &Path) -> Result<Self> {
        let name = place.file_name();
        let name = name.ok_or_else(|| {
            Error::usage(
                "no-target",
                "Say where it shall go: a place needs a name of its own.",
            )
            .hint(
                "Name a file, or a folder that is not there yet, such as weekly.zip or out/weekly.",
            )
        })?;
        // Named by a hash, since the longest name that a file may have leaves no room beside it.
        let dir = Hash::of(name.as_encoded_bytes()).short();
        // Without what stands for the same place: `bundle/`, `bundle/.`
        let place = place.with_file_name(name);
        let dir = place.with_file_name(format!(".copydesk-{dir}.part"));
        let parent = parent(&place);
        if !parent.is_dir() {
            return Err(Error::unreadable(
                "not-found",
                format!("There is no folder {}.", parent.display()),
            )
            .hint("Make it first."));
        }
        let lock = Some(hold(&dir, &place)?);
        let beside = Self { place, dir, lock };
        let old = beside.path(OLD);
        if !there(&beside.place) && there(&old) {
            fs::rename(&old, &beside.place).map_err(|cause| Error::io(&beside.place, &cause))?;
        }
        let lost = |cause: Errno| Error::io(&beside.dir, &cause.into());
        beside.clear().map_err(lost)?;
        Ok(beside)
    }

    /// The place that this is beside.
    #[must_use]
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// A path in it.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Whether it is still there, and no other by its name.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.lock
            .as_ref()
            .is_some_and(|lock| is_named(lock, &self.path(LOCK)))
    }

    /// Puts what was made in the place, where nothing is.
    ///
    /// # Errors
    /// `target-in-the-way` where something came to be there meanwhile; system errors.
    pub fn put(&self, name: &str) -> Result<()> {
        let (from, place) = (self.path(name), &self.place);
        let put = match renameat_with(CWD, &from, CWD, place, RenameFlags::NOREPLACE) {
            Err(Errno::EXIST) => return Err(in_the_way(place)),
            // Not every file system can promise that.
            Err(Errno::INVAL | Errno::NOSYS) if there(place) => {
                return Err(in_the_way(place));
            }
            Err(Errno::INVAL | Errno::NOSYS) => fs::rename(&from, place),
            done => done.map_err(Into::into),
        };
        put.map_err(|cause| Error::io(place, &cause))
    }

    /// What was made and what is in the place change places.
    ///
    /// # Errors
    /// System errors; what was in the place is then there again.
    pub fn exchange(&self, name: &str) -> Result<()> {
        let (from, place) = (self.path(name), &self.place);
        if renameat_with(CWD, &from, CWD, place, RenameFlags::EXCHANGE).is_ok() {
            return Ok(());
        }
        // Not every file system can exchange: there the old one steps aside first, and comes back where that is cut short.
        // A file can have two names meanwhile, so that its place is never empty; a folder can't.
        let old = self.path(OLD);
        let lost = |cause| Error::io(place, &cause);
        let is_file = fs::symlink_metadata(place).is_ok_and(|found| found.is_file());
        let linked = is_file && fs::hard_link(place, &old).is_ok();
        if !linked {
            fs::rename(place, &old).map_err(lost)?;
        }
        if let Err(cause) = fs::rename(&from, place) {
            if linked {
                fs::remove_file(&old).map_err(lost)?;
            } else {
                fs::rename(&old, place).map_err(lost)?;
            }
            return Err(lost(cause));
        }
        fs::rename(&old, &from).map_err(lost)
    }

    /// Takes what is in the place back into this folder.
    ///
    /// # Errors
    /// System errors.
    pub fn take_back(&self, name: &str) -> Result<()> {
        fs::rename(&self.place, self.path(name)).map_err(|cause| Error::io(&self.place, &cause))
    }

    /// As [`Beside::put`]; it is on disk under the place's name when this returns, and where that can't be had, is not there.
    ///
    /// # Errors
    /// As there.
    pub fn put_to_stay(&self, name: &str) -> Result<()> {
        self.put(name)?;
        self.sync().inspect_err(|_| {
            // Where even that fails, what was made lies whole in its place.
            let _ = self.take_back(name);
        })
    }

    /// What stands in the place is on disk under this name when this returns.
    ///
    /// # Errors
    /// System errors.
    pub fn sync(&self) -> Result<()> {
        let parent = parent(&self.place);
        File::open(parent)
            .and_then(|dir| dir.sync_all())
            .map_err(|cause| Error::io(parent, &cause))
    }

    /// Removes everything but the lock.
    fn clear(&self) -> rustix::io::Result<()> {
        empty(open(CWD, &self.dir)?, WIDE, &is_no_lock)
    }

    /// The same with one handle, and be it the lock's own: under another name nobody comes into the folder meanwhile.
    fn clear_with_less(&mut self) -> rustix::io::Result<()> {
        let cleared = empty_by_one(&self.dir);
        let mut aside = self.dir.clone().into_os_string();
        aside.push(GONE);
        let aside = PathBuf::from(aside);
        if cleared.is_ok() || !self.is_there() || fs::rename(&self.dir, &aside).is_err() {
            return cleared;
        }
        self.lock = None;
        let dir = std::mem::replace(&mut self.dir, aside);
        let cleared = empty_by_one(&self.dir);
        if cleared.is_err() && fs::rename(&self.dir, &dir).is_ok() {
            self.dir = dir;
        }
        cleared
    }
}

/// How deep in what is removed all cores work on what is in one folder.
const WIDE: u32 = 3;

fn open(within: impl AsFd, name: impl rustix::path::Arg) -> rustix::io::Result<Dir> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    Dir::new(openat(within, name, flags, Mode::empty())?)
}

fn is_no_lock(name: &CStr) -> bool {
    name.to_bytes() != LOCK.as_bytes()
}

/// What is in a folder and meant.
fn held(
    dir: &mut Dir,
    meant: &dyn Fn(&CStr) -> bool,
) -> rustix::io::Result<Vec<(CString, FileType)>> {
    let mut all = vec![];
    while let Some(entry) = dir.read() {
        let entry = entry?;
        let name = entry.file_name();
        if ![c".", c".."].contains(&name) && meant(name) {
            all.push((name.to_owned(), entry.file_type()));
        }
    }
    Ok(all)
}

/// Removes what is in a folder of ours, but for its lock, with one handle at a time: what lies deeper is brought up first. No link is
/// followed, either.
fn empty_by_one(top: &Path) -> rustix::io::Result<()> {
    let mut left = vec![top.to_owned()];
    let mut nth = 0_u64;
    while let Some(path) = left.pop() {
        let own = path == top;
        let mut dir = open(CWD, &path)?;
        let all = held(&mut dir, &|name| !own || is_no_lock(name))?;
        let dir = dir.fd()?;
        for (name, kind) in all {
            if kind != FileType::Directory {
                match unlinkat(dir, &name, AtFlags::empty()) {
                    // Not every file system says what is a folder.
                    Err(Errno::ISDIR) => {}
                    done => {
                        done?;
                        continue;
                    }
                }
            }
            let mut up = top.join(OsStr::from_bytes(name.to_bytes()));
            if !own {
                while there(&up) {
                    up = top.join(format!(".{nth}"));
                    nth += 1;
                }
                renameat(dir, &name, CWD, &up)?;
            }
            left.push(up);
        }
        if !own {
            unlinkat(CWD, &path, AtFlags::REMOVEDIR)?;
        }
    }
    Ok(())
}

/// Removes what is in a folder and meant. No link is followed, whoever makes one meanwhile.
fn empty(
    mut dir: Dir,
    wide: u32,
    meant: &(dyn Fn(&CStr) -> bool + Sync),
) -> rustix::io::Result<()> {
    let all = held(&mut dir, meant)?;
    let dir = dir.fd()?;
    let remove = |(name, kind): &(CString, FileType)| {
        if *kind != FileType::Directory {
            match unlinkat(dir, name, AtFlags::empty()) {
                // Not every file system says what is a folder.
                Err(Errno::ISDIR) => {}
                done => return done,
            }
        }
        empty(open(dir, name)?, wide.saturating_sub(1), &|_| true)?;
        unlinkat(dir, name, AtFlags::REMOVEDIR)
    };
    if wide == 0 {
        return all.iter().try_for_each(remove);
    }
    let failed = Mutex::new(Ok(()));
    let _ = each(&all, &|_, one| {
        remove(one).map_err(|cause| {
            *failed.lock().unwrap_or_else(PoisonError::into_inner) = Err(cause);
            Error::io(Path::new("."), &cause.into())
        })
    });
    failed.into_inner().unwrap_or_else(PoisonError::into_inner)
}

impl Drop for Beside {
    fn drop(&mut self) {
        // Nobody is there to be told; what stays is cleared by the next. The lock is the last to go, and where another took
        // it since, the folder is theirs.
        let cleared = match self.clear() {
            Err(Errno::MFILE | Errno::NFILE) => self.clear_with_less(),
            cleared => cleared,
        };
        if cleared.is_ok() {
            let _ = fs::remove_file(self.path(LOCK));
            self.lock = None;
            let _ = fs::remove_dir(&self.dir);
        }
    }
}

/// The folder that a path is in.
fn parent(place: &Path) -> &Path {
    match place.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Makes the folder and takes its lock.
fn hold(dir: &Path, place: &Path) -> Result<File> {
    let path = dir.join(LOCK);
    for _ in 0..TRIES {
        // Whatever lies in it is nobody else's to read until it is in its place.
        match DirBuilder::new().mode(0o700).create(dir) {
            Err(cause) if cause.kind() == ErrorKind::AlreadyExists => {
                if !fs::symlink_metadata(dir).is_ok_and(|found| found.is_dir()) {
                    return Err(in_the_way(dir));
                }
            }
            // Its folder is there, so it is the folder that takes nothing.
            Err(cause) if cause.kind() == ErrorKind::NotFound && parent(place).is_dir() => {
                return Err(Error::system(
                    "no-permission",
                    format!("Nothing can be written into {}.", parent(place).display()),
                )
                .hint("Choose another place."));
            }
            made => made.map_err(|cause| Error::io(parent(place), &cause))?,
        }
        let mut options = File::options();
        let lock = match options.write(true).create(true).truncate(false).open(&path) {
            // Who held it is done just now.
            Err(cause) if cause.kind() == ErrorKind::NotFound => continue,
            lock => lock.map_err(|cause| {
                // As where there is no handle left for it: an empty folder is nobody's, and what is not empty stays.
                let _ = fs::remove_dir(dir);
                Error::io(&path, &cause)
            })?,
        };
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(busy(place)),
            Err(TryLockError::Error(cause)) => return Err(Error::io(&path, &cause)),
        }
        if is_named(&lock, &path) {
            return Ok(lock);
        }
    }
    Err(busy(place))
}

/// Whether the file that is open is the one of this name.
fn is_named(open: &File, path: &Path) -> bool {
    let id = |found: fs::Metadata| (found.dev(), found.ino());
    let (open, named) = (open.metadata().map(id), fs::metadata(path).map(id));
    open.ok()
        .zip(named.ok())
        .is_some_and(|(open, named)| open == named)
}

fn busy(place: &Path) -> Error {
    Error::refused(
        "target-busy",
        format!("Another export to {} is under way.", place.display()),
    )
    .hint("Wait until it is done, or choose another name.")
}

#[cfg(test)]
mod tests {
    use super::{Beside, LOCK, OLD};
    use std::fs;

    #[test]
    fn one_at_a_time_works_for_a_place_and_nothing_stays() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("a.txt");
        let first = Beside::of(&place).unwrap();
        let second = Beside::of(&place).err().map(|error| error.code);
        assert_eq!(second.as_deref(), Some("target-busy"));
        let other = Beside::of(&dir.path().join("b.txt")).unwrap();
        fs::write(first.path("new"), "A").unwrap();
        drop(other);
        first.put("new").unwrap();
        drop(first);
        drop(Beside::of(&place).unwrap());
        let left: Vec<_> = fs::read_dir(dir.path()).unwrap().collect();
        assert_eq!(left.len(), 1, "{left:?}");
        assert_eq!(fs::read_to_string(place).unwrap(), "A");
    }

    #[test]
    fn what_was_left_is_cleared_but_for_what_stepped_aside_and_where_someone_works() {
        let dir = tempfile::tempdir().unwrap();
        let working = Beside::of(&dir.path().join("a")).unwrap();
        for (name, file) in [("b", "new"), ("c", OLD)] {
            let beside = Beside::of(&dir.path().join(name)).unwrap();
            fs::write(beside.path(file), "A").unwrap();
            // As a kill leaves it.
            drop(beside.lock.as_ref().unwrap().unlock());
            std::mem::forget(beside);
        }
        let count = || fs::read_dir(dir.path()).unwrap().count();
        assert_eq!(count(), 3);
        super::clear_left(dir.path());
        assert_eq!(count(), 2);
        assert!(working.is_there());
        drop(Beside::of(&dir.path().join("c")).unwrap());
        assert_eq!(fs::read_to_string(dir.path().join("c")).unwrap(), "A");
    }

    #[test]
    fn what_lies_deep_goes_with_one_handle_and_no_link_is_followed() {
        let dir = tempfile::tempdir().unwrap();
        let other = dir.path().join("other");
        fs::create_dir(&other).unwrap();
        fs::write(other.join("a"), "A").unwrap();
        let mut beside = Beside::of(&dir.path().join("place")).unwrap();
        let deep = beside.path("new").join("site/tag/bell");
        fs::create_dir_all(&deep).unwrap();
        fs::create_dir_all(beside.path(".0/tag")).unwrap();
        for file in [
            &deep.join("a"),
            &beside.path("new").join("b"),
            &beside.path("c"),
        ] {
            fs::write(file, "A").unwrap();
        }
        std::os::unix::fs::symlink(&other, deep.join("link")).unwrap();
        beside.clear_with_less().unwrap();
        let left: Vec<_> = fs::read_dir(&beside.dir).unwrap().collect();
        assert_eq!(left.len(), 1, "{left:?}");
        assert!(beside.is_there() && other.join("a").exists());
    }

    #[test]
    fn what_came_to_be_there_is_not_replaced() {
        let dir = tempfile::tempdir().unwrap();
        let place = dir.path().join("a.txt");
        let beside = Beside::of(&place).unwrap();
        fs::write(beside.path("new"), "A").unwrap();
        fs::write(&place, "Milk.").unwrap();
        assert_eq!(beside.put("new").unwrap_err().code, "target-in-the-way");
        assert_eq!(fs::read_to_string(place).unwrap(), "Milk.");
    }

    #[test]
    fn what_stepped_aside_when_an_export_was_cut_short_comes_back() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["bundle.zip", "bundle"] {
            let place = dir.path().join(name);
            // Killed: nothing is dropped.
            let mut killed = Beside::of(&place).unwrap();
            fs::write(killed.path(OLD), "The last one.").unwrap();
            killed.lock = None;
            std::mem::forget(killed);
            let next = Beside::of(&place).unwrap();
            assert_eq!(fs::read_to_string(&place).unwrap(), "The last one.");
            let left: Vec<_> = fs::read_dir(&next.dir).unwrap().collect();
            assert_eq!(left.len(), 1, "{left:?} besides {LOCK}");
        }
    }
}
