//! Zip in and out: sorted names, one fixed time and mode, one pinned deflate, so that the same files are the same
//! bytes; and reading that trusts nothing.

use model::{Error, Result};
use std::{
    collections::BTreeMap,
    fs::File,
    io::{Read, Seek, Write},
    path::Path,
};
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter, write::SimpleFileOptions};

/// Most entries that an archive may have.
const ENTRIES: usize = 1_000_000;
/// Most bytes that all entries may unpack to.
pub const WHOLE: u64 = 16 << 30;
/// An archive that unpacks to more than [`SMALL`] bytes may not grow by more than this factor.
const RATIO: u64 = 200;
/// What any archive may unpack to.
const SMALL: u64 = 256 << 20;

/// Writes the files named (relative to `dir`, with `/`) as one zip.
pub(crate) fn write<W: Write + Seek>(
    out: W,
    names: &[String],
    mut bytes: impl FnMut(&str) -> Result<Vec<u8>>,
) -> Result<W> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .large_file(false);
    let mut zip = ZipWriter::new(out);
    for name in names {
        zip.start_file(name.as_str(), options).map_err(failed)?;
        zip.write_all(&bytes(name)?)
            .map_err(|cause| Error::io(Path::new(name), &cause))?;
    }
    zip.finish().map_err(failed)
}

/// An archive that is written entry by entry, of which no entry is ever whole in memory.
pub struct Packing<W: Write + Seek>(ZipWriter<W>);

impl<W: Write + Seek> Packing<W> {
    /// Begins an archive.
    pub fn new(out: W) -> Self {
        Self(ZipWriter::new(out))
    }

    /// Begins the next entry, of any size; `packed` where its bytes are not small already.
    ///
    /// # Errors
    /// System errors.
    pub fn begin(&mut self, name: &str, packed: bool) -> Result<()> {
        let method = match packed {
            true => CompressionMethod::Deflated,
            false => CompressionMethod::Stored,
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .compression_level(packed.then_some(6))
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644)
            .large_file(true);
        self.0.start_file(name, options).map_err(failed)
    }

    /// Ends the archive; gives what it was written to.
    ///
    /// # Errors
    /// System errors.
    pub fn finish(self) -> Result<W> {
        self.0.finish().map_err(failed)
    }
}

impl<W: Write + Seek> Write for Packing<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

fn failed(cause: zip::result::ZipError) -> Error {
    match cause {
        zip::result::ZipError::Io(cause) => Error::io(Path::new("the archive"), &cause),
        other => Error::system("zip", format!("The archive can’t be written: {other}.")),
    }
}

/// An archive that was opened, with its entries by name.
pub struct Opened {
    zip: ZipArchive<File>,
    names: BTreeMap<String, usize>,
}

/// What can't be read of an archive is damage, whatever the cause.
fn broken(why: impl std::fmt::Display) -> Error {
    Error::damaged("broken-archive", why.to_string())
}

/// Opens an archive. Of entries with one name the last counts, and folders for none: whoever must know that there is nothing
/// else in it compares it with what [`write`] makes of its files.
///
/// # Errors
/// `broken-archive`, with why in words.
pub fn open(path: &Path) -> Result<Opened> {
    let file = File::open(path).map_err(broken)?;
    let packed = file.metadata().map_err(broken)?.len();
    let mut zip = ZipArchive::new(file).map_err(broken)?;
    if zip.len() > ENTRIES {
        return Err(broken("it has too many entries"));
    }
    let mut names = BTreeMap::new();
    let mut whole = 0_u64;
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(broken)?;
        let name = entry.name().map_err(broken)?.into_owned();
        if entry.is_dir() {
            continue;
        }
        if entry.is_symlink() {
            return Err(broken(format!("{name} is a link")));
        }
        if !plain(&name) {
            return Err(broken(format!("the name {name:?} leads out of it")));
        }
        whole = whole.saturating_add(entry.size());
        names.insert(name, index);
    }
    if whole > WHOLE || (whole > SMALL && whole / RATIO > packed) {
        return Err(broken("it unpacks to too much"));
    }
    Ok(Opened { zip, names })
}

/// Whether a name stays below the root.
pub(crate) fn plain(name: &str) -> bool {
    !name.is_empty()
        && !name.contains(['\\', '\0'])
        && name
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != "..")
}

impl Opened {
    /// The names, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.names.keys().cloned().collect()
    }

    /// What reads one entry, to at most the size that the archive declares for it.
    ///
    /// # Errors
    /// `broken-archive`, with why in words.
    pub fn reader(&mut self, name: &str) -> Result<impl Read> {
        let index = self.names.get(name).copied();
        let index = index.ok_or_else(|| broken("it is not there"))?;
        let entry = self.zip.by_index(index).map_err(broken)?;
        let size = entry.size();
        Ok(entry.take(size.saturating_add(1)))
    }

    /// The size that the archive declares for an entry; none where it is not there.
    pub fn size(&mut self, name: &str) -> Option<u64> {
        let index = self.names.get(name).copied()?;
        self.zip.by_index_raw(index).ok().map(|entry| entry.size())
    }
}
