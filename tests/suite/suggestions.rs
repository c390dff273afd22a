//! Suggestions: made, accepted, rejected, taken back; what they hold to while the text changes; and many of them.

use crate::office::{MODERATOR, OTHER_REVIEWER, OTHER_WRITER, Office, REVIEWER, WRITER};
use proptest::{
    collection::vec,
    prelude::{Just, Strategy, any, prop_oneof},
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};

/// Suggests other words for the only place that has these; gives the suggestion's id.
fn suggest(office: &Office, who: &str, article: &str, quote: &str, proposed: &str) -> Value {
    let ask = json!({"article": article, "quote": quote, "proposed": proposed});
    office.does(who, "review_suggest", ask)["suggestions"][0].clone()
}

fn suggestions(office: &Office, article: &str) -> Vec<Value> {
    let ask = json!({"article": article, "all": true, "limit": 1000});
    let page = office.does("", "review_suggestions", ask);
    page["items"].as_array().unwrap().clone()
}

fn states(office: &Office, article: &str) -> Vec<String> {
    let all = suggestions(office, article);
    all.iter().map(|one| text(one, "state")).collect()
}

fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap().to_owned()
}

fn body(office: &Office, article: &str) -> String {
    let shown = office.does("", "article_read", json!({"article": article}));
    text(&shown, "body")
}

fn one(article: &str, suggestion: &Value) -> Value {
    json!({"article": article, "suggestion": suggestion})
}

fn all(article: &str) -> Value {
    json!({"article": article, "all": true})
}

#[test]
fn accepting_puts_exactly_the_words_in_and_undo_takes_them_out() {
    let office = Office::staffed();
    let id = office.draft("A ferry for Sundays");
    let before = body(&office, &id);
    let first = suggest(&office, REVIEWER, &id, "midnight", "noon");
    let second = suggest(&office, REVIEWER, &id, "old quay", "new quay");
    assert_eq!(body(&office, &id), before, "nothing changes by suggesting");
    let act = office.does(WRITER, "review_accept", one(&id, &first));
    assert_eq!(
        act["words"],
        format!("Accepted {REVIEWER}’s suggestion: “noon” for “midnight”")
    );
    assert_eq!(body(&office, &id), before.replace("midnight", "noon"));
    assert_eq!(states(&office, &id), ["accepted", "open"]);
    let history = office.does("", "article_history", json!({"article": id}));
    let newest = &history["items"][0];
    assert_eq!(
        (&newest["origin"], &newest["author"], &newest["suggested"]),
        (
            &json!("suggestion"),
            &json!(WRITER),
            &json!(format!("{REVIEWER}’s suggestion: “noon” for “midnight”"))
        )
    );
    let activity = office.does("", "activity_list", json!({}));
    assert_eq!(
        activity["items"][0]["words"],
        format!("accepted {REVIEWER}’s suggestion in “A ferry for Sundays”: “noon” for “midnight”")
    );
    office.does(WRITER, "undo", json!({}));
    assert_eq!(body(&office, &id), before);
    assert_eq!(states(&office, &id), ["open", "open"]);
    let why = json!({"article": id, "suggestion": second, "why": "It is old."});
    office.does(WRITER, "review_reject", why);
    assert_eq!(suggestions(&office, &id)[1]["why"], "It is old.");
    assert_eq!(body(&office, &id), before);
    let code = |command, which| office.code(WRITER, command, one(&id, which));
    assert_eq!(code("review_accept", &second), "decided-already");
    office.does(WRITER, "undo", json!({}));
    assert_eq!(states(&office, &id), ["open", "open"]);
    assert_eq!(code("review_take_back", &first), "not-yours");
    office.does(REVIEWER, "review_take_back", one(&id, &first));
    assert_eq!(states(&office, &id), ["taken-back", "open"]);
    office.does(REVIEWER, "undo", json!({}));
    office.does(REVIEWER, "undo", json!({}));
    assert_eq!(states(&office, &id), ["open", "taken-back"]);
    assert_eq!(code("review_reject", &first), "ok");
}

#[test]
fn an_edit_of_its_words_detaches_a_suggestion_and_undoing_it_attaches_it_again() {
    let office = Office::staffed();
    let id = office.draft("A ferry for Sundays");
    let before = body(&office, &id);
    let first = suggest(&office, REVIEWER, &id, "at midnight", "at noon");
    let edit = |text: &str| {
        let ask = json!({"article": id, "body": text});
        office.does(WRITER, "article_edit", ask)
    };
    edit(&format!("It is Sunday.\n\n{before}"));
    assert_eq!(states(&office, &id), ["open"]);
    edit(&before.replace("midnight", "two"));
    assert_eq!(states(&office, &id), ["detached"]);
    let refused = office
        .ask(WRITER, "review_accept", one(&id, &first))
        .unwrap_err();
    assert_eq!(refused.code, "suggestion-detached");
    assert!(
        refused.message.contains("“noon” for “midnight”"),
        "{refused:?}"
    );
    office.does(WRITER, "undo", json!({}));
    assert_eq!(states(&office, &id), ["open"]);
    office.does(WRITER, "review_accept", one(&id, &first));
    let after = before.replace("midnight", "noon");
    assert_eq!(body(&office, &id), format!("It is Sunday.\n\n{after}"));
}

#[test]
fn of_two_about_the_same_words_accepting_one_detaches_the_other() {
    let office = Office::staffed();
    let id = office.draft("A ferry for Sundays");
    let before = body(&office, &id);
    suggest(&office, REVIEWER, &id, "old quay", "new pier");
    suggest(&office, OTHER_REVIEWER, &id, "quay at midnight", "harbour");
    suggest(&office, OTHER_WRITER, &id, "last boat", "last ferry");
    let act = office.does(WRITER, "review_accept", all(&id));
    assert_eq!(
        act["words"],
        "Accepted 2 suggestions; 1 is about the same words and is left"
    );
    let after = before
        .replace("old quay", "new pier")
        .replace("last boat", "last ferry");
    assert_eq!(body(&office, &id), after);
    assert_eq!(states(&office, &id), ["accepted", "detached", "accepted"]);
    let history = office.does("", "article_history", json!({"article": id}));
    assert_eq!(
        history["items"].as_array().unwrap().len(),
        2,
        "one revision"
    );
    let desk = office.does(REVIEWER, "desk_show", json!({}));
    assert_eq!(
        desk["recent"][0]["words"],
        "accepted 2 suggestions in “A ferry for Sundays”"
    );
    let code = office.code(WRITER, "review_accept", all(&id));
    assert_eq!(code, "suggestion-detached");
    office.does(WRITER, "undo", json!({}));
    assert_eq!(body(&office, &id), before);
    assert_eq!(states(&office, &id), ["open", "open", "open"]);
    office.does(WRITER, "review_reject", all(&id));
    assert_eq!(states(&office, &id), ["rejected", "rejected", "rejected"]);
    let decided = json!({"article": id, "decided": true, "limit": 2});
    let page = office.does("", "review_suggestions", decided);
    assert_eq!(page["items"].as_array().unwrap().len(), 2);
    assert!(page["next"].is_string());
    assert_eq!(
        office.code(WRITER, "review_reject", all(&id)),
        "no-suggestions"
    );
    office.does(WRITER, "undo", json!({}));
    assert_eq!(states(&office, &id), ["open", "open", "open"]);
}

#[test]
fn an_edited_text_is_sent_as_one_suggestion_for_each_change() {
    let office = Office::staffed();
    let id = office.draft("A ferry for Sundays");
    let before = body(&office, &id);
    let typed = before
        .replace("last boat", "very last boat")
        .replace(" old", "")
        .replace("midnight.\n", "midnight.\n\nNobody knows why.\n");
    let base = office.does("", "article_read", json!({"article": id}))["revision"].clone();
    let kept = json!({"article": id, "base": base, "body": typed});
    office.does(OTHER_WRITER, "suggesting_save", kept.clone());
    let seen = office.does(OTHER_WRITER, "article_show", json!({"article": id}));
    assert!(seen["suggesting"].is_string());
    let made = office.does(OTHER_WRITER, "review_suggest_all", kept.clone());
    assert_eq!(made["words"], "Suggested 3 changes");
    let pairs: Vec<_> = suggestions(&office, &id)
        .iter()
        .map(|one| (text(one, "was"), text(one, "proposed")))
        .collect();
    assert_eq!(
        pairs,
        [
            ("The".to_owned(), "The very".to_owned()),
            (" old".to_owned(), String::new()),
            (
                "midnight.".to_owned(),
                "midnight.\n\nNobody knows why.".to_owned()
            ),
        ]
    );
    let seen = office.does(OTHER_WRITER, "suggesting_show", json!({"article": id}));
    assert_eq!(
        (&seen["hash"], &seen["body"]),
        (&Value::Null, &json!(before))
    );
    let code = |body: &str| {
        let ask = json!({"article": id, "base": base, "body": body});
        office.code(OTHER_WRITER, "review_suggest_all", ask)
    };
    assert_eq!(code(&typed), "suggested-already");
    assert_eq!(code(&before), "nothing-to-suggest");
    // A line's end more or less is nobody's words.
    for end in [before.trim_end().to_owned(), format!("{before}\n\n")] {
        assert_eq!(code(&end), "nothing-to-suggest", "{end:?}");
    }
    office.does(OTHER_WRITER, "undo", json!({}));
    assert_eq!(states(&office, &id), ["taken-back"; 3]);
    // The text went on meanwhile: each change is followed to where its words stand by now.
    let edit = json!({"article": id, "body": format!("It is Sunday.\n\n{}", before.replace("old", "new"))});
    office.does(WRITER, "article_edit", edit);
    assert_eq!(code(&typed), "ok");
    assert_eq!(states(&office, &id)[3..], ["open", "detached", "open"]);
    office.does(WRITER, "review_accept", all(&id));
    let expected = format!("It is Sunday.\n\n{}", typed.replace("quay", "new quay"));
    assert_eq!(body(&office, &id), expected);
}

#[test]
fn what_is_written_as_suggestions_is_kept_and_never_written_over() {
    let office = Office::staffed();
    let id = office.draft("A ferry for Sundays");
    let save = |body: &str, was: Value| {
        let ask = json!({"article": id, "base": "head", "body": body, "was": was});
        office.ask(WRITER, "suggesting_save", ask)
    };
    let first = save("The boat left.", Value::Null).unwrap();
    let refused = save("The ferry left.", Value::Null).unwrap_err();
    assert_eq!(refused.code, "typed-elsewhere");
    save("The ferry left.", first["hash"].clone()).unwrap();
    let seen = office.does(WRITER, "suggesting_show", json!({"article": id}));
    assert_eq!(seen["body"], "The ferry left.");
    // What is sent is another text: what is kept stays.
    let other = json!({"article": id, "body": "The bus left."});
    office.does(WRITER, "review_suggest_all", other);
    let seen = office.does(WRITER, "suggesting_show", json!({"article": id}));
    assert_eq!(seen["body"], "The ferry left.");
    office.does(WRITER, "suggesting_discard", json!({"article": id}));
    let seen = office.does(WRITER, "suggesting_show", json!({"article": id}));
    assert_eq!(seen["body"], json!(body(&office, &id)));
}

#[test]
fn whose_suggestion_was_accepted_does_not_approve_it_alone() {
    let office = Office::staffed();
    let id = office.submitted("A ferry for Sundays");
    let first = suggest(&office, REVIEWER, &id, "midnight", "noon");
    let approve = |who: &str| office.code(who, "review_approve", json!({"article": id}));
    assert_eq!(approve(REVIEWER), "open-suggestions");
    office.does(WRITER, "review_accept", one(&id, &first));
    office.does(WRITER, "article_submit", json!({"article": id}));
    assert_eq!(approve(REVIEWER), "ok");
    let status = || {
        let shown = office.does("", "article_read", json!({"article": id}));
        text(&shown, "status")
    };
    assert_eq!(
        status(),
        "in-review",
        "another's yes to the words is missing"
    );
    office.does(WRITER, "review_confirm", json!({"article": id}));
    assert_eq!(status(), "approved");
}

#[test]
fn taking_an_acceptance_back_opens_no_way_round_an_approval() {
    let office = Office::staffed();
    let id = office.draft("A ferry for Sundays");
    let first = suggest(&office, REVIEWER, &id, "midnight", "noon");
    office.does(WRITER, "review_accept", one(&id, &first));
    let taken = office.does("", "article_read", json!({"article": id}))["revision"].clone();
    office.does(WRITER, "undo", json!({}));
    office.does(WRITER, "review_reject", one(&id, &first));
    let back = json!({"article": id, "revision": taken});
    office.does(WRITER, "article_restore", back);
    office.does(WRITER, "article_submit", json!({"article": id}));
    office.does(REVIEWER, "review_approve", json!({"article": id}));
    let shown = office.does("", "article_read", json!({"article": id}));
    assert_eq!(text(&shown, "status"), "in-review");
}

#[test]
fn open_suggestions_block_approval_as_the_library_sets_it() {
    let office = Office::staffed();
    let id = office.submitted("A ferry for Sundays");
    suggest(&office, OTHER_WRITER, &id, "old quay", "new quay");
    suggest(&office, OTHER_WRITER, &id, "last boat", "last ferry");
    let found = office.does("", "article_check", json!({"article": id}));
    let alarm = found
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["code"] == "open-suggestions");
    let alarm = alarm.unwrap();
    assert_eq!(
        (&alarm["message"], &alarm["quote"], &alarm["level"]),
        (
            &json!("2 suggestions are open."),
            &json!("last boat"),
            &json!("block")
        )
    );
    let seen = office.does(REVIEWER, "article_show", json!({"article": id}));
    assert_eq!(seen["blocks_approval"], json!(["2 suggestions are open."]));
    let queue = office.does(REVIEWER, "review_queue", json!({}));
    assert_eq!(queue["items"][0]["open_suggestions"], 2);
    let settings = json!({"settings": {"checks": {"open-suggestions": "warn"}}});
    office.does(crate::office::ADMIN, "settings_set", settings);
    let code = office.code(REVIEWER, "review_approve", json!({"article": id}));
    assert_eq!(code, "ok");
}

#[test]
fn what_is_no_suggestion_is_refused() {
    let office = Office::staffed();
    let id = office.draft("A ferry for Sundays");
    let code = |who: &str, quote: &str, proposed: &str| {
        let ask = json!({"article": id, "quote": quote, "proposed": proposed});
        office.code(who, "review_suggest", ask)
    };
    assert_eq!(code(MODERATOR, "midnight", "noon"), "wrong-role");
    assert_eq!(code(WRITER, "tram", "bus"), "quote-not-found");
    assert_eq!(code(WRITER, "e", "i"), "quote-ambiguous");
    assert_eq!(code(WRITER, " ", "x"), "no-words");
    assert_eq!(code(WRITER, "midnight", "midnight"), "nothing-to-suggest");
    assert_eq!(code(WRITER, "midnight", &"noon ".repeat(5_000)), "too-long");
    assert_eq!(code(WRITER, "midnight", "noon\u{0}"), "ok");
    assert_eq!(code(WRITER, "midnight", "noon"), "suggested-already");
    let which = json!({"article": id, "suggestion": "none"});
    assert_eq!(
        office.code(WRITER, "review_accept", which),
        "no-such-suggestion"
    );
    let which = json!({"article": id});
    assert_eq!(
        office.code(WRITER, "review_accept", which),
        "which-suggestion"
    );
    let first = suggestions(&office, &id)[0]["id"].clone();
    let other = office.draft("Night buses to the harbour");
    let code = |command| office.code(WRITER, command, one(&other, &first));
    assert_eq!(code("review_accept"), "no-such-suggestion");
    office.does(WRITER, "article_bin", json!({"article": id}));
    let code = |command| office.code(WRITER, command, one(&id, &first));
    assert_eq!(code("review_reject"), "in-the-bin");
}

/// One thing that is done to a text and the suggestions on it, by numbers that choose among what there is.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Insert(u8, u8),
    Delete(u8),
    Suggest(u8, u8),
    SuggestText(u8, u8),
    Accept(u8),
    Reject(u8),
    AcceptAll,
    Undo,
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let two = || (any::<u8>(), any::<u8>());
    let deed = prop_oneof![
        3 => two().prop_map(|(a, b)| Deed::Insert(a, b)),
        2 => any::<u8>().prop_map(Deed::Delete),
        4 => two().prop_map(|(a, b)| Deed::Suggest(a, b)),
        2 => two().prop_map(|(a, b)| Deed::SuggestText(a, b)),
        4 => any::<u8>().prop_map(Deed::Accept),
        1 => any::<u8>().prop_map(Deed::Reject),
        1 => Just(Deed::AcceptAll),
        4 => Just(Deed::Undo),
    ];
    vec(deed, 4..20)
}

/// Few words, so that the same ones come again.
const WORDS: [&str; 6] = ["boat", "quay", "the", "é", "船", "noon"];

/// A text with words put in at a word's end.
fn inserted(text: &str, at: u8, word: u8) -> String {
    let ends: Vec<usize> = text.match_indices([' ', '\n']).map(|(at, _)| at).collect();
    let end = ends.get(usize::from(at) % ends.len().max(1)).copied();
    let (head, tail) = text.split_at(end.unwrap_or(text.len()));
    let parted = if word.is_multiple_of(5) { "\n\n" } else { " " };
    let word = WORDS[usize::from(word) % WORDS.len()];
    format!("{head}{parted}{word}{tail}")
}

/// A text without one of its words.
fn deleted(text: &str, nth: u8) -> String {
    let words: Vec<&str> = text.split_inclusive([' ', '\n']).collect();
    let nth = usize::from(nth) % words.len().max(1);
    let kept = words.iter().enumerate().filter(|(at, _)| *at != nth);
    kept.map(|(_, word)| *word).collect()
}

/// What became of a text and its suggestions, to be held against what it was.
fn state(office: &Office, id: &str) -> (String, Vec<String>) {
    (body(office, id), states(office, id))
}

/// Every open suggestion stands on exactly its words; gives those with their places in bytes.
fn standing(office: &Office, id: &str) -> Vec<(Value, usize)> {
    let text_now = body(office, id);
    let mut out = vec![];
    for one in suggestions(office, id) {
        match one["state"].as_str().unwrap() {
            "open" => {
                let start = usize::try_from(one["start"].as_u64().unwrap()).unwrap();
                let units: Vec<u16> = text_now.encode_utf16().collect();
                let at = String::from_utf16(&units[..start]).unwrap().len();
                assert!(text_now[at..].starts_with(&text(&one, "was")), "{one}");
                out.push((one, at));
            }
            _ => assert_eq!(one["start"], Value::Null, "{one}"),
        }
    }
    out
}

fn accepts(office: &Office, id: &str, nth: u8) -> bool {
    let before = body(office, id);
    let open = standing(office, id);
    let Some((one_of, at)) = open.get(usize::from(nth) % open.len().max(1)) else {
        return false;
    };
    office.does(WRITER, "review_accept", one(id, &one_of["id"]));
    let (was, proposed) = (text(one_of, "was"), text(one_of, "proposed"));
    let expected = [&before[..*at], &proposed, &before[at + was.len()..]].concat();
    assert_eq!(body(office, id), expected);
    true
}

/// Does it; says whether that was a step of the writer's, which undo takes back.
fn does(office: &Office, id: &str, deed: Deed) -> bool {
    let now = body(office, id);
    let edit = |body: String| {
        let ask = json!({"article": id, "body": body});
        let act = office.does(WRITER, "article_edit", ask);
        act["undo"] == true
    };
    match deed {
        Deed::Insert(at, word) => edit(inserted(&now, at, word)),
        Deed::Delete(nth) => edit(deleted(&now, nth)),
        Deed::Suggest(nth, word) => {
            let words: Vec<&str> = now.split_whitespace().collect();
            let Some(quote) = words.get(usize::from(nth) % words.len().max(1)) else {
                return false;
            };
            let proposed = WORDS[usize::from(word) % WORDS.len()];
            let ask = json!({"article": id, "quote": quote, "nth": 1, "proposed": proposed});
            office.code(REVIEWER, "review_suggest", ask);
            false
        }
        Deed::SuggestText(at, word) => {
            let typed = deleted(&inserted(&now, at, word), at.wrapping_mul(7));
            let ask = json!({"article": id, "body": typed});
            office.code(REVIEWER, "review_suggest_all", ask);
            false
        }
        Deed::Accept(nth) => accepts(office, id, nth),
        Deed::Reject(nth) => {
            let open = standing(office, id);
            let Some((chosen, _)) = open.get(usize::from(nth) % open.len().max(1)) else {
                return false;
            };
            office.does(WRITER, "review_reject", one(id, &chosen["id"]));
            true
        }
        Deed::AcceptAll => office.code(WRITER, "review_accept", all(id)) == "ok",
        Deed::Undo => false,
    }
}

#[test]
fn each_open_suggestion_covers_its_words_or_is_detached_whatever_happens() {
    let config = Config {
        cases: 48,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&deeds(), |deeds| {
            let office = Office::staffed();
            let id = office.draft("A ferry for Sundays");
            let mut steps: Vec<(usize, String, Vec<String>)> = vec![];
            for deed in deeds {
                let before = state(&office, &id);
                if let Deed::Undo = deed {
                    let Some((count, text, states)) = steps.pop() else {
                        continue;
                    };
                    office.does(WRITER, "undo", json!({}));
                    let after = state(&office, &id);
                    assert_eq!(after.0, text, "the text is as it was, to the byte");
                    // And so is each suggestion that was there.
                    assert_eq!(after.1[..count], states[..]);
                } else if does(&office, &id, deed) {
                    steps.push((before.1.len(), before.0, before.1));
                }
                standing(&office, &id);
            }
            Ok(())
        })
        .unwrap();
}

#[test]
fn thousands_of_suggestions_on_one_article_are_made_listed_and_accepted() {
    const COUNT: usize = 5_000;
    let office = Office::staffed();
    let id = office.draft("A day at the quay");
    let line = |n: usize, word: &str| format!("Boat {n} left {word} quay {} at noon.", n % 7);
    let lines = |word: &str| {
        let all: Vec<String> = (0..COUNT).map(|n| line(n, word)).collect();
        let paragraphs: Vec<String> = all.chunks(10).map(|some| some.join(" ")).collect();
        paragraphs.join("\n\n")
    };
    office.does(
        WRITER,
        "article_edit",
        json!({"article": id, "body": lines("old")}),
    );
    let sent = json!({"article": id, "body": lines("new")});
    let made = office.does(REVIEWER, "review_suggest_all", sent);
    assert_eq!(made["words"], "Suggested 5,000 changes");
    let page = office.does("", "review_suggestions", json!({"article": id}));
    assert_eq!(page["items"].as_array().unwrap().len(), 100);
    assert!(page["next"].is_string());
    let seen = office.does(WRITER, "article_show", json!({"article": id}));
    assert_eq!(seen["suggestions"].as_array().unwrap().len(), COUNT);
    let first = one(&id, &seen["suggestions"][7]["id"]);
    office.does(WRITER, "review_accept", first);
    let rest = office.does(WRITER, "review_accept", all(&id));
    assert_eq!(rest["words"], "Accepted 4,999 suggestions");
    assert_eq!(body(&office, &id), lines("new"));
    office.does(WRITER, "undo", json!({}));
    office.does(WRITER, "undo", json!({}));
    assert_eq!(body(&office, &id), lines("old"));
    let seen = office.does(WRITER, "article_show", json!({"article": id}));
    let open = seen["suggestions"].as_array().unwrap();
    assert!(open.len() == COUNT && open.iter().all(|one| one["state"] == "open"));
}
