//! What stands beside the text: the address and where it led before, dates by the newsroom's clocks, translations, the
//! words that articles are filed under, and the templates that they begin with.

use crate::office::{ADMIN, Office, PUBLISHER, REVIEWER, WRITER};
use serde_json::{Value, json};
use std::{fs, path::Path};

fn text<'a>(of: &'a Value, field: &str) -> &'a str {
    of[field]
        .as_str()
        .unwrap_or_else(|| panic!("{field}: {of}"))
}

fn read(office: &Office, id: &str) -> Value {
    office.does("", "article_read", json!({"article": id}))
}

/// Edits, submits and approves.
fn change(office: &Office, id: &str, mut edit: Value) {
    edit["article"] = json!(id);
    office.does(WRITER, "article_edit", edit);
    office.does(WRITER, "article_submit", json!({"article": id}));
    office.does(REVIEWER, "review_approve", json!({"article": id}));
}

/// A page of a bundle, its addresses as a browser reads them.
fn page(bundle: &Path, name: &str) -> String {
    let text = fs::read_to_string(bundle.join("site").join(name)).unwrap_or_default();
    text.replace("&#x2f;", "/")
}

/// What the fields of an article come to, as the window asks.
fn fields(office: &Office, id: &str, change: impl FnOnce(&mut Value)) -> Value {
    let mut content = office.does(WRITER, "article_show", json!({"article": id}))["content"].take();
    change(&mut content);
    office.does(
        WRITER,
        "article_fields",
        json!({"article": id, "content": content}),
    )
}

/// The codes of what is found of a field.
fn found<'a>(view: &'a Value, field: &str) -> Vec<&'a str> {
    let all = view["found"].as_array().unwrap().iter();
    all.filter(|one| one["field"] == field)
        .map(|one| text(one, "code"))
        .collect()
}

fn verified(office: &Office, bundle: &Path) {
    let proof = office.does("", "verify_bundle", json!({"path": bundle}));
    assert_eq!(proof["faults"], json!([]));
    assert_eq!(proof["reprinted"], json!(true));
}

#[test]
fn an_address_follows_the_headline_until_it_is_submitted() {
    let office = Office::staffed();
    let id = office.draft("A ferry for Sundays");
    office.does(
        WRITER,
        "article_edit",
        json!({"article": id, "title": "A boat for Sundays"}),
    );
    assert_eq!(text(&read(&office, &id), "slug"), "a-boat-for-sundays");
    let view = fields(&office, &id, |content| {
        content["title"] = json!("Sunday boats")
    });
    assert_eq!(text(&view, "proposed"), "sunday-boats");
    office.does(WRITER, "article_submit", json!({"article": id}));
    office.does(WRITER, "article_recall", json!({"article": id}));
    office.does(
        WRITER,
        "article_edit",
        json!({"article": id, "title": "Sunday boats are back"}),
    );
    assert_eq!(text(&read(&office, &id), "slug"), "a-boat-for-sundays");
    assert_eq!(fields(&office, &id, |_| {})["proposed"], json!(null));
}

#[test]
fn an_address_that_someone_set_stays() {
    let office = Office::staffed();
    for set in ["ferry", "a-ferry-for-sundays-2026", "a-ferry-for-sundays-3"] {
        let id = office.draft("A ferry for Sundays");
        office.does(WRITER, "article_edit", json!({"article": id, "slug": set}));
        office.does(
            WRITER,
            "article_edit",
            json!({"article": id, "title": "A boat for Sundays"}),
        );
        assert_eq!(text(&read(&office, &id), "slug"), set);
        office.does(WRITER, "article_bin", json!({"article": id}));
    }
    // The number that was proposed because another has the address is no one's own.
    office.draft("A ferry for Sundays");
    let second = office.draft("A ferry for Sundays");
    assert_eq!(
        text(&read(&office, &second), "slug"),
        "a-ferry-for-sundays-2"
    );
    office.does(
        WRITER,
        "article_edit",
        json!({"article": second, "title": "A boat for Sundays"}),
    );
    assert_eq!(text(&read(&office, &second), "slug"), "a-boat-for-sundays");
}

#[test]
fn what_is_named_twice_is_named_once() {
    let office = Office::staffed();
    let id = office.draft("A ferry for Sundays");
    let other = office.draft("A bridge for cyclists");
    office.does(
        WRITER,
        "article_edit",
        json!({"article": id, "tags": ["b", "a", "b", " "], "translations": [other, other, id],
            "related": [other, "A walk", other, "A walk"]}),
    );
    let now = read(&office, &id);
    assert_eq!(now["tags"], json!(["b", "a"]));
    assert_eq!(now["translations"], json!([other]));
    assert_eq!(now["related"], json!(["A bridge for cyclists", "A walk"]));
}

#[test]
fn what_is_wrong_with_a_field_is_said_of_that_field() {
    let office = Office::staffed();
    office.approved("Night buses to the harbour");
    let id = office.draft("A ferry for Sundays");
    let view = fields(&office, &id, |content| {
        content["slug"] = json!("Not an address");
        content["language"] = json!("English, please");
        content["canonical"] = json!("example");
    });
    assert_eq!(found(&view, "slug"), ["bad-slug"]);
    assert_eq!(found(&view, "language"), ["bad-language"]);
    assert_eq!(found(&view, "canonical"), ["bad-address"]);
    let view = fields(&office, &id, |content| {
        content["slug"] = json!("night-buses-to-the-harbour")
    });
    assert_eq!(found(&view, "slug"), ["slug-taken"]);
    let view = fields(&office, &id, |content| content["slug"] = json!(""));
    assert_eq!(found(&view, "slug"), ["bad-slug"]);
    assert_eq!(
        found(&fields(&office, &id, |_| {}), "slug"),
        Vec::<&str>::new()
    );
}

#[test]
fn a_changed_address_of_what_is_published_leads_readers_on() {
    let office = Office::staffed();
    office.does(
        ADMIN,
        "settings_set",
        json!({"settings": {"name": "The Gazette", "base_url": "https://gazette.example/paper/"}}),
    );
    let id = office.approved("Night buses to the harbour");
    let first = office.release("first");
    assert!(!first.join("site/_redirects").exists());
    change(
        &office,
        &id,
        json!({"slug": "night-buses", "section": "Town & Bay"}),
    );
    assert_eq!(
        read(&office, &id)["moved_from"],
        json!(["transport/night-buses-to-the-harbour/"])
    );
    let second = office.release("second");
    let old = page(&second, "transport/night-buses-to-the-harbour/index.html");
    assert!(
        old.contains(r#"content="0; url=../../town-bay/night-buses/index.html""#),
        "{old}"
    );
    assert!(
        old.contains(r#"href="https://gazette.example/paper/town-bay/night-buses/""#),
        "{old}"
    );
    assert_eq!(
        page(&second, "_redirects"),
        "/paper/transport/night-buses-to-the-harbour/ /paper/town-bay/night-buses/ 301\n"
    );
    verified(&office, &second);
    // A second move: both old places lead straight to the present one.
    change(&office, &id, json!({"slug": "buses-at-night"}));
    let third = office.release("third");
    for old in [
        "transport/night-buses-to-the-harbour",
        "town-bay/night-buses",
    ] {
        let page = page(&third, &format!("{old}/index.html"));
        assert!(
            page.contains("../../town-bay/buses-at-night/index.html"),
            "{old}: {page}"
        );
    }
    verified(&office, &third);
    // And back where it began: nothing leads away from there any more.
    change(
        &office,
        &id,
        json!({"slug": "night-buses-to-the-harbour", "section": "Transport"}),
    );
    let fourth = office.release("fourth");
    let home = page(&fourth, "transport/night-buses-to-the-harbour/index.html");
    assert!(
        home.contains("<h1>Night buses to the harbour</h1>"),
        "{home}"
    );
    assert_eq!(page(&fourth, "_redirects").lines().count(), 2);
    verified(&office, &fourth);
}

#[test]
fn an_old_address_goes_to_whoever_publishes_there_next() {
    let office = Office::staffed();
    let first = office.approved("Night buses to the harbour");
    office.release("first");
    change(&office, &first, json!({"slug": "night-buses"}));
    office.release("second");
    let other = office.draft("The new timetable");
    office.does(
        WRITER,
        "article_edit",
        json!({"article": other, "slug": "night-buses-to-the-harbour"}),
    );
    assert_eq!(
        found(&fields(&office, &other, |_| {}), "slug"),
        ["old-address"]
    );
    office.does(WRITER, "article_submit", json!({"article": other}));
    office.does(REVIEWER, "review_approve", json!({"article": other}));
    let third = office.release("third");
    let there = page(&third, "transport/night-buses-to-the-harbour/index.html");
    assert!(there.contains("<h1>The new timetable</h1>"), "{there}");
    assert!(!third.join("site/_redirects").exists());
    // It moves on: the old place leads to the one that was there last.
    change(&office, &other, json!({"slug": "timetable"}));
    let fourth = office.release("fourth");
    let there = page(&fourth, "transport/night-buses-to-the-harbour/index.html");
    assert!(
        there.contains("../../transport/timetable/index.html"),
        "{there}"
    );
    verified(&office, &fourth);
    // It is withdrawn: who looks for it there is not led to the article that was there before.
    let why = json!({"article": other, "reason": "It never ran."});
    office.does(PUBLISHER, "article_withdraw", why);
    assert_eq!(read(&office, &first)["moved_from"], json!([]));
    let fifth = office.release("fifth");
    assert!(!fifth.join("site/_redirects").exists());
}

#[test]
fn translations_name_one_another_whoever_named_whom() {
    let office = Office::staffed();
    office.does(
        ADMIN,
        "settings_set",
        json!({"settings": {"name": "The Gazette", "base_url": "https://gazette.example/"}}),
    );
    let english = office.draft("Night buses to the harbour");
    let german = office.draft("Nachtbusse zum Hafen");
    let persian = office.draft("اتوبوس‌های شبانه");
    for (id, edit) in [
        (&english, json!({"slug": "night-buses"})),
        (
            &german,
            json!({"slug": "nachtbusse", "language": "de", "translations": [english]}),
        ),
        (
            &persian,
            json!({"slug": "shab", "language": "fa", "translations": [german]}),
        ),
    ] {
        change(&office, id, edit);
    }
    let view = fields(&office, &english, |_| {});
    assert_eq!(text(&view["translated_from"][0], "id"), german);
    let preview = office.does(WRITER, "preview", json!({"article": english}));
    let bundle = office.release("bundle");
    let printed = page(&bundle, "transport/night-buses/index.html");
    assert_eq!(text(&preview, "html").replace("&#x2f;", "/"), printed);
    for (language, slug) in [("en", "night-buses"), ("de", "nachtbusse"), ("fa", "shab")] {
        let link = format!(
            r#"<link rel="alternate" hreflang="{language}" href="https://gazette.example/transport/{slug}/">"#
        );
        for name in ["night-buses", "nachtbusse", "shab"] {
            let page = page(&bundle, &format!("transport/{name}/index.html"));
            assert!(page.contains(&link), "{name} of {language}: {page}");
        }
    }
    assert!(
        printed.contains(r#"hreflang="fa" lang="fa"><bdi>اتوبوس‌های شبانه</bdi>"#),
        "{printed}"
    );
    verified(&office, &bundle);
    let same = fields(&office, &german, |content| {
        content["language"] = json!("en")
    });
    assert_eq!(found(&same, "translations"), ["translation"]);
}

#[test]
fn a_date_is_one_by_the_newsrooms_clocks() {
    let office = Office::staffed();
    office.does(
        ADMIN,
        "settings_set",
        json!({"settings": {"name": "The Gazette", "time_zone": "Asia/Tehran"}}),
    );
    let id = office.draft("A ferry for Sundays");
    office.does(
        WRITER,
        "article_edit",
        json!({"article": id, "embargo": "2026-12-01 06:30", "date": "2026-12-01"}),
    );
    assert_eq!(
        text(&read(&office, &id), "embargo"),
        "2026-12-01T03:00:00.000Z"
    );
    let html = office.does(WRITER, "preview", json!({"article": id}))["html"].take();
    assert!(
        html.as_str().unwrap().contains(">1 December 2026</time>"),
        "{html}"
    );
    for (written, code) in [
        ("2026-02-30", "bad-time"),
        ("2026-12-01 25:00", "bad-time"),
        ("soon", "bad-time"),
        ("", "ok"),
    ] {
        let edit = json!({"article": id, "embargo": written});
        assert_eq!(office.code(WRITER, "article_edit", edit), code, "{written}");
    }
    assert_eq!(read(&office, &id)["embargo"], json!(null));
}

#[test]
fn what_is_published_comes_back_to_the_desk_on_its_day() {
    let office = Office::staffed();
    let id = office.approved("Night buses to the harbour");
    let waiting = |who: &str| {
        let desk = office.does(who, "desk_show", json!({}));
        let cards = desk["waiting"].as_array().unwrap().iter();
        cards
            .filter(|card| text(card, "line").starts_with("Look again"))
            .count()
    };
    // The clock of the test stands in September 2026.
    let on = |day: &str| {
        office.does(
            PUBLISHER,
            "article_recheck",
            json!({"article": id, "on": day}),
        )
    };
    on("2026-09-01");
    assert_eq!(waiting(WRITER), 0, "it is not published");
    office.release("first.zip");
    assert_eq!((waiting(WRITER), waiting(REVIEWER)), (1, 1));
    let card = office.does(WRITER, "desk_show", json!({}))["waiting"][0].take();
    assert_eq!(
        card["status"],
        json!(null),
        "what is to be done stands there"
    );
    on("2027-09-01");
    assert_eq!(waiting(WRITER), 0, "its day has not come");
    office.does(PUBLISHER, "undo", json!({}));
    assert_eq!(text(&read(&office, &id), "recheck"), "2026-09-01");
    assert_eq!(
        read(&office, &id)["status"],
        "published",
        "it changes nothing that prints"
    );
    for (on, looked, code) in [
        ("2026-02-30", false, "bad-time"),
        ("0000-01-01", false, "bad-time"),
        ("2019-01-01", true, "past-day"),
    ] {
        let wrong = json!({"article": id, "on": on, "looked": looked});
        assert_eq!(office.code(WRITER, "article_recheck", wrong), code, "{on}");
    }
}

#[test]
fn a_tag_or_a_section_is_completed_from_those_there_are() {
    let office = Office::staffed();
    let terms = |kind: &str, typed: &str| -> Vec<String> {
        let all = office.does("", "article_terms", json!({"kind": kind, "text": typed}));
        let names = all.as_array().unwrap().iter();
        names.map(|term| text(term, "name").to_owned()).collect()
    };
    let tag = |title: &str, tags: &[&str]| {
        let id = office.draft(title);
        office.does(WRITER, "article_edit", json!({"article": id, "tags": tags}));
        id
    };
    tag("One", &["Łódź", "harbour"]);
    tag("Two", &["harbour", "night harbour"]);
    let gone = tag("Three", &["Hafen"]);
    assert_eq!(terms("tag", "HARB"), ["harbour", "night harbour"]);
    assert_eq!(terms("tag", "łó"), ["Łódź"]);
    assert_eq!(terms("section", "tr"), ["Transport"]);
    office.does(WRITER, "article_bin", json!({"article": gone}));
    assert_eq!(terms("tag", "hafen"), Vec::<String>::new());
    office.does(WRITER, "undo", json!({}));
    office.does(
        WRITER,
        "article_edit",
        json!({"article": gone, "tags": ["Werft"]}),
    );
    assert_eq!(
        terms("tag", ""),
        ["harbour", "Werft", "night harbour", "Łódź"]
    );
}

#[test]
fn an_article_begins_with_a_template_and_its_guidance_is_not_forgotten() {
    let office = Office::staffed();
    let made = office.does(
        WRITER,
        "article_new",
        json!({"title": "Who built the pier?", "template": "fact check", "kicker": "Old claims"}),
    );
    assert_eq!(text(&made["content"], "kicker"), "Old claims");
    let id = text(&made, "id");
    let codes = || -> Vec<String> {
        let all = office.does("", "article_check", json!({"article": id}));
        let codes = all.as_array().unwrap().iter();
        codes.map(|one| text(one, "code").to_owned()).collect()
    };
    assert!(
        codes().contains(&"guidance-left".to_owned()),
        "{:?}",
        codes()
    );
    let body = "He said [the mayor] “never” [sic], see [the list.](https://example.org)[^1]\n\n[^1]: Here.\n";
    office.does(WRITER, "article_edit", json!({"article": id, "body": body}));
    assert!(
        !codes().contains(&"guidance-left".to_owned()),
        "{:?}",
        codes()
    );
    let none = json!({"title": "A", "template": "Sonnet"});
    assert_eq!(office.code(WRITER, "article_new", none), "no-such-template");
}

#[test]
fn the_newsroom_makes_the_templates_its_own() {
    let office = Office::staffed();
    let names = || -> Vec<(String, bool, bool)> {
        let all = office.does("", "template_list", json!({}));
        let all = all.as_array().unwrap().iter();
        all.map(|one| {
            let is = |field: &str| one[field].as_bool().unwrap();
            (
                text(&one["template"], "name").to_owned(),
                is("changed"),
                is("removed"),
            )
        })
        .collect()
    };
    let first = names();
    let shipped = ["News", "Analysis", "Interview", "Obituary", "Fact check"];
    assert_eq!(first, shipped.map(|name| (name.to_owned(), false, false)));
    let save = |key: Value, name: &str| {
        office.code(
            WRITER,
            "template_save",
            json!({"key": key, "template": {"name": name, "body": "[Say it.]"}}),
        )
    };
    assert_eq!(save(json!("news"), "Report"), "ok");
    assert_eq!(save(json!(null), "Diary"), "ok");
    assert_eq!(save(json!(null), "diary"), "name-taken");
    assert_eq!(save(json!(null), "  "), "no-name");
    assert_eq!(save(json!("sonnet"), "Sonnet"), "no-such-template");
    office.does(WRITER, "template_remove", json!({"key": "obituary"}));
    assert_eq!(
        names()[..],
        [
            ("Report", true, false),
            ("Analysis", false, false),
            ("Interview", false, false),
            ("Obituary", false, true),
            ("Fact check", false, false),
            ("Diary", false, false),
        ]
        .map(|(name, changed, removed)| (name.to_owned(), changed, removed))
    );
    let begun = json!({"title": "A life", "template": "obituary"});
    assert_eq!(
        office.code(WRITER, "article_new", begun),
        "no-such-template"
    );
    office.does(WRITER, "undo", json!({}));
    assert!(!names()[3].2, "{:?}", names());
    office.does(
        WRITER,
        "template_remove",
        json!({"key": "news", "back": true}),
    );
    office.does(WRITER, "template_remove", json!({"key": "diary"}));
    assert_eq!(names(), first);
    // No two of one name, whichever way one of them comes back.
    office.does(WRITER, "template_remove", json!({"key": "news"}));
    assert_eq!(save(json!(null), "News"), "ok");
    let back = json!({"key": "news", "back": true});
    assert_eq!(office.code(WRITER, "template_remove", back), "name-taken");
    office.does(WRITER, "undo", json!({}));
    assert_eq!(save(json!("interview"), "News"), "ok");
    let listed = names();
    office.does(REVIEWER, "template_remove", json!({"key": "interview"}));
    assert_eq!(save(json!(null), "NEWS"), "ok");
    assert_eq!(office.code(REVIEWER, "undo", json!({})), "built-on");
    assert_eq!(listed.len(), names().len() - 1);
}

#[test]
fn related_articles_are_proposed_with_the_words_that_say_so() {
    let office = Office::staffed();
    let write = |title: &str, body: &str| {
        let made = office.does(WRITER, "article_new", json!({"title": title, "body": body}));
        text(&made, "id").to_owned()
    };
    let gates = write(
        "New tide gates",
        "The council wants tide gates before the dredging of the basin begins.",
    );
    let basin = write(
        "The basin silts up",
        "Without dredging the basin fills; Tide Gates would slow it.",
    );
    let bakery = write(
        "Three sisters reopen the bakery",
        "Bread from the oven, and the council ate it.",
    );
    let gone = write(
        "An evening",
        "They came by boat, and nobody saw them leave.",
    );
    write("A morning", "Few came; all had to leave at noon.");
    let chinese = write("港口的新闸门", "港口疏浚工程明年开始。");
    let other = write("疏浚工程", "明年港口将开始疏浚。");
    for n in 0..12 {
        write(
            &format!("Number {n}"),
            "The council met again before it begins.",
        );
    }
    let proposed = |id: &str| -> Vec<(String, Vec<String>)> {
        let all = office.does(WRITER, "article_related", json!({"article": id}));
        let all = all.as_array().unwrap().iter();
        all.map(|one| {
            let words = one["words"].as_array().unwrap().iter();
            let words = words
                .map(|word| word.as_str().unwrap().to_owned())
                .collect();
            (text(one, "id").to_owned(), words)
        })
        .collect()
    };
    let found = proposed(&gates);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, basin);
    let words = &found[0].1;
    assert!(
        ["tide", "gates"]
            .iter()
            .all(|word| words.contains(&(*word).to_owned())),
        "{words:?}"
    );
    assert_eq!(proposed(&bakery), []);
    assert_eq!(proposed(&gone), [], "two words of any text");
    let found = proposed(&chinese);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].0 == other && found[0].1.contains(&"港口".to_owned()),
        "{found:?}"
    );
    // What it names already, and what lies in the bin, is not proposed.
    office.does(
        WRITER,
        "article_edit",
        json!({"article": gates, "related": [basin]}),
    );
    assert_eq!(proposed(&gates), []);
    office.does(WRITER, "article_bin", json!({"article": other}));
    assert_eq!(proposed(&chinese), []);
}
