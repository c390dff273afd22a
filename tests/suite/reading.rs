//! Reading a change: since what, what differs, what is signed off, and what was changed of others' words.

use crate::office::{ADMIN, CHIEF, OTHER_WRITER, Office, REVIEWER, WRITER};
use serde_json::{Value, json};

const QUAY: &str = "The clerk said: “We shall mend it in May.” It cost 1,200 crowns.\n\nThe old crane stays where it is.\n\n\
                    Boats leave at ten from the [north pier](https://pier.example/).\n";

fn submitted(office: &Office) -> String {
    let id = office.draft("A quay is mended");
    edit(office, WRITER, &id, QUAY);
    office.does(WRITER, "article_submit", json!({"article": id}));
    id
}

fn edit(office: &Office, who: &str, id: &str, body: &str) {
    office.does(who, "article_edit", json!({"article": id, "body": body}));
}

fn read(office: &Office, who: &str, id: &str, since: Value) -> Value {
    office.does(who, "review_read", json!({"article": id, "since": since}))
}

fn kinds(read: &Value) -> Vec<&str> {
    let rows = read["rows"].as_array().unwrap().iter();
    rows.map(|row| row["kind"].as_str().unwrap()).collect()
}

/// How each passage of the text begins, and whether it is ticked.
fn ticks(read: &Value) -> Vec<(String, bool)> {
    let all = read["passages"].as_array().unwrap().iter();
    all.map(|one| {
        let words = one["words"].as_str().unwrap().split_whitespace().take(2);
        let words = words.collect::<Vec<_>>().join(" ");
        (words, one["ticked"].as_bool().unwrap())
    })
    .collect()
}

fn unticked(read: &Value) -> Vec<String> {
    let all = ticks(read).into_iter();
    all.filter(|(_, ticked)| !ticked)
        .map(|(words, _)| words)
        .collect()
}

#[test]
fn a_change_is_read_since_the_last_look_and_since_the_approval() {
    let office = Office::staffed();
    let id = submitted(&office);
    let first = read(&office, REVIEWER, &id, Value::Null);
    assert_eq!(
        (first["since"].as_str(), first["from"].as_str()),
        (Some(""), None)
    );
    assert_eq!(kinds(&first), ["same"; 3]);
    office.does(REVIEWER, "review_looked", json!({"article": id}));
    office.does(REVIEWER, "review_approve", json!({"article": id}));

    let moved = "The old crane stays where it is.\n\nThe clerk said: “We shall mend it in May.” It cost 1,200 crowns.\n\n\
                 Boats leave at noon from the [north pier](https://north.example/).\n";
    edit(&office, WRITER, &id, moved);
    let now = read(&office, REVIEWER, &id, Value::Null);
    assert_eq!(now["since"], "look");
    assert_eq!(now["changed"], 3, "{now}");
    assert!(
        kinds(&now).contains(&"moved") && kinds(&now).contains(&"changed"),
        "{now}"
    );
    let link = &now["retargeted"][0];
    assert_eq!(
        (link["from"].as_str(), link["to"].as_str()),
        (
            Some("https://pier.example/"),
            Some("https://north.example/")
        )
    );
    // Looking at it does not lose the mark of what changed: only another text after this one does.
    office.does(REVIEWER, "review_looked", json!({"article": id}));
    assert_eq!(read(&office, REVIEWER, &id, Value::Null)["changed"], 3);
    let next = moved.replace("noon", "one");
    edit(&office, WRITER, &id, &next);
    let now = read(&office, REVIEWER, &id, Value::Null);
    assert_eq!(
        (now["since"].as_str(), now["changed"].as_u64()),
        (Some("look"), Some(1))
    );
    let since = read(&office, REVIEWER, &id, json!("approved"));
    assert_eq!(
        (since["since"].as_str(), since["changed"].as_u64()),
        (Some("approved"), Some(3))
    );
    // Whoever has not looked reads it since the approval.
    assert_eq!(read(&office, WRITER, &id, Value::Null)["since"], "approved");
}

#[test]
fn a_tick_belongs_to_what_the_passage_shows() {
    let office = Office::staffed();
    let id = submitted(&office);
    let seen = read(&office, REVIEWER, &id, Value::Null);
    assert!(ticks(&seen).iter().all(|(_, ticked)| !ticked));
    let crane = seen["passages"].as_array().unwrap().iter();
    let crane = crane.filter(|one| one["words"].as_str().unwrap().starts_with("The old"));
    let crane = crane
        .map(|one| one["passage"].as_str().unwrap()[..8].to_owned())
        .next()
        .unwrap();
    office.does(
        REVIEWER,
        "review_tick",
        json!({"article": id, "passages": [crane], "ticked": true}),
    );
    edit(&office, WRITER, &id, &QUAY.replace("ten", "nine"));
    let seen = read(&office, REVIEWER, &id, Value::Null);
    assert!(
        !unticked(&seen).contains(&"The old".to_owned()),
        "an edit elsewhere leaves it"
    );
    edit(&office, WRITER, &id, &QUAY.replace("old", "new"));
    let seen = read(&office, REVIEWER, &id, Value::Null);
    assert!(
        unticked(&seen).contains(&"The new".to_owned()),
        "an edit of it takes it"
    );
    office.does(WRITER, "undo", json!({}));
    let seen = read(&office, REVIEWER, &id, Value::Null);
    assert!(
        !unticked(&seen).contains(&"The old".to_owned()),
        "with its words it is back"
    );
    // Another's tick is seen, and is not one's own.
    let seen = read(&office, WRITER, &id, Value::Null);
    let named = seen["passages"].as_array().unwrap().iter();
    assert_eq!(named.filter(|one| one["by"] != json!([])).count(), 1);
    assert_eq!(
        office.code(
            WRITER,
            "review_tick",
            json!({"article": id, "rest": true, "ticked": true})
        ),
        "wrong-role"
    );
    let none = json!({"article": id, "passages": ["ffff"], "ticked": true});
    assert_eq!(
        office.code(REVIEWER, "review_tick", none),
        "no-such-passage"
    );
}

#[test]
fn approving_signs_everything_off_and_after_two_words_only_their_passage_is_left() {
    let office = Office::staffed();
    let id = submitted(&office);
    office.does(
        REVIEWER,
        "review_approve",
        json!({"article": id, "remarks": "Nicely done."}),
    );
    assert_eq!(
        unticked(&read(&office, REVIEWER, &id, Value::Null)),
        Vec::<String>::new()
    );
    let verdict = &office.does("", "article_show", json!({"article": id}))["verdicts"][0];
    assert_eq!(verdict["note"], "Nicely done.");
    edit(
        &office,
        WRITER,
        &id,
        &QUAY.replace("at ten", "at half nine"),
    );
    assert_eq!(
        unticked(&read(&office, REVIEWER, &id, Value::Null)),
        ["Boats leave"]
    );
    office.does(WRITER, "article_submit", json!({"article": id}));
    office.does(REVIEWER, "review_approve", json!({"article": id}));
    office.does(REVIEWER, "undo", json!({}));
    assert_eq!(
        unticked(&read(&office, REVIEWER, &id, Value::Null)),
        ["Boats leave"]
    );
    // Whatever prints is a passage, or part of one.
    office.does(
        WRITER,
        "article_edit",
        json!({"article": id, "tags": ["quays"]}),
    );
    let left = read(&office, REVIEWER, &id, Value::Null);
    let left = left["passages"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["ticked"] == false);
    let fields: Vec<&str> = left.map(|one| one["field"].as_str().unwrap()).collect();
    assert_eq!(fields, ["details", "body"]);
}

/// Each change of another's words as `kind before → after`, and who made it.
fn others(read: &Value) -> Vec<String> {
    let all = read["others"].as_array().unwrap().iter();
    let text = |one: &Value, field: &str| one[field].as_str().unwrap_or_default().to_owned();
    all.map(|one| {
        let [kind, before, after, by] =
            ["kind", "before", "after", "by"].map(|field| text(one, field));
        format!("{kind} {before} → {after} by {by}")
    })
    .collect()
}

#[test]
fn whoever_changes_anothers_quotation_name_or_number_says_why_once() {
    let office = Office::staffed();
    let id = submitted(&office);
    // One's own words may be changed without a word.
    edit(&office, WRITER, &id, &QUAY.replace("1,200", "1,250"));
    assert_eq!(
        others(&read(&office, REVIEWER, &id, Value::Null)),
        Vec::<String>::new()
    );
    let changed = QUAY.replace("1,200", "1,300").replace("May", "June");
    edit(&office, REVIEWER, &id, &changed);
    let seen = read(&office, REVIEWER, &id, Value::Null);
    let by = REVIEWER;
    assert_eq!(
        others(&seen),
        [
            format!("quote We shall mend it in May. → We shall mend it in June. by {by}"),
            format!("number 1,250 → 1,300 by {by}"),
        ]
    );
    let found = office.does("", "article_check", json!({"article": id}));
    let waiting = found
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["code"] == "others-words");
    let quotes: Vec<&str> = waiting.map(|one| one["quote"].as_str().unwrap()).collect();
    assert_eq!(quotes, ["We shall mend it in June.", "1,300"]);
    let change = seen["others"][0]["change"].clone();
    let why = json!({"article": id, "change": change, "why": "The recording says June."});
    assert_eq!(
        office.code(WRITER, "review_explain", why.clone()),
        "not-yours"
    );
    office.does(REVIEWER, "review_explain", why.clone());
    assert_eq!(
        office.code(REVIEWER, "review_explain", why),
        "explained-already"
    );
    let seen = read(&office, WRITER, &id, Value::Null);
    assert_eq!(seen["others"][0]["why"], "The recording says June.");
    // Put back, it is no change; changed again, it is the same one, and the reason stands.
    edit(&office, REVIEWER, &id, &changed.replace("June", "May"));
    assert_eq!(others(&read(&office, WRITER, &id, Value::Null)).len(), 1);
    edit(&office, REVIEWER, &id, &changed);
    let seen = read(&office, WRITER, &id, Value::Null);
    assert_eq!(
        seen["others"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["why"] != Value::Null)
            .count(),
        1
    );
}

#[test]
fn words_added_to_what_somebody_said_block_as_others_do() {
    let office = Office::staffed();
    let blocks = json!({"settings": {"name": "The Quay", "checks": {"others-words": "block"}}});
    office.does(CHIEF, "settings_set", blocks);
    let said = "He said “I did it” on Monday, and “we did nothing” on the day before.\n";
    let id = office.draft("A ferry");
    edit(&office, WRITER, &id, said);
    office.does(WRITER, "article_submit", json!({"article": id}));
    office.does(REVIEWER, "review_approve", json!({"article": id}));
    let (by, submit) = (OTHER_WRITER, json!({"article": id}));
    for (from, to, told) in [
        ("I did it", "I did it not", "quote I did it → I did it not"),
        ("I did it", "No, I did it", "quote I did it → No, I did it"),
        ("“I did it”", "nothing", "quote I did it → "),
        ("“I did it”", "I did it", "quote “I did it” → I did it"),
    ] {
        edit(&office, OTHER_WRITER, &id, &said.replace(from, to));
        let seen = read(&office, REVIEWER, &id, Value::Null);
        assert_eq!(others(&seen), [format!("{told} by {by}")]);
        let code = office.code(OTHER_WRITER, "article_submit", submit.clone());
        assert_eq!(code, "others-words", "{to}");
        edit(&office, OTHER_WRITER, &id, said);
    }
    // What became of it first is gone as well: now it is taken out, and the reason is asked for again.
    edit(
        &office,
        OTHER_WRITER,
        &id,
        &said.replace("I did it", "I did it not"),
    );
    edit(
        &office,
        REVIEWER,
        &id,
        &said
            .replace("I did it", "I did it not")
            .replace("on the day", "on the eve"),
    );
    edit(&office, OTHER_WRITER, &id, "Nothing was said on Monday.\n");
    let mut all = others(&read(&office, REVIEWER, &id, Value::Null));
    all.sort();
    assert_eq!(
        all,
        ["I did it", "we did nothing"].map(|one| format!("quote {one} →  by {by}"))
    );
    let found = office.does("", "article_check", json!({"article": id}));
    let found = found.as_array().unwrap().iter();
    let words: Vec<&str> = found
        .filter(|one| one["code"] == "others-words")
        .map(|one| one["message"].as_str().unwrap())
        .collect();
    assert!(
        words[0].ends_with("brought in: “I did it” was taken out."),
        "{words:?}"
    );
    let change =
        |nth: usize| read(&office, REVIEWER, &id, Value::Null)["others"][nth]["change"].clone();
    for nth in 0..2 {
        let why = json!({"article": id, "change": change(nth), "why": "The recording is lost."});
        let said = office.does(OTHER_WRITER, "review_explain", why);
        assert!(said.to_string().contains("was taken out"), "{said}");
    }
    office.does(OTHER_WRITER, "article_submit", submit);
}

#[test]
fn a_paragraph_that_moves_takes_what_it_quotes_along() {
    let office = Office::staffed();
    let id = office.draft("A ferry");
    let [one, two, three] = [
        "The boats left at ten.",
        "“We shall wait”, said the clerk.",
        "It rained.",
    ];
    edit(&office, WRITER, &id, &[one, two, three].join("\n\n"));
    office.does(WRITER, "article_submit", json!({"article": id}));
    edit(&office, REVIEWER, &id, &[three, one].join("\n\n"));
    let seen = || others(&read(&office, REVIEWER, &id, Value::Null));
    assert_eq!(seen().len(), 1);
    // It comes back elsewhere, after somebody else's edit, between other marks.
    edit(
        &office,
        WRITER,
        &id,
        &[three, one, "It was dark."].join("\n\n"),
    );
    let back = two.replace('“', "«").replace('”', "»");
    edit(
        &office,
        REVIEWER,
        &id,
        &[&back, three, one, "It was dark."].join("\n\n"),
    );
    assert_eq!(seen(), Vec::<String>::new());
}

#[test]
fn what_was_looked_at_is_what_was_approved_and_is_live_too() {
    let office = Office::staffed();
    let id = submitted(&office);
    let looked = json!({"article": id, "revision": null});
    office.does(REVIEWER, "review_looked", looked);
    office.does(REVIEWER, "review_approve", json!({"article": id}));
    office.release("first");
    edit(&office, WRITER, &id, &QUAY.replace("May", "June"));
    let all = read(&office, REVIEWER, &id, Value::Null);
    let bases: Vec<_> = all["bases"].as_array().unwrap().iter().collect();
    let bases: Vec<_> = bases
        .iter()
        .map(|one| one["since"].as_str().unwrap())
        .collect();
    assert_eq!(bases, ["look", "approved", "live"]);
    for (since, named) in [
        ("approved", "approved"),
        ("live", "live"),
        ("published", "live"),
    ] {
        let seen = read(&office, REVIEWER, &id, json!(since));
        assert_eq!(
            (&seen["since"], &seen["changed"]),
            (&json!(named), &json!(1))
        );
    }
}

#[test]
fn the_same_change_in_two_places_is_told_once() {
    let office = Office::staffed();
    let id = office.draft("A ferry");
    let twice = |seats: &str| format!("It has {seats} seats.\n\nIn winter too: {seats} seats.\n");
    edit(&office, WRITER, &id, &twice("1,200"));
    office.does(WRITER, "article_submit", json!({"article": id}));
    edit(&office, REVIEWER, &id, &twice("1,300"));
    let seen = read(&office, WRITER, &id, Value::Null);
    assert_eq!(others(&seen).len(), 1, "{}", seen["others"]);
}

#[test]
fn each_reason_that_blocks_is_told_once() {
    let office = Office::staffed();
    let settings = json!({"name": "The Gazette", "checks": {"dead-link": "block"}});
    office.does(ADMIN, "settings_set", json!({"settings": settings}));
    let id = office.draft("A ferry");
    let text = "To [the pier](/gone/), [the shed](/lost/) and [the pier](/gone/).\n";
    edit(&office, WRITER, &id, text);
    let shown = office.does(REVIEWER, "article_show", json!({"article": id}));
    assert_eq!(
        shown["blocks_approval"],
        json!([
            "The link /gone/ leads to no page of the site.",
            "The link /lost/ leads to no page of the site.",
        ])
    );
}

#[test]
fn a_change_that_is_being_typed_is_asked_about_before_it_is_submitted() {
    let office = Office::staffed();
    let id = submitted(&office);
    let mut content = office.does("", "article_show", json!({"article": id}))["head"].clone();
    content["body"] = json!(QUAY.replace("1,200", "2,200"));
    let ask = json!({"article": id, "content": content});
    let waiting = |who: &str| {
        let found = office.does(who, "article_check", ask.clone());
        let found = found
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["explain"] != Value::Null);
        found.count()
    };
    assert_eq!((waiting(OTHER_WRITER), waiting(WRITER)), (1, 0));
    let base = office.does("", "article_show", json!({"article": id}))["revision"].clone();
    office.does(
        OTHER_WRITER,
        "draft_save",
        json!({"article": id, "base": base, "content": content}),
    );
    let found = office.does(OTHER_WRITER, "article_check", ask.clone());
    let found = found
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["explain"] != Value::Null)
        .unwrap()
        .clone();
    let why = json!({"article": id, "change": found["explain"], "why": "A slip of the pen."});
    office.does(OTHER_WRITER, "review_explain", why);
    assert_eq!(waiting(OTHER_WRITER), 0);
}

#[test]
fn an_approval_that_is_left_behind_says_whose_edit_of_which_words_did_it() {
    let office = Office::staffed();
    let id = submitted(&office);
    office.does(REVIEWER, "review_approve", json!({"article": id}));
    let said = |office: &Office| {
        let view = office.does("", "article_show", json!({"article": id}));
        view["left_behind"].as_str().unwrap_or_default().to_owned()
    };
    assert_eq!(said(&office), "");
    let edited = QUAY.replace("May", "June").replace("ten", "nine");
    edit(&office, OTHER_WRITER, &id, &edited);
    assert_eq!(
        said(&office),
        format!(
            "{REVIEWER} approved this until {OTHER_WRITER} edited it: “May” became “June”, and one more change. \
             It is not approved as it stands."
        )
    );
    edit(&office, WRITER, &id, &format!("{edited}\nOne line more.\n"));
    assert!(
        said(&office).contains(OTHER_WRITER),
        "the edit that did it is named, not the last"
    );
    edit(&office, WRITER, &id, QUAY);
    assert_eq!(said(&office), "");
}

#[test]
fn the_reasons_are_given_with_the_submission_in_one_step() {
    let office = Office::staffed();
    let id = submitted(&office);
    let changed = QUAY.replace("1,200", "1,300").replace("May", "June");
    edit(&office, OTHER_WRITER, &id, &changed);
    let left = |who: &str| office.does(who, "review_unexplained", json!({"article": id}));
    let asked = left(OTHER_WRITER);
    let changes = asked["changes"].as_array().unwrap();
    assert_eq!((changes.len(), &asked["needed"]), (2, &json!(false)));
    assert_eq!(
        left(WRITER)["changes"],
        json!([]),
        "only whoever made them says why"
    );
    let submit = |reasons: Value| json!({"article": id, "reasons": reasons});
    let because = |nth: usize, why: &str| json!({"change": changes[nth]["change"], "why": why});
    let code = |who: &str, ask: Value| office.code(who, "article_submit", ask);
    assert_eq!(
        code(WRITER, submit(json!([because(0, "Mine")]))),
        "not-yours"
    );
    let unknown = json!([{"change": "0000", "why": "None"}]);
    assert_eq!(code(OTHER_WRITER, submit(unknown)), "no-such-change");
    let status = || office.does("", "article_read", json!({"article": id}))["status"].clone();
    assert_eq!(status(), "draft");
    // What is left empty is asked again later; and where the check blocks, nothing is submitted without it.
    let one = json!([because(0, "The recording says so."), because(1, " ")]);
    office.does(OTHER_WRITER, "article_submit", submit(one.clone()));
    assert_eq!(left(OTHER_WRITER)["changes"].as_array().unwrap().len(), 1);
    office.does(OTHER_WRITER, "undo", json!({}));
    assert_eq!(
        (
            status(),
            left(OTHER_WRITER)["changes"].as_array().unwrap().len()
        ),
        (json!("draft"), 2)
    );
    let blocks = json!({"settings": {"name": "The Quay", "checks": {"others-words": "block"}}});
    office.does(CHIEF, "settings_set", blocks);
    assert_eq!(left(OTHER_WRITER)["needed"], true);
    assert_eq!(code(OTHER_WRITER, submit(one)), "others-words");
    assert_eq!(left(OTHER_WRITER)["changes"].as_array().unwrap().len(), 2);
    let both = json!([because(0, "The recording says so."), because(1, "A slip.")]);
    office.does(OTHER_WRITER, "article_submit", submit(both));
    assert_eq!(
        (status(), &left(OTHER_WRITER)["changes"]),
        (json!("in-review"), &json!([]))
    );
    let off = json!({"settings": {"name": "The Quay", "checks": {"others-words": "off"}}});
    office.does(CHIEF, "settings_set", off);
    edit(&office, OTHER_WRITER, &id, &changed.replace("ten", "nine"));
    assert_eq!(
        left(OTHER_WRITER)["changes"],
        json!([]),
        "nobody wants to know"
    );
}

#[test]
fn a_reason_counts_for_who_gave_it_and_since_what_is_live() {
    let office = Office::staffed();
    let id = submitted(&office);
    let changed = QUAY.replace("1,200", "1,300");
    let whys = || {
        let read = read(&office, REVIEWER, &id, Value::Null);
        let all = read["others"].as_array().unwrap().clone();
        let one = |one: Value| (one["by"].as_str().unwrap().to_owned(), one["why"].clone());
        all.into_iter().map(one).collect::<Vec<_>>()
    };
    let explain = |who: &str, why: &str| {
        let read = read(&office, who, &id, Value::Null);
        let change = read["others"][0]["change"].clone();
        let ask = json!({"article": id, "change": change, "why": why});
        office.code(who, "review_explain", ask)
    };
    edit(&office, OTHER_WRITER, &id, &changed);
    assert_eq!(explain(OTHER_WRITER, "The clerk said so."), "ok");
    // It is put back, and someone else makes the same change.
    edit(&office, WRITER, &id, QUAY);
    edit(&office, CHIEF, &id, &changed);
    assert_eq!(whys(), [(CHIEF.to_owned(), Value::Null)]);
    assert_eq!(explain(CHIEF, "I rang the clerk."), "ok");
    assert_eq!(whys(), [(CHIEF.to_owned(), json!("I rang the clerk."))]);
    office.does(CHIEF, "undo", json!({}));
    assert_eq!(whys(), [(CHIEF.to_owned(), Value::Null)]);
    assert_eq!(explain(CHIEF, "I rang the clerk."), "ok");
    // What was said of the text before the one that is live is said of that.
    edit(&office, CHIEF, &id, QUAY);
    office.does(WRITER, "article_submit", json!({"article": id}));
    office.does(REVIEWER, "review_approve", json!({"article": id}));
    office.release("bundle.zip");
    edit(&office, CHIEF, &id, &changed);
    assert_eq!(whys(), [(CHIEF.to_owned(), Value::Null)]);
}
