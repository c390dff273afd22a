//! The pages that list articles, whatever sections, tags and authors are called.

use super::{article, attributes, dead_links, files, office, sample, verified};
use crate::office::Office;
use serde_json::json;
use std::fs;

#[test]
fn no_name_of_a_section_a_tag_or_an_author_takes_anothers_page() {
    let office = office();
    for (nth, section) in ["Tag", "By", "Archive", "Page", "Assets", "404", ""]
        .iter()
        .enumerate()
    {
        article(
            &office,
            &format!("Story {nth}"),
            json!({"section": section, "tags": ["C++", "C#", "!!!", "Zürich", "2", "page"], "bylines": ["…", "Nora Vale", "上海"]}),
        );
    }
    article(
        &office,
        "Zurich again",
        json!({"section": "Page", "tags": ["zurich", "Page"]}),
    );
    let bundle = office.release("bundle");
    let site = bundle.join("site");
    verified(&office, &bundle);
    assert_eq!(dead_links(&site), Vec::<String>::new());
    let there = |name: &str| site.join(name).join("index.html").is_file();
    for name in [
        "tag",
        "tag/story-0",
        "tag-2/zurich",
        "by-2/nora-vale",
        "archive-2",
        "archive-2/2026",
        "page/story-3",
    ] {
        assert!(there(name), "{name}");
    }
    let both = fs::read_to_string(site.join("tag-2/zurich/index.html")).unwrap();
    assert!(
        both.contains(">Zürich</bdi></h1>") && both.contains("Zurich again"),
        "{both}"
    );
    assert_eq!(files(&site.join("tag-2"), ".html").len(), 6);
}

#[test]
fn a_list_goes_on_for_as_many_pages_as_it_takes() {
    let office = office();
    for nth in 0..27 {
        article(
            &office,
            &format!("Story number {nth}"),
            json!({"tags": ["Buses"]}),
        );
    }
    let bundle = office.release("bundle");
    let site = bundle.join("site");
    assert_eq!(dead_links(&site), Vec::<String>::new());
    for folder in [
        "",
        "transport/",
        "tag/buses/",
        "by/wim-writer/",
        "archive/2026/09/",
    ] {
        let first = fs::read_to_string(site.join(format!("{folder}index.html"))).unwrap();
        let second = fs::read_to_string(site.join(format!("{folder}page/2/index.html"))).unwrap();
        assert_eq!(first.matches("<h2>").count(), 25, "{folder}");
        assert_eq!(second.matches("<h2>").count(), 2, "{folder}");
        assert!(first.contains("rel=\"next\"") && !first.contains("rel=\"prev\""));
        assert!(second.contains("rel=\"prev\"") && !second.contains("rel=\"next\""));
    }
    let archive = fs::read_to_string(site.join("archive/index.html")).unwrap();
    assert!(
        archive.contains("September 2026</a> <span class=\"count\">27</span>"),
        "{archive}"
    );
}

#[test]
fn where_nobody_knows_where_the_site_is_nothing_says_so_and_nothing_is_broken() {
    let office = Office::staffed();
    article(&office, "Night buses", json!({"tags": ["Buses"]}));
    let site = office.release("bundle").join("site");
    for absent in [
        "feed.xml",
        "rss.xml",
        "feed.json",
        "sitemap.xml",
        "sitemap-1.xml",
        "_redirects",
        ".htaccess",
    ] {
        assert!(!site.join(absent).exists(), "{absent}");
    }
    for page in files(&site, ".html") {
        let text = fs::read_to_string(&page).unwrap();
        for word in [
            "og:url",
            "canonical",
            "hreflang",
            "BreadcrumbList",
            "feed.xml",
        ] {
            assert!(!text.contains(word), "{word} in {}", page.display());
        }
    }
    let pages: Vec<String> = dead_links(&site);
    // The page that is shown at any address leads to the host's root.
    assert!(
        pages.iter().all(|dead| dead.contains("404.html: /")),
        "{pages:?}"
    );
}

#[test]
fn a_page_weighs_little_beside_its_words_and_runs_nothing() {
    let (_room, bundle) = sample();
    let site = bundle.join("site");
    let sheet = fs::metadata(site.join("style.css")).unwrap().len();
    for page in files(&site, ".html") {
        let text = fs::read_to_string(&page).unwrap();
        let name = page.display();
        let mut tags = 0;
        for piece in text.split('<').skip(1) {
            let tag = piece.split('>').next().unwrap();
            if !(tag.starts_with("img") || tag.starts_with("source")) {
                tags += tag.len() as u64 + 2;
            }
        }
        assert!(tags + sheet < 30_000, "{name}: {tags} and {sheet}");
        assert_eq!(
            text.matches("<script").count(),
            text.matches("<script type=\"application/ld+json\">")
                .count(),
            "{name}"
        );
        let policy = attributes(&text, "content")[0];
        assert!(
            policy.starts_with("default-src 'none'; style-src 'self';"),
            "{name}: {policy}"
        );
    }
}

#[test]
fn a_page_says_its_way_from_the_front_to_people_and_programs() {
    let office = office();
    article(&office, "Night <buses> & more", json!({"tags": ["Buses"]}));
    let site = office.release("bundle").join("site");
    let page = fs::read_to_string(site.join("transport/night-buses-more/index.html")).unwrap();
    let crumbs = page
        .split("application/ld+json\">")
        .find(|part| part.contains("BreadcrumbList"))
        .unwrap();
    let crumbs: serde_json::Value =
        serde_json::from_str(crumbs.split("</script>").next().unwrap()).unwrap();
    let steps = &crumbs["itemListElement"];
    assert_eq!(steps[0]["item"], "https://gazette.example/paper/");
    assert_eq!(steps[1]["item"], "https://gazette.example/paper/transport/");
    assert_eq!(steps[2]["name"], "Night <buses> & more");
    assert!(page.contains("<a href=\"../../transport/index.html\"><bdi>Transport</bdi></a>"));
    assert!(page.contains("<meta property=\"article:tag\" content=\"Buses\">"));
    let missing = fs::read_to_string(site.join("404.html")).unwrap();
    assert!(missing.contains("href=\"/paper/style.css\"") && missing.contains("noindex"));
}

#[test]
fn a_mark_that_is_left_open_turns_nothing_beside_its_words() {
    let office = office();
    let turned = "\u{202e}evil";
    article(
        &office,
        turned,
        json!({"section": turned, "kicker": turned, "standfirst": turned, "tags": [turned], "bylines": [turned], "body": "It rang."}),
    );
    let plain = "Night buses – “to the quay”";
    article(&office, plain, json!({}));
    let bundle = office.release("bundle");
    verified(&office, &bundle);
    let mut told = 0;
    let site = bundle.join("site");
    let mut all = files(&bundle.join("wxr"), ".xml");
    assert!(!all.is_empty());
    for end in [".html", ".xml", "feed.json"] {
        all.extend(files(&site, end));
    }
    for file in all {
        let text = fs::read_to_string(&file).unwrap();
        // What a page says to programs alone are the words as they are.
        let shown = text
            .split("<script")
            .enumerate()
            .map(|(nth, part)| match nth {
                0 => part,
                _ => part.split_once("</script>").unwrap().1,
            });
        for rest in shown.flat_map(|part| part.split(turned).skip(1)) {
            assert!(rest.starts_with('\u{202c}'), "{}", file.display());
            told += 1;
        }
    }
    let page = |name: &str| fs::read_to_string(site.join(name)).unwrap();
    let front = page("index.html");
    assert!(front.contains(plain) && !front.contains("quay”\u{202c}"));
    for name in ["feed.xml", "rss.xml", "feed.json", "evil/evil/index.html"] {
        assert!(page(name).contains("\u{202e}evil\u{202c}"), "{name}");
    }
    let title = "<title>\u{202e}evil\u{202c} – The Harbour Gazette</title>";
    assert!(page("evil/evil/index.html").contains(title));
    assert!(told > 30, "{told}");
}
