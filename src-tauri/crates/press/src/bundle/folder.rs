//! A folder that is being filled: what stayed as it was is linked from the bundle before, what did not is written.

use super::io;
use crate::{archive, hashed::Hashed, print::Sink};
use model::{Error, Hash, Hasher, Result, bundle::PrintedFile};
use rustix::fs::{Mode, OFlags};
use std::{
    cell::RefCell,
    collections::{BTreeMap, HashMap, HashSet},
    fs::{self, File},
    io::{BufWriter, ErrorKind, Write},
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

/// What is read at once, in bytes.
const PIECE: usize = 64 << 10;

thread_local! {
    /// Where it is read to.
    static PLACE: RefCell<Vec<u8>> = RefCell::new(vec![0; PIECE]);
}

/// The bundle that is in the place that a folder is meant for.
pub(super) struct Before<'a> {
    root: &'a Path,
    /// What a print is known to come to, by the key of all that it is printed from: size and hash.
    known: HashMap<Hash, (u64, Hash)>,
    /// How long what has this hash is.
    sizes: HashMap<Hash, u64>,
}

impl<'a> Before<'a> {
    /// The one at `root` that these files are of.
    pub(super) fn of(root: &'a Path, files: &[PrintedFile]) -> Self {
        Self {
            root,
            known: super::past::known(files),
            sizes: files.iter().map(|file| (file.sha256, file.size)).collect(),
        }
    }
}

/// A folder that is being filled, from several threads, and what is in it.
pub(super) struct Folder<'a> {
    root: &'a Path,
    before: Option<Before<'a>>,
    files: Mutex<BTreeMap<String, PrintedFile>>,
    /// The folders that are there.
    made: Mutex<HashSet<String>>,
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<'a> Folder<'a> {
    pub(super) fn new(root: &'a Path, before: Option<Before<'a>>) -> Self {
        Self {
            root,
            before,
            files: Mutex::default(),
            made: Mutex::default(),
        }
    }

    /// What is in it, by path, for as long as `ask` looks at it.
    pub(super) fn listed<T>(&self, ask: impl FnOnce(&[&PrintedFile]) -> T) -> T {
        let files = held(&self.files);
        let files: Vec<&PrintedFile> = files.values().collect();
        ask(&files)
    }

    /// What was put into it, by path.
    pub(super) fn into_files(self) -> Vec<PrintedFile> {
        let files = self.files.into_inner();
        let files = files.unwrap_or_else(PoisonError::into_inner);
        files.into_values().collect()
    }

    /// Where a file of this name goes, its folder made.
    fn place(&self, name: &str) -> Result<PathBuf> {
        if !archive::plain(name) {
            return Err(Error::refused(
                "bad-name",
                format!("“{name}” can’t be the name of a file."),
            ));
        }
        let path = self.root.join(name);
        if let Some((folder, _)) = name.rsplit_once('/') {
            self.make(folder)?;
        }
        Ok(path)
    }

    /// A folder within the root, which is never made itself: where it was taken away, nothing is to be put in its place.
    fn make(&self, folder: &str) -> Result<()> {
        if held(&self.made).contains(folder) {
            return Ok(());
        }
        if let Some((above, _)) = folder.rsplit_once('/') {
            self.make(above)?;
        }
        // Nobody waits for it meanwhile; another may have been first.
        let path = self.root.join(folder);
        match fs::create_dir(&path) {
            Err(cause) if cause.kind() != ErrorKind::AlreadyExists => {
                return Err(ours(&path, &cause));
            }
            _ => {}
        }
        held(&self.made).insert(folder.to_owned());
        Ok(())
    }

    fn note(&self, name: &str, (size, sha256): (u64, Hash), key: Option<Hash>) -> Result<()> {
        let file = PrintedFile {
            path: name.to_owned(),
            size,
            sha256,
            key,
        };
        match held(&self.files).insert(name.to_owned(), file) {
            Some(_) => Err(printed_twice(name)),
            None => Ok(()),
        }
    }

    /// Takes a file over from the bundle before, where it is this very content there.
    ///
    /// # Errors
    /// System errors. Where it can't be linked it is no error: it is written then.
    fn stays(&self, name: &str, path: &Path, content: (u64, Hash)) -> Result<bool> {
        let Some(before) = &self.before else {
            return Ok(false);
        };
        if fs::hard_link(before.root.join(name), path).is_err() {
            return Ok(false);
        }
        // What is hashed is what was linked, whatever became of the other name meanwhile.
        if is_content(path, content) {
            return Ok(true);
        }
        fs::remove_file(path).map_err(io(path))?;
        Ok(false)
    }

    /// A file whose content is known before it is there: taken over, or made and written.
    ///
    /// # Errors
    /// What `make` returns; system errors.
    pub(super) fn content(
        &self,
        name: &str,
        content: Option<(u64, Hash)>,
        make: &dyn Fn() -> Result<Vec<u8>>,
        key: Option<Hash>,
    ) -> Result<()> {
        let path = self.place(name)?;
        if let Some(content) = content
            && self.stays(name, &path, content)?
        {
            return self.note(name, content, key);
        }
        let bytes = make()?;
        let made = (bytes.len() as u64, Hash::of(&bytes));
        if content == Some(made) || !self.stays(name, &path, made)? {
            write(name, &path, &bytes)?;
        }
        self.note(name, made, key)
    }

    /// A file whose bytes were just held against the hash that it is named after.
    ///
    /// # Errors
    /// System errors.
    pub(super) fn put_hashed(&self, name: &str, sha256: Hash, bytes: &[u8]) -> Result<()> {
        let path = self.place(name)?;
        let content = (bytes.len() as u64, sha256);
        if !self.stays(name, &path, content)? {
            write(name, &path, bytes)?;
        }
        self.note(name, content, None)
    }

    /// A file in pieces; returns its hash.
    ///
    /// # Errors
    /// System errors.
    pub(super) fn put_pieces(&self, name: &str, pieces: &[Vec<u8>]) -> Result<Hash> {
        let path = self.place(name)?;
        let mut hasher = Hasher::default();
        for piece in pieces {
            hasher.update(piece);
        }
        let size = pieces.iter().map(|piece| piece.len() as u64).sum();
        let content = (size, hasher.finish());
        if !self.stays(name, &path, content)? {
            let mut file = create(name, &path)?;
            for piece in pieces {
                file.write_all(piece).map_err(io(&path))?;
            }
        }
        self.note(name, content, None)?;
        Ok(content.1)
    }

    /// A file by the hash that it is named after; how long it is, is known of the bundle before.
    ///
    /// # Errors
    /// As [`Self::content`].
    pub(super) fn by_hash(
        &self,
        name: &str,
        sha256: Hash,
        make: &dyn Fn() -> Result<Vec<u8>>,
    ) -> Result<()> {
        let before = self.before.as_ref();
        let size = before.and_then(|before| before.sizes.get(&sha256).copied());
        self.content(name, size.map(|size| (size, sha256)), make, None)
    }
}

fn printed_twice(name: &str) -> Error {
    Error::refused(
        "printed-twice",
        format!("Two things want to be printed at {name}."),
    )
    .hint("Give one of them another address, section or tag.")
}

/// What went wrong with a file or folder that is being made: where its folder is gone, somebody took it away.
fn ours(path: &Path, cause: &std::io::Error) -> Error {
    match cause.kind() {
        ErrorKind::NotFound => super::gone(path),
        _ => Error::io(path, cause),
    }
}

/// A new file. Never one that is there: that may be linked to the bundle before, which must stay as it is.
fn create(name: &str, path: &Path) -> Result<File> {
    let file = File::options().write(true).create_new(true).open(path);
    file.map_err(|cause| match cause.kind() {
        ErrorKind::AlreadyExists => printed_twice(name),
        _ => ours(path, &cause),
    })
}

fn write(name: &str, path: &Path, bytes: &[u8]) -> Result<()> {
    create(name, path)?.write_all(bytes).map_err(io(path))
}

/// Whether a file holds this very content. No link is followed, and nobody is waited for; what holds nothing may be no file, and
/// is not taken for one.
fn is_content(path: &Path, (size, sha256): (u64, Hash)) -> bool {
    if size == 0 {
        return false;
    }
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let Ok(file) = rustix::fs::open(path, flags, Mode::empty()) else {
        return false;
    };
    let (mut left, mut hasher) = (size, Hasher::default());
    PLACE.with(|piece| {
        let Ok(mut piece) = piece.try_borrow_mut() else {
            return false;
        };
        loop {
            match rustix::io::read(&file, &mut *piece) {
                Ok(0) => return left == 0 && hasher.finish() == sha256,
                Ok(n) if n as u64 <= left => {
                    hasher.update(piece.get(..n).unwrap_or_default());
                    left -= n as u64;
                    // Nothing follows where there was room for it.
                    if left == 0 && n < piece.len() {
                        return hasher.finish() == sha256;
                    }
                }
                _ => return false,
            }
        }
    })
}

impl Sink for Folder<'_> {
    fn put(&self, name: &str, bytes: &[u8]) -> Result<()> {
        self.put_hashed(name, Hash::of(bytes), bytes)
    }

    fn stream(&self, name: &str, fill: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()> {
        let path = self.place(name)?;
        let file = BufWriter::new(create(name, &path)?);
        let mut file = Hashed::new(file);
        fill(&mut file)?;
        file.flush().map_err(io(&path))?;
        self.note(name, file.finish(), None)
    }

    fn keyed(&self, key: Hash, name: &str, make: &dyn Fn() -> Result<Vec<u8>>) -> Result<()> {
        let before = self.before.as_ref();
        let known = before.and_then(|before| before.known.get(&key).copied());
        self.content(name, known, make, Some(key))
    }
}
