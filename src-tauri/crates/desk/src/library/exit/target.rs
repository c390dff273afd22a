//! Where an export goes: written beside its place and moved there whole.

use model::{Error, Hash, Result};
use press::{
    archive::{self, Packing},
    place::{Beside, in_the_way},
};
use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

/// What is made whole before it takes its place.
const NEW: &str = "new";

/// The file of the lines.
pub(super) const LINES: &str = "library.jsonl";
/// The folder of the files.
pub(super) const FILES: &str = "assets";

/// An export that is being written. Dropped before [`Target::place`], it leaves nothing.
pub(super) struct Target {
    beside: Beside,
    part: PathBuf,
    shape: Shape,
    /// How many files it holds.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// As its name says: a folder, a `.zip`, or the lines alone.
enum Shape {
    Folder(Option<BufWriter<File>>),
    Zip(Option<Box<Packing<BufWriter<File>>>>),
    Lines(Option<BufWriter<File>>),
}

impl Target {
    /// Begins one at `place`.
    ///
    /// # Errors
    /// `target-in-the-way`, `target-busy`; system errors.
    pub(super) fn begin(place: &Path) -> Result<Self> {
        free(place)?;
        let beside = Beside::of(place)?;
        let part = beside.path(NEW);
        let ending = place.extension().and_then(|ending| ending.to_str());
        let new = || -> Result<BufWriter<File>> {
            let file = store::private::file(&part).map_err(|cause| Error::io(place, &cause))?;
            Ok(BufWriter::new(file))
        };
        let shape = match ending.map(str::to_ascii_lowercase).as_deref() {
            Some("zip") => Shape::Zip(Some(Box::new(Packing::new(new()?)))),
            Some("jsonl" | "ndjson") => Shape::Lines(Some(new()?)),
            _ => {
                let made = store::private::folder(&part.join(FILES));
                made.map_err(|cause| Error::io(place, &cause))?;
                Shape::Folder(None)
            }
        };
        Ok(Self {
            beside,
            part,
            shape,
            files: 0,
            bytes: 0,
        })
    }

    /// Whether files stand beside the lines, and not in them.
    pub(super) fn has_files(&self) -> bool {
        !matches!(self.shape, Shape::Lines(_))
    }

    /// Keeps a file; all of them come before the lines.
    ///
    /// # Errors
    /// `too-large` for what no archive can be read back from; system errors.
    pub(super) fn file(&mut self, hash: Hash, bytes: &[u8]) -> Result<()> {
        self.bytes += bytes.len() as u64;
        let name = format!("{FILES}/{hash}");
        match &mut self.shape {
            Shape::Folder(_) => {
                let path = self.part.join(&name);
                let lost = |cause| Error::io(&path, &cause);
                let mut file = store::private::file(&path).map_err(lost)?;
                file.write_all(bytes)
                    .and_then(|()| file.sync_all())
                    .map_err(lost)
            }
            Shape::Zip(Some(zip)) => {
                if self.bytes > archive::WHOLE / 2 {
                    return Err(Error::refused(
                        "too-large",
                        "The library is too large for an archive.",
                    )
                    .hint("Choose a folder."));
                }
                zip.begin(&name, false)?;
                zip.write_all(bytes)
                    .map_err(|cause| Error::io(self.beside.place(), &cause))
            }
            Shape::Zip(None) | Shape::Lines(_) => Ok(()),
        }
    }

    /// Where the lines go.
    ///
    /// # Errors
    /// System errors.
    pub(super) fn lines(&mut self) -> Result<&mut dyn Write> {
        let none = || Error::system("internal", "The export is closed already.");
        match &mut self.shape {
            Shape::Folder(lines) => {
                let path = self.part.join(LINES);
                let file = store::private::file(&path).map_err(|cause| Error::io(&path, &cause))?;
                Ok(lines.insert(BufWriter::new(file)))
            }
            Shape::Lines(lines) => Ok(lines.as_mut().ok_or_else(none)?),
            Shape::Zip(zip) => {
                let zip = zip.as_mut().ok_or_else(none)?;
                zip.begin(LINES, true)?;
                Ok(&mut **zip)
            }
        }
    }

    /// Puts it in its place, once all of it is on disk.
    ///
    /// # Errors
    /// `target-in-the-way` where something came to be there meanwhile; system errors.
    pub(super) fn place(mut self) -> Result<()> {
        let lost = |cause: std::io::Error| Error::io(self.beside.place(), &cause);
        let out = match &mut self.shape {
            Shape::Folder(lines) | Shape::Lines(lines) => lines.take(),
            Shape::Zip(zip) => zip.take().map(|zip| zip.finish()).transpose()?,
        };
        if let Some(out) = out {
            let file = out.into_inner().map_err(|cause| lost(cause.into_error()))?;
            file.sync_all().map_err(lost)?;
        }
        if matches!(self.shape, Shape::Folder(_)) {
            for folder in [self.part.join(FILES), self.part.clone()] {
                File::open(&folder)
                    .and_then(|folder| folder.sync_all())
                    .map_err(lost)?;
            }
        }
        // Whoever put something there meanwhile keeps it; a folder that is not empty can't be removed.
        let place = self.beside.place();
        free(place)?;
        if fs::symlink_metadata(place).is_ok() {
            fs::remove_dir(place).map_err(lost)?;
        }
        self.beside.put_to_stay(NEW)
    }
}

/// Refuses a place at which something is; an empty folder is nothing.
fn free(place: &Path) -> Result<()> {
    let empty = || fs::read_dir(place).is_ok_and(|mut all| all.next().is_none());
    if place.file_name().is_none() || (fs::symlink_metadata(place).is_ok() && !empty()) {
        return Err(in_the_way(place));
    }
    Ok(())
}
