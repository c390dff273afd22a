//! The pages that are one article in other languages, found from that article alone.

use super::outline::Outline;
use model::{ArticleId, Result, article::Content};
use press::site::Translation;
use std::collections::BTreeSet;
use store::Db;

/// What the page of `content` shows as its translations, as a release prints them: whatever it names, whatever names it,
/// and what belongs with those.
pub(super) fn of(db: &Db, outline: &Outline, content: &Content) -> Result<Vec<Translation>> {
    let own = content.article;
    let (mut known, mut pages) = (BTreeSet::from([own]), vec![]);
    let mut next = beside(db, outline, own, &content.translations)?;
    while let Some(article) = next.pop() {
        let Some(revision) = outline.revision(article) else {
            continue;
        };
        if !known.insert(article) {
            continue;
        }
        let other = store::article::content(db, revision)?;
        next.extend(beside(db, outline, article, &other.translations)?);
        pages.push(Translation {
            path: other.path(),
            language: other.language,
            title: other.title,
        });
    }
    Ok(pages)
}

/// What an article names, and what prints and names it.
fn beside(
    db: &Db,
    outline: &Outline,
    article: ArticleId,
    names: &[ArticleId],
) -> Result<Vec<ArticleId>> {
    let mut all = names.to_vec();
    for (other, revision) in store::article::translated_from(db, article)? {
        if outline.revision(other) == Some(revision) {
            all.push(other);
        }
    }
    Ok(all)
}
