//! Where Hugo’s pages are.

use super::read;
use std::sync::atomic::{AtomicUsize, Ordering};

const HEAD: &str = "title: The Old Crane\ndate: 2024-05-01T00:30:00+02:00";
const POST: &str = "content/posts/crane.md";

/// The address of a text with this head under these settings, and what is said of addresses that can’t be told.
fn at(settings: &str, path: &str, head: &str) -> (Option<String>, Vec<String>) {
    let text = format!("---\n{head}\n---\nIt lifts.\n");
    let settings = format!("baseURL = \"https://a.example/\"\n{settings}");
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("permalinks-{}", NEXT.fetch_add(1, Ordering::Relaxed));
    let read = read(&name, &[("hugo.toml", &settings), (path, &text)]);
    let told = read.notes.iter();
    let told = told.filter(|note| note.why.contains("old addresses"));
    let told = told.map(|note| format!("{} {}", note.place, note.text));
    (read.at(path).address.clone(), told.collect())
}

#[test]
fn a_page_of_hugos_is_where_its_patterns_say() {
    let post = POST;
    for (settings, path, head, wanted) in [
        (
            "[permalinks]\nposts = \"/:year/:month/:day/:slug/\"",
            post,
            HEAD,
            "2024/05/01/the-old-crane/",
        ),
        (
            "[permalinks]\nposts = \"/:year/:month/:slug/\"",
            post,
            &format!("{HEAD}\nslug: crane-1"),
            "2024/05/crane-1/",
        ),
        (
            "[permalinks.page]\nposts = \"/:section/:filename\"",
            post,
            HEAD,
            "posts/crane/",
        ),
        (
            "[permalinks]\nposts = \"/:sections/:title/\"",
            "content/posts/a/b/x.md",
            HEAD,
            "posts/a/b/the-old-crane/",
        ),
        (
            "[permalinks]\nposts = \"/n-:contentbasename/\"",
            "content/posts/Crane/index.md",
            HEAD,
            "n-crane/",
        ),
        (
            "[permalinks]\nnews = \"/:year/:slug/\"",
            post,
            HEAD,
            "posts/crane/",
        ),
        ("uglyURLs = true", post, HEAD, "posts/crane.html"),
        (
            "disablePathToLower = true",
            "content/posts/Crane.md",
            HEAD,
            "posts/Crane/",
        ),
        (
            "title = \"Of languages and permalinks\"",
            post,
            HEAD,
            "posts/crane/",
        ),
    ] {
        let wanted = format!("https://a.example/{wanted}");
        assert_eq!(
            at(settings, path, head),
            (Some(wanted), vec![]),
            "{settings}"
        );
    }
}

#[test]
fn what_can_t_be_told_of_addresses_is_said() {
    let post = POST;
    let odd = "[permalinks]\nposts = \"/:year/:weekday/:slug/\"";
    assert_eq!(
        at(odd, post, HEAD),
        (None, vec!["posts /:year/:weekday/:slug/".to_owned()])
    );
    let several = "[languages.en]\nweight = 1\n[languages.de]\nweight = 2";
    assert_eq!(
        at(several, post, HEAD),
        (None, vec!["addresses ".to_owned()])
    );
    let settings = "baseURL = \"https://a.example/\"\n";
    let text = format!("---\n{HEAD}\n---\nIt lifts.\n");
    let apart = [
        ("config/_default/hugo.toml", settings),
        (
            "config/_default/permalinks.toml",
            "posts = \"/:year/:slug/\"\n",
        ),
        (post, text.as_str()),
    ];
    let read = read("permalinks-apart", &apart);
    assert_eq!(
        read.at(post).address.as_deref(),
        Some("https://a.example/2024/the-old-crane/")
    );
}
