//! What is private of commenters goes: after the days that are set, or because they are to be forgotten.

use super::Taken;
use crate::{Db, Store, error::sql};
use model::{CommentId, CommenterId, Hash, Result, Time, comment::Changed, event::Event};
use std::{collections::HashSet, rc::Rc};

/// How many rows are erased in one part, so that whoever works meanwhile hardly waits.
const PART: i64 = 2_000;

/// Erases e-mails, addresses and sites that came in before a moment, some of them where there are many; gives of how many rows. What is erased takes the salt
/// along, since the journal's commitment could be guessed at with it: it is empty where an e-mail went, and a stroke where
/// there was none, so that whoever says none is known again. Marks are kept of whoever is banned. Until [`Store::sweep`] it may
/// still stand in the library's files; where nobody comes to that, the library is swept when it is opened next.
///
/// # Errors
/// System errors.
pub fn erase_due(db: &Db, before: Time) -> Result<usize> {
    let before = before.to_string();
    let sent = db
        .conn
        .prepare_cached("DELETE FROM l_sent WHERE comment IN (SELECT comment FROM l_sent WHERE at < ?1 LIMIT ?2)")
        .map_err(sql)?
        .execute((&before, PART))
        .map_err(sql)?;
    let rows = db
        .conn
        .prepare_cached(
            "UPDATE l_commenter SET email = NULL, address = NULL, site = NULL,
               salt = CASE WHEN email IS NULL AND salt <> '' THEN '-' ELSE '' END
             WHERE rowid IN (SELECT rowid FROM l_commenter
               WHERE seen < ?1 AND (email IS NOT NULL OR address IS NOT NULL OR site IS NOT NULL) LIMIT ?2)",
        )
        .map_err(sql)?
        .execute((&before, PART))
        .map_err(sql)?;
    db.conn
        .execute(
            "INSERT OR REPLACE INTO l_unswept (key) VALUES ('private')",
            [],
        )
        .map_err(sql)?;
    Ok(sent + rows)
}

/// Whether a commenter was forgotten.
///
/// # Errors
/// System errors.
pub fn forgotten(db: &Db, commenter: CommenterId) -> Result<bool> {
    db.conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM j_forgotten WHERE commenter = ?1)")
        .map_err(sql)?
        .query_row([commenter.to_string()], |row| row.get(0))
        .map_err(sql)
}

/// Deletes a commenter's private row, with its salt, and the addresses from which `comments` came; marks stay of whoever is
/// `banned`. Until [`Store::sweep`] it may
/// still stand in the library's files.
///
/// # Errors
/// System errors.
pub fn forget_private(
    db: &Db,
    commenter: CommenterId,
    comments: &HashSet<CommentId>,
    banned: bool,
) -> Result<usize> {
    let id = commenter.to_string();
    let run = |statement: &str, of: &str| {
        db.conn
            .prepare_cached(statement)
            .map_err(sql)?
            .execute([of])
            .map_err(sql)
    };
    let mut sent = 0;
    for comment in comments {
        sent += run(
            "DELETE FROM l_sent WHERE comment = ?1",
            &comment.to_string(),
        )?;
    }
    let rows = run("DELETE FROM l_commenter WHERE id = ?1", &id)?;
    if !banned {
        run("DELETE FROM l_ban_mark WHERE commenter = ?1", &id)?;
    }
    db.conn.execute("DELETE FROM l_learned", []).map_err(sql)?;
    crate::sums::restate(db, "l_learned")?;
    db.conn
        .execute(
            "INSERT OR REPLACE INTO l_unswept (key) VALUES (?1)",
            [format!("forgotten {id}")],
        )
        .map_err(sql)?;
    Ok(sent + rows)
}

/// The texts of the journal that hold comments of a commenter or what they became: each with its hash as the journal names
/// it now, and what it holds. Gives the ids of all that they ever sent, also of what was taken back since.
///
/// # Errors
/// `bad-records`; system errors.
pub fn texts_about(
    db: &Db,
    commenter: CommenterId,
    mut each: impl FnMut(Hash, Text) -> Result<()>,
) -> Result<HashSet<CommentId>> {
    let mut ids: HashSet<CommentId> = HashSet::new();
    let mut asked = db
        .conn
        .prepare(
            "SELECT bytes FROM journal WHERE kind IN ('comments-taken', 'comments-changed') ORDER BY seq",
        )
        .map_err(sql)?;
    let mut rows = asked.query([]).map_err(sql)?;
    let mut done = HashSet::new();
    while let Some(row) = rows.next().map_err(sql)? {
        let bytes: Vec<u8> = row.get(0).map_err(sql)?;
        match model::event::Entry::from_bytes(&bytes)?.event {
            Event::CommentsTaken { records, .. } => {
                let text = super::kept(db, records)?;
                if done.insert(text) {
                    let all = super::records(db, text)?;
                    let before = ids.len();
                    let theirs = all.iter().filter(|one| one.commenter == commenter);
                    ids.extend(theirs.map(|one| one.id));
                    if ids.len() > before {
                        each(text, Text::Taken(Rc::unwrap_or_clone(all)))?;
                    }
                }
            }
            Event::CommentsChanged { records, .. } => {
                let text = super::kept(db, records)?;
                if done.insert(text) {
                    let all = super::changes(db, text)?;
                    if all.iter().any(|one| ids.contains(&one.comment)) {
                        each(text, Text::Changed(Rc::unwrap_or_clone(all), &ids))?;
                    }
                }
            }
            _ => {}
        }
    }
    Ok(ids)
}

/// What a text of the journal about comments holds.
#[derive(Debug, Clone)]
pub enum Text<'a> {
    /// Comments as they came in.
    Taken(Vec<Taken>),
    /// What they became, and the ids of those that are of the one who is sought.
    Changed(Vec<Changed>, &'a HashSet<CommentId>),
}

/// Puts a text in the place of another that the journal names: the other is gone from here on.
///
/// # Errors
/// System errors.
pub fn replace_text(db: &Db, was: Hash, now: Hash) -> Result<()> {
    if was == now {
        return Ok(());
    }
    if let Some(memo) = db.memo {
        memo.forget();
    }
    db.conn
        .prepare_cached("INSERT OR REPLACE INTO d_text (was, now) VALUES (?1, ?2)")
        .map_err(sql)?
        .execute((was.to_string(), now.to_string()))
        .map_err(sql)?;
    db.conn
        .prepare_cached("DELETE FROM blob WHERE hash = ?1")
        .map_err(sql)?
        .execute([was.to_string()])
        .map_err(sql)?;
    Ok(())
}

impl Store {
    /// Takes what was deleted out of the index of words, which lets go of it only when it is written anew; and empties the
    /// log. `false` where someone else reads the library just now.
    ///
    /// # Errors
    /// System errors.
    pub fn scrub(&self) -> Result<bool> {
        self.local(|db| {
            db.conn
                .execute_batch("INSERT INTO d_search (d_search) VALUES ('optimize')")
                .map_err(sql)
        })?;
        self.sweep(20)
    }
}

/// Whether anything private came in before a moment.
///
/// # Errors
/// System errors.
pub fn has_due(db: &Db, before: Time) -> Result<bool> {
    db.conn
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM l_sent WHERE at < ?1) OR EXISTS (SELECT 1 FROM l_commenter WHERE seen < ?1
               AND (email IS NOT NULL OR address IS NOT NULL OR site IS NOT NULL))",
        )
        .map_err(sql)?
        .query_row([before.to_string()], |row| row.get(0))
        .map_err(sql)
}

#[cfg(test)]
mod tests {
    use super::erase_due;
    use crate::Store;
    use model::Time;

    #[test]
    fn what_was_erased_and_not_swept_is_known_until_it_is() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        store.local(|db| erase_due(db, Time(0))).unwrap();
        assert!(store.unswept().unwrap());
        drop(store);
        // As after a kill between the two.
        let store = Store::open(dir.path()).unwrap();
        assert!(store.unswept().unwrap());
        assert!(store.sweep(5).unwrap());
        assert!(!store.unswept().unwrap());
    }
}
