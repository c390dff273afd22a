//! The files of an archive: one file alone, a folder, or a zip archive, whose names and sizes are not trusted.

use model::{Error, Result, page::Leftover};
use std::{
    cell::RefCell,
    collections::HashMap,
    fs::File,
    io::{BufReader, Cursor, Read, Seek},
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
/// Most of what is passed over that is named; the rest is counted.
const NAMED: usize = 1_000;

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
    /// What is not among them, though it lies there.
    passed: Passed,
    /// By the last part of their paths, in lower case.
    by_name: HashMap<String, Vec<usize>>,
}

#[derive(Debug)]
enum From {
    Alone,
    /// The bytes of one file, which lies nowhere.
    Held(Vec<u8>),
    Folder,
    Zip(RefCell<Zip>),
}

/// A zip archive, wherever its bytes are.
type Zip = ZipArchive<Box<dyn Bytes>>;

/// Bytes that are read at any place.
trait Bytes: Read + Seek + Send + std::fmt::Debug {}

impl<T: Read + Seek + Send + std::fmt::Debug> Bytes for T {}

/// What is passed over.
#[derive(Debug, Default)]
struct Passed {
    named: Vec<Leftover>,
    more: usize,
}

impl Passed {
    fn add(&mut self, path: &str, why: &str) {
        if self.named.len() >= NAMED {
            self.more += 1;
            return;
        }
        self.named.push(Leftover {
            place: path.chars().filter(|c| !c.is_control()).take(400).collect(),
            text: String::new(),
            why: why.to_owned(),
        });
    }
}

const LINK: &str = "It is a link, and links are not followed: copy what it leads to here";
const NAMELESS: &str = "Its name can’t be read as text: give it another one";
const DEEP: &str = "It lies more than 32 folders deep: move it further up";
/// How the names of archives end.
const PACKED: [&str; 9] = ["zip", "tar", "gz", "tgz", "bz2", "xz", "zst", "7z", "rar"];
const INNER: &str =
    "Archives within are not opened: unpack it, and take in by itself what is in it";
const SPECIAL: &str = "It is no file that can be read";

/// Whether a file is an archive by its name.
fn is_packed(path: &str) -> bool {
    let end = path.rsplit('.').next().unwrap_or_default();
    PACKED.iter().any(|packed| end.eq_ignore_ascii_case(packed))
}

impl Files {
    /// Whether it is a zip archive, which may hold a folder where the same folder may be given, too.
    pub(crate) fn is_zip(&self) -> bool {
        matches!(self.from, From::Zip(_))
    }

    /// Opens a file, a folder, or a zip archive. What is hidden is left out; what links lead to, too, and that is told.
    ///
    /// # Errors
    /// `not-found`; `broken-archive`, `unsafe-archive` for a zip archive that is damaged, or is not what it should be;
    /// `too-many-files`; system errors.
    pub fn open(at: &Path) -> Result<Self> {
        let io = |cause: std::io::Error| Error::io(at, &cause);
        let known = std::fs::metadata(at).map_err(io)?;
        let mut passed = Passed::default();
        let (from, all) = if known.is_dir() {
            let mut all = vec![];
            walk(at, "", 0, &mut all, &mut passed)?;
            (From::Folder, all)
        } else {
            let mut file = File::open(at).map_err(io)?;
            let mut start = [0; 4];
            let is_zip = file.read_exact(&mut start).is_ok() && &start == b"PK\x03\x04";
            if is_zip {
                let file = File::open(at).map_err(io)?;
                let bytes = Box::new(BufReader::new(file));
                let (zip, all) = zipped(at, bytes, known.len(), &mut passed)?;
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
        Ok(Self::of(at, from, all, passed))
    }

    /// The files in a file that lies in an archive itself, of which these are the bytes.
    ///
    /// # Errors
    /// As [`Files::open`].
    pub(crate) fn within(path: &str, bytes: Vec<u8>) -> Result<Self> {
        let at = Path::new(path);
        let size = bytes.len() as u64;
        let mut passed = Passed::default();
        if bytes.starts_with(b"PK\x03\x04") {
            let (zip, all) = zipped(at, Box::new(Cursor::new(bytes)), size, &mut passed)?;
            return Ok(Self::of(at, From::Zip(RefCell::new(zip)), all, passed));
        }
        let path = path.to_owned();
        let all = vec![Named { path, size }];
        Ok(Self::of(at, From::Held(bytes), all, passed))
    }

    fn of(at: &Path, from: From, mut all: Vec<Named>, passed: Passed) -> Self {
        all.sort_by(|one, other| one.path.cmp(&other.path));
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, named) in all.iter().enumerate() {
            by_name.entry(last(&named.path)).or_default().push(at);
        }
        Self {
            at: at.to_owned(),
            all,
            from,
            passed,
            by_name,
        }
    }

    /// What lies there and is not taken: links, names that are no text, what lies too deep.
    #[must_use]
    pub fn passed(&self) -> Vec<Leftover> {
        let mut all = self.passed.named.clone();
        if self.passed.more > 0 {
            all.push(Leftover {
                place: format!("{} more", self.passed.more),
                text: String::new(),
                why: "They are not taken for the same reasons".into(),
            });
        }
        all
    }

    /// Whether it is a folder, whose files lie by themselves.
    pub(crate) fn is_folder(&self) -> bool {
        matches!(self.from, From::Folder)
    }

    /// Whether it is one file that holds no others.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        matches!(self.from, From::Alone | From::Held(_))
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
            From::Held(bytes) => read(&mut bytes.as_slice()),
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

    /// The path of the file that an address is about: the one whose path ends with most of the address' parts. The folders that
    /// both have are the same, since many pictures are called `image1.png`; none where several could be meant. An address on the
    /// web is never asked for.
    #[must_use]
    pub fn find(&self, address: &str) -> Option<&str> {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let path = match path.split_once("://") {
            Some((_, rest)) => rest.split_once('/')?.1,
            None => path,
        };
        let path = percent_encoding_decoded(path);
        let wanted: Vec<String> = parts(&path).collect();
        let (name, folders) = wanted.split_last()?;
        let candidates = self.by_name.get(name)?;
        let alone = candidates.len() == 1;
        let all = candidates.iter().filter_map(|at| self.all.get(*at));
        let mut best: Option<(usize, std::cmp::Reverse<usize>)> = None;
        let mut found: Vec<(&Named, Vec<String>)> = vec![];
        for named in all {
            let mut own: Vec<String> = parts(&named.path).collect();
            own.pop();
            let Some(alike) = alike(&own, folders, alone, self.top().as_deref()) else {
                continue;
            };
            let rank = Some((alike, std::cmp::Reverse(own.len())));
            if rank > best {
                best = rank;
                found.clear();
            }
            if rank == best {
                found.push((named, own));
            }
        }
        let (first, folder) = found.first()?;
        // Two that only capitals tell apart lie side by side; of others nobody can say which is meant.
        let beside = found.iter().all(|(_, own)| own == folder);
        let named = |path: &str| path.rsplit(['/', '\\']).next().map(str::to_owned);
        let exact = found
            .iter()
            .find(|(one, _)| named(&one.path) == named(&path));
        let chosen = exact.map_or(first, |(one, _)| one);
        beside.then_some(chosen.path.as_str())
    }

    /// The folder that all of it lies in, as zip archives of a folder have it; what only numbers a year or a month is none.
    fn top(&self) -> Option<String> {
        let top = |named: &Named| Some(named.path.split_once('/')?.0.to_lowercase());
        let first = self.all.first().and_then(top)?;
        let last = self.all.last().and_then(top)?;
        (first == last && !is_number(&first)).then_some(first)
    }
}

/// How many folders from the file upwards are the same in a path and an address; none where they lead to different places.
/// `alone`: no other file has the name; `top`: the folder that everything lies in.
fn alike(own: &[String], address: &[String], alone: bool, top: Option<&str>) -> Option<usize> {
    let own = match own.split_first() {
        Some((first, rest)) if Some(first.as_str()) == top => rest,
        _ => own,
    };
    if own.is_empty() || address.is_empty() {
        // A folder of files without an order, or a name alone.
        return (alone || own.len() == address.len()).then_some(0);
    }
    let pairs = own.iter().rev().zip(address.iter().rev());
    let alike = pairs.take_while(|(one, other)| one == other).count();
    // WordPress files by year and month; whoever keeps these may call what they lie in as they like.
    let dated = alike >= 2 && address.iter().rev().take(2).all(|part| is_number(part));
    (dated || alike == own.len().min(address.len())).then_some(alike)
}

fn is_number(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_digit())
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
fn walk(
    dir: &Path,
    below: &str,
    depth: usize,
    all: &mut Vec<Named>,
    passed: &mut Passed,
) -> Result<()> {
    if depth > DEPTH {
        passed.add(below, DEEP);
        return Ok(());
    }
    let within = |name: &str| match below {
        "" => name.to_owned(),
        below => format!("{below}/{name}"),
    };
    for entry in std::fs::read_dir(dir).map_err(|cause| Error::io(dir, &cause))? {
        let entry = entry.map_err(|cause| Error::io(dir, &cause))?;
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            passed.add(&within(&name.to_string_lossy()), NAMELESS);
            continue;
        };
        if name.starts_with('.') {
            continue;
        }
        let path = within(name);
        let kind = entry.file_type().map_err(|cause| Error::io(dir, &cause))?;
        if kind.is_dir() {
            walk(&entry.path(), &path, depth + 1, all, passed)?;
        } else if kind.is_file() {
            if is_packed(&path) {
                passed.add(&path, INNER);
            }
            let size = entry.metadata().map_or(0, |known| known.len());
            all.push(Named { path, size });
            if all.len() > MOST {
                return Err(too_many(dir));
            }
        } else {
            passed.add(&path, if kind.is_symlink() { LINK } else { SPECIAL });
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
    Error::unreadable("broken-archive", format!("{what} can’t be read: {cause}."))
        .hint("It may have been cut off on its way here; copy it again.")
}

/// A zip archive and the files in it, none of which may lie elsewhere than below its top.
fn zipped(
    at: &Path,
    bytes: Box<dyn Bytes>,
    size: u64,
    passed: &mut Passed,
) -> Result<(Zip, Vec<Named>)> {
    let name = at.display().to_string();
    let mut zip =
        ZipArchive::new(bytes).map_err(|_| broken(&name, &"it is no whole zip archive"))?;
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
        let Ok(path) = file.name() else {
            passed.add(&String::from_utf8_lossy(file.name_raw()), NAMELESS);
            continue;
        };
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
        let hidden = path.split('/').any(|part| part.starts_with('.'));
        if hidden || path.starts_with("__MACOSX/") {
            continue;
        }
        if file.is_symlink() {
            passed.add(&path, LINK);
            continue;
        }
        if is_packed(&path) {
            passed.add(&path, INNER);
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
        // One of the same name that lies elsewhere is another picture.
        assert_eq!(find("https://example.org/uploads/2022/05/quay.jpg"), None);
        assert_eq!(find("https://example.org/uploads/2024/06/quay.jpg"), None);
        assert_eq!(find("quay.jpg"), None);
        assert_eq!(
            find("https://example.org/photos/quay%20side.png"),
            Some("quay side.png")
        );
        std::fs::remove_dir_all(&dir).unwrap();
    }

    #[test]
    fn folders_that_an_address_has_are_the_files_or_it_is_another_one() {
        let folders = |path: &str| super::parts(path).collect::<Vec<_>>();
        let alike = |own: &str, address: &str| {
            super::alike(&folders(own), &folders(address), true, Some("top"))
        };
        for (own, address, wanted) in [
            ("2019/02", "wp-content/uploads/2024/05", None),
            ("2024/02", "wp-content/uploads/2024/05", None),
            ("backup/2024/05", "wp-content/uploads/2024/05", Some(2)),
            ("top/2024/05", "wp-content/uploads/2024/05", Some(2)),
            ("one/images", "posts/two/images", None),
            ("top", "posts/two/images", Some(0)),
            ("content/images", "images", Some(1)),
        ] {
            assert_eq!(alike(own, address), wanted, "{own} {address}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn what_is_passed_over_is_told() {
        use std::os::unix::{ffi::OsStrExt, fs::symlink};
        let dir = std::env::temp_dir().join(format!("copydesk-passed-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        let deep = dir.join(["d"; 40].join("/"));
        std::fs::create_dir_all(&deep).unwrap();
        std::fs::write(deep.join("a.md"), "x").unwrap();
        std::fs::write(dir.join("b.md"), "x").unwrap();
        symlink(dir.join("b.md"), dir.join("c.md")).unwrap();
        symlink("/", dir.join("e")).unwrap();
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
        std::fs::write(dir.join(name), "x").unwrap();
        let files = Files::open(&dir).unwrap();
        let all: Vec<&str> = files.all.iter().map(|named| named.path.as_str()).collect();
        assert_eq!(all, ["b.md"]);
        let mut passed: Vec<String> = files
            .passed()
            .iter()
            .map(|left| format!("{}: {}", left.place, left.why.split(',').next().unwrap()))
            .collect();
        passed.sort();
        let deep = ["d"; 33].join("/");
        assert_eq!(
            passed,
            [
                "c.md: It is a link".to_owned(),
                "caf\u{fffd}.md: Its name can’t be read as text: give it another one".to_owned(),
                format!("{deep}: It lies more than 32 folders deep: move it further up"),
                "e: It is a link".to_owned(),
            ]
        );
        std::fs::remove_dir_all(&dir).unwrap();
    }
}
