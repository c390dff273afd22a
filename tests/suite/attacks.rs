//! What somebody writes who means harm, in everything that one can write into: nothing of it is on a page but as words.

pub mod corpus;
mod judge;
pub mod laid;
mod public;
pub mod ways;

use crate::office::{MODERATOR, Office, PUBLISHER, WRITER};
use corpus::Attack;
use laid::Laid;
use quick_xml::{Reader, events::Event};
use serde_json::{Value, json};
use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
};

/// Of how many attacks one goes through each of what takes long, where `COPYDESK_ATTACKS` does not say that all do.
const SHARE: usize = 4;

/// The files below a folder that end so, in order.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let mut found = vec![];
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, end));
        } else if path.to_str().unwrap().ends_with(end) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// What of a piece of HTML a judge finds strange, each under the name of where the piece was.
struct Found {
    seen: usize,
    strange: Vec<String>,
}

impl Found {
    fn judged(
        pieces: impl IntoIterator<Item = (String, String)>,
        judge: fn(&str) -> Vec<String>,
    ) -> Self {
        let mut all = Self {
            seen: 0,
            strange: vec![],
        };
        for (place, html) in pieces {
            all.seen += 1;
            all.strange.extend(
                judge(&html)
                    .into_iter()
                    .map(|what| format!("{place}: {what}")),
            );
        }
        all
    }

    /// Nothing strange, and at least so many pieces.
    fn is_clean(&self, what: &str, least: usize) {
        println!(
            "{what}: {} pieces, {} strange",
            self.seen,
            self.strange.len()
        );
        let first = self.strange.iter().take(20).cloned().collect::<Vec<_>>();
        assert!(first.is_empty(), "{what}: {}", first.join("\n"));
        assert!(self.seen >= least, "{what}: only {} pieces", self.seen);
    }
}

fn read(path: PathBuf) -> (String, String) {
    let text = fs::read_to_string(&path).unwrap();
    (path.display().to_string(), text)
}

fn site(out: &Path, least: usize) {
    let pages = files(&out.join("site"), ".html").into_iter().map(read);
    Found::judged(pages, judge::strangers).is_clean("pages", least);
}

/// What the elements of these names hold, unescaped once: HTML, where the file is a feed or an export.
fn held(file: &Path, names: &[&str]) -> Vec<(String, String)> {
    let text = fs::read_to_string(file).unwrap();
    let mut reader = Reader::from_str(&text);
    let (mut found, mut open, mut within_item) = (vec![], None, false);
    loop {
        let event = reader.read_event().unwrap();
        let said = match &event {
            Event::Start(start) => {
                let name = start.name().into_inner().to_owned();
                within_item |= name == "item" || name == "entry";
                // A channel's description is plain, an item's is HTML.
                if within_item && names.contains(&name.as_str()) {
                    open = Some(String::new());
                }
                None
            }
            Event::Text(text) => Some(text.to_string()),
            Event::CData(text) => Some(text.to_string()),
            Event::GeneralRef(named) => {
                let whole = format!("&{};", &**named);
                Some(quick_xml::escape::unescape(&whole).unwrap().into_owned())
            }
            Event::End(end) if names.contains(&end.name().into_inner()) => {
                found.extend(open.take().map(|html| (file.display().to_string(), html)));
                None
            }
            Event::Eof => return found,
            _ => None,
        };
        if let (Some(open), Some(said)) = (&mut open, said) {
            open.push_str(&said);
        }
    }
}

/// The HTML in the JSON of items for other newsrooms and of feeds.
fn in_json(file: &Path) -> Vec<(String, String)> {
    let whole: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    let bodies = whole["bodies"].as_array().cloned().unwrap_or_default();
    let bodies = bodies
        .iter()
        .filter(|body| body["contentType"] == "text/html");
    let items = whole["items"].as_array().cloned().unwrap_or_default();
    let found = bodies
        .map(|body| body["value"].clone())
        .chain(items.iter().map(|item| item["content_html"].clone()));
    found
        .map(|html| {
            (
                file.display().to_string(),
                html.as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

/// The chapters of the books.
fn chapters(out: &Path) -> Vec<(String, String)> {
    let mut found = vec![];
    for book in files(&out.join("epub"), ".epub") {
        let mut zip = zip::ZipArchive::new(fs::File::open(&book).unwrap()).unwrap();
        for nth in 0..zip.len() {
            let mut file = zip.by_index(nth).unwrap();
            let name = file.name().unwrap().into_owned();
            if name.ends_with(".xhtml") {
                let mut text = String::new();
                file.read_to_string(&mut text).unwrap();
                found.push((name, text));
            }
        }
    }
    found
}

/// What is in a chapter and should not be: read as XML, which a book's reader does.
fn in_chapter(text: &str) -> Vec<String> {
    let mut reader = Reader::from_str(text);
    let mut found = vec![];
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => {
                let name = start.name().into_inner().to_owned();
                if name.contains(':')
                    || ["script", "svg", "math", "style", "iframe", "form", "object"]
                        .contains(&name.as_str())
                {
                    found.push(format!("<{name}>"));
                }
                for one in start.attributes() {
                    let one = one.unwrap();
                    let key = one.key.into_inner().to_owned();
                    let value = one.value.to_lowercase();
                    if key.starts_with("on")
                        || key == "style"
                        || value.trim_start().starts_with("javascript:")
                    {
                        found.push(format!("<{name} {key}={value}>"));
                    }
                }
            }
            Ok(Event::Eof) => return found,
            Ok(_) => {}
            Err(cause) => return vec![cause.to_string()],
        }
    }
}

#[test]
fn no_attack_is_anything_but_words_in_any_part_of_a_bundle() {
    assert!(corpus::own().len() > 700);
    in_a_bundle(&corpus::some(SHARE, 1));
}

/// Lays attacks out, prints everything and judges it; gives the library that they are in.
fn in_a_bundle(attacks: &[Attack]) -> Laid {
    println!(
        "{} attacks, each in 20 fields of an article, of its byline and of its comments",
        attacks.len()
    );
    let laid = Laid::of(attacks);
    laid.named(&Attack {
        name: String::new(),
        text: "\"><script>alert(1)</script>'&<img src=x onerror=alert(1)>".into(),
    });
    let out = laid.printed();
    site(&out, 2 * attacks.len());
    Found::judged(chapters(&out), in_chapter).is_clean("chapters", attacks.len());
    let fields = [
        "description",
        "content:encoded",
        "content",
        "excerpt:encoded",
        "wp:comment_content",
    ];
    let feeds = files(&out.join("site"), ".xml")
        .into_iter()
        .chain(files(&out.join("wxr"), ".xml"));
    let feeds = feeds.flat_map(|file| held(&file, &fields));
    Found::judged(feeds, judge::strangers_in).is_clean("feeds and WordPress", 3 * attacks.len());
    let json = files(&out.join("ninjs"), ".json")
        .into_iter()
        .chain(files(&out.join("site"), "feed.json"));
    let json = json.flat_map(|file| in_json(&file));
    Found::judged(json, judge::strangers_in).is_clean("ninjs and JSON feeds", attacks.len());
    laid
}

#[test]
fn the_judge_sees_what_an_attack_is_where_nothing_cleans_it() {
    let laid = Laid::of(&corpus::own()[..1]);
    let page = &files(&laid.printed().join("site"), ".html")
        .into_iter()
        .map(read)
        .find(|(_, html)| html.contains("<p>More words.</p>"))
        .unwrap()
        .1;
    let own = corpus::own();
    let seen = own.iter().filter(|attack| {
        let raw = page.replace("<p>More words.</p>", &attack.text);
        !judge::strangers(&raw).is_empty()
    });
    let seen = seen.count();
    println!("{seen} of {} raw attacks are seen by the judge", own.len());
    assert!(seen > own.len() / 2, "{seen}");
}

#[test]
fn no_drawing_is_in_a_text_and_no_formula_and_the_cleaner_is_new_enough() {
    let office = Office::staffed();
    for attack in corpus::all() {
        let made = json!({"title": "Lamps", "body": format!("{}\n\nWords <svg></svg> and <math></math>.", attack.text)});
        let made = office.does(WRITER, "article_new", made);
        let page = office.does(WRITER, "preview", json!({"article": made["id"]}));
        let html = page["html"].as_str().unwrap().to_lowercase();
        assert!(
            !html.contains("<svg") && !html.contains("<math"),
            "{}: {}",
            attack.name,
            attack.text
        );
    }
    let lock = fs::read_to_string(crate::checkout::root().join("Cargo.lock")).unwrap();
    let version = lock
        .split("name = \"ammonia\"\nversion = \"")
        .nth(1)
        .unwrap();
    let version = version.split('"').next().unwrap();
    let numbers: Vec<u32> = version
        .split('.')
        .map(|part| part.parse().unwrap())
        .collect();
    assert!(
        numbers >= vec![4, 1, 4],
        "ammonia {version} has known holes"
    );
}

#[test]
fn no_attack_is_a_colour_a_type_or_a_logo_of_the_theme() {
    let office = Office::staffed();
    let before = office.does(PUBLISHER, "theme_show", json!({}));
    for attack in corpus::all() {
        for look in [
            json!({"light": {"accent": attack.text}}),
            json!({"dark": {"paper": format!("#fff;{}", attack.text)}}),
            json!({"text": attack.text}),
            json!({"logo": attack.text}),
        ] {
            let code = office.code(PUBLISHER, "theme_dress", json!({"look": look}));
            assert!(
                ["bad-colour", "bad-arguments", "bad-look"].contains(&code.as_str()),
                "{code}: {look}"
            );
        }
    }
    assert_eq!(office.does(PUBLISHER, "theme_show", json!({})), before);
}

#[test]
fn no_attack_is_anything_but_words_where_it_is_compared_noted_or_read_at_the_desk() {
    let attacks = corpus::some(SHARE, 2);
    at_the_desk(&attacks, &Laid::of(&attacks));
}

/// The letters of a text that are seen, in their order.
fn seen(text: &str) -> String {
    let unseen = |c: char| c.is_whitespace() || c.is_control();
    text.chars().filter(|c| !unseen(*c)).collect()
}

/// Judges what the desk gives of attacks that were laid out: compared, read in review, remarked on, noted.
fn at_the_desk(attacks: &[Attack], laid: &Laid) {
    let ask = |command: &str, with: Value| laid.office.does(MODERATOR, command, with);
    let html = |answer: &Value| answer["html"].as_str().unwrap().to_owned();
    let (mut compared, mut read, mut remarks) = (vec![], vec![], vec![]);
    let mut noted = 0;
    for (attack, article) in attacks.iter().zip(&laid.articles) {
        let of = json!({"article": article});
        compared.push((attack.name.clone(), html(&ask("article_diff", of.clone()))));
        let reading = ask("review_read", of.clone());
        for row in reading["rows"].as_array().unwrap() {
            for side in ["html", "was", "is"] {
                read.extend(
                    row[side]
                        .as_str()
                        .map(|html| (attack.name.clone(), html.to_owned())),
                );
            }
        }
        // A note is words, which the window shows as words: it comes back as it was written, and as nothing else.
        for note in ask("review_notes", of)["items"].as_array().unwrap() {
            assert!(note.get("html").is_none(), "{note}");
            assert!(
                seen(&attack.text).contains(&seen(note["text"].as_str().unwrap())),
                "{note}"
            );
            noted += 1;
        }
    }
    println!("notes: {noted} are what was written");
    assert!(noted > attacks.len() * 3 / 4, "only {noted} notes");
    let mut after = Value::Null;
    loop {
        let page = ask(
            "comment_list",
            json!({"limit": 500, "after": after, "state": "published"}),
        );
        for row in page["items"].as_array().unwrap() {
            let shown = ask("comment_show", json!({"comment": row["id"]}));
            remarks.push((row["id"].to_string(), html(&shown)));
        }
        after = page["next"].clone();
        if after.is_null() {
            break;
        }
    }
    Found::judged(compared, judge::strangers_in).is_clean("comparisons", attacks.len());
    Found::judged(read, judge::strangers_in).is_clean("passages read in review", attacks.len());
    Found::judged(remarks, judge::strangers_in).is_clean("comments at the desk", 2 * attacks.len());
}

/// What is printed once `path` came in.
fn came(path: &Path, what: &str, least: usize) {
    let office = Office::staffed();
    let ask = json!({"path": path, "as_drafts": true});
    let report = office.does(WRITER, "import_file", ask);
    let added = report["added"]["articles"].as_u64().unwrap();
    println!("{what}: {added} articles");
    assert!(added as usize >= least, "{what}: {}", report["skipped"]);
    let out = office.path("proof");
    office.does(
        PUBLISHER,
        "export_bundle",
        json!({"out": out, "proof": true, "profile": "site"}),
    );
    site(&out, least);
}

#[test]
fn no_attack_is_anything_but_words_whatever_format_it_comes_in_by() {
    brought_in(|nth| corpus::some(SHARE, nth), &corpus::all());
}

/// Brings attacks in by every format, each with its own of them, and judges what is printed of it.
fn brought_in(share: impl Fn(usize) -> Vec<Attack>, all: &[Attack]) {
    let room = crate::newsroom::Newsroom::empty();
    // A page that says nothing but what others say is the same page.
    let most = |attacks: &[Attack]| attacks.len() - attacks.len() / 20;
    let attacks = share(0);
    let export = room.file("export.xml", ways::wordpress(&attacks, None));
    came(Path::new(&export), "WordPress", most(&attacks));
    let attacks = share(1);
    let export = room.file("ghost.json", ways::ghost(&attacks));
    came(Path::new(&export), "Ghost", most(&attacks));
    let attacks = share(2);
    came(&ways::markdown(&room, &attacks), "Markdown", most(&attacks));
    let attacks = share(3);
    came(&ways::pages(&room, &attacks), "saved pages", most(&attacks));
    let document = room.file("all.docx", ways::word(all));
    came(Path::new(&document), "Word", 1);
}

#[test]
fn no_attack_in_a_comment_is_anything_but_words_whatever_format_it_comes_in_by() {
    comments_brought_in(&corpus::some(SHARE, 3));
}

/// Brings comments in by every format, and judges the page that they are on.
fn comments_brought_in(attacks: &[Attack]) {
    let office = Office::staffed();
    let article = office.draft("Night trams");
    let mut added = 0;
    for (name, text) in ways::comments(attacks, "night-trams") {
        let path = office.room.file(name, text);
        let report = office.does(MODERATOR, "comment_import", json!({"path": path}));
        let here = report["added"]["comments"].as_u64().unwrap();
        println!("{name}: {here} comments");
        // One that says nothing once its tags are gone is none.
        assert!(
            here as usize > attacks.len() / 2,
            "{name}: {}",
            report["skipped"]
        );
        added += here;
    }
    let out = office.path("proof");
    office.does(
        PUBLISHER,
        "export_bundle",
        json!({"out": out, "proof": true, "profile": "site"}),
    );
    let page = files(&out.join("site"), "night-trams/index.html");
    let printed = fs::read_to_string(&page[0]).unwrap();
    let there = printed.matches("<div class=\"comment depth-").count();
    println!("{there} of {added} comments are on the page of {article}");
    assert!(there > attacks.len());
    site(&out, 1);
}
