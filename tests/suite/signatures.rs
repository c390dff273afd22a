//! Sealed signatures: what opens them, what they prove, and what is left of the key before.

use crate::{
    journal::sql,
    newsroom::Newsroom,
    office::{ADMIN, CHIEF, OTHER_REVIEWER, Office, PUBLISHER, REVIEWER, WRITER},
};
use model::Hash;
use serde_json::{Value, json};
use std::{fs, process::Command};
use store::{Store, journal::Depth};

/// What opens a signature that is sealed here.
pub const PASSPHRASE: &str = "the night ferry is late";

/// Seals the signature of someone.
pub fn seal(office: &Office, who: &str) {
    office.does(who, "key_seal", json!({"passphrase": PASSPHRASE}));
}

/// The code that comes of trying a passphrase.
pub fn tried(office: &Office, passphrase: &str) -> String {
    let ask = json!({"passphrase": passphrase});
    office.code(REVIEWER, "key_open", ask)
}

fn approved(office: &Office, article: &str) -> String {
    office.code(REVIEWER, "review_approve", json!({"article": article}))
}

/// What is told of someone's key.
pub fn key(office: &Office, who: &str) -> Value {
    let keys = office.does("", "key_list", json!({}));
    let mut keys = keys.as_array().unwrap().iter();
    keys.find(|key| key["name"] == who).unwrap().clone()
}

/// The private half of someone's key as it lies open in the library, in hex digits.
pub fn secret(office: &Office, who: &str) -> String {
    let person = office.person(who);
    let store = Store::open(&office.room.path("library")).unwrap();
    let secret = store.read(|db| {
        let key = store::person::key(db, Some(person))?;
        store::person::secret(db, key.id)
    });
    digits(&secret.unwrap())
}

fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a secret stands in any file of the library, as bytes or as digits.
pub fn lies_open(room: &Newsroom, secret: &str) -> bool {
    let bytes: Vec<u8> = (0..secret.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&secret[at..at + 2], 16).unwrap())
        .collect();
    let mut found = false;
    for file in ["library.db", "library.db-wal", "library.db-shm"] {
        // By another program: where a file is closed, its locks go, and the library that is open here needs them.
        let read = Command::new("cat")
            .arg(room.path("library").join(file))
            .output();
        let file = read.unwrap().stdout;
        let has = |wanted: &[u8]| file.windows(wanted.len()).any(|part| part == wanted);
        found |= has(secret.as_bytes()) || has(&bytes);
    }
    found
}

#[test]
fn a_sealed_signature_signs_while_it_is_open_and_not_after() {
    let office = Office::staffed();
    let [first, second, third] =
        ["Night buses", "Sunday boats", "Bridges"].map(|title| office.submitted(title));
    seal(&office, REVIEWER);
    assert_eq!(approved(&office, &first), "ok");
    office.does(REVIEWER, "key_forget", json!({}));
    assert_eq!(approved(&office, &second), "sealed");
    assert_eq!(
        tried(&office, "the night ferry is early"),
        "wrong-passphrase"
    );
    assert_eq!(approved(&office, &second), "sealed");
    assert_eq!(tried(&office, PASSPHRASE), "ok");
    assert_eq!(approved(&office, &second), "ok");
    let mut settings = office.does("", "library_show", json!({}))["settings"].clone();
    settings["forget_after"] = json!(1);
    office.does(ADMIN, "settings_set", json!({"settings": settings}));
    for _ in 0..60 {
        office.does("", "person_list", json!({}));
    }
    assert_eq!(approved(&office, &third), "sealed");
    settings["forget_after"] = json!(0);
    let never = json!({"settings": settings});
    assert_eq!(office.code(ADMIN, "settings_set", never), "bad-setting");
}

#[test]
fn wrong_passphrases_get_slower_and_a_right_one_begins_anew() {
    let office = Office::staffed();
    seal(&office, REVIEWER);
    // One try a second.
    let codes =
        |n: usize| -> Vec<String> { (0..n).map(|_| tried(&office, "not the ferry")).collect() };
    let (wrong, soon) = ("wrong-passphrase", "too-soon");
    assert_eq!(codes(5), [wrong, wrong, wrong, soon, wrong]);
    assert_eq!(key(&office, REVIEWER)["wait"], 3);
    assert_eq!(tried(&office, PASSPHRASE), soon);
    let ask = json!({"passphrase": PASSPHRASE});
    let told = office.ask(REVIEWER, "key_open", ask).unwrap_err();
    assert!(told.message.ends_with("in a second."), "{}", told.message);
    assert_eq!(tried(&office, PASSPHRASE), "ok");
    assert_eq!(codes(2), [wrong, wrong]);
    // Whoever starts the program again has tried as often.
    let rows = sql(&office.room, "SELECT wrong FROM l_signer WHERE wrong > 0");
    assert_eq!(rows.trim(), "2");
}

#[test]
fn verification_tells_a_sealed_approval_from_one_that_is_not() {
    let office = Office::staffed();
    office.approved("Night buses to the harbour");
    seal(&office, REVIEWER);
    office.approved("A ferry for Sundays");
    office.does(REVIEWER, "key_unseal", json!({"passphrase": PASSPHRASE}));
    office.approved("A bell for the school");
    let bundle = office.release("bundle");
    let found = office.does("", "verify_bundle", json!({"path": bundle}));
    assert_eq!(found["ok"], true, "{found}");
    let approvals = found["approvals"].as_array().unwrap();
    let mut told: Vec<(&str, bool)> = approvals
        .iter()
        .map(|yes| {
            (
                yes["title"].as_str().unwrap(),
                yes["sealed"].as_bool().unwrap(),
            )
        })
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            ("A bell for the school", false),
            ("A ferry for Sundays", true),
            ("Night buses to the harbour", false),
        ]
    );
    let manifest: Value =
        serde_json::from_slice(&fs::read(bundle.join("manifest.json")).unwrap()).unwrap();
    let keys = manifest["keys"].as_array().unwrap();
    assert_eq!(
        (
            keys.len(),
            keys.iter().filter(|key| key["sealed"] == true).count()
        ),
        (4, 1)
    );
}

#[test]
fn no_file_of_the_library_holds_the_secret_of_a_key_once_it_is_sealed() {
    let office = Office::staffed();
    let before = secret(&office, REVIEWER);
    assert!(lies_open(&office.room, &before));
    seal(&office, REVIEWER);
    assert!(!lies_open(&office.room, &before));
    // The new one is among what the ids gave out: it is known by its public half.
    let person = office.person(REVIEWER);
    let public = sql(
        &office.room,
        &format!("SELECT public FROM j_key WHERE person = '{person}' AND sealed = 1"),
    );
    let now = (0..2_000)
        .map(|count| Hash::of(format!("secret {count}").as_bytes()).0)
        .find(|secret| press::statement::public(secret) == public.trim())
        .unwrap();
    assert!(!lies_open(&office.room, &digits(&now)));
    let ask = json!({"passphrase": PASSPHRASE, "new": "the last ferry is full"});
    office.does(REVIEWER, "key_change", ask);
    office.approved("A ferry for Sundays");
    assert!(!lies_open(&office.room, &digits(&now)));
    let other = secret(&office, OTHER_REVIEWER);
    assert!(
        lies_open(&office.room, &other),
        "and one that is not sealed does"
    );
}

#[test]
fn another_passphrase_opens_a_new_key_and_the_one_before_opens_nothing() {
    let office = Office::staffed();
    seal(&office, REVIEWER);
    let made = key(&office, REVIEWER)["made"].clone();
    let entries = || -> u32 {
        let count = sql(&office.room, "SELECT count(*) FROM journal");
        count.trim().parse().unwrap()
    };
    let before = entries();
    let change = |old: &str, new: &str| {
        let ask = json!({"passphrase": old, "new": new});
        office.code(REVIEWER, "key_change", ask)
    };
    assert_eq!(change(PASSPHRASE, "short"), "short-passphrase");
    assert_eq!(
        change("not the ferry", "the last ferry"),
        "wrong-passphrase"
    );
    assert_eq!(
        (entries(), &key(&office, REVIEWER)["made"]),
        (before, &made)
    );
    assert_eq!(change(PASSPHRASE, "the last ferry"), "ok");
    assert_eq!(entries(), before + 1);
    assert_ne!(key(&office, REVIEWER)["made"], made);
    office.does(REVIEWER, "key_forget", json!({}));
    assert_eq!(tried(&office, PASSPHRASE), "wrong-passphrase");
    assert_eq!(tried(&office, "the last ferry"), "ok");
    let again = json!({"passphrase": PASSPHRASE});
    assert_eq!(office.code(REVIEWER, "key_seal", again), "sealed-already");
}

#[test]
fn who_lost_a_passphrase_gets_a_new_key_and_what_they_approved_stays_approved() {
    let office = Office::staffed();
    seal(&office, REVIEWER);
    let article = office.approved("Night buses to the harbour");
    let renew = json!({"person": REVIEWER});
    assert_eq!(
        office.code(WRITER, "key_renew", renew.clone()),
        "wrong-role"
    );
    office.does(ADMIN, "key_renew", renew);
    let told = key(&office, REVIEWER);
    assert_eq!(
        (&told["sealed"], &told["renewed"]),
        (&json!(false), &json!(true))
    );
    let shown = office.does("", "article_read", json!({"article": article}));
    assert_eq!(shown["status"], "approved");
    office.approved("A ferry for Sundays");
    office.does(REVIEWER, "key_later", json!({}));
    let told = key(&office, REVIEWER);
    assert_eq!(
        (&told["later"], &told["renewed"]),
        (&json!(true), &json!(false))
    );
    let bundle = office.release("bundle.zip");
    let found = office.does("", "verify_bundle", json!({"path": bundle}));
    assert_eq!(
        (&found["ok"], found["approvals"].as_array().unwrap().len()),
        (&json!(true), 2)
    );
}

#[test]
fn a_key_that_is_gone_does_not_come_back_by_undo() {
    let office = Office::staffed();
    seal(&office, REVIEWER);
    let told = office.ask(REVIEWER, "undo", json!({})).unwrap_err();
    assert_eq!(told.code, "not-undoable");
    assert!(
        told.message.contains("The key before is gone"),
        "{}",
        told.message
    );
    assert_eq!(key(&office, REVIEWER)["sealed"], true);
    let done = office.does("", "activity_list", json!({}));
    assert_eq!(
        done["items"][0]["words"],
        format!("sealed the signature of {REVIEWER}")
    );
}

#[test]
fn a_key_that_does_not_fit_its_person_signs_nothing() {
    let office = Office::staffed();
    let [first, second] = ["Night buses", "Sunday boats"].map(|title| office.submitted(title));
    let swap = |table: &str, column: &str| {
        let keys = [REVIEWER, OTHER_REVIEWER].map(|who| office.person(who).to_string());
        let newest = |person: &str| {
            format!("(SELECT id FROM j_key WHERE person = '{person}' ORDER BY rowid DESC LIMIT 1)")
        };
        let [one, other] = [newest(&keys[0]), newest(&keys[1])];
        let put = format!(
            "UPDATE {table} SET {column} = (SELECT {column} FROM {table} WHERE key = {other}) WHERE key = {one}"
        );
        sql(&office.room, &put);
    };
    seal(&office, OTHER_REVIEWER);
    seal(&office, REVIEWER);
    swap("l_sealed", "json");
    office.does(REVIEWER, "key_forget", json!({}));
    assert_eq!(tried(&office, PASSPHRASE), "wrong-key");
    assert_eq!(approved(&office, &first), "sealed");
    for who in [REVIEWER, OTHER_REVIEWER] {
        office.does(ADMIN, "key_renew", json!({"person": who}));
    }
    swap("l_secret", "secret");
    assert_eq!(approved(&office, &second), "wrong-key");
    office.does(ADMIN, "key_renew", json!({"person": REVIEWER}));
    assert_eq!(approved(&office, &second), "ok");
}

#[test]
fn a_copy_of_the_library_and_one_that_was_repaired_keep_it_sealed() {
    let office = Office::staffed();
    office.submitted("Night buses to the harbour");
    seal(&office, REVIEWER);
    let kept = |at: &str| {
        let store = Store::open(&office.room.path(at)).unwrap();
        let person = office.person(REVIEWER);
        let found = store::journal::check(&store, Depth::All, &|_, _| true).unwrap();
        assert_eq!(found.faults, [], "{at}");
        let read = store.read(|db| {
            let key = store::person::key(db, Some(person))?;
            let open = store::person::secret(db, key.id).is_ok();
            Ok((key.sealed, open, store::signer::sealed(db, key.id)?))
        });
        read.unwrap()
    };
    let before = kept("library");
    assert!(before.0 && !before.1 && before.2.is_some());
    let copy = office.room.path("copy");
    office.does(CHIEF, "library_backup", json!({"dest": copy}));
    assert_eq!(kept("copy"), before);
    store::journal::make_again(&copy).unwrap();
    assert_eq!(kept("copy"), before);
    office.does(PUBLISHER, "library_check", json!({}));
}
