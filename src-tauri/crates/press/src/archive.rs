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
const ENTRIES: usize = 2_000_000;
/// Most bytes that one entry may unpack to.
const ENTRY: u64 = 1 << 30;
/// Most bytes that all entries may unpack to.
const WHOLE: u64 = 16 << 30;

/// Writes the files named (relative to `dir`, with `/`) as one zip.
pub(crate) fn write<W: Write + Seek>(
    out: W,
    names: &[String],
    mut bytes: impl FnMut(&str) -> Result<Vec<u8>>,
) -> Result<W> {
    let system = |cause: zip::result::ZipError| match cause {
        zip::result::ZipError::Io(cause) => Error::io(Path::new("the archive"), &cause),
        other => Error::system("zip", format!("The archive can't be written: {other}.")),
    };
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(6))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644)
        .large_file(false);
    let mut zip = ZipWriter::new(out);
    for name in names {
        zip.start_file(name.as_str(), options).map_err(system)?;
        zip.write_all(&bytes(name)?)
            .map_err(|cause| Error::io(Path::new(name), &cause))?;
    }
    zip.finish().map_err(system)
}

/// An archive that was opened, with its entries by name.
pub(crate) struct Opened {
    zip: ZipArchive<File>,
    names: BTreeMap<String, usize>,
    left: u64,
}

/// Opens an archive; an error says in words why it can't be.
pub(crate) fn open(path: &Path) -> std::result::Result<Opened, String> {
    let file = File::open(path).map_err(|cause| cause.to_string())?;
    let mut zip = ZipArchive::new(file).map_err(|cause| cause.to_string())?;
    if zip.len() > ENTRIES {
        return Err("it has too many entries".into());
    }
    let mut names = BTreeMap::new();
    for index in 0..zip.len() {
        let entry = zip.by_index_raw(index).map_err(|cause| cause.to_string())?;
        let name = entry
            .name()
            .map_err(|cause| cause.to_string())?
            .into_owned();
        if entry.is_dir() {
            continue;
        }
        if entry.is_symlink() {
            return Err(format!("{name} is a link"));
        }
        if !plain(&name) {
            return Err(format!("the name {name:?} leads out of it"));
        }
        if names.insert(name.clone(), index).is_some() {
            return Err(format!("it has {name} twice"));
        }
    }
    Ok(Opened {
        zip,
        names,
        left: WHOLE,
    })
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
    pub(crate) fn names(&self) -> Vec<String> {
        self.names.keys().cloned().collect()
    }

    /// One entry's bytes; an error says why not.
    pub(crate) fn read(&mut self, name: &str) -> std::result::Result<Vec<u8>, String> {
        let index = *self.names.get(name).ok_or("it is not there")?;
        let entry = self
            .zip
            .by_index(index)
            .map_err(|cause| cause.to_string())?;
        let mut bytes = vec![];
        entry
            .take(ENTRY.min(self.left) + 1)
            .read_to_end(&mut bytes)
            .map_err(|cause| cause.to_string())?;
        let size = bytes.len() as u64;
        if size > ENTRY.min(self.left) {
            return Err("it unpacks to too much".into());
        }
        self.left -= size;
        Ok(bytes)
    }
}
