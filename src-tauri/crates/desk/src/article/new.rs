//! Making a draft.

use super::{WRITERS, sane, slug::free_slug, view};
use crate::{ArticleView, Desk, Hand, byline};
use model::{
    ArticleId, Error, Result,
    article::{Content, Status},
    event::{Event, Origin},
    template::Template,
};
use serde::Deserialize;
use store::Txn;

/// A new article; only its headline is needed.
#[derive(Debug, Clone, Default, Deserialize, ts_rs::TS)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct New {
    pub title: String,
    #[ts(optional)]
    pub kicker: Option<String>,
    #[ts(optional)]
    pub standfirst: Option<String>,
    #[ts(optional)]
    pub section: Option<String>,
    #[ts(optional)]
    pub language: Option<String>,
    #[ts(optional)]
    pub body: Option<String>,
    #[ts(optional, as = "Option<Vec<String>>")]
    pub bylines: Vec<String>,
    #[ts(optional, as = "Option<Vec<String>>")]
    pub tags: Vec<String>,
    /// What it begins with, by the template's key or name; what is given beside it comes first.
    #[ts(optional)]
    pub template: Option<String>,
}

/// Makes a draft.
///
/// # Errors
/// `wrong-role`, `no-headline`, `no-such-template`, `too-long`; system errors.
pub fn new(desk: &Desk, hand: &Hand, ask: New) -> Result<ArticleView> {
    let id = desk.act(hand, |txn| {
        hand.must(txn, WRITERS)?;
        if ask.title.trim().is_empty() {
            return Err(Error::usage("no-headline", "An article needs a headline.")
                .hint("Give it one; it can change."));
        }
        let article = ArticleId(txn.id());
        let language = ask
            .language
            .clone()
            .unwrap_or(store::person::settings(txn)?.language);
        let mut content = Content::new(article, &language);
        content.title = ask.title.trim().to_owned();
        let begun = match &ask.template {
            Some(name) => crate::template::named(txn, name)?.template,
            None => Template::default(),
        };
        content.kicker = ask.kicker.clone().unwrap_or(begun.kicker);
        content.standfirst = ask.standfirst.clone().unwrap_or(begun.standfirst);
        content.section = ask.section.clone().unwrap_or(begun.section);
        content.body = ask.body.clone().unwrap_or(begun.body);
        content.tags = if ask.tags.is_empty() {
            begun.tags
        } else {
            ask.tags.clone()
        };
        content.bylines = ask
            .bylines
            .iter()
            .map(|name| byline::of(txn, name, &[]))
            .collect::<Result<_>>()?;
        make(txn, content, None, Origin::Made)?;
        Ok(article)
    })?;
    desk.store
        .read(|db| view(db, hand, &store::article::get(db, id)?))
}

/// Appends the article and its first revision.
pub(crate) fn make(
    txn: &Txn,
    mut content: Content,
    source: Option<String>,
    origin: Origin,
) -> Result<()> {
    content.slug = free_slug(txn, &content.title, None)?;
    sane(&mut content)?;
    let article = content.article;
    txn.append(Event::ArticleMade { article, source })?;
    let revision = txn.keep(&content.bytes()?, false)?;
    txn.append(Event::RevisionSaved {
        article,
        revision,
        origin,
        status: Status::Draft,
        was: None,
    })
}
