//! Printing every page again, from the bundle's own texts, surroundings and theme, and comparing.

use super::{Found, MODEST, Source};
use crate::{print, theme::Theme};
use model::{
    Hash,
    article::Content,
    asset::site_path,
    bundle::{Manifest, Surroundings},
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

/// Most articles that are printed again where nobody knows who made the bundle.
const STRANGERS: usize = 1000;

/// A bundle whose files and texts were looked at, to be printed again.
pub(super) struct Bundle<'a> {
    pub(super) source: &'a Source,
    pub(super) manifest: &'a Manifest,
    pub(super) hashes: &'a BTreeMap<String, (u64, Hash)>,
    /// The texts that are what their names say.
    pub(super) good: &'a BTreeSet<Hash>,
    /// Whether a known key signed it.
    pub(super) vouched: bool,
    pub(super) limit: u64,
}

impl Bundle<'_> {
    /// Prints every page again and compares; `false` where nothing could be printed.
    pub(super) fn reprint(&self, found: &mut Found) -> bool {
        let Some(around) = self.surroundings(found) else {
            return false;
        };
        if !around
            .articles
            .iter()
            .all(|placed| self.good.contains(&placed.revision))
        {
            // The missing or changed texts are faults already; without them nothing can be compared.
            return false;
        }
        let Some(theme) = self.theme(found) else {
            return false;
        };
        let shown = RefCell::new(BTreeSet::new());
        let contents = |revision: Hash| {
            let name = format!("revisions/{revision}.json");
            let content = Content::from_bytes(&self.source.read(&name, self.limit)?)?;
            shown.borrow_mut().extend(content.every_asset());
            Ok(content)
        };
        let files = &self.manifest.files;
        let listed: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        let mut printed = BTreeSet::new();
        let made = print::site(&theme, &around, &contents, &mut |name, bytes| {
            printed.insert(name.to_owned());
            match self.hashes.get(name) {
                Some((_, hash)) if *hash == Hash::of(bytes) => {}
                Some(_) => found.add(
                    name,
                    "not-the-print",
                    "Printed again from its approved text it comes out differently.",
                ),
                // One that the manifest names and that is gone is a fault of the files already.
                None if listed.contains(name) => {}
                None => found.add(
                    name,
                    "missing",
                    "The edition prints it, and neither bundle nor manifest has it.",
                ),
            }
            Ok(())
        });
        if let Err(error) = made {
            found.add("theme/", "not-the-print", error.message);
        }
        self.pictures(&around, &shown.into_inner(), &mut printed, found);
        for name in self
            .hashes
            .keys()
            .filter(|name| name.starts_with("site/") && !printed.contains(*name))
        {
            found.add(
                name,
                "not-the-print",
                "It is no print of anything that was approved.",
            );
        }
        true
    }

    /// Whether every file of the pictures is what its name says, and every picture is one that an approved text shows.
    fn pictures(
        &self,
        around: &Surroundings,
        shown: &BTreeSet<Hash>,
        printed: &mut BTreeSet<String>,
        found: &mut Found,
    ) {
        let listed = |name: &str| self.manifest.files.iter().any(|file| file.path == name);
        for asset in &around.assets {
            if !shown.contains(&asset.hash) {
                // Its files are then prints of nothing.
                continue;
            }
            for file in asset.files() {
                let name = format!("site/{}", site_path(file));
                match self.hashes.get(&name) {
                    Some((_, hash)) if *hash == file.0 => {}
                    Some(_) => found.add(
                        &name,
                        "not-the-print",
                        "It is not the picture that its name says.",
                    ),
                    None if listed(&name) => {}
                    None => found.add(
                        &name,
                        "missing",
                        "The edition shows it, and neither bundle nor manifest has it.",
                    ),
                }
                printed.insert(name);
            }
        }
    }

    /// Whether a file is the one that the manifest names; no other template is run.
    fn as_signed(&self, name: &str) -> bool {
        let listed = self.manifest.files.iter().find(|file| file.path == name);
        listed.is_some_and(|file| self.hashes.get(name) == Some(&(file.size, file.sha256)))
    }

    /// The surroundings, where they can be read and are about the same articles as the manifest.
    fn surroundings(&self, found: &mut Found) -> Option<Surroundings> {
        const NAME: &str = "surroundings.json";
        if !self.as_signed(NAME) {
            // It is missing or changed, which is a fault already.
            return None;
        }
        let unreadable =
            |why: &dyn std::fmt::Display| ("changed", format!("It can't be read: {why}."));
        let read = match self.source.read(NAME, self.limit) {
            Ok(bytes) => {
                serde_json::from_slice::<Surroundings>(&bytes).map_err(|cause| unreadable(&cause))
            }
            Err(error) => Err(unreadable(&error.message)),
        };
        let around = match read {
            Ok(around) => around,
            Err((kind, detail)) => {
                found.add(NAME, kind, detail);
                return None;
            }
        };
        let named = self
            .manifest
            .articles
            .iter()
            .map(|article| (article.article, article.revision));
        let placed = around
            .articles
            .iter()
            .map(|placed| (placed.article, placed.revision));
        if around.kind != self.manifest.kind || !named.eq(placed) {
            found.add(
                NAME,
                "not-the-print",
                "It is about other articles than the manifest.",
            );
            return None;
        }
        Some(around)
    }

    /// The theme; of a signer that nobody knows only our own, since a template is a program, and only for a bundle
    /// of modest size.
    fn theme(&self, found: &mut Found) -> Option<Theme> {
        let files = self
            .hashes
            .keys()
            .filter(|name| name.starts_with("theme/") && self.as_signed(name))
            .filter_map(|name| {
                let bytes = self.source.read(name, MODEST);
                Some((name.strip_prefix("theme/")?.to_owned(), bytes.ok()?))
            })
            .collect();
        if !self.vouched {
            let ours = Theme::builtin().ok()?;
            let modest = self.manifest.articles.len() <= STRANGERS;
            return (modest && *ours.files() == files).then_some(ours);
        }
        Theme::from_files(files)
            .map_err(|error| found.add("theme/", "changed", error.message))
            .ok()
    }
}
