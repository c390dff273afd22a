//! Everything that the terminal writes, as deeds that can be done round after round, and how one sees that one was done.

use super::{CHIEF, MODERATOR, WRITER};
use crate::newsroom::Newsroom;
use serde_json::{Value, json};
use std::{fs, path::Path, process::Command};

const REVIEWER: &str = "Rhea Reviewer";

/// The kept libraries of earlier schemas.
const KEPT: [(&str, &[u8]); 11] = [
    ("1", include_bytes!("../../fixtures/library-1.db.zst")),
    ("2", include_bytes!("../../fixtures/library-2.db.zst")),
    ("3", include_bytes!("../../fixtures/library-3.db.zst")),
    ("4", include_bytes!("../../fixtures/library-4.db.zst")),
    ("5", include_bytes!("../../fixtures/library-5.db.zst")),
    ("6", include_bytes!("../../fixtures/library-6.db.zst")),
    ("7", include_bytes!("../../fixtures/library-7.db.zst")),
    ("8", include_bytes!("../../fixtures/library-8.db.zst")),
    ("9", include_bytes!("../../fixtures/library-9.db.zst")),
    ("10", include_bytes!("../../fixtures/library-10.db.zst")),
    ("11", include_bytes!("../../fixtures/library-11.db.zst")),
];

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Deed {
    New,
    Edit,
    Submit,
    Approve,
    SendBack,
    Decide,
    Page,
    Comments,
    Zip,
    Folder,
    Backup,
    Migrate,
}

use Deed::{
    Approve, Backup, Comments, Decide, Edit, Folder, Migrate, New, Page, SendBack, Submit, Zip,
};

/// The sorts of work, each with its deeds.
pub const SORTS: [(&str, &[Deed]); 6] = [
    ("drafting", &[New, Edit, Submit]),
    ("deciding", &[Approve, SendBack, Decide]),
    ("importing", &[Page, Comments]),
    ("exporting", &[Zip, Folder]),
    ("backing up", &[Backup]),
    ("migrating", &[Migrate]),
];

/// What has to be there once a deed was acknowledged.
#[derive(Debug, Clone)]
pub enum Trace {
    /// A text among the revisions of the article.
    Text(String),
    /// An article of this id or headline that stands so, or further along.
    Stands(String, &'static [&'static str]),
    /// A comment that was rejected for this reason.
    Rejected(String, &'static str),
    /// So many articles or comments with this word.
    Found(String, usize),
    /// A bundle that verifies.
    Bundle(&'static str),
    /// A library with at least so many entries in its journal.
    Library(String, u64),
    /// A library of an earlier schema with all that it held.
    Migrated(String, Value),
}

/// A deed that is about to be done.
pub struct Ready {
    /// How the terminal is told.
    pub args: Vec<String>,
    /// What has to be there after it.
    pub trace: Trace,
    /// The folder of the library that it writes.
    pub library: String,
}

/// A newsroom with something to do of every sort.
pub struct Floor {
    pub room: Newsroom,
    article: String,
    comments: Vec<String>,
    /// What each kept library holds once it came forward.
    forward: Vec<Value>,
}

fn strings(args: &[&str]) -> Vec<String> {
    args.iter().map(|arg| (*arg).to_owned()).collect()
}

fn text(round: usize) -> String {
    format!("The last bus leaves at midnight, says edition {round}.\n").repeat(200)
}

/// The id of what was made.
fn id(made: &Value) -> String {
    made["id"].as_str().unwrap().to_owned()
}

impl Floor {
    /// With so many comments that wait.
    pub fn new(comments: usize) -> Self {
        let room = Newsroom::staffed();
        let article = room.approved("Night buses to the harbour", "The last bus is late.\n");
        let picture = room.file("quay.svg", crate::office::DRAWING);
        room.json(WRITER, &["asset", "add", &picture]);
        let lines: Vec<String> = (0..comments)
            .map(|n| {
                json!({"id": format!("c{n}"), "article": article, "parent": null, "author": "Tom Reader",
                    "created": "2026-10-01T10:00:00Z", "body": format!("Remark {n}"), "state": "pending"})
                .to_string()
            })
            .collect();
        let file = room.file("comments.jsonl", lines.join("\n"));
        room.json(MODERATOR, &["comment", "import", &file]);
        let most = comments.to_string();
        let list = room.json(MODERATOR, &["comment", "list", "--limit", &most]);
        let comments = list["items"].as_array().unwrap().iter().map(id).collect();
        let mut floor = Self {
            room,
            article,
            comments,
            forward: vec![],
        };
        for nth in 0..KEPT.len() {
            let dir = floor.kept(nth, "kept");
            floor.forward.push(floor.holds(&dir));
        }
        floor
    }

    /// A kept library in a folder of its own; gives the folder.
    fn kept(&self, nth: usize, name: &str) -> String {
        let (version, packed) = KEPT[nth];
        let dir = self.room.path(&format!("{name}-{version}"));
        fs::create_dir_all(dir.join("assets")).unwrap();
        let bytes = zstd::stream::decode_all(packed).unwrap();
        fs::write(dir.join("library.db"), bytes).unwrap();
        dir.to_str().unwrap().to_owned()
    }

    /// What a library holds, as the terminal tells it.
    fn holds(&self, library: &str) -> Value {
        let ask = |args: &[&str]| {
            self.room
                .run(&[&["--json", "--library", library], args].concat())
                .value()
        };
        let mut stats = ask(&["library", "stats"]);
        // How large the file is depends on how it was written.
        stats.as_object_mut().unwrap().remove("bytes");
        json!({"articles": ask(&["article", "list", "--limit", "1000"]), "people": ask(&["person", "list"]), "stats": stats})
    }

    /// An article that was submitted, of which nobody was killed.
    fn submitted(&self, round: usize) -> String {
        let id = self.draft(round);
        self.room.json(WRITER, &["article", "submit", &id]);
        id
    }

    fn draft(&self, round: usize) -> String {
        self.room
            .draft(&format!("Tide table {round}"), "High water at noon.\n")
    }

    /// Gets everything ready for a deed.
    pub fn ready(&self, deed: Deed, round: usize) -> Ready {
        let room = &self.room;
        let own = |who: &str, args: &[&str], trace| Ready {
            args: strings(&[&["--as", who], args].concat()),
            trace,
            library: room.path("library").to_str().unwrap().to_owned(),
        };
        match deed {
            New => {
                let title = format!("A bell for pier {round}");
                let file = room.file("new.md", text(round));
                let new = ["article", "new", "--title", &title, "--file", &file];
                own(WRITER, &new, Trace::Stands(title.clone(), &["draft"]))
            }
            Edit => {
                let file = room.file("edit.md", text(round));
                let edit = ["article", "edit", &self.article, "--file", &file];
                own(WRITER, &edit, Trace::Text(text(round)))
            }
            Submit => {
                let id = self.draft(round);
                let trace = Trace::Stands(id.clone(), &["in-review"]);
                own(WRITER, &["article", "submit", &id], trace)
            }
            Approve => {
                let id = self.submitted(round);
                let trace = Trace::Stands(id.clone(), &["approved", "published"]);
                own(REVIEWER, &["review", "approve", &id], trace)
            }
            SendBack => {
                let id = self.submitted(round);
                let trace = Trace::Stands(id.clone(), &["changes-requested"]);
                let note = ["--note", "Which bus?"];
                let say = [&["review", "request-changes", &id], &note[..]].concat();
                own(REVIEWER, &say, trace)
            }
            Decide => {
                let reason = ["hate", "spam", "off-topic", "copyright"][round % 4];
                let comment = &self.comments[round % self.comments.len()];
                let say = ["comment", "decide", comment, "--reject", "--reason", reason];
                own(MODERATOR, &say, Trace::Rejected(comment.clone(), reason))
            }
            Page | Comments => self.coming(deed, round),
            Zip | Folder | Backup | Migrate => self.going(deed, round),
        }
    }

    fn coming(&self, deed: Deed, round: usize) -> Ready {
        let room = &self.room;
        let library = room.path("library").to_str().unwrap().to_owned();
        let (word, count) = (format!("bell{round}x"), if deed == Page { 1 } else { 3 });
        let trace = Trace::Found(word.clone(), count);
        let args = if deed == Page {
            let text = format!("# Bell {word}\n\nIt rang.\n");
            let file = room.file(&format!("import-{round}.md"), text);
            strings(&["--as", WRITER, "import", &file])
        } else {
            let lines = (0..count).map(|n| {
                json!({"id": format!("i{round}-{n}"), "article": self.article, "parent": null, "author": "Pia Reader",
                    "created": "2026-10-02T10:00:00Z", "body": format!("I heard {word}"), "state": "published"})
                .to_string()
            });
            let text = lines.collect::<Vec<_>>().join("\n");
            let file = room.file(&format!("import-{round}.jsonl"), text);
            strings(&["--as", MODERATOR, "comment", "import", &file])
        };
        Ready {
            args,
            trace,
            library,
        }
    }

    fn going(&self, deed: Deed, round: usize) -> Ready {
        let room = &self.room;
        let mut library = room.path("library").to_str().unwrap().to_owned();
        let (args, trace) = match deed {
            Zip | Folder => {
                // There is something new in each.
                let id = self.submitted(round);
                room.json(REVIEWER, &["review", "approve", &id]);
                let out = if deed == Zip { "bundle.zip" } else { "bundle" };
                let whole = room.path(out);
                let export = strings(&["--as", CHIEF, "export", "--out", whole.to_str().unwrap()]);
                (export, Trace::Bundle(out))
            }
            Backup => {
                let dir = room.path(&format!("backup-{round}"));
                let dir = dir.to_str().unwrap();
                let entries = self.entries(&library);
                let copy = strings(&["--as", CHIEF, "library", "backup", dir]);
                (copy, Trace::Library(dir.to_owned(), entries))
            }
            _ => {
                let nth = round % KEPT.len();
                library = self.kept(nth, &format!("old-{round}"));
                let open = strings(&["--library", &library, "article", "list"]);
                let holds = self.forward[nth].clone();
                (open, Trace::Migrated(library.clone(), holds))
            }
        };
        Ready {
            args,
            trace,
            library,
        }
    }

    fn entries(&self, library: &str) -> u64 {
        let stats = ["--json", "--library", library, "library", "stats"];
        self.room.run(&stats).value()["entries"].as_u64().unwrap()
    }

    /// The program, told to do it.
    pub fn command(&self, ready: &Ready) -> Command {
        let args: Vec<&str> = ready.args.iter().map(String::as_str).collect();
        self.room.command(&args)
    }

    /// A library opens, and its check finds nothing.
    pub fn is_whole(&self, library: &str, when: &str) {
        let check = ["--json", "--library", library, "library", "check"];
        let run = self.room.run(&check);
        assert_eq!(run.status, 0, "{when}: {library}: {}{}", run.out, run.err);
    }

    /// Whether what was acknowledged is there.
    pub fn is_there(&self, trace: &Trace) -> bool {
        let room = &self.room;
        match trace {
            Trace::Text(text) => self.texts().any(|one| one == *text),
            Trace::Stands(which, how) => {
                let list = room.run(&["--json", "article", "list", "--limit", "2000"]);
                let list = list.value();
                let mut all = list["items"].as_array().unwrap().iter();
                let it = all.find(|one| one["id"] == **which || one["title"] == **which);
                it.is_some_and(|one| how.contains(&one["status"].as_str().unwrap()))
            }
            Trace::Rejected(comment, reason) => {
                let found = room.run(&["--json", "comment", "explain", comment]);
                let found = found.value();
                found["state"] == "rejected" && found["reasons"][0]["code"] == **reason
            }
            Trace::Found(word, count) => self.found(word) == *count,
            Trace::Bundle(out) => room.run(&["verify", out]).status == 0,
            Trace::Library(dir, entries) => {
                self.is_whole(dir, "what was acknowledged");
                self.entries(dir) >= *entries
            }
            Trace::Migrated(dir, holds) => {
                self.is_whole(dir, "what was acknowledged");
                self.holds(dir) == *holds
            }
        }
    }

    /// The texts that the article had, newest first.
    fn texts(&self) -> impl Iterator<Item = String> {
        let history = ["--json", "article", "history", &self.article];
        let history = self.room.run(&history).value();
        let all = history["items"].as_array().unwrap().clone();
        all.into_iter().map(|entry| {
            let of = entry["revision"].as_str().unwrap();
            let show = ["article", "show", &self.article, "--revision", of];
            self.room
                .run(&[&show[..], &["--format", "md"]].concat())
                .out
        })
    }

    fn found(&self, word: &str) -> usize {
        let found = self.room.run(&["--json", "--as", CHIEF, "search", word]);
        found.value()["items"].as_array().unwrap().len()
    }

    /// After a deed that nobody acknowledged: it was done, or it was not, and never by half.
    pub fn is_done_or_not(&self, ready: &Ready, when: &str) {
        match &ready.trace {
            Trace::Found(word, count) => {
                let found = self.found(word);
                assert!(found == 0 || found == *count, "{when}: {found} of {count}");
            }
            Trace::Bundle(out) if self.room.path(out).exists() => {
                assert!(self.is_there(&ready.trace), "{when}: {out}");
            }
            Trace::Library(dir, _) => self.is_copy_or_none(dir, when),
            Trace::Migrated(dir, holds) => {
                assert_eq!(self.holds(dir), *holds, "{when}: {dir}");
            }
            _ => {}
        }
    }

    /// What a backup that was cut off left is no library, or a whole one.
    fn is_copy_or_none(&self, dir: &str, when: &str) {
        if !Path::new(dir).exists() {
            return;
        }
        let check = ["--json", "--library", dir, "library", "check"];
        let run = self.room.run(&check);
        if run.status != 0 {
            let refusal = run.refusal();
            assert_eq!(refusal, (3, "no-library".into()), "{when}: {dir}");
        }
    }
}
