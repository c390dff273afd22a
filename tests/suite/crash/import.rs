//! An archive on its way in, killed at any moment: each part is there whole or not at all, and the same import goes on to what
//! it would have come to.

use super::{CHIEF, strace, traced};
use crate::newsroom::Newsroom;
use serde_json::Value;
use std::{
    fmt::Write,
    process::Stdio,
    time::{Duration, Instant},
};

/// Two whole parts of articles and the rest, and as many of comments.
const POSTS: usize = 450;
const COMMENTS: usize = 4100;
/// How many articles and comments come in at once.
const PART: u64 = 200;
const PART_OF_COMMENTS: u64 = 2000;

fn archive() -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel>\
         <wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://quay.example</wp:base_blog_url>",
    );
    for post in 0..POSTS {
        write!(
            xml,
            "<item><title>Tide table {post}</title><link>https://quay.example/{post}/</link><dc:creator>mara</dc:creator>\
             <content:encoded><![CDATA[<p>High water at <em>{post}</em> past noon.</p>]]></content:encoded>\
             <wp:post_id>{post}</wp:post_id><wp:post_date_gmt>2026-01-02 03:04:05</wp:post_date_gmt>\
             <wp:post_name>tide-{post}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
        )
        .unwrap();
        let of = COMMENTS * post / POSTS..COMMENTS * (post + 1) / POSTS;
        for n in of.clone() {
            // Every other one answers the one before.
            let parent = if n > of.start && n % 2 == 0 { n } else { 0 };
            write!(
                xml,
                "<wp:comment><wp:comment_id>{}</wp:comment_id><wp:comment_author>Reader {}</wp:comment_author>\
                 <wp:comment_author_email>r{}@readers.example</wp:comment_author_email>\
                 <wp:comment_date_gmt>2026-01-03 04:05:06</wp:comment_date_gmt><wp:comment_content>Wet feet {n}</wp:comment_content>\
                 <wp:comment_approved>1</wp:comment_approved><wp:comment_parent>{parent}</wp:comment_parent></wp:comment>",
                n + 1,
                n % 60,
                n % 60
            )
            .unwrap();
        }
        xml.push_str("</item>");
    }
    xml.push_str("</channel></rss>");
    xml
}

/// A library of one person, and the archive beside it.
fn room() -> (Newsroom, String) {
    let room = Newsroom::empty();
    let made = room.run(&["init", "--name", "Quay", "--person", CHIEF, "--solo"]);
    assert_eq!(made.status, 0, "{}", made.err);
    let file = room.file("quay.xml", archive());
    (room, file)
}

/// How many articles and comments are there.
fn there(room: &Newsroom) -> (u64, u64) {
    let about = room.json(CHIEF, &["library", "stats"]);
    let of = |name: &str| about[name].as_u64().unwrap();
    (of("articles"), of("comments"))
}

/// All that came in, but for what each library calls by a name of its own: articles with how they stand, and comments with
/// what they answer.
fn all(room: &Newsroom) -> Vec<String> {
    let file = room.path("all.jsonl");
    let _ = std::fs::remove_file(&file);
    room.json(CHIEF, &["comment", "export", file.to_str().unwrap()]);
    let comments: Vec<Value> = std::fs::read_to_string(&file)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let body = |id: &Value| {
        let found = comments
            .iter()
            .find(|one| !id.is_null() && one["id"] == *id);
        found.map_or_else(String::new, |one| one["body"].to_string())
    };
    let mut all: Vec<String> = comments
        .iter()
        .map(|one| {
            format!(
                "{} {} {} {}",
                one["body"],
                one["state"],
                one["author"],
                body(&one["parent"])
            )
        })
        .collect();
    let list = room.json(CHIEF, &["article", "list", "--limit", "1000"]);
    for one in list["items"].as_array().unwrap() {
        all.push(format!(
            "{} {} {} {}",
            one["title"], one["status"], one["slug"], one["body"]
        ));
    }
    all.sort();
    all
}

/// After a kill: the library is whole, parts are there or not, and the import goes on; whether it was cut off in its midst.
fn goes_on(room: &Newsroom, file: &str, expected: &[String], when: &str) -> bool {
    let check = room.run(&["--json", "library", "check"]);
    assert_eq!(check.status, 0, "{when}: {}{}", check.out, check.err);
    let (articles, comments) = there(room);
    let whole = |n: u64, all: usize, part: u64| n.is_multiple_of(part) || n == all as u64;
    assert!(whole(articles, POSTS, PART), "{when}: {articles} articles");
    assert!(
        whole(comments, COMMENTS, PART_OF_COMMENTS),
        "{when}: {comments} comments"
    );
    let report = room.json(CHIEF, &["import", file]);
    let count = |of: &Value| of.as_u64().unwrap();
    let now = (
        count(&report["unchanged"]),
        count(&report["added"]["articles"]),
    );
    assert_eq!(now, (articles, POSTS as u64 - articles), "{when}");
    let now = (
        count(&report["comments_unchanged"]),
        count(&report["added"]["comments"]),
    );
    assert_eq!(now, (comments, COMMENTS as u64 - comments), "{when}");
    assert_eq!(all(room), expected, "{when}");
    let check = room.run(&["--json", "library", "check"]);
    assert_eq!(check.status, 0, "{when}: {}{}", check.out, check.err);
    articles > 0 && comments < COMMENTS as u64
}

#[test]
fn an_import_that_is_killed_at_any_moment_goes_on_to_the_same() {
    let (room, usual) = whole();
    let expected = all(&room);
    let mut midst = 0;
    for round in 1..=6 {
        let (room, file) = self::room();
        let mut child = room
            .command(&["--json", "--as", CHIEF, "import", &file])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(usual * round / 7);
        let _ = child.kill();
        child.wait().unwrap();
        midst += u32::from(goes_on(&room, &file, &expected, &format!("round {round}")));
    }
    println!("cut off in the midst {midst} times of 6");
}

/// A library into which it came whole, and how long that took.
fn whole() -> (Newsroom, Duration) {
    let (room, file) = room();
    let begun = Instant::now();
    room.json(CHIEF, &["import", &file]);
    (room, begun.elapsed())
}

#[test]
fn an_import_that_is_killed_while_it_writes_goes_on_to_the_same() {
    if !strace() {
        return println!("not checked: strace can't follow programs here");
    }
    let expected = all(&whole().0);
    let mut midst = 0;
    for fault in [
        "fdatasync:signal=KILL:when=3",
        "fdatasync:signal=KILL:when=5",
        "pwrite64:signal=KILL:when=700",
        "pwrite64:signal=KILL:when=3000",
        "pwrite64:signal=KILL:when=9000",
        "fdatasync:error=EIO:when=4",
    ] {
        let (room, file) = room();
        let inner = room.command(&["--as", CHIEF, "import", &file]);
        let ended = traced(&room, fault, inner);
        println!("{fault}: {:?}", ended.map(|run| run.status));
        midst += u32::from(goes_on(&room, &file, &expected, fault));
    }
    println!("cut off in the midst {midst} times of 6");
    assert!(midst > 0);
}
