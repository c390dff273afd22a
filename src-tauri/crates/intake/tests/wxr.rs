//! WordPress exports, as they should be and as they are: one of everything against what should come of it, and bytes that
//! nobody meant.

#![allow(
    clippy::unwrap_used,
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test that can't go on fails, and is told by the environment where to write"
)]

use intake::archive::{Archive, Found, Kind};
use model::{
    Error,
    archive::{Item, Stood},
    page::Leftover,
};
use proptest::{prelude::*, test_runner::Config};
use std::path::PathBuf;

const TOWN: &str = include_str!("../../../../tests/fixtures/archives/wxr/town.xml");

fn fixture(name: &str) -> PathBuf {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    root.join("../../../tests/fixtures/archives/wxr").join(name)
}

/// What is in an export of these bytes, or why nothing could be read.
fn read(bytes: &[u8]) -> Result<(Vec<Item>, Vec<Leftover>), Error> {
    let dir = tempfile();
    let path = dir.join("export.xml");
    std::fs::write(&path, bytes).unwrap();
    let (mut items, mut left) = (vec![], vec![]);
    let archive = Archive::open(&path);
    let done = archive.and_then(|archive| match archive {
        None => Ok(()),
        Some(archive) => archive.read(&mut |found, share| {
            assert!((0.0..=1.0).contains(&share), "{share}");
            match found {
                Found::Item(item) => items.push(*item),
                Found::Left(one) | Found::Note(one) => left.push(one),
                Found::Nothing => {}
            }
            Ok(())
        }),
    });
    std::fs::remove_dir_all(&dir).unwrap();
    done.map(|()| (items, left))
}

fn tempfile() -> PathBuf {
    use std::sync::atomic::{AtomicUsize, Ordering};
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let nth = NEXT.fetch_add(1, Ordering::Relaxed);
    let dir = std::env::temp_dir().join(format!("copydesk-wxr-{}-{nth}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    dir
}

#[test]
fn of_one_of_everything_comes_what_should() {
    let (items, left) = read(TOWN.as_bytes()).unwrap();
    let found = serde_json::to_string_pretty(&(items, left)).unwrap();
    let path = fixture("town.expected.json");
    if std::env::var_os("COPYDESK_WRITE_EXPECTED").is_some() {
        std::fs::write(&path, format!("{found}\n")).unwrap();
    }
    let wanted = std::fs::read_to_string(&path).unwrap();
    assert_eq!(found.trim(), wanted.trim());
}

#[test]
fn the_same_export_in_a_folder_or_an_archive_is_one() {
    let dir = tempfile();
    std::fs::create_dir_all(dir.join("uploads/2026/03")).unwrap();
    std::fs::write(dir.join("town.xml"), TOWN).unwrap();
    std::fs::write(dir.join("uploads/2026/03/quay.png"), "x").unwrap();
    let archive = Archive::open(&dir).unwrap().unwrap();
    assert_eq!(archive.kind, Kind::Wxr);
    let address = "https://town.example/wp-content/uploads/2026/03/quay.png";
    assert_eq!(
        archive.files.find(address),
        Some("uploads/2026/03/quay.png")
    );
    let mut articles = 0;
    archive
        .read(&mut |found, _| {
            articles += usize::from(matches!(found, Found::Item(_)));
            Ok(())
        })
        .unwrap();
    assert_eq!(articles, 8);
    std::fs::remove_dir_all(&dir).unwrap();
}

#[test]
fn what_is_wrong_with_an_export_loses_no_more_than_it_must() {
    let body = |text: &str| TOWN.replace("<p>It moves to Thursdays.</p>", text);
    let of = |bytes: &[u8]| {
        let (items, _) = read(bytes).unwrap();
        let found = items
            .iter()
            .find(|item| item.title == "Market day moves")
            .unwrap();
        (items.len(), found.body.clone())
    };
    // An ampersand that nobody escaped, letters that XML does not have, an entity of HTML.
    let bare = body("]]>Bread & butter &nbsp;\u{b}for <b>all</b><![CDATA[");
    let (all, text) = of(bare.as_bytes());
    assert!(
        all == 8 && text.contains("Bread & butter") && text.contains("**all**"),
        "{text}"
    );
    // CDATA that ends in the midst of the text.
    let cut = body("<p>One.</p>]]><p>Two &amp; <i>three</i>.</p><br><p>Four.</p><![CDATA[");
    assert_eq!(
        of(cut.as_bytes()).1.replace("\\\n", ""),
        "One.\n\nTwo & *three*.\n\nFour."
    );
    // Windows-1252 that calls itself UTF-8.
    let mut wrong = body("<p>caf\u{e9}</p>").into_bytes();
    let at = wrong
        .windows(2)
        .position(|two| two == "\u{e9}".as_bytes())
        .unwrap();
    wrong.splice(at..at + 2, [0xe9]);
    let (all, text) = of(&wrong);
    assert!(all == 8 && text.starts_with("café"), "{text}");
    let (items, _) = read(&wrong).unwrap();
    let item = items
        .iter()
        .find(|item| item.title == "Market day moves")
        .unwrap();
    let told = item.left.iter().any(|one| one.why.contains("Windows-1252"));
    assert!(told && item.stood == Stood::Draft, "{:?}", item.left);
    let others = items.iter().filter(|item| item.stood == Stood::Published);
    assert!(others.count() > 1);
    // Cut off in the middle: what came before stands, and the rest is named.
    let half = &TOWN.as_bytes()[..TOWN.find("<p>It moves").unwrap()];
    let (items, left) = read(half).unwrap();
    assert_eq!(items.len(), 2);
    assert!(
        left.iter().any(|one| one.why.contains("can’t be read on")),
        "{left:?}"
    );
}

#[test]
fn an_export_that_would_reach_out_or_blow_up_is_refused() {
    let with = |dtd: &str| TOWN.replace("<rss version", &format!("{dtd}\n<rss version"));
    let bomb = "<!DOCTYPE rss [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>";
    let outer = "<!DOCTYPE rss [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>";
    for dtd in [bomb, outer] {
        let text = with(dtd).replace("<p>It moves", "]]>&c;&a;<![CDATA[<p>It moves");
        assert_eq!(read(text.as_bytes()).unwrap_err().code, "has-dtd");
    }
    let deep = format!("{}{}", TOWN.replace("</channel>", &"<x>".repeat(5_000)), "");
    let (items, left) = read(deep.as_bytes()).unwrap();
    assert!(
        items.len() == 8 && left.iter().any(|one| one.why.contains("deep")),
        "{left:?}"
    );
}

#[test]
fn pictures_of_forty_megabytes_in_a_text_are_cut_out() {
    let picture = "A".repeat(40 << 20);
    let text = format!(
        "<p>Before.</p><img src=\"data:image/png;base64,{picture}\" alt=\"Large\"><p>After.</p>"
    );
    let export = TOWN.replace("<p>It moves to Thursdays.</p>", &text);
    let (items, _) = read(export.as_bytes()).unwrap();
    let item = items
        .iter()
        .find(|item| item.title == "Market day moves")
        .unwrap();
    assert_eq!(item.body, "Before.\n\n![Large](embedded-1.png)\n\nAfter.");
    assert_eq!(item.files.len(), 1);
    assert_eq!(item.files[0].1.len(), 30 << 20);
}

#[test]
fn the_public_export_of_wordpress_for_themes_is_read_where_it_is() {
    let Some(path) = std::env::var_os("COPYDESK_WXR") else {
        println!("not checked: COPYDESK_WXR names no file");
        return;
    };
    let archive = Archive::open(&PathBuf::from(path)).unwrap().unwrap();
    let mut articles = 0;
    archive
        .read(&mut |found, _| {
            articles += usize::from(matches!(found, Found::Item(_)));
            Ok(())
        })
        .unwrap();
    assert!(articles > 50, "{articles}");
}

/// An export of these items.
fn export(site: &str, items: &[String]) -> String {
    let head = TOWN.split("<channel>").next().unwrap();
    let site = format!("<link>{site}</link><wp:base_blog_url>{site}</wp:base_blog_url>");
    format!(
        "{head}<channel><title>Town</title>{site}{}</channel></rss>",
        items.concat()
    )
}

/// An item with a number, a headline, a text and what else is said.
fn item(number: u32, title: &str, text: &str, more: &str) -> String {
    format!(
        "<item><title>{title}</title><guid>https://town.example/?p={number}</guid>\
         <content:encoded><![CDATA[{text}]]></content:encoded><wp:post_id>{number}</wp:post_id>\
         <wp:post_date_gmt>2024-05-01 10:00:00</wp:post_date_gmt><wp:post_type>post</wp:post_type>{more}</item>"
    )
}

const OUT: &str = "<wp:status>publish</wp:status>";

#[test]
fn a_site_is_one_under_any_protocol_and_numbers_are_of_one_article() {
    let source = |site: &str| {
        let all = export(site, &[item(1, "One", "<p>Words.</p>", OUT)]);
        let (items, _) = read(all.as_bytes()).unwrap();
        (items[0].source.clone(), items[0].weak)
    };
    let known = ("wxr:town.example:1".to_owned(), false);
    for site in ["https://town.example", "http://www.town.example/"] {
        assert_eq!(source(site), known);
    }
    assert_eq!(source(""), ("wxr::1".to_owned(), true));
    // Nor can two be one article of a library.
    let id = "<wp:postmeta><wp:meta_key>_copydesk_article</wp:meta_key><wp:meta_value>0190a000-0000-7000-8000-000000000001\
        </wp:meta_value></wp:postmeta>";
    let all = [
        item(11, "One", "<p>One.</p>", id),
        item(12, "Two", "<p>Two.</p>", id),
    ];
    let (items, _) = read(export("https://town.example", &all).as_bytes()).unwrap();
    assert_eq!(
        items[0].source,
        "copydesk:0190a000-0000-7000-8000-000000000001"
    );
    assert_eq!(items[1].source, "wxr:town.example:12");
    // Two articles of one number are two; the same one twice is one.
    let all = [
        item(21, "Number one", "<p>One.</p>", OUT),
        item(21, "Number two", "<p>Two.</p>", OUT),
        item(21, "Number two", "<p>Two.</p>", OUT),
    ];
    let (items, left) = read(export("https://town.example", &all).as_bytes()).unwrap();
    let sources: Vec<&str> = items.iter().map(|item| item.source.as_str()).collect();
    assert_eq!(sources, ["wxr:town.example:21", "wxr:town.example:21#2"]);
    assert!(
        items[1].weak
            && items[1]
                .left
                .iter()
                .any(|one| one.why.contains("same number"))
    );
    assert!(left.iter().any(|one| one.text == "Number two"), "{left:?}");
}

#[test]
fn who_does_not_say_how_an_item_stood_has_a_draft() {
    let all = export(
        "https://town.example",
        &[item(1, "One", "<p>Words.</p>", "")],
    );
    let (items, _) = read(all.as_bytes()).unwrap();
    assert_eq!(items[0].stood, Stood::Draft);
    assert!(items[0].left.iter().any(|one| one.place == "status"));
}

/// Each of these took minutes where whatever is open was looked for to the end of the text again and again.
#[test]
fn what_nothing_closes_takes_no_time() {
    let many = 100_000;
    let texts = [
        "[a]".repeat(many),
        "[a b=c".repeat(many),
        format!("{}]", "[a b=c".repeat(many)),
        "[".repeat(many),
        format!("{}]]", "[[".repeat(many)),
        "<".repeat(many),
        "<pre>".repeat(many),
        "<script>".repeat(many / 4),
        "[caption]".repeat(many),
        format!("{}[/caption]", "[caption]".repeat(many)),
        "<!--[a]".repeat(many),
    ];
    for text in texts {
        let all = export("https://town.example", &[item(1, "One", &text, OUT)]);
        assert_eq!(read(all.as_bytes()).unwrap().0.len(), 1, "{}", &text[..20]);
    }
    let tags: Vec<String> = (0..100_000)
        .map(|nth| {
            format!("<category domain=\"post_tag\" nicename=\"t{nth}\">tag {nth}</category>")
        })
        .collect();
    let all = export(
        "https://town.example",
        &[item(1, "One", "<p>Words.</p>", &tags.concat())],
    );
    assert_eq!(read(all.as_bytes()).unwrap().0[0].tags.len(), 100_000);
}

#[test]
fn what_is_not_kept_of_an_item_is_left_in_whole() {
    let long = format!("{}END", "word ".repeat(20_000));
    let meta = format!(
        "{OUT}<wp:postmeta><wp:meta_key>notes</wp:meta_key><wp:meta_value>{long}</wp:meta_value></wp:postmeta>\
         <unheard>{long}</unheard><wp:postmeta><wp:meta_key>mood</wp:meta_key><wp:meta_value>calm</wp:meta_value></wp:postmeta>"
    );
    let all = export(
        "https://town.example",
        &[item(1, "One", "<p>Words.</p>", &meta)],
    );
    let (items, _) = read(all.as_bytes()).unwrap();
    let left: Vec<(&str, bool)> = items[0]
        .left
        .iter()
        .map(|one| (one.place.as_str(), one.text == long))
        .collect();
    assert_eq!(left, [("meta notes", true), ("unheard", true)]);
    assert!(items[0].meta.contains(&("mood".into(), "calm".into())));
    // What is far too much is not held.
    let much: String = (0..30)
        .map(|nth| format!("<x{nth}>{}</x{nth}>", "y".repeat(1 << 20)))
        .collect();
    let all = export(
        "https://town.example",
        &[item(1, "One", "<p>Words.</p>", &format!("{OUT}{much}"))],
    );
    let (items, _) = read(all.as_bytes()).unwrap();
    let held: usize = items[0].left.iter().map(|one| one.text.len()).sum();
    assert!(items[0].left.len() == 30 && held < 9 << 20, "{held}");
}

#[test]
fn a_text_that_is_too_long_or_a_record_that_is_too_large_is_told() {
    let picture = "A".repeat(40 << 20);
    let begins = "<p>Words.</p><img src=\"data:image/png;base64,";
    let long = format!("{begins}{picture}]]><![CDATA[{picture}\"><p>END</p>");
    let large = "x".repeat(70 << 20);
    let all = [
        item(1, "One", "<p>Words.</p>", OUT),
        // Longer than is kept, in two pieces of which none is too large.
        item(2, "Long", &long, OUT),
        item(3, "Large", &large, OUT),
        item(4, "Four", "<p>Words.</p>", OUT),
    ];
    let whole = export("https://town.example", &all);
    let (items, left) = read(whole.as_bytes()).unwrap();
    let titles: Vec<&str> = items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(titles, ["One", "Long", "Four"]);
    assert!(
        items[1].stood == Stood::Draft && items[1].left.iter().any(|one| one.why.contains("60 MB"))
    );
    assert!(
        left.iter()
            .any(|one| one.text == "Large" && one.why.contains("64 MB")),
        "{left:?}"
    );
    // Readers' comments behind it are read, too; what is missing is told.
    let said = "<wp:comment><wp:comment_id>7</wp:comment_id><wp:comment_author>Greta</wp:comment_author>\
        <wp:comment_date_gmt>2024-05-02 10:00:00</wp:comment_date_gmt><wp:comment_content>Good.</wp:comment_content>\
        <wp:comment_approved>1</wp:comment_approved></wp:comment>";
    let last = item(4, "Four", "<p>Words.</p>", said);
    let all = export(
        "https://town.example",
        &[item(3, "Large", &large, OUT), last],
    );
    assert_eq!(
        comments(all.as_bytes()),
        (vec!["wxr:town.example:4".to_owned()], 1)
    );
    let cut = &whole.as_bytes()[..whole.find("</item>").unwrap() + 20];
    assert_eq!(comments(cut), (vec![], 1));
}

/// The articles that comments are on, and how many leftovers there are.
fn comments(bytes: &[u8]) -> (Vec<String>, usize) {
    let (mut found, mut left) = (vec![], 0);
    intake::comments::read(intake::comments::Kind::Wxr, &mut &*bytes, &mut |_, one| {
        match one {
            Ok(sent) => found.push(sent.place.article.unwrap_or_default()),
            Err(_) => left += 1,
        }
        Ok(())
    })
    .unwrap();
    (found, left)
}

/// A place in the export, and what is done there.
fn harm() -> impl Strategy<Value = (usize, u8, Vec<u8>)> {
    let pieces = prop_oneof![
        Just(b"<".to_vec()),
        Just(b"]]>".to_vec()),
        Just(b"<![CDATA[".to_vec()),
        Just(b"</item>".to_vec()),
        Just(b"<item>".to_vec()),
        Just(b"&".to_vec()),
        Just(b"[caption".to_vec()),
        Just(b"[gallery ids=\"".to_vec()),
        Just(b"<!-- wp:".to_vec()),
        Just(b"\0\xff\xfe".to_vec()),
        proptest::collection::vec(any::<u8>(), 0..6),
    ];
    (0..TOWN.len(), 0..3_u8, pieces)
}

proptest! {
    #![proptest_config(Config { cases: 300, failure_persistence: None, ..Config::default() })]

    /// Whatever became of an export on its way: it is read or refused, and nothing is taken that is no text.
    #[test]
    fn any_harm_to_an_export_is_borne(harms in proptest::collection::vec(harm(), 1..8)) {
        let mut bytes = TOWN.as_bytes().to_vec();
        for (at, how, piece) in harms {
            let at = at.min(bytes.len());
            match how {
                0 => { bytes.splice(at..at, piece); }
                1 => { let end = (at + piece.len()).min(bytes.len()); bytes.splice(at..end, piece); }
                _ => bytes.truncate(at.max(400)),
            }
        }
        if let Ok((items, _)) = read(&bytes) {
            for item in items {
                prop_assert!(!item.source.is_empty() && !item.body.contains('\0'));
                prop_assert!(!item.body.to_lowercase().contains("<script"));
            }
        }
    }

    /// Words between any brackets and tags of a classic text are all there.
    #[test]
    fn no_word_of_a_text_is_lost(parts in proptest::collection::vec(prop_oneof![
        Just("[caption]".to_owned()), Just("[/caption]".to_owned()), Just("[gallery]".to_owned()), Just("[x y=\"1\"]".to_owned()),
        Just("[[lit]]".to_owned()), Just("[".to_owned()), Just("]".to_owned()), Just("\n\n".to_owned()), Just("\n".to_owned()),
        Just("<p>".to_owned()), Just("</p>".to_owned()), Just("<b>".to_owned()), Just("</b>".to_owned()), Just("<!--more-->".to_owned()),
        Just("<ul><li>".to_owned()), Just("</li></ul>".to_owned()), Just("<pre>".to_owned()), Just("</pre>".to_owned()),
        "[a-z]{4,9}", "[a-z]{4,9}", "[a-z]{4,9}",
    ], 0..30)) {
        let text = parts.join(" ");
        let export = TOWN.replace("<p>It moves to Thursdays.</p>", &text);
        let (items, _) = read(export.as_bytes()).unwrap();
        let item = items.iter().find(|item| item.title == "Market day moves").unwrap();
        let left: String = item.left.iter().map(|one| one.text.as_str()).collect();
        for word in parts.iter().filter(|part| part.len() > 3 && part.chars().all(|c| c.is_ascii_lowercase())) {
            prop_assert!(item.body.contains(word.as_str()) || left.contains(word.as_str()), "{word} of {text:?} is not in {:?}", item.body);
        }
    }
}

/// The same with its kind in place of `post`.
fn of_kind(kind: &str, item: &str) -> String {
    item.replace(
        "<wp:post_type>post</wp:post_type>",
        &format!("<wp:post_type>{kind}</wp:post_type>"),
    )
}

#[test]
fn what_is_of_a_kind_that_nobody_knows_is_a_draft() {
    let kinds = [
        "feedback",
        "flamingo_inbound",
        "edd_payment",
        "scheduled-action",
        "recipe",
    ];
    let mut all: Vec<String> = kinds
        .iter()
        .zip(10..)
        .map(|(kind, nth)| of_kind(kind, &item(nth, kind, "<p>Words.</p>", OUT)))
        .collect();
    all.push(of_kind("recipe", &item(20, "Soup", "<p>Salt.</p>", OUT)));
    all.push(item(1, "One", "<p>Words.</p>", OUT));
    all.push(of_kind("page", &item(2, "About", "<p>Us.</p>", OUT)));
    let (items, left) = read(export("https://town.example", &all).as_bytes()).unwrap();
    let out = items.iter().filter(|item| item.stood == Stood::Published);
    let out: Vec<&str> = out.map(|item| item.title.as_str()).collect();
    assert_eq!(out, ["One", "About"]);
    assert_eq!(items.len(), 8);
    assert!(items[..6].iter().all(|item| item.stood == Stood::Draft));
    let told = left
        .iter()
        .filter(|one| one.why.contains("come in as drafts"));
    let told: Vec<&str> = told.map(|one| one.place.as_str()).collect();
    let wanted = [
        "1 × edd_payment",
        "1 × feedback",
        "1 × flamingo_inbound",
        "2 × recipe",
        "1 × scheduled-action",
    ];
    assert_eq!(told, wanted);
}

#[test]
fn a_sign_that_begins_no_tag_is_a_letter_and_each_item_is_one() {
    for (written, meant) in [
        ("I <3 you", "I <3 you"),
        ("a < b", "a < b"),
        ("a<b then", "a<b then"),
        ("a <b \"then", "a <b \"then"),
    ] {
        let said = "<wp:comment><wp:comment_id>7</wp:comment_id><wp:comment_author>Greta</wp:comment_author>\
            <wp:comment_date_gmt>2024-05-02 10:00:00</wp:comment_date_gmt><wp:comment_content>Good <3.\
            </wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment>";
        let all = [
            item(1, "One", "<p>One.</p>", OUT),
            item(2, written, "<p>1 &lt; 2 <b>bold</b></p>", OUT),
            item(3, "Three", "<p>Three.</p>", &format!("{OUT}{said}")),
        ];
        let whole = export("https://town.example", &all);
        let (items, _) = read(whole.as_bytes()).unwrap();
        let found: Vec<(&str, &str)> = items
            .iter()
            .map(|item| (item.title.as_str(), item.body.as_str()))
            .collect();
        let two = (meant, "1 < 2 **bold**");
        assert_eq!(found, [("One", "One."), two, ("Three", "Three.")]);
        assert!(items.iter().all(|item| item.stood == Stood::Published));
        assert_eq!(comments(whole.as_bytes()).0, ["wxr:town.example:3"]);
    }
}

#[test]
fn an_item_that_does_not_end_as_it_began_is_a_draft_and_says_so() {
    let two = item(2, "Two", "<p>Two.</p>", OUT);
    for broken in [
        two.replace("Two</title>", "Two"),
        two.replace("</wp:status>", ""),
        two.replace("</wp:post_id>", "</wp:post_name>"),
        two.replace("</content:encoded>", ""),
    ] {
        let all = [
            item(1, "One", "<p>One.</p>", OUT),
            broken,
            item(3, "Three", "<p>Three.</p>", OUT),
        ];
        let (items, left) = read(export("https://town.example", &all).as_bytes()).unwrap();
        assert_eq!(left, []);
        let stood: Vec<Stood> = items.iter().map(|item| item.stood).collect();
        assert_eq!(stood, [Stood::Published, Stood::Draft, Stood::Published]);
        let told = |one: &Leftover| one.why.contains("does not end as it began");
        assert!(items[1].left.iter().any(told), "{:?}", items[1].left);
        assert_eq!(items[2].body, "Three.");
    }
}

#[test]
fn names_that_the_head_lists_have_no_entities() {
    let head = "<wp:author><wp:author_login>mo</wp:author_login><wp:author_display_name><![CDATA[Mo &amp; Kit]]>\
        </wp:author_display_name></wp:author><wp:category><wp:category_nicename>news</wp:category_nicename>\
        <wp:cat_name><![CDATA[News &amp; Events]]></wp:cat_name></wp:category>";
    let filed = "<dc:creator>mo</dc:creator><category domain=\"category\" nicename=\"news\"><![CDATA[News &amp; Events]]>\
        </category>";
    let all = export(
        "https://town.example",
        &[head.into(), item(1, "One", "<p>Words.</p>", filed)],
    );
    let (items, _) = read(all.as_bytes()).unwrap();
    assert_eq!(items[0].section, "News & Events");
    assert_eq!(items[0].bylines[0].name, "Mo & Kit");
}
