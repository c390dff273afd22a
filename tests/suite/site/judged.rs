//! What judges that are not ours say of a whole site.

use super::{files, sample};
use crate::judges;
use std::fs;

#[test]
fn a_judge_of_pages_finds_what_was_spoilt() {
    let dir = tempfile::tempdir().unwrap();
    let page = dir.path().join("spoilt.html");
    fs::write(
        &page,
        "<!DOCTYPE html><html lang=\"en\"><title>x</title><p style=\"color:#999;background:#aaa\">Faint</p>\
         <img src=\"x.png\"><table><tr><p>no</table></html>",
    )
    .unwrap();
    assert!(judges::html_faults(dir.path()).len() >= 2);
    let faults = judges::access_faults(&[page]);
    for known in ["color-contrast", "image-alt"] {
        assert!(
            faults.iter().any(|fault| fault.contains(known)),
            "{known} in {faults:?}"
        );
    }
    assert!(faults.iter().any(|fault| fault.contains("(dark, 390)")));
}

#[test]
fn judges_of_feeds_and_sitemaps_find_what_was_spoilt() {
    let dir = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let file = dir.path().join(name);
        fs::write(&file, text).unwrap();
        file
    };
    let map = |inner: &str| {
        format!(
            "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{inner}</sitemapindex>"
        )
    };
    let good = put(
        "good.xml",
        &map("<sitemap><loc>https://gazette.example/sitemap-1.xml</loc></sitemap>"),
    );
    assert_eq!(judges::xml_faults("siteindex.xsd", &good), "");
    let bad = put(
        "bad.xml",
        &map("<sitemap><loc>sitemap-1.xml</loc></sitemap>"),
    );
    assert!(judges::xml_faults("siteindex.xsd", &bad).contains("loc"));
    let feed = put(
        "feed.json",
        "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": [{\"id\": 7}]}",
    );
    assert!(judges::json_faults(super::JSON_FEED, &[feed]).contains("title"));
    let cut = put(
        "cut.xml",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Cut",
    );
    let read = judges::feeds(std::slice::from_ref(&cut));
    assert_ne!(read[cut.to_str().unwrap()]["wrong"], "");
}

#[test]
fn judges_find_nothing_wrong_with_the_sample_newsrooms_site() {
    let (_room, bundle) = sample();
    let site = bundle.join("site");
    assert_eq!(judges::html_faults(&site), Vec::<String>::new());
    let pages = files(&site, ".html");
    assert!(pages.len() > 10, "{pages:?}");
    assert_eq!(judges::access_faults(&pages), Vec::<String>::new());
}
