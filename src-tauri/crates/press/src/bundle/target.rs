//! What a bundle is put in place of: nothing but a bundle that holds nothing of anyone else's.

use super::io;
use crate::archive;
use model::{
    Error, Hash, Result,
    bundle::{BundleKind, Manifest, ManifestFile},
};
use std::{
    collections::HashSet,
    fs::{self, File, Metadata, Permissions},
    io::{ErrorKind, Read},
    os::unix::fs::{MetadataExt, PermissionsExt, chown},
    path::Path,
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
    pub files: Vec<ManifestFile>,
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
    pub fn at(out: &Path, zipped: bool) -> Result<Option<Self>> {
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
            let old = sort.then(|| Old::at(out, zipped)).flatten();
            let none = || format!("There is something at {} that is no bundle.", out.display());
            let old = old.ok_or_else(|| in_the_way(none()))?;
            old.is_all(out, zipped)?;
            Some(old)
        };
        Ok(Some(Self {
            id,
            mode,
            group,
            bundle,
        }))
    }

    /// Whether `now` is the same, and holds the same bundle.
    pub fn is(&self, now: &Self) -> bool {
        let bundle = |one: &Self| one.bundle.as_ref().map(|old| old.manifest);
        self.id == now.id && bundle(self) == bundle(now)
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
    fn at(out: &Path, zipped: bool) -> Option<Self> {
        let mut bytes = vec![];
        if zipped {
            let mut opened = archive::open(out).ok()?;
            let reader = opened.reader(MANIFEST).ok()?;
            reader.take(LARGE).read_to_end(&mut bytes).ok()?;
        } else {
            let path = out.join(MANIFEST);
            let is_file = |path: &Path| fs::symlink_metadata(path).is_ok_and(|it| it.is_file());
            if !is_file(&path) || !is_file(&out.join(SIGNATURE)) {
                return None;
            }
            let file = File::open(path).ok()?;
            file.take(LARGE).read_to_end(&mut bytes).ok()?;
        }
        let manifest: Manifest = serde_json::from_slice(&bytes).ok()?;
        (manifest.copydesk == "manifest/1").then(|| Self {
            manifest: Hash::of(&bytes),
            kind: manifest.kind,
            files: manifest.files,
        })
    }

    /// Refuses to replace what the manifest does not list: it is someone else's.
    fn is_all(&self, out: &Path, zipped: bool) -> Result<()> {
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
            foreign(out, "", &known).map_err(io(out))?
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
            .hint("Put it elsewhere, or export to another place and copy the bundle from there to where it is needed.")),
        }
    }
}

/// What programs that show folders leave in them, and make again: nobody's loss.
const LITTER: [&str; 4] = [".DS_Store", ".directory", "Thumbs.db", "desktop.ini"];

/// The first that is not `known` of what is below a folder: a file, a link, or a folder with all that is in it.
fn foreign(dir: &Path, below: &str, known: &HashSet<&str>) -> std::io::Result<Option<String>> {
    let (mut first, mut folders): (Option<String>, Vec<String>) = (None, vec![]);
    for entry in fs::read_dir(dir)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let name = entry.file_name();
        if kind.is_file() && name.to_str().is_some_and(|name| LITTER.contains(&name)) {
            continue;
        }
        let end = if kind.is_dir() { "/" } else { "" };
        let path = format!("{below}{}{end}", name.to_string_lossy());
        let is_known =
            name.to_str().is_some() && !kind.is_symlink() && known.contains(path.as_str());
        if is_known && kind.is_dir() {
            folders.push(path);
        } else if !is_known && first.as_ref().is_none_or(|first| path < *first) {
            first = Some(path);
        }
    }
    folders.sort();
    for path in folders {
        let before = first.as_ref().is_some_and(|first| *first < path);
        let name = path.get(below.len()..).unwrap_or_default();
        if !before && let Some(found) = foreign(&dir.join(name), &path, known)? {
            return Ok(Some(found));
        }
    }
    Ok(first)
}

fn is_empty(dir: &Path) -> bool {
    fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_none())
}

/// Everything that was written to the file system of `path` is on disk when this returns.
pub(super) fn sync(path: &Path) -> Result<()> {
    let file = File::open(path).map_err(io(path))?;
    rustix::fs::syncfs(&file).map_err(|cause| Error::io(path, &cause.into()))
}
