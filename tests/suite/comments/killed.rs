//! Killed in the midst of it: nothing is lost, nothing is there twice, and what was begun is gone on with.

use super::{dropped, line, newsroom};
use crate::{
    newsroom::Newsroom,
    office::{MODERATOR, Office},
};
use serde_json::{Value, json};
use std::{
    fs,
    process::Stdio,
    time::{Duration, Instant},
};

/// Runs it and ends it after so long; whether it came to its end before.
fn killed(room: &Newsroom, args: &[&str], after: Duration) -> bool {
    let mut child = room
        .command(&[&["--json", "--as", MODERATOR], args].concat())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(after);
    let _ = child.kill();
    child.wait().unwrap().success()
}

fn room() -> Newsroom {
    let (office, ..): (Office, _, _) = newsroom();
    office.close()
}

fn ok(room: &Newsroom) {
    assert_eq!(room.json(MODERATOR, &["library", "check"])["ok"], true);
}

fn count(room: &Newsroom, state: &str) -> i64 {
    room.json(MODERATOR, &["comment", "count"])["states"][state]
        .as_i64()
        .unwrap()
}

#[test]
fn what_arrives_is_in_the_library_or_in_the_folder_and_in_it_once() {
    let room = room();
    let dir = room.path("inbox");
    fs::create_dir(&dir).unwrap();
    room.json(MODERATOR, &["comment", "inbox", dir.to_str().unwrap()]);
    let (mut sent, mut ended) = (0, 0);
    for round in 0..12_u64 {
        for _ in 0..20 {
            sent += 1;
            let comment = dropped("Mara", &format!("Remark number {sent}"));
            fs::write(dir.join(format!("{sent:04}.json")), comment.to_string()).unwrap();
        }
        let after = Duration::from_millis(30 + 45 * round);
        ended += u32::from(killed(&room, &["comment", "inbox", "--take"], after));
        ok(&room);
    }
    let report = room.json(MODERATOR, &["comment", "inbox", "--take"]);
    assert_eq!(report["skipped"], json!([]), "{report:#}");
    let left = fs::read_dir(&dir).unwrap().count();
    assert_eq!(
        (
            left,
            count(&room, "pending") + count(&room, "held") + count(&room, "spam")
        ),
        (0, sent)
    );
    println!("{ended} of 12 came to their end");
    ok(&room);
}

#[test]
fn many_are_decided_in_one_step_and_taken_back_by_one_undo_that_goes_on() {
    let room = room();
    let lines: Vec<String> = (0..2500)
        .map(|nth| {
            let article = if nth % 5 == 0 { "bread" } else { "night-trams" };
            let more = json!({"state": "pending", "article": article, "author": format!("Reader {}", nth % 40)});
            line(&format!("c{nth}"), &format!("Remark number {nth}"), more).to_string()
        })
        .collect();
    let file = room.file("many.jsonl", lines.join("\n"));
    let report = room.json(MODERATOR, &["comment", "import", &file]);
    assert_eq!(report["added"]["comments"], 2500);
    let trams = room.json(MODERATOR, &["article", "list"]);
    let trams = trams["items"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["title"] == "Night trams")
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let all = [
        "comment",
        "decide",
        "--all",
        "--state",
        "pending",
        "--article",
        &trams,
        "--spam",
        "--reason",
        "spam",
    ];
    let done: Value = room.json(MODERATOR, &all);
    assert_eq!(done["words"], "Marked as spam 2,000 comments");
    assert_eq!((count(&room, "spam"), count(&room, "pending")), (2000, 500));
    let begun = Instant::now();
    let mut cut = 0;
    // Each is given a little longer, until one comes to its end.
    for nth in 1.. {
        let ended = killed(&room, &["comment", "undo"], Duration::from_millis(30 * nth));
        let spam = count(&room, "spam");
        cut += u32::from(!ended && spam > 0 && spam < 2000);
        if ended || spam == 0 {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(120));
    }
    println!("cut short in the midst {cut} times");
    assert_eq!((count(&room, "spam"), count(&room, "pending")), (0, 2500));
    ok(&room);
    let (status, code) = room.ask(MODERATOR, &["comment", "undo"]).refusal();
    assert_eq!((status, code.as_str()), (1, "nothing-to-undo"));
}
