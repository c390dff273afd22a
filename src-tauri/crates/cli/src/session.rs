//! One run: which library, who acts, and the hand that the desk's actions take.

use crate::{
    files,
    global::{Global, environment},
    machine::{self, Machine},
    out::Out,
    outcome::Outcome,
    passphrase,
};
use desk::{Act, Desk, Hand, Passphrase, Passphrases, Quiet};
use model::{Error, PersonId, Result, Time, person::Person};
use std::{
    ops::Deref,
    path::{Path, PathBuf},
};

/// What the command line and the environment say about where and who.
pub struct Session {
    global: Global,
    /// The clock, the random source and the progress.
    pub machine: Machine,
}

impl Session {
    /// A run with these options.
    pub fn new(global: Global) -> Self {
        let machine = Machine::new(global.json);
        Self { global, machine }
    }

    /// The library's folder: `--library`, else `COPYDESK_LIBRARY`, else the platform's folder for data.
    ///
    /// # Errors
    /// `no-library` where the platform names no such folder.
    pub fn library(&self) -> Result<PathBuf> {
        let named = self
            .global
            .library
            .clone()
            .or_else(|| environment("COPYDESK_LIBRARY").map(PathBuf::from));
        named
            .or_else(|| dirs::data_dir().map(|data| data.join("copydesk").join("library")))
            .ok_or_else(|| {
                Error::usage("no-library", "This system names no folder for data.")
                    .hint("Name one with --library DIR.")
            })
    }

    /// Refuses a folder for a library that other computers write to.
    ///
    /// # Errors
    /// `synced-folder`.
    pub fn must_be_here(&self, folder: &Path) -> Result<()> {
        match anyway() {
            true => Ok(()),
            false => desk::library::must_be_here(folder),
        }
    }

    /// The library, open.
    ///
    /// # Errors
    /// `no-library` where there is none, and what the desk says.
    pub fn desk(&self) -> Result<Opened<'_>> {
        let folder = self.library()?;
        let own = dirs::data_dir().map(|data| data.join("hunspell"));
        Ok(Opened {
            desk: match anyway() {
                true => Desk::open_anyway(&folder)?,
                false => Desk::open(&folder)?,
            }
            .with_dictionaries(own),
            machine: &self.machine,
        })
    }

    /// Does one act in the library, and prints what was done.
    ///
    /// # Errors
    /// What the desk says.
    pub fn act(
        &self,
        out: &mut Out,
        act: impl FnOnce(&Desk, &Hand) -> Result<Act>,
    ) -> Result<Outcome> {
        let desk = self.desk()?;
        out.act(&act(&desk, &self.hand(&desk)?)?)
    }

    /// The library, where one is named or stands in its usual place.
    ///
    /// # Errors
    /// What [`Self::desk`] says, where one is there or was asked for by `--library`.
    pub fn desk_if_any(&self) -> Result<Option<Opened<'_>>> {
        if self.global.library.is_none()
            && !self.library().is_ok_and(|folder| holds_library(&folder))
        {
            return Ok(None);
        }
        self.desk().map(Some)
    }

    /// A hand for whoever acts; nobody where it isn't said and the library has several people. Reading needs none,
    /// and every other action refuses nobody itself.
    ///
    /// # Errors
    /// What the desk says of a name that nobody has.
    pub fn hand(&self, desk: &Desk) -> Result<Hand<'_>> {
        self.hand_of(desk, None)
    }

    /// The same; where it isn't said who acts, it is who is named here.
    ///
    /// # Errors
    /// As [`Self::hand`].
    pub fn hand_of(&self, desk: &Desk, named: Option<&str>) -> Result<Hand<'_>> {
        if let Some(path) = &self.global.passphrase_file {
            files::must_be_there(path)?;
        }
        let named = self
            .global
            .actor
            .clone()
            .or_else(|| environment("COPYDESK_PERSON"))
            .or_else(|| named.map(str::to_owned));
        let actor = match named {
            Some(name) => Some(desk::person_named(desk, &name)?.id),
            None => self.only_person(desk)?,
        };
        Ok(Hand {
            actor,
            ..self.nobody()
        })
    }

    /// A hand without a person: for what needs no library, or makes one.
    pub fn nobody(&self) -> Hand<'_> {
        Hand {
            actor: None,
            now: self.machine.now,
            ids: &self.machine,
            progress: &self.machine,
            passphrases: Some(self),
        }
    }

    fn only_person(&self, desk: &Desk) -> Result<Option<PersonId>> {
        let people = desk::person::list(desk, &self.nobody(), desk::person::List::default())?;
        Ok(match people.as_slice() {
            [only] => Some(only.id),
            _ => None,
        })
    }

    /// The passphrase that is to guard a key from now on: from a file, or asked for twice.
    ///
    /// # Errors
    /// `no-passphrase` where nobody can be asked, `passphrases-differ`; what reading says.
    pub fn new_passphrase(&self, file: Option<&Path>) -> Result<Passphrase> {
        match file {
            Some(file) => passphrase::from_file(file),
            None => passphrase::new(),
        }
    }

    /// The file that `--passphrase-file` names.
    pub fn passphrase_file(&self) -> Option<&Path> {
        self.global.passphrase_file.as_deref()
    }
}

/// An open library. Once a command that wrote to it is done with it, what is private in it and old enough is erased.
pub struct Opened<'a> {
    desk: Desk,
    machine: &'a Machine,
}

impl Deref for Opened<'_> {
    type Target = Desk;

    fn deref(&self) -> &Desk {
        &self.desk
    }
}

impl Drop for Opened<'_> {
    fn drop(&mut self) {
        if !self.desk.wrote() {
            return;
        }
        let hand = Hand {
            actor: None,
            now: self.machine.now,
            ids: self.machine,
            progress: &Quiet,
            passphrases: None,
        };
        // What the command did is done; what could not be erased, the next one erases.
        let _ = desk::comment::erase(&self.desk, &hand, desk::comment::Erase {});
    }
}

impl Passphrases for Session {
    fn of(&self, person: &Person) -> Result<Passphrase> {
        match &self.global.passphrase_file {
            Some(file) => passphrase::from_file(file),
            None => passphrase::of(person),
        }
    }

    fn now(&self) -> Time {
        machine::clock()
    }
}

/// Whether whoever started this says that no other computer writes to the library's folder, whatever it looks like: each time
/// anew and on this computer alone, so that nobody has it said for them.
fn anyway() -> bool {
    environment("COPYDESK_SYNCED_FOLDER").is_some_and(|said| said == "write")
}

/// Whether a folder looks like a library, whole or not.
fn holds_library(folder: &Path) -> bool {
    folder.join("library.db").exists()
}
