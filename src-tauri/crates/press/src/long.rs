//! Canonical JSON of records that hold long lists: the lists are written on all cores, and the rest about them.

use crate::print::each;
use model::{
    Result,
    bundle::{Manifest, Surroundings},
    canonical,
};
use serde::Serialize;
use std::sync::{Mutex, PoisonError};

/// How many of a list one core takes at once.
const PIECE: usize = 128;

/// The canonical bytes of a manifest.
///
/// # Errors
/// As [`canonical`].
pub(crate) fn manifest(manifest: &Manifest) -> Result<Vec<u8>> {
    let (articles, files) = (&manifest.articles, &manifest.files);
    let rest = Manifest {
        copydesk: manifest.copydesk.clone(),
        kind: manifest.kind,
        renderer: manifest.renderer.clone(),
        newsroom: manifest.newsroom.clone(),
        edition: manifest.edition.clone(),
        profile: manifest.profile.clone(),
        parts: manifest.parts.clone(),
        four_eyes: manifest.four_eyes,
        articles: vec![],
        keys: manifest.keys.clone(),
        chain: manifest.chain.clone(),
        revoked: manifest.revoked.clone(),
        files: vec![],
    };
    let rest = canonical(&rest)?;
    let rest = put(rest, "articles", &list(articles)?);
    Ok(put(rest, "files", &list(files)?))
}

/// The canonical bytes of surroundings.
///
/// # Errors
/// As [`canonical`].
pub(crate) fn surroundings(around: &Surroundings) -> Result<Vec<u8>> {
    let mut rest = around.of_every_page();
    rest.assets.clone_from(&around.assets);
    rest.withdrawn.clone_from(&around.withdrawn);
    rest.fronts.clone_from(&around.fronts);
    Ok(put(canonical(&rest)?, "articles", &list(&around.articles)?))
}

/// The list under this name, which stands empty there, is this one. A text that reads the same has its quotation marks
/// escaped.
fn put(rest: Vec<u8>, name: &str, list: &[u8]) -> Vec<u8> {
    let place = format!("\"{name}\":[]");
    let found = rest
        .windows(place.len())
        .position(|window| window == place.as_bytes());
    let Some(at) = found.map(|at| at + place.len() - 1) else {
        return rest;
    };
    let (before, after) = rest.split_at(at);
    [before, list, after].concat()
}

/// The items' canonical bytes with commas between them.
fn list<T: Serialize + Sync>(items: &[T]) -> Result<Vec<u8>> {
    let pieces: Vec<&[T]> = items.chunks(PIECE).collect();
    let written = Mutex::new(vec![vec![]; pieces.len()]);
    each(&pieces, &|at, piece| {
        // A list of its own, without its brackets.
        let bytes = canonical(piece)?;
        let bytes = bytes.get(1..bytes.len().saturating_sub(1));
        let mut written = written.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = written.get_mut(at) {
            *place = bytes.unwrap_or_default().to_vec();
        }
        Ok(())
    })?;
    let written = written.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(written.join(&b','))
}

#[cfg(test)]
mod tests {
    use super::{manifest, surroundings};
    use model::{
        ArticleId, Hash, Time,
        bundle::{BundleKind, Manifest, ManifestFile, Part, Placed, Surroundings, WithdrawnPage},
        canonical,
    };
    use std::collections::BTreeMap;

    #[test]
    fn what_is_written_in_pieces_is_what_is_written_at_once() {
        for many in [0, 1, 127, 128, 129, 1000] {
            let around = Surroundings {
                copydesk: "surroundings/1".into(),
                kind: BundleKind::Release,
                newsroom: "The \"articles\":[] Gazette, \u{7f}é\u{1}".into(),
                language: "en".into(),
                time_zone: "UTC".into(),
                base_url: String::new(),
                comment_address: String::new(),
                articles: (0..many).map(placed).collect(),
                assets: vec![],
                withdrawn: vec![WithdrawnPage {
                    path: "town/gone/".into(),
                    title: "Gone".into(),
                    language: "en".into(),
                    at: Time(7),
                }],
                edition: "Weekend".into(),
                fronts: BTreeMap::from([("town".into(), id(3))]),
                feeds: false,
            };
            assert_eq!(surroundings(&around), canonical(&around), "{many}");
            let listed = Manifest {
                copydesk: "manifest/1".into(),
                kind: BundleKind::Release,
                renderer: "files\":[]".into(),
                newsroom: around.newsroom,
                edition: "\"files\":[]".into(),
                profile: "site".into(),
                parts: vec![Part::Site],
                four_eyes: true,
                articles: vec![],
                keys: vec![],
                chain: vec![],
                revoked: vec![],
                files: (0..many).map(file).collect(),
            };
            assert_eq!(manifest(&listed), canonical(&listed), "{many}");
        }
    }

    fn id(nth: u32) -> ArticleId {
        format!("00000000-0000-7000-8000-{nth:012}")
            .parse()
            .unwrap()
    }

    fn placed(nth: u32) -> Placed {
        Placed {
            article: id(nth),
            revision: Hash::of(&nth.to_le_bytes()),
            date: Some(Time(nth.into())),
            proposed: vec![],
            comments: vec![],
            moved_from: vec![],
            closed: false,
        }
    }

    fn file(nth: u32) -> ManifestFile {
        ManifestFile {
            path: format!("site/{nth}.html"),
            size: nth.into(),
            sha256: Hash::of(&nth.to_le_bytes()),
            media: "text/html".into(),
        }
    }
}
