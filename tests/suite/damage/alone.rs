//! What stays in the library alone and is known by something: private keys by their public halves, or by a sum where they are
//! sealed; who sent comments by what the journal holds a hash of.

use super::asked;
use crate::{
    newsroom::Newsroom,
    office::{ADMIN, CHIEF, MODERATOR, Office, REVIEWER, WRITER},
};
use serde_json::{Value, json};
use std::{fs, path::PathBuf};

const PASSPHRASE: &str = "four words of night";

/// A library with an open and a sealed key, and with comments of someone who said everything of themselves; closed.
struct Kept {
    room: Newsroom,
    file: PathBuf,
    whole: Vec<u8>,
}

impl Kept {
    fn new() -> Self {
        let office = Office::staffed();
        let article = office.draft("Night trams");
        let comments = [("one", "Una Late", "una@near.example"), ("two", "Ole Early", "ole@far.example")].map(
            |(id, author, email)| {
                json!({"id": id, "article": article, "author": author, "email": email, "site": format!("https://{id}.example/"),
                    "address": "192.0.2.9", "body": format!("Good evening from {id}.")})
                .to_string()
            },
        );
        let path = office.room.file("comments.jsonl", comments.join("\n"));
        office.does(MODERATOR, "comment_import", json!({"path": path}));
        let shown = office.does(WRITER, "article_show", json!({"article": article}));
        let head =
            office.does(WRITER, "article_read", json!({"article": article}))["revision"].clone();
        let mut content = shown["content"].clone();
        content["body"] = "The last tram waits at the harbour.".into();
        let typed = json!({"article": article, "base": head, "content": content});
        office.does(WRITER, "draft_save", typed);
        office.does(
            REVIEWER,
            "review_looked",
            json!({"article": article, "revision": head}),
        );
        let waiting = office.does(MODERATOR, "comment_list", json!({}))["items"][0]["id"].clone();
        office.does(MODERATOR, "comment_claim", json!({"comment": waiting}));
        let seal = json!({"passphrase": PASSPHRASE});
        office.does(REVIEWER, "key_seal", seal);
        let room = office.close();
        let file = room.path("library/library.db");
        asked(&file, "PRAGMA wal_checkpoint(TRUNCATE)");
        let whole = fs::read(&file).unwrap();
        Self { room, file, whole }
    }

    /// What a question says, one line.
    fn ask(&self, question: &str) -> String {
        asked(&self.file, question).trim().to_owned()
    }

    /// The id of the key with which somebody signs.
    fn key_of(&self, who: &str) -> String {
        self.ask(&format!(
            "SELECT k.id FROM j_key AS k JOIN j_person AS p ON p.id = k.person WHERE p.name = '{who}' ORDER BY k.rowid DESC LIMIT 1"
        ))
    }

    /// Where a text stands in the file: once.
    fn place(&self, text: &str) -> usize {
        let windows = self.whole.windows(text.len()).enumerate();
        let found: Vec<usize> = windows
            .filter(|(_, one)| *one == text.as_bytes())
            .map(|(at, _)| at)
            .collect();
        assert_eq!(found.len(), 1, "{text} stands there {} times", found.len());
        found[0]
    }

    /// The library with one bit of its file turned: of the letter `at` of a text that stands there once.
    fn turned(&self, text: &str, at: usize, bit: u8) -> &Self {
        let mut bytes = self.whole.clone();
        bytes[self.place(text) + at] ^= 1 << bit;
        fs::write(&self.file, bytes).unwrap();
        self
    }

    /// The paths of what a check finds.
    fn found(&self) -> Vec<String> {
        let run = self.room.ask(ADMIN, &["library", "check"]);
        let said: Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}", run.err));
        let faults = said["faults"].as_array().unwrap();
        assert_eq!(run.status, if faults.is_empty() { 0 } else { 4 });
        assert_eq!(said["ok"], faults.is_empty());
        let path = |fault: &Value| {
            assert_eq!(fault["kind"], "local", "{fault}");
            fault["path"].as_str().unwrap().to_owned()
        };
        faults.iter().map(path).collect()
    }

    /// What a repair says, of a library that nobody has open.
    fn repaired(&self) -> Value {
        self.room.json(ADMIN, &["library", "repair"])
    }
}

#[test]
fn a_turned_bit_of_an_open_key_is_found_and_turned_back_by_a_repair() {
    let kept = Kept::new();
    assert_eq!(kept.found(), Vec::<String>::new());
    for (who, whose) in [
        (CHIEF, format!("p.name = '{CHIEF}'")),
        ("", "k.person IS NULL".to_owned()),
    ] {
        let ask = |column: &str| {
            kept.ask(&format!(
                "SELECT {column} FROM l_secret AS s JOIN j_key AS k ON k.id = s.key LEFT JOIN j_person AS p ON p.id = k.person
                 WHERE {whose}"
            ))
        };
        let (key, secret) = (ask("s.key"), ask("s.secret"));
        assert_eq!(secret.len(), 64, "{who}");
        for at in [0, 7, 31, 63] {
            // The lowest bit makes another digit of it, the highest what is no text.
            for bit in [0, 2, 7] {
                let found = kept.turned(&secret, at, bit).found();
                assert_eq!(found, [format!("l_secret/{key}")], "{who}: {at} {bit}");
            }
        }
        let done = kept.turned(&secret, 7, 0).repaired();
        assert_eq!(done["lost"], json!([]), "{done}");
        assert_eq!(
            done["mended"][0]["path"],
            format!("l_secret/{key}"),
            "{done}"
        );
        assert_eq!(kept.found(), Vec::<String>::new());
        assert_eq!(ask("s.secret"), secret);
    }
}

#[test]
fn a_turned_bit_of_a_sealed_key_is_found_without_its_passphrase() {
    let kept = Kept::new();
    let key = kept.key_of(REVIEWER);
    let sealed = kept.ask(&format!("SELECT json FROM l_sealed WHERE key = '{key}'"));
    let of = |field: &str| sealed.find(&format!("\"{field}\":")).unwrap() + field.len() + 5;
    for at in ["kdf", "memory", "salt", "nonce", "sealed", "sum"].map(of) {
        let found = kept.turned(&sealed, at, 0).found();
        assert_eq!(found, [format!("l_sealed/{key}")], "{}", &sealed[at..]);
    }
    let done = kept.turned(&sealed, of("sealed"), 0).repaired();
    assert_eq!(done["lost"], json!([]), "{done}");
    assert_eq!(kept.found(), Vec::<String>::new());
    let again = kept.ask(&format!("SELECT json FROM l_sealed WHERE key = '{key}'"));
    assert_eq!(again, sealed);
}

#[test]
fn what_an_older_program_sealed_is_believed_and_gets_its_sum_when_it_is_opened() {
    let kept = Kept::new();
    let sum = || kept.ask("SELECT length(json ->> 'sum') FROM l_sealed");
    assert_eq!(sum(), "64");
    let older = "UPDATE l_sealed SET json = json_remove(json, '$.sum')";
    asked(&kept.file, older);
    assert_eq!(sum(), "");
    assert_eq!(kept.found(), Vec::<String>::new());
    let file = kept.room.file("passphrase", PASSPHRASE);
    let title = ["article", "new", "--title", "A bell"];
    let act = [&["--passphrase-file", &file][..], &title].concat();
    kept.room.json(REVIEWER, &act);
    assert_eq!(sum(), "64");
    assert_eq!(kept.found(), Vec::<String>::new());
}

#[test]
fn a_key_of_which_more_is_damaged_is_lost_and_told_once() {
    let kept = Kept::new();
    let key = kept.key_of(CHIEF);
    asked(
        &kept.file,
        &format!(
            "UPDATE l_secret SET secret = '{}' WHERE key = '{key}'",
            "0f".repeat(32)
        ),
    );
    assert_eq!(kept.found(), [format!("l_secret/{key}")]);
    let done = kept.repaired();
    assert_eq!(done["lost"][0]["path"], format!("l_secret/{key}"), "{done}");
    let said = done["lost"][0]["detail"].as_str().unwrap();
    assert!(said.contains(CHIEF), "{said}");
    assert_eq!(kept.found(), Vec::<String>::new());
    // An admin makes a new one, and with that all is well.
    kept.room.json(ADMIN, &["person", "new-key", CHIEF]);
    assert_eq!(kept.found(), Vec::<String>::new());
    // A key that stands where it is another's is found as well.
    let other = kept.key_of(MODERATOR);
    let own = kept.ask(&format!(
        "SELECT secret FROM l_secret WHERE key = '{other}'"
    ));
    let key = kept.key_of(CHIEF);
    asked(
        &kept.file,
        &format!("UPDATE l_secret SET secret = '{own}' WHERE key = '{key}'"),
    );
    assert_eq!(kept.found(), [format!("l_secret/{key}")]);
}

#[test]
fn damage_to_who_sent_a_comment_is_found_and_told_once() {
    let kept = Kept::new();
    let ask = |column: &str| {
        kept.ask(&format!(
            "SELECT {column} FROM l_commenter WHERE name = 'Una Late'"
        ))
    };
    let (id, salt) = (ask("id"), ask("salt"));
    // No index has these: only the journal says what they were.
    for (text, at) in [
        (salt.as_str(), 3),
        (salt.as_str(), 63),
        ("https://one.example/", 9),
    ] {
        let found = kept.turned(text, at, 1).found();
        assert_eq!(found, [format!("l_commenter/{id}")], "{text}");
    }
    // What an index has as well is damaged by another program in both.
    for (column, value) in [("name", "Una Lane"), ("email", "uma@near.example")] {
        fs::write(&kept.file, &kept.whole).unwrap();
        asked(
            &kept.file,
            &format!("UPDATE l_commenter SET {column} = '{value}' WHERE id = '{id}'"),
        );
        assert_eq!(kept.found(), [format!("l_commenter/{id}")], "{column}");
    }
    let done = kept.turned("https://one.example/", 9, 1).repaired();
    assert_eq!(
        done["lost"][0]["path"],
        format!("l_commenter/{id}"),
        "{done}"
    );
    assert_eq!(kept.found(), Vec::<String>::new());
    assert_eq!(ask("name"), "Una Late");
    // A backup is made again, and what they send next is known for theirs.
    kept.room.json(ADMIN, &["library", "backup", "copy"]);
}

#[test]
fn what_is_kept_of_who_sent_comments_is_found_whole_whatever_became_of_it() {
    let office = Office::staffed();
    let article = office.draft("Night trams");
    let check = || office.does("", "library_check", json!({}))["faults"].clone();
    let nth = std::cell::Cell::new(0);
    let send = |author: &str, more: Value| {
        nth.set(nth.get() + 1);
        let mut one = json!({"id": format!("c{}", nth.get()), "article": article, "author": author,
            "body": format!("Good evening for the {}th time.", nth.get())});
        for (name, value) in more.as_object().unwrap() {
            one[name] = value.clone();
        }
        let file = office.room.file("one.jsonl", one.to_string());
        office.does(MODERATOR, "comment_import", json!({"path": file}));
        assert_eq!(check(), json!([]), "{author} {more}");
    };
    let say = |name: &str| json!({"email": format!("{name}@near.example")});
    send("Una", say("una"));
    send(
        "Una",
        json!({"email": "una@near.example", "site": "https://una.example/"}),
    );
    send(
        "Una",
        json!({"email": "una@near.example", "site": "https://una.example/again"}),
    );
    send("Una", json!({"address": "192.0.2.9"}));
    send("", json!({}));
    send("", json!({"email": "una@near.example"}));
    let people = office.does(MODERATOR, "commenter_list", json!({}));
    let una = people["items"].as_array().unwrap().iter();
    let una = una
        .clone()
        .find(|one| one["name"] == "Una" && one["email"] == "una@near.example");
    let ban = json!({"commenter": una.unwrap()["id"], "days": 900});
    office.does(MODERATOR, "commenter_ban", ban);
    // What is private of them goes after some days; who is banned is known again by a mark, under whatever name.
    office.does(
        ADMIN,
        "settings_set",
        json!({"settings": {"keep_private_days": 30}}),
    );
    office.later(60);
    office.does("", "private_erase", json!({}));
    assert_eq!(check(), json!([]));
    send("Ute", say("una"));
    send("Una", say("una"));
    send("Una", json!({}));
    office.does(
        MODERATOR,
        "commenter_forget",
        json!({"commenter": nobody_but(&office, "Ute")}),
    );
    assert_eq!(check(), json!([]));
}

/// The tables of what stays in the library alone that have rows.
fn tables(kept: &Kept) -> Vec<String> {
    let all = kept.ask("SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'l\\_%' ESCAPE '\\' ORDER BY 1");
    let filled = |name: &&str| kept.ask(&format!("SELECT EXISTS (SELECT 1 FROM {name})")) == "1";
    all.lines().filter(filled).map(str::to_owned).collect()
}

#[test]
fn a_row_that_is_gone_or_was_added_is_missed_whatever_it_is_of() {
    let kept = Kept::new();
    let tables = tables(&kept);
    for there in [
        "l_claim",
        "l_commenter",
        "l_draft",
        "l_look",
        "l_sealed",
        "l_secret",
        "l_sent",
    ] {
        assert!(tables.iter().any(|one| one == there), "{there}: {tables:?}");
    }
    for table in &tables {
        fs::write(&kept.file, &kept.whole).unwrap();
        let gone = format!("DELETE FROM {table} WHERE rowid = (SELECT min(rowid) FROM {table})");
        let gone = match table.as_str() {
            "l_claim" | "l_sent" => {
                format!("DELETE FROM {table} WHERE comment = (SELECT min(comment) FROM {table})")
            }
            _ => gone,
        };
        asked(&kept.file, &gone);
        assert_eq!(kept.found().join(" "), *table, "{gone}");
        let done = kept.repaired();
        assert_eq!(done["lost"][0]["path"], *table, "{done}");
        assert_eq!(kept.found(), Vec::<String>::new(), "{table}");
    }
    // Also where the file says that it is of another version, and is read page by page.
    fs::write(&kept.file, &kept.whole).unwrap();
    asked(
        &kept.file,
        "DELETE FROM l_sent; PRAGMA wal_checkpoint(TRUNCATE)",
    );
    let mut bytes = fs::read(&kept.file).unwrap();
    bytes[63] ^= 1;
    fs::write(&kept.file, bytes).unwrap();
    let done = kept.repaired();
    assert_eq!(done["lost"][0]["path"], "l_sent", "{done}");
    assert_eq!(kept.found(), Vec::<String>::new());
    fs::write(&kept.file, &kept.whole).unwrap();
    asked(
        &kept.file,
        "INSERT INTO l_ban_mark (mark, commenter) SELECT salt, id FROM l_commenter LIMIT 1",
    );
    assert_eq!(kept.found(), ["l_ban_mark"]);
}

#[test]
fn what_no_journal_knows_of_a_row_is_found_where_it_was_changed() {
    let kept = Kept::new();
    for (table, change) in [
        ("l_commenter", "address = '192.0.2.8'"),
        ("l_commenter", "seen = '2031-01-01T00:00:00.000Z'"),
        ("l_sent", "at = '2031-01-01T00:00:00.000Z'"),
        ("l_look", "at = '2031-01-01T00:00:00.000Z'"),
        ("l_claim", "until = '2031-01-01T00:00:00.000Z'"),
        ("l_draft", "saved = '2031-01-01T00:00:00.000Z'"),
    ] {
        fs::write(&kept.file, &kept.whole).unwrap();
        asked(&kept.file, &format!("UPDATE {table} SET {change}"));
        assert_eq!(kept.found(), [table], "{change}");
        let done = kept.repaired();
        assert_eq!(done["lost"][0]["path"], table, "{done}");
        assert_eq!(kept.found(), Vec::<String>::new(), "{change}");
    }
    // As is what says so itself.
    fs::write(&kept.file, &kept.whole).unwrap();
    asked(
        &kept.file,
        "UPDATE sums SET n = n + 1 WHERE name = 'l_look'; DELETE FROM sums WHERE name = 'l_claim'",
    );
    assert_eq!(kept.found(), ["sums/l_claim", "sums/l_look"]);
    let done = kept.repaired();
    assert_eq!(
        (&done["lost"], &done["mended"][1]["path"]),
        (&json!([]), &json!("sums/l_look")),
        "{done}"
    );
    assert_eq!(kept.found(), Vec::<String>::new());
}

/// The commenter of this name.
fn nobody_but(office: &Office, name: &str) -> Value {
    let people = office.does(MODERATOR, "commenter_list", json!({}));
    let all = people["items"].as_array().unwrap().iter();
    all.clone().find(|one| one["name"] == name).unwrap()["id"].clone()
}
