//! The desk itself, and the hand that acts at it: who, when, with which ids.

use crate::{Passphrases, export, key::Held, spelling::Dictionaries, theme};
use model::{
    Day, Error, OpId, PersonId, Result, Time,
    bundle::Stage,
    person::{Person, Role},
};
use std::path::{Path, PathBuf};
use store::{Ahead, Db, Store, Txn};

/// An open library with all that can be done in it.
pub struct Desk {
    pub(crate) store: Store,
    pub(crate) outline: export::Kept,
    pub(crate) theme: theme::Kept,
    pub(crate) dictionaries: Dictionaries,
    pub(crate) keys: Held,
    /// The folder of this computer's own libraries.
    pub(crate) home: Option<PathBuf>,
}

/// Where ids and secrets come from; only the shell and the terminal have a random source.
pub trait Ids: Send + Sync {
    /// A UUIDv7.
    fn id(&self) -> uuid::Uuid;
    /// 32 random bytes for a key.
    fn secret(&self) -> [u8; 32];
}

/// Who is told how far long work is.
pub trait Progress: Send + Sync {
    /// `done` of `total` steps are done; `false` cancels the work.
    fn step(&self, done: u64, total: u64) -> bool;

    /// The same of work that has stages, with what is being done.
    fn stage(&self, stage: Stage, done: u64, total: u64) -> bool {
        let _ = stage;
        self.step(done, total)
    }

    /// How many things are behind, where a stage counts them; told before the step.
    fn counted(&self, n: u64) {
        let _ = n;
    }
}

/// Tells nobody and cancels nothing.
pub struct Quiet;

impl Progress for Quiet {
    fn step(&self, _: u64, _: u64) -> bool {
        true
    }
}

/// How much of a long step is done in one part: little enough that another's save hardly waits.
pub(crate) const PART: usize = 50;

/// What every action takes: who acts, when, and what it may draw on.
pub struct Hand<'a> {
    /// Who; none for reading alone.
    pub actor: Option<PersonId>,
    /// When.
    pub now: Time,
    /// Ids and secrets.
    pub ids: &'a dyn Ids,
    /// Who is told how far long work is.
    pub progress: &'a dyn Progress,
    /// Who is asked for a passphrase before an act; nobody in the window, which asks by itself.
    pub passphrases: Option<&'a dyn Passphrases>,
}

/// What a new library begins with.
#[derive(Debug, Clone, Default)]
pub struct NewLibrary {
    /// The newsroom's name.
    pub name: Option<String>,
    /// Its first person, who holds every role.
    pub person: Option<String>,
    /// Turns four eyes off.
    pub solo: bool,
    /// Fills the sample newsroom.
    pub sample: bool,
}

impl Hand<'_> {
    /// The same hand.
    pub(crate) fn again(&self) -> Hand<'_> {
        Hand { ..*self }
    }

    /// Random words, so that a hash of what stands beside them tells nothing.
    pub(crate) fn salt(&self) -> String {
        hex::encode(self.ids.secret())
    }

    /// The day that it is by the newsroom's clocks.
    pub(crate) fn today(&self, db: &Db) -> Result<Day> {
        Ok(self.now.day(&store::person::settings(db)?.time_zone))
    }

    /// The person who acts.
    pub(crate) fn me(&self, db: &Db) -> Result<Person> {
        let actor = self.actor.ok_or_else(|| {
            Error::usage("no-person", "Nobody is named who does this.")
                .hint("Name a person with --as, or set COPYDESK_PERSON.")
        })?;
        store::person::list(db)?
            .into_iter()
            .find(|person| person.id == actor)
            .ok_or_else(|| {
                Error::usage(
                    "no-such-person",
                    "The person who does this does not work here.",
                )
                .hint("`copydesk person list` shows who does.")
            })
    }

    /// The person who acts, where they hold one of `roles`; refused otherwise.
    pub(crate) fn must(&self, db: &Db, roles: &[Role]) -> Result<Person> {
        let me = self.me(db)?;
        me.must_hold(roles)?;
        Ok(me)
    }
}

impl Desk {
    /// Opens the library in `dir`, and sweeps up where whoever deleted a key did not come to it.
    ///
    /// # Errors
    /// `no-library` where there is none; `newer-library`; system errors.
    pub fn open(dir: &Path) -> Result<Self> {
        Self::opened(Store::open(dir)?)
    }

    /// The same, where other computers may write to the library's folder, and whoever opens it says that none does.
    ///
    /// # Errors
    /// As [`Desk::open`].
    pub fn open_anyway(dir: &Path) -> Result<Self> {
        Self::opened(Store::open_anyway(dir)?)
    }

    fn opened(store: Store) -> Result<Self> {
        // A library that is damaged or read elsewhere opens all the same; the next one tries again.
        if store.unswept().unwrap_or(false) {
            store.sweep(1).unwrap_or(false);
        }
        Ok(Self::over(store))
    }

    pub(crate) fn over(store: Store) -> Self {
        Self {
            store,
            outline: export::Kept::default(),
            theme: theme::Kept::default(),
            dictionaries: Dictionaries::default(),
            keys: Held::default(),
            home: None,
        }
    }

    /// The same desk, which looks for dictionaries in `folder` too: the person's own, which only they can name.
    #[must_use]
    pub fn with_dictionaries(mut self, folder: Option<PathBuf>) -> Self {
        self.dictionaries.also_in(folder);
        self
    }

    /// The same desk, which knows where this computer's own libraries are.
    #[must_use]
    pub fn with_home(mut self, folder: Option<PathBuf>) -> Self {
        self.home = folder;
        self
    }

    /// The library's folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        self.store.dir()
    }

    /// Whether the library is only read, since other computers may write to its folder.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.store.shared().is_some()
    }

    /// A number that changes when another program has written.
    ///
    /// # Errors
    /// System errors.
    pub fn changes(&self) -> Result<i64> {
        self.store.changes()
    }

    /// Whether anything was written by this desk since it was opened.
    #[must_use]
    pub fn wrote(&self) -> bool {
        self.store.wrote()
    }

    /// One step in one transaction, by who has shown that it is them where that is asked.
    pub(crate) fn act<T>(&self, hand: &Hand, act: impl FnOnce(&Txn) -> Result<T>) -> Result<T> {
        self.admit(hand)?;
        self.step(hand, act)
    }

    /// One step in one transaction.
    pub(crate) fn step<T>(&self, hand: &Hand, act: impl FnOnce(&Txn) -> Result<T>) -> Result<T> {
        self.store
            .transact(hand.actor, hand.now, &|| hand.ids.id(), act)
    }

    /// A part of one step that is too long for one transaction, in a transaction of its own; then others have their turn.
    pub(crate) fn part<T>(
        &self,
        hand: &Hand,
        op: OpId,
        act: impl FnOnce(&Txn) -> Result<T>,
    ) -> Result<T> {
        self.admit(hand)?;
        self.part_by(hand.actor, hand, op, Ahead::default(), act)
    }

    /// The same, written down as done by someone else than whose hand it is, or by nobody; then it is no act to be taken back.
    /// What is known `ahead` of texts is not worked out again.
    pub(crate) fn part_by<T>(
        &self,
        actor: Option<PersonId>,
        hand: &Hand,
        op: OpId,
        ahead: Ahead,
        act: impl FnOnce(&Txn) -> Result<T>,
    ) -> Result<T> {
        let done = self
            .store
            .part_of(op, actor, hand.now, &|| hand.ids.id(), ahead, act);
        // Who wrote nothing kept nobody waiting.
        if !matches!(done, Ok((_, false))) {
            self.store.take_turns();
        }
        done.map(|(out, _)| out)
    }
}

/// The person with this id or name.
///
/// # Errors
/// `no-such-person`, `ambiguous-person`; system errors.
pub fn person_named(desk: &Desk, name: &str) -> Result<Person> {
    desk.store.read(|db| find_person(db, name))
}

pub(crate) fn find_person(db: &Db, name: &str) -> Result<Person> {
    let people = store::person::list(db)?;
    let by = |matches: &dyn Fn(&Person) -> bool| {
        people
            .iter()
            .filter(|p| matches(p))
            .cloned()
            .collect::<Vec<_>>()
    };
    let wanted = name.trim().to_lowercase();
    let mut found = by(&|p| p.id.to_string() == wanted);
    if found.is_empty() {
        found = by(&|p| p.name.to_lowercase() == wanted);
    }
    if found.is_empty() && !wanted.is_empty() {
        found = by(&|p| p.id.to_string().starts_with(&wanted));
    }
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => Err(Error::usage(
            "no-such-person",
            format!("Nobody called “{name}” works here."),
        )
        .hint("`copydesk person list` shows who does.")),
        _ => Err(Error::usage(
            "ambiguous-person",
            format!("More than one person is called “{name}”."),
        )
        .hint("Name them by id.")),
    }
}

/// The name of a person, as lists show it.
pub(crate) fn name_of(people: &[Person], id: PersonId) -> String {
    people
        .iter()
        .find(|person| person.id == id)
        .map_or_else(|| "someone".to_owned(), |person| person.name.clone())
}
