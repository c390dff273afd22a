//! The command line itself, and what it prints to.

use super::{BODY, WRITER};
use crate::newsroom::Newsroom;
use std::{fs, io::Read, io::Write, process::Stdio};

#[test]
fn a_line_that_is_not_understood_is_status_2() {
    let room = Newsroom::staffed();
    for line in [
        "frobnicate",
        "article",
        "article new",
        "article list --status finished",
        "article edit abc",
    ] {
        let args: Vec<&str> = line.split(' ').collect();
        assert_eq!(
            room.run(&[args.as_slice(), &["--json"]].concat()).refusal(),
            (2, "usage".into()),
            "{line}"
        );
        assert_eq!(room.run(&args).status, 2, "{line}");
    }
    let spoken = room.run(&["article", "new"]);
    assert!(
        spoken.err.starts_with("error[usage]: ") && spoken.err.contains("--title"),
        "{}",
        spoken.err
    );
    let nobody = room.run(&["--json", "article", "new", "--title", "A ferry for Sundays"]);
    assert_eq!(nobody.refusal(), (2, "no-person".into()));
    assert_ne!(
        room.ask("Someone Else", &["article", "list"]).refusal().0,
        0
    );
    assert_eq!(room.run(&["--help"]).status, 0);
    assert_eq!(room.run(&["--version"]).status, 0);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses to the harbour", &BODY.repeat(20_000));
    let mut show = room.command(&["article", "show", &id, "--format", "md"]);
    let mut child = show
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success(), "{:?}", ended.status);
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_the_systems_fault() {
    let room = Newsroom::staffed();
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let ended = room
        .command(&["--json", "person", "list"])
        .stdout(full)
        .output()
        .unwrap();
    assert_eq!(ended.status.code(), Some(5));
    assert!(String::from_utf8_lossy(&ended.stderr).contains("\"code\":\"disk-full\""));
}

#[test]
fn what_a_terminal_would_obey_reaches_no_terminal() {
    let room = Newsroom::staffed();
    let mut body = fs::File::create(room.path("odd.md")).unwrap();
    body.write_all(b"Red \x1b[31mletters\x1b[0m.\n").unwrap();
    let new = [
        "--as",
        WRITER,
        "article",
        "new",
        "--title",
        "Odd letters",
        "--file",
        "odd.md",
    ];
    let made = room.run(&new);
    if made.status == 0 {
        assert!(
            !room
                .run(&["article", "show", made.out.trim()])
                .out
                .contains('\u{1b}')
        );
    }
}
