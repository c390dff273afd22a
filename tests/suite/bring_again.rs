//! An archive that comes in again: what was published there is signed for as it came, and never as it was edited here.

use crate::newsroom::Newsroom;
use serde_json::Value;

const ARCHIVE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/fixtures/archives/wxr/quay.xml"
);
const CHIEF: &str = "Edda Chief";

fn herring(room: &Newsroom) -> Value {
    let found = room.json(CHIEF, &["search", "herring barrel"]);
    let id = found["items"][0]["id"].as_str().unwrap();
    room.json(CHIEF, &["article", "show", id])
}

#[test]
fn what_was_edited_here_is_not_published_by_bringing_the_archive_again() {
    let room = Newsroom::staffed();
    room.json(CHIEF, &["import", ARCHIVE]);
    let came = herring(&room);
    assert_eq!(came["status"], "published");
    let id = came["id"].as_str().unwrap();
    let edit = ["article", "edit", id, "--title", "Herring by the spoon"];
    room.json("Wim Writer", &edit);
    let foreseen = room.json(CHIEF, &["import", ARCHIVE, "--dry-run"]);
    assert_eq!(foreseen["updated"], 0);
    assert_eq!(room.json(CHIEF, &["import", ARCHIVE])["updated"], 0);
    let now = herring(&room);
    assert_eq!(now["title"], "Herring by the spoon");
    assert_eq!(now["status"], "draft");
    assert_eq!(now["live"], came["live"]);
}

#[test]
fn a_publisher_foresees_what_came_in_as_drafts_and_may_be_published_by_now() {
    let room = Newsroom::staffed();
    room.json("Wim Writer", &["import", ARCHIVE]);
    assert_eq!(herring(&room)["status"], "draft");
    let again = |args: &[&str]| room.json(CHIEF, args)["updated"].as_u64();
    assert_eq!(
        again(&["import", ARCHIVE, "--dry-run", "--as-drafts"]),
        Some(0)
    );
    assert_eq!(again(&["import", ARCHIVE, "--dry-run"]), Some(4));
    assert_eq!(again(&["import", ARCHIVE]), Some(4));
    assert_eq!(herring(&room)["status"], "published");
    assert_eq!(again(&["import", ARCHIVE, "--dry-run"]), Some(0));
}
