//! The records of a bundle: what desk hands to the press, and what the manifest says.

use crate::{
    ArticleId, CommentId, Hash, KeyId, PersonId, Time,
    article::{Correction, Related},
    asset::Asset,
    signed::{Say, Succession},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whether an export publishes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum BundleKind {
    /// Its revisions become live.
    Release,
    /// To look at; marked as such everywhere.
    Proof,
}

/// A part of a bundle: one form of the edition, in a folder of its name.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ts_rs::TS,
)]
#[serde(rename_all = "lowercase")]
#[ts(rename = "BundlePart")]
pub enum Part {
    /// Pages for readers.
    Site,
    /// WordPress' own format.
    Wxr,
    /// A book.
    Epub,
    /// News items for agencies and other newsrooms.
    Ninjs,
    /// Texts with front matter.
    Markdown,
    /// All that the bundle prints, one JSON object a line.
    Jsonl,
}

impl Part {
    /// Every part, in the order in which they are named.
    pub const ALL: [Self; 6] = [
        Self::Site,
        Self::Wxr,
        Self::Epub,
        Self::Ninjs,
        Self::Markdown,
        Self::Jsonl,
    ];

    /// Its name, which is its folder's.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Site => "site",
            Self::Wxr => "wxr",
            Self::Epub => "epub",
            Self::Ninjs => "ninjs",
            Self::Markdown => "markdown",
            Self::Jsonl => "jsonl",
        }
    }

    /// The part with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|part| part.name() == name)
    }
}

/// Everything that pages show besides their revision; the bundle's `surroundings.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surroundings {
    /// The format, `surroundings/1`.
    pub copydesk: String,
    /// Release or proof: a proof's pages say so.
    pub kind: BundleKind,
    /// The newsroom's name.
    pub newsroom: String,
    /// BCP 47 tag of the site's own words.
    pub language: String,
    /// IANA time zone of printed dates.
    pub time_zone: String,
    /// Where the site will be, ending in `/`, or empty.
    pub base_url: String,
    /// Where comment forms post to, or empty for none.
    pub comment_address: String,
    /// The articles in the edition's order, the lead first.
    pub articles: Vec<Placed>,
    /// Every picture and attachment that they show, in the order of their hashes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<Asset>,
    /// What was withdrawn, by its place: a page there says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<WithdrawnPage>,
    /// What the edition is called, where it is not all that there is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub edition: String,
    /// The article that leads each section's page, by the section's folder; the first of those in it elsewhere.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fronts: BTreeMap<String, ArticleId>,
    /// Whether the site has feeds.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub feeds: bool,
}

fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_yes(it: &bool) -> bool {
    *it
}

/// A place at which an article was published that was withdrawn since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WithdrawnPage {
    /// `section/slug/`.
    pub path: String,
    /// The headline that it was published under.
    pub title: String,
    /// BCP 47 tag of its language.
    pub language: String,
    /// When it was withdrawn.
    pub at: Time,
}

impl Surroundings {
    /// All of it that any page may show, without what only some do: articles, assets, what was withdrawn, and what leads
    /// which section.
    #[must_use]
    pub fn of_every_page(&self) -> Self {
        Self {
            copydesk: self.copydesk.clone(),
            kind: self.kind,
            newsroom: self.newsroom.clone(),
            language: self.language.clone(),
            time_zone: self.time_zone.clone(),
            base_url: self.base_url.clone(),
            comment_address: self.comment_address.clone(),
            articles: vec![],
            assets: vec![],
            withdrawn: vec![],
            edition: self.edition.clone(),
            fronts: BTreeMap::new(),
            feeds: self.feeds,
        }
    }

    /// The asset, where it is one of these.
    #[must_use]
    pub fn asset(&self, hash: Hash) -> Option<&Asset> {
        let at = self.assets.binary_search_by_key(&hash, |asset| asset.hash);
        at.ok().and_then(|at| self.assets.get(at))
    }
}

/// An article's surroundings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// The article.
    pub article: ArticleId,
    /// No comments come any more: its page has no form.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
    /// The published comments, parents before children, oldest first.
    pub comments: Vec<PrintedComment>,
    /// The date that prints.
    pub date: Option<Time>,
    /// Where its page was before, `section/slug/` each, in order: these lead to where it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved_from: Vec<String>,
    /// Related articles that were proposed, not chosen.
    pub proposed: Vec<Related>,
    /// The content that prints.
    pub revision: Hash,
}

/// A published comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrintedComment {
    /// The name shown.
    pub author: String,
    /// As it prints, with the newsroom's edit where there is one: Markdown or plain text, made safe when printed.
    pub body: String,
    /// When.
    pub created: Time,
    /// The newsroom edited it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub edited: bool,
    /// Its id.
    pub id: CommentId,
    /// What it answers, where that prints too.
    pub parent: Option<CommentId>,
}

/// `manifest.json`: what the bundle holds and why it may.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The format, `manifest/1`.
    pub copydesk: String,
    /// Release or proof.
    pub kind: BundleKind,
    /// Name and version of the renderer, `copydesk-press/1`.
    pub renderer: String,
    /// The newsroom's name.
    pub newsroom: String,
    /// The edition's name.
    pub edition: String,
    /// The profile's name.
    pub profile: String,
    /// The parts within, in their order.
    pub parts: Vec<Part>,
    /// Whether everything needed, and everything approved has, the yes of someone who did not save it.
    pub four_eyes: bool,
    /// Every article within, in the edition's order.
    pub articles: Vec<ManifestArticle>,
    /// The public keys of the newsroom and of everyone who signed something here.
    pub keys: Vec<ManifestKey>,
    /// The newsroom's keys before, each of which named the next, oldest first; nothing where there was but one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chain: Vec<ChainLink>,
    /// Every key of the newsroom and its people that counts no more for what it signs since, the first revoked first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revoked: Vec<Revoked>,
    /// Every other file, sorted by path.
    pub files: Vec<ManifestFile>,
}

/// One of the newsroom's keys names the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChainLink {
    /// What is said.
    #[serde(flatten)]
    pub says: Succession,
    /// Ed25519 by `from` over the succession's bytes, 128 hex digits.
    pub signature: String,
}

/// A key that counts no more for what it signs since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revoked {
    /// Its id.
    pub key: KeyId,
    /// Whose; none for the newsroom's.
    pub person: Option<PersonId>,
    /// Their name, or the newsroom's.
    pub name: String,
    /// Ed25519, 64 hex digits.
    pub public: String,
    /// Since when.
    pub at: Time,
    /// Why.
    pub reason: String,
}

/// An article of the manifest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestArticle {
    /// Who said yes to that very content.
    pub approvals: Vec<ManifestApproval>,
    /// Whether that content is approved as it stands. In a release it is, or it is `imported`.
    pub approved: bool,
    /// The article.
    pub article: ArticleId,
    /// Its public corrections.
    pub corrections: Vec<Correction>,
    /// Whether nothing in it rests on the yes of who saved it. Not so for what was released while that was enough.
    pub four_eyes: bool,
    /// Who said that it came in as it was published elsewhere: what stands where nobody approved it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported: Option<ManifestImport>,
    /// Its page, from the bundle's root.
    pub page: String,
    /// The content, by hash: `revisions/<hash>.json`.
    pub revision: Hash,
    /// The stages that it had to pass, in order; none in bundles from before stages had names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<String>,
    /// Its headline.
    pub title: String,
}

/// A signed yes. With its article and revision it makes the [`Statement`](crate::signed::Statement) again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestApproval {
    /// When.
    pub at: Time,
    /// Who had saved text since the live revision.
    pub contributors: Vec<PersonId>,
    /// Their key.
    pub key: KeyId,
    /// Who.
    pub person: PersonId,
    /// Approval or confirmation.
    pub say: Say,
    /// Ed25519 over the statement's bytes, 128 hex digits.
    pub signature: String,
    /// The stage that it passes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
}

/// A signed word that a text came in as it was published elsewhere. With its article and revision it makes the
/// [`Attestation`](crate::signed::Attestation) again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestImport {
    /// Its whole address there, where it had one.
    pub address: Option<String>,
    /// When.
    pub at: Time,
    /// Their key.
    pub key: KeyId,
    /// Who.
    pub person: PersonId,
    /// Ed25519 over the attestation's bytes, 128 hex digits.
    pub signature: String,
    /// By what it is known where it comes from.
    pub source: String,
}

/// A public key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestKey {
    /// Its id.
    pub key: KeyId,
    /// Whose; none for the newsroom's.
    pub person: Option<PersonId>,
    /// Their name, or the newsroom's.
    pub name: String,
    /// Ed25519, 64 hex digits.
    pub public: String,
    /// Whether a passphrase guards the private one. An unsealed person is a name, not a proof.
    pub sealed: bool,
    /// Who made it, or one that it follows from, in place of a key whose owner did not show that it was them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewed_by: Option<Renewer>,
}

/// Who made a new key for someone else, or for themselves without their passphrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Renewer {
    /// Who.
    #[ts(type = "string")]
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Whether they showed by a passphrase of their own that it was them. Where not, this is a name and not a proof.
    pub sealed: bool,
}

/// A file of the bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFile {
    /// Media type.
    pub media: String,
    /// From the bundle's root, with `/`.
    pub path: String,
    /// Of its bytes.
    pub sha256: Hash,
    /// In bytes.
    pub size: u64,
}

/// A file as it was printed: what a library remembers of it, so that it need not be printed again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedFile {
    /// From the bundle's root.
    pub path: String,
    /// In bytes.
    pub size: u64,
    /// Of its bytes.
    pub sha256: Hash,
    /// A hash of all that it was printed from, where that is known without printing it.
    pub key: Option<Hash>,
}

/// What became of a file since the bundle before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase")]
pub enum ChangeHow {
    /// It was not there.
    Added,
    /// Its bytes are others.
    Changed,
    /// It is there no more.
    Removed,
}

/// A file of a part that is another than in the bundle before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
pub struct Change {
    /// Of the site its address, from the site's root on: `/town/the-harbour-bell/`, `/style.css`. Of other parts the path
    /// from the bundle's root: `ninjs/….json`.
    pub path: String,
    /// What became of it.
    pub how: ChangeHow,
}

/// What long work is doing: an export, or an import of an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Which articles print, and with what.
    Choosing,
    /// Pages and all other files, and their hashes.
    Printing,
    /// Everything onto the disk.
    Writing,
    /// Everything into one file.
    Packing,
    /// Into its place.
    Placing,
    /// Articles of an archive, as they come.
    Articles,
    /// The archive again, for links to what came later in it.
    Links,
    /// Comments of an archive.
    Comments,
}

/// Something wrong with a bundle.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS)]
pub struct Fault {
    /// From the bundle's root.
    pub path: String,
    /// What sort: `changed`, `missing`, `added`, `renamed`, `signature`, `wrong-key`, `signer-unknown`, `revoked-key`, `unapproved`,
    /// `not-the-print`, `broken-manifest`, `broken-archive`.
    pub kind: String,
    /// In words.
    pub detail: String,
}

/// What verifying found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Verification {
    /// Whether there is no fault, and the pages were printed again.
    pub ok: bool,
    /// What it says it is; none where the manifest can't be read.
    pub kind: Option<BundleKind>,
    /// Of which newsroom it says it is; empty where the manifest can't be read.
    pub newsroom: String,
    /// Of which edition; likewise.
    pub edition: String,
    /// Every fault, sorted by path.
    pub faults: Vec<Fault>,
    /// What is no fault, and good to know: `successor` (the key that was given named the one that signed, by way of others
    /// or itself), `former-key` (the newsroom has another key by now), `revoked-key` (a key that was revoked later),
    /// `not-released` (it is this library's, which never released it), `not-reprinted` (another renderer
    /// printed the pages), `older` and `withdrawn` (what the open library released, or took back, since).
    pub notices: Vec<Fault>,
    /// Whether the pages were printed again and compared; not under another renderer, which is no fault, and not good.
    pub reprinted: bool,
    /// Files that were checked.
    pub files: u64,
    /// Articles within.
    pub articles: u64,
    /// Every signed yes that holds, in the edition's order.
    pub approvals: Vec<Signed>,
    /// Every signed word that holds of what came in as it was published elsewhere, and that nobody approved; likewise.
    pub imported: Vec<Imported>,
}

/// A signed word, which holds, that a text came in as it was published elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[ts(rename = "ImportedText")]
pub struct Imported {
    /// Of which article.
    #[ts(type = "string")]
    pub article: ArticleId,
    /// Its headline.
    pub title: String,
    /// Who, by the name that the manifest knows them by.
    pub person: String,
    /// When.
    #[ts(type = "string")]
    pub at: Time,
    /// Its whole address where it came from, or by what it is known there.
    pub from: String,
    /// Whether a passphrase guarded the key that signed.
    pub sealed: bool,
}

/// A signed yes that a bundle holds and that is of the very text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
pub struct Signed {
    /// To which article.
    #[ts(type = "string")]
    pub article: ArticleId,
    /// Its headline.
    pub title: String,
    /// Who, by the name that the manifest knows them by.
    pub person: String,
    /// Approval or confirmation.
    pub say: Say,
    /// The stage that it passes.
    pub stage: Option<String>,
    /// When.
    #[ts(type = "string")]
    pub at: Time,
    /// Whether a passphrase guarded the key that signed. Where not, it is a name and not a proof: whoever had the library
    /// could sign so.
    pub sealed: bool,
    /// Who had made that key, or one that it follows from, in place of one whose owner did not show that it was them.
    pub renewed_by: Option<Renewer>,
}
