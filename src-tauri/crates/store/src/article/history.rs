//! An article's saved states, read by key from the newest on, and what became of them.

use crate::{Column, Db, error::sql, journal::Done};
use model::{ArticleId, Hash, PersonId, Result, event::Entry};
use rusqlite::{OptionalExtension, Params, Row};

/// A saved state in an article's history.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Saved {
    /// Its place in the journal.
    pub seq: i64,
    pub revision: Hash,
    pub parent: Option<Hash>,
    pub cycle: i64,
    pub author: PersonId,
    pub at: String,
    pub origin: String,
    /// What someone called it; empty for nothing.
    pub name: String,
}

/// The saved states of an article from before a place in the journal, newest first, at most `limit`.
///
/// # Errors
/// System errors.
pub fn history(db: &Db, article: ArticleId, before: Option<i64>, limit: u32) -> Result<Vec<Saved>> {
    states(
        db,
        "article = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3",
        (article.to_string(), before.unwrap_or(i64::MAX), limit),
    )
}

/// When an article was last saved with this content before a place in the journal.
///
/// # Errors
/// System errors.
pub fn last_saved(
    db: &Db,
    article: ArticleId,
    revision: Hash,
    before: i64,
) -> Result<Option<Saved>> {
    first(
        db,
        "article = ?1 AND revision = ?2 AND seq < ?3 ORDER BY seq DESC LIMIT 1",
        (article.to_string(), revision.to_string(), before),
    )
}

/// The state that was an article's head at a place in the journal.
///
/// # Errors
/// System errors.
pub fn head_at(db: &Db, article: ArticleId, at: i64) -> Result<Option<Saved>> {
    Ok(history(db, article, Some(at), 1)?.into_iter().next())
}

/// What an article was when it last came in from elsewhere.
///
/// # Errors
/// System errors.
pub fn came_in(db: &Db, article: ArticleId) -> Result<Option<Saved>> {
    first(
        db,
        // Where what came in last was taken back, what came in before it is what it is by now.
        "article = ?1 AND origin = 'import' ORDER BY revision = (SELECT iif(origin = 'undo', revision, '')
           FROM j_revision WHERE article = ?1 ORDER BY seq DESC LIMIT 1) DESC, seq DESC LIMIT 1",
        [article.to_string()],
    )
}

/// At most two of an article's revisions whose hashes begin so.
///
/// # Errors
/// System errors.
pub fn prefixed(db: &Db, article: ArticleId, prefix: &str) -> Result<Vec<Hash>> {
    let found: Vec<String> = strings(
        db,
        "SELECT DISTINCT revision FROM j_revision WHERE article = ?1 AND revision >= ?2 AND revision < ?2 || 'g' LIMIT 2",
        (article.to_string(), prefix),
    )?;
    found.iter().map(|hash| hash.kept()).collect()
}

/// Who saved an article, in one cycle or ever; each once.
///
/// # Errors
/// System errors.
pub fn authors(db: &Db, article: ArticleId, cycle: Option<i64>) -> Result<Vec<PersonId>> {
    let found = strings(
        db,
        "SELECT DISTINCT author FROM j_revision WHERE article = ?1 AND (?2 IS NULL OR cycle = ?2)",
        (article.to_string(), cycle),
    )?;
    found.iter().map(|author| author.kept()).collect()
}

/// What a saved state is called; empty for nothing.
///
/// # Errors
/// System errors.
pub fn named(db: &Db, article: ArticleId, revision: Hash) -> Result<String> {
    let found = last_saved(db, article, revision, i64::MAX)?;
    Ok(found.map(|saved| saved.name).unwrap_or_default())
}

/// What was said and done about an article's revisions after a place in the journal and not taken back since, oldest
/// first: submissions, verdicts, withdrawals. Releases are of many articles: of each, the revision and the entry's
/// actor and time stand apart.
///
/// # Errors
/// `bad-entry` for one that can't be read; system errors.
pub fn milestones(db: &Db, article: ArticleId, after: i64) -> Result<(Vec<Done>, Vec<Release>)> {
    let mut asked = db
        .conn
        .prepare_cached(
            "SELECT seq, bytes FROM journal AS j WHERE article = ?1 AND seq > ?2 AND undoes IS NULL
               AND kind IN ('status-set', 'verdict-given', 'withdrawn')
               AND NOT EXISTS (SELECT 1 FROM journal AS u WHERE u.undoes = j.op) ORDER BY seq",
        )
        .map_err(sql)?;
    let mut rows = asked.query((article.to_string(), after)).map_err(sql)?;
    let mut done = vec![];
    while let Some(row) = rows.next().map_err(sql)? {
        let bytes: Vec<u8> = row.get(1).map_err(sql)?;
        done.push(Done {
            seq: row.get(0).map_err(sql)?,
            entry: Entry::from_bytes(&bytes)?,
        });
    }
    let released: Vec<(i64, String, String, Option<String>)> = db
        .conn
        .prepare_cached(
            "SELECT r.seq, r.revision, j.at, j.actor FROM d_released AS r JOIN journal AS j ON j.seq = r.seq
             WHERE r.article = ?1 AND r.seq > ?2 ORDER BY r.seq",
        )
        .map_err(sql)?
        .query_map((article.to_string(), after), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    let releases = released
        .into_iter()
        .map(|(seq, revision, at, actor)| {
            Ok(Release {
                seq,
                revision: revision.kept()?,
                at,
                actor: actor.map(|actor| actor.kept()).transpose()?,
            })
        })
        .collect::<Result<_>>()?;
    Ok((done, releases))
}

/// A release that an article was in.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Release {
    pub seq: i64,
    pub revision: Hash,
    pub at: String,
    pub actor: Option<PersonId>,
}

/// The last release that made this revision of an article live, by its place in the journal.
///
/// # Errors
/// System errors.
pub fn live_since(db: &Db, article: ArticleId, revision: Hash) -> Result<Option<i64>> {
    db.conn
        .prepare_cached("SELECT max(seq) FROM d_released WHERE article = ?1 AND revision = ?2")
        .map_err(sql)?
        .query_row((article.to_string(), revision.to_string()), |row| {
            row.get(0)
        })
        .map_err(sql)
}

/// Remembers that the release at a place in the journal printed this revision of an article.
pub(crate) fn note_release(db: &Db, article: ArticleId, revision: Hash, seq: i64) -> Result<()> {
    db.conn
        .prepare_cached(
            "INSERT OR IGNORE INTO d_released (article, seq, revision) VALUES (?1, ?2, ?3)",
        )
        .map_err(sql)?
        .execute((article.to_string(), seq, revision.to_string()))
        .map_err(sql)?;
    Ok(())
}

fn strings(db: &Db, statement: &str, params: impl Params) -> Result<Vec<String>> {
    db.conn
        .prepare_cached(statement)
        .map_err(sql)?
        .query_map(params, |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)
}

/// The saved states that a clause finds.
fn states(db: &Db, which: &str, params: impl Params) -> Result<Vec<Saved>> {
    db.conn
        .prepare_cached(&format!("{STATES} WHERE {which}"))
        .map_err(sql)?
        .query_map(params, saved_from_row)
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?
        .into_iter()
        .collect()
}

fn first(db: &Db, which: &str, params: impl Params) -> Result<Option<Saved>> {
    db.conn
        .prepare_cached(&format!("{STATES} WHERE {which}"))
        .map_err(sql)?
        .query_row(params, saved_from_row)
        .optional()
        .map_err(sql)?
        .transpose()
}

const STATES: &str =
    "SELECT seq, revision, parent, cycle, author, at, origin, name FROM j_revision";

fn saved_from_row(row: &Row) -> rusqlite::Result<Result<Saved>> {
    let revision: String = row.get(1)?;
    let parent: Option<String> = row.get(2)?;
    let author: String = row.get(4)?;
    let (seq, cycle, at) = (row.get(0)?, row.get(3)?, row.get(5)?);
    let (origin, name) = (row.get(6)?, row.get(7)?);
    Ok((|| {
        Ok(Saved {
            seq,
            revision: revision.kept()?,
            parent: parent.map(|parent| parent.kept()).transpose()?,
            cycle,
            author: author.kept()?,
            at,
            origin,
            name,
        })
    })())
}
