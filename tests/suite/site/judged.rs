//! What judges that are not ours say of a whole site.

use super::{files, office, sample, verified};
use crate::judges;
use serde_json::json;
use std::fs;

#[test]
fn a_judge_of_pages_finds_what_was_spoilt() {
    let dir = tempfile::tempdir().unwrap();
    let page = dir.path().join("spoilt.html");
    fs::write(
        &page,
        "<!DOCTYPE html><html lang=\"en\"><title>x</title><p style=\"color:#999;background:#aaa\">Faint</p>\
         <img src=\"x.png\"><table><tr><p>no</table></html>",
    )
    .unwrap();
    assert!(judges::html_faults(dir.path()).len() >= 2);
    let faults = judges::access_faults(&[page]);
    for known in ["color-contrast", "image-alt"] {
        assert!(
            faults.iter().any(|fault| fault.contains(known)),
            "{known} in {faults:?}"
        );
    }
    assert!(faults.iter().any(|fault| fault.contains("(dark, 390)")));
}

#[test]
fn judges_of_feeds_and_sitemaps_find_what_was_spoilt() {
    let dir = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let file = dir.path().join(name);
        fs::write(&file, text).unwrap();
        file
    };
    let map = |inner: &str| {
        format!(
            "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{inner}</sitemapindex>"
        )
    };
    let good = put(
        "good.xml",
        &map("<sitemap><loc>https://gazette.example/sitemap-1.xml</loc></sitemap>"),
    );
    assert_eq!(judges::xml_faults("siteindex.xsd", &good), "");
    let bad = put(
        "bad.xml",
        &map("<sitemap><loc>sitemap-1.xml</loc></sitemap>"),
    );
    assert!(judges::xml_faults("siteindex.xsd", &bad).contains("loc"));
    let feed = put(
        "feed.json",
        "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [{\"id\": 7}]}",
    );
    assert!(judges::json_faults(super::JSON_FEED, &[feed]).contains("title"));
    let cut = put(
        "cut.xml",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Cut",
    );
    let read = judges::feeds(std::slice::from_ref(&cut));
    assert_ne!(read[cut.to_str().unwrap()]["wrong"], "");
}

#[test]
fn judges_find_nothing_wrong_with_the_sample_newsrooms_site() {
    let (_room, bundle) = sample();
    let site = bundle.join("site");
    assert_eq!(judges::html_faults(&site), Vec::<String>::new());
    let kinds = [
        "index.html",
        "404.html",
        "archive/index.html",
        "archive/2026/index.html",
        "by/marta-lind/index.html",
        "tag/council/index.html",
        "harbour/index.html",
        "culture/hfthy-khtb-dr-bndr-b-sdy-mwj-agz-shd/index.html",
        "transport/night-buses-return-to-the-harbour-every-forty-minutes/index.html",
    ];
    let pages = kinds.map(|name| site.join(name));
    assert_eq!(judges::access_faults(&pages), Vec::<String>::new());
}

#[test]
fn paper_gets_the_text_and_nothing_that_is_pressed() {
    let office = office();
    let settings = json!({"settings": {"comment_address": "https://gazette.example/comments"}});
    office.does(crate::office::ADMIN, "settings_set", settings);
    let fields = json!({"tags": ["Buses"], "body": "It rings.\n\n[The council](https://council.example/) said so.\n"});
    super::article(&office, "A bell for the school", fields);
    super::article(&office, "A ferry for Sundays", json!({"section": "Town"}));
    let bundle = office.release("bundle");
    let site = bundle.join("site");
    let pages = [
        "index.html",
        "archive/index.html",
        "tag/buses/index.html",
        "town/index.html",
        "town/a-ferry-for-sundays/index.html",
        "transport/a-bell-for-the-school/index.html",
    ]
    .map(|name| site.join(name));
    let story = fs::read_to_string(&pages[5]).unwrap();
    assert!(story.contains("<form") && story.contains("<nav"), "{story}");
    assert_eq!(judges::paper_faults(&pages), Vec::<String>::new());
    // The judge is not blind: without the rules for paper all of it is there.
    let style = site.join("style.css");
    let rules = fs::read_to_string(&style).unwrap();
    fs::write(&style, rules.replace("@media print", "@media speech")).unwrap();
    let faults = judges::paper_faults(&pages[5..]);
    for known in ["<nav", "<form", "<button"] {
        assert!(
            faults.iter().any(|fault| fault.contains(known)),
            "{known} in {faults:?}"
        );
    }
    fs::write(
        &style,
        "h1, .body { display: none } nav, form, .skip { display: none }",
    )
    .unwrap();
    let faults = judges::paper_faults(&pages[5..]);
    for known in ["<h1", "<p"] {
        assert!(
            faults.iter().any(|fault| fault.contains(known)),
            "{known} in {faults:?}"
        );
    }
}

/// Texts in which everything stands that a text can hold, and titles that try to be more than that.
const HARD: [(&str, &str, &str); 4] = [
    (
        "Tables & notes</title><script>alert(1)</script>",
        "en",
        "One[^1] and two[^b].\n\n[^1]: The first.\n\n[^b]: The *second*, with `code`.\n\n\
         | Boat | Draught |\n|:-----|--------:|\n| *Ida* | 1.20 |\n| **Nils** | 2 |\n\n\
         ## Again\n\n## Again\n\n### Deep\n\n```rust\nlet a = \"<b>\";\n```\n\n- [ ] open\n- [x] done\n\n\
         1. one\n   - two\n     > three\n\n~~gone~~ H~2~O x^2^\n\nterm\n: what it is\n",
    ),
    (
        "\"><img src=x onerror=alert(1)>",
        "he",
        "שלום, Nora Vale כתבה 12% על *הנמל*.\n\n> ציטוט ב־English בתוכו\n\nA line in English.\n",
    ),
    (
        "ירושלים (2026) – C++ & “quotes”",
        "ar",
        "نص عربي مع 123 و <script>alert(1)</script>.\n\n| أ | ب |\n|---|---|\n| ١ | 2 |\n",
    ),
    (
        "An extraordinarilylongwordthatnoscreenofaphonecouldpossiblyholdinonelineofitsown",
        "en",
        "https://gazette.example/a/very/long/address/that/goes/on/and/on/and/on/and/on/and/on/and/on/and/on\n\n\
         <div style=\"color:red\"><iframe src=\"https://evil.example\"></iframe>raw</div>\n\n***\n\n\
         [](https://empty.example/) ![](asset:none)\n\n\u{202e}turned\u{202c}\n",
    ),
];

#[test]
fn judges_find_nothing_wrong_with_the_hardest_texts() {
    let office = office();
    for (title, language, body) in HARD {
        let fields = json!({"language": language, "body": body, "kicker": title, "standfirst": title,
            "tags": [title, "</a>", "&amp;"], "bylines": [title]});
        super::article(&office, title, fields);
    }
    let bundle = office.release("bundle");
    verified(&office, &bundle);
    let site = bundle.join("site");
    assert_eq!(judges::html_faults(&site), Vec::<String>::new());
    let mut pages: Vec<_> = files(&site.join("transport"), "index.html");
    pages.push(site.join("index.html"));
    assert_eq!(judges::access_faults(&pages), Vec::<String>::new());
}
