//! An article of an archive that is here already: what becomes of it, and why it may stay as it is.

use super::item::{Fate, Ready, Record, content, record};
use crate::article;
use intake::archive::alike;
use model::{
    ArticleId, Result,
    archive::{Item, Stood},
    article::{Content, Status, headline_slug, slug},
};
use store::{Db, article::Article};

/// Why nothing is written over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kept {
    /// People changed it here.
    Edited,
    /// People decided on it here.
    Decided,
    /// Somebody threw it away here.
    Binned,
    /// It was written here, and says something else by now.
    Differs,
}

/// The article of this very library that its own export or bundle brings back: it stays as it is here.
pub(super) fn own(db: &Db, source: &str) -> Result<Option<Article>> {
    let id = source
        .strip_prefix("copydesk:")
        .and_then(|id| id.parse().ok());
    let Some(id) = id else { return Ok(None) };
    Ok(store::article::get(db, id).ok())
}

/// The source of an article whose source is only a name that one of another archive may have, too: with a number where the
/// article that has it says something else altogether.
pub(super) fn strong(db: &Db, item: &Item) -> Result<String> {
    let mut source = item.source.clone();
    if !item.weak {
        return Ok(source);
    }
    for n in 2.. {
        let Some(id) = store::article::by_source(db, &source)? else {
            break;
        };
        let came = store::article::came_in(db, id)?;
        let head = store::article::get(db, id)?.head;
        let here = store::article::content(db, came.map_or(head, |came| came.revision))?;
        if alike(&markup::plain(&here.body), &markup::plain(&item.body)) {
            break;
        }
        source = format!("{}~{n}", item.source);
    }
    Ok(source)
}

/// Whether an archive says of an article what it said before, wherever in it that stands and whenever it was saved there.
pub(super) fn says_the_same(db: &Db, id: ArticleId, now: &Record) -> Result<bool> {
    Ok(record(db, id)?.is_some_and(|was| {
        let same = Record {
            place: now.place.clone(),
            changed: now.changed,
            ..was
        };
        same == *now
    }))
}

/// What is said of one's own article: whether it has the words of the archive, as it is written or as it is out.
pub(super) fn as_here(db: &Db, row: &Article, ready: &Ready) -> Result<Fate> {
    if row.binned {
        return Ok(Fate::Kept(Kept::Binned));
    }
    let words = |title: &str, body: &str| -> Vec<String> {
        let whole = format!("{title}\n{}", markup::plain(body));
        whole.split_whitespace().map(str::to_owned).collect()
    };
    let there = words(&ready.item.title, &ready.body);
    for revision in [Some(row.head), row.live].into_iter().flatten() {
        let here = store::article::content(db, revision)?;
        if words(&here.title, &here.body) == there {
            return Ok(Fate::Unchanged);
        }
    }
    Ok(Fate::Kept(Kept::Differs))
}

/// Whether an article is in the bin because its import was taken back, and not because somebody threw it away.
pub(super) fn taken_back(db: &Db, id: ArticleId) -> Result<bool> {
    let last = store::journal::last_about(db, id, "bin-set")?;
    Ok(last.is_some_and(|entry| entry.undoes.is_some()))
}

/// Whether people here have decided on an article: it is theirs then, whatever its archive says.
fn decided(db: &Db, id: ArticleId) -> Result<bool> {
    Ok(!store::verdict::list(db, id)?.is_empty()
        || store::journal::last_about(db, id, "withdrawn")?.is_some())
}

/// What an article that came in before is by now.
pub(super) enum Again {
    Same,
    Changed(Box<Content>),
    Kept(Kept),
}

pub(super) fn again(db: &Db, row: &Article, ready: &Ready) -> Result<Again> {
    let Some(came) = store::article::came_in(db, row.id)? else {
        return Ok(Again::Same);
    };
    let before = store::article::content(db, came.revision)?;
    let mut after = content(db, before.clone(), ready, Some(&before))?;
    after.slug = address(db, row, &before, ready)?;
    article::sane(&mut after)?;
    if after == before {
        return Ok(Again::Same);
    }
    if row.head != came.revision {
        return Ok(Again::Kept(Kept::Edited));
    }
    if decided(db, row.id)? {
        return Ok(Again::Kept(Kept::Decided));
    }
    Ok(Again::Changed(Box::new(after)))
}

/// The name in its address: that which it had, unless it is not out yet and its archive calls it something else.
fn address(db: &Db, row: &Article, before: &Content, ready: &Ready) -> Result<String> {
    let Some(wanted) = ready.item.slug.as_deref().filter(|_| row.live.is_none()) else {
        return Ok(before.slug.clone());
    };
    let is_of = |base: String| {
        let rest = before.slug.strip_prefix(base.as_str());
        rest.is_some_and(|rest| rest.chars().all(|c| c == '-' || c.is_ascii_digit()))
    };
    // A long one was once cut within a word.
    let numbered = is_of(headline_slug(wanted)) || is_of(slug(wanted));
    match numbered {
        true => Ok(before.slug.clone()),
        false => article::free_slug(db, wanted, Some(row.id)),
    }
}

/// Whether an article was published there, is not live here, is still as it came in, and nobody here has begun to decide on
/// it. What people wrote here since is theirs to have approved; what a reviewer said no to stays so; and what was withdrawn
/// comes back by a new approval alone, whatever came in since.
pub(super) fn may_be_attested(db: &Db, row: &Article, ready: &Ready) -> Result<bool> {
    if ready.item.stood != Stood::Published
        || row.live == Some(row.head)
        || row.status != Status::Draft
    {
        return Ok(false);
    }
    let came = store::article::came_in(db, row.id)?;
    Ok(came.is_some_and(|came| came.revision == row.head) && !decided(db, row.id)?)
}

/// An article with this headline that did not come from the same archive.
pub(super) fn double(db: &Db, item: &Item) -> Result<Option<ArticleId>> {
    let archive = |source: &str| {
        source
            .rsplit_once(':')
            .map(|(archive, _)| archive.to_owned())
    };
    if own(db, &item.source)?.is_some() {
        return Ok(None);
    }
    let mine = archive(&item.source);
    for (id, _) in store::article::by_headline(db, &item.title, 5)? {
        let theirs = store::article::source(db, id)?;
        if theirs.as_deref().and_then(archive) != mine {
            return Ok(Some(id));
        }
    }
    Ok(None)
}

/// The first words of a text that has no headline.
pub(super) fn untitled(item: &Item) -> String {
    let words = markup::plain(&item.body);
    let words: Vec<&str> = words.split_whitespace().take(8).collect();
    match words.join(" ") {
        none if none.is_empty() => item.place.clone(),
        words => words.chars().take(80).collect(),
    }
}
