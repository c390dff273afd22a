//! The slug that an article has until somebody gives it another: what its headline says, and no other article has.

use model::{
    ArticleId, Result,
    article::{SLUG, Status, headline_slug, is_device, slug},
};
use store::{Db, article::Article};

/// A slug for `title` that no other article has, and that every system takes: with a number behind it where it must be.
pub(crate) fn free_slug(db: &Db, title: &str, mine: Option<ArticleId>) -> Result<String> {
    let base = headline_slug(title);
    if !is_device(&base) && store::article::by_slug(db, &base, mine)?.is_empty() {
        return Ok(base);
    }
    for n in 2.. {
        let number = format!("-{n}");
        // One that is as long as a slug can be makes room for its number.
        let room = SLUG.saturating_sub(number.len()).min(base.len());
        let stem = base.get(..room).unwrap_or_default().trim_end_matches('-');
        let numbered = format!("{stem}{number}");
        if store::article::by_slug(db, &numbered, mine)?.is_empty() {
            return Ok(numbered);
        }
    }
    Ok(base)
}

/// Whether the slug is the one that was proposed from the headline, and still follows it: until the article is first
/// submitted.
pub(crate) fn follows_headline(db: &Db, article: &Article, now: &str) -> Result<bool> {
    if article.live.is_some()
        || article.status != Status::Draft
        || now != article.slug
        || store::journal::was_submitted(db, article.id)?
    {
        return Ok(false);
    }
    // A long one was once cut within a word.
    for proposed in [headline_slug(&article.title), slug(&article.title)] {
        let Some(rest) = article.slug.strip_prefix(proposed.as_str()) else {
            continue;
        };
        // A number behind it was proposed only where another article has the slug without one, or no folder can.
        let numbered = rest
            .strip_prefix('-')
            .and_then(|number| number.parse::<u32>().ok())
            .is_some_and(|number| (2..100).contains(&number));
        if rest.is_empty()
            || numbered
                && (is_device(&proposed)
                    || !store::article::by_slug(db, &proposed, Some(article.id))?.is_empty())
        {
            return Ok(true);
        }
    }
    Ok(false)
}
