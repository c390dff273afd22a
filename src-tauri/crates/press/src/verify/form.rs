//! A manifest can be read in one way alone: what in it is written otherwise, or says what no manifest says.

use super::{Found, signer::LINKS};
use crate::{long, minisign::digits, statement};
use model::bundle::{ChainLink, Manifest};
use std::collections::HashSet;

/// Faults for whatever is not in the one form of a manifest with these bytes.
pub(super) fn well_formed(manifest: &Manifest, bytes: &[u8], found: &mut Found) {
    let mut bad = |detail: &str| found.add("manifest.json", "broken-manifest", detail);
    if long::manifest(manifest).ok().as_deref() != Some(bytes) {
        bad("It is not in canonical form.");
    }
    if !manifest.files.is_sorted_by(|a, b| a.path < b.path) {
        bad("Its files are not in the order of their paths, each once.");
    }
    let mut parts = HashSet::new();
    if !manifest.parts.iter().all(|part| parts.insert(part.name())) {
        bad("It names a part twice.");
    }
    let own = manifest.keys.iter().map(|key| &key.public);
    let revoked = manifest.revoked.iter().map(|key| &key.public);
    let links = manifest.chain.iter();
    let links = links.flat_map(|link| [&link.says.from, &link.says.to]);
    let mut keys = own.chain(revoked).chain(links);
    if !keys.all(|key| digits::<32>(key).is_some()) {
        bad("It names a key that is not 64 hex digits in lower case.");
    }
    let mut each = HashSet::new();
    if !manifest.keys.iter().all(|key| each.insert(&key.public)) {
        bad("It names a key twice.");
    }
    for article in &manifest.articles {
        let (mut stages, mut signatures) = (HashSet::new(), HashSet::new());
        let approvals = &article.approvals;
        if !article.stages.iter().all(|stage| stages.insert(stage))
            || !approvals
                .iter()
                .all(|yes| signatures.insert(&yes.signature))
        {
            bad("It names a stage of an article, or an approval of it, twice.");
            break;
        }
    }
    let mut keys = manifest.keys.iter();
    if keys.any(|key| key.person.is_none() && key.sealed) {
        bad("It says that a passphrase guards the newsroom’s key, which none ever does.");
    }
    if let Some(why) = no_chain(&manifest.chain) {
        bad(why);
    }
}

/// Why links are no chain: each has to be signed by the key that it is from, and none leads back, or to where another does. Between
/// two of them one may be missing, since a key that was lost names nobody.
fn no_chain(chain: &[ChainLink]) -> Option<&'static str> {
    if chain.len() > LINKS {
        return Some("Its chain of keys has more links than any newsroom’s.");
    }
    let mut left = HashSet::new();
    let mut reached = HashSet::new();
    for link in chain {
        let (from, to) = (link.says.from.as_str(), link.says.to.as_str());
        // Whatever was left before is older than this.
        if !left.insert(from) || left.contains(to) || !reached.insert(to) {
            return Some("Its chain of keys leads over one key twice, or is not in order.");
        }
        if !statement::succeeds(link) {
            return Some("A link of its chain of keys is not signed by the key that it is from.");
        }
    }
    None
}
