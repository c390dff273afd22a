//! Backups: made unasked, thinned out, sealed, found again, and never half done.

mod pressed;

use crate::office::{ADMIN, CHIEF, DRAWING, MODERATOR, Office, WRITER};
use serde_json::{Value, json};
use std::{
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::Command,
};

fn listed(office: &Office) -> Value {
    office.does("", "backup_list", json!({}))
}

/// The paths of the backups that are known of, newest first.
fn paths(office: &Office) -> Vec<PathBuf> {
    let items = listed(office)["items"].as_array().unwrap().clone();
    items
        .iter()
        .map(|one| one["path"].as_str().unwrap().into())
        .collect()
}

/// The backups that lie in a folder, and whatever else does.
fn lying(folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return vec![];
    };
    let mut names: Vec<String> = entries
        .map(|one| one.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Every file of a folder with what is in it.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut all = vec![];
    let mut folders = vec![folder.to_owned()];
    while let Some(dir) = folders.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).unwrap();
                all.push((path, bytes));
            }
        }
    }
    all.sort();
    all
}

#[test]
fn backups_are_made_unasked_while_something_changes_and_no_oftener() {
    let office = Office::staffed();
    let folder = office.path("library backups");
    assert_eq!(listed(&office)["folder"], folder.to_str().unwrap());
    assert!(office.backs_up(), "the first");
    assert!(!office.backs_up());
    office.draft("Night buses to the harbour");
    assert!(!office.backs_up(), "six hours are not over");
    office.hours(7);
    assert!(office.backs_up());
    office.hours(7);
    assert!(!office.backs_up(), "nothing changed");
    // What is only being typed is work too.
    let draft = office.draft("A ferry for Sundays");
    office.hours(7);
    assert!(office.backs_up());
    let shown = |command: &str| office.does(WRITER, command, json!({"article": draft}));
    let mut content = shown("article_show")["content"].clone();
    content["body"] = "It sails at ten.".into();
    let base = shown("article_read")["revision"].clone();
    let typed = json!({"article": draft, "base": base, "content": content});
    office.hours(7);
    office.does(WRITER, "draft_save", typed);
    assert!(office.backs_up());
    // A clock that is set back by a year keeps none from being made.
    office.draft("A bell for the school");
    office.later(-365);
    assert!(office.backs_up());
    let list = listed(&office);
    assert_eq!(list["items"].as_array().unwrap().len(), 5);
    assert_eq!(lying(&folder).len(), 5);
    for one in list["items"].as_array().unwrap() {
        assert_eq!(
            (&one["automatic"], &one["there"]),
            (&json!(true), &json!(true))
        );
        assert!(one["verified"].is_string() && one["bytes"].as_i64() > Some(100_000));
    }
    office.does(ADMIN, "backup_plan", json!({"on": false}));
    office.draft("The mayor's plans");
    office.later(3);
    assert!(!office.backs_up(), "switched off");
    assert_eq!(
        office.code(WRITER, "backup_plan", json!({"on": true})),
        "wrong-role"
    );
}

#[test]
fn what_changed_since_is_counted_and_what_somebody_deleted_is_known_no_more() {
    let office = Office::staffed();
    office.does(CHIEF, "library_backup", json!({}));
    let since = |office: &Office| listed(office)["items"][0]["since"].clone();
    assert_eq!(since(&office), 0);
    office.draft("Night buses to the harbour");
    assert_eq!(since(&office), 1);
    fs::remove_dir_all(&paths(&office)[0]).unwrap();
    assert_eq!(listed(&office)["items"][0]["there"], false);
    office.hours(7);
    assert!(office.backs_up());
    let list = listed(&office);
    assert_eq!(list["items"].as_array().unwrap().len(), 1, "{list}");
}

#[test]
fn old_ones_are_thinned_out_and_no_other() {
    let office = Office::staffed();
    let kept = json!({"dest": office.path("by hand")});
    office.does(CHIEF, "library_backup", kept);
    for n in 0..24 {
        office.draft(&format!("Article {n}"));
        office.hours(12);
        assert!(office.backs_up());
    }
    let made = lying(&office.path("library backups"));
    // Those of two days, and one of each day before.
    assert!((14..=16).contains(&made.len()), "{made:#?}");
    let all = paths(&office);
    assert_eq!(all.len(), made.len() + 1);
    assert!(all.iter().all(|path| path.is_dir()));
    // One in which somebody works by now is theirs: it stays, and is known no more.
    let theirs = all[all.len() - 2].clone();
    let library = theirs.to_str().unwrap();
    let act = [
        "--library",
        library,
        "person",
        "add",
        "Nils New",
        "--roles",
        "writer",
    ];
    office.room.json(CHIEF, &act);
    office.draft("Much later");
    office.later(700);
    assert!(office.backs_up());
    assert_eq!(paths(&office).len(), 2, "the newest, and the one by hand");
    assert!(theirs.join("library.db").is_file());
}

#[test]
fn the_days_that_backups_are_kept_win_over_everything() {
    let office = Office::staffed();
    let days = json!({"settings": {"keep_backup_days": 3}});
    office.does(ADMIN, "settings_set", days);
    for n in 0..6 {
        office.draft(&format!("Article {n}"));
        office.later(1);
        office.backs_up();
        office.does("", "private_erase", json!({}));
    }
    let left = lying(&office.path("library backups"));
    assert!(left.len() <= 3, "{left:?}");
    office.later(4);
    office.does("", "private_erase", json!({}));
    assert_eq!(lying(&office.path("library backups")), Vec::<String>::new());
    let file = office.path("sealed.age");
    let ask = json!({"dest": file, "passphrase": "night ferry to the quay"});
    office.does(MODERATOR, "library_backup", ask);
    assert!(file.is_file());
    office.later(4);
    office.does("", "private_erase", json!({}));
    assert!(!file.exists(), "a sealed one goes too");
}

#[test]
fn pictures_are_kept_once_among_those_that_come_and_go_together() {
    let office = Office::staffed();
    let drawing = office.room.file("quay.svg", DRAWING);
    office.does(WRITER, "asset_add", json!({"path": drawing}));
    assert!(office.backs_up());
    office.draft("Night buses to the harbour");
    office.hours(7);
    assert!(office.backs_up());
    office.does(
        CHIEF,
        "library_backup",
        json!({"dest": office.path("by hand")}),
    );
    let assets = |library: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(library.join("assets")).unwrap();
        entries.map(|one| one.unwrap().path()).collect()
    };
    let links = |library: &Path| fs::metadata(&assets(library)[0]).unwrap().nlink();
    let all = paths(&office);
    assert_eq!((links(&all[1]), links(&all[2])), (2, 2));
    assert_eq!(links(&all[0]), 1, "what may be carried away stands alone");
    assert_eq!(links(&office.path("library")), 1, "and so does the library");
    // A picture that went bad in the one before is taken from the library again.
    let bad = &assets(&all[1])[0];
    fs::write(bad, "Milk.").unwrap();
    office.draft("A ferry for Sundays");
    office.hours(7);
    assert!(office.backs_up());
    let newest = paths(&office).remove(0);
    assert_eq!(
        fs::read(&assets(&newest)[0]).unwrap(),
        fs::read(&assets(&office.path("library"))[0]).unwrap()
    );
    assert_eq!(listed(&office)["trouble"], Value::Null);
    // The older go one by one, and take nothing of the others along.
    let first = all[2].to_str().unwrap();
    office.does(ADMIN, "backup_remove", json!({"path": first}));
    assert!(assets(&all[1])[0].is_file() && !all[2].exists());
}

#[test]
fn what_keeps_a_backup_from_being_made_is_said_and_tried_again() {
    let office = Office::staffed();
    let disk = office.path("disk");
    fs::create_dir(&disk).unwrap();
    let shown =
        |office: &Office| office.does("", "library_show", json!({}))["backup_trouble"].clone();
    office.does(ADMIN, "backup_plan", json!({"folder": disk}));
    assert!(office.backs_up());
    office.draft("Night buses to the harbour");
    fs::rename(&disk, office.path("away")).unwrap();
    office.hours(7);
    assert!(office.backs_up());
    let trouble = shown(&office);
    assert_eq!(trouble["code"], "not-found", "{trouble}");
    assert!(trouble["hint"].as_str().unwrap().contains("Connect"));
    assert!(
        !disk.exists(),
        "nobody makes the folder of a disk that is not there"
    );
    assert!(!office.backs_up(), "not again at once");
    assert_eq!(
        paths(&office).len(),
        1,
        "what is out of reach is still known"
    );
    fs::rename(office.path("away"), &disk).unwrap();
    office.hours(2);
    assert!(office.backs_up());
    assert_eq!(shown(&office), Value::Null);
    assert_eq!(lying(&disk).len(), 2);
    let inside = json!({"folder": office.path("library")});
    assert_eq!(
        office.code(ADMIN, "backup_plan", inside),
        "inside-the-library"
    );
    office.does(ADMIN, "backup_plan", json!({"beside": true}));
    assert_eq!(listed(&office)["chosen"], false);
}

#[test]
fn a_backup_is_a_library_again_in_a_folder_of_its_own() {
    let office = Office::staffed();
    let id = office.approved("Night buses to the harbour");
    office.does(CHIEF, "library_backup", json!({}));
    let from = paths(&office).remove(0);
    let before = files(&from);
    office.draft("What came later");
    let ask = json!({"from": from});
    assert_eq!(
        office.code(WRITER, "backup_restore", ask.clone()),
        "wrong-role"
    );
    let made = office.does(ADMIN, "backup_restore", ask);
    let path = made["path"].as_str().unwrap();
    assert!(path.contains("library restored 2"), "{path}");
    let read = |library: &str| {
        let run = office
            .room
            .run(&["--json", "--library", library, "article", "show", &id]);
        run.value()
    };
    assert_eq!(read(path), read(office.path("library").to_str().unwrap()));
    let check = office.room.run(&["--library", path, "library", "check"]);
    assert_eq!(check.status, 0, "{}", check.out);
    assert_eq!(files(&from), before, "the backup is as it was");
    // The new one knows of the backup, which holds what it may have to forget, and does not thin it out.
    let known = office
        .room
        .run(&["--json", "--library", path, "library", "backups"])
        .value();
    assert_eq!(known["items"], json!([]), "made before it was known of");
    let again = json!({"from": "/nowhere"});
    assert_eq!(
        office.code(ADMIN, "backup_restore", again),
        "no-such-backup"
    );
    let taken = json!({"from": from, "dir": path});
    assert_eq!(
        office.code(ADMIN, "backup_restore", taken),
        "target-in-the-way"
    );
}

/// Changes a library's file by SQLite's own program, as damage would.
fn damage(library: &Path, how: &str) {
    let file = library.join("library.db");
    let done = Command::new("sqlite3").arg(file).arg(how).status().unwrap();
    assert!(done.success(), "{how}");
}

#[test]
fn what_is_made_of_the_journal_is_made_again_where_a_backup_has_it_damaged() {
    let office = Office::staffed();
    let id = office.approved("Night buses to the harbour");
    office.does(CHIEF, "library_backup", json!({}));
    let from = paths(&office).remove(0);
    damage(&from, "UPDATE j_article SET section = 'Elsewhere'");
    let before = files(&from);
    let made = office.does(ADMIN, "backup_restore", json!({"from": from}));
    let (path, words) = (made["path"].as_str().unwrap(), made["words"].to_string());
    assert!(words.contains("was made again"), "{words}");
    let read = |library: &str| {
        let show = ["--json", "--library", library, "article", "show", &id];
        office.room.run(&show).value()
    };
    assert_eq!(read(path), read(office.path("library").to_str().unwrap()));
    let check = office.room.run(&["--library", path, "library", "check"]);
    assert_eq!(check.status, 0, "{}", check.out);
    assert!(!Path::new(path).join("library.db.before-repair").exists());
    assert_eq!(files(&from), before, "the backup is as it was");

    // Not where no library can be made, either.
    fs::create_dir_all(office.path("synced/.stfolder")).unwrap();
    let ask = json!({"from": from, "dir": office.path("synced/again")});
    assert_eq!(office.code(ADMIN, "backup_restore", ask), "synced-folder");
    assert_eq!(lying(&office.path("synced")), [".stfolder"]);

    // Nobody is an admin by what somebody wrote into the tables of a backup.
    damage(
        &from,
        &format!("UPDATE j_person SET roles = '[\"admin\"]' WHERE name = '{WRITER}'"),
    );
    let forged = office.path("forged");
    let line = ["--json", "--as", WRITER, "library", "restore"];
    let to = [from.to_str().unwrap(), forged.to_str().unwrap()];
    let run = office.room.run(&[&line[..], &to[..]].concat());
    assert_eq!(run.refusal().1, "wrong-role");
    assert!(!forged.exists());

    // What nothing else holds can't be made again, and is not passed over.
    damage(
        &from,
        "DELETE FROM blob WHERE hash = (SELECT head FROM j_article)",
    );
    let to = office.path("once more");
    let ask = json!({"from": from, "dir": to});
    assert_eq!(office.code(ADMIN, "backup_restore", ask), "damaged");
    assert!(!to.exists());
}

#[test]
fn damage_to_who_sent_a_comment_goes_into_no_backup_and_comes_out_of_none() {
    let office = Office::staffed();
    let id = office.draft("Night buses to the harbour");
    office.comments(&id);
    office.does(CHIEF, "library_backup", json!({}));
    let from = paths(&office).remove(0);
    let other =
        "UPDATE l_commenter SET name = 'Someone else' WHERE id = (SELECT min(id) FROM l_commenter)";
    let refused = || {
        let to = office.path("again");
        let ask = json!({"from": from, "dir": to});
        assert_eq!(office.code(ADMIN, "backup_restore", ask), "damaged");
        assert!(!to.exists());
    };
    damage(&from, other);
    refused();
    // Nor where something is damaged besides that could be made again.
    damage(&from, "UPDATE j_article SET section = 'Elsewhere'");
    refused();

    damage(&office.path("library"), other);
    assert_eq!(office.code(CHIEF, "library_backup", json!({})), "damaged");
    assert_eq!(paths(&office), [from]);
}

#[test]
fn a_picture_that_is_missing_keeps_no_backup_from_being_made_or_restored_and_is_told() {
    let office = Office::staffed();
    office.draft("Night buses to the harbour");
    let drawing = office.room.file("quay.svg", DRAWING);
    office.does(WRITER, "asset_add", json!({"path": drawing}));
    let assets = office.path("library/assets");
    let picture = fs::read_dir(&assets).unwrap().next().unwrap().unwrap();
    fs::remove_file(picture.path()).unwrap();
    let told = |done: &Value| {
        let words = done["words"].as_str().unwrap().to_owned();
        assert!(words.contains("1 picture is missing"), "{words}");
    };
    let sealed =
        json!({"dest": office.path("sealed.age"), "passphrase": "night ferry to the quay"});
    for ask in [json!({}), json!({"dest": office.path("copy")}), sealed] {
        told(&office.does(CHIEF, "library_backup", ask));
    }
    assert!(office.backs_up() || paths(&office).len() == 3);
    let ask = json!({"from": office.path("copy"), "dir": office.path("again")});
    told(&office.does(ADMIN, "backup_restore", ask));
    // What to do about it is said, and does it.
    let faults = office.does("", "library_check", json!({}))["faults"].to_string();
    assert!(faults.contains("Add the same file again"), "{faults}");
    office.does(WRITER, "asset_add", json!({"path": drawing}));
    assert_eq!(
        office.does("", "library_check", json!({}))["faults"],
        json!([])
    );
    let whole = office.does(CHIEF, "library_backup", json!({}));
    assert!(
        !whole["words"].as_str().unwrap().contains("missing"),
        "{whole}"
    );
}

/// Runs the stock `age` on a terminal of its own, since it asks for a passphrase nowhere else.
fn age(file: &Path, out: &Path, passphrase: &str) -> bool {
    let script = "import os, pty, sys\n\
        pid, fd = pty.fork()\n\
        if pid == 0:\n    os.execvp('age', ['age', '-d', '-o', sys.argv[2], sys.argv[1]])\n\
        os.read(fd, 1000)\n\
        os.write(fd, (sys.argv[3] + '\\n').encode())\n\
        while True:\n    try:\n        if not os.read(fd, 1000): break\n    except OSError: break\n\
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))\n";
    let mut python = Command::new("python3");
    python
        .args(["-c", script])
        .args([file, out])
        .arg(passphrase);
    python.output().unwrap().status.success()
}

#[test]
fn a_sealed_backup_opens_with_its_passphrase_here_and_with_age() {
    const PHRASE: &str = "night ferry to the quay";
    let office = Office::staffed();
    let id = office.approved("Night buses to the harbour");
    let drawing = office.room.file("quay.svg", DRAWING);
    office.does(WRITER, "asset_add", json!({"path": drawing}));
    let file = office.path("carried away.age");
    let ask = |phrase: &str| json!({"dest": file, "passphrase": phrase});
    assert_eq!(
        office.code(CHIEF, "library_backup", ask("short")),
        "short-passphrase"
    );
    office.does(CHIEF, "library_backup", ask(PHRASE));
    assert_eq!(
        office.code(CHIEF, "library_backup", ask(PHRASE)),
        "target-in-the-way"
    );
    let bytes = fs::read(&file).unwrap();
    assert!(bytes.starts_with(b"age-encryption.org/v1\n-> scrypt "));
    for open in [&b"Night buses"[..], b"SQLite format", b"quay"] {
        assert!(!bytes.windows(open.len()).any(|window| window == open));
    }
    assert!(
        !lying(&office.path("library"))
            .iter()
            .any(|name| name.contains("copydesk"))
    );
    let listed = &listed(&office)["items"][0];
    assert_eq!(
        (&listed["sealed"], &listed["automatic"]),
        (&json!(true), &json!(false))
    );
    let restore =
        |phrase: Value| json!({"from": file, "dir": office.path("again"), "passphrase": phrase});
    for (phrase, code) in [
        (Value::Null, "sealed-backup"),
        (json!("night ferry to the key"), "wrong-passphrase"),
    ] {
        assert_eq!(office.code(ADMIN, "backup_restore", restore(phrase)), code);
        assert!(!office.path("again").exists());
    }
    office.does(ADMIN, "backup_restore", restore(json!(PHRASE)));
    let again = office.path("again");
    let shown = office.room.run(&[
        "--json",
        "--library",
        again.to_str().unwrap(),
        "article",
        "show",
        &id,
    ]);
    assert_eq!(shown.value()["title"], "Night buses to the harbour");
    let out = office.path("opened.tar");
    assert!(!age(&file, &out, "night ferry to the key"));
    assert!(age(&file, &out, PHRASE), "the stock age opens it");
    let named = Command::new("tar")
        .arg("tf")
        .arg(&out)
        .output()
        .unwrap()
        .stdout;
    let named = String::from_utf8(named).unwrap();
    assert!(
        named.starts_with("assets/") && named.ends_with("library.db\n"),
        "{named}"
    );
}

#[test]
fn the_terminal_seals_and_opens_and_a_flipped_bit_is_found() {
    const PHRASE: &str = "night ferry to the quay";
    let office = Office::staffed();
    let sealed = office.path("other.age");
    let with = office.room.file("phrase", PHRASE);
    let args = [
        "library",
        "backup",
        sealed.to_str().unwrap(),
        "--seal-with",
        &with,
    ];
    office.room.json(CHIEF, &args);
    let back = [
        "library",
        "restore",
        sealed.to_str().unwrap(),
        "third",
        "--seal-with",
        &with,
    ];
    office.room.json(CHIEF, &back);
    assert!(office.path("third").join("library.db").is_file());
    let bytes = fs::read(&sealed).unwrap();
    // One flipped bit anywhere, and nothing of it becomes a library.
    let mut bad = bytes;
    let middle = bad.len() / 2;
    bad[middle] ^= 4;
    fs::write(&sealed, bad).unwrap();
    let third = json!({"from": sealed, "dir": office.path("bad"), "passphrase": PHRASE});
    assert_eq!(office.code(ADMIN, "backup_restore", third), "damaged-seal");
    assert!(!office.path("bad").exists());
}
