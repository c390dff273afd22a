//! What an export takes the place of, and what it never does: another's work, the user's own files, a release by a proof, a
//! site by nothing.

use crate::office::{CHIEF, MODERATOR, Office, PUBLISHER, REVIEWER};
use desk::Progress;
use model::{Hash, Time, event::Event};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
    process::Stdio,
    sync::Mutex,
    time::{Duration, Instant},
};

/// Who does something once, in the midst of the work.
struct Meanwhile<'a>(Mutex<Option<Box<dyn FnOnce() + Send + 'a>>>);

impl<'a> Meanwhile<'a> {
    fn new(does: impl FnOnce() + Send + 'a) -> Self {
        Self(Mutex::new(Some(Box::new(does))))
    }
}

impl Progress for Meanwhile<'_> {
    fn step(&self, done: u64, _: u64) -> bool {
        if done > 0
            && let Some(does) = self.0.lock().unwrap().take()
        {
            does();
        }
        true
    }
}

/// A newsroom with an article that may print.
fn office() -> Office {
    let office = Office::staffed();
    office.approved("Night buses to the harbour");
    office
}

fn names(dir: &Path) -> Vec<String> {
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name();
    let all = fs::read_dir(dir).unwrap().map(name);
    let mut all: Vec<_> = all.map(|name| name.into_string().unwrap()).collect();
    all.sort();
    all
}

fn verified(office: &Office, bundle: &Path) -> Value {
    let found = office.does("", "verify_bundle", json!({"path": bundle}));
    assert_eq!(found["faults"], json!([]));
    found["notices"].clone()
}

/// Why a release to `out` is refused: its code, and all that it says.
fn refused(office: &Office, out: &Path) -> (String, String) {
    let ask = json!({"out": out});
    let error = office.ask(PUBLISHER, "export_bundle", ask).unwrap_err();
    let hint = error.hint.unwrap_or_default();
    assert!(!hint.is_empty(), "{}", error.code);
    (error.code, format!("{} {hint}", error.message))
}

#[test]
fn of_two_exports_to_one_place_at_once_the_second_is_refused() {
    for name in ["bundle", "bundle.zip"] {
        let office = office();
        fs::create_dir(office.path("out")).unwrap();
        let out = office.path("out").join(name);
        let second = || {
            let run = office
                .room
                .ask(PUBLISHER, &["export", "--out", &format!("out/{name}")]);
            assert_eq!(run.refusal(), (1, "target-busy".into()));
        };
        let ask = json!({"out": out});
        let done = office.ask_telling(&Meanwhile::new(second), PUBLISHER, "export_bundle", ask);
        assert!(done.is_ok(), "{done:?}");
        verified(&office, &out);
        assert_eq!(names(&office.path("out")), [name]);
    }
}

#[test]
fn of_two_exports_of_a_library_at_once_none_gets_what_the_other_asked_for() {
    for name in ["all.jsonl", "all.zip", "all"] {
        let office = office();
        fs::create_dir(office.path("out")).unwrap();
        let out = office.path("out").join(name);
        let line = ["library", "export", &format!("out/{name}"), "--keys"];
        let second = || {
            let run = office.room.ask(CHIEF, &line);
            assert_eq!(run.refusal(), (1, "target-busy".into()));
        };
        let ask = json!({"out": out});
        let done = office.ask_telling(&Meanwhile::new(second), CHIEF, "library_export", ask);
        assert!(done.is_ok(), "{done:?}");
        assert_eq!(names(&office.path("out")), [name]);
        let lines = if name == "all" {
            out.join("library.jsonl")
        } else {
            out
        };
        let text = fs::read(lines).unwrap();
        assert!(!text.windows(8).any(|piece| piece == b"\"secret\""));
    }
}

#[test]
fn what_is_not_the_bundles_is_named_and_stays() {
    let office = office();
    let out = office.release("bundle");
    let own = [
        "site/CNAME",
        "site/.git/HEAD",
        "site/.well-known/security.txt",
        "notes.txt",
    ];
    for name in own {
        let path = out.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, "Mine.").unwrap();
        let (code, said) = refused(&office, &out);
        let folder = name.rsplit_once('/').map_or(name, |(folder, _)| folder);
        assert_eq!(code, "target-in-the-way");
        assert!(
            said.contains(name) || said.contains(folder),
            "{name}: {said}"
        );
        assert_eq!(fs::read_to_string(&path).unwrap(), "Mine.");
        if folder == name || folder == "site" {
            fs::remove_file(&path).unwrap();
        } else {
            fs::remove_dir_all(path.parent().unwrap()).unwrap();
        }
    }
    symlink("/nowhere", out.join("site/link")).unwrap();
    assert!(refused(&office, &out).1.contains("site/link"));
    fs::remove_file(out.join("site/link")).unwrap();
    // What the manifest lists, but elsewhere.
    fs::rename(out.join("site"), office.path("elsewhere")).unwrap();
    symlink(office.path("elsewhere"), out.join("site")).unwrap();
    assert_eq!(refused(&office, &out).0, "target-in-the-way");
    assert!(office.path("elsewhere/index.html").exists());
    fs::remove_file(out.join("site")).unwrap();
    fs::rename(office.path("elsewhere"), out.join("site")).unwrap();
    // What a file manager leaves in a folder that it shows is nobody's.
    fs::write(out.join("site/.DS_Store"), "Mine.").unwrap();
    office.release("bundle");
    assert!(!out.join("site/.DS_Store").exists());
    verified(&office, &out);
}

#[test]
fn what_only_looks_like_a_bundle_stays() {
    let office = office();
    let novel = office.path("novel");
    fs::create_dir_all(novel.join("site")).unwrap();
    for (name, text) in [
        ("manifest.json.minisig", ""),
        ("manifest.json", "{}"),
        ("site/novel.txt", "Once."),
    ] {
        fs::write(novel.join(name), text).unwrap();
    }
    assert_eq!(refused(&office, &novel).0, "target-in-the-way");
    assert_eq!(
        fs::read_to_string(novel.join("site/novel.txt")).unwrap(),
        "Once."
    );
    // A program of someone else's that has a manifest, too.
    let zip = office.path("extension.zip");
    let mut packed = zip::ZipWriter::new(fs::File::create(&zip).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    packed.start_file("manifest.json", options).unwrap();
    std::io::Write::write_all(&mut packed, b"{\"manifest_version\": 3}").unwrap();
    packed.finish().unwrap();
    let before = fs::read(&zip).unwrap();
    assert_eq!(refused(&office, &zip).0, "target-in-the-way");
    assert!(fs::read(&zip).unwrap() == before);
}

#[test]
fn what_came_to_be_in_the_place_meanwhile_stays() {
    let office = office();
    let out = office.path("bundle");
    let theirs = || {
        fs::create_dir(&out).unwrap();
        fs::write(out.join("notes.txt"), "Milk.").unwrap();
    };
    let ask = json!({"out": out});
    let done = office.ask_telling(&Meanwhile::new(theirs), PUBLISHER, "export_bundle", ask);
    assert_eq!(done.unwrap_err().code, "target-in-the-way");
    assert_eq!(names(&out), ["notes.txt"]);
    // Another bundle in the place of the one that was to be replaced.
    let (one, other) = (office.release("one"), office.release("other"));
    let swapped = || {
        fs::rename(&one, office.path("kept")).unwrap();
        fs::rename(&other, &one).unwrap();
    };
    let ask = json!({"out": one});
    let done = office.ask_telling(&Meanwhile::new(swapped), PUBLISHER, "export_bundle", ask);
    assert_eq!(done.unwrap_err().code, "target-in-the-way");
    verified(&office, &one);
}

#[test]
fn a_proof_takes_the_place_of_no_release() {
    let office = office();
    for name in ["bundle", "bundle.zip"] {
        let release = office.release(name);
        let proof = json!({"out": release, "proof": true});
        assert_eq!(
            office.code(PUBLISHER, "export_bundle", proof),
            "proof-over-release"
        );
        let found = office.does("", "verify_bundle", json!({"path": release}));
        assert_eq!(found["kind"], "release");
        let proof = json!({"out": office.path(&format!("proof-{name}")), "proof": true});
        for _ in 0..2 {
            office.does(PUBLISHER, "export_bundle", proof.clone());
        }
        let release = json!({"out": proof["out"]});
        office.does(PUBLISHER, "export_bundle", release);
    }
}

#[test]
fn a_bundle_with_nothing_in_it_is_not_made() {
    let office = office();
    let site = office.release("site");
    let none = json!({"query": {"sections": ["Opera"]}});
    for proof in [false, true] {
        for out in [&site, &office.path("new")] {
            let ask = json!({"out": out, "chosen": none, "proof": proof});
            assert_eq!(
                office.code(PUBLISHER, "export_bundle", ask),
                "nothing-to-print"
            );
        }
    }
    assert_eq!(names(&office.path("")), ["library", "site"]);
    verified(&office, &site);
}

#[test]
fn what_may_no_longer_print_once_it_is_printed_does_not_go_out() {
    let office = office();
    let first = office.approved("The mayor’s plans");
    let [comment, _] = office.comments(&first);
    let publish = json!({"comments": [comment], "state": "published"});
    office.does(MODERATOR, "comment_decide", publish);
    let asked = || {
        let note = [
            "review",
            "note",
            &first,
            "--quote",
            "midnight",
            "--text",
            "Says who?",
        ];
        let run = office.room.ask(REVIEWER, &note);
        assert_eq!(run.status, 0, "{}", run.err);
    };
    let down = || {
        let run = office
            .room
            .ask(MODERATOR, &["comment", "decide", &comment, "--reject"]);
        assert_eq!(run.status, 0, "{}", run.err);
    };
    let typed = || {
        office.room.draft("A new idea", "Not yet.\n");
    };
    let out = office.path("bundle.zip");
    let export = |meanwhile: &Meanwhile| {
        let done = office.ask_telling(meanwhile, PUBLISHER, "export_bundle", json!({"out": out}));
        done.map_or_else(|error| error.code, |_| "ok".into())
    };
    assert_eq!(export(&Meanwhile::new(down)), "changed-meanwhile");
    assert_eq!(export(&Meanwhile::new(asked)), "changed-meanwhile");
    assert!(!out.exists());
    assert_eq!(export(&Meanwhile::new(typed)), "ok");
}

#[test]
fn a_release_that_no_journal_has_is_told_of() {
    let office = office();
    let out = office.path("bundle");
    let run = office.room.run(&["library", "backup", "copy"]);
    assert_eq!(run.status, 0, "{}", run.err);
    // As if this library had been cut short at the very end.
    let mut command = office
        .room
        .command(&["--as", PUBLISHER, "export", "--out", "bundle"]);
    command.env("COPYDESK_LIBRARY", office.path("copy"));
    assert!(command.stdout(Stdio::null()).status().unwrap().success());
    let codes = || {
        let done = office.does(PUBLISHER, "export_bundle", json!({"out": out}));
        let all = done["warnings"].as_array().unwrap().iter();
        let codes: Vec<Value> = all.map(|warning| warning["code"].clone()).collect();
        codes
    };
    // It is the very same bundle, as soon as it is taken down.
    assert!(codes().contains(&"unknown-release".into()));
    assert!(!codes().contains(&"unknown-release".into()));
}

#[test]
fn a_replaced_bundle_is_open_to_those_who_could_read_the_last_one() {
    let office = office();
    for (name, mode) in [("bundle", 0o2750), ("bundle.zip", 0o640)] {
        let out = office.release(name);
        fs::set_permissions(&out, fs::Permissions::from_mode(mode)).unwrap();
        office.release(name);
        let now = fs::metadata(&out).unwrap().permissions().mode();
        assert_eq!(now & 0o7777, mode, "{name}: {now:o}");
    }
}

#[test]
fn a_place_may_be_named_in_any_way_and_no_link_is_followed() {
    let office = office();
    let bundle = office.release("bundle");
    for name in ["bundle/.", "bundle/", "./bundle//"] {
        office.release(name);
    }
    verified(&office, &bundle);
    symlink(&bundle, office.path("link")).unwrap();
    for name in ["link", "link/"] {
        let (code, said) = refused(&office, &office.path(name));
        assert_eq!(code, "target-in-the-way");
        assert!(said.contains("no bundle"), "{said}");
    }
    verified(&office, &bundle);
    assert!(office.path("link").is_symlink());
}

#[test]
fn nothing_is_exported_into_the_library() {
    let office = office();
    let before = names(&office.path("library"));
    let code = |command: &str, ask: Value| office.code(CHIEF, command, ask);
    let place = |name: &str| office.path("library").join(name);
    let inside = "inside-the-library";
    assert_eq!(
        code("export_bundle", json!({"out": place("bundle")})),
        inside
    );
    assert_eq!(
        code("export_bundle", json!({"out": place("assets/b.zip")})),
        inside
    );
    assert_eq!(
        code("library_export", json!({"out": place("all.zip")})),
        inside
    );
    let ask = json!({"name": "site", "path": place("site.toml")});
    assert_eq!(code("profile_export", ask), inside);
    assert_eq!(names(&office.path("library")), before);
}

#[test]
fn what_is_beside_a_file_that_is_written_is_left_alone() {
    let office = office();
    let victim = office.room.file("victim.txt", "Mine.");
    symlink(victim, office.path("linked.toml.part")).unwrap();
    office.room.file("web.toml.part", "Mine, too.");
    for name in ["web.toml", "linked.toml"] {
        let ask = json!({"name": "site", "path": office.path(name)});
        office.does(PUBLISHER, "profile_export", ask);
        assert!(
            fs::read_to_string(office.path(name))
                .unwrap()
                .contains("site")
        );
    }
    let text = |name: &str| fs::read_to_string(office.path(name)).unwrap();
    assert_eq!(text("victim.txt"), "Mine.");
    assert_eq!(text("web.toml.part"), "Mine, too.");
    assert_eq!(
        names(&office.path("")),
        [
            "library",
            "linked.toml",
            "linked.toml.part",
            "victim.txt",
            "web.toml",
            "web.toml.part"
        ]
    );
}

#[test]
fn files_without_an_end_are_read_no_further_than_they_may_be_long() {
    let office = office();
    let ask = json!({"path": "/dev/zero"});
    assert_eq!(office.code(PUBLISHER, "profile_import", ask), "too-long");
    office.release("bundle.zip");
    let run = office
        .room
        .run(&["--json", "verify", "bundle.zip", "--key", "/dev/zero"]);
    assert_eq!(run.refusal().1, "bad-key");
}

#[test]
fn who_is_told_to_end_leaves_nothing_behind() {
    let office = office();
    // So many that it takes its time, on whatever machine.
    for nth in 0..200 {
        office.approved(&format!("Ferry number {nth}"));
    }
    let room = office.close();
    fs::create_dir(room.path("out")).unwrap();
    let args = ["--json", "--as", PUBLISHER, "export", "--out", "out/bundle"];
    // However the tests themselves were started.
    let started = |signals: &str, signal| {
        let mut command = room.command_with(signals, &args);
        command.stdout(Stdio::null()).stderr(Stdio::piped());
        let running = command.spawn().unwrap();
        let begun = Instant::now();
        while names(&room.path("out")).is_empty() {
            assert!(begun.elapsed() < Duration::from_secs(60));
            std::thread::sleep(Duration::from_millis(1));
        }
        let id = Pid::from_child(&running);
        kill_process(id, signal).unwrap();
        let ended = running.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        (ended.status.code(), said)
    };
    for signal in [Signal::TERM, Signal::HUP] {
        let (status, said) = started("--default-signal=HUP", signal);
        assert_eq!(status, Some(1), "{signal:?}: {said}");
        assert!(said.contains("cancelled"), "{signal:?}: {said}");
        assert_eq!(names(&room.path("out")), [""; 0]);
    }
    // Who was to go on when their terminal goes does.
    let (status, said) = started("--ignore-signal=HUP", Signal::HUP);
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(names(&room.path("out")), ["bundle"]);
}

#[test]
fn what_nothing_says_was_approved_is_held_and_no_library_is_made_of_it() {
    let office = office();
    let draft = office.draft("The lighthouse is for sale");
    let head = office.does("", "article_show", json!({"article": draft}))["revision"].clone();
    // A release in the journal that no verdict stands behind.
    let store = store::Store::open(&office.path("library")).unwrap();
    let ids = || uuid::Uuid::from_u128(0x0193_a0c0_0000_7000_8000_0000_0000_0001);
    let released = Event::Released {
        edition: "Everything".into(),
        profile: String::new(),
        manifest: Hash::of(b"none"),
        articles: vec![(
            draft.parse().unwrap(),
            head.as_str().unwrap().parse().unwrap(),
        )],
    };
    let now = Time(1_790_000_900_000);
    let done = store.transact(Some(office.person(PUBLISHER)), now, &ids, |txn| {
        txn.append(released)
    });
    done.unwrap();
    drop(store);
    let list = office.does("", "article_list", json!({"status": "published"}));
    assert_eq!(list["items"][0]["id"], json!(draft));
    // What a proof prints of it, and what was found out for that, lets it out no more than before.
    let proof = json!({"out": office.path("proof"), "proof": true});
    office.does(PUBLISHER, "export_bundle", proof);
    let plan = office.does("", "export_plan", json!({}));
    let printed = plan["articles"].as_array().unwrap();
    assert_eq!(printed.len(), 1);
    assert_eq!(plan["held"][0]["article"], json!(draft));
    assert_eq!(plan["held"][0]["reason"], "not-approved");
    let out = office.release("bundle.zip");
    verified(&office, &out);
    office.does(
        CHIEF,
        "library_export",
        json!({"out": office.path("all.jsonl")}),
    );
    let run = office
        .room
        .run(&["--json", "init", "made", "--from", "all.jsonl"]);
    assert_eq!(run.refusal(), (4, "damaged-export".into()), "{}", run.err);
    assert!(!office.path("made").exists());
}
