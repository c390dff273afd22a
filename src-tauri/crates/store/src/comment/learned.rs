//! What was learned from decisions, and the decisions to learn from.

use super::Comment;
use crate::{Db, error::sql};
use model::{
    Hash, Result, Time,
    comment::What,
    event::{Entry, Event},
};
use rusqlite::OptionalExtension;

/// What was learned, as bytes, and from what.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub struct Learned {
    /// The rules' own: nothing decided before it was learned.
    pub since: String,
    /// How many decisions there were then.
    pub seen: i64,
    pub model: Vec<u8>,
    /// How well it does, as JSON.
    pub measured: String,
}

/// What stands between a model and the hash of all that is kept of it.
const MARK: &[u8] = b"sha256:";

impl Learned {
    /// The model as it is kept: with a hash over all that was learned.
    fn kept(&self) -> Vec<u8> {
        let mut bytes = self.model.clone();
        bytes.extend(MARK);
        bytes.extend(self.hash().0);
        bytes
    }

    fn hash(&self) -> Hash {
        let mut all = format!("{}\n{}\n{}\n", self.since, self.seen, self.measured).into_bytes();
        all.extend(&self.model);
        Hash::of(&all)
    }

    /// Takes the hash off again; none where it says something else. One that an older program kept has none.
    fn read(mut self) -> Option<Self> {
        let Some(at) = self.model.len().checked_sub(MARK.len() + 32) else {
            return Some(self);
        };
        if self.model[at..].strip_prefix(MARK).is_none() {
            return Some(self);
        }
        let kept = self.model.split_off(at);
        (kept[MARK.len()..] == self.hash().0).then_some(self)
    }
}

/// What was learned last; none where it is damaged, and then it is learned anew.
///
/// # Errors
/// System errors.
pub fn learned(db: &Db) -> Result<Option<Learned>> {
    Ok(as_kept(db)?.and_then(Learned::read))
}

/// Whether what was learned is damaged.
///
/// # Errors
/// System errors.
pub(crate) fn learned_is_damaged(db: &Db) -> Result<bool> {
    Ok(as_kept(db)?.is_some_and(|kept| kept.read().is_none()))
}

fn as_kept(db: &Db) -> Result<Option<Learned>> {
    db.conn
        .prepare_cached("SELECT since, seen, model, measured FROM l_learned")
        .map_err(sql)?
        .query_row([], |row| {
            Ok(Learned {
                since: row.get(0)?,
                seen: row.get(1)?,
                model: row.get(2)?,
                measured: row.get(3)?,
            })
        })
        .optional()
        .map_err(sql)
}

/// Keeps what was learned in place of what was before.
///
/// # Errors
/// System errors.
pub fn keep_learned(db: &Db, of: &Learned) -> Result<()> {
    db.conn
        .prepare_cached(
            "INSERT OR REPLACE INTO l_learned (one, since, seen, model, measured) VALUES (1, ?1, ?2, ?3, ?4)",
        )
        .map_err(sql)?
        .execute((&of.since, of.seen, of.kept(), &of.measured))
        .map_err(sql)?;
    crate::sums::restate(db, "l_learned")
}

/// The newest decisions of people since a moment, at most `limit`, the oldest of them first; and how many there are in all.
///
/// # Errors
/// System errors.
pub fn decided_since(db: &Db, since: Option<Time>, limit: u32) -> Result<(Vec<Comment>, i64)> {
    let all = count_decided(db, since)?;
    let since = since.map(|since| since.to_string()).unwrap_or_default();
    let mut found = super::all(
        db,
        "WHERE c.decided_by IS NOT NULL AND c.newsroom = 0 AND c.decided_at >= ?1
         ORDER BY c.decided_at DESC, c.id DESC LIMIT ?2",
        (since, limit),
    )?;
    found.reverse();
    Ok((found, all))
}

/// How many comments people decided on, again or otherwise after an entry of the journal, or took such a decision back; one
/// over which that was done twice counts twice.
///
/// # Errors
/// System errors.
pub fn changed_since(db: &Db, entry: i64) -> Result<i64> {
    let mut asked = db
        .conn
        .prepare_cached(
            "SELECT bytes FROM journal WHERE seq > ?1 AND kind IN ('comments-changed', 'comment-decided')",
        )
        .map_err(sql)?;
    let mut rows = asked.query([entry]).map_err(sql)?;
    let mut changed = 0;
    while let Some(row) = rows.next().map_err(sql)? {
        let bytes: Vec<u8> = row.get(0).map_err(sql)?;
        changed += match Entry::from_bytes(&bytes)?.event {
            Event::CommentsChanged {
                what: What::Decided,
                count,
                ..
            } => i64::from(count),
            Event::CommentDecided { .. } => 1,
            _ => 0,
        };
    }
    Ok(changed)
}

/// How many decisions of people there are since a moment.
///
/// # Errors
/// System errors.
pub fn count_decided(db: &Db, since: Option<Time>) -> Result<i64> {
    db.conn
        .prepare_cached(
            "SELECT count(*) FROM j_comment WHERE decided_by IS NOT NULL AND decided_at >= ?1",
        )
        .map_err(sql)?
        .query_row(
            [since.map(|since| since.to_string()).unwrap_or_default()],
            |row| row.get(0),
        )
        .map_err(sql)
}
