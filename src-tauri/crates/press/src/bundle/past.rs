//! What a library remembers of what it printed, and what changed since.

use super::{Progress, go_on};
use crate::{
    hashed::Hashed,
    print::{self, Print, Sink},
};
use model::{
    Hash, Result,
    asset::{Asset, site_path},
    bundle::{BundleKind, Change, ChangeHow, Part, PrintedFile, Stage},
};
use std::{
    collections::{BTreeMap, HashMap},
    io::{Write, sink},
    sync::{Mutex, PoisonError},
};

/// What a library remembers of the bundles that it printed.
pub trait Past {
    /// Of which kind the bundle with this manifest is, and its files, manifest and signature among them; none where it was not
    /// printed here, or long ago.
    ///
    /// # Errors
    /// System errors.
    fn of(&self, manifest: Hash) -> Result<Option<(BundleKind, Vec<PrintedFile>)>>;

    /// The files of the last release of the same sort; none where there was none.
    ///
    /// # Errors
    /// System errors.
    fn released(&self) -> Result<Vec<PrintedFile>>;
}

/// What is known of these prints by their keys.
pub(super) fn known(files: &[PrintedFile]) -> HashMap<Hash, (u64, Hash)> {
    let one = |file: &PrintedFile| Some((file.key?, (file.size, file.sha256)));
    files.iter().filter_map(one).collect()
}

/// What became of the files of the parts, by their addresses, in order.
pub(super) fn changes<'a>(
    before: impl Iterator<Item = (&'a str, Hash)>,
    now: impl Iterator<Item = (&'a str, Hash)>,
) -> Vec<Change> {
    let of_a_part = |(path, _): &(&str, Hash)| {
        let folder = path.split_once('/').map_or("", |(folder, _)| folder);
        Part::named(folder).is_some()
    };
    let mut before: HashMap<&str, Hash> = before.filter(of_a_part).collect();
    let mut all = vec![];
    for (path, sha256) in now.filter(of_a_part) {
        let how = match before.remove(path) {
            None => ChangeHow::Added,
            Some(was) if was != sha256 => ChangeHow::Changed,
            Some(_) => continue,
        };
        all.push(change(path, how));
    }
    let gone = before.into_keys();
    all.extend(gone.map(|path| change(path, ChangeHow::Removed)));
    all.sort();
    all
}

fn change(path: &str, how: ChangeHow) -> Change {
    let path = match path.strip_prefix("site/") {
        Some(path) => format!("/{}", path.strip_suffix("index.html").unwrap_or(path)),
        None => path.to_owned(),
    };
    Change { path, how }
}

/// What printing would come to; nothing is written.
struct Reckoned {
    known: HashMap<Hash, (u64, Hash)>,
    files: Mutex<BTreeMap<String, Hash>>,
}

impl Reckoned {
    fn note(&self, path: &str, sha256: Hash) {
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.insert(path.to_owned(), sha256);
    }
}

impl Sink for Reckoned {
    fn put(&self, path: &str, bytes: &[u8]) -> Result<()> {
        self.note(path, Hash::of(bytes));
        Ok(())
    }

    fn stream(&self, path: &str, fill: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()> {
        let mut hashed = Hashed::new(sink());
        fill(&mut hashed)?;
        self.note(path, hashed.finish().1);
        Ok(())
    }

    fn keyed(&self, key: Hash, path: &str, make: &dyn Fn() -> Result<Vec<u8>>) -> Result<()> {
        let sha256 = match self.known.get(&key) {
            Some((_, sha256)) => *sha256,
            None => Hash::of(&make()?),
        };
        self.note(path, sha256);
        Ok(())
    }
}

/// What an export would come to.
#[derive(Debug)]
pub struct Foreseen {
    /// Every file of the parts, by its path from the bundle's root, in order.
    pub paths: Vec<String>,
    /// What would be another than in the last release.
    pub changes: Vec<Change>,
    /// Whether there was one. Where not, every file is a new one.
    pub compared: bool,
}

/// What printing `parts` now would come to, beside the last release; nothing is written.
///
/// # Errors
/// `bad-theme`, `cancelled`; what `from` and `past` return.
pub fn foresee(
    from: &Print,
    parts: &[Part],
    past: &dyn Past,
    progress: &Progress,
) -> Result<Foreseen> {
    let before = past.released()?;
    let to = Reckoned {
        known: known(&before),
        files: Mutex::default(),
    };
    print::print(from, parts, &to, &|done, total| {
        go_on(progress(Stage::Printing, done, total + 1))
    })?;
    if parts.contains(&Part::Site) {
        for file in from.surroundings.assets.iter().flat_map(Asset::files) {
            to.note(&format!("site/{}", site_path(file)), file.0);
        }
    }
    let now = to.files.into_inner();
    let now = now.unwrap_or_else(PoisonError::into_inner);
    Ok(Foreseen {
        changes: changes(
            before.iter().map(|file| (file.path.as_str(), file.sha256)),
            now.iter().map(|(path, sha256)| (path.as_str(), *sha256)),
        ),
        compared: !before.is_empty(),
        paths: now.into_keys().collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::changes;
    use model::{
        Hash,
        bundle::ChangeHow::{Added, Changed, Removed},
    };

    #[test]
    fn changes_are_those_of_the_parts_by_address() {
        let (one, other) = (Hash::of(b"one"), Hash::of(b"other"));
        let before = [
            ("manifest.json", one),
            ("ninjs/a.json", one),
            ("site/index.html", one),
            ("site/style.css", one),
            ("site/town/gone/index.html", one),
        ];
        let now = [
            ("manifest.json", other),
            ("ninjs/a.json", other),
            ("site/index.html", other),
            ("site/style.css", one),
            ("site/town/new/index.html", one),
        ];
        let found = changes(before.into_iter(), now.into_iter());
        let found: Vec<_> = found
            .iter()
            .map(|one| (one.path.as_str(), one.how))
            .collect();
        assert_eq!(
            found,
            [
                ("/", Changed),
                ("/town/gone/", Removed),
                ("/town/new/", Added),
                ("ninjs/a.json", Changed),
            ]
        );
    }
}
