//! What the open library knows of a release by its own key: that it never made it, and what it did since.

use super::{Found, Release, Since, Trust};
use model::{Hash, bundle::Manifest};

/// What such a notice is about.
const NAME: &str = "manifest.json";

/// Says of a release by this library's own key that it never made it, or made another since.
pub(super) fn unreleased(
    manifest: &Manifest,
    itself: Option<Hash>,
    trust: &Trust,
    found: &mut Found,
) {
    let (Some(live), Some(released)) = (trust.live, trust.released) else {
        return;
    };
    match itself.and_then(released) {
        Some(Release::Newest) => return,
        Some(Release::Older) => {
            let detail =
                "This library released another bundle of the same edition and profile since.";
            return found.note(NAME, "older", detail);
        }
        None => {}
    }
    let mut articles = manifest.articles.iter();
    let first = articles.find(|article| !live(article.article, article.revision));
    let what = first.map_or_else(
        || "this bundle, though each of its texts was live".to_owned(),
        |first| {
            let more = articles.filter(|article| !live(article.article, article.revision));
            let more = match more.count() {
                0 => String::new(),
                n => format!(" and {n} more"),
            };
            format!("“{}”{more} as it is here", first.title)
        },
    );
    let detail = format!(
        "This library has not released {what}: the export was cut short just before its end, or a copy of the library made it. \
         Export again to the same place, and both agree."
    );
    found.note(NAME, "not-released", detail);
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
