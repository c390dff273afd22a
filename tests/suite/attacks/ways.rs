//! Files of every format that articles and comments come in by, with an attack wherever such a file has a text.

use super::corpus::Attack;
use crate::newsroom::Newsroom;
use serde_json::{Value, json};
use std::{
    fmt::Write as _,
    fs,
    io::{Cursor, Write as _},
    path::PathBuf,
};
use zip::{ZipWriter, write::SimpleFileOptions};

/// What XML may hold: an attack without the characters that would end the whole file.
fn xml(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .collect();
    kept.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// A WordPress export: a post for each, which has a comment.
pub fn wordpress(attacks: &[Attack], slug: Option<&str>) -> String {
    let mut all = String::from(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>The Town Lamp</title><link>https://town.example</link>\
         <wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://town.example</wp:base_site_url>\
         <wp:base_blog_url>https://town.example</wp:base_blog_url>",
    );
    for (nth, attack) in attacks.iter().enumerate() {
        let (line, text) = (xml(&attack.line()), xml(&attack.text));
        let id = nth + 10;
        let named = slug.map_or_else(|| format!("post-{id}"), ToOwned::to_owned);
        let _ = write!(
            all,
            "<item><title>{line}</title><link>https://town.example/2026/{named}/</link><dc:creator>{line}</dc:creator>\
             <guid isPermaLink=\"false\">https://town.example/?p={id}</guid><content:encoded>&lt;p&gt;Words {text} \
             words.&lt;/p&gt;{text}&lt;p&gt;More.&lt;/p&gt;</content:encoded><excerpt:encoded>{text}</excerpt:encoded>\
             <wp:post_id>{id}</wp:post_id><wp:post_date_gmt>2026-03-03 09:00:00</wp:post_date_gmt>\
             <wp:post_name>{named}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>\
             <category domain=\"post_tag\" nicename=\"x{id}\">{line}</category><wp:postmeta><wp:meta_key>_yoast_wpseo_title\
             </wp:meta_key><wp:meta_value>{line}</wp:meta_value></wp:postmeta>\
             <wp:comment><wp:comment_id>{id}</wp:comment_id><wp:comment_author>{line}</wp:comment_author>\
             <wp:comment_author_url>{line}</wp:comment_author_url><wp:comment_date_gmt>2026-03-04 09:00:00</wp:comment_date_gmt>\
             <wp:comment_content>{text}</wp:comment_content><wp:comment_approved>1</wp:comment_approved></wp:comment></item>"
        );
    }
    all + "</channel></rss>"
}

/// A Ghost export.
pub fn ghost(attacks: &[Attack]) -> String {
    let (mut posts, mut tags, mut posts_tags, mut metas) = (vec![], vec![], vec![], vec![]);
    for (nth, attack) in attacks.iter().enumerate() {
        let (line, text, id) = (attack.line(), &attack.text, format!("{nth:024}"));
        posts.push(json!({"id": id, "title": line, "slug": format!("post-{nth}"), "html": format!("<p>Words {text}</p>{text}"),
            "type": "post", "status": "published", "custom_excerpt": text, "published_at": "2024-05-01T10:00:00.000Z",
            "updated_at": "2024-05-02T11:00:00.000Z", "codeinjection_head": text, "codeinjection_foot": text,
            "feature_image": text, "canonical_url": text}));
        metas.push(json!({"id": id, "post_id": id, "meta_title": line, "feature_image_alt": line, "feature_image_caption": text}));
        tags.push(json!({"id": id, "name": line}));
        posts_tags.push(json!({"post_id": id, "tag_id": id, "sort_order": 0}));
    }
    let data = json!({"posts": posts, "posts_meta": metas, "tags": tags, "posts_tags": posts_tags, "users": [], "settings": []});
    json!({"db": [{"meta": {"exported_on": 1, "version": "5.0.0"}, "data": data}]}).to_string()
}

/// A folder of saved pages.
pub fn pages(room: &Newsroom, attacks: &[Attack]) -> PathBuf {
    let folder = room.path("pages");
    fs::create_dir_all(&folder).unwrap();
    for (nth, attack) in attacks.iter().enumerate() {
        let (line, text) = (attack.line(), &attack.text);
        let data =
            json!({"@context": "https://schema.org", "@type": "NewsArticle", "description": text,
            "author": {"name": line, "url": line}})
            .to_string()
            .replace("</", "<\\/");
        let page = format!(
            "<!doctype html><html lang=en><head><title>{0}</title><meta name=author content=\"{0}\"><meta name=description \
             content=\"{0}\"><script type=\"application/ld+json\">{data}</script></head><body><article><h1>{0} {nth}</h1>\
             <p>The ferry number {nth} left the old quay forty minutes late on Tuesday, because the ramp had frozen.</p>\
             <figure><img src=\"x.png\" alt=\"{0}\"><figcaption>{0}</figcaption></figure>\
             <p>“We salted it twice,” said the harbour office, which keeps ramp {nth}.</p><div>{text}</div></article></body></html>",
            xml(&line)
        );
        fs::write(folder.join(format!("page-{nth:04}.html")), page).unwrap();
    }
    folder
}

/// A folder of Markdown files.
pub fn markdown(room: &Newsroom, attacks: &[Attack]) -> PathBuf {
    let folder = room.path("texts");
    fs::create_dir_all(&folder).unwrap();
    for (nth, attack) in attacks.iter().enumerate() {
        let line = json!(attack.line());
        let head = format!(
            "---\ntitle: {line}\nauthor: {line}\ntags: [{line}]\ndescription: {line}\n---\n"
        );
        let text = format!("{head}\n{}\n\nWords of number {nth}.\n", attack.text);
        fs::write(folder.join(format!("text-{nth:04}.md")), text).unwrap();
    }
    folder
}

/// A Word document in which every attack is a paragraph, a heading, a cell of a table and where a link leads.
pub fn word(attacks: &[Attack]) -> Vec<u8> {
    let (mut body, mut links) = (String::new(), String::new());
    for (nth, attack) in attacks.iter().enumerate() {
        let text = xml(&attack.line());
        let run = format!("<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r>");
        let _ = write!(
            body,
            "<w:p>{run}</w:p><w:p><w:pPr><w:pStyle w:val=\"Heading2\"/></w:pPr>{run}</w:p><w:p><w:hyperlink r:id=\"L{nth}\">{run}\
             </w:hyperlink></w:p><w:tbl><w:tr><w:tc><w:p>{run}</w:p></w:tc></w:tr></w:tbl>"
        );
        let _ = write!(
            links,
            "<Relationship Id=\"L{nth}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/\
            hyperlink\" Target=\"{text}\" TargetMode=\"External\"/>"
        );
    }
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><w:body>{body}</w:body></w:document>"
    );
    let links = format!(
        "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{links}</Relationships>"
    );
    let types = "<?xml version=\"1.0\"?><Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let main = "<?xml version=\"1.0\"?><Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
        <Relationship Id=\"d\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
        Target=\"word/document.xml\"/></Relationships>";
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    for (name, text) in [
        ("[Content_Types].xml", types),
        ("_rels/.rels", main),
        ("word/document.xml", &document),
        ("word/_rels/document.xml.rels", &links),
    ] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The comments of a Disqus export, of a remark42 backup and of a table, all on the article of this slug.
pub fn comments(attacks: &[Attack], slug: &str) -> [(&'static str, String); 4] {
    let address = format!("https://post.example/{slug}/");
    let mut disqus = format!(
        "<?xml version=\"1.0\"?><disqus xmlns=\"http://disqus.com\" xmlns:dsq=\"http://disqus.com/disqus-internals\">\
         <thread dsq:id=\"1\"><id>{slug}</id><forum>harbour</forum><link>{address}</link><title>x</title></thread>"
    );
    let mut remark = String::from("{\"version\":1,\"users\":[],\"posts\":[]}\n");
    let mut table = String::from("Comment ID,Permalink,Name,Date,Status,Comment\n");
    let cell = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    for (nth, attack) in attacks.iter().enumerate() {
        let (line, text) = (attack.line(), &attack.text);
        let _ = write!(
            disqus,
            "<post dsq:id=\"{}\"><message>{1}</message><createdAt>2024-05-02T08:00:00Z</createdAt><isDeleted>false</isDeleted>\
             <isSpam>false</isSpam><author><name>{2}</name><email>m@reader.example</email></author><thread dsq:id=\"1\"/></post>",
            nth + 10,
            xml(text),
            xml(&line)
        );
        let one: Value = json!({"id": format!("c{nth}"), "pid": "", "text": text, "orig": text, "user": {"name": line, "id": "u"},
            "locator": {"site": "harbour", "url": address}, "time": "2024-05-02T08:10:00Z", "title": line});
        let _ = writeln!(remark, "{one}");
        let _ = writeln!(
            table,
            "{},{address},{},2024-05-02T08:10:00Z,approved,{}",
            nth + 10,
            cell(&line),
            cell(text)
        );
    }
    disqus.push_str("</disqus>");
    [
        ("disqus.xml", disqus),
        ("remark.jsonl", remark),
        ("table.csv", table),
        ("wordpress.xml", wordpress(attacks, Some(slug))),
    ]
}
