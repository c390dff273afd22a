//! The full-text index, derived from the heads.

use crate::{Db, article, error::sql};
use model::{ArticleId, Result, article::Content};

/// An article that was found.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Found {
    pub article: ArticleId,
    pub snippet: String,
}

/// Indexes an article's head.
///
/// # Errors
/// System errors.
pub fn index(db: &Db, content: &Content, plain: &str) -> Result<()> {
    let id = content.article.to_string();
    let row = rowid(&id);
    db.conn
        .prepare_cached("DELETE FROM d_search WHERE rowid = ?1")
        .map_err(sql)?
        .execute([row])
        .map_err(sql)?;
    db.conn
        .prepare_cached(
            "INSERT INTO d_search (rowid, article, title, body) VALUES (?1, ?2, ?3, ?4)",
        )
        .map_err(sql)?
        .execute((
            row,
            &id,
            format!(
                "{} {} {}",
                content.kicker, content.title, content.standfirst
            ),
            plain,
        ))
        .map_err(sql)?;
    Ok(())
}

/// Takes an article out of the index.
///
/// # Errors
/// System errors.
pub fn remove(db: &Db, article: ArticleId) -> Result<()> {
    db.conn
        .prepare_cached("DELETE FROM d_search WHERE rowid = ?1")
        .map_err(sql)?
        .execute([rowid(&article.to_string())])
        .map_err(sql)?;
    Ok(())
}

/// A place in the index that an article keeps: 62 bits of its id's random end.
fn rowid(id: &str) -> i64 {
    let hash = model::Hash::of(id.as_bytes());
    i64::from_be_bytes([
        hash.0[0], hash.0[1], hash.0[2], hash.0[3], hash.0[4], hash.0[5], hash.0[6], hash.0[7],
    ]) >> 2
}

/// Makes the index again from the heads, as saving does: of what is in the bin too, which may come out again. `plain`
/// gives a Markdown text without its marks.
///
/// # Errors
/// System errors.
pub fn rebuild(db: &Db, plain: fn(&str) -> String) -> Result<()> {
    db.conn.execute("DELETE FROM d_search", []).map_err(sql)?;
    article::each_kept(db, |article| {
        let content = article::content(db, article.head)?;
        index(db, &content, &plain(&content.body))
    })
}

/// The articles that hold all words of `query`, the last of them perhaps unfinished; best first.
///
/// # Errors
/// System errors.
pub fn find(db: &Db, query: &str, limit: u32) -> Result<Vec<Found>> {
    let words: Vec<&str> = query
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let Some((last, whole)) = words.split_last() else {
        return Ok(vec![]);
    };
    // The last word may still be being typed.
    let mut asked: String = whole.iter().map(|word| format!("\"{word}\" ")).collect();
    asked.push_str(&format!("\"{last}\"*"));
    let rows: Vec<(String, String)> = db
        .conn
        .prepare_cached(
            "SELECT article, snippet(d_search, -1, '', '', '…', 16) FROM d_search
             JOIN (SELECT rowid AS r, rank AS score FROM d_search WHERE d_search MATCH ?1 ORDER BY rank LIMIT ?2)
               ON r = d_search.rowid
             WHERE d_search MATCH ?1 ORDER BY score",
        )
        .map_err(sql)?
        .query_map((asked, limit), |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    rows.into_iter()
        .map(|(article, snippet)| {
            Ok(Found {
                article: article.parse()?,
                snippet,
            })
        })
        .collect()
}
