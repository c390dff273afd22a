//! The main path in the terminal, with words that are nowhere else: told once, under strace.

use super::trace;
use crate::newsroom::{Newsroom, program};
use serde_json::{Value, json};
use std::{fs, process::Stdio, sync::OnceLock};

pub const NAME: &str = "Orsolya Vexbrand";
pub const COMMENT: &str = "Blixkommentar";
pub const EMAIL: &str = "vexmail@quorra.example";
pub const ADDRESS: &str = "203.0.113.77";
pub const PASSPHRASE: &str = "vier wexel tausend hufe";
pub const HOME: &str = "heimvexdir";
const REVIEWER: &str = "Tibor Quaxholm";
const HEADLINE: &str = "Zwergpinguin Zorbalux";
const BODY: &str = "Kwyxlampe";
const NOTE: &str = "Nurxnotiz";
const LIBRARY: &str = "Vexgazette";

/// All of them.
pub const WORDS: &[&str] = &[
    NAME, REVIEWER, HEADLINE, BODY, NOTE, COMMENT, EMAIL, ADDRESS, LIBRARY, PASSPHRASE, HOME,
];

/// Those that even a refusal must not say: it may name an article or a person that someone typed.
pub const PRIVATE: &[&str] = &[BODY, NOTE, COMMENT, EMAIL, ADDRESS, PASSPHRASE];

/// What stands beside the library in the end, because it was made or asked for.
pub const ASKED_FOR: &[&str] = &[
    "library",
    HOME,
    "tmp",
    "words",
    "wrong",
    "text.md",
    "other.md",
    "page.html",
    "comments.jsonl",
    "spoilt.jsonl",
    "drawing.svg",
    "bundle.zip",
    "spoilt.zip",
    "bundle",
    "backup",
    "restored",
    "damaged",
    "out.jsonl",
    "comments.out",
    "theme",
    "profile.toml",
];

/// A run of the program.
pub struct Step {
    pub args: Vec<String>,
    pub status: i32,
    pub out: String,
    pub err: String,
    pub trace: String,
}

/// What was done, and where.
pub struct Told {
    pub room: Newsroom,
    pub runs: Vec<Step>,
}

/// The story; it takes its time, so all tests read the same.
pub fn told() -> &'static Told {
    static TOLD: OnceLock<Told> = OnceLock::new();
    TOLD.get_or_init(tell)
}

impl Told {
    /// Does something as someone.
    fn step(&mut self, who: &str, args: &[&str]) -> &Step {
        let to = self.room.path(&format!("traces/{}", self.runs.len()));
        let mut command = trace::strace(&to, false);
        command.arg(program()).args(["--json"]);
        if !who.is_empty() {
            command.args(["--as", who]);
        }
        if who == REVIEWER && !args.contains(&"seal") {
            let file = self.room.path("words");
            command.arg("--passphrase-file").arg(file);
        }
        command
            .args(args)
            .current_dir(self.room.path(""))
            .stdin(Stdio::null())
            .env("COPYDESK_LIBRARY", self.room.path("library"))
            .env("HOME", self.room.path(HOME))
            .env("TMPDIR", self.room.path("tmp"))
            .env_remove("COPYDESK_PERSON")
            .env_remove("XDG_DATA_HOME");
        let done = command.output().unwrap();
        self.runs.push(Step {
            args: args.iter().map(|one| (*one).to_owned()).collect(),
            status: done.status.code().unwrap_or(-1),
            out: String::from_utf8(done.stdout).unwrap(),
            err: String::from_utf8(done.stderr).unwrap(),
            trace: fs::read_to_string(to).unwrap(),
        });
        self.runs.last().unwrap()
    }

    /// The same, which must go well; gives what it printed.
    fn does(&mut self, who: &str, args: &[&str]) -> Value {
        let step = self.step(who, args);
        assert_eq!(step.status, 0, "{args:?}: {}{}", step.out, step.err);
        serde_json::from_str(&step.out).unwrap()
    }

    /// The same, which must fail.
    fn fails(&mut self, who: &str, args: &[&str]) {
        let step = self.step(who, args);
        assert_ne!(step.status, 0, "{args:?}: {}", step.out);
    }
}

fn tell() -> Told {
    let room = Newsroom::empty();
    for folder in [HOME, "tmp", "traces"] {
        fs::create_dir(room.path(folder)).unwrap();
    }
    let page = format!(
        "<html lang=en><head><title>{HEADLINE}</title></head><body><article><h1>{HEADLINE}</h1>\
         <p>The {BODY} was lit on Friday evening for the first time since the cable broke.</p>\
         <img src=\"https://quorra.example/lamp.png\"><p>By {NAME}</p></article></body></html>"
    );
    let comment = json!({"id": "c-1", "article": "lamp", "author": NAME, "email": EMAIL, "address": ADDRESS,
        "created": "2026-05-02T08:00:00Z", "body": COMMENT, "state": "pending"});
    room.file("words", PASSPHRASE);
    room.file("wrong", format!("not {PASSPHRASE}"));
    room.file(
        "text.md",
        format!("The {BODY} is lit. See https://quorra.example/lamp\n"),
    );
    room.file("other.md", format!("The {BODY} is lit again.\n"));
    room.file("page.html", page);
    room.file("comments.jsonl", format!("{comment}\n"));
    room.file(
        "spoilt.jsonl",
        format!("{comment}\n{{\"body\": \"{COMMENT}\", \"email\": \"{EMAIL}\n"),
    );
    room.file("drawing.svg", crate::office::DRAWING);
    let mut told = Told { room, runs: vec![] };
    let id = write(&mut told);
    publish(&mut told, &id);
    moderate(&mut told);
    look_around(&mut told);
    keep(&mut told);
    go_wrong(&mut told, &id);
    told
}

/// A draft, its review and its approval.
fn write(told: &mut Told) -> String {
    told.does("", &["init", "--name", LIBRARY, "--person", NAME]);
    told.does(
        NAME,
        &["person", "add", REVIEWER, "--roles", "reviewer,moderator"],
    );
    told.does(REVIEWER, &["person", "seal", "--passphrase-file", "words"]);
    told.does(NAME, &["import", "page.html"]);
    let made = told.does(
        NAME,
        &[
            "article",
            "new",
            "--title",
            HEADLINE,
            "--section",
            "Town",
            "--byline",
            NAME,
            "--file",
            "text.md",
        ],
    );
    let id = made["id"].as_str().unwrap().to_owned();
    told.does(NAME, &["article", "edit", &id, "--file", "other.md"]);
    told.does(NAME, &["asset", "add", "drawing.svg"]);
    told.does(NAME, &["article", "submit", &id]);
    told.does("", &["article", "diff", &id]);
    told.step("", &["check", &id]);
    let note = told.does(
        REVIEWER,
        &["review", "note", &id, "--quote", BODY, "--text", NOTE],
    );
    let note = note["id"].as_str().unwrap().to_owned();
    told.does("", &["review", "notes", &id]);
    told.does(NAME, &["review", "resolve", &note]);
    told.does(REVIEWER, &["review", "approve", &id]);
    id
}

/// Bundles out, and what is at hand to make them.
fn publish(told: &mut Told, id: &str) {
    told.does(NAME, &["export", "--out", "bundle.zip"]);
    told.does(NAME, &["export", "--out", "bundle"]);
    told.does("", &["verify", "bundle.zip"]);
    told.does("", &["article", "show", id]);
    told.does("", &["theme", "show"]);
    told.does("", &["template", "list"]);
    told.does("", &["edition", "list"]);
    told.does("", &["profile", "list"]);
    told.does("", &["byline", "list"]);
    told.does("", &["key", "list"]);
}

fn moderate(told: &mut Told) {
    told.does(REVIEWER, &["comment", "import", "comments.jsonl"]);
    let list = told.does(REVIEWER, &["comment", "list"]);
    let id = list["items"][0]["id"].as_str().unwrap().to_owned();
    told.does(REVIEWER, &["comment", "show", &id]);
    told.does(REVIEWER, &["comment", "decide", &id, "--publish"]);
    told.does("", &["comment", "explain", &id]);
    told.does(REVIEWER, &["commenter", "show", &id]);
    told.does(REVIEWER, &["comment", "export", "comments.out"]);
    told.does(REVIEWER, &["undo"]);
    told.does(REVIEWER, &["rules", "show"]);
}

fn look_around(told: &mut Told) {
    told.does("", &["search", BODY]);
    told.does("", &["activity"]);
    told.does("", &["bin", "list"]);
    told.does("", &["person", "list"]);
    told.does("", &["review", "queue"]);
    told.does("", &["library", "stats"]);
    told.does("", &["library", "set"]);
    let archive = crate::checkout::root().join("tests/fixtures/archives/wxr/town.xml");
    let archive = archive.to_str().unwrap().to_owned();
    told.does(NAME, &["import", &archive, "--dry-run"]);
    told.does(NAME, &["import", &archive]);
}

fn keep(told: &mut Told) {
    told.does("", &["library", "check"]);
    told.does(NAME, &["library", "backup", "backup"]);
    told.does(NAME, &["library", "restore", "backup", "restored"]);
    told.does(NAME, &["library", "export", "out.jsonl"]);
    told.does(NAME, &["library", "repair"]);
}

/// Wrong words, broken files, damage.
fn go_wrong(told: &mut Told, id: &str) {
    told.fails(
        NAME,
        &["comment", "import", "spoilt.jsonl", "--format", "no-such"],
    );
    told.step(REVIEWER, &["comment", "import", "spoilt.jsonl"]);
    told.fails("", &["article", "show", "ffff"]);
    told.fails(
        NAME,
        &["review", "note", id, "--quote", "Nowhere", "--text", NOTE],
    );
    let as_reviewer = ["--as", REVIEWER, "--passphrase-file", "wrong", "undo"];
    told.fails("", &as_reviewer);
    told.fails(NAME, &["import", "words"]);
    let mut bundle = fs::read(told.room.path("bundle.zip")).unwrap();
    let middle = bundle.len() / 2;
    bundle[middle..middle + 64].fill(0x55);
    told.room.file("spoilt.zip", bundle);
    told.fails("", &["verify", "spoilt.zip"]);
    let library = told.room.path("library/library.db");
    let mut database = fs::read(&library).unwrap();
    let place = database
        .windows(BODY.len())
        .position(|at| at == BODY.as_bytes());
    let place = place.unwrap_or(database.len() / 2);
    database[place] ^= 1;
    fs::create_dir(told.room.path("damaged")).unwrap();
    told.room.file("damaged/library.db", database);
    told.step("", &["library", "check", "--library", "damaged"]);
}
