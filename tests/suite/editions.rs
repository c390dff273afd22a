//! Editions and profiles: what a bundle holds, in which order, and how it is made.

use crate::office::{MODERATOR, Office, PUBLISHER, REVIEWER, WRITER};
use serde_json::{Value, json};
use std::{fs, path::Path};

/// An approved article with these fields; gives its id.
fn approved(office: &Office, title: &str, mut fields: Value) -> String {
    let id = office.draft(title);
    fields["article"] = id.clone().into();
    office.does(WRITER, "article_edit", fields);
    office.does(WRITER, "article_submit", json!({"article": id}));
    office.does(REVIEWER, "review_approve", json!({"article": id}));
    id
}

/// The headlines of what a bundle would print, in order.
fn planned(office: &Office, ask: Value) -> Vec<String> {
    titles(&office.does("", "export_plan", ask)["articles"])
}

fn titles(articles: &Value) -> Vec<String> {
    let all = articles.as_array().unwrap().iter();
    all.map(|one| one["title"].as_str().unwrap().to_owned())
        .collect()
}

fn manifest(bundle: &Path) -> Value {
    serde_json::from_slice(&fs::read(bundle.join("manifest.json")).unwrap()).unwrap()
}

/// A newsroom with three articles that may print: a ferry, a choir (Culture, tag music, German), a bath.
fn three() -> (Office, [String; 3]) {
    let office = Office::staffed();
    let ferry = approved(
        &office,
        "A ferry for Sundays",
        json!({"date": "2026-03-01"}),
    );
    let choir =
        json!({"section": "Culture", "tags": ["Music"], "language": "de", "date": "2026-03-02"});
    let choir = approved(&office, "A hundred years of the choir", choir);
    let bath = approved(&office, "The bath opens", json!({"date": "2026-03-03"}));
    (office, [ferry, choir, bath])
}

const ALL: [&str; 3] = [
    "The bath opens",
    "A hundred years of the choir",
    "A ferry for Sundays",
];

#[test]
fn an_edition_holds_what_it_searches_for() {
    let (office, [_, choir, _]) = three();
    let of = |query: Value| planned(&office, json!({"chosen": {"query": query}}));
    assert_eq!(planned(&office, json!({})), ALL);
    assert_eq!(of(json!({})), ALL);
    for query in [
        json!({"sections": ["culture"]}),
        json!({"tags": ["music"]}),
        json!({"languages": ["de"]}),
        json!({"from": "2026-03-02", "to": "2026-03-02"}),
    ] {
        assert_eq!(of(query.clone()), [ALL[1]], "{query}");
    }
    assert_eq!(of(json!({"from": "2026-03-02"})), [ALL[0], ALL[1]]);
    assert_eq!(
        of(json!({"tags": ["music"], "sections": ["Transport"]})),
        [""; 0]
    );
    let without = json!({"chosen": {"query": {}, "left_out": [choir]}});
    assert_eq!(planned(&office, without), [ALL[0], ALL[2]]);
}

#[test]
fn by_hand_the_order_is_the_hands_and_the_lead_is_first() {
    let (office, [ferry, choir, bath]) = three();
    let picked = json!({"chosen": {"picked": [ferry, choir]}});
    assert_eq!(planned(&office, picked), [ALL[2], ALL[1]]);
    let then = json!({"chosen": {"picked": [ferry], "query": {}}});
    assert_eq!(planned(&office, then), [ALL[2], ALL[0], ALL[1]]);
    let led = json!({"chosen": {"picked": [ferry, choir], "lead": choir, "query": {}}});
    assert_eq!(planned(&office, led), [ALL[1], ALL[2], ALL[0]]);
    let rest = json!({"chosen": {"picked": [bath]}, "rest": true});
    let plan = office.does("", "export_plan", rest);
    assert_eq!(titles(&plan["rest"]), [ALL[1], ALL[2]]);
}

#[test]
fn a_release_of_an_edition_touches_its_articles_alone() {
    let (office, [ferry, ..]) = three();
    let edition = json!({"edition": {"name": "Sunday", "picked": [ferry]}});
    office.does(PUBLISHER, "edition_save", edition);
    let out = office.path("sunday");
    let ask = json!({"out": out, "edition": "sunday"});
    office.does(PUBLISHER, "export_bundle", ask);
    let manifest = manifest(&out);
    assert_eq!(manifest["edition"], "Sunday");
    assert_eq!(titles(&manifest["articles"]), [ALL[2]]);
    let around: Value =
        serde_json::from_slice(&fs::read(out.join("surroundings.json")).unwrap()).unwrap();
    assert_eq!(around["edition"], "Sunday");
    let verified = office.does("", "verify_bundle", json!({"path": out}));
    assert_eq!(verified["faults"], json!([]));
    let live = |title: &str| {
        let rows = office.does("", "article_list", json!({}))["items"].clone();
        let mut rows = rows.as_array().unwrap().iter();
        rows.find(|row| row["title"] == title).unwrap()["status"].clone()
    };
    assert_eq!(
        (live(ALL[2]), live(ALL[0])),
        ("published".into(), "approved".into())
    );
    let kept = office.does("", "edition_show", json!({"name": "Sunday"}));
    assert!(kept["released"].is_string());
}

#[test]
fn what_was_approved_since_the_last_bundle_is_what_is_new_in_it() {
    let (office, [ferry, ..]) = three();
    let since = json!({"chosen": {"query": {"since_last": true}}});
    assert_eq!(planned(&office, since.clone()), ALL);
    office.release("all.zip");
    assert_eq!(planned(&office, since.clone()), [""; 0]);
    approved(&office, "A bell for the school", json!({}));
    let edit = json!({"article": ferry, "title": "Two ferries for Sundays"});
    office.does(WRITER, "article_edit", edit);
    let plan = office.does("", "export_plan", since.clone());
    assert_eq!(titles(&plan["articles"]), ["A bell for the school"]);
    assert_eq!(plan["held"][0]["reason"], "edited-since");
    office.does(WRITER, "article_submit", json!({"article": ferry}));
    office.does(REVIEWER, "review_approve", json!({"article": ferry}));
    assert_eq!(planned(&office, since).len(), 2);
}

#[test]
fn what_is_not_out_yet_is_new_whatever_came_out_since_it_was_approved() {
    let (office, _) = three();
    let weekly = json!({"edition": {"name": "Weekly", "query": {"since_last": true}}});
    office.does(PUBLISHER, "edition_save", weekly);
    for (name, language) in [("German", "de"), ("English", "en")] {
        let profile = json!({"name": name, "parts": ["site"], "languages": [language]});
        office.does(PUBLISHER, "profile_save", json!({"profile": profile}));
    }
    let by = |profile: &str| json!({"edition": "Weekly", "profile": profile});
    let release = |profile: &str| {
        let mut ask = by(profile);
        ask["out"] = json!(office.path(&format!("{profile}.zip")));
        office.does(PUBLISHER, "export_bundle", ask);
    };
    release("German");
    assert_eq!(planned(&office, by("English")), [ALL[0], ALL[2]]);
    release("English");
    assert_eq!(planned(&office, by("English")), [""; 0]);
    // Another edition that came first keeps nothing from this one.
    approved(&office, "A bell for the school", json!({}));
    office.release("all.zip");
    assert_eq!(planned(&office, by("English")), ["A bell for the school"]);
    assert_eq!(planned(&office, by("German")), [""; 0]);
    release("English");
    assert_eq!(planned(&office, by("English")), [""; 0]);
    // To the first bundle by another profile everything is new.
    assert_eq!(planned(&office, by("epub")).len(), 4);
}

#[test]
fn what_a_note_kept_out_of_the_last_bundle_is_new_once_it_is_resolved() {
    let (office, _) = three();
    let held = office.approved("The mayor’s plans");
    let note = json!({"article": held, "quote": "midnight", "text": "Who says so?"});
    let note = office.does(REVIEWER, "review_note", note);
    office.release("all.zip");
    let since = json!({"chosen": {"query": {"since_last": true}}});
    assert_eq!(planned(&office, since.clone()), [""; 0]);
    office.does(REVIEWER, "review_resolve", json!({"note": note["id"]}));
    assert_eq!(planned(&office, since), ["The mayor’s plans"]);
}

#[test]
fn what_an_embargo_kept_out_of_the_last_bundle_is_new_once_it_is_lifted() {
    let (office, _) = three();
    let embargoed = approved(
        &office,
        "The mayor's plans",
        json!({"embargo": "2026-12-01"}),
    );
    office.release("all.zip");
    let since = json!({"chosen": {"query": {"since_last": true}}});
    let plan = office.does("", "export_plan", since.clone());
    assert_eq!(
        (titles(&plan["articles"]), &plan["held"][0]["reason"]),
        (vec![], &json!("embargo"))
    );
    office.does(REVIEWER, "article_lift", json!({"article": embargoed}));
    assert_eq!(planned(&office, since), ["The mayor's plans"]);
}

#[test]
fn what_was_lifted_before_its_embargo_ended_is_dated_when_it_was_lifted() {
    let (office, _) = three();
    let early = json!({"embargo": "2030-01-01 06:00"});
    let early = approved(&office, "The harbour budget", early);
    let date = || {
        let out = office.release("lifted");
        let around = fs::read(out.join("surroundings.json")).unwrap();
        let around: Value = serde_json::from_slice(&around).unwrap();
        let all = around["articles"].as_array().unwrap().iter();
        let mut all = all.filter(|one| one["article"] == early);
        all.next().map(|one| one["date"].clone())
    };
    assert_eq!(date(), None);
    let shown = || office.does("", "article_read", json!({"article": early}))["lifted"].take();
    assert_eq!(shown(), false);
    office.later(1);
    office.does(REVIEWER, "article_lift", json!({"article": early}));
    let lifted =
        office.does("", "activity_list", json!({"article": early}))["items"][0]["at"].take();
    office.later(1);
    assert_eq!((date(), shown()), (Some(lifted.clone()), json!(true)));
    // What is out keeps its date when its next text is held back until another day.
    let edit =
        json!({"article": early, "embargo": "2031-01-01 06:00", "standfirst": "More of it."});
    office.does(WRITER, "article_edit", edit);
    assert_eq!((date(), shown()), (Some(lifted.clone()), json!(false)));
    // Nor is it dated anew by a lift of the next one's embargo.
    office.later(1);
    office.does(REVIEWER, "article_lift", json!({"article": early}));
    assert_eq!((date(), shown()), (Some(lifted), json!(true)));
}

/// The headlines of a list of articles, in the order of its page.
fn listed(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap();
    let all = text.split("<h2>").skip(1);
    let bare = |html: &str| {
        let words = html
            .split("</h2>")
            .next()
            .unwrap()
            .split('<')
            .map(|rest| rest.split_once('>').map_or(rest, |(_, words)| words));
        words.collect::<String>()
    };
    all.map(bare).collect()
}

#[test]
fn who_leads_a_section_stands_first_on_its_page_and_nowhere_else() {
    let (office, [ferry, _, _]) = three();
    let pages = |out: &str, chosen: Value| {
        let out = office.path(out);
        let ask = json!({"out": out, "proof": true, "chosen": chosen});
        office.does(PUBLISHER, "export_bundle", ask);
        let found = office.does("", "verify_bundle", json!({"path": out}));
        assert_eq!(found["faults"], json!([]));
        ["index.html", "transport/index.html", "culture/index.html"]
            .map(|page| listed(&out.join("site").join(page)))
    };
    let culture = vec![ALL[1].to_owned()];
    let [front, transport, other] = pages("plain", json!({"query": {}}));
    assert_eq!(front, ALL);
    assert_eq!(transport, [ALL[0], ALL[2]]);
    assert_eq!(other, culture);
    // However the section is written: it is known by its folder.
    for section in ["Transport", "TRANSPORT "] {
        let led = json!({"query": {}, "fronts": {section: ferry}});
        let [front, transport, other] = pages("led", led);
        assert_eq!(front, ALL);
        assert_eq!(transport, [ALL[2], ALL[0]]);
        assert_eq!(other, culture);
    }
    // Who leads a section that the article is not in, or is left out, leads nothing.
    let astray = json!({"query": {}, "fronts": {"Culture": ferry}});
    assert_eq!(pages("astray", astray)[2], culture);
    let absent = json!({"query": {}, "left_out": [ferry], "fronts": {"Transport": ferry}});
    assert_eq!(pages("absent", absent)[1], [ALL[0]]);
}

#[test]
fn what_is_held_back_is_what_the_edition_would_hold() {
    let (office, [ferry, ..]) = three();
    let draft = office.draft("A bridge for cyclists");
    let held = |chosen: Value| {
        let plan = office.does("", "export_plan", json!({"chosen": chosen}));
        titles(&plan["held"])
    };
    let bridge = ["A bridge for cyclists"];
    assert_eq!(held(json!({"query": {}})), bridge);
    assert_eq!(held(json!({"query": {"sections": ["Transport"]}})), bridge);
    assert_eq!(held(json!({"query": {"sections": ["Culture"]}})), [""; 0]);
    assert_eq!(held(json!({"picked": [ferry]})), [""; 0]);
    assert_eq!(held(json!({"picked": [ferry, draft]})), bridge);
}

#[test]
fn an_edition_that_can_not_be_is_refused() {
    let (office, [ferry, ..]) = three();
    let code = |ask: Value| office.code(PUBLISHER, "edition_save", ask);
    let named = |name: &str| json!({"edition": {"name": name, "picked": [ferry]}});
    assert_eq!(code(named(" Monday ")), "ok");
    assert_eq!(code(named("MONDAY")), "name-taken");
    assert_eq!(code(named(" \n")), "no-name");
    assert_eq!(code(named("everything")), "always-there");
    assert_eq!(code(named(&"long ".repeat(40))), "too-long");
    let gone =
        json!({"edition": {"name": "A", "picked": ["0193a0c0-0000-7000-8000-000000000000"]}});
    assert_eq!(code(gone), "no-such-article");
    let days =
        json!({"edition": {"name": "A", "query": {"from": "2026-03-02", "to": "2026-03-01"}}});
    assert_eq!(code(days), "bad-days");
    let words = json!({"edition": {"name": "A", "query": {"languages": ["e"]}}});
    assert_eq!(code(words), "bad-language");
    let two = json!({"edition": {"name": "A", "fronts": {"Town": ferry, "town": ferry}}});
    assert_eq!(code(two), "two-leads");
    let missing = json!({"was": "Friday", "edition": {"name": "A"}});
    assert_eq!(code(missing), "no-such-edition");
    let out = office.path("none");
    let ask = json!({"out": out, "edition": "Friday"});
    assert_eq!(
        office.code(PUBLISHER, "export_bundle", ask),
        "no-such-edition"
    );
    assert!(!out.exists());
}

#[test]
fn editions_and_profiles_go_and_come_back_by_undo() {
    let (office, [ferry, choir, _]) = three();
    let names = |command: &str, field: &str| {
        let all = office.does("", command, json!({}));
        let all = all.as_array().unwrap().iter();
        let own = all.filter(|one| one["always"] == false);
        own.map(|one| one[field].clone()).collect::<Vec<_>>()
    };
    let edition = json!({"name": "Monday", "picked": [ferry]});
    office.does(PUBLISHER, "edition_save", json!({"edition": edition}));
    let first = names("edition_list", "edition");
    let other = json!({"name": "Tuesday", "picked": [choir]});
    let ask = json!({"was": "monday", "edition": other});
    office.does(PUBLISHER, "edition_save", ask);
    assert_eq!(names("edition_list", "edition")[0]["name"], "Tuesday");
    office.does(PUBLISHER, "undo", json!({}));
    assert_eq!(names("edition_list", "edition"), first);
    office.does(PUBLISHER, "edition_remove", json!({"name": "Monday"}));
    assert!(names("edition_list", "edition").is_empty());
    office.does(PUBLISHER, "undo", json!({}));
    assert_eq!(names("edition_list", "edition"), first);
    let profile = json!({"name": "Web", "parts": ["site"]});
    office.does(PUBLISHER, "profile_save", json!({"profile": profile}));
    office.does(PUBLISHER, "profile_remove", json!({"name": "web"}));
    office.does(PUBLISHER, "undo", json!({}));
    assert_eq!(names("profile_list", "profile")[0]["name"], "Web");
    office.does(PUBLISHER, "undo", json!({}));
    assert!(names("profile_list", "profile").is_empty());
}

#[test]
fn a_name_that_another_took_since_keeps_an_edition_from_coming_back() {
    let (office, [ferry, ..]) = three();
    let edition = json!({"name": "Monday", "picked": [ferry]});
    let ask = json!({"edition": edition});
    office.does(PUBLISHER, "edition_save", ask);
    office.does(PUBLISHER, "edition_remove", json!({"name": "Monday"}));
    let chief = crate::office::CHIEF;
    let other = json!({"edition": {"name": "monday"}});
    office.does(chief, "edition_save", other);
    assert_eq!(office.code(PUBLISHER, "undo", json!({})), "built-on");
}

#[test]
fn a_profile_says_how_the_bundle_is_made() {
    let (office, [ferry, ..]) = three();
    let [first, _] = office.comments(&ferry);
    let decision = json!({"comments": [first], "state": "published"});
    office.does(MODERATOR, "comment_decide", decision);
    let settings = json!({"settings": {"base_url": "https://gazette.example/",
        "comment_address": "https://gazette.example/comments"}});
    office.does(crate::office::ADMIN, "settings_set", settings);
    let profile = json!({"name": "Quiet", "parts": ["site"], "base_url": "https://quiet.example/a/",
        "languages": ["en"], "comments": false, "feeds": false});
    office.does(PUBLISHER, "profile_save", json!({"profile": profile}));
    let (loud, quiet) = (office.path("loud"), office.path("quiet"));
    office.does(
        PUBLISHER,
        "export_bundle",
        json!({"out": loud, "proof": true}),
    );
    let ask = json!({"out": quiet, "proof": true, "profile": "quiet"});
    office.does(PUBLISHER, "export_bundle", ask);
    let page = |bundle: &Path| {
        let manifest = manifest(bundle);
        let mut all = manifest["articles"].as_array().unwrap().iter();
        let ferry = all.find(|one| one["article"] == ferry).unwrap();
        fs::read_to_string(bundle.join(ferry["page"].as_str().unwrap())).unwrap()
    };
    assert!(page(&loud).contains("About time!") && page(&loud).contains("<form"));
    assert!(!page(&quiet).contains("About time!") && !page(&quiet).contains("<form"));
    assert!(page(&quiet).contains("https://quiet.example/a/"));
    assert!(loud.join("site/feed.xml").exists() && !quiet.join("site/feed.xml").exists());
    assert_eq!(titles(&manifest(&quiet)["articles"]), [ALL[0], ALL[2]]);
    assert_eq!(manifest(&quiet)["profile"], "Quiet");
    for bundle in [loud, quiet] {
        let verified = office.does("", "verify_bundle", json!({"path": bundle}));
        assert_eq!(verified["faults"], json!([]));
    }
}

#[test]
fn a_profile_that_can_not_be_is_refused() {
    let (office, _) = three();
    let code = |profile: Value| office.code(PUBLISHER, "profile_save", json!({"profile": profile}));
    assert_eq!(code(json!({"name": "Web", "parts": ["site"]})), "ok");
    assert_eq!(
        code(json!({"name": "WEB", "parts": ["site"]})),
        "name-taken"
    );
    assert_eq!(
        code(json!({"name": "Site", "parts": ["site"]})),
        "always-there"
    );
    assert_eq!(code(json!({"name": "A", "parts": []})), "no-parts");
    assert_eq!(code(json!({"parts": ["site"]})), "no-name");
    for bad in [
        "gazette",
        "https://gazette.example",
        "https://gazette.example/../",
        "https://gazette.example/a/%2E%2e/",
        "https://me@gazette.example/",
        // What the library's own address may not be either.
        "https://GAZETTE.example/",
        "https://gazette.example:443/",
        "https://gazette.example//",
        "https://gazétte.example/",
    ] {
        let profile = json!({"name": "A", "parts": ["site"], "base_url": bad});
        assert_eq!(code(profile), "bad-address", "{bad}");
    }
    let theme = json!({"name": "A", "parts": ["site"], "theme": "None Such"});
    assert_eq!(code(theme), "no-such-theme");
    let remove = json!({"name": "site"});
    assert_eq!(
        office.code(PUBLISHER, "profile_remove", remove),
        "always-there"
    );
}

#[test]
fn every_page_that_is_shown_is_the_page_that_is_exported() {
    let (office, [ferry, ..]) = three();
    let settings = json!({"settings": {"base_url": "https://gazette.example/"}});
    office.does(crate::office::ADMIN, "settings_set", settings);
    let chosen = json!({"name": "Two", "query": {"sections": ["Transport"]}, "lead": ferry});
    let which = json!({"chosen": chosen, "profile": "site"});
    let shown = office.does("", "bundle_changes", which.clone());
    let out = office.path("bundle");
    let mut ask = which.clone();
    ask["out"] = json!(out);
    office.does(PUBLISHER, "export_bundle", ask);
    let manifest = manifest(&out);
    let files = manifest["files"].as_array().unwrap().iter();
    let printed: Vec<&str> = files
        .map(|file| file["path"].as_str().unwrap())
        .filter(|path| path.starts_with("site/"))
        .collect();
    let listed = shown["pages"].as_array().unwrap().iter();
    let listed: Vec<&str> = listed.map(|page| page["path"].as_str().unwrap()).collect();
    let pages = printed.iter().copied();
    let pages: Vec<&str> = pages.filter(|path| path.ends_with(".html")).collect();
    assert_eq!(listed, pages);
    for path in printed {
        let mut ask = which.clone();
        ask["path"] = path.into();
        let page = office.does("", "bundle_page", ask);
        let file = fs::read_to_string(out.join(path)).unwrap();
        assert!(page["html"] == file.as_str(), "{path}");
    }
    let mut none = which;
    none["path"] = "site/nothing/index.html".into();
    assert_eq!(office.code("", "bundle_page", none), "no-such-page");
}

#[test]
fn what_would_change_is_held_beside_the_last_release_of_the_same_edition_and_profile() {
    let (office, [ferry, ..]) = three();
    let which = |more: Value| {
        let mut which = json!({"profile": "site"});
        which
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        which
    };
    let all = || office.does("", "bundle_changes", which(json!({})));
    assert_eq!(all()["compared"], false);
    let out = json!({"out": office.path("last.zip")});
    office.does(PUBLISHER, "export_bundle", which(out));
    assert_eq!(
        (&all()["compared"], &all()["changes"]),
        (&json!(true), &json!([]))
    );
    approved(
        &office,
        "A bell for the school",
        json!({"section": "School"}),
    );
    let ask = json!({"article": ferry, "reason": "Dropped"});
    office.does(PUBLISHER, "article_withdraw", ask);
    let seen = all();
    let changes = seen["changes"].as_array().unwrap();
    for (path, how) in [
        ("/", "changed"),
        ("/school/a-bell-for-the-school/", "added"),
    ] {
        assert!(
            changes.contains(&json!({"path": path, "how": how})),
            "{path}"
        );
    }
    let pages = seen["pages"].as_array().unwrap();
    assert!(
        pages
            .iter()
            .any(|page| page["title"] == "A bell for the school")
    );
    let other = json!({"chosen": {"query": {"sections": ["School"]}}});
    let other = office.does("", "bundle_changes", which(other));
    assert_eq!(other["compared"], false);
    let proof = json!({"out": office.path("proof.zip"), "proof": true});
    office.does(PUBLISHER, "export_bundle", which(proof));
    assert_eq!(all()["changes"], seen["changes"]);
}
