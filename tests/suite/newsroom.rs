//! A library of its own in a fresh folder, and the real `copydesk` to work in it.

use serde_json::Value;
use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::OnceLock,
};
use tempfile::TempDir;

/// A library that a test makes for itself. Dropped, it is gone.
pub struct Newsroom {
    dir: TempDir,
}

/// What a run of the program gave.
pub struct Run {
    /// Its exit status.
    pub status: i32,
    /// What it printed.
    pub out: String,
    /// What it said on standard error.
    pub err: String,
}

impl Run {
    /// The one JSON value that it printed, where it went through.
    pub fn value(&self) -> Value {
        assert_eq!(self.status, 0, "{}{}", self.out, self.err);
        serde_json::from_str(&self.out).unwrap_or_else(|cause| panic!("{cause}: {}", self.out))
    }

    /// The error that it reported as one JSON line, and its exit status.
    pub fn refusal(&self) -> (i32, String) {
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        let line: Value =
            serde_json::from_str(&self.err).unwrap_or_else(|cause| panic!("{cause}: {}", self.err));
        assert!(
            line["error"]["message"]
                .as_str()
                .is_some_and(|message| !message.is_empty()),
            "{line}"
        );
        assert!(
            line["error"]
                .as_object()
                .is_some_and(|error| error.contains_key("hint")),
            "{line}"
        );
        assert_eq!(self.out, "", "an error prints no result");
        (
            self.status,
            line["error"]["code"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        )
    }
}

impl Newsroom {
    /// A folder without a library yet.
    pub fn empty() -> Self {
        Self {
            dir: TempDir::new().unwrap(),
        }
    }

    /// A library with an editor-in-chief who holds every role, a writer and a reviewer.
    pub fn staffed() -> Self {
        let room = Self::empty();
        let made = room.run(&[
            "init",
            "--name",
            "The Harbour Gazette",
            "--person",
            "Edda Chief",
        ]);
        assert_eq!(made.status, 0, "{}", made.err);
        for (name, roles) in [
            ("Wim Writer", "writer"),
            ("Rhea Reviewer", "reviewer"),
            ("Mo Moderator", "moderator"),
        ] {
            room.json("Edda Chief", &["person", "add", name, "--roles", roles]);
        }
        room
    }

    /// The sample newsroom.
    pub fn sample() -> Self {
        let room = Self::empty();
        let made = room.run(&["init", "--sample"]);
        assert_eq!(made.status, 0, "{}", made.err);
        room
    }

    /// A path beside the library.
    pub fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// A file beside the library; gives its path.
    pub fn file(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        let path = self.path(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// The program, told to work in this library and in no other.
    pub fn command(&self, args: &[&str]) -> Command {
        self.at_home(Command::new(program()), args)
    }

    /// The same, with what is done to a signal where the program is started, as `env` says it.
    pub fn command_with(&self, signals: &str, args: &[&str]) -> Command {
        let mut command = Command::new("env");
        command.arg(signals).arg(program());
        self.at_home(command, args)
    }

    fn at_home(&self, mut command: Command, args: &[&str]) -> Command {
        command
            .args(args)
            .current_dir(self.dir.path())
            .env("COPYDESK_LIBRARY", self.path("library"));
        command
            .env_remove("COPYDESK_PERSON")
            .env("HOME", self.dir.path())
            .env_remove("XDG_DATA_HOME");
        command
    }

    /// Runs it to its end.
    pub fn run(&self, args: &[&str]) -> Run {
        run_of(self.command(args).stdin(Stdio::null()).output().unwrap())
    }

    /// Runs it with `input` on standard input.
    pub fn feed(&self, args: &[&str], input: &[u8]) -> Run {
        let mut command = self.command(args);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        run_of(child.wait_with_output().unwrap())
    }

    /// Runs it as `person` with `--json`.
    pub fn ask(&self, person: &str, args: &[&str]) -> Run {
        self.run(&[&["--json", "--as", person], args].concat())
    }

    /// The JSON of what `person` did.
    pub fn json(&self, person: &str, args: &[&str]) -> Value {
        self.ask(person, args).value()
    }

    /// A draft by the writer; gives its id.
    pub fn draft(&self, title: &str, body: &str) -> String {
        let file = self.file("body.md", body);
        let made = self.json(
            "Wim Writer",
            &[
                "article",
                "new",
                "--title",
                title,
                "--section",
                "Transport",
                "--byline",
                "Wim Writer",
                "--file",
                &file,
            ],
        );
        made["id"].as_str().unwrap().to_owned()
    }

    /// An article that is approved as it stands; gives its id.
    pub fn approved(&self, title: &str, body: &str) -> String {
        let id = self.draft(title, body);
        self.json("Wim Writer", &["article", "submit", &id]);
        self.json("Rhea Reviewer", &["review", "approve", &id]);
        id
    }
}

fn run_of(output: Output) -> Run {
    Run {
        status: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The program that is tested: the one that `COPYDESK_BIN` names, or the one built from this checkout.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| variable("COPYDESK_BIN").map_or_else(built, PathBuf::from))
}

/// Built beside the tests' own binary, in the same profile. Where there is no cargo, what is built already must do.
fn built() -> PathBuf {
    let tests = std::env::current_exe().unwrap();
    let profile = tests
        .ancestors()
        .find(|dir| dir.file_name().is_some_and(|name| name == "deps"))
        .unwrap();
    let profile = profile.parent().unwrap();
    let mut cargo = Command::new(variable("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        // Of the whole workspace, so that what it stands on is built once and not again with fewer features.
        .args([
            "build",
            "--quiet",
            "--workspace",
            "--bin",
            "copydesk",
            "--target-dir",
        ])
        .arg(profile.parent().unwrap());
    if profile.ends_with("release") {
        cargo.arg("--release");
    }
    let program = profile.join(format!("copydesk{}", std::env::consts::EXE_SUFFIX));
    match cargo.current_dir(env!("CARGO_MANIFEST_DIR")).status() {
        Ok(ended) => assert!(ended.success(), "copydesk can't be built"),
        Err(_) => assert!(
            program.exists(),
            "copydesk is not built, and there is no cargo"
        ),
    }
    program
}

#[expect(
    clippy::disallowed_methods,
    reason = "a test is told by the environment what to run"
)]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
