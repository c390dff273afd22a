//! Printing every file again, from the bundle's own texts, surroundings and theme, and comparing.

use super::{Found, Source, Texts, pictures::Pictures};
use crate::{
    hashed::Hashed,
    long,
    print::{self, Print, Sink},
    theme::Theme,
};
use model::{
    Hash, Result,
    article::Content,
    asset::site_path,
    bundle::{Fault, Manifest, ManifestFile, Part, Surroundings},
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    io::{Write, sink},
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};

/// Most articles that are printed again where nobody knows who made the bundle.
const STRANGERS: usize = 1000;

pub(super) fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is printed again is not kept, only compared.
struct Compared<'a> {
    hashes: &'a BTreeMap<String, (u64, Hash)>,
    listed: &'a HashMap<&'a str, &'a ManifestFile>,
    printed: Mutex<BTreeSet<String>>,
    found: Mutex<Vec<Fault>>,
    pictures: &'a Pictures<'a>,
}

impl<'a> Compared<'a> {
    fn of(bundle: &'a Bundle<'a>, pictures: &'a Pictures<'a>) -> Self {
        Self {
            pictures,
            hashes: bundle.hashes,
            listed: &bundle.listed,
            printed: Mutex::default(),
            found: Mutex::default(),
        }
    }

    fn compare(&self, name: &str, printed: Hash) {
        held(&self.printed).insert(name.to_owned());
        let detail = match self.hashes.get(name) {
            Some((_, hash)) if *hash == printed => return,
            // It holds a picture that is gone, which is a fault of its own.
            Some(_) if name.starts_with("epub/") && self.pictures.lost() => return,
            Some(_) => "Printed again from its approved text it comes out differently.",
            // One that the manifest names and that is gone is a fault of the files already.
            None if self.listed.contains_key(name) => return,
            None => "The edition prints it, and neither bundle nor manifest has it.",
        };
        let kind = if self.hashes.contains_key(name) {
            "not-the-print"
        } else {
            "missing"
        };
        held(&self.found).push(Fault {
            path: name.into(),
            kind: kind.into(),
            detail: detail.into(),
        });
    }
}

impl Sink for Compared<'_> {
    fn put(&self, name: &str, bytes: &[u8]) -> Result<()> {
        self.compare(name, Hash::of(bytes));
        Ok(())
    }

    fn stream(&self, name: &str, fill: &mut dyn FnMut(&mut dyn Write) -> Result<()>) -> Result<()> {
        let mut hashed = Hashed::new(sink());
        fill(&mut hashed)?;
        self.compare(name, hashed.finish().1);
        Ok(())
    }
}

/// A bundle whose files and texts were looked at, to be printed again.
pub(super) struct Bundle<'a> {
    pub(super) source: &'a Source,
    pub(super) manifest: &'a Manifest,
    /// Its files by their paths.
    pub(super) listed: HashMap<&'a str, &'a ManifestFile>,
    pub(super) hashes: &'a BTreeMap<String, (u64, Hash)>,
    /// The texts that are what their names say, without their bodies, each until it is asked for.
    pub(super) good: Mutex<Texts>,
    /// Whether a known key signed it.
    pub(super) vouched: bool,
    pub(super) limit: u64,
}

impl Bundle<'_> {
    /// Prints every file of every part again and compares; `false` where nothing could be printed.
    ///
    /// # Errors
    /// What `step` returns, to stop it.
    pub(super) fn reprint(
        &self,
        found: &mut Found,
        step: &(dyn Fn(u64, u64) -> Result<()> + Sync),
    ) -> Result<bool> {
        let Some(around) = self.surroundings(found) else {
            return Ok(false);
        };
        let all = |good: &Texts| {
            let mut placed = around.articles.iter();
            placed.all(|placed| good.contains_key(&placed.revision))
        };
        if !all(&held(&self.good)) {
            // The missing or changed texts are faults already, and so is a signer nobody knows, whose texts may take too much;
            // without them nothing can be compared.
            return Ok(false);
        }
        let Some(theme) = self.theme(found) else {
            return Ok(false);
        };
        let texts = held(&self.good);
        let shown: BTreeSet<Hash> = texts.values().flat_map(|text| text.every_asset()).collect();
        drop(texts);
        let contents = |revision: Hash| {
            let name = format!("revisions/{revision}.json");
            // Those that are good were held against their hashes and their form.
            Content::from_known_bytes(&self.source.read(&name, self.limit)?)
        };
        let heads = |revision: Hash| {
            let head = held(&self.good).remove(&revision);
            head.map_or_else(|| contents(revision), |head| Ok(*head))
        };
        let pictures = Pictures::of(self);
        let assets = |hash: Hash| Ok(pictures.bytes(hash));
        let print = Print {
            theme: &theme,
            surroundings: &around,
            contents: &contents,
            heads: Some(&heads),
            html: &print::made,
            assets: &assets,
        };
        let compared = Compared::of(self, &pictures);
        let stopped = AtomicBool::new(false);
        let made = print::print(&print, &self.manifest.parts, &compared, &|done, total| {
            step(done, total).inspect_err(|_| stopped.store(true, Ordering::Relaxed))
        });
        let mut printed = compared.printed.into_inner().unwrap_or_default();
        found
            .0
            .extend(compared.found.into_inner().unwrap_or_default());
        match made {
            Err(error) if stopped.into_inner() => return Err(error),
            Err(error) => found.add("theme/", "not-the-print", error.message),
            Ok(()) => {}
        }
        pictures.tell(found);
        if self.manifest.parts.contains(&Part::Site) {
            self.pictures(&around, &shown, &mut printed, found);
        }
        let of_a_part = |name: &str| {
            let folder = name.split('/').next().unwrap_or_default();
            Part::named(folder).is_some()
        };
        for name in self
            .hashes
            .keys()
            .filter(|name| of_a_part(name) && !printed.contains(*name))
        {
            found.add(
                name,
                "not-the-print",
                "It is no print of anything that was approved.",
            );
        }
        Ok(true)
    }

    /// Whether every file of the pictures is what its name says, and every picture is one that an approved text shows.
    fn pictures(
        &self,
        around: &Surroundings,
        shown: &BTreeSet<Hash>,
        printed: &mut BTreeSet<String>,
        found: &mut Found,
    ) {
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
                    None if self.listed.contains_key(name.as_str()) => {}
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
        let listed = self.listed.get(name);
        listed.is_some_and(|file| self.hashes.get(name) == Some(&(file.size, file.sha256)))
    }

    /// The surroundings, where they can be read and are about the same articles as the manifest.
    fn surroundings(&self, found: &mut Found) -> Option<Surroundings> {
        const NAME: &str = "surroundings.json";
        if !self.as_signed(NAME) {
            // It is missing or changed, which is a fault already.
            return None;
        }
        let read = self.source.read(NAME, self.limit);
        let read = read.map_err(|error| error.message).and_then(|bytes| {
            let around: Surroundings =
                serde_json::from_slice(&bytes).map_err(|cause| cause.to_string())?;
            // What else could stand there would be signed, and shown by nothing.
            let form = around.copydesk == "surroundings/1"
                && long::surroundings(&around).is_ok_and(|own| own == bytes);
            if form {
                Ok(around)
            } else {
                Err("it is not in canonical form, or in another".into())
            }
        });
        let around = match read {
            Ok(around) => around,
            Err(why) => {
                found.add(NAME, "changed", format!("It can’t be read: {why}."));
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
        if around.newsroom != self.manifest.newsroom {
            found.add(
                NAME,
                "not-the-print",
                "It names another newsroom than the manifest.",
            );
            return None;
        }
        Some(around)
    }

    /// The theme; of a signer that nobody knows only our own, since a template is a program, and only for a bundle
    /// of modest size.
    fn theme(&self, found: &mut Found) -> Option<Theme> {
        let signed = self.hashes.iter().filter_map(|(name, (size, hash))| {
            let own = name.strip_prefix("theme/")?;
            self.as_signed(name).then_some((own, *size, *hash))
        });
        let signed: Vec<(&str, u64, Hash)> = signed.collect();
        if !self.vouched {
            let ours = Theme::builtin().ok()?;
            let modest = self.manifest.articles.len() <= STRANGERS;
            let same = signed.len() == ours.files().len()
                && signed.iter().all(|(name, _, hash)| {
                    let own = ours.files().get(*name);
                    own.is_some_and(|bytes| Hash::of(bytes) == *hash)
                });
            return (modest && same).then_some(ours);
        }
        let bytes = signed.iter().map(|(_, size, _)| *size).sum();
        let made = Theme::fits(signed.len(), bytes).and_then(|()| {
            let files = signed.iter().map(|(name, size, _)| {
                let bytes = self.source.read(&format!("theme/{name}"), *size)?;
                Ok(((*name).to_owned(), bytes))
            });
            Theme::from_files(files.collect::<Result<_>>()?)
        });
        made.map_err(|error| found.add("theme/", "changed", error.message))
            .ok()
    }
}
