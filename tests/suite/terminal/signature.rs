//! Sealed signatures in the terminal: `person seal` and what follows, and who acts with a passphrase.

use super::{CHIEF, REVIEWER, WRITER, has, text};
use crate::{
    journal::sql,
    newsroom::{Newsroom, Run},
};
use std::{
    io::Write,
    process::{Child, Stdio},
    time::{SystemTime, UNIX_EPOCH},
};

const PASSPHRASE: &str = "the night ferry is late";

/// A newsroom whose reviewer has sealed their signature, with the passphrase in `words`.
fn sealed() -> Newsroom {
    let room = Newsroom::staffed();
    room.file("words", format!("{PASSPHRASE}\nand a second line\n"));
    room.file("other", "the day ferry is early\n");
    room.json(
        REVIEWER,
        &["person", "seal", REVIEWER, "--passphrase-file", "words"],
    );
    room
}

/// A run by the reviewer, with what is on standard input.
fn typed(room: &Newsroom, line: &[&str], input: &str) -> Run {
    room.feed(
        &[&["--json", "--as", REVIEWER], line].concat(),
        input.as_bytes(),
    )
}

#[test]
fn who_sealed_their_signature_acts_with_the_passphrase_alone_and_reads_without() {
    let room = sealed();
    let id = room.draft("Night buses to the harbour", "They leave at one.\n");
    room.json(WRITER, &["article", "submit", &id]);
    let approve = ["review", "approve", &id];
    assert_eq!(room.ask(REVIEWER, &approve).refusal(), (1, "sealed".into()));
    let edit = ["article", "edit", &id, "--kicker", "Old Quay"];
    assert_eq!(room.ask(REVIEWER, &edit).refusal(), (1, "sealed".into()));
    let list = ["article", "list"];
    assert_eq!(room.ask(REVIEWER, &list).status, 0);
    let with = |file: &str| {
        let file = ["--passphrase-file", file];
        room.ask(REVIEWER, &[&approve[..], &file].concat())
    };
    assert_eq!(with("none").refusal(), (3, "not-found".into()));
    assert_eq!(with("other").refusal(), (1, "wrong-passphrase".into()));
    assert_eq!(text(&with("words").value(), "status"), "approved");
    let people = room.json(CHIEF, &["person", "list"]);
    let reviewer = people.as_array().unwrap().iter();
    let mut reviewer = reviewer.filter(|person| text(person, "name") == REVIEWER);
    assert_eq!(reviewer.next().unwrap()["sealed"], true);
}

#[test]
fn a_passphrase_comes_by_standard_input_and_is_changed_and_taken_off() {
    let room = sealed();
    let new = [
        "article",
        "new",
        "--title",
        "A ferry for Sundays",
        "--passphrase-file",
        "-",
    ];
    assert_eq!(typed(&room, &new, &format!("{PASSPHRASE}\n")).status, 0);
    assert_eq!(
        typed(&room, &new, "").refusal(),
        (1, "wrong-passphrase".into())
    );
    let change = [
        "person",
        "passphrase",
        "--passphrase-file",
        "-",
        "--new-passphrase-file",
        "-",
    ];
    let both = format!("{PASSPHRASE}\nthe last ferry is full\n");
    assert_eq!(typed(&room, &change, &both).status, 0);
    let unseal = ["person", "unseal", "--passphrase-file", "-"];
    let refused = typed(&room, &unseal, PASSPHRASE).refusal();
    assert_eq!(refused, (1, "wrong-passphrase".into()));
    assert_eq!(typed(&room, &unseal, "the last ferry is full").status, 0);
    assert_eq!(
        typed(&room, &unseal, PASSPHRASE).refusal(),
        (1, "not-sealed".into())
    );
    let id = room.draft("Night buses to the harbour", "They leave at one.\n");
    room.json(WRITER, &["article", "submit", &id]);
    room.json(REVIEWER, &["review", "approve", &id]);
}

#[test]
fn one_seals_ones_own_signature_and_an_admin_makes_a_new_key_for_who_lost_theirs() {
    let room = sealed();
    let seal = |name: &str, file: &str| {
        let line = ["person", "seal", name, "--passphrase-file", file];
        room.ask(WRITER, &line).refusal()
    };
    assert_eq!(seal(CHIEF, "words"), (1, "not-yours".into()));
    room.file("short", "ferry\n");
    assert_eq!(seal(WRITER, "short"), (2, "short-passphrase".into()));
    let nothing = room.ask(WRITER, &["person", "seal"]).refusal();
    assert_eq!(nothing, (2, "no-passphrase".into()));
    let renew = ["person", "new-key", REVIEWER];
    assert_eq!(room.ask(WRITER, &renew).refusal(), (1, "wrong-role".into()));
    room.json(CHIEF, &renew);
    room.json(
        REVIEWER,
        &["article", "new", "--title", "A ferry for Sundays"],
    );
    assert_eq!(room.ask(REVIEWER, &["undo"]).status, 0);
}

#[test]
fn the_only_admin_who_lost_their_passphrase_is_not_shut_out() {
    let room = sealed();
    let file = ["--passphrase-file", "words"];
    room.json(CHIEF, &[&["person", "seal"][..], &file].concat());
    let add = ["person", "add", "Nils New", "--roles", "admin"];
    assert_eq!(room.ask(CHIEF, &add).refusal(), (1, "sealed".into()));
    room.json(CHIEF, &[&add[..], &file].concat());
    let renew = ["person", "new-key", CHIEF];
    assert_eq!(room.ask(CHIEF, &renew).refusal(), (1, "sealed".into()));
    let demote = ["person", "set", "Nils New", "--roles", "writer"];
    room.json(CHIEF, &[&demote[..], &file].concat());
    room.json(CHIEF, &renew);
    room.json(CHIEF, &["person", "set", "Nils New", "--name", "Nils"]);
}

#[test]
fn verify_says_of_each_approval_whether_it_is_a_proof() {
    let room = sealed();
    for (title, file) in [("Night buses", true), ("Sunday boats", false)] {
        let id = room.draft(title, "They leave at one.\n");
        room.json(WRITER, &["article", "edit", &id, "--section", "Transport"]);
        room.json(WRITER, &["article", "submit", &id]);
        let line = ["review", "approve", &id, "--passphrase-file", "words"];
        let who = if file { REVIEWER } else { CHIEF };
        room.json(who, &line);
    }
    room.json(CHIEF, &["export", "--out", "bundle.zip"]);
    let told = room.run(&["verify", "bundle.zip"]);
    assert_eq!(told.status, 0, "{}{}", told.out, told.err);
    for wanted in [
        ("Rhea Reviewer", "sealed", "Night buses"),
        (
            "Edda Chief",
            "not sealed: a name, not a proof",
            "Sunday boats",
        ),
    ] {
        let line = told.out.lines().find(|line| line.contains(wanted.2));
        let line = line.unwrap_or_else(|| panic!("{}", told.out));
        let sealed = format!("  {}  ", wanted.1);
        assert!(line.contains(wanted.0) && line.contains(&sealed), "{line}");
    }
    let found = room.run(&["--json", "verify", "bundle.zip"]).value();
    let approvals = found["approvals"].as_array().unwrap();
    assert_eq!(approvals.len(), 2);
    for yes in approvals {
        has(
            yes,
            &["article", "title", "person", "say", "stage", "at", "sealed"],
        );
        assert_eq!(yes["sealed"], yes["person"] == "Rhea Reviewer");
    }
}

/// A run that was begun and waits for a line on its standard input.
fn begun(room: &Newsroom, line: &[&str]) -> Child {
    let mut command = room.command(&[&["--json", "--as", REVIEWER], line].concat());
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command.spawn().unwrap()
}

/// Gives it the line; its exit status, and what it said of its refusal.
fn fed(mut run: Child, line: &str) -> (Option<i32>, String) {
    run.stdin
        .take()
        .unwrap()
        .write_all(line.as_bytes())
        .unwrap();
    let done = run.wait_with_output().unwrap();
    (
        done.status.code(),
        String::from_utf8_lossy(&done.stderr).into_owned(),
    )
}

/// The milliseconds of the clock.
fn clock() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    since.as_millis().try_into().unwrap()
}

/// Waits until a run has opened the library, and so has read its clock if it does so before it is given anything.
fn has_begun(run: &Child) {
    let open = format!("/proc/{}/fd", run.id());
    let opened = || {
        let mut files = std::fs::read_dir(&open).into_iter().flatten().flatten();
        files.any(|file| std::fs::read_link(file.path()).is_ok_and(|to| to.ends_with("library.db")))
    };
    let began = clock();
    while !opened() {
        assert!(clock() - began < 60_000, "it never began");
        std::thread::yield_now();
    }
}

const EDIT: [&str; 5] = [
    "article",
    "new",
    "--title=A ferry",
    "--passphrase-file",
    "-",
];

#[test]
fn a_try_counts_when_the_passphrase_was_given_and_not_when_the_program_began() {
    let room = sealed();
    let tries = || sql(&room, "SELECT wrong, tried FROM l_signer WHERE wrong > 0");
    let try_at = |wrong: u32, at: i64| {
        sql(
            &room,
            &format!("UPDATE l_signer SET wrong = {wrong}, tried = {at}"),
        )
    };
    // One that began before the last wrong one was tried moves nothing and shortens no pause.
    let run = begun(&room, &EDIT);
    has_begun(&run);
    try_at(7, clock() + 1);
    let before = tries();
    let (status, said) = fed(run, "not the ferry\n");
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("too-soon"), "{said}");
    assert_eq!(tries(), before);
    // And the seconds that someone takes to type are seconds that they waited.
    let run = begun(&room, &EDIT);
    has_begun(&run);
    let tried = clock();
    try_at(2, tried);
    while clock() < tried + 1_000 {
        std::thread::yield_now();
    }
    let (status, said) = fed(run, PASSPHRASE);
    assert_eq!(status, Some(0), "{said}");
}

#[test]
fn a_clock_that_was_turned_back_begins_the_pause_anew() {
    let room = sealed();
    let ahead = clock() + 3_600_000;
    sql(
        &room,
        &format!("UPDATE l_signer SET wrong = 7, tried = {ahead}"),
    );
    assert_eq!(
        typed(&room, &EDIT, PASSPHRASE).refusal(),
        (1, "too-soon".into())
    );
    let tried: i64 = sql(&room, "SELECT tried FROM l_signer")
        .trim()
        .parse()
        .unwrap();
    assert!(tried <= clock());
}

#[test]
fn too_little_memory_is_told_as_that_and_is_no_wrong_passphrase() {
    let room = sealed();
    let words = room.path("words");
    let limited = |kib: u64, line: &[&str]| {
        let mut command = std::process::Command::new("sh");
        let program = crate::newsroom::program().display();
        command
            .args([
                "-c",
                &format!("ulimit -v {kib}; exec \"{program}\" \"$@\""),
                "sh",
            ])
            .args(["--json", "--as", REVIEWER])
            .args(line)
            .env("COPYDESK_LIBRARY", room.path("library"));
        let done = command.output().unwrap();
        (
            done.status.code(),
            String::from_utf8_lossy(&done.stderr).into_owned(),
        )
    };
    // As much as it takes to run, and half of what a passphrase takes besides.
    let runs = (1..100)
        .map(|step| step * 10_000)
        .find(|kib| limited(*kib, &["person", "list"]).0 == Some(0))
        .unwrap();
    let line = [
        "article",
        "new",
        "--title=A ferry",
        "--passphrase-file",
        words.to_str().unwrap(),
    ];
    for _ in 0..3 {
        let (status, said) = limited(runs + 30_000, &line);
        assert_eq!(status, Some(5), "{said}");
        assert!(said.contains("no-memory"), "{said}");
    }
    assert_eq!(
        sql(&room, "SELECT count(*) FROM l_signer WHERE wrong > 0").trim(),
        "0"
    );
    let (status, said) = limited(runs + 300_000, &line);
    assert_eq!(status, Some(0), "{said}");
}

#[test]
fn who_sealed_their_signature_is_asked_before_anything_is_taken_out() {
    let room = sealed();
    let id = room.draft("A ferry for Sundays", "It sails at noon.\n");
    room.json(WRITER, &["article", "submit", &id]);
    let approve = ["review", "approve", &id, "--passphrase-file", "words"];
    room.json(REVIEWER, &approve);
    let file = ["--passphrase-file", "words"];
    room.json(CHIEF, &[&["person", "seal"][..], &file].concat());
    let takes: [&[&str]; 6] = [
        &["export", "--proof", "--out", "proof.zip"],
        &["export", "--out", "release.zip"],
        &["library", "backup", "copy"],
        &["library", "export", "all.jsonl"],
        &["activity", "--out", "done.csv"],
        &["comment", "export", "comments.jsonl"],
    ];
    for line in takes {
        let refused = room.ask(CHIEF, line).refusal();
        assert_eq!(refused, (1, "sealed".into()), "{line:?}");
    }
    for line in takes {
        room.json(CHIEF, &[line, &file].concat());
    }
}
