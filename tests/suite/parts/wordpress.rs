//! WordPress' format, read as its importer reads it.

use super::{Edition, below};
use model::bundle::Part;
use quick_xml::{Reader, events::Event};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

/// An item, its elements by name, each with its texts in order.
#[derive(Debug, Default)]
struct Item(BTreeMap<String, Vec<String>>);

impl Item {
    fn all(&self, name: &str) -> Vec<&str> {
        let found = self.0.get(name).into_iter().flatten();
        found.map(String::as_str).collect()
    }

    fn one(&self, name: &str) -> &str {
        self.all(name)[0]
    }

    fn meta(&self, key: &str) -> Option<&str> {
        let keys = self.all("wp:meta_key");
        let at = keys.iter().position(|found| *found == key)?;
        Some(self.all("wp:meta_value")[at])
    }
}

/// What stands before the items, and each item.
fn read(file: &Path) -> (Item, Vec<Item>) {
    let text = fs::read_to_string(file).unwrap();
    let mut reader = Reader::from_str(&text);
    let (mut head, mut items): (Item, Vec<Item>) = (Item::default(), vec![]);
    let (mut within, mut open): (bool, Vec<String>) = (false, vec![]);
    loop {
        let event = reader
            .read_event()
            .unwrap_or_else(|cause| panic!("{cause}"));
        let target = if within {
            items.last_mut().unwrap()
        } else {
            &mut head
        };
        match event {
            Event::Start(tag) => {
                let name = tag.name().as_ref().to_owned();
                if name == "item" {
                    within = true;
                    items.push(Item::default());
                } else {
                    target
                        .0
                        .entry(name.clone())
                        .or_default()
                        .push(String::new());
                    for attribute in tag.attributes() {
                        let attribute = attribute.unwrap();
                        let key = attribute.key.as_ref().to_owned();
                        let value = attribute.value.into_owned();
                        target
                            .0
                            .entry(format!("{name}@{key}"))
                            .or_default()
                            .push(value);
                    }
                }
                open.push(name);
            }
            Event::End(_) => within &= open.pop().as_deref() != Some("item"),
            Event::CData(text) => {
                let text = text.into_inner().into_owned();
                let name = open.last().unwrap();
                target
                    .0
                    .get_mut(name)
                    .unwrap()
                    .last_mut()
                    .unwrap()
                    .push_str(&text);
            }
            Event::Text(text) => {
                let text = text.to_string();
                if let Some(all) = open.last().and_then(|name| target.0.get_mut(name)) {
                    all.last_mut().unwrap().push_str(text.trim());
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?}");
    (head, items)
}

fn printed(edition: &Edition) -> (Item, Vec<Item>) {
    let dir = tempfile::tempdir().unwrap();
    edition.print(&[Part::Wxr], dir.path());
    assert_eq!(below(dir.path()), ["wxr/posts-1.xml"]);
    read(&dir.path().join("wxr/posts-1.xml"))
}

#[test]
fn every_article_is_a_post_with_all_that_belongs_to_it() {
    let (head, items) = printed(&Edition::hard());
    assert_eq!(head.one("wp:wxr_version"), "1.2");
    assert!(head.all("wp:author_login").contains(&"nora-vale"));
    assert!(head.all("wp:category_nicename").contains(&"harbour"));
    assert!(head.all("wp:tag_slug").contains(&"c"));
    let (pictures, posts): (Vec<&Item>, Vec<&Item>) = items
        .iter()
        .partition(|item| item.one("wp:post_type") == "attachment");
    assert_eq!(posts.len(), Edition::hard().around.articles.len());
    let ids: BTreeSet<u32> = items
        .iter()
        .map(|item| item.one("wp:post_id").parse().unwrap())
        .collect();
    assert_eq!(ids.len(), items.len(), "no two have one number");
    assert!(ids.iter().all(|id| (1..1 << 31).contains(id)));
    let first = posts[0];
    // One hour ahead of GMT in November.
    assert_eq!(first.one("wp:post_date"), "2026-11-18 12:06:40");
    assert_eq!(first.one("wp:post_date_gmt"), "2026-11-18 11:06:40");
    assert_eq!(
        (first.one("dc:creator"), first.one("wp:status")),
        ("nora-vale", "publish")
    );
    let bare = posts
        .iter()
        .find(|post| post.one("title").is_empty())
        .unwrap();
    assert_eq!(
        (bare.one("wp:status"), bare.one("wp:post_date")),
        ("draft", "0000-00-00 00:00:00")
    );
    assert_eq!(
        (bare.one("dc:creator"), bare.one("wp:comment_status")),
        ("newsroom", "closed")
    );
    for picture in &pictures {
        assert!(
            picture
                .one("wp:attachment_url")
                .starts_with("https://gazette.example/assets/")
        );
        assert!(
            !picture.one("wp:attachment_url").ends_with(".svg"),
            "WordPress takes no drawings"
        );
    }
    assert_eq!(pictures.len(), 5, "each once, however many show it");
}

#[test]
fn what_means_harm_is_words_or_gone() {
    let (_, items) = printed(&Edition::hard());
    let harm = items
        .iter()
        .find(|item| item.all("wp:post_name") == ["harm"])
        .unwrap();
    assert!(
        harm.one("title")
            .starts_with("]]&gt; &lt;script&gt;alert(1)&lt;/script&gt; & \"quotes\""),
        "{harm:?}"
    );
    let body = harm.one("content:encoded");
    assert!(
        !body.contains("<script") && body.contains("]]&gt;"),
        "{body}"
    );
    assert_eq!(
        harm.all("wp:comment_author"),
        ["&lt;b&gt;Bo&lt;/b&gt; ]]&gt;", "Ida", ""]
    );
    // Parents have the smaller numbers: the importer takes comments in the order of these.
    assert_eq!(harm.all("wp:comment_id"), ["1", "2", "3"]);
    assert_eq!(harm.all("wp:comment_parent"), ["0", "1", "2"]);
    assert!(
        harm.all("wp:comment_content")
            .iter()
            .all(|text| !text.contains("<script"))
    );
    let lead = harm.meta("_thumbnail_id").unwrap();
    assert!(
        items
            .iter()
            .any(|item| item.one("wp:post_type") == "attachment" && item.one("wp:post_id") == lead)
    );
    assert_eq!(harm.meta("_wp_old_slug"), Some("old-harm"));
    assert_eq!(
        harm.all("category@nicename")
            .iter()
            .filter(|slug| **slug == "c")
            .count(),
        1
    );
    assert!(
        body.starts_with("<p class=\"byline\">By Nora Vale, ]]&gt;"),
        "WordPress has room for one author: {body}"
    );
}

#[test]
fn an_article_has_the_same_number_in_every_edition() {
    let whole = Edition::hard();
    let mut part = Edition::hard();
    part.around.articles.remove(0);
    let numbers = |edition: &Edition| -> BTreeMap<String, String> {
        let (_, items) = printed(edition);
        let posts = items
            .iter()
            .filter_map(|item| Some((item.meta("_copydesk_article")?, item.one("wp:post_id"))));
        posts
            .map(|(article, number)| (article.to_owned(), number.to_owned()))
            .collect()
    };
    let (all, some) = (numbers(&whole), numbers(&part));
    assert_eq!(all.len(), some.len() + 1);
    assert!(some.iter().all(|(article, number)| all[article] == *number));
}
