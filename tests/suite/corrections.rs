//! What was corrected, and what was withdrawn: said on the page, to programs and in the feeds, for as long as it stands.

use crate::office::{ADMIN, Office, PUBLISHER, REVIEWER, WRITER};
use quick_xml::{Reader, events::Event};
use serde_json::{Value, json};
use std::{fs, path::Path};

/// An entry of a feed, by an XML reader that is not ours.
#[derive(Debug, Default, PartialEq, Eq)]
struct Entry {
    title: String,
    updated: String,
    link: String,
    content: String,
}

/// The entries of a feed, in its order.
fn feed(bundle: &Path, name: &str) -> Vec<Entry> {
    let text = fs::read_to_string(bundle.join("site").join(name)).unwrap();
    let mut reader = Reader::from_str(&text);
    let (mut entries, mut element) = (Vec::<Entry>::new(), String::new());
    loop {
        let words = match reader.read_event().unwrap() {
            Event::Eof => return entries,
            Event::Start(start) => {
                element = start.name().0.to_owned();
                if element == "entry" {
                    entries.push(Entry::default());
                }
                continue;
            }
            Event::Empty(empty) => {
                let href = empty.try_get_attribute("href").unwrap();
                if let (Some(entry), Some(href)) = (entries.last_mut(), href) {
                    entry.link = href.value.replace("&#x2f;", "/");
                }
                continue;
            }
            Event::End(_) => {
                element.clear();
                continue;
            }
            Event::Text(text) => text.to_string(),
            Event::GeneralRef(named) => match named.resolve_char_ref().unwrap() {
                Some(letter) => letter.to_string(),
                None => quick_xml::escape::resolve_predefined_entity(&named)
                    .unwrap()
                    .to_owned(),
            },
            _ => continue,
        };
        if let Some(entry) = entries.last_mut() {
            match element.as_str() {
                "title" => entry.title.push_str(&words),
                "updated" => entry.updated.push_str(&words),
                "content" => entry.content.push_str(&words),
                _ => {}
            }
        }
    }
}

fn page(bundle: &Path, path: &str) -> String {
    fs::read_to_string(bundle.join("site").join(path).join("index.html")).unwrap()
}

/// What a page says to programs.
fn linked(page: &str) -> Value {
    let (_, rest) = page
        .split_once(r#"<script type="application/ld+json">"#)
        .unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

/// A newsroom that says where its site is.
fn office() -> Office {
    let office = Office::staffed();
    let settings = json!({"name": "The Harbour Gazette", "base_url": "https://gazette.example/"});
    office.does(ADMIN, "settings_set", json!({"settings": settings}));
    office
}

/// Changes the text and submits it as what it is, and it is approved.
fn change(office: &Office, id: &str, body: &str, mut what: Value) {
    office.does(WRITER, "article_edit", json!({"article": id, "body": body}));
    what["article"] = json!(id);
    office.does(WRITER, "article_submit", what);
    office.does(REVIEWER, "review_approve", json!({"article": id}));
}

fn verified(office: &Office, bundle: &Path) {
    let proof = office.does("", "verify_bundle", json!({"path": bundle}));
    assert_eq!(proof["faults"], json!([]));
    assert_eq!(proof["reprinted"], json!(true));
}

#[test]
fn a_correction_is_called_one_in_the_activity_too() {
    let office = office();
    let id = office.approved("Night buses & the harbour");
    office.release("first");
    for (kind, text) in [
        ("correction", "The boat leaves at <one>, not at two."),
        ("clarification", "One in the morning."),
    ] {
        let body = format!("The last boat leaves at one: {kind}.\n");
        change(&office, &id, &body, json!({"kind": kind, "text": text}));
        let done = office.does("", "activity_list", json!({}));
        let mut done = done["items"].as_array().unwrap().iter();
        let told = format!("added a {kind}, “{text}”, to “Night buses & the harbour”");
        assert!(done.any(|one| one["words"] == told.as_str()), "{told}");
    }
}

#[test]
fn a_correction_is_on_the_page_in_linked_data_and_in_the_feeds_for_ever() {
    let office = office();
    let older = office.approved("Night buses & the harbour");
    office.approved("A ferry for Sundays");
    let first = office.release("first");
    let titles = |entries: &[Entry]| -> Vec<String> {
        entries.iter().map(|entry| entry.title.clone()).collect()
    };
    let before = feed(&first, "feed.xml");
    assert_eq!(
        titles(&before),
        ["A ferry for Sundays", "Night buses & the harbour"]
    );
    assert_eq!(before, feed(&first, "transport/feed.xml"));
    assert_eq!(
        before[1].link,
        "https://gazette.example/transport/night-buses-the-harbour/"
    );

    let was_wrong = json!({"kind": "correction", "text": "The boat leaves at <one>, not at two."});
    change(&office, &older, "The last boat leaves at one.\n", was_wrong);
    let silent = json!({"kind": "typo"});
    change(
        &office,
        &older,
        "The last boat leaves at one o’clock.\n",
        silent,
    );
    let unclear = json!({"kind": "clarification", "text": "One in the morning."});
    change(
        &office,
        &older,
        "The last boat leaves at one at night.\n",
        unclear,
    );
    let second = office.release("second");

    let printed = page(&second, "transport/night-buses-the-harbour");
    assert!(
        printed.contains("The boat leaves at &lt;one&gt;, not at two."),
        "{printed}"
    );
    let data = linked(&printed);
    let corrections: Vec<_> = data["correction"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["name"].as_str().unwrap(), one["text"].as_str().unwrap()))
        .collect();
    assert_eq!(
        corrections,
        [
            ("Correction", "The boat leaves at <one>, not at two."),
            ("Clarification", "One in the morning."),
        ]
    );
    assert_eq!(data["dateModified"], data["correction"][1]["datePublished"]);

    // It comes again, since it was corrected, and says what was.
    let after = feed(&second, "feed.xml");
    assert_eq!(
        titles(&after),
        ["Night buses & the harbour", "A ferry for Sundays"]
    );
    assert!(after[0].updated > before[1].updated);
    let told = &after[0].content;
    assert!(
        told.starts_with("<p>The last boat leaves at one at night.</p>"),
        "{told}"
    );
    assert!(
        told.contains("<strong>Correction</strong>, 21 September 2026: The boat leaves at &lt;one&gt;, not at two.</p>"),
        "{told}"
    );
    assert!(told.contains("<strong>Clarification</strong>"), "{told}");
    assert_eq!(after[1], before[0]);
    verified(&office, &second);
}

#[test]
fn what_was_withdrawn_leaves_a_page_that_says_so_and_is_in_no_feed() {
    let office = office();
    let id = office.approved("Night buses to the harbour");
    office.approved("A ferry for Sundays");
    office.release("first");
    let why = json!({"article": id, "reason": "It never ran."});
    office.does(PUBLISHER, "article_withdraw", why);
    let second = office.release("second");
    let left = page(&second, "transport/night-buses-to-the-harbour");
    assert!(
        left.contains("This article was withdrawn on") && !left.contains("midnight"),
        "{left}"
    );
    let titles: Vec<_> = feed(&second, "feed.xml")
        .into_iter()
        .map(|entry| entry.title)
        .collect();
    assert_eq!(titles, ["A ferry for Sundays"]);
    verified(&office, &second);
}

#[test]
fn a_feed_holds_any_headline_and_says_of_a_proof_that_it_is_one() {
    let office = office();
    let title = "A “]]>” & <b>bell</b>\u{7}";
    let id = office.draft("A bell");
    office.does(
        WRITER,
        "article_edit",
        json!({"article": id, "title": title}),
    );
    let out = office.path("proof");
    office.does(
        PUBLISHER,
        "export_bundle",
        json!({"out": out, "proof": true}),
    );
    // Nobody has dated it yet, so there is nothing to tell of.
    assert_eq!(feed(&out, "feed.xml"), []);
    let text = fs::read_to_string(out.join("site/feed.xml")).unwrap();
    assert!(text.contains("<title>Proof: not for publication"), "{text}");
    office.does(WRITER, "article_submit", json!({"article": id}));
    office.does(REVIEWER, "review_approve", json!({"article": id}));
    let bundle = office.release("bundle");
    let told = feed(&bundle, "feed.xml");
    assert_eq!(told[0].title, "A “]]>” & <b>bell</b>");
    verified(&office, &bundle);
}

#[test]
fn without_an_address_of_the_site_there_are_no_feeds() {
    let office = Office::staffed();
    office.approved("A ferry for Sundays");
    let bundle = office.release("bundle");
    assert!(!bundle.join("site/feed.xml").exists());
    assert!(!page(&bundle, "transport/a-ferry-for-sundays").contains("feed.xml"));
}
