//! Taking a step back: everything as it was, or a refusal that says why.

use super::sql;
use crate::{
    newsroom::Newsroom,
    office::{
        ADMIN, CHIEF, DRAWING, MODERATOR, OTHER_MODERATOR, OTHER_REVIEWER, OTHER_WRITER, Office,
        PUBLISHER, REVIEWER, WRITER,
    },
};
use serde_json::{Value, json};

/// The things that acts are done to.
struct Things {
    office: Office,
    draft: String,
    review: String,
    unconfirmed: String,
    approved: String,
    comment: String,
    note: Value,
    picture: Value,
}

fn things() -> Things {
    let office = Office::staffed();
    let draft = office.draft("A ferry for Sundays");
    let approved = office.approved("Night buses to the harbour");
    let [comment, _] = office.comments(&approved);
    let word = json!({"language": "en", "word": "Tidewell"});
    office.does(OTHER_WRITER, "spelling_add", word);
    let note = office.does(
        REVIEWER,
        "review_note",
        json!({"article": draft, "quote": "midnight", "text": "Says who?"}),
    );
    office.does(OTHER_WRITER, "byline_save", json!({"name": "Nora Vale"}));
    let drawing = office.room.file("quay.svg", DRAWING);
    let picture = office.does(WRITER, "asset_add", json!({"path": drawing}));
    Things {
        picture: picture["hash"].clone(),
        review: office.submitted("A bridge for cyclists"),
        unconfirmed: office.unconfirmed("The tide mill turns again"),
        note: note["id"].clone(),
        draft,
        approved,
        comment,
        office,
    }
}

/// What an act can change, as people see it; without what only tells when and by which step.
fn state(room: &Newsroom) -> String {
    sql(
        room,
        "SELECT json FROM j_settings; SELECT id, name, roles FROM j_person ORDER BY id;
        SELECT id, head, live, status, title, slug, claimed, due FROM j_article WHERE NOT binned;
        SELECT id FROM j_verdict WHERE NOT taken_back; SELECT id FROM j_note WHERE NOT resolved; SELECT * FROM j_mention;
        SELECT id, state, reasons, decided_by FROM j_comment; SELECT id, json, name, alt FROM j_asset;
        SELECT language, article, word FROM j_word; SELECT id, name, picture, json FROM j_profile",
    )
}

type Act = (&'static str, &'static str, fn(&Things) -> Value);

/// Everything that can be taken back: who does it, by which command, and what another does to the same thing next.
const ACTS: [(&str, Act, Act); 26] = [
    (
        "claiming a review",
        (REVIEWER, "review_claim", |t| json!({"article": t.review})),
        (
            OTHER_REVIEWER,
            "review_release",
            |t| json!({"article": t.review}),
        ),
    ),
    (
        "handing a review over",
        (
            REVIEWER,
            "review_hand_over",
            |t| json!({"article": t.review, "to": OTHER_REVIEWER}),
        ),
        (
            OTHER_REVIEWER,
            "review_release",
            |t| json!({"article": t.review}),
        ),
    ),
    (
        "a day on which a review is due",
        (
            WRITER,
            "review_due",
            |t| json!({"article": t.review, "on": "2026-12-24"}),
        ),
        (
            OTHER_WRITER,
            "review_due",
            |t| json!({"article": t.review, "on": "2026-12-31"}),
        ),
    ),
    (
        "keeping another author's byline",
        (
            WRITER,
            "byline_save",
            |_| json!({"name": "Jan Otter", "role": "Reporter"}),
        ),
        (
            OTHER_WRITER,
            "byline_save",
            |_| json!({"profile": "Jan Otter", "role": "Editor"}),
        ),
    ),
    (
        "changing a profile",
        (
            WRITER,
            "byline_save",
            |t| json!({"profile": "Nora Vale", "name": "Nora V. Vale", "picture": t.picture}),
        ),
        (
            OTHER_WRITER,
            "byline_save",
            |_| json!({"profile": "Nora V. Vale", "role": "Editor"}),
        ),
    ),
    (
        "removing a profile",
        (WRITER, "byline_remove", |_| json!({"profile": "Nora Vale"})),
        (
            OTHER_WRITER,
            "byline_save",
            |_| json!({"name": "nora vale"}),
        ),
    ),
    (
        "describing a picture",
        (
            WRITER,
            "asset_describe",
            |t| json!({"asset": t.picture, "alt": "The quay at dusk"}),
        ),
        (
            OTHER_WRITER,
            "asset_describe",
            |t| json!({"asset": t.picture, "alt": "The quay at dawn"}),
        ),
    ),
    (
        "removing a picture",
        (WRITER, "asset_remove", |t| json!({"asset": t.picture})),
        (
            OTHER_WRITER,
            "asset_add",
            |t| json!({"path": t.office.room.path("quay.svg"), "alt": "The quay again"}),
        ),
    ),
    (
        "a word of the newsroom's",
        (
            WRITER,
            "spelling_add",
            |_| json!({"language": "en", "word": "Quayside"}),
        ),
        (
            OTHER_WRITER,
            "spelling_remove",
            |_| json!({"language": "en", "word": "Quayside"}),
        ),
    ),
    (
        "a word taken out",
        (
            WRITER,
            "spelling_remove",
            |_| json!({"language": "en", "word": "Tidewell"}),
        ),
        (
            OTHER_WRITER,
            "spelling_add",
            |_| json!({"language": "en", "word": "Tidewell"}),
        ),
    ),
    (
        "a word left as it is",
        (
            WRITER,
            "spelling_ignore",
            |t| json!({"article": t.draft, "language": "en", "word": "feri"}),
        ),
        (
            OTHER_WRITER,
            "spelling_ignore",
            |t| json!({"article": t.draft, "language": "en", "word": "feri", "back": true}),
        ),
    ),
    (
        "settings",
        (
            ADMIN,
            "settings_set",
            |_| json!({"settings": {"name": "The Quay"}}),
        ),
        (
            CHIEF,
            "settings_set",
            |_| json!({"settings": {"name": "The Pier"}}),
        ),
    ),
    (
        "a person",
        (
            ADMIN,
            "person_set",
            |_| json!({"person": MODERATOR, "roles": ["writer"]}),
        ),
        (
            CHIEF,
            "person_set",
            |_| json!({"person": MODERATOR, "name": "Mo Again"}),
        ),
    ),
    (
        "an edit",
        (
            WRITER,
            "article_edit",
            |t| json!({"article": t.draft, "title": "A ferry, daily"}),
        ),
        (
            OTHER_WRITER,
            "article_edit",
            |t| json!({"article": t.draft, "kicker": "Old Quay"}),
        ),
    ),
    (
        "an edit of what is approved",
        (
            WRITER,
            "article_edit",
            |t| json!({"article": t.approved, "body": "Other.\n"}),
        ),
        (
            OTHER_WRITER,
            "article_submit",
            |t| json!({"article": t.approved}),
        ),
    ),
    (
        "submitting",
        (WRITER, "article_submit", |t| json!({"article": t.draft})),
        (
            OTHER_WRITER,
            "article_recall",
            |t| json!({"article": t.draft}),
        ),
    ),
    (
        "recalling",
        (WRITER, "article_recall", |t| json!({"article": t.review})),
        (
            OTHER_WRITER,
            "article_submit",
            |t| json!({"article": t.review}),
        ),
    ),
    (
        "an approval",
        (REVIEWER, "review_approve", |t| json!({"article": t.review})),
        (
            OTHER_REVIEWER,
            "review_request_changes",
            |t| json!({"article": t.review, "note": "Check the date."}),
        ),
    ),
    (
        "a request for changes",
        (
            REVIEWER,
            "review_request_changes",
            |t| json!({"article": t.approved, "note": "Check the date."}),
        ),
        (WRITER, "article_submit", |t| json!({"article": t.approved})),
    ),
    (
        "a confirmation",
        (
            WRITER,
            "review_confirm",
            |t| json!({"article": t.unconfirmed}),
        ),
        (
            OTHER_WRITER,
            "article_edit",
            |t| json!({"article": t.unconfirmed, "kicker": "Old Quay"}),
        ),
    ),
    (
        "binning",
        (WRITER, "article_bin", |t| json!({"article": t.draft})),
        (
            OTHER_WRITER,
            "article_bin",
            |t| json!({"article": t.draft, "back": true}),
        ),
    ),
    (
        "a note",
        (
            REVIEWER,
            "review_note",
            |t| json!({"article": t.draft, "quote": "quay", "text": "Which one?"}),
        ),
        (WRITER, "review_resolve", |t| t.newest_note()),
    ),
    (
        "resolving",
        (WRITER, "review_resolve", |t| json!({"note": t.note})),
        (REVIEWER, "review_reopen", |t| json!({"note": t.note})),
    ),
    (
        "a reply",
        (
            WRITER,
            "review_reply",
            |t| json!({"note": t.note, "text": "The timetable."}),
        ),
        (
            REVIEWER,
            "review_reply",
            |t| json!({"note": t.note, "text": "Which one?"}),
        ),
    ),
    (
        "a note that is answered",
        (
            REVIEWER,
            "review_note",
            |t| json!({"article": t.draft, "quote": "quay", "text": "Which one, @Wim?"}),
        ),
        (OTHER_WRITER, "review_reply", |t| {
            let mut answer = t.newest_note();
            answer["text"] = json!("The old one.");
            answer
        }),
    ),
    (
        "a decision",
        (
            MODERATOR,
            "comment_decide",
            |t| json!({"comments": [t.comment], "state": "published"}),
        ),
        (
            OTHER_MODERATOR,
            "comment_decide",
            |t| json!({"comments": [t.comment], "state": "spam"}),
        ),
    ),
];

impl Things {
    fn newest_note(&self) -> Value {
        let notes = self
            .office
            .does(WRITER, "review_notes", json!({"article": self.draft}));
        json!({"note": notes["items"].as_array().unwrap().last().unwrap()["id"]})
    }
}

#[test]
fn an_act_that_is_taken_back_leaves_everything_as_it_was() {
    for (what, (who, command, args), _) in ACTS {
        let things = things();
        let before = state(&things.office.room);
        things.office.does(who, command, args(&things));
        assert_ne!(state(&things.office.room), before, "{what}");
        things.office.does(who, "undo", json!({}));
        assert_eq!(state(&things.office.room), before, "{what}");
    }
}

#[test]
fn an_act_that_something_was_built_on_is_not_taken_back() {
    for (what, (who, command, args), (other, next, more)) in ACTS {
        if next.is_empty() {
            continue;
        }
        let things = things();
        things.office.does(who, command, args(&things));
        things.office.does(other, next, more(&things));
        assert_eq!(
            things.office.code(who, "undo", json!({})),
            "built-on",
            "{what}"
        );
    }
}

#[test]
fn what_is_out_in_the_world_is_not_taken_back() {
    let office = Office::staffed();
    let id = office.approved("Night buses to the harbour");
    office.release("first.zip");
    assert_eq!(office.code(PUBLISHER, "undo", json!({})), "not-undoable");
    office.does(
        PUBLISHER,
        "article_withdraw",
        json!({"article": id, "reason": "The plan was dropped."}),
    );
    assert_eq!(office.code(PUBLISHER, "undo", json!({})), "not-undoable");
    office.does(
        ADMIN,
        "person_add",
        json!({"name": "Nils New", "roles": ["writer"]}),
    );
    assert_eq!(office.code(ADMIN, "undo", json!({})), "not-undoable");
}

#[test]
fn comments_that_came_in_go_out_again_until_one_is_decided() {
    let office = Office::staffed();
    let id = office.draft("Night buses to the harbour");
    let before = state(&office.room);
    office.comments(&id);
    office.does(MODERATOR, "undo", json!({}));
    assert_eq!(state(&office.room), before);
    let [comment, _] = office.comments(&id);
    let decision = json!({"comments": [comment], "state": "published"});
    office.does(OTHER_MODERATOR, "comment_decide", decision);
    assert_eq!(office.code(MODERATOR, "undo", json!({})), "built-on");
}
