//! What leads to a text besides its own address, and to words at its end.

use super::read;

#[test]
fn footnotes_amid_a_note_stand_at_its_end() {
    for (nth, (text, body)) in [
        (
            "The quay.^[See [[Tides]] and `]`.] It is old.^[Or so.]",
            "The quay.[^1] It is old.[^2]\n\n[^1]: See [Tides](Tides.md) and `]`.\n\n[^2]: Or so.",
        ),
        // A name that one has already, and no note: without words, in code, guarded, over two paragraphs, a superscript of nothing.
        (
            "One[^1] two^[three] ^[] `^[x]` \\^[y] ^[z\n\n] a^b\n\n[^1]: Four.",
            "One[^1] two[^2] ^[] `^[x]` \\^[y] ^[z\n\n] a^b\n\n[^1]: Four.\n\n[^2]: three",
        ),
        ("> Said^[by\n> Ana].", "> Said[^1].\n\n[^1]: by Ana"),
        ("A^[b^[c] d] ^[e", "A[^1] ^[e\n\n[^1]: b (c) d"),
        ("A^[b ^[c^[d] e]^[f]]", "A[^1]\n\n[^1]: b (c (d) e) (f)"),
        (
            "It is $x^[2]$ and $$\ny^[3]\n$$ for $5^[a] or $6.",
            "It is $x^[2]$ and $$\ny^[3]\n$$ for $5[^1] or $6.\n\n[^1]: a",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let files = [("Quay.md", text), ("Tides.md", "Low.")];
        let read = read(&format!("footnotes-{nth}"), &files);
        assert_eq!(read.at("Quay.md").body, body, "{text}");
    }
    let many = "^[a ".repeat(20_000) + &"b^[c] ".repeat(20_000);
    assert!(
        read("footnotes", &[("a.md", &many)])
            .at("a.md")
            .body
            .ends_with("[^20000]: c")
    );
    // What is far too deep stays as it is written, around what is not.
    let deep = format!("x{}a{}", "^[".repeat(100_000), "]".repeat(100_000));
    let read = read("footnotes-deep", &[("a.md", &deep)]);
    let body = &read.at("a.md").body;
    assert!(body.starts_with("x^[^[") && body.contains("^[[^1]]"));
    let inner = format!("(a{}", ")".repeat(49));
    assert!(body.ends_with(&inner) && body.len() < 400_000);
}

#[test]
fn an_alias_of_a_site_is_an_address_that_leads_to_its_page() {
    let hugo = |base: &str, alias: &str| {
        let settings = format!("baseURL = \"{base}\"");
        let text = format!("---\ntitle: Quay\ndate: 2024-05-01\naliases: [\"{alias}\"]\n---\nOld.");
        let read = read(
            "alias",
            &[
                ("hugo.toml", settings.as_str()),
                ("content/town/quay.md", &text),
            ],
        );
        let quay = read.at("content/town/quay.md");
        assert!(quay.meta.contains(&("alias".into(), alias.into())));
        (quay.aliases.clone(), quay.left.len())
    };
    let site = "https://paper.example/blog/";
    for (base, alias, wanted) in [
        (site, "/old/", Some("https://paper.example/blog/old/")),
        (site, "older", Some("https://paper.example/blog/town/older")),
        (
            site,
            "../older.html",
            Some("https://paper.example/blog/older.html"),
        ),
        (
            site,
            "https://paper.example/blog/x/",
            Some("https://paper.example/blog/x/"),
        ),
        (site, "https://other.example/x/", None),
        (site, "../../../x", None),
        ("", "/old/", Some("/old/")),
        ("", "older", None),
    ] {
        let wanted: Vec<String> = wanted.into_iter().map(str::to_owned).collect();
        let left = usize::from(wanted.is_empty());
        assert_eq!(hugo(base, alias), (wanted, left), "{alias}");
    }
    // Its own address is no other.
    assert_eq!(hugo(site, "/town/quay/"), (vec![], 0));
    let post = "---\ntitle: Quay\nredirect_from:\n  - /news/1\n  - news/2.html\n---\nOld.";
    let jekyll = read(
        "alias-jekyll",
        &[
            ("_config.yml", "url: https://a.example\n"),
            ("_posts/2024-05-01-quay.md", post),
        ],
    );
    assert_eq!(
        jekyll.at("_posts/2024-05-01-quay.md").aliases,
        ["https://a.example/news/1", "https://a.example/news/2.html"]
    );
    // What a note is called besides is no address.
    let note = read("alias-note", &[("a.md", "---\naliases: [Pier]\n---\nOld.")]);
    assert_eq!(note.at("a.md").aliases, Vec::<String>::new());
}

#[test]
fn a_site_of_jekyll_is_at_its_url_and_its_baseurl() {
    let post = "---\ntitle: Quay\nredirect_from: /news/1\n---\nOld.";
    for (settings, alias, own) in [
        (
            "url: \"https://old.example\"\nbaseurl: \"\"\npermalink: /:title/\n",
            "https://old.example/news/1",
            Some("https://old.example/quay/"),
        ),
        (
            "baseurl: /blog/\nurl: https://old.example\npermalink: /:title/\n",
            "https://old.example/blog/news/1",
            Some("https://old.example/blog/quay/"),
        ),
        ("url: \"\"\nbaseurl: blog\n", "/blog/news/1", None),
    ] {
        let jekyll = read(
            "alias-baseurl",
            &[
                ("_config.yml", settings),
                ("_posts/2024-05-01-quay.md", post),
            ],
        );
        let quay = jekyll.at("_posts/2024-05-01-quay.md");
        assert_eq!(quay.aliases[0], alias);
        assert_eq!(quay.address.as_deref(), own);
    }
}

#[test]
fn links_by_the_addresses_of_a_site_lead_to_its_texts() {
    let hugo = [
        ("hugo.toml", "baseURL = \"https://a.example/blog/\"\n"),
        (
            "content/posts/c.md",
            "---\ntitle: C\ndate: 2024-05-01\nslug: crane\naliases: [/old/crane/]\n---\nIt lifts.\n",
        ),
        (
            "content/posts/b.md",
            "---\ntitle: B\ndate: 2024-05-01\n---\n[1](/blog/posts/crane/#x) [2](https://www.a.example/blog/posts/crane/) \
             [3](/blog/old/crane/) [4](https://b.example/blog/posts/crane/) [5](/blog/none/)\n",
        ),
    ];
    assert_eq!(
        read("by-address-hugo", &hugo).at("content/posts/b.md").body,
        "[1](content/posts/c.md#x) [2](content/posts/c.md) [3](content/posts/c.md) \
         [4](https://b.example/blog/posts/crane/) [5](/blog/none/)"
    );
    let settings = "url: https://a.example\npermalink: /:year/:title/\n";
    let crane = "_posts/2024-05-01-crane.md";
    for settings in [settings, "permalink: /:year/:title/\n"] {
        let jekyll = [
            ("_config.yml", settings),
            (
                crane,
                "---\ntitle: C\nredirect_from: /old.html\n---\nIt lifts.\n",
            ),
            ("about.md", "---\ntitle: A\npermalink: /us/\n---\nWe are.\n"),
            (
                "_posts/2024-05-02-bell.md",
                "---\ntitle: B\n---\n[1](/2024/crane/) [2](/old.html) [3](/us/) [4](https://a.example/2024/crane/)\n",
            ),
        ];
        let read = read("by-address-jekyll", &jekyll);
        let whole = match settings.starts_with("url") {
            true => crane,
            false => "https://a.example/2024/crane/",
        };
        assert_eq!(
            read.at("_posts/2024-05-02-bell.md").body,
            format!("[1]({crane}) [2]({crane}) [3](about.md) [4]({whole})")
        );
        assert_eq!(read.at(crane).sort, "post");
    }
}

#[test]
fn links_of_html_lead_to_texts_and_a_bare_name_is_a_link() {
    let hugo = [
        ("hugo.toml", "title = \"Paper\"\n"),
        (
            "content/posts/p-two.md",
            "---\ntitle: The [old] crane\ndate: 2024-05-01\n---\nIt lifts.\n",
        ),
        (
            "content/posts/one.md",
            "---\ntitle: One\ndate: 2024-05-01\n---\n\
             [1]({{< ref \"p-two\" >}}) <a href=\"{{< ref \"p-two\" >}}\">2</a> see {{< ref \"p-two\" >}}. [4]\n\n\
             <p><a href='{{< relref \"p-two.md#x\" >}}'>3</a> <a href=\"p-two.md\">5</a></p>\n\n\
             [4]: {{< ref \"p-two\" >}}\n\nThe archive: open. archive:x\n",
        ),
    ];
    let body = read("html-hugo", &hugo)
        .at("content/posts/one.md")
        .body
        .clone();
    let two = "content/posts/p-two.md";
    for part in [
        format!("[1]({two})"),
        format!("<a href=\"{two}\">2</a>"),
        format!("see [p-two]({two})."),
        format!("<a href='{two}#x'>3</a>"),
        format!("<a href=\"{two}\">5</a>"),
        format!("[4]: {two}"),
        "The archive: open. archive:x".to_owned(),
    ] {
        assert!(body.contains(&part), "{part} in {body}");
    }
    let two = "_posts/2024-01-02-y.md";
    let words = "<a href=\"{% post_url 2024-01-02-y %}\">html link</a> see {{ site.url }}{% post_url 2024-01-02-y %} \
        [3]({{ site.baseurl }}{% post_url 2024-01-02-y %})\n\n<div data-to=\"{% post_url 2024-01-02-y %}\">4</div>";
    let post = format!("---\ntitle: One\n---\n{words}\n");
    let page = format!("---\ntitle: Page\n---\n<p>{words}</p>\n");
    let jekyll = [
        ("_config.yml", "title: Paper\n"),
        (two, "---\ntitle: Why\n---\nSo.\n"),
        ("_posts/2024-01-03-one.md", post.as_str()),
        ("page.html", page.as_str()),
    ];
    let read = read("html-jekyll", &jekyll);
    let body = &read.at("_posts/2024-01-03-one.md").body;
    for part in [
        format!("<a href=\"{two}\">html link</a>"),
        format!("see [2024-01-02-y]({two})"),
        format!("[3]({two})"),
        format!("<div data-to=\"{two}\">"),
    ] {
        assert!(body.contains(&part), "{part} in {body}");
    }
    let body = &read.at("page.html").body;
    for part in [
        format!("[html link]({two})"),
        format!("see [2024-01-02-y]({two})"),
    ] {
        assert!(body.contains(&part), "{part} in {body}");
    }
    let whole = serde_json::to_string(&read.items).unwrap();
    assert!(!whole.contains("archive:") && !whole.contains('\u{fdd0}'));
}

#[test]
fn categories_of_jekylls_that_are_words_are_as_many() {
    let jekyll = [
        ("_config.yml", "url: https://a.example\n"),
        (
            "_posts/2024-05-01-quay.md",
            "---\ntitle: Q\ncategories: town harbour\n---\nOld.\n",
        ),
        (
            "_posts/2024-05-02-pier.md",
            "---\ntitle: P\ncategory: Town News\n---\nOld.\n",
        ),
    ];
    let read = read("categories", &jekyll);
    let quay = read.at("_posts/2024-05-01-quay.md");
    assert_eq!(quay.section, "town");
    assert_eq!(quay.tags, ["harbour"]);
    assert_eq!(read.at("_posts/2024-05-02-pier.md").section, "Town News");
}

#[test]
fn a_pdf_that_a_text_leads_to_is_not_left() {
    let read = read(
        "pdfs",
        &[
            ("a.md", "See [the plan](att/plan.pdf) and ![[more.pdf]].\n"),
            ("att/plan.pdf", "%PDF-"),
            ("att/more.pdf", "%PDF-"),
            ("att/alone.pdf", "%PDF-"),
        ],
    );
    let left: Vec<&str> = read.left.iter().map(|one| one.place.as_str()).collect();
    assert_eq!(left, ["att/alone.pdf"]);
}
