//! Examples of folders.

mod led;
mod permalinks;

use crate::archive::{Archive, Found};
use model::{
    archive::{Item, Stood},
    page::Leftover,
};

struct Read {
    items: Vec<Item>,
    left: Vec<Leftover>,
    notes: Vec<Leftover>,
}

impl Read {
    fn at(&self, place: &str) -> &Item {
        let found = self.items.iter().find(|item| item.place == place);
        found.unwrap_or_else(|| panic!("{place} in {:?}", self.places()))
    }

    fn places(&self) -> Vec<&str> {
        self.items.iter().map(|item| item.place.as_str()).collect()
    }
}

/// What is found in a folder of these files.
fn read(name: &str, files: &[(&str, &str)]) -> Read {
    let dir = std::env::temp_dir().join(format!("copydesk-md-{}-{name}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    for (path, text) in files {
        let at = dir.join(path);
        std::fs::create_dir_all(at.parent().unwrap()).unwrap();
        std::fs::write(at, text).unwrap();
    }
    let archive = Archive::open(&dir).unwrap().unwrap();
    let archive = archive.at("2026-06-01T10:00:00Z".parse().unwrap());
    let mut read = Read {
        items: vec![],
        left: vec![],
        notes: vec![],
    };
    archive
        .read(&mut |found, _| {
            match found {
                Found::Item(item) => read.items.push(*item),
                Found::Left(one) => read.left.push(one),
                Found::Note(one) => read.notes.push(one),
                Found::Nothing => {}
            }
            Ok(())
        })
        .unwrap();
    std::fs::remove_dir_all(&dir).unwrap();
    // What stands for a path that was found is in nothing that is kept.
    let kept = serde_json::to_string(&read.items).unwrap();
    assert!(!kept.contains(super::paths::FOUND), "{kept}");
    read
}

/// A site of Hugo's.
fn hugos(name: &str) -> Read {
    read(
        name,
        &[
            (
                "hugo.toml",
                "baseURL = \"https://paper.example/\"\nlanguageCode = \"en-gb\"\n",
            ),
            ("content/_index.md", "---\ntitle: Paper\n---\n"),
            (
                "content/town/_index.md",
                "---\ntitle: The town\n---\nAll of it.\n",
            ),
            (
                "content/town/quay/index.md",
                "---\ntitle: The quay\ndate: 2024-05-01\nlastmod: 2024-05-02\nauthors: [Ana Li]\n\
            tags: [ports]\nurl: /news/quay/\naliases: [/old]\n---\nOne ![a](a%20b.png \"A *buoy*\")\n<!--more-->\n\n\
            {{< figure src=\"c.png\" alt=\"C [x]\" caption=\"See \\\"it\\\"\" >}}\n\n{{< youtube dQw4 >}} and [tides]({{< ref \"tides.md#low\" >}})\n\n\
            {{% odd a=1 %}}\n\n```\n{{</* figure src=x */>}}\n```\n\n{{< highlight go >}}\nfunc x()\n{{< /highlight >}}\n\n\
            <figure><img src=\"/img/d.png\" alt=\"D\"><figcaption>Words</figcaption></figure>\n\n{{< comment >}}not yet{{< /comment >}}\n",
            ),
            ("content/town/quay/a b.png", "x"),
            ("content/town/quay/c.png", "x"),
            ("content/town/quay/featured.jpg", "x"),
            ("static/img/d.png", "x"),
            (
                "content/town/tides.md",
                "+++\ntitle = \"Tides\"\ndate = 2024-05-03T10:00:00Z\ndraft = true\n+++\nSee [the quay](../quay/) and [it](/town/quay/).\n",
            ),
            ("content/about.md", "---\ntitle: About\n---\nUs.\n"),
            (
                "content/town/ebb.de.md",
                "---\ntitle: Ebbe\ndate: 2024-05-01\n---\nWasser.\n",
            ),
            ("README.md", "# How to build\n"),
            ("archetypes/default.md", "---\ntitle: x\n---\n"),
        ],
    )
}

#[test]
fn a_site_of_hugos_comes_with_its_bundles_and_shortcodes() {
    let read = hugos("hugo");
    assert_eq!(
        read.places(),
        [
            "content/about.md",
            "content/town/ebb.de.md",
            "content/town/quay/index.md",
            "content/town/tides.md"
        ]
    );
    let quay = read.at("content/town/quay/index.md");
    assert_eq!(
        quay.source,
        "markdown:paper.example:content/town/quay/index.md"
    );
    assert!(!quay.weak);
    assert_eq!(quay.stood, Stood::Published);
    assert_eq!(
        (quay.section.as_str(), quay.slug.as_deref()),
        ("The town", Some("quay"))
    );
    assert_eq!(
        quay.address.as_deref(),
        Some("https://paper.example/news/quay/")
    );
    assert_eq!(quay.meta, [("alias".to_owned(), "/old".to_owned())]);
    assert_eq!(
        quay.lead.as_ref().unwrap().address,
        "content/town/quay/featured.jpg"
    );
    assert_eq!(quay.language.as_deref(), Some("en-gb"));
    assert_eq!(
        quay.body,
        "One ![a](<content/town/quay/a b.png> \"A *buoy*\")\n\n\n![C \\[x\\]](content/town/quay/c.png \"See \\\"it\\\"\")\n\n\
         <https://www.youtube.com/watch?v=dQw4> and [tides](content/town/tides.md#low)\n\n`{{% odd a=1 %}}`\n\n```\n{{< figure src=x >}}\n```\n\n\n\
         ```go\nfunc x()\n```\n\n\n![D](static/img/d.png \"Words\")"
    );
    let left: Vec<&str> = quay.left.iter().map(|left| left.place.as_str()).collect();
    assert_eq!(left, ["shortcode “odd”", "comment"]);
}

#[test]
fn of_a_site_only_what_has_a_date_was_published() {
    let read = hugos("dates");
    let tides = read.at("content/town/tides.md");
    assert_eq!(tides.stood, Stood::Draft);
    assert_eq!(
        tides.body,
        "See [the quay](content/town/quay/index.md) and [it](content/town/quay/index.md)."
    );
    assert_eq!(read.at("content/about.md").stood, Stood::Draft);
    let ebb = read.at("content/town/ebb.de.md");
    assert_eq!(
        (ebb.language.as_deref(), ebb.slug.as_deref()),
        (Some("de"), Some("ebb"))
    );
    assert_eq!(read.left.len(), 1);
    assert!(
        read.notes[0].why.contains("Hugo") && read.notes[0].text == "2 of 4 were published there",
        "{:?}",
        read.notes
    );
}

#[test]
fn a_site_of_jekylls_comes_with_its_dates_and_liquid() {
    let read = read(
        "jekyll",
        &[
            (
                "_config.yml",
                "url: https://paper.example\nbaseurl: /blog\nlang: en\n",
            ),
            (
                "_posts/2024-05-01-the-quay.md",
                "---\nlayout: post\ntitle: \"The quay: open\"\ncategories: news town\ntags: ports ships\nimage: /assets/q.png\n---\n\
            One {{ page.title }} ![a]({{ site.baseurl }}/assets/q.png){: .wide }\n{: .note}\n\n* TOC\n{:toc}\n\n\
            [tides]({% post_url 2024-05-02-tides %}) {% include figure.html src=\"/assets/q.png\" alt=\"Q\" caption=\"Cap\" %}\n\n\
            {% highlight ruby %}\nputs 1\n{% endhighlight %}\n\n{% raw %}{{ shown }}{% endraw %}\n\n{% if x %}maybe{% endif %}\n",
            ),
            (
                "_posts/2024-05-02-tides.md",
                "---\ntitle: Tides\npublished: false\n---\nLow.\n",
            ),
            ("_drafts/later.md", "---\ntitle: Later\n---\nSoon.\n"),
            ("about.md", "---\ntitle: About\n---\nUs.\n"),
            ("notes.md", "No front matter.\n"),
            ("_layouts/post.html", "<html>{{ content }}</html>"),
            ("assets/q.png", "x"),
        ],
    );
    assert_eq!(
        read.places(),
        [
            "_drafts/later.md",
            "_posts/2024-05-01-the-quay.md",
            "_posts/2024-05-02-tides.md",
            "about.md"
        ]
    );
    let quay = read.at("_posts/2024-05-01-the-quay.md");
    assert_eq!(quay.published, "2024-05-01T00:00:00Z".parse().ok());
    assert_eq!(
        (quay.stood, quay.slug.as_deref()),
        (Stood::Published, Some("the-quay"))
    );
    assert_eq!(quay.lead.as_ref().unwrap().address, "assets/q.png");
    assert_eq!(quay.section, "news");
    assert_eq!(quay.tags, ["ports", "ships", "town"]);
    for part in [
        "One The quay: open ![a](assets/q.png)",
        "[tides](_posts/2024-05-02-tides.md) ![Q](assets/q.png \"Cap\")",
        "```ruby\nputs 1\n```",
        "{{ shown }}",
        "`{% if x %}`maybe`{% endif %}`",
    ] {
        assert!(quay.body.contains(part), "{part} in\n{}", quay.body);
    }
    assert!(
        !quay.body.contains("toc") && !quay.body.contains("TOC") && !quay.body.contains("{:"),
        "{}",
        quay.body
    );
    assert_eq!(read.at("_posts/2024-05-02-tides.md").stood, Stood::Draft);
    assert_eq!(read.at("_drafts/later.md").stood, Stood::Draft);
}

#[test]
fn notes_of_obsidians_lead_to_each_other_and_are_drafts() {
    let read = read(
        "obsidian",
        &[
            (
                "Town/The quay.md",
                "---\ntags: [ports, ships]\ndate: 2024-05-01\ncreated by: Ana\n---\n# The quay\n\nSee [[Tides]], [[Tides#Low water|the low]] and [[Nowhere]].\n\
            ![[quay.png|300]] ![[quay.png|A quay|100x50]]\n\n> [!warning]- Mind it\n> The rope.\n\n> [!tip]\n> Hold on.\n\n\
            ==marked== %%secret%% #harbour/east `[[code]]` 1 == 1 #1\n\nA block. ^abc1\n\n![[Tides]]\n\n| a | b |\n|---|---|\n| [[Tides\\|t]] | c |\n\n\
            [md](Tides.md) ![x](../files/quay.png) [[#Here]], [[#Boats#Old ones|below]], [[#^abc1]] and [[Tides#Low#Spring]].\n",
            ),
            ("Notes/Tides.md", "Low and high.\n"),
            ("files/quay.png", "x"),
            ("Board.canvas", "{}"),
            ("Empty.md", ""),
        ],
    );
    assert_eq!(read.places(), ["Notes/Tides.md", "Town/The quay.md"]);
    let quay = read.at("Town/The quay.md");
    assert_eq!(quay.title, "The quay");
    assert_eq!((quay.stood, quay.published), (Stood::Draft, None));
    assert_eq!(quay.section, "Town");
    assert_eq!(quay.tags, ["ports", "ships", "harbour/east"]);
    for part in [
        "See [Tides](Notes/Tides.md), [the low](Notes/Tides.md#Low%20water) and Nowhere.",
        "![](files/quay.png) ![A quay](files/quay.png)",
        "> **Mind it**\n>\n> The rope.",
        "> **Tip**\n>\n> Hold on.",
        "<mark>marked</mark>  #harbour/east `[[code]]` 1 == 1 #1",
        "A block.\n",
        "\n\n[Tides](Notes/Tides.md)\n\n",
        "| [t](Notes/Tides.md) | c |",
        "[md](Notes/Tides.md) ![x](files/quay.png) Here, below, abc1 and [Tides > Low > Spring](Notes/Tides.md#Low%23Spring).",
    ] {
        assert!(quay.body.contains(part), "{part} in\n{}", quay.body);
    }
    let left: Vec<(&str, &str)> = quay
        .left
        .iter()
        .map(|one| (one.place.as_str(), one.text.as_str()))
        .collect();
    let nowhere = ["Nowhere", "#Here", "#Boats#Old ones|below", "#^abc1"];
    let nowhere: Vec<(&str, &str)> = nowhere.iter().map(|text| ("link", *text)).collect();
    assert_eq!(left, [&[("comment", "secret")], &nowhere[..]].concat());
    for pair in [
        ("created by", "Ana"),
        ("block", "abc1"),
        ("date", "2024-05-01T00:00:00.000Z"),
    ] {
        assert!(
            quay.meta
                .iter()
                .any(|(name, value)| (name.as_str(), value.as_str()) == pair),
            "{pair:?} in {:?}",
            quay.meta
        );
    }
    let places: Vec<&str> = read.left.iter().map(|left| left.place.as_str()).collect();
    assert_eq!(places, ["Board.canvas", "Empty.md"]);
    assert_eq!(read.notes.len(), 3);
}

#[test]
fn sites_of_zolas_and_astros_are_known() {
    let zola = read(
        "zola",
        &[
            (
                "config.toml",
                "base_url = \"https://z.example\"\ndefault_language = \"en\"\n",
            ),
            ("content/blog/_index.md", "+++\ntitle = \"Blog\"\n+++\n"),
            (
                "content/blog/2024-05-01-quay.md",
                "+++\ntitle = \"Quay\"\n[taxonomies]\ntags = [\"ports\"]\n[extra]\nmood = \"calm\"\n+++\n\
            [tides](@/blog/tides.md) {{ youtube(id=\"abc\", autoplay=true) }} {{ odd() }}\n",
            ),
            (
                "content/blog/tides.md",
                "+++\ntitle = \"Tides\"\ndraft = true\ndate = 2024-05-01\n+++\nLow.\n",
            ),
        ],
    );
    let quay = zola.at("content/blog/2024-05-01-quay.md");
    assert_eq!(
        (quay.stood, quay.slug.as_deref()),
        (Stood::Published, Some("quay"))
    );
    assert_eq!(
        quay.body,
        "[tides](content/blog/tides.md) <https://www.youtube.com/watch?v=abc> `{{ odd() }}`"
    );
    assert_eq!(quay.meta, [("mood".to_owned(), "calm".to_owned())]);
    assert!(zola.notes[0].why.contains("Zola"));
    let astro = read(
        "astro",
        &[
            ("astro.config.mjs", "export default {}"),
            (
                "src/content/blog/quay.mdx",
                "---\ntitle: Quay\npubDate: \"May 1 2024\"\nheroImage: ./q.png\n---\nimport X from './x';\n\nOne <X a={1} /> two.\n",
            ),
            ("src/content/blog/q.png", "x"),
            ("README.md", "x"),
        ],
    );
    let quay = astro.at("src/content/blog/quay.mdx");
    assert_eq!(quay.stood, Stood::Published);
    assert_eq!(
        quay.lead.as_ref().unwrap().address,
        "src/content/blog/q.png"
    );
    assert_eq!(quay.body, "One `<X a={1} />` two.");
    assert_eq!(quay.left.len(), 2);
}

#[test]
fn our_own_export_for_hugo_comes_back() {
    let (article, revision) = ("0197f0c0-ffee-7000-8000-000000000001", "ab".repeat(32));
    let picture = format!("{}.png", "cd".repeat(32));
    let quay = format!(
        "---\ntitle: \"The quay\"\ndate: \"2024-05-01T10:00:00Z\"\nlastmod: \"2024-05-02T10:00:00Z\"\nslug: \"the-quay\"\n\
        description: \"It took years.\"\nkicker: \"Ports\"\nstandfirst: \"It took years.\"\nsection: \"Town\"\ntags: [\"ports\",\"ships\"]\nauthors: [\"Ana Li\"]\n\
        bylines: [{{\"about\":\"Writes.\",\"links\":[\"https://ana.example\"],\"name\":\"Ana Li\",\"picture\":null,\"publications\":[\"The Post\"],\"role\":\"Reporter\"}}]\n\
        language: \"en\"\ndirection: \"ltr\"\nimages: [\"{picture}\"]\nlead: {{\"alt\":\"A quay\",\"caption\":\"Seen\",\"credit\":\"Bo\",\"file\":\"{picture}\"}}\n\
        related: [{{\"path\":null,\"title\":\"Tides\"}}]\narticle: \"{article}\"\nrevision: \"{revision}\"\n---\n\n\
        Ships *come* in.\n\n![b]({picture} \"Cap\")\n\n[Tides](../../town/tides/) and {{\\{{< odd >}}}} and H<sub>2</sub>O.\n"
    );
    let tides = format!(
        "---\ntitle: \"Tides\"\ndate: \"2024-05-01T10:00:00Z\"\narticle: \"{}2\"\nrevision: \"{revision}\"\n---\n\nLow.\n",
        &article[..35]
    );
    let read = read(
        "ours",
        &[
            (
                "markdown/hugo.toml",
                "baseURL = \"https://paper.example\"\ntitle = \"Paper\"\n",
            ),
            (
                "markdown/content/_index.md",
                "---\ntitle: \"Paper\"\n---\n\n",
            ),
            (
                "markdown/content/town/_index.md",
                "---\ntitle: \"Town\"\n---\n\n",
            ),
            ("markdown/content/town/the-quay/index.md", &quay),
            (&format!("markdown/content/town/the-quay/{picture}"), "x"),
            ("markdown/content/town/tides/index.md", &tides),
            ("markdown/layouts/_default/single.html", "<html></html>"),
        ],
    );
    let item = read.at("markdown/content/town/the-quay/index.md");
    assert_eq!(item.source, format!("copydesk:{article}"));
    assert_eq!(item.stood, Stood::Published);
    let here = format!("markdown/content/town/the-quay/{picture}");
    assert_eq!(
        item.body,
        format!(
            "Ships *come* in.\n\n![b]({here} \"Cap\")\n\n[Tides](https://paper.example/town/tides/) and {{{{< odd >}}}} and H<sub>2</sub>O."
        )
    );
    let lead = item.lead.as_ref().unwrap();
    assert_eq!(
        (
            lead.address.as_str(),
            lead.alt.as_str(),
            lead.caption.as_str(),
            lead.credit.as_str()
        ),
        (here.as_str(), "A quay", "Seen", "Bo")
    );
    assert_eq!(
        (
            item.kicker.as_str(),
            item.standfirst.as_str(),
            item.section.as_str()
        ),
        ("Ports", "It took years.", "Town")
    );
    assert_eq!(
        (item.search_description.as_str(), item.related.as_slice()),
        ("", ["Tides".to_owned()].as_slice())
    );
    people(item);
    assert!(item.left.is_empty(), "{:?}", item.left);
}

/// Who wrote it, and what it is about.
fn people(item: &Item) {
    assert_eq!(item.tags, ["ports", "ships"]);
    let byline = &item.bylines[0];
    assert_eq!(
        (
            byline.role.as_str(),
            byline.about.as_str(),
            byline.publications.as_slice()
        ),
        ("Reporter", "Writes.", ["The Post".to_owned()].as_slice())
    );
    assert_eq!(item.bylines.len(), 1);
    assert_eq!(item.changed, "2024-05-02T10:00:00Z".parse().ok());
}

#[test]
fn two_sites_with_the_same_names_are_two() {
    let site = |name: &str, base: &str, text: &str| {
        let settings = format!("baseURL = \"{base}\"");
        let files = [
            ("hugo.toml", settings.as_str()),
            ("content/posts/first.md", text),
        ];
        let read = read(name, &files);
        let item = read.at("content/posts/first.md");
        (item.source.clone(), item.weak)
    };
    let text = "---\ntitle: First\ndate: 2024-05-01\n---\nWords.";
    let one = site("site-a", "https://a.example/", text);
    assert_eq!(
        one,
        ("markdown:a.example:content/posts/first.md".into(), false)
    );
    // The same one after an edit, and under another protocol.
    let edited = text.replace("Words", "Other words");
    assert_eq!(one, site("site-a", "http://www.a.example", &edited));
    assert_ne!(one, site("site-b", "https://b.example/", text));
    // What each new site is called names none.
    let nameless = site("site-c", "https://example.org/", text);
    assert_eq!(nameless, ("markdown:content/posts/first.md".into(), true));
    let own = text.replace("---\nWords", "id: 20240501-1200-77aa\n---\nWords");
    assert_eq!(
        site("site-d", "", &own),
        ("markdown:#20240501-1200-77aa".into(), false)
    );
    let twice = [
        ("a.md", "---\nid: 20240501-1200-77aa\n---\nOne"),
        ("b.md", "---\nid: 20240501-1200-77aa\n---\nTwo"),
    ];
    let twice = read("site-e", &twice);
    assert!(!twice.at("a.md").weak && twice.at("b.md").weak);
    assert_ne!(twice.at("a.md").source, twice.at("b.md").source);
}

#[test]
fn what_was_not_out_on_a_site_is_no_article_that_was() {
    let text = |more: &str| format!("---\ntitle: A\n{more}\n---\nWords.");
    let old = "date: 2020-01-01";
    let never = format!("{old}\nbuild:\n  render: never\n  list: never");
    let before = format!("{old}\n_build:\n  render: false");
    let cases = [
        ("out", text(old), Stood::Published),
        ("leak", text("date: 2030-01-01"), Stood::Scheduled),
        (
            "publish",
            text("date: 2020-01-01\npublishDate: 2030-01-01"),
            Stood::Scheduled,
        ),
        (
            "gone",
            text(&format!("{old}\nexpiryDate: 2021-01-01")),
            Stood::Draft,
        ),
        (
            "stays",
            text(&format!("{old}\nexpiryDate: 2031-01-01")),
            Stood::Published,
        ),
        ("never", text(&never), Stood::Draft),
        ("before", text(&before), Stood::Draft),
        (
            "headless",
            text(&format!("{old}\nheadless: true")),
            Stood::Draft,
        ),
    ];
    let paths: Vec<String> = cases
        .iter()
        .map(|(name, ..)| format!("content/posts/{name}.md"))
        .collect();
    let mut files = vec![("hugo.toml", "baseURL = \"https://a.example\"")];
    let texts = paths.iter().zip(&cases);
    files.extend(texts.map(|(path, (_, text, _))| (path.as_str(), text.as_str())));
    let found = read("unseen", &files);
    for (path, (name, _, wanted)) in paths.iter().zip(&cases) {
        let item = found.at(path);
        assert_eq!(item.stood, *wanted, "{name}");
        let told = item
            .left
            .iter()
            .any(|left| left.why.contains("comes in as a draft"));
        assert_eq!(told, *wanted == Stood::Draft, "{name}: {:?}", item.left);
    }
    let jekyll = read(
        "unseen-jekyll",
        &[
            ("_config.yml", "url: https://a.example\n"),
            ("_posts/2024-05-01-out.md", &text("layout: post")),
            ("_posts/2024-05-01-no.md", &text("published: false")),
            ("_posts/2030-05-01-later.md", &text("layout: post")),
            ("_drafts/2024-05-01-draft.md", &text("layout: post")),
        ],
    );
    for (path, wanted) in [
        ("_posts/2024-05-01-out.md", Stood::Published),
        ("_posts/2024-05-01-no.md", Stood::Draft),
        ("_posts/2030-05-01-later.md", Stood::Scheduled),
        ("_drafts/2024-05-01-draft.md", Stood::Draft),
    ] {
        assert_eq!(jekyll.at(path).stood, wanted, "{path}");
    }
}
