//! One transaction: events into the journal, and from there into the tables.

use crate::{Ahead, Column, Db, Store, error::sql, memo::Memo, sums::Moved};
use model::{
    EventId, Hash, OpId, PersonId, Result, Time, canonical,
    event::{Entry, Event, VERSION},
};
use rusqlite::OptionalExtension;
use std::{
    cell::Cell,
    ops::Deref,
    sync::atomic::Ordering,
    time::{Duration, Instant},
};

/// What is being written: questions of the state so far, and events.
pub struct Txn<'a> {
    db: Db<'a>,
    actor: Option<PersonId>,
    at: Time,
    op: OpId,
    undoes: Cell<Option<OpId>>,
    id: &'a dyn Fn() -> uuid::Uuid,
    prev: Cell<Hash>,
    moved: &'a Moved,
}

impl<'a> Deref for Txn<'a> {
    type Target = Db<'a>;

    fn deref(&self) -> &Db<'a> {
        &self.db
    }
}

impl Txn<'_> {
    /// Who acts.
    #[must_use]
    pub fn actor(&self) -> Option<PersonId> {
        self.actor
    }

    /// When.
    #[must_use]
    pub fn at(&self) -> Time {
        self.at
    }

    /// The step that all of this transaction is.
    #[must_use]
    pub fn op(&self) -> OpId {
        self.op
    }

    /// Says that this step takes `op` back.
    pub fn undoes(&self, op: OpId) {
        self.undoes.set(Some(op));
    }

    /// Another id.
    #[must_use]
    pub fn id(&self) -> uuid::Uuid {
        (self.id)()
    }

    /// Appends `event` to the journal and applies it to the tables; the search follows.
    ///
    /// # Errors
    /// `impossible-step` for one that the workflow does not have; system errors; the whole transaction is then rolled back.
    pub fn append(&self, event: Event) -> Result<()> {
        // What takes a step back leads to where the article was before it.
        if let (None, Some((step, was, status))) = (self.undoes.get(), event.step()) {
            step.leads(was, status)?;
        }
        let entry = Entry {
            prev: self.prev.get(),
            id: EventId(self.id()),
            op: self.op,
            undoes: self.undoes.get(),
            actor: self.actor,
            at: self.at,
            version: VERSION,
            event,
        };
        let bytes = canonical(&entry)?;
        let hash = Hash::of(&bytes);
        let seq = super::read::write(self.conn, &entry, hash, &bytes)?;
        super::apply(&self.db, seq, &entry)?;
        crate::search::follow(&self.db, &entry.event)?;
        self.prev.set(hash);
        Ok(())
    }
}

/// The moment from which on others are kept waiting.
#[expect(
    clippy::disallowed_methods,
    reason = "how long others wait decides how soon they have their turn, and nothing that is written"
)]
fn now_for_turns() -> Instant {
    Instant::now()
}

impl Txn<'_> {
    /// Does one part of a step: where it fails, what it wrote is taken back, and the rest of the step stands.
    ///
    /// # Errors
    /// What `part` returns; system errors.
    pub fn part<T>(&self, part: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        let prev = self.prev.get();
        // What is held back is of what stands.
        crate::search::settle(self)?;
        self.moved.settle(self.conn)?;
        self.conn.execute_batch("SAVEPOINT part").map_err(sql)?;
        let done = part(self);
        let done = done.and_then(|done| crate::search::settle(self).map(|()| done));
        if done.is_err() {
            if let Some(memo) = self.memo {
                memo.held();
            }
            self.moved.take();
            self.conn.execute_batch("ROLLBACK TO part").map_err(sql)?;
            self.prev.set(prev);
        }
        self.conn.execute_batch("RELEASE part").map_err(sql)?;
        done
    }
}

/// For how long a long step leaves the library to others when it is their turn: longer than who is refused the lock waits
/// before they try again.
const BREATH: Duration = Duration::from_millis(12);
/// For how long it has kept the library by then, in microseconds.
const TURN: u64 = 250_000;

impl Store {
    /// Runs `act` in one transaction: all of its events, or none.
    ///
    /// `ids` makes the ids of the step, its events and whatever `act` makes.
    ///
    /// # Errors
    /// What `act` returns, and then nothing is written; system errors.
    pub fn transact<T>(
        &self,
        actor: Option<PersonId>,
        now: Time,
        ids: &dyn Fn() -> uuid::Uuid,
        act: impl FnOnce(&Txn) -> Result<T>,
    ) -> Result<T> {
        let (out, _) = self.part_of(OpId(ids()), actor, now, ids, Ahead::default(), act)?;
        Ok(out)
    }

    /// Runs `act` in one transaction that is a part of the step `op`, whose other parts are transactions too: a step that
    /// takes long keeps nobody else from writing for longer than one part takes. What texts come to need not be worked out
    /// again that is known `ahead`. Says whether it appended anything.
    ///
    /// # Errors
    /// As [`Store::transact`]; the parts before stand.
    pub fn part_of<T>(
        &self,
        op: OpId,
        actor: Option<PersonId>,
        now: Time,
        ids: &dyn Fn() -> uuid::Uuid,
        ahead: Ahead,
        act: impl FnOnce(&Txn) -> Result<T>,
    ) -> Result<(T, bool)> {
        self.must_be_open()?;
        let mut conn = self.writer();
        let since = now_for_turns();
        self.moved.begin(&conn)?;
        let sqlite = conn
            .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
            .map_err(sql)?;
        crate::schema::is_still_now(&sqlite)?;
        let last: Option<String> = sqlite
            .prepare_cached("SELECT hash FROM journal ORDER BY seq DESC LIMIT 1")
            .map_err(sql)?
            .query_row([], |row| row.get(0))
            .optional()
            .map_err(sql)?;
        let prev = last.map_or_else(|| Ok(Hash::of(b"")), |hash| hash.kept())?;
        let memo = Memo::new(ahead);
        let txn = Txn {
            db: Db {
                conn: &sqlite,
                memo: Some(&memo),
            },
            actor,
            at: now,
            op,
            undoes: Cell::new(None),
            id: ids,
            prev: Cell::new(prev),
            moved: &self.moved,
        };
        let out = act(&txn)?;
        crate::search::settle(&txn)?;
        self.moved.settle(&sqlite)?;
        let wrote = txn.prev.get() != prev;
        sqlite.commit().map_err(sql)?;
        self.written.fetch_add(1, Ordering::Relaxed);
        let held = u64::try_from(since.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.held.fetch_add(held, Ordering::Relaxed);
        Ok((out, wrote))
    }

    /// Leaves the library to others, between two parts of a step, where somebody waits or it is their turn.
    pub fn take_turns(&self) {
        if self.is_awaited() || self.held.load(Ordering::Relaxed) >= TURN {
            self.held.store(0, Ordering::Relaxed);
            self.breathe();
        }
    }

    /// Leaves the library to others for a moment, between two parts of a step.
    pub fn breathe(&self) {
        std::thread::sleep(BREATH);
    }
}
