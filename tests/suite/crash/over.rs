//! An export over the last bundle, killed at many exact points: the old bundle stands there, or the new one, and nothing of
//! it is left beside it after the next export.

use super::{CHIEF, WRITER, leaves_nothing_behind, strace, traced};
use crate::newsroom::Newsroom;
use serde_json::Value;
use std::{collections::BTreeMap, fs, path::Path, process::Command};

/// A folder's files, or a file alone; none where there is nothing.
type Tree = Option<BTreeMap<String, Vec<u8>>>;

pub(super) fn tree(at: &Path) -> Tree {
    fn walk(dir: &Path, below: &str, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let name = format!("{below}/{}", path.file_name().unwrap().to_str().unwrap());
            if path.is_dir() {
                walk(&path, &name, files);
            } else {
                files.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    if at.is_dir() {
        walk(at, "", &mut files);
    } else {
        files.insert(String::new(), fs::read(at).ok()?);
    }
    Some(files)
}

/// A library that released `out`, and has since changed one article and approved another.
pub(super) struct Over {
    pub(super) room: Newsroom,
    pub(super) out: &'static str,
    pub(super) old: Tree,
    pub(super) new: Tree,
}

impl Over {
    pub(super) fn of(out: &'static str) -> Self {
        let room = Newsroom::staffed();
        let first = room.approved(
            "Night buses to the harbour",
            "The last bus leaves at midnight.\n",
        );
        room.approved("A bell for the school", "It rings at eight.\n");
        room.json(CHIEF, &["export", "--out", out]);
        let file = room.file("body.md", "The last bus leaves at one.\n");
        room.json(WRITER, &["article", "edit", &first, "--file", &file]);
        room.json(WRITER, &["article", "submit", &first]);
        room.json("Rhea Reviewer", &["review", "approve", &first]);
        room.approved("A ferry for Sundays", "It sails at ten.\n");
        let mut over = Self {
            old: tree(&room.path(out)),
            new: None,
            room,
            out,
        };
        over.copy(&["library", out], "", "kept/");
        assert_eq!(over.export(&[]).unwrap().status, 0);
        over.new = tree(&over.room.path(out));
        assert!(over.new != over.old && over.is_released());
        over.again();
        over
    }

    /// Copies what has these names, links within a bundle among it.
    fn copy(&self, names: &[&str], from: &str, to: &str) {
        fs::create_dir_all(self.room.path(to)).unwrap();
        let _ = fs::remove_dir_all(self.room.path(&format!("{to}{}", names[0])));
        for name in names {
            let (from, to) = (format!("{from}{name}"), format!("{to}{name}"));
            let _ = fs::remove_dir_all(self.room.path(&to));
            let mut copy = Command::new("cp");
            copy.args(["-a", &from, &to])
                .current_dir(self.room.path(""));
            assert!(copy.status().unwrap().success());
        }
    }

    /// As it was before the new bundle.
    pub(super) fn again(&self) {
        self.copy(&["library", self.out], "kept/", "");
    }

    /// Exports with these faults; `None` where it was killed.
    pub(super) fn export(&self, faults: &[&str]) -> Option<super::Run> {
        let line = ["--as", CHIEF, "export", "--out", self.out];
        if faults.is_empty() {
            return Some(self.room.run(&[&["--json"], &line[..]].concat()));
        }
        traced(&self.room, &faults.join(" "), self.room.command(&line))
    }

    /// Whether the library knows the new bundle's articles as published.
    pub(super) fn is_released(&self) -> bool {
        let waiting = ["--json", "article", "list", "--status", "approved"];
        let list = self.room.run(&waiting).value();
        list["items"].as_array().unwrap().is_empty()
    }

    /// What is there now is the one or the other, verifies, and what the library says of it is so.
    fn is_old_or_new(&self, when: &str) {
        let now = tree(&self.room.path(self.out));
        let is_new = now == self.new;
        assert!(
            is_new || now == self.old,
            "{when}: neither the old nor the new"
        );
        let run = self.room.run(&["--json", "verify", self.out]);
        assert_eq!(run.status, 0, "{when}: {}{}", run.out, run.err);
        let notices = run.value()["notices"].clone();
        let released = self.is_released();
        assert!(is_new || !released, "{when}: released, and not there");
        let says = notices.as_array().unwrap().iter();
        let says: Vec<&Value> = says.map(|notice| &notice["kind"]).collect();
        let expected: &[&str] = if is_new && !released {
            &["not-released"]
        } else {
            &[]
        };
        assert_eq!(says, expected, "{when}");
        let check = self.room.run(&["library", "check"]);
        assert_eq!(check.status, 0, "{when}: {}{}", check.out, check.err);
    }

    /// The next export makes everything good.
    fn is_mended_by_the_next(&self, when: &str) {
        let run = self.export(&[]).unwrap();
        assert_eq!(run.status, 0, "{when}: {}", run.err);
        assert!(tree(&self.room.path(self.out)) == self.new, "{when}");
        assert!(self.is_released(), "{when}");
        self.is_old_or_new(when);
        leaves_nothing_behind(&self.room);
    }

    /// Kills exports at every `step`th of these calls in turn, with another fault besides; `met` sees what is there after each.
    fn killed(&self, (calls, step): (&str, usize), besides: &[&str], met: &dyn Fn(&str)) -> usize {
        for nth in 0..200 {
            let when = 1 + nth * step;
            let kill = format!("{calls}:signal=SIGKILL:when={when}");
            let when = format!("{} killed at {calls} {when}, {besides:?}", self.out);
            self.again();
            let ended = self.export(&[&[&*kill], besides].concat());
            met(&when);
            self.is_mended_by_the_next(&when);
            if let Some(run) = ended {
                assert_eq!(run.status, 0, "{when}: {}", run.err);
                return nth;
            }
        }
        panic!("an export has no end: {calls}");
    }
}

#[test]
fn an_export_over_the_last_bundle_that_is_killed_leaves_the_old_one_or_the_new_one() {
    if !strace() {
        return println!("not checked: strace can't follow programs here");
    }
    let over = Over::of("bundle");
    let mut killed = 0;
    for calls in [
        ("renameat2", 1),
        ("fsync,fdatasync,syncfs", 1),
        ("linkat", 13),
        ("write", 9),
        ("mkdir,mkdirat", 17),
        ("unlinkat", 37),
        ("pwrite64", 5),
    ] {
        killed += over.killed(calls, &[], &|when| over.is_old_or_new(when));
    }
    println!("killed at {killed} different calls");
    assert!(killed > 20);
}

#[test]
fn where_folders_cannot_be_exchanged_a_kill_leaves_one_of_them_too() {
    if !strace() {
        return println!("not checked: strace can't follow programs here");
    }
    let none = ["renameat2:error=EINVAL"];
    let over = Over::of("bundle");
    let (mut killed, mut empty) = (0, std::cell::Cell::new(0));
    for calls in [("rename", 1), ("fsync,fdatasync", 1), ("unlinkat", 61)] {
        killed += over.killed(calls, &none, &|when| {
            if tree(&over.room.path("bundle")).is_some() {
                return over.is_old_or_new(when);
            }
            // Between the two renames; whatever the next export comes to, the old bundle comes back first.
            empty.set(empty.get() + 1);
            assert!(!over.is_released(), "{when}");
            let failed = over.export(&["syncfs:error=EIO"]).unwrap();
            assert_eq!(failed.status, 5, "{when}: {}", failed.err);
            assert!(tree(&over.room.path("bundle")) == over.old, "{when}");
            leaves_nothing_behind(&over.room);
        });
    }
    println!(
        "killed at {killed} different calls, {} times with an empty place",
        empty.get()
    );
    assert!(killed > 4 && *empty.get_mut() == 1);
}

#[test]
fn a_zip_that_takes_the_place_of_another_is_never_missing() {
    if !strace() {
        return println!("not checked: strace can't follow programs here");
    }
    let over = Over::of("bundle.zip");
    let mut killed = 0;
    for besides in [&[][..], &["renameat2:error=EINVAL"]] {
        for calls in [
            ("rename,renameat2", 1),
            ("write", 17),
            ("unlink,unlinkat", 61),
        ] {
            killed += over.killed(calls, besides, &|when| over.is_old_or_new(when));
        }
    }
    println!("killed at {killed} different calls");
    assert!(killed > 6);
}
