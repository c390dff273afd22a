//! What is private goes after its days, and so do backups.

use super::{drop_in, dropped, import, inbox, line, newsroom, saying, shown, sound, take};
use crate::office::{ADMIN, MODERATOR, Office, WRITER};
use serde_json::{Value, json};

fn sends(office: &Office, author: &str, body: &str) {
    let mut one = dropped(author, body);
    one["email"] = format!("{}@reader.example", author.to_lowercase()).into();
    one["ip"] = "192.0.2.7".into();
    drop_in(office, &format!("{}.json", body.len()), one);
    take(office);
}

#[test]
fn e_mails_and_addresses_go_after_their_days_and_nothing_else() {
    let (office, ..) = newsroom();
    inbox(&office);
    let mut settings = office.does(ADMIN, "library_show", json!({}))["settings"].clone();
    settings["keep_private_days"] = 30.into();
    office.does(ADMIN, "settings_set", json!({"settings": settings}));
    sends(&office, "Mara", "The words of Mara");
    sends(&office, "Vex", "What somebody was banned for");
    let mara = saying(&office, "The words of Mara");
    let vex = saying(&office, "What somebody was banned for");
    assert_eq!(
        (&mara["email"], &mara["address"]),
        (&json!("mara@reader.example"), &json!("192.0.2.7"))
    );
    office.does(MODERATOR, "commenter_ban", json!({"commenter": vex["id"]}));
    office.does(
        MODERATOR,
        "comment_decide",
        json!({"comments": [mara["id"]], "state": "published"}),
    );
    office.later(29);
    let before = sound(&office);
    assert_eq!(office.does("", "private_erase", json!({})), 0);
    assert_eq!(sound(&office), before, "nothing to erase is no event");
    sends(&office, "Ola", "Later words of Ola");
    office.later(2);
    assert_eq!(
        office.does("", "private_erase", json!({})),
        4,
        "two addresses, two rows"
    );
    let now = shown(&office, &mara["id"]);
    assert_eq!(
        (&now["email"], &now["address"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(
        (&now["author"], &now["body"], &now["state"]),
        (&json!("Mara"), &mara["body"], &json!("published"))
    );
    assert_eq!(now["record"]["published"], 1, "a record stays");
    assert_eq!(shown(&office, &vex["id"])["banned"], "", "a ban stays");
    let ola = saying(&office, "Later words of Ola");
    assert_eq!(ola["email"], "ola@reader.example", "what is younger stays");
    sound(&office);
    let library = office.path("library").join("library.db");
    let bytes = std::fs::read(library).unwrap();
    let gone = b"mara@reader.example";
    assert!(!bytes.windows(gone.len()).any(|window| window == gone));
    // Someone of whom only the name is left can be forgotten still.
    let told = office.does(
        MODERATOR,
        "commenter_forget",
        json!({"commenter": mara["id"]}),
    );
    assert_eq!(told["comments"], 1);
    assert_eq!(shown(&office, &mara["id"])["author"], "Anonymous");
    sound(&office);
}

#[test]
fn a_backup_goes_on_its_day_and_what_is_another_by_now_stays() {
    let (office, ..) = newsroom();
    let path = |name: &str| office.path(name);
    let backup = |name: &str, days: u32| {
        office.does(
            MODERATOR,
            "library_backup",
            json!({"dest": path(name), "days": days}),
        );
    };
    backup("short", 2);
    backup("long", 20);
    backup("forever", 0);
    backup("shared", 2);
    backup("another", 2);
    std::fs::write(path("shared").join("mine.txt"), "Mine").unwrap();
    std::fs::remove_dir_all(path("another")).unwrap();
    // Those of an office are the same in every run: one made by the program is another.
    let other = crate::newsroom::Newsroom::staffed();
    let another = path("another");
    other.json(MODERATOR, &["library", "backup", another.to_str().unwrap()]);
    office.does("", "private_erase", json!({}));
    assert!(path("short").exists(), "its day has not come");
    office.later(3);
    office.does("", "private_erase", json!({}));
    assert!(!path("short").exists());
    assert!(path("long").exists() && path("forever").exists());
    assert!(
        path("another").join("library.db").exists(),
        "it is somebody else's by now"
    );
    let left: Vec<_> = std::fs::read_dir(path("shared"))
        .unwrap()
        .map(|one| one.unwrap().file_name())
        .collect();
    assert_eq!(left, ["mine.txt"]);
    office.later(30);
    office.does("", "private_erase", json!({}));
    assert!(!path("long").exists() && path("forever").exists());
    sound(&office);
}

/// Somebody looks at another library than the office's own, and writes in it.
fn works_in(office: &Office, library: &std::path::Path) {
    let library = library.to_str().unwrap();
    office
        .room
        .json(MODERATOR, &["--library", library, "article", "list"]);
    let file = office.room.file("newer.md", "Newer work.\n");
    let new = [
        "article",
        "new",
        "--title",
        "Newer",
        "--section",
        "Transport",
    ];
    let rest = ["--byline", WRITER, "--file", &file];
    let args = [&["--library", library][..], &new, &rest].concat();
    office.room.json(WRITER, &args);
}

#[test]
fn a_backup_that_was_worked_in_since_stays_with_the_newer_work() {
    let (office, ..) = newsroom();
    for name in ["read", "worked"] {
        let ask = json!({"dest": office.path(name), "days": 2});
        office.does(MODERATOR, "library_backup", ask);
    }
    let read = office.path("read");
    office.room.json(
        MODERATOR,
        &["--library", read.to_str().unwrap(), "article", "list"],
    );
    works_in(&office, &office.path("worked"));
    office.later(3);
    office.does("", "private_erase", json!({}));
    assert!(!read.exists(), "only looked at, it is a backup still");
    assert!(office.path("worked").join("library.db").is_file());
    office.later(30);
    office.does("", "private_erase", json!({}));
    assert!(office.path("worked").join("library.db").is_file());
}

#[test]
fn a_backup_out_of_reach_on_its_day_goes_once_it_is_back() {
    let (office, ..) = newsroom();
    for name in ["away", "broken", "third"] {
        let ask = json!({"dest": office.path(name), "days": 2});
        office.does(MODERATOR, "library_backup", ask);
    }
    std::fs::rename(office.path("away"), office.path("elsewhere")).unwrap();
    std::fs::write(office.path("broken").join("library.db"), "No database").unwrap();
    office.later(3);
    office.does("", "private_erase", json!({}));
    assert!(!office.path("third").exists(), "the others go");
    std::fs::rename(office.path("elsewhere"), office.path("away")).unwrap();
    office.does("", "private_erase", json!({}));
    assert!(!office.path("away").exists());
    assert!(office.path("broken").exists(), "nobody knows what that is");
}

#[test]
fn a_backup_is_kept_for_ten_years_at_most() {
    let (office, ..) = newsroom();
    let ask = |days: u32| json!({"dest": office.path("backup"), "days": days});
    let refused = office.code(MODERATOR, "library_backup", ask(3661));
    assert_eq!(refused, "bad-setting");
    assert!(!office.path("backup").exists());
    office.does(MODERATOR, "library_backup", ask(3660));
}

#[test]
fn everything_that_is_private_is_written_out_where_that_is_asked_for() {
    let (office, ..) = newsroom();
    let site = json!({"site": "https://mara.example/"});
    import(&office, &[line("a", "With all that can be said", site)]);
    inbox(&office);
    for (nth, body) in [(7, "From here"), (8, "From elsewhere")] {
        let mut one = dropped("Ola", body);
        one["ip"] = format!("192.0.2.{nth}").into();
        drop_in(&office, "one.json", one);
        take(&office);
    }
    let out = ["library", "export", "all.jsonl", "--private"];
    office.room.json(MODERATOR, &out);
    let said = std::fs::read_to_string(office.path("all.jsonl")).unwrap();
    let lines: Vec<Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let mara = lines.iter().find(|line| line["name"] == "Mara").unwrap();
    assert_eq!(mara["site"], "https://mara.example/");
    for (nth, body) in [(7, "From here"), (8, "From elsewhere")] {
        let id = &saying(&office, body)["id"];
        let from = lines.iter().find(|line| line["comment"] == *id).unwrap();
        assert_eq!(from["address"], format!("192.0.2.{nth}"));
    }
}

#[test]
fn what_is_private_of_thousands_goes_in_parts_and_all_of_it() {
    let (office, ..) = newsroom();
    let mut settings = office.does(ADMIN, "library_show", json!({}))["settings"].clone();
    settings["keep_private_days"] = 30.into();
    office.does(ADMIN, "settings_set", json!({"settings": settings}));
    let many: Vec<Value> = (0..4500)
        .map(|nth| {
            let who = format!("R{nth}");
            let more = json!({"author": who, "email": format!("{who}@reader.example"), "address": "192.0.2.7",
                "state": "published"});
            line(&who, &format!("The words of {who}"), more)
        })
        .collect();
    import(&office, &many);
    office.later(31);
    assert_eq!(office.does("", "private_erase", json!({})), 9000);
    assert_eq!(office.does("", "private_erase", json!({})), 0);
    let told = office.does("", "activity_list", json!({"limit": 50}));
    let parts = told["items"].as_array().unwrap().iter();
    let erased = parts.filter(|step| step.to_string().contains("erased e-mails"));
    assert_eq!(erased.count(), 3, "{told:#}");
    sound(&office);
}
