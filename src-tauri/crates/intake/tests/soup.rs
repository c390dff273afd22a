//! Pages of arbitrary elements, and pages in the worst state that files are found in: read or refused, within a time
//! that grows with their length alone, and no letter of what a browser shows is lost.

#![allow(
    clippy::unwrap_used,
    reason = "a test that can't go on says so by failing"
)]

use intake::saved_page::read;
use model::page::SavedPage;
use proptest::prelude::*;
use std::{collections::BTreeMap, fmt::Write};

const TAGS: [&str; 36] = [
    "div",
    "p",
    "span",
    "a",
    "h1",
    "h2",
    "h3",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "article",
    "section",
    "aside",
    "nav",
    "header",
    "footer",
    "figure",
    "figcaption",
    "blockquote",
    "em",
    "b",
    "time",
    "form",
    "button",
    "label",
    "cite",
    "dl",
    "dt",
    "dd",
    "address",
    "details",
    "center",
    "font",
];
const CLASSES: [&str; 32] = [
    "",
    "entry-content",
    "comment",
    "comments",
    "byline",
    "author",
    "author-box",
    "date",
    "related",
    "kicker",
    "standfirst",
    "tags",
    "breadcrumb",
    "share",
    "sidebar",
    "newsletter",
    "caption",
    "credit",
    "lead",
    "title",
    "body",
    "meta",
    "reply",
    "paywall",
    "hidden",
    "post",
    "text",
    "summary",
    "profile",
    "item",
    "read-more",
    "x",
];
const ATTRIBUTES: [&str; 14] = [
    "",
    "itemprop=articleBody",
    "itemprop=author",
    "itemprop=headline",
    "itemscope itemtype='https://schema.org/Comment'",
    "datetime='2026-05-12T10:00:00Z'",
    "rel=tag",
    "role=navigation",
    "href='/'",
    "href='/category/x'",
    "id='comment-1'",
    "title='12 May 2026'",
    "dir=rtl",
    "style='font-weight:bold'",
];
const WORDS: [&str; 34] = [
    "quay",
    "ferry",
    "The harbour office says that nobody has asked.",
    "By Jane Doe",
    "Jane Doe",
    "12 May 2026",
    "3 Comments",
    "Related",
    "Read more",
    "Share",
    "Reply",
    "About the author",
    "Home",
    "Home » News » The quay",
    "Photo: Ann Lee",
    "Leserkommentare",
    "Mehr zum Thema",
    "Lire aussi :",
    "Tags: quay, ferry",
    "© 2026",
    "Ann says:",
    "1.",
    "- ",
    "*",
    "[x](y)",
    "&lt;b&gt;",
    "&amp;",
    "&nbsp;",
    "“Low Tide”",
    "تعليق",
    "関連記事",
    "5 min read",
    "Newsletter",
    "It was a long summer, and the council met on every second Monday of it to speak about the ferry and its price; nothing came of it.",
];

/// A tree of elements and words as HTML; some elements are never closed.
fn soup() -> impl Strategy<Value = String> {
    let word = prop::sample::select(&WORDS[..]).prop_map(str::to_owned);
    let image = prop::sample::select(
        &[
            "<img src=a.jpg alt=quay>",
            "<br>",
            "<hr>",
            "<img src=data:image/png;base64,AAAA>",
        ][..],
    );
    let leaf = prop_oneof![6 => word, 1 => image.prop_map(str::to_owned)];
    leaf.prop_recursive(6, 96, 6, |inner| {
        (
            prop::sample::select(&TAGS[..]),
            prop::sample::select(&CLASSES[..]),
            prop::sample::select(&ATTRIBUTES[..]),
            prop::collection::vec(inner, 0..6),
            0..12_u8,
        )
            .prop_map(|(tag, class, attribute, inner, open)| {
                let end = if open == 0 {
                    String::new()
                } else {
                    format!("</{tag}>")
                };
                format!(
                    "<{tag} class='{class}' {attribute}>{}{end}",
                    inner.join(" ")
                )
            })
    })
}

fn letters(text: &str) -> BTreeMap<char, usize> {
    let mut out = BTreeMap::new();
    for c in text
        .chars()
        .filter(|c| c.is_alphabetic())
        .flat_map(char::to_lowercase)
    {
        *out.entry(c).or_default() += 1;
    }
    out
}

/// Everything that was read of a page, in whatever field.
fn kept(page: &SavedPage) -> String {
    let mut all = vec![
        page.section.clone(),
        page.kicker.clone(),
        page.title.clone(),
        page.standfirst.clone(),
    ];
    all.push(markup::plain(&page.body));
    all.extend(
        page.bylines
            .iter()
            .flat_map(|one| [one.name.clone(), one.role.clone(), one.about.clone()]),
    );
    all.extend(page.bylines.iter().flat_map(|one| one.publications.clone()));
    all.extend(
        page.related
            .iter()
            .chain(&page.tags)
            .chain(&page.trail)
            .chain(&page.furniture)
            .cloned(),
    );
    all.extend(
        page.comments
            .iter()
            .flat_map(|one| [one.author.clone(), markup::plain(&one.body)]),
    );
    all.extend(
        page.pictures
            .iter()
            .flat_map(|one| [one.caption.clone(), one.credit.clone()]),
    );
    all.extend(page.unrecognised.iter().map(|left| left.text.clone()));
    all.join("\n")
}

/// The text that a browser shows of a page.
fn visible(html: &str) -> String {
    let page = scraper::Html::parse_document(html);
    let body = scraper::Selector::parse("body").unwrap();
    let mut out = String::new();
    for node in page.select(&body).next().unwrap().descendants() {
        if let Some(text) = node.value().as_text() {
            out.push_str(text);
        }
    }
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_letter_of_any_soup_is_lost(before in soup(), head in any::<bool>(), parts in prop::collection::vec(soup(), 1..8)) {
        let title = if head { "<h1>The quay stays open</h1>" } else { "" };
        let text = "<p>The quay stays open for another summer, and the harbour office says that nobody knows who asked for it.</p>";
        let html = format!("<html><body>{before}{title}{text}{}</body></html>", parts.concat());
        let Ok(page) = read("a.html", html.as_bytes()) else { return Ok(()) };
        let found = letters(&kept(&page));
        for (letter, times) in letters(&visible(&html)) {
            let held = found.get(&letter).copied().unwrap_or(0);
            prop_assert!(held >= times, "{letter:?}: {held} of {times} in {html}\n{page:#?}");
        }
    }
}

#[test]
fn a_line_is_kept_though_its_letters_stand_in_two_fields() {
    let html = "<html><body><figure class='byline' itemprop=author><div class='entry-content' >The harbour office says that nobody \
                has asked.</div><p>The quay stays open for another summer, and the harbour office says that nobody knows who asked \
                for it.</p><figure class='byline' ><div class='byline' itemprop=headline>quay</div> [x](y)<div class='share' >Home \
                <div class='kicker' >Lire aussi :</div> Tags: quay, ferry</div><div class='breadcrumb' itemprop=author>Lire aussi : \
                <div class='' ></body></html>";
    let found = reads(html).unwrap();
    assert_eq!(
        kept(&found).matches("Lire aussi :").count(),
        2,
        "{found:#?}"
    );
}

/// How long a page takes, in instructions of a sort: the time beside that of one half as long.
fn reads(html: &str) -> Option<SavedPage> {
    read("a.html", html.as_bytes()).ok()
}

const TEXT: &str = "<p>The council met on Monday and decided that the quay stays as it is, which surprised nobody at all.</p>";

fn page(inside: &str) -> String {
    format!(
        "<html><head><title>The quay stays</title></head><body><h1>The quay stays</h1><article>{TEXT}{TEXT}{inside}{TEXT}</article></body></html>"
    )
}

#[test]
fn a_page_that_holds_its_pictures_is_read() {
    let picture = format!(
        "<figure><img src='data:image/png;base64,{}' alt='The quay'><figcaption>Low water</figcaption></figure>",
        "A".repeat(40 << 20)
    );
    let found = reads(&page(&picture)).unwrap();
    assert_eq!(
        (found.pictures.len(), found.pictures[0].caption.as_str()),
        (1, "Low water")
    );
    assert_eq!(found.pictures[0].in_body.as_deref(), Some("#picture-1"));
    assert!(
        found.body.contains("![The quay](#picture-1 \"Low water\")") && found.body.len() < 1_000,
        "{}",
        found.body
    );
}

#[test]
fn what_a_word_processor_leaves_is_no_text() {
    let word = "<p class=MsoNormal style='mso-margin-top-alt:auto'><span style='mso-fareast-language:EN-GB'>The quay <o:p></o:p>is \
                open.</span></p><![if !supportEmptyParas]>&nbsp;<![endif]><o:p>&nbsp;</o:p><!--[if gte mso 9]><xml><w:WordDocument>\
                <w:View>Normal</w:View></w:WordDocument></xml><![endif]-->";
    let found = reads(&page(word)).unwrap();
    assert!(
        found.body.contains("The quay is open.")
            && !found.body.contains("Normal")
            && !found.body.contains("mso"),
        "{}",
        found.body
    );
}

#[test]
fn a_wrong_label_of_the_encoding_does_no_harm() {
    let html = "<html><head><meta charset='utf-16'><title>Die Fähre</title></head><body><h1>Die Fähre</h1><p>Die Fähre fährt \
                wieder, und im Büro am Kai weiß niemand, wer das für nötig hält oder bezahlt hat.</p></body></html>";
    assert_eq!(reads(html).unwrap().title, "Die Fähre");
    let (latin, ..) = encoding_rs::WINDOWS_1252.encode(html);
    assert_eq!(read("a.html", &latin).unwrap().title, "Die Fähre");
}

#[test]
fn a_page_that_was_cut_off_keeps_what_is_there() {
    let whole = page(&format!(
        "<div class='comments'><h2>1 comment</h2><div class=comment><cite>Ann</cite><p>{}</p></div></div>",
        "word ".repeat(30)
    ));
    for end in (0..whole.len()).step_by(7) {
        if let Some(found) = reads(&whole[..end]) {
            assert!(!found.title.is_empty() && !found.body.is_empty());
        }
    }
    assert!(
        reads(&whole[..whole.find("word").unwrap()])
            .unwrap()
            .body
            .contains("surprised nobody")
    );
}

#[test]
fn nested_tables_and_entities_end() {
    let nested = format!(
        "{}The quay is open.{}",
        "<table><tr><td>".repeat(10_000),
        "</td></tr></table>".repeat(10_000)
    );
    assert!(
        reads(&page(&nested))
            .unwrap()
            .body
            .contains("surprised nobody")
    );
    let mut entities = String::new();
    for n in 0..20_000 {
        write!(entities, "&#{n};&amp;lt;&notanentity;&#x110000;&").unwrap();
    }
    assert!(reads(&page(&format!("<p>{entities}</p>"))).is_some());
}
