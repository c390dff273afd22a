//! The journal holds everything: every kind of event replays, and whatever was changed behind its back is found.

mod acts;
pub mod exit;
mod suggested;
mod undo;

use crate::{
    newsroom::Newsroom,
    office::{ADMIN, CHIEF, DRAWING, MODERATOR, OTHER_WRITER, Office, PUBLISHER, REVIEWER, WRITER},
};
use model::{
    Hash,
    event::{Entry, Event},
};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    fs,
    path::Path,
    process::{Command, Output},
};
use store::{Store, journal::Depth};

macro_rules! kinds {
    ($($variant:ident => $name:literal),* $(,)?) => {
        const KINDS: &[&str] = &[$($name),*];

        /// An event's name. One that is not listed here does not compile, and one that is must be made below.
        fn kind(event: &Event) -> &'static str {
            match event { $(Event::$variant { .. } => $name),* }
        }
    };
}

kinds! {
    SettingsSet => "settings-set",
    PersonSet => "person-set",
    KeyMade => "key-made",
    KeyRevoked => "key-revoked",
    ArticleMade => "article-made",
    RevisionSaved => "revision-saved",
    StatusSet => "status-set",
    VerdictGiven => "verdict-given",
    VerdictTakenBack => "verdict-taken-back",
    Withdrawn => "withdrawn",
    EmbargoLifted => "embargo-lifted",
    RecheckSet => "recheck-set",
    ClaimSet => "claim-set",
    DueSet => "due-set",
    RouteSet => "route-set",
    TemplateSet => "template-set",
    BinSet => "bin-set",
    BinEmptied => "bin-emptied",
    RevisionNamed => "revision-named",
    WordSet => "word-set",
    AlarmSet => "alarm-set",
    PassagesTicked => "passages-ticked",
    ChangeExplained => "change-explained",
    ProfileSet => "profile-set",
    Released => "released",
    EditionSaved => "edition-saved",
    EditionRemoved => "edition-removed",
    ProfileSaved => "profile-saved",
    ProfileRemoved => "profile-removed",
    NoteMade => "note-made",
    NoteSet => "note-set",
    NoteReplied => "note-replied",
    NoteTakenBack => "note-taken-back",
    SuggestionMade => "suggestion-made",
    SuggestionDecided => "suggestion-decided",
    CommentsTaken => "comments-taken",
    CommentsTakenBack => "comments-taken-back",
    CommentDecided => "comment-decided",
    CommentsChanged => "comments-changed",
    PlaceSet => "place-set",
    RulesSet => "rules-set",
    ThemeSet => "theme-set",
    CommentingSet => "commenting-set",
    CommenterBanned => "commenter-banned",
    CommenterForgotten => "commenter-forgotten",
    PrivateErased => "private-erased",
    AssetAdded => "asset-added",
    AssetDescribed => "asset-described",
    AssetRemoved => "asset-removed",
    Attested => "attested",
    AttestationTakenBack => "attestation-taken-back",
    SourceKept => "source-kept",
    AddressesSet => "addresses-set",
}

/// Everything that happens in review, and ends with an approval.
fn reviewed(office: &Office, id: &str) {
    let note = json!({"article": id, "quote": "midnight", "text": "@Wim Writer, says who?"});
    let taken = office.does(REVIEWER, "review_note", note.clone());
    office.does(REVIEWER, "undo", json!({}));
    let note = office.does(REVIEWER, "review_note", note)["id"].clone();
    assert_ne!(taken["id"], note);
    office.does(WRITER, "review_resolve", json!({"note": note}));
    let reply = json!({"note": note, "text": "The timetable? @Rhea Reviewer"});
    office.does(OTHER_WRITER, "review_reply", reply);
    office.does(WRITER, "review_resolve", json!({"note": note}));
    office.does(WRITER, "article_submit", json!({"article": id}));
    office.does(REVIEWER, "review_claim", json!({"article": id}));
    let due = json!({"article": id, "on": "2026-12-24"});
    office.does(WRITER, "review_due", due);
    office.does(REVIEWER, "review_approve", json!({"article": id}));
    office.does(REVIEWER, "undo", json!({}));
    office.does(REVIEWER, "review_approve", json!({"article": id}));
}

/// Everything that happens to comments besides a decision, and to who sent them.
fn moderated(office: &Office, article: &str, comment: &str) {
    let line = json!({"id": "far", "article": "https://elsewhere.example/ferries/", "author": "Pia Far",
        "email": "pia@far.example", "address": "192.0.2.7", "body": "Greetings from the other shore!"});
    let file = office.room.file("far.jsonl", line.to_string());
    office.does(
        MODERATOR,
        "comment_import",
        json!({"path": file, "dry_run": false}),
    );
    let place = office.does(MODERATOR, "place_list", json!({}))["items"][0]["place"].clone();
    office.does(
        MODERATOR,
        "place_assign",
        json!({"place": place, "article": article}),
    );
    let edit = json!({"comment": comment, "text": "Greetings from Pia Far."});
    office.does(MODERATOR, "comment_edit", edit);
    office.does(
        MODERATOR,
        "comment_reply",
        json!({"comment": comment, "text": "Thank you."}),
    );
    let mode = json!({"article": article, "mode": "premoderated"});
    office.does(MODERATOR, "commenting_set", mode);
    let mut rules = office.does(MODERATOR, "rules_show", json!({}))["rules"].clone();
    rules["first"] = json!("held");
    let rules = json!({"rules": rules, "waiting": true});
    office.does(MODERATOR, "rules_set", rules);
    let far =
        office.does(MODERATOR, "comment_list", json!({"words": "greetings"}))["items"][0]["id"]
            .clone();
    let ban = json!({"commenter": far, "days": 3, "reason": "spam"});
    office.does(MODERATOR, "commenter_ban", ban);
    office.does(MODERATOR, "commenter_forget", json!({"commenter": far}));
    let near = json!({"id": "near", "article": "elsewhere", "author": "Ole Near", "email": "ole@near.example",
        "address": "192.0.2.8", "body": "And from this one!"});
    let file = office.room.file("near.jsonl", near.to_string());
    office.does(
        MODERATOR,
        "comment_import",
        json!({"path": file, "dry_run": false}),
    );
    office.does(MODERATOR, "commenter_ban", json!({"commenter": comment}));
    let settings = json!({"settings": {"keep_private_days": 1}});
    office.does(ADMIN, "settings_set", settings);
    office.later(2);
    office.does(MODERATOR, "private_erase", json!({}));
}

fn eventful() -> Newsroom {
    let office = Office::staffed();
    office.does(
        ADMIN,
        "settings_set",
        json!({"settings": {"name": "The Harbour Gazette", "language": "en",
        "time_zone": "Europe/Lisbon", "four_eyes": true, "base_url": "https://gazette.example/"}}),
    );
    office.does(
        ADMIN,
        "person_set",
        json!({"person": OTHER_WRITER, "name": "Wanda Author"}),
    );
    let lost = json!({"key": "newsroom", "reason": "A laptop was lost."});
    office.does(ADMIN, "key_revoke", lost);
    let id = office.draft("A ferry for Sundays");
    office.does(
        WRITER,
        "article_edit",
        json!({"article": id, "embargo": "2026-12-01"}),
    );
    reviewed(&office, &id);
    office.does(REVIEWER, "article_lift", json!({"article": id}));
    office.comments(&id);
    office.does(MODERATOR, "undo", json!({}));
    let [comment, _] = office.comments(&id);
    let decision = json!({"comments": [comment], "state": "rejected", "reason": "off-topic"});
    office.does(MODERATOR, "comment_decide", decision);
    moderated(&office, &id, &comment);
    office.release("first.zip");
    office.does(
        PUBLISHER,
        "article_withdraw",
        json!({"article": id, "reason": "The plan was dropped."}),
    );
    let other = office.draft("A bridge for cyclists");
    office.does(WRITER, "article_bin", json!({"article": other}));
    let third = office.draft("A bell for the school");
    office.does(WRITER, "article_bin", json!({"article": third}));
    office.does(WRITER, "bin_empty", json!({"articles": [third]}));
    let name = json!({"article": id, "revision": "head", "name": "As it was dropped"});
    office.does(WRITER, "article_name", name);
    let drawing = office.room.file("quay.svg", DRAWING);
    let added = office.does(WRITER, "asset_add", json!({"path": drawing}));
    let said = json!({"asset": added["hash"], "alt": "The quay at dusk"});
    office.does(WRITER, "asset_describe", said);
    office.does(WRITER, "asset_remove", json!({"asset": added["hash"]}));
    let mast = office.room.file("mast.svg", DRAWING.replace("M0", "M1"));
    office.does(WRITER, "asset_add", json!({"path": mast}));
    let again = json!({"article": id, "on": "2027-03-01"});
    office.does(WRITER, "article_recheck", again);
    let diary = json!({"name": "Diary", "body": "[What happened today?]\n"});
    office.does(WRITER, "template_save", json!({"template": diary}));
    office.does(WRITER, "template_remove", json!({"key": "obituary"}));
    let mast = office.does("", "asset_list", json!({}))["items"][0]["hash"].clone();
    acts::dressed(&office, &mast);
    let nora = json!({"name": "Nora Vale", "role": "Harbour reporter", "picture": mast});
    office.does(WRITER, "byline_save", nora);
    office.does(WRITER, "byline_save", json!({"name": "Jan Otter"}));
    office.does(WRITER, "byline_remove", json!({"profile": "Jan Otter"}));
    arranged(&office, &id);
    acts::spelt(&office, &id);
    let lamp = office.draft("A lamp for the quay");
    let twice = json!({"article": lamp, "body": "It is is lit."});
    office.does(WRITER, "article_edit", twice);
    let guess = office.does("", "article_check", json!({"article": lamp}))[0]["passage"].clone();
    let dismiss = json!({"article": lamp, "passage": guess});
    office.does(WRITER, "check_dismiss", dismiss);
    acts::explained(&office);
    suggested::suggested(&office, &office.draft("A mast for the quay"));
    acts::imported(&office);
    office.unconfirmed("The tide mill turns again");
    office.close()
}

/// Editions and profiles that were made, changed, renamed, removed.
fn arranged(office: &Office, article: &str) {
    let save = |was: Value, name: &str, picked: Value| {
        let edition = json!({"name": name, "picked": picked, "query": {"since_last": true}});
        let ask = json!({"was": was, "edition": edition});
        office.does(PUBLISHER, "edition_save", ask);
    };
    save(Value::Null, "Monday", json!([]));
    save(Value::Null, "Weekend", json!([article]));
    save("Monday".into(), "Tuesday", json!([article]));
    office.does(PUBLISHER, "edition_remove", json!({"name": "Weekend"}));
    for name in ["Web", "Book"] {
        let profile = json!({"name": name, "parts": ["site"], "base_url": "https://news.example/"});
        office.does(PUBLISHER, "profile_save", json!({"profile": profile}));
    }
    let silent = json!({"name": "Web", "parts": ["site"], "comments": false});
    let ask = json!({"was": "Web", "profile": silent});
    office.does(PUBLISHER, "profile_save", ask);
    office.does(PUBLISHER, "profile_remove", json!({"name": "Book"}));
}

/// Runs SQL on the library's file, behind the program's back; gives what it answers. A program that is at the library at the same
/// time is waited for, as each program waits for others.
pub fn sql(room: &Newsroom, statement: &str) -> String {
    let file = room.path("library/library.db");
    let Output {
        status,
        stdout,
        stderr,
    } = Command::new("sqlite3")
        .args(["-bail", "-batch", "-cmd", ".timeout 60000"])
        .arg(file)
        .arg(statement)
        .output()
        .unwrap_or_else(|cause| panic!("sqlite3 is needed to damage a library: {cause}"));
    assert!(
        status.success(),
        "{statement}: {}",
        String::from_utf8_lossy(&stderr)
    );
    String::from_utf8(stdout).unwrap()
}

/// Every row of the journal, of the tables that it makes, of the texts, and of what stays in the library alone.
fn dump(library: &Path) -> Vec<String> {
    let out = Command::new("sqlite3")
        .arg(library.join("library.db"))
        .arg(".dump")
        .output()
        .unwrap();
    assert!(out.status.success());
    let text = String::from_utf8(out.stdout).unwrap();
    let ours = [
        "INSERT INTO journal ",
        "INSERT INTO blob ",
        "INSERT INTO j_",
        "INSERT INTO l_",
    ];
    text.lines()
        .filter(|line| ours.iter().any(|kind| line.starts_with(kind)))
        .map(str::to_owned)
        .collect()
}

/// The first row that two dumps don't share.
fn difference(one: &[String], other: &[String]) -> Option<String> {
    let row = one.iter().find(|row| !other.contains(row));
    row.or_else(|| other.iter().find(|row| !one.contains(row)))
        .cloned()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to.join("assets")).unwrap();
    fs::copy(from.join("library.db"), to.join("library.db")).unwrap();
}

/// What the program says of the library: its exit status, and each fault as `path kind`.
fn check(room: &Newsroom) -> (i32, BTreeSet<String>) {
    let run = room.run(&["--json", "library", "check"]);
    let found: Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}", run.err));
    let faults = found["faults"].as_array().unwrap().iter();
    let said = faults.map(|fault| {
        format!(
            "{} {}",
            fault["path"].as_str().unwrap(),
            fault["kind"].as_str().unwrap()
        )
    });
    (run.status, said.collect())
}

#[test]
fn every_kind_of_event_is_made_by_an_action_and_replays() {
    let room = eventful();
    let store = Store::open(&room.path("library")).unwrap();
    let mut made = BTreeSet::new();
    store
        .read(|db| {
            store::journal::raw(db, |_, bytes| {
                made.insert(kind(&Entry::from_bytes(bytes)?.event));
                Ok(())
            })?;
            assert_eq!(store::journal::replays(db)?, Vec::<String>::new());
            Ok(())
        })
        .unwrap();
    assert_eq!(made, KINDS.iter().copied().collect());
    assert_eq!(check(&room), (0, BTreeSet::new()));
}

/// What was changed behind the journal's back, and the fault by which it is found. `?` is the place of an entry in the
/// middle, which the statement and the fault both name.
const DAMAGES: [(&str, &str, &str); 15] = [
    (
        "a byte of an entry",
        "UPDATE journal SET bytes = CAST(replace(CAST(bytes AS TEXT), '\"version\":1', '\"version\":0') AS BLOB) WHERE seq = 20",
        "journal/20 journal",
    ),
    (
        "an entry cut short",
        "UPDATE journal SET bytes = substr(bytes, 1, 40) WHERE seq = 20",
        "journal/20 journal",
    ),
    (
        "the hash beside an entry",
        "UPDATE journal SET hash = (SELECT hash FROM journal WHERE seq = 3) WHERE seq = 20",
        "journal/20 journal",
    ),
    (
        "a missing entry",
        "DELETE FROM journal WHERE seq = 20",
        "journal/21 journal",
    ),
    (
        "the first entry missing",
        "DELETE FROM journal WHERE seq = 1",
        "journal/2 journal",
    ),
    (
        "the last entry missing",
        "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
        "j_verdict not-the-journal",
    ),
    (
        "two entries swapped",
        "UPDATE journal SET seq = -1 WHERE seq = 20; UPDATE journal SET seq = 20 WHERE seq = 21; UPDATE journal SET seq = 21 WHERE seq = -1",
        "journal/20 journal",
    ),
    (
        "an entry there twice",
        "INSERT INTO journal (hash, bytes, op, undoes, actor, at, kind, article) SELECT hash, bytes, op, undoes, actor, at, kind, article FROM journal WHERE seq = (SELECT max(seq) FROM journal)",
        "journal/N journal",
    ),
    (
        "whose entry it is",
        "UPDATE journal SET actor = (SELECT actor FROM journal WHERE kind = 'released') WHERE seq = 22",
        "journal/22 journal",
    ),
    (
        "which article an entry is about",
        "UPDATE journal SET article = 'none' WHERE seq = (SELECT max(seq) FROM journal)",
        "journal/M journal",
    ),
    (
        "a text",
        "UPDATE blob SET bytes = CAST(replace(CAST(bytes AS TEXT), 'midnight', 'mid-noon') AS BLOB) WHERE hash = (SELECT live FROM j_release, j_article LIMIT 1) OR hash = (SELECT head FROM j_article LIMIT 1)",
        "HEAD text",
    ),
    (
        "a packed text",
        "UPDATE blob SET bytes = zeroblob(length(bytes)) WHERE hash = (SELECT min(hash) FROM blob WHERE packed = 1)",
        "PACKED text",
    ),
    (
        "a missing text",
        "DELETE FROM blob WHERE hash = (SELECT head FROM j_article LIMIT 1)",
        "HEAD text",
    ),
    (
        "a row of a table too many",
        "INSERT INTO j_note SELECT 'another', article, quote, prefix, suffix, text, author, at, resolved, last_op, revision, start, thread FROM j_note LIMIT 1",
        "j_note not-the-journal",
    ),
    (
        "a row of a table missing",
        "DELETE FROM j_comment WHERE rowid = 1",
        "j_comment not-the-journal",
    ),
];

#[test]
fn whatever_was_changed_behind_the_journals_back_is_found_and_named() {
    let room = eventful();
    let whole = room.path("whole");
    copy(&room.path("library"), &whole);
    let last: i64 = sql(&room, "SELECT max(seq) FROM journal")
        .trim()
        .parse()
        .unwrap();
    let head = sql(&room, "SELECT head FROM j_article LIMIT 1");
    let packed = sql(&room, "SELECT min(hash) FROM blob WHERE packed = 1");
    for (what, statement, fault) in DAMAGES {
        copy(&whole, &room.path("library"));
        sql(&room, statement);
        let fault = fault
            .replace('N', &(last + 1).to_string())
            .replace('M', &last.to_string())
            .replace("HEAD", head.trim())
            .replace("PACKED", packed.trim());
        let (status, found) = check(&room);
        assert!(
            status == 4 && found.contains(&fault),
            "{what}: {status}, {found:?}, not {fault}"
        );
    }
}

#[test]
fn an_entry_that_was_rewritten_with_its_hash_breaks_the_chain() {
    let room = eventful();
    let bytes = sql(
        &room,
        "SELECT CAST(bytes AS TEXT) FROM journal WHERE kind = 'withdrawn'",
    );
    let seq: i64 = sql(&room, "SELECT seq FROM journal WHERE kind = 'withdrawn'")
        .trim()
        .parse()
        .unwrap();
    let forged = bytes
        .trim_end()
        .replace("The plan was dropped.", "It was never true.");
    assert_ne!(forged, bytes.trim_end());
    let hash = Hash::of(forged.as_bytes());
    sql(
        &room,
        &format!(
            "UPDATE journal SET bytes = CAST('{forged}' AS BLOB), hash = '{hash}' WHERE seq = {seq}"
        ),
    );
    assert_eq!(
        check(&room),
        (4, BTreeSet::from([format!("journal/{} journal", seq + 1)]))
    );
}

#[test]
fn a_changed_value_in_any_column_that_the_journal_makes_is_found_and_repaired() {
    let room = eventful();
    let whole = room.path("whole");
    copy(&room.path("library"), &whole);
    let before = dump(&whole);
    let columns = sql(
        &room,
        "SELECT t.name, c.name, c.type, c.pk FROM sqlite_schema t, pragma_table_info(t.name) c
        WHERE t.type = 'table' AND t.name LIKE 'j\\_%' ESCAPE '\\' ORDER BY 1, c.cid",
    );
    let mut spoiled = 0;
    for line in columns.lines() {
        let [table, column, kind, _] = line.split('|').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let value = match (column, kind) {
            // The settings are one row by a rule of the table itself.
            ("one", _) => continue,
            (_, "INTEGER") => format!("coalesce({column}, 0) + 1000"),
            _ => format!("coalesce({column}, '') || 'x'"),
        };
        copy(&whole, &room.path("library"));
        sql(
            &room,
            &format!(
                "UPDATE {table} SET {column} = {value} WHERE rowid = (SELECT max(rowid) FROM {table})"
            ),
        );
        let store = Store::open(&room.path("library")).unwrap();
        let found = store::journal::check(&store, Depth::All, &|_, _| true).unwrap();
        drop(store);
        assert_eq!(
            found
                .faults
                .iter()
                .map(|fault| fault.path.as_str())
                .collect::<Vec<_>>(),
            [table],
            "{line}"
        );
        assert_eq!(
            store::journal::make_again(&room.path("library"))
                .unwrap()
                .entries,
            0,
            "{line}"
        );
        spoiled += 1;
        if column == "last_op" || spoiled % 20 == 0 {
            assert_eq!(check(&room), (0, BTreeSet::new()), "{line}");
        }
    }
    assert!(spoiled > 60, "{spoiled}");
    assert_eq!(difference(&dump(&room.path("library")), &before), None);
}

#[test]
fn a_library_that_somebody_has_open_is_not_repaired() {
    let room = eventful();
    let library = room.path("library");
    let before = dump(&library);
    let other = Store::open(&library).unwrap();
    other.read(store::person::settings).unwrap();
    let refused = room.run(&["--json", "--as", CHIEF, "library", "repair"]);
    assert_eq!(refused.refusal(), (1, "library-in-use".into()));
    // Whoever had it open goes on with the very library that is there.
    let text = "A ferry for Sundays";
    room.json(CHIEF, &["article", "new", "--title", text]);
    assert!(other.changes().unwrap() > 0);
    drop(other);
    room.json(CHIEF, &["undo"]);
    room.json(CHIEF, &["library", "repair"]);
    assert_eq!(check(&room), (0, BTreeSet::new()));
    let kept = room.path("kept");
    fs::create_dir(&kept).unwrap();
    fs::rename(
        library.join("library.db.before-repair"),
        kept.join("library.db"),
    )
    .unwrap();
    assert_eq!(difference(&dump(&library), &dump(&kept)), None);
    let lost = difference(&before, &dump(&library));
    assert!(dump(&library).len() > before.len(), "{lost:?}");
}

#[test]
fn a_backup_and_what_is_restored_from_it_are_the_same_to_the_last_row() {
    let room = eventful();
    let before = dump(&room.path("library"));
    room.json(CHIEF, &["library", "backup", "copy"]);
    room.json(CHIEF, &["library", "restore", "copy", "second"]);
    assert_eq!(difference(&dump(&room.path("copy")), &before), None);
    assert_eq!(difference(&dump(&room.path("second")), &before), None);
}
