//! What a bundle is put in place of: nothing but a bundle that holds nothing of anyone else's.

use super::{Past, io};
use crate::{archive, hashed::Hashed, print::each};
use model::{
    Error, Hash, Result,
    bundle::{BundleKind, ManifestFile, PrintedFile},
};
use rustix::fs::{Dir, FileType, Mode, OFlags, fstat};
use serde::Deserialize;
use std::{
    borrow::Cow,
    collections::HashSet,
    fs::{self, File, Metadata, Permissions},
    io::{ErrorKind, Read, sink},
    os::unix::fs::{MetadataExt, PermissionsExt, chown},
    path::Path,
    sync::{Mutex, PoisonError},
};

const MANIFEST: &str = "manifest.json";
const SIGNATURE: &str = "manifest.json.minisig";

/// Most bytes of a manifest that is read of a bundle that is replaced.
const LARGE: u64 = 1 << 30;

/// What stands in the place of a bundle and may be replaced by it.
pub(super) struct Found {
    /// Which one it is, whatever its name.
    id: (u64, u64),
    mode: u32,
    group: u32,
    /// None for an empty folder.
    pub bundle: Option<Old>,
}

/// The bundle that another one takes the place of. It is believed in nothing but what it says was there.
pub(super) struct Old {
    pub manifest: Hash,
    pub kind: BundleKind,
    /// With their keys, where the library remembers it.
    pub files: Vec<PrintedFile>,
    /// Its folders as they were when they were looked through; none of a zip.
    folders: Folders,
}

/// Folders by their names from the root of a bundle, each with when it was changed last.
type Folders = Vec<(String, Moment)>;

/// What is read of its manifest.
#[derive(Deserialize)]
struct Listed {
    copydesk: String,
    kind: BundleKind,
    files: Vec<ManifestFile>,
}

/// When something was last done to a file or folder, by the clock of its file system, which nobody can set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment(i64, i64);

impl Moment {
    /// When something was last done to what is at `path`; a folder is changed by whatever is made, renamed or removed in it.
    pub fn of(path: &Path) -> Result<Self> {
        let found = fs::symlink_metadata(path).map_err(io(path))?;
        Ok(Self::in_what_is(&found))
    }

    fn in_what_is(found: &Metadata) -> Self {
        Self(found.ctime(), found.ctime_nsec())
    }
}

fn id(found: &Metadata) -> (u64, u64) {
    (found.dev(), found.ino())
}

fn in_the_way(what: String) -> Error {
    Error::refused("target-in-the-way", what)
        .hint("Choose another name; Copydesk replaces nothing but its own bundles.")
}

impl Found {
    /// What is at `out`; none where nothing is.
    ///
    /// # Errors
    /// `target-in-the-way` where it is something else than a bundle of the same sort, or holds what its manifest does not
    /// list; system errors.
    pub fn at(out: &Path, zipped: bool, past: &dyn Past) -> Result<Option<Self>> {
        let found = match fs::symlink_metadata(out) {
            Ok(found) => found,
            Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(None),
            Err(cause) => return Err(Error::io(out, &cause)),
        };
        let (id, mode, group) = (id(&found), found.mode() & 0o7777, found.gid());
        let bundle = if !zipped && found.is_dir() && is_empty(out) {
            None
        } else {
            let sort = if zipped {
                found.is_file()
            } else {
                found.is_dir()
            };
            let old = match sort {
                true => Old::at(out, zipped, past)?,
                false => None,
            };
            let none = || format!("There is something at {} that is no bundle.", out.display());
            let mut old = old.ok_or_else(|| in_the_way(none()))?;
            old.look_through(out, zipped)?;
            Some(old)
        };
        Ok(Some(Self {
            id,
            mode,
            group,
            bundle,
        }))
    }

    /// Whether it is there still, and nothing else's in it, where what is at `out` was last looked at after `begun`; false
    /// where nothing is there any more.
    ///
    /// # Errors
    /// `target-in-the-way` where something else came to be there; system errors.
    pub fn is_still_at(&self, out: &Path, zipped: bool, begun: Moment) -> Result<bool> {
        if let Some(old) = self.bundle.as_ref().filter(|_| self.is_at(out) && !zipped)
            && old.is_still_all_of(out, begun)
        {
            return Ok(true);
        }
        let bundle = |one: &Self| one.bundle.as_ref().map(|old| old.manifest);
        match Self::at(out, zipped, &Nothing)? {
            None => Ok(false),
            Some(now) if self.id == now.id && bundle(self) == bundle(&now) => Ok(true),
            Some(_) => Err(crate::place::in_the_way(out)),
        }
    }

    /// Whether it is what stands at `path`.
    pub fn is_at(&self, path: &Path) -> bool {
        fs::symlink_metadata(path).is_ok_and(|found| id(&found) == self.id)
    }

    /// Whoever may read what it replaces, and no other, may read what stands at `path`.
    pub fn hand_on(&self, path: &Path) -> Result<()> {
        let own = fs::symlink_metadata(path).map_err(io(path))?;
        if own.gid() != self.group {
            // To give it to a group that one is not in is not allowed: it is one's own group's then.
            let _ = chown(path, None, Some(self.group));
        }
        // Its owner fills it.
        let mode = self.mode | if own.is_dir() { 0o700 } else { 0o600 };
        fs::set_permissions(path, Permissions::from_mode(mode)).map_err(io(path))
    }
}

impl Old {
    /// The bundle at `out`; none where that is none.
    ///
    /// # Errors
    /// What `past` returns.
    fn at(out: &Path, zipped: bool, past: &dyn Past) -> Result<Option<Self>> {
        let Some(manifest) = manifest(out, zipped, hashed) else {
            return Ok(None);
        };
        let old = |kind, files| Self {
            manifest,
            kind,
            files,
            folders: vec![],
        };
        // What was printed here need not be read again: the hash says that it is this very one.
        if let Some((kind, files)) = past.of(manifest)? {
            return Ok(Some(old(kind, files)));
        }
        let read: Option<Listed> = self::manifest(out, zipped, |from| {
            let mut bytes = vec![];
            from.read_to_end(&mut bytes).ok()?;
            (Hash::of(&bytes) == manifest).then(|| serde_json::from_slice(&bytes).ok())?
        });
        let read = read.filter(|read| read.copydesk == "manifest/1");
        let file = |file: ManifestFile| PrintedFile {
            path: file.path,
            size: file.size,
            sha256: file.sha256,
            key: None,
        };
        Ok(read.map(|read| old(read.kind, read.files.into_iter().map(file).collect())))
    }

    /// Whether in the folder at `out` no folder was changed since it was looked through, and the manifest is the same. What
    /// was changed within the last tick before that may have been changed again within the same: it has to be from before
    /// `begun`.
    fn is_still_all_of(&self, out: &Path, begun: Moment) -> bool {
        let manifest = manifest(out, false, hashed);
        let same = |(folder, was): &(String, Moment)| {
            let now = fs::symlink_metadata(out.join(folder));
            let is = now.is_ok_and(|now| now.is_dir() && Moment::in_what_is(&now) == *was);
            (is && *was < begun)
                .then_some(())
                .ok_or_else(|| changed(out))
        };
        manifest == Some(self.manifest) && each(&self.folders, &|_, folder| same(folder)).is_ok()
    }

    /// Refuses to replace what the manifest does not list: it is someone else's.
    fn look_through(&mut self, out: &Path, zipped: bool) -> Result<()> {
        let listed = self.files.iter().map(|file| file.path.as_str());
        let mut known: HashSet<&str> = listed.chain([MANIFEST, SIGNATURE]).collect();
        let foreign = if zipped {
            let names = archive::open(out)?.names();
            names
                .into_iter()
                .find(|name| !known.contains(name.as_str()))
        } else {
            for file in &self.files {
                for (at, _) in file.path.rmatch_indices('/') {
                    // One that is known is known with all that it is in.
                    if !known.insert(file.path.get(..=at).unwrap_or_default()) {
                        break;
                    }
                }
            }
            let (folders, foreign) = looked_through(out, &known)?;
            self.folders = folders;
            foreign
        };
        match foreign {
            None => Ok(()),
            Some(name) => Err(Error::refused(
                "target-in-the-way",
                format!(
                    "{} is no part of the bundle at {}, and would be lost with it.",
                    name,
                    out.display()
                ),
            )
            .hint(if name.starts_with("markdown/") {
                "Remove it or put it elsewhere. Hugo leaves files where it builds: copy the folder markdown first, and build the copy."
            } else {
                "Put it elsewhere, or export to another place and copy the bundle from there to where it is needed."
            })),
        }
    }
}

/// What is read of a bundle's manifest; none where there is none that is a file, with its signature.
fn manifest<T>(
    out: &Path,
    zipped: bool,
    read: impl FnOnce(&mut dyn Read) -> Option<T>,
) -> Option<T> {
    if zipped {
        let mut opened = archive::open(out).ok()?;
        let reader = opened.reader(MANIFEST).ok()?;
        read(&mut reader.take(LARGE))
    } else {
        let path = out.join(MANIFEST);
        let is_file = |path: &Path| fs::symlink_metadata(path).is_ok_and(|it| it.is_file());
        if !is_file(&path) || !is_file(&out.join(SIGNATURE)) {
            return None;
        }
        read(&mut File::open(path).ok()?.take(LARGE))
    }
}

/// The hash of what is read.
fn hashed(from: &mut dyn Read) -> Option<Hash> {
    let mut hashed = Hashed::new(sink());
    std::io::copy(from, &mut hashed).ok()?;
    Some(hashed.finish().1)
}

/// Remembers nothing.
struct Nothing;

impl Past for Nothing {
    fn of(&self, _: Hash) -> Result<Option<(BundleKind, Vec<PrintedFile>)>> {
        Ok(None)
    }

    fn released(&self) -> Result<Vec<PrintedFile>> {
        Ok(vec![])
    }
}

/// Says that a folder is not as it was.
fn changed(out: &Path) -> Error {
    in_the_way(format!("{} was changed meanwhile.", out.display()))
}

/// What programs that show folders leave in them, and make again: nobody's loss.
const LITTER: [&str; 4] = [".DS_Store", ".directory", "Thumbs.db", "desktop.ini"];

/// Every folder of the tree at `root` that is `known`, as it was just before it was read; and of what is not known there the
/// first by name: a file, a link, or a folder with all that is in it.
fn looked_through(root: &Path, known: &HashSet<&str>) -> Result<(Folders, Option<String>)> {
    let found = Mutex::new((vec![], None::<String>));
    let mut level = vec![String::new()];
    while !level.is_empty() {
        let next = Mutex::new(vec![]);
        each(&level, &|_, folder| {
            let path = root.join(folder);
            let read = listed(&path, folder, known);
            let (moment, folders, foreign) =
                read.map_err(|cause| Error::io(&path, &cause.into()))?;
            next.lock()
                .unwrap_or_else(PoisonError::into_inner)
                .extend(folders);
            let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
            found.0.push((folder.clone(), moment));
            found.1 = match (found.1.take(), foreign) {
                (Some(one), Some(other)) => Some(one.min(other)),
                (one, other) => one.or(other),
            };
            Ok(())
        })?;
        level = next.into_inner().unwrap_or_else(PoisonError::into_inner);
    }
    Ok(found.into_inner().unwrap_or_else(PoisonError::into_inner))
}

/// When the folder `dir` was changed, whose name from the root is `below`; the known folders in it, and the first of what is not
/// known there.
fn listed(
    dir: &Path,
    below: &str,
    known: &HashSet<&str>,
) -> rustix::io::Result<(Moment, Vec<String>, Option<String>)> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let dir = rustix::fs::open(dir, flags, Mode::empty())?;
    // Before it is read, so that whatever is done to it meanwhile is seen.
    let found = fstat(&dir)?;
    let moment = Moment(found.st_ctime, found.st_ctime_nsec.cast_signed());
    let (mut folders, mut first): (Vec<String>, Option<String>) = (vec![], None);
    let mut entries = Dir::new(dir)?;
    while let Some(entry) = entries.read() {
        let entry = entry?;
        let (name, kind) = (entry.file_name().to_string_lossy(), entry.file_type());
        if [".", ".."].contains(&&*name)
            || kind == FileType::RegularFile && LITTER.contains(&&*name)
        {
            continue;
        }
        let is_folder = kind == FileType::Directory;
        let end = if is_folder { "/" } else { "" };
        let path = format!("{below}{name}{end}");
        // A name that is no text is none that is known, whatever stands in the place of its letters here.
        let is_known = kind != FileType::Symlink
            && matches!(name, Cow::Borrowed(_))
            && known.contains(path.as_str());
        if is_known && is_folder {
            folders.push(path);
        } else if !is_known && first.as_ref().is_none_or(|first| path < *first) {
            first = Some(path);
        }
    }
    Ok((moment, folders, first))
}

fn is_empty(dir: &Path) -> bool {
    fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_none())
}

/// Everything that was written to the file system of `path` is on disk when this returns.
pub(super) fn sync(path: &Path) -> Result<()> {
    let file = File::open(path).map_err(io(path))?;
    rustix::fs::syncfs(&file).map_err(|cause| Error::io(path, &cause.into()))
}
