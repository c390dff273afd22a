//! A bundle written: beside its place first, whole and synced, then put there in one step.

mod folder;
mod media;
mod past;
mod revisions;
mod target;

pub use media::media;
pub use past::{Foreseen, Past, foresee};

use crate::{
    archive, long,
    minisign::NewsroomKey,
    place::{Beside, in_the_way},
    print::{self, Print, Sink},
};
use folder::{Before, Folder};
use model::{
    Error, Hash, Result,
    asset::{Asset, site_path},
    bundle::{BundleKind, Change, Manifest, ManifestFile, Part, PrintedFile, Stage},
};
use revisions::Revisions;
use std::{
    fs::{self, File},
    io::BufWriter,
    panic::resume_unwind,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    thread::{self, Scope},
};
use target::{Found, Moment, Old, sync};

/// What a bundle is made of.
pub struct Job<'a> {
    /// Its manifest; what it says of files is filled in here.
    pub manifest: &'a Manifest,
    /// What its files are printed from.
    pub print: Print<'a>,
    /// The texts as their canonical bytes, held against their hashes.
    pub revision_bytes: &'a (dyn Fn(Hash) -> Result<Vec<u8>> + Sync),
    /// What signs the manifest.
    pub key: &'a NewsroomKey,
    /// What was printed before.
    pub past: &'a dyn Past,
}

/// Who is told what is being done, how many steps are done, of how many, and may stop the work.
pub type Progress<'a> = dyn Fn(Stage, u64, u64) -> bool + Sync + 'a;

/// A bundle that is written but not yet in its place; removed where it is dropped.
pub struct Prepared {
    beside: Beside,
    zipped: bool,
    /// When, before anything was looked at.
    begun: Moment,
    /// What stood in its place when it was begun.
    found: Option<Found>,
    files: Vec<PrintedFile>,
    changes: Vec<Change>,
    bytes: u64,
    manifest_sha256: Hash,
    /// The edition's and the profile's.
    names: (String, String),
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
    /// What is another in its parts than in the bundle that it took the place of, or else in the last release.
    pub changes: Vec<Change>,
}

/// What is made whole before it takes its place, and the folder that an archive is packed from.
const NEW: &str = "new";
const FILES: &str = "files";

fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Error + '_ {
    move |cause| Error::io(path, &cause)
}

/// Writes a bundle beside `out`: a zip where that ends in `.zip`, else a folder. `progress` is told done and total
/// and may stop it.
///
/// # Errors
/// `target-in-the-way` where something else than a bundle is there, or something in it is not the bundle's;
/// `proof-over-release`; `target-busy` where another is being written to the same place; `not-found` where its folder is
/// missing; `bad-theme`, `cancelled`; system errors. Nothing is then left behind.
pub fn prepare(out: &Path, job: Job, progress: &Progress) -> Result<Prepared> {
    let zipped = out
        .extension()
        .is_some_and(|kind| kind.eq_ignore_ascii_case("zip"));
    // Whoever listens for an interrupt does so from the first step on, before anything is there to be left behind.
    go_on(progress(Stage::Printing, 0, 1))?;
    let beside = Beside::of(out)?;
    let root = beside.path(if zipped { FILES } else { NEW });
    fs::create_dir(&root).map_err(io(&root))?;
    let begun = Moment::of(&root)?;
    let found = Found::at(beside.place(), zipped, job.past)?;
    let replaced = found.as_ref().and_then(|found| found.bundle.as_ref());
    no_proof_over_a_release(beside.place(), replaced, job.manifest.kind)?;
    if let (Some(found), false) = (&found, zipped) {
        found.hand_on(&root)?;
    }
    let names = (job.manifest.edition.clone(), job.manifest.profile.clone());
    let before = replaced.filter(|_| !zipped);
    let to = Folder::new(
        &root,
        before.map(|replaced| Before::of(beside.place(), &replaced.files)),
    );
    let past = job.past;
    let last = || match replaced {
        Some(_) => Ok(vec![]),
        None => past.released(),
    };
    let filled = fill(&to, job, last, progress).map_err(|error| match error.code.as_str() {
        "target-gone" => gone(out),
        // Nobody knows the folder beside: what can't be written is their bundle.
        _ => Error {
            message: error
                .message
                .replace(&root.display().to_string(), &out.display().to_string()),
            ..error
        },
    });
    let (manifest_sha256, last) = filled?;
    if !beside.is_there() {
        return Err(gone(out));
    }
    let files = to.into_files();
    let now = files.iter().map(|file| (file.path.as_str(), file.sha256));
    let was = replaced.map_or(&last, |replaced| &replaced.files).iter();
    let changes = past::changes(was.map(|file| (file.path.as_str(), file.sha256)), now);
    let mut prepared = Prepared {
        bytes: files.iter().map(|file| file.size).sum(),
        beside,
        zipped,
        begun,
        found,
        files,
        changes,
        manifest_sha256,
        names,
    };
    if zipped {
        prepared.zip(progress)?;
    }
    go_on(progress(Stage::Writing, 0, 1))?;
    sync(&prepared.beside.path(NEW))?;
    Ok(prepared)
}

/// The folder that was written to was taken away meanwhile.
fn gone(out: &Path) -> Error {
    Error::system(
        "target-gone",
        format!(
            "What was written for {} was taken away meanwhile; nothing was exported.",
            out.display()
        ),
    )
    .hint("See whether its disk is still there, and export again.")
}

/// What is shown to readers is not replaced with what nobody approved.
fn no_proof_over_a_release(out: &Path, old: Option<&Old>, kind: BundleKind) -> Result<()> {
    let released = old.is_some_and(|old| old.kind == BundleKind::Release);
    if kind == BundleKind::Release || !released {
        return Ok(());
    }
    Err(Error::refused(
        "proof-over-release",
        format!(
            "There is a release at {}, which a proof doesn’t replace.",
            out.display()
        ),
    )
    .hint("Export the proof to another place, or remove the release first."))
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

/// Everything into the folder, the manifest and its signature last; returns the manifest's hash, and what is asked for while
/// that is made and signed.
fn fill<T>(
    to: &Folder,
    job: Job,
    meanwhile: impl FnOnce() -> Result<T>,
    progress: &Progress,
) -> Result<(Hash, T)> {
    let from = &job.print;
    let articles = &from.surroundings.articles;
    let texts = articles.len() as u64;
    let revisions = Revisions::new(to, job.revision_bytes);
    let contents = |revision: Hash| revisions.content(revision);
    let printing = Print {
        contents: &contents,
        ..*from
    };
    for (name, bytes) in from.theme.files() {
        to.put(&format!("theme/{name}"), bytes)?;
    }
    to.put("surroundings.json", &long::surroundings(from.surroundings)?)?;
    let parts = &job.manifest.parts;
    let all = AtomicU64::new(0);
    print::print(&printing, parts, to, &|done, jobs| {
        let steps = texts + jobs + 1;
        all.store(steps, Ordering::Relaxed);
        go_on(progress(Stage::Printing, done, steps))
    })?;
    let left = AtomicU64::new(texts);
    print::each(articles, &|_, placed| {
        revisions.copy(placed.revision)?;
        let (all, left) = (
            all.load(Ordering::Relaxed),
            left.fetch_sub(1, Ordering::Relaxed),
        );
        go_on(progress(Stage::Printing, all.saturating_sub(left), all))
    })?;
    if parts.contains(&Part::Site) {
        for file in from.surroundings.assets.iter().flat_map(Asset::files) {
            let name = format!("site/{}", site_path(file));
            to.by_hash(&name, file.0, &|| (from.assets)(file.0))?;
        }
    }
    let manifest =
        to.listed(|files| long::manifest_of(job.manifest, files, |file| listed(file)))?;
    let key = job.key;
    let (sha256, signed, asked) = thread::scope(|scope| {
        let signed = aside(scope, || {
            key.sign_pieces(manifest.iter().map(Vec::as_slice))
        });
        let sha256 = aside(scope, || to.put_pieces("manifest.json", &manifest));
        let asked = meanwhile();
        (sha256(), signed(), asked)
    });
    let sha256 = sha256?;
    to.put("manifest.json.minisig", signed.as_bytes())?;
    Ok((sha256, asked?))
}

/// Does `work` on another thread; where the machine gives none, here, once what it gives is asked for.
fn aside<'scope, T: Send + 'scope>(
    scope: &'scope Scope<'scope, '_>,
    work: impl FnOnce() -> T + Copy + Send + 'scope,
) -> impl FnOnce() -> T {
    let begun = thread::Builder::new().spawn_scoped(scope, work);
    move || match begun {
        Ok(begun) => begun.join().unwrap_or_else(|panic| resume_unwind(panic)),
        Err(_) => work(),
    }
}

/// What the manifest says of a file.
fn listed(file: &PrintedFile) -> ManifestFile {
    ManifestFile {
        path: file.path.clone(),
        size: file.size,
        sha256: file.sha256,
        media: media(&file.path).to_owned(),
    }
}

impl Prepared {
    /// The hash of the manifest.
    #[must_use]
    pub fn manifest_sha256(&self) -> Hash {
        self.manifest_sha256
    }

    /// The names of its edition and its profile.
    #[must_use]
    pub fn names(&self) -> (&str, &str) {
        (&self.names.0, &self.names.1)
    }

    /// Its files as they were printed: for a library to remember.
    #[must_use]
    pub fn files(&self) -> &[PrintedFile] {
        &self.files
    }

    /// The manifest of the release that it takes the place of.
    #[must_use]
    pub fn replaces(&self) -> Option<Hash> {
        let old = self.found.as_ref()?.bundle.as_ref()?;
        (old.kind == BundleKind::Release).then_some(old.manifest)
    }

    /// Packs the folder.
    fn zip(&mut self, progress: &Progress) -> Result<()> {
        let (folder, packed) = (self.beside.path(FILES), self.beside.path(NEW));
        let names: Vec<String> = self.files.iter().map(|file| file.path.clone()).collect();
        let file = BufWriter::new(File::create_new(&packed).map_err(io(&packed))?);
        let mut done = 0;
        let read = |name: &str| {
            done += 1;
            go_on(progress(Stage::Packing, done, names.len() as u64))?;
            fs::read(folder.join(name)).map_err(io(&folder))
        };
        let file = archive::write(file, &names, read)?;
        let file = file
            .into_inner()
            .map_err(|cause| Error::io(&packed, cause.error()))?;
        self.bytes = file.metadata().map_err(io(&packed))?.len();
        if let Some(found) = &self.found {
            found.hand_on(&packed)?;
        }
        fs::remove_dir_all(&folder).map_err(io(&folder))
    }

    /// Puts the bundle in its place, in one step, durably.
    ///
    /// # Errors
    /// `target-in-the-way` where something else came to be there meanwhile; system errors. What was there before is then
    /// still there.
    pub fn place(self) -> Result<Placed> {
        let place = self.beside.place();
        let replaced = match &self.found {
            Some(found) => found.is_still_at(place, self.zipped, self.begun)?,
            None => false,
        };
        match replaced {
            true => self.beside.exchange(NEW)?,
            // Refused where something came to be there.
            false => self.beside.put(NEW)?,
        }
        let placed = Placed {
            replaced,
            prepared: self,
            kept: false,
        };
        let Prepared { beside, found, .. } = &placed.prepared;
        // Dropped, it steps back.
        if replaced
            && found
                .as_ref()
                .is_some_and(|found| !found.is_at(&beside.path(NEW)))
        {
            return Err(in_the_way(beside.place()));
        }
        beside.sync()?;
        Ok(placed)
    }
}

impl Placed {
    /// It stays; what was there before goes.
    #[must_use]
    pub fn keep(mut self) -> Written {
        self.kept = true;
        Written {
            path: self.prepared.beside.place().to_owned(),
            files: self.prepared.files.len() as u64,
            bytes: self.prepared.bytes,
            manifest_sha256: self.prepared.manifest_sha256,
            changes: std::mem::take(&mut self.prepared.changes),
        }
    }
}

impl Drop for Placed {
    fn drop(&mut self) {
        if self.kept {
            return;
        }
        // The error that led here is the one that counts.
        let beside = &self.prepared.beside;
        let _ = if self.replaced {
            beside.exchange(NEW)
        } else {
            beside.take_back(NEW)
        };
    }
}

#[cfg(test)]
mod tests {
    use super::{Job, Past, Placed, prepare};
    use crate::{RENDERER, minisign::NewsroomKey, print::Print, theme::Theme};
    use model::{
        Error, Hash, Result,
        bundle::{BundleKind, Manifest, Part, PrintedFile, Surroundings},
    };
    use std::{collections::BTreeMap, fs, path::Path};

    /// A library that remembers nothing.
    struct Forgetful;

    impl Past for Forgetful {
        fn of(&self, _: Hash) -> Result<Option<(BundleKind, Vec<PrintedFile>)>> {
            Ok(None)
        }

        fn released(&self) -> Result<Vec<PrintedFile>> {
            Ok(vec![])
        }
    }

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
            chain: vec![],
            revoked: vec![],
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
            heads: None,
            html: &crate::print::made,
            assets: &|_| Err(Error::usage("none", "There is none.")),
        };
        let job = Job {
            manifest: &manifest,
            print,
            revision_bytes: &|_| Err(Error::damaged("none", "None.")),
            key: &key,
            past: &Forgetful,
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
