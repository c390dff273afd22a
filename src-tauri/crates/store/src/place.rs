//! Where what is about a passage stands: notes, and whatever else has an anchor, followed from revision to revision. In
//! `d_place` is where each is in every revision that has its words where they were; in `d_anchor` the newest of those
//! that was the head, from which it is followed on. Whoever is in no row of the head is detached.

use crate::{Column, Db, error::sql, schema::whole};
use markup::follow::{Follow, Path};
use model::{ArticleId, Hash, Result, event::Event, note::Anchor};
use std::{collections::HashMap, ops::Range};

/// Places in a text, in bytes, by what is there.
pub type Places = HashMap<String, Range<usize>>;

/// Takes an anchor in: it is followed from now on.
///
/// # Errors
/// `damaged-blob`; system errors.
pub(crate) fn keep(db: &Db, id: &str, article: ArticleId, anchor: &Anchor) -> Result<()> {
    keep_in(
        db,
        id,
        article,
        anchor,
        crate::article::get(db, article)?.head,
    )
}

/// Follows an anchor no longer, as if it had never been.
///
/// # Errors
/// System errors.
pub(crate) fn drop(db: &Db, id: &str, article: ArticleId) -> Result<()> {
    for statement in [
        "DELETE FROM d_place WHERE article = ?1 AND anchor = ?2",
        "DELETE FROM d_anchor WHERE article = ?1 AND anchor = ?2",
    ] {
        db.conn
            .prepare_cached(statement)
            .map_err(sql)?
            .execute((article.to_string(), id))
            .map_err(sql)?;
    }
    Ok(())
}

/// Leaves an anchor where it is: what it belongs to is settled, and costs no more to follow.
///
/// # Errors
/// System errors.
pub(crate) fn rest(db: &Db, id: &str, article: ArticleId) -> Result<()> {
    asleep(db, id, article, true)
}

/// Follows an anchor again, from where it was left to the head.
///
/// # Errors
/// `damaged-blob`; system errors.
pub(crate) fn wake(db: &Db, id: &str, article: ArticleId) -> Result<()> {
    use rusqlite::OptionalExtension;
    asleep(db, id, article, false)?;
    let head = crate::article::get(db, article)?.head;
    if let Some(place) = of(db, article, head, id)? {
        return put(db, article, head, &[(id.to_owned(), place)]);
    }
    let left: Option<(String, i64, i64)> = db
        .conn
        .prepare_cached(
            "SELECT revision, start, stop FROM d_anchor WHERE article = ?1 AND anchor = ?2",
        )
        .map_err(sql)?
        .query_row((article.to_string(), id), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
        .optional()
        .map_err(sql)?;
    let Some((from, start, end)) = left else {
        return Ok(());
    };
    let before = crate::article::content(db, from.kept()?)?.body;
    let body = crate::article::content(db, head)?.body;
    match Path::new(&before, &body).follow(&range(start, end), Follow::Edit) {
        Some(place) => put(db, article, head, &[(id.to_owned(), place)]),
        None => Ok(()),
    }
}

fn asleep(db: &Db, id: &str, article: ArticleId, asleep: bool) -> Result<()> {
    db.conn
        .prepare_cached("UPDATE d_anchor SET asleep = ?3 WHERE article = ?1 AND anchor = ?2")
        .map_err(sql)?
        .execute((article.to_string(), id, asleep))
        .map_err(sql)?;
    Ok(())
}

/// As [`keep`], where `head` is the article's head.
fn keep_in(db: &Db, id: &str, article: ArticleId, anchor: &Anchor, head: Hash) -> Result<()> {
    let revision = anchor.revision.unwrap_or(head);
    let body = crate::article::content(db, revision)?.body;
    let Some(place) = markup::anchor::find(&body, anchor) else {
        return Ok(());
    };
    put(db, article, revision, &[(id.to_owned(), place.clone())])?;
    if head == revision {
        return Ok(());
    }
    let text = crate::article::content(db, head)?.body;
    match Path::new(&body, &text).follow(&place, Follow::Edit) {
        Some(place) => put(db, article, head, &[(id.to_owned(), place)]),
        None => Ok(()),
    }
}

/// Follows all that is about an article's passages to its next head, whose text is `body`; `was` is the head before.
///
/// # Errors
/// `damaged-blob`; system errors.
pub(crate) fn follow(
    db: &Db,
    article: ArticleId,
    was: Option<Hash>,
    revision: Hash,
    body: &str,
) -> Result<()> {
    let places = carried(db, article, Some(revision), was, body)?;
    put(db, article, revision, &places)
}

/// Finds the places of what was made before they were kept. A text that is damaged is left out.
///
/// # Errors
/// System errors.
pub(crate) fn catch_up(db: &Db) -> Result<()> {
    let mut heads: HashMap<ArticleId, Hash> = HashMap::new();
    crate::journal::noted(db, |event| {
        match event {
            Event::RevisionSaved {
                article,
                revision,
                was,
                ..
            } => {
                heads.insert(*article, *revision);
                let was = was.map(|(head, _)| head);
                if let Some(content) = whole(crate::article::content(db, *revision))? {
                    whole(follow(db, *article, was, *revision, &content.body))?;
                }
            }
            Event::NoteMade {
                note,
                article,
                anchor,
                ..
            } => {
                if let Some(head) = heads.get(article) {
                    whole(keep_in(db, &note.to_string(), *article, anchor, *head))?;
                }
            }
            _ => {}
        }
        Ok(())
    })
}

/// Where all that is about an article's passages stands in one of its heads.
///
/// # Errors
/// System errors.
pub fn at(db: &Db, article: ArticleId, revision: Hash) -> Result<Places> {
    db.conn
        .prepare_cached(
            "SELECT anchor, start, stop FROM d_place WHERE article = ?1 AND revision = ?2",
        )
        .map_err(sql)?
        .query_map((article.to_string(), revision.to_string()), |row| {
            Ok((row.get(0)?, range(row.get(1)?, row.get(2)?)))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)
}

/// Where one anchor stands in a head.
///
/// # Errors
/// System errors.
pub fn of(db: &Db, article: ArticleId, revision: Hash, id: &str) -> Result<Option<Range<usize>>> {
    use rusqlite::OptionalExtension;
    db.conn
        .prepare_cached(
            "SELECT start, stop FROM d_place WHERE article = ?1 AND revision = ?2 AND anchor = ?3",
        )
        .map_err(sql)?
        .query_row((article.to_string(), revision.to_string(), id), |row| {
            Ok(range(row.get(0)?, row.get(1)?))
        })
        .optional()
        .map_err(sql)
}

/// Where all that is about an article's passages stands in what is being typed, which began with the revision `base`.
///
/// # Errors
/// `damaged-blob`; system errors.
pub fn typed(db: &Db, article: ArticleId, base: Hash, body: &str) -> Result<Places> {
    Ok(carried(db, article, None, Some(base), body)?
        .into_iter()
        .collect())
}

fn range(start: i64, end: i64) -> Range<usize> {
    let place = |at: i64| usize::try_from(at).unwrap_or_default();
    place(start)..place(end)
}

/// Where each anchor is in `body`: as it stands known for the revision, or carried from the revision before, or else from the
/// newest in which it had its place.
fn carried(
    db: &Db,
    article: ArticleId,
    revision: Option<Hash>,
    was: Option<Hash>,
    body: &str,
) -> Result<Vec<(String, Range<usize>)>> {
    let last: Vec<(String, String, Range<usize>)> = db
        .conn
        .prepare_cached(
            "SELECT anchor, revision, start, stop FROM d_anchor WHERE article = ?1 AND asleep = 0",
        )
        .map_err(sql)?
        .query_map([article.to_string()], |row| {
            Ok((row.get(0)?, row.get(1)?, range(row.get(2)?, row.get(3)?)))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    if last.is_empty() {
        return Ok(vec![]);
    }
    let known = match revision {
        Some(revision) => at(db, article, revision)?,
        None => Places::new(),
    };
    let before = match was {
        Some(was) => at(db, article, was)?,
        None => Places::new(),
    };
    let mut out = vec![];
    let mut from: HashMap<Hash, Vec<(String, Range<usize>)>> = HashMap::new();
    for (anchor, newest, place) in last {
        if let Some(place) = known.get(&anchor) {
            out.push((anchor, place.clone()));
        } else if let (Some(was), Some(place)) = (was, before.get(&anchor)) {
            let of = from.entry(was).or_default();
            of.push((anchor, place.clone()));
        } else {
            from.entry(newest.kept()?)
                .or_default()
                .push((anchor, place));
        }
    }
    for (source, anchors) in from {
        let how = if Some(source) == was {
            Follow::Edit
        } else {
            Follow::Return
        };
        let text = crate::article::content(db, source)?.body;
        // What is not in the text at all needs no looking for.
        let there: Vec<_> = anchors
            .into_iter()
            .filter(|(_, place)| {
                how == Follow::Edit
                    || text
                        .get(place.clone())
                        .is_some_and(|words| body.contains(words))
            })
            .collect();
        if there.is_empty() {
            continue;
        }
        let path = Path::new(&text, body);
        out.extend(
            there
                .into_iter()
                .filter_map(|(anchor, place)| Some((anchor, path.follow(&place, how)?))),
        );
    }
    Ok(out)
}

fn put(
    db: &Db,
    article: ArticleId,
    revision: Hash,
    places: &[(String, Range<usize>)],
) -> Result<()> {
    let (article, revision) = (article.to_string(), revision.to_string());
    let mut place = db
        .conn
        .prepare_cached(
            "INSERT OR REPLACE INTO d_place (article, revision, anchor, start, stop) VALUES (?1, ?2, ?3, ?4, ?5)",
        )
        .map_err(sql)?;
    let mut newest = db
        .conn
        .prepare_cached(
            "INSERT OR REPLACE INTO d_anchor (article, anchor, revision, start, stop) VALUES (?1, ?2, ?3, ?4, ?5)",
        )
        .map_err(sql)?;
    for (anchor, Range { start, end }) in places {
        let (start, end) = (*start as i64, *end as i64);
        place
            .execute((&article, &revision, anchor, start, end))
            .map_err(sql)?;
        newest
            .execute((&article, anchor, &revision, start, end))
            .map_err(sql)?;
    }
    Ok(())
}
