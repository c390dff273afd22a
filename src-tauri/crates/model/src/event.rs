//! Every change that people make to a library, as the journal holds it.

use crate::{
    ArticleId, BatchId, CommentId, CommenterId, Day, Error, EventId, Hash, KeyId, NoteId, OpId,
    PersonId, ProfileId, Result, SuggestionId, Time, VerdictId,
    article::{Byline, Status, Step, Workflow},
    asset::Asset,
    comment::{Ban, CommentState, Commenting, Reason, What},
    edition::Edition,
    note::Anchor,
    person::Role,
    profile::Profile,
    settings::Settings,
    signed::Say,
    suggestion::SuggestionState,
    template::Kept,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The version of the events below; older ones are lifted when they are read.
pub const VERSION: u32 = 1;

/// Who made a key in place of one whose owner did not show that it was them, and whether they themselves showed it, by a
/// passphrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Renewed {
    pub by: PersonId,
    pub sealed: bool,
}

/// An entry of the journal; its canonical JSON is what is stored and hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The hash of the entry before; of nothing, for the first.
    pub prev: Hash,
    /// This entry.
    pub id: EventId,
    /// What was done in one step has one.
    pub op: OpId,
    /// The step that this one takes back.
    pub undoes: Option<OpId>,
    /// Who; none while the library is made.
    pub actor: Option<PersonId>,
    /// When.
    pub at: Time,
    /// Of the event's format.
    pub version: u32,
    /// What.
    pub event: Event,
}

impl Entry {
    /// Reads an entry of any version so far.
    ///
    /// # Errors
    /// `newer-journal` for a version from the future, `bad-entry` for what is no entry.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self> {
        /// What an entry of any version has.
        #[derive(Deserialize)]
        struct Of {
            version: u32,
        }
        let newer = || {
            Error::unreadable(
                "newer-journal",
                "The library was written by a newer Copydesk.",
            )
            .hint("Update Copydesk and open it again.")
        };
        match serde_json::from_slice::<Self>(bytes) {
            Ok(entry) if entry.version <= VERSION => Ok(entry),
            Ok(_) => Err(newer()),
            // What a newer program wrote may have a form that none of this one's has.
            Err(_) if serde_json::from_slice(bytes).is_ok_and(|of: Of| of.version > VERSION) => {
                Err(newer())
            }
            Err(cause) => Err(Error::damaged(
                "bad-entry",
                format!("A journal entry can’t be read: {cause}."),
            )),
        }
    }
}

/// Why a revision was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The article was made.
    Made,
    /// Someone edited.
    Edit,
    /// An older revision was brought back.
    Restore,
    /// It came from a file.
    Import,
    /// A correction's text was added on submitting.
    Correction,
    /// Suggestions were accepted.
    Suggestion,
    /// An act was undone.
    Undo,
}

/// A change. Each carries what it replaces (`was`), so that its inverse can be made from it alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "kind",
    rename_all = "kebab-case",
    rename_all_fields = "kebab-case"
)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub enum Event {
    /// The settings changed; the first one makes the library.
    SettingsSet {
        settings: Settings,
        was: Option<Settings>,
    },
    /// A person was added, or their name or roles changed.
    PersonSet {
        person: PersonId,
        name: String,
        roles: BTreeSet<Role>,
        was: Option<(String, BTreeSet<Role>)>,
    },
    /// A key was made for a person, or for the newsroom: whether a passphrase guards it, and which one it replaces, whose
    /// private half is gone. `renewed` where that one's owner did not show that it was them; every key that follows says so.
    KeyMade {
        key: KeyId,
        person: Option<PersonId>,
        public: String,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        sealed: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was: Option<KeyId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        renewed: Option<Renewed>,
        /// Of the newsroom's: what the key before said of this one, signed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        signed: Option<String>,
    },
    /// A key counts no more for what it signs from now on; why is for everyone to read. If it was in use, another took its
    /// place just before.
    KeyRevoked { key: KeyId, reason: String },
    /// An article was made; its first revision follows. `source` knows an imported one again.
    ArticleMade {
        article: ArticleId,
        source: Option<String>,
    },
    /// Another content became the head.
    RevisionSaved {
        article: ArticleId,
        revision: Hash,
        origin: Origin,
        status: Status,
        was: Option<(Hash, Status)>,
    },
    /// The status changed without another content: submitted, recalled, or either undone.
    StatusSet {
        article: ArticleId,
        status: Status,
        was: Status,
        because: String,
    },
    /// A reviewer said yes or no, or someone confirmed.
    VerdictGiven {
        verdict: VerdictId,
        article: ArticleId,
        revision: Hash,
        say: Say,
        note: String,
        key: KeyId,
        at: Time,
        contributors: Vec<PersonId>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        stage: Option<String>,
        signature: String,
        status: Status,
        was: Status,
    },
    /// A verdict was taken back by who gave it.
    VerdictTakenBack {
        verdict: VerdictId,
        article: ArticleId,
        status: Status,
        was: Status,
    },
    /// The article left publication.
    Withdrawn {
        article: ArticleId,
        reason: String,
        was_live: Hash,
        was: Status,
    },
    /// The embargo of an article was lifted.
    EmbargoLifted { article: ArticleId },
    /// The article is to be looked at again on another day, or on none; `looked` where it was, and is still right.
    RecheckSet {
        article: ArticleId,
        on: Option<Day>,
        was: Option<Day>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        looked: bool,
    },
    /// Someone took an article in review upon themselves, let go of it, or handed it over: who has it now, and who had.
    ClaimSet {
        article: ArticleId,
        by: Option<PersonId>,
        was: Option<PersonId>,
    },
    /// The stages that an article passes until its next release or withdrawal, as long as it is in this section.
    RouteSet {
        article: ArticleId,
        cycle: i64,
        section: String,
        now: Option<Workflow>,
        was: Option<Workflow>,
    },
    /// The review of an article is due on another day, or on none.
    DueSet {
        article: ArticleId,
        on: Option<Day>,
        was: Option<Day>,
    },
    /// A template was made, changed, removed, or put back as it came with the program.
    TemplateSet { key: String, now: Kept, was: Kept },
    /// The article went to the bin, or came back; `status` where it stands otherwise then, by what the rules are by now: as
    /// it stands, and as it stood.
    BinSet {
        article: ArticleId,
        binned: bool,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        status: Option<(Status, Status)>,
    },
    /// The article went from the bin, out of every list for good. What the journal holds of it stays.
    BinEmptied { article: ArticleId },
    /// A saved state was given a name, or another; empty for none.
    RevisionNamed {
        article: ArticleId,
        revision: Hash,
        name: String,
        was: String,
    },
    /// An export published a bundle, and made these contents live that were not.
    Released {
        edition: String,
        /// Empty where the entry is from before it was taken down.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        profile: String,
        manifest: Hash,
        articles: Vec<(ArticleId, Hash)>,
    },
    /// A publisher signed that this text is how the article came in, which was published elsewhere: it is live from now on.
    /// `was_live` is what was live before, and of which cycle.
    Attested {
        article: ArticleId,
        revision: Hash,
        key: KeyId,
        at: Time,
        source: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        address: Option<String>,
        signature: String,
        status: Status,
        was: Status,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was_live: Option<(Hash, i64)>,
    },
    /// That was taken back; what was live before is so again.
    AttestationTakenBack {
        article: ArticleId,
        revision: Hash,
        at: Time,
        status: Status,
        was: Status,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        live: Option<(Hash, i64)>,
    },
    /// What an archive said of an article besides what prints of it was kept, as a text; or it is another text, or none.
    SourceKept {
        article: ArticleId,
        record: Option<Hash>,
        was: Option<Hash>,
    },
    /// From addresses that the article's page had elsewhere, as its site wrote them, readers are led to it since `at`; or, where they
    /// do not `lead`, no longer.
    AddressesSet {
        article: ArticleId,
        addresses: Vec<String>,
        at: Time,
        lead: bool,
    },
    /// A word that no dictionary knows is right from now on, or no longer: in whatever is written in its language (the
    /// tag's first part), or in one article.
    WordSet {
        language: String,
        article: Option<ArticleId>,
        word: String,
        known: bool,
    },
    /// A guess of a check was put aside for a passage, known by a hash of its words and those beside them; or counts again.
    AlarmSet {
        article: ArticleId,
        check: String,
        passage: Hash,
        quote: String,
        aside: bool,
    },
    /// A reviewer signed passages off, each known by a hash of what it shows, or took that back.
    PassagesTicked {
        article: ArticleId,
        person: PersonId,
        passages: Vec<Hash>,
        ticked: bool,
    },
    /// Who changed another's quoted words, name or number said why, or says otherwise; the change is known by a hash of
    /// what stood there and what stands there.
    ChangeExplained {
        article: ArticleId,
        change: Hash,
        person: PersonId,
        before: String,
        after: String,
        why: Option<String>,
        was: Option<String>,
    },
    /// The profile of a public author was made, changed or removed: as it is now and as it was, none where it is not
    /// there.
    ProfileSet {
        profile: ProfileId,
        now: Option<Byline>,
        was: Option<Byline>,
    },
    /// An edition was made, or is otherwise.
    EditionSaved {
        edition: Edition,
        was: Option<Edition>,
    },
    /// An edition was removed; what it printed stays.
    EditionRemoved { edition: Edition },
    /// A profile of bundles was made, or is otherwise.
    ProfileSaved {
        profile: Profile,
        was: Option<Profile>,
    },
    /// A profile of bundles was removed.
    ProfileRemoved { profile: Profile },
    /// A note was made.
    NoteMade {
        note: NoteId,
        article: ArticleId,
        anchor: Anchor,
        text: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentions: Vec<PersonId>,
    },
    /// A note was resolved, or opened again; `article` is none in what older programs wrote.
    NoteSet {
        note: NoteId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        article: Option<ArticleId>,
        resolved: bool,
    },
    /// A note was answered: `reply` joined the thread that `note` began.
    NoteReplied {
        reply: NoteId,
        note: NoteId,
        article: ArticleId,
        text: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        mentions: Vec<PersonId>,
    },
    /// A note or a reply was taken back by who made it; nobody had answered it.
    NoteTakenBack { note: NoteId, article: ArticleId },
    /// Other words were proposed for a passage; none, to leave it out.
    SuggestionMade {
        suggestion: SuggestionId,
        article: ArticleId,
        author: PersonId,
        anchor: Anchor,
        proposed: String,
    },
    /// A suggestion of `author` was accepted, rejected or taken back; or it is open again, where that was undone. The
    /// revision that accepting makes is saved in the same step.
    SuggestionDecided {
        suggestion: SuggestionId,
        article: ArticleId,
        author: PersonId,
        state: SuggestionState,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        revision: Option<Hash>,
        was: SuggestionState,
    },
    /// A batch of comments came in; the records are a compressed blob. `reply` where it is one by the newsroom itself.
    CommentsTaken {
        batch: BatchId,
        records: Hash,
        count: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reply: Option<ArticleId>,
    },
    /// A batch of comments was taken back; nobody had decided or answered any of them.
    CommentsTakenBack {
        batch: BatchId,
        records: Hash,
        count: u32,
    },
    /// A picture or an attachment came in.
    AssetAdded {
        asset: Asset,
        name: String,
        alt: String,
    },
    /// It left the list; its file stays, since older texts may show it.
    AssetRemoved {
        asset: Asset,
        name: String,
        alt: String,
    },
    /// What it shows was put into other words.
    AssetDescribed {
        asset: Hash,
        alt: String,
        was: String,
    },
    /// Comments became another thing, all by one act; the records (a compressed blob) say of each what it was and what it
    /// is. `back` where they became again what they were. `article` where it is about one comment alone.
    CommentsChanged {
        what: What,
        records: Hash,
        count: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        article: Option<ArticleId>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        back: bool,
    },
    /// Someone said which article a place is at which comments were left, or that it is none.
    PlaceSet {
        place: String,
        article: Option<ArticleId>,
        was: Option<ArticleId>,
    },
    /// The newsroom's own theme is another one, as texts by their hashes; none where the program's is used.
    ThemeSet {
        theme: Option<Hash>,
        was: Option<Hash>,
    },
    /// The newsroom's rules for comments are others; as texts by their hashes.
    RulesSet { rules: Hash, was: Option<Hash> },
    /// Comments on an article are closed, or wait for a person whatever the rules say; or neither any more.
    CommentingSet {
        article: ArticleId,
        mode: Option<Commenting>,
        was: Option<Commenting>,
    },
    /// A commenter was banned, for longer or shorter than before, or no longer is.
    CommenterBanned {
        commenter: CommenterId,
        now: Option<Ban>,
        was: Option<Ban>,
    },
    /// A commenter was forgotten. `texts` are the texts that were kept anew without them, what is named elsewhere and what is
    /// there; `said` is a text of what their comments say now. That it happened stays, and what stood there does not. `banned`
    /// where their ban goes on.
    CommenterForgotten {
        commenter: CommenterId,
        texts: Vec<(Hash, Hash)>,
        said: Hash,
        comments: u32,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        banned: bool,
    },
    /// What is private of commenters and came in before a moment was erased, as the settings say.
    PrivateErased { before: Time, count: u32 },
    /// A comment was decided; `article` is none in what older programs wrote.
    CommentDecided {
        comment: CommentId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        article: Option<ArticleId>,
        state: CommentState,
        reasons: Vec<Reason>,
        by: Option<PersonId>,
        was: CommentState,
        was_reasons: Vec<Reason>,
        was_by: Option<PersonId>,
    },
}

impl Event {
    /// The step of the workflow that it is, from which status to which; none for what is no step of it.
    #[must_use]
    pub fn step(&self) -> Option<(Step, Status, Status)> {
        match self {
            Self::RevisionSaved {
                origin: Origin::Undo,
                ..
            } => None,
            Self::RevisionSaved {
                status,
                was: Some((_, was)),
                ..
            } => Some((Step::Edit, *was, *status)),
            Self::StatusSet {
                status,
                was,
                because,
                ..
            } => {
                let step = match because.as_str() {
                    "submitted" => Step::Submit,
                    "recalled" => Step::Recall,
                    _ => Step::Recount,
                };
                Some((step, *was, *status))
            }
            Self::VerdictGiven {
                say, status, was, ..
            } => {
                let step = match say {
                    Say::Approve => Step::Approve,
                    Say::Confirm => Step::Confirm,
                    Say::RequestChanges => Step::RequestChanges,
                };
                Some((step, *was, *status))
            }
            Self::BinSet {
                status: Some((status, was)),
                ..
            } => Some((Step::Recount, *was, *status)),
            Self::Withdrawn { was, .. } => Some((Step::Withdraw, *was, Status::Withdrawn)),
            _ => None,
        }
    }
}
