//! The list of articles: its orders, its filters, its stretches, and one act on many of them.

use crate::office::{MODERATOR, OTHER_WRITER, Office, REVIEWER, WRITER};
use desk::Progress;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU64, Ordering};

const ORDERS: [&str; 6] = [
    "changed", "oldest", "created", "headline", "section", "status",
];

/// Articles with the same headlines, sections and states over and over.
fn crowded() -> Office {
    let office = Office::staffed();
    for (nth, title) in [
        "Über den Kai",
        "ÜBER DEN KAI",
        "Ferry",
        "Ферри",
        "ferry",
        "Bells",
        "Über",
        "Ferry",
    ]
    .into_iter()
    .enumerate()
    {
        let who = if nth % 3 == 0 { OTHER_WRITER } else { WRITER };
        let section = ["Town", "", "Sea~side"][nth % 3];
        let made = office.does(
            who,
            "article_new",
            json!({"title": title, "section": section}),
        );
        if nth % 2 == 0 {
            office.does(who, "article_submit", json!({"article": made["id"]}));
        }
    }
    office
}

fn titles(rows: &Value) -> Vec<&str> {
    let rows = rows["items"].as_array().unwrap();
    rows.iter()
        .map(|row| row["title"].as_str().unwrap())
        .collect()
}

fn ids(rows: &Value) -> Vec<String> {
    let rows = rows["items"].as_array().unwrap();
    rows.iter()
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_order_pages_through_all_articles_once_ties_included() {
    let office = crowded();
    for order in ORDERS {
        let whole = ids(&office.does("", "article_list", json!({"sort": order})));
        let (mut seen, mut after) = (vec![], Value::Null);
        loop {
            let page = office.does(
                "",
                "article_list",
                json!({"sort": order, "limit": 3, "after": after}),
            );
            seen.extend(ids(&page));
            after = page["next"].clone();
            if after.is_null() {
                break;
            }
        }
        assert_eq!(seen, whole, "{order}");
        assert_eq!(whole.len(), 8, "{order}");
        let span = office.does(
            "",
            "article_span",
            json!({"list": {"sort": order}, "from": 2, "limit": 4}),
        );
        assert_eq!(ids(&span), whole[2..6], "{order}");
        for (at, id) in whole.iter().enumerate() {
            let ask = json!({"list": {"sort": order}, "limit": 1, "around": id});
            assert_eq!(
                office.does("", "article_span", ask)["at"],
                at,
                "{order}: {id}"
            );
        }
    }
}

#[test]
fn headlines_sort_and_are_found_whatever_their_case_and_script() {
    let office = crowded();
    let sorted = office.does("", "article_list", json!({"sort": "headline"}));
    let folded: Vec<String> = titles(&sorted).into_iter().map(str::to_lowercase).collect();
    assert!(folded.is_sorted(), "{folded:?}");
    let found = office.does(
        "",
        "article_list",
        json!({"text": "üBER DEN", "sort": "oldest"}),
    );
    assert_eq!(titles(&found), ["Über den Kai", "ÜBER DEN KAI"]);
    let found = office.does("", "article_list", json!({"text": "ФЕРРИ"}));
    assert_eq!(titles(&found), ["Ферри"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever is made and asked, the list is what one gets by looking at the articles one by one.
    #[test]
    fn a_list_holds_what_a_look_at_each_article_finds(
        made in prop::collection::vec((0..4_usize, 0..3_usize, any::<bool>(), any::<bool>(), 0..8_usize), 0..9),
    ) {
        let office = Office::staffed();
        let (titles, sections, people) = (["Ferry", "ÉCOLE", "école", "Bell"], ["", "Town", "Quay"], [WRITER, REVIEWER]);
        let mut all = vec![];
        for (title, section, submitted, reviewer, filed) in made {
            let who = people[usize::from(reviewer)];
            let has = |bit: usize| filed & bit != 0;
            let ask = json!({
                "title": titles[title], "section": sections[section],
                "tags": if has(1) { vec!["Wïnter", "Quay"] } else { vec![] },
                "bylines": if has(2) { vec!["Ólá Brandt", "Wim Writer"] } else { vec!["Ólá"] },
                "language": if has(4) { "pt-BR" } else { "en" },
            });
            let id = office.does(who, "article_new", ask)["id"].as_str().unwrap().to_owned();
            if submitted {
                office.does(who, "article_submit", json!({"article": id}));
            }
            all.push((id, titles[title], sections[section], submitted, who, filed));
        }
        for set in 0..128 {
            let on = |bit: usize| set & bit != 0;
            let mut expected: Vec<&str> = all
                .iter()
                .filter(|(_, title, section, submitted, who, filed)| {
                    (!on(1) || *submitted)
                        && (!on(2) || *section == "Town")
                        && (!on(4) || title.to_lowercase().contains("école"))
                        && (!on(8) || *who == REVIEWER)
                        && (!on(16) || filed & 1 != 0)
                        && (!on(32) || filed & 2 != 0)
                        && (!on(64) || filed & 4 != 0)
                })
                .map(|(id, ..)| id.as_str())
                .collect();
            expected.sort_unstable();
            for order in ORDERS {
                let list = json!({
                    "status": on(1).then_some("in-review"), "section": on(2).then_some("Town"),
                    "text": on(4).then_some("ÉCOLE"), "by": on(8).then_some(REVIEWER), "sort": order,
                    "tag": on(16).then_some("WÏNTER"), "byline": on(32).then_some("ólá brandt"),
                    "language": on(64).then_some("PT"),
                });
                let mut found = ids(&office.does("", "article_list", list.clone()));
                found.sort_unstable();
                prop_assert_eq!(&found, &expected, "{}", list);
                let span = office.does("", "article_span", json!({"list": list, "limit": 100}));
                prop_assert_eq!(span["total"].as_u64(), Some(expected.len() as u64));
            }
        }
    }
}

#[test]
fn one_act_on_many_names_those_that_stay_and_one_undo_takes_it_back() {
    let office = Office::staffed();
    let live = office.approved("Night buses to the harbour");
    office.release("bundle.zip");
    let drafts: Vec<String> = ["A ferry", "A bell", "A bridge"]
        .map(|title| office.draft(title))
        .into();
    let articles: Vec<&String> = drafts.iter().chain([&live]).collect();
    let done = office.does(
        WRITER,
        "article_many",
        json!({"articles": articles, "act": {"do": "bin"}}),
    );
    assert_eq!(
        done["words"],
        "Put 3 articles into the bin; 1 not: 1 in publication"
    );
    assert_eq!(done["refused"][0]["title"], "Night buses to the harbour");
    assert_eq!(done["refused"][0]["why"], "The article is in publication.");
    let left = office.does("", "article_list", json!({}));
    assert_eq!(titles(&left), ["Night buses to the harbour"]);
    office.does(WRITER, "undo", json!({}));
    assert_eq!(
        office.does("", "article_list", json!({}))["items"]
            .as_array()
            .unwrap()
            .len(),
        4
    );
    assert_eq!(office.does("", "bin_list", json!({}))["items"], json!([]));
}

/// Someone who looks at how far it is, and stops it after so many looks.
struct Watch<'a> {
    looks: AtomicU64,
    stop_at: u64,
    looked: &'a (dyn Fn(u64) + Sync),
}

impl Progress for Watch<'_> {
    fn step(&self, done: u64, _: u64) -> bool {
        (self.looked)(done);
        self.looks.fetch_add(1, Ordering::Relaxed) + 1 < self.stop_at
    }
}

/// An office with so many drafts, and their ids.
fn full(many: usize) -> (Office, Vec<String>) {
    let office = Office::staffed();
    let drafts = (0..many).map(|n| office.draft(&format!("Ferry {n}")));
    let drafts = drafts.collect();
    (office, drafts)
}

fn total(office: &Office) -> Value {
    office.does("", "article_span", json!({"limit": 1}))["total"].clone()
}

#[test]
fn a_long_act_lets_others_save_between_its_parts_and_one_undo_takes_it_back() {
    let (office, drafts) = full(230);
    // Another program with the same library open.
    let kept = |done: u64| {
        let kicker = format!("At {done}");
        let edit = ["article", "edit", &drafts[229], "--kicker", &kicker];
        office.room.json(OTHER_WRITER, &edit);
    };
    let watch = Watch {
        looks: AtomicU64::new(0),
        stop_at: u64::MAX,
        looked: &kept,
    };
    let act = json!({"articles": &drafts[..229], "act": {"do": "bin"}});
    let done = office
        .ask_telling(&watch, WRITER, "article_many", act)
        .unwrap();
    assert_eq!(done["words"], "Put 229 articles into the bin");
    assert_eq!(total(&office), 1);
    let saved = office.does("", "article_history", json!({"article": drafts[229]}));
    assert_eq!(saved["items"].as_array().unwrap().len(), 7, "{saved}");
    let undone = office.does(WRITER, "undo", json!({}));
    assert_eq!(undone["words"], "Taken back: put 229 articles into the bin");
    assert_eq!(total(&office), 230);
    assert_eq!(office.does("", "library_check", json!({}))["ok"], true);
}

#[test]
fn what_is_stopped_says_how_far_it_came_and_undo_goes_on_where_it_was_stopped() {
    let (office, drafts) = full(230);
    let stopped_at = |stop_at: u64, command: &str, args: Value| {
        let watch = Watch {
            looks: AtomicU64::new(0),
            stop_at,
            looked: &|_| (),
        };
        office.ask_telling(&watch, WRITER, command, args)
    };
    let bin = json!({"articles": drafts, "act": {"do": "bin"}});
    let none = stopped_at(1, "article_many", bin.clone()).unwrap_err();
    assert_eq!(
        (none.code.as_str(), total(&office)),
        ("cancelled", json!(230))
    );
    let some = stopped_at(5, "article_many", bin).unwrap();
    assert_eq!(
        some["words"],
        "Put 200 articles into the bin; stopped before 30 more"
    );
    assert_eq!(total(&office), 30);
    // What was done since comes first; then the rest of the step that was taken back in part.
    let back = stopped_at(3, "undo", json!({})).unwrap_err();
    assert_eq!(back.message, "Stopped: 100 changes are not taken back.");
    assert_eq!(total(&office), 130);
    office.draft("Meanwhile");
    let made = office.does(WRITER, "undo", json!({}))["words"].clone();
    assert_eq!(
        (made, total(&office)),
        (json!("Taken back: the new article"), json!(130))
    );
    office.does(WRITER, "undo", json!({}));
    assert_eq!(total(&office), 230);
    assert_eq!(office.does("", "library_check", json!({}))["ok"], true);
}

#[test]
fn a_long_act_on_which_something_was_built_is_not_taken_back_at_all() {
    let (office, drafts) = full(230);
    let bin = json!({"articles": drafts, "act": {"do": "bin"}});
    office.does(WRITER, "article_many", bin);
    office.does(
        OTHER_WRITER,
        "article_bin",
        json!({"article": drafts[3], "back": true}),
    );
    assert_eq!(office.code(WRITER, "undo", json!({})), "built-on");
    assert_eq!(total(&office), 1);
}

#[test]
fn all_of_a_list_but_a_few_are_submitted_moved_and_tagged_and_each_comes_back_in_one_step() {
    let office = Office::staffed();
    let drafts = ["A ferry", "A bell", "A bridge"].map(|title| office.draft(title));
    let state = |office: &Office| {
        drafts
            .iter()
            .map(|id| {
                let article = office.does("", "article_read", json!({"article": id}));
                (
                    article["status"].clone(),
                    article["section"].clone(),
                    article["tags"].clone(),
                )
            })
            .collect::<Vec<_>>()
    };
    let before = state(&office);
    for (act, words) in [
        (json!({"do": "submit"}), "Submitted 2 articles"),
        (
            json!({"do": "section", "section": "Quay"}),
            "Moved 2 articles to Quay",
        ),
        (
            json!({"do": "tag", "tag": "winter"}),
            "Tagged 2 articles “winter”",
        ),
    ] {
        let ask = json!({"all": {"status": "draft"}, "except": [drafts[1]], "act": act});
        let done = office.does(WRITER, "article_many", ask);
        assert_eq!(done["words"], words);
        let after = state(&office);
        assert_eq!(after[1], before[1], "{words}");
        assert!(
            after[0] != before[0] && after[2] != before[2],
            "{words}: {after:?}"
        );
        office.does(WRITER, "undo", json!({}));
        assert_eq!(state(&office), before, "{words}");
    }
}

#[test]
fn one_that_turns_out_to_be_refused_stays_as_it_was_before_the_act() {
    let office = Office::staffed();
    let live = office.approved("Night buses to the harbour");
    office.release("bundle.zip");
    let printed = office.does("", "article_show", json!({"article": live}))["head"].clone();
    office.does(
        WRITER,
        "article_edit",
        json!({"article": live, "kicker": "Old Quay"}),
    );
    let head = office.does("", "article_read", json!({"article": live}))["revision"].clone();
    // What is typed last is what is printed already: submitting saves it first, and only then finds that out.
    office.does(
        WRITER,
        "draft_save",
        json!({"article": live, "base": head, "content": printed}),
    );
    let draft = office.draft("A ferry");
    let ask = json!({"articles": [live, draft], "act": {"do": "submit"}});
    let done = office.does(WRITER, "article_many", ask);
    assert_eq!(
        done["words"],
        "Submitted 1 article; 1 not: 1 published as it stands"
    );
    assert_eq!(
        office.does("", "article_read", json!({"article": live}))["revision"],
        head
    );
    let shown = office.does(WRITER, "article_show", json!({"article": live}));
    assert_eq!(shown["content"]["kicker"], "", "the draft is still there");
    assert_eq!(office.does("", "library_check", json!({}))["ok"], true);
}

#[test]
fn acting_on_many_is_for_who_may_act_on_one_and_refused_where_nothing_could_be_done() {
    let office = Office::staffed();
    let draft = office.draft("A ferry");
    let bin = |articles: Value| json!({"articles": articles, "act": {"do": "bin"}});
    assert_eq!(
        office.code(MODERATOR, "article_many", bin(json!([draft]))),
        "wrong-role"
    );
    assert_eq!(
        office.code(WRITER, "article_many", bin(json!([]))),
        "nothing-chosen"
    );
    assert_eq!(
        office.code(WRITER, "article_many", bin(json!(["fffe"]))),
        "none-of-them"
    );
    let many: Vec<String> = (0..100_001).map(|n| n.to_string()).collect();
    assert_eq!(
        office.code(WRITER, "article_many", bin(json!(many))),
        "too-many"
    );
    let tag = json!({"articles": [draft], "act": {"do": "tag", "tag": " "}});
    assert_eq!(office.code(WRITER, "article_many", tag), "no-text");
}

#[test]
fn what_is_in_the_bin_may_only_be_looked_at() {
    let office = Office::staffed();
    let id = office.draft("A ferry for Sundays");
    office.does(
        WRITER,
        "article_many",
        json!({"articles": [id], "act": {"do": "bin"}}),
    );
    let view = office.does(WRITER, "article_show", json!({"article": id}));
    assert_eq!(view["may"], json!([]));
    office.does(WRITER, "undo", json!({}));
    let view = office.does(WRITER, "article_show", json!({"article": id}));
    assert!(
        view["may"].as_array().unwrap().contains(&json!("edit")),
        "{view}"
    );
}

#[test]
fn the_bin_is_a_list_as_every_other_and_all_of_it_goes_in_parts() {
    let (office, drafts) = full(130);
    let bin = |who: &str, articles: &[String]| {
        let act = json!({"articles": articles, "act": {"do": "bin"}});
        office.does(who, "article_many", act);
    };
    bin(WRITER, &drafts[..129]);
    bin(OTHER_WRITER, &drafts[129..]);
    let span = json!({"list": {"bin": true, "text": "ferry 12"}, "limit": 10});
    let seen = office.does(WRITER, "article_span", span);
    let mine = |row: &Value| row["put"]["may_empty"] == (row["put"]["by"] == WRITER);
    let rows = seen["items"].as_array().unwrap();
    assert_eq!((rows.len(), &seen["total"]), (10, &json!(11)));
    assert!(rows.iter().all(mine), "{seen}");
    let (mut paged, mut after) = (vec![], Value::Null);
    loop {
        let ask = json!({"limit": 50, "after": after});
        let page = office.does("", "bin_list", ask);
        paged.extend(ids(&page));
        after = page["next"].clone();
        if after.is_null() {
            break;
        }
    }
    paged.sort();
    let mut all = drafts.clone();
    all.sort();
    assert_eq!(paged, all);
    let going = office.does(WRITER, "bin_going", json!({}));
    assert_eq!(
        (
            &going["articles"],
            going["titles"].as_array().unwrap().len()
        ),
        (&json!(129), 20)
    );
    let back = json!({"all": {"bin": true, "text": "ferry 12"}, "act": {"do": "unbin"}});
    let back = office.does(WRITER, "article_many", back);
    assert_eq!(back["words"], "Took 11 articles out of the bin");
    let done = office.does(WRITER, "bin_empty", json!({}));
    assert_eq!(done["words"], "Deleted 119 articles for good");
    assert_eq!(office.does("", "bin_list", json!({}))["items"], json!([]));
}
