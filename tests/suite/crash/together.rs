//! Several at once in one library: terminals, and a desk that is open all the while as the window's is.

use crate::{
    newsroom::{Newsroom, Run},
    office::{CHIEF, MODERATOR, OTHER_WRITER, Office, THIRD_WRITER, WRITER},
};
use serde_json::{Value, json};
use std::{collections::BTreeSet, sync::Mutex, thread};

/// How often each of them writes.
const ROUNDS: usize = 12;

/// What all of them were told is done, and how often one was told to try again.
#[derive(Default)]
struct Told {
    texts: Mutex<BTreeSet<String>>,
    titles: Mutex<BTreeSet<String>>,
    rejected: Mutex<BTreeSet<String>>,
    busy: Mutex<usize>,
}

/// Whether it went through; else it was told in plain words that another writes.
fn went(told: &Told, run: &Run) -> bool {
    if run.status == 0 {
        return true;
    }
    let (status, code) = run.refusal();
    assert_eq!((status, code.as_str()), (5, "busy"), "{}", run.err);
    let said = run.err.to_lowercase();
    assert!(
        !said.contains("sqlite") && !said.contains("database"),
        "{said}"
    );
    *told.busy.lock().unwrap() += 1;
    false
}

fn drafts(room: &Newsroom, told: &Told) {
    for round in 0..ROUNDS {
        let title = format!("Tide table {round}");
        let run = room.ask(WRITER, &["article", "new", "--title", &title]);
        if went(told, &run) {
            told.titles.lock().unwrap().insert(title);
        }
    }
}

fn edits(room: &Newsroom, told: &Told, (who, article): (&str, &str)) {
    for round in 0..ROUNDS {
        let text = format!("{who} writes for the {round}. time.\n");
        let name = format!("{}-{round}.md", who.replace(' ', "-"));
        let file = room.file(&name, &text);
        let run = room.ask(who, &["article", "edit", article, "--file", &file]);
        if went(told, &run) {
            told.texts.lock().unwrap().insert(text);
        }
    }
}

fn decisions(room: &Newsroom, told: &Told, comments: &[String]) {
    for comment in comments {
        let say = ["comment", "decide", comment, "--reject", "--reason", "hate"];
        if went(told, &room.ask(MODERATOR, &say)) {
            told.rejected.lock().unwrap().insert(comment.clone());
        }
    }
}

/// An archive comes in, and bundles and a backup go out.
fn traffic(room: &Newsroom, told: &Told) {
    let pages: Vec<String> = (0..40)
        .map(|nth| {
            let title = format!("From the archive {nth}");
            let text = format!("# {title}\n\nIt was cold.\n");
            std::fs::write(room.path(&format!("archive/{nth}.md")), text).unwrap();
            title
        })
        .collect();
    let archive = room.path("archive");
    if went(
        told,
        &room.ask(CHIEF, &["import", archive.to_str().unwrap()]),
    ) {
        told.titles.lock().unwrap().extend(pages);
    }
    for out in ["bundle.zip", "bundle", "bundle.zip"] {
        if went(told, &room.ask(CHIEF, &["export", "--out", out])) {
            let found = room.run(&["--json", "verify", out]);
            assert_eq!(found.status, 0, "{}{}", found.out, found.err);
        }
    }
    let dir = room.path("backup");
    let dir = dir.to_str().unwrap();
    if went(told, &room.ask(CHIEF, &["library", "backup", dir])) {
        let check = room.run(&["--library", dir, "library", "check"]);
        assert_eq!(check.status, 0, "{}{}", check.out, check.err);
    }
}

/// The one who sits at the open desk: makes articles, and types all the while.
fn at_the_desk(office: &Office, told: &Told, article: &str) -> String {
    let mut typed = String::new();
    for round in 0..ROUNDS * 4 {
        let title = format!("From the desk {round}");
        office.does(THIRD_WRITER, "article_new", json!({"title": title}));
        told.titles.lock().unwrap().insert(title);
        let ask = json!({"article": article});
        let view = office.does(THIRD_WRITER, "article_show", ask);
        let mut content = view["content"].clone();
        typed = format!("Typed for the {round}. time.\n");
        content["body"] = typed.clone().into();
        let base = view["draft_base"].as_str().or(view["revision"].as_str());
        let save = json!({"article": article, "base": base, "was": view["draft_hash"], "content": content});
        office.does(THIRD_WRITER, "draft_save", save);
    }
    typed
}

fn names(page: &Value, field: &str) -> BTreeSet<String> {
    let all = page["items"].as_array().unwrap().iter();
    all.map(|one| one[field].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn terminals_and_an_open_desk_write_at_once_and_nothing_of_any_is_lost() {
    let office = Office::staffed();
    let (article, shared) = (office.approved("Night buses"), office.draft("The quay"));
    let comments: Vec<String> = (0..ROUNDS)
        .map(|nth| {
            json!({"id": format!("c{nth}"), "article": article, "parent": null, "author": "Tom Reader",
                "created": "2026-10-01T10:00:00Z", "body": format!("Remark {nth}"), "state": "pending"})
            .to_string()
        })
        .collect();
    let file = office.room.file("comments.jsonl", comments.join("\n"));
    office.does(MODERATOR, "comment_import", json!({"path": file}));
    std::fs::create_dir(office.path("archive")).unwrap();
    let page = office.does(MODERATOR, "comment_list", json!({}));
    let comments: Vec<String> = names(&page, "id").into_iter().collect();
    let (room, told) = (&office.room, &Told::default());
    crate::newsroom::program();
    let typed = thread::scope(|scope| {
        scope.spawn(|| drafts(room, told));
        scope.spawn(|| edits(room, told, (WRITER, &shared)));
        scope.spawn(|| edits(room, told, (OTHER_WRITER, &shared)));
        scope.spawn(|| decisions(room, told, &comments));
        scope.spawn(|| traffic(room, told));
        at_the_desk(&office, told, &article)
    });
    let shown = office.does(THIRD_WRITER, "article_show", json!({"article": article}));
    assert_eq!(shown["content"]["body"], typed, "what was typed last");
    let check = room.run(&["--json", "library", "check"]);
    assert_eq!(check.status, 0, "{}{}", check.out, check.err);
    let list = office.does("", "article_list", json!({"limit": 1000}));
    let titles = told.titles.lock().unwrap();
    let missing: Vec<_> = titles.difference(&names(&list, "title")).cloned().collect();
    assert!(missing.is_empty(), "lost: {missing:?}");
    let history = json!({"article": shared, "limit": 1000});
    let history = office.does("", "article_history", history);
    let had: BTreeSet<String> = names(&history, "revision")
        .into_iter()
        .map(|revision| {
            let ask = json!({"article": shared, "revision": revision});
            let read = office.does("", "article_read", ask);
            read["body"].as_str().unwrap().to_owned()
        })
        .collect();
    let texts = told.texts.lock().unwrap();
    let missing: Vec<_> = texts.difference(&had).collect();
    assert!(missing.is_empty(), "lost: {missing:?}");
    let rejected = office.does(MODERATOR, "comment_list", json!({"state": "rejected"}));
    assert_eq!(names(&rejected, "id"), *told.rejected.lock().unwrap());
    println!(
        "acknowledged: {} articles, {} texts, {} decisions, lost 0; told to try again {} times",
        titles.len(),
        texts.len(),
        told.rejected.lock().unwrap().len(),
        told.busy.lock().unwrap()
    );
}
