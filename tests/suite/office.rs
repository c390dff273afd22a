//! A library worked in directly, by the same list of commands that the window is made from: for tests that take
//! thousands of steps, or need the clock and the ids in their hand.

use crate::newsroom::Newsroom;
use desk::{Desk, Hand, Ids, NewLibrary, Passphrase, Passphrases, Progress, Quiet};
use model::{Error, Hash, PersonId, Result, Time, person::Person};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicI64, AtomicU64, Ordering},
};
use uuid::Uuid;

/// A command with its types hidden: arguments in and answer out as JSON.
type Command = fn(&Desk, &Hand<'_>, Value) -> Result<Value>;

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident = $module:ident::$function:ident($of:ident::$args:ident) -> $ret:ty;)*) => {
        &[$((stringify!($name), |desk, hand, args| {
            let asked: desk::$of::$args = serde_json::from_value(args)
                .map_err(|cause| Error::usage("bad-arguments", cause.to_string()))?;
            Ok(serde_json::to_value(desk::$module::$function(desk, hand, asked)?).unwrap())
        })),*]
    };
}

/// Every command by name.
pub const COMMANDS: &[(&str, Command)] =
    include!("../../src-tauri/crates/desk/src/commands/list.rs");

pub const CHIEF: &str = "Edda Chief";
pub const WRITER: &str = "Wim Writer";
pub const OTHER_WRITER: &str = "Wanda Writer";
pub const THIRD_WRITER: &str = "Wolf Writer";
pub const REVIEWER: &str = "Rhea Reviewer";
pub const OTHER_REVIEWER: &str = "Rolf Reviewer";
pub const MODERATOR: &str = "Mo Moderator";
pub const OTHER_MODERATOR: &str = "Mia Moderator";
pub const PUBLISHER: &str = "Pia Publisher";
pub const ADMIN: &str = "Ada Admin";

/// A picture, as small as one can be.
pub const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"80\" height=\"40\"><path d=\"M0 0h80v40z\"/></svg>";

/// Who holds one role each; the chief, who made the library, holds all.
pub const STAFF: [(&str, &str); 9] = [
    (WRITER, "writer"),
    (OTHER_WRITER, "writer"),
    (THIRD_WRITER, "writer"),
    (REVIEWER, "reviewer"),
    (OTHER_REVIEWER, "reviewer"),
    (MODERATOR, "moderator"),
    (OTHER_MODERATOR, "moderator"),
    (PUBLISHER, "publisher"),
    (ADMIN, "admin"),
];

/// Ids and secrets that are the same in every run.
struct Counted(AtomicU64);

impl Ids for Counted {
    fn id(&self) -> Uuid {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        let hash = Hash::of(&count.to_be_bytes());
        let mut bytes = [0; 10];
        bytes.copy_from_slice(&hash.0[..10]);
        uuid::Builder::from_unix_timestamp_millis(1_790_000_000_000 + count, &bytes).into_uuid()
    }

    fn secret(&self) -> [u8; 32] {
        let count = self.0.fetch_add(1, Ordering::Relaxed);
        Hash::of(format!("secret {count}").as_bytes()).0
    }
}

/// Someone who sits at the terminal and knows nobody's passphrase.
struct Unknown;

impl Passphrases for Unknown {
    fn of(&self, _: &Person) -> Result<Passphrase> {
        Err(Error::refused("sealed", "Nobody here knows it."))
    }

    fn now(&self) -> Time {
        Time(1_790_000_000_000)
    }
}

/// A staffed library, open.
pub struct Office {
    /// The folder around it, and the program to work in it.
    pub room: Newsroom,
    desk: Desk,
    ids: Counted,
    clock: AtomicI64,
    people: BTreeMap<String, PersonId>,
}

impl Office {
    /// The chief and one or two of every role.
    pub fn staffed() -> Self {
        let room = Newsroom::empty();
        let ids = Counted(AtomicU64::new(1));
        let new = NewLibrary {
            name: Some("The Harbour Gazette".into()),
            person: Some(CHIEF.into()),
            ..NewLibrary::default()
        };
        let hand = Hand {
            actor: None,
            now: Time(1_790_000_000_000),
            ids: &ids,
            progress: &Quiet,
            passphrases: None,
        };
        let desk = desk::library::create(&room.path("library"), new, &hand).unwrap();
        let chief = desk::person_named(&desk, CHIEF).unwrap().id;
        let mut office = Self {
            room,
            desk,
            ids,
            clock: AtomicI64::new(1_790_000_000_000),
            people: BTreeMap::from([(CHIEF.to_owned(), chief)]),
        };
        for (name, role) in STAFF {
            office.does(CHIEF, "person_add", json!({"name": name, "roles": [role]}));
            let id = desk::person_named(&office.desk, name).unwrap().id;
            office.people.insert(name.to_owned(), id);
        }
        office
    }

    /// Puts a command to the desk, a second after the one before; nobody does it where `who` is empty.
    pub fn ask(&self, who: &str, command: &str, args: Value) -> Result<Value> {
        self.ask_telling(&Quiet, who, command, args)
    }

    /// The same, and `progress` is told how far it is.
    pub fn ask_telling(
        &self,
        progress: &dyn Progress,
        who: &str,
        command: &str,
        args: Value,
    ) -> Result<Value> {
        self.ask_as(progress, None, who, command, args)
    }

    /// The code that comes of it where whoever is asked for a passphrase has none.
    pub fn code_unknown(&self, who: &str, command: &str, args: Value) -> String {
        self.ask_as(&Quiet, Some(&Unknown), who, command, args)
            .map_or_else(|error| error.code, |_| "ok".into())
    }

    fn ask_as(
        &self,
        progress: &dyn Progress,
        passphrases: Option<&dyn Passphrases>,
        who: &str,
        command: &str,
        args: Value,
    ) -> Result<Value> {
        let (_, run) = COMMANDS
            .iter()
            .find(|(name, _)| *name == command)
            .unwrap_or_else(|| panic!("no command {command}"));
        let hand = Hand {
            actor: (!who.is_empty()).then(|| self.person(who)),
            now: Time(self.clock.fetch_add(1000, Ordering::Relaxed)),
            ids: &self.ids,
            progress,
            passphrases,
        };
        run(&self.desk, &hand, args)
    }

    /// The same, which must go through.
    pub fn does(&self, who: &str, command: &str, args: Value) -> Value {
        self.ask(who, command, args.clone())
            .unwrap_or_else(|error| panic!("{who}: {command} {args}: {error:?}"))
    }

    /// Has a backup made if it is time for one, as the window does unasked; whether it was, or could not be.
    pub fn backs_up(&self) -> bool {
        let hand = Hand {
            actor: None,
            now: Time(self.clock.fetch_add(1000, Ordering::Relaxed)),
            ids: &self.ids,
            progress: &Quiet,
            passphrases: None,
        };
        desk::library::back_up_unasked(&self.desk, &hand).unwrap()
    }

    /// Lets hours go by.
    pub fn hours(&self, n: i64) {
        self.clock.fetch_add(n * 3_600_000, Ordering::Relaxed);
    }

    /// Lets days go by.
    pub fn later(&self, days: i64) {
        self.clock.fetch_add(days * 86_400_000, Ordering::Relaxed);
    }

    /// The moment of the next command, in milliseconds.
    pub fn now(&self) -> i64 {
        self.clock.load(Ordering::Relaxed)
    }

    /// The code with which the desk refuses a command; `ok` where it does not.
    pub fn code(&self, who: &str, command: &str, args: Value) -> String {
        self.ask(who, command, args)
            .map_or_else(|error| error.code, |_| "ok".into())
    }

    /// Someone's id.
    pub fn person(&self, who: &str) -> PersonId {
        self.people[who]
    }

    /// A draft by the writer; gives its id.
    pub fn draft(&self, title: &str) -> String {
        self.draft_by(WRITER, title)
    }

    /// A draft by someone; gives its id.
    pub fn draft_by(&self, who: &str, title: &str) -> String {
        let made = self.does(
            who,
            "article_new",
            json!({"title": title, "section": "Transport", "bylines": [WRITER],
                "body": format!("{title}.\n\nThe last boat leaves the old quay at midnight.\n")}),
        );
        made["id"].as_str().unwrap().to_owned()
    }

    /// A draft that was submitted.
    pub fn submitted(&self, title: &str) -> String {
        let id = self.draft(title);
        self.does(WRITER, "article_submit", json!({"article": id}));
        id
    }

    /// An article that is approved as it stands.
    pub fn approved(&self, title: &str) -> String {
        let id = self.submitted(title);
        self.does(REVIEWER, "review_approve", json!({"article": id}));
        id
    }

    /// A submitted article that a reviewer changed and approved: another's confirmation is missing.
    pub fn unconfirmed(&self, title: &str) -> String {
        let id = self.submitted(title);
        self.does(
            REVIEWER,
            "article_edit",
            json!({"article": id, "standfirst": "The council has decided."}),
        );
        self.does(REVIEWER, "review_approve", json!({"article": id}));
        id
    }

    /// Two pending comments on an article, the second an answer to the first; gives their ids.
    pub fn comments(&self, article: &str) -> [String; 2] {
        let line = |id: &str, parent: Option<&str>, body: &str| {
            json!({"id": format!("{article}-{id}"), "article": article,
                "parent": parent.map(|parent| format!("{article}-{parent}")), "author": "Tom Reader",
                "created": "2026-10-01T10:00:00Z", "body": body, "state": "pending"})
            .to_string()
        };
        let lines = [
            line("a", None, "About time!"),
            line("b", Some("a"), "I agree."),
        ];
        let file = self.room.file("comments.jsonl", lines.join("\n"));
        self.does(MODERATOR, "comment_import", json!({"path": file}));
        let page = self.does(MODERATOR, "comment_list", json!({"article": article}));
        let id = |nth: usize| page["items"][nth]["id"].as_str().unwrap().to_owned();
        [id(0), id(1)]
    }

    /// A place beside the library.
    pub fn path(&self, name: &str) -> std::path::PathBuf {
        self.room.path(name)
    }

    /// Writes a release to `name` beside the library; gives its path.
    pub fn release(&self, name: &str) -> std::path::PathBuf {
        let out = self.room.path(name);
        self.does(PUBLISHER, "export_bundle", json!({"out": out}));
        out
    }

    /// Closes the library and leaves its folder.
    pub fn close(self) -> Newsroom {
        self.room
    }
}
