//! What the import of a large archive is held against.
//!
//! `bare make FILE POSTS COMMENTS` writes a WordPress export of so many posts of 300 to 1,500 words, with so many comments
//! in all. `bare rows FILE DB` reads it with quick-xml and writes the same rows into a fresh database, a full-text index
//! among them, and does nothing else: no HTML is made safe, nothing is hashed, journaled or signed. `bare copy LIBRARY DIR`
//! writes the very rows of a library into which it was imported, with their indexes and words, into an empty one in one
//! transaction, and does nothing else either: nothing is read, looked up or worked out.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a measurement stops where it can't go on"
)]

#[path = "../../../../tests/bench/corpus.rs"]
#[allow(dead_code, reason = "other measurements need the rest of it")]
mod corpus;

use corpus::Dice;
use quick_xml::{Reader, events::Event};
use rusqlite::Connection;
use std::{
    collections::HashMap,
    fs::File,
    io::{BufReader, BufWriter, Write},
    path::Path,
};

/// As in both programs: which memory a work is given decides much of its time.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["make", file, posts, comments] => {
            make(file, posts.parse().unwrap(), comments.parse().unwrap());
        }
        ["rows", file, db] => rows(file, db),
        ["copy", library, dir] => copy(library, dir),
        _ => println!("bare make FILE POSTS COMMENTS, bare rows FILE DB, or bare copy LIBRARY DIR"),
    }
}

fn make(file: &str, posts: usize, comments: usize) {
    let mut out = BufWriter::new(File::create(file).unwrap());
    let mut dice = Dice::new(7);
    write!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:excerpt=\"http://wordpress.org/export/1.2/excerpt/\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:wp=\"http://wordpress.org/export/1.2/\">\n<channel><title>Bench</title><link>https://bench.example</link>\
         <wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://bench.example</wp:base_blog_url>\n"
    )
    .unwrap();
    for n in 0..20 {
        write!(out, "<wp:author><wp:author_login>a{n}</wp:author_login><wp:author_display_name>Author Number {n}</wp:author_display_name></wp:author>\n<wp:category><wp:term_id>{n}</wp:term_id><wp:category_nicename>c{n}</wp:category_nicename><wp:cat_name>Section {n}</wp:cat_name></wp:category>\n").unwrap();
    }
    let mut comment = 0;
    for post in 1..=posts {
        let author = dice.below(20);
        let section = dice.below(20);
        let mut body = String::new();
        let mut left = 300 + dice.below(1_200);
        while left > 0 {
            let count = left.min(40 + dice.below(60));
            left -= count;
            body.push_str(&format!("<!-- wp:paragraph -->\n<p>{}, <strong>{}</strong> and <a href=\"https://bench.example/{}/\">{}</a>.</p>\n<!-- /wp:paragraph -->\n\n", dice.remark(count), dice.remark(1), dice.remark(1), dice.remark(1)));
        }
        let title = format!("{} {post}", dice.remark(6));
        writeln!(out, "<item><title><![CDATA[{title}]]></title><link>https://bench.example/2026/p{post}/</link><dc:creator><![CDATA[a{author}]]></dc:creator>\
            <content:encoded><![CDATA[{body}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded><wp:post_id>{post}</wp:post_id>\
            <wp:post_date>2026-01-02 03:04:05</wp:post_date><wp:post_date_gmt>2026-01-02 03:04:05</wp:post_date_gmt><wp:post_name>p{post}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>\
            <category domain=\"category\" nicename=\"c{section}\"><![CDATA[Section {section}]]></category>").unwrap();
        let until = comments * post / posts;
        let first = comment + 1;
        while comment < until {
            comment += 1;
            let parent = if comment > first && dice.below(3) == 0 {
                comment - 1
            } else {
                0
            };
            let (count, who) = (10 + dice.below(60), dice.below(3_000));
            writeln!(out, "<wp:comment><wp:comment_id>{comment}</wp:comment_id><wp:comment_author><![CDATA[Reader {who}]]></wp:comment_author>\
                <wp:comment_author_email>r{who}@readers.example</wp:comment_author_email><wp:comment_author_IP>192.0.2.{}</wp:comment_author_IP>\
                <wp:comment_date_gmt>2026-01-03 04:05:06</wp:comment_date_gmt><wp:comment_content><![CDATA[{}]]></wp:comment_content>\
                <wp:comment_approved>1</wp:comment_approved><wp:comment_type></wp:comment_type><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>",
                who % 250, dice.remark(count)).unwrap();
        }
        out.write_all(b"</item>\n").unwrap();
    }
    out.write_all(b"</channel></rss>\n").unwrap();
}

const TABLES: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE post (id TEXT PRIMARY KEY, title TEXT, body TEXT, author TEXT, date TEXT, slug TEXT, status TEXT, section TEXT);
  CREATE TABLE comment (id TEXT PRIMARY KEY, post TEXT, parent TEXT, author TEXT, email TEXT, address TEXT, date TEXT, body TEXT, state TEXT);
  CREATE INDEX comment_post ON comment (post, date);
  CREATE VIRTUAL TABLE found USING fts5(title, body);
  CREATE VIRTUAL TABLE said USING fts5(body);
  BEGIN";

/// An element's fields by their names.
type Fields = HashMap<String, String>;

fn rows(file: &str, db: &str) {
    let conn = Connection::open(db).unwrap();
    conn.execute_batch(TABLES).unwrap();
    let file = File::open(file).unwrap();
    let mut reader = Reader::from_reader(BufReader::with_capacity(1 << 16, file));
    let (mut room, mut text) = (vec![], String::new());
    let (mut post, mut comment) = (Fields::new(), Fields::new());
    let (mut posts, mut comments, mut within) = (0, 0, false);
    loop {
        room.clear();
        match reader.read_event_into(&mut room).unwrap() {
            Event::Start(start) => {
                text.clear();
                within |= start.name().as_ref() == "wp:comment";
            }
            Event::Text(said) => text.push_str(&said.into_inner()),
            Event::CData(said) => text.push_str(&said.into_inner()),
            Event::End(end) => match end.name().as_ref() {
                "wp:comment" => {
                    within = false;
                    put_comment(&conn, &post, &comment);
                    comments += 1;
                    comment.clear();
                }
                "item" => {
                    put_post(&conn, &post);
                    posts += 1;
                    post.clear();
                    if posts % 40 == 0 {
                        conn.execute_batch("COMMIT; BEGIN").unwrap();
                    }
                }
                name => {
                    let of = if within { &mut comment } else { &mut post };
                    of.insert(name.to_owned(), std::mem::take(&mut text));
                }
            },
            Event::Eof => break,
            _ => {}
        }
    }
    conn.execute_batch("COMMIT").unwrap();
    println!("{posts} posts, {comments} comments");
}

fn of<'a>(fields: &'a Fields, name: &str) -> &'a str {
    fields.get(name).map_or("", String::as_str)
}

fn put_comment(conn: &Connection, post: &Fields, comment: &Fields) {
    let say = |name: &str| of(comment, name);
    conn.prepare_cached("INSERT INTO comment VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")
        .unwrap()
        .execute((
            say("wp:comment_id"),
            of(post, "wp:post_id"),
            say("wp:comment_parent"),
            say("wp:comment_author"),
            say("wp:comment_author_email"),
            say("wp:comment_author_IP"),
            say("wp:comment_date_gmt"),
            say("wp:comment_content"),
            say("wp:comment_approved"),
        ))
        .unwrap();
    conn.prepare_cached("INSERT INTO said VALUES (?1)")
        .unwrap()
        .execute([say("wp:comment_content")])
        .unwrap();
}

fn put_post(conn: &Connection, post: &Fields) {
    let say = |name: &str| of(post, name);
    conn.prepare_cached("INSERT INTO post VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
        .unwrap()
        .execute((
            say("wp:post_id"),
            say("title"),
            say("content:encoded"),
            say("dc:creator"),
            say("wp:post_date_gmt"),
            say("wp:post_name"),
            say("wp:status"),
            say("category"),
        ))
        .unwrap();
    conn.prepare_cached("INSERT INTO found VALUES (?1, ?2)")
        .unwrap()
        .execute((say("title"), say("content:encoded")))
        .unwrap();
}

/// The words of what is in the index, once its rows are there.
const FOUND: &str = "INSERT INTO d_search (rowid, title, head, body)
    SELECT d.row, a.title, a.section, json_extract(CAST(b.bytes AS TEXT), '$.body') FROM d_found AS d
    JOIN j_article AS a ON a.id = d.id JOIN blob AS b ON b.hash = a.head WHERE d.kind = 'article';
  INSERT INTO d_search (rowid, title, head, body)
    SELECT d.row, '', '', c.body FROM d_found AS d JOIN j_comment AS c ON c.id = d.id WHERE d.kind = 'comment';";

fn copy(library: &str, dir: &str) {
    let dir = Path::new(dir);
    drop(store::Store::create(dir).unwrap());
    let conn = Connection::open(dir.join("library.db")).unwrap();
    conn.execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF")
        .unwrap();
    let of = Path::new(library).join("library.db");
    conn.execute("ATTACH ?1 AS of", [of.to_str().unwrap()])
        .unwrap();
    let tables: Vec<String> = conn
        .prepare(
            "SELECT name FROM of.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'd\\_search%' ESCAPE '\\'",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    conn.execute_batch("BEGIN").unwrap();
    let mut all = 0;
    for table in tables {
        // With a clause, so that rows are inserted and not the pages of the tree copied as they are.
        all += conn
            .execute(
                &format!("INSERT OR IGNORE INTO main.{table} SELECT * FROM of.{table} WHERE true"),
                [],
            )
            .unwrap();
    }
    conn.execute_batch(FOUND).unwrap();
    conn.execute_batch("COMMIT").unwrap();
    println!("{all} rows");
}
