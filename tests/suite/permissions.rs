//! Who may what: every command of the desk, as everyone, against a table that is committed.

pub mod asks;
mod states;
mod terminal;

use crate::office::{CHIEF, COMMANDS};
use asks::{WHO, args, asks_only, furnished};
use serde_json::json;
use std::{fmt::Write as _, fs, path::Path};

/// Compares a table with the one that is committed, or writes it where that is asked for.
fn is_committed(name: &str, table: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("suite")
        .join(name);
    if std::env::var_os("COPYDESK_WRITE_EXPECTED").is_some() {
        fs::write(&file, table).unwrap();
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    let lines: Vec<&str> = committed.lines().collect();
    let changed: Vec<&str> = table.lines().filter(|line| !lines.contains(line)).collect();
    assert!(
        changed.is_empty() && table.len() == committed.len(),
        "{}",
        changed.join("\n")
    );
}

#[test]
fn who_may_what_is_what_the_table_says() {
    let (mut office, mut names) = furnished();
    let mut table = String::from(
        "Each command of the desk, as someone with one role: ok, or the refusal's code.\n\n",
    );
    for (command, _) in COMMANDS {
        let mut row = format!("{command:<24}");
        for (role, who) in WHO {
            let out = office.room.path(&format!("out-{command}-{role}"));
            let backup = office.path("backup");
            if command.starts_with("backup_") && !backup.exists() {
                office.does(CHIEF, "library_backup", json!({"dest": backup}));
            }
            let code = office.code(who, command, args(command, &names, &out));
            let _ = write!(row, " {role}: {code}");
            if code == "ok" && !asks_only(command) {
                (office, names) = furnished();
            }
        }
        let _ = writeln!(table, "{row}");
    }
    is_committed("permissions.txt", &table);
}

#[test]
fn who_holds_every_role_may_what_each_of_them_may() {
    let (office, names) = furnished();
    let out = office.room.path("all");
    for command in [
        "article_edit",
        "person_add",
        "comment_decide",
        "export_bundle",
        "review_approve",
    ] {
        assert_eq!(
            office.code(CHIEF, command, args(command, &names, &out)),
            "ok",
            "{command}"
        );
    }
}
