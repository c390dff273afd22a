//! The same table once more, over what is acted on: whose an article or a comment is, and where it stands.

use super::asks::{args, asks_only, furnished, told};
use crate::office::{
    ADMIN, CHIEF, COMMANDS, MODERATOR, OTHER_MODERATOR, OTHER_REVIEWER, OTHER_WRITER, Office,
    PUBLISHER, REVIEWER, WRITER,
};
use serde_json::{Value, json};
use std::{cell::RefCell, collections::BTreeMap, fmt::Write as _};

/// Who acts on an article: the writer who wrote it and another, the reviewer who has it and another, and the rest.
const ON_ARTICLE: [(&str, &str); 8] = [
    ("nobody", ""),
    ("author", WRITER),
    ("writer", OTHER_WRITER),
    ("claimant", REVIEWER),
    ("reviewer", OTHER_REVIEWER),
    ("moderator", MODERATOR),
    ("publisher", PUBLISHER),
    ("admin", ADMIN),
];

/// Who acts on a comment: the moderator who has it in front of them and another, and the rest.
const ON_COMMENT: [(&str, &str); 5] = [
    ("nobody", ""),
    ("writer", WRITER),
    ("claimant", MODERATOR),
    ("moderator", OTHER_MODERATOR),
    ("admin", ADMIN),
];

/// Where an article stands.
const STANDS: [&str; 10] = [
    "draft",
    "in-review",
    "claimed",
    "changes-requested",
    "approved",
    "embargoed",
    "published",
    "edited",
    "withdrawn",
    "binned",
];

/// Where a comment stands: its state, and whether the first moderator has claimed it.
const COMMENTS: [&str; 6] = [
    "pending",
    "claimed",
    "published",
    "held",
    "rejected",
    "spam",
];

/// How many are published at once, since each release takes a while.
const AT_ONCE: usize = 12;

/// A library from which articles and comments are taken, each untouched so far.
struct Supply {
    office: Office,
    names: Value,
    ready: RefCell<BTreeMap<&'static str, Vec<Value>>>,
    made: RefCell<u32>,
}

impl Supply {
    fn new() -> Self {
        let (office, names) = furnished();
        // What is open on an article would be refused before what this is about.
        let checks =
            json!({"settings": {"checks": {"open-notes": "warn", "open-suggestions": "warn"}}});
        office.does(ADMIN, "settings_set", checks);
        Self {
            office,
            names,
            ready: RefCell::default(),
            made: RefCell::new(0),
        }
    }

    /// The names of an article that stands so, with all that `args` asks of one.
    fn article(&self, stands: &'static str) -> Value {
        let mut ready = self.ready.borrow_mut();
        let ready = ready.entry(stands).or_default();
        if ready.is_empty() {
            let count = if ["published", "edited", "withdrawn"].contains(&stands) {
                AT_ONCE
            } else {
                1
            };
            let made: Vec<Value> = (0..count).map(|_| self.draft()).collect();
            self.bring(&made, stands);
            ready.extend(made);
        }
        ready.pop().unwrap()
    }

    /// A draft with two revisions, a note, a settled one, a suggestion and a doubtful passage.
    fn draft(&self) -> Value {
        let mut made = self.made.borrow_mut();
        *made += 1;
        let office = &self.office;
        let does = |who: &str, command: &str, ask: Value| office.does(who, command, ask);
        let id = office.draft(&format!("A lantern for pier {made}"));
        let first = does("", "article_read", json!({"article": id}))["revision"].clone();
        let body = "The last boat leaves the old quay at midnight. It is is lit.\n";
        does(WRITER, "article_edit", json!({"article": id, "body": body}));
        let note = json!({"article": id, "quote": "midnight", "text": "Says who?"});
        let note = does(REVIEWER, "review_note", note)["id"].clone();
        let settled = json!({"article": id, "quote": "boat", "text": "Which one?"});
        let settled = does(REVIEWER, "review_note", settled)["id"].clone();
        does(REVIEWER, "review_resolve", json!({"note": settled}));
        let suggested = json!({"article": id, "quote": "last", "proposed": "latest"});
        let suggested = does(REVIEWER, "review_suggest", suggested)["suggestions"][0].clone();
        let checks = does("", "article_check", json!({"article": id}));
        let doubtful = checks
            .as_array()
            .unwrap()
            .iter()
            .find(|one| one["passage"].is_string());
        let shown = does(WRITER, "article_show", json!({"article": id}));
        let mut names = self.names.clone();
        for name in [
            "draft",
            "live",
            "review",
            "claimed",
            "embargoed",
            "unconfirmed",
            "altered",
            "doubtful",
        ] {
            names[name] = json!(id);
        }
        names["revision"] = first;
        names["head"] = shown["revision"].clone();
        names["content"] = shown["head"].clone();
        names["note"] = note;
        names["settled"] = settled;
        names["suggested"] = suggested;
        names["passage"] = doubtful.unwrap()["passage"].clone();
        names
    }

    fn bring(&self, made: &[Value], stands: &str) {
        let each = |who: &str, command: &str, more: Value| {
            for names in made {
                let mut ask = more.clone();
                ask["article"] = names["draft"].clone();
                self.office.does(who, command, ask);
            }
        };
        if stands == "binned" {
            return each(WRITER, "article_bin", json!({}));
        }
        if stands == "embargoed" {
            each(WRITER, "article_edit", json!({"embargo": "2026-12-01"}));
        }
        if stands != "draft" {
            each(WRITER, "article_submit", json!({}));
        }
        match stands {
            "claimed" => each(REVIEWER, "review_claim", json!({})),
            "changes-requested" => each(
                OTHER_REVIEWER,
                "review_request_changes",
                json!({"note": "Check the date."}),
            ),
            "approved" | "embargoed" | "published" | "edited" | "withdrawn" => {
                each(OTHER_REVIEWER, "review_approve", json!({}));
            }
            _ => {}
        }
        if !["published", "edited", "withdrawn"].contains(&stands) {
            return;
        }
        let picked: Vec<&Value> = made.iter().map(|names| &names["draft"]).collect();
        let out = self.office.path(&format!("out-{}.zip", self.made.borrow()));
        let release =
            json!({"out": out, "profile": "jsonl", "chosen": {"name": "Now", "picked": picked}});
        self.office.does(PUBLISHER, "export_bundle", release);
        match stands {
            "edited" => each(OTHER_WRITER, "article_edit", json!({"kicker": "Pier"})),
            "withdrawn" => each(
                PUBLISHER,
                "article_withdraw",
                json!({"reason": "It was wrong."}),
            ),
            _ => {}
        }
    }

    /// The names of a comment that stands so.
    fn comment(&self, stands: &'static str) -> Value {
        let mut made = self.made.borrow_mut();
        *made += 1;
        let line = json!({"id": format!("c-{made}"), "article": self.names["live"], "author": "Tom Reader",
            "created": "2026-10-01T10:00:00Z", "body": format!("Remark {made}"), "state": "pending"});
        let file = self.office.room.file("one.jsonl", line.to_string());
        let report = self
            .office
            .does(MODERATOR, "comment_import", json!({"path": file}));
        assert_eq!(report["added"]["comments"], 1, "{report}");
        let newest = json!({"newest": true, "limit": 50, "state": "pending"});
        let rows = self.office.does(MODERATOR, "comment_list", newest);
        let words = format!("Remark {made}");
        let row = rows["items"]
            .as_array()
            .unwrap()
            .iter()
            .find(|row| row["body"] == words.as_str());
        let id = row.unwrap()["id"].clone();
        match stands {
            "pending" => {}
            "claimed" => {
                self.office
                    .does(MODERATOR, "comment_claim", json!({"comment": id}));
            }
            state => {
                self.office.does(
                    MODERATOR,
                    "comment_decide",
                    json!({"comments": [id], "state": state}),
                );
            }
        }
        let mut names = self.names.clone();
        names["pending"] = id;
        names
    }

    /// The newest entry of the journal, by which one sees whether anything was done.
    fn newest(&self) -> Value {
        self.office.does("", "activity_list", json!({"limit": 1}))["items"][0]["id"].clone()
    }

    /// What each of `who` is answered, on what `take` gives, for each way that it stands; alike rows are one.
    fn rows(
        &self,
        command: &str,
        who: &[(&str, &str)],
        stands: &[&'static str],
        take: &dyn Fn(&'static str) -> Value,
    ) -> String {
        let mut alike: Vec<(String, Vec<&str>)> = vec![];
        for stand in stands {
            let (mut row, mut names) = (String::new(), take(stand));
            for (role, person) in who {
                let newest = self.newest();
                let out = self.office.path(&format!("out-{command}-{stand}-{role}"));
                let code = self
                    .office
                    .code(person, command, args(command, &names, &out));
                let _ = write!(row, " {role}: {code}");
                // What leaves no entry, as a claim or what is being typed, may stand in another's way as well.
                if self.newest() != newest || (code == "ok" && !asks_only(command)) {
                    names = take(stand);
                }
            }
            match alike.iter_mut().find(|(known, _)| *known == row) {
                Some((_, all)) => all.push(stand),
                None => alike.push((row, vec![stand])),
            }
        }
        let mut rows = String::new();
        for (row, all) in alike {
            let all = if all.len() == stands.len() {
                "whatever it is".to_owned()
            } else {
                all.join(", ")
            };
            let _ = writeln!(rows, "{command:<24} [{all}]{row}");
        }
        rows
    }
}

/// Whether a command is asked about something by one of these names.
fn is_about(command: &str, names: &Value, which: &[&str]) -> bool {
    let out = std::path::Path::new("/nowhere/out");
    let marked: Value = names
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| {
            let mark = if which.contains(&name.as_str()) {
                json!("‡")
            } else {
                value.clone()
            };
            (name.clone(), mark)
        })
        .collect();
    !["theme_import", "profile_export"].contains(&command)
        && args(command, &marked, out).to_string().contains('‡')
}

#[test]
fn who_may_what_with_whose_article_and_comment_and_where_it_stands() {
    let supply = Supply::new();
    let mut table = String::from(
        "Each command that is about an article, by whose it is and where it stands: what is answered to whom. The author wrote it;\n\
         the claimant made its note and its suggestion, and has its review where it is claimed.\n\n",
    );
    let about = [
        "draft",
        "live",
        "review",
        "claimed",
        "embargoed",
        "unconfirmed",
        "altered",
        "doubtful",
        "note",
        "settled",
    ];
    let article = |stands| supply.article(stands);
    for (command, _) in COMMANDS {
        if is_about(command, &supply.names, &about) && *command != "edition_save" {
            table.push_str(&supply.rows(command, &ON_ARTICLE, &STANDS, &article));
        }
    }
    table.push_str("\nEach that is about a comment.\n\n");
    let comment = |stands| supply.comment(stands);
    for (command, _) in COMMANDS {
        if is_about(command, &supply.names, &["pending"]) {
            table.push_str(&supply.rows(command, &ON_COMMENT, &COMMENTS, &comment));
        }
    }
    super::is_committed("permissions/states.txt", &table);
}

/// Whether a table's answer is about what somebody is, and not about what they ask.
fn is_of_roles(code: &str) -> bool {
    ["wrong-role", "no-person"].contains(&code)
}

#[test]
fn where_something_stands_gives_no_role_more_than_the_first_table_says() {
    let mut compared = 0;
    let mut of_comments = false;
    for line in include_str!("states.txt").lines() {
        of_comments |= line.starts_with("Each that is about a comment");
        let (Some((command, _)), Some((_, answers))) =
            (line.split_once(' '), line.split_once("] "))
        else {
            continue;
        };
        let words: Vec<&str> = answers.split(' ').collect();
        for pair in words.chunks(2) {
            let role = match pair[0].trim_end_matches(':') {
                "author" => "writer",
                "claimant" if of_comments => "moderator",
                "claimant" => "reviewer",
                other => other,
            };
            // What is in the bin is told to be there, whoever asks.
            if pair[1] == "in-the-bin" {
                continue;
            }
            let first = told(command, role);
            assert_eq!(
                is_of_roles(first),
                is_of_roles(pair[1]),
                "{command} as {role}: {first}, and {}: {line}",
                pair[1]
            );
            compared += 1;
        }
    }
    println!("{compared} answers agree with the first table");
    assert!(compared > 500, "{compared}");
}

#[test]
fn who_sealed_their_signature_is_asked_for_it_before_whatever_they_change() {
    let (office, names) = furnished();
    office.does(
        CHIEF,
        "key_seal",
        json!({"passphrase": "four words of night"}),
    );
    office.does(CHIEF, "key_forget", json!({}));
    let mut table = String::from(
        "Each command at the terminal, as someone who holds every role and sealed their signature, and gives no passphrase.\n\n",
    );
    for (command, _) in COMMANDS
        .iter()
        .filter(|(name, _)| !name.starts_with("key_"))
    {
        let out = office.path(&format!("sealed-{command}"));
        let code = office.code_unknown(CHIEF, command, args(command, &names, &out));
        let _ = writeln!(table, "{command:<24} {code}");
    }
    super::is_committed("permissions/sealed.txt", &table);
}
