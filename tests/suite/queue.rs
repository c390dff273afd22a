//! The queue of review: who reviews what, by which day, in which order; and that a claim keeps nobody from a verdict.

use crate::office::{CHIEF, MODERATOR, OTHER_REVIEWER, Office, PUBLISHER, REVIEWER, WRITER};
use serde_json::{Value, json};

/// The whole queue as someone sees it.
fn queue(office: &Office, who: &str, mine: bool) -> Vec<Value> {
    let page = office.does(who, "review_queue", json!({"mine": mine}));
    page["items"].as_array().unwrap().clone()
}

fn titles(rows: &[Value]) -> Vec<&str> {
    rows.iter()
        .map(|row| row["title"].as_str().unwrap())
        .collect()
}

#[test]
fn what_was_submitted_first_stays_first_however_it_is_edited() {
    let office = Office::staffed();
    let first = office.submitted("One");
    office.submitted("Two");
    let more = json!({"article": first, "kicker": "Old Quay"});
    office.does(REVIEWER, "article_edit", more);
    assert_eq!(titles(&queue(&office, REVIEWER, false)), ["One", "Two"]);
    // A step that is taken back leaves it where it was; one that is taken anew puts it last.
    office.does(WRITER, "article_recall", json!({"article": first}));
    office.does(WRITER, "undo", json!({}));
    assert_eq!(titles(&queue(&office, REVIEWER, false)), ["One", "Two"]);
    office.does(WRITER, "article_recall", json!({"article": first}));
    office.does(WRITER, "article_submit", json!({"article": first}));
    assert_eq!(titles(&queue(&office, REVIEWER, false)), ["Two", "One"]);
}

#[test]
fn what_one_has_claimed_waits_for_nobody_else_until_it_is_handed_over() {
    let office = Office::staffed();
    let id = office.submitted("One");
    let both = |who| queue(&office, who, true).len();
    assert_eq!((both(REVIEWER), both(OTHER_REVIEWER)), (1, 1));
    assert_eq!(both(WRITER), 0);
    let article = json!({"article": id});
    office.does(REVIEWER, "review_claim", article.clone());
    assert_eq!((both(REVIEWER), both(OTHER_REVIEWER)), (1, 0));
    let row = &queue(&office, OTHER_REVIEWER, false)[0];
    assert_eq!(
        (&row["claimed_by"], &row["mine"]),
        (&json!(REVIEWER), &json!(false))
    );
    let code = |who, command, args| office.code(who, command, args);
    assert_eq!(
        code(OTHER_REVIEWER, "review_claim", article.clone()),
        "claimed-already"
    );
    let to = |who| json!({"article": id, "to": who});
    assert_eq!(
        code(REVIEWER, "review_hand_over", to(WRITER)),
        "can-not-review"
    );
    office.does(REVIEWER, "review_hand_over", to(OTHER_REVIEWER));
    assert_eq!((both(REVIEWER), both(OTHER_REVIEWER)), (0, 1));
    office.does(OTHER_REVIEWER, "review_release", article.clone());
    assert_eq!((both(REVIEWER), both(OTHER_REVIEWER)), (1, 1));
    assert_eq!(
        code(REVIEWER, "review_release", article.clone()),
        "not-claimed"
    );
    office.does(WRITER, "article_recall", article.clone());
    assert_eq!(code(REVIEWER, "review_claim", article), "not-now");
}

#[test]
fn a_claim_keeps_nobody_from_a_verdict_and_ends_with_ones_own_yes() {
    let office = Office::staffed();
    let id = office.submitted("One");
    let article = json!({"article": id});
    office.does(REVIEWER, "review_claim", article.clone());
    let done = office.does(OTHER_REVIEWER, "review_approve", article.clone());
    assert_eq!(
        done["words"],
        "Approved “One”, which Rhea Reviewer had claimed"
    );
    office.does(OTHER_REVIEWER, "undo", json!({}));
    // Who changes it and approves it waits for another: it is theirs no longer, and is theirs again once that is undone.
    let more = json!({"article": id, "kicker": "Old Quay"});
    office.does(REVIEWER, "article_edit", more);
    office.does(REVIEWER, "review_approve", article.clone());
    assert_eq!(
        queue(&office, REVIEWER, false)[0]["claimed_by"],
        Value::Null
    );
    office.does(REVIEWER, "undo", json!({}));
    assert_eq!(queue(&office, REVIEWER, false)[0]["claimed_by"], REVIEWER);
    // Who sends it back goes on with it.
    let no = json!({"article": id, "note": "Check the date."});
    office.does(REVIEWER, "review_request_changes", no);
    office.does(WRITER, "article_submit", article);
    assert_eq!(queue(&office, REVIEWER, false)[0]["claimed_by"], REVIEWER);
}

#[test]
fn a_review_is_overdue_once_its_day_is_past_where_the_newsroom_is() {
    let office = Office::staffed();
    // The office's clock stands at 21 September 2026, 14:13 in London: two hours later it is the 22nd in Kiribati.
    let id = office.draft("One");
    let submit = json!({"article": id, "due": "2026-09-21"});
    office.does(WRITER, "article_submit", submit);
    let row = |office: &Office| queue(office, REVIEWER, false).remove(0);
    assert_eq!(
        (&row(&office)["due"], &row(&office)["overdue"]),
        (&json!("2026-09-21"), &json!(false))
    );
    let zone = json!({"settings": {"name": "The Quay", "time_zone": "Pacific/Kiritimati"}});
    office.does(CHIEF, "settings_set", zone);
    assert_eq!(row(&office)["overdue"], true);
    let desk = office.does(REVIEWER, "desk_show", json!({}));
    assert_eq!(desk["waiting"][0]["overdue"], true);
    assert_eq!(
        office.code(
            WRITER,
            "review_due",
            json!({"article": id, "on": "2026-02-30"})
        ),
        "bad-time"
    );
    // A day that is past is none for what is submitted anew; one to come stays.
    let no = json!({"article": id, "note": "Check the date."});
    office.does(REVIEWER, "review_request_changes", no.clone());
    office.does(WRITER, "article_submit", json!({"article": id}));
    assert_eq!(row(&office)["due"], Value::Null);
    office.does(
        WRITER,
        "review_due",
        json!({"article": id, "on": "2026-09-30"}),
    );
    office.does(REVIEWER, "review_request_changes", no);
    office.does(WRITER, "article_submit", json!({"article": id}));
    assert_eq!(row(&office)["due"], "2026-09-30");
}

#[test]
fn the_queue_is_paged_by_key_and_by_what_waits_for_one() {
    let office = Office::staffed();
    let mut mine = vec![];
    for nth in 0..230 {
        let id = office.submitted(&format!("Article {nth}"));
        let who = if nth % 23 == 0 {
            REVIEWER
        } else {
            OTHER_REVIEWER
        };
        office.does(who, "review_claim", json!({"article": id}));
        if who == REVIEWER {
            mine.push(id);
        }
    }
    for (ask, all) in [(true, mine.len()), (false, 230)] {
        let (mut seen, mut after) = (vec![], Value::Null);
        loop {
            let page = office.does(
                REVIEWER,
                "review_queue",
                json!({"mine": ask, "limit": 4, "after": after}),
            );
            let rows = page["items"].as_array().unwrap();
            assert!(!rows.is_empty() && rows.len() <= 4);
            seen.extend(
                rows.iter()
                    .map(|row| row["id"].as_str().unwrap().to_owned()),
            );
            after = page["next"].clone();
            if after.is_null() {
                break;
            }
        }
        assert_eq!(seen.len(), all);
        assert!(!ask || seen == mine);
    }
}

/// A page of what is to be looked at again, as someone sees it.
fn again(office: &Office, who: &str, ask: Value) -> Value {
    office.does(who, "review_again", ask)
}

#[test]
fn what_is_published_comes_back_to_be_looked_at_again_on_its_day() {
    let office = Office::staffed();
    let ids = ["One", "Two", "Three", "Four"].map(|title| office.approved(title));
    // The office's clock stands at 21 September 2026.
    let days = ["2026-09-21", "2026-08-01", "2026-08-01", "2026-09-22"];
    for (id, day) in ids.iter().zip(days) {
        let ask = json!({"article": id, "on": day});
        office.does(WRITER, "article_recheck", ask);
    }
    let all = |who| {
        again(&office, who, json!({}))["items"]
            .as_array()
            .unwrap()
            .clone()
    };
    assert_eq!(titles(&all(REVIEWER)).len(), 0, "it is not published");
    office.release("first.zip");
    assert_eq!(titles(&all(REVIEWER)), ["Two", "Three", "One"]);
    let found = office.does(REVIEWER, "library_show", json!({}));
    assert_eq!(found["again"], 3);
    let rows = all(REVIEWER);
    assert_eq!(
        (&rows[0]["overdue"], &rows[2]["overdue"]),
        (&json!(true), &json!(false))
    );
    assert_eq!(rows[0]["next"], "2027-09-21");
    // It waits for whoever may look at it, and for nobody else.
    for (who, n) in [
        (WRITER, 3),
        (REVIEWER, 3),
        (PUBLISHER, 3),
        (MODERATOR, 0),
        ("", 0),
    ] {
        let mine = again(&office, who, json!({"mine": true}));
        assert_eq!(mine["items"].as_array().unwrap().len(), n, "{who}");
    }
    // By pages, each going on from where the one before ended.
    let first = again(&office, WRITER, json!({"limit": 2}));
    let rest = again(&office, WRITER, json!({"limit": 2, "after": first["next"]}));
    assert_eq!(
        [&first, &rest].map(|page| titles(page["items"].as_array().unwrap())),
        [vec!["Two", "Three"], vec!["One"]]
    );
    assert_eq!(rest["next"], Value::Null);

    let looked = |on: Value| json!({"article": ids[1], "on": on, "looked": true});
    assert_eq!(
        office.code(MODERATOR, "article_recheck", looked(Value::Null)),
        "wrong-role"
    );
    let done = office.does(REVIEWER, "article_recheck", looked(json!("2027-08-01")));
    assert_eq!(
        done["words"],
        "“Two” is still right; it is looked at again on 2027-08-01"
    );
    assert_eq!(titles(&all(REVIEWER)), ["Three", "One"]);
    let told = office.does("", "activity_list", json!({"limit": 1}))["items"][0].clone();
    assert_eq!(
        told["words"],
        "looked at “Two” again: still right; next on 2027-08-01"
    );
    office.does(REVIEWER, "undo", json!({}));
    assert_eq!(titles(&all(REVIEWER)), ["Two", "Three", "One"]);
    // What is edited stays until someone looks; what is withdrawn or in the bin is no longer in publication.
    let more = json!({"article": ids[1], "kicker": "Old Quay"});
    office.does(WRITER, "article_edit", more);
    office.does(
        PUBLISHER,
        "article_withdraw",
        json!({"article": ids[2], "reason": "Old."}),
    );
    let off = json!({"article": ids[0]});
    office.does(WRITER, "article_recheck", off);
    assert_eq!(titles(&all(REVIEWER)), ["Two"]);
}
