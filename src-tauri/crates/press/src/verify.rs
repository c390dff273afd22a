//! Verifying a bundle with nothing but itself and a public key: every fault, never only the first.

mod pictures;
mod reprint;
mod source;

use crate::{
    RENDERER,
    minisign::{PublicKey, Signed},
    statement,
};
use model::{
    Error, Hash, KeyId, Result, VerdictId,
    article::{Content, Standing, Verdict, standing},
    bundle::{self, BundleKind, Fault, Manifest, ManifestArticle, ManifestKey, Verification},
    signed::{Say, Statement},
};
use source::Source;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// Most bytes of a document that is read whole, in a bundle that a known key signed.
const LARGE: u64 = 1 << 30;
/// The same where nobody knows who made it.
const MODEST: u64 = 64 << 20;
/// Most bytes of a signature.
const SIGNATURE: u64 = 10_000;

struct Found(Vec<Fault>);

impl Found {
    fn add(&mut self, path: &str, kind: &str, detail: impl Into<String>) {
        self.0.push(Fault {
            path: path.into(),
            kind: kind.into(),
            detail: detail.into(),
        });
    }
}

/// Who is told how many steps are done, of how many, and may stop the work.
pub type Progress<'a> = dyn Fn(u64, u64) -> bool + Sync + 'a;

/// Verifies the bundle at `path`, a folder or a zip. Without a key its signer stays unknown, which is a fault.
/// `progress` is told done and total and may stop it.
///
/// # Errors
/// `no-bundle` for what is none; `cancelled`; system errors. What is wrong with a bundle is in what is returned.
pub fn verify(path: &Path, key: Option<&PublicKey>, progress: &Progress) -> Result<Verification> {
    let mut found = Found(vec![]);
    let Some((source, names)) = source::open(path, &mut found)? else {
        return Ok(finish(found, None, false, (0, 0), vec![]));
    };
    let go_on = |done: u64, total: u64| {
        if progress(done, total) {
            Ok(())
        } else {
            Err(Error::refused(
                "cancelled",
                "Cancelled; nothing was changed.",
            ))
        }
    };
    let total = names.len() as u64 * 2;
    let bytes = source.read("manifest.json", LARGE).ok();
    let vouched = signature(&source, bytes.as_deref(), key, &mut found);
    let limit = if vouched { LARGE } else { MODEST };
    let manifest = bytes
        .as_deref()
        .and_then(|bytes| manifest(bytes, limit, &mut found));
    let mut hashes = BTreeMap::new();
    for (done, name) in names.iter().enumerate() {
        go_on(done as u64, total)?;
        match source.hash(name) {
            Ok(hash) => {
                hashes.insert(name.clone(), hash);
            }
            Err(error) => {
                let detail = format!("It can't be read: {}.", error.message);
                found.add(name, "changed", detail);
            }
        }
    }
    let Some(manifest) = manifest else {
        return Ok(finish(found, None, false, (names.len() as u64, 0), vec![]));
    };
    files(&manifest, &names, &hashes, &mut found);
    strays(&manifest, &mut found);
    let good = revisions(&source, &manifest, limit, &mut found);
    let signed = approvals(&manifest, &mut found);
    let read = names.len() as u64;
    go_on(read, total)?;
    let bundle = reprint::Bundle {
        source: &source,
        manifest: &manifest,
        hashes: &hashes,
        good: &good,
        vouched,
        limit,
    };
    let step = |done: u64, all: u64| go_on(read + done * read / all.max(1), total);
    let reprinted = manifest.renderer == RENDERER && bundle.reprint(&mut found, &step)?;
    if found.0.is_empty() && !source.is_as_packed(path, &names) {
        found.add(
            "",
            "broken-archive",
            "The archive's own records were changed.",
        );
    }
    go_on(total, total)?;
    Ok(finish(
        found,
        Some(manifest.kind),
        reprinted,
        (names.len() as u64, manifest.articles.len() as u64),
        signed,
    ))
}

fn finish(
    found: Found,
    kind: Option<BundleKind>,
    reprinted: bool,
    (files, articles): (u64, u64),
    approvals: Vec<bundle::Signed>,
) -> Verification {
    let mut faults = found.0;
    faults.sort();
    faults.dedup();
    Verification {
        ok: faults.is_empty(),
        kind,
        faults,
        reprinted,
        files,
        articles,
        approvals,
    }
}

/// Whether the key vouches for the manifest; a fault where it does not.
fn signature(
    source: &Source,
    manifest: Option<&[u8]>,
    key: Option<&PublicKey>,
    found: &mut Found,
) -> bool {
    const NAME: &str = "manifest.json.minisig";
    if manifest.is_none() {
        found.add(
            "manifest.json",
            "missing",
            "The manifest is missing or can't be read.",
        );
    }
    let Ok(signature) = source.read(NAME, SIGNATURE) else {
        found.add(
            NAME,
            "missing",
            "The signature is missing or can't be read.",
        );
        return false;
    };
    let Some(key) = key else {
        found.add(
            NAME,
            "signer-unknown",
            "No public key was given, so nobody knows who signed.",
        );
        return false;
    };
    let Some(manifest) = manifest else {
        return false;
    };
    match key.check(manifest, &String::from_utf8_lossy(&signature)) {
        Signed::Yes => return true,
        Signed::OtherKey => found.add(NAME, "wrong-key", "Another key signed this bundle."),
        Signed::No => found.add(
            NAME,
            "signature",
            "The signature is not by this key of this manifest.",
        ),
    }
    false
}

fn manifest(bytes: &[u8], limit: u64, found: &mut Found) -> Option<Manifest> {
    if bytes.len() as u64 > limit {
        found.add(
            "manifest.json",
            "broken-manifest",
            "It is too large to be read of a signer that nobody knows.",
        );
        return None;
    }
    let read: std::result::Result<Manifest, _> = serde_json::from_slice(bytes);
    match read {
        Ok(manifest) if manifest.copydesk != "manifest/1" => {
            found.add(
                "manifest.json",
                "broken-manifest",
                format!("Its format is {}.", manifest.copydesk),
            );
            None
        }
        Ok(manifest) => {
            if model::canonical(&manifest).ok().as_deref() != Some(bytes) {
                found.add(
                    "manifest.json",
                    "broken-manifest",
                    "It is not in canonical form.",
                );
            }
            Some(manifest)
        }
        Err(cause) => {
            found.add(
                "manifest.json",
                "broken-manifest",
                format!("It can't be read: {cause}."),
            );
            None
        }
    }
}

fn files(
    manifest: &Manifest,
    names: &[String],
    hashes: &BTreeMap<String, (u64, Hash)>,
    found: &mut Found,
) {
    let own = ["manifest.json", "manifest.json.minisig"];
    let listed: BTreeMap<&str, &bundle::ManifestFile> = manifest
        .files
        .iter()
        .map(|file| (file.path.as_str(), file))
        .collect();
    let there: BTreeSet<&str> = names
        .iter()
        .map(String::as_str)
        .filter(|name| !own.contains(name))
        .collect();
    let mut added: BTreeMap<Hash, Vec<&str>> = BTreeMap::new();
    for name in there.iter().filter(|name| !listed.contains_key(*name)) {
        let hash = hashes
            .get(*name)
            .map_or_else(|| Hash::of(b""), |(_, hash)| *hash);
        added.entry(hash).or_default().push(name);
    }
    for (name, file) in &listed {
        match hashes.get(*name) {
            Some((size, hash)) if *hash == file.sha256 && *size == file.size => {}
            Some(_) => found.add(
                name,
                "changed",
                "Its bytes are not those that the manifest names.",
            ),
            None if there.contains(name) => {}
            None => match added.get_mut(&file.sha256).and_then(Vec::pop) {
                Some(now) => found.add(name, "renamed", format!("It is called {now} now.")),
                None => found.add(name, "missing", "It is not there."),
            },
        }
    }
    for name in added.values().flatten() {
        found.add(name, "added", "The manifest does not name it.");
    }
}

/// What the manifest names but nothing in it accounts for: a signature over it makes it no part of the edition.
fn strays(manifest: &Manifest, found: &mut Found) {
    let printed: BTreeSet<String> = manifest
        .articles
        .iter()
        .map(|article| format!("revisions/{}.json", article.revision))
        .collect();
    for file in &manifest.files {
        let folder = file.path.split_once('/').map(|(folder, _)| folder);
        match folder {
            Some("revisions") if !printed.contains(&file.path) => {
                found.add(
                    &file.path,
                    "unapproved",
                    "It is the text of no article here.",
                );
            }
            Some("revisions" | "theme") => {}
            Some(part) if manifest.parts.iter().any(|known| known.name() == part) => {}
            None if file.path == "surroundings.json" => {}
            _ => found.add(
                &file.path,
                "not-the-print",
                "It belongs to no part of the bundle.",
            ),
        }
    }
}

/// The contents that can be read, by hash; faults for the rest.
fn revisions(
    source: &Source,
    manifest: &Manifest,
    limit: u64,
    found: &mut Found,
) -> BTreeSet<Hash> {
    let (mut good, mut seen) = (BTreeSet::new(), BTreeSet::new());
    for article in &manifest.articles {
        let name = format!("revisions/{}.json", article.revision);
        if !seen.insert(article.revision) {
            found.add(
                "manifest.json",
                "broken-manifest",
                format!("It names {name} twice."),
            );
            continue;
        }
        let Ok(bytes) = source.read(&name, limit) else {
            found.add(&name, "missing", "The text that was approved is not there.");
            continue;
        };
        if Hash::of(&bytes) != article.revision {
            found.add(&name, "changed", "It is not the text that its name says.");
            continue;
        }
        match Content::from_bytes(&bytes) {
            Ok(content) if content.article == article.article => {
                if format!("site/{}index.html", content.path()) != article.page
                    || content.title != article.title
                {
                    found.add(
                        &article.page,
                        "not-the-print",
                        "The manifest names another page or headline for it.",
                    );
                }
                if content.corrections != article.corrections {
                    found.add(
                        &article.page,
                        "not-the-print",
                        "The manifest names other corrections for it.",
                    );
                }
                good.insert(article.revision);
            }
            Ok(_) => found.add(&name, "unapproved", "It is the text of another article."),
            Err(error) => found.add(&name, "changed", error.message),
        }
    }
    good
}

/// Whether the approvals of every article are what they say, and enough; those that are what they say.
fn approvals(manifest: &Manifest, found: &mut Found) -> Vec<bundle::Signed> {
    let mut signed = vec![];
    let keys: BTreeMap<KeyId, &ManifestKey> =
        manifest.keys.iter().map(|key| (key.key, key)).collect();
    for article in &manifest.articles {
        approved(manifest, &keys, article, (found, &mut signed));
    }
    signed
}

fn approved(
    manifest: &Manifest,
    keys: &BTreeMap<KeyId, &ManifestKey>,
    article: &ManifestArticle,
    (found, signed): (&mut Found, &mut Vec<bundle::Signed>),
) {
    let mut verdicts = vec![];
    for approval in &article.approvals {
        let said = Statement {
            say: approval.say,
            article: article.article,
            revision: article.revision,
            person: approval.person,
            key: approval.key,
            at: approval.at,
            contributors: approval.contributors.clone(),
            stage: approval.stage.clone(),
        };
        let key = keys
            .get(&approval.key)
            .filter(|key| key.person == Some(approval.person));
        match key {
            None => found.add(
                &article.page,
                "unapproved",
                "An approval is by a key that the manifest does not name.",
            ),
            Some(key) if !statement::verify(&key.public, &said, &approval.signature) => {
                found.add(
                    &article.page,
                    "unapproved",
                    format!("The approval by {} is not of this text.", key.name),
                );
            }
            Some(_) if approval.say == Say::RequestChanges => {
                found.add(
                    &article.page,
                    "unapproved",
                    "A request for changes is no approval.",
                );
            }
            Some(key) => {
                signed.push(of(key, article, &said));
                verdicts.push(Verdict {
                    id: VerdictId(approval.key.0),
                    person: approval.person,
                    say: approval.say,
                    stage: approval.stage.clone(),
                    contributors: approval.contributors.clone(),
                });
            }
        }
    }
    if manifest.four_eyes && article.approved && !article.four_eyes {
        found.add(
            &article.page,
            "unapproved",
            "The bundle says that four eyes saw everything, and they did not see this.",
        );
    }
    let stands = matches!(
        standing(&verdicts, article.four_eyes, &article.stages),
        Standing::Approved(_)
    );
    if manifest.kind == BundleKind::Release && !(stands && article.approved) {
        found.add(
            &article.page,
            "unapproved",
            "Its text is not approved as it stands.",
        );
    } else if article.approved && !stands {
        found.add(
            &article.page,
            "unapproved",
            "It calls itself approved and is not.",
        );
    }
}

/// A yes that holds, for whoever reads the result.
fn of(key: &ManifestKey, article: &ManifestArticle, said: &Statement) -> bundle::Signed {
    bundle::Signed {
        article: article.article,
        title: article.title.clone(),
        person: key.name.clone(),
        say: said.say,
        stage: said.stage.clone(),
        at: said.at,
        sealed: key.sealed,
        renewed_by: key.renewed_by.clone(),
    }
}
