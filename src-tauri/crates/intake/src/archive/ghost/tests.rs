//! Examples of exports.

use crate::archive::{Archive, Found};
use model::{
    archive::{Item, Stood},
    page::Leftover,
};
use serde_json::{Value, json};

/// What is found in an export with these bytes.
fn read(name: &str, bytes: &[u8]) -> (Vec<Item>, Vec<Leftover>, Vec<Leftover>) {
    let at = std::env::temp_dir().join(format!("copydesk-ghost-{}-{name}", std::process::id()));
    std::fs::create_dir_all(&at).unwrap();
    let file = at.join("export.json");
    std::fs::write(&file, bytes).unwrap();
    let archive = Archive::open(&file).unwrap().unwrap();
    let (mut items, mut left, mut notes) = (vec![], vec![], vec![]);
    let mut behind = 0.0;
    archive
        .read(&mut |found, part| {
            assert!((behind..=1.0).contains(&part), "{behind} {part}");
            behind = part;
            match found {
                Found::Item(item) => items.push(*item),
                Found::Left(one) => left.push(one),
                Found::Note(one) => notes.push(one),
                Found::Nothing => {}
            }
            Ok(())
        })
        .unwrap();
    std::fs::remove_dir_all(&at).unwrap();
    (items, left, notes)
}

fn export(data: Value) -> Vec<u8> {
    let whole = json!({"db": [{"meta": {"exported_on": 1, "version": "5.0.0"}, "data": data}]});
    whole.to_string().into_bytes()
}

#[test]
fn a_post_has_all_that_its_tables_say() {
    let (items, left, notes) = read(
        "post",
        &export(json!({
            "posts": [{
                "id": "64f0c0ffee64f0c0ffee0001", "uuid": "u", "title": "The quay opens", "slug": "the-quay",
                "html": "<p>Ships <strong>come</strong> in. <a href=\"__GHOST_URL__/tides/\">Tides</a></p><!--members-only--><p>More.</p>",
                "feature_image": "__GHOST_URL__/content/images/2024/05/quay.jpg",
                "type": "post", "status": "published", "visibility": "paid", "custom_excerpt": "It took years.",
                "published_at": "2024-05-01T10:00:00.000Z", "updated_at": "2024-05-02 11:00:00",
                "codeinjection_head": "<script>x()</script>", "canonical_url": "https://first.example/quay",
                "featured": 1, "show_title_and_feature_image": 1,
            }],
            "posts_meta": [{"id": "m", "post_id": "64f0c0ffee64f0c0ffee0001", "meta_title": "Quay", "feature_image_alt": "A quay",
                "feature_image_caption": "Seen from <b>the east</b>"}],
            "tags": [{"id": "1", "name": "News"}, {"id": "2", "name": "Ports"}, {"id": "3", "name": "#wide", "visibility": "internal"}],
            "posts_tags": [
                {"post_id": "64f0c0ffee64f0c0ffee0001", "tag_id": "2", "sort_order": 1},
                {"post_id": "64f0c0ffee64f0c0ffee0001", "tag_id": "3", "sort_order": 2},
                {"post_id": "64f0c0ffee64f0c0ffee0001", "tag_id": "1", "sort_order": 0}],
            "users": [{"id": "9", "name": "Ana Li", "bio": "Writes of ships.", "website": "https://ana.example", "twitter": "@anali",
                "email": "ana@secret.example", "password": "$2b$hash"}],
            "posts_authors": [{"post_id": "64f0c0ffee64f0c0ffee0001", "author_id": "9", "sort_order": 0}],
            "settings": [{"key": "url", "value": "https://paper.example/"}, {"key": "lang", "value": "en"},
                {"key": "stripe_secret_key", "value": "sk_live_secret"}],
            "members": [{"id": "5", "email": "reader@secret.example"}],
            "api_keys": [{"id": "6", "secret": "topsecret"}], "webhooks": [{"id": "7"}], "sessions": [{"id": "8"}],
            "newsletters": [{"id": "1"}],
        })),
    );
    assert!(left.is_empty());
    let item = &items[0];
    assert_eq!(item.source, "ghost:64f0c0ffee64f0c0ffee0001");
    assert_eq!(item.stood, Stood::Private);
    assert_eq!(
        (item.title.as_str(), item.standfirst.as_str()),
        ("The quay opens", "It took years.")
    );
    assert_eq!(item.section, "News");
    assert_eq!(item.tags, ["Ports"]);
    assert!(item.meta.contains(&("internal tag".into(), "#wide".into())));
    assert_eq!(
        item.body,
        "Ships **come** in. [Tides](https://paper.example/tides/)\n\nMore."
    );
    let lead = item.lead.as_ref().unwrap();
    assert_eq!(
        lead.address,
        "https://paper.example/content/images/2024/05/quay.jpg"
    );
    assert_eq!(
        (lead.alt.as_str(), lead.caption.as_str()),
        ("A quay", "Seen from **the east**")
    );
    assert_eq!(item.search_title, "Quay");
    assert_eq!(item.language.as_deref(), Some("en"));
    assert_eq!(
        item.canonical.as_deref(),
        Some("https://first.example/quay")
    );
    assert_eq!(item.published, "2024-05-01T10:00:00Z".parse().ok());
    assert_eq!(item.changed, "2024-05-02T11:00:00Z".parse().ok());
    assert_eq!(item.bylines[0].name, "Ana Li");
    assert_eq!(
        item.bylines[0].links,
        ["https://ana.example", "https://twitter.com/anali"]
    );
    let places: Vec<&str> = item.left.iter().map(|left| left.place.as_str()).collect();
    assert_eq!(places, ["text", "codeinjection_head"]);
    no_secret(&format!("{items:?}{notes:?}"), &notes[0].text);
}

/// What is private is named by its sorts alone.
fn no_secret(said: &str, first: &str) {
    for secret in ["secret.example", "$2b$", "sk_live", "topsecret"] {
        assert!(!said.contains(secret), "{secret}");
    }
    for sort in [
        "API keys (1)",
        "members and their",
        "password hashes of the staff (1)",
        "sessions",
        "webhooks",
        "keys among the settings",
    ] {
        assert!(first.contains(sort), "{sort} in {first}");
    }
}

/// The text of a post that is kept as this tree.
fn lexical(children: Value) -> Item {
    let text = json!({"root": {"type": "root", "children": children}}).to_string();
    let (mut items, ..) = read(
        "lexical",
        &export(json!({"posts": [
        {"id": "1", "title": "T", "html": null, "lexical": text, "status": "draft"}]})),
    );
    items.remove(0)
}

fn words(text: &str, format: u64) -> Value {
    json!({"type": "extended-text", "text": text, "format": format})
}

#[test]
fn a_tree_of_the_present_editor_is_read_node_by_node() {
    let item = lexical(json!([
        {"type": "extended-heading", "tag": "h2", "children": [words("Tides", 0)]},
        {"type": "paragraph", "children": [words("High ", 0), words("and", 1), words(" low ", 0),
            {"type": "link", "url": "https://t.example/", "children": [words("water", 2)]},
            {"type": "linebreak"}, words("x", 16)]},
        {"type": "list", "listType": "number", "start": 3, "children": [
            {"type": "listitem", "children": [words("one", 0)]},
            {"type": "listitem", "children": [{"type": "list", "listType": "bullet", "children": [
                {"type": "listitem", "children": [words("within", 0)]}]}]},
            {"type": "listitem", "children": [words("two", 0)]}]},
        {"type": "extended-quote", "children": [words("So they say", 0)]},
        {"type": "image", "src": "https://t.example/a.png", "alt": "A buoy", "caption": "By <em>Bo</em>"},
        {"type": "horizontalrule"},
        {"type": "codeblock", "code": "fn x() {}", "language": "rust"},
        {"type": "callout", "calloutEmoji": "⚓", "calloutText": "Mind the <b>rope</b>"},
        {"type": "toggle", "heading": "Why?", "content": "<p>Because.</p>"},
        {"type": "bookmark", "url": "https://b.example/", "metadata": {"title": "A book", "description": "Of ships"}},
        {"type": "button", "buttonText": "Go", "buttonUrl": "https://go.example/"},
        {"type": "markdown", "markdown": "**as** it ![is](https://t.example/b.png)"},
        {"type": "html", "html": "<iframe src=\"https://f.example/1\"></iframe>"},
        {"type": "embed", "url": "https://v.example/2", "html": "<iframe></iframe>"},
        {"type": "gallery", "images": [{"src": "https://t.example/1.png", "alt": "1"}, {"src": "https://t.example/2.png"}]},
        {"type": "file", "src": "https://t.example/f.pdf", "fileTitle": "A plan"},
        {"type": "email", "html": "<p>Hello reader</p>"},
        {"type": "signup", "header": "Join us"},
        {"type": "newfangled", "version": 1, "words": "kept"},
    ]));
    for part in [
        "## Tides",
        "High **and** low [*water*](https://t.example/)",
        "`x`",
        "3. one",
        "- within",
        "4. two",
        "> So they say",
        "![A buoy](https://t.example/a.png",
        "Bo",
        "fn x() {}\n```",
        "> ⚓ Mind the **rope**",
        "**Why?**",
        "Because.",
        "[A book](https://b.example/)",
        "Of ships",
        "[Go](https://go.example/)",
        "**as** it ![is](https://t.example/b.png)",
        "(https://f.example/1)",
        "(https://v.example/2)",
        "![1](https://t.example/1.png)",
        "(https://t.example/2.png)",
        "[A plan](https://t.example/f.pdf)",
    ] {
        assert!(item.body.contains(part), "{part} in\n{}", item.body);
    }
    let left: Vec<(&str, &str)> = item
        .left
        .iter()
        .map(|left| (left.place.as_str(), left.text.as_str()))
        .collect();
    for (place, text) in [
        ("e-mail", "Hello reader"),
        ("sign-up form", "Join us"),
        ("newfangled", "kept"),
    ] {
        assert!(
            left.iter()
                .any(|(at, said)| *at == place && said.contains(text)),
            "{place} in {left:?}"
        );
    }
}

#[test]
fn sections_of_the_former_editor_are_read_mark_by_mark() {
    let text = json!({
        "version": "0.3.1", "atoms": [["soft-return", "", {}], ["mention", "@bo", {}]],
        "cards": [["image", {"src": "https://t.example/a.png", "caption": "A buoy"}], ["hr", {}], ["card-markdown", {"markdown": "*md*"}],
            ["odd", {"a": "kept"}]],
        "markups": [["strong"], ["a", ["href", "https://t.example/"]]],
        "sections": [[1, "h2", [[0, [], 0, "Tides"]]],
            [1, "p", [[0, [], 0, "High "], [0, [0, 1], 2, "water"], [1, [], 0, 0], [1, [], 0, 1]]],
            [3, "ul", [[[0, [], 0, "one"]], [[0, [], 0, "two"]]]], [10, 0], [10, 1], [10, 2], [10, 3], [10, 99]],
    });
    let (items, ..) = read(
        "mobiledoc",
        &export(json!({"posts": [
        {"id": 7, "title": "", "mobiledoc": text.to_string(), "status": "published", "page": true,
         "created_at": "2016-01-01T00:00:00.000Z", "published_at": 1_714_557_600_000_i64}]})),
    );
    let item = &items[0];
    assert_eq!(item.sort, "page");
    assert_eq!(item.source, "ghost:2016-01-01T00:00:00.000Z:7");
    assert_eq!(item.published, "2024-05-01T10:00:00Z".parse().ok());
    for part in [
        "## Tides",
        "[water](https://t.example/)",
        "@bo",
        "- one\n- two",
        "(https://t.example/a.png",
        "* * *",
        "*md*",
    ] {
        assert!(item.body.contains(part), "{part} in\n{}", item.body);
    }
    assert_eq!(item.title, "Tides");
    assert!(item.left.iter().any(|left| left.place == "odd"));
}

#[test]
fn cards_of_a_page_are_what_they_show() {
    let html = "<p>One</p><figure class=\"kg-card kg-bookmark-card\"><a class=\"kg-bookmark-container\" href=\"https://b.example/\">\
        <div class=\"kg-bookmark-title\">A book</div><div class=\"kg-bookmark-description\">Of ships</div></a></figure>\
        <div class=\"kg-card kg-callout-card\"><div class=\"kg-callout-emoji\">⚓</div><div class=\"kg-callout-text\">Mind it</div></div>\
        <div class=\"kg-card kg-toggle-card\"><h4 class=\"kg-toggle-heading-text\">Why?</h4><button><svg></svg></button>\
        <div class=\"kg-toggle-content\"><p>Because.</p></div></div>\
        <div class=\"kg-card kg-file-card\"><a class=\"kg-file-card-container\" href=\"/f.pdf\"><div class=\"kg-file-card-title\">A plan</div></a></div>\
        <figure class=\"kg-card kg-image-card\"><img src=\"https://t.example/a.png\" alt=\"A buoy\"></figure><p>Two</p>";
    let (items, ..) = read(
        "cards",
        &export(json!({"posts": [{"id": "1", "title": "T", "html": html}]})),
    );
    let body = &items[0].body;
    for part in [
        "One",
        "[A book](https://b.example/)\n\nOf ships",
        "> ⚓ Mind it",
        "**Why?**\n\nBecause.",
        "[A plan](/f.pdf)",
        "![A buoy]",
        "Two",
    ] {
        assert!(body.contains(part), "{part} in\n{body}");
    }
}

#[test]
fn what_came_before_a_cut_stands() {
    let posts: Vec<Value> = (0..20)
        .map(|nth| json!({"id": format!("id{nth}"), "title": format!("T{nth}"), "html": "<p>words</p>"}))
        .collect();
    let whole = export(json!({"posts": posts}));
    let cut = whole.get(..whole.len() / 2).unwrap();
    let (items, left, _) = read("cut", cut);
    assert!((8..=10).contains(&items.len()), "{}", items.len());
    assert!(left[0].text.starts_with("after article "));
    let mut odd = whole.clone();
    let at = odd.iter().position(|b| *b == b'w').unwrap();
    odd[at] = 0xff;
    let (items, left, _) = read("odd", &odd);
    assert_eq!((items.len(), left.len()), (20, 0));
    assert!(items[0].body.contains('\u{fffd}'));
}

#[test]
fn a_large_picture_within_is_a_file() {
    let picture = "A".repeat(4_000_000);
    let html = format!("<p>Words</p><img src=\"data:image/png;base64,{picture}\" alt=\"Large\">");
    let (items, ..) = read(
        "large",
        &export(json!({"posts": [{"id": "1", "title": "T", "html": html}]})),
    );
    assert_eq!(items[0].body, "Words\n\n![Large](embedded-1.png)");
    assert_eq!(items[0].files[0].1.len(), 3_000_000);
    let tree = json!({"root": {"children": [{"type": "html", "html": html}, {"type": "image", "src": format!("data:image/png;base64,{picture}")}]}});
    let (items, ..) = read(
        "large2",
        &export(json!({"posts": [{"id": "1", "title": "T", "lexical": tree.to_string()}]})),
    );
    assert_eq!(items[0].files.len(), 1);
    assert_eq!(items[0].body.matches("embedded-1.png").count(), 2);
}

#[test]
fn letters_that_are_none_make_a_draft_of_their_own_article_alone() {
    let post = |id: &str, text: &str| {
        json!({"id": id, "title": "A", "html": format!("<p>{text}</p>"), "status": "published",
            "created_at": "2024-05-01T10:00:00.000Z", "published_at": "2024-05-01T10:00:00.000Z"})
    };
    let mut bytes = export(json!({"posts": [post("1", "caf\u{e9}"), post("2", "quay")]}));
    let at = bytes.windows(2).position(|two| two == "\u{e9}".as_bytes());
    bytes.splice(at.unwrap()..at.unwrap() + 2, [0xe9]);
    let (items, ..) = read("letters", &bytes);
    let stood: Vec<Stood> = items.iter().map(|item| item.stood).collect();
    assert_eq!(stood, [Stood::Draft, Stood::Published]);
    assert!(items[0].left.iter().any(|one| one.why.contains("replaced")));
    assert!(!items[0].weak);
}
