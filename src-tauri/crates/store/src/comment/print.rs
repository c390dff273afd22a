//! By what a comment is found again that says the same, or nearly, or links to the same domain.

use super::Comment;
use crate::{Db, error::sql};
use model::{CommentId, Result, Time, comment::CommentState};

/// Writes what a comment that just came in, or says something else now, is found again by, and what was found in it.
///
/// # Errors
/// System errors.
pub fn note(db: &Db, comment: CommentId) -> Result<()> {
    let id = comment.to_string();
    let row: (String, String, String, String) = db
        .conn
        .prepare_cached("SELECT created, body, state, findings FROM j_comment WHERE id = ?1")
        .map_err(sql)?
        .query_row([&id], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })
        .map_err(sql)?;
    for table in ["d_print", "d_flag"] {
        db.conn
            .prepare_cached(&format!("DELETE FROM {table} WHERE comment = ?1"))
            .map_err(sql)?
            .execute([&id])
            .map_err(sql)?;
    }
    put(db, &id, row)
}

fn put(
    db: &Db,
    id: &str,
    (created, body, state, findings): (String, String, String, String),
) -> Result<()> {
    let mut print = db
        .conn
        .prepare_cached(
            "INSERT OR IGNORE INTO d_print (print, created, comment) VALUES (?1, ?2, ?3)",
        )
        .map_err(sql)?;
    let domains = markup::links::links(&body)
        .into_iter()
        .map(|link| markup::likeness::domain(&link.domain));
    // What says nothing any more is like nothing.
    let own = match body.trim().is_empty() {
        true => vec![],
        false => std::iter::once(markup::likeness::same(&body))
            .chain(markup::likeness::near(&body))
            .collect(),
    };
    for one in own.into_iter().chain(domains) {
        print.execute((one, &created, id)).map_err(sql)?;
    }
    if findings == "[]" {
        return Ok(());
    }
    let mut flag = db
        .conn
        .prepare_cached(
            "INSERT OR IGNORE INTO d_flag (code, state, created, comment)
             SELECT json_extract(value, '$.code'), ?1, ?2, ?3 FROM json_each(?4)",
        )
        .map_err(sql)?;
    flag.execute((state, created, id, findings)).map_err(sql)?;
    Ok(())
}

/// Writes it for every comment that is here.
///
/// # Errors
/// System errors.
pub fn note_all(db: &Db) -> Result<()> {
    let mut asked = db
        .conn
        .prepare("SELECT id, created, body, state, findings FROM j_comment")
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    while let Some(row) = rows.next().map_err(sql)? {
        let text = |nth: usize| row.get::<_, String>(nth).map_err(sql);
        put(db, &text(0)?, (text(1)?, text(2)?, text(3)?, text(4)?))?;
    }
    Ok(())
}

/// The comments that share one of these numbers and were sent from a moment up to before a comment (known by when it
/// was sent and its id), the newest first.
///
/// # Errors
/// System errors.
pub fn alike(
    db: &Db,
    prints: &[i64],
    (from, (before, id)): (Time, (Time, CommentId)),
    limit: u32,
) -> Result<Vec<Comment>> {
    let marks: Vec<String> = (0..prints.len()).map(|at| format!("?{}", at + 5)).collect();
    let mut values: Vec<rusqlite::types::Value> = vec![
        from.to_string().into(),
        before.to_string().into(),
        i64::from(limit).into(),
        id.to_string().into(),
    ];
    values.extend(prints.iter().map(|print| (*print).into()));
    super::all(
        db,
        &format!(
            "WHERE c.id IN (SELECT comment FROM d_print WHERE print IN ({}) AND created >= ?1
               AND (created, comment) < (?2, ?4) ORDER BY created DESC, comment DESC LIMIT ?3)
             ORDER BY c.created DESC, c.id DESC",
            marks.join(", ")
        ),
        rusqlite::params_from_iter(values),
    )
}

/// Of the comments before another (known by when it was sent and its id) that link to a domain, at most the 200 newest: how many there are, and how many of them
/// are spam or rejected.
///
/// # Errors
/// System errors.
pub fn domains(db: &Db, domain: &str, (before, id): (Time, CommentId)) -> Result<(u32, u32)> {
    let refused = [CommentState::Spam.name(), CommentState::Rejected.name()];
    db.conn
        .prepare_cached(
            "SELECT count(*), coalesce(sum(state IN (?3, ?4)), 0) FROM j_comment WHERE id IN (
               SELECT comment FROM d_print WHERE print = ?1 AND (created, comment) < (?2, ?5)
               ORDER BY created DESC, comment DESC LIMIT 200)",
        )
        .map_err(sql)?
        .query_row(
            (
                markup::likeness::domain(domain),
                before.to_string(),
                refused[0],
                refused[1],
                id.to_string(),
            ),
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .map_err(sql)
}
