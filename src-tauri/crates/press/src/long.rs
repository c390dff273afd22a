//! Canonical JSON of records that hold long lists: the lists are written on all cores, and the rest about them.

use crate::print::each;
use model::{
    Error, Result,
    bundle::{Manifest, ManifestFile, Surroundings},
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
    Ok(manifest_of(manifest, &manifest.files, |file: &ManifestFile| file)?.concat())
}

/// The same in pieces, with what is said `of` these files.
///
/// # Errors
/// As [`canonical`].
pub(crate) fn manifest_of<'a, T: Sync, F: Serialize>(
    manifest: &Manifest,
    files: &'a [T],
    of: impl Fn(&'a T) -> F + Sync,
) -> Result<Vec<Vec<u8>>> {
    let articles = &manifest.articles;
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
    put(
        &canonical(&rest)?,
        vec![
            ("articles", list(articles, |article| article)?),
            ("files", list(files, of)?),
        ],
    )
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
    let articles = list(&around.articles, |placed| placed)?;
    Ok(put(&canonical(&rest)?, vec![("articles", articles)])?.concat())
}

/// The lists under these names, which stand empty there, in the order of their names, are these pieces; all of it in pieces. A
/// text that reads the same has its quotation marks escaped.
fn put(rest: &[u8], lists: Vec<(&str, Vec<Vec<u8>>)>) -> Result<Vec<Vec<u8>>> {
    let mut whole = vec![];
    let mut rest = rest;
    for (name, pieces) in lists {
        let place = format!("\"{name}\":[]");
        let found = memchr::memmem::find(rest, place.as_bytes());
        let at = found.map(|at| at + place.len() - 1);
        let (before, after) = at
            .and_then(|at| rest.split_at_checked(at))
            .ok_or_else(|| Error::system("internal", format!("There is no place for {name}.")))?;
        whole.push(before.to_vec());
        whole.extend(pieces);
        rest = after;
    }
    whole.push(rest.to_vec());
    Ok(whole)
}

/// The bytes of what is said `of` the items, with commas between them, in pieces. Their fields stand in the order of their names,
/// and hold no numbers but whole ones: so their plain JSON is canonical.
fn list<'a, T: Sync, S: Serialize>(
    items: &'a [T],
    of: impl Fn(&'a T) -> S + Sync,
) -> Result<Vec<Vec<u8>>> {
    let pieces: Vec<&[T]> = items.chunks(PIECE).collect();
    let written = Mutex::new(vec![vec![]; pieces.len()]);
    each(&pieces, &|at, piece| {
        let mut bytes = vec![];
        for (nth, item) in piece.iter().enumerate() {
            if at + nth > 0 {
                bytes.push(b',');
            }
            serde_json::to_writer(&mut bytes, &of(item))
                .map_err(|cause| Error::system("json", cause.to_string()))?;
        }
        let mut written = written.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = written.get_mut(at) {
            *place = bytes;
        }
        Ok(())
    })?;
    Ok(written.into_inner().unwrap_or_else(PoisonError::into_inner))
}

#[cfg(test)]
mod tests {
    use super::{manifest, surroundings};
    use model::{
        ArticleId, Hash, Time,
        article::{Correction, CorrectionKind, Related},
        bundle::{
            BundleKind, Manifest, ManifestApproval, ManifestArticle, ManifestFile, ManifestImport,
            Part, Placed, PrintedComment, Surroundings, WithdrawnPage,
        },
        canonical,
        signed::Say,
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
                articles: (0..many).map(article).collect(),
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

    fn uuid<T: std::str::FromStr<Err = model::Error>>(nth: u32) -> T {
        let text = format!("00000000-0000-7000-8000-{nth:012}");
        text.parse().unwrap()
    }

    fn placed(nth: u32) -> Placed {
        Placed {
            article: id(nth),
            revision: Hash::of(&nth.to_le_bytes()),
            date: Some(Time(nth.into())),
            proposed: vec![Related {
                title: "\u{2028}\"Night\" buses\t\u{1f}".into(),
                article: (nth.is_multiple_of(2)).then(|| id(nth)),
            }],
            comments: vec![PrintedComment {
                id: uuid(nth),
                parent: (nth.is_multiple_of(2)).then(|| uuid(nth)),
                author: "Tom é".into(),
                created: Time(7),
                edited: nth.is_multiple_of(3),
                body: "About\r\ntime \\ /".into(),
            }],
            moved_from: vec!["town/old/".into()],
            closed: nth.is_multiple_of(2),
        }
    }

    /// An article with all that can stand in one.
    fn article(nth: u32) -> ManifestArticle {
        let signed = "7".repeat(128);
        ManifestArticle {
            article: id(nth),
            revision: Hash::of(&nth.to_le_bytes()),
            title: "The \"files\":[] of the quay, \u{7f}\u{8}\u{c}".into(),
            page: format!("site/town/{nth}/index.html"),
            approved: nth.is_multiple_of(2),
            four_eyes: nth.is_multiple_of(3),
            stages: vec!["Desk".into()],
            approvals: vec![ManifestApproval {
                say: Say::Approve,
                person: uuid(1),
                key: uuid(2),
                at: Time(nth.into()),
                contributors: vec![uuid(3), uuid(4)],
                stage: (nth.is_multiple_of(2)).then(|| "Desk".into()),
                signature: signed.clone(),
            }],
            imported: (nth.is_multiple_of(2)).then(|| ManifestImport {
                person: uuid(1),
                key: uuid(2),
                at: Time(-7),
                source: "wxr:https://example.org:123".into(),
                address: (nth.is_multiple_of(4)).then(|| "https://example.org/?p=1".into()),
                signature: signed,
            }),
            corrections: vec![Correction {
                at: Time(9),
                kind: CorrectionKind::Clarification,
                text: "It sails at one.".into(),
            }],
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
