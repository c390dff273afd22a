//! The files of an archive: one file alone, a folder, or a zip archive, whose names and sizes are not trusted.

use model::{Error, Result};
use std::{
    cell::RefCell,
    collections::HashMap,
    fs::File,
    io::{BufReader, Read},
    path::{Path, PathBuf},
};
use zip::ZipArchive;

/// Most files of an archive.
const MOST: usize = 500_000;
/// Most bytes that a zip archive's files may have together, for each byte of the archive itself.
const RATIO: u64 = 200;
/// The same for any archive, however small.
const SMALL: u64 = 64 << 20;
/// Deepest folder.
const DEPTH: usize = 32;

/// A file within, by its path from the top, with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// From the top.
    pub path: String,
    /// In bytes, as it is said.
    pub size: u64,
}

/// The files of an archive.
#[derive(Debug)]
pub struct Files {
    /// The file or folder itself.
    pub at: PathBuf,
    /// Every file within, sorted by path; of a file alone, its name.
    pub all: Vec<Named>,
    from: From,
    /// By the last part of their paths, in lower case.
    by_name: HashMap<String, Vec<usize>>,
}

#[derive(Debug)]
enum From {
    Alone,
    Folder,
    Zip(RefCell<ZipArchive<BufReader<File>>>),
}

impl Files {
    /// Opens a file, a folder, or a zip archive. What is hidden, and what links lead to, is left out.
    ///
    /// # Errors
    /// `not-found`; `broken-archive`, `unsafe-archive` for a zip archive that is damaged, or is not what it should be;
    /// `too-many-files`; system errors.
    pub fn open(at: &Path) -> Result<Self> {
        let io = |cause: std::io::Error| Error::io(at, &cause);
        let known = std::fs::metadata(at).map_err(io)?;
        let (from, mut all) = if known.is_dir() {
            let mut all = vec![];
            walk(at, "", 0, &mut all)?;
            (From::Folder, all)
        } else {
            let mut file = File::open(at).map_err(io)?;
            let mut start = [0; 4];
            let is_zip = file.read_exact(&mut start).is_ok() && &start == b"PK\x03\x04";
            if is_zip {
                let (zip, all) = zipped(at, known.len())?;
                (From::Zip(RefCell::new(zip)), all)
            } else {
                let path = at.file_name().unwrap_or_default().to_string_lossy();
                let alone = Named {
                    path: path.into_owned(),
                    size: known.len(),
                };
                (From::Alone, vec![alone])
            }
        };
        all.sort_by(|one, other| one.path.cmp(&other.path));
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, named) in all.iter().enumerate() {
            by_name.entry(last(&named.path)).or_default().push(at);
        }
        Ok(Self {
            at: at.to_owned(),
            all,
            from,
            by_name,
        })
    }

    /// Whether it is one file that holds no others.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        matches!(self.from, From::Alone)
    }

    /// The bytes of a file within, by its path, up to `limit`; none where there is no such file.
    ///
    /// # Errors
    /// `file-too-large` past the limit; `broken-archive`; system errors.
    pub fn read(&self, path: &str, limit: u64) -> Result<Option<Vec<u8>>> {
        let Ok(at) = self
            .all
            .binary_search_by(|named| named.path.as_str().cmp(path))
        else {
            return Ok(None);
        };
        let large = || {
            Error::unreadable(
                "file-too-large",
                format!("{path} is larger than {} MB.", limit >> 20),
            )
        };
        if self.all.get(at).is_some_and(|named| named.size > limit) {
            return Err(large());
        }
        let mut bytes = vec![];
        self.open_file(path, &mut |file| {
            file.take(limit + 1)
                .read_to_end(&mut bytes)
                .map(|_| ())
                .map_err(|cause| broken(path, &cause))
        })?;
        match bytes.len() as u64 > limit {
            true => Err(large()),
            false => Ok(Some(bytes)),
        }
    }

    /// Gives a file within to be read as it comes.
    ///
    /// # Errors
    /// `broken-archive`; what `read` says; system errors.
    pub fn open_file(
        &self,
        path: &str,
        read: &mut dyn FnMut(&mut dyn Read) -> Result<()>,
    ) -> Result<()> {
        match &self.from {
            From::Alone => plain(&self.at, read),
            From::Folder => plain(&self.at.join(path), read),
            From::Zip(zip) => {
                let mut zip = zip.borrow_mut();
                let file = zip.by_name(path).map_err(|cause| broken(path, &cause))?;
                // What it says of its size was counted; it holds no more for whoever reads it.
                let size = file.size();
                read(&mut file.take(size))
            }
        }
    }

    /// The path of the file that an address is about: the one whose path ends with most of the address' parts. An address on
    /// the web is never asked for.
    #[must_use]
    pub fn find(&self, address: &str) -> Option<&str> {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let path = match path.split_once("://") {
            Some((_, rest)) => rest.split_once('/')?.1,
            None => path,
        };
        let path = percent_encoding_decoded(path);
        let parts: Vec<String> = parts(&path).collect();
        let candidates = self.by_name.get(parts.last()?)?;
        let alike = |named: &Named| {
            let own: Vec<String> = self::parts(&named.path).collect();
            let alike = own.iter().rev().zip(parts.iter().rev());
            alike.take_while(|(one, other)| one == other).count()
        };
        let found = candidates.iter().filter_map(|at| self.all.get(*at));
        // The first of those that are alike, so that it is always the same one.
        found
            .rev()
            .max_by_key(|named| alike(named))
            .map(|named| named.path.as_str())
    }
}

fn plain(at: &Path, read: &mut dyn FnMut(&mut dyn Read) -> Result<()>) -> Result<()> {
    let file = File::open(at).map_err(|cause| Error::io(at, &cause))?;
    read(&mut BufReader::with_capacity(1 << 16, file))
}

/// The parts of a path, in lower case.
fn parts(path: &str) -> impl Iterator<Item = String> {
    path.split(['/', '\\'])
        .filter(|part| !matches!(*part, "" | "." | ".."))
        .map(str::to_lowercase)
}

fn last(path: &str) -> String {
    parts(path).last().unwrap_or_default()
}

/// A path whose `%20` are spaces again.
pub(super) fn percent_encoding_decoded(path: &str) -> String {
    let mut out = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = |at: usize| {
            let digit = char::from(*after.get(at)?).to_digit(16)?;
            u8::try_from(digit).ok()
        };
        match (first, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                out.push(high * 16 + low);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                out.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Every file below a folder.
fn walk(dir: &Path, below: &str, depth: usize, all: &mut Vec<Named>) -> Result<()> {
    if depth > DEPTH {
        return Ok(());
    }
    for entry in std::fs::read_dir(dir).map_err(|cause| Error::io(dir, &cause))? {
        let entry = entry.map_err(|cause| Error::io(dir, &cause))?;
        // A name that is no text can't be named in a report either.
        let Ok(name) = entry.file_name().into_string() else {
            continue;
        };
        if name.starts_with('.') {
            continue;
        }
        let path = match below {
            "" => name,
            below => format!("{below}/{name}"),
        };
        let kind = entry.file_type().map_err(|cause| Error::io(dir, &cause))?;
        if kind.is_dir() {
            walk(&entry.path(), &path, depth + 1, all)?;
        } else if kind.is_file() {
            let size = entry.metadata().map_or(0, |known| known.len());
            all.push(Named { path, size });
            if all.len() > MOST {
                return Err(too_many(dir));
            }
        }
    }
    Ok(())
}

fn too_many(at: &Path) -> Error {
    Error::unreadable(
        "too-many-files",
        format!("There are more than {MOST} files in {}.", at.display()),
    )
    .hint("Take it in by parts.")
}

fn broken(what: &str, cause: &dyn std::fmt::Display) -> Error {
    Error::unreadable("broken-archive", format!("{what} can't be read: {cause}."))
        .hint("It may have been cut off on its way here; copy it again.")
}

/// A zip archive and the files in it, none of which may lie elsewhere than below its top.
fn zipped(at: &Path, size: u64) -> Result<(ZipArchive<BufReader<File>>, Vec<Named>)> {
    let name = at.display().to_string();
    let file = File::open(at).map_err(|cause| Error::io(at, &cause))?;
    let mut zip = ZipArchive::new(BufReader::new(file))
        .map_err(|_| broken(&name, &"it is no whole zip archive"))?;
    if zip.len() > MOST {
        return Err(too_many(at));
    }
    let unsafe_ = |why: String| {
        Error::unreadable("unsafe-archive", format!("{name} is not taken: {why}."))
            .hint("It was not made by any of the programs whose exports are read here.")
    };
    let mut all = vec![];
    let mut together = 0_u64;
    for nth in 0..zip.len() {
        let file = zip
            .by_index_raw(nth)
            .map_err(|cause| broken(&name, &cause))?;
        let path = file.name().map_err(|cause| broken(&name, &cause))?;
        let path = path.into_owned();
        if file.is_dir() {
            continue;
        }
        let leaves = path.starts_with(['/', '\\'])
            || path.contains(['\\', ':', '\0'])
            || path.split('/').any(|part| matches!(part, "" | "." | ".."));
        if leaves {
            let shown: String = path.chars().filter(|c| !c.is_control()).take(80).collect();
            return Err(unsafe_(format!("“{shown}” leads out of it")));
        }
        if file.is_symlink()
            || path.split('/').any(|part| part.starts_with('.'))
            || path.starts_with("__MACOSX/")
        {
            continue;
        }
        together = together.saturating_add(file.size());
        all.push(Named {
            path,
            size: file.size(),
        });
    }
    if together > SMALL.max(size.saturating_mul(RATIO)) {
        return Err(unsafe_(
            "it would unpack to far more than any export".into(),
        ));
    }
    Ok((zip, all))
}

#[cfg(test)]
mod tests {
    use super::Files;

    #[test]
    fn a_file_is_found_by_the_end_of_its_address() {
        let dir = std::env::temp_dir().join(format!("copydesk-files-{}", std::process::id()));
        for path in [
            "2024/05/quay.jpg",
            "2023/05/quay.jpg",
            "quay side.png",
            ".hidden/x.png",
        ] {
            let at = dir.join(path);
            std::fs::create_dir_all(at.parent().unwrap()).unwrap();
            std::fs::write(at, "x").unwrap();
        }
        let files = Files::open(&dir).unwrap();
        let find = |address: &str| files.find(address);
        assert_eq!(
            find("https://example.org/wp-content/uploads/2024/05/Quay.jpg?w=1"),
            Some("2024/05/quay.jpg")
        );
        assert_eq!(find("../2023/05/quay.jpg"), Some("2023/05/quay.jpg"));
        assert_eq!(find("a/quay%20side.png"), Some("quay side.png"));
        assert_eq!(find("x.png"), None);
        assert_eq!(find("https://example.org"), None);
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
