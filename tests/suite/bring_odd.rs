//! What is written otherwise than it should be comes in as what it is.

use crate::{newsroom::Newsroom, office::DRAWING};
use serde_json::Value;
use std::fs;

const CHIEF: &str = "Edda Chief";
const WRITER: &str = "Wim Writer";

fn article(room: &Newsroom, done: &Value) -> Value {
    let id = done["articles"][0]["id"].as_str().unwrap();
    room.json(WRITER, &["article", "show", id])
}

/// A page that a browser saved, of a site whose template nobody filled in.
fn page(picture: &str) -> String {
    let words = "The bell of the harbour rings at noon again, after forty years of silence, for all who cross the water. ";
    let text = format!("<p>{}</p>", words.repeat(2)).repeat(3);
    format!(
        "<html lang=\"{{{{lang}}}}\"><head><title>The bell rings</title></head><body><article><h1>The bell rings</h1>\
         <figure><img src=\"{picture}\" alt=\"The bell\" width=\"600\"></figure>{text}</article></body></html>"
    )
}

#[test]
fn a_page_in_a_single_file_comes_with_its_pictures() {
    let room = Newsroom::staffed();
    let place = "https://town.example/bell.svg";
    let file = room.file(
        "bell.mhtml",
        format!(
            "From: <Saved>\r\nSnapshot-Content-Location: https://town.example/bell/\r\nMIME-Version: 1.0\r\n\
             Content-Type: multipart/related; boundary=\"x1\"\r\n\r\n--x1\r\nContent-Type: text/html\r\n\
             Content-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n--x1\r\nContent-Type: image/svg+xml\r\n\
             Content-Location: {place}\r\n\r\n{DRAWING}\r\n--x1--\r\n",
            page(place).replace('=', "=3D")
        ),
    );
    let done = room.json(WRITER, &["import", &file]);
    assert_eq!(done["added"]["articles"], 1, "{done}");
    assert_eq!(done["added"]["assets"], 1, "{done}");
    let shown = article(&room, &done);
    assert_eq!(shown["title"], "The bell rings");
    assert_eq!(shown["language"], "en");
    let again = room.json(WRITER, &["import", &file]);
    assert_eq!(
        (&again["added"]["articles"], &again["unchanged"]),
        (&0.into(), &1.into()),
        "{again}"
    );
    // A tag as long as a book is read in no time.
    let many: String = (0..200_000).map(|nth| format!(" a{nth}")).collect();
    let odd = page("x.png").replace(" bell ", " horn ");
    let odd = odd.replace("<h1>", &format!("<h1{many}>"));
    let done = room.json(WRITER, &["import", &room.file("odd.html", odd)]);
    assert_eq!(done["added"]["articles"], 1, "{done}");
}

#[test]
fn a_picture_is_taken_for_what_it_is_whatever_its_name_says() {
    let room = Newsroom::staffed();
    let folder = room.path("notes");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("bell.jpg"), DRAWING).unwrap();
    fs::write(
        folder.join("bell.md"),
        "It rings.\n\n![The bell](bell.jpg)\n",
    )
    .unwrap();
    let done = room.json(CHIEF, &["import", folder.to_str().unwrap()]);
    assert_eq!(done["added"]["assets"], 1, "{done}");
    assert!(!done["skipped"].to_string().contains("bell.jpg"), "{done}");
}

#[test]
fn two_comments_of_one_id_do_not_undo_each_other() {
    let room = Newsroom::staffed();
    let line = |body: &str, state: &str| {
        format!(
            "{{\"id\":\"7\",\"article_slug\":\"bell\",\"author\":\"Greta\",\"created\":\"2024-05-02T10:00:00Z\",\
             \"body\":\"{body}\"{state}}}\n"
        )
    };
    let both = line("It rings.", ",\"state\":\"published\"") + &line("It does not.", "");
    let file = room.file("lines.jsonl", both);
    let import = || room.json("Mo Moderator", &["comment", "import", &file]);
    let done = import();
    assert_eq!(done["added"]["comments"], 1, "{done}");
    assert!(done["skipped"].to_string().contains("same id"), "{done}");
    let again = import();
    assert_eq!(again["updated"], 0, "{again}");
    assert_eq!(again["unchanged"], 1, "{again}");
    // As the hint says.
    let list = room.json("Mo Moderator", &["commenter", "list"]);
    let who = list["items"][0]["id"].as_str().unwrap();
    room.json("Mo Moderator", &["commenter", "ban", who, "--days", "3"]);
    room.json("Mo Moderator", &["commenter", "ban", who, "--lift"]);
    let banned = room.json("Mo Moderator", &["commenter", "list", "--banned"]);
    assert_eq!(banned["items"].as_array().unwrap().len(), 0, "{banned}");
}

#[test]
fn a_word_document_that_is_none_says_so() {
    let room = Newsroom::staffed();
    let empty = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
    let file = room.file("nodoc.docx", empty);
    let run = room.run(&["--json", "--as", WRITER, "import", &file]);
    let said = format!("{}{}", run.out, run.err);
    assert!(!said.contains("can’t be read yet"), "{said}");
    assert!(said.contains("nodoc.docx"), "{said}");
}
