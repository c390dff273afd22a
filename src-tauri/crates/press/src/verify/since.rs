//! What the open library knows of a release by its own key: that it never made it, and what it did since.

use super::{Found, Since, Trust};
use model::bundle::Manifest;

/// Says of a release by this library's own key that it holds what never became live here.
pub(super) fn unreleased(manifest: &Manifest, trust: &Trust, found: &mut Found) {
    let Some(live) = trust.live else {
        return;
    };
    let mut articles = manifest.articles.iter();
    let first = articles.find(|article| !live(article.article, article.revision));
    if let Some(first) = first {
        let more = articles.filter(|article| !live(article.article, article.revision));
        let more = match more.count() {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        let detail = format!(
            "This library has not released “{}”{more} as it is here: the export was cut short just before its end, or a copy \
             of the library made it. Export again to the same place, and both agree.",
            first.title
        );
        found.note("manifest.json", "not-released", detail);
    }
}

/// Tells of each article what the open library knows of it since.
pub(super) fn outdated(manifest: &Manifest, trust: &Trust, found: &mut Found) {
    let (Some(live), Some(since)) = (trust.live, trust.since) else {
        return;
    };
    let known = manifest.articles.iter();
    for article in known.filter(|article| live(article.article, article.revision)) {
        match since(article.article, article.revision) {
            Some(Since::Newer) => found.note(
                &article.page,
                "older",
                "This library released another text of it since.",
            ),
            Some(Since::Withdrawn) => found.note(
                &article.page,
                "withdrawn",
                "This library withdrew it since.",
            ),
            None => {}
        }
    }
}
