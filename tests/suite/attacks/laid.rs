//! A library with an attack in everything that one can write into an article, its bylines and its comments.

use super::corpus::Attack;
use crate::office::{ADMIN, DRAWING, MODERATOR, Office, PUBLISHER, REVIEWER, WRITER};
use serde_json::{Value, json};
use std::path::PathBuf;

/// Each so many articles one has its attack for a section, since every page names all sections.
const SECTIONS: usize = 25;

/// What the file of the picture is called that each article has at its top.
const NAMED: &str = "\"><img src=x onerror=alert(1)>'.svg";

/// The library, and the article with each attack in it.
pub struct Laid {
    /// The library.
    pub office: Office,
    /// Their ids, in the order of the attacks.
    pub articles: Vec<String>,
}

impl Laid {
    /// Writes each attack into an article of its own: wherever there is a field for it.
    pub fn of(attacks: &[Attack]) -> Self {
        let office = Office::staffed();
        let base = json!({"settings": {"base_url": "https://harbour.example/"}});
        office.does(ADMIN, "settings_set", base);
        let drawing = office.room.file(NAMED, DRAWING);
        let asset = office.does(WRITER, "asset_add", json!({"path": drawing}));
        let articles = attacks
            .iter()
            .enumerate()
            .map(|(nth, attack)| lay(&office, nth, attack, &asset["hash"]))
            .collect();
        let laid = Self { office, articles };
        laid.comment(attacks);
        laid
    }

    /// A comment on each article, with the attack for its words and for the name of who sent it, published; and an answer.
    fn comment(&self, attacks: &[Attack]) {
        let mut lines = String::new();
        for (nth, attack) in attacks.iter().enumerate() {
            for (id, parent, body) in [
                (format!("{nth}-a"), None, attack.text.clone()),
                (
                    format!("{nth}-b"),
                    Some(format!("{nth}-a")),
                    format!("Words {} words", attack.text),
                ),
            ] {
                let one = json!({"id": id, "parent": parent, "article": self.articles[nth], "author": attack.line(),
                    "created": "2026-10-01T10:00:00Z", "body": body, "state": "published"});
                lines.push_str(&format!("{one}\n"));
            }
        }
        let file = self.office.room.file("comments.jsonl", lines);
        let report = self
            .office
            .does(MODERATOR, "comment_import", json!({"path": file}));
        // What has no words left once control characters are out is no comment.
        let added = report["added"]["comments"].as_u64().unwrap();
        assert_eq!(added, 2 * attacks.len() as u64, "{}", report["skipped"]);
    }

    /// Calls the newsroom so, as far as a name may be.
    pub fn named(&self, attack: &Attack) {
        let settings = json!({"settings": {"name": attack.line()}});
        self.office.does(ADMIN, "settings_set", settings);
    }

    /// Everything printed, as a proof in a folder: nobody has to approve it.
    pub fn printed(&self) -> PathBuf {
        let out = self.office.path("proof");
        let ask = json!({"out": out, "proof": true});
        let done = self.office.does(PUBLISHER, "export_bundle", ask);
        assert_eq!(done["held"], json!([]));
        out
    }
}

fn lay(office: &Office, nth: usize, attack: &Attack, asset: &Value) -> String {
    let line = attack.line();
    let by = format!("{line} {nth}");
    let profile = json!({"name": by, "role": line, "publications": [line], "about": attack.text});
    office.does(WRITER, "byline_save", profile);
    // An address that is none is refused, whatever it would have done.
    for link in [attack.text.clone(), format!("https://a.example/{line}")] {
        let _ = office.ask(
            WRITER,
            "byline_save",
            json!({"profile": by, "links": [link]}),
        );
    }
    let section = if nth.is_multiple_of(SECTIONS) {
        &line
    } else {
        "Transport"
    };
    let made = json!({"title": line, "section": section, "body": "Plain words.", "kicker": line, "standfirst": attack.text,
        "tags": [line], "bylines": [by]});
    let id = office.does(WRITER, "article_new", made)["id"].clone();
    let edit = json!({"article": id, "body": format!("{}\n\nMore words.\n", attack.text), "date": "2026-09-01",
        "search_title": line,
        "search_description": attack.text, "related": [format!("See {line}")], "lead_image": asset, "lead_alt": line, "lead_caption": line,
        "lead_credit": line});
    office.does(WRITER, "article_edit", edit);
    // Where nothing of the text is left to be quoted, there is nothing to be noted.
    let note = json!({"article": id, "quote": "More words", "text": attack.text});
    let _ = office.ask(REVIEWER, "review_note", note);
    for field in ["canonical", "slug", "language"] {
        let _ = office.ask(WRITER, "article_edit", json!({"article": id, field: line}));
    }
    id.as_str().unwrap().to_owned()
}
