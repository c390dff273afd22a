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

/// The help of every command, by what is typed to get it.
fn helps(room: &Newsroom, path: &[&str]) -> Vec<(String, String)> {
    let help = room.run(&[path, &["--help"]].concat()).out;
    let listed = help.split("\nCommands:\n").nth(1).unwrap_or_default();
    let below: Vec<(String, String)> = listed
        .lines()
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.strip_prefix("  ")?.split([' ', '\n']).next())
        .filter(|name| !name.is_empty() && *name != "help")
        .flat_map(|name| helps(room, &[path, &[name]].concat()))
        .collect();
    [vec![(path.join(" "), help)], below].concat()
}

#[test]
fn help_says_what_everything_is_that_may_be_given() {
    let helps = helps(&Newsroom::empty(), &[]);
    assert!(helps.len() > 130, "{}", helps.len());
    let mut found = vec![];
    for (path, help) in &helps {
        let lines: Vec<&str> = help.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let given = ["  <", "  [", "  -", "      --"];
            let named = given.iter().any(|start| line.starts_with(start));
            // What it is stands behind two spaces, or below where there is more to say.
            let said = line.trim().contains("  ")
                || lines
                    .get(at + 1)
                    .is_some_and(|next| next.starts_with("          "));
            if named && !said {
                found.push(format!("{path}: {line}"));
            }
            if line.contains("'s ") || line.contains("n't") {
                found.push(format!("{path}: {line}"));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn what_is_written_to_has_a_name() {
    let room = Newsroom::staffed();
    for line in [
        "export --out -",
        "library export -",
        "library backup -",
        "comment export -",
        "activity --out -",
        "profile export site -",
        "theme export -",
        "import page.md --report -",
    ] {
        let args: Vec<&str> = line.split(' ').collect();
        let run = room.ask("Edda Chief", &args);
        assert_eq!(run.refusal(), (2, "usage".into()), "{line}");
        assert!(run.err.contains("name a file"), "{line}: {}", run.err);
        assert!(!room.path("-").exists(), "{line}");
    }
}

#[test]
fn what_has_no_effect_is_not_understood() {
    let room = Newsroom::staffed();
    let id = room.draft("Night buses to the harbour", BODY);
    let ask = [
        "review", "suggest", &id, "--quote", "midnight", "--with", "one",
    ];
    let based = room.ask(WRITER, &[&ask[..], &["--base", "nonsense"]].concat());
    assert_eq!(based.refusal(), (2, "usage".into()));
    assert_eq!(room.ask(WRITER, &ask).status, 0);
    let group = room.run(&["--json", "library"]);
    assert!(
        group.err.contains("`copydesk library --help`"),
        "{}",
        group.err
    );
}
