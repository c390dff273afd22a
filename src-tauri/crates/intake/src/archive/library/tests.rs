//! An export, written out line by line, and what is read of it.

use crate::archive::{Archive, Found, Kind};
use model::{
    Hash,
    archive::{Item, Stood},
    canonical,
};
use serde_json::{Value, json};
use std::path::PathBuf;

const FERRY: &str = "0190a000-0000-7000-8000-000000000001";
const MARKET: &str = "0190a000-0000-7000-8000-000000000002";
const BINNED: &str = "0190a000-0000-7000-8000-000000000003";
const PERSON: &str = "0190a000-0000-7000-8000-00000000000a";

/// A text of an article, with its hash.
fn text(article: &str, title: &str, body: &str) -> (Value, Hash) {
    let content = json!({
        "copydesk": "revision/1", "article": article, "title": title, "kicker": "", "standfirst": "", "body": body,
        "slug": "a", "section": "Town", "tags": ["harbour"], "language": "en", "translations": [MARKET],
        "canonical": null, "search_title": "", "search_description": "", "date": null, "embargo": null,
        "bylines": [{"name": "Marta Lind"}], "lead_image": null, "assets": markup::assets(body), "related": [],
        "corrections": [{"at": "2026-05-01T10:00:00.000Z", "kind": "correction", "text": "It was ten."}],
    });
    let bytes = canonical(&content).unwrap();
    (serde_json::from_slice(&bytes).unwrap(), Hash::of(&bytes))
}

/// A line whose members stand in the order in which exports have them.
fn line(kind: &str, rest: &[(&str, Value)]) -> String {
    let members: Vec<String> = rest
        .iter()
        .map(|(name, value)| {
            let value = canonical(value).unwrap();
            format!("\"{name}\":{}", String::from_utf8(value).unwrap())
        })
        .collect();
    format!("{{\"kind\":\"{kind}\",{}}}\n", members.join(","))
}

fn article(id: &str, title: &str, status: &str, head: Hash, live: Option<Hash>) -> String {
    line(
        "article",
        &[
            ("id", json!(id)),
            ("title", json!(title)),
            ("status", json!(status)),
            ("binned", json!(id == BINNED)),
            ("revision", json!(head)),
            ("live", json!(live)),
            ("updated", json!("2026-05-03T10:00:00.000Z")),
            ("source", json!(null)),
        ],
    )
}

/// A note with an answer, and a reader's comment.
fn said() -> Vec<String> {
    vec![
        line(
            "note",
            &[
                ("id", json!("n")),
                ("article", json!(FERRY)),
                ("thread", json!(null)),
                ("quote", json!("at ten")),
                ("text", json!("Sure?")),
                ("author", json!(PERSON)),
                ("at", json!("2026-05-02T10:00:00.000Z")),
                ("resolved", json!(false)),
            ],
        ),
        line(
            "note",
            &[
                ("id", json!("m")),
                ("article", json!(FERRY)),
                ("thread", json!("n")),
                ("quote", json!("")),
                ("text", json!("Yes.")),
                ("author", json!("someone")),
                ("at", json!(null)),
                ("resolved", json!(false)),
            ],
        ),
        line(
            "comment",
            &[
                ("id", json!("c")),
                ("article", json!(FERRY)),
                ("author", json!("Greta")),
                ("created", json!("2026-05-02T11:00:00.000Z")),
                ("body", json!("Good.")),
                ("state", json!("published")),
                ("reasons", json!([])),
            ],
        ),
    ]
}

/// A library: one article that is published and has a newer text, one that waits, one in the bin.
fn export() -> Vec<String> {
    let picture = Hash::of(b"a picture");
    let shown = format!("The last boat sails at ten.\n\n![The quay](asset:{picture} \"At noon\")");
    let (live, live_hash) = text(FERRY, "Ferry", &shown);
    let (newer, newer_hash) = text(FERRY, "Late ferry", &shown.replace("ten", "eleven"));
    let (market, market_hash) = text(MARKET, "Market", "Six thousand came.");
    let (binned, binned_hash) = text(BINNED, "Old", "Gone.");
    let revision = |content: Value, hash: Hash| {
        line("revision", &[("sha256", json!(hash)), ("content", content)])
    };
    let mut all = vec![
        line(
            "library",
            &[
                ("format", json!("copydesk-library/1")),
                ("name", json!("Harbour")),
            ],
        ),
        revision(live, live_hash),
        line(
            "entry",
            &[
                ("seq", json!(1)),
                (
                    "entry",
                    json!({
                        "at": "2026-05-02T10:00:00.000Z",
                        "event": {"kind": "released", "articles": [[FERRY, live_hash]]},
                    }),
                ),
            ],
        ),
        revision(newer, newer_hash),
        revision(market, market_hash),
        revision(binned, binned_hash),
        line(
            "file",
            &[
                ("sha256", json!(picture)),
                ("size", json!(9)),
                ("base64", json!("YSBwaWN0dXJl")),
            ],
        ),
        line(
            "settings",
            &[("settings", json!({"base_url": "https://harbour.example/"}))],
        ),
        line(
            "person",
            &[("id", json!(PERSON)), ("name", json!("Ida Brandt"))],
        ),
        article(FERRY, "Late ferry", "draft", newer_hash, Some(live_hash)),
        article(MARKET, "Market", "in-review", market_hash, None),
        article(BINNED, "Old", "draft", binned_hash, None),
    ];
    all.extend(said());
    all.push(line(
        "end",
        &[("lines", json!(15)), ("sha256", json!(Hash::of(b"")))],
    ));
    all
}

fn written(name: &str, lines: &str) -> PathBuf {
    let at = std::env::temp_dir().join(format!(
        "copydesk-library-{}-{name}.jsonl",
        std::process::id()
    ));
    std::fs::write(&at, lines).unwrap();
    at
}

/// What is found, the articles apart.
fn read(name: &str, lines: &str) -> model::Result<(Vec<Item>, Vec<String>)> {
    let at = written(name, lines);
    let archive = Archive::open(&at)?.unwrap();
    assert_eq!(archive.kind, Kind::Library);
    let (mut items, mut others) = (vec![], vec![]);
    let done = archive.read(&mut |found, behind| {
        assert!((0.0..=1.0).contains(&behind));
        match found {
            Found::Item(item) => items.push(*item),
            Found::Left(left) | Found::Note(left) => {
                others.push(format!("{}: {} {}", left.place, left.text, left.why))
            }
            Found::Nothing => {}
        }
        Ok(())
    });
    std::fs::remove_file(&at).unwrap();
    done.map(|()| (items, others))
}

#[test]
fn an_article_comes_with_its_published_text_and_what_is_newer_is_proposed() {
    let (items, others) = read("whole", &export().concat()).unwrap();
    let [ferry, market] = items.as_slice() else {
        panic!("{items:#?}")
    };
    let picture = Hash::of(b"a picture");
    assert_eq!(ferry.source, format!("copydesk:{FERRY}"));
    assert_eq!(
        (ferry.stood, market.stood),
        (Stood::Published, Stood::Waiting)
    );
    assert_eq!(ferry.title, "Ferry");
    assert_eq!(
        ferry.body,
        format!("The last boat sails at ten.\n\n![The quay](assets/{picture} \"At noon\")")
    );
    assert_eq!(
        ferry.proposed.as_deref(),
        Some(ferry.body.replace("ten", "eleven").as_str())
    );
    assert!(
        ferry
            .meta
            .contains(&("newer headline".into(), "Late ferry".into()))
    );
    assert_eq!(
        ferry.published.unwrap().to_string(),
        "2026-05-02T10:00:00.000Z"
    );
    assert_eq!(
        ferry.address.as_deref(),
        Some("https://harbour.example/town/a/")
    );
    assert_eq!(
        ferry.files,
        [(format!("assets/{picture}"), b"a picture".to_vec())]
    );
    assert_eq!(ferry.translations, [format!("copydesk:{MARKET}")]);
    assert_eq!(ferry.corrections.len(), 1);
    let [note] = ferry.remarks.as_slice() else {
        panic!()
    };
    assert_eq!(
        (&ferry.body[note.start..note.end], note.author.as_str()),
        ("at ten", "Ida Brandt")
    );
    assert_eq!(note.text, "Sure?\n\nsomeone: Yes.");
    assert_eq!(
        others,
        [
            format!("article {BINNED}: Old It is in the bin."),
            "library.jsonl: 1 × comment Readers’ comments are taken by themselves.".into(),
        ]
    );
}

#[test]
fn a_text_that_stands_there_twice_comes_once() {
    let mut all = export();
    let market = all[4].clone();
    all.insert(5, market);
    let (items, others) = read("twice", &all.concat()).unwrap();
    assert_eq!(items.len(), 2);
    assert!(
        others[0].starts_with("line 6: ") && others[0].ends_with("The same text came before it."),
        "{others:?}"
    );
}

#[test]
fn what_is_cut_off_gives_what_came_before_and_says_so() {
    let all = export();
    let (items, others) = read("cut", &all[..6].concat()).unwrap();
    // Nothing said which of them was published.
    assert_eq!(items.len(), 3);
    assert!(items.iter().all(|item| item.stood == Stood::Draft));
    assert!(
        others[0].ends_with("It was cut off here: its last line is missing."),
        "{others:?}"
    );
}

#[test]
fn a_text_that_was_changed_is_not_taken() {
    let changed = export()
        .concat()
        .replacen("Six thousand came.", "Nine thousand came.", 1);
    let (items, others) = read("changed", &changed).unwrap();
    assert_eq!(items.len(), 1);
    assert!(
        others[0].contains("It is not the text that its hash stands for"),
        "{others:?}"
    );
    assert!(
        others
            .iter()
            .any(|left| left.contains("Its text is missing, or damaged."))
    );
}

#[test]
fn the_comments_of_an_export_are_read_as_lines() {
    let at = written("comments", &export().concat());
    let archive = Archive::open(&at).unwrap().unwrap();
    let mut found = vec![];
    let some = archive.comments(&mut |from| {
        crate::comments::read(crate::comments::Kind::JsonLines, from, &mut |_, one| {
            found.push(one.unwrap().body);
            Ok(())
        })
        .map(|_| ())
    });
    std::fs::remove_file(&at).unwrap();
    assert_eq!((some, found), (Ok(true), vec!["Good.".to_owned()]));
}

#[test]
fn no_mutation_of_an_export_brings_it_down() {
    let whole = export().concat().into_bytes();
    // A generator of its own, so that a failure comes again.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below.max(1) as u64).unwrap()
    };
    for _ in 0..300 {
        let mut bytes = whole.clone();
        for _ in 0..=next(4) {
            let at = next(bytes.len());
            match next(4) {
                0 => bytes.truncate(at.max(40)),
                1 => bytes[at] = u8::try_from(next(256)).unwrap(),
                2 => bytes.insert(at, b'\n'),
                _ => {
                    let end = bytes.len().min(at + next(200));
                    let part = bytes[at..end].to_vec();
                    bytes.splice(at..at, part);
                }
            }
        }
        let at = std::env::temp_dir().join(format!(
            "copydesk-library-{}-mutant.jsonl",
            std::process::id()
        ));
        std::fs::write(&at, &bytes).unwrap();
        if let Ok(Some(archive)) = Archive::open(&at) {
            let mut bodies = 0;
            let _ = archive.read(&mut |found, _| {
                if let Found::Item(item) = found {
                    bodies += item.body.len();
                    for remark in &item.remarks {
                        assert!(item.body.get(remark.start..remark.end).is_some());
                    }
                }
                Ok(())
            });
            assert!(bodies <= bytes.len());
        }
        std::fs::remove_file(&at).unwrap();
    }
}
