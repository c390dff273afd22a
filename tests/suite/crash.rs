//! Killed at any moment, out of space, or with a failing disk: what was acknowledged is there, and nothing is half done.

mod clock;
mod deeds;
mod faults;
mod import;
mod kills;
mod over;
mod synced;
mod target;
mod together;

pub(crate) use faults::Sealed;

use crate::newsroom::{Newsroom, Run, program};
use serde_json::{Value, json};
use std::{
    fs,
    path::Path,
    process::{Command, Stdio},
};

const WRITER: &str = "Wim Writer";
const MODERATOR: &str = "Mo Moderator";
const CHIEF: &str = "Edda Chief";

/// A library with an article that is live, and one that only waits for a release.
struct Desk {
    room: Newsroom,
    article: String,
    comments: Vec<String>,
}

fn desk() -> Desk {
    let room = Newsroom::staffed();
    let article = room.approved(
        "Night buses to the harbour",
        "The last bus leaves at midnight.\n",
    );
    room.json(CHIEF, &["export", "--out", "bundle.zip"]);
    room.approved("A ferry for Sundays", "It sails at ten.\n");
    let lines = (0..20).map(|n| {
        json!({"id": format!("c{n}"), "article": article, "parent": null, "author": "Tom Reader",
            "created": "2026-10-01T10:00:00Z", "body": format!("Remark {n}"), "state": "pending"})
        .to_string()
    });
    let file = room.file("comments.jsonl", lines.collect::<Vec<_>>().join("\n"));
    room.json(MODERATOR, &["comment", "import", &file]);
    let list = room.json(MODERATOR, &["comment", "list"]);
    let comments = list["items"].as_array().unwrap().iter();
    let comments = comments
        .map(|comment| comment["id"].as_str().unwrap().to_owned())
        .collect();
    Desk {
        room,
        article,
        comments,
    }
}

/// What is written, in its `round`; and whether it is there.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Edit,
    Decide,
    Import,
    Export,
    ExportFolder,
}

impl Desk {
    fn args(&self, deed: Deed, round: usize) -> Vec<String> {
        let own = |args: &[&str]| args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>();
        match deed {
            Deed::Edit => {
                let file = self.room.file("edit.md", text(round));
                own(&[
                    "--as",
                    WRITER,
                    "article",
                    "edit",
                    &self.article,
                    "--file",
                    &file,
                ])
            }
            Deed::Decide => {
                let reason =
                    ["hate", "spam", "off-topic", "copyright"][round / self.comments.len() % 4];
                let comment = &self.comments[round % self.comments.len()];
                own(&[
                    "--as", MODERATOR, "comment", "decide", comment, "--reject", "--reason", reason,
                ])
            }
            Deed::Import => {
                let file = self.room.file(
                    &format!("import-{round}.md"),
                    format!("# Bell number {round}\n\nIt rang.\n"),
                );
                own(&["--as", WRITER, "import", &file])
            }
            Deed::Export => own(&["--as", CHIEF, "export", "--out", "bundle.zip"]),
            Deed::ExportFolder => own(&["--as", CHIEF, "export", "--out", "bundle"]),
        }
    }

    fn command(&self, deed: Deed, round: usize) -> Command {
        let args = self.args(deed, round);
        self.room
            .command(&args.iter().map(String::as_str).collect::<Vec<_>>())
    }

    fn is_there(&self, deed: Deed, round: usize) -> bool {
        match deed {
            Deed::Edit => {
                let history = self
                    .room
                    .run(&["--json", "article", "history", &self.article])
                    .value();
                history["items"].as_array().unwrap().iter().any(|entry| {
                    let revision = entry["revision"].as_str().unwrap();
                    let show = [
                        "article",
                        "show",
                        &self.article,
                        "--revision",
                        revision,
                        "--format",
                        "md",
                    ];
                    self.room.run(&show).out == text(round)
                })
            }
            Deed::Decide => {
                let comment = &self.comments[round % self.comments.len()];
                self.room
                    .run(&["--json", "comment", "explain", comment])
                    .value()["state"]
                    == "rejected"
            }
            Deed::Import => {
                let found = self
                    .room
                    .run(&["--json", "search", &format!("\"Bell number {round}\"")])
                    .value();
                !found["items"].as_array().unwrap().is_empty()
            }
            Deed::Export => self.room.run(&["verify", "bundle.zip"]).status == 0,
            Deed::ExportFolder => self.room.run(&["verify", "bundle"]).status == 0,
        }
    }

    /// The library is whole, and where a bundle is, it is a whole one.
    fn is_sound(&self, when: &str) {
        let check = self.room.run(&["--json", "library", "check"]);
        assert_eq!(check.status, 0, "{when}: {}{}", check.out, check.err);
        for name in ["bundle", "bundle.zip"] {
            if self.room.path(name).exists() {
                let found = self.room.run(&["--json", "verify", name]);
                assert_eq!(
                    found.status, 0,
                    "{when}: {name}: {}{}",
                    found.out, found.err
                );
            }
        }
    }
}

fn text(round: usize) -> String {
    format!("The last bus leaves at midnight, says edition {round}.\n").repeat(200)
}

/// What an export that was killed left is gone after the next one.
fn leaves_nothing_behind(room: &Newsroom) {
    let left: Vec<String> = fs::read_dir(room.path(""))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains(".copydesk-"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

/// Whether strace can follow a program here and put faults in its way.
fn strace() -> bool {
    let fault = "inject=fsync:error=EIO";
    let args = ["-f", "-qq", "-o", "/dev/null", "-e", fault, "true"];
    Command::new("strace")
        .args(args)
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|ended| ended.success())
}

/// Runs a command with faults in its system calls, several with a space between; gives what came of it, `None` where it
/// was killed.
fn traced(room: &Newsroom, fault: &str, inner: Command) -> Option<Run> {
    let mut command = Command::new("strace");
    command
        .args(["-f", "-qq", "-o", "/dev/null"])
        .args(fault.split(' ').map(|one| format!("--inject={one}")))
        .arg(program())
        .arg("--json")
        .args(inner.get_args())
        .current_dir(room.path(""))
        .stdin(Stdio::null())
        .env("COPYDESK_LIBRARY", room.path("library"))
        .env("HOME", room.path(""))
        .env_remove("COPYDESK_PERSON");
    let output = command.output().unwrap();
    output.status.code().map(|status| Run {
        status,
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    })
}

impl Desk {
    fn with_fault(&self, fault: &str, deed: Deed, round: usize) -> Option<Run> {
        traced(&self.room, fault, self.command(deed, round))
    }
}

#[test]
fn a_crash_at_each_write_in_turn_loses_nothing_that_was_acknowledged() {
    if !strace() {
        return println!("not checked: strace can't follow programs here");
    }
    let desk = desk();
    let mut killed = 0;
    for (deed, calls) in [
        (Deed::Edit, "pwrite64"),
        (Deed::Edit, "fdatasync,fsync"),
        (Deed::Decide, "pwrite64"),
        (Deed::Import, "pwrite64"),
        (Deed::ExportFolder, "rename,renameat,renameat2,unlinkat"),
        (Deed::Export, "rename,renameat,renameat2,unlinkat"),
    ] {
        for nth in 1..100 {
            let round = 2000 + killed;
            // Every second point of the many writes is enough beside the random ones.
            let when = if calls == "pwrite64" { nth * 2 } else { nth };
            let ended =
                desk.with_fault(&format!("{calls}:signal=SIGKILL:when={when}"), deed, round);
            desk.is_sound(&format!("{deed:?} killed at {calls} {when}"));
            if let Some(run) = ended {
                assert_eq!(run.status, 0, "{}", run.err);
                assert!(desk.is_there(deed, round), "{deed:?}: {calls} {when}");
                break;
            }
            killed += 1;
        }
    }
    println!("killed at {killed} different calls");
    assert!(killed > 10);
}

#[test]
fn a_crash_while_a_library_is_made_leaves_one_or_room_for_one() {
    if !strace() {
        return println!("not checked: strace can't follow programs here");
    }
    let mut killed = 0;
    for nth in (1..200).step_by(3) {
        let room = Newsroom::empty();
        let init = ["init", "--person", "Solveig Alone"];
        let fault = format!("pwrite64,fdatasync,ftruncate:signal=SIGKILL:when={nth}");
        if traced(&room, &fault, room.command(&init)).is_some() {
            break;
        }
        killed += 1;
        let again = room.run(&init);
        assert!(
            again.status == 0 || again.err.contains("library-exists"),
            "{nth}: {}",
            again.err
        );
        assert_eq!(room.run(&["library", "check"]).status, 0, "{nth}");
        assert_eq!(
            room.run(&["article", "new", "--title", "A ferry"]).status,
            0,
            "{nth}"
        );
    }
    println!("killed at {killed} different calls");
    assert!(killed > 5);
}

#[test]
fn a_disk_that_fails_is_the_systems_fault_and_changes_nothing() {
    if !strace() {
        return println!("not checked: strace can't follow programs here");
    }
    let desk = desk();
    let before = desk
        .room
        .run(&["article", "show", &desk.article, "--format", "json"])
        .out;
    for fault in [
        "pwrite64:error=ENOSPC:when=1+",
        "pwrite64:error=ENOSPC:when=4+",
        "pwrite64:error=EIO:when=3",
        "fdatasync,fsync:error=EIO:when=1+",
    ] {
        let run = desk.with_fault(fault, Deed::Edit, 1).unwrap();
        let (status, code) = run.refusal();
        assert_eq!(status, 5, "{fault}: {code}");
        desk.is_sound(fault);
        assert_eq!(
            desk.room
                .run(&["article", "show", &desk.article, "--format", "json"])
                .out,
            before,
            "{fault}"
        );
    }
    for fault in [
        "write:error=ENOSPC:when=3+",
        "fsync,fdatasync,syncfs:error=EIO:when=1+",
        "mkdir,mkdirat:error=ENOSPC",
    ] {
        for deed in [Deed::Export, Deed::ExportFolder] {
            let whole = fs::read(desk.room.path("bundle.zip")).unwrap();
            let run = desk.with_fault(fault, deed, 1).unwrap();
            assert_eq!(run.status, 5, "{fault}: {}", run.err);
            assert!(
                fs::read(desk.room.path("bundle.zip")).unwrap() == whole,
                "{fault}"
            );
            leaves_nothing_behind(&desk.room);
            desk.is_sound(fault);
        }
    }
    let waits = desk
        .room
        .run(&["--json", "article", "list", "--status", "approved"])
        .value();
    assert_eq!(
        waits["items"].as_array().unwrap().len(),
        1,
        "an export that failed releases nothing"
    );
}

/// A small disk, gone with its owner.
struct SmallDisk<'a>(&'a Path);

impl<'a> SmallDisk<'a> {
    /// None where this person may not mount one.
    fn mount(at: &'a Path, size: &str) -> Option<Self> {
        fs::create_dir_all(at).unwrap();
        let options = format!("size={size}");
        let mut mount = Command::new("mount");
        mount
            .args(["-t", "tmpfs", "-o", &options, "tmpfs"])
            .arg(at)
            .stderr(Stdio::null());
        mount
            .status()
            .is_ok_and(|ended| ended.success())
            .then_some(Self(at))
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[test]
fn a_full_disk_leaves_library_and_target_as_they_were() {
    let desk = desk();
    let (small, tiny) = (desk.room.path("small"), desk.room.path("tiny"));
    let (Some(_small), Some(_tiny)) = (
        SmallDisk::mount(&small, "2m"),
        SmallDisk::mount(&tiny, "16k"),
    ) else {
        return println!("not checked: no small disk can be mounted here");
    };
    let out = tiny.join("bundle.zip");
    let full = desk
        .room
        .ask(CHIEF, &["export", "--out", out.to_str().unwrap()]);
    assert_eq!(full.refusal(), (5, "disk-full".into()));
    assert_eq!(
        fs::read_dir(&tiny).unwrap().count(),
        0,
        "nothing is left there"
    );

    let library = small.join("library");
    desk.room
        .json(CHIEF, &["library", "backup", library.to_str().unwrap()]);
    let on_it = |args: &[&str]| {
        desk.room.run(
            &[
                &[
                    "--json",
                    "--library",
                    library.to_str().unwrap(),
                    "--as",
                    WRITER,
                ],
                args,
            ]
            .concat(),
        )
    };
    let mut saved = String::new();
    for round in 0..200 {
        let file = desk.room.file(
            "long.md",
            format!("Round {round}.\n\n{}", "The tide comes in.\n".repeat(5000)),
        );
        let run = on_it(&["article", "edit", &desk.article, "--file", &file]);
        if run.status != 0 {
            assert_eq!(run.refusal(), (5, "disk-full".into()));
            let check: Value = on_it(&["library", "check"]).value();
            assert_eq!(check["ok"], true, "{check}");
            let shown = on_it(&["article", "show", &desk.article]).value();
            assert!(
                round > 0 && shown["body"] == saved,
                "the last acknowledged text is there"
            );
            return;
        }
        saved = fs::read_to_string(file).unwrap();
    }
    panic!("a disk of 2 MB was never full");
}
