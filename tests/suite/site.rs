//! The site that a bundle holds: its pages, its feeds, its theme, and what judges that are not ours say of them.

mod feeds;
mod judged;
mod pages;
mod theme;

use crate::{
    newsroom::Newsroom,
    office::{ADMIN, Office, REVIEWER, WRITER},
};
use serde_json::{Value, json};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// The schema of JSON Feed 1.1, among the judges' files.
const JSON_FEED: &str = "node_modules/jsonfeed-schema/schema-v1.1.json";

/// Every file below `dir` whose name ends so, sorted.
fn files(dir: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = vec![];
    let mut next = vec![dir.to_owned()];
    while let Some(dir) = next.pop() {
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                next.push(path);
            } else if path.to_string_lossy().ends_with(end) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The sample newsroom's bundle, exported to a folder.
fn sample() -> (Newsroom, PathBuf) {
    let room = Newsroom::sample();
    let out = room.path("bundle");
    let export = ["export", "--out", out.to_str().unwrap()];
    assert_eq!(room.ask("Nils Aho", &export).status, 0);
    (room, out)
}

/// An approved article with these fields beside its headline; gives its id.
fn article(office: &Office, title: &str, mut fields: Value) -> String {
    let id = office.draft(title);
    fields["article"] = json!(id);
    office.does(WRITER, "article_edit", fields);
    office.does(WRITER, "article_submit", json!({"article": id}));
    office.does(REVIEWER, "review_approve", json!({"article": id}));
    id
}

/// A newsroom that says where its site is.
fn office() -> Office {
    let office = Office::staffed();
    let settings =
        json!({"name": "The Harbour Gazette", "base_url": "https://gazette.example/paper/"});
    office.does(ADMIN, "settings_set", json!({"settings": settings}));
    office
}

fn verified(office: &Office, bundle: &Path) {
    let proof = office.does("", "verify_bundle", json!({"path": bundle}));
    assert_eq!(proof["faults"], json!([]));
    assert_eq!(proof["reprinted"], json!(true));
}

/// What stands in every attribute of this name, its entities resolved.
fn attributes<'a>(page: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    let after = page.split(start.as_str()).skip(1);
    after.map(|rest| rest.split('"').next().unwrap()).collect()
}

/// The links and files of a site's pages that lead nowhere, as `page: link`.
fn dead_links(site: &Path) -> Vec<String> {
    let mut dead = vec![];
    for page in files(site, ".html") {
        let text = fs::read_to_string(&page).unwrap();
        let hrefs = [attributes(&text, "href"), attributes(&text, "src")].concat();
        for link in hrefs {
            let path = link.split('#').next().unwrap();
            if path.is_empty() || path.contains("://") || path.starts_with("mailto:") {
                continue;
            }
            let target = match path.strip_prefix("/paper/") {
                Some(rooted) => site.join(rooted),
                None => page.parent().unwrap().join(path),
            };
            if !target.is_file() {
                dead.push(format!("{}: {link}", page.display()));
            }
        }
    }
    dead
}
