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
    let row: [String; 4] = db
        .conn
        .prepare_cached("SELECT created, body, state, findings FROM j_comment WHERE id = ?1")
        .map_err(sql)?
        .query_row([&id], |row| {
            Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?])
        })
        .map_err(sql)?;
    for table in ["d_printed", "d_flag"] {
        db.conn
            .prepare_cached(&format!("DELETE FROM {table} WHERE comment = ?1"))
            .map_err(sql)?
            .execute([&id])
            .map_err(sql)?;
    }
    put_all(db, &[(&id, row.each_ref().map(String::as_str))])
}

/// The numbers by which a text is found again.
pub(crate) fn prints_of(body: &str) -> Vec<i64> {
    let domains = markup::links::links(body)
        .into_iter()
        .map(|link| markup::likeness::domain(&link.domain));
    // What says nothing any more is like nothing.
    let own = match body.trim().is_empty() {
        true => vec![],
        false => markup::likeness::prints(body).to_vec(),
    };
    own.into_iter().chain(domains).collect()
}

/// A comment by its id, with when it was sent, what it says, its state, and what was found in it.
pub(crate) type Noted<'a> = (&'a str, [&'a str; 4]);

/// The same of comments of which nothing is written yet: in the order of the index, of which each page is then written once.
pub(crate) fn put_all(db: &Db, all: &[Noted<'_>]) -> Result<()> {
    let mut numbers = vec![];
    for (id, [created, body, state, findings]) in all {
        let made;
        let prints = match db.memo.and_then(|memo| memo.remark(body)) {
            Some(known) => &known.prints,
            None => {
                made = prints_of(body);
                &made
            }
        };
        numbers.extend(prints.iter().map(|print| (*print, *created, *id)));
        if !prints.is_empty() {
            db.conn
                .prepare_cached(
                    "INSERT OR IGNORE INTO d_printed (comment, created, prints) VALUES (?1, ?2, ?3)",
                )
                .map_err(sql)?
                .execute((id, created, crate::journal::json(prints)?))
                .map_err(sql)?;
        }
        if *findings != "[]" {
            flag(db, id, (created, state, findings))?;
        }
    }
    numbers.sort_unstable();
    let mut print = db
        .conn
        .prepare_cached(
            "INSERT OR IGNORE INTO d_print (print, created, comment) VALUES (?1, ?2, ?3)",
        )
        .map_err(sql)?;
    for number in numbers {
        print.execute(number).map_err(sql)?;
    }
    Ok(())
}

/// Writes what was found in a comment.
fn flag(db: &Db, id: &str, (created, state, findings): (&str, &str, &str)) -> Result<()> {
    db.conn
        .prepare_cached(
            "INSERT OR IGNORE INTO d_flag (code, state, created, comment)
             SELECT json_extract(value, '$.code'), ?1, ?2, ?3 FROM json_each(?4)",
        )
        .map_err(sql)?
        .execute((state, created, id, findings))
        .map_err(sql)?;
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
        let [created, body, state, findings] = [text(1)?, text(2)?, text(3)?, text(4)?];
        put_all(db, &[(&text(0)?, [&created, &body, &state, &findings])])?;
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
