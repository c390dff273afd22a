//! Acts of several steps, for a library in which everything was done once.

use crate::office::{MODERATOR, OTHER_WRITER, Office, PUBLISHER, REVIEWER, WRITER};
use serde_json::{Value, json};

/// An archive of which something was published elsewhere: taken in, taken back, taken in again; and once more with another
/// text in it.
pub fn imported(office: &Office) {
    let archive = |said: &str| {
        let text = include_str!("../../fixtures/archives/wxr/town.xml");
        let path = office
            .room
            .file("town.xml", text.replace("lit again", said));
        json!({"path": path, "dry_run": false})
    };
    office.does(PUBLISHER, "import_file", archive("lit again"));
    office.does(PUBLISHER, "undo", json!({}));
    office.does(PUBLISHER, "import_file", archive("lit again"));
    for _ in 0..2 {
        let again = office.does(PUBLISHER, "import_file", archive("lit once more"));
        let counts = (again["updated"].as_i64(), again["unchanged"].as_i64());
        assert_eq!(counts, (Some(1), Some(7)), "{again}");
        office.does(PUBLISHER, "undo", json!({}));
    }
    office.does(PUBLISHER, "import_file", archive("lit once more"));
    // A site with an old address, which is taken back as well.
    let text =
        "---\ntitle: The old bell\ndate: 2024-05-01\naliases: [/2019/bell/]\n---\nIt rings.\n";
    let base = "baseURL = \"https://bells.example/\"\n";
    let folder = office.room.path("bells");
    std::fs::create_dir_all(folder.join("content")).unwrap();
    std::fs::write(folder.join("hugo.toml"), base).unwrap();
    std::fs::write(folder.join("content/bell.md"), text).unwrap();
    let bells = json!({"path": folder, "dry_run": false});
    office.does(PUBLISHER, "import_file", bells.clone());
    office.does(PUBLISHER, "undo", json!({}));
    office.does(PUBLISHER, "import_file", bells);
    office.later(2);
    office.does(MODERATOR, "private_erase", json!({}));
}

/// A site in the newsroom's own colours and with templates of its own.
pub fn dressed(office: &Office, mast: &Value) {
    let look = json!({"light": {"accent": "#8b1a1a"}, "headlines": "slab", "logo": mast});
    office.does(PUBLISHER, "theme_dress", json!({"look": look}));
    office.does(PUBLISHER, "theme_copy", json!({}));
}

/// An article in which one changed another's words, said why and sealed their signature, and which a reviewer read.
pub fn explained(office: &Office) {
    let price = office.draft("A price for the quay");
    let edit =
        |n: &str| json!({"article": price, "body": format!("The quay cost {n} crowns in all.")});
    office.does(WRITER, "article_edit", edit("1,200"));
    office.does(OTHER_WRITER, "article_edit", edit("1,300"));
    let read = office.does(OTHER_WRITER, "review_read", json!({"article": price}));
    let why = json!({"article": price, "change": read["others"][0]["change"], "why": "The bill says so."});
    office.does(OTHER_WRITER, "review_explain", why);
    let passphrase = json!({"passphrase": "night ferry"});
    office.does(OTHER_WRITER, "key_seal", passphrase);
    let rest = json!({"article": price, "rest": true, "ticked": true});
    office.does(REVIEWER, "review_tick", rest);
    office.does(REVIEWER, "review_looked", json!({"article": price}));
}

/// Words that the newsroom knows, for all texts and for one.
pub fn spelt(office: &Office, article: &str) {
    for word in ["Tidewell", "Quayside"] {
        let word = json!({"language": "en", "word": word});
        office.does(WRITER, "spelling_add", word);
    }
    let word = json!({"language": "en-GB", "word": "Quayside"});
    office.does(WRITER, "spelling_remove", word);
    let word = json!({"article": article, "language": "en", "word": "feri"});
    office.does(WRITER, "spelling_ignore", word);
}
