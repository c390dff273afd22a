//! Libraries of earlier programs come forward with everything that they hold, and a copy is made before, which a kill in the midst
//! of it does not take away.

use crate::newsroom::{Newsroom, program};
use std::{
    fs,
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Command, Stdio},
};

/// Libraries that older programs made, by the version of their schema.
const KEPT: [u32; 11] = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];

/// The newest version.
const NOW: u32 = 12;

/// A folder with the kept library of a version.
fn kept(version: u32) -> Newsroom {
    let room = Newsroom::empty();
    let library = room.path("library");
    fs::create_dir_all(library.join("assets")).unwrap();
    let packed =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/library-{version}.db.zst"));
    let unpacked = Command::new("zstd")
        .args(["-d", "-q", "-o"])
        .arg(library.join("library.db"))
        .arg(packed)
        .status();
    assert!(unpacked.unwrap().success());
    room
}

/// What SQLite's own program answers, of a file that it changes nothing in.
fn asked(file: &Path, question: &str) -> String {
    let out = Command::new("sqlite3")
        .args(["-batch", "-readonly"])
        .arg(file)
        .arg(question)
        .output()
        .unwrap();
    assert!(
        out.status.success(),
        "{}",
        String::from_utf8_lossy(&out.stderr)
    );
    String::from_utf8(out.stdout).unwrap()
}

/// Questions for every row of the journal, of the texts, of what the journal makes and of what stays in the library alone, with
/// the columns that this file knows.
fn questions(file: &Path) -> String {
    asked(
        file,
        "SELECT 'SELECT ''' || t.name || ''', ' || group_concat('quote(\"' || c.name || '\")', ', ')
           || ' FROM ' || t.name || ' ORDER BY ' || group_concat('\"' || c.name || '\"', ', ') || ';'
         FROM sqlite_schema t, pragma_table_info(t.name) c
         WHERE t.type = 'table' AND (t.name IN ('journal', 'blob') OR t.name LIKE 'j\\_%' ESCAPE '\\'
           OR t.name LIKE 'l\\_%' ESCAPE '\\') AND t.name <> 'l_backup' GROUP BY t.name",
    )
    .replace('\n', " ")
}

fn version(file: &Path) -> u32 {
    asked(file, "PRAGMA user_version").trim().parse().unwrap()
}

#[test]
fn a_kept_library_of_each_version_answers_as_before_and_is_copied_first() {
    for old in KEPT {
        let room = kept(old);
        let file = room.path("library/library.db");
        assert_eq!(version(&file), old);
        let all = questions(&file);
        let (before, dump) = (asked(&file, &all), asked(&file, ".dump"));
        assert!(before.lines().count() > 10);
        let check = room.run(&["library", "check"]);
        assert_eq!(check.status, 0, "{old}: {}{}", check.out, check.err);
        assert_eq!(version(&file), NOW);
        assert!(
            asked(&file, &all) == before,
            "{old}: something else is answered"
        );
        let copy = room.path(&format!("library/before-update-from-{old}"));
        assert!(asked(&copy.join("library.db"), ".dump") == dump, "{old}");
        let known = asked(&file, "SELECT path FROM l_backup");
        assert_eq!(known.trim(), copy.to_str().unwrap());
        // It is a backup like any other, of which a library is made that is the same.
        let person = asked(
            &file,
            "SELECT id FROM j_person WHERE roles LIKE '%admin%' LIMIT 1",
        );
        let from = copy.to_str().unwrap();
        room.json(person.trim(), &["library", "restore", from, "again"]);
        assert!(
            asked(&room.path("again/library.db"), &all) == before,
            "{old}"
        );
        // Nothing is copied where nothing is brought forward.
        fs::remove_dir_all(&copy).unwrap();
        room.run(&["library", "stats"]);
        assert!(!copy.exists());
    }
}

#[test]
fn a_library_of_the_newest_version_opens_as_it_is() {
    let room = kept(NOW - 1);
    let file = room.path("library/library.db");
    assert_eq!(room.run(&["library", "stats"]).status, 0);
    let copy = format!("library/before-update-from-{}", NOW - 1);
    fs::remove_dir_all(room.path(&copy)).unwrap();
    assert_eq!(version(&file), NOW);
    let all = questions(&file);
    let before = asked(&file, &all);
    let check: serde_json::Value =
        serde_json::from_str(&room.run(&["--json", "library", "check"]).out).unwrap();
    // Its pictures are not kept with it.
    let faults = check["faults"].as_array().unwrap();
    assert!(
        faults.iter().all(|fault| fault["kind"] == "asset"),
        "{check}"
    );
    assert!(check["entries"].as_i64() > Some(100), "{check}");
    assert!(asked(&file, &all) == before);
    let folders = fs::read_dir(room.path("library")).unwrap();
    let copies = folders.filter(|one| {
        one.as_ref()
            .unwrap()
            .file_name()
            .to_string_lossy()
            .starts_with("before-")
    });
    assert_eq!(copies.count(), 0);
}

#[test]
fn one_in_which_a_page_that_no_journal_knows_of_is_damaged_comes_forward_and_is_told() {
    let room = kept(11);
    let file = room.path("library/library.db");
    let root = asked(
        &file,
        "SELECT rootpage FROM sqlite_schema WHERE name = 'l_look'",
    );
    let from = (root.trim().parse::<usize>().unwrap() - 1) * 4096;
    let mut bytes = fs::read(&file).unwrap();
    bytes[from..from + 4096].fill(0);
    fs::write(&file, bytes).unwrap();
    let check = room.run(&["--json", "library", "check"]);
    let said: serde_json::Value = serde_json::from_str(&check.out).unwrap();
    assert_eq!(check.status, 4, "{said}");
    assert_eq!(said["faults"][0]["kind"], "file", "{said}");
    assert_eq!(version(&file), NOW);
}

#[test]
fn what_came_forward_is_worked_on_as_if_it_had_been_made_so() {
    for old in KEPT {
        let room = kept(old);
        let file = room.path("library/library.db");
        room.run(&["library", "stats"]);
        let who = "SELECT id FROM j_person WHERE roles LIKE '%moderator%' OR roles LIKE '%admin%' LIMIT 1";
        let who = asked(&file, who);
        let waiting = asked(&file, "SELECT id FROM j_comment WHERE state = 'pending'");
        for comment in waiting.lines() {
            room.json(who.trim(), &["comment", "decide", comment, "--spam"]);
        }
        // Where all of an article's were decided on before counts were kept, nobody ever counted them.
        let forgot = Command::new("sqlite3")
            .arg(&file)
            .arg("DELETE FROM d_tally WHERE n = 0")
            .status();
        assert!(forgot.unwrap().success());
        let check = room.run(&["--json", "library", "check"]).out;
        let check: serde_json::Value = serde_json::from_str(&check).unwrap();
        let mut faults = check["faults"].as_array().unwrap().iter();
        // Its pictures are not kept with it.
        assert!(
            faults.all(|fault| fault["kind"] == "asset"),
            "{old}: {check}"
        );
    }
}

/// Whether strace can follow programs here.
fn strace() -> bool {
    let args = [
        "-f",
        "-qq",
        "-o",
        "/dev/null",
        "-e",
        "inject=fsync:error=EIO",
        "true",
    ];
    let mut run = Command::new("strace");
    let ended = run.args(args).stderr(Stdio::null()).status();
    ended.is_ok_and(|ended| ended.success())
}

/// Opens the library, killed at a call; gives whether it was.
fn killed(room: &Newsroom, call: &str, nth: u32) -> bool {
    let fault = format!("inject={call}:signal=SIGKILL:when={nth}");
    let ended = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e", &fault])
        .arg(program())
        .args(["library", "stats"])
        .env("COPYDESK_LIBRARY", room.path("library"))
        .env("HOME", room.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .unwrap();
    ended.signal().is_some() || !ended.success()
}

#[test]
fn a_kill_while_a_library_comes_forward_leaves_the_old_one_or_the_new_one_and_the_copy() {
    if !strace() {
        return println!("not checked: strace can't follow programs here");
    }
    let every = std::env::var("COPYDESK_DAMAGE").is_ok();
    let whole = kept(6);
    let old = whole.path("library/library.db");
    let (all, dump) = (questions(&old), asked(&old, ".dump"));
    let before = asked(&old, &all);
    let (mut kills, mut old_ones) = (0, 0);
    for (call, step) in [
        ("pwrite64", 173),
        ("fsync,fdatasync", 3),
        ("rename", 1),
        ("unlink,unlinkat", 2),
    ] {
        let mut nth = 1;
        loop {
            let room = kept(6);
            if !killed(&room, call, nth) {
                break;
            }
            kills += 1;
            let file = room.path("library/library.db");
            let copy = room.path("library/before-update-from-6/library.db");
            // Looked at as it lies there, in a copy, since who looks takes the log in.
            let seen = room.path("seen");
            fs::create_dir(&seen).unwrap();
            for name in ["library.db", "library.db-wal"] {
                let _ = fs::copy(room.path("library").join(name), seen.join(name));
            }
            let seen = Command::new("sqlite3")
                .arg(seen.join("library.db"))
                .arg("PRAGMA user_version")
                .output();
            let seen = String::from_utf8(seen.unwrap().stdout).unwrap();
            match seen.trim().parse() {
                Ok(6) => old_ones += 1,
                Ok(NOW) => assert!(
                    copy.exists(),
                    "{call} {nth}: brought forward without a copy"
                ),
                _ => panic!("{call} {nth}: version {seen}"),
            }
            let check = room.run(&["library", "check"]);
            assert_eq!(check.status, 0, "{call} {nth}: {}{}", check.out, check.err);
            assert!(asked(&file, &all) == before, "{call} {nth}");
            assert!(asked(&copy, ".dump") == dump, "{call} {nth}");
            assert!(!room.path("library/.before-update-from-6.part").exists());
            nth += if every { (step / 20).max(1) } else { step };
        }
    }
    println!("killed at {kills} different calls, {old_ones} times with the old one left");
    assert!(
        kills > 5 && old_ones > 0 && old_ones < kills,
        "{kills} {old_ones}"
    );
}
