//! Old addresses of what was brought: where they lead, where they can't, and that no export fails by one.

use crate::newsroom::Newsroom;
use serde_json::{Value, json};
use std::fs;

const CHIEF: &str = "Edda Chief";

/// A site of Hugo's: by file name, what stands in the front matter besides headline and date, and the text.
fn hugo(room: &Newsroom, texts: &[(&str, &str, &str)]) -> String {
    let folder = room.path("hugo");
    fs::create_dir_all(folder.join("content/town")).unwrap();
    let settings = "baseURL = \"https://old.example/\"\n";
    fs::write(folder.join("hugo.toml"), settings).unwrap();
    for (name, more, words) in texts {
        let text = format!("---\ntitle: The {name}\ndate: 2024-05-01\n{more}---\n{words}\n");
        fs::write(folder.join(format!("content/town/{name}.md")), text).unwrap();
    }
    folder.display().to_string()
}

/// The next bundle of the site: what the export said, and where readers are led from.
fn exported(room: &Newsroom, name: &str, more: &[&str]) -> (Value, String) {
    let out = room.path(name);
    let to = out.to_str().unwrap();
    let args = [&["export", "--profile", "site", "--out", to], more].concat();
    let said = room.json(CHIEF, &args);
    assert_eq!(room.json(CHIEF, &["verify", to])["ok"], true);
    let rules = fs::read_to_string(out.join("site/_redirects")).unwrap_or_default();
    (said, rules)
}

#[test]
fn an_export_never_fails_by_an_old_address() {
    let room = Newsroom::staffed();
    let site = ["library", "set", "--base-url", "https://new.example/"];
    room.json(CHIEF, &site);
    let own = "/feed.xml, /rss.xml, /style.css, /robots.txt, /sitemap.xml/, /town/feed.xml, /town/, \
               /_redirects, /.htaccess, /redirects.conf";
    let others = "/index.html/x/, /a.html, /a.html/b/, /sitemap-1.xml, /404.html/x";
    let aliases = format!("slug: the-bell\naliases: [{own}, {others}]\n");
    let folder = hugo(&room, &[("bell", &aliases, "It rings.")]);
    let done = room.json(CHIEF, &["import", &folder]);
    let told = done["notes"].to_string();
    for old in own.split(", ") {
        let old = old.trim_end_matches('/');
        assert!(
            told.contains(&format!("of its own there: {old}/")),
            "{old} in {told}"
        );
    }
    let (said, rules) = exported(&room, "first", &[]);
    let led = |old: &str| rules.contains(&format!("{old} /town/the-bell/ 301"));
    assert!(
        led("/a.html") && led("/a.html/b/") && led("/index.html/x/"),
        "{rules}"
    );
    assert!(
        !rules.contains("feed.xml") && !rules.contains("sitemap-1"),
        "{rules}"
    );
    let page = |path: &str| room.path("first/site").join(path);
    assert!(page("a.html").is_file() && page("feed.xml").is_file());
    assert!(!page("sitemap-1.xml").is_dir());
    let words = said["warnings"].to_string();
    for old in [
        "/a.html/b/",
        "/index.html/x/",
        "/sitemap-1.xml/",
        "/404.html/x/",
    ] {
        assert!(
            words.contains(&format!("old address, {old}")),
            "{old} in {words}"
        );
    }
    // The same state is the same bytes.
    exported(&room, "second", &[]);
    let rules = |name: &str| fs::read(room.path(name).join("site/.htaccess")).unwrap();
    assert_eq!(rules("first"), rules("second"));
}

#[test]
fn what_wordpress_had_where_the_site_has_its_own_makes_no_export_fail() {
    let room = Newsroom::staffed();
    let site = ["library", "set", "--base-url", "https://new.example/"];
    room.json(CHIEF, &site);
    let item = |nth: u8, link: &str| {
        format!(
            "<item><title>Post {nth}</title><link>https://old.example{link}</link><wp:post_id>{nth}</wp:post_id>\
             <wp:post_date_gmt>2024-05-0{nth} 10:00:00</wp:post_date_gmt><wp:post_name>post-{nth}</wp:post_name>\
             <wp:status>publish</wp:status><wp:post_type>post</wp:post_type>\
             <content:encoded><![CDATA[<p>Text {nth}.</p>]]></content:encoded></item>"
        )
    };
    let links = [
        "/feed.xml",
        "/style.css",
        "/bell.html",
        "/bell.html/crane/",
        "/horn.html",
    ];
    let items: String = (1..)
        .zip(links)
        .map(|(nth, link)| item(nth, link))
        .collect();
    let export = room.file(
        "old.xml",
        format!(
            "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
             xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Old</title><link>https://old.example</link>\
             <wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://old.example</wp:base_blog_url>{items}</channel></rss>"
        ),
    );
    let foreseen = room.json(CHIEF, &["import", &export, "--dry-run"]);
    let done = room.json(CHIEF, &["import", &export]);
    for report in [foreseen, done] {
        let told = report["notes"].to_string();
        let why = "led from its old address, since the site has a page or a file of its own there";
        assert_eq!(told.matches(why).count(), 2, "{told}");
    }
    let (said, rules) = exported(&room, "out", &[]);
    assert!(rules.contains("/bell.html /news/post-3/ 301"), "{rules}");
    assert!(
        rules.contains("/bell.html/crane/ /news/post-4/ 301"),
        "{rules}"
    );
    assert!(
        said["warnings"]
            .to_string()
            .contains("old address, /feed.xml/")
    );
    // What was withdrawn says so where it was, too.
    let found = room.json(CHIEF, &["search", "Post 5"]);
    let id = found["items"][0]["id"].as_str().unwrap();
    let why = ["article", "withdraw", id, "--reason", "It cracked."];
    room.json(CHIEF, &why);
    exported(&room, "withdrawn", &[]);
    let page = |path: &str| room.path("withdrawn/site").join(path);
    let gone = fs::read_to_string(page("news/post-5/index.html")).unwrap();
    let there = fs::read_to_string(page("horn.html")).unwrap();
    assert!(gone.contains("Post 5") && there.contains("Post 5"));
    assert!(!page("horn.htmlindex.html").exists());
}

#[test]
fn an_own_address_comes_before_an_alias_and_the_look_says_what_the_import_does() {
    let room = Newsroom::staffed();
    let folder = hugo(
        &room,
        &[
            (
                "bell",
                "aliases: [/town/crane/, /old/, /by/x/, /town/]\n",
                "It rings.",
            ),
            (
                "crane",
                "slug: crane\naliases: [/old/, /crane-1/]\n",
                "It lifts.",
            ),
        ],
    );
    let look = room.json(CHIEF, &["import", &folder, "--dry-run"]);
    let done = room.json(CHIEF, &["import", &folder]);
    for report in [&look, &done] {
        let told = report["notes"].to_string();
        assert!(
            told.contains("From 3 old addresses besides their own"),
            "{told}"
        );
        for words in [
            "An old address of it leads to another article, and goes on doing so: from /town/crane/ readers come to “The crane”",
            "An old address of it leads to another article, and goes on doing so: from /old/ readers come to “The bell”",
            "only while the site has no page of its own there: /by/x/",
            "since the site has a page or a file of its own there: /town/",
        ] {
            assert!(told.contains(words), "{words} in {told}");
        }
    }
    let (_, rules) = exported(&room, "out", &[]);
    assert!(rules.contains("/old/ /town/bell/ 301"), "{rules}");
    assert!(rules.contains("/by/x/ /town/bell/ 301"), "{rules}");
    assert!(!rules.contains("/town/crane/ /town/bell/"), "{rules}");
}

#[test]
fn what_came_as_a_draft_is_led_to_from_where_it_was_once_it_is_out() {
    let room = Newsroom::staffed();
    let text = "slug: quay\naliases: [/2019/bell/]\nurl: /2024/bell/\n";
    let folder = hugo(&room, &[("bell", text, "It rings.")]);
    room.json("Wim Writer", &["import", &folder]);
    room.approved("The horn", "It blows.\n");
    let (_, rules) = exported(&room, "before", &[]);
    assert_eq!(rules, "");
    let found = room.json(CHIEF, &["search", "rings"]);
    let id = found["items"][0]["id"].as_str().unwrap();
    room.json("Wim Writer", &["article", "submit", id]);
    room.json("Rhea Reviewer", &["review", "approve", id]);
    for name in ["first", "again"] {
        let (_, rules) = exported(&room, name, &[]);
        for old in ["/2024/bell/", "/2019/bell/"] {
            assert!(
                rules.contains(&format!("{old} /town/quay/ 301")),
                "{old} in {rules}"
            );
        }
    }
    assert_eq!(room.run(&["library", "check"]).status, 0);
}

#[test]
fn a_ghost_site_that_is_not_named_leads_by_the_paths_of_its_articles() {
    let room = Newsroom::staffed();
    let post = json!({
        "id": "64f0c0ffee64f0c0ffee0001", "title": "The bell", "slug": "bell", "html": "<p>It rings.</p>", "type": "post",
        "status": "published", "visibility": "public", "published_at": "2024-05-01T10:00:00.000Z",
    });
    let data = json!({"posts": [post], "settings": []});
    let whole = json!({"db": [{"meta": {"version": "5.0.0"}, "data": data}]});
    let export = room.file("ghost.json", whole.to_string());
    let done = room.json(CHIEF, &["import", &export]);
    let told = done["notes"].to_string();
    assert!(told.contains("whatever the site was called"), "{told}");
    let (_, rules) = exported(&room, "out", &[]);
    assert!(rules.contains("/bell/ /news/bell/ 301"), "{rules}");
}

#[test]
fn old_addresses_come_along_from_another_copydesk() {
    let room = Newsroom::staffed();
    let folder = hugo(
        &room,
        &[(
            "bell",
            "slug: the-bell\naliases: [/2019/bell/, /older.html]\n",
            "It rings.",
        )],
    );
    room.json(CHIEF, &["import", &folder]);
    let old = [
        "/2019/bell/ /town/the-bell/ 301",
        "/older.html /town/the-bell/ 301",
    ];
    let (_, rules) = exported(&room, "bundle.zip", &[]);
    assert_eq!(rules, "", "it is in the zip");
    let whole = room.path("all.zip").display().to_string();
    room.json(CHIEF, &["library", "export", &whole]);
    let bundle = room.path("bundle.zip").display().to_string();
    for from in [&whole, &bundle] {
        let other = Newsroom::staffed();
        let done = other.json(CHIEF, &["import", from]);
        assert!(
            done["notes"]
                .to_string()
                .contains("old addresses besides their own"),
            "{done}"
        );
        let (_, rules) = exported(&other, "out", &[]);
        assert!(
            old.iter().all(|rule| rules.contains(rule)),
            "{from}: {rules}"
        );
        assert_eq!(other.json(CHIEF, &["import", from])["unchanged"], 1);
        assert_eq!(other.run(&["library", "check"]).status, 0);
    }
    let other = Newsroom::empty();
    let made = other.run(&["init", "--from", &whole]);
    assert_eq!(made.status, 0, "{}", made.err);
    let found = other.json(CHIEF, &["search", "rings"]);
    let id = found["items"][0]["id"].as_str().unwrap();
    let shown = other.json(CHIEF, &["article", "show", id]);
    let moved = shown["moved_from"].to_string();
    assert!(
        moved.contains("2019/bell/") && moved.contains("older.html"),
        "{moved}"
    );
}

#[test]
fn a_link_from_the_root_leads_to_where_the_site_is() {
    let room = Newsroom::staffed();
    room.approved("The crane", "It lifts.\n");
    room.approved(
        "The bell",
        "See [the crane](/transport/the-crane/), `href=\"/x/\"`.\n",
    );
    for (base, page, whole) in [
        (
            "https://new.example/paper/",
            "/paper/transport/the-crane/",
            "https://new.example/paper/transport/the-crane/",
        ),
        (
            "https://new.example/",
            "/transport/the-crane/",
            "https://new.example/transport/the-crane/",
        ),
    ] {
        room.json(CHIEF, &["library", "set", "--base-url", base]);
        let out = room.path("out");
        room.json(CHIEF, &["export", "--out", out.to_str().unwrap()]);
        assert_eq!(
            room.json(CHIEF, &["verify", out.to_str().unwrap()])["ok"],
            true
        );
        let at = |path: &str| fs::read_to_string(out.join(path)).unwrap();
        let shown = at("site/transport/the-bell/index.html");
        assert!(shown.contains(&format!("<a href=\"{page}\"")), "{shown}");
        for feed in ["site/feed.xml", "site/feed.json", "site/transport/rss.xml"] {
            assert!(at(feed).contains(whole), "{feed}");
        }
    }
}
