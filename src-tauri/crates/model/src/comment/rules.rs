//! What a newsroom lets its pipeline do with comments. One value, kept as a text by its hash.

use super::CommentState;
use serde::{Deserialize, Serialize};

/// The rules of the pipeline. What a rule says is published, held, rejected or spam; none switches it off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Rules {
    /// What becomes of a comment in which nothing was found.
    pub unremarkable: Unremarkable,
    /// Lists of words.
    pub lists: Vec<WordList>,
    /// What a word of a banned list says.
    pub banned: Option<CommentState>,
    /// What a word of a suspect list says.
    pub suspect: Option<CommentState>,
    /// Links.
    pub links: Links,
    /// The same text, or nearly, more than once.
    pub repeats: Repeats,
    /// Many comments at once from one address or under one name.
    pub floods: Floods,
    /// What the first comment of a commenter says.
    pub first: Option<CommentState>,
    /// What the commenter's earlier comments came to.
    pub record: Record,
    /// Capital letters.
    pub shouting: Shouting,
    /// Too short or too long.
    pub length: Length,
    /// What a phone number or an e-mail address in the text says.
    pub personal: Option<CommentState>,
    /// What a comment of someone who is banned says.
    pub bans: Option<CommentState>,
    /// What the newsroom's own decisions teach.
    pub learned: Learned,
}

/// What becomes of a comment in which nothing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum Unremarkable {
    /// It waits for a person.
    Waits,
    /// It is published.
    Published,
}

/// Words that are looked for in whatever way they are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct WordList {
    /// By which findings name it.
    pub name: String,
    /// BCP 47 tag of the language of articles under which it counts; empty for all.
    #[serde(default)]
    pub language: String,
    /// What its words are.
    pub kind: ListKind,
    /// Words or runs of words; `*` at the end stands for any ending.
    pub words: Vec<String>,
}

/// What the words of a list are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "kebab-case")]
pub enum ListKind {
    /// Not to be on the page.
    Banned,
    /// To be looked at.
    Suspect,
}

/// Links in a comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Links {
    /// From how many on it is held; 0 for never.
    pub hold_from: u32,
    /// From how many on it is spam; 0 for never.
    pub spam_from: u32,
    /// What a link to a domain says that was mostly spam here.
    pub bad_domain: Option<CommentState>,
}

/// The same text, or nearly, more than once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Repeats {
    /// Within how many days.
    pub days: u32,
    /// From how many earlier ones on it is held; 0 for never.
    pub hold_from: u32,
    /// From how many earlier ones on it is spam; 0 for never.
    pub spam_from: u32,
}

/// Many comments at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Floods {
    /// Within how many minutes.
    pub minutes: u32,
    /// From how many earlier ones on it is held; 0 for never.
    pub hold_from: u32,
}

/// What the commenter's earlier comments came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[ts(rename = "RecordRule")]
pub struct Record {
    /// After how many published ones, with none rejected or spam, one is published at once; 0 for never.
    pub publish_after: u32,
    /// From how many hundredths on that were rejected or spam, of three or more that were decided, one is held; 0 for never.
    pub hold_share: u32,
}

/// Capital letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Shouting {
    /// From how many hundredths of the letters on it is held; 0 for never.
    pub share: u32,
    /// In texts of how many letters or more.
    pub letters: u32,
}

/// Too short or too long, in characters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Length {
    /// Shorter ones are held.
    pub least: u32,
    /// Longer ones are held; 0 for never.
    pub most: u32,
}

/// What the newsroom's own decisions teach. It may hold, never more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Learned {
    /// From which likelihood on that it would be rejected or spam it is held, in hundredths; 0 for never.
    pub hold_from: u32,
    /// What was decided before this moment teaches nothing: it was reset then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(type = "string | null")]
    pub since: Option<crate::Time>,
}

impl Default for Links {
    fn default() -> Self {
        Self {
            hold_from: 2,
            spam_from: 8,
            bad_domain: Some(CommentState::Held),
        }
    }
}

impl Default for Repeats {
    fn default() -> Self {
        Self {
            days: 30,
            hold_from: 1,
            spam_from: 5,
        }
    }
}

impl Default for Floods {
    fn default() -> Self {
        Self {
            minutes: 10,
            hold_from: 5,
        }
    }
}

impl Default for Record {
    fn default() -> Self {
        Self {
            publish_after: 0,
            hold_share: 50,
        }
    }
}

impl Default for Shouting {
    fn default() -> Self {
        Self {
            share: 70,
            letters: 20,
        }
    }
}

impl Default for Length {
    fn default() -> Self {
        Self {
            least: 2,
            most: 5000,
        }
    }
}

impl Default for Learned {
    fn default() -> Self {
        Self {
            hold_from: 80,
            since: None,
        }
    }
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            unremarkable: Unremarkable::Waits,
            lists: vec![],
            banned: Some(CommentState::Rejected),
            suspect: Some(CommentState::Held),
            links: Links::default(),
            repeats: Repeats::default(),
            floods: Floods::default(),
            first: None,
            record: Record::default(),
            shouting: Shouting::default(),
            length: Length::default(),
            personal: Some(CommentState::Held),
            bans: Some(CommentState::Rejected),
            learned: Learned::default(),
        }
    }
}
