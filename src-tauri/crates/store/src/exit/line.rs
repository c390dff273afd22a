//! The lines that a library is made from. Whatever else stands in an export is for its readers alone.

use model::{ArticleId, CommentId, CommenterId, Hash, KeyId, PersonId, Time};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::borrow::Cow;

/// What any line is.
#[derive(Debug, Deserialize)]
pub(super) struct Kind<'a> {
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
}

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Head<'a> {
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    #[serde(borrow)]
    pub format: Cow<'a, str>,
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    pub private: bool,
    pub keys: bool,
    pub entries: i64,
    pub newest: Hash,
}

/// A text that is kept in the place of another, since someone was forgotten.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Replaced<'a> {
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    pub was: Hash,
    pub now: Hash,
}

/// A text, under its hash: as the JSON that it is, as text, or as bytes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text<'a> {
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    pub sha256: Hash,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub content: Option<&'a RawValue>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Cow<'a, str>>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub base64: Option<Cow<'a, str>>,
}

/// An entry of the journal.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry<'a> {
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    pub seq: i64,
    pub sha256: Hash,
    #[serde(borrow)]
    pub entry: &'a RawValue,
}

/// What someone is typing into an article.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Draft<'a> {
    #[serde(borrow, rename = "kind")]
    pub _kind: Cow<'a, str>,
    pub article: ArticleId,
    pub person: PersonId,
    pub base: Hash,
    pub sha256: Hash,
    pub saved: Time,
    #[serde(borrow)]
    pub cursor: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub content: &'a RawValue,
}

/// What someone is writing as suggestions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Suggesting<'a> {
    #[serde(borrow, rename = "kind")]
    pub _kind: Cow<'a, str>,
    pub article: ArticleId,
    pub person: PersonId,
    pub base: Hash,
    pub sha256: Hash,
    pub saved: Time,
    #[serde(borrow)]
    pub body: Cow<'a, str>,
}

/// Which text someone looked at last.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Look<'a> {
    #[serde(borrow, rename = "kind")]
    pub _kind: Cow<'a, str>,
    pub article: ArticleId,
    pub person: PersonId,
    pub revision: Hash,
    pub at: Time,
    pub before: Option<Hash>,
    pub before_at: Option<Time>,
}

/// Who sent comments.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Commenter<'a> {
    #[serde(borrow, rename = "kind")]
    pub _kind: Cow<'a, str>,
    pub commenter: CommenterId,
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    #[serde(borrow)]
    pub email: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub address: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub site: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub salt: Cow<'a, str>,
    #[serde(borrow)]
    pub seen: Cow<'a, str>,
}

/// The network address that a comment came from.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Sent<'a> {
    #[serde(borrow, rename = "kind")]
    pub _kind: Cow<'a, str>,
    pub comment: CommentId,
    #[serde(borrow)]
    pub address: Cow<'a, str>,
    pub created: Time,
    pub at: Time,
}

/// By which key the marks below are made.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BanKey<'a> {
    #[serde(borrow, rename = "kind")]
    pub _kind: Cow<'a, str>,
    #[serde(borrow)]
    pub key: Cow<'a, str>,
}

/// By what someone who is banned is known again.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BanMark<'a> {
    #[serde(borrow, rename = "kind")]
    pub _kind: Cow<'a, str>,
    pub commenter: CommenterId,
    pub mark: Hash,
}

/// The private half of a key, plain or sealed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Secret<'a> {
    #[serde(borrow, rename = "kind")]
    pub _kind: Cow<'a, str>,
    pub key: KeyId,
    #[serde(borrow, default)]
    pub secret: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    pub sealed: Option<&'a RawValue>,
}

/// A file of `assets/`, which stands beside the lines or, where those are all there is, in its line. `gone` where the library
/// names it and has it no more.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct FileLine<'a> {
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    pub sha256: Hash,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    pub base64: Option<Cow<'a, str>>,
}

/// The last line: how many stand before it, and the hash of all their bytes.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct End<'a> {
    #[serde(borrow)]
    pub kind: Cow<'a, str>,
    pub lines: u64,
    pub sha256: Hash,
}
