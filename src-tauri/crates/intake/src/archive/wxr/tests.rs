//! Items of WordPress, and what should come of each.

use crate::archive::{Archive, Found};
use model::{archive::Item, page::Leftover};

/// What is in an export of items with these contents: number, kind, status, text, and what else is said.
fn read(items: &[(u32, &str, &str, &str)]) -> (Vec<Item>, Vec<Leftover>) {
    let items: String = items
        .iter()
        .map(|(number, kind, text, more)| {
            format!(
                "<item><title>Item {number}</title><content:encoded><![CDATA[{text}]]></content:encoded>\
                 <wp:post_id>{number}</wp:post_id><wp:post_date_gmt>2024-05-01 10:00:00</wp:post_date_gmt>\
                 <wp:status>publish</wp:status><wp:post_type>{kind}</wp:post_type>{more}</item>"
            )
        })
        .collect();
    written(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
        items.as_bytes(),
    )
}

/// The same of items as they are written, behind this declaration.
fn written(declaration: &str, items: &[u8]) -> (Vec<Item>, Vec<Leftover>) {
    static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    let nth = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    let name = format!("copydesk-wxr-unit-{}-{nth}.xml", std::process::id());
    let path = std::env::temp_dir().join(name);
    let head = format!(
        "{declaration}<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Town</title>\
         <link>https://town.example</link>"
    );
    let whole = [head.as_bytes(), items, b"</channel></rss>"].concat();
    std::fs::write(&path, whole).unwrap();
    let (mut found, mut left) = (vec![], vec![]);
    let archive = Archive::open(&path).unwrap().unwrap();
    archive
        .read(&mut |one, _| {
            match one {
                Found::Item(item) => found.push(*item),
                Found::Left(one) | Found::Note(one) => left.push(one),
                Found::Nothing => {}
            }
            Ok(())
        })
        .unwrap();
    std::fs::remove_file(&path).unwrap();
    (found, left)
}

fn meta(key: &str, value: &str) -> String {
    format!(
        "<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )
}

/// What was left of the first item, in a line for each.
fn left(items: &[Item]) -> Vec<String> {
    let all = items[0].left.iter();
    all.map(|one| format!("{}: {}: {}", one.place, one.text, one.why))
        .collect()
}

#[test]
fn footnotes_come_along() {
    let mark = |id: &str, nth: u32| {
        format!(
            "<sup data-fn=\"{id}\" class=\"fn\"><a href=\"#{id}\" id=\"{id}-link\">{nth}</a></sup>"
        )
    };
    let text = format!(
        "<!-- wp:paragraph --><p>It was so.{} And so.{}</p><!-- /wp:paragraph -->",
        mark("a", 1),
        mark("b", 2)
    );
    let notes = meta(
        "footnotes",
        r#"[{"content":"The <em>annex</em>.","id":"a"},{"content":"Page 3.","id":"b"}]"#,
    );
    let wanted = "It was so.[^1] And so.[^2]\n\n[^1]: The *annex*.\n\n[^2]: Page 3.";
    for end in ["<!-- wp:footnotes /-->", ""] {
        let (items, _) = read(&[(1, "post", &format!("{text}\n{end}"), &notes)]);
        assert_eq!(items[0].body, wanted);
        assert_eq!(
            (left(&items), items[0].meta.len()),
            (Vec::<String>::new(), 0)
        );
    }
    let (items, _) = read(&[(1, "post", &format!("{text}<!-- wp:footnotes /-->"), "")]);
    let told = left(&items);
    assert!(
        told.len() == 1 && told[0].starts_with("footnotes"),
        "{told:?}"
    );
}

#[test]
fn a_block_that_several_posts_show_is_in_each_or_lost_by_name() {
    let shows = |number: u32| format!("<!-- wp:block {{\"ref\":{number}}} /-->");
    let text = format!("<p>One.</p>\n{}\n{}\n{}", shows(777), shows(778), shows(5));
    let (items, _) = read(&[
        (1, "post", &text, ""),
        (777, "wp_block", "<p>How to write to us.</p>", ""),
        // One that shows itself.
        (778, "wp_block", &format!("<p>Twice.</p>{}", shows(778)), ""),
    ]);
    assert_eq!(items[0].body, "One.\n\nHow to write to us.\n\nTwice.");
    let told = left(&items);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("block: 778: This block shows itself"));
    assert!(told[1].starts_with("block: 5: ") && told[1].ends_with("its words are lost"));
    // What a password guards is shown to nobody.
    let guarded = "<wp:post_password>pw</wp:post_password>";
    let (items, _) = read(&[
        (1, "post", &text, ""),
        (777, "wp_block", "<p>Only for members.</p>", guarded),
    ]);
    assert_eq!(items[0].body, "One.");
    // Notes to which no mark leads are not shown either.
    let notes = meta("footnotes", "[{\"content\":\"Hidden\",\"id\":\"a\"}]");
    let (items, _) = read(&[(1, "post", "<p>One.</p>", &notes)]);
    assert_eq!(items[0].body, "One.");
    assert!(left(&items)[0].contains("Hidden"), "{:?}", left(&items));
    // What shows two that show two more does not grow past all measure.
    let all: Vec<(u32, &str, String, &str)> = (1..40)
        .map(|nth| {
            let kind = if nth == 1 { "post" } else { "wp_block" };
            (nth, kind, format!("<p>x</p>{0}{0}", shows(nth + 1)), "")
        })
        .collect();
    let all: Vec<(u32, &str, &str, &str)> = all
        .iter()
        .map(|(nth, kind, text, more)| (*nth, *kind, text.as_str(), *more))
        .collect();
    assert!(read(&all).0[0].body.len() < 1_000);
}

#[test]
fn blocks_whose_words_are_in_their_settings_are_named() {
    let text = "<p>One.</p><!-- wp:acf/hero {\"name\":\"acf/hero\",\"data\":{\"line\":\"The quay\"}} /-->\
        <!-- wp:latest-posts /--><!-- wp:spacer /-->";
    let (items, _) = read(&[(1, "post", text, "")]);
    let told = left(&items);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].starts_with("blocks: latest-posts: WordPress fills these"));
    assert!(told[1].starts_with("blocks: acf/hero: ") && told[1].ends_with("stayed out"));
}

#[test]
fn an_address_of_a_film_is_a_link_to_it() {
    let film = "https://film.example/watch?v=1";
    let block = format!(
        "<!-- wp:embed {{\"url\":\"{film}\"}} -->\n<figure class=\"wp-block-embed\"><div class=\"wp-block-embed__wrapper\">\n\
         {film}\n</div></figure>\n<!-- /wp:embed -->"
    );
    for text in [block, film.to_owned(), format!("\n\n{film}\n\n")] {
        let (items, _) = read(&[(1, "post", &text, "")]);
        assert_eq!(items[0].body, format!("[{film}]({film})"), "{text}");
    }
}

#[test]
fn letters_in_utf_8_are_that_whatever_the_file_says() {
    let item = "<item><title>Café</title><content:encoded>Früh.</content:encoded><wp:post_id>1</wp:post_id>\
        <wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>";
    let latin: Vec<u8> = item.chars().map(|c| c as u8).collect();
    for label in ["ISO-8859-1", "windows-1252", "UTF-8"] {
        let declaration = format!("<?xml version=\"1.0\" encoding=\"{label}\"?>");
        for bytes in [item.as_bytes(), latin.as_slice()] {
            let (items, left) = written(&declaration, bytes);
            assert_eq!(
                (items[0].title.as_str(), items[0].body.as_str()),
                ("Café", "Früh.")
            );
            let other = (label == "UTF-8") != (bytes == item.as_bytes());
            let told = left.iter().any(|one| one.why.contains("in UTF-8"));
            assert_eq!(told, other && label != "UTF-8", "{label} {left:?}");
            let draft = items[0].stood == model::archive::Stood::Draft;
            assert_eq!(draft, other && label == "UTF-8", "{label}");
        }
    }
}

#[test]
fn a_name_that_an_address_had_before_leads_on() {
    let said = [
        "<link>https://town.example/2024/05/new-lamp/</link>",
        "<wp:post_name>new-lamp</wp:post_name>",
        &meta("_wp_old_slug", "old-lamp"),
        &meta("_wp_old_slug", "new-lamp"),
        &meta("_wp_old_slug", "../../else"),
    ]
    .concat();
    let (items, _) = read(&[(1, "post", "Words.", &said)]);
    assert_eq!(items[0].aliases, ["https://town.example/2024/05/old-lamp/"]);
    let plain = said.replace("2024/05/new-lamp/", "?p=1");
    let (items, _) = read(&[(1, "post", "Words.", &plain)]);
    assert_eq!(items[0].aliases, Vec::<String>::new());
}

/// An item as it is written, with this text between its marks, and what is said behind it.
fn item(number: u32, text: &str) -> String {
    format!(
        "<item><title>Item {number}</title><content:encoded>{text}</content:encoded>\
         <excerpt:encoded><![CDATA[About it]]></excerpt:encoded><wp:post_id>{number}</wp:post_id>\
         <wp:post_name>item-{number}</wp:post_name><wp:status>publish</wp:status><wp:post_type>page</wp:post_type>\
         <category domain=\"post_tag\" nicename=\"ships\"><![CDATA[Ships &amp; boats]]></category></item>"
    )
}

/// Number, text and whether it is a draft, of each.
fn came(items: &[Item]) -> Vec<(&str, &str, bool)> {
    let all = items.iter().map(|item| {
        (
            item.place.as_str(),
            item.body.as_str(),
            item.stood == model::archive::Stood::Draft,
        )
    });
    all.collect()
}

#[test]
fn a_text_that_never_ends_is_kept_and_so_is_what_stands_behind_it() {
    let head = "<?xml version=\"1.0\"?>";
    let sound = item(2, "<![CDATA[<p>Two.</p>]]>");
    for broken in [
        // The section is never closed, nor is the element, nor are both.
        item(1, "<![CDATA[<p>The bell.</p>"),
        item(1, "<![CDATA[<p>The bell.</p>]]>").replace("</content:encoded>", ""),
        item(1, "<![CDATA[<p>The bell.</p>").replace("</content:encoded>", ""),
    ] {
        for all in [
            broken.clone(),
            format!("{broken}{sound}"),
            format!("{broken}\n{sound}{sound}"),
        ] {
            let (items, _) = written(head, all.as_bytes());
            assert_eq!(came(&items)[0], ("page 1", "The bell.", true), "{all}");
            assert_eq!(items[0].slug.as_deref(), Some("item-1"));
            assert_eq!(items[0].tags, ["Ships & boats"]);
            assert!(
                left(&items)[0].contains("does not end as it began"),
                "{:?}",
                left(&items)
            );
            let other = came(&items).get(1).copied();
            assert!(
                other.is_none_or(|other| other == ("page 2", "Two.", false)),
                "{other:?}"
            );
            assert_eq!(other.is_some(), all.len() > broken.len());
        }
    }
    // What is said in it of elements is no element behind it.
    let prose = "<![CDATA[<p>Use the <link> element, or <guid isPermaLink>. More words.</p>";
    let (items, _) = written(head, item(1, prose).as_bytes());
    assert!(
        items[0].body.ends_with("More words."),
        "{:?}",
        items[0].body
    );
    assert_eq!(items[0].slug.as_deref(), Some("item-1"));
    // Where no section behind it ends either, those behind it are in it too.
    let plain = |number: u32| {
        format!(
            "<item><title>Item {number}</title><content:encoded>Words {number}.</content:encoded>\
         <wp:post_id>{number}</wp:post_id><wp:status>publish</wp:status><wp:post_type>page</wp:post_type></item>"
        )
    };
    let all = plain(1).replace("Words", "<![CDATA[Words") + &plain(2) + &plain(3);
    let (items, _) = written(head, all.as_bytes());
    let wanted = [
        ("page 1", "Words 1.", true),
        ("page 2", "Words 2.", true),
        ("page 3", "Words 3.", true),
    ];
    assert_eq!(came(&items), wanted);
}

#[test]
fn an_items_end_amid_a_text_is_letters_of_it() {
    let head = "<?xml version=\"1.0\"?>";
    let all = item(1, "In a feed, </item> ends <b>one</b>.") + &item(2, "Two.");
    let (items, _) = written(head, all.as_bytes());
    let wanted = [
        ("page 1", "In a feed, ends **one**.", false),
        ("page 2", "Two.", false),
    ];
    assert_eq!(came(&items), wanted);
    // What a sound section says is no end of anything.
    let text =
        "One.</content:encoded><wp:status>draft</wp:status></item> <code>]]]]><![CDATA[></code>";
    let all = item(1, &format!("<![CDATA[{text}]]>")) + &item(2, "Two.");
    let (items, _) = written(head, all.as_bytes());
    assert!(
        !came(&items)[0].2 && came(&items)[0].1.contains("One."),
        "{:?}",
        came(&items)
    );
    assert_eq!(
        (items.len(), came(&items)[1]),
        (2, ("page 2", "Two.", false))
    );
}
