//! Printing every page again, from the bundle's own texts, surroundings and theme, and comparing.

use super::{Found, Source};
use crate::{print, theme::Theme};
use model::{
    Hash,
    article::Content,
    bundle::{Manifest, Surroundings},
};
use std::collections::{BTreeMap, BTreeSet};

type Hashes = BTreeMap<String, (u64, Hash)>;

/// Compares each page with what its text prints as, and adds a fault for each that differs, is missing, or is the
/// print of nothing. Where a text is not `good`, that is a fault already, and nothing can be compared.
pub(super) fn compare(
    source: &Source,
    manifest: &Manifest,
    hashes: &Hashes,
    good: &BTreeSet<Hash>,
    found: &mut Found,
) {
    let Some(around) = surroundings(source, found) else {
        return;
    };
    about_the_same(manifest, &around, found);
    if !around
        .articles
        .iter()
        .all(|placed| good.contains(&placed.revision))
    {
        return;
    }
    match theme(source, hashes) {
        Ok(theme) => pages(source, manifest, hashes, &around, &theme, found),
        Err(error) => found.add("theme/", "changed", error.message),
    }
}

fn surroundings(source: &Source, found: &mut Found) -> Option<Surroundings> {
    let name = "surroundings.json";
    let Ok(bytes) = source.read(name) else {
        found.add(
            name,
            "missing",
            "It is not there, so no page can be compared.",
        );
        return None;
    };
    serde_json::from_slice(&bytes)
        .map_err(|cause| found.add(name, "changed", format!("It can't be read: {cause}.")))
        .ok()
}

fn about_the_same(manifest: &Manifest, around: &Surroundings, found: &mut Found) {
    let named = manifest
        .articles
        .iter()
        .map(|article| (article.article, article.revision));
    let placed = around
        .articles
        .iter()
        .map(|placed| (placed.article, placed.revision));
    if around.kind != manifest.kind || !named.eq(placed) {
        found.add(
            "surroundings.json",
            "not-the-print",
            "It is about other articles than the manifest.",
        );
    }
}

fn theme(source: &Source, hashes: &Hashes) -> model::Result<Theme> {
    let files = hashes.keys().filter_map(|name| {
        let short = name.strip_prefix("theme/")?.to_owned();
        Some((short, source.read(name).ok()?))
    });
    Theme::from_files(files.collect())
}

fn pages(
    source: &Source,
    manifest: &Manifest,
    hashes: &Hashes,
    around: &Surroundings,
    theme: &Theme,
    found: &mut Found,
) {
    let listed: BTreeSet<&str> = manifest
        .files
        .iter()
        .map(|file| file.path.as_str())
        .collect();
    let contents =
        |revision: Hash| Content::from_bytes(&source.read(&format!("revisions/{revision}.json"))?);
    let mut printed = BTreeSet::new();
    let mut faults = vec![];
    let made = print::site(theme, around, &contents, &mut |name, bytes| {
        printed.insert(name.to_owned());
        match hashes.get(name) {
            Some((_, hash)) if *hash == Hash::of(bytes) => {}
            Some(_) => faults.push((
                name.to_owned(),
                "not-the-print",
                "Printed again from its approved text it comes out differently.",
            )),
            // One that the manifest names and that is gone is a fault of the files already.
            None if listed.contains(name) => {}
            None => faults.push((
                name.to_owned(),
                "missing",
                "The edition prints it, and neither bundle nor manifest has it.",
            )),
        }
        Ok(())
    });
    for (name, kind, detail) in faults {
        found.add(&name, kind, detail);
    }
    if let Err(error) = made {
        found.add("theme/", "not-the-print", error.message);
    }
    for name in hashes
        .keys()
        .filter(|name| name.starts_with("site/") && !printed.contains(*name))
    {
        found.add(
            name,
            "not-the-print",
            "It is no print of anything that was approved.",
        );
    }
}
