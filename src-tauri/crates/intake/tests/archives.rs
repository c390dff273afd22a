//! Archives that nobody wrote well: any bytes, any mutation and any depth is read or refused, within bounds, and no word of
//! what is well formed is lost.

#![allow(clippy::unwrap_used, reason = "a test that can't go on fails")]

use intake::archive::{Archive, Found};
use model::{archive::Item, page::Leftover};
use proptest::{prelude::*, test_runner::Config};
use serde_json::{Value, json};
use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

static NEXT: AtomicUsize = AtomicUsize::new(0);

/// A folder of its own.
struct Dir(PathBuf);

impl Dir {
    fn new() -> Self {
        let nth = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("copydesk-archives-{}-{nth}", std::process::id());
        let dir = std::env::temp_dir().join(name);
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(&dir).unwrap();
        Self(dir)
    }

    fn put(&self, path: &str, bytes: &[u8]) -> &Self {
        let at = self.0.join(path);
        std::fs::create_dir_all(at.parent().unwrap()).unwrap();
        std::fs::write(at, bytes).unwrap();
        self
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// What is found; nothing where it is refused, or no archive.
fn read(at: &Path) -> (Vec<Item>, Vec<Leftover>) {
    let (mut items, mut left) = (vec![], vec![]);
    if let Ok(Some(archive)) = Archive::open(at) {
        let _ = archive.read(&mut |found, part| {
            assert!((0.0..=1.0).contains(&part), "{part}");
            match found {
                Found::Item(item) => items.push(*item),
                Found::Left(one) | Found::Note(one) => left.push(one),
                Found::Nothing => {}
            }
            Ok(())
        });
    }
    (items, left)
}

/// Everything that is said of an archive, in one text.
fn said(at: &Path) -> String {
    let (items, left) = read(at);
    let mut out = String::new();
    for one in &left {
        out.push_str(&format!("{} {}\n", one.place, one.text));
    }
    for item in items {
        let lead = item.lead.unwrap_or_default();
        let parts = [
            item.title,
            item.kicker,
            item.standfirst,
            item.section,
            item.body,
            lead.alt,
            lead.caption,
        ];
        out.push_str(&parts.join("\n"));
        out.push_str(&item.tags.join("\n"));
        for one in item.left {
            out.push_str(&format!("\n{}", one.text));
        }
        for (name, value) in item.meta {
            out.push_str(&format!("\n{name} {value}"));
        }
    }
    out
}

fn cases(count: u32) -> Config {
    Config {
        cases: count,
        failure_persistence: None,
        ..Config::default()
    }
}

/// Pieces of Markdown and of what programs put into it, to be thrown together.
const PIECES: [&str; 44] = [
    "---\n",
    "+++\n",
    "title: a\n",
    "- x\n",
    "{{< ",
    " >}}",
    "{{% ",
    " %}}",
    "{{ ",
    " }}",
    "{% ",
    " %}",
    "figure src=\"a\"",
    "highlight go",
    "/highlight",
    "raw",
    "endraw",
    "[[",
    "]]",
    "![[",
    "|",
    "#",
    "^abc\n",
    "%%",
    "==",
    "> [!note]",
    "\n\n",
    "    ",
    "```\n",
    "`",
    "<img src=\"data:image/png;base64,AAAA\">",
    "![a](b \"c\")",
    "[a]: <b>\n",
    "<iframe src=x>",
    "<!--",
    "-->",
    "</",
    "&a *b",
    "{:.c}",
    "\u{0}",
    "é",
    "word ",
    "data:image/",
    "&x: [*x]\n",
];

fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => prop::sample::select(&PIECES[..]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|all| all.concat())
}

/// A site or a folder of notes, by what marks it.
fn marks() -> impl Strategy<Value = (&'static str, &'static str)> {
    prop::sample::select(vec![
        ("hugo.toml", "content/a/b.md"),
        ("_config.yml", "_posts/2024-05-01-b.md"),
        ("x.md", "a/b.md"),
        ("astro.config.mjs", "src/content/b.mdx"),
        ("config.toml", "content/a/b.md"),
    ])
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn any_folder_of_texts_is_read((mark, path) in marks(), text in soup(), other in soup()) {
        let dir = Dir::new();
        let settings = if mark == "config.toml" { "base_url = \"https://a.example\"" } else { &other };
        dir.put(mark, settings.as_bytes()).put(path, text.as_bytes());
        let (items, left) = read(&dir.0);
        prop_assert!(items.len() + left.len() <= 20);
        for item in items {
            prop_assert!(item.body.len() <= text.len() * 20 + other.len() * 20 + 1_000, "{}", item.body.len());
        }
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        let dir = Dir::new();
        dir.put("a.md", &bytes).put("a.textbundle/text.md", &bytes).put("a.textbundle/info.json", &bytes);
        read(&dir.0);
        let mut export = b"{\"db\":[{\"data\":{\"posts\":[{\"id\":\"1\",\"html\":\"".to_vec();
        export.extend(&bytes);
        let dir = Dir::new();
        dir.put("export.json", &export);
        read(&dir.0.join("export.json"));
    }

    #[test]
    fn any_mutation_of_an_export_is_read(cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3_u8), 1..8)) {
        let mut bytes = export().to_string().into_bytes();
        for (at, byte, how) in cuts {
            let at = at.index(bytes.len());
            match how {
                0 => bytes[at] = byte,
                1 => { bytes.remove(at); }
                _ => bytes.insert(at, byte),
            }
        }
        let dir = Dir::new();
        dir.put("export.json", &bytes);
        let (items, _) = read(&dir.0.join("export.json"));
        for item in items {
            prop_assert!(item.body.len() < 20_000);
        }
    }

    #[test]
    fn no_word_of_a_tree_is_lost(tree in nodes()) {
        let text = json!({"root": {"type": "root", "children": tree}});
        let data = json!({"posts": [{"id": "1", "title": "T", "lexical": text.to_string()}]});
        let dir = Dir::new();
        dir.put("export.json", json!({"db": [{"data": data}]}).to_string().as_bytes());
        let said = said(&dir.0.join("export.json"));
        for word in words(&tree) {
            prop_assert!(said.contains(&word), "{word} in {said}\n{tree}");
        }
    }

    #[test]
    fn no_word_of_a_note_is_lost((mark, path) in marks(), parts in prop::collection::vec(part(), 1..20)) {
        let dir = Dir::new();
        let mut text = "---\ntitle: wtitle\ndate: 2024-05-01\nwname: wvalue\nextra:\n  deep: [wdeep, {a: wdeeper}]\ntags: [wtag]\n---\n".to_owned();
        let mut all = vec!["wtitle".to_owned(), "wvalue".into(), "wdeep".into(), "wdeeper".into(), "wtag".into()];
        for (nth, part) in parts.iter().enumerate() {
            let word = format!("word{nth}x");
            text.push_str(&part.replace('@', &word));
            all.push(word);
        }
        let settings = if mark == "config.toml" { "base_url = \"https://a.example\"" } else { "" };
        dir.put(mark, settings.as_bytes()).put(path, text.as_bytes());
        let said = said(&dir.0);
        for word in all {
            prop_assert!(said.contains(&word), "{word} in {said}\nof\n{text}");
        }
    }
}

/// Parts of well-formed notes, with a word at `@`.
fn part() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "@ *@* **@** `@` [@](https://a.example/@ \"@\")\n\n",
        "## @\n\n",
        "> [!note] @\n> @\n\n",
        "> @\n\n",
        "- @\n- [ ] @\n\n",
        "[[@]] ![[@|@]] [[@#@|@]]\n\n",
        "![[@.png|300]]\n\n",
        "==@== %%@%% #@ @ ^@\n\n",
        "{{< figure src=\"@.png\" alt=\"@\" caption=\"@\" >}}\n\n",
        "{{< @ >}} {{% @ %}} {{< comment >}}@{{< /comment >}}\n\n",
        "{{< highlight go >}}\n@\n{{< /highlight >}}\n\n",
        "{% @ %} {{ @ }} {% raw %}@{% endraw %} {% comment %}@{% endcomment %}\n\n",
        "{% include figure.html src=\"@.png\" alt=\"@\" caption=\"@\" %}\n\n",
        "{% highlight go %}\n@\n{% endhighlight %}\n\n",
        "```go\n@ {{< @ >}} [[@]] %%@%%\n```\n\n",
        "<p>@</p>\n\n",
        "<div><iframe src=\"https://a.example/@\"></iframe><p>@</p></div>\n\n",
        "a <video src=\"@.mp4\"></video> @\n\n",
        "<figure><img src=\"@.png\" alt=\"@\"><figcaption>@</figcaption></figure>\n\n",
        "![@](@.png \"@\")\n\n",
        "| @ | b |\n|---|---|\n| @ | [[@\\|@]] |\n\n",
        "@[^1]\n\n[^1]: @\n\n",
        "<Thing a=\"@\" /> @\n\n",
    ])
}

/// Every word of a tree: those that begin with a `w`.
fn words(tree: &Value) -> Vec<String> {
    match tree {
        Value::String(text) => {
            let all = text.split(|c: char| !c.is_alphanumeric());
            all.filter(|word| word.starts_with('w') && word.len() > 4)
                .map(str::to_owned)
                .collect()
        }
        Value::Array(all) => all.iter().flat_map(words).collect(),
        Value::Object(all) => all.values().flat_map(words).collect(),
        _ => vec![],
    }
}

fn nodes() -> impl Strategy<Value = Value> {
    let word = "w[a-z]{4}[0-9]{3}";
    let text = (word, 0..256_u64)
        .prop_map(|(text, format)| json!({"type": "text", "text": text, "format": format}));
    let inline = prop_oneof![
        4 => text.clone(),
        1 => (word, word).prop_map(|(text, to)| json!({"type": "link", "url": format!("https://{to}.example/"), "children": [{"type": "text", "text": text}]})),
        1 => Just(json!({"type": "linebreak"})),
    ];
    let line = prop::collection::vec(inline, 1..5);
    let block = prop_oneof![
        line.clone().prop_map(|all| json!({"type": "paragraph", "children": all})),
        line.clone().prop_map(|all| json!({"type": "heading", "tag": "h3", "children": all})),
        line.clone().prop_map(|all| json!({"type": "quote", "children": all})),
        line.clone().prop_map(|all| json!({"type": "unheard-of", "children": all})),
        (line.clone(), any::<bool>()).prop_map(|(all, number)| json!({"type": "list", "listType": if number { "number" } else { "bullet" },
            "children": [{"type": "listitem", "children": all}]})),
        (word, word, word).prop_map(|(a, b, c)| json!({"type": "image", "src": format!("https://a.example/{a}.png"), "alt": b, "caption": format!("<i>{c}</i>")})),
        (word, word, word).prop_map(|(a, b, c)| json!({"type": "bookmark", "url": format!("https://a.example/{a}"), "metadata": {"title": b, "description": c}})),
        (word, word).prop_map(|(a, b)| json!({"type": "callout", "calloutText": a, "calloutEmoji": b})),
        (word, word).prop_map(|(a, b)| json!({"type": "toggle", "heading": a, "content": format!("<p>{b}</p>")})),
        (word, word).prop_map(|(a, b)| json!({"type": "button", "buttonText": a, "buttonUrl": format!("https://a.example/{b}")})),
        (word, word).prop_map(|(a, b)| json!({"type": "file", "fileTitle": a, "src": format!("https://a.example/{b}")})),
        (word, word, word).prop_map(|(a, b, c)| json!({"type": "product", "productTitle": a, "productDescription": b, "productImageSrc": format!("https://a.example/{c}")})),
        word.prop_map(|a| json!({"type": "email", "html": a})),
        word.prop_map(|a| json!({"type": "html", "html": format!("<section>{a}</section>")})),
        word.prop_map(|a| json!({"type": "markdown", "markdown": a})),
        word.prop_map(|a| json!({"type": "codeblock", "code": a})),
        word.prop_map(|a| json!({"type": "mystery", "words": a})),
    ];
    prop::collection::vec(block, 1..8).prop_map(Value::Array)
}

fn export() -> Value {
    json!({"db": [{"meta": {"exported_on": 1}, "data": {
        "posts": [{"id": "1", "title": "T", "html": "<p>One</p><div class=\"kg-card kg-callout-card\"><div class=\"kg-callout-text\">x</div></div>"},
            {"id": "2", "title": "U", "lexical": "{\"root\":{\"children\":[{\"type\":\"paragraph\",\"children\":[{\"type\":\"text\",\"text\":\"x\"}]}]}}"},
            {"id": "3", "mobiledoc": "{\"markups\":[[\"a\",[\"href\",\"x\"]]],\"cards\":[[\"hr\",{}]],\"sections\":[[1,\"p\",[[0,[0],1,\"x\"]]],[10,0]]}"}],
        "tags": [{"id": "1", "name": "A"}], "posts_tags": [{"post_id": "1", "tag_id": "1"}],
        "users": [{"id": "1", "name": "B"}], "posts_authors": [{"post_id": "1", "author_id": "1"}],
        "settings": [{"key": "url", "value": "https://a.example"}]}}]})
}

/// Depth and number are no trouble: of each of these there is far more than anyone writes.
#[test]
fn depth_and_length_are_no_trouble() {
    let many = 20_000;
    for text in [
        "[[".repeat(many),
        "{{< a >}}".repeat(many),
        "{% a %}{{<".repeat(many),
        "%%".repeat(many + 1),
        "==a".repeat(many),
        "> ".repeat(many),
        "#a ".repeat(many),
        format!("---\na: {}\n---\nx", "[".repeat(many)),
        format!("---\n{}---\nx", "a: &a [*a, *a]\n".repeat(many)),
        format!("+++\na = {}\n+++\nx", "[".repeat(many)),
        format!("{{\"a\": {}", "[".repeat(many)),
        "<iframe src=a>".repeat(1_000),
        "<!--".repeat(many),
        "![a](data:image/png;base64,".repeat(many),
        "{{< quote >}}\n".repeat(many),
        "{% raw %}\n".repeat(many),
        "{:toc}\n".repeat(many),
        format!(
            "---\ntags: [{}]\n---\nx",
            (0..many * 5)
                .map(|nth| format!("t{nth}"))
                .collect::<Vec<_>>()
                .join(", ")
        ),
    ] {
        let dir = Dir::new();
        dir.put("hugo.toml", b"")
            .put("content/a.md", text.as_bytes())
            .put("content/b/a.md", b"x");
        read(&dir.0);
        let dir = Dir::new();
        dir.put("a.md", text.as_bytes()).put(
            "_posts/2024-05-01-a.md",
            format!("---\na: b\n---\n{text}").as_bytes(),
        );
        read(&dir.0);
        let dir = Dir::new();
        dir.put("a.md", text.as_bytes());
        read(&dir.0);
    }
    let deep = format!(
        "{{\"db\":[{{\"data\":{{\"posts\":[{{\"id\":\"1\",\"html\":{}",
        "[".repeat(many)
    );
    let dir = Dir::new();
    dir.put("export.json", deep.as_bytes());
    read(&dir.0.join("export.json"));
}

/// An export that lies outside of the project, where the environment says so.
#[test]
fn a_real_export_is_read() {
    #[expect(
        clippy::disallowed_methods,
        reason = "a test may be told where real data lies"
    )]
    let Some(at) = std::env::var_os("COPYDESK_GHOST_EXPORT") else {
        println!("COPYDESK_GHOST_EXPORT names no export; none was read");
        return;
    };
    let (items, left) = read(Path::new(&at));
    for one in left {
        println!("{}: {}: {}", one.place, one.text, one.why);
    }
    let bytes: usize = items.iter().map(|item| item.body.len()).sum();
    println!("{} articles, {bytes} bytes of text", items.len());
}
