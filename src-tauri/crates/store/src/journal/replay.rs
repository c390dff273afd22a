//! Doing again what entries did, one after the other.

use crate::{Db, error::sql};
use model::{
    Hash, Result,
    event::{Entry, Event},
};

/// Whether an entry was lost, and a repair kept its place.
pub(crate) fn is_lost(bytes: &[u8]) -> bool {
    bytes.is_empty()
}

/// A journal that is written again. As long as nothing of it is lost, every entry must do what it did; after that, one that
/// builds on what is lost is kept and does nothing.
#[derive(Default)]
pub(super) struct Replay {
    seq: i64,
    /// Whether an entry may do nothing.
    lenient: bool,
    /// Entries that did nothing, and why.
    pub left_out: Vec<(i64, String)>,
}

impl Replay {
    /// One in which any entry may do nothing.
    pub fn lenient() -> Self {
        Self {
            lenient: true,
            ..Self::default()
        }
    }

    /// The next entry.
    pub fn take(&mut self, to: &Db, hash: &str, bytes: &[u8]) -> Result<()> {
        self.seq += 1;
        if is_lost(bytes) {
            self.lenient = true;
            to.conn
                .prepare_cached(
                    "INSERT INTO journal (seq, hash, bytes, op, at, kind) VALUES (?1, ?2, x'', '', '', 'lost')",
                )
                .map_err(sql)?
                .execute((self.seq, hash))
                .map_err(sql)?;
            return Ok(());
        }
        let entry = Entry::from_bytes(bytes)?;
        super::read::write(to.conn, &entry, Hash::of(bytes), bytes)?;
        if !self.lenient {
            return super::apply(to, self.seq, &entry);
        }
        to.conn.execute_batch("SAVEPOINT entry").map_err(sql)?;
        // What came from there and lost its text came in again, and is another article by now.
        if let Event::ArticleMade {
            source: Some(source),
            ..
        } = &entry.event
        {
            to.conn
                .prepare_cached("DELETE FROM j_article WHERE source = ?1 AND head = ''")
                .map_err(sql)?
                .execute([source])
                .map_err(sql)?;
        }
        if let Err(error) = super::apply(to, self.seq, &entry) {
            to.conn.execute_batch("ROLLBACK TO entry").map_err(sql)?;
            self.left_out.push((self.seq, error.message));
        }
        to.conn.execute_batch("RELEASE entry").map_err(sql)
    }

    /// There are no more. An article of which no text was left is none; what readers said of it is left at no article.
    pub fn end(&self, to: &Db) -> Result<()> {
        if !self.lenient {
            return Ok(());
        }
        to.conn
            .execute_batch(
                "INSERT INTO d_tally (article, state, n) SELECT '', state, sum(n) FROM d_tally
                   WHERE article IN (SELECT id FROM j_article WHERE head = '') GROUP BY state
                   ON CONFLICT DO UPDATE SET n = n + excluded.n;
                 UPDATE d_tally SET n = 0 WHERE article IN (SELECT id FROM j_article WHERE head = '');
                 UPDATE j_comment SET article = '' WHERE article IN (SELECT id FROM j_article WHERE head = '');
                 UPDATE j_place SET article = NULL WHERE article IN (SELECT id FROM j_article WHERE head = '');
                 DELETE FROM j_article WHERE head = ''",
            )
            .map_err(sql)
    }
}
