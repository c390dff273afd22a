//! A bundle written: beside its place first, whole and synced, then put there in one step.

use crate::{
    archive,
    hashed::Hashed,
    minisign::NewsroomKey,
    print::{self, Print, Sink},
};
use model::{
    Error, Hash, Result,
    asset::{Asset, site_path},
    bundle::{Manifest, ManifestFile, Part, Stage},
    canonical,
};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use std::{
    collections::{BTreeMap, HashSet},
    fs::{self, File},
    io::{BufWriter, ErrorKind, Write},
    path::{Path, PathBuf},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// What a bundle is made of.
pub struct Job<'a> {
    /// Its manifest, without `files`, which are filled in here.
    pub manifest: Manifest,
    /// What its files are printed from.
    pub print: Print<'a>,
    /// The texts as their canonical bytes.
    pub revision_bytes: &'a (dyn Fn(Hash) -> Result<Vec<u8>> + Sync),
    /// What signs the manifest.
    pub key: &'a NewsroomKey,
}

/// Who is told what is being done, how many steps are done, of how many, and may stop the work.
pub type Progress<'a> = dyn Fn(Stage, u64, u64) -> bool + Sync + 'a;

/// A bundle that is written but not yet in its place; removed where it is dropped.
pub struct Prepared {
    out: PathBuf,
    part: PathBuf,
    files: u64,
    bytes: u64,
    manifest_sha256: Hash,
}

/// A bundle in its place, while what was there before stands aside. Dropped before [`Placed::keep`], it steps back.
pub struct Placed {
    prepared: Prepared,
    replaced: bool,
    kept: bool,
}

/// A bundle in its place for good.
#[derive(Debug, Clone)]
pub struct Written {
    /// Where.
    pub path: PathBuf,
    /// How many files.
    pub files: u64,
    /// Of the archive, or of all files together.
    pub bytes: u64,
    /// Of `manifest.json`.
    pub manifest_sha256: Hash,
}

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Error + '_ {
    move |cause| Error::io(path, &cause)
}

/// Writes a bundle beside `out`: a zip where that ends in `.zip`, else a folder. `progress` is told done and total
/// and may stop it.
///
/// # Errors
/// `target-in-the-way` where something else than a bundle is there; `not-found` where its folder is missing;
/// `bad-theme`, `cancelled`; system errors. Nothing is then left behind.
pub fn prepare(out: &Path, job: Job, progress: &Progress) -> Result<Prepared> {
    let zipped = out
        .extension()
        .is_some_and(|kind| kind.eq_ignore_ascii_case("zip"));
    free(out, zipped)?;
    let name = out
        .file_name()
        .ok_or_else(|| Error::usage("no-target", "Say where the bundle shall go."))?;
    // Named by a hash, since the longest name that a file may have leaves no room beside it.
    let part = Hash::of(name.as_encoded_bytes()).short();
    let part = out.with_file_name(format!(".copydesk-{part}.part"));
    // Whoever listens for an interrupt does so from the first step on, before anything is there to be left behind.
    go_on(progress(Stage::Printing, 0, 1))?;
    clear(&part)?;
    let mut prepared = Prepared {
        out: out.to_owned(),
        part,
        files: 0,
        bytes: 0,
        manifest_sha256: Hash::of(b""),
    };
    fs::create_dir(&prepared.part).map_err(io(out.parent().unwrap_or(out)))?;
    let written = Folder::new(&prepared.part);
    let manifest_sha256 = fill(&written, job, progress)?;
    let files = std::mem::take(&mut *written.files());
    let names: Vec<String> = files.keys().cloned().collect();
    prepared.files = names.len() as u64;
    prepared.bytes = files.values().map(|file| file.size).sum();
    prepared.manifest_sha256 = manifest_sha256;
    if zipped {
        prepared.zip(&names, progress)?;
    }
    go_on(progress(Stage::Writing, 0, 1))?;
    sync(&prepared.part)?;
    Ok(prepared)
}

fn go_on(yes: bool) -> Result<()> {
    if yes {
        return Ok(());
    }
    Err(Error::refused(
        "cancelled",
        "Cancelled; nothing was exported.",
    ))
}

/// A folder that is being filled, from several threads, and what is in it.
struct Folder<'a> {
    root: &'a Path,
    files: Mutex<BTreeMap<String, ManifestFile>>,
    /// The folders that are there.
    made: Mutex<HashSet<PathBuf>>,
}

impl<'a> Folder<'a> {
    fn new(root: &'a Path) -> Self {
        Self {
            root,
            files: Mutex::default(),
            made: Mutex::default(),
        }
    }

    /// What is in it, by path.
    fn files(&self) -> MutexGuard<'_, BTreeMap<String, ManifestFile>> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where a file of this name goes, its folder made.
    fn place(&self, name: &str) -> Result<PathBuf> {
        if !archive::plain(name) {
            return Err(Error::refused(
                "bad-name",
                format!("“{name}” can't be the name of a file."),
            ));
        }
        let path = self.root.join(name);
        if let Some(parent) = path.parent() {
            let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            if !made.contains(parent) {
                fs::create_dir_all(parent).map_err(io(parent))?;
                made.insert(parent.to_owned());
            }
        }
        Ok(path)
    }

    fn note(&self, name: &str, size: u64, sha256: Hash) -> Result<()> {
        let file = ManifestFile {
            path: name.to_owned(),
            size,
            sha256,
            media: media(name).to_owned(),
        };
        if self.files().insert(name.to_owned(), file).is_some() {
            return Err(Error::refused(
                "printed-twice",
                format!("Two things want to be printed at {name}."),
            )
            .hint("Give one of them another address, section or tag."));
        }
        Ok(())
    }
}

impl Sink for Folder<'_> {
    fn put(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.place(name)?;
        fs::write(&path, bytes).map_err(io(&path))?;
        self.note(name, bytes.len() as u64, Hash::of(bytes))
    }

    fn stream(&self, name: &str, fill: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()> {
        let path = self.place(name)?;
        let file = BufWriter::new(File::create(&path).map_err(io(&path))?);
        let mut file = Hashed::new(file);
        fill(&mut file)?;
        file.flush().map_err(io(&path))?;
        let (size, sha256) = file.finish();
        self.note(name, size, sha256)
    }
}

fn media(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html",
        "css" => "text/css",
        "xml" if name.ends_with("feed.xml") => "application/atom+xml",
        "xml" if name.ends_with("rss.xml") => "application/rss+xml",
        "xml" => "application/xml",
        "json" if name.ends_with("feed.json") => "application/feed+json",
        "json" => "application/json",
        "txt" | "conf" | "htaccess" => "text/plain",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "jpg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "gif" => "image/gif",
        "svg" => "image/svg+xml",
        "pdf" => "application/pdf",
        _ => "application/octet-stream",
    }
}

/// Everything into the folder, the manifest and its signature last; returns the manifest's hash.
fn fill(to: &Folder, job: Job, progress: &Progress) -> Result<Hash> {
    let from = &job.print;
    let articles = &from.surroundings.articles;
    let texts = articles.len() as u64;
    let copied = AtomicU64::new(0);
    print::each(articles, &|_, placed| {
        let name = format!("revisions/{}.json", placed.revision);
        to.put(&name, &(job.revision_bytes)(placed.revision)?)?;
        let done = copied.fetch_add(1, Ordering::Relaxed) + 1;
        go_on(progress(Stage::Printing, done, texts * 2))
    })?;
    for (name, bytes) in from.theme.files() {
        to.put(&format!("theme/{name}"), bytes)?;
    }
    to.put("surroundings.json", &canonical(from.surroundings)?)?;
    let parts = &job.manifest.parts;
    print::print(from, parts, to, &|done, total| {
        go_on(progress(Stage::Printing, texts + done, texts + total))
    })?;
    if parts.contains(&Part::Site) {
        for file in from.surroundings.assets.iter().flat_map(Asset::files) {
            to.put(
                &format!("site/{}", site_path(file)),
                &(from.assets)(file.0)?,
            )?;
        }
    }
    let mut manifest = job.manifest;
    manifest.files = to.files().values().cloned().collect();
    let bytes = canonical(&manifest)?;
    to.put("manifest.json", &bytes)?;
    to.put("manifest.json.minisig", job.key.sign(&bytes).as_bytes())?;
    Ok(Hash::of(&bytes))
}

/// Refuses a target that is something else than a bundle of the same sort.
fn free(out: &Path, zipped: bool) -> Result<()> {
    let found = match fs::symlink_metadata(out) {
        Ok(found) => found,
        Err(cause) if cause.kind() == ErrorKind::NotFound => {
            let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty());
            return match parent {
                Some(parent) if !parent.is_dir() => Err(Error::unreadable(
                    "not-found",
                    format!("There is no folder {}.", parent.display()),
                )
                .hint("Make it first.")),
                _ => Ok(()),
            };
        }
        Err(cause) => return Err(Error::io(out, &cause)),
    };
    let ours = if zipped {
        found.is_file()
            && archive::open(out)
                .is_ok_and(|opened| opened.names().contains(&"manifest.json".to_owned()))
    } else {
        found.is_dir() && (is_empty(out) || is_bundle(out))
    };
    if ours {
        return Ok(());
    }
    Err(Error::refused(
        "target-in-the-way",
        format!("There is something at {} that is no bundle.", out.display()),
    )
    .hint("Choose another name; Copydesk replaces nothing but its own bundles."))
}

/// What may stand at a bundle's root.
const ROOT: [&str; 11] = [
    "manifest.json",
    "manifest.json.minisig",
    "surroundings.json",
    "revisions",
    "theme",
    "site",
    "wxr",
    "epub",
    "ninjs",
    "markdown",
    "jsonl",
];

/// A folder that holds a bundle and nothing of anyone else's, which would be gone with it.
fn is_bundle(dir: &Path) -> bool {
    dir.join("manifest.json.minisig").is_file()
        && fs::read_dir(dir).is_ok_and(|mut entries| {
            entries.all(|entry| {
                entry
                    .is_ok_and(|entry| ROOT.contains(&entry.file_name().to_string_lossy().as_ref()))
            })
        })
}

fn is_empty(dir: &Path) -> bool {
    fs::read_dir(dir).is_ok_and(|mut entries| entries.next().is_none())
}

/// Removes what an export that was interrupted left.
fn clear(part: &Path) -> Result<()> {
    let gone = if part.is_dir() {
        fs::remove_dir_all(part)
    } else {
        fs::remove_file(part)
    };
    match gone {
        Err(cause) if cause.kind() != ErrorKind::NotFound => Err(Error::io(part, &cause)),
        _ => Ok(()),
    }
}

/// Everything that was written to the file system of `path` is on disk when this returns.
fn sync(path: &Path) -> Result<()> {
    let file = File::open(path).map_err(io(path))?;
    rustix::fs::syncfs(&file).map_err(|cause| Error::io(path, &cause.into()))
}

impl Prepared {
    /// The hash of the manifest.
    #[must_use]
    pub fn manifest_sha256(&self) -> Hash {
        self.manifest_sha256
    }

    /// Packs the folder and puts the archive in its place beside.
    fn zip(&mut self, names: &[String], progress: &Progress) -> Result<()> {
        let mut name = self.part.file_name().unwrap_or_default().to_os_string();
        name.push(".zip");
        let packed = self.part.with_file_name(name);
        let folder = std::mem::replace(&mut self.part, packed.clone());
        let made = (|| {
            let file = BufWriter::new(File::create(&packed).map_err(io(&packed))?);
            let mut done = 0;
            let read = |name: &str| {
                done += 1;
                go_on(progress(Stage::Packing, done, names.len() as u64))?;
                fs::read(folder.join(name)).map_err(io(&folder))
            };
            let file = archive::write(file, names, read)?;
            let file = file
                .into_inner()
                .map_err(|cause| Error::io(&packed, cause.error()))?;
            self.bytes = file.metadata().map_err(io(&packed))?.len();
            Ok(())
        })();
        fs::remove_dir_all(&folder).map_err(io(&folder))?;
        made
    }

    /// Puts the bundle in its place, in one step, durably.
    ///
    /// # Errors
    /// System errors; what was there before is then still there.
    pub fn place(self) -> Result<Placed> {
        let replaced = fs::symlink_metadata(&self.out).is_ok();
        if replaced {
            exchange(&self.part, &self.out)?;
        } else {
            fs::rename(&self.part, &self.out).map_err(io(&self.out))?;
        }
        let placed = Placed {
            prepared: self,
            replaced,
            kept: false,
        };
        let out = &placed.prepared.out;
        let parent = match out.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        File::open(parent)
            .and_then(|dir| dir.sync_all())
            .map_err(io(parent))?;
        Ok(placed)
    }
}

/// Each of the two takes the other's place.
fn exchange(part: &Path, out: &Path) -> Result<()> {
    if renameat_with(CWD, part, CWD, out, RenameFlags::EXCHANGE).is_ok() {
        return Ok(());
    }
    // Not every file system can exchange: there the old one steps aside first.
    let aside = part.with_extension("old");
    clear(&aside)?;
    fs::rename(out, &aside).map_err(io(out))?;
    if let Err(cause) = fs::rename(part, out) {
        fs::rename(&aside, out).map_err(io(out))?;
        return Err(Error::io(out, &cause));
    }
    fs::rename(&aside, part).map_err(io(&aside))
}

impl Placed {
    /// It stays; what was there before goes.
    #[must_use]
    pub fn keep(mut self) -> Written {
        self.kept = true;
        Written {
            path: self.prepared.out.clone(),
            files: self.prepared.files,
            bytes: self.prepared.bytes,
            manifest_sha256: self.prepared.manifest_sha256,
        }
    }
}

impl Drop for Placed {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        // The error that led here is the one that counts.
        let Prepared { part, out, .. } = &self.prepared;
        let _ = if self.replaced {
            exchange(part, out)
        } else {
            fs::rename(out, part).map_err(io(out))
        };
    }
}

impl Drop for Prepared {
    fn drop(&mut self) {
        // Nobody is there to be told; what stays is cleared by the next export.
        let _ = clear(&self.part);
    }
}

#[cfg(test)]
mod tests {
    use super::{Job, Placed, prepare};
    use crate::{RENDERER, minisign::NewsroomKey, print::Print, theme::Theme};
    use model::{
        Error,
        bundle::{BundleKind, Manifest, Part, Surroundings},
    };
    use std::{collections::BTreeMap, fs, path::Path};

    /// An empty bundle by the newsroom of this name, in its place.
    fn placed(out: &Path, newsroom: &str) -> Placed {
        let surroundings = Surroundings {
            copydesk: "surroundings/1".into(),
            kind: BundleKind::Proof,
            newsroom: newsroom.into(),
            language: "en".into(),
            time_zone: "UTC".into(),
            base_url: String::new(),
            comment_address: String::new(),
            articles: vec![],
            assets: vec![],
            withdrawn: vec![],
            edition: String::new(),
            fronts: BTreeMap::new(),
            feeds: true,
        };
        let manifest = Manifest {
            copydesk: "manifest/1".into(),
            kind: BundleKind::Proof,
            renderer: RENDERER.into(),
            newsroom: newsroom.into(),
            edition: "Everything".into(),
            profile: "site".into(),
            parts: vec![Part::Site],
            four_eyes: true,
            articles: vec![],
            keys: vec![],
            files: vec![],
        };
        let key = NewsroomKey {
            secret: [7; 32],
            id: [7; 8],
        };
        let print = Print {
            surroundings: &surroundings,
            theme: &Theme::builtin().unwrap(),
            contents: &|_| Err(Error::damaged("none", "None.")),
            assets: &|_| Err(Error::usage("none", "There is none.")),
        };
        let job = Job {
            manifest,
            print,
            revision_bytes: &|_| Err(Error::damaged("none", "None.")),
            key: &key,
        };
        prepare(out, job, &|_, _, _| true).unwrap().place().unwrap()
    }

    #[test]
    fn a_bundle_that_is_not_kept_steps_back_for_what_was_there() {
        let dir = tempfile::tempdir().unwrap();
        let (zip, folder) = (dir.path().join("bundle.zip"), dir.path().join("bundle"));
        let index = folder.join("site/index.html");
        let _ = placed(&zip, "The Harbour Gazette").keep();
        let _ = placed(&folder, "The Harbour Gazette").keep();
        let before = [fs::read(&zip).unwrap(), fs::read(&index).unwrap()];
        drop(placed(&zip, "Another Paper"));
        drop(placed(&folder, "Another Paper"));
        assert!([fs::read(&zip).unwrap(), fs::read(&index).unwrap()] == before);
        let left: Vec<_> = fs::read_dir(dir.path()).unwrap().collect();
        assert_eq!(left.len(), 2, "{left:?}");
    }

    #[test]
    fn a_bundle_that_is_not_kept_leaves_an_empty_place_empty() {
        let dir = tempfile::tempdir().unwrap();
        drop(placed(&dir.path().join("bundle"), "The Harbour Gazette"));
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
