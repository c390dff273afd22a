//! Who wrote an article, as its page says it: the line below the headline and the box below the text.

use super::{picture::portrait, places::Folders};
use model::{
    article::{Byline, web_address},
    bundle::Surroundings,
};
use serde::Serialize;

/// A public author in the form in which templates take them.
#[derive(Serialize)]
pub(crate) struct AuthorForm<'a> {
    name: &'a str,
    /// The folder of the page that lists what they wrote, from the site's root; none where the name has no letter.
    path: Option<String>,
    role: &'a str,
    /// The biography's paragraphs.
    about: Vec<&'a str>,
    publications: &'a [String],
    links: Vec<LinkForm<'a>>,
    /// HTML.
    picture: Option<String>,
    /// Whether there is more to say than the name.
    pub(super) boxed: bool,
}

#[derive(Serialize)]
struct LinkForm<'a> {
    address: &'a str,
    words: &'a str,
}

/// The author behind a byline. Of the links only addresses on the web are printed: an article may hold others, from
/// the page that it came from.
pub(crate) fn author<'a>(
    byline: &'a Byline,
    root: &str,
    surroundings: &Surroundings,
    folders: &Folders,
) -> AuthorForm<'a> {
    let picture = byline
        .picture
        .and_then(|picture| portrait(picture, &byline.name, root, surroundings));
    let about: Vec<&str> = byline
        .about
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect();
    let links: Vec<LinkForm> = byline
        .links
        .iter()
        .filter(|link| web_address(link))
        .map(|link| LinkForm {
            address: link,
            words: spoken(link),
        })
        .collect();
    AuthorForm {
        name: &byline.name,
        path: (!byline.name.trim().is_empty()).then(|| folders.of_author(&byline.name)),
        role: &byline.role,
        boxed: picture.is_some()
            || !(byline.role.is_empty()
                && about.is_empty()
                && byline.publications.is_empty()
                && links.is_empty()),
        about,
        publications: &byline.publications,
        links,
        picture,
    }
}

/// An address as one would say it: without its scheme and the slash at its end.
fn spoken(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    rest.strip_suffix('/').unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use crate::{
        site::{self, Site},
        theme::Theme,
    };
    use model::{
        ArticleId, Hash,
        article::{Byline, Content},
        asset::{Asset, Media, Variant},
        bundle::{BundleKind, Placed, Surroundings},
    };

    const HOSTILE: &str = "<script>alert(1)</script>\n\n\"><img src=x onerror=alert(1)>";

    fn nora() -> Byline {
        Byline {
            name: "Nora Vale".into(),
            role: "Harbour reporter".into(),
            publications: vec!["Salt and Rope".into(), "The Long Quay".into()],
            about: "Writes about tides.\n\nShe keeps a log.".into(),
            links: vec![
                "https://www.vale.example/".into(),
                "https://boats.example/@nora".into(),
            ],
            picture: None,
        }
    }

    /// The box below the text on the page of an article with this byline.
    fn printed(byline: Byline, language: &str, assets: Vec<Asset>) -> String {
        let id: ArticleId = "01930000-0000-7000-8000-000000000007".parse().unwrap();
        let mut content = Content::new(id, language);
        content.title = "The ferry is late".into();
        content.slug = "ferry".into();
        content.body = "It was fog.\n".into();
        content.bylines = vec![byline];
        let surroundings = Surroundings {
            copydesk: "surroundings/1".into(),
            kind: BundleKind::Release,
            newsroom: "The Harbour Gazette".into(),
            language: "en".into(),
            time_zone: "UTC".into(),
            base_url: String::new(),
            comment_address: String::new(),
            articles: vec![],
            assets,
            withdrawn: vec![],
            edition: String::new(),
            fronts: std::collections::BTreeMap::new(),
            feeds: true,
        };
        let placed = Placed {
            article: id,
            revision: Hash::of(b""),
            date: None,
            proposed: vec![],
            moved_from: vec![],
            closed: false,
            comments: vec![],
        };
        let page = site::article(
            &Theme::builtin().unwrap(),
            &surroundings,
            &Site::default(),
            &placed,
            &content,
            markup::article_html(&content.body),
        );
        let html = String::from_utf8(page.unwrap().bytes).unwrap();
        let start = html.find("<section class=\"author").unwrap_or(html.len());
        let end = html[start..].find("</section>").unwrap_or_default();
        // The templates write a slash as its number, which says the same.
        html[start..start + end].replace("&#x2f;", "/")
    }

    #[test]
    fn an_author_is_introduced_with_role_life_works_and_links() {
        assert_eq!(
            printed(nora(), "en", vec![]),
            "<section class=\"author\" aria-label=\"About Nora Vale\">\n\
             <h2>About <bdi>Nora Vale</bdi></h2>\n\
             <p class=\"role\">Harbour reporter</p>\n\
             <p>Writes about tides.</p>\n\
             <p>She keeps a log.</p>\n\
             <p>Publications: <cite>Salt and Rope</cite>, <cite>The Long Quay</cite></p>\n\
             <ul class=\"links\">\n\
             <li><a href=\"https://www.vale.example/\" rel=\"noopener\" dir=\"ltr\">vale.example</a></li>\n\
             <li><a href=\"https://boats.example/@nora\" rel=\"noopener\" dir=\"ltr\">boats.example/@nora</a></li>\n\
             </ul>\n"
        );
    }

    #[test]
    fn a_picture_stands_beside_the_words_in_the_width_that_it_is_shown_in() {
        let file = |words: &str| Hash::of(words.as_bytes());
        let photograph = Asset {
            hash: file("wide"),
            media: Media::Jpeg,
            size: 1,
            width: 2000,
            height: 2000,
            variants: vec![Variant {
                hash: file("narrow"),
                media: Media::Jpeg,
                width: 480,
                height: 480,
            }],
        };
        let byline = Byline {
            name: "Nora \"Tide\" Vale".into(),
            picture: Some(photograph.hash),
            ..Byline::default()
        };
        let html = printed(byline.clone(), "fa", vec![photograph]);
        let narrow = format!("<img src=\"../../assets/{}.jpg\"", file("narrow"));
        assert!(html.contains(&narrow), "{html}");
        assert!(
            html.contains("alt=\"Nora &quot;Tide&quot; Vale\""),
            "{html}"
        );
        assert!(html.contains("class=\"author pictured\""), "{html}");
        assert_eq!(
            printed(byline, "fa", vec![]),
            "",
            "a picture that is not there says nothing"
        );
    }

    #[test]
    fn nothing_that_an_author_is_said_to_be_acts_on_the_page() {
        let hostile = Byline {
            name: HOSTILE.into(),
            role: HOSTILE.into(),
            publications: vec![HOSTILE.into()],
            about: HOSTILE.into(),
            links: [
                "javascript:alert(1)",
                "data:text/html,<b>",
                "https://x.example/\" onclick=\"alert(1)",
                "//x.example",
                "HTTPS://x.example",
                " https://x.example",
                "",
            ]
            .map(str::to_owned)
            .to_vec(),
            picture: None,
        };
        let html = printed(hostile, "en", vec![]);
        for act in ["<script", "<img", "href", "onclick"] {
            assert!(!html.contains(act), "{act}: {html}");
        }
        assert!(
            html.contains("&lt;script&gt;"),
            "the words themselves stay: {html}"
        );
    }

    #[test]
    fn of_whom_only_the_name_is_known_no_box_is_printed() {
        let byline = Byline {
            name: "Nora Vale".into(),
            links: vec!["javascript:alert(1)".into()],
            ..Byline::default()
        };
        assert_eq!(printed(byline, "en", vec![]), "");
    }
}
