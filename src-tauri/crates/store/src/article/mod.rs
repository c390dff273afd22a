//! Articles and their revisions.

mod few;
mod history;
mod lifted;
mod list;
mod queue;
mod terms;
mod waits;

pub(crate) use history::note_release;
pub use history::{
    Release, Saved, authors, came_in, head_at, history, last_saved, live_since, milestones, named,
    prefixed,
};
pub use lifted::lifted;
pub use list::{Filter, Place, before, count, folded, ids, list, span};
pub use queue::{again, queue, to_look_at_again};
pub use waits::{Waits, waiting_for};
pub(crate) use waits::{catch_up as note_who_waits, follow as follow_waits};

use crate::{Column, Db, error::sql};
use model::{
    ArticleId, Day, Error, Hash, PersonId, Result,
    article::{Content, Status},
};
use rusqlite::{OptionalExtension, Row};
pub(crate) use terms::note_translations;
pub use terms::{Filed, Used, filed, heads_naming, section_names, sections, translated_from};

/// An article's row.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Article {
    pub id: ArticleId,
    pub head: Hash,
    pub live: Option<Hash>,
    pub live_cycle: Option<i64>,
    pub cycle: i64,
    pub status: Status,
    pub binned: bool,
    pub lifted: bool,
    pub title: String,
    pub section: String,
    pub slug: String,
    pub byline: String,
    pub created: String,
    pub updated: String,
    /// The day on which it is to be looked at again.
    pub recheck: Option<Day>,
    /// When it was submitted last; empty where it never was.
    pub submitted: String,
    /// Who took its review upon themselves.
    pub claimed: Option<PersonId>,
    /// The day on which its review is due.
    pub due: Option<Day>,
}

const COLUMNS: &str =
    "id, head, live, live_cycle, cycle, status, binned, lifted, title, section, slug, byline,
  created, updated, recheck, submitted, claimed, due";

fn from_row(row: &Row) -> rusqlite::Result<Result<Article>> {
    let id: String = row.get(0)?;
    let head: String = row.get(1)?;
    let live: Option<String> = row.get(2)?;
    let status: String = row.get(5)?;
    let (live_cycle, cycle, binned, lifted) = (row.get(3)?, row.get(4)?, row.get(6)?, row.get(7)?);
    let (title, section, slug, byline) = (row.get(8)?, row.get(9)?, row.get(10)?, row.get(11)?);
    let (created, updated) = (row.get(12)?, row.get(13)?);
    let recheck: Option<String> = row.get(14)?;
    let (submitted, claimed, due): (_, Option<String>, Option<String>) =
        (row.get(15)?, row.get(16)?, row.get(17)?);
    Ok((|| {
        Ok(Article {
            id: id.kept()?,
            head: head.kept()?,
            live: live.map(|live| live.kept()).transpose()?,
            live_cycle,
            cycle,
            status: status.kept()?,
            binned,
            lifted,
            title,
            section,
            slug,
            byline,
            created,
            updated,
            recheck: recheck.map(|day| day.kept()).transpose()?,
            submitted,
            claimed: claimed.map(|person| person.kept()).transpose()?,
            due: due.map(|day| day.kept()).transpose()?,
        })
    })())
}

/// The article whose id begins with `prefix`; one that was emptied from the bin is none.
///
/// # Errors
/// `no-such-article`, `ambiguous-id`; system errors.
pub fn find(db: &Db, prefix: &str) -> Result<Article> {
    let mut found = db
        .conn
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM j_article WHERE id >= ?1 AND id < ?1 || 'g' AND emptied = 0 LIMIT 2"
        ))
        .map_err(sql)?
        .query_map([prefix.to_ascii_lowercase()], from_row)
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?;
    match (prefix.is_empty(), found.len()) {
        (false, 1) => found.remove(0),
        (false, 2) => Err(Error::usage(
            "ambiguous-id",
            format!("More than one article begins with {prefix}."),
        )
        .hint("Give more of the id.")),
        _ => Err(missing(prefix)),
    }
}

fn missing(id: &str) -> Error {
    Error::unreadable("no-such-article", format!("There is no article {id}."))
        .hint("`copydesk article list` shows them.")
}

/// The article, one that was emptied from the bin too.
///
/// # Errors
/// `no-such-article`; system errors.
pub fn get(db: &Db, id: ArticleId) -> Result<Article> {
    db.conn
        .prepare_cached(&format!("SELECT {COLUMNS} FROM j_article WHERE id = ?1"))
        .map_err(sql)?
        .query_row([id.to_string()], from_row)
        .optional()
        .map_err(sql)?
        .unwrap_or_else(|| Err(missing(&id.to_string())))
}

/// Every article that is not in the bin, oldest first.
///
/// # Errors
/// What `each` returns; system errors.
pub fn each(db: &Db, each: impl FnMut(Article) -> Result<()>) -> Result<()> {
    each_where(db, "binned = 0", each)
}

/// How many articles are outside the bin: all but those that are in it, since SQLite counts all of a table by its smallest index
/// without reading what is in that.
const OUTSIDE: &str =
    "(SELECT count(*) FROM j_article) - (SELECT count(*) FROM j_article WHERE binned = 1)";

/// How many articles there are outside the bin.
///
/// # Errors
/// System errors.
pub fn how_many(db: &Db) -> Result<usize> {
    let count: i64 = db
        .conn
        .prepare_cached(&format!("SELECT {OUTSIDE}"))
        .map_err(sql)?
        .query_row([], |row| row.get(0))
        .map_err(sql)?;
    Ok(usize::try_from(count).unwrap_or_default())
}

/// Every article that is not in the bin and not live, oldest first.
///
/// # Errors
/// What `each` returns; system errors.
pub fn each_not_live(db: &Db, each: impl FnMut(Article) -> Result<()>) -> Result<()> {
    each_where(db, "binned = 0 AND live IS NULL", each)
}

/// Every article, by id, those in the bin too; not what was emptied from there.
///
/// # Errors
/// What `each` returns; system errors.
pub fn each_kept(db: &Db, each: impl FnMut(Article) -> Result<()>) -> Result<()> {
    each_where(db, "emptied = 0", each)
}

fn each_where(db: &Db, which: &str, mut each: impl FnMut(Article) -> Result<()>) -> Result<()> {
    let mut asked = db
        .conn
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM j_article WHERE {which} ORDER BY id"
        ))
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    while let Some(row) = rows.next().map_err(sql)? {
        each(from_row(row).map_err(sql)??)?;
    }
    Ok(())
}

/// How many articles there are outside the bin, and how many of them are in review.
///
/// # Errors
/// System errors.
pub fn counts(db: &Db) -> Result<(i64, i64)> {
    db.conn
        .prepare_cached(&format!(
            "SELECT {OUTSIDE}, (SELECT count(*) FROM j_article WHERE binned = 0 AND status = 'in-review')"
        ))
        .map_err(sql)?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(sql)
}

/// The article that was made from `source`.
///
/// # Errors
/// System errors.
pub fn by_source(db: &Db, source: &str) -> Result<Option<ArticleId>> {
    let id: Option<String> = db
        .conn
        .prepare_cached("SELECT id FROM j_article WHERE source = ?1")
        .map_err(sql)?
        .query_row([source], |row| row.get(0))
        .optional()
        .map_err(sql)?;
    id.map(|id| id.kept()).transpose()
}

/// The articles with this slug, other than `not`.
///
/// # Errors
/// System errors.
pub fn by_slug(db: &Db, slug: &str, not: Option<ArticleId>) -> Result<Vec<ArticleId>> {
    db.conn
        .prepare_cached("SELECT id FROM j_article WHERE slug = ?1 AND id IS NOT ?2 AND binned = 0")
        .map_err(sql)?
        .query_map((slug, not.map(|not| not.to_string())), |row| {
            row.get::<_, String>(0)
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?
        .iter()
        .map(|id| id.kept())
        .collect()
}

/// By what an article is known where it came from; none for one that was written here.
///
/// # Errors
/// System errors.
pub fn source(db: &Db, article: ArticleId) -> Result<Option<String>> {
    db.conn
        .prepare_cached("SELECT source FROM j_article WHERE id = ?1")
        .map_err(sql)?
        .query_row([article.to_string()], |row| row.get(0))
        .optional()
        .map(Option::flatten)
        .map_err(sql)
}

/// The articles outside the bin whose headline is this one, however it is written, at most `limit`.
///
/// # Errors
/// System errors.
pub fn by_headline(db: &Db, title: &str, limit: u32) -> Result<Vec<(ArticleId, String)>> {
    db.conn
        .prepare_cached(
            "SELECT id, title FROM j_article WHERE binned = 0 AND folded = ?1 ORDER BY id LIMIT ?2",
        )
        .map_err(sql)?
        .query_map((folded(title), limit), |row| {
            Ok((row.get::<_, String>(0)?, row.get(1)?))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?
        .into_iter()
        .map(|(id, title)| Ok((id.kept()?, title)))
        .collect()
}

/// Every revision of every article, once each.
pub(crate) fn each_revision(db: &Db, mut each: impl FnMut(Hash) -> Result<()>) -> Result<()> {
    let mut asked = db
        .conn
        .prepare("SELECT DISTINCT revision FROM j_revision")
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    while let Some(row) = rows.next().map_err(sql)? {
        each(row.get::<_, String>(0).map_err(sql)?.kept()?)?;
    }
    Ok(())
}

/// What a revision is found by besides its own columns, to be remembered whenever one becomes the head.
pub(crate) fn note_derived(db: &Db, content: &Content, revision: Hash) -> Result<()> {
    crate::asset::note_uses(db, content, revision)?;
    note_translations(db, content, revision)?;
    terms::note_filed(db, content)
}

/// The content with this hash.
///
/// # Errors
/// `damaged-blob`, `bad-revision`; system errors.
pub fn content(db: &Db, revision: Hash) -> Result<Content> {
    let Some(memo) = db.memo else {
        return Content::from_bytes(&db.blob(revision)?);
    };
    if let Some(content) = memo.content(revision) {
        return Ok(content);
    }
    let content = Content::from_bytes(&db.blob(revision)?)?;
    memo.read(revision, content.clone());
    Ok(content)
}

/// Keeps a content; returns its hash.
///
/// # Errors
/// What [`content`] says of what can't be read again; system errors.
pub fn keep(db: &Db, content: &Content) -> Result<Hash> {
    let bytes = content.bytes()?;
    let hash = Hash::of(&bytes);
    keep_bytes(db, hash, &bytes)?;
    Ok(hash)
}

/// Keeps a content by its bytes, of which the hash is known. What was kept under it before is what will be read: so that is looked at.
///
/// # Errors
/// `damaged-blob`, `bad-revision`; system errors.
pub fn keep_bytes(db: &Db, revision: Hash, bytes: &[u8]) -> Result<()> {
    debug_assert_eq!(
        Hash::of(bytes),
        revision,
        "a text is kept under its own hash"
    );
    if !db.keep_as(revision, bytes, false)? {
        db.blob(revision)?;
    }
    if let Some(memo) = db.memo {
        // As whoever reads it from here on will have it.
        memo.read(revision, Content::from_known_bytes(bytes)?);
    }
    Ok(())
}

/// The same of one that was read before by [`content`], at a third of the cost: its hash is checked, and not its form.
///
/// # Errors
/// As [`content`].
pub fn known_content(db: &Db, revision: Hash) -> Result<Content> {
    if let Some(content) = db.memo.and_then(|memo| memo.content(revision)) {
        return Ok(content);
    }
    Content::from_known_bytes(&db.blob(revision)?)
}

#[cfg(test)]
mod tests {
    use super::{content, counts, how_many, keep};
    use crate::{Store, error::sql};
    use model::{ArticleId, article::Content};
    use uuid::Uuid;

    #[test]
    fn a_text_that_was_there_and_is_damaged_is_not_taken_for_kept() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let bell = Content::new(ArticleId(Uuid::from_u128(7)), "en");
        let once = store.local(|db| keep(db, &bell)).unwrap();
        assert_eq!(store.local(|db| keep(db, &bell)).unwrap(), once);
        assert_eq!(store.read(|db| content(db, once)).unwrap(), bell);
        let spoil = "UPDATE blob SET bytes = CAST('{}' AS BLOB)";
        store
            .local(|db| db.conn.execute(spoil, []).map_err(sql))
            .unwrap();
        let again = store.local(|db| keep(db, &bell));
        assert_eq!(again.unwrap_err().code, "damaged-blob");
    }

    #[test]
    fn what_is_in_the_bin_is_not_counted() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        // One of each: outside, in review, in the bin from there, gone from the bin.
        let rows = "INSERT INTO j_article (id, head, cycle, status, binned, emptied, lifted, title, section, slug, byline,
              created, updated, last_op)
            SELECT column1, '', 0, column2, column3, column4, 0, '', '', '', '', '', '', ''
            FROM (VALUES ('a', 'draft', 0, 0), ('b', 'in-review', 0, 0), ('c', 'in-review', 1, 0), ('d', 'draft', 1, 1))";
        let counted = store.local(|db| {
            db.conn.execute(rows, []).map_err(sql)?;
            Ok((counts(db)?, how_many(db)?))
        });
        assert_eq!(counted.unwrap(), ((2, 1), 2));
    }
}
