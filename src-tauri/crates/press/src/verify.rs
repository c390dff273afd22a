//! Verifying a bundle with nothing but itself and a public key: every fault, never only the first.

mod reprint;

use crate::{
    RENDERER, archive,
    minisign::{PublicKey, Signed},
    statement,
};
use model::{
    Error, Hash, Result, VerdictId,
    article::{Content, Standing, Verdict, standing},
    bundle::{BundleKind, Fault, Manifest, ManifestArticle, Verification},
    signed::{Say, Statement},
};
use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    fs,
    io::Read,
    path::{Path, PathBuf},
};

/// Where a bundle's files are read from.
enum Source {
    Folder(PathBuf),
    Zip(Box<RefCell<archive::Opened>>),
}

impl Source {
    fn read(&self, name: &str) -> Result<Vec<u8>> {
        match self {
            Self::Folder(root) => {
                let path = root.join(name);
                fs::read(&path).map_err(|cause| Error::io(&path, &cause))
            }
            Self::Zip(opened) => opened.borrow_mut().read(name),
        }
    }
}

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

/// Verifies the bundle at `path`, a folder or a zip. Without a key its signer stays unknown, which is a fault.
/// `progress` is told done and total and may stop it.
///
/// # Errors
/// `no-bundle` for what is none; `cancelled`; system errors. What is wrong with a bundle is in what is returned.
pub fn verify(
    path: &Path,
    key: Option<&PublicKey>,
    progress: &dyn Fn(u64, u64) -> bool,
) -> Result<Verification> {
    let mut found = Found(vec![]);
    let Some((source, names)) = open(path, &mut found)? else {
        return Ok(finish(found, None, false, 0, 0));
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
    let bytes = source.read("manifest.json").ok();
    signature(&source, bytes.as_deref(), key, &mut found);
    let manifest = bytes
        .as_deref()
        .and_then(|bytes| manifest(bytes, &mut found));
    let mut hashes = BTreeMap::new();
    for (done, name) in names.iter().enumerate() {
        go_on(done as u64, total)?;
        match source.read(name) {
            Ok(bytes) => {
                hashes.insert(name.clone(), (bytes.len() as u64, Hash::of(&bytes)));
            }
            Err(error) => {
                found.add(
                    name,
                    "changed",
                    format!("It can't be read: {}.", error.message),
                );
            }
        }
    }
    let Some(manifest) = manifest else {
        return Ok(finish(found, None, false, names.len() as u64, 0));
    };
    files(&manifest, &names, &hashes, &mut found);
    strays(&manifest, &mut found);
    let contents = revisions(&source, &manifest, &mut found);
    for article in &manifest.articles {
        approved(&manifest, article, &mut found);
    }
    let reprinted = manifest.renderer == RENDERER && {
        go_on(names.len() as u64, total)?;
        reprint::compare(&source, &manifest, &hashes, &contents, &mut found);
        true
    };
    if let Source::Zip(_) = source {
        same_archive(path, &source, &names, &mut found);
    }
    go_on(total, total)?;
    Ok(finish(
        found,
        Some(manifest.kind),
        reprinted,
        names.len() as u64,
        manifest.articles.len() as u64,
    ))
}

fn finish(
    found: Found,
    kind: Option<BundleKind>,
    reprinted: bool,
    files: u64,
    articles: u64,
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
    }
}

/// Opens the bundle and lists its files; none where it is one but can't be read at all.
fn open(path: &Path, found: &mut Found) -> Result<Option<(Source, Vec<String>)>> {
    let no_bundle = || {
        Error::unreadable(
            "no-bundle",
            format!("{} is not a Copydesk bundle.", path.display()),
        )
        .hint("Name a folder or .zip that `copydesk export` made.")
    };
    let meta = fs::metadata(path).map_err(|cause| Error::io(path, &cause))?;
    if meta.is_dir() {
        let mut names = vec![];
        walk(path, "", &mut names, found)?;
        names.sort();
        return if is_bundle(&names) {
            Ok(Some((Source::Folder(path.to_owned()), names)))
        } else {
            Err(no_bundle())
        };
    }
    match archive::open(path) {
        Ok(opened) => {
            let names = opened.names();
            if is_bundle(&names) {
                Ok(Some((Source::Zip(Box::new(RefCell::new(opened))), names)))
            } else {
                Err(no_bundle())
            }
        }
        Err(error) => {
            if !looks_like_one(path)? {
                return Err(no_bundle());
            }
            found.add(
                "",
                "broken-archive",
                format!("The archive can't be read: {}.", error.message),
            );
            Ok(None)
        }
    }
}

fn is_bundle(names: &[String]) -> bool {
    names.iter().any(|name| {
        name == "manifest.json" || name == "manifest.json.minisig" || name.starts_with("revisions/")
    })
}

/// Whether a file that no zip reader opens was a bundle once.
fn looks_like_one(path: &Path) -> Result<bool> {
    let mut bytes = vec![];
    let file = fs::File::open(path).map_err(|cause| Error::io(path, &cause))?;
    file.take(64 << 20)
        .read_to_end(&mut bytes)
        .map_err(|cause| Error::io(path, &cause))?;
    let wanted = b"manifest.json";
    Ok(bytes.starts_with(b"PK") || bytes.windows(wanted.len()).any(|window| window == wanted))
}

fn walk(dir: &Path, below: &str, names: &mut Vec<String>, found: &mut Found) -> Result<()> {
    for entry in fs::read_dir(dir).map_err(|cause| Error::io(dir, &cause))? {
        let entry = entry.map_err(|cause| Error::io(dir, &cause))?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().map_err(|cause| Error::io(dir, &cause))?;
        if kind.is_dir() {
            walk(&entry.path(), &format!("{name}/"), names, found)?;
        } else if kind.is_file() {
            names.push(name);
        } else {
            found.add(
                &name,
                "added",
                "It is a link or a device, which no bundle holds.",
            );
        }
    }
    Ok(())
}

fn signature(source: &Source, manifest: Option<&[u8]>, key: Option<&PublicKey>, found: &mut Found) {
    let signature = source.read("manifest.json.minisig");
    if manifest.is_none() {
        found.add(
            "manifest.json",
            "missing",
            "The manifest is missing or can't be read.",
        );
    }
    let Ok(signature) = signature else {
        found.add(
            "manifest.json.minisig",
            "missing",
            "The signature is missing or can't be read.",
        );
        return;
    };
    let Some(key) = key else {
        found.add(
            "manifest.json.minisig",
            "signer-unknown",
            "No public key was given, so nobody knows who signed.",
        );
        return;
    };
    let Some(manifest) = manifest else { return };
    match key.check(manifest, &String::from_utf8_lossy(&signature)) {
        Signed::Yes => {}
        Signed::OtherKey => found.add(
            "manifest.json.minisig",
            "wrong-key",
            "Another key signed this bundle.",
        ),
        Signed::No => {
            found.add(
                "manifest.json.minisig",
                "signature",
                "The signature is not by this key of this manifest.",
            );
        }
    }
}

fn manifest(bytes: &[u8], found: &mut Found) -> Option<Manifest> {
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
    let listed: BTreeMap<&str, &model::bundle::ManifestFile> = manifest
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
            Some(part) if manifest.parts.iter().any(|known| known == part) => {}
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
fn revisions(source: &Source, manifest: &Manifest, found: &mut Found) -> BTreeSet<Hash> {
    let mut good = BTreeSet::new();
    for article in &manifest.articles {
        let name = format!("revisions/{}.json", article.revision);
        let Ok(bytes) = source.read(&name) else {
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

/// Whether the approvals of an article are what they say, and enough.
fn approved(manifest: &Manifest, article: &ManifestArticle, found: &mut Found) {
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
        };
        let key = manifest
            .keys
            .iter()
            .find(|key| key.key == approval.key && key.person == Some(approval.person));
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
            Some(_) => verdicts.push(Verdict {
                id: VerdictId(approval.key.0),
                person: approval.person,
                say: approval.say,
                contributors: approval.contributors.clone(),
            }),
        }
    }
    let stands = matches!(
        standing(&verdicts, manifest.four_eyes),
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

/// An archive of our own making is the same, byte for byte, when it is made again. One that another program packed
/// has another length, and is judged by its files alone.
fn same_archive(path: &Path, source: &Source, names: &[String], found: &mut Found) {
    let Ok(bytes) = fs::read(path) else { return };
    let again = archive::write(std::io::Cursor::new(vec![]), names, |name| {
        source.read(name)
    });
    if let Ok(again) = again {
        let again = again.into_inner();
        if again.len() == bytes.len() && again != bytes {
            found.add(
                "",
                "broken-archive",
                "The archive's own records were changed.",
            );
        }
    }
}
