//! How many comments there are in each state, kept in step with those that come in and those that move.

use super::Taken;
use crate::{Column, Db, error::sql};
use model::{
    ArticleId, Result,
    comment::{CommentState, Decided},
};
use rusqlite::OptionalExtension;
use std::collections::BTreeMap;

/// How many comments are in each state.
pub type Tally = Vec<(CommentState, i64)>;

/// How many comments there are in each state, under an article or of all, and how many of them wait for a person: those that
/// nobody judged, and those that a rule held.
///
/// # Errors
/// System errors.
pub fn tally(db: &Db, article: Option<ArticleId>) -> Result<(Tally, i64)> {
    let article = article.map_or_else(|| "*".to_owned(), |article| article.to_string());
    counts(db, &article)
}

/// The same of what the counts name so.
pub(super) fn counts(db: &Db, article: &str) -> Result<(Tally, i64)> {
    let rows: Vec<(String, i64)> = db
        .conn
        .prepare_cached("SELECT state, n FROM d_tally WHERE article = ?1")
        .map_err(sql)?
        .query_map([article], |row| Ok((row.get(0)?, row.get(1)?)))
        .map_err(sql)?
        .collect::<rusqlite::Result<_>>()
        .map_err(sql)?;
    let of = |name: &str| {
        rows.iter()
            .find(|(state, _)| state == name)
            .map_or(0, |(_, n)| *n)
    };
    let by_rule = of("by-rule");
    let states = CommentState::ALL
        .into_iter()
        .map(|state| match state {
            CommentState::Held => (state, of(state.name()) + by_rule),
            state => (state, of(state.name())),
        })
        .collect();
    Ok((states, of(CommentState::Pending.name()) + by_rule))
}

/// How many comments wait for a person, on all articles or on one.
///
/// # Errors
/// System errors.
pub fn waiting(db: &Db, article: Option<ArticleId>) -> Result<i64> {
    Ok(tally(db, article)?.1)
}

/// By how many comments each count changes: by article and state.
type Counts = BTreeMap<(String, &'static str), i64>;

/// As what a comment is counted: those that a rule held, and nobody decided on, by themselves.
fn counted(state: CommentState, decided: bool) -> &'static str {
    match (state, decided) {
        (CommentState::Held, false) => "by-rule",
        (state, _) => state.name(),
    }
}

/// Counts comments that just came in, over which nobody here has decided.
///
/// # Errors
/// System errors.
pub(crate) fn count_in<'a>(db: &Db, all: impl Iterator<Item = &'a Taken>) -> Result<()> {
    let mut counts = Counts::new();
    for one in all {
        let state = counted(one.state, false);
        let article = one.article.map(|article| article.to_string());
        *counts
            .entry((article.unwrap_or_default(), state))
            .or_default() += 1;
        *counts.entry(("*".to_owned(), state)).or_default() += 1;
    }
    write(db, counts)
}

fn write(db: &Db, counts: Counts) -> Result<()> {
    let mut count = db
        .conn
        .prepare_cached(
            "INSERT INTO d_tally (article, state, n) VALUES (?1, ?2, ?3)
             ON CONFLICT DO UPDATE SET n = n + excluded.n",
        )
        .map_err(sql)?;
    for ((article, state), n) in counts {
        count.execute((article, state, n)).map_err(sql)?;
    }
    Ok(())
}

/// Comments that move from one state or article to another, to be counted at once.
#[derive(Default)]
pub(crate) struct Moves(Counts);

impl Moves {
    /// Writes what was decided on a comment, and by which step.
    ///
    /// # Errors
    /// System errors.
    pub(crate) fn decide(
        &mut self,
        db: &Db,
        id: &str,
        (decided, op): (&Decided, &str),
    ) -> Result<()> {
        let before: Option<(i64, String, String, bool, bool)> = db
            .conn
            .prepare_cached(
                "SELECT rowid, article, state, decided_by IS NOT NULL, findings <> '[]' FROM j_comment WHERE id = ?1",
            )
            .map_err(sql)?
            .query_row([id], |row| row.try_into())
            .optional()
            .map_err(sql)?;
        let Some((row, article, was, was_decided, flagged)) = before else {
            return Ok(());
        };
        let was: CommentState = was.kept()?;
        // Row and step at once: each write of either moves the comment in the indexes that have it.
        db.conn
            .prepare_cached(
                "UPDATE j_comment SET state = ?2, reasons = ?3, decided_by = ?4, decided_at = ?5, last_op = ?6 WHERE rowid = ?1",
            )
            .map_err(sql)?
            .execute((
                row,
                decided.state.name(),
                crate::journal::json(&decided.reasons)?,
                decided.by.map(|by| by.to_string()),
                decided.at.map(|at| at.to_string()),
                op,
            ))
            .map_err(sql)?;
        if flagged && was != decided.state {
            db.conn
                .prepare_cached("UPDATE d_flag SET state = ?2 WHERE comment = ?1")
                .map_err(sql)?
                .execute((id, decided.state.name()))
                .map_err(sql)?;
        }
        let (was, now) = (
            counted(was, was_decided),
            counted(decided.state, decided.by.is_some()),
        );
        if was != now {
            for article in [article, "*".to_owned()] {
                *self.0.entry((article.clone(), was)).or_default() -= 1;
                *self.0.entry((article, now)).or_default() += 1;
            }
        }
        Ok(())
    }

    /// Counts the comments at a place that are to move from an article to another.
    ///
    /// # Errors
    /// System errors.
    pub(crate) fn place(&mut self, db: &Db, place: &str, (now, was): (&str, &str)) -> Result<()> {
        let mut asked = db
            .conn
            .prepare_cached(
                "SELECT state, decided_by IS NOT NULL, count(*) FROM j_comment WHERE place = ?1 AND article = ?2 GROUP BY 1, 2",
            )
            .map_err(sql)?;
        let mut rows = asked.query((place, was)).map_err(sql)?;
        while let Some(row) = rows.next().map_err(sql)? {
            let state: String = row.get(0).map_err(sql)?;
            let state = counted(state.kept()?, row.get(1).map_err(sql)?);
            let n: i64 = row.get(2).map_err(sql)?;
            *self.0.entry((was.to_owned(), state)).or_default() -= n;
            *self.0.entry((now.to_owned(), state)).or_default() += n;
        }
        Ok(())
    }

    /// Writes the counts.
    ///
    /// # Errors
    /// System errors.
    pub(crate) fn count(self, db: &Db) -> Result<()> {
        write(db, self.0)
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        Db, Store, Txn,
        comment::{Taken, changes, keep_changes, keep_records, tally},
    };
    use model::{
        ArticleId, BatchId, CommentId, CommenterId, PersonId, Result, Time,
        comment::{Changed, CommentState, Decided, Finding, Stand, What},
        event::Event,
    };
    use std::cell::Cell;
    use uuid::Uuid;

    const PERSON: PersonId = PersonId(Uuid::from_u128(7));
    const ARTICLE: ArticleId = ArticleId(Uuid::from_u128(8));

    fn id(nth: u128) -> CommentId {
        CommentId(Uuid::from_u128(0x100 + nth))
    }

    fn act<T>(store: &Store, count: &Cell<u128>, act: impl FnOnce(&Txn) -> Result<T>) -> T {
        let ids = || {
            count.set(count.get() + 1);
            Uuid::from_u128(count.get())
        };
        store.transact(Some(PERSON), Time(1), &ids, act).unwrap()
    }

    /// Comments 0 to 5: every second on an article, the others at a place that is none yet; in each third something was found.
    fn come_in(txn: &Txn) -> Result<()> {
        let taken = (0..6).map(|nth| Taken {
            id: id(nth),
            article: (nth % 2 == 0).then_some(ARTICLE),
            parent: None,
            commenter: CommenterId(Uuid::from_u128(9)),
            commitment: String::new(),
            created: Time(nth as i64),
            body: "The bell rang.".into(),
            state: match nth < 4 {
                true => CommentState::Pending,
                false => CommentState::Held,
            },
            reasons: vec![],
            source: format!("test:{nth}"),
            place: (nth % 2 == 1).then(|| ("/bell".to_owned(), "Bell".to_owned())),
            answers: None,
            findings: match nth % 3 {
                0 => vec![Finding {
                    code: "links".into(),
                    says: CommentState::Held,
                    detail: String::new(),
                    evidence: vec![],
                }],
                _ => vec![],
            },
            original: None,
            newsroom: false,
            decided_there: None,
        });
        let taken: Vec<Taken> = taken.collect();
        txn.append(Event::CommentsTaken {
            batch: BatchId(txn.id()),
            count: 6,
            records: keep_records(txn, taken)?,
            reply: None,
        })
    }

    fn becomes(nth: u128, was: CommentState, now: CommentState) -> Changed {
        let stand = |state, by| Stand {
            decided: Some(Decided {
                state,
                reasons: vec![],
                by,
                at: Some(Time(2)),
            }),
            ..Stand::default()
        };
        Changed {
            comment: id(nth),
            salt: String::new(),
            was: stand(was, None),
            now: stand(now, Some(PERSON)),
        }
    }

    /// What is counted, and what is found by the code of a finding, is what the comments themselves say.
    fn is_in_step(db: &Db) {
        let one = |ask: &str| db.conn.query_row(ask, [], |row| row.get(0)).unwrap();
        let wrong: i64 = one(
            "WITH each (article, state) AS (SELECT article, iif(state = 'held' AND decided_by IS NULL, 'by-rule', state) FROM j_comment),
               is_so (article, state, n) AS (SELECT article, state, count(*) FROM each GROUP BY 1, 2
                 UNION ALL SELECT '*', state, count(*) FROM each GROUP BY 2)
             SELECT count(*) FROM is_so FULL JOIN d_tally USING (article, state) WHERE coalesce(is_so.n, 0) <> coalesce(d_tally.n, 0)",
        );
        assert_eq!(wrong, 0);
        let unlike: i64 = one(
            "SELECT count(*) FROM d_flag AS f JOIN j_comment AS c ON c.id = f.comment WHERE f.state <> c.state",
        );
        assert_eq!(unlike, 0);
        assert_eq!(one("SELECT count(*) FROM d_flag"), 2);
    }

    #[test]
    fn what_is_counted_keeps_in_step_with_what_moves_there_and_back() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        let count = Cell::new(0x1000);
        let change = |changes: Vec<Changed>, back: bool| {
            act(&store, &count, |txn| {
                txn.append(Event::CommentsChanged {
                    what: What::Decided,
                    count: changes.len() as u32,
                    records: keep_changes(txn, changes)?,
                    article: None,
                    back,
                })?;
                is_in_step(txn);
                tally(txn, None)
            })
        };
        act(&store, &count, come_in);
        let (states, waiting) = store.read(|db| tally(db, None)).unwrap();
        assert_eq!(waiting, 6, "{states:?}");
        use CommentState::{Held, Pending, Published, Spam};
        let all = vec![
            becomes(0, Pending, Published),
            becomes(1, Pending, Spam),
            // Twice in one step, and one that is not here.
            becomes(3, Pending, Spam),
            becomes(3, Spam, Held),
            becomes(4, Held, Held),
            becomes(77, Pending, Spam),
        ];
        let (states, waiting) = change(all.clone(), false);
        assert_eq!(waiting, 2, "{states:?}");
        assert_eq!(
            states.iter().find(|(state, _)| *state == Held).unwrap().1,
            3
        );
        let mut back = all.clone();
        back.reverse();
        assert_eq!(change(back, true).1, 6);
        change(all, false);
        // The place turns out to be the article, and not to be it.
        for article in [Some(ARTICLE), None] {
            act(&store, &count, |txn| {
                txn.append(Event::PlaceSet {
                    place: "/bell".into(),
                    article,
                    was: article.is_none().then_some(ARTICLE),
                })?;
                is_in_step(txn);
                let here = tally(txn, Some(ARTICLE))?.0;
                let all: i64 = here.iter().map(|(_, n)| n).sum();
                assert_eq!(all, if article.is_some() { 6 } else { 3 });
                Ok(())
            });
        }
        act(&store, &count, |txn| {
            txn.append(Event::CommentDecided {
                comment: id(2),
                article: Some(ARTICLE),
                state: Spam,
                reasons: vec![],
                by: Some(PERSON),
                was: Pending,
                was_reasons: vec![],
                was_by: None,
            })?;
            is_in_step(txn);
            Ok(())
        });
        assert!(store.read(crate::journal::replays).unwrap().is_empty());
    }

    #[test]
    fn what_became_of_comments_is_read_anew_once_it_is_kept_elsewhere() {
        let dir = tempfile::TempDir::new().unwrap();
        let store = Store::create(dir.path()).unwrap();
        act(&store, &Cell::new(0x1000), |txn| {
            let one = becomes(0, CommentState::Pending, CommentState::Spam);
            let other = Changed {
                salt: "0".into(),
                ..one.clone()
            };
            let was = keep_changes(txn, vec![one.clone()])?;
            assert_eq!(*changes(txn, was)?, vec![one]);
            let now = txn.keep(&model::canonical(&[&other])?, true)?;
            crate::comment::replace_text(txn, was, now)?;
            assert_eq!(*changes(txn, was)?, vec![other]);
            Ok(())
        });
    }
}
