//! A bundle looked at before it is written: which files it would hold, and any one of them, byte for byte; and what the
//! bundle holds that stands where it would go.

use crate::{
    archive,
    hashed::Hashed,
    print::{Print, Sink, print},
    site,
};
use model::{
    Error, Hash, Result,
    asset::{Asset, site_path},
    bundle::{Manifest, Part},
};
use std::{
    collections::BTreeMap,
    fs::File,
    io::{Read as _, Write, sink},
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Longest manifest that is read, in bytes.
const MANIFEST: u64 = 256 << 20;

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Files with their sizes and hashes, by path from the bundle's root.
pub type Files = BTreeMap<String, (u64, Hash)>;

/// Keeps of each file how large it is and its hash.
#[derive(Default)]
struct Listed(Mutex<Files>);

impl Sink for Listed {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<()> {
        held(&self.0).insert(path.to_owned(), (bytes.len() as u64, Hash::of(bytes)));
        Ok(())
    }

    fn stream(&self, path: &str, fill: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()> {
        let mut hashed = Hashed::new(sink());
        fill(&mut hashed)?;
        held(&self.0).insert(path.to_owned(), hashed.finish());
        Ok(())
    }
}

/// Every file of these parts; the files of pictures are named and not read, and count nothing of their size.
///
/// # Errors
/// As [`print`].
pub fn files(
    from: &Print,
    parts: &[Part],
    step: &(dyn Fn(u64, u64) -> Result<()> + Sync),
) -> Result<Files> {
    let listed = Listed::default();
    print(from, parts, &listed, step)?;
    let mut files = std::mem::take(&mut *held(&listed.0));
    if parts.contains(&Part::Site) {
        for file in from.surroundings.assets.iter().flat_map(Asset::files) {
            files.insert(format!("site/{}", site_path(file)), (0, file.0));
        }
    }
    Ok(files)
}

/// Keeps one file, and stops the printing once it is there.
struct Only<'a> {
    path: &'a str,
    kept: Mutex<Option<Vec<u8>>>,
}

/// Why the printing stopped; nobody sees it.
fn enough() -> Error {
    Error::refused("enough", "What was asked for is there.")
}

impl Sink for Only<'_> {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<()> {
        if path == self.path {
            *held(&self.kept) = Some(bytes.to_vec());
            return Err(enough());
        }
        Ok(())
    }

    fn stream(&self, path: &str, fill: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()> {
        if path == self.path {
            let mut bytes = vec![];
            fill(&mut bytes)?;
            *held(&self.kept) = Some(bytes);
            return Err(enough());
        }
        fill(&mut sink())
    }
}

/// One file of these parts by its path from the bundle's root; none where nothing is printed there. What the bundle holds
/// there is the same bytes.
///
/// # Errors
/// As [`print`].
pub fn one(from: &Print, parts: &[Part], path: &str) -> Result<Option<Vec<u8>>> {
    let part = path.split('/').next().and_then(Part::named);
    let Some(part) = part.filter(|part| parts.contains(part)) else {
        return Ok(None);
    };
    let only = Only {
        path,
        kept: Mutex::default(),
    };
    if part == Part::Site
        && let Some(page) = site::article_at(from, path)?
    {
        return Ok(Some(page.bytes));
    }
    let printed = print(from, &[part], &only, &|_, _| Ok(()));
    let kept = only
        .kept
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner);
    match (kept, printed) {
        (Some(bytes), _) => Ok(Some(bytes)),
        (None, printed) => printed.map(|()| None),
    }
}

/// The files of the bundle at `path`, a folder or a zip, as its manifest has them; none where no bundle can be read there.
/// The manifest is believed: it says what to compare with, and decides nothing.
#[must_use]
pub fn of_bundle(path: &Path) -> Option<Files> {
    let mut bytes = vec![];
    if path.is_dir() {
        let file = File::open(path.join("manifest.json")).ok()?;
        file.take(MANIFEST).read_to_end(&mut bytes).ok()?;
    } else {
        let mut archive = archive::open(path).ok()?;
        let file = archive.reader("manifest.json").ok()?;
        file.take(MANIFEST).read_to_end(&mut bytes).ok()?;
    }
    let manifest: Manifest = serde_json::from_slice(&bytes).ok()?;
    let files = manifest.files.into_iter();
    Some(
        files
            .map(|file| (file.path, (file.size, file.sha256)))
            .collect(),
    )
}
