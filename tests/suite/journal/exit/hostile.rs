//! Exports that are damaged, cut off, in disorder, or made to do harm: refused with the line, and no half library.

use super::{CHIEF, full, lines};
use crate::newsroom::Newsroom;
use desk::{Hand, Ids, Progress, Quiet};
use model::{Hash, Time};
use serde_json::{Value, json};
use std::{
    fs,
    path::Path,
    sync::atomic::{AtomicU64, Ordering},
};

/// Makes no ids: nothing that is made from an export has one of its own.
struct Makes;

impl Ids for Makes {
    fn id(&self) -> uuid::Uuid {
        panic!("an import makes no ids")
    }

    fn secret(&self) -> [u8; 32] {
        panic!("an import makes no keys")
    }
}

/// Nobody's hand.
pub fn hand(progress: &dyn Progress) -> Hand<'_> {
    Hand {
        actor: None,
        now: Time(1_790_000_000_000),
        ids: &Makes,
        progress,
        passphrases: None,
    }
}

/// Makes a library from lines; gives the error's code and message. Nothing is left where it was refused.
fn made(room: &Newsroom, text: &[u8]) -> Result<(), (String, String)> {
    let (file, dir) = (room.path("hostile.jsonl"), room.path("made"));
    fs::write(&file, text).unwrap();
    let made = desk::library::from_export(&file, &dir, &hand(&Quiet));
    match made {
        Ok(desk) => {
            drop(desk);
            fs::remove_dir_all(&dir).unwrap();
            Ok(())
        }
        Err(error) => {
            assert!(!dir.exists(), "{error}");
            assert!(
                error.hint.is_some() || error.kind == model::Kind::System,
                "{error}"
            );
            Err((error.code, error.message))
        }
    }
}

fn refused(room: &Newsroom, text: &[u8], what: &str) -> String {
    let Err((code, message)) = made(room, text) else {
        panic!("{what}: was taken");
    };
    assert_eq!(code, "damaged-export", "{what}: {message}");
    message
}

/// A library's lines, all in one file.
fn exported(room: &Newsroom) -> Vec<Value> {
    room.json(
        CHIEF,
        &["library", "export", "all.jsonl", "--private", "--keys"],
    );
    lines(&room.path("all.jsonl"))
}

/// Lines as a file, with every number and hash that holds them together made right again.
fn sealed(lines: &[Value]) -> Vec<u8> {
    let mut text = String::new();
    let mut prev = Hash::of(b"").to_string();
    let mut entries = 0;
    let mut count = 0;
    let mut put = |text: &mut String, line: String| {
        text.push_str(&line);
        text.push('\n');
        count += 1;
    };
    let mut body = String::new();
    for line in lines {
        match line["kind"].as_str() {
            Some("library" | "end") => {}
            Some("entry") => {
                let mut entry = line["entry"].clone();
                entry["prev"] = prev.as_str().into();
                let bytes = model::canonical(&entry).unwrap();
                prev = Hash::of(&bytes).to_string();
                entries += 1;
                let raw = String::from_utf8(bytes).unwrap();
                put(
                    &mut body,
                    format!(
                        r#"{{"kind":"entry","seq":{entries},"sha256":"{prev}","entry":{raw}}}"#
                    ),
                );
            }
            _ => put(&mut body, line.to_string()),
        }
    }
    let mut head = lines[0].clone();
    head["entries"] = json!(entries);
    head["newest"] = prev.into();
    put(&mut text, head.to_string());
    text.push_str(&body);
    let end = json!({"kind": "end", "lines": count, "sha256": Hash::of(text.as_bytes())});
    text.push_str(&end.to_string());
    text.push('\n');
    text.into_bytes()
}

#[test]
fn what_is_cut_off_doubled_missing_swapped_or_changed_is_refused_with_its_line() {
    let room = full();
    let known = exported(&room);
    let text = fs::read(room.path("all.jsonl")).unwrap();
    let all: Vec<&[u8]> = text.split_inclusive(|byte| *byte == b'\n').collect();
    assert_eq!(made(&room, &text), Ok(()));
    let step = all.len() / 23;
    for at in (1..all.len() - 1).step_by(step) {
        let (before, after) = (all[..at].concat(), all[at + 1..].concat());
        let line = all[at];
        let what = |what: &str| format!("{what}: line {at}: {}", String::from_utf8_lossy(line));
        assert!(refused(&room, &before, &what("cut off")).contains("Line "));
        let half = [&before, &line[..line.len() / 2]].concat();
        assert!(refused(&room, &half, &what("cut in it")).contains(&format!("Line {}", at + 1)));
        assert!(
            refused(&room, &[&before[..], &after].concat(), &what("missing")).contains("Line ")
        );
        assert!(
            refused(
                &room,
                &[&before, line, line, &after].concat(),
                &what("doubled")
            )
            .contains("Line ")
        );
        let mut changed = line.to_vec();
        let spot = changed.len() * 2 / 3;
        changed[spot] ^= 1;
        assert!(
            refused(
                &room,
                &[&before, &changed, &after[..]].concat(),
                &what("changed")
            )
            .contains("Line ")
        );
        if at + 1 < all.len() {
            let swapped = [
                &all[..at].concat(),
                all[at + 1],
                line,
                &all[at + 2..].concat(),
            ]
            .concat();
            assert!(refused(&room, &swapped, &what("swapped")).contains("Line "));
        }
    }
    // So is a text that stands there twice where everything that holds the lines together says so.
    let newest = known.iter().rposition(|line| line["kind"] == "entry");
    let newest = newest.unwrap();
    let is_text = |at: &usize| !known[*at]["sha256"].is_null() && known[*at]["kind"] != "entry";
    let texts: Vec<usize> = (1..newest).filter(is_text).collect();
    assert!(texts.len() > 3);
    for at in texts.iter().step_by(texts.len() / 3) {
        for again in [at + 1, newest] {
            let mut twice = known.clone();
            twice.insert(again, known[*at].clone());
            let said = refused(
                &room,
                &sealed(&twice),
                &format!("{} at {again}", known[*at]),
            );
            assert!(said.contains(&format!("Line {}: ", again + 1)), "{said}");
            assert!(said.contains("stands here twice"), "{said}");
        }
    }
    for (more, what) in [
        (&b"{}\n"[..], "an object"),
        (b"\n", "an empty line"),
        (all[1], "a line"),
        (b"x", "a letter"),
    ] {
        refused(&room, &[&text, more].concat(), what);
    }
}

#[test]
fn a_theme_that_no_library_would_take_is_refused() {
    let room = Newsroom::staffed();
    fs::create_dir(room.path("theme")).unwrap();
    fs::write(room.path("theme/style.css"), "p { color: red }").unwrap();
    let folder = room.path("theme");
    room.json(CHIEF, &["theme", "import", folder.to_str().unwrap()]);
    let mut lines = exported(&room);
    assert_eq!(made(&room, &sealed(&lines)), Ok(()));
    let nth = lines.iter().position(|line| line["kind"] == "theme");
    let nth = nth.unwrap();
    let named = lines[nth]["sha256"].as_str().unwrap().to_owned();
    let text = lines[nth]["content"].to_string();
    let forged = text.replace("color: red", "background: url(https://example.org/a.png)");
    let hash = Hash::of(forged.as_bytes()).to_string();
    lines[nth] = json!({"kind": "theme", "sha256": hash, "text": forged});
    for line in &mut lines[nth + 1..] {
        *line = serde_json::from_str(&line.to_string().replace(&named, &hash)).unwrap();
    }
    let message = refused(&room, &sealed(&lines), "a theme");
    assert!(message.contains("style.css, line 1"), "{message}");
}

#[test]
fn what_is_no_export_or_a_newer_one_is_named_as_that() {
    let room = Newsroom::staffed();
    let lines = exported(&room);
    for text in [
        "",
        "\n",
        "{}",
        "{}\n",
        "[1]\n",
        "hello\n",
        "{\"kind\":\"library\"}\n",
        "{\"kind\":\"library\",\"format\":\"other/9\"}\n",
    ] {
        assert_eq!(
            made(&room, text.as_bytes()).unwrap_err().0,
            if text.is_empty() {
                "damaged-export"
            } else {
                "no-export"
            },
            "{text}"
        );
    }
    assert_eq!(made(&room, &[0, 159, 146, 150]).unwrap_err().0, "no-export");
    let mut newer = lines.clone();
    newer[0]["format"] = json!("copydesk-library/2");
    newer[0]["what-is-new"] = json!(true);
    let (code, message) = made(&room, &sealed(&newer)).unwrap_err();
    assert_eq!(code, "newer-export");
    assert!(message.contains("copydesk-library/2"), "{message}");
    let mut newer = lines;
    let last = newer
        .iter()
        .rposition(|line| line["kind"] == "entry")
        .unwrap();
    newer[last]["entry"]["version"] = json!(99);
    assert_eq!(made(&room, &sealed(&newer)).unwrap_err().0, "newer-journal");
}

/// Every leaf of a value, by the way to it.
fn leaves(value: &Value, way: &mut Vec<String>, all: &mut Vec<Vec<String>>) {
    match value {
        Value::Object(fields) => fields.iter().for_each(|(name, inner)| {
            way.push(name.clone());
            leaves(inner, way, all);
            way.pop();
        }),
        Value::Array(items) => items.iter().enumerate().for_each(|(at, inner)| {
            way.push(at.to_string());
            leaves(inner, way, all);
            way.pop();
        }),
        _ => all.push(way.clone()),
    }
}

fn at<'a>(value: &'a mut Value, way: &[String]) -> &'a mut Value {
    way.iter().fold(value, |value, step| match value {
        Value::Array(items) => &mut items[step.parse::<usize>().unwrap()],
        other => &mut other[step.as_str()],
    })
}

#[test]
fn whatever_an_entry_says_whose_chain_holds_it_is_read_or_refused_and_nothing_breaks() {
    let room = full();
    let lines = exported(&room);
    assert_eq!(made(&room, &sealed(&lines)), Ok(()));
    let mut ways = vec![];
    for (nth, line) in lines.iter().enumerate() {
        if ![
            "entry",
            "draft",
            "commenter",
            "look",
            "sent",
            "file",
            "replaced",
            "secret",
        ]
        .contains(&line["kind"].as_str().unwrap())
        {
            continue;
        }
        let mut all = vec![];
        leaves(line, &mut vec![], &mut all);
        let ours = |way: &Vec<String>| way[0] != "kind" && way[0] != "sha256" && way[0] != "seq";
        ways.extend(all.into_iter().filter(ours).map(|way| (nth, way)));
    }
    let values = [
        json!(null),
        json!(-1),
        json!(1_000_000_000_000_000_i64),
        json!("\u{0}../../etc\u{202e}"),
        json!([]),
        json!(""),
        json!("00000000-0000-0000-0000-000000000000"),
        json!("0000000000000000000000000000000000000000000000000000000000000000"),
    ];
    let mut taken = 0;
    let step = ways.len() / 130;
    for (count, (nth, way)) in ways.iter().step_by(step.max(1)).enumerate() {
        let mut hostile = lines.clone();
        *at(&mut hostile[*nth], way) = values[count % values.len()].clone();
        match made(&room, &sealed(&hostile)) {
            Ok(()) => taken += 1,
            Err((code, message)) => {
                assert_eq!(code, "damaged-export", "{way:?}: {message}");
            }
        }
    }
    assert!(taken > 0);
}

#[test]
fn a_place_beyond_a_text_and_a_name_that_turns_round_break_nothing() {
    let room = full();
    let lines = exported(&room);
    for (start, quote) in [
        (json!(1_000_000), "midnight"),
        (json!(1), "é"),
        (json!(0), ""),
        (json!(4_294_967_295_u32), "\u{301}"),
    ] {
        let mut hostile = lines.clone();
        for line in &mut hostile {
            if line["entry"]["event"]["anchor"].is_object() {
                line["entry"]["event"]["anchor"]["start"] = start.clone();
                line["entry"]["event"]["anchor"]["quote"] = json!(quote);
            }
        }
        let _ = made(&room, &sealed(&hostile));
    }
    // A text that stands in the place of another, and that in its place.
    let mut ring = lines.clone();
    let [a, b] = [b"a", b"b"].map(|text| Hash::of(text).to_string());
    ring.insert(1, json!({"kind": "replaced", "was": a, "now": b}));
    ring.insert(2, json!({"kind": "replaced", "was": b, "now": a}));
    assert!(refused(&room, &sealed(&ring), "ring").starts_with("Line 3"));
    // A text that is put in the place of another without an entry that says so.
    let mut other = lines.clone();
    let nth = other
        .iter()
        .position(|line| line["kind"] == "rules")
        .unwrap();
    let named = other[nth]["sha256"].clone();
    let forged = other[nth]["content"]
        .to_string()
        .replace("held", "published");
    other[nth] = json!({"kind": "rules", "sha256": Hash::of(forged.as_bytes()), "text": forged});
    other.insert(
        1,
        json!({"kind": "replaced", "was": named, "now": Hash::of(forged.as_bytes())}),
    );
    refused(&room, &sealed(&other), "another text");
}

#[test]
fn an_approval_that_nobody_signed_so_is_refused() {
    let room = full();
    let lines = exported(&room);
    for (field, value) in [
        ("signature", json!("00".repeat(64))),
        ("say", json!("request-changes")),
        ("contributors", json!([])),
        ("at", json!("2026-01-01T00:00:00Z")),
    ] {
        let mut forged = lines.clone();
        let of = |line: &&mut Value| line["entry"]["event"]["kind"] == "verdict-given";
        let line = forged.iter_mut().rev().find(of).unwrap();
        line["entry"]["event"][field] = value;
        let message = refused(&room, &sealed(&forged), field);
        assert!(message.contains("not signed"), "{message}");
    }
}

#[test]
fn files_are_named_by_their_hash_or_not_taken() {
    let room = full();
    room.json(CHIEF, &["library", "export", "all"]);
    let made = |from: &Path| {
        let dir = room.path("made");
        let made = desk::library::from_export(from, &dir, &hand(&Quiet)).map(drop);
        let _ = fs::remove_dir_all(&dir);
        made.map_err(|error| error.code)
    };
    let all = room.path("all");
    assert_eq!(made(&all), Ok(()));
    let file = fs::read_dir(all.join("assets"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap()
        .path();
    let bytes = fs::read(&file).unwrap();
    let refused = Err("damaged-export".to_owned());
    fs::remove_file(&file).unwrap();
    assert_eq!(made(&all), refused);
    fs::write(&file, &bytes[1..]).unwrap();
    assert_eq!(made(&all), refused);
    fs::write(&file, vec![b'x'; bytes.len()]).unwrap();
    assert_eq!(made(&all), refused);
    fs::remove_file(&file).unwrap();
    fs::write(room.path("elsewhere"), &bytes).unwrap();
    std::os::unix::fs::symlink(room.path("elsewhere"), &file).unwrap();
    assert_eq!(made(&all), refused);
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    assert_eq!(made(&all), refused);
    fs::write(room.path("broken.zip"), b"PK\x03\x04 and nothing else").unwrap();
    assert_eq!(made(&room.path("broken.zip")), refused);
}

/// Stops at a step.
struct Stops(AtomicU64);

impl Progress for Stops {
    fn step(&self, _: u64, _: u64) -> bool {
        self.0
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(1)
            })
            .is_ok()
    }
}

#[test]
fn who_calls_it_off_finds_nothing_either_way() {
    let room = full();
    exported(&room);
    let desk = desk::Desk::open(&room.path("library")).unwrap();
    for out in ["folder", "archive.zip", "lines.jsonl"] {
        for steps in [0, 1] {
            let stops = Stops(AtomicU64::new(steps));
            let ask = desk::library::Export {
                out: room.path(out).display().to_string(),
                ..Default::default()
            };
            let refused = desk::library::export(&desk, &hand(&stops), ask).unwrap_err();
            assert_eq!(refused.code, "cancelled", "{out}");
            let left = fs::read_dir(room.path("")).unwrap().filter(|entry| {
                let name = entry.as_ref().unwrap().file_name();
                name == out || name.to_string_lossy().starts_with(".copydesk-")
            });
            assert_eq!(left.count(), 0, "{out}");
        }
    }
    for steps in [0, 1] {
        let stops = Stops(AtomicU64::new(steps));
        let made =
            desk::library::from_export(&room.path("all.jsonl"), &room.path("made"), &hand(&stops));
        assert_eq!(made.map(drop).unwrap_err().code, "cancelled");
        assert!(!room.path("made").exists());
    }
}
