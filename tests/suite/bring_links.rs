//! What leads to an article within its archive, and from outside to where it was, leads to it here.

use crate::newsroom::Newsroom;
use serde_json::Value;
use std::fs;

const CHIEF: &str = "Edda Chief";

/// A site of Hugo's with one text, which has these lines in its front matter.
fn site(room: &Newsroom, more: &str, words: &str) -> String {
    let folder = room.path("site");
    fs::create_dir_all(folder.join("content/town")).unwrap();
    let settings = "baseURL = \"https://old.example/\"\n";
    fs::write(folder.join("hugo.toml"), settings).unwrap();
    let text = format!("---\ntitle: The bell\ndate: 2024-05-01\n{more}---\n{words}\n");
    fs::write(folder.join("content/town/bell.md"), text).unwrap();
    folder.display().to_string()
}

/// Where readers are led from, in the next bundle.
fn led(room: &Newsroom, name: &str) -> String {
    let out = room.path(name);
    let to = out.to_str().unwrap();
    room.json(
        CHIEF,
        &["export", "--profile", "site", "--proof", "--out", to],
    );
    assert_eq!(room.json(CHIEF, &["verify", to])["ok"], true);
    fs::read_to_string(out.join("site/_redirects")).unwrap_or_default()
}

fn counts(done: &Value) -> [i64; 3] {
    [
        &done["added"]["articles"],
        &done["unchanged"],
        &done["updated"],
    ]
    .map(|count| count.as_i64().unwrap())
}

#[test]
fn an_alias_leads_to_its_article_once_and_for_good() {
    let room = Newsroom::staffed();
    let folder = site(
        &room,
        "slug: the-bell\naliases: [/2019/bell.html, ring]\n",
        "It rings at noon.",
    );
    let import = || room.json(CHIEF, &["import", &folder]);
    let foreseen = room.path("foreseen.csv");
    let path = foreseen.to_str().unwrap();
    room.json(CHIEF, &["import", &folder, "--dry-run", "--report", path]);
    let done = import();
    assert_eq!(counts(&done), [1, 0, 0], "{done}");
    assert!(done["notes"].to_string().contains("From 2 old addresses"));
    for report in [path, done["report"].as_str().unwrap()] {
        let lines = fs::read_to_string(report).unwrap();
        for line in [
            "old address,content/town/bell.md,The bell,https://old.example/2019/bell.html,town/the-bell/,",
            "old address,content/town/bell.md,The bell,https://old.example/town/ring,town/the-bell/,",
        ] {
            assert!(lines.contains(line), "{line} in {lines}");
        }
    }
    let again = import();
    assert_eq!(counts(&again), [0, 1, 0], "{again}");
    assert!(
        !fs::read_to_string(again["report"].as_str().unwrap())
            .unwrap()
            .contains("old address")
    );
    let rules = led(&room, "first");
    let old = [
        "/2019/bell.html /town/the-bell/ 301",
        "/town/ring/ /town/the-bell/ 301",
    ];
    assert!(old.iter().all(|rule| rules.contains(rule)), "{rules}");
    // One that is new is led from, though the text is the same; that alone is taken back. One that is gone leads on.
    site(
        &room,
        "slug: the-bell\naliases: [/2019/bell.html, /newer/]\n",
        "It rings at noon.",
    );
    let foreseen = room.json(CHIEF, &["import", &folder, "--dry-run"]);
    assert_eq!(counts(&foreseen), [0, 0, 1]);
    assert_eq!(counts(&import()), [0, 0, 1]);
    let newer = "/newer/ /town/the-bell/ 301";
    let rules = led(&room, "second");
    assert!(
        old.iter().chain([&newer]).all(|rule| rules.contains(rule)),
        "{rules}"
    );
    room.json(CHIEF, &["undo"]);
    let rules = led(&room, "third");
    assert!(old.iter().all(|rule| rules.contains(rule)), "{rules}");
    assert!(!rules.contains(newer), "{rules}");
    site(&room, "slug: the-bell\n", "It rings at noon, and at six.");
    assert_eq!(counts(&import()), [0, 0, 1]);
    let rules = led(&room, "fourth");
    assert!(old.iter().all(|rule| rules.contains(rule)), "{rules}");
    assert_eq!(room.run(&["library", "check"]).status, 0);
}

#[test]
fn an_alias_goes_with_its_import_and_comes_with_it_again() {
    let room = Newsroom::staffed();
    let folder = site(&room, "aliases: [/2019/bell/]\n", "It rings at noon.");
    let rule = "/2019/bell/ /town/bell/ 301";
    room.approved("The horn", "It blows.\n");
    room.json(CHIEF, &["import", &folder]);
    room.json(CHIEF, &["undo"]);
    assert!(!led(&room, "undone").contains(rule));
    assert_eq!(counts(&room.json(CHIEF, &["import", &folder])), [1, 0, 0]);
    assert!(led(&room, "again").contains(rule));
    assert_eq!(room.run(&["library", "check"]).status, 0);
    // What was withdrawn has no page to lead to.
    let found = room.json(CHIEF, &["search", "noon"]);
    let id = found["items"][0]["id"].as_str().unwrap();
    room.json(
        CHIEF,
        &["article", "withdraw", id, "--reason", "It cracked."],
    );
    site(&room, "aliases: [/2018/bell/]\n", "It rings at noon.");
    for more in [&["--dry-run"][..], &[]] {
        let done = room.json(CHIEF, &[&["import", &folder], more].concat());
        assert_eq!(counts(&done), [0, 1, 0], "{done}");
    }
    // Who may not say that it was published leads nobody to it.
    let room = Newsroom::staffed();
    let folder = site(&room, "aliases: [/2019/bell/]\n", "It rings at noon.");
    room.approved("The horn", "It blows.\n");
    let done = room.json("Wim Writer", &["import", &folder]);
    assert!(!done["notes"].to_string().contains("old address"), "{done}");
    assert!(!led(&room, "drafts").contains(rule));
}

#[test]
fn an_alias_that_leads_to_another_article_goes_on_to() {
    let room = Newsroom::staffed();
    let folder = site(&room, "aliases: [/town/drum/]\n", "It rings at noon.");
    let drum = "---\ntitle: The drum\ndate: 2024-05-01\n---\nIt is loud.\n";
    // Its name comes before the other's.
    fs::write(
        room.path("site/content/town/a.md"),
        drum.replace("---\nIt", "slug: drum\n---\nIt"),
    )
    .unwrap();
    let done = room.json(CHIEF, &["import", &folder]);
    assert_eq!(counts(&done), [2, 0, 0]);
    assert!(
        done["notes"]
            .to_string()
            .contains("from /town/drum/ readers come to “The drum”"),
        "{done}"
    );
    assert!(!led(&room, "out").contains("/town/drum/ /town/bell/"));
}

/// A WordPress export of these posts, by name and text: each with the number of its place, and a picture with a page of its own.
fn wordpress(posts: &[(&str, &str)]) -> String {
    let item = |nth: usize, name: &str, kind: &str, more: &str| {
        format!(
            "<item><title>The {name}</title><link>https://old.example/2024/{name}/</link><wp:post_id>{nth}</wp:post_id>\
             <guid>https://old.example/?p={nth}</guid><wp:post_date_gmt>2024-05-01 10:00:00</wp:post_date_gmt>\
             <wp:post_name>{name}</wp:post_name><wp:status>publish</wp:status><wp:post_type>{kind}</wp:post_type>{more}</item>"
        )
    };
    let posts = posts.iter().enumerate().map(|(nth, (name, text))| {
        let text = format!("<content:encoded><![CDATA[{text}]]></content:encoded>");
        item(nth + 1, name, "post", &text)
    });
    let file = "<wp:attachment_url>https://old.example/wp-content/uploads/2024/05/plan.svg</wp:attachment_url>";
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Old</title><link>https://old.example</link>\
         <wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://old.example</wp:base_blog_url>{}{}</channel></rss>",
        posts.collect::<String>(),
        item(90, "plan", "attachment", file)
    )
}

/// The text of the only article that has these words.
fn body(room: &Newsroom, words: &str) -> String {
    let found = room.json(CHIEF, &["search", words]);
    let id = found["items"][0]["id"].as_str().unwrap();
    let shown = room.json(CHIEF, &["article", "show", id]);
    shown["body"].as_str().unwrap().to_owned()
}

#[test]
fn whole_addresses_within_a_wordpress_site_lead_to_its_articles_and_pictures_here() {
    let room = Newsroom::staffed();
    let links = "<p>Loud is <a href=\"https://old.example/2024/drum/#comments\">it</a>, as \
        <a href=\"http://www.old.example/?p=2\">once</a> or <a href=\"/2024/drum/?utm_source=x\">twice</a>; \
        <a href=\"https://old.example/2024/plan/\">the plan</a> and \
        <a href=\"https://old.example/wp-content/uploads/2024/05/plan.svg\">its file</a>. \
        <a href=\"https://old.example/2024/gone/\">Gone</a>, <a href=\"https://new.example/2024/drum/\">elsewhere</a>, \
        <a href=\"https://old.example/\">home</a>.</p>";
    let back = "<p>Quiet is <a href=\"https://old.example/2024/bell/\">that</a>.</p>";
    let export = room.file("old.xml", wordpress(&[("bell", links), ("drum", back)]));
    let media = room.path("uploads/2024/05");
    fs::create_dir_all(&media).unwrap();
    let picture =
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6"><path d="M0 0h9v6z"/></svg>"#;
    fs::write(media.join("plan.svg"), picture).unwrap();
    let media = room.path("uploads").display().to_string();
    let import = || room.json(CHIEF, &["import", &export, "--media", &media]);
    assert_eq!(counts(&import()), [2, 0, 0]);
    let loud = body(&room, "loud");
    for part in [
        "[it](/news/drum/#comments)",
        "[once](/news/drum/)",
        "[twice](/news/drum/)",
        "[the plan](asset:",
        "[its file](asset:",
        "[Gone](https://old.example/2024/gone/)",
        "[elsewhere](https://new.example/2024/drum/)",
        "[home](https://old.example/)",
    ] {
        assert!(loud.contains(part), "{part} in {loud}");
    }
    assert!(body(&room, "quiet").contains("[that](/news/bell/)"));
    // What leads to what came before it leads there at once; the other had to be saved again.
    let saved = |words: &str| {
        let id = room.json(CHIEF, &["search", words])["items"][0]["id"].clone();
        let history = room.json(CHIEF, &["article", "history", id.as_str().unwrap()]);
        history["items"].as_array().unwrap().len()
    };
    assert_eq!((saved("loud"), saved("quiet")), (2, 1));
    let again = import();
    assert_eq!(counts(&again), [0, 2, 0], "{again}");
    assert_eq!(again["step"], Value::Null);
    // All of it goes as one step, and comes again as it was.
    room.json(CHIEF, &["undo"]);
    assert_eq!(counts(&import()), [2, 0, 0]);
    assert_eq!(body(&room, "loud"), loud);
}

#[test]
fn whole_addresses_within_a_ghost_site_lead_to_its_articles_here() {
    let post = |nth: usize, slug: &str, html: &str| {
        serde_json::json!({
            "id": format!("64f0c0ffee64f0c0ffee000{nth}"), "title": format!("The {slug}"), "slug": slug, "html": html,
            "type": "post", "status": "published", "visibility": "public", "published_at": "2024-05-01T10:00:00.000Z",
        })
    };
    for (site, loud) in [
        (
            Some("https://old.example"),
            "<p>Loud is <a href=\"https://old.example/drum/\">it</a>, \
            <a href=\"__GHOST_URL__/drum/?ref=x\">twice</a>; <a href=\"https://old.example/gone/\">gone</a>.</p>",
        ),
        (
            None,
            "<p>Loud is <a href=\"__GHOST_URL__/drum/\">it</a>, <a href=\"/drum\">twice</a>; \
            <a href=\"https://old.example/gone/\">gone</a>.</p>",
        ),
    ] {
        let room = Newsroom::staffed();
        let settings = site.map(|url| serde_json::json!({"key": "url", "value": url}));
        let data = serde_json::json!({
            "posts": [post(1, "bell", loud), post(2, "drum", "<p>Quiet is <a href=\"__GHOST_URL__/bell/\">that</a>.</p>")],
            "settings": settings.into_iter().collect::<Vec<_>>(),
        });
        let whole = serde_json::json!({"db": [{"meta": {"version": "5.0.0"}, "data": data}]});
        let export = room.file("ghost.json", whole.to_string());
        let import = || room.json(CHIEF, &["import", &export]);
        assert_eq!(counts(&import()), [2, 0, 0]);
        let loud = body(&room, "loud");
        for part in [
            "[it](/news/drum/)",
            "[twice](/news/drum/)",
            "[gone](https://old.example/gone/)",
        ] {
            assert!(loud.contains(part), "{part} in {loud}");
        }
        assert!(body(&room, "quiet").contains("[that](/news/bell/)"));
        assert_eq!(counts(&import()), [0, 2, 0]);
    }
}
