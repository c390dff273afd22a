//! What the fields of an article come to while someone fills them in: its address, what is wrong with which field, what
//! the articles that it names are called.

use super::{
    save,
    slug::{follows_headline, free_slug},
};
use crate::{Check, Desk, FieldsView, Hand, Linked, check::findings};
use model::{ArticleId, Result, archive::Stood, article::Content};
use serde::Deserialize;
use std::collections::BTreeSet;
use store::{Db, article::Article};

/// Which article, with what is in its fields now.
#[derive(Debug, Clone, Deserialize, ts_rs::TS)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Fields {
    pub article: String,
    pub content: Content,
}

/// What the fields come to. A finding of the level `stop` is what no revision could be saved with.
///
/// # Errors
/// `no-such-article`, `too-long`; system errors.
pub fn fields(desk: &Desk, _: &Hand, ask: Fields) -> Result<FieldsView> {
    desk.store.read(|db| {
        let article = store::article::find(db, &ask.article)?;
        let mut content = ask.content;
        super::clean(&mut content)?;
        let mut found: Vec<Check> = save::faults(&content)
            .into_iter()
            .map(|(field, error)| Check {
                code: error.code,
                level: "stop".into(),
                message: match error.hint {
                    Some(hint) => format!("{} {hint}", error.message),
                    None => error.message,
                },
                field: field.into(),
                quote: None,
                start: None,
                end: None,
                passage: None,
                explain: None,
                stage: None,
            })
            .collect();
        found.extend(
            findings(db, &article, &content)?
                .into_iter()
                .filter(|check| check.field != "body"),
        );
        let mut printed = content.clone();
        let proposed = if follows_headline(db, &article, &content.slug)? {
            printed.slug = free_slug(db, &content.title, Some(article.id))?;
            Some(printed.slug.clone())
        } else {
            None
        };
        let named = content
            .related
            .iter()
            .filter_map(|related| related.article)
            .chain(content.translations.iter().copied());
        let mut linked = vec![];
        for id in named.collect::<BTreeSet<_>>() {
            linked.extend(link(db, id)?);
        }
        Ok(FieldsView {
            found,
            path: printed.path(),
            proposed,
            moved_from: moved_from(db, article.id, &printed)?,
            linked,
            translated_from: translated_from(db, &article, &content)?,
        })
    })
}

/// The old places of an article's page from which readers are led to the present one, once somebody vouches for it.
pub(crate) fn moved_from(db: &Db, article: ArticleId, content: &Content) -> Result<Vec<String>> {
    let mut old = store::address::of(db, article)?;
    for path in of_its_archive(db, article)? {
        // Where readers find another article by now, an archive changes nothing.
        if !old.contains(&path) && store::address::holders(db, &path, article)?.is_empty() {
            old.push(path);
        }
    }
    old.retain(|path| *path != content.path());
    old.sort();
    Ok(old)
}

/// Those of them that are known whatever its archive says: nobody vouches for that yet.
pub(crate) fn moved_here(db: &Db, article: ArticleId, content: &Content) -> Result<Vec<String>> {
    let mut old = store::address::of(db, article)?;
    old.retain(|path| *path != content.path());
    Ok(old)
}

/// Whether the article's page was ever anywhere else, whoever is there by now.
pub(crate) fn was_elsewhere(db: &Db, article: ArticleId, content: &Content) -> Result<bool> {
    let path = content.path();
    Ok(store::address::elsewhere(db, article, &path)?
        || of_its_archive(db, article)?.iter().any(|old| *old != path))
}

/// Where the page of an article was that came in as a draft and was published elsewhere, by what its archive said; nothing
/// where someone signed that it came in as it was published: what leads to it then is in the journal.
fn of_its_archive(db: &Db, article: ArticleId) -> Result<Vec<String>> {
    if store::attested::ever(db, article)? {
        return Ok(vec![]);
    }
    let Some(record) = crate::import::record(db, article)? else {
        return Ok(vec![]);
    };
    if !matches!(record.stood, Stood::Published | Stood::Private) {
        return Ok(vec![]);
    }
    let all = record.address.iter().chain(&record.aliases);
    let mut paths: Vec<String> = all
        .filter_map(|address| store::attested::path(address))
        .collect();
    paths.sort();
    paths.dedup();
    Ok(paths)
}

/// The articles whose heads say to be translations of this one, besides those that it names itself.
fn translated_from(db: &Db, article: &Article, content: &Content) -> Result<Vec<Linked>> {
    let mut all = vec![];
    for other in store::article::heads_naming(db, article.id)? {
        if !content.translations.contains(&other) {
            all.extend(link(db, other)?);
        }
    }
    Ok(all)
}

/// What an article is called where another one names it; none for one that is not there.
fn link(db: &Db, id: ArticleId) -> Result<Option<Linked>> {
    let Ok(article) = store::article::get(db, id) else {
        return Ok(None);
    };
    let language = store::article::content(db, article.head)?.language;
    Ok(Some(Linked {
        id: id.to_string(),
        title: article.title,
        language,
        section: article.section,
        status: article.status,
        binned: article.binned,
    }))
}
