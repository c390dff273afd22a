//! The checks before a step: each file but this one and the helpers is one, and a new one is a new file and its name in
//! the two lists below. What is certain may block; what is a guess only warns, and is put aside passage by passage.

mod alt_text;
mod byline_link;
mod byline_missing;
mod dead_link;
mod embargo;
mod guidance;
mod headings;
mod headline_long;
mod headline_missing;
mod headline_number;
mod lead_alt;
mod lead_credit;
mod names;
mod notes;
mod old_address;
mod others_words;
mod picture_gone;
mod picture_nowhere;
mod quotes;
mod repeated;
mod section_missing;
mod slug_taken;
mod suggestions;
mod text_missing;
mod translation;
mod turned;

pub(crate) mod altered;
mod aside;
pub(crate) mod numbers;
pub(crate) mod quoted;
mod report;
mod settings;
mod spelled;
mod stages;
mod words;

pub use aside::{Dismiss, dismiss};
pub use report::{CheckAsk, check};
pub use settings::{Kinds, kinds};

pub(crate) use others_words::CODE as OTHERS_WORDS;
pub(crate) use report::{blocks, findings, findings_typed, passes, sentence};
pub(crate) use settings::{may_hold, sane, weighs};

use model::{ArticleId, Hash, PersonId, Result, article::Content, settings::Weight};
use std::{cell::OnceCell, ops::Range};
use store::{Db, article::Article};

/// Every check, in the order in which a report names what they found.
const ALL: &[Kind] = &[
    headline_missing::CHECK,
    text_missing::CHECK,
    notes::CHECK,
    suggestions::CHECK,
    others_words::CHECK,
    slug_taken::CHECK,
    old_address::CHECK,
    picture_gone::CHECK,
    guidance::CHECK,
    translation::CHECK,
    byline_missing::CHECK,
    byline_link::CHECK,
    section_missing::CHECK,
    headline_long::CHECK,
    headline_number::CHECK,
    names::CHECK,
    quotes::CHECK,
    repeated::CHECK,
    headings::CHECK,
    turned::CHECK,
    dead_link::CHECK,
    alt_text::CHECK,
    picture_nowhere::CHECK,
    lead_alt::CHECK,
    lead_credit::CHECK,
    embargo::CHECK,
];

/// The steps that a check may stand before; what blocks one blocks those after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gate {
    Submit,
    Approve,
    Export,
}

/// A check.
struct Kind {
    /// By this it is known, in reports, settings and scripts.
    code: &'static str,
    /// What it looks for, as the settings name it.
    name: &'static str,
    /// Whether what it finds is so for certain: only then may it block.
    certain: bool,
    /// What its alarms weigh where the library says nothing else.
    usual: Weight,
    /// The first step that it may block.
    from: Gate,
    look: fn(&Look) -> Result<Vec<Alarm>>,
}

/// What is looked at: `content` as the article's next head, read once for all checks.
struct Look<'a> {
    db: &'a Db<'a>,
    article: &'a Article,
    content: &'a Content,
    /// Who asks: `content` is what they are typing, where it is no revision yet.
    typing: Option<PersonId>,
    reading: &'a markup::reading::Reading,
    shown: OnceCell<Vec<markup::Shown>>,
}

impl Look<'_> {
    fn id(&self) -> ArticleId {
        self.article.id
    }

    /// The pictures as the page shows them, those that are written as HTML among them.
    fn shown(&self) -> &[markup::Shown] {
        self.shown
            .get_or_init(|| markup::pictures(&self.content.body))
    }

    /// The first part of the language's tag.
    fn language(&self) -> String {
        let tag = self.content.language.split(['-', '_']).next();
        tag.unwrap_or_default().to_ascii_lowercase()
    }
}

/// What a check found, and where.
struct Alarm {
    message: String,
    field: &'static str,
    /// The passage in the field's text, in bytes.
    at: Option<Range<usize>>,
    /// What stands elsewhere and makes the passage what it is: with something else there, it is another one.
    beside: String,
    /// Whether it never blocks, though what its check finds may.
    mild: bool,
    /// The change of another's words whose reason the one who asks may give.
    explain: Option<Hash>,
}

impl Alarm {
    /// Of a whole field.
    fn of(field: &'static str, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            field,
            at: None,
            beside: String::new(),
            mild: false,
            explain: None,
        }
    }

    /// Of a passage in a field's text.
    fn at(field: &'static str, at: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            at: Some(at),
            ..Self::of(field, message)
        }
    }
}

/// One alarm of a whole field, where there is reason for it.
#[expect(
    clippy::unnecessary_wraps,
    reason = "most checks end with it, and a check may fail"
)]
fn when(found: bool, field: &'static str, message: &str) -> Result<Vec<Alarm>> {
    Ok(if found {
        vec![Alarm::of(field, message)]
    } else {
        vec![]
    })
}

/// The text of a field that is written, and may hold a passage.
fn text_of<'a>(content: &'a Content, field: &str) -> &'a str {
    match field {
        "title" => &content.title,
        "kicker" => &content.kicker,
        "standfirst" => &content.standfirst,
        "body" => &content.body,
        _ => "",
    }
}
