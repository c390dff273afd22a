//! WordPress' own format (WXR 1.2): the articles of an edition as its importer takes them, in files that each can be
//! imported by itself. The importer knows a post again by headline and date, and a comment by author and date.

mod ids;
mod item;
mod terms;

use crate::{
    body,
    print::{Job, Print, Sink},
    site::{Index, words},
    xml::element,
};
use ids::Ids;
use model::{
    Error, Result, Time,
    bundle::{BundleKind, Surroundings},
};
use std::{fmt::Write as _, path::Path};
use terms::Terms;

/// What a file declares.
pub(crate) const HEAD: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"
	xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
	xmlns:content="http://purl.org/rss/1.0/modules/content/"
	xmlns:wfw="http://wellformedweb.org/CommentAPI/"
	xmlns:dc="http://purl.org/dc/elements/1.1/"
	xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
"#;
/// What a file ends with.
pub(crate) const FOOT: &str = "</channel>\n</rss>\n";
/// The login of the newsroom itself.
pub(crate) const NEWSROOM: &str = "newsroom";
/// A file is about to grow past this many bytes: the next one begins.
const FULL: usize = 50 << 20;

/// A moment as WordPress writes it, in GMT, to the second.
pub(crate) fn gmt(at: Time) -> String {
    at.timestamp().strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// A moment as RSS has it.
pub(crate) fn rss(at: Time) -> String {
    let day = at.timestamp().strftime("%a, %d %b %Y %H:%M:%S +0000");
    day.to_string()
}

/// The start of a file: whose it is.
pub(crate) fn channel(to: &mut String, name: &str, address: &str, about: &str, language: &str) {
    to.push_str(HEAD);
    element(to, "title", name);
    element(to, "link", address);
    element(to, "description", about);
    element(to, "language", language);
    to.push_str("<wp:wxr_version>1.2</wp:wxr_version>\n");
    element(to, "wp:base_site_url", address);
    element(to, "wp:base_blog_url", address);
}

/// A person that posts are by.
pub(crate) fn author(to: &mut String, number: u32, login: &str, name: &str) {
    let _ = writeln!(to, "<wp:author><wp:author_id>{number}</wp:author_id>");
    element(to, "wp:author_login", login);
    element(to, "wp:author_email", "");
    element(to, "wp:author_display_name", name);
    element(to, "wp:author_first_name", "");
    element(to, "wp:author_last_name", "");
    to.push_str("</wp:author>\n");
}

/// The files under `wxr/`.
pub(crate) fn jobs<'a>(from: &'a Print<'a>, index: &'a Index) -> Vec<Job<'a>> {
    vec![Box::new(move |sink| files(from, index, sink, FULL))]
}

/// Writes file after file, each no larger than `full` but for what a single article needs.
fn files(from: &Print, index: &Index, sink: &dyn Sink, full: usize) -> Result<()> {
    let around = from.surroundings;
    let terms = Terms::of(from)?;
    let ids = Ids::of(from);
    let mut head = String::new();
    let about = if around.kind == BundleKind::Proof {
        words(&around.language).proof
    } else {
        ""
    };
    let address = around.base_url.trim_end_matches('/');
    channel(
        &mut head,
        &around.newsroom,
        address,
        about,
        &around.language,
    );
    terms.write(&mut head);
    head.push_str("<generator>Copydesk</generator>\n");
    let mut waiting = around.articles.iter();
    let mut next: Option<item::Item> = None;
    let mut file = 0;
    loop {
        file += 1;
        let mut done = false;
        let name = format!("wxr/posts-{file}.xml");
        sink.stream(&name, &mut |out| {
            let mut written = head.len();
            let mut put = |text: &str| {
                out.write_all(text.as_bytes())
                    .map_err(|cause| Error::io(Path::new(&name), &cause))
            };
            put(&head)?;
            let mut pictures = item::Attached::default();
            let mut comments = 0;
            loop {
                let one = match next.take() {
                    Some(one) => one,
                    None => match waiting.next() {
                        Some(placed) => item::of(from, index, placed, &terms, &ids)?,
                        None => {
                            done = true;
                            break;
                        }
                    },
                };
                let first = written == head.len();
                let text = one.written(&mut pictures, &mut comments);
                if !first && written + text.len() > full {
                    next = Some(one);
                    break;
                }
                written += text.len();
                put(&text)?;
            }
            put(FOOT)
        })?;
        if done {
            return Ok(());
        }
    }
}

/// Of a text with more than one author, who they are: WordPress has room for one.
fn together(names: &[String], language: &str) -> String {
    if names.len() < 2 {
        return String::new();
    }
    let by = words(language).by;
    let names = crate::xml::escaped(&names.join(", "));
    format!("<p class=\"byline\">{by} {names}</p>\n")
}

/// The text as WordPress shows it, its pictures where the site has them.
fn content(
    around: &Surroundings,
    content: &model::article::Content,
    names: &[String],
    safe: String,
) -> String {
    let mut html = together(names, &content.language);
    html.push_str(&body::html(safe, around, &mut |asset| {
        body::on_site(around, body::shown(asset))
    }));
    html.push_str(&body::corrections(content, around));
    html
}

#[cfg(test)]
mod tests {
    use super::files;
    use crate::{
        print::{Print, Sink},
        site::Index,
        theme::Theme,
    };
    use model::{
        ArticleId, Error, Hash, Result, Time,
        article::Content,
        asset::{Asset, Media},
        bundle::{BundleKind, Placed, Surroundings},
    };
    use std::{collections::BTreeMap, io::Write, sync::Mutex};

    #[derive(Default)]
    struct Kept(Mutex<BTreeMap<String, String>>);

    impl Sink for Kept {
        fn put(&self, path: &str, bytes: &[u8]) -> Result<()> {
            let text = String::from_utf8(bytes.to_vec()).unwrap();
            assert!(self.0.lock().unwrap().insert(path.into(), text).is_none());
            Ok(())
        }

        fn stream(
            &self,
            path: &str,
            fill: &mut dyn FnMut(&mut dyn Write) -> Result<()>,
        ) -> Result<()> {
            let mut bytes = vec![];
            fill(&mut bytes)?;
            self.put(path, &bytes)
        }
    }

    /// Five articles that show one picture.
    fn edition() -> (Surroundings, BTreeMap<Hash, Content>) {
        let picture = Asset {
            hash: Hash::of(b"quay"),
            media: Media::Jpeg,
            size: 4,
            width: 10,
            height: 10,
            variants: vec![],
        };
        let mut contents = BTreeMap::new();
        let mut articles = vec![];
        for number in 1..=5 {
            let id: ArticleId = format!("01930000-0000-7000-8000-{number:012}")
                .parse()
                .unwrap();
            let mut content = Content::new(id, "en");
            content.title = format!("Report {number}");
            content.slug = format!("report-{number}");
            content.body = format!("![](asset:{})\n\n{}", picture.hash, "Words. ".repeat(700));
            content.assets = vec![picture.hash];
            let revision = content.hash().unwrap();
            contents.insert(revision, content);
            articles.push(Placed {
                article: id,
                revision,
                date: Some(Time(number * 1_000_000)),
                proposed: vec![],
                comments: vec![],
                moved_from: vec![],
                closed: false,
            });
        }
        let around = Surroundings {
            copydesk: "surroundings/1".into(),
            kind: BundleKind::Release,
            newsroom: "The Harbour Gazette".into(),
            language: "en".into(),
            time_zone: "UTC".into(),
            base_url: "https://gazette.example/".into(),
            comment_address: String::new(),
            articles,
            assets: vec![picture],
            withdrawn: vec![],
            edition: String::new(),
            fronts: BTreeMap::new(),
            feeds: true,
        };
        (around, contents)
    }

    #[test]
    fn a_large_edition_is_several_files_each_of_which_is_whole() {
        let (around, contents) = edition();
        let from = Print {
            theme: &Theme::builtin().unwrap(),
            surroundings: &around,
            contents: &|hash| {
                let found = contents.get(&hash).cloned();
                found.ok_or_else(|| Error::damaged("none", "None."))
            },
            heads: None,
            html: &crate::print::made,
            assets: &|_| Err(Error::damaged("none", "None.")),
        };
        let index = Index::of(&from).unwrap();
        let (one, three) = (Kept::default(), Kept::default());
        files(&from, &index, &one, 1 << 20).unwrap();
        files(&from, &index, &three, 16_000).unwrap();
        let (one, three) = (one.0.into_inner().unwrap(), three.0.into_inner().unwrap());
        assert_eq!((one.len(), three.len()), (1, 3), "{:?}", three.keys());
        let count = |text: &str, what: &str| text.matches(what).count();
        for text in three.values() {
            assert!(text.len() <= 16_000 && text.ends_with("</rss>\n"));
            assert_eq!(count(text, "<wp:author>"), 1);
            assert_eq!(count(text, "[attachment]"), 1, "each has its picture");
        }
        let posts: usize = three.values().map(|text| count(text, "[post]")).sum();
        assert_eq!(posts, 5);
    }
}
