//! A backup and a library that comes forward, killed at exact points, on a disk that fails, is full, or can't be written.

use super::{
    CHIEF, SmallDisk,
    deeds::{Deed, Floor, Ready, SORTS},
    strace, traced,
};
use crate::newsroom::{Newsroom, Run};
use std::{fs, path::Path, process::Command};

/// Does a deed with these faults; `None` where it was killed.
fn with(floor: &Floor, ready: &Ready, fault: &str) -> Option<Run> {
    traced(&floor.room, fault, floor.command(ready))
}

/// An error that a person can do something with, and nothing of SQLite's own.
fn told_plainly(run: &Run, when: &str) -> String {
    let (status, code) = run.refusal();
    assert_eq!(status, 5, "{when}: {}", run.err);
    let said = run.err.to_lowercase();
    for raw in ["sqlite", "database", "panicked", "os error"] {
        assert!(!said.contains(raw), "{when}: {}", run.err);
    }
    code
}

#[test]
fn a_backup_and_a_migration_killed_at_each_write_in_turn_leave_all_or_nothing() {
    if !strace() {
        return println!("not checked: strace can't follow programs here");
    }
    let floor = Floor::new(4);
    let (mut round, mut killed) = (0, 0);
    for (deed, calls, step) in [
        (Deed::Backup, "pwrite64", 23),
        (Deed::Backup, "fsync,fdatasync", 1),
        (Deed::Backup, "rename,renameat,renameat2,linkat", 1),
        (Deed::Migrate, "pwrite64", 61),
        (Deed::Migrate, "fsync,fdatasync", 1),
    ] {
        for nth in 0.. {
            round += 1;
            let ready = floor.ready(deed, round);
            let when = 1 + nth * step;
            let fault = format!("{calls}:signal=SIGKILL:when={when}");
            let ended = with(&floor, &ready, &fault);
            let when = format!("{deed:?} {round} killed at {calls} {when}");
            floor.is_done_or_not(&ready, &when);
            floor.is_whole(&ready.library, &when);
            if let Some(run) = ended {
                assert_eq!(run.status, 0, "{when}: {}", run.err);
                assert!(floor.is_there(&ready.trace), "{when}");
                break;
            }
            killed += 1;
        }
    }
    println!("killed at {killed} different calls, lost 0");
    assert!(killed > 12, "{killed}");
}

#[test]
fn a_backup_and_a_migration_on_a_failing_disk_are_refused_and_change_nothing() {
    if !strace() {
        return println!("not checked: strace can't follow programs here");
    }
    let floor = Floor::new(4);
    let mut refused = 0;
    let faults = [
        "pwrite64:error=ENOSPC:when=3+",
        "pwrite64:error=EIO:when=7",
        "pwrite64:error=EDQUOT:when=20+",
        "fdatasync,fsync:error=EIO:when=1+",
        "fdatasync,fsync:error=EIO:when=2",
    ];
    for (nth, fault) in faults.into_iter().enumerate() {
        for deed in [Deed::Backup, Deed::Migrate] {
            // Of every earlier schema one at least.
            let ready = floor.ready(deed, nth);
            let when = format!("{deed:?} {nth}: {fault}");
            let run = with(&floor, &ready, fault).unwrap();
            if run.status == 0 {
                assert!(floor.is_there(&ready.trace), "{when}");
            } else {
                let code = told_plainly(&run, &when);
                println!("{when}: {code}");
                refused += 1;
            }
            floor.is_done_or_not(&ready, &when);
            floor.is_whole(&ready.library, &when);
        }
    }
    assert!(refused > 6, "{refused}");
}

#[test]
fn a_new_key_is_there_or_the_disk_says_that_nothing_was_changed() {
    if !strace() {
        return println!("not checked: strace can't follow programs here");
    }
    let room = Newsroom::staffed();
    let key = || room.json(CHIEF, &["key", "list"])["newsroom"][0]["key"].clone();
    let (mut made, mut refused) = (0, 0);
    for (calls, error, step) in [("pwrite64", "ENOSPC", 4), ("fdatasync,fsync", "EIO", 1)] {
        // The last of them has no such call left to fail.
        for nth in 0.. {
            let when = 1 + nth * step;
            let fault = format!("{calls}:error={error}:when={when}");
            let before = key();
            let run = traced(
                &room,
                &fault,
                room.command(&["--as", CHIEF, "key", "rotate"]),
            )
            .unwrap();
            if run.status == 0 {
                made += 1;
                assert_ne!(key(), before, "{fault}: {}", run.out);
            } else {
                refused += 1;
                told_plainly(&run, &fault);
                assert_eq!(key(), before, "{fault}: {}", run.err);
            }
            if when > 90 || (calls != "pwrite64" && when > 9) {
                break;
            }
        }
    }
    assert!(made > 4 && refused > 4, "{made} {refused}");
}

/// A folder that can't be written, even by who may do anything.
pub(crate) struct Sealed<'a>(&'a Path);

impl<'a> Sealed<'a> {
    /// None where this person may not mount.
    pub(crate) fn over(at: &'a Path) -> Option<Self> {
        let mount = |args: &[&str]| {
            let mut command = Command::new("mount");
            let ended = command.args(args).arg(at).output();
            ended.is_ok_and(|done| done.status.success())
        };
        let bound = mount(&["--bind", at.to_str().unwrap()]);
        let sealed = bound.then(|| Self(at))?;
        mount(&["-o", "remount,bind,ro"]).then_some(sealed)
    }
}

impl Drop for Sealed<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.0).status();
    }
}

#[test]
fn a_folder_that_cannot_be_written_keeps_an_old_library_as_it_is_and_takes_no_backup() {
    let floor = Floor::new(4);
    let (old, copy) = (floor.ready(Deed::Migrate, 0), floor.ready(Deed::Backup, 0));
    let dir = Path::new(&old.library);
    let before = fs::read(dir.join("library.db")).unwrap();
    let place = floor.room.path("locked");
    fs::create_dir(&place).unwrap();
    let (Some(sealed), Some(locked)) = (Sealed::over(dir), Sealed::over(&place)) else {
        return println!("not checked: no folder can be mounted read-only here");
    };
    let run = floor
        .room
        .run(&["--json", "--library", &old.library, "article", "list"]);
    assert_eq!(run.refusal(), (1, "read-only-place".into()), "{}", run.err);
    assert!(fs::read(dir.join("library.db")).unwrap() == before);
    let mut args: Vec<&str> = copy.args.iter().map(String::as_str).collect();
    let dest = place.join("copy");
    *args.last_mut().unwrap() = dest.to_str().unwrap();
    let run = floor.room.run(&[&["--json"], &args[..]].concat());
    assert_eq!(told_plainly(&run, "a backup"), "no-permission");
    drop((sealed, locked));
    assert_eq!(fs::read_dir(&place).unwrap().count(), 0);
    floor.is_done_or_not(&old, "once it can be written again");
}

#[test]
fn a_disk_without_room_takes_no_backup_and_brings_no_library_forward() {
    let floor = Floor::new(4);
    let (old, copy) = (floor.ready(Deed::Migrate, 2), floor.ready(Deed::Backup, 2));
    let (small, tiny) = (floor.room.path("small"), floor.room.path("tiny"));
    let from = Path::new(&old.library).join("library.db");
    let size = fs::metadata(&from).unwrap().len();
    let room = format!("{}k", size / 1024 + 40);
    let (Some(_small), Some(_tiny)) = (
        SmallDisk::mount(&small, &room),
        SmallDisk::mount(&tiny, "64k"),
    ) else {
        return println!("not checked: no small disk can be mounted here");
    };
    fs::create_dir(small.join("assets")).unwrap();
    fs::copy(&from, small.join("library.db")).unwrap();
    let run = floor.room.run(&[
        "--json",
        "--library",
        small.to_str().unwrap(),
        "article",
        "list",
    ]);
    assert_eq!(told_plainly(&run, "no room to come forward"), "disk-full");
    let (now, before) = (
        fs::read(small.join("library.db")).unwrap(),
        fs::read(&from).unwrap(),
    );
    assert!(now == before, "it is the old library still");
    let mut args: Vec<&str> = copy.args.iter().map(String::as_str).collect();
    let dest = tiny.join("copy");
    *args.last_mut().unwrap() = dest.to_str().unwrap();
    let run = floor.room.run(&[&["--json"], &args[..]].concat());
    assert_eq!(told_plainly(&run, "no room for a backup"), "disk-full");
    let left: Vec<_> = fs::read_dir(&tiny).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_system_without_another_thread_to_give_ends_nothing_by_a_panic() {
    if !strace() {
        return println!("not checked: strace can't follow programs here");
    }
    let floor = Floor::new(4);
    for (round, deed) in SORTS.iter().flat_map(|(_, deeds)| *deeds).enumerate() {
        let ready = floor.ready(*deed, round);
        let run = with(&floor, &ready, "clone3,clone:error=EAGAIN").unwrap();
        let when = format!("{deed:?}: {}", run.err);
        // What comes in is read beside what is written.
        if *deed == Deed::Comments {
            assert_eq!(told_plainly(&run, &when), "no-thread");
            assert!(!floor.is_there(&ready.trace), "{when}");
        } else {
            assert_eq!(run.status, 0, "{when}");
            assert!(floor.is_there(&ready.trace), "{when}");
        }
        floor.is_whole(&ready.library, &when);
    }
}
