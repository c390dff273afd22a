//! What is being typed, what others change meanwhile, and what was: nothing of it is lost.

use crate::{
    newsroom::Newsroom,
    office::{ADMIN, CHIEF, OTHER_WRITER, Office, PUBLISHER, REVIEWER, WRITER},
};
use serde_json::{Value, json};

const BODY: &str = "The boats left.\n\nThe quay was empty.\n\nThe lamp burned.\n";

/// A draft of three paragraphs; its id.
fn three_paragraphs(office: &Office) -> String {
    let new = json!({"title": "The quay at night", "body": BODY});
    let made = office.does(WRITER, "article_new", new);
    made["id"].as_str().unwrap().to_owned()
}

fn head(office: &Office, article: &str) -> Value {
    office.does("", "article_read", json!({"article": article}))
}

/// What `who` types: one word for another in the text, from the content that the window gives them.
fn typed(office: &Office, who: &str, article: &str, from: &str, to: &str) -> Value {
    let view = office.does(who, "article_show", json!({"article": article}));
    let mut content = view["content"].clone();
    content["body"] = content["body"].as_str().unwrap().replace(from, to).into();
    json!({"article": article, "base": view["draft_base"].as_str().or(view["revision"].as_str()),
        "was": view["draft_hash"], "content": content})
}

#[test]
fn the_cursor_comes_back_with_what_was_typed() {
    let office = Office::staffed();
    let article = three_paragraphs(&office);
    let mut save = typed(&office, WRITER, &article, "empty", "wet");
    save["cursor"] = json!({"field": "body", "anchor": 22, "head": 30});
    office.does(WRITER, "draft_save", save.clone());
    let show = |who: &str| office.does(who, "article_show", json!({"article": article}));
    assert_eq!(show(WRITER)["draft_cursor"], save["cursor"]);
    assert_eq!(show(OTHER_WRITER)["draft_cursor"], Value::Null);
    office.does(WRITER, "draft_leave", json!({"article": article}));
    assert_eq!(show(WRITER)["draft_cursor"], Value::Null);
}

#[test]
fn leaving_without_a_change_makes_no_revision() {
    let office = Office::staffed();
    let article = three_paragraphs(&office);
    let save = typed(&office, WRITER, &article, "empty", "empty");
    office.does(WRITER, "draft_save", save);
    office.does(WRITER, "draft_leave", json!({"article": article}));
    let history = office.does("", "article_history", json!({"article": article}));
    assert_eq!(history["items"].as_array().unwrap().len(), 1);
}

#[test]
fn what_another_saved_meanwhile_is_merged_on_leaving_where_the_two_do_not_touch() {
    let office = Office::staffed();
    let article = three_paragraphs(&office);
    let save = typed(&office, WRITER, &article, "burned", "went out");
    office.does(WRITER, "draft_save", save);
    office.does(
        OTHER_WRITER,
        "article_edit",
        json!({"article": article, "kicker": "Old Quay", "body": BODY.replace("empty", "full")}),
    );
    let view = office.does(WRITER, "article_show", json!({"article": article}));
    assert_eq!(
        (&view["behind"], &view["head_by"]),
        (&true.into(), &OTHER_WRITER.into())
    );
    office.does(WRITER, "draft_leave", json!({"article": article}));
    let now = head(&office, &article);
    assert_eq!(now["kicker"], "Old Quay");
    let both = BODY.replace("empty", "full").replace("burned", "went out");
    assert_eq!(now["body"], both);
}

#[test]
fn where_two_touch_neither_is_written_over_and_both_are_shown() {
    let office = Office::staffed();
    let article = three_paragraphs(&office);
    let save = typed(&office, WRITER, &article, "empty", "wet");
    let base = save["base"].clone();
    office.does(WRITER, "draft_save", save.clone());
    let theirs = json!({"article": article, "title": "The quay by night",
        "body": BODY.replace("empty", "full").replace("left", "came")});
    office.does(OTHER_WRITER, "article_edit", theirs);
    let leave = json!({"article": article});
    assert_eq!(
        office.code(WRITER, "draft_leave", leave.clone()),
        "changed-meanwhile"
    );
    assert_eq!(
        office.code(WRITER, "article_submit", leave),
        "changed-meanwhile"
    );
    let view = office.does(WRITER, "article_show", json!({"article": article}));
    assert_eq!(
        view["content"]["body"],
        BODY.replace("empty", "wet"),
        "mine is kept"
    );
    let ask = json!({"article": article, "base": base, "mine": save["content"]});
    let merged = office.does(WRITER, "draft_merge", ask);
    assert_eq!(merged["clean"], false);
    let kinds: Vec<_> = merged["parts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|part| &part["kind"])
        .collect();
    assert_eq!(kinds, ["theirs", "both", "same"]);
    let both = &merged["parts"][1];
    assert_eq!(
        (&both["was"], &both["mine"], &both["theirs"]),
        (
            &"The quay was empty.".into(),
            &"The quay was wet.".into(),
            &"The quay was full.".into()
        )
    );
    // The address follows the headline.
    let mut fields: Vec<_> = merged["fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|field| {
            (
                field["field"].as_str().unwrap(),
                field["kind"].as_str().unwrap(),
            )
        })
        .collect();
    fields.sort_unstable();
    assert_eq!(fields, [("slug", "theirs"), ("title", "theirs")]);
    assert_eq!(
        merged["content"]["body"],
        BODY.replace("empty", "wet").replace("left", "came")
    );
}

#[test]
fn tags_that_two_added_are_all_kept() {
    let office = Office::staffed();
    let article = three_paragraphs(&office);
    let mut save = typed(&office, WRITER, &article, "", "");
    save["content"]["tags"] = json!(["harbour"]);
    office.does(WRITER, "draft_save", save);
    office.does(
        OTHER_WRITER,
        "article_edit",
        json!({"article": article, "tags": ["night"]}),
    );
    office.does(WRITER, "draft_leave", json!({"article": article}));
    assert_eq!(head(&office, &article)["tags"], json!(["night", "harbour"]));
}

#[test]
fn what_one_typed_in_another_window_is_not_written_over() {
    let office = Office::staffed();
    let article = three_paragraphs(&office);
    let one = typed(&office, WRITER, &article, "empty", "wet");
    let other = typed(&office, WRITER, &article, "empty", "full");
    let kept = office.does(WRITER, "draft_save", one.clone());
    assert_eq!(
        office.code(WRITER, "draft_save", other.clone()),
        "typed-elsewhere"
    );
    let view = office.does(WRITER, "article_show", json!({"article": article}));
    assert_eq!(view["content"], one["content"]);
    let mut told = other;
    told["was"] = kept["hash"].clone();
    office.does(WRITER, "draft_save", told);
}

#[test]
fn an_edit_in_the_terminal_from_an_old_state_is_merged_or_refused() {
    let room = Newsroom::staffed();
    let writer = "Wim Writer";
    let id = room.draft("The quay at night", BODY);
    let base = room.json(writer, &["article", "show", &id])["revision"]
        .as_str()
        .unwrap()
        .to_owned();
    let full = room.file("full.md", BODY.replace("empty", "full"));
    room.json(writer, &["article", "edit", &id, "--file", &full]);
    let edit = |name: &str, text: String| {
        let file = room.file(name, text);
        room.ask(
            writer,
            &[
                "article",
                "edit",
                &id,
                "--base",
                &base[..12],
                "--file",
                &file,
            ],
        )
    };
    let refused = edit("wet.md", BODY.replace("empty", "wet"));
    assert_eq!(refused.refusal(), (1, "changed-meanwhile".into()));
    // It is no revision: where its text is, and what to do with it, is said.
    let error: Value = serde_json::from_str(&refused.err).unwrap();
    let error = &error["error"];
    let (message, hint) = (
        error["message"].as_str().unwrap(),
        error["hint"].as_str().unwrap(),
    );
    assert!(message.ends_with("this change was not saved."), "{message}");
    let now = room.json(writer, &["article", "show", &id])["revision"]
        .as_str()
        .unwrap()[..8]
        .to_owned();
    for words in ["wet.md still. ", "`copydesk article show ", "with --base "] {
        assert!(hint.contains(words), "{hint}");
    }
    assert!(hint.contains(&now) && !hint.contains("diff"), "{hint}");
    let merged = edit("out.md", BODY.replace("burned", "went out")).value();
    assert_eq!(
        merged["body"],
        BODY.replace("empty", "full").replace("burned", "went out")
    );
}

#[test]
fn history_tells_what_became_of_each_state_and_what_it_is_called() {
    let office = Office::staffed();
    let article = office.approved("Night buses to the harbour");
    office.release("first.zip");
    office.does(
        WRITER,
        "article_edit",
        json!({"article": article, "kicker": "Old Quay"}),
    );
    office.does(WRITER, "article_submit", json!({"article": article}));
    office.does(WRITER, "undo", json!({}));
    office.does(
        WRITER,
        "article_name",
        json!({"article": article, "revision": "live", "name": " As  printed "}),
    );
    let history = office.does("", "article_history", json!({"article": article}));
    let history = &history["items"];
    let told = |nth: usize| {
        let all = history[nth]["milestones"].as_array().unwrap().iter();
        all.map(|one| {
            format!(
                "{} by {}",
                one["what"].as_str().unwrap(),
                one["who"].as_str().unwrap()
            )
        })
        .collect::<Vec<_>>()
    };
    assert_eq!(told(0), Vec::<String>::new(), "what was taken back is none");
    let by = |what: &str, who: &str| format!("{what} by {who}");
    assert_eq!(
        told(1),
        [
            by("submitted", WRITER),
            by("approved", REVIEWER),
            by("released", PUBLISHER)
        ]
    );
    assert_eq!(
        (&history[0]["name"], &history[1]["name"]),
        (&"".into(), &"As printed".into())
    );
    // A page says of its states what the whole does.
    let first = json!({"article": article, "limit": 1});
    let first = office.does("", "article_history", first);
    let rest = json!({"article": article, "after": first["next"]});
    let rest = office.does("", "article_history", rest);
    assert_eq!(first["items"][0], history[0]);
    assert_eq!(rest["items"], json!(history.as_array().unwrap()[1..]));
    assert_eq!(rest["next"], Value::Null);
    office.does(WRITER, "undo", json!({}));
    let history = office.does("", "article_history", json!({"article": article}));
    assert_eq!(history["items"][1]["name"], "");
}

#[test]
fn a_field_or_a_paragraph_comes_back_alone() {
    let office = Office::staffed();
    let article = three_paragraphs(&office);
    let before = head(&office, &article)["revision"].clone();
    office.does(
        WRITER,
        "article_edit",
        json!({"article": article, "standfirst": "Nothing moved.", "tags": ["night"],
            "body": "The boats came.\n\nThe lamp burned.\n"}),
    );
    let diff = office.does(
        "",
        "article_diff",
        json!({"article": article, "from": before, "to": "head"}),
    );
    assert_eq!(
        diff["gone"][1],
        json!({"nth": 1, "text": "The quay was empty."})
    );
    let back = |part: Value| {
        let mut ask = json!({"article": article, "revision": before});
        ask.as_object_mut()
            .unwrap()
            .extend(part.as_object().unwrap().clone());
        office.code(WRITER, "article_restore", ask)
    };
    assert_eq!(back(json!({"paragraph": 1})), "ok");
    assert_eq!(back(json!({"field": "standfirst"})), "ok");
    assert_eq!(back(json!({"field": "article"})), "no-such-field");
    // What is there, or never was, is said to be so, and nothing is written.
    assert_eq!(back(json!({"paragraph": 2})), "still-there");
    assert_eq!(back(json!({"paragraph": 98})), "no-such-paragraph");
    let now = head(&office, &article);
    assert_eq!(
        now["body"],
        "The boats came.\n\nThe quay was empty.\n\nThe lamp burned.\n"
    );
    assert_eq!(
        (&now["standfirst"], &now["tags"]),
        (&"".into(), &json!(["night"]))
    );
}

#[test]
fn a_paragraph_that_was_changed_and_moved_is_put_back_in_its_own_place() {
    let office = Office::staffed();
    let article = office.draft("A list");
    let body = |all: [&str; 4]| json!({"article": article, "body": all.join("\n\n")});
    let [alpha, beta, delta] = [
        "Alpha opens the text.",
        "Beta goes on.",
        "Delta closes the text.",
    ];
    office.does(
        WRITER,
        "article_edit",
        body([alpha, beta, "Gamma 17", delta]),
    );
    let before = head(&office, &article)["revision"].clone();
    office.does(
        WRITER,
        "article_edit",
        body([alpha, "Gamma 18", delta, beta]),
    );
    let ask = json!({"article": article, "from": before, "to": "head"});
    let diff = office.does("", "article_diff", ask);
    assert_eq!(diff["gone"], json!([{"nth": 2, "text": "Gamma 17"}]));
    let ask = json!({"article": article, "revision": before, "paragraph": 2});
    office.does(WRITER, "article_restore", ask);
    let whole = [alpha, "Gamma 17", delta, beta].join("\n\n") + "\n";
    assert_eq!(head(&office, &article)["body"], json!(whole));
}

#[test]
fn the_bin_gives_back_and_is_emptied_by_who_filled_it_or_an_admin() {
    let office = Office::staffed();
    let put = |who: &str, title: &str| {
        let id = office.draft_by(who, title);
        office.does(who, "article_bin", json!({"article": id}));
        id
    };
    let [one, two, three] = [
        put(WRITER, "A ferry for Sundays"),
        put(OTHER_WRITER, "A bridge for cyclists"),
        put(WRITER, "A bell for the school"),
    ];
    let listed = |who: &str| {
        let all = office.does(who, "bin_list", json!({}));
        let all = all["items"].as_array().unwrap().iter();
        let mut all: Vec<_> = all
            .map(|row| {
                (
                    row["id"].as_str().unwrap().to_owned(),
                    row["may_empty"] == true,
                )
            })
            .collect();
        all.sort();
        all
    };
    let mut mine = vec![
        (one.clone(), true),
        (two.clone(), false),
        (three.clone(), true),
    ];
    mine.sort();
    assert_eq!(listed(WRITER), mine);
    office.does(
        WRITER,
        "article_bin",
        json!({"article": three, "back": true}),
    );
    assert_eq!(head(&office, &three)["status"], "draft");
    assert_eq!(
        office.code(WRITER, "bin_empty", json!({"articles": [two]})),
        "not-yours"
    );
    assert_eq!(
        office.code(WRITER, "bin_empty", json!({"articles": [three]})),
        "not-in-the-bin"
    );
    assert_eq!(
        office.code(WRITER, "bin_empty", json!({"articles": []})),
        "nothing-to-empty",
        "a list of none is not all"
    );
    assert_eq!(
        office.does(WRITER, "bin_going", json!({})),
        json!({"articles": 1, "titles": ["A ferry for Sundays"]})
    );
    let done = office.does(WRITER, "bin_empty", json!({}));
    assert_eq!(done["words"], "Deleted “A ferry for Sundays” for good");
    assert_eq!(office.code(WRITER, "undo", json!({})), "not-undoable");
    assert_eq!(
        office.code(WRITER, "article_bin", json!({"article": one, "back": true})),
        "no-such-article"
    );
    assert_eq!(
        office.code("", "article_read", json!({"article": one})),
        "no-such-article"
    );
    office.does(ADMIN, "bin_empty", json!({}));
    assert_eq!(
        office.code(CHIEF, "bin_empty", json!({})),
        "nothing-to-empty"
    );
    assert_eq!(listed(CHIEF), vec![]);
    let found = office.does("", "search", json!({"query": "ferry"}));
    assert_eq!(found["items"], json!([]));
    let checked = office.does("", "library_check", json!({}));
    assert_eq!(checked["ok"], true, "the journal is whole: {checked}");
}

#[test]
fn a_source_that_was_deleted_for_good_comes_in_as_another_article() {
    let room = Newsroom::staffed();
    let writer = "Wim Writer";
    let file = room.file(
        "ferry.md",
        "---\ntitle: A ferry for Sundays\n---\n\nIt sails at ten.\n",
    );
    room.json(writer, &["import", &file]);
    let list = room.json(writer, &["article", "list"]);
    let id = list["items"][0]["id"].as_str().unwrap();
    room.json(writer, &["article", "bin", id]);
    assert_eq!(room.json(writer, &["bin", "list"])["items"][0]["id"], id);
    room.json(writer, &["bin", "restore", id]);
    room.json(writer, &["article", "bin", id]);
    room.json(writer, &["bin", "empty"]);
    assert_eq!(
        room.json(writer, &["import", &file])["added"]["articles"],
        1
    );
    assert_ne!(
        room.json(writer, &["article", "list"])["items"][0]["id"],
        id
    );
}
