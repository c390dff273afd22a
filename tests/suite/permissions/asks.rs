//! What each command of the desk is asked for the tables of who may what, in a library in which it can go through for someone;
//! and what the committed table says of it.

use crate::office::{
    ADMIN, DRAWING, MODERATOR, OTHER_REVIEWER, Office, PUBLISHER, REVIEWER, WRITER,
};
use serde_json::{Value, json};
use std::{fs, path::Path};

/// Each command as everyone.
const TABLE: &str = include_str!("../permissions.txt");

/// What the table says is answered to a role: `ok`, or the refusal's code.
pub fn told(command: &str, role: &str) -> &'static str {
    let row = TABLE
        .lines()
        .find(|line| line.split(' ').next() == Some(command))
        .unwrap_or_else(|| panic!("{command} is not in the table of who may what"));
    let (_, after) = row.split_once(&format!(" {role}: ")).unwrap();
    after.split(' ').next().unwrap()
}

/// Nobody, and one of each role.
pub const WHO: [(&str, &str); 6] = [
    ("nobody", ""),
    ("writer", WRITER),
    ("reviewer", REVIEWER),
    ("moderator", MODERATOR),
    ("publisher", PUBLISHER),
    ("admin", ADMIN),
];

/// A library in which every command can go through for someone, and the names of what is in it.
pub fn furnished() -> (Office, Value) {
    let office = Office::staffed();
    let live = office.approved("Night buses to the harbour");
    let bundle = office.release("bundle.zip");
    let draft = office.draft("A ferry for Sundays");
    let before = office.does("", "article_read", json!({"article": draft}));
    office.does(
        WRITER,
        "article_edit",
        json!({"article": draft, "kicker": "Old Quay"}),
    );
    let note = json!({"article": draft, "quote": "midnight", "text": "Says who?"});
    let note = office.does(REVIEWER, "review_note", note);
    let settled = json!({"article": draft, "quote": "last boat", "text": "Which one?"});
    let settled = office.does(REVIEWER, "review_note", settled)["id"].clone();
    office.does(REVIEWER, "review_resolve", json!({"note": settled}));
    let embargoed = office.draft("The mayor's plans");
    office.does(
        WRITER,
        "article_edit",
        json!({"article": embargoed, "embargo": "2026-12-01"}),
    );
    let [decided, pending] = office.comments(&live);
    let decision = json!({"comments": [decided], "state": "published"});
    office.does(MODERATOR, "comment_decide", decision);
    let binned = office.draft("A bell for the school");
    office.does(WRITER, "article_bin", json!({"article": binned}));
    let drawing = office.room.file("quay.svg", DRAWING);
    let asset = office.does(WRITER, "asset_add", json!({"path": drawing}));
    let word = json!({"language": "en", "word": "Tidewell"});
    office.does(WRITER, "spelling_add", word);
    office.does(WRITER, "byline_save", json!({"name": "Nora Vale"}));
    let edition = json!({"edition": {"name": "Monday", "picked": [live]}});
    office.does(PUBLISHER, "edition_save", edition);
    let profile = json!({"profile": {"name": "Web", "parts": ["site"]}});
    office.does(PUBLISHER, "profile_save", profile);
    let doubtful = office.draft("A lamp for the quay");
    let twice = json!({"article": doubtful, "body": "It is is lit."});
    office.does(WRITER, "article_edit", twice);
    let guess = &office.does("", "article_check", json!({"article": doubtful}))[0];
    let content = &office.does(WRITER, "article_show", json!({"article": draft}))["head"];
    let altered = office.draft("A price for the quay");
    for (who, cost) in [(WRITER, "1,200"), (REVIEWER, "1,300")] {
        let body = format!("The quay cost {cost} crowns in all.");
        office.does(
            who,
            "article_edit",
            json!({"article": altered, "body": body}),
        );
    }
    let change = &office.does("", "review_read", json!({"article": altered}))["others"][0];
    let suggested = json!({"article": draft, "quote": "last boat", "proposed": "last ferry"});
    let suggested = office.does(REVIEWER, "review_suggest", suggested)["suggestions"][0].clone();
    let far = json!({"id": "far", "article": "elsewhere", "author": "Pia", "body": "Greetings!"});
    let far = office.room.file("far.jsonl", far.to_string());
    office.does(MODERATOR, "comment_import", json!({"path": far}));
    let claimed = office.submitted("A crane for the yard");
    office.does(REVIEWER, "review_claim", json!({"article": claimed}));
    let names = json!({
        "claimed": claimed, "suggested": suggested,
        "draft": draft, "live": live, "embargoed": embargoed, "note": note["id"], "settled": settled, "pending": pending,
        "doubtful": doubtful, "passage": guess["passage"], "content": content, "revision": before["revision"],
        "head": office.does("", "article_read", json!({"article": draft}))["revision"],
        "review": office.submitted("A bridge for cyclists"),
        "unconfirmed": office.unconfirmed("The tide mill turns again"),
        "altered": altered, "change": change["change"],
        "bundle": bundle,
        "toml": office.room.file("tuesday.toml", "name = \"Tuesday\"\nparts = [\"site\"]\n"),
        "drawing": office.room.file("mast.svg", DRAWING.replace("M0", "M1")),
        "asset": asset["hash"],
        "text": office.room.file("text.md", "---\ntitle: The bell rings\n---\n\nIt rang at noon.\n"),
        "comments": office.room.path("comments.jsonl"),
        "settings": {"name": "The Quay"}, "backup": office.path("backup"),
    });
    (office, names)
}

/// What the commands about keys are asked.
fn key_args(command: &str) -> Value {
    match command {
        "key_change" => json!({"passphrase": "night ferry", "new": "last ferry"}),
        "key_renew" => json!({"person": REVIEWER}),
        "key_revoke" => json!({"key": REVIEWER, "reason": "A laptop was lost."}),
        "key_list" | "key_newsroom" | "key_rotate" | "key_forget" | "key_later" => json!({}),
        _ => json!({"passphrase": "night ferry"}),
    }
}

/// What is asked of backups.
fn of_backups(command: &str, names: &Value, out: &Path) -> Value {
    match command {
        "library_backup" => json!({"dest": out}),
        "backup_restore" => json!({"from": names["backup"], "dir": out}),
        "backup_remove" => json!({"path": names["backup"]}),
        "backup_plan" => json!({"on": false}),
        _ => json!({}),
    }
}

/// What each command is asked, in terms of the names above; `out` is a path where nothing is yet.
pub fn args(command: &str, names: &Value, out: &Path) -> Value {
    let n = |name: &str| names[name].clone();
    let article = |name: &str| json!({"article": names[name]});
    match command {
        "library_show" | "library_check" | "library_stats" | "activity_list" | "undo"
        | "person_list" | "desk_show" | "article_list" | "review_queue" | "review_again"
        | "comment_list" | "comment_undo" | "comment_decisions" | "export_plan"
        | "bundle_changes" | "front_page" => {
            json!({})
        }
        key if key.starts_with("key_") => key_args(key),
        theme if theme.starts_with("theme_") => theme_args(theme, out),
        "workflow_set" => json!({"section": "Transport", "stages":
            [{"name": "desk", "who": ["reviewer"]}, {"name": "legal", "who": [REVIEWER]}]}),
        "settings_set" => json!({"settings": n("settings")}),
        backup if backup.contains("backup") => of_backups(backup, names, out),
        "library_settle" => json!({"dir": out}),
        "person_add" => json!({"name": "Nils New", "roles": ["writer"]}),
        "person_set" => json!({"person": MODERATOR, "name": "Mo Again"}),
        "article_span" => json!({"limit": 10}),
        "article_between" => json!({"from": 0, "to": 9}),
        "article_many" => json!({"articles": [n("draft"), n("live")], "act": {"do": "bin"}}),
        "article_new" => json!({"title": "The bell rings"}),
        "article_fields" => json!({"article": n("draft"), "content": n("content")}),
        "article_terms" => json!({"kind": "tag", "text": ""}),
        "article_related" => article("draft"),
        "article_recheck" => json!({"article": n("live"), "on": "2027-01-01"}),
        "library_moment" => json!({"text": "2026-12-01 06:30"}),
        "template_save" => json!({"template": {"name": "Diary"}}),
        "template_remove" => json!({"key": "news"}),
        "article_paste" => json!({"html": "<p>The bell rings.</p>"}),
        "bin_list" | "bin_going" | "bin_empty" => json!({}),
        "article_name" => {
            json!({"article": n("draft"), "revision": n("revision"), "name": "As it was sent"})
        }
        "draft_merge" => {
            json!({"article": n("draft"), "base": n("revision"), "mine": n("content")})
        }
        "article_show" | "article_read" | "article_submit" | "article_history" | "article_diff"
        | "article_bin" | "article_check" | "preview" | "review_notes" | "draft_leave"
        | "draft_discard" => article("draft"),
        "article_edit" => json!({"article": n("draft"), "kicker": "New Quay"}),
        "draft_save" => json!({"article": n("draft"), "base": n("head"), "content": n("content")}),
        "article_recall" | "review_approve" | "review_claim" => article("review"),
        "article_withdraw" => json!({"article": n("live"), "reason": "The plan was dropped."}),
        "article_lift" => article("embargoed"),
        "article_restore" => json!({"article": n("draft"), "revision": n("revision")}),
        "comment_show" | "comment_read" => json!({"comment": n("pending")}),
        "comment_decide" => json!({"comments": [n("pending")], "state": "spam"}),
        "comment_import" => json!({"path": n("comments"), "dry_run": false}),
        "comment_export" | "export_bundle" | "library_export" => json!({"path": out, "out": out}),
        "activity_export" => json!({"path": out.with_extension("csv")}),
        "import_file" => json!({"path": n("text")}),
        "asset_add" => json!({"path": n("drawing"), "alt": "The mast"}),
        "asset_paste" => json!({"data": "PHN2Zy8+"}),
        "asset_describe" => json!({"asset": n("asset"), "alt": "The quay"}),
        "asset_remove" => json!({"asset": n("asset")}),
        "byline_show" | "byline_remove" => json!({"profile": "Nora Vale"}),
        "byline_save" => json!({"profile": "Nora Vale", "role": "Harbour reporter"}),
        "verify_bundle" => json!({"path": n("bundle")}),
        "bundle_page" => json!({"path": "site/index.html"}),
        "search" | "search_hints" => json!({"query": "ferry"}),
        "check_kinds" | "workflow_list" | "template_list" | "asset_list" | "byline_list" => {
            json!({})
        }
        "check_dismiss" => json!({"article": n("doubtful"), "passage": n("passage")}),
        "spelling_check" => json!({"language": "en", "paragraphs": ["A feri."]}),
        "spelling_suggest" => json!({"language": "en", "word": "feri"}),
        "spelling_words" => json!({}),
        "spelling_add" => json!({"language": "en", "word": "Quayside"}),
        "spelling_remove" => json!({"language": "en", "word": "Tidewell"}),
        "spelling_ignore" => json!({"article": n("draft"), "language": "en", "word": "feri"}),
        "suggesting_show" | "suggesting_discard" => article("draft"),
        "suggesting_save" => {
            json!({"article": n("draft"), "base": n("head"), "body": "It is lit."})
        }
        review if review.starts_with("review_") => of_review(review, names),
        other => of_comments(other, names, out),
    }
}

/// What the commands about editions and profiles are asked.
fn of_bundles(command: &str, names: &Value, out: &Path) -> Value {
    match command {
        "edition_show" | "edition_remove" => json!({"name": "Monday"}),
        "edition_save" => json!({"edition": {"name": "Tuesday"}}),
        "profile_show" | "profile_remove" => json!({"name": "Web"}),
        "profile_save" => json!({"profile": {"name": "Book", "parts": ["epub"]}}),
        "profile_import" => json!({"path": names["toml"]}),
        "profile_export" => json!({"name": "Web", "path": out.with_extension("toml")}),
        "edition_list" | "profile_list" => json!({}),
        other => panic!("say what {other} is asked, for the table of who may what"),
    }
}

/// What the commands about the theme are asked.
fn theme_args(command: &str, out: &Path) -> Value {
    match command {
        "theme_dress" => json!({"look": {"light": {"accent": "#8b1a1a"}}}),
        "theme_export" => json!({"dest": out}),
        "theme_import" => {
            let folder = out.with_extension("theme");
            fs::create_dir_all(&folder).unwrap();
            fs::write(folder.join("style.css"), "p { margin: 0 }").unwrap();
            json!({"path": folder})
        }
        _ => json!({}),
    }
}

/// What the commands about comments are asked.
fn of_comments(command: &str, names: &Value, out: &Path) -> Value {
    let n = |name: &str| names[name].clone();
    match command {
        "comment_count" | "place_list" | "inbox_show" | "commenter_list" | "private_erase"
        | "rules_show" | "rules_try" | "learned_show" => json!({}),
        "comment_claim" => json!({"comment": n("pending")}),
        "comment_edit" => json!({"comment": n("pending"), "text": "About time, says Tom."}),
        "comment_reply" => json!({"comment": n("pending"), "text": "Thank you."}),
        "place_assign" => json!({"place": "elsewhere", "article": n("live")}),
        "commenting_set" => json!({"article": n("live"), "mode": "closed"}),
        "inbox_set" => json!({"folder": out.parent()}),
        "inbox_take" => json!({"folder": out.parent()}),
        "commenter_show" | "commenter_forget" => json!({"commenter": n("pending")}),
        "commenter_ban" => json!({"commenter": n("pending"), "days": 3}),
        "rules_set" => json!({"rules": {"first": "held"}}),
        other => of_bundles(other, names, out),
    }
}

/// What the commands of review are asked.
fn of_review(command: &str, names: &Value) -> Value {
    let n = |name: &str| names[name].clone();
    let article = |name: &str| json!({"article": names[name]});
    match command {
        "review_release" => article("claimed"),
        "review_hand_over" => json!({"article": n("claimed"), "to": OTHER_REVIEWER}),
        "review_due" => json!({"article": n("claimed"), "on": "2027-01-01"}),
        "review_confirm" => article("unconfirmed"),
        "review_request_changes" => json!({"article": n("review"), "note": "Check the date."}),
        "review_read" | "review_looked" | "review_unexplained" => article("review"),
        "review_tick" => json!({"article": n("review"), "rest": true, "ticked": true}),
        "review_explain" => {
            json!({"article": n("altered"), "change": n("change"), "why": "The bill says so."})
        }
        other => of_notes(other, names),
    }
}

/// The same for what is done with notes.
fn of_notes(command: &str, names: &Value) -> Value {
    match command {
        "review_note" => json!({"article": names["draft"], "quote": "quay", "text": "Which one?"}),
        "review_reply" => json!({"note": names["note"], "text": "The timetable."}),
        "review_resolve" => json!({"note": names["note"]}),
        "review_reopen" => json!({"note": names["settled"]}),
        "review_mentions" => json!({}),
        "review_suggest" => {
            json!({"article": names["draft"], "quote": "old quay", "proposed": "new quay"})
        }
        "review_suggest_all" => json!({"article": names["draft"], "body": "The last boat left."}),
        "review_suggestions" => json!({"article": names["draft"]}),
        "review_accept" | "review_reject" | "review_take_back" => {
            json!({"article": names["draft"], "suggestion": names["suggested"]})
        }
        other => panic!("say what {other} is asked, for the table of who may what"),
    }
}

/// Whether a command changes nothing, so that what it was asked of is as it was.
pub fn asks_only(command: &str) -> bool {
    let ends = [
        "_show",
        "_list",
        "_read",
        "_check",
        "_stats",
        "_span",
        "_between",
        "search",
        "_hints",
        "preview",
        "_plan",
        "_pages",
        "bundle_page",
        "profile_export",
        "front_page",
        "_history",
        "_diff",
        "_queue",
        "_notes",
        "_mentions",
        "_decisions",
        "_merge",
        "key_open",
        "key_forget",
        "spelling_suggest",
        "_suggestions",
        "_words",
        "_kinds",
        "_fields",
        "_terms",
        "_related",
        "_moment",
        "verify_bundle",
        "library_backup",
        "backup_plan",
        "backup_restore",
        "library_export",
        "comment_export",
        "_count",
        "_try",
    ];
    ends.iter().any(|end| command.ends_with(end))
}
