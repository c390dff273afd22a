//! Verifying a bundle with nothing but itself and a public key: every fault, never only the first.

mod form;
mod pictures;
mod reprint;
mod said;
mod signer;
mod since;
mod source;

use crate::{RENDERER, bundle::media, minisign::PublicKey, print};
use model::{
    ArticleId, Error, Hash, Result,
    article::Content,
    bundle::{BundleKind, Fault, Manifest, ManifestArticle, ManifestFile, Revoked, Verification},
};
use said::Said;
use signer::Whole;
use source::Source;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::Path,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

/// Most bytes of a document that is read whole, in a bundle that a known key signed.
const LARGE: u64 = 1 << 30;
/// The same where nobody knows who made it.
const MODEST: u64 = 64 << 20;
/// Most bytes that all texts take without their bodies where nobody knows who made the bundle; its pages show most of that in
/// many places, so where it is more, none is printed again.
const HEADS: usize = 64 << 20;
/// About what one of a list takes besides its words.
const LISTED: usize = 64;

/// Texts without their bodies, by hash.
type Texts = HashMap<Hash, Box<Content>>;

/// What is wrong, and what is good to know.
struct Found(Vec<Fault>, Vec<Fault>);

/// Most bytes of a name that is told: what a stranger calls something is told many times, and may be as long as they like.
const TOLD: usize = 1024;

fn fault(path: &str, kind: &str, detail: impl Into<String>) -> Fault {
    Fault {
        path: short(path),
        kind: kind.into(),
        detail: short(&detail.into()),
    }
}

/// As much of a name as is told.
fn short(name: &str) -> String {
    match name.len() > TOLD {
        true => format!("{}…", &name[..name.floor_char_boundary(TOLD)]),
        false => name.to_owned(),
    }
}

impl Found {
    fn add(&mut self, path: &str, kind: &str, detail: impl Into<String>) {
        self.0.push(fault(path, kind, detail));
    }

    fn note(&mut self, path: &str, kind: &str, detail: impl Into<String>) {
        self.1.push(fault(path, kind, detail));
    }
}

/// Who is told how many steps are done, of how many, and may stop the work.
pub type Progress<'a> = dyn Fn(u64, u64) -> bool + Sync + 'a;

/// What became of an article since the text that a bundle holds was released.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// Another text of it was.
    Newer,
    /// It was withdrawn.
    Withdrawn,
}

/// How a release stands in the library that made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Release {
    /// Nothing of its edition and profile was released after it.
    Newest,
    /// Another was.
    Older,
}

/// What whoever verifies knows of the newsroom.
#[derive(Default)]
pub struct Trust<'a> {
    /// Its keys: the one that signs now first, which alone can name another, and those before it. Where there is none, the signer
    /// stays unknown.
    pub keys: Vec<PublicKey>,
    /// Keys that count no more for what they signed since, besides those that the manifest names.
    pub revoked: Vec<Revoked>,
    /// How a bundle with this manifest stands in the open library, where it was released from it; none where none is open.
    pub released: Option<&'a dyn Fn(Hash) -> Option<Release>>,
    /// Whether this text of an article was ever live in the open library; none where none is open that could know.
    pub live: Option<&'a dyn Fn(ArticleId, Hash) -> bool>,
    /// What the open library knows of an article since this text of it; none where none is open.
    pub since: Option<&'a dyn Fn(ArticleId, Hash) -> Option<Since>>,
}

impl Trust<'_> {
    /// Every revoked key that is known, by itself or by the manifest.
    fn revoked(&self, manifest: Option<&Manifest>) -> Vec<Revoked> {
        let named = manifest.map_or(&[][..], |manifest| &manifest.revoked);
        self.revoked.iter().chain(named).cloned().collect()
    }
}

/// Verifies the bundle at `path`, a folder or a zip, by one key. Without a key its signer stays unknown, which is a fault.
/// `progress` is told done and total and may stop it.
///
/// # Errors
/// `no-bundle` for what is none; `cancelled`; system errors. What is wrong with a bundle is in what is returned.
pub fn verify(path: &Path, key: Option<&PublicKey>, progress: &Progress) -> Result<Verification> {
    let trust = Trust {
        keys: key.into_iter().cloned().collect(),
        ..Trust::default()
    };
    verify_by(path, &trust, progress)
}

/// The same by all that is known of the newsroom.
///
/// # Errors
/// As [`verify`].
pub fn verify_by(path: &Path, trust: &Trust, progress: &Progress) -> Result<Verification> {
    let mut found = Found(vec![], vec![]);
    let Some((source, names)) = source::open(path, &mut found)? else {
        return Ok(finish(found, None, false, 0, Said::default()));
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
    let whole = signed(&source, trust, &mut found);
    let vouched = signer::signature(&source, whole.as_ref(), trust, &mut found);
    let itself = whole.as_ref().map(|whole| Hash::of(&whole.bytes));
    let limit = if vouched { LARGE } else { MODEST };
    let manifest = whole.and_then(|whole| manifest(whole, limit, &mut found));
    let hashes = hashes(&source, &names, &mut found, &|done| go_on(done, total))?;
    let Some(manifest) = manifest else {
        return Ok(finish(
            found,
            None,
            false,
            names.len() as u64,
            Said::default(),
        ));
    };
    files(&manifest, &names, &hashes, &mut found);
    strays(&manifest, &mut found);
    let most = if vouched { usize::MAX } else { HEADS };
    let good = revisions(&source, &manifest, (limit, most), &mut found)?;
    let revoked = trust.revoked(Some(&manifest));
    let signed = said::all(&manifest, &revoked, &mut found)?;
    if vouched && manifest.kind == BundleKind::Release {
        since::unreleased(&manifest, itself, trust, &mut found);
        since::outdated(&manifest, trust, &mut found);
    }
    let read = names.len() as u64;
    go_on(read, total)?;
    let bundle = reprint::Bundle {
        source: &source,
        manifest: &manifest,
        listed: listed(&manifest),
        hashes: &hashes,
        good: Mutex::new(good),
        vouched,
        limit,
    };
    let step = |done: u64, all: u64| go_on(read + done * read / all.max(1), total);
    let reprinted = pages(&bundle, &mut found, &step)?;
    if found.0.is_empty() && !source.is_as_packed(path, &names) {
        found.add(
            "",
            "broken-archive",
            "It is not packed as Copydesk packs its bundles. Unpack it, and verify the folder.",
        );
    }
    go_on(total, total)?;
    Ok(finish(
        found,
        Some(&manifest),
        reprinted,
        names.len() as u64,
        signed,
    ))
}

/// The manifest; a fault where its bytes can't be read.
fn signed(source: &Source, trust: &Trust, found: &mut Found) -> Option<Whole> {
    let read = signer::manifest(source, trust).map_err(|error| {
        let kind = match error.code.as_str() {
            "too-large" => "broken-manifest",
            _ => "missing",
        };
        let why = error.message.trim_end_matches('.');
        let detail = format!("It can’t be read: {why}.");
        found.add("manifest.json", kind, detail);
    });
    read.ok()
}

/// Whether the pages were printed again. That they can't be is a fault, where this renderer made them; under another one
/// nothing is known.
fn pages(
    bundle: &reprint::Bundle,
    found: &mut Found,
    step: &(dyn Fn(u64, u64) -> Result<()> + Sync),
) -> Result<bool> {
    let renderer = &bundle.manifest.renderer;
    if renderer != RENDERER {
        found.note("manifest.json", "not-reprinted", another(renderer));
        return Ok(false);
    }
    let reprinted = bundle.reprint(found, step)?;
    if !reprinted && found.0.is_empty() {
        found.add("", "not-the-print", "Its pages can’t be printed again.");
    }
    Ok(reprinted)
}

/// Which keys the manifest of the bundle at `path` names as revoked; none where no key that is known vouches for it.
///
/// # Errors
/// `no-bundle`; system errors.
pub fn revoked_by(path: &Path, trust: &Trust) -> Result<Option<Vec<Revoked>>> {
    let mut found = Found(vec![], vec![]);
    let Some((source, _)) = source::open(path, &mut found)? else {
        return Ok(None);
    };
    let whole = signer::manifest(&source, trust).ok();
    let whole = whole.filter(|whole| signer::leads_to(&source, whole, trust));
    let manifest = whole.and_then(|whole| manifest(whole, LARGE, &mut found));
    Ok(manifest.map(|manifest| manifest.revoked))
}

fn finish(
    found: Found,
    manifest: Option<&Manifest>,
    reprinted: bool,
    files: u64,
    said: Said,
) -> Verification {
    let Found(mut faults, mut notices) = found;
    faults.sort();
    faults.dedup();
    notices.sort();
    notices.dedup();
    Verification {
        ok: faults.is_empty() && reprinted,
        kind: manifest.map(|manifest| manifest.kind),
        newsroom: manifest.map_or_else(String::new, |manifest| manifest.newsroom.clone()),
        edition: manifest.map_or_else(String::new, |manifest| manifest.edition.clone()),
        faults,
        notices,
        reprinted,
        files,
        articles: manifest.map_or(0, |manifest| manifest.articles.len() as u64),
        approvals: said.approvals,
        imported: said.imported,
    }
}

/// Every file's size and hash, on all cores; faults for what can't be read.
fn hashes(
    source: &Source,
    names: &[String],
    found: &mut Found,
    step: &(dyn Fn(u64) -> Result<()> + Sync),
) -> Result<BTreeMap<String, (u64, Hash)>> {
    let all = Mutex::new((BTreeMap::new(), vec![]));
    let done = AtomicU64::new(0);
    print::each(names, &|_, name| {
        step(done.fetch_add(1, Ordering::Relaxed))?;
        let hash = source.hash(name);
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        match hash {
            Ok(hash) => {
                all.0.insert(name.clone(), hash);
            }
            Err(error) => {
                let why = error.message.trim_end_matches('.');
                let detail = format!("It can’t be read: {why}.");
                all.1.push(fault(name, "changed", detail));
            }
        }
        Ok(())
    })?;
    let (hashes, faults) = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.0.extend(faults);
    Ok(hashes)
}

fn manifest(whole: Whole, limit: u64, found: &mut Found) -> Option<Manifest> {
    if whole.bytes.len() as u64 > limit {
        found.add(
            "manifest.json",
            "broken-manifest",
            "It is too large to be read of a signer that nobody knows.",
        );
        return None;
    }
    match whole.says {
        Ok(manifest) if manifest.copydesk != "manifest/1" => {
            found.add(
                "manifest.json",
                "broken-manifest",
                format!("Its format is {}.", manifest.copydesk),
            );
            None
        }
        Ok(manifest) => {
            form::well_formed(&manifest, &whole.bytes, found);
            Some(manifest)
        }
        Err(cause) => {
            found.add(
                "manifest.json",
                "broken-manifest",
                format!("It can’t be read: {cause}."),
            );
            None
        }
    }
}

/// Why pages by another renderer were not printed again.
fn another(renderer: &str) -> String {
    let number = |name: &str| name.strip_prefix("copydesk-press/")?.parse::<u32>().ok();
    let older = number(renderer).filter(|number| format!("copydesk-press/{number}") == renderer);
    if older < number(RENDERER) && older > Some(0) {
        return format!(
            "{renderer}, an older version, printed its pages, so they were not printed again: nothing shows that they are the \
             print of their texts."
        );
    }
    format!(
        "It says that {renderer} printed its pages, which this program does not know: it is newer, or there is none such. \
         Verify it with the newest Copydesk."
    )
}

/// The manifest's files by their paths.
fn listed(manifest: &Manifest) -> HashMap<&str, &ManifestFile> {
    let files = manifest.files.iter();
    files.map(|file| (file.path.as_str(), file)).collect()
}

fn files(
    manifest: &Manifest,
    names: &[String],
    hashes: &BTreeMap<String, (u64, Hash)>,
    found: &mut Found,
) {
    let own = ["manifest.json", "manifest.json.minisig"];
    let listed = listed(manifest);
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
            Some((size, hash)) if *hash == file.sha256 && *size == file.size => {
                if manifest.renderer == RENDERER && file.media != media(name) {
                    let detail = format!("The manifest says that it is {}.", file.media);
                    found.add(name, "not-the-print", detail);
                }
            }
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

/// The texts that are what the manifest says, without their bodies, by hash, read on all cores; faults for the rest. None where
/// they take more than `most` bytes.
fn revisions(
    source: &Source,
    manifest: &Manifest,
    (limit, most): (u64, usize),
    found: &mut Found,
) -> Result<Texts> {
    let mut once = BTreeSet::new();
    let (first, again): (Vec<_>, Vec<_>) = manifest
        .articles
        .iter()
        .partition(|article| once.insert(article.revision));
    for article in again {
        let detail = format!("It names {} twice.", text_of(article));
        found.add("manifest.json", "broken-manifest", detail);
    }
    let all = Mutex::new((Texts::new(), vec![], 0_usize));
    print::each(&first, &|_, article| {
        let mut found = Found(vec![], vec![]);
        let read = revision(source, article, limit, &mut found);
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        let (good, faults, taken) = &mut *all;
        faults.extend(found.0);
        if let Some((content, takes)) = read {
            *taken = taken.saturating_add(takes);
            if *taken <= most {
                good.insert(article.revision, content);
            } else {
                *good = Texts::new();
            }
        }
        Ok(())
    })?;
    let (good, faults, _) = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    found.0.extend(faults);
    Ok(good)
}

/// Where the text of an article is.
fn text_of(article: &ManifestArticle) -> String {
    format!("revisions/{}.json", article.revision)
}

/// The text of an article without its body, and about how many bytes that takes, where it is what the manifest says; faults where
/// not.
fn revision(
    source: &Source,
    article: &ManifestArticle,
    limit: u64,
    found: &mut Found,
) -> Option<(Box<Content>, usize)> {
    let name = text_of(article);
    let Ok(bytes) = source.read(&name, limit) else {
        found.add(&name, "missing", "The text that was approved is not there.");
        return None;
    };
    if Hash::of(&bytes) != article.revision {
        found.add(&name, "changed", "It is not the text that its name says.");
        return None;
    }
    let mut content = match Content::from_bytes(&bytes) {
        Ok(content) if content.article == article.article => Box::new(content),
        Ok(_) => {
            found.add(&name, "unapproved", "It is the text of another article.");
            return None;
        }
        Err(error) => {
            found.add(&name, "changed", error.message);
            return None;
        }
    };
    if format!("site/{}index.html", content.path()) != article.page
        || content.title != article.title
    {
        let detail = "The manifest names another page or headline for it.";
        found.add(&article.page, "not-the-print", detail);
    }
    if content.corrections != article.corrections {
        let detail = "The manifest names other corrections for it.";
        found.add(&article.page, "not-the-print", detail);
    }
    // The longest of it, which is read again where it is printed.
    let body = std::mem::take(&mut content.body);
    let takes = bytes.len() - body.len() + listed_in(&content) * LISTED;
    Some((content, takes))
}

/// How many there are in all lists of a text.
fn listed_in(content: &Content) -> usize {
    let bylines = content.bylines.iter();
    let of_bylines = bylines.map(|one| 2 + one.publications.len() + one.links.len());
    content.tags.len()
        + content.related.len()
        + content.corrections.len()
        + of_bylines.sum::<usize>()
}
