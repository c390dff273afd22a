//! One page into the library: a new draft, or what changed in one that is here.

use super::{Read, here::Kept, item::Fate, report::Report};
use crate::{Hand, ImportReport, Imported, Skipped, article, article::WRITERS, comment};
use model::{
    ArticleId, Hash, Result,
    article::{Content, headline_slug, slug},
    comment::{CommentState, Sent},
    event::{Event, Origin},
    page::SavedPage,
    person::Person,
};
use store::{Db, Txn};

/// Takes the page in, and tells the report.
pub(super) fn take(
    txn: &Txn,
    hand: &Hand,
    read: &Read,
    report: &mut ImportReport,
    file: &mut Report,
) -> Result<()> {
    let me = hand.must(txn, WRITERS)?;
    let page = &read.page;
    tell(read, report);
    file.furniture(read)?;
    for (asset, name, alt) in &read.assets {
        if store::asset::get(txn, asset.hash)?.is_none() {
            txn.append(Event::AssetAdded {
                asset: asset.clone(),
                name: name.clone(),
                alt: alt.clone(),
            })?;
            report.added.assets += 1;
        }
    }
    let known = match store::article::by_source(txn, &read.source)? {
        Some(article) => Some(article),
        None => copy_of(txn, read, report)?,
    };
    let (article, fate) = match known {
        Some(article) => {
            let back = out_of_the_bin(txn, article)?;
            let fate = match again(txn, &me, article, read)? {
                _ if back => Fate::Added,
                Again::Changed => Fate::Updated,
                Again::Same => Fate::Unchanged,
                Again::EditedHere => Fate::Kept(Kept::Edited),
            };
            match fate {
                Fate::Added => report.added.articles += 1,
                Fate::Updated => report.updated += 1,
                Fate::Unchanged => report.unchanged += 1,
                Fate::Kept(kept) => report.skipped.push(Skipped {
                    r#where: read.name.clone(),
                    why: kept.why(&article.to_string()),
                }),
            }
            (article, fate)
        }
        None => {
            let article = ArticleId(txn.id());
            let language = store::person::settings(txn)?.language;
            let content = content(Content::new(article, &language), read);
            article::make(txn, content, Some(read.source.clone()), Origin::Import)?;
            report.added.articles += 1;
            (article, Fate::Added)
        }
    };
    file.page(fate, read, &store::article::get(txn, article)?)?;
    let took = comment::take(txn, hand, comments(hand, article, page))?;
    report.added.comments += i32::try_from(took.added).unwrap_or(i32::MAX);
    report.articles.push(Imported {
        id: article.to_string(),
        title: page.title.clone(),
    });
    Ok(())
}

fn count(n: usize) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

/// What was not recognised, and how much was furniture.
fn tell(read: &Read, report: &mut ImportReport) {
    report.furniture += count(read.page.furniture.len());
    for why in &read.problems {
        report.notes.push(Skipped {
            r#where: read.name.clone(),
            why: why.clone(),
        });
    }
    for left in &read.page.unrecognised {
        let text = super::shown(&left.text);
        report.skipped.push(Skipped {
            r#where: format!("{}: {}", read.name, left.place),
            why: format!("{}: {text}", left.why),
        });
    }
}

/// The article of which this is another copy: an import with the same headline and the same words, as a page and its
/// text copy are. One with the same headline and other words is another article, and the report says so.
fn copy_of(txn: &Txn, read: &Read, report: &mut ImportReport) -> Result<Option<ArticleId>> {
    let page = &read.page;
    let (proposed, whole) = (headline_slug(&page.title), slug(&page.title));
    let mut same = store::article::by_slug(txn, &proposed, None)?;
    if whole != proposed {
        // A long one was once cut within a word.
        same.extend(store::article::by_slug(txn, &whole, None)?);
    }
    for article in same {
        let Some(before) = came_in(txn, article)? else {
            continue;
        };
        let words = |standfirst: &str, body: &str| {
            letters(&format!("{standfirst} {}", markup::plain(body)))
        };
        if words(&before.standfirst, &before.body) == words(&page.standfirst, &page.body) {
            return Ok(Some(article));
        }
        report.skipped.push(Skipped {
            r#where: read.name.clone(),
            why: format!(
                "Another article with this headline is here, {article}; this one was taken in beside it"
            ),
        });
        break;
    }
    Ok(None)
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect()
}

/// What an article was when it came in; nothing for one that was written here.
fn came_in(db: &Db, article: ArticleId) -> Result<Option<Content>> {
    store::article::came_in(db, article)?
        .map(|came| store::article::content(db, came.revision))
        .transpose()
}

/// An import that was taken back comes out of the bin when its page comes in again.
fn out_of_the_bin(txn: &Txn, article: ArticleId) -> Result<bool> {
    let row = store::article::get(txn, article)?;
    if row.binned {
        txn.append(article::bin_set(txn, &row, false)?)?;
    }
    Ok(row.binned)
}

/// What a page that came in before does to its article.
enum Again {
    Changed,
    Same,
    /// It changed, and people changed the article since it came in: nobody's words are written over.
    EditedHere,
}

/// A page that came in before: what changed since in the page becomes a revision. The text copy of a page that came
/// in as HTML tells less, and changes nothing.
fn again(txn: &Txn, me: &Person, article: ArticleId, read: &Read) -> Result<Again> {
    let page = &read.page;
    let Some(before) = came_in(txn, article)? else {
        return Ok(Again::Same);
    };
    let mut after = content(before.clone(), read);
    after.slug.clone_from(&before.slug);
    let words = |of: &Content| letters(&format!("{} {}", of.standfirst, markup::plain(&of.body)));
    if page.address.is_none() && words(&before) == words(&after) || after == before {
        return Ok(Again::Same);
    }
    let row = store::article::get(txn, article)?;
    if row.head != before.hash()? {
        return Ok(Again::EditedHere);
    }
    article::save(txn, me, &row, after, Origin::Import)?;
    Ok(Again::Changed)
}

fn content(mut content: Content, read: &Read) -> Content {
    let page = &read.page;
    content.lead_image = read.lead.clone().or(content.lead_image);
    // A text copy tells less of it, where it tells anything.
    content.date = page.date.or(content.date);
    content.title.clone_from(&page.title);
    content.kicker.clone_from(&page.kicker);
    content.standfirst.clone_from(&page.standfirst);
    content.section.clone_from(&page.section);
    content.body.clone_from(&page.body);
    content.tags.clone_from(&page.tags);
    content.bylines.clone_from(&page.bylines);
    content.related = super::related(&page.related);
    if let Some(language) = &page.language {
        content.language.clone_from(language);
    }
    content
}

/// The page's comments, each known by its words so that no copy of the page brings one twice. Who wrote it is no part
/// of that: the journal keeps the key, and a name could be guessed from its hash.
fn comments(hand: &Hand, article: ArticleId, page: &SavedPage) -> Vec<comment::New> {
    let mut keys: Vec<String> = vec![];
    let mut times = std::collections::HashMap::new();
    let mut all = vec![];
    for remark in &page.comments {
        let said = letters(&markup::plain(&remark.body));
        let hash = Hash::of(format!("{article}\n{said}").as_bytes());
        let same: &mut u32 = times.entry(hash.to_string()).or_default();
        let key = format!("page:{hash}-{same}");
        *same += 1;
        all.push(comment::New {
            article: Some(article),
            place: None,
            source: key.clone(),
            parent: remark.parent.and_then(|parent| keys.get(parent)).cloned(),
            own: None,
            original: None,
            decided: None,
            only_new: true,
            file: None,
            sent: Sent {
                author: remark.author.clone(),
                created: Some(remark.created.unwrap_or(hand.now)),
                body: remark.body.clone(),
                state: Some(CommentState::Pending),
                ..Sent::default()
            },
        });
        keys.push(key);
    }
    all
}
