//! What is private goes after its days, and so do backups.

use super::{drop_in, dropped, inbox, newsroom, saying, shown, sound, take};
use crate::office::{ADMIN, MODERATOR, Office};
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
