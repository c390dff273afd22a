//! Exports over the last bundle: what stayed is linked, what changed is printed, and it is the same as printed anew.

mod acts;
mod since;

use crate::{
    newsroom::Newsroom,
    office::{ADMIN, CHIEF, MODERATOR, Office, PUBLISHER, REVIEWER, WRITER},
};
use desk::Progress;
use serde_json::{Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    os::unix::fs::MetadataExt,
    path::{Path, PathBuf},
    process::Command,
};

fn read(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    fn walk(root: &Path, dir: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(root, &path, files);
            } else {
                let name = path.strip_prefix(root).unwrap().to_str().unwrap();
                files.insert(name.to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    let mut files = BTreeMap::new();
    walk(folder, folder, &mut files);
    files
}

fn export(office: &Office, out: &str) -> Value {
    let ask = json!({"out": office.path(out)});
    office.does(PUBLISHER, "export_bundle", ask)
}

/// What an export says of addresses, as `+`, `~` or `-` and the address.
fn changes(done: &Value) -> BTreeSet<String> {
    let all = done["changes"].as_array().unwrap().iter();
    let one = |change: &Value| {
        let sign = match change["how"].as_str().unwrap() {
            "added" => '+',
            "changed" => '~',
            _ => '-',
        };
        format!("{sign}{}", change["path"].as_str().unwrap())
    };
    all.map(one).collect()
}

fn has(changes: &BTreeSet<String>, wanted: &[&str]) {
    for one in wanted {
        assert!(changes.contains(*one), "{one} in {changes:?}");
    }
}

/// Where a file lies on disk: the same for all its names.
fn place(folder: &Path, name: &str) -> u64 {
    fs::metadata(folder.join(name)).unwrap().ino()
}

/// Exports over the last bundle, and holds it against one that is printed anew and against verification.
fn held_against_a_whole_one(office: &Office, after: &str) -> BTreeSet<String> {
    let done = export(office, "bundle");
    let _ = fs::remove_dir_all(office.path("anew"));
    let anew = Office::copy_of(office, "anew-library");
    anew.export_to(&office.path("anew"));
    let (over, whole) = (read(&office.path("bundle")), read(&office.path("anew")));
    let differing: Vec<&String> = over
        .keys()
        .chain(whole.keys())
        .filter(|name| over.get(*name) != whole.get(*name))
        .collect();
    assert!(differing.is_empty(), "after {after}: {differing:?}");
    let ask = json!({"path": office.path("bundle")});
    let found = office.does("", "verify_bundle", ask);
    assert_eq!(found["faults"], json!([]), "after {after}");
    assert_eq!(found["reprinted"], true, "after {after}");
    changes(&done)
}

/// A copy of a library, which remembers nothing of what was printed from it.
struct Anew<'a> {
    office: &'a Office,
    library: PathBuf,
}

impl Office {
    fn copy_of<'a>(office: &'a Office, name: &str) -> Anew<'a> {
        let library = office.path(name);
        let _ = fs::remove_dir_all(&library);
        let run = office.room.run(&["library", "backup", name]);
        assert_eq!(run.status, 0, "{}", run.err);
        let store = store::Store::open(&library).unwrap();
        let forgotten = store.local(store::printed::forget);
        forgotten.unwrap();
        Anew { office, library }
    }
}

impl Anew<'_> {
    fn export_to(&self, out: &Path) {
        let mut command = self
            .office
            .room
            .command(&["--as", PUBLISHER, "export", "--out"]);
        let done = command
            .arg(out)
            .env("COPYDESK_LIBRARY", &self.library)
            .output()
            .unwrap();
        assert!(
            done.status.success(),
            "{}",
            String::from_utf8_lossy(&done.stderr)
        );
    }
}

#[test]
fn an_export_over_the_last_bundle_is_the_same_as_one_printed_anew() {
    let office = Office::staffed();
    let first = office.approved("Night buses to the harbour");
    office.approved("A ferry for Sundays");
    let found = held_against_a_whole_one(&office, "the first release");
    has(
        &found,
        &["+/", "+/transport/a-ferry-for-sundays/", "+/style.css"],
    );
    let (stays, page) = (
        "site/transport/a-ferry-for-sundays/index.html",
        "site/transport/night-buses-to-the-harbour/index.html",
    );
    let bundle = office.path("bundle");
    let before = [stays, page, "site/style.css"].map(|name| place(&bundle, name));

    let found = held_against_a_whole_one(&office, "nothing");
    assert_eq!(found, BTreeSet::new());
    assert_eq!(
        [stays, page, "site/style.css"].map(|name| place(&bundle, name)),
        before
    );

    let edit = json!({"article": first, "body": "The last boat leaves at one.\n"});
    office.does(WRITER, "article_edit", edit);
    office.does(WRITER, "article_submit", json!({"article": first}));
    office.does(REVIEWER, "review_approve", json!({"article": first}));
    let found = held_against_a_whole_one(&office, "an edit");
    has(&found, &["~/transport/night-buses-to-the-harbour/"]);
    assert!(
        !found.contains("~/transport/a-ferry-for-sundays/"),
        "{found:?}"
    );
    assert_eq!(place(&bundle, stays), before[0]);
    assert_ne!(place(&bundle, page), before[1]);
}

#[test]
fn whatever_changed_an_export_over_the_last_bundle_shows_it() {
    let office = Office::staffed();
    let first = office.approved("Night buses to the harbour");
    office.approved("A ferry for Sundays");
    held_against_a_whole_one(&office, "the first release");

    let [comment, _] = office.comments(&first);
    let publish = json!({"comments": [comment], "state": "published"});
    office.does(MODERATOR, "comment_decide", publish);
    let found = held_against_a_whole_one(&office, "a comment");
    has(&found, &["~/transport/night-buses-to-the-harbour/"]);

    let settings = json!({"name": "The Quay Gazette", "language": "en", "time_zone": "Europe/Lisbon",
        "four_eyes": true, "base_url": "https://quay.example/"});
    office.does(ADMIN, "settings_set", json!({"settings": settings}));
    let found = held_against_a_whole_one(&office, "another name and address");
    has(
        &found,
        &[
            "~/",
            "~/transport/a-ferry-for-sundays/",
            "~/transport/night-buses-to-the-harbour/",
        ],
    );

    let drawing = office.room.file("quay.svg", crate::office::DRAWING);
    let added = office.does(WRITER, "asset_add", json!({"path": drawing}));
    let third = office.draft("A bell for the school");
    let edit = json!({"article": third, "section": "Schools", "slug": "the-bell",
        "body": format!("It rings.\n\n![The bell](asset:{})\n", added["hash"].as_str().unwrap())});
    office.does(WRITER, "article_edit", edit);
    office.does(WRITER, "article_submit", json!({"article": third}));
    office.does(REVIEWER, "review_approve", json!({"article": third}));
    let found = held_against_a_whole_one(&office, "another section and a picture");
    has(&found, &["+/schools/", "+/schools/the-bell/"]);

    let gone = json!({"article": first, "reason": "It was wrong."});
    office.does(PUBLISHER, "article_withdraw", gone);
    held_against_a_whole_one(&office, "a withdrawal");
}

#[test]
fn what_was_changed_in_the_last_bundle_is_not_taken_over() {
    let office = Office::staffed();
    office.approved("Night buses to the harbour");
    office.approved("A ferry for Sundays");
    export(&office, "bundle");
    let bundle = office.path("bundle");
    let page = bundle.join("site/transport/a-ferry-for-sundays/index.html");
    let text = fs::read_to_string(&page).unwrap();
    // As long as before, and another.
    fs::write(&page, text.replace("midnight", "mildnigt")).unwrap();
    fs::write(bundle.join("site/style.css"), "body {}").unwrap();
    fs::remove_file(bundle.join("site/index.html")).unwrap();
    held_against_a_whole_one(&office, "damage");
}

#[test]
fn what_would_change_is_known_before_the_export() {
    let office = Office::staffed();
    let first = office.approved("Night buses to the harbour");
    let ask = || changes(&office.does("", "bundle_changes", json!({})));
    has(&ask(), &["+/", "+/transport/night-buses-to-the-harbour/"]);
    export(&office, "first.zip");
    assert_eq!(ask(), BTreeSet::new());
    let gone = json!({"article": first, "reason": "It was wrong."});
    office.approved("A ferry for Sundays");
    office.does(PUBLISHER, "article_withdraw", gone);
    let foretold = ask();
    has(
        &foretold,
        &[
            "~/",
            "+/transport/a-ferry-for-sundays/",
            "~/transport/night-buses-to-the-harbour/",
        ],
    );
    assert_eq!(changes(&export(&office, "second.zip")), foretold);
}

/// Someone who takes the target away in the midst of the work.
struct Vandal<'a>(&'a Path);

impl Progress for Vandal<'_> {
    fn step(&self, done: u64, _: u64) -> bool {
        // What is written meanwhile is in the way of taking it away at once.
        while done == 1 && self.0.exists() {
            let _ = fs::remove_dir_all(self.0);
        }
        true
    }
}

#[test]
fn a_target_that_vanishes_is_named_and_nothing_is_released() {
    let office = Office::staffed();
    for nth in 0..20 {
        office.approved(&format!("Ferry number {nth}"));
    }
    let outer = office.path("outer");
    fs::create_dir(&outer).unwrap();
    let ask = json!({"out": outer.join("bundle")});
    let done = office.ask_telling(&Vandal(&outer), PUBLISHER, "export_bundle", ask);
    assert_eq!(done.unwrap_err().code, "target-gone");
    assert!(!outer.exists());
    let list = office.does("", "article_list", json!({"status": "published"}));
    assert_eq!(list["items"], json!([]));
}

#[test]
fn a_picture_whose_file_was_lost_takes_no_published_article_off_the_site() {
    let office = Office::staffed();
    let drawing = office.room.file("bell.svg", crate::office::DRAWING);
    let added = office.does(WRITER, "asset_add", json!({"path": drawing}));
    let hash = added["hash"].as_str().unwrap();
    let article = office.draft("The bell rings");
    let body = format!("It rings.\n\n![The bell](asset:{hash})\n");
    office.does(
        WRITER,
        "article_edit",
        json!({"article": article, "body": body}),
    );
    office.does(WRITER, "article_submit", json!({"article": article}));
    office.does(REVIEWER, "review_approve", json!({"article": article}));
    office.release("bundle");
    let lost = office.path("library").join("assets").join(hash);
    let whole = fs::read(&lost).unwrap();
    fs::remove_file(&lost).unwrap();
    let ask = json!({"out": office.path("bundle")});
    let code = office.code(PUBLISHER, "export_bundle", ask.clone());
    assert_eq!(code, "damaged-picture");
    let plan = office.does("", "export_plan", json!({}));
    assert_eq!(plan["held"][0]["reason"], "damaged-picture");
    // Whoever looks at the article is told, before an export is.
    let found = || {
        let found = office.does("", "article_check", json!({"article": article}));
        let mut found = found.as_array().unwrap().iter();
        found.any(|one| one["code"] == "no-such-picture")
    };
    assert!(found());
    fs::write(&lost, whole).unwrap();
    assert!(!found());
    let done = office.does(PUBLISHER, "export_bundle", ask);
    assert_eq!(done["changes"], json!([]));
}

/// Where else an export is made: its place, what starts the program, and what it finds around it.
type Other = (
    &'static str,
    &'static [&'static str],
    &'static [(&'static str, &'static str)],
);

#[test]
fn exports_are_the_same_on_one_core_and_many_on_any_day_and_under_any_mask() {
    let office = Office::staffed();
    for nth in 0..30 {
        office.approved(&format!("Ferry number {nth}"));
    }
    office.release("first.zip");
    let room = office.close();
    let program = crate::newsroom::program().to_str().unwrap().to_owned();
    let run = |name: &str, before: &[&str], variables: &[(&str, &str)]| {
        for out in [format!("{name}.zip"), name.to_owned()] {
            let line = [
                before,
                &[&program, "--as", PUBLISHER, "export", "--out", &out],
            ]
            .concat();
            let mut command = Command::new(line[0]);
            command
                .args(&line[1..])
                .current_dir(room.path(""))
                .env("COPYDESK_LIBRARY", room.path("library"))
                .env("HOME", room.path(""))
                .envs(variables.iter().copied());
            let done = command.output().unwrap();
            let said = String::from_utf8_lossy(&done.stderr).into_owned();
            assert!(done.status.success(), "{name}: {said}");
        }
        let zip = fs::read(room.path(&format!("{name}.zip"))).unwrap();
        (zip, read(&room.path(name)))
    };
    let plain = run("plain", &[], &[]);
    let others: [Other; 5] = [
        ("one", &["taskset", "-c", "0"], &[]),
        ("mask", &["sh", "-c", "umask 077; exec \"$@\"", "sh"], &[]),
        (
            "zone",
            &[],
            &[("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8")],
        ),
        (
            "words",
            &[],
            &[("TZ", "UTC"), ("LANG", "C"), ("LC_ALL", "C")],
        ),
        ("day", &["faketime", "2031-02-03 04:05:06"], &[]),
    ];
    for (name, before, variables) in others {
        let there = before
            .first()
            .is_none_or(|tool| Command::new(tool).arg("--version").output().is_ok());
        if !there {
            println!("not checked: there is no {}", before[0]);
            continue;
        }
        let made = run(name, before, variables);
        assert!(made.0 == plain.0, "the zip of {name}");
        assert!(made.1 == plain.1, "the folder of {name}");
    }
}

/// The kinds of faults, and of what else there is to say, of a bundle.
fn said(office: &Office, name: &str, more: &Value) -> (Vec<String>, Vec<String>) {
    let mut ask = json!({"path": office.path(name)});
    let more = more.as_object().unwrap().clone();
    ask.as_object_mut().unwrap().extend(more);
    let found = office.does("", "verify_bundle", ask);
    let kinds = |list: &str| {
        let all = found[list].as_array().unwrap().iter();
        all.map(|one| one["kind"].as_str().unwrap().to_owned())
            .collect()
    };
    (kinds("faults"), kinds("notices"))
}

#[test]
fn a_former_key_leads_to_the_present_one_until_it_is_revoked() {
    let office = Office::staffed();
    let public = || {
        let shown = office.does("", "library_show", json!({}));
        shown["newsroom_key"].as_str().unwrap().to_owned()
    };
    let verified = |name: &str, more: Value| said(&office, name, &more);
    let none: Vec<String> = vec![];
    office.approved("Night buses to the harbour");
    let first = public();
    office.release("first.zip");
    assert_eq!(
        office.code(PUBLISHER, "key_rotate", json!({})),
        "wrong-role"
    );
    office.does(ADMIN, "key_rotate", json!({}));
    let second = public();
    assert_ne!(first, second);
    office.approved("A ferry for Sundays");
    office.release("second.zip");
    assert_eq!(
        verified("first.zip", json!({})),
        (none.clone(), vec!["older".into(), "former-key".into()])
    );
    assert_eq!(
        verified("second.zip", json!({})),
        (none.clone(), none.clone())
    );
    let by_first = json!({"key": first});
    assert_eq!(
        verified("second.zip", by_first.clone()),
        (none.clone(), vec!["successor".into()])
    );
    assert_eq!(
        verified("first.zip", json!({"key": second})),
        (vec!["wrong-key".into()], none.clone())
    );
    let lost = json!({"key": "newsroom", "reason": "The laptop was stolen."});
    office.does(CHIEF, "key_revoke", lost.clone());
    office.approved("A bell for the school");
    office.release("third.zip");
    // What was released before the revocation is known to this library.
    assert_eq!(
        verified("second.zip", json!({})),
        (none.clone(), vec!["older".into(), "revoked-key".into()])
    );
    assert_eq!(
        verified("third.zip", json!({})),
        (none.clone(), none.clone())
    );
    // Elsewhere a revoked key vouches for nothing: neither itself nor by whom it names.
    let alone = |name: &str, more: &[&str]| {
        let path = office.path(name);
        let key = office.room.file("second.pub", &second);
        let mut line = vec!["--json", "verify", path.to_str().unwrap(), "--key", &key];
        line.extend(more);
        let run = Newsroom::empty().run(&line);
        let found: Value = serde_json::from_str(&run.out).unwrap();
        let faults = found["faults"].as_array().unwrap().iter();
        let faults: Vec<String> = faults
            .map(|one| one["kind"].as_str().unwrap().to_owned())
            .collect();
        faults
    };
    assert_eq!(alone("second.zip", &[]), none);
    assert_eq!(alone("third.zip", &[]), ["revoked-key"]);
    let newer = office.path("third.zip");
    let newer = ["--newer", newer.to_str().unwrap()];
    assert_eq!(alone("second.zip", &newer), ["revoked-key"]);
}

#[test]
fn a_revoked_person_has_another_key_and_what_they_signed_before_is_named() {
    let office = Office::staffed();
    office.approved("Night buses to the harbour");
    office.release("before.zip");
    let waits = office.approved("A bell for the school");
    let lost = json!({"key": REVIEWER, "reason": "The laptop was stolen."});
    assert_eq!(
        office.code(CHIEF, "key_revoke", json!({"key": REVIEWER})),
        "no-reason"
    );
    assert_eq!(
        office.code(WRITER, "key_revoke", lost.clone()),
        "wrong-role"
    );
    assert_eq!(
        office.code(CHIEF, "key_revoke", json!({"key": "Nobody", "reason": "x"})),
        "no-such-key"
    );
    office.does(CHIEF, "key_revoke", lost);
    let ring = office.does("", "key_newsroom", json!({}));
    let gone = ring["people"][0].clone();
    assert_eq!(gone["name"], REVIEWER);
    let again = json!({"key": gone["key"], "reason": "Once more."});
    assert_eq!(office.code(CHIEF, "key_revoke", again), "revoked-already");
    // As the window and a verification name it, in whichever letters.
    let short = gone["short"].as_str().unwrap();
    for named in [short.to_owned(), short.to_lowercase().replace(' ', "")] {
        let again = json!({"key": named, "reason": "Once more."});
        assert_eq!(office.code(CHIEF, "key_revoke", again), "revoked-already");
    }
    let long = json!({"key": "a".repeat(60_000), "reason": "x"});
    assert_eq!(office.code(CHIEF, "key_revoke", long), "no-such-key");
    office.approved("A ferry for Sundays");
    // What is not out yet would rest on the word of whoever has the key.
    let plan = || office.does("", "export_plan", json!({}));
    let held = plan()["held"].clone();
    assert_eq!(
        (held.as_array().unwrap().len(), &held[0]["article"]),
        (1, &json!(waits))
    );
    assert_eq!(held[0]["reason"], "revoked-key");
    office.release("bundle.zip");
    let ask = json!({"path": office.path("bundle.zip")});
    let found = office.does("", "verify_bundle", ask);
    assert_eq!(found["faults"], json!([]));
    let notices = found["notices"].as_array().unwrap();
    assert_eq!(notices.len(), 1, "{notices:?}");
    assert_eq!(notices[0]["kind"], "revoked-key");
    assert!(notices[0]["path"].as_str().unwrap().contains("night-buses"));
    assert!(
        notices[0]["detail"]
            .as_str()
            .unwrap()
            .contains("The laptop was stolen.")
    );
    let back = json!({"article": waits, "note": "The key is gone."});
    office.does(REVIEWER, "review_request_changes", back);
    office.does(WRITER, "article_submit", json!({"article": waits}));
    office.does(REVIEWER, "review_approve", json!({"article": waits}));
    assert_eq!(plan()["held"], json!([]));
}

#[test]
fn every_release_is_known_for_ever() {
    let office = Office::staffed();
    office.approved("Night buses to the harbour");
    office.release("first.zip");
    for nth in 0..10 {
        // Nothing newly live in it, and another bundle all the same.
        let settings = json!({"settings": {"name": format!("Gazette {nth}")}});
        office.does(ADMIN, "settings_set", settings);
        office.release(&format!("{nth}.zip"));
    }
    let lost = json!({"key": "newsroom", "reason": "The laptop was stolen."});
    office.does(CHIEF, "key_revoke", lost);
    for name in ["first.zip", "0.zip", "1.zip", "9.zip"] {
        let (faults, notices) = said(&office, name, &json!({}));
        assert!(faults.is_empty(), "{name}: {faults:?}");
        assert!(notices.contains(&"revoked-key".to_owned()), "{name}");
    }
}

#[test]
fn an_export_for_which_no_more_files_can_be_opened_leaves_nothing_beside_its_place() {
    let room = Newsroom::staffed();
    room.approved("The bell", "It rings at noon.");
    let out = room.path("out");
    fs::create_dir(&out).unwrap();
    let lying = || -> Vec<_> {
        let all = fs::read_dir(&out).unwrap();
        all.map(|one| one.unwrap().file_name()).collect()
    };
    let (mut refused, mut done) = (0, 0);
    for most in 8..100 {
        let plain = room.command(&["--as", "Edda Chief", "export", "--out", "out/weekly"]);
        let most = most.to_string();
        let mut limited = Command::new("sh");
        limited
            .args(["-c", "ulimit -n \"$0\" && exec \"$@\"", &most])
            .arg(plain.get_program())
            .args(plain.get_args())
            .current_dir(room.path(""));
        for (name, value) in plain.get_envs() {
            match value {
                Some(value) => limited.env(name, value),
                None => limited.env_remove(name),
            };
        }
        let output = limited.output().unwrap();
        if output.status.success() {
            assert_eq!(lying(), ["weekly"], "with {most}");
            fs::remove_dir_all(out.join("weekly")).unwrap();
            done += 1;
        } else {
            assert_eq!(lying(), Vec::<std::ffi::OsString>::new(), "with {most}");
            // Fewer, and the library itself can't be opened: that is none of the export's.
            let said = String::from_utf8(output.stderr).unwrap();
            refused += i32::from(said.contains("too-many-open-files") && said.contains("out/"));
        }
        if done > 2 {
            break;
        }
    }
    assert!(refused > 1 && done > 2, "{refused} refused, {done} done");
}
