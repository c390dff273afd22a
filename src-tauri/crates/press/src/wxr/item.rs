//! An article as a post, its pictures as attachments before it, its comments within it.

use super::{content, gmt, ids::Ids, rss, terms::Terms};
use crate::{
    body,
    print::Print,
    site::Index,
    xml::{element, line},
};
use jiff::tz::TimeZone;
use model::{
    CommentId, Hash, Result, Time,
    article::{Content, folder, slug},
    asset::{Asset, Media},
    bundle::{BundleKind, Placed, PrintedComment, Surroundings},
};
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    fmt::Write as _,
};

/// What WordPress calls a moment that nobody knows.
const NEVER: &str = "0000-00-00 00:00:00";

/// The attachments that a file has already.
pub(super) type Attached = HashSet<Hash>;

/// A post, not yet in a file.
pub(super) struct Item {
    /// Each attachment, whole.
    attachments: Vec<(Hash, String)>,
    /// Up to where its comments stand.
    post: String,
    comments: Vec<Remark>,
}

/// A comment but for its numbers.
struct Remark {
    id: CommentId,
    parent: Option<CommentId>,
    text: String,
}

impl Item {
    /// As it goes into a file that has these attachments and so many comments, which it has afterwards with its own. Comments
    /// are numbered in the order in which they come, since the importer takes them by their numbers, and an answer must come
    /// after what it answers.
    pub(super) fn written(&self, attached: &mut Attached, comments: &mut u64) -> String {
        let mut out = String::new();
        for (hash, text) in &self.attachments {
            if attached.insert(*hash) {
                out.push_str(text);
            }
        }
        out.push_str(&self.post);
        let mut numbers: HashMap<CommentId, u64> = HashMap::new();
        for one in &self.comments {
            *comments += 1;
            numbers.insert(one.id, *comments);
            let parent = one.parent.and_then(|parent| numbers.get(&parent));
            let parent = parent.copied().unwrap_or_default();
            out.push_str("<wp:comment>\n");
            let _ = writeln!(out, "<wp:comment_id>{comments}</wp:comment_id>");
            out.push_str(&one.text);
            let _ = writeln!(out, "<wp:comment_parent>{parent}</wp:comment_parent>");
            out.push_str("<wp:comment_user_id>0</wp:comment_user_id>\n</wp:comment>\n");
        }
        out.push_str("</item>\n");
        out
    }
}

/// The post that an article is.
pub(super) fn of(
    from: &Print,
    index: &Index,
    placed: &Placed,
    terms: &Terms,
    ids: &Ids,
) -> Result<Item> {
    let around = from.surroundings;
    let text = (from.contents)(placed.revision)?;
    let post = ids.article(placed.article);
    let mut attachments = vec![];
    let mut thumbnail = None;
    if let Some((lead, asset)) = body::lead(&text, around) {
        let words = (lead.alt.as_str(), caption(&lead.caption, &lead.credit));
        if let Some(written) = attachment(around, asset, words, terms, ids) {
            attachments.push((asset.hash, written));
            thumbnail = Some(ids.asset(asset.hash));
        }
    }
    for asset in text.assets.iter().filter_map(|hash| around.asset(*hash)) {
        if let Some(written) = attachment(around, asset, ("", String::new()), terms, ids) {
            attachments.push((asset.hash, written));
        }
    }
    let names: Vec<String> = text
        .bylines
        .iter()
        .map(|one| line(&one.name))
        .filter(|name| !name.is_empty())
        .collect();
    let mut out = String::from("<item>\n");
    head(&mut out, around, placed, &text, terms.login(names.first()));
    let html = (from.html)(placed.revision, &text.body)?;
    element(
        &mut out,
        "content:encoded",
        &content(around, &text, &names, html),
    );
    element(&mut out, "excerpt:encoded", &words(&text.standfirst));
    let _ = writeln!(out, "<wp:post_id>{post}</wp:post_id>");
    dates(&mut out, around, placed.date);
    let status = |closed: bool| if closed { "closed" } else { "open" };
    element(&mut out, "wp:comment_status", status(placed.closed));
    element(&mut out, "wp:ping_status", "closed");
    element(&mut out, "wp:post_name", &text.slug);
    let published = around.kind == BundleKind::Release && placed.date.is_some();
    element(
        &mut out,
        "wp:status",
        if published { "publish" } else { "draft" },
    );
    out.push_str("<wp:post_parent>0</wp:post_parent>\n<wp:menu_order>0</wp:menu_order>\n");
    element(&mut out, "wp:post_type", "post");
    element(&mut out, "wp:post_password", "");
    out.push_str("<wp:is_sticky>0</wp:is_sticky>\n");
    filed(&mut out, &text, terms);
    metas(&mut out, index, placed, &text, thumbnail);
    Ok(Item {
        attachments,
        post: out,
        comments: placed
            .comments
            .iter()
            .map(|one| remark(around, one))
            .collect(),
    })
}

fn head(out: &mut String, around: &Surroundings, placed: &Placed, text: &Content, login: &str) {
    element(out, "title", &words(&text.title));
    element(
        out,
        "link",
        &body::address(around, text).unwrap_or_default(),
    );
    if let Some(date) = placed.date {
        let _ = writeln!(out, "<pubDate>{}</pubDate>", rss(date));
    }
    element(out, "dc:creator", login);
    let id = placed.article;
    let _ = writeln!(out, "<guid isPermaLink=\"false\">urn:uuid:{id}</guid>");
    element(out, "description", "");
}

/// Plain words in a place that WordPress shows as HTML: its marks as what they stand for, all else as it is, since the importer
/// compares.
fn words(text: &str) -> String {
    let text = line(text);
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' if entity(&text[at + 1..]) => out.push_str("&amp;"),
            _ => out.push(c),
        }
    }
    out
}

/// Whether what stands behind a `&` makes an entity of it.
fn entity(after: &str) -> bool {
    let mut name = after.chars().take(32).take_while(|c| *c != ';');
    let sound = name.by_ref().all(|c| c.is_ascii_alphanumeric() || c == '#');
    sound && after.chars().take(33).any(|c| c == ';')
}

/// A name as WordPress keeps it: so the importer finds it again.
pub(super) fn name_of(text: &str) -> String {
    line(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// The date where the newsroom is, and in GMT.
fn dates(out: &mut String, around: &Surroundings, date: Option<Time>) {
    element(
        out,
        "wp:post_date",
        &date.map_or(NEVER.into(), |at| local(around, at)),
    );
    element(out, "wp:post_date_gmt", &date.map_or(NEVER.into(), gmt));
}

fn local(around: &Surroundings, at: Time) -> String {
    let zone = TimeZone::get(&around.time_zone).unwrap_or(TimeZone::UTC);
    let there = at.timestamp().to_zoned_datetime(zone);
    there.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// Its section and its tags.
fn filed(out: &mut String, text: &Content, terms: &Terms) {
    let mut term = |domain: &str, slug: &str, name: &str| {
        let name = name_of(name);
        let name = crate::xml::cdata(&name);
        let _ = writeln!(
            out,
            "<category domain=\"{domain}\" nicename=\"{slug}\"><![CDATA[{name}]]></category>"
        );
    };
    let section = folder(&text.section);
    term("category", &section, terms.section(&section));
    let tags = text.tags.iter().map(|tag| line(tag));
    let mut seen = BTreeSet::new();
    for tag in tags.filter(|tag| super::terms::named(tag)) {
        let slug = slug(&tag);
        if seen.insert(slug.clone()) {
            term("post_tag", &slug, terms.tag(&slug));
        }
    }
}

/// What WordPress keeps beside a post, or a picture.
fn meta(out: &mut String, key: &str, value: &str) {
    out.push_str("<wp:postmeta>\n");
    element(out, "wp:meta_key", key);
    element(out, "wp:meta_value", value);
    out.push_str("</wp:postmeta>\n");
}

fn metas(out: &mut String, index: &Index, placed: &Placed, text: &Content, thumbnail: Option<u32>) {
    if let Some(thumbnail) = thumbnail {
        meta(out, "_thumbnail_id", &thumbnail.to_string());
    }
    // WordPress leads from an old name to the present one.
    let old = placed
        .moved_from
        .iter()
        .filter_map(|path| path.trim_end_matches('/').rsplit('/').next())
        .map(|name| name.split_once(".htm").map_or(name, |(stem, _)| stem));
    for old in old.filter(|old| *old != text.slug) {
        meta(out, "_wp_old_slug", old);
    }
    let names: Vec<String> = text.bylines.iter().map(|one| line(&one.name)).collect();
    let others = index
        .site
        .translations
        .get(&text.article)
        .into_iter()
        .flatten();
    let others: Vec<&str> = others.map(|one| one.path.as_str()).collect();
    for (key, value) in [
        ("article", placed.article.to_string()),
        ("revision", placed.revision.to_string()),
        ("language", text.language.clone()),
        ("kicker", line(&text.kicker)),
        ("bylines", names.join(", ")),
        ("translations", others.join(" ")),
        ("canonical", text.canonical.clone().unwrap_or_default()),
        ("search_title", line(&text.search_title)),
        ("search_description", line(&text.search_description)),
    ] {
        if !value.is_empty() {
            meta(out, &format!("_copydesk_{key}"), &value);
        }
    }
}

/// The words below a picture.
fn caption(caption: &str, credit: &str) -> String {
    let (caption, credit) = (line(caption), line(credit));
    match (caption.is_empty(), credit.is_empty()) {
        (_, true) => caption,
        (true, false) => credit,
        (false, false) => format!("{caption} ({credit})"),
    }
}

/// A file as an attachment that WordPress fetches from the site. None where nobody knows where that is, and of drawings,
/// which WordPress does not take.
fn attachment(
    around: &Surroundings,
    asset: &Asset,
    (alt, caption): (&str, String),
    terms: &Terms,
    ids: &Ids,
) -> Option<String> {
    let (hash, media) = body::shown(asset);
    if media == Media::Svg {
        return None;
    }
    let address = body::on_site(around, (hash, media))?;
    let date = terms.shown(asset.hash);
    // It is known again by its title and its date, so the title is its own.
    let title: String = asset.hash.to_string().chars().take(16).collect();
    let number = ids.asset(asset.hash);
    let mut out = String::from("<item>\n");
    element(&mut out, "title", &title);
    element(&mut out, "link", &address);
    if let Some(date) = date {
        let _ = writeln!(out, "<pubDate>{}</pubDate>", rss(date));
    }
    element(&mut out, "dc:creator", super::NEWSROOM);
    let _ = writeln!(out, "<guid isPermaLink=\"false\">{address}</guid>");
    element(&mut out, "description", "");
    element(&mut out, "content:encoded", "");
    element(&mut out, "excerpt:encoded", &words(&caption));
    let _ = writeln!(out, "<wp:post_id>{number}</wp:post_id>");
    dates(&mut out, around, date);
    element(&mut out, "wp:comment_status", "closed");
    element(&mut out, "wp:ping_status", "closed");
    element(&mut out, "wp:post_name", &format!("picture-{title}"));
    element(&mut out, "wp:status", "inherit");
    out.push_str("<wp:post_parent>0</wp:post_parent>\n<wp:menu_order>0</wp:menu_order>\n");
    element(&mut out, "wp:post_type", "attachment");
    element(&mut out, "wp:post_password", "");
    out.push_str("<wp:is_sticky>0</wp:is_sticky>\n");
    element(&mut out, "wp:attachment_url", &address);
    let alt = line(alt);
    if !alt.is_empty() {
        meta(&mut out, "_wp_attachment_image_alt", &alt);
    }
    out.push_str("</item>\n");
    Some(out)
}

fn remark(around: &Surroundings, one: &PrintedComment) -> Remark {
    let mut text = String::new();
    let author = name_of(&markup::seen(&one.author));
    element(&mut text, "wp:comment_author", &author);
    for name in ["author_email", "author_url", "author_IP"] {
        element(&mut text, &format!("wp:comment_{name}"), "");
    }
    element(&mut text, "wp:comment_date", &local(around, one.created));
    element(&mut text, "wp:comment_date_gmt", &gmt(one.created));
    let content = markup::comment_html(&one.body);
    element(&mut text, "wp:comment_content", content.trim());
    element(&mut text, "wp:comment_approved", "1");
    element(&mut text, "wp:comment_type", "comment");
    Remark {
        id: one.id,
        parent: one.parent,
        text,
    }
}
