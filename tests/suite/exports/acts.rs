//! Acts of every sort in any order, and an export over the last bundle after each few: whatever the library, its memory and the
//! bundle before had come to, it is the one that a library without a memory prints to an empty place.

use super::held_against_a_whole_one;
use crate::office::{
    ADMIN, CHIEF, DRAWING, MODERATOR, OTHER_REVIEWER, Office, PUBLISHER, REVIEWER, WRITER,
};
use serde_json::{Value, json};
use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    fs,
};

/// Numbers in any order, the same in every run.
struct Thrown(Cell<u64>);

impl Thrown {
    fn below(&self, limit: usize) -> usize {
        let next = self
            .0
            .get()
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0.set(next);
        usize::try_from(next >> 33).unwrap() % limit
    }
}

/// A newsroom at work.
struct Work {
    office: Office,
    articles: Vec<String>,
    comments: Vec<String>,
    thrown: Thrown,
    acts: u64,
}

const ACTS: [&str; 33] = [
    "new",
    "text",
    "typed",
    "approved",
    "correction",
    "headline",
    "section",
    "slug",
    "tag",
    "author",
    "date",
    "translation",
    "related",
    "picture",
    "portrait",
    "gone",
    "embargo",
    "lifted",
    "withdrawn",
    "binned",
    "comment",
    "comments",
    "closed",
    "settings",
    "look",
    "damage",
    "memory",
    "elsewhere",
    "archive",
    "taken back",
    "stages",
    "lost key",
    "newsroom's key",
];

impl Work {
    fn of(seed: u64) -> Self {
        let mut work = Self {
            office: Office::staffed(),
            articles: vec![],
            comments: vec![],
            thrown: Thrown(Cell::new(seed)),
            acts: 0,
        };
        for _ in 0..5 {
            assert!(work.does("new"));
        }
        work
    }

    fn ask(&self, who: &str, command: &str, args: Value) -> bool {
        self.office.ask(who, command, args).is_ok()
    }

    fn one_of(&self, all: &[&'static str]) -> &'static str {
        all[self.thrown.below(all.len())]
    }

    fn any(&self) -> String {
        let at = self.thrown.below(self.articles.len());
        self.articles[at].clone()
    }

    /// Changes an article and has it approved.
    fn edited(&self, article: &str, mut edit: Value) -> bool {
        edit["article"] = json!(article);
        self.ask(WRITER, "article_edit", edit) && self.approved(article)
    }

    fn approved(&self, article: &str) -> bool {
        let _ = self.ask(WRITER, "article_submit", json!({"article": article}));
        [REVIEWER, OTHER_REVIEWER]
            .iter()
            .any(|who| self.ask(who, "review_approve", json!({"article": article})))
    }

    fn picture(&self) -> String {
        let path = format!("{}.svg", self.acts);
        let drawing = DRAWING.replace("80", &(80 + self.acts).to_string());
        let file = self.office.room.file(&path, &drawing);
        let added = self.office.does(
            WRITER,
            "asset_add",
            json!({"path": file, "alt": "The quay"}),
        );
        added["hash"].as_str().unwrap().to_owned()
    }

    /// Does one; false where it could not be done as things stand.
    fn does(&mut self, act: &str) -> bool {
        self.acts += 1;
        let nth = self.acts;
        if act == "new" {
            let id = self.office.draft(&format!("Ferry number {nth}"));
            self.articles.push(id.clone());
            return self.approved(&id);
        }
        let (one, other) = (self.any(), self.any());
        match act {
            "text" => self.edited(&one, json!({"body": format!("It sails at {nth}.\n")})),
            "typed" => self.ask(
                WRITER,
                "article_edit",
                json!({"article": one, "kicker": format!("{nth}")}),
            ),
            // One that waits for it.
            "approved" => {
                let mut all = self.articles.iter();
                all.any(|article| self.approved(article))
            }
            "correction" => {
                let body =
                    json!({"article": one, "body": format!("It sails at {nth}, not before.\n")});
                let said = json!({"kind": "correction", "text": format!("It does not sail before {nth}.")});
                self.ask(WRITER, "article_edit", body)
                    && self.ask(
                        WRITER,
                        "article_submit",
                        json!({"article": one, "correction": said}),
                    )
                    && self.approved(&one)
            }
            "headline" => self.edited(&one, json!({"title": format!("Headline {nth}")})),
            "section" => self.edited(
                &one,
                json!({"section": self.one_of(&["Schools", "Transport", "Sport"])}),
            ),
            // Sometimes where another one was before.
            "slug" => self.edited(
                &one,
                json!({"slug": format!("quay-{}", self.thrown.below(4))}),
            ),
            "tag" => self.edited(
                &one,
                json!({"tags": [self.one_of(&["Boats", "boats", "Quays"]), "Town"]}),
            ),
            "author" => self.edited(
                &one,
                json!({"bylines": [self.one_of(&["Nora Vale", WRITER])]}),
            ),
            "date" => self.edited(
                &one,
                json!({"date": format!("2026-0{}-11", 1 + self.thrown.below(9))}),
            ),
            "translation" => self.edited(&one, json!({"language": "de", "translations": [other]})),
            "related" => self.edited(&one, json!({"related": [other]})),
            "picture" => {
                let hash = self.picture();
                self.edited(
                    &one,
                    json!({"body": format!("It sails.\n\n![The quay](asset:{hash})\n")}),
                )
            }
            "portrait" => {
                let hash = self.picture();
                let byline = json!({"name": "Nora Vale", "picture": hash, "about": format!("She sailed {nth} times.")});
                let saved = self.ask(WRITER, "byline_save", byline.clone())
                    || self.ask(
                        WRITER,
                        "byline_save",
                        json!({"profile": "Nora Vale", "picture": hash}),
                    );
                saved && self.edited(&one, json!({"bylines": ["Nora Vale"]}))
            }
            _ => self.does_more(act, &one),
        }
    }

    /// The rest: what is not done to a text.
    fn does_more(&mut self, act: &str, one: &str) -> bool {
        let nth = self.acts;
        match act {
            "gone" => {
                // One that nothing shows goes, and comes back.
                let hash = self.picture();
                self.ask(WRITER, "asset_remove", json!({"asset": hash}))
            }
            "embargo" => self.edited(
                one,
                json!({"embargo": "2030-01-01", "kicker": format!("{nth}")}),
            ),
            "lifted" => {
                self.edited(
                    one,
                    json!({"embargo": "2030-02-01", "kicker": format!("{nth}")}),
                ) && self.ask(REVIEWER, "article_lift", json!({"article": one}))
            }
            "withdrawn" => self.ask(
                PUBLISHER,
                "article_withdraw",
                json!({"article": one, "reason": "Wrong."}),
            ),
            "binned" => {
                // What was never released can be binned and comes back by undo.
                let id = self.office.draft(&format!("Binned {nth}"));
                self.approved(&id)
                    && self.ask(WRITER, "article_bin", json!({"article": id}))
                    && (nth.is_multiple_of(2) || self.ask(WRITER, "undo", json!({})))
            }
            "settings" => {
                let zone = self.one_of(&["Europe/Lisbon", "UTC", "Asia/Tokyo"]);
                let settings = json!({"name": format!("Gazette {nth}"), "language": "en", "time_zone": zone,
                    "four_eyes": nth.is_multiple_of(2), "base_url": "https://quay.example/",
                    "comment_address": format!("https://quay.example/{nth}")});
                self.ask(ADMIN, "settings_set", json!({"settings": settings}))
            }
            "look" => {
                let accent = format!("#8b1a{:02x}", nth % 256);
                self.ask(
                    CHIEF,
                    "theme_dress",
                    json!({"look": {"light": {"accent": accent}}}),
                )
            }
            "damage" => self.damaged(),
            "memory" => {
                let lost = self.one_of(&[
                    "DELETE FROM l_printed",
                    "DELETE FROM l_chosen WHERE piece % 3 = 1",
                    "UPDATE l_chosen SET facts = zeroblob(40) WHERE piece % 3 = 0",
                    "UPDATE l_chosen SET facts = zeroblob(40) WHERE piece = -1",
                ]);
                crate::journal::sql(&self.office.room, lost);
                true
            }
            "elsewhere" => {
                let ask =
                    json!({"out": self.office.path(&format!("proof-{nth}.zip")), "proof": true});
                self.ask(PUBLISHER, "export_bundle", ask)
            }
            "archive" | "taken back" | "stages" | "lost key" | "newsroom's key" => self.rules(act),
            _ => self.moderates(act, one),
        }
    }

    /// What comes from elsewhere, and what is done to the rules of the house.
    fn rules(&self, act: &str) -> bool {
        let nth = self.acts;
        match act {
            // Some of it came in before, and says something else by now.
            "archive" => {
                let posts: String = (0..3)
                    .map(|_| {
                        let id = 1 + self.thrown.below(4);
                        format!(
                            "<item><title>The bell of {id}</title><link>https://old.example/town/{id}/</link>\
                             <content:encoded><![CDATA[<p>It rings at {nth} over the whole town.</p>]]></content:encoded>\
                             <wp:post_id>{id}</wp:post_id><wp:post_date_gmt>2020-01-0{id} 10:00:00</wp:post_date_gmt>\
                             <wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>"
                        )
                    })
                    .collect();
                let archive = format!(
                    "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
                     xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel><title>Old</title><link>https://old.example</link>\
                     <wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://old.example</wp:base_blog_url>{posts}</channel></rss>"
                );
                let file = self.office.room.file("old.xml", archive);
                self.ask(CHIEF, "import_file", json!({"path": file}))
            }
            "taken back" => self.rules("archive") && self.ask(CHIEF, "undo", json!({})),
            "stages" => {
                let law = json!({"name": "law", "who": [OTHER_REVIEWER]});
                let desk = json!({"name": "desk", "who": ["reviewer"]});
                let stages = match nth.is_multiple_of(2) {
                    true => json!([desk, law]),
                    false => json!([desk]),
                };
                self.ask(
                    ADMIN,
                    "workflow_set",
                    json!({"section": "Transport", "stages": stages}),
                )
            }
            "lost key" => {
                let who = self.one_of(&[REVIEWER, OTHER_REVIEWER]);
                self.ask(
                    CHIEF,
                    "key_revoke",
                    json!({"key": who, "reason": "A bag was lost."}),
                )
            }
            _ => self.ask(ADMIN, "key_rotate", json!({})),
        }
    }

    /// What is done to comments.
    fn moderates(&mut self, act: &str, one: &str) -> bool {
        let nth = self.acts;
        match act {
            "comment" => {
                if self.comments.is_empty() || nth.is_multiple_of(3) {
                    let [first, second] = self.office.comments(one);
                    self.comments.extend([first, second]);
                }
                let at = self.thrown.below(self.comments.len());
                let state = self.one_of(&["published", "published", "spam"]);
                let decide = json!({"comments": [self.comments[at]], "state": state});
                self.ask(MODERATOR, "comment_decide", decide)
            }
            "comments" => {
                let state = self.one_of(&["published", "spam"]);
                let decide = json!({"comments": self.comments, "state": state});
                self.ask(MODERATOR, "comment_decide", decide)
            }
            "closed" => {
                let mode = [json!("closed"), Value::Null][self.thrown.below(2)].clone();
                self.ask(
                    MODERATOR,
                    "commenting_set",
                    json!({"article": one, "mode": mode}),
                )
            }
            _ => panic!("no act {act}"),
        }
    }

    /// Something happens to a file of the bundle that is there.
    fn damaged(&self) -> bool {
        let bundle = self.office.path("bundle");
        let files: Vec<String> = super::read(&bundle).into_keys().collect();
        let of_a_part = |name: &&String| !name.starts_with("manifest.json");
        let files: Vec<&String> = files.iter().filter(of_a_part).collect();
        let file = bundle.join(files[self.thrown.below(files.len())]);
        let bytes = fs::read(&file).unwrap();
        match self.thrown.below(3) {
            0 => fs::remove_file(&file).is_ok(),
            1 => fs::write(&file, [&bytes[..], b" "].concat()).is_ok(),
            // As long as before.
            _ => {
                let mut bytes = bytes;
                let at = self.thrown.below(bytes.len().max(1));
                bytes
                    .iter_mut()
                    .skip(at)
                    .take(1)
                    .for_each(|byte| *byte ^= 1);
                fs::write(&file, bytes).is_ok()
            }
        }
    }
}

#[test]
fn whatever_was_done_in_any_order_an_export_over_the_last_bundle_is_a_whole_one() {
    let mut work = Work::of(7);
    held_against_a_whole_one(&work.office, "the first release");
    // Each by itself, so that it is known what went wrong; then in any order.
    let (mut done, mut refused) = (BTreeSet::new(), BTreeMap::<&str, u32>::new());
    for act in ACTS {
        match work.does(act) {
            true => drop(done.insert(act)),
            false => *refused.entry(act).or_default() += 1,
        }
        held_against_a_whole_one(&work.office, act);
    }
    for round in 0..40 {
        // After twelve, only what could not be done yet, as things stood.
        let acts: Vec<&str> = match round < 12 {
            true => (0..1 + work.thrown.below(5))
                .map(|_| ACTS[work.thrown.below(ACTS.len())])
                .collect(),
            false => ACTS.into_iter().filter(|act| !done.contains(act)).collect(),
        };
        if acts.is_empty() {
            break;
        }
        for act in &acts {
            match work.does(act) {
                true => drop(done.insert(*act)),
                false => *refused.entry(*act).or_default() += 1,
            }
        }
        held_against_a_whole_one(&work.office, &format!("round {round}, {acts:?}"));
    }
    let kept = "SELECT count(*) FROM l_chosen WHERE piece >= 0";
    let kept = crate::journal::sql(&work.office.room, kept);
    assert_ne!(kept.trim(), "0", "nothing was kept of what was found out");
    let never: Vec<_> = ACTS.iter().filter(|act| !done.contains(*act)).collect();
    assert!(
        never.is_empty(),
        "never done: {never:?}; refused: {refused:?}"
    );
}
