//! The words that articles are filed under: sections, tags, bylines and languages, and how often each is used.

use crate::{Column, Db, error::sql};
use model::{ArticleId, Result, article::Content};

/// What an article is filed under besides its section.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the variants are named after what they are")]
pub enum Filed {
    Tag,
    Byline,
    Language,
}

impl Filed {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Byline => "byline",
            Self::Language => "language",
        }
    }

    /// The name by which a clause has its value bound.
    pub(super) fn bound(self) -> &'static str {
        match self {
            Self::Tag => ":tag",
            Self::Byline => ":byline",
            Self::Language => ":language",
        }
    }

    /// The clause that says that a row is of that value.
    pub(super) fn is(self) -> &'static str {
        match self {
            Self::Tag => "folded = :tag",
            Self::Byline => "folded = :byline",
            Self::Language => {
                "(folded = :language OR folded >= :language || '-' AND folded < :language || '.')"
            }
        }
    }
}

/// A section, a tag, a byline or a language with the number of articles outside the bin that have it.
pub type Used = (String, i64);

/// Every section, the one with most articles first.
///
/// # Errors
/// System errors.
pub fn sections(db: &Db) -> Result<Vec<Used>> {
    counted(
        db,
        "SELECT section, count(*) AS n FROM j_article WHERE binned = 0 AND section <> '' GROUP BY section
         ORDER BY n DESC, section",
        [],
    )
}

/// The sections that articles are in, each once, by name.
///
/// # Errors
/// System errors.
pub fn section_names(db: &Db) -> Result<Vec<String>> {
    // From one section to the next through the index, so that it takes as many steps as there are sections.
    db.conn
        .prepare_cached(
            "WITH RECURSIVE next (section) AS (
               SELECT min(section) FROM j_article WHERE binned = 0 AND section > ''
               UNION ALL
               SELECT (SELECT min(section) FROM j_article WHERE binned = 0 AND section > next.section)
               FROM next WHERE next.section IS NOT NULL
             ) SELECT section FROM next WHERE section IS NOT NULL",
        )
        .map_err(sql)?
        .query_map([], |row| row.get(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)
}

/// Every tag, byline or language, the one with most articles first.
///
/// # Errors
/// System errors.
pub fn filed(db: &Db, kind: Filed) -> Result<Vec<Used>> {
    counted(
        db,
        "SELECT f.name, count(*) AS n FROM d_filed f JOIN j_article a ON a.id = f.article
         WHERE f.kind = ?1 AND a.binned = 0 GROUP BY f.name ORDER BY n DESC, f.name",
        [kind.name()],
    )
}

fn counted(db: &Db, asked: &str, of: impl rusqlite::Params) -> Result<Vec<Used>> {
    db.conn
        .prepare_cached(asked)
        .map_err(sql)?
        .query_map(of, |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)
}

/// An article's head is filed under these from now on.
pub(crate) fn note_filed(db: &Db, content: &Content) -> Result<()> {
    let article = content.article.to_string();
    db.conn
        .prepare_cached("DELETE FROM d_filed WHERE article = ?1")
        .map_err(sql)?
        .execute([&article])
        .map_err(sql)?;
    let mut insert = db
        .conn
        .prepare_cached(
            "INSERT OR IGNORE INTO d_filed (kind, folded, article, name) VALUES (?1, ?2, ?3, ?4)",
        )
        .map_err(sql)?;
    let bylines = content.bylines.iter().map(|one| (Filed::Byline, &one.name));
    let tags = content.tags.iter().map(|tag| (Filed::Tag, tag));
    for (kind, name) in tags
        .chain(bylines)
        .chain([(Filed::Language, &content.language)])
    {
        insert
            .execute((kind.name(), super::folded(name), &article, name))
            .map_err(sql)?;
    }
    Ok(())
}

/// Remembers which articles a revision says to be a translation of.
pub(crate) fn note_translations(db: &Db, content: &Content, revision: model::Hash) -> Result<()> {
    for other in &content.translations {
        db.conn
            .prepare_cached(
                "INSERT OR IGNORE INTO d_translation (other, article, revision) VALUES (?1, ?2, ?3)",
            )
            .map_err(sql)?
            .execute((other.to_string(), content.article.to_string(), revision.to_string()))
            .map_err(sql)?;
    }
    Ok(())
}

/// Every revision that says to be a translation of the article, with whose it is.
///
/// # Errors
/// System errors.
pub fn translated_from(db: &Db, article: ArticleId) -> Result<Vec<(ArticleId, model::Hash)>> {
    db.conn
        .prepare_cached("SELECT article, revision FROM d_translation WHERE other = ?1 ORDER BY article, revision")
        .map_err(sql)?
        .query_map([article.to_string()], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?
        .iter()
        .map(|(article, revision)| Ok((article.kept()?, revision.kept()?)))
        .collect()
}

/// The articles outside the bin whose heads say to be a translation of the article.
///
/// # Errors
/// System errors.
pub fn heads_naming(db: &Db, article: ArticleId) -> Result<Vec<ArticleId>> {
    db.conn
        .prepare_cached(
            "SELECT t.article FROM d_translation t JOIN j_article a ON a.id = t.article AND a.head = t.revision
             WHERE t.other = ?1 AND a.binned = 0 ORDER BY t.article",
        )
        .map_err(sql)?
        .query_map([article.to_string()], |row| row.get::<_, String>(0))
        .map_err(sql)?
        .collect::<rusqlite::Result<Vec<_>>>()
        .map_err(sql)?
        .iter()
        .map(|id| id.kept())
        .collect()
}
