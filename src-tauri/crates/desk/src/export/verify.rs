//! Verifying a bundle, with the open library's keys or any other.

use crate::{Desk, Hand, key};
use model::{ArticleId, Error, Hash, Result, bundle::Verification, event::Event};
use press::{
    minisign::PublicKey,
    verify::{Release, Since, Trust, verify_by},
};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};
use store::Db;

/// Which bundle, by whose key: the text of a `.pub` file, or its second line. `newer` is a bundle of the same newsroom that
/// says which keys were revoked since.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Verify {
    pub path: String,
    pub key: Option<String>,
    /// The file that holds it, in place of its text.
    #[ts(optional)]
    pub key_file: Option<String>,
    #[ts(optional)]
    pub newer: Option<String>,
}

/// Longest file that is read for a key, in bytes.
const KEY_FILE: u64 = 4096;

impl Verify {
    /// The key that is given, where one is.
    fn key(&self) -> Result<Option<PublicKey>> {
        let read = |path: &String| {
            use std::io::Read as _;
            let path = Path::new(path);
            let io = |cause| Error::io(path, &cause);
            let mut text = String::new();
            let file = std::fs::File::open(path).map_err(io)?;
            file.take(KEY_FILE).read_to_string(&mut text).map_err(io)?;
            Ok(text)
        };
        let text = match (&self.key, &self.key_file) {
            (Some(key), _) => Some(key.clone()),
            (None, Some(file)) => Some(read(file)?),
            (None, None) => None,
        };
        text.as_deref().map(PublicKey::parse).transpose()
    }
}

/// Verifies a bundle by the key that is given, else by this library's: the present one and those before it. What the library
/// knows of revoked keys counts either way.
///
/// # Errors
/// `no-bundle`, `bad-key`; system errors. What is wrong with the bundle is in what is returned.
pub fn verify(desk: &Desk, hand: &Hand, ask: Verify) -> Result<Verification> {
    let given = ask.key()?;
    let known = desk
        .store
        .read(|db| Ok((key::own(db)?, key::revoked(db)?, released(db)?)));
    let (own, revoked, (released, live)) = match known {
        // By a key that is given a bundle can be verified beside a library that can't be read.
        Err(_) if given.is_some() => Default::default(),
        known => known?,
    };
    let was_released = |manifest: Hash| released.get(&manifest).copied();
    let was_live = |article: ArticleId, revision: Hash| {
        let now = || desk.store.read(|db| store::article::get(db, article));
        live.contains(&(article, revision))
            || now().is_ok_and(|article| article.live == Some(revision))
    };
    // What the library does not know, or can't read, it says nothing of.
    let since = |article: ArticleId, revision: Hash| {
        desk.store.read(|db| since(db, article, revision)).ok()?
    };
    let stranger = given.is_some();
    let trust = Trust {
        keys: given.map_or(own, |key| vec![key]),
        revoked,
        released: Some(&was_released),
        live: (!stranger).then_some(&was_live),
        since: (!stranger).then_some(&since),
    };
    run(hand, &ask, trust)
}

/// What became of an article since this text of it was released.
fn since(db: &Db, article: ArticleId, revision: Hash) -> Result<Option<Since>> {
    let live = store::article::get(db, article)?.live;
    Ok(match live {
        Some(live) if live == revision => None,
        Some(_) => Some(Since::Newer),
        None => store::journal::last_about(db, article, "withdrawn")?.map(|_| Since::Withdrawn),
    })
}

/// The manifests of releases and how each stands, and the texts that they made live.
type Released = (BTreeMap<Hash, Release>, BTreeSet<(ArticleId, Hash)>);

/// Those of every release from this library.
pub(crate) fn released(db: &Db) -> Result<Released> {
    // Not every release was journaled before: what made nothing newly live was only remembered, and none knows when it was.
    let remembered = store::printed::manifests(db)?.into_iter();
    let mut manifests: BTreeMap<_, _> = remembered.map(|one| (one, Release::Newest)).collect();
    let mut live = BTreeSet::new();
    let mut newest = BTreeMap::new();
    for done in store::journal::releases(db)? {
        if let Event::Released {
            edition,
            profile,
            manifest,
            articles,
        } = done.entry.event
        {
            if let Some(before) = newest.insert((edition, profile), manifest) {
                manifests.insert(before, Release::Older);
            }
            manifests.insert(manifest, Release::Newest);
            live.extend(articles);
        }
    }
    live.extend(store::attested::every(db)?);
    Ok((manifests, live))
}

/// Verifies a bundle where no library is open; without a key the signer stays unknown, which is a fault.
///
/// # Errors
/// As [`verify`].
pub fn verify_alone(hand: &Hand, ask: Verify) -> Result<Verification> {
    let trust = Trust {
        keys: ask.key()?.into_iter().collect(),
        ..Trust::default()
    };
    run(hand, &ask, trust)
}

fn run(hand: &Hand, ask: &Verify, mut trust: Trust) -> Result<Verification> {
    if let Some(newer) = &ask.newer {
        let said = press::verify::revoked_by(Path::new(newer), &trust)?;
        let said = said.ok_or_else(|| {
            Error::refused(
                "newer-not-signed",
                format!("{newer} is not signed by the newsroom’s key, so what it says of keys counts for nothing."),
            )
            .hint("Give the key that signed it with --key.")
        })?;
        trust.revoked.extend(said);
    }
    verify_by(Path::new(&ask.path), &trust, &|done, total| {
        hand.progress.step(done, total)
    })
}
