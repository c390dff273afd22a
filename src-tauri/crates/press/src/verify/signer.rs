//! Who signed: the key that is known, one that it named, or none; and what a key is worth that was revoked.

use super::{Found, LARGE, MODEST, Source, Trust};
use crate::{
    minisign::{PublicKey, Signed},
    statement,
};
use model::{
    Hash, Result, Time,
    bundle::{Manifest, ManifestArticle, ManifestKey, Revoked},
};

const NAME: &str = "manifest.json.minisig";

/// Most bytes of a signature.
const SIGNATURE: u64 = 10_000;

/// Most keys that a chain leads over: far more than any newsroom has had.
pub(super) const LINKS: usize = 1000;

/// A manifest as it was signed, and what it says, where that can be read.
pub(super) struct Whole {
    pub(super) bytes: Vec<u8>,
    pub(super) says: serde_json::Result<Manifest>,
}

/// The manifest. A large one is read only where a key that is known signed it, which is found out without keeping it.
///
/// # Errors
/// As [`Source::read`].
pub(super) fn manifest(source: &Source, trust: &Trust) -> Result<Whole> {
    let bytes = bytes(source, trust)?;
    let says = serde_json::from_slice(&bytes);
    Ok(Whole { bytes, says })
}

fn bytes(source: &Source, trust: &Trust) -> Result<Vec<u8>> {
    const MANIFEST: &str = "manifest.json";
    match source.read(MANIFEST, MODEST) {
        Err(error) if error.code == "too-large" => {
            let signature = source.read(NAME, SIGNATURE)?;
            let signature = String::from_utf8_lossy(&signature);
            let hashed = source.blake2(MANIFEST, LARGE)?;
            let mut keys = trust.keys.iter();
            if keys.any(|key| key.check_hashed(&hashed, &signature) == Signed::Yes) {
                return source.read(MANIFEST, LARGE);
            }
            Err(error)
        }
        read => read,
    }
}

/// Whether a known key vouches for the manifest; a fault where none does.
pub(super) fn signature(
    source: &Source,
    manifest: Option<&Whole>,
    trust: &Trust,
    found: &mut Found,
) -> bool {
    let Ok(signature) = source.read(NAME, SIGNATURE) else {
        found.add(
            NAME,
            "missing",
            "The signature is missing or can’t be read.",
        );
        return false;
    };
    if trust.keys.is_empty() {
        found.add(
            NAME,
            "signer-unknown",
            "No public key was given, so nobody knows who signed.",
        );
        return false;
    }
    let Some(manifest) = manifest else {
        return false;
    };
    let signature = String::from_utf8_lossy(&signature);
    let said: Vec<Signed> = trust
        .keys
        .iter()
        .map(|key| key.check(&manifest.bytes, &signature))
        .collect();
    if let Some(at) = said.iter().position(|said| *said == Signed::Yes) {
        return trust
            .keys
            .get(at)
            .is_some_and(|key| vouches(key, at, manifest, trust, found));
    }
    if said.contains(&Signed::No) {
        let detail = "The signature is not by this key of this manifest.";
        found.add(NAME, "signature", detail);
        return false;
    }
    match successor(manifest, &signature, trust) {
        Some(path) => follows(&path, manifest, trust, found),
        None => {
            found.add(NAME, "wrong-key", "Another key signed this bundle.");
            false
        }
    }
}

/// Whether a known key signed it, or one that it named by way of others, revoked or not: who can say that much can take
/// back trust, and give none.
pub(super) fn leads_to(source: &Source, manifest: &Whole, trust: &Trust) -> bool {
    let Ok(signature) = source.read(NAME, SIGNATURE) else {
        return false;
    };
    let signature = String::from_utf8_lossy(&signature);
    let mut keys = trust.keys.iter();
    keys.any(|key| key.check(&manifest.bytes, &signature) == Signed::Yes)
        || successor(manifest, &signature, trust).is_some()
}

/// A key that is known signed; whether that counts, and what there is to say of it.
fn vouches(key: &PublicKey, at: usize, manifest: &Whole, trust: &Trust, found: &mut Found) -> bool {
    let revoked = trust.revoked(manifest.says.as_ref().ok());
    let Some(gone) = revoked.iter().find(|one| one.public == key.hex()) else {
        if at > 0 {
            let detail = "A former key of the newsroom signed it; another one signs now.";
            found.note(NAME, "former-key", detail);
        }
        return true;
    };
    let words = because(gone);
    // Nothing in a bundle tells when it was signed; only the library that released it knows.
    if trust
        .released
        .is_some_and(|released| released(Hash::of(&manifest.bytes)).is_some())
    {
        let detail =
            format!("The key that signed it {words}; it was released before, from this library.");
        found.note(NAME, "revoked-key", detail);
        return true;
    }
    let detail =
        format!("The key that signed it {words}, and nothing shows that it signed this before.");
    found.add(NAME, "revoked-key", detail);
    false
}

/// The keys by which the manifest's chain leads from the present key that is known to the one that signed, that one first. Whom
/// each key before it named is known: whoever has a copy of one could name any other.
fn successor(manifest: &Whole, signature: &str, trust: &Trust) -> Option<Vec<String>> {
    let chain = &manifest.says.as_ref().ok()?.chain;
    let mut path = vec![trust.keys.first()?.hex()];
    while path.len() <= LINKS {
        let here = path.last()?;
        let link = chain
            .iter()
            .find(|link| link.says.from == *here && !path.contains(&link.says.to))?;
        if !statement::succeeds(link) {
            return None;
        }
        let next = PublicKey::from_hex(&link.says.to).ok()?;
        path.push(link.says.to.clone());
        if next.check(&manifest.bytes, signature) == Signed::Yes {
            return Some(path);
        }
    }
    None
}

/// A key that a known one named signed; whether that counts. A revoked key names nobody: whoever took it could.
fn follows(path: &[String], manifest: &Whole, trust: &Trust, found: &mut Found) -> bool {
    let revoked = trust.revoked(manifest.says.as_ref().ok());
    if let Some(gone) = path
        .iter()
        .find_map(|public| revoked.iter().find(|one| one.public == *public))
    {
        let detail = format!(
            "A key that leads from the known one to the one that signed {}: whoever has it can name any other. Ask the \
             newsroom for its present key.",
            because(gone)
        );
        found.add(NAME, "revoked-key", detail);
        return false;
    }
    let short = |public: &String| {
        PublicKey::from_hex(public).map_or_else(|_| public.clone(), |key| key.short())
    };
    let names: Vec<String> = path.iter().map(short).collect();
    let known = match trust.live {
        Some(_) => "of this newsroom’s key",
        None => "of the key that was given",
    };
    let detail = format!(
        "A successor {known} signed it; each named the next: {}.",
        names.join(" → ")
    );
    found.note(NAME, "successor", detail);
    true
}

fn because(gone: &Revoked) -> String {
    format!("was revoked on {}: {}", gone.at, gone.reason)
}

/// Whether what this key signed, an approval or an import, counts: not one that says itself to be later than the key's revocation. One that says to
/// be earlier is named: whoever has a key can say so, but whoever signed the manifest knew of the revocation or printed it
/// before.
pub(super) fn counted(
    key: &ManifestKey,
    (article, what, at): (&ManifestArticle, &str, Time),
    revoked: &[Revoked],
    found: &mut Found,
) -> bool {
    let Some(gone) = revoked.iter().find(|one| one.public == key.public) else {
        return true;
    };
    let words = because(gone);
    if at >= gone.at {
        let detail = format!(
            "The {what} by {} is of {at}, and its key {words}.",
            key.name
        );
        found.add(&article.page, "revoked-key", detail);
        return false;
    }
    let detail = format!(
        "The {what} by {} says to be of {at}, and its key {words}.",
        key.name
    );
    found.note(&article.page, "revoked-key", detail);
    true
}
