//! Where the files of a bundle that is verified are read from: a folder or an archive, neither of which is trusted.

use super::{Found, reprint::held};
use crate::{archive, print::each};
use blake2::{Blake2b512, Digest};
use model::{Error, Hash, Hasher, Result};
use rustix::{
    fs::{FileType, Mode, OFlags, ResolveFlags, fstat, openat2},
    io::{Errno, retry_on_intr},
};
use std::{
    cell::{Cell, RefCell},
    fs::{self, File},
    io::{BufReader, Cursor, Read, Seek, SeekFrom, Write},
    os::fd::OwnedFd,
    path::{Path, PathBuf},
    rc::Rc,
    sync::{Mutex, PoisonError},
};

/// A bundle's files.
pub(super) enum Source {
    Folder(Folder),
    Zip(Mutex<archive::Opened>),
}

/// A bundle that is a folder.
pub(super) struct Folder {
    /// Where it is named, and where it really is.
    named: PathBuf,
    real: PathBuf,
    /// The folder itself, open.
    open: File,
}

/// What is read at once.
const PIECE: usize = 64 << 10;

thread_local! {
    /// Where it is read to.
    static PLACE: Cell<Vec<u8>> = const { Cell::new(vec![]) };
}

impl Source {
    /// One file's bytes, at most `limit`.
    ///
    /// # Errors
    /// `broken-archive`, `too-large`, with why in words; system errors.
    pub(super) fn read(&self, name: &str, limit: u64) -> Result<Vec<u8>> {
        let mut bytes = vec![];
        self.each(name, |piece| {
            if (bytes.len() + piece.len()) as u64 > limit {
                return Err(Error::damaged("too-large", "it is too large to be read"));
            }
            bytes.extend_from_slice(piece);
            Ok(())
        })?;
        Ok(bytes)
    }

    /// One file to look into from any place: from the disk itself, or unpacked, to at most `limit`.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub(super) fn seekable(&self, name: &str, limit: u64) -> Result<Box<dyn Seekable>> {
        match self {
            Self::Folder(folder) => Ok(Box::new(BufReader::new(folder.file(name)?))),
            Self::Zip(_) => Ok(Box::new(Cursor::new(self.read(name, limit)?))),
        }
    }

    /// One file's size and hash, read piece by piece.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub(super) fn hash(&self, name: &str) -> Result<(u64, Hash)> {
        let (mut size, mut hasher) = (0, Hasher::default());
        self.each(name, |piece| {
            size += piece.len() as u64;
            hasher.update(piece);
            Ok(())
        })?;
        Ok((size, hasher.finish()))
    }

    /// The BLAKE2b-512 of one file of at most `limit` bytes, of which nothing is kept.
    ///
    /// # Errors
    /// As [`Self::read`].
    pub(super) fn blake2(&self, name: &str, limit: u64) -> Result<Vec<u8>> {
        let (mut size, mut hasher) = (0, Blake2b512::new());
        self.each(name, |piece| {
            size += piece.len() as u64;
            if size > limit {
                return Err(Error::damaged("too-large", "it is too large to be read"));
            }
            hasher.update(piece);
            Ok(())
        })?;
        Ok(hasher.finalize().to_vec())
    }

    fn each(&self, name: &str, mut take: impl FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let broken = |cause: std::io::Error| Error::damaged("broken-archive", cause.to_string());
        let mut all = |reader: &mut dyn Read| {
            let mut piece = PLACE.take();
            piece.resize(PIECE, 0);
            loop {
                match reader.read(&mut piece).map_err(broken)? {
                    0 => break,
                    n => take(piece.get(..n).unwrap_or_default())?,
                }
            }
            PLACE.set(piece);
            Ok(())
        };
        match self {
            Self::Folder(folder) => all(&mut folder.file(name)?),
            Self::Zip(opened) => {
                let mut opened = opened.lock().unwrap_or_else(PoisonError::into_inner);
                all(&mut opened.reader(name)?)
            }
        }
    }

    /// Whether an archive is the same, byte for byte, when it is made again from its files; always, of a folder. What else an
    /// archive could hold, another program would unpack: a second entry of one name, a folder that leads out of it, an entry
    /// that its list lacks.
    pub(super) fn is_as_packed(&self, path: &Path, names: &[String]) -> bool {
        let (Self::Zip(_), Ok(file)) = (self, File::open(path)) else {
            return true;
        };
        let there = Rc::new(RefCell::new(Compared {
            file: BufReader::new(file),
            waiting: vec![],
            before: 0,
            at: 0,
            same: true,
        }));
        let made = archive::write(Beside(Rc::clone(&there)), names, |name| {
            // All but the header of this very entry is final by now.
            there.borrow_mut().settle(name.len() + HEADER);
            self.read(name, u64::MAX)
        });
        let mut there = there.borrow_mut();
        there.settle(0);
        let length = fs::metadata(path).map_or(0, |meta| meta.len());
        made.is_ok() && there.before == length && there.same
    }
}

/// What can be read from any place.
pub(super) trait Seekable: Read + Seek + Send {}

impl<T: Read + Seek + Send> Seekable for T {}

impl Folder {
    /// The one at `path`.
    fn at(path: &Path) -> Result<Self> {
        let failed = |cause: std::io::Error| Error::io(path, &cause);
        Ok(Self {
            named: path.to_owned(),
            real: fs::canonicalize(path).map_err(failed)?,
            open: File::open(path).map_err(failed)?,
        })
    }

    /// A file of it, where it is one and in it: a link could lead out of the bundle, and a pipe would never end.
    fn file(&self, name: &str) -> Result<File> {
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let within = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS;
        let opened = retry_on_intr(|| openat2(&self.open, name, flags, Mode::empty(), within));
        let refused = match opened {
            Ok(file) if is_file(&file) => return Ok(file.into()),
            Ok(_) => None,
            Err(cause) => Some(cause),
        };
        // What is wrong is said here.
        let path = self.named.join(name);
        let failed = |cause: std::io::Error| Error::io(&path, &cause);
        let real = fs::canonicalize(&path).map_err(failed)?;
        let inside = self.real.join(name) == real;
        match refused {
            Some(cause) if inside && real.is_file() => match cause {
                // Not every system can say all that in one.
                Errno::NOSYS | Errno::PERM | Errno::INVAL => File::open(&path).map_err(failed),
                // It is another one by now, perhaps, and is not opened in a second way.
                _ => Err(failed(cause.into())),
            },
            _ => Err(Error::damaged("no-file", "it is a link or a device")),
        }
    }
}

fn is_file(file: &OwnedFd) -> bool {
    fstat(file).is_ok_and(|is| FileType::from_raw_mode(is.st_mode).is_file())
}

/// More than a local header takes besides its name.
const HEADER: usize = 256;

/// What was written so far, held against a file; only the end that may yet be written over is kept.
struct Compared {
    file: BufReader<File>,
    /// What was written and not yet compared.
    waiting: Vec<u8>,
    /// How much was compared already.
    before: u64,
    /// Where the next byte goes.
    at: u64,
    same: bool,
}

impl Compared {
    /// Compares all but the last `keep` bytes.
    fn settle(&mut self, keep: usize) {
        let ready: Vec<u8> = self
            .waiting
            .drain(..self.waiting.len().saturating_sub(keep))
            .collect();
        let mut there = vec![0; ready.len()];
        self.same &= self.file.read_exact(&mut there).is_ok() && there == ready;
        self.before += ready.len() as u64;
    }
}

/// A file of which nothing is kept.
struct Beside(Rc<RefCell<Compared>>);

impl Write for Beside {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let mut to = self.0.borrow_mut();
        let start = to
            .at
            .checked_sub(to.before)
            .and_then(|start| usize::try_from(start).ok())
            .ok_or(std::io::ErrorKind::InvalidInput)?;
        let end = start + bytes.len();
        if to.waiting.len() < end {
            to.waiting.resize(end, 0);
        }
        if let Some(place) = to.waiting.get_mut(start..end) {
            place.copy_from_slice(bytes);
        }
        to.at += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Seek for Beside {
    fn seek(&mut self, to: SeekFrom) -> std::io::Result<u64> {
        let mut here = self.0.borrow_mut();
        let end = here.before + here.waiting.len() as u64;
        let place = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => here.at.checked_add_signed(by),
            SeekFrom::End(by) => end.checked_add_signed(by),
        };
        here.at = place.ok_or(std::io::ErrorKind::InvalidInput)?;
        Ok(here.at)
    }
}

/// Opens the bundle and lists its files; none where it is one but can't be read at all.
pub(super) fn open(path: &Path, found: &mut Found) -> Result<Option<(Source, Vec<String>)>> {
    let no_bundle = || {
        Error::unreadable(
            "no-bundle",
            format!("{} is not a Copydesk bundle.", path.display()),
        )
        .hint("Choose a folder or a .zip that an export of Copydesk made.")
    };
    let meta = fs::metadata(path).map_err(|cause| Error::io(path, &cause))?;
    if meta.is_dir() {
        // Looked at before it is walked, since a folder that is no bundle may hold anything.
        if !OWN.iter().any(|own| path.join(own).exists()) {
            return Err(no_bundle());
        }
        let names = walk(path, found)?;
        return if is_bundle(&names) {
            Ok(Some((Source::Folder(Folder::at(path)?), names)))
        } else {
            Err(no_bundle())
        };
    }
    match archive::open(path) {
        Ok(opened) => {
            let names = opened.names();
            if is_bundle(&names) {
                Ok(Some((Source::Zip(Mutex::new(opened)), names)))
            } else {
                Err(no_bundle())
            }
        }
        Err(error) => {
            if !looks_like_one(path)? {
                return Err(no_bundle());
            }
            found.add(
                "",
                "broken-archive",
                format!("The archive can’t be read: {}.", error.message),
            );
            Ok(None)
        }
    }
}

/// Of these at least one is at the root of anything that is or was a bundle.
const OWN: [&str; 3] = ["manifest.json", "manifest.json.minisig", "revisions"];

fn is_bundle(names: &[String]) -> bool {
    names.iter().any(|name| {
        name == "manifest.json" || name == "manifest.json.minisig" || name.starts_with("revisions/")
    })
}

/// Whether a file that no zip reader opens was a bundle once.
fn looks_like_one(path: &Path) -> Result<bool> {
    let mut bytes = vec![];
    let file = File::open(path).map_err(|cause| Error::io(path, &cause))?;
    file.take(64 << 20)
        .read_to_end(&mut bytes)
        .map_err(|cause| Error::io(path, &cause))?;
    let wanted = b"manifest.json";
    Ok(bytes.starts_with(b"PK") || bytes.windows(wanted.len()).any(|window| window == wanted))
}

/// A folder, and its name from the root of the bundle, with a slash at the end.
type Below = (PathBuf, String);

/// The files of the folder at `root` and of all that are in it, sorted, each folder looked into by whichever core is free; faults
/// for what no bundle holds.
fn walk(root: &Path, found: &mut Found) -> Result<Vec<String>> {
    let all = Mutex::new((vec![], vec![]));
    let mut level: Vec<Below> = vec![(root.to_owned(), String::new())];
    while !level.is_empty() {
        let next = Mutex::new(vec![]);
        each(&level, &|_, folder| {
            let (mut folders, mut files, mut found) = (vec![], vec![], Found(vec![], vec![]));
            look_into(folder, &mut folders, &mut files, &mut found)?;
            held(&next).extend(folders);
            let mut all = held(&all);
            all.0.extend(files);
            all.1.extend(found.0);
            Ok(())
        })?;
        level = next.into_inner().unwrap_or_else(PoisonError::into_inner);
    }
    let (mut files, faults) = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.0.extend(faults);
    files.sort();
    Ok(files)
}

/// The folders and the files that are in one folder; faults for what is neither.
fn look_into(
    (dir, below): &Below,
    folders: &mut Vec<Below>,
    files: &mut Vec<String>,
    found: &mut Found,
) -> Result<()> {
    let failed = |cause: std::io::Error| Error::io(dir, &cause);
    let mut empty = true;
    for entry in fs::read_dir(dir).map_err(failed)? {
        empty = false;
        let entry = entry.map_err(failed)?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() {
            folders.push((entry.path(), format!("{name}/")));
        } else if kind.is_file() {
            files.push(name);
        } else {
            let detail = "It is a link or a device, which no bundle holds.";
            found.add(&name, "added", detail);
        }
    }
    if empty && !below.is_empty() {
        let detail = "It is an empty folder, which no bundle holds.";
        found.add(below, "added", detail);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    fn said(folder: &Folder, name: &str) -> String {
        folder
            .file(name)
            .map_or_else(|error| error.code, |_| "opened".into())
    }

    #[test]
    fn a_file_is_opened_within_the_folder_and_in_no_second_way() {
        let dir = tempfile::tempdir().unwrap();
        let (path, aside) = (dir.path().join("bundle"), dir.path().join("aside"));
        fs::create_dir(&path).unwrap();
        fs::write(path.join("own"), "its own").unwrap();
        fs::create_dir(path.join("folder")).unwrap();
        symlink("own", path.join("link")).unwrap();
        symlink("nothing", path.join("dangling")).unwrap();
        let folder = Folder::at(&path).unwrap();
        for (name, expected) in [
            ("own", "opened"),
            ("link", "no-file"),
            ("folder", "no-file"),
            ("dangling", "not-found"),
            ("missing", "not-found"),
        ] {
            assert_eq!(said(&folder, name), expected, "{name}");
        }
        // Another folder takes its place meanwhile.
        fs::rename(&path, &aside).unwrap();
        fs::create_dir(&path).unwrap();
        fs::write(path.join("theirs"), "another's").unwrap();
        assert_eq!(said(&folder, "own"), "opened");
        assert_eq!(said(&folder, "theirs"), "not-found");
    }
}
