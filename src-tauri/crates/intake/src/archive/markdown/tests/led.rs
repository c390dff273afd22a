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
