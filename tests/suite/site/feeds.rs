//! What other programs read of a site: its feeds and its maps, by programs that are not ours.

use super::{JSON_FEED, article, files, office};
use crate::judges;
use serde_json::json;
use std::{collections::BTreeSet, fs, path::PathBuf};

const BASE: &str = "https://gazette.example/paper/";

#[test]
fn every_feed_tells_of_every_article_and_is_read_by_others() {
    let office = office();
    let titles = [
        "Night buses <b>&</b> “ferries”",
        "A ferry ]]> for Sundays",
        "هفته کتاب",
    ];
    for title in titles {
        article(
            &office,
            title,
            json!({"tags": ["Bells & whistles", "\u{1f6a2}"], "bylines": ["Nora Vale", "Piet Okonjo"], "standfirst": "So & so.",
                "body": "It rang ]]> and [rang](https://bells.example/).\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"}),
        );
    }
    let site = office.release("bundle").join("site");
    let feeds: Vec<PathBuf> = [
        "rss.xml",
        "feed.xml",
        "transport/rss.xml",
        "transport/feed.xml",
    ]
    .iter()
    .map(|name| site.join(name))
    .collect();
    let read = judges::feeds(&feeds);
    for feed in &feeds {
        let feed = &read[feed.to_str().unwrap()];
        assert_eq!(feed["wrong"], "", "{feed}");
        let told: BTreeSet<&str> = feed["entries"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| one["title"].as_str().unwrap())
            .collect();
        // Entities in RSS are taken for markup by some; what a reader shows is the same.
        assert_eq!(told.len(), titles.len(), "{feed}");
        assert!(
            told.contains("A ferry ]]> for Sundays") && told.contains("هفته کتاب"),
            "{told:?}"
        );
        for entry in feed["entries"].as_array().unwrap() {
            assert!(entry["link"].as_str().unwrap().starts_with(BASE), "{entry}");
            assert!(
                entry["id"].as_str().unwrap().starts_with("urn:uuid:"),
                "{entry}"
            );
            assert_eq!(entry["updated"][0], 2026, "{entry}");
            assert!(
                entry["content"].as_str().unwrap().contains("<table>"),
                "{entry}"
            );
        }
    }
    let feeds = [site.join("feed.json"), site.join("transport/feed.json")];
    assert_eq!(judges::json_faults(JSON_FEED, &feeds), "");
    let feed: serde_json::Value = serde_json::from_slice(&fs::read(&feeds[0]).unwrap()).unwrap();
    assert_eq!(feed["feed_url"], format!("{BASE}feed.json"));
    let told: BTreeSet<&str> = feed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["title"].as_str().unwrap())
        .collect();
    assert_eq!(told, BTreeSet::from(titles));
}

#[test]
fn the_maps_name_every_page_and_are_what_their_schemas_say() {
    let office = office();
    article(&office, "Night buses", json!({"tags": ["Buses & boats"]}));
    let old = article(&office, "A ferry for Sundays", json!({}));
    office.release("first");
    office.does(
        crate::office::WRITER,
        "article_edit",
        json!({"article": old, "slug": "ferry"}),
    );
    office.does(
        crate::office::WRITER,
        "article_submit",
        json!({"article": old}),
    );
    office.does(
        crate::office::REVIEWER,
        "review_approve",
        json!({"article": old}),
    );
    let site = office.release("second").join("site");
    assert_eq!(
        judges::xml_faults("siteindex.xsd", &site.join("sitemap.xml")),
        ""
    );
    let map = site.join("sitemap-1.xml");
    assert_eq!(
        judges::xml_faults("node_modules/sitemap/schema/sitemap.xsd", &map),
        ""
    );
    let text = fs::read_to_string(map).unwrap();
    let told: BTreeSet<String> = text
        .split("<loc>")
        .skip(1)
        .map(|rest| {
            rest.split("</loc>")
                .next()
                .unwrap()
                .trim_start_matches(BASE)
                .to_owned()
        })
        .collect();
    let there: BTreeSet<String> = files(&site, "index.html")
        .iter()
        .map(|page| {
            page.strip_prefix(&site)
                .unwrap()
                .to_str()
                .unwrap()
                .trim_end_matches("index.html")
                .to_owned()
        })
        .filter(|page| page != "transport/a-ferry-for-sundays/")
        .collect();
    assert_eq!(told, there);
    let robots = fs::read_to_string(site.join("robots.txt")).unwrap();
    assert!(robots.contains("Sitemap: https://gazette.example/paper/sitemap.xml"));
    let apache = fs::read_to_string(site.join(".htaccess")).unwrap();
    assert!(apache.contains(
        "RedirectMatch 301 ^/paper/transport/a-ferry-for-sundays/(index\\.html)?$ /paper/transport/ferry/\n"
    ), "{apache}");
    let nginx = fs::read_to_string(site.join("redirects.conf")).unwrap();
    assert!(
        nginx.contains(
            "    \"/paper/transport/a-ferry-for-sundays/\" \"/paper/transport/ferry/\";\n"
        ),
        "{nginx}"
    );
}

#[test]
fn a_proof_is_in_no_map_and_asks_crawlers_to_stay_away() {
    let office = office();
    article(&office, "Night buses", json!({}));
    let out = office.path("proof");
    office.does(
        crate::office::PUBLISHER,
        "export_bundle",
        json!({"out": out, "proof": true}),
    );
    assert!(!out.join("site/sitemap.xml").exists());
    let robots = fs::read_to_string(out.join("site/robots.txt")).unwrap();
    assert_eq!(robots, "User-agent: *\nDisallow: /\n");
}
